//! What the observers of a follower ask the leader: it goes there over the follower's own link, in order with what the follower
//! asks itself, and the answers come back the same way.
//!
//! Mirrors: ZooKeeper `ObserverMaster`.

use zk_proto::OpCode;
use zk_proto::quorum::{
    Forwarded, PacketKind, QuorumPacket, RevalidateReply, RevalidateRequest, SessionTimeouts,
};
use zk_tree::ConnId;
use zk_zab::LinkId;

use super::{Connecting, Learning};

/// Who asks the leader about a session.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wants {
    /// A connection here.
    Conn(Connecting),
    /// An observer of this follower, for a connection there.
    Observer { link: LinkId, timeout_ms: i32 },
}

/// Who waits for a SYNC.
#[derive(Clone, Copy, Debug)]
pub(super) enum Syncs {
    Conn(ConnId),
    Observer(LinkId),
}

/// An answer of the leader that is an observer's.
#[derive(Clone, Copy, Debug)]
pub(in crate::member) enum Relay {
    Sync(LinkId),
    Revalidated(LinkId, RevalidateReply),
}

impl Learning {
    /// REQUEST, REVALIDATE or PING of an observer of this follower.
    ///
    /// # Errors
    /// What is wrong with it; the link must end.
    pub(in crate::member) fn observer_packet(
        &mut self,
        link: LinkId,
        packet: &QuorumPacket<'_>,
    ) -> Result<(), String> {
        match packet.kind {
            PacketKind::Request => {
                let request =
                    Forwarded::decode(packet.data).map_err(|e| format!("REQUEST of an observer: {e}"))?;
                if request.op == OpCode::Sync {
                    self.syncs.push_back(Syncs::Observer(link));
                }
                packet.encode(&mut self.out);
            }
            PacketKind::Revalidate => {
                let RevalidateRequest(s) = RevalidateRequest::decode(packet.data)
                    .map_err(|e| format!("REVALIDATE of an observer: {e}"))?;
                let asks = Wants::Observer { link, timeout_ms: s.timeout_ms };
                self.asked.entry(s.session).or_default().push_back(asks);
                packet.encode(&mut self.out);
            }
            PacketKind::Ping => {
                let sessions =
                    SessionTimeouts::decode(packet.data).map_err(|e| format!("PING of an observer: {e}"))?;
                self.touched.extend(sessions.iter().map(|s| (s.session, s.timeout_ms)));
            }
            kind => return Err(format!("{kind} of an observer out of turn")),
        }
        Ok(())
    }

    /// What the leader's packet that [`Learning::packet`] has just had says to an observer.
    pub(in crate::member) fn take_relay(&mut self) -> Option<Relay> {
        self.relay.take()
    }
}
