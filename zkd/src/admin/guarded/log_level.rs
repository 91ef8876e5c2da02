//! `log_level`: what is logged. Anybody may ask, and who may do more than look changes it while the server runs, until it ends:
//! `POST ?level=debug&target=zkd::member`, `?level=default` to take it back.

use hyper::StatusCode;
use hyper::http::request::Parts;
use serde_json::Value;

use super::{Done, Failed, Guarded, query};
use crate::admin::fields::Fields;
use crate::admin::http::{Answer, Caller};
use crate::admin::route::{Routes, json};
use crate::log_levels::{self, Filter};

/// Of a server within another program, say.
const NOT_OURS: &str = "the log is not this server's: the program that it is a part of keeps it";

impl Routes {
    /// What is in effect.
    pub(in crate::admin) fn log_level(&self) -> Answer {
        match log_levels::of_process() {
            Some(levels) => shown(&levels.filter()),
            None => {
                let mut fields = Fields::default();
                fields.put("command", Guarded::LogLevel.name()).put("error", NOT_OURS);
                json(StatusCode::OK, &fields)
            }
        }
    }

    pub(super) fn set_log_level(&self, head: &Parts, from: &Caller) -> Done {
        let bad = |text: String| Failed::new(StatusCode::BAD_REQUEST, text);
        let levels = log_levels::of_process();
        let levels = levels.ok_or_else(|| Failed::new(StatusCode::SERVICE_UNAVAILABLE, NOT_OURS))?;
        let level = query(head, "level").ok_or_else(|| bad("there is no level: ?level=debug".into()))?;
        // The one character of a target that some callers do not leave as it is.
        let target = query(head, "target").map(|target| target.replace("%3A", ":").replace("%3a", ":"));
        // Before it is done: a log that is turned down says nothing more of it.
        let of = target.as_deref().unwrap_or("everything");
        tracing::warn!(peer = %from.addr, "AdminServer: log_level: {level} is asked for, of {of}");
        let filter = levels.set(level, target.as_deref()).map_err(bad)?;
        tracing::warn!("what is logged from now on: {}", filter.filter);
        Ok(shown(&filter))
    }
}

fn shown(filter: &Filter) -> Answer {
    let mut fields = Fields::default();
    fields
        .put("filter", filter.filter.as_str())
        .put("started_with", filter.started_with.as_str())
        .put("command", Guarded::LogLevel.name())
        .put("error", Value::Null);
    json(StatusCode::OK, &fields)
}
