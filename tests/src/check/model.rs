//! The tree as a plain map, changed by one logged transaction at a time: slow, obvious, and written apart from
//! `zk-tree`, so that a mistake there is not repeated here.

use std::collections::BTreeMap;
use zk_proto::txn::{CreateKind, CreateTxn, LoggedTxn};
use zk_proto::{ErrorCode, Reader, SessionId, Stat, Txn, TxnHeader, Zxid};

/// A znode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Data; null differs from empty.
    pub data: Option<Vec<u8>>,
    /// The ACL list, encoded.
    pub acl: Vec<u8>,
    /// Session that owns it, or [`SessionId::NONE`].
    pub owner: SessionId,
    /// Transaction that created it.
    pub czxid: Zxid,
    /// Transaction that last set its data.
    pub mzxid: Zxid,
    /// Transaction that last created or deleted a child.
    pub pzxid: Zxid,
    /// Wall clock of its creation.
    pub ctime: i64,
    /// Wall clock of its last data.
    pub mtime: i64,
    /// Times its data was set.
    pub version: i32,
    /// Times its ACL was set.
    pub aversion: i32,
    /// Children ever created in it.
    pub creations: i32,
}

/// Tree and sessions after some transaction.
#[derive(Clone, Debug)]
pub struct Model {
    nodes: BTreeMap<String, Node>,
    sessions: BTreeMap<SessionId, i32>,
    last: Zxid,
}

impl Default for Model {
    fn default() -> Self {
        let mut nodes = BTreeMap::new();
        for path in ["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"] {
            nodes.insert(path.to_owned(), Node { data: Some(Vec::new()), ..Node::default() });
        }
        Model { nodes, sessions: BTreeMap::new(), last: Zxid::ZERO }
    }
}

impl Model {
    /// The last transaction applied.
    pub fn last(&self) -> Zxid {
        self.last
    }

    /// The nodes by path.
    pub fn nodes(&self) -> &BTreeMap<String, Node> {
        &self.nodes
    }

    /// Whether the session is open.
    pub fn has_session(&self, session: SessionId) -> bool {
        self.sessions.contains_key(&session)
    }

    /// Applies a record of the log.
    ///
    /// # Errors
    /// A payload that cannot be read, a transaction that goes back, and one that cannot happen in this state.
    pub fn apply(&mut self, payload: &[u8]) -> Result<(), String> {
        let logged = LoggedTxn::decode(payload).map_err(|error| error.to_string())?;
        let header = logged.header;
        if header.zxid <= self.last {
            return Err(format!("{} behind {}", header.zxid, self.last));
        }
        self.last = header.zxid;
        self.apply_one(&header, &logged.txn).map_err(|why| format!("{}: {why}", header.zxid))
    }

    /// The node's stat as a client sees it.
    pub fn stat(&self, path: &str) -> Option<Stat> {
        let node = self.nodes.get(path)?;
        let children = i32::try_from(self.children(path).count()).unwrap_or(i32::MAX);
        Some(Stat {
            czxid: node.czxid,
            mzxid: node.mzxid,
            ctime: node.ctime,
            mtime: node.mtime,
            version: node.version,
            // Creations and deletions; the tree counts the former only.
            cversion: node.creations * 2 - children,
            aversion: node.aversion,
            ephemeral_owner: node.owner,
            data_length: node.data.as_ref().map_or(0, |data| i32::try_from(data.len()).unwrap_or(i32::MAX)),
            num_children: children,
            pzxid: node.pzxid,
        })
    }

    /// Names of the children, in order.
    pub fn children<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> {
        let prefix = if path == "/" { String::from("/") } else { format!("{path}/") };
        let range = self.nodes.range(prefix.clone()..).skip_while(|(path, _)| *path == "/");
        let length = prefix.len();
        range
            .take_while(move |(path, _)| path.starts_with(&prefix))
            .map(move |(path, _)| &path[length..])
            .filter(|name| !name.contains('/'))
    }

    /// The code a create of this very path (sequence number included) fails with now.
    pub fn create_error(&self, path: &str) -> Option<ErrorCode> {
        let parent = self.nodes.get(parent_of(path));
        match parent {
            None => Some(ErrorCode::NoNode),
            Some(_) if self.nodes.contains_key(path) => Some(ErrorCode::NodeExists),
            Some(parent) if parent.owner != SessionId::NONE => Some(ErrorCode::NoChildrenForEphemerals),
            Some(_) => None,
        }
    }

    /// The code a set with this version, -1 for any, fails with now.
    pub fn set_error(&self, path: &str, version: i32) -> Option<ErrorCode> {
        match self.nodes.get(path) {
            None => Some(ErrorCode::NoNode),
            Some(node) if version != -1 && node.version != version => Some(ErrorCode::BadVersion),
            Some(_) => None,
        }
    }

    /// The code a delete with this version, -1 for any, fails with now.
    pub fn delete_error(&self, path: &str, version: i32) -> Option<ErrorCode> {
        let error = self.set_error(path, version);
        error.or_else(|| self.children(path).next().map(|_| ErrorCode::NotEmpty))
    }

    fn apply_one(&mut self, header: &TxnHeader, txn: &Txn<'_>) -> Result<(), String> {
        match txn {
            Txn::CreateSession { timeout_ms } => {
                self.sessions.insert(header.session, *timeout_ms);
                Ok(())
            }
            Txn::CloseSession { paths } => self.close(header, paths.as_deref()),
            Txn::Error { .. } | Txn::Check { .. } => Ok(()),
            Txn::Create(create) => self.create(header, create),
            Txn::Delete { path } => self.delete(header, path),
            Txn::SetData { path, data, version } => {
                let node = self.nodes.get_mut(&**path).ok_or_else(|| format!("set of {path}: no node"))?;
                node.data = data.map(<[u8]>::to_vec);
                node.version = *version;
                node.mzxid = header.zxid;
                node.mtime = header.time;
                Ok(())
            }
            Txn::SetAcl { path, acl, version } => {
                let node = self.nodes.get_mut(&**path).ok_or_else(|| format!("ACL of {path}: no node"))?;
                node.acl.clear();
                acl.encode(&mut node.acl);
                node.aversion = *version;
                Ok(())
            }
            Txn::Multi(subs) => {
                for sub in subs {
                    let part =
                        Txn::decode(sub.kind, &mut Reader::new(sub.body)).map_err(|e| e.to_string())?;
                    self.apply_one(header, &part)?;
                }
                Ok(())
            }
        }
    }

    fn create(&mut self, header: &TxnHeader, create: &CreateTxn<'_>) -> Result<(), String> {
        let path = &*create.path;
        if let Some(code) = self.create_error(path) {
            return Err(format!("create of {path}: {code}"));
        }
        let owner = match create.kind {
            CreateKind::Ephemeral => header.session,
            CreateKind::Container => SessionId(i64::MIN),
            CreateKind::Ttl(ms) => SessionId((0xff_i64 << 56) | ms),
            CreateKind::Persistent => SessionId::NONE,
        };
        let parent = self.nodes.get_mut(parent_of(path)).ok_or("no parent")?;
        parent.creations = parent.creations.max(create.parent_cversion);
        parent.pzxid = header.zxid;
        let mut acl = Vec::new();
        create.acl.encode(&mut acl);
        let node = Node {
            data: create.data.map(<[u8]>::to_vec),
            acl,
            owner,
            czxid: header.zxid,
            mzxid: header.zxid,
            pzxid: header.zxid,
            ctime: header.time,
            mtime: header.time,
            ..Node::default()
        };
        self.nodes.insert(path.to_owned(), node);
        Ok(())
    }

    fn delete(&mut self, header: &TxnHeader, path: &str) -> Result<(), String> {
        if let Some(code) = self.delete_error(path, -1) {
            return Err(format!("delete of {path}: {code}"));
        }
        self.nodes.remove(path);
        if let Some(parent) = self.nodes.get_mut(parent_of(path)) {
            parent.pzxid = header.zxid;
        }
        Ok(())
    }

    /// The ephemerals go with their session, whatever list the transaction carries: a leftover would be the very
    /// mistake that is looked for.
    fn close(
        &mut self,
        header: &TxnHeader,
        paths: Option<&[std::borrow::Cow<'_, str>]>,
    ) -> Result<(), String> {
        self.sessions.remove(&header.session);
        let owned = self.nodes.iter().filter(|(_, node)| node.owner == header.session);
        let owned: Vec<String> = owned.map(|(path, _)| path.clone()).collect();
        for path in &owned {
            if paths.is_some_and(|paths| !paths.iter().any(|listed| listed == path)) {
                return Err(format!("closing {} leaves {path}", header.session));
            }
            self.delete(header, path)?;
        }
        Ok(())
    }
}

fn parent_of(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(at) => &path[..at],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_proto::{AclBytes, OpCode};

    fn logged(zxid: i64, session: i64, kind: OpCode, txn: Txn<'_>) -> Vec<u8> {
        let header = TxnHeader {
            session: SessionId(session),
            cxid: 1,
            zxid: Zxid(zxid),
            time: zxid * 10,
            kind: kind.code(),
        };
        let mut out = Vec::new();
        LoggedTxn { header, txn, digest: None }.encode(&mut out);
        out
    }

    fn create(path: &'static str, kind: CreateKind, parent_cversion: i32) -> Txn<'static> {
        Txn::Create(CreateTxn {
            path: path.into(),
            data: Some(b"d"),
            acl: AclBytes::OPEN,
            kind,
            parent_cversion,
        })
    }

    #[test]
    fn stats_follow_the_transactions() {
        let mut model = Model::default();
        model.apply(&logged(1, 9, OpCode::CreateSession, Txn::CreateSession { timeout_ms: 1 })).unwrap();
        model.apply(&logged(2, 9, OpCode::Create, create("/a", CreateKind::Persistent, 1))).unwrap();
        model.apply(&logged(3, 9, OpCode::Create, create("/a/e", CreateKind::Ephemeral, 1))).unwrap();
        let set = Txn::SetData { path: "/a".into(), data: None, version: 1 };
        model.apply(&logged(4, 9, OpCode::SetData, set)).unwrap();
        let stat = model.stat("/a").unwrap();
        assert_eq!((stat.czxid, stat.mzxid, stat.pzxid), (Zxid(2), Zxid(4), Zxid(3)));
        assert_eq!((stat.cversion, stat.version, stat.num_children, stat.data_length), (1, 1, 1, 0));
        assert_eq!(model.children("/").collect::<Vec<_>>(), ["a", "zookeeper"]);
        assert_eq!(model.delete_error("/a", -1), Some(ErrorCode::NotEmpty));
        let close = Txn::CloseSession { paths: Some(vec!["/a/e".into()]) };
        model.apply(&logged(5, 9, OpCode::CloseSession, close)).unwrap();
        let stat = model.stat("/a").unwrap();
        assert_eq!((stat.cversion, stat.num_children, stat.pzxid), (2, 0, Zxid(5)));
        assert!(!model.has_session(SessionId(9)));
    }

    #[test]
    fn what_cannot_happen_is_an_error() {
        let mut model = Model::default();
        assert!(
            model.apply(&logged(1, 9, OpCode::Create, create("/a/b", CreateKind::Persistent, 1))).is_err()
        );
        let mut model = Model::default();
        model.apply(&logged(1, 9, OpCode::Create, create("/e", CreateKind::Ephemeral, 1))).unwrap();
        let close = Txn::CloseSession { paths: Some(Vec::new()) };
        assert!(model.apply(&logged(2, 9, OpCode::CloseSession, close)).unwrap_err().contains("leaves"));
    }
}
