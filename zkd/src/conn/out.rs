//! A connection's outgoing bytes: replies and events in the order in which the client gets them.

use std::io;
use std::task::Waker;

use tokio::net::tcp::OwnedWriteHalf;
use zk_server::CloseReason;

use super::Looks;

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The machine says so.
    Server(CloseReason),
    /// The peer closed it.
    Peer,
    /// The socket failed.
    Io(io::ErrorKind),
    /// A frame length outside the limits.
    BadLength(i32, Looks),
    /// Bytes that are no request.
    BadFrame(Looks),
    /// No session within the time for it.
    Sessionless,
    /// The peer does not read its replies.
    SlowReader,
    /// Authentication failed.
    AuthFailed,
    /// The client means another ensemble.
    OtherEnsemble,
    /// A four-letter word was answered.
    Word,
    /// Sessions come too fast.
    Throttled,
    /// Too many bytes of large writes are in flight.
    TooLarge,
    /// The operator wants it elsewhere.
    Shed,
    /// The server stops.
    Stopping,
}

/// A peer that leaves more than this unread is cut off.
const MAX_BACKLOG_BYTES: usize = 8 << 20;

/// The buffer, and how the connection's task is told of it.
#[derive(Debug, Default)]
pub(crate) struct Out {
    buffer: Vec<u8>,
    written: usize,
    end: Option<End>,
    waker: Option<Waker>,
    /// The core has put something in and will flush or wake after its batch.
    pub(crate) dirty: bool,
    error: Option<io::ErrorKind>,
}

impl Out {
    /// Where frames are appended.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Takes over all of `frames`; without a copy where nothing waits.
    pub(crate) fn append(&mut self, frames: &mut Vec<u8>) {
        if self.buffer.is_empty() {
            std::mem::swap(&mut self.buffer, frames);
        } else {
            self.buffer.append(frames);
        }
    }

    /// Bytes not yet written.
    pub(crate) fn backlog(&self) -> usize {
        self.buffer.len() - self.written
    }

    /// Writes until the socket takes no more.
    pub(crate) fn flush(&mut self, socket: &OwnedWriteHalf) {
        while self.written < self.buffer.len() && self.error.is_none() {
            match socket.try_write(&self.buffer[self.written..]) {
                Ok(n) => self.written += n,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                Err(e) => self.error = Some(e.kind()),
            }
        }
        if self.written == self.buffer.len() {
            self.buffer.clear();
            self.written = 0;
        } else if self.backlog() > MAX_BACKLOG_BYTES {
            self.end(End::SlowReader);
        }
    }

    /// Gives an empty buffer's memory back, to be used by the next connection.
    pub(crate) fn take_spare(&mut self) -> Option<Vec<u8>> {
        (self.buffer.is_empty() && self.buffer.capacity() > 0).then(|| std::mem::take(&mut self.buffer))
    }

    /// Whether something is left that only the task can do.
    pub(crate) fn needs_task(&self) -> bool {
        self.backlog() > 0 || self.end.is_some() || self.error.is_some()
    }

    /// Ends the connection; the first reason stays.
    pub(crate) fn end(&mut self, why: End) {
        self.end.get_or_insert(why);
    }

    /// Gives all that waits to one who has an empty buffer.
    pub(crate) fn hand_over(&mut self, into: Option<&mut Vec<u8>>) {
        match into {
            Some(into) => std::mem::swap(&mut self.buffer, into),
            None if self.backlog() > MAX_BACKLOG_BYTES => self.end(End::SlowReader),
            None => {}
        }
    }

    /// The socket failed.
    pub(crate) fn fail(&mut self, kind: io::ErrorKind) {
        self.error.get_or_insert(kind);
    }

    /// The reason, once there is nothing left to write or no way to. `elsewhere`: bytes that have left this buffer and not
    /// reached the socket.
    pub(crate) fn ended(&self, elsewhere: usize) -> Option<End> {
        match (self.error, self.end) {
            (Some(kind), _) => Some(End::Io(kind)),
            // Nobody is left to write to, or nobody who reads.
            (None, Some(end @ (End::SlowReader | End::Peer))) => Some(end),
            (None, Some(end)) if self.backlog() + elsewhere == 0 => Some(end),
            _ => None,
        }
    }

    /// True once no more requests are to be read.
    pub(crate) fn is_ending(&self) -> bool {
        self.end.is_some() || self.error.is_some()
    }

    /// The task to wake from now on.
    pub(crate) fn register(&mut self, waker: &Waker) {
        match &mut self.waker {
            Some(w) => w.clone_from(waker),
            None => self.waker = Some(waker.clone()),
        }
    }

    /// Wakes the task.
    pub(crate) fn wake(&mut self) {
        if let Some(w) = &self.waker {
            w.wake_by_ref();
        }
    }
}
