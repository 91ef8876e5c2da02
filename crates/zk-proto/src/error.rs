//! The result codes that travel in reply headers.

use std::fmt;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// A ZooKeeper result code other than success. The numbers are fixed by the protocol.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum ErrorCode {
            $($(#[$doc])* $name = $code,)*
        }

        impl ErrorCode {
            /// Every code, in the order of the protocol's table.
            pub const ALL: &[ErrorCode] = &[$(ErrorCode::$name,)*];

            /// The code of a number, or `None` for 0 and for numbers that the protocol does not assign.
            pub fn from_i32(code: i32) -> Option<ErrorCode> {
                match code {
                    $($code => Some(ErrorCode::$name),)*
                    _ => None,
                }
            }

            /// The name as Java's `KeeperException` spells it.
            pub fn name(self) -> &'static str {
                match self {
                    $(ErrorCode::$name => $text,)*
                }
            }
        }
    };
}

error_codes! {
    /// Range marker; never sent.
    SystemError = -1, "SystemError";
    /// Entries of a multi after the one that failed.
    RuntimeInconsistency = -2, "RuntimeInconsistency";
    /// Never sent by current servers.
    DataInconsistency = -3, "DataInconsistency";
    /// Client side: the connection broke.
    ConnectionLoss = -4, "ConnectionLoss";
    /// The request's body could not be decoded.
    MarshallingError = -5, "MarshallingError";
    /// The operation is unknown or switched off.
    Unimplemented = -6, "Unimplemented";
    /// Client side: no answer in time.
    OperationTimeout = -7, "OperationTimeout";
    /// A path, flag or argument is invalid.
    BadArguments = -8, "BadArguments";
    /// Internal: the session is not known.
    UnknownSession = -12, "UnknownSession";
    /// No quorum of the new configuration is in touch.
    NewConfigNoQuorum = -13, "NewConfigNoQuorum";
    /// Another reconfiguration is under way.
    ReconfigInProgress = -14, "ReconfigInProgress";
    /// Range marker; never sent.
    ApiError = -100, "APIError";
    /// The node does not exist.
    NoNode = -101, "NoNode";
    /// The ACL does not allow it.
    NoAuth = -102, "NoAuth";
    /// The version given is not the node's.
    BadVersion = -103, "BadVersion";
    /// Ephemeral nodes have no children.
    NoChildrenForEphemerals = -108, "NoChildrenForEphemerals";
    /// The node exists.
    NodeExists = -110, "NodeExists";
    /// The node has children.
    NotEmpty = -111, "Directory not empty";
    /// The session has expired.
    SessionExpired = -112, "Session expired";
    /// Client side.
    InvalidCallback = -113, "Invalid callback";
    /// The ACL is malformed or names nobody.
    InvalidAcl = -114, "InvalidACL";
    /// Authentication failed.
    AuthFailed = -115, "AuthFailed";
    /// The session has moved to another server.
    SessionMoved = -118, "Session moved";
    /// A write or sync sent to a read-only server.
    NotReadOnly = -119, "Not a read-only call";
    /// Ephemerals need a global session.
    EphemeralOnLocalSession = -120, "Ephemeral node on local session";
    /// There is no such watch.
    NoWatcher = -121, "No such watcher";
    /// Client side: the request timed out.
    RequestTimeout = -122, "Request timeout";
    /// Reconfiguration is switched off.
    ReconfigDisabled = -123, "Reconfig is disabled";
    /// The server requires an authenticated session.
    SessionClosedRequireSaslAuth = -124, "Session closed because client failed to authenticate";
    /// A hard quota would be exceeded.
    QuotaExceeded = -125, "Quota has exceeded";
    /// The request waited too long in a queue and was not executed.
    ThrottledOp = -127, "Op throttled due to high load";
}

impl ErrorCode {
    /// The number on the wire.
    pub fn code(self) -> i32 {
        self as i32
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::error::Error for ErrorCode {}

/// Splits a reply header's `err` field into success, a known code, or an unknown number.
pub fn check(err: i32) -> Result<(), Result<ErrorCode, i32>> {
    match err {
        0 => Ok(()),
        e => Err(ErrorCode::from_i32(e).ok_or(e)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_maps_back() {
        for e in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_i32(e.code()), Some(*e));
        }
        assert_eq!(ErrorCode::from_i32(0), None);
        assert_eq!(ErrorCode::from_i32(-126), None);
    }
}
