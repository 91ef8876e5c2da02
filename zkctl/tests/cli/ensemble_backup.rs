//! An ensemble that has lost everything, or wants back: `docs/backup.md` as a test.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::backup::lab;
use crate::ensemble::Trio;
use crate::support::zkctl;

fn backups(_: usize, config: &mut zkd::Config) {
    let commands = zkd::config::AdminCommands { snapshot: true, interval_ms: 0, ..Default::default() };
    config.admin = Some(zkd::config::HttpConfig { port: 0, commands, ..Default::default() });
    // super:admin
    config.super_digest = Some(zkd::config::Secret::new("super:xQJmxLMiHGwaqBvst5y6rkB6HQs="));
}

/// Takes a backup of one member; gives its file and its zxid.
fn take(trio: &Trio, index: usize) -> (String, i64) {
    let (file, auth) = (trio.path(&format!("backup-{index}")), trio.path("auth"));
    std::fs::write(&auth, "digest:super:admin\n").unwrap();
    std::fs::set_permissions(&auth, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let url = format!("http://{}/commands", trio.http(index));
    let server = trio.addrs()[index].to_string();
    let args =
        ["-C", &server, "snap", "take", "--to", &file, "--admin", &url, "--auth-file", &auth, "-o", "json"];
    let taken = zkctl(&args).exits(0).json();
    (file, zxid(&taken["snapshots"][0]["zxid"]))
}

fn zxid(value: &serde_json::Value) -> i64 {
    i64::from_str_radix(value.as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}

/// The zxid that created a node.
fn created(trio: &Trio, path: &str) -> i64 {
    zxid(&trio.run(&["stat", path, "-o", "json"]).exits(0).json()["stat"]["czxid"])
}

fn install(trio: &Trio, file: &str, index: usize) -> serde_json::Value {
    zkctl(&["snap", "install", file, &trio.data(index), "-o", "json"]).exits(0).json()["installed"][0].clone()
}

/// What each member says of a node, by itself.
fn on_each(trio: &Trio, args: &[&str], code: i32, text: &str) {
    for addr in trio.addrs() {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let run = zkctl(&[&["-C", &addr.to_string()], args].concat());
            if run.code == code && run.text().trim_end() == text {
                break;
            }
            assert!(Instant::now() < deadline, "{addr} {args:?}: {} {} {}", run.code, run.text(), run.stderr);
        }
    }
}

/// Whether a server takes a client that has seen this transaction.
fn lets_in(addr: SocketAddr, seen: i64) -> bool {
    let mut stream = TcpStream::connect(addr).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let body =
        [&[0; 4][..], &seen.to_be_bytes(), &5000_i32.to_be_bytes(), &[0; 8], &16_i32.to_be_bytes(), &[0; 17]];
    let body = body.concat();
    stream.write_all(&[&(body.len() as i32).to_be_bytes()[..], &body].concat()).unwrap();
    stream.read_exact(&mut [0; 4]).is_ok()
}

/// Says so when it goes, also by a panic: whoever works beside it ends then.
struct StopAtTheEnd<'a>(&'a AtomicBool);

impl Drop for StopAtTheEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Creates nodes until it is told to stop; `made` counts.
fn load(addr: SocketAddr, stop: &AtomicBool, made: &AtomicU64) {
    let mut conn = zkd_tests::RawConn::connect(addr, 10_000);
    while !stop.load(Ordering::SeqCst) {
        let n = made.load(Ordering::SeqCst);
        conn.create(&format!("/load-{n}"), b"x").expect("create");
        made.store(n + 1, Ordering::SeqCst);
    }
}

#[test]
fn an_ensemble_that_has_lost_everything_begins_anew_from_a_backup_taken_under_load() {
    let mut trio = Trio::configured(backups);
    trio.run(&["create", "/before", "kept"]).exits(0);
    let (stop, made) = (AtomicBool::new(false), AtomicU64::new(0));
    let addr = trio.addrs()[0];
    let (file, held) = std::thread::scope(|scope| {
        scope.spawn(|| load(addr, &stop, &made));
        let _stop = StopAtTheEnd(&stop);
        let more = |count: u64| {
            let (from, deadline) = (made.load(Ordering::SeqCst), Instant::now() + Duration::from_secs(60));
            while made.load(Ordering::SeqCst) < from + count {
                assert!(Instant::now() < deadline, "no load");
                std::thread::yield_now();
            }
        };
        more(20);
        let taken = take(&trio, 1);
        more(20);
        taken
    });
    let last = made.load(Ordering::SeqCst) - 1;
    let seen = created(&trio, &format!("/load-{last}"));
    assert!(seen > held, "what came after the backup");
    // Those that the backup must have, and the first that it must not have.
    let first_missing = (0..=last).find(|n| created(&trio, &format!("/load-{n}")) > held).unwrap();
    assert!(first_missing > 0);
    trio.stop_all();
    for index in 0..3 {
        std::fs::remove_dir_all(Path::new(&trio.data(index)).join("version-2")).unwrap();
        let installed = install(&trio, &file, index);
        assert_eq!(zxid(&installed["zxid"]), held);
        assert!(installed["aside"].is_null(), "{installed}");
    }
    trio.start_all(backups);
    on_each(&trio, &["get", "/before"], 0, "kept");
    on_each(&trio, &["exists", &format!("/load-{}", first_missing - 1), "-q"], 0, "true");
    on_each(&trio, &["exists", &format!("/load-{first_missing}"), "-q"], 3, "false");
    trio.run(&["create", "/after", "new"]).exits(0);
    on_each(&trio, &["get", "/after"], 0, "new");
    assert!(created(&trio, "/after") > seen, "zxids go on: nothing that clients have seen comes again");
    for addr in trio.addrs() {
        assert!(lets_in(addr, seen), "a client that has seen what is gone is let in by {addr}");
        assert!(!lets_in(addr, i64::MAX), "and one from somewhere else is not");
    }
}

#[test]
fn a_member_that_was_forgotten_takes_over_what_the_others_have() {
    let mut trio = Trio::configured(backups);
    trio.run(&["create", "/a", "in the backup"]).exits(0);
    let (file, _) = take(&trio, 0);
    trio.run(&["set", "/a", "after it"]).exits(0);
    trio.run(&["create", "/b", "x"]).exits(0);
    let seen = created(&trio, "/b");
    on_each(&trio, &["get", "/b"], 0, "x");
    trio.stop_all();
    for index in [0, 2] {
        let installed = install(&trio, &file, index);
        let aside = installed["aside"].as_str().unwrap();
        assert!(aside.ends_with("version-2.before-1"), "{installed}");
        zkctl(&["log", "verify", aside]).exits(0);
    }
    trio.start_all(backups);
    on_each(&trio, &["get", "/a"], 0, "in the backup");
    on_each(&trio, &["exists", "/b", "-q"], 3, "false");
    trio.run(&["create", "/c", "x"]).exits(0);
    assert!(created(&trio, "/c") > seen);
    on_each(&trio, &["get", "/c"], 0, "x");
}

#[test]
fn an_ensemble_goes_back_to_a_moment_behind_its_backup() {
    let mut trio = Trio::configured(backups);
    trio.run(&["create", "/a", "old"]).exits(0);
    let (file, _) = take(&trio, 2);
    trio.run(&["set", "/a", "right"]).exits(0);
    trio.run(&["create", "/good", "x"]).exits(0);
    let good = created(&trio, "/good");
    trio.run(&["set", "/a", "spoilt"]).exits(0);
    trio.run(&["delete", "/good"]).exits(0);
    trio.stop_all();
    let until = format!("..{good:#x}");
    for index in 0..3 {
        let aside = install(&trio, &file, index)["aside"].as_str().unwrap().to_owned();
        let to = format!("{}/version-2", trio.data(index));
        zkctl(&["log", "trim", &aside, "--zxid", &until, "--to", &to]).exits(0);
        zkctl(&["--offline", &trio.data(index), "get", "/a"]).exits(0);
    }
    trio.start_all(backups);
    on_each(&trio, &["get", "/a"], 0, "right");
    on_each(&trio, &["get", "/good"], 0, "x");
    trio.run(&["create", "/after", "x"]).exits(0);
    on_each(&trio, &["get", "/after"], 0, "x");
}

#[test]
fn nothing_is_put_in_the_place_of_what_runs_or_is_no_backup() {
    let lab = lab();
    lab.run(&["create", "/a", "first"]).exits(0);
    let file = lab.path("backup");
    crate::backup::run(&lab, &["snap", "take", "--to", &file]).exits(0);
    let running = zkctl(&["snap", "install", &file, &lab.path("data")]).exits(12);
    assert!(running.stderr.contains("a server runs on"), "{}", running.stderr);
    let inside = zkctl(&["snap", "install", &file, &lab.path("data/version-2")]).exits(2);
    assert!(inside.stderr.contains("is not a dataDir"), "{}", inside.stderr);
    let new = lab.path("new");
    zkctl(&["snap", "install", &file, &new]).exits(1);
    std::fs::create_dir(&new).unwrap();
    zkctl(&["snap", "install", &file, &new, "--epoch", "-1"]).exits(2);
    zkctl(&["snap", "install", &file, &new, "--epoch=-1"]).exits(12);
    zkctl(&["snap", "install", &file, &new, "--epoch", "2147483647"]).exits(12);
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(5).position(|w| w == b"first").unwrap();
    bytes[at] ^= 1;
    std::fs::write(lab.path("damaged"), bytes).unwrap();
    zkctl(&["snap", "install", &lab.path("damaged"), &new]).exits(11);
    assert_eq!(std::fs::read_dir(&new).unwrap().count(), 0, "nothing was begun");
    // A directory for the logs of its own; twice, so that there is something to move aside in both.
    let log = lab.path("log");
    std::fs::create_dir(&log).unwrap();
    let args = ["snap", "install", &file, &new, "--data-log-dir", &log, "-o", "json"];
    let first = zkctl(&args).exits(0).json();
    let second = zkctl(&args).exits(0).json();
    let epoch = |document: &serde_json::Value| document["installed"][0]["epoch"].as_i64().unwrap();
    assert_eq!(epoch(&second), epoch(&first) + 1, "a later history than the last one");
    for dir in [&new, &log] {
        assert!(
            Path::new(dir).join("version-2.before-1").is_dir() && Path::new(dir).join("version-2").is_dir()
        );
    }
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut config = zkd::Config::standalone(&new, listen);
    config.data_log_dir = log.into();
    config.prealloc_kib = 64;
    let server = zkd::Server::start(config).unwrap();
    let get = zkctl(&["-C", &server.client_addr().to_string(), "get", "/a"]);
    assert_eq!(get.exits(0).text(), "first");
    server.stop().unwrap();
}
