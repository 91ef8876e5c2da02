//! The archive of a release: the same files give the same bytes, whoever packs them and when.

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tar::{Builder, EntryType, Header};

/// Packs the files, which are in order, under a directory `name`. Of a file's mode only counts whether it may be run.
pub(super) fn make(files: &[(String, PathBuf)], name: &str, to: &Path, mtime: u64) -> Result<()> {
    let file = File::create(to).with_context(|| format!("cannot create {}", to.display()))?;
    let packer = GzBuilder::new().mtime(0).write(BufWriter::new(file), Compression::best());
    let mut archive = Builder::new(packer);
    for (inside, path) in files {
        let data = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let may_run = std::fs::metadata(path)?.permissions().mode() & 0o111 != 0;
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(data.len() as u64);
        header.set_mode(if may_run { 0o755 } else { 0o644 });
        header.set_mtime(mtime);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{name}/{inside}"), data.as_slice())?;
    }
    archive.into_inner()?.finish()?.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        std::fs::write(path("a"), "text").unwrap();
        let pack = |to: &str| {
            make(&[("b/a".into(), path("a"))], "top", &path(to), 1_700_000_000).unwrap();
            std::fs::read(path(to)).unwrap()
        };
        let first = pack("1.tar.gz");
        // Another owner's file mode and another time of writing.
        std::fs::write(path("a"), "text").unwrap();
        std::fs::set_permissions(path("a"), PermissionsExt::from_mode(0o600)).unwrap();
        assert_eq!(first, pack("2.tar.gz"));
        std::fs::set_permissions(path("a"), PermissionsExt::from_mode(0o700)).unwrap();
        assert_ne!(first, pack("3.tar.gz"));
        let listed = std::process::Command::new("tar").args(["-tzf"]).arg(path("1.tar.gz")).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&listed.stdout), "top/b/a\n");
    }
}
