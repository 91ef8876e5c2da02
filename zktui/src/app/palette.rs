//! The palette: everything that can be done here, found by a few letters.

use super::View;
use super::keymap::Keymap;
use super::keys::{Action, Place};
use super::list::Input;

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it says.
    pub text: String,
    /// The keys that do the same.
    pub keys: String,
    /// What it does.
    pub does: Does,
}

/// What choosing does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Does {
    /// As a key.
    Act(Action),
    /// Shows a server.
    Server(usize),
    /// Goes to a bookmark.
    Bookmark(usize),
    /// Changes to a profile.
    Profile(usize),
}

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// What one chooses from.
    pub title: &'static str,
    /// What was typed.
    pub input: Input,
    /// Everything.
    items: Vec<Item>,
    /// The chosen one of those that match.
    pub selected: usize,
}

impl Palette {
    /// Everything that can be done in a place, and all servers.
    pub fn new(keys: &Keymap, place: Place, servers: impl Iterator<Item = String>) -> Palette {
        let actions = keys.bindings(place).filter(|b| b.action != Action::Palette).map(|b| {
            let text = match b.action {
                Action::Go(view) => format!("view: {}", view.name()),
                _ => b.what.to_owned(),
            };
            Item { text, keys: b.keys.join(" "), does: Does::Act(b.action) }
        });
        let servers = servers.enumerate().map(|(index, name)| Item {
            text: format!("server: {name}"),
            keys: String::new(),
            does: Does::Server(index),
        });
        Palette { title: "command", items: actions.chain(servers).collect(), ..Palette::default() }
    }

    /// Bookmarks to go to.
    pub fn bookmarks(paths: &[String]) -> Palette {
        Palette::of("bookmarks", paths, Does::Bookmark)
    }

    /// Profiles to change to.
    pub fn profiles(names: &[String]) -> Palette {
        Palette::of("profiles", names, Does::Profile)
    }

    fn of(title: &'static str, texts: &[String], does: fn(usize) -> Does) -> Palette {
        let item = |(at, text): (usize, &String)| Item {
            text: crate::text::clean(text),
            keys: String::new(),
            does: does(at),
        };
        Palette { title, items: texts.iter().enumerate().map(item).collect(), ..Palette::default() }
    }

    /// What was chosen lately comes first.
    pub fn with_recent(mut self, recent: &[Does]) -> Palette {
        self.items.sort_by_key(|item| recent.iter().position(|d| *d == item.does).unwrap_or(recent.len()));
        self
    }

    /// What matches, the best first.
    pub fn matches(&self) -> Vec<&Item> {
        let mut scored: Vec<(u32, usize, &Item)> = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| Some((score(&self.input.text, &item.text)?, index, item)))
            .collect();
        scored.sort_by_key(|(score, index, _)| (*score, *index));
        scored.into_iter().map(|(_, _, item)| item).collect()
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<Does> {
        self.matches().get(self.selected).map(|item| item.does)
    }
}

/// How far the letters of `needle` lie apart in `text`, in their order; less is better, `None` if they are not there.
fn score(needle: &str, text: &str) -> Option<u32> {
    let needle = needle.to_lowercase();
    let text = text.to_lowercase();
    if let Some(at) = text.find(needle.trim()) {
        return Some(u32::from(at > 0));
    }
    let mut score = 10;
    let mut rest = text.char_indices();
    let mut last = 0;
    for wanted in needle.chars().filter(|c| !c.is_whitespace()) {
        let (at, _) = rest.by_ref().find(|(_, c)| *c == wanted)?;
        score += u32::try_from(at - last).unwrap_or(u32::MAX);
        last = at;
    }
    Some(score)
}

/// Names of views, for the command line.
pub fn view_by_name(name: &str) -> Option<View> {
    View::ALL.into_iter().find(|v| v.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_it() {
        let place = Place { view: View::Overview, write: false, replay: false };
        let mut palette =
            Palette::new(&Keymap::default(), place, ["zk1:2181", "zk2:2181"].map(str::to_owned).into_iter());
        let mut find = |text: &str| {
            palette.input = Input::with(text);
            palette.chosen()
        };
        assert_eq!(find("timel"), Some(Does::Act(Action::Go(View::Timeline))));
        assert_eq!(find("zk2"), Some(Does::Server(1)));
        assert_eq!(find("qit"), Some(Does::Act(Action::Quit)));
        assert_eq!(find("xqz"), None);
    }
}
