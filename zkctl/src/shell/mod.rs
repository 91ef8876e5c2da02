//! The shell: reads lines from a terminal or a pipe and runs them with the program's own commands. An error
//! never ends an interactive shell; from a pipe, the first one does, and gives its exit code.

pub mod announcer;
pub mod completer;
mod helper;
mod history;
mod listing;
mod prompt;
pub mod tokenizer;
mod watches;

use std::ffi::OsString;
use std::io::{BufRead, IsTerminal, Write};

use clap::{CommandFactory, Parser};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{ColorMode, CompletionType, Config, Editor, ExternalPrinter};
use tokio::runtime::Runtime;
use zk_client::{SessionState, WatcherType};
use zk_proto::SessionId;

use crate::Host;
use crate::args::{Format, InShell, LineArgs, ShellLine, Verb};
use crate::commands::{self, watch};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::watch_args::WatchArgs;
use announcer::Announcer;
use helper::ShellHelper;
use listing::LiveListing;
use prompt::Health;
pub use prompt::target;
use watches::Watches;

/// A shell and everything it holds.
pub struct Shell<'a> {
    runtime: &'a Runtime,
    context: Context,
    base: LineArgs,
    /// What the prompt calls the servers; the connect string if not set.
    name: Option<&'static str>,
    interactive: bool,
    watches: Watches,
    announcer: Announcer,
    last_cwd: String,
    lines: Vec<String>,
    /// The session whose changes are being announced.
    observed: SessionId,
}

/// Whether the shell goes on.
#[derive(PartialEq)]
enum Flow {
    Continue,
    Quit,
}

type ShellEditor = Editor<ShellHelper<LiveListing>, FileHistory>;

impl<'a> Shell<'a> {
    pub fn new(
        runtime: &'a Runtime,
        mut context: Context,
        base: LineArgs,
        name: Option<&'static str>,
    ) -> Self {
        context.in_shell = true;
        Shell {
            runtime,
            context,
            base,
            name,
            interactive: false,
            watches: Watches::default(),
            announcer: Announcer::default(),
            last_cwd: "/".into(),
            lines: Vec::new(),
            observed: SessionId::NONE,
        }
    }

    /// Runs on a terminal if there is one, otherwise on the lines of stdin.
    pub fn run(self) -> Exit {
        if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
            self.interactive()
        } else {
            self.script()
        }
    }

    fn interactive(mut self) -> Exit {
        self.interactive = true;
        // People take their time: a deadline is for each of their lines.
        crate::interrupt::limit_run(None);
        let connected = crate::block_on(self.runtime, Host::OneShot, self.context.client());
        let client = match connected {
            Ok(client) => client,
            Err(failure) => return crate::report(&failure, Format::Plain),
        };
        let session = client.session_id();
        self.context.note(format_args!(
            "connected to {}, session {session}",
            crate::sanitise::line(self.context.hosts())
        ));
        self.context.note("`help` lists the commands, Tab completes, Ctrl-D leaves");
        let result = self.editor().and_then(|editor| self.edit(editor));
        self.announcer.close();
        crate::block_on_quietly(self.runtime, self.context.disconnect());
        match result {
            Ok(()) => Exit::Ok,
            Err(error) => {
                crate::report(&Failure::new(Exit::Unexpected, "Terminal", error.to_string()), Format::Plain)
            }
        }
    }

    fn editor(&mut self) -> rustyline::Result<ShellEditor> {
        let color = crate::output::wants_color(self.context.connect_args().color, true);
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(history::MAX_LINES)?
            .history_ignore_dups(true)?
            .history_ignore_space(true)
            .color_mode(if color { ColorMode::Forced } else { ColorMode::Disabled })
            .build();
        let mut editor: ShellEditor = Editor::with_config(config)?;
        let mut grammar = ShellLine::command();
        grammar.build();
        let listing = LiveListing::new(self.runtime.handle().clone());
        editor.set_helper(Some(ShellHelper::new(listing, grammar, color)));
        let mut printer = editor.create_external_printer()?;
        self.announcer = Announcer::start(move |text| {
            let _ = printer.print(text);
        });
        Ok(editor)
    }

    fn edit(&mut self, mut editor: ShellEditor) -> rustyline::Result<()> {
        let file = history::file();
        if let Some(file) = &file {
            // There is none at the first start.
            let _ = editor.load_history(file);
            self.lines = editor.history().iter().cloned().collect();
        }
        loop {
            self.observe();
            if let Some(helper) = editor.helper() {
                helper.listing.set_client(self.context.current().cloned());
                helper.listing.forget();
                helper.cwd.replace(self.context.cwd.clone());
            }
            let color = editor.helper().is_some_and(|h| h.color);
            self.announcer.at_prompt();
            let line = editor.readline(&self.prompt(color));
            self.announcer.away();
            match line {
                Ok(line) => {
                    if !history::is_private(&line) && editor.add_history_entry(&line)? {
                        self.lines.push(line.clone());
                        if let Some(file) = &file {
                            // A full disk must not end the shell.
                            let _ = editor.append_history(file);
                        }
                    }
                    if self.line(&line) == Flow::Quit {
                        return Ok(());
                    }
                }
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    fn prompt(&self, color: bool) -> (String, String) {
        let target = match self.name {
            Some(name) => name.to_owned(),
            None => self.context.label(),
        };
        prompt::prompt(&target, self.health(), &self.context.cwd, color)
    }

    fn health(&self) -> Health {
        match self.context.current().map(zk_client::Client::state) {
            Some(SessionState::Connected { read_only: false, .. }) => Health::Connected,
            Some(SessionState::Connected { read_only: true, .. }) => Health::ReadOnly,
            Some(SessionState::Connecting | SessionState::Disconnected) => Health::Reconnecting,
            Some(SessionState::Expired) => Health::Expired,
            Some(SessionState::AuthFailed | SessionState::Closed) | None => Health::Closed,
        }
    }

    /// Announces what happens to a session from its first prompt on.
    fn observe(&mut self) {
        let Some(client) = self.context.current() else { return };
        let session = client.session_id();
        if session == self.observed {
            return;
        }
        self.observed = session;
        let (mut states, announcer) = (client.states(), self.announcer.clone());
        self.runtime.spawn(async move {
            let mut lost = false;
            while states.changed().await.is_ok() {
                let state = states.borrow_and_update().clone();
                match &state {
                    SessionState::Disconnected if !lost => {
                        lost = true;
                        announcer.say("connection lost; looking for a server".into());
                    }
                    SessionState::Connected { server, .. } if lost => {
                        lost = false;
                        announcer.say(format!("connected to {server}; session {session} goes on"));
                    }
                    SessionState::Expired => announcer.say(format!(
                        "session {session} has expired: its ephemeral nodes and watches are gone; `connect` opens a new one"
                    )),
                    SessionState::AuthFailed => {
                        announcer.say("the server refused the credentials and closed the session".into());
                    }
                    _ => {}
                }
                if state.is_final() {
                    return;
                }
            }
        });
    }

    /// Runs one typed line; errors are told.
    fn line(&mut self, line: &str) -> Flow {
        match self.execute(line) {
            Ok(flow) => flow,
            Err(failure) => {
                if failure.exit() == Exit::Interrupted {
                    // Behind the terminal's ^C, so that the prompt does not wipe the line.
                    crate::say("");
                }
                crate::report(&failure, self.context.out.format());
                Flow::Continue
            }
        }
    }

    /// Runs the lines of stdin up to the first that fails.
    fn script(mut self) -> Exit {
        self.announcer = Announcer::start(|text| {
            let _ = std::io::stdout().write_all(text.as_bytes());
        });
        self.announcer.at_prompt();
        let mut exit = Exit::Ok;
        for (number, line) in std::io::stdin().lock().lines().enumerate() {
            let result = match line {
                Ok(line) => {
                    self.lines.push(line.clone());
                    self.execute(&line)
                }
                Err(e) => Err(Failure::io("cannot read stdin", e)),
            };
            match result {
                Ok(Flow::Continue) => {}
                Ok(Flow::Quit) => break,
                Err(failure) => {
                    exit = crate::report(&failure, self.context.out.format());
                    if exit != Exit::Ok && !crate::output::is_json(self.context.out.format()) {
                        self.context.note(format_args!("stopped at line {}", number + 1));
                    }
                    break;
                }
            }
        }
        crate::block_on_quietly(self.runtime, self.context.disconnect());
        exit
    }

    fn execute(&mut self, line: &str) -> Result<Flow> {
        let words = tokenizer::split(line);
        if words.open.is_some() {
            return Err(Failure::usage("a quote is not closed"));
        }
        if words.words.is_empty() {
            return Ok(Flow::Continue);
        }
        self.context.with_line(&LineArgs::default(), &self.base);
        crate::interrupt::limit_line(None);
        let texts = words.texts().map(Into::into).collect();
        let texts = crate::recipes::limit::rename(ShellLine::command, texts);
        let parsed = match self.parse(&texts) {
            Ok(parsed) => parsed,
            Err(e) if !e.use_stderr() => {
                let color = self.context.out.paint().color;
                let text = e.render();
                let text = if color { text.ansi().to_string() } else { text.to_string() };
                self.context.out.raw(&text)?;
                self.context.out.end()?;
                return Ok(Flow::Continue);
            }
            Err(e) => return Err(crate::clap_failure(&e)),
        };
        self.context.with_line(&parsed.line, &self.base);
        parsed.line.check()?;
        match self.command(parsed.command, words.background) {
            // A command that streamed has said what it had to say.
            Err(failure) if failure.is_quiet() && failure.exit() == Exit::Ok => Ok(Flow::Continue),
            other => other,
        }
    }

    fn parse(&self, words: &[OsString]) -> std::result::Result<ShellLine, clap::Error> {
        match ShellLine::try_parse_from(words) {
            Err(error) => match crate::alias::expand_line(words, &error, self.context.connect_args()) {
                Some(expanded) => ShellLine::try_parse_from(expanded),
                None => Err(error),
            },
            parsed => parsed,
        }
    }

    fn command(&mut self, command: InShell, background: bool) -> Result<Flow> {
        let reply = match command {
            InShell::Verb(Verb::Watch(args)) if (self.interactive || background) && args.is_plain() => {
                self.watch(args)?
            }
            InShell::Verb(verb) => {
                self.verb(verb)?;
                return Ok(Flow::Continue);
            }
            InShell::Cd { path } => self.cd(&path)?,
            InShell::Pwd => Reply::Text { key: "cwd", text: self.context.cwd.clone() },
            InShell::Watches => Reply::Watches(self.watches.rows()),
            InShell::Unwatch { which } => self.unwatch(which.as_deref())?,
            InShell::Connect { hosts } => self.connect(hosts)?,
            InShell::Close => {
                self.watches.end(None, "");
                crate::block_on_quietly(self.runtime, self.context.disconnect());
                self.context.note("session closed");
                Reply::Nothing
            }
            InShell::History { count } => self.history(count),
            InShell::Quit => return Ok(Flow::Quit),
            InShell::Help(args) => {
                let mut grammar = ShellLine::command();
                grammar.build();
                let text = crate::help::text(&mut grammar, &args.topic)?;
                if self.context.out.is_json() {
                    self.context.out.show(&Reply::Text { key: "help", text })?;
                    return Ok(Flow::Continue);
                }
                self.context.out.raw(&text)?;
                self.context.out.end()?;
                return Ok(Flow::Continue);
            }
        };
        if !matches!(reply, Reply::Nothing) || self.context.out.is_json() {
            self.context.out.show(&reply)?;
        }
        Ok(Flow::Continue)
    }

    fn verb(&mut self, verb: Verb) -> Result<()> {
        let watched = if self.interactive { watched(&verb) } else { Vec::new() };
        let result = crate::block_on(self.runtime, Host::Shell, commands::run(verb, &mut self.context));
        // A stream that was cut off is closed, so that what was printed is whole.
        let ended = self.context.out.end();
        result?;
        ended?;
        for path in watched {
            self.watch(WatchArgs::once(path))?;
        }
        Ok(())
    }

    fn cd(&mut self, typed: &str) -> Result<Reply> {
        let path = if typed == "-" { self.last_cwd.clone() } else { self.context.path(typed)? };
        let found = crate::block_on(
            self.runtime,
            Host::Shell,
            self.context.read("enter", &path, |c| c.exists(&path)),
        )?;
        if found.is_none() {
            return Err(self.context.failure("enter", &path, no_node(&path)));
        }
        self.last_cwd = std::mem::replace(&mut self.context.cwd, path);
        Ok(Reply::Nothing)
    }

    fn watch(&mut self, args: WatchArgs) -> Result<Reply> {
        let path = self.context.path(&args.path)?;
        let set = async {
            let client = self.context.client().await?;
            watch::set(&client, &path, args.add_mode())
                .await
                .map_err(|e| self.context.failure("watch", &path, e))
        };
        let stream = crate::block_on(self.runtime, Host::Shell, set)?;
        let limits = watch::Limits { count: args.count, duration: args.duration };
        let shown = crate::sanitise::line(&path).into_owned();
        let number =
            self.watches.follow(path, args.recursive, stream, limits, self.runtime.handle(), &self.announcer);
        self.context.note(format_args!("[{number}] watching {shown}; `unwatch {number}` ends"));
        Ok(Reply::Nothing)
    }

    fn unwatch(&mut self, which: Option<&str>) -> Result<Reply> {
        let resolved = which.map(|w| crate::parse::resolve_path(&self.context.cwd, w)).unwrap_or_default();
        let before = self.watches.rows().len();
        let paths = self.watches.end(which, &resolved);
        let ended = before - self.watches.rows().len();
        if ended == 0 {
            let what = which.map_or("no watch is set".to_owned(), |w| format!("there is no watch `{w}`"));
            return Err(Failure::new(Exit::NotFound, "NoWatcher", what).hint("`watches` lists them"));
        }
        let Some(client) = self.context.current().cloned() else { return Ok(Reply::Nothing) };
        crate::block_on_quietly(self.runtime, async move {
            for path in paths {
                // The stream has ended on this side; that the server forgets it too is a courtesy.
                let _ = client.remove_watches(&path, WatcherType::Any).await;
            }
        });
        self.context.note(format_args!("{ended} {} ended", if ended == 1 { "watch" } else { "watches" }));
        Ok(Reply::Nothing)
    }

    fn connect(&mut self, hosts: Option<String>) -> Result<Reply> {
        self.watches.end(None, "");
        if hosts.is_some() {
            self.name = None;
        }
        let client = crate::block_on(self.runtime, Host::Shell, self.context.reconnect(hosts))?;
        self.context.note(format_args!(
            "connected to {}, session {}",
            crate::sanitise::line(self.context.hosts()),
            client.session_id()
        ));
        Ok(Reply::Nothing)
    }

    fn history(&self, count: usize) -> Reply {
        let skip = self.lines.len().saturating_sub(count);
        let lines = self.lines.iter().enumerate().skip(skip).map(|(n, l)| (n + 1, l.clone())).collect();
        Reply::Lines { key: "history", lines }
    }
}

/// What zkCli's `-w` asks to be told about, once.
fn watched(verb: &Verb) -> Vec<String> {
    match verb {
        Verb::Ls(args) if args.watch => vec![args.path.clone().unwrap_or_default()],
        Verb::Get(args) if args.watch => args.paths.clone(),
        Verb::Stat(args) if args.watch => args.paths.clone(),
        _ => Vec::new(),
    }
}

fn no_node(path: &str) -> zk_client::Error {
    zk_client::Error::Server {
        code: zk_proto::ErrorCode::NoNode,
        path: path.to_owned(),
        zxid: zk_proto::Zxid::ZERO,
    }
}
