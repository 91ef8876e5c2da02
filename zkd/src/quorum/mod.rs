//! The sockets between the members of an ensemble: votes ([`election_net`]) and the connections between leader and
//! learners ([`links`]). Both carry bytes and report what happens to connections; what a vote or a packet means,
//! who leads and who is hung up on is decided elsewhere.

mod address;
pub(crate) mod election_net;
pub(crate) mod links;
pub(crate) mod login;
pub(crate) mod secure;

pub(crate) use address::{HostPort, KeepAlive};
