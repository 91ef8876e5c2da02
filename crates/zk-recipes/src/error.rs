//! Why a recipe did not do what it was asked for.

use thiserror::Error;

/// A recipe's failure.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The client's own failure: the session is gone, a server refused, an outcome is not known.
    #[error(transparent)]
    Client(#[from] zk_client::Error),
    /// The deadline passed first. What was put up for waiting has been taken away again, or goes with the session.
    #[error("the time was up")]
    TimedOut,
    /// A node of ours was deleted by somebody else.
    #[error("{path} is gone: somebody deleted it")]
    NodeGone {
        /// The node.
        path: String,
    },
    /// The parent's counter of sequential nodes went round, so that the order of its children means nothing any more.
    #[error("the sequence counter of {path} has overflowed: its children are no longer in order")]
    Overflow {
        /// The parent.
        path: String,
    },
    /// The semaphore was made for another number of permits.
    #[error("{path} is a semaphore of {found} permits, not of {wanted}")]
    Permits {
        /// The semaphore.
        path: String,
        /// As its node says.
        found: u32,
        /// As the caller says.
        wanted: u32,
    },
    /// The data is not what the layout puts there.
    #[error("{path} holds no {expected}: {why}")]
    Foreign {
        /// The node.
        path: String,
        /// What should be there.
        expected: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A number does not fit the layout.
    #[error("{value} does not fit {what}")]
    Range {
        /// The number.
        value: i128,
        /// Where it should go.
        what: &'static str,
    },
}

/// What recipes return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// True for a server's `NoNode`.
    pub fn is_no_node(&self) -> bool {
        matches!(self, Error::Client(e) if e.code() == Some(zk_client::ErrorCode::NoNode))
    }

    /// True for a server's `NodeExists`.
    pub fn is_node_exists(&self) -> bool {
        matches!(self, Error::Client(e) if e.code() == Some(zk_client::ErrorCode::NodeExists))
    }
}
