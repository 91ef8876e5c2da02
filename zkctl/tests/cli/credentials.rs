//! Secrets: where they come from, and where they never go.

use std::io::Write;
use std::process::Stdio;

use crate::support::{Lab, run};

const CANARY: &str = "canary-3f9a";

#[test]
fn a_secret_comes_from_a_file_a_command_or_a_profile() {
    let lab = Lab::new();
    let addr = lab.addr.to_string();
    let lines = lab.private("auth", &format!("digest:bob:{CANARY}\n"));
    let secret = lab.private("secret", &format!("{CANARY}\n"));
    lab.run(&["create", "/mine", "x", "--acl", "auth::cdrwa", "--auth-file", &lines]).exits(0);
    lab.run(&["get", "/mine"]).exits(5);
    let print = format!("cat {secret}");
    let print_line = format!("cat {lines}");
    lab.run(&["get", "/mine", "--auth", "digest:bob", "--auth-cmd", &print]).exits(0);
    lab.run(&["get", "/mine", "--auth-cmd", &print_line]).exits(0);
    lab.run(&["get", "/mine", "--auth", "digest:bob", "--auth-file", &lines]).exits(0);
    for place in [format!("secret_file = \"{secret}\""), format!("secret_cmd = \"cat {secret}\"")] {
        let file = lab.path("c.toml");
        let text =
            format!("[profile.p]\nconnect = \"{addr}\"\n[[profile.p.auth]]\nuser = \"bob\"\n{place}\n");
        std::fs::write(&file, text).unwrap();
        run(lab.bare(&["--config", &file, "-P", "p", "get", "/mine"]), b"").exits(0);
    }
    let mut command = lab.command(&["get", "/mine"]);
    command.env("ZKD_AUTH_CMD", &print_line);
    run(command, b"").exits(0);
}

#[test]
fn what_cannot_be_used_is_said_without_the_secret() {
    let lab = Lab::new();
    let open = lab.path("open");
    std::fs::write(&open, format!("digest:bob:{CANARY}\n")).unwrap();
    let odd = lab.private("odd", CANARY);
    let with_secret = format!("digest:bob:{CANARY}");
    let url = format!("zookeeper://bob:{CANARY}@h:1");
    let fails = format!("echo {CANARY}; false");
    for (args, exit, says) in [
        (&["--auth-file", open.as_str()][..], 2, "chmod 600"),
        (&["--auth-file", &odd], 2, "is not SCHEME:CREDENTIALS"),
        (&["--auth", &with_secret], 2, "--auth digest:bob"),
        (&["--auth", "digest:bob", "--no-input"], 2, "--auth-file"),
        (&["--auth", "digest:bob", "--auth-cmd", &fails], 1, "failed"),
        (&["--auth", "digest:a", "--auth", "digest:b", "--auth-cmd", "echo x"], 2, "several --auth"),
        (&["--sasl", "digest-md5"], 2, "--auth sasl:USER"),
        (&["-C", &url], 2, "do not belong in a connect string"),
    ] {
        for format in ["plain", "json"] {
            let run = lab.run(&[&["ls", "/", "-o", format], args].concat()).exits(exit);
            assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
            assert!(!run.stderr.contains(CANARY) && !run.text().contains(CANARY), "{args:?}: {}", run.stderr);
        }
    }
}

/// Everything that a run leaves behind: its output, its files, its place in the list of processes.
#[test]
fn a_secret_is_in_no_argument_history_or_file_that_we_write() {
    let lab = Lab::new();
    let lines = lab.private("auth", &format!("digest:bob:{CANARY}\n"));
    let mut command = lab.command(&["--auth-file", &lines]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    write!(stdin, "create /mine x --acl auth::cdrwa\naddauth digest eve:{CANARY}\nwhoami\nhistory\n")
        .unwrap();
    let arguments = std::fs::read(format!("/proc/{}/cmdline", child.id())).unwrap();
    let environment = std::fs::read(format!("/proc/{}/environ", child.id())).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("digest\teve"), "{printed}");
    // `history` of a script repeats its lines, which were its own.
    let printed = printed.split("create /mine").next().unwrap().to_owned();
    for bytes in [&arguments, &environment, &output.stderr, &printed.into_bytes()] {
        assert!(!String::from_utf8_lossy(bytes).contains(CANARY));
    }
    lab.run(&["profile", "add", "p", "--auth", "digest:bob", "--secret-file", &lines]).exits(0);
    let mut found = Vec::new();
    let mut places = vec![std::path::PathBuf::from(lab.path(""))];
    while let Some(place) = places.pop() {
        for entry in std::fs::read_dir(place).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                // The server's own files hold what was sent to it.
                if path.file_name().is_some_and(|n| n != "data") {
                    places.push(path);
                }
            } else if String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(CANARY) {
                found.push(path.display().to_string());
            }
        }
    }
    assert_eq!(found, [lines]);
}

#[test]
fn bench_is_whom_its_credentials_say() {
    use zkd::config::sasl::{ClientSasl, Users};

    let lab = Lab::with(|config| {
        let users = Users::default().with("bob", CANARY);
        config.sasl = Some(ClientSasl { users, ..ClientSasl::default() });
    });
    let short = ["bench", "mixed", "-c", "2", "--warmup", "0", "--duration", "200ms", "--root", "/his/bench"];
    let run = |secret: String, options: &[&str]| {
        let file = lab.private("auth", &secret);
        lab.run(&[&["--auth-file", file.as_str(), "-o", "json"][..], options, &short].concat())
    };
    let own = [("sasl:bob", &["--sasl", "digest-md5"][..]), ("digest:bob", &[])];
    for (who, options) in own {
        // Below a node that only they may write.
        let file = lab.private("auth", &format!("{who}:{CANARY}\n"));
        let made =
            [&["--auth-file", file.as_str()][..], options, &["create", "/his", "--acl", "auth::cdrwa"]]
                .concat();
        lab.run(&made).exits(0);
        let report = run(format!("{who}:{CANARY}\n"), options).exits(0).json();
        assert_eq!(report["errors"], 0, "{report}");
        lab.run(&short).exits(5);
        lab.run(&[&["--auth-file", file.as_str()][..], options, &["delete", "/his"]].concat()).exits(0);
    }
    let refused = run("sasl:bob:wrong\n".into(), &["--sasl", "digest-md5"]).exits(5);
    assert!(refused.error()["message"].as_str().unwrap().contains("SASL"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("wrong"), "{}", refused.stderr);
}
