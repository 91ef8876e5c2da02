//! Every transaction that was ever seen, and which of them are chosen.
//!
//! Each transaction has one predecessor: within an epoch the one before it, at an epoch's start the last of its
//! leader's history. So the last zxid of a history names all of it, and "is in the history" is "is an ancestor".

use std::collections::BTreeMap;

use bytes::Bytes;
use zk_proto::Zxid;

use super::Violation;

/// What is known of a transaction.
#[derive(Clone, Debug)]
struct Known {
    payload: Option<Bytes>,
    before: Option<Zxid>,
    /// Chosen transactions up to and with this one, if it is chosen.
    position: Option<usize>,
}

/// The tree of transactions and the chosen path in it.
#[derive(Debug)]
pub struct Chain {
    /// Where all histories begin.
    root: Zxid,
    known: BTreeMap<Zxid, Known>,
    chosen: Vec<Zxid>,
}

/// Where a history leaves the chosen path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Junction {
    /// Chosen transactions that the history holds.
    pub position: usize,
    /// What it holds behind them, newest first.
    pub tail: Vec<Zxid>,
}

impl Chain {
    /// Histories that begin behind `root`.
    pub fn new(root: Zxid) -> Chain {
        Chain { root, known: BTreeMap::new(), chosen: Vec::new() }
    }

    /// Where all histories begin.
    pub fn root(&self) -> Zxid {
        self.root
    }

    /// A transaction was seen. S2: its bytes are the same wherever it is seen.
    pub fn learn(&mut self, zxid: Zxid, payload: &[u8]) -> Result<(), Violation> {
        let known = self.known.entry(zxid).or_insert(Known { payload: None, before: None, position: None });
        match &known.payload {
            Some(old) if old == payload => Ok(()),
            Some(old) => Err(Violation::new(
                "S2",
                format!("{zxid} was seen with two contents: {} and {} bytes", old.len(), payload.len()),
            )),
            None => {
                known.payload = Some(Bytes::copy_from_slice(payload));
                Ok(())
            }
        }
    }

    /// A history was seen in which `zxid` comes next behind `before`. S13: nothing is between them.
    pub fn link(&mut self, before: Zxid, zxid: Zxid) -> Result<(), Violation> {
        let contiguous = zxid.counter() == 1 && zxid.epoch() > before.epoch() || before.next() == Some(zxid);
        if !contiguous {
            return Err(Violation::new("S13", format!("{zxid} comes behind {before} in a history")));
        }
        let known = self.known.entry(zxid).or_insert(Known { payload: None, before: None, position: None });
        match known.before {
            None => {
                known.before = Some(before);
                Ok(())
            }
            Some(b) if b == before => Ok(()),
            Some(b) => Err(Violation::new(
                "S13",
                format!("{zxid} comes behind {before} in one history, behind {b} in another"),
            )),
        }
    }

    /// The content of a transaction.
    pub fn payload(&self, zxid: Zxid) -> Option<&Bytes> {
        self.known.get(&zxid).and_then(|k| k.payload.as_ref())
    }

    /// What comes before it.
    pub fn before(&self, zxid: Zxid) -> Option<Zxid> {
        self.known.get(&zxid).and_then(|k| k.before)
    }

    /// The chosen transactions in order.
    pub fn chosen(&self) -> &[Zxid] {
        &self.chosen
    }

    /// The last chosen transaction, or the root.
    pub fn last_chosen(&self) -> Zxid {
        self.chosen.last().copied().unwrap_or(self.root)
    }

    /// Chosen transactions up to and with this one, if it is chosen; the root is.
    pub fn position(&self, zxid: Zxid) -> Option<usize> {
        if zxid == self.root { Some(0) } else { self.known.get(&zxid).and_then(|k| k.position) }
    }

    /// Where the history that ends with `last` leaves the chosen path. `None` if it is not known what came before.
    pub fn junction(&self, last: Zxid) -> Option<Junction> {
        let mut tail = Vec::new();
        let mut at = last;
        loop {
            if let Some(position) = self.position(at) {
                return Some(Junction { position, tail });
            }
            tail.push(at);
            at = self.before(at)?;
        }
    }

    /// True if the history that ends with `last` holds `zxid`.
    pub fn holds(&self, last: Zxid, zxid: Zxid) -> bool {
        let Some(junction) = self.junction(last) else { return false };
        match self.position(zxid) {
            Some(p) => junction.position >= p,
            None => junction.tail.contains(&zxid),
        }
    }

    /// Everything up to `last` is chosen. Returns what came new, in order. S4, S5: it goes on from what was chosen.
    pub fn choose(&mut self, last: Zxid) -> Result<Vec<Zxid>, Violation> {
        let Some(Junction { position, mut tail }) = self.junction(last) else {
            return Err(Violation::new(
                "S13",
                format!("nobody knows what came before {last}, which is chosen"),
            ));
        };
        if tail.is_empty() {
            return Ok(tail);
        }
        if position != self.chosen.len() {
            let lost: Vec<Zxid> = self.chosen[position..].iter().copied().take(5).collect();
            return Err(Violation::new(
                "S10",
                format!("{last} became chosen without {lost:?}, which were chosen before"),
            ));
        }
        tail.reverse();
        for zxid in &tail {
            if *zxid <= self.last_chosen() {
                return Err(Violation::new("S4", format!("{zxid} chosen behind {}", self.last_chosen())));
            }
            self.chosen.push(*zxid);
            let position = self.chosen.len();
            if let Some(k) = self.known.get_mut(zxid) {
                k.position = Some(position);
            }
        }
        Ok(tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn z(epoch: u32, counter: u32) -> Zxid {
        Zxid::new(epoch, counter)
    }

    fn chain() -> Chain {
        let mut c = Chain::new(Zxid::ZERO);
        for (a, b) in [(Zxid::ZERO, z(1, 1)), (z(1, 1), z(1, 2)), (z(1, 2), z(1, 3)), (z(1, 2), z(2, 1))] {
            c.link(a, b).unwrap();
        }
        c
    }

    #[test]
    fn two_contents_are_noticed() {
        let mut c = chain();
        c.learn(z(1, 1), b"a").unwrap();
        c.learn(z(1, 1), b"a").unwrap();
        assert_eq!(c.learn(z(1, 1), b"b").unwrap_err().invariant, "S2");
    }

    #[test]
    fn holes_and_two_pasts_are_noticed() {
        let mut c = chain();
        assert_eq!(c.link(z(1, 3), z(1, 5)).unwrap_err().invariant, "S13");
        assert_eq!(c.link(z(1, 3), z(2, 2)).unwrap_err().invariant, "S13");
        assert_eq!(c.link(z(1, 3), z(2, 1)).unwrap_err().invariant, "S13");
    }

    #[test]
    fn junctions_and_choice() {
        let mut c = chain();
        assert_eq!(c.choose(z(1, 2)).unwrap(), [z(1, 1), z(1, 2)]);
        assert_eq!(c.junction(z(1, 3)).unwrap(), Junction { position: 2, tail: vec![z(1, 3)] });
        assert_eq!(c.choose(z(2, 1)).unwrap(), [z(2, 1)]);
        assert!(c.holds(z(2, 1), z(1, 2)) && !c.holds(z(1, 3), z(2, 1)));
        assert_eq!(c.choose(z(1, 3)).unwrap_err().invariant, "S10");
    }
}
