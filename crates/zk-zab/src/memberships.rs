//! The memberships that count at one moment: the active one and, from the proposal of a reconfiguration to its activation,
//! the one that it brings.

use std::collections::BTreeSet;
use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::txn::LoggedTxn;
use zk_proto::{OpCode, ServerId, Txn, TxnHeader, Zxid};

use crate::Membership;

/// One membership, or two: then only what is a quorum of both is a quorum.
///
/// Mirrors: ZooKeeper `QuorumPeer`'s quorum verifier and last seen quorum verifier. Differs: what was seen last follows from
/// the history and not from a file, so that a reconfiguration that is cut from the history is not seen any more.
#[derive(Clone, Debug)]
pub struct Memberships {
    active: Arc<Membership>,
    next: Option<Arc<Membership>>,
}

impl Memberships {
    /// The active one alone.
    pub fn of(active: Arc<Membership>) -> Memberships {
        Memberships { active, next: None }
    }

    /// These two; the second only if it is newer.
    pub fn with_next(active: Arc<Membership>, next: Option<Arc<Membership>>) -> Memberships {
        let next = next.filter(|n| n.version() > active.version());
        Memberships { active, next }
    }

    /// The active one.
    pub fn active(&self) -> &Arc<Membership> {
        &self.active
    }

    /// The one of a reconfiguration that is not active yet.
    pub fn next(&self) -> Option<&Arc<Membership>> {
        self.next.as_ref()
    }

    /// The newer one.
    pub fn last_seen(&self) -> &Arc<Membership> {
        self.next.as_ref().unwrap_or(&self.active)
    }

    fn each(&self) -> impl Iterator<Item = &Arc<Membership>> {
        let next = self.next.as_ref().filter(|_| !on(Mutant::NextMembershipIgnored));
        std::iter::once(&self.active).chain(next)
    }

    /// True for a voter of either.
    pub fn is_voter(&self, sid: ServerId) -> bool {
        self.each().any(|m| m.is_voter(sid))
    }

    /// True for a member of either.
    pub fn is_member(&self, sid: ServerId) -> bool {
        self.each().any(|m| m.role(sid).is_some())
    }

    /// The voters of either, ascending.
    pub fn voters(&self) -> BTreeSet<ServerId> {
        self.each().flat_map(|m| m.voters()).collect()
    }

    /// True if there are two voters, the same ones under each, and their majority decides: both of them. For these an oracle may
    /// decide.
    pub fn is_pair(&self) -> bool {
        self.each().all(|m| m.is_pair() && m.voters().eq(self.active.voters()))
    }

    /// True for a server that can be elected.
    pub fn is_electable(&self, sid: ServerId) -> bool {
        self.each().any(|m| m.weight(sid) > 0)
    }

    /// True if those whom `acks` names are a quorum, of both if there are two.
    pub fn has_quorum(&self, acks: impl Fn(ServerId) -> bool) -> bool {
        self.each().all(|m| m.has_quorum(&acks))
    }

    /// True if those whom `acks` names are a quorum of one of them: enough to believe that there is a leader. The last
    /// reconfiguration in a history may be one that nobody else knows and that the leader will have cut from it.
    pub fn has_quorum_of_one(&self, acks: impl Fn(ServerId) -> bool) -> bool {
        self.each().any(|m| m.has_quorum(&acks))
    }
}

/// The membership that a transaction brings; none for any other than a reconfiguration.
///
/// # Errors
/// It brings none that makes sense.
pub(crate) fn brought_by(zxid: Zxid, payload: &[u8]) -> Result<Option<Membership>, String> {
    if !is_reconfiguration(payload) {
        return Ok(None);
    }
    let fails = |why: String| format!("the membership of reconfiguration {zxid}: {why}");
    let logged = LoggedTxn::decode(payload).map_err(|e| fails(e.to_string()))?;
    let Txn::SetData { data: Some(data), .. } = logged.txn else { return Err(fails("there is none".into())) };
    let text = std::str::from_utf8(data).map_err(|e| fails(e.to_string()))?;
    let membership = Membership::parse(text).map_err(fails)?;
    if membership.version() != zxid.0 {
        return Err(fails(format!("it calls itself version {:x}", membership.version())));
    }
    Ok(Some(membership))
}

/// Looks at the type alone.
pub(crate) fn is_reconfiguration(payload: &[u8]) -> bool {
    let kind = payload.get(TxnHeader::SIZE - 4..TxnHeader::SIZE);
    kind == Some(&OpCode::Reconfig.code().to_be_bytes()[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn membership(text: &str) -> Arc<Membership> {
        Arc::new(Membership::parse(text).expect("a membership"))
    }

    #[test]
    fn a_pair_is_one_under_both() {
        let pair = |text: &str, next: Option<&str>| {
            Memberships::with_next(membership(text), next.map(membership)).is_pair()
        };
        let two = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2:observer\nversion=1";
        assert!(pair(two, None) && pair(two, Some("server.1=a:1:2\nserver.2=d:1:2\nversion=2")));
        let three = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nversion=2";
        assert!(!pair(three, None) && !pair(two, Some(three)) && !pair("server.1=a:1:2\nversion=1", None));
        assert!(!pair(two, Some("server.1=a:1:2\nserver.3=c:1:2\nversion=2")), "another pair");
        assert!(!pair("server.1=a:1:2\nserver.2=b:1:2\ngroup.1=1:2\nversion=1", None), "with groups");
    }

    #[test]
    fn a_quorum_is_one_of_both() {
        let old = membership("server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nversion=1");
        let new = membership("server.3=c:1:2\nserver.4=d:1:2\nserver.5=e:1:2:observer\nversion=2");
        let both = Memberships::with_next(old.clone(), Some(new.clone()));
        let quorum = |ids: &[i64]| both.has_quorum(|sid| ids.contains(&sid.0));
        assert!(quorum(&[1, 3, 4]) && quorum(&[1, 2, 3, 4]));
        assert!(!quorum(&[1, 2, 3]) && !quorum(&[3, 4]) && !quorum(&[1, 2, 5]));
        assert!(both.is_voter(ServerId(1)) && both.is_voter(ServerId(4)) && !both.is_voter(ServerId(5)));
        assert!(both.is_member(ServerId(5)) && !both.is_member(ServerId(6)));
        assert_eq!(both.last_seen().version(), 2);
        assert!(Memberships::with_next(new, Some(old)).next().is_none(), "an older one is none");
    }
}
