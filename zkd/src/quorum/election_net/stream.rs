//! A connection on the election port, with TLS or without.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use rustls::pki_types::CertificateDer;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, TlsConnector, TlsStream};

use crate::quorum::HostPort;
use crate::quorum::secure::{HANDSHAKE_RECORD, QuorumSecurity, server_name};
use crate::tls::reason::reason_in;

/// Bytes both ways.
pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    /// Shakes hands with the server that was called.
    pub(super) async fn called(
        tcp: TcpStream,
        host: &HostPort,
        security: Option<&QuorumSecurity>,
    ) -> io::Result<Stream> {
        let Some(config) = security.and_then(QuorumSecurity::for_calls) else {
            return Ok(Stream::Plain(tcp));
        };
        let name = server_name(host).map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, e))?;
        let connected = TlsConnector::from(config).connect(name, tcp).await;
        let connected = connected.map_err(|e| io::Error::new(e.kind(), handshake(&e)))?;
        Ok(Stream::Tls(Box::new(TlsStream::Client(connected))))
    }

    /// Shakes hands with a caller, if it wants to.
    ///
    /// # Errors
    /// Why it is not let in.
    pub(super) async fn accepted(
        tcp: TcpStream,
        security: Option<&QuorumSecurity>,
    ) -> Result<Stream, String> {
        let Some(security) = security else { return Ok(Stream::Plain(tcp)) };
        let mut first = [0];
        match tcp.peek(&mut first).await {
            Ok(0) => return Err("it closed the connection".into()),
            Ok(_) if first == [HANDSHAKE_RECORD] => {}
            Ok(_) if security.takes_plain() => return Ok(Stream::Plain(tcp)),
            Ok(_) => return Err("it speaks no TLS (sslQuorum without portUnification)".into()),
            Err(e) => return Err(e.to_string()),
        }
        let config = security.for_callers().server.clone();
        let accepted = TlsAcceptor::from(config).accept(tcp).await.map_err(|e| handshake(&e))?;
        Ok(Stream::Tls(Box::new(TlsStream::Server(accepted))))
    }

    pub(super) fn tcp(&self) -> &TcpStream {
        match self {
            Stream::Plain(tcp) => tcp,
            Stream::Tls(tls) => tls.get_ref().0,
        }
    }

    pub(super) fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.tcp().peer_addr()
    }

    /// The certificate that the peer has shown.
    pub(super) fn certificate(&self) -> Option<&CertificateDer<'static>> {
        match self {
            Stream::Plain(_) => None,
            Stream::Tls(tls) => tls.get_ref().1.peer_certificates()?.first(),
        }
    }

    pub(super) fn is_secure(&self) -> bool {
        matches!(self, Stream::Tls(_))
    }
}

fn handshake(error: &io::Error) -> String {
    format!("TLS handshake: {}", reason_in(error).unwrap_or_else(|| error.to_string()))
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut *self {
            Stream::Plain(tcp) => Pin::new(tcp).poll_read(cx, buf),
            Stream::Tls(tls) => Pin::new(tls).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut *self {
            Stream::Plain(tcp) => Pin::new(tcp).poll_write(cx, bytes),
            Stream::Tls(tls) => Pin::new(tls).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Stream::Plain(tcp) => Pin::new(tcp).poll_flush(cx),
            Stream::Tls(tls) => Pin::new(tls).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Stream::Plain(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Stream::Tls(tls) => Pin::new(tls).poll_shutdown(cx),
        }
    }
}
