//! The replicated state machine: znodes, sessions, ACLs, quotas, the tree digest and watches.
//!
//! `prepare` turns a request into a transaction against the tree and what is still in flight; `apply` puts a
//! transaction into the tree and reports what changed. Both are deterministic: the same transactions in the
//! same order give the same tree on every member.
//!
//! Invariants:
//! - **Nothing here reads a clock, a socket, a file or a random number.** Times come in with the transaction.
//! - **`apply` is total**: a transaction that cannot be applied has an error as its result and leaves the tree
//!   as it was, on every member alike.
//! - **`last_zxid` never goes back**, and is raised only after all effects of its transaction.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod acl_cache;
pub mod apply;
pub mod auth;
mod content;
pub mod digest;
mod node;
pub mod prepare;
pub mod quota;
mod tree;
pub mod walk;
pub mod watches;

#[cfg(test)]
mod tests;

pub use acl_cache::{AclId, AclList};
pub use apply::{Applied, Change, Changes, Compared, DigestCheck};
pub use auth::Identities;
pub use content::{Content, Place};
pub use node::NodeId;
pub use prepare::{Ensemble, PrepareConfig, Preparer, WriteContext};
pub use tree::{DataTree, LoadError, NodeRef};
pub use watches::{ConnId, WatchTable};
