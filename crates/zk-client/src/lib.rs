//! A ZooKeeper client: sessions that survive reconnects, pipelined requests whose outcome is never guessed,
//! watches that are re-armed, and the admin surface of a single server (four-letter words).
//!
//! ```no_run
//! use zk_client::{Client, ConnectString, CreateMode, Multi, Options, WatchEvent};
//! use zk_client::AddWatchMode;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let servers: ConnectString = "zk1:2181,zk2:2181/app".parse()?;
//! let client = Client::connect(servers, Options::default()).await?;
//!
//! // Every call sends at once and gives a future; awaiting each in turn, or many together, is up to you.
//! let created = client.create("/a", Some(b"one"), CreateMode::Persistent).await?;
//! println!("{} was created by transaction {}", created.path, created.zxid);
//! let first = client.get_data("/a");
//! let second = client.get_children("/");
//! println!("{:?}, {:?}", first.await?.data, second.await?.names);
//!
//! // Null data is not empty data.
//! client.set_data("/a", None, None).await?;
//!
//! // Several writes, all or none.
//! client.multi(Multi::new().check("/a", 1).delete("/a", None)).await?;
//!
//! // A one-shot watch, and a stream.
//! let (_stat, watcher) = client.exists_watch("/b").await?;
//! let (_, mut stream) = client.add_watch("/", AddWatchMode::PersistentRecursive).await?;
//! client.create("/b", None, CreateMode::Ephemeral).await?;
//! println!("{}", watcher.fired().await?.path);
//! while let Some(event) = stream.next().await {
//!     if let WatchEvent::Node(event) = event {
//!         println!("{} {}", event.event.name(), event.path);
//!     }
//! }
//! client.close().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Parts
//! - [`Client`] is a cheap handle. One task owns the connection and runs a [`session::Session`].
//! - [`session`], [`watches`] and [`hosts`] are the sans-IO core: time, randomness and bytes come in as
//!   arguments; what is to be done comes out.
//! - [`admin`] asks one server four-letter words and parses the answers.
//!
//! # What a failed call means
//! [`Error::applied`] tells whether a failed request took effect: [`Applied::No`], or [`Applied::Unknown`]
//! for a write that was sent and whose answer never came. [`Error::is_retryable`] is true where the same
//! call may be made again without harm. The client never repeats a request by itself.
#![warn(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod admin;
mod chroot;
mod client;
mod connect_string;
mod dial;
mod driver;
mod error;
mod guard;
pub mod hosts;
mod link;
mod multi;
mod options;
mod pending;
pub mod session;
mod time;
mod tls;
mod told;
mod types;
mod watcher;
pub mod watches;

pub use client::{Client, sasl_exchange};
pub use connect_string::{ConnectString, ConnectStringError, DEFAULT_PORT, DEFAULT_TLS_PORT, HostPort};
pub use dial::{DialError, FailureKind, Stream, dial};
pub use error::{Applied, AttemptFailure, ConnectError, Error, MultiFailure, Reason};
pub use guard::{Guard, WriteKind};
pub use link::Link;
pub use multi::{Multi, MultiOp, MultiRead, MultiReadOp, MultiReadValue, MultiResult, ReadResults};
pub use options::{Auth, Options, Resume};
pub use pending::{Pending, PendingStream, PendingWatch};
pub use time::Instant;
pub use tls::{Password, Tls, TlsCheck, TlsOptions, TlsSetupError};
pub use types::{
    AclData, Children, CreateOptions, Created, NodeData, RawReply, Reply, SessionInfo, SessionState,
};
pub use watcher::{NodeEvent, STREAM_CAPACITY, WatchEvent, WatchLost, WatchStream, Watcher};
pub use zk_sasl::{Exchange as SaslExchange, Sasl, Step as SaslStep};

pub use zk_proto::request::CreateMode;
pub use zk_proto::watch::{AddWatchMode, EventType, WatcherType};
pub use zk_proto::{Acl, ErrorCode, Id, OpCode, Perms, SessionId, Stat, Zxid};
