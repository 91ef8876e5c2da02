//! From text to [`Config`].

use std::path::Path;

use toml_edit::{Document, Item};

use crate::SCHEMA;
use crate::error::ConfigError;
use crate::model::{AuthEntry, Config, DecodeRule, Decoder, Profile, Secret, Settings, TlsFiles};
use crate::table::{Source, Table};
use crate::tui::Tui;

/// Longest file that is read.
const MAX_BYTES: u64 = 4 << 20;
/// Values of `output`.
const OUTPUTS: &[&str] = &["table", "plain", "json", "jsonl", "yaml", "csv", "tsv", "raw"];
/// Values of `time`.
const TIMES: &[&str] = &["iso", "epoch", "relative", "local"];
/// Values of `undo`.
const UNDO: &[&str] = &["auto", "off"];
/// Names that `color` knows.
const COLORS: &[&str] = &["red", "orange", "yellow", "green", "cyan", "blue", "magenta", "white"];
/// Most lines of history.
const MAX_HISTORY: usize = 1_000_000;
/// Values of `sasl`.
const MECHANISMS: &[&str] = &["digest-md5"];

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ConfigError`]; a file that is not there is an error too.
    pub fn read(file: &Path) -> Result<Config, ConfigError> {
        Config::parse(&text_of(file)?, file)
    }

    /// Reads text that stands in `file`.
    ///
    /// # Errors
    /// [`ConfigError`] names the line.
    pub fn parse(text: &str, file: &Path) -> Result<Config, ConfigError> {
        let source = Source { file, text };
        let document = Document::parse(text).map_err(|e| ConfigError::Syntax {
            file: file.to_owned(),
            line: e.span().map_or(1, |s| source.line(s.start)),
            // The error's own text repeats the line, which may hold anything.
            reason: e.message().lines().collect::<Vec<_>>().join(", "),
        })?;
        let mut root = Table::new(&source, document.as_table(), "");
        // First of all: in a later schema nothing else need make sense.
        if let Some(found) = root.integer("schema")? {
            match found {
                1..=SCHEMA => {}
                ..=0 => return Err(root.error("schema", format!("{found} is no version"))),
                _ => return Err(ConfigError::Newer { file: file.to_owned(), found }),
            }
        }
        let mut config = Config { path: Some(file.to_owned()), ..Config::default() };
        config.current = root.string("current")?;
        if let Some(mut table) = root.table("defaults")? {
            config.defaults = settings(&mut table)?;
            table.finish()?;
        }
        if let Some(table) = root.table("profile")? {
            for (name, item) in table.entries() {
                if !is_name(&name) {
                    return Err(table.error(&name, "a profile's name has letters, digits, `-`, `_` and `.`"));
                }
                config.profiles.insert(name.clone(), profile(table.entry(&name, item)?)?);
            }
        }
        if let Some(table) = root.table("alias")? {
            for (name, item) in table.entries() {
                let command = item.as_str().filter(|c| !c.trim().is_empty());
                let command = command.ok_or_else(|| table.error(&name, "it takes a command as a string"))?;
                if !is_name(&name) {
                    return Err(table.error(&name, "an alias has letters, digits, `-`, `_` and `.`"));
                }
                config.aliases.insert(name, command.to_owned());
            }
        }
        if let Some(table) = root.table("decode")? {
            for (pattern, item) in table.entries() {
                config.decode.push(decode_rule(&table, pattern, item)?);
            }
        }
        if let Some(table) = root.table("tui")? {
            config.tui = Tui::read(table)?;
        }
        if let Some(current) = &config.current
            && !config.profiles.contains_key(current)
        {
            return Err(root.error("current", format!("there is no profile `{current}`")));
        }
        root.finish()?;
        Ok(config)
    }
}

/// # Errors
/// The file cannot be read, is too long, or is no UTF-8.
pub(crate) fn text_of(file: &Path) -> Result<String, ConfigError> {
    let fail = |source| ConfigError::Io { verb: "read", file: file.to_owned(), source };
    let size = std::fs::metadata(file).map_err(fail)?.len();
    if size > MAX_BYTES {
        return Err(fail(std::io::Error::other(format!(
            "it has {size} bytes, at most {MAX_BYTES} are read"
        ))));
    }
    std::fs::read_to_string(file).map_err(fail)
}

/// Whether it can name a profile or an alias.
pub(crate) fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty() && !name.starts_with('-') && name.chars().count() <= 64 && name.chars().all(fits)
}

fn settings(table: &mut Table<'_>) -> Result<Settings, ConfigError> {
    Ok(Settings {
        output: table.word("output", OUTPUTS)?,
        time: table.word("time", TIMES)?,
        timeout: table.duration("timeout")?,
        connect_timeout: table.duration("connect_timeout")?,
        session_timeout: table.duration("session_timeout")?,
        retries: table.count("retries")?,
        max_nodes: table.count("max_nodes")?,
        undo: table.word("undo", UNDO)?.map(|word| word == "auto"),
        history: history(table)?,
    })
}

fn history(table: &mut Table<'_>) -> Result<Option<usize>, ConfigError> {
    match table.count("history")? {
        Some(lines) if lines > MAX_HISTORY => {
            Err(table.error("history", format!("at most {MAX_HISTORY} lines are kept")))
        }
        lines => Ok(lines),
    }
}

fn decode_rule(table: &Table<'_>, pattern: String, item: &Item) -> Result<DecodeRule, ConfigError> {
    let how = match item.as_str() {
        Some("json") => Decoder::Json,
        Some("hex") => Decoder::Hex,
        Some(text) => match text.strip_prefix("cmd:").map(str::trim).filter(|c| !c.is_empty()) {
            Some(command) => Decoder::Command(command.to_owned()),
            None => return Err(table.error(&pattern, format!("`{text}` is none of json, hex, cmd:COMMAND"))),
        },
        None => return Err(table.error(&pattern, "it takes json, hex or cmd:COMMAND, as a string")),
    };
    if !pattern.starts_with('/') {
        return Err(table.error(&pattern, "a pattern for paths starts with /"));
    }
    match globset::Glob::new(&pattern) {
        Ok(_) => Ok(DecodeRule { pattern, how }),
        Err(error) => Err(table.error(&pattern, error.kind().to_string())),
    }
}

/// A colour's name, or its parts.
fn color(table: &mut Table<'_>) -> Result<Option<String>, ConfigError> {
    let Some(text) = table.string("color")? else { return Ok(None) };
    let hex =
        text.strip_prefix('#').is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
    if hex { Ok(Some(text)) } else { table.word("color", COLORS) }
}

fn profile(mut table: Table<'_>) -> Result<Profile, ConfigError> {
    let mut profile = Profile {
        connect: table.string("connect")?,
        protected: table.flag("protected")?.unwrap_or(false),
        protect_paths: table.strings("protect_paths")?.unwrap_or_default(),
        read_only: table.flag("read_only")?.unwrap_or(false),
        admin: table.one_or_more("admin")?,
        metrics: table.one_or_more("metrics")?,
        no_four_letter: table.flag("four_letter")? == Some(false),
        color: color(&mut table)?,
        tls: None,
        sasl: table.word("sasl", MECHANISMS)?,
        auth: Vec::new(),
        settings: settings(&mut table)?,
    };
    if let Some(path) = profile.protect_paths.iter().find(|p| !p.starts_with('/')) {
        return Err(table.error("protect_paths", format!("`{path}` does not start with /")));
    }
    if let Some(mut tls) = table.table("tls")? {
        profile.tls = Some(TlsFiles {
            ca: tls.path("ca")?,
            cert: tls.path("cert")?,
            key: tls.path("key")?,
            password_file: tls.path("password_file")?,
            server_name: tls.string("server_name")?,
            insecure: tls.flag("insecure")?.unwrap_or(false),
        });
        tls.finish()?;
    }
    for entry in table.tables("auth")? {
        profile.auth.push(auth(entry)?);
    }
    if profile.sasl.is_some() && !profile.auth.iter().any(|a| a.scheme == "sasl") {
        return Err(table.error("sasl", "it needs an [[auth]] with scheme = \"sasl\", which says who we are"));
    }
    table.finish()?;
    Ok(profile)
}

fn auth(mut table: Table<'_>) -> Result<AuthEntry, ConfigError> {
    // Before anything else: whoever writes a secret here is to be told so, whatever else is wrong.
    for key in ["secret", "password"] {
        if table.entries().iter().any(|(k, _)| k == key) {
            return Err(table.error(
                key,
                "secrets have no place in this file: secret_file, secret_cmd, or neither to be asked",
            ));
        }
    }
    let scheme = table.string("scheme")?.unwrap_or_else(|| "digest".into());
    let user = table.string("user")?;
    let secret = match (table.path("secret_file")?, table.string("secret_cmd")?) {
        (Some(_), Some(_)) => return Err(table.error("secret_cmd", "there is a secret_file already")),
        (Some(file), None) => Secret::File(file),
        (None, Some(command)) => Secret::Command(command),
        (None, None) => Secret::Ask,
    };
    let user = user.ok_or_else(|| table.error("scheme", "an [[auth]] needs a user"))?;
    if scheme.is_empty() || scheme.contains(':') || user.is_empty() || user.contains(':') {
        return Err(table.error("user", "scheme and user are not empty and hold no colon"));
    }
    table.finish()?;
    Ok(AuthEntry { scheme, user, secret })
}

#[cfg(test)]
mod tests;
