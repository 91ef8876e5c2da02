//! What Tab offers: verbs, flags, flag values, node paths and file names. A pure function of the line, the
//! clap tree and two listings, so that it is tested without a terminal; `helper` feeds it to the editor.

use clap::builder::ValueHint;
use clap::{Arg, ArgAction, Command};
use zk_proto::path;

use super::tokenizer::{self, Word};
use crate::parse::resolve_path;

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What is listed.
    pub display: String,
    /// What replaces the word, quoted as needed.
    pub replacement: String,
}

/// The offers, and the byte from which on they replace the line up to the cursor.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Completion {
    pub start: usize,
    pub candidates: Vec<Candidate>,
}

/// Where names come from. `None` means "not known in time".
pub trait Listing {
    /// A completion starts: what it asks for has one deadline.
    fn begin(&self) {}
    /// Children of a node, by absolute path.
    fn nodes(&self, path: &str) -> Option<Vec<String>>;
    /// Entries of a local directory; those of directories end in a slash.
    fn files(&self, dir: &str) -> Option<Vec<String>>;
}

/// Most names offered at once; a node may have many thousands.
pub const MAX_CANDIDATES: usize = 200;

/// Completes `line` up to `pos`. `grammar` must have been built.
pub fn complete(grammar: &Command, line: &str, pos: usize, cwd: &str, listing: &dyn Listing) -> Completion {
    listing.begin();
    let before = line.get(..pos).unwrap_or(line);
    let mut split = tokenizer::split(before);
    let current = match split.words.last() {
        Some(last) if last.span.end == before.len() => split.words.pop(),
        _ => None,
    };
    let current = current.unwrap_or_else(|| Word::new(Vec::new(), before.len()..before.len(), false));
    let place = Place::find(grammar, split.texts());
    Completion { start: current.span.start, candidates: place.offers(&current, cwd, listing) }
}

/// What the grammar expects at the cursor.
struct Place<'a> {
    command: &'a Command,
    /// The option whose value comes next.
    pending: Option<&'a Arg>,
    positionals: usize,
    only_values: bool,
}

impl<'a> Place<'a> {
    fn find<'w>(grammar: &'a Command, words: impl Iterator<Item = &'w str>) -> Place<'a> {
        let mut place = Place { command: grammar, pending: None, positionals: 0, only_values: false };
        for word in words {
            if place.pending.take().is_some() {
                continue;
            }
            if word == "--" {
                place.only_values = true;
            } else if word.len() > 1 && word.starts_with('-') && !place.only_values {
                place.pending = option(place.command, word).filter(|_| !word.contains('='));
            } else if let Some(sub) = place.command.find_subcommand(word) {
                place.command = sub;
            } else {
                place.positionals += 1;
            }
        }
        place
    }

    fn offers(&self, word: &Word, cwd: &str, listing: &dyn Listing) -> Vec<Candidate> {
        if let Some(arg) = self.pending {
            return values(arg, word, cwd, listing);
        }
        if word.text.starts_with('-') && !word.quoted && !self.only_values {
            return flags(self.command, &word.text);
        }
        if self.command.has_subcommands() && self.positionals == 0 {
            return verbs(self.command, &word.text);
        }
        let mut positionals = self.command.get_positionals();
        let last = self.command.get_positionals().last();
        match positionals.nth(self.positionals).or(last.filter(|a| is_repeated(a))) {
            Some(arg) => values(arg, word, cwd, listing),
            None => Vec::new(),
        }
    }
}

fn is_repeated(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
}

/// The option of `command` that a word names, if it takes a value.
fn option<'a>(command: &'a Command, word: &str) -> Option<&'a Arg> {
    let arg = match word.strip_prefix("--") {
        Some(long) => command.get_arguments().find(|a| a.get_long() == Some(long)),
        // Of bundled short flags only the last may take a value.
        None => word.chars().last().and_then(|c| command.get_arguments().find(|a| a.get_short() == Some(c))),
    };
    arg.filter(|a| a.get_action().takes_values())
}

fn plain(text: &str) -> Candidate {
    Candidate { display: text.to_owned(), replacement: text.to_owned() }
}

fn with_space(text: &str) -> Candidate {
    Candidate { display: text.to_owned(), replacement: format!("{text} ") }
}

/// A sole offer gets a blank behind it; several must not, the common prefix would end in one.
fn finish(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    if let [only] = candidates.as_mut_slice() {
        *only = with_space(&only.replacement);
    }
    candidates
}

fn verbs(command: &Command, prefix: &str) -> Vec<Candidate> {
    let mut names: Vec<&str> = command
        .get_subcommands()
        .filter(|c| !c.is_hide_set())
        .map(Command::get_name)
        .filter(|n| n.starts_with(prefix))
        .collect();
    if names.is_empty() {
        // zkCli's spellings are offered to fingers that started them.
        names = command
            .get_subcommands()
            .flat_map(|c| c.get_all_aliases().chain(c.is_hide_set().then(|| c.get_name())))
            .filter(|n| n.starts_with(prefix))
            .collect();
    }
    names.sort_unstable();
    names.dedup();
    finish(names.into_iter().map(plain).collect())
}

fn flags(command: &Command, prefix: &str) -> Vec<Candidate> {
    let mut names: Vec<String> = command
        .get_arguments()
        .filter(|a| !a.is_hide_set())
        .filter_map(Arg::get_long)
        .map(|long| format!("--{long}"))
        .filter(|n| n.starts_with(prefix))
        .collect();
    names.sort_unstable();
    finish(names.iter().map(|n| plain(n)).collect())
}

fn values(arg: &Arg, word: &Word, cwd: &str, listing: &dyn Listing) -> Vec<Candidate> {
    let possible: Vec<Candidate> = arg
        .get_possible_values()
        .iter()
        .filter(|v| !v.is_hide_set() && v.get_name().starts_with(&word.text))
        .map(|v| plain(v.get_name()))
        .collect();
    if !possible.is_empty() {
        return finish(possible);
    }
    let names = |name: &str| arg.get_value_names().is_some_and(|v| v.iter().any(|n| n.as_str() == name));
    let is_file =
        matches!(arg.get_value_hint(), ValueHint::FilePath | ValueHint::DirPath | ValueHint::AnyPath);
    if names("PATH") {
        node_paths(&word.text, cwd, listing)
    } else if is_file {
        files("", &word.text, listing)
    } else if names("DATA") && word.text.starts_with('@') {
        files("@", &word.text[1..], listing)
    } else {
        Vec::new()
    }
}

fn node_paths(typed: &str, cwd: &str, listing: &dyn Listing) -> Vec<Candidate> {
    let (dir, prefix) = typed.rsplit_once('/').map_or(("", typed), |(d, p)| (&typed[..d.len() + 1], p));
    let parent = resolve_path(cwd, dir);
    let Some(children) = listing.nodes(&parent) else { return Vec::new() };
    let mut names: Vec<String> = children.into_iter().filter(|n| n.starts_with(prefix)).collect();
    names.sort_unstable();
    match names.as_slice() {
        [] => Vec::new(),
        [only] => {
            let text = format!("{dir}{only}");
            let has_children = listing.nodes(&path::join(&parent, only)).is_some_and(|c| !c.is_empty());
            let replacement = if has_children {
                tokenizer::quote(&format!("{text}/"))
            } else {
                format!("{} ", tokenizer::quote(&text))
            };
            vec![Candidate { display: only.clone(), replacement }]
        }
        names if names.len() > MAX_CANDIDATES => wide(dir, prefix, names),
        names => {
            let offer = |n: &String| Candidate {
                display: n.clone(),
                replacement: tokenizer::quote(&format!("{dir}{n}")),
            };
            names.iter().map(offer).collect()
        }
    }
}

/// Too many to list: first what they have in common, then the beginning of the list and how many more.
fn wide(dir: &str, prefix: &str, names: &[String]) -> Vec<Candidate> {
    let common = common_prefix(names);
    if common.len() > prefix.len() {
        return vec![plain(&tokenizer::quote(&format!("{dir}{common}")))];
    }
    let typed = tokenizer::quote(&format!("{dir}{prefix}"));
    let more = names.len() - MAX_CANDIDATES;
    let hint = Candidate { display: format!("… {more} more, type to narrow"), replacement: typed };
    let first = names.iter().take(MAX_CANDIDATES);
    first
        .map(|n| Candidate { display: n.clone(), replacement: tokenizer::quote(&format!("{dir}{n}")) })
        .chain([hint])
        .collect()
}

fn common_prefix(names: &[String]) -> &str {
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return "" };
    // Sorted: what the ends have in common, all have.
    let shared = first.chars().zip(last.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    &first[..shared]
}

fn files(sign: &str, typed: &str, listing: &dyn Listing) -> Vec<Candidate> {
    let (dir, prefix) = typed.rsplit_once('/').map_or(("", typed), |(d, p)| (&typed[..d.len() + 1], p));
    let mut names = listing.files(if dir.is_empty() { "." } else { dir }).unwrap_or_default();
    names.retain(|n| n.starts_with(prefix) && (!n.starts_with('.') || prefix.starts_with('.')));
    names.sort_unstable();
    names.truncate(MAX_CANDIDATES);
    let offer = |n: &String| {
        let mut replacement = tokenizer::quote(&format!("{sign}{dir}{n}"));
        if names.len() == 1 && !n.ends_with('/') {
            replacement.push(' ');
        }
        Candidate { display: n.clone(), replacement }
    };
    names.iter().map(offer).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::ShellLine;

    struct Fake;

    impl Listing for Fake {
        fn nodes(&self, path: &str) -> Option<Vec<String>> {
            let names: &[&str] = match path {
                "/" => &["kafka", "zookeeper", "a b", "kafka-old"],
                "/kafka" => &["brokers", "config"],
                "/kafka/brokers" => &["ids"],
                "/kafka/brokers/ids" | "/kafka/config" | "/a b" | "/kafka-old" => &[],
                "/wide" => return Some((0..1000).map(|n| format!("n-{n:04}")).collect()),
                _ => return None,
            };
            Some(names.iter().map(|n| (*n).to_owned()).collect())
        }

        fn files(&self, dir: &str) -> Option<Vec<String>> {
            (dir == ".").then(|| vec!["notes.txt".into(), "dir/".into(), ".hidden".into()])
        }
    }

    fn offers(line: &str, cwd: &str) -> Vec<String> {
        let mut grammar = ShellLine::command();
        grammar.build();
        let done = complete(&grammar, line, line.len(), cwd, &Fake);
        done.candidates.into_iter().map(|c| format!("{}{}", &line[..done.start], c.replacement)).collect()
    }

    #[test]
    fn verbs_are_offered_first() {
        assert_eq!(offers("cre", "/"), ["create "]);
        assert!(offers("", "/").contains(&"ls".to_owned()));
        assert_eq!(offers("delete", "/"), ["delete", "deleteall"]);
        assert_eq!(offers("getEp", "/"), ["getEphemerals "]);
        assert_eq!(offers("acl s", "/"), ["acl set "]);
        assert!(offers("nonsense", "/").is_empty());
    }

    #[test]
    fn flags_and_their_values() {
        assert_eq!(offers("create --eph", "/"), ["create --ephemeral "]);
        assert_eq!(offers("ls -o js", "/"), ["ls -o json", "ls -o jsonl"]);
        assert_eq!(offers("ls --output ta", "/"), ["ls --output table "]);
        assert!(offers("ls --", "/").contains(&"ls --recursive".to_owned()));
    }

    #[test]
    fn paths_descend_from_the_root_or_the_working_node() {
        assert_eq!(offers("get /z", "/"), ["get /zookeeper "]);
        assert_eq!(offers("get /kafka/br", "/"), ["get /kafka/brokers/"]);
        assert_eq!(offers("get co", "/kafka"), ["get config "]);
        assert_eq!(offers("get ../z", "/kafka"), ["get ../zookeeper "]);
        assert_eq!(offers("stat -o json /kafka/c", "/"), ["stat -o json /kafka/config "]);
        assert_eq!(offers("get /ka", "/"), ["get /kafka", "get /kafka-old"]);
        assert_eq!(offers("delete /x /kafka/c", "/"), ["delete /x /kafka/config "]);
        assert_eq!(offers("cd ka", "/"), ["cd kafka", "cd kafka-old"]);
    }

    #[test]
    fn names_with_blanks_are_quoted_whatever_was_typed() {
        assert_eq!(offers("get /a", "/"), ["get '/a b' "]);
        assert_eq!(offers("get '/a ", "/"), ["get '/a b' "]);
        assert_eq!(offers("get /a\\ ", "/"), ["get '/a b' "]);
    }

    #[test]
    fn data_is_not_a_path_but_may_be_a_file() {
        assert!(offers("set /kafka /k", "/").is_empty());
        assert_eq!(offers("set /kafka @no", "/"), ["set /kafka @notes.txt "]);
        assert_eq!(offers("multi -f di", "/"), ["multi -f dir/"]);
    }

    #[test]
    fn wide_nodes_are_narrowed_and_cut() {
        assert_eq!(offers("ls /wide/", "/"), ["ls /wide/n-0"]);
        let many = offers("ls /wide/n-0", "/");
        assert_eq!(many.len(), MAX_CANDIDATES + 1);
        assert_eq!(many.last().unwrap(), "ls /wide/n-0");
    }

    #[test]
    fn unknown_in_time_offers_nothing() {
        assert!(offers("ls /stalled/x", "/").is_empty());
    }
}
