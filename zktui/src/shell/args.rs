//! The command line.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Parser;

use super::connect_args::ConnectArgs;
use crate::app::View;
use crate::app::palette::view_by_name;
use crate::view::theme::Theme;

/// See a ZooKeeper ensemble at a glance: who leads, who is behind, who is slow, what changed.
///
/// Works with Apache ZooKeeper 3.5 to 3.9 and with zkd. Asks each server srvr once a second, and mntr where that is
/// allowed (4lw.commands.whitelist). Press ? in any view for its keys.
#[derive(Debug, Parser)]
#[command(
    name = "zktui",
    version,
    after_help = "Examples:\n  \
        zktui --playground                         see it work on an ensemble of its own\n  \
        zktui -C zk1:2181,zk2:2181,zk3:2181        watch these servers\n  \
        zktui -P prod                              watch those of a profile of config.toml\n  \
        zktui -C zk1:2181 --once                   print a table and end\n  \
        zktui -C zk1:2181 --once --json            the same for scripts\n  \
        zktui -C zk1:2181 --record night.zktui     record while watching\n  \
        zktui --replay night.zktui                 look at it later: arrow keys, space\n\n\
        Exit codes of --once: 0 all is well, 1 something is not, 2 it could not run."
)]
pub struct Args {
    /// Whom to watch.
    #[command(flatten)]
    pub connect: ConnectArgs,
    /// Start an ensemble of zkd in this process, on temporary data, and watch it
    #[arg(long, conflicts_with_all = ["replay", "profile"])]
    pub playground: bool,
    /// How many servers the playground has
    #[arg(long, value_name = "N", default_value_t = 3, requires = "playground", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub servers: u8,
    /// How often each server is asked [default: 1s]
    #[arg(long, env = "ZKTUI_INTERVAL", value_name = "TIME", hide_env_values = true)]
    pub interval: Option<Millis>,
    /// How long a server may take to answer
    #[arg(long, env = "ZKD_TIMEOUT", hide_env_values = true, value_name = "TIME", default_value = "2s")]
    pub timeout: Millis,
    /// Allow znodes to be edited, added and deleted
    #[arg(long)]
    pub write: bool,
    /// The view to begin with: overview, server, sessions, znodes, watches, latency, timeline, alerts
    #[arg(long, value_name = "VIEW", default_value = "overview")]
    pub view: ViewName,
    /// Colours
    #[arg(long, env = "ZKTUI_THEME", hide_env_values = true, value_name = "THEME", value_enum)]
    pub theme: Option<Theme>,
    /// Whether to use colours; auto respects NO_COLOR
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Print the manual page, or a script that completes the arguments in a shell: what packages install
    #[arg(long, value_name = "WHAT", value_enum, hide = true, exclusive = true)]
    pub generate: Option<super::manual::What>,
    /// ASCII characters only
    #[arg(long)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Record what the servers answer to this file; it must not exist
    #[arg(long, value_name = "FILE", conflicts_with_all = ["replay", "once", "jsonl"])]
    pub record: Option<PathBuf>,
    /// Play a recording
    #[arg(long, value_name = "FILE")]
    pub replay: Option<PathBuf>,
    /// Where in the recording to begin, as time since its start
    #[arg(long, value_name = "TIME", requires = "replay")]
    pub at: Option<Millis>,
    /// How many times as fast to play it; < and > change that
    #[arg(long, value_name = "N", requires = "replay", value_parser = clap::value_parser!(u64).range(1..=120))]
    pub speed: Option<u64>,
    /// Without a screen.
    #[command(flatten)]
    pub once: Once,
}

/// Without a screen.
#[derive(Debug, clap::Args)]
pub struct Once {
    /// Ask once, print a table, end
    #[arg(long)]
    pub once: bool,
    /// Print JSON
    #[arg(long, requires = "once")]
    pub json: bool,
    /// Print one frame of this size
    #[arg(long, value_name = "COLSxROWS", requires = "once", conflicts_with = "json")]
    pub render: Option<Size>,
    /// Print the frame with colours, as for a terminal
    #[arg(long, requires = "render")]
    pub ansi: bool,
    /// Print the frame as a picture
    #[arg(long, requires = "render", conflicts_with = "ansi")]
    pub svg: bool,
    /// Watch for so long before printing, so that there are rates, lags in time and trends
    #[arg(long, value_name = "TIME", requires = "once")]
    pub after: Option<Millis>,
    /// Print a line of JSON for each interval
    #[arg(long, conflicts_with_all = ["once", "replay"])]
    pub jsonl: bool,
    /// End after so many lines
    #[arg(long, value_name = "N", requires = "jsonl")]
    pub count: Option<u64>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// Unless NO_COLOR is set.
    Auto,
    /// Even if NO_COLOR is set.
    Always,
    /// Never.
    Never,
}

/// A time such as `1s`, `500ms` or `2m`, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Millis(pub u64);

impl FromStr for Millis {
    type Err = String;

    fn from_str(text: &str) -> Result<Millis, String> {
        let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(at);
        let factor = match unit.trim() {
            "ms" => 1,
            "s" | "" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            other => return Err(format!("`{other}` is no unit of time: ms, s, m, h")),
        };
        let value: u64 = number.parse().map_err(|_| format!("`{text}` is no time, such as 500ms or 2s"))?;
        let ms = value.checked_mul(factor).filter(|ms| *ms <= 86_400_000).ok_or("more than a day")?;
        if ms < 100 && factor == 1 && value > 0 {
            return Err("less than 100ms".to_owned());
        }
        Ok(Millis(ms))
    }
}

/// A size such as `120x40`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u16, pub u16);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        let (width, height) = text.split_once('x').ok_or("a size is COLSxROWS, such as 120x40")?;
        let side = |s: &str| s.parse::<u16>().ok().filter(|n| (1..=500).contains(n));
        match (side(width), side(height)) {
            (Some(width), Some(height)) => Ok(Size(width, height)),
            _ => Err("columns and rows are numbers from 1 to 500".to_owned()),
        }
    }
}

/// A view by its name.
#[derive(Clone, Copy, Debug)]
pub struct ViewName(pub View);

impl FromStr for ViewName {
    type Err = String;

    fn from_str(text: &str) -> Result<ViewName, String> {
        let names = || View::ALL.map(View::name).join(", ");
        view_by_name(text).map(ViewName).ok_or_else(|| format!("views are {}", names()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn times_and_sizes() {
        assert_eq!(
            ["1s", "500ms", "2m", "3"].map(|t| Millis::from_str(t).unwrap().0),
            [1000, 500, 120_000, 3000]
        );
        assert!(["", "s", "1y", "99999999999h", "5ms"].iter().all(|t| Millis::from_str(t).is_err()));
        assert_eq!(Size::from_str("120x40"), Ok(Size(120, 40)));
        assert!(["", "0x4", "4", "501x1", "-1x4"].iter().all(|t| Size::from_str(t).is_err()));
    }
}
