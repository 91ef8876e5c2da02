//! Requests to an AdminServer, each on a connection of its own, byte for byte as a test wants them.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::PATIENCE;

/// An answer.
pub struct Page {
    pub code: u16,
    /// Status and headers, in lower case.
    pub head: String,
    pub bytes: Vec<u8>,
    /// The same as text.
    pub body: String,
}

impl Page {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// The value of a field of the outermost level, as text.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let mark = format!("\n  \"{name}\" : ");
        let found = self.body.split(&mark).nth(1).unwrap_or_else(|| panic!("no {name} in {}", self.body));
        found.lines().next().unwrap_or_default().trim_end_matches(',').trim_matches('"').to_owned()
    }
}

/// One request to a server of this machine.
///
/// # Errors
/// What the network says.
pub fn ask(port: u16, method: &str, path: &str, headers: &[&str], body: &[u8]) -> std::io::Result<Page> {
    ask_within(port, method, path, headers, body, PATIENCE)
}

/// As [`ask`], of a server that may stand still.
///
/// # Errors
/// What the network says; that nothing came within `limit`.
pub fn ask_within(
    port: u16,
    method: &str,
    path: &str,
    headers: &[&str],
    body: &[u8],
    limit: Duration,
) -> std::io::Result<Page> {
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), limit)?;
    stream.set_read_timeout(Some(limit))?;
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")?;
    for header in headers {
        write!(stream, "{header}\r\n")?;
    }
    if method == "POST" {
        write!(stream, "Content-Length: {}\r\n", body.len())?;
    }
    write!(stream, "\r\n")?;
    // Whoever refuses does not read the body to its end.
    let _ = stream.write_all(body);
    let mut all = Vec::new();
    if let Err(e) = stream.read_to_end(&mut all)
        && all.is_empty()
    {
        return Err(e);
    }
    let at = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(all.len());
    let head = String::from_utf8_lossy(&all[..at]).to_ascii_lowercase();
    let bytes = all.get(at + 4..).unwrap_or_default().to_vec();
    let code = head.split(' ').nth(1).and_then(|c| c.parse().ok()).unwrap_or_default();
    Ok(Page { code, head, body: String::from_utf8_lossy(&bytes).into_owned(), bytes })
}

/// A page without headers of its own.
#[track_caller]
pub fn get(port: u16, path: &str) -> Page {
    ask(port, "GET", path, &[], b"").unwrap_or_else(|e| panic!("GET {path}: {e}"))
}
