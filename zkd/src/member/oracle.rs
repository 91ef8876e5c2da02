//! Reads what the oracle of an ensemble of two says (`oraclePath`): a file that somebody else writes, who knows whether the other
//! server lives. `1` at its start is a permission; anything else, no file or one that cannot be read is none.
//!
//! A file system that hangs holds up this thread alone, and a permission that is not renewed ends.
//!
//! Mirrors: ZooKeeper `QuorumOracleMaj.askOracle`. Differs: Java reads the file on its threads whenever it counts.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use zk_zab::Oracle;

use super::MemberEvent;
use crate::queue::Entry;
use crate::shared::Shared;

/// So often in a tick, which is how long a permission lasts.
const READS_PER_TICK: u64 = 4;
const MAX_INTERVAL_MS: u64 = 500;

/// The thread, which ends soon after this is dropped. Nobody waits for it: the file system may not answer.
pub(super) struct OracleReader {
    _stop: Sender<()>,
}

impl OracleReader {
    pub(super) fn start(shared: Arc<Shared>, path: PathBuf) -> io::Result<OracleReader> {
        let (stop, stopped) = channel();
        std::thread::Builder::new().name("oracle".into()).spawn(move || run(&shared, &path, &stopped))?;
        Ok(OracleReader { _stop: stop })
    }
}

fn run(shared: &Shared, path: &Path, stop: &Receiver<()>) {
    let tick_ms = shared.config.tick_ms.max(1) as u64;
    let interval = Duration::from_millis((tick_ms / READS_PER_TICK).clamp(1, MAX_INTERVAL_MS));
    let mut before = None;
    loop {
        let asked_ms = shared.clock.now_ms();
        let answer = read(path);
        let says = *answer.as_ref().unwrap_or(&Oracle::Refuses);
        if before != Some(answer.is_ok().then_some(says)) {
            tell(path, &answer);
        }
        if says == Oracle::Permits || before.is_none_or(|b| b == Some(Oracle::Permits)) {
            shared.queue.push(&[], |_| Entry::Member(MemberEvent::Oracle { asked_ms, says }));
        }
        before = Some(answer.is_ok().then_some(says));
        match stop.recv_timeout(interval) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn tell(path: &Path, answer: &io::Result<Oracle>) {
    let path = path.display();
    match answer {
        Ok(Oracle::Permits) => {
            tracing::info!("the oracle {path} permits this server to go on without the other voter")
        }
        Ok(Oracle::Refuses) => {
            tracing::info!("the oracle {path} does not permit this server to go on without the other voter")
        }
        Err(e) => tracing::warn!(
            "the oracle {path} cannot be read, and permits nothing: {e}. It is to begin with 1 on the one server that may go \
             on without the other, with 0 elsewhere"
        ),
    }
}

fn read(path: &Path) -> io::Result<Oracle> {
    // Opening a pipe would wait for its writer.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    let mut first = Vec::new();
    File::open(path)?.take(1).read_to_end(&mut first)?;
    Ok(if first == b"1" { Oracle::Permits } else { Oracle::Refuses })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_begins_with_1_permits() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("oracle");
        assert!(read(&path).is_err() && read(dir.path()).is_err());
        for (content, says) in [
            ("1", Oracle::Permits),
            ("1\n", Oracle::Permits),
            ("10", Oracle::Permits),
            ("0", Oracle::Refuses),
            ("", Oracle::Refuses),
            (" 1", Oracle::Refuses),
            ("yes", Oracle::Refuses),
        ] {
            fs::write(&path, content).expect("a file");
            assert_eq!(read(&path).expect("an answer"), says, "{content:?}");
        }
    }
}
