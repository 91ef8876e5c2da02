//! The suite of zkCli, Apache's own shell: `tests/interop/zkcli/script.txt` says what it is fed and what it prints. What
//! zkctl prints in its place (`--style zkcli`) is held against the same script.

use super::lab::Lab;
use super::process::{command, finish};
use super::report::Report;
use super::server::Settings;
use anyhow::{Context, Result, ensure};
use std::fs::File;
use std::process::Command;
use std::time::Duration;

pub(super) fn run_38(lab: &Lab) -> Result<Report> {
    run(lab, "3.8", &lab.peers.classpath38)
}

pub(super) fn run_395(lab: &Lab) -> Result<Report> {
    run(lab, "3.9", &lab.peers.classpath395)
}

/// zkctl in zkCli's place.
pub(super) fn run_zkctl(lab: &Lab) -> Result<Report> {
    let zkctl = lab.zkctl()?;
    let failure = 3;
    transcript(lab, ZKCTL, "3.9", failure, || {
        let mut shell = command(&zkctl);
        shell.args(["--style", "zkcli", "-waitforconnection"]);
        shell
    })
}

fn run(lab: &Lab, release: &str, classpath: &str) -> Result<Report> {
    transcript(lab, &format!("zkcli-{release}"), release, 1, || {
        let mut shell = command("java");
        shell.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"]);
        shell.args(["-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Djline.terminal=none"]);
        shell.args(["-cp", classpath, "org.apache.zookeeper.ZooKeeperMain", "-waitforconnection"]);
        shell
    })
}

/// Feeds the script to a shell; `missing` is its exit code where a node does not exist.
fn transcript(
    lab: &Lab,
    name: &str,
    release: &str,
    missing: i32,
    program: impl Fn() -> Command,
) -> Result<Report> {
    let dir = lab.run_dir(name)?;
    let server = lab.serve(name, &Settings::usual().with("enforceQuota", true))?;
    let shell = || {
        let mut shell = program();
        shell.args(["-server", &server.connect_string()]);
        shell
    };
    let script = std::fs::read_to_string(lab.sources().join("zkcli/script.txt"))?;
    let mut steps = parse(&script, release);
    if name == ZKCTL {
        // Quotas are a group of commands of zkctl's own, with other words.
        steps.retain(|step| !step.command.contains("quota ") && !step.command.contains("/quota/"));
    }
    let input = dir.join("input");
    std::fs::write(
        &input,
        steps.iter().map(|step| format!("{}\nversion\n", step.command)).collect::<String>(),
    )?;

    let mut report = Report::default();
    let mut session = shell();
    let log = dir.join("program.log");
    let transcript = finish(session.stdin(File::open(&input)?), &log, Duration::from_secs(120))?.output;
    compare(&steps, &transcript, &mut report);
    report.check("exit code of success", exits(shell().args(["ls", "/"]), &dir.join("one.log"), 0));
    report
        .check("exit code of an error", exits(shell().args(["ls", "/none"]), &dir.join("two.log"), missing));
    if report.failed() > 0 {
        report.read(&transcript);
    }
    Ok(report)
}

/// A command with what has to be seen of it.
#[derive(Default)]
struct Step {
    command: String,
    lines: Vec<String>,
    absent: Vec<String>,
    later: Vec<String>,
}

fn parse(script: &str, release: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in script.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let line = match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
            // A printed list starts with a bracket as well.
            Some((only, rest)) if only.starts_with("3.") => {
                if only != release {
                    continue;
                }
                rest
            }
            _ => line,
        };
        if let Some(command) = line.strip_prefix("> ") {
            steps.push(Step { command: command.to_owned(), ..Step::default() });
        } else if let Some(step) = steps.last_mut() {
            match line.split_at_checked(2) {
                Some(("! ", text)) => step.absent.push(text.to_owned()),
                Some(("~ ", text)) => step.later.push(text.to_owned()),
                _ => step.lines.push(line.to_owned()),
            }
        }
    }
    steps
}

fn compare(steps: &[Step], transcript: &str, report: &mut Report) {
    let parts: Vec<&str> = transcript.split(END_OF_PART).collect();
    for (index, step) in steps.iter().enumerate() {
        let outcome = match parts.get(index) {
            Some(part) => step.compare(part, &parts[index..]),
            None => Err(anyhow::anyhow!("the shell ended before it")),
        };
        report.check(&step.command, outcome);
    }
}

impl Step {
    fn compare(&self, part: &str, rest: &[&str]) -> Result<()> {
        let mut from = 0;
        for text in &self.lines {
            let found = part[from..].find(text.as_str());
            from += found.with_context(|| format!("expected {text:?} in:\n{}", part.trim()))? + text.len();
        }
        for text in &self.absent {
            ensure!(!part.contains(text.as_str()), "{text:?} in:\n{}", part.trim());
        }
        for text in &self.later {
            ensure!(rest.iter().any(|part| part.contains(text.as_str())), "{text:?} never came");
        }
        Ok(())
    }
}

/// The suite in which zkctl takes zkCli's place.
const ZKCTL: &str = "zkcli-zkctl";

/// What the command `version` prints.
const END_OF_PART: &str = "ZooKeeper CLI version: ";

fn exits(command: &mut Command, log: &std::path::Path, code: i32) -> Result<()> {
    let finished = finish(command, log, Duration::from_secs(60))?;
    ensure!(
        finished.status.code() == Some(code),
        "{}, expected {code}:\n{}",
        finished.status,
        finished.output
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_read_for_one_release() {
        let steps = parse("# head\n> ls /\n[a]\n! b\n[3.9] ~ c\n[3.8] d\n", "3.9");
        assert_eq!(steps.len(), 1);
        assert_eq!((steps[0].lines.len(), steps[0].absent.len(), steps[0].later.len()), (1, 1, 1));
    }

    #[test]
    fn lines_are_wanted_in_their_order() {
        let steps = parse("> ls\na\nb\n", "3.9");
        assert!(steps[0].compare("a\nb\n", &[]).is_ok());
        assert!(steps[0].compare("b\na\n", &[]).is_err());
    }
}
