//! Measures reading and writing of logs and snapshots on this machine, in a directory given as argument.
//!
//! `cargo run --release -p zk-storage --example throughput -- DIR`

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use zk_proto::txn::LoggedTxn;
use zk_proto::{AclBytes, OpCode, SessionId, StatPersisted, Txn, TxnHeader, Zxid};
use zk_storage::{
    Access, Compression, DataDir, Fill, NodeRef, OsDisk, RecoverOptions, RecoveryTarget, SnapshotDigest,
    TargetError, WriterConfig,
};

/// Counts and forgets.
#[derive(Default)]
struct Count {
    nodes: u64,
    bytes: u64,
}

impl RecoveryTarget for Count {
    fn begin_snapshot(&mut self, _: Zxid) {}
    fn session(&mut self, _: SessionId, _: i32) -> Result<(), TargetError> {
        Ok(())
    }
    fn acl(&mut self, _: i64, _: AclBytes<'_>) -> Result<(), TargetError> {
        Ok(())
    }
    fn node(&mut self, node: NodeRef<'_>) -> Result<(), TargetError> {
        self.nodes += 1;
        self.bytes += node.data.map_or(0, |d| d.len() as u64);
        Ok(())
    }
    fn snapshot_done(&mut self, _: Option<SnapshotDigest>, _: Option<Zxid>) -> Result<(), TargetError> {
        Ok(())
    }
    fn discard_snapshot(&mut self) {}
    fn txn(&mut self, _: Zxid, payload: &[u8]) -> Result<(), TargetError> {
        self.bytes += payload.len() as u64;
        Ok(())
    }
}

fn payload(zxid: Zxid, data: &[u8]) -> Vec<u8> {
    let kind = OpCode::SetData.code();
    let header = TxnHeader { session: SessionId(7), cxid: 1, zxid, time: 1_700_000_000_000, kind };
    let txn = Txn::SetData { path: "/bench/node".into(), data: Some(data), version: 1 };
    let mut out = Vec::new();
    LoggedTxn { header, txn, digest: None }.encode(&mut out);
    out
}

fn main() -> Result<(), Box<dyn Error>> {
    let arg = std::env::args().nth(1).ok_or("usage: throughput DIR")?;
    let root = Path::new(&arg).join("zk-storage-throughput");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    let dir = DataDir::open(OsDisk, &root, None, Access::Create)?;
    commits(&dir, "commit 1 x 100 B, zeros ahead", WriterConfig::default(), 1)?;
    commits(
        &dir,
        "commit 1 x 100 B, no zeros",
        WriterConfig { fill: Fill::Off, ..WriterConfig::default() },
        1,
    )?;
    commits(&dir, "commit 500 x 100 B, zeros ahead", WriterConfig::default(), 500)?;
    for (name, compression) in
        [("plain", Compression::Plain), ("snappy", Compression::Snappy), ("gzip", Compression::Gzip)]
    {
        snapshot(&dir, name, compression)?;
    }
    logs(&dir, 100, 3_000_000)?;
    logs(&dir, 20_000, 40_000)?;
    drop(dir);
    std::fs::remove_dir_all(&root)?;
    Ok(())
}

fn commits(
    dir: &DataDir<OsDisk>,
    name: &str,
    config: WriterConfig,
    batch: i64,
) -> Result<(), Box<dyn Error>> {
    let mut w = dir.log_writer(config);
    let mut micros = Vec::new();
    let mut zxid = 0;
    let start = Instant::now();
    while start.elapsed().as_secs() < 3 {
        for _ in 0..batch {
            zxid += 1;
            w.append(Zxid(zxid), &payload(Zxid(zxid), &[5; 100]));
        }
        let t = Instant::now();
        w.commit()?;
        micros.push(t.elapsed().as_micros());
    }
    micros.sort_unstable();
    let at = |q: f64| micros.get(((micros.len() - 1) as f64 * q) as usize).copied().unwrap_or_default();
    println!(
        "{name}: {:.0}/s, p50 {} us, p99 {} us, max {} us, {} MiB",
        zxid as f64 / start.elapsed().as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0),
        w.status().position >> 20
    );
    drop(w);
    clear(dir)
}

fn clear(dir: &DataDir<OsDisk>) -> Result<(), Box<dyn Error>> {
    for path in dir.logs()?.into_iter().map(|l| l.path).chain(dir.snapshots()?.into_iter().map(|s| s.path)) {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

fn snapshot(dir: &DataDir<OsDisk>, name: &str, compression: Compression) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut s = dir.create_snapshot(Zxid(0), compression)?;
    s.sessions([].into_iter())?;
    s.acls([].into_iter())?;
    s.node("", None, -1, &StatPersisted::default())?;
    let mut path = String::new();
    for i in 0..1_000_000 {
        path.clear();
        std::fmt::Write::write_fmt(&mut path, format_args!("/bench/node-{i:08}"))?;
        s.node(&path, Some(&[i as u8; 100]), -1, &StatPersisted::default())?;
    }
    s.commit(None, Some(Zxid(0)))?;
    let written = start.elapsed();
    let start = Instant::now();
    let mut count = Count::default();
    let report = dir.recover(&RecoverOptions::default(), &mut count)?;
    println!(
        "snapshot {name}: {} nodes written in {:.2} s, read in {:.3} s ({:?})",
        count.nodes,
        written.as_secs_f64(),
        start.elapsed().as_secs_f64(),
        report.last_zxid
    );
    clear(dir)
}

fn logs(dir: &DataDir<OsDisk>, data_bytes: usize, count: i64) -> Result<(), Box<dyn Error>> {
    let mut s = dir.create_snapshot(Zxid(0), Compression::Plain)?;
    s.sessions([].into_iter())?;
    s.acls([].into_iter())?;
    s.node("", None, -1, &StatPersisted::default())?;
    s.commit(None, None)?;
    let mut w = dir.log_writer(WriterConfig::default());
    let start = Instant::now();
    let data = vec![7; data_bytes];
    for zxid in 1..=count {
        w.append(Zxid(zxid), &payload(Zxid(zxid), &data));
        if w.pending_bytes() > 1 << 20 {
            w.commit()?;
        }
    }
    w.commit()?;
    drop(w);
    let written = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let mut target = Count::default();
    let report = dir.recover(&RecoverOptions::default(), &mut target)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "log of {} x {data_bytes} B: written in {written:.2} s, replayed in {seconds:.3} s, {:.2} GB/s",
        report.txns,
        report.txn_bytes as f64 / seconds / 1e9
    );
    clear(dir)
}
