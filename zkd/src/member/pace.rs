//! How fast learners are, as their leader sees it: how long an acknowledgement takes, and how far the transfer is that
//! brings one up to date. The machine takes no clock for this: what goes out and what comes in is timed here, where both
//! pass. One proposal a learner is timed at a time, so it costs next to nothing however many are under way.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use zk_proto::Zxid;
use zk_proto::quorum::{PacketKind, QuorumPacket};
use zk_zab::LinkId;

use crate::status::quorum::{AckPace, LinkTraffic, SyncProgress};

/// Acknowledgements that are remembered of each learner.
const SAMPLES: usize = 256;

#[derive(Debug, Default)]
struct Summed {
    count: u64,
    sum_us: u64,
}

/// The paces of all links.
#[derive(Debug, Default)]
pub(super) struct Paces {
    links: BTreeMap<LinkId, Pace>,
}

/// How a learner is brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By the transactions that it lacks, maybe after it has cut off others.
    Diff,
    /// By a snapshot.
    Snap,
}

/// What was among packets that went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// The word that a learner is brought up to date by transactions.
    FirstOfDiff,
    /// Something else.
    Other,
}

#[derive(Debug)]
struct Pace {
    opened: Instant,
    traffic: Arc<LinkTraffic>,
    /// The other end observes: what goes there is counted packet by packet.
    observes: bool,
    way: Option<Way>,
    /// When it was told to serve.
    synced: Option<Instant>,
    /// A proposal, and when it went out.
    timed: Option<(Zxid, Instant)>,
    /// How long acknowledgements took, in microseconds.
    acks_us: VecDeque<u32>,
    /// The same of all of them.
    acks: Summed,
    /// Bytes of packets that were handed over before it was told to serve.
    packets: u64,
    /// Bytes of a tree that went out piece by piece, and about how many there are.
    streamed: Arc<AtomicU64>,
    stream_total: u64,
}

impl Paces {
    /// A link was opened.
    pub(super) fn opened(&mut self, link: LinkId, now: Instant, wall_ms: i64) {
        let pace = Pace {
            opened: now,
            traffic: Arc::new(LinkTraffic::new(wall_ms)),
            observes: false,
            way: None,
            acks: Summed::default(),
            synced: None,
            timed: None,
            acks_us: VecDeque::new(),
            packets: 0,
            streamed: Arc::default(),
            stream_total: 0,
        };
        self.links.insert(link, pace);
    }

    /// A link is gone.
    pub(super) fn closed(&mut self, link: LinkId) {
        self.links.remove(&link);
    }

    /// Packets go out on a link.
    pub(super) fn sending(&mut self, link: LinkId, packets: &[u8], max_data: usize, now: Instant) -> Sent {
        let mut sent = Sent::Other;
        let Some(pace) = self.links.get_mut(&link) else { return sent };
        if pace.observes {
            let count = count(packets, max_data);
            pace.traffic.sent.fetch_add(count, Ordering::Relaxed);
        }
        if pace.synced.is_some() && pace.timed.is_some() {
            return sent;
        }
        if pace.synced.is_none() {
            pace.packets += packets.len() as u64;
        }
        let mut rest = packets;
        while let Ok(Some((packet, used))) = QuorumPacket::split(rest, max_data) {
            match packet.kind {
                PacketKind::UpToDate => pace.synced = Some(now),
                PacketKind::Diff | PacketKind::Trunc if pace.way.is_none() => {
                    (pace.way, sent) = (Some(Way::Diff), Sent::FirstOfDiff);
                }
                // What a learner is sent to catch up it acknowledges when it is done, not one by one.
                PacketKind::Proposal if pace.synced.is_some() && pace.timed.is_none() => {
                    pace.timed = Some((packet.zxid, now));
                }
                _ => {}
            }
            if pace.synced.is_some() && pace.timed.is_some() {
                break;
            }
            rest = &rest[used..];
        }
        sent
    }

    /// A snapshot goes out on a link.
    pub(super) fn snapshot(&mut self, link: LinkId) {
        if let Some(pace) = self.links.get_mut(&link) {
            pace.way = Some(Way::Snap);
        }
    }

    /// Links whose learners are being brought up to date this way.
    pub(super) fn in_flight(&self, way: Way) -> u64 {
        self.links.values().filter(|p| p.way == Some(way) && p.synced.is_none()).count() as u64
    }

    /// A tree goes out on a link piece by piece, of about so many bytes; what counts them.
    pub(super) fn streaming(&mut self, link: LinkId, about_bytes: u64) -> Arc<AtomicU64> {
        let Some(pace) = self.links.get_mut(&link) else { return Arc::default() };
        pace.stream_total = about_bytes;
        pace.streamed = Arc::default();
        pace.streamed.clone()
    }

    /// A packet came in on a link.
    pub(super) fn received(&mut self, link: LinkId, packet: &QuorumPacket<'_>, now: Instant) {
        let Some(pace) = self.links.get_mut(&link) else { return };
        pace.traffic.received.fetch_add(1, Ordering::Relaxed);
        match packet.kind {
            PacketKind::Ack => {}
            PacketKind::ObserverInfo => return pace.observes = true,
            PacketKind::Request => {
                pace.traffic.requests.fetch_add(1, Ordering::Relaxed);
                return;
            }
            _ => return,
        }
        if let Some((_, sent)) = pace.timed.take_if(|(zxid, _)| packet.zxid >= *zxid) {
            if pace.acks_us.len() == SAMPLES {
                pace.acks_us.pop_front();
            }
            let took = u32::try_from(now.saturating_duration_since(sent).as_micros()).unwrap_or(u32::MAX);
            pace.acks_us.push_back(took);
            pace.acks.count += 1;
            pace.acks.sum_us += u64::from(took);
        }
    }

    /// How long acknowledgements on a link take; `None` before the first.
    pub(super) fn acks(&self, link: LinkId, now: Instant) -> Option<AckPace> {
        let pace = self.links.get(&link)?;
        let waiting_us = pace.timed.map(|(_, sent)| now.saturating_duration_since(sent).as_micros() as u64);
        let mut sorted: Vec<u32> = pace.acks_us.iter().copied().collect();
        sorted.sort_unstable();
        let of = |percent: usize| {
            sorted.get(sorted.len().saturating_sub(1) * percent / 100).copied().map(u64::from)
        };
        let last = pace.acks_us.back().copied().map(u64::from);
        (last.is_some() || waiting_us.is_some()).then_some(AckPace {
            last_us: last,
            p50_us: of(50),
            p95_us: of(95),
            p99_us: of(99),
            waiting_us,
            count: pace.acks.count,
            sum_us: pace.acks.sum_us,
        })
    }

    /// What has gone over a link.
    pub(super) fn traffic(&self, link: LinkId) -> Option<Arc<LinkTraffic>> {
        self.links.get(&link).map(|pace| pace.traffic.clone())
    }

    /// How far a link's transfer is, with `backlog` bytes that wait to be sent; nothing of a link that nobody learns by.
    pub(super) fn progress(&self, link: LinkId, backlog: u64, now: Instant) -> Option<SyncProgress> {
        let pace = self.links.get(&link)?;
        let streamed = pace.streamed.load(Ordering::Relaxed);
        let waiting = if pace.synced.is_some() { 0 } else { backlog.min(pace.packets) };
        // The size of a tree is known about only.
        let total_stream = if pace.synced.is_some() { streamed } else { pace.stream_total.max(streamed) };
        Some(SyncProgress {
            sent_bytes: pace.packets - waiting + streamed,
            total_bytes: pace.packets + total_stream,
            took_ms: pace.synced.unwrap_or(now).saturating_duration_since(pace.opened).as_millis() as u64,
        })
    }
}

/// How many packets these bytes are.
fn count(mut packets: &[u8], max_data: usize) -> u64 {
    let mut count = 0;
    while let Ok(Some((_, used))) = QuorumPacket::split(packets, max_data) {
        packets = &packets[used..];
        count += 1;
    }
    count
}

/// Counts what is written through it.
pub(super) struct Counting<W> {
    pub(super) out: W,
    pub(super) bytes: Arc<AtomicU64>,
}

impl<W: std::io::Write> std::io::Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes.fetch_add(written as u64, Ordering::Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const MAX: usize = 1 << 20;
    const LINK: LinkId = LinkId(7);

    fn bytes(packets: &[(PacketKind, i64)]) -> Vec<u8> {
        let mut out = Vec::new();
        for (kind, zxid) in packets {
            QuorumPacket::new(*kind, Zxid(*zxid), Some(b"x")).encode(&mut out);
        }
        out
    }

    fn ack(paces: &mut Paces, zxid: i64, now: Instant) {
        paces.received(LINK, &QuorumPacket::new(PacketKind::Ack, Zxid(zxid), None), now);
    }

    #[test]
    fn one_proposal_at_a_time_is_timed_from_its_sending_to_the_acknowledgement_that_covers_it() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut paces = Paces::default();
        paces.opened(LINK, start, 0);
        assert!(paces.acks(LINK, start).is_none());
        // What is sent to catch up is not timed.
        paces.sending(LINK, &bytes(&[(PacketKind::Proposal, 1)]), MAX, start);
        ack(&mut paces, 1, at(500));
        assert!(paces.acks(LINK, at(500)).is_none());
        paces.sending(LINK, &bytes(&[(PacketKind::UpToDate, 1)]), MAX, at(600));
        let two = bytes(&[(PacketKind::Commit, 1), (PacketKind::Proposal, 2), (PacketKind::Proposal, 3)]);
        paces.sending(LINK, &two, MAX, at(1000));
        assert_eq!(paces.acks(LINK, at(1005)).unwrap().waiting_us, Some(5000));
        ack(&mut paces, 1, at(1006));
        ack(&mut paces, 3, at(1020));
        let pace = paces.acks(LINK, at(1030)).unwrap();
        assert_eq!((pace.last_us, pace.p99_us, pace.waiting_us), (Some(20_000), Some(20_000), None));
        for n in 0..1000 {
            paces.sending(LINK, &bytes(&[(PacketKind::Proposal, 10 + n)]), MAX, at(2000));
            ack(&mut paces, 10 + n, at(2002));
        }
        assert_eq!(paces.acks(LINK, at(2030)).unwrap().p99_us, Some(2000));
        assert!(paces.links[&LINK].acks_us.len() <= SAMPLES);
        paces.closed(LINK);
        assert!(paces.acks(LINK, at(2040)).is_none());
    }

    #[test]
    fn packets_are_counted_both_ways_of_an_observer() {
        let start = Instant::now();
        let mut paces = Paces::default();
        paces.opened(LINK, start, 77);
        let numbers = |paces: &Paces| {
            let traffic = paces.traffic(LINK).unwrap();
            [&traffic.received, &traffic.requests, &traffic.sent].map(|n| n.load(Ordering::Relaxed))
        };
        let receive = |paces: &mut Paces, kind| {
            paces.received(LINK, &QuorumPacket::new(kind, Zxid(0), None), start);
        };
        receive(&mut paces, PacketKind::ObserverInfo);
        receive(&mut paces, PacketKind::Request);
        receive(&mut paces, PacketKind::Ping);
        let up_to_date = bytes(&[(PacketKind::NewLeader, 1), (PacketKind::UpToDate, 1)]);
        paces.sending(LINK, &up_to_date, MAX, start);
        paces.sending(LINK, &bytes(&[(PacketKind::Inform, 2); 5]), MAX, start);
        assert_eq!(numbers(&paces), [3, 1, 7]);
        let traffic = paces.traffic(LINK).unwrap();
        assert_eq!(traffic.established_unix_ms, 77);
        traffic.reset();
        paces.sending(LINK, &bytes(&[(PacketKind::Ping, 2)]), MAX, start);
        assert_eq!(numbers(&paces), [0, 0, 1]);
    }

    #[test]
    fn a_transfer_grows_until_the_learner_serves() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut paces = Paces::default();
        paces.opened(LINK, start, 0);
        let sent = bytes(&[(PacketKind::Snap, 5)]);
        paces.sending(LINK, &sent, MAX, start);
        let counter = paces.streaming(LINK, 1000);
        counter.fetch_add(400, Ordering::Relaxed);
        let head = sent.len() as u64;
        let progress = paces.progress(LINK, 0, at(70)).unwrap();
        assert_eq!(progress, SyncProgress { sent_bytes: head + 400, total_bytes: head + 1000, took_ms: 70 });
        counter.fetch_add(500, Ordering::Relaxed);
        let done = bytes(&[(PacketKind::UpToDate, 5)]);
        paces.sending(LINK, &done, MAX, at(90));
        // The traffic that follows is none of it.
        paces.sending(LINK, &bytes(&[(PacketKind::Proposal, 6)]), MAX, at(95));
        let all = head + done.len() as u64 + 900;
        let progress = paces.progress(LINK, 999, at(700)).unwrap();
        assert_eq!(progress, SyncProgress { sent_bytes: all, total_bytes: all, took_ms: 90 });
    }
}
