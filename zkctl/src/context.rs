//! What commands work with: the connection, the working node, the output, and how errors of the client become
//! failures. Connects on first use, so that offline commands never do.

use std::future::Future;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use zk_client::{
    Auth, Client, ConnectString, Error, HostPort, Options, Reason, SessionState, Tls, TlsCheck, TlsOptions,
};

use crate::args::{ConnectArgs, Format, LineArgs};
use crate::client_failure::expired;
pub use crate::client_failure::{client_failure, connect_failure};
use crate::ephemerals::Ephemerals;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::form_args::{FormArgs, TimeForm};
use crate::interrupt;
use crate::output::Out;
use crate::parse::resolve_path;
use crate::profile::{Credentials, Target};

/// How long a closing session may take; a server that is gone must not keep us.
pub const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// The same once the run's own time is up, or the server has shown that it does not answer.
const LATE_CLOSE_TIMEOUT: Duration = Duration::from_millis(100);

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
    no_input: bool,
    /// What this session has made and takes with it.
    pub ephemerals: Ephemerals,
    connect: ConnectArgs,
    line: LineArgs,
    target: Target,
    line_timeout: Option<Duration>,
    /// Known once a session was wanted.
    credentials: Option<Credentials>,
    /// Loaded once it was wanted.
    tls: OnceLock<Option<Tls>>,
    pin: Option<HostPort>,
    /// Added by `addauth`.
    added: Vec<Auth>,
    client: Option<Client>,
    synced: bool,
    /// The server has not answered what was asked last.
    is_silent: bool,
    /// The name of the tree of the past that is read instead of a server's.
    offline: Option<String>,
}

impl Context {
    /// Not connected yet.
    ///
    /// # Errors
    /// The configuration file cannot be used.
    pub fn new(connect: ConnectArgs, line: &LineArgs) -> Result<Context> {
        let target = Target::resolve(&connect, line)?;
        let mut context = Context {
            out: Out::stdout(line.output, &line.form, connect.color),
            cwd: "/".into(),
            in_shell: false,
            quiet: false,
            yes: false,
            no_input: false,
            ephemerals: Ephemerals::default(),
            line: line.clone(),
            target,
            line_timeout: None,
            connect,
            credentials: None,
            tls: OnceLock::new(),
            pin: None,
            added: Vec::new(),
            client: None,
            synced: false,
            is_silent: false,
            offline: None,
        };
        context.with_line(&LineArgs::default(), line);
        Ok(context)
    }

    /// The options of one line of the shell, over those of the program.
    pub fn with_line(&mut self, line: &LineArgs, base: &LineArgs) {
        let output = line.output.or(base.output).or_else(|| self.usual_output());
        self.out = Out::stdout(output, &self.usual_form(line.form.over(&base.form)), self.connect.color);
        self.quiet = line.quiet || base.quiet;
        self.yes = line.yes || base.yes;
        self.no_input = line.no_input || base.no_input;
        self.line_timeout = line.timeout;
        self.synced = false;
        self.target.protection.forget();
        for typed in base.confirm.iter().chain(&line.confirm) {
            self.target.protection.confirm(&resolve_path(&self.cwd, typed));
        }
    }

    /// The format that the configuration file wants on a terminal.
    fn usual_output(&self) -> Option<Format> {
        let wanted = self.target.output.as_ref()?;
        Format::from_str(&wanted.value, true).ok().filter(|_| std::io::stdout().is_terminal())
    }

    fn usual_form(&self, form: FormArgs) -> FormArgs {
        let usual = self.target.time.as_ref().and_then(|t| TimeForm::from_str(&t.value, true).ok());
        FormArgs { time: form.time.or(usual), ..form }
    }

    /// The connect string, or what is read instead of a server.
    pub fn hosts(&self) -> &str {
        self.offline.as_deref().unwrap_or(&self.target.connect.value)
    }

    /// What to call the servers: the profile, or the connect string.
    pub fn label(&self) -> String {
        self.target.label().unwrap_or_else(|| crate::shell::target(self.hosts()))
    }

    /// From here on a tree of the past is read, which this process serves to itself; no profile has a say in that.
    pub fn attach_offline(&mut self, addr: String, auth: Auth, name: String) {
        self.target.name = None;
        self.target.connect.value = addr;
        self.credentials = Some(Credentials { auth: vec![auth], sasl: None });
        (self.tls, self.pin) = (OnceLock::from(None), None);
        self.offline = Some(name);
    }

    /// True if a tree of the past is read.
    pub fn is_offline(&self) -> bool {
        self.offline.is_some()
    }

    /// The connect string, parsed.
    pub fn servers(&self) -> Result<ConnectString> {
        Context::parse_servers(&self.target.connect.value)
    }

    /// A connect string.
    pub fn parse_servers(hosts: &str) -> Result<ConnectString> {
        hosts.parse().map_err(|e: zk_client::ConnectStringError| {
            // Not repeated as a whole: it may hold what should not be there.
            Failure::usage(format!("bad connect string: {e}"))
                .hint("write it as host:port[,host:port…][/chroot]; credentials go into --auth")
        })
    }

    /// How long to wait for one server.
    pub fn connect_timeout(&self) -> Duration {
        self.target.connect_timeout.value
    }

    /// Most nodes that a recursive write may touch: as given, or as configured.
    pub fn max_nodes(&self, given: Option<usize>) -> usize {
        given.unwrap_or(self.target.max_nodes.value)
    }

    /// The command line's connection options.
    pub fn connect_args(&self) -> &ConnectArgs {
        &self.connect
    }

    /// The session, if there is one.
    pub fn current(&self) -> Option<&Client> {
        self.client.as_ref()
    }

    /// Whether somebody can be asked.
    pub fn may_ask(&self) -> bool {
        !self.no_input
    }

    /// Connects, or fails within the connect timeout; the session that is there is used again.
    pub async fn client(&mut self) -> Result<Client> {
        if let Some(client) = &self.client {
            let client = match client.state() {
                SessionState::Expired => return Err(expired()),
                SessionState::Closed | SessionState::AuthFailed => {
                    self.client = None;
                    return Err(expired().say("the session was closed by the server"));
                }
                _ => client.clone(),
            };
            self.catch_up(&client).await?;
            return Ok(client);
        }
        let servers = self.servers()?;
        let options = self.options().await?;
        let client = Client::connect(servers, options).await.map_err(|e| connect_failure(self.hosts(), e))?;
        if self.out.format() == Format::Zkcli {
            let event = "\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null zxid: -1\n";
            self.out.raw(event)?;
        }
        crate::departure::session(Some(client.clone()));
        self.client = Some(client.clone());
        self.catch_up(&client).await?;
        Ok(client)
    }

    /// What `--sync` wants, once for each command: reads of a session keep their order, so they see what it has seen.
    async fn catch_up(&mut self, client: &Client) -> Result<()> {
        if self.connect.sync && !self.synced {
            self.synced = true;
            let synced = tokio::time::timeout(self.op_timeout(), client.sync("/")).await;
            synced
                .unwrap_or(Err(Error::ReadLost(Reason::Timeout)))
                .map_err(|e| self.failure("sync", "/", e))?;
        }
        Ok(())
    }

    /// Who we are. Secrets are asked for here, once.
    async fn credentials(&mut self) -> Result<Credentials> {
        let mut credentials = match &self.credentials {
            Some(credentials) => credentials.clone(),
            None => {
                let found = Credentials::resolve(&self.connect, &self.target, self.may_ask()).await?;
                self.credentials.insert(found).clone()
            }
        };
        for added in &self.added {
            if !credentials.auth.contains(added) {
                credentials.auth.push(added.clone());
            }
        }
        Ok(credentials)
    }

    /// Credentials of the session.
    ///
    /// # Errors
    /// A secret cannot be had.
    pub async fn auth(&mut self) -> Result<Vec<Auth>> {
        Ok(self.credentials().await?.auth)
    }

    /// What a session is opened with.
    ///
    /// # Errors
    /// A secret or a file of TLS cannot be had.
    pub async fn options(&mut self) -> Result<Options> {
        let tls = self.tls()?;
        let Credentials { auth, sasl } = self.credentials().await?;
        let mut options = Options {
            session_timeout: self.target.session_timeout.value,
            connect_timeout: self.target.connect_timeout.value,
            request_timeout: Some(self.target.timeout.value),
            read_only: self.target.read_only.value || self.connect.accept_read_only,
            auth,
            sasl,
            tls,
            guard: crate::profile::guard(&self.target.protection),
            max_request_bytes: usize::try_from(self.connect.max_packet).unwrap_or(usize::MAX),
            ..Options::default()
        };
        if let Some(wanted) = &self.connect.server {
            if self.pin.is_none() {
                self.pin = Some(crate::profile::find_server(wanted, &self.servers()?, &options).await?);
            }
            options.pin = self.pin.clone();
        }
        Ok(options)
    }

    /// TLS, if it is wanted.
    ///
    /// # Errors
    /// A file cannot be used.
    pub fn tls(&self) -> Result<Option<Tls>> {
        if let Some(tls) = self.tls.get() {
            return Ok(tls.clone());
        }
        let tls = self.target.load_tls()?;
        if tls.as_ref().is_some_and(|t| t.options().check == TlsCheck::Nothing) {
            self.warn("warning: TLS without verification (--tls-insecure): whoever answers is believed");
        }
        Ok(self.tls.get_or_init(|| tls).clone())
    }

    /// TLS for AdminServers: that of the clients' port, with authorities of their own if they have any.
    ///
    /// # Errors
    /// A file cannot be used.
    pub fn admin_tls(&self, ca: Option<PathBuf>) -> Result<Tls> {
        match (self.tls()?, ca) {
            (Some(tls), None) => Ok(tls),
            (tls, ca) => {
                // A name that stands for all servers' certificates is not that of these.
                if tls.is_none() && ca.is_none() {
                    return Err(Failure::usage(
                        "no authority is named that could vouch for an AdminServer behind https",
                    )
                    .hint("--admin-ca FILE names one"));
                }
                let options = tls.map(|t| t.options().clone()).unwrap_or_default();
                crate::profile::load_tls(TlsOptions { name: None, ca: ca.or(options.ca.clone()), ..options })
            }
        }
    }

    /// Remembers whether the server answered: one that did not will hardly answer a goodbye.
    pub fn note_outcome<T>(&mut self, result: &Result<T>) {
        let silent = [Exit::TimedOut, Exit::WaitedTooLong, Exit::OutcomeUnknown, Exit::Interrupted];
        self.is_silent = result.as_ref().is_err_and(|failure| silent.contains(&failure.exit()));
    }

    /// Closes the session, if there is one, within what is left of the limits.
    pub async fn disconnect(&mut self) {
        if let Some(client) = self.client.take() {
            let left = interrupt::deadline().map(|(at, _)| at.saturating_duration_since(Instant::now()));
            let patience = match self.is_silent {
                true => LATE_CLOSE_TIMEOUT,
                false => CLOSE_TIMEOUT.min(self.line_timeout.unwrap_or(self.target.timeout.value)),
            };
            let patience = patience.min(left.unwrap_or(patience)).max(LATE_CLOSE_TIMEOUT);
            let _ = tokio::time::timeout(patience, client.close()).await;
            crate::departure::session(None);
        }
    }

    /// Closes the session and opens a new one, on other servers if `hosts` says so. Those are not the profile's: it is
    /// left behind with its credentials.
    pub async fn reconnect(&mut self, hosts: Option<String>) -> Result<Client> {
        if let Some(hosts) = hosts {
            Context::parse_servers(&hosts)?;
            self.disconnect().await;
            self.connect.connect = Some(hosts);
            self.connect.profile = None;
            self.offline = None;
            self.target = Target::resolve(&self.connect, &self.line)?;
            (self.credentials, self.tls, self.pin) = (None, OnceLock::new(), None);
            self.cwd = "/".into();
        }
        self.disconnect().await;
        self.client().await
    }

    /// Takes other servers in the place of these, from the next session on; a file that is wrong changes nothing.
    pub fn leave_for(&mut self, connect: ConnectArgs) -> Result<()> {
        let target = Target::resolve(&connect, &self.line)?;
        Context::parse_servers(&target.connect.value)?;
        (self.connect, self.target) = (connect, target);
        (self.credentials, self.tls, self.pin) = (None, OnceLock::new(), None);
        self.added.clear();
        self.offline = None;
        self.cwd = "/".into();
        Ok(())
    }

    /// Whether a command keeps what it destroys.
    pub fn keeps_undo(&self, declined: bool) -> bool {
        !declined && self.target.undo.value
    }

    /// Most lines of history.
    pub fn history_lines(&self) -> usize {
        self.target.history.value
    }

    /// The profile, or what stands for one.
    pub fn profile(&self) -> &zk_config::Profile {
        &self.target.profile
    }

    /// How data is shown to people.
    pub fn decode_rules(&self) -> &[zk_config::DecodeRule] {
        &self.target.decode
    }

    /// Remembers credentials for the sessions to come.
    pub fn remember_auth(&mut self, auth: Auth) {
        if !self.added.contains(&auth) {
            self.added.push(auth);
        }
    }

    /// A path as typed, absolute and valid.
    pub fn path(&self, typed: &str) -> Result<String> {
        // As the servers do. What a script meant by /app//x is anybody's guess: mostly a variable was empty.
        if typed.contains("//") {
            let better = resolve_path(&self.cwd, typed);
            return Err(Failure::usage(format!("bad path {typed:?}: a name in it is empty"))
                .on(typed)
                .hint(format!("if {} is meant, write that", crate::sanitise::line(&better))));
        }
        let path = resolve_path(&self.cwd, typed);
        match zk_proto::path::validate(&path) {
            Ok(()) => Ok(path),
            Err(e) => Err(Failure::usage(format!("bad path {:?}: {e}", typed)).on(typed)),
        }
    }

    /// Runs a request that changes nothing. If the connection breaks it is sent again until its time is up, or as often
    /// as `--retries` says.
    pub async fn read<T, F>(&mut self, verb: &str, path: &str, request: impl Fn(&Client) -> F) -> Result<T>
    where
        F: Future<Output = std::result::Result<T, Error>>,
    {
        let client = self.client().await?;
        let deadline = Instant::now() + self.op_timeout();
        let mut broken = None;
        let mut retries = self.target.retries.as_ref().map_or(u32::MAX, |r| r.value);
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
                if retries > 0 && Instant::now() + RETRY_PAUSE < deadline {
                    retries -= 1;
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
        // Creation is let through by the guard; whether this is one shows when it asks.
        if verb != "create" && self.target.protection.wants_confirmation(path) {
            self.confirm_path(path, &format!("{verb} {}", crate::sanitise::line(path))).await?;
        }
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
        self.line_timeout.unwrap_or(self.target.timeout.value + Duration::from_secs(1))
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

    /// What whoever uses the answer should know: said like chatter, and kept among the `notes` of a document.
    pub fn heed(&self, text: impl std::fmt::Display) {
        let text = text.to_string();
        self.note(&text);
        self.out.keep_note(text);
    }

    /// The same, said even with `--quiet`.
    pub fn warn(&self, text: impl std::fmt::Display) {
        let text = text.to_string();
        crate::say(&text);
        self.out.keep_note(text);
    }

    /// Asks before something that cannot be undone.
    ///
    /// # Errors
    /// [`Exit::Refused`] if the answer is no, or if there is nobody to ask.
    pub async fn confirm(&self, question: &str) -> Result<()> {
        if self.yes {
            return Ok(());
        }
        if self.no_input || !std::io::stdin().is_terminal() {
            return Err(Failure::new(Exit::Refused, "NotConfirmed", format!("not confirmed: {question}"))
                .hint("there is no terminal to ask on: add --yes"));
        }
        let answer = ask_line(&format!("{question} [y/N] ")).await?;
        if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            return Ok(());
        }
        Err(Failure::new(Exit::Refused, "NotConfirmed", "nothing was done"))
    }

    /// Whether the profile wants every change confirmed.
    pub fn is_protected(&self) -> bool {
        self.target.protection.is_protected()
    }

    /// The same before a change of a node and what is below it. In a protected profile the path has to be typed, here
    /// or with `--confirm`; `--yes` is too quickly said.
    ///
    /// # Errors
    /// As [`Context::confirm`].
    pub async fn confirm_change(&self, path: &str, question: &str) -> Result<()> {
        let protection = &self.target.protection;
        if !protection.is_protected() {
            return self.confirm(question).await;
        }
        if protection.wants_confirmation(path) { self.confirm_path(path, question).await } else { Ok(()) }
    }

    async fn confirm_path(&self, path: &str, question: &str) -> Result<()> {
        let shown = crate::sanitise::line(path);
        let label = self.label();
        if self.no_input || !std::io::stdin().is_terminal() {
            let message = format!("not confirmed, and {label}: {question}");
            return Err(Failure::new(Exit::Refused, "NotConfirmed", message)
                .on(path)
                .hint(format!("the profile is protected: add --confirm {shown}")));
        }
        let answer = ask_line(&format!("{label}: {question}\ntype the path to confirm: ")).await?;
        if answer.trim_end_matches(['\n', '\r']) != path {
            return Err(Failure::new(Exit::Refused, "NotConfirmed", "nothing was done").on(path));
        }
        self.target.protection.confirm(path);
        Ok(())
    }
}

async fn ask_line(question: &str) -> Result<String> {
    let stdin = std::io::stdin();
    let _ = write!(std::io::stderr(), "{question}");
    let fail = |e| Failure::io("cannot read the answer", e);
    // A terminal is readable once there is a whole line: until then Ctrl-C is heard.
    #[allow(deprecated, reason = "the safe form; stdin stays open as long as the process lives")]
    let terminal = AsyncFd::with_interest(stdin, Interest::READABLE).map_err(fail)?;
    terminal.readable().await.map_err(fail)?.retain_ready();
    let mut answer = String::new();
    terminal.get_ref().lock().read_line(&mut answer).map_err(fail)?;
    Ok(answer)
}
