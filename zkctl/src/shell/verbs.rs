//! The commands that only a shell has, and what a shell adds to the others.

use zk_client::WatcherType;

use super::prompt::Template;
use super::watches::{Mode, Source};
use super::{Flow, Shell};
use crate::Host;
use crate::args::Verb;
use crate::commands::{self, watch};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::profile::{self, args::ProfileCommand};
use crate::reply::Reply;
use crate::shell_args::Switch;
use crate::watch_args::WatchArgs;
use crate::zkcli_args::{RemoveWatchesArgs, ZkcliVerb};

/// The node that holds the ensemble's configuration.
const CONFIG_PATH: &str = "/zookeeper/config";

impl Shell<'_> {
    pub(super) fn verb(&mut self, verb: Verb) -> Result<()> {
        let watched = watched(&verb);
        let result = crate::block_on(self.runtime, Host::Shell, commands::run(verb, &mut self.context));
        // A stream that was cut off is closed, so that what was printed is whole.
        let ended = self.context.out.end();
        for (typed, mode) in watched {
            // As in zkCli, a node that is not there can be waited for.
            let missing = result.as_ref().is_err_and(|f| f.exit() == Exit::NotFound);
            match (mode, missing) {
                (Mode::Exists, _) => self.watch_once(&typed, mode)?,
                (_, false) if is_done(&result) => self.watch_once(&typed, mode)?,
                _ => {}
            }
        }
        result?;
        ended?;
        Ok(())
    }

    /// A watch that fires once, of the kind that zkCli's `-w` sets.
    fn watch_once(&mut self, typed: &str, mode: Mode) -> Result<()> {
        let path = self.context.path(typed)?;
        let set = async {
            let client = self.context.client().await?;
            let set = match mode {
                Mode::Children => client.get_children_watch(&path).await.map(|(_, w)| w),
                Mode::Exists => client.exists_watch(&path).await.map(|(_, w)| w),
                _ => client.get_data_watch(&path).await.map(|(_, w)| w),
            };
            set.map_err(|e| self.context.failure("watch", &path, e))
        };
        let watcher = crate::block_on(self.runtime, Host::Shell, set)?;
        self.follow(path, mode, Source::Once(watcher));
        Ok(())
    }

    pub(super) fn watch(&mut self, args: &WatchArgs) -> Result<Reply> {
        let path = self.context.path(&args.path)?;
        let set = async {
            let client = self.context.client().await?;
            watch::set(&client, &path, args.add_mode())
                .await
                .map_err(|e| self.context.failure("watch", &path, e))
        };
        let stream = crate::block_on(self.runtime, Host::Shell, set)?;
        let limits = watch::Limits { count: args.count, duration: args.duration };
        let mode = if args.recursive { Mode::Recursive } else { Mode::Node };
        self.follow(path, mode, Source::Stream(stream, limits));
        Ok(Reply::Nothing)
    }

    fn follow(&mut self, path: String, mode: Mode, source: Source) {
        let shown = crate::sanitise::line(&path).into_owned();
        let number = self.watches.follow(path, mode, source, self.runtime.handle(), &self.announcer);
        self.context.note(format_args!("[{number}] watching {shown}; `unwatch {number}` ends"));
    }

    pub(super) fn unwatch(&mut self, which: Option<&str>) -> Result<Reply> {
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

    pub(super) fn remove_watches(&mut self, args: &RemoveWatchesArgs) -> Result<Reply> {
        let (path, kind) = (self.context.path(&args.path)?, args.kind());
        let asked = self.context.read("remove watches of", &path, |c| c.remove_watches(&path, kind));
        let removed = crate::block_on(self.runtime, Host::Shell, asked);
        match removed {
            // Their receiving ends finish, and say so.
            Ok(_) => return Ok(Reply::Nothing),
            Err(failure) if args.local && failure.code() != "NoWatcher" => {
                self.context.note(format_args!("removed here only: {}", failure.message()));
            }
            Err(failure) => return Err(failure),
        }
        self.watches.end_kind(&path, kind);
        Ok(Reply::Nothing)
    }

    pub(super) fn printwatches(&self, whether: Option<Switch>) -> Reply {
        match whether {
            Some(switch) => {
                self.watches.set_printed(switch == Switch::On);
                Reply::Nothing
            }
            None => {
                let text =
                    if self.watches.is_printed() { "printwatches is on" } else { "printwatches is off" };
                Reply::Text { key: "printwatches", text: text.into() }
            }
        }
    }

    pub(super) fn cd(&mut self, typed: &str) -> Result<Reply> {
        let path = if typed == "-" { self.last_cwd.clone() } else { self.context.path(typed)? };
        let found = crate::block_on(
            self.runtime,
            Host::Shell,
            self.context.read("enter", &path, |c| c.exists(&path)),
        )?;
        if found.is_none() {
            return Err(self.context.failure("enter", &path, commands::walk::no_node(&path)));
        }
        self.last_cwd = std::mem::replace(&mut self.context.cwd, path);
        Ok(Reply::Nothing)
    }

    pub(super) fn connect(&mut self, hosts: Option<String>) -> Result<Reply> {
        self.watches.end(None, "");
        self.forget_held();
        if hosts.is_some() {
            self.name = None;
        }
        self.context.ephemerals.take();
        self.is_closed = false;
        let client = crate::block_on(self.runtime, Host::Shell, self.context.reconnect(hosts))?;
        self.context.note(format_args!(
            "connected to {}, session {}",
            crate::sanitise::line(self.context.hosts()),
            client.session_id()
        ));
        Ok(Reply::Nothing)
    }

    /// In the shell a profile is used by this shell alone: what the file says is for the next ones.
    pub(super) fn profile(&mut self, command: ProfileCommand) -> Result<Reply> {
        let now = self.context.connect_args().clone();
        let next = match command {
            ProfileCommand::Use(name) if name.name != "-" => now.of_profile(name.name),
            ProfileCommand::Use(_) | ProfileCommand::Back => self.last_servers.clone().ok_or_else(|| {
                Failure::new(Exit::NotFound, "NoProfile", "this shell has talked to no others before")
                    .hint("profile ls")
            })?,
            other => {
                let run = profile::commands::run(other, &now, &self.base);
                return crate::block_on(self.runtime, Host::Shell, run);
            }
        };
        self.watches.end(None, "");
        self.forget_held();
        self.context.ephemerals.take();
        self.context.leave_for(next)?;
        self.last_servers = Some(now);
        (self.name, self.is_closed) = (None, false);
        "/".clone_into(&mut self.last_cwd);
        self.connect(None)
    }

    pub(super) fn close(&mut self) -> Reply {
        self.watches.end(None, "");
        self.forget_held();
        self.context.ephemerals.take();
        self.is_closed = true;
        crate::block_on_quietly(self.runtime, self.context.disconnect());
        self.context.note("session closed; the next command opens a new one");
        Reply::Nothing
    }

    /// Runs a line again. It stands in the history as `redo N`, so that its number stays what it was.
    pub(super) fn redo(&mut self, number: usize) -> Result<Flow> {
        // zkCli counts from 0.
        let number = number + usize::from(self.is_zkcli());
        let Some(line) = self.history.line(number).map(str::to_owned) else {
            let last = self.history.count();
            return Err(
                Failure::usage(format!("there is no line {number}, the last is {last}")).hint("history")
            );
        };
        let again = super::tokenizer::split(&line).texts().next().is_some_and(|word| word == "redo");
        if again {
            return Err(
                Failure::usage(format!("line {number} is a redo itself")).hint("name the line that it ran")
            );
        }
        self.context.note(crate::sanitise::line(&line));
        self.execute(&line)
    }

    pub(super) fn set_prompt(&mut self, template: Option<&str>) -> Result<Reply> {
        self.template = match template {
            Some(text) => Template::parse(text).map_err(Failure::usage)?,
            None => Template::default(),
        };
        Ok(Reply::Nothing)
    }

    pub(super) fn help(&mut self, topic: &[String]) -> Result<Flow> {
        let mut grammar = crate::examples::shell_line();
        grammar.build();
        let text = crate::help::text(&mut grammar, topic)?;
        if self.context.out.is_json() {
            self.context.out.show(&Reply::Text { key: "help", text })?;
            return Ok(Flow::Continue);
        }
        self.context.out.raw(&text)?;
        self.context.out.end()?;
        Ok(Flow::Continue)
    }
}

/// It worked, or has said what it had to say.
fn is_done(result: &Result<()>) -> bool {
    result.as_ref().map_or_else(|f| f.exit() == Exit::Ok, |()| true)
}

/// What zkCli's `-w` asks to be told about, once.
fn watched(verb: &Verb) -> Vec<(String, Mode)> {
    let all = |paths: &[String], mode| paths.iter().map(|p| (p.clone(), mode)).collect();
    match verb {
        Verb::Ls(args) if args.watch => vec![(args.path.clone().unwrap_or_default(), Mode::Children)],
        Verb::Get(args) if args.watch => all(&args.paths, Mode::Data),
        Verb::Stat(args) if args.watch => all(&args.paths, Mode::Exists),
        Verb::Zkcli(ZkcliVerb::GetConfig(args)) if args.watch => vec![(CONFIG_PATH.into(), Mode::Data)],
        _ => Vec::new(),
    }
}

/// A one-shot command has nobody to tell: its session ends with it.
pub fn refuse_watch(verb: &Verb) -> Result<()> {
    match watched(verb).is_empty() {
        true => Ok(()),
        false => Err(Failure::usage("-w tells in the shell; this command ends before anything can happen")
            .hint("`watch PATH` prints events as they come, `watch --count 1` waits for one")),
    }
}
