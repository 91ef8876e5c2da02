//! Ctrl-C in the middle of commands over many nodes: what was done is said and true, and nothing is left that is not
//! named.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use std::time::Duration;
use zkd_tests::proxy::{Link, Net, Port, Rule};
use zkd_tests::{PATIENCE, poll};

use crate::support::{Lab, Run};

const NODES: usize = 2000;

/// `/w` with many children.
fn planted(lab: &Lab) {
    let mut text =
        "{\"schema\":\"zkctl-export/1\",\"root\":\"/w\"}\n{\"path\":\"/w\",\"value\":\"x\"}\n".to_owned();
    for n in 0..NODES {
        text.push_str(&format!("{{\"path\":\"/w/n{n:05}\",\"value\":\"{n}\"}}\n"));
    }
    text.push_str(&format!("{{\"end\":true,\"nodes\":{}}}\n", NODES + 1));
    lab.run_with(&["import", "-"], text.as_bytes()).exits(0);
}

/// Nodes at and below `path`.
fn count(lab: &Lab, path: &str) -> usize {
    let run = lab.run(&["ls", "-R", path]);
    if run.code == 3 { 0 } else { run.exits(0).text().lines().count() }
}

fn start(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Ctrl-C, and what the program said then.
#[track_caller]
fn interrupt(child: Child) -> Run {
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let run = Run {
        code: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    run.exits(130)
}

/// The number before `what`, digits in groups or not.
#[track_caller]
fn number(said: &str, what: &str) -> usize {
    let Some((before, _)) = said.split_once(what) else { panic!("no {what:?} in {said:?}") };
    let start = before.rfind([':', ',', ';', '\n']).map_or(0, |at| at + 1);
    let digits: String = before[start..].chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("{before:?} ends in no number"))
}

/// How many nodes are said to be done.
#[track_caller]
fn done(said: &str, what: &str) -> usize {
    if said.contains(&format!("1 node was {what}")) {
        1
    } else if said.contains(&format!(" were {what}")) {
        number(said, &format!(" were {what}"))
    } else {
        0
    }
}

fn under_way(said: &str) -> usize {
    if said.contains("under way") { number(said, " write") } else { 0 }
}

/// A way to the server on which every piece takes a while, and that can be stopped.
struct Slow {
    net: Net,
    address: String,
}

const CLIENT: usize = 0;
const SERVER: usize = 1;

impl Slow {
    fn to(lab: &Lab) -> Slow {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let net = Net::new();
        let link = Link { dialer: CLIENT, target: SERVER, port: Port::Client, to: lab.addr, callback: None };
        net.serve(listener, link).unwrap();
        let slow = Slow { net, address };
        slow.set(Rule::Delay(Duration::from_millis(50)));
        slow
    }

    fn set(&self, rule: Rule) {
        self.net.set(CLIENT, SERVER, None, rule);
        self.net.set(SERVER, CLIENT, None, rule);
    }
}

#[test]
fn an_export_leaves_no_file_and_names_its_directory() {
    let lab = Lab::new();
    planted(&lab);
    let dir = lab.path("exports");
    std::fs::create_dir(&dir).unwrap();
    let names = || std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>();
    let slow = ["export", "/w", "--rate", "100/s"];
    let file = format!("{dir}/w.jsonl");
    let child = start(lab.command(&[&slow[..], &[&file]].concat()));
    poll(PATIENCE, || (!names().is_empty()).then_some(())).expect("a draft");
    let run = interrupt(child);
    assert!((1..NODES).contains(&done(&run.stderr, "exported")), "{}", run.stderr);
    assert_eq!(names(), Vec::<std::path::PathBuf>::new());
    let whole = format!("{dir}/w");
    let child = start(lab.command(&[&slow[..], &[&whole, "--format", "dir"]].concat()));
    poll(PATIENCE, || Path::new(&whole).join("n00003").exists().then_some(())).expect("some nodes");
    let run = interrupt(child);
    assert!(run.stderr.contains(&format!("{whole} is there, and not whole")), "{}", run.stderr);
    // What is cut off says so to whoever reads it, too.
    lab.run(&["import", &whole, "/again"]).exits(11);
}

#[test]
fn a_copy_says_how_much_is_there() {
    let lab = Lab::new();
    planted(&lab);
    let slow = Slow::to(&lab);
    let child = start(lab.command(&["-C", &slow.address, "cp", "-r", "/w", "/copy"]));
    poll(PATIENCE, || (count(&lab, "/copy") > 300).then_some(())).expect("a first part of the copy");
    slow.set(Rule::Hold);
    let run = interrupt(child);
    let (written, unsure) = (done(&run.stderr, "written"), under_way(&run.stderr));
    let there = count(&lab, "/copy");
    assert!((written..=written + unsure).contains(&there), "{there} are there: {}", run.stderr);
    assert!(there <= NODES, "it was done before it was interrupted");
}

#[test]
fn a_deletion_says_how_much_is_gone_and_what_brings_it_back() {
    let lab = Lab::new();
    planted(&lab);
    let before = lab.path("before.jsonl");
    lab.run(&["export", "/w", &before]).exits(0);
    let slow = Slow::to(&lab);
    let args = ["-C", &slow.address, "deleteall", "/w", "-y", "--max-nodes", "5000"];
    let child = start(lab.command(&args));
    poll(PATIENCE, || (count(&lab, "/w") < NODES - 100).then_some(())).expect("a first part to go");
    slow.set(Rule::Hold);
    let run = interrupt(child);
    let (gone, unsure) = (done(&run.stderr, "deleted"), under_way(&run.stderr));
    let missing = NODES + 1 - count(&lab, "/w");
    assert!((gone..=gone + unsure).contains(&missing), "{missing} are missing: {}", run.stderr);
    assert!(missing <= NODES, "it was done before it was interrupted");
    let id = run.stderr.split("zkctl undo ").nth(1).unwrap().split('`').next().unwrap().to_owned();
    // The entry names the servers as they were given.
    slow.set(Rule::Pass);
    lab.run(&["-C", &slow.address, "undo", &id]).exits(0);
    lab.run(&["diff", "/w", &format!("@{before}")]).exits(0);
}

#[test]
fn a_mirror_says_how_much_is_there_and_goes_on_where_it_was() {
    let lab = Lab::new();
    planted(&lab);
    lab.run(&["create", "/there"]).exits(0);
    let target = format!("{}/there/w", lab.addr);
    let child = start(lab.command(&["mirror", "/w", &target, "-y", "--rate", "100/s", "--concurrency", "4"]));
    poll(PATIENCE, || (count(&lab, "/there/w") > 20).then_some(())).expect("a first part of the mirror");
    let run = interrupt(child);
    let (written, unsure) = (done(&run.stderr, "written"), under_way(&run.stderr));
    let there = count(&lab, "/there/w");
    assert!((written..=written + unsure).contains(&there), "{there} are there: {}", run.stderr);
    assert!(there <= NODES, "it was done before it was interrupted");
    lab.run(&["mirror", "/w", &target, "-y"]).exits(0);
    lab.run(&["diff", "/w", &target]).exits(0);
}
