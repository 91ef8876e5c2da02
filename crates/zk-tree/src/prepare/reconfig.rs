//! A request to change the membership becomes the transaction that sets `/zookeeper/config`.
//!
//! Mirrors: ZooKeeper `PrepRequestProcessor`, the case of `reconfig`: its checks, in its order.

use std::collections::BTreeSet;

use zk_proto::members::{Member, Membership, MultiAddress};
use zk_proto::{ErrorCode, Perms, Writer};

use super::{Outcome, Preparer, WriteContext};
use crate::tree::{CONFIG, DataTree};

/// The ensemble of which this server is the leader.
#[derive(Clone, Debug)]
pub struct Ensemble {
    /// The membership that was proposed last.
    pub membership: Membership,
    /// Its version: the zxid of its transaction.
    pub version: i64,
    /// It is proposed and not committed.
    pub in_progress: bool,
    /// Servers that are synchronised and have a say in what is committed if they have a vote; this one is among them.
    pub synced: BTreeSet<i64>,
    /// So many voters there must be: two, unless an ensemble of one is allowed (`standaloneEnabled=false`).
    pub min_voters: usize,
    /// Whether some servers are a quorum of a membership.
    pub is_quorum: fn(&Membership, &BTreeSet<i64>) -> bool,
}

/// What a client asks for.
pub(super) struct Asked<'a> {
    pub(super) joining: Option<&'a str>,
    pub(super) leaving: Option<&'a str>,
    pub(super) new_members: Option<&'a str>,
    pub(super) config_id: i64,
}

impl Preparer {
    pub(super) fn reconfig(
        &mut self,
        tree: &DataTree,
        ctx: WriteContext<'_>,
        asked: &Asked<'_>,
        out: &mut Vec<u8>,
    ) -> Outcome<()> {
        // A server that stands alone has no membership to change.
        let ensemble = self.ensemble.as_ref().ok_or(ErrorCode::Unimplemented)?;
        if ensemble.in_progress || self.reconfiguring.is_some() {
            return Err(ErrorCode::ReconfigInProgress);
        }
        if asked.config_id != -1 && asked.config_id != ensemble.version {
            return Err(ErrorCode::BadVersion);
        }
        let next = next_membership(&ensemble.membership, asked, self.config.multi_address);
        let next = next.map_err(|_| ErrorCode::BadArguments)?;
        if next.participant_count() < ensemble.min_voters.max(1) {
            return Err(ErrorCode::BadArguments);
        }
        if !(ensemble.is_quorum)(&next, &ensemble.synced) {
            return Err(ErrorCode::NewConfigNoQuorum);
        }
        let mut node = self.overlay.view(tree, CONFIG).ok_or(ErrorCode::NoNode)?;
        self.permit(tree, ctx.who, &node, Perms::WRITE)?;
        let text = next.text(ctx.zxid.0);
        out.put_str(CONFIG);
        out.put_buffer(Some(text.as_bytes()));
        out.put_i32(-1);
        node.stat.version = -1;
        node.stat.mzxid = ctx.zxid;
        node.stat.mtime = ctx.wall_ms;
        self.overlay.set_data(ctx.zxid, CONFIG, node, Some(text.as_bytes()));
        self.reconfiguring = Some(ctx.zxid);
        Ok(())
    }
}

fn next_membership(last: &Membership, asked: &Asked<'_>, multi: MultiAddress) -> Result<Membership, String> {
    let next = match asked.new_members {
        Some(all) => Membership::parse(all)?.0,
        None => last.changed(asked.joining, asked.leaving, multi)?,
    };
    // Those that there are already came from somewhere.
    let adds_several = |(sid, m): (&i64, &Member)| m.addresses.len() > 1 && last.members.get(sid) != Some(m);
    if multi == MultiAddress::Disabled && next.members.iter().any(adds_several) {
        return Err("several addresses for one server".into());
    }
    match next.problems().into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(next),
    }
}
