//! Copies a data directory through this crate's readers and writers, for checks with a Java server: whatever it
//! made of the original, it must make of the copy.
//!
//! `cargo run -p zk-storage --example rewrite -- FROM TO [gz|snappy]`

use std::error::Error;
use std::path::Path;

use zk_storage::snapshot::open_snapshot;
use zk_storage::{Access, Compression, DataDir, Disk, FileReader, LogReader, OpenMode, OsDisk, WriterConfig};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, rest @ ..] = &args[..] else { return Err("usage: rewrite FROM TO [gz|snappy]".into()) };
    let compression: Compression = rest.first().map_or("", String::as_str).parse()?;
    let from = DataDir::open(OsDisk, Path::new(from), None, Access::ReadOnly)?;
    let to = DataDir::open(OsDisk, Path::new(to), None, Access::Create)?;
    for file in from.plausible_snapshots()? {
        let mut r = open_snapshot(from.disk(), &file, 64 << 20)?;
        let mut w = to.create_snapshot(file.zxid, compression)?;
        let mut sessions = Vec::new();
        while let Some(s) = r.next_session()? {
            sessions.push(s);
        }
        w.sessions(sessions.into_iter())?;
        let mut acls = Vec::new();
        while let Some((id, acl)) = r.next_acl()? {
            acls.push((id, acl.as_bytes().to_vec()));
        }
        let acls: Vec<_> = acls
            .iter()
            .map(|(id, b)| Ok((*id, zk_proto::AclBytes::from_bytes(b)?)))
            .collect::<Result<_, zk_proto::DecodeError>>()?;
        w.acls(acls.into_iter())?;
        while let Some(n) = r.next_node()? {
            w.node(n.path, n.data, n.acl, &n.stat)?;
        }
        let trailers = r.finish()?;
        // The last-zxid trailer is written always, also for readers that do not know it.
        w.commit(trailers.digest, Some(file.zxid))?;
    }
    let mut w = to.log_writer(WriterConfig::default());
    for file in from.logs()? {
        let mut r = LogReader::new(FileReader::new(from.disk().open(&file.path, OpenMode::Read)?));
        while let Some(record) = r.next()? {
            w.append(record.head.zxid, record.payload);
            w.commit()?;
        }
        w.roll()?;
    }
    // As a killed server leaves it: zeros to the end of the last file.
    std::mem::forget(w);
    Ok(())
}
