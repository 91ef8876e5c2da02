//! `playground`: a server or a whole ensemble in this process, on temporary data, and a shell on it. Nothing else
//! is needed.

mod servers;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstyle::Style;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::args::{ConnectArgs, LineArgs};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::playground::servers::Servers;
use crate::program_args::PlaygroundArgs;
use crate::shell::Shell;

pub fn run(
    args: &PlaygroundArgs,
    mut connect: ConnectArgs,
    line: LineArgs,
    runtime: &Runtime,
) -> Result<Exit> {
    let data = Data::new(args.data_dir.as_deref())?;
    if let Data::Temporary(dir) = &data {
        clean_up_when_killed(runtime, dir.path().to_owned());
    }
    let servers = Servers::start(&data, args)?;
    runtime.block_on(servers.wait())?;
    connect.only(servers.connect_string());
    if std::io::stdin().is_terminal() && !line.quiet {
        banner(&servers, &data, crate::output::wants_color(connect.color, std::io::stderr().is_terminal()));
    }
    let context = Context::new(connect, &line)?;
    let exit = Shell::new(runtime, context, line, Some("playground")).run();
    servers.stop()?;
    Ok(exit)
}

enum Data {
    /// Removed when dropped.
    Temporary(TempDir),
    Kept(PathBuf),
}

impl Data {
    fn new(wanted: Option<&Path>) -> Result<Data> {
        match wanted {
            Some(dir) => Ok(Data::Kept(dir.to_owned())),
            None => tempfile::Builder::new()
                .prefix("zkd-playground.")
                .tempdir()
                .map(Data::Temporary)
                .map_err(|e| Failure::io("cannot make a temporary directory", e)),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Data::Temporary(dir) => dir.path(),
            Data::Kept(dir) => dir,
        }
    }
}

/// A closed terminal or `kill` must not leave the data behind.
fn clean_up_when_killed(runtime: &Runtime, dir: PathBuf) {
    runtime.spawn(async move {
        let (Ok(mut hangup), Ok(mut terminate)) =
            (signal(SignalKind::hangup()), signal(SignalKind::terminate()))
        else {
            return;
        };
        tokio::select! {
            _ = hangup.recv() => {}
            _ = terminate.recv() => {}
        }
        let _ = std::fs::remove_dir_all(dir);
        std::process::exit(Exit::Terminated.code().into());
    });
}

fn banner(servers: &Servers, data: &Data, color: bool) {
    let bold = if color { Style::new().bold() } else { Style::new() };
    let dim = if color { Style::new().dimmed() } else { Style::new() };
    let fate = match data {
        Data::Temporary(_) => "gone when you leave",
        Data::Kept(_) => "kept",
    };
    let hosts = servers.connect_string();
    let what = match servers.count() {
        1 => format!("{bold}A ZooKeeper server of your own{bold:#}, on {hosts}"),
        n => format!("{bold}A ZooKeeper ensemble of your own{bold:#}, {n} servers on {hosts}"),
    };
    let third = match servers.count() {
        1 => format!("ls -l /                  {dim}and Tab, anywhere{dim:#}"),
        _ => format!("status                   {dim}who leads; and Tab, anywhere{dim:#}"),
    };
    let text = format!(
        "{what}\n\
         {dim}data in {}, {fate}{dim:#}\n\n\
         Three things to try:\n  \
         create /hello world\n  \
         watch -R /hello          {dim}then: set /hello again{dim:#}\n  \
         {third}\n\n\
         {dim}Any ZooKeeper client may join, from another terminal:{dim:#}  zkctl -C {hosts}\n\n",
        crate::sanitise::line(&data.path().display().to_string()),
    );
    let _ = std::io::stderr().write_all(text.as_bytes());
}
