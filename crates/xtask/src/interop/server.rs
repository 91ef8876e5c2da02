//! One standalone server under test, zkd or Apache ZooKeeper: its zoo.cfg, its start, its clean stop and its murder.

use super::process::{Running, command, poll};
use anyhow::{Context, Result, bail, ensure};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How to start a server; the argument CFG stands for the path of its zoo.cfg.
#[derive(Clone)]
pub(super) struct Program {
    executable: PathBuf,
    args: Vec<String>,
}

impl Program {
    pub(super) fn new<S: Into<String>>(
        executable: impl Into<PathBuf>,
        args: impl IntoIterator<Item = S>,
    ) -> Self {
        Self { executable: executable.into(), args: args.into_iter().map(Into::into).collect() }
    }

    /// The same program with these flags before all others: for Java, where properties precede the class.
    pub(super) fn with_flags<S: Into<String>>(&self, flags: impl IntoIterator<Item = S>) -> Self {
        let flags = flags.into_iter().map(Into::into).chain(self.args.iter().cloned());
        Self { executable: self.executable.clone(), args: flags.collect() }
    }

    /// The same program run by another, such as `prlimit`.
    pub(super) fn wrapped(wrapper: &str, args: &[String], inner: &Program) -> Self {
        let inner_line =
            [inner.executable.display().to_string()].into_iter().chain(inner.args.iter().cloned());
        Self { executable: wrapper.into(), args: args.iter().cloned().chain(inner_line).collect() }
    }

    /// The command line that starts it on this zoo.cfg.
    pub(super) fn command(&self, config: &Path) -> Command {
        let mut start = command(&self.executable);
        for arg in &self.args {
            start.arg(arg.replace("CFG", &config.display().to_string()));
        }
        start
    }

    pub(super) fn from_line(line: &str) -> Result<Self> {
        let mut words = line.split_whitespace();
        let executable = words.next().context("--server names no command")?;
        Ok(Self::new(executable, words))
    }
}

/// The lines of zoo.cfg a suite wants beside the usual ones. Later lines of the same key replace earlier ones.
#[derive(Clone, Default)]
pub(super) struct Settings(Vec<(String, String)>);

impl Settings {
    pub(super) fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.0.retain(|(known, _)| known != key);
        self.0.push((key.to_owned(), value.to_string()));
        self
    }

    /// Short ticks, so that sessions expire while a suite looks on; the extensions on; `super:interop` may do all.
    pub(super) fn usual() -> Self {
        Self::default()
            .with("tickTime", 500)
            .with("minSessionTimeout", 1000)
            .with("maxSessionTimeout", 60_000)
            .with("clientPortAddress", "127.0.0.1")
            .with("maxClientCnxns", 0)
            .with("4lw.commands.whitelist", "*")
            .with("admin.enableServer", false)
            .with("extendedTypesEnabled", true)
            .with("znode.container.checkIntervalMs", 500)
            .with("DigestAuthenticationProvider.superDigest", SUPER_DIGEST)
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    pub(super) fn render(&self) -> String {
        self.0.iter().fold(String::new(), |mut out, (key, value)| {
            let _ = writeln!(out, "{key}={value}");
            out
        })
    }
}

/// Of `super:interop`.
const SUPER_DIGEST: &str = "super:/49OUaS/Rm5CIudE7EhYoMwy+PY=";
const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(30);

pub(super) struct Server {
    running: Running,
    pub(super) port: u16,
}

impl Server {
    /// Starts `program` on `dir/data`, which may hold what another server wrote, and waits until it serves.
    pub(super) fn start(program: &Program, dir: &Path, settings: &Settings) -> Result<Self> {
        std::fs::create_dir_all(dir.join("data"))?;
        let port = free_port()?;
        let settings = settings.clone().with("dataDir", dir.join("data").display()).with("clientPort", port);
        let config = dir.join("zoo.cfg");
        std::fs::write(&config, settings.render())?;
        let running = Running::start(program.command(&config).current_dir(dir), &dir.join("server.log"))?;
        let mut server = Self { running, port };
        server.wait_until_serving()?;
        Ok(server)
    }

    fn wait_until_serving(&mut self) -> Result<()> {
        let serving = poll(START_LIMIT, || {
            let answers = four_letter_word(self.port, "srvr").is_ok_and(|text| text.contains("Mode: "));
            (answers || self.running.has_ended()).then_some(answers)
        });
        match serving {
            Some(true) => Ok(()),
            Some(false) => bail!("the server ended at start:\n{}", tail(&self.log())),
            None => bail!("the server does not serve:\n{}", tail(&self.log())),
        }
    }

    pub(super) fn connect_string(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What the server printed since its log file was begun, over all its lives in this directory.
    pub(super) fn log(&self) -> String {
        self.running.output()
    }

    pub(super) fn stop(mut self) -> Result<()> {
        self.running.terminate()?;
        ensure!(
            self.running.wait(STOP_LIMIT).is_some(),
            "the server ignores SIGTERM:\n{}",
            tail(&self.log())
        );
        Ok(())
    }

    pub(super) fn kill(mut self) {
        self.running.kill();
    }
}

pub(super) fn four_letter_word(port: u16, word: &str) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(word.as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

/// A port nobody listens on now. Taken by somebody else in between, the server ends at start and the suite says so.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

pub(super) fn tail(text: &str) -> String {
    let skip = text.lines().count().saturating_sub(30);
    text.lines().skip(skip).collect::<Vec<_>>().join("\n")
}
