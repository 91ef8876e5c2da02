//! Takes up changed certificates while the server runs. Looks at the files every second, which also sees what an
//! orchestrator does with symbolic links and what no notification tells of on network file systems.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Material, Tls, store};

/// Between two looks.
const PERIOD: Duration = Duration::from_secs(1);

/// The thread that looks. Dropping it ends it.
pub(crate) struct Reloader {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Reloader {
    /// Watches the files of those sides that want it; none if none does.
    ///
    /// # Errors
    /// No thread can be made.
    pub(crate) fn start(sides: Vec<Arc<Tls>>) -> std::io::Result<Option<Reloader>> {
        let mut watched: Vec<Watched> =
            sides.into_iter().filter(|tls| tls.config().reload).map(Watched::new).collect();
        if watched.is_empty() {
            return Ok(None);
        }
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name("tls-reload".into()).spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(PERIOD) {
                watched.iter_mut().for_each(Watched::look);
            }
        })?;
        Ok(Some(Reloader { stop: Some(stop), thread: Some(thread) }))
    }
}

impl Drop for Reloader {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What tells one version of a file from another: device, inode, size, and the time of its last change. None if it cannot
/// be looked at.
type Version = Option<(u64, u64, u64, i64, i64)>;

struct Watched {
    tls: Arc<Tls>,
    /// What is in use, or was refused.
    seen: Vec<Version>,
    /// What the last look found. A file that is being written is not read before it has stayed the same for a look.
    last: Vec<Version>,
}

impl Watched {
    fn new(tls: Arc<Tls>) -> Watched {
        let seen = versions(&tls);
        Watched { tls, last: seen.clone(), seen }
    }

    fn look(&mut self) {
        let found = versions(&self.tls);
        let is_settled = found == self.last;
        self.last = found;
        if !is_settled || self.last == self.seen {
            return;
        }
        self.seen.clone_from(&self.last);
        let prefix = self.tls.config().side.prefix();
        match Material::read(self.tls.config()) {
            Ok(material) => {
                tracing::info!("{prefix}*: changed files are in use for new connections: {material}");
                self.tls.replace(material);
            }
            Err(e) => tracing::error!("changed files cannot be used, what was read before stays in use: {e}"),
        }
    }
}

fn versions(tls: &Tls) -> Vec<Version> {
    let config = tls.config();
    store::files(&config.key_store).chain(store::files(&config.trust_store)).map(version).collect()
}

fn version(path: &Path) -> Version {
    let m = std::fs::metadata(path).ok()?;
    Some((m.dev(), m.ino(), m.size(), m.mtime(), m.mtime_nsec()))
}
