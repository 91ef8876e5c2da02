//! `watch` in all its modes, `wait`, and creates that are never doubled.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Stdio};

use serde_json::Value;
use zkd_tests::proxy::{Link, Net, Port};
use zkd_tests::{PATIENCE, poll};

use crate::support::Lab;

struct Watch {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Watch {
    fn start(lab: &Lab, args: &[&str]) -> Watch {
        let mut command = lab.command(args);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Watch { child, lines }
    }

    #[track_caller]
    fn json(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().expect("another line").unwrap()).unwrap()
    }

    #[track_caller]
    fn event(&mut self, event: &str, path: &str) -> Value {
        let seen = self.json();
        assert_eq!((seen["event"].as_str(), seen["path"].as_str()), (Some(event), Some(path)), "{seen}");
        seen
    }

    fn end(mut self) -> i32 {
        let rest: Vec<String> = self.lines.by_ref().map(Result::unwrap).collect();
        assert_eq!(rest, [""; 0]);
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

#[test]
fn each_mode_reports_what_it_is_for() {
    let lab = Lab::new();
    for (mode, count) in [("data", 4), ("children", 3), ("any", 5), ("persistent", 5)] {
        let path = format!("/{mode}");
        let path = path.as_str();
        let count_text = count.to_string();
        let mut watch =
            Watch::start(&lab, &["watch", path, "--mode", mode, "-o", "jsonl", "--count", &count_text]);
        assert_eq!(watch.event("watch_set", path)["mode"], mode);
        lab.run(&["create", path, "one"]).exits(0);
        watch.event("created", path);
        lab.run(&["set", path, "two"]).exits(0);
        if mode != "children" {
            watch.event("changed", path);
        }
        if mode == "data" {
            lab.run(&["set", path, "three"]).exits(0);
            watch.event("changed", path);
        }
        lab.run(&["create", &format!("{path}/x")]).exits(0);
        if mode != "data" {
            watch.event("children", path);
        }
        lab.run(&["rm", &format!("{path}/x")]).exits(0);
        if mode == "any" || mode == "persistent" {
            watch.event("children", path);
            lab.run(&["rm", path]).exits(0);
            watch.event("deleted", path);
        } else if mode == "children" {
            watch.event("children", path);
        } else {
            lab.run(&["rm", path]).exits(0);
            watch.event("deleted", path);
        }
        assert_eq!(watch.end(), 0, "{mode}");
    }
    lab.run(&["watch", "-R", "--mode", "data", "/"]).exits(2);
}

#[test]
fn the_initial_state_comes_first_and_differences_are_shown() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/w/b", "x"]).exits(0);
    lab.run(&["create", "/w/a", "one\ntwo"]).exits(0);
    let mut watch =
        Watch::start(&lab, &["watch", "-R", "/w", "--initial", "--diff", "--count", "2", "-o", "jsonl"]);
    watch.event("watch_set", "/w");
    watch.event("initial", "/w");
    watch.event("initial", "/w/a");
    let shown = watch.event("diff", "/w/a");
    assert_eq!((&shown["old"]["null"], &shown["new"]["data"]), (&true.into(), &"one\ntwo".into()));
    watch.event("initial", "/w/b");
    watch.event("diff", "/w/b");
    lab.run(&["set", "/w/a", "one\n2"]).exits(0);
    watch.event("changed", "/w/a");
    let shown = watch.event("diff", "/w/a");
    assert_eq!((&shown["old"]["data"], &shown["new"]["data"]), (&"one\ntwo".into(), &"one\n2".into()));
    lab.run(&["rm", "/w/a"]).exits(0);
    watch.event("deleted", "/w/a");
    assert_eq!(watch.event("diff", "/w/a")["old"]["data"], "one\n2");
    assert_eq!(watch.end(), 0);
    let mut watch = Watch::start(&lab, &["watch", "/w", "--diff", "--count", "1", "-o", "jsonl"]);
    watch.event("watch_set", "/w");
    // What it compares with is read behind the watch: an event of this write may come with or without a difference.
    lab.run(&["create", "/w/c"]).exits(0);
    watch.event("children", "/w");
}

#[test]
fn a_command_runs_for_each_event_one_at_a_time() {
    let lab = Lab::new();
    lab.run(&["create", "/w", "0"]).exits(0);
    let script = "set -C; : > $0 || { echo overlap; exit 1; }; sleep 0.05; rm $0; echo $ZKD_EVENT $ZKD_PATH ${ZKD_ZXID%x*}";
    let inside = lab.path("inside");
    let mut watch =
        Watch::start(&lab, &["watch", "/w", "--initial", "--count", "4", "--", "sh", "-c", script, &inside]);
    assert_eq!(watch.lines.next().unwrap().unwrap(), "initial /w 0");
    for n in 1..=4 {
        lab.run(&["set", "/w", &n.to_string()]).exits(0);
    }
    for _ in 1..=4 {
        assert_eq!(watch.lines.next().unwrap().unwrap(), "changed /w 0");
    }
    assert_eq!(watch.end(), 0);
    lab.run(&["watch", "/w", "--initial", "--", "/no/such/command"]).exits(127);
}

#[test]
fn a_reconnect_leaves_a_mark() {
    let lab = Lab::new();
    lab.run(&["create", "/w"]).exits(0);
    for mode in ["persistent", "any"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let through = listener.local_addr().unwrap().to_string();
        let net = Net::new();
        net.serve(listener, Link { dialer: 0, target: 1, port: Port::Client, to: lab.addr, callback: None })
            .unwrap();
        let mut watch = Watch::start(
            &lab,
            &["-C", &through, "watch", "/w", "--mode", mode, "--count", "1", "-o", "jsonl"],
        );
        watch.event("watch_set", "/w");
        net.reset(0, 1);
        assert_eq!(watch.json()["state"], "disconnected");
        let back = watch.json();
        assert_eq!((&back["state"], &back["gap_possible"]), (&"connected".into(), &true.into()));
        lab.run(&["set", "/w", "x"]).exits(0);
        watch.event("changed", "/w");
        assert_eq!(watch.end(), 0);
    }
}

/// A way to the server on which addWatch is not known, as before 3.6.
fn old_server(to: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut client = listener.accept().unwrap().0;
        let mut server = TcpStream::connect(to).unwrap();
        let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        std::thread::spawn(move || std::io::copy(&mut answers, &mut back));
        let mut length = [0; 4];
        while client.read_exact(&mut length).is_ok() {
            let mut body = vec![0; u32::from_be_bytes(length) as usize];
            client.read_exact(&mut body).unwrap();
            // Behind the handshake a frame starts with xid and operation.
            if body.get(4..8) == Some(&106i32.to_be_bytes()) && body.len() < 40 {
                let mut refusal = 16i32.to_be_bytes().to_vec();
                refusal.extend_from_slice(&body[..4]);
                refusal.extend_from_slice(&0i64.to_be_bytes());
                refusal.extend_from_slice(&(-6i32).to_be_bytes());
                client.write_all(&refusal).unwrap();
            } else {
                server.write_all(&[&length[..], &body].concat()).unwrap();
            }
        }
    });
    addr
}

#[test]
fn a_server_without_persistent_watches_is_watched_all_the_same() {
    let lab = Lab::new();
    let through = old_server(lab.addr).to_string();
    let mut watch = Watch::start(&lab, &["-C", &through, "watch", "/w", "--count", "3", "-o", "jsonl"]);
    assert_eq!(watch.event("watch_set", "/w")["mode"], "any");
    lab.run(&["create", "/w", "a"]).exits(0);
    watch.event("created", "/w");
    lab.run(&["create", "/w/x"]).exits(0);
    watch.event("children", "/w");
    lab.run(&["set", "/w", "b"]).exits(0);
    watch.event("changed", "/w");
    assert_eq!(watch.end(), 0);
    let through = old_server(lab.addr).to_string();
    let refused = lab.run(&["-C", &through, "watch", "-R", "/w"]).exits(14);
    assert!(refused.stderr.contains("3.6"), "{}", refused.stderr);
}

#[test]
fn wait_ends_when_the_node_is_as_wanted_and_with_7_when_it_never_is() {
    let lab = Lab::new();
    let is = |until: &str| lab.run(&["wait", "/w", "--until", until, "--timeout", "1m"]).code;
    // Too short for any server to answer in is 7, too: nothing here depends on how fast this machine is.
    let never_is = |until: &str| lab.run(&["wait", "/w", "--until", until, "--timeout", "50ms"]).code;
    assert_eq!(is("gone"), 0);
    for until in ["exists", "version>=0", "value=x", "children>=0"] {
        assert_eq!(never_is(until), 7, "{until}");
    }
    let steps: [(&str, &[&str]); 5] = [
        ("exists", &["create", "/w", "a"]),
        ("value=b", &["set", "/w", "b"]),
        ("version>1", &["set", "/w", "c"]),
        ("children>=1", &["create", "/w/x"]),
        ("children=0", &["rm", "/w/x"]),
    ];
    for (until, change) in steps {
        let mut command = lab.command(&["wait", "/w", "--until", until]);
        let mut waiting = command.stdin(Stdio::null()).spawn().unwrap();
        lab.run(change).exits(0);
        assert_eq!(waiting.wait().unwrap().code(), Some(0), "{until}");
        assert_eq!(is(until), 0, "{until}");
    }
    assert_eq!(never_is("gone"), 7);
    assert_eq!(lab.run(&["wait", "/w", "-o", "json"]).exits(0).json()["exists"], true);
    let wrong = lab.run(&["wait", "/w", "--until", "size>3"]).exits(2);
    assert!(wrong.stderr.contains("nothing to wait for"), "{}", wrong.stderr);
}

#[test]
fn an_idempotent_create_is_never_done_twice() {
    let lab = Lab::new();
    lab.run(&["create", "/q"]).exits(0);
    let plain = lab.run(&["create", "-s", "--idempotent", "/q/n-", "x"]).exits(0).text();
    assert!(plain.starts_with("/q/_c_") && plain.ends_with("-n-0000000000\n"), "{plain}");
    lab.run(&["create", "--idempotent", "/q/n"]).exits(2);
    lab.run(&["create", "-s", "--idempotent", "/none/n-"]).exits(3);
    // The connection is cut behind ever more bytes: before the request, in it, behind it, in the answer.
    let cuts = (0..40).flat_map(|n| [(0, 1, 40 + n * 8), (1, 0, 20 + n * 8)]);
    for (made, (from, to, bytes)) in (2..).zip(cuts) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let through = listener.local_addr().unwrap().to_string();
        let net = Net::new();
        net.serve(listener, Link { dialer: 0, target: 1, port: Port::Client, to: lab.addr, callback: None })
            .unwrap();
        net.cut_after(from, to, Port::Client, bytes);
        let created = lab.run(&["-C", &through, "create", "-s", "--idempotent", "/q/n-", "x"]).exits(0);
        lab.run(&["exists", created.text().trim()]).exits(0);
        let there = || (lab.run(&["ls", "/q"]).text().lines().count() == made).then_some(());
        poll(PATIENCE, there).unwrap_or_else(|| panic!("doubled by a cut behind {bytes} bytes from {from}"));
    }
}
