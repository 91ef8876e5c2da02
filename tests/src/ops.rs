//! The usual operations, one call each, for tests that are not about bytes. Errors come back as the wire's codes.

use crate::{RawConn, Reply};
use std::borrow::Cow;
use zk_proto::request::{CreateMode, CreateRequest};
use zk_proto::{AclBytes, OpCode, Request, Stat};

/// Rights, scheme and id.
pub type AclEntry = (i32, String, String);

impl Reply {
    /// The reply, or its code.
    pub fn ok(self) -> Result<Reply, i32> {
        if self.err == 0 { Ok(self) } else { Err(self.err) }
    }
}

/// A create of the operation that belongs to the mode, open to everybody.
pub fn create_request<'a>(path: &'a str, data: &'a [u8], mode: CreateMode) -> Request<'a> {
    let (op, ttl_ms) = match mode {
        CreateMode::Container => (OpCode::CreateContainer, -1),
        CreateMode::Ttl | CreateMode::TtlSequential => (OpCode::CreateTtl, 3_600_000),
        _ => (OpCode::Create2, -1),
    };
    let acl = AclBytes::OPEN;
    Request::Create(CreateRequest {
        op,
        path: path.into(),
        data: Some(data),
        acl,
        flags: mode as i32,
        ttl_ms,
    })
}

#[track_caller]
fn some(path: &str) -> Cow<'_, str> {
    Cow::Borrowed(path)
}

impl RawConn {
    /// A persistent node open to everybody; gives its path.
    #[track_caller]
    pub fn create(&mut self, path: &str, data: &[u8]) -> Result<String, i32> {
        self.create_as(path, data, CreateMode::Persistent)
    }

    #[track_caller]
    pub fn create_as(&mut self, path: &str, data: &[u8], mode: CreateMode) -> Result<String, i32> {
        self.call(&create_request(path, data, mode)).ok().map(|reply| reply.path())
    }

    /// A persistent node with an encoded ACL list.
    #[track_caller]
    pub fn create_with_acl(&mut self, path: &str, acl: &[u8]) -> Result<String, i32> {
        let acl = AclBytes::from_bytes(acl).expect("ACL");
        let request = Request::Create(CreateRequest {
            op: OpCode::Create,
            path: some(path),
            data: Some(b""),
            acl,
            flags: 0,
            ttl_ms: -1,
        });
        self.call(&request).ok().map(|reply| reply.path())
    }

    #[track_caller]
    pub fn delete(&mut self, path: &str, version: i32) -> Result<(), i32> {
        self.call(&Request::Delete { path: some(path), version }).ok().map(drop)
    }

    #[track_caller]
    pub fn set(&mut self, path: &str, data: &[u8], version: i32) -> Result<Stat, i32> {
        self.call(&Request::SetData { path: some(path), data: Some(data), version })
            .ok()
            .map(|reply| reply.stat())
    }

    #[track_caller]
    pub fn get(&mut self, path: &str) -> Result<(Vec<u8>, Stat), i32> {
        self.get_watch(path, false)
    }

    #[track_caller]
    pub fn get_watch(&mut self, path: &str, watch: bool) -> Result<(Vec<u8>, Stat), i32> {
        let reply = self.call(&Request::GetData { path: some(path), watch }).ok()?;
        let (data, stat) = reply.data_and_stat();
        Ok((data.unwrap_or_default(), stat))
    }

    #[track_caller]
    pub fn exists(&mut self, path: &str, watch: bool) -> Result<Stat, i32> {
        self.call(&Request::Exists { path: some(path), watch }).ok().map(|reply| reply.stat())
    }

    #[track_caller]
    pub fn children(&mut self, path: &str, watch: bool) -> Result<Vec<String>, i32> {
        self.call(&Request::GetChildren { path: some(path), watch }).ok().map(|reply| reply.names())
    }

    #[track_caller]
    pub fn set_acl(&mut self, path: &str, acl: &[u8], version: i32) -> Result<Stat, i32> {
        let acl = AclBytes::from_bytes(acl).expect("ACL");
        self.call(&Request::SetAcl { path: some(path), acl, version }).ok().map(|reply| reply.stat())
    }

    /// The ACL and the stat.
    #[track_caller]
    pub fn get_acl(&mut self, path: &str) -> Result<(Vec<AclEntry>, Stat), i32> {
        let reply = self.call(&Request::GetAcl { path: some(path) }).ok()?;
        let mut reader = zk_proto::Reader::new(&reply.body);
        let acls = AclBytes::decode(&mut reader).expect("ACL").to_vec();
        let stat = Stat::decode(&mut reader).expect("stat");
        Ok((acls.into_iter().map(|acl| (acl.perms.0, acl.id.scheme, acl.id.id)).collect(), stat))
    }

    /// Adds credentials; the code of a refusal, after which the server hangs up.
    #[track_caller]
    pub fn add_auth(&mut self, scheme: &str, auth: &[u8]) -> Result<(), i32> {
        let mut body = Vec::new();
        Request::Auth { kind: 0, scheme: some(scheme), auth: Some(auth) }.encode_body(&mut body);
        self.call_raw(zk_proto::op::xid::AUTH, OpCode::Auth.code(), &body).ok().map(drop)
    }

    #[track_caller]
    pub fn add_watch(&mut self, path: &str, mode: i32) -> Result<(), i32> {
        self.call(&Request::AddWatch { path: some(path), mode }).ok().map(drop)
    }
}
