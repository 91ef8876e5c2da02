//! A leader puts a backup in the place of the whole ensemble's tree: the steps, and what has become of it.
//!
//! 1. What was proposed is committed and applied; what comes in meanwhile waits. That has a time: when it is over, nothing has
//!    changed and everything goes on.
//! 2. The tree becomes the base of the history on this server's disk, as the state of the zxid behind the last one. The others
//!    still follow, so that none of them looks for a leader meanwhile. From here on there is no way back for this server alone.
//! 3. It gives its role up, and the next election decides. Why that is safe is written at the head of `zk_zab`'s `zab::restore`.
//!
//! What waits in step 1 waits as it came in, and is looked at when its turn comes: by then its session may have moved. In step
//! 2 it is dropped, unproposed: its clients lose their connections, and the writes are not done.

use std::sync::Arc;

use zk_mutants::{Mutant, on};
use zk_proto::quorum::{Forwarded, QuorumPacket};
use zk_proto::{ServerId, SessionId, Zxid};
use zk_tree::{ConnId, DataTree, Identities};
use zk_zab::LinkId;

use super::{Host, Member, Pipeline};
use crate::{Incoming, Times};

/// More than this does not wait: then the restore comes to nothing.
const MAX_WAITING_BYTES: usize = 64 << 20;

/// A tree that has taken the place of the ensemble's, or was to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Which state of the history it is.
    pub zxid: Zxid,
    /// Its nodes.
    pub nodes: usize,
    /// Its digest.
    pub digest: u64,
}

/// What has become of a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreOutcome {
    /// A quorum has the tree, and this server leads them or follows.
    Done {
        /// The tree.
        restored: Restored,
        /// The epoch that began with it.
        epoch: i64,
        /// Who leads it.
        leader: ServerId,
    },
    /// It was not begun.
    Unchanged {
        /// Why not.
        why: String,
    },
    /// The others have gone on without it.
    Discarded {
        /// The zxid that it would have had.
        zxid: Zxid,
        /// Who leads them.
        leader: ServerId,
    },
    /// Nobody knows yet.
    Undecided {
        /// The zxid that it has, if it is done.
        zxid: Zxid,
        /// Why not.
        why: String,
    },
}

/// What is known of the tree since it was on this server's disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is in the history here.
    Kept,
    /// A leader has ordered it to be forgotten.
    Cut,
    /// A leader has sent another tree, which may have come of it.
    Replaced,
}

#[derive(Debug)]
enum Step {
    /// Waits for what was proposed.
    Draining { tree: Box<DataTree>, waiting: Waiting },
    /// The disk is at it.
    Installing { token: u64, written: Option<Box<DataTree>> },
    /// The others are to take it over.
    Deciding { fate: Fate },
}

/// What has come in meanwhile, in order.
#[derive(Debug, Default)]
struct Waiting {
    requests: Vec<Request>,
    bytes: usize,
}

#[derive(Debug)]
enum Request {
    /// Of a client of this server.
    Own { conn: ConnId, session: SessionId, who: Arc<Identities>, frame: Vec<u8>, received_us: u64 },
    /// A packet REQUEST of a learner.
    Learner { link: LinkId, packet: Vec<u8> },
}

impl Waiting {
    fn add(&mut self, request: Request) {
        self.bytes += match &request {
            Request::Own { frame, .. } => frame.len(),
            Request::Learner { packet, .. } => packet.len(),
        };
        self.requests.push(request);
    }
}

#[derive(Debug)]
pub(super) struct Restoring {
    step: Step,
    restored: Restored,
    /// When waiting ends, in monotonic milliseconds; not while the disk is at it.
    until_ms: u64,
}

impl Member {
    /// Whether [`Member::restore`] would begin.
    ///
    /// # Errors
    /// Why not.
    pub fn may_restore(&self) -> Result<(), String> {
        self.is_not_restoring()?;
        self.zab.may_restore()
    }

    /// Begins to put this tree in the place of the ensemble's; what has become of it comes by
    /// [`Member::take_restore_outcome`]. `drain_ms` is how long what is on its way may take.
    ///
    /// # Errors
    /// Why it was not begun; nothing has changed.
    pub fn restore(&mut self, times: Times, mut tree: Box<DataTree>, drain_ms: u64) -> Result<(), String> {
        self.may_restore()?;
        let (held, last) = (tree.last_zxid(), self.zab.proposed().unwrap_or(Zxid::ZERO));
        if held > last {
            return Err(format!(
                "the backup is of {held}, and this ensemble has only come to {last}: its zxids would come again. Stop all \
                 members and use `zkctl snap install`"
            ));
        }
        tree.drop_orphaned_ephemerals();
        // Members are what they are now, whatever the backup says.
        let membership = self.zab.memberships().active();
        tree.set_config(membership.text().as_bytes(), Zxid(membership.version()), times.wall_ms);
        let restored = Restored { zxid: last, nodes: tree.node_count(), digest: tree.digest() };
        let until_ms = times.now_ms.saturating_add(drain_ms);
        self.restoring = Some(Restoring {
            step: Step::Draining { tree, waiting: Waiting::default() },
            restored,
            until_ms,
        });
        Ok(())
    }

    /// What has become of the last restore, once.
    pub fn take_restore_outcome(&mut self) -> Option<RestoreOutcome> {
        self.restore_outcome.take()
    }

    pub(super) fn is_not_restoring(&self) -> Result<(), String> {
        match self.restoring {
            Some(_) => Err("a backup is about to take the place of the tree".into()),
            None => Ok(()),
        }
    }

    /// True while nothing may be proposed.
    pub(super) fn is_installing(&self) -> bool {
        matches!(self.restoring, Some(Restoring { step: Step::Installing { .. }, .. }))
    }

    /// True while no request is looked at.
    pub(super) fn holds_back(&self) -> bool {
        self.is_installing() || matches!(self.restoring, Some(Restoring { step: Step::Draining { .. }, .. }))
    }

    /// Keeps a client's request for later if nothing may be proposed now.
    pub(super) fn holds_request(&mut self, times: Times, incoming: &Incoming<'_>) -> bool {
        let holds = self.holds_back();
        if let Some(Step::Draining { waiting, .. }) = self.restoring.as_mut().map(|r| &mut r.step) {
            let Incoming { conn, session, who, frame, received_us } = *incoming;
            waiting.add(Request::Own { conn, session, who: who.clone(), frame: frame.to_vec(), received_us });
            self.touch(session, times.now_ms);
        }
        holds
    }

    /// The same for a packet REQUEST of a learner.
    pub(super) fn holds_packet(&mut self, times: Times, link: LinkId, packet: &QuorumPacket<'_>) -> bool {
        let holds = self.holds_back();
        if let Some(Step::Draining { waiting, .. }) = self.restoring.as_mut().map(|r| &mut r.step) {
            let mut bytes = Vec::new();
            packet.encode(&mut bytes);
            waiting.add(Request::Learner { link, packet: bytes });
            // It is a sign of life nevertheless.
            if let (Pipeline::Leading(leading), Ok(request)) =
                (&mut self.pipeline, Forwarded::decode(packet.data))
            {
                leading.server.touch_global(request.session, times.now_ms);
            }
        }
        holds
    }

    /// A session has moved: what was asked over its older connection to this server is not done any more.
    pub(super) fn waits_in_vain(&mut self, moved: SessionId) {
        if let Some(Step::Draining { waiting, .. }) = self.restoring.as_mut().map(|r| &mut r.step) {
            waiting.requests.retain(|r| !matches!(r, Request::Own { session, .. } if *session == moved));
        }
    }

    /// What has waited is dealt with as if it came in now.
    fn go_on(&mut self, host: &mut impl Host, times: Times, waiting: Waiting) {
        for request in waiting.requests {
            match request {
                Request::Own { conn, session, who, frame, received_us } => {
                    let incoming = Incoming { conn, session, who: &who, frame: &frame, received_us };
                    self.request(host, times, incoming);
                }
                Request::Learner { link, packet } => {
                    let is_there = self.zab.learners().any(|l| l.link == link);
                    if is_there && let Ok(Some((packet, _))) = QuorumPacket::split(&packet, packet.len()) {
                        self.learner_packet(host, times, link, &packet);
                    }
                }
            }
        }
    }

    pub(super) fn restore_ends_ms(&self) -> u64 {
        match &self.restoring {
            Some(Restoring { step: Step::Draining { .. } | Step::Deciding { .. }, until_ms, .. }) => {
                *until_ms
            }
            Some(Restoring { step: Step::Installing { .. }, .. }) | None => u64::MAX,
        }
    }

    /// The time for waiting is over, or too much waits.
    pub(super) fn restore_waits_no_longer(&mut self, host: &mut impl Host, times: Times) {
        let why = match &self.restoring {
            Some(Restoring { step: Step::Draining { waiting, .. }, .. })
                if waiting.bytes > MAX_WAITING_BYTES =>
            {
                "too much came in while what was on its way was waited for"
            }
            _ if times.now_ms >= self.restore_ends_ms() => "what was on its way was not committed in time",
            _ => return,
        };
        let Some(Restoring { step, restored, .. }) = self.restoring.take() else { return };
        self.restore_outcome = Some(match step {
            Step::Draining { waiting, .. } => {
                self.go_on(host, times, waiting);
                RestoreOutcome::Unchanged { why: why.into() }
            }
            Step::Installing { .. } | Step::Deciding { .. } => RestoreOutcome::Undecided {
                zxid: restored.zxid,
                why: "no leader was elected in time, or this server has not reached it".into(),
            },
        });
    }

    /// Step 2, once everything that was proposed is done with.
    pub(super) fn restore_if_at_rest(&mut self, host: &mut impl Host, times: Times) {
        let Some(Restoring { step: Step::Draining { .. }, .. }) = self.restoring else { return };
        let Some(zxid) = self.zab.restorable_as() else { return };
        let Some(Restoring { step: Step::Draining { mut tree, .. }, restored, until_ms }) =
            self.restoring.take()
        else {
            return;
        };
        tree.carry_to(zxid);
        self.incoming = Some(tree);
        let restored = Restored { zxid, ..restored };
        // The token comes with the request to the disk.
        let step = Step::Installing { token: u64::MAX, written: None };
        self.restoring = Some(Restoring { step, restored, until_ms });
        if self.zab.restore(&mut self.out) {
            self.drain(host, times);
        }
        self.incoming = None;
        if on(Mutant::RestoreAnsweredEarly) {
            let (epoch, leader) = (self.zab.epochs().1, self.config.zab.my_id);
            self.restore_outcome = Some(RestoreOutcome::Done { restored, epoch, leader });
        }
    }

    /// The disk has been asked to install a tree: that of the restore, or later another one.
    pub(super) fn installs(&mut self, token: u64) {
        match self.restoring.as_mut().map(|r| &mut r.step) {
            Some(Step::Installing { token: mine, .. }) => *mine = token,
            Some(Step::Deciding { fate: fate @ Fate::Kept }) => *fate = Fate::Replaced,
            Some(Step::Deciding { .. } | Step::Draining { .. }) | None => {}
        }
    }

    /// The disk has a tree. That of a restore takes its place once the role has ended; it is kept until then.
    pub(super) fn keep_restored(
        &mut self,
        times: Times,
        token: u64,
        tree: Box<DataTree>,
    ) -> Option<Box<DataTree>> {
        let Some(Step::Installing { token: mine, written }) = self.restoring.as_mut().map(|r| &mut r.step)
        else {
            return Some(tree);
        };
        if *mine != token {
            return Some(tree);
        }
        if let Pipeline::Leading(_) = self.pipeline {
            *written = Some(tree);
            return None;
        }
        // The role ended while the disk was at it.
        self.step_to_deciding(times);
        Some(tree)
    }

    /// The role has ended, by itself or because the tree is on the disk. Nobody is served.
    pub(super) fn role_of_restore_ended(&mut self, host: &mut impl Host, times: Times, reason: &str) {
        match self.restoring.as_mut().map(|r| &mut r.step) {
            Some(Step::Draining { .. }) => {
                self.restoring = None;
                let why = format!("this server does not lead any more: {reason}");
                self.restore_outcome = Some(RestoreOutcome::Unchanged { why });
            }
            Some(Step::Installing { written, .. }) => {
                if let Some(tree) = written.take() {
                    host.replace_tree(*tree);
                    self.step_to_deciding(times);
                }
            }
            Some(Step::Deciding { .. }) | None => {}
        }
    }

    /// As long as an epoch and a learner's synchronisation may take, twice: the first one elected may not be the one.
    fn step_to_deciding(&mut self, times: Times) {
        let zab = &self.config.zab;
        let patience_ms = 2 * zab.tick_ms * (zab.init_limit + zab.sync_limit);
        if let Some(restoring) = &mut self.restoring {
            restoring.step = Step::Deciding { fate: Fate::Kept };
            restoring.until_ms = times.now_ms + patience_ms;
        }
    }

    /// A leader orders the history to be forgotten behind `to`.
    pub(super) fn restore_is_cut(&mut self, to: Zxid) {
        if let Some(Restoring { step: Step::Deciding { fate }, restored, .. }) = &mut self.restoring
            && to < restored.zxid
        {
            *fate = Fate::Cut;
        }
    }

    /// An epoch is established, and this server is a part of it.
    pub(super) fn restore_is_decided(&mut self, epoch: i64, leader: ServerId) {
        let Some(Restoring { step: Step::Deciding { fate }, restored, .. }) = self.restoring else { return };
        self.restoring = None;
        self.restore_outcome = Some(match fate {
            Fate::Kept => RestoreOutcome::Done { restored, epoch, leader },
            Fate::Cut => RestoreOutcome::Discarded { zxid: restored.zxid, leader },
            Fate::Replaced => RestoreOutcome::Undecided {
                zxid: restored.zxid,
                why: format!("server {leader} leads, and has sent this one its tree"),
            },
        });
    }
}
