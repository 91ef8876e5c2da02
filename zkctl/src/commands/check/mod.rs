//! `check`: one number, two thresholds, an answer that monitoring understands.

mod form;
mod measure;

use crate::args::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::check::{CheckArgs, CheckForm};
use crate::reply::Reply;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Ok,
    Warning,
    Critical,
    Unknown,
}

impl Level {
    /// As Nagios says it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Ok => "OK",
            Level::Warning => "WARNING",
            Level::Critical => "CRITICAL",
            Level::Unknown => "UNKNOWN",
        }
    }
}

/// What was measured, at each server.
#[derive(Debug)]
pub struct Measured {
    /// `lag`, `fsync`, …
    pub name: &'static str,
    /// `ms`, `transactions`, …
    pub unit: &'static str,
    pub values: Vec<(String, std::result::Result<f64, String>)>,
    pub thresholds: Thresholds,
    /// More that is wrong, however the numbers are.
    pub verdict: Option<(Level, String)>,
}

/// From where on it is bad. Of some numbers the small ones are.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    pub warn: Option<f64>,
    pub crit: Option<f64>,
    pub low_is_bad: bool,
}

impl Thresholds {
    fn level(self, value: f64) -> Level {
        let reached = |limit: Option<f64>| {
            limit.is_some_and(|limit| if self.low_is_bad { value <= limit } else { value >= limit })
        };
        match (reached(self.crit), reached(self.warn)) {
            (true, _) => Level::Critical,
            (_, true) => Level::Warning,
            _ => Level::Ok,
        }
    }
}

impl Measured {
    /// The worst value, and whose it is.
    pub fn worst(&self) -> Option<(&str, f64)> {
        let known =
            self.values.iter().filter_map(|(server, value)| Some((server.as_str(), *value.as_ref().ok()?)));
        let sign = if self.thresholds.low_is_bad { -1.0 } else { 1.0 };
        known.max_by(|a, b| (a.1 * sign).total_cmp(&(b.1 * sign)))
    }

    /// Of all of it.
    pub fn level(&self) -> Level {
        let by_value = self.worst().map_or(Level::Unknown, |(_, value)| self.thresholds.level(value));
        match &self.verdict {
            Some((level, _)) if by_value == Level::Unknown => *level,
            Some((level, _)) => by_value.max(*level),
            None => by_value,
        }
    }
}

/// Measures, prints, and ends with the form's own exit code.
pub async fn run(args: CheckArgs, context: &mut Context) -> Result<Reply> {
    let form = match (args.format, context.out.format()) {
        (CheckForm::Text, Format::Json | Format::Jsonl) => CheckForm::Json,
        (form, _) => form,
    };
    let measured = match measure::run(&args, context).await {
        Ok(measured) => measured,
        // Monitoring reads stdout, and takes code 2 for critical.
        Err(failure) if form == CheckForm::Nagios => {
            let text = crate::sanitise::line(failure.message()).into_owned();
            context.out.raw(&format!("ZOOKEEPER UNKNOWN - {text}\n"))?;
            context.out.end()?;
            return Err(exit(3));
        }
        Err(failure) => return Err(failure),
    };
    let level = measured.level();
    match form {
        CheckForm::Nagios => context.out.raw(&form::nagios(&measured))?,
        CheckForm::Prometheus => context.out.raw(&form::prometheus(&measured))?,
        CheckForm::Text | CheckForm::Json => {
            let report = form::report(&measured);
            if form == CheckForm::Json && !context.out.is_json() {
                context.out.raw(&form::json(&report))?;
            } else {
                if matches!(context.out.format(), Format::Plain) {
                    context.out.raw(&format!("{}\n", crate::sanitise::line(&form::sentence(&measured))))?;
                }
                context.out.show(&Reply::Report(report))?;
            }
        }
    }
    context.out.end()?;
    match (form, level) {
        (_, Level::Ok) | (CheckForm::Prometheus, _) => Err(Failure::silent(Exit::Ok)),
        (CheckForm::Nagios, Level::Warning) => Err(exit(1)),
        (CheckForm::Nagios, Level::Critical) => Err(exit(2)),
        (CheckForm::Nagios, Level::Unknown) => Err(exit(3)),
        (_, Level::Unknown) => Err(Failure::silent(Exit::Unsupported)),
        _ => Err(Failure::silent(Exit::Findings)),
    }
}

/// Nagios' numbers mean something else elsewhere; here only the number counts.
fn exit(code: u8) -> Failure {
    Failure::silent(match code {
        1 => Exit::Unexpected,
        2 => Exit::Usage,
        _ => Exit::NotFound,
    })
}
