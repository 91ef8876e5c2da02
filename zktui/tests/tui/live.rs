//! The real binary against zkd.

use std::process::{Command, Output};

fn zktui(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zktui"))
        .args(args)
        .env("NO_COLOR", "1")
        .env_remove("ZKD_CONNECT")
        .output()
        .unwrap()
}

fn text(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_playground_is_printed_when_it_has_had_its_election() {
    let (stdout, stderr) = text(&zktui(&["--playground", "--once", "--json"]));
    assert_eq!(stderr, "waiting until the playground's 3 servers have a leader\n");
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let roles: Vec<_> = json["servers"].as_array().unwrap().iter().map(|s| s["role"].as_str()).collect();
    assert_eq!(roles.iter().filter(|role| **role == Some("leader")).count(), 1, "{stdout}");
    assert_eq!(roles.iter().filter(|role| **role == Some("follower")).count(), 2, "{stdout}");
}

#[test]
fn a_playground_is_healthy() {
    let out = zktui(&["--playground", "--once", "--json", "--after", "6s"]);
    let (stdout, stderr) = text(&out);
    assert!(out.status.success(), "{stdout}{stderr}");
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(json["schema"], "zktui/1");
    assert_eq!(json["ensemble"]["quorum"], "ok", "{stdout}");
    assert_eq!(json["ensemble"]["voters_serving"], 3);
    let servers = json["servers"].as_array().unwrap();
    assert!(servers.iter().all(|s| s["state"] == "ok"), "{stdout}");
    // The leader also says what its AdminServer knows of the others.
    for server in servers {
        let tier = if server["role"] == "leader" { "zkd" } else { "mntr" };
        assert_eq!(server["tier"], tier, "{stdout}");
    }
    let zxid = json["ensemble"]["zxid"].as_str().unwrap();
    assert!(zxid.starts_with("0x"), "64-bit ids are text: {zxid}");
}

#[test]
fn one_server_in_every_view() {
    for view in ["overview", "server", "sessions", "znodes", "watches", "latency", "timeline", "alerts"] {
        let args = ["--playground", "--servers", "1", "--once", "--render", "100x30", "--view", view];
        let out = zktui(&args);
        let (stdout, stderr) = text(&out);
        assert!(out.status.success(), "{view}: {stdout}{stderr}");
        assert_eq!(stdout.lines().count(), 30, "{view}: {stdout}");
        assert!(stdout.contains("standalone"), "{view}: {stdout}");
        if view == "znodes" {
            assert!(stdout.contains("zookeeper") && stdout.contains("acl world:anyone"), "{stdout}");
        }
    }
}

/// What goes to a server, counted between it and the monitor.
#[test]
fn a_server_gets_one_or_two_connections_a_second() {
    use std::net::{TcpListener, TcpStream};
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};
    let dir = tempfile::tempdir().unwrap();
    let any = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let mut config = zkd::Config::standalone(dir.path().join("data"), any);
    config.fourlw_whitelist = zkd::fourlw::Whitelist::all();
    let server = zkd::Server::start(config).unwrap();
    let listener = TcpListener::bind(any).unwrap();
    let (front, behind) = (listener.local_addr().unwrap(), server.client_addr());
    let times: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let seen = times.clone();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            seen.lock().unwrap().push(Instant::now());
            let onward = TcpStream::connect(behind).unwrap();
            let (mut a, mut b) = (client.try_clone().unwrap(), onward.try_clone().unwrap());
            let (mut client, mut onward) = (client, onward);
            std::thread::spawn(move || std::io::copy(&mut a, &mut b));
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut onward, &mut client);
                let _ = client.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    let out = zktui(&["-C", &front.to_string(), "--no-config", "--jsonl", "--count", "6"]);
    assert!(out.status.success(), "{}", text(&out).1);
    let times = times.lock().unwrap().clone();
    assert!(times.len() >= 6, "it was asked {} times", times.len());
    for (at, first) in times.iter().enumerate() {
        // A little less than a second: the machine may be late with one and in time with the next.
        let within =
            times[at..].iter().filter(|t| t.duration_since(*first) < Duration::from_millis(800)).count();
        assert!(within <= 2, "{within} connections within a second: {times:?}");
    }
    server.stop().unwrap();
}

fn seen(servers: &[zkd::Server], after: &str) -> serde_json::Value {
    let list = |addr: fn(&zkd::Server) -> String| servers.iter().map(addr).collect::<Vec<_>>().join(",");
    let hosts = list(|s| s.client_addr().to_string());
    let admin = list(|s| format!("http://{}", s.http_addrs()[0]));
    let args = ["--no-config", "-C", &hosts, "--admin", &admin, "--once", "--json", "--after", after];
    let (stdout, stderr) = text(&zktui(&args));
    serde_json::from_str(&stdout).unwrap_or_else(|e| panic!("{e}: {stdout}{stderr}"))
}

/// What the leader knows of a follower that gets nothing from it any more: within two seconds how far that one is behind,
/// and how long its acknowledgement is overdue.
#[test]
fn a_follower_that_is_held_back_is_seen_through_the_leaders_eyes() {
    use crate::members::{self, Hold};
    let dir = tempfile::tempdir().unwrap();
    let ports = members::ports();
    let holds = ports.map(|p| Hold::before(p.quorum));
    let tune = |config: &mut zkd::Config| {
        config.admin = Some(zkd::config::HttpConfig { port: 0, ..Default::default() });
    };
    let servers = members::start(dir.path(), &ports, tune, |from, to, mut ports| {
        if from == 1 && to != 1 {
            ports.quorum = holds[to as usize - 1].port;
        }
        ports
    });
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let json = seen(&servers, "4s");
        let view = &json["servers"][0]["leaders_view"];
        if json["ensemble"]["voters_serving"] == 3 && view["synced"] == true {
            assert_eq!(view["lag_txns"], 0, "{view}");
            break;
        }
        assert!(std::time::Instant::now() < limit, "{json:#}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let hosts = format!("{},{}", servers[1].client_addr(), servers[2].client_addr());
        let client = zk_client::Client::connect(hosts.parse().unwrap(), Default::default()).await.unwrap();
        client.create("/load", Some(b""), zk_client::CreateMode::Persistent).await.unwrap();
        holds.iter().for_each(|hold| hold.set(true));
        for _ in 0..200 {
            client.set_data("/load", Some(b"x"), None).await.unwrap();
        }
        client.close().await.unwrap();
    });
    let json = seen(&servers, "4s");
    let server = &json["servers"][0];
    let view = &server["leaders_view"];
    assert!(view["lag_txns"].as_i64().is_some_and(|n| n >= 200), "{server:#}");
    assert!(view["ack_waiting_ms"].as_f64().is_some_and(|ms| ms >= 500.0), "{server:#}");
    assert!(server["lag"]["txns"].as_i64().is_some_and(|n| n >= 200), "{server:#}");
    holds.iter().for_each(|hold| hold.set(false));
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let json = seen(&servers, "4s");
        let view = &json["servers"][0]["leaders_view"];
        if view["lag_txns"] == 0 && view["ack_waiting_ms"].is_null() {
            // That one is the last that was timed.
            assert!(view["ack_ms"].as_f64().is_some_and(|ms| ms >= 500.0), "{view}");
            break;
        }
        assert!(std::time::Instant::now() < limit, "{json:#}");
    }
    servers.into_iter().for_each(|server| server.stop().unwrap());
}

#[test]
fn who_cannot_be_reached_is_down_and_that_is_exit_code_1() {
    let out = zktui(&["-C", "127.0.0.1:1", "--once"]);
    let (stdout, _) = text(&out);
    assert_eq!(out.status.code(), Some(1));
    assert!(stdout.contains("down") && stdout.to_lowercase().contains("connection refused"), "{stdout}");
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let out = zktui(&["-C", "127.0.0.1:1"]);
    let (stdout, stderr) = text(&out);
    assert_eq!((out.status.code(), stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("--once"), "{stderr}");
    let out = zktui(&[]);
    assert!(text(&out).1.contains("--playground"));
}

fn pictures() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures")
}

/// The picture is what it is made of, or becomes it with `ZKTUI_BLESS=1`.
fn is_picture(name: &str, found: &str) {
    let picture = pictures().join(name);
    if std::env::var_os("ZKTUI_BLESS").is_some() {
        std::fs::write(&picture, found).unwrap();
    }
    let expected = std::fs::read_to_string(&picture).unwrap_or_default();
    assert!(expected == found, "{name} is of another version: cargo xtask pictures");
}

/// The README's picture of the monitor is a frame of a real incident.
#[test]
fn the_readme_shows_what_is_drawn() {
    let docs = pictures();
    let recording = docs.join("incident.zktui");
    let recording = recording.to_str().unwrap();
    let args =
        ["--replay", recording, "--at", "46s", "--once", "--render", "120x32", "--color", "always", "--svg"];
    let (found, stderr) = text(&zktui(&args));
    assert!(found.starts_with("<svg") && found.contains("election: "), "{found}{stderr}");
    is_picture("zktui.svg", &found);
}

/// That of the shell is a screen that the shell once drew in a real terminal.
#[test]
fn the_readme_shows_the_shell_as_it_was() {
    use ansi_to_tui::IntoText;
    use ratatui::layout::Rect;
    use ratatui::widgets::Widget;
    let screen = std::fs::read_to_string(pictures().join("shell.ansi")).unwrap();
    let text = screen.trim_end().into_text().unwrap();
    let plain: Vec<String> = text.lines.iter().map(ToString::to_string).collect();
    assert!(plain.iter().any(|line| line.contains("playground:")), "{plain:#?}");
    let side = |n: usize| u16::try_from(n).unwrap();
    let area = Rect::new(0, 0, side(text.width()), side(text.height()));
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    text.render(area, &mut buffer);
    is_picture("shell.svg", &zktui::view::picture::svg(&buffer));
}
