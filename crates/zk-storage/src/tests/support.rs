//! A recovery target that remembers everything, and makers of small logs, snapshots and directories.

use std::path::{Path, PathBuf};

use zk_proto::{AclBytes, OpCode, SessionId, StatPersisted, Txn, TxnHeader, Writer, Zxid};

use crate::disk::{Disk, MemDisk};
use crate::snapshot::{Compression, NodeRef, SnapshotDigest, SnapshotWriter};
use crate::txlog::{FRAME_BYTES, Fill, WriterConfig};
use crate::{Access, DataDir, RecoverOptions, RecoveryReport, RecoveryTarget, StorageError, TargetError};

/// xorshift64*: the same numbers for the same seed, everywhere.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// The seed of a random test: from `ZK_STORAGE_SEED`, or the clock. Printed, so that a failure can be replayed.
pub fn seed(test: &str) -> u64 {
    let clock = || std::time::UNIX_EPOCH.elapsed().map_or(1, |d| d.as_nanos() as u64);
    let seed = std::env::var("ZK_STORAGE_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(clock);
    println!("replay with: ZK_STORAGE_SEED={seed} cargo test -p zk-storage {test}");
    seed
}

pub fn z(n: i64) -> Zxid {
    Zxid(n)
}

/// A transaction of `zxid`; the data's size varies with it.
pub fn payload(zxid: Zxid) -> Vec<u8> {
    let mut w = Vec::new();
    let kind = OpCode::SetData.code();
    TxnHeader { session: SessionId(7), cxid: 1, zxid, time: 1_700_000_000_000, kind }.encode(&mut w);
    let data = vec![zxid.counter() as u8; zxid.counter() as usize * 13 % 60];
    Txn::SetData { path: "/a".into(), data: Some(&data), version: 1 }.encode(&mut w);
    w
}

/// A log file of these transactions, without padding.
pub fn log_bytes(zxids: impl IntoIterator<Item = Zxid>) -> Vec<u8> {
    let mut out = crate::txlog::header_bytes().to_vec();
    for zxid in zxids {
        out.extend(record_bytes(&payload(zxid)));
    }
    out
}

/// Size of a record in a log, in bytes.
pub fn record_len(zxid: Zxid) -> usize {
    FRAME_BYTES + payload(zxid).len() + 1
}

pub fn record_bytes(payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_i64(i64::from(simd_adler32::adler32(&payload)));
    out.put_len(payload.len());
    out.put_bytes(payload);
    out.put_u8(b'B');
    out
}

/// A snapshot whose nodes tell that it holds everything up to `zxid`.
pub fn snapshot_bytes(zxid: Zxid, nodes: usize) -> Vec<u8> {
    let mut w = SnapshotWriter::new(Vec::new());
    w.sessions([(SessionId(0x100), 4000), (SessionId(0x200), 5000)].into_iter()).unwrap();
    w.acls([(1, AclBytes::OPEN)].into_iter()).unwrap();
    let stat = StatPersisted { mzxid: zxid, ..StatPersisted::default() };
    w.node("", None, -1, &stat).unwrap();
    for i in 0..nodes {
        w.node(&format!("/n{i}"), Some(&[i as u8; 9]), 1, &stat).unwrap();
    }
    w.finish(Some(SnapshotDigest { zxid, version: 2, digest: 5 }), Some(zxid)).unwrap()
}

/// Replaces the history by a snapshot of `zxid`.
pub fn install(dir: &DataDir<MemDisk>, zxid: Zxid, compression: Compression) -> PathBuf {
    let mut install = dir.create_install(zxid, compression, 1 << 20).unwrap();
    let s = install.snapshot();
    s.sessions([].into_iter()).unwrap();
    s.acls([].into_iter()).unwrap();
    s.node("", Some(&[1; 300]), -1, &Default::default()).unwrap();
    s.node("/a", Some(&[1; 900]), -1, &Default::default()).unwrap();
    install.commit(Some(SnapshotDigest { zxid, version: 2, digest: 0 }), Some(zxid)).unwrap()
}

/// Remembers what it was given.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Model {
    pub snapshot: Option<Zxid>,
    pub done: bool,
    pub sessions: Vec<(SessionId, i32)>,
    pub acls: Vec<(i64, Vec<u8>)>,
    pub nodes: Vec<(String, Option<Vec<u8>>, i64, StatPersisted)>,
    pub digest: Option<SnapshotDigest>,
    pub last_zxid: Option<Zxid>,
    pub txns: Vec<Zxid>,
}

impl RecoveryTarget for Model {
    fn begin_snapshot(&mut self, zxid: Zxid) {
        *self = Model { snapshot: Some(zxid), ..Model::default() };
    }

    fn session(&mut self, session: SessionId, timeout_ms: i32) -> Result<(), TargetError> {
        self.sessions.push((session, timeout_ms));
        Ok(())
    }

    fn acl(&mut self, id: i64, acl: AclBytes<'_>) -> Result<(), TargetError> {
        self.acls.push((id, acl.as_bytes().to_vec()));
        Ok(())
    }

    fn node(&mut self, n: NodeRef<'_>) -> Result<(), TargetError> {
        if n.path == "/refused" {
            return Err("a parent is missing".into());
        }
        self.nodes.push((n.path.to_string(), n.data.map(<[u8]>::to_vec), n.acl, n.stat));
        Ok(())
    }

    fn snapshot_done(
        &mut self,
        digest: Option<SnapshotDigest>,
        last: Option<Zxid>,
    ) -> Result<(), TargetError> {
        (self.digest, self.last_zxid, self.done) = (digest, last, true);
        Ok(())
    }

    fn discard_snapshot(&mut self) {
        *self = Model::default();
    }

    fn txn(&mut self, zxid: Zxid, bytes: &[u8]) -> Result<(), TargetError> {
        assert_eq!(bytes, payload(zxid), "a wrong transaction");
        self.txns.push(zxid);
        Ok(())
    }
}

pub const ROOT: &str = "/data";

pub fn snap_path(name: &str) -> PathBuf {
    Path::new(ROOT).join("version-2").join(name)
}

pub fn open(disk: &MemDisk) -> DataDir<MemDisk> {
    DataDir::open(disk.clone(), Path::new(ROOT), None, Access::Create).unwrap()
}

/// A disk with these files in `version-2`.
pub fn disk_with(files: &[(&str, Vec<u8>)]) -> MemDisk {
    let disk = MemDisk::new();
    disk.create_dir_all(&Path::new(ROOT).join("version-2")).unwrap();
    let disk = disk.crash(usize::MAX, crate::disk::CrashOptions::KILL);
    for (name, bytes) in files {
        disk.put(&snap_path(name), bytes);
    }
    disk
}

pub fn recover<D: Disk>(dir: &DataDir<D>) -> Result<(Model, RecoveryReport), StorageError> {
    recover_with(dir, &RecoverOptions::default())
}

pub fn recover_with<D: Disk>(
    dir: &DataDir<D>,
    options: &RecoverOptions,
) -> Result<(Model, RecoveryReport), StorageError> {
    let mut model = Model::default();
    let report = dir.recover(options, &mut model)?;
    Ok((model, report))
}

/// Small and without a thread.
pub fn small_config() -> WriterConfig {
    WriterConfig { prealloc_bytes: 2048, fsync: true, size_limit_bytes: None, fill: Fill::Inline }
}
