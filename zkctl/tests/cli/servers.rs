//! `server`, `cluster`, `status`, `leader`, `session`: what servers say about themselves.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use zkd::fourlw::Whitelist;

use crate::ensemble::Trio;
use crate::fake::dead_address;
use crate::support::{Lab, run};

#[test]
fn an_ensemble_that_loses_a_server() {
    let mut trio = Trio::new();
    let status = trio.run(&["status", "-o", "json"]).exits(0).json();
    assert_eq!(
        (&status["voters"], &status["voters_up"], &status["healthy"]),
        (&3.into(), &3.into(), &true.into())
    );
    let leader = status["leader_id"].as_i64().unwrap();
    let lags: Vec<&serde_json::Value> =
        status["servers"].as_array().unwrap().iter().map(|s| &s["lag"]).filter(|l| !l.is_null()).collect();
    assert_eq!(lags, [0, 0]);
    assert_eq!(trio.run(&["leader", "show", "-o", "json"]).json()["leaders"][0]["id"], leader);
    let members = trio.run(&["cluster", "members", "-o", "json"]).exits(0).json();
    assert_eq!((&members["quorum_size"], &members["lists_agree"]), (&2.into(), &true.into()));
    trio.run(&["cluster", "epochs"]).exits(0);
    trio.run(&["leader", "move", "9"]).exits(2);
    let other = (1..=3).find(|id| *id != leader).unwrap().to_string();
    let unsupported = trio.run(&["leader", "move", &other, "--yes"]).exits(14);
    assert!(unsupported.stderr.contains("hint: restart"), "{}", unsupported.stderr);

    trio.stop(leader as usize - 1);
    let after = trio.eventually(&["status", "-o", "json"], |d| {
        d["quorum"] == true && d["leader_id"] != leader && d["voters_up"] == 2
    });
    assert_eq!((&after["voters_up"], &after["healthy"]), (&2.into(), &false.into()));
    let gone = &after["servers"][leader as usize - 1];
    assert_eq!((&gone["state"], &gone["zxid"], &gone["id"]), (&"down".into(), &().into(), &leader.into()));
    assert!(after["epoch"].as_i64() > status["epoch"].as_i64());
    let table = trio.run(&["status", "-o", "table"]).exits(0).text();
    assert!(table.contains("2/3 voters up  quorum ok") && table.contains("connection refused"), "{table}");
    let late = trio.run(&["status", "--wait", "healthy", "--wait-limit", "300ms"]).exits(7);
    assert!(late.stderr.contains("not healthy within"), "{}", late.stderr);
    trio.run(&["status", "--wait", "quorum"]).exits(0);
    // Whoever is down is a note, and no failure.
    let stats = trio.run(&["server", "stats", "-o", "json"]).exits(0).json();
    assert_eq!(stats["servers"].as_array().unwrap().len(), 2);
    assert_eq!(stats["unavailable"].as_array().unwrap().len(), 1);
    let listed = trio.run(&["server", "ls", "-o", "json"]).exits(0).json();
    assert_eq!(listed["servers"][leader as usize - 1]["state"], "down");
}

#[test]
fn a_leader_that_hands_over_wants_to_know_for_whom_before_anybody_is_asked_anything() {
    let trio = Trio::configured(|_, config| {
        config.admin = Some(zkd::config::HttpConfig { port: 0, ..Default::default() });
        // super:admin
        config.super_digest = Some(zkd::config::Secret::new("super:xQJmxLMiHGwaqBvst5y6rkB6HQs="));
    });
    let leader = trio.run(&["status", "-o", "json"]).exits(0).json()["leader_id"].as_i64().unwrap();
    let other = (1..=3).rev().find(|id| *id != leader).unwrap().to_string();
    let mut admin = vec!["leader", "move", &other];
    let urls = trio.admin();
    urls.iter().for_each(|url| admin.extend(["--admin", url]));
    // Without a terminal a question would be refused: it does not come to that.
    let refused = trio.run(&admin).exits(5);
    assert!(refused.stderr.contains("for the super user"), "{}", refused.stderr);
    assert!(refused.stderr.contains("--auth-file"), "{}", refused.stderr);
    let file = trio.home().join("auth");
    std::fs::write(&file, "digest:super:admin\n").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let auth = ["--auth-file", file.to_str().unwrap(), "--yes"];
    trio.run(&[&auth[..], &admin].concat()).exits(0);
    trio.eventually(&["status", "-o", "json"], |d| {
        d["leader_id"].as_i64().is_some_and(|id| id.to_string() == other)
    });
}

#[test]
fn digests_of_the_servers_are_compared() {
    let trio = Trio::new();
    let ops: String = (0..300).map(|n| format!("create /n{n} x\n")).collect();
    let mut child = trio.command(&[]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(ops.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let document = trio.eventually(&["cluster", "verify", "--online", "-o", "json"], |d| {
        d["servers"].as_array().is_some_and(|s| s.iter().all(|s| s["compared"].as_i64() > Some(0)))
    });
    assert_eq!(document["mismatches"], 0);
    trio.run(&["cluster", "verify"]).exits(2);
}

#[test]
fn a_server_that_may_not_tell_says_how_to_change_that() {
    let trio = Trio::with(|index| if index == 2 { Whitelist::default() } else { Whitelist::all() });
    let some = trio.run(&["server", "metrics", "--grep", "^znode_count$", "-o", "json"]).exits(0).json();
    assert_eq!(some["metrics"].as_array().unwrap().len(), 2);
    assert!(some["unavailable"][0].as_str().unwrap().contains("4lw.commands.whitelist"), "{some}");
    for args in [
        &["server", "metrics", "3"][..],
        &["server", "conf", "3"],
        &["server", "conns", "3"],
        &["server", "watches", "3"],
        &["server", "env", "3"],
        &["server", "reset-stats", "3"],
    ] {
        let denied = trio.run(args).exits(14);
        assert!(denied.stderr.contains("whitelist"), "{args:?}: {}", denied.stderr);
    }
    let admin = trio.run(&["server", "admin", "monitor"]).exits(14);
    assert!(admin.stderr.contains("admin.enableServer=true"), "{}", admin.stderr);
    // Its id is found all the same, from what the others tell, and `srvr` is always allowed.
    let status = trio.run(&["status", "-o", "json"]).exits(0).json();
    assert_eq!((&status["servers"][2]["id"], &status["servers"][2]["state"]), (&3.into(), &"ok".into()));
    assert!(status["servers"][2]["fsync_avg_ms"].is_null());
}

#[test]
fn servers_are_named_by_id_or_address() {
    let trio = Trio::new();
    let second = trio.hosts.split(',').nth(1).unwrap();
    for which in ["2", second] {
        let stats = trio.run(&["server", "stats", which, "-o", "json"]).exits(0).json();
        assert_eq!(stats["servers"][0]["server"], second);
        assert_eq!(stats["servers"].as_array().unwrap().len(), 1);
    }
    assert!(trio.run(&["server", "stats", "9"]).exits(2).stderr.contains("no server `9`"));
    trio.run(&["server", "metrics", "--grep", "("]).exits(2);
    trio.run(&["server", "ls", "--admin", "https://x"]).exits(2);
    trio.run(&["server", "ls", "--admin", "a:1,b:2"]).exits(2);
}

#[test]
fn nobody_answers() {
    let lab = Lab::new();
    let dead = dead_address().to_string();
    for args in [
        &["status"][..],
        &["server", "stats"],
        &["cluster", "epochs"],
        &["session", "ls"],
        &["leader", "show"],
    ] {
        let run = lab.run(&[&["-C", &dead, "--connect-timeout", "2s"], args].concat());
        assert_eq!(run.code, 6, "{args:?}: {}", run.stderr);
    }
}

#[test]
fn sessions_and_their_owners() {
    let lab = Lab::new();
    let mut holder = lab.command(&[]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = holder.stdin.take().unwrap();
    input.write_all(b"create -e /held\nget -w /held\n").unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "/held");
    let owners = lab.run(&["session", "owner", "/held", "-o", "json"]).exits(0).json();
    let session = owners["owners"][0]["session"].as_str().unwrap().to_owned();
    assert!(session.starts_with("0x"));
    assert!(owners["owners"][0]["client"].as_str().unwrap().starts_with("127.0.0.1:"));
    let list = lab.run(&["session", "ls", "--sort", "ephemerals", "-o", "json"]).exits(0).json();
    assert_eq!(
        (&list["sessions"][0]["session"], &list["sessions"][0]["ephemerals"]),
        (&session.as_str().into(), &1.into())
    );
    assert_eq!(lab.run(&["session", "ephemerals", "/"]).exits(0).text(), format!("/held\t{session}\n"));
    assert_eq!(lab.run(&["session", "ephemerals", "/other"]).exits(0).text(), "");
    let facts = lab.run(&["session", "get", &session]).exits(0).text();
    assert!(facts.contains("ephemeral\t/held\n"), "{facts}");
    lab.run(&["session", "get", "0x77"]).exits(3);
    lab.run(&["session", "owner", "/"]).exits(3);
    lab.run(&["session", "owner", "/nope"]).exits(3);
    lab.run(&["session", "get", "nonsense"]).exits(2);
    assert!(lab.run(&["session", "whoami"]).exits(0).text().contains("ip\t127.0.0.1"));
    lab.run(&["session", "shed", &lab.addr.to_string(), "--percent", "10", "-y"]).exits(5);
    drop(input);
    assert!(holder.wait().unwrap().success());
    lab.run(&["session", "owner", "/held"]).exits(3);
}

#[test]
fn a_watched_status_goes_on_until_it_is_stopped() {
    let lab = Lab::new();
    let mut child = lab
        .command(&["status", "--watch", "--interval", "100ms", "-o", "json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        let document: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(document["servers"][0]["mode"], "standalone");
        assert!(document["time"].is_string());
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_status_as_text_of_a_known_form() {
    let lab = Lab::new();
    let addr = lab.addr.to_string();
    let run = run(lab.command(&["status", "-o", "table"]), b"").exits(0);
    let text = run.text().replace(&addr, "HOST");
    let head: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(head[0], "standalone");
    assert_eq!(
        head[1].split_whitespace().collect::<Vec<_>>().join(" "),
        "ID SERVER ROLE STATE ZXID LAG TREND TXN/s OUT LAT avg p99 max ms FSYNC ms ANSWER ms CONNS NODES VERSION WHY"
    );
}
