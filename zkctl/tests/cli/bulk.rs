//! Commands over many nodes: export, import, diff, mirror, grep, find with deeds, mv, edit.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::Lab;

/// A tree with all that can be in one: text, bytes, null, empty, odd names, ACLs.
pub fn planted(lab: &Lab) {
    let script = "create /t root\ncreate /t/text 'line one\nline two'\ncreate /t/null\ncreate /t/empty ''\n\
                  create /t/bytes -x 00ff10c3\ncreate /t/a.b x\ncreate /t/a.b/.hidden h\ncreate '/t/a b' spaced\n\
                  create '/t/50%' pct\ncreate /t/deep d\ncreate /t/deep/er e\n\
                  create /t/shut s --acl ip:127.0.0.1:cdrwa,world:anyone:r\ncreate /t/shut/in i\n\
                  create /t/leaf l --acl world:anyone:r\n";
    for line in script.split_inclusive('\n').collect::<String>().replace("\nline", "\\nline").lines() {
        let line = line.replace("'line one\\nline two'", "$'line one\\nline two'");
        lab.run_with(&[], format!("{line}\n").as_bytes()).exits(0);
    }
}

#[test]
fn an_export_comes_back_as_it_was() {
    let lab = Lab::new();
    planted(&lab);
    for (name, format) in [("t.jsonl", "jsonl"), ("t.json", "json"), ("t.dir", "dir")] {
        let (first, second) = (lab.path(name), lab.path(&format!("again-{name}")));
        lab.run(&["export", "/t", &first, "--format", format]).exits(0);
        let to = format!("/copy-{format}");
        let said = lab.run(&["import", &first, &to, "-o", "json"]).exits(0);
        assert_eq!(said.json()["created"], 14, "{}", said.text());
        assert!(said.stderr.contains("not preserved: versions, zxids and times"), "{}", said.stderr);
        let notes = said.json()["notes"].to_string();
        assert!(notes.contains("not preserved: versions, zxids and times"), "{notes}");
        let quiet = lab.run(&["-q", "import", &first, &format!("/quiet-{format}"), "-o", "yaml"]).exits(0);
        assert!(
            quiet.text().contains("\nnotes:\n- \"not preserved: ") && quiet.stderr.is_empty(),
            "{}",
            quiet.text()
        );
        lab.run(&["diff", "/t", &to]).exits(0);
        lab.run(&["diff", &format!("@{first}"), &to]).exits(0);
        assert_eq!(lab.run(&["get", &format!("{to}/null"), "-o", "json"]).json()["value"]["null"], true);
        assert_eq!(lab.run(&["get", &format!("{to}/bytes")]).stdout, b"\x00\xff\x10\xc3");
        assert_eq!(
            lab.run(&["acl", "get", &format!("{to}/shut")]).text(),
            "ip:127.0.0.1:cdrwa\nworld:anyone:r\n"
        );
        lab.run(&["export", &to, &second, "--format", format]).exits(0);
        lab.run(&["diff", &format!("@{first}"), &format!("@{second}")]).exits(0);
    }
    let mode = std::fs::metadata(lab.path("t.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "an export may hold secrets");
    let refused = lab.run(&["export", "/t", &lab.path("t.jsonl")]).exits(12);
    assert!(refused.stderr.contains("--force"), "{}", refused.stderr);
    lab.run(&["export", "/t", &lab.path("t.jsonl"), "--force"]).exits(0);
    lab.run(&["export", "/nope", &lab.path("nope")]).exits(3);
    assert!(!std::path::Path::new(&lab.path("nope")).exists());
}

#[test]
fn an_export_goes_through_a_pipe_and_leaves_the_servers_own_nodes_out() {
    let lab = Lab::new();
    planted(&lab);
    let export = lab.run(&["export", "/"]).exits(0);
    assert!(!export.text().contains("\"/zookeeper"), "{}", export.text());
    let other = Lab::new();
    other.run_with(&["import", "-"], &export.stdout).exits(0);
    other.run(&["diff", "/", &format!("{}/", lab.addr)]).exits(0);
    assert!(export.stderr.contains("exported 15 nodes"), "{}", export.stderr);
    for text in export.text().lines() {
        serde_json::from_str::<serde_json::Value>(text).unwrap();
    }
}

#[test]
fn an_import_says_first_what_it_would_do_and_obeys_its_rules() {
    let lab = Lab::new();
    planted(&lab);
    let file = lab.path("t.jsonl");
    lab.run(&["export", "/t/deep", &file]).exits(0);
    let refused = lab.run(&["import", &file]).exits(4);
    assert!(refused.stderr.contains("nothing was written") && refused.stderr.contains("--on-conflict"));
    lab.run(&["set", "/t/deep/er", "changed"]).exits(0);
    lab.run(&["create", "/t/deep/more", "stays"]).exits(0);
    let plan = lab.run(&["import", &file, "--plan", "--on-conflict", "overwrite"]).exits(0);
    assert_eq!(plan.text(), "same\t/t/deep\noverwrite\t/t/deep/er\n");
    assert_eq!(lab.run(&["get", "/t/deep/er"]).text(), "changed");
    let plan = lab.run(&["import", &file, "/new", "--dry-run", "-o", "json"]).exits(0).json();
    assert_eq!(plan["plan"][1]["action"], "create");
    lab.run(&["exists", "/new"]).exits(3);
    let left = lab.run(&["import", &file, "--on-conflict", "skip", "-o", "json"]).exits(0).json();
    assert_eq!((&left["skipped"], &left["created"]), (&2.into(), &0.into()));
    lab.run(&["import", &file, "--on-conflict", "overwrite"]).exits(12);
    let written =
        lab.run(&["import", &file, "--on-conflict", "overwrite", "-y", "-o", "json"]).exits(0).json();
    assert_eq!((&written["overwritten"], &written["same"]), (&1.into(), &1.into()));
    assert_eq!(lab.run(&["get", "/t/deep/er"]).text(), "e");
    assert_eq!(lab.run(&["get", "/t/deep/more"]).text(), "stays");
    // What was written over can be brought back.
    let id = written["undo"].as_str().unwrap();
    lab.run(&["undo", id]).exits(0);
    assert_eq!(lab.run(&["get", "/t/deep/er"]).text(), "e", "only with --overwrite");
    lab.run(&["undo", id, "--overwrite", "-y"]).exits(0);
    assert_eq!(lab.run(&["get", "/t/deep/er"]).text(), "changed");
    lab.run(&["import", &file, "/no/such/parent"]).exits(3);
    lab.run(&["import", &file, "/no/such/parent", "-p"]).exits(0);
    std::fs::write(&file, "{}").unwrap();
    lab.run(&["import", &file]).exits(2);
}

#[test]
fn ephemeral_nodes_are_not_given_to_others() {
    let lab = Lab::new();
    let script = format!(
        "create /e\ncreate -e /e/mine x\ncreate -s /e/n- y\nexport /e {} --force\n",
        lab.path("e.jsonl")
    );
    let said = lab.run_with(&[], script.as_bytes()).exits(0);
    assert!(said.stderr.contains("1 node is ephemeral"), "{}", said.stderr);
    let file = lab.path("e.jsonl");
    let run = lab.run(&["import", &file, "/f"]).exits(0);
    assert!(run.stderr.contains("1 ephemeral node, left out"), "{}", run.stderr);
    assert!(run.stderr.contains("counters of sequential children of 1 parent"), "{}", run.stderr);
    lab.run(&["exists", "/f/mine"]).exits(3);
    lab.run(&["import", &file, "/g", "--ephemerals", "persist"]).exits(0);
    assert_eq!(lab.run(&["get", "/g/mine"]).exits(0).text(), "x");
    lab.run(&["import", &file, "/h", "--ephemerals", "fail"]).exits(4);
}

#[test]
fn differences_are_found_wherever_they_are() {
    let lab = Lab::new();
    planted(&lab);
    let other = Lab::new();
    let file = lab.path("t.jsonl");
    lab.run(&["export", "/t", &file, "--stat"]).exits(0);
    other.run(&["import", &file]).exits(0);
    let there = format!("{}/t", other.addr);
    lab.run(&["diff", "/t", &there]).exits(0);
    other.run(&["set", "/t/text", "other"]).exits(0);
    other.run(&["delete", "/t/null"]).exits(0);
    other.run(&["create", "/t/extra", "12345"]).exits(0);
    other.run(&["acl", "set", "/t/deep", "world:anyone:r"]).exits(0);
    let diff = lab.run(&["diff", "/t", &there]).exits(10);
    let expected = "differs\t/deep\tacl\tworld:anyone:cdrwa\tworld:anyone:r\n\
                    only-right\t/extra\t-\t-\t5 bytes\n\
                    only-left\t/null\t-\tnull\t-\n\
                    differs\t/text\tdata\t17 bytes\t5 bytes\n";
    assert_eq!(diff.text(), expected);
    let json = lab.run(&["diff", &format!("@{file}"), &there, "-o", "json"]).exits(10).json();
    assert_eq!(json["differences"][3]["differs"][0], "data");
    assert_eq!(lab.run(&["diff", "/t", &there, "--content"]).exits(10).text().lines().count(), 3);
    let summary =
        lab.run(&["diff", "/t", &format!("zk://{there}"), "--summary", "-o", "json"]).exits(10).json();
    assert_eq!((&summary["identical"], &summary["summary"][0]["nodes"]), (&false.into(), &11.into()));
    lab.run(&["diff", "/t", "/nope"]).exits(3);
    lab.run(&["diff", "/t", &format!("@{file}"), "--stat"]).exits(2);
    let dead = crate::fake::dead_address();
    lab.run(&["diff", "/t", &format!("{dead}/t"), "--connect-timeout", "300ms"]).exits(6);
}

#[test]
fn a_mirror_writes_only_what_differs() {
    let lab = Lab::new();
    planted(&lab);
    let other = Lab::new();
    let there = format!("{}/t", other.addr);
    let plan = lab.run(&["mirror", "/t", &there, "--dry-run"]).exits(0);
    assert_eq!(plan.text().lines().filter(|l| l.starts_with("create\t")).count(), 14, "{}", plan.text());
    other.run(&["exists", "/t"]).exits(3);
    lab.run(&["mirror", "/t", &there]).exits(0);
    lab.run(&["diff", "/t", &there]).exits(0);
    other.run(&["create", "/t/extra", "x"]).exits(0);
    other.run(&["set", "/t/text", "y"]).exits(0);
    let again = lab.run(&["mirror", "/t", &there, "-o", "json"]).exits(0).json();
    assert_eq!(
        (&again["overwritten"], &again["created"], &again["same"]),
        (&1.into(), &0.into(), &13.into())
    );
    other.run(&["exists", "/t/extra"]).exits(0);
    lab.run(&["mirror", "/t", &there, "--delete"]).exits(12);
    lab.run(&["mirror", "/t", &there, "--delete", "--max-nodes", "0", "-y"]).exits(12);
    other.run(&["exists", "/t/extra"]).exits(0);
    let gone = lab.run(&["mirror", "/t", &there, "--delete", "-y", "-o", "json"]).exits(0).json();
    assert_eq!(gone["deleted"], 1);
    lab.run(&["diff", "/t", &there]).exits(0);
    lab.run(&["mirror", "/t", "/t/below"]).exits(12);
    lab.run(&["mirror", "/t", "/zookeeper/x"]).exits(12);
}

/// Waits until a condition holds.
#[track_caller]
pub fn eventually(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_mirror_follows_changes() {
    let (lab, other) = (Lab::new(), Lab::new());
    planted(&lab);
    let there = format!("{}/t", other.addr);
    let mut command = lab.command(&["mirror", "/t", &there, "--watch", "--delete", "-y"]);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    eventually("the first pass", || other.run(&["exists", "/t/text"]).code == 0);
    lab.run(&["set", "/t/text", "new"]).exits(0);
    lab.run(&["create", "/t/deep/er/est", "x"]).exits(0);
    lab.run(&["deleteall", "/t/a.b", "-y"]).exits(0);
    eventually("the changes", || lab.run(&["diff", "/t", &there]).code == 0);
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("watching /t"), "{said}");
}

#[test]
fn data_is_searched() {
    let lab = Lab::new();
    planted(&lab);
    assert_eq!(
        lab.run(&["grep", "line", "/t"]).exits(0).text(),
        "/t/text\t1\tline one\n/t/text\t2\tline two\n"
    );
    assert_eq!(lab.run(&["grep", "-i", "LINE TWO$", "/t"]).exits(0).text(), "/t/text\t2\tline two\n");
    assert_eq!(lab.run(&["grep", "-l", "^[a-e]$", "/t"]).exits(0).text(), "/t/deep\n/t/deep/er\n");
    assert_eq!(lab.run(&["grep", "-c", "line", "/t"]).exits(0).text(), "/t/text\t2\n");
    let binary = lab.run(&["grep", "(?-u)\\xff", "/t"]).exits(0).text();
    assert_eq!(binary, "/t/bytes\t-\tbinary data of 4 bytes matches\n");
    assert_eq!(lab.run(&["grep", "zzz", "/t"]).exits(3).text(), "");
    assert_eq!(lab.run(&["grep", "-F", "(", "/t"]).exits(3).text(), "");
    let bad = lab.run(&["grep", "(", "/t"]).exits(2);
    assert!(bad.stderr.contains("unclosed group") && bad.stderr.contains("-F"), "{}", bad.stderr);
    lab.run(&["grep", "x", "/nope"]).exits(3);
}

#[test]
fn deeds_are_done_on_what_is_found() {
    let lab = Lab::new();
    planted(&lab);
    let run = lab.run(&["find", "/t", "-n", "deep", "--exec", "echo", "at {}", ";"]).exits(0);
    assert_eq!(run.text(), "at /t/deep\n");
    lab.run(&["find", "/t", "-n", "deep", "--exec", "false", ";"]).exits(15);
    lab.run(&["find", "/t", "-n", "deep", "--exec", "/no/such/program"]).exits(1);
    assert_eq!(lab.run(&["find", "/t", "--regex", "^/t/(text|null)$"]).exits(0).text(), "/t/null\n/t/text\n");
    lab.run(&["create", "-s", "/t/n-"]).exits(0);
    assert_eq!(lab.run(&["find", "/t", "-t", "s"]).exits(0).text().lines().count(), 1);
    let dry = lab.run(&["find", "/t", "-n", "?*[lt]", "--delete", "--dry-run"]).exits(0).text();
    assert_eq!(dry, "/t/null\n/t/shut\n/t/text\n");
    lab.run(&["find", "/t", "-n", "null", "--delete"]).exits(12);
    lab.run(&["find", "/t", "-n", "null", "--delete", "-y"]).exits(0);
    lab.run(&["exists", "/t/null"]).exits(3);
    let parent = lab.run(&["find", "/t", "-n", "deep", "--delete", "-y"]).exits(4);
    assert!(parent.stderr.contains("it has children"), "{}", parent.stderr);
    lab.run(&["find", "/t", "--delete", "-y", "--max-nodes", "3"]).exits(12);
    lab.run(&["find", "/t", "--dry-run"]).exits(2);
}

#[test]
fn a_node_is_edited_only_as_it_was_read() {
    let lab = Lab::new();
    lab.run(&["create", "/x", "one"]).exits(0);
    let edit = |editor: &str, args: &[&str]| {
        let mut command = lab.command(args);
        command.env("EDITOR", editor).env_remove("VISUAL");
        crate::support::run(command, b"")
    };
    let done = edit("sed -i s/one/two/", &["edit", "/x", "-y"]).exits(0);
    assert!(done.stderr.contains("-one") && done.stderr.contains("+two"), "{}", done.stderr);
    assert_eq!(lab.run(&["get", "/x"]).text(), "two");
    assert!(edit("true", &["edit", "/x", "-y"]).exits(0).stderr.contains("is as it was"));
    assert!(edit("false", &["edit", "/x", "-y"]).exits(1).stderr.contains("nothing was written"));
    let drafts = || {
        let home = std::path::Path::new(&lab.path("x")).parent().unwrap().to_owned();
        let entries = std::fs::read_dir(home).unwrap().map(|e| e.unwrap().file_name());
        entries.filter(|name| name.to_string_lossy().starts_with("zkctl-edit-")).count()
    };
    assert_eq!(drafts(), 0, "a draft that nobody changed was kept");
    // Somebody is faster.
    let other = format!(
        "f() {{ {} -C {} set /x three && echo four > \"$1\"; }}; f",
        env!("CARGO_BIN_EXE_zkctl"),
        lab.addr
    );
    let script = lab.path("editor.sh");
    std::fs::write(&script, format!("#!/bin/sh\n{other} \"$1\"\n")).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let lost = edit(&script, &["edit", "/x", "-y"]).exits(4);
    assert!(lost.stderr.contains("version 1 was expected, the node has 2"), "{}", lost.stderr);
    let draft = lost.stderr.split("your draft is kept in ").nth(1).unwrap().lines().next().unwrap();
    assert_eq!(std::fs::read_to_string(draft).unwrap(), "four\n");
    std::fs::remove_file(draft).unwrap();
    assert_eq!(lab.run(&["get", "/x"]).text(), "three");
    // Nobody to ask: the draft is kept too.
    let asked = edit("sed -i s/three/five/", &["edit", "/x"]).exits(12);
    let draft = asked.stderr.split("your draft is kept in ").nth(1).unwrap().lines().next().unwrap();
    std::fs::remove_file(draft).unwrap();
    assert_eq!(drafts(), 0);
}
