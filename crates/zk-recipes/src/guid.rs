//! Names that nobody else uses: random UUIDs.

use std::fmt;

/// A random UUID (version 4), in the two spellings of Curator (`8-4-4-4-12`) and kazoo (32 digits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guid([u8; 16]);

impl Guid {
    /// A new one.
    ///
    /// # Panics
    /// When the operating system has no randomness, without which nothing here is safe.
    #[allow(clippy::expect_used, reason = "there is no recipe without unique names")]
    pub fn new() -> Guid {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("randomness from the operating system");
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Guid(bytes)
    }

    /// 32 digits, as Python's `uuid4().hex`.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Default for Guid {
    fn default() -> Self {
        Guid::new()
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_of_one_guid_and_no_two_are_alike() {
        let (one, other) = (Guid::new(), Guid::new());
        assert_ne!(one, other);
        let text = one.to_string();
        assert_eq!((text.len(), text.replace('-', "")), (36, one.hex()));
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(text.as_bytes()[14], b'4');
    }
}
