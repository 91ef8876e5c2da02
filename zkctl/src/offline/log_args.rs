//! Arguments and filters of `log cat`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use zk_proto::{SessionId, Zxid};

use crate::args::Style;
use crate::parse::session_id;

#[derive(Args, Debug)]
pub struct LogCat {
    /// Log files, in the order given; `-` is stdin
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// Only transactions that touch a path that matches: `*` within a name, `**` across names
    #[arg(long, value_name = "GLOB")]
    pub path: Option<String>,
    /// Only transactions of this session
    #[arg(long, value_name = "ID", value_parser = session_id)]
    pub session: Option<SessionId>,
    /// From here on: a zxid (0x…), or a time such as 2026-03-01T14:00Z
    #[arg(long, value_name = "WHEN", value_parser = bound)]
    pub since: Option<Bound>,
    /// Up to here, inclusive
    #[arg(long, value_name = "WHEN", value_parser = bound)]
    pub until: Option<Bound>,
    /// Print as another program does
    #[arg(long, value_name = "STYLE")]
    pub style: Option<Style>,
    /// Stop at the first damaged record
    #[arg(long)]
    pub strict: bool,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Zxid(Zxid),
    /// Milliseconds since 1970.
    TimeMs(i64),
}

/// Hex is a zxid; everything else is a point in time, UTC unless it says otherwise.
pub fn bound(text: &str) -> Result<Bound, String> {
    if text.starts_with("0x") {
        return text.parse().map(Bound::Zxid).map_err(|_| format!("`{text}` is no zxid"));
    }
    let bad = || {
        format!(
            "`{text}` is neither a zxid (0x1300000a1f) nor a time (2026-03-01T14:00:00Z, 2026-03-01 14:00)"
        )
    };
    if let Ok(t) = text.parse::<jiff::Timestamp>() {
        return Ok(Bound::TimeMs(t.as_millisecond()));
    }
    // `2026-03-01T14:00Z` has no seconds, `2026-03-01` no time: civil dates read as UTC.
    let civil = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    let date: jiff::civil::DateTime = civil.parse().map_err(|_| bad())?;
    let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| bad())?;
    Ok(Bound::TimeMs(zoned.timestamp().as_millisecond()))
}

impl Bound {
    /// True if a transaction is at or behind this lower bound.
    pub fn admits_from(self, zxid: Zxid, time_ms: i64) -> bool {
        match self {
            Bound::Zxid(z) => zxid >= z,
            Bound::TimeMs(t) => time_ms >= t,
        }
    }

    /// True if a transaction is at or before this upper bound.
    pub fn admits_until(self, zxid: Zxid, time_ms: i64) -> bool {
        match self {
            Bound::Zxid(z) => zxid <= z,
            Bound::TimeMs(t) => time_ms <= t,
        }
    }
}

/// `*` and `?` stay within a name, `**` crosses names, and a pattern without wildcards also takes all below it.
pub fn glob_matches(pattern: &str, path: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        let prefix = pattern.trim_end_matches('/');
        return path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    }
    matches(pattern.as_bytes(), path.as_bytes())
}

/// Backtracks to the last star that may still grow: quadratic at worst, never exponential, for one kind of
/// star; `**` is retried outside `*`.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut narrow: Option<(usize, usize)> = None;
    let mut wide: Option<(usize, usize)> = None;
    loop {
        match pattern.get(p) {
            Some(b'*') if pattern.get(p + 1) == Some(&b'*') => {
                p += 2;
                wide = Some((p, t));
                narrow = None;
                continue;
            }
            Some(b'*') => {
                p += 1;
                narrow = Some((p, t));
                continue;
            }
            Some(&c) if text.get(t).is_some_and(|&b| b == c || (c == b'?' && b != b'/')) => {
                (p, t) = (p + 1, t + 1);
                continue;
            }
            None if t == text.len() => return true,
            _ => {}
        }
        if let Some((at, from)) = narrow
            && text.get(from).is_some_and(|b| *b != b'/')
        {
            narrow = Some((at, from + 1));
            (p, t) = (at, from + 1);
        } else if let Some((at, from)) = wide
            && from < text.len()
        {
            wide = Some((at, from + 1));
            narrow = None;
            (p, t) = (at, from + 1);
        } else {
            return false;
        }
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
    fn globs_stay_within_names_unless_doubled() {
        for (pattern, path, expected) in [
            ("/a", "/a", true),
            ("/a", "/a/b/c", true),
            ("/a", "/ab", false),
            ("/", "/x", true),
            ("/a/*", "/a/b", true),
            ("/a/*", "/a/b/c", false),
            ("/a/**", "/a/b/c", true),
            ("/**/lock-*", "/x/y/lock-1", true),
            ("/**/lock-*", "/x/y/lock-1/z", false),
            ("/a?c", "/abc", true),
            ("/a?c", "/a/c", false),
            ("**c", "/a/b/c", true),
            ("/*/*/c", "/a/b/c", true),
            ("/a*b*c", "/axbxbxc", true),
        ] {
            assert_eq!(glob_matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
