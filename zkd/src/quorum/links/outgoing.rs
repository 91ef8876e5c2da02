//! What waits to be sent over a link, and the thread that sends it.
//!
//! The lock is never held over a call that can block: who sends only ever tries.

use std::collections::VecDeque;
use std::io::{self, BufWriter, IoSlice, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use bytes::{Buf, Bytes};
use rustix::net::SendFlags;

use super::Producer;
use super::link::Link;

/// Handed to the kernel with one call, at most.
const MAX_SLICES: usize = 64;
const STREAM_BUFFER_BYTES: usize = 64 << 10;

enum Item {
    Bytes(Bytes),
    /// None while it is being written.
    Stream(Option<Producer>),
}

#[derive(Default)]
struct Queue {
    items: VecDeque<Item>,
    /// Of all items together.
    bytes: usize,
    streams: usize,
    has_writer: bool,
    is_shut: bool,
}

/// Whether somebody has to see to it that the queue is emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// The queue is empty, or its writer knows.
    Done,
    /// The caller has to start [`Outgoing::write_all`] on a thread.
    NeedsWriter,
}

/// The queue.
#[derive(Default)]
pub(super) struct Outgoing {
    queue: Mutex<Queue>,
    /// Something was put in, or the link is shut.
    filled: Condvar,
    /// Something was taken out, or the link is shut.
    emptied: Condvar,
}

impl Outgoing {
    /// Sends what can be sent without waiting, if nothing waits, and keeps the rest.
    ///
    /// # Errors
    /// Why the link is to be closed: its socket failed, or `limit` is reached.
    pub(super) fn push(&self, link: &Link, mut bytes: Bytes, limit: usize) -> Result<Work, String> {
        let mut queue = self.lock();
        if queue.is_shut || bytes.is_empty() {
            return Ok(Work::Done);
        }
        if queue.items.is_empty() {
            let sent = send_at_once(link, &bytes).map_err(|e| format!("write: {e}"))?;
            bytes.advance(sent);
            if bytes.is_empty() {
                return Ok(Work::Done);
            }
        }
        queue.bytes += bytes.len();
        if queue.bytes > limit {
            return Err(format!("{} bytes wait to be sent, at most {limit} may", queue.bytes));
        }
        queue.items.push_back(Item::Bytes(bytes));
        Ok(self.wake_writer(queue))
    }

    /// Puts a stream behind what waits.
    pub(super) fn push_stream(&self, producer: Producer) -> Work {
        let mut queue = self.lock();
        if queue.is_shut {
            return Work::Done;
        }
        queue.streams += 1;
        queue.items.push_back(Item::Stream(Some(producer)));
        self.wake_writer(queue)
    }

    /// Bytes that wait.
    pub(super) fn backlog(&self) -> usize {
        self.lock().bytes
    }

    /// Waits until less than `bytes` wait, and no stream. False once the link is shut.
    pub(super) fn wait_below(&self, bytes: usize) -> bool {
        let is_above = |q: &mut Queue| (q.bytes >= bytes.max(1) || q.streams > 0) && !q.is_shut;
        let queue = self.emptied.wait_while(self.lock(), is_above);
        !queue.unwrap_or_else(PoisonError::into_inner).is_shut
    }

    /// Drops what waits.
    pub(super) fn shut(&self) {
        let items = {
            let mut queue = self.lock();
            queue.is_shut = true;
            queue.bytes = 0;
            queue.streams = 0;
            std::mem::take(&mut queue.items)
        };
        self.filled.notify_all();
        self.emptied.notify_all();
        // Outside the lock: a producer may own a lot.
        drop(items);
    }

    /// Writes what waits, until the link is shut.
    ///
    /// # Errors
    /// Why the link is to be closed.
    pub(super) fn write_all(&self, link: &Link) -> Result<(), String> {
        while let Some(next) = self.next() {
            match next {
                Next::Bytes(batch) => {
                    let written = write_batch(link, &batch).map_err(|e| format!("write: {e}"))?;
                    self.written(written);
                }
                Next::Stream(producer) => {
                    write_stream(link, producer).map_err(|e| format!("write of a stream: {e}"))?;
                    self.stream_written();
                }
            }
        }
        Ok(())
    }

    fn wake_writer(&self, mut queue: MutexGuard<'_, Queue>) -> Work {
        if std::mem::replace(&mut queue.has_writer, true) {
            drop(queue);
            self.filled.notify_one();
            Work::Done
        } else {
            Work::NeedsWriter
        }
    }

    /// What to write next. It stays in the queue until it is written, so that nobody overtakes it. None once the
    /// link is shut.
    fn next(&self) -> Option<Next> {
        let is_idle = |q: &mut Queue| q.items.is_empty() && !q.is_shut;
        let queue = self.filled.wait_while(self.lock(), is_idle);
        let mut queue = queue.unwrap_or_else(PoisonError::into_inner);
        if let Item::Stream(producer) = queue.items.front_mut()? {
            return producer.take().map(Next::Stream);
        }
        let bytes = queue.items.iter().map_while(|item| match item {
            Item::Bytes(bytes) => Some(bytes.clone()),
            Item::Stream(_) => None,
        });
        Some(Next::Bytes(bytes.take(MAX_SLICES).collect()))
    }

    fn written(&self, mut count: usize) {
        let mut queue = self.lock();
        queue.bytes = queue.bytes.saturating_sub(count);
        while count > 0
            && let Some(Item::Bytes(front)) = queue.items.front_mut()
        {
            let part = count.min(front.len());
            front.advance(part);
            count -= part;
            if front.is_empty() {
                queue.items.pop_front();
            }
        }
        drop(queue);
        self.emptied.notify_all();
    }

    fn stream_written(&self) {
        let mut queue = self.lock();
        if let Some(Item::Stream(None)) = queue.items.front() {
            queue.items.pop_front();
            queue.streams -= 1;
        }
        drop(queue);
        self.emptied.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Next {
    Bytes(Vec<Bytes>),
    Stream(Producer),
}

/// How much the socket takes without waiting.
fn send_at_once(link: &Link, mut bytes: &[u8]) -> io::Result<usize> {
    let mut sent = 0;
    if !link.wire.is_plain() {
        // Encrypting is the writer's work: who sends must not wait.
        return Ok(0);
    }
    while !bytes.is_empty() {
        match rustix::net::send(&link.socket, bytes, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
            Ok(n) => {
                sent += n;
                bytes = bytes.get(n..).unwrap_or_default();
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => break,
            Err(e) => return Err(e.into()),
        }
    }
    Ok(sent)
}

fn write_batch(link: &Link, batch: &[Bytes]) -> io::Result<usize> {
    let slices: Vec<IoSlice<'_>> = batch.iter().map(|bytes| IoSlice::new(bytes)).collect();
    Socket(link).write_vectored(&slices)
}

fn write_stream(link: &Link, producer: Producer) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(STREAM_BUFFER_BYTES, Socket(link));
    producer(&mut out)?;
    out.flush()
}

/// A link's socket for writing; waits.
struct Socket<'a>(&'a Link);

impl Write for Socket<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.wire.write(&self.0.socket, slices).map_err(named)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A write that ran into its time limit, said as what it is.
fn named(e: io::Error) -> io::Error {
    match e.kind() {
        io::ErrorKind::WouldBlock => io::Error::new(io::ErrorKind::TimedOut, "the peer takes nothing"),
        _ => e,
    }
}
