//! The form of Apache's zkCli (`--style zkcli`, or the program under its name): close enough to its lines for what greps
//! in them. Where zkCli writes to stderr (`Created …`, errors), so does this.

use std::io::{self, Write};

use base64::Engine;
use jiff::Timestamp;
use zk_proto::Stat;

use super::{Paint, plain};
use crate::failure::Failure;
use crate::reply::report::Cell;
use crate::reply::{Encoding, Node, Record, Reply};

/// Writes one answer.
pub fn reply(reply: &Reply, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let list = |names: &[String]| format!("[{}]", paint.line(&names.join(", ")));
    match reply {
        Reply::Nothing | Reply::Deleted(_) => Ok(()),
        // In one piece: stderr has no buffer, and a watch event could come between the words.
        Reply::Created { path, .. } => {
            io::stderr().write_all(format!("Created {}\n", crate::sanitise::line(path)).as_bytes())
        }
        Reply::Written { stat, show_stat, .. } => {
            if *show_stat {
                self::stat(stat, w)
            } else {
                Ok(())
            }
        }
        Reply::Data(nodes) => nodes.iter().try_for_each(|n| node(n, paint, w)),
        Reply::Stats(stats) => stats.iter().try_for_each(|(_, stat)| self::stat(stat, w)),
        Reply::Names { names, stat, .. } => {
            writeln!(w, "{}", list(names))?;
            stat.iter().try_for_each(|s| self::stat(s, w))
        }
        Reply::Acl { acl, stat, show_stat, .. } => {
            for entry in acl {
                let (scheme, id) = (paint.line(&entry.id.scheme), paint.line(&entry.id.id));
                writeln!(w, "'{scheme},'{id}\n: {}", entry.perms.letters())?;
            }
            if *show_stat { self::stat(stat, w) } else { Ok(()) }
        }
        Reply::Ephemerals { paths, .. } => writeln!(w, "{}", list(paths)),
        Reply::Count { descendants, .. } => writeln!(w, "{descendants}"),
        Reply::Report(report) if report.name == "identities" => {
            writeln!(w, "Auth scheme: User")?;
            report.rows.iter().try_for_each(|row| match row.cells.as_slice() {
                [Cell::Text(scheme), Cell::Text(id), ..] => {
                    writeln!(w, "{}: {}", paint.line(scheme), paint.line(id))
                }
                _ => Ok(()),
            })
        }
        Reply::Report(report) if report.name == "history" => {
            report.rows.iter().try_for_each(|row| match row.cells.as_slice() {
                [Cell::Number(number), Cell::Text(line), ..] => {
                    writeln!(w, "{} - {}", number - 1, paint.line(line))
                }
                _ => Ok(()),
            })
        }
        Reply::Text { key: "version", text } => writeln!(w, "ZooKeeper CLI version: {text}"),
        other => plain::reply(other, paint, w),
    }
}

fn node(node: &Node, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    match (&node.data, node.encoding) {
        (None, _) => writeln!(w, "null")?,
        (Some(data), Encoding::Base64) => {
            writeln!(w, "{}", base64::engine::general_purpose::STANDARD.encode(data))?
        }
        (Some(data), Encoding::Hex) => hex_dump(data, w)?,
        (Some(data), Encoding::Raw) if paint.terminal => writeln!(w, "{}", crate::sanitise::bytes(data))?,
        (Some(data), Encoding::Raw) => {
            w.write_all(data)?;
            writeln!(w)?;
        }
    }
    if node.show_stat { stat(&node.stat, w) } else { Ok(()) }
}

/// As netty draws it.
fn hex_dump(data: &[u8], w: &mut impl Write) -> io::Result<()> {
    let head = (0..16).map(|n| format!("  {n:x}")).collect::<String>();
    let line = "-".repeat(49);
    writeln!(w, "         +{line}+\n         |{head} |\n+--------+{line}+----------------+")?;
    for (row, chunk) in data.chunks(16).enumerate() {
        let mut digits: String = chunk.iter().map(|b| format!(" {b:02x}")).collect();
        digits.extend(std::iter::repeat_n("   ", 16 - chunk.len()));
        let text: String =
            chunk.iter().map(|b| if (0x20..0x7f).contains(b) { char::from(*b) } else { '.' }).collect();
        writeln!(w, "|{:08x}|{digits} |{text:<16}|", row * 16)?;
    }
    writeln!(w, "+--------+{line}+----------------+")
}

/// The status, with times as Java prints them in the zone of this machine.
fn stat(stat: &Stat, w: &mut impl Write) -> io::Result<()> {
    writeln!(w, "cZxid = {}\nctime = {}", stat.czxid, java_time(stat.ctime))?;
    writeln!(w, "mZxid = {}\nmtime = {}", stat.mzxid, java_time(stat.mtime))?;
    writeln!(w, "pZxid = {}\ncversion = {}", stat.pzxid, stat.cversion)?;
    writeln!(w, "dataVersion = {}\naclVersion = {}", stat.version, stat.aversion)?;
    writeln!(w, "ephemeralOwner = {}\ndataLength = {}", stat.ephemeral_owner, stat.data_length)?;
    writeln!(w, "numChildren = {}", stat.num_children)
}

fn java_time(ms: i64) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(t) => t.to_zoned(jiff::tz::TimeZone::system()).strftime("%a %b %d %H:%M:%S %Z %Y").to_string(),
        Err(_) => ms.to_string(),
    }
}

/// Writes one record of a stream.
pub fn record(record: &Record, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    match event(record) {
        Some(text) => writeln!(w, "{text}"),
        None => plain::record(record, paint, w),
    }
}

/// A watch event as zkCli announces it.
pub fn event(record: &Record) -> Option<String> {
    let Record::Event { event, path, zxid, .. } = record else { return None };
    let kind = match *event {
        "created" => "NodeCreated",
        "deleted" => "NodeDeleted",
        "changed" => "NodeDataChanged",
        "children" => "NodeChildrenChanged",
        other => other,
    };
    let zxid = zxid.map_or(-1, |z| z.0);
    let path = crate::sanitise::line(path);
    Some(format!("\nWATCHER::\n\nWatchedEvent state:SyncConnected type:{kind} path:{path} zxid: {zxid}"))
}

/// A failure in zkCli's words.
pub fn failure(failure: &Failure) -> String {
    let path = failure.path().unwrap_or_default();
    let code = failure.code();
    let text = match code {
        "NoNode" => format!("Node does not exist: {path}"),
        "NodeExists" => format!("Node already exists: {path}"),
        "NotEmpty" => format!("Node not empty: {path}"),
        "BadVersion" => format!("version No is not valid : {path}"),
        "NoAuth" => format!("Insufficient permission : {path}"),
        "InvalidAcl" => format!("KeeperErrorCode = InvalidACL for {path}\nAcl is not valid : {path}"),
        "NoChildrenForEphemerals" => format!("Ephemerals cannot have children: {path}"),
        "NotReadOnly" => format!("Not a read-only call: {path}"),
        "QuotaExceeded" => format!("Quota has exceeded : {path}"),
        "BadArguments" => format!("Arguments are not valid : {path}"),
        "NoWatcher" => format!("KeeperErrorCode = No such watcher for {path}"),
        "ReconfigInProgress" => {
            "Another reconfiguration is in progress -- concurrent reconfigs not supported (yet)".into()
        }
        "NewConfigNoQuorum" => "No quorum of new config is connected and up-to-date with the leader of last committed \
                                config - try invoking reconfiguration after new servers are connected and synced"
            .into(),
        "ConnectionLoss" | "SessionExpired" | "SessionMoved" | "Unimplemented" | "ReconfigDisabled" | "AuthFailed"
        | "ThrottledOp" | "MarshallingError" | "SystemError" | "RequestTimeout" | "OperationTimeout" => {
            format!("KeeperErrorCode = {code} for {path}")
        }
        _ => usage(failure.message()),
    };
    crate::sanitise::block(&text).into_owned()
}

/// What zkCli says of options of `create` that do not go together; the rest in our words.
fn usage(message: &str) -> String {
    let conflict =
        |a: &str, b: &str| message.contains(a) && message.contains(b) && message.contains("cannot be used");
    if conflict("--ephemeral", "--ttl") {
        "TTLs cannot be used with Ephemeral znodes".into()
    } else if conflict("--container", "--ttl") {
        "TTLs cannot be used with Container znodes".into()
    } else if message.contains("--container") && message.contains("cannot be used") {
        "-c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.".into()
    } else if message.contains("a TTL is between") {
        format!("ttl must be positive and cannot be larger than: {}", zk_proto::stat::MAX_TTL_MS)
    } else {
        message.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    #[test]
    fn hex_dumps_are_netty_s() {
        let mut out = Vec::new();
        hex_dump(b"\0\x01\x02\x03hello", &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "         +-------------------------------------------------+\n\
             \x20        |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |\n\
             +--------+-------------------------------------------------+----------------+\n\
             |00000000| 00 01 02 03 68 65 6c 6c 6f                      |....hello       |\n\
             +--------+-------------------------------------------------+----------------+\n"
        );
    }

    #[test]
    fn failures_are_said_as_zkcli_says_them() {
        let said = |code| failure(&Failure::server("get", "/a\u{1b}", code));
        assert_eq!(said(zk_proto::ErrorCode::NoNode), "Node does not exist: /a\\x1b");
        assert_eq!(said(zk_proto::ErrorCode::BadVersion), "version No is not valid : /a\\x1b");
        assert_eq!(failure(&Failure::new(Exit::Usage, "Usage", "so")), "so");
    }
}
