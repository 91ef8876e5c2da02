//! The numbers behind `check`.

use zk_client::admin::Mode;

use super::{Level, Measured, Thresholds};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::group_args::check::{CheckArgs, OfNode, What};
use crate::output::now_ms;
use crate::survey::{self, Survey, View, members};

/// Measures what the arguments say.
pub async fn run(args: &CheckArgs, context: &mut Context) -> Result<Measured> {
    if args.what == What::Znode {
        return znode(args, context).await;
    }
    if args.path.is_some() {
        return Err(Failure::usage("only `check znode` takes a PATH"));
    }
    let survey = Survey::take(&survey::targets(context, &args.admin)?).await;
    let thresholds = |warn: f64, crit: f64| Thresholds {
        warn: args.warn.or(Some(warn)),
        crit: args.crit.or(Some(crit)),
        low_is_bad: false,
    };
    Ok(match args.what {
        What::Ensemble => ensemble(&survey, thresholds(1.0, 2.0)),
        What::Quorum => quorum(&survey, Thresholds { low_is_bad: true, ..thresholds(0.0, -1.0) }),
        What::Latency => Measured {
            name: "latency",
            unit: "ms",
            values: each(&survey, |v| v.srvr.as_ref().ok()?.latency_ms.map(|(_, avg, _)| avg)),
            thresholds: thresholds(50.0, 250.0),
            verdict: None,
        },
        What::Lag => lag(&survey, thresholds(100.0, 1000.0)),
        What::Fsync => Measured {
            name: "fsync",
            unit: "ms",
            values: each(&survey, |v| v.metric("avg_fsynctime")),
            thresholds: thresholds(20.0, 100.0),
            verdict: None,
        },
        // Every member knows the sessions of the ensemble, and its own local ones; the most that one knows counts.
        _ => Measured {
            name: "sessions",
            unit: "sessions",
            values: each(&survey, |v| {
                Some(v.metric("global_sessions")? + v.metric("local_sessions").unwrap_or(0.0))
            }),
            thresholds: thresholds(10_000.0, 50_000.0),
            verdict: None,
        },
    })
}

/// A number of each server, or why there is none.
fn each(
    survey: &Survey,
    number: impl Fn(&View) -> Option<f64>,
) -> Vec<(String, std::result::Result<f64, String>)> {
    let why = |v: &View| {
        let trouble = v.srvr.as_ref().err().or(v.mntr.as_ref().err());
        trouble.map_or("it does not tell".to_owned(), ToString::to_string)
    };
    survey.views.iter().map(|v| (v.server().to_string(), number(v).ok_or_else(|| why(v)))).collect()
}

fn ensemble(survey: &Survey, thresholds: Thresholds) -> Measured {
    let (up, voters) = survey.voters_up();
    let missing = voters.saturating_sub(up) as f64;
    let down: Vec<String> = survey
        .views
        .iter()
        .filter_map(|v| Some(format!("{}: {}", v.name(), v.srvr.as_ref().err()?)))
        .collect();
    let verdict = if survey.has_quorum() {
        (!down.is_empty()).then(|| (Level::Ok, down.join("; ")))
    } else {
        Some((Level::Critical, format!("no quorum: {}", down.join("; "))))
    };
    let values = vec![("ensemble".to_owned(), Ok(missing))];
    Measured { name: "ensemble", unit: "voters down", values, thresholds, verdict }
}

fn quorum(survey: &Survey, thresholds: Thresholds) -> Measured {
    let (up, voters) = survey.voters_up();
    let alone = survey.views.iter().any(|v| v.mode() == Some(&Mode::Standalone));
    let (needed, _) = members::majority(voters);
    let spare = up as f64 - needed as f64;
    let verdict = if survey.has_quorum() {
        None
    } else {
        Some((Level::Critical, "no leader that serves was found".to_owned()))
    };
    let values = vec![("ensemble".to_owned(), Ok(spare))];
    // A server that stands alone never had one to spare.
    let thresholds = if alone { Thresholds { warn: None, ..thresholds } } else { thresholds };
    Measured { name: "quorum", unit: "voters to spare", values, thresholds, verdict }
}

fn lag(survey: &Survey, thresholds: Thresholds) -> Measured {
    let mut values = each(survey, |v| v.lag.map(|n| n as f64));
    // The leader is behind nobody; one that stands alone neither.
    let leads: Vec<String> = survey
        .views
        .iter()
        .filter(|v| matches!(v.mode(), Some(Mode::Leader | Mode::Standalone)))
        .map(|v| v.server().to_string())
        .collect();
    for (server, value) in &mut values {
        if leads.contains(server) {
            *value = Ok(0.0);
        }
    }
    let verdict = leads.is_empty().then(|| (Level::Critical, "no server leads".to_owned()));
    Measured { name: "lag", unit: "transactions", values, thresholds, verdict }
}

async fn znode(args: &CheckArgs, context: &mut Context) -> Result<Measured> {
    let Some(typed) = &args.path else {
        return Err(Failure::usage("check znode needs a PATH"));
    };
    let path = context.path(typed)?;
    let stat = context.read("stat", &path, |c| c.exists(&path)).await?.into_value();
    let (unit, value) = match (args.of, &stat) {
        (OfNode::Children, stat) => ("children", stat.map(|s| f64::from(s.num_children))),
        (OfNode::Bytes, stat) => ("bytes", stat.map(|s| f64::from(s.data_length))),
        (OfNode::Age, stat) => ("ms", stat.map(|s| now_ms().saturating_sub(s.mtime).max(0) as f64)),
    };
    let verdict = stat.is_none().then(|| (Level::Critical, format!("{path} does not exist")));
    let values = vec![(path, value.ok_or_else(|| "no such node".to_owned()))];
    let thresholds = Thresholds { warn: args.warn, crit: args.crit, low_is_bad: false };
    Ok(Measured { name: "znode", unit, values, thresholds, verdict })
}
