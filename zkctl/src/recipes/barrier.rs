//! `barrier`: enter and leave with others, or wait for a node to go.

use std::process::ExitCode;
use std::time::Duration;

use zk_recipes::Error;
use zk_recipes::barrier::{self, DoubleBarrier};

use super::args::{BarrierWaitArgs, EnterArgs};
use super::child::{Ended, Job};
use super::signals::{Signals, cut_short};
use super::{deadline, failure, identity, node_path, patient_client, tell};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Result;
use crate::reply::Reply;

/// Comes, runs the command when enough have come, leaves when all are done.
pub async fn enter(args: EnterArgs, context: &mut Context, signals: &mut Signals) -> Result<ExitCode> {
    let until = deadline(args.wait);
    let path = node_path(context, &args.path)?;
    let client = patient_client(context).await?;
    let id = identity(args.id);
    let (layout, members) = (args.layout.into(), args.members);
    let barrier = DoubleBarrier { path: &path, layout, members, data: Some(id.as_bytes()) };
    let late = if args.command.is_empty() { Exit::TimedOut } else { Exit::WaitedTooLong };
    let waiting = |here: usize| tell(context, format_args!("{here} of {members} have come"));
    let member = tokio::select! {
        member = barrier.enter(&client, until, waiting) => {
            member.map_err(|e| failure(context, "enter", &path, e, late))?
        }
        signal = signals.next() => return Err(cut_short(signal)),
    };
    if args.command.is_empty() {
        return nothing_to_say(context);
    }
    let variables =
        [("ZKD_PATH", member.path().to_owned()), ("ZKD_SESSION", client.session_id().to_string())];
    let mut job = Job::start(&args.command, &variables)?;
    let ended = job.run(std::future::pending(), |_| Duration::ZERO, signals).await?;
    let waiting = |left: usize| tell(context, format_args!("{left} are still inside"));
    tokio::select! {
        left = barrier.leave(&client, Some(member), deadline(args.wait), waiting) => {
            match left {
                Err(e @ Error::TimedOut) => return Err(failure(context, "leave", &path, e, late)),
                // We are out: our node goes with the session. The command's code says more.
                Err(e) => tell(context, format_args!("note: {}", failure(context, "leave", &path, e, late).message())),
                Ok(()) => {}
            }
        }
        signal = signals.next() => return Err(cut_short(signal)),
    }
    match ended {
        Ended::Exited(code) => Ok(ExitCode::from(code)),
        // Nothing is held that could be lost.
        Ended::Stopped(_) => Ok(ExitCode::from(Exit::LockLost.code())),
    }
}

/// Closes the door and waits until all have left.
pub async fn leave(args: BarrierWaitArgs, context: &mut Context) -> Result<ExitCode> {
    let until = deadline(args.wait);
    let path = node_path(context, &args.path)?;
    let client = patient_client(context).await?;
    let barrier = DoubleBarrier { path: &path, layout: zk_recipes::Layout::Curator, members: 0, data: None };
    let waiting = |left: usize| tell(context, format_args!("{left} are still inside"));
    let left = barrier.leave(&client, None, until, waiting).await;
    left.map_err(|e| failure(context, "leave", &path, e, Exit::TimedOut))?;
    nothing_to_say(context)
}

/// Waits until the node is gone.
pub async fn wait(args: BarrierWaitArgs, context: &mut Context) -> Result<ExitCode> {
    let until = deadline(args.wait);
    let path = node_path(context, &args.path)?;
    let client = patient_client(context).await?;
    let gone = barrier::wait(&client, &path, until).await;
    gone.map_err(|e| failure(context, "wait for", &path, e, Exit::TimedOut))?;
    nothing_to_say(context)
}

fn nothing_to_say(context: &mut Context) -> Result<ExitCode> {
    if context.out.is_json() {
        context.out.show(&Reply::Nothing)?;
    }
    Ok(ExitCode::SUCCESS)
}
