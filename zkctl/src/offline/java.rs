//! The line forms of Apache's TxnLogToolkit and SnapshotFormatter, for scripts that read those.
//!
//! Mirrors: ZooKeeper 3.9.5 `TxnLogToolkit.printTxn`, `SnapshotFormatter`; 3.8.0 prints the same. The parts of a multi
//! are printed there as the bytes that they are. Differs: times are UTC whatever the machine's zone, text that goes to a
//! terminal is made harmless, and the nodes of a snapshot come in the order of the file, not in that of a hash table.

use std::fmt::Write;

use base64::Engine;
use jiff::Timestamp;
use zk_proto::jute::{Reader, decode_utf8};
use zk_proto::txn::{CreateKind, LoggedTxn, Txn};
use zk_proto::{Acl, AclBytes, StatPersisted};

use super::txn::kind_name;
use crate::output::Paint;

/// The first line, from a log's file header.
pub fn log_head(head: &[u8]) -> String {
    let mut r = Reader::new(head);
    match (r.i32(), r.i32(), r.i64()) {
        (Ok(_), Ok(version), Ok(db_id)) => {
            format!("ZooKeeper Transactional Log File with dbid {db_id} txnlog format version {version}\n")
        }
        _ => String::new(),
    }
}

/// One transaction; more than one line if it prints an ACL.
pub fn txn(logged: &LoggedTxn<'_>, paint: Paint) -> String {
    let h = &logged.header;
    let time = match Timestamp::from_millisecond(h.time) {
        Ok(t) => t.strftime("%-m/%-d/%y, %-I:%M:%S %p UTC").to_string(),
        Err(_) => h.time.to_string(),
    };
    let body = body(&logged.txn);
    let body = if paint.terminal { crate::sanitise::block(&body) } else { body.as_str().into() };
    let kind = kind_name(h.kind);
    // A negative cxid widens to a long before it is printed.
    let cxid = i64::from(h.cxid);
    let end = if body.ends_with('\n') { "" } else { "\n" };
    format!("{time} session {} cxid {cxid:#x} zxid {} {kind} {body}{end}", h.session, h.zxid)
}

fn body(txn: &Txn<'_>) -> String {
    let text = |data: Option<&[u8]>| decode_utf8(data.unwrap_or_default()).into_owned();
    match txn {
        Txn::Create(c) => {
            let mut out = format!("{},{},{}", c.path, text(c.data), acl_list(&c.acl));
            let _ = match c.kind {
                CreateKind::Persistent => write!(out, ",false,{}", c.parent_cversion),
                CreateKind::Ephemeral => write!(out, ",true,{}", c.parent_cversion),
                CreateKind::Container => write!(out, ",{}", c.parent_cversion),
                CreateKind::Ttl(ms) => write!(out, ",{},{ms}", c.parent_cversion),
            };
            out
        }
        Txn::SetData { path, data, version } => format!("{path},{},{version}", text(*data)),
        Txn::Delete { path } => format!("{}\n", csv_string(path)),
        Txn::Check { path, version } => format!("{},{version}\n", csv_string(path)),
        Txn::Error { code } => format!("{code}\n"),
        Txn::CreateSession { timeout_ms } => format!("{timeout_ms}\n"),
        Txn::CloseSession { paths: None } => String::new(),
        Txn::CloseSession { paths: Some(paths) } => {
            let paths: Vec<String> = paths.iter().map(|p| csv_string(p)).collect();
            format!("v{{{}}}\n", paths.join(","))
        }
        Txn::SetAcl { path, acl, version } => {
            let entries: Vec<String> =
                acl.to_vec().iter().map(|a| format!("s{{{}}}", acl_entry(a))).collect();
            format!("{},v{{{}}},{version}\n", csv_string(path), entries.join(","))
        }
        Txn::Multi(subs) => {
            let parts: Vec<String> =
                subs.iter().map(|s| format!("{}:{}", kind_name(s.kind), decode_utf8(s.body))).collect();
            parts.join(";")
        }
    }
}

/// Java prints the list's entries as records, each with a line break behind it.
fn acl_list(acl: &AclBytes<'_>) -> String {
    let entries: Vec<String> = acl.to_vec().iter().map(|a| format!("{}\n", acl_entry(a))).collect();
    format!("[{}]", entries.join(", "))
}

fn acl_entry(a: &Acl) -> String {
    format!("{},s{{{},{}}}", a.perms.0, csv_string(&a.id.scheme), csv_string(&a.id.id))
}

/// Jute's text form of a string: a quote before it, and what would end it written as percent codes.
fn csv_string(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\0' => out.push_str("%00"),
            '\n' => out.push_str("%0A"),
            '\r' => out.push_str("%0D"),
            ',' => out.push_str("%2C"),
            '}' => out.push_str("%7D"),
            '%' => out.push_str("%25"),
            c => out.push(c),
        }
    }
    out
}

/// A node as SnapshotFormatter prints it, with the line above it.
pub fn node(path: &str, data: Option<&[u8]>, stat: &StatPersisted, show_data: bool, paint: Paint) -> String {
    let path = if paint.terminal { crate::sanitise::line(path) } else { path.into() };
    let mut out = format!("----\n{path}\n");
    let mut line = |name: &str, value: String| {
        let _ = writeln!(out, "  {name} = {value}");
    };
    line("cZxid", hex16(stat.czxid.0));
    line("ctime", date(stat.ctime));
    line("mZxid", hex16(stat.mzxid.0));
    line("mtime", date(stat.mtime));
    line("pZxid", hex16(stat.pzxid.0));
    line("cversion", stat.cversion.to_string());
    line("dataVersion", stat.version.to_string());
    line("aclVersion", stat.aversion.to_string());
    line("ephemeralOwner", hex16(stat.ephemeral_owner));
    match (data, show_data) {
        (data, true) => {
            line("data", base64::engine::general_purpose::STANDARD.encode(data.unwrap_or_default()))
        }
        (data, false) => line("dataLength", data.map_or(0, <[u8]>::len).to_string()),
    }
    out
}

/// `Thu Jan 01 00:00:00 UTC 1970`.
pub fn date(ms: i64) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(t) => t.strftime("%a %b %d %H:%M:%S UTC %Y").to_string(),
        Err(_) => ms.to_string(),
    }
}

/// `0x` and fourteen hex digits, or more if it takes more.
pub fn hex16(value: i64) -> String {
    format!("{value:#016x}")
}

#[cfg(test)]
mod tests {
    use zk_proto::txn::{CreateTxn, SubTxn};
    use zk_proto::{OpCode, SessionId, TxnHeader, Writer, Zxid};

    use super::*;

    fn line(kind: OpCode, body: Txn<'_>) -> String {
        let header = TxnHeader {
            session: SessionId(0x0100_000c_7e14_0000),
            cxid: 1,
            zxid: Zxid(2),
            time: 1_795_159_721_000,
            kind: kind.code(),
        };
        txn(&LoggedTxn { header, txn: body, digest: None }, Paint::PIPE)
    }

    #[test]
    fn lines_are_those_of_the_toolkit() {
        let head = "11/20/26, 7:28:41 AM UTC session 0x100000c7e140000 cxid 0x1 zxid 0x2";
        let create = CreateTxn {
            path: "/a".into(),
            data: Some(b"hello"),
            acl: AclBytes::OPEN,
            kind: CreateKind::Persistent,
            parent_cversion: 1,
        };
        assert_eq!(
            line(OpCode::Create, Txn::Create(create)),
            format!("{head} create /a,hello,[31,s{{'world,'anyone}}\n],false,1\n")
        );
        assert_eq!(line(OpCode::Error, Txn::Error { code: -110 }), format!("{head} error -110\n"));
        assert_eq!(
            line(OpCode::CreateSession, Txn::CreateSession { timeout_ms: 30000 }),
            format!("{head} createSession 30000\n")
        );
        assert_eq!(
            line(OpCode::CloseSession, Txn::CloseSession { paths: Some(vec!["/eph9".into()]) }),
            format!("{head} closeSession v{{'/eph9}}\n")
        );
        let mut delete = Vec::new();
        delete.put_str("/a/w3");
        let multi = Txn::Multi(vec![
            SubTxn { kind: 2, body: &delete },
            SubTxn { kind: -1, body: &[255, 255, 255, 254] },
        ]);
        assert_eq!(
            line(OpCode::Multi, multi),
            format!("{head} multi delete:\0\0\0\u{5}/a/w3;error:\u{fffd}\u{fffd}\u{fffd}\u{fffd}\n")
        );
    }

    #[test]
    fn snapshot_dates_and_ids() {
        assert_eq!(date(0), "Thu Jan 01 00:00:00 UTC 1970");
        assert_eq!(hex16(0), "0x00000000000000");
        assert_eq!(hex16(0x27c), "0x0000000000027c");
    }
}
