//! What a running server says of itself, as `zkServer.sh status` shows it: for scripts that were written for that.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{IpAddr, ServerName};
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::config::Config;
use crate::tls::own_client;

/// How long a server may take for each step of the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A longer answer is none of `srvr`'s.
const MAX_ANSWER_BYTES: u64 = 64 << 10;

/// What there is to print, and whether the server serves.
pub struct RunningStatus {
    /// Lines in the words of `zkServer.sh status`.
    pub text: String,
    /// False if it does not answer, or serves nobody.
    pub serves: bool,
    /// Somebody answers as a ZooKeeper server does.
    pub answers: bool,
}

/// Asks the server of this configuration on this machine; with TLS only where there is no port without.
pub fn ask(config: &Config) -> RunningStatus {
    let (port, addr, secure) = match (config.client_port, config.secure_client_port) {
        (None, Some(port)) => (port, &config.secure_client_addr, true),
        (port, _) => (port.unwrap_or_default(), &config.client_addr, false),
    };
    let host = match addr.as_deref() {
        None | Some("0.0.0.0" | "::") => "localhost",
        Some(host) => host,
    };
    let mut text = format!("Client port found: {port}. Client address: {host}. Client SSL: {secure}.\n");
    let answer = match secure {
        false => srvr(connect(host, port)),
        true => match own_tls(config) {
            Ok(client) => srvr_secured(client, host, port),
            Err(why) => {
                // Of the server that says nothing: it goes on with the files that it has read.
                text += &format!("Error contacting service. It cannot be asked: {why}");
                return RunningStatus { text, serves: false, answers: false };
            }
        },
    };
    let mode = answer.as_ref().ok().and_then(|a| a.lines().find(|l| l.starts_with("Mode: ")));
    let serves = mode.is_some();
    let answers = serves || answer.as_ref().is_ok_and(|said| said.contains(NOT_SERVING));
    text += &match (mode, &answer) {
        (Some(mode), _) => mode.to_owned(),
        (None, Ok(said)) if said.is_empty() => not_running("it closed the connection without an answer"),
        (None, Ok(said)) => said.trim_end().chars().filter(|c| !c.is_control() || *c == '\n').collect(),
        (None, Err(e)) => not_running(&e.to_string()),
    };
    RunningStatus { text, serves, answers }
}

/// How a server says that it is there and has no quorum.
const NOT_SERVING: &str = "not currently serving requests";

fn not_running(why: &str) -> String {
    format!("Error contacting service. It is probably not running. ({why})")
}

fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let addrs: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for addr in addrs {
        match TcpStream::connect_timeout(&addr, PATIENCE) {
            Ok(stream) => {
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(e) => last = e,
        }
    }
    Err(last)
}

fn own_tls(config: &Config) -> Result<ClientConfig, String> {
    let tls = config.client_tls.as_ref().ok_or("its configuration has no keys of TLS")?;
    own_client(tls).map_err(|e| e.to_string())
}

/// As whoever has the server's own certificate, from a server that has it.
fn srvr_secured(client: ClientConfig, host: &str, port: u16) -> io::Result<String> {
    let stream = connect(host, port)?;
    // Which name is all the same: the certificate itself is compared.
    let name = ServerName::IpAddress(IpAddr::from(stream.peer_addr()?.ip()));
    let tls = ClientConnection::new(Arc::new(client), name).map_err(io::Error::other)?;
    srvr(Ok(StreamOwned::new(tls, stream)))
}

fn srvr(stream: io::Result<impl Read + Write>) -> io::Result<String> {
    let mut stream = stream?;
    stream.write_all(b"srvr")?;
    stream.flush()?;
    let mut bytes = Vec::new();
    match stream.take(MAX_ANSWER_BYTES).read_to_end(&mut bytes) {
        // A server that ends the connection without a farewell has said what it had to say.
        Err(e) if e.kind() != io::ErrorKind::UnexpectedEof || bytes.is_empty() => return Err(e),
        _ => {}
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
