//! Rebuilds a tree of the past and says how sure it is.

use zk_forensics::Sources;
use zk_forensics::travel::{Past, TravelError, Verdict, When, rebuild};

use super::{tell, watched};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::iso_seconds;

/// The tree of a moment; what is doubtful about it is said on stderr, loudly.
pub fn rebuild_told(found: &Sources, when: When, context: &Context) -> Result<Past> {
    let total = found.snapshots.last().map_or(0, |s| s.len);
    let past = watched(total, context, |watch| rebuild(found, when, watch))
        .ok_or_else(|| Failure::new(Exit::Unexpected, "Unexpected", "the replay ended early"))?
        .map_err(|e| failure(e, context))?;
    tell(&past.problems, context);
    if let Verdict::Approximate(why) = &past.verdict {
        crate::say(format_args!("WARNING: this tree is only approximately that of {}: {why}", past.zxid));
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
    format!("the tree at {}{time}: {base} and {} transactions; {verdict}", past.zxid, past.replayed)
}

fn failure(error: TravelError, context: &Context) -> Failure {
    match &error {
        TravelError::Scan(_) => Failure::new(Exit::Unexpected, "Io", error.to_string()),
        TravelError::Stopped => Failure::interrupted(),
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
