//! The thread that reads a link: cuts whole packets, hands trees over to be loaded.

use std::io::{self, Read};
use std::sync::Arc;

use zk_proto::Zxid;
use zk_proto::quorum::{PacketError, PacketKind, QuorumPacket};

use super::link::Link;
use super::login;
use super::wire::Cipher;
use super::{FIRST_DATA_BYTES, LinkEvent, Refusal, Shared};

/// Read with one call, as a rule.
const BUFFER_BYTES: usize = 64 << 10;
/// A buffer that a large packet made larger than this is given back.
const KEEP_BYTES: usize = 1 << 20;
/// Of bytes that are no packet, for the log.
const SHOWN_BYTES: usize = 32;

/// Why the link ended.
enum End {
    /// The connection is gone.
    Lost(String),
    /// What came is not what the protocol says.
    Bad(String),
}

/// Reads until the link ends, and reports why.
pub(super) fn run(shared: &Arc<Shared>, link: &Link) {
    if link.wire.is_open()
        && let Some(security) = &shared.security
        && let Err(reason) = link.wire.accept(&link.socket, link.peer, security)
    {
        return shared.refuse(link.id, Refusal::Untrusted, reason);
    }
    let mut inbound = Inbound::new(link);
    if let (Some(login), None) = (&shared.login, link.origin.dialed_to()) {
        let patience = shared.write_timeout;
        match login::accept(&link.socket, link.peer, &link.wire, &mut inbound.cipher, login, patience) {
            Ok(read) => inbound.put(&read),
            Err(reason) => return shared.refuse(link.id, Refusal::Untrusted, reason),
        }
    }
    match read(shared, link, inbound) {
        End::Lost(reason) => shared.close(link.id, reason),
        End::Bad(reason) => shared.refuse(link.id, Refusal::BadPacket, reason),
    }
}

fn read(shared: &Shared, link: &Link, mut inbound: Inbound<'_>) -> End {
    let mut has_spoken = false;
    loop {
        let first_max = (!has_spoken && link.origin.dialed_to().is_none()).then_some(FIRST_DATA_BYTES);
        let cut = scan(inbound.unread(), first_max, shared.max_data);
        if cut.whole > 0 {
            has_spoken = true;
            link.has_spoken();
            let Some(bytes) = link.unhandled.hold(inbound.detach(cut.whole)) else {
                return End::Lost("hung up".into());
            };
            let heard = link.origin.dialed_to().map(|_| cut.last);
            (shared.deliver)(LinkEvent::Packets { link: link.id, bytes, heard });
        }
        match cut.then {
            Then::Incomplete => match inbound.fill() {
                Ok(0) => return End::Lost(inbound.end()),
                Ok(_) => {}
                Err(e) => return End::Lost(format!("read: {e}")),
            },
            Then::Tree { .. } if link.origin.dialed_to().is_none() => {
                return End::Bad("a learner sent SNAP".into());
            }
            Then::Tree { zxid, used } => {
                inbound.skip(used);
                match (shared.load_snapshot)(&mut inbound, zxid) {
                    Ok(tree) => (shared.deliver)(LinkEvent::Snapshot { link: link.id, zxid, tree }),
                    Err(e) => return End::Lost(format!("the tree of {zxid} cannot be loaded: {e}")),
                }
            }
            Then::Bad(e) => {
                let bytes = inbound.unread();
                let shown = bytes.get(..SHOWN_BYTES).unwrap_or(bytes);
                return End::Bad(format!("{e}: {}", shown.escape_ascii()));
            }
        }
    }
}

/// Whole packets at the start of some bytes, and what comes behind them.
struct Cut {
    whole: usize,
    /// The last transaction that they speak of.
    last: Zxid,
    then: Then,
}

enum Then {
    Incomplete,
    /// A SNAP packet of `used` bytes.
    Tree {
        zxid: Zxid,
        used: usize,
    },
    Bad(PacketError),
}

fn scan(bytes: &[u8], first_max: Option<usize>, max_data: usize) -> Cut {
    let (mut whole, mut last) = (0, Zxid::ZERO);
    let mut max = first_max.unwrap_or(max_data).min(max_data);
    loop {
        let rest = bytes.get(whole..).unwrap_or_default();
        let then = match QuorumPacket::split(rest, max) {
            Ok(Some((packet, used))) if packet.kind == PacketKind::Snap => {
                Then::Tree { zxid: packet.zxid, used }
            }
            Ok(Some((packet, used))) => {
                if tells_progress(packet.kind) {
                    last = last.max(packet.zxid);
                }
                whole += used;
                max = max_data;
                continue;
            }
            Ok(None) => Then::Incomplete,
            Err(e) => Then::Bad(e),
        };
        return Cut { whole, last, then };
    }
}

/// Whether the zxid of such a packet is one that has been proposed.
fn tells_progress(kind: PacketKind) -> bool {
    matches!(
        kind,
        PacketKind::Proposal
            | PacketKind::Commit
            | PacketKind::CommitAndActivate
            | PacketKind::Inform
            | PacketKind::InformAndActivate
            | PacketKind::Ping
    )
}

/// A link's incoming bytes, through one buffer, so that packets and a tree can follow each other.
struct Inbound<'a> {
    link: &'a Link,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    cipher: Cipher,
}

impl Inbound<'_> {
    fn new(link: &Link) -> Inbound<'_> {
        Inbound { link, buffer: vec![0; BUFFER_BYTES], start: 0, end: 0, cipher: Cipher::default() }
    }

    /// Bytes that were read elsewhere, of which there is less than the buffer holds.
    fn put(&mut self, bytes: &[u8]) {
        if let Some(room) = self.buffer.get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
            (self.start, self.end) = (0, bytes.len());
        }
    }

    /// What was read and not taken.
    fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    fn detach(&mut self, count: usize) -> Vec<u8> {
        let taken = self.unread().get(..count).unwrap_or_default().to_vec();
        self.skip(count);
        taken
    }

    fn skip(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Reads more behind what is there, with one call; makes room first. The buffer doubles when it is full, so it
    /// never has more than twice what has really come.
    fn fill(&mut self) -> io::Result<usize> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == 0 && self.buffer.len() > KEEP_BYTES {
            self.buffer = vec![0; BUFFER_BYTES];
        } else if self.end == self.buffer.len() {
            self.buffer.resize(self.end * 2, 0);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let count = read_socket(self.link, &mut self.cipher, room)?;
        self.end += count;
        Ok(count)
    }

    /// Why the link ended when nothing more comes.
    fn end(&self) -> String {
        match self.unread().len() {
            0 => "the peer closed the connection".into(),
            n => format!("the peer closed the connection within a packet, behind {n} bytes of it"),
        }
    }
}

/// For the tree: first what has been read already. Never reads beyond what is asked for, except into the buffer.
impl Read for Inbound<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end {
            if out.len() >= BUFFER_BYTES {
                return read_socket(self.link, &mut self.cipher, out);
            }
            self.fill()?;
        }
        let count = self.unread().read(out)?;
        self.skip(count);
        Ok(count)
    }
}

fn read_socket(link: &Link, cipher: &mut Cipher, out: &mut [u8]) -> io::Result<usize> {
    loop {
        match link.wire.read(&link.socket, cipher, out) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
