//! An export as one JSON document: the keys of the head, then `nodes`, a list of what stands on the lines of the other form.
//! It is read as a stream, on a thread of its own: only the nodes at hand are held, however long the document is.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::jsonl::{Head, JsonlReader, Line, MAX_LINE, SCHEMA, Values, in_order};
use super::{TreeNode, TreeSource};
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// The longest first line that is looked at to tell the two forms apart.
const MAX_HEAD: u64 = 4 << 20;
/// Nodes read ahead.
const AHEAD: usize = 64;

/// Opens an export that is one file, of either form; `-` is stdin.
///
/// # Errors
/// It cannot be read, or is no export.
pub fn open(file: &Path) -> Result<Box<dyn TreeSource>> {
    let (mut input, name): (Box<dyn BufRead + Send>, String) = if file == Path::new("-") {
        (Box::new(BufReader::new(io::stdin())), "stdin".into())
    } else {
        let name = file.display().to_string();
        let opened = File::open(file).map_err(|e| Failure::io(format_args!("cannot read {name}"), e))?;
        (Box::new(BufReader::with_capacity(256 << 10, opened)), name)
    };
    let mut first = Vec::new();
    let read = input.by_ref().take(MAX_HEAD).read_until(b'\n', &mut first);
    read.map_err(|e| Failure::io(format_args!("cannot read {name}"), e))?;
    let is_document = is_document(&first);
    let input = Box::new(Cursor::new(first).chain(input));
    if is_document {
        Ok(Box::new(DocumentReader::new(input, name)?))
    } else {
        Ok(Box::new(JsonlReader::new(input, name)?))
    }
}

/// A head that stands alone on its line is that of the other form.
fn is_document(first: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Alone {
        nodes: Option<IgnoredAny>,
    }
    if !first.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    serde_json::from_slice::<Alone>(first).map_or(true, |head| head.nodes.is_some())
}

/// Writes the document.
pub struct DocumentWriter<W: Write> {
    out: W,
    values: Values,
    with_stat: bool,
    nodes: u64,
    bytes: u64,
}

impl<W: Write> DocumentWriter<W> {
    /// Writes the head.
    ///
    /// # Errors
    /// Of the file.
    pub fn new(mut out: W, head: &Head, values: Values, with_stat: bool) -> io::Result<DocumentWriter<W>> {
        let mut text = serde_json::to_vec(head)?;
        // It stays open for the nodes.
        text.pop();
        out.write_all(&text)?;
        out.write_all(b",\"nodes\":[")?;
        Ok(DocumentWriter { out, values, with_stat, nodes: 0, bytes: 0 })
    }

    /// Writes a node.
    ///
    /// # Errors
    /// Of the file.
    pub fn write(&mut self, node: &TreeNode) -> io::Result<()> {
        let line = serde_json::to_vec(&Line::of(node, self.values, self.with_stat))?;
        self.out.write_all(if self.nodes == 0 { b"\n" } else { b",\n" })?;
        self.out.write_all(&line)?;
        self.nodes += 1;
        self.bytes += line.len() as u64 + 2;
        Ok(())
    }

    /// Bytes of nodes written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Closes the document; gives the file back.
    ///
    /// # Errors
    /// Of the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// What the thread that reads tells.
enum Told {
    Head(Head),
    Node(Line),
    /// The document is whole, or is not.
    End(serde_json::Result<()>),
}

/// Reads the document.
pub struct DocumentReader {
    told: Receiver<Told>,
    name: String,
    head: Head,
    bytes: Arc<AtomicU64>,
    nodes: u64,
    last: Option<String>,
    ended: bool,
}

impl DocumentReader {
    /// Reads the head.
    ///
    /// # Errors
    /// It is no export.
    pub fn new(input: Box<dyn Read + Send>, name: String) -> Result<DocumentReader> {
        let (tell, told) = sync_channel(AHEAD);
        let bytes = Arc::new(AtomicU64::new(0));
        let bounded = Bounded { input, total: Arc::clone(&bytes), node: Arc::default() };
        std::thread::spawn(move || {
            let end = parse(bounded, &tell);
            // Whoever has hung up does not want to know.
            let _ = tell.send(Told::End(end));
        });
        let mut reader =
            DocumentReader { told, name, head: Head::default(), bytes, nodes: 0, last: None, ended: false };
        match reader.told.recv() {
            Ok(Told::Head(head)) if head.schema == SCHEMA => {
                zk_proto::path::validate(&head.root).map_err(|e| reader.bad(&format!("bad root: {e}")))?;
                reader.head = head;
                Ok(reader)
            }
            Ok(Told::Head(head)) if head.schema.starts_with("zkctl-export/") => {
                Err(reader.bad(&format!("a newer zkctl wrote it ({}); this one reads {SCHEMA}", head.schema)))
            }
            Ok(Told::End(Err(e))) if e.is_io() => Err(reader.broken(e)),
            Ok(Told::End(Err(e))) => Err(not_ours(&reader.name).hint(e.to_string())),
            _ => Err(not_ours(&reader.name).hint("`zkctl export PATH FILE` writes one")),
        }
    }

    fn read(&mut self) -> Result<Option<TreeNode>> {
        if self.ended {
            return Ok(None);
        }
        match self.told.recv() {
            Ok(Told::Node(line)) => {
                self.nodes += 1;
                let node = line.node(&self.head.root).map_err(|why| self.bad(&why))?;
                in_order(&mut self.last, &node.path).map_err(|why| self.bad(&why))?;
                Ok(Some(node))
            }
            Ok(Told::End(Ok(()))) => {
                self.ended = true;
                Ok(None)
            }
            Ok(Told::End(Err(e))) => Err(self.broken(e)),
            Ok(Told::Head(_)) | Err(_) => Err(self.bad("it cannot be read to its end")),
        }
    }

    fn broken(&self, error: serde_json::Error) -> Failure {
        if error.is_io() {
            return Failure::io(format_args!("cannot read {}", self.name), error.into());
        }
        if error.is_eof() {
            let said = format!("{} ends behind {}", self.name, super::nodes(self.nodes));
            return Failure::new(Exit::Damaged, "Truncated", said)
                .hint("the export was cut off; take it again");
        }
        let said = format!("{}: {}", self.name, crate::sanitise::line(&error.to_string()));
        Failure::new(Exit::Damaged, "BadExport", said)
    }

    fn bad(&self, why: &str) -> Failure {
        let why = crate::sanitise::line(why);
        let place = if self.nodes == 0 { String::new() } else { format!("node {} of ", self.nodes) };
        Failure::new(Exit::Damaged, "BadExport", format!("{place}{}: {why}", self.name))
    }
}

fn not_ours(name: &str) -> Failure {
    Failure::usage(format!("{name} is no export of zkctl"))
}

impl TreeSource for DocumentReader {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Result<Option<TreeNode>>> + Send + '_>> {
        Box::pin(std::future::ready(self.read()))
    }

    fn root(&self) -> &str {
        &self.head.root
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn has_stat(&self) -> bool {
        false
    }

    fn progress(&self) -> Option<u64> {
        Some(self.bytes.load(Ordering::Relaxed))
    }
}

/// Input that no single node may take too much of.
struct Bounded {
    input: Box<dyn Read + Send>,
    total: Arc<AtomicU64>,
    /// Bytes since the last node.
    node: Arc<AtomicU64>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.total.fetch_add(n as u64, Ordering::Relaxed);
        if self.node.fetch_add(n as u64, Ordering::Relaxed) > MAX_LINE as u64 {
            return Err(io::Error::other("a part of it is longer than any node can be"));
        }
        Ok(n)
    }
}

fn parse(input: Bounded, tell: &SyncSender<Told>) -> serde_json::Result<()> {
    let node = Arc::clone(&input.node);
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(64 << 10, input));
    json.deserialize_map(Document { tell, node: &node })?;
    json.end()
}

struct Document<'a> {
    tell: &'a SyncSender<Told>,
    node: &'a AtomicU64,
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut head = Some(Head::default());
        while let Some(key) = map.next_key::<String>()? {
            match (key.as_str(), &mut head) {
                ("schema", Some(head)) => head.schema = map.next_value()?,
                ("root", Some(head)) => head.root = map.next_value()?,
                ("nodes", at) => {
                    let Some(head) = at.take() else {
                        return Err(A::Error::custom("there are two lists `nodes`"));
                    };
                    if head.schema.is_empty() || head.root.is_empty() {
                        return Err(A::Error::custom("`schema` and `root` must stand before `nodes`"));
                    }
                    tell::<A::Error>(self.tell, Told::Head(head))?;
                    map.next_value_seed(Nodes(&self))?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if head.is_some() { Err(A::Error::custom("there is no list `nodes`")) } else { Ok(()) }
    }
}

struct Nodes<'a>(&'a Document<'a>);

impl<'de> DeserializeSeed<'de> for Nodes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Nodes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of nodes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(line) = seq.next_element::<Line>()? {
            self.0.node.store(0, Ordering::Relaxed);
            tell::<A::Error>(self.0.tell, Told::Node(line))?;
        }
        Ok(())
    }
}

fn tell<E: serde::de::Error>(to: &SyncSender<Told>, what: Told) -> Result<(), E> {
    to.send(what).map_err(|_| E::custom("nobody reads it any more"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(text: &str) -> Result<Vec<TreeNode>> {
        let input = Box::new(Cursor::new(text.to_owned().into_bytes()));
        let mut reader = DocumentReader::new(input, "test".into())?;
        let mut out = Vec::new();
        while let Some(node) = reader.read()? {
            out.push(node);
        }
        Ok(out)
    }

    #[test]
    fn a_document_comes_back_as_it_was_however_it_is_spaced() {
        let head = Head { schema: SCHEMA.into(), root: "/a".into(), ..Head::default() };
        let mut writer = DocumentWriter::new(Vec::new(), &head, Values::Auto, false).unwrap();
        let values = [("/a", None), ("/a/b", Some(b"".to_vec())), ("/a/c", Some(b"\xff\0".to_vec()))];
        for (path, value) in &values {
            writer.write(&TreeNode { value: Some(value.clone()), ..TreeNode::bare(path, 0) }).unwrap();
        }
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        let spaced =
            serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&text).unwrap()).unwrap();
        assert!(is_document(text.as_bytes()) && is_document(b"{\n"));
        assert!(!is_document(br#"{"schema":"zkctl-export/1","root":"/a"}"#) && !is_document(b"hello"));
        // serde_json sorts keys: the list comes before the root.
        assert!(read_back(&spaced).unwrap_err().to_string().contains("must stand before `nodes`"));
        for text in [text.as_str(), &text.replace('\n', ""), &text.replace(',', " ,\n")] {
            let back: Vec<_> =
                read_back(text).unwrap().into_iter().map(|n| (n.path, n.value.unwrap())).collect();
            let expected: Vec<_> =
                values.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect();
            assert_eq!(back, expected);
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        let head = r#"{"schema":"zkctl-export/1","root":"/a","#;
        for (text, why) in [
            ("{}".to_owned(), "no export"),
            ("{".into(), "no export"),
            (r#"{"schema":"zkctl-export/9","root":"/a","nodes":[]}"#.into(), "newer"),
            (format!(r#"{head}"nodes":[{{"path":"/a"}}"#), "ends behind 1 node"),
            (
                format!(r#"{head}"nodes":[{{"path":"/a"}},{{"path":"/b"}}]}}"#),
                "node 2 of test: \"/b\" is not below /a",
            ),
            (
                format!(r#"{head}"nodes":[{{"path":"/a/b"}},{{"path":"/a"}}]}}"#),
                "node 2 of test: /a must not come",
            ),
            (format!(r#"{head}"nodes":[{{"path":"/a"}}]}} x"#), "trailing characters at line 1"),
            (format!(r#"{head}"nodes":[],"nodes":[]}}"#), "two lists"),
            (format!(r#"{head}"nodes":7}}"#), "invalid type"),
        ] {
            let failure = read_back(&text).unwrap_err();
            assert!(failure.message().contains(why), "{text}: {}", failure.message());
        }
    }
}
