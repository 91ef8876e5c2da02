//! What operations take and give.

use std::ops::Deref;

use zk_proto::connect::Password;
use zk_proto::request::CreateMode;
use zk_proto::{Acl, SessionId, Stat, Zxid};

use crate::connect_string::HostPort;

/// An answer: the value, and the zxid that its header carried. Dereferences to the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply<T> {
    /// The server's last processed zxid when it answered; for writes the write's own.
    pub zxid: Zxid,
    /// The value.
    pub value: T,
}

impl<T> Reply<T> {
    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The same reply with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { zxid: self.zxid, value: f(self.value) }
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A znode's data, which may be null, and its stat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeData {
    /// Data; null differs from empty.
    pub data: Option<Vec<u8>>,
    /// Stat.
    pub stat: Stat,
}

/// A znode's children and its stat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Children {
    /// Names in the server's order, which says nothing.
    pub names: Vec<String>,
    /// Stat of the parent.
    pub stat: Stat,
}

/// A znode's ACL and its stat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AclData {
    /// ACL.
    pub acl: Vec<Acl>,
    /// Stat.
    pub stat: Stat,
}

/// A znode that was created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its path, with its sequence number if it has one.
    pub path: String,
    /// Its stat.
    pub stat: Stat,
}

/// How to create a znode. Made from a [`CreateMode`] it gives everybody all permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateOptions {
    /// Kind of node.
    pub mode: CreateMode,
    /// ACL.
    pub acl: Vec<Acl>,
    /// Time to live in milliseconds: required for the TTL modes, refused for the others.
    pub ttl_ms: Option<i64>,
}

impl CreateOptions {
    /// This mode, open to everybody.
    pub fn new(mode: CreateMode) -> CreateOptions {
        CreateOptions { mode, acl: Acl::open(), ttl_ms: None }
    }

    /// With this ACL.
    pub fn acl(mut self, acl: Vec<Acl>) -> CreateOptions {
        self.acl = acl;
        self
    }

    /// With this time to live in milliseconds.
    pub fn ttl_ms(mut self, ttl_ms: i64) -> CreateOptions {
        self.ttl_ms = Some(ttl_ms);
        self
    }
}

impl From<CreateMode> for CreateOptions {
    fn from(mode: CreateMode) -> Self {
        CreateOptions::new(mode)
    }
}

/// A reply as it came, for requests that this crate has no method for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawReply {
    /// The request's xid.
    pub xid: i32,
    /// Zxid of the header.
    pub zxid: Zxid,
    /// 0, or an error code.
    pub err: i32,
    /// What follows the header.
    pub body: Vec<u8>,
}

/// What is going on with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// No server has been reached yet.
    Connecting,
    /// Connected.
    Connected {
        /// The server as the connect string names it.
        server: HostPort,
        /// Whether that server is cut off from its quorum.
        read_only: bool,
    },
    /// The connection was lost; other servers are being tried. The session may live.
    Disconnected,
    /// The session is gone. Final.
    Expired,
    /// The server refused the credentials. Final.
    AuthFailed,
    /// The client was closed. Final.
    Closed,
}

impl SessionState {
    /// True when nothing will change any more.
    pub fn is_final(&self) -> bool {
        matches!(self, SessionState::Expired | SessionState::AuthFailed | SessionState::Closed)
    }
}

/// A session's particulars, as of the last handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Session id.
    pub session_id: SessionId,
    /// Its password.
    pub password: Password,
    /// Negotiated session timeout in milliseconds.
    pub timeout_ms: u32,
    /// The server last connected to.
    pub server: HostPort,
    /// The address that its name resolved to.
    pub peer: Option<std::net::SocketAddr>,
    /// Whether that server was cut off from its quorum.
    pub read_only: bool,
}
