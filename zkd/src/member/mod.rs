//! A member of an ensemble: the core thread that owns the machine, and the threads around it.
//!
//! | thread | what it does |
//! |---|---|
//! | `core` (here) | owns [`zk_server::member::Member`]: takes what has come together, lets the machine work on it |
//! | `log` ([`disk`]) | owns the journal: everything that is written, in order, many requests with one sync |
//! | `log-reader` ([`log_reader`]) | reads old transactions for learners that are behind |
//! | `oracle` ([`oracle`]) | reads the file of `oraclePath` |
//! | election, links | sockets, see [`crate::quorum`] |
//!
//! **The core never waits for a disk or a socket**, so a slow one holds up nobody's heartbeat.

mod disk;
mod host;
mod lists;
mod log_reader;
mod membership_files;
mod oracle;
mod pace;
mod refusals;
mod restoring;
mod setup;
mod sparing;
mod status;
mod turns;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use zk_proto::connect::ConnectRequest;
use zk_proto::members::Membership;
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_proto::{ErrorCode, Reader, SessionId, frame};
use zk_server::member::{LinkOrigin, Member};
use zk_server::{CloseReason, Incoming};
use zk_tree::ConnId;

use crate::conn::{End, Looks};
use crate::core::{SessionReport, by_expiry, forget_connections, is_late, note_queue, note_wait};
use crate::queue::{Entry, Inbox, ResignStep};
use crate::quorum::election_net::ElectionEvent;
use crate::quorum::links::LinkEvent;
use crate::shared::{CORE_METRICS, Shared};
use crate::status::metrics::{Counter, Summary};

use host::MemberHost;
pub(crate) use setup::{MemberParts, prepare};

/// What the threads of a member tell its core.
#[derive(Debug)]
pub(crate) enum MemberEvent {
    /// From the election network.
    Election(ElectionEvent),
    /// From the links.
    Link(LinkEvent),
    /// The disk has done something.
    Disk(zk_server::member::DiskDone),
    /// The disk has failed: nothing more may be claimed.
    DiskFailed(String),
    /// A part of the log for a learner.
    Log(zk_zab::LinkId, zk_server::member::LogChunk),
    /// What the oracle said, and when it was asked.
    Oracle { asked_ms: u64, says: zk_zab::Oracle },
}

/// How fresh the status is that others see.
const STATUS_INTERVAL: Duration = Duration::from_millis(50);

/// Everything that the core thread owns.
pub(crate) struct MemberCore {
    shared: Arc<Shared>,
    member: Member,
    host: MemberHost,
    /// Connections that are gone; forgotten once the machine has dealt with what it still had of them.
    gone: Vec<ConnId>,
    status_due: Option<Instant>,
    /// As it was last looked at.
    lacks_quorum: bool,
    /// The server lists of the others, as they were compared with this one's.
    lists: lists::Lists,
    turns: turns::Turns,
    /// Who waits for a backup to be in place.
    restoring: Option<restoring::Waiting>,
}

impl MemberCore {
    pub(crate) fn new(shared: Arc<Shared>, member: Member, host: MemberHost) -> MemberCore {
        let turns = turns::Turns::new(Instant::now());
        MemberCore {
            shared,
            member,
            host,
            gone: Vec::new(),
            status_due: None,
            lacks_quorum: false,
            lists: Default::default(),
            turns,
            restoring: None,
        }
    }

    /// Works until the queue is stopped.
    ///
    /// # Errors
    /// Why the server cannot go on.
    pub(crate) fn run(mut self) -> Result<(), String> {
        let mut inbox = Inbox::default();
        let times = self.shared.clock.times();
        self.member.start(&mut self.host, times);
        self.member.flush(&mut self.host, times);
        self.publish();
        loop {
            let now_ms = self.shared.clock.now_ms();
            let mut timeout = Duration::from_millis(self.member.next_timeout_ms().saturating_sub(now_ms));
            if let Some(due) = self.status_due {
                timeout = timeout.min(due.saturating_duration_since(Instant::now()));
            }
            if let Some(due) = self.restore_answer_due() {
                timeout = timeout.min(due.saturating_duration_since(Instant::now()));
            }
            let stopped = self.shared.queue.take(&mut inbox, timeout.min(Duration::from_secs(3600)));
            if stopped {
                return Ok(());
            }
            let start = Instant::now();
            self.shared.slow.taken(self.shared.clock.now_us());
            note_queue(&self.shared, &inbox);
            self.take(&mut inbox)?;
            let times = self.shared.clock.times();
            if times.now_ms >= self.member.next_timeout_ms() {
                self.member.tick(&mut self.host, times);
            }
            self.shared.quotas.note(self.member.take_quota_breaches());
            crate::core::note_lapsed(&self.shared, self.member.take_lapsed());
            // Who is answered by what follows may ask at once how this member stands.
            self.publish();
            self.member.flush(&mut self.host, times);
            self.tell_of_restore();
            let local = self.member.local_sessions().map_or(0, |s| s.len() as u64);
            self.shared.local_sessions.store(local, Ordering::Relaxed);
            self.shared.metrics[CORE_METRICS].record_time(Summary::PrepTime, start.elapsed());
            if let Some(reason) = self.host.halted() {
                return Err(reason);
            }
            forget_connections(&self.shared, &mut self.gone);
            self.publish();
        }
    }

    /// Gives the machine what has come in.
    fn take(&mut self, inbox: &mut Inbox) -> Result<(), String> {
        let shared = self.shared.clone();
        let max = shared.config.max_buffer_bytes as usize;
        for entry in inbox.entries.drain(..) {
            // Anew for each: an event below has later ones, and a transaction behind it must not be stamped earlier.
            let times = shared.clock.times();
            match entry {
                Entry::Requests { conn, session, who, frames, received_us } => {
                    shared.queued_bytes.fetch_sub(frames.len() as u64, Ordering::Relaxed);
                    let now_us = shared.clock.now_us();
                    note_wait(&shared, received_us, now_us);
                    let late = is_late(&shared, received_us, now_us);
                    let mut rest = &inbox.bytes[frames];
                    while let Ok(Some((frame, tail))) = frame::split(rest, max) {
                        let incoming = Incoming { conn, session, who: &who, frame, received_us };
                        if late && self.member.refuse(times, &incoming, ErrorCode::ThrottledOp) {
                            shared.metrics[CORE_METRICS].count(Counter::ThrottledOps);
                        } else {
                            self.member.request(&mut self.host, times, incoming);
                        }
                        rest = tail;
                    }
                }
                Entry::Touch { session, at_ms } => self.member.touch(session, at_ms),
                Entry::Connect { conn, .. } if !shared.is_serving() => {
                    shared.metrics[CORE_METRICS].count(Counter::NotServing);
                    self.host.end(conn, End::Server(CloseReason::NotServing));
                }
                Entry::Connect { conn, body, received_us } => {
                    match ConnectRequest::decode(&mut Reader::new(&inbox.bytes[body])) {
                        Ok(request) => {
                            if request.session_id != SessionId::NONE {
                                shared.metrics[CORE_METRICS].count(Counter::Revalidate);
                            }
                            self.member.connect(&mut self.host, times, conn, &request, received_us);
                        }
                        Err(_) => self.host.end(conn, End::BadFrame(Looks::default())),
                    }
                }
                Entry::Gone { conn, session } => {
                    self.member.disconnected(session, conn);
                    self.gone.push(conn);
                }
                Entry::MayRestore(to) => {
                    // Whoever asked may have gone.
                    let _ = to.send(self.may_restore());
                }
                Entry::Restore(restore) => self.restore(*restore),
                Entry::Resign(resign) => {
                    let result = match resign.step {
                        ResignStep::Judge => self.member.successor(resign.to),
                        ResignStep::Do => self.member.resign(&mut self.host, times, resign.to),
                    };
                    // Whoever asked may have gone.
                    let _ = resign.done.send(result);
                }
                Entry::Report(to) => {
                    let global = self.member.sessions().map(by_expiry).unwrap_or_default();
                    let local = self.member.local_sessions().map(by_expiry).unwrap_or_default();
                    let report = SessionReport { global, local };
                    // Whoever asked may have gone.
                    let _ = to.send(report);
                }
                Entry::Member(event) => self.event(event)?,
            }
        }
        Ok(())
    }

    fn event(&mut self, event: MemberEvent) -> Result<(), String> {
        let times = self.shared.clock.times();
        let shared_reconfig = self.shared.config.reconfig_enabled;
        let (member, host) = (&mut self.member, &mut self.host);
        match event {
            MemberEvent::Election(ElectionEvent::Message { from, notification }) => {
                let own = member.zab().memberships().active().text();
                // Where the membership may change, another version is no mistake of anybody's.
                let theirs = notification.config.as_deref().and_then(Membership::version_in);
                let may_differ = shared_reconfig && theirs != Membership::version_in(own);
                if let Some(difference) = self.lists.compare(own, from, &notification).filter(|_| !may_differ)
                {
                    tracing::warn!("{difference}");
                }
                member.notification(host, times, from, &notification);
            }
            MemberEvent::Election(ElectionEvent::Up(peer)) => member.election_link(host, times, peer, true),
            MemberEvent::Election(ElectionEvent::Down(peer)) => {
                member.election_link(host, times, peer, false)
            }
            MemberEvent::Link(LinkEvent::Opened { link, peer, dialed_to, door }) => {
                host.link_opened(link, peer);
                let origin = dialed_to.map_or(LinkOrigin::Accepted(door), |to| LinkOrigin::Dialed { to });
                member.link_opened(host, times, link, origin);
            }
            MemberEvent::Link(LinkEvent::Packets { link, bytes, .. }) => {
                let (max, arrived) = (host.max_data(), Instant::now());
                let mut rest = &bytes[..];
                while let Ok(Some((packet, used))) = QuorumPacket::split(rest, max) {
                    if matches!(packet.kind, PacketKind::Diff | PacketKind::Trunc) {
                        tracing::info!(zxid = %packet.zxid, "synchronising with the leader by {}", packet.kind);
                    }
                    host.paces.received(link, &packet, arrived);
                    host.count(&packet);
                    if rest.len() == bytes.len() {
                        host.note_proposal(&packet);
                    }
                    member.link_packet(host, times, link, &packet);
                    rest = &rest[used..];
                }
            }
            MemberEvent::Link(LinkEvent::Snapshot { link, zxid, tree }) => {
                tracing::info!(%zxid, nodes = tree.node_count(), "synchronising with the leader by SNAP");
                member.link_snapshot(host, times, link, zxid, tree);
            }
            MemberEvent::Link(LinkEvent::Closed { link, reason }) => {
                host.link_closed(link);
                member.link_closed(host, times, link, &reason);
            }
            MemberEvent::Link(LinkEvent::DialFailed { to, reason }) => {
                tracing::info!("cannot reach server {to}: {reason}");
                member.dial_failed(host, times, to);
            }
            MemberEvent::Disk(done) => member.disk_done(host, times, done),
            MemberEvent::DiskFailed(reason) => return Err(reason),
            MemberEvent::Oracle { asked_ms, says } => member.oracle(host, times, asked_ms, says),
            MemberEvent::Log(link, chunk) => member.log_chunk(host, times, link, chunk),
        }
        Ok(())
    }

    /// Lets others see how it stands: at once after a change of role and when a leader's quorum comes or goes, else now and then.
    fn publish(&mut self) {
        let now = Instant::now();
        let metrics = &self.shared.metrics[CORE_METRICS];
        self.turns.look(self.member.zab().state(), self.host.serving, metrics, now);
        let lacks_quorum = self.member.zab().lacks_quorum(self.shared.clock.now_ms());
        let changed = self.host.take_role_change()
            | (std::mem::replace(&mut self.lacks_quorum, lacks_quorum) != lacks_quorum);
        match self.status_due {
            Some(due) if !changed && now < due => {}
            None if !changed => self.status_due = Some(now + STATUS_INTERVAL),
            _ => {
                self.status_due = None;
                let status = status::of(&self.member, &self.host, &self.shared);
                self.shared.set_quorum_status(status);
            }
        }
    }
}
