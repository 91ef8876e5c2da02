//! Locks, elections, barriers, queues, counters and groups on the command line. The recipes themselves are `zk-recipes`;
//! here are their arguments, the commands that run under them, and their exit codes.

pub mod args;
pub mod barrier;
mod child;
pub mod counter;
pub mod elect;
pub mod group;
pub mod limit;
pub mod lock;
mod made_args;
pub mod queue;
mod signals;

use std::process::ExitCode;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::time::Instant;
use zk_client::Client;
use zk_recipes::{Error, Held, Loss};

use crate::args::{ConnectArgs, LineArgs};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use args::{BarrierCommand, GroupCommand, Recipe};
use child::Ended;
pub use child::Job;
pub use signals::Signals;

/// How long letting go may take before it is left to the end of the session.
pub const RELEASE: Duration = Duration::from_secs(5);

/// Runs a recipe that minds signals itself, and closes the session: so that whatever it held is free at the end.
pub fn run(recipe: Recipe, connect: ConnectArgs, line: &LineArgs, runtime: &Runtime) -> Result<ExitCode> {
    let has_command = recipe.has_command();
    let result = Context::new(connect, line).and_then(|mut context| {
        let result = runtime.block_on(async {
            let mut signals = Signals::catch()?;
            dispatch(recipe, &mut context, &mut signals).await
        });
        // A stream that was cut off is closed, so that what was printed is whole.
        let ended = context.out.end().map_err(Failure::from);
        context.note_outcome(&result);
        runtime.block_on(context.disconnect());
        result.and_then(|code| ended.map(|()| ExitCode::from(code)))
    });
    // The command's own code could be any: that we failed before it started has a code of its own.
    let is_ours = |exit: Exit| (1..=15).contains(&exit.code());
    result.map_err(|f| match f.exit() {
        Exit::TimedOut if has_command && f.code() == "Deadline" => f.with_exit(Exit::WaitedTooLong),
        exit if has_command && is_ours(exit) => f.with_exit(Exit::NotStarted),
        _ => f,
    })
}

impl Recipe {
    /// Whether a command is to run under it.
    pub fn has_command(&self) -> bool {
        match self {
            Recipe::Lock(args) => !args.command.is_empty(),
            Recipe::Elect(args) => !args.command.is_empty(),
            Recipe::Barrier(BarrierCommand::Enter(args)) => !args.command.is_empty(),
            Recipe::Group(GroupCommand::Join(args)) => !args.command.is_empty(),
            _ => false,
        }
    }
}

/// Runs a recipe to its end; the exit code.
pub async fn dispatch(recipe: Recipe, context: &mut Context, signals: &mut Signals) -> Result<u8> {
    let done = match recipe {
        Recipe::Lock(args) if args.ls => interruptible(lock::list(args, context), signals).await,
        Recipe::Lock(args) => return lock::run(args, context, signals).await,
        Recipe::Elect(args) if args.listen => interruptible(elect::listen(args, context), signals).await,
        Recipe::Elect(args) => return elect::run(args, context, signals).await,
        Recipe::Barrier(BarrierCommand::Enter(args)) => return barrier::enter(args, context, signals).await,
        Recipe::Barrier(BarrierCommand::Leave(args)) => {
            interruptible(barrier::leave(args, None, context), signals).await
        }
        Recipe::Barrier(BarrierCommand::Wait(args)) => {
            interruptible(barrier::wait(args, context), signals).await
        }
        Recipe::Group(GroupCommand::Join(args)) => return group::join(args, context, signals).await,
        Recipe::Group(GroupCommand::Ls(args)) => interruptible(group::list(args, context), signals).await,
        Recipe::Group(GroupCommand::Watch(args)) => interruptible(group::watch(args, context), signals).await,
    };
    done.map(|()| Exit::Ok.code())
}

/// Work that a signal may cut short where it is.
pub async fn interruptible<T>(work: impl Future<Output = Result<T>>, signals: &mut Signals) -> Result<T> {
    tokio::select! {
        result = work => result,
        signal = signals.next() => Err(signals.cut_short(signal)),
    }
}

/// The session, whose requests wait as long as it takes: recipes have deadlines of their own.
pub async fn patient_client(context: &mut Context) -> Result<Client> {
    Ok(context.client().await?.with_request_timeout(None))
}

/// Chatter for people. With JSON, stderr is for the one document of a failure.
fn tell(context: &Context, text: impl std::fmt::Display) {
    if !context.out.is_json() {
        context.note(text);
    }
}

/// A path for a recipe's node, which cannot be the root.
pub fn node_path(context: &Context, typed: &str) -> Result<String> {
    match context.path(typed)?.as_str() {
        "/" => Err(Failure::usage("the root cannot be used for this: name a node below it").on("/")),
        path => Ok(path.to_owned()),
    }
}

/// What others see of us where the caller has not said it.
pub fn identity(given: Option<String>) -> String {
    given.unwrap_or_else(|| {
        let name = rustix::system::uname();
        format!("{}:{}", name.nodename().to_string_lossy(), std::process::id())
    })
}

/// When a wait that starts now is over.
fn deadline(timeout: Option<Duration>) -> Option<Instant> {
    timeout.map(|timeout| Instant::now() + timeout)
}

/// What a recipe's error means on the command line. `late` is the exit code for a wait that took too long.
fn failure(context: &Context, verb: &str, path: &str, error: Error, late: Exit) -> Failure {
    let what = crate::sanitise::line(path);
    match error {
        Error::Client(error) => context.failure(verb, path, error),
        Error::TimedOut => {
            Failure::new(late, "TimedOut", format!("cannot {verb} {what}: the time was up")).on(path)
        }
        Error::Permits { .. } => Failure::new(Exit::Precondition, "Permits", error.to_string())
            .on(path)
            .hint("everyone must say the same number; to change it, delete the node while nobody uses it"),
        Error::Foreign { .. } => Failure::new(Exit::Precondition, "Foreign", error.to_string())
            .on(path)
            .hint("try another --layout"),
        Error::Range { .. } => {
            Failure::new(Exit::Usage, "Range", format!("cannot {verb} {what}: {error}")).on(path)
        }
        Error::NodeGone { .. } => Failure::new(Exit::NotFound, "NodeGone", error.to_string()).on(path),
        Error::Overflow { .. } => Failure::new(Exit::Precondition, "Overflow", error.to_string())
            .on(path)
            .hint("delete the node while nobody uses it: the next one starts to count again"),
        other => Failure::new(Exit::Unexpected, "Unexpected", other.to_string()).on(path),
    }
}

/// Runs a command while something is held, then lets go of it.
async fn run_under(
    held: Held,
    path: &str,
    command: &[std::ffi::OsString],
    grace: Duration,
    context: &Context,
    signals: &mut Signals,
) -> Result<u8> {
    let variables = [
        ("ZKD_LOCK_PATH", path.to_owned()),
        ("ZKD_LOCK_NODE", held.path().to_owned()),
        ("ZKD_LOCK_FENCE", held.fence().to_string()),
        ("ZKD_SESSION", held.session().to_string()),
    ];
    let ended = match Job::start(command, &variables) {
        Ok(mut job) => {
            let stopping = held.stopping_time(grace);
            let graces = |loss| if loss == Loss::Unsure { stopping } else { grace };
            job.run(held.lost(stopping), graces, signals).await
        }
        Err(failure) => Err(failure),
    };
    match ended? {
        Ended::Exited(code) => {
            if let Err(error) = held.release(Some(Instant::now() + RELEASE)).await {
                tell(
                    context,
                    format_args!("note: {} goes with the session: {error}", crate::sanitise::line(path)),
                );
            }
            if signals.are_late() {
                let late = Failure::late();
                let said = format!("{}, and the command was stopped", late.message());
                return Err(late.say(said).with_exit(Exit::WaitedTooLong));
            }
            Ok(code)
        }
        Ended::Stopped(loss) => Err(lost(path, loss)),
    }
}

fn lost(path: &str, loss: Loss) -> Failure {
    let (code, why) = match loss {
        Loss::SessionExpired => ("SessionExpired", "the session has ended"),
        Loss::NodeDeleted => ("NodeDeleted", "somebody deleted our node"),
        Loss::Unsure => ("Unsure", "no server has answered for so long that the session may end"),
    };
    let path_text = crate::sanitise::line(path);
    Failure::new(Exit::LockLost, code, format!("lost {path_text}, the command was stopped: {why}")).on(path)
}
