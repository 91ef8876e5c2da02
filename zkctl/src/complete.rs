//! Znode paths for the completion of the system's shells: `zkctl get /a/<Tab>`. The scripts of `completions` ask a hidden
//! command for them. It has 150 ms in all, connecting included, and says nothing when that is too short.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use clap::{CommandFactory, FromArgMatches};
use tokio::runtime::Runtime;
use zk_client::{Client, Options};

use crate::args::{Cli, ConnectArgs, LineArgs};
use crate::context::Context;
use crate::examples;
use crate::program_args::CompleteArgs;
use crate::shell::completer::{Listing, complete};
use crate::shell::tokenizer;
use crate::zkcli;

/// Names that are asked of the server; files are the shell's own business.
struct Live<'a> {
    runtime: &'a Runtime,
    client: Option<Client>,
    deadline: Instant,
}

impl Listing for Live<'_> {
    fn nodes(&self, path: &str) -> Option<Vec<String>> {
        let client = self.client.as_ref()?;
        let left = self.deadline.saturating_duration_since(Instant::now());
        let asked = async { tokio::time::timeout(left, client.get_children(path)).await };
        Some(self.runtime.block_on(asked).ok()?.ok()?.into_value().names)
    }

    fn files(&self, _dir: &str) -> Option<Vec<String>> {
        None
    }
}

/// The paths that may stand for the last word, one on a line.
pub fn run(args: &CompleteArgs, base: ConnectArgs, runtime: &Runtime) -> String {
    let deadline = Instant::now() + args.budget;
    let mut words = words(args);
    let Some(last) = words.pop().filter(|word| word.starts_with('/')) else { return String::new() };
    let words = std::iter::once("zkctl".to_owned()).chain(words).map(OsString::from);
    let Ok(start) = zkcli::rewrite(words) else { return String::new() };
    let matches = Cli::command().ignore_errors(true).try_get_matches_from(&start.args);
    let connect = matches.ok().and_then(|m| ConnectArgs::from_arg_matches(&m).ok()).unwrap_or(base);
    let live = Live { runtime, client: client(&connect, args.budget, runtime), deadline };
    let mut line: String =
        start.args.iter().skip(1).map(|w| tokenizer::quote(&w.to_string_lossy()) + " ").collect();
    // Not quoted: the quote would have to stay open.
    line.push_str(&last);
    let mut grammar = examples::program();
    grammar.build();
    let done = complete(&grammar, &line, line.len(), "/", &live);
    if let Some(client) = &live.client {
        let left = live.deadline.saturating_duration_since(Instant::now());
        let _ = runtime.block_on(async { tokio::time::timeout(left, client.close()).await });
    }
    let offers = done.candidates.iter().filter(|c| !c.display.starts_with('…'));
    let paths = offers.map(|c| tokenizer::split(&c.replacement).texts().collect::<String>());
    // Shells insert them as they stand: what would not be one harmless word is left out.
    let harmless = |path: &String| path.starts_with('/') && tokenizer::quote(path) == *path;
    paths.filter(harmless).map(|path| path + "\n").collect()
}

fn words(args: &CompleteArgs) -> Vec<String> {
    match &args.line {
        // The first word is the program's name; behind a blank a new word begins.
        Some(line) => {
            let fresh = line.ends_with(char::is_whitespace).then(String::new);
            tokenizer::split(line).texts().skip(1).map(str::to_owned).chain(fresh).collect()
        }
        None => args.words.clone(),
    }
}

/// A session as the profile has it; nobody is asked for anything.
fn client(connect: &ConnectArgs, budget: Duration, runtime: &Runtime) -> Option<Client> {
    let line = LineArgs { no_input: true, ..LineArgs::default() };
    let mut context = Context::new(connect.clone(), &line).ok()?;
    let servers = context.servers().ok()?;
    let connected = async {
        let usual = context.options().await.ok()?;
        let session_timeout = Duration::from_secs(4);
        let options = Options { connect_timeout: budget, session_timeout, read_only: true, ..usual };
        Client::connect(servers, options).await.ok()
    };
    runtime.block_on(async { tokio::time::timeout(budget, connected).await }).ok()?
}
