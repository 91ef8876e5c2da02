//! Apache's names are on the page, or a document says why one is not.

use std::collections::BTreeSet;

use super::super::page;
use super::status;
use crate::status::process::Process;

/// Kinds and names as a 3.9.5 announced them, in all roles together.
const APACHE: &str = include_str!("../testdata/zookeeper-3.9.5.txt");
const DOCUMENT: &str = include_str!("../../../../../docs/metrics.md");

fn announced() -> BTreeSet<String> {
    let mut status = status();
    status.process = Some(Process { cpu_seconds: 1.0, resident_bytes: 2, virtual_bytes: 3, started_at: 4.0 });
    let name = |line: &str| line.strip_prefix("# TYPE ")?.split(' ').next().map(str::to_owned);
    page(&status).lines().filter_map(name).collect()
}

/// The names in the first column of the last table.
fn excused() -> BTreeSet<String> {
    let (_, table) = DOCUMENT.split_once("## Apache's names that zkd does not have").expect("the table");
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    cells.flat_map(|cell| cell.split(", ")).map(|name| name.trim_matches('`').to_owned()).collect()
}

#[test]
fn every_name_of_apaches_is_there_or_a_reason_why_not() {
    let (announced, excused) = (announced(), excused());
    let names: Vec<&str> = APACHE.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    assert!(names.len() > 150, "{}", names.len());
    let family = |name: &str| excused.contains("jvm_*") && name.starts_with("jvm_");
    for name in &names {
        let is_there = announced.contains(*name);
        let is_excused = excused.contains(*name) || family(name);
        assert!(is_there || is_excused, "{name} is not on the page, and docs/metrics.md does not say why");
        assert!(!(is_there && is_excused), "{name} is on the page, and docs/metrics.md says that it is not");
    }
}

#[test]
fn the_document_names_histograms_that_there_are() {
    let announced = announced();
    for word in DOCUMENT.split('`').filter(|w| w.starts_with("zkd_") && w.ends_with("_seconds")) {
        assert!(announced.contains(word), "{word} is no metric");
    }
}
