//! Puts nodes of any source into a live tree: `import`, `cp`, `mv`, `mirror` and `undo` all do it here.
//!
//! Nodes come parents first. What is there already is looked at in runs, before anything of the run is written, so
//! that it can be left, compared or written over as the rules say, with the old state in the undo journal.

use zk_client::{AclData, Error, ErrorCode, NodeData};
use zk_proto::{Acl, Id, Perms, SessionId, Stat};

use super::journal::Journal;
use super::{Link, Op, Outcome, TreeNode, Value, Writes, order};
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// Nodes looked at together, and the bytes that they may hold.
const RUN: usize = 256;
const RUN_BYTES: usize = 4 << 20;
/// Problems kept; more are only counted.
const MAX_PROBLEMS: usize = 1000;

/// Why an ACL is not written.
const HIDDEN: &str = "digests of its ACL were hidden from us (USER:x), and would lock its users out: read it with \
                      --auth-file and its administrator's credentials, or give another --acl";

/// What becomes of a node that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum OnConflict {
    // Stop.
    Fail,
    // Leave it.
    Skip,
    // Write over it.
    Overwrite,
    // Write over it if it was changed before what is written.
    #[value(skip)]
    Older,
}

/// What becomes of ephemeral nodes, which nobody can make for another session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Ephemerals {
    // Stop.
    Fail,
    // They are left out.
    Skip,
    // They become persistent.
    Persist,
}

/// Where ACLs come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AclFrom {
    /// From what is written.
    Keep,
    /// Open to everybody, as a plain create makes them.
    Default,
    /// From the command line.
    Given(Vec<Acl>),
}

/// How to put nodes.
#[derive(Clone, Debug)]
pub struct Rules {
    pub on_conflict: OnConflict,
    pub ephemerals: Ephemerals,
    pub acl: AclFrom,
    /// Look and count, write nothing.
    pub plan: bool,
}

/// What was done.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub created: u64,
    pub overwritten: u64,
    /// They were there as they should be.
    pub same: u64,
    /// They were there and were left.
    pub left: u64,
    /// Ephemeral ones left out.
    pub ephemerals: u64,
    /// Ephemeral ones that became persistent.
    pub persisted: u64,
    /// Parents of sequential children: their counter starts anew.
    pub counters: u64,
    pub problems: u64,
    /// The first problems: path and why.
    pub told: Vec<(String, String)>,
}

impl Counts {
    /// Something that could not be done.
    pub fn problem(&mut self, path: &str, why: impl Into<String>) {
        self.problems += 1;
        if self.told.len() < MAX_PROBLEMS {
            self.told.push((path.to_owned(), why.into()));
        }
    }

    /// Writes that were made, or would be.
    pub fn written(&self) -> u64 {
        self.created + self.overwritten
    }
}

/// What is to be done with a node, for `--plan`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Create,
    Overwrite,
    SetAcl,
    Same,
    Left,
    Conflict,
    LeftOut,
}

impl Action {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Overwrite => "overwrite",
            Action::SetAcl => "set-acl",
            Action::Same => "same",
            Action::Left => "skip",
            Action::Conflict => "conflict",
            Action::LeftOut => "leave-out",
        }
    }
}

/// A node's place and content in the tree that is written.
struct Wanted {
    path: String,
    value: Option<Value>,
    acl: Option<Vec<Acl>>,
    mtime: Option<i64>,
}

/// What is there already.
struct There {
    data: Value,
    stat: Stat,
    acl: Option<Vec<Acl>>,
}

/// Puts nodes.
pub struct Importer {
    writes: Writes,
    rules: Rules,
    from: String,
    to: String,
    /// Whether the session has an identity of its own.
    authenticated: bool,
    run: Vec<Wanted>,
    run_bytes: usize,
    counts: Counts,
    /// Nodes that stand open for their children to be made, with the ACL that they get afterwards.
    open: Vec<(String, Vec<Acl>)>,
    /// The parent whose sequential children were counted last.
    counter: String,
    /// Old states of what is written over go here.
    journal: Option<Journal>,
    /// Each node's fate; kept only for a plan.
    fates: Vec<(Action, String)>,
}

impl Importer {
    /// Nodes below `from` go below `to`.
    pub fn new(writes: Writes, rules: Rules, from: &str, to: &str) -> Importer {
        Importer {
            writes,
            rules,
            from: from.to_owned(),
            to: to.to_owned(),
            authenticated: false,
            run: Vec::new(),
            run_bytes: 0,
            counts: Counts::default(),
            open: Vec::new(),
            counter: String::new(),
            journal: None,
            fates: Vec::new(),
        }
    }

    /// Keeps what is written over.
    pub fn journaled(self, journal: Option<Journal>) -> Importer {
        Importer { journal, ..self }
    }

    /// Says whether the session has credentials: then a node stands open for these only while its children are made.
    pub fn authenticated(self, authenticated: bool) -> Importer {
        Importer { authenticated, ..self }
    }

    /// What was done so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The counts, to add to.
    pub fn counts_mut(&mut self) -> &mut Counts {
        &mut self.counts
    }

    /// The writes, for others that belong between these.
    pub fn writes(&mut self) -> &mut Writes {
        &mut self.writes
    }

    /// Fates of nodes since the last call; only when planning.
    pub fn fates(&mut self) -> Vec<(Action, String)> {
        std::mem::take(&mut self.fates)
    }

    /// Looks whether the target is free, where nothing may be written over.
    ///
    /// # Errors
    /// It is not, or cannot be looked at.
    pub async fn check_target(&mut self) -> Result<()> {
        if self.rules.on_conflict != OnConflict::Fail || self.rules.plan || self.to == "/" {
            return Ok(());
        }
        let to = self.to.clone();
        let found = self.writes.link().read(|c| c.exists(&to)).await;
        match found.map_err(|e| crate::context::client_failure("look for", &to, e))? {
            None => Ok(()),
            Some(_) => Err(self.exists(&to)),
        }
    }

    /// Takes a node; parents come first.
    ///
    /// # Errors
    /// The connection is gone for good, or the rules say to stop.
    pub async fn node(&mut self, node: TreeNode) -> Result<()> {
        let Some(rest) = order::below(&node.path, &self.from) else { return Ok(()) };
        let path = order::onto(&self.to, rest);
        self.count_counters(&path);
        let ephemeral = node.stat.map_or(SessionId::NONE, |s| s.ephemeral_owner);
        if ephemeral != SessionId::NONE {
            match self.rules.ephemerals {
                Ephemerals::Persist => self.counts.persisted += 1,
                Ephemerals::Skip => {
                    self.counts.ephemerals += 1;
                    self.tell(Action::LeftOut, &path);
                    return Ok(());
                }
                Ephemerals::Fail => {
                    let at = crate::sanitise::line(&node.path);
                    let said = format!("{at} is ephemeral, of session {ephemeral}{}", self.so_far());
                    return Err(Failure::new(Exit::Precondition, "Ephemeral", said).on(&node.path).hint(
                        "--ephemerals skip leaves such nodes out, --ephemerals persist makes their copies persistent",
                    ));
                }
            }
        }
        if node.denied && node.value.is_none() {
            self.counts.problem(&path, "it could not be read at its source");
            return Ok(());
        }
        let acl = match &self.rules.acl {
            AclFrom::Keep => node.acl,
            AclFrom::Default => Some(Acl::open()),
            AclFrom::Given(list) => Some(list.clone()),
        };
        if acl.as_deref().is_some_and(super::is_masked) {
            self.counts.problem(&path, HIDDEN);
            return Ok(());
        }
        self.run_bytes += node.value.as_ref().and_then(Option::as_ref).map_or(0, Vec::len);
        self.run.push(Wanted { path, value: node.value, acl, mtime: node.stat.map(|s| s.mtime) });
        if self.run.len() > RUN || self.run_bytes > RUN_BYTES {
            self.go(false).await?;
        }
        Ok(())
    }

    /// Writes what is left and waits for all of it. Gives the counts, the connection and the undo entry's id.
    ///
    /// # Errors
    /// As [`Importer::node`].
    pub async fn finish(mut self) -> Result<(Counts, Link, Option<String>, Vec<(Action, String)>)> {
        self.go(true).await?;
        self.close_down_to(None).await?;
        self.flush().await?;
        let id = self.journal.take().map(Journal::commit).transpose()?.flatten();
        Ok((self.counts, self.writes.into_link(), id, self.fates))
    }

    /// Waits until all that was sent is done.
    ///
    /// # Errors
    /// As [`Importer::node`].
    pub async fn flush(&mut self) -> Result<()> {
        self.writes.flush().await.map_err(|(op, e)| self.broken(&op, e))?;
        self.drain()
    }

    /// Writes the run; the last node waits for the next one, which tells whether it has children.
    async fn go(&mut self, all: bool) -> Result<()> {
        let mut run = std::mem::take(&mut self.run);
        if !all && let Some(last) = run.pop() {
            self.run.push(last);
        }
        self.run_bytes = self.run.iter().map(|w| w.value.iter().flatten().map(Vec::len).sum::<usize>()).sum();
        let looks =
            self.rules.plan || matches!(self.rules.on_conflict, OnConflict::Overwrite | OnConflict::Older);
        let there = if looks { self.look(&run).await? } else { run.iter().map(|_| None).collect() };
        self.keep(&run, &there)?;
        let following: Vec<String> = run.iter().chain(&self.run).skip(1).map(|w| w.path.clone()).collect();
        for (i, (wanted, there)) in run.into_iter().zip(there).enumerate() {
            self.close_down_to(Some(&wanted.path)).await?;
            let parent = following.get(i).is_some_and(|next| order::below(next, &wanted.path).is_some());
            self.put(wanted, there, parent).await?;
        }
        Ok(())
    }

    /// What is at the places of a run.
    async fn look(&mut self, run: &[Wanted]) -> Result<Vec<Option<There>>> {
        // What was sent before may be what is looked for.
        self.flush().await?;
        let client = self.writes.link().client().clone();
        let sent_in = self.writes.link().breaks();
        let asked: Vec<_> = run.iter().map(|w| (client.get_data(&w.path), client.get_acl(&w.path))).collect();
        let mut there = Vec::with_capacity(run.len());
        for (wanted, (data, acl)) in run.iter().zip(asked) {
            let (data, acl) = (data.await.map(|r| r.into_value()), acl.await.map(|r| r.into_value()));
            let path = &wanted.path;
            let link = self.writes.link();
            // The connection broke on the way: once more, patiently.
            let data = match data {
                Err(e) if e.is_retryable() || matches!(e, Error::SessionExpired) => {
                    match link.outlive(e, sent_in).await {
                        Ok(()) => link.read(|c| c.get_data(path)).await,
                        Err(e) => Err(e),
                    }
                }
                other => other,
            };
            let acl = match acl {
                Err(e) if e.is_retryable() || matches!(e, Error::SessionExpired) => {
                    link.read(|c| c.get_acl(path)).await
                }
                other => other,
            };
            there.push(found(data, acl).map_err(|e| crate::context::client_failure("read", path, e))?);
        }
        Ok(there)
    }

    /// Takes down what will be written over, before it is.
    fn keep(&mut self, run: &[Wanted], there: &[Option<There>]) -> Result<()> {
        if self.rules.plan {
            return Ok(());
        }
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let mut any = false;
        for (wanted, old) in run.iter().zip(there) {
            let Some(old) = old else { continue };
            if matches!(self.rules.judge(wanted, old), Action::Overwrite | Action::SetAcl) {
                let node = TreeNode {
                    path: wanted.path.clone(),
                    depth: 0,
                    stat: Some(old.stat),
                    value: Some(old.data.clone()),
                    acl: old.acl.clone(),
                    denied: false,
                };
                journal.write(&node)?;
                any = true;
            }
        }
        if any { journal.sync() } else { Ok(()) }
    }

    /// Writes one node as the rules say.
    async fn put(&mut self, wanted: Wanted, there: Option<There>, parent: bool) -> Result<()> {
        let Wanted { path, value, acl, .. } = &wanted;
        let action = match &there {
            Some(old) => self.rules.judge(&wanted, old),
            // The root is always there, and nobody expects it to be made.
            None if path == "/" => Action::Left,
            None => Action::Create,
        };
        self.tell(action, path);
        match action {
            Action::Same => self.counts.same += 1,
            Action::Left | Action::LeftOut => self.counts.left += 1,
            Action::Conflict if self.rules.plan => self.counts.problem(path, "it exists"),
            Action::Conflict => return Err(self.exists(path)),
            Action::Create if self.rules.plan => self.counts.created += 1,
            Action::Overwrite | Action::SetAcl if self.rules.plan => self.counts.overwritten += 1,
            Action::Create => {
                let acl = acl.clone().unwrap_or_else(Acl::open);
                let made = if parent && !lets_create(&acl) {
                    let made = self.opened(&acl);
                    self.open.push((path.clone(), acl));
                    made
                } else {
                    acl
                };
                let value = value.clone().unwrap_or_default();
                self.send(Op::Create { path: path.clone(), value, acl: made }).await?;
            }
            Action::Overwrite | Action::SetAcl => {
                self.counts.overwritten += 1;
                let version = there.map(|old| old.stat.version);
                // The data first: the new ACL may not let us write any more.
                if let (Action::Overwrite, Some(value)) = (action, value) {
                    self.send(Op::Set { path: path.clone(), value: value.clone(), version }).await?;
                }
                if let Some(acl) = acl {
                    self.send(Op::SetAcl { path: path.clone(), acl: acl.clone() }).await?;
                }
            }
        }
        Ok(())
    }

    /// Gives nodes their own ACL whose subtree is left by going on to `next`.
    async fn close_down_to(&mut self, next: Option<&str>) -> Result<()> {
        while let Some((path, _)) = self.open.last() {
            if next.is_some_and(|next| order::below(next, path).is_some()) {
                return Ok(());
            }
            let Some((path, acl)) = self.open.pop() else { return Ok(()) };
            self.send(Op::SetAcl { path, acl }).await?;
        }
        Ok(())
    }

    /// An ACL under which children can be made and which can be replaced afterwards.
    fn opened(&self, acl: &[Acl]) -> Vec<Acl> {
        let us = if self.authenticated {
            Acl { perms: Perms::ALL, id: Id::new("auth", "") }
        } else {
            Acl { perms: Perms(Perms::CREATE.0 | Perms::ADMIN.0), id: Id::anyone() }
        };
        acl.iter().cloned().chain([us]).collect()
    }

    async fn send(&mut self, op: Op) -> Result<()> {
        if let Err((op, error)) = self.writes.push(op).await {
            return Err(self.broken(&op, error));
        }
        self.drain()
    }

    /// Counts what is done.
    fn drain(&mut self) -> Result<()> {
        while let Some((op, outcome)) = self.writes.take() {
            let path = op.path();
            match (&op, outcome) {
                (Op::Create { .. }, Outcome::Done) => self.counts.created += 1,
                (_, Outcome::Done) => {}
                (Op::Create { .. }, Outcome::Exists) => match self.rules.on_conflict {
                    OnConflict::Fail => return Err(self.exists(path)),
                    OnConflict::Skip => {
                        self.counts.left += 1;
                        // It was not made by us, so its ACL is none of ours.
                        self.open.retain(|(open, _)| open != path);
                    }
                    _ => self.counts.problem(path, "somebody else made it meanwhile; it was left"),
                },
                (Op::Create { .. }, Outcome::Missing) if path == self.to => {
                    let parent = zk_proto::path::parent(path).unwrap_or("/");
                    let line = crate::sanitise::line;
                    let said = format!("cannot create {}: {} does not exist", line(path), line(parent));
                    return Err(Failure::new(Exit::NotFound, "NoNode", said)
                        .on(path)
                        .hint("-p makes parents too"));
                }
                (Op::Create { .. }, Outcome::Refused(error)) if path == self.to => {
                    return Err(crate::context::client_failure("create", path, error));
                }
                (_, Outcome::Refused(error)) => {
                    let failure = crate::context::client_failure(op.verb(), path, error);
                    self.counts.problem(path, failure.message());
                }
                (Op::Create { .. }, _) => self.counts.problem(path, "its parent is not there"),
                (_, Outcome::Changed) => {
                    self.counts.problem(path, "somebody else changed it meanwhile; it was left")
                }
                _ => self.counts.problem(path, "somebody else deleted it meanwhile"),
            }
        }
        Ok(())
    }

    fn tell(&mut self, action: Action, path: &str) {
        if self.rules.plan {
            self.fates.push((action, path.to_owned()));
        }
    }

    fn exists(&self, path: &str) -> Failure {
        let said = format!("cannot create {}: the node exists{}", crate::sanitise::line(path), self.so_far());
        Failure::new(Exit::Precondition, "NodeExists", said).on(path)
    }

    fn so_far(&self) -> String {
        match self.counts.written() {
            0 => "; nothing was written".to_owned(),
            n => format!("; written before: {}", super::nodes(n)),
        }
    }

    fn broken(&self, op: &Op, error: Error) -> Failure {
        let failure = crate::context::client_failure(op.verb(), op.path(), error);
        let said = format!("{}{}", failure.message(), self.so_far());
        failure.say(said)
    }

    /// A sequential node's counter is its parent's, and cannot be set.
    fn count_counters(&mut self, path: &str) {
        let Some((parent, name)) = path.rsplit_once('/') else { return };
        let digits = name.len().checked_sub(10).and_then(|at| name.get(at..));
        let sequential = digits.is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()));
        if sequential && self.counter != parent {
            self.counter = parent.to_owned();
            self.counts.counters += 1;
        }
    }
}

impl Rules {
    /// What becomes of a node that is there.
    fn judge(&self, wanted: &Wanted, old: &There) -> Action {
        let value_differs = wanted.value.as_ref().is_some_and(|value| *value != old.data);
        let acl_differs = match (&wanted.acl, &old.acl) {
            (Some(wanted), Some(old)) => wanted != old,
            (wanted, _) => wanted.is_some(),
        };
        if !value_differs && !acl_differs {
            return Action::Same;
        }
        match self.on_conflict {
            // The root of a tree is always there.
            OnConflict::Fail if wanted.path == "/" => Action::Left,
            OnConflict::Fail => Action::Conflict,
            OnConflict::Skip => Action::Left,
            OnConflict::Older if wanted.mtime.is_some_and(|mtime| old.stat.mtime >= mtime) => Action::Left,
            OnConflict::Overwrite | OnConflict::Older if value_differs => Action::Overwrite,
            OnConflict::Overwrite | OnConflict::Older => Action::SetAcl,
        }
    }
}

fn found(data: Result<NodeData, Error>, acl: Result<AclData, Error>) -> Result<Option<There>, Error> {
    let data = match data {
        Ok(data) => data,
        Err(e) if e.code() == Some(ErrorCode::NoNode) => return Ok(None),
        Err(e) => return Err(e),
    };
    let acl = match acl {
        Ok(acl) => Some(acl.acl),
        Err(e) if matches!(e.code(), Some(ErrorCode::NoNode | ErrorCode::NoAuth)) => None,
        Err(e) => return Err(e),
    };
    Ok(Some(There { data: data.data, stat: data.stat, acl }))
}

/// Whether everybody may make children below it.
fn lets_create(acl: &[Acl]) -> bool {
    acl.iter().any(|a| a.id.scheme == "world" && a.perms.intersects(Perms::CREATE))
}
