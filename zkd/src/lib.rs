//! The server around the machine: sockets, threads, files, clock and configuration. Everything that decides
//! lives in `zk-server` and below; here is what touches the world.
//!
//! Threads: one per shard (client connections: decoding, reads, writing to sockets), one core (writes: prepare,
//! log, sync, apply, reply), one for snapshots while one is written, one that zeroes the log ahead. A write
//! crosses one queue, from its shard to the core, which answers into the connection's buffer itself.
//!
//! [`Server::start`] embeds a whole server in another program:
//!
//! ```no_run
//! let config = zkd::Config::standalone("data", "127.0.0.1:0".parse().unwrap());
//! let server = zkd::Server::start(config).unwrap();
//! println!("serving on {}", server.client_addr());
//! server.stop().unwrap();
//! ```
#![warn(missing_docs)]
#![forbid(unsafe_code)]

mod admin;
mod answer;
pub mod ask_status;
mod audit;
mod auth;
mod bursts;
mod clock;
pub mod config;
mod conn;
mod core;
mod disk_wait;
mod doors;
mod drain;
mod flush;
pub mod fourlw;
mod limits;
mod listen;
mod live;
mod log_gate;
pub mod log_levels;
mod member;
mod purge;
mod queue;
mod quorum;
mod quotas;
mod recover;
mod sasl;
mod server;
mod session_key;
mod shard;
mod shared;
mod slow;
mod snapshot;
pub mod status;
mod throttle;
mod tls;
mod turnstile;
mod upstream;

pub use config::Config;
pub use server::{Server, StartError, StopReason};
pub use tls::TlsError;
