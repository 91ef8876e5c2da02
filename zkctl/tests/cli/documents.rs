//! What the commands print with `-o json` is what `docs/json.md` says, and it says it of every command: a new one
//! without a row here, or without a word there, makes the test fail.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::ensemble::Trio;
use crate::support::{Lab, Run, run, zkctl};

/// Commands that print no document of their own.
const WITHOUT: &[(&str, &str)] = &[
    ("group join", "the output is that of the command that it runs"),
    ("log undo", "a script, whatever -o says"),
    ("leader move", "no zkd can hand over the lead; it prints `ok`"),
    ("playground", "a shell"),
    ("profile edit", "an editor on a terminal"),
    ("reconfig", "no zkd changes its members; see the interop suites"),
    ("run", "a shell"),
    ("shell", "a shell"),
];

/// Arguments, the command's name first. What the page says of it is found by the name.
type Row = &'static [&'static str];

#[rustfmt::skip]
const OF_NODES: &[Row] = &[
    &["create", "/a", "x"],
    &["create", "/a/b", "x"],
    &["create", "-e", "/a/gone"],
    &["ls", "/a"],
    &["ls", "-ls", "/a"],
    &["ls", "-R", "/a"],
    &["tree", "/a"],
    &["find", "/a"],
    &["du", "/a"],
    &["get", "/a"],
    &["get", "/a", "/a/b"],
    &["stat", "/a"],
    &["stat", "/a", "/a/b"],
    &["exists", "/a"],
    &["count", "/a"],
    &["set", "/a", "y"],
    &["put", "/a", "y"],
    &["touch", "/a"],
    &["edit", "/a"],
    &["cp", "/a/b", "/a/c"],
    &["mv", "/a/c", "/a/d"],
    &["grep", "y", "/a"],
    &["grep", "-c", "y", "/a"],
    &["grep", "-l", "y", "/a"],
    &["wait", "/a"],
    &["watch", "/a", "--for", "1ms"],
    &["watch", "/a", "--for", "1ms", "--initial", "--diff"],
    &["multi", "-f", "{multi}"],
    &["sync"],
    &["addauth", "digest", "u:p"],
    &["ephemerals"],
    &["whoami"],
    &["diff", "/a", "/a"],
    &["diff", "/a", "/a", "--summary"],
    &["export", "/a", "{export}"],
    &["import", "{export}", "/i"],
    &["import", "{export}", "/j", "--plan"],
    &["mirror", "/a", "/i"],
    &["mirror", "/a", "/k", "--dry-run"],
    &["delete", "/a/d"],
    &["acl", "get", "/a"],
    &["acl", "set", "/a", "world:anyone:cdrwa"],
    &["acl", "set", "/a", "world:anyone:cdra", "--dry-run"],
    &["acl", "add", "/a", "ip:127.0.0.1:cdrwa"],
    &["acl", "copy", "/a", "/a/b"],
    &["acl", "rm", "/a", "ip:127.0.0.1"],
    &["acl", "check", "/a", "bob"],
    &["acl", "explain", "world:anyone:r"],
    &["acl", "digest", "bob"],
    &["quota", "set", "/a", "-n", "1"],
    &["quota", "get", "/a"],
    &["quota", "ls"],
    &["quota", "ls", "--usage"],
    &["quota", "rm", "/a"],
    &["queue", "put", "/q", "x"],
    &["queue", "peek", "/q"],
    &["queue", "ls", "/q"],
    &["queue", "take", "/q"],
    &["counter", "add", "/n"],
    &["counter", "get", "/n"],
    &["counter", "cas", "/n", "1", "2"],
    &["lock", "/held", "--ls"],
    &["session", "owner", "{node}"],
    &["session", "get", "{session-here}"],
    &["elect", "/l", "--listen", "--count", "1"],
    &["barrier", "enter", "/d", "--members", "1"],
    &["barrier", "leave", "/d"],
    &["barrier", "wait", "/none"],
    &["group", "ls", "/g"],
    &["group", "watch", "/g", "--for", "1ms"],
    &["bench", "read", "-n", "10", "--rate", "1k", "--warmup", "0", "--keys", "2"],
    &["deleteall", "-y", "/a"],
    &["deleteall", "--dry-run", "/i"],
    &["undo"],
];

#[rustfmt::skip]
const OF_SERVERS: &[Row] = &[
    &["status"],
    &["check", "lag"],
    &["check", "znode", "/"],
    &["doctor", "--only", "acl-open,autopurge-off"],
    &["doctor", "--list"],
    &["smoke"],
    &["server", "ls"],
    &["server", "stats"],
    &["server", "metrics"],
    &["server", "env"],
    &["server", "conf"],
    &["server", "conns"],
    &["server", "watches"],
    &["server", "watches", "--by", "path"],
    &["server", "reset-stats"],
    &["server", "4lw", "srvr"],
    &["cluster", "status"],
    &["cluster", "members"],
    &["cluster", "epochs"],
    &["cluster", "verify", "--online"],
    &["leader", "show"],
    &["session", "ls"],
    &["session", "ephemerals"],
    &["session", "whoami"],
    &["config", "show"],
    &["config", "plan", "--remove", "3"],
    &["config", "add", "server.4=127.0.0.1:1:2;3", "--dry-run"],
    &["config", "remove", "3", "--dry-run"],
    &["config", "set", "server.1=127.0.0.1:1:2;3", "--dry-run"],
    &["config", "apply", "{members}", "--dry-run"],
];

#[rustfmt::skip]
const OF_FILES: &[Row] = &[
    &["config", "history", "{history}"],
    &["log", "ls", "{corpus}"],
    &["log", "cat", "{corpus}"],
    &["log", "tail", "{corpus}", "-n", "3"],
    &["log", "verify", "{corpus}", "--replay"],
    &["log", "stats", "{corpus}"],
    &["log", "epochs", "{corpus}"],
    &["log", "blame", "/silent", "{corpus}"],
    &["log", "session", "{session}", "{corpus}"],
    &["log", "sessions", "{corpus}"],
    &["log", "top", "{corpus}"],
    &["log", "diff", "{corpus}", "{corpus}"],
    &["log", "changes", "{corpus}", "--since", "0x10"],
    &["log", "plan", "{corpus}"],
    &["log", "trim", "{corpus}", "--zxid", "0x1..0x20", "--to", "{trim}"],
    &["log", "splice", "{corpus}", "--to", "{splice}"],
    &["log", "repair", "{corpus}/version-2/log.1", "--to", "{repair}"],
    &["snap", "info", "{corpus}"],
    &["snap", "ls", "{corpus}", "/"],
    &["snap", "ls", "{corpus}", "/", "-l"],
    &["snap", "tree", "{corpus}"],
    &["snap", "cat", "{corpus}/version-2/snapshot.df"],
    &["snap", "get", "{corpus}", "/a"],
    &["snap", "du", "{corpus}"],
    &["snap", "top", "{corpus}"],
    &["snap", "diff", "{corpus}/version-2/snapshot.0", "{corpus}/version-2/snapshot.0"],
    &["snap", "verify", "{corpus}"],
    &["snap", "orphans", "{corpus}"],
    &["snap", "acls", "{corpus}"],
    &["snap", "sessions", "{corpus}"],
    &["snap", "export", "{corpus}"],
    &["log", "export", "{corpus}"],
    &["profile", "add", "p", "--connect", "h:1"],
    &["profile", "ls"],
    &["profile", "show", "p"],
    &["profile", "show", "p", "--origin"],
    &["profile", "use", "p"],
    &["profile", "add", "q", "--connect", "h:1"],
    &["profile", "use", "q"],
    &["profile", "-"],
    &["profile", "check"],
    &["profile", "rm", "p"],
    &["version"],
    &["help"],
    &["help", "exit-codes"],
    &["completions", "bash"],
    &["man"],
];

fn page() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/json.md");
    std::fs::read_to_string(file).unwrap()
}

fn quoted(text: &str) -> BTreeSet<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What the page says of a command: under its name; where it is named beside another ("the same for"); under the name of
/// its group.
fn section<'p>(page: &'p str, command: &str) -> Option<&'p str> {
    let sections = || page.split("\n### ").skip(1).map(|s| s.split("\n## ").next().unwrap_or(s));
    let under = |name: &str| sections().find(|s| quoted(s.lines().next().unwrap_or_default()).contains(name));
    let group = command.split(' ').next().unwrap_or_default();
    under(command).or_else(|| sections().find(|s| quoted(s).contains(command))).or_else(|| under(group))
}

fn inner_keys(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            into.insert(key.clone());
            inner_keys(value, into);
        }),
        Value::Array(items) => items.iter().for_each(|item| inner_keys(item, into)),
        _ => {}
    }
}

/// What is missing on the page.
fn undescribed(command: &str, text: &str, into: &mut Vec<String>) {
    let page = page();
    let Some(section) = section(&page, command) else {
        into.push(format!("docs/json.md does not describe `{command}`"));
        return;
    };
    // Some print lines, whatever `-o` says: one for all.
    let is_lines = section.split("\n").nth(1).is_some_and(|line| line.starts_with("Lines"));
    let text = if is_lines { text.lines().next().unwrap_or_default() } else { text };
    let document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => return into.push(format!("`{command}`: {error}: {text}")),
    };
    if !is_lines && document["schema"] != "zkctl/1" {
        into.push(format!("`{command}` has no schema"));
    }
    let parts = page.split("\n## Parts\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let known: BTreeSet<String> = quoted(section).union(&quoted(parts)).cloned().collect();
    let own = quoted(section);
    // What stands in a transaction goes by its type.
    let is_open = section.contains("more by type");
    for (key, value) in document.as_object().unwrap() {
        // Said of all documents.
        if ["schema", "notes"].contains(&key.as_str())
            || (key == "ok" && document.as_object().unwrap().len() == 2)
        {
            continue;
        }
        if is_open {
            continue;
        }
        if !own.contains(key) {
            into.push(format!("docs/json.md does not say that `{command}` has `{key}`"));
        }
        let mut inner = BTreeSet::new();
        inner_keys(value, &mut inner);
        let missing: Vec<&String> =
            inner.iter().filter(|key| *key != "schema" && !known.contains(*key)).collect();
        if !missing.is_empty() {
            into.push(format!("docs/json.md: `{command}` has {missing:?} inside `{key}`"));
        }
    }
}

/// All commands, without groups, as the manual pages have them.
fn commands() -> BTreeSet<String> {
    let dir = tempfile::tempdir().unwrap();
    zkctl(&["man", "--all", dir.path().to_str().unwrap()]).exits(0);
    let pages: BTreeSet<String> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().to_str().unwrap().to_owned())
        .filter_map(|name| Some(name.strip_prefix("zkctl-")?.strip_suffix(".1")?.to_owned()))
        .collect();
    let is_group = |name: &str| pages.iter().any(|other| other.starts_with(&format!("{name}-")));
    let words = |name: &String| match name.split_once('-') {
        // Only a group has a second word; other names have hyphens of their own.
        Some((group, rest)) if pages.contains(group) => format!("{group} {rest}"),
        _ => name.clone(),
    };
    // `config` stands for itself, too: zkCli's.
    pages.iter().filter(|name| !is_group(name) || *name == "config").map(words).collect()
}

/// The command that arguments begin with.
fn command_of(args: &[&str], commands: &BTreeSet<String>) -> String {
    let two = args.iter().take(2).copied().collect::<Vec<_>>().join(" ");
    if commands.contains(&two) { two } else { args[0].to_owned() }
}

#[test]
fn every_document_is_described() {
    let (lab, trio) = (Lab::new(), Trio::new());
    let corpus = format!("{}/../crates/zk-forensics/testdata/zookeeper-3.9.5", env!("CARGO_MANIFEST_DIR"));
    let sessions = zkctl(&["log", "sessions", &corpus, "-o", "json"]).exits(0).json();
    let write = |name: &str, text: &str| {
        std::fs::create_dir_all(lab.path("history")).unwrap();
        std::fs::write(lab.path(name), text).unwrap();
        lab.path(name)
    };
    let lines = trio.run(&["config", "show", "-o", "json"]).exits(0).json();
    let lines: Vec<&str> =
        lines["members"].as_array().unwrap().iter().map(|m| m["line"].as_str().unwrap()).collect();
    write("history/zoo.cfg.dynamic.100000000", "server.1=a:1:2:participant;3");
    let dir = |name: &str| {
        std::fs::create_dir_all(lab.path(name)).unwrap();
        lab.path(name)
    };
    let mut holder =
        lab.command(&["lock", "/held", "--", "sh", "-c", "echo $ZKD_SESSION; echo $ZKD_LOCK_NODE; cat"]);
    let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut held = BufReader::new(holder.stdout.take().unwrap()).lines().map(Result::unwrap);
    let (session, node) = (held.next().unwrap(), held.next().unwrap());
    let words = BTreeMap::from([
        ("{corpus}", corpus),
        ("{session}", sessions["sessions"][0]["session"].as_str().unwrap().to_owned()),
        ("{multi}", write("multi", "create /m\nset /m x\ndelete /m\n")),
        ("{members}", write("members", &lines[..2].join("\n"))),
        ("{history}", lab.path("history")),
        ("{export}", lab.path("export")),
        ("{trim}", dir("trim")),
        ("{splice}", dir("splice")),
        ("{repair}", dir("repair")),
        ("{session-here}", session),
        ("{node}", node),
    ]);
    let commands = commands();
    let (mut met, mut missing) = (BTreeSet::new(), Vec::new());
    let mut check = |args: &[&str], start: &dyn Fn(&[&str]) -> Run| {
        let command = command_of(args, &commands);
        let args: Vec<String> = args
            .iter()
            .map(|arg| words.iter().fold((*arg).to_owned(), |arg, (name, v)| arg.replace(name, v)))
            .collect();
        let args: Vec<&str> = args.iter().map(String::as_str).chain(["-o", "json"]).collect();
        let run = start(&args);
        let found =
            usize::from(["log", "snap", "doctor", "diff", "check", "profile", "config"].contains(&args[0]));
        match run.code {
            0 => undescribed(&command, &run.text(), &mut missing),
            10 if found == 1 => undescribed(&command, &run.text(), &mut missing),
            code => missing.push(format!("{args:?} ends with {code}: {}", run.stderr)),
        }
        met.insert(command);
    };
    let with_editor = |mut command: std::process::Command| {
        run(
            {
                command.env("EDITOR", "true");
                command
            },
            b"secret\n",
        )
    };
    OF_NODES.iter().for_each(|row| check(row, &|args| with_editor(lab.command(args))));
    OF_SERVERS.iter().for_each(|row| check(row, &|args| trio.run(args)));
    OF_FILES.iter().for_each(|row| check(row, &|args| with_editor(lab.bare(args))));
    let pages = Lab::with(|config| {
        config.admin = Some(zkd::config::HttpConfig { port: 0, ..Default::default() });
    });
    let url = format!("http://{}/commands", pages.http());
    check(&["server", "admin", "monitor"], &|args| pages.run(&[args, &["--admin", &url]].concat()));
    let guarded = crate::backup::lab();
    let (server, file) = (guarded.addr.to_string(), guarded.path("taken"));
    let ask = |args: &[&str]| crate::backup::run(&guarded, args);
    check(&["snap", "take", "--to", &file], &ask);
    check(&["session", "shed", &server, "--percent", "1"], &ask);
    check(&["snap", "restore", &server, &file], &ask);
    let beside = guarded.path("beside");
    std::fs::create_dir(&beside).unwrap();
    check(&["snap", "install", &file, &beside], &|args| guarded.run(args));
    for line in ["pwd", "watches", "history", "printwatches", "config"] {
        let run = lab.run_with(&["-o", "json"], line.as_bytes()).exits(0);
        undescribed(line, &run.text(), &mut missing);
    }
    met.insert("config".to_owned());
    drop(holder.stdin.take());
    assert!(holder.wait().unwrap().success());
    let without: BTreeSet<String> = WITHOUT.iter().map(|(name, _)| (*name).to_owned()).collect();
    let known: BTreeSet<String> = met.union(&without).cloned().collect();
    missing.extend(commands.difference(&known).map(|name| format!("`{name}` has no row in this test")));
    missing.extend(known.difference(&commands).map(|name| format!("`{name}` is no command any more")));
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
