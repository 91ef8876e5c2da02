//! Examples for the help of commands that bring none themselves. A test sees to it that every command has some.

use clap::{Command, CommandFactory};

use crate::args::{Cli, ShellLine};

/// The program's grammar, with examples.
pub fn program() -> Command {
    illustrate(Cli::command(), "", None)
}

/// The grammar of the shell's lines, with examples.
pub fn shell_line() -> Command {
    illustrate(ShellLine::command(), "", None)
}

/// Gives `command` and those below it their examples; `inherited` are those of the group that it belongs to.
fn illustrate(mut command: Command, path: &str, inherited: Option<&str>) -> Command {
    let own = EXAMPLES.iter().find(|(name, _)| *name == path).map(|(_, lines)| heading(lines));
    let has_own = command.get_after_help().is_some() || command.get_after_long_help().is_some();
    if has_own && !path.is_empty() {
        // Clap breaks lines by the terminal's width, so a paragraph must come as one line.
        if let Some(text) = command.get_after_help().map(|t| one_line_each(&t.to_string())) {
            command = command.after_help(text);
        }
        if let Some(text) = command.get_after_long_help().map(|t| one_line_each(&t.to_string())) {
            command = command.after_long_help(text);
        }
    }
    let text = match (has_own, own, inherited) {
        (true, ..) => command.get_after_help().or(command.get_after_long_help()).map(ToString::to_string),
        (false, Some(own), _) => Some(own),
        (false, None, inherited) => inherited.map(|text| about(text, path)),
    };
    if let (false, Some(text)) = (has_own, &text) {
        command = command.after_help(text.clone());
    }
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        // The program's own closing words are no examples.
        let text = if path.is_empty() { None } else { text.clone() };
        command = command.mut_subcommand(name, |c| illustrate(c, &below, text.as_deref()));
    }
    command
}

fn heading(lines: &[&str]) -> String {
    // A pipeline or an assignment names the program itself.
    let whole =
        |line: &&str| if line.contains("zkctl ") { format!("  {line}") } else { format!("  zkctl {line}") };
    let lines: Vec<String> = lines.iter().map(whole).collect();
    format!("Examples:\n{}", lines.join("\n"))
}

/// The text with the lines of each paragraph joined; what is indented, and what stands above it, stays as it is.
fn one_line_each(text: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for line in text.lines() {
        let is_prose = !line.is_empty() && !line.starts_with(' ') && !line.starts_with("Example");
        if !out.is_empty() {
            out.push(if open && is_prose { ' ' } else { '\n' });
        }
        out.push_str(line);
        open = is_prose && !line.ends_with(':');
    }
    out
}

/// The examples of a group that are about one of its commands; all of them if none is.
fn about(text: &str, path: &str) -> String {
    let name = format!("zkctl {path}");
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(&name)).collect();
    if lines.is_empty() { text.to_owned() } else { format!("Examples:\n{}", lines.join("\n")) }
}

const EXAMPLES: &[(&str, &[&str])] = &[
    (
        "ls",
        &[
            "ls /",
            "ls -l /kafka/brokers/ids",
            "ls -R / | wc -l",
            "ls -l /services --sort mtime --limit 10",
            "ls -l / -o csv --columns name,size,mtime",
        ],
    ),
    ("tree", &["tree /services", "tree /services --depth 2 --size"]),
    ("find", &["find / --name 'lock-*' --type e", "find / --min-size 64k -o csv"]),
    ("du", &["du /", "du /services --depth 2 --top 10", "du -i /    # look around in it"]),
    (
        "get",
        &[
            "get /app/config",
            "get /app/config > config.json",
            "get -s /a /b -o json",
            "get -x /app/blob",
            "get /app/state --decode 'gunzip -c'",
            "get /brokers/ids/1 --jq '.endpoints[0]'",
        ],
    ),
    (
        "stat",
        &[
            "stat /app",
            "stat --human /services/leader /app",
            "stat /a /b -o csv --columns path,version,mtime",
            "stat /app --time relative",
        ],
    ),
    ("exists", &["exists /app/config || echo missing"]),
    ("count", &["count /queues"]),
    (
        "create",
        &[
            "create /app '{\"ttl\": 30}'",
            "create -p /a/b/c @file",
            "P=$(zkctl create -s /queue/item- data)",
            "create /secret x --acl auth::cdrwa",
        ],
    ),
    (
        "set",
        &[
            "set /app/config @config.json",
            "set /app/config -v 14 x",
            "set /app/flag --empty",
            "date | zkctl set /app/time -",
        ],
    ),
    ("put", &["put /app/config @config.json", "put -p /a/b/c x"]),
    ("touch", &["touch /app/reload"]),
    ("cp", &["cp -r /app /backup/app", "cp /a /b --overwrite"]),
    ("mv", &["mv /old /new"]),
    ("edit", &["edit /app/config"]),
    ("delete", &["delete /app/old", "delete -v 3 /app/config"]),
    ("deleteall", &["deleteall /queues/old --dry-run", "deleteall /queues/old --max-nodes 20000 --yes"]),
    (
        "multi",
        &[
            "multi -f changes.txt",
            "printf 'create /a x\\nset /b y -v 3\\n' | zkctl multi -f -",
            "multi -f changes.txt --check /app@7",
        ],
    ),
    ("watch", &["watch /app/config", "watch -R /services -o jsonl", "watch /app/reload --count 1 --for 1h"]),
    ("addWatch", &["addWatch -m PERSISTENT /app"]),
    ("getConfig", &["config", "config -c"]),
    (
        "acl",
        &["acl get /app", "acl set /app world:anyone:r,digest:bob:…=:cdrwa", "acl set -R /app auth::cdrwa"],
    ),
    ("acl check", &["acl check /app digest:bob", "acl check /app ip:10.1.4.7 --need rw && echo may"]),
    ("acl copy", &["acl copy /app /backup", "acl copy /app /backup -R --dry-run"]),
    ("acl explain", &["acl explain 'world:anyone:r,auth::cdrwa'"]),
    ("acl digest", &["acl digest bob", "acl digest bob < password.txt"]),
    ("getAcl", &["getAcl -s /app"]),
    ("setAcl", &["setAcl /app world:anyone:r"]),
    ("addauth", &["addauth digest -    # in the shell, or from a pipe; reads USER:PASSWORD from stdin"]),
    ("sync", &["sync"]),
    ("ephemerals", &["ephemerals    # in the shell", "ephemerals /services"]),
    ("whoami", &["whoami --auth-file ~/.config/zkd/auth"]),
    ("session ephemerals", &["session ephemerals", "session ephemerals /services"]),
    ("session whoami", &["session whoami"]),
    ("session shed", &["session shed zk2:2181 --percent 20", "session shed 2 --percent 100 --yes"]),
    ("status", &["status", "-C zk1,zk2,zk3 status -o json"]),
    ("server", &["server ls", "server stats", "server 4lw mntr"]),
    ("server stats", &["server stats", "server stats 2 -o json"]),
    ("server env", &["server env zk1:2181"]),
    ("server conf", &["server conf 2"]),
    ("server conns", &["server conns", "server conns zk1:2181 -o csv"]),
    ("server watches", &["server watches", "server watches 2 --by path"]),
    ("server reset-stats", &["server reset-stats", "server reset-stats 2 --conns"]),
    ("cluster", &["cluster status", "cluster members", "cluster verify --online"]),
    ("cluster epochs", &["cluster epochs || echo they contradict each other"]),
    ("cluster verify", &["cluster verify --online"]),
    ("leader", &["leader show", "leader move 2"]),
    ("config history", &["config history /etc/zookeeper"]),
    ("config remove", &["config remove 4 --dry-run", "config remove 4 --yes"]),
    ("config set", &["config set 'server.1=zk1:2888:3888;2181' 'server.2=zk2:2888:3888;2181' --dry-run"]),
    ("quota", &["quota ls -R --usage", "quota set /app -n 1000"]),
    ("quota get", &["quota get /app"]),
    ("quota rm", &["quota rm /app", "quota rm /app -N -B"]),
    ("version", &["version"]),
    ("log", &["log cat /data/zk/version-2/log.100000001", "log cat /data/zk/version-2/log.* -o jsonl"]),
    ("snap", &["snap cat /data/zk/version-2/snapshot.100000003"]),
    (
        "playground",
        &["playground", "playground --servers 3", "printf 'create /a x\\nget /a\\n' | zkctl playground"],
    ),
    ("bench", &["bench mixed --duration 10s", "bench read -c 8 --pipeline 32 -o json"]),
    (
        "completions",
        &[
            "completions bash > /etc/bash_completion.d/zkctl",
            "completions fish > ~/.config/fish/completions/zkctl.fish",
        ],
    ),
    ("man", &["man | man -l -", "man --all /usr/local/share/man/man1"]),
    ("help", &["help get", "help --exit-codes", "help --zkcli"]),
    ("run", &["run setup.zk", "run - < setup.zk"]),
    ("shell", &["shell", "-C zk1:2181/app shell"]),
    ("profile", &["profile ls", "-P prod status"]),
    ("profile -", &["profile -    # back to the one before"]),
    ("profile edit", &["profile edit", "EDITOR=nano zkctl profile edit"]),
    ("profile rm", &["profile rm old"]),
    ("listquota", &["listquota /app"]),
    ("delquota", &["delquota /app"]),
    ("queue", &["queue peek /jobs", "queue ls /jobs"]),
    ("counter", &["counter get /hits", "counter cas /hits 7 8"]),
    ("barrier", &["barrier leave /start"]),
    ("group", &["group ls /workers", "group watch /workers"]),
    ("export", &["export /app backup.jsonl", "export /app - | gzip > app.gz"]),
    ("import", &["import backup.jsonl /app"]),
    ("mirror", &["mirror /app /standby/app"]),
    ("diff", &["diff /app /standby/app"]),
    ("grep", &["grep 'host.*7' /services"]),
    ("wait", &["wait /app/ready --until exists --timeout 5m"]),
    ("undo", &["undo"]),
    ("check", &["check ensemble --format nagios"]),
    ("doctor", &["doctor"]),
    ("smoke", &["smoke"]),
    ("__complete", &["__complete -- get /ka"]),
    ("cd", &["cd /kafka    # in the shell"]),
    ("held", &["held    # in the shell"]),
    ("release", &["release 1    # in the shell", "release /locks/backup"]),
    ("pwd", &["pwd    # in the shell"]),
    ("clear", &["clear    # in the shell"]),
    ("watches", &["watches    # in the shell"]),
    ("unwatch", &["unwatch 1    # in the shell", "unwatch /app"]),
    ("removewatches", &["removewatches /app -d    # in the shell"]),
    ("printwatches", &["printwatches off    # in the shell"]),
    ("connect", &["connect zk2:2181/app    # in the shell"]),
    ("close", &["close    # in the shell"]),
    ("history", &["history 50    # in the shell", "history --failed"]),
    ("redo", &["redo 12    # in the shell"]),
    ("repeat", &["repeat 10 create -s /queue/item- x    # in the shell"]),
    ("prompt", &["prompt '{host} {cwd} > '    # in the shell"]),
    ("quit", &["quit    # in the shell"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(command: &Command, path: &str, out: &mut Vec<String>) {
        if !command.has_subcommands() && !path.is_empty() {
            let text = command.get_after_help().or(command.get_after_long_help()).map(ToString::to_string);
            if !text.is_some_and(|t| t.contains("zkctl") || t.to_lowercase().contains("example")) {
                out.push(path.to_owned());
            }
        }
        for c in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            bare(c, format!("{path} {}", c.get_name()).trim(), out);
        }
    }

    #[test]
    fn every_command_has_an_example() {
        for grammar in [program(), shell_line()] {
            let mut without = Vec::new();
            bare(&grammar, "", &mut without);
            assert!(without.is_empty(), "commands without an example in their help: {without:?}");
        }
    }

    #[test]
    fn examples_are_commands() {
        for (_, lines) in EXAMPLES {
            for line in *lines {
                assert!(!line.starts_with("zkctl"), "{line}");
            }
        }
    }

    /// The examples of a help: the lines with the program's name in them, under a heading.
    fn lines(command: &Command) -> Vec<String> {
        let text = command.get_after_help().or(command.get_after_long_help()).map(ToString::to_string);
        let text = text.unwrap_or_default();
        let is_example = |l: &&str| l.starts_with("  ") && l.contains("zkctl ") || l.starts_with("Example: ");
        text.lines().filter(is_example).map(str::to_owned).collect()
    }

    /// The commands of this program in a line of a shell. What is said about it stands behind two blanks or a `#`.
    fn commands(line: &str) -> Vec<Vec<std::ffi::OsString>> {
        let line = line.trim_start_matches("Example:").trim();
        let line = line.split("  ").next().unwrap_or_default();
        let line = line.split(" #").next().unwrap_or_default();
        let mut out = Vec::new();
        for part in line.split(" | ").flat_map(|p| p.split(" ; ")).flat_map(|p| p.split(" && ")) {
            let part = part.split(" || ").next().unwrap_or_default();
            let part = part.split(" > ").next().and_then(|p| p.split(" < ").next()).unwrap_or_default();
            let Some(at) = part.find("zkctl ") else { continue };
            let own = part[at..].trim_end();
            let own = if part[..at].ends_with("$(") { own.trim_end_matches(')') } else { own };
            out.push(
                crate::shell::tokenizer::parse(own)
                    .unwrap_or_else(|e| panic!("{line}: {e}"))
                    .line
                    .arguments(),
            );
        }
        assert!(!out.is_empty(), "no command in {line}");
        out
    }

    fn each(command: &Command, path: &str, check: &mut impl FnMut(&Command, &str)) {
        check(command, path);
        for c in command.get_subcommands() {
            each(c, format!("{path} {}", c.get_name()).trim(), check);
        }
    }

    #[test]
    fn examples_can_be_pasted() {
        let mut wrong = Vec::new();
        each(&program(), "", &mut |command, path| {
            for line in lines(command) {
                if line.chars().count() > 98 {
                    wrong.push(format!("{path}: wider than the help is: {line}"));
                }
                for words in commands(&line) {
                    let mut args = match crate::zkcli::rewrite(words) {
                        Ok(start) => start.args,
                        Err(e) => {
                            wrong.push(format!("{path}: {line}: {e}"));
                            continue;
                        }
                    };
                    let rest = args.split_off(1);
                    args.extend(crate::recipes::limit::rename(Cli::command, rest));
                    if let Err(e) = program().try_get_matches_from(&args) {
                        wrong.push(format!("{path}: {line}: {e}"));
                    }
                }
            }
        });
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn each_command_has_an_example_of_itself() {
        let mut without = Vec::new();
        each(&program(), "", &mut |command, path| {
            let is_own = |line: &String| {
                let words = line.replace("  ", " ");
                words.contains(&format!("zkctl {path}"))
                    || command.get_all_aliases().any(|a| words.contains(a))
            };
            let is_global = path == "whoami"
                || path.starts_with("profile")
                || path == "shell"
                || path.ends_with("status");
            if !command.has_subcommands()
                && !command.is_hide_set()
                && !is_global
                && !lines(command).iter().any(is_own)
            {
                without.push(path.to_owned());
            }
        });
        assert!(without.is_empty(), "commands whose help has no example of them: {without:?}");
    }

    #[test]
    fn paragraphs_become_lines_and_lists_stay() {
        let text = "Examples:\n  zkctl a\n\nOne\ntwo.\nThe list:\n  a\n  b\nEnd";
        assert_eq!(one_line_each(text), "Examples:\n  zkctl a\n\nOne two. The list:\n  a\n  b\nEnd");
    }

    #[test]
    fn a_group_s_examples_are_shared_out() {
        let text = "Examples:\n  zkctl a b\n  zkctl a c";
        assert_eq!(about(text, "a b"), "Examples:\n  zkctl a b");
        assert_eq!(about(text, "a d"), text);
    }
}
