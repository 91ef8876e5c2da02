//! `log export --format sql`: the evidence as a script for `sqlite3`, in one transaction, so that half a script leaves
//! nothing behind.

use std::fmt::Write;

use serde_json::{Map, Value};

/// What comes before the rows. Zxids are numbers, as SQLite's integers have 64 bits: `printf('0x%x', zxid)` shows them as
/// everybody does. Sessions are text: nobody adds them up.
pub const HEAD: &str = "\
-- Transactions of ZooKeeper's log, by zkctl log export. sqlite3 FILE < THIS
BEGIN TRANSACTION;
-- One row for each transaction (part 0) and one for each part of a multi (from 1 on). `refused` is the code of a multi that
-- was refused: its parts did not happen.
CREATE TABLE txns (
  zxid INTEGER NOT NULL, part INTEGER NOT NULL, time TEXT NOT NULL, session TEXT NOT NULL, cxid INTEGER NOT NULL,
  cause TEXT NOT NULL, op TEXT NOT NULL, path TEXT, bytes INTEGER, data BLOB, version INTEGER, acl TEXT, kind TEXT,
  ttl_ms INTEGER, parent_cversion INTEGER, timeout_ms INTEGER, code INTEGER, refused INTEGER, digest TEXT,
  file TEXT NOT NULL, offset INTEGER NOT NULL, checksum TEXT
);
-- What went with a session: the nodes that its end names.
CREATE TABLE ephemerals (zxid INTEGER NOT NULL, session TEXT NOT NULL, path TEXT NOT NULL);
";

/// What comes behind them.
pub const TAIL: &str = "\
CREATE INDEX txns_by_path ON txns (path, zxid);
CREATE INDEX txns_by_zxid ON txns (zxid, part);
CREATE INDEX txns_by_session ON txns (session, zxid);
CREATE INDEX ephemerals_by_path ON ephemerals (path, zxid);
COMMIT;
";

/// Columns that a part has of its own; of the others it has those of the whole.
const OWN: [&str; 10] =
    ["op", "path", "bytes", "data", "version", "acl", "kind", "ttl_ms", "parent_cversion", "code"];
const COLUMNS: [&str; 22] = [
    "zxid",
    "part",
    "time",
    "session",
    "cxid",
    "cause",
    "op",
    "path",
    "bytes",
    "data",
    "version",
    "acl",
    "kind",
    "ttl_ms",
    "parent_cversion",
    "timeout_ms",
    "code",
    "refused",
    "digest",
    "file",
    "offset",
    "checksum",
];

/// The statements for one transaction, from the object that it is in JSON.
pub fn rows(txn: &Map<String, Value>) -> String {
    let mut out = String::new();
    let parts = txn.get("parts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let error = |part: &&Value| part.get("op").is_some_and(|op| op == "error");
    let refused = parts.iter().find(error).and_then(|part| part.get("code")).unwrap_or(&Value::Null);
    row(txn, None, 0, refused, &mut out);
    for (index, part) in parts.iter().enumerate() {
        row(txn, part.as_object(), index + 1, refused, &mut out);
    }
    let gone = txn.get("ephemerals").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for path in gone {
        let session = text(txn.get("session").and_then(Value::as_str).unwrap_or_default());
        let path = text(path.as_str().unwrap_or_default());
        let _ = writeln!(out, "INSERT INTO ephemerals VALUES ({},{session},{path});", zxid(txn));
    }
    out
}

fn row(
    txn: &Map<String, Value>,
    part: Option<&Map<String, Value>>,
    number: usize,
    refused: &Value,
    out: &mut String,
) {
    out.push_str("INSERT INTO txns VALUES (");
    for (index, column) in COLUMNS.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let of = part.filter(|_| OWN.contains(&column)).unwrap_or(txn);
        match column {
            "zxid" => out.push_str(&zxid(txn).to_string()),
            "part" => out.push_str(&number.to_string()),
            "refused" => out.push_str(&literal(refused)),
            "data" => out.push_str(&data(of.get("data_base64"))),
            column => out.push_str(&literal(of.get(column).unwrap_or(&Value::Null))),
        }
    }
    out.push_str(");\n");
}

fn zxid(txn: &Map<String, Value>) -> i64 {
    let hex = txn.get("zxid").and_then(Value::as_str).and_then(|z| z.strip_prefix("0x"));
    hex.and_then(|z| u64::from_str_radix(z, 16).ok()).unwrap_or_default() as i64
}

fn literal(value: &Value) -> String {
    match value {
        Value::Number(n) => n.to_string(),
        Value::String(s) => text(s),
        _ => "NULL".to_owned(),
    }
}

/// A string of SQL knows no escapes but a doubled quote: what is not plainly printable goes in as bytes.
fn text(s: &str) -> String {
    if s.chars().any(char::is_control) || crate::sanitise::line(s) != s {
        return format!("CAST({} AS TEXT)", blob(s.as_bytes()));
    }
    format!("'{}'", s.replace('\'', "''"))
}

fn data(base64: Option<&Value>) -> String {
    use base64::Engine;
    let engine = base64::engine::general_purpose::STANDARD;
    let bytes = base64.and_then(Value::as_str).and_then(|text| engine.decode(text).ok());
    bytes.map_or_else(|| "NULL".to_owned(), |bytes| blob(&bytes))
}

fn blob(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len() + 3);
    out.push_str("X'");
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_gets_out_of_its_quotes() {
        for (given, expected) in [
            ("/plain é", "'/plain é'"),
            ("/it's", "'/it''s'"),
            ("'); DROP TABLE txns; --", "'''); DROP TABLE txns; --'"),
            ("/a\nb", "CAST(X'2f610a62' AS TEXT)"),
            ("/\u{0}", "CAST(X'2f00' AS TEXT)"),
            ("/\u{202e}x", "CAST(X'2fe280ae78' AS TEXT)"),
        ] {
            assert_eq!(text(given), expected);
        }
    }

    #[test]
    fn a_refused_multi_has_a_row_for_itself_and_for_each_part() {
        let txn = serde_json::json!({
            "zxid": "0x10000000a", "time": "t", "session": "0x1", "cxid": 3, "cause": "client", "op": "multi",
            "parts": [
                {"op": "setData", "path": "/a", "bytes": 2, "data_base64": "aGk=", "version": 1},
                {"op": "error", "code": -103},
            ],
            "digest": null, "file": "log.1", "offset": 16, "checksum": "0x1",
        });
        let sql = rows(txn.as_object().unwrap());
        let lines: Vec<&str> = sql.lines().collect();
        assert_eq!(lines.len(), 3);
        let head =
            |part, op| format!("INSERT INTO txns VALUES (4294967306,{part},'t','0x1',3,'client','{op}',");
        assert!(lines[0].starts_with(&head(0, "multi")), "{sql}");
        assert!(lines[1].starts_with(&(head(1, "setData") + "'/a',2,X'6869',1,")), "{sql}");
        assert!(lines[2].starts_with(&head(2, "error")), "{sql}");
        assert!(lines.iter().all(|l| l.contains(",-103,NULL,'log.1',16,'0x1');")), "{sql}");
    }

    #[test]
    fn the_table_has_the_columns_that_are_written() {
        let table = HEAD.split_once("CREATE TABLE txns (").unwrap().1.split_once(");").unwrap().0;
        let names: Vec<&str> = table.split(',').map(|c| c.split_whitespace().next().unwrap()).collect();
        assert_eq!(names, COLUMNS);
    }
}
