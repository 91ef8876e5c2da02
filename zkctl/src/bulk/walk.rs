//! The walker: a live subtree in the order of [`super::order`], with requests sent ahead.
//!
//! What is asked next is always the first node, in the walk's order, that was not asked yet; so requests run ahead of
//! the reader over whole subtrees, and a distant server costs bandwidth rather than a round trip per level. The nodes
//! asked but not read yet are a window of bounded size; names of siblings are held packed. Requests of one session are
//! answered in the order sent, so the oldest one is the one to wait for.

mod batch;

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use zk_client::{AclData, Children, Client, Error, ErrorCode, NodeData, Pending, Reason};
use zk_proto::{Acl, Stat, path};

use self::batch::{Batch, Batches, Plan};
use super::names::Names;
use super::order::Key;
use super::{CONCURRENCY, Link, Pace, TreeNode, TreeSource, Value};
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// Nodes asked and not read yet.
const WINDOW: usize = 4096;
/// Bytes of data that may lie in the window before no more is asked ahead.
const WINDOW_BYTES: usize = 16 << 20;
/// Bytes of names of nodes not asked yet, likewise. They are small, and without enough of them nothing runs ahead.
const NAMES_BYTES: usize = 64 << 20;
/// From so many children on, a list that the connection broke at is held to be too long for it.
pub const WIDE: i32 = 50_000;

/// What to fetch beside the path.
#[derive(Clone, Copy, Debug)]
pub struct Want {
    pub stat: bool,
    pub data: bool,
    pub acl: bool,
}

impl Want {
    /// All there is.
    pub const ALL: Want = Want { stat: true, data: true, acl: true };
    /// Which nodes there are, and no more: several are asked for in one request, where the server knows how.
    pub const PATHS: Want = Want { stat: false, data: false, acl: false };
}

impl Default for Want {
    /// The status alone.
    fn default() -> Want {
        Want { data: false, acl: false, ..Want::ALL }
    }
}

/// What a walk has met.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub nodes: u64,
    /// Nodes that were listed and then gone.
    pub vanished: u64,
    /// Nodes of which the ACL keeps something from us.
    pub denied: u64,
}

/// Why a walk ended early.
#[derive(Debug)]
pub enum WalkError {
    /// A request failed.
    Client { path: String, error: Error },
    /// The list of a node's children is longer than a packet may be.
    TooWide { path: String, children: i32, max_bytes: usize },
}

impl WalkError {
    /// Of a node with so many children.
    pub fn too_wide(path: String, children: i32) -> WalkError {
        WalkError::TooWide { path, children, max_bytes: zk_client::Options::default().max_reply_bytes }
    }

    /// For the person who wanted to `verb` the subtree.
    pub fn failure(self, verb: &str) -> Failure {
        match self {
            WalkError::Client { path, error } => crate::context::client_failure(verb, &path, error),
            WalkError::TooWide { path, children, max_bytes } => {
                let at = crate::sanitise::line(&path);
                let (count, limit) = (super::grouped(u64::try_from(children).unwrap_or(0)), max_bytes >> 20);
                let said = format!(
                    "cannot {verb} {at}: it has {count} children, and the list of their names is longer than the \
                     {limit} MiB that one answer may have"
                );
                Failure::new(Exit::ServerLimit, "TooWide", said)
                    .on(&path)
                    .hint("no client can list it in one answer; nodes below it can be reached by name")
            }
        }
    }
}

/// A walk under way.
pub struct Walk {
    link: Link,
    root: String,
    want: Want,
    max_depth: usize,
    concurrency: usize,
    pace: Pace,
    /// Siblings that were not asked yet, the first in order on top.
    runs: BinaryHeap<Reverse<Run>>,
    /// How many nodes those are.
    waiting: usize,
    /// Requests under way, the oldest first.
    asked: VecDeque<Asked>,
    /// Nodes asked.
    window: BTreeMap<Key, Slot>,
    /// Bytes that answers in the window hold.
    held: usize,
    /// Bytes that lists of names hold.
    held_names: usize,
    /// The largest answers of late, for how much is under way.
    large: usize,
    /// The longest lists of names of late, in bytes.
    widest: usize,
    batches: Batches,
    seen: Seen,
    /// Whether the server's own nodes are left out.
    without_system: bool,
}

/// What is known of a node of the window, whose path is its key. Small, since the window is moved about much.
enum Slot {
    Asked,
    /// Only that it is there.
    Bare {
        depth: usize,
        denied: bool,
    },
    Whole(Box<TreeNode>),
}

/// Siblings from `next` on.
struct Run {
    /// Path of the next one.
    key: Key,
    parent: Arc<str>,
    names: Names,
    next: usize,
    depth: usize,
}

impl PartialEq for Run {
    fn eq(&self, other: &Run) -> bool {
        self.key == other.key
    }
}

impl Eq for Run {}

impl PartialOrd for Run {
    fn partial_cmp(&self, other: &Run) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Run {
    fn cmp(&self, other: &Run) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

struct Asked {
    path: String,
    depth: usize,
    request: Request,
    /// [`Link::breaks`] when it was sent.
    sent_in: u64,
}

enum Request {
    /// A node whose data is wanted: a node without children needs no second request.
    Data {
        data: Option<Pending<NodeData>>,
        acl: Option<Pending<AclData>>,
        stat: Option<Pending<Option<Stat>>>,
    },
    /// Its children; behind [`Request::Data`] with what that found.
    Children { list: Pending<Children>, found: Option<TreeNode> },
    /// What may be known of a node that may not be read.
    Stat { stat: Pending<Option<Stat>>, found: Option<TreeNode> },
    /// The children of many nodes.
    Batch(Batch),
}

/// What became of a request.
enum Answer {
    Node {
        node: TreeNode,
        names: Vec<String>,
    },
    /// The node is known, its children are to be asked.
    More(TreeNode),
    /// Not to be read: its status is still to be had.
    Denied(Option<TreeNode>),
    Gone,
}

impl Walk {
    /// Starts at `path`, which is visited first.
    pub fn new(link: Link, path: &str, want: Want) -> Walk {
        let start = Run {
            key: Key(path.to_owned()),
            parent: Arc::from(path),
            names: Names::default(),
            next: 0,
            depth: 0,
        };
        Walk {
            link,
            root: path.to_owned(),
            want,
            max_depth: usize::MAX,
            concurrency: CONCURRENCY,
            pace: Pace::new(None),
            runs: BinaryHeap::from([Reverse(start)]),
            waiting: 1,
            asked: VecDeque::new(),
            window: BTreeMap::new(),
            held: 0,
            held_names: 0,
            large: 0,
            widest: 0,
            batches: if want.stat { Batches::No } else { Batches::Untried },
            seen: Seen::default(),
            without_system: false,
        }
    }

    /// Leaves out `/zookeeper`, which is the server's own: configuration and quotas, not content. `chrooted` walks
    /// have no such node.
    pub fn without_system(self, chrooted: bool) -> Walk {
        Walk { without_system: !chrooted, ..self }
    }

    /// Visits no node that is more levels below the start than this.
    pub fn down_to(self, max_depth: Option<usize>) -> Walk {
        Walk { max_depth: max_depth.unwrap_or(usize::MAX), ..self }
    }

    /// So many requests under way, and so many a second.
    pub fn paced(self, concurrency: usize, pace: Pace) -> Walk {
        Walk { concurrency: concurrency.max(1), pace, ..self }
    }

    /// What was met so far.
    pub fn seen(&self) -> Seen {
        self.seen
    }

    /// The connection, when the walk is over.
    pub fn into_link(self) -> Link {
        self.link
    }

    /// The next node. Nodes that vanish during the walk are left out; if that is the first one, it is an error.
    ///
    /// # Errors
    /// A request failed, or a node has more children than an answer may hold.
    pub async fn step(&mut self) -> Result<Option<TreeNode>, WalkError> {
        loop {
            if let Some(node) = self.ready() {
                self.seen.nodes += 1;
                self.seen.denied += u64::from(node.denied);
                return Ok(Some(node));
            }
            self.ask().await;
            let Some(asked) = self.asked.pop_front() else {
                // Nodes that nothing needs to be asked about are ready at once.
                if self.window.is_empty() {
                    return Ok(None);
                }
                continue;
            };
            self.settle(asked).await?;
        }
    }

    /// The first node of the window, if it is answered and nothing can come before it any more.
    fn ready(&mut self) -> Option<TreeNode> {
        let first = self.window.first_entry()?;
        if matches!(first.get(), Slot::Asked) {
            return None;
        }
        if self.runs.peek().is_some_and(|Reverse(run)| run.key < *first.key()) {
            return None;
        }
        let (Key(path), slot) = first.remove_entry();
        let node = match slot {
            Slot::Asked => return None,
            Slot::Bare { depth, denied } => TreeNode { path, denied, ..TreeNode::bare("", depth) },
            Slot::Whole(node) => TreeNode { path, ..*node },
        };
        self.held = self.held.saturating_sub(weight(&node));
        Some(node)
    }

    /// Sends requests ahead as far as the limits allow.
    async fn ask(&mut self) {
        // Large answers are few under way: all of them together must fit into memory.
        let fitting = (WINDOW_BYTES / self.large.max(1)).max(1);
        while self.asked.len() < self.concurrency.min(fitting) {
            if !self.may_ask() {
                return;
            }
            match self.plan() {
                Plan::One => {}
                Plan::Many(size) => {
                    self.ask_many(size).await;
                    continue;
                }
                Plan::Wait => return,
            }
            self.pace.wait().await;
            let Some((path, depth)) = self.take() else { return };
            if self.is_known(depth) {
                self.place(TreeNode::bare(&path, depth), Vec::new());
                continue;
            }
            self.window.insert(Key(path.clone()), Slot::Asked);
            let request = self.first_request(&path, depth);
            self.asked.push_back(Asked { path, depth, request, sent_in: self.link.breaks() });
        }
    }

    /// Whether there is a node to ask for, and room for it.
    fn may_ask(&self) -> bool {
        let Some(Reverse(run)) = self.runs.peek() else { return false };
        let heavy = self.held >= WINDOW_BYTES || self.held_names >= NAMES_BYTES;
        let full = self.window.len() >= WINDOW || heavy;
        // What is to be read next is asked in any case, or nothing would ever move.
        !full || self.window.first_key_value().is_none_or(|(first, _)| run.key < *first)
    }

    /// Whether the parent's list says all that is wanted of a node.
    fn is_known(&self, depth: usize) -> bool {
        !self.want.stat && depth > 0 && depth >= self.max_depth
    }

    /// The next node that was not asked yet.
    fn take(&mut self) -> Option<(String, usize)> {
        let mut top = self.runs.peek_mut()?;
        let run = &mut top.0;
        let depth = run.depth;
        run.next += 1;
        self.waiting = self.waiting.saturating_sub(1);
        let following = run.names.get(run.next).map(|name| path::join(&run.parent, name));
        match following {
            Some(following) => {
                let Key(path) = std::mem::replace(&mut run.key, Key(following));
                Some((path, depth))
            }
            None => {
                let Reverse(run) = PeekMut::pop(top);
                self.held_names = self.held_names.saturating_sub(run.names.size());
                Some((run.key.0, depth))
            }
        }
    }

    fn first_request(&self, path: &str, depth: usize) -> Request {
        let client = self.link.client();
        if self.want.data || self.want.acl || depth >= self.max_depth {
            let data = self.want.data.then(|| client.get_data(path));
            let stat = data.is_none().then(|| client.exists(path));
            return Request::Data { data, acl: self.want.acl.then(|| client.get_acl(path)), stat };
        }
        Request::Children { list: client.get_children(path), found: None }
    }

    /// Takes the answer to the oldest request.
    async fn settle(&mut self, asked: Asked) -> Result<(), WalkError> {
        let Asked { path, depth, request, sent_in } = asked;
        if let Request::Batch(batch) = request {
            return self.settle_many(batch, sent_in).await;
        }
        let lists = matches!(request, Request::Children { .. });
        let kept = match &request {
            Request::Children { found, .. } | Request::Stat { found, .. } => found.clone(),
            Request::Data { .. } | Request::Batch(_) => None,
        };
        match answer(&path, depth, request).await {
            Ok(answer) => {
                self.link.alive();
                self.take_answer(path, depth, answer)
            }
            Err(Error::ReadLost(Reason::Protocol)) if lists => self.too_wide(path, sent_in).await,
            Err(error) => {
                if let Err(error) = self.link.outlive(error, sent_in).await {
                    return Err(WalkError::Client { path, error });
                }
                let client = self.link.client();
                let request = match kept {
                    None => self.first_request(&path, depth),
                    // A node that may not be read is found out once more: that is rare.
                    Some(found) if lists => {
                        Request::Children { list: client.get_children(&path), found: Some(found) }
                    }
                    Some(found) => Request::Stat { stat: client.exists(&path), found: Some(found) },
                };
                self.asked.push_front(Asked { path, depth, request, sent_in: self.link.breaks() });
                Ok(())
            }
        }
    }

    fn take_answer(&mut self, path: String, depth: usize, answer: Answer) -> Result<(), WalkError> {
        match answer {
            Answer::Node { node, names } => self.place(node, names),
            Answer::More(node) if depth >= self.max_depth => self.place(node, Vec::new()),
            Answer::More(node) => {
                let request =
                    Request::Children { list: self.link.client().get_children(&path), found: Some(node) };
                self.asked.push_back(Asked { path, depth, request, sent_in: self.link.breaks() });
            }
            Answer::Denied(_) if depth == 0 => {
                return Err(WalkError::Client { error: refused(&path, ErrorCode::NoAuth), path });
            }
            Answer::Denied(found) => {
                let request = Request::Stat { stat: self.link.client().exists(&path), found };
                self.asked.push_back(Asked { path, depth, request, sent_in: self.link.breaks() });
            }
            Answer::Gone if depth == 0 => {
                return Err(WalkError::Client { error: refused(&path, ErrorCode::NoNode), path });
            }
            Answer::Gone => {
                self.seen.vanished += 1;
                self.window.remove(&Key(path));
            }
        }
        Ok(())
    }

    /// Puts a node into its place, and its children among those to be asked.
    fn place(&mut self, mut node: TreeNode, mut names: Vec<String>) {
        if self.without_system && node.path == "/" {
            names.retain(|name| name != "zookeeper");
        }
        let weight = weight(&node);
        self.held += weight;
        // Forgotten slowly, so that one large node does not hold the walk up for long.
        self.large = (self.large - self.large / 64).max(weight);
        self.widest -= self.widest / 64;
        if !names.is_empty() && node.depth < self.max_depth {
            self.waiting += names.len();
            let names = Names::pack(names);
            self.held_names += names.size();
            self.widest = self.widest.max(names.size());
            if let Some(first) = names.get(0) {
                let key = Key(path::join(&node.path, first));
                let parent = Arc::from(node.path.as_str());
                self.runs.push(Reverse(Run { key, parent, names, next: 0, depth: node.depth + 1 }));
            }
        }
        let key = Key(std::mem::take(&mut node.path));
        let slot = match &node {
            TreeNode { stat: None, value: None, acl: None, depth, denied, .. } => {
                Slot::Bare { depth: *depth, denied: *denied }
            }
            _ => Slot::Whole(Box::new(node)),
        };
        self.window.insert(key, slot);
    }

    /// The connection broke at a list of children. Asks how many there are; the list itself is not asked again.
    async fn too_wide(&mut self, path: String, sent_in: u64) -> Result<(), WalkError> {
        let protocol = Error::ReadLost(Reason::Protocol);
        if let Err(error) = self.link.outlive(Error::ReadLost(Reason::ConnectionLost), sent_in).await {
            return Err(WalkError::Client { path, error });
        }
        let stat = self.link.read(|c: &Client| c.exists(&path)).await;
        match stat {
            Ok(Some(stat)) if stat.num_children >= WIDE => Err(WalkError::too_wide(path, stat.num_children)),
            _ => Err(WalkError::Client { path, error: protocol }),
        }
    }
}

impl TreeSource for Walk {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Result<Option<TreeNode>>> + Send + '_>> {
        Box::pin(async move { self.step().await.map_err(|e| e.failure("read")) })
    }

    fn root(&self) -> &str {
        &self.root
    }

    fn title(&self) -> String {
        self.root.clone()
    }

    fn close(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(self.link.close())
    }
}

/// Awaits a request.
async fn answer(path: &str, depth: usize, request: Request) -> Result<Answer, Error> {
    match request {
        Request::Data { data, acl, stat } => {
            let mut denied = false;
            let mut known: Option<Stat> = None;
            let mut value: Option<Value> = None;
            if let Some(data) = data {
                match allowed(data.await)? {
                    Allowed::Yes(node) => (known, value) = (Some(node.stat), Some(node.data)),
                    Allowed::No => denied = true,
                    Allowed::Gone => return Ok(Answer::Gone),
                }
            }
            if let Some(stat) = stat {
                match allowed(stat.await)? {
                    Allowed::Yes(Some(stat)) => known = Some(stat),
                    Allowed::No => denied = true,
                    Allowed::Yes(None) | Allowed::Gone => return Ok(Answer::Gone),
                }
            }
            let mut list: Option<Vec<Acl>> = None;
            if let Some(acl) = acl {
                match allowed(acl.await)? {
                    Allowed::Yes(data) => list = Some(data.acl),
                    Allowed::No => denied = true,
                    Allowed::Gone => return Ok(Answer::Gone),
                }
            }
            let node = TreeNode { path: path.to_owned(), depth, stat: known, value, acl: list, denied };
            Ok(match known {
                None => Answer::Denied(Some(node)),
                Some(stat) if stat.num_children == 0 => Answer::Node { node, names: Vec::new() },
                Some(_) => Answer::More(node),
            })
        }
        Request::Children { list, found } => match allowed(list.await)? {
            Allowed::Yes(children) => {
                let plain = || TreeNode { stat: Some(children.stat), ..TreeNode::bare(path, depth) };
                let node = found.unwrap_or_else(plain);
                Ok(Answer::Node { node, names: children.names })
            }
            Allowed::No => Ok(Answer::Denied(found)),
            Allowed::Gone => Ok(Answer::Gone),
        },
        // It has more than one answer, which `Walk::settle_many` takes.
        Request::Batch(_) => Err(Error::Argument("a batch has no one answer")),
        // Servers from 3.9 on do not even tell the status.
        Request::Stat { stat, found } => {
            let stat = match allowed(stat.await)? {
                Allowed::Yes(Some(stat)) => Some(stat),
                Allowed::No => None,
                Allowed::Yes(None) | Allowed::Gone => return Ok(Answer::Gone),
            };
            let mut node = found.unwrap_or_else(|| TreeNode::bare(path, depth));
            node.denied = true;
            node.stat = node.stat.or(stat);
            Ok(Answer::Node { node, names: Vec::new() })
        }
    }
}

enum Allowed<T> {
    Yes(T),
    No,
    Gone,
}

fn allowed<T>(answer: Result<zk_client::Reply<T>, Error>) -> Result<Allowed<T>, Error> {
    match answer {
        Ok(reply) => Ok(Allowed::Yes(reply.into_value())),
        Err(e) if e.code() == Some(ErrorCode::NoAuth) => Ok(Allowed::No),
        Err(e) if e.code() == Some(ErrorCode::NoNode) => Ok(Allowed::Gone),
        Err(e) => Err(e),
    }
}

/// What the server says of a node in such a case.
fn refused(path: &str, code: ErrorCode) -> Error {
    Error::Server { code, path: path.to_owned(), zxid: zk_client::Zxid::ZERO }
}

/// Bytes that a node holds, roughly.
fn weight(node: &TreeNode) -> usize {
    let data = node.value.as_ref().and_then(Option::as_ref).map_or(0, Vec::len);
    let acl = node.acl.as_ref().map_or(0, |list| list.iter().map(|a| a.id.id.len() + 64).sum());
    data + acl + node.path.len() + 200
}
