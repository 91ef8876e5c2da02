//! Turns a decoded transaction into a row: type, path and details by name.

use zk_proto::jute::{Decode, Reader};
use zk_proto::txn::{CreateKind, LoggedTxn, Txn};
use zk_proto::{ErrorCode, OpCode};

use crate::parse::acl_text;
use crate::reply::{Detail, TxnOp, TxnRow};

/// A record's row. `offset` is where it starts in its file.
///
/// # Errors
/// The body of a multi's part cannot be decoded.
pub fn row(logged: &LoggedTxn<'_>, offset: u64) -> Decode<TxnRow> {
    let header = &logged.header;
    let parts = match &logged.txn {
        Txn::Multi(subs) => subs
            .iter()
            .map(|s| Txn::decode(s.kind, &mut Reader::new(s.body)).map(|txn| op(s.kind, &txn)))
            .collect::<Decode<Vec<_>>>()?,
        _ => Vec::new(),
    };
    let whole = op(header.kind, &logged.txn);
    let mut details = whole.details;
    if let Txn::Multi(subs) = &logged.txn
        && let Some(refused) = subs.iter().find(|s| s.kind == OpCode::Error.code())
    {
        // Its other parts stand in the log as if they had been done, and were not.
        details.push(("refused", Detail::Text(error_name(Reader::new(refused.body).i32()?))));
    }
    Ok(TxnRow {
        zxid: header.zxid,
        time_ms: header.time,
        session: header.session,
        cxid: header.cxid,
        op: TxnOp { details, ..whole },
        parts,
        digest: logged.digest.map(|d| d.tree_digest),
        offset,
    })
}

/// The name of a type, or its number.
pub fn kind_name(kind: i32) -> String {
    OpCode::from_i32(kind).map_or_else(|| kind.to_string(), |op| op.name().to_owned())
}

fn error_name(code: i32) -> String {
    match (code, ErrorCode::from_i32(code)) {
        (0, _) => "ok".to_owned(),
        (_, Some(known)) => format!("{known:?}"),
        _ => "unknown".to_owned(),
    }
}

fn op(kind: i32, txn: &Txn<'_>) -> TxnOp {
    let (path, details) = match txn {
        Txn::CreateSession { timeout_ms } => {
            (None, vec![("timeout_ms", Detail::Number((*timeout_ms).into()))])
        }
        Txn::CloseSession { paths } => {
            let paths = paths.as_deref().unwrap_or_default();
            let paths: Vec<String> = paths.iter().map(|p| p.to_string()).collect();
            (None, if paths.is_empty() { vec![] } else { vec![("ephemerals", Detail::List(paths))] })
        }
        Txn::Error { code } => {
            (None, vec![("error", Detail::Text(error_name(*code))), ("code", Detail::Number((*code).into()))])
        }
        Txn::Create(c) => {
            let mut details = vec![data_length(c.data)];
            match c.kind {
                CreateKind::Persistent => {}
                CreateKind::Ephemeral => details.push(("ephemeral", Detail::Flag)),
                CreateKind::Container => details.push(("container", Detail::Flag)),
                CreateKind::Ttl(ms) => details.push(("ttl_ms", Detail::Number(ms))),
            }
            if !c.acl.is_open() {
                details.push(("acl", Detail::Text(acl_text(&c.acl.to_vec()))));
            }
            details.push(("parent_cversion", Detail::Number(c.parent_cversion.into())));
            (Some(&c.path), details)
        }
        Txn::Delete { path } => (Some(path), vec![]),
        Txn::SetData { path, data, version } => {
            (Some(path), vec![data_length(*data), ("version", Detail::Number((*version).into()))])
        }
        Txn::SetAcl { path, acl, version } => (
            Some(path),
            vec![
                ("acl", Detail::Text(acl_text(&acl.to_vec()))),
                ("version", Detail::Number((*version).into())),
            ],
        ),
        Txn::Check { path, version } => (Some(path), vec![("version", Detail::Number((*version).into()))]),
        Txn::Multi(subs) => {
            (None, vec![("count", Detail::Number(i64::try_from(subs.len()).unwrap_or(i64::MAX)))])
        }
    };
    TxnOp { kind: kind_name(kind), path: path.map(|p| p.to_string()), details }
}

/// Null data differs from empty data.
fn data_length(data: Option<&[u8]>) -> (&'static str, Detail) {
    match data {
        Some(d) => ("data_length", Detail::Number(i64::try_from(d.len()).unwrap_or(i64::MAX))),
        None => ("data_length", Detail::Null),
    }
}

#[cfg(test)]
mod tests {
    use zk_proto::txn::{CreateTxn, SubTxn};
    use zk_proto::{AclBytes, SessionId, TxnHeader, Writer, Zxid};

    use super::*;

    fn logged(kind: OpCode, txn: Txn<'_>) -> LoggedTxn<'_> {
        let header = TxnHeader { session: SessionId(1), cxid: 2, zxid: Zxid(3), time: 4, kind: kind.code() };
        LoggedTxn { header, txn, digest: None }
    }

    #[test]
    fn a_multi_has_a_row_and_parts() {
        let mut body = Vec::new();
        body.put_str("/a/b");
        let txn = logged(OpCode::Multi, Txn::Multi(vec![SubTxn { kind: 2, body: &body }]));
        let row = row(&txn, 16).unwrap();
        assert_eq!(row.op.kind, "multi");
        assert_eq!(row.parts[0].kind, "delete");
        assert_eq!(row.parts[0].path.as_deref(), Some("/a/b"));
    }

    #[test]
    fn null_data_is_told_from_empty() {
        let create = |data| {
            Txn::Create(CreateTxn {
                path: "/a".into(),
                data,
                acl: AclBytes::OPEN,
                kind: CreateKind::Ephemeral,
                parent_cversion: 1,
            })
        };
        let details = |data| row(&logged(OpCode::Create, create(data)), 0).unwrap().op.details;
        assert_eq!(details(None)[0], ("data_length", Detail::Null));
        assert_eq!(details(Some(b""))[0], ("data_length", Detail::Number(0)));
        assert_eq!(details(None)[1], ("ephemeral", Detail::Flag));
    }
}
