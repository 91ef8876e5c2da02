//! Which columns a list shows: all that fit, or those that were chosen, in the configuration file or with a key.

use std::collections::BTreeMap;

use super::View;
use crate::tables::{self, Column, Table};

/// The columns that were chosen, by view.
#[derive(Clone, Debug, Default)]
pub struct Chosen(BTreeMap<View, Vec<String>>);

impl Chosen {
    /// Those of the configuration file, by the names of views and columns.
    ///
    /// # Errors
    /// There is no such view or no such column.
    pub fn of(lists: &BTreeMap<String, Vec<String>>) -> Result<Chosen, String> {
        let mut chosen = BTreeMap::new();
        for (name, columns) in lists {
            let view = super::palette::view_by_name(name).filter(|v| !tables::columns(*v).is_empty());
            let Some(view) = view else {
                return Err(format!("`tui.columns.{name}`: there is no view of that name with columns"));
            };
            let known = tables::columns(view);
            let mut names = Vec::new();
            for wanted in columns {
                let Some(column) = known.iter().find(|c| c.name.eq_ignore_ascii_case(wanted)) else {
                    let all = known.iter().map(|c| c.name).collect::<Vec<_>>().join(", ");
                    return Err(format!(
                        "`tui.columns.{name}`: there is no column `{wanted}`; there are: {all}"
                    ));
                };
                names.push(column.name.to_owned());
            }
            if names.is_empty() {
                return Err(format!("`tui.columns.{name}`: it needs a column"));
            }
            chosen.insert(view, names);
        }
        Ok(Chosen(chosen))
    }

    /// Whether a column is shown.
    pub fn shows(&self, view: View, name: &str) -> bool {
        self.0.get(&view).is_none_or(|names| names.iter().any(|n| n == name))
    }

    /// Shows a column or hides it; the last one stays.
    pub fn toggle(&mut self, view: View, all: &[Column], name: &str) {
        let names = self.0.entry(view).or_insert_with(|| all.iter().map(|c| c.name.to_owned()).collect());
        match names.iter().position(|n| n == name) {
            Some(at) if names.len() > 1 => {
                names.remove(at);
            }
            Some(_) => {}
            // Back to its place among the others.
            None => {
                let place = |name: &str| all.iter().position(|c| c.name == name);
                let at = names.iter().position(|n| place(n) > place(name)).unwrap_or(names.len());
                names.insert(at, name.to_owned());
            }
        }
    }

    /// Leaves what was not chosen out of a list, and puts the rest in order.
    pub(crate) fn apply(&self, view: View, table: &mut Table) {
        let Some(names) = self.0.get(&view) else { return };
        let places: Vec<usize> =
            names.iter().filter_map(|n| table.columns.iter().position(|c| c.name == n)).collect();
        if places.is_empty() {
            return;
        }
        table.columns = places.iter().map(|at| table.columns[*at]).collect();
        for row in &mut table.rows {
            row.cells = places.iter().filter_map(|at| row.cells.get(*at).cloned()).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_hidden_shown_again_in_their_place_and_never_all_hidden() {
        let all = tables::columns(View::Overview);
        let mut chosen = Chosen::default();
        chosen.toggle(View::Overview, &all, "SERVER");
        assert!(!chosen.shows(View::Overview, "SERVER") && chosen.shows(View::Overview, "ID"));
        chosen.toggle(View::Overview, &all, "SERVER");
        let order: Vec<&str> = chosen.0[&View::Overview].iter().map(String::as_str).collect();
        assert_eq!(order, all.iter().map(|c| c.name).collect::<Vec<_>>());
        all.iter().for_each(|c| chosen.toggle(View::Overview, &all, c.name));
        assert_eq!(chosen.0[&View::Overview].len(), 1);
    }

    #[test]
    fn the_file_names_views_and_columns() {
        let of = |view: &str, column: &str| {
            Chosen::of(&[(view.to_owned(), vec![column.to_owned()])].into()).map(|_| ())
        };
        assert!(of("overview", "state").is_ok());
        assert!(of("overview", "stat").unwrap_err().contains("LAG txn"));
        assert!(of("znodes", "x").is_err() && of("nowhere", "x").is_err());
    }
}
