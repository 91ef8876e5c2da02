//! A check's answer for people, for Nagios and for Prometheus.

use std::fmt::Write;

use super::{Level, Measured};
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const COLUMNS: &[Column] = &[
    Column::new("of", "OF"),
    Column::new("value", "VALUE"),
    Column::new("level", "LEVEL"),
    Column::new("error", "WHY"),
];

/// `lag WARNING: 108 transactions (zk3:2181); warning from 100, critical from 1000`.
pub fn sentence(m: &Measured) -> String {
    let mut out = format!("{} {}: ", m.name, m.level().name());
    match m.worst() {
        Some((server, value)) => {
            let _ = write!(out, "{} {}", number(value), m.unit);
            if m.values.len() > 1 {
                let _ = write!(out, " ({server})");
            }
        }
        None => out.push_str("not known"),
    }
    if let Some((_, why)) = &m.verdict {
        let _ = write!(out, "; {why}");
    }
    let unknown = m.values.iter().filter(|(_, v)| v.is_err()).count();
    if unknown > 0 && m.worst().is_some() {
        let _ = write!(out, "; {unknown} of {} did not tell", m.values.len());
    }
    let limit = |n: Option<f64>| n.map_or("-".into(), number);
    let _ = write!(
        out,
        "; warning from {}, critical from {}",
        limit(m.thresholds.warn),
        limit(m.thresholds.crit)
    );
    out
}

/// Rows for each server, with the sentence above.
pub fn report(m: &Measured) -> Report {
    let rows = m.values.iter().map(|(server, value)| {
        let level = value.as_ref().map_or(Level::Unknown, |v| m.thresholds.level(*v));
        let tone = match level {
            Level::Ok => Tone::Plain,
            Level::Warning => Tone::Warning,
            Level::Critical => Tone::Bad,
            Level::Unknown => Tone::Dim,
        };
        let cells = vec![
            server.as_str().into(),
            value.as_ref().map_or(Cell::None, |v| Cell::Decimal(*v)),
            level.name().into(),
            value.as_ref().err().cloned().into(),
        ];
        Row::new(cells).tone(tone)
    });
    let decimal = |n: Option<f64>| n.map_or(Cell::None, Cell::Decimal);
    let fields = vec![
        ("check", m.name.into()),
        ("level", m.level().name().into()),
        ("unit", m.unit.into()),
        ("worst", decimal(m.worst().map(|(_, v)| v))),
        ("warn", decimal(m.thresholds.warn)),
        ("crit", decimal(m.thresholds.crit)),
        ("why", m.verdict.as_ref().map(|(_, why)| why.clone()).into()),
    ];
    let rows = rows.collect();
    Report { name: "values", head: vec![sentence(m)], fields, columns: COLUMNS, rows, ..Report::default() }
}

/// The report as one JSON document, whatever the output form is.
pub fn json(report: &Report) -> String {
    let mut document = crate::output::report_json(report);
    if let Some(object) = document.as_object_mut() {
        object.insert("schema".into(), crate::output::SCHEMA.into());
    }
    format!("{document}\n")
}

/// A line with performance data.
pub fn nagios(m: &Measured) -> String {
    let limit = |n: Option<f64>| n.map_or(String::new(), number);
    let text = sentence(m);
    let text = text.split_once(' ').map_or(text.as_str(), |(_, rest)| rest);
    // `|` and line breaks have a meaning there.
    let clean = |text: &str| crate::sanitise::line(text).replace('|', "/");
    let mut out = format!("ZOOKEEPER {} {} |", m.name.to_uppercase(), clean(text));
    let unit = if m.unit == "ms" { "ms" } else { "" };
    for (server, value) in m.values.iter().filter_map(|(s, v)| Some((s, v.as_ref().ok()?))) {
        let label = clean(server).replace(['\'', '='], "_");
        let (warn, crit) = (limit(m.thresholds.warn), limit(m.thresholds.crit));
        let _ = write!(out, " '{}_{label}'={}{unit};{warn};{crit}", m.name, number(*value));
    }
    out.push('\n');
    out
}

/// Gauges, for the text file collector.
pub fn prometheus(m: &Measured) -> String {
    let unit = m.unit.replace(' ', "_");
    let name = if unit == m.name { format!("zkctl_{}", m.name) } else { format!("zkctl_{}_{unit}", m.name) };
    let escape = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let mut out = format!("# HELP {name} {} as zkctl check measures it.\n# TYPE {name} gauge\n", m.name);
    for (server, value) in m.values.iter().filter_map(|(s, v)| Some((s, v.as_ref().ok()?))) {
        let _ = writeln!(out, "{name}{{of=\"{}\"}} {value}", escape(server));
    }
    let level = match m.level() {
        Level::Ok => 0,
        Level::Warning => 1,
        Level::Critical => 2,
        Level::Unknown => 3,
    };
    let help = "0 ok, 1 warning, 2 critical, 3 unknown.";
    let _ = write!(
        out,
        "# HELP zkctl_check_level {help}\n# TYPE zkctl_check_level gauge\nzkctl_check_level{{check=\"{}\"}} {level}\n",
        m.name
    );
    out
}

/// At most three decimals, and no more than needed.
fn number(n: f64) -> String {
    let text = format!("{n:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Thresholds;
    use super::*;

    fn lag(values: &[(&str, Option<f64>)]) -> Measured {
        Measured {
            name: "lag",
            unit: "transactions",
            values: values
                .iter()
                .map(|(s, v)| ((*s).to_owned(), v.ok_or_else(|| "down".to_owned())))
                .collect(),
            thresholds: Thresholds { warn: Some(100.0), crit: Some(1000.0), low_is_bad: false },
            verdict: None,
        }
    }

    #[test]
    fn the_worst_decides() {
        let m = lag(&[("a:1", Some(3.0)), ("b:1", Some(100.0)), ("c:1", None)]);
        assert_eq!(m.level(), Level::Warning);
        assert_eq!(
            sentence(&m),
            "lag WARNING: 100 transactions (b:1); 1 of 3 did not tell; warning from 100, critical from 1000"
        );
        assert_eq!(lag(&[("a:1", None)]).level(), Level::Unknown);
        assert_eq!(lag(&[("a:1", Some(1e4))]).level(), Level::Critical);
        let low = Thresholds { warn: Some(0.0), crit: Some(-1.0), low_is_bad: true };
        assert_eq!(
            (low.level(1.0), low.level(0.0), low.level(-1.0)),
            (Level::Ok, Level::Warning, Level::Critical)
        );
    }

    #[test]
    fn lines_of_monitoring() {
        let m = lag(&[("a|b:1", Some(3.5)), ("c:1", None)]);
        assert_eq!(
            nagios(&m),
            "ZOOKEEPER LAG OK: 3.5 transactions (a/b:1); 1 of 2 did not tell; warning from 100, critical from 1000 | \
             'lag_a/b:1'=3.5;100;1000\n"
        );
        let text = prometheus(&lag(&[("a\"b", Some(2.0))]));
        assert!(text.contains("zkctl_lag_transactions{of=\"a\\\"b\"} 2\n"), "{text}");
        assert!(text.contains("zkctl_check_level{check=\"lag\"} 0\n"), "{text}");
    }
}
