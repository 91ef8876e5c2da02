//! The binary as an operator meets it. (A test in this package also makes `cargo test --workspace` build the
//! binary, which the black-box scenarios need.)

mod packaging;
mod security;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn zkd() -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_zkd"));
    c.env_remove("ZKD_LOG").env("NO_COLOR", "1").stdin(Stdio::null());
    c
}

fn run(args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = zkd().args(args).output().unwrap();
    let text = |b| String::from_utf8(b).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn write_cfg(dir: &Path, text: &str) -> String {
    let path = dir.join("zoo.cfg");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn help_shows_examples() {
    let (code, out, _) = run(&["--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("zkd --config /etc/zookeeper/zoo.cfg"), "{out}");
}

#[test]
fn an_unknown_key_is_refused_with_a_suggestion_and_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let cfg = write_cfg(dir.path(), "dataDir=/nowhere\nclientPort=2181\ntickTme=2000\n");
    for args in [&["--config", &cfg][..], &["config", "check", "--config", &cfg]] {
        let (code, out, err) = run(args);
        let said = out + &err;
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("tickTime") && said.contains('3'), "{said}");
    }
    assert!(!Path::new("/nowhere").exists());
}

#[test]
fn what_becomes_of_unknown_keys_may_be_said_in_front_of_a_command_and_behind_it() {
    let dir = tempfile::tempdir().unwrap();
    let cfg = write_cfg(dir.path(), "dataDir=/d\nclientPort=2181\nmine=1\n");
    for args in [
        &["--unknown-keys", "warn", "config", "check", "--config", &cfg][..],
        &["config", "--unknown-keys", "warn", "check", "--config", &cfg],
        &["config", "check", "--config", &cfg, "--unknown-keys", "warn"],
        &["--unknown-keys=warn", "config", "show", "--config", &cfg],
    ] {
        let (code, out, err) = run(args);
        assert_eq!(code, 0, "{args:?}: {out}{err}");
    }
    let (code, out, err) = run(&["--unknown-keys", "refuse", "config", "check", "--config", &cfg]);
    assert_eq!(code, 2, "{out}{err}");
    // What is for the server alone has no meaning in front of another command.
    for args in [["--config", &cfg, "config", "check"], ["--log-format", "json", "config", "check"]] {
        let (code, _, err) = run(&[&args[..], &["--config", &cfg]].concat());
        assert!(code == 2 && err.contains("is for the server") && err.contains(args[0]), "{args:?}: {err}");
    }
}

#[test]
fn a_good_configuration_passes_the_check() {
    let dir = tempfile::tempdir().unwrap();
    let cfg = write_cfg(dir.path(), "dataDir=/d\nclientPort=2181\ntickTime=2000\n");
    let (code, out, err) = run(&["config", "check", "--config", &cfg]);
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn a_port_that_is_taken_ends_the_start_with_apaches_exit_codes() {
    let bound = || std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = |listener: &std::net::TcpListener| listener.local_addr().unwrap().port();
    let holder = bound();
    let taken = port(&holder);
    // Free as soon as the listeners are dropped.
    let [client, quorum] = [bound(), bound()].map(|listener| port(&listener));
    let member =
        format!("server.1=127.0.0.1:{quorum}:{taken}\nserver.2=127.0.0.1:2:3\nserver.3=127.0.0.1:2:4");
    for (client, keys, expected, said) in [
        (taken, "admin.enableServer=false".to_owned(), 1, "for clients"),
        (client, format!("admin.serverPort={taken}"), 4, "for HTTP"),
        (client, format!("{member}\nelectionPortBindRetry=1"), 14, "for the other servers"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("d");
        std::fs::create_dir(&data).unwrap();
        std::fs::write(data.join("myid"), "1").unwrap();
        let text = format!(
            "dataDir={}\nclientPort={client}\nclientPortAddress=127.0.0.1\ninitLimit=5\nsyncLimit=2\n{keys}\n",
            data.display()
        );
        let cfg = write_cfg(dir.path(), &text);
        let (code, out, err) = run(&["--config", &cfg]);
        assert_eq!(code, expected, "{text}{out}{err}");
        assert!(err.contains(said) && err.contains(&taken.to_string()), "{err}");
    }
}

/// Kills the server if a test fails before it stops it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn without_arguments_it_serves_the_user_and_says_where() {
    // The one port that cannot be chosen: on a machine where it is taken there is nothing to see.
    if std::net::TcpListener::bind("127.0.0.1:2181").is_err() {
        println!("port 2181 is taken: not tried");
        return;
    }
    let state = tempfile::tempdir().unwrap();
    let mut child = Running(
        zkd()
            .env("XDG_STATE_HOME", state.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("127.0.0.1:2181"), "{line}");
    assert!(line.contains(state.path().join("zkd").to_str().unwrap()), "{line}");
    let mut stream = TcpStream::connect("127.0.0.1:2181").unwrap();
    stream.write_all(b"srvr").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("Mode: standalone"), "{answer}");
    let pid = child.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(child.0.wait().unwrap().code(), Some(0), "SIGTERM is a clean stop");
    assert!(state.path().join("zkd/version-2/snapshot.0").exists());
}

#[test]
fn a_supervisor_hears_when_clients_can_connect_and_when_it_stops() {
    let dir = tempfile::tempdir().unwrap();
    let socket_path = dir.path().join("notify");
    let socket = std::os::unix::net::UnixDatagram::bind(&socket_path).unwrap();
    socket.set_read_timeout(Some(std::time::Duration::from_secs(120))).unwrap();
    let heard = || {
        let mut text = [0; 256];
        let n = socket.recv(&mut text).unwrap();
        String::from_utf8_lossy(&text[..n]).trim().to_owned()
    };
    let port = crate::security::quorum::free_port();
    let data = dir.path().join("data");
    let text = format!(
        "dataDir={}\nclientPort={port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n",
        data.display()
    );
    let cfg = write_cfg(dir.path(), &text);
    let mut command = zkd();
    command.args(["--config", &cfg]).env("NOTIFY_SOCKET", &socket_path).stdout(Stdio::null());
    let mut running = Running(command.spawn().unwrap());
    assert_eq!(heard(), "READY=1");
    TcpStream::connect(("127.0.0.1", port)).unwrap();
    let (code, out, _) = run(&["status", "--config", &cfg]);
    assert_eq!((code, out.lines().last()), (0, Some("Mode: standalone")), "{out}");
    assert!(out.contains(&format!("Client port found: {port}. Client address: 127.0.0.1.")), "{out}");
    let pid = rustix::process::Pid::from_child(&running.0);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert_eq!(heard(), "STOPPING=1");
    assert!(running.0.wait().unwrap().success());
    let (code, out, _) = run(&["status", "--config", &cfg]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("Error contacting service. It is probably not running."), "{out}");
}

#[test]
fn messages_are_json_if_that_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let port = crate::security::quorum::free_port();
    // A port that is taken: it starts, says what it finds, and ends by itself.
    let taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let text = format!(
        "dataDir={}\nclientPort={port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\ntickTime=2000\ntickTime=2000\n",
        dir.path().join("data").display()
    );
    let cfg = write_cfg(dir.path(), &text);
    let (_, _, err) = run(&["--config", &cfg, "--log-format", "json"]);
    drop(taken);
    let lines: Vec<serde_json::Value> =
        err.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect();
    assert!(lines.len() >= 2, "{err}");
    for line in &lines {
        assert!(
            line["timestamp"].is_string() && line["level"].is_string() && line["message"].is_string(),
            "{line}"
        );
    }
    assert!(
        lines
            .iter()
            .any(|l| l["level"] == "ERROR" && l["message"].as_str().unwrap().contains("cannot listen"))
    );
}

#[test]
fn the_effective_configuration_is_shown_with_its_origins() {
    let dir = tempfile::tempdir().unwrap();
    let cfg = write_cfg(dir.path(), "dataDir=/d\nclientPort=2181\ntickTime=2000\n");
    let (code, out, _) = run(&["config", "show", "--config", &cfg]);
    assert_eq!(code, 0);
    assert!(
        out.lines().any(|l| l.starts_with("tickTime") && l.contains("2000") && l.contains("line 3")),
        "{out}"
    );
    assert!(!out.contains("minSessionTimeout"), "{out}");
    let (_, out, _) = run(&["config", "show", "--all", "--config", &cfg]);
    assert!(
        out.lines()
            .any(|l| l.starts_with("minSessionTimeout") && l.contains("4000") && l.contains("default")),
        "{out}"
    );
    let (_, out, _) = run(&["config", "show", "--json", "--config", &cfg]);
    let shown: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(shown["schema"], "zkd/1");
    let bad = write_cfg(dir.path(), "dataDir=/d\n");
    assert_eq!(run(&["config", "show", "--config", &bad]).0, 2);
}
