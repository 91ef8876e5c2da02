//! `lock -- COMMAND` against a real server, through a proxy that cuts and stalls: every exit code, and that nothing goes
//! on under a lock that is lost.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use zkd_tests::proxy::{Link, Net, Port, Rule};
use zkd_tests::{PATIENCE, poll};

use crate::support::{Lab, Run};

/// A server with short sessions, and a way to it that can be disturbed.
struct Site {
    lab: Lab,
    net: Net,
    through: String,
}

const CLIENT: usize = 0;
const SERVER: usize = 1;

impl Site {
    fn new() -> Site {
        let lab = Lab::with(|config| {
            config.tick_ms = 200;
            config.min_session_timeout_ms = 400;
            config.max_session_timeout_ms = 60_000;
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let through = listener.local_addr().unwrap().to_string();
        let net = Net::new();
        let link = Link { dialer: CLIENT, target: SERVER, port: Port::Client, to: lab.addr, callback: None };
        net.serve(listener, link).unwrap();
        Site { lab, net, through }
    }

    /// Nothing passes, in either direction.
    fn stall(&self) {
        self.net.set(CLIENT, SERVER, None, Rule::Hold);
        self.net.set(SERVER, CLIENT, None, Rule::Hold);
    }

    /// Starts `lock PATH OPTIONS -- sh -c SCRIPT` with sessions of two seconds.
    fn lock(&self, path: &str, options: &[&str], script: &str) -> Holder {
        self.lock_for("2s", path, options, script)
    }

    fn lock_for(&self, session: &str, path: &str, options: &[&str], script: &str) -> Holder {
        let mut command =
            self.lab.command(&["-C", &self.through, "--session-timeout", session, "lock", path]);
        command.args(options).args(["--", "sh", "-c", script]);
        Holder::start(command)
    }

    fn contenders(&self, path: &str) -> Vec<serde_json::Value> {
        let list = self.lab.run(&["lock", path, "--ls", "-o", "json"]);
        if list.code == 3 {
            Vec::new()
        } else {
            list.exits(0).json()["contenders"].as_array().unwrap().clone()
        }
    }

    #[track_caller]
    fn wait_for_contenders(&self, path: &str, count: usize) -> Vec<serde_json::Value> {
        let found = poll(PATIENCE, || {
            let found = self.contenders(path);
            (found.len() == count).then_some(found)
        });
        found.unwrap_or_else(|| panic!("never {count} contenders in {path}"))
    }
}

/// Another client, connected already.
struct Observer {
    runtime: tokio::runtime::Runtime,
    client: zk_client::Client,
}

impl Observer {
    fn new(site: &Site) -> Observer {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let servers = site.lab.addr.to_string().parse().unwrap();
        let client =
            runtime.block_on(zk_client::Client::connect(servers, zk_client::Options::default())).unwrap();
        Observer { runtime, client }
    }

    fn children(&self, path: &str) -> usize {
        self.runtime.block_on(self.client.get_children(path)).unwrap().names.len()
    }
}

/// A running `zkctl lock` whose command tells what it does on stdout.
struct Holder {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Holder {
    fn start(mut command: Command) -> Holder {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Holder { child, lines }
    }

    /// The next line of the command; `None` once all that it started have ended.
    fn line(&mut self) -> Option<String> {
        self.lines.next().map(Result::unwrap)
    }

    #[track_caller]
    fn says(&mut self, text: &str) {
        assert_eq!(self.line().as_deref(), Some(text));
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for the end; the lines not read yet are its stdout.
    fn end(mut self) -> Run {
        let rest: Vec<String> = self.lines.by_ref().map(Result::unwrap).collect();
        let output = self.child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: rest.join("\n").into_bytes(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Says what happens, and ends only when it is killed. `exec` has the signal reach the one that says so.
const STUBBORN: &str = "trap 'echo term' TERM; trap 'echo int' INT; echo start; while :; do sleep 0.02; done";
/// Ends when it is asked to.
const OBEDIENT: &str =
    "trap 'echo term; exit 9' TERM; trap 'echo int; exit 8' INT; echo start; while :; do sleep 0.02; done";

#[test]
fn the_commands_own_code_comes_through() {
    let site = Site::new();
    for (script, code) in [("exit 0", 0), ("exit 7", 7), ("exit 123", 123), ("kill -9 $$", 137)] {
        site.lock("/l", &[], script).end().exits(code);
    }
    assert!(site.contenders("/l").is_empty());
}

#[test]
fn the_command_knows_its_lock() {
    let site = Site::new();
    let script =
        "echo $ZKD_LOCK_PATH; echo $ZKD_LOCK_NODE; echo $ZKD_LOCK_FENCE; echo $ZKD_SESSION; read x || exit 4";
    let mut first = site.lock("/a/b", &["--id", "me"], "echo $ZKD_LOCK_FENCE");
    let fence =
        |text: Option<String>| i64::from_str_radix(text.unwrap().strip_prefix("0x").unwrap(), 16).unwrap();
    let before = fence(first.line());
    first.end().exits(0);
    let mut second = site.lock("/a/b", &["--id", "me"], script);
    second.says("/a/b");
    let node = second.line().unwrap();
    assert!(node.starts_with("/a/b/_c_") && node.ends_with("-lock-0000000001"), "{node}");
    assert!(fence(second.line()) > before);
    assert!(second.line().unwrap().starts_with("0x"));
    second.end().exits(4);
}

#[test]
fn what_fails_before_the_command_is_125_and_no_command_126_or_127() {
    let site = Site::new();
    let lock = |args: &[&str]| site.lab.run(&[&["lock", "/l"], args].concat());
    let missing = lock(&["--", "/no/such/command"]).exits(127);
    assert_eq!(missing.stderr, "error: cannot run /no/such/command: no such file or directory\n");
    lock(&["--", "/etc"]).exits(126);
    lock(&["--", "/etc/passwd"]).exits(126);
    let text = site.lab.path("text");
    std::fs::write(&text, "no program").unwrap();
    std::fs::set_permissions(&text, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    lock(&["--", &text]).exits(126);
    assert!(site.contenders("/l").is_empty());
    let dead = crate::fake::dead_address().to_string();
    let unreachable =
        ["-C", dead.as_str(), "--connect-timeout", "200ms", "-o", "json", "lock", "/l", "--", "true"];
    assert_eq!(site.lab.run(&unreachable).exits(125).error()["exit"], 125);
    site.lab.run(&["lock", "/", "--", "true"]).exits(125);
    site.lab.run(&["create", "-e", "/eph"]).exits(0);
    lock(&[]).exits(2);
    lock(&["--permits", "0", "--", "true"]).exits(2);
}

#[test]
fn a_lock_that_does_not_come_is_124_and_leaves_nothing() {
    let site = Site::new();
    let mut holder = site.lock("/l", &[], "echo start; sleep 60");
    holder.says("start");
    site.lab.run(&["lock", "/l", "--timeout", "200ms", "--", "true"]).exits(124);
    let late = site.lab.run(&["lock", "/l", "--timeout", "0", "-o", "json", "--", "true"]).exits(124);
    assert_eq!((&late.error()["exit"], &late.error()["applied"]), (&124.into(), &"no".into()));
    assert_eq!(site.contenders("/l").len(), 1);
    // A limit of one operation is none of the wait.
    let mut patient = site.lab.command(&["--timeout", "50ms", "lock", "/l", "--", "echo", "got"]);
    patient.env("ZKD_TIMEOUT", "50ms");
    let patient = Holder::start(patient);
    site.wait_for_contenders("/l", 2);
    assert!(poll(Duration::from_millis(300), || (site.contenders("/l").len() != 2).then_some(())).is_none());
    holder.signal(Signal::TERM);
    holder.end().exits(143);
    assert_eq!(patient.end().exits(0).text(), "got");
}

#[test]
fn a_deleted_node_stops_the_command_and_all_it_started_with_123() {
    let site = Site::new();
    // The one in the background does not hear SIGTERM: its end shows in the pipe.
    let script =
        "(trap '' TERM; sleep 600) & trap 'echo term' TERM; echo start; while :; do sleep 0.02; done";
    let mut holder = site.lock("/l", &["--grace", "2s"], script);
    holder.says("start");
    let node = site.wait_for_contenders("/l", 1)[0]["path"].as_str().unwrap().to_owned();
    site.lab.run(&["delete", &node]).exits(0);
    holder.says("term");
    let run = holder.end().exits(123);
    assert!(run.stderr.contains("somebody deleted our node"), "{}", run.stderr);
}

#[test]
fn a_command_that_ends_in_the_grace_is_not_killed() {
    let site = Site::new();
    let mut holder = site.lock(
        "/l",
        &["--grace", "1m"],
        "trap 'sleep 0.1; echo tidy; exit 0' TERM; echo start; while :; do sleep 0.02; done",
    );
    holder.says("start");
    let node = site.wait_for_contenders("/l", 1)[0]["path"].as_str().unwrap().to_owned();
    site.lab.run(&["delete", &node]).exits(0);
    holder.says("tidy");
    holder.end().exits(123);
}

#[test]
fn a_silent_server_has_the_command_stopped_before_the_session_can_end() {
    let site = Site::new();
    // A tenth of it is in reserve, which is to be enough for a busy machine.
    let script = format!("echo $$; {STUBBORN}");
    let mut holder = site.lock_for("8s", "/l", &["--grace", "2s"], &script);
    let command = Pid::from_raw(holder.line().unwrap().parse().unwrap()).unwrap();
    holder.says("start");
    // Looks at once, which starting a program would not.
    let observer = Observer::new(&site);
    let heard = site.net.counts().passed;
    assert!(poll(PATIENCE, || (site.net.counts().passed > heard).then_some(())).is_some());
    site.stall();
    holder.says("term");
    let over = || test_kill_process(command).is_err().then_some(());
    poll(PATIENCE, over).expect("the command lives on");
    assert_eq!(observer.children("/l"), 1, "the session ended before the command did");
    let run = holder.end().exits(123);
    assert!(run.stderr.contains("no server has answered"), "{}", run.stderr);
    site.wait_for_contenders("/l", 0);
}

#[test]
fn a_broken_connection_alone_stops_nothing() {
    let site = Site::new();
    let gate = site.lab.path("gate");
    let script = format!("echo start; while [ ! -e {gate} ]; do sleep 0.02; done; echo done");
    let mut holder = site.lock("/l", &[], &script);
    holder.says("start");
    for _ in 0..3 {
        let broken = poll(PATIENCE, || (site.net.reset(CLIENT, SERVER) > 0).then_some(()));
        broken.expect("no connection to break");
    }
    // Again connected, for longer than a session lives.
    let passed = site.net.counts().passed;
    let until = Instant::now() + Duration::from_millis(2500);
    poll(Duration::from_millis(2600), || (Instant::now() > until).then_some(()));
    assert!(site.net.counts().passed > passed);
    std::fs::write(&gate, "").unwrap();
    holder.says("done");
    holder.end().exits(0);
    assert!(site.contenders("/l").is_empty());
}

#[test]
fn a_session_that_ended_unnoticed_stops_the_command_with_123() {
    let site = Site::new();
    let mut holder = site.lock("/l", &["--grace", "2s"], STUBBORN);
    holder.says("start");
    holder.signal(Signal::STOP);
    site.wait_for_contenders("/l", 0);
    holder.signal(Signal::CONT);
    holder.says("term");
    holder.end().exits(123);
}

#[test]
fn signals_reach_the_command_once_and_the_lock_is_free_afterwards() {
    let site = Site::new();
    for (signal, word, code) in [(Signal::TERM, "term", 9), (Signal::INT, "int", 8)] {
        let mut holder = site.lock("/l", &[], OBEDIENT);
        holder.says("start");
        holder.signal(signal);
        let run = holder.end().exits(code);
        assert_eq!(run.text(), word);
        assert!(site.contenders("/l").is_empty());
    }
}

#[test]
fn a_second_signal_kills_the_command() {
    let site = Site::new();
    let mut holder = site.lock("/l", &[], STUBBORN);
    holder.says("start");
    holder.signal(Signal::INT);
    holder.says("int");
    holder.signal(Signal::TERM);
    holder.end().exits(137);
    assert!(site.contenders("/l").is_empty());
}

#[test]
fn a_signal_while_waiting_leaves_the_queue() {
    let site = Site::new();
    let mut holder = site.lock("/l", &[], "echo start; sleep 60");
    holder.says("start");
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 143)] {
        let waiting = site.lock("/l", &[], "echo never");
        let places = site.wait_for_contenders("/l", 2);
        assert_eq!((&places[0]["state"], &places[1]["state"]), (&"holds".into(), &"waits".into()));
        assert_eq!(places[1]["waits_for"], places[0]["path"]);
        waiting.signal(signal);
        assert_eq!(waiting.end().exits(code).text(), "");
        assert_eq!(site.contenders("/l").len(), 1);
    }
    holder.signal(Signal::TERM);
    holder.end().exits(143);
}

/// Enters a region, complains if somebody is in it, stays a moment, leaves.
fn region(file: &Path) -> String {
    let file = file.display();
    format!("set -C; echo $$ > {file} || {{ echo clash; exit 66; }}; sleep 0.05; rm {file}; echo done")
}

#[test]
fn nobody_shares_a_lock_and_all_get_it_though_connections_break() {
    let site = Site::new();
    for layout in ["curator", "kazoo"] {
        let file = site.lab.path(&format!("region-{layout}"));
        let script = region(Path::new(&file));
        let path = format!("/busy/{layout}");
        let holders: Vec<Holder> = (0..8).map(|_| site.lock(&path, &["--layout", layout], &script)).collect();
        for _ in 0..5 {
            site.net.reset(CLIENT, SERVER);
            std::thread::yield_now();
        }
        for holder in holders {
            assert_eq!(holder.end().exits(0).text(), "done");
        }
        assert!(site.contenders(&path).is_empty());
    }
}

#[test]
fn a_holder_that_is_killed_gives_way_when_its_session_ends() {
    let site = Site::new();
    let mut first = site.lock("/l", &[], "echo $$; exec sleep 60");
    let command: i32 = first.line().unwrap().parse().unwrap();
    let mut second = site.lock("/l", &[], "echo start");
    site.wait_for_contenders("/l", 2);
    first.signal(Signal::KILL);
    second.says("start");
    second.end().exits(0);
    // Nobody was left to stop the first one's command.
    kill_process(Pid::from_raw(command).unwrap(), Signal::KILL).unwrap();
    first.end();
}

#[test]
fn readers_share_and_writers_do_not() {
    let site = Site::new();
    for layout in ["curator", "kazoo"] {
        let path = format!("/rw/{layout}");
        let kind = |flag: &'static str| ["--layout", layout, flag];
        let hold = "echo start; trap 'exit 0' TERM; while :; do sleep 0.02; done";
        let mut readers = [site.lock(&path, &kind("--read"), hold), site.lock(&path, &kind("--read"), hold)];
        readers.iter_mut().for_each(|r| r.says("start"));
        let mut writer = site.lock(&path, &kind("--write"), hold);
        site.wait_for_contenders(&path, 3);
        let mut late = site.lock(&path, &kind("--read"), "echo late");
        let places = site.wait_for_contenders(&path, 4);
        let states: Vec<&str> = places.iter().map(|p| p["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["holds", "holds", "waits", "waits"]);
        for reader in readers {
            reader.signal(Signal::TERM);
            reader.end().exits(0);
        }
        writer.says("start");
        assert_eq!(site.contenders(&path).len(), 2);
        writer.signal(Signal::TERM);
        late.says("late");
        writer.end().exits(0);
        late.end().exits(0);
    }
}

#[test]
fn a_semaphore_lets_in_as_many_as_it_has_permits() {
    let site = Site::new();
    for layout in ["curator", "kazoo"] {
        let path = format!("/sem/{layout}");
        let options = ["--layout", layout, "--permits", "2"];
        let hold = "echo start; trap 'exit 0' TERM; while :; do sleep 0.02; done";
        let mut first = site.lock(&path, &options, hold);
        let mut second = site.lock(&path, &options, hold);
        first.says("start");
        second.says("start");
        let args = [&["lock", path.as_str(), "--timeout", "300ms"], &options[..], &["--", "true"]].concat();
        site.lab.run(&args).exits(124);
        assert_eq!(site.contenders(&path).len(), 2, "the one that gave up left something behind");
        let mut third = site.lock(&path, &options, hold);
        site.wait_for_contenders(&path, if layout == "curator" { 4 } else { 3 });
        first.signal(Signal::TERM);
        first.end().exits(0);
        third.says("start");
        for holder in [second, third] {
            holder.signal(Signal::TERM);
            holder.end().exits(0);
        }
    }
    let other = ["lock", "/sem/kazoo", "--layout", "kazoo", "--permits", "3", "--", "true"];
    let run = site.lab.run(&other).exits(125);
    assert!(run.stderr.contains("of 2 permits, not of 3"), "{}", run.stderr);
}
