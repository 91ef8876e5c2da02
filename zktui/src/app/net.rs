//! What goes out to the network and the terminal, and what comes back. The application only ever talks to them
//! through these, so it never waits.

use zk_client::{HostPort, Stat};

use super::browser::Value;
use crate::model::facts::Failure;
use crate::model::{Ask, Polled};
use crate::time::At;

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask a server what it is doing.
    Ask(Ask),
    /// Ask a server something that costs it more.
    Query {
        /// Whom.
        server: HostPort,
        /// `cons`, `wchs`, `wchp`, `wchc` or `dump`.
        word: &'static str,
    },
    /// Read or write znodes.
    Browse(Browse),
    /// Begin a recording, in this file or one of its own choice.
    StartRecording,
    /// A line of the recording.
    Record(Box<Polled>),
    /// End the recording.
    StopRecording,
    /// Put text into the terminal's clipboard.
    Copy(String),
    /// Write the screen to a file.
    WriteScreen,
    /// Let the user edit a value.
    Edit(Draft),
    /// Watch the servers of another profile.
    Switch(String),
    /// Stop until the shell wakes us.
    Suspend,
    /// End.
    Quit,
}

/// A value under edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Whose.
    pub path: String,
    /// The version that `base` had.
    pub version: i32,
    /// What is there.
    pub base: Vec<u8>,
    /// What is to be there.
    pub text: Vec<u8>,
}

/// Requests about znodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Browse {
    /// Names of children, and a watch on them.
    Children(String),
    /// Value, stat and ACL, and a watch on the value.
    Value(String),
    /// Stats of what is on screen.
    Stats(Vec<String>),
    /// Which session owns a znode.
    Owner(String),
    /// Set a value if the version is still this.
    Set {
        /// Whose.
        path: String,
        /// To what.
        data: Vec<u8>,
        /// If its version is this.
        version: i32,
    },
    /// Create a znode with an empty value.
    Create(String),
    /// Delete a znode if the version is still this.
    Delete {
        /// Which.
        path: String,
        /// If its version is this.
        version: i32,
    },
}

/// Answers about znodes.
#[derive(Clone, Debug)]
pub enum Found {
    /// The connection changed, in words.
    Connection(String),
    /// Children.
    Children {
        /// Of this znode.
        path: String,
        /// Names, or why not.
        result: Result<Vec<String>, String>,
    },
    /// Value.
    Value {
        /// Of this znode.
        path: String,
        /// Value, or why not.
        result: Result<Value, String>,
    },
    /// Stats; `None` for what is not there or may not be seen.
    Stats(Vec<(String, Option<Stat>)>),
    /// Which session owns a znode: its stat, `None` if it is not there, or why that is not known.
    Owner {
        /// Which znode.
        path: String,
        /// Its stat.
        result: Result<Option<Stat>, String>,
    },
    /// A watch fired: the znode or its children changed.
    Changed(String),
    /// A write came to its end.
    Written {
        /// What it was, in words.
        what: String,
        /// Where.
        path: String,
        /// Nothing, or why not.
        result: Result<(), WriteFailure>,
    },
}

/// Why a write was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteFailure {
    /// Somebody else wrote in between.
    pub conflict: bool,
    /// In words.
    pub text: String,
}

/// What comes in from the network.
#[derive(Clone, Debug)]
pub enum Net {
    /// What became of a question.
    Polled(Box<Polled>),
    /// What became of a query.
    Said {
        /// Who was asked.
        server: HostPort,
        /// What.
        word: &'static str,
        /// When it was asked and when it was answered.
        asked: At,
        /// When the answer was whole.
        answered: At,
        /// The answer.
        outcome: Result<String, Failure>,
    },
    /// Znodes.
    Found(Found),
}
