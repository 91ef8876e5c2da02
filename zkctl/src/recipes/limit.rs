//! `--timeout` behind `lock`, `elect`, `barrier` and `wait`: there it limits the wait as a whole. Everywhere else, and in
//! ZKD_TIMEOUT, it limits one operation. clap cannot tell the two apart, so this one gets its own name before clap sees it.

use std::ffi::OsString;

use clap::Command;

/// Commands whose `--timeout` is a wait.
const WAITING: &[&str] = &["lock", "elect", "barrier", "wait"];

/// Turns `--timeout` into `--wait` where it stands behind one of these commands and before what that runs. `args` are
/// without the program's name.
pub fn rename(grammar: fn() -> Command, args: Vec<OsString>) -> Vec<OsString> {
    if !args.iter().any(|arg| arg.to_str().is_some_and(|text| text.starts_with("--timeout"))) {
        return args;
    }
    let is_waiting = command_index(&grammar(), &args)
        .and_then(|at| args.get(at)?.to_str().map(|word| (at, WAITING.contains(&word))));
    let Some((at, true)) = is_waiting else { return args };
    let mut own = true;
    let rename = |(i, arg): (usize, OsString)| {
        own &= arg != "--";
        match arg.to_str() {
            Some("--timeout") if own && i > at => "--wait".into(),
            Some(text) if own && i > at => match text.strip_prefix("--timeout=") {
                Some(value) => format!("--wait={value}").into(),
                None => arg,
            },
            _ => arg,
        }
    };
    args.into_iter().enumerate().map(rename).collect()
}

/// Where the command's name stands: the first word that is neither an option nor an option's value.
fn command_index(grammar: &Command, args: &[OsString]) -> Option<usize> {
    let mut value_follows = false;
    args.iter().position(|arg| {
        if std::mem::take(&mut value_follows) {
            return false;
        }
        let Some(text) = arg.to_str() else { return false };
        let option = if let Some(long) = text.strip_prefix("--") {
            grammar.get_arguments().find(|a| a.get_long() == Some(long))
        } else if let Some(short) = text.strip_prefix('-') {
            // What is behind a short option's letter is its value.
            let only = short.chars().next().filter(|_| short.chars().count() == 1);
            grammar.get_arguments().find(|a| only.is_some() && a.get_short() == only)
        } else {
            return true;
        };
        value_follows = option.is_some_and(|a| a.get_action().takes_values());
        false
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    #[test]
    fn only_the_timeout_of_a_waiting_command_is_renamed() {
        let to = |line: &str| -> String {
            let out = rename(Cli::command, line.split(' ').map(OsString::from).collect());
            out.iter().map(|a| a.to_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        for (line, renamed) in [
            ("lock /l --timeout 5s -- x --timeout 1s", "lock /l --wait 5s -- x --timeout 1s"),
            ("-C h:1 -q --timeout 3s lock /l --timeout=5s", "-C h:1 -q --timeout 3s lock /l --wait=5s"),
            ("barrier wait /b --timeout 5s", "barrier wait /b --wait 5s"),
        ] {
            assert_eq!(to(line), renamed);
        }
        for line in [
            "get lock --timeout 5s",
            "-C lock get /a --timeout 5s",
            "-Clock get /a --timeout 5s",
            "",
            "--timeout 5s",
        ] {
            assert_eq!(to(line), line);
        }
    }
}
