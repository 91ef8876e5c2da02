//! Recipes in the shell: what its session holds, how it is let go and lost; and `--acl` of all recipes.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use zkd_tests::{PATIENCE, poll};

use crate::support::Lab;
use crate::terminal::Terminal;

fn children(lab: &Lab, path: &str) -> usize {
    let run = lab.run(&["ls", path]);
    if run.code == 3 { 0 } else { run.exits(0).text().lines().count() }
}

#[track_caller]
fn comes_to_have(lab: &Lab, path: &str, count: usize) {
    let reached = poll(PATIENCE, || (children(lab, path) == count).then_some(()));
    assert!(reached.is_some(), "{path} never had {count} children");
}

#[test]
fn a_shell_holds_a_lock_until_it_lets_go() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("cd /");
    t.line("lock locks/x");
    t.sees("[1] lock /locks/x: fence 0x");
    lab.run(&["lock", "/locks/x", "--wait", "0", "--", "true"]).exits(124);
    t.line("lock /locks/x");
    t.sees("this shell holds the lock /locks/x itself, and would wait for ever");
    t.sees("hint: release 1");
    t.line("held");
    t.sees("FENCE");
    t.sees("/locks/x/_c_");
    t.line("release /locks/x");
    t.sees("released the lock /locks/x");
    lab.run(&["lock", "/locks/x", "--wait", "0", "--", "true"]).exits(0);
    t.line("release");
    t.sees("this shell holds nothing");
    t.line("lock /locks/x --read");
    t.line("lock /locks/x --read");
    t.sees("[3] read lock");
    t.line("close");
    t.sees("with the session goes the read lock /locks/x, the read lock /locks/x");
    comes_to_have(&lab, "/locks/x", 0);
    t.line("lock /locks/x");
    t.sees("[4] lock /locks/x");
    t.line("quit");
    t.exits(0);
    assert_eq!(children(&lab, "/locks/x"), 0);
}

#[test]
fn ctrl_c_gives_the_place_in_the_queue_back() {
    let lab = Lab::new();
    let mut holder = Terminal::start(&lab, &[]);
    holder.line("lock /l");
    holder.sees("[1] lock /l");
    holder.line("elect /e");
    holder.sees("[2] leadership /e");
    holder.line("lock /s --permits 1");
    holder.sees("[3] permit /s");
    let mut t = Terminal::start(&lab, &[]);
    for (line, waits) in [("lock /l", "/l"), ("elect /e", "/e"), ("lock /s --permits 1", "/s/leases")] {
        t.line(line);
        t.sees("waiting for /");
        comes_to_have(&lab, waits, 2);
        t.signal(Signal::INT);
        t.sees("interrupted; our place is given back");
        comes_to_have(&lab, waits, 1);
    }
    comes_to_have(&lab, "/s/locks", 0);
    t.line("barrier enter /b --members 2");
    t.sees("1 of 2 have come");
    t.signal(Signal::INT);
    t.sees("our place is given back");
    comes_to_have(&lab, "/b", 0);
    t.line("lock /l --wait 100ms");
    t.sees("the time was up");
    comes_to_have(&lab, "/l", 1);
    t.line("held");
    t.sees("this shell holds nothing");
    t.line("quit");
    t.exits(0);
}

#[test]
fn a_lost_session_says_that_the_locks_went_with_it() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &["--session-timeout", "1s"]);
    t.line("lock /l");
    t.line("elect /e");
    t.line("create -e /mine");
    t.sees("\n/mine");
    t.sees("> ");
    t.signal(Signal::STOP);
    comes_to_have(&lab, "/l", 0);
    t.signal(Signal::CONT);
    t.sees("has expired, and with it the ephemeral nodes /mine and the lock /l, leadership /e; `connect`");
    t.keys("\r");
    t.line("connect");
    t.line("lock /l");
    t.sees("] lock /l: fence");
    t.line("quit");
    t.exits(0);
}

#[test]
fn a_node_that_somebody_deletes_is_said_and_ends_a_script_with_123() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("lock /l");
    t.sees("[1] lock /l");
    t.sees("> ");
    let name = lab.run(&["ls", "/l"]).text();
    lab.run(&["delete", &format!("/l/{}", name.trim())]).exits(0);
    t.sees("[1] lock /l: somebody deleted our node: it is lost");
    t.keys("lock /l\r");
    t.sees("[2] lock /l");
    t.line("quit");
    t.exits(0);
    // The next line but one comes when the loss is known: the shell has heard its own watch.
    let script = "lock /l\nwait /go --until exists --timeout 30s\nlock /m -- sleep 0.2\nset /go never\n";
    let watcher = std::thread::scope(|scope| {
        let run = scope.spawn(|| lab.run_with(&[], script.as_bytes()));
        comes_to_have(&lab, "/l", 1);
        let name = lab.run(&["ls", "/l"]).text();
        lab.run(&["delete", &format!("/l/{}", name.trim())]).exits(0);
        lab.run(&["create", "/go", "untouched"]).exits(0);
        run.join().unwrap()
    });
    let run = watcher.exits(123);
    assert!(run.stderr.contains("lost the lock /l: somebody deleted our node"), "{}", run.stderr);
    assert_eq!(lab.run(&["get", "/go"]).text(), "untouched");
}

#[test]
fn a_shell_runs_commands_under_a_lock_and_ctrl_c_is_theirs() {
    let lab = Lab::new();
    let mut t = Terminal::controlling(&lab, &[]);
    t.line("lock /l -- sh -c 'echo under $ZKD_LOCK_PATH'");
    t.sees("under /l");
    comes_to_have(&lab, "/l", 0);
    t.line("lock /l -- sh -c 'exit 7'");
    t.sees("the command ended with exit code 7");
    let home = tempfile::tempdir().unwrap();
    let kept = home.path().join("kept");
    std::fs::write(&kept, "what was there").unwrap();
    t.line(&format!("lock /l -- echo x > {}", kept.display()));
    t.sees("send it elsewhere inside");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "what was there");
    t.line("lock /l -- sh -c 'trap \"echo tidy; exit 3\" INT; echo on; while :; do sleep 0.02; done'");
    t.sees("on\r\n");
    t.keys("\x03");
    t.sees("tidy");
    t.sees("the command ended with exit code 3");
    comes_to_have(&lab, "/l", 0);
    t.line("group join /g --id one -- true");
    t.line("group ls /g");
    t.sees("0 members");
    t.line("lock /l");
    t.sees("] lock /l: fence");
    t.sees("> ");
    t.signal(Signal::TERM);
    t.exits(143);
}

#[test]
fn a_script_holds_what_it_won() {
    let lab = Lab::new();
    let script = b"lock /l --id me\nlock /l --ls -o json\nelect /e --id me\ngroup join /g --id me --data x\n\
        group ls /g -o json\nheld -o json\nrelease\nheld -o json\n";
    let run = lab.run_with(&[], script).exits(0);
    let documents: Vec<serde_json::Value> =
        serde_json::Deserializer::from_slice(&run.stdout).into_iter().map(Result::unwrap).collect();
    let [locked, members, held, after] = documents.as_slice() else { panic!("{documents:?}") };
    assert_eq!(
        (&locked["contenders"][0]["state"], &locked["contenders"][0]["id"]),
        (&"holds".into(), &"me".into())
    );
    assert_eq!(members["members"][0]["id"], "me");
    let kinds: Vec<&str> =
        held["held"].as_array().unwrap().iter().map(|h| h["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["lock", "leadership", "membership"]);
    assert_eq!(held["held"][0]["path"], "/l");
    assert!(held["held"][0]["fence"].as_str().unwrap().starts_with("0x"));
    assert_eq!(after["held"], serde_json::json!([]));
    assert!(run.stderr.contains("released the lock /l"), "{}", run.stderr);
    lab.run(&["lock", "/l"]).exits(2);
}

#[test]
fn a_place_in_a_barrier_is_kept_until_all_leave() {
    let lab = Lab::new();
    let mut one = Terminal::start(&lab, &[]);
    let mut two = Terminal::start(&lab, &[]);
    one.line("barrier enter /b --members 2");
    one.sees("1 of 2 have come");
    two.line("barrier enter /b --members 2");
    one.sees("[1] barrier /b");
    two.sees("[1] barrier /b");
    assert_eq!(children(&lab, "/b"), 3);
    one.line("barrier leave /b");
    one.sees("1 are still inside");
    two.line("barrier leave /b");
    comes_to_have(&lab, "/b", 0);
    for mut t in [one, two] {
        t.line("held");
        t.sees("this shell holds nothing");
        t.line("barrier enter /b --members 1");
        t.sees("[2] barrier /b");
        t.line("release 2");
        t.sees("released the barrier /b");
        t.line("quit");
        t.exits(0);
        lab.run(&["deleteall", "/b", "--yes"]).exits(0);
    }
}

#[test]
fn what_recipes_make_has_the_acl_that_was_asked_for() {
    let lab = Lab::new();
    let acl = ["--acl", "world:anyone:cdrw"];
    let script = b"lock /r/lock --acl world:anyone:cdrw\nlock /r/sem --permits 2 --acl world:anyone:cdrw\n\
        lock /r/ksem --permits 2 --layout kazoo --acl world:anyone:cdrw\nelect /r/elect --acl world:anyone:cdrw\n\
        barrier enter /r/barrier --members 1 --acl world:anyone:cdrw\n\
        group join /r/group --acl world:anyone:cdrw\nls -R /r\nrun ";
    let file = lab.path("acls");
    let mut script = script.to_vec();
    script.extend_from_slice(file.as_bytes());
    lab.run(&[&["queue", "put", "/r/queue", "x"][..], &acl].concat()).exits(0);
    lab.run(&[&["counter", "add", "/r/count/er"][..], &acl].concat()).exits(0);
    lab.run(&[&["counter", "cas", "/r/count/2", "0", "7"][..], &acl].concat()).exits(0);
    // Within the session that made them, for the ephemeral ones.
    std::fs::write(&file, "export /r -\n").unwrap();
    let run = lab.run_with(&[], &script).exits(0);
    let text = run.text();
    let paths: Vec<&str> = text.lines().filter(|line| line.starts_with("/r")).collect();
    assert!(paths.len() >= 18, "{paths:?}");
    let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let nodes: Vec<serde_json::Value> = lines.filter(|line| line.get("path").is_some()).collect();
    assert_eq!(nodes.len(), paths.len(), "{text}");
    for node in nodes {
        assert!(
            node["acl"].to_string().contains("cdrw\"") || node["acl"].to_string().contains(":cdrw"),
            "{node}"
        );
        assert!(!node["acl"].to_string().contains("cdrwa"), "{node}");
    }
    lab.run(&["lock", "/x", "--acl", "nonsense", "--", "true"]).exits(2);
    lab.run(&["lock", "/x", "--ls", "--acl", "world:anyone:r"]).exits(2);
}

#[test]
fn the_deadline_is_for_recipes_too() {
    let lab = Lab::new();
    let mut holder = Terminal::start(&lab, &[]);
    holder.line("lock /l");
    holder.sees("[1] lock /l");
    let started = Instant::now();
    lab.run(&["lock", "/l", "--deadline", "300ms", "--", "true"]).exits(124);
    lab.run(&["elect", "/l2", "--deadline", "300ms"]).exits(7);
    let run = lab.run(&["lock", "/l3", "--deadline", "500ms", "--", "sleep", "600"]).exits(124);
    assert!(
        run.stderr.contains("the deadline of 500ms has passed, and the command was stopped"),
        "{}",
        run.stderr
    );
    assert!(started.elapsed() < Duration::from_secs(60));
    assert_eq!((children(&lab, "/l"), children(&lab, "/l3")), (1, 0));
}
