//! What a member is in every role: its epochs, its history, and how far the disk has come.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use zk_mutants::{Mutant, on};
use zk_proto::{ServerId, Zxid};

use crate::history::History;
use crate::learner::Lost;
use crate::memberships::brought_by;
use crate::pacing::share_of;
use crate::{MemberRole, Membership, Memberships, Oracle, Output, Pacing};

/// Settings of the machine. Times are in milliseconds.
#[derive(Clone, Debug)]
pub struct ZabConfig {
    /// This member.
    pub my_id: ServerId,
    /// All members, as of the start.
    pub membership: Arc<Membership>,
    /// What a reconfiguration at the end of the recovered history brings, if it is not known to be active.
    pub next_membership: Option<Arc<Membership>>,
    /// The membership may change (`reconfigEnabled`). Otherwise what other members do about theirs is passed over.
    pub reconfig: bool,
    /// Whether this member votes, as of the start.
    pub role: MemberRole,
    /// Length of a tick.
    pub tick_ms: u64,
    /// Ticks that an epoch and a learner's synchronisation may take.
    pub init_limit: u64,
    /// Ticks of silence after which the other end counts as gone.
    pub sync_limit: u64,
    /// Ticks for reaching an elected leader.
    pub connect_limit: u64,
    /// Transactions kept in memory for learners that are behind.
    pub history_txns: usize,
    /// The most that they may take, in bytes.
    pub history_bytes: usize,
    /// First wait before a vote is sent again.
    pub min_notification_ms: u64,
    /// Longest such wait.
    pub max_notification_ms: u64,
    /// How long an election waits for a better vote.
    pub finalize_wait_ms: u64,
    /// Followers serve observers, which call them before they call the leader (`observerMasterPort`).
    pub observer_masters: bool,
    /// Every learner gets a snapshot (`forceSnapshotSync`).
    pub force_snapshot: bool,
    /// A follower hears of no commit between NEWLEADER and UPTODATE. ZAB does not need that; Java before 3.9.3 does, which
    /// gives up there (ZOOKEEPER-4394) and may leave a log with repetitions and holes.
    pub hold_commits: bool,
    /// An ensemble of two voters has an oracle (`oraclePath`); its answers come by [`crate::Zab::oracle`].
    pub oracle: bool,
    /// What is held back.
    pub pacing: Pacing,
}

#[cfg(test)]
impl ZabConfig {
    pub(crate) fn for_tests(my_id: ServerId, membership: Arc<Membership>) -> ZabConfig {
        ZabConfig {
            my_id,
            role: membership.role(my_id).unwrap_or(MemberRole::Participant),
            membership,
            next_membership: None,
            reconfig: false,
            tick_ms: 100,
            init_limit: 10,
            sync_limit: 5,
            connect_limit: 10,
            history_txns: 500,
            history_bytes: 1 << 20,
            min_notification_ms: 20,
            max_notification_ms: 320,
            finalize_wait_ms: 20,
            observer_masters: false,
            force_snapshot: false,
            hold_commits: true,
            oracle: false,
            pacing: Pacing::default(),
        }
    }
}

/// What a member has on disk when it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The last epoch promised.
    pub accepted_epoch: i64,
    /// The last epoch whose history was adopted.
    pub current_epoch: i64,
    /// The end of the durable log, all of it applied; -1 if there is no history to vouch for.
    pub last_zxid: Zxid,
}

/// The zxid that says "I have nothing to vouch for".
pub(crate) const UNTRUSTED: Zxid = Zxid(-1);

#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) config: ZabConfig,
    pub(crate) memberships: Memberships,
    /// What this member is by the active membership; a server that is not in it follows like a participant.
    pub(crate) role: MemberRole,
    pub(crate) accepted_epoch: i64,
    pub(crate) current_epoch: i64,
    /// False for a member that lost its history, until it has one again.
    pub(crate) trusted: bool,
    pub(crate) history: History,
    /// The end of what is known to be on disk.
    pub(crate) durable: Zxid,
    /// What has been handed to the state machine.
    pub(crate) applied: Zxid,
    /// What this process has known to be committed. Never given up.
    pub(crate) committed: Zxid,
    next_token: u64,
    done_token: u64,
    /// Appended, not yet handed to the disk.
    pending: Vec<(Zxid, Bytes)>,
    /// What holds once a token comes back.
    marks: VecDeque<Mark>,
    /// How often an observer has called a master: with each call it is the next one's turn.
    pub(crate) calls: usize,
    /// How often an observer has let time pass.
    pub(crate) pauses: u64,
    /// From when to when the oracle permits this server to go on without the other voter.
    permitted_ms: Range<u64>,
}

/// What the disk holds once it has done everything up to a token.
#[derive(Clone, Copy, Debug)]
struct Mark {
    token: u64,
    durable: Zxid,
    written: Option<Written>,
}

#[derive(Clone, Copy, Debug)]
enum Written {
    Accepted(i64),
    Current(i64),
}

impl Core {
    pub(crate) fn new(config: ZabConfig, recovered: Recovered) -> Core {
        let trusted = recovered.last_zxid != UNTRUSTED || on(Mutant::EmptyHistoryCounts);
        let last = recovered.last_zxid.max(Zxid::ZERO);
        Core {
            history: History::new(last, config.history_txns, config.history_bytes),
            memberships: Memberships::with_next(
                config.membership.clone(),
                config.next_membership.clone().filter(|_| config.reconfig),
            ),
            role: config.role,
            config,
            accepted_epoch: recovered.accepted_epoch,
            current_epoch: match on(Mutant::EmptyHistoryCounts) {
                true => recovered.current_epoch.max(0),
                false => recovered.current_epoch,
            },
            trusted,
            durable: last,
            applied: last,
            committed: Zxid(i64::MIN),
            next_token: 1,
            done_token: 0,
            pending: Vec::new(),
            marks: VecDeque::new(),
            calls: 0,
            pauses: 0,
            permitted_ms: 0..0,
        }
    }

    /// An observer's share of so much time; another one each time.
    pub(crate) fn pause_ms(&mut self, limit_ms: u64) -> u64 {
        self.pauses += 1;
        share_of(limit_ms, self.config.my_id, self.pauses)
    }

    /// Takes the oracle's answer. A permission lasts for a tick, so that one that is not renewed is none.
    pub(crate) fn hear_oracle(&mut self, asked_ms: u64, says: Oracle) {
        self.permitted_ms = match says {
            Oracle::Permits if on(Mutant::PermissionStays) => asked_ms..u64::MAX,
            Oracle::Refuses if on(Mutant::PermissionStays) => self.permitted_ms.clone(),
            Oracle::Refuses => 0..0,
            Oracle::Permits if self.permitted_ms.contains(&asked_ms) => {
                self.permitted_ms.start..asked_ms + self.config.tick_ms
            }
            Oracle::Permits => asked_ms..asked_ms + self.config.tick_ms,
        };
    }

    /// True if this server may go on without the other voter of the two that there are.
    pub(crate) fn is_permitted(&self, now_ms: u64) -> bool {
        self.has_oracle() && (self.permitted_ms.contains(&now_ms) || on(Mutant::OracleUnasked))
    }

    /// When this server may be elected by itself; `None` where no oracle decides. A permission is a tick old then: the other
    /// server, if it has lost it at the same time, has stopped.
    pub(crate) fn may_elect_itself_ms(&self) -> Option<Range<u64>> {
        let Range { start, end } = self.permitted_ms;
        if on(Mutant::OracleUnasked) {
            return self.has_oracle().then_some(0..u64::MAX);
        }
        self.has_oracle().then(|| start.saturating_add(self.config.tick_ms)..end)
    }

    pub(crate) fn has_oracle(&self) -> bool {
        self.config.oracle && self.memberships.is_pair()
    }

    /// The zxid to vouch with: the end of the durable log, never more.
    pub(crate) fn last_zxid(&self) -> Zxid {
        match self.trusted {
            true if on(Mutant::ClaimsApplied) => self.applied,
            true => self.durable,
            false => UNTRUSTED,
        }
    }

    /// # Errors
    /// The transaction does not follow, or is a reconfiguration that makes no sense.
    pub(crate) fn append(&mut self, zxid: Zxid, payload: Bytes, out: &mut Vec<Output>) -> Result<(), Lost> {
        let brought = if self.config.reconfig { brought_by(zxid, &payload)? } else { None };
        self.history
            .push(zxid, payload.clone())
            .map_err(|gap| format!("{} behind {}: the history would have a gap", gap.next, gap.last))?;
        self.pending.push((zxid, payload));
        if let Some(next) = brought {
            // Only one reconfiguration is under way at a time: that there is another says that the one before is committed.
            if self.memberships.next().is_some_and(|before| before.version() < next.version()) {
                self.activate(out);
            }
            self.see(Arc::new(next), out);
        }
        Ok(())
    }

    /// A newer membership is known to be proposed: from here on it counts beside the active one.
    pub(crate) fn see(&mut self, next: Arc<Membership>, out: &mut Vec<Output>) {
        if self.config.reconfig && next.version() > self.memberships.last_seen().version() {
            let active = self.memberships.active().clone();
            self.set_memberships(Memberships::with_next(active, Some(next)), out);
        }
    }

    /// What was seen last is committed.
    pub(crate) fn activate(&mut self, out: &mut Vec<Output>) {
        if let Some(next) = self.memberships.next().cloned() {
            self.set_memberships(Memberships::of(next), out);
        }
    }

    /// Takes over what another member says is active.
    pub(crate) fn adopt(&mut self, active: Arc<Membership>, out: &mut Vec<Output>) {
        let next = self.memberships.next().cloned();
        self.set_memberships(Memberships::with_next(active, next), out);
    }

    /// Forgets a membership that is not active and, for all that is known, not in the history either.
    pub(crate) fn unsee(&mut self, out: &mut Vec<Output>) {
        if self.memberships.next().is_some() {
            self.set_memberships(Memberships::of(self.memberships.active().clone()), out);
        }
    }

    fn set_memberships(&mut self, memberships: Memberships, out: &mut Vec<Output>) {
        let role = memberships.active().role(self.config.my_id);
        self.role = role.unwrap_or(MemberRole::Participant);
        self.memberships = memberships.clone();
        out.push(Output::Memberships { memberships });
    }

    /// True if the membership that is not active yet is one of this history, or one that no history holds.
    pub(crate) fn next_is_within(&self, last: Zxid) -> bool {
        self.reconfiguration().is_none_or(|zxid| zxid <= last)
    }

    /// The transaction that brings the membership that is not active yet. None for one that no transaction brings: a first
    /// membership that gets its version from a leader.
    pub(crate) fn reconfiguration(&self) -> Option<Zxid> {
        self.memberships.next().map(|next| Zxid(next.version())).filter(|zxid| zxid.counter() > 0)
    }

    fn token(&mut self, durable: Zxid, written: Option<Written>) -> u64 {
        let token = self.next_token;
        self.next_token += 1;
        self.marks.push_back(Mark { token, durable, written });
        token
    }

    fn hand_over(&mut self, out: &mut Vec<Output>) {
        if !self.pending.is_empty() {
            out.push(Output::Append { txns: std::mem::take(&mut self.pending) });
        }
    }

    /// Hands what was appended to the disk, to be made durable.
    pub(crate) fn flush(&mut self, out: &mut Vec<Output>) {
        if !self.pending.is_empty() {
            self.hand_over(out);
            self.sync(out);
        }
    }

    fn sync(&mut self, out: &mut Vec<Output>) -> u64 {
        let token = self.token(self.history.last(), None);
        out.push(Output::Sync { token });
        token
    }

    /// A token that comes back once the disk has done everything before it; `None` if it has.
    pub(crate) fn barrier(&mut self, out: &mut Vec<Output>) -> Option<u64> {
        self.hand_over(out);
        if self.durable != self.history.last() || self.done_token + 1 != self.next_token {
            Some(self.sync(out))
        } else {
            None
        }
    }

    pub(crate) fn write_accepted_epoch(&mut self, epoch: i64, out: &mut Vec<Output>) -> u64 {
        self.hand_over(out);
        let token = self.token(self.history.last(), Some(Written::Accepted(epoch)));
        out.push(Output::AcceptedEpoch { epoch, token });
        token
    }

    pub(crate) fn write_current_epoch(&mut self, epoch: i64, out: &mut Vec<Output>) -> u64 {
        if !on(Mutant::EpochOvertakesAppend) {
            self.hand_over(out);
        }
        let token = self.token(self.history.last(), Some(Written::Current(epoch)));
        out.push(Output::CurrentEpoch { epoch, token });
        token
    }

    /// Cuts the history behind `to`.
    pub(crate) fn truncate(&mut self, to: Zxid, out: &mut Vec<Output>) {
        self.hand_over(out);
        let reload = self.applied > to;
        self.history.truncate(to);
        // Below `to` if that is an epoch's start, which is no transaction.
        let end = self.history.last();
        self.applied = self.applied.min(end);
        self.durable = self.durable.min(end);
        if self.reconfiguration().is_some_and(|zxid| zxid > end) {
            self.unsee(out);
        }
        let token = self.token(end, None);
        out.push(Output::Truncate { to, reload, token });
    }

    /// Begins the history anew with a tree that came in, and with the membership that it says was set last.
    /// Returns the token that comes back once it is on disk.
    pub(crate) fn install(
        &mut self,
        zxid: Zxid,
        config: Option<Arc<Membership>>,
        out: &mut Vec<Output>,
    ) -> u64 {
        let token = self.replace(zxid);
        self.unsee(out);
        if let Some(config) = config {
            self.see(config, out);
        }
        out.push(Output::Install { zxid, token });
        token
    }

    /// Begins the history of a member that had none with an empty tree.
    pub(crate) fn install_empty(&mut self, out: &mut Vec<Output>) {
        let token = self.replace(Zxid::ZERO);
        out.push(Output::InstallEmpty { token });
    }

    /// Gives the history up: this member vouches for nothing until it has another one.
    pub(crate) fn give_up(&mut self, out: &mut Vec<Output>) {
        let token = self.replace(Zxid::ZERO);
        self.unsee(out);
        // What was asked for before is not done any more, and must not seem to be when this is.
        self.marks.retain(|m| m.token == token);
        self.trusted = false;
        self.current_epoch = -1;
        out.push(Output::SetAside { token });
    }

    fn replace(&mut self, zxid: Zxid) -> u64 {
        // What was appended before belongs to a history that is given up.
        self.pending.clear();
        self.history.reset(zxid);
        self.applied = zxid;
        self.durable = self.durable.min(zxid);
        self.token(zxid, None)
    }

    /// The disk has done everything up to `token`.
    pub(crate) fn disk_done(&mut self, token: u64) {
        self.done_token = self.done_token.max(token);
        while let Some(mark) = self.marks.front().copied().filter(|m| m.token <= token) {
            self.durable = mark.durable;
            match mark.written {
                Some(Written::Accepted(epoch)) => self.accepted_epoch = epoch,
                Some(Written::Current(epoch)) => {
                    self.current_epoch = epoch;
                    self.trusted = true;
                }
                None => {}
            }
            self.marks.pop_front();
        }
        // A cut that is still on its way has lowered what may be claimed already.
        if let Some(lowest) = self.marks.iter().map(|m| m.durable).min() {
            self.durable = self.durable.min(lowest);
        }
    }

    /// True once the disk has done all that it was asked for, and nothing waits to be handed to it.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.pending.is_empty()
            && self.done_token + 1 == self.next_token
            && self.durable == self.history.last()
    }

    /// True once the disk has done what carries this token.
    pub(crate) fn is_done(&self, token: u64) -> bool {
        token <= self.done_token
    }

    /// Everything up to `upto` is committed: hands it to the state machine.
    pub(crate) fn commit(&mut self, upto: Zxid, out: &mut Vec<Output>) {
        self.committed = self.committed.max(upto);
        self.apply(upto, out);
    }

    /// Hands everything up to `upto` to the state machine. It need not be committed while nobody is served: a history
    /// that is cut later takes the tree with it.
    pub(crate) fn apply(&mut self, upto: Zxid, out: &mut Vec<Output>) {
        debug_assert!(upto <= self.history.last());
        if upto > self.applied {
            self.applied = upto;
            out.push(Output::Committed { upto });
        }
    }
}

#[cfg(test)]
mod tests {
    use zk_proto::{OpCode, SessionId, Txn, TxnHeader};

    use super::*;

    const OLD: &str = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nversion=100000000";

    fn core() -> Core {
        let membership = Arc::new(Membership::parse(OLD).expect("a membership"));
        let config = ZabConfig { reconfig: true, ..ZabConfig::for_tests(ServerId(1), membership) };
        Core::new(config, Recovered { accepted_epoch: 1, current_epoch: 1, last_zxid: Zxid::new(1, 1) })
    }

    fn membership(zxid: Zxid) -> Membership {
        let text = format!("server.1=a:1:2\nserver.4=d:1:2\nversion={:x}", zxid.0);
        Membership::parse(&text).expect("a membership")
    }

    fn reconfiguration(zxid: Zxid) -> Bytes {
        let mut payload = Vec::new();
        let kind = OpCode::Reconfig.code();
        TxnHeader { session: SessionId(7), cxid: 1, zxid, time: 1, kind }.encode(&mut payload);
        let text = membership(zxid).text().as_bytes().to_vec();
        Txn::SetData { path: "/zookeeper/config".into(), data: Some(&text), version: -1 }
            .encode(&mut payload);
        payload.into()
    }

    /// A leader speaks of what it has proposed before the proposal itself comes: that is no second reconfiguration.
    #[test]
    fn a_membership_that_was_spoken_of_is_active_only_once_it_is_committed() {
        let (mut core, mut out) = (core(), Vec::new());
        let zxid = Zxid::new(1, 2);
        core.see(Arc::new(membership(zxid)), &mut out);
        assert!(!core.next_is_within(core.history.last()));
        core.append(zxid, reconfiguration(zxid), &mut out).expect("it follows");
        assert_eq!(core.memberships.active().version(), 0x1_0000_0000);
        assert_eq!(core.reconfiguration(), Some(zxid));
        assert!(core.next_is_within(core.history.last()));
        // A second one says that the first is committed.
        let second = Zxid::new(1, 3);
        core.append(second, reconfiguration(second), &mut out).expect("it follows");
        assert_eq!(core.memberships.active().version(), zxid.0);
        assert_eq!(core.reconfiguration(), Some(second));
        // What is cut from the history does not count any more.
        core.truncate(zxid, &mut out);
        assert_eq!(core.reconfiguration(), None);
    }
}
