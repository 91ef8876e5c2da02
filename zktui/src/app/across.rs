//! Keys that lead from one thing to another: the owner of an ephemeral, the watches of a selection, the next match, what
//! is marked, another profile.

use zk_client::{SessionId, Stat};

use super::dialog::Mode;
use super::list::Input;
use super::net::Effect;
use super::palette::Palette;
use super::queries::Grouping;
use super::{App, View};
use crate::tables::{self, Filter};
use crate::text::clean;
use crate::time::At;

impl App {
    pub(super) fn history(&mut self, now: At, back: bool, effects: &mut Vec<Effect>) {
        let here = (self.view, self.focus);
        let spot = if back { self.trail.back(here) } else { self.trail.forward(here) };
        if let Some((view, focus)) = spot {
            self.focus = focus;
            self.show(now, view, effects);
        }
    }

    /// The session that owns the selected ephemeral.
    pub(super) fn owner(&mut self, now: At, effects: &mut Vec<Effect>) {
        let Some(path) = self.browser.selected() else { return };
        let read = self.browser.value.as_ref().filter(|v| v.0 == path).and_then(|v| v.1.as_ref().ok());
        let stat = read.map(|v| v.stat).or(self.browser.stat(&path).copied());
        match stat {
            Some(stat) => self.owner_found(now, &path, &Ok(Some(stat)), effects),
            None => self.say(now, "the znode is not read yet", true),
        }
    }

    pub(super) fn ask_owner(&mut self) {
        let path = self.browser.selected().unwrap_or_else(|| "/".to_owned());
        self.mode = Mode::Owner { input: Input::with(&path) };
    }

    pub(super) fn owner_found(
        &mut self,
        now: At,
        path: &str,
        result: &Result<Option<Stat>, String>,
        effects: &mut Vec<Effect>,
    ) {
        match result {
            Ok(Some(stat)) if stat.ephemeral_owner != SessionId::NONE => {
                let owner = stat.ephemeral_owner.to_string();
                self.go(now, View::Sessions, effects);
                self.list_mut().filter.clone_from(&owner);
                self.list_mut().selected = 0;
                self.say(now, format!("{path} is owned by {owner}"), false);
            }
            Ok(Some(_)) => self.say(now, format!("{path} is no ephemeral: no session owns it"), false),
            Ok(None) => self.say(now, format!("there is no {path}"), true),
            Err(why) => self.say(now, format!("{path}: {why}"), true),
        }
    }

    /// Watches of what is selected.
    pub(super) fn watches_of(&mut self, now: At, effects: &mut Vec<Effect>) {
        let (grouping, filter) = match self.view {
            View::Sessions => match self.selected_row().map(|r| r.id).filter(|id| !id.is_empty()) {
                Some(session) => (Grouping::Sessions, format!("session:{session}")),
                None => return,
            },
            View::Znodes => match self.browser.selected() {
                Some(path) => (Grouping::Paths, format!("path:{}", clean(&path))),
                None => return,
            },
            _ => match self.selected_server() {
                Some(index) => (Grouping::Totals, format!("server:{}", self.model.name(index))),
                None => return,
            },
        };
        if self.watches.grouping != grouping {
            self.watches.grouping = grouping;
            self.watches.groups.clear();
        }
        self.go(now, View::Watches, effects);
        *self.list_mut() = super::list::List { filter, ..Default::default() };
        self.refresh(now, effects);
    }

    /// The server that the selection is about.
    pub(super) fn selected_server(&self) -> Option<usize> {
        match self.view {
            View::Server => Some(self.focus),
            _ => self.selected_row().and_then(|r| r.id.parse().ok()),
        }
    }

    /// The next row that the filter is about: in the tree also those stay that only lead there.
    pub(super) fn next_match(&mut self, now: At, forward: bool) {
        let tree = self.view == View::Znodes;
        let filter = if tree { self.browser.filter.clone() } else { self.list(self.view).filter.clone() };
        if filter.is_empty() {
            return self.say(now, "there is no filter: / sets one", false);
        }
        let (rows, at) = if tree {
            (self.browser.row_count(), self.browser.list.selected)
        } else {
            (tables::of(self, self.view).map_or(0, |t| t.rows.len()), self.list(self.view).selected)
        };
        let parsed = Filter::parse(&filter);
        let matches = |row: usize| {
            !tree
                || self.browser.row(row).is_some_and(|(path, _)| {
                    parsed.passes(path.rsplit('/').next().unwrap_or_default()) && path != "/"
                })
        };
        let order =
            (1..=rows).map(|step| if forward { (at + step) % rows } else { (at + rows - step) % rows });
        let Some(found) = order.into_iter().find(|row| matches(*row)) else {
            return self.say(now, format!("nothing here matches {filter}"), false);
        };
        if tree {
            self.browser.list.selected = found;
        } else {
            self.list_mut().selected = found;
        }
    }

    /// Marks the selected row, or takes the mark away.
    pub(super) fn mark(&mut self, now: At) {
        let id = match self.view {
            View::Znodes => self.browser.selected(),
            _ => self.selected_row().map(|r| r.id).filter(|id| !id.is_empty()),
        };
        let Some(id) = id else { return };
        let marked = self.seen.toggle(self.view, &id);
        if self.view == View::Znodes {
            let value = self.browser.value.as_ref().filter(|v| v.0 == id).and_then(|v| v.1.as_ref().ok());
            self.seen.hold(&id, value.filter(|_| marked), now);
            let text = match (marked, value.is_some()) {
                (true, true) => format!("marked {id}: D compares others with it"),
                (true, false) => format!("marked {id}; its value is not read"),
                (false, _) => format!("no longer marked: {id}"),
            };
            self.say(now, text, false);
        }
        self.step(1);
    }

    /// What is to be copied of all marked rows; nothing where none is.
    pub(super) fn marked_text(&self) -> Option<String> {
        let lines: Vec<String> = match self.view {
            View::Znodes => self.seen.marked(View::Znodes).map(str::to_owned).collect(),
            view => {
                let rows = tables::of(self, view)?.rows;
                rows.iter().filter(|r| self.seen.is_marked(view, &r.id)).map(tables::Row::text).collect()
            }
        };
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    pub(super) fn choose_profile(&mut self, now: At) {
        if self.profiles.is_empty() {
            return self.say(now, "config.toml has no profiles: zkctl profile add makes one", false);
        }
        self.mode = Mode::Palette(Palette::profiles(&self.profiles));
    }

    /// The difference between the marked value and the selected one, if another znode is marked.
    pub(super) fn against_marked(&mut self) -> bool {
        let Some((path, Ok(value), _)) = &self.browser.value else { return false };
        let Some(held) = self.seen.held().filter(|held| held.path() != path) else { return false };
        let first = format!(
            "{}, version {}, as marked {}Z -> {}, version {}",
            clean(held.path()),
            held.version,
            held.at.clock(),
            clean(path),
            value.stat.version
        );
        let data = value.data.as_deref().unwrap_or_default();
        let mut lines = vec![(tables::Tone::Dim, first)];
        match held.data == data {
            true => lines.push((tables::Tone::Plain, "their values are the same".to_owned())),
            false => lines.extend(super::dialog::diff(&held.data, data)),
        }
        self.mode = Mode::Changes { path: path.clone(), lines, scroll: 0 };
        true
    }

    /// A line for the path that an owner is wanted of.
    pub(super) fn owner_key(&mut self, name: &str, mut input: Input, effects: &mut Vec<Effect>) {
        match name {
            "esc" => {}
            "enter" if input.text.starts_with('/') => {
                effects.push(Effect::Browse(super::net::Browse::Owner(input.text)));
            }
            _ => {
                input.key(name);
                self.mode = Mode::Owner { input };
            }
        }
    }
}
