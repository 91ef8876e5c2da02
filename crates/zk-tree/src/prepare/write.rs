//! One function per write operation. Each appends the transaction's body and records its effects.

use zk_proto::acl::AclBytes;
use zk_proto::request::{CreateMode, CreateRequest};
use zk_proto::stat::Owner;
use zk_proto::txn::{CreateKind, CreateTxn};
use zk_proto::{ErrorCode, OpCode, Perms, Request, Txn, Writer, path};

use super::overlay::AclRef;
use super::{FixedAcl, Outcome, Preparer, WriteContext, create_mode};
use crate::node::created_stat;
use crate::quota::{Measure, Strictness};
use crate::tree::{CONFIG, DataTree};

/// Nodes that cannot be deleted.
pub(super) const FIXED_NODES: [&str; 4] = ["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"];

impl Preparer {
    pub(super) fn create(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        create: &CreateRequest<'_>,
        out: &mut Vec<u8>,
    ) -> Outcome<()> {
        let mode = create_mode(create, self.config.extended_types)?;
        if let Some(why) = ctx.no_ephemerals.filter(|_| mode.is_ephemeral()) {
            return Err(why);
        }
        let wanted = &*create.path;
        let (parent_path, _) = path::split(wanted).ok_or(ErrorCode::BadArguments)?;
        if wanted.contains('\0') {
            return Err(ErrorCode::BadArguments);
        }
        let acl = FixedAcl::of(create.acl, ctx.who, self.config.acl_schemes)?;
        let parent = self.overlay.view(tree, parent_path).ok_or(ErrorCode::NoNode)?;
        self.permit(tree, ctx.who, &parent, Perms::CREATE)?;
        let name;
        let node_path = if mode.is_sequential() {
            name = format!("{wanted}{:010}", parent.stat.cversion);
            &name
        } else {
            wanted
        };
        path::validate(node_path).map_err(|_| ErrorCode::BadArguments)?;
        if self.overlay.view(tree, node_path).is_some() {
            return Err(ErrorCode::NodeExists);
        }
        if matches!(Owner::from_stored(parent.stat.ephemeral_owner), Owner::Session(_)) {
            return Err(ErrorCode::NoChildrenForEphemerals);
        }
        let bytes = create.data.map_or(0, |d| d.len() as i64);
        self.check_quota(tree, node_path, 1, bytes)?;

        let mut parent = parent;
        let cversion = parent.stat.cversion.wrapping_add(1);
        let (kind, owner) = match mode {
            CreateMode::Ephemeral | CreateMode::EphemeralSequential => {
                (CreateKind::Ephemeral, Owner::Session(ctx.session))
            }
            CreateMode::Container => (CreateKind::Container, Owner::Container),
            CreateMode::Ttl | CreateMode::TtlSequential => {
                (CreateKind::Ttl(create.ttl_ms), Owner::Ttl(create.ttl_ms))
            }
            CreateMode::Persistent | CreateMode::PersistentSequential => {
                (CreateKind::Persistent, Owner::Persistent)
            }
        };
        Txn::Create(CreateTxn {
            path: node_path.into(),
            data: create.data,
            acl: acl.bytes(),
            kind,
            parent_cversion: cversion,
        })
        .encode(out);

        // Applying only ever raises the count, so at its end it stays where it is.
        if cversion > parent.stat.cversion {
            parent.stat.cversion = cversion;
            parent.stat.pzxid = ctx.zxid;
        }
        parent.num_children += 1;
        self.overlay.set_stat(tree, ctx.zxid, if parent_path.is_empty() { "/" } else { parent_path }, parent);
        let stat = created_stat(ctx.zxid, ctx.wall_ms, owner.to_stored());
        self.overlay.create(ctx.zxid, node_path, stat, create.data, AclRef::new(acl.bytes()));
        Ok(())
    }

    pub(super) fn delete(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        node_path: &str,
        version: i32,
        out: &mut Vec<u8>,
    ) -> Outcome<()> {
        let parent_path = path::split(node_path).ok_or(ErrorCode::BadArguments)?.0;
        if node_path.contains('\0') || FIXED_NODES.contains(&node_path) {
            return Err(ErrorCode::BadArguments);
        }
        let parent = self.overlay.view(tree, parent_path).ok_or(ErrorCode::NoNode)?;
        let node = self.overlay.view(tree, node_path);
        self.permit(tree, ctx.who, &parent, Perms::DELETE)?;
        let node = node.ok_or(ErrorCode::NoNode)?;
        expect_version(node.stat.version, version)?;
        if node.num_children > 0 {
            return Err(ErrorCode::NotEmpty);
        }
        out.put_str(node_path);
        self.overlay.delete(tree, ctx.zxid, node_path);
        Ok(())
    }

    pub(super) fn set_data(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        node_path: &str,
        data: Option<&[u8]>,
        version: i32,
        out: &mut Vec<u8>,
    ) -> Outcome<()> {
        path::validate(node_path).map_err(|_| ErrorCode::BadArguments)?;
        let mut node = self.overlay.view(tree, node_path).ok_or(ErrorCode::NoNode)?;
        self.permit(tree, ctx.who, &node, Perms::WRITE)?;
        // Differs: with Apache a super user may write anything there, and every server takes it for the membership.
        if node_path == CONFIG {
            return Err(ErrorCode::BadArguments);
        }
        let delta = data.map_or(0, |d| d.len() as i64) - node.data_len as i64;
        self.check_quota(tree, node_path, 0, delta)?;
        let next = next_version(node.stat.version, version)?;
        out.put_str(node_path);
        out.put_buffer(data);
        out.put_i32(next);
        node.stat.version = next;
        node.stat.mzxid = ctx.zxid;
        node.stat.mtime = ctx.wall_ms;
        self.overlay.set_data(ctx.zxid, node_path, node, data);
        Ok(())
    }

    pub(super) fn set_acl(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        node_path: &str,
        acl: AclBytes<'_>,
        version: i32,
        out: &mut Vec<u8>,
    ) -> Outcome<()> {
        path::validate(node_path).map_err(|_| ErrorCode::BadArguments)?;
        let acl = FixedAcl::of(acl, ctx.who, self.config.acl_schemes)?;
        let mut node = self.overlay.view(tree, node_path).ok_or(ErrorCode::NoNode)?;
        self.permit(tree, ctx.who, &node, Perms::ADMIN)?;
        let next = next_version(node.stat.aversion, version)?;
        out.put_str(node_path);
        acl.bytes().encode(out);
        out.put_i32(next);
        node.stat.aversion = next;
        node.acl = AclRef::new(acl.bytes());
        self.overlay.set_stat(tree, ctx.zxid, node_path, node);
        Ok(())
    }

    pub(super) fn check(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        node_path: &str,
        version: i32,
        out: &mut Vec<u8>,
    ) -> Outcome<()> {
        path::validate(node_path).map_err(|_| ErrorCode::BadArguments)?;
        let node = self.overlay.view(tree, node_path).ok_or(ErrorCode::NoNode)?;
        self.permit(tree, ctx.who, &node, Perms::READ)?;
        let next = next_version(node.stat.version, version)?;
        out.put_str(node_path);
        out.put_i32(next);
        Ok(())
    }

    /// Appends the body of a multi. After the first failure everything is taken back and the rest is not tried;
    /// what was valid before keeps its type and body, as Java logs it.
    pub(super) fn multi(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        ops: &[Request<'_>],
        out: &mut Vec<u8>,
    ) {
        let digest = self.overlay.mark();
        let mut failed = false;
        out.put_len(ops.len());
        for op in ops {
            let start = out.len();
            let kind = match op.op_code() {
                OpCode::Create2 if !self.config.create2_in_multi => OpCode::Create,
                kind => kind,
            };
            out.put_i32(kind.code());
            out.put_i32(0);
            let body = out.len();
            let outcome = if failed {
                Err(ErrorCode::RuntimeInconsistency)
            } else {
                self.sub_operation(tree, ctx, op, out)
            };
            if let Err(e) = outcome {
                out.truncate(start);
                out.put_i32(OpCode::Error.code());
                out.put_i32(4);
                out.put_i32(e.code());
                failed = true;
            } else {
                let len = (out.len() - body) as i32;
                out[start + 4..body].copy_from_slice(&len.to_be_bytes());
            }
        }
        if failed {
            self.overlay.roll_back(digest);
        } else {
            self.overlay.keep();
        }
    }

    fn sub_operation(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        op: &Request<'_>,
        out: &mut Vec<u8>,
    ) -> Outcome<()> {
        match op {
            Request::Create(create) => self.create(tree, ctx, create, out),
            Request::Delete { path, version } => self.delete(tree, ctx, path, *version, out),
            Request::SetData { path, data, version } => self.set_data(tree, ctx, path, *data, *version, out),
            Request::Check { path, version } => self.check(tree, ctx, path, *version, out),
            _ => Err(ErrorCode::Unimplemented),
        }
    }

    /// Appends the paths of the session's ephemerals, unless they are to be left out, and deletes them.
    pub(super) fn close_session(&mut self, tree: &DataTree, ctx: WriteContext<'_>, out: &mut Vec<u8>) {
        let paths = self.overlay.ephemerals(tree, ctx.session);
        if self.config.close_session_paths {
            out.put_len(paths.len());
            paths.iter().for_each(|p| out.put_str(p));
        }
        for p in paths {
            self.overlay.delete(tree, ctx.zxid, &p);
        }
    }

    /// Limits, against the usage that is applied: what is in flight is not counted, as in Java. Soft ones are noted only.
    fn check_quota(&mut self, tree: &DataTree, node_path: &str, count: i64, bytes: i64) -> Outcome<()> {
        if !self.config.enforce_quota || (count == 0 && bytes == 0) {
            return Ok(());
        }
        let Some(subject) = tree.quotas().find(node_path) else { return Ok(()) };
        let (Some(limits), Some(usage)) = (tree.quota_limits(subject), tree.quota_usage(subject)) else {
            return Ok(());
        };
        let checks = [
            (Measure::Count, limits.count_hard, limits.count, usage.count, count),
            (Measure::Bytes, limits.bytes_hard, limits.bytes, usage.bytes, bytes),
        ];
        for (measure, hard, soft, used, more) in checks {
            // A soft limit below a hard one says nothing, as in Java.
            let (strictness, limit) =
                if hard > -1 { (Strictness::Hard, hard) } else { (Strictness::Soft, soft) };
            let wanted = used.saturating_add(more);
            // Above the limit even a write that takes less is refused, as Java refuses it.
            if limit > -1 && more != 0 && wanted > limit {
                self.breaches.note(subject, measure, strictness, wanted, limit);
                if strictness == Strictness::Hard {
                    return Err(ErrorCode::QuotaExceeded);
                }
            }
        }
        Ok(())
    }
}

fn expect_version(current: i32, wanted: i32) -> Outcome<()> {
    if wanted == -1 || wanted == current { Ok(()) } else { Err(ErrorCode::BadVersion) }
}

/// The version after a change. -1 is skipped, since it means "any" (ZOOKEEPER-4743).
fn next_version(current: i32, wanted: i32) -> Outcome<i32> {
    expect_version(current, wanted)?;
    Ok(match current.wrapping_add(1) {
        -1 => 0,
        next => next,
    })
}
