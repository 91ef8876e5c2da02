//! An export as a directory: one directory per node, with its data in `.data` and the rest in `.node.json`. Null is no
//! `.data`, empty is an empty one. Made to be read, compared and kept in version control with the tools for files.
//!
//! Names stand as they are, but for `%` (`%25`), a first dot (`%2E`) and what a file system may not take.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;

use super::jsonl::{Head, Line, SCHEMA, Tail, Values};
use super::{TreeNode, TreeSource, order};
use crate::exit::Exit;
use crate::failure::{Failure, Result};

const HEAD: &str = ".zkctl-export.json";
const TAIL: &str = ".zkctl-end.json";
const DATA: &str = ".data";
const NODE: &str = ".node.json";
/// What file systems take as a name.
const MAX_NAME: usize = 255;
/// No value is larger on any server.
const MAX_DATA: u64 = 64 << 20;

/// The name of a node as a file's.
fn escape(name: &str) -> String {
    let name = name.replace('%', "%25");
    match name.strip_prefix('.') {
        Some(rest) => format!("%2E{rest}"),
        None => name,
    }
}

fn unescape(name: &str) -> String {
    name.replace("%2E", ".").replace("%25", "%")
}

fn io(what: &str, path: &Path, error: io::Error) -> Failure {
    Failure::io(format_args!("cannot {what} {}", path.display()), error)
}

/// Writes the directories.
pub struct DirWriter {
    top: PathBuf,
    root: String,
    with_stat: bool,
    nodes: u64,
    bytes: u64,
}

impl DirWriter {
    /// Makes `top`, which must not hold anything yet.
    ///
    /// # Errors
    /// It does, or cannot be made.
    pub fn new(top: &Path, head: &Head, with_stat: bool) -> Result<DirWriter> {
        fs::create_dir_all(top).map_err(|e| io("make", top, e))?;
        let mut there = fs::read_dir(top).map_err(|e| io("read", top, e))?;
        if there.next().is_some() {
            let said = format!("{} is not empty", top.display());
            return Err(Failure::new(Exit::Refused, "NotEmpty", said).hint("export into a new directory"));
        }
        let file = top.join(HEAD);
        let text = serde_json::to_vec(head).map_err(|e| io("write", &file, e.into()))?;
        fs::write(&file, text).map_err(|e| io("write", &file, e))?;
        crate::interrupt::leaves(Some(format!("{} is there, and not whole", top.display())));
        Ok(DirWriter { top: top.to_owned(), root: head.root.clone(), with_stat, nodes: 0, bytes: 0 })
    }

    /// Writes a node.
    ///
    /// # Errors
    /// Its name is too long for a file, or the file cannot be written.
    pub fn write(&mut self, node: &TreeNode) -> Result<()> {
        let mut dir = self.top.clone();
        let rest = order::below(&node.path, &self.root).unwrap_or(&node.path);
        for name in rest.split('/').filter(|n| !n.is_empty()) {
            let name = escape(name);
            if name.len() > MAX_NAME {
                let path = crate::sanitise::line(&node.path);
                let said = format!("the name of {path} is too long for a directory");
                return Err(Failure::new(Exit::Unexpected, "Io", said).hint("use --format jsonl"));
            }
            dir.push(name);
        }
        if self.nodes > 0 {
            fs::create_dir(&dir).map_err(|e| io("make", &dir, e))?;
        }
        if let Some(Some(data)) = &node.value {
            let file = dir.join(DATA);
            fs::write(&file, data).map_err(|e| io("write", &file, e))?;
            self.bytes += data.len() as u64;
        }
        let line = Line { value: None, base64: None, ..Line::of(node, Values::Auto, self.with_stat) };
        let file = dir.join(NODE);
        let mut text = serde_json::to_vec_pretty(&line).map_err(|e| io("write", &file, e.into()))?;
        text.push(b'\n');
        fs::write(&file, text).map_err(|e| io("write", &file, e))?;
        self.nodes += 1;
        Ok(())
    }

    /// Bytes of data written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Says that it is whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self) -> Result<()> {
        let file = self.top.join(TAIL);
        let mut out = File::create(&file).map_err(|e| io("write", &file, e))?;
        let tail = serde_json::to_vec(&Tail { end: true, nodes: self.nodes });
        out.write_all(&tail.map_err(|e| io("write", &file, e.into()))?).map_err(|e| io("write", &file, e))
    }
}

/// Reads the directories.
pub struct DirReader {
    head: Head,
    top: PathBuf,
    /// What is to be read, the next one last.
    stack: Vec<(String, PathBuf)>,
}

impl DirReader {
    /// Opens a directory.
    ///
    /// # Errors
    /// It is no export, or the export was cut off.
    pub fn open(top: &Path) -> Result<DirReader> {
        let file = top.join(HEAD);
        let head: Option<Head> = fs::read(&file).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let head = head.filter(|head| head.schema == SCHEMA).ok_or_else(|| {
            Failure::usage(format!("{} is no export of zkctl", top.display()))
                .hint("`zkctl export PATH DIR --format dir` writes one")
        })?;
        zk_proto::path::validate(&head.root)
            .map_err(|e| Failure::usage(format!("bad root in {}: {e}", file.display())))?;
        if !top.join(TAIL).exists() {
            let said = format!("the export in {} was cut off: {TAIL} is missing", top.display());
            return Err(Failure::new(Exit::Damaged, "Truncated", said));
        }
        let stack = vec![(head.root.clone(), top.to_owned())];
        Ok(DirReader { head, top: top.to_owned(), stack })
    }

    fn read(&mut self) -> Result<Option<TreeNode>> {
        let Some((path, dir)) = self.stack.pop() else { return Ok(None) };
        let bad = |why: &str| {
            let said = format!("{}: {}", dir.display(), crate::sanitise::line(why));
            Failure::new(Exit::Damaged, "BadExport", said)
        };
        let mut names = Vec::new();
        for entry in fs::read_dir(&dir).map_err(|e| io("read", &dir, e))? {
            let entry = entry.map_err(|e| io("read", &dir, e))?;
            let name = entry.file_name().into_string().map_err(|_| bad("a name in it is no UTF-8"))?;
            if name.starts_with('.') {
                continue;
            }
            // Links are not followed: an export is what was exported, not what it points at.
            if !entry.file_type().map_err(|e| io("read", &dir, e))?.is_dir() {
                return Err(bad(&format!("{name} is no directory")));
            }
            names.push((unescape(&name), entry.path()));
        }
        names.sort_unstable_by(|a, b| b.0.cmp(&a.0));
        self.stack.extend(names.into_iter().map(|(name, at)| (zk_proto::path::join(&path, &name), at)));
        let mut line = match regular(&dir.join(NODE), MAX_DATA)? {
            Some(text) => serde_json::from_slice::<Line>(&text).map_err(|e| bad(&e.to_string()))?,
            // Made by hand: data alone is enough.
            None => Line::default(),
        };
        line.path = path;
        let mut node = line.node(&self.head.root).map_err(|why| bad(&why))?;
        if !node.denied {
            node.value = Some(regular(&dir.join(DATA), MAX_DATA)?);
        }
        Ok(Some(node))
    }
}

/// A file's content, if there is such a file.
fn regular(file: &Path, max_bytes: u64) -> Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(file) {
        Ok(meta) if meta.is_file() && meta.len() <= max_bytes => {}
        Ok(_) => {
            let said = format!("{} is no file, or too large for a node", file.display());
            return Err(Failure::new(Exit::Damaged, "BadExport", said));
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(io_of(file, e)),
    }
    let mut data = Vec::new();
    let opened = File::open(file).map_err(|e| io_of(file, e))?;
    opened.take(max_bytes).read_to_end(&mut data).map_err(|e| io_of(file, e))?;
    Ok(Some(data))
}

fn io_of(file: &Path, error: io::Error) -> Failure {
    io("read", file, error)
}

impl TreeSource for DirReader {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Result<Option<TreeNode>>> + Send + '_>> {
        Box::pin(std::future::ready(self.read()))
    }

    fn root(&self) -> &str {
        &self.head.root
    }

    fn title(&self) -> String {
        self.top.display().to_string()
    }

    fn has_stat(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_files_and_come_back() {
        for name in ["a", ".hidden", "..x", "100%", "%2E", "a.b", "%25"] {
            let file = escape(name);
            assert!(!file.starts_with('.'), "{file}");
            assert_eq!(unescape(&file), name);
        }
    }
}
