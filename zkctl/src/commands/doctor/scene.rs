//! What the checks look at: the servers, twice; their digests; the tree, up to a limit; quotas and sessions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use zk_client::admin::Dump;
use zk_proto::{SessionId, Zxid};

use super::super::cluster::compare;
use super::super::quota::{Door, Stored};
use super::super::session::best_dump;
use crate::bulk::{Link, Patience, Walk, WalkError, Want};
use crate::context::Context;
use crate::failure::Result;
use crate::group_args::AdminArgs;
use crate::survey::{self, Known, Survey};

/// Everything that was seen.
pub struct Scene {
    pub survey: Survey,
    /// A moment later, to see what grows.
    pub later: Survey,
    /// Digests by server, in the survey's order.
    pub digests: Vec<Known<BTreeMap<Zxid, u64>>>,
    /// The text of zoo.cfg, where an AdminServer shows it.
    pub files: Vec<Option<BTreeMap<String, String>>>,
    pub dump: Option<Dump>,
    pub tree: std::result::Result<Tree, String>,
    pub quotas: std::result::Result<Vec<Stored>, String>,
}

/// A summary of the nodes that were looked at.
#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: u64,
    /// The limit was reached before the end.
    pub is_cut: bool,
    /// Nodes that everybody may change, with an example.
    pub open: u64,
    pub open_example: Option<String>,
    /// Children and bytes of their names, of nodes with many.
    pub wide: Vec<(String, u64, u64)>,
    /// Data of nodes with much.
    pub big: Vec<(String, i32)>,
    /// Nodes that are ephemeral, by owner.
    pub ephemerals: HashMap<SessionId, (u64, String)>,
    /// Nodes whose children list is too long to be read.
    pub too_wide: Option<(String, i32)>,
}

/// From so many children on a node is remembered.
const WIDE: u64 = 10_000;
/// From so many bytes of data on.
const BIG: i32 = 256 << 10;
/// Each kind of example is kept up to this number.
const EXAMPLES: usize = 20;

impl Scene {
    pub async fn set(admin: &AdminArgs, scan_nodes: u64, context: &mut Context) -> Result<Scene> {
        let targets = survey::targets(context, admin)?;
        let survey = Survey::take(&targets).await;
        let digests = survey::ask_all(&targets, |t| async move { compare::digests(&t).await }).await;
        let files = survey::ask_all(&targets, |t| async move {
            let object = t.own_admin("initial_configuration").await.ok()?;
            Some(properties(object.get("initial_configuration")?.as_str()?))
        })
        .await;
        let dump = best_dump(&targets).await;
        let anyone = survey.views.iter().any(|v| v.serves());
        let (tree, quotas) = if anyone {
            let tree = if scan_nodes == 0 {
                Err("--scan-nodes 0".to_owned())
            } else {
                scan(scan_nodes, context).await
            };
            (tree, quotas(context).await)
        } else {
            (Err("no server serves".to_owned()), Err("no server serves".to_owned()))
        };
        let later = Survey::take(&targets).await;
        Ok(Scene { survey, later, digests, files, dump, tree, quotas })
    }
}

fn properties(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().map(str::trim).filter(|l| !l.starts_with(['#', '!']));
    lines.filter_map(|l| l.split_once('=')).map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned())).collect()
}

async fn quotas(context: &mut Context) -> std::result::Result<Vec<Stored>, String> {
    let door = Door::open(context).await.map_err(|f| f.message().to_owned())?;
    let found = door.list("/", usize::MAX).await.map_err(|e| e.to_string());
    door.close().await;
    found
}

async fn scan(limit: u64, context: &mut Context) -> std::result::Result<Tree, String> {
    let link = Link::of(context, Patience::Short).await.map_err(|f| f.message().to_owned())?;
    let mut walk = Walk::new(link, "/", Want { acl: true, ..Want::default() });
    let mut tree = Tree::default();
    // Of a wide node the children come one after the other: only those of the last few parents are under way.
    let mut names: HashMap<String, u64> = HashMap::new();
    let mut wide: BTreeSet<(String, u64)> = BTreeSet::new();
    loop {
        let node = match walk.step().await {
            Ok(Some(node)) => node,
            Ok(None) => break,
            Err(WalkError::TooWide { path, children, .. }) => {
                tree.too_wide = Some((path, children));
                break;
            }
            Err(error) => return Err(error.failure("look at").message().to_owned()),
        };
        tree.nodes += 1;
        if let Some((parent, name)) = node.path.rsplit_once('/') {
            let parent = if parent.is_empty() { "/" } else { parent };
            if let Some(bytes) = names.get_mut(parent) {
                // Each name has its length before it.
                *bytes += name.len() as u64 + 4;
            }
        }
        let Some(stat) = node.stat else { continue };
        let children = u64::try_from(stat.num_children).unwrap_or(0);
        if children >= WIDE && wide.len() < EXAMPLES {
            wide.insert((node.path.clone(), children));
            names.insert(node.path.clone(), 0);
        }
        if stat.data_length >= BIG && tree.big.len() < EXAMPLES {
            tree.big.push((node.path.clone(), stat.data_length));
        }
        if stat.ephemeral_owner != SessionId::NONE {
            let entry = tree.ephemerals.entry(stat.ephemeral_owner).or_insert((0, node.path.clone()));
            entry.0 += 1;
        }
        let is_system = node.path == "/" || node.path.starts_with("/zookeeper");
        let changes = zk_proto::Perms(zk_proto::Perms::ALL.0 & !zk_proto::Perms::READ.0);
        let open = |a: &zk_proto::Acl| a.id.scheme == "world" && a.perms.intersects(changes);
        if !is_system && node.acl.as_ref().is_some_and(|acl| acl.iter().any(open)) {
            tree.open += 1;
            tree.open_example.get_or_insert(node.path.clone());
        }
        if tree.nodes >= limit {
            tree.is_cut = true;
            break;
        }
    }
    tree.wide = wide
        .into_iter()
        .map(|(path, children)| {
            let seen = names.get(&path).copied().unwrap_or(0);
            // A list that was not read to its end is at least as long as this.
            let bytes = seen.max(children * 5);
            (path, children, bytes)
        })
        .collect();
    Ok(tree)
}

/// A number of zoo.cfg.
pub fn integer(file: &BTreeMap<String, String>, name: &str) -> Option<i64> {
    file.get(name)?.parse().ok()
}
