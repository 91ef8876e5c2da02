//! Turns what a transaction did into the reply that its client gets.

use zk_proto::multi::{MultiHeader, OpResult};
use zk_proto::reply::ReplyHeader;
use zk_proto::{Writer, Zxid, frame};
use zk_tree::Applied;

/// Appends a reply that is a header alone.
pub(crate) fn header_only(out: &mut Vec<u8>, xid: i32, zxid: Zxid, err: i32) {
    frame::write(out, |w| ReplyHeader { xid, zxid, err }.encode(w));
}

/// The code in the header of a write's reply; 0 is success.
pub(crate) fn code(applied: &Applied<'_>) -> i32 {
    if let Applied::Failed(code) = applied { *code } else { 0 }
}

/// Appends the reply to a write.
pub(crate) fn applied(out: &mut Vec<u8>, xid: i32, zxid: Zxid, applied: &Applied<'_>) {
    let err = code(applied);
    frame::write(out, |w| {
        ReplyHeader { xid, zxid, err }.encode(w);
        match applied {
            Applied::Created { path, stat, with_stat } => {
                w.put_str(path);
                if *with_stat {
                    stat.encode(w);
                }
            }
            Applied::DataSet(stat) | Applied::AclSet(stat) => stat.encode(w),
            Applied::Reconfigured { text, stat } => {
                w.put_buffer(Some(text));
                stat.encode(w);
            }
            Applied::Multi(results) => {
                for r in results {
                    result(r).encode(w);
                }
                MultiHeader::END.encode(w);
            }
            Applied::Deleted
            | Applied::Checked
            | Applied::SessionCreated(_)
            | Applied::SessionClosed
            | Applied::Failed(_) => {}
        }
    });
}

fn result<'a>(applied: &'a Applied<'_>) -> OpResult<'a> {
    match applied {
        Applied::Created { path, stat, with_stat: true } => OpResult::Create2((&**path).into(), *stat),
        Applied::Created { path, .. } => OpResult::Create((&**path).into()),
        Applied::Deleted => OpResult::Delete,
        Applied::DataSet(stat) | Applied::AclSet(stat) | Applied::Reconfigured { stat, .. } => {
            OpResult::SetData(*stat)
        }
        Applied::Checked => OpResult::Check,
        Applied::Failed(code) => OpResult::Error(*code),
        // Neither sessions nor multis occur inside a multi.
        Applied::SessionCreated(_) | Applied::SessionClosed | Applied::Multi(_) => OpResult::Check,
    }
}
