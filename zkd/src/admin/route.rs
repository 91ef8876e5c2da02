//! What a path means. Command pages answer 200 whatever happened, as Apache's do, and say in `error` what did; the pages that
//! Apache does not have use the status codes of HTTP.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::Value;
use zk_storage::{DataDir, OsDisk};

use super::body::Sent;
use super::commands::{self, COMMANDS, Command, View};
use super::disks::Disks;
use super::fields::Fields;
use super::guarded::{self, Guarded, Turns};
use super::health::{Case, Ending};
use super::http::{Answer, Caller};
use super::{AdminCommands, HttpConfig, prometheus};
use crate::answer;
use crate::shared::Shared;
use crate::status::Needs;

/// The pages of one server.
pub(super) struct Routes {
    pub(super) shared: Arc<Shared>,
    pub(super) dir: Arc<DataDir<OsDisk>>,
    pub(super) commands: AdminCommands,
    /// Callers that say nothing for so long are let go.
    pub(super) idle: Duration,
    pub(super) snapshots: Turns,
    pub(super) restores: Turns,
    disks: Disks,
    command_url: String,
}

/// The thread that owns the server's state answers within this time, or something is badly wrong.
const CORE_ANSWERS_WITHIN: Duration = Duration::from_secs(10);

const SET_TRACE_MASK: &str = "set_trace_mask";

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const METRICS: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

impl Routes {
    pub(super) fn new(shared: Arc<Shared>, dir: Arc<DataDir<OsDisk>>, config: HttpConfig) -> Routes {
        Routes {
            disks: Disks::new(&shared.config),
            shared,
            dir,
            commands: config.commands,
            idle: Duration::from_millis(config.idle_timeout_ms.max(1).into()),
            snapshots: Turns::default(),
            restores: Turns::default(),
            command_url: config.command_url.trim_end_matches('/').to_owned(),
        }
    }

    /// Answers a request.
    pub(super) async fn answer(&self, request: Request<Incoming>, from: &Caller) -> Answer {
        let (head, body) = request.into_parts();
        let (method, path) = (&head.method, head.uri.path());
        if *method == Method::TRACE {
            return page(StatusCode::FORBIDDEN, TEXT, "TRACE is not answered\n");
        }
        let guarded = self.name_of(path).and_then(Guarded::find);
        if let Some(what) = guarded.filter(|what| !what.only_looks(method)) {
            return self.guarded(what, &head, body, from).await;
        }
        if *method != Method::GET && *method != Method::HEAD {
            let mut fields = Fields::default();
            fields.put("command", path).put("error", format!("{method} is not allowed here"));
            let mut answer = json(StatusCode::METHOD_NOT_ALLOWED, &fields);
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return answer;
        }
        match path {
            "/livez" => self.live().await,
            "/readyz" => self.ready().await,
            "/metrics" => self.metrics().await,
            path => match self.name_of(path) {
                Some("") => page(StatusCode::OK, HTML, self.index()),
                Some("set_trace_mask" | "stmk") => self.set_trace_mask(head.uri.query().unwrap_or_default()),
                Some("log_level") => self.log_level(),
                Some(name) => self.command(name).await,
                None => page(StatusCode::NOT_FOUND, TEXT, "there is no such page\n"),
            },
        }
    }

    /// What stands behind the URL of the commands; empty for the URL itself.
    fn name_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(self.command_url.as_str())?;
        if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
    }

    async fn command(&self, name: &str) -> Answer {
        let Some(command) = Command::find(name) else {
            return page(StatusCode::OK, JSON, commands::unknown(name).render());
        };
        // A server that does not serve changes nothing.
        if !command.needs_service || self.shared.is_serving() {
            answer::act(&self.shared, command.action);
        }
        let status = answer::status(&self.shared, command.needs).await;
        let view = View { status: &status, config: &self.shared.config };
        page(StatusCode::OK, JSON, command.answer(&view).render())
    }

    /// As Apache's: a question that changes something. zkd keeps the number and does nothing with it.
    fn set_trace_mask(&self, query: &str) -> Answer {
        let given = query.split('&').find_map(|pair| pair.strip_prefix("traceMask="));
        let mut fields = Fields::default();
        match given.map(|text| (text, text.parse::<i64>())) {
            Some((_, Ok(mask))) => {
                self.shared.trace_mask.store(mask, Ordering::Relaxed);
                fields.put("tracemask", mask).put("command", SET_TRACE_MASK).put("error", Value::Null);
            }
            wrong => {
                let got = wrong.map(|(text, _)| format!(", got {text}")).unwrap_or_default();
                let error = format!("setTraceMask requires long traceMask argument{got}");
                fields.put("error", error).put("command", SET_TRACE_MASK);
            }
        }
        page(StatusCode::OK, JSON, fields.render())
    }

    fn index(&self) -> String {
        let link = |name: &str| format!("<a href=\"{}/{name}\">{name}</a>\n<br/>\n", self.command_url);
        let others = guarded::names().chain([SET_TRACE_MASK]);
        let mut names: Vec<_> = COMMANDS.iter().map(Command::name).chain(others).collect();
        names.sort_unstable();
        names.into_iter().map(link).collect()
    }

    /// Alive means that the core still takes up what it is given.
    async fn live(&self) -> Answer {
        if self.shared.stopping.load(Ordering::Relaxed) {
            return page(StatusCode::OK, TEXT, "stopping\n");
        }
        match tokio::time::timeout(CORE_ANSWERS_WITHIN, answer::ask_core(&self.shared)).await {
            Ok(()) => page(StatusCode::OK, TEXT, "ok\n"),
            Err(_) => {
                let seconds = CORE_ANSWERS_WITHIN.as_secs();
                let text = format!("the core thread has not answered for {seconds} s: is the disk stuck?\n");
                page(StatusCode::SERVICE_UNAVAILABLE, TEXT, text)
            }
        }
    }

    async fn ready(&self) -> Answer {
        let status = answer::status(&self.shared, Needs::default()).await;
        let ending = match (self.shared.is_stopping(), self.shared.is_draining()) {
            (true, _) => Ending::Stopping,
            (false, true) => Ending::Draining,
            (false, false) => Ending::No,
        };
        let disks = self.disks.look().await;
        let case = Case { status: &status, ending, disks: &disks, limits: self.shared.live.ready() };
        let reasons = case.reasons_against();
        let code = if reasons.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        json(code, &case.page(reasons))
    }

    async fn metrics(&self) -> Answer {
        let status = answer::status(&self.shared, Needs { host: true, ..Needs::default() }).await;
        page(StatusCode::OK, METRICS, prometheus::page(&status))
    }
}

/// An object.
pub(super) fn json(code: StatusCode, fields: &Fields) -> Answer {
    page(code, JSON, fields.render())
}

fn page(code: StatusCode, kind: HeaderValue, body: impl Into<Bytes>) -> Answer {
    let mut response = Response::new(Sent::whole(body));
    *response.status_mut() = code;
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
