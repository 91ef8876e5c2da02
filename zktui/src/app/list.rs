//! Where one is in a list.

/// A place in a list, its filter and its order.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The selected row.
    pub selected: usize,
    /// The filter as it was typed.
    pub filter: String,
    /// Column and whether it is turned round.
    pub sort: Option<(usize, bool)>,
}

impl List {
    /// Moves by so many rows.
    pub fn step(&mut self, by: isize, rows: usize) {
        self.selected = self.selected.saturating_add_signed(by).min(rows.saturating_sub(1));
    }

    /// The first row on screen if `height` fit: the selected one is always among them.
    pub fn offset(&self, rows: usize, height: usize) -> usize {
        let selected = self.selected.min(rows.saturating_sub(1));
        // Paged rather than scrolled by one, so that it depends on nothing but the selection.
        match height {
            0 => 0,
            _ if rows <= height => 0,
            _ => selected.saturating_sub(height / 2).min(rows - height),
        }
    }

    /// Sorts by the next column; behind the last one by none.
    pub fn next_sort(&mut self, columns: usize) {
        self.sort = match self.sort {
            None if columns > 0 => Some((0, false)),
            Some((column, reverse)) if column + 1 < columns => Some((column + 1, reverse)),
            _ => None,
        };
    }

    /// Turns the order round.
    pub fn reverse(&mut self) {
        self.sort = Some(self.sort.map_or((0, true), |(column, reverse)| (column, !reverse)));
    }
}

/// A line that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The text.
    pub text: String,
    /// Where one types, in bytes.
    pub cursor: usize,
}

/// Longest line that can be typed or pasted.
const MAX_INPUT_BYTES: usize = 4096;

impl Input {
    /// Begins with a text, behind its end.
    pub fn with(text: &str) -> Input {
        Input { text: text.to_owned(), cursor: text.len() }
    }

    /// Types characters; what could act on a terminal is left out.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_control()) {
            if self.text.len() + c.len_utf8() > MAX_INPUT_BYTES {
                return;
            }
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    /// Takes a key by its name; `false` if it is none for a line of text.
    pub fn key(&mut self, name: &str) -> bool {
        match name {
            "backspace" | "ctrl-h" => {
                if let Some((at, _)) = self.text[..self.cursor].char_indices().next_back() {
                    self.text.remove(at);
                    self.cursor = at;
                }
            }
            "left" => {
                self.cursor = self.text[..self.cursor].char_indices().next_back().map_or(0, |(at, _)| at)
            }
            "right" => {
                self.cursor += self.text[self.cursor..].chars().next().map_or(0, char::len_utf8);
            }
            "home" | "ctrl-a" => self.cursor = 0,
            "end" | "ctrl-e" => self.cursor = self.text.len(),
            "ctrl-u" => {
                self.text.drain(..self.cursor);
                self.cursor = 0;
            }
            "ctrl-w" => {
                let head = self.text[..self.cursor].trim_end();
                let at = head.rfind([' ', '/']).map_or(0, |i| i + 1);
                self.text.drain(at..self.cursor);
                self.cursor = at;
            }
            "space" => self.insert(" "),
            _ if name.chars().count() == 1 => self.insert(name),
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_on_screen() {
        for selected in 0..100 {
            let list = List { selected, ..List::default() };
            let offset = list.offset(100, 7);
            assert!(offset <= selected && selected < offset + 7 && offset + 7 <= 100);
        }
        assert_eq!(List { selected: 50, ..List::default() }.offset(3, 7), 0);
        assert_eq!(List::default().offset(0, 0), 0);
    }

    #[test]
    fn typing_deleting_and_moving_respect_characters() {
        let mut input = Input::default();
        ["a", "é", "space", "日", "left", "backspace", "x"].iter().for_each(|k| assert!(input.key(k)));
        assert_eq!(input.text, "aéx日");
        input.key("ctrl-u");
        assert_eq!((input.text.as_str(), input.cursor), ("日", 0));
        input.insert("b\u{1b}[31m\n");
        assert_eq!(input.text, "b[31m日");
        assert!(!input.key("f5"));
    }
}
