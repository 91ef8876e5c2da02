//! The file systems of the data and of the log: how much room there is, and whether they can be written to. Looked at when
//! somebody asks, on a thread of its own: one that has stopped holds up whoever looks, for as long as it likes.

use std::path::PathBuf;
use std::time::Duration;

use rustix::fs::StatVfsMountFlags;
use tokio::sync::{Mutex, oneshot};

use crate::config::Config;

/// A file system that takes longer is one that does not answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Disk {
    /// The key that names the directory on it.
    pub(super) of: &'static str,
    /// What the system says; or why it says nothing.
    pub(super) room: Result<Room, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    /// What a process without privileges may still write.
    pub(super) free_bytes: u64,
    pub(super) is_read_only: bool,
}

/// Those of one server.
pub(super) struct Disks {
    directories: Vec<(&'static str, PathBuf)>,
    /// A look that is under way. There is one at a time, so that nobody piles up behind a disk that has stopped.
    look: Mutex<Option<oneshot::Receiver<Vec<Disk>>>>,
}

impl Disks {
    pub(super) fn new(config: &Config) -> Disks {
        let mut directories = vec![("dataDir", config.data_dir.clone())];
        if config.data_log_dir != config.data_dir {
            directories.push(("dataLogDir", config.data_log_dir.clone()));
        }
        Disks { directories, look: Mutex::default() }
    }

    /// Looks at them.
    ///
    /// # Errors
    /// Why there is nothing to be said of them.
    pub(super) async fn look(&self) -> Result<Vec<Disk>, String> {
        let looked = async {
            let mut look = self.look.lock().await;
            let seen = match look.as_mut() {
                Some(under_way) => under_way.await,
                None => look.insert(self.begin()?).await,
            };
            *look = None;
            seen.map_err(|_| "the thread that looks at the disks has failed".to_owned())
        };
        match tokio::time::timeout(ANSWERS_WITHIN, looked).await {
            Ok(result) => result,
            Err(_) => {
                let seconds = ANSWERS_WITHIN.as_secs();
                Err(format!(
                    "the file system of the data has not answered for {seconds} s: is the disk stuck?"
                ))
            }
        }
    }

    fn begin(&self) -> Result<oneshot::Receiver<Vec<Disk>>, String> {
        let (to, seen) = oneshot::channel();
        let directories = self.directories.clone();
        let look = move || {
            // Whoever asked may have gone.
            let _ =
                to.send(directories.into_iter().map(|(of, path)| Disk { of, room: room(&path) }).collect());
        };
        let thread = std::thread::Builder::new().name("disks".into()).spawn(look);
        thread.map_err(|e| format!("no thread to look at the disks: {e}"))?;
        Ok(seen)
    }
}

fn room(path: &std::path::Path) -> Result<Room, String> {
    let of = rustix::fs::statvfs(path).map_err(|e| format!("cannot look at {}: {e}", path.display()))?;
    Ok(Room {
        free_bytes: of.f_bavail.saturating_mul(of.f_frsize),
        is_read_only: of.f_flag.contains(StatVfsMountFlags::RDONLY),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_directory_has_room_and_one_that_is_gone_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::standalone(dir.path(), "127.0.0.1:1".parse().unwrap());
        config.data_log_dir = dir.path().join("gone");
        let disks = Disks::new(&config);
        for _ in 0..2 {
            let seen = disks.look().await.unwrap();
            assert_eq!(seen.iter().map(|d| d.of).collect::<Vec<_>>(), ["dataDir", "dataLogDir"]);
            let room = seen[0].room.clone().unwrap();
            assert!(room.free_bytes > 0 && !room.is_read_only);
            let why = seen[1].room.clone().unwrap_err();
            assert!(why.contains("gone") && why.contains("No such file"), "{why}");
        }
        config.data_log_dir = config.data_dir.clone();
        assert_eq!(Disks::new(&config).look().await.unwrap().len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_that_does_not_end_is_told_and_is_the_only_one() {
        let dir = tempfile::tempdir().unwrap();
        let disks = Disks::new(&Config::standalone(dir.path(), "127.0.0.1:1".parse().unwrap()));
        let (to, stuck) = oneshot::channel();
        *disks.look.lock().await = Some(stuck);
        for _ in 0..2 {
            assert!(disks.look().await.unwrap_err().contains("is the disk stuck?"));
        }
        // It has come back: what it has seen counts for whoever asks next.
        to.send(Vec::new()).unwrap();
        assert_eq!(disks.look().await, Ok(Vec::new()));
    }
}
