//! A place that is given back when whoever took it does not go on waiting, however that ends: in an error, at the
//! deadline, or because the future that waited was dropped.
//!
//! In a program that ends, the session's end does the same. In one that goes on, such as a shell, a place that is left
//! behind would be won some day by nobody, and keep everyone out.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use zk_client::Client;

use crate::calls::{self, Node};
use crate::error::Error;

/// How long whoever gives up waits for that; it goes on behind it until it is done or the session is over.
const GIVE_UP: Duration = Duration::from_secs(2);

/// A node of ours that goes with this value, unless it is [kept](Place::keep).
#[derive(Debug)]
pub(crate) struct Place {
    client: Client,
    node: Option<Which>,
}

/// The node, as far as it is known.
#[derive(Debug)]
enum Which {
    Path(String),
    /// A create is under way, or its answer was not heard: the child whose name starts so.
    Prefix {
        parent: String,
        prefix: String,
    },
}

impl Place {
    /// The node of this path, which is nobody else's.
    pub(crate) fn at(client: &Client, path: &str) -> Place {
        Place { client: client.clone(), node: Some(Which::Path(path.to_owned())) }
    }

    /// The child that is about to be created under a name that starts so, and nobody else's does.
    pub(crate) fn named(client: &Client, parent: &str, prefix: &str) -> Place {
        let node = Which::Prefix { parent: parent.to_owned(), prefix: prefix.to_owned() };
        Place { client: client.clone(), node: Some(node) }
    }

    /// It is this node.
    pub(crate) fn is(&mut self, node: &Node) {
        self.node = Some(Which::Path(node.path.clone()));
    }

    /// It stays, or has gone already.
    pub(crate) fn keep(mut self) {
        self.node = None;
    }

    /// Gives it back, and waits for that a while.
    pub(crate) async fn give_back(mut self) {
        if let Some(leaving) = self.leave() {
            let _ = tokio::time::timeout(GIVE_UP, leaving).await;
        }
    }

    /// The same if it may be there in spite of an error of its create.
    pub(crate) async fn unless_refused(self, error: &Error) {
        match error {
            Error::TimedOut | Error::Client(zk_client::Error::OutcomeUnknown(_)) => self.give_back().await,
            _ => self.keep(),
        }
    }

    fn leave(&mut self) -> Option<JoinHandle<()>> {
        let node = self.node.take()?;
        let client = self.client.clone();
        // Without a runtime the program is about to end, and the session with it.
        let runtime = Handle::try_current().ok()?;
        Some(runtime.spawn(async move {
            // Tried until the session is over: an error says that it is, or that there is nothing to give back.
            let path = match node {
                Which::Path(path) => Some(path),
                Which::Prefix { parent, prefix } => {
                    calls::find(&client, &parent, &prefix, None).await.ok().flatten().map(|node| node.path)
                }
            };
            if let Some(path) = path {
                let _ = calls::delete(&client, &path, None).await;
            }
        }))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.leave();
    }
}
