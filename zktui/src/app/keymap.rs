//! The table of keys as the configuration file changes it: `[tui.keys]` names an action and its keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossterm::event::KeyEvent;

use super::View;
use super::keys::{self, Action, KEYS, Place, Scope};

/// One line of the table in use.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The keys, any of them.
    pub keys: Vec<String>,
    /// What they do.
    pub action: Action,
    /// Where.
    pub scope: Scope,
    /// What it says in the help.
    pub what: &'static str,
}

/// The table in use.
#[derive(Clone, Debug)]
pub struct Keymap(Arc<Vec<Bound>>);

impl Default for Keymap {
    fn default() -> Keymap {
        let bound = KEYS.iter().map(|b| Bound {
            keys: b.keys.iter().map(|k| (*k).to_owned()).collect(),
            action: b.action,
            scope: b.scope,
            what: b.what,
        });
        Keymap(Arc::new(bound.collect()))
    }
}

impl Keymap {
    /// The table with other keys for some actions.
    ///
    /// # Errors
    /// There is no such action or no such key, or a key would mean two things in one place.
    pub fn with(changes: &BTreeMap<String, Vec<String>>) -> Result<Keymap, String> {
        let mut table = Arc::unwrap_or_clone(Keymap::default().0);
        for (name, keys) in changes {
            let known: Vec<String> = KEYS.iter().map(|b| name_of(b.action)).collect();
            if !known.contains(name) {
                let hint = match zk_config::suggest(name, known.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("there are: {}", known.join(", ")),
                };
                return Err(format!("`tui.keys.{name}`: there is no such action; {hint}"));
            }
            if let Some(key) = keys.iter().find(|k| !keys::is_name(k)) {
                return Err(format!(
                    "`tui.keys.{name}`: `{key}` is no key; keys are a character, enter, space, f1, ctrl-x, shift-left, …"
                ));
            }
            if keys.is_empty() {
                return Err(format!("`tui.keys.{name}`: it needs a key"));
            }
            for bound in table.iter_mut().filter(|b| name_of(b.action) == *name) {
                bound.keys.clone_from(keys);
            }
        }
        let keymap = Keymap(Arc::new(table));
        keymap.check()?;
        Ok(keymap)
    }

    fn check(&self) -> Result<(), String> {
        for view in View::ALL {
            for (write, replay) in [(false, false), (true, false), (false, true)] {
                let mut seen: BTreeMap<&str, Action> = BTreeMap::new();
                for bound in self.bindings(Place { view, write, replay }) {
                    for key in &bound.keys {
                        if let Some(other) = seen.insert(key, bound.action) {
                            let (one, two) = (name_of(other), name_of(bound.action));
                            return Err(format!(
                                "`tui.keys`: `{key}` would be {one} and {two} in {}",
                                view.name()
                            ));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The keys that work in a place.
    pub fn bindings(&self, place: Place) -> impl Iterator<Item = &Bound> {
        self.0.iter().filter(move |b| b.scope.holds(place))
    }

    /// What a key does in a place.
    pub fn action(&self, place: Place, key: &KeyEvent) -> Option<Action> {
        let name = keys::name(key)?;
        self.bindings(place).find(|b| b.keys.contains(&name)).map(|b| b.action)
    }
}

/// An action's name in the configuration file, such as `next-view`; a view's for going there.
pub fn name_of(action: Action) -> String {
    if let Action::Go(view) = action {
        return view.name().to_owned();
    }
    let mut name = String::new();
    for c in format!("{action:?}").chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyModifiers};

    fn with(name: &str, keys: &[&str]) -> Result<Keymap, String> {
        let keys = keys.iter().map(|k| (*k).to_owned()).collect();
        Keymap::with(&[(name.to_owned(), keys)].into())
    }

    #[test]
    fn another_key_does_it_and_the_old_one_does_not() {
        let keymap = with("quit", &["Q", "f10"]).unwrap();
        let place = Place { view: View::Overview, write: false, replay: false };
        let does = |code| keymap.action(place, &KeyEvent::new(code, KeyModifiers::NONE));
        assert_eq!(does(KeyCode::Char('Q')), Some(Action::Quit));
        assert_eq!(does(KeyCode::F(10)), Some(Action::Quit));
        assert_eq!(does(KeyCode::Char('q')), None);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (name, keys, says) in [
            ("quitt", &["Q"][..], "did you mean `quit`"),
            ("quit", &["hyper-q"], "no key"),
            ("quit", &[], "needs a key"),
            ("quit", &["r"], "`r` would be refresh and quit"),
        ] {
            let error = with(name, keys).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn each_action_has_a_name_of_its_own() {
        let mut names: Vec<String> = KEYS.iter().map(|b| name_of(b.action)).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.contains(&"next-view".to_owned()) && names.contains(&"alerts".to_owned()));
    }
}
