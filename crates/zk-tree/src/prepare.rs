//! Turns a write request into a transaction: validates it against the tree and what is still in flight, and
//! appends the encoded transaction, digest included.
//!
//! A request that fails validation becomes an error transaction, which takes its zxid like any other.
//!
//! Mirrors: ZooKeeper `PrepRequestProcessor`.

mod overlay;
mod reconfig;
mod screen;
mod write;

use zk_proto::acl::AclBytes;
use zk_proto::members::MultiAddress;
use zk_proto::request::CreateMode;
use zk_proto::{ErrorCode, OpCode, Perms, Request, SessionId, TxnDigest, TxnHeader, Writer, Zxid};

use crate::acl_cache::AclList;
use crate::auth::{AclSchemes, Identities};
use crate::quota::{Breaches, QuotaBreach};
use crate::tree::DataTree;

use overlay::{Overlay, View};
pub use reconfig::Ensemble;

/// Switches that decide what is valid.
#[derive(Clone, Debug)]
pub struct PrepareConfig {
    /// TTL nodes are allowed (`extendedTypesEnabled`).
    pub extended_types: bool,
    /// Hard quotas refuse (`enforceQuota`).
    pub enforce_quota: bool,
    /// Transactions carry the tree's digest (`digest.enabled`).
    pub digest: bool,
    /// The membership may be changed (`reconfigEnabled`).
    pub reconfig: bool,
    /// Servers that join may have several addresses (`multiAddress.enabled`).
    pub multi_address: MultiAddress,
    /// A `create2` inside a multi is logged as one, and so answered with a stat. Otherwise as a plain `create`, which makes
    /// the same node: Apache 3.8 fails to apply the other and goes on without it.
    pub create2_in_multi: bool,
    /// The transaction that closes a session lists the nodes that go with it (`closeSessionTxn.enabled`): servers before 3.6
    /// cannot read one that does.
    pub close_session_paths: bool,
    /// Schemes that ACLs may name besides those that are always there.
    pub acl_schemes: AclSchemes,
}

impl Default for PrepareConfig {
    fn default() -> Self {
        PrepareConfig {
            extended_types: false,
            enforce_quota: false,
            digest: true,
            reconfig: false,
            multi_address: MultiAddress::Disabled,
            create2_in_multi: true,
            close_session_paths: true,
            acl_schemes: AclSchemes::default(),
        }
    }
}

/// Who asks, and under which transaction.
#[derive(Clone, Copy, Debug)]
pub struct WriteContext<'a> {
    /// The session whose request this is; [`SessionId::NONE`] for the server's own.
    pub session: SessionId,
    /// The request's xid.
    pub cxid: i32,
    /// Zxid that the transaction gets.
    pub zxid: Zxid,
    /// Wall clock in milliseconds since 1970, stamped into the transaction.
    pub wall_ms: i64,
    /// The connection's identities.
    pub who: &'a Identities,
    /// Why the session may own no node, if it may not: the ensemble does not know it.
    pub no_ephemerals: Option<ErrorCode>,
}

/// Prepares transactions and remembers their effects until they are applied.
#[derive(Debug)]
pub struct Preparer {
    config: PrepareConfig,
    overlay: Overlay,
    /// Whose membership a reconfiguration changes; none for a server that stands alone.
    ensemble: Option<Ensemble>,
    /// A reconfiguration that is prepared and not applied.
    reconfiguring: Option<Zxid>,
    /// Quotas that writes have run into.
    breaches: Breaches,
}

type Outcome<T> = Result<T, ErrorCode>;

impl Preparer {
    /// A preparer with nothing in flight.
    pub fn new(config: PrepareConfig) -> Preparer {
        Preparer {
            config,
            overlay: Overlay::default(),
            ensemble: None,
            reconfiguring: None,
            breaches: Breaches::default(),
        }
    }

    /// The quotas that writes have run into since this was asked last.
    pub fn take_quota_breaches(&mut self) -> Vec<QuotaBreach> {
        self.breaches.take()
    }

    /// Appends the transaction of `request` to `out`: header, body, digest. Returns the failure, if it became an
    /// error transaction.
    ///
    /// The caller has checked that the session is alive. Reads are no transactions and are refused here with
    /// [`ErrorCode::Unimplemented`].
    pub fn prepare(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        request: &Request<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), ErrorCode> {
        let start = out.len();
        self.overlay.begin(tree);
        let kind = request.op_code();
        header(ctx, kind).encode(out);
        let body = out.len();
        let outcome = match request {
            Request::Create(create) => self.create(tree, ctx, create, out).map(|_| ()),
            Request::Delete { path, version } => self.delete(tree, ctx, path, *version, out),
            Request::SetData { path, data, version } => {
                self.set_data(tree, ctx, path, *data, *version, out).map(|_| ())
            }
            Request::SetAcl { path, acl, version } => self.set_acl(tree, ctx, path, *acl, *version, out),
            Request::Check { path, version } => self.check(tree, ctx, path, *version, out),
            Request::Multi(ops) => {
                self.multi(tree, ctx, ops, out);
                Ok(())
            }
            Request::CloseSession => {
                self.close_session(tree, ctx, out);
                Ok(())
            }
            Request::Reconfig { .. } if !self.config.reconfig => Err(ErrorCode::ReconfigDisabled),
            Request::Reconfig { joining, leaving, new_members, config_id } => {
                let change = reconfig::Asked {
                    joining: joining.as_deref(),
                    leaving: leaving.as_deref(),
                    new_members: new_members.as_deref(),
                    config_id: *config_id,
                };
                self.reconfig(tree, ctx, &change, out)
            }
            _ => Err(ErrorCode::Unimplemented),
        };
        debug_assert!(out.len() >= body);
        match outcome {
            Ok(()) => {
                self.digest(out);
                Ok(())
            }
            Err(e) => {
                out.truncate(start);
                self.error(ctx, e, out);
                Err(e)
            }
        }
    }

    /// Appends an error transaction.
    pub fn error(&mut self, ctx: WriteContext<'_>, code: ErrorCode, out: &mut Vec<u8>) {
        header(ctx, OpCode::Error).encode(out);
        out.put_i32(code.code());
    }

    /// Appends the transaction that opens a session of `timeout_ms`.
    pub fn create_session(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        timeout_ms: i32,
        out: &mut Vec<u8>,
    ) {
        self.overlay.begin(tree);
        header(ctx, OpCode::CreateSession).encode(out);
        out.put_i32(timeout_ms);
        self.digest(out);
    }

    /// Appends the transaction that reaps a container or TTL node, if it may still go.
    ///
    /// # Errors
    /// [`ErrorCode::NoNode`], [`ErrorCode::NotEmpty`] or, for what is neither container nor TTL node,
    /// [`ErrorCode::BadVersion`]; nothing is appended then.
    ///
    /// Differs: Java lets a persistent node pass; it cannot be a candidate here.
    pub fn reap(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        path: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), ErrorCode> {
        use zk_proto::stat::Owner;
        self.overlay.begin(tree);
        let node = self.overlay.view(tree, path).ok_or(ErrorCode::NoNode)?;
        if node.num_children > 0 {
            return Err(ErrorCode::NotEmpty);
        }
        if !matches!(Owner::from_stored(node.stat.ephemeral_owner), Owner::Container | Owner::Ttl(_)) {
            return Err(ErrorCode::BadVersion);
        }
        header(ctx, OpCode::DeleteContainer).encode(out);
        out.put_str(path);
        self.overlay.delete(tree, ctx.zxid, path);
        self.digest(out);
        Ok(())
    }

    /// Forgets the effects of everything up to `zxid`, which the tree now holds.
    pub fn applied(&mut self, zxid: Zxid) {
        self.overlay.applied(zxid);
        self.reconfiguring = self.reconfiguring.filter(|z| *z > zxid);
    }

    /// What the next reconfiguration is judged by.
    pub fn set_ensemble(&mut self, ensemble: Ensemble) {
        self.ensemble = Some(ensemble);
    }

    /// Forgets all that is in flight: it will never be applied.
    pub fn reset(&mut self) {
        self.overlay = Overlay::default();
        self.reconfiguring = None;
    }

    fn digest(&self, out: &mut Vec<u8>) {
        if self.config.digest {
            TxnDigest { version: zk_proto::txn::DIGEST_VERSION, tree_digest: self.overlay.digest }
                .encode(out);
        }
    }

    fn acl_of<'x>(&'x self, tree: &'x DataTree, view: &'x View) -> &'x AclList {
        view.acl.resolve(tree)
    }

    fn permit(&self, tree: &DataTree, who: &Identities, view: &View, perms: Perms) -> Outcome<()> {
        if who.may(perms, self.acl_of(tree, view)) { Ok(()) } else { Err(ErrorCode::NoAuth) }
    }
}

fn header(ctx: WriteContext<'_>, kind: OpCode) -> TxnHeader {
    TxnHeader { session: ctx.session, cxid: ctx.cxid, zxid: ctx.zxid, time: ctx.wall_ms, kind: kind.code() }
}

/// The mode of a create, if flags, operation and time to live fit together.
///
/// Differs: Java accepts flags that do not fit the operation and then makes another node than it digested, or
/// one that no server can load (known-bugs K-21).
fn create_mode(create: &zk_proto::request::CreateRequest<'_>, extended: bool) -> Outcome<CreateMode> {
    let bad = Err(ErrorCode::BadArguments);
    let Some(mode) = CreateMode::from_i32(create.flags) else { return bad };
    if mode.is_ttl() && !extended {
        return Err(ErrorCode::Unimplemented);
    }
    let fits = match create.op {
        OpCode::CreateTtl => mode.is_ttl() && (1..=zk_proto::stat::MAX_TTL_MS).contains(&create.ttl_ms),
        OpCode::CreateContainer => mode == CreateMode::Container,
        _ => !mode.is_ttl() && mode != CreateMode::Container,
    };
    if fits { Ok(mode) } else { bad }
}

/// An ACL that is checked and completed; the common open one costs nothing.
enum FixedAcl {
    Open,
    Bytes(Vec<u8>),
}

impl FixedAcl {
    fn of(acl: AclBytes<'_>, who: &Identities, schemes: AclSchemes) -> Outcome<FixedAcl> {
        if acl.is_open() {
            return Ok(FixedAcl::Open);
        }
        crate::auth::fix_acl(acl, who, schemes).map(FixedAcl::Bytes)
    }

    fn bytes(&self) -> AclBytes<'_> {
        match self {
            FixedAcl::Open => AclBytes::OPEN,
            // What fix_acl encodes is one well-formed vector.
            FixedAcl::Bytes(b) => AclBytes::from_bytes(b).unwrap_or(AclBytes::OPEN),
        }
    }
}
