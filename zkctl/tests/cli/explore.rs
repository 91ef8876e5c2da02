//! `du -i` on a pseudo-terminal: keys, signals, and where it is refused.

use std::path::Path;

use rustix::process::Signal;

use crate::support::{Lab, zkctl};
use crate::terminal::Terminal;

/// What a terminal is told when it is given back.
const GIVEN_BACK: &str = "\u{1b}[?1049l";

fn planted() -> Lab {
    let lab = Lab::new();
    for (path, data) in
        [("/w", "x"), ("/w/large", "0123456789"), ("/w/large/inside", "12345"), ("/w/small", "")]
    {
        lab.run(&["create", path, data]).exits(0);
    }
    lab.run(&["create", "/w/\u{202e}live", "1"]).exits(0);
    lab
}

fn start(lab: &Lab, args: &[&str]) -> Terminal {
    let mut terminal = Terminal::start(lab, args);
    terminal.resize(80);
    terminal
}

#[test]
fn one_looks_around_with_keys() {
    let lab = planted();
    let mut t = start(&lab, &["du", "-i", "/w"]);
    t.sees("large/");
    t.sees("\\u{202e}live");
    t.keys("\r");
    t.sees("inside");
    t.keys("h?");
    t.sees("Backspace");
    t.keys("qs");
    t.sees("nodes");
    t.keys("q");
    t.sees(GIVEN_BACK);
    t.exits(0);
}

#[test]
fn whatever_ends_it_the_terminal_is_given_back() {
    let lab = planted();
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 143), (Signal::INT, 130)] {
        let mut t = start(&lab, &["du", "-i", "/w"]);
        t.sees("large/");
        t.signal(signal);
        t.sees(GIVEN_BACK);
        t.exits(code);
    }
    let mut t = start(&lab, &["du", "-i", "/w"]);
    t.sees("large/");
    t.keys("\u{3}");
    t.sees(GIVEN_BACK);
    t.exits(130);
}

#[test]
fn the_shell_goes_on_behind_it() {
    let lab = planted();
    let mut t = Terminal::start(&lab, &[]);
    t.resize(80);
    t.sees("connected to");
    t.line("du -i /w");
    t.sees("large/");
    t.keys("q");
    t.sees(GIVEN_BACK);
    t.line("get /w/large");
    t.sees("0123456789");
    t.line("quit");
    t.exits(0);
}

#[test]
fn snapshots_and_the_past_are_looked_at_too() {
    let lab = planted();
    let captured =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/zk-storage/testdata/zookeeper-3.8.0");
    let snapshot = captured.join("snapshot.1f7.gz");
    let mut t = start(&lab, &["snap", "du", "-i", snapshot.to_str().unwrap()]);
    t.sees("zookeeper/");
    t.keys("q");
    t.exits(0);
    let data = lab.path("data");
    let mut t = start(&lab, &["--offline", &data, "du", "-i", "/w"]);
    t.sees("large/");
    t.keys("q");
    t.exits(0);
}

#[test]
fn without_a_terminal_it_is_refused() {
    let lab = planted();
    let refused = lab.run(&["du", "-i", "/w"]).exits(2);
    assert!(refused.stdout.is_empty() && refused.stderr.contains("no terminal"), "{}", refused.stderr);
    zkctl(&["snap", "du", "-i", "/nonexistent"]).exits(2);
    lab.run(&["du", "-i", "/w", "--depth", "2"]).exits(2);
    let mut json = Terminal::start(&lab, &["du", "-i", "/w", "-o", "json"]);
    json.sees("has no other form");
    json.exits(2);
    let mut missing = Terminal::start(&lab, &["du", "-i", "/nope"]);
    missing.sees("cannot read /nope: no such node");
    missing.exits(3);
}
