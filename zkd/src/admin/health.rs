//! Two questions of an orchestrator: should this process be killed, and should clients be sent to it? Apache's `ruok` says
//! `imok` in either case.

use zk_proto::ServerId;

use super::commands::{learner, optional};
use super::disks::Disk;
use super::fields::{Field, Fields};
use crate::config::ReadyLimits;
use crate::status::quorum::{Phase, QuorumStatus};
use crate::status::{ServerStatus, Serving};

/// A log that waits for its disk for longer waits for one that has stopped.
const DISK_ANSWERS_WITHIN_MS: u64 = 10_000;

/// Whether the server is about to stop, or to let another one lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    No,
    Draining,
    Stopping,
}

/// What is to be judged.
pub(super) struct Case<'a> {
    pub(super) status: &'a ServerStatus,
    pub(super) ending: Ending,
    pub(super) disks: &'a Result<Vec<Disk>, String>,
    pub(super) limits: ReadyLimits,
}

impl Case<'_> {
    /// Why the server should get no clients now; nothing if it should.
    ///
    /// A server of its own is ready while it serves. A member is ready while it serves as part of a quorum, which it does not
    /// before it has caught up with its leader, and while it keeps up with it. A disk that is about to end the server, or has
    /// stopped, is a reason for either.
    ///
    /// That its tree is not the one of its leader is none: which of the two is wrong it cannot know, and if it is the leader's,
    /// every other member would go.
    pub(super) fn reasons_against(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        self.against_serving(&mut reasons);
        self.against_lag(&mut reasons);
        self.against_disks(&mut reasons);
        reasons
    }

    fn against_serving(&self, reasons: &mut Vec<String>) {
        let status = self.status;
        match self.ending {
            Ending::No => {}
            Ending::Draining => {
                reasons.push("no requests are taken: those on their way are answered first".to_owned())
            }
            Ending::Stopping => reasons.push("the server is stopping".to_owned()),
        }
        if let Some(quorum) = &status.quorum
            && quorum.phase != Phase::Broadcast
        {
            reasons.push(format!("the member is not in service: {}", quorum.peer_state()));
        }
        if status.leading().is_some_and(|leading| leading.lacks_quorum) {
            reasons.push("the leader is without a quorum: it can commit nothing".to_owned());
        }
        match status.serving {
            Serving::ReadWrite => {}
            Serving::ReadOnly => reasons.push("only reads are served: there is no quorum".to_owned()),
            Serving::No if reasons.is_empty() => reasons.push("clients are not served".to_owned()),
            Serving::No => {}
        }
    }

    fn against_lag(&self, reasons: &mut Vec<String>) {
        let max = self.limits.max_lag;
        let lag = self.status.upstream.and_then(|upstream| upstream.lag);
        if let Some(lag) = lag.filter(|lag| max > 0 && *lag > max) {
            reasons.push(format!(
                "{lag} transactions of the leader are not applied here, more than {max} (admin.readyz.maxLag)"
            ));
        }
    }

    fn against_disks(&self, reasons: &mut Vec<String>) {
        if let Some(ms) = self.status.log_waiting_ms.filter(|ms| *ms >= DISK_ANSWERS_WITHIN_MS) {
            reasons.push(format!("the log has waited for its disk for {} s: is it stuck?", ms / 1000));
        }
        let disks = match self.disks {
            Ok(disks) => disks,
            Err(why) => return reasons.push(why.clone()),
        };
        let min_kib = self.limits.min_free_kib.unwrap_or(0);
        for disk in disks {
            match &disk.room {
                Err(why) => reasons.push(format!("{}: {why}", disk.of)),
                Ok(room) if room.is_read_only => {
                    reasons.push(format!("the file system of {} is mounted read-only", disk.of));
                }
                Ok(room) if room.free_bytes / 1024 < min_kib => reasons.push(format!(
                    "{} KiB are free for {}, less than {min_kib} (admin.readyz.minFreeInKb): a server that cannot write \
                     its log ends",
                    room.free_bytes / 1024,
                    disk.of
                )),
                Ok(_) => {}
            }
        }
    }

    /// The page.
    pub(super) fn page(&self, reasons: Vec<String>) -> Fields {
        let status = self.status;
        let mut out = Fields::default();
        out.put("ready", reasons.is_empty())
            .put("server_state", status.mode.name())
            .put("last_zxid", status.zxid.to_string())
            .put("reasons", reasons.into_iter().map(Field::from).collect::<Field>())
            .put("tree", status.consistency.verdict().name());
        let room = |disk: &Disk| {
            let mut fields = Fields::default();
            let free = disk.room.as_ref().ok().map(|room| room.free_bytes);
            fields.put("directory", disk.of).put("free_bytes", optional(free));
            Field::from(fields)
        };
        out.put("disks", self.disks.iter().flatten().map(room).collect::<Field>());
        out.put("log_waiting_ms", optional(status.log_waiting_ms));
        if let Some(quorum) = &status.quorum {
            self.member(quorum, &mut out);
        }
        out
    }

    /// A learner says how it stands to its leader, and a leader how each of its learners does.
    fn member(&self, quorum: &QuorumStatus, out: &mut Fields) {
        let status = self.status;
        out.put("peer_state", quorum.peer_state()).put("leader_id", optional(quorum.leader.map(|sid| sid.0)));
        if let Some(upstream) = &status.upstream {
            let master = quorum.observer_master.filter(|master| Some(*master) != quorum.leader);
            out.put("observer_master_id", optional(master.map(|sid| sid.0)))
                .put("leader_zxid", optional(upstream.zxid.map(|zxid| zxid.to_string())))
                .put("lag_transactions", optional(upstream.lag))
                .put("leader_heard_ms", upstream.heard_ms);
        }
        if let Some(leading) = &quorum.leading {
            let here = |sid: i64| {
                Some(ServerId(sid)) == quorum.leader || leading.learners.iter().any(|l| l.sid.0 == sid)
            };
            out.put("learners", leading.learners.iter().map(|l| learner(l, status.zxid)).collect::<Field>());
            let absent = quorum.membership.voters().filter(|sid| !here(*sid));
            out.put("absent_voters", absent.map(Field::from).collect::<Field>());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use zk_proto::Zxid;
    use zk_proto::election::PeerState;
    use zk_proto::members::Membership;
    use zk_tree::Compared;

    use super::*;
    use crate::admin::disks::Room;
    use crate::status::quorum::{LeaderStatus, LearnerKind, LearnerStatus, UpstreamStatus};

    const LIMITS: ReadyLimits = ReadyLimits { max_lag: 100, min_free_kib: Some(64) };

    fn status(serving: Serving, phase: Option<(PeerState, Phase)>) -> ServerStatus {
        let quorum = phase.map(|(state, phase)| QuorumStatus {
            state,
            phase,
            leader: None,
            accepted_epoch: 1,
            current_epoch: 1,
            voter_count: 3,
            membership: Default::default(),
            membership_version: 0,
            observer_master: None,
            observers: None,
            leading: None,
            ports: Vec::new(),
        });
        ServerStatus { serving, quorum, ..ServerStatus::default() }
    }

    fn following() -> ServerStatus {
        status(Serving::ReadWrite, Some((PeerState::Following, Phase::Broadcast)))
    }

    fn judged(status: &ServerStatus, ending: Ending, disks: &Result<Vec<Disk>, String>) -> (String, Value) {
        let case = Case { status, ending, disks, limits: LIMITS };
        let reasons = case.reasons_against();
        let text = reasons.join("; ");
        (text, serde_json::from_slice(&case.page(reasons).render()).expect("JSON"))
    }

    fn reasons(status: &ServerStatus, ending: Ending) -> String {
        judged(status, ending, &Ok(Vec::new())).0
    }

    #[test]
    fn a_server_is_ready_while_it_serves_writes_and_says_why_it_is_not() {
        let against = |serving, phase, ending| reasons(&status(serving, phase), ending);
        assert_eq!(against(Serving::ReadWrite, None, Ending::No), "");
        assert_eq!(reasons(&following(), Ending::No), "");
        assert_eq!(against(Serving::ReadWrite, None, Ending::Stopping), "the server is stopping");
        assert!(against(Serving::ReadWrite, None, Ending::Draining).contains("no requests are taken"));
        assert_eq!(against(Serving::No, None, Ending::No), "clients are not served");
        assert_eq!(
            against(Serving::No, Some((PeerState::Looking, Phase::Election)), Ending::No),
            "the member is not in service: looking"
        );
        assert_eq!(
            against(Serving::No, Some((PeerState::Following, Phase::Synchronization(None))), Ending::No),
            "the member is not in service: following - synchronization"
        );
        let mut alone = status(Serving::ReadWrite, Some((PeerState::Leading, Phase::Broadcast)));
        let leading = LeaderStatus { lacks_quorum: true, ..LeaderStatus::default() };
        alone.quorum.as_mut().expect("a member").leading = Some(leading);
        assert!(reasons(&alone, Ending::No).contains("without a quorum"));
        assert!(against(Serving::ReadOnly, None, Ending::No).contains("no quorum"));
    }

    #[test]
    fn a_member_that_does_not_keep_up_is_not_ready_and_says_how_far_behind_it_is() {
        let mut status = following();
        status.quorum.as_mut().expect("a member").leader = Some(ServerId(2));
        let behind = |lag| UpstreamStatus { zxid: Some(Zxid::new(1, 500)), lag: Some(lag), heard_ms: 12 };
        status.upstream = Some(behind(100));
        let (why, page) = judged(&status, Ending::No, &Ok(Vec::new()));
        assert_eq!((why.as_str(), &page["ready"]), ("", &Value::from(true)));
        assert_eq!(
            (&page["leader_id"], &page["leader_zxid"], &page["lag_transactions"], &page["leader_heard_ms"]),
            (&2.into(), &"0x1000001f4".into(), &100.into(), &12.into())
        );
        status.upstream = Some(behind(101));
        let (why, page) = judged(&status, Ending::No, &Ok(Vec::new()));
        assert!(why.contains("101 transactions of the leader are not applied here, more than 100"), "{why}");
        assert_eq!(page["ready"], false);
        let unlimited = ReadyLimits { max_lag: 0, ..LIMITS };
        let case = Case { status: &status, ending: Ending::No, disks: &Ok(Vec::new()), limits: unlimited };
        assert!(case.reasons_against().is_empty());
    }

    #[test]
    fn a_leader_tells_of_each_learner_and_of_the_voters_that_are_not_there() {
        let mut status = status(Serving::ReadWrite, Some((PeerState::Leading, Phase::Broadcast)));
        status.zxid = Zxid::new(1, 9);
        let lines = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nserver.4=d:1:2:observer\nversion=0";
        let learner = LearnerStatus {
            sid: ServerId(3),
            addr: std::net::SocketAddr::from(([127, 0, 0, 1], 1)),
            kind: LearnerKind::Follower,
            synced: true,
            sync_mode: None,
            last_acked: Zxid::new(1, 7),
            queued_bytes: 0,
            acks: None,
            sync: None,
            traffic: None,
        };
        let quorum = status.quorum.as_mut().expect("a member");
        quorum.leader = Some(ServerId(1));
        quorum.membership = std::sync::Arc::new(Membership::parse(lines).expect("a membership").0);
        quorum.leading = Some(LeaderStatus { learners: vec![learner], ..LeaderStatus::default() });
        let (why, page) = judged(&status, Ending::No, &Ok(Vec::new()));
        assert_eq!(why, "");
        let first = &page["learners"][0];
        assert_eq!((&first["server_id"], &first["kind"]), (&3.into(), &"follower".into()));
        assert_eq!((&first["synced"], &first["lag_transactions"]), (&true.into(), &2.into()));
        assert_eq!(first["last_acked_zxid"], "0x100000007");
        assert_eq!(page["absent_voters"], serde_json::json!([2]));
    }

    #[test]
    fn a_disk_that_is_about_to_end_the_server_or_has_stopped_is_a_reason() {
        let with = |free_kib: u64, is_read_only| {
            let room = Ok(Room { free_bytes: free_kib * 1024, is_read_only });
            judged(&following(), Ending::No, &Ok(vec![Disk { of: "dataDir", room }]))
        };
        let (why, page) = with(64, false);
        assert_eq!((why.as_str(), &page["disks"][0]["free_bytes"]), ("", &Value::from(65_536)));
        assert!(with(63, false).0.starts_with("63 KiB are free for dataDir, less than 64"));
        assert!(with(64, true).0.contains("dataDir is mounted read-only"));
        let gone = Disk { of: "dataLogDir", room: Err("cannot look at /x: gone".into()) };
        let (why, page) = judged(&following(), Ending::No, &Ok(vec![gone]));
        assert_eq!(
            (why.as_str(), &page["disks"][0]["free_bytes"]),
            ("dataLogDir: cannot look at /x: gone", &Value::Null)
        );
        assert_eq!(
            judged(&following(), Ending::No, &Err("it does not answer".into())).0,
            "it does not answer"
        );
        let mut waiting = following();
        waiting.log_waiting_ms = Some(9_999);
        assert_eq!(reasons(&waiting, Ending::No), "");
        waiting.log_waiting_ms = Some(12_345);
        assert!(reasons(&waiting, Ending::No).contains("waited for its disk for 12 s"));
    }

    #[test]
    fn a_tree_that_differs_is_told_and_is_no_reason() {
        let mut status = following();
        let compared = Compared { zxid: Zxid::new(1, 4), time_ms: 7, foretold: 1, own: 2 };
        status.consistency.last = Some(compared);
        let (why, page) = judged(&status, Ending::No, &Ok(Vec::new()));
        assert_eq!((why.as_str(), &page["tree"]), ("", &Value::from("differs")));
    }
}
