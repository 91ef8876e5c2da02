//! zkCli's way to start the program: `-server`, `-timeout` and their like, rewritten before clap sees them; and its
//! name, under which the program speaks as zkCli does.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::{ArgAction, Command, CommandFactory};

use crate::args::Cli;
use crate::failure::{Failure, Result};

/// Whose words the program uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wording {
    #[default]
    Own,
    /// zkCli's, closely enough for what greps in them.
    Zkcli,
}

/// The command line as clap takes it.
#[derive(Debug, Default)]
pub struct Start {
    pub args: Vec<OsString>,
    pub wording: Wording,
}

/// zkCli's options, for suggestions.
const OPTIONS: &[&str] = &["-server", "-timeout", "-r", "-waitforconnection", "-client-configuration"];

/// Turns zkCli's single-dash options, where they stand before the command, into ours.
///
/// # Errors
/// An option that is neither zkCli's nor ours, where zkCli would skip it in silence; one without its value.
pub fn rewrite(args: impl IntoIterator<Item = OsString>) -> Result<Start> {
    let mut args = args.into_iter();
    let mut start = Start::default();
    start.args.extend(args.next());
    if start.args.first().is_some_and(|program| is_zkcli(program)) {
        start.wording = Wording::Zkcli;
    }
    let mut grammar = None;
    while let Some(arg) = args.next() {
        let Some(option) = arg.to_str().filter(|a| a.starts_with('-') && *a != "-" && *a != "--") else {
            // The command: what stands behind it is its own.
            start.args.extend(verb_words(std::iter::once(arg).chain(args).collect()));
            return Ok(start);
        };
        let mut value =
            |what: &str| args.next().ok_or_else(|| Failure::usage(format!("{option} needs {what}")));
        match option {
            "-server" => {
                start.args.extend(["--connect".into(), value("a list of servers, host:port[,host:port…]")?])
            }
            "-r" => start.args.push("--accept-read-only".into()),
            "-client-configuration" => {
                start.args.extend(["--client-configuration".into(), value("a file of Java properties")?]);
            }
            "-waitforconnection" => {}
            "-timeout" => {
                let ms = value("a number of milliseconds")?;
                let number = ms.to_str().and_then(|text| text.parse::<u32>().ok());
                let number = number.ok_or_else(|| {
                    let text = ms.to_string_lossy().into_owned();
                    Failure::usage(format!("`{text}` is no number of milliseconds for -timeout"))
                        .hint("-timeout 30000; or --session-timeout 30s")
                })?;
                start.args.extend(["--session-timeout".into(), format!("{number}ms").into()]);
            }
            "--style" => start.wording = wording(&value("zkcli or zkctl")?)?,
            _ if option.starts_with("--style=") => start.wording = wording(OsStr::new(&option[8..]))?,
            _ => {
                let grammar = grammar.get_or_insert_with(Cli::command);
                let takes = takes_value(grammar, option)?;
                start.args.push(arg.clone());
                if takes {
                    start.args.extend(args.next());
                }
            }
        }
    }
    Ok(start)
}

fn is_zkcli(program: &OsStr) -> bool {
    let name = Path::new(program).file_name().and_then(OsStr::to_str).unwrap_or_default();
    matches!(name, "zkCli" | "zkCli.sh")
}

fn wording(text: &OsStr) -> Result<Wording> {
    match text.to_str() {
        Some("zkcli") => Ok(Wording::Zkcli),
        Some("zkctl") => Ok(Wording::Own),
        _ => Err(Failure::usage(format!("`{}` is no style of the program", text.to_string_lossy()))
            .hint("--style zkcli speaks as zkCli does, --style zkctl is the usual way")),
    }
}

/// Whether an option of ours takes the next word as its value.
fn takes_value(grammar: &Command, option: &str) -> Result<bool> {
    let takes = |arg: &clap::Arg| matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    if let Some(long) = option.strip_prefix("--") {
        let arg = grammar.get_arguments().find(|a| a.get_long() == Some(long));
        // What clap does not know either it says better.
        return Ok(arg.is_some_and(takes));
    }
    for (at, letter) in option.char_indices().skip(1) {
        if matches!(letter, 'h' | 'V') {
            continue;
        }
        let Some(arg) = grammar.get_arguments().find(|a| a.get_short() == Some(letter)) else {
            return Err(unknown(option));
        };
        if takes(arg) {
            return Ok(at + letter.len_utf8() == option.len());
        }
    }
    Ok(false)
}

fn unknown(option: &str) -> Failure {
    let near = |known: &&&str| {
        known.starts_with(option) || option.starts_with(*known) || known.get(..3) == option.get(..3)
    };
    let hint = match OPTIONS.iter().find(near) {
        Some(known) => format!("did you mean {known}?"),
        None => format!("zkCli's options are {}; `zkctl --help` lists the others", OPTIONS.join(", ")),
    };
    Failure::usage(format!("there is no option `{option}`")).hint(hint)
}

/// zkCli's spelling of a command's own options, where clap cannot know it: `reconfig -add`, and `config` with its
/// flags, which is a group of commands here.
pub fn verb_words(mut words: Vec<OsString>) -> Vec<OsString> {
    let is = |word: &OsString, texts: &[&str]| word.to_str().is_some_and(|w| texts.contains(&w));
    match words.first().and_then(|w| w.to_str()) {
        Some("reconfig") => {
            for word in words.iter_mut().skip(1) {
                if is(word, &["-add", "-remove", "-members", "-file"]) {
                    *word = format!("-{}", word.to_string_lossy()).into();
                }
            }
        }
        Some("config")
            if words.iter().skip(1).all(|w| is(w, &["-c", "-w", "-s", "-cs", "-sc", "-cw", "-wc"])) =>
        {
            words[0] = "getConfig".into();
        }
        _ => {}
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(line: &str) -> Result<Start> {
        rewrite(line.split(' ').map(OsString::from))
    }

    fn to(line: &str) -> String {
        let args = start(line).unwrap().args;
        args.iter().map(|a| a.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn zkcli_options_are_rewritten_before_the_command_only() {
        assert_eq!(
            to("zkctl -server h:1 -timeout 3000 -r ls -server"),
            "zkctl --connect h:1 --session-timeout 3000ms --accept-read-only ls -server"
        );
        assert_eq!(
            to("zkctl -client-configuration f -server h:1 ls"),
            "zkctl --client-configuration f --connect h:1 ls"
        );
        assert_eq!(to("zkctl -waitforconnection ls /"), "zkctl ls /");
        assert_eq!(
            to("zkctl -C h:1 -o json -server i:2 get /a"),
            "zkctl -C h:1 -o json --connect i:2 get /a"
        );
        assert_eq!(to("zkctl -ojson -qy -server i:2 get /a"), "zkctl -ojson -qy --connect i:2 get /a");
        assert_eq!(to("zkctl --timeout 1s -r get /a"), "zkctl --timeout 1s --accept-read-only get /a");
        assert_eq!(to("zkctl -server h:1 config -c"), "zkctl --connect h:1 getConfig -c");
        assert_eq!(to("zkctl -o json config"), "zkctl -o json getConfig");
        assert_eq!(to("zkctl config show"), "zkctl config show");
        assert_eq!(to("zkctl reconfig -add x -v 1"), "zkctl reconfig --add x -v 1");
    }

    #[test]
    fn what_is_unknown_is_refused_with_a_suggestion() {
        let refusal = |line: &str| start(line).unwrap_err().to_string();
        assert!(refusal("zkctl -serer h:1 ls").contains("did you mean -server?"));
        assert!(refusal("zkctl -wait ls").contains("did you mean -waitforconnection?"));
        assert!(refusal("zkctl -foo ls").contains("zkCli's options are"));
        assert!(refusal("zkctl -timeout 30s ls").contains("`30s` is no number of milliseconds"));
        assert!(refusal("zkctl -server").contains("-server needs"));
        assert!(refusal("zkctl --style java ls").contains("`java`"));
    }

    #[test]
    fn the_name_or_an_option_chooses_the_wording() {
        assert_eq!(start("/opt/zk/bin/zkCli.sh ls /").unwrap().wording, Wording::Zkcli);
        assert_eq!(start("zkctl --style zkcli ls /").unwrap().wording, Wording::Zkcli);
        assert_eq!(start("zkCli --style=zkctl ls /").unwrap().wording, Wording::Own);
        assert_eq!(to("zkctl --style zkcli log cat --style java f"), "zkctl log cat --style java f");
    }
}
