//! A command's failure: what failed, on what, why, what to try, and which exit code says so.

use std::fmt;
use std::io;

use zk_proto::ErrorCode;

use crate::exit::Exit;
use crate::output::UnknownColumn;
use crate::shell::tokenizer;

/// Whether a write that failed has taken effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It has not.
    No,
    /// Nobody here can tell.
    Unknown,
}

/// Why a command failed. Boxed inside: it travels in every `Result`.
#[derive(Debug)]
pub struct Failure(Box<Facts>);

#[derive(Debug)]
struct Facts {
    exit: Exit,
    code: String,
    message: String,
    path: Option<String>,
    hint: Option<String>,
    applied: Applied,
    /// Already said, or nobody is left to tell.
    quiet: bool,
}

/// What commands return.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// What to do about a write of unknown outcome.
const LOOK_FIRST: &str = "the write may have been applied: look before repeating it";

impl Failure {
    /// A failure of a kind; `message` is one lower-case sentence without a full stop.
    pub fn new(exit: Exit, code: impl Into<String>, message: impl Into<String>) -> Failure {
        Failure(Box::new(Facts {
            exit,
            code: code.into(),
            message: message.into(),
            path: None,
            hint: None,
            applied: Applied::No,
            quiet: false,
        }))
    }

    /// The command or its input is wrong.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::new(Exit::Usage, "Usage", message)
    }

    /// A local file or stream failed.
    pub fn io(what: impl fmt::Display, error: io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::silent(Exit::Ok);
        }
        // Not "not found": that is a node's exit code.
        Failure::new(Exit::Unexpected, "Io", format!("{what}: {}", plain_io(&error)))
    }

    /// An exit code with nothing to say: it has been said, or the output was closed.
    pub fn silent(exit: Exit) -> Failure {
        let mut failure = Failure::new(exit, "", "");
        failure.0.quiet = true;
        failure
    }

    /// Ctrl-C. With a write under way nobody knows what became of it, and that is said.
    pub fn interrupted() -> Failure {
        let done = crate::interrupt::take_done();
        let Some(write) = crate::interrupt::take_write() else {
            return match done {
                Some(done) => Failure::new(Exit::Interrupted, "Interrupted", format!("interrupted: {done}")),
                None => Failure::silent(Exit::Interrupted),
            };
        };
        let path = crate::sanitise::line(&write.path);
        let mut said = format!("interrupted: cannot tell whether {} {path} took effect", write.verb);
        if let Some(done) = done {
            said.push_str(&format!("; {done}"));
        }
        let mut failure = Failure::new(Exit::Interrupted, "Interrupted", said).on(&write.path);
        failure.0.applied = Applied::Unknown;
        failure.0.hint = Some(LOOK_FIRST.into());
        failure
    }

    /// The deadline has passed. With a write under way nobody knows what became of it.
    pub fn late() -> Failure {
        let time = crate::interrupt::deadline().map(|(_, time)| time).unwrap_or_default();
        let done = crate::interrupt::take_done().map_or_else(String::new, |done| format!("; {done}"));
        let Some(write) = crate::interrupt::take_write() else {
            let said = format!("the deadline of {time:?} has passed{done}");
            return Failure::new(Exit::TimedOut, "Deadline", said);
        };
        let path = crate::sanitise::line(&write.path);
        let said = format!(
            "cannot tell whether {} {path} took effect: the deadline of {time:?} passed after it was sent{done}",
            write.verb
        );
        Failure::new(Exit::OutcomeUnknown, "Deadline", said).on(&write.path).outcome_unknown()
    }

    /// A server refused an operation on a path.
    pub fn server(verb: &str, path: &str, code: ErrorCode) -> Failure {
        let (why, hint) = explain(code, path);
        let mut failure = Failure::new(
            Exit::of_server_error(code),
            format!("{code:?}"),
            format!("cannot {verb} {}: {why}", crate::sanitise::line(path)),
        )
        .on(path);
        failure.0.hint = hint;
        failure
    }

    /// Names the node.
    pub fn on(mut self, path: &str) -> Failure {
        self.0.path = Some(path.to_owned());
        self
    }

    /// Says what to try.
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.0.hint = Some(hint.into());
        self
    }

    /// A write was sent and no answer came.
    pub fn outcome_unknown(mut self) -> Failure {
        self.0.exit = Exit::OutcomeUnknown;
        self.0.applied = Applied::Unknown;
        self.0.hint = Some(LOOK_FIRST.into());
        self
    }

    /// Replaces the sentence, keeps the rest.
    pub fn say(mut self, message: impl Into<String>) -> Failure {
        self.0.message = message.into();
        self
    }

    /// Replaces the exit code.
    pub fn with_exit(mut self, exit: Exit) -> Failure {
        self.0.exit = exit;
        self
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        self.0.exit
    }

    /// The name of the code: a server's error name, or one of ours.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The sentence.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// True when nothing is left to be printed.
    pub fn is_quiet(&self) -> bool {
        self.0.quiet
    }

    /// The node that it is about.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What to try.
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Whether the write took effect, as JSON says it.
    pub fn applied(&self) -> &'static str {
        match self.0.applied {
            Applied::No => "no",
            Applied::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match &self.0.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl From<io::Error> for Failure {
    /// For writes to stdout; other I/O names its file with [`Failure::io`].
    fn from(error: io::Error) -> Failure {
        if let Some(unknown) = error.get_ref().and_then(|e| e.downcast_ref::<UnknownColumn>()) {
            return Failure::usage(unknown.to_string()).hint(format!("it has: {}", unknown.known.join(", ")));
        }
        Failure::io("cannot write the output", error)
    }
}

/// The system's sentence without Rust's `(os error N)`.
pub fn plain_io(error: &io::Error) -> String {
    plain_reason(&error.to_string())
}

/// As [`plain_io`], of an error that is text already.
pub fn plain_reason(text: &str) -> String {
    match text.find(" (os error") {
        Some(cut) => text[..cut].to_lowercase(),
        None => text.to_owned(),
    }
}

/// What a code means to the person who typed the command, and what to try.
fn explain(code: ErrorCode, path: &str) -> (String, Option<String>) {
    let parent = tokenizer::quote(zk_proto::path::parent(path).unwrap_or("/"));
    let path = tokenizer::quote(path);
    let (why, hint) = match code {
        ErrorCode::NoNode => ("no such node", None),
        ErrorCode::NodeExists => {
            ("the node exists", Some("`set` changes it, `put` creates or changes".into()))
        }
        ErrorCode::NotEmpty => ("it has children", Some(format!("deleteall {path}"))),
        ErrorCode::BadVersion => ("the version given is not the node's", Some(format!("stat {path}"))),
        ErrorCode::NoAuth => {
            ("not permitted by the ACL", Some(format!("getAcl {path}; then --auth-file or addauth")))
        }
        ErrorCode::InvalidAcl => ("the ACL names nobody or a scheme that the server does not know", None),
        ErrorCode::AuthFailed => ("authentication failed", None),
        ErrorCode::NoChildrenForEphemerals => {
            ("its parent is ephemeral, and ephemeral nodes have no children", Some(format!("stat {parent}")))
        }
        ErrorCode::BadArguments => ("the server says that an argument is invalid", None),
        ErrorCode::NotReadOnly => {
            ("the server is read-only: it has lost its quorum", Some("wait, or connect to another".into()))
        }
        ErrorCode::Unimplemented => (
            "this server does not know the operation or has it switched off",
            Some("TTL nodes take extendedTypesEnabled=true on every server, `config add` and the like reconfigEnabled=true".into()),
        ),
        ErrorCode::EphemeralOnLocalSession => (
            "the session is local, and local sessions have no ephemeral nodes",
            Some("localSessionsUpgradingEnabled=true on every server".into()),
        ),
        ErrorCode::QuotaExceeded => ("a quota would be exceeded", Some(format!("quota get {path} shows which"))),
        ErrorCode::ThrottledOp => ("the server is overloaded and dropped the request", Some("retry".into())),
        ErrorCode::SessionExpired => ("the session has expired", None),
        ErrorCode::SessionMoved => ("the session has moved to another server", None),
        ErrorCode::ConnectionLoss => ("the connection was lost", None),
        ErrorCode::OperationTimeout | ErrorCode::RequestTimeout => ("no answer in time", None),
        ErrorCode::NoWatcher => ("there is no such watch", None),
        other => return (other.name().to_owned(), None),
    };
    (why.to_owned(), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_error_says_what_on_what_and_why() {
        let f = Failure::server("delete", "/a", ErrorCode::NotEmpty);
        assert_eq!(f.to_string(), "cannot delete /a: it has children\n  hint: deleteall /a");
        assert_eq!(f.exit(), Exit::Precondition);
    }

    #[test]
    fn a_broken_pipe_is_a_silent_success() {
        let f = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(f.is_quiet());
        assert_eq!(f.exit(), Exit::Ok);
    }

    #[test]
    fn json_tells_whether_a_write_took_effect() {
        let f = Failure::server("set", "/a", ErrorCode::ConnectionLoss).outcome_unknown();
        assert_eq!(f.hint_text(), Some("the write may have been applied: look before repeating it"));
        let text = crate::output::error_json(&f);
        let start =
            r#"{"schema":"zkctl/1","error":{"code":"ConnectionLoss","exit":8,"path":"/a","message":""#;
        assert!(text.starts_with(start), "{text}");
        assert!(text.ends_with(r#""applied":"unknown"}}"#), "{text}");
    }
}
