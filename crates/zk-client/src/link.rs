//! The connection of a session: bytes in, bytes out, never waiting. The task that owns it waits for the socket.

use std::io::{self, BufRead, Read, Write};
use std::net::SocketAddr;

use rustls::ClientConnection;
use tokio::io::{Interest, Ready};
use tokio::net::TcpStream;

use crate::dial::Stream;

/// A connection that never waits by itself: whoever owns it waits with [`Link::ready`].
pub struct Link {
    tcp: TcpStream,
    tls: Option<Box<ClientConnection>>,
    peer: Option<SocketAddr>,
}

impl Link {
    /// Of a connection that was just opened.
    pub fn new(stream: Stream) -> Link {
        let peer = stream.peer();
        let (tcp, tls) = stream.into_parts();
        Link { tcp, tls, peer }
    }

    pub(crate) fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// Waits until the socket can be read or written.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn ready(&self, interest: Interest) -> io::Result<Ready> {
        self.tcp.ready(interest).await
    }

    /// Whether TLS lies between: it may hold bytes that no socket tells of.
    pub fn is_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// Whether bytes that were taken have not reached the socket.
    pub fn wants_write(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.wants_write())
    }

    /// Takes some of the bytes; what TLS has taken counts as sent, since how far it got cannot be told.
    ///
    /// # Errors
    /// `WouldBlock` when nothing was taken; anything else ends the connection.
    pub fn try_write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(tls) = &mut self.tls else { return self.tcp.try_write(bytes) };
        flush(tls, &self.tcp)?;
        if tls.wants_write() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let taken = tls.writer().write(bytes)?;
        flush(tls, &self.tcp)?;
        Ok(taken)
    }

    /// Hands to the socket what it takes of the bytes that TLS holds.
    ///
    /// # Errors
    /// The connection broke.
    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.tls {
            Some(tls) => flush(tls, &self.tcp),
            None => Ok(()),
        }
    }

    /// Appends received bytes; 0 at the end.
    ///
    /// # Errors
    /// `WouldBlock` when there are none; anything else ends the connection.
    pub fn try_read(&mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        let Some(tls) = &mut self.tls else { return self.tcp.try_read_buf(into) };
        loop {
            let mut plain = tls.reader();
            match plain.fill_buf() {
                Ok(chunk) => {
                    let count = chunk.len();
                    into.extend_from_slice(chunk);
                    plain.consume(count);
                    return Ok(count);
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                // Frames have a length: an end without TLS's farewell cuts nothing off unnoticed.
                Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(0),
                Err(e) => return Err(e),
            }
            let read = tls.read_tls(&mut NonBlocking(&self.tcp))?;
            if let Err(error) = tls.process_new_packets() {
                // The alert that says why we hang up.
                let _ = flush(tls, &self.tcp);
                return Err(io::Error::new(io::ErrorKind::InvalidData, error));
            }
            if tls.wants_write() {
                flush(tls, &self.tcp)?;
            }
            if read == 0 && tls.reader().fill_buf().is_err() {
                return Ok(0);
            }
        }
    }
}

fn flush(tls: &mut ClientConnection, tcp: &TcpStream) -> io::Result<()> {
    while tls.wants_write() {
        match tls.write_tls(&mut NonBlocking(tcp)) {
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// The socket as the library wants it.
struct NonBlocking<'a>(&'a TcpStream);

impl Read for NonBlocking<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buf)
    }
}

impl Write for NonBlocking<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
