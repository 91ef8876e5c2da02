//! Errors, and what each says about whether the request took effect.

use std::fmt;

use thiserror::Error;
use zk_proto::path::PathError;
use zk_proto::{DecodeError, ErrorCode, Zxid};

use crate::connect_string::HostPort;
use crate::dial::FailureKind;

/// Whether a request that failed took effect all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Applied {
    /// It did not, for certain.
    No,
    /// It did: only the answer could not be understood.
    Yes,
    /// It may have: it was sent, and the answer never came.
    Unknown,
}

/// Why a request was not sent, or its answer not received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The connection broke.
    ConnectionLost,
    /// No server could be reached for a session timeout.
    NotConnected,
    /// The request's time was up.
    Timeout,
    /// The client was closed.
    Closed,
    /// [`crate::Options::max_outstanding`] requests are waiting already.
    QueueFull,
    /// The server sent bytes that make no sense, and the connection was given up.
    Protocol,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::ConnectionLost => "the connection was lost",
            Reason::NotConnected => "no server could be reached",
            Reason::Timeout => "the request timed out",
            Reason::Closed => "the client was closed",
            Reason::QueueFull => "too many requests are outstanding",
            Reason::Protocol => "the server broke the protocol",
        })
    }
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The server refused it.
    #[error("{}: {code}", Subject(.path))]
    Server {
        /// Its code.
        code: ErrorCode,
        /// The path of the request as the caller wrote it; empty where there is none.
        path: String,
        /// The reply's zxid: of the error transaction for a write; at most 0 where the server gives none.
        zxid: Zxid,
    },
    /// The server refused it with a number that the protocol does not assign.
    #[error("{}: unknown error code {code}", Subject(.path))]
    UnknownCode {
        /// The number.
        code: i32,
        /// As in [`Error::Server`].
        path: String,
        /// As in [`Error::Server`].
        zxid: Zxid,
    },
    /// One operation of a multi failed, so none was applied.
    #[error("{0}")]
    Multi(Box<MultiFailure>),
    /// It never left; it had no effect.
    #[error("not sent: {0}")]
    NotSent(Reason),
    /// A request that changes no znode was sent, and no answer came.
    #[error("no answer: {0}")]
    ReadLost(Reason),
    /// A write was sent, and no answer came: it may have been applied.
    #[error("outcome unknown: {0} after the write was sent")]
    OutcomeUnknown(Reason),
    /// The session is gone, with its ephemerals and watches; it had expired before the request was sent.
    #[error("the session has expired")]
    SessionExpired,
    /// The server refused the session's credentials.
    #[error("authentication failed")]
    AuthFailed,
    /// The client had been closed before the request was made.
    #[error("the client is closed")]
    Closed,
    /// The path breaks the rules for paths; nothing was sent.
    #[error("bad path {path:?}: {source}")]
    Path {
        /// The path.
        path: String,
        /// The rule.
        source: PathError,
    },
    /// The request is longer than [`crate::Options::max_request_bytes`]; nothing was sent.
    #[error("request of {size} bytes, at most {max_bytes} are accepted (jute.maxbuffer)")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The limit.
        max_bytes: usize,
    },
    /// An argument that no server accepts; nothing was sent.
    #[error("{0}")]
    Argument(&'static str),
    /// A write that [`crate::Options::guard`] does not let through; nothing was sent.
    #[error("{0}")]
    Guarded(String),
    /// The server said it is done, in a reply that cannot be read.
    #[error("{}: unreadable reply: {source}", Subject(.path))]
    Decode {
        /// As in [`Error::Server`].
        path: String,
        /// What is wrong with it.
        source: DecodeError,
        /// Whether the request was a write.
        applied: Applied,
    },
}

impl Error {
    /// The server's code, also that of a failed multi.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Error::Server { code, .. } => Some(*code),
            Error::Multi(m) => m.error(),
            _ => None,
        }
    }

    /// The zxid of the reply, where there was one.
    pub fn zxid(&self) -> Option<Zxid> {
        match self {
            Error::Server { zxid, .. } | Error::UnknownCode { zxid, .. } => Some(*zxid),
            Error::Multi(m) => Some(m.zxid),
            _ => None,
        }
    }

    /// Whether the request took effect.
    pub fn applied(&self) -> Applied {
        match self {
            Error::OutcomeUnknown(_) => Applied::Unknown,
            Error::Decode { applied, .. } => *applied,
            _ => Applied::No,
        }
    }

    /// Whether the same request may be sent again on this client without harm, with hope of success.
    /// False for an unknown outcome: whether that may be repeated only the caller can know.
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::NotSent(reason) | Error::ReadLost(reason) => *reason != Reason::Closed,
            Error::Server { code, .. } => matches!(code, ErrorCode::ThrottledOp),
            _ => false,
        }
    }
}

/// A multi of which one operation failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultiFailure {
    /// Index of the operation that failed.
    pub index: usize,
    /// Its code.
    pub code: i32,
    /// Its path as the caller wrote it.
    pub path: String,
    /// Codes of all operations: 0 before the one that failed, -2 behind it.
    pub codes: Vec<i32>,
    /// The reply's zxid.
    pub zxid: Zxid,
}

impl MultiFailure {
    /// The code, if the protocol assigns it.
    pub fn error(&self) -> Option<ErrorCode> {
        ErrorCode::from_i32(self.code)
    }
}

impl fmt::Display for MultiFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "operation {} of {} ({}) failed: ", self.index + 1, self.codes.len(), self.path)?;
        match self.error() {
            Some(code) => write!(f, "{code}"),
            None => write!(f, "error code {}", self.code),
        }
    }
}

struct Subject<'a>(&'a str);

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "request" } else { self.0 })
    }
}

/// One server that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptFailure {
    /// The server.
    pub server: HostPort,
    /// What sort of obstacle it is.
    pub kind: FailureKind,
    /// What went wrong.
    pub reason: String,
}

/// Why no session could be had.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// No server gave a session within the time. The last failure of each server that was tried is listed.
    #[error("no server gave a session within {timeout_ms} ms{}", Attempts(.attempts))]
    Timeout {
        /// The time.
        timeout_ms: u64,
        /// What went wrong.
        attempts: Vec<AttemptFailure>,
    },
    /// Every server has an obstacle that does not pass by waiting: a certificate that is not accepted, TLS on one
    /// side only.
    #[error("no server can be used{}", Attempts(.attempts))]
    Hopeless {
        /// What went wrong.
        attempts: Vec<AttemptFailure>,
    },
    /// The session to resume is gone.
    #[error("the session has expired")]
    SessionExpired,
    /// The server refused the credentials.
    #[error("authentication failed: {reason}")]
    AuthFailed {
        /// What was refused, and how.
        reason: String,
    },
    /// The client's task ended, as at the end of its runtime.
    #[error("the client was closed while connecting")]
    Closed,
}

struct Attempts<'a>(&'a [AttemptFailure]);

impl fmt::Display for Attempts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, a) in self.0.iter().enumerate() {
            write!(f, "{} {}: {}", if i == 0 { ":" } else { ";" }, a.server, a.reason)?;
        }
        Ok(())
    }
}
