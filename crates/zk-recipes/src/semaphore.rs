//! A lock for several holders at once: Curator's `InterProcessSemaphoreV2` and kazoo's `Semaphore`.
//!
//! Both have contenders take a lock first, which makes them fair and has only one of them watch the leases; they differ
//! in where things lie. Curator: the lock in `locks`, leases in `leases`. kazoo: the lock in a node beside, whose name
//! ends with `-__lock__`, the leases as children, and the number of permits as data.

use tokio::time::Instant;
use zk_client::{Acl, Client, CreateMode};

use crate::calls::{self, Deadline, Node, Parents, within};
use crate::contest::Contest;
use crate::error::{Error, Result};
use crate::guid::Guid;
use crate::held::Held;
use crate::layout::{self, Kind, Layout};
use crate::place::Place;

/// A semaphore.
#[derive(Clone, Copy, Debug)]
pub struct Semaphore<'a> {
    /// Its node, which is made if it is missing.
    pub path: &'a str,
    /// Whose layout.
    pub layout: Layout,
    /// How many may hold it at once; everyone must say the same.
    pub permits: u32,
    /// What others see of us: the data of our nodes.
    pub data: Option<&'a [u8]>,
    /// Of all nodes that are made, those above included; empty: open to everyone.
    pub acl: &'a [Acl],
}

impl Semaphore<'_> {
    /// The node that contenders queue in.
    pub fn lock_path(&self) -> String {
        match self.layout {
            Layout::Curator => calls::join(self.path, "locks"),
            Layout::Kazoo => format!("{}-__lock__", self.path),
        }
    }

    /// The node whose children are the leases.
    pub fn lease_path(&self) -> String {
        match self.layout {
            Layout::Curator => calls::join(self.path, "leases"),
            Layout::Kazoo => self.path.to_owned(),
        }
    }

    /// Waits for a lease. `waiting` hears of what is waited for.
    ///
    /// # Errors
    /// [`Error::TimedOut`] at the deadline; [`Error::Permits`] if a kazoo semaphore was made for another number.
    pub async fn win(
        &self,
        client: &Client,
        deadline: Deadline,
        mut waiting: impl FnMut(&str),
    ) -> Result<Held> {
        if self.layout == Layout::Kazoo {
            self.agree(client, calls::asking(deadline)).await?;
        }
        let lock_path = self.lock_path();
        let (layout, kind) = (self.layout, Kind::Mutex);
        let contest = Contest { path: &lock_path, layout, kind, data: self.data, acl: self.acl };
        let turn = contest.win(client, deadline, &mut waiting).await?;
        let place = Place::at(client, turn.path());
        let won = match self.layout {
            Layout::Curator => self.curator_lease(client, deadline, &mut waiting).await,
            Layout::Kazoo => self.kazoo_lease(client, deadline, &mut waiting).await,
        };
        // The next one's turn, whatever became of ours.
        place.keep();
        let released = turn.release(Some(Instant::now() + RELEASE)).await;
        let held = won?;
        released?;
        Ok(held)
    }

    /// kazoo keeps the number of permits where everyone can compare it.
    async fn agree(&self, client: &Client, deadline: Deadline) -> Result<()> {
        let wanted = self.permits.to_string();
        let above = calls::parent(self.path);
        calls::make_path(client, above, Parents::Persistent, self.acl, deadline).await?;
        let made = calls::write_again(deadline, || {
            let options = calls::options(CreateMode::Persistent, self.acl);
            client.create(self.path, Some(wanted.as_bytes()), options)
        });
        match made.await {
            Ok(_) => return Ok(()),
            Err(error) if error.is_node_exists() => {}
            Err(error) => return Err(error),
        }
        let found = calls::read(deadline, || client.get_data(self.path)).await?.into_value();
        let text = String::from_utf8(found.data.unwrap_or_default()).unwrap_or_default();
        // What is no number is somebody's own data, to kazoo too.
        match text.trim().parse::<u32>() {
            Ok(found) if found != self.permits => {
                Err(Error::Permits { path: self.path.to_owned(), found, wanted: self.permits })
            }
            _ => Ok(()),
        }
    }

    async fn curator_lease(
        &self,
        client: &Client,
        deadline: Deadline,
        waiting: &mut impl FnMut(&str),
    ) -> Result<Held> {
        let leases = self.lease_path();
        let prefix = layout::protected("lease-");
        let options = calls::options(CreateMode::EphemeralSequential, self.acl);
        let (parents, asking) = (Some(Parents::Containers), calls::asking(deadline));
        let mut place = Place::named(client, &leases, &prefix);
        let made = calls::create_once(client, &leases, &prefix, self.data, &options, parents, asking).await;
        let node = match made {
            Ok(node) => node,
            Err(error) => {
                place.unless_refused(&error).await;
                return Err(error);
            }
        };
        place.is(&node);
        match self.wait_for_permit(client, &leases, &node, deadline, waiting).await {
            Ok(confirmed) => {
                place.keep();
                Ok(Held::new(client.clone(), node, confirmed))
            }
            Err(error) => {
                place.give_back().await;
                Err(error)
            }
        }
    }

    /// Waits until there are no more leases than permits. The moment returned is one at which the session lived.
    async fn wait_for_permit(
        &self,
        client: &Client,
        leases: &str,
        node: &Node,
        deadline: Deadline,
        waiting: &mut impl FnMut(&str),
    ) -> Result<Instant> {
        let mut told = false;
        let asking = calls::asking(deadline);
        loop {
            let asked = Instant::now();
            let (children, changed) = calls::read(asking, || client.get_children_watch(leases)).await?;
            if !children.names.iter().any(|name| name == node.name()) {
                return Err(Error::NodeGone { path: node.path.clone() });
            }
            if children.names.len() <= self.permits as usize {
                return Ok(asked);
            }
            if !std::mem::replace(&mut told, true) {
                waiting(leases);
            }
            // An expired session is found out by the next request.
            let _ = within(deadline, changed.fired()).await?;
        }
    }

    async fn kazoo_lease(
        &self,
        client: &Client,
        deadline: Deadline,
        waiting: &mut impl FnMut(&str),
    ) -> Result<Held> {
        let path = calls::join(self.path, &Guid::new().hex());
        let mut told = false;
        let asking = calls::asking(deadline);
        loop {
            let (children, changed) = calls::read(asking, || client.get_children_watch(self.path)).await?;
            if children.names.len() < self.permits as usize {
                break;
            }
            if !std::mem::replace(&mut told, true) {
                waiting(self.path);
            }
            // An expired session is found out by the next request.
            let _ = within(deadline, changed.fired()).await?;
        }
        // The name is ours alone: if it exists, it was us.
        let data = Some(self.data.unwrap_or_default());
        let create = || client.create(&path, data, calls::options(CreateMode::Ephemeral, self.acl));
        let place = Place::at(client, &path);
        match calls::write_again(asking, create).await {
            Err(error) if !error.is_node_exists() => {
                place.unless_refused(&error).await;
                return Err(error);
            }
            _ => {}
        }
        let asked = Instant::now();
        let stat = calls::read(asking, || client.exists(&path)).await?.into_value();
        let stat = stat.ok_or_else(|| Error::NodeGone { path: path.clone() })?;
        place.keep();
        Ok(Held::new(client.clone(), Node { path, stat }, asked))
    }
}

/// How long handing on the turn may take before it is left to the end of the session.
const RELEASE: std::time::Duration = std::time::Duration::from_secs(5);
