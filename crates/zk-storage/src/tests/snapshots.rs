//! Snapshot files: what is written is read back in every form, and a failure leaves nothing.

use proptest::prelude::*;
use zk_proto::{AclBytes, SessionId, StatPersisted, Zxid};

use super::support::{Model, open, recover, z};
use crate::disk::{Fault, MemDisk};
use crate::snapshot::{Compression, NodeRef, SnapshotDigest, SnapshotError, SnapshotReader, SnapshotWriter};
use crate::txlog::{LogReader, LogWriter};

fn stat() -> impl Strategy<Value = StatPersisted> {
    let longs = (any::<i64>(), any::<i64>(), any::<i64>(), any::<i64>(), any::<i64>(), any::<i64>());
    (longs, any::<i32>(), any::<i32>(), any::<i32>()).prop_map(|(l, version, cversion, aversion)| {
        StatPersisted {
            czxid: Zxid(l.0),
            mzxid: Zxid(l.1),
            ctime: l.2,
            mtime: l.3,
            version,
            cversion,
            aversion,
            ephemeral_owner: l.4,
            pzxid: Zxid(l.5),
        }
    })
}

type Node = (String, Option<Vec<u8>>, i64, StatPersisted);

fn nodes() -> impl Strategy<Value = Vec<Node>> {
    let data = prop::option::of(prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(any::<u8>(), 30_000..70_000),
    ]);
    prop::collection::vec(("/[a-zü/]{1,12}x", data, any::<i64>(), stat()), 0..30)
}

fn compression() -> impl Strategy<Value = Compression> {
    prop_oneof![Just(Compression::Plain), Just(Compression::Gzip), Just(Compression::Snappy)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn snapshots_round_trip(
        nodes in nodes(),
        sessions in prop::collection::vec((any::<i64>(), any::<i32>()), 0..50),
        acls in prop::collection::vec(any::<i64>(), 0..50),
        digest in prop::option::of((any::<i64>(), any::<u64>())),
        last in prop::option::of(any::<i64>()),
        compression in compression(),
    ) {
        let disk = MemDisk::new();
        let dir = open(&disk);
        let mut w = dir.create_snapshot(z(0x1a), compression).unwrap();
        w.sessions(sessions.iter().map(|(s, t)| (SessionId(*s), *t))).unwrap();
        w.acls(acls.iter().map(|id| (*id, AclBytes::OPEN))).unwrap();
        for (path, data, acl, stat) in &nodes {
            w.node(path, data.as_deref(), *acl, stat).unwrap();
        }
        let digest = digest.map(|(zxid, digest)| SnapshotDigest { zxid: Zxid(zxid), version: 2, digest });
        w.commit(digest, last.map(Zxid)).unwrap();
        let (model, _) = recover(&dir).unwrap();
        prop_assert_eq!(model.nodes, nodes);
        prop_assert_eq!(model.sessions.len(), sessions.len());
        prop_assert_eq!(model.acls.len(), acls.len());
        prop_assert_eq!(model.digest, digest);
        prop_assert_eq!(model.last_zxid, last.map(Zxid));
    }

    #[test]
    fn logs_round_trip(
        payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 32..3000), 1..40),
        commit_every in 1usize..5,
    ) {
        let disk = MemDisk::new();
        let dir = open(&disk);
        let mut w: LogWriter<MemDisk> = dir.log_writer(super::support::small_config());
        let mut written = Vec::new();
        for (i, mut payload) in payloads.into_iter().enumerate() {
            let zxid = z(i as i64 + 1);
            payload[12..20].copy_from_slice(&zxid.0.to_be_bytes());
            w.append(zxid, &payload);
            if i % commit_every == 0 {
                w.commit().unwrap();
            }
            written.push(payload);
        }
        w.commit().unwrap();
        let content = disk.content();
        let mut r = LogReader::new(&content[&super::support::snap_path("log.1")][..]);
        let mut read = Vec::new();
        while let Some(record) = r.next().unwrap() {
            read.push(record.payload.to_vec());
        }
        prop_assert_eq!(read, written);
    }
}

#[test]
fn a_snapshot_that_is_not_committed_leaves_nothing() {
    let disk = MemDisk::new();
    let dir = open(&disk);
    let mut w = dir.create_snapshot(z(5), Compression::Plain).unwrap();
    w.sessions([].into_iter()).unwrap();
    assert_eq!(disk.content().len(), 1);
    drop(w);
    assert!(disk.content().is_empty());
}

#[test]
fn a_snapshot_on_a_failing_disk_never_gets_its_name() {
    for after in 0..7 {
        let disk = MemDisk::new();
        let dir = open(&disk);
        disk.set_fault(Some(Fault::AfterRequests(after)));
        let made = dir.create_snapshot(z(5), Compression::Gzip).and_then(|mut w| {
            w.sessions([].into_iter())?;
            w.acls([].into_iter())?;
            w.node("", Some(&[7; 100_000]), -1, &StatPersisted::default())?;
            w.commit(None, None)
        });
        disk.set_fault(None);
        let named = dir.snapshots().unwrap().len();
        match made {
            Ok(_) => assert_eq!(named, 1),
            // Only the sync of the directory may be missing.
            Err(_) => assert!(named == 0 || recover(&dir).is_ok(), "after {after} requests"),
        }
    }
}

#[test]
fn invalid_utf8_in_a_path_is_replaced_as_java_does() {
    let mut w = SnapshotWriter::new(Vec::new());
    w.sessions([].into_iter()).unwrap();
    w.acls([].into_iter()).unwrap();
    w.node("/aXb", None, -1, &StatPersisted::default()).unwrap();
    let mut bytes = w.finish(None, None).unwrap();
    let at = bytes.iter().position(|b| *b == b'X').unwrap();
    bytes[at] = 0xff;
    let mut r = SnapshotReader::new(&bytes[..]).unwrap();
    assert_eq!(r.next_node().unwrap().map(|n: NodeRef<'_>| n.path.to_string()).unwrap(), "/a\u{fffd}b");
    assert!(matches!(r.next_node(), Err(SnapshotError::Seal { .. })));
}

#[test]
fn lengths_beyond_the_limit_and_nulls_are_refused() {
    let make = |data: &[u8]| {
        let mut w = SnapshotWriter::new(Vec::new());
        w.sessions([].into_iter()).unwrap();
        w.acls([].into_iter()).unwrap();
        w.node("/a", Some(data), -1, &StatPersisted::default()).unwrap();
        w.finish(None, None).unwrap()
    };
    let bytes = make(&[1; 2000]);
    assert!(SnapshotReader::with_limit(&bytes[..], 2000).unwrap().finish().is_ok());
    let err = SnapshotReader::with_limit(&bytes[..], 1999).unwrap().finish().unwrap_err();
    assert!(matches!(err, SnapshotError::Length { length: 2000, .. }), "{err}");
    let mut bytes = make(&[]);
    // The path's length follows header and the two counts.
    bytes[24..28].fill(0xff);
    let err = SnapshotReader::new(&bytes[..]).unwrap().finish().unwrap_err();
    assert!(matches!(err, SnapshotError::Null { what: "a path", offset: 24 }), "{err}");
}

#[test]
fn a_digest_of_the_first_version_is_text_and_read_over() {
    let mut bytes = {
        let mut w = SnapshotWriter::new(Vec::new());
        w.sessions([].into_iter()).unwrap();
        w.acls([].into_iter()).unwrap();
        w.node("", None, -1, &StatPersisted::default()).unwrap();
        w.finish(None, None).unwrap()
    };
    use zk_proto::Writer;
    bytes.put_i64(5);
    bytes.put_i32(1);
    bytes.put_str("0123456789abcdef");
    let seal = simd_adler32::adler32(&&bytes[..]);
    bytes.put_i64(i64::from(seal));
    bytes.put_str("/");
    let trailers = SnapshotReader::new(&bytes[..]).unwrap().finish().unwrap();
    assert_eq!(trailers.digest, Some(SnapshotDigest { zxid: z(5), version: 1, digest: 0 }));
    let _ = Model::default();
}
