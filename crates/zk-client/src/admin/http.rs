//! The AdminServer: commands over HTTP, answered with a JSON object.
//!
//! Nearly everything is status 200, failures included: the object's `error` says whether it worked. Servers have
//! the AdminServer switched off (zkd, Apache from 3.10 on) or on (Apache 3.5 to 3.9, port 8080).

use std::fmt;
use std::io;
use std::str::FromStr;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value};
use thiserror::Error;

use super::MAX_OUTPUT_BYTES;
use crate::connect_string::HostPort;
use crate::dial::dial;
use crate::tls::Tls;

/// Apache's port where none is configured.
pub const DEFAULT_ADMIN_PORT: u16 = 8080;

/// The usual port of the page for Prometheus.
pub const DEFAULT_METRICS_PORT: u16 = 7000;

/// Where an AdminServer's commands are: `http://host:port/commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminUrl {
    /// The server.
    pub server: HostPort,
    /// Whether it talks TLS.
    pub https: bool,
    /// What stands before a command's name, with a slash at its start and none at its end.
    pub path: String,
}

/// Why a text is no [`AdminUrl`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is no address of an AdminServer: {why}")]
pub struct AdminUrlError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

impl FromStr for AdminUrl {
    type Err = AdminUrlError;

    /// Reads `http://host[:port][/path]`, `https://…`, `host[:port][/path]`; the port is 8080 and the path `/commands` if not given.
    fn from_str(text: &str) -> Result<AdminUrl, AdminUrlError> {
        AdminUrl::with_defaults(text, DEFAULT_ADMIN_PORT, "/commands")
    }
}

impl AdminUrl {
    /// As [`AdminUrl::from_str`], with another port and another path where none is given.
    ///
    /// # Errors
    /// [`AdminUrlError`] says why it is none.
    pub fn with_defaults(text: &str, port: u16, path: &str) -> Result<AdminUrl, AdminUrlError> {
        let wrong = |why: String| AdminUrlError { text: text.to_owned(), why };
        let (https, rest) = match text.trim().split_once("://") {
            Some(("http", rest)) => (false, rest),
            Some(("https", rest)) => (true, rest),
            Some((scheme, _)) => {
                return Err(wrong(format!("{scheme}:// is not supported, only http:// and https://")));
            }
            None => (false, text.trim()),
        };
        let (authority, given) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
        let full = if has_port { authority.to_owned() } else { format!("{authority}:{port}") };
        let server: HostPort = full.parse().map_err(|e| wrong(format!("{e}")))?;
        let given = given.trim_end_matches('/');
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '<' | '>' | '\\');
        if !given.chars().all(plain) {
            return Err(wrong("its path holds characters that no URL path has".into()));
        }
        let path = if given.is_empty() { path } else { given }.to_owned();
        Ok(AdminUrl { server, https, path })
    }
}

impl fmt::Display for AdminUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", if self.https { "https" } else { "http" }, self.server, self.path)
    }
}

/// What to ask of an AdminServer.
#[derive(Clone, Default)]
pub struct AdminRequest {
    /// The command's name, such as `monitor`.
    pub command: String,
    /// Sent with POST; without it the request is a GET.
    pub body: Option<String>,
    /// The `Authorization` header, such as `digest user:password`.
    pub authorization: Option<String>,
}

impl AdminRequest {
    /// A GET of a command.
    pub fn get(command: impl Into<String>) -> AdminRequest {
        AdminRequest { command: command.into(), ..AdminRequest::default() }
    }
}

impl fmt::Debug for AdminRequest {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdminRequest").field("command", &self.command).finish_non_exhaustive()
    }
}

/// Why an AdminServer gave no answer, or refused.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AdminError {
    /// It could not be reached, or the connection broke.
    #[error("{url}: {source}")]
    Io {
        /// The AdminServer.
        url: AdminUrl,
        /// What happened.
        source: io::Error,
    },
    /// The time was up.
    #[error("{url}: no whole answer within {timeout_ms} ms")]
    Timeout {
        /// The AdminServer.
        url: AdminUrl,
        /// The time.
        timeout_ms: u128,
    },
    /// The answer is longer than [`MAX_OUTPUT_BYTES`].
    #[error("{url}: the answer is longer than {MAX_OUTPUT_BYTES} bytes")]
    TooLong {
        /// The AdminServer.
        url: AdminUrl,
    },
    /// Something answers there, but it is no AdminServer, or does not know the command.
    #[error("{url}: {what}")]
    NoAdminServer {
        /// The AdminServer.
        url: AdminUrl,
        /// What it said instead.
        what: String,
    },
    /// The AdminServer refused the credentials, or wants some.
    #[error("{url}: {command}: not permitted: {why}")]
    NotPermitted {
        /// The AdminServer.
        url: AdminUrl,
        /// The command.
        command: String,
        /// Its words.
        why: String,
    },
    /// The command failed.
    #[error("{url}: {command}: {why}")]
    Refused {
        /// The AdminServer.
        url: AdminUrl,
        /// The command.
        command: String,
        /// Its words.
        why: String,
    },
    /// The server does not know what becomes of the command.
    #[error("{url}: {command}: {why}")]
    Undecided {
        /// The AdminServer.
        url: AdminUrl,
        /// The command.
        command: String,
        /// Its words.
        why: String,
    },
}

/// Sends a command and gives the fields of its answer. Reads at most [`MAX_OUTPUT_BYTES`].
///
/// # Errors
/// [`AdminError`]; an answer whose `error` is set is one too.
pub async fn admin_command(
    url: &AdminUrl,
    request: &AdminRequest,
    timeout: Duration,
) -> Result<Map<String, Value>, AdminError> {
    admin_command_over(url, None, request, timeout).await
}

/// As [`admin_command`], with TLS for an address behind `https://`; one behind `http://` goes without.
///
/// # Errors
/// As [`admin_command`]; without TLS at hand an address behind `https://` is unreachable.
pub async fn admin_command_over(
    url: &AdminUrl,
    tls: Option<&Tls>,
    request: &AdminRequest,
    timeout: Duration,
) -> Result<Map<String, Value>, AdminError> {
    let (status, bytes) = match tokio::time::timeout(timeout, exchange(url, tls, request)).await {
        Ok(answer) => answer?,
        Err(_) => return Err(AdminError::Timeout { url: url.clone(), timeout_ms: timeout.as_millis() }),
    };
    read(url, request, status, &bytes)
}

/// Fetches a page of text as it stands at the address, such as the one for Prometheus. Reads at most
/// [`MAX_OUTPUT_BYTES`].
///
/// # Errors
/// As [`admin_command_over`]; a status other than success is [`AdminError::NoAdminServer`].
pub async fn text_page(url: &AdminUrl, tls: Option<&Tls>, timeout: Duration) -> Result<String, AdminError> {
    let request = AdminRequest::default();
    let (status, bytes) = match tokio::time::timeout(timeout, exchange(url, tls, &request)).await {
        Ok(answer) => answer?,
        Err(_) => return Err(AdminError::Timeout { url: url.clone(), timeout_ms: timeout.as_millis() }),
    };
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        let (url, command, why) = (url.clone(), "the page".to_owned(), status.to_string());
        return Err(AdminError::NotPermitted { url, command, why });
    }
    if !status.is_success() {
        return Err(AdminError::NoAdminServer { url: url.clone(), what: format!("status {status}") });
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(super) fn read(
    url: &AdminUrl,
    request: &AdminRequest,
    status: StatusCode,
    bytes: &[u8],
) -> Result<Map<String, Value>, AdminError> {
    let command = request.command.clone();
    let nobody = |what: String| AdminError::NoAdminServer { url: url.clone(), what };
    let object = match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    };
    let words = object.as_ref().and_then(|o| o.get("error")).and_then(Value::as_str).map(str::to_owned);
    match (object, words) {
        (_, words) if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
            let why = words.unwrap_or_else(|| status.to_string());
            Err(AdminError::NotPermitted { url: url.clone(), command, why })
        }
        (Some(_), Some(why)) if why.starts_with("Unknown command") => {
            Err(nobody(format!("it does not know the command `{command}`")))
        }
        (Some(_), Some(why)) if status == StatusCode::GATEWAY_TIMEOUT => {
            Err(AdminError::Undecided { url: url.clone(), command, why })
        }
        (Some(_), Some(why)) => Err(AdminError::Refused { url: url.clone(), command, why }),
        (Some(object), None) if status.is_success() => Ok(object),
        (Some(_), None) => Err(AdminError::Refused { url: url.clone(), command, why: status.to_string() }),
        (None, _) => Err(nobody(format!("no JSON object but status {status}; is an AdminServer there?"))),
    }
}

async fn exchange(
    url: &AdminUrl,
    tls: Option<&Tls>,
    request: &AdminRequest,
) -> Result<(StatusCode, Vec<u8>), AdminError> {
    let (method, kind) = match request.body {
        Some(_) => (Method::POST, Some("application/json")),
        None => (Method::GET, None),
    };
    let body = Full::new(Bytes::from(request.body.clone().unwrap_or_default()));
    let response = call(url, tls, method, request, kind, body).await?;
    let status = response.status();
    let body = Limited::new(response.into_body(), MAX_OUTPUT_BYTES).collect().await;
    let body = body.map_err(|e| match e.downcast::<LengthLimitError>() {
        Ok(_) => AdminError::TooLong { url: url.clone() },
        Err(e) => AdminError::Io { url: url.clone(), source: io::Error::other(e) },
    })?;
    Ok((status, body.to_bytes().to_vec()))
}

/// Sends a request and gives the answer as soon as its head is there. A task of its own does the work of the connection
/// until the answer has been read or let go of.
pub(super) async fn call<B>(
    url: &AdminUrl,
    tls: Option<&Tls>,
    method: Method,
    request: &AdminRequest,
    content_type: Option<&'static str>,
    body: B,
) -> Result<Response<Incoming>, AdminError>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let io = |source: io::Error| AdminError::Io { url: url.clone(), source };
    let invalid = |e: hyper::http::Error| io(io::Error::new(io::ErrorKind::InvalidInput, e));
    let tls = match (url.https, tls) {
        (false, _) => None,
        (true, Some(tls)) => Some(tls),
        (true, None) => return Err(io(io::Error::other("https:// takes TLS, and none is set up"))),
    };
    let path = match request.command.as_str() {
        "" => url.path.clone(),
        command => format!("{}/{command}", url.path),
    };
    let mut http = Request::builder().method(method).uri(path).header(HOST, url.server.to_string());
    if let Some(secret) = &request.authorization {
        let mut value = HeaderValue::from_str(secret).map_err(|e| invalid(e.into()))?;
        value.set_sensitive(true);
        http = http.header(AUTHORIZATION, value);
    }
    if let Some(kind) = content_type {
        http = http.header(CONTENT_TYPE, kind);
    }
    let http = http.body(body).map_err(invalid)?;
    let stream = dial(&url.server, tls).await.map_err(|e| io(e.into()))?;
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|e| other(url, e))?;
    // What goes wrong with it is told to whoever reads the answer.
    tokio::spawn(async move { drop(connection.await) });
    sender.send_request(http).await.map_err(|e| other(url, e))
}

pub(super) fn other(url: &AdminUrl, e: hyper::Error) -> AdminError {
    AdminError::Io { url: url.clone(), source: io::Error::other(e) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_defaults() {
        for (text, shown) in [
            ("h", "http://h:8080/commands"),
            ("http://h:9000", "http://h:9000/commands"),
            ("http://[::1]/x/y/", "http://[::1]:8080/x/y"),
            ("[::1]:9", "http://[::1]:9/commands"),
            ("https://h", "https://h:8080/commands"),
        ] {
            assert_eq!(text.parse::<AdminUrl>().unwrap().to_string(), shown, "{text}");
        }
        for text in ["ftp://h", "", "http://h:x", "http://h/a b", "http://h/a?b"] {
            assert!(text.parse::<AdminUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_error_field_decides_more_than_the_status() {
        let url: AdminUrl = "h".parse().unwrap();
        let request = AdminRequest::get("monitor");
        let answer = |status: u16, text: &str| {
            read(&url, &request, StatusCode::from_u16(status).unwrap(), text.as_bytes())
        };
        assert_eq!(answer(200, r#"{"a":1,"error":null}"#).unwrap()["a"], 1);
        assert!(matches!(
            answer(200, r#"{"error":"Unknown command: x"}"#),
            Err(AdminError::NoAdminServer { .. })
        ));
        assert!(matches!(answer(200, r#"{"error":"busy"}"#), Err(AdminError::Refused { .. })));
        assert!(matches!(
            answer(401, r#"{"error":"Not authenticated"}"#),
            Err(AdminError::NotPermitted { .. })
        ));
        assert!(matches!(answer(504, r#"{"error":"who knows"}"#), Err(AdminError::Undecided { .. })));
        assert!(matches!(answer(500, r#"{"error":null}"#), Err(AdminError::Refused { .. })));
        assert!(matches!(answer(200, "<html>"), Err(AdminError::NoAdminServer { .. })));
    }

    #[test]
    fn a_request_does_not_print_its_secret() {
        let request =
            AdminRequest { authorization: Some("digest a:canary".into()), ..AdminRequest::get("shed") };
        assert!(!format!("{request:?}").contains("canary"));
    }
}
