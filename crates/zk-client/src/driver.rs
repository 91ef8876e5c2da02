//! The tokio shell of the session machine: one task that owns the socket, the clock and the receiving
//! ends' senders. It decides nothing.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{Interest, Ready};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::Sleep;
use zk_proto::{ErrorCode, SessionId};

use crate::chroot::Chroot;
use crate::connect_string::HostPort;
use crate::dial::{self, DialError, FailureKind, Stream};
use crate::error::{AttemptFailure, Error};
use crate::link::Link;
use crate::options::Auth;
use crate::session::{Change, Outgoing, Output, Session, State};
use crate::time::Instant;
use crate::tls::Tls;
use crate::told::Told;
use crate::types::{RawReply, SessionInfo, SessionState};
use crate::watcher::{NodeEvent, WatchEvent};
use crate::watches::{WatchKind, WatcherId};

/// What handles ask of the task.
#[derive(Debug)]
pub(crate) enum Command {
    Request { request: Outgoing<Ticket>, sink: Option<mpsc::Sender<WatchEvent>> },
    Auth { auth: Auth, ticket: Ticket },
    Close { ticket: Ticket },
    Detach,
    Forget { id: WatcherId, path: String },
}

/// Where an outcome goes.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) answer: Option<oneshot::Sender<Result<RawReply, Error>>>,
    pub(crate) watch: Option<WatchTicket>,
    /// Counted in [`Shared::outstanding`].
    pub(crate) counted: bool,
    /// What is said of it in the log, if anybody listens.
    pub(crate) told: Option<Told>,
}

/// The watch that a request is to set.
#[derive(Debug)]
pub(crate) struct WatchTicket {
    pub(crate) id: WatcherId,
    pub(crate) kind: WatchKind,
    pub(crate) path: String,
}

/// What handles and task both see.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) info: Mutex<Option<SessionInfo>>,
    /// The last failure of each server.
    pub(crate) attempts: Mutex<Vec<AttemptFailure>>,
    /// Told when every server has an obstacle that does not pass.
    pub(crate) hopeless: Notify,
    pub(crate) last_zxid: AtomicI64,
    pub(crate) outstanding: AtomicUsize,
    pub(crate) next_watcher: AtomicU64,
}

/// A lock whose data is replaced as a whole is good even if its holder panicked.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

struct Sink {
    events: mpsc::Sender<WatchEvent>,
    one_shot: bool,
    /// Events dropped since the reader last had room.
    dropped: u64,
}

type Dial = Pin<Box<dyn Future<Output = Result<Stream, DialError>> + Send>>;

pub(crate) struct Driver {
    session: Session<Ticket>,
    hosts: Vec<HostPort>,
    chroot: Arc<Chroot>,
    commands: mpsc::UnboundedReceiver<Command>,
    states: watch::Sender<SessionState>,
    shared: Arc<Shared>,
    sinks: HashMap<WatcherId, Sink>,
    start: tokio::time::Instant,
    tls: Option<Tls>,
    dial: Option<Dial>,
    link: Option<Link>,
    /// Servers that hung up on a plain handshake and were asked whether they speak TLS.
    probed: HashSet<HostPort>,
    /// What sort of obstacle the next failure is.
    obstacle: FailureKind,
    input: Vec<u8>,
}

/// Room made for each read.
const READ_BYTES: usize = 64 * 1024;
/// An empty read buffer larger than this is given back.
const KEPT_BYTES: usize = 1024 * 1024;
/// Most commands taken before the socket has its turn.
const COMMAND_BATCH: usize = 1024;
/// Most reads before the commands have their turn.
const READS_PER_TURN: usize = 16;

impl Driver {
    pub(crate) fn new(
        make_session: impl FnOnce(Instant) -> Session<Ticket>,
        hosts: Vec<HostPort>,
        tls: Option<Tls>,
        chroot: Arc<Chroot>,
        commands: mpsc::UnboundedReceiver<Command>,
        states: watch::Sender<SessionState>,
        shared: Arc<Shared>,
    ) -> Driver {
        Driver {
            session: make_session(Instant::from_millis(0)),
            hosts,
            chroot,
            commands,
            states,
            shared,
            sinks: HashMap::new(),
            start: tokio::time::Instant::now(),
            tls,
            dial: None,
            link: None,
            probed: HashSet::new(),
            obstacle: FailureKind::Network,
            input: Vec::new(),
        }
    }

    pub(crate) async fn run(mut self) {
        let mut timer = Box::pin(tokio::time::sleep_until(self.start));
        let mut batch = Vec::new();
        let mut handles_left = true;
        loop {
            self.settle();
            if self.session.has_ended() {
                break;
            }
            self.arm(timer.as_mut());
            let has_more =
                !self.session.transmit().is_empty() || self.link.as_ref().is_some_and(Link::wants_write);
            let interest =
                if has_more { Interest::READABLE | Interest::WRITABLE } else { Interest::READABLE };
            tokio::select! {
                count = self.commands.recv_many(&mut batch, COMMAND_BATCH), if handles_left => {
                    handles_left = count > 0;
                    for command in batch.drain(..) {
                        self.obey(command);
                    }
                    if !handles_left {
                        self.session.close(self.now(), nobody());
                    }
                }
                ready = ready(self.link.as_ref(), interest), if self.link.is_some() => match ready {
                    Ok(ready) if ready.is_readable() || ready.is_read_closed() => self.read(),
                    Ok(_) => {}
                    Err(e) => self.broken(&e),
                },
                opened = dialed(self.dial.as_mut()), if self.dial.is_some() => self.opened(opened),
                () = timer.as_mut() => {
                    let now = self.now();
                    self.session.handle_timeout(now);
                    // Fired timers stay fired: push this one out of the way until it is armed.
                    timer.as_mut().reset(tokio::time::Instant::now() + FAR);
                }
            }
        }
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            self.obey(command);
        }
        self.settle();
    }

    /// Resets the timer only to bring it forward: deadlines move back with every byte, and a timer that
    /// fires early costs less than a thousand resets.
    fn arm(&self, timer: Pin<&mut Sleep>) {
        let Some((at, _)) = self.session.poll_timeout() else { return };
        let at = self.start + Duration::from_millis(at.as_millis());
        if at < timer.deadline() {
            timer.reset(at);
        }
    }

    fn now(&self) -> Instant {
        let ms = self.start.elapsed().as_millis();
        Instant::from_millis(u64::try_from(ms).unwrap_or(u64::MAX))
    }

    fn obey(&mut self, command: Command) {
        let now = self.now();
        match command {
            Command::Request { request, sink } => {
                if let (Some(events), Some(watch)) = (sink, &request.ticket.watch) {
                    let one_shot = !matches!(watch.kind, WatchKind::Persistent | WatchKind::Recursive);
                    self.sinks.insert(watch.id, Sink { events, one_shot, dropped: 0 });
                }
                self.session.submit(now, request);
            }
            Command::Auth { auth, ticket } => self.session.add_auth(now, auth, ticket),
            Command::Close { ticket } => self.session.close(now, ticket),
            Command::Detach => self.session.detach(),
            Command::Forget { id, path } => {
                if self.sinks.remove(&id).is_some() {
                    self.session.forget_watcher(&path, id);
                }
            }
        }
    }

    /// Does what the machine wants, and writes what it has to say.
    fn settle(&mut self) {
        loop {
            while let Some(output) = self.session.poll_output() {
                self.perform(output);
            }
            if !self.write() {
                break;
            }
        }
        self.shared.last_zxid.store(self.session.last_zxid().0, Ordering::Relaxed);
    }

    /// Writes once; true if that may have given the machine something to do.
    fn write(&mut self) -> bool {
        let Some(link) = &mut self.link else { return false };
        let bytes = self.session.transmit();
        let written = if bytes.is_empty() { link.flush().map(|()| 0) } else { link.try_write(bytes) };
        match written {
            Ok(0) => false,
            Ok(n) => {
                let now = self.now();
                self.session.handle_written(now, n);
                true
            }
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => false,
            Err(e) => {
                // What the server said last may explain it.
                self.read();
                self.broken(&e);
                true
            }
        }
    }

    fn read(&mut self) {
        for _ in 0..READS_PER_TURN {
            let Some(link) = &mut self.link else { return };
            self.input.reserve(READ_BYTES);
            match link.try_read(&mut self.input) {
                Ok(0) => return self.disconnected("the server closed the connection"),
                Ok(_) => self.digest(),
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return,
                Err(e) => return self.broken(&e),
            }
        }
    }

    fn digest(&mut self) {
        let is_tls = matches!(self.input.as_slice(), [0x15 | 0x16, 3, ..]);
        if is_tls && self.tls.is_none() && self.session.handshaking_with().is_some() {
            // A record of TLS, an alert most likely; no answer to a handshake starts like this.
            self.obstacle = FailureKind::WantsTls;
            return self.disconnected(SPEAKS_TLS);
        }
        let now = self.now();
        let used = self.session.handle_bytes(now, &self.input);
        self.input.drain(..used);
        if self.input.is_empty() && self.input.capacity() > KEPT_BYTES {
            self.input = Vec::new();
        }
        while let Some(output) = self.session.poll_output() {
            self.perform(output);
        }
    }

    fn broken(&mut self, error: &io::Error) {
        let DialError { kind, reason } = DialError::io(error).with_files(self.tls.as_ref());
        self.obstacle = kind;
        self.disconnected(&reason);
    }

    fn disconnected(&mut self, reason: &str) {
        self.drop_connection();
        tracing::info!("connection lost: {reason}");
        if let Some(host) = self.session.handshaking_with()
            && self.tls.is_none()
            && self.obstacle == FailureKind::Network
            && self.probed.insert(self.host(host))
        {
            // Known already should the time be up before the other answer comes.
            self.note_failure(host, reason.to_owned());
            self.dial = Some(Box::pin(ask_for_tls(self.host(host), reason.to_owned())));
            return;
        }
        let now = self.now();
        self.session.handle_disconnect(now, reason);
    }

    fn opened(&mut self, opened: Result<Stream, DialError>) {
        self.dial = None;
        let now = self.now();
        match opened {
            Ok(stream) => {
                tracing::debug!("connected; opening the session");
                self.link = Some(Link::new(stream));
                self.session.handle_connected(now);
                // What came along with the end of a TLS handshake makes no socket readable.
                self.read();
            }
            Err(DialError { kind, reason }) => {
                self.obstacle = kind;
                self.session.handle_connect_failed(now, &reason);
                self.session.handle_disconnect(now, &reason);
            }
        }
    }

    fn drop_connection(&mut self) {
        self.link = None;
        self.dial = None;
        self.input.clear();
    }

    fn perform(&mut self, output: Output<Ticket>) {
        match output {
            Output::Connect { host } => {
                self.drop_connection();
                let how = if self.tls.is_some() { " with TLS" } else { "" };
                tracing::info!("connecting to {}{how}", self.host(host));
                self.dial = Some(Box::pin(dial(self.host(host), self.tls.clone())));
            }
            Output::Disconnect => self.drop_connection(),
            Output::AttemptFailed { host, reason } => self.note_failure(host, reason),
            Output::State(state) => self.publish(state),
            Output::Complete { ticket, result } => self.complete(ticket, result),
            Output::NodeEvent { watchers, event, path, zxid } => {
                let path = self.chroot.to_client(&path).into_owned();
                for id in watchers {
                    let event = WatchEvent::Node(NodeEvent { event, path: path.clone(), zxid });
                    self.deliver(id, event);
                }
            }
            Output::SessionEvent { watchers, change } => {
                for id in watchers {
                    match change {
                        Change::Disconnected => self.deliver(id, WatchEvent::Disconnected),
                        Change::Reconnected => self.deliver(id, WatchEvent::Reconnected),
                        Change::Expired => self.deliver(id, WatchEvent::Expired),
                        Change::Removed => {}
                    }
                    if matches!(change, Change::Expired | Change::Removed) {
                        self.sinks.remove(&id);
                    }
                }
            }
        }
    }

    fn deliver(&mut self, id: WatcherId, event: WatchEvent) {
        let Some(sink) = self.sinks.get_mut(&id) else { return };
        if sink.dropped > 0 && sink.events.try_send(WatchEvent::Lagged(sink.dropped)).is_ok() {
            sink.dropped = 0;
        }
        if sink.dropped > 0 || sink.events.try_send(event).is_err() {
            sink.dropped += 1;
        }
        if sink.one_shot {
            self.sinks.remove(&id);
        }
    }

    fn complete(&mut self, ticket: Ticket, result: Result<RawReply, Error>) {
        if let Some(told) = &ticket.told {
            told.answered(&result);
        }
        if ticket.counted {
            self.shared.outstanding.fetch_sub(1, Ordering::Relaxed);
        }
        let is_set = |kind| match &result {
            Ok(r) => r.err == 0 || (kind == WatchKind::Exist && r.err == ErrorCode::NoNode.code()),
            Err(_) => false,
        };
        if let Some(w) = &ticket.watch
            && !is_set(w.kind)
        {
            self.sinks.remove(&w.id);
        }
        let unheard = ticket.answer.is_none_or(|answer| answer.send(result).is_err());
        if unheard && let Some(w) = ticket.watch {
            self.sinks.remove(&w.id);
            self.session.forget_watcher(&w.path, w.id);
        }
    }

    fn publish(&self, state: State) {
        let state = match state {
            State::Connected { host, read_only } => {
                let server = self.host(host);
                tracing::info!(
                    "session {} is open on {server}, its timeout {} ms{}",
                    self.session.session_id(),
                    self.session.timeout_ms(),
                    if read_only { ", for reads only" } else { "" }
                );
                *lock(&self.shared.info) = Some(SessionInfo {
                    session_id: self.session.session_id(),
                    password: self.session.password(),
                    timeout_ms: self.session.timeout_ms(),
                    server: server.clone(),
                    peer: self.link.as_ref().and_then(Link::peer),
                    read_only,
                });
                lock(&self.shared.attempts).clear();
                SessionState::Connected { server, read_only }
            }
            State::Disconnected => SessionState::Disconnected,
            State::Expired => {
                tracing::info!("session {} has expired", self.session.session_id());
                SessionState::Expired
            }
            State::AuthFailed => {
                tracing::info!("the server does not take the credentials");
                SessionState::AuthFailed
            }
            State::Closed => {
                if self.session.session_id() != SessionId::NONE {
                    tracing::info!("session {} is closed", self.session.session_id());
                }
                SessionState::Closed
            }
        };
        self.states.send_replace(state);
    }

    fn note_failure(&mut self, host: usize, reason: String) {
        let server = self.host(host);
        tracing::info!("{server} will not do: {reason}");
        let kind = std::mem::take(&mut self.obstacle);
        let mut attempts = lock(&self.shared.attempts);
        attempts.retain(|a| a.server != server);
        attempts.push(AttemptFailure { server, kind, reason });
        let is_hopeless =
            |host: &HostPort| attempts.iter().any(|a| a.server == *host && a.kind.is_permanent());
        if self.hosts.iter().all(is_hopeless) {
            self.shared.hopeless.notify_one();
        }
    }

    fn host(&self, index: usize) -> HostPort {
        self.hosts.get(index).cloned().unwrap_or_else(|| HostPort::new("", 0))
    }
}

const SPEAKS_TLS: &str = "it speaks TLS on this port";

/// Longer than anything that the machine waits for.
const FAR: Duration = Duration::from_secs(365 * 24 * 3600);

fn nobody() -> Ticket {
    Ticket { answer: None, watch: None, counted: false, told: None }
}

async fn dial(server: HostPort, tls: Option<Tls>) -> Result<Stream, DialError> {
    dial::dial(&server, tls.as_ref()).await
}

/// Why a server hung up on a plain handshake: always a failure, but of which sort?
async fn ask_for_tls(server: HostPort, reason: String) -> Result<Stream, DialError> {
    Err(match dial::speaks_tls(&server).await {
        true => DialError { kind: FailureKind::WantsTls, reason: SPEAKS_TLS.into() },
        false => DialError { kind: FailureKind::Network, reason },
    })
}

async fn ready(link: Option<&Link>, interest: Interest) -> io::Result<Ready> {
    match link {
        Some(link) => link.ready(interest).await,
        None => std::future::pending().await,
    }
}

async fn dialed(dial: Option<&mut Dial>) -> Result<Stream, DialError> {
    match dial {
        Some(dial) => dial.await,
        None => std::future::pending().await,
    }
}
