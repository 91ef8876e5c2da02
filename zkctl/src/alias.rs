//! Aliases of the configuration file: one word for a command with arguments. A command of the program is never replaced.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};

use crate::connect_args::ConnectArgs;
use crate::profile;
use crate::shell::tokenizer;

/// The command line with the word that is no command replaced by what it stands for; `None` if it stands for nothing.
pub fn expand(args: &[OsString], error: &clap::Error) -> Option<Vec<OsString>> {
    let word = unknown(error)?;
    let file = file_of(args)?;
    replace(args, &word, &zk_config::Config::read(&file).ok()?)
}

/// The same for the words of a line of the shell.
pub fn expand_line(words: &[OsString], error: &clap::Error, args: &ConnectArgs) -> Option<Vec<OsString>> {
    replace(words, &unknown(error)?, &profile::config(args).ok()?)
}

fn replace(words: &[OsString], word: &str, config: &zk_config::Config) -> Option<Vec<OsString>> {
    let meaning = tokenizer::split(config.aliases.get(word)?);
    let at = words.iter().position(|w| w.to_str() == Some(word))?;
    let (before, after) = words.split_at(at);
    let meaning = meaning.texts().map(OsString::from);
    Some(before.iter().cloned().chain(meaning).chain(after.iter().skip(1).cloned()).collect())
}

fn unknown(error: &clap::Error) -> Option<String> {
    match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        _ => None,
    }
}

/// Where the configuration is, on a command line that could not be parsed.
fn file_of(args: &[OsString]) -> Option<std::path::PathBuf> {
    if args.iter().any(|a| a == "--no-config") {
        return None;
    }
    let named =
        args.iter().enumerate().find_map(|(i, arg)| match arg.to_str()?.strip_prefix("--config")? {
            "" => args.get(i + 1).cloned(),
            rest => rest.strip_prefix('=').map(OsString::from),
        });
    let named = named.or_else(|| std::env::var_os("ZKD_CONFIG"));
    named.map(Into::into).or_else(zk_config::default_path)
}
