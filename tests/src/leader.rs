//! A leader by hand: it lets itself be elected by the other one of two servers, synchronises that one with nothing, and then says
//! what it is told to. For followers in a plight that no real leader brings them into.

use crate::voter::{Packets, vote};
use crate::{PATIENCE, poll};
use std::net::TcpListener;
use zk_proto::election::Notification;
use zk_proto::quorum::{PROTOCOL_VERSION, PacketKind};
use zk_proto::{ServerId, Zxid};

/// The epoch that it leads.
pub const EPOCH: u32 = 1;

/// Server 1 of two, with server 2 for its follower, which serves.
pub struct Leader {
    packets: Packets,
}

impl Leader {
    /// Server 2 calls at `election` to be told that this one has more history, and then at `quorum` to follow.
    ///
    /// # Errors
    /// It hangs up, or says something else than a follower does.
    pub fn of_2(election: TcpListener, quorum: &TcpListener) -> std::io::Result<Leader> {
        std::thread::spawn(move || {
            for stream in election.incoming().flatten() {
                let own = |asked| Notification {
                    leader: ServerId(1),
                    zxid: Zxid::new(EPOCH - 1, 1),
                    config: None,
                    ..asked
                };
                // Until the other side ends.
                let _ = vote(stream, own);
            }
        });
        quorum.set_nonblocking(true)?;
        let (stream, _) = poll(PATIENCE, || quorum.accept().ok()).ok_or(std::io::ErrorKind::TimedOut)?;
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut packets = Packets { stream, input: Vec::new() };
        let start = Zxid::new(EPOCH, 0);
        packets.expect(PacketKind::FollowerInfo)?;
        packets.send(PacketKind::LeaderInfo, start, Some(&PROTOCOL_VERSION.to_be_bytes()))?;
        packets.expect(PacketKind::AckEpoch)?;
        packets.send(PacketKind::Diff, Zxid::ZERO, None)?;
        packets.send(PacketKind::NewLeader, start, None)?;
        packets.expect(PacketKind::Ack)?;
        packets.send(PacketKind::UpToDate, Zxid(-1), None)?;
        packets.expect(PacketKind::Ack)?;
        Ok(Leader { packets })
    }

    /// Says that it has proposed everything up to this transaction, and waits for the answer.
    ///
    /// # Errors
    /// The follower has hung up.
    pub fn ping(&mut self, proposed: Zxid) -> std::io::Result<()> {
        self.packets.send(PacketKind::Ping, proposed, None)?;
        self.packets.expect(PacketKind::Ping)
    }
}

impl Packets {
    fn expect(&mut self, wanted: PacketKind) -> std::io::Result<()> {
        match self.next()? {
            (kind, _) if kind == wanted => Ok(()),
            (other, zxid) => Err(std::io::Error::other(format!("{other} {zxid} instead of {wanted}"))),
        }
    }
}
