//! Arguments of `watch` and `wait`.

use std::ffi::OsString;
use std::time::Duration;

use clap::{Args, ValueEnum, ValueHint};

use crate::parse::duration;

/// Below the options of `watch`.
pub const WATCH_HELP: &str = "\
Examples:
  zkctl watch /config                                  every change, until Ctrl-C
  zkctl watch -R /services -o jsonl --for 1m           all below too, as JSON lines
  zkctl watch /config --diff --initial                 what it is and how it changes
  zkctl watch /config -- sh -c 'reload $ZKD_PATH'      run a command for each event

Events are created, changed, deleted, children, and with --initial first initial. Watches live on over reconnects; what
happened in between may be lost, which a line `session connected` with gap_possible says. Modes data, children and any
report what is different at each look: of quick changes only the last is seen, `missed` counts those that are not.
Servers before 3.6 have no persistent watches: there the default mode is `any`, and -R does not work.

With a command nothing is printed: it runs once for each event, never two at a time, with ZKD_EVENT, ZKD_PATH and
ZKD_ZXID; ZKD_EVENT is `gap` when events may have been lost. Events of a burst wait in order for the command, up to
65536 of them; what is beyond that is a gap. If the command fails, that is said, and the watch goes on.";

#[derive(Args, Debug)]
pub struct WatchArgs {
    /// Which node; it need not exist yet
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Every node below too
    #[arg(short = 'R', long)]
    pub recursive: bool,
    /// What to watch, and how [default: persistent]
    #[arg(short, long, value_name = "MODE", conflicts_with = "recursive")]
    pub mode: Option<WatchMode>,
    /// First report what is there
    #[arg(long)]
    pub initial: bool,
    /// End after so many events
    #[arg(long, value_name = "COUNT")]
    pub count: Option<u64>,
    /// End after this time
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    pub duration: Option<Duration>,
    /// Show how data and children have changed
    #[arg(long)]
    pub diff: bool,
    /// Run this for each event instead of printing it
    #[arg(value_name = "COMMAND", last = true, value_hint = ValueHint::CommandWithArguments)]
    pub command: Vec<OsString>,
}

/// What a watch is set on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WatchMode {
    // One-shot watches on the data, armed again at each event.
    Data,
    // On the set of children.
    Children,
    // On both.
    Any,
    // One that stays: every event is reported.
    Persistent,
}

impl WatchArgs {
    /// A watch for one event, as `get -w` sets it.
    pub fn once(path: String) -> WatchArgs {
        let (count, duration, command) = (Some(1), None, Vec::new());
        WatchArgs {
            path,
            recursive: false,
            mode: None,
            initial: false,
            count,
            duration,
            diff: false,
            command,
        }
    }

    /// True if the shell can follow it in the background.
    pub fn is_plain(&self) -> bool {
        self.mode.is_none_or(|mode| mode == WatchMode::Persistent)
            && !self.initial
            && !self.diff
            && self.command.is_empty()
    }
}

/// Below the options of `wait`.
pub const WAIT_HELP: &str = "\
Examples:
  zkctl wait /app/leader --until exists --wait 30s
  zkctl wait /migrations/7 --until value=done
  zkctl wait /workers --until 'children>=3'
  zkctl wait /config --until 'version>14'

Exit code 7 when the time is up.";

#[derive(Args, Debug)]
pub struct WaitArgs {
    /// Which node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// exists, gone, version>N, value=TEXT or children>=N; for numbers also =, >=, <, <=
    #[arg(long, value_name = "WHAT", default_value = "exists", value_parser = until)]
    pub until: Until,
    /// Longest wait; --timeout behind the command means the same [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub wait: Option<Duration>,
}

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    Exists,
    Gone,
    Version(Compare, i32),
    Value(String),
    Children(Compare, i32),
}

/// How numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl Compare {
    /// Whether `left` stands so to `right`.
    pub fn holds(self, left: i32, right: i32) -> bool {
        match self {
            Compare::Less => left < right,
            Compare::AtMost => left <= right,
            Compare::Equal => left == right,
            Compare::AtLeast => left >= right,
            Compare::More => left > right,
        }
    }
}

fn until(text: &str) -> Result<Until, String> {
    match text {
        "exists" => return Ok(Until::Exists),
        "gone" => return Ok(Until::Gone),
        _ => {}
    }
    if let Some(value) = text.strip_prefix("value=") {
        return Ok(Until::Value(value.to_owned()));
    }
    let bad =
        || format!("`{text}` is nothing to wait for: exists, gone, version>N, value=TEXT or children>=N");
    let make = match text {
        _ if text.starts_with("version") => Until::Version,
        _ if text.starts_with("children") => Until::Children,
        _ => return Err(bad()),
    };
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start();
    let operators = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        ("==", Compare::Equal),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Equal),
    ];
    let found = operators.into_iter().find_map(|(sign, how)| Some((how, rest.strip_prefix(sign)?)));
    let (how, number) = found.ok_or_else(bad)?;
    number.trim().parse().map(|number| make(how, number)).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_wait_for_is_read() {
        for (text, meant) in [
            ("exists", Until::Exists),
            ("gone", Until::Gone),
            ("version>3", Until::Version(Compare::More, 3)),
            ("version >= 3", Until::Version(Compare::AtLeast, 3)),
            ("children=0", Until::Children(Compare::Equal, 0)),
            ("children<=2", Until::Children(Compare::AtMost, 2)),
            ("value=", Until::Value(String::new())),
            ("value=a=b", Until::Value("a=b".into())),
        ] {
            assert_eq!(until(text), Ok(meant), "{text}");
        }
        for text in ["", "there", "version", "version>", "version>x", "children!3", "size>3"] {
            assert!(until(text).unwrap_err().contains("nothing to wait for"), "{text}");
        }
    }
}
