//! The admin surface of one server: four-letter words and the AdminServer, and what their answers say.
//!
//! The parsers take text and never fail on a line that they do not know: versions differ, and so do
//! compatible servers. What a server leaves out is `None`.

mod conf;
mod connections;
mod dump;
mod http;
mod mntr;
mod srvr;
mod transfer;
mod watches;

use std::io;
use std::time::Duration;

use thiserror::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

use crate::connect_string::HostPort;
use crate::dial::{DialError, dial};
use crate::tls::Tls;

pub use conf::{Conf, parse_conf};
pub use connections::{Connection, parse_cons};
pub use dump::{Dump, parse_dump, parse_hash};
pub use http::{
    AdminError, AdminRequest, AdminUrl, AdminUrlError, DEFAULT_ADMIN_PORT, DEFAULT_METRICS_PORT,
    admin_command, admin_command_over, text_page,
};
pub use mntr::{Mntr, parse_mntr};
pub use srvr::{Mode, ProposalSizes, Srvr, parse_srvr, parse_stat};
pub use transfer::{SnapshotHead, Transfer};
pub use watches::{WatchGroup, Wchs, parse_watch_groups, parse_wchs};

/// Longest answer that [`four_letter`] takes: `wchc` on a busy server is long, but not endless.
pub const MAX_OUTPUT_BYTES: usize = 64 << 20;

/// Why a four-letter word got no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FourLetterError {
    /// The server could not be reached, or TLS with it did not come about.
    #[error("{server}: {word}: {source}")]
    Unreachable {
        /// The server.
        server: HostPort,
        /// The word.
        word: String,
        /// What happened.
        source: DialError,
    },
    /// The connection broke.
    #[error("{server}: {word}: {source}")]
    Io {
        /// The server.
        server: HostPort,
        /// The word.
        word: String,
        /// What happened.
        source: io::Error,
    },
    /// The time was up.
    #[error("{server}: {word}: no whole answer within {timeout_ms} ms")]
    Timeout {
        /// The server.
        server: HostPort,
        /// The word.
        word: String,
        /// The time.
        timeout_ms: u128,
    },
    /// The answer is longer than the limit.
    #[error("{server}: {word}: the answer is longer than {max_bytes} bytes")]
    TooLong {
        /// The server.
        server: HostPort,
        /// The word.
        word: String,
        /// The limit.
        max_bytes: usize,
    },
    /// The server's configuration does not allow this word.
    #[error("{server}: {word} is not allowed; add it to 4lw.commands.whitelist")]
    NotAllowed {
        /// The server.
        server: HostPort,
        /// The word.
        word: String,
    },
    /// The server is up but has no quorum yet.
    #[error("{server}: the server is not serving requests")]
    NotServing {
        /// The server.
        server: HostPort,
    },
    /// The server closed the connection without an answer: it does not know the word.
    #[error("{server}: no answer to {word}; the server may not know it")]
    NoAnswer {
        /// The server.
        server: HostPort,
        /// The word.
        word: String,
    },
}

/// Sends a word on a connection of its own, and gives the answer as text. Reads at most [`MAX_OUTPUT_BYTES`].
///
/// # Errors
/// [`FourLetterError`]; the polite refusals of servers are errors too.
pub async fn four_letter(
    server: &HostPort,
    word: &str,
    timeout: Duration,
) -> Result<String, FourLetterError> {
    four_letter_over(server, None, word, timeout, MAX_OUTPUT_BYTES).await
}

/// As [`four_letter`], with a limit of the caller's on the answer.
///
/// # Errors
/// As [`four_letter`].
pub async fn four_letter_capped(
    server: &HostPort,
    word: &str,
    timeout: Duration,
    max_bytes: usize,
) -> Result<String, FourLetterError> {
    four_letter_over(server, None, word, timeout, max_bytes).await
}

/// As [`four_letter_capped`], with TLS or without.
///
/// # Errors
/// As [`four_letter`].
pub async fn four_letter_over(
    server: &HostPort,
    tls: Option<&Tls>,
    word: &str,
    timeout: Duration,
    max_bytes: usize,
) -> Result<String, FourLetterError> {
    let (server_, word_) = (server.clone(), word.to_owned());
    let deadline = Instant::now() + timeout;
    let bytes = match tokio::time::timeout_at(deadline, exchange(server, tls, word, max_bytes)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(Broken::Dial(source))) => {
            return Err(FourLetterError::Unreachable { server: server_, word: word_, source });
        }
        Ok(Err(Broken::Io(source))) => {
            return Err(FourLetterError::Io { server: server_, word: word_, source });
        }
        Err(_) => {
            let timeout_ms = timeout.as_millis();
            return Err(FourLetterError::Timeout { server: server_, word: word_, timeout_ms });
        }
    };
    if bytes.len() > max_bytes {
        return Err(FourLetterError::TooLong { server: server_, word: word_, max_bytes });
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if text.is_empty() {
        // No watches and no digests yet are legal answers.
        if matches!(word, "hash" | "wchc" | "wchp") {
            return Ok(text);
        }
        return Err(FourLetterError::NoAnswer { server: server_, word: word_ });
    }
    if text.contains("is not executed because it is not in the whitelist") {
        return Err(FourLetterError::NotAllowed { server: server_, word: word_ });
    }
    if text.starts_with("This ZooKeeper instance is not currently serving requests") {
        return Err(FourLetterError::NotServing { server: server_ });
    }
    Ok(text)
}

enum Broken {
    Dial(DialError),
    Io(io::Error),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Broken {
        // With TLS 1.3 a server refuses our certificate behind the handshake.
        match DialError::io(&error) {
            failure if failure.kind.is_permanent() => Broken::Dial(failure),
            _ => Broken::Io(error),
        }
    }
}

/// Up to one byte more than `max_bytes`, which tells that there was more.
async fn exchange(
    server: &HostPort,
    tls: Option<&Tls>,
    word: &str,
    max_bytes: usize,
) -> Result<Vec<u8>, Broken> {
    let mut stream = dial(server, tls).await.map_err(Broken::Dial)?;
    stream.write_all(word.as_bytes()).await?;
    stream.flush().await?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    match stream.take(limit).read_to_end(&mut bytes).await {
        // Some servers reset rather than close, or leave out TLS's farewell; what came before is the answer.
        Err(e) if !is_end(&e) || bytes.is_empty() => Err(e.into()),
        _ => Ok(bytes),
    }
}

fn is_end(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof)
}

/// Reads a number in decimal, or in hex after `0x`.
fn number(s: &str) -> Option<i64> {
    let s = s.trim();
    match s.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok().map(|v| v as i64),
        None => s.parse().ok(),
    }
}
