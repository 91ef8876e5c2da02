//! Logins on the quorum port, in front of the first packet.

use std::io::{self, IoSlice};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use zk_proto::quorum_auth::{HEAD_BYTES, MAX_TOKEN_BYTES, QuorumAuthPacket};

use super::wire::{Cipher, Wire};
use crate::quorum::login::{Called, Judged, QuorumLogin};

/// Logs in with the server that was called.
///
/// # Errors
/// Why not.
pub(super) fn call(
    socket: &TcpStream,
    wire: &Wire,
    login: &QuorumLogin,
    patience: Duration,
) -> io::Result<()> {
    let failed = |e: String| io::Error::new(io::ErrorKind::PermissionDenied, e);
    let Some(mut caller) = login.call().map_err(failed)? else { return Ok(()) };
    let mut talk = Talk::new(socket, wire, patience);
    talk.send(&caller.first())?;
    loop {
        talk.read_packet()?;
        // What is behind a packet would be lost; the server has the next word after ours only.
        let (packet, used) = talk.packet().map_err(failed)?;
        let called = caller.step(packet).map_err(failed)?;
        if used < talk.buffer.len() {
            return Err(failed("the server said more than the packet of a login".into()));
        }
        talk.buffer.clear();
        match called {
            Called::Send(bytes) => talk.send(&bytes)?,
            Called::Done => return socket.set_read_timeout(None),
        }
    }
}

/// Takes the login of a caller, if it begins with one. `buffer` has what was read of the caller, and gets what is behind the
/// login.
///
/// # Errors
/// Why it is not let in.
pub(super) fn accept(
    socket: &TcpStream,
    peer: SocketAddr,
    wire: &Wire,
    cipher: &mut Cipher,
    login: &QuorumLogin,
    patience: Duration,
) -> Result<Vec<u8>, String> {
    let text = |e: io::Error| format!("login: {e}");
    let mut talk = Talk::new(socket, wire, patience);
    std::mem::swap(&mut talk.cipher, cipher);
    // The first byte tells a login from a packet.
    let mut callee = None;
    let let_in = loop {
        if talk.buffer.is_empty() {
            talk.fill().map_err(text)?;
        }
        if callee.is_none() && talk.buffer.first() != Some(&FIRST_BYTE) {
            break login.let_in_without();
        }
        talk.read_packet().map_err(text)?;
        let callee = match &mut callee {
            Some(callee) => callee,
            none => none.insert(login.callee()?),
        };
        let (packet, used) = talk.packet()?;
        let judged = callee.step(packet, peer);
        talk.buffer.drain(..used);
        match judged {
            Judged::Send(bytes) => talk.send(&bytes).map_err(text)?,
            Judged::LetIn(bytes) => break talk.send(&bytes).map_err(text),
            Judged::Refused(bytes, why) => {
                let _ = talk.send(&bytes);
                break Err(why);
            }
        }
    };
    socket.set_read_timeout(None).map_err(text)?;
    std::mem::swap(&mut talk.cipher, cipher);
    let_in.map(|()| talk.buffer)
}

const FIRST_BYTE: u8 = zk_proto::quorum_auth::MAGIC.to_be_bytes()[0];

/// Packets to and fro, over a wire, until a moment.
struct Talk<'a> {
    socket: &'a TcpStream,
    wire: &'a Wire,
    cipher: Cipher,
    until: Instant,
    buffer: Vec<u8>,
}

impl Talk<'_> {
    fn new<'a>(socket: &'a TcpStream, wire: &'a Wire, patience: Duration) -> Talk<'a> {
        let until = Instant::now() + patience;
        Talk { socket, wire, cipher: Cipher::default(), until, buffer: Vec::new() }
    }

    fn send(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = self.wire.write(self.socket, &[IoSlice::new(bytes)])?;
            bytes = bytes.get(written..).unwrap_or_default();
        }
        Ok(())
    }

    /// Reads until the buffer begins with a whole packet.
    fn read_packet(&mut self) -> io::Result<()> {
        let invalid = |e| io::Error::new(io::ErrorKind::InvalidData, e);
        while QuorumAuthPacket::split(&self.buffer).map_err(invalid)?.is_none() {
            self.fill()?;
        }
        Ok(())
    }

    fn packet(&self) -> Result<(QuorumAuthPacket<'_>, usize), String> {
        let split = QuorumAuthPacket::split(&self.buffer).map_err(|e| e.to_string())?;
        split.ok_or_else(|| "an incomplete packet".into())
    }

    fn fill(&mut self) -> io::Result<()> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it takes too long"));
        }
        self.socket.set_read_timeout(Some(left))?;
        let mut room = [0; HEAD_BYTES + MAX_TOKEN_BYTES];
        match self.wire.read(self.socket, &mut self.cipher, &mut room) {
            Ok(0) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the peer closed the connection")),
            Ok(n) => {
                self.buffer.extend_from_slice(room.get(..n).unwrap_or_default());
                Ok(())
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => Ok(()),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                Err(io::Error::new(io::ErrorKind::TimedOut, "it takes too long"))
            }
            Err(e) => Err(e),
        }
    }
}
