//! The names of siblings, packed: a node may have a million children.

/// Names in order, in one piece of memory.
#[derive(Debug, Default)]
pub struct Names {
    text: String,
    /// Four bytes are enough: an answer is shorter.
    ends: Vec<u32>,
}

impl Names {
    /// Sorts and packs.
    pub fn pack(mut names: Vec<String>) -> Names {
        names.sort_unstable();
        let mut packed = Names {
            text: String::with_capacity(names.iter().map(String::len).sum()),
            ends: Vec::with_capacity(names.len()),
        };
        for name in names {
            let Ok(end) = u32::try_from(packed.text.len() + name.len()) else { break };
            packed.text.push_str(&name);
            packed.ends.push(end);
        }
        packed
    }

    /// The name at `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize)
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_sorted() {
        let names = Names::pack(vec!["b".into(), "é".into(), "a".into()]);
        let all: Vec<&str> = (0..4).map_while(|i| names.get(i)).collect();
        assert_eq!(all, ["a", "b", "é"]);
        assert_eq!(names.get(3), None);
    }
}
