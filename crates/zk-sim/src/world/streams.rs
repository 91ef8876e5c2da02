//! What the network brings, to whom it brings it.

use bytes::Bytes;

use super::{PAUSE_LOOK_US, World};
use crate::ghost::Check;
use crate::net::{Delivery, NetEvent};
use crate::seam::{Conn, Who};

impl World {
    pub(super) fn net_event(&mut self, event: NetEvent) -> Check {
        let now = self.queue.now();
        match event {
            NetEvent::Arrive(conn) => {
                let Some((from, to, port)) = self.net.arrived(conn) else { return Ok(()) };
                let Who::Node(node) = to else { return Ok(()) };
                if self.nodes.get(node).is_none_or(|s| s.process.is_none()) {
                    self.net.refuse(conn, now);
                    return Ok(());
                }
                // A paused process's system answers; the process hears of it later.
                self.net.accept(conn, now);
                if let Some(until) = self.nodes[node].paused_until {
                    // Its system would hold the call; here it is held before it is answered.
                    let _ = until;
                }
                self.call(node, |p, io| p.accepted(io, conn, port, from))
            }
            NetEvent::Established(conn) => {
                let Some(who) = self.net.established(conn) else { return Ok(()) };
                self.tell_connected(who, conn, true)
            }
            NetEvent::Refused(conn) => {
                let Some(who) = self.net.refused(conn) else { return Ok(()) };
                self.tell_connected(who, conn, false)
            }
            NetEvent::Deliver(conn, d) => {
                if let Some(Who::Node(n)) = self.net.receiver(conn, d)
                    && let Some(until) = self.nodes[n].paused_until
                {
                    // Not for as long as the pause seems to last: it may end earlier.
                    self.net.defer(conn, d, until.min(now + PAUSE_LOOK_US) + 1);
                    return Ok(());
                }
                match self.net.deliver(conn, d, now) {
                    Delivery::Nothing => Ok(()),
                    Delivery::Bytes(who, bytes) => self.tell_received(who, conn, &bytes),
                    Delivery::End(who) => self.tell_closed(who, conn),
                }
            }
        }
    }

    pub(super) fn tell_connected(&mut self, who: Who, conn: Conn, success: bool) -> Check {
        match who {
            Who::Node(n) => self.call(n, |p, io| p.connected(io, conn, success)),
            Who::Client(c) => self.client(c, |client, now, out| client.connected(conn, success, now, out)),
        }
    }

    pub(super) fn tell_received(&mut self, who: Who, conn: Conn, bytes: &Bytes) -> Check {
        self.hash.add(conn.0);
        match who {
            Who::Node(n) => self.call(n, |p, io| p.received(io, conn, bytes)),
            Who::Client(c) => self.client(c, |client, now, out| client.received(conn, bytes, now, out)),
        }
    }

    pub(super) fn tell_closed(&mut self, who: Who, conn: Conn) -> Check {
        match who {
            Who::Node(n) => self.call(n, |p, io| p.closed(io, conn)),
            Who::Client(c) => self.client(c, |client, now, out| client.closed(conn, now, out)),
        }
    }
}
