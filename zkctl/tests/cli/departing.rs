//! SIGTERM and SIGHUP: what the session held is free at once, and the terminal is as it was.

use std::io::Write;
use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use zkd_tests::{PATIENCE, poll};

use crate::support::Lab;
use crate::terminal::Terminal;

/// Less than a session without goodbye would live.
const SESSION: &str = "120s";

fn exists(lab: &Lab, path: &str) -> bool {
    lab.run(&["exists", path]).code == 0
}

/// A shell on a pipe that has made an ephemeral node and waits for more.
fn waiting(lab: &Lab, node: &str) -> Child {
    let mut child = lab
        .command(&["--session-timeout", SESSION, "shell"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.as_mut().unwrap(), "create -e {node}").unwrap();
    poll(PATIENCE, || exists(lab, node).then_some(())).expect("the node");
    child
}

#[test]
fn ephemerals_go_with_a_shell_that_is_ended() {
    let lab = Lab::with(|config| config.max_session_timeout_ms = 120_000);
    for signal in [Signal::TERM, Signal::HUP] {
        let mut child = waiting(&lab, "/here");
        // Its input stays open: waiting for a child closes what it still has of it.
        let _input = child.stdin.take();
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(143), "{signal:?}");
        assert!(!exists(&lab, "/here"), "{signal:?}");
    }
}

#[test]
fn a_command_that_is_ended_closes_its_session() {
    let lab = Lab::with(|config| config.max_session_timeout_ms = 120_000);
    lab.run(&["create", "/a"]).exits(0);
    let child = lab
        .command(&["--session-timeout", SESSION, "wait", "/never"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let dump = || lab.run(&["server", "4lw", "dump"]).exits(0).text();
    poll(PATIENCE, || dump().contains("Session Sets (1)").then_some(())).expect("its session");
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(143), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(dump().contains("Session Sets (0)"), "{}", dump());
}

#[test]
fn at_a_prompt_the_terminal_is_left_as_it_was() {
    let lab = Lab::with(|config| config.max_session_timeout_ms = 120_000);
    let mut shell = Terminal::start(&lab, &["--session-timeout", SESSION]);
    let tty = shell.tty();
    let modes = || tcgetattr(&tty).unwrap().local_modes;
    shell.line("create -e /here");
    shell.sees("/here\r");
    shell.sees("> ");
    let raw = poll(PATIENCE, || Some(modes()).filter(|m| !m.contains(LocalModes::ICANON)));
    assert!(raw.is_some(), "the prompt has no mode of its own");
    shell.signal(Signal::TERM);
    shell.exits(143);
    assert!(!exists(&lab, "/here"));
    assert!(modes().contains(LocalModes::ICANON | LocalModes::ECHO), "{:?}", modes());
}
