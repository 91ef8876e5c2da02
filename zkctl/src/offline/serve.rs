//! Serves a tree of the past to this process: every read verb, and the shell, works on it as on a live server.
//!
//! It listens on the loopback interface and answers nobody who does not know the token that this process made up: the
//! files are ours to read, and it must not open them to other users of the machine. No ACL is checked. Writes are
//! refused, watches never fire.

use std::borrow::Cow;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zk_client::Auth;
use zk_forensics::travel::Past;
use zk_proto::connect::{ConnectRequest, ConnectResponse, PASSWORD_LEN};
use zk_proto::multi::{MultiHeader, OpResult};
use zk_proto::reply::ReplyHeader;
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, OpCode, Reader, Request, SessionId, Stat, Writer, frame};
use zk_server::{ReadContext, read};
use zk_tree::{ConnId, Identities, WatchTable};

/// Scheme of the token.
const SCHEME: &str = "zkctl-offline";
/// Longest request in bytes; paths and a token are all that is asked with.
const MAX_REQUEST_BYTES: usize = 4 << 20;
/// Bytes read at once.
const CHUNK_BYTES: usize = 64 << 10;

/// Where the tree is served, and what lets one in.
pub struct Served {
    pub addr: SocketAddr,
    pub auth: Auth,
}

/// Serves the tree of `past` until the runtime ends.
///
/// # Errors
/// There is no port, or no randomness.
pub async fn serve(past: Arc<Past>) -> io::Result<Served> {
    // Never freed: the process ends with what it was asked, and giving back a million nodes one by one would take longer.
    std::mem::forget(Arc::clone(&past));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let addr = listener.local_addr()?;
    let token = token()?;
    let shared = Arc::new(Shared { past, token: token.clone(), next: AtomicI64::new(1) });
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let shared = Arc::clone(&shared);
            tokio::spawn(async move {
                // A connection that breaks is its client's business.
                let _ = shared.connection(stream).await;
            });
        }
    });
    Ok(Served { addr, auth: Auth::new(SCHEME, token) })
}

fn token() -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; 32];
    io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut bytes)?;
    Ok(bytes)
}

/// Of a node; null differs from empty.
type Data<'a> = Option<Cow<'a, [u8]>>;

struct Shared {
    past: Arc<Past>,
    token: Vec<u8>,
    next: AtomicI64,
}

/// What a request leaves behind.
enum Then {
    GoOn,
    HangUp,
}

struct Connection {
    id: i64,
    greeted: bool,
    known: bool,
    watches: WatchTable,
    who: Identities,
}

impl Shared {
    async fn connection(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut conn = Connection {
            id: self.next.fetch_add(1, Ordering::Relaxed),
            greeted: false,
            known: false,
            watches: WatchTable::new(),
            who: Identities::internal(),
        };
        let (mut input, mut out) = (Vec::new(), Vec::new());
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let n = stream.read(&mut chunk).await?;
            if n == 0 {
                return Ok(());
            }
            input.extend_from_slice(chunk.get(..n).unwrap_or_default());
            let mut rest = input.as_slice();
            let mut then = Then::GoOn;
            while let Some((body, behind)) =
                frame::split(rest, MAX_REQUEST_BYTES).map_err(io::Error::other)?
            {
                then = self.request(&mut conn, body, &mut out);
                rest = behind;
                if matches!(then, Then::HangUp) {
                    break;
                }
            }
            let used = input.len() - rest.len();
            input.drain(..used);
            stream.write_all(&out).await?;
            out.clear();
            if matches!(then, Then::HangUp) {
                return Ok(());
            }
        }
    }

    fn request(&self, conn: &mut Connection, body: &[u8], out: &mut Vec<u8>) -> Then {
        if !conn.greeted {
            return self.greet(conn, body, out);
        }
        let mut r = Reader::new(body);
        let Ok(header) = RequestHeader::decode(&mut r) else { return Then::HangUp };
        let op = OpCode::from_i32(header.op);
        let zxid = self.past.tree.last_zxid();
        let answer = |out: &mut Vec<u8>, code: i32| {
            frame::write(out, |w| ReplyHeader { xid: header.xid, zxid, err: code }.encode(w));
        };
        match op {
            Some(OpCode::Auth) => {
                let given = match Request::decode_body(OpCode::Auth, &mut r) {
                    Ok(Request::Auth { scheme, auth, .. }) => (scheme.into_owned(), auth.unwrap_or_default()),
                    _ => return Then::HangUp,
                };
                // Other credentials are for live servers: nothing here asks for them.
                conn.known |= given.0 == SCHEME && given.1 == self.token;
                answer(out, 0);
            }
            Some(OpCode::CloseSession) => {
                answer(out, 0);
                return Then::HangUp;
            }
            Some(OpCode::Ping) => self.read(conn, body, out),
            _ if !conn.known => answer(out, ErrorCode::NoAuth.code()),
            Some(op @ (OpCode::GetData | OpCode::MultiRead)) => match Request::decode_body(op, &mut r) {
                Ok(request) => self.read_data(header.xid, &request, out),
                Err(_) => answer(out, ErrorCode::MarshallingError.code()),
            },
            Some(op) if op.is_write() => answer(out, ErrorCode::NotReadOnly.code()),
            _ => self.read(conn, body, out),
        }
        Then::GoOn
    }

    fn read(&self, conn: &mut Connection, body: &[u8], out: &mut Vec<u8>) {
        let context = ReadContext {
            tree: &self.past.tree,
            conn: ConnId(conn.id as u64),
            session: SessionId(conn.id),
            who: &conn.who,
        };
        read::execute(&context, &mut &mut conn.watches, body, out);
    }

    /// Answers what asks for data, as the server does with a tree that has all of it.
    fn read_data(&self, xid: i32, request: &Request<'_>, out: &mut Vec<u8>) {
        let zxid = self.past.tree.last_zxid();
        let start = out.len();
        let mut err = 0;
        frame::write(out, |w| {
            ReplyHeader { xid, zxid, err: 0 }.encode(w);
            match request {
                Request::GetData { path, .. } => match self.data(path) {
                    Ok((data, stat)) => {
                        w.put_buffer(data.as_deref());
                        stat.encode(w);
                    }
                    Err(e) => err = e.code(),
                },
                Request::MultiRead(ops) => {
                    for op in ops {
                        self.read_one(op, w);
                    }
                    MultiHeader::END.encode(w);
                }
                _ => err = ErrorCode::Unimplemented.code(),
            }
        });
        if err != 0 {
            out.truncate(start);
            frame::write(out, |w| ReplyHeader { xid, zxid, err }.encode(w));
        }
    }

    fn read_one(&self, op: &Request<'_>, w: &mut Vec<u8>) {
        match op {
            Request::GetData { path, .. } => match self.data(path) {
                Ok((data, stat)) => OpResult::GetData(data.as_deref(), stat).encode(w),
                Err(e) => OpResult::Error(e.code()).encode(w),
            },
            Request::GetChildren { path, .. } => match self.past.tree.find(path) {
                Some(n) => {
                    OpResult::GetChildren(n.children().map(String::from_utf8_lossy).collect()).encode(w);
                }
                None => OpResult::Error(ErrorCode::NoNode.code()).encode(w),
            },
            _ => OpResult::Error(ErrorCode::MarshallingError.code()).encode(w),
        }
    }

    fn data(&self, path: &str) -> Result<(Data<'_>, Stat), ErrorCode> {
        let node = self.past.tree.find(path).ok_or(ErrorCode::NoNode)?;
        match self.past.data(path, &node) {
            Ok(data) => Ok((data, node.stat())),
            Err(e) => {
                // The protocol has no words for it.
                crate::say(crate::sanitise::line(&e.to_string()));
                Err(ErrorCode::SystemError)
            }
        }
    }

    fn greet(&self, conn: &mut Connection, body: &[u8], out: &mut Vec<u8>) -> Then {
        let Ok(request) = ConnectRequest::decode(&mut Reader::new(body)) else { return Then::HangUp };
        conn.greeted = true;
        let response = ConnectResponse {
            protocol_version: 0,
            timeout_ms: request.timeout_ms.max(1),
            session_id: SessionId(conn.id),
            password: [0; PASSWORD_LEN],
            read_only: request.read_only.map(|_| false),
        };
        frame::write(out, |w| response.encode(w));
        Then::GoOn
    }
}
