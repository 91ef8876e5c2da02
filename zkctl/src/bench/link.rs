//! One connection with a session of its own: buffers, frames and xids, and nothing per request.

use std::io;
use std::time::Duration;

use tokio::io::Interest;
use zk_client::{ErrorCode, HostPort, Sasl, SaslStep, dial, sasl_exchange};
use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::op::xid;
use zk_proto::reply::ReplyHeader;
use zk_proto::request::{Request, RequestHeader};
use zk_proto::{OpCode, Reader, SessionId, Writer, Zxid, frame};

use super::{BenchConfig, BenchError};

/// Longest reply taken: the names of all children of a parent that a long run filled.
const MAX_REPLY_BYTES: usize = 256 << 20;
const READ_BYTES: usize = 64 << 10;

pub(super) struct Link {
    server: HostPort,
    stream: zk_client::Link,
    output: Vec<u8>,
    /// How much of `output` is written.
    written: usize,
    input: Vec<u8>,
    next_xid: i32,
    /// A third of the session timeout.
    pub(super) ping_interval: Duration,
}

impl Link {
    pub(super) async fn open(server: &HostPort, config: &BenchConfig) -> Result<Link, BenchError> {
        let failed = |reason: String| BenchError::Connection { server: server.clone(), reason };
        match tokio::time::timeout(config.connect_timeout, Link::open_unbounded(server, config)).await {
            Ok(Ok(link)) => Ok(link),
            Ok(Err(e)) if e.kind() == io::ErrorKind::PermissionDenied => {
                Err(BenchError::Credentials { server: server.clone(), reason: e.to_string() })
            }
            Ok(Err(e)) => Err(failed(e.to_string())),
            Err(_) => Err(failed("no session in time".to_owned())),
        }
    }

    async fn open_unbounded(server: &HostPort, config: &BenchConfig) -> io::Result<Link> {
        let stream = zk_client::Link::new(dial(server, config.tls.as_ref()).await?);
        let mut link = Link {
            server: server.clone(),
            stream,
            output: Vec::new(),
            written: 0,
            input: Vec::new(),
            next_xid: 1,
            ping_interval: Duration::MAX,
        };
        let hello = ConnectRequest {
            protocol_version: 0,
            last_zxid_seen: Zxid::ZERO,
            timeout_ms: i32::try_from(config.session_timeout.as_millis()).unwrap_or(i32::MAX),
            session_id: SessionId::NONE,
            password: Some(&[0; 16]),
            read_only: Some(false),
        };
        frame::write(&mut link.output, |w| hello.encode(w));
        link.flush().await?;
        let body = link.frame().await?;
        let welcome = ConnectResponse::decode(&mut Reader::new(&body)).map_err(io::Error::other)?;
        let timeout_ms = u64::try_from(welcome.timeout_ms).unwrap_or(0);
        if timeout_ms == 0 {
            return Err(io::Error::other("the server refused a session"));
        }
        link.ping_interval = Duration::from_millis(timeout_ms / 3);
        if let Some(sasl) = &config.sasl {
            link.log_in(sasl.clone()).await?;
        }
        for auth in &config.auth {
            let request =
                Request::Auth { kind: 0, scheme: auth.scheme.as_str().into(), auth: Some(&auth.data) };
            link.put(xid::AUTH, &request);
            link.flush().await?;
            let (header, _) = link.reply().await?;
            if header.err != 0 {
                return Err(denied("authentication failed"));
            }
        }
        Ok(link)
    }

    /// SASL, before anything else is asked for.
    async fn log_in(&mut self, sasl: Sasl) -> io::Result<()> {
        let mut exchange = sasl_exchange(sasl);
        let mut token = Vec::new();
        loop {
            let xid = self.next_xid;
            self.next_xid += 1;
            frame::write(&mut self.output, |w| {
                RequestHeader { xid, op: OpCode::Sasl.code() }.encode(w);
                w.put_buffer(Some(&token));
            });
            self.flush().await?;
            let (header, body) = self.reply().await?;
            match ErrorCode::from_i32(header.err) {
                _ if header.err == 0 => {}
                Some(ErrorCode::Unimplemented) => return Err(denied("the server does no SASL")),
                _ => return Err(denied("SASL: the server did not accept the user or the password")),
            }
            let answer = Reader::new(&body).buffer().map_err(io::Error::other)?;
            match exchange.step(answer).map_err(|why| denied(&format!("SASL: {why}")))? {
                SaslStep::Answer(next) => token = next,
                SaslStep::Done => return Ok(()),
            }
        }
    }

    /// Appends a request to what is to be written, and gives its xid.
    pub(super) fn push(&mut self, request: &Request<'_>) -> i32 {
        let xid = self.next_xid;
        self.next_xid = xid.checked_add(1).unwrap_or(1);
        self.put(xid, request);
        xid
    }

    pub(super) fn push_ping(&mut self) {
        self.put(xid::PING, &Request::Ping);
    }

    fn put(&mut self, xid: i32, request: &Request<'_>) {
        frame::write(&mut self.output, |w| {
            RequestHeader { xid, op: request.op_code().code() }.encode(w);
            request.encode_body(w);
        });
    }

    /// Writes what the socket takes.
    pub(super) fn write_some(&mut self) -> io::Result<()> {
        while let Some(rest) = self.output.get(self.written..)
            && !rest.is_empty()
        {
            match self.stream.try_write(rest) {
                Ok(n) => self.written += n,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(e) => return Err(e),
            }
        }
        self.output.clear();
        self.written = 0;
        self.stream.flush()
    }

    /// Waits until the socket can be read, or written where there is something to write.
    pub(super) async fn ready(&self) -> io::Result<()> {
        let interest = match self.output.is_empty() && !self.stream.wants_write() {
            true => Interest::READABLE,
            false => Interest::READABLE | Interest::WRITABLE,
        };
        self.stream.ready(interest).await.map(|_| ())
    }

    /// Reads what is there, and hands each whole reply's header to `each`.
    pub(super) fn read_some(
        &mut self,
        mut each: impl FnMut(ReplyHeader) -> io::Result<()>,
    ) -> io::Result<()> {
        if !self.read_once()? {
            return Ok(());
        }
        // What TLS has decrypted already, no socket tells of. Without it a second look is a call for nothing.
        while self.stream.is_tls() && self.read_once()? {}
        let mut rest = self.input.as_slice();
        while let Some((body, tail)) = frame::split(rest, MAX_REPLY_BYTES).map_err(io::Error::other)? {
            rest = tail;
            let header = ReplyHeader::decode(&mut Reader::new(body)).map_err(io::Error::other)?;
            if !matches!(header.xid, xid::PING | xid::NOTIFICATION) {
                each(header)?;
            }
        }
        let used = self.input.len() - rest.len();
        self.input.drain(..used);
        Ok(())
    }

    pub(super) async fn sync(&mut self, path: &str) -> Result<(), BenchError> {
        self.call(&Request::Sync { path: path.into() }).await.map(|_| ())
    }

    /// One request and its answer.
    pub(super) async fn call(&mut self, request: &Request<'_>) -> Result<(ReplyHeader, Vec<u8>), BenchError> {
        self.push(request);
        let answered = async {
            self.flush().await?;
            self.reply().await
        };
        let answered = answered.await;
        answered.map_err(|e| self.broken(&e))
    }

    /// Sends `requests` in windows and hands each answer with its index to `each`.
    pub(super) async fn pipeline<'a>(
        &mut self,
        requests: impl Iterator<Item = Request<'a>>,
        mut each: impl FnMut(usize, ReplyHeader, &[u8]),
    ) -> Result<(), BenchError> {
        let mut requests = requests.peekable();
        let mut index = 0;
        while requests.peek().is_some() {
            let mut sent = 0;
            // A window ends at a fair number of bytes, too: neither side's buffers shall fill up.
            while sent < 256 && self.output.len() < READ_BYTES {
                let Some(request) = requests.next() else { break };
                self.push(&request);
                sent += 1;
            }
            self.flush().await.map_err(|e| self.broken(&e))?;
            for _ in 0..sent {
                let (header, body) = self.reply().await.map_err(|e| self.broken(&e))?;
                each(index, header, &body);
                index += 1;
            }
        }
        Ok(())
    }

    /// Closes the session, waiting for the server's word at most this long.
    pub(super) async fn close(mut self, patience: Duration) {
        let _ = tokio::time::timeout(patience, self.call(&Request::CloseSession)).await;
    }

    async fn flush(&mut self) -> io::Result<()> {
        loop {
            self.write_some()?;
            if self.output.is_empty() && !self.stream.wants_write() {
                return Ok(());
            }
            self.stream.ready(Interest::WRITABLE).await?;
        }
    }

    async fn reply(&mut self) -> io::Result<(ReplyHeader, Vec<u8>)> {
        loop {
            let body = self.frame().await?;
            let mut r = Reader::new(&body);
            let header = ReplyHeader::decode(&mut r).map_err(io::Error::other)?;
            if !matches!(header.xid, xid::PING | xid::NOTIFICATION) {
                return Ok((header, r.rest().to_vec()));
            }
        }
    }

    async fn frame(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let split = frame::split(&self.input, MAX_REPLY_BYTES).map_err(io::Error::other)?;
            if let Some((body, rest)) = split {
                let (body, used) = (body.to_vec(), self.input.len() - rest.len());
                self.input.drain(..used);
                return Ok(body);
            }
            if !self.read_once()? {
                self.stream.ready(Interest::READABLE).await?;
            }
        }
    }

    /// Appends what is there; false if nothing is.
    fn read_once(&mut self) -> io::Result<bool> {
        self.input.reserve(READ_BYTES);
        match self.stream.try_read(&mut self.input) {
            Ok(0) => Err(closed()),
            Ok(_) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => Ok(false),
            Err(e) => Err(e),
        }
    }

    fn broken(&self, error: &io::Error) -> BenchError {
        BenchError::Connection { server: self.server.clone(), reason: error.to_string() }
    }
}

fn denied(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

fn closed() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed the connection")
}
