//! Client addresses of sessions, out of a server's log or its audit log: any line that names a session and an address.

use std::collections::HashMap;
use std::io::{self, BufRead};

use zk_proto::SessionId;

/// Longest part of a line that is looked at, in bytes.
const MAX_LINE_BYTES: usize = 16 << 10;

/// Addresses by session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    last: HashMap<SessionId, String>,
}

impl Addresses {
    /// Reads the lines of a log. Of several addresses of a session the last one counts.
    ///
    /// # Errors
    /// What the system says about reading.
    pub fn read(&mut self, mut input: impl BufRead) -> io::Result<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let mut taken = 0;
            loop {
                let chunk = input.fill_buf()?;
                if chunk.is_empty() {
                    self.line(&String::from_utf8_lossy(&line));
                    return Ok(());
                }
                let end = chunk.iter().position(|b| *b == b'\n');
                let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
                let room = MAX_LINE_BYTES.saturating_sub(taken).min(part.len());
                line.extend_from_slice(part.get(..room).unwrap_or_default());
                taken += part.len();
                let used = end.map_or(chunk.len(), |e| e + 1);
                input.consume(used);
                if end.is_some() {
                    break;
                }
            }
            self.line(&String::from_utf8_lossy(&line));
        }
    }

    fn line(&mut self, line: &str) {
        if let (Some(session), Some(address)) = (session_in(line), address_in(line)) {
            self.last.insert(session, address.to_owned());
        }
    }

    /// The address of a session.
    pub fn get(&self, session: SessionId) -> Option<&str> {
        self.last.get(&session).map(String::as_str)
    }

    /// How many sessions have one.
    pub fn len(&self) -> usize {
        self.last.len()
    }

    /// True if no line had both.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty()
    }
}

/// `session 0x…`, `sessionid 0x…`, `session=0x…`, `sessionid:0x…`.
fn session_in(line: &str) -> Option<SessionId> {
    let lower = line.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find("0x")).map(|i| from + i) {
        let digits = lower.get(at + 2..)?;
        let end = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
        let before = lower.get(..at)?.trim_end_matches([' ', '=', ':', '\t']);
        let named = ["session", "sessionid", "session id"].iter().any(|word| before.ends_with(word));
        if named && let Ok(id) = u64::from_str_radix(digits.get(..end)?, 16) {
            return Some(SessionId(id as i64));
        }
        from = at + 2;
    }
    None
}

/// `client /10.1.4.9:40112`, `ip=10.1.4.9`.
fn address_in(line: &str) -> Option<&str> {
    let starts =
        ["ip=", "client /", "client attempting to establish new session at /", "address /", "from /"];
    let lower = line.to_ascii_lowercase();
    let at = starts.iter().find_map(|s| lower.find(s).map(|at| at + s.len()))?;
    let rest = line.get(at..)?;
    let end = rest
        .find(|c: char| !(c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '[' | ']' | '%')))
        .unwrap_or(rest.len());
    let address = rest.get(..end)?.trim_end_matches(['.', ':']);
    (address.contains(['.', ':']) && address.contains(|c: char| c.is_ascii_digit())).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_server_and_audit_logs_are_understood() {
        let text = "\
2026-03-01 09:00:01,004 [myid:1] - INFO  [SyncThread:1:ZooKeeperServer@1033] - Established session \
0x100081fa220003a with negotiated timeout 10000 for client /10.1.4.9:40112\n\
2026-03-01 INFO audit.Slf4jAuditLogger: session=0x2000a41b3c00011\tuser=u\tip=10.1.4.7\toperation=create\n\
2026-03-01 - Closed socket connection for client /[fe80::1%2]:555 which had sessionid 0x7\n\
nothing here 0x5 client /1.2.3.4:5\n";
        let mut found = Addresses::default();
        found.read(text.as_bytes()).unwrap();
        assert_eq!(found.get(SessionId(0x0100_081f_a220_003a)), Some("10.1.4.9:40112"));
        assert_eq!(found.get(SessionId(0x0200_0a41_b3c0_0011)), Some("10.1.4.7"));
        assert_eq!(found.get(SessionId(7)), Some("[fe80::1%2]:555"));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn an_endless_line_costs_no_memory() {
        let mut text = vec![b'x'; 1 << 20];
        text.extend_from_slice(b"\nsession 0x9 ip=9.9.9.9");
        let mut found = Addresses::default();
        found.read(&text[..]).unwrap();
        assert_eq!(found.get(SessionId(9)), Some("9.9.9.9"));
    }
}
