//! Two questions of an orchestrator: should this process be killed, and should clients be sent to it? Apache's `ruok` says
//! `imok` in either case.

use crate::status::quorum::Phase;
use crate::status::{ServerStatus, Serving};

/// Whether the server is about to stop, or to let another one lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    No,
    Draining,
    Stopping,
}

/// Why a server should get no clients now; nothing if it should.
///
/// A server of its own is ready while it serves. A member is ready while it serves as part of a quorum, which it does not
/// before it has caught up with its leader.
pub(super) fn reasons_against(status: &ServerStatus, ending: Ending) -> Vec<String> {
    let mut reasons = Vec::new();
    match ending {
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
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::quorum::{LeaderStatus, QuorumStatus};
    use zk_proto::election::PeerState;

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

    #[test]
    fn a_server_is_ready_while_it_serves_writes_and_says_why_it_is_not() {
        let against = |serving, phase, ending| reasons_against(&status(serving, phase), ending).join("; ");
        assert_eq!(against(Serving::ReadWrite, None, Ending::No), "");
        assert_eq!(
            against(Serving::ReadWrite, Some((PeerState::Following, Phase::Broadcast)), Ending::No),
            ""
        );
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
        assert!(reasons_against(&alone, Ending::No).join("; ").contains("without a quorum"));
        assert!(against(Serving::ReadOnly, None, Ending::No).contains("no quorum"));
    }
}
