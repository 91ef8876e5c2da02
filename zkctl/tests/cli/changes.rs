//! `diff` with the past, `diff -U`, and what `set` and changes of ACLs leave to be undone.

use crate::support::{Lab, zkctl};

/// A data directory that Apache ZooKeeper wrote.
fn corpus() -> String {
    format!("{}/../crates/zk-forensics/testdata/zookeeper-3.9.5", env!("CARGO_MANIFEST_DIR"))
}

/// The zxid behind the last write, as `DIR@0x…` takes it.
fn mzxid(lab: &Lab, path: &str) -> String {
    lab.run(&["stat", path, "-o", "json"]).exits(0).json()["stat"]["mzxid"].as_str().unwrap().to_owned()
}

#[test]
fn a_data_directory_is_compared_with_itself_earlier_and_with_a_server() {
    let lab = Lab::new();
    lab.run(&["create", "/x", "one\ntwo\nthree\n"]).exits(0);
    lab.run(&["create", "/x/kept", "k"]).exits(0);
    lab.run(&["create", "/x/gone", "g"]).exits(0);
    let before = mzxid(&lab, "/x/gone");
    lab.run(&["set", "/x", "one\n2\nthree\n"]).exits(0);
    lab.run(&["delete", "/x/gone"]).exits(0);
    lab.run(&["create", "/x/new", "n"]).exits(0);
    let (dir, after) = (lab.path("data"), mzxid(&lab, "/x/new"));
    let (then, now) = (format!("{dir}@{before}"), format!("{dir}@{after}"));
    let expected = "differs\t/\tdata\t14 bytes\t12 bytes\n\
                    only-left\t/gone\t-\t1 byte\t-\n\
                    only-right\t/new\t-\t-\t1 byte\n";
    assert_eq!(lab.run(&["diff", &then, &now, "/x"]).exits(10).text(), expected);
    // The live tree tells where to look in the files.
    assert_eq!(lab.run(&["diff", &then, "/x"]).exits(10).text(), expected);
    lab.run(&["diff", &now, "/x"]).exits(0);
    lab.run(&["diff", "/x", &format!("@{dir}")]).exits(0);
    let export = lab.path("x.jsonl");
    lab.run(&["export", "/x", &export]).exits(0);
    lab.run(&["diff", &format!("@{export}"), &now]).exits(0);
    assert_eq!(lab.run(&["diff", &format!("@{export}"), &then, "--summary"]).exits(10).code, 10);
    lab.run(&["diff", &then, &now, "/nope"]).exits(3);
    lab.run(&["diff", "/x", "/x", "/x"]).exits(2);
    lab.run(&["diff", &format!("{dir}@0x7fffffffff"), "/x"]).exits(2);
    lab.run(&["diff", "@/no/such/file", "/x"]).exits(1);
}

#[test]
fn files_of_apache_zookeeper_are_compared_without_a_server() {
    let dir = corpus();
    let snapshot = format!("@{dir}/version-2/snapshot.63");
    let same = zkctl(&["diff", &format!("{dir}@0x63"), &snapshot]).exits(0);
    assert!(same.stderr.contains("no differences"), "{}", same.stderr);
    let json = zkctl(&["diff", &snapshot, &format!("@{dir}"), "--stat", "-o", "json"]);
    assert!([0, 10].contains(&json.code), "{}", json.stderr);
    json.json();
}

#[test]
fn lines_that_differ_are_shown() {
    let lab = Lab::new();
    for (path, data) in [("/a", "one\ntwo\n"), ("/b", "one\n2\n"), ("/a/n", "x\n"), ("/b/m", "y\n")] {
        lab.run(&["create", path, data]).exits(0);
    }
    lab.run_with(&["create", "/a/bin", "-"], b"\x00\x01").exits(0);
    lab.run_with(&["create", "/b/bin", "-"], b"\x00\x02").exits(0);
    lab.run(&["create", "/a/acl", "", "--acl", "world:anyone:r"]).exits(0);
    lab.run(&["create", "/b/acl", ""]).exits(0);
    let diff = lab.run(&["diff", "-U", "/a", "/b"]).exits(10).text();
    for part in [
        "--- /a\n+++ /b\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n",
        "--- /a/acl (ACL)\n+++ /b/acl (ACL)\n@@ -1 +1 @@\n-world:anyone:r\n+world:anyone:cdrwa\n",
        "-00000000  00 01\n+00000000  00 02\n",
        "--- /dev/null\n+++ /b/m\n@@ -0,0 +1 @@\n+y\n",
        "--- /a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
    ] {
        assert!(diff.contains(part), "{part}\nis not in\n{diff}");
    }
    let json = lab.run(&["diff", "-U", "/a", "/b", "-o", "json"]).exits(10).json();
    assert!(json["differences"][0]["unified"].as_str().unwrap().contains("-two\n+2\n"));
    lab.run(&["diff", "-U", "/a", "/a"]).exits(0);
}

/// The newest entry of the journal.
fn newest(lab: &Lab) -> serde_json::Value {
    lab.run(&["undo", "-o", "json"]).exits(0).json()["entries"][0].clone()
}

#[test]
fn a_value_that_was_set_is_given_back_unless_it_was_changed_since() {
    let lab = Lab::new();
    lab.run(&["create", "/v", "first"]).exits(0);
    lab.run(&["set", "/v", "second", "-v", "7"]).exits(4);
    lab.run(&["set", "/nope", "x"]).exits(3);
    lab.run(&["set", "/v", "unseen", "--no-undo"]).exits(0);
    assert!(newest(&lab).is_null(), "nothing was taken down");
    lab.run(&["set", "/v", "third"]).exits(0);
    let entry = newest(&lab);
    assert_eq!((&entry["command"], &entry["nodes"]), (&"set /v".into(), &1.into()));
    let id = entry["id"].as_str().unwrap();
    assert_eq!(lab.run(&["undo", id, "--dry-run"]).exits(0).text(), "set\t/v\n");
    assert_eq!(lab.run(&["get", "/v"]).text(), "third");
    let undone = lab.run(&["undo", id, "-o", "json"]).exits(0).json();
    assert_eq!((&undone["restored"], &undone["changed_since"]), (&1.into(), &0.into()));
    assert_eq!(lab.run(&["get", "/v"]).text(), "unseen");
    // The version has moved on: what is there now is somebody's.
    let again = lab.run(&["undo", id, "-o", "json"]).exits(0);
    assert_eq!((&again.json()["restored"], &again.json()["changed_since"]), (&0.into(), &1.into()));
    lab.run(&["set", "/v", "fourth", "--no-undo"]).exits(0);
    lab.run(&["undo", id, "--overwrite", "-y"]).exits(0);
    assert_eq!(lab.run(&["get", "/v"]).text(), "unseen");
    // The undoing can be undone as well.
    let back = newest(&lab)["id"].as_str().unwrap().to_owned();
    lab.run(&["undo", &back]).exits(0);
    assert_eq!(lab.run(&["get", "/v"]).text(), "fourth");
    lab.run(&["delete", "/v"]).exits(0);
    lab.run(&["undo", id]).exits(15);
}

#[test]
fn acls_of_a_subtree_are_given_back() {
    let lab = Lab::new();
    lab.run(&["create", "/s", ""]).exits(0);
    lab.run(&["create", "/s/a", "", "--acl", "world:anyone:cdra"]).exits(0);
    lab.run(&["create", "/s/b", ""]).exits(0);
    let acl = |path: &str| lab.run(&["acl", "get", path]).exits(0).text();
    let before = [acl("/s"), acl("/s/a"), acl("/s/b")];
    lab.run(&["acl", "set", "-R", "/s", "world:anyone:ra", "--dry-run"]).exits(0);
    assert!(newest(&lab).is_null());
    let set = lab.run(&["acl", "set", "-R", "/s", "world:anyone:ra"]).exits(0);
    let id = newest(&lab)["id"].as_str().unwrap().to_owned();
    assert!(set.stderr.contains(&format!("zkctl undo {id}")), "{}", set.stderr);
    assert!(acl("/s/b").contains("ra"));
    lab.run(&["acl", "set", "/s/b", "world:anyone:a"]).exits(0);
    let undone = lab.run(&["undo", &id, "-o", "json"]).exits(0).json();
    assert_eq!((&undone["restored"], &undone["changed_since"]), (&2.into(), &1.into()));
    assert_eq!([acl("/s"), acl("/s/a")], before[..2]);
    lab.run(&["undo", &id, "--overwrite", "-y"]).exits(0);
    assert_eq!(acl("/s/b"), before[2]);
}

/// Id and command of the newest entry.
fn newest_named(lab: &Lab) -> (String, String) {
    let entries = lab.run(&["undo", "-o", "json"]).exits(0).json();
    let text = |name: &str| entries["entries"][0][name].as_str().unwrap().to_owned();
    (text("id"), text("command"))
}

#[test]
fn put_is_undone_as_set_is() {
    let lab = Lab::new();
    lab.run(&["create", "/x", "one"]).exits(0);
    lab.run(&["put", "/x", "two"]).exits(0);
    let (id, command) = newest_named(&lab);
    assert_eq!(command, "put /x");
    assert_eq!(lab.run(&["undo", &id, "--dry-run"]).exits(0).text(), "set\t/x\n");
    lab.run(&["undo", &id]).exits(0);
    assert_eq!(lab.run(&["get", "/x"]).text(), "one");
    let again = lab.run(&["undo", &id]).exits(0);
    assert!(again.stderr.contains("changed since"), "{}", again.stderr);
    lab.run(&["put", "/x", "three", "--no-undo"]).exits(0);
    assert_ne!(newest_named(&lab).1, "put /x", "--no-undo keeps nothing");
}

#[test]
fn a_node_that_put_made_goes_again_unless_it_was_changed() {
    let lab = Lab::new();
    lab.run(&["put", "-p", "/a/made", "one"]).exits(0);
    let (id, command) = newest_named(&lab);
    assert_eq!(command, "put /a/made");
    assert_eq!(lab.run(&["undo", &id, "--dry-run"]).exits(0).text(), "delete\t/a/made\n");
    lab.run(&["set", "/a/made", "two", "--no-undo"]).exits(0);
    let kept = lab.run(&["undo", &id]).exits(0);
    assert!(kept.stderr.contains("1 node was changed since"), "{}", kept.stderr);
    lab.run(&["exists", "/a/made"]).exits(0);
    let done = lab.run(&["undo", &id, "--overwrite", "-y", "-o", "json"]).exits(0).json();
    assert_eq!(done["restored"], 1);
    lab.run(&["exists", "/a/made"]).exits(3);
    lab.run(&["undo", &id]).exits(15);
    // Another node of the same name is nobody's to delete, and one with children stays.
    lab.run(&["create", "/a/made", "other"]).exits(0);
    lab.run(&["undo", &id, "--overwrite", "-y"]).exits(0);
    assert_eq!(lab.run(&["get", "/a/made"]).text(), "other");
    lab.run(&["put", "/a/full", "x"]).exits(0);
    let (id, _) = newest_named(&lab);
    lab.run(&["create", "/a/full/child"]).exits(0);
    let full = lab.run(&["undo", &id, "-o", "json"]).exits(15).json();
    assert!(full["problems"][0]["problem"].as_str().unwrap().contains("it has children"), "{full}");
}

#[test]
fn edit_is_undone_as_set_is() {
    let lab = Lab::new();
    lab.run(&["create", "/x", "one"]).exits(0);
    let mut command = lab.command(&["edit", "/x", "-y"]);
    command.env("EDITOR", "sed -i s/one/two/").env_remove("VISUAL");
    crate::support::run(command, b"").exits(0);
    assert_eq!(lab.run(&["get", "/x"]).text(), "two");
    let (id, command) = newest_named(&lab);
    assert_eq!(command, "edit /x");
    lab.run(&["undo", &id]).exits(0);
    assert_eq!(lab.run(&["get", "/x"]).text(), "one");
}
