//! The task of a connection: reads frames, answers reads at once, hands everything else to the core.
//!
//! Differs from a straightforward loop in one respect: an idle connection holds no buffer. Bytes are read into a
//! scratch buffer of the shard; only a frame that has not come whole is kept.

mod auth;
mod limits;
mod secured;
mod tally;

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use rustls::ServerConnection;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::net::tcp::OwnedReadHalf;

use zk_proto::connect::ConnectRequest;
use zk_proto::{Reader, SessionId, Zxid, frame};
use zk_sasl::ServerExchange;
use zk_server::read::{self, ReadContext};
use zk_server::{CloseReason, WatchAccess};
use zk_tree::WatchTable;

use super::group::{Kind, group};
use super::secure::Wire;
use super::{Conn, End, Looks, Transport};
use crate::audit::asked;
use crate::auth as credentials;
use crate::fourlw::Decision;
use crate::queue::Entry;
use crate::shared::Shared;
use crate::status::metrics::{Counter, Metrics, RequestKind, Run, Summary};
use crate::throttle::Wants;
use crate::turnstile::Ticket;
use tally::Tally;

/// Bytes read at a time.
const READ_BYTES: usize = 64 << 10;
/// A connect request is about 50 bytes; nobody unknown gets more room than this.
const MAX_HANDSHAKE_BYTES: usize = 1024;
/// Requests of one connection that the core may have before its socket is left alone.
const MAX_OUTSTANDING: u32 = 1000;
/// A peer that takes nothing of its replies for this long is cut off.
const STALL_TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of requests that the core may have from all connections together.
const MAX_QUEUED_BYTES: u64 = 64 << 20;
/// News of a session's activity is passed on at most this often, in milliseconds. See
/// `zk_server::ServerConfig::touch_delay_ms`.
pub(crate) const TOUCH_INTERVAL_MS: u64 = 200;

/// Buffers that all connections of a shard take turns with.
pub(crate) struct Scratch {
    input: Box<[u8]>,
    output: Vec<u8>,
}

impl Scratch {
    pub(crate) fn new() -> Rc<RefCell<Scratch>> {
        Rc::new(RefCell::new(Scratch { input: vec![0; READ_BYTES].into(), output: Vec::new() }))
    }
}

/// The watch table as reads on a shard get at it.
struct LockedWatches<'a>(&'a Shared);

impl WatchAccess for LockedWatches<'_> {
    fn with<R>(&mut self, f: impl FnOnce(&mut WatchTable) -> R) -> R {
        f(&mut self.0.watches())
    }
}

struct Task {
    shared: Arc<Shared>,
    conn: Arc<Conn>,
    socket: OwnedReadHalf,
    /// None: the bytes go as they are.
    wire: Option<Wire>,
    scratch: Rc<RefCell<Scratch>>,
    metrics: usize,
    /// Nothing is served before the client has authenticated (`enforce.auth.enabled`).
    must_authenticate: bool,
    /// The login by SASL that is under way, or over.
    sasl: Option<Box<ServerExchange>>,
    /// A frame that has not come whole yet.
    partial: Vec<u8>,
    stage: Stage,
    last_touch_ms: u64,
    /// Runs while replies wait for a peer that does not read.
    stalled: Option<Stalled>,
    /// While there are too many requests in flight.
    waiting: Option<Box<Waiting>>,
}

/// A connection whose requests have to wait for those of others.
struct Waiting {
    ticket: Ticket,
    /// Until it looks again.
    timer: Pin<Box<tokio::time::Sleep>>,
}

/// Since when a peer has taken nothing of its replies.
struct Stalled {
    timer: Pin<Box<tokio::time::Sleep>>,
    backlog: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing has come yet, or not enough: a four-letter word or a connect request.
    First,
    /// The core has the connect request.
    Connecting,
    /// Requests.
    Established,
    /// A word is being answered.
    Word(crate::fourlw::Word),
    /// All that is to be said has been said.
    Ending,
}

/// Serves a connection to its end. Returns why it ended.
///
/// Not an `async fn`: its future would hold the arguments twice, once as they came and once inside the task, for as long as the
/// connection lives.
pub(crate) fn serve(
    shared: Arc<Shared>,
    conn: Arc<Conn>,
    socket: OwnedReadHalf,
    tls: Option<Box<ServerConnection>>,
    scratch: Rc<RefCell<Scratch>>,
    metrics: usize,
) -> impl Future<Output = End> {
    let timeout = Duration::from_millis(shared.config.sessionless_timeout_ms as u64);
    let mut task = Task {
        must_authenticate: !credentials::is_enough(&shared.config, &conn.who()),
        shared,
        conn,
        socket,
        wire: tls.map(Wire::new),
        scratch,
        metrics,
        sasl: None,
        partial: Vec::new(),
        stage: Stage::First,
        last_touch_ms: 0,
        stalled: None,
        waiting: None,
    };
    // The timer of the handshake, on the heap, is gone when it is over: most connections live long and should be small.
    let mut deadline = Some(Box::pin(tokio::time::sleep(timeout)));
    async move {
        let end = loop {
            let step = poll_fn(|cx| {
                if let Poll::Ready(step) = task.poll(cx) {
                    return Poll::Ready(step);
                }
                match &mut deadline {
                    Some(deadline) => deadline.as_mut().poll(cx).map(|()| Step::End(End::Sessionless)),
                    None => Poll::Pending,
                }
            })
            .await;
            match step {
                Step::Established => deadline = None,
                Step::Word(word) => Box::pin(task.answer(word)).await,
                Step::End(end) => break end,
            }
        };
        task.finish(end)
    }
}

enum Step {
    Established,
    Word(crate::fourlw::Word),
    End(End),
}

impl Task {
    fn metrics(&self) -> &Metrics {
        &self.shared.metrics[self.metrics]
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Step> {
        loop {
            if let Poll::Ready(end) = self.poll_write(cx) {
                return Poll::Ready(Step::End(end));
            }
            if self.stage == Stage::Connecting && self.conn.session() != SessionId::NONE {
                self.stage = Stage::Established;
                self.conn.paused.store(false, Ordering::SeqCst);
                return Poll::Ready(Step::Established);
            }
            if !self.may_read() {
                match self.poll_stall(cx) {
                    Poll::Ready(()) => continue,
                    Poll::Pending => return Poll::Pending,
                }
            }
            // Frames that were kept back while reading was not allowed come first.
            if self.has_whole_frame() {
                let kept = std::mem::take(&mut self.partial);
                self.take_bytes(&kept);
            } else {
                match self.poll_read(cx) {
                    Poll::Pending => {
                        self.waiting = None;
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(0)) => self.conn.out().end(End::Peer),
                    Poll::Ready(Ok(_)) => {}
                    Poll::Ready(Err(e)) => self.conn.out().end(End::Io(e.kind())),
                }
            }
            // The next one may look when the requests of this one are counted.
            self.waiting = None;
            if let Stage::Word(word) = self.stage {
                return Poll::Ready(Step::Word(word));
            }
        }
    }

    /// Writes what waits; ready when the connection has ended.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        if self.wire.is_some() {
            return self.poll_write_secured(cx);
        }
        loop {
            let mut out = self.conn.out();
            out.register(cx.waker());
            out.flush(&self.conn.socket);
            if let Some(end) = out.ended(0) {
                return Poll::Ready(end);
            }
            if let Some(spare) = out.take_spare() {
                drop(out);
                self.give_back(spare);
                return Poll::Pending;
            }
            let backlog = out.backlog();
            drop(out);
            if backlog == 0 {
                self.stalled = None;
                return Poll::Pending;
            }
            match self.conn.socket.as_ref().poll_write_ready(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(e)) => return Poll::Ready(End::Io(e.kind())),
                Poll::Pending => return self.poll_stalled(cx, backlog),
            }
        }
    }

    /// Ready when the peer has taken nothing for [`STALL_TIMEOUT`].
    fn poll_stalled(&mut self, cx: &mut Context<'_>, backlog: usize) -> Poll<End> {
        let stalled = match &mut self.stalled {
            Some(s) if backlog >= s.backlog => s,
            _ => {
                let timer = Box::pin(tokio::time::sleep(STALL_TIMEOUT));
                self.stalled.insert(Stalled { timer, backlog })
            }
        };
        stalled.timer.as_mut().poll(cx).map(|()| End::SlowReader)
    }

    /// A buffer that the connection no longer needs serves the next one, unless it has grown too large.
    fn give_back(&self, spare: Vec<u8>) {
        let output = &mut self.scratch.borrow_mut().output;
        if output.capacity() == 0 && spare.capacity() <= 1 << 20 {
            *output = spare;
        }
    }

    fn may_read(&self) -> bool {
        if self.conn.out().is_ending()
            || matches!(self.stage, Stage::Connecting | Stage::Word(_) | Stage::Ending)
        {
            return false;
        }
        if !self.is_throttled() {
            return true;
        }
        // Say so first and look again: the core may have answered in between.
        self.conn.paused.store(true, Ordering::SeqCst);
        if self.is_throttled() {
            self.metrics().count(Counter::ThrottleWait);
            return false;
        }
        self.conn.paused.store(false, Ordering::SeqCst);
        true
    }

    /// Push-back: a connection that has requests outstanding is not read while there are too many, its own or
    /// all together.
    fn is_throttled(&self) -> bool {
        let own = self.conn.outstanding.load(Ordering::SeqCst);
        let all = self.shared.outstanding.load(Ordering::SeqCst);
        let bytes = self.shared.queued_bytes.load(Ordering::Relaxed);
        let full = all >= self.shared.live.outstanding_limit() || bytes >= MAX_QUEUED_BYTES;
        own >= MAX_OUTSTANDING || (own > 0 && full) || self.is_over_limit(all) || self.shared.is_draining()
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<std::io::Result<usize>> {
        let scratch = self.scratch.clone();
        let mut input = std::mem::take(&mut scratch.borrow_mut().input);
        let (poll, read) = match &mut self.wire {
            None => {
                let mut buf = ReadBuf::new(&mut input);
                let poll = Pin::new(&mut self.socket).poll_read(cx, &mut buf);
                (poll, buf.filled().len())
            }
            Some(wire) => secured::receive(wire, &self.socket, &self.conn, &mut input, cx),
        };
        if read > 0 {
            if self.partial.is_empty() {
                self.take_bytes(&input[..read]);
            } else {
                let mut all = std::mem::take(&mut self.partial);
                all.extend_from_slice(&input[..read]);
                self.take_bytes(&all);
            }
        }
        scratch.borrow_mut().input = input;
        poll.map_ok(|()| read)
    }

    fn has_whole_frame(&self) -> bool {
        self.stage == Stage::Established && !matches!(frame::split(&self.partial, self.max_frame()), Ok(None))
    }

    fn max_frame(&self) -> usize {
        match self.stage {
            Stage::First => MAX_HANDSHAKE_BYTES,
            _ => self.shared.config.max_buffer_bytes as usize,
        }
    }

    /// Takes what has come; what is not a whole frame yet is kept in `partial`.
    fn take_bytes(&mut self, bytes: &[u8]) {
        self.metrics().add(Counter::BytesReceived, bytes.len() as u64);
        let rest = match self.stage {
            Stage::First => self.first_bytes(bytes),
            Stage::Established => self.requests(bytes),
            Stage::Connecting | Stage::Word(_) | Stage::Ending => bytes,
        };
        self.partial.extend_from_slice(rest);
    }

    /// A four-letter word or a connect request.
    fn first_bytes<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some((first, _)) = bytes.split_first_chunk::<4>() else { return bytes };
        match crate::fourlw::decide(*first, &self.shared.live.whitelist()) {
            Decision::NotAWord => {}
            Decision::Close => {
                self.conn.out().end(End::Word);
                return &[];
            }
            Decision::Refuse(text) => {
                self.count_word();
                self.say(&text);
                return &[];
            }
            Decision::Answer(word) => {
                self.count_word();
                if word.action() == crate::fourlw::Action::SetTraceMask {
                    let Some((mask, _)) = bytes.get(4..).and_then(|b| b.split_first_chunk::<8>()) else {
                        return bytes;
                    };
                    self.shared.trace_mask.store(i64::from_be_bytes(*mask), Ordering::Relaxed);
                }
                self.stage = Stage::Word(word);
                return &[];
            }
        }
        let (body, rest) = match frame::split(bytes, MAX_HANDSHAKE_BYTES) {
            Ok(Some(split)) => split,
            Ok(None) => return bytes,
            Err(e) => {
                self.conn.out().end(End::BadLength(e.length, self.looks(bytes)));
                return &[];
            }
        };
        self.metrics().count(Counter::PacketsReceived);
        self.metrics().count(Counter::ConnectionRequest);
        self.conn.stats.received(1);
        let wants = match ConnectRequest::decode(&mut Reader::new(body)) {
            Ok(request) if request.session_id != SessionId::NONE => Wants::Renew,
            Ok(_) if self.shared.local_sessions_on() => Wants::NewLocal,
            Ok(_) => Wants::New,
            Err(_) => {
                self.conn.out().end(End::BadFrame(self.looks(bytes)));
                return &[];
            }
        };
        self.metrics().record_count(Summary::TokenDeficit, self.shared.bucket.deficit());
        if !self.shared.bucket.admits(wants, self.shared.clock.now_ms()) {
            self.conn.out().end(End::Throttled);
            return &[];
        }
        self.stage = Stage::Connecting;
        self.conn.paused.store(true, Ordering::SeqCst);
        let conn = self.conn.id;
        let received_us = self.shared.clock.now_us();
        let pushed = self.shared.queue.push(body, |body| Entry::Connect { conn, body, received_us });
        if !pushed {
            self.conn.out().end(End::Stopping);
        }
        rest
    }

    /// What may be told of the first bytes of a connection.
    fn looks(&self, bytes: &[u8]) -> Looks {
        match self.conn.transport {
            Transport::Plain => Looks::of_stranger(bytes),
            Transport::Tls => Looks::of_secured(bytes),
        }
    }

    fn count_word(&self) {
        self.metrics().count(Counter::PacketsReceived);
        self.metrics().count(Counter::FourLetterWords);
        self.conn.stats.received(1);
    }

    async fn answer(&mut self, word: crate::fourlw::Word) {
        let text = crate::answer::answer(&self.shared, word).await;
        self.say(&text);
        self.stage = Stage::Ending;
    }

    /// Sends a text and ends.
    fn say(&self, text: &str) {
        self.metrics().count(Counter::PacketsSent);
        let mut out = self.conn.out();
        out.buffer().extend_from_slice(text.as_bytes());
        out.end(End::Word);
    }

    /// Whole frames: reads are answered here as long as nothing of this connection is with the core; from the
    /// first write on the core gets everything. Returns what is no whole frame.
    fn requests<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let received_us = self.shared.clock.now_us();
        let mut rest = bytes;
        let mut count = 0;
        while !rest.is_empty() && !self.conn.out().is_ending() {
            if self.is_throttled() {
                break;
            }
            let group = group(rest, self.max_frame(), self.with_core());
            count += group.count;
            if self.must_authenticate && matches!(group.kind, Kind::Reads | Kind::Core) {
                self.refuse_unauthenticated(group.frames);
                rest = &[];
                break;
            }
            match group.kind {
                Kind::Reads => self.answer_reads(group.frames, group.count, received_us),
                Kind::Core => self.submit(group.frames, group.count, received_us),
                Kind::Auth => self.authenticate(group.frames),
                Kind::Incomplete => break,
                Kind::Bad(end) => {
                    self.conn.out().end(end);
                    rest = &[];
                    break;
                }
            }
            rest = &rest[group.frames.len()..];
        }
        self.metrics().add(Counter::PacketsReceived, count);
        self.conn.stats.received(count);
        rest
    }

    fn with_core(&self) -> bool {
        self.conn.outstanding.load(Ordering::Acquire) > 0
    }

    fn answer_reads(&mut self, frames: &[u8], count: u64, received_us: u64) {
        let mut output = std::mem::take(&mut self.scratch.borrow_mut().output);
        output.clear();
        let shared = self.shared.clone();
        let (who, session, max) = (self.conn.who(), self.conn.session(), self.max_frame());
        let mut last: Option<zk_server::ReadOutcome> = None;
        let mut last_body: &[u8] = &[];
        let mut keep = true;
        let zxid;
        {
            let tree = shared.tree();
            // A member that lost its leader ends its connections before it touches the tree.
            if !shared.is_serving() {
                return;
            }
            zxid = tree.last_zxid();
            let ctx = ReadContext { tree: &tree, conn: self.conn.id, session, who: &who };
            let mut rest = frames;
            let mut tally = Tally::default();
            let mut run = Run::default();
            while let (true, Ok(Some((body, tail)))) = (keep, frame::split(rest, max)) {
                let start = output.len();
                let outcome = read::execute(&ctx, &mut LockedWatches(&shared), body, &mut output);
                if let Some(audit) = &shared.audit {
                    audit.tell_of_read(&self.conn, body, outcome.err, shared.clock.wall_ms());
                }
                let bytes = (output.len() - start) as u64;
                tally.add(self.metrics(), outcome.op, bytes);
                run.read(&self.metrics().reads, body, bytes);
                keep = outcome.keep;
                last = Some(outcome);
                last_body = body;
                rest = tail;
            }
            tally.record(self.metrics(), output.len() as u64);
            run.end(&self.metrics().reads);
            // Still under the tree's lock: an event of a later change must come behind these replies.
            let mut out = self.conn.out();
            out.append(&mut output);
            if !keep {
                out.end(End::Server(CloseReason::BadOperation));
            }
        }
        if output.capacity() > 0 {
            self.scratch.borrow_mut().output = output;
        }
        self.after_reads(count, received_us, last, zxid, session);
        self.tell_if_slow(last, last_body, received_us);
    }

    fn after_reads(
        &mut self,
        count: u64,
        received_us: u64,
        last: Option<zk_server::ReadOutcome>,
        zxid: Zxid,
        session: SessionId,
    ) {
        let now_us = self.shared.clock.now_us();
        let took_us = now_us.saturating_sub(received_us);
        let metrics = self.metrics();
        metrics.add(Counter::PacketsSent, count);
        metrics.record_requests(RequestKind::Read, Duration::from_micros(took_us), count);
        let now_ms = now_us / 1000;
        if let Some(o) = last {
            self.conn.stats.answered(count, o.op, o.xid, zxid, took_us, now_ms);
        }
        if now_ms >= self.last_touch_ms + TOUCH_INTERVAL_MS {
            self.last_touch_ms = now_ms;
            self.shared.queue.push_lazily(Entry::Touch { session, at_ms: now_ms });
        }
    }

    fn submit(&mut self, frames: &[u8], count: u64, received_us: u64) {
        if let (Some(audit), Some(queue)) = (&self.shared.audit, &self.conn.asked) {
            let mut rest = frames;
            while let Ok(Some((body, tail))) = frame::split(rest, self.max_frame()) {
                asked::ask(queue, &audit.config, body);
                rest = tail;
            }
        }
        if self.shared.config.large_request_threshold > 0 && !self.admit_large(frames) {
            return self.conn.out().end(End::TooLarge);
        }
        self.conn.outstanding.fetch_add(count as u32, Ordering::SeqCst);
        self.shared.outstanding.fetch_add(count, Ordering::SeqCst);
        self.shared.queued_bytes.fetch_add(frames.len() as u64, Ordering::Relaxed);
        let (conn, session, who) = (self.conn.id, self.conn.session(), self.conn.who());
        let pushed = self.shared.queue.push(frames, |frames| Entry::Requests {
            conn,
            session,
            who,
            frames,
            received_us,
        });
        if !pushed {
            self.conn.out().end(End::Stopping);
        }
    }

    fn finish(&self, end: End) -> End {
        let (conn, session) = (self.conn.id, self.conn.session());
        // A queue that is stopping cleans up by itself.
        self.shared.queue.push(&[], |_| Entry::Gone { conn, session });
        end
    }
}
