//! The shell: reads lines from a terminal or a pipe and runs them with the program's own commands. An error
//! never ends an interactive shell; from a pipe, the first one does, and gives its exit code.

pub mod announcer;
mod block;
pub mod completer;
mod edit;
mod execute;
mod held;
mod helper;
mod history;
mod listing;
mod prompt;
mod recipes;
mod session;
mod target;
pub mod tokenizer;
mod verbs;
mod watches;

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::time::Instant;

use tokio::runtime::Runtime;
use tokio::sync::watch;
use zk_proto::SessionId;

use crate::Host;
use crate::args::{ConnectArgs, Format, LineArgs};
use crate::commands::multi::Plan;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::zkcli::Wording;
use announcer::Announcer;
use held::Holdings;
use history::History;
pub use history::MAX_LINES;
use prompt::Template;
pub use prompt::target;
pub use verbs::refuse_watch;
use watches::Watches;

/// Longest line of a script.
const MAX_LINE_BYTES: u64 = 64 << 20;

/// How deep files of commands may name each other.
const MAX_DEPTH: usize = 16;

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
    /// What is held: locks and the like.
    held: Holdings,
    /// Outside a terminal: what happens to that is said here.
    talk: Option<Announcer>,
    last_cwd: String,
    /// Whom it talked to before the last change of profile.
    last_servers: Option<ConnectArgs>,
    history: History,
    template: Template,
    /// Operations that wait for `commit`.
    block: Option<Plan>,
    /// `close` was the last word about the session.
    is_closed: bool,
    /// Files of commands that are being run.
    depth: usize,
    /// The session whose changes are being announced.
    observed: SessionId,
    role: watch::Receiver<Option<String>>,
}

/// Whether the shell goes on.
#[derive(PartialEq)]
enum Flow {
    Continue,
    Quit,
    /// As SIGTERM wants it.
    Terminate,
}

impl<'a> Shell<'a> {
    pub fn new(
        runtime: &'a Runtime,
        mut context: Context,
        base: LineArgs,
        name: Option<&'static str>,
    ) -> Self {
        context.in_shell = true;
        let wording = if base.output == Some(Format::Zkcli) { Wording::Zkcli } else { Wording::Own };
        Shell {
            runtime,
            context,
            base,
            name,
            interactive: false,
            watches: Watches::new(wording),
            announcer: Announcer::default(),
            held: Holdings::default(),
            talk: None,
            last_cwd: "/".into(),
            last_servers: None,
            history: History::default(),
            template: Template::default(),
            block: None,
            is_closed: false,
            depth: 0,
            observed: SessionId::NONE,
            role: watch::channel(None).1,
        }
    }

    /// Runs on a terminal if there is one, otherwise on the lines of stdin.
    pub fn run(self) -> Exit {
        if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
            self.interactive()
        } else {
            self.script(None)
        }
    }

    /// Runs the lines of a file.
    pub fn run_file(self, file: &Path) -> Exit {
        if file == Path::new("-") { self.script(None) } else { self.script(Some(file)) }
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
            Ok(exit) => exit,
            Err(error) => {
                crate::report(&Failure::new(Exit::Unexpected, "Terminal", error.to_string()), Format::Plain)
            }
        }
    }

    /// Runs the lines of stdin or of a file up to the first that fails.
    fn script(mut self, file: Option<&Path>) -> Exit {
        self.announcer = Announcer::start(|text| {
            let _ = std::io::stdout().write_all(text.as_bytes());
        });
        self.announcer.at_prompt();
        let result = match file {
            Some(file) => self.file(file),
            None => self.lines(BufReader::new(std::io::stdin()), None),
        };
        let result = match result {
            Ok(_) if self.block.is_some() => {
                Err(Failure::usage("the multi was not sent: `commit` is missing"))
            }
            other => other,
        };
        self.context.note_outcome(&result);
        let exit = match result {
            Ok(_) => Exit::Ok,
            Err(failure) => crate::report(&failure, self.context.out.format()),
        };
        crate::block_on_quietly(self.runtime, self.context.disconnect());
        exit
    }

    /// Runs a file of commands inside the shell.
    fn file(&mut self, file: &Path) -> Result<Flow> {
        if self.depth == MAX_DEPTH {
            return Err(Failure::usage(format!("{} files run each other", MAX_DEPTH)));
        }
        let name = file.display().to_string();
        let reader = File::open(file).map_err(|e| Failure::io(format_args!("cannot read {name}"), e))?;
        self.depth += 1;
        let result = self.lines(BufReader::new(reader), Some(&name));
        self.depth -= 1;
        result
    }

    /// Runs lines up to the first that fails, and says which it was.
    fn lines(&mut self, mut reader: impl BufRead, name: Option<&str>) -> Result<Flow> {
        let mut number = 0;
        loop {
            let mut bytes = Vec::new();
            number += 1;
            let read = reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes);
            let result = match read {
                Ok(0) => return Ok(Flow::Continue),
                Ok(_) => self.script_line(bytes),
                Err(e) => Err(Failure::io(format_args!("cannot read {}", name.unwrap_or("stdin")), e)),
            };
            match result {
                Ok(Flow::Continue) => {}
                Ok(other) => return Ok(other),
                // zkCli goes on behind an error.
                Err(failure) if self.is_zkcli() => {
                    crate::report(&failure, Format::Zkcli);
                }
                Err(failure) => {
                    let quiet =
                        failure.exit() == Exit::Ok || crate::output::is_json(self.context.out.format());
                    // Said behind the failure itself.
                    let exit = crate::report(&failure, self.context.out.format());
                    if !quiet {
                        let file =
                            name.map_or(String::new(), |name| format!(" of {}", crate::sanitise::line(name)));
                        self.context.note(format_args!("stopped at line {number}{file}"));
                    }
                    return Err(Failure::silent(exit));
                }
            }
        }
    }

    /// Whether it speaks as zkCli does.
    fn is_zkcli(&self) -> bool {
        self.base.output == Some(Format::Zkcli)
    }

    fn script_line(&mut self, mut bytes: Vec<u8>) -> Result<Flow> {
        while bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            bytes.pop();
        }
        if bytes.len() as u64 + 1 >= MAX_LINE_BYTES {
            return Err(Failure::usage(format!("a line is longer than {MAX_LINE_BYTES} bytes")));
        }
        let line = String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            Failure::usage(format!("the line is no UTF-8 from byte {} on", at + 1))
                .hint("write such bytes as $'\\xHH'")
        })?;
        self.history.begin(&line);
        let started = Instant::now();
        let result = self.execute(&line);
        self.history.end(&result, started.elapsed());
        result
    }
}
