//! `zkd`: reads the configuration, starts the server, waits for a signal.

mod log;
mod manual;
mod supervisor;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use tokio::signal::unix::{SignalKind, signal};
use zkd::config::UnknownKeys;
use zkd::config::effective::Effective;
use zkd::{Config, Server, StopReason};

use crate::log::LogFormat;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A ZooKeeper server.
///
/// Speaks Apache ZooKeeper's client protocol and uses its data directories and its zoo.cfg. Without arguments it
/// serves 127.0.0.1:2181 and keeps its data under the user's state directory.
#[derive(Parser)]
#[command(version)]
#[command(after_help = "Examples:
  zkd                                     a server for yourself
  zkd --config /etc/zookeeper/zoo.cfg     a server as Apache's is configured
  zkd config check --config zoo.cfg       look before you start
  zkd config show --config zoo.cfg        what is in effect, and which line says so
  zkd status --config zoo.cfg             the running server's mode, as zkServer.sh status shows it

SIGHUP makes the server read its zoo.cfg again; the log says what was taken up and what takes a restart.
The environment variable ZKD_LOG sets what is logged, for example ZKD_LOG=debug or ZKD_LOG=zkd=debug.")]
struct Args {
    /// A zoo.cfg, with Apache's keys.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How messages are written to stderr.
    #[arg(long, value_name = "FORMAT", env = "ZKD_LOG_FORMAT", default_value = "text")]
    log_format: LogFormat,
    /// What becomes of a configuration with keys that neither zkd nor Apache ZooKeeper knows; warn: they are told and ignored.
    #[arg(long, global = true, value_name = "WHAT", env = "ZKD_UNKNOWN_KEYS", default_value = "refuse")]
    unknown_keys: UnknownKeysArg,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Copy, ValueEnum)]
enum UnknownKeysArg {
    Refuse,
    Warn,
}

impl From<UnknownKeysArg> for UnknownKeys {
    fn from(arg: UnknownKeysArg) -> UnknownKeys {
        match arg {
            UnknownKeysArg::Refuse => UnknownKeys::Refuse,
            UnknownKeysArg::Warn => UnknownKeys::Warn,
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Look at a configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Print the manual page, for man(1): `zkd man | man -l -`.
    #[command(hide = true)]
    Man,
    /// Print a script that completes zkd's arguments in a shell.
    #[command(hide = true)]
    Completions { shell: Shell },
    /// Ask the server of a configuration for its mode, as zkServer.sh status does; exit 1 if it does not serve.
    Status {
        /// The server's zoo.cfg.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Exit 0 also if it answers and does not serve, such as a member that waits for the others: for probes that kill
        /// what they take for dead.
        #[arg(long)]
        alive: bool,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check a zoo.cfg as the server would; exit 2 if it would not start with it.
    Check {
        /// The file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
    },
    /// Show what is in effect: each key with its value and the line that sets it. Secrets are left out.
    Show {
        /// The file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Also the keys that have their defaults.
        #[arg(long)]
        all: bool,
        /// As JSON, with all keys.
        #[arg(long)]
        json: bool,
    },
}

/// Exit codes, Apache's where it has one.
const EXIT_BAD_CONFIG: u8 = 2;
const EXIT_STORAGE: u8 = 3;
const EXIT_LISTEN: u8 = 1;
const EXIT_LISTEN_HTTP: u8 = 4;
const EXIT_LISTEN_QUORUM: u8 = 14;
const EXIT_NOT_SERVING: u8 = 1;
const EXIT_LOG_FAILED: u8 = 10;

fn main() -> ExitCode {
    let args = parse();
    let unknown = args.unknown_keys.into();
    match args.command {
        Some(Command::Config { command: ConfigCommand::Check { config } }) => {
            let report = zkd::config::check_with(&config, unknown);
            println!("{report}");
            if report.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(EXIT_BAD_CONFIG) }
        }
        Some(Command::Config { command: ConfigCommand::Show { config, all, json } }) => {
            match Effective::read(&config, unknown) {
                Ok(effective) if json => println!("{:#}", effective.json()),
                Ok(effective) => print!("{}", effective.table(all)),
                Err(e) => {
                    eprintln!("{e}");
                    return ExitCode::from(EXIT_BAD_CONFIG);
                }
            }
            ExitCode::SUCCESS
        }
        Some(Command::Status { config, alive }) => match Config::load_with(&config, unknown) {
            Ok((config, _)) => {
                let status = zkd::ask_status::ask(&config);
                println!("{}", status.text);
                if status.serves || alive && status.answers {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::from(EXIT_NOT_SERVING)
                }
            }
            Err(e) => {
                eprintln!("{e}");
                ExitCode::from(EXIT_BAD_CONFIG)
            }
        },
        Some(Command::Man) => printed("the manual page", manual::page()),
        Some(Command::Completions { shell }) => printed("the script", manual::completions(shell)),
        None => serve(args.config, unknown, args.log_format),
    }
}

/// The arguments. Some are for the server alone.
fn parse() -> Args {
    let matches = Args::command().get_matches();
    let is_given = |arg: &&str| matches.value_source(arg) == Some(ValueSource::CommandLine);
    if let (Some(command), Some(arg)) =
        (matches.subcommand_name(), ["config", "log_format"].into_iter().find(|arg| is_given(arg)))
    {
        let text = format!(
            "--{} in front of {command} is for the server, which is not started by this command",
            arg.replace('_', "-")
        );
        Args::command().error(ErrorKind::ArgumentConflict, text).exit();
    }
    Args::from_arg_matches(&matches).unwrap_or_else(|e| e.exit())
}

fn printed(what: &str, result: std::io::Result<()>) -> ExitCode {
    match result {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("cannot write {what}: {e}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn serve(path: Option<PathBuf>, unknown: UnknownKeys, log_format: LogFormat) -> ExitCode {
    log::init(log_format);
    let config = match load(path, unknown) {
        Ok(config) => config,
        Err(text) => {
            eprintln!("{text}\nInvalid config, exiting abnormally");
            return ExitCode::from(EXIT_BAD_CONFIG);
        }
    };
    let server = match Server::start(config) {
        Ok(server) => server,
        Err(e) => {
            tracing::error!("{e}");
            return ExitCode::from(match e {
                zkd::StartError::Storage(_) => EXIT_STORAGE,
                zkd::StartError::Tls(_) => EXIT_BAD_CONFIG,
                zkd::StartError::ListenHttp { .. } => EXIT_LISTEN_HTTP,
                zkd::StartError::ListenQuorum { .. } => EXIT_LISTEN_QUORUM,
                _ => EXIT_LISTEN,
            });
        }
    };
    let data = server.config().data_dir.display();
    match server.secure_client_addr() {
        Some(secure) if secure == server.client_addr() => {
            println!("zkd serves TLS clients on {secure} with its data in {data}");
        }
        Some(secure) => {
            println!(
                "zkd serves clients on {} and with TLS on {secure} with its data in {data}",
                server.client_addr()
            );
        }
        None => println!("zkd serves clients on {} with its data in {data}", server.client_addr()),
    }
    match wait(&server) {
        Ok(StopReason::Asked) => match server.stop() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(EXIT_LOG_FAILED),
        },
        Ok(StopReason::Storage(_)) => ExitCode::from(EXIT_LOG_FAILED),
        Err(e) => {
            tracing::error!("cannot wait for signals: {e}");
            ExitCode::from(EXIT_LISTEN)
        }
    }
}

fn load(path: Option<PathBuf>, unknown: UnknownKeys) -> Result<Config, String> {
    match path {
        None => {
            Config::default_user().map_err(|e| format!("no directory for the data: {e}; give --config FILE"))
        }
        Some(path) => {
            tracing::info!("Reading configuration from: {}", path.display());
            let (config, warnings) = Config::load_with(&path, unknown).map_err(|e| e.to_string())?;
            for w in warnings {
                tracing::warn!("{w}");
            }
            Ok(config)
        }
    }
}

/// Takes up what has changed in the configuration, as far as that can be done, and says what.
fn reload(server: &Server) {
    match server.reload() {
        Ok(changes) if changes.is_empty() => tracing::info!("configuration read again: nothing has changed"),
        Ok(changes) => changes.iter().for_each(|change| tracing::info!("configuration read again: {change}")),
        // There may be several problems, and an event is a line.
        Err(e) => {
            e.to_string().lines().for_each(|problem| tracing::error!("configuration read again: {problem}"));
        }
    }
}

/// Waits for a signal to stop, or for the server to stop by itself.
fn wait(server: &Server) -> std::io::Result<StopReason> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        // Only now: a supervisor may stop at once what says that it is ready.
        supervisor::ready();
        let stopped = server.stopped();
        let mut hang_up = signal(SignalKind::hangup())?;
        let watchdog = supervisor::keep_watchdog(server);
        tokio::pin!(stopped, watchdog);
        let reason = loop {
            tokio::select! {
                _ = terminate.recv() => break StopReason::Asked,
                _ = interrupt.recv() => break StopReason::Asked,
                _ = hang_up.recv() => reload(server),
                reason = &mut stopped => break reason,
                never = &mut watchdog => match never {},
            }
        };
        tracing::info!("stopping");
        supervisor::stopping();
        Ok(reason)
    })
}
