//! Plain functions for fuzzers: any bytes in, no panic and no memory beyond a small multiple of the input.

use crate::snapshot::{Compression, Decoder, SnapshotReader};
use crate::txlog::LogReader;

/// Reads `bytes` as a log file, going on behind all damage. Returns the number of records.
pub fn log_reader(bytes: &[u8]) -> u64 {
    let mut reader = LogReader::with_limit(bytes, 1 << 20);
    let mut records = 0;
    loop {
        match reader.advance() {
            Ok(Some(head)) => {
                assert!(reader.payload().len() == head.len, "payload is not what the head says");
                records += 1;
            }
            Ok(None) => {
                assert!(reader.end().is_some(), "no verdict at the end");
                if !reader.resume() {
                    return records;
                }
            }
            // A slice does not fail.
            Err(_) => return records,
        }
    }
}

/// Reads `bytes` as a snapshot, plain and in both compressed forms. Returns the number of nodes.
pub fn snapshot_reader(bytes: &[u8]) -> u64 {
    [Compression::Plain, Compression::Gzip, Compression::Snappy]
        .map(|c| snapshot_nodes(bytes, c))
        .into_iter()
        .sum()
}

fn snapshot_nodes(bytes: &[u8], compression: Compression) -> u64 {
    let Ok(mut reader) = SnapshotReader::with_limit(Decoder::new(bytes, compression), 1 << 20) else {
        return 0;
    };
    let mut nodes = 0;
    while let Ok(Some(_)) = reader.next_node() {
        nodes += 1;
    }
    let _ = reader.finish();
    nodes
}

/// Reads `bytes` as a snapshot that a leader sends. Returns the number of nodes.
pub fn snapshot_stream(bytes: &[u8]) -> u64 {
    let Ok(mut reader) = SnapshotReader::stream(bytes, 1 << 20) else { return 0 };
    let mut nodes = 0;
    while let Ok(Some(_)) = reader.next_node() {
        nodes += 1;
    }
    let _ = reader.finish();
    nodes
}
