//! Logins on the election port, behind the hello.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use zk_proto::quorum_auth::{HEAD_BYTES, MAX_TOKEN_BYTES, QuorumAuthPacket};

use super::stream::Stream;
use crate::quorum::login::{Called, Judged, QuorumLogin};

/// Logs in with the server that was called. It has nothing else to say before we are in.
///
/// # Errors
/// Why not.
pub(super) async fn call(stream: &mut Stream, login: &QuorumLogin) -> io::Result<()> {
    let failed = |e: String| io::Error::new(io::ErrorKind::PermissionDenied, e);
    let Some(mut caller) = login.call().map_err(failed)? else { return Ok(()) };
    send(stream, &caller.first()).await?;
    let mut head = [0; HEAD_BYTES];
    loop {
        stream.read_exact(&mut head).await?;
        let mut bytes = head.to_vec();
        // The token's length is in the head, and checked before there is room for it.
        while QuorumAuthPacket::split(&bytes).map_err(|e| failed(e.to_string()))?.is_none() {
            bytes.push(stream.read_u8().await?);
        }
        let split = QuorumAuthPacket::split(&bytes).map_err(|e| failed(e.to_string()))?;
        let Some((packet, _)) = split else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        match caller.step(packet).map_err(failed)? {
            Called::Send(bytes) => send(stream, &bytes).await?,
            Called::Done => return Ok(()),
        }
    }
}

/// Takes the login of a caller, if it begins with one. `rest` is what was read of the caller, and becomes what is behind the
/// login.
///
/// # Errors
/// Why it is not let in.
pub(super) async fn accept(
    stream: &mut Stream,
    rest: &mut Vec<u8>,
    peer: SocketAddr,
    login: &QuorumLogin,
) -> Result<(), String> {
    let text = |e: io::Error| format!("login: {e}");
    let mut callee = None;
    loop {
        // One who only knocks has gone by now.
        if rest.is_empty() && fill(stream, rest).await.map_err(text)? == 0 {
            return login.let_in_without();
        }
        if callee.is_none() && rest.first() != Some(&FIRST_BYTE) {
            return login.let_in_without();
        }
        let callee = match &mut callee {
            Some(callee) => callee,
            none => none.insert(login.callee()?),
        };
        let (judged, used) = loop {
            if let Some((packet, used)) = QuorumAuthPacket::split(rest).map_err(|e| e.to_string())? {
                break (callee.step(packet, peer), used);
            }
            if fill(stream, rest).await.map_err(text)? == 0 {
                return Err("login: the peer closed the connection".into());
            }
        };
        rest.drain(..used);
        match judged {
            Judged::Send(bytes) => send(stream, &bytes).await.map_err(text)?,
            Judged::LetIn(bytes) => return send(stream, &bytes).await.map_err(text),
            Judged::Refused(bytes, why) => {
                let _ = send(stream, &bytes).await;
                return Err(why);
            }
        }
    }
}

const FIRST_BYTE: u8 = zk_proto::quorum_auth::MAGIC.to_be_bytes()[0];

async fn send(stream: &mut Stream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}

/// Reads what there is, within bounds.
async fn fill(stream: &mut Stream, rest: &mut Vec<u8>) -> io::Result<usize> {
    let room = (HEAD_BYTES + MAX_TOKEN_BYTES).saturating_sub(rest.len()).max(1);
    stream.take(room as u64).read_buf(rest).await
}
