//! The shell on a terminal: the line editor, the prompt, what is said above it.

use std::time::{Duration, Instant};

use clap::CommandFactory;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{ColorMode, CompletionType, Config, Editor, ExternalPrinter};
use tokio::sync::watch;
use zk_client::SessionState;

use super::announcer::Announcer;
use super::helper::ShellHelper;
use super::listing::LiveListing;
use super::prompt::{self, Health, Look, Template};
use super::session::Observer;
use super::{Flow, Shell, history, tokenizer};
use crate::args::ShellLine;
use crate::exit::Exit;

/// How long the first prompt of a session waits for the server to say what it is.
const ROLE_PATIENCE: Duration = Duration::from_millis(250);

type ShellEditor = Editor<ShellHelper<LiveListing>, FileHistory>;

impl Shell<'_> {
    pub(super) fn editor(&mut self) -> rustyline::Result<ShellEditor> {
        let color = crate::output::wants_color(self.context.connect_args().color, true);
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .max_history_size(self.context.history_lines())?
            .history_ignore_dups(true)?
            .history_ignore_space(true)
            .bracketed_paste(true)
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

    pub(super) fn edit(&mut self, mut editor: ShellEditor) -> rustyline::Result<Exit> {
        let file = (self.context.history_lines() > 0).then(history::file).flatten();
        if let Some(file) = &file {
            // There is none at the first start.
            let _ = editor.load_history(file);
            self.history.load(editor.history().iter().cloned());
        }
        if let Some(text) = std::env::var("ZKD_PROMPT").ok().filter(|t| !t.is_empty()) {
            match Template::parse(&text) {
                Ok(template) => self.template = template,
                Err(why) => crate::say(format_args!("ZKD_PROMPT: {}", crate::sanitise::line(&why))),
            }
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
            let line = editor.readline(&prompt::prompt(&self.template, &self.look(), color));
            self.announcer.away();
            match line {
                Ok(line) => {
                    if !history::is_private(&line)
                        && editor.add_history_entry(&line)?
                        && let Some(file) = &file
                    {
                        // A full disk must not end the shell.
                        let _ = editor.append_history(file);
                    }
                    match self.typed(&line) {
                        Flow::Continue => {}
                        Flow::Quit => return Ok(Exit::Ok),
                        Flow::Terminate => return Ok(Exit::Terminated),
                    }
                }
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(Exit::Ok),
                Err(error) => return Err(error),
            }
        }
    }

    fn look(&self) -> Look {
        let client = self.context.current();
        let chroot = self.context.servers().map(|s| s.chroot().to_owned()).unwrap_or_default();
        Look {
            profile: match self.name {
                Some(name) => name.to_owned(),
                None => self.context.label(),
            },
            host: client.and_then(zk_client::Client::session).map_or(String::new(), |s| s.server.to_string()),
            role: self.role.borrow().clone().unwrap_or_default(),
            health: health(client.map(zk_client::Client::state)),
            protected: false,
            tint: self.context.profile().color.clone(),
            chroot,
            cwd: self.context.cwd.clone(),
            zxid: client.map_or(String::new(), |c| c.last_zxid().to_string()),
            exit: self.history.last_exit(),
            number: self.history.count() + 1,
            multi: self.block.as_ref().map(crate::commands::multi::Plan::count),
        }
    }

    /// Announces what happens to a session from its first prompt on.
    fn observe(&mut self) {
        let Some(client) = self.context.current().cloned() else { return };
        let session = client.session_id();
        if session == self.observed {
            return;
        }
        self.observed = session;
        let (role, mut told) = watch::channel(None);
        self.role = told.clone();
        let observer = Observer {
            client,
            announcer: self.announcer.clone(),
            ephemerals: self.context.ephemerals.clone(),
            watches: self.watches.list(),
            held: self.held.list(),
            role,
            asks: !self.context.profile().no_four_letter,
        };
        self.runtime.spawn(observer.run());
        self.runtime.block_on(async {
            let _ = tokio::time::timeout(ROLE_PATIENCE, told.wait_for(Option::is_some)).await;
        });
    }

    /// Runs what was typed, or pasted: several lines one after the other, up to the first that fails.
    fn typed(&mut self, text: &str) -> Flow {
        for line in tokenizer::lines(text) {
            match self.typed_line(line) {
                Some(Flow::Continue) => {}
                Some(other) => return other,
                None => return Flow::Continue,
            }
        }
        Flow::Continue
    }

    /// Runs one line; errors are told, and give nothing.
    fn typed_line(&mut self, line: &str) -> Option<Flow> {
        self.history.begin(line);
        let started = Instant::now();
        let result = self.execute(line);
        self.history.end(&result, started.elapsed());
        match result {
            Ok(flow) => Some(flow),
            Err(failure) if failure.exit() == Exit::Terminated => Some(Flow::Terminate),
            Err(failure) => {
                if failure.exit() == Exit::Interrupted {
                    // Behind the terminal's ^C, so that the prompt does not wipe the line.
                    crate::say("");
                }
                crate::report(&failure, self.context.out.format());
                None
            }
        }
    }
}

fn health(state: Option<SessionState>) -> Health {
    match state {
        Some(SessionState::Connected { read_only: false, .. }) => Health::Connected,
        Some(SessionState::Connected { read_only: true, .. }) => Health::ReadOnly,
        Some(SessionState::Connecting | SessionState::Disconnected) => Health::Reconnecting,
        Some(SessionState::Expired) => Health::Expired,
        Some(SessionState::AuthFailed | SessionState::Closed) | None => Health::Closed,
    }
}
