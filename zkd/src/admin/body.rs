//! Bodies that are not whole in memory: a file on its way to a caller, and a caller's on its way to a file.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::mpsc;

/// What is sent.
pub(super) enum Sent {
    Whole(Full<Bytes>),
    File(FileBody),
}

/// A file, read piece by piece on a thread of its own as the caller takes them.
pub(super) struct FileBody {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    left: u64,
}

/// Bytes of a piece, and pieces that wait.
const PIECE_BYTES: usize = 256 << 10;
const PIECES: usize = 4;

impl Sent {
    pub(super) fn whole(bytes: impl Into<Bytes>) -> Sent {
        Sent::Whole(Full::new(bytes.into()))
    }

    /// The first `len` bytes of a file, which has them.
    pub(super) fn file(mut file: File, len: u64) -> Sent {
        let (to, pieces) = mpsc::channel(PIECES);
        tokio::task::spawn_blocking(move || {
            let mut left = len;
            while left > 0 {
                let mut piece = vec![0; PIECE_BYTES.min(usize::try_from(left).unwrap_or(PIECE_BYTES))];
                let read = file.read_exact(&mut piece).map(|()| Bytes::from(piece));
                left -= read.as_ref().map_or(left, |p| p.len() as u64);
                // A caller that is gone takes nothing more.
                if to.blocking_send(read).is_err() {
                    return;
                }
            }
        });
        Sent::File(FileBody { pieces, left: len })
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Sent::Whole(full) => Pin::new(full).poll_frame(cx).map_err(|never| match never {}),
            Sent::File(file) => file.pieces.poll_recv(cx).map(|piece| {
                let piece = piece?;
                file.left -= piece.as_ref().map_or(0, |p| p.len() as u64);
                Some(piece.map(Frame::data))
            }),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Sent::Whole(full) => full.size_hint(),
            Sent::File(file) => SizeHint::with_exact(file.left),
        }
    }
}

/// A file that goes when it is let go of.
pub(super) struct Upload {
    pub(super) path: PathBuf,
}

impl Drop for Upload {
    fn drop(&mut self) {
        // The next start removes what cannot be removed now.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Takes a caller's body into a new file of at most `max_bytes`. Who sends nothing for `patience` is given up.
///
/// # Errors
/// What the caller or the disk did, in words.
pub(super) async fn receive(
    mut body: Incoming,
    path: &Path,
    max_bytes: u64,
    patience: Duration,
) -> Result<Upload, String> {
    let disk = |e: io::Error| format!("cannot write {}: {e}", path.display());
    let upload = Upload { path: path.to_owned() };
    let mut file = File::create(path).map_err(disk)?;
    let (to, mut pieces) = mpsc::channel::<Bytes>(PIECES);
    let writer = tokio::task::spawn_blocking(move || -> io::Result<()> {
        while let Some(piece) = pieces.blocking_recv() {
            file.write_all(&piece)?;
        }
        file.sync_all()
    });
    let mut total = 0;
    loop {
        let frame = match tokio::time::timeout(patience, body.frame()).await {
            Ok(None) => break,
            Ok(Some(Ok(frame))) => frame,
            Ok(Some(Err(e))) => return Err(format!("the body did not come whole: {e}")),
            Err(_) => return Err(format!("nothing more came of the body for {patience:?}")),
        };
        let Ok(piece) = frame.into_data() else { continue };
        total += piece.len() as u64;
        if total > max_bytes {
            return Err(format!("the body is longer than {max_bytes} bytes"));
        }
        if to.send(piece).await.is_err() {
            break;
        }
    }
    drop(to);
    match writer.await {
        Ok(written) => written.map(|()| upload).map_err(disk),
        Err(e) => Err(format!("the thread that writes {} failed: {e}", path.display())),
    }
}
