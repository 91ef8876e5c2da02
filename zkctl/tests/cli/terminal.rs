//! The shell on a pseudo-terminal: editing, completion, events above the input line, history.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::support::Lab;

/// Everything takes milliseconds; this is for machines under load.
const DEADLINE: Duration = Duration::from_secs(30);

/// A shell, and the other end of its terminal.
struct Terminal {
    child: Child,
    keys: File,
    output: Receiver<Vec<u8>>,
    /// What was printed and not yet matched.
    unseen: String,
}

impl Terminal {
    fn start(lab: &Lab, args: &[&str]) -> Terminal {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        let mut command = lab.command(args);
        command.env("TERM", "xterm");
        command.stdin(slave.try_clone().unwrap()).stdout(slave.try_clone().unwrap()).stderr(slave);
        let child = command.spawn().unwrap();
        // Its ends of the terminal are held by the command; with them open we would never see the end.
        drop(command);
        let keys = File::from(master);
        let mut reader = keys.try_clone().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            // At the end of the child a terminal reports an error.
            while let Ok(n @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        Terminal { child, keys, output, unseen: String::new() }
    }

    fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until `text` is printed, and forgets everything up to there.
    #[track_caller]
    fn sees(&mut self, text: &str) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(at) = self.unseen.find(text) {
                self.unseen.drain(..at + text.len());
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(chunk) => self.unseen.push_str(&String::from_utf8_lossy(&chunk)),
                Err(_) => panic!("{text:?} was not printed; what was: {:?}", self.unseen),
            }
        }
    }

    /// Types a line once the prompt is there.
    #[track_caller]
    fn line(&mut self, line: &str) {
        self.sees("> ");
        self.keys(line);
        self.keys("\r");
    }

    #[track_caller]
    fn exits(mut self, code: i32) {
        while let Ok(chunk) = self.output.recv_timeout(DEADLINE) {
            self.unseen.push_str(&String::from_utf8_lossy(&chunk));
        }
        assert_eq!(self.child.wait().unwrap().code(), Some(code), "{:?}", self.unseen);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_session_by_hand() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.sees("connected to 127.0.0.1:");
    t.line("create /kafka hello");
    t.sees("\n/kafka");
    t.line("nonsense");
    t.sees("there is no command `nonsense`");
    t.line("cd /ka\t");
    t.sees(" /kafka > ");
    t.keys("typed in vain\x03");
    t.line("ls -l /");
    t.sees("NAME");
    t.line("get .");
    t.sees("hello");
    t.sees("> ");
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn events_appear_while_typing() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("create /w");
    t.line("watch /w");
    t.sees("[1] watching /w");
    t.sees("> ");
    t.keys("get /hal");
    t.sees("get /hal");
    lab.run(&["set", "/w", "x"]).exits(0);
    t.sees("changed   /w");
    t.sees("get /hal");
    t.keys("\x03");
    t.line("watches");
    t.sees("MODE");
    t.line("unwatch 1");
    t.sees("1 watch ended");
    t.line("quit");
    t.exits(0);
}

#[test]
fn completion_does_not_wait_for_a_server_that_stalls() {
    let lab = Lab::new();
    let addr = crate::fake::start(crate::fake::Fault::Stall).to_string();
    let mut t = Terminal::start(&lab, &["-C", &addr, "--timeout", "1h"]);
    t.sees("> ");
    t.keys("get /x\ty");
    t.sees("get /x");
    t.sees("y");
    t.keys("\x03");
    t.line("quit");
    t.exits(0);
}

#[test]
fn a_one_shot_watch_in_zkclis_spelling() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("create /w");
    t.line("get -w /w");
    t.sees("[1] watching /w");
    t.sees("> ");
    lab.run(&["set", "/w", "x"]).exits(0);
    t.sees("changed   /w");
    t.sees("[1] watch ended");
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn history_is_private_and_forgets_secrets() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("stat /");
    t.line("addauth digest bob:canary");
    t.line(" get /leading-blank");
    t.line("history");
    t.sees("stat /");
    t.line("quit");
    t.exits(0);
    let file = lab.path("zkd/zkctl_history");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("stat /") && text.contains("history"), "{text}");
    assert!(!text.contains("canary") && !text.contains("leading-blank"), "{text}");
}

#[test]
fn deleteall_asks_on_a_terminal() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/d/e"]).exits(0);
    for (answer, code) in [("n\n", 12), ("y\n", 0)] {
        let mut t = Terminal::start(&lab, &["deleteall", "/d"]);
        t.sees("delete /d and 1 node below it? [y/N] ");
        t.keys(answer);
        t.exits(code);
    }
    lab.run(&["exists", "/d"]).exits(3);
}

#[test]
fn names_cannot_act_on_the_terminal() {
    let lab = Lab::new();
    lab.run_with(&["create", "/evil", "-"], b"a\x1b]0;owned\x07b").exits(0);
    let t = &mut Terminal::start(&lab, &["get", "/evil"]);
    t.sees("a\\x1b]0;owned\\x07b");
}

#[test]
fn the_playground_says_what_to_try() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &["playground"]);
    t.sees("A ZooKeeper server of your own");
    t.sees("Three things to try");
    t.sees("playground / > ");
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn the_playground_names_the_servers_of_its_ensemble() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &["playground", "--servers", "3"]);
    t.sees("A ZooKeeper ensemble of your own");
    t.sees("3 servers on 127.0.0.1:");
    t.sees("who leads");
    t.sees("playground / > ");
    t.keys("\x04");
    t.exits(0);
}
