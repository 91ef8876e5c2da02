//! Pieces of text that more than one form uses: times, sizes, statuses, hex dumps, events.

use std::fmt::Write;

use jiff::Timestamp;
use zk_proto::{SessionId, Stat};

use super::Paint;
use crate::form_args::{ByteForm, TimeForm};
use crate::reply::{Detail, Record, TxnOp};

impl Paint {
    /// A point in time, to the millisecond where the form has them.
    pub fn time_ms(&self, ms: i64) -> String {
        time(ms, self.time, iso_ms, "%Y-%m-%dT%H:%M:%S%.3f%:z")
    }

    /// A point in time for people, to the second.
    pub fn time_seconds(&self, ms: i64) -> String {
        time(ms, self.time, iso_seconds, "%Y-%m-%dT%H:%M:%S%:z")
    }

    /// The time of day of something that has just happened.
    fn clock(&self, ms: i64) -> String {
        match self.time {
            TimeForm::Iso | TimeForm::Local => {
                let text = self.time_ms(ms);
                text.split_once('T').map_or_else(|| ms.to_string(), |(_, time)| time.to_owned())
            }
            TimeForm::Epoch | TimeForm::Relative => self.time_ms(ms),
        }
    }

    /// A number of bytes in a table.
    pub fn size(&self, bytes: i64) -> String {
        if self.bytes == Some(ByteForm::Exact) { bytes.to_string() } else { size(bytes) }
    }

    /// A number of bytes for a program.
    pub fn exact_size(&self, bytes: i64) -> String {
        if self.bytes == Some(ByteForm::Human) { size(bytes) } else { bytes.to_string() }
    }
}

fn time(ms: i64, form: TimeForm, iso: fn(i64) -> String, local: &str) -> String {
    match form {
        TimeForm::Iso => iso(ms),
        TimeForm::Epoch => ms.to_string(),
        TimeForm::Relative => relative(ms, now_ms()),
        TimeForm::Local => match Timestamp::from_millisecond(ms) {
            Ok(t) => t.to_zoned(jiff::tz::TimeZone::system()).strftime(local).to_string(),
            Err(_) => ms.to_string(),
        },
    }
}

/// `3m ago`, `in 2h`: the largest unit that fits.
pub fn relative(ms: i64, now_ms: i64) -> String {
    let seconds = now_ms.abs_diff(ms) / 1000;
    let (count, unit) = match seconds {
        0 => return "now".into(),
        1..60 => (seconds, "s"),
        60..3600 => (seconds / 60, "m"),
        3600..86_400 => (seconds / 3600, "h"),
        _ => (seconds / 86_400, "d"),
    };
    if ms > now_ms { format!("in {count}{unit}") } else { format!("{count}{unit} ago") }
}

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

/// A number of things: `1 file`, `2 files`.
pub fn counted(count: u64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Bytes for people: `31`, `1.2K`.
pub fn size(bytes: i64) -> String {
    if bytes < 1024 {
        return bytes.to_string();
    }
    bytesize::ByteSize::b(bytes as u64).display().iec_short().to_string()
}

/// The lines that zkCli prints for a status, with times in ISO 8601 unless told otherwise.
pub fn stat_block(stat: &Stat, paint: Paint) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(out, "{name} = {value}");
    };
    line("cZxid", &stat.czxid);
    line("ctime", &paint.time_ms(stat.ctime));
    line("mZxid", &stat.mzxid);
    line("mtime", &paint.time_ms(stat.mtime));
    line("pZxid", &stat.pzxid);
    line("cversion", &stat.cversion);
    line("dataVersion", &stat.version);
    line("aclVersion", &stat.aversion);
    line("ephemeralOwner", &stat.ephemeral_owner);
    line("dataLength", &paint.exact_size(stat.data_length.into()));
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
pub fn event_line(record: &Record, paint: Paint) -> String {
    match record {
        Record::Event { time_ms, event, path, zxid } => {
            let zxid = zxid.map_or(String::new(), |z| format!("  {z}"));
            format!("{}  {event:<8}  {}{zxid}", paint.clock(*time_ms), crate::sanitise::line(path))
        }
        Record::Session { time_ms, state, gap, missed } => {
            let note = match (missed, gap) {
                (0, false) => String::new(),
                (0, true) => "; events may have been missed".into(),
                (n, _) => format!("; {n} events were missed"),
            };
            format!("{}  session   {state}{note}", paint.clock(*time_ms))
        }
        _ => String::new(),
    }
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
