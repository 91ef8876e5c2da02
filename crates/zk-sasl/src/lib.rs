//! SASL by DIGEST-MD5 (RFC 2831), as ZooKeeper's clients and servers do it with a JAAS file: the password never crosses the
//! wire, and both sides prove that they know it.
//!
//! Both sides are pure machines: nonces and passwords come in as arguments, tokens go out. How a token travels (as opcode 102
//! of a client, or in a packet between servers) is their users' affair.
#![warn(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

mod client;
mod proof;
mod server;
mod token;

use std::fmt;

use md5::{Digest, Md5};

pub use client::{Exchange, Step};
pub use server::{ServerExchange, ServerStep};

/// Longest token that is read, as in Java.
pub const MAX_TOKEN_BYTES: usize = 4096;

/// What is logged in to. It is part of what is hashed, so that a proof for one is worth nothing to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    protocol: &'static str,
    /// Also the realm.
    server_name: &'static str,
}

impl Service {
    /// A server, to its clients. All ZooKeeper servers share the name.
    pub const CLIENTS: Service = Service { protocol: "zookeeper", server_name: "zk-sasl-md5" };
    /// A server, to the other servers of its ensemble.
    pub const QUORUM: Service = Service { protocol: "zookeeper-quorum", server_name: "zk-quorum-sasl-md5" };

    fn uri(self) -> String {
        format!("{}/{}", self.protocol, self.server_name)
    }
}

/// Who we are to a server that does SASL with DIGEST-MD5.
#[derive(Clone, PartialEq, Eq)]
pub struct Sasl {
    /// User.
    pub user: String,
    /// Password.
    pub password: String,
}

impl Sasl {
    /// A user and a password.
    pub fn digest_md5(user: impl Into<String>, password: impl Into<String>) -> Sasl {
        Sasl { user: user.into(), password: password.into() }
    }
}

impl fmt::Debug for Sasl {
    /// Leaves the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sasl").field("user", &self.user).finish_non_exhaustive()
    }
}

/// The nonce of a client's n-th connection.
pub fn nonce(seed: &[u8; 16], connection: u64) -> [u8; 16] {
    Md5::new().chain_update(seed).chain_update(connection.to_be_bytes()).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_differ_by_seed_and_connection() {
        let all = [nonce(&[0; 16], 1), nonce(&[0; 16], 2), nonce(&[1; 16], 1)];
        assert!(all[0] != all[1] && all[0] != all[2]);
    }

    #[test]
    fn a_password_is_not_shown() {
        assert!(!format!("{:?}", Sasl::digest_md5("u", "canary")).contains("canary"));
    }
}
