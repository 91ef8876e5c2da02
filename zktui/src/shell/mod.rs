//! Everything that touches the world: sockets, terminal, files, signals, the clock.

pub mod args;
mod browse;
mod editor;
mod once;
mod playground;
mod poll;
mod recorder;
mod terminal;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use clap::Parser;
use zk_client::ConnectString;

use crate::app::{Look, Start};
use crate::model::Settings;
use crate::model::server::Admin;
use crate::replay::Player;
use crate::view::theme::Theme;
use args::{Args, Color};

/// Where what is shown comes from.
enum Source {
    /// Servers.
    Live(ConnectString),
    /// A recording.
    Replay(Box<Player>),
}

/// Runs the program; what it gives is its exit code.
pub fn main() -> ExitCode {
    let args = Args::parse();
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

fn run(args: Args) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        // Only names are resolved there.
        .max_blocking_threads(8)
        .build()
        .context("cannot start the runtime")?;
    let playground = if args.playground { Some(playground::Playground::start(args.servers)?) } else { None };
    let mut start = Start {
        title: title(&args),
        look: look(&args),
        settings: Settings {
            interval_ms: args.interval.0,
            admin: if args.admin.is_empty() { Admin::Unknown } else { Admin::Known },
            ..Settings::default()
        },
        write: args.write,
        view: args.view.0,
    };
    let source = source(&args, playground.as_ref())?;
    if let Source::Replay(player) = &source
        && start.title.is_empty()
    {
        start.title.clone_from(&player.title);
    }
    let code = if args.once.once || args.once.jsonl {
        runtime.block_on(once::run(&args, source, start))
    } else {
        check_terminal()?;
        runtime.block_on(terminal::run(&args, source, start)).map(|()| ExitCode::SUCCESS)
    };
    // A name that is still being resolved must not hold up the end.
    runtime.shutdown_background();
    if let Some(playground) = playground {
        playground.stop()?;
    }
    code
}

fn source(args: &Args, playground: Option<&playground::Playground>) -> Result<Source> {
    if let Some(file) = &args.replay {
        let name = file.display();
        let opened =
            std::fs::File::open(file).with_context(|| format!("cannot open the recording {name}"))?;
        let player = Player::read(std::io::BufReader::new(opened)).with_context(|| format!("{name}"))?;
        return Ok(Source::Replay(Box::new(player)));
    }
    if let Some(playground) = playground {
        return Ok(Source::Live(ConnectString::from_str(&playground.connect_string())?));
    }
    match &args.connect {
        Some(text) => {
            let servers = ConnectString::from_str(text).with_context(|| format!("-C {text}"))?;
            check_admin(&args.admin, &servers)?;
            Ok(Source::Live(servers))
        }
        None => bail!(
            "which servers? -C host:port,host:port names them, --playground starts some, --replay FILE plays a recording"
        ),
    }
}

/// Every address can be read, and there is one for all or one for each server.
fn check_admin(templates: &[String], servers: &ConnectString) -> Result<()> {
    let count = servers.servers().len();
    if templates.len() > 1 && templates.len() != count {
        bail!("--admin names {} AdminServers for {count} servers", templates.len());
    }
    for template in templates {
        template.replace("{host}", "host").parse::<zk_client::admin::AdminUrl>().context("--admin")?;
    }
    Ok(())
}

fn admins(args: &Args, servers: &ConnectString) -> poll::Admins {
    poll::Admins { templates: args.admin.clone(), servers: servers.servers().to_vec() }
}

fn title(args: &Args) -> String {
    match (&args.connect, args.playground) {
        (_, true) => "playground".to_owned(),
        (Some(text), false) => {
            let first = text.split([',', '/']).next().unwrap_or("");
            crate::text::fit(&crate::text::clean(first), 30)
        }
        (None, false) => String::new(),
    }
}

fn look(args: &Args) -> Look {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let truecolor = std::env::var("COLORTERM").is_ok_and(|v| v == "truecolor" || v == "24bit");
    let no_color = match args.color {
        Color::Never => true,
        Color::Always => false,
        Color::Auto => set("NO_COLOR"),
    };
    let theme = match args.theme {
        // NO_COLOR wins over a theme from the environment, not over `--color always`.
        _ if no_color => Theme::Mono,
        Some(theme) => theme,
        None if truecolor || args.once.once => Theme::Okabe,
        None => Theme::Terminal16,
    };
    let utf8 =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|v| std::env::var(v).ok().filter(|v| !v.is_empty()));
    let plain = utf8.is_some_and(|v| v == "C" || v == "POSIX");
    Look { theme, ascii: args.ascii || (plain && !args.once.once) }
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
