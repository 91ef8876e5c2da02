//! zkctl: the admin's command line for ZooKeeper. One-shot commands, a shell, offline forensics, a playground.
//!
//! `args` is the command line as data; `commands` and `offline` do the work and return values (`reply`);
//! `output` gives those a form; `shell` feeds lines to the same commands; `exit` and `failure` say how it ended.

mod alias;
mod args;
pub mod bench;
mod bench_args;
mod bulk;
mod bulk_args;
mod client_failure;
mod commands;
mod complete;
mod completions;
mod connect_args;
mod context;
mod data;
mod decode;
mod decode_args;
mod departure;
mod diagnostics;
mod ephemerals;
mod examples;
mod exit;
mod explore;
mod failure;
mod form_args;
mod group_args;
mod help;
mod interrupt;
mod ls_args;
mod man;
mod node_args;
mod offline;
mod output;
mod parse;
mod playground;
mod profile;
mod program_args;
mod recipes;
mod reply;
mod sanitise;
mod shell;
mod shell_args;
mod survey;
mod walk_args;
mod watch_args;
mod zkcli;
mod zkcli_args;

use std::borrow::Cow;
use std::ffi::OsString;
use std::future::Future;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};
use tokio::runtime::Runtime;

use args::{Cli, Format, LineArgs, Top, When};
use context::Context;
pub use exit::Exit;
use failure::{Failure, Result};
use output::{Out, is_json};
use reply::Reply;
use shell::Shell;
use zkcli::Wording;

/// How long an interrupted one-shot command may take to close its session.
const GRACE: Duration = Duration::from_secs(3);

/// How long work that does not await may go on behind the deadline before the process ends.
const LATE_GRACE: Duration = Duration::from_millis(500);

/// Runs the program with these arguments, the program's name first.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let zkcli::Start { args, wording } = match zkcli::rewrite(args.clone()) {
        Ok(start) => start,
        Err(failure) => {
            let format = if wants_json(&args) { Format::Json } else { Format::Plain };
            return report(&failure, format).into();
        }
    };
    let mut args = args;
    let words = args.split_off(args.len().min(1));
    args.extend(recipes::limit::rename(Cli::command, words));
    let cli = match parse(&args) {
        Ok(mut cli) => {
            if wording == Wording::Zkcli {
                cli.line.speak_as_zkcli();
            }
            cli
        }
        Err(e) if e.use_stderr() && wants_json(&args) => {
            return report(&clap_failure(&e), Format::Json).into();
        }
        Err(e) if wants_json(&args) => {
            let printed = print_help(&e);
            return printed.unwrap_or_else(|failure| report(&failure, Format::Json)).into();
        }
        Err(e) => {
            // It quotes words that a script may have from anywhere. A reader that left does not want the help text.
            let text = e.render().to_string();
            let _ = match sanitise::block(&text) {
                Cow::Borrowed(_) => e.print(),
                Cow::Owned(safe) => write!(io::stderr(), "{safe}"),
            };
            return ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(Exit::Usage.code()));
        }
    };
    let wanted = cli.line.output;
    match run(cli) {
        Ok(code) => code,
        Err(failure) => report(&failure, wanted.unwrap_or(Format::Plain)).into(),
    }
}

/// The command line, an alias in the place of the command included.
fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    let parse = |args: &[OsString]| {
        let mut grammar = examples::program();
        let matches = grammar.try_get_matches_from_mut(args)?;
        let mut cli = Cli::from_arg_matches(&matches).map_err(|e| e.format(&mut grammar))?;
        cli.connect.note_sources(&matches);
        Ok(cli)
    };
    match parse(args) {
        Err(error) => match alias::expand(args, &error) {
            Some(expanded) => parse(&expanded),
            None => Err(error),
        },
        cli => cli,
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let Cli { connect, diagnostics, line, command } = cli;
    line.check()?;
    let has_prompt =
        matches!(command, None | Some(Top::Shell | Top::Playground(_))) && std::io::stdin().is_terminal();
    diagnostics::start(&diagnostics, has_prompt)?;
    interrupt::limit_run(line.deadline);
    let is_online = matches!(command, None | Some(Top::Shell | Top::Run(_) | Top::Verb(_)));
    if line.output == Some(Format::Zkcli) && is_online {
        print_line(&format!(
            "Connecting to {}\n",
            sanitise::line(connect.connect.as_deref().unwrap_or("localhost:2181"))
        ))?;
    }
    match connect.color {
        When::Always => anstream::ColorChoice::Always.write_global(),
        When::Never => anstream::ColorChoice::Never.write_global(),
        When::Auto => {}
    }
    match command {
        Some(Top::Completions(args)) => return Ok(print("script", completions::run(&args)?, &line)?.into()),
        Some(Top::Help(args)) => {
            let mut grammar = examples::program();
            grammar.build();
            return Ok(print("help", Some(help::text(&mut grammar, &args.words())?), &line)?.into());
        }
        Some(Top::Man(args)) => return Ok(print("page", man::run(&args)?, &line)?.into()),
        Some(Top::Bench(_) | Top::Playground(_) | Top::Recipe(_)) if connect.offline.is_some() => {
            return Err(Failure::usage("--offline is for what reads a tree"));
        }
        Some(Top::Bench(args)) => {
            let runtime = runtime()?;
            let mut context = Context::new(connect, &line)?;
            // It listens for Ctrl-C itself: what was measured until then is worth printing.
            let time = line.deadline.unwrap_or(Duration::MAX);
            let run = commands::bench::run(args, &mut context);
            runtime
                .block_on(async { tokio::time::timeout(time, run).await.map_err(|_| Failure::late())? })?;
        }
        Some(Top::Playground(args)) => return Ok(playground::run(&args, connect, line, &runtime()?)?.into()),
        Some(Top::Recipe(recipe)) => return recipes::run(recipe, connect, &line, &runtime()?),
        Some(Top::Profile(command)) => {
            let runtime = runtime()?;
            let reply = block_on(&runtime, Host::OneShot, profile::commands::run(command, &connect, &line))?;
            let mut out = Out::stdout(line.output, &line.form, connect.color);
            if !matches!(reply, Reply::Nothing) || out.is_json() {
                out.show(&reply)?;
            }
            out.end()?;
        }
        Some(Top::Verb(verb)) => {
            shell::refuse_watch(&verb)?;
            let runtime = runtime()?;
            departure::guard(runtime.handle());
            let mut context = Context::new(connect, &line)?;
            if let Some(spec) = context.connect_args().offline.clone() {
                offline::past::check(&verb)?;
                offline::past::attach(&spec, &runtime, &mut context)?;
            }
            let result = block_on(&runtime, Host::OneShot, commands::run(verb, &mut context));
            // A stream that was cut off is closed, so that what was printed is whole.
            let ended = context.out.end().map_err(Failure::from);
            context.note_outcome(&result);
            block_on_quietly(&runtime, context.disconnect());
            result.and(ended)?;
        }
        Some(Top::Jq(args)) => decode::jq::child(&args)?,
        Some(Top::Complete(args)) => {
            let paths = complete::run(&args, connect, &runtime()?);
            return Ok(print("paths", Some(paths), &line)?.into());
        }
        Some(Top::Run(args)) => {
            let runtime = runtime()?;
            departure::guard(runtime.handle());
            let mut context = Context::new(connect, &line)?;
            if let Some(spec) = context.connect_args().offline.clone() {
                offline::past::attach(&spec, &runtime, &mut context)?;
            }
            return Ok(Shell::new(&runtime, context, line, None).run_file(&args.file).into());
        }
        Some(Top::Shell) | None => {
            let runtime = runtime()?;
            departure::guard(runtime.handle());
            let mut context = Context::new(connect, &line)?;
            if let Some(spec) = context.connect_args().offline.clone() {
                offline::past::attach(&spec, &runtime, &mut context)?;
            }
            return Ok(Shell::new(&runtime, context, line, None).run().into());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Parses a command line with a grammar that has been added to.
fn parse_words<T: FromArgMatches>(mut grammar: clap::Command, words: &[OsString]) -> Result<T, clap::Error> {
    let mut matches = grammar.try_get_matches_from_mut(words)?;
    T::from_arg_matches_mut(&mut matches).map_err(|e| e.format(&mut grammar))
}

/// Prints a text of our own as it stands, or under its name in a document.
fn print(key: &'static str, text: Option<String>, line: &LineArgs) -> Result<Exit> {
    let mut out = Out::stdout(line.output, &line.form, When::Never);
    match text {
        Some(text) if out.is_json() => out.show(&Reply::Text { key, text })?,
        Some(text) => {
            out.raw(&text)?;
            out.end()?;
        }
        None if out.is_json() => out.show(&Reply::Nothing)?,
        None => {}
    }
    Ok(Exit::Ok)
}

fn print_line(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Help and version where `-o json` asked for a document.
fn print_help(error: &clap::Error) -> Result<Exit> {
    let key = if error.kind() == ErrorKind::DisplayVersion { "version" } else { "help" };
    let line = LineArgs { output: Some(Format::Json), ..LineArgs::default() };
    print(key, Some(error.render().to_string().trim_end().to_owned()), &line)
}

/// Sessions live in the background while the shell waits for a line: the runtime has threads of its own.
fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| Failure::io("cannot start", e))
}

/// Who runs a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Host {
    /// The program, and ends after it.
    OneShot,
    /// A shell, which goes on.
    Shell,
}

/// Runs a command until it is done or Ctrl-C is pressed. A command that blocks, and so cannot be cancelled,
/// is ended with the process: a moment later, or in the shell at the second Ctrl-C.
fn block_on<T>(runtime: &Runtime, host: Host, work: impl Future<Output = Result<T>>) -> Result<T> {
    interrupt::clear();
    runtime.block_on(async {
        let _busy = departure::Busy::begin();
        let late = async {
            match interrupt::deadline() {
                Some((at, _)) => tokio::time::sleep_until(at.into()).await,
                None => std::future::pending().await,
            }
        };
        let too_late = tokio::spawn(async move {
            let Some((at, _)) = interrupt::deadline() else { return };
            tokio::time::sleep_until((at + LATE_GRACE).into()).await;
            // Whatever it is that does not yield: the run is over.
            std::process::exit(report(&Failure::late(), Format::Plain).code().into());
        });
        let last_resort = tokio::spawn(async move {
            let _ = tokio::signal::ctrl_c().await;
            interrupt::request();
            if host == Host::Shell {
                let _ = tokio::signal::ctrl_c().await;
            } else {
                tokio::time::sleep(GRACE).await;
            }
            // What is under way is told here, too: on a busy machine the work may not have come to it.
            std::process::exit(report(&Failure::interrupted(), Format::Plain).code().into());
        });
        let result = tokio::select! {
            result = work => result,
            _ = tokio::signal::ctrl_c() => Err(Failure::interrupted()),
            () = departure::asked() => Err(Failure::interrupted().with_exit(Exit::Terminated)),
            () = late => Err(Failure::late()),
        };
        last_resort.abort();
        too_late.abort();
        result
    })
}

fn block_on_quietly(runtime: &Runtime, work: impl Future<Output = ()>) {
    runtime.block_on(work);
}

/// Tells a failure on stderr, in the form that was asked for, and returns its exit code.
fn report(failure: &Failure, format: Format) -> Exit {
    if !failure.is_quiet() {
        if is_json(format) {
            let _ = writeln!(std::io::stderr(), "{}", sanitise::json(&output::error_json(failure)));
        } else if format == Format::Zkcli {
            let _ = writeln!(std::io::stderr(), "{}", output::zkcli_failure(failure));
        } else {
            let style = clap::builder::Styles::styled();
            let error = style.get_error();
            let _ = writeln!(
                anstream::stderr(),
                "{error}error:{error:#} {}",
                sanitise::block(&failure.to_string())
            );
        }
    }
    failure.exit()
}

/// A line on stderr that is said even with `--quiet`.
fn say(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// True if the arguments, which could not be parsed, ask for JSON.
fn wants_json(args: &[OsString]) -> bool {
    let is_json = |v: &str| matches!(v, "json" | "jsonl" | "yaml");
    let args: Vec<&str> = args.iter().filter_map(|a| a.to_str()).collect();
    args.windows(2).any(|w| (w[0] == "-o" || w[0] == "--output") && is_json(w[1]))
        || args.iter().any(|a| a.strip_prefix("--output=").or(a.strip_prefix("-o")).is_some_and(is_json))
}

/// What is wrong with a command line, as one sentence.
fn clap_sentence(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let paragraph = text.split("\n\n").next().unwrap_or(text);
    paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// A command line's error as a failure: the sentence, then clap's tip or the usage.
fn clap_failure(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let line = |mark: &str| text.lines().map(str::trim).find_map(|l| l.strip_prefix(mark)).map(str::trim);
    // "To pass '-x' as a value" helps nobody who mistyped an option.
    let tip = line("tip:").filter(|tip| !tip.starts_with("to pass"));
    let unknown = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) => Some(word),
        _ => None,
    };
    if let Some(word) = unknown {
        let hint = tip.unwrap_or("`help` lists the commands");
        return Failure::usage(format!("there is no command `{word}`")).hint(hint);
    }
    let failure = Failure::usage(clap_sentence(error));
    match (tip, line("Usage:")) {
        (Some(tip), _) => failure.hint(tip),
        (None, Some(usage)) => failure.hint(format!("usage: {usage}")),
        (None, None) => failure,
    }
}
