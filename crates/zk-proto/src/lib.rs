//! What crosses ZooKeeper's wires or lies in its files as a record: jute primitives, operation and error
//! codes, `Stat`, ACLs, requests, replies, transactions, paths and `Zxid`. Knows bytes, nothing else:
//! no sockets, no clocks, no tree.
//!
//! Invariants:
//! - **Decoding never panics and never allocates more than the input is long.** Every length and count is
//!   checked against the bytes that are left before it is used.
//! - **Requests and transactions decode as borrowed views.** Strings are borrowed unless they hold invalid
//!   UTF-8, which is replaced as Java replaces it.
#![warn(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]
#![deny(clippy::little_endian_bytes, clippy::host_endian_bytes)]

pub mod acl;
pub mod connect;
pub mod election;
pub mod error;
pub mod four_letter;
pub mod frame;
pub mod fuzz;
mod ids;
pub mod jute;
pub mod members;
pub mod multi;
pub mod op;
pub mod path;
pub mod quorum;
pub mod quorum_auth;
pub mod reply;
pub mod request;
pub mod stat;
pub mod txn;
pub mod watch;

pub use acl::{Acl, AclBytes, Id, Perms};
pub use error::ErrorCode;
pub use ids::{ServerId, SessionId, Zxid};
pub use jute::{DecodeError, Reader, Writer};
pub use op::OpCode;
pub use request::Request;
pub use stat::{Stat, StatPersisted};
pub use txn::{Txn, TxnDigest, TxnHeader};

/// Default of `jute.maxbuffer`: the largest frame a server accepts from a client, in bytes.
pub const DEFAULT_MAX_BUFFER: usize = 0xf_ffff;
