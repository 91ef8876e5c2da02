//! Everything that touches the world: sockets, terminal, files, signals, the clock.

pub mod args;
mod browse;
pub mod connect_args;
mod editor;
pub mod manual;
mod once;
mod playground;
mod poll;
mod recorder;
mod target;
pub mod terminal;

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use zk_client::Options;
use zk_config::Config;

use crate::app::columns::Chosen;
use crate::app::keymap::Keymap;
use crate::app::{Look, Start};
use crate::model::Settings;
use crate::model::server::Sources;
use crate::replay::Player;
use crate::view::theme::Theme;
use args::{Args, Color};
use target::Target;

/// Where what is shown comes from.
enum Source {
    /// Servers, and what a session with them is opened with.
    Live(Box<Target>, Box<Options>),
    /// A recording.
    Replay(Box<Player>),
}

/// Runs the program; what it gives is its exit code.
pub fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(what) = args.generate {
        return manual::print(what);
    }
    match run(args) {
        Ok(code) => code,
        Err(e) => {
            if let Some(killed) = e.downcast_ref::<terminal::Killed>() {
                return ExitCode::from(128 + killed.0);
            }
            eprintln!("zktui: {}", crate::text::clean(&format!("{e:#}")));
            ExitCode::from(2)
        }
    }
}

fn run(mut args: Args) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        // Only names are resolved there.
        .max_blocking_threads(8)
        .build()
        .context("cannot start the runtime")?;
    let config = match args.connect.no_config {
        true => Config::default(),
        false => Config::load(args.connect.config.as_deref()).map_err(target::told)?,
    };
    args.no_mouse |= config.tui.mouse == Some(false);
    let headless = args.once.once || args.once.jsonl;
    let playground = if args.playground { Some(playground::Playground::start(args.servers)?) } else { None };
    if args.once.once
        && let Some(playground) = &playground
    {
        runtime.block_on(playground.wait())?;
    }
    let mut start = Start {
        title: String::new(),
        look: look(&args, &config),
        settings: settings(&args, &config),
        write: args.write,
        view: args.view.0,
        keys: configured(&config, Keymap::with(&config.tui.keys))?,
        columns: configured(&config, Chosen::of(&config.tui.columns))?,
        bookmarks: config.tui.bookmarks.clone(),
        profiles: config.profiles.keys().cloned().collect(),
        ..Start::default()
    };
    let source = source(&args, &config, playground.as_ref())?;
    match &source {
        Source::Replay(player) => start.title.clone_from(&player.title),
        Source::Live(target, _) => {
            aim(&mut start, target, args.write)?;
            if target.is_insecure() {
                eprintln!("warning: TLS without verification (--tls-insecure): whoever answers is believed");
            }
        }
    }
    let code = if headless {
        runtime.block_on(once::run(&args, source, start))
    } else {
        runtime.block_on(terminal::run(&args, &config, source, start)).map(|()| ExitCode::SUCCESS)
    };
    // A name that is still being resolved must not hold up the end.
    runtime.shutdown_background();
    if let Some(playground) = playground {
        playground.stop()?;
    }
    code
}

/// What of the beginning depends on whom one watches.
fn aim(start: &mut Start, target: &Target, write: bool) -> Result<()> {
    if target.read_only && write {
        bail!("profile {} is read-only: --write does not go with it", target.title);
    }
    start.title.clone_from(&target.title);
    start.protected = target.is_protected();
    start.settings.sources = Sources { admin: !target.admin.is_empty(), metrics: !target.metrics.is_empty() };
    start.settings.secure = target.tls.is_some();
    Ok(())
}

fn source(args: &Args, config: &Config, playground: Option<&playground::Playground>) -> Result<Source> {
    if let Some(file) = &args.replay {
        let name = file.display();
        let opened =
            std::fs::File::open(file).with_context(|| format!("cannot open the recording {name}"))?;
        let mut player = Player::read(std::io::BufReader::new(opened)).with_context(|| format!("{name}"))?;
        player.speed = args.speed.unwrap_or(player.speed);
        return Ok(Source::Replay(Box::new(player)));
    }
    let target = match playground {
        Some(playground) => {
            let target = Target::plain(&playground.connect_string(), "playground")?;
            Some(target.with_admin(&playground.admin_urls())?)
        }
        None => Target::resolve(&args.connect, config)?,
    };
    let Some(target) = target else {
        bail!(
            "which servers? -C host:port,host:port names them, -P NAME takes those of a profile, --playground starts \
             some, --replay FILE plays a recording"
        );
    };
    // Secrets are asked for before there is a screen, and only if znodes may be read.
    let headless = args.once.once || args.once.jsonl;
    if !headless {
        check_terminal()?;
    }
    let reads_znodes = !headless || args.view.0 == crate::app::View::Znodes;
    let options = if reads_znodes {
        // A runtime of its own: the other one does not exist for what may ask on the terminal.
        let runtime =
            tokio::runtime::Builder::new_current_thread().build().context("cannot start a runtime")?;
        runtime.block_on(target.options(&args.connect))?
    } else {
        Options::default()
    };
    Ok(Source::Live(Box::new(target), Box::new(options)))
}

/// What the monitor makes of the file; an error names it.
fn configured<T>(config: &Config, made: Result<T, String>) -> Result<T> {
    let file = config.path.as_ref().map_or_else(String::new, |p| p.display().to_string());
    made.map_err(|why| anyhow::anyhow!("{file}: {why}"))
}

fn settings(args: &Args, config: &Config) -> Settings {
    let millis = |d: std::time::Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
    let mut settings = Settings::default();
    if let Some(interval) = args.interval.map(|m| m.0).or(config.tui.interval.map(millis)) {
        settings.interval_ms = interval;
    }
    if let Some(retention) = config.tui.retention {
        settings.points = usize::try_from(retention.as_secs()).unwrap_or(settings.points);
    }
    settings.thresholds.set(&config.tui.thresholds);
    settings
}

fn look(args: &Args, config: &Config) -> Look {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let truecolor = std::env::var("COLORTERM").is_ok_and(|v| v == "truecolor" || v == "24bit");
    let no_color = match args.color {
        Color::Never => true,
        Color::Always => false,
        Color::Auto => set("NO_COLOR"),
    };
    let configured = config.tui.theme.as_deref().and_then(|name| Theme::from_str(name, true).ok());
    let theme = match args.theme.or(configured) {
        // NO_COLOR wins over a theme from elsewhere, not over `--color always`.
        _ if no_color => Theme::Mono,
        Some(theme) => theme,
        None if truecolor || args.once.once => Theme::Okabe,
        None => Theme::Terminal16,
    };
    let utf8 =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|v| std::env::var(v).ok().filter(|v| !v.is_empty()));
    let plain = utf8.is_some_and(|v| v == "C" || v == "POSIX");
    let ascii = args.ascii || config.tui.ascii.unwrap_or(plain && !args.once.once);
    Look { theme, ascii }
}

fn check_terminal() -> Result<()> {
    if std::env::var("TERM").is_ok_and(|t| t == "dumb") {
        bail!("this terminal (TERM=dumb) cannot show a screen: zktui --once prints what there is to see");
    }
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        bail!("this is no terminal: zktui --once, or --once --json, print what there is to see");
    }
    Ok(())
}
