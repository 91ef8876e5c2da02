//! The exit codes: one table, which scripts may rely on and `zkctl help` documents.

use zk_proto::ErrorCode;

/// How a run ended, as the shell's `$?` sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Success; also when the reader of our output went away.
    Ok = 0,
    /// Unexpected: a bug here, a local file, a server that talks nonsense.
    Unexpected = 1,
    /// The command line, a path, an ACL or an input file is wrong.
    Usage = 2,
    /// The node does not exist; `exists` says no.
    NotFound = 3,
    /// Wrong version, node exists, node has children, multi rolled back.
    Precondition = 4,
    /// The ACL or the authentication does not allow it.
    NotPermitted = 5,
    /// No server could be reached within the connect timeout.
    CannotConnect = 6,
    /// Timed out, and known not to have been applied.
    TimedOut = 7,
    /// A write was sent and the connection broke before the answer: it may or may not have been applied.
    OutcomeUnknown = 8,
    /// The session expired or moved.
    SessionLost = 9,
    /// A comparison or check found something.
    Findings = 10,
    /// A file is damaged.
    Damaged = 11,
    /// Refused for safety: over a limit, not confirmed, read-only.
    Refused = 12,
    /// A limit of the server: quota, throttling, packet size.
    ServerLimit = 13,
    /// The server does not know the operation or has it switched off.
    Unsupported = 14,
    /// Some of several items failed.
    Partial = 15,
    /// `lock` and `elect`: what was held is lost, and the command was stopped.
    LockLost = 123,
    /// `lock` and `elect`: not got in time.
    WaitedTooLong = 124,
    /// `lock` and `elect`: zkctl failed before it started the command.
    NotStarted = 125,
    /// The command cannot be executed.
    NotExecutable = 126,
    /// There is no such command.
    NoCommand = 127,
    /// Ctrl-C.
    Interrupted = 130,
    /// SIGTERM or SIGHUP.
    Terminated = 143,
}

impl Exit {
    /// Every code with its meaning, for the documentation.
    pub const ALL: &[(Exit, &'static str)] = &[
        (Exit::Ok, "success"),
        (Exit::Unexpected, "unexpected failure, local I/O"),
        (Exit::Usage, "usage: bad flag, path, ACL or input file"),
        (Exit::NotFound, "not found; `exists` says no"),
        (Exit::Precondition, "precondition failed: version, node exists, not empty, multi rolled back"),
        (Exit::NotPermitted, "not permitted: ACL, authentication"),
        (Exit::CannotConnect, "cannot connect"),
        (Exit::TimedOut, "timed out, known not applied"),
        (Exit::OutcomeUnknown, "outcome unknown: the connection broke after a write was sent"),
        (Exit::SessionLost, "session expired or moved"),
        (Exit::Findings, "a check found something"),
        (Exit::Damaged, "data damaged (offline commands)"),
        (Exit::Refused, "refused by safety: limit, confirmation, read-only"),
        (Exit::ServerLimit, "server limit: quota, throttling, packet size"),
        (Exit::Unsupported, "unsupported by this server"),
        (Exit::Partial, "partial: some of several items failed"),
        (Exit::LockLost, "`lock`, `elect`: lost, and the command was stopped"),
        (Exit::WaitedTooLong, "`lock`, `elect`, `barrier`: not got in time to run the command"),
        (
            Exit::NotStarted,
            "`lock`, `elect`, `barrier`, `group`: zkctl itself failed; the command was not started",
        ),
        (Exit::NotExecutable, "the command cannot be executed"),
        (Exit::NoCommand, "there is no such command"),
        (Exit::Interrupted, "interrupted by Ctrl-C"),
        (Exit::Terminated, "terminated"),
    ];

    /// The number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Where a server's error code belongs.
    pub fn of_server_error(code: ErrorCode) -> Exit {
        match code {
            ErrorCode::NoNode | ErrorCode::NoWatcher => Exit::NotFound,
            ErrorCode::BadVersion
            | ErrorCode::NodeExists
            | ErrorCode::NotEmpty
            | ErrorCode::NoChildrenForEphemerals
            | ErrorCode::RuntimeInconsistency => Exit::Precondition,
            ErrorCode::NoAuth
            | ErrorCode::AuthFailed
            | ErrorCode::InvalidAcl
            | ErrorCode::SessionClosedRequireSaslAuth => Exit::NotPermitted,
            ErrorCode::BadArguments => Exit::Usage,
            ErrorCode::ConnectionLoss => Exit::CannotConnect,
            ErrorCode::OperationTimeout | ErrorCode::RequestTimeout => Exit::TimedOut,
            ErrorCode::SessionExpired | ErrorCode::SessionMoved | ErrorCode::UnknownSession => {
                Exit::SessionLost
            }
            ErrorCode::NotReadOnly => Exit::Refused,
            ErrorCode::QuotaExceeded | ErrorCode::ThrottledOp => Exit::ServerLimit,
            ErrorCode::Unimplemented | ErrorCode::ReconfigDisabled | ErrorCode::EphemeralOnLocalSession => {
                Exit::Unsupported
            }
            ErrorCode::SystemError
            | ErrorCode::DataInconsistency
            | ErrorCode::MarshallingError
            | ErrorCode::NewConfigNoQuorum
            | ErrorCode::ReconfigInProgress
            | ErrorCode::ApiError
            | ErrorCode::InvalidCallback => Exit::Unexpected,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        std::process::ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_complete() {
        let codes: Vec<u8> = Exit::ALL.iter().map(|(e, _)| e.code()).collect();
        let expected: Vec<u8> = (0..=15).chain(123..=127).chain([130, 143]).collect();
        assert_eq!(codes, expected);
    }
}
