//! Watches: events, the modes of `addWatch`, and the kinds that check and remove name.

use std::borrow::Cow;

use crate::jute::{Decode, DecodeError, Reader, Writer};

macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(i32)]
        pub enum $name {
            $($(#[$vdoc])* $variant = $code,)*
        }

        impl $name {
            /// The value of a number on the wire.
            pub fn from_i32(v: i32) -> Decode<$name> {
                match v {
                    $($code => Ok($name::$variant),)*
                    _ => Err(DecodeError::Unknown { what: $what, value: v as i64 }),
                }
            }
        }
    };
}

wire_enum! {
    /// What happened.
    EventType, "watch event type" {
        /// No node event: the session's state changed (client side only).
        None = -1,
        /// The node was created.
        NodeCreated = 1,
        /// The node was deleted.
        NodeDeleted = 2,
        /// The node's data was set.
        NodeDataChanged = 3,
        /// A child was created or deleted.
        NodeChildrenChanged = 4,
        /// A data watch was removed (client side only).
        DataWatchRemoved = 5,
        /// A child watch was removed (client side only).
        ChildWatchRemoved = 6,
        /// A persistent watch was removed (client side only).
        PersistentWatchRemoved = 7,
    }
}

impl EventType {
    /// The name as zkCli prints it.
    pub fn name(self) -> &'static str {
        match self {
            EventType::None => "None",
            EventType::NodeCreated => "NodeCreated",
            EventType::NodeDeleted => "NodeDeleted",
            EventType::NodeDataChanged => "NodeDataChanged",
            EventType::NodeChildrenChanged => "NodeChildrenChanged",
            EventType::DataWatchRemoved => "DataWatchRemoved",
            EventType::ChildWatchRemoved => "ChildWatchRemoved",
            EventType::PersistentWatchRemoved => "PersistentWatchRemoved",
        }
    }
}

/// The state that every event from a server carries: connected.
pub const SYNC_CONNECTED: i32 = 3;

wire_enum! {
    /// The mode of `addWatch`.
    AddWatchMode, "addWatch mode" {
        /// This node's data and children, until removed.
        Persistent = 0,
        /// This node and all below it, until removed.
        PersistentRecursive = 1,
    }
}

wire_enum! {
    /// The kind of watch that `checkWatches` and `removeWatches` name.
    WatcherType, "watcher type" {
        /// Child watches.
        Children = 1,
        /// Data watches.
        Data = 2,
        /// Every kind.
        Any = 3,
        /// Persistent watches (3.9).
        Persistent = 4,
        /// Persistent recursive watches (3.9).
        PersistentRecursive = 5,
    }
}

/// A watch event, behind a reply header with xid -1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatcherEvent<'a> {
    /// What happened.
    pub event: EventType,
    /// The session's state; servers send only [`SYNC_CONNECTED`].
    pub state: i32,
    /// To which node.
    pub path: Cow<'a, str>,
}

impl<'a> WatcherEvent<'a> {
    /// Reads an event's body.
    pub fn decode(r: &mut Reader<'a>) -> Decode<Self> {
        Ok(WatcherEvent {
            event: EventType::from_i32(r.i32()?)?,
            state: r.i32()?,
            path: r.required_string()?,
        })
    }

    /// Appends an event's body.
    pub fn encode(&self, w: &mut impl Writer) {
        w.put_i32(self.event as i32);
        w.put_i32(self.state);
        w.put_str(&self.path);
    }
}
