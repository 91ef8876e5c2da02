//! Every exit code, by several commands each: against a real server, through a proxy that cuts, stalls and expires, on
//! files. A code that is documented and has no row here makes the test fail.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::fake;
use crate::proxy::{self, Fault};
use crate::support::{Lab, Run, run, zkctl};

/// How a command meets its end.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// With a server that allows everything.
    Server,
    /// The same, by a script of one line.
    Script,
    /// With a server that allows little and enforces quotas.
    Strict,
    /// With a server behind a proxy.
    Via(Fault),
    /// With a server whose lists are too long.
    Wide,
    /// Without a server where one should be.
    Nobody,
    /// Without a server, and without need of one.
    Files,
    /// A signal comes when its request has reached a server that does not answer.
    Signal(Signal),
    /// A signal comes while it waits for what somebody else holds.
    Waiting(Signal),
    /// The node that it holds is deleted.
    Loses,
}

use Way::*;

type Row = (i32, Way, &'static [&'static str]);

const MUTE: Way = Via(Fault::Mute);
const REFUSE: Way = Via(Fault::Refuse);
const STALL: Way = Via(Fault::Stall);
const CUT: Way = Via(Fault::Cut);
const EXPIRE: Way = Via(Fault::Expire);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (0, Server, &["get", "/a"]),
    (0, Server, &["exists", "/a"]),
    (0, Server, &["grep", "nowhere", "/a", "--fail-on-match"]),
    (0, Via(Fault::None), &["ls", "/"]),
    (0, Server, &["check", "znode", "/a"]),
    (0, Files, &["log", "verify", "{corpus}"]),

    (1, Server, &["export", "/a", "/no/such/dir/file"]),
    (1, Server, &["import", "/no/such/file"]),
    (1, Server, &["set", "/a", "@/no/such/file"]),
    (1, Files, &["log", "cat", "/no/such/log"]),
    (1, Files, &["run", "/no/such/file"]),

    (2, Server, &["get", "/\u{1}"]),
    (2, Server, &["create", "/x", "--acl", "nonsense"]),
    (2, Server, &["set", "/a", "zz", "-x"]),
    (2, Server, &["lock", "/l"]),
    (2, Server, &["import", "{text}"]),
    (2, Files, &["get", "/a", "--nonsense"]),
    (2, Files, &["nonsense"]),
    (2, Files, &["-C", "host:99999", "ls"]),
    (2, Files, &["--config", "{text}", "ls"]),
    (2, Files, &["help", "nonsense"]),
    (2, Script, &["get /a --nonsense"]),

    (3, Server, &["get", "/nope"]),
    (3, Server, &["exists", "/nope"]),
    (3, Server, &["set", "/nope", "x"]),
    (3, Server, &["delete", "/nope"]),
    (3, Server, &["ls", "-R", "/nope"]),
    (3, Server, &["grep", "nowhere", "/a"]),
    (3, Server, &["queue", "take", "/empty"]),
    (3, Server, &["lock", "/nope", "--ls"]),
    (3, Server, &["quota", "get", "/a"]),
    (3, Server, &["session", "owner", "/a"]),
    (3, Files, &["log", "blame", "/never", "{corpus}"]),
    (3, Script, &["get /nope"]),

    (4, Server, &["create", "/a"]),
    (4, Server, &["set", "/a", "x", "-v", "9"]),
    (4, Server, &["delete", "/a"]),
    (4, Server, &["delete", "/a/b", "-v", "9"]),
    (4, Server, &["counter", "cas", "/number", "8", "9"]),
    (4, Server, &["import", "{export}"]),
    (4, Server, &["multi", "-f", "{multi}"]),
    (4, Script, &["create -e /e", "create /e/child"]),

    (5, Server, &["get", "/shut"]),
    (5, Server, &["set", "/shut", "x"]),
    (5, Server, &["create", "/shut/x"]),
    (5, Server, &["acl", "check", "/shut", "bob", "--need", "r"]),
    (5, Server, &["addauth", "nosuch", "x"]),
    (5, Server, &["ls", "/", "--auth-file", "{auth}"]),
    (5, Server, &["create", "/x", "--acl", "nosuch:x:r"]),

    (6, Nobody, &["get", "/a"]),
    (6, Nobody, &["status"]),
    (6, Nobody, &["watch", "/a"]),
    (6, Nobody, &["export", "/a"]),
    (6, REFUSE, &["create", "/new"]),
    (6, MUTE, &["get", "/a"]),
    (6, MUTE, &["deleteall", "/a", "-y"]),
    (6, CUT, &["get", "/a", "--retries", "1"]),

    (7, STALL, &["get", "/a"]),
    (7, STALL, &["ls", "/"]),
    (7, STALL, &["find", "/"]),
    (7, STALL, &["acl", "get", "/a"]),
    (7, STALL, &["sync"]),
    (7, STALL, &["--deadline", "500ms", "whoami"]),
    (7, MUTE, &["--connect-timeout", "1m", "--deadline", "500ms", "create", "/new"]),
    (7, Server, &["wait", "/never", "--timeout", "100ms"]),
    (7, Server, &["barrier", "wait", "/a", "--wait", "100ms"]),
    (7, Server, &["queue", "take", "/empty", "--wait", "100ms"]),
    (7, Server, &["elect", "/held", "--layout", "curator-selector", "--wait", "100ms"]),

    (8, STALL, &["create", "/new"]),
    (8, STALL, &["multi", "-f", "{multi}"]),
    (8, STALL, &["--deadline", "500ms", "set", "/a", "x"]),
    (8, CUT, &["set", "/a", "x"]),
    (8, CUT, &["delete", "/gone"]),
    (8, CUT, &["queue", "put", "/empty", "x"]),
    (8, EXPIRE, &["create", "/new"]),

    (9, EXPIRE, &["get", "/a"]),
    (9, EXPIRE, &["ls", "/"]),
    (9, EXPIRE, &["stat", "/a"]),
    (9, EXPIRE, &["count", "/a"]),
    (9, Loses, &["elect", "/led"]),

    (10, Server, &["diff", "/a", "/number"]),
    (10, Server, &["check", "znode", "/t", "--crit", "1"]),
    (10, Server, &["doctor", "--only", "quota-exceeded"]),
    (10, Server, &["grep", "x", "/a", "--fail-on-match"]),
    (10, Server, &["find", "/a", "--fail-on-match"]),
    (10, Files, &["snap", "diff", "{corpus}/version-2/snapshot.31", "{corpus}/version-2/snapshot.63"]),
    (10, Nobody, &["check", "ensemble"]),

    (11, Files, &["log", "cat", "{text}"]),
    (11, Files, &["log", "verify", "{broken}/log.1"]),
    (11, Files, &["snap", "cat", "{broken}/snapshot.16"]),
    (11, Files, &["snap", "verify", "{broken}/snapshot.16"]),
    (11, Server, &["import", "{cut}", "/imported"]),

    (12, Server, &["deleteall", "/t"]),
    (12, Server, &["deleteall", "/t", "-y", "--max-nodes", "1"]),
    (12, Server, &["--read-only", "set", "/a", "x"]),
    (12, Server, &["acl", "rm", "/a", "world:anyone"]),
    (12, Server, &["export", "/a", "{export}"]),
    (12, Server, &["import", "{export}", "--on-conflict", "overwrite"]),

    (13, Server, &["set", "/a", "@{big}"]),
    (13, Server, &["put", "/new", "@{big}"]),
    (13, Wide, &["ls", "/wide"]),
    (13, Strict, &["create", "/full/more"]),

    (14, Server, &["reconfig", "-remove", "3"]),
    (14, Server, &["config", "show"]),
    (14, Server, &["server", "admin", "monitor"]),
    (14, Strict, &["server", "metrics"]),
    (14, Strict, &["create", "/new", "--ttl", "1h"]),

    (15, Server, &["get", "/a", "/nope"]),
    (15, Server, &["stat", "/a", "/nope"]),
    (15, Server, &["tree", "/"]),
    (15, Server, &["du", "/"]),
    (15, Server, &["find", "/a", "--exec", "false", ";"]),

    (123, Loses, &["lock", "/lost", "--", "sh", "-c", "echo $ZKD_LOCK_NODE; exec sleep 60"]),
    (123, Loses, &["elect", "/led", "--", "sh", "-c", "echo $ZKD_LOCK_NODE; exec sleep 60"]),

    (124, Server, &["lock", "/held", "--wait", "0", "--", "true"]),
    (124, Server, &["elect", "/held", "--layout", "curator-selector", "--wait", "100ms", "--", "true"]),
    (124, Server, &["barrier", "enter", "/double", "--members", "2", "--wait", "100ms", "--", "true"]),

    (125, Nobody, &["lock", "/l", "--", "true"]),
    (125, Nobody, &["group", "join", "/g", "--", "true"]),
    (125, MUTE, &["elect", "/l", "--", "true"]),
    (125, Server, &["lock", "/shut/lock", "--", "true"]),

    (126, Server, &["lock", "/l", "--", "/etc/passwd"]),
    (126, Server, &["group", "join", "/g", "--", "/etc"]),
    (127, Server, &["lock", "/l", "--", "/no/such/command"]),
    (127, Server, &["elect", "/l", "--", "no-such-command-here"]),

    (130, Signal(Signal::INT), &["get", "/a"]),
    (130, Signal(Signal::INT), &["create", "/new"]),
    (130, Waiting(Signal::INT), &["lock", "/held", "--", "true"]),
    (143, Signal(Signal::TERM), &["get", "/a"]),
    (143, Waiting(Signal::TERM), &["lock", "/held", "--", "true"]),
    (143, Waiting(Signal::HUP), &["lock", "/held", "--", "true"]),
];

/// Everything that the rows need, once for all.
struct Site {
    lab: Lab,
    strict: Lab,
    wide: String,
    words: BTreeMap<&'static str, String>,
    _holder: Child,
}

fn captured(name: &str) -> String {
    format!("{}/../crates/{name}", env!("CARGO_MANIFEST_DIR"))
}

impl Site {
    fn new() -> Site {
        let lab = Lab::new();
        for args in [
            &["create", "/a", "x"][..],
            &["create", "/a/b", "x"],
            &["create", "/number", "7"],
            &["create", "/empty"],
            &["create", "/shut", "x", "--acl", "ip:10.9.9.9:r"],
            &["create", "/gone"],
            &["create", "-p", "/t/1"],
            &["create", "/t/2"],
            &["quota", "set", "/t", "-n", "1"],
            &["export", "/a", &lab.path("export")],
        ] {
            lab.run(args).exits(0);
        }
        let strict = Lab::with(|config| {
            config.extended_types = false;
            config.enforce_quota = true;
            config.fourlw_whitelist = zkd::fourlw::Whitelist::default();
        });
        strict.run(&["create", "/full"]).exits(0);
        strict.run(&["quota", "set", "/full", "-N", "1"]).exits(0);
        let write = |name: &str, bytes: &[u8]| {
            std::fs::create_dir_all(lab.path("broken")).unwrap();
            std::fs::write(lab.path(name), bytes).unwrap();
            lab.path(name)
        };
        for (name, dir) in [("log.1", 300), ("snapshot.16", 0)] {
            let mut bytes =
                std::fs::read(captured(&format!("zk-storage/testdata/zookeeper-3.8.0/{name}"))).unwrap();
            let at = if dir > 0 { dir } else { bytes.len() / 2 };
            bytes[at] ^= 1;
            write(&format!("broken/{name}"), &bytes);
        }
        let export = std::fs::read(lab.path("export")).unwrap();
        let words = BTreeMap::from([
            ("{text}", write("text", b"this is nothing that anybody reads")),
            ("{multi}", write("multi", b"create /m x\ncreate /a x\n")),
            ("{big}", write("big", &vec![b'x'; 3 << 20])),
            ("{cut}", write("cut", &export[..export.len() - 20])),
            ("{export}", lab.path("export")),
            ("{broken}", lab.path("broken")),
            ("{auth}", lab.private("auth", "nosuch:x\n")),
            ("{corpus}", captured("zk-forensics/testdata/zookeeper-3.9.5")),
        ]);
        let mut holder = lab.command(&["lock", "/held", "--", "sh", "-c", "echo held; cat"]);
        let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = holder.stdout.take().unwrap();
        assert_eq!(BufReader::new(stdout).lines().next().unwrap().unwrap(), "held");
        Site { wide: fake::start(fake::Fault::Wide).to_string(), lab, strict, words, _holder: holder }
    }

    fn run(&self, way: Way, args: &[&str]) -> Run {
        let args: Vec<String> = args
            .iter()
            .map(|arg| {
                self.words.iter().fold((*arg).to_owned(), |arg, (name, value)| arg.replace(name, value))
            })
            .collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        // Without -o: that would be for zkctl alone, and `lock` hands on what its command prints.
        let at = |addr: &str, limits: &[&str]| {
            ended(self.lab.bare(&[&["-o", "json", "-C", addr], limits, &args].concat()))
        };
        let here = self.lab.addr.to_string();
        match way {
            Server => at(&here, &[]),
            Script => run(self.lab.command(&["-o", "json"]), args.join("\n").as_bytes()),
            Strict => at(&self.strict.addr.to_string(), &[]),
            Wide => at(&self.wide, &[]),
            Nobody => at(&fake::dead_address().to_string(), &["--connect-timeout", "200ms"]),
            Files => ended(self.lab.bare(&[&["-o", "json"], &args[..]].concat())),
            Via(fault) => {
                // A connection that is accepted and mute is given up after the first of these, a request after the other.
                let limits = ["--connect-timeout", "2s", "--timeout", "400ms"];
                let limits = if fault == Fault::Mute {
                    ["--connect-timeout", "300ms", "--timeout", "10s"]
                } else {
                    limits
                };
                at(&proxy::start(self.lab.addr, fault).to_string(), &limits)
            }
            Signal(signal) => {
                let (addr, seen) = fake::start_telling(fake::Fault::Stall);
                let command = self.lab.bare(&[&["-o", "json", "-C", &addr.to_string()], &args[..]].concat());
                signalled(command, signal, |_| {
                    seen.recv_timeout(Duration::from_secs(20)).expect("a request");
                })
            }
            Waiting(signal) => signalled(self.lab.command(&args), signal, |child| {
                let mut line = String::new();
                BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
                assert!(line.starts_with("waiting for"), "{line}");
            }),
            Loses => self.loses(&args),
        }
    }

    /// Runs until it has said which node it holds, and deletes that.
    fn loses(&self, args: &[&str]) -> Run {
        let mut command = self.lab.command(args);
        let mut child = piped(&mut command).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        // A command prints it alone, `elect` at the end of its line.
        let node = line.split_whitespace().next_back().unwrap().to_owned();
        self.lab.run(&["delete", &node]).exits(0);
        let output = child.wait_with_output().unwrap();
        Run {
            code: code(output.status),
            stdout: Vec::new(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Its command ends with its input.
        drop(self._holder.stdin.take());
        let _ = self._holder.wait();
    }
}

fn piped(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped())
}

/// As `$?` shows it.
fn code(status: ExitStatus) -> i32 {
    status.code().or(status.signal().map(|signal| 128 + signal)).unwrap()
}

fn ended(command: Command) -> Run {
    run(command, b"")
}

fn signalled(mut command: Command, signal: Signal, wait: impl FnOnce(&mut Child)) -> Run {
    let mut child = piped(&mut command).spawn().unwrap();
    wait(&mut child);
    kill_process(Pid::from_child(&child), signal).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: code(output.status),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The codes that the program says it has.
fn documented() -> BTreeSet<i32> {
    let text = zkctl(&["help", "exit-codes"]).exits(0).text();
    let numbers = text.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok());
    numbers.collect()
}

#[test]
fn every_code_has_rows_of_several_commands() {
    let mut verbs: BTreeMap<i32, BTreeSet<String>> = BTreeMap::new();
    for (code, way, args) in ROWS {
        let verb = args.iter().find(|word| !word.starts_with('-')).unwrap_or(&"");
        verbs.entry(*code).or_default().insert(format!("{verb} {way:?}"));
    }
    assert_eq!(
        verbs.keys().copied().collect::<BTreeSet<_>>(),
        documented(),
        "codes without a row, or unknown ones"
    );
    for (code, verbs) in &verbs {
        assert!(verbs.len() >= 2, "{code}: only {verbs:?}");
    }
}

#[test]
fn every_row_ends_as_it_says() {
    let site = Site::new();
    let wrong = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    // Most rows wait for a time to pass, and none minds the others.
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some(row) = ROWS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(what) = ends_well(&site, row) {
                        wrong.lock().unwrap().push(what);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn ends_well(site: &Site, (code, way, args): &Row) -> Result<(), String> {
    let start = Instant::now();
    let run = site.run(*way, args);
    let what = format!("{args:?} {way:?}: {} instead of {code}\n  {}", run.code, run.stderr.trim());
    if run.code != *code || start.elapsed() > Duration::from_secs(30) {
        return Err(format!("{what} after {:?}", start.elapsed()));
    }
    if matches!(way, Waiting(_) | Loses) {
        return Ok(());
    }
    let said = |why: String| format!("{args:?} {way:?}: {why}\n  {}", run.stderr.trim());
    // What a failure says is one document, the last line; what was printed until then is one, too.
    if let Some(last) = run.stderr.lines().last().filter(|line| line.starts_with('{')) {
        let error: serde_json::Value = serde_json::from_str(last).map_err(|e| said(e.to_string()))?;
        let error = &error["error"];
        // Of several items each has its own.
        let is_whole = *code != 15 || error["code"] == "Partial";
        if is_whole && error["exit"] != *code {
            return Err(said(format!("exit {}", error["exit"])));
        }
        let unknown = *code == 8 || error["code"] == "Interrupted";
        if error["applied"] != if unknown { "unknown" } else { "no" } {
            return Err(said(format!("applied {}", error["applied"])));
        }
    }
    if !run.stdout.is_empty() {
        serde_json::from_slice::<serde_json::Value>(&run.stdout)
            .map_err(|e| said(format!("{e}: {}", run.text())))?;
    }
    Ok(())
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let lab = Lab::new();
    for args in
        [&["ls", "-R", "/"][..], &["get", "/zookeeper"], &["status"], &["help"], &["log", "cat", "{corpus}"]]
    {
        let corpus = captured("zk-forensics/testdata/zookeeper-3.9.5");
        let args: Vec<String> = args.iter().map(|arg| arg.replace("{corpus}", &corpus)).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = lab.command(&args);
        let child = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        drop(command);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((code(output.status), said.as_str()), (0, ""), "{args:?}");
    }
}
