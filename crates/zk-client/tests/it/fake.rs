//! A server that does nothing by itself: each test plays its part, packet by packet.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use zk_client::{Client, ConnectString, EventType, HostPort, Options, SessionId, Stat, Zxid};
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::reply::ReplyHeader;
use zk_proto::request::{Request, RequestHeader};
use zk_proto::watch::{SYNC_CONNECTED, WatcherEvent};
use zk_proto::{OpCode, Reader, Writer, frame};

pub const SESSION: SessionId = SessionId(0x1234);
pub const PASSWORD: [u8; 16] = [7; 16];

/// Fails a test that waits for what never comes.
pub async fn within<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), what).await.expect("it should have happened by now")
}

pub struct FakeServer {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
}

/// A connection, with TLS or without.
trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

impl FakeServer {
    pub async fn start() -> FakeServer {
        FakeServer { listener: TcpListener::bind("127.0.0.1:0").await.unwrap(), tls: None }
    }

    pub async fn start_tls(tls: TlsAcceptor) -> FakeServer {
        FakeServer { tls: Some(tls), ..FakeServer::start().await }
    }

    pub fn address(&self) -> HostPort {
        self.listener.local_addr().unwrap().into()
    }

    pub fn connect_string(&self) -> ConnectString {
        self.address().into()
    }

    pub async fn accept(&self) -> Conn {
        self.try_accept().await.unwrap()
    }

    /// An error is one of the TLS handshake.
    pub async fn try_accept(&self) -> std::io::Result<Conn> {
        let (stream, _) = within(self.listener.accept()).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let stream: Box<dyn Duplex> = match &self.tls {
            Some(tls) => Box::new(within(tls.accept(stream)).await?),
            None => Box::new(stream),
        };
        Ok(Conn { stream, input: Vec::new() })
    }

    /// Accepts a connection and gives it the session.
    pub async fn accept_session(&self, timeout_ms: i32) -> (Conn, Hello) {
        let mut conn = self.accept().await;
        let hello = conn.hello().await;
        conn.welcome(timeout_ms).await;
        (conn, hello)
    }

    /// A client, and this server's end of its connection.
    pub async fn client(&self, options: Options) -> (Client, Conn) {
        self.client_of(self.connect_string(), options).await
    }

    pub async fn client_of(&self, servers: ConnectString, options: Options) -> (Client, Conn) {
        let (client, (conn, _)) =
            tokio::join!(Client::connect(servers, options), self.accept_session(30_000));
        (client.unwrap(), conn)
    }
}

/// What a client says first.
#[derive(Debug)]
pub struct Hello {
    pub session_id: SessionId,
    pub password: Vec<u8>,
    pub last_zxid: Zxid,
    pub timeout_ms: i32,
    pub read_only: Option<bool>,
}

/// A request as it came.
#[derive(Debug)]
pub struct Received {
    pub xid: i32,
    pub op: OpCode,
    body: Vec<u8>,
}

impl Received {
    pub fn request(&self) -> Request<'_> {
        Request::decode_body(self.op, &mut Reader::new(&self.body)).unwrap()
    }

    /// What follows the header.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The path of a request that starts with one.
    pub fn path(&self) -> String {
        Reader::new(&self.body).required_string().unwrap().into_owned()
    }
}

pub struct Conn {
    stream: Box<dyn Duplex>,
    input: Vec<u8>,
}

impl Conn {
    async fn frame(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some((body, rest)) = frame::split(&self.input, 10 << 20).unwrap() {
                let (body, rest) = (body.to_vec(), rest.to_vec());
                self.input = rest;
                return Some(body);
            }
            match within(self.stream.read_buf(&mut self.input)).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// So many bytes, whatever they are.
    pub async fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        within(self.stream.read_exact(&mut bytes)).await.unwrap();
        bytes
    }

    /// What comes first, whatever it is.
    pub async fn something(&mut self) {
        within(self.stream.read_buf(&mut self.input)).await.unwrap();
    }

    /// Waits until the client is gone.
    pub async fn end(&mut self) {
        while self.frame().await.is_some() {}
    }

    pub async fn hello(&mut self) -> Hello {
        let body = self.frame().await.expect("a handshake");
        let hello = ConnectRequest::decode(&mut Reader::new(&body)).unwrap();
        Hello {
            session_id: hello.session_id,
            password: hello.password.unwrap_or_default().to_vec(),
            last_zxid: hello.last_zxid_seen,
            timeout_ms: hello.timeout_ms,
            read_only: hello.read_only,
        }
    }

    pub async fn send(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        let mut out = Vec::new();
        frame::write(&mut out, fill);
        self.send_bytes(&out).await;
    }

    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        within(self.stream.write_all(bytes)).await.unwrap();
        within(self.stream.flush()).await.unwrap();
    }

    pub async fn welcome(&mut self, timeout_ms: i32) {
        let response = ConnectResponse {
            protocol_version: 0,
            timeout_ms,
            session_id: SESSION,
            password: PASSWORD,
            read_only: Some(false),
        };
        self.send(|w| response.encode(w)).await;
    }

    pub async fn say_expired(&mut self) {
        self.send(|w| ConnectResponse::expired(Some(false)).encode(w)).await;
    }

    /// The next request; pings are answered on the way.
    pub async fn request(&mut self) -> Received {
        self.request_or_end().await.expect("a request")
    }

    /// The next request, or `None` at the end of the connection.
    pub async fn request_or_end(&mut self) -> Option<Received> {
        loop {
            let body = self.frame().await?;
            let mut r = Reader::new(&body);
            let header = RequestHeader::decode(&mut r).unwrap();
            let op = OpCode::from_i32(header.op).unwrap();
            if op != OpCode::Ping {
                return Some(Received { xid: header.xid, op, body: r.rest().to_vec() });
            }
            self.reply(header.xid, 0, 0, |_| {}).await;
        }
    }

    pub async fn expect(&mut self, op: OpCode, path: &str) -> i32 {
        let received = self.request().await;
        assert_eq!((received.op, received.path().as_str()), (op, path));
        received.xid
    }

    pub async fn reply(&mut self, xid: i32, zxid: i64, err: i32, body: impl FnOnce(&mut Vec<u8>)) {
        self.send(|w| {
            ReplyHeader { xid, zxid: Zxid(zxid), err }.encode(w);
            body(w);
        })
        .await;
    }

    /// Answers with null data and a stat of zeros.
    pub async fn reply_data(&mut self, xid: i32, zxid: i64) {
        self.reply(xid, zxid, 0, |w| {
            w.put_buffer(None);
            Stat::default().encode(w);
        })
        .await;
    }

    pub async fn event(&mut self, event: EventType, path: &str) {
        self.send(|w| {
            ReplyHeader { xid: -1, zxid: Zxid(-1), err: 0 }.encode(w);
            WatcherEvent { event, state: SYNC_CONNECTED, path: path.into() }.encode(w);
        })
        .await;
    }
}
