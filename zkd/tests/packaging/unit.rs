//! The systemd unit, its configuration, and what a supervisor hears.

use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::packaged;

fn unit() -> String {
    std::fs::read_to_string(packaged("systemd/zkd.service")).unwrap()
}

/// What a line `Exec…=/usr/bin/zkd …` runs, as zkd's arguments, on another configuration.
fn arguments(line: &str, config: &str) -> Vec<String> {
    let words = line.split_once('=').unwrap().1.split(' ').skip(1);
    words.map(|word| word.replace("/etc/zookeeper/conf/zoo.cfg", config)).collect()
}

#[test]
fn what_the_unit_runs_takes_the_configuration_that_the_package_brings() {
    let unit = unit();
    let check = unit.lines().find(|l| l.starts_with("ExecStartPre=")).unwrap();
    // Only the data is elsewhere: this machine may have a server of its own.
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(packaged("zoo.cfg")).unwrap();
    let config = dir.path().join("zoo.cfg");
    assert!(text.contains("dataDir=/var/lib/zookeeper\n"), "where the package's scripts make it");
    std::fs::write(&config, text.replace("/var/lib/zookeeper", dir.path().to_str().unwrap())).unwrap();
    let args = arguments(check, config.to_str().unwrap());
    let out = Command::new(env!("CARGO_BIN_EXE_zkd")).args(args).output().unwrap();
    assert!(out.status.success(), "{out:?}");
    assert!(!String::from_utf8_lossy(&out.stdout).contains("warning"), "{out:?}");
}

/// The unit's own line, a socket as systemd's, and its watchdog.
#[test]
fn the_watchdog_hears_from_the_server_again_and_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
    let heard = || {
        let mut text = [0; 256];
        let n = socket.recv(&mut text).unwrap();
        String::from_utf8_lossy(&text[..n]).trim().to_owned()
    };
    let port = crate::security::quorum::free_port();
    let config = dir.path().join("zoo.cfg");
    let data = dir.path().join("data");
    let text = format!(
        "dataDir={}\nclientPort={port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n",
        data.display()
    );
    std::fs::write(&config, text).unwrap();
    let unit = unit();
    let start = unit.lines().find(|l| l.starts_with("ExecStart=")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkd"));
    command.args(arguments(start, config.to_str().unwrap())).stdout(Stdio::null()).stderr(Stdio::null());
    let mut server = command
        .env("NOTIFY_SOCKET", &path)
        .env("WATCHDOG_USEC", "200000")
        .env_remove("WATCHDOG_PID")
        .spawn()
        .unwrap();
    assert_eq!(heard(), "READY=1");
    for _ in 0..3 {
        assert_eq!(heard(), "WATCHDOG=1");
    }
    let pid = rustix::process::Pid::from_child(&server);
    // Reload: it goes on, and so does the watchdog.
    rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
    assert_eq!(heard(), "WATCHDOG=1");
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    let last = std::iter::repeat_with(heard).find(|text| text != "WATCHDOG=1");
    assert_eq!(last.as_deref(), Some("STOPPING=1"));
    assert!(server.wait().unwrap().success());
}
