//! `help`: the commands by group, one command in full, and topics.

use std::fmt::Write;

use clap::Command;

use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// Commands by what they are about. A test sees to it that none is missing.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "Nodes",
        &[
            "ls",
            "tree",
            "find",
            "grep",
            "du",
            "get",
            "stat",
            "exists",
            "count",
            "create",
            "set",
            "put",
            "touch",
            "cp",
            "mv",
            "edit",
            "delete",
            "deleteall",
            "undo",
            "multi",
            "watch",
            "wait",
        ],
    ),
    ("Recipes", &["lock", "elect", "barrier", "queue", "counter", "group", "held", "release"]),
    ("Many nodes", &["diff", "export", "import", "mirror"]),
    ("Access", &["acl", "quota", "addauth", "whoami"]),
    (
        "Servers and session",
        &[
            "status",
            "server",
            "cluster",
            "leader",
            "config",
            "check",
            "doctor",
            "smoke",
            "session",
            "reconfig",
            "sync",
            "ephemerals",
            "connect",
            "close",
        ],
    ),
    ("Files, without a server", &["log", "snap"]),
    (
        "Shell",
        &[
            "shell",
            "run",
            "repeat",
            "cd",
            "pwd",
            "clear",
            "watches",
            "unwatch",
            "printwatches",
            "history",
            "redo",
            "prompt",
            "help",
            "version",
            "quit",
        ],
    ),
    ("Program", &["profile", "playground", "bench", "completions", "man"]),
];

const TOPICS: &[&str] = &["exit-codes", "env", "formats", "shell", "zkcli"];

/// The text for `help WORDS…`, about the commands of `grammar`.
pub fn text(grammar: &mut Command, words: &[String]) -> Result<String> {
    match words {
        [] => Ok(overview(grammar)),
        [topic] if TOPICS.contains(&topic.as_str()) => Ok(self::topic(topic)),
        words => {
            let unknown = || {
                Failure::usage(format!("there is no help on `{}`", words.join(" ")))
                    .hint(format!("topics: {}; or the name of a command", TOPICS.join(", ")))
            };
            let mut command = grammar;
            for word in words {
                command = command.find_subcommand_mut(word).ok_or_else(unknown)?;
            }
            Ok(command.render_help().to_string())
        }
    }
}

fn overview(grammar: &Command) -> String {
    let mut out = String::new();
    for (title, names) in GROUPS {
        let commands: Vec<&Command> = names.iter().filter_map(|n| grammar.find_subcommand(n)).collect();
        if commands.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{title}");
        for c in commands {
            let about = c.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(out, "  {:<12} {about}", c.get_name());
        }
    }
    let _ = write!(out, "\n`help COMMAND` explains one. Topics: {}.\n", TOPICS.join(", "));
    out
}

fn topic(topic: &str) -> String {
    match topic {
        "exit-codes" => {
            let mut out = String::from("Exit codes of zkctl:\n");
            for (exit, meaning) in Exit::ALL {
                let _ = writeln!(out, "  {:>3}  {meaning}", exit.code());
            }
            out
        }
        "env" => ENV.to_owned(),
        "formats" => FORMATS.to_owned(),
        "shell" => SHELL.to_owned(),
        _ => ZKCLI.to_owned(),
    }
}

const ENV: &str = "\
Environment; options of the command line go first:
  ZKD_CONNECT          servers to connect to, as with --connect
  ZKD_CONNECT_TIMEOUT  as --connect-timeout
  ZKD_SESSION_TIMEOUT  as --session-timeout
  ZKD_TIMEOUT          as --timeout
  ZKD_OUTPUT           as --output
  ZKD_DEADLINE         as --deadline
  ZKD_PROFILE          as --profile
  ZKD_CONFIG           as --config
  ZKD_AUTH_FILE        as --auth-file; there is deliberately no variable that holds a secret
  ZKD_AUTH_CMD         as --auth-cmd
  ZKD_TLS_CA, ZKD_TLS_CERT, ZKD_TLS_KEY, ZKD_TLS_NAME, ZKD_TLS_PASSWORD_FILE   as --tls-ca and so on
  ZKD_YES, ZKD_NO_INPUT   as --yes, --no-input
  ZKD_READ_ONLY        as --read-only
  ZKD_MAX_NODES        as deleteall --max-nodes
  ZKD_TIME             as --time
  ZKD_MAX_PACKET       as --max-packet
  ZKD_LOG_FILE         as --log-file
  ZKD_ADMIN, ZKD_ADMIN_CA    as --admin, --admin-ca of status, server, session and their like
  ZKD_DATA_DIR, ZKD_LOG_DIR  as --data-dir, --log-dir of log and snap
  ZKD_PROMPT           the shell's prompt, as with `prompt`: '{profile}{tag} {cwd} > '
Set for the commands that zkctl runs:
  ZKD_LOCK_PATH, ZKD_LOCK_NODE, ZKD_LOCK_FENCE, ZKD_SESSION   under lock and elect
  ZKD_EVENT, ZKD_PATH, ZKD_ZXID                               for each event of watch
Also:
  NO_COLOR, CLICOLOR_FORCE, TERM=dumb are honoured
  VISUAL, EDITOR       what `edit` and `profile edit` open
  TZ                   the time zone of --time local
  XDG_CONFIG_HOME      the configuration file is zkd/config.toml below it
  XDG_STATE_HOME       the shell's history is zkd/zkctl_history below it
";

const FORMATS: &str = "\
Forms of output, -o FORM or ZKD_OUTPUT:
  table   for people: aligned, sizes with units; the usual form on a terminal
  plain   for programs: complete, tab-separated, no titles; the usual form everywhere else
  json    one document for each answer, described in docs/json.md; a failure is a document on stderr
  jsonl   the same, and each record of a stream on a line of its own
  yaml    the JSON document as YAML
  csv     a line of names, then rows; what a spreadsheet would run as a formula gets an apostrophe in front
  tsv     the same, with tabs
  raw     as plain, but nothing is made harmless for a terminal: `get -o raw` is the node's bytes
--template TEXT prints a line for each row, with columns in it: ls -l / --template '{{name}} {{mzxid}}';
\\t and \\n in it are a tab and a line break.
--columns a,b,c chooses columns of table, plain, csv and tsv; csv shows which there are.
--no-header leaves the titles out. --time iso|epoch|relative|local and --bytes exact|human choose how
times and sizes look; JSON and YAML always have ISO 8601 in UTC and exact numbers.
";

const SHELL: &str = "\
The shell takes the commands of the program, without `zkctl`.
  Quoting is a POSIX shell's: 'a b', \"a b\", a\\ b, and $'a\\tb\\x00' for bytes of any kind.
  Paths may be relative to the working node: cd /kafka, then ls brokers, get ../a.
  `> FILE`, `>> FILE` and `| COMMAND` behind a command send its output there; the sign is a word of its own,
  and means itself in quotes: ls -R / | wc -l, get /a > a.bin, set /a '>'.
  Tab completes commands, options and nodes. Ctrl-R searches the history.
  Ctrl-C clears the line or cancels the command. Ctrl-D leaves.
  `watch PATH` prints events above the input line; `watches` lists, `unwatch` ends them, `printwatches off`
  keeps them quiet. ls, get and stat take -w, for one event.
  `multi` alone opens a block: create, set, delete, check, then `commit` or `abort`.
  `history` lists lines with their exit codes, `redo N` runs one again, `repeat N COMMAND` one several times,
  `run FILE` the lines of a file.
  Lines that start with a blank, or that hold credentials, are not kept in the history.
  The prompt shows the profile or the servers, what the server connected to is, the state if there is
  something to say, and the working node; `prompt TEMPLATE` or ZKD_PROMPT change it.
Without a terminal the commands are read from stdin, one per line, up to the first that fails;
its exit code is the program's.
";

const ZKCLI: &str = "\
zkCli's commands and their options work, in its spelling too: getAcl, setAcl, rmr, addWatch, removewatches,
getEphemerals, getAllChildrenNumber; on the command line also -server, -timeout (ms), -r, -waitforconnection.
What differs:
  zkctl waits for a connection, bounded by --connect-timeout, and exits with 6 if there is none
  unknown options are errors; a malformed ACL is refused, never sent in part
  null data prints as nothing (\"null\": true in JSON)
  create prints the path on stdout: P=$(zkctl create -s /q/n)
  -w needs the shell (or `watch`): a one-shot command ends before anything can happen
  reconfig -v takes hex digits as zkCli does, and 0x… for the same without doubt; both readings are said
  deleteall asks, or wants --yes, and refuses more than --max-nodes
  times are ISO 8601 in UTC, ids are always 0x…, counts are always decimal
Started under the name zkCli or zkCli.sh, or with --style zkcli in front of the command, the program uses
zkCli's words: lists as [a, b], Java's dates, null, its messages and watch events; it asks nothing and goes
on behind an error in a script. Exit codes and limits stay those of `help --exit-codes`.
";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::{Cli, ShellLine};

    #[test]
    fn every_visible_command_is_in_one_group() {
        for grammar in [Cli::command(), ShellLine::command()] {
            for c in grammar.get_subcommands().filter(|c| !c.is_hide_set()) {
                let count =
                    GROUPS.iter().flat_map(|(_, names)| *names).filter(|n| **n == c.get_name()).count();
                assert_eq!(count, 1, "{}", c.get_name());
                assert!(c.get_about().is_some(), "{}", c.get_name());
            }
        }
    }

    #[test]
    fn topics_and_commands_are_explained() {
        let mut grammar = Cli::command();
        assert!(text(&mut grammar, &["exit-codes".into()]).unwrap().contains("  8  outcome unknown"));
        assert!(text(&mut grammar, &["acl".into(), "set".into()]).unwrap().contains("SCHEME:ID:PERMS"));
        assert_eq!(text(&mut grammar, &["nonsense".into()]).unwrap_err().exit(), Exit::Usage);
    }
}
