//! Which four-letter words are answered: `4lw.commands.whitelist`.

use crate::fourlw::Word;
use std::fmt;

/// A set of words. The default is `srvr` alone, which `zkServer.sh status` needs.
#[derive(Clone, PartialEq, Eq)]
pub struct Whitelist(u32);

impl Default for Whitelist {
    fn default() -> Self {
        Whitelist(0).with(Word::Srvr)
    }
}

impl Whitelist {
    /// Every word.
    pub fn all() -> Whitelist {
        Word::ALL.iter().fold(Whitelist(0), |set, word| set.with(*word))
    }

    /// Reads a comma-separated list, in which `*` is every word; `srvr` is always in. Also returns what is no
    /// word, which Apache ignores silently.
    pub fn parse(list: &str) -> (Whitelist, Vec<String>) {
        let mut unknown = Vec::new();
        let mut set = Whitelist::default();
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match Word::from_name(name) {
                _ if name == "*" => return (Whitelist::all(), unknown),
                Some(word) => set = set.with(word),
                None => unknown.push(name.to_owned()),
            }
        }
        (set, unknown)
    }

    /// The set with one more word.
    pub fn with(self, word: Word) -> Whitelist {
        Whitelist(self.0 | 1 << word as u8)
    }

    /// Whether a word is in.
    pub fn allows(&self, word: Word) -> bool {
        self.0 & (1 << word as u8) != 0
    }
}

impl fmt::Debug for Whitelist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Word::ALL.iter().filter(|w| self.allows(**w)).map(|w| w.name())).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_trimmed_and_a_star_is_everything() {
        let (set, unknown) = Whitelist::parse(" ruok , mntr,,stats");
        assert_eq!(format!("{set:?}"), r#"{"mntr", "ruok", "srvr"}"#);
        assert_eq!(unknown, ["stats"]);
        assert_eq!(Whitelist::parse("ruok, *").0, Whitelist::all());
        assert_eq!(Whitelist::parse("").0, Whitelist::default());
    }
}
