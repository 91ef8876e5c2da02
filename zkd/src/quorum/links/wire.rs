//! How the bytes of a link travel: as they are, or through TLS.
//!
//! With TLS the reader and the writer of a link share one state behind a lock, which neither holds while it waits for the
//! socket. Only the writer's thread writes to the socket, so that records leave in the order in which they were made.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rustls::{ClientConnection, Connection, ServerConnection};

use crate::quorum::HostPort;
use crate::quorum::secure::{HANDSHAKE_RECORD, QuorumSecurity, server_name};
use crate::tls::reason::reason_in;

/// Encrypted at a time.
const MAX_CHUNK_BYTES: usize = 256 << 10;
/// Of what is encrypted, read with one call.
const CIPHER_BYTES: usize = 64 << 10;

enum State {
    Plain,
    Tls(Box<Mutex<Connection>>),
    /// The handshake came to nothing, and so does the link.
    Failed,
}

/// The wire of a link; not known before its handshake is over.
#[derive(Default)]
pub(super) struct Wire(OnceLock<State>);

impl Wire {
    pub(super) fn plain() -> Wire {
        Wire(OnceLock::from(State::Plain))
    }

    pub(super) fn secured(mut connection: Connection) -> Wire {
        // What waits is bounded by who fills it.
        connection.set_buffer_limit(None);
        Wire(OnceLock::from(State::Tls(Box::new(Mutex::new(connection)))))
    }

    /// Whether bytes can be sent as they are, at once.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.0.get(), Some(State::Plain))
    }

    /// Whether a caller is still to say what it speaks.
    pub(super) fn is_open(&self) -> bool {
        self.0.get().is_none()
    }

    /// Finds out what a caller speaks, and shakes hands.
    ///
    /// # Errors
    /// Why it is not let in.
    pub(super) fn accept(
        &self,
        socket: &TcpStream,
        peer: SocketAddr,
        security: &QuorumSecurity,
    ) -> Result<(), String> {
        let accepted = accept(socket, peer, security);
        let (state, result) = match accepted {
            Ok(Some(mut connection)) => {
                connection.set_buffer_limit(None);
                (State::Tls(Box::new(Mutex::new(Connection::Server(connection)))), Ok(()))
            }
            Ok(None) => (State::Plain, Ok(())),
            Err(e) => (State::Failed, Err(e)),
        };
        let _ = self.0.set(state);
        result
    }

    /// Reads what the peer has sent; waits. `cipher` is this link's alone.
    pub(super) fn read(&self, socket: &TcpStream, cipher: &mut Cipher, out: &mut [u8]) -> io::Result<usize> {
        match self.0.wait() {
            State::Plain => (&*socket).read(out),
            State::Failed => Err(io::ErrorKind::NotConnected.into()),
            State::Tls(tls) => loop {
                {
                    let mut tls = lock(tls);
                    match tls.reader().read(out) {
                        Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                        // Packets have a length: an end without TLS's farewell cuts nothing off unnoticed.
                        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(0),
                        done => return done,
                    }
                    if !cipher.unread().is_empty() {
                        let used = tls.read_tls(&mut cipher.unread())?;
                        cipher.start += used;
                        tls.process_new_packets()
                            .map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
                        continue;
                    }
                }
                if !cipher.fill(socket)? {
                    return Ok(0);
                }
            },
        }
    }

    /// Writes some of it; waits.
    pub(super) fn write(&self, mut socket: &TcpStream, slices: &[io::IoSlice<'_>]) -> io::Result<usize> {
        match self.0.wait() {
            State::Plain => socket.write_vectored(slices),
            State::Failed => Err(io::ErrorKind::NotConnected.into()),
            State::Tls(tls) => {
                let (mut taken, mut records) = (0, Vec::new());
                {
                    let mut tls = lock(tls);
                    for slice in slices {
                        let part = slice.get(..slice.len().min(MAX_CHUNK_BYTES - taken)).unwrap_or_default();
                        tls.writer().write_all(part)?;
                        taken += part.len();
                    }
                    while tls.wants_write() {
                        tls.write_tls(&mut records)?;
                    }
                }
                socket.write_all(&records)?;
                Ok(taken)
            }
        }
    }
}

fn lock(tls: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    tls.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Encrypted bytes that were read and not looked at.
#[derive(Default)]
pub(super) struct Cipher {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

impl Cipher {
    fn unread(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// False at the end.
    fn fill(&mut self, mut socket: &TcpStream) -> io::Result<bool> {
        self.bytes.resize(CIPHER_BYTES, 0);
        (self.start, self.end) = (0, socket.read(&mut self.bytes)?);
        Ok(self.end > 0)
    }
}

fn accept(
    socket: &TcpStream,
    peer: SocketAddr,
    security: &QuorumSecurity,
) -> Result<Option<ServerConnection>, String> {
    let until = Instant::now() + security.patience();
    let mut timed = Timed { socket, until };
    timed.arm().map_err(|e| e.to_string())?;
    let mut first = [0];
    let plain = match socket.peek(&mut first) {
        Ok(0) => return Err("it closed the connection".into()),
        Ok(_) if first == [HANDSHAKE_RECORD] => false,
        Ok(_) if security.takes_plain() => true,
        Ok(_) => return Err("it speaks no TLS (sslQuorum without portUnification)".into()),
        Err(e) => return Err(format!("nothing came of it: {e}")),
    };
    let connection = match plain {
        true => None,
        false => {
            let config = security.for_callers().server.clone();
            let mut connection = ServerConnection::new(config).map_err(|e| e.to_string())?;
            shake_hands(&mut connection, &mut timed)?;
            let certificate = connection.peer_certificates().and_then(|chain| chain.first());
            security.check_caller(certificate, peer, None)?;
            Some(connection)
        }
    };
    socket.set_read_timeout(None).map_err(|e| e.to_string())?;
    Ok(connection)
}

/// Shakes hands with the server that was called.
///
/// # Errors
/// Why not.
pub(super) fn call(
    socket: &TcpStream,
    host: &HostPort,
    config: Arc<rustls::ClientConfig>,
    patience: Duration,
) -> io::Result<Connection> {
    let failed = |e: String| io::Error::new(io::ErrorKind::ConnectionAborted, e);
    let name = server_name(host).map_err(failed)?;
    let mut connection = ClientConnection::new(config, name).map_err(|e| failed(e.to_string()))?;
    let mut timed = Timed { socket, until: Instant::now() + patience };
    shake_hands(&mut connection, &mut timed).map_err(failed)?;
    socket.set_read_timeout(None)?;
    Ok(Connection::Client(connection))
}

fn shake_hands<Side>(
    connection: &mut rustls::ConnectionCommon<Side>,
    timed: &mut Timed<'_>,
) -> Result<(), String> {
    while connection.is_handshaking() {
        if let Err(e) = connection.complete_io(timed) {
            return Err(format!("TLS handshake: {}", reason_in(&e).unwrap_or_else(|| e.to_string())));
        }
    }
    Ok(())
}

/// A socket that is not waited for beyond a moment, however often a byte comes.
struct Timed<'a> {
    socket: &'a TcpStream,
    until: Instant,
}

impl Timed<'_> {
    fn arm(&self) -> io::Result<()> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it takes too long"));
        }
        self.socket.set_read_timeout(Some(left))
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.arm()?;
        match (&*self.socket).read(out) {
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                Err(io::Error::new(io::ErrorKind::TimedOut, "it takes too long"))
            }
            done => done,
        }
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.socket).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
