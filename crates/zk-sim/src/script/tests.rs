//! Every schedule passes; and whatever is in a file, reading it does no harm.

use std::collections::BTreeSet;

use super::*;
use crate::tape::{Purpose, Tape};

#[test]
fn every_schedule_passes() {
    for script in schedules().unwrap() {
        if let Err(f) = script.run(true) {
            let from = f.trace.len().saturating_sub(300);
            panic!("{f}\n{}", f.trace[from..].join("\n"));
        }
    }
}

#[test]
fn every_file_is_in_the_list() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schedules");
    let files: BTreeSet<String> = std::fs::read_dir(dir)
        .unwrap()
        .filter_map(|e| e.unwrap().file_name().to_str()?.strip_suffix(".zks").map(str::to_owned))
        .collect();
    assert_eq!(files, SCHEDULES.iter().map(|(name, _)| name.to_string()).collect());
    assert!(SCHEDULES.is_sorted());
}

#[test]
fn mistakes_are_named_with_their_line() {
    for (text, what) in [
        ("start A\nstart D", "x.zks:2: there is no node D among 3"),
        ("start A\nensemble 3", "x.zks:2: `ensemble` must come before everything that happens"),
        ("mutant nobody breaks S1", "x.zks:1: there is no mutant nobody"),
        ("mutant ack-on-receive breaks", "x.zks:1: names of invariants are missing behind `breaks`"),
        ("op c1 create x", "x.zks:1: `x` is no path"),
        ("at A before disk eat log : power A", "x.zks:1: `eat` is nothing that is done to a disk"),
        ("until chosen 14", "x.zks:1: `14` is no zxid like 1:4"),
        ("run 5", "x.zks:1: `5` is no time like 300ms or 5s"),
        ("heal now", "x.zks:1: `now` is one word too many"),
        ("hold A->B", ""),
    ] {
        let got = Script::parse("x.zks", text).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(got.starts_with(what), "{text}: {got}");
    }
}

/// Parses texts that are put together from words of the language and from anything else; nothing must panic.
#[test]
fn no_text_makes_the_parser_panic() {
    let odd = ["\u{0}", "ä", ":", "->", "99999999999999999999", "c0", "1:", "-", "s", "ms"];
    let words: Vec<&str> = SCHEDULES.iter().flat_map(|(_, t)| t.split_whitespace()).chain(odd).collect();
    let mut t = Tape::new(1, Purpose::Samples, 0);
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..t.below(12) {
            text.push_str(words[t.below(words.len() as u64) as usize]);
            text.push(if t.one_in(6) { '\n' } else { ' ' });
        }
        let _ = Script::parse("x.zks", &text);
    }
}
