//! Exit codes when the server is missing, stalls, or is cut off in the middle.

use std::time::{Duration, Instant};

use crate::fake::{self, Fault};
use crate::support::{Run, zkctl};

fn at(addr: std::net::SocketAddr, args: &[&str]) -> Run {
    let addr = addr.to_string();
    let mut all = vec!["-C", addr.as_str(), "-o", "json", "--timeout", "300ms"];
    all.extend(args);
    zkctl(&all)
}

#[test]
fn nobody_there_is_6() {
    let run = at(fake::dead_address(), &["ls", "/", "--connect-timeout", "300ms"]).exits(6);
    assert!(run.stdout.is_empty());
    assert_eq!(run.error()["exit"], 6);
    assert!(run.error()["message"].as_str().unwrap().starts_with("cannot connect to 127.0.0.1:"));
    assert!(run.error()["message"].as_str().unwrap().ends_with(": connection refused"));
    assert!(run.error()["hint"].as_str().unwrap().contains("playground"));
}

#[test]
fn a_read_without_an_answer_is_7() {
    let run = at(fake::start(Fault::Stall), &["get", "/a"]).exits(7);
    assert_eq!(run.error()["applied"], "no");
}

#[test]
fn a_read_that_is_cut_off_again_and_again_is_6() {
    let run = at(fake::start(Fault::Cut), &["get", "/a"]).exits(6);
    assert_eq!(run.error()["code"], "ConnectionLost");
}

#[test]
fn a_session_that_is_gone_is_9() {
    let run = at(fake::start(Fault::Expire), &["get", "/a", "--timeout", "10s"]).exits(9);
    assert_eq!(run.error()["code"], "SessionExpired");
}

#[test]
fn a_write_without_an_answer_is_8() {
    for fault in [Fault::Stall, Fault::Cut] {
        for args in [&["create", "/a", "x"][..], &["set", "/a", "x"], &["delete", "/a"]] {
            let run = at(fake::start(fault), args).exits(8);
            assert_eq!(run.error()["applied"], "unknown", "{fault:?} {args:?}");
        }
    }
}

/// Runs until `requests` have reached a server that answers nothing, then presses Ctrl-C.
fn interrupted(args: &[&str]) -> Run {
    let (addr, seen) = fake::start_telling(Fault::Stall);
    let home = tempfile::tempdir().unwrap();
    let mut command = crate::support::command(&home);
    command.args(["-C", &addr.to_string(), "-o", "json"]).args(args);
    command.stdin(std::process::Stdio::null());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    seen.recv_timeout(std::time::Duration::from_secs(20)).expect("a request");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn an_interrupted_write_is_said_to_be_of_unknown_outcome() {
    for args in [&["create", "/a", "x"][..], &["set", "/a", "x"], &["delete", "/a"]] {
        let run = interrupted(args).exits(130);
        assert_eq!(run.error()["applied"], "unknown", "{args:?}");
        assert_eq!(run.error()["path"], "/a");
        assert!(run.error()["message"].as_str().unwrap().starts_with("interrupted: cannot tell"), "{args:?}");
    }
}

#[test]
fn an_interrupted_read_says_nothing() {
    let run = interrupted(&["get", "/a"]).exits(130);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_bad_connect_string_is_2() {
    let run = zkctl(&["-C", "host:99999", "ls"]).exits(2);
    assert!(run.stderr.contains("host:port"), "{}", run.stderr);
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for_at_the_end() {
    let address = fake::start(Fault::Stall);
    let took = |args: &[&str], code: i32| {
        let started = Instant::now();
        at(address, args).exits(code);
        started.elapsed()
    };
    // The shortest of three is what the program needs; the others are what the machine does beside it.
    let least = |args: &[&str], code| (0..3).map(|_| took(args, code)).min().unwrap();
    for (args, code) in [
        (&["get", "/a"][..], 7),
        (&["set", "/a", "x"], 8),
        (&["ls", "/", "--timeout", "10s", "--deadline", "300ms"], 7),
        (&["lock", "/l", "--deadline", "300ms", "--", "true"], 124),
    ] {
        let least = least(args, code);
        assert!(least < Duration::from_millis(1800), "{args:?} took {least:?} for a limit of 300 ms");
    }
}
