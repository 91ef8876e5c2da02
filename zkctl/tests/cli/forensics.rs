//! `log`, `snap` and `--offline` on data directories that Apache ZooKeeper wrote.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Run, zkctl};

fn corpus(version: &str) -> String {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../crates/zk-forensics/testdata/zookeeper-{version}"));
    dir.to_str().unwrap().to_owned()
}

fn json(args: &[&str]) -> Value {
    zkctl(&[args, &["-o", "json"]].concat()).exits(0).json()
}

fn expected(name: &str) -> String {
    std::fs::read_to_string(Path::new(&corpus("3.9.5")).join(name)).unwrap()
}

#[test]
fn a_log_in_javas_style_is_what_its_toolkit_prints() {
    let run = zkctl(&["log", "cat", "--style", "java", &corpus("3.9.5")]).exits(0);
    let (ours, theirs) = (run.text(), expected("toolkit.txt"));
    for (i, (a, b)) in ours.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(a, b, "line {}", i + 1);
    }
    assert_eq!(ours.len(), theirs.len());
}

/// Java prints nodes in the order of its hash tables.
fn blocks(text: &str) -> (Vec<String>, String) {
    let (nodes, tail) = text.split_once("----\nSession Details").unwrap();
    let mut nodes: Vec<String> = nodes.split("----\n").map(str::to_owned).collect();
    nodes.sort();
    (nodes, tail.to_owned())
}

#[test]
fn a_snapshot_in_javas_style_is_what_its_formatter_prints() {
    let file = format!("{}/version-2/snapshot.63", corpus("3.9.5"));
    let run = zkctl(&["snap", "cat", "--style", "java", &file]).exits(0);
    let (ours, theirs) = (blocks(&run.text()), blocks(&expected("formatter.txt")));
    assert_eq!(ours.0, theirs.0);
    assert_eq!(ours.1, theirs.1);
}

#[test]
fn every_question_has_an_answer_in_every_form() {
    let dir = corpus("3.8.0");
    let session = {
        let all = json(&["log", "sessions", &dir]);
        all["sessions"][0]["session"].as_str().unwrap().to_owned()
    };
    let questions: &[&[&str]] = &[
        &["log", "ls", &dir],
        &["log", "verify", &dir, "--replay"],
        &["log", "stats", &dir],
        &["log", "epochs", &dir],
        &["log", "cat", &dir, "--limit", "5"],
        &["log", "blame", "/silent", &dir],
        &["log", "session", &session, &dir],
        &["log", "sessions", &dir, "--sort", "lifetime"],
        &["log", "top", &dir, "--by", "op"],
        &["log", "diff", &dir, &dir],
        &["log", "plan", &dir],
        &["log", "tail", &dir, "-n", "3"],
        &["snap", "info", &dir],
        &["snap", "ls", &dir, "-l"],
        &["snap", "tree", &dir],
        &["snap", "du", &dir],
        &["snap", "top", &dir],
        &["snap", "acls", &dir],
        &["snap", "sessions", &dir],
        &["snap", "verify", &dir],
    ];
    for question in questions {
        for form in ["table", "plain", "json", "jsonl", "csv", "yaml"] {
            let run = zkctl(&[question, &["-o", form][..]].concat());
            assert_eq!(run.code, 0, "{question:?} -o {form}: {}", run.stderr);
            assert!(!run.stdout.is_empty(), "{question:?} -o {form}");
            if form == "json" {
                assert_eq!(run.json()["schema"], "zkctl/1", "{question:?}");
            }
        }
    }
}

#[test]
fn strict_stops_at_the_first_damage() {
    let dir = tempfile::tempdir().unwrap();
    let from = format!("{}/version-2", corpus("3.8.0"));
    let logs = std::fs::read_dir(from).unwrap().map(|e| e.unwrap().path());
    let mut logs: Vec<_> =
        logs.filter(|p| p.file_name().unwrap().to_string_lossy().starts_with("log.")).collect();
    logs.sort();
    let file = dir.path().join(logs[0].file_name().unwrap());
    let mut bytes = std::fs::read(&logs[0]).unwrap();
    // In the second and the fifth record or so: each is some sixty bytes and more.
    bytes[120] ^= 1;
    bytes[400] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let file = file.to_str().unwrap();
    let all = zkctl(&["log", "verify", file, "-o", "json"]).exits(11).json();
    assert!(all["problems"].as_array().unwrap().len() > 1, "{all}");
    let first = zkctl(&["log", "verify", file, "-o", "json", "--strict"]).exits(11).json();
    assert_eq!(first["problems"].as_array().unwrap().len(), 1, "{first}");
    assert_eq!(first["problems"][0], all["problems"][0]);
    let count = |report: &Value| report["files"][0]["txns"].as_u64().unwrap();
    assert!(count(&first) < 4 && count(&all) > 4, "{first} {all}");
    let table = zkctl(&["log", "verify", file, "-o", "table", "--strict"]).exits(11).text();
    assert!(table.contains("stopped at the first damage"), "{table}");
    // What is whole is read to its end.
    let whole = zkctl(&["log", "verify", &corpus("3.8.0"), "-o", "json", "--strict"]).exits(0).json();
    assert_eq!(whole, json(&["log", "verify", &corpus("3.8.0")]));
}

#[test]
fn blame_names_the_cause() {
    let dir = corpus("3.9.5");
    let last = |path: &str| {
        let changes = json(&["log", "blame", path, &dir]);
        let all = changes["changes"].as_array().unwrap().clone();
        all.last().unwrap().clone()
    };
    let silent = last("/silent");
    assert_eq!((&silent["op"], &silent["cause"]), (&"delete".into(), &"expiry".into()));
    assert!(silent["why"].as_str().unwrap().contains("timeout 1000 ms"), "{silent}");
    assert_eq!(last("/container")["cause"], "container");
    assert_eq!(last("/ttl")["cause"], "ttl");
    zkctl(&["log", "blame", "/never/there", &dir]).exits(3);
}

#[test]
fn addresses_are_joined_from_a_server_log() {
    let dir = corpus("3.9.5");
    let changes = json(&["log", "blame", "/silent", &dir]);
    let session = changes["changes"][0]["session"].as_str().unwrap().to_owned();
    let log = tempfile::NamedTempFile::new().unwrap();
    let text = format!(
        "INFO - Established session {session} with negotiated timeout 1000 for client /10.1.4.9:40112\n"
    );
    std::fs::write(log.path(), text).unwrap();
    let joined = json(&["log", "blame", "/silent", &dir, "--join-log", log.path().to_str().unwrap()]);
    assert_eq!(joined["changes"][0]["client"], "10.1.4.9:40112");
}

#[test]
fn filters_agree_with_each_other() {
    let dir = corpus("3.9.5");
    let txns =
        |args: &[&str]| json(&[&["log", "cat", &dir], args].concat())["txns"].as_array().unwrap().clone();
    let all = txns(&[]);
    assert!(all.len() > 200);
    let reversed: Vec<Value> = txns(&["--reverse"]).into_iter().rev().collect();
    assert_eq!(reversed, all);
    assert_eq!(txns(&["--reverse", "--limit", "3"])[2], all[all.len() - 3]);
    assert_eq!(txns(&["--limit", "3"]), all[..3]);
    assert_eq!(txns(&["--zxid", "0x10..0x1f"]).len(), 16);
    assert_eq!(txns(&["--epoch", "0"]).len(), all.len());
    let of_op = |op: &str| txns(&["--op", op]).len();
    assert!(of_op("delete") >= txns(&["--op", "delete", "--path", "/a/**"]).len());
    assert_eq!(txns(&["--cause", "expiry"]).len(), 1);
    assert!(txns(&["--cause", "reaper"]).len() >= 2);
    assert!(!txns(&["--errors"]).is_empty());
    assert!(txns(&["--min-size", "40"]).len() < txns(&["--min-size", "10"]).len());
    zkctl(&["log", "cat", &dir, "--op", "getData"]).exits(2);
}

#[test]
fn an_expression_asks_for_what_filters_ask_for_and_more() {
    let dir = corpus("3.9.5");
    let txns =
        |args: &[&str]| json(&[&["log", "cat", &dir], args].concat())["txns"].as_array().unwrap().clone();
    let same: &[(&str, &[&str])] = &[
        ("op == delete", &["--op", "delete"]),
        ("zxid >= 0x10 && zxid <= 0x1f", &["--zxid", "0x10..0x1f"]),
        ("cause == expiry", &["--cause", "expiry"]),
        ("size >= 40", &["--min-size", "40"]),
        ("path matches '/a/**' && !(op == set)", &["--path", "/a/**", "--where", "op != set"]),
    ];
    for (expr, flags) in same {
        assert_eq!(txns(&["--where", expr]), txns(flags), "{expr}");
    }
    let both = txns(&["--where", "op == delete || cause == expiry"]).len();
    assert_eq!(both, txns(&["--op", "delete"]).len() + 1);
    let wrong = zkctl(&["log", "cat", &dir, "--where", "op = delete"]).exits(2);
    assert!(wrong.stderr.contains("column 4") && wrong.stderr.contains("\n     ^"), "{}", wrong.stderr);
    // The others take it too.
    let all = json(&["log", "stats", &dir])["txns"].as_u64().unwrap();
    let some = json(&["log", "stats", &dir, "--where", "op == delete"])["txns"].as_u64().unwrap();
    assert!(some > 0 && some < all);
    zkctl(&["log", "top", &dir, "--where", "op == delete", "--by", "op"]).exits(0);
    // Nothing in it is younger than an hour.
    let recent = zkctl(&["log", "cat", &dir, "--since", "-1h"]).exits(0);
    assert!(recent.text().is_empty() && recent.stderr.contains("note: since 20"), "{}", recent.stderr);
}

#[test]
fn a_refused_multi_is_marked_and_its_parts_are_found_only_among_errors() {
    let dir = corpus("3.9.5");
    let txns =
        |args: &[&str]| json(&[&["log", "cat", &dir], args].concat())["txns"].as_array().unwrap().clone();
    let is_refused = |t: &Value| t["ops"].as_array().is_some_and(|o| o.iter().any(|p| p["type"] == "error"));
    let multis = txns(&["--op", "multi"]);
    let refused: Vec<&Value> = multis.iter().filter(|t| is_refused(t)).collect();
    assert!(!refused.is_empty() && refused.len() < multis.len());
    for t in &multis {
        let last = t["ops"].as_array().unwrap().last().unwrap();
        assert_eq!(t["refused"], if is_refused(t) { last["error"].clone() } else { Value::Null }, "{t}");
    }
    // A path that such a part names, and that only.
    let part = refused[0]["ops"][0].clone();
    let (path, zxid) = (part["path"].as_str().unwrap(), refused[0]["zxid"].as_str().unwrap());
    let only = format!("{zxid}..{zxid}");
    let found = |args: &[&str]| txns(&[&["--zxid", &only], args].concat()).len();
    assert_eq!(found(&["--path", path]), 0);
    assert_eq!(found(&["--path", path, "--errors"]), 1);
    assert_eq!(found(&["--op", part["type"].as_str().unwrap()]), 0);
    assert_eq!(found(&["--op", "multi"]), 1);
    let expr = format!("path == '{path}'");
    assert_eq!(found(&["--where", &expr]), 0);
    assert_eq!(found(&["--where", &expr, "--errors"]), 1);
    let code = refused[0]["refused"].as_str().unwrap();
    assert_eq!(found(&["--where", &format!("{expr} && error == {code}")]), 1);
    assert_eq!(found(&["--where", "error == NotEmpty"]), 0);
}

#[test]
fn evidence_can_be_redacted() {
    let dir = corpus("3.9.5");
    let lines = |args: &[&str]| -> Vec<Value> {
        let run = zkctl(&[&["log", "export", &dir], args].concat()).exits(0);
        run.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let (whole, data, all) = (lines(&[]), lines(&["--redact"]), lines(&["--redact", "all"]));
    assert_eq!((whole.len(), data.len()), (all.len(), all.len()));
    let of = |path: &str| whole.iter().position(|t| t["path"] == path).unwrap();
    let silent = of("/silent");
    assert!(whole[silent]["data_base64"].is_string() && whole[silent]["checksum"].is_string());
    assert_eq!(data[silent]["path"], "/silent");
    assert_eq!(data[silent].get("data_base64"), None);
    assert_eq!(data[silent]["checksum"], Value::Null);
    let text = zkctl(&["log", "export", &dir, "--redact", "paths,ids"]).exits(0).text();
    assert!(!text.contains("silent") && text.contains("/redacted-1"), "{text}");
    assert!(text.contains("data_base64"));
    // A node keeps its word.
    let redacted = all[silent]["path"].as_str().unwrap();
    let count = |of: &[Value], path: &str| of.iter().filter(|t| t["path"] == path).count();
    assert_eq!(count(&all, redacted), count(&whole, "/silent"));
}

#[test]
fn evidence_goes_into_a_database() {
    let dir = corpus("3.9.5");
    let sql = zkctl(&["log", "export", &dir, "--format", "sql"]).exits(0).text();
    let count = |begin: &str| sql.lines().filter(|l| l.starts_with(begin)).count();
    assert_eq!((count("BEGIN TRANSACTION;"), count("COMMIT;")), (1, 1));
    let all = json(&["log", "cat", &dir]);
    let all = all["txns"].as_array().unwrap();
    let parts: usize = all.iter().map(|t| t["ops"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(count("INSERT INTO txns VALUES ("), all.len() + parts);
    let gone: usize = all.iter().map(|t| t["ephemerals"].as_array().map_or(0, Vec::len)).sum();
    assert!(gone > 0);
    assert_eq!(count("INSERT INTO ephemerals VALUES ("), gone);
    let redacted = zkctl(&["log", "export", &dir, "--format", "sql", "--redact", "all"]).exits(0).text();
    assert!(!redacted.contains("silent") && redacted.lines().count() == sql.lines().count());
}

/// A copy of a corpus's first log, changed.
fn changed(change: impl FnOnce(&[Value], Vec<u8>) -> Vec<u8>) -> (tempfile::TempDir, String) {
    let from = format!("{}/version-2/log.1", corpus("3.9.5"));
    let txns = json(&["log", "cat", &from]);
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("log.1");
    std::fs::write(&path, change(txns["txns"].as_array().unwrap(), std::fs::read(&from).unwrap())).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (place, path)
}

#[test]
fn the_exit_code_is_11_exactly_when_there_is_damage() {
    let at = |txns: &[Value], i: usize| usize::try_from(txns[i]["offset"].as_u64().unwrap()).unwrap();
    let cases: Vec<(&str, bool, (tempfile::TempDir, String))> = vec![
        ("whole", false, changed(|_, b| b)),
        (
            "a record twice",
            false,
            changed(|t, mut b| {
                let piece = b[at(t, 4)..at(t, 5)].to_vec();
                let to = at(t, 5);
                b.splice(to..to, piece);
                b
            }),
        ),
        (
            "two records exchanged",
            true,
            changed(|t, mut b| {
                b[at(t, 4)..at(t, 6)].rotate_left(at(t, 5) - at(t, 4));
                b
            }),
        ),
        (
            "a record lost",
            true,
            changed(|t, mut b| {
                b.drain(at(t, 4)..at(t, 5));
                b
            }),
        ),
        (
            "a page of zeros",
            true,
            changed(|t, mut b| {
                b[at(t, 4)..at(t, 9)].fill(0);
                b
            }),
        ),
        (
            "a bit flipped",
            true,
            changed(|t, mut b| {
                b[at(t, 4) + 30] ^= 1;
                b
            }),
        ),
        (
            "a torn tail",
            false,
            changed(|t, mut b| {
                b.truncate(at(t, t.len() - 1) + 20);
                b
            }),
        ),
        (
            "cut between records",
            false,
            changed(|t, mut b| {
                b.truncate(at(t, 9));
                b
            }),
        ),
        ("text", true, changed(|_, _| b"no log at all, though long enough for a header".to_vec())),
    ];
    for (what, damaged, (_place, file)) in &cases {
        let before = std::fs::read(file).unwrap();
        for command in [
            &["verify"][..],
            &["ls"],
            &["cat"],
            &["cat", "--op", "create"],
            &["stats"],
            &["stats", "--op", "create"],
            &["epochs"],
            &["sessions"],
            &["top"],
            &["blame", "-R", "/"],
            &["export"],
            &["tail"],
        ] {
            let run = zkctl(&[&["log"], command, &[file.as_str()]].concat());
            let expected = if *damaged { 11 } else { 0 };
            assert_eq!(run.code, expected, "{what}, {command:?}: {}{}", run.text(), run.stderr);
            assert_eq!(*damaged, run.stderr.contains("damage: "), "{what}, {command:?}: {}", run.stderr);
        }
        assert_eq!(std::fs::read(file).unwrap(), before, "{what} was written to");
    }
}

fn offline(spec: &str, args: &[&str]) -> Run {
    zkctl(&[&["--offline", spec, "-q"], args].concat())
}

#[test]
fn every_read_verb_reads_the_past() {
    let dir = corpus("3.9.5");
    let moments: Value = serde_json::from_str(&expected("moments.json")).unwrap();
    for moment in moments.as_array().unwrap() {
        let spec = format!("{dir}@{:#x}", moment["zxid"].as_i64().unwrap());
        let nodes = moment["nodes"].as_object().unwrap();
        let listed = offline(&spec, &["ls", "-R", "/"]).exits(0).text();
        let listed: Vec<&str> = listed.lines().filter(|p| !p.starts_with("/zookeeper")).collect();
        let mut wanted: Vec<&str> = nodes.keys().map(String::as_str).collect();
        wanted.sort_unstable();
        let mut sorted = listed.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, wanted, "{spec}");
    }
    let spec = format!("{dir}@{:#x}", moments[2]["zxid"].as_i64().unwrap());
    for args in [
        &["get", "/moment0"][..],
        &["stat", "/moment0"],
        &["exists", "/moment0"],
        &["ls", "-l", "/"],
        &["tree", "/"],
        &["find", "/"],
        &["du", "/"],
        &["count", "/"],
        &["acl", "get", "/moment0"],
    ] {
        offline(&spec, args).exits(0);
    }
    offline(&spec, &["exists", "/moment4"]).exits(3);
    for write in
        [&["create", "/x"][..], &["deleteall", "/moment0", "-y"], &["acl", "rm", "/moment0", "world:anyone"]]
    {
        let refused = offline(&spec, write).exits(12);
        assert!(refused.stderr.contains("the past is read-only"), "{write:?}: {}", refused.stderr);
    }
    // What a change would do is a question.
    let dry = offline(&spec, &["acl", "set", "/moment0", "world:anyone:r", "--dry-run"]).exits(0);
    assert!(dry.text().contains("/moment0"), "{}", dry.text());
    offline(&spec, &["acl", "rm", "/moment0", "world:anyone:w", "--dry-run"]).exits(0);
    offline(&spec, &["acl", "set", "/moment0", "world:anyone:r"]).exits(12);
    offline(&spec, &["status"]).exits(12);
    let home = tempfile::tempdir().unwrap();
    let mut command = crate::support::command(&home);
    command.args(["--offline", &spec, "-q"]);
    let shell = crate::support::run(command, b"cd /moment0\npwd\nls /\n").exits(0);
    assert!(shell.text().starts_with("/moment0\n"), "{}", shell.text());
}

#[test]
fn a_moment_that_is_not_there_is_refused() {
    let dir = corpus("3.9.5");
    offline(&format!("{dir}@0x99999"), &["ls", "/"]).exits(2);
    offline(&format!("{dir}@2001-01-01"), &["ls", "/"]).exits(2);
    offline(&format!("{dir}@yesterday"), &["ls", "/"]).exits(2);
    offline("/does/not/exist", &["ls", "/"]).exits(1);
}

#[test]
fn copies_are_whole_logs_and_never_written_over() {
    let dir = corpus("3.9.5");
    let to = tempfile::tempdir().unwrap();
    let out = to.path().to_str().unwrap();
    let copy = json(&["log", "trim", &dir, "--zxid", "0x20..0x70", "--to", out]);
    assert_eq!(
        (&copy["copies"][0]["first_zxid"], &copy["copies"][0]["last_zxid"]),
        (&"0x20".into(), &"0x70".into())
    );
    let verified = json(&["log", "verify", out]);
    assert_eq!((&verified["damaged"], &verified["files"][0]["txns"]), (&false.into(), &0x51.into()));
    // The file is there now.
    zkctl(&["log", "trim", &dir, "--zxid", "0x20..0x70", "--to", out]).exits(1);
    let version = format!("{dir}/version-2");
    zkctl(&["log", "splice", &dir, "--to", &version]).exits(12);
}

#[test]
fn a_damaged_log_is_repaired_as_a_copy_up_to_the_damage() {
    let from = format!("{}/version-2/log.1", corpus("3.9.5"));
    let place = tempfile::tempdir().unwrap();
    let broken = place.path().join("log.1");
    let mut bytes = std::fs::read(&from).unwrap();
    let third = json(&["log", "cat", &from])["txns"][3]["offset"].as_u64().unwrap();
    bytes[usize::try_from(third).unwrap() + 20] ^= 4;
    std::fs::write(&broken, &bytes).unwrap();
    let to = tempfile::tempdir().unwrap();
    let (broken, to) = (broken.to_str().unwrap(), to.path().to_str().unwrap());
    zkctl(&["log", "verify", broken]).exits(11);
    zkctl(&["log", "splice", broken, "--to", to]).exits(11);
    let copy = json(&["log", "repair", broken, "--to", to]);
    assert_eq!(copy["copies"][0]["txns"], 3);
    assert!(copy["cut_before"].as_str().unwrap().contains(&format!("{third:#x}")), "{copy}");
    zkctl(&["log", "verify", to]).exits(0);
    assert_eq!(std::fs::read(broken).unwrap(), bytes, "the original was touched");
}

#[test]
fn undo_writes_the_script_that_takes_changes_back() {
    let run = zkctl(&["log", "undo", "/", &corpus("3.9.5"), "--zxid", "0x40.."]).exits(0);
    let text = run.text();
    assert!(text.contains("\ncreate ") && text.contains("\ndelete ") && text.starts_with("# "), "{text}");
    let before = zkctl(&["log", "undo", "/", &corpus("3.9.5"), "--before", "0x40"]).exits(0);
    assert_eq!(before.text(), text);
    let nothing = zkctl(&["log", "undo", "/nowhere", &corpus("3.9.5"), "--zxid", "0x40.."]).exits(0);
    assert!(nothing.text().lines().all(|l| l.starts_with('#')));
}

#[test]
fn two_moments_are_compared() {
    let dir = corpus("3.9.5");
    let between =
        |a: &str, b: &str| zkctl(&["log", "changes", &dir, "--since", a, "--until", b, "-o", "json"]);
    between("0x40", "0x40").exits(0);
    let changes = between("0x1", "0x60").exits(10).json();
    let added = changes["changes"].as_array().unwrap().iter().filter(|c| c["change"] == "added").count();
    assert!(added > 3, "{changes}");
}

#[test]
fn replicas_are_compared_transaction_by_transaction() {
    let dir = corpus("3.9.5");
    let same = json(&["log", "diff", &dir, &dir]);
    assert_eq!((&same["divergent"], same["stretches"].as_array().unwrap().len()), (&false.into(), 1));
    let part = tempfile::tempdir().unwrap();
    let out = part.path().to_str().unwrap();
    zkctl(&["log", "trim", &dir, "--zxid", "0x1..0x50", "--to", out]).exits(0);
    let shorter = json(&["log", "diff", &dir, out]);
    assert_eq!(shorter["stretches"][1]["relation"], "only in A");
    zkctl(&["log", "diff", &dir, &corpus("3.8.0")]).exits(10);
}

#[test]
fn snapshots_are_compared_and_checked() {
    let version = format!("{}/version-2", corpus("3.9.5"));
    let (a, b) = (format!("{version}/snapshot.31"), format!("{version}/snapshot.63"));
    zkctl(&["snap", "diff", &a, &a]).exits(0);
    zkctl(&["snap", "diff", &a, &b]).exits(10);
    let place = tempfile::tempdir().unwrap();
    let broken = place.path().join("snapshot.63");
    let mut bytes = std::fs::read(&b).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&broken, bytes).unwrap();
    zkctl(&["snap", "verify", broken.to_str().unwrap()]).exits(11);
    zkctl(&["snap", "du", broken.to_str().unwrap()]).exits(11);
}
