//! Takes up changed certificates while the server runs. Looks at the files every second, which also sees what an
//! orchestrator does with symbolic links and what no notification tells of on network file systems.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Tls, store};
use crate::config::tls::TlsConfig;

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
pub(super) type Version = Option<(u64, u64, u64, i64, i64)>;

struct Watched {
    tls: Arc<Tls>,
    /// What the last look found. A file that is being written is not read before it has stayed the same for a look.
    last: Vec<Version>,
}

impl Watched {
    fn new(tls: Arc<Tls>) -> Watched {
        Watched { last: versions(tls.config()), tls }
    }

    fn look(&mut self) {
        let found = versions(self.tls.config());
        let is_settled = found == self.last;
        self.last = found;
        if !is_settled {
            return;
        }
        match self.tls.take_up() {
            Ok(None) => {}
            Ok(Some(said)) => tracing::info!("{said}"),
            Err(e) => tracing::error!("{e}"),
        }
    }
}

/// The versions of all files that a configuration names.
pub(super) fn versions(config: &TlsConfig) -> Vec<Version> {
    store::files(&config.key_store).chain(store::files(&config.trust_store)).map(version).collect()
}

fn version(path: &Path) -> Version {
    let m = std::fs::metadata(path).ok()?;
    Some((m.dev(), m.ino(), m.size(), m.mtime(), m.mtime_nsec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tls::TlsSide;

    fn write(path: &Path) {
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let text = key.serialize_pem() + &params.self_signed(&key).unwrap().pem();
        std::fs::write(path, text).unwrap();
    }

    /// A server may recover for minutes between the two.
    #[test]
    fn what_changes_before_the_first_look_is_taken_up() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("server.pem");
        write(&path);
        let mut config = TlsConfig::new(TlsSide::Clients).with_pem(&path, &path);
        config.reload = true;
        let tls = Tls::load(config).unwrap();
        let before = tls.material();
        write(&path);
        let mut watched = Watched::new(tls.clone());
        watched.look();
        assert!(!Arc::ptr_eq(&before, &tls.material()));
        let taken = tls.material();
        watched.look();
        assert!(Arc::ptr_eq(&taken, &tls.material()));
    }
}
