//! Histories as a test writes them down, and the trees that they make.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use zk_proto::txn::{CreateKind, CreateTxn};
use zk_proto::{Acl, AclBytes, OpCode, SessionId, Txn, TxnHeader, Zxid};
use zk_server::member::{DiskDone, DiskRequest};
use zk_storage::{Fill, MemDisk, StorageError, WriterConfig};
use zk_tree::DataTree;

use crate::copy::{Changes, Output, TreeCopy};
use crate::{Journal, JournalConfig, RecoverConfig, Recovered, Standing, recover};

pub const ROOT: &str = "/data";
pub const SEED: u64 = 7;

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

/// The seed of a random test: from `ZK_JOURNAL_SEED`, or the clock. Printed, so that a failure can be replayed.
pub fn seed(test: &str) -> u64 {
    let clock = || std::time::UNIX_EPOCH.elapsed().map_or(1, |d| d.as_nanos() as u64);
    let seed = std::env::var("ZK_JOURNAL_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or_else(clock);
    println!("replay with: ZK_JOURNAL_SEED={seed} cargo test -p zk-journal {test}");
    seed
}

pub fn z(epoch: u32, counter: u32) -> Zxid {
    Zxid::new(epoch, counter)
}

/// A transaction that leaves a trace of its own: `tag` tells histories apart that use the same zxids.
pub fn txn(zxid: Zxid, tag: u8) -> (Zxid, Bytes) {
    let mut acl = Vec::new();
    Acl::encode_list(&Acl::read_only(), &mut acl);
    let data = vec![tag; zxid.counter() as usize * 17 % 50];
    let path = format!("/{}-{}-{tag}", zxid.epoch(), zxid.counter());
    let txn = match zxid.counter() % 4 {
        3 => Txn::CreateSession { timeout_ms: 4000 + i32::from(tag) },
        n => Txn::Create(CreateTxn {
            path: path.into(),
            data: Some(&data),
            acl: if n == 1 { AclBytes::OPEN } else { AclBytes::from_bytes(&acl).unwrap() },
            kind: CreateKind::Persistent,
            // As real ones carry it: said, so that it can be replayed over a snapshot that has it.
            parent_cversion: (zxid.epoch() * 1000 + zxid.counter()) as i32,
        }),
    };
    let kind = if matches!(txn, Txn::CreateSession { .. }) { OpCode::CreateSession } else { OpCode::Create };
    let session = SessionId(zxid.0 << 8 | i64::from(tag));
    let mut payload = Vec::new();
    TxnHeader { session, cxid: 1, zxid, time: 1_700_000_000_000, kind: kind.code() }.encode(&mut payload);
    txn.encode(&mut payload);
    (zxid, Bytes::from(payload))
}

/// A history: what was installed, and the transactions behind it.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub base: Vec<(Zxid, Bytes)>,
    /// The zxid of the installed tree.
    pub installed: Zxid,
    pub txns: Vec<(Zxid, Bytes)>,
}

impl History {
    /// What a leader had that sent its tree at `zxid`.
    pub fn installed(zxid: Zxid, txns: Vec<(Zxid, Bytes)>) -> History {
        History { base: txns, installed: zxid, txns: Vec::new() }
    }

    pub fn last(&self) -> Zxid {
        self.txns.last().map_or(self.installed, |(z, _)| *z)
    }

    /// Without what is above `to`.
    pub fn cut(&self, to: Zxid) -> History {
        let txns = self.txns.iter().filter(|(z, _)| *z <= to).cloned().collect();
        History { txns, ..self.clone() }
    }

    pub fn with(&self, txns: &[(Zxid, Bytes)]) -> History {
        let mut out = self.clone();
        out.txns.extend_from_slice(txns);
        out
    }

    /// The tree that it makes.
    pub fn tree(&self) -> DataTree {
        let mut tree = DataTree::new(SEED);
        for (_, payload) in &self.base {
            tree.apply_payload(payload, &mut ()).unwrap();
        }
        if self.installed != tree.last_zxid() {
            // As a leader sends it that has begun an epoch since.
            let bytes = crate::stream::write(&tree, Vec::new()).unwrap();
            tree = crate::stream::read(&bytes[..], self.installed, SEED, Default::default()).unwrap();
        }
        for (_, payload) in &self.txns {
            tree.apply_payload(payload, &mut ()).unwrap();
        }
        tree
    }

    pub fn dump(&self) -> String {
        dump(&self.tree())
    }
}

struct Text(String);

impl Output for Text {
    type Error = std::fmt::Error;

    fn head(&mut self, sessions: &[(SessionId, i32)], acls: &[(i64, AclBytes<'_>)]) -> std::fmt::Result {
        let acls: Vec<_> = acls.iter().map(|(_, a)| a.as_bytes()).collect();
        writeln!(self.0, "{sessions:?} {acls:?}")
    }

    fn node(
        &mut self,
        path: &str,
        data: Option<&[u8]>,
        acl: i64,
        stat: &zk_proto::StatPersisted,
    ) -> std::fmt::Result {
        writeln!(self.0, "{path} {data:?} {} {stat:?}", acl == -1)
    }
}

/// Everything in a tree as text: zxid, digest, sessions, ACL lists, nodes.
pub fn dump(tree: &DataTree) -> String {
    let mut text = Text(format!("{} {:#x}\n", tree.last_zxid(), tree.digest()));
    TreeCopy::begin(tree, Changes::None).write_all(tree, &mut text).unwrap();
    // Siblings come in no particular order.
    let mut lines: Vec<&str> = text.0.lines().collect();
    lines[2..].sort_unstable();
    lines.join("\n")
}

pub fn small_writer() -> WriterConfig {
    WriterConfig { prealloc_bytes: 2048, fsync: true, size_limit_bytes: Some(700), fill: Fill::Inline }
}

pub fn config() -> RecoverConfig {
    RecoverConfig { seed: SEED, ..RecoverConfig::new(ROOT, Standing::Member) }
}

pub fn file(name: &str) -> PathBuf {
    Path::new(ROOT).join("version-2").join(name)
}

pub fn start(disk: &MemDisk) -> Result<Recovered<MemDisk>, StorageError> {
    recover(disk.clone(), &config())
}

pub fn journal(recovered: &Recovered<MemDisk>) -> Journal<MemDisk> {
    Journal::new(recovered, JournalConfig::new(&config(), small_writer()))
}

/// Executes requests and returns what was answered.
pub fn run(journal: &mut Journal<MemDisk>, requests: Vec<DiskRequest>) -> Vec<DiskDone> {
    let mut done = Vec::new();
    journal.run(requests, &mut done).unwrap();
    done
}
