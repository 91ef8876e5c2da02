//! The table `[tui]`: what the live monitor is to be like. Names of actions, views and columns are the monitor's.

use std::collections::BTreeMap;
use std::time::Duration;

use toml_edit::{Item, Value};

use crate::error::ConfigError;
use crate::table::Table;

/// Themes by their names.
const THEMES: &[&str] = &["okabe", "light", "terminal16", "high-contrast", "mono"];
/// Figures that have a threshold, and whether it is a time.
const FIGURES: &[(&str, bool)] = &[
    ("lag_txn", false),
    ("lag_time", true),
    ("latency", true),
    ("latency_p99", true),
    ("fsync", true),
    ("outstanding", false),
];

/// What the monitor is to be like; what is missing is as built in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tui {
    /// How often each server is asked.
    pub interval: Option<Duration>,
    /// How much history is kept.
    pub retention: Option<Duration>,
    /// Colours: `okabe`, `light`, `terminal16`, `high-contrast` or `mono`.
    pub theme: Option<String>,
    /// ASCII only.
    pub ascii: Option<bool>,
    /// Whether the mouse is ours.
    pub mouse: Option<bool>,
    /// Thresholds by the figure: `lag_txn`, `lag_time`, `latency`, `latency_p99`, `fsync`, `outstanding`.
    pub thresholds: BTreeMap<String, Limits>,
    /// Keys by the action.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Columns by the view, in their order.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Bookmarks of znodes, as they were when the monitor began.
    pub bookmarks: Vec<String>,
}

/// When a figure is too much: a number, or milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// From here on a warning.
    pub warn: f64,
    /// From here on serious.
    pub crit: f64,
    /// For how long it must be so; as built in if not said.
    pub hold: Option<Duration>,
}

impl Tui {
    pub(crate) fn read(mut table: Table<'_>) -> Result<Tui, ConfigError> {
        let mut tui = Tui {
            interval: table.duration("interval")?,
            retention: table.duration("retention")?,
            theme: table.word("theme", THEMES)?,
            ascii: table.flag("ascii")?,
            mouse: table.flag("mouse")?,
            bookmarks: table.strings("bookmarks")?.unwrap_or_default(),
            ..Tui::default()
        };
        let times =
            [("interval", tui.interval, 500, 3_600_000), ("retention", tui.retention, 60_000, 86_400_000)];
        for (key, value, least, most) in times {
            if value.is_some_and(|v| v < Duration::from_millis(least) || v > Duration::from_millis(most)) {
                let (least, most) = (Duration::from_millis(least), Duration::from_millis(most));
                return Err(table.error(key, format!("it is between {least:?} and {most:?}")));
            }
        }
        if let Some(path) = tui.bookmarks.iter().find(|p| !p.starts_with('/')) {
            return Err(table.error("bookmarks", format!("`{path}` does not start with /")));
        }
        if let Some(mut table) = table.table("thresholds")? {
            for (name, is_time) in FIGURES {
                if let Some(limits) = limits(&mut table, name, *is_time)? {
                    tui.thresholds.insert((*name).to_owned(), limits);
                }
            }
            table.finish()?;
        }
        tui.keys = lists(table.table("keys")?)?;
        tui.columns = lists(table.table("columns")?)?;
        table.finish()?;
        Ok(tui)
    }
}

/// `[warn, crit]` or `[warn, crit, hold]`.
fn limits(table: &mut Table<'_>, key: &'static str, is_time: bool) -> Result<Option<Limits>, ConfigError> {
    let Some(list) = table.list(key)? else { return Ok(None) };
    let form = if is_time { "[\"50ms\", \"250ms\", \"10s\"]" } else { "[100, 1000, \"5s\"]" };
    let wrong = || table.error(key, format!("it takes warn, crit and perhaps for how long: {form}"));
    let time = |v: &Value| v.as_str().and_then(|t| crate::duration(t).ok());
    let figure = |v: Option<&Value>| match is_time {
        true => time(v?).map(|t| t.as_secs_f64() * 1000.0),
        false => v?.as_integer().map(|n| n as f64).or_else(|| v?.as_float()),
    };
    let (warn, crit) = figure(list.get(0)).zip(figure(list.get(1))).ok_or_else(wrong)?;
    let hold = match list.get(2) {
        Some(v) => Some(time(v).ok_or_else(wrong)?),
        None => None,
    };
    if list.len() > 3 {
        return Err(wrong());
    }
    if !(warn > 0.0 && crit >= warn && crit.is_finite()) {
        return Err(table.error(key, "crit is not below warn, and warn is above 0"));
    }
    Ok(Some(Limits { warn, crit, hold }))
}

/// A table whose values are strings or lists of strings.
fn lists(table: Option<Table<'_>>) -> Result<BTreeMap<String, Vec<String>>, ConfigError> {
    let Some(table) = table else { return Ok(BTreeMap::new()) };
    let read = |item: &Item| match item.as_str() {
        Some(one) => Some(vec![one.to_owned()]),
        None => item.as_array()?.iter().map(|s| s.as_str().map(str::to_owned)).collect(),
    };
    let mut all = BTreeMap::new();
    for (key, item) in table.entries() {
        let list = read(item).ok_or_else(|| table.error(&key, "it takes a string or a list of strings"))?;
        all.insert(key, list);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::Config;

    fn read(text: &str) -> Result<Tui, String> {
        Config::parse(text, Path::new("c.toml")).map(|c| c.tui).map_err(|e| e.to_string())
    }

    #[test]
    fn all_of_it() {
        let tui = read(
            "[tui]\ninterval = '2s'\nretention = '2h'\ntheme = 'light'\nmouse = false\nascii = true\n\
             bookmarks = ['/a']\n\
             [tui.thresholds]\nlag_txn = [10, 20.5, '1s']\nlag_time = ['2s', '10s']\n\
             [tui.keys]\nquit = 'Q'\npalette = [':', 'f2']\n[tui.columns]\noverview = ['SERVER', 'STATE']\n",
        )
        .unwrap();
        assert_eq!((tui.interval, tui.theme.as_deref()), (Some(Duration::from_secs(2)), Some("light")));
        let second = Some(Duration::from_secs(1));
        assert_eq!(tui.thresholds["lag_txn"], Limits { warn: 10.0, crit: 20.5, hold: second });
        assert_eq!(tui.thresholds["lag_time"], Limits { warn: 2000.0, crit: 10_000.0, hold: None });
        assert_eq!(tui.keys["quit"], ["Q"]);
        assert_eq!(tui.columns["overview"], ["SERVER", "STATE"]);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (text, says) in [
            ("[tui]\nthem = 'light'", "tui.them"),
            ("[tui]\ntheme = 'dark'", "none of"),
            ("[tui]\ninterval = '1ms'", "between"),
            ("[tui]\nbookmarks = ['a']", "start with /"),
            ("[tui.thresholds]\nfsync = [20, 100]", "tui.thresholds.fsync"),
            ("[tui.thresholds]\nlag_txn = [20, 10]", "not below"),
            ("[tui.thresholds]\nlag_txn = [1, 2, '1s', 3]", "perhaps for how long"),
            ("[tui.thresholds]\nlatencies = ['1s', '2s']", "latencies"),
            ("[tui.keys]\nquit = 7", "tui.keys.quit"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
