//! The past of a zkd that ran a random workload, compared with what it showed then; a log that is followed while it grows.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;
use zkd_tests::rng::{Rng, seed_from};

use crate::support::{Lab, zkctl};

/// Lines of the shell that change something, or fail to.
fn script(rng: &mut Rng, lines: usize) -> String {
    const PATHS: [&str; 8] = ["/a", "/b", "/a/x", "/a/y", "/b/x", "/a/x/1", "/b/x/2", "/c"];
    let mut out = String::new();
    for _ in 0..lines {
        let path = rng.pick(&PATHS);
        // Longer values are left in the files until somebody asks for them.
        let value = format!("{}{}", rng.below(100_000), "x".repeat(rng.below(120)));
        let line = match rng.below(10) {
            0 | 1 => format!("create {path} v{value}"),
            2 => format!("create {path} v{value} -s"),
            3 => format!("create {path}/e v{value} -e"),
            4 => format!("create {path}/t v{value} -t 1h"),
            5 => format!("set {path} {value}"),
            6 => format!("delete {path}"),
            7 => format!("acl set {path} world:anyone:{}", rng.pick(&["r", "cdrwa", "rwa", "cdr"])),
            8 => format!("multi\nset {path} {value}\ncreate {path}/m{} {value}\ncommit", rng.below(3)),
            _ => format!("touch {path}"),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// Nodes with data, ACL and status; `/zookeeper` is each server's own.
fn nodes(export: &str) -> Vec<Value> {
    let all = export.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    all.filter(|n| n["path"].as_str().is_some_and(|p| !p.starts_with("/zookeeper"))).collect()
}

#[test]
fn the_past_is_what_the_server_showed() {
    let seed = seed_from("ZKCTL_PAST_SEED");
    println!("to repeat: ZKCTL_PAST_SEED={seed} cargo test -p zkctl --test cli the_past_is");
    let mut rng = Rng::new(seed);
    // Several snapshots and logs, so that there is a base to choose.
    let lab = Lab::with(|c| c.snap_count = 40);
    let dir = lab.path("data");
    let mut moments = Vec::new();
    for _ in 0..6 {
        // Lines that fail are part of it: they take a zxid too.
        lab.run_with(&[], script(&mut rng, 25).as_bytes());
        let shown = lab.run(&["export", "/", "--stat"]).exits(0).text();
        let tail = zkctl(&["log", "tail", &dir, "-n", "1", "-o", "json"]).exits(0).json();
        moments.push((tail["txns"][0]["zxid"].as_str().unwrap().to_owned(), shown));
    }
    for (zxid, shown) in &moments {
        let past = zkctl(&["--offline", &format!("{dir}@{zxid}"), "export", "/", "--stat"]).exits(0);
        let (then, now) = (nodes(shown), nodes(&past.text()));
        assert!(!then.is_empty());
        assert_eq!(now, then, "seed {seed}, at {zxid}");
        assert!(!past.stderr.contains("APPROXIMATE"), "seed {seed}: {}", past.stderr);
    }
    let verified = zkctl(&["log", "verify", &dir, "--replay", "-o", "json"]).exits(0).json();
    assert!(verified["digests"].as_u64().unwrap() > 0, "{verified}");
}

#[test]
fn a_growing_log_is_followed_into_the_next_file() {
    let lab = Lab::with(|c| c.snap_count = 10);
    let dir = lab.path("data");
    lab.run(&["create", "/first"]).exits(0);
    let mut tail = lab.bare(&["log", "tail", "-f", &dir, "-o", "jsonl", "--for", "120s", "--op", "create"]);
    let mut tail = tail.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (send, lines) = mpsc::channel();
    let out = tail.stdout.take().unwrap();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines() {
            if send.send(line.unwrap()).is_err() {
                return;
            }
        }
    });
    let next = || -> String {
        let line = lines.recv_timeout(Duration::from_secs(60)).expect("a line of the log");
        let txn: Value = serde_json::from_str(&line).unwrap();
        txn["path"].as_str().unwrap_or_else(|| panic!("{line}")).to_owned()
    };
    assert_eq!(next(), "/first");
    let files = || std::fs::read_dir(format!("{dir}/version-2")).unwrap().count();
    let before = files();
    // What is written while it follows comes in order and once, across files.
    for i in 0..4 {
        let names: Vec<String> = (0..12).map(|j| format!("/n{i}-{j:02}")).collect();
        let script: String = names.iter().map(|n| format!("create {n} x\n")).collect();
        lab.run_with(&[], script.as_bytes()).exits(0);
        for name in &names {
            assert_eq!(&next(), name);
        }
    }
    assert!(files() > before + 1, "the log was never rolled");
    tail.kill().unwrap();
    tail.wait().unwrap();
}
