//! The benchmark's own znodes: made before the load, deleted after it.

use zk_client::{ErrorCode, OpCode};
use zk_proto::request::{CreateMode, CreateRequest, Request};
use zk_proto::{AclBytes, Reader, path};

use super::link::Link;
use super::{BenchConfig, BenchError, Workload};

/// What was made. All paths are the server's, with the chroot.
#[derive(Default)]
pub(super) struct Nodes {
    /// Parents of `run` that did not exist, the outermost first.
    made_parents: Vec<String>,
    /// This run's own node.
    pub(super) run: String,
    /// Nodes to read and write.
    pub(super) keys: Vec<String>,
    /// Parents of what is created, one per connection.
    pub(super) parents: Vec<String>,
}

/// Deletes in one multi. They share a transaction, so that cleaning up takes less than making did.
const DELETES_PER_MULTI: usize = 100;

impl Nodes {
    pub(super) async fn make(config: &BenchConfig) -> Result<Nodes, BenchError> {
        let [server, ..] = config.servers.as_slice() else { return Err(BenchError::Config("no server")) };
        let mut link = Link::open(server, config).await?;
        let root = format!("{}{}", config.chroot, config.root);
        let made_parents = make_path(&mut link, &root).await?;
        let prefix = format!("{root}/run-");
        let flags = CreateMode::PersistentSequential as i32;
        let request = Request::Create(CreateRequest { flags, ..open_create(&prefix, None) });
        let (header, body) = link.call(&request).await?;
        refused("create", &root, header.err)?;
        let run = match Reader::new(&body).required_string() {
            Ok(path) => path.into_owned(),
            Err(e) => return Err(BenchError::Internal(e.to_string())),
        };
        let mut nodes = Nodes { made_parents, run, keys: Vec::new(), parents: Vec::new() };
        if let Err(e) = nodes.fill(&mut link, config).await {
            let _ = nodes.delete(config).await;
            return Err(e);
        }
        link.close(config.connect_timeout).await;
        Ok(nodes)
    }

    async fn fill(&mut self, link: &mut Link, config: &BenchConfig) -> Result<(), BenchError> {
        let (parents, keys) = match config.workload {
            Workload::Create => (config.connections, 0),
            Workload::Mixed { creates_percent, .. } if creates_percent > 0 => {
                (config.connections, config.keys)
            }
            _ => (0, config.keys),
        };
        self.parents = (0..parents).map(|i| format!("{}/p{i:08}", self.run)).collect();
        self.keys = (0..keys).map(|i| format!("{}/{i:08}", self.run)).collect();
        let data = value(config.value_bytes);
        let empty = self.parents.iter().map(|path| open_create(path, Some(&[])));
        let full = self.keys.iter().map(|path| open_create(path, Some(&data)));
        let creates = empty.chain(full).map(Request::Create);
        let mut failure = None;
        link.pipeline(creates, |_, header, _| {
            if header.err != 0 {
                failure.get_or_insert(header.err);
            }
        })
        .await?;
        refused("create", &self.run, failure.unwrap_or(0))
    }

    /// Deletes everything; gives the number of znodes deleted.
    pub(super) async fn delete(&self, config: &BenchConfig) -> Result<u64, BenchError> {
        let [server, ..] = config.servers.as_slice() else { return Err(BenchError::Config("no server")) };
        let mut link = Link::open(server, config).await?;
        link.sync(&self.run).await?;
        let mut deleted = 0;
        for parent in self.parents.iter().chain([&self.run]) {
            let children = children(&mut link, parent).await?;
            deleted += delete_all(&mut link, &children).await?;
        }
        deleted += delete_all(&mut link, std::slice::from_ref(&self.run)).await?;
        for path in self.made_parents.iter().rev() {
            // Somebody else may have put something there by now.
            let (header, _) = link.call(&Request::Delete { path: path.into(), version: -1 }).await?;
            if header.err != 0 {
                break;
            }
            deleted += 1;
        }
        link.close(config.connect_timeout).await;
        Ok(deleted)
    }
}

/// Bytes that neither repeat nor compress.
pub(super) fn value(size: usize) -> Vec<u8> {
    let mut state = 0x5eed_u64;
    (0..size)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect()
}

/// A persistent node that is open to everybody.
pub(super) fn open_create<'a>(path: &'a str, data: Option<&'a [u8]>) -> CreateRequest<'a> {
    CreateRequest {
        op: OpCode::Create,
        path: path.into(),
        data,
        acl: AclBytes::OPEN,
        flags: CreateMode::Persistent as i32,
        ttl_ms: -1,
    }
}

async fn make_path(link: &mut Link, target: &str) -> Result<Vec<String>, BenchError> {
    let mut made = Vec::new();
    let ends = target.match_indices('/').skip(1).map(|(at, _)| at).chain([target.len()]);
    for path in ends.filter_map(|end| target.get(..end)) {
        let (header, _) = link.call(&Request::Create(open_create(path, None))).await?;
        match ErrorCode::from_i32(header.err) {
            Some(ErrorCode::NodeExists) => {}
            _ => {
                refused("create", path, header.err)?;
                made.push(path.to_owned());
            }
        }
    }
    Ok(made)
}

async fn children(link: &mut Link, parent: &str) -> Result<Vec<String>, BenchError> {
    let request = Request::GetChildren { path: parent.into(), watch: false };
    let (header, body) = link.call(&request).await?;
    refused("list", parent, header.err)?;
    let names = Reader::new(&body).strings().map_err(|e| BenchError::Internal(e.to_string()))?;
    Ok(names.iter().map(|name| path::join(parent, name)).collect())
}

async fn delete_all(link: &mut Link, paths: &[String]) -> Result<u64, BenchError> {
    let batches: Vec<&[String]> = paths.chunks(DELETES_PER_MULTI).collect();
    let multis = batches.iter().map(|batch| Request::Multi(batch.iter().map(|p| delete(p)).collect()));
    let mut failed = Vec::new();
    link.pipeline(multis, |i, header, body| {
        // A multi that failed says so in its results only.
        let results = zk_proto::multi::decode_results(&mut Reader::new(body)).unwrap_or_default();
        let applied = header.err == 0
            && !results.is_empty()
            && results.iter().all(|r| matches!(r, zk_proto::multi::OpResult::Delete));
        if !applied {
            failed.push(i);
        }
    })
    .await?;
    let alone: Vec<&String> = failed.iter().filter_map(|i| batches.get(*i)).flat_map(|b| b.iter()).collect();
    let mut refusal = None;
    let mut missing = 0;
    link.pipeline(alone.iter().map(|p| delete(p)), |i, header, _| match ErrorCode::from_i32(header.err) {
        Some(ErrorCode::NoNode) => missing += 1,
        _ if header.err == 0 => {}
        _ => {
            refusal.get_or_insert((i, header.err));
        }
    })
    .await?;
    if let Some((i, err)) = refusal {
        refused("delete", alone.get(i).map_or("", |p| p.as_str()), err)?;
    }
    Ok(paths.len() as u64 - missing)
}

fn delete(path: &str) -> Request<'_> {
    Request::Delete { path: path.into(), version: -1 }
}

fn refused(what: &'static str, path: &str, err: i32) -> Result<(), BenchError> {
    match err {
        0 => Ok(()),
        e => Err(BenchError::Refused { what, path: path.to_owned(), code: ErrorCode::from_i32(e) }),
    }
}
