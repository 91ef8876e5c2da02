//! What a path means. Command pages answer 200 whatever happened, as Apache's do, and say in `error` what did; the pages that
//! Apache does not have use the status codes of HTTP.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Response, StatusCode, Uri};

use super::commands::{self, COMMANDS, Command, View};
use super::fields::{Field, Fields};
use super::http::Answer;
use super::{health, prometheus};
use crate::answer;
use crate::shared::Shared;
use crate::status::Needs;

/// The pages of one server.
pub(super) struct Routes {
    shared: Arc<Shared>,
    command_url: String,
}

/// The thread that owns the server's state answers within this time, or something is badly wrong.
const CORE_ANSWERS_WITHIN: Duration = Duration::from_secs(10);

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const METRICS: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

impl Routes {
    pub(super) fn new(shared: Arc<Shared>, command_url: String) -> Routes {
        Routes { shared, command_url: command_url.trim_end_matches('/').to_owned() }
    }

    /// Answers a request.
    pub(super) async fn answer(&self, method: &Method, uri: &Uri) -> Answer {
        if *method == Method::TRACE {
            return page(StatusCode::FORBIDDEN, TEXT, "TRACE is not answered\n");
        }
        if *method != Method::GET && *method != Method::HEAD {
            let mut fields = Fields::default();
            fields.put("command", uri.path()).put("error", format!("{method} is not allowed here"));
            let mut answer = page(StatusCode::METHOD_NOT_ALLOWED, JSON, fields.render());
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return answer;
        }
        match uri.path() {
            "/livez" => self.live().await,
            "/readyz" => self.ready().await,
            "/metrics" => self.metrics().await,
            path => match path.strip_prefix(self.command_url.as_str()) {
                Some("" | "/") => page(StatusCode::OK, HTML, self.index()),
                Some(name) if name.starts_with('/') => self.command(&name[1..]).await,
                _ => page(StatusCode::NOT_FOUND, TEXT, "there is no such page\n"),
            },
        }
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

    fn index(&self) -> String {
        let link = |c: &Command| {
            let name = c.name();
            format!("<a href=\"{}/{name}\">{name}</a>\n<br/>\n", self.command_url)
        };
        COMMANDS.iter().map(link).collect()
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
        let reasons = health::reasons_against(&status, self.shared.is_stopping());
        let code = if reasons.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        let mut fields = Fields::default();
        fields
            .put("ready", reasons.is_empty())
            .put("server_state", status.mode.name())
            .put("last_zxid", status.zxid.to_string())
            .put("reasons", reasons.into_iter().map(Field::from).collect::<Field>());
        page(code, JSON, fields.render())
    }

    async fn metrics(&self) -> Answer {
        let status = answer::status(&self.shared, Needs { host: true, ..Needs::default() }).await;
        page(StatusCode::OK, METRICS, prometheus::page(&status))
    }
}

fn page(code: StatusCode, kind: HeaderValue, body: impl Into<Bytes>) -> Answer {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = code;
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
