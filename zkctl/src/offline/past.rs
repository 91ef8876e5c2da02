//! Rebuilds a tree of the past and says how sure it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::runtime::Runtime;
use zk_forensics::Sources;
use zk_forensics::travel::{Past, TravelError, ValueError, Verdict, When, rebuild};

use super::source_args::{Bound, bound};
use super::{serve, tell, watched};
use crate::args::Verb;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::acl::AclCommand;
use crate::group_args::quota::QuotaCommand;
use crate::output::{counted, iso_seconds};
use crate::recipes::args::{CounterCommand, QueueCommand};
use crate::zkcli_args::ZkcliVerb;

/// Files and a moment: `DIR`, `DIR@0x1300000a1f`, `DIR@2026-03-01T14:03:20Z`; two directories by a comma.
pub fn parse_spec(spec: &str) -> Result<(Vec<PathBuf>, When)> {
    if Path::new(spec).exists() {
        return Ok((vec![spec.into()], When::End));
    }
    let (files, when) = match spec.rsplit_once('@') {
        Some((files, when)) => {
            let when = match bound(when).map_err(|e| Failure::usage(format!("--offline {spec}: {e}")))? {
                Bound::Zxid(zxid) => When::Zxid(zxid),
                Bound::TimeMs(ms) => When::Time(ms),
            };
            (files, when)
        }
        None => (spec, When::End),
    };
    if Path::new(files).exists() {
        return Ok((vec![files.into()], when));
    }
    Ok((files.split(',').map(PathBuf::from).collect(), when))
}

/// Refuses what asks a live server for more than its tree.
pub fn check(verb: &Verb) -> Result<()> {
    let what = match verb {
        Verb::Status(_)
        | Verb::Server(_)
        | Verb::Cluster(_)
        | Verb::Leader(_)
        | Verb::Session(_)
        | Verb::Check(_)
        | Verb::Doctor(_)
        | Verb::Whoami
        | Verb::Smoke(_) => "asks servers how they are",
        Verb::Watch(_) | Verb::Wait(_) => "waits for changes",
        verb if writes(verb) => {
            return Err(Failure::new(
                Exit::Refused,
                "ReadOnly",
                "the past is read-only: this command changes nodes",
            )
            .hint("leave --offline out to change the servers' tree; `log undo` writes a script for them"));
        }
        Verb::Log(_) | Verb::Snap(_) => {
            return Err(Failure::usage(
                "log and snap read files themselves: name the directory behind the command",
            ));
        }
        _ => return Ok(()),
    };
    Err(Failure::new(
        Exit::Refused,
        "Offline",
        format!("the command {what}, and with --offline there are none"),
    ))
}

/// True for what changes nodes, whatever its arguments are.
fn writes(verb: &Verb) -> bool {
    match verb {
        Verb::Create(_)
        | Verb::Set(_)
        | Verb::Put(_)
        | Verb::Touch(_)
        | Verb::Cp(_)
        | Verb::Mv(_)
        | Verb::Edit(_)
        | Verb::Delete(_)
        | Verb::Deleteall(_)
        | Verb::Undo(_)
        | Verb::Import(_)
        | Verb::Mirror(_)
        | Verb::Multi(_)
        | Verb::SetQuota(_)
        | Verb::DelQuota(_)
        | Verb::Zkcli(ZkcliVerb::Reconfig(_)) => true,
        // What a change would do is a question, and the past has the answer.
        Verb::SetAcl(args) | Verb::Acl(AclCommand::Set(args)) => !args.how.dry_run,
        Verb::Acl(AclCommand::Add(args)) => !args.how.dry_run,
        Verb::Acl(AclCommand::Rm(args)) => !args.how.dry_run,
        Verb::Acl(AclCommand::Copy(args)) => !args.how.dry_run,
        Verb::Quota(command) => !matches!(command, QuotaCommand::Get(_) | QuotaCommand::Ls { .. }),
        Verb::Queue(command) => matches!(command, QueueCommand::Put(_) | QueueCommand::Take(_)),
        Verb::Counter(command) => !matches!(command, CounterCommand::Get(_)),
        _ => false,
    }
}

/// Makes the context read a tree of the past instead of a server's. Returns its name for people.
pub fn attach(spec: &str, runtime: &Runtime, context: &mut Context) -> Result<String> {
    let (files, when) = parse_spec(spec)?;
    let found = Sources::find(&files)?;
    let past = rebuild_told(&found, when, context)?;
    context.note(about(&past));
    let label = format!("offline:{}@{}", files.first().map_or("", |f| name(f)), past.zxid);
    let served = runtime
        .block_on(serve::serve(Arc::new(past)))
        .map_err(|e| Failure::io("cannot serve the tree to this process", e))?;
    context.attach_offline(served.addr.to_string(), served.auth, label.clone());
    Ok(label)
}

/// The last name of a path that says something.
fn name(path: &Path) -> &str {
    let path = if path.ends_with("version-2") { path.parent().unwrap_or(path) } else { path };
    path.file_name().and_then(|n| n.to_str()).unwrap_or("")
}

/// The tree of a moment; what is doubtful about it is said on stderr, loudly.
pub fn rebuild_told(found: &Sources, when: When, context: &Context) -> Result<Past> {
    let logs: u64 = found.logs.iter().map(|l| l.len).sum();
    let total = found.snapshots.last().map_or(0, |s| s.len) + logs;
    let past = watched(total, context, |watch| rebuild(found, when, watch))
        .ok_or_else(|| Failure::new(Exit::Unexpected, "Unexpected", "the replay ended early"))?
        .map_err(|e| failure(e, context))?;
    tell(&past.problems, context);
    if let Verdict::Approximate(why) = &past.verdict {
        context.warn(format_args!("WARNING: this tree is only approximately that of {}: {why}", past.zxid));
    }
    Ok(past)
}

/// How the tree came about, on one line.
pub fn about(past: &Past) -> String {
    let base = past.base.as_ref().and_then(|b| b.path.file_name()).map(|n| n.to_string_lossy().into_owned());
    let base = base.unwrap_or_else(|| "an empty tree".to_owned());
    let time = past.time_ms.map_or_else(String::new, |ms| format!(", {}", iso_seconds(ms)));
    let verdict = match &past.verdict {
        Verdict::Proved => "exact, its digest is the recorded one",
        Verdict::Exact => "exact as far as the files tell; they hold no digest to prove it",
        Verdict::Approximate(_) => "APPROXIMATE",
    };
    format!(
        "the tree at {}{time}: {base} and {}; {verdict}",
        past.zxid,
        counted(past.replayed, "transaction")
    )
}

/// Data that was left in its file is not there any more.
pub fn lost(error: ValueError) -> Failure {
    Failure::new(Exit::Unexpected, "Io", error.to_string())
        .hint("a server works in that directory: read a copy, or ask again")
}

fn failure(error: TravelError, context: &Context) -> Failure {
    match &error {
        TravelError::Scan(_) => Failure::new(Exit::Unexpected, "Io", error.to_string()),
        TravelError::Stopped => {
            context.note("interrupted: the tree was not whole yet, so there is no answer");
            Failure::interrupted()
        }
        TravelError::NoLog => Failure::usage(error.to_string()),
        TravelError::NoBase { .. } => Failure::new(Exit::Damaged, "NoBase", error.to_string())
            .hint("name a later moment, or add the directory that holds older snapshots"),
        TravelError::TooEarly { first, first_ms } => {
            let said = format!("the log begins later, at {first}, {}", iso_seconds(*first_ms));
            Failure::usage(said).hint("name a later time, or the zxid of a snapshot")
        }
        TravelError::Beyond { problems, .. } => {
            let damaged = tell(problems, context);
            let failure =
                Failure::new(if damaged { Exit::Damaged } else { Exit::Usage }, "Beyond", error.to_string());
            failure.hint("leave the moment out for the end of the history")
        }
        TravelError::Hole { problems, .. } => {
            tell(problems, context);
            Failure::new(Exit::Damaged, "Hole", error.to_string())
                .hint("`zkctl log verify` shows where; moments before it can be had")
        }
        _ => Failure::new(Exit::Damaged, "Damaged", error.to_string()),
    }
}
