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
pub struct Terminal {
    child: Child,
    keys: File,
    output: Receiver<Vec<u8>>,
    /// What was printed and not yet matched.
    unseen: String,
}

impl Terminal {
    pub fn start(lab: &Lab, args: &[&str]) -> Terminal {
        Terminal::with(lab, args, &[])
    }

    /// With the terminal as its controlling one: Ctrl-C reaches it, and what it runs, as a signal.
    pub fn controlling(lab: &Lab, args: &[&str]) -> Terminal {
        let program = lab.command(args);
        let mut command = std::process::Command::new("setsid");
        command.arg("--ctty").arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Terminal::run(command, &[])
    }

    pub fn with(lab: &Lab, args: &[&str], variables: &[(&str, &str)]) -> Terminal {
        Terminal::run(lab.command(args), variables)
    }

    fn run(mut command: std::process::Command, variables: &[(&str, &str)]) -> Terminal {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        command.env("TERM", "xterm").envs(variables.iter().copied());
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

    /// Gives the terminal another width, and tells the shell as a terminal does.
    pub fn resize(&mut self, columns: u16) {
        let size = rustix::termios::Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(&self.keys, size).unwrap();
        self.signal(rustix::process::Signal::WINCH);
    }

    /// Our end of the terminal, to ask for its modes.
    pub fn tty(&self) -> File {
        self.keys.try_clone().unwrap()
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
    }

    pub fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until `text` is printed, and forgets everything up to there.
    #[track_caller]
    pub fn sees(&mut self, text: &str) {
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

    /// Presses Enter until a prompt shows `text`: what the server connected to is, is asked in the background.
    #[track_caller]
    pub fn comes_to_show(&mut self, text: &str) {
        let deadline = Instant::now() + DEADLINE;
        while !self.unseen.contains(text) {
            assert!(Instant::now() < deadline, "no prompt shows {text:?}: {:?}", self.unseen);
            self.keys("\r");
            while let Ok(chunk) = self.output.recv_timeout(Duration::from_millis(200)) {
                self.unseen.push_str(&String::from_utf8_lossy(&chunk));
            }
        }
        self.sees(text);
    }

    /// Types a line once the prompt is there.
    #[track_caller]
    pub fn line(&mut self, line: &str) {
        self.sees("> ");
        self.keys(line);
        self.keys("\r");
    }

    #[track_caller]
    pub fn exits(mut self, code: i32) {
        let deadline = Instant::now() + DEADLINE;
        while let Ok(chunk) = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.unseen.push_str(&String::from_utf8_lossy(&chunk));
        }
        // The terminal is closed a moment before the process is gone.
        while self.child.try_wait().unwrap().is_none() && Instant::now() < deadline {
            std::thread::yield_now();
        }
        let status = self.child.try_wait().unwrap();
        assert_eq!(status.and_then(|s| s.code()), Some(code), "{:?}", self.unseen);
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
    t.keys("get /x");
    t.sees("get /x");
    let started = Instant::now();
    t.keys("\ty");
    t.sees("y");
    // The budget is 150 ms; the rest is for a machine that does much else. Without a budget it would be an hour.
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
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
    t.comes_to_show("playground:standalone / > ");
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
    t.comes_to_show("er(");
    t.sees(") / > ");
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn a_lost_session_is_said_with_what_went_with_it() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &["--session-timeout", "1s"]);
    t.line("create -e /mine");
    t.line("create -e /gone");
    t.line("delete /gone");
    t.line("watch /w");
    t.sees("[1] watching /w");
    t.line("get -w /mine");
    t.sees("[2] watching /mine");
    t.sees("> ");
    t.signal(rustix::process::Signal::STOP);
    let deadline = Instant::now() + DEADLINE;
    while lab.run(&["exists", "/mine"]).code == 0 {
        assert!(Instant::now() < deadline, "the session does not expire");
    }
    t.signal(rustix::process::Signal::CONT);
    t.sees("has expired, and with it the ephemeral nodes /mine and the watches /w (node), /mine (data); `connect`");
    t.keys("\r");
    t.sees(":EXPIRED / > ");
    t.keys("get /mine\r");
    t.sees("error: the session has expired");
    t.line("connect");
    t.sees("connected to 127.0.0.1:");
    t.comes_to_show(":standalone / > ");
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn the_prompt_is_what_the_template_says() {
    let lab = Lab::new();
    let mut t = Terminal::with(&lab, &[], &[("ZKD_PROMPT", "<{cwd}|{exit}> ")]);
    t.sees("</|0> ");
    t.keys("get /nope\r");
    t.sees("</|3> ");
    t.keys("prompt '{nope}'\r");
    t.sees("there is no field `{nope}`");
    t.line("prompt '{profile}{state}$ '");
    t.keys("quit\r");
    t.exits(0);
}

#[test]
fn lines_may_be_run_again_counted_and_sent_elsewhere() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("create /n 1");
    t.line("get /nope");
    t.line("history --failed");
    t.sees("EXIT");
    t.sees("get /nope");
    t.sees("3");
    t.line("redo 1");
    t.sees("the node exists");
    t.line("redo 99");
    t.sees("there is no line 99");
    t.line("repeat 3 set /n x");
    t.line("stat /n | grep -i dataversion | tr a-z A-Z");
    t.sees("DATAVERSION = 3");
    let file = lab.path("out");
    t.line(&format!("get /n > {file}"));
    t.line(&format!("stat -o json /n >> {file}"));
    t.line("quit");
    t.exits(0);
    assert!(std::fs::read_to_string(file).unwrap().starts_with("x{\"schema\""));
}

#[test]
fn a_multi_is_typed_as_a_block() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("multi");
    t.sees("commit");
    t.line("create /m 'a b'");
    t.line("ls /");
    t.sees("cannot stand in a multi");
    t.sees(":multi(1) / > ");
    t.keys("abort\r");
    t.sees("multi dropped");
    t.line("multi");
    t.line("create /m 'a b'");
    t.line("set /m c");
    t.sees(":multi(2) / > ");
    t.keys("commit\r");
    t.sees("RESULT");
    t.line("get /m");
    t.sees("c\r\n");
    t.sees("> ");
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn a_paste_waits_for_enter_and_runs_line_by_line() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.sees("> ");
    t.keys("\x1b[200~create /p1 x\ncreate /p2 y\x1b[201~");
    t.sees("create /p2 y");
    lab.run(&["exists", "/p1"]).exits(3);
    t.keys("\r");
    t.sees("\n/p1");
    t.sees("/p2");
    t.sees("> ");
    t.keys("\x04");
    t.exits(0);
    assert_eq!(lab.run(&["get", "/p2"]).exits(0).text(), "y");
}

#[test]
fn a_resized_terminal_is_used_to_its_width() {
    let lab = Lab::new();
    for n in 0..6 {
        lab.run(&["create", &format!("/node-with-a-long-name-{n}")]).exits(0);
    }
    let mut t = Terminal::start(&lab, &[]);
    t.sees("> ");
    t.resize(200);
    t.keys("ls /\r");
    t.sees("node-with-a-long-name-0  node-with-a-long-name-1  node-with-a-long-name-2");
    t.sees("> ");
    t.resize(40);
    t.keys("ls /\r");
    t.sees("node-with-a-long-name-0\r\n");
    t.sees("> ");
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn watches_are_removed_by_kind_and_may_be_quiet() {
    let lab = Lab::new();
    let mut t = Terminal::start(&lab, &[]);
    t.line("create /w");
    t.line("get -w /w");
    t.line("ls -w /w");
    t.line("addWatch -m PERSISTENT /w");
    t.line("addWatch /w");
    t.sees("[4] watching /w");
    t.line("removewatches /w -d");
    t.line("removewatches /w -d");
    t.sees("there is no such watch");
    t.line("watches");
    t.sees("children");
    t.sees("node");
    t.sees("recursive");
    t.line("printwatches off");
    t.line("printwatches");
    t.sees("printwatches is off");
    t.line("set /w x");
    t.line("removewatches /w");
    t.line("watches");
    t.line("pwd");
    t.sees("\n/\r\n");
    t.sees("> ");
    assert!(!t.unseen.contains("changed"), "{:?}", t.unseen);
    t.keys("\x04");
    t.exits(0);
}

#[test]
fn no_form_lets_names_and_values_act_on_the_terminal() {
    let lab = Lab::new();
    lab.run_with(&["create", "/evil\u{202e}", "-"], "a\u{9b}2J\u{202e}b\x1b[2J".as_bytes()).exits(0);
    for form in ["table", "plain", "json", "jsonl", "yaml", "csv", "tsv"] {
        for verb in
            [&["ls", "/"][..], &["ls", "-l", "/"], &["get", "/evil\u{202e}"], &["get", "/no\u{202e}pe"]]
        {
            let mut t = Terminal::start(&lab, &[&["-o", form], verb].concat());
            while let Ok(chunk) = t.output.recv_timeout(DEADLINE) {
                t.unseen.push_str(&String::from_utf8_lossy(&chunk));
            }
            let acts = |c: char| c.is_control() && !"\r\n\t".contains(c) || c == '\u{202e}';
            assert!(!t.unseen.contains(acts), "{form} {verb:?}: {:?}", t.unseen);
            assert!(
                t.unseen.contains("202e") || t.unseen.contains("zookeeper"),
                "{form} {verb:?}: {:?}",
                t.unseen
            );
        }
    }
}

#[test]
fn the_prompt_follows_the_profile_in_its_colour_and_no_history_is_kept_where_none_is_wanted() {
    let (lab, other) = (Lab::new(), Lab::new());
    std::fs::create_dir_all(lab.path("zkd")).unwrap();
    let text = format!(
        "[defaults]\nhistory = 0\n[profile.one]\nconnect = \"{}\"\ncolor = \"orange\"\n\
         [profile.two]\nconnect = \"{}\"\nprotected = true\n",
        lab.addr, other.addr
    );
    std::fs::write(lab.path("zkd/config.toml"), text).unwrap();
    let mut terminal = Terminal::start(&lab, &["-P", "one", "--color", "always"]);
    terminal.comes_to_show("\u{1b}[38;5;208mone");
    terminal.keys("profile use two\r");
    terminal.sees(&format!("connected to {}", other.addr));
    terminal.comes_to_show("two!protected");
    terminal.keys("profile -\r");
    terminal.sees(&format!("connected to {}", lab.addr));
    terminal.comes_to_show("\u{1b}[38;5;208mone");
    terminal.keys("quit\r");
    terminal.exits(0);
    assert!(!std::path::Path::new(&lab.path("zkd/zkctl_history")).exists());
}
