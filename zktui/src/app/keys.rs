//! The one table of keys: dispatch, the help, the palette and the menus come from it, and a test sees to it that no
//! key means two things in one place. What needs `--write` is not in the table without it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::View;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The table below says what each does.
pub enum Action {
    Help,
    Palette,
    Filter,
    NextMatch,
    PreviousMatch,
    Go(View),
    NextView,
    PreviousView,
    LastView,
    HistoryBack,
    HistoryForward,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Back,
    Sort,
    Reverse,
    Earlier,
    Later,
    MuchEarlier,
    MuchLater,
    Collapse,
    Expand,
    ZoomIn,
    ZoomOut,
    Freeze,
    Play,
    Refresh,
    Slower,
    Faster,
    Copy,
    CopyRow,
    WriteView,
    Record,
    Metrics,
    Group,
    ValueMode,
    Columns,
    Bookmark,
    Bookmarks,
    Changes,
    Mark,
    Owner,
    OwnerOfPath,
    WatchesOf,
    SwitchProfile,
    ValueDown,
    ValueUp,
    Edit,
    Add,
    Delete,
    Suspend,
    Quit,
}

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    All,
    /// In lists, the tree included.
    Lists,
    /// In lists that can be sorted.
    Tables,
    /// In lists whose columns can be chosen.
    Columns,
    /// Where there is a time axis.
    Times,
    /// In one view.
    One(View),
    /// In one view, and not in a recording.
    LiveOne(View),
    /// Everywhere but in a recording.
    Live,
    /// Where servers are listed or shown.
    Servers,
    /// Where rows stay what they are, so that they can be marked.
    Marks,
    /// Where something is selected that may have watches.
    Watched,
    /// In the tree, with `--write`.
    Writing,
    /// In a recording.
    Replay,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The keys, any of them.
    pub keys: &'static [&'static str],
    /// What they do.
    pub action: Action,
    /// Where.
    pub scope: Scope,
    /// What it says in the help.
    pub what: &'static str,
}

const fn bind(keys: &'static [&'static str], action: Action, scope: Scope, what: &'static str) -> Binding {
    Binding { keys, action, scope, what }
}

/// All keys.
pub const KEYS: &[Binding] = &[
    bind(&["?", "f1"], Action::Help, Scope::All, "help for this view"),
    bind(&[":", "ctrl-p"], Action::Palette, Scope::All, "find a command, a view or a server by name"),
    bind(&["1"], Action::Go(View::Overview), Scope::All, "overview"),
    bind(&["2"], Action::Go(View::Server), Scope::All, "one server in detail"),
    bind(&["3"], Action::Go(View::Sessions), Scope::All, "sessions"),
    bind(&["4"], Action::Go(View::Znodes), Scope::All, "znodes"),
    bind(&["5"], Action::Go(View::Watches), Scope::All, "watches"),
    bind(&["6"], Action::Go(View::Latency), Scope::All, "latency"),
    bind(&["7"], Action::Go(View::Timeline), Scope::All, "timeline"),
    bind(&["8"], Action::Go(View::Alerts), Scope::All, "alerts"),
    bind(&["tab"], Action::NextView, Scope::All, "next view"),
    bind(&["shift-tab"], Action::PreviousView, Scope::All, "previous view"),
    bind(&["-"], Action::LastView, Scope::All, "the view before this one"),
    bind(&["["], Action::HistoryBack, Scope::All, "back to where one was, with the server that was shown"),
    bind(&["]"], Action::HistoryForward, Scope::All, "forward again"),
    bind(&["up", "k"], Action::Up, Scope::All, "up; in one server's view the previous server"),
    bind(&["down", "j"], Action::Down, Scope::All, "down; in one server's view the next server"),
    bind(&["pgup", "ctrl-u"], Action::PageUp, Scope::Lists, "a page up"),
    bind(&["pgdn", "ctrl-d"], Action::PageDown, Scope::Lists, "a page down"),
    bind(&["home", "g"], Action::First, Scope::Lists, "first"),
    bind(&["end", "G"], Action::Last, Scope::Lists, "last"),
    bind(&["enter"], Action::Open, Scope::All, "open what is selected"),
    bind(
        &["esc", "backspace"],
        Action::Back,
        Scope::All,
        "back: clears a filter, leaves a view; never quits",
    ),
    bind(&["/"], Action::Filter, Scope::Lists, "filter: words or regular expressions, !word, column:word"),
    bind(&["n"], Action::NextMatch, Scope::Lists, "the next row that the filter is about"),
    bind(&["N"], Action::PreviousMatch, Scope::Lists, "the one before"),
    bind(&["space"], Action::Mark, Scope::Marks, "mark the row, or take the mark away"),
    bind(&["s"], Action::Sort, Scope::Tables, "sort by the next column"),
    bind(&["S"], Action::Reverse, Scope::Tables, "turn the order round"),
    bind(&["c"], Action::Columns, Scope::Columns, "choose columns"),
    bind(&["left", "h"], Action::Earlier, Scope::Times, "look further back"),
    bind(&["right", "l"], Action::Later, Scope::Times, "look less far back"),
    bind(&["shift-left", "H"], Action::MuchEarlier, Scope::Times, "look much further back"),
    bind(&["shift-right", "L"], Action::MuchLater, Scope::Times, "look much less far back"),
    bind(&["z"], Action::ZoomIn, Scope::Times, "a shorter time"),
    bind(&["Z"], Action::ZoomOut, Scope::Times, "a longer time"),
    bind(&["space"], Action::Play, Scope::Replay, "play or pause the recording"),
    bind(&["left", "h"], Action::Collapse, Scope::One(View::Znodes), "close a znode, or go to its parent"),
    bind(&["right", "l"], Action::Expand, Scope::One(View::Znodes), "open a znode's children"),
    bind(
        &["x"],
        Action::ValueMode,
        Scope::One(View::Znodes),
        "show the value as JSON or text, as it is, as hex",
    ),
    bind(&["b"], Action::Bookmark, Scope::One(View::Znodes), "set a bookmark here, or take it away"),
    bind(&["B"], Action::Bookmarks, Scope::One(View::Znodes), "go to a bookmark"),
    bind(
        &["D"],
        Action::Changes,
        Scope::One(View::Znodes),
        "what changed in the value since it was looked at, or against the marked one",
    ),
    bind(&["J"], Action::ValueDown, Scope::One(View::Znodes), "scroll the value down"),
    bind(&["K"], Action::ValueUp, Scope::One(View::Znodes), "scroll the value up"),
    bind(
        &["e"],
        Action::Edit,
        Scope::Writing,
        "edit the value: editor, then a diff, then a write with version check",
    ),
    bind(&["a"], Action::Add, Scope::Writing, "add a child"),
    bind(&["d"], Action::Delete, Scope::Writing, "delete the znode"),
    bind(&["o"], Action::Owner, Scope::LiveOne(View::Znodes), "the session that owns the selected ephemeral"),
    bind(
        &["o"],
        Action::OwnerOfPath,
        Scope::LiveOne(View::Sessions),
        "find the session that owns an ephemeral, by its path",
    ),
    bind(
        &["W"],
        Action::WatchesOf,
        Scope::Watched,
        "watches of the selected server (wchs), session (wchc) or znode (wchp)",
    ),
    bind(&["p"], Action::Group, Scope::One(View::Watches), "totals, by path, by session"),
    bind(&["m"], Action::Metrics, Scope::Servers, "all metrics of the server"),
    bind(&["f"], Action::Freeze, Scope::All, "freeze the screen; polling and recording go on"),
    bind(&["r"], Action::Refresh, Scope::All, "ask now"),
    bind(&["<"], Action::Slower, Scope::All, "ask less often; slower replay"),
    bind(&[">"], Action::Faster, Scope::All, "ask more often; faster replay"),
    bind(&["y"], Action::Copy, Scope::All, "copy what is selected (OSC 52)"),
    bind(&["Y"], Action::CopyRow, Scope::Lists, "copy the row, or all that are marked"),
    bind(&["w"], Action::WriteView, Scope::All, "write this screen to a file"),
    bind(&["R"], Action::Record, Scope::All, "start or stop recording"),
    bind(&["P"], Action::SwitchProfile, Scope::Live, "watch the servers of another profile"),
    bind(&["ctrl-z"], Action::Suspend, Scope::All, "suspend"),
    bind(&["q", "ctrl-c"], Action::Quit, Scope::All, "quit"),
];

/// What holds where the user is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The view.
    pub view: View,
    /// Whether `--write` was given.
    pub write: bool,
    /// Whether this is a recording.
    pub replay: bool,
}

impl Scope {
    /// Whether it covers a place.
    pub fn holds(self, place: Place) -> bool {
        let Place { view, write, replay } = place;
        match self {
            Scope::All => true,
            Scope::Lists => view != View::Server,
            Scope::Tables => !matches!(view, View::Server | View::Znodes),
            Scope::Columns => !crate::tables::columns(view).is_empty(),
            Scope::Times => view != View::Znodes,
            Scope::One(one) => view == one,
            Scope::LiveOne(one) => view == one && !replay,
            Scope::Live => !replay,
            Scope::Servers => {
                matches!(view, View::Overview | View::Server | View::Latency | View::Alerts)
            }
            Scope::Marks => {
                !replay
                    && matches!(
                        view,
                        View::Overview | View::Sessions | View::Znodes | View::Watches | View::Latency
                    )
            }
            Scope::Watched => {
                let about = [View::Overview, View::Server, View::Sessions, View::Znodes];
                !replay && about.contains(&view)
            }
            Scope::Writing => view == View::Znodes && write && !replay,
            Scope::Replay => replay,
        }
    }
}

/// Whether a key can be called so.
pub fn is_name(text: &str) -> bool {
    let mut rest = text;
    for modifier in ["ctrl-", "alt-", "shift-"] {
        // A bare `-` is a key.
        rest = rest.strip_prefix(modifier).filter(|r| !r.is_empty()).unwrap_or(rest);
    }
    let named = [
        "space",
        "enter",
        "esc",
        "backspace",
        "left",
        "right",
        "up",
        "down",
        "home",
        "end",
        "pgup",
        "pgdn",
        "tab",
    ];
    let function =
        rest.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()).is_some_and(|n| (1..=24).contains(&n));
    rest.chars().count() == 1 || named.contains(&rest) || function
}

/// A key's name as the table spells it.
pub fn name(key: &KeyEvent) -> Option<String> {
    let mut shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let base = match key.code {
        // A shifted letter comes as a capital already.
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(c) => {
            shift = false;
            if key.modifiers.contains(KeyModifiers::CONTROL) {
                c.to_ascii_lowercase().to_string()
            } else {
                c.to_string()
            }
        }
        KeyCode::Enter => "enter".to_owned(),
        KeyCode::Esc => "esc".to_owned(),
        KeyCode::Backspace => "backspace".to_owned(),
        KeyCode::Left => "left".to_owned(),
        KeyCode::Right => "right".to_owned(),
        KeyCode::Up => "up".to_owned(),
        KeyCode::Down => "down".to_owned(),
        KeyCode::Home => "home".to_owned(),
        KeyCode::End => "end".to_owned(),
        KeyCode::PageUp => "pgup".to_owned(),
        KeyCode::PageDown => "pgdn".to_owned(),
        KeyCode::Tab => "tab".to_owned(),
        KeyCode::BackTab => {
            shift = false;
            "shift-tab".to_owned()
        }
        KeyCode::F(n) => format!("f{n}"),
        _ => return None,
    };
    let mut name = String::new();
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        name.push_str("ctrl-");
    }
    if key.modifiers.contains(KeyModifiers::ALT) {
        name.push_str("alt-");
    }
    if shift {
        name.push_str("shift-");
    }
    name.push_str(&base);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::{Bound, Keymap};
    use std::collections::BTreeMap;

    fn bindings(place: Place) -> Vec<Bound> {
        Keymap::default().bindings(place).cloned().collect()
    }

    fn action(place: Place, key: &KeyEvent) -> Option<Action> {
        Keymap::default().action(place, key)
    }

    #[test]
    fn every_key_of_the_table_has_a_name_that_can_be_written() {
        assert!(KEYS.iter().flat_map(|b| b.keys).all(|k| is_name(k)));
        assert!(!is_name("") && !is_name("hyper-q") && !is_name("f99"));
    }

    fn places() -> impl Iterator<Item = Place> {
        let flags = [(false, false), (false, true), (true, false), (true, true)];
        View::ALL.into_iter().flat_map(move |view| flags.map(|(write, replay)| Place { view, write, replay }))
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for place in places() {
            let mut seen = BTreeMap::new();
            for binding in bindings(place) {
                for key in binding.keys.clone() {
                    if let Some(other) = seen.insert(key.clone(), binding.action) {
                        panic!("{key} is {other:?} and {:?} in {place:?}", binding.action);
                    }
                }
            }
        }
    }

    #[test]
    fn what_writes_is_not_there_without_write() {
        let writes = [Action::Edit, Action::Add, Action::Delete];
        for place in places().filter(|p| !p.write || p.replay) {
            assert!(bindings(place).iter().all(|b| !writes.contains(&b.action)));
        }
        assert!(places().any(|p| bindings(p).iter().any(|b| b.action == Action::Edit)));
    }

    #[test]
    fn one_can_always_quit_and_always_go_back() {
        for place in places() {
            let key = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
            assert_eq!(action(place, &key), Some(Action::Quit));
            assert_eq!(action(place, &KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE)), Some(Action::Back));
        }
    }

    #[test]
    fn names_of_keys() {
        let name = |code, modifiers| name(&KeyEvent::new(code, modifiers)).unwrap();
        assert_eq!(name(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(name(KeyCode::Left, KeyModifiers::SHIFT), "shift-left");
        assert_eq!(name(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab");
        assert_eq!(name(KeyCode::Char('D'), KeyModifiers::CONTROL), "ctrl-d");
        assert_eq!(name(KeyCode::Char(' '), KeyModifiers::NONE), "space");
    }
}
