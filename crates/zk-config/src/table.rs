//! A table of the file while it is read: each key is taken once, and what is left at the end is an error.

use std::path::{Path, PathBuf};
use std::time::Duration;

use toml_edit::{Item, TableLike, Value};

use crate::error::{ConfigError, suggest};

/// Where errors are reported.
pub(crate) struct Source<'a> {
    pub(crate) file: &'a Path,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    /// The line of a byte, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
    }
}

/// A table, its name, and the keys that were asked for.
pub(crate) struct Table<'a> {
    source: &'a Source<'a>,
    table: &'a dyn TableLike,
    name: String,
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    pub(crate) fn new(source: &'a Source<'a>, table: &'a dyn TableLike, name: &str) -> Table<'a> {
        Table { source, table, name: name.to_owned(), known: Vec::new() }
    }

    fn full(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn line_of(&self, key: &str) -> usize {
        let span = self.table.get_key_value(key).and_then(|(key, item)| key.span().or(item.span()));
        span.map_or(1, |s| self.source.line(s.start))
    }

    pub(crate) fn error(&self, key: &str, reason: impl Into<String>) -> ConfigError {
        ConfigError::Value {
            file: self.source.file.to_owned(),
            line: self.line_of(key),
            key: self.full(key),
            reason: reason.into(),
        }
    }

    fn value<T>(
        &mut self,
        key: &'static str,
        kind: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        self.known.push(key);
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_value().and_then(read) {
                Some(value) => Ok(Some(value)),
                None => Err(self.error(key, format!("it takes {kind}, not {}", item.type_name()))),
            },
        }
    }

    pub(crate) fn string(&mut self, key: &'static str) -> Result<Option<String>, ConfigError> {
        self.value(key, "a string", |v| v.as_str().map(str::to_owned))
    }

    pub(crate) fn path(&mut self, key: &'static str) -> Result<Option<PathBuf>, ConfigError> {
        Ok(self.string(key)?.map(|p| crate::expand_home(&p)))
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> Result<Option<bool>, ConfigError> {
        self.value(key, "true or false", Value::as_bool)
    }

    pub(crate) fn integer(&mut self, key: &'static str) -> Result<Option<i64>, ConfigError> {
        self.value(key, "a number", Value::as_integer)
    }

    /// A number from 0 on that fits.
    pub(crate) fn count<T: TryFrom<i64>>(&mut self, key: &'static str) -> Result<Option<T>, ConfigError> {
        match self.integer(key)? {
            None => Ok(None),
            Some(n) => T::try_from(n).map(Some).map_err(|_| self.error(key, format!("{n} is out of range"))),
        }
    }

    pub(crate) fn duration(&mut self, key: &'static str) -> Result<Option<Duration>, ConfigError> {
        match self.string(key)? {
            None => Ok(None),
            Some(text) => crate::duration(&text).map(Some).map_err(|e| self.error(key, e)),
        }
    }

    /// One of several words.
    pub(crate) fn word(&mut self, key: &'static str, words: &[&str]) -> Result<Option<String>, ConfigError> {
        match self.string(key)? {
            Some(word) if !words.contains(&word.as_str()) => {
                let meant = suggest(&word, words.iter().copied());
                let meant = meant.map(|m| format!("; did you mean `{m}`?")).unwrap_or_default();
                Err(self.error(key, format!("`{word}` is none of {}{meant}", words.join(", "))))
            }
            other => Ok(other),
        }
    }

    pub(crate) fn strings(&mut self, key: &'static str) -> Result<Option<Vec<String>>, ConfigError> {
        let read = |v: &Value| v.as_array()?.iter().map(|s| s.as_str().map(str::to_owned)).collect();
        self.value(key, "a list of strings", read)
    }

    /// A list of anything.
    pub(crate) fn list(&mut self, key: &'static str) -> Result<Option<toml_edit::Array>, ConfigError> {
        self.value(key, "a list", |v| v.as_array().cloned())
    }

    /// A string, or a list of them.
    pub(crate) fn one_or_more(&mut self, key: &'static str) -> Result<Vec<String>, ConfigError> {
        let read = |v: &Value| match v.as_str() {
            Some(one) => Some(vec![one.to_owned()]),
            None => v.as_array()?.iter().map(|s| s.as_str().map(str::to_owned)).collect(),
        };
        Ok(self.value(key, "a string or a list of strings", read)?.unwrap_or_default())
    }

    pub(crate) fn table(&mut self, key: &'static str) -> Result<Option<Table<'a>>, ConfigError> {
        self.known.push(key);
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_table_like() {
                Some(table) => Ok(Some(Table::new(self.source, table, &self.full(key)))),
                None => Err(self.error(key, format!("it is a table: [{}]", self.full(key)))),
            },
        }
    }

    /// The tables behind `[[key]]`.
    pub(crate) fn tables(&mut self, key: &'static str) -> Result<Vec<Table<'a>>, ConfigError> {
        self.known.push(key);
        let full = self.full(key);
        match self.table.get(key) {
            None => Ok(Vec::new()),
            Some(Item::ArrayOfTables(list)) => {
                Ok(list.iter().map(|t| Table::new(self.source, t, &full)).collect())
            }
            Some(Item::Value(Value::Array(list))) => {
                let tables =
                    list.iter().map(|v| v.as_inline_table().map(|t| Table::new(self.source, t, &full)));
                tables
                    .collect::<Option<_>>()
                    .ok_or_else(|| self.error(key, format!("it holds tables: [[{full}]]")))
            }
            Some(_) => Err(self.error(key, format!("there may be several of it: [[{full}]]"))),
        }
    }

    /// Every key with what is behind it, for tables whose keys are names.
    pub(crate) fn entries(&self) -> Vec<(String, &'a Item)> {
        self.table.iter().map(|(key, item)| (key.to_owned(), item)).collect()
    }

    /// A table among [`Table::entries`].
    pub(crate) fn entry(&self, key: &str, item: &'a Item) -> Result<Table<'a>, ConfigError> {
        match item.as_table_like() {
            Some(table) => Ok(Table::new(self.source, table, &self.full(key))),
            None => Err(self.error(key, format!("it is a table: [{}]", self.full(key)))),
        }
    }

    /// # Errors
    /// The first key that nobody asked for.
    pub(crate) fn finish(self) -> Result<(), ConfigError> {
        let Some((key, _)) = self.table.iter().find(|(key, _)| !self.known.contains(key)) else {
            return Ok(());
        };
        let hint = match suggest(key, self.known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known here: {}", self.known.join(", ")),
        };
        Err(ConfigError::UnknownKey {
            file: self.source.file.to_owned(),
            line: self.line_of(key),
            key: self.full(key),
            hint,
        })
    }
}
