//! Pieces of text that more than one form uses: times, sizes, statuses, hex dumps, events.

use std::fmt::Write;

use jiff::Timestamp;
use zk_proto::{SessionId, Stat};

use crate::reply::{Detail, Record, TxnOp};

/// `2026-03-01T13:58:02.004Z`; a number that is no representable time is printed as that number.
pub fn iso_ms(ms: i64) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(t) => t.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        Err(_) => ms.to_string(),
    }
}

/// `2026-03-01T13:58:02Z`.
pub fn iso_seconds(ms: i64) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(t) => t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        Err(_) => ms.to_string(),
    }
}

/// The clock on the wall, in milliseconds since 1970.
pub fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// The kind of a node as far as its status tells: containers and TTL nodes look persistent to clients.
pub fn kind(stat: &Stat) -> &'static str {
    if stat.ephemeral_owner == SessionId::NONE { "persistent" } else { "ephemeral" }
}

/// The owner, or `-`.
pub fn owner(stat: &Stat) -> String {
    if stat.ephemeral_owner == SessionId::NONE { "-".into() } else { stat.ephemeral_owner.to_string() }
}

/// Bytes for people: `31`, `1.2K`.
pub fn size(bytes: i64) -> String {
    if bytes < 1024 {
        return bytes.to_string();
    }
    bytesize::ByteSize::b(bytes as u64).display().iec_short().to_string()
}

/// The lines that zkCli prints for a status, with times in ISO 8601.
pub fn stat_block(stat: &Stat) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(out, "{name} = {value}");
    };
    line("cZxid", &stat.czxid);
    line("ctime", &iso_ms(stat.ctime));
    line("mZxid", &stat.mzxid);
    line("mtime", &iso_ms(stat.mtime));
    line("pZxid", &stat.pzxid);
    line("cversion", &stat.cversion);
    line("dataVersion", &stat.version);
    line("aclVersion", &stat.aversion);
    line("ephemeralOwner", &stat.ephemeral_owner);
    line("dataLength", &stat.data_length);
    line("numChildren", &stat.num_children);
    out
}

/// Offset, sixteen bytes, and what of them is printable.
pub fn hex_dump(data: &[u8]) -> String {
    let mut out = String::new();
    for (row, chunk) in data.chunks(16).enumerate() {
        let _ = write!(out, "{:08x} ", row * 16);
        for i in 0..16 {
            if i % 8 == 0 {
                out.push(' ');
            }
            match chunk.get(i) {
                Some(b) => {
                    let _ = write!(out, "{b:02x} ");
                }
                None => out.push_str("   "),
            }
        }
        out.push_str(" |");
        out.extend(chunk.iter().map(|b| if (0x20..0x7f).contains(b) { char::from(*b) } else { '.' }));
        out.push_str("|\n");
    }
    let _ = writeln!(out, "{:08x}", data.len());
    out
}

/// A watch event on one line, for people.
pub fn event_line(record: &Record) -> String {
    match record {
        Record::Event { time_ms, event, path, zxid } => {
            let zxid = zxid.map_or(String::new(), |z| format!("  {z}"));
            format!("{}  {event:<8}  {}{zxid}", clock(*time_ms), crate::sanitise::line(path))
        }
        Record::Session { time_ms, state, gap, missed } => {
            let note = match (missed, gap) {
                (0, false) => String::new(),
                (0, true) => "; events may have been missed".into(),
                (n, _) => format!("; {n} events were missed"),
            };
            format!("{}  session   {state}{note}", clock(*time_ms))
        }
        _ => String::new(),
    }
}

/// `13:58:02.004Z`.
fn clock(ms: i64) -> String {
    iso_ms(ms).split_once('T').map_or_else(|| ms.to_string(), |(_, time)| time.to_owned())
}

/// One detail of a transaction: `name=value`, or the bare name of a flag.
pub fn detail((name, value): &(&'static str, Detail)) -> String {
    match value {
        Detail::Number(n) => format!("{name}={n}"),
        Detail::Text(t) => format!("{name}={t}"),
        Detail::Flag => (*name).to_owned(),
        Detail::Null => format!("{name}=null"),
        Detail::List(items) => format!("{name}={}", items.join(",")),
    }
}

/// All details of a transaction or a part.
pub fn details(op: &TxnOp) -> String {
    op.details.iter().map(detail).collect::<Vec<_>>().join(" ")
}

/// A stored owner: `-`, a session, `container` or `ttl:MS`.
pub fn stored_owner(raw: i64) -> String {
    match zk_proto::stat::Owner::from_stored(raw) {
        zk_proto::stat::Owner::Persistent => "-".into(),
        zk_proto::stat::Owner::Session(id) => id.to_string(),
        zk_proto::stat::Owner::Container => "container".into(),
        zk_proto::stat::Owner::Ttl(ms) => format!("ttl:{ms}ms"),
    }
}
