//! The forms of an export that are one document: JSON, and what ncdu reads.

use serde_json::{Value, json};

use crate::bulk::planted;
use crate::support::Lab;

#[test]
fn a_json_export_is_one_document_that_tools_may_rework() {
    let lab = Lab::new();
    planted(&lab);
    let export = lab.run(&["export", "/t", "--format", "json", "--stat"]).exits(0);
    let document = export.json();
    assert_eq!((&document["schema"], &document["root"]), (&"zkctl-export/1".into(), &"/t".into()));
    let nodes = document["nodes"].as_array().unwrap();
    assert_eq!((nodes.len(), &nodes[0]["path"]), (14, &"/t".into()));
    assert!(nodes.iter().all(|n| n["stat"]["czxid"].as_str().is_some_and(|z| z.starts_with("0x"))));
    // As jq writes it: other white space, fewer nodes.
    let text = export.text();
    let spaced = text.replace(",\"", " ,\n  \"").replace("{\"schema\"", "{\n\"schema\"");
    lab.run_with(&["import", "-", "/spaced"], spaced.as_bytes()).exits(0);
    lab.run(&["diff", "/t", "/spaced"]).exits(0);
    let one_line = text.replace('\n', "");
    lab.run_with(&["import", "-", "/line"], one_line.as_bytes()).exits(0);
    lab.run(&["diff", "/t", "/line"]).exits(0);
    let short = text.get(..text.len() / 2).unwrap();
    let cut = lab.run_with(&["import", "-", "/cut"], short.as_bytes()).exits(11);
    assert!(cut.stderr.contains("ends behind"), "{}", cut.stderr);
    let sorted = lab
        .run_with(&["import", "-", "/no"], br#"{"nodes":[],"root":"/t","schema":"zkctl-export/1"}"#)
        .exits(2);
    assert!(sorted.stderr.contains("must stand before `nodes`"), "{}", sorted.stderr);
    lab.run(&["exists", "/no"]).exits(3);
}

#[test]
fn ncdu_gets_sizes_alone() {
    let lab = Lab::new();
    planted(&lab);
    let file = lab.path("t.ncdu");
    let run = lab.run(&["export", "/t", &file, "--format", "ncdu", "-o", "json"]).exits(0);
    assert!(run.stderr.contains("not in it: data and ACLs"), "{}", run.stderr);
    let list: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!((&list[0], &list[1], &list[2]["progname"]), (&1.into(), &2.into(), &"zkctl".into()));
    let bare = |value: &Value| {
        let mut value = value.clone();
        value.as_object_mut().unwrap().remove("mtime").expect("a time");
        value
    };
    let top = list[3].as_array().unwrap();
    assert_eq!(bare(&top[0]), json!({"name": "/t", "asize": 4, "dsize": 4}));
    let deep = top.iter().find(|item| item[0]["name"] == "deep").unwrap();
    assert_eq!(bare(&deep[1]), json!({"name": "er", "asize": 1, "dsize": 1}));
    let bytes = top.iter().find(|item| item["name"] == "bytes").unwrap();
    assert_eq!(bare(bytes), json!({"name": "bytes", "asize": 4, "dsize": 4}));
    lab.run(&["import", &file, "/x"]).exits(2);
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let lab = Lab::new();
    let dir = lab.path("d");
    for args in [&["--format", "ncdu", "--stat"][..], &["--format", "ncdu", "--values", "base64"]] {
        let refused = lab.run(&[&["export", "/"], args].concat()).exits(2);
        assert!(refused.stderr.contains("does nothing with --format ncdu"), "{}", refused.stderr);
        assert!(refused.stdout.is_empty());
    }
    lab.run(&["export", "/", &dir, "--format", "dir", "--values", "base64"]).exits(2);
    assert!(!std::path::Path::new(&dir).exists());
}
