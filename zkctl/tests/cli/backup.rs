//! `snap take`, `snap restore`, and back to a moment between two backups: `docs/backup.md` as a test.

use std::path::Path;

use crate::support::{Lab, Run, zkctl};

/// A server that gives and takes backups.
pub fn lab() -> Lab {
    Lab::with(|config| {
        let commands = zkd::config::AdminCommands {
            snapshot: true,
            restore: true,
            interval_ms: 0,
            ..Default::default()
        };
        config.admin = Some(zkd::config::HttpConfig { port: 0, commands, ..Default::default() });
        // super:admin
        config.super_digest = Some(zkd::config::Secret::new("super:xQJmxLMiHGwaqBvst5y6rkB6HQs="));
    })
}

/// Runs a command with the super user's credentials.
pub fn run(lab: &Lab, args: &[&str]) -> Run {
    let auth = lab.private("auth", "digest:super:admin\n");
    let url = format!("http://{}/commands", lab.http());
    lab.run(&[args, &["--admin", &url, "--auth-file", &auth, "-y"]].concat())
}

#[test]
fn a_backup_is_taken_verified_and_restored() {
    let lab = lab();
    lab.run(&["create", "/a", "first"]).exits(0);
    let url = format!("http://{}/commands", lab.http());
    let file = lab.path("backup");
    lab.run(&["snap", "take", "--to", &file, "--admin", &url]).exits(5);
    assert!(!Path::new(&file).exists());
    let taken = run(&lab, &["snap", "take", "--to", &file, "-o", "json"]).exits(0).json();
    assert_eq!(taken["snapshots"][0]["exact"], true);
    run(&lab, &["snap", "take", "--to", &file]).exits(12);
    zkctl(&["snap", "get", &file, "/a"]).exits(0);
    // In a directory it is named as servers name theirs, and then `snap verify` looks at its digest, too.
    std::fs::create_dir(lab.path("dir")).unwrap();
    run(&lab, &["snap", "take", "--to", &lab.path("dir")]).exits(0);
    let verified = zkctl(&["snap", "verify", &lab.path("dir"), "-o", "json"]).exits(0).json();
    assert_eq!(verified["snapshots"][0]["digest"], "ok");

    lab.run(&["set", "/a", "second"]).exits(0);
    lab.run(&["create", "/b", "x"]).exits(0);
    let server = lab.addr.to_string();
    let restored = run(&lab, &["snap", "restore", &server, &file, "-o", "json"]).exits(0).json();
    assert_eq!(restored["servers"][0]["zxid"], taken["snapshots"][0]["zxid"]);
    assert_eq!(lab.run(&["get", "/a"]).exits(0).text(), "first");
    lab.run(&["get", "/b"]).exits(3);
}

#[test]
fn what_is_no_backup_is_refused_before_it_is_sent() {
    let lab = lab();
    lab.run(&["create", "/a", "first"]).exits(0);
    let file = lab.path("backup");
    run(&lab, &["snap", "take", "--to", &file]).exits(0);
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(5).position(|w| w == b"first").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let server = lab.addr.to_string();
    run(&lab, &["snap", "restore", &server, &file]).exits(11);
    assert_eq!(lab.run(&["get", "/a"]).exits(0).text(), "first");
    let auth = lab.private("auth", "digest:super:admin\n");
    let url = format!("http://{}/commands", lab.http());
    lab.run(&["snap", "restore", &server, &file, "--admin", &url, "--auth-file", &auth]).exits(11);
}

/// A backup, what was logged after it up to a transaction, and nothing of what came then.
#[test]
fn back_to_a_moment_between_two_backups() {
    let lab = lab();
    lab.run(&["create", "/a", "before the backup"]).exits(0);
    let new = lab.path("new/version-2");
    std::fs::create_dir_all(&new).unwrap();
    run(&lab, &["snap", "take", "--to", &new]).exits(0);
    lab.run(&["create", "/b", "after it"]).exits(0);
    let good =
        lab.run(&["stat", "/b", "-o", "json"]).exits(0).json()["stat"]["czxid"].as_str().unwrap().to_owned();
    lab.run(&["delete", "/a"]).exits(0);
    lab.run(&["set", "/b", "spoilt"]).exits(0);
    // The server goes on: its log may be read beside it.
    zkctl(&["log", "trim", &lab.path("data"), "--zxid", &format!("..{good}"), "--to", &new]).exits(0);
    let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let mut config = zkd::Config::standalone(lab.path("new"), listen);
    config.prealloc_kib = 64;
    let server = zkd::Server::start(config).unwrap();
    let get = |path: &str| zkctl(&["-C", &server.client_addr().to_string(), "get", path]);
    assert_eq!(get("/a").exits(0).text(), "before the backup");
    assert_eq!(get("/b").exits(0).text(), "after it");
    server.stop().unwrap();
}
