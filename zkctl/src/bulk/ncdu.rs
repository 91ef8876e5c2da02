//! A subtree in the format that ncdu exports and reads (`ncdu -f FILE`), version 1.2: sizes of data, nothing of the data itself.
//!
//! A node with children is a directory, whose own size is that of its data; one without is a file.

use std::io::{self, Write};

use serde::Serialize;

use super::TreeNode;
use crate::output::now_ms;

/// Version of the format.
const VERSION: (u8, u8) = (1, 2);

#[derive(Serialize)]
struct About {
    progname: &'static str,
    progver: &'static str,
    timestamp: i64,
}

/// What is told of a node.
#[derive(Serialize)]
struct Info {
    name: String,
    #[serde(skip_serializing_if = "is_zero")]
    asize: u64,
    #[serde(skip_serializing_if = "is_zero")]
    dsize: u64,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    mtime: Option<i64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    read_error: bool,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Info {
    fn of(node: &TreeNode) -> Info {
        let stat = node.stat.unwrap_or_default();
        let bytes = u64::try_from(stat.data_length).unwrap_or(0);
        let name = match (node.depth, node.path.rsplit_once('/')) {
            (1.., Some((_, name))) => name,
            _ => &node.path,
        };
        let mtime = Some(stat.mtime / 1000).filter(|seconds| *seconds > 0);
        Info { name: name.to_owned(), asize: bytes, dsize: bytes, mtime, read_error: node.denied }
    }
}

/// Writes the list of lists.
pub struct NcduWriter<W: Write> {
    out: W,
    /// The last node: what comes next tells whether it is a directory.
    last: Option<(usize, Info)>,
    /// Directories that are open.
    open: usize,
    bytes: u64,
}

impl<W: Write> NcduWriter<W> {
    /// Writes the head.
    ///
    /// # Errors
    /// Of the file.
    pub fn new(mut out: W) -> io::Result<NcduWriter<W>> {
        let about =
            About { progname: "zkctl", progver: env!("CARGO_PKG_VERSION"), timestamp: now_ms() / 1000 };
        write!(out, "[{},{},{}", VERSION.0, VERSION.1, serde_json::to_string(&about)?)?;
        Ok(NcduWriter { out, last: None, open: 0, bytes: 0 })
    }

    /// Writes a node, which comes behind its parent.
    ///
    /// # Errors
    /// Of the file.
    pub fn write(&mut self, node: &TreeNode) -> io::Result<()> {
        self.put_last(node.depth)?;
        self.last = Some((node.depth, Info::of(node)));
        Ok(())
    }

    /// Bytes of nodes written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Closes all lists; gives the file back.
    ///
    /// # Errors
    /// Of the file.
    pub fn finish(mut self) -> io::Result<W> {
        // The first one is a directory, even an empty one.
        let first_alone = self.last.as_ref().is_some_and(|(depth, _)| *depth == 0);
        self.put_last(usize::from(first_alone))?;
        self.close_down_to(0)?;
        self.out.write_all(b"]\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Writes the last node, behind which one of depth `next` comes.
    fn put_last(&mut self, next: usize) -> io::Result<()> {
        if let Some((depth, info)) = self.last.take() {
            let text = serde_json::to_string(&info)?;
            let is_dir = next > depth;
            self.out.write_all(if is_dir { b",\n[" } else { b",\n" })?;
            self.out.write_all(text.as_bytes())?;
            self.open += usize::from(is_dir);
            self.bytes += text.len() as u64 + 2 + u64::from(is_dir);
        }
        self.close_down_to(next)
    }

    fn close_down_to(&mut self, depth: usize) -> io::Result<()> {
        while self.open > depth {
            self.out.write_all(b"]")?;
            self.open -= 1;
            self.bytes += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use zk_proto::Stat;

    use super::*;

    fn written(nodes: &[(&str, usize, i32)]) -> Value {
        let mut writer = NcduWriter::new(Vec::new()).unwrap();
        for (path, depth, data_length) in nodes {
            let stat = Stat { data_length: *data_length, ..Stat::default() };
            writer.write(&TreeNode { stat: Some(stat), ..TreeNode::bare(path, *depth) }).unwrap();
        }
        let all: Value = serde_json::from_slice(&writer.finish().unwrap()).unwrap();
        assert_eq!((&all[0], &all[1], &all[2]["progname"]), (&1.into(), &2.into(), &"zkctl".into()));
        all[3].clone()
    }

    #[test]
    fn nodes_with_children_are_directories() {
        let tree =
            written(&[("/w", 0, 1), ("/w/a", 1, 0), ("/w/a/b", 2, 3), ("/w/a/b/c", 3, 4), ("/w/d", 1, 5)]);
        let size = |name: &str, n: u64| json!({"name": name, "asize": n, "dsize": n});
        let b = json!([size("b", 3), size("c", 4)]);
        assert_eq!(tree, json!([size("/w", 1), [{"name": "a"}, b], size("d", 5)]));
    }

    #[test]
    fn a_lone_node_is_an_empty_directory() {
        assert_eq!(written(&[("/", 0, 0)]), json!([{"name": "/"}]));
    }
}
