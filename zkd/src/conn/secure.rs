//! The bytes of a TLS connection, between its buffers and its socket. Only the connection's own task comes here, so that
//! neither the core nor another connection ever waits for a cipher.

use std::io::{self, Read, Write};

use rustls::ServerConnection;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

/// TLS of a connection.
pub(super) struct Wire {
    tls: Box<ServerConnection>,
    /// Taken out of the connection's buffer, and up to where it is encrypted.
    plain: Vec<u8>,
    encrypted: usize,
    /// Where the frame ends that is being encrypted, if it is before that.
    frame_end: usize,
}

impl Wire {
    pub(super) fn new(tls: Box<ServerConnection>) -> Wire {
        Wire { tls, plain: Vec::new(), encrypted: 0, frame_end: 0 }
    }

    /// Where the next bytes to be sent are put, once those before them are encrypted.
    pub(super) fn free(&mut self) -> Option<&mut Vec<u8>> {
        self.plain.is_empty().then_some(&mut self.plain)
    }

    /// Bytes that have not reached the socket; those that are encrypted count as one.
    pub(super) fn pending(&self) -> usize {
        self.plain.len() - self.encrypted + usize::from(self.tls.wants_write())
    }

    /// Encrypts and sends as much as the socket takes.
    ///
    /// # Errors
    /// The connection broke.
    pub(super) fn send(&mut self, socket: &OwnedWriteHalf) -> io::Result<()> {
        loop {
            while self.encrypted < self.plain.len() {
                let end = self.end_of_frame();
                let rest = self.plain.get(self.encrypted..end).unwrap_or_default();
                let wanted = rest.len();
                // Takes no more than its own bound of what is encrypted and not sent.
                let taken = self.tls.writer().write(rest)?;
                self.encrypted += taken;
                if taken < wanted {
                    break;
                }
            }
            if self.encrypted == self.plain.len() {
                self.plain.clear();
                (self.encrypted, self.frame_end) = (0, 0);
            }
            if !self.flush(socket)? || self.plain.is_empty() {
                return Ok(());
            }
        }
    }

    /// Where the frame ends that comes next. Every frame has records of its own: Apache's C client reads one frame when its
    /// socket can be read, and would leave those behind it in the same record until something else comes.
    fn end_of_frame(&mut self) -> usize {
        if self.encrypted == self.frame_end {
            let rest = self.plain.get(self.encrypted..).unwrap_or_default();
            let length = rest.first_chunk().map(|length| u32::from_be_bytes(*length) as usize);
            // The answer to a four-letter word is no frame; its first letters say more than there is.
            let whole = length.map_or(rest.len(), |length| length.saturating_add(4).min(rest.len()));
            self.frame_end = self.encrypted + whole;
        }
        self.frame_end
    }

    /// An empty buffer that the connection does not need while it is idle.
    pub(super) fn take_spare(&mut self) -> Option<Vec<u8>> {
        (self.plain.is_empty() && self.plain.capacity() > 0).then(|| std::mem::take(&mut self.plain))
    }

    /// Whether all of it was taken.
    fn flush(&mut self, socket: &OwnedWriteHalf) -> io::Result<bool> {
        while self.tls.wants_write() {
            match self.tls.write_tls(&mut Sending(socket)) {
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(e) => return Err(e),
            }
        }
        Ok(true)
    }

    /// Tells the peer that nothing more comes, if it can be told at once.
    pub(super) fn close(&mut self, socket: &OwnedWriteHalf) {
        self.tls.send_close_notify();
        let _ = self.flush(socket);
    }

    /// Reads plain bytes; 0 at the end.
    ///
    /// # Errors
    /// `WouldBlock` when the socket has to be waited for; anything else ends the connection.
    pub(super) fn receive(
        &mut self,
        from: &OwnedReadHalf,
        to: &OwnedWriteHalf,
        into: &mut [u8],
    ) -> io::Result<usize> {
        loop {
            match self.tls.reader().read(into) {
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                // Frames have a length: an end without TLS's farewell cuts nothing off unnoticed.
                Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(0),
                done => return done,
            }
            self.tls.read_tls(&mut Receiving(from))?;
            if let Err(e) = self.tls.process_new_packets() {
                // The alert that says why.
                let _ = self.flush(to);
                return Err(io::Error::new(io::ErrorKind::InvalidData, e));
            }
        }
    }
}

struct Receiving<'a>(&'a OwnedReadHalf);

impl Read for Receiving<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(into)
    }
}

struct Sending<'a>(&'a OwnedWriteHalf);

impl Write for Sending<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn write_vectored(&mut self, records: &[io::IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(records)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
