//! The first moments of a client's connection: whether it speaks TLS, the handshake, and who the client has proved to be.
//!
//! A caller that says nothing costs a socket and a timer: nothing is made for it before its first byte is there. One that
//! dawdles in the middle of its handshake is cut off after `ssl.handshakeDetectionTimeoutMillis`.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConnection;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use zk_proto::Id;

use super::handshakes::Handshakes;
use super::reason::reason_in;
use super::subject::subject;
use super::validity::has_names;
use super::{Tls, alternative, names};
use crate::config::Config;
use crate::log_gate::{LogGate, Subject};
use crate::status::metrics::{Counter, Metrics};

/// What a listener takes.
#[derive(Clone)]
pub(crate) enum Door {
    /// Plain text.
    Plain,
    /// TLS.
    Secure(Arc<Tls>),
    /// Either, as the first byte says.
    Both(Arc<Tls>),
}

/// The first byte of every TLS handshake. A connect request begins with 0, a four-letter word with a letter.
const HANDSHAKE_RECORD: u8 = 0x16;

/// TLS of a connection, and what its client has proved by it.
pub(crate) struct Secured {
    pub(crate) tls: Box<ServerConnection>,
    pub(crate) ids: Vec<Id>,
}

/// Why a caller is turned away.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It went away, or said nothing, or too little, in its time.
    Gone(String),
    /// What it said is not good enough.
    Bad(String),
    /// Too many shake hands already.
    Crowded,
}

/// Lets a caller in; without TLS where that is what it speaks and the door takes it.
///
/// # Errors
/// [`Refused`]; the caller is to be hung up on.
pub(crate) async fn greet(
    config: &Config,
    door: &Door,
    handshakes: &Handshakes,
    stream: TcpStream,
    addr: SocketAddr,
) -> Result<(TcpStream, Option<Secured>), Refused> {
    let (tls, may_be_plain) = match door {
        Door::Plain => return Ok((stream, None)),
        Door::Secure(tls) => (tls, false),
        Door::Both(tls) => (tls, true),
    };
    let patience = Duration::from_millis(config.sessionless_timeout_ms.into());
    let first = timeout(patience, first_byte(&stream)).await;
    match first.map_err(|_| Refused::Gone("it said nothing".into()))? {
        Ok(Some(HANDSHAKE_RECORD)) => {}
        Ok(Some(_)) if may_be_plain => return Ok((stream, None)),
        Ok(Some(_)) => return Err(Refused::Bad("it speaks no TLS, which this port is for".into())),
        Ok(None) => return Err(Refused::Gone("it closed the connection".into())),
        Err(e) => return Err(Refused::Gone(e.to_string())),
    }
    let slot = handshakes.enter(config.tls_handshake_limit).ok_or(Refused::Crowded)?;
    // What holds now: a change of the files meanwhile is for those who come later.
    let material = tls.material();
    let patience = Duration::from_millis(tls.config().handshake_timeout_ms.into());
    let shaken = tokio::select! {
        shaken = timeout(patience, TlsAcceptor::from(material.server.clone()).accept(stream)) => shaken,
        () = slot.has_to_go() => return Err(Refused::Crowded),
    };
    let stream = shaken
        .map_err(|_| Refused::Gone(format!("its TLS handshake took longer than {patience:?}")))?
        .map_err(|e| failed(&e))?;
    drop(slot);
    let (stream, connection) = stream.into_inner();
    let ids = identities(config, tls, &connection, addr)?;
    Ok((stream, Some(Secured { tls: Box::new(connection), ids })))
}

/// A caller of the AdminServer.
pub(crate) enum Greeted {
    /// As it is.
    Plain(TcpStream),
    /// Encrypted; with what the caller has proved by its certificate.
    Secured(Box<tokio_rustls::server::TlsStream<TcpStream>>, Vec<Id>),
}

/// As [`greet`], for the AdminServer, whose streams are not the clients'.
///
/// # Errors
/// [`Refused`]; the caller is to be hung up on.
pub(crate) async fn greet_http(
    config: &Config,
    door: &Door,
    patience: Duration,
    stream: TcpStream,
    addr: SocketAddr,
) -> Result<Greeted, Refused> {
    let (tls, may_be_plain) = match door {
        Door::Plain => return Ok(Greeted::Plain(stream)),
        Door::Secure(tls) => (tls, false),
        Door::Both(tls) => (tls, true),
    };
    let first = timeout(patience, first_byte(&stream)).await;
    match first.map_err(|_| Refused::Gone("it said nothing".into()))? {
        Ok(Some(HANDSHAKE_RECORD)) => {}
        Ok(Some(_)) if may_be_plain => return Ok(Greeted::Plain(stream)),
        Ok(Some(_)) => return Err(Refused::Bad("it speaks no TLS (admin.forceHttps)".into())),
        Ok(None) => return Err(Refused::Gone("it closed the connection".into())),
        Err(e) => return Err(Refused::Gone(e.to_string())),
    }
    let patience = Duration::from_millis(tls.config().handshake_timeout_ms.into());
    let shaken = timeout(patience, TlsAcceptor::from(tls.material().server.clone()).accept(stream)).await;
    let stream = shaken
        .map_err(|_| Refused::Gone(format!("its TLS handshake took longer than {patience:?}")))?
        .map_err(|e| failed(&e))?;
    let ids = identities(config, tls, stream.get_ref().1, addr)?;
    Ok(Greeted::Secured(Box::new(stream), ids))
}

async fn first_byte(stream: &TcpStream) -> io::Result<Option<u8>> {
    let mut byte = [0];
    Ok((stream.peek(&mut byte).await? > 0).then_some(byte[0]))
}

fn failed(error: &io::Error) -> Refused {
    match reason_in(error) {
        Some(reason) => Refused::Bad(format!("its TLS handshake failed: {reason}")),
        None => Refused::Gone(format!("it went away during the TLS handshake: {error}")),
    }
}

/// What a certificate that the handshake has found good makes of its owner.
///
/// Mirrors: ZooKeeper `NettyServerCnxnFactory.CertificateVerifier`, `X509AuthenticationProvider`: without a name that fits, the
/// subject counts.
fn identities(
    config: &Config,
    tls: &Tls,
    connection: &ServerConnection,
    addr: SocketAddr,
) -> Result<Vec<Id>, Refused> {
    let Some(certificate) = connection.peer_certificates().and_then(|chain| chain.first()) else {
        return Ok(Vec::new());
    };
    if tls.config().check_client_name && !names(certificate, &addr.ip().to_string()) {
        let text = format!("its certificate is not for {} (ssl.clientHostnameVerification)", addr.ip());
        return Err(Refused::Bad(text));
    }
    let subject = subject(certificate).map_err(|e| Refused::Bad(format!("its certificate: {e}")))?;
    if subject.is_empty() && !has_names(certificate) {
        return Err(Refused::Bad(
            "its certificate has neither a subject nor a subjectAltName: it is nobody's".into(),
        ));
    }
    let id = match &config.x509_alternative_name {
        None => subject,
        Some(rule) => alternative::identity(rule, certificate).unwrap_or_else(|why| {
            tracing::info!(peer = %addr, "its certificate: {why}; its subject {subject:?} is its identity");
            subject
        }),
    };
    let mut ids = Vec::new();
    if config.x509_super_user.as_ref() == Some(&id) {
        ids.push(Id::new("super", id.clone()));
    }
    ids.push(Id::new("x509", id));
    Ok(ids)
}

/// Counts and says why a caller was turned away; the log hears of the same address and reason once a minute.
pub(crate) fn note(metrics: &Metrics, gate: &LogGate, addr: SocketAddr, why: &Refused) {
    metrics.count(Counter::ConnectionDrop);
    let opens = |reason: String| gate.opens(Subject::Addr(addr.ip()), reason);
    match why {
        Refused::Gone(reason) => {
            metrics.count(Counter::UnsuccessfulHandshake);
            tracing::debug!(peer = %addr, "caller let go before it was served: {reason}");
        }
        Refused::Bad(reason) => {
            metrics.count(Counter::UnsuccessfulHandshake);
            match opens(reason.clone()) {
                true => tracing::info!(peer = %addr, "caller turned away: {reason}"),
                false => tracing::debug!(peer = %addr, "caller turned away: {reason}"),
            }
        }
        Refused::Crowded => {
            metrics.count(Counter::TlsHandshakeExceeded);
            if opens("crowded".into()) {
                tracing::warn!(peer = %addr, "caller turned away: as many shake hands as may (netty.server.outstandingHandshake.limit)");
            }
        }
    }
}
