//! Recipes in the shell: what they win is held by the shell's session until it is let go, or runs a command as they do
//! outside.

use zk_recipes::{Held, Kind};

use super::announcer::Announcer;
use super::held::{self, Thing};
use super::tokenizer::Target;
use super::{Flow, Shell};
use crate::departure::Heed;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::recipes::args::{BarrierCommand, BarrierWaitArgs, ElectArgs, EnterArgs, GroupCommand};
use crate::recipes::args::{GroupJoinArgs, LockArgs, Recipe};
use crate::recipes::{self, Signals, barrier, elect, group, lock};
use crate::reply::Reply;

const LOCK: &str = "lock";
const READ: &str = "read lock";
const WRITE: &str = "write lock";
const LEADERSHIP: &str = "leadership";
const MEMBERSHIP: &str = "membership";

/// Asked before the file is opened, which empties it.
///
/// # Errors
/// The output of a command of its own does not pass through the shell, which cannot send it elsewhere.
pub(super) fn check_target(recipe: &Recipe, target: &Target) -> Result<()> {
    if recipe.has_command() && !matches!(target, Target::Stdout) {
        return Err(Failure::usage("the output of a command behind `--` is its own")
            .hint("send it elsewhere inside: -- sh -c 'COMMAND > FILE'"));
    }
    Ok(())
}

impl Shell<'_> {
    /// Runs one.
    pub(super) fn recipe(&mut self, recipe: Recipe) -> Result<Flow> {
        let only_looks = matches!(&recipe, Recipe::Group(GroupCommand::Ls(_)))
            || matches!(&recipe, Recipe::Lock(args) if args.ls);
        if self.context.is_offline() && !only_looks {
            return Err(Failure::usage("--offline is for what reads a tree"));
        }
        crate::interrupt::clear();
        let _heed = Heed::begin(self.runtime.handle());
        let _entered = self.runtime.enter();
        let mut signals = Signals::catch()?;
        let queues = !matches!(&recipe, Recipe::Group(_) | Recipe::Barrier(BarrierCommand::Wait(_)))
            && !matches!(&recipe, Recipe::Elect(args) if args.listen);
        let result = match recipe {
            Recipe::Lock(args) if !args.ls => self.lock(args, &mut signals),
            Recipe::Elect(args) if !args.listen && args.command.is_empty() => self.elect(&args, &mut signals),
            Recipe::Barrier(BarrierCommand::Enter(args)) if args.command.is_empty() => {
                self.enter(&args, &mut signals)
            }
            Recipe::Barrier(BarrierCommand::Leave(args)) => self.leave(args, &mut signals),
            Recipe::Group(GroupCommand::Join(args)) if args.command.is_empty() => {
                self.join(&args, &mut signals)
            }
            other => self.run_recipe(other, &mut signals),
        };
        let ended = self.context.out.end();
        // Whoever sent the signal wants the shell to end, too, whatever the recipe made of it.
        if signals.want_end() {
            return Err(Failure::silent(Exit::Terminated));
        }
        result.map_err(|f| match f.exit() {
            Exit::Interrupted if queues && f.is_quiet() => {
                Failure::new(Exit::Interrupted, "Interrupted", "interrupted; our place is given back")
            }
            _ => f,
        })?;
        ended?;
        Ok(Flow::Continue)
    }

    /// As outside the shell, in its session.
    fn run_recipe(&mut self, recipe: Recipe, signals: &mut Signals) -> Result<()> {
        let run = recipes::dispatch(recipe, &mut self.context, signals);
        match self.runtime.block_on(run)? {
            0 => Ok(()),
            code => {
                let said = format!("the command ended with exit code {code}");
                Err(Failure::new(Exit::Unexpected, "Command", said))
            }
        }
    }

    fn lock(&mut self, args: LockArgs, signals: &mut Signals) -> Result<()> {
        let path = recipes::node_path(&self.context, &args.path)?;
        let (kind, excluded): (_, &[&str]) = match args.kind() {
            _ if args.permits.is_some() => ("permit", &[]),
            Kind::Read => (READ, &[LOCK, WRITE]),
            Kind::Write => (WRITE, &[LOCK, READ, WRITE]),
            Kind::Mutex | Kind::Latch => (LOCK, &[LOCK, READ, WRITE]),
        };
        self.refuse_deadlock(&path, excluded)?;
        if !args.command.is_empty() {
            return self.run_recipe(Recipe::Lock(args), signals);
        }
        let held = self.runtime.block_on(lock::win(&args, &path, &mut self.context, signals))?;
        self.hold(kind, path, held)
    }

    fn elect(&mut self, args: &ElectArgs, signals: &mut Signals) -> Result<()> {
        let path = recipes::node_path(&self.context, &args.path)?;
        self.refuse_deadlock(&path, &[LEADERSHIP])?;
        let id = recipes::identity(args.id.clone());
        let held = self.runtime.block_on(elect::win(args, &path, &id, &mut self.context, signals))?;
        self.hold(LEADERSHIP, path, held)
    }

    fn enter(&mut self, args: &EnterArgs, signals: &mut Signals) -> Result<()> {
        let path = recipes::node_path(&self.context, &args.path)?;
        let member = self.runtime.block_on(barrier::come(args, &path, &mut self.context, signals))?;
        let number = self.held.stay(&path, member);
        self.mourn();
        self.say_held(number, "barrier", &path, "`barrier leave` waits for the others");
        Ok(())
    }

    fn leave(&mut self, args: BarrierWaitArgs, signals: &mut Signals) -> Result<()> {
        let path = recipes::node_path(&self.context, &args.path)?;
        let member = self.held.member(&path);
        let left = barrier::leave(args, member, &mut self.context);
        self.runtime.block_on(recipes::interruptible(left, signals))
    }

    fn join(&mut self, args: &GroupJoinArgs, signals: &mut Signals) -> Result<()> {
        let path = recipes::node_path(&self.context, &args.group.path)?;
        let id = recipes::identity(args.id.clone());
        if let Some((number, _)) = self.held.find(&path, &[MEMBERSHIP]) {
            let shown = crate::sanitise::line(&path).into_owned();
            let said = format!("this shell is a member of {shown} already");
            return Err(Failure::new(Exit::Precondition, "AlreadyHeld", said)
                .on(&path)
                .hint(format!("release {number}")));
        }
        let held = self.runtime.block_on(group::come(args, &path, &id, &mut self.context, signals))?;
        self.hold(MEMBERSHIP, path, held)
    }

    /// What this shell holds already it would wait for in vain.
    fn refuse_deadlock(&self, path: &str, kinds: &[&str]) -> Result<()> {
        let Some((number, thing)) = self.held.find(path, kinds) else { return Ok(()) };
        let said = format!("this shell holds the {} itself, and would wait for ever", thing.text());
        Err(Failure::new(Exit::Precondition, "AlreadyHeld", said).on(path).hint(format!("release {number}")))
    }

    fn hold(&mut self, kind: &'static str, path: String, held: Held) -> Result<()> {
        let fence = format!("fence {}", held.fence());
        let thing = Thing { kind, path: path.clone() };
        let talk = self.talk();
        let number = self.held.hold(thing, held, self.runtime.handle(), talk);
        self.mourn();
        self.say_held(number, kind, &path, &fence);
        Ok(())
    }

    fn say_held(&self, number: u32, kind: &str, path: &str, more: &str) {
        let path = crate::sanitise::line(path);
        self.context.note(format_args!("[{number}] {kind} {path}: {more}; `release {number}` lets go"));
    }

    /// Where to say what happens to what is held: above the input line, or on stderr.
    fn talk(&mut self) -> Announcer {
        if self.interactive {
            return self.announcer.clone();
        }
        let start = || {
            let talk = Announcer::start(|text| crate::say(text.trim_end()));
            talk.at_prompt();
            talk
        };
        self.talk.get_or_insert_with(start).clone()
    }

    /// On a terminal the session is watched by somebody else.
    fn mourn(&mut self) {
        let Some(client) = self.context.current().filter(|_| !self.interactive).cloned() else { return };
        if self.observed != client.session_id() {
            self.observed = client.session_id();
            let talk = self.talk();
            self.runtime.spawn(held::mourn(client, self.held.list(), talk));
        }
    }

    pub(super) fn holdings(&self) -> Reply {
        Reply::Report(self.held.report())
    }

    pub(super) fn release(&mut self, which: Option<&str>) -> Result<Reply> {
        let resolved = which.map(|w| crate::parse::resolve_path(&self.context.cwd, w)).unwrap_or_default();
        let ended = self.runtime.block_on(self.held.release(which, &resolved));
        if ended.is_empty() {
            let what = which.map_or("this shell holds nothing".to_owned(), |w| {
                format!("this shell holds no `{}`", crate::sanitise::line(w))
            });
            return Err(Failure::new(Exit::NotFound, "NotHeld", what).hint("`held` lists what it holds"));
        }
        for (thing, result) in ended {
            match result {
                Ok(()) => self.context.note(format_args!("released the {}", thing.text())),
                Err(zk_recipes::Error::TimedOut) => self.context.warn(format_args!(
                    "note: nobody answered: the {} is let go when a server does, or with the session",
                    thing.text()
                )),
                Err(error) => self.context.warn(format_args!(
                    "note: the {} goes with the session: {}",
                    thing.text(),
                    crate::sanitise::line(&error.to_string())
                )),
            }
        }
        Ok(Reply::Nothing)
    }

    /// The session is about to end: says what goes with it.
    pub(super) fn forget_held(&mut self) {
        let names = self.held.forget();
        if !names.is_empty() {
            self.context.note(format_args!("with the session goes the {}", names.join(", the ")));
        }
    }

    /// A script whose lock was taken away does not go on.
    pub(super) fn refuse_lost(&mut self) -> Result<()> {
        if self.interactive {
            return Ok(());
        }
        let Some(thing) = self.held.take_lost() else { return Ok(()) };
        let said = format!("lost the {}: somebody deleted our node", thing.text());
        Err(Failure::new(Exit::LockLost, "NodeDeleted", said).on(&thing.path))
    }
}
