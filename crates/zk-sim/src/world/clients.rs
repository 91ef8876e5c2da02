//! Clients: their time, and what they want or have to tell.

use std::fmt::Write as _;

use super::{Event, World};
use crate::client::{Client, Want};
use crate::ghost::{Asked, Check, Violation};
use crate::points::Point;
use crate::queue::Micros;
use crate::seam::{Conn, Port, Who};

impl World {
    pub(super) fn arm_client(&mut self, client: usize) {
        let due = self.clients[client].next_tick();
        if due == Micros::MAX {
            return;
        }
        let timer = &mut self.client_timers[client];
        if timer.0.is_none_or(|t| due < t) {
            timer.0 = Some(due.max(self.queue.now()));
            timer.1 += 1;
            self.queue.push(due, Event::Client { client, number: timer.1 });
        }
    }

    pub(super) fn client_timer(&mut self, client: usize, number: u64) -> Check {
        if self.client_timers[client].1 != number {
            return Ok(());
        }
        self.client_timers[client].0 = None;
        let mut next = self.next_conn;
        let result = self.client(client, |c, now, out| {
            c.tick(
                now,
                || {
                    next += 1;
                    Conn(next)
                },
                out,
            );
        });
        self.next_conn = self.next_conn.max(next);
        result
    }

    pub(super) fn client(
        &mut self,
        number: usize,
        f: impl FnOnce(&mut Client, Micros, &mut Vec<Want>),
    ) -> Check {
        let now = self.queue.now();
        let mut wants = std::mem::take(&mut self.wants);
        f(&mut self.clients[number], now, &mut wants);
        let mut result = Ok(());
        for want in wants.drain(..) {
            if result.is_ok() {
                result = self.want(number, want);
            }
        }
        self.wants = wants;
        self.arm_client(number);
        result
    }

    pub(super) fn want(&mut self, number: usize, want: Want) -> Check {
        let now = self.queue.now();
        let who = Who::Client(number);
        match want {
            Want::Connect(conn, node) => self.net.connect(conn, who, Who::Node(node), Port::Client, now),
            Want::Send(conn, bytes) => self.net.send(conn, who, bytes, now),
            Want::Close(conn) => self.net.close(conn, who, now),
            Want::Replied(node, session, xid, asked, reply) => {
                self.scripted_reply(number, &asked, &reply);
                if !self.trace.is_off() && asked != Asked::Ping {
                    let mut text = String::new();
                    let _ = write!(
                        text,
                        "client {number} {session} {xid} {asked:?}: {} {}",
                        reply.zxid, reply.err
                    );
                    self.log(None, || text);
                }
                return self.ghost.replied(node + 1, session, xid, &asked, &reply);
            }
            Want::Expired(session, node) => {
                self.ghost.points.hit(Point::SessionExpired);
                self.log(None, || format!("client {number}: session {session} is gone, says {}", node + 1));
                return self.ghost.said_gone(node + 1, session);
            }
            Want::Attached { session, moved, node, last_xid, read_only } => {
                self.ghost.attached(session, moved, last_xid, read_only)?;
                let at = (node, self.standing(node).epoch);
                let before = std::mem::replace(&mut self.attached[number], at);
                if moved {
                    self.ghost.points.hit(Point::SessionMoved);
                    if before.0 != at.0 && before.1 != at.1 {
                        self.ghost.points.hit(Point::MovedOverElection);
                    }
                }
                self.log(None, || format!("client {number}: session {session} attached to {}", node + 1));
            }
            Want::Event { session, kind, path } => {
                self.log(None, || format!("client {number} {session} event {} {path}", kind.name()));
                return self.ghost.event(session, kind, &path);
            }
            Want::Unknown => self.ghost.points.hit(Point::WriteUnknown),
            Want::Broken(text) => {
                return Err(Violation::new("S18", format!("client {number}: {text}")));
            }
        }
        Ok(())
    }
}
