//! What lies over a view: help, metrics, a line to type in, questions before a write.

use similar::{ChangeTag, TextDiff};

use super::keymap::Keymap;
use super::keys::Place;
use super::list::Input;
use super::net::Draft;
use super::palette::Palette;
use crate::tables::Tone;

/// What takes the keys.
#[derive(Clone, Debug, Default)]
pub enum Mode {
    /// The view.
    #[default]
    Normal,
    /// The filter is being typed.
    Filter(Input),
    /// The palette.
    Palette(Palette),
    /// Lines to read.
    Pager(Pager),
    /// A value that waits to be written, with its difference.
    Diff {
        /// What will be written.
        draft: Draft,
        /// The difference.
        lines: Vec<(Tone, String)>,
        /// Lines scrolled away.
        scroll: usize,
    },
    /// Columns to choose from.
    Columns {
        /// Where one is.
        selected: usize,
    },
    /// What changed in a value since it was looked at.
    Changes {
        /// Whose.
        path: String,
        /// The difference.
        lines: Vec<(Tone, String)>,
        /// Lines scrolled away.
        scroll: usize,
    },
    /// The path must be typed before the value is written: the profile is protected.
    Confirm {
        /// What will be written.
        draft: Draft,
        /// What was typed.
        input: Input,
    },
    /// Somebody else wrote first.
    Conflict {
        /// What was to be written.
        draft: Draft,
    },
    /// The path whose owner is wanted.
    Owner {
        /// The path.
        input: Input,
    },
    /// The name of a new child.
    Add {
        /// Below this znode.
        parent: String,
        /// The name.
        input: Input,
    },
    /// The name of the znode must be typed before it is deleted.
    Delete {
        /// Which.
        path: String,
        /// If its version is this.
        version: i32,
        /// What was typed.
        input: Input,
    },
}

/// Lines to read, with a filter.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// Heading.
    pub title: String,
    /// Left and right part of each line.
    pub lines: Vec<(String, String)>,
    /// Lines scrolled away.
    pub scroll: usize,
    /// Only lines with this.
    pub filter: Input,
    /// The session whose ephemerals these are, while they are asked for.
    pub session: Option<String>,
}

impl Pager {
    /// Lines that pass the filter.
    pub fn shown(&self) -> impl Iterator<Item = &(String, String)> {
        let filter = self.filter.text.to_lowercase();
        self.lines
            .iter()
            .filter(move |(a, b)| a.to_lowercase().contains(&filter) || b.to_lowercase().contains(&filter))
    }

    /// The help of a place, out of the table of keys.
    pub fn help(keys: &Keymap, place: Place) -> Pager {
        let lines = keys.bindings(place).map(|b| (b.keys.join(" "), b.what.to_owned())).collect();
        Pager { title: format!("help: {}", place.view.name()), lines, ..Pager::default() }
    }
}

/// Longest value whose difference is shown line by line.
const MAX_DIFF_BYTES: usize = 256 << 10;

/// The difference of two values, with three lines around each change.
pub fn diff(old: &[u8], new: &[u8]) -> Vec<(Tone, String)> {
    let (Ok(old_text), Ok(new_text)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
        return binary(old, new);
    };
    if old.len().max(new.len()) > MAX_DIFF_BYTES {
        return binary(old, new);
    }
    let diff = TextDiff::from_lines(old_text, new_text);
    let mut lines = Vec::new();
    for (index, group) in diff.grouped_ops(3).iter().enumerate() {
        if index > 0 {
            lines.push((Tone::Dim, "…".to_owned()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (mark, tone) = match change.tag() {
                ChangeTag::Delete => ("- ", Tone::Bad),
                ChangeTag::Insert => ("+ ", Tone::Good),
                ChangeTag::Equal => ("  ", Tone::Plain),
            };
            let line = change.value();
            let end = if line.ends_with('\n') { "" } else { " (no line break at the end)" };
            lines.push((tone, format!("{mark}{}{end}", crate::text::clean(line.trim_end_matches('\n')))));
        }
    }
    lines
}

fn binary(old: &[u8], new: &[u8]) -> Vec<(Tone, String)> {
    vec![
        (Tone::Bad, format!("- {} bytes", old.len())),
        (Tone::Good, format!("+ {} bytes", new.len())),
        (Tone::Dim, "too long or no text: not compared line by line".to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_marked_in_text_too() {
        let lines: Vec<String> = diff(b"a\nb\nc\n", b"a\nB\nc").into_iter().map(|l| l.1).collect();
        assert_eq!(lines, ["  a", "- b", "- c", "+ B", "+ c (no line break at the end)"]);
        assert_eq!(diff(b"\xff", b"x").len(), 3);
    }
}
