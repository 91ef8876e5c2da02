//! Single calls that survive a broken connection: reads are repeated, creates are looked for before they are repeated.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};
use zk_client::{Acl, Client, CreateMode, CreateOptions, Stat};

use crate::error::{Error, Result};

/// Until when a recipe goes on; `None` is for ever.
pub type Deadline = Option<Instant>;

/// Between two tries of one request.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the requests may take that find out whether there is anything to wait for.
const TRY: Duration = Duration::from_secs(2);

/// Until when to ask where `deadline` limits a wait for others: a wait of no time at all still finds out whether there
/// is anybody to wait for.
pub fn asking(deadline: Deadline) -> Deadline {
    deadline.map(|at| at.max(Instant::now() + TRY))
}

/// Waits for `future`, but not beyond the deadline.
pub async fn within<T>(deadline: Deadline, future: impl Future<Output = T>) -> Result<T> {
    match deadline {
        Some(at) => timeout_at(at, future).await.map_err(|_| Error::TimedOut),
        None => Ok(future.await),
    }
}

/// Runs a request that changes nothing, as often as it takes to get an answer.
///
/// # Errors
/// [`Error::TimedOut`], or what the server says, or the end of the session.
pub async fn read<T, F>(deadline: Deadline, request: impl Fn() -> F) -> Result<T>
where
    F: Future<Output = Result<T, zk_client::Error>>,
{
    loop {
        match within(deadline, request()).await? {
            Ok(value) => return Ok(value),
            Err(error) if error.is_retryable() => within(deadline, sleep(PAUSE)).await?,
            Err(error) => return Err(error.into()),
        }
    }
}

/// How missing nodes above a recipe's own are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parents {
    /// As containers, which go when they have been empty for a while: Curator's habit.
    Containers,
    /// To stay: kazoo's habit.
    Persistent,
}

/// What nodes are created with; an empty ACL stands for one that is open to everyone.
pub fn options(mode: CreateMode, acl: &[Acl]) -> CreateOptions {
    let options = CreateOptions::new(mode);
    if acl.is_empty() { options } else { options.acl(acl.to_vec()) }
}

/// Makes `path` and all above it with this ACL, unless they are there.
///
/// # Errors
/// As [`read`].
pub async fn make_path(
    client: &Client,
    path: &str,
    parents: Parents,
    acl: &[Acl],
    deadline: Deadline,
) -> Result<()> {
    let mut missing = Vec::new();
    let mut at = path;
    while at != "/" && !at.is_empty() {
        if read(deadline, || client.exists(at)).await?.is_some() {
            break;
        }
        missing.push(at);
        at = parent(at);
    }
    let mode = match parents {
        Parents::Containers => CreateMode::Container,
        Parents::Persistent => CreateMode::Persistent,
    };
    for path in missing.into_iter().rev() {
        // Made twice is made once: the name is fixed, so that an unknown outcome may be tried again.
        let made = write_again(deadline, || client.create(path, None, options(mode, acl))).await;
        match made {
            Err(error) if error.is_node_exists() => {}
            other => {
                other?;
            }
        }
    }
    Ok(())
}

/// Runs a write that may be repeated without harm, until its outcome is known.
///
/// # Errors
/// As [`read`]. A write that was done but not answered comes back as what the repetition met, say `NodeExists`.
pub async fn write_again<T, F>(deadline: Deadline, request: impl Fn() -> F) -> Result<T>
where
    F: Future<Output = Result<T, zk_client::Error>>,
{
    loop {
        match within(deadline, request()).await? {
            Ok(value) => return Ok(value),
            Err(error) if error.is_retryable() || matches!(error, zk_client::Error::OutcomeUnknown(_)) => {
                within(deadline, sleep(PAUSE)).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Deletes a node; gone is gone, whoever did it.
///
/// # Errors
/// As [`read`].
pub async fn delete(client: &Client, path: &str, deadline: Deadline) -> Result<()> {
    match write_again(deadline, || client.delete(path, None)).await {
        Err(error) if error.is_no_node() => Ok(()),
        other => other.map(|_| ()),
    }
}

/// A node that was created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its path.
    pub path: String,
    /// Its stat then.
    pub stat: Stat,
}

impl Node {
    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Creates a sequential node exactly once. Its name before the counter, `prefix`, must be used by nobody else and
/// never again: after a broken connection the node is looked for by it.
///
/// The node's parent is made if it is missing, with the same ACL, also if it goes in between, as containers do.
///
/// # Errors
/// As [`read`]. With [`Error::TimedOut`] and [`zk_client::Error::OutcomeUnknown`] the node may be there.
pub async fn create_once(
    client: &Client,
    parent: &str,
    prefix: &str,
    data: Option<&[u8]>,
    options: &CreateOptions,
    parents: Option<Parents>,
    deadline: Deadline,
) -> Result<Node> {
    let path = join(parent, prefix);
    loop {
        let error = match within(deadline, client.create(&path, data, options.clone())).await? {
            Ok(created) => {
                let created = created.into_value();
                return Ok(Node { path: created.path, stat: created.stat });
            }
            Err(error) => error,
        };
        match (&error, parents) {
            (zk_client::Error::OutcomeUnknown(_), _) => {
                if let Some(node) = find(client, parent, prefix, deadline).await? {
                    return Ok(node);
                }
            }
            (e, Some(parents)) if e.code() == Some(zk_client::ErrorCode::NoNode) => {
                make_path(client, parent, parents, &options.acl, deadline).await?;
            }
            (e, _) if e.is_retryable() => within(deadline, sleep(PAUSE)).await?,
            _ => return Err(error.into()),
        }
    }
}

/// The child whose name starts so, as the ensemble has it now: a create that was sent before is done or never will be,
/// because a session's requests are carried out in order and those of its old connections are refused.
pub(crate) async fn find(
    client: &Client,
    parent: &str,
    prefix: &str,
    deadline: Deadline,
) -> Result<Option<Node>> {
    read(deadline, || client.sync(parent)).await?;
    let names = match children(client, parent, deadline).await {
        Err(error) if error.is_no_node() => return Ok(None),
        other => other?,
    };
    let Some(name) = names.iter().find(|name| name.starts_with(prefix)) else { return Ok(None) };
    let path = join(parent, name);
    let stat = read(deadline, || client.exists(&path)).await?.into_value();
    Ok(stat.map(|stat| Node { path, stat }))
}

/// Names of the children.
///
/// # Errors
/// As [`read`].
pub async fn children(client: &Client, path: &str, deadline: Deadline) -> Result<Vec<String>> {
    Ok(read(deadline, || client.get_children(path)).await?.into_value().names)
}

/// A child's path.
pub fn join(parent: &str, name: &str) -> String {
    if parent == "/" { format!("/{name}") } else { format!("{parent}/{name}") }
}

/// The path above.
pub fn parent(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(cut) => path.get(..cut).unwrap_or("/"),
    }
}
