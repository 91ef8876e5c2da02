//! What becomes of a run when the way to the server is bad: one table of faults, commands and exit codes, with a real
//! server behind a proxy.

use std::time::{Duration, Instant};

use crate::proxy::{self, Fault};
use crate::support::{Lab, run, zkctl};

struct Case {
    fault: Fault,
    args: &'static [&'static str],
    exit: i32,
    /// What JSON says of the outcome.
    applied: &'static str,
    /// Whether the write has really taken effect, however it looked from here.
    done: Option<bool>,
}

const SHORT: &[&str] = &["--timeout", "400ms"];
const DEADLINE: &[&str] = &["--deadline", "700ms"];

#[test]
fn every_fault_has_its_exit_code() {
    let case = |fault, args, exit, applied, done| Case { fault, args, exit, applied, done };
    let cases = [
        (case(Fault::None, &["get", "/a"], 0, "", None), SHORT),
        (case(Fault::Refuse, &["get", "/a"], 6, "no", None), &["--connect-timeout", "400ms"][..]),
        (case(Fault::Mute, &["get", "/a"], 6, "no", None), &["--connect-timeout", "400ms"]),
        (case(Fault::Mute, &["create", "/new"], 6, "no", Some(false)), &["--connect-timeout", "400ms"]),
        (case(Fault::Mute, &["get", "/a"], 7, "no", None), DEADLINE),
        (case(Fault::Stall, &["get", "/a"], 7, "no", None), SHORT),
        (case(Fault::Stall, &["get", "/a"], 7, "no", None), DEADLINE),
        (case(Fault::Stall, &["create", "/new"], 8, "unknown", Some(true)), SHORT),
        (case(Fault::Stall, &["create", "/new"], 8, "unknown", Some(true)), DEADLINE),
        (case(Fault::Cut, &["get", "/a"], 6, "no", None), &["--retries", "1"]),
        (case(Fault::Cut, &["create", "/new"], 8, "unknown", Some(true)), SHORT),
        (case(Fault::Cut, &["get", "/a"], 7, "no", None), DEADLINE),
        (case(Fault::Expire, &["get", "/a"], 9, "no", None), &[]),
        (case(Fault::Expire, &["create", "/new"], 8, "unknown", Some(false)), SHORT),
    ];
    for (case, limits) in cases {
        let lab = Lab::new();
        lab.run(&["create", "/a", "x"]).exits(0);
        let addr = proxy::start(lab.addr, case.fault).to_string();
        let start = Instant::now();
        let args = [&["-C", &addr, "-o", "json"], limits, case.args].concat();
        let ended = run(lab.bare(&args), b"");
        let what = format!("{:?} {:?} {limits:?}: {}", case.fault, case.args, ended.stderr);
        assert_eq!(ended.code, case.exit, "{what}");
        assert!(start.elapsed() < Duration::from_secs(15), "{what}: {:?}", start.elapsed());
        if case.exit != 0 {
            assert_eq!(ended.error()["exit"], case.exit, "{what}");
            assert_eq!(ended.error()["applied"], case.applied, "{what}");
        }
        if let Some(done) = case.done {
            lab.run(&["exists", "/new"]).exits(if done { 0 } else { 3 });
        }
    }
}

#[test]
fn retries_are_counted() {
    let (addr, seen) = crate::fake::start_telling(crate::fake::Fault::Cut);
    zkctl(&["-C", &addr.to_string(), "get", "/a", "--retries", "2"]).exits(6);
    // The farewell, which closes the session, is not told of.
    assert_eq!(seen.try_iter().count(), 3);
    let (addr, seen) = crate::fake::start_telling(crate::fake::Fault::Cut);
    zkctl(&["-C", &addr.to_string(), "get", "/a", "--retries", "0"]).exits(6);
    assert_eq!(seen.try_iter().count(), 1);
}

#[test]
fn a_refused_identity_is_5() {
    let lab = Lab::new();
    let file = lab.private("auth", "nosuch:x\n");
    let error = lab.run(&["ls", "/", "--auth-file", &file, "-o", "json"]).exits(5).error();
    assert!(error["message"].as_str().unwrap().contains("credentials of scheme nosuch"), "{error}");
    let file = lab.private("sasl", "sasl:bob:canary\n");
    // This zkd has no login configuration; a run that was to be somebody is not to go on as nobody.
    let error =
        lab.run(&["ls", "/", "--auth-file", &file, "--sasl", "digest-md5", "-o", "json"]).exits(5).error();
    let text = error.to_string();
    assert!(text.contains("SASL") && !text.contains("canary"), "{text}");
}

#[test]
fn one_server_can_be_singled_out() {
    let (lab, other) = (Lab::new(), Lab::new());
    lab.run(&["create", "/here", "x"]).exits(0);
    let both = format!("{},{}", lab.addr, other.addr);
    for _ in 0..3 {
        let run_at =
            |server: String| run(lab.bare(&["-C", &both, "--server", &server, "exists", "/here"]), b"");
        run_at(lab.addr.to_string()).exits(0);
        run_at(other.addr.to_string()).exits(3);
    }
    let failed = run(lab.bare(&["-C", &both, "--server", "127.0.0.1", "ls"]), b"").exits(2);
    assert!(failed.stderr.contains("may be any of"), "{}", failed.stderr);
    let failed = run(lab.bare(&["-C", &both, "--server", "elsewhere", "ls"]), b"").exits(2);
    assert!(failed.stderr.contains("no such server in the connect string"), "{}", failed.stderr);
}

#[test]
fn reads_may_wait_for_the_leader_first() {
    let lab = Lab::new();
    lab.run(&["create", "/a", "x"]).exits(0);
    assert_eq!(lab.run(&["--sync", "get", "/a"]).exits(0).text(), "x");
    // It is a request like any other: what stalls it stalls the command.
    let addr = proxy::start(lab.addr, Fault::Stall).to_string();
    let failed = run(lab.bare(&["-C", &addr, "--sync", "--timeout", "300ms", "ls", "/"]), b"").exits(7);
    assert!(failed.stderr.contains("cannot sync"), "{}", failed.stderr);
}

#[test]
fn nobody_is_asked_where_nobody_is() {
    let lab = Lab::new();
    lab.run(&["create", "/a", "x"]).exits(0);
    lab.run(&["create", "/a/b", "x"]).exits(0);
    lab.run(&["deleteall", "/a", "--no-input"]).exits(12);
    let mut command = lab.command(&["deleteall", "/a"]);
    command.env("ZKD_YES", "1");
    run(command, b"").exits(0);
}

#[test]
fn connect_strings_come_in_all_forms() {
    let lab = Lab::new();
    lab.run(&["create", "/app", "x"]).exits(0);
    let (addr, port) = (lab.addr.to_string(), lab.addr.port());
    for hosts in [
        format!("zk://{addr}/app"),
        format!("zookeeper://127.0.0.1:{port}/app?backup=127.0.0.1:{port}&timeout=3000"),
        format!("{addr},{addr}/app"),
    ] {
        assert_eq!(run(lab.bare(&["-C", &hosts, "get", "/"]), b"").exits(0).text(), "x", "{hosts}");
    }
    for (hosts, says) in [
        ("ftp://h", "unknown scheme \"ftp\""),
        ("h:99999", "bad port \"99999\" in \"h:99999\""),
        ("::1", "write it as [address]:port"),
        ("zk://h?x=1", "unknown parameter \"x\""),
    ] {
        let failed = zkctl(&["-C", hosts, "ls"]).exits(2);
        assert!(failed.stderr.contains(says), "{hosts}: {}", failed.stderr);
    }
}

#[test]
fn a_deadline_is_for_the_whole_script() {
    let lab = Lab::new();
    let addr = proxy::start(lab.addr, Fault::Stall).to_string();
    let start = Instant::now();
    let mut command = lab.bare(&["-C", &addr, "--deadline", "600ms"]);
    command.env("ZKD_TIMEOUT", "1m");
    let ended = run(command, b"version\nget /\nget /\n").exits(7);
    assert!(ended.stderr.contains("the deadline of 600ms has passed"), "{}", ended.stderr);
    assert!(start.elapsed() < Duration::from_secs(15));
}
