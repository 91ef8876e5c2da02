//! The four-letter words: which of them a connection's first four bytes spell, whether it may be answered, what
//! the answer needs, and its text in Apache's shapes. The bytes, the socket and the doing of `crst`, `srst` and
//! `stmk` are the caller's.

mod render;
mod whitelist;

pub use render::{DEFAULT_TRACE_MASK, render};
pub use whitelist::Whitelist;

use crate::status::{Needs, WatchNeed};
use zk_proto::four_letter::{self, TELNET_CLOSE};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// A four-letter word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Word {
            $($(#[$doc])* $name,)*
        }

        impl Word {
            /// Every word.
            pub const ALL: &[Word] = &[$(Word::$name,)*];

            /// The four letters.
            pub fn name(self) -> &'static str {
                match self {
                    $(Word::$name => $text,)*
                }
            }
        }
    };
}

words! {
    /// The configuration in use.
    Conf = "conf";
    /// Connections with their sessions.
    Cons = "cons";
    /// Reset the connections' numbers.
    Crst = "crst";
    /// Sizes of the two directories.
    Dirs = "dirs";
    /// Sessions, ephemeral nodes and connections by expiry.
    Dump = "dump";
    /// Machine and user.
    Envi = "envi";
    /// The trace mask.
    Gtmk = "gtmk";
    /// Digests to compare with other servers.
    Hash = "hash";
    /// Whether writes are served.
    Isro = "isro";
    /// Numbers for monitoring.
    Mntr = "mntr";
    /// Is anybody there?
    Ruok = "ruok";
    /// Reset the server's numbers.
    Srst = "srst";
    /// The server in short.
    Srvr = "srvr";
    /// The server and its connections.
    Stat = "stat";
    /// Set the trace mask; eight more bytes follow.
    Stmk = "stmk";
    /// Watches by session.
    Wchc = "wchc";
    /// Watches by path.
    Wchp = "wchp";
    /// Watches, counted.
    Wchs = "wchs";
}

/// What to do with a connection that starts with four bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// No word: the bytes are the length of a session's first frame.
    NotAWord,
    /// Close without a reply (telnet's interrupt).
    Close,
    /// Send this text and close.
    Refuse(String),
    /// Do it: act, [`render`], send, close.
    Answer(Word),
}

/// What a word changes, besides its answer. To be done before rendering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Only looks.
    Nothing,
    /// Zero the packets and latencies of each connection.
    ResetConnections,
    /// Zero the packets of each observer. Only a page of the AdminServer does it.
    ResetObservers,
    /// [`crate::status::metrics::Metrics::reset`] on every thread.
    ResetServer,
    /// Read eight more bytes, big-endian, into [`crate::status::ServerStatus::trace_mask`].
    SetTraceMask,
}

/// Reads the first four bytes of a connection.
pub fn decide(bytes: [u8; 4], whitelist: &Whitelist) -> Decision {
    if bytes == TELNET_CLOSE {
        return Decision::Close;
    }
    match Word::recognise(bytes) {
        None => Decision::NotAWord,
        Some(word) if whitelist.allows(word) => Decision::Answer(word),
        Some(word) => {
            Decision::Refuse(format!("{} is not executed because it is not in the whitelist.\n", word.name()))
        }
    }
}

impl Word {
    /// The word that these bytes spell, if any. Matching is exact and lower case.
    pub fn recognise(bytes: [u8; 4]) -> Option<Word> {
        four_letter::recognise(bytes).and_then(Word::from_name)
    }

    /// The word of this name.
    pub fn from_name(name: &str) -> Option<Word> {
        Word::ALL.iter().find(|w| w.name() == name).copied()
    }

    /// What it changes. A server that does not serve changes nothing, `stmk` apart.
    pub fn action(self) -> Action {
        match self {
            Word::Crst => Action::ResetConnections,
            Word::Srst => Action::ResetServer,
            Word::Stmk => Action::SetTraceMask,
            _ => Action::Nothing,
        }
    }

    /// Which expensive parts of the status its answer shows.
    pub fn needs(self) -> Needs {
        let none = Needs::default();
        match self {
            Word::Conf | Word::Dirs => Needs { directories: true, ..none },
            Word::Cons | Word::Stat => Needs { connections: true, ..none },
            Word::Dump => Needs { sessions: true, ..none },
            Word::Envi | Word::Mntr => Needs { host: true, ..none },
            Word::Hash => Needs { digests: true, ..none },
            Word::Wchs => Needs { watches: WatchNeed::Summary, ..none },
            Word::Wchc => Needs { watches: WatchNeed::BySession, ..none },
            Word::Wchp => Needs { watches: WatchNeed::ByPath, ..none },
            Word::Crst | Word::Gtmk | Word::Isro | Word::Ruok | Word::Srst | Word::Srvr | Word::Stmk => none,
        }
    }

    /// Whether it is answered although clients are not served.
    fn answers_while_not_serving(self) -> bool {
        matches!(self, Word::Ruok | Word::Envi | Word::Gtmk | Word::Stmk | Word::Isro)
    }
}

#[cfg(test)]
mod tests;
