//! Who holds a lock and who waits for it, whatever made it: a look from outside.

use zk_client::{Client, SessionId, Zxid};

use crate::calls::{self, Deadline};
use crate::error::Result;
use crate::layout::{self, Contender, Layout};

/// A node in a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The node.
    pub path: String,
    /// What it is: lock, latch, read, write, or permit for a semaphore's.
    pub kind: &'static str,
    /// By whose naming.
    pub layout: Layout,
    /// It waits for this node; it holds the lock if there is none.
    pub waits_for: Option<String>,
    /// Whose it is.
    pub session: SessionId,
    /// The zxid that created it.
    pub fence: Zxid,
    /// When, in milliseconds since 1970 by the server's clock.
    pub since_ms: i64,
    /// What it says of itself.
    pub data: Vec<u8>,
}

/// All holders and contenders of the lock, election or semaphore at `path`, in order. Of a semaphore only the caller
/// knows how many `permits` it has: one who waits for the last step looks like a holder without it.
///
/// # Errors
/// There is no such node, or the client failed.
pub async fn places(
    client: &Client,
    path: &str,
    permits: Option<u32>,
    deadline: Deadline,
) -> Result<Vec<Place>> {
    let children = calls::children(client, path, deadline).await?;
    let mut found = contenders(client, path, &children, deadline).await?;
    if children.iter().any(|name| name == "leases") {
        let leases = calls::join(path, "leases");
        let mut names = calls::children(client, &leases, deadline).await?;
        names.sort_by_key(|name| name.rsplit('-').next().map(str::to_owned));
        let mut places = leases_of(client, &leases, &names, Layout::Curator, deadline).await?;
        let most = permits.map_or(usize::MAX, |most| most as usize);
        places.iter_mut().skip(most).for_each(|place| place.waits_for = Some(leases.clone()));
        found.extend(places);
        let locks = calls::join(path, "locks");
        found.extend(queue_of(client, &locks, deadline).await?);
    }
    let is_lease = |name: &String| name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let names: Vec<String> = children.iter().filter(|name| is_lease(name)).cloned().collect();
    found.extend(leases_of(client, path, &names, Layout::Kazoo, deadline).await?);
    found.extend(queue_of(client, &format!("{path}-__lock__"), deadline).await?);
    Ok(found)
}

/// Contenders of a semaphore's lock: whoever is first there waits for a permit.
async fn queue_of(client: &Client, path: &str, deadline: Deadline) -> Result<Vec<Place>> {
    let children = match calls::children(client, path, deadline).await {
        Err(error) if error.is_no_node() => return Ok(Vec::new()),
        other => other?,
    };
    let mut places = contenders(client, path, &children, deadline).await?;
    for place in &mut places {
        if place.waits_for.is_none() {
            place.waits_for = Some(calls::parent(path).to_owned());
        }
    }
    Ok(places)
}

async fn contenders(
    client: &Client,
    path: &str,
    children: &[String],
    deadline: Deadline,
) -> Result<Vec<Place>> {
    let queue = layout::queue(children);
    let mut places = Vec::new();
    for contender in &queue {
        let waits_for = predecessor(&queue, contender).map(|c| calls::join(path, &c.name));
        let node = calls::join(path, &contender.name);
        let kind = contender.kind.word();
        places.extend(place(client, &node, kind, contender.layout, waits_for, deadline).await?);
    }
    Ok(places)
}

/// kazoo's locks and write locks look alike; where there are readers it is a write lock.
fn predecessor<'a>(queue: &'a [Contender], contender: &Contender) -> Option<&'a Contender> {
    let mut me = contender.clone();
    if me.layout == Layout::Kazoo && me.kind == layout::Kind::Mutex {
        me.kind = layout::Kind::Write;
    }
    layout::predecessor(queue, &me)
}

async fn leases_of(
    client: &Client,
    path: &str,
    names: &[String],
    layout: Layout,
    deadline: Deadline,
) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for name in names {
        places.extend(place(client, &calls::join(path, name), "permit", layout, None, deadline).await?);
    }
    Ok(places)
}

/// `None` if it has gone meanwhile.
async fn place(
    client: &Client,
    path: &str,
    kind: &'static str,
    layout: Layout,
    waits_for: Option<String>,
    deadline: Deadline,
) -> Result<Option<Place>> {
    let node = match calls::read(deadline, || client.get_data(path)).await {
        Err(error) if error.is_no_node() => return Ok(None),
        other => other?.into_value(),
    };
    Ok(Some(Place {
        path: path.to_owned(),
        kind,
        layout,
        waits_for,
        session: node.stat.ephemeral_owner,
        fence: node.stat.czxid,
        since_ms: node.stat.ctime,
        data: node.data.unwrap_or_default(),
    }))
}
