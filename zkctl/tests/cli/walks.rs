//! Commands that walk a subtree, and `touch`.

use crate::support::Lab;

/// A few nodes of different names and sizes.
fn planted() -> Lab {
    let lab = Lab::new();
    for (path, data) in [
        ("/w", "x"),
        ("/w/locks", ""),
        ("/w/locks/lock-1", "1234567890"),
        ("/w/locks/lock-2", ""),
        ("/w/config", "0123456789012345678901234567890123456789"),
        ("/w/config/a", "12345"),
    ] {
        lab.run(&["create", path, data]).exits(0);
    }
    lab
}

#[test]
fn a_tree_is_drawn() {
    let lab = planted();
    let drawn = "/w\n├── config\n│   └── a\n└── locks\n    ├── lock-1\n    └── lock-2\n";
    assert_eq!(lab.run(&["tree", "/w"]).exits(0).text(), drawn);
    let ascii = lab.run(&["tree", "/w", "--ascii", "--size", "--depth", "1"]).exits(0).text();
    assert_eq!(ascii, "/w [1]\n|-- config [40]\n`-- locks [0]\n");
    let json = lab.run(&["tree", "/w", "-o", "json"]).exits(0).json();
    assert_eq!(json["nodes"][2]["path"], "/w/config/a");
    assert_eq!(
        (&json["nodes"][2]["depth"], &json["nodes"][2]["stat"]["data_length"]),
        (&2.into(), &5.into())
    );
    let some = lab.run(&["tree", "/w", "--max-nodes", "2"]).exits(15);
    assert_eq!(some.text(), "/w\n└── config\n");
    assert!(some.stderr.contains("stopped after 2 nodes"), "{}", some.stderr);
    lab.run(&["tree", "/nope"]).exits(3);
    assert_eq!(lab.run(&["tree", "/w", "--ephemerals"]).exits(0).text(), "/w\n");
    let script = "create -e /w/locks/mine\ntree -e /w --ascii\n";
    let drawn = lab.run_with(&[], script.as_bytes()).exits(0).text();
    assert!(drawn.contains("/w\n`-- locks\n    `-- mine (ephemeral, 0x"), "{drawn}");
}

#[test]
fn nodes_are_found_by_what_they_are() {
    let lab = planted();
    for (args, expected) in [
        (&["-n", "lock-*"][..], "/w/locks/lock-1\n/w/locks/lock-2\n"),
        (&["-n", "lock-*", "--min-size", "1"], "/w/locks/lock-1\n"),
        (&["--empty"], "/w/locks/lock-2\n"),
        (&["--min-children", "2"], "/w\n/w/locks\n"),
        (&["--min-size", "1k"], ""),
        (&["--type", "ephemeral"], ""),
        (&["--type", "p", "--depth", "1"], "/w\n/w/config\n/w/locks\n"),
        (&["--older", "1h"], ""),
        (&["--newer", "1h", "-n", "a"], "/w/config/a\n"),
        (&["--owner", "0x1"], ""),
    ] {
        let found = lab.run(&[&["find", "/w"], args].concat()).exits(0).text();
        assert_eq!(found, expected, "{args:?}");
    }
    let json = lab.run(&["find", "/w", "-n", "a", "-o", "json"]).exits(0).json();
    assert_eq!(json["nodes"][0]["path"], "/w/config/a");
    assert_eq!(json["nodes"][0]["stat"]["data_length"], 5);
    let none = lab.run(&["find", "/w", "-n", "zzz", "-o", "json"]).exits(0).json();
    assert_eq!(none["nodes"].as_array().map(Vec::len), Some(0));
    lab.run(&["find", "/nope"]).exits(3);
    let bad = lab.run(&["find", "/w", "-n", "["]).exits(2);
    assert!(bad.stderr.contains("is no pattern"), "{}", bad.stderr);
    let bad = lab.run(&["find", "/w", "--min-size", "big"]).exits(2);
    assert!(bad.stderr.contains("write it like 512, 64k or 1M"), "{}", bad.stderr);
}

#[test]
fn subtrees_are_measured() {
    let lab = planted();
    assert_eq!(
        lab.run(&["du", "/w"]).exits(0).text(),
        "56\t6\t2\t/w\n45\t2\t1\t/w/config\n10\t3\t2\t/w/locks\n"
    );
    assert_eq!(lab.run(&["du", "/w", "--by", "nodes", "--depth", "0"]).exits(0).text(), "56\t6\t2\t/w\n");
    let by_nodes = lab.run(&["du", "/w", "--by", "nodes", "--top", "2", "-o", "json"]).exits(0).json();
    assert_eq!(by_nodes["subtrees"][1]["path"], "/w/locks");
    assert_eq!((&by_nodes["total"]["bytes"], &by_nodes["left_out"]), (&56.into(), &1.into()));
    let table = lab.run(&["du", "/w", "-o", "table"]).exits(0).text();
    let config = table.lines().find(|l| l.ends_with("/w/config")).unwrap();
    assert!(config.contains("80.4 %") && config.contains("████████████████"), "{table}");
    lab.run(&["du", "/nope"]).exits(3);
}

#[test]
fn a_touch_changes_time_and_version_alone() {
    let lab = planted();
    lab.run(&["touch", "/w/config", "/w/new"]).exits(0);
    assert_eq!(lab.run(&["get", "/w/config"]).text(), "0123456789012345678901234567890123456789");
    assert_eq!(lab.run(&["stat", "/w/config", "-o", "json"]).json()["stat"]["version"], 1);
    assert_eq!(lab.run(&["get", "/w/new", "-o", "json"]).json()["value"]["bytes"], 0);
    let missing = lab.run(&["touch", "/no/parent"]).exits(3);
    assert!(missing.stderr.contains("touch -p"), "{}", missing.stderr);
    lab.run(&["touch", "-p", "/no/parent"]).exits(0);
    lab.run(&["create", "/null"]).exits(0);
    lab.run(&["touch", "/null"]).exits(0);
    assert_eq!(lab.run(&["get", "/null", "-o", "json"]).json()["value"]["null"], true);
}

#[test]
fn a_subtree_is_copied_with_its_acls() {
    let lab = planted();
    lab.run(&["create", "/w/null"]).exits(0);
    lab.run(&["acl", "set", "/w/config", "world:anyone:cra"]).exits(0);
    assert_eq!(lab.run(&["cp", "/w/config", "/one"]).exits(0).stderr, "copied 1 node\n");
    lab.run(&["exists", "/one/a"]).exits(3);
    let copy = lab.run(&["cp", "-r", "/w", "/copy", "-o", "json"]).exits(0).json();
    assert_eq!((&copy["nodes"], &copy["skipped"]), (&7.into(), &0.into()));
    let tree = |path| lab.run(&["tree", path]).text().replace(path, "");
    assert_eq!(tree("/copy"), tree("/w"));
    assert_eq!(lab.run(&["get", "/copy/locks/lock-1"]).text(), "1234567890");
    assert_eq!(lab.run(&["get", "/copy/null", "-o", "json"]).json()["value"]["null"], true);
    assert_eq!(lab.run(&["acl", "get", "/copy/config"]).text(), "world:anyone:cra\n");
    lab.run(&["acl", "set", "/w/config", "world:anyone:ra"]).exits(0);
    // Its ACL lets nobody create below it, so it stands open until its children are there.
    lab.run(&["cp", "-r", "/w/config", "/closed"]).exits(0);
    assert_eq!(lab.run(&["acl", "get", "/closed"]).text(), "world:anyone:ra\n");
    assert_eq!(lab.run(&["get", "/closed/a"]).exits(0).text(), "12345");
    lab.run(&["cp", "/w/config", "/open", "--acl", "world:anyone:cdrwa"]).exits(0);
    assert_eq!(lab.run(&["acl", "get", "/open"]).text(), "world:anyone:cdrwa\n");
}

#[test]
fn a_copy_does_not_write_over_what_is_there_unless_told_to() {
    let lab = planted();
    lab.run(&["create", "/there", "old"]).exits(0);
    let refused = lab.run(&["cp", "/w", "/there"]).exits(4);
    assert!(refused.stderr.contains("--overwrite"), "{}", refused.stderr);
    assert_eq!(lab.run(&["get", "/there"]).text(), "old");
    lab.run(&["cp", "/w", "/there", "--overwrite", "older"]).exits(0);
    assert_eq!(lab.run(&["get", "/there"]).text(), "old");
    lab.run(&["cp", "/w", "/there", "--overwrite", "always"]).exits(0);
    assert_eq!(lab.run(&["get", "/there"]).text(), "x");
    lab.run(&["cp", "/w", "/no/parent"]).exits(3);
    lab.run(&["cp", "-p", "/w", "/no/parent"]).exits(0);
    lab.run(&["cp", "-r", "/w", "/w/below"]).exits(12);
    lab.run(&["cp", "/nope", "/x"]).exits(3);
    lab.run(&["cp", "/w", "/x", "--acl", "nonsense"]).exits(2);
}

#[test]
fn ephemeral_nodes_are_copied_only_as_told() {
    let lab = planted();
    let script = "create -e /w/mine x\ncp -r /w /a\n";
    let refused = lab.run_with(&[], script.as_bytes()).exits(4);
    assert!(refused.stderr.contains("/w/mine is ephemeral"), "{}", refused.stderr);
    lab.run(&["exists", "/a"]).exits(3);
    let script = "create -e /w/mine x\ncp -r /w /a --ephemerals skip\ncp -r /w /b --ephemerals persist\n";
    lab.run_with(&[], script.as_bytes()).exits(0);
    lab.run(&["exists", "/a/mine"]).exits(3);
    assert_eq!(lab.run(&["get", "/b/mine"]).exits(0).text(), "x");
}
