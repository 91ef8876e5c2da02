//! Removes snapshots and logs that are no longer needed, at the interval of the configuration.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use zk_storage::{DataDir, OsDisk};

/// Purges at once and then every `interval`, until `stop` is dropped.
pub(crate) fn run(dir: &DataDir<OsDisk>, keep: usize, interval: Duration, stop: &Receiver<()>) {
    loop {
        purge(dir, keep);
        match stop.recv_timeout(interval) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn purge(dir: &DataDir<OsDisk>, keep: usize) {
    match dir.purge(keep, zk_storage::RecoverOptions::default().max_field_bytes) {
        Ok(report) => {
            if let Some(why) = report.refused {
                tracing::warn!("nothing was purged: {why}");
            } else if !report.removed.is_empty() {
                let (files, bytes) = (report.removed.len(), report.freed_bytes);
                report.removed.iter().for_each(|path| tracing::info!("Removing file: {path}"));
                tracing::info!(files, bytes, "purged old snapshots and logs");
            }
        }
        Err(e) => tracing::error!("purge failed: {e}"),
    }
}
