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
fn a_playground_is_healthy_once_it_had_its_election() {
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

/// The README's picture is a frame of a real incident: `ZKTUI_BLESS=1 cargo test -p zktui readme` makes it anew.
#[test]
fn the_readme_shows_what_is_drawn() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    let recording = docs.join("incident.zktui");
    let recording = recording.to_str().unwrap();
    let args =
        ["--replay", recording, "--at", "46s", "--once", "--render", "120x32", "--color", "always", "--svg"];
    let (found, stderr) = text(&zktui(&args));
    assert!(found.starts_with("<svg") && found.contains("election: "), "{found}{stderr}");
    let picture = docs.join("zktui.svg");
    if std::env::var_os("ZKTUI_BLESS").is_some() {
        std::fs::write(&picture, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&picture).unwrap_or_default();
    assert!(expected == found, "the picture is of another version: ZKTUI_BLESS=1 cargo test -p zktui readme");
}
