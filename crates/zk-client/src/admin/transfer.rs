//! Backups over the AdminServer: bodies that are longer than memory should hold, given out and taken piece by piece.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::{Method, Response, StatusCode};
use serde_json::{Map, Value};
use zk_proto::Zxid;

use super::http::{AdminError, AdminRequest, AdminUrl, call, other, read};
use crate::tls::Tls;

/// What an AdminServer says in front of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotHead {
    /// The last transaction in it.
    pub last_zxid: Option<Zxid>,
    /// Its size in bytes.
    pub bytes: Option<u64>,
}

/// Whom to ask, and how long to wait for the next byte.
#[derive(Clone, Copy)]
pub struct Transfer<'a> {
    /// The AdminServer.
    pub url: &'a AdminUrl,
    /// For one behind `https://`.
    pub tls: Option<&'a Tls>,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// A server that says nothing for so long is given up. It takes the snapshot first, or puts it in place.
    pub patience: Duration,
}

/// Longest refusal that is read.
const MAX_REFUSAL_BYTES: usize = 64 << 10;
/// Bytes of a piece.
const PIECE_BYTES: usize = 256 << 10;

impl Transfer<'_> {
    fn request(&self, command: &str) -> AdminRequest {
        let authorization = self.authorization.map(str::to_owned);
        AdminRequest { authorization, ..AdminRequest::get(command) }
    }

    async fn in_time<T>(&self, what: impl Future<Output = T>) -> Result<T, AdminError> {
        let timeout_ms = self.patience.as_millis();
        let result = tokio::time::timeout(self.patience, what).await;
        result.map_err(|_| AdminError::Timeout { url: self.url.clone(), timeout_ms })
    }

    /// Lets the server take a snapshot, and gives it to `piece` as it comes. What came counts only if the end was
    /// reached: then it is as long as the server said.
    ///
    /// # Errors
    /// [`AdminError`]; what `piece` says is one, too.
    pub async fn take_snapshot(
        &self,
        mut piece: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<SnapshotHead, AdminError> {
        let io = |source: io::Error| AdminError::Io { url: self.url.clone(), source };
        let request = self.request("snapshot");
        let body = http_body_util::Empty::<Bytes>::new();
        let talk = call(self.url, self.tls, Method::GET, &request, None, body);
        let mut answer = self.in_time(talk).await??;
        if answer.status() != StatusCode::OK {
            return Err(self.refusal(&request, answer).await);
        }
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok());
        let head = SnapshotHead {
            last_zxid: header("last_zxid").and_then(|v| v.parse().ok()),
            bytes: header("snapshot_size").and_then(|v| v.parse().ok()),
        };
        let mut total = 0;
        while let Some(frame) = self.in_time(answer.body_mut().frame()).await? {
            let frame = frame.map_err(|e| other(self.url, e))?;
            let Ok(data) = frame.into_data() else { continue };
            total += data.len() as u64;
            piece(&data).map_err(io)?;
        }
        match head.bytes.filter(|bytes| *bytes != total) {
            Some(bytes) => {
                let text = format!("{total} bytes came of a snapshot of {bytes}");
                Err(io(io::Error::new(io::ErrorKind::UnexpectedEof, text)))
            }
            None => Ok(SnapshotHead { bytes: Some(total), ..head }),
        }
    }

    /// Sends `len` bytes of a snapshot to take the place of the server's tree; `sent` says how many are sent.
    ///
    /// # Errors
    /// [`AdminError`]; an answer whose `error` is set is one too.
    pub async fn restore_snapshot(
        &self,
        file: File,
        len: u64,
        sent: Arc<AtomicU64>,
    ) -> Result<Map<String, Value>, AdminError> {
        let request = self.request("restore");
        let body = FileBody { file, left: len, sent };
        let kind = Some("application/octet-stream");
        let answer = call(self.url, self.tls, Method::POST, &request, kind, body).await?;
        let status = answer.status();
        let bytes = self.rest(answer).await?;
        read(self.url, &request, status, &bytes)
    }

    async fn refusal(&self, request: &AdminRequest, answer: Response<Incoming>) -> AdminError {
        let status = answer.status();
        match self.rest(answer).await {
            Ok(bytes) => {
                read(self.url, request, status, &bytes).err().unwrap_or_else(|| AdminError::Refused {
                    url: self.url.clone(),
                    command: request.command.clone(),
                    why: status.to_string(),
                })
            }
            Err(e) => e,
        }
    }

    async fn rest(&self, answer: Response<Incoming>) -> Result<Vec<u8>, AdminError> {
        let body = http_body_util::Limited::new(answer.into_body(), MAX_REFUSAL_BYTES).collect();
        let io = |e| AdminError::Io { url: self.url.clone(), source: io::Error::other(e) };
        Ok(self.in_time(body).await?.map_err(io)?.to_bytes().to_vec())
    }
}

/// A file as it is sent.
struct FileBody {
    file: File,
    left: u64,
    sent: Arc<AtomicU64>,
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        // Reading a file does not wait long enough to be worth a thread here.
        let mut piece = vec![0; usize::try_from(self.left).unwrap_or(PIECE_BYTES).min(PIECE_BYTES)];
        let read = self.file.read_exact(&mut piece);
        self.left = if read.is_ok() { self.left - piece.len() as u64 } else { 0 };
        self.sent.fetch_add(piece.len() as u64, Ordering::Relaxed);
        Poll::Ready(Some(read.map(|()| Frame::data(Bytes::from(piece)))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
