//! How much is read and written below each child of the root. Clients choose these names, so only so many are told apart.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use zk_proto::request::RequestHeader;
use zk_proto::{OpCode, Reader, Txn, TxnHeader};

/// Of one thread.
#[derive(Debug, Default)]
pub struct Namespaces(Mutex<NamespacesSnapshot>);

/// At one moment: volumes by name; [`OTHERS`] stands for all for which there was no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamespacesSnapshot(BTreeMap<Box<str>, Volume>);

/// Operations and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Volume {
    /// Operations.
    pub count: u64,
    /// Bytes of all of them.
    pub sum: u64,
    /// Of the smallest.
    pub min: u64,
    /// Of the largest.
    pub max: u64,
}

/// So many names are told apart.
const MAX_NAMES: usize = 100;
/// No node's name.
const OTHERS: &str = "/";

impl Namespaces {
    /// A transaction was applied.
    pub fn written(&self, payload: &[u8]) {
        let mut r = Reader::new(payload);
        let Ok(header) = TxnHeader::decode(&mut r) else { return };
        if header.kind != OpCode::Multi as i32 {
            return self.part(header.kind, &mut r);
        }
        if let Ok(Txn::Multi(parts)) = Txn::decode(header.kind, &mut r) {
            parts.iter().for_each(|p| self.part(p.kind, &mut Reader::new(p.body)));
        }
    }

    fn part(&self, kind: i32, r: &mut Reader<'_>) {
        let writes =
            [OpCode::Create, OpCode::Create2, OpCode::CreateContainer, OpCode::CreateTtl, OpCode::SetData];
        if !OpCode::from_i32(kind).is_some_and(|op| writes.contains(&op)) {
            return;
        }
        // All of these begin with path and data.
        if let Ok(Some(path)) = r.string() {
            self.add_path(&path, r.buffer().ok().flatten());
        }
    }

    fn add_path(&self, path: &str, data: Option<&[u8]>) {
        if let Some(name) = top(path) {
            let bytes = (path.len() + data.map_or(0, <[u8]>::len)) as u64;
            self.add(name, Volume { count: 1, sum: bytes, min: bytes, max: bytes });
        }
    }

    fn add(&self, name: &str, volume: Volume) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).add(name, volume);
    }

    pub(super) fn reset(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.clear();
    }

    pub(super) fn snapshot(&self) -> NamespacesSnapshot {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl NamespacesSnapshot {
    /// By name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Volume)> {
        self.0.iter().map(|(name, volume)| (&**name, volume))
    }

    fn add(&mut self, name: &str, volume: Volume) {
        let is_full = self.0.len() >= MAX_NAMES && !self.0.contains_key(name);
        let name = if is_full { OTHERS } else { name };
        match self.0.get_mut(name) {
            Some(mine) => mine.merge(&volume),
            None => {
                self.0.insert(name.into(), volume);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &NamespacesSnapshot) {
        other.iter().for_each(|(name, volume)| self.add(name, *volume));
    }
}

impl Volume {
    fn merge(&mut self, other: &Volume) {
        self.min = if self.count == 0 { other.min } else { self.min.min(other.min) };
        self.max = self.max.max(other.max);
        self.count += other.count;
        self.sum += other.sum;
    }
}

/// Reads that follow each other, of one namespace as a rule: they are added together.
#[derive(Debug, Default)]
pub struct Run<'a> {
    name: Option<&'a str>,
    volume: Volume,
}

impl<'a> Run<'a> {
    /// A request's frame without its length was answered by so many bytes.
    pub fn read(&mut self, to: &Namespaces, frame: &'a [u8], bytes: u64) {
        let Some(name) = name_of_read(frame) else { return };
        if self.name != Some(name) {
            self.end(to);
            self.name = Some(name);
        }
        self.volume.merge(&Volume { count: 1, sum: bytes, min: bytes, max: bytes });
    }

    /// Adds what has come together.
    pub fn end(&mut self, to: &Namespaces) {
        if let Some(name) = self.name.take() {
            to.add(name, std::mem::take(&mut self.volume));
        }
    }
}

/// Apache counts these alone.
fn name_of_read(frame: &[u8]) -> Option<&str> {
    let mut r = Reader::new(frame);
    let op = OpCode::from_i32(RequestHeader::decode(&mut r).ok()?.op)?;
    matches!(op, OpCode::GetData | OpCode::GetChildren | OpCode::GetChildren2).then_some(())?;
    match r.string().ok()?? {
        Cow::Borrowed(path) => top(path),
        Cow::Owned(_) => None,
    }
}

/// `/a/b` is below `a`; the root is below nothing.
fn top(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.split('/').next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(path: &str) -> Vec<u8> {
        let mut frame = vec![0, 0, 0, 1, 0, 0, 0, 4];
        frame.extend((path.len() as u32).to_be_bytes());
        frame.extend(path.bytes());
        frame
    }

    #[test]
    fn reads_of_one_name_are_added_together() {
        let (all, frames) = (Namespaces::default(), ["/a", "/a/b/c", "/b", "/", "/a"].map(get));
        let mut run = Run::default();
        for (frame, bytes) in frames.iter().zip([10, 20, 5, 99, 30]) {
            run.read(&all, frame, bytes);
        }
        run.end(&all);
        let got = all.snapshot();
        let of = |name: &str| got.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
        assert_eq!(of("a"), Some(Volume { count: 3, sum: 60, min: 10, max: 30 }));
        assert_eq!(of("b"), Some(Volume { count: 1, sum: 5, min: 5, max: 5 }));
        assert_eq!(got.iter().count(), 2, "the root has no name");
        all.reset();
        assert_eq!(all.snapshot(), NamespacesSnapshot::default());
    }

    #[test]
    fn names_without_end_take_no_room_without_end() {
        let all = Namespaces::default();
        for n in 0..1000 {
            all.add_path(&format!("/n{n}/x"), Some(b"123"));
        }
        let got = all.snapshot();
        assert_eq!(got.iter().count(), MAX_NAMES + 1);
        let others = got.iter().find(|(name, _)| *name == OTHERS).map(|(_, v)| v.count);
        assert_eq!(others, Some(900));
    }
}
