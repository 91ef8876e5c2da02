//! A backup takes the place of a whole ensemble's history.
//!
//! **The restored tree is the state of one zxid**, that behind the last one proposed in the leader's epoch. Nobody else gives
//! out zxids of this epoch, and this leader gives out no more of them: from the moment at which the disk is asked to make the
//! tree the base of the history there is one state with this zxid, or none. It is never proposed. It stands as a proposal does that
//! only its proposer has: once it is on the disk the leader gives its role up, and the next election decides.
//!
//! - It wins: a quorum has nothing newer than what was committed, and the restored zxid is above that. Who follows has a zxid
//!   below the base of this history, where no log is, so that nobody gets a DIFF and all get the tree (`leader::sync`, `LogFeed`).
//!   The restore is decided when a quorum has acknowledged NEWLEADER.
//! - Another one wins, because this server was not heard in time: its history goes on from what was committed, in a newer
//!   epoch. It orders the restored zxid to be forgotten, or sends a snapshot; as no log leads back, this server gives its history up and
//!   gets the leader's. Nobody else has the restored tree then, or it was adopted by less than a quorum and goes the way of
//!   any history of an epoch that was not established.
//!
//! A crash changes none of that: before the installation is durable the disk has the old history, afterwards the new one, and
//! both are claimed for what they are. And nothing that was committed is lost to a leader that discards the restore, though this
//! server has given its copy away: who begins an epoch with less than the restored zxid counts no promise of this server, which
//! is ahead of it or has nothing to vouch for, so that its quorum holds somebody else who has what was committed.

use zk_mutants::{Mutant, on};
use zk_proto::Zxid;

use super::{Role, Zab};
use crate::Output;

impl Zab {
    /// Whether this server could put a backup in the place of the history.
    ///
    /// # Errors
    /// Why not: it does not lead, the members are about to change, or nobody would decide it.
    pub fn may_restore(&self) -> Result<(), String> {
        let Role::Leading(leader) = &self.role else { return Err("this server does not lead".into()) };
        if !leader.is_established() {
            return Err("this server does not lead yet".into());
        }
        if leader.replaced_by.is_some() {
            return Err("another backup is about to take the place of the history".into());
        }
        if self.core.has_oracle() {
            return Err("an oracle may let the other server go on alone, which would not hear of it".into());
        }
        if self.core.memberships.next().is_some() || leader.gives_way_to(u64::MAX).is_some() {
            return Err("a reconfiguration is under way".into());
        }
        if !leader.has_quorum_in_sync(&self.core) {
            return Err("the voters that are in sync are no quorum".into());
        }
        match leader.proposed().next() {
            Some(_) => Ok(()),
            None => Err("the epoch has no zxid left".into()),
        }
    }

    /// The zxid that a backup would have if it were put in place now: once everything that was proposed is committed and
    /// applied, and the disk has nothing to do.
    pub fn restorable_as(&self) -> Option<Zxid> {
        let Role::Leading(leader) = &self.role else { return None };
        if self.may_restore().is_err() || !leader.is_at_rest(&self.core) {
            return None;
        }
        match on(Mutant::RestoreInPlace) {
            true => Some(self.core.history.last()),
            false => leader.proposed().next(),
        }
    }

    /// Puts a tree of [`Zab::restorable_as`] in the place of the history. Nothing may be proposed from here on; the role ends
    /// when the disk has done [`Output::Install`]. False if it cannot be done now: then nothing has happened.
    pub fn restore(&mut self, out: &mut Vec<Output>) -> bool {
        let Some(zxid) = self.restorable_as() else { return false };
        let Role::Leading(leader) = &mut self.role else { return false };
        let token = self.core.install(zxid, None, out);
        leader.be_replaced(token, out);
        true
    }
}
