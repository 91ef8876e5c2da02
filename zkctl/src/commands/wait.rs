//! `wait`: until a node is as it should be.

use tokio::time::Instant;
use zk_client::{Client, Stat, WatchLost, Watcher};
use zk_recipes::calls::{Deadline, read, within};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::watch_args::{Until, WaitArgs};

/// Waits. JSON says what the node was then, other forms say nothing.
pub async fn run(args: WaitArgs, context: &mut Context) -> Result<Reply> {
    let deadline = args.wait.map(|timeout| Instant::now() + timeout);
    let path = context.path(&args.path)?;
    let client = context.client().await?.with_request_timeout(None);
    let wait = Wait { client: &client, path: &path, until: &args.until };
    match wait.run(deadline).await {
        Ok(stat) if context.out.is_json() => Ok(Reply::Exists { path, stat }),
        Ok(_) => Ok(Reply::Nothing),
        Err(zk_recipes::Error::TimedOut) => {
            let text = format!("waited in vain for {}", crate::sanitise::line(&path));
            Err(Failure::new(Exit::TimedOut, "TimedOut", text).on(&path))
        }
        Err(zk_recipes::Error::Client(error)) => Err(context.failure("wait for", &path, error)),
        Err(error) => Err(Failure::new(Exit::Unexpected, "Unexpected", error.to_string()).on(&path)),
    }
}

struct Wait<'a> {
    client: &'a Client,
    path: &'a str,
    until: &'a Until,
}

impl Wait<'_> {
    async fn run(&self, deadline: Deadline) -> zk_recipes::Result<Option<Stat>> {
        loop {
            let (done, stat, watcher) = self.look(deadline).await?;
            if done {
                return Ok(stat);
            }
            if within(deadline, watcher.fired()).await? == Err(WatchLost::Expired) {
                return Err(zk_client::Error::SessionExpired.into());
            }
        }
    }

    /// Looks once, and leaves a watch on whatever could change the answer.
    async fn look(&self, deadline: Deadline) -> zk_recipes::Result<(bool, Option<Stat>, Watcher)> {
        let (client, path) = (self.client, self.path);
        match self.until {
            Until::Value(wanted) => match read(deadline, || client.get_data_watch(path)).await {
                Ok((node, watcher)) => {
                    let done = node.data.as_deref().unwrap_or_default() == wanted.as_bytes();
                    return Ok((done, Some(node.stat), watcher));
                }
                Err(error) if error.is_no_node() => {}
                Err(error) => return Err(error),
            },
            Until::Children(how, number) => match read(deadline, || client.get_children_watch(path)).await {
                Ok((children, watcher)) => {
                    let count = i32::try_from(children.names.len()).unwrap_or(i32::MAX);
                    return Ok((how.holds(count, *number), Some(children.stat), watcher));
                }
                Err(error) if error.is_no_node() => {}
                Err(error) => return Err(error),
            },
            Until::Exists | Until::Gone | Until::Version(..) => {}
        }
        let (stat, watcher) = read(deadline, || client.exists_watch(path)).await?;
        let stat = stat.into_value();
        let done = match (self.until, &stat) {
            (Until::Gone, stat) => stat.is_none(),
            (Until::Exists, stat) => stat.is_some(),
            (Until::Version(how, number), Some(stat)) => how.holds(stat.version, *number),
            (Until::Version(..), None) => false,
            // It was not there a moment ago: look again at once if it is now.
            (Until::Value(_) | Until::Children(..), Some(_)) => return Box::pin(self.look(deadline)).await,
            (Until::Value(_) | Until::Children(..), None) => false,
        };
        Ok((done, stat, watcher))
    }
}
