//! `--verbose`, `--debug` and `--log-file`: what becomes of the connection and of each request, for when something does
//! not work and nobody knows why. Credentials and data are never in it.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueHint};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::failure::{Failure, Result};
use crate::sanitise;

const GLOBAL: &str = "Global options";

/// How much is told.
#[derive(Args, Clone, Debug, Default)]
pub struct DiagnosticsArgs {
    /// Tell on stderr which servers are tried, why one fails, what becomes of the session
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub verbose: bool,
    /// The same, and every request with its answer and how long it took
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub debug: bool,
    /// Append that to a file instead; alone it is --verbose
    #[arg(long, value_name = "FILE", env = "ZKD_LOG_FILE", value_hint = ValueHint::FilePath)]
    #[arg(global = true, help_heading = GLOBAL, hide_env_values = true)]
    pub log_file: Option<PathBuf>,
}

impl DiagnosticsArgs {
    fn level(&self) -> Option<LevelFilter> {
        match self {
            DiagnosticsArgs { debug: true, .. } => Some(LevelFilter::DEBUG),
            DiagnosticsArgs { verbose: true, .. } | DiagnosticsArgs { log_file: Some(_), .. } => {
                Some(LevelFilter::INFO)
            }
            _ => None,
        }
    }
}

/// From now on it is told. `has_prompt`: somebody types lines, into which ours would run.
///
/// # Errors
/// The file cannot be written; a prompt and no file.
pub fn start(args: &DiagnosticsArgs, has_prompt: bool) -> Result<()> {
    let Some(level) = args.level() else { return Ok(()) };
    let sink = match &args.log_file {
        Some(path) => {
            let opened = File::options().append(true).create(true).open(path);
            Sink::File(
                opened.map_err(|e| Failure::io(format_args!("cannot write {}", path.display()), e))?.into(),
            )
        }
        None if has_prompt && io::stderr().is_terminal() => {
            return Err(Failure::usage("--verbose and --debug would write into the line that you type")
                .hint("--log-file FILE puts it elsewhere; follow it with tail -f"));
        }
        None => Sink::Stderr,
    };
    let lines = tracing_subscriber::fmt::layer().with_target(false).with_ansi(false).with_writer(sink);
    // Only what the client says: with `playground`, servers run in this process.
    let told = Targets::new().with_target("zk_client", level);
    tracing_subscriber::registry().with(told).with(lines).init();
    Ok(())
}

/// Where the lines go.
enum Sink {
    Stderr,
    File(std::sync::Arc<File>),
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(match self {
            Sink::Stderr => None,
            Sink::File(file) => Some(file.clone()),
        })
    }
}

/// Takes a whole line at a time, and makes it harmless: servers and paths have words in it.
struct Line(Option<std::sync::Arc<File>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let line = format!("{}\n", sanitise::line(text.trim_end_matches('\n')));
        match &self.0 {
            Some(file) => (&**file).write_all(line.as_bytes())?,
            None => io::stderr().write_all(line.as_bytes())?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
