//! What errors of the client mean to the person at the terminal: exit codes, sentences, what to try.

use zk_client::{Applied, AttemptFailure, ConnectError, Error, FailureKind, Reason};
use zk_proto::ErrorCode;

use crate::exit::Exit;
use crate::failure::{Failure, plain_reason};

/// What an error of the client means to the person who wanted to `verb` the node.
pub fn client_failure(verb: &str, path: &str, error: Error) -> Failure {
    let what = |why: &dyn std::fmt::Display| format!("cannot {verb} {}: {why}", crate::sanitise::line(path));
    match &error {
        Error::Server { code, path: at, .. } => {
            Failure::server(verb, if at.is_empty() { path } else { at }, *code)
        }
        Error::UnknownCode { code, .. } => {
            Failure::new(Exit::Unexpected, "Unknown", what(&format_args!("the server says error {code}")))
                .on(path)
        }
        Error::Multi(m) => {
            let exit = m.error().map_or(Exit::Precondition, |_| Exit::Precondition);
            Failure::new(
                exit,
                m.error().map_or("Unknown".into(), |c| format!("{c:?}")),
                format!("multi rolled back: {m}"),
            )
            .on(&m.path)
        }
        Error::NotSent(reason) | Error::ReadLost(reason) => {
            let exit = match reason {
                Reason::Timeout | Reason::QueueFull => Exit::TimedOut,
                Reason::Protocol => Exit::Unexpected,
                _ => Exit::CannotConnect,
            };
            Failure::new(exit, format!("{reason:?}"), what(reason)).on(path)
        }
        Error::OutcomeUnknown(reason) => {
            let code = match reason {
                Reason::Timeout => ErrorCode::OperationTimeout,
                _ => ErrorCode::ConnectionLoss,
            };
            Failure::server(verb, path, code)
                .say(format!(
                    "cannot tell whether {verb} {} took effect: {reason} after it was sent",
                    crate::sanitise::line(path)
                ))
                .outcome_unknown()
        }
        Error::SessionExpired => expired(),
        Error::AuthFailed => Failure::server(verb, path, ErrorCode::AuthFailed),
        Error::Closed => {
            Failure::new(Exit::SessionLost, "Closed", what(&"the session is closed")).hint("connect")
        }
        Error::Path { .. } | Error::Argument(_) => Failure::usage(what(&error)).on(path),
        Error::Guarded(_) => Failure::new(Exit::Refused, "Protected", what(&error)).on(path),
        Error::TooLarge { size, max_bytes } => {
            let why = format!("the request would be {size} bytes; at most {max_bytes} are sent");
            Failure::new(Exit::ServerLimit, "TooLarge", what(&why)).on(path).hint(format!(
                "raise the limit on both sides: jute.maxbuffer={0} or more on every server (a Java system property), \
                 and --max-packet {0} here",
                size + 1
            ))
        }
        _ => {
            let failure = Failure::new(Exit::Unexpected, "Unexpected", what(&error)).on(path);
            if error.applied() == Applied::Unknown { failure.outcome_unknown() } else { failure }
        }
    }
}

/// Why there is no session.
pub fn connect_failure(hosts: &str, error: ConnectError) -> Failure {
    let hosts = crate::sanitise::line(hosts).into_owned();
    match error {
        ConnectError::Timeout { timeout_ms, attempts } => {
            let why = match attempts.as_slice() {
                [] => format!("no answer within {timeout_ms} ms"),
                some => reasons(some),
            };
            let hint = match attempts.iter().any(|a| a.reason.contains("closed the connection")) {
                true => {
                    "somebody listens there and opens no session: a server without a quorum serves nobody, or only --read-only, \
                     where readonlymode.enabled is on; `zkctl server 4lw srvr` asks it"
                }
                false => "is a server running there? `zkctl playground` starts one to try things on",
            };
            Failure::new(Exit::CannotConnect, "ConnectionLoss", format!("cannot connect to {hosts}: {why}"))
                .hint(hint)
        }
        ConnectError::Hopeless { attempts } => hopeless(&hosts, &attempts),
        ConnectError::AuthFailed { reason } => Failure::new(
            Exit::NotPermitted,
            "AuthFailed",
            format!("cannot connect to {hosts}: {}", crate::sanitise::line(&reason)),
        ),
        other => Failure::new(Exit::CannotConnect, "Connect", format!("cannot connect to {hosts}: {other}")),
    }
}

/// Obstacles that do not pass: of a certificate if any is, else TLS on one side only.
fn hopeless(hosts: &str, attempts: &[AttemptFailure]) -> Failure {
    let has = |kind| attempts.iter().any(|a| a.kind == kind);
    let message = format!("cannot connect to {hosts}: {}", reasons(attempts));
    let (exit, code, hint) = if has(FailureKind::Untrusted) {
        let hint = if attempts.iter().any(|a| a.reason.contains(", not for ")) {
            "--tls-name NAME, if another name is right; or connect by a name of the certificate"
        } else {
            "--tls-ca FILE names the authorities to believe"
        };
        (Exit::NotPermitted, "TlsUntrusted", hint)
    } else if has(FailureKind::Unwelcome) {
        (Exit::NotPermitted, "TlsRefused", "--tls-cert FILE and --tls-key FILE say who we are")
    } else if has(FailureKind::WantsTls) {
        (Exit::CannotConnect, "TlsRequired", "--tls-ca FILE, or zks:// and a profile with [tls]")
    } else {
        let hint = "without TLS it would work on this port; TLS is on the server's secureClientPort";
        (Exit::CannotConnect, "NotTls", hint)
    };
    Failure::new(exit, code, message).hint(hint)
}

fn reasons(attempts: &[AttemptFailure]) -> String {
    let reason = |a: &AttemptFailure| crate::sanitise::line(&plain_reason(&a.reason)).into_owned();
    match attempts {
        [only] => reason(only),
        many => many.iter().map(|a| format!("{}: {}", a.server, reason(a))).collect::<Vec<_>>().join("; "),
    }
}

/// The session is gone.
pub fn expired() -> Failure {
    Failure::new(
        Exit::SessionLost,
        "SessionExpired",
        "the session has expired; its ephemeral nodes and watches are gone",
    )
    .hint("`connect` opens a new one")
}
