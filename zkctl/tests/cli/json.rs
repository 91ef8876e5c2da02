//! What the commands print with `-o json` is what `docs/json.md` says.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::{Lab, Run, zkctl};

fn page() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/json.md");
    std::fs::read_to_string(file).unwrap()
}

/// The words in backticks of a section.
fn words(page: &str, heading: &str) -> BTreeSet<String> {
    let start =
        page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("docs/json.md has no `{heading}`"));
    let section = &page[start + heading.len() + 2..];
    let section = section.split("\n#").next().unwrap();
    section.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn inner_keys(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            into.insert(key.clone());
            inner_keys(value, into);
        }),
        Value::Array(items) => items.iter().for_each(|item| inner_keys(item, into)),
        _ => {}
    }
}

#[track_caller]
pub fn is_documented(command: &str, run: Run) {
    let page = page();
    let document = run.json();
    assert_eq!(document["schema"], "zkctl/1", "{command}");
    let own = words(&page, &format!("### `{command}`"));
    let parts = words(&page, "## Parts");
    for (key, value) in document.as_object().unwrap().iter().filter(|(key, _)| *key != "schema") {
        assert!(own.contains(key), "docs/json.md does not say that `{command}` has `{key}`");
        let mut inner = BTreeSet::new();
        inner_keys(value, &mut inner);
        inner.remove("schema");
        for key in inner {
            assert!(
                own.contains(&key) || parts.contains(&key),
                "docs/json.md: `{command}` has `{key}` inside"
            );
        }
    }
}

#[test]
fn every_document_is_described() {
    let lab = Lab::new();
    let json = |args: &[&str]| lab.run(&[&["-o", "json"], args].concat()).exits(0);
    lab.run(&["create", "/a", "x"]).exits(0);
    for (command, args) in [
        ("create", &["create", "/a/b", "x"][..]),
        ("ls", &["ls", "/a"]),
        ("ls", &["ls", "-ls", "/a"]),
        ("ls", &["ls", "-R", "/a"]),
        ("tree", &["tree", "/a"]),
        ("find", &["find", "/a"]),
        ("du", &["du", "/a"]),
        ("get", &["get", "/a"]),
        ("get", &["get", "/a", "/a/b"]),
        ("stat", &["stat", "/a"]),
        ("stat", &["stat", "/a", "/a/b"]),
        ("exists", &["exists", "/a"]),
        ("count", &["count", "/a"]),
        ("set", &["set", "/a", "y"]),
        ("put", &["put", "/a", "y"]),
        ("touch", &["touch", "/a"]),
        ("cp", &["cp", "/a/b", "/a/c"]),
        ("acl get", &["acl", "get", "/a"]),
        ("acl set", &["acl", "set", "/a", "world:anyone:cdrwa"]),
        ("addauth", &["addauth", "digest", "u:p"]),
        ("sync", &["sync"]),
        ("watch", &["watch", "/a", "--for", "1ms"]),
        ("ephemerals", &["ephemerals"]),
        ("whoami", &["whoami"]),
        ("status", &["status"]),
        ("server 4lw", &["server", "4lw", "srvr"]),
        ("bench", &["bench", "read", "-n", "10", "--warmup", "0", "--keys", "2"]),
        ("grep", &["grep", "y", "/a"]),
        ("grep", &["grep", "-c", "y", "/a"]),
        ("mv", &["mv", "/a/c", "/a/d"]),
        ("diff", &["diff", "/a", "/a"]),
        ("diff", &["diff", "/a", "/a", "--summary"]),
        ("export", &["export", "/a", &lab.path("a.jsonl")]),
        ("import", &["import", &lab.path("a.jsonl"), "/i"]),
        ("import", &["import", &lab.path("a.jsonl"), "/i", "--plan"]),
        ("mirror", &["mirror", "/a", "/i"]),
        ("undo", &["undo"]),
        ("delete", &["delete", "/a/d"]),
        ("config", &["config", "-c"]),
        ("deleteall", &["deleteall", "-y", "/a"]),
        ("version", &["version"]),
        ("help", &["help"]),
        ("help", &["ls", "--help"]),
        ("help", &["completions", "bash"]),
        ("help", &["man"]),
    ] {
        is_documented(command, json(args));
    }
    let multi = lab.run_with(&["-o", "json", "multi", "-f", "-"], b"create /m\nset /m x\ndelete /m\n");
    is_documented("multi", multi.exits(0));
    for command in ["pwd", "watches", "history", "printwatches", "config"] {
        is_documented(command, lab.run_with(&["-o", "json"], command.as_bytes()).exits(0));
    }
}

#[test]
fn a_failure_leaves_stdout_parseable() {
    let lab = Lab::new();
    for (args, code) in [
        (&["get", "/nope"][..], 3),
        (&["ls", "-R", "/nope"], 3),
        (&["create", "/"], 2),
        (&["get"], 2),
        (&["nonsense"], 2),
        (&["set", "/zookeeper", "x", "-v", "7"], 4),
        (&["deleteall", "/zookeeper"], 12),
        (&["help", "nonsense"], 2),
        (&["watch", "/\u{1}"], 2),
        (&["log", "cat", "/no/such/file"], 1),
        (&["ls", "--columns", "name"], 2),
    ] {
        for form in ["json", "yaml"] {
            let run = lab.run(&[&["-o", form], args].concat()).exits(code);
            assert_eq!(run.error()["exit"], code, "{args:?}");
            assert_eq!(run.error()["applied"], "no", "{args:?}");
            if !run.stdout.is_empty() && form == "json" {
                run.json();
            }
        }
    }
    zkctl(&["-o", "json", "-C", "x:y", "ls"]).exits(2).error();
}

#[test]
fn formulas_are_neutralised_in_csv() {
    let lab = Lab::new();
    lab.run(&["create", "/=1+1", "x"]).exits(0);
    assert_eq!(lab.run(&["ls", "/", "-o", "csv"]).exits(0).text(), "name\n'=1+1\nzookeeper\n");
    assert_eq!(lab.run(&["ls", "/", "-o", "plain"]).exits(0).text(), "=1+1\nzookeeper\n");
    let long = ["ls", "-l", "/", "--columns", "name,size", "-o", "tsv", "--no-header"];
    assert_eq!(lab.run(&long).exits(0).text(), "'=1+1\t1\nzookeeper\t0\n");
}
