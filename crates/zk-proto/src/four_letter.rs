//! The four-letter words: plain text commands in place of a session's first length field.

/// Words that Apache ZooKeeper knows.
pub const KNOWN: &[&str] = &[
    "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "mntr", "ruok", "srst", "srvr",
    "stat", "stmk", "wchc", "wchp", "wchs",
];

/// Telnet's interrupt sequence, which closes the connection.
pub const TELNET_CLOSE: [u8; 4] = [0xff, 0xf4, 0xff, 0xfd];

/// The known word that these four bytes spell, if any. Matching is exact and lower case.
pub fn recognise(bytes: [u8; 4]) -> Option<&'static str> {
    KNOWN.iter().find(|w| w.as_bytes() == bytes).copied()
}
