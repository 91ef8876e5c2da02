//! The application: a model of the ensemble, and where the user is in it. Events come in, effects come out; drawing
//! only reads. It owns no socket, no terminal and no clock.

mod across;
mod act;
pub mod browser;
pub mod columns;
pub mod dialog;
pub mod keymap;
pub mod keys;
pub mod list;
pub mod net;
pub mod palette;
pub mod queries;
pub mod seen;
pub mod trail;
mod typing;

use crossterm::event::{KeyEvent, KeyEventKind, MouseEvent};
use zk_client::HostPort;
use zk_client::admin::{parse_cons, parse_watch_groups, parse_wchs};

use crate::model::server::Dated;
use crate::model::{Input as ModelInput, Model, Polled, Settings};
use crate::replay::Player;
use crate::time::At;
use browser::Browser;
use dialog::Mode;
use keys::Place;
use list::List;
use net::{Effect, Found, Net};
use queries::{Grouping, Sessions, Watches};

/// The views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// All servers.
    #[default]
    Overview,
    /// One server.
    Server,
    /// Client connections.
    Sessions,
    /// The tree.
    Znodes,
    /// Watches.
    Watches,
    /// Latency.
    Latency,
    /// What happened.
    Timeline,
    /// What is too much.
    Alerts,
}

impl View {
    /// All of them, in the order of their keys.
    pub const ALL: [View; 8] = [
        View::Overview,
        View::Server,
        View::Sessions,
        View::Znodes,
        View::Watches,
        View::Latency,
        View::Timeline,
        View::Alerts,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            View::Overview => "overview",
            View::Server => "server",
            View::Sessions => "sessions",
            View::Znodes => "znodes",
            View::Watches => "watches",
            View::Latency => "latency",
            View::Timeline => "timeline",
            View::Alerts => "alerts",
        }
    }

    fn index(self) -> usize {
        View::ALL.iter().position(|v| *v == self).unwrap_or(0)
    }
}

/// How the screen is to look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Colours.
    pub theme: crate::view::theme::Theme,
    /// ASCII only.
    pub ascii: bool,
}

/// How the application begins.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// What stands in the title, such as a profile's name.
    pub title: String,
    /// Looks.
    pub look: Look,
    /// Monitoring.
    pub settings: Settings,
    /// Whether znodes may be written.
    pub write: bool,
    /// Whether a change of what exists is confirmed by typing the path.
    pub protected: bool,
    /// The view to begin with.
    pub view: View,
    /// Keys.
    pub keys: keymap::Keymap,
    /// Columns.
    pub columns: columns::Chosen,
    /// Bookmarks of znodes.
    pub bookmarks: Vec<String>,
    /// Profiles that one can change to.
    pub profiles: Vec<String>,
}

/// What comes in.
#[derive(Clone, Debug)]
pub enum Event {
    /// Time goes by.
    Tick,
    /// A key.
    Key(KeyEvent),
    /// The mouse.
    Mouse(MouseEvent),
    /// Pasted text.
    Paste(String),
    /// The terminal's size.
    Resize(u16, u16),
    /// From the network.
    Net(Net),
    /// The user left the editor.
    Edited(net::Draft, Result<Vec<u8>, String>),
    /// Something to tell the user.
    Say(Result<String, String>),
    /// A recording was begun in this file, or not.
    Recording(Result<String, String>),
}

/// A line at the bottom for a while.
#[derive(Clone, Debug)]
pub struct Message {
    /// What.
    pub text: String,
    /// Whether something failed.
    pub bad: bool,
    /// Since when.
    pub at: At,
}

/// How long a message stays.
const MESSAGE_MS: u64 = 6000;

/// Everything.
#[derive(Clone, Debug)]
pub struct App {
    /// The ensemble.
    pub model: Model,
    /// What stands in the title.
    pub title: String,
    /// How it looks.
    pub look: Look,
    /// The terminal's size.
    pub size: (u16, u16),
    /// The view.
    pub view: View,
    /// Where one was.
    trail: trail::Trail,
    /// What was chosen in the palette, the last one first.
    recent: Vec<palette::Does>,
    /// Profiles that one can change to.
    pub profiles: Vec<String>,
    lists: [List; 8],
    /// The server in detail.
    pub focus: usize,
    /// What takes the keys.
    pub mode: Mode,
    /// Connections.
    pub sessions: Sessions,
    /// What `dump` says of sessions.
    pub dumps: queries::Dumps,
    /// Watches.
    pub watches: Watches,
    /// Znodes.
    pub browser: Browser,
    /// Whether znodes may be written.
    pub write: bool,
    /// Whether a change of what exists is confirmed by typing the path.
    pub protected: bool,
    /// The keys.
    pub keys: keymap::Keymap,
    /// Columns that were chosen.
    pub columns: columns::Chosen,
    /// Bookmarks, and values as they were.
    pub seen: seen::Seen,
    /// A recording that is played.
    pub replay: Option<Player>,
    /// The file that is recorded to.
    pub recording: Option<String>,
    /// How far back one looks, in milliseconds.
    pub back_ms: u64,
    /// The time axis that was chosen: milliseconds on a screen.
    pub span_ms: Option<u64>,
    /// The model that goes on, while `model` stands still because the screen is frozen.
    live: Option<Box<Model>>,
    /// A line at the bottom.
    pub message: Option<Message>,
    /// Whether anything on screen may have changed since it was drawn.
    pub dirty: bool,
    /// Where the last frame put what can be clicked.
    pub hits: Vec<(ratatui::layout::Rect, crate::view::Hit)>,
}

/// Lengths of the time axis.
const SPANS_MS: [u64; 6] = [60_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000];

impl App {
    /// Begins to watch these servers.
    pub fn new(servers: &[HostPort], start: Start, now: At) -> App {
        App {
            model: Model::new(servers, start.settings, now),
            title: start.title,
            look: start.look,
            size: (80, 24),
            view: start.view,
            trail: trail::Trail::default(),
            recent: Vec::new(),
            profiles: start.profiles,
            lists: Default::default(),
            focus: 0,
            mode: Mode::Normal,
            sessions: Sessions::default(),
            dumps: queries::Dumps::default(),
            watches: Watches::default(),
            browser: Browser::default(),
            write: start.write,
            protected: start.protected,
            keys: start.keys,
            columns: start.columns,
            seen: seen::Seen::new(start.bookmarks),
            replay: None,
            recording: None,
            back_ms: 0,
            span_ms: None,
            live: None,
            message: None,
            dirty: true,
            hits: Vec::new(),
        }
    }

    /// Plays a recording instead of watching.
    pub fn replay(mut player: Player, start: Start) -> App {
        let model = player.rewind(start.settings.clone());
        let mut app = App::new(&[], start, model.now);
        app.model = model;
        app.replay = Some(player);
        app
    }

    /// Takes what came in at `now`, and says what is to be done.
    pub fn update(&mut self, now: At, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Tick => self.tick(now, &mut effects),
            Event::Key(key) if key.kind == KeyEventKind::Release => return effects,
            Event::Key(key) => {
                self.dirty = true;
                self.key(now, &key, &mut effects);
            }
            Event::Mouse(mouse) => self.mouse(now, mouse, &mut effects),
            Event::Paste(text) => {
                self.dirty = true;
                self.paste(&text);
            }
            Event::Resize(width, height) => {
                self.dirty = true;
                self.size = (width, height);
            }
            Event::Net(net) => self.net(now, net, &mut effects),
            Event::Edited(draft, outcome) => self.edited(now, draft, outcome),
            Event::Say(Ok(text)) => self.say(now, text, false),
            Event::Say(Err(text)) => self.say(now, text, true),
            Event::Recording(Ok(file)) => {
                self.say(now, format!("recording to {file}"), false);
                self.recording = Some(file);
            }
            Event::Recording(Err(why)) => self.say(now, why, true),
        }
        if self.view == View::Znodes && self.replay.is_none() {
            let height = crate::view::tree_height(self.size);
            effects.extend(self.browser.wants(self.wall(now), height).into_iter().map(Effect::Browse));
        }
        effects
    }

    /// The moment that is shown: now, or where the recording is.
    fn wall(&self, now: At) -> At {
        if self.replay.is_some() { self.model.now } else { now }
    }

    fn tick(&mut self, now: At, effects: &mut Vec<Effect>) {
        if let Some(player) = &mut self.replay {
            if player.tick(now, &mut self.model) {
                self.dirty = true;
            }
        } else {
            let before = self.model.now;
            let asks = self.live().update(now, ModelInput::Tick);
            effects.extend(asks.into_iter().map(Effect::Ask));
            self.ask_first(now, effects);
            // The clock in the corner, ages and what is overdue change with the seconds.
            self.dirty |= self.live.is_none() && before.0 / 1000 != now.0 / 1000;
        }
        let shown = self.wall(now);
        if self.message.as_ref().is_some_and(|m| shown.since(m.at) > MESSAGE_MS) {
            self.message = None;
            self.dirty = true;
        }
    }

    fn net(&mut self, now: At, net: Net, effects: &mut Vec<Effect>) {
        match net {
            Net::Polled(polled) => self.polled(now, *polled, effects),
            Net::Said { server, word, asked, answered, outcome } => {
                self.dirty = true;
                let dated = |text: String| Dated {
                    at: asked.midpoint(answered),
                    took_ms: answered.since(asked),
                    value: text,
                };
                self.said(&server, word, outcome.map(dated));
            }
            Net::Found(found) => {
                self.dirty |= self.view == View::Znodes;
                if let Found::Written { what, path, result } = &found {
                    self.written(now, what, path, result, effects);
                }
                if let Found::Owner { path, result } = &found {
                    self.owner_found(now, path, result, effects);
                }
                if let Found::Value { path, result: Ok(value) } = &found {
                    self.seen.note(path, value, now);
                }
                self.browser.take(now, found);
            }
        }
    }

    fn polled(&mut self, now: At, polled: Polled, effects: &mut Vec<Effect>) {
        self.dirty |= self.live.is_none();
        if self.recording.is_some() {
            effects.push(Effect::Record(Box::new(polled.clone())));
        }
        let asks = self.live().update(now, ModelInput::Polled(polled));
        effects.extend(asks.into_iter().map(Effect::Ask));
    }

    fn said(
        &mut self,
        server: &HostPort,
        word: &str,
        outcome: Result<Dated<String>, crate::model::facts::Failure>,
    ) {
        let Some(index) = self.model.index(server) else { return };
        fn read<T>(dated: Dated<String>, read: impl Fn(&str) -> T) -> Dated<T> {
            Dated { at: dated.at, took_ms: dated.took_ms, value: read(&dated.value) }
        }
        match word {
            "cons" => self.sessions.take(index, outcome.map(|d| read(d, parse_cons))),
            "wchs" => self.watches.totals.take(index, outcome.map(|d| read(d, parse_wchs))),
            "wchp" | "wchc" => {
                let of = if word == "wchp" { Grouping::Paths } else { Grouping::Sessions };
                if self.watches.grouping == of {
                    self.watches.groups.take(index, outcome.map(|d| read(d, parse_watch_groups)));
                }
            }
            "dump" => {
                let parsed = outcome.as_ref().map_err(Clone::clone);
                self.dumps.take(index, parsed.map(|d| read(d.clone(), zk_client::admin::parse_dump)));
                let Mode::Pager(pager) = &mut self.mode else { return };
                let Some(session) = pager.session.take() else { return };
                pager.lines = match outcome {
                    Ok(dump) => {
                        let paths = queries::ephemerals(&dump.value, &session);
                        let none = paths.is_empty().then(|| "it has no ephemerals".to_owned());
                        paths.into_iter().chain(none).map(|p| (p, String::new())).collect()
                    }
                    Err(why) => {
                        vec![(format!("{why}; dump must be in 4lw.commands.whitelist"), String::new())]
                    }
                };
            }
            _ => {}
        }
    }

    /// Says something at the bottom.
    pub fn say(&mut self, now: At, text: impl Into<String>, bad: bool) {
        let at = self.wall(now);
        self.message = Some(Message { text: crate::text::clean(&text.into()), bad, at });
        self.dirty = true;
    }

    /// Where the user is.
    pub fn place(&self) -> Place {
        Place { view: self.view, write: self.write, replay: self.replay.is_some() }
    }

    /// The place in a view's list.
    pub fn list(&self, view: View) -> &List {
        &self.lists[view.index()]
    }

    fn list_mut(&mut self) -> &mut List {
        &mut self.lists[self.view.index()]
    }

    /// Milliseconds on the time axis: what was chosen, or as much as there is, up to a quarter of an hour.
    pub fn span(&self) -> u64 {
        let there_is = self.model.now.since(self.model.started);
        let fitting = SPANS_MS.into_iter().find(|span| *span >= there_is).unwrap_or(SPANS_MS[2]);
        self.span_ms.unwrap_or(fitting.min(SPANS_MS[2]))
    }

    /// The end of the time axis.
    pub fn end(&self) -> At {
        self.model.now.minus(self.back_ms)
    }

    /// Whether the screen stands still.
    pub fn is_frozen(&self) -> bool {
        self.live.is_some()
    }

    /// The model that goes on, whatever is shown.
    pub fn live(&mut self) -> &mut Model {
        self.live.as_deref_mut().unwrap_or(&mut self.model)
    }
}
