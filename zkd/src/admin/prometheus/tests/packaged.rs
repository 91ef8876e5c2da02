//! The dashboard and the alert rules that are shipped ask for metrics that there are.

use std::collections::BTreeSet;

use super::super::page;
use super::status;

const DASHBOARD: &str = include_str!("../../../../packaging/grafana/zkd.json");
const ALERTS: &str = include_str!("../../../../packaging/prometheus/alerts.yml");

/// Words of PromQL, labels and what Prometheus adds itself.
const OTHER_WORDS: &[&str] = &[
    "by",
    "changes",
    "count",
    "for",
    "histogram_quantile",
    "increase",
    "instance",
    "job",
    "le",
    "max",
    "on",
    "or",
    "rate",
    "state",
    "sum",
    "time",
    "unless",
    "up",
    "__rate_interval",
];

/// Names that a query asks for: identifiers outside of quotes and brackets that are none of PromQL's.
fn names(query: &str) -> BTreeSet<String> {
    let (mut names, mut word, mut quoted, mut brackets) = (BTreeSet::new(), String::new(), false, 0);
    for c in query.chars().chain([' ']) {
        match c {
            '"' => quoted = !quoted,
            '[' => brackets += 1,
            ']' => brackets -= 1,
            _ if quoted || brackets > 0 => {}
            _ if c.is_ascii_alphanumeric() || c == '_' => word.push(c),
            _ => {
                let found = std::mem::take(&mut word);
                let is_name = found.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
                if is_name && !OTHER_WORDS.contains(&found.as_str()) {
                    names.insert(found);
                }
            }
        }
    }
    names
}

fn known() -> BTreeSet<String> {
    let sample = |line: &str| line.split(['{', ' ']).next().unwrap_or_default().to_owned();
    page(&status()).lines().filter(|line| !line.starts_with('#')).map(sample).collect()
}

fn all_known(queries: impl Iterator<Item = String>) -> usize {
    let known = known();
    let mut count = 0;
    for query in queries {
        count += 1;
        for name in names(&query) {
            assert!(known.contains(&name), "{name} in {query:?} is no metric");
        }
    }
    count
}

#[test]
fn the_dashboard_asks_for_metrics_that_there_are() {
    let dashboard: serde_json::Value = serde_json::from_str(DASHBOARD).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let targets = panels.iter().filter_map(|p| p["targets"].as_array()).flatten();
    let queries = targets.map(|t| t["expr"].as_str().expect("a query").to_owned());
    assert!(all_known(queries) > 20);
}

#[test]
fn the_alerts_ask_for_metrics_that_there_are() {
    let queries = ALERTS.lines().filter_map(|line| line.trim().strip_prefix("expr: ")).map(str::to_owned);
    assert!(all_known(queries) > 10);
}

#[test]
fn a_name_that_is_not_there_is_found() {
    let query = "rate(no_such_count{job=\"$job\"}[$__rate_interval]) > up";
    assert_eq!(names(query).into_iter().collect::<Vec<_>>(), ["no_such_count"]);
}
