//! Interns ACL lists: most nodes of a tree share a handful, so a node keeps a small id.

use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use zk_proto::{Acl, AclBytes};

/// The id of an interned ACL list. Local to one tree; another server's ids differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AclId(pub u32);

impl AclId {
    /// `world:anyone:cdrwa`, which is never counted or listed.
    pub const OPEN: AclId = AclId(0);

    /// The number that stands for this list in a snapshot: -1 for the open one.
    pub fn to_stored(self) -> i64 {
        if self == AclId::OPEN { -1 } else { self.0 as i64 }
    }
}

/// An ACL list: its bytes for replies and transactions, its entries for checks.
#[derive(Debug, PartialEq, Eq)]
pub struct AclList {
    bytes: Box<[u8]>,
    /// The entries, in the order given.
    pub entries: Vec<Acl>,
}

impl AclList {
    pub(crate) fn of(acl: AclBytes<'_>) -> AclList {
        AclList { bytes: acl.as_bytes().into(), entries: acl.to_vec() }
    }

    /// The encoded vector.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// True for `world:anyone:cdrwa`.
    pub fn is_open(&self) -> bool {
        *self.bytes == *AclBytes::OPEN.as_bytes()
    }
}

#[derive(Debug)]
struct Slot {
    list: Arc<AclList>,
    references: u32,
}

/// The table of lists, counted by the nodes that use them.
#[derive(Debug)]
pub(crate) struct AclCache {
    slots: Vec<Option<Slot>>,
    free: Vec<u32>,
    ids: HashMap<Box<[u8]>, u32, FixedState>,
}

impl AclCache {
    pub(crate) fn new() -> AclCache {
        let open = Slot { list: Arc::new(AclList::of(AclBytes::OPEN)), references: 1 };
        AclCache { slots: vec![Some(open)], free: Vec::new(), ids: HashMap::default() }
    }

    /// Takes one reference to the list, adding it if it is new.
    pub(crate) fn intern(&mut self, acl: AclBytes<'_>) -> AclId {
        if acl.is_open() {
            return AclId::OPEN;
        }
        if let Some(&id) = self.ids.get(acl.as_bytes()) {
            if let Some(slot) = &mut self.slots[id as usize] {
                slot.references += 1;
            }
            return AclId(id);
        }
        let slot = Some(Slot { list: Arc::new(AclList::of(acl)), references: 1 });
        let id = match self.free.pop() {
            Some(id) => {
                self.slots[id as usize] = slot;
                id
            }
            None => {
                self.slots.push(slot);
                (self.slots.len() - 1) as u32
            }
        };
        self.ids.insert(acl.as_bytes().into(), id);
        AclId(id)
    }

    /// Takes one more reference to a list that is there.
    pub(crate) fn share(&mut self, id: AclId) -> AclId {
        if let (true, Some(slot)) = (id != AclId::OPEN, &mut self.slots[id.0 as usize]) {
            slot.references += 1;
        }
        id
    }

    /// Gives one reference back; the last one removes the list.
    pub(crate) fn release(&mut self, id: AclId) {
        if id == AclId::OPEN {
            return;
        }
        let entry = &mut self.slots[id.0 as usize];
        let Some(slot) = entry else { return };
        slot.references -= 1;
        if slot.references == 0 {
            self.ids.remove(&slot.list.bytes);
            *entry = None;
            self.free.push(id.0);
        }
    }

    pub(crate) fn list(&self, id: AclId) -> &Arc<AclList> {
        let slot = self.slots[id.0 as usize].as_ref();
        // Every id in a node holds a reference, so the slot is there.
        assert!(slot.is_some(), "acl id {id:?} is not interned");
        &slot.unwrap_or_else(|| unreachable!()).list
    }

    /// All lists but the open one, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (AclId, &Arc<AclList>)> {
        self.slots
            .iter()
            .enumerate()
            .skip(1)
            .filter_map(|(id, slot)| slot.as_ref().map(|s| (AclId(id as u32), &s.list)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_proto::{Id, Perms};

    fn encoded(user: &str) -> Vec<u8> {
        let mut w = Vec::new();
        Acl::encode_list(&[Acl { perms: Perms::READ, id: Id::new("digest", user) }], &mut w);
        w
    }

    #[test]
    fn equal_lists_share_an_id_until_the_last_is_released() {
        let mut cache = AclCache::new();
        let a = encoded("a");
        let a = AclBytes::from_bytes(&a).unwrap();
        let b = encoded("b");
        let b = AclBytes::from_bytes(&b).unwrap();
        let first = cache.intern(a);
        assert_eq!(cache.intern(a), first);
        let second = cache.intern(b);
        assert_ne!(first, second);
        cache.release(first);
        assert_eq!(cache.iter().count(), 2);
        cache.release(first);
        assert_eq!(cache.iter().count(), 1);
        assert_eq!(cache.intern(a), first, "the slot is used again");
        assert_eq!(cache.intern(AclBytes::OPEN), AclId::OPEN);
    }
}
