//! Where one looks in the tree of sizes: nodes and keys in, rows out. Nothing here touches the world.

use std::cmp::Reverse;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::sizes::{Entry, Id, Item, MAX_NODES, Sizes};
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// Keys and what they do, as the help shows them.
pub const KEYS: &[(&str, &str)] = &[
    ("up, down, k, j", "the row above, below"),
    ("PgUp, PgDn", "a page up, down"),
    ("Home, End, g, G", "the first, the last row"),
    ("Enter, right, l", "into the node"),
    ("left, Backspace, h", "out of it"),
    ("s", "order by bytes, nodes, children, name"),
    ("?", "this help, and away with it"),
    ("q, Esc", "leave"),
];

/// What rows are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Of data in the subtree.
    Bytes,
    /// In the subtree.
    Nodes,
    /// Directly below.
    Children,
    Name,
}

impl Order {
    /// What is compared, apart from names.
    pub fn measure(self, entry: &Entry) -> u64 {
        match self {
            Order::Bytes => entry.bytes,
            Order::Nodes => entry.nodes,
            Order::Children => entry.children.into(),
            // Shares are those of data.
            Order::Name => 0,
        }
    }

    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Order::Bytes => "bytes",
            Order::Nodes => "nodes",
            Order::Children => "children",
            Order::Name => "name",
        }
    }

    fn next(self) -> Order {
        match self {
            Order::Bytes => Order::Nodes,
            Order::Nodes => Order::Children,
            Order::Children => Order::Name,
            Order::Name => Order::Bytes,
        }
    }
}

/// How far the reading is.
#[derive(Debug)]
pub enum State {
    Reading,
    Whole,
    Broken(Failure),
}

/// What a key means for the loop around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    GoOn,
    Leave,
    Interrupt,
}

/// The tree and the place in it.
pub struct App {
    pub sizes: Sizes,
    pub order: Order,
    pub state: State,
    pub help: bool,
    /// Children of the node at hand, in order.
    pub rows: Vec<Id>,
    pub cursor: usize,
    /// The first row that is seen.
    pub top: usize,
    root: String,
    /// The node at hand; none before the first one has come.
    at: Option<Id>,
    height: usize,
    /// The user has chosen a row: it stays chosen when rows move.
    chosen: bool,
    stale: bool,
}

impl App {
    /// Nothing is known yet.
    pub fn new(root: &str, order: Order) -> App {
        App {
            sizes: Sizes::new(MAX_NODES),
            order,
            state: State::Reading,
            help: false,
            rows: Vec::new(),
            cursor: 0,
            top: 0,
            root: root.to_owned(),
            at: None,
            height: 1,
            chosen: false,
            stale: true,
        }
    }

    /// Takes nodes, which come in the order of a walk.
    pub fn add(&mut self, nodes: Vec<Item>) {
        self.stale |= !nodes.is_empty();
        for node in &nodes {
            self.sizes.add(node);
        }
    }

    /// No more will come.
    pub fn end(&mut self, end: Result<()>) {
        self.stale = true;
        self.state = match end {
            Ok(()) => State::Whole,
            Err(failure) => State::Broken(failure),
        };
    }

    /// Nothing will come, and nobody said why.
    pub fn cut_off(&mut self) {
        if matches!(self.state, State::Reading) {
            let failure = Failure::new(Exit::Unexpected, "Unexpected", "the reading ended early");
            self.state = State::Broken(failure);
        }
    }

    /// Why the tree is not whole.
    pub fn into_failure(self) -> Option<Failure> {
        match self.state {
            State::Broken(failure) => Some(failure),
            State::Reading | State::Whole => None,
        }
    }

    /// Whether rows are not those that nodes and order say.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// The node at hand, and its path.
    pub fn place(&self) -> (Option<&Entry>, String) {
        match self.at {
            Some(id) => (self.sizes.get(id), self.sizes.path(id)),
            None => (None, self.root.clone()),
        }
    }

    /// What a row shows.
    pub fn entry(&self, row: usize) -> Option<&Entry> {
        self.sizes.get(*self.rows.get(row)?)
    }

    /// Adds up and puts in order.
    pub fn refresh(&mut self) {
        self.stale = false;
        self.sizes.add_up();
        self.at = self.at.or_else(|| self.sizes.root());
        let Some(at) = self.at else { return };
        let chosen = self.rows.get(self.cursor).copied().filter(|_| self.chosen);
        let mut rows: Vec<Id> = self.sizes.children(at).collect();
        let (sizes, order) = (&self.sizes, self.order);
        rows.sort_by_key(|id| {
            let entry = sizes.get(*id);
            (Reverse(entry.map_or(0, |e| order.measure(e))), entry.map_or("", |e| &*e.name))
        });
        self.rows = rows;
        self.choose(chosen);
    }

    /// Puts the cursor on a node, if it is among the rows.
    fn choose(&mut self, id: Option<Id>) {
        self.cursor = id.and_then(|id| self.rows.iter().position(|row| *row == id)).unwrap_or(0);
        self.scroll();
    }

    /// So many rows are seen.
    pub fn resize(&mut self, height: usize) {
        self.height = height.max(1);
        self.scroll();
    }

    fn scroll(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let first = self.cursor.saturating_sub(self.height - 1);
        self.top = self.top.clamp(first, self.cursor).min(self.rows.len().saturating_sub(1));
    }

    /// A key was pressed.
    pub fn key(&mut self, key: KeyEvent) -> Flow {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            let interrupts = matches!(key.code, KeyCode::Char('c'));
            return if interrupts { Flow::Interrupt } else { Flow::GoOn };
        }
        match key.code {
            KeyCode::Char('?') => self.help = !self.help,
            KeyCode::Char('q') | KeyCode::Esc if self.help => self.help = false,
            KeyCode::Char('q') | KeyCode::Esc => return Flow::Leave,
            KeyCode::Up | KeyCode::Char('k') => self.go_to(self.cursor.saturating_sub(1)),
            KeyCode::Down | KeyCode::Char('j') => self.go_to(self.cursor + 1),
            KeyCode::PageUp => self.go_to(self.cursor.saturating_sub(self.height)),
            KeyCode::PageDown => self.go_to(self.cursor + self.height),
            KeyCode::Home | KeyCode::Char('g') => self.go_to(0),
            KeyCode::End | KeyCode::Char('G') => self.go_to(usize::MAX),
            KeyCode::Enter | KeyCode::Right | KeyCode::Char('l') => self.go_in(),
            KeyCode::Left | KeyCode::Backspace | KeyCode::Char('h') => self.go_out(),
            KeyCode::Char('s') => {
                self.order = self.order.next();
                self.refresh();
            }
            _ => {}
        }
        Flow::GoOn
    }

    fn go_to(&mut self, row: usize) {
        self.cursor = row;
        self.chosen = true;
        self.scroll();
    }

    fn go_in(&mut self) {
        let Some(id) = self.rows.get(self.cursor).copied() else { return };
        if self.sizes.get(id).is_some_and(|e| e.children > 0) {
            self.at = Some(id);
            (self.chosen, self.top) = (false, 0);
            self.refresh();
        }
    }

    fn go_out(&mut self) {
        let Some((from, above)) = self.at.and_then(|at| Some((at, self.sizes.parent(at)?))) else { return };
        self.at = Some(above);
        self.refresh();
        self.chosen = true;
        self.choose(Some(from));
    }
}
