//! A voter by hand: it votes for the other one of two servers, follows it, and acknowledges what it is sent without keeping any of
//! it. For moments that no real server can be made to hit.

use crate::PATIENCE;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::JoinHandle;
use zk_proto::election::{Hello, Notification, PeerState};
use zk_proto::quorum::{AckEpoch, LearnerInfo, PROTOCOL_VERSION, PacketKind, QuorumPacket};
use zk_proto::{ServerId, Zxid};

const MAX_DATA: usize = 1 << 20;

/// Server 1 of two, before server 2.
pub struct Voter {
    leader: SocketAddr,
    /// As it would be on its disk.
    last_zxid: Zxid,
    epoch: u32,
}

/// Its connection to the leader, which has called it up to date.
pub struct Following {
    stream: TcpStream,
    acknowledging: JoinHandle<(Zxid, u32)>,
}

impl Voter {
    /// Votes for server 2, which calls at `election` as the one with the larger number, whenever it asks. `leader` is its
    /// quorum port.
    pub fn vote_for_2(election: TcpListener, leader: SocketAddr) -> Voter {
        std::thread::spawn(move || {
            for stream in election.incoming().flatten() {
                // Until the other side ends.
                let _ = vote(stream, |asked| Notification { leader: ServerId(2), config: None, ..asked });
            }
        });
        Voter { leader, last_zxid: Zxid::ZERO, epoch: 0 }
    }

    /// Follows the leader: returns once it is up to date.
    ///
    /// # Errors
    /// The leader does not listen yet, or hangs up.
    pub fn follow(&self) -> std::io::Result<Following> {
        let stream = TcpStream::connect(self.leader)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut packets = Packets { stream: stream.try_clone()?, input: Vec::new() };
        let info = LearnerInfo { sid: Some(ServerId(1)), protocol: PROTOCOL_VERSION, config_version: 0 };
        let mut data = Vec::new();
        info.encode(&mut data);
        packets.send(PacketKind::FollowerInfo, Zxid::new(self.epoch, 0), Some(&data))?;
        let (mut last_zxid, mut epoch) = (self.last_zxid, self.epoch);
        let mut uncommitted = Vec::new();
        loop {
            let (kind, zxid) = packets.next()?;
            match kind {
                PacketKind::LeaderInfo => {
                    let mut data = Vec::new();
                    AckEpoch { current_epoch: epoch as i32 }.encode(&mut data);
                    epoch = zxid.epoch();
                    packets.send(PacketKind::AckEpoch, last_zxid, Some(&data))?;
                }
                PacketKind::Proposal => {
                    last_zxid = zxid;
                    uncommitted.push(zxid);
                }
                PacketKind::Commit => uncommitted.retain(|proposal| *proposal != zxid),
                PacketKind::NewLeader => packets.send(PacketKind::Ack, zxid, None)?,
                PacketKind::UpToDate => break,
                PacketKind::Diff => {}
                other => return Err(std::io::Error::other(format!("{other} while joining"))),
            }
        }
        for proposal in uncommitted {
            packets.send(PacketKind::Ack, proposal, None)?;
        }
        packets.stream.set_read_timeout(None)?;
        let acknowledging = std::thread::spawn(move || {
            // Until either side ends.
            while let Ok((kind, zxid)) = packets.next() {
                let sent = match kind {
                    PacketKind::Proposal => {
                        last_zxid = zxid;
                        packets.send(PacketKind::Ack, zxid, None)
                    }
                    PacketKind::Ping => packets.send(PacketKind::Ping, last_zxid, None),
                    _ => Ok(()),
                };
                if sent.is_err() {
                    break;
                }
            }
            (last_zxid, epoch)
        });
        Ok(Following { stream, acknowledging })
    }

    /// Leaves the leader, with all that it was sent.
    pub fn leave(&mut self, following: Following) {
        let _ = following.stream.shutdown(std::net::Shutdown::Both);
        (self.last_zxid, self.epoch) = following.acknowledging.join().expect("it only reads and writes");
    }
}

pub(crate) struct Packets {
    pub(crate) stream: TcpStream,
    pub(crate) input: Vec<u8>,
}

impl Packets {
    pub(crate) fn send(&mut self, kind: PacketKind, zxid: Zxid, data: Option<&[u8]>) -> std::io::Result<()> {
        let mut out = Vec::new();
        QuorumPacket::new(kind, zxid, data).encode(&mut out);
        self.stream.write_all(&out)
    }

    pub(crate) fn next(&mut self) -> std::io::Result<(PacketKind, Zxid)> {
        let mut piece = [0; 4096];
        loop {
            if let Some((packet, length)) =
                QuorumPacket::split(&self.input, MAX_DATA).map_err(std::io::Error::other)?
            {
                let found = (packet.kind, packet.zxid);
                self.input.drain(..length);
                return Ok(found);
            }
            match self.stream.read(&mut piece)? {
                0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                n => self.input.extend(&piece[..n]),
            }
        }
    }
}

/// Answers each notification of one who looks for a leader with what `own` makes of it.
pub(crate) fn vote(mut stream: TcpStream, own: impl Fn(Notification) -> Notification) -> std::io::Result<()> {
    let mut hello = Vec::new();
    let mut byte = [0];
    while Hello::split(&hello).map_err(std::io::Error::other)?.is_none() {
        stream.read_exact(&mut byte)?;
        hello.extend(byte);
    }
    loop {
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let mut body = vec![0; (u32::from_be_bytes(length) as usize).min(MAX_DATA)];
        stream.read_exact(&mut body)?;
        let asked = Notification::decode(&body).map_err(std::io::Error::other)?;
        if asked.state != PeerState::Looking {
            continue;
        }
        let mut out = Vec::new();
        own(asked).encode(&mut out);
        stream.write_all(&(out.len() as u32).to_be_bytes())?;
        stream.write_all(&out)?;
    }
}
