//! `acl`, `quota`, `check`, `doctor`, `smoke`, `config`, and what `bench` compares.

use std::io::Read;

use flate2::read::GzDecoder;

use crate::ensemble::Trio;
use crate::fake::dead_address;
use crate::support::{Lab, zkctl};

#[test]
fn an_acl_changes_by_entries_and_says_who_loses() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/a/b"]).exits(0);
    let plan = lab.run(&["acl", "set", "-R", "/a", "world:anyone:r", "--dry-run", "-o", "json"]).exits(0);
    let document = plan.json();
    assert_eq!(document["changes"].as_array().unwrap().len(), 2);
    assert_eq!(document["changes"][0]["loses"][0], "world:anyone:cdwa");
    assert_eq!(document["changes"][0]["locks_us_out"], true);
    assert!(plan.stderr.contains("warning: on 2 nodes we could not change the ACL again"), "{}", plan.stderr);
    assert_eq!(lab.run(&["acl", "get", "/a"]).text(), "world:anyone:cdrwa\n");
    lab.run(&["acl", "add", "-R", "/a", "ip:10.0.0.0/8:r"]).exits(0);
    assert_eq!(lab.run(&["acl", "get", "/a/b"]).text(), "world:anyone:cdrwa\nip:10.0.0.0/8:r\n");
    lab.run(&["acl", "rm", "/a/b", "world:anyone:cdw"]).exits(0);
    assert_eq!(lab.run(&["acl", "get", "/a/b"]).text(), "world:anyone:ra\nip:10.0.0.0/8:r\n");
    lab.run(&["acl", "copy", "/a/b", "/a"]).exits(0);
    assert_eq!(lab.run(&["acl", "get", "/a"]).text(), "world:anyone:ra\nip:10.0.0.0/8:r\n");
    let nothing_left = lab.run(&["acl", "rm", "/a", "world:anyone", "ip:10.0.0.0/8"]).exits(12);
    assert!(nothing_left.stderr.contains("nothing would be left"), "{}", nothing_left.stderr);
    let warned = lab.run(&["-q", "acl", "set", "/a", "world:anyone:r"]).exits(0);
    assert!(warned.stderr.contains("does not let us change it again"), "{}", warned.stderr);
    lab.run(&["acl", "add", "/a", "world:anyone:a"]).exits(5);
    lab.run(&["acl", "add", "/nope", "world:anyone:a"]).exits(3);
}

#[test]
fn an_own_digest_is_no_lockout() {
    let lab = Lab::new();
    let file = lab.private("auth", "digest:bob:secret\n");
    let hash = lab.run_with(&["acl", "digest", "bob"], b"secret\n").exits(0).text();
    assert!(hash.starts_with("bob:") && !hash.contains("secret"), "{hash}");
    lab.run(&["create", "/mine"]).exits(0);
    let acl = format!("digest:{}:cdrwa", hash.trim());
    let set = lab.run(&["--auth-file", &file, "acl", "set", "/mine", &acl]).exits(0);
    assert_eq!(set.stderr, "");
    lab.run(&["acl", "get", "/mine"]).exits(5);
    let check =
        lab.run(&["--auth-file", &file, "acl", "check", "/mine", "bob", "-o", "json"]).exits(0).json();
    assert_eq!((&check["granted"], &check["user"]), (&"cdrwa".into(), &"digest:bob".into()));
    lab.run(&["--auth-file", &file, "acl", "check", "/mine", "eve", "--need", "r"]).exits(5);
    lab.run(&["acl", "digest", "bob:secret"]).exits(2);
    lab.run(&["acl", "digest", "bob"]).exits(2);
}

#[test]
fn malformed_acls_are_shown() {
    for (acl, part) in [
        ("world:anyone:rz", "`rz`"),
        ("world:anyone:r,nonsense", "`nonsense`"),
        ("digest:bob:rw", "USER:HASH"),
        ("world:me:r", "anyone"),
    ] {
        let run = zkctl(&["acl", "explain", acl]).exits(2);
        assert!(run.stderr.contains(part), "{acl}: {}", run.stderr);
    }
    let explained =
        zkctl(&["acl", "explain", "digest:bob:plain:rw,world:anyone:cdrwa", "-o", "json"]).exits(0).json();
    assert!(explained["entries"][0]["note"].as_str().unwrap().contains("plain text"));
    assert!(explained["entries"][1]["note"].as_str().unwrap().contains("everybody"));
    zkctl(&["acl", "rm", "/a", "nonsense:"]).exits(2);
}

#[test]
fn quotas_as_zkcli_writes_them() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/q/a/b", "12345"]).exits(0);
    lab.run(&["quota", "get", "/q"]).exits(3);
    lab.run(&["quota", "set", "/q"]).exits(2);
    lab.run(&["quota", "set", "/", "-n", "1"]).exits(2);
    lab.run(&["quota", "set", "/nope", "-n", "1"]).exits(3);
    lab.run(&["setquota", "-n", "10", "/q"]).exits(0);
    assert_eq!(lab.run(&["get", "/zookeeper/quota/q/zookeeper_limits"]).text(), "count=10,bytes=-1");
    lab.run(&["quota", "set", "/q", "-B", "1k"]).exits(0);
    let limits = lab.run(&["get", "/zookeeper/quota/q/zookeeper_limits"]).text();
    assert_eq!(limits, "count=10,bytes=-1=;byteHardLimit=1024;countHardLimit=-1");
    let quota = lab.run(&["quota", "get", "/q", "-o", "json"]).exits(0).json()["quotas"][0].clone();
    assert_eq!((&quota["count"], &quota["bytes"], &quota["state"]), (&3.into(), &5.into(), &"ok".into()));
    let nested = lab.run(&["quota", "set", "/q/a", "-n", "1"]).exits(4);
    assert!(nested.stderr.contains("/q has one"), "{}", nested.stderr);
    assert!(lab.run(&["quota", "get", "/q/a"]).exits(3).stderr.contains("holds for all below"));
    let over = lab.run(&["quota", "set", "/q", "-n", "2"]).exits(0);
    assert!(over.stderr.contains("over soft limit"), "{}", over.stderr);
    let listed = lab.run(&["quota", "ls", "-R", "--usage", "-o", "json"]).exits(0).json();
    assert_eq!(listed["quotas"][0]["state"], "over soft limit");
    lab.run(&["delquota", "-n", "/q"]).exits(0);
    assert_eq!(
        lab.run(&["listquota", "/q", "-o", "json"]).json()["quotas"][0]["count_limit"],
        serde_json::Value::Null
    );
    lab.run(&["delquota", "/q"]).exits(0);
    lab.run(&["quota", "rm", "/q"]).exits(3);
    assert_eq!(lab.run(&["ls", "/zookeeper/quota"]).text(), "");
    // Quotas lie outside of a chroot, and are shown as seen from inside.
    let hosts = format!("{}/q", lab.addr);
    lab.run(&["-C", &hosts, "quota", "set", "/a", "-n", "5"]).exits(0);
    assert!(lab.run(&["-C", &hosts, "quota", "ls"]).exits(0).text().starts_with("/a\t5\t"));
    lab.run(&["exists", "/zookeeper/quota/q/a/zookeeper_limits"]).exits(0);
}

#[test]
fn a_check_speaks_to_monitoring() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/c/one"]).exits(0);
    let ok = lab.run(&["check", "lag", "--format", "nagios"]).exits(0).text();
    assert!(ok.starts_with("ZOOKEEPER LAG OK: 0 transactions") && ok.contains(";100;1000"), "{ok}");
    let warn = lab
        .run(&["check", "znode", "/c", "--warn", "1", "--crit", "5", "--format", "nagios"])
        .exits(1)
        .text();
    assert!(warn.starts_with("ZOOKEEPER ZNODE WARNING: 1 children"), "{warn}");
    lab.run(&["check", "znode", "/c", "--crit", "1", "--format", "nagios"]).exits(2);
    lab.run(&["check", "znode", "/none", "--format", "nagios"]).exits(2);
    let dead = dead_address().to_string();
    let args = ["-C", &dead, "--connect-timeout", "1s", "check", "znode", "/c", "--format", "nagios"];
    let unknown = lab.run(&args).exits(3).text();
    assert!(unknown.starts_with("ZOOKEEPER UNKNOWN - cannot connect"), "{unknown}");
    lab.run(&["-C", &dead, "--connect-timeout", "1s", "check", "ensemble", "--format", "nagios"]).exits(2);
    lab.run(&["check", "znode", "/c", "--warn", "1"]).exits(10);
    lab.run(&["check", "znode", "/c", "--of", "age", "--crit", "1h"]).exits(0);
    let json = lab.run(&["check", "fsync", "--format", "json"]).exits(0).json();
    assert_eq!((&json["level"], &json["warn"]), (&"OK".into(), &20.0.into()));
    let prometheus = lab.run(&["check", "quorum", "--format", "prometheus"]).exits(0).text();
    assert!(prometheus.contains("\nzkctl_quorum_voters_to_spare{of=\"ensemble\"} 0\n"), "{prometheus}");
    lab.run(&["check", "znode"]).exits(2);
    lab.run(&["check", "lag", "/c"]).exits(2);
    lab.run(&["check", "fsync", "--warn", "soon"]).exits(2);
}

#[test]
fn a_check_of_an_ensemble_without_a_voter() {
    let mut trio = Trio::new();
    trio.run(&["check", "ensemble"]).exits(0);
    trio.run(&["check", "quorum"]).exits(0);
    trio.stop(0);
    trio.eventually(&["status", "-o", "json"], |d| d["quorum"] == true && d["voters_up"] == 2);
    let ensemble = trio.run(&["check", "ensemble", "--format", "nagios"]).exits(1).text();
    assert!(ensemble.contains("WARNING: 1 voters down"), "{ensemble}");
    trio.run(&["check", "quorum", "--format", "nagios"]).exits(1);
    let findings = trio.run(&["doctor", "--only", "server-down,no-spare", "-o", "json"]).exits(10).json();
    let found: Vec<&str> =
        findings["findings"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert_eq!(found, ["server-down", "no-spare"]);
    let smoke = trio.run(&["smoke"]).exits(10);
    assert!(smoke.text().contains("see what"), "{}", smoke.text());
}

#[test]
fn a_doctor_finds_what_is_wrong_and_says_what_mends_it() {
    let lab = Lab::new();
    lab.run_with(&["create", "/big", "-"], &vec![b'x'; 300 << 10]).exits(0);
    lab.run(&["create", "-p", "/q/a/b"]).exits(0);
    lab.run(&["quota", "set", "/q", "-N", "2"]).exits(0);
    let run = lab.run(&["doctor", "-o", "json"]).exits(10).json();
    let find = |id: &str| run["findings"].as_array().unwrap().iter().find(|f| f["id"] == id).cloned();
    let quota = find("quota-exceeded").unwrap();
    assert_eq!((&quota["severity"], &quota["subject"]), (&"CRIT".into(), &"/q".into()));
    assert!(quota["fix"].as_str().unwrap().contains("zkctl"));
    assert_eq!(find("big-value").unwrap()["subject"], "/big");
    assert!(find("acl-open").unwrap()["finding"].as_str().unwrap().starts_with("4 nodes"));
    assert_eq!(run["findings"][0]["severity"], "CRIT");
    assert!(find("two-leaders").is_none());
    // Information alone is no reason to fail.
    lab.run(&["doctor", "--only", "acl-open"]).exits(0);
    lab.run(&["doctor", "--only", "nonsense"]).exits(2);
    assert!(lab.run(&["doctor", "--list"]).exits(0).text().lines().count() >= 30);
    let hints =
        lab.run(&["doctor", "--only", "quota-exceeded", "--fix-hints", "-o", "table"]).exits(10).text();
    assert!(hints.contains("\nfix quota-exceeded: "), "{hints}");
}

#[test]
fn a_bundle_has_the_findings_and_no_secret() {
    let lab = Lab::new();
    let (auth, file) = (lab.path("auth"), lab.path("bundle.tar.gz"));
    std::fs::write(&auth, "digest:bob:canary-secret\n").unwrap();
    lab.run(&["create", "/data", "canary-data"]).exits(0);
    lab.run(&["--auth-file", &auth, "doctor", "--only", "acl-open,big-value", "--bundle", &file]).exits(0);
    let mut bytes = Vec::new();
    GzDecoder::new(std::fs::File::open(&file).unwrap()).read_to_end(&mut bytes).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("canary"));
    let mut archive = tar::Archive::new(bytes.as_slice());
    let names: Vec<String> =
        archive.entries().unwrap().map(|e| e.unwrap().path().unwrap().to_str().unwrap().to_owned()).collect();
    assert!(names.contains(&"zkctl-doctor/findings.json".to_owned()), "{names:?}");
    assert!(names.iter().any(|n| n.ends_with("/mntr.txt")), "{names:?}");
    // A file that is there is never written over.
    lab.run(&["doctor", "--only", "acl-open", "--bundle", &file]).exits(1);
}

#[test]
fn smoke_leaves_nothing_behind() {
    let trio = Trio::new();
    let all = trio.run(&["smoke", "-o", "json"]).exits(0).json();
    assert_eq!(all["failed"], 0);
    let steps: Vec<&str> =
        all["steps"].as_array().unwrap().iter().map(|s| s["step"].as_str().unwrap()).collect();
    assert_eq!(steps.iter().filter(|s| s.starts_with("see what")).count(), 6);
    assert_eq!(steps.iter().filter(|s| **s == "event").count(), 3);
    trio.run(&["smoke", "--servers", "one-by-one"]).exits(0);
    trio.run(&["exists", "/zkctl-smoke"]).exits(3);
    trio.run(&["smoke", "--root", "/"]).exits(2);
}

#[test]
fn a_change_of_members_is_planned_and_refused_where_it_cannot_be() {
    let trio = Trio::new();
    let show = trio.run(&["config", "show", "-o", "json"]).exits(0).json();
    assert_eq!((&show["voters"], &show["failures_tolerated"]), (&3.into(), &1.into()));
    let line = show["members"][2]["line"].as_str().unwrap().to_owned();
    let plan = trio.run(&["config", "plan", "--remove", "3", "-o", "json"]).exits(0).json();
    assert_eq!((&plan["voters_after"], &plan["failures_tolerated_after"]), (&2.into(), &0.into()));
    assert_eq!(plan["changes"][0]["change"], "remove");
    let warnings = plan["warnings"].to_string();
    assert!(warnings.contains("none may fail"), "{warnings}");
    trio.run(&["config", "plan", "--remove", "9"]).exits(2);
    trio.run(&["config", "plan", "--add", "server.4=nonsense"]).exits(2);
    trio.run(&["config", "plan", "--add", "server.4=h:1:2"]).exits(2);
    trio.run(&["config", "plan"]).exits(2);
    let same = trio.run(&["config", "add", &line, "-y"]).exits(0);
    assert!(same.stderr.contains("those already"), "{}", same.stderr);
    trio.run(&["config", "remove", "3"]).exits(12);
    trio.run(&["config", "remove", "3", "--dry-run"]).exits(0);
    let refused = trio.run(&["config", "remove", "3", "--yes"]).exits(14);
    assert!(refused.stderr.contains("reconfigEnabled"), "{}", refused.stderr);
    let alone = Lab::new();
    alone.run(&["config", "show"]).exits(14);
}

#[test]
fn memberships_of_the_past_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    let write = |version: &str, lines: &str| {
        std::fs::write(dir.path().join(format!("zoo.cfg.dynamic.{version}")), lines).unwrap();
    };
    let path = dir.path().to_str().unwrap();
    zkctl(&["config", "history", path]).exits(3);
    write("100000000", "server.1=a:1:2:participant;3\nserver.2=b:1:2:participant;3");
    write("20000000a", "server.1=a:1:2:participant;3\nserver.3=c:1:2:observer;3");
    let history = zkctl(&["config", "history", path, "-o", "json"]).exits(0).json();
    assert_eq!(history["history"][1]["version"], "0x20000000a");
    assert_eq!(
        (&history["history"][1]["added"], &history["history"][1]["removed"]),
        (&serde_json::json!(["3"]), &serde_json::json!(["2"]))
    );
    write("30000000b", "server.1=nonsense");
    zkctl(&["config", "history", path]).exits(11);
}

#[test]
fn a_bench_is_compared_with_an_earlier_one() {
    let lab = Lab::new();
    let file = lab.path("before.json");
    let args = [
        "bench",
        "--mix",
        "read:60,write:20,create:20",
        "-n",
        "200",
        "--warmup",
        "0",
        "--clients",
        "2",
        "--keys",
        "5",
        "-o",
        "json",
    ];
    let before = lab.run(&args).exits(0);
    let document = before.json();
    assert_eq!(document["ops"], 200);
    assert!(!document["histogram"].as_array().unwrap().is_empty());
    assert_eq!(document["by_server"][0]["server"], lab.addr.to_string());
    // As good as it gets, and as bad.
    let rewrite = |factor: f64| {
        let mut copy = document.clone();
        copy["ops_per_second"] = (copy["ops_per_second"].as_f64().unwrap() * factor).into();
        for p in ["p50", "p90", "p99", "p999"] {
            copy["latency_us"][p] = (copy["latency_us"][p].as_f64().unwrap() / factor).into();
        }
        std::fs::write(&file, copy.to_string()).unwrap();
    };
    rewrite(1e-6);
    lab.run(&[&args[..], &["--baseline", &file]].concat()).exits(0);
    rewrite(1e6);
    let worse = lab.run(&[&args[..], &["--baseline", &file]].concat()).exits(10);
    assert!(worse.stderr.contains("WORSE"), "{}", worse.stderr);
    lab.run(&["bench", "read", "-n", "10", "--baseline", &file]).exits(2);
    std::fs::write(&file, "nonsense").unwrap();
    lab.run(&[&args[..], &["--baseline", &file]].concat()).exits(2);
    lab.run(&["bench", "--mix", "read:90"]).exits(2);
    let open = [
        "bench",
        "read",
        "--rate",
        "200/s",
        "-n",
        "50",
        "--warmup",
        "0",
        "--keys",
        "5",
        "-o",
        "table",
        "--per-server",
    ];
    let table = lab.run(&open).exits(0).text();
    assert!(table.contains("requests started") && table.contains('≤') && table.contains("OPS/s"), "{table}");
    lab.run(&["exists", "/zkctl-bench"]).exits(3);
}
