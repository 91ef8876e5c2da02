//! Where a member notes which membership is active: in a dynamic file that its configuration file names, as Apache's
//! server does, so that either can start on what the other left.
//!
//! **Written in the order of the disk's work**: what comes later in the log may rely on it. A membership without this server,
//! or one that cannot be written there, is noted in the data directory: a server that wants to join has a configuration file
//! that is not the ensemble's, and keeps it until it has joined.
//!
//! Mirrors: ZooKeeper `QuorumPeer.setQuorumVerifier`, `QuorumPeerConfig.editStaticConfig`. Differs: comments and order of the
//! configuration file stay; what is written is durable before anything relies on it.

use std::path::{Path, PathBuf};

use zk_proto::ServerId;
use zk_storage::disk::{OsDisk, read_small, write_atomically};
use zk_storage::{Disk, StorageError};
use zk_zab::{Membership, Memberships};

/// The name in the data directory.
const NOTE: &str = "membership";
/// No list of members is longer.
const MAX_BYTES: usize = 1 << 20;

/// Writes the files.
pub(super) struct MembershipFiles {
    me: ServerId,
    /// The configuration file; none if the configuration is not from one.
    main: Option<PathBuf>,
    data_dir: PathBuf,
    noted: i64,
}

impl MembershipFiles {
    /// For the server that has started with the membership `version`.
    pub(super) fn new(
        me: ServerId,
        main: Option<PathBuf>,
        data_dir: PathBuf,
        version: i64,
    ) -> MembershipFiles {
        MembershipFiles { me, main, data_dir, noted: version }
    }

    /// What the data directory knows, if it is newer than `version`.
    ///
    /// # Errors
    /// The note cannot be read, or is none.
    pub(super) fn noted(data_dir: &Path, version: i64) -> Result<Option<Membership>, StorageError> {
        let path = data_dir.join(NOTE);
        let bad = |e: String| StorageError::Io {
            op: "understand",
            path: path.clone(),
            source: std::io::Error::new(std::io::ErrorKind::InvalidData, e),
        };
        let bytes = read_small(&OsDisk, &path, MAX_BYTES).map_err(|e| io_error("read", &path, e))?;
        let Some(bytes) = bytes else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|e| bad(e.to_string()))?;
        let membership = Membership::parse(&text).map_err(bad)?;
        Ok(Some(membership).filter(|m| m.version() > version))
    }

    /// Notes the memberships.
    ///
    /// # Errors
    /// Nothing could be written anywhere: what comes later must not be.
    pub(super) fn keep(&mut self, memberships: &Memberships) -> Result<(), StorageError> {
        let active = memberships.active();
        if active.version() > self.noted {
            self.keep_active(active)?;
            self.noted = active.version();
        }
        self.keep_next(memberships.next().map(|next| &**next));
        Ok(())
    }

    fn keep_active(&self, active: &Membership) -> Result<(), StorageError> {
        let is_member = active.role(self.me).is_some();
        if let Some(main) = self.main.as_deref().filter(|_| is_member) {
            match write_dynamic(main, active, self.me) {
                Ok(()) => {
                    let note = self.data_dir.join(NOTE);
                    // An older note would be passed over; a failure to remove it does no harm.
                    let _ = OsDisk.remove(&note);
                    if let Err(e) = prune(main, active.version()) {
                        tracing::warn!("old files of the membership beside {} stay: {e}", main.display());
                    }
                    return Ok(());
                }
                Err(e) => tracing::error!(
                    "the membership {:x} cannot be written beside the configuration file: {e}. It is noted in {} instead; \
                     make the directory writable for this server",
                    active.version(),
                    self.data_dir.join(NOTE).display()
                ),
            }
        }
        let (name, tmp) = (NOTE, "membership.tmp");
        write_atomically(&OsDisk, &self.data_dir, name, tmp, active.text().as_bytes())
            .map(|_| ())
            .map_err(|e| io_error("write", &self.data_dir.join(NOTE), e))
    }

    /// What Apache's server would know of a reconfiguration that is not committed. Nothing here relies on it.
    fn keep_next(&self, next: Option<&Membership>) {
        let Some(main) = &self.main else { return };
        let path = beside(main, ".dynamic.next");
        let result = match next {
            Some(next) => std::fs::write(&path, lines(next.text())),
            None => match std::fs::remove_file(&path) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
                _ => Ok(()),
            },
        };
        if let Err(e) = result {
            tracing::warn!("{}: {e}", path.display());
        }
    }
}

fn io_error(op: &'static str, path: &Path, source: std::io::Error) -> StorageError {
    StorageError::Io { op, path: path.to_owned(), source }
}

fn beside(main: &Path, suffix: &str) -> PathBuf {
    let mut name = main.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The dynamic file first, then the file that names it: a crash in between leaves the older pair.
fn write_dynamic(main: &Path, active: &Membership, me: ServerId) -> std::io::Result<()> {
    let dynamic = beside(&std::path::absolute(main)?, &format!(".dynamic.{:x}", active.version()));
    let dir = dynamic.parent().unwrap_or(Path::new("/")).to_owned();
    let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    write_atomically(
        &OsDisk,
        &dir,
        &name(&dynamic),
        &name(&beside(&dynamic, ".tmp")),
        &lines(active.text()),
    )?;
    // Where it is, not where a link to it is.
    let main = std::fs::canonicalize(main)?;
    let text = std::fs::read(&main)?;
    let says = ClientPorts::of(active.text(), me);
    let edited = edit(&text, &dynamic, says);
    let dir = main.parent().unwrap_or(Path::new("/"));
    let permissions = std::fs::metadata(&main)?.permissions();
    write_atomically(&OsDisk, dir, &name(&main), &name(&beside(&main, ".tmp")), &edited)?;
    std::fs::set_permissions(&main, permissions)
}

/// Files of memberships that are kept, the active one among them.
const KEPT: usize = 5;

/// Removes the files of older memberships. What is newer is not this server's business.
fn prune(main: &Path, active: i64) -> std::io::Result<()> {
    let main = std::path::absolute(main)?;
    let prefix = beside(&main, ".dynamic.");
    let (Some(dir), Some(prefix)) = (prefix.parent(), prefix.file_name().and_then(|n| n.to_str())) else {
        return Ok(());
    };
    let mut old = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let digits = name.to_str().and_then(|n| n.strip_prefix(prefix)).unwrap_or_default();
        // As it is written, and not otherwise: anything else is somebody's own.
        match i64::from_str_radix(digits, 16) {
            Ok(version) if version < active && format!("{version:x}") == digits => {
                old.push((version, entry.path()))
            }
            _ => {}
        }
    }
    old.sort_unstable();
    let gone = old.len().saturating_sub(KEPT - 1);
    old.iter().take(gone).try_for_each(|(_, path)| std::fs::remove_file(path))
}

/// The text without its version, which is in the file's name.
fn lines(text: &str) -> Vec<u8> {
    let lines = text.lines().filter(|l| !l.starts_with("version="));
    lines.flat_map(|l| l.bytes().chain([b'\n'])).collect()
}

/// Which ports for clients the server's own line has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ClientPorts {
    plain: bool,
    secure: bool,
}

impl ClientPorts {
    fn of(text: &str, me: ServerId) -> ClientPorts {
        let line = text.lines().find(|l| l.starts_with(&format!("server.{}=", me.0)));
        let mut parts = line.unwrap_or_default().split(';').skip(1).map(|part| !part.is_empty());
        ClientPorts { plain: parts.next().unwrap_or(false), secure: parts.next().unwrap_or(false) }
    }
}

/// A configuration file that names `dynamic` in place of what it says about members. Everything else stays as it is.
fn edit(text: &[u8], dynamic: &Path, own: ClientPorts) -> Vec<u8> {
    let named = format!("dynamicConfigFile={}", dynamic.display().to_string().replace('\\', "\\\\"));
    let mut out = Vec::with_capacity(text.len() + named.len());
    let (mut is_named, mut continues, mut goes) = (false, false, false);
    for line in text.split_inclusive(|b| *b == b'\n') {
        let content = line.trim_ascii();
        // What a backslash at the end of the line before continues belongs to that.
        if !continues {
            goes = is_about_members(content, own);
        }
        let comment = !continues && content.first().is_some_and(|b| *b == b'#' || *b == b'!');
        continues = !comment && content.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
        if !goes {
            out.extend_from_slice(line);
            continue;
        }
        if !is_named {
            is_named = true;
            out.extend_from_slice(named.as_bytes());
            out.push(b'\n');
        }
    }
    if !is_named {
        if out.last().is_some_and(|b| *b != b'\n') {
            out.push(b'\n');
        }
        out.extend_from_slice(named.as_bytes());
        out.push(b'\n');
    }
    out
}

fn is_about_members(line: &[u8], own: ClientPorts) -> bool {
    let end = line.iter().position(|b| matches!(b, b'=' | b':' | b' ' | b'\t')).unwrap_or(line.len());
    let Ok(key) = std::str::from_utf8(&line[..end]) else { return false };
    match key {
        "dynamicConfigFile" | "peerType" => true,
        "clientPort" | "clientPortAddress" => own.plain,
        "secureClientPort" | "secureClientPortAddress" => own.secure,
        _ => ["server.", "group.", "weight."].iter().any(|family| key.starts_with(family)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const TWO: &str =
        "server.1=a:1:2:participant;0.0.0.0:2181\nserver.2=b:1:2:participant;0.0.0.0:2181\nversion=";

    fn membership(version: i64) -> Membership {
        Membership::parse(&format!("{TWO}{version:x}")).expect("a membership")
    }

    #[test]
    fn what_is_not_about_members_stays_as_it_is() {
        let text = "# the ensemble\n\ntickTime=2000\nserver.1=a:1:2\nserver.2 = b:1:2\\\n  ;2181\nclientPort=2181\n# group.1 is gone\ngroup.1=1:2\ninitLimit=5";
        let dynamic = Path::new("/etc/zoo.cfg.dynamic.1f");
        let edited = |own| String::from_utf8(edit(text.as_bytes(), dynamic, own)).expect("text");
        let both = "# the ensemble\n\ntickTime=2000\ndynamicConfigFile=/etc/zoo.cfg.dynamic.1f\nclientPort=2181\n# group.1 is gone\ninitLimit=5";
        assert_eq!(edited(ClientPorts::default()), both);
        let own = ClientPorts::of(TWO, ServerId(2));
        assert_eq!(own, ClientPorts { plain: true, secure: false });
        assert_eq!(edited(own), both.replace("clientPort=2181\n", ""));
        let again = edit(both.as_bytes(), Path::new("/etc/zoo.cfg.dynamic.20"), own);
        assert!(
            String::from_utf8(again).expect("text").contains("dynamicConfigFile=/etc/zoo.cfg.dynamic.20\n")
        );
        let none = edit(b"tickTime=1", dynamic, own);
        assert_eq!(none, b"tickTime=1\ndynamicConfigFile=/etc/zoo.cfg.dynamic.1f\n");
    }

    #[test]
    fn a_member_starts_with_what_was_written() {
        let dir = tempfile::tempdir().expect("a directory");
        let main = dir.path().join("zoo.cfg");
        let data = dir.path().join("data");
        std::fs::create_dir(&data).expect("a directory");
        std::fs::write(data.join("myid"), "1").expect("a file");
        let text = format!(
            "dataDir={}\ninitLimit=5\nsyncLimit=2\nreconfigEnabled=true\nserver.1=a:1:2;2181\n",
            data.display()
        );
        std::fs::write(&main, format!("{text}server.2=b:1:2;2181\nserver.3=c:1:2;2181\n")).expect("a file");
        let mut files = MembershipFiles::new(ServerId(1), Some(main.clone()), data.clone(), 0);
        let next = Arc::new(membership(0x2_0000_0001));
        files
            .keep(&Memberships::with_next(Arc::new(membership(0x1_0000_0000)), Some(next.clone())))
            .expect("written");
        assert!(dir.path().join("zoo.cfg.dynamic.next").exists());
        let (config, _) = crate::config::Config::load(&main).expect("a configuration");
        let ensemble = config.ensemble().expect("an ensemble");
        assert_eq!((ensemble.version, ensemble.membership.members.len()), (0x1_0000_0000, 2));
        files.keep(&Memberships::of(next)).expect("written");
        assert!(!dir.path().join("zoo.cfg.dynamic.next").exists());
        let (config, _) = crate::config::Config::load(&main).expect("a configuration");
        assert_eq!(config.ensemble().map(|e| e.version), Some(0x2_0000_0001));
    }

    #[test]
    fn old_files_go_and_what_is_somebodys_own_stays() {
        let dir = tempfile::tempdir().expect("a directory");
        let main = dir.path().join("zoo.cfg");
        let own = [
            "zoo.cfg.dynamic.next",
            "zoo.cfg.dynamic.1.mine",
            "zoo.cfg.dynamic.01",
            "zoo.cfg.dynamic.",
            "other.dynamic.1",
        ];
        let theirs = (1..=9).chain([0x20]).map(|n: u32| format!("zoo.cfg.dynamic.{n:x}"));
        theirs.chain(own.map(str::to_owned)).for_each(|name| {
            std::fs::write(dir.path().join(name), "x").expect("a file");
        });
        prune(&main, 0xa).expect("pruned");
        let there = |name: &str| dir.path().join(name).exists();
        assert!(own.iter().all(|name| there(name)));
        let left: Vec<u32> = (1..=0x20).filter(|n| there(&format!("zoo.cfg.dynamic.{n:x}"))).collect();
        assert_eq!(left, [6, 7, 8, 9, 0x20], "four older ones, and what is newer");
    }

    #[test]
    fn a_membership_without_this_server_is_noted_beside_the_data() {
        let dir = tempfile::tempdir().expect("a directory");
        let main = dir.path().join("zoo.cfg");
        std::fs::write(&main, "server.7=x:1:2").expect("a file");
        let mut files = MembershipFiles::new(ServerId(7), Some(main.clone()), dir.path().to_owned(), 0);
        files.keep(&Memberships::of(Arc::new(membership(5)))).expect("written");
        assert_eq!(std::fs::read_to_string(&main).expect("a file"), "server.7=x:1:2");
        let noted =
            |version| MembershipFiles::noted(dir.path(), version).expect("readable").map(|m| m.version());
        assert_eq!((noted(0), noted(5)), (Some(5), None));
        std::fs::write(dir.path().join(NOTE), "nonsense").expect("a file");
        assert!(MembershipFiles::noted(dir.path(), 0).is_err());
    }
}
