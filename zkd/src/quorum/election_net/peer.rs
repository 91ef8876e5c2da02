//! The task of one peer: makes or awaits its connection, sends the votes of its outbox, reads the peer's.

mod call;

use std::io::{self, Cursor};
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::Instant;
use zk_proto::ServerId;
use zk_proto::election::{MAX_NOTIFICATION_BYTES, Notification};

use super::stream::Stream;
use super::{ElectionEvent, Net, Refusal};
use crate::quorum::address::canonical;

/// A peer may send so many messages, and so many bytes, within [`BUDGET_PERIOD`]; then it is not read for the rest
/// of it. Elections need a few messages per second; what is more would only fill the core's inbox.
const BUDGET_MESSAGES: u32 = 256;
const BUDGET_BYTES: usize = 1 << 20;
const BUDGET_PERIOD: Duration = Duration::from_secs(1);

/// Memory given to a message before its bytes are there.
const FIRST_RESERVE_BYTES: usize = 4096;

/// A knock within this time of a connection's begin has crossed it, and means nothing.
const KNOCK_GRACE: Duration = Duration::from_millis(500);

/// A peer that has been knocked at so often and has not called back never will, as it seems.
const PATIENT_KNOCKS: u32 = 6;

/// A connection that lasted shorter than this makes the next attempt wait longer.
const LASTING: Duration = Duration::from_secs(2);

/// A socket whose owner is known, and what was read from it behind the hello.
pub(super) struct Connection {
    stream: Stream,
    rest: Vec<u8>,
}

impl Connection {
    pub(super) fn new(stream: Stream, rest: Vec<u8>) -> Connection {
        Connection { stream, rest }
    }

    pub(super) fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The host at the other end.
    fn host(&self) -> Option<IpAddr> {
        self.stream.peer_addr().ok().map(|addr| canonical(addr).ip())
    }
}

/// What a caller wants of the peer's task.
pub(super) enum Arrival {
    /// The peer's id is larger: this is its connection.
    Connection(Connection),
    /// The peer's id is smaller: it wants to be called.
    Knock,
}

/// A call under way: a connection, or none if it was only to knock.
type Call = Pin<Box<dyn Future<Output = io::Result<Option<Connection>>> + Send>>;

pub(super) struct PeerTask {
    net: Arc<Net>,
    sid: ServerId,
    arrivals: mpsc::Receiver<Arrival>,
    pace: Pace,
    /// It wants to be called.
    knocked: bool,
}

impl PeerTask {
    pub(super) fn new(net: Arc<Net>, sid: ServerId, arrivals: mpsc::Receiver<Arrival>) -> PeerTask {
        let pace = Pace::new(if net.my_id > sid { OWNER_PAUSE } else { KNOCK_PAUSE });
        PeerTask { net, sid, arrivals, pace, knocked: false }
    }

    /// Runs until the runtime ends.
    pub(super) async fn run(mut self) {
        let mut next = None;
        loop {
            let connection = match next.take() {
                Some(connection) => connection,
                None => self.await_connection().await,
            };
            self.report_up();
            let (end, replacement) = self.converse(connection).await;
            self.report_down(&end);
            next = replacement;
        }
    }

    /// Until there is a connection: calls at its own pace, and at once when there is something to send or the peer
    /// knocks.
    async fn await_connection(&mut self) -> Connection {
        let net = self.net.clone();
        let mut call: Option<Call> = None;
        let mut knocks = 0;
        loop {
            tokio::select! {
                biased;
                Some(arrival) = self.arrivals.recv() => match arrival {
                    // A call under way is dropped with it: it could only disturb this connection.
                    Arrival::Connection(connection) => return connection,
                    Arrival::Knock => {
                        self.knocked = true;
                        self.pace.hurry();
                    }
                },
                called = poll(&mut call), if call.is_some() => {
                    call = None;
                    self.knocked = false;
                    match called {
                        Ok(Some(connection)) => return connection,
                        Ok(None) => {
                            knocks += 1;
                            if knocks == PATIENT_KNOCKS {
                                net.refusals.unanswered(self.sid);
                            }
                        }
                        Err(e) => net.refusals.unreachable(self.sid, e),
                    }
                }
                () = outbox_filled(&net, self.sid) => self.pace.hurry(),
                () = tokio::time::sleep_until(self.pace.next), if call.is_none() && self.may_call() => {
                    call = Some(Box::pin(call::call(net.clone(), self.sid)));
                    self.pace.attempted();
                }
            }
        }
    }

    /// A server that is no member is called only if it asks for it.
    fn may_call(&self) -> bool {
        self.knocked || self.net.peer(self.sid).is_some_and(|peer| !peer.on_demand.load(Relaxed))
    }

    /// Sends and receives until the connection ends or another takes its place. Tells why it ended.
    async fn converse(&mut self, connection: Connection) -> (String, Option<Connection>) {
        let net = self.net.clone();
        let since = Instant::now();
        let host = connection.host();
        let (socket_in, socket_out) = tokio::io::split(connection.stream);
        let mut reading = pin!(receive(&net, self.sid, Cursor::new(connection.rest).chain(socket_in)));
        let mut writing = pin!(send(&net, self.sid, socket_out));
        let mut call: Option<Call> = None;
        let ended = loop {
            tokio::select! {
                biased;
                Some(arrival) = self.arrivals.recv() => match arrival {
                    Arrival::Connection(new) => {
                        self.compare_hosts(host, new.host());
                        break ("the peer made a new connection".into(), Some(new));
                    }
                    Arrival::Knock if since.elapsed() < KNOCK_GRACE || call.is_some() => {}
                    Arrival::Knock => call = Some(Box::pin(call::call(net.clone(), self.sid))),
                },
                called = poll(&mut call), if call.is_some() => {
                    call = None;
                    match called {
                        Ok(new @ Some(_)) => break ("the peer asked for a new connection".into(), new),
                        Ok(None) => {}
                        Err(e) => net.refusals.unreachable(self.sid, e),
                    }
                }
                end = &mut reading => break (end, None),
                end = &mut writing => break (end, None),
            }
        };
        self.pace.lost(since.elapsed());
        ended
    }

    /// A member that moves to another host lets go of its old connection; two servers with one number do not.
    fn compare_hosts(&self, old: Option<IpAddr>, new: Option<IpAddr>) {
        if let (Some(old), Some(new)) = (old, new)
            && old != new
        {
            self.net.refusals.doubled(self.sid, old, new);
        }
    }

    fn report_up(&self) {
        tracing::info!(sid = %self.sid, "election connection is up");
        self.report(true, ElectionEvent::Up(self.sid));
    }

    fn report_down(&self, why: &str) {
        tracing::info!(sid = %self.sid, "election connection is lost: {why}");
        self.report(false, ElectionEvent::Down(self.sid));
    }

    fn report(&self, is_up: bool, event: ElectionEvent) {
        if let Some(peer) = self.net.peer(self.sid) {
            peer.is_up.store(is_up, Relaxed);
        }
        (self.net.deliver)(event);
    }
}

/// Never, if there is no call.
async fn poll(call: &mut Option<Call>) -> io::Result<Option<Connection>> {
    match call {
        Some(call) => call.await,
        None => std::future::pending().await,
    }
}

async fn outbox_filled(net: &Net, sid: ServerId) {
    match net.peer(sid) {
        Some(peer) => peer.outbox.filled().await,
        None => std::future::pending().await,
    }
}

/// Writes votes until the socket fails.
async fn send(net: &Net, sid: ServerId, mut socket: impl AsyncWriteExt + Unpin) -> String {
    let Some(peer) = net.peer(sid) else { return "no such peer".into() };
    let outbox = &peer.outbox;
    let mut frame = outbox.take_or_repeat();
    loop {
        if let Some(bytes) = frame {
            match tokio::time::timeout(net.silence_timeout, socket.write_all(&bytes)).await {
                Ok(Ok(())) => {}
                Ok(Err(e)) => return format!("write: {e}"),
                Err(_) => return "the peer does not read".into(),
            }
        } else {
            outbox.filled().await;
        }
        frame = outbox.take();
    }
}

/// Reads votes until the socket ends.
async fn receive(net: &Net, sid: ServerId, mut socket: impl AsyncRead + Unpin) -> String {
    let mut budget = Budget::new();
    loop {
        let payload = match read_frame(&mut socket).await {
            Ok(Ok(payload)) => payload,
            Ok(Err(length)) => {
                let detail =
                    format!("a message of {length} bytes, 1 to {MAX_NOTIFICATION_BYTES} are accepted");
                net.refusals.member(sid, Refusal::BadLength, &detail);
                return detail;
            }
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return "the peer closed it".into(),
            Err(e) => return format!("read: {e}"),
        };
        match Notification::decode(&payload) {
            Ok(notification) => (net.deliver)(ElectionEvent::Message { from: sid, notification }),
            Err(e) => net.refusals.member(sid, Refusal::BadMessage, e),
        }
        budget.spend(payload.len()).await;
    }
}

/// A whole message, or its length if that is outside the limits. Memory grows with what has arrived, not with what
/// is announced.
async fn read_frame(socket: &mut (impl AsyncRead + Unpin)) -> io::Result<Result<Vec<u8>, i32>> {
    let length = socket.read_i32().await?;
    let Some(size) = usize::try_from(length).ok().filter(|n| (1..=MAX_NOTIFICATION_BYTES).contains(n)) else {
        return Ok(Err(length));
    };
    let mut payload = Vec::with_capacity(size.min(FIRST_RESERVE_BYTES));
    socket.take(size as u64).read_to_end(&mut payload).await?;
    if payload.len() < size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Ok(payload))
}

/// What a peer may still send in the present period.
struct Budget {
    until: Instant,
    messages: u32,
    bytes: usize,
}

impl Budget {
    fn new() -> Budget {
        Budget { until: Instant::now() + BUDGET_PERIOD, messages: BUDGET_MESSAGES, bytes: BUDGET_BYTES }
    }

    async fn spend(&mut self, bytes: usize) {
        self.messages = self.messages.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
        if self.messages == 0 || self.bytes == 0 {
            tokio::time::sleep_until(self.until).await;
        }
        if Instant::now() >= self.until {
            *self = Budget::new();
        }
    }
}

/// The pauses between calls: doubling from the first to [`MAX_PAUSE`], with a floor for those made in a hurry.
struct Pace {
    first: Duration,
    pause: Duration,
    next: Instant,
    last: Option<Instant>,
}

/// First pause of the side that owns the connection.
const OWNER_PAUSE: Duration = Duration::from_millis(100);
/// First pause of the other side: longer, so that the owner, which saw the loss as well, comes first.
const KNOCK_PAUSE: Duration = Duration::from_millis(250);
const MAX_PAUSE: Duration = Duration::from_secs(2);
/// Between two calls, however great the hurry.
const MIN_PAUSE: Duration = Duration::from_millis(100);

impl Pace {
    fn new(first: Duration) -> Pace {
        Pace { first, pause: first, next: Instant::now(), last: None }
    }

    fn attempted(&mut self) {
        let now = Instant::now();
        self.last = Some(now);
        self.next = now + self.pause;
        self.pause = (self.pause * 2).min(MAX_PAUSE);
    }

    fn hurry(&mut self) {
        let now = Instant::now();
        let soonest = self.last.map_or(now, |last| last + MIN_PAUSE).max(now);
        self.next = self.next.min(soonest);
    }

    /// A connection ended that lasted for `lasted`.
    fn lost(&mut self, lasted: Duration) {
        if lasted >= LASTING {
            self.pause = self.first;
        }
        self.next = Instant::now() + self.pause;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn pauses_double_up_to_a_limit_and_start_anew_after_a_lasting_connection() {
        let mut pace = Pace::new(OWNER_PAUSE);
        let mut pauses = Vec::new();
        for _ in 0..7 {
            tokio::time::sleep_until(pace.next).await;
            pace.attempted();
            pauses.push((pace.next - Instant::now()).as_millis());
        }
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 2000, 2000]);
        pace.lost(Duration::from_millis(1));
        assert_eq!(pace.next, Instant::now() + MAX_PAUSE);
        pace.lost(LASTING);
        assert_eq!(pace.next, Instant::now() + OWNER_PAUSE);
    }

    #[tokio::test(start_paused = true)]
    async fn hurry_has_a_floor() {
        let mut pace = Pace::new(OWNER_PAUSE);
        pace.attempted();
        pace.attempted();
        pace.hurry();
        assert_eq!(pace.next, Instant::now() + MIN_PAUSE);
        tokio::time::advance(Duration::from_secs(1)).await;
        pace.attempted();
        tokio::time::advance(MIN_PAUSE).await;
        pace.hurry();
        assert_eq!(pace.next, Instant::now());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_sends_too_much_is_not_read_for_a_while() {
        let start = Instant::now();
        let mut budget = Budget::new();
        for _ in 1..BUDGET_MESSAGES {
            budget.spend(1).await;
        }
        assert_eq!(Instant::now(), start);
        budget.spend(1).await;
        assert_eq!(Instant::now(), start + BUDGET_PERIOD);
        budget.spend(BUDGET_BYTES).await;
        assert_eq!(Instant::now(), start + 2 * BUDGET_PERIOD);
    }
}
