//! `zkd`: reads the configuration, starts the server, waits for a signal.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use sd_notify::NotifyState;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use zkd::config::effective::Effective;
use zkd::{Config, Server, StopReason};

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A ZooKeeper server.
///
/// Speaks Apache ZooKeeper's client protocol and uses its data directories and its zoo.cfg. Without arguments it
/// serves 127.0.0.1:2181 and keeps its data under the user's state directory.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  zkd                                     a server for yourself
  zkd --config /etc/zookeeper/zoo.cfg     a server as Apache's is configured
  zkd config check --config zoo.cfg       look before you start
  zkd config show --config zoo.cfg        what is in effect, and which line says so
  zkd status --config zoo.cfg             the running server's mode, as zkServer.sh status shows it

The environment variable ZKD_LOG sets what is logged, for example ZKD_LOG=debug or ZKD_LOG=zkd=debug.")]
struct Args {
    /// A zoo.cfg, with Apache's keys.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Look at a configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Ask the server of a configuration for its mode, as zkServer.sh status does; exit 1 if it does not serve.
    Status {
        /// The server's zoo.cfg.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
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
const EXIT_NOT_SERVING: u8 = 1;
const EXIT_LOG_FAILED: u8 = 10;

fn main() -> ExitCode {
    let args = Args::parse();
    match args.command {
        Some(Command::Config { command: ConfigCommand::Check { config } }) => {
            let report = zkd::config::check(&config);
            println!("{report}");
            if report.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(EXIT_BAD_CONFIG) }
        }
        Some(Command::Config { command: ConfigCommand::Show { config, all, json } }) => {
            match Effective::read(&config) {
                Ok(effective) if json => println!("{:#}", effective.json()),
                Ok(effective) => print!("{}", effective.table(all)),
                Err(e) => {
                    eprintln!("{e}");
                    return ExitCode::from(EXIT_BAD_CONFIG);
                }
            }
            ExitCode::SUCCESS
        }
        Some(Command::Status { config }) => match Config::load(&config) {
            Ok((config, _)) => {
                let status = zkd::ask_status::ask(&config);
                println!("{}", status.text);
                if status.serves { ExitCode::SUCCESS } else { ExitCode::from(EXIT_NOT_SERVING) }
            }
            Err(e) => {
                eprintln!("{e}");
                ExitCode::from(EXIT_BAD_CONFIG)
            }
        },
        None => serve(args.config),
    }
}

fn serve(path: Option<PathBuf>) -> ExitCode {
    let filter = EnvFilter::try_from_env("ZKD_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let ansi = std::io::IsTerminal::is_terminal(&std::io::stderr()) && std::env::var_os("NO_COLOR").is_none();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(ansi).init();
    let config = match load(path) {
        Ok(config) => config,
        Err(text) => {
            eprintln!("{text}");
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

/// Tells systemd, if it started this process and wants to know.
fn tell_supervisor(state: &[NotifyState<'_>]) {
    if let Err(e) = sd_notify::notify(state) {
        tracing::warn!("cannot tell the supervisor ($NOTIFY_SOCKET): {e}");
    }
}

fn load(path: Option<PathBuf>) -> Result<Config, String> {
    match path {
        None => {
            Config::default_user().map_err(|e| format!("no directory for the data: {e}; give --config FILE"))
        }
        Some(path) => {
            let (config, warnings) = Config::load(&path).map_err(|e| e.to_string())?;
            for w in warnings {
                tracing::warn!("{w}");
            }
            Ok(config)
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
        tell_supervisor(&[NotifyState::Ready]);
        let stopped = server.stopped();
        let reason = tokio::select! {
            _ = terminate.recv() => StopReason::Asked,
            _ = interrupt.recv() => StopReason::Asked,
            reason = stopped => reason,
        };
        tracing::info!("stopping");
        tell_supervisor(&[NotifyState::Stopping]);
        Ok(reason)
    })
}
