//! The handle: one method per operation, each of which sends at once and gives a future.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use zk_proto::request::Request;
use zk_proto::watch::{AddWatchMode, WatcherType};
use zk_proto::{Acl, AclBytes, DecodeError, ErrorCode, Id, OpCode, SessionId, Stat, Writer, Zxid, reply};

use crate::chroot::Chroot;
use crate::connect_string::ConnectString;
use crate::driver::{Command, Driver, Shared, Ticket, WatchTicket, lock};
use crate::error::{ConnectError, Error, Reason};
use crate::guard::{Guard, WriteKind};
use crate::multi::{self, Multi, MultiRead, MultiResult, checked_path};
use crate::options::{Auth, Options, Resume};
use crate::pending::{About, Pending, PendingStream, PendingWatch};
use crate::session::{self, Class, Config, Effect, Outgoing, Session};
use crate::told::Told;
use crate::types::{
    AclData, Children, CreateOptions, Created, NodeData, RawReply, SessionInfo, SessionState,
};
use crate::watcher::{Inner, STREAM_CAPACITY, WATCHER_CAPACITY, WatchEvent};
use crate::watches::{WatchKind, WatcherId};

/// A client with one session. Clones share it; when the last one is dropped the session is closed.
///
/// Every operation sends its request when it is called and gives a [`Pending`] to await. So requests go out
/// in the order of the calls, and many may be outstanding. Versions are `None` for any.
#[derive(Clone, Debug)]
pub struct Client {
    commands: mpsc::UnboundedSender<Command>,
    states: watch::Receiver<SessionState>,
    shared: Arc<Shared>,
    chroot: Arc<Chroot>,
    request_timeout: Option<Duration>,
    max_request_bytes: usize,
    max_outstanding: usize,
    guard: Option<Guard>,
}

/// The node that holds the ensemble's configuration.
const CONFIG_PATH: &str = "/zookeeper/config";
/// The least time given to one server while connecting.
const LEAST_ATTEMPT: Duration = Duration::from_secs(1);

impl Client {
    /// Opens a session, or takes over [`Options::resume`].
    ///
    /// Must be called within a tokio runtime with time and I/O, on which the connection's task then lives.
    ///
    /// # Errors
    /// [`ConnectError`] when no server gave a session within [`Options::connect_timeout`], when the session to
    /// resume is gone, or when the credentials were refused.
    pub async fn connect(servers: ConnectString, options: Options) -> Result<Client, ConnectError> {
        let timeout = options.connect_timeout;
        let client = Client::start(servers, options);
        let mut states = client.states.clone();
        let settled = states.wait_for(|s| s.is_final() || matches!(s, SessionState::Connected { .. }));
        let attempts = || lock(&client.shared.attempts).clone();
        let outcome = tokio::select! {
            settled = tokio::time::timeout(timeout, settled) => settled,
            () = client.shared.hopeless.notified() => {
                let _ = client.commands.send(Command::Detach);
                return Err(ConnectError::Hopeless { attempts: attempts() });
            }
        };
        match outcome {
            Ok(Ok(state)) => match &*state {
                SessionState::Expired => Err(ConnectError::SessionExpired),
                SessionState::AuthFailed => {
                    let reason = attempts().pop().map(|a| a.reason).unwrap_or_default();
                    Err(ConnectError::AuthFailed { reason })
                }
                SessionState::Closed => Err(ConnectError::Closed),
                _ => Ok(client.clone()),
            },
            Ok(Err(_)) => Err(ConnectError::Closed),
            Err(_) => {
                let _ = client.commands.send(Command::Detach);
                Err(ConnectError::Timeout { timeout_ms: millis(timeout), attempts: attempts() })
            }
        }
    }

    /// As [`Client::connect`], but without waiting: requests queue until a server is found.
    pub fn start(servers: ConnectString, options: Options) -> Client {
        let hosts = match options.pin {
            Some(server) => vec![server],
            None => servers.servers().to_vec(),
        };
        let share = options.session_timeout / u32::try_from(hosts.len()).unwrap_or(u32::MAX).max(1);
        let attempt = share.max(LEAST_ATTEMPT).min(options.connect_timeout);
        let config = Config {
            host_count: hosts.len(),
            session_timeout_ms: u32::try_from(options.session_timeout.as_millis()).unwrap_or(u32::MAX),
            attempt_timeout_ms: millis(attempt),
            close_timeout_ms: millis(options.connect_timeout),
            read_only: options.read_only,
            auth: options.auth,
            sasl: options.sasl,
            nonce_seed: random(),
            resume: options.resume,
            max_reply_bytes: options.max_reply_bytes,
        };
        let seed = RandomState::new().hash_one(0u8);
        let chroot = Arc::new(Chroot::new(servers.chroot()));
        let shared = Arc::new(Shared::default());
        let (commands, receiver) = mpsc::unbounded_channel();
        let (sender, states) = watch::channel(SessionState::Connecting);
        let driver = Driver::new(
            |now| Session::new(config, seed, now),
            hosts,
            options.tls,
            chroot.clone(),
            receiver,
            sender,
            shared.clone(),
        );
        tokio::spawn(driver.run());
        Client {
            commands,
            states,
            shared,
            chroot,
            request_timeout: options.request_timeout,
            max_request_bytes: options.max_request_bytes,
            max_outstanding: options.max_outstanding,
            guard: options.guard,
        }
    }

    /// A handle to the same session whose requests may take this long.
    pub fn with_request_timeout(&self, timeout: Option<Duration>) -> Client {
        Client { request_timeout: timeout, ..self.clone() }
    }

    /// Closes the session behind everything sent before, and waits for the server's word on it. Without a
    /// connection it waits two seconds at most for one.
    ///
    /// # Errors
    /// An error means only that the server did not confirm: the client is closed in any case, and the session
    /// goes with its timeout.
    pub async fn close(&self) -> Result<(), Error> {
        let (answer, done) = oneshot::channel();
        let ticket = Ticket { answer: Some(answer), watch: None, counted: false, told: None };
        if self.commands.send(Command::Close { ticket }).is_err() {
            return Ok(());
        }
        match done.await {
            Ok(Ok(_)) | Err(_) => Ok(()),
            Ok(Err(e)) => Err(e),
        }
    }

    /// Drops the connection but leaves the session to whoever resumes it within its timeout. `None` if there
    /// is no session.
    pub async fn detach(&self) -> Option<Resume> {
        let resume = self.resume();
        let _ = self.commands.send(Command::Detach);
        let _ = self.states.clone().wait_for(SessionState::is_final).await;
        resume
    }

    /// What it takes to resume this session elsewhere.
    pub fn resume(&self) -> Option<Resume> {
        let info = self.session()?;
        let last_zxid = self.last_zxid();
        Some(Resume { session_id: info.session_id, password: info.password, last_zxid })
    }

    /// The session's state, and its changes.
    pub fn states(&self) -> watch::Receiver<SessionState> {
        self.states.clone()
    }

    /// The session's state now.
    pub fn state(&self) -> SessionState {
        self.states.borrow().clone()
    }

    /// Id, password, negotiated timeout and server, as of the last handshake.
    pub fn session(&self) -> Option<SessionInfo> {
        lock(&self.shared.info).clone()
    }

    /// The session's id, or [`SessionId::NONE`].
    pub fn session_id(&self) -> SessionId {
        lock(&self.shared.info).as_ref().map_or(SessionId::NONE, |i| i.session_id)
    }

    /// The highest zxid of any answer so far.
    pub fn last_zxid(&self) -> Zxid {
        Zxid(self.shared.last_zxid.load(Ordering::Relaxed))
    }

    /// Requests that wait or are under way.
    pub fn outstanding_count(&self) -> usize {
        self.shared.outstanding.load(Ordering::Relaxed)
    }

    /// Creates a znode of any kind, and gives its path and stat.
    pub fn create(
        &self,
        path: &str,
        data: Option<&[u8]>,
        options: impl Into<CreateOptions>,
    ) -> Pending<Created> {
        let options = options.into();
        let about = self.about(path, Class::Write);
        let encoded = multi::create_op(&options).and_then(|op| {
            let server_path = multi::server_path(&self.chroot, path, options.mode)?;
            Ok(session::encode(op.code(), |w| {
                multi::encode_create(op, &server_path, data, &options, w);
            }))
        });
        self.issue(encoded, about, |about, reply| {
            about.read(&reply, |r| {
                let path = about.to_client(&r.required_string()?);
                Ok(Created { path, stat: Stat::decode(r)? })
            })
        })
    }

    /// Deletes a znode without children.
    pub fn delete(&self, path: &str, version: Option<i32>) -> Pending<()> {
        self.request(path, Class::Write, nothing, |path| Request::Delete {
            path: path.into(),
            version: version.unwrap_or(-1),
        })
    }

    /// The stat of a znode, or `None` where there is none.
    pub fn exists(&self, path: &str) -> Pending<Option<Stat>> {
        self.request(path, Class::Read, stat_if_any, |path| Request::Exists {
            path: path.into(),
            watch: false,
        })
    }

    /// As [`Client::exists`], with a watch on its creation, deletion and data.
    pub fn exists_watch(&self, path: &str) -> PendingWatch<Option<Stat>> {
        let (request, watch) = self.watching(path, WatchKind::Exist, WATCHER_CAPACITY, stat_if_any, |path| {
            Request::Exists { path: path.into(), watch: true }
        });
        PendingWatch::new(request, watch)
    }

    /// Data and stat.
    pub fn get_data(&self, path: &str) -> Pending<NodeData> {
        self.request(path, Class::Read, node_data, |path| Request::GetData {
            path: path.into(),
            watch: false,
        })
    }

    /// As [`Client::get_data`], with a watch on its deletion and data.
    pub fn get_data_watch(&self, path: &str) -> PendingWatch<NodeData> {
        let (request, watch) = self.watching(path, WatchKind::Data, WATCHER_CAPACITY, node_data, |path| {
            Request::GetData { path: path.into(), watch: true }
        });
        PendingWatch::new(request, watch)
    }

    /// Sets the data, and gives the new stat.
    pub fn set_data(&self, path: &str, data: Option<&[u8]>, version: Option<i32>) -> Pending<Stat> {
        self.request(path, Class::Write, stat, |path| Request::SetData {
            path: path.into(),
            data,
            version: version.unwrap_or(-1),
        })
    }

    /// Names of the children, and the parent's stat.
    pub fn get_children(&self, path: &str) -> Pending<Children> {
        self.request(path, Class::Read, children, |path| Request::GetChildren2 {
            path: path.into(),
            watch: false,
        })
    }

    /// As [`Client::get_children`], with a watch on the set of children and the parent's deletion.
    pub fn get_children_watch(&self, path: &str) -> PendingWatch<Children> {
        let (request, watch) = self.watching(path, WatchKind::Child, WATCHER_CAPACITY, children, |path| {
            Request::GetChildren2 { path: path.into(), watch: true }
        });
        PendingWatch::new(request, watch)
    }

    /// ACL and stat.
    pub fn get_acl(&self, path: &str) -> Pending<AclData> {
        let decode = |about: &About, reply: RawReply| {
            about.read(&reply, |r| {
                let acl = AclBytes::decode(r)?.to_vec();
                Ok(AclData { acl, stat: Stat::decode(r)? })
            })
        };
        self.request(path, Class::Read, decode, |path| Request::GetAcl { path: path.into() })
    }

    /// Replaces the ACL; the version is the ACL's own (`aversion`).
    pub fn set_acl(&self, path: &str, acl: &[Acl], version: Option<i32>) -> Pending<Stat> {
        let about = self.about(path, Class::Write);
        let encoded = checked_path(&self.chroot, path).map(|path| {
            session::encode(OpCode::SetAcl.code(), |w| {
                w.put_str(&path);
                Acl::encode_list(acl, w);
                w.put_i32(version.unwrap_or(-1));
            })
        });
        self.issue(encoded, about, stat)
    }

    /// Waits until the server has caught up with the leader.
    pub fn sync(&self, path: &str) -> Pending<()> {
        self.request(path, Class::Read, nothing, |path| Request::Sync { path: path.into() })
    }

    /// Several writes, all or none.
    ///
    /// # Errors
    /// [`Error::Multi`] names the operation that failed.
    pub fn multi(&self, multi: Multi) -> Pending<Vec<MultiResult>> {
        let mut about = self.about("", Class::Write);
        about.paths = multi.ops.iter().map(|op| op.path().to_owned()).collect();
        let mut outcome = Ok(());
        let frame = session::encode(OpCode::Multi.code(), |w| outcome = multi.encode(&self.chroot, w));
        if let Some(guard) = &self.guard {
            outcome = outcome.and_then(|()| multi.ops.iter().try_for_each(|op| op.admit(guard)));
        }
        self.issue(outcome.map(|()| frame), about, multi::decode_multi)
    }

    /// Several reads of one moment, each with a result of its own (ZooKeeper 3.6 and later).
    pub fn multi_read(&self, multi: MultiRead) -> Pending<multi::ReadResults> {
        let about = self.about("", Class::Read);
        let mut outcome = Ok(());
        let frame = session::encode(OpCode::MultiRead.code(), |w| outcome = multi.encode(&self.chroot, w));
        self.issue(outcome.map(|()| frame), about, multi::decode_multi_read)
    }

    /// Sets a watch that stays until removed (ZooKeeper 3.6 and later).
    ///
    /// Servers before 3.9 keep one watch per path and connection: a later one of another kind on the very same
    /// path, as of [`Client::get_data_watch`], silently takes this one's place until the next reconnect.
    pub fn add_watch(&self, path: &str, mode: AddWatchMode) -> PendingStream {
        let kind = match mode {
            AddWatchMode::Persistent => WatchKind::Persistent,
            AddWatchMode::PersistentRecursive => WatchKind::Recursive,
        };
        let (request, watch) = self.watching(path, kind, STREAM_CAPACITY, nothing, |path| {
            Request::AddWatch { path: path.into(), mode: mode as i32 }
        });
        PendingStream::new(request, watch)
    }

    /// Whether this connection has such a watch at the server: an error of [`ErrorCode::NoWatcher`] if not.
    pub fn check_watches(&self, path: &str, kind: WatcherType) -> Pending<()> {
        self.request(path, Class::Read, nothing, |path| Request::CheckWatches {
            path: path.into(),
            kind: kind as i32,
        })
    }

    /// Removes this connection's watches of a kind from the server; their receiving ends finish.
    pub fn remove_watches(&self, path: &str, kind: WatcherType) -> Pending<()> {
        let about = self.about(path, Class::Read);
        let encoded = checked_path(&self.chroot, path).map(|path| {
            let request = Request::RemoveWatches { path: path.as_str().into(), kind: kind as i32 };
            (frame(&request), Effect::Unwatch { path, kind })
        });
        match encoded {
            Ok((frame, effect)) => self.issue_with(Ok(frame), about, nothing, effect, None),
            Err(e) => Pending::failed(e, about),
        }
    }

    /// Paths of this session's ephemerals below a prefix, which is compared as text.
    pub fn get_ephemerals(&self, prefix: &str) -> Pending<Vec<String>> {
        let decode = |about: &About, reply: RawReply| {
            about.read(&reply, |r| Ok(r.strings()?.iter().map(|p| about.to_client(p)).collect()))
        };
        self.request(prefix, Class::Read, decode, |path| Request::GetEphemerals { prefix: Some(path.into()) })
    }

    /// Number of all descendants.
    pub fn get_all_children_number(&self, path: &str) -> Pending<i32> {
        let decode = |about: &About, reply: RawReply| about.read(&reply, |r| r.i32());
        self.request(path, Class::Read, decode, |path| Request::GetAllChildrenNumber { path: path.into() })
    }

    /// The identities that the server knows this connection by (ZooKeeper 3.7 and later).
    pub fn who_am_i(&self) -> Pending<Vec<Id>> {
        let about = self.about("", Class::Read);
        self.issue(Ok(frame(&Request::WhoAmI)), about, |about, reply| {
            about.read(&reply, reply::decode_who_am_i)
        })
    }

    /// Adds credentials to this session, now and after every reconnect. A refusal ends the connection, not
    /// the session.
    pub fn add_auth(&self, scheme: &str, data: &[u8]) -> Pending<()> {
        let about = self.about("", Class::Read);
        let (answer, done) = oneshot::channel();
        let ticket = Ticket { answer: Some(answer), watch: None, counted: false, told: None };
        let command = Command::Auth { auth: Auth::new(scheme, data), ticket };
        match self.commands.send(command) {
            Ok(()) => Pending::new(done, about, nothing),
            Err(_) => Pending::failed(self.ended(), about),
        }
    }

    /// The ensemble's configuration as text, whatever the chroot.
    pub fn get_config(&self) -> Pending<NodeData> {
        let about = self.about(CONFIG_PATH, Class::Read);
        let request = Request::GetData { path: CONFIG_PATH.into(), watch: false };
        self.issue(Ok(frame(&request)), about, node_data)
    }

    /// Changes the membership, by members joining (`server.4=…`, comma-separated) and leaving (ids), or by
    /// the whole new list; gives the new configuration. `config_id` is the version (zxid) that the
    /// configuration must have, -1 for any.
    pub fn reconfig(
        &self,
        joining: Option<&str>,
        leaving: Option<&str>,
        new_members: Option<&str>,
        config_id: i64,
    ) -> Pending<NodeData> {
        let about = self.about(CONFIG_PATH, Class::Write);
        let request = Request::Reconfig {
            joining: joining.map(Into::into),
            leaving: leaving.map(Into::into),
            new_members: new_members.map(Into::into),
            config_id,
        };
        self.issue(Ok(frame(&request)), about, node_data)
    }

    /// Sends any operation with any body, and gives the reply with whatever code it carries. Nothing is
    /// checked or mapped. Losing it counts as an unknown outcome unless the operation is a known read.
    pub fn raw(&self, op: i32, body: &[u8]) -> Pending<RawReply> {
        let is_read = OpCode::from_i32(op).is_some_and(|o| !o.is_write());
        let about = self.about("", if is_read { Class::Read } else { Class::Write });
        self.issue(Ok(session::encode(op, |w| w.put_bytes(body))), about, |_, reply| Ok(reply))
    }

    fn about(&self, path: &str, class: Class) -> About {
        About { path: path.to_owned(), paths: Vec::new(), class, chroot: self.chroot.clone() }
    }

    /// A request about one path, without effect on watches.
    fn request<'a, T>(
        &self,
        path: &str,
        class: Class,
        decode: fn(&About, RawReply) -> Result<T, Error>,
        make: impl FnOnce(String) -> Request<'a>,
    ) -> Pending<T> {
        let encoded = checked_path(&self.chroot, path).map(|path| frame(&make(path)));
        self.issue(encoded, self.about(path, class), decode)
    }

    /// A read that sets a watch.
    fn watching<'a, T>(
        &self,
        path: &str,
        kind: WatchKind,
        capacity: usize,
        decode: fn(&About, RawReply) -> Result<T, Error>,
        make: impl FnOnce(String) -> Request<'a>,
    ) -> (Pending<T>, Inner) {
        let id = WatcherId(self.shared.next_watcher.fetch_add(1, Ordering::Relaxed));
        let (sink, events) = mpsc::channel(capacity);
        let server_path = self.chroot.to_server(path).into_owned();
        let watch = Inner { id, path: server_path.clone(), events, commands: self.commands.downgrade() };
        let about = self.about(path, Class::Read);
        let encoded = checked_path(&self.chroot, path).map(|path| frame(&make(path)));
        let effect = Effect::Watch { kind, path: server_path.clone(), id };
        let sink = (sink, WatchTicket { id, kind, path: server_path });
        (self.issue_with(encoded, about, decode, effect, Some(sink)), watch)
    }

    fn issue<T>(
        &self,
        frame: Result<Vec<u8>, Error>,
        about: About,
        decode: fn(&About, RawReply) -> Result<T, Error>,
    ) -> Pending<T> {
        self.issue_with(frame, about, decode, Effect::None, None)
    }

    fn issue_with<T>(
        &self,
        frame: Result<Vec<u8>, Error>,
        about: About,
        decode: fn(&About, RawReply) -> Result<T, Error>,
        effect: Effect,
        watch: Option<(mpsc::Sender<WatchEvent>, WatchTicket)>,
    ) -> Pending<T> {
        let frame = match frame.and_then(|f| self.admit(f, &about)) {
            Ok(frame) => frame,
            Err(e) => return Pending::failed(e, about),
        };
        let (answer, done) = oneshot::channel();
        let (sink, watch) = watch.unzip();
        let told = Told::of(&frame, &about.path);
        let request = Outgoing {
            frame,
            class: about.class,
            effect,
            timeout_ms: self.request_timeout.map(millis),
            ticket: Ticket { answer: Some(answer), watch, counted: true, told },
        };
        match self.commands.send(Command::Request { request, sink }) {
            Ok(()) => Pending::new(done, about, decode),
            Err(_) => {
                self.shared.outstanding.fetch_sub(1, Ordering::Relaxed);
                Pending::failed(self.ended(), about)
            }
        }
    }

    /// Asks the guard, checks a frame against the limits, and counts it.
    fn admit(&self, frame: Vec<u8>, about: &About) -> Result<Vec<u8>, Error> {
        if let (Class::Write, Some(guard)) = (about.class, &self.guard) {
            let op = frame.get(8..12).and_then(|b| b.try_into().ok()).map(i32::from_be_bytes);
            match op.and_then(OpCode::from_i32) {
                // Its parts were looked at one by one.
                Some(OpCode::Multi) if !about.paths.is_empty() => {}
                op => guard.check(WriteKind::of(op), &about.path)?,
            }
        }
        let size = frame.len().saturating_sub(4);
        if size > self.max_request_bytes {
            return Err(Error::TooLarge { size, max_bytes: self.max_request_bytes });
        }
        if self.shared.outstanding.fetch_add(1, Ordering::Relaxed) >= self.max_outstanding {
            self.shared.outstanding.fetch_sub(1, Ordering::Relaxed);
            return Err(Error::NotSent(Reason::QueueFull));
        }
        Ok(frame)
    }

    fn ended(&self) -> Error {
        match &*self.states.borrow() {
            SessionState::Expired => Error::SessionExpired,
            SessionState::AuthFailed => Error::AuthFailed,
            _ => Error::Closed,
        }
    }
}

/// For nonces only: where the system has no randomness to give, the hasher's keys have to do.
/// An exchange of SASL on a connection that somebody else opened, with a random nonce.
pub fn sasl_exchange(sasl: zk_sasl::Sasl) -> zk_sasl::Exchange {
    zk_sasl::Exchange::new(zk_sasl::Service::CLIENTS, sasl, random())
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        let (a, b) = (RandomState::new().hash_one(1u8), RandomState::new().hash_one(2u8));
        bytes = (u128::from(a) << 64 | u128::from(b)).to_be_bytes();
    }
    bytes
}

fn frame(request: &Request<'_>) -> Vec<u8> {
    session::encode(request.op_code().code(), |w| request.encode_body(w))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn nothing(about: &About, reply: RawReply) -> Result<(), Error> {
    about.check(&reply)
}

fn stat(about: &About, reply: RawReply) -> Result<Stat, Error> {
    about.read(&reply, Stat::decode)
}

fn stat_if_any(about: &About, reply: RawReply) -> Result<Option<Stat>, Error> {
    if reply.err == ErrorCode::NoNode.code() {
        return Ok(None);
    }
    stat(about, reply).map(Some)
}

fn node_data(about: &About, reply: RawReply) -> Result<NodeData, Error> {
    about.read(&reply, |r| {
        let data = r.buffer()?.map(<[u8]>::to_vec);
        Ok(NodeData { data, stat: Stat::decode(r)? })
    })
}

fn children(about: &About, reply: RawReply) -> Result<Children, Error> {
    about.read(&reply, |r| {
        let names = r.strings()?.into_iter().map(|n| n.into_owned()).collect();
        Ok::<_, DecodeError>(Children { names, stat: Stat::decode(r)? })
    })
}
