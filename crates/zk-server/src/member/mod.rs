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

mod clients;
mod config;
mod host;
mod leading;
mod learning;
mod outputs;
mod packets;
mod reading;
mod restoring;
mod roles;
mod status;

#[cfg(test)]
mod tests;

use zk_proto::election::Notification;
use zk_proto::{ServerId, Zxid};
use zk_tree::DataTree;
use zk_zab::{Door, LinkId, Oracle, Output, Recovered, Zab};

pub use config::MemberConfig;
pub use host::{DiskDone, DiskRequest, Host, LogChunk, NoteLevel, Serving};
pub use leading::ProposalSizes;
pub use restoring::{RestoreOutcome, Restored};

use crate::Times;
use leading::{Leading, Step};
use learning::Learning;
use reading::Reading;
use restoring::Restoring;
use roles::end_expired;

/// From so many voters on the others have what a member gives up.
const MIN_VOTERS_TO_GIVE_UP: usize = 3;

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

    fn halt(&mut self, host: &mut impl Host, reason: &str) {
        self.halted = true;
        self.pipeline = Pipeline::None;
        host.serving(Serving::No);
        host.halt(reason);
    }
}
