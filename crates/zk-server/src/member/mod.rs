//! One whole member of an ensemble as a sans-IO machine: the broadcast, the request pipeline of its role, the tree.
//! What zkd and the simulator both run.
//!
//! Inputs are methods of [`Member`]; everything that it wants done goes through [`Host`], at once and in order.
//!
//! Invariants:
//! - **Clients are served only between [`Serving::Leader`], [`Serving::Learner`] or [`Serving::ReadOnly`] and
//!   [`Serving::No`]**, each time by a new pipeline: nothing of a role outlives it. While reads alone are served, the
//!   tree does not change.
//! - **The tree holds what is committed**, apart from the tail of the log that a restart brings with it; a leader that
//!   orders that tail to be forgotten gets a tree built anew from what is left.

mod host;
mod leading;
mod learning;
mod packets;
mod reading;
mod restoring;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use zk_mutants::{Mutant, on};
use zk_proto::connect::ConnectRequest;
use zk_proto::election::{Notification, PeerState};
use zk_proto::{ErrorCode, OpCode, ServerId, SessionId, Zxid, members};
use zk_tree::quota::QuotaBreach;
use zk_tree::{ConnId, DataTree, Ensemble};
use zk_zab::{
    Door, LearnerStatus, LinkId, MemberRole, Membership, Oracle, Output, Recovered, Zab, ZabConfig,
};

pub use host::{DiskDone, DiskRequest, Host, LogChunk, NoteLevel, Serving};

use crate::{CloseReason, Incoming, Lapsed, Server, ServerConfig, SessionTracker, Sink, Times};
pub use leading::ProposalSizes;
use leading::{Leading, Step};
use learning::Learning;
use reading::Reading;
use restoring::Restoring;
pub use restoring::{RestoreOutcome, Restored};

/// From so many voters on the others have what a member gives up.
const MIN_VOTERS_TO_GIVE_UP: usize = 3;

/// Settings of a member.
#[derive(Clone, Debug)]
pub struct MemberConfig {
    /// Of the broadcast.
    pub zab: ZabConfig,
    /// Of the request pipeline.
    pub server: ServerConfig,
    /// Start of the sequence that spreads hash order; see [`DataTree::new`].
    pub seed: u64,
    /// After so long without a leader reads are answered for clients that agree to that. `None`: never.
    pub read_only_after_ms: Option<u64>,
    /// A reconfiguration must leave two voters (`standaloneEnabled`).
    pub keeps_two_voters: bool,
}

impl MemberConfig {
    /// What a leader judges a reconfiguration by.
    fn ensemble(&self, zab: &Zab) -> Ensemble {
        let memberships = zab.memberships();
        let last = memberships.last_seen();
        // Differs: whom the last change has made an observer is about to come back as one, and acknowledges nothing then. A
        // change that needed it could never be committed, nor could anything else.
        let stays = |sid| last.role(sid) != Some(MemberRole::Observer);
        let synced = zab.learners().filter(|l| l.synced && l.participant && stays(l.sid)).map(|l| l.sid.0);
        let mut synced: BTreeSet<i64> = synced.chain([self.zab.my_id.0]).collect();
        // An oracle decides who leads, and not who belongs: no change is committed without the other voter.
        if self.zab.oracle && !memberships.active().has_quorum(|sid| synced.contains(&sid.0)) {
            synced.clear();
        }
        let lines = members::Membership::parse(last.text()).map(|(lines, _)| lines);
        Ensemble {
            // The text was read before it became a membership.
            membership: lines.unwrap_or_default(),
            version: last.version(),
            in_progress: memberships.next().is_some(),
            synced,
            min_voters: if self.keeps_two_voters { 2 } else { 1 },
            is_quorum: |lines, synced| {
                Membership::from_lines(lines, 0, "".into())
                    .is_ok_and(|m| m.has_quorum(|sid| synced.contains(&sid.0)))
            },
        }
    }
}

/// Where a link comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOrigin {
    /// A learner opened it, at this port.
    Accepted(Door),
    /// This member opened it.
    Dialed {
        /// To whom: the leader when it began to, or an observer's master.
        to: ServerId,
    },
}

#[derive(Debug)]
enum Pipeline {
    None,
    Leading(Box<Leading>),
    Learning(Box<Learning>),
    Reading(Box<Reading>),
}

/// The machine.
#[derive(Debug)]
pub struct Member {
    config: MemberConfig,
    zab: Zab,
    pipeline: Pipeline,
    /// What has been applied to the tree.
    applied: Zxid,
    /// A tree that a leader sent, until the disk takes it.
    incoming: Option<Box<DataTree>>,
    out: Vec<Output>,
    /// Since when there is no leader, in monotonic milliseconds, unless there is one.
    looking_since_ms: u64,
    /// Until then no leader is called: the last one sent what cannot be read here.
    shun_until_ms: u64,
    /// What the roles so far have left of the session ids.
    next_session: i64,
    /// A backup that is to take the place of the history.
    restoring: Option<Restoring>,
    /// What has become of the last one.
    restore_outcome: Option<RestoreOutcome>,
    halted: bool,
}

impl Member {
    /// A member over what it recovered; the tree is with the host and holds everything up to `recovered.last_zxid`.
    pub fn new(config: MemberConfig, recovered: Recovered) -> Member {
        Member {
            zab: Zab::new(config.zab.clone(), recovered),
            config,
            pipeline: Pipeline::None,
            applied: recovered.last_zxid.max(Zxid::ZERO),
            incoming: None,
            out: Vec::new(),
            looking_since_ms: 0,
            shun_until_ms: 0,
            next_session: i64::MIN,
            restoring: None,
            restore_outcome: None,
            halted: false,
        }
    }

    /// Begins to look for a leader.
    pub fn start(&mut self, host: &mut impl Host, times: Times) {
        self.looking_since_ms = times.now_ms;
        self.zab.start(times.now_ms, &mut self.out);
        self.drain(host, times);
    }

    /// The broadcast's state.
    pub fn zab(&self) -> &Zab {
        &self.zab
    }

    /// The state as it is told to others.
    pub fn state(&self) -> PeerState {
        self.zab.state()
    }

    /// True if clients are served as by a part of an ensemble.
    pub fn is_serving(&self) -> bool {
        matches!(self.pipeline, Pipeline::Leading(_) | Pipeline::Learning(_))
    }

    /// The sessions, as the leader knows them.
    pub fn sessions(&self) -> Option<&SessionTracker> {
        match &self.pipeline {
            Pipeline::Leading(leading) => Some(leading.server.sessions()),
            _ => None,
        }
    }

    /// The quotas that writes have run into since this was asked last; only a leader looks at them.
    pub fn take_quota_breaches(&mut self) -> Vec<QuotaBreach> {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.take_quota_breaches(),
            _ => Vec::new(),
        }
    }

    /// The sessions whose time was up since this was asked last, as far as this member decides about them.
    pub fn take_lapsed(&mut self) -> [Lapsed; 2] {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.take_lapsed(),
            Pipeline::Learning(learning) => [Lapsed::default(), learning.take_lapsed()],
            Pipeline::Reading(_) | Pipeline::None => Default::default(),
        }
    }

    /// The sessions that this member alone knows, while it serves.
    pub fn local_sessions(&self) -> Option<&SessionTracker> {
        match &self.pipeline {
            Pipeline::Leading(leading) => Some(leading.server.local_sessions()),
            Pipeline::Learning(learning) => Some(learning.local_sessions()),
            Pipeline::Reading(_) | Pipeline::None => None,
        }
    }

    /// The learners of a leader, or the observers of a follower.
    pub fn learners(&self) -> impl Iterator<Item = LearnerStatus> {
        self.zab.learners()
    }

    /// Sizes of the proposals of a leader; none before the first one.
    pub fn proposal_sizes(&self) -> Option<ProposalSizes> {
        match &self.pipeline {
            Pipeline::Leading(leading) => leading.proposal_sizes(),
            _ => None,
        }
    }

    /// `sync` requests of a leader's learners that wait for proposals before them.
    pub fn pending_syncs(&self) -> usize {
        self.zab.pending_syncs()
    }

    /// A vote has come.
    pub fn notification(&mut self, host: &mut impl Host, times: Times, from: ServerId, n: &Notification) {
        self.zab.notification(times.now_ms, from, n, &mut self.out);
        self.drain(host, times);
    }

    /// The election connection to a member has come up or gone down.
    pub fn election_link(&mut self, host: &mut impl Host, times: Times, peer: ServerId, up: bool) {
        self.zab.election_link(times.now_ms, peer, up, &mut self.out);
        self.drain(host, times);
    }

    /// What the oracle of an ensemble of two said at `asked_ms`; see [`Zab::oracle`].
    pub fn oracle(&mut self, host: &mut impl Host, times: Times, asked_ms: u64, says: Oracle) {
        self.zab.oracle(times.now_ms, asked_ms, says, &mut self.out);
        self.drain(host, times);
    }

    /// A link has been opened.
    pub fn link_opened(&mut self, host: &mut impl Host, times: Times, link: LinkId, origin: LinkOrigin) {
        match origin {
            LinkOrigin::Accepted(door) => self.zab.accepted(times.now_ms, link, door, &mut self.out),
            LinkOrigin::Dialed { to } => self.zab.dialed(times.now_ms, to, link, &mut self.out),
        }
        self.drain(host, times);
    }

    /// The leader, or an observer's master, cannot be reached.
    pub fn dial_failed(&mut self, host: &mut impl Host, times: Times, to: ServerId) {
        self.zab.dial_failed(times.now_ms, to, &mut self.out);
        self.drain(host, times);
    }

    /// A link is gone.
    pub fn link_closed(&mut self, host: &mut impl Host, times: Times, link: LinkId, reason: &str) {
        if let Pipeline::Leading(leading) = &mut self.pipeline {
            leading.server.learner_gone(link);
        }
        self.zab.closed(times.now_ms, link, reason, &mut self.out);
        self.drain(host, times);
    }

    /// The packet SNAP and the tree behind it have come.
    pub fn link_snapshot(
        &mut self,
        host: &mut impl Host,
        times: Times,
        link: LinkId,
        zxid: Zxid,
        tree: Box<DataTree>,
    ) {
        let config = tree.config_text().map(str::to_owned);
        self.incoming = Some(tree);
        self.zab.snapshot(times.now_ms, link, zxid, config.as_deref(), &mut self.out);
        self.drain(host, times);
        self.incoming = None;
    }

    /// The answer to [`Host::read_log`].
    pub fn log_chunk(&mut self, host: &mut impl Host, times: Times, link: LinkId, chunk: LogChunk) {
        let chunk = match chunk {
            LogChunk::Txns(txns) => Ok(txns),
            LogChunk::Unusable(reason) => Err(reason),
        };
        self.zab.log_chunk(link, chunk, &mut self.out);
        self.drain(host, times);
    }

    /// The disk has done something.
    pub fn disk_done(&mut self, host: &mut impl Host, times: Times, done: DiskDone) {
        if let Some(reason) = done.refused {
            return self.cannot_truncate(host, times, &reason);
        }
        if let Some(tree) = done.tree
            && let Some(tree) = self.keep_restored(times, done.token, tree)
        {
            self.stop_reading(host, times);
            host.replace_tree(*tree);
        }
        self.zab.disk_done(times.now_ms, done.token, &mut self.out);
        self.drain(host, times);
    }

    /// The leader orders transactions to be forgotten that a snapshot here holds. With three voters or more the others
    /// have what counts: the member gives its history up, and gets another one. Otherwise somebody has to decide.
    fn cannot_truncate(&mut self, host: &mut impl Host, times: Times, reason: &str) {
        let what =
            format!("the leader orders to forget transactions that cannot be taken back here: {reason}");
        if self.zab.memberships().active().voters().count() < MIN_VOTERS_TO_GIVE_UP {
            return self.halt(
                host,
                &format!(
                    "{what}. Look at the history with `zkctl log`, move the data directory away and start again: the \
                     member then gets a snapshot"
                ),
            );
        }
        host.note(
            NoteLevel::Error,
            &format!(
                "{what}. The history is moved aside, to version-2.damaged-<n> in the data directory, and this member \
                 has no vote that counts until a leader has sent it a snapshot"
            ),
        );
        self.zab.give_up_history(times.now_ms, "the history was given up", &mut self.out);
        self.drain(host, times);
    }

    /// Whom [`Member::resign`] would let lead; nothing happens.
    ///
    /// # Errors
    /// Why nobody.
    pub fn successor(&self, to: Option<ServerId>) -> Result<ServerId, String> {
        self.is_not_restoring()?;
        self.zab.successor(to)
    }

    /// Lets another voter lead; see [`Zab::resign`].
    ///
    /// # Errors
    /// Why not.
    pub fn resign(
        &mut self,
        host: &mut impl Host,
        times: Times,
        to: Option<ServerId>,
    ) -> Result<ServerId, String> {
        self.is_not_restoring()?;
        let successor = self.zab.resign(times.now_ms, to, &mut self.out)?;
        self.drain(host, times);
        Ok(successor)
    }

    /// Time has passed.
    pub fn tick(&mut self, host: &mut impl Host, times: Times) {
        let is_installing = self.is_installing();
        // No session ends by what is not proposed any more.
        if let Pipeline::Leading(leading) = &mut self.pipeline
            && !is_installing
        {
            leading.server.tick(&host.tree(), times);
        }
        if let Pipeline::Learning(learning) = &mut self.pipeline {
            let expired = learning.expire(times.now_ms);
            end_expired(host, expired);
        }
        self.serve_reads(host, times);
        self.zab.tick(times.now_ms, &mut self.out);
        self.drain(host, times);
    }

    /// When [`Member::tick`] is to be called next, in monotonic milliseconds.
    pub fn next_timeout_ms(&self) -> u64 {
        let pipeline = match &self.pipeline {
            Pipeline::Leading(_) if self.is_installing() => u64::MAX,
            Pipeline::Leading(leading) => leading.server.next_timeout_ms(),
            Pipeline::Reading(reading) => reading.next_timeout_ms(),
            Pipeline::None if self.may_serve_reads() => self.serves_reads_at_ms(),
            Pipeline::Learning(learning) => learning.next_timeout_ms(),
            Pipeline::None => u64::MAX,
        };
        pipeline.min(self.zab.next_timeout_ms()).min(self.restore_ends_ms())
    }

    /// A client's first packet.
    pub fn connect(
        &mut self,
        host: &mut impl Host,
        times: Times,
        conn: ConnId,
        request: &ConnectRequest<'_>,
        received_us: u64,
    ) {
        if request.session_id != SessionId::NONE {
            self.waits_in_vain(request.session_id);
        }
        // The sink may need locks that come before the tree's, so what is said is said afterwards.
        let is_installing = self.is_installing();
        let pipeline = &mut self.pipeline;
        host.commit(|tree, _, sink| match pipeline {
            Pipeline::Leading(_) if is_installing => sink.close(conn, CloseReason::NotServing),
            Pipeline::Leading(leading) => {
                leading.server.connect(tree, times, conn, request, received_us, sink)
            }
            Pipeline::Learning(learning) => learning.connect(tree, times, conn, request, received_us, sink),
            Pipeline::Reading(reading) => reading.connect(tree, times, conn, request, received_us, sink),
            Pipeline::None => sink.close(conn, CloseReason::NotServing),
        });
    }

    /// A request that needs the pipeline.
    pub fn request(&mut self, host: &mut impl Host, times: Times, incoming: Incoming<'_>) {
        if self.holds_request(times, &incoming) {
            return;
        }
        match &mut self.pipeline {
            Pipeline::Leading(leading) if leading.server.is_exhausted() => {}
            Pipeline::Leading(leading) => {
                if incoming.frame.get(4..8) == Some(&OpCode::Reconfig.code().to_be_bytes()[..]) {
                    leading.server.set_ensemble(self.config.ensemble(&self.zab));
                }
                leading.server.request(&host.tree(), times, incoming);
            }
            Pipeline::Learning(learning) => {
                let tree = self.config.server.eager_acl_check.then(|| host.tree());
                learning.request(tree.as_deref(), times, incoming);
            }
            Pipeline::Reading(reading) => {
                host.commit(|tree, watches, sink| reading.request(tree, watches, times, incoming, sink))
            }
            Pipeline::None => {}
        }
    }

    /// See [`Server::refuse`].
    pub fn refuse(&mut self, times: Times, incoming: &Incoming<'_>, code: ErrorCode) -> bool {
        if self.holds_back() {
            // It would overtake what waits.
            return false;
        }
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.refuse(times, incoming, code),
            Pipeline::Learning(learning) => learning.refuse(times, incoming, code),
            // It answers at once, or nothing at all.
            Pipeline::Reading(_) | Pipeline::None => false,
        }
    }

    /// A session was heard of at `at_ms` (monotonic).
    pub fn touch(&mut self, session: SessionId, at_ms: u64) {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => {
                leading.server.touch(session, at_ms);
            }
            Pipeline::Learning(learning) => learning.touch(session, at_ms),
            Pipeline::Reading(reading) => reading.touch(session, at_ms),
            Pipeline::None => {}
        }
    }

    /// A connection is gone.
    pub fn disconnected(&mut self, session: SessionId, conn: ConnId) {
        match &mut self.pipeline {
            Pipeline::Leading(leading) => leading.server.disconnected(session, conn),
            Pipeline::Learning(learning) => learning.disconnected(session, conn),
            Pipeline::Reading(reading) => reading.disconnected(session, conn),
            Pipeline::None => {}
        }
    }

    /// Ends a run of inputs: proposes or forwards what has come together, answers what waits for nothing more.
    pub fn flush(&mut self, host: &mut impl Host, times: Times) {
        self.restore_waits_no_longer(host, times);
        let is_installing = self.is_installing();
        match &mut self.pipeline {
            Pipeline::Leading(_) if is_installing => {}
            Pipeline::Leading(leading) => {
                let steps = leading.take();
                let exhausted = leading.server.is_exhausted();
                for step in steps {
                    match step {
                        Step::Propose(txns) => self.zab.propose(times.now_ms, txns, &mut self.out),
                        Step::Sync(learner) => self.zab.sync(learner, &mut self.out),
                    }
                }
                self.drain(host, times);
                if exhausted {
                    let reason = "the epoch has no zxid left: a new one begins with an election";
                    self.zab.abdicate(times.now_ms, reason, &mut self.out);
                    self.drain(host, times);
                }
            }
            Pipeline::Learning(learning) => {
                if let Some(packets) = learning.take_packets() {
                    host.send(learning.link(), packets);
                }
            }
            Pipeline::Reading(_) | Pipeline::None => {}
        }
        self.zab.flush(times.now_ms, &mut self.out);
        self.drain(host, times);
        self.answer_ready(host, times);
        self.restore_if_at_rest(host, times);
    }

    fn answer_ready(&mut self, host: &mut impl Host, times: Times) {
        match &mut self.pipeline {
            Pipeline::Leading(leading) if leading.has_ready() => {
                let upto = self.applied;
                host.commit(|tree, watches, sink| leading.commit(upto, tree, watches, times, sink));
            }
            Pipeline::Learning(learning) if learning.has_ready() => {
                host.commit(|tree, watches, sink| learning.answer_ready(tree, watches, sink));
            }
            _ => {}
        }
    }

    fn drain(&mut self, host: &mut impl Host, times: Times) {
        if self.zab.state() != PeerState::Looking {
            self.stop_reading(host, times);
        }
        while !self.out.is_empty() && !self.halted {
            for output in std::mem::take(&mut self.out) {
                self.fulfil(host, times, output);
            }
        }
    }

    fn fulfil(&mut self, host: &mut impl Host, times: Times, output: Output) {
        match output {
            Output::Vote { to, notification } => host.vote(to, &notification),
            // It would send the same once more.
            Output::Dial { to, .. } if times.now_ms < self.shun_until_ms => {
                self.zab.dial_failed(times.now_ms, to, &mut self.out);
            }
            Output::Dial { to, door } => host.dial(to, door),
            Output::Send { link, packets } => host.send(link, packets),
            Output::SendSnapshot { link, zxid } => host.send_snapshot(link, zxid),
            Output::HangUp { link, reason } => {
                if let Pipeline::Leading(leading) = &mut self.pipeline {
                    leading.server.learner_gone(link);
                }
                host.hang_up(link, &reason);
            }
            Output::ReadLog { link, after, upto } => host.read_log(link, after, upto),
            Output::Append { txns } => host.disk(DiskRequest::Append { txns }),
            Output::Sync { token } => host.disk(DiskRequest::Sync { token }),
            Output::AcceptedEpoch { epoch, token } => host.disk(DiskRequest::AcceptedEpoch { epoch, token }),
            Output::CurrentEpoch { epoch, token } => host.disk(DiskRequest::CurrentEpoch { epoch, token }),
            Output::Truncate { to, reload, token } => {
                self.restore_is_cut(to);
                self.stop_reading(host, times);
                self.applied = self.applied.min(to);
                host.disk(DiskRequest::Truncate { to, reload, token });
            }
            Output::SetAside { token } => {
                self.restore_is_cut(Zxid::ZERO);
                self.stop_reading(host, times);
                self.applied = Zxid::ZERO;
                host.disk(DiskRequest::SetAside { token });
            }
            Output::Install { zxid, token } => match self.incoming.take() {
                Some(tree) => {
                    self.installs(token);
                    self.applied = zxid;
                    host.disk(DiskRequest::Install { tree, token });
                }
                None => self.halt(host, "a snapshot is to be installed that never came"),
            },
            Output::InstallEmpty { token } => {
                self.applied = Zxid::ZERO;
                let tree = Box::new(DataTree::new(self.config.seed));
                host.disk(DiskRequest::Install { tree, token });
            }
            Output::Committed { upto } => self.apply(host, times, upto),
            Output::Looking { reason } => {
                self.end_pipeline();
                self.looking_since_ms = times.now_ms;
                host.note(NoteLevel::Info, &format!("looking for a leader: {reason}"));
                host.serving(Serving::No);
                self.role_of_restore_ended(host, times, &reason);
            }
            Output::Leading { epoch } => self.lead(host, times, epoch),
            Output::Following { leader, master, epoch, observer } => {
                self.follow(host, times, Serving::Learner { leader, master, epoch, observer });
            }
            Output::Memberships { memberships } => {
                host.memberships(&memberships);
                host.disk(DiskRequest::Memberships { memberships });
            }
            Output::Note { alarm, text } => {
                host.note(if alarm { NoteLevel::Error } else { NoteLevel::Warn }, &text);
            }
        }
    }

    /// True if reads alone could be answered, as things stand.
    fn may_serve_reads(&self) -> bool {
        let looking = self.zab.state() == PeerState::Looking && !self.halted;
        self.config.read_only_after_ms.is_some() && looking && matches!(self.pipeline, Pipeline::None)
    }

    fn serves_reads_at_ms(&self) -> u64 {
        self.config.read_only_after_ms.map_or(u64::MAX, |after_ms| self.looking_since_ms + after_ms)
    }

    /// Begins to serve reads alone if it is time, and goes on with it.
    fn serve_reads(&mut self, host: &mut impl Host, times: Times) {
        if self.may_serve_reads() && times.now_ms >= self.serves_reads_at_ms() {
            let reading = Reading::new(self.config.server.clone(), times, self.next_session);
            self.pipeline = Pipeline::Reading(Box::new(reading));
            host.serving(Serving::ReadOnly);
        }
        if let Pipeline::Reading(reading) = &mut self.pipeline {
            let expired = reading.expire(times.now_ms);
            end_expired(host, expired);
        }
    }

    /// Before there is a leader again, or the tree changes.
    fn stop_reading(&mut self, host: &mut impl Host, times: Times) {
        if let Pipeline::Reading(_) = self.pipeline
            && !on(Mutant::ReadsGoOn)
        {
            self.end_pipeline();
            self.looking_since_ms = times.now_ms;
            host.serving(Serving::No);
        }
    }

    /// No id of a session that only this role knew is given out again, whatever the clock does.
    fn end_pipeline(&mut self) {
        let next = match &mut self.pipeline {
            Pipeline::Leading(leading) => *leading.server.next_session_mut(),
            Pipeline::Learning(learning) => *learning.next_session_mut(),
            Pipeline::Reading(reading) => reading.next_session(),
            Pipeline::None => self.next_session,
        };
        self.next_session = self.next_session.max(next);
        self.pipeline = Pipeline::None;
    }

    fn begin_sessions(&self, next: &mut i64) {
        if !on(Mutant::SessionIdsFromClock) {
            *next = self.next_session.max(*next);
        }
    }

    fn lead(&mut self, host: &mut impl Host, times: Times, epoch: i64) {
        self.show_membership(host, times);
        let mut server = Server::new(self.config.server.clone(), &host.tree(), times);
        self.begin_sessions(server.next_session_mut());
        self.pipeline = Pipeline::Leading(Box::new(Leading::new(server, Zxid(epoch << 32))));
        host.serving(Serving::Leader { epoch });
        self.restore_is_decided(epoch, self.config.zab.my_id);
    }

    fn follow(&mut self, host: &mut impl Host, times: Times, serving: Serving) {
        let Some(link) = self.zab.leader_link() else { return };
        if let Serving::Learner { leader, epoch, .. } = serving {
            self.restore_is_decided(epoch, leader);
        }
        self.show_membership(host, times);
        let last = host.tree().last_zxid();
        let mut learning = Learning::new(self.config.server.clone(), link, times, last);
        self.begin_sessions(learning.next_session_mut());
        self.pipeline = Pipeline::Learning(Box::new(learning));
        host.serving(serving);
    }

    /// `/zookeeper/config` shows the membership that is active, as Java's learners do after every synchronisation. No
    /// transaction says so, and the digest does not cover it. One that a transaction has set since stays: it says what a
    /// reconfiguration that is not active yet brings.
    fn show_membership(&self, host: &mut impl Host, times: Times) {
        let membership = self.zab.memberships().active();
        host.commit(|tree, _, _| {
            let shown = tree.config_text().and_then(members::Membership::version_in);
            if self.config.zab.reconfig && shown >= Some(membership.version()) && membership.version() > 0 {
                return;
            }
            tree.set_config(membership.text().as_bytes(), Zxid(membership.version()), times.wall_ms);
        });
    }

    fn apply(&mut self, host: &mut impl Host, times: Times, upto: Zxid) {
        let after = std::mem::replace(&mut self.applied, upto);
        let zab = &self.zab;
        let result = match &mut self.pipeline {
            Pipeline::Leading(leading) => {
                host.commit(|tree, watches, sink| leading.commit(upto, tree, watches, times, sink));
                Ok(())
            }
            Pipeline::Learning(learning) => host.commit(|tree, watches, sink| {
                zab.entries(after, upto).try_for_each(|e| {
                    learning
                        .apply(times, &e.payload, tree, watches, sink)
                        .map_err(|e2| format!("{}: {e2}", e.zxid))
                })
            }),
            Pipeline::Reading(_) | Pipeline::None => host.commit(|tree, _, _| {
                zab.entries(after, upto).try_for_each(|e| {
                    tree.apply_payload(&e.payload, &mut ())
                        .map(|_| ())
                        .map_err(|e2| format!("{}: {e2}", e.zxid))
                })
            }),
        };
        if let Err(e) = result {
            self.halt(host, &format!("a committed transaction cannot be decoded: {e}"));
        }
    }

    fn halt(&mut self, host: &mut impl Host, reason: &str) {
        self.halted = true;
        self.pipeline = Pipeline::None;
        host.serving(Serving::No);
        host.halt(reason);
    }
}

/// Closes the connections of sessions that have expired.
fn end_expired(host: &mut impl Host, expired: Vec<ConnId>) {
    if !expired.is_empty() {
        host.answer(|sink| {
            expired.into_iter().for_each(|conn| sink.close(conn, CloseReason::SessionExpired));
        });
    }
}
