//! Opening a connection, with TLS or without, and saying what went wrong in words that lead somewhere.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use rustls::pki_types::{ServerName, UnixTime};
use rustls::{AlertDescription, CertificateError, ClientConnection, Error as TlsError};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::connect_string::HostPort;
use crate::tls::Tls;

/// How long a port may take to show what it speaks.
const PROBE_TIME: Duration = Duration::from_secs(1);

/// What stands between us and a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// It could not be reached, or the connection broke. May pass.
    #[default]
    Network,
    /// Its certificate was not accepted.
    Untrusted,
    /// It did not accept ours, or wants one and got none.
    Unwelcome,
    /// It does not speak TLS where we do.
    NotTls,
    /// It speaks TLS where we do not.
    WantsTls,
}

impl FailureKind {
    /// Whether trying again is pointless.
    pub fn is_permanent(self) -> bool {
        self != FailureKind::Network
    }
}

/// Why a connection could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct DialError {
    /// What sort of obstacle it is.
    pub kind: FailureKind,
    /// What happened.
    pub reason: String,
}

impl DialError {
    pub(crate) fn io(error: &io::Error) -> DialError {
        match error.get_ref().and_then(|e| e.downcast_ref::<TlsError>()) {
            Some(tls) => tls_failure(tls),
            None if error.kind() == io::ErrorKind::UnexpectedEof => DialError {
                kind: FailureKind::Network,
                reason: "the server closed the connection".to_owned(),
            },
            None => DialError { kind: FailureKind::Network, reason: error.to_string() },
        }
    }

    /// Says which files were used, where that may be the mistake.
    pub(crate) fn with_files(mut self, tls: Option<&Tls>) -> DialError {
        let Some(options) = tls.map(Tls::options) else { return self };
        match (self.kind, &options.ca, &options.cert) {
            (FailureKind::Untrusted, Some(ca), _) => {
                self.reason = self.reason.replace(AUTHORITY, &format!("an authority in {}", ca.display()));
            }
            (FailureKind::Unwelcome, _, Some(cert)) => self.reason += &format!(" (ours: {})", cert.display()),
            (FailureKind::Unwelcome, _, None) => self.reason += ", and none is given",
            _ => {}
        }
        self
    }
}

/// Stands for the file that only the caller knows.
const AUTHORITY: &str = "the given authority";

impl From<DialError> for io::Error {
    fn from(error: DialError) -> io::Error {
        io::Error::other(error)
    }
}

/// An open connection to a server.
#[derive(Debug)]
pub struct Stream(Inner);

#[derive(Debug)]
enum Inner {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    /// The address that the server's name resolved to.
    pub fn peer(&self) -> Option<SocketAddr> {
        match &self.0 {
            Inner::Plain(tcp) => tcp.peer_addr().ok(),
            Inner::Tls(tls) => tls.get_ref().0.peer_addr().ok(),
        }
    }

    /// The socket, and what makes sense of its bytes.
    pub(crate) fn into_parts(self) -> (TcpStream, Option<Box<ClientConnection>>) {
        match self.0 {
            Inner::Plain(tcp) => (tcp, None),
            Inner::Tls(tls) => {
                let (tcp, connection) = tls.into_inner();
                (tcp, Some(Box::new(connection)))
            }
        }
    }
}

/// Opens a connection; with TLS, up to the end of the handshake.
///
/// # Errors
/// [`DialError`] says what stands in the way. It does not name the server: callers list several side by side.
pub async fn dial(server: &HostPort, tls: Option<&Tls>) -> Result<Stream, DialError> {
    let tcp = TcpStream::connect((server.host.as_str(), server.port)).await.map_err(|e| DialError::io(&e))?;
    tcp.set_nodelay(true).map_err(|e| DialError::io(&e))?;
    let Some(tls) = tls else { return Ok(Stream(Inner::Plain(tcp))) };
    let name = match &tls.name {
        Some(name) => name.clone(),
        None => ServerName::try_from(server.host.clone()).map_err(|_| DialError {
            kind: FailureKind::Untrusted,
            reason: format!("no certificate can be for {:?}", server.host),
        })?,
    };
    match TlsConnector::from(tls.config.clone()).connect(name, tcp).await {
        Ok(stream) => Ok(Stream(Inner::Tls(Box::new(stream)))),
        Err(error) => Err(handshake_failure(server, &error).await.with_files(Some(tls))),
    }
}

/// A server without TLS closes the connection at what it takes for a frame of hundreds of megabytes: whether it is
/// one shows when it is asked.
async fn handshake_failure(server: &HostPort, error: &io::Error) -> DialError {
    let failure = DialError::io(error);
    if !matches!(failure.kind, FailureKind::Network | FailureKind::NotTls) {
        return failure;
    }
    if answers_plainly(server).await {
        let reason = "it speaks plain ZooKeeper on this port, no TLS".to_owned();
        return DialError { kind: FailureKind::NotTls, reason };
    }
    match failure.kind {
        FailureKind::NotTls => failure,
        kind => DialError { kind, reason: format!("during the TLS handshake: {}", failure.reason) },
    }
}

async fn answers_plainly(server: &HostPort) -> bool {
    let asked = async {
        let mut tcp = TcpStream::connect((server.host.as_str(), server.port)).await.ok()?;
        tcp.write_all(b"srvr").await.ok()?;
        let mut head = [0; 9];
        tcp.read_exact(&mut head).await.ok()?;
        Some(head.iter().all(|b| b.is_ascii_graphic() || *b == b' '))
    };
    tokio::time::timeout(PROBE_TIME, asked).await.ok().flatten().unwrap_or(false)
}

/// Whether the port speaks TLS: to be asked when a server hangs up on the plain handshake.
pub(crate) async fn speaks_tls(server: &HostPort) -> bool {
    let Ok(tls) = Tls::blind() else { return false };
    let Ok(name) = ServerName::try_from(server.host.clone()) else { return false };
    let asked = async {
        let tcp = TcpStream::connect((server.host.as_str(), server.port)).await.ok()?;
        Some(match TlsConnector::from(tls.config.clone()).connect(name, tcp).await {
            Ok(_) => true,
            // An alert is TLS too.
            Err(e) => matches!(
                e.get_ref().and_then(|e| e.downcast_ref::<TlsError>()),
                Some(TlsError::AlertReceived(_))
            ),
        })
    };
    tokio::time::timeout(PROBE_TIME, asked).await.ok().flatten().unwrap_or(false)
}

/// What the library says, for people.
fn tls_failure(error: &TlsError) -> DialError {
    let (kind, reason) = match error {
        TlsError::InvalidCertificate(why) => (FailureKind::Untrusted, certificate_failure(why)),
        TlsError::NoCertificatesPresented => {
            (FailureKind::Untrusted, "the server showed no certificate".to_owned())
        }
        TlsError::AlertReceived(alert) => alert_failure(*alert),
        TlsError::InvalidMessage(_) => (FailureKind::NotTls, "what the server says is no TLS".to_owned()),
        TlsError::PeerIncompatible(why) => {
            (FailureKind::Unwelcome, format!("the server's TLS does not go with ours: {why:?}"))
        }
        other => (FailureKind::Network, format!("TLS: {other}")),
    };
    DialError { kind, reason }
}

fn alert_failure(alert: AlertDescription) -> (FailureKind, String) {
    let said = match alert {
        AlertDescription::CertificateRequired => "the server wants a certificate of ours",
        AlertDescription::BadCertificate
        | AlertDescription::UnknownCA
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::DecryptError
        | AlertDescription::AccessDenied => "the server does not accept our certificate, or wants one",
        AlertDescription::CertificateExpired => "the server says that our certificate has expired",
        AlertDescription::HandshakeFailure => {
            "the server refused the TLS handshake: no cipher in common, or it wants a certificate of ours"
        }
        AlertDescription::ProtocolVersion => "the server refused TLS 1.2 and 1.3",
        AlertDescription::UnrecognisedName => "the server does not know itself by that name",
        other => {
            return (FailureKind::Network, format!("the server ended the TLS connection: {other:?}"));
        }
    };
    (FailureKind::Unwelcome, said.to_owned())
}

fn certificate_failure(why: &CertificateError) -> String {
    match why {
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("the server's certificate expired at {}", date(*not_after))
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("the server's certificate is valid only from {} on", date(*not_before))
        }
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names = presented.iter().map(|name| plain_name(name)).collect::<Vec<_>>().join(", ");
            let names = if names.is_empty() { "no name at all (no subjectAltName)".into() } else { names };
            format!("the server's certificate is for {names}, not for {}", expected.to_str())
        }
        CertificateError::UnknownIssuer => {
            format!("the server's certificate is not signed by {AUTHORITY}")
        }
        CertificateError::BadSignature => {
            format!("the server's certificate is signed with another key than that of {AUTHORITY}")
        }
        CertificateError::Revoked => "the server's certificate is revoked".to_owned(),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "the server's certificate is not for servers (extendedKeyUsage)".to_owned()
        }
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "the server shows the certificate of an authority (CA:TRUE) as its own".to_owned()
        }
        CertificateError::Other(other) if other.to_string().contains("UnsupportedCertVersion") => {
            "the server's certificate is of an old version; it must be X.509 version 3".to_owned()
        }
        other => format!("the server's certificate is not accepted: {other}"),
    }
}

/// `DnsName("a")` as `a`, and `IpAddress(127.0.0.1)` as the address.
fn plain_name(name: &str) -> String {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(name).trim_matches('"').to_owned()
}

fn date(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(seconds).map_or_else(|_| format!("{seconds} s"), |t| t.to_string())
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut self.0 {
            Inner::Plain(tcp) => Pin::new(tcp).poll_read(cx, buf),
            Inner::Tls(tls) => Pin::new(tls).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.0 {
            Inner::Plain(tcp) => Pin::new(tcp).poll_write(cx, bytes),
            Inner::Tls(tls) => Pin::new(tls).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.0 {
            Inner::Plain(tcp) => Pin::new(tcp).poll_flush(cx),
            Inner::Tls(tls) => Pin::new(tls).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.0 {
            Inner::Plain(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Inner::Tls(tls) => Pin::new(tls).poll_shutdown(cx),
        }
    }
}
