//! Changes of the file that keep its comments and its order.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, value};

use crate::error::ConfigError;
use crate::model::Config;
use crate::read::{is_name, text_of};

/// A file that is being changed. Nothing is written before [`Editor::save`], and only what can be read again.
pub struct Editor {
    file: PathBuf,
    document: DocumentMut,
}

impl Editor {
    /// Opens a file; one that is not there is started.
    ///
    /// # Errors
    /// [`ConfigError`] if it cannot be used as it is.
    pub fn open(file: &Path) -> Result<Editor, ConfigError> {
        let text = match text_of(file) {
            Ok(text) => text,
            Err(ConfigError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                "schema = 1\n".to_owned()
            }
            Err(error) => return Err(error),
        };
        Config::parse(&text, file)?;
        let document = text.parse().map_err(|e: toml_edit::TomlError| ConfigError::Syntax {
            file: file.to_owned(),
            line: 1,
            reason: e.message().to_owned(),
        })?;
        Ok(Editor { file: file.to_owned(), document })
    }

    /// Makes a profile the one that is used where none is named.
    pub fn set_current(&mut self, name: Option<&str>) {
        match name {
            Some(name) => self.document["current"] = value(name),
            None => {
                self.document.remove("current");
            }
        }
    }

    /// Adds an empty profile; false if there is one of that name, or if it is no name.
    pub fn add(&mut self, name: &str) -> bool {
        let profiles = self.document.entry("profile").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        match profiles.as_table_like_mut() {
            Some(table) if is_name(name) && !table.contains_key(name) => {
                table.insert(name, Item::Table(Table::new()));
                true
            }
            _ => false,
        }
    }

    /// Removes a profile, and its being the current one; false if there is none.
    pub fn remove(&mut self, name: &str) -> bool {
        let profiles = self.document.get_mut("profile").and_then(Item::as_table_like_mut);
        let removed = profiles.is_some_and(|table| table.remove(name).is_some());
        if removed && self.document.get("current").and_then(Item::as_str) == Some(name) {
            self.document.remove("current");
        }
        removed
    }

    /// Sets a string of a profile, in the table `tls` of it if `key` is `tls.…`.
    pub fn set_text(&mut self, profile: &str, key: &str, text: &str) {
        self.set(profile, key, value(text));
    }

    /// Sets a switch of a profile.
    pub fn set_flag(&mut self, profile: &str, key: &str, on: bool) {
        self.set(profile, key, value(on));
    }

    /// Sets a list of strings of a profile.
    pub fn set_list(&mut self, profile: &str, key: &str, texts: &[String]) {
        self.set(profile, key, value(texts.iter().collect::<Array>()));
    }

    /// Appends credentials to a profile; the secret's place is a key and its value, if it is not to be asked for.
    pub fn add_auth(&mut self, profile: &str, scheme: &str, user: &str, secret: Option<(&str, &str)>) {
        let Some(table) = self.profile(profile) else { return };
        let list = table.entry("auth").or_insert_with(|| Item::ArrayOfTables(Default::default()));
        let mut entry = Table::new();
        entry["scheme"] = value(scheme);
        entry["user"] = value(user);
        if let Some((key, place)) = secret {
            entry[key] = value(place);
        }
        if let Some(list) = list.as_array_of_tables_mut() {
            list.push(entry);
        }
    }

    /// Writes the file anew, readable by its owner only, in one step.
    ///
    /// # Errors
    /// [`ConfigError`] of what would have been written, or of writing it.
    pub fn save(self) -> Result<Config, ConfigError> {
        let text = self.document.to_string();
        let config = Config::parse(&text, &self.file)?;
        let fail = |source| ConfigError::Io { verb: "write", file: self.file.clone(), source };
        // A link stays one: what it leads to is replaced.
        let file = std::fs::canonicalize(&self.file).unwrap_or_else(|_| self.file.clone());
        let dir = file.parent().unwrap_or(Path::new("."));
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(fail)?;
        let mut new = file.as_os_str().to_owned();
        new.push(format!(".{}.new", std::process::id()));
        let new = PathBuf::from(new);
        let written = (|| {
            let mut out = std::fs::File::options().write(true).create_new(true).mode(0o600).open(&new)?;
            out.write_all(text.as_bytes())?;
            out.sync_all()?;
            std::fs::rename(&new, &file)?;
            std::fs::File::open(dir)?.sync_all()
        })();
        if written.is_err() {
            let _ = std::fs::remove_file(&new);
        }
        written.map_err(fail)?;
        Ok(config)
    }

    fn profile(&mut self, name: &str) -> Option<&mut dyn TableLike> {
        self.document.get_mut("profile")?.as_table_like_mut()?.get_mut(name)?.as_table_like_mut()
    }

    fn set(&mut self, profile: &str, key: &str, item: Item) {
        let Some(table) = self.profile(profile) else { return };
        match key.split_once('.') {
            None => {
                table.insert(key, item);
            }
            Some((outer, inner)) => {
                let outer = table.entry(outer).or_insert_with(|| Item::Table(Table::new()));
                if let Some(outer) = outer.as_table_like_mut() {
                    outer.insert(inner, item);
                }
            }
        }
    }
}
