//! Arguments that name what the offline commands read, and which transactions they are about.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use zk_forensics::expr::Expr;
use zk_forensics::filter::kinds_named;
use zk_forensics::txn::Cause;
use zk_proto::{SessionId, Zxid};

use crate::context::Context;
use crate::output::iso_seconds;
use crate::parse::{byte_size, session_id};

#[derive(Args, Clone, Debug, Default)]
pub struct SourceArgs {
    /// Data directories, or files; `-` is stdin
    #[arg(value_name = "DIR|FILE", value_hint = ValueHint::AnyPath, required_unless_present_any = ["data_dir", "log_dir"])]
    pub sources: Vec<PathBuf>,
    #[command(flatten)]
    pub dirs: DirArgs,
}

#[derive(Args, Clone, Debug, Default)]
pub struct DirArgs {
    /// A server's dataDir
    #[arg(long, value_name = "DIR", env = "ZKD_DATA_DIR", hide_env_values = true, value_hint = ValueHint::DirPath)]
    pub data_dir: Option<PathBuf>,
    /// A server's dataLogDir, if that is another directory
    #[arg(long, value_name = "DIR", env = "ZKD_LOG_DIR", hide_env_values = true, value_hint = ValueHint::DirPath)]
    pub log_dir: Option<PathBuf>,
}

#[derive(Args, Clone, Debug, Default)]
pub struct FilterArgs {
    /// From here on: a zxid (0x…) or a time: 2026-03-01T14:00Z, 14:00 (UTC), "14:00 local", -1h
    #[arg(long, value_name = "WHEN", value_parser = bound, allow_hyphen_values = true)]
    pub since: Option<Bound>,
    /// Up to here, inclusive
    #[arg(long, value_name = "WHEN", value_parser = bound, allow_hyphen_values = true)]
    pub until: Option<Bound>,
    /// Zxids from A to B, inclusive; either may be left out
    #[arg(long, value_name = "A..B", value_parser = zxid_range)]
    pub zxid: Option<ZxidRange>,
    /// Transactions of this epoch
    #[arg(long, value_name = "EPOCH")]
    pub epoch: Option<u32>,
    /// Only transactions of this session
    #[arg(long, value_name = "ID", value_parser = session_id)]
    pub session: Option<SessionId>,
    /// Only transactions that touch a path that matches: `*` within a name, `**` across names
    #[arg(long, value_name = "GLOB")]
    pub path: Vec<String>,
    /// Types of transactions: create, delete, set, setACL, multi, createSession, closeSession, error, …
    #[arg(long, value_name = "TYPE", value_delimiter = ',', value_parser = op)]
    pub op: Vec<Kinds>,
    /// Why it happened
    #[arg(long, value_name = "CAUSE", value_delimiter = ',')]
    pub cause: Vec<CauseArg>,
    /// Only writes that were refused; the parts of refused multis are looked at only with this
    #[arg(long)]
    pub errors: bool,
    /// Only writes of so much data at least: 512, 64k, 1M
    #[arg(long, value_name = "SIZE", value_parser = byte_size)]
    pub min_size: Option<u64>,
    /// Only what an expression holds for; fields: op path size zxid epoch session cxid time cause error
    #[arg(long = "where", value_name = "EXPR", value_parser = expression)]
    pub expr: Option<Expr>,
}

/// Why a transaction happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CauseArg {
    // A client asked for it.
    Client,
    // A client closed its session.
    Close,
    // The server ended a session.
    Expiry,
    // The server removed a container or a TTL node.
    Reaper,
    // A write was refused.
    Failed,
}

impl From<CauseArg> for Cause {
    fn from(cause: CauseArg) -> Cause {
        match cause {
            CauseArg::Client => Cause::Client,
            CauseArg::Close => Cause::Close,
            CauseArg::Expiry => Cause::Expiry,
            CauseArg::Reaper => Cause::Reaper,
            CauseArg::Failed => Cause::Failed,
        }
    }
}

/// Types of transactions that one word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kinds(pub Vec<i32>);

fn op(word: &str) -> Result<Kinds, String> {
    kinds_named(word).map(Kinds).ok_or_else(|| {
        format!(
            "`{word}` is no type of transaction; there are create, create2, createContainer, createTTL, delete, \
             deleteContainer, set, setData, setACL, reconfig, check, multi, createSession, closeSession, error"
        )
    })
}

/// Zxids from one to another, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZxidRange {
    pub from: Option<Zxid>,
    pub to: Option<Zxid>,
}

/// `A..B`, `A..`, `..B`, or one.
pub fn zxid_range(text: &str) -> Result<ZxidRange, String> {
    let end = |end: &str| match end {
        "" => Ok(None),
        end => end.parse().map(Some).map_err(|_| format!("`{end}` is no zxid such as 0x1300000a1f")),
    };
    match text.split_once("..") {
        Some((a, b)) => Ok(ZxidRange { from: end(a)?, to: end(b)? }),
        None => end(text).map(|one| ZxidRange { from: one, to: one }),
    }
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Zxid(Zxid),
    /// Milliseconds since 1970.
    TimeMs(i64),
}

/// Hex is a zxid; everything else is a point in time, see [`super::time`].
pub fn bound(text: &str) -> Result<Bound, String> {
    if text.starts_with("0x") {
        return text.parse().map(Bound::Zxid).map_err(|_| format!("`{text}` is no zxid"));
    }
    super::time::point(text, &jiff::Timestamp::now()).map(Bound::TimeMs)
}

/// An expression over transactions.
pub fn expression(text: &str) -> Result<Expr, String> {
    let time = |text: &str| super::time::point(text, &jiff::Timestamp::now());
    Expr::parse(text, &time).map_err(|e| {
        // The mistake is pointed at below the text, unless that is too long or strange to be shown.
        let shown = crate::sanitise::line(text);
        if shown != text || text.chars().count() > 200 {
            return e.to_string();
        }
        format!("{e}\n  {shown}\n  {:>width$}", "^", width = e.column)
    })
}

impl FilterArgs {
    /// The same as a filter. Says on stderr which points in time were meant, as they may have been given in short.
    pub fn told(&self, context: &Context) -> zk_forensics::Filter {
        for (name, bound) in [("since", self.since), ("until", self.until)] {
            if let Some(Bound::TimeMs(ms)) = bound {
                context.note(format_args!("note: {name} {}", iso_seconds(ms)));
            }
        }
        self.filter()
    }

    fn filter(&self) -> zk_forensics::Filter {
        let mut f = zk_forensics::Filter {
            epoch: self.epoch,
            session: self.session,
            paths: self.path.clone(),
            kinds: self.op.iter().flat_map(|k| k.0.clone()).collect(),
            causes: self.cause.iter().map(|c| Cause::from(*c)).collect(),
            errors: self.errors,
            min_size: self.min_size.unwrap_or(0),
            expr: self.expr.clone(),
            ..zk_forensics::Filter::default()
        };
        match self.since {
            Some(Bound::Zxid(z)) => f.from = z,
            Some(Bound::TimeMs(ms)) => f.since_ms = ms,
            None => {}
        }
        match self.until {
            Some(Bound::Zxid(z)) => f.to = z,
            Some(Bound::TimeMs(ms)) => f.until_ms = ms,
            None => {}
        }
        if let Some(range) = self.zxid {
            f.from = f.from.max(range.from.unwrap_or(f.from));
            f.to = f.to.min(range.to.unwrap_or(f.to));
        }
        if let Some(epoch) = self.epoch {
            f.from = f.from.max(Zxid::new(epoch, 0));
            f.to = f.to.min(Zxid::new(epoch, u32::MAX));
        }
        f
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_zxids_or_times() {
        assert_eq!(bound("0x13"), Ok(Bound::Zxid(Zxid(0x13))));
        let at = Ok(Bound::TimeMs(1_772_373_600_000));
        assert_eq!(bound("2026-03-01T14:00:00Z"), at);
        assert_eq!(bound("2026-03-01T14:00Z"), at);
        assert_eq!(bound("2026-03-01 14:00"), at);
        assert_eq!(bound("2026-03-01T15:00:00+01:00"), at);
        assert!(bound("2026-03-01").is_ok());
        assert!(bound("yesterday").is_err());
    }

    #[test]
    fn a_wrong_expression_is_pointed_at() {
        assert!(expression(r#"op == "delete" && time > -1h"#).is_ok());
        let error = expression("size > lots").unwrap_err();
        assert!(error.ends_with("\n  size > lots\n         ^"), "{error}");
    }

    #[test]
    fn ranges_of_zxids() {
        let range = |a: Option<i64>, b: Option<i64>| Ok(ZxidRange { from: a.map(Zxid), to: b.map(Zxid) });
        assert_eq!(zxid_range("0x1..0x5"), range(Some(1), Some(5)));
        assert_eq!(zxid_range("0x1.."), range(Some(1), None));
        assert_eq!(zxid_range("..0x5"), range(None, Some(5)));
        assert_eq!(zxid_range("0x5"), range(Some(5), Some(5)));
        assert!(zxid_range("a..b").is_err());
    }
}
