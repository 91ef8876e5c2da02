//! `barrier`: enter and leave with others, or wait for a node to go.

use std::time::Duration;

use zk_recipes::Error;
use zk_recipes::barrier::{self, DoubleBarrier, Member};

use super::args::{BarrierWaitArgs, EnterArgs};
use super::child::{Ended, Job};
use super::signals::Signals;
use super::{deadline, failure, identity, node_path, patient_client, tell};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Result;
use crate::reply::Reply;

/// Comes, runs the command when enough have come, leaves when all are done.
pub async fn enter(args: EnterArgs, context: &mut Context, signals: &mut Signals) -> Result<u8> {
    let path = node_path(context, &args.path)?;
    let member = come(&args, &path, context, signals).await?;
    if args.command.is_empty() {
        return nothing_to_say(context).map(|()| Exit::Ok.code());
    }
    let client = patient_client(context).await?;
    let barrier = barrier(&path, &args, None);
    let late = Exit::WaitedTooLong;
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
        signal = signals.next() => return Err(signals.cut_short(signal)),
    }
    match ended {
        Ended::Exited(code) => Ok(code),
        // Nothing is held that could be lost.
        Ended::Stopped(_) => Ok(Exit::LockLost.code()),
    }
}

/// Comes and waits until enough have. A signal lets us go again.
pub async fn come(
    args: &EnterArgs,
    path: &str,
    context: &mut Context,
    signals: &mut Signals,
) -> Result<Member> {
    let until = deadline(args.wait);
    let client = patient_client(context).await?;
    let id = identity(args.id.clone());
    let barrier = barrier(path, args, Some(id.as_bytes()));
    let late = if args.command.is_empty() { Exit::TimedOut } else { Exit::WaitedTooLong };
    let members = args.members;
    let waiting = |here: usize| tell(context, format_args!("{here} of {members} have come"));
    tokio::select! {
        member = barrier.enter(&client, until, waiting) => {
            member.map_err(|e| failure(context, "enter", path, e, late))
        }
        signal = signals.next() => Err(signals.cut_short(signal)),
    }
}

fn barrier<'a>(path: &'a str, args: &'a EnterArgs, data: Option<&'a [u8]>) -> DoubleBarrier<'a> {
    let (layout, members, acl) = (args.layout.into(), args.members, args.made.list());
    DoubleBarrier { path, layout, members, data, acl }
}

/// Closes the door and waits until all have left; a member of ours is one of them.
pub async fn leave(args: BarrierWaitArgs, member: Option<Member>, context: &mut Context) -> Result<()> {
    let until = deadline(args.wait);
    let path = node_path(context, &args.path)?;
    let client = patient_client(context).await?;
    let layout = zk_recipes::Layout::Curator;
    let barrier = DoubleBarrier { path: &path, layout, members: 0, data: None, acl: &[] };
    let waiting = |left: usize| tell(context, format_args!("{left} are still inside"));
    let left = barrier.leave(&client, member, until, waiting).await;
    left.map_err(|e| failure(context, "leave", &path, e, Exit::TimedOut))?;
    nothing_to_say(context)
}

/// Waits until the node is gone.
pub async fn wait(args: BarrierWaitArgs, context: &mut Context) -> Result<()> {
    let until = deadline(args.wait);
    let path = node_path(context, &args.path)?;
    let client = patient_client(context).await?;
    let gone = barrier::wait(&client, &path, until).await;
    gone.map_err(|e| failure(context, "wait for", &path, e, Exit::TimedOut))?;
    nothing_to_say(context)
}

fn nothing_to_say(context: &mut Context) -> Result<()> {
    if context.out.is_json() {
        context.out.show(&Reply::Nothing)?;
    }
    Ok(())
}
