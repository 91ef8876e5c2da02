//! Long work over connections that are cut again and again, lists that are too long, and random trees.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use crate::fake::{self, Fault};
use crate::support::{Lab, Run, zkctl};

/// A tree of so many nodes in three levels, as an export.
fn wide_export(count: usize) -> Vec<u8> {
    let mut paths = vec!["/w".to_owned()];
    paths.extend((0..count).map(|i| format!("/w/d{:02}/n{i:05}", i % 20)));
    paths.extend((0..20).map(|i| format!("/w/d{i:02}")));
    paths.sort();
    let mut text = "{\"schema\":\"zkctl-export/1\",\"root\":\"/w\"}\n".to_owned();
    for path in &paths {
        text.push_str(&format!("{{\"path\":\"{path}\",\"value\":\"data of {path}\"}}\n"));
    }
    text.push_str(&format!("{{\"end\":true,\"nodes\":{}}}\n", paths.len()));
    text.into_bytes()
}

fn through(lab: &Lab, addr: std::net::SocketAddr, args: &[&str], stdin: &[u8]) -> Run {
    let addr = addr.to_string();
    let mut command = lab.command(&[]);
    command.args(["-C", &addr]).args(args);
    crate::support::run(command, stdin)
}

#[test]
fn an_import_goes_on_over_a_connection_that_is_cut() {
    let lab = Lab::new();
    let export = wide_export(3000);
    let (addr, cuts) = fake::start_cutting(lab.addr, 40_000, 3);
    let run = through(&lab, addr, &["import", "-", "-o", "json"], &export).exits(0);
    let said = run.json();
    let cut = cuts.load(Ordering::Relaxed);
    assert_eq!((cut, &said["reconnects"]), (3, &3.into()));
    assert_eq!((&said["created"], &said["failed"]), (&3021.into(), &0.into()), "{}", run.stderr);
    let file = lab.path("w.jsonl");
    std::fs::write(&file, &export).unwrap();
    lab.run(&["diff", &format!("@{file}"), "/w"]).exits(0);
    // Exactly once: nothing was written twice.
    let stat = lab.run(&["stat", "/w/d00/n00000", "-o", "json"]).exits(0).json();
    assert_eq!(stat["stat"]["version"], 0);
}

#[test]
fn what_is_read_and_deleted_survives_cuts_too() {
    let lab = Lab::new();
    lab.run_with(&["import", "-"], &wide_export(1500)).exits(0);
    let whole = lab.run(&["ls", "-R", "/w"]).exits(0).text();
    let direct = lab.run(&["export", "/w"]).exits(0);
    let nodes = |run: &Run| run.text().lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let cut = |every: usize, args: &[&str]| {
        let (addr, cuts) = fake::start_cutting(lab.addr, every, 2);
        let run = through(&lab, addr, args, b"").exits(0);
        assert_eq!(cuts.load(Ordering::Relaxed), 2, "{args:?}");
        run
    };
    assert_eq!(cut(20_000, &["ls", "-R", "/w"]).text(), whole);
    let exported = cut(40_000, &["export", "/w"]);
    assert_eq!(nodes(&exported), nodes(&direct));
    assert!(exported.stderr.contains("the connection was lost 2 times"), "{}", exported.stderr);
    cut(80_000, &["cp", "-r", "/w", "/copy"]);
    lab.run(&["diff", "/w", "/copy"]).exits(0);
    cut(70_000, &["deleteall", "/w", "-y", "--max-nodes", "5000"]);
    lab.run(&["exists", "/w"]).exits(3);
}

#[test]
fn patience_ends() {
    let addr = fake::start(Fault::Cut);
    let addr = addr.to_string();
    let run = zkctl(&["-C", &addr, "export", "/w", "--patience", "500ms"]).exits(6);
    assert!(run.stderr.contains("cannot export /w: the connection was lost"), "{}", run.stderr);
    let stall = fake::start(Fault::Stall).to_string();
    zkctl(&["-C", &stall, "--timeout", "300ms", "ls", "-R", "/w"]).exits(7);
}

#[test]
fn a_list_that_no_answer_can_hold_is_13_and_is_asked_for_once() {
    let (addr, seen) = fake::start_telling(Fault::Wide);
    let run = zkctl(&["-C", &addr.to_string(), "ls", "-R", "/w"]).exits(13);
    let expected = "cannot list /w: it has 3 000 000 children, and the list of their names is longer";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    // The list, once; then `exists`; then the end of the session.
    assert!(seen.try_iter().count() <= 3);
}

#[test]
fn nodes_that_may_not_be_read_are_counted() {
    let lab = Lab::new();
    for path in ["/w", "/w/a", "/w/a/hidden", "/w/b"] {
        lab.run(&["create", path, "x"]).exits(0);
    }
    lab.run(&["acl", "set", "/w/a", "world:anyone:cdwa"]).exits(0);
    let run = lab.run(&["ls", "-R", "/w"]).exits(15);
    assert_eq!(run.text(), "/w\n/w/a\n/w/b\n");
    assert!(run.stderr.contains("1 node could not be read"), "{}", run.stderr);
    let export = lab.run(&["export", "/w"]).exits(15);
    assert!(export.text().contains(r#""perms":"cdwa"}],"denied":true}"#), "{}", export.text());
    let copied = lab.run(&["cp", "-r", "/w", "/copy"]).exits(15);
    assert!(copied.stderr.contains("could not be read at its source"), "{}", copied.stderr);
    lab.run(&["deleteall", "/w", "-y"]).exits(5);
    lab.run(&["exists", "/w/b"]).exits(0);
}

#[test]
fn an_acl_that_is_hidden_from_us_is_not_copied() {
    let lab = Lab::new();
    let acl = "digest:u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=:cdrwa,world:anyone:rd";
    lab.run(&["create", "/h", "x", "--acl", acl]).exits(0);
    let export = lab.run(&["export", "/h"]).exits(0);
    assert!(export.stderr.contains("1 ACL has digests that the server hides"), "{}", export.stderr);
    let import = lab.run_with(&["import", "-", "/i"], &export.stdout).exits(15);
    assert!(import.text().contains("digests of its ACL were hidden from us"), "{}", import.text());
    lab.run(&["cp", "/h", "/i"]).exits(15);
    lab.run(&["mv", "/h", "/i"]).exits(5);
    lab.run(&["exists", "/i"]).exits(3);
    lab.run(&["cp", "/h", "/i", "--acl", "default"]).exits(0);
    let gone = lab.run(&["deleteall", "/h", "-y"]).exits(0);
    assert!(gone.stderr.contains("will need --acl"), "{}", gone.stderr);
    let id = gone.stderr.split("zkctl undo ").nth(1).unwrap().trim().to_owned();
    lab.run(&["undo", &id]).exits(15);
    lab.run(&["undo", &id, "--acl", "world:anyone:r"]).exits(0);
    assert_eq!(lab.run(&["acl", "get", "/h"]).exits(0).text(), "world:anyone:r\n");
}

/// A small generator; the seed is printed where a test fails.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// A random tree: paths with value and ACL, as the lines of an export.
fn random_tree(random: &mut Random) -> Vec<u8> {
    let names = ["a", "b", "a b", ".x", "50%", "%2E", "é", "a-1", "a0", "Z", "lock-0000000001", "a.b"];
    let acls = [
        r#"[{"scheme":"world","id":"anyone","perms":"cdrwa"}]"#,
        r#"[{"scheme":"world","id":"anyone","perms":"r"}]"#,
        r#"[{"scheme":"ip","id":"127.0.0.1","perms":"cdrwa"}]"#,
        r#"[{"scheme":"world","id":"anyone","perms":"ra"},{"scheme":"ip","id":"10.0.0.0/8","perms":"cdw"}]"#,
        r#"[{"scheme":"digest","id":"u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=","perms":"cdrwa"},{"scheme":"world","id":"anyone","perms":"r"}]"#,
    ];
    let mut tree: BTreeMap<Vec<String>, String> = BTreeMap::from([(vec![], "/r".to_owned())]);
    for _ in 0..random.next(60) {
        let keys: Vec<Vec<String>> = tree.keys().cloned().collect();
        let mut key = keys[usize::try_from(random.next(keys.len() as u64)).unwrap()].clone();
        key.push(names[usize::try_from(random.next(names.len() as u64)).unwrap()].to_owned());
        let path = format!("/r/{}", key.join("/"));
        tree.insert(key, path);
    }
    let mut text = "{\"schema\":\"zkctl-export/1\",\"root\":\"/r\"}\n".to_owned();
    for path in tree.values() {
        let value = match random.next(4) {
            0 => r#""value":null"#.to_owned(),
            1 => r#""value":"""#.to_owned(),
            2 => r#""value":"text \u0000\u001b\"\\ é""#.to_owned(),
            _ => {
                use base64::Engine;
                let bytes: Vec<u8> = (0..random.next(200)).map(|_| random.next(256) as u8).collect();
                format!(r#""base64":"{}""#, base64::engine::general_purpose::STANDARD.encode(bytes))
            }
        };
        let acl = acls[usize::try_from(random.next(acls.len() as u64)).unwrap()];
        text.push_str(&format!("{{\"path\":{},{value},\"acl\":{acl}}}\n", serde_json::json!(path)));
    }
    text.push_str(&format!("{{\"end\":true,\"nodes\":{}}}\n", tree.len()));
    text.into_bytes()
}

#[test]
fn random_trees_come_back_from_every_form() {
    let seed = std::env::var("ZKCTL_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(|| {
        u64::from(std::process::id())
            ^ std::time::SystemTime::now().elapsed().map_or(7, |d| d.as_nanos() as u64)
    });
    println!("ZKCTL_SEED={seed}");
    let mut random = Random(seed);
    for round in 0..6 {
        let lab = Lab::new();
        let (first, dir, last) = (lab.path("1"), lab.path("2"), lab.path("3"));
        std::fs::write(&first, random_tree(&mut random)).unwrap();
        // With the credentials that the ACLs name: the server hides digests from everybody else.
        let auth = lab.private("auth", "digest:u:p\n");
        let run = |args: &[&str]| lab.run(&[&["--auth-file", auth.as_str()], args].concat());
        run(&["import", &first]).exits(0);
        run(&["diff", &format!("@{first}"), "/r"]).exits(0);
        run(&["export", "/r", &dir, "--format", "dir"]).exits(0);
        run(&["import", &dir, "/r2"]).exits(0);
        run(&["export", "/r2", &last, "--values", "base64"]).exits(0);
        run(&["diff", &format!("@{first}"), &format!("@{last}")]).exits(0);
        let plan = run(&["import", &last, "/r", "--plan", "--on-conflict", "overwrite"]).exits(0).text();
        assert!(plan.lines().all(|line| line.starts_with("same\t")), "round {round}: {plan}");
    }
}

#[test]
fn many_nodes_are_listed_by_servers_of_any_age() {
    let lab = Lab::new();
    lab.run_with(&["import", "-"], &wide_export(2000)).exits(0);
    lab.run(&["create", "/w/d07/shut", "--acl", "ip:127.0.0.2:cdrwa"]).exits(0);
    // One by one, as what wants the status does.
    let found = lab.run(&["find", "/w"]);
    let listed = lab.run(&["ls", "-R", "/w"]).exits(15);
    assert_eq!(listed.text(), found.text());
    assert_eq!(listed.text().lines().count(), 2022);
    assert!(listed.stderr.contains("1 node could not be read"), "{}", listed.stderr);
    let old = crate::proxy::start(lab.addr, crate::proxy::Fault::NoMultiRead);
    let asked = through(&lab, old, &["ls", "-R", "/w"], b"").exits(15);
    assert_eq!(asked.text(), listed.text());
    let narrow = lab.run(&["ls", "-R", "/w", "--concurrency", "1"]).exits(15);
    assert_eq!(narrow.text(), listed.text());
    let flat = lab.run(&["ls", "-R", "/w", "--depth", "1"]).exits(0);
    assert_eq!(flat.text().lines().count(), 21);
    assert_eq!(lab.run(&["ls", "-R", "/w", "--depth", "0"]).exits(0).text(), "/w\n");
    lab.run(&["ls", "-R", "/nope", "--depth", "0"]).exits(3);
    lab.run(&["ls", "/w", "--depth", "1"]).exits(2);
}

#[test]
fn an_import_that_is_interrupted_says_how_much_it_wrote() {
    let lab = Lab::new();
    let file = lab.path("w.jsonl");
    std::fs::write(&file, wide_export(3000)).unwrap();
    lab.run(&["import", &file, "--max-nodes", "3000"]).exits(12);
    lab.run(&["exists", "/w"]).exits(3);
    let slow = ["import", &file, "--max-nodes", "4000", "--rate", "200/s", "--concurrency", "4"];
    let child = lab.command(&slow).stderr(std::process::Stdio::piped()).spawn().unwrap();
    crate::bulk::eventually("some nodes", || lab.run(&["exists", "/w/d00/n00200"]).code == 0);
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT)
        .unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    let (_, done) = said.split_once("; ").or_else(|| said.split_once("interrupted: ")).unwrap();
    let written: usize = done.split(' ').next().unwrap().parse().unwrap();
    let there = lab.run(&["ls", "-R", "/w"]).exits(0).text().lines().count();
    assert!((written..=written + 4).contains(&there), "{there} are there: {said}");
}
