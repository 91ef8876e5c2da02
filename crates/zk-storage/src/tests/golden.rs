//! Files captured from Apache ZooKeeper 3.8.0 are read, and written again byte for byte.

use std::io::Read;
use std::path::Path;

use zk_proto::txn::LoggedTxn;
use zk_proto::{AclBytes, OpCode};

use super::support::{Model, z};
use crate::disk::{MemDisk, OpenMode};
use crate::snapshot::{Compression, Decoder, SnapshotFile, SnapshotReader, SnapshotWriter, Trailers};
use crate::txlog::{LogEnd, LogReader, LogWriter};
use crate::{
    Access, Base, DataDir, Disk, NodeRef, RecoverOptions, RecoveryTarget, SnapshotDigest, TargetError,
};

const LOG_1: &[u8] = include_bytes!("../../testdata/zookeeper-3.8.0/log.1");
const SNAPSHOT_0: &[u8] = include_bytes!("../../testdata/zookeeper-3.8.0/snapshot.0");
const SNAPSHOT_16: &[u8] = include_bytes!("../../testdata/zookeeper-3.8.0/snapshot.16");
const SNAPSHOT_GZ: &[u8] = include_bytes!("../../testdata/zookeeper-3.8.0/snapshot.1f7.gz");
const SNAPSHOT_SNAPPY: &[u8] = include_bytes!("../../testdata/zookeeper-3.8.0/snapshot.1f7.snappy");

/// Reads a snapshot into a model.
fn read(bytes: &[u8], compression: Compression) -> (Model, Trailers) {
    let mut model = Model::default();
    let mut r = SnapshotReader::new(Decoder::new(bytes, compression)).unwrap();
    while let Some((session, timeout_ms)) = r.next_session().unwrap() {
        model.session(session, timeout_ms).unwrap();
    }
    while let Some((id, acl)) = r.next_acl().unwrap() {
        model.acl(id, acl).unwrap();
    }
    while let Some(node) = r.next_node().unwrap() {
        model.node(node).unwrap();
    }
    (model, r.finish().unwrap())
}

fn write(model: &Model, trailers: Trailers) -> Vec<u8> {
    let mut w = SnapshotWriter::new(Vec::new());
    w.sessions(model.sessions.iter().copied()).unwrap();
    w.acls(model.acls.iter().map(|(id, acl)| (*id, AclBytes::from_bytes(acl).unwrap()))).unwrap();
    for (path, data, acl, stat) in &model.nodes {
        w.node(path, data.as_deref(), *acl, stat).unwrap();
    }
    w.finish(trailers.digest, trailers.last_zxid).unwrap()
}

#[test]
fn a_fresh_snapshot_has_four_nodes_and_457_bytes() {
    let (model, trailers) = read(SNAPSHOT_0, Compression::Plain);
    assert_eq!(SNAPSHOT_0.len(), 457);
    let paths: Vec<_> = model.nodes.iter().map(|n| n.0.as_str()).collect();
    assert_eq!(paths[..2], ["", "/zookeeper"]);
    assert!(paths.contains(&"/zookeeper/config") && paths.contains(&"/zookeeper/quota") && paths.len() == 4);
    assert_eq!(trailers.digest, Some(SnapshotDigest { zxid: z(0), version: 2, digest: 0 }));
    assert_eq!((trailers.last_zxid, trailers.bytes), (None, 457));
}

#[test]
fn snapshots_are_written_again_byte_for_byte() {
    for bytes in [SNAPSHOT_0, SNAPSHOT_16] {
        let (model, trailers) = read(bytes, Compression::Plain);
        assert_eq!(write(&model, trailers), bytes);
    }
}

#[test]
fn compressed_snapshots_hold_the_same_tree() {
    let (gz, gz_trailers) = read(SNAPSHOT_GZ, Compression::Gzip);
    let (snappy, _) = read(SNAPSHOT_SNAPPY, Compression::Snappy);
    for model in [&gz, &snappy] {
        assert_eq!(model.nodes.len(), 4 + 1 + 500);
        let node = model.nodes.iter().find(|n| n.0 == "/a/node-00499").unwrap();
        assert_eq!(node.1.as_deref(), Some("value of 499 ".repeat(8).as_bytes()));
    }
    assert_eq!(gz_trailers.digest.map(|d| d.zxid), Some(z(0x1f7)));
    let mut plain = Vec::new();
    Decoder::new(SNAPSHOT_GZ, Compression::Gzip).read_to_end(&mut plain).unwrap();
    assert_eq!(write(&gz, gz_trailers), plain);
}

#[test]
fn every_logged_transaction_is_decoded_and_encoded_byte_for_byte() {
    let mut r = LogReader::new(LOG_1);
    let mut kinds = Vec::new();
    while let Some(record) = r.next().unwrap() {
        let logged = LoggedTxn::decode(record.payload).unwrap();
        assert_eq!(logged.header.zxid, z(kinds.len() as i64 + 1));
        assert_eq!(logged.digest.is_none(), logged.header.kind == OpCode::Error.code());
        let mut again = Vec::new();
        logged.encode(&mut again);
        assert_eq!(again, record.payload);
        kinds.push(logged.header.kind);
    }
    assert_eq!(r.end(), Some(LogEnd::Clean { offset: LOG_1.len() as u64, padding: 0 }));
    let expected = [-10, 1, 1, 1, 15, 1, 1, 5, 7, -1, -1, 14, 14, 2, -11, -10, 19, 21, 1, 2, -11, 20];
    assert_eq!(kinds, expected);
}

#[test]
fn our_log_writer_makes_the_same_file() {
    let disk = MemDisk::new();
    disk.create_dir_all(Path::new("/d")).unwrap();
    let mut w = LogWriter::open(disk.clone(), Path::new("/d"), super::support::small_config());
    let mut r = LogReader::new(LOG_1);
    while let Some(record) = r.next().unwrap() {
        w.append(record.head.zxid, record.payload);
    }
    w.commit().unwrap();
    drop(w);
    assert_eq!(disk.content()[Path::new("/d/log.1")], LOG_1);
}

/// Counts transactions and believes everything.
#[derive(Default)]
struct Count {
    nodes: usize,
    txns: Vec<i64>,
}

impl RecoveryTarget for Count {
    fn begin_snapshot(&mut self, _: zk_proto::Zxid) {}
    fn session(&mut self, _: zk_proto::SessionId, _: i32) -> Result<(), TargetError> {
        Ok(())
    }
    fn acl(&mut self, _: i64, _: AclBytes<'_>) -> Result<(), TargetError> {
        Ok(())
    }
    fn node(&mut self, _: NodeRef<'_>) -> Result<(), TargetError> {
        self.nodes += 1;
        Ok(())
    }
    fn snapshot_done(
        &mut self,
        _: Option<SnapshotDigest>,
        _: Option<zk_proto::Zxid>,
    ) -> Result<(), TargetError> {
        Ok(())
    }
    fn discard_snapshot(&mut self) {}
    fn txn(&mut self, zxid: zk_proto::Zxid, _: &[u8]) -> Result<(), TargetError> {
        self.txns.push(zxid.0);
        Ok(())
    }
}

#[test]
fn a_directory_made_by_java_is_recovered() {
    let disk = MemDisk::new();
    let v2 = Path::new("/java/version-2");
    disk.put(&v2.join("snapshot.0"), SNAPSHOT_0);
    // As Java preallocates it.
    disk.put(&v2.join("log.1"), &[LOG_1, &vec![0; 65552 - LOG_1.len()]].concat());
    let open =
        |disk: &MemDisk| DataDir::open(disk.clone(), Path::new("/java"), None, Access::Existing).unwrap();
    let mut count = Count::default();
    let report = open(&disk).recover(&RecoverOptions::default(), &mut count).unwrap();
    assert_eq!((report.last_zxid, report.txns, report.warnings.len()), (z(0x16), 0x16, 0));
    assert_eq!(count.txns, (1..=0x16).collect::<Vec<_>>());

    disk.put(&v2.join("snapshot.16"), SNAPSHOT_16);
    let mut count = Count::default();
    let report = open(&disk).recover(&RecoverOptions::default(), &mut count).unwrap();
    assert!(matches!(&report.base, Base::Snapshot { file, .. } if file.zxid == z(0x16)));
    assert_eq!((report.last_zxid, report.txns, count.txns.len()), (z(0x16), 0, 0));
    assert!(count.nodes > 8);
}

#[test]
fn real_snapshots_pass_the_cheap_check_and_halves_of_plain_ones_do_not() {
    let disk = MemDisk::new();
    let check = |name: &str, bytes: &[u8], compression| {
        let path = Path::new("/d").join(name);
        disk.put(&path, bytes);
        let file = SnapshotFile { zxid: z(0), compression, path, len: bytes.len() as u64 };
        crate::snapshot::looks_valid(&disk, &file).unwrap()
    };
    assert!(check("a", SNAPSHOT_0, Compression::Plain));
    assert!(!check("b", &SNAPSHOT_0[..200], Compression::Plain));
    assert!(!check("c", b"", Compression::Plain));
    assert!(check("d", SNAPSHOT_GZ, Compression::Gzip));
    assert!(!check("e", SNAPSHOT_0, Compression::Gzip));
    assert!(check("f", SNAPSHOT_SNAPPY, Compression::Snappy));
    assert!(!check("g", SNAPSHOT_GZ, Compression::Snappy));
    assert!(disk.open(Path::new("/d/a"), OpenMode::Read).is_ok());
}
