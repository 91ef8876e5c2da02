//! An export as JSON lines: a head, one line per node in the order of [`super::order`], a tail with the count. Values
//! are text where they are UTF-8 and base64 elsewhere, so that every byte comes back; null differs from empty.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::pin::Pin;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zk_proto::{Acl, Id, Perms, SessionId, Stat, Zxid};

use super::{TreeNode, TreeSource, Value, order};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::iso_ms;

/// Names the form of exports. Fields may be added under the same name, never changed.
pub const SCHEMA: &str = "zkctl-export/1";

/// The longest line that is read: base64 of the largest value that any server takes, and an ACL.
pub const MAX_LINE: usize = 128 << 20;

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Values {
    // As text where they are UTF-8.
    Auto,
    Base64,
}

/// The first line.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    pub schema: String,
    /// The subtree's root.
    pub root: String,
    /// When it was taken.
    #[serde(default)]
    pub time: String,
    /// The servers that it was taken from.
    #[serde(default)]
    pub servers: String,
    /// Of an undo file: the command that was run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// Of an undo file: the nodes stayed and were changed, each from the version that its status has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub changes: bool,
}

/// The last line.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Tail {
    pub end: bool,
    pub nodes: u64,
}

/// A node's line; also the metadata file of a directory export.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Line {
    pub path: String,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "nullable")]
    pub value: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acl: Option<Vec<AclLine>>,
    /// The owner of an ephemeral node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ephemeral: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub denied: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stat: Option<StatLine>,
}

/// An ACL's entry.
#[derive(Debug, Serialize, Deserialize)]
pub struct AclLine {
    scheme: String,
    id: String,
    perms: String,
}

/// A status. Ids are `0x…` strings, times are ISO 8601.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatLine {
    czxid: String,
    mzxid: String,
    pzxid: String,
    ctime: String,
    mtime: String,
    version: i32,
    cversion: i32,
    aversion: i32,
    data_length: i32,
    num_children: i32,
}

/// A field that may be absent, null or text.
mod nullable {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(value: &Option<Option<String>>, s: S) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Option<String>>, D::Error> {
        Option::<String>::deserialize(d).map(Some)
    }
}

impl Line {
    /// Of a node.
    pub fn of(node: &TreeNode, values: Values, with_stat: bool) -> Line {
        let (value, base64) = match &node.value {
            None => (None, None),
            Some(None) => (Some(None), None),
            Some(Some(bytes)) => match std::str::from_utf8(bytes) {
                Ok(text) if values == Values::Auto => (Some(Some(text.to_owned())), None),
                _ => (None, Some(STANDARD.encode(bytes))),
            },
        };
        let owner = node.stat.map_or(SessionId::NONE, |s| s.ephemeral_owner);
        Line {
            path: node.path.clone(),
            value,
            base64,
            acl: node.acl.as_ref().map(|list| list.iter().map(AclLine::of).collect()),
            ephemeral: (owner != SessionId::NONE).then(|| owner.to_string()),
            denied: node.denied,
            stat: node.stat.filter(|_| with_stat).as_ref().map(StatLine::of),
        }
    }

    /// The node again.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn node(self, root: &str) -> Result<TreeNode, String> {
        zk_proto::path::validate(&self.path).map_err(|e| format!("bad path {:?}: {e}", self.path))?;
        let rest =
            order::below(&self.path, root).ok_or_else(|| format!("{:?} is not below {root}", self.path))?;
        let depth = rest.matches('/').count();
        let value: Option<Value> = match (self.value, self.base64) {
            (Some(_), Some(_)) => return Err("there is both a `value` and a `base64`".into()),
            (Some(value), None) => Some(value.map(String::into_bytes)),
            (None, Some(text)) => {
                let bytes = STANDARD.decode(text).map_err(|e| format!("`base64` is none: {e}"))?;
                Some(Some(bytes))
            }
            (None, None) => None,
        };
        let acl = self.acl.map(|list| list.into_iter().map(AclLine::acl).collect::<Result<Vec<_>, _>>());
        let owner = match &self.ephemeral {
            Some(text) => text.parse().map_err(|_| format!("`{text}` is no session id"))?,
            None => SessionId::NONE,
        };
        let mut stat = self.stat.map(StatLine::stat).transpose()?;
        if owner != SessionId::NONE {
            stat.get_or_insert_default().ephemeral_owner = owner;
        }
        Ok(TreeNode { path: self.path, depth, stat, value, acl: acl.transpose()?, denied: self.denied })
    }
}

impl AclLine {
    fn of(acl: &Acl) -> AclLine {
        let known = acl.perms.0 & !Perms::ALL.0 == 0;
        // Bits without a letter are kept as a number.
        let perms = if known { acl.perms.letters() } else { format!("{:#x}", acl.perms.0) };
        AclLine { scheme: acl.id.scheme.clone(), id: acl.id.id.clone(), perms }
    }

    fn acl(self) -> Result<Acl, String> {
        let number = self.perms.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let perms = match number {
            Some(bits) => Perms(bits.cast_signed()),
            None => Perms::from_letters(&self.perms)
                .ok_or_else(|| format!("`{}`: permissions are letters of cdrwa", self.perms))?,
        };
        Ok(Acl { perms, id: Id { scheme: self.scheme, id: self.id } })
    }
}

impl StatLine {
    fn of(s: &Stat) -> StatLine {
        StatLine {
            czxid: s.czxid.to_string(),
            mzxid: s.mzxid.to_string(),
            pzxid: s.pzxid.to_string(),
            ctime: iso_ms(s.ctime),
            mtime: iso_ms(s.mtime),
            version: s.version,
            cversion: s.cversion,
            aversion: s.aversion,
            data_length: s.data_length,
            num_children: s.num_children,
        }
    }

    fn stat(self) -> Result<Stat, String> {
        let zxid = |text: &str| match text {
            "" => Ok(Zxid::ZERO),
            text => text.parse::<Zxid>().map_err(|_| format!("`{text}` is no zxid")),
        };
        let time = |text: &str| match text {
            "" => Ok(0),
            // What is no representable time is written as its number.
            text => match text.parse::<jiff::Timestamp>() {
                Ok(time) => Ok(time.as_millisecond()),
                Err(_) => text.parse::<i64>().map_err(|_| format!("`{text}` is no time")),
            },
        };
        Ok(Stat {
            czxid: zxid(&self.czxid)?,
            mzxid: zxid(&self.mzxid)?,
            pzxid: zxid(&self.pzxid)?,
            ctime: time(&self.ctime)?,
            mtime: time(&self.mtime)?,
            version: self.version,
            cversion: self.cversion,
            aversion: self.aversion,
            data_length: self.data_length,
            num_children: self.num_children,
            ephemeral_owner: SessionId::NONE,
        })
    }
}

/// Writes the lines.
pub struct JsonlWriter<W: Write> {
    out: W,
    values: Values,
    with_stat: bool,
    nodes: u64,
    bytes: u64,
}

impl<W: Write> JsonlWriter<W> {
    /// Writes the head.
    ///
    /// # Errors
    /// Of the file.
    pub fn new(mut out: W, head: &Head, values: Values, with_stat: bool) -> io::Result<JsonlWriter<W>> {
        serde_json::to_writer(&mut out, head)?;
        out.write_all(b"\n")?;
        Ok(JsonlWriter { out, values, with_stat, nodes: 0, bytes: 0 })
    }

    /// Writes a node.
    ///
    /// # Errors
    /// Of the file.
    pub fn write(&mut self, node: &TreeNode) -> io::Result<()> {
        let line = serde_json::to_vec(&Line::of(node, self.values, self.with_stat))?;
        self.out.write_all(&line)?;
        self.out.write_all(b"\n")?;
        self.nodes += 1;
        self.bytes += line.len() as u64 + 1;
        Ok(())
    }

    /// Bytes of nodes written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Writes the tail; gives the file back.
    ///
    /// # Errors
    /// Of the file.
    pub fn finish(mut self) -> io::Result<W> {
        serde_json::to_writer(&mut self.out, &Tail { end: true, nodes: self.nodes })?;
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl JsonlWriter<io::BufWriter<File>> {
    /// Makes what was written so far durable.
    ///
    /// # Errors
    /// Of the file.
    pub fn sync(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_data()
    }
}

/// Reads the lines.
pub struct JsonlReader {
    input: Box<dyn BufRead + Send>,
    name: String,
    head: Head,
    line: Vec<u8>,
    number: u64,
    nodes: u64,
    bytes: u64,
    last: Option<String>,
    ended: bool,
}

impl JsonlReader {
    /// Opens a file.
    ///
    /// # Errors
    /// It cannot be read, or is no export.
    pub fn open(file: &Path) -> Result<JsonlReader> {
        let name = file.display().to_string();
        let opened = File::open(file).map_err(|e| Failure::io(format_args!("cannot read {name}"), e))?;
        JsonlReader::new(Box::new(BufReader::with_capacity(256 << 10, opened)), name)
    }

    /// Reads the head.
    ///
    /// # Errors
    /// It is no export.
    pub fn new(input: Box<dyn BufRead + Send>, name: String) -> Result<JsonlReader> {
        let mut reader = JsonlReader {
            input,
            name,
            head: Head::default(),
            line: Vec::new(),
            number: 0,
            nodes: 0,
            bytes: 0,
            last: None,
            ended: false,
        };
        let told = reader.read_line()?;
        let head: Option<Head> = told.then(|| serde_json::from_slice(&reader.line).ok()).flatten();
        match head {
            Some(head) if head.schema == SCHEMA => {
                zk_proto::path::validate(&head.root).map_err(|e| reader.bad(&format!("bad root: {e}")))?;
                reader.head = head;
                Ok(reader)
            }
            Some(head) if head.schema.starts_with("zkctl-export/") => {
                Err(reader.bad(&format!("a newer zkctl wrote it ({}); this one reads {SCHEMA}", head.schema)))
            }
            _ => Err(Failure::usage(format!("{} is no export of zkctl", reader.name))
                .hint("`zkctl export PATH FILE` writes one")),
        }
    }

    /// The first line.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The next node.
    ///
    /// # Errors
    /// The file cannot be read, is damaged or ends early.
    pub fn read(&mut self) -> Result<Option<TreeNode>> {
        if self.ended {
            return Ok(None);
        }
        if !self.read_line()? {
            return Err(Failure::new(
                Exit::Damaged,
                "Truncated",
                format!("{} ends behind {}: its last line is missing", self.name, super::nodes(self.nodes)),
            )
            .hint("the export was cut off; take it again"));
        }
        // A tail has no path, a node has no `end`.
        if let Ok(Tail { end: true, nodes }) = serde_json::from_slice(&self.line) {
            if nodes != self.nodes {
                let said = format!("it says that there are {} but has {}", super::nodes(nodes), self.nodes);
                return Err(self.bad(&said));
            }
            self.ended = true;
            return Ok(None);
        }
        let line: Line = serde_json::from_slice(&self.line).map_err(|e| self.bad(&e.to_string()))?;
        let node = line.node(&self.head.root).map_err(|why| self.bad(&why))?;
        in_order(&mut self.last, &node.path).map_err(|why| self.bad(&why))?;
        self.nodes += 1;
        Ok(Some(node))
    }

    fn read_line(&mut self) -> Result<bool> {
        self.line.clear();
        let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
        let mut limited = io::Read::take(&mut self.input, limit);
        let read = limited
            .read_until(b'\n', &mut self.line)
            .map_err(|e| Failure::io(format_args!("cannot read {}", self.name), e))?;
        self.number += 1;
        self.bytes += read as u64;
        if read >= MAX_LINE {
            return Err(self.bad("the line is longer than any node can be"));
        }
        Ok(read > 0)
    }

    fn bad(&self, why: &str) -> Failure {
        let why = crate::sanitise::line(why);
        Failure::new(Exit::Damaged, "BadExport", format!("line {} of {}: {why}", self.number, self.name))
    }
}

/// Takes the next path of an export.
///
/// # Errors
/// It has to come before the last one.
pub fn in_order(last: &mut Option<String>, path: &str) -> Result<(), String> {
    if let Some(last) = last
        && order::compare(last, path).is_ge()
    {
        return Err(format!("{path} must not come behind {last}: parents first, then by name"));
    }
    *last = Some(path.to_owned());
    Ok(())
}

impl TreeSource for JsonlReader {
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
        Some(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(text: &str) -> Result<Vec<TreeNode>> {
        let input = Box::new(io::Cursor::new(text.to_owned().into_bytes()));
        let mut reader = JsonlReader::new(input, "test".into())?;
        let mut out = Vec::new();
        while let Some(node) = reader.read()? {
            out.push(node);
        }
        Ok(out)
    }

    fn node(path: &str, value: Option<&[u8]>) -> TreeNode {
        let acl = Some(vec![Acl { perms: Perms(0x41), id: Id::new("digest", "a:b:c=") }]);
        let value = Some(value.map(<[u8]>::to_vec));
        TreeNode { path: path.into(), depth: 0, stat: None, value, acl, denied: false }
    }

    #[test]
    fn every_byte_comes_back() {
        let head = Head { schema: SCHEMA.into(), root: "/a".into(), ..Head::default() };
        for values in [Values::Auto, Values::Base64] {
            let mut writer = JsonlWriter::new(Vec::new(), &head, values, false).unwrap();
            let nodes = [
                node("/a", None),
                node("/a/b", Some(b"")),
                node("/a/c", Some(b"\xff\0")),
                node("/a/d", Some(b"\n")),
            ];
            for n in &nodes {
                writer.write(n).unwrap();
            }
            let text = String::from_utf8(writer.finish().unwrap()).unwrap();
            let back = read_back(&text).unwrap();
            for (n, b) in nodes.iter().zip(&back) {
                assert_eq!((&n.path, &n.value, &n.acl), (&b.path, &b.value, &b.acl));
            }
            assert_eq!((back.len(), back[0].depth, back[3].depth), (4, 0, 1));
        }
    }

    #[test]
    fn what_is_no_export_is_refused() {
        let head = r#"{"schema":"zkctl-export/1","root":"/a"}"#;
        let tail = r#"{"end":true,"nodes":1}"#;
        let good = r#"{"path":"/a","value":null}"#;
        assert_eq!(read_back(&format!("{head}\n{good}\n{tail}\n")).unwrap().len(), 1);
        for (text, why) in [
            (String::new(), "no export"),
            ("hello\n".into(), "no export"),
            (r#"{"schema":"zkctl-export/9","root":"/a"}"#.into(), "newer"),
            (head.to_string(), "ends behind 0 nodes"),
            (format!("{head}\n{good}\n"), "ends behind 1 node:"),
            (format!("{head}\n{tail}\n"), "says that there are 1 node but has 0"),
            (format!("{head}\n{good}\n{good}\n"), "line 3 of test: /a must not come behind /a"),
            (format!("{head}\n{}\n", good.replace("/a", "/b")), "is not below /a"),
            (format!("{head}\n{}\n", good.replace("/a", "/a//b")), "bad path"),
            (format!("{head}\n{}\n", r#"{"path":"/a","value":"x","base64":"eA=="}"#), "both"),
            (format!("{head}\n{}\n", r#"{"path":"/a","base64":"!"}"#), "`base64` is none"),
            (format!("{head}\n{{\n"), "line 2 of test"),
        ] {
            let failure = read_back(&text).unwrap_err();
            assert!(failure.message().contains(why), "{text}: {}", failure.message());
        }
    }
}
