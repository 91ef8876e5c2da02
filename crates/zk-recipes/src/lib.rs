//! Recipes over a ZooKeeper client: locks, read and write locks, semaphores, elections, barriers, queues, counters and
//! groups, in the node layouts of Apache Curator and kazoo, so that programs of all three meet in one path.
//!
//! Everything sequential is created under a name that is used once, so that a create whose answer was lost is found again
//! instead of being repeated. Whoever waits watches one node, the one before its own. Who holds something learns
//! through [`Held::lost`] when it is lost, or must be taken for lost because no server answers.
//!
//! A recipe never opens or closes the session. A wait that is dropped gives its place in the queue back.
#![warn(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod barrier;
pub mod calls;
mod contest;
pub mod counter;
pub mod election;
mod error;
pub mod group;
mod guid;
mod held;
pub mod holders;
pub mod layout;
mod place;
pub mod queue;
mod semaphore;

pub use contest::Contest;
pub use error::{Error, Result};
pub use guid::Guid;
pub use held::{Held, Loss};
pub use layout::{Kind, Layout};
pub use semaphore::Semaphore;
