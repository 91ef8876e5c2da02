//! One line of the shell: split, parsed, run, its output sent where the line says.

use std::ffi::OsString;

use clap::CommandFactory;

use super::target::Open;
use super::tokenizer::{self, Parsed};
use super::{Flow, Shell};
use crate::args::{InShell, LineArgs, ShellLine, Verb};
use crate::examples;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::recipes;
use crate::reply::Reply;
use crate::zkcli;
use crate::zkcli_args::ZkcliVerb;

impl Shell<'_> {
    pub(super) fn execute(&mut self, text: &str) -> Result<Flow> {
        let Parsed { line, target } = tokenizer::parse(text).map_err(Failure::usage)?;
        if line.open.is_some() {
            return Err(Failure::usage("a quote is not closed"));
        }
        let words: Vec<&str> = line.texts().collect();
        if words.is_empty() {
            return Ok(Flow::Continue);
        }
        self.context.with_line(&LineArgs::default(), &self.base);
        crate::interrupt::limit_line(None);
        self.refuse_lost()?;
        match words.as_slice() {
            _ if self.block.is_some() => return self.block_line(&line),
            ["multi"] => return self.open_block(),
            // The rest of the line is run as it stands, its quotes and its `|` included.
            ["repeat", count, _, ..] => {
                if let Ok(count) = count.parse() {
                    let rest = line
                        .words
                        .get(2)
                        .and_then(|w| text.get(w.span.start..))
                        .unwrap_or_default()
                        .to_owned();
                    return self.repeat(count, &rest);
                }
            }
            _ => {}
        }
        let words = recipes::limit::rename(ShellLine::command, zkcli::verb_words(line.arguments()));
        let parsed = match self.parse(&words) {
            Ok(parsed) => parsed,
            Err(e) if !e.use_stderr() => return self.help_text(&e),
            Err(e) => return Err(crate::clap_failure(&e)),
        };
        self.context.with_line(&parsed.line, &self.base);
        parsed.line.check()?;
        // That of the program is for a script as a whole, and on a terminal for each line.
        let usual = self.base.deadline.filter(|_| self.interactive);
        crate::interrupt::limit_line(parsed.line.deadline.or(usual));
        if self.is_zkcli() && self.is_closed && matches!(parsed.command, InShell::Verb(_)) {
            return Err(Failure::new(Exit::SessionLost, "Closed", "Not connected"));
        }
        let is_watch =
            matches!(parsed.command, InShell::Verb(Verb::Watch(_) | Verb::Zkcli(ZkcliVerb::AddWatch(_))));
        if line.background && !is_watch {
            return Err(
                Failure::usage("only `watch` can run in the background").hint("quote the & to mean the sign")
            );
        }
        if let InShell::Recipe(recipe) = &parsed.command {
            super::recipes::check_target(recipe, &target)?;
        }
        let open = Open::new(&target, &parsed.line, &self.base, &mut self.context)?;
        let done = self.command(parsed.command, line.background, matches!(open, Open::Stdout));
        let closed = open.close(&parsed.line, &self.base, &mut self.context);
        let done = match done {
            // A command that streamed has said what it had to say; one whose reader left has nobody to say it to.
            Err(failure) if failure.is_quiet() && failure.exit() == Exit::Ok => Ok(Flow::Continue),
            other => other,
        };
        done.and_then(|flow| match closed {
            Err(failure) if failure.is_quiet() && failure.exit() == Exit::Ok => Ok(flow),
            other => other.map(|()| flow),
        })
    }

    /// Parses the words; one that is no command may be an alias of the configuration file.
    fn parse(&self, words: &[OsString]) -> std::result::Result<ShellLine, clap::Error> {
        let parse = |words: &[OsString]| crate::parse_words::<ShellLine>(examples::shell_line(), words);
        match parse(words) {
            Err(error) => match crate::alias::expand_line(words, &error, self.context.connect_args()) {
                Some(expanded) => parse(&expanded),
                None => Err(error),
            },
            parsed => parsed,
        }
    }

    fn help_text(&mut self, error: &clap::Error) -> Result<Flow> {
        let text = error.render();
        let text = if self.paint().color { text.ansi().to_string() } else { text.to_string() };
        if self.context.out.is_json() {
            self.context.out.show(&Reply::Text { key: "help", text })?;
            return Ok(Flow::Continue);
        }
        self.context.out.raw(&text)?;
        self.context.out.end()?;
        Ok(Flow::Continue)
    }

    fn repeat(&mut self, count: u32, rest: &str) -> Result<Flow> {
        for _ in 0..count {
            match self.execute(rest)? {
                Flow::Continue => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Continue)
    }

    /// `to_stdout`: the output is not sent elsewhere; a watch that is goes on in the foreground.
    fn command(&mut self, command: InShell, background: bool, to_stdout: bool) -> Result<Flow> {
        let follows = (self.interactive && to_stdout) || background;
        let reply = match command {
            InShell::Verb(Verb::Watch(args)) if follows && args.is_plain() => self.watch(&args)?,
            InShell::Verb(Verb::Zkcli(ZkcliVerb::AddWatch(args))) if follows || to_stdout => {
                self.watch(&args.into())?
            }
            InShell::Verb(verb) => {
                self.verb(verb)?;
                return Ok(Flow::Continue);
            }
            InShell::Recipe(recipe) => return self.recipe(recipe),
            InShell::Held => self.holdings(),
            InShell::Release { which } => self.release(which.as_deref())?,
            InShell::Cd { path } => self.cd(&path)?,
            InShell::Clear => {
                if self.context.out.paint().terminal {
                    self.context.out.raw("\x1b[H\x1b[2J\x1b[3J")?;
                }
                Reply::Nothing
            }
            InShell::Pwd => Reply::Text { key: "cwd", text: self.context.cwd.clone() },
            InShell::Watches => Reply::Watches(self.watches.rows()),
            InShell::Unwatch { which } => self.unwatch(which.as_deref())?,
            InShell::RemoveWatches(args) => self.remove_watches(&args)?,
            InShell::Printwatches { whether } => self.printwatches(whether),
            InShell::Connect { hosts } => self.connect(hosts)?,
            InShell::Profile(command) => self.profile(command)?,
            InShell::Close => self.close(),
            InShell::History(args) => self.history.report(args.count, args.failed),
            InShell::Redo { number } => return self.redo(number),
            InShell::Repeat { .. } => return Err(Failure::usage("repeat takes a number and a command")),
            InShell::Run(args) => return self.file(&args.file),
            InShell::Prompt { template } => self.set_prompt(template.as_deref())?,
            InShell::Quit => return Ok(Flow::Quit),
            InShell::Help(args) => return self.help(&args.words()),
        };
        self.show(&reply)?;
        Ok(Flow::Continue)
    }
}
