//! Why a server gave no answer, and what an operator can do about it.

use std::fmt;

use zk_client::admin::{AdminError, FourLetterError};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answers there.
    Down(String),
    /// It runs, and serves no clients: it looks for a leader or synchronises.
    NotServing,
    /// It answers, and does not tell: switched off, or not permitted. The text says how to mend it.
    Denied(String),
    /// It says something that makes no sense.
    Odd(String),
}

impl Trouble {
    /// One word for a table.
    pub fn state(&self) -> &'static str {
        match self {
            Trouble::Down(_) => "down",
            Trouble::NotServing => "no quorum",
            Trouble::Denied(_) => "denied",
            Trouble::Odd(_) => "odd",
        }
    }

    /// It could tell and does not.
    pub fn is_denied(&self) -> bool {
        matches!(self, Trouble::Denied(_))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Down(why) | Trouble::Denied(why) | Trouble::Odd(why) => f.write_str(why),
            Trouble::NotServing => f.write_str("up, but without a quorum"),
        }
    }
}

impl From<FourLetterError> for Trouble {
    fn from(error: FourLetterError) -> Trouble {
        match error {
            FourLetterError::Unreachable { source, .. } => {
                Trouble::Down(crate::failure::plain_reason(&source.reason))
            }
            FourLetterError::Io { source, .. } => Trouble::Down(crate::failure::plain_io(&source)),
            FourLetterError::Timeout { timeout_ms, .. } => {
                Trouble::Down(format!("no answer within {timeout_ms} ms"))
            }
            FourLetterError::NotAllowed { word, .. } => Trouble::Denied(format!(
                "{word} is not in 4lw.commands.whitelist of its zoo.cfg; add it there"
            )),
            FourLetterError::NotServing { .. } => Trouble::NotServing,
            FourLetterError::NoAnswer { word, .. } => {
                Trouble::Denied(format!("it does not know {word}, or no four-letter words on this port"))
            }
            other => Trouble::Odd(other.to_string()),
        }
    }
}

impl From<AdminError> for Trouble {
    fn from(error: AdminError) -> Trouble {
        match error {
            AdminError::Io { url, source } => Trouble::Denied(format!(
                "no AdminServer at {url} ({}): set admin.enableServer=true, or say where it is with --admin",
                crate::failure::plain_io(&source)
            )),
            AdminError::Timeout { url, timeout_ms } => {
                Trouble::Denied(format!("no answer from {url} within {timeout_ms} ms"))
            }
            AdminError::NoAdminServer { .. } | AdminError::NotPermitted { .. } => {
                Trouble::Denied(error.to_string())
            }
            AdminError::Refused { why, .. } if why.contains("not currently serving") => Trouble::NotServing,
            other => Trouble::Odd(other.to_string()),
        }
    }
}
