//! Reading and writing of a connection with TLS, in place of what one without does.

use std::task::{Context, Poll};

use tokio::net::tcp::OwnedReadHalf;

use super::Task;
use crate::conn::secure::Wire;
use crate::conn::{Conn, End};

impl Task {
    pub(super) fn poll_write_secured(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        loop {
            let Some(wire) = &mut self.wire else { return Poll::Pending };
            {
                let mut out = self.conn.out();
                out.register(cx.waker());
                out.hand_over(wire.free());
            }
            // Without the lock: the core may go on filling the buffer meanwhile.
            let sent = wire.send(&self.conn.socket);
            let pending = wire.pending();
            let mut out = self.conn.out();
            if let Err(e) = sent {
                out.fail(e.kind());
            }
            if let Some(end) = out.ended(pending) {
                drop(out);
                wire.close(&self.conn.socket);
                return Poll::Ready(end);
            }
            let backlog = out.backlog() + pending;
            drop(out);
            if backlog == 0 {
                let spare = wire.take_spare();
                self.stalled = None;
                spare.into_iter().for_each(|spare| self.give_back(spare));
                return Poll::Pending;
            }
            if pending == 0 {
                continue;
            }
            match self.conn.socket.as_ref().poll_write_ready(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(e)) => return Poll::Ready(End::Io(e.kind())),
                Poll::Pending => return self.poll_stalled(cx, backlog),
            }
        }
    }
}

/// Reads from a TLS connection, as `poll_read` does, and says how much.
pub(super) fn receive(
    wire: &mut Wire,
    socket: &OwnedReadHalf,
    conn: &Conn,
    input: &mut [u8],
    cx: &mut Context<'_>,
) -> (Poll<std::io::Result<()>>, usize) {
    loop {
        match wire.receive(socket, &conn.socket, input) {
            Ok(read) => return (Poll::Ready(Ok(())), read),
            Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(e) => return (Poll::Ready(Err(e)), 0),
        }
        match socket.as_ref().poll_read_ready(cx) {
            Poll::Ready(Ok(())) => {}
            other => return (other, 0),
        }
    }
}
