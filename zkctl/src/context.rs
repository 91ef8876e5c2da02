//! What commands work with: the connection, the working node, the output, and how errors of the client become
//! failures. Connects on first use, so that offline commands never do.

use std::future::Future;
use std::io::{BufRead, IsTerminal, Write};
use std::time::{Duration, Instant};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use zk_client::{Applied, Auth, Client, ConnectError, ConnectString, Error, Options, Reason, SessionState};
use zk_proto::ErrorCode;

use crate::args::{ConnectArgs, LineArgs};
use crate::exit::Exit;
use crate::failure::{Failure, Result, plain_reason};
use crate::interrupt;
use crate::output::Out;
use crate::parse::resolve_path;

/// One operation's time where the command line sets none.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a closing session may take; a server that is gone must not keep us.
pub const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Pause before a read whose connection broke is sent again.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// The surroundings of a command.
pub struct Context {
    pub out: Out,
    pub cwd: String,
    /// Whether the shell is interactive: watches go to the background, ephemerals live on.
    pub in_shell: bool,
    pub quiet: bool,
    pub yes: bool,
    connect: ConnectArgs,
    timeout: Duration,
    line_timeout: Option<Duration>,
    auth: Vec<Auth>,
    client: Option<Client>,
}

impl Context {
    /// Not connected yet.
    ///
    /// # Errors
    /// The credentials' file cannot be read.
    pub fn new(connect: ConnectArgs, line: &LineArgs) -> Result<Context> {
        let auth = match &connect.auth_file {
            Some(file) => crate::data::auth_file(file)?,
            None => Vec::new(),
        };
        Ok(Context {
            out: Out::stdout(line.output, &line.form, connect.color),
            cwd: "/".into(),
            in_shell: false,
            quiet: line.quiet,
            yes: line.yes,
            timeout: line.timeout.unwrap_or(DEFAULT_TIMEOUT),
            line_timeout: None,
            connect,
            auth,
            client: None,
        })
    }

    /// The options of one line of the shell, over those of the program.
    pub fn with_line(&mut self, line: &LineArgs, base: &LineArgs) {
        self.out = Out::stdout(line.output.or(base.output), &line.form.over(&base.form), self.connect.color);
        self.quiet = line.quiet || base.quiet;
        self.yes = line.yes || base.yes;
        self.line_timeout = line.timeout;
    }

    /// The connect string.
    pub fn hosts(&self) -> &str {
        &self.connect.connect
    }

    /// The connect string, parsed.
    pub fn servers(&self) -> Result<ConnectString> {
        Context::parse_servers(&self.connect.connect)
    }

    /// A connect string.
    pub fn parse_servers(hosts: &str) -> Result<ConnectString> {
        hosts.parse().map_err(|e: zk_client::ConnectStringError| {
            Failure::usage(format!("bad connect string {hosts:?}: {e}"))
                .hint("write it as host:port[,host:port…][/chroot]")
        })
    }

    /// How long to wait for one server.
    pub fn connect_timeout(&self) -> Duration {
        self.connect.connect_timeout
    }

    /// Credentials of the session.
    pub fn auth(&self) -> &[Auth] {
        &self.auth
    }

    /// The command line's connection options.
    pub fn connect_args(&self) -> &ConnectArgs {
        &self.connect
    }

    /// The session, if there is one.
    pub fn current(&self) -> Option<&Client> {
        self.client.as_ref()
    }

    /// Connects, or fails within the connect timeout; the session that is there is used again.
    pub async fn client(&mut self) -> Result<Client> {
        if let Some(client) = &self.client {
            return match client.state() {
                SessionState::Expired => Err(expired()),
                SessionState::Closed | SessionState::AuthFailed => {
                    self.client = None;
                    Err(expired().say("the session was closed by the server"))
                }
                _ => Ok(client.clone()),
            };
        }
        let servers = self.servers()?;
        let client = Client::connect(servers, self.options())
            .await
            .map_err(|e| connect_failure(&self.connect.connect, e))?;
        self.client = Some(client.clone());
        Ok(client)
    }

    /// What a session is opened with.
    pub fn options(&self) -> Options {
        Options {
            session_timeout: self.connect.session_timeout,
            connect_timeout: self.connect.connect_timeout,
            request_timeout: Some(self.timeout),
            read_only: self.connect.read_only,
            auth: self.auth.clone(),
            ..Options::default()
        }
    }

    /// Closes the session, if there is one.
    pub async fn disconnect(&mut self) {
        if let Some(client) = self.client.take() {
            let _ = tokio::time::timeout(CLOSE_TIMEOUT, client.close()).await;
        }
    }

    /// Closes the session and opens a new one, on other servers if `hosts` says so.
    pub async fn reconnect(&mut self, hosts: Option<String>) -> Result<Client> {
        self.disconnect().await;
        if let Some(hosts) = hosts {
            self.connect.connect = hosts;
            self.cwd = "/".into();
        }
        self.client().await
    }

    /// Remembers credentials for the sessions to come.
    pub fn remember_auth(&mut self, auth: Auth) {
        if !self.auth.contains(&auth) {
            self.auth.push(auth);
        }
    }

    /// A path as typed, absolute and valid.
    pub fn path(&self, typed: &str) -> Result<String> {
        let path = resolve_path(&self.cwd, typed);
        match zk_proto::path::validate(&path) {
            Ok(()) => Ok(path),
            Err(e) => Err(Failure::usage(format!("bad path {:?}: {e}", typed)).on(typed)),
        }
    }

    /// Runs a request that changes nothing. If the connection breaks it is sent again until its time is up.
    pub async fn read<T, F>(&mut self, verb: &str, path: &str, request: impl Fn(&Client) -> F) -> Result<T>
    where
        F: Future<Output = std::result::Result<T, Error>>,
    {
        let client = self.client().await?;
        let deadline = Instant::now() + self.op_timeout();
        let mut broken = None;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let error = match tokio::time::timeout(left, request(&client)).await {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(error)) => error,
                Err(_) => Error::ReadLost(Reason::Timeout),
            };
            let lost = Reason::ConnectionLost;
            if matches!(&error, Error::NotSent(r) | Error::ReadLost(r) if *r == lost) {
                broken = Some(error);
                if Instant::now() + RETRY_PAUSE < deadline {
                    tokio::time::sleep(RETRY_PAUSE).await;
                    continue;
                }
            } else if !matches!(&error, Error::NotSent(r) | Error::ReadLost(r) if *r == Reason::Timeout) {
                broken = Some(error);
            } else {
                // Time ran out between two connections: that they broke says more.
                broken = broken.or(Some(error));
            }
            let error = broken.unwrap_or(Error::ReadLost(lost));
            return Err(self.failure(verb, path, error));
        }
    }

    /// Runs a write, once.
    pub async fn write<T, F>(&mut self, verb: &str, path: &str, request: impl Fn(&Client) -> F) -> Result<T>
    where
        F: Future<Output = std::result::Result<T, Error>>,
    {
        let client = self.client().await?;
        interrupt::write_begins(verb, path);
        let answer = tokio::time::timeout(self.op_timeout(), request(&client)).await;
        interrupt::write_ended();
        let result = match answer {
            Ok(result) => result,
            // Whether it left before its time was up cannot be told from here.
            Err(_) => Err(Error::OutcomeUnknown(Reason::Timeout)),
        };
        result.map_err(|e| self.failure(verb, path, e))
    }

    /// Longest wait for one operation, a little over the client's own.
    pub fn op_timeout(&self) -> Duration {
        // The client times requests out by itself and knows better what that means: it goes first.
        self.line_timeout.unwrap_or(self.timeout + Duration::from_secs(1))
    }

    /// What an error of the client means to the user.
    pub fn failure(&self, verb: &str, path: &str, error: Error) -> Failure {
        client_failure(verb, path, error)
    }

    /// Chatter on stderr; nobody misses it.
    pub fn note(&self, text: impl std::fmt::Display) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Asks before something that cannot be undone.
    ///
    /// # Errors
    /// [`Exit::Refused`] if the answer is no, or if there is nobody to ask.
    pub async fn confirm(&self, question: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        let stdin = std::io::stdin();
        if !stdin.is_terminal() {
            return Err(Failure::new(Exit::Refused, "NotConfirmed", format!("not confirmed: {question}"))
                .hint("there is no terminal to ask on: add --yes"));
        }
        let _ = write!(std::io::stderr(), "{question} [y/N] ");
        let fail = |e| Failure::io("cannot read the answer", e);
        // A terminal is readable once there is a whole line: until then Ctrl-C is heard.
        #[allow(deprecated, reason = "the safe form; stdin stays open as long as the process lives")]
        let terminal = AsyncFd::with_interest(stdin, Interest::READABLE).map_err(fail)?;
        terminal.readable().await.map_err(fail)?.retain_ready();
        let mut answer = String::new();
        terminal.get_ref().lock().read_line(&mut answer).map_err(fail)?;
        if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            return Ok(());
        }
        Err(Failure::new(Exit::Refused, "NotConfirmed", "nothing was done"))
    }
}

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
        Error::TooLarge { .. } => Failure::new(Exit::ServerLimit, "TooLarge", what(&error)).on(path),
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
                [only] => plain_reason(&only.reason),
                many => many
                    .iter()
                    .map(|a| format!("{}: {}", a.server, plain_reason(&a.reason)))
                    .collect::<Vec<_>>()
                    .join("; "),
            };
            Failure::new(Exit::CannotConnect, "ConnectionLoss", format!("cannot connect to {hosts}: {why}"))
                .hint("is a server running there? `zkctl playground` starts one to try things on")
        }
        ConnectError::AuthFailed => Failure::new(
            Exit::NotPermitted,
            "AuthFailed",
            format!("cannot connect to {hosts}: the server refused the credentials"),
        ),
        other => Failure::new(Exit::CannotConnect, "Connect", format!("cannot connect to {hosts}: {other}")),
    }
}

fn expired() -> Failure {
    Failure::new(
        Exit::SessionLost,
        "SessionExpired",
        "the session has expired; its ephemeral nodes and watches are gone",
    )
    .hint("`connect` opens a new one")
}
