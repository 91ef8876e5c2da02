//! Keys and the mouse: to what lies over the view first, then to the view.

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};

use super::dialog::{Mode, Pager};
use super::keys::{self, Action};
use super::net::{Browse, Draft, Effect};
use super::{App, View, browser};
use crate::time::At;
use crate::view::Hit;

impl App {
    pub(super) fn key(&mut self, now: At, key: &KeyEvent, effects: &mut Vec<Effect>) {
        let Some(name) = keys::name(key) else { return };
        // Whatever is open, this ends the program.
        if name == "ctrl-c" {
            return effects.push(Effect::Quit);
        }
        match std::mem::take(&mut self.mode) {
            Mode::Normal => {
                if let Some(action) = self.keys.action(self.place(), key) {
                    self.act(now, action, effects);
                }
            }
            Mode::Filter(mut input) => match name.as_str() {
                "enter" => {}
                "esc" => self.set_filter(""),
                _ => {
                    input.key(&name);
                    self.set_filter(&input.text.clone());
                    self.mode = Mode::Filter(input);
                }
            },
            Mode::Palette(mut palette) => match name.as_str() {
                "esc" => {}
                "enter" => {
                    if let Some(does) = palette.chosen() {
                        self.choose(now, does, effects);
                    }
                }
                _ => {
                    match name.as_str() {
                        "up" | "ctrl-p" => palette.selected = palette.selected.saturating_sub(1),
                        "down" | "ctrl-n" => palette.selected += 1,
                        _ => {
                            palette.input.key(&name);
                            palette.selected = 0;
                        }
                    }
                    palette.selected = palette.selected.min(palette.matches().len().saturating_sub(1));
                    self.mode = Mode::Palette(palette);
                }
            },
            Mode::Pager(mut pager) => {
                if page(&mut pager, &name, usize::from(self.size.1)) {
                    self.mode = Mode::Pager(pager);
                }
            }
            Mode::Columns { selected } => self.columns_key(&name, selected),
            Mode::Changes { path, lines, scroll } => self.changes_key(now, &name, path, lines, scroll),
            Mode::Diff { draft, lines, scroll } => self.diff_key(&name, draft, lines, scroll, effects),
            Mode::Conflict { draft } => self.conflict_key(now, &name, draft, effects),
            Mode::Confirm { draft, mut input } => match name.as_str() {
                "esc" => {
                    let lines = super::dialog::diff(&draft.base, &draft.text);
                    self.mode = Mode::Diff { draft, lines, scroll: 0 };
                }
                "enter" if input.text == draft.path => {
                    let lines = super::dialog::diff(&draft.base, &draft.text);
                    let Draft { path, text, version, .. } = draft.clone();
                    effects.push(Effect::Browse(Browse::Set { path, data: text, version }));
                    self.mode = Mode::Diff { draft, lines, scroll: 0 };
                }
                _ => {
                    input.key(&name);
                    self.mode = Mode::Confirm { draft, input };
                }
            },
            Mode::Owner { input } => self.owner_key(&name, input, effects),
            Mode::Add { parent, mut input } => match name.as_str() {
                "esc" => {}
                "enter" if !input.text.is_empty() => {
                    let path = browser::join(&parent, &input.text);
                    effects.push(Effect::Browse(Browse::Create(path)));
                }
                _ => {
                    input.key(&name);
                    self.mode = Mode::Add { parent, input };
                }
            },
            Mode::Delete { path, version, mut input } => match name.as_str() {
                "esc" => {}
                "enter" if input.text == path => {
                    effects.push(Effect::Browse(Browse::Delete { path, version }));
                }
                _ => {
                    input.key(&name);
                    self.mode = Mode::Delete { path, version, input };
                }
            },
        }
    }

    fn columns_key(&mut self, name: &str, selected: usize) {
        let all = crate::tables::columns(self.view);
        let selected = match name {
            "esc" | "c" => return,
            "up" | "k" => selected.saturating_sub(1),
            "down" | "j" => (selected + 1).min(all.len().saturating_sub(1)),
            "enter" | "space" => {
                if let Some(column) = all.get(selected) {
                    self.columns.toggle(self.view, &all, column.name);
                    // The order was by a place among them.
                    self.list_mut().sort = None;
                }
                selected
            }
            _ => selected,
        };
        self.mode = Mode::Columns { selected };
    }

    fn changes_key(
        &mut self,
        now: At,
        name: &str,
        path: String,
        lines: Vec<(crate::tables::Tone, String)>,
        scroll: usize,
    ) {
        let scroll = match name {
            "esc" | "D" => return,
            "enter" => {
                if let Some((of, Ok(value), _)) = &self.browser.value
                    && *of == path
                {
                    self.seen.renew(&path, value, now);
                }
                return self.say(now, "seen as it is now", false);
            }
            "up" | "k" => scroll.saturating_sub(1),
            "down" | "j" => (scroll + 1).min(lines.len().saturating_sub(1)),
            _ => scroll,
        };
        self.mode = Mode::Changes { path, lines, scroll };
    }

    fn diff_key(
        &mut self,
        name: &str,
        draft: Draft,
        lines: Vec<(crate::tables::Tone, String)>,
        scroll: usize,
        effects: &mut Vec<Effect>,
    ) {
        let scroll = match name {
            "esc" => return,
            "enter" if self.protected => {
                self.mode = Mode::Confirm { draft, input: Default::default() };
                return;
            }
            // The answer says whether the dialog goes.
            "enter" => {
                let Draft { path, text, version, .. } = draft.clone();
                effects.push(Effect::Browse(Browse::Set { path, data: text, version }));
                scroll
            }
            "e" => return effects.push(Effect::Edit(draft)),
            "up" | "k" => scroll.saturating_sub(1),
            "down" | "j" => (scroll + 1).min(lines.len().saturating_sub(1)),
            _ => scroll,
        };
        self.mode = Mode::Diff { draft, lines, scroll };
    }

    fn conflict_key(&mut self, now: At, name: &str, mut draft: Draft, effects: &mut Vec<Effect>) {
        let current = match &self.browser.value {
            Some((path, Ok(value), _)) if *path == draft.path && value.stat.version != draft.version => {
                Some((value.stat.version, value.data.clone().unwrap_or_default()))
            }
            _ => None,
        };
        match (name, current) {
            ("esc" | "a", _) => {}
            ("r", Some((version, base))) => {
                (draft.version, draft.base) = (version, base);
                effects.push(Effect::Edit(draft));
            }
            ("o", Some((version, base))) => {
                let lines = super::dialog::diff(&base, &draft.text);
                (draft.version, draft.base) = (version, base);
                self.mode = Mode::Diff { draft, lines, scroll: 0 };
            }
            ("r" | "o", None) => {
                self.say(now, "the other value is not here yet", true);
                self.mode = Mode::Conflict { draft };
            }
            _ => self.mode = Mode::Conflict { draft },
        }
    }

    fn set_filter(&mut self, text: &str) {
        if self.view == View::Znodes {
            self.browser.set_filter(text);
        } else {
            let list = self.list_mut();
            list.filter = text.to_owned();
            list.selected = 0;
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        let filter = match &mut self.mode {
            Mode::Filter(input) => {
                input.insert(text);
                Some(input.text.clone())
            }
            Mode::Palette(palette) => {
                palette.input.insert(text);
                palette.selected = 0;
                None
            }
            Mode::Pager(pager) => {
                pager.filter.insert(text);
                None
            }
            Mode::Add { input, .. }
            | Mode::Delete { input, .. }
            | Mode::Confirm { input, .. }
            | Mode::Owner { input } => {
                input.insert(text);
                None
            }
            Mode::Normal
            | Mode::Diff { .. }
            | Mode::Conflict { .. }
            | Mode::Columns { .. }
            | Mode::Changes { .. } => None,
        };
        if let Some(filter) = filter {
            self.set_filter(&filter);
        }
    }

    pub(super) fn mouse(&mut self, now: At, mouse: MouseEvent, effects: &mut Vec<Effect>) {
        let up = mouse.kind == MouseEventKind::ScrollUp;
        match mouse.kind {
            MouseEventKind::ScrollUp | MouseEventKind::ScrollDown => {
                self.dirty = true;
                match &mut self.mode {
                    Mode::Normal => self.act(now, if up { Action::Up } else { Action::Down }, effects),
                    Mode::Pager(pager) => {
                        page(pager, if up { "up" } else { "down" }, usize::from(self.size.1));
                    }
                    _ => {}
                }
            }
            MouseEventKind::Down(MouseButton::Left) if matches!(self.mode, Mode::Normal) => {
                self.dirty = true;
                let at = ratatui::layout::Position::new(mouse.column, mouse.row);
                let hit = self.hits.iter().find(|(area, _)| area.contains(at)).map(|(_, hit)| *hit);
                match hit {
                    Some(Hit::View(view)) => self.go(now, view, effects),
                    // The second click on a row opens it.
                    Some(Hit::Row(row)) if self.selected_index() == row => self.open(now, effects),
                    Some(Hit::Row(row)) if self.view == View::Znodes => self.browser.list.selected = row,
                    Some(Hit::Row(row)) => self.list_mut().selected = row,
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn selected_index(&self) -> usize {
        if self.view == View::Znodes { self.browser.list.selected } else { self.list(self.view).selected }
    }
}

/// A key to lines that are read; `false` closes them.
fn page(pager: &mut Pager, name: &str, height: usize) -> bool {
    let last = pager.shown().count().saturating_sub(1);
    let page = (height / 2).max(1);
    pager.scroll = match name {
        "esc" if !pager.filter.text.is_empty() => {
            pager.filter = Default::default();
            0
        }
        "esc" | "enter" => return false,
        "up" => pager.scroll.saturating_sub(1),
        "down" => pager.scroll + 1,
        "pgup" => pager.scroll.saturating_sub(page),
        "pgdn" => pager.scroll + page,
        "home" => 0,
        "end" => last,
        _ => {
            pager.filter.key(name);
            0
        }
    };
    pager.scroll = pager.scroll.min(last);
    true
}
