//! Values that a rebuilt tree left in the files it was built from. A million transactions may carry a gigabyte of them, and a
//! question is about a few.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zk_tree::{NodeRef, Place, digest};

/// Shorter values are kept in the tree: it takes nearly as much to say where they are.
pub(super) const MIN_LEFT_BYTES: usize = 32;
const _: () = assert!(MIN_LEFT_BYTES > Place::BYTES);
/// Files held open at the most. The values of further ones are kept in the tree.
const MAX_FILES: usize = 256;

/// The files, held open: a server that purges one meanwhile takes nothing away from here.
#[derive(Debug, Default)]
pub struct Values {
    files: Vec<(PathBuf, File)>,
}

/// A value cannot be brought.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ValueError {
    /// The file cannot be read there.
    #[error("cannot read {} at offset {offset:#x}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: u64,
        /// What the system says.
        source: io::Error,
    },
    /// Somebody wrote into the file.
    #[error("{} is not what it was: at offset {offset:#x} was the data of {node}", path.display())]
    Changed {
        /// Which file.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: u64,
        /// Whose data it was.
        node: String,
    },
}

impl Values {
    /// The number under which values of the file can be left there, if they can.
    pub(super) fn hold(&mut self, path: &Path) -> Option<u32> {
        if self.files.len() == MAX_FILES || path == Path::new("-") {
            return None;
        }
        // What cannot be opened once more is read from where it is open, and kept.
        let file = File::open(path).ok().filter(|f| f.metadata().is_ok_and(|about| about.is_file()))?;
        self.files.push((path.to_path_buf(), file));
        u32::try_from(self.files.len() - 1).ok()
    }

    /// The data of a node of the tree that these values belong to; null differs from empty.
    ///
    /// # Errors
    /// The file cannot be read, or is not what it was: what is read must have the CRC that the tree has of it.
    pub fn of<'t>(&self, path: &str, node: &NodeRef<'t>) -> Result<Option<Cow<'t, [u8]>>, ValueError> {
        let Some((place, crc)) = node.place() else { return Ok(node.data().map(Cow::Borrowed)) };
        let changed = |file: &Path| ValueError::Changed {
            path: file.to_path_buf(),
            offset: place.offset,
            node: path.to_owned(),
        };
        let (name, file) = self.files.get(place.file as usize).ok_or_else(|| changed(Path::new("")))?;
        let mut data = vec![0; place.len as usize];
        file.read_exact_at(&mut data, place.offset).map_err(|source| ValueError::Io {
            path: name.clone(),
            offset: place.offset,
            source,
        })?;
        if digest::prefix(path, Some(&data)) != crc {
            return Err(changed(name));
        }
        Ok(Some(Cow::Owned(data)))
    }

    /// True if two places are the same bytes of the same file.
    pub(crate) fn is_same(&self, ours: Place, others: &Values, theirs: Place) -> bool {
        let (a, b) = (self.files.get(ours.file as usize), others.files.get(theirs.file as usize));
        let same_file = a.zip(b).is_some_and(|((a, _), (b, _))| a == b);
        same_file && (ours.offset, ours.len) == (theirs.offset, theirs.len)
    }
}
