//! `elect`, `barrier`, `queue`, `counter`, `group` against a real server.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::support::Lab;

/// A run in the background whose lines are read as they come.
struct Live {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Live {
    fn start(lab: &Lab, args: &[&str]) -> Live {
        let mut command = lab.command(args);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Live { child, lines }
    }

    #[track_caller]
    fn line(&mut self) -> String {
        self.lines.next().expect("another line").unwrap()
    }

    #[track_caller]
    fn json(&mut self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn end(mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

#[test]
fn leaders_follow_each_other_and_listeners_hear_it() {
    let lab = Lab::new();
    for layout in ["curator", "curator-selector", "kazoo"] {
        let path = format!("/{layout}");
        let path = path.as_str();
        let elect = |id: &'static str| ["elect", path, "--layout", layout, "--id", id, "-o", "jsonl"];
        let mut listener = Live::start(
            &lab,
            &["elect", path, "--layout", layout, "--listen", "-o", "jsonl", "--count", "4"],
        );
        assert_eq!(listener.json()["event"], "no_leader");
        let mut first = Live::start(&lab, &elect("one"));
        assert_eq!(
            (first.json()["event"].clone(), listener.json()["id"].clone()),
            ("elected".into(), "one".into())
        );
        let mut second = Live::start(&lab, &elect("two"));
        lab.run(&["elect", path, "--layout", layout, "--timeout", "100ms"]).exits(7);
        lab.run(&["elect", path, "--layout", layout, "--timeout", "100ms", "--", "true"]).exits(124);
        let both = || (lab.run(&["ls", path]).text().lines().count() == 2).then_some(());
        zkd_tests::poll(zkd_tests::PATIENCE, both).expect("two candidates");
        first.signal(Signal::INT);
        assert_eq!(first.end(), 130);
        assert_eq!(second.json()["event"], "elected");
        let heard = listener.json();
        assert_eq!((&heard["event"], &heard["id"]), (&"leader".into(), &"two".into()));
        second.signal(Signal::TERM);
        assert_eq!(second.end(), 143);
        assert_eq!(listener.json()["event"], "no_leader");
        assert_eq!(listener.end(), 0);
    }
    let run = lab.run(&["elect", "/curator", "--", "sh", "-c", "echo $ZKD_LOCK_PATH; exit 3"]).exits(3);
    assert_eq!(run.text(), "/curator\n");
}

#[test]
fn a_double_barrier_holds_until_all_have_come_and_all_are_done() {
    let lab = Lab::new();
    let gate = lab.path("gate");
    let member = |n: usize| {
        let script = format!("echo in; [ {n} = 0 ] && while [ ! -e {gate} ]; do sleep 0.02; done; exit {n}");
        Live::start(&lab, &["barrier", "enter", "/b", "--members", "3", "--", "sh", "-c", &script])
    };
    lab.run(&["barrier", "enter", "/b", "--members", "3", "--timeout", "100ms"]).exits(7);
    lab.run(&["barrier", "enter", "/b", "--members", "3", "--timeout", "100ms", "--", "true"]).exits(124);
    let mut members: Vec<Live> = (0..3).map(member).collect();
    members.iter_mut().for_each(|m| assert_eq!(m.line(), "in"));
    lab.run(&["exists", "/b/ready"]).exits(0);
    lab.run(&["barrier", "leave", "/b", "--timeout", "100ms"]).exits(7);
    assert!(
        members.iter_mut().all(|m| m.child.try_wait().unwrap().is_none()),
        "one left before all were done"
    );
    std::fs::write(&gate, "").unwrap();
    assert_eq!(members.into_iter().map(Live::end).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(lab.run(&["ls", "/b"]).text(), "");
}

#[test]
fn a_single_barrier_holds_as_long_as_its_node_is_there() {
    let lab = Lab::new();
    lab.run(&["barrier", "wait", "/hold"]).exits(0);
    lab.run(&["create", "/hold"]).exits(0);
    lab.run(&["barrier", "wait", "/hold", "--timeout", "50ms"]).exits(7);
    let waiter = Live::start(&lab, &["barrier", "wait", "/hold"]);
    lab.run(&["delete", "/hold"]).exits(0);
    assert_eq!(waiter.end(), 0);
}

#[test]
fn a_queue_gives_what_it_got_in_order() {
    let lab = Lab::new();
    for layout in ["kazoo", "curator", "curator-simple"] {
        let path = format!("/q-{layout}");
        let queue = |args: &[&str]| {
            let mut all = vec!["queue", args[0], path.as_str(), "--layout", layout];
            all.extend(&args[1..]);
            lab.run(&all)
        };
        queue(&["take"]).exits(3);
        queue(&["peek"]).exits(3);
        queue(&["take", "--wait", "50ms"]).exits(7);
        for text in ["one", "two", "three"] {
            queue(&["put", text]).exits(0);
        }
        assert_eq!(queue(&["ls", "-o", "json"]).json()["entries"].as_array().unwrap().len(), 3);
        assert_eq!(queue(&["peek"]).exits(0).text(), "one");
        assert_eq!(queue(&["take"]).exits(0).text(), "one");
        assert_eq!(queue(&["take"]).exits(0).text(), "two");
        assert_eq!(queue(&["take", "--wait"]).exits(0).text(), "three");
        let waiting =
            Live::start(&lab, &["queue", "take", &path, "--layout", layout, "--wait", "-o", "json"]);
        queue(&["put", ""]).exits(0);
        assert_eq!(waiting.end(), 0);
        queue(&["put"]).exits(2);
    }
    lab.run(&["queue", "put", "/q", "low"]).exits(0);
    lab.run(&["queue", "put", "/q", "high", "--priority", "1"]).exits(0);
    assert_eq!(lab.run(&["queue", "take", "/q"]).text(), "high");
    lab.run(&["queue", "put", "/q", "x", "--priority", "1", "--layout", "curator"]).exits(2);
    lab.run(&["create", "/foreign"]).exits(0);
    lab.run(&["create", "-s", "/foreign/queue-", "no envelope"]).exits(0);
    let foreign = lab.run(&["queue", "take", "/foreign", "--layout", "curator"]).exits(4);
    assert!(foreign.stderr.contains("holds no queue item"), "{}", foreign.stderr);
}

#[test]
fn every_entry_is_taken_once() {
    let lab = Lab::new();
    for n in 0..20 {
        lab.run(&["queue", "put", "/q", &format!("{n}\n")]).exits(0);
    }
    let takers: Vec<Live> = (0..20).map(|_| Live::start(&lab, &["queue", "take", "/q"])).collect();
    let mut taken: Vec<u32> = takers.into_iter().map(|mut t| t.line().parse().unwrap()).collect();
    taken.sort();
    assert_eq!(taken, (0..20).collect::<Vec<_>>());
}

#[test]
fn a_counter_counts_all_and_its_layouts_are_those_of_others() {
    let lab = Lab::new();
    for (layout, bytes) in [("kazoo", "MTc="), ("curator", "AAAAEQ=="), ("curator-long", "AAAAAAAAABE=")] {
        let path = format!("/c/{layout}");
        let counter = |args: &[&str]| lab.run(&[&["counter"], args, &["--layout", layout]].concat());
        counter(&["get", &path]).exits(3);
        let adders: Vec<Live> =
            (0..10).map(|_| Live::start(&lab, &["counter", "add", &path, "--layout", layout])).collect();
        assert!(adders.into_iter().all(|a| a.end() == 0));
        assert_eq!(counter(&["get", &path]).exits(0).text(), "10\n");
        assert_eq!(counter(&["add", &path, "-3"]).exits(0).text(), "7\n");
        let wrong = counter(&["cas", &path, "10", "11"]).exits(4);
        assert!(wrong.stderr.contains("is 7, not 10"), "{}", wrong.stderr);
        assert_eq!(counter(&["cas", &path, "7", "17", "-o", "json"]).exits(0).json()["value"], 17);
        assert_eq!(
            lab.run(&["get", &path, "-b"]).exits(0).text(),
            format!(
                "{bytes}
"
            ),
            "{layout}"
        );
    }
    lab.run(&["counter", "get", "/c/kazoo", "--layout", "curator-long"]).exits(4);
    lab.run(&["counter", "add", "/c/curator", "2147483647", "--layout", "curator"]).exits(2);
}

#[test]
fn members_come_and_go() {
    let lab = Lab::new();
    for layout in ["curator", "kazoo", "kazoo-shallow"] {
        let path = format!("/g/{layout}");
        let path = path.as_str();
        let mut news =
            Live::start(&lab, &["group", "watch", path, "--layout", layout, "--count", "2", "-o", "jsonl"]);
        let join = ["group", "join", path, "--layout", layout, "--id", "m1", "--data", "d"];
        let mut member =
            Live::start(&lab, &[&join[..], &["--", "sh", "-c", "echo $ZKD_PATH; sleep 60"]].concat());
        let node = member.line();
        let joined = news.json();
        assert_eq!(
            (&joined["event"], &joined["id"], joined["path"].as_str()),
            (&"joined".into(), &"m1".into(), Some(node.as_str()))
        );
        let list = lab.run(&["group", "ls", path, "--layout", layout, "-o", "json"]).json();
        assert_eq!(list["members"][0]["id"], "m1");
        if layout == "curator" {
            let twice = lab.run(&[&join[..], &["--", "true"]].concat()).exits(125);
            assert!(twice.stderr.contains("already"), "{}", twice.stderr);
        }
        // Its place is taken again if somebody deletes the node.
        lab.run(&["delete", &node]).exits(0);
        let left = news.json();
        assert!(left["event"] == "left" && news.end() == 0);
        let back = || {
            lab.run(&["group", "ls", path, "--layout", layout, "-o", "json"]).json()["members"][0]["id"]
                == "m1"
        };
        assert!(zkd_tests::poll(zkd_tests::PATIENCE, || back().then_some(())).is_some());
        member.signal(Signal::TERM);
        assert_eq!(member.end(), 143);
        assert_eq!(lab.run(&["ls", path]).text(), "");
    }
    lab.run(&["group", "join", "/g/curator", "--id", "a/b"]).exits(2);
}
