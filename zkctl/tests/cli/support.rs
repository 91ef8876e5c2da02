//! Runs the program in a clean environment.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run left behind.
pub struct Run {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Run {
    /// Stdout as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Stdout as one JSON document.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}\n{}", self.text(), self.stderr))
    }

    /// Stderr as one JSON document: what a failure writes with `-o json`.
    #[track_caller]
    pub fn error(&self) -> serde_json::Value {
        serde_json::from_str::<serde_json::Value>(&self.stderr)
            .unwrap_or_else(|e| panic!("{e}: {}", self.stderr))["error"]
            .clone()
    }

    /// Fails unless the exit code is `code`.
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.text(), self.stderr);
        self
    }
}

/// The program with its own home, and no settings from outside.
pub fn command(home: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zkctl"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ZKD_") {
            command.env_remove(name);
        }
    }
    command
        .env("XDG_STATE_HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .env("TMPDIR", home.path())
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS");
    command
}

/// Runs to the end, with `stdin` as input.
pub fn run(mut command: Command, stdin: &[u8]) -> Run {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = stdin.to_vec();
    // A child that never reads its input must not block us; one that closes it early is no error.
    let writer = std::thread::spawn(move || {
        let _ = pipe.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs without a server.
pub fn zkctl(args: &[&str]) -> Run {
    let home = tempfile::tempdir().unwrap();
    let mut command = command(&home);
    command.args(args);
    run(command, b"")
}

/// A server in this process, and the program to talk to it.
pub struct Lab {
    server: Option<zkd::Server>,
    pub addr: SocketAddr,
    home: TempDir,
}

impl Lab {
    pub fn new() -> Lab {
        Lab::with(|_| {})
    }

    /// A server whose configuration the test changes.
    pub fn with(configure: impl FnOnce(&mut zkd::Config)) -> Lab {
        let home = tempfile::tempdir().unwrap();
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut config = zkd::Config::standalone(home.path().join("data"), any_port);
        config.extended_types = true;
        config.fourlw_whitelist = zkd::fourlw::Whitelist::all();
        config.prealloc_kib = 64;
        config.force_sync = false;
        configure(&mut config);
        let server = zkd::Server::start(config).unwrap();
        Lab { addr: server.client_addr(), server: Some(server), home }
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = command(&self.home);
        command.arg("-C").arg(self.addr.to_string()).args(args);
        command
    }

    /// The program without servers named.
    pub fn bare(&self, args: &[&str]) -> Command {
        let mut command = command(&self.home);
        command.args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        run(self.command(args), b"")
    }

    pub fn run_with(&self, args: &[&str], stdin: &[u8]) -> Run {
        run(self.command(args), stdin)
    }

    /// A file of the test that only its owner can read.
    pub fn private(&self, name: &str, text: &str) -> String {
        use std::os::unix::fs::OpenOptionsExt;
        let path = self.path(name);
        let mut file =
            std::fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        path
    }

    /// Where its pages are.
    pub fn http(&self) -> SocketAddr {
        self.server.as_ref().unwrap().http_addrs()[0]
    }

    /// A directory for files of the test.
    pub fn path(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            let _ = server.stop();
        }
    }
}
