//! What a running server says of itself, as `zkServer.sh status` shows it: for scripts that were written for that.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::config::Config;

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
}

/// Asks the server of this configuration on this machine.
pub fn ask(config: &Config) -> RunningStatus {
    let port = config.client_port.unwrap_or_default();
    let host = match config.client_addr.as_deref() {
        None | Some("0.0.0.0" | "::") => "localhost",
        Some(host) => host,
    };
    let mut text = format!("Client port found: {port}. Client address: {host}. Client SSL: false.\n");
    let answer = srvr(host, port);
    let mode = answer.as_ref().ok().and_then(|a| a.lines().find(|l| l.starts_with("Mode: ")));
    let serves = mode.is_some();
    text += &match (mode, &answer) {
        (Some(mode), _) => mode.to_owned(),
        (None, Ok(said)) => said.trim_end().to_owned(),
        (None, Err(e)) => format!("Error contacting service. It is probably not running. ({e})"),
    };
    RunningStatus { text, serves }
}

fn srvr(host: &str, port: u16) -> io::Result<String> {
    use std::net::ToSocketAddrs;
    let addrs: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for addr in addrs {
        match TcpStream::connect_timeout(&addr, PATIENCE) {
            Ok(stream) => return exchange(stream),
            Err(e) => last = e,
        }
    }
    Err(last)
}

fn exchange(mut stream: TcpStream) -> io::Result<String> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"srvr")?;
    let mut bytes = Vec::new();
    stream.take(MAX_ANSWER_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
