//! `playground`: a server in this process, on temporary data, and a shell on it. Nothing else is needed.

use std::io::{IsTerminal, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anstyle::Style;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::args::{ConnectArgs, LineArgs, PlaygroundArgs};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::shell::Shell;

/// Log files are made this big at first: a playground writes little.
const PREALLOC_KIB: u64 = 1024;

pub fn run(
    args: &PlaygroundArgs,
    mut connect: ConnectArgs,
    line: LineArgs,
    runtime: &Runtime,
) -> Result<Exit> {
    let data = Data::new(args.data_dir.as_deref())?;
    let server = start(&data, args.port)?;
    let addr = server.client_addr();
    if let Data::Temporary(dir) = &data {
        clean_up_when_killed(runtime, dir.path().to_owned());
    }
    connect.connect = addr.to_string();
    if std::io::stdin().is_terminal() && !line.quiet {
        banner(addr, &data, crate::output::wants_color(connect.color, std::io::stderr().is_terminal()));
    }
    let context = Context::new(connect, &line)?;
    let exit = Shell::new(runtime, context, line, Some("playground")).run();
    server
        .stop()
        .map_err(|why| Failure::new(Exit::Unexpected, "Server", format!("the server failed: {why:?}")))?;
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

fn start(data: &Data, port: u16) -> Result<zkd::Server> {
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut config = zkd::Config::standalone(data.path(), addr);
    // What one would want to try is switched on.
    config.extended_types = true;
    config.fourlw_whitelist = zkd::fourlw::Whitelist::all();
    config.prealloc_kib = PREALLOC_KIB;
    // Data that goes with the process need not survive the machine.
    config.force_sync = matches!(data, Data::Kept(_));
    zkd::Server::start(config).map_err(|e| {
        let failure = Failure::new(Exit::Unexpected, "Server", format!("cannot start the playground: {e}"));
        if port == 0 { failure } else { failure.hint("without --port it takes a free one") }
    })
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

fn banner(addr: SocketAddr, data: &Data, color: bool) {
    let bold = if color { Style::new().bold() } else { Style::new() };
    let dim = if color { Style::new().dimmed() } else { Style::new() };
    let fate = match data {
        Data::Temporary(_) => "gone when you leave",
        Data::Kept(_) => "kept",
    };
    let text = format!(
        "{bold}A ZooKeeper server of your own{bold:#}, on {addr}\n\
         {dim}data in {}, {fate}{dim:#}\n\n\
         Three things to try:\n  \
         create /hello world\n  \
         watch -R /hello          {dim}then: set /hello again{dim:#}\n  \
         ls -l /                  {dim}and Tab, anywhere{dim:#}\n\n\
         {dim}Any ZooKeeper client may join, from another terminal:{dim:#}  zkctl -C {addr}\n\n",
        crate::sanitise::line(&data.path().display().to_string()),
    );
    let _ = std::io::stderr().write_all(text.as_bytes());
}
