//! Multis: several writes that all happen or none, and several reads of one moment.

use zk_proto::multi::{self, MultiHeader, OpResult};
use zk_proto::request::{CreateMode, Request};
use zk_proto::{Acl, ErrorCode, OpCode, Stat, Writer};

use crate::chroot::Chroot;
use crate::error::{Error, MultiFailure};
use crate::guard::{Guard, WriteKind};
use crate::pending::About;
use crate::types::{CreateOptions, NodeData, RawReply};

/// One write of a multi.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MultiOp {
    /// Creates a znode.
    Create {
        /// Path.
        path: String,
        /// Data.
        data: Option<Vec<u8>>,
        /// Kind, ACL and time to live.
        options: CreateOptions,
    },
    /// Deletes a znode.
    Delete {
        /// Path.
        path: String,
        /// Version that it must have; `None` for any.
        version: Option<i32>,
    },
    /// Sets a znode's data.
    SetData {
        /// Path.
        path: String,
        /// Data.
        data: Option<Vec<u8>>,
        /// Version that it must have; `None` for any.
        version: Option<i32>,
    },
    /// Only checks a znode's version, and that it exists.
    Check {
        /// Path.
        path: String,
        /// Version that it must have; -1 for any.
        version: i32,
    },
}

impl MultiOp {
    /// The path that it is about.
    pub fn path(&self) -> &str {
        match self {
            MultiOp::Create { path, .. }
            | MultiOp::Delete { path, .. }
            | MultiOp::SetData { path, .. }
            | MultiOp::Check { path, .. } => path,
        }
    }

    /// Asks whether it may be sent. A check writes nothing.
    pub(crate) fn admit(&self, guard: &Guard) -> Result<(), Error> {
        let kind = match self {
            MultiOp::Create { .. } => WriteKind::Create,
            MultiOp::Delete { .. } => WriteKind::Delete,
            MultiOp::SetData { .. } => WriteKind::SetData,
            MultiOp::Check { .. } => return Ok(()),
        };
        guard.check(kind, self.path())
    }

    /// Appends header and body.
    fn encode(&self, chroot: &Chroot, w: &mut Vec<u8>) -> Result<(), Error> {
        let header = |op: OpCode| MultiHeader { kind: op.code(), done: false, err: -1 };
        match self {
            MultiOp::Create { path, data, options } => {
                let op = create_op(options)?;
                header(op).encode(w);
                encode_create(op, &server_path(chroot, path, options.mode)?, data.as_deref(), options, w);
            }
            MultiOp::Delete { path, version } => {
                header(OpCode::Delete).encode(w);
                let path = checked_path(chroot, path)?;
                Request::Delete { path: path.into(), version: version.unwrap_or(-1) }.encode_body(w);
            }
            MultiOp::SetData { path, data, version } => {
                header(OpCode::SetData).encode(w);
                let path = checked_path(chroot, path)?;
                let version = version.unwrap_or(-1);
                Request::SetData { path: path.into(), data: data.as_deref(), version }.encode_body(w);
            }
            MultiOp::Check { path, version } => {
                header(OpCode::Check).encode(w);
                let path = checked_path(chroot, path)?;
                Request::Check { path: path.into(), version: *version }.encode_body(w);
            }
        }
        Ok(())
    }
}

/// Several writes in one request. Collects [`MultiOp`]s, one by one or from an iterator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multi {
    /// The operations, in order.
    pub ops: Vec<MultiOp>,
}

impl Multi {
    /// No operations yet.
    pub fn new() -> Multi {
        Multi::default()
    }

    /// Appends a create.
    pub fn create(mut self, path: &str, data: Option<&[u8]>, options: impl Into<CreateOptions>) -> Multi {
        let data = data.map(<[u8]>::to_vec);
        self.ops.push(MultiOp::Create { path: path.to_owned(), data, options: options.into() });
        self
    }

    /// Appends a delete.
    pub fn delete(mut self, path: &str, version: Option<i32>) -> Multi {
        self.ops.push(MultiOp::Delete { path: path.to_owned(), version });
        self
    }

    /// Appends a change of data.
    pub fn set_data(mut self, path: &str, data: Option<&[u8]>, version: Option<i32>) -> Multi {
        let data = data.map(<[u8]>::to_vec);
        self.ops.push(MultiOp::SetData { path: path.to_owned(), data, version });
        self
    }

    /// Appends a check.
    pub fn check(mut self, path: &str, version: i32) -> Multi {
        self.ops.push(MultiOp::Check { path: path.to_owned(), version });
        self
    }

    pub(crate) fn encode(&self, chroot: &Chroot, w: &mut Vec<u8>) -> Result<(), Error> {
        for op in &self.ops {
            op.encode(chroot, w)?;
        }
        MultiHeader::END.encode(w);
        Ok(())
    }
}

impl FromIterator<MultiOp> for Multi {
    fn from_iter<I: IntoIterator<Item = MultiOp>>(ops: I) -> Self {
        Multi { ops: ops.into_iter().collect() }
    }
}

/// What one write of a multi did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MultiResult {
    /// Created.
    Created {
        /// Path, with its sequence number if it has one.
        path: String,
        /// Stat, which ZooKeeper before 3.9 leaves out.
        stat: Option<Stat>,
    },
    /// Deleted.
    Deleted,
    /// Data set.
    Set(Stat),
    /// Checked.
    Checked,
}

/// One read of a [`MultiRead`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MultiReadOp {
    /// Data and stat of this path.
    GetData(String),
    /// Names of the children of this path.
    GetChildren(String),
}

/// Several reads in one request, all of the same moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MultiRead {
    /// The operations, in order.
    pub ops: Vec<MultiReadOp>,
}

impl MultiRead {
    /// No operations yet.
    pub fn new() -> MultiRead {
        MultiRead::default()
    }

    /// Appends a read of data.
    pub fn get_data(mut self, path: &str) -> MultiRead {
        self.ops.push(MultiReadOp::GetData(path.to_owned()));
        self
    }

    /// Appends a read of children.
    pub fn get_children(mut self, path: &str) -> MultiRead {
        self.ops.push(MultiReadOp::GetChildren(path.to_owned()));
        self
    }

    pub(crate) fn encode(&self, chroot: &Chroot, w: &mut Vec<u8>) -> Result<(), Error> {
        for op in &self.ops {
            let (MultiReadOp::GetData(path) | MultiReadOp::GetChildren(path)) = op;
            zk_proto::path::validate(path).map_err(|source| Error::Path { path: path.clone(), source })?;
            let path = chroot.to_server(path);
            let request = match op {
                MultiReadOp::GetData(_) => Request::GetData { path, watch: false },
                MultiReadOp::GetChildren(_) => Request::GetChildren { path, watch: false },
            };
            MultiHeader { kind: request.op_code().code(), done: false, err: -1 }.encode(w);
            request.encode_body(w);
        }
        MultiHeader::END.encode(w);
        Ok(())
    }
}

/// What one read of a [`MultiRead`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MultiReadValue {
    /// Data and stat.
    Data(NodeData),
    /// Names of the children.
    Children(Vec<String>),
}

pub(crate) fn decode_multi(about: &About, reply: RawReply) -> Result<Vec<MultiResult>, Error> {
    about.read(&reply, |r| {
        let results = multi::decode_results(r)?;
        Ok(match failure(about, &reply, &results) {
            Some(failure) => Err(Error::Multi(Box::new(failure))),
            None => Ok(results.into_iter().filter_map(|r| own(about, r)).collect()),
        })
    })?
}

fn own(about: &About, result: OpResult<'_>) -> Option<MultiResult> {
    Some(match result {
        OpResult::Create(path) => MultiResult::Created { path: about.to_client(&path), stat: None },
        OpResult::Create2(path, stat) => {
            MultiResult::Created { path: about.to_client(&path), stat: Some(stat) }
        }
        OpResult::Delete => MultiResult::Deleted,
        OpResult::SetData(stat) => MultiResult::Set(stat),
        OpResult::Check => MultiResult::Checked,
        _ => return None,
    })
}

/// In a failed multi every result is an error: 0 before the one to blame, -2 behind it.
fn failure(about: &About, reply: &RawReply, results: &[OpResult<'_>]) -> Option<MultiFailure> {
    if !results.iter().any(|r| matches!(r, OpResult::Error(_))) {
        return None;
    }
    let codes: Vec<i32> =
        results.iter().map(|r| if let OpResult::Error(code) = r { *code } else { 0 }).collect();
    let index = codes.iter().position(|c| *c != 0).unwrap_or(0);
    Some(MultiFailure {
        index,
        code: codes.get(index).copied().unwrap_or(0),
        path: about.paths.get(index).cloned().unwrap_or_default(),
        codes,
        zxid: reply.zxid,
    })
}

/// What the reads of a [`MultiRead`] found, each or why not.
pub type ReadResults = Vec<Result<MultiReadValue, ErrorCode>>;

pub(crate) fn decode_multi_read(about: &About, reply: RawReply) -> Result<ReadResults, Error> {
    about.read(&reply, |r| {
        let results = multi::decode_results(r)?.into_iter().filter_map(|result| {
            Some(match result {
                OpResult::GetData(data, stat) => {
                    Ok(MultiReadValue::Data(NodeData { data: data.map(<[u8]>::to_vec), stat }))
                }
                OpResult::GetChildren(names) => {
                    Ok(MultiReadValue::Children(names.into_iter().map(|n| n.into_owned()).collect()))
                }
                OpResult::Error(code) => Err(ErrorCode::from_i32(code).unwrap_or(ErrorCode::SystemError)),
                _ => return None,
            })
        });
        Ok(results.collect())
    })
}

/// The operation that creates this kind of node and answers with a stat.
pub(crate) fn create_op(options: &CreateOptions) -> Result<OpCode, Error> {
    match (options.mode, options.ttl_ms) {
        (mode, Some(_)) if mode.is_ttl() => Ok(OpCode::CreateTtl),
        (mode, None) if mode.is_ttl() => Err(Error::Argument("a TTL node needs a time to live")),
        (_, Some(_)) => Err(Error::Argument("only TTL nodes have a time to live")),
        (CreateMode::Container, None) => Ok(OpCode::CreateContainer),
        (_, None) => Ok(OpCode::Create2),
    }
}

/// Appends the body of a create of any kind.
pub(crate) fn encode_create(
    op: OpCode,
    server_path: &str,
    data: Option<&[u8]>,
    options: &CreateOptions,
    w: &mut Vec<u8>,
) {
    w.put_str(server_path);
    w.put_buffer(data);
    Acl::encode_list(&options.acl, w);
    w.put_i32(options.mode as i32);
    if op == OpCode::CreateTtl {
        w.put_i64(options.ttl_ms.unwrap_or(0));
    }
}

/// Checks a path and maps it to the server's.
pub(crate) fn checked_path(chroot: &Chroot, path: &str) -> Result<String, Error> {
    zk_proto::path::validate(path).map_err(|source| Error::Path { path: path.to_owned(), source })?;
    Ok(chroot.to_server(path).into_owned())
}

/// As [`checked_path`]; a sequential node's path may end with a slash, since a number will follow.
pub(crate) fn server_path(chroot: &Chroot, path: &str, mode: CreateMode) -> Result<String, Error> {
    if mode.is_sequential() && path.ends_with('/') {
        let whole = format!("{path}1");
        zk_proto::path::validate(&whole).map_err(|source| Error::Path { path: path.to_owned(), source })?;
        let mapped = chroot.to_server(&whole).into_owned();
        return Ok(mapped.strip_suffix('1').map(str::to_owned).unwrap_or(mapped));
    }
    checked_path(chroot, path)
}
