//! What each zkd says of itself at `/readyz` all the while, held against what it can do: one that is ready serves a read at once;
//! one that is not says why, and serves nobody unless that is a matter of its disk or of how far it is behind. A leader that has lost its quorum and not given up yet is not ready, either: it
//! still answers reads, so that it is held against a write.

use crate::interop::ensemble::Ensemble;
use crate::interop::report::Report;
use anyhow::{Context, ensure};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use zk_client::Zxid;
use zk_proto::Request;
use zkd_tests::conn::{Incoming, RawConn, new_session};
use zkd_tests::http;
use zkd_tests::server::free_port;

/// Between two questions to a member.
const PAUSE: Duration = Duration::from_millis(100);
/// Within this a probe is answered, unless the process stands still.
const PROBE_LIMIT: Duration = Duration::from_secs(1);
/// "At once", on a machine that has more to do than there are processors.
const READ_LIMIT: Duration = Duration::from_secs(3);
/// So often in a row, within one state of the member, its word and its deed have to differ to be wrong: it may change its role
/// between the two.
const TIMES: usize = 3;
/// By when a member that nobody hears any more knows that it has no quorum: `syncLimit`, and as much again.
pub(super) const ALONE_LIMIT: Duration = Duration::from_millis(4500);
/// Within this a leader with a quorum answers a write, faults apart; one without never does.
const WRITE_LIMIT: Duration = Duration::from_millis(500);
/// How a leader says that it has lost its quorum.
const LACKS_QUORUM: &str = "the leader is without a quorum";
/// What a member is not ready with that serves all the same: it is far behind, or about to fail.
const SERVES_ALL_THE_SAME: [&str; 3] = ["(admin.readyz.", "waited for its disk", "file system of"];
const SESSION_TIMEOUT_MS: i32 = 4000;

/// The last thing that a member said.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// Nothing, within the time for it: it is down, or stands still.
    Nothing,
    Ready,
    Not(String),
}

impl Said {
    /// Without what changes from one moment to the next: whether it is ready, and which deed shows it.
    fn kind(&self) -> (std::mem::Discriminant<Said>, bool) {
        (std::mem::discriminant(self), matches!(self, Said::Not(text) if text.contains(LACKS_QUORUM)))
    }
}

#[derive(Default)]
struct Tally {
    ready: u64,
    not: u64,
    silent: u64,
    reads: u64,
    slowest_ms: u128,
    refused: u64,
    reasons: std::collections::BTreeMap<String, u64>,
    wrong: Vec<String>,
}

#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    tally: Mutex<Tally>,
}

impl Shared {
    fn note(&self, f: impl FnOnce(&mut Tally)) {
        f(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The watch over all members.
pub(super) struct Readiness {
    shared: Arc<Shared>,
    /// The port of each member's pages; none of one that is no zkd.
    ports: Vec<Option<u16>>,
    threads: Vec<JoinHandle<()>>,
}

/// Gives every zkd a port for its pages. To be called before they are started.
pub(super) fn prepare(ensemble: &mut Ensemble<'_>) -> Vec<Option<u16>> {
    let mut give = |member: &mut crate::interop::ensemble::Member| {
        let port = member.software.is_zkd().then(free_port)?;
        member.own = member.own.clone().with("admin.enableServer", true).with("admin.serverPort", port);
        Some(port)
    };
    ensemble.members.iter_mut().map(&mut give).collect()
}

impl Readiness {
    pub(super) fn start(ensemble: &Ensemble<'_>, ports: Vec<Option<u16>>) -> Readiness {
        let shared = Arc::new(Shared::default());
        let members = ensemble.members.iter().map(|member| member.addr()).zip(&ports).enumerate();
        let watched = members.filter_map(|(index, (addr, port))| Some((index, addr, (*port)?)));
        let threads = watched.map(|(index, addr, port)| {
            let shared = shared.clone();
            std::thread::spawn(move || Watch { shared, number: index + 1, addr, port, session: None }.run())
        });
        let threads = threads.collect();
        Readiness { shared, ports, threads }
    }

    /// A member that was cut off for long enough has to have noticed.
    pub(super) fn must_not_be_ready(&self, index: usize, why: &str) {
        let Some(port) = self.ports[index] else { return };
        if said(port) == Said::Ready {
            self.shared.note(|t| t.wrong.push(format!("member {} is ready: {why}", index + 1)));
        }
    }

    /// The end: all are in touch again, and have to say so. Nothing may have been wrong.
    pub(super) fn end(self, report: &mut Report) {
        let all = self.ports.iter().flatten().try_for_each(|port| {
            let deadline = Instant::now() + Duration::from_secs(30);
            loop {
                match said(*port) {
                    Said::Ready => return Ok(()),
                    other => {
                        ensure!(Instant::now() < deadline, "a member in a whole ensemble says {other:?}")
                    }
                }
                std::thread::sleep(PAUSE);
            }
        });
        self.shared.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                report.fail("/readyz", "a watch panicked: what it was sent makes no sense".into());
            }
        }
        let t = std::mem::take(&mut *self.shared.tally.lock().unwrap_or_else(PoisonError::into_inner));
        if self.ports.iter().all(Option::is_none) {
            return;
        }
        let reasons: Vec<String> =
            t.reasons.iter().map(|(reason, count)| format!("{reason} ({count})")).collect();
        report.note(format!(
            "/readyz: {} times ready, {} times not, {} times no answer; {} reads of ready members, the slowest within {} ms; {} times \
             one that is not ready was found to serve nobody; reasons: {}",
            t.ready,
            t.not,
            t.silent,
            t.reads,
            t.slowest_ms,
            t.refused,
            reasons.join(", ")
        ));
        let verdict = all.and_then(|()| {
            ensure!(t.ready > 0 && t.reads > 0, "nobody was ever ready");
            ensure!(t.wrong.is_empty(), "{} times wrong:\n{}", t.wrong.len(), t.wrong.join("\n"));
            Ok(())
        });
        report.check("/readyz is right in every state", verdict.context("/readyz"));
    }
}

fn said(port: u16) -> Said {
    let Ok(page) = http::ask_within(port, "GET", "/readyz", &[], b"", PROBE_LIMIT) else {
        return Said::Nothing;
    };
    match page.code {
        200 => Said::Ready,
        code => Said::Not(format!("{code} {}", page.body)),
    }
}

struct Watch {
    shared: Arc<Shared>,
    number: usize,
    addr: SocketAddr,
    port: u16,
    session: Option<RawConn>,
}

impl Watch {
    fn run(mut self) {
        while !self.shared.stop.load(Ordering::Relaxed) {
            self.look();
            std::thread::sleep(PAUSE);
        }
        // It may have gone since the last look: with a member that was killed or stood still, say.
        if let Some(mut conn) = self.session.take() {
            conn.send(&Request::CloseSession);
            let _ = conn.recv_reply();
        }
    }

    fn look(&mut self) {
        let first = said(self.port);
        match &first {
            Said::Nothing => self.shared.note(|t| t.silent += 1),
            Said::Ready => self.shared.note(|t| t.ready += 1),
            Said::Not(text) => self.not_ready(text),
        }
        let may_be_either = |text: &str| SERVES_ALL_THE_SAME.into_iter().any(|reason| text.contains(reason));
        match &first {
            Said::Nothing => return,
            Said::Not(text) if may_be_either(text) => return,
            Said::Ready | Said::Not(_) => {}
        }
        for time in 1..=TIMES {
            let began = Instant::now();
            let (_, lacks_quorum) = first.kind();
            let is_served = if lacks_quorum { self.commits() } else { self.is_served() };
            let took_ms = began.elapsed().as_millis();
            match (&first, is_served) {
                (Said::Ready, true) => {
                    return self.shared.note(|t| {
                        t.reads += 1;
                        t.slowest_ms = t.slowest_ms.max(took_ms);
                    });
                }
                (Said::Not(_), false) => return self.shared.note(|t| t.refused += 1),
                _ => {}
            }
            // It may have become what it was not, or the other way round.
            if said(self.port).kind() != first.kind() {
                return;
            }
            if time == TIMES {
                let deed = match (is_served, lacks_quorum) {
                    (true, true) => "a write was committed",
                    (true, false) => "a read was served",
                    (false, _) => "no read was served",
                };
                let number = self.number;
                self.shared.note(|t| t.wrong.push(format!("member {number} says {first:?}, and {deed}")));
            }
        }
    }

    fn not_ready(&self, text: &str) {
        // `"reasons" : [ "…" ]`: what an orchestrator's log shows.
        let reason =
            text.split("\"reasons\"").nth(1).and_then(|rest| rest.split('"').nth(1)).unwrap_or_default();
        self.shared.note(|t| {
            t.not += 1;
            *t.reasons.entry(reason.to_owned()).or_default() += 1;
            if reason.is_empty() || !text.starts_with("503 ") {
                t.wrong.push(format!("member {} says no without a reason: {text}", self.number));
            }
        });
    }

    /// One read, over the session that there is, or over a new one: connections may have gone with the last change of roles.
    fn is_served(&mut self) -> bool {
        self.session = self.session.take().and_then(read).or_else(|| self.open().and_then(read));
        self.session.is_some()
    }

    /// One write. Also one that fails, as this does, is answered once it is committed.
    fn commits(&mut self) -> bool {
        self.session = self.session.take().or_else(|| self.open()).and_then(write);
        self.session.is_some()
    }

    fn open(&self) -> Option<RawConn> {
        let mut conn = RawConn::try_open(self.addr, PROBE_LIMIT).ok()?;
        conn.set_patience(READ_LIMIT);
        let request = zk_proto::connect::ConnectRequest {
            last_zxid_seen: Zxid::ZERO,
            ..new_session(SESSION_TIMEOUT_MS)
        };
        match conn.handshake(&request) {
            Incoming::Got(response) if response.timeout_ms > 0 => Some(conn),
            _ => None,
        }
    }
}

fn read(mut conn: RawConn) -> Option<RawConn> {
    conn.send(&Request::Exists { path: "/".into(), watch: false });
    match conn.recv_reply() {
        Incoming::Got(reply) if reply.err == 0 => Some(conn),
        _ => None,
    }
}

fn write(mut conn: RawConn) -> Option<RawConn> {
    conn.set_patience(WRITE_LIMIT);
    conn.send(&Request::Delete { path: "/nobody-made-this".into(), version: -1 });
    let answer = conn.recv_reply();
    conn.set_patience(READ_LIMIT);
    matches!(answer, Incoming::Got(_)).then_some(conn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// Pages that say the same for ever, in front of a client port at which nobody listens.
    fn found_wrong(answer: &'static str) -> Vec<String> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                // To its end: what is left unread would reset the connection under the answer.
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
                    head.extend(byte);
                }
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        let shared = Arc::new(Shared::default());
        let addr = SocketAddr::from(([127, 0, 0, 1], free_port()));
        Watch { shared: shared.clone(), number: 1, addr, port, session: None }.look();
        std::mem::take(&mut shared.tally.lock().expect("nobody panicked").wrong)
    }

    #[test]
    fn a_member_that_says_what_is_not_so_is_found() {
        let ready = found_wrong("HTTP/1.1 200 OK\r\n\r\n{\n  \"ready\" : true\n}");
        assert!(ready.len() == 1 && ready[0].contains("no read was served"), "{ready:?}");
        let silent = found_wrong("HTTP/1.1 503 Service Unavailable\r\n\r\n{\n  \"reasons\" : [ ]\n}");
        assert!(silent.len() == 1 && silent[0].contains("without a reason"), "{silent:?}");
        let fine =
            found_wrong("HTTP/1.1 503 Service Unavailable\r\n\r\n{\n  \"reasons\" : [ \"looking\" ]\n}");
        assert!(fine.is_empty(), "{fine:?}");
    }
}
