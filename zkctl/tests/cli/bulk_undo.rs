//! What is destroyed can be brought back; what is moved arrives whole.

use std::os::unix::fs::PermissionsExt;

use crate::bulk::planted;
use crate::support::Lab;

#[test]
fn a_deleted_subtree_is_brought_back() {
    let lab = Lab::new();
    planted(&lab);
    let file = lab.path("before.jsonl");
    lab.run(&["export", "/t", &file]).exits(0);
    assert_eq!(lab.run(&["undo"]).exits(0).text(), "");
    lab.run(&["deleteall", "/t", "--dry-run"]).exits(0);
    lab.run(&["deleteall", "/t"]).exits(12);
    lab.run(&["deleteall", "/t", "-y", "--max-nodes", "3"]).exits(12);
    assert_eq!(
        lab.run(&["undo"]).exits(0).text(),
        "",
        "nothing was deleted, so there is nothing to bring back"
    );
    let gone = lab.run(&["deleteall", "/t", "-y"]).exits(0);
    let id = gone.stderr.split("zkctl undo ").nth(1).unwrap().trim().to_owned();
    lab.run(&["exists", "/t"]).exits(3);
    let listed = lab.run(&["undo", "-o", "json"]).exits(0).json();
    assert_eq!(
        (&listed["entries"][0]["id"], &listed["entries"][0]["nodes"]),
        (&id.clone().into(), &14.into())
    );
    assert_eq!(listed["entries"][0]["command"], "deleteall /t");
    let dir = std::path::Path::new(&lab.path("zkd")).join("undo");
    assert_eq!(std::fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    let entry = dir.join(format!("{id}.jsonl"));
    assert_eq!(std::fs::metadata(entry).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(lab.run(&["undo", &id, "--dry-run"]).exits(0).text().lines().count(), 14);
    lab.run(&["exists", "/t"]).exits(3);
    lab.run(&["undo", &id]).exits(0);
    lab.run(&["diff", "/t", &format!("@{file}")]).exits(0);
    // What is there again is left.
    lab.run(&["set", "/t/text", "newer"]).exits(0);
    let again = lab.run(&["undo", &id]).exits(0);
    assert!(again.stderr.contains("were left"), "{}", again.stderr);
    assert_eq!(lab.run(&["get", "/t/text"]).text(), "newer");
    lab.run(&["undo", "nonsense"]).exits(3);
    lab.run(&["undo", "../../x"]).exits(3);
    let elsewhere = lab.run(&["undo", &id, "-C", "localhost:1"]).exits(12);
    assert!(elsewhere.stderr.contains("was taken from"), "{}", elsewhere.stderr);
}

#[test]
fn parts_of_a_subtree_are_deleted() {
    let lab = Lab::new();
    planted(&lab);
    lab.run(&["deleteall", "/t", "--match", "d*p", "-y"]).exits(0);
    lab.run(&["exists", "/t/deep"]).exits(3);
    lab.run(&["exists", "/t/text"]).exits(0);
    let two =
        lab.run(&["deleteall", "/t/a.b", "/t/a.b/.hidden", "/t/shut", "-y", "-o", "json"]).exits(0).json();
    assert_eq!(two["nodes"], 4);
    lab.run(&["deleteall", "/t", "--keep-root", "-y", "--no-undo"]).exits(0);
    assert_eq!(lab.run(&["ls", "-R", "/t"]).exits(0).text(), "/t\n");
    lab.run(&["deleteall", "/", "-y"]).exits(12);
    lab.run(&["deleteall", "/zookeeper/config", "-y"]).exits(12);
    lab.run(&["deleteall", "/", "--keep-root", "-y"]).exits(0);
    assert!(lab.run(&["ls", "/"]).text() == "zookeeper\n");
    assert_eq!(lab.run(&["undo"]).exits(0).text().lines().count(), 3);
}

#[test]
fn a_subtree_is_moved_at_once_where_it_fits() {
    let lab = Lab::new();
    for (path, data) in [("/a", "1"), ("/a/b", "2"), ("/a/b/c", "3")] {
        lab.run(&["create", path, data]).exits(0);
    }
    lab.run(&["mv", "/a", "/z", "-y"]).exits(12);
    let dry = lab.run(&["mv", "-r", "/a", "/z", "--dry-run", "-o", "json"]).exits(0).json();
    assert_eq!((&dry["nodes"], &dry["atomic"]), (&3.into(), &true.into()));
    lab.run(&["mv", "-r", "/a", "/z"]).exits(12);
    let moved = lab.run(&["mv", "-r", "/a", "/z", "-y"]).exits(0);
    assert!(moved.stderr.contains("all at once"), "{}", moved.stderr);
    lab.run(&["exists", "/a"]).exits(3);
    assert_eq!(lab.run(&["get", "/z/b/c"]).exits(0).text(), "3");
    let id = moved.stderr.split("zkctl undo ").nth(1).unwrap().trim().to_owned();
    lab.run(&["undo", &id]).exits(0);
    lab.run(&["diff", "/a", "/z"]).exits(0);
    let there = lab.run(&["mv", "-r", "/a", "/z", "-y"]).exits(4);
    assert!(there.stderr.contains("nothing was moved"), "{}", there.stderr);
    let parent = lab.run(&["mv", "/a/b/c", "/no/parent"]).exits(3);
    assert!(parent.stderr.contains("mv -p"), "{}", parent.stderr);
    lab.run(&["mv", "-p", "/a/b/c", "/no/parent"]).exits(0);
    lab.run(&["mv", "-r", "/a", "/a/b", "-y"]).exits(12);
    lab.run(&["mv", "-r", "/zookeeper", "/x", "-y"]).exits(12);
    lab.run(&["mv", "/nope", "/x"]).exits(3);
    assert_eq!(lab.run(&["undo"]).text().lines().count(), 2, "refused moves leave no entry");
}

#[test]
fn what_does_not_fit_is_moved_in_steps() {
    let lab = Lab::new();
    lab.run(&["create", "/big"]).exits(0);
    let data = "x".repeat(700 << 10);
    for name in ["/big/a", "/big/b", "/big/c"] {
        lab.run_with(&["create", name, "-"], data.as_bytes()).exits(0);
    }
    lab.run(&["create", "/shut"]).exits(0);
    lab.run(&["create", "/shut/in", "x"]).exits(0);
    lab.run(&["acl", "set", "/shut", "ip:127.0.0.1:cdrwa"]).exits(0);
    for path in ["/big", "/shut"] {
        let to = format!("{path}-moved");
        let before = lab.path(&format!("{}.jsonl", path.trim_start_matches('/')));
        lab.run(&["export", path, &before]).exits(0);
        let moved = lab.run(&["mv", "-r", path, &to, "-y"]).exits(0);
        assert!(moved.stderr.contains("not all at once"), "{}", moved.stderr);
        lab.run(&["exists", path]).exits(3);
        lab.run(&["diff", &format!("@{before}"), &to]).exits(0);
    }
    let script = "create /eph\ncreate -e /eph/mine x\nmv -r /eph /eph2 -y\n";
    lab.run_with(&[], script.as_bytes()).exits(4);
    lab.run(&["exists", "/eph2"]).exits(3);
}
