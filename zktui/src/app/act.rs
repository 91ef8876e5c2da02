//! What the keys do.

use super::browser::ValueMode;
use super::dialog::{self, Mode, Pager};
use super::keys::Action;
use super::list::Input;
use super::net::{Browse, Draft, Effect, WriteFailure};
use super::palette::{Does, Palette};
use super::queries::Grouping;
use super::{App, SPANS_MS, View};
use crate::model::{INTERVALS_MS, Input as ModelInput};
use crate::tables;
use crate::time::At;

/// Most choices of the palette that are remembered.
const MAX_RECENT: usize = 8;

/// With a view of lists at the beginning: how long servers have before those that have answered are asked.
const FIRST_LISTS_MS: u64 = 1500;

impl App {
    pub(super) fn act(&mut self, now: At, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Help => self.mode = Mode::Pager(Pager::help(&self.keys, self.place())),
            Action::Palette => {
                let servers = (0..self.model.servers.len()).map(|i| self.model.name(i));
                let palette = Palette::new(&self.keys, self.place(), servers);
                self.mode = Mode::Palette(palette.with_recent(&self.recent));
            }
            Action::Filter => {
                let text = if self.view == View::Znodes {
                    &self.browser.filter
                } else {
                    &self.list(self.view).filter
                };
                self.mode = Mode::Filter(Input::with(text));
            }
            Action::Go(view) => self.go(now, view, effects),
            Action::NextView => self.turn(now, 1, effects),
            Action::PreviousView => self.turn(now, View::ALL.len() - 1, effects),
            Action::LastView => {
                if let Some((view, focus)) = self.trail.last() {
                    self.go(now, view, effects);
                    self.focus = focus;
                }
            }
            Action::HistoryBack => self.history(now, true, effects),
            Action::HistoryForward => self.history(now, false, effects),
            Action::NextMatch => self.next_match(now, true),
            Action::PreviousMatch => self.next_match(now, false),
            Action::Mark => self.mark(now),
            Action::Owner => self.owner(now, effects),
            Action::OwnerOfPath => self.ask_owner(),
            Action::WatchesOf => self.watches_of(now, effects),
            Action::SwitchProfile => self.choose_profile(now),
            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::PageUp => self.step(-self.page()),
            Action::PageDown => self.step(self.page()),
            Action::First => self.step(isize::MIN),
            Action::Last => self.step(isize::MAX),
            Action::Open => self.open(now, effects),
            Action::Back => self.go_back(now, effects),
            Action::Sort => {
                let columns = tables::of(self, self.view).map_or(0, |t| t.columns.len());
                self.list_mut().next_sort(columns);
            }
            Action::Reverse => self.list_mut().reverse(),
            Action::Earlier => self.look_back(now, self.span() / 60),
            Action::Later => self.look_forward(now, self.span() / 60),
            Action::MuchEarlier => self.look_back(now, self.span() / 2),
            Action::MuchLater => self.look_forward(now, self.span() / 2),
            Action::ZoomIn => self.zoom(|now, span| span < now, true),
            Action::ZoomOut => self.zoom(|now, span| span > now, false),
            Action::Collapse => self.browser.close_or_up(),
            Action::Expand => self.expand(effects),
            Action::Freeze => self.freeze(now),
            Action::Play => {
                if let Some(player) = &mut self.replay {
                    player.toggle(now);
                }
            }
            Action::Refresh => self.refresh(now, effects),
            Action::Slower => self.pace(now, false, effects),
            Action::Faster => self.pace(now, true, effects),
            Action::Copy | Action::CopyRow => self.copy(now, action, effects),
            Action::WriteView => effects.push(Effect::WriteScreen),
            Action::Record => self.record(now, effects),
            Action::Metrics => {
                if let Some(index) = self.selected_server() {
                    self.metrics(index);
                }
            }
            Action::Group => {
                self.watches.grouping = match self.watches.grouping {
                    Grouping::Totals => Grouping::Paths,
                    Grouping::Paths => Grouping::Sessions,
                    Grouping::Sessions => Grouping::Totals,
                };
                self.watches.groups.clear();
                self.list_mut().sort = None;
            }
            Action::ValueMode => {
                self.browser.mode = match self.browser.mode {
                    ValueMode::Decoded => ValueMode::Text,
                    ValueMode::Text => ValueMode::Hex,
                    ValueMode::Hex => ValueMode::Decoded,
                };
                self.browser.scroll = 0;
            }
            Action::Columns => self.mode = Mode::Columns { selected: 0 },
            Action::Bookmark => {
                if let Some(path) = self.browser.selected() {
                    let said = if self.seen.mark(&path) { "bookmark set" } else { "bookmark taken away" };
                    self.say(now, format!("{said}: {path}"), false);
                }
            }
            Action::Bookmarks if self.seen.bookmarks.is_empty() => {
                self.say(now, "there are no bookmarks: b sets one", false);
            }
            Action::Bookmarks => self.mode = Mode::Palette(Palette::bookmarks(&self.seen.bookmarks)),
            Action::Changes if self.against_marked() => {}
            Action::Changes => self.changes(now),
            Action::ValueDown => self.browser.scroll = self.browser.scroll.saturating_add(1),
            Action::ValueUp => self.browser.scroll = self.browser.scroll.saturating_sub(1),
            Action::Edit => self.edit(now, effects),
            Action::Add => {
                if let Some(parent) = self.browser.selected() {
                    self.mode = Mode::Add { parent, input: Input::default() };
                }
            }
            Action::Delete => self.delete(now),
            Action::Suspend => effects.push(Effect::Suspend),
            Action::Quit => effects.push(Effect::Quit),
        }
    }

    /// Asks for what the view needs that one begins with.
    pub fn enter(&mut self, now: At) -> Vec<Effect> {
        let mut effects = Vec::new();
        let view = self.view;
        self.go(now, view, &mut effects);
        effects
    }

    /// Shows a view, and asks for what it needs.
    pub(super) fn go(&mut self, now: At, view: View, effects: &mut Vec<Effect>) {
        if view != self.view {
            self.trail.leave((self.view, self.focus));
        }
        self.show(now, view, effects);
    }

    /// Shows a view, and asks for what it needs.
    pub(super) fn show(&mut self, now: At, view: View, effects: &mut Vec<Effect>) {
        self.view = view;
        if self.replay.is_some() {
            return;
        }
        match view {
            View::Sessions if self.sessions.last.is_none() => self.refresh(now, effects),
            View::Watches if self.watches.totals.last.is_none() => self.refresh(now, effects),
            View::Znodes => effects.extend(self.browser.start().into_iter().map(Effect::Browse)),
            _ => {}
        }
    }

    fn turn(&mut self, now: At, by: usize, effects: &mut Vec<Effect>) {
        let next = View::ALL[(self.view.index() + by) % View::ALL.len()];
        self.go(now, next, effects);
    }

    fn go_back(&mut self, now: At, effects: &mut Vec<Effect>) {
        if self.view == View::Znodes && !self.browser.filter.is_empty() {
            return self.browser.set_filter("");
        }
        let list = self.list_mut();
        if !list.filter.is_empty() {
            list.filter.clear();
        } else if self.back_ms > 0 {
            self.back_ms = 0;
        } else if self.view != View::Overview {
            let here = (self.view, self.focus);
            let (view, focus) = self.trail.back(here).unwrap_or((View::Overview, self.focus));
            self.focus = focus;
            self.show(now, view, effects);
        }
    }

    fn page(&self) -> isize {
        isize::from((self.size.1 / 2).max(1) as i16)
    }

    pub(super) fn step(&mut self, by: isize) {
        match self.view {
            View::Server => {
                let last = self.model.servers.len().saturating_sub(1);
                self.focus = self.focus.saturating_add_signed(by).min(last);
            }
            View::Znodes => {
                let rows = self.browser.row_count();
                self.browser.list.step(by, rows);
            }
            view => {
                let rows = tables::of(self, view).map_or(0, |t| t.rows.len());
                self.list_mut().step(by, rows);
            }
        }
    }

    /// What the selected row is about.
    pub(super) fn selected_row(&self) -> Option<tables::Row> {
        let table = tables::of(self, self.view)?;
        let at = self.list(self.view).selected.min(table.rows.len().saturating_sub(1));
        table.rows.into_iter().nth(at)
    }

    pub(super) fn open(&mut self, now: At, effects: &mut Vec<Effect>) {
        match self.view {
            View::Overview | View::Latency | View::Alerts => {
                let row = self.selected_row();
                if let Some(index) = row.and_then(|r| r.id.parse().ok()) {
                    self.focus = index;
                    self.go(now, View::Server, effects);
                }
            }
            View::Timeline => {
                let end = self.end();
                let at = self.list(View::Timeline).selected;
                let row = self.selected_row().and_then(|r| r.id.parse::<usize>().ok()).unwrap_or(at);
                let happening = self.model.timeline.newest().filter(|h| h.at <= end).nth(row);
                if let Some(index) = happening.and_then(|h| h.server) {
                    self.focus = index;
                    self.go(now, View::Server, effects);
                }
            }
            View::Znodes => self.expand(effects),
            View::Sessions => self.show_ephemerals(now, effects),
            View::Watches | View::Server => {}
        }
    }

    fn expand(&mut self, effects: &mut Vec<Effect>) {
        if let Some(path) = self.browser.selected() {
            effects.extend(self.browser.open(&path).into_iter().map(Effect::Browse));
        }
    }

    fn show_ephemerals(&mut self, now: At, effects: &mut Vec<Effect>) {
        let Some(session) = self.selected_row().map(|r| r.id).filter(|id| !id.is_empty()) else { return };
        // Any member knows all ephemerals; the leader also knows the sessions.
        let server = self.model.leader().or(self.model.servers.iter().find(|s| s.serves()));
        let Some(server) = server.map(|s| s.host.clone()) else {
            return self.say(now, "no server that serves is known", true);
        };
        if self.replay.is_some() {
            return;
        }
        let title = format!("ephemerals of {session}");
        let lines = vec![("asking for dump …".to_owned(), String::new())];
        self.mode = Mode::Pager(Pager { title, lines, session: Some(session), ..Pager::default() });
        effects.push(Effect::Query { server, word: "dump" });
    }

    fn look_back(&mut self, now: At, by: u64) {
        match &mut self.replay {
            Some(player) => player.jump(now, -(by as i64), &mut self.model),
            None => {
                let longest = self.model.now.since(self.model.started);
                self.back_ms = self.back_ms.saturating_add(by.max(1000)).min(longest);
            }
        }
    }

    fn look_forward(&mut self, now: At, by: u64) {
        match &mut self.replay {
            Some(player) => player.jump(now, by as i64, &mut self.model),
            None => self.back_ms = self.back_ms.saturating_sub(by.max(1000)),
        }
    }

    fn zoom(&mut self, wanted: fn(u64, u64) -> bool, shorter: bool) {
        let mut spans = SPANS_MS.to_vec();
        if shorter {
            spans.reverse();
        }
        if let Some(span) = spans.into_iter().find(|s| wanted(self.span(), *s)) {
            self.span_ms = Some(span);
        }
    }

    fn freeze(&mut self, now: At) {
        if self.replay.is_some() {
            return;
        }
        match self.live.take() {
            Some(live) => self.model = *live,
            None => self.live = Some(Box::new(self.model.clone())),
        }
        let text = if self.is_frozen() { "frozen: f goes on" } else { "live again" };
        self.say(now, text, false);
    }

    pub(super) fn refresh(&mut self, now: At, effects: &mut Vec<Effect>) {
        if self.replay.is_some() {
            return self.say(now, "a recording cannot be asked", true);
        }
        let asks = self.live().update(now, ModelInput::Refresh);
        effects.extend(asks.into_iter().map(Effect::Ask));
        self.ask_lists(now, effects);
    }

    /// Asks for the lists of a view that was never seen, once everybody has answered or failed, or had the time to.
    pub(super) fn ask_first(&mut self, now: At, effects: &mut Vec<Effect>) {
        let unasked = match self.view {
            View::Sessions => self.sessions.last.is_none(),
            View::Watches => self.watches.totals.last.is_none(),
            _ => false,
        };
        // Members are found by what the first ones say of the membership.
        let heard = |s: &crate::model::server::Server| {
            let member = s.membership.is_some() || s.membership_refused || s.sid.is_some();
            s.failure.is_some() || (s.brief.is_some() && member)
        };
        if unasked && (self.model.servers.iter().all(heard) || now.since(self.model.started) > FIRST_LISTS_MS)
        {
            self.ask_lists(now, effects);
        }
    }

    /// Asks for what the view lists, if that costs the servers something.
    fn ask_lists(&mut self, now: At, effects: &mut Vec<Effect>) {
        // Who does not answer at all is not asked for lists.
        let alive = |s: &&crate::model::server::Server| s.failure.is_none() && s.brief.is_some();
        let hosts: Vec<_> = self.model.servers.iter().filter(alive).map(|s| s.host.clone()).collect();
        let word = match self.view {
            View::Sessions => self.sessions.may_ask(now, hosts.len()).then_some("cons"),
            View::Watches => match self.watches.grouping {
                Grouping::Totals => self.watches.totals.may_ask(now, hosts.len()).then_some("wchs"),
                Grouping::Paths => self.watches.groups.may_ask(now, hosts.len()).then_some("wchp"),
                Grouping::Sessions => self.watches.groups.may_ask(now, hosts.len()).then_some("wchc"),
            },
            View::Znodes => {
                self.browser.refresh();
                None
            }
            _ => None,
        };
        if let Some(word) = word {
            if word == "cons" {
                // Who owns how many ephemerals, and which sessions are local, `dump` knows.
                self.dumps.clear();
                self.dumps.may_ask(now, hosts.len());
                let dump =
                    |server: &zk_client::HostPort| Effect::Query { server: server.clone(), word: "dump" };
                effects.extend(hosts.iter().map(dump));
            }
            effects.extend(hosts.into_iter().map(|server| Effect::Query { server, word }));
        }
    }

    fn pace(&mut self, now: At, faster: bool, effects: &mut Vec<Effect>) {
        if let Some(player) = &mut self.replay {
            let text = player.pace(now, faster);
            return self.say(now, text, false);
        }
        let current = self.model.settings.interval_ms;
        let next = if faster {
            INTERVALS_MS.iter().rev().find(|ms| **ms < current)
        } else {
            INTERVALS_MS.iter().find(|ms| **ms > current)
        };
        let Some(ms) = next.copied() else { return };
        let asks = self.live().update(now, ModelInput::Interval(ms));
        self.model.settings.interval_ms = ms;
        effects.extend(asks.into_iter().map(Effect::Ask));
        self.say(now, format!("asking every {}", crate::time::short(ms)), false);
    }

    fn copy(&mut self, now: At, action: Action, effects: &mut Vec<Effect>) {
        let marked = (action == Action::CopyRow).then(|| self.marked_text()).flatten();
        let text = match (self.view, action) {
            _ if marked.is_some() => marked,
            (View::Znodes, _) => self.browser.selected(),
            (View::Server, _) => Some(self.model.name(self.focus)),
            (_, Action::CopyRow) => self.selected_row().map(|r| r.text()),
            (View::Overview | View::Latency | View::Alerts, _) => {
                self.selected_row().and_then(|r| r.id.parse().ok()).map(|i| self.model.name(i))
            }
            (View::Timeline, _) => self.selected_row().and_then(|r| r.cells.last().map(|c| c.text.clone())),
            _ => self.selected_row().map(|r| r.id),
        };
        if let Some(text) = text.filter(|t| !t.is_empty()) {
            self.say(now, format!("copied: {}", crate::text::fit(&text, 60)), false);
            effects.push(Effect::Copy(text));
        }
    }

    fn record(&mut self, now: At, effects: &mut Vec<Effect>) {
        if self.replay.is_some() {
            return self.say(now, "this is a recording already", true);
        }
        match self.recording.take() {
            Some(file) => {
                effects.push(Effect::StopRecording);
                self.say(now, format!("recorded to {file}"), false);
            }
            None => effects.push(Effect::StartRecording),
        }
    }

    fn metrics(&mut self, index: usize) {
        let Some(server) = self.model.servers.get(index) else { return };
        let lines = match &server.detail {
            Some(detail) if !detail.value.metrics.is_empty() => detail.value.metrics.clone(),
            Some(_) => {
                vec![("a recording holds no metrics but those that are shown".to_owned(), String::new())]
            }
            None => {
                let why = server
                    .detail_failure
                    .as_ref()
                    .map_or_else(|| "not asked yet".to_owned(), ToString::to_string);
                vec![(format!("mntr: {why}"), String::new())]
            }
        };
        let title = format!("all metrics of {}", self.model.name(index));
        self.mode = Mode::Pager(Pager { title, lines, ..Pager::default() });
    }

    fn edit(&mut self, now: At, effects: &mut Vec<Effect>) {
        match &self.browser.value {
            Some((path, Ok(value), _)) if Some(path) == self.browser.selected().as_ref() => {
                let base = value.data.clone().unwrap_or_default();
                let draft =
                    Draft { path: path.clone(), version: value.stat.version, text: base.clone(), base };
                effects.push(Effect::Edit(draft));
            }
            _ => self.say(now, "the value is not here yet", true),
        }
    }

    /// The difference between the value as it was and as it is.
    fn changes(&mut self, now: At) {
        let Some((path, Ok(value), _)) = &self.browser.value else {
            return self.say(now, "the value is not here yet", true);
        };
        let Some(before) = self.seen.find(path) else {
            return self.say(now, "the value is too long to remember", true);
        };
        let data = value.data.as_deref().unwrap_or_default();
        let since = format!("{}Z, version {}", before.at.clock(), before.version);
        if before.data == data {
            let text = match value.stat.version == before.version {
                true => format!("unchanged since {since}"),
                false => format!("written anew since {since}, as version {}, the same", value.stat.version),
            };
            return self.say(now, text, false);
        }
        let mut lines = vec![(tables::Tone::Dim, format!("{since} -> version {}", value.stat.version))];
        lines.extend(dialog::diff(&before.data, data));
        self.mode = Mode::Changes { path: path.clone(), lines, scroll: 0 };
    }

    fn delete(&mut self, now: At) {
        match &self.browser.value {
            Some((path, _, _)) if path == "/" => self.say(now, "the root cannot be deleted", true),
            Some((path, Ok(value), _)) if Some(path) == self.browser.selected().as_ref() => {
                let (path, version) = (path.clone(), value.stat.version);
                self.mode = Mode::Delete { path, version, input: Input::default() };
            }
            _ => self.say(now, "the znode is not read yet", true),
        }
    }

    /// The user left the editor.
    pub(super) fn edited(&mut self, now: At, mut draft: Draft, outcome: Result<Vec<u8>, String>) {
        self.dirty = true;
        match outcome {
            Err(why) => self.say(now, why, true),
            Ok(text) if text == draft.base => self.say(now, "nothing was changed", false),
            Ok(text) => {
                let lines = dialog::diff(&draft.base, &text);
                draft.text = text;
                self.mode = Mode::Diff { draft, lines, scroll: 0 };
            }
        }
    }

    /// A write came to its end.
    pub(super) fn written(
        &mut self,
        now: At,
        what: &str,
        path: &str,
        result: &Result<(), WriteFailure>,
        effects: &mut Vec<Effect>,
    ) {
        match result {
            Ok(()) => {
                self.say(now, format!("{what} {path}: done"), false);
                self.mode = Mode::Normal;
            }
            Err(failure) => {
                self.say(now, format!("{what} {path}: {}", failure.text), true);
                self.mode = match std::mem::take(&mut self.mode) {
                    Mode::Diff { draft, .. } if failure.conflict && draft.path == path => {
                        Mode::Conflict { draft }
                    }
                    Mode::Diff { draft, lines, scroll } => Mode::Diff { draft, lines, scroll },
                    _ => Mode::Normal,
                };
            }
        }
        self.browser.refresh();
        effects.push(Effect::Browse(Browse::Value(path.to_owned())));
    }

    /// What was chosen in the palette.
    pub(super) fn choose(&mut self, now: At, does: Does, effects: &mut Vec<Effect>) {
        if !matches!(does, Does::Bookmark(_) | Does::Profile(_)) {
            self.recent.retain(|d| *d != does);
            self.recent.insert(0, does);
            self.recent.truncate(MAX_RECENT);
        }
        match does {
            Does::Profile(at) => effects.extend(self.profiles.get(at).cloned().map(Effect::Switch)),
            Does::Act(action) => self.act(now, action, effects),
            Does::Bookmark(at) => {
                if let Some(path) = self.seen.bookmarks.get(at).cloned() {
                    effects.extend(self.browser.reveal(&path).into_iter().map(Effect::Browse));
                }
            }
            Does::Server(index) => {
                self.focus = index;
                self.go(now, View::Server, effects);
            }
        }
    }
}
