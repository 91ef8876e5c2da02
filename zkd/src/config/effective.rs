//! The configuration in effect, key by key: what counts, where it comes from, and what zkd does with it. For
//! `zkd config show`; secrets are left out.

use std::fmt;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::config::keys::{self, Category, KEYS, Key};
use crate::config::{Config, ConfigErrors, UnknownKeys, properties, read_bounded};

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// As written in the file.
    pub name: String,
    /// What counts. Of a secret only that there is one.
    pub value: String,
    /// The line of the file that says so; `None`: it is the default.
    pub line_number: Option<u32>,
    /// What it is for.
    pub meaning: &'static str,
    /// Why it does nothing, if that is so.
    pub without_effect: Option<&'static str>,
}

/// All keys of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The file's name.
    pub name: String,
    /// Those of the file in its order, then those with their defaults.
    pub settings: Vec<Setting>,
}

/// What is shown of a secret.
pub(super) const SECRET: &str = "(a secret)";

impl Effective {
    /// Reads and checks the file as the server would.
    ///
    /// # Errors
    /// What is wrong with it: a configuration that no server would start with has no effect to show.
    pub fn read(path: &Path, unknown: UnknownKeys) -> Result<Effective, ConfigErrors> {
        let name = path.display().to_string();
        let (config, _) = Config::load_with(path, unknown)?;
        let text = read_bounded(path).map_err(|e| ConfigErrors::file(&name, &e))?;
        Ok(Effective::of(&config, &text, name))
    }

    pub(super) fn of(config: &Config, text: &[u8], name: String) -> Effective {
        let (entries, _) = properties::parse(text);
        let mut settings: Vec<Setting> = Vec::new();
        for (i, entry) in entries.iter().enumerate() {
            let counts = !entries[i + 1..].iter().any(|later| later.key == entry.key);
            if let (true, Some(key)) = (counts, keys::find(&entry.key)) {
                let value = if is_secret(&entry.key) { SECRET.to_owned() } else { entry.value.clone() };
                let derived = derived(config, &entry.key).filter(|v| *v != value && !is_secret(&entry.key));
                let value = derived.map_or(value.clone(), |counts| format!("{counts} (written: {value})"));
                settings.push(setting(config, key, &entry.key, value, Some(entry.line_number)));
            }
        }
        for key in KEYS.iter().filter(|k| !k.name.ends_with('.')) {
            if !settings.iter().any(|s| s.name == key.name) {
                let value = derived(config, key.name).unwrap_or_else(|| key.default.to_owned());
                settings.push(setting(config, key, key.name, value, None));
            }
        }
        Effective { name, settings }
    }

    /// For people: a line for each key; those with their defaults only if `all`.
    pub fn table(&self, all: bool) -> impl fmt::Display + '_ {
        Table { settings: self, all }
    }

    /// For scripts. All keys, whatever their origin.
    pub fn json(&self) -> Value {
        let setting = |s: &Setting| {
            let mut fields = Map::new();
            fields.insert("key".into(), s.name.clone().into());
            fields.insert("value".into(), s.value.clone().into());
            fields.insert("origin".into(), if s.line_number.is_some() { "file" } else { "default" }.into());
            fields.insert("line".into(), s.line_number.into());
            fields.insert("meaning".into(), s.meaning.into());
            fields.insert("without_effect".into(), s.without_effect.into());
            Value::Object(fields)
        };
        json!({ "schema": "zkd/1", "file": self.name, "settings": self.settings.iter().map(setting).collect::<Vec<_>>() })
    }
}

fn setting(config: &Config, key: &Key, name: &str, value: String, line_number: Option<u32>) -> Setting {
    let of_member = matches!(
        key.category,
        Category::Ensemble | Category::EnsembleNoEffectYet(_) | Category::EnsembleNotYet(_)
    );
    let without_effect = match key.category {
        _ if of_member && config.ensemble().is_none() => Some("for members of an ensemble"),
        Category::JavaOnly => Some("for the Java server"),
        Category::NoEffectYet | Category::NotYet(_) => Some("not in this version"),
        Category::EnsembleNoEffectYet(_) | Category::EnsembleNotYet(_) => Some("not in this version"),
        Category::Honoured | Category::Ensemble => None,
    };
    Setting { name: name.to_owned(), value, line_number, meaning: key.meaning, without_effect }
}

/// Values that follow from others, or are not taken as they are written.
fn derived(config: &Config, name: &str) -> Option<String> {
    Some(match name {
        "dataLogDir" => config.data_log_dir.display().to_string(),
        "minSessionTimeout" => config.min_session_timeout_ms.to_string(),
        "maxSessionTimeout" => config.max_session_timeout_ms.to_string(),
        "autopurge.snapRetainCount" => config.autopurge_retain.to_string(),
        "jute.maxbuffer.extrasize" => config.max_buffer_extra_bytes.to_string(),
        "snapCount" => config.snap_count.to_string(),
        _ => return None,
    })
}

pub(super) fn is_secret(name: &str) -> bool {
    let meant = if keys::find(name).is_some() { None } else { keys::closest(name) };
    names_a_secret(name) || meant.is_some_and(names_a_secret)
}

/// Of a key that nobody knows (`--unknown-keys warn`), its name has to do.
fn names_a_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("zookeeper.").unwrap_or(&name);
    // A path to a password is none.
    name.ends_with("password")
        || name.ends_with("passwd")
        || name.ends_with("secret")
        || name.ends_with("token")
        || name.ends_with("superdigest")
        || name == "admin.users"
        || name.contains(".user_")
}

struct Table<'a> {
    settings: &'a Effective,
    all: bool,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = &self.settings.settings;
        let shown: Vec<&Setting> = all.iter().filter(|s| self.all || s.line_number.is_some()).collect();
        let width =
            |text: fn(&Setting) -> &str| shown.iter().map(|s| text(s).chars().count()).max().unwrap_or(0);
        let (names, values) = (width(|s| &s.name), width(|s| &s.value).min(60));
        for s in &shown {
            let origin = s.line_number.map_or_else(|| "default".to_owned(), |n| format!("line {n}"));
            let effect = s.without_effect.map(|why| format!(" (without effect: {why})")).unwrap_or_default();
            let value = s.value.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'");
            writeln!(f, "{:names$}  {value:values$}  {origin:9}{}{effect}", s.name, s.meaning)?;
        }
        match all.len() - shown.len() {
            0 => Ok(()),
            more => writeln!(f, "{more} more keys have their defaults; --all shows them"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Effective {
        let (config, _) = Config::parse(text, "zoo.cfg").unwrap();
        Effective::of(&config, text.as_bytes(), "zoo.cfg".into())
    }

    fn find<'a>(all: &'a Effective, name: &str) -> &'a Setting {
        all.settings.iter().find(|s| s.name == name).unwrap()
    }

    #[test]
    fn every_value_has_its_origin_and_derived_ones_are_worked_out() {
        let all = show("dataDir=/d\nclientPort=2181\ntickTime=1000\ntickTime=2000\nmaxSessionTimeout=-1\n");
        let of = |name: &str| (find(&all, name).value.as_str(), find(&all, name).line_number);
        assert_eq!(of("tickTime"), ("2000", Some(4)));
        assert_eq!(of("minSessionTimeout"), ("4000", None));
        assert_eq!(of("maxSessionTimeout"), ("40000 (written: -1)", Some(5)));
        assert_eq!(of("dataLogDir"), ("/d", None));
        assert_eq!(of("forceSync"), ("yes", None));
        assert_eq!(find(&all, "initLimit").without_effect, Some("for members of an ensemble"));
        let shown = all.table(false).to_string();
        assert_eq!(shown.lines().count(), 5, "{shown}");
        assert!(shown.contains("more keys have their defaults"), "{shown}");
    }

    #[test]
    fn secrets_are_not_shown_in_any_form() {
        let text = "dataDir=/d\nclientPort=1\nDigestAuthenticationProvider.superDigest=super:canary=\n\
                    ssl.keyStore.password=canary\nssl.quorum.trustStore.password=canary\n";
        let all = show(text);
        assert_eq!(find(&all, "DigestAuthenticationProvider.superDigest").value, SECRET);
        assert!(!format!("{} {} {all:?}", all.table(true), all.json()).contains("canary"));
    }

    #[test]
    fn json_has_every_key_once() {
        let all = show("dataDir=/d\nclientPort=1\n").json();
        let names: Vec<&str> =
            all["settings"].as_array().unwrap().iter().map(|s| s["key"].as_str().unwrap()).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        assert!(names.len() > 100);
    }
}
