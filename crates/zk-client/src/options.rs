//! What a caller can choose about a connection.

use std::fmt;
use std::time::Duration;

use zk_proto::connect::Password;
use zk_proto::{DEFAULT_MAX_BUFFER, SessionId, Zxid};
use zk_sasl::Sasl;

use crate::connect_string::HostPort;
use crate::guard::Guard;
use crate::tls::Tls;

/// Options of [`crate::Client::connect`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Session timeout to ask for; the server may change it. Default 30 s.
    pub session_timeout: Duration,
    /// How long `connect` may take over all servers. Default 10 s.
    pub connect_timeout: Duration,
    /// How long one request may wait for its answer, queueing included. Without it a sent request waits as
    /// long as its connection lives, and an unsent one for a session timeout. Default none.
    pub request_timeout: Option<Duration>,
    /// Whether a server that is cut off from its quorum will do, for reads only. Default no.
    pub read_only: bool,
    /// Credentials, sent on every connection before anything else.
    pub auth: Vec<Auth>,
    /// SASL, on every connection. Default none.
    pub sasl: Option<Sasl>,
    /// TLS. Default none.
    pub tls: Option<Tls>,
    /// Who may refuse writes before they are sent. Default nobody.
    pub guard: Option<Guard>,
    /// A session to take over instead of opening a new one.
    pub resume: Option<Resume>,
    /// Talk to this server only, whatever the connect string lists.
    pub pin: Option<HostPort>,
    /// Longest request to send; must match the servers' `jute.maxbuffer`, since a server drops the
    /// connection at a longer one without a word. Default 1 MiB less one byte, as theirs.
    pub max_request_bytes: usize,
    /// Longest reply to accept. Default 64 MiB: a list of children may well be longer than any request.
    pub max_reply_bytes: usize,
    /// Most requests that may wait or be under way; further ones fail at once. Default 1 000 000.
    pub max_outstanding: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            session_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            request_timeout: None,
            read_only: false,
            auth: Vec::new(),
            sasl: None,
            tls: None,
            guard: None,
            resume: None,
            pin: None,
            max_request_bytes: DEFAULT_MAX_BUFFER,
            max_reply_bytes: 64 << 20,
            max_outstanding: 1_000_000,
        }
    }
}

/// Credentials: a scheme and what it wants, for `digest` the bytes `user:password`.
#[derive(Clone, PartialEq, Eq)]
pub struct Auth {
    /// Scheme.
    pub scheme: String,
    /// Credentials in the scheme's own form.
    pub data: Vec<u8>,
}

impl Auth {
    /// Credentials of their two parts.
    pub fn new(scheme: impl Into<String>, data: impl Into<Vec<u8>>) -> Auth {
        Auth { scheme: scheme.into(), data: data.into() }
    }
}

impl From<(String, Vec<u8>)> for Auth {
    fn from((scheme, data): (String, Vec<u8>)) -> Self {
        Auth { scheme, data }
    }
}

impl fmt::Debug for Auth {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

/// What it takes to take over a session.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Resume {
    /// The session.
    pub session_id: SessionId,
    /// Its password.
    pub password: Password,
    /// Highest zxid seen in it; servers that are behind it refuse the connection.
    pub last_zxid: Zxid,
}

impl fmt::Debug for Resume {
    /// Leaves the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resume")
            .field("session_id", &self.session_id)
            .field("last_zxid", &self.last_zxid)
            .finish_non_exhaustive()
    }
}
