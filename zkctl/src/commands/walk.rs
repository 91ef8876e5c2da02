//! Walks on the context's connection, and how a command that walked says what it could not see.

use zk_client::{Client, Error, ErrorCode, Reason, Stat, Zxid};

use crate::bulk::{self, Link, Patience, Seen, WalkError, Want};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// Requests under way at once.
pub const PIPELINE: usize = bulk::CONCURRENCY;

/// A node that was visited.
pub struct Step {
    pub path: String,
    pub stat: Stat,
}

/// A walk over a client that is at hand.
pub struct Walk(bulk::Walk);

impl Walk {
    /// Starts at `path`, which is visited first.
    pub fn new(client: Client, path: &str) -> Walk {
        let link = Link::plain(client, std::time::Duration::from_secs(10));
        Walk(bulk::Walk::new(link, path, Want::default()))
    }

    /// The next node. Nodes that vanish during the walk are left out.
    pub async fn next(&mut self) -> Option<Result<Step, Error>> {
        match self.0.step().await {
            Ok(node) => {
                let node = node?;
                Some(Ok(Step { path: node.path, stat: node.stat.unwrap_or_default() }))
            }
            Err(WalkError::Client { error, .. }) => Some(Err(error)),
            Err(WalkError::TooWide { .. }) => Some(Err(Error::ReadLost(Reason::Protocol))),
        }
    }
}

/// A walk from `path`.
pub async fn start(path: &str, depth: Option<usize>, context: &mut Context) -> Result<bulk::Walk> {
    let link = Link::of(context, Patience::Short).await?;
    Ok(bulk::Walk::new(link, path, Want::default()).down_to(depth))
}

/// The end of a walk whose answer is printed: nodes that vanished are mentioned, nodes that could not be read make it
/// partial.
///
/// # Errors
/// [`Exit::Partial`], with nothing left to say.
pub fn finish(seen: Seen, context: &Context) -> Result<()> {
    if seen.vanished > 0 {
        context.heed(format_args!("note: {} went away meanwhile", bulk::nodes(seen.vanished)));
    }
    if seen.denied == 0 {
        return Ok(());
    }
    let said = format!("{} could not be read: not permitted by the ACL", bulk::nodes(seen.denied));
    let failure = Failure::new(Exit::Partial, "Partial", said).hint("--auth-file or addauth may help");
    crate::report(&failure, context.out.format());
    Err(Failure::silent(Exit::Partial))
}

/// What the server would have said about a node that is not there.
pub fn no_node(path: &str) -> Error {
    Error::Server { code: ErrorCode::NoNode, path: path.to_owned(), zxid: Zxid::ZERO }
}
