//! One standalone server under test: zkd, or Apache ZooKeeper to prove a test's expectations on. Its zoo.cfg, its
//! start, its clean stop and its murder. Everything it writes lies in a temporary directory that goes with it.

use crate::poll;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tempfile::TempDir;

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);

/// Properties that Apache ZooKeeper takes from the command line only; zkd takes them from the file.
const COMMAND_LINE_ONLY: [&str; 5] = [
    "jute.maxbuffer",
    "readonlymode.enabled",
    "znode.container.checkIntervalMs",
    "znode.container.maxPerMinute",
    "znode.container.maxNeverUsedIntervalMs",
];

/// What is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// zkd, by the path of its binary.
    Zkd(PathBuf),
    /// Apache ZooKeeper, by its class path.
    Apache(String),
}

impl Program {
    /// The members of an ensemble under test: all as [`Program::under_test`] says, or, with `ZKD_TEST_MEMBERS` set, as many
    /// as it has letters: J for the Apache ZooKeeper of `ZKD_TEST_PEER`, Z for zkd. The last one mostly leads.
    #[track_caller]
    pub fn members_under_test(count: usize) -> Vec<Program> {
        let Ok(letters) = std::env::var("ZKD_TEST_MEMBERS") else {
            return vec![Program::under_test(); count];
        };
        assert_eq!(letters.len(), count, "ZKD_TEST_MEMBERS={letters} is not for {count} members");
        let program = |letter| match letter {
            'J' => Program::Apache(std::env::var("ZKD_TEST_PEER").expect("ZKD_TEST_PEER: a class path")),
            'Z' => Program::zkd(),
            other => panic!("ZKD_TEST_MEMBERS={letters}: {other} is neither J nor Z"),
        };
        letters.chars().map(program).collect()
    }

    /// zkd, or Apache ZooKeeper if `ZKD_TEST_PEER` holds its class path.
    pub fn under_test() -> Program {
        match std::env::var("ZKD_TEST_PEER") {
            Ok(class_path) => Program::Apache(class_path),
            Err(_) => Program::zkd(),
        }
    }

    /// `ZKD_BIN`, or the binary beside the test's own: `target/<profile>/zkd`.
    pub fn zkd() -> Program {
        if let Some(path) = std::env::var_os("ZKD_BIN") {
            return Program::Zkd(path.into());
        }
        let own = std::env::current_exe().expect("the test's own path");
        let profile = own.parent().and_then(Path::parent).expect("target/<profile>");
        Program::Zkd(profile.join("zkd"))
    }

    pub fn is_zkd(&self) -> bool {
        matches!(self, Program::Zkd(_))
    }

    fn command(&self, config: &Path, settings: &Settings) -> Command {
        match self {
            Program::Zkd(binary) => {
                assert!(
                    binary.exists(),
                    "{} is missing: run `cargo build -p zkd` or set ZKD_BIN",
                    binary.display()
                );
                let mut command = Command::new(binary);
                command.arg("--config").arg(config);
                command
            }
            Program::Apache(class_path) => {
                let mut command = Command::new("java");
                command.args(["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]);
                command.arg("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
                for (key, value) in settings.command_line_only() {
                    command.arg(format!("-D{key}={value}"));
                }
                command.arg("-cp").arg(class_path);
                command.arg("org.apache.zookeeper.server.quorum.QuorumPeerMain").arg(config);
                command
            }
        }
    }
}

/// Lines of zoo.cfg beside `dataDir` and `clientPort`. A later value of a key replaces the earlier one.
#[derive(Clone, Debug)]
pub struct Settings(Vec<(String, String)>);

impl Settings {
    /// One address, short ticks so that sessions expire while a test looks on, all four-letter words, TTL nodes.
    pub fn usual() -> Settings {
        Settings(Vec::new())
            .with("tickTime", 500)
            .with("maxSessionTimeout", 60_000)
            .with("clientPortAddress", "127.0.0.1")
            .with("maxClientCnxns", 0)
            .with("4lw.commands.whitelist", "*")
            .with("admin.enableServer", false)
            .with("extendedTypesEnabled", true)
    }

    pub fn with(mut self, key: &str, value: impl ToString) -> Settings {
        self.0.retain(|(known, _)| known != key);
        self.0.push((key.to_owned(), value.to_string()));
        self
    }

    fn command_line_only(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter().filter(|(key, _)| COMMAND_LINE_ONLY.contains(&key.as_str()))
    }

    fn render(&self, program: &Program) -> String {
        let in_file = |key: &str| program.is_zkd() || !COMMAND_LINE_ONLY.contains(&key);
        self.0.iter().filter(|(key, _)| in_file(key)).fold(String::new(), |mut out, (key, value)| {
            let _ = writeln!(out, "{key}={value}");
            out
        })
    }
}

pub struct ServerUnderTest {
    program: Program,
    settings: Settings,
    dir: TempDir,
    port: u16,
    child: Option<Child>,
}

impl ServerUnderTest {
    /// Starts what `ZKD_TEST_PEER` says with the usual settings.
    #[track_caller]
    pub fn start_usual() -> ServerUnderTest {
        ServerUnderTest::start(Program::under_test(), Settings::usual())
    }

    /// Starts on an empty directory and waits until the server serves.
    #[track_caller]
    pub fn start(program: Program, settings: Settings) -> ServerUnderTest {
        let dir = tempfile::Builder::new().prefix("zkd-test-").tempdir().expect("temporary directory");
        let mut server = ServerUnderTest { program, settings, dir, port: free_port(), child: None };
        server.spawn();
        server.wait_until_serving();
        server
    }

    /// Starts a member of an ensemble with this number and does not wait for it; the settings hold the server lines.
    #[track_caller]
    pub fn member(settings: Settings, my_id: usize) -> ServerUnderTest {
        ServerUnderTest::member_of(Program::zkd(), settings, my_id)
    }

    /// The same, of another program.
    #[track_caller]
    pub fn member_of(program: Program, settings: Settings, my_id: usize) -> ServerUnderTest {
        let dir = tempfile::Builder::new().prefix("zkd-test-").tempdir().expect("temporary directory");
        let mut server = ServerUnderTest { program, settings, dir, port: free_port(), child: None };
        std::fs::create_dir_all(server.data_dir()).expect("data directory");
        std::fs::write(server.data_dir().join("myid"), my_id.to_string()).expect("myid");
        server.spawn();
        server
    }

    /// Starts it again on the same directory and port, and does not wait for it.
    #[track_caller]
    pub fn launch(&mut self) {
        self.kill9();
        self.spawn();
    }

    pub fn addr(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    pub fn program(&self) -> &Program {
        &self.program
    }

    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("the server runs").id()
    }

    /// Everything the server printed so far, over all its lives.
    pub fn log(&self) -> String {
        std::fs::read(self.log_path())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// A four-letter word's answer; empty if the server hung up without one.
    pub fn word(&self, word: &str) -> String {
        four_letter_word(self.addr(), word.as_bytes()).unwrap_or_default()
    }

    /// True while the process lives.
    pub fn is_running(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// SIGKILL, and the process is gone.
    pub fn kill9(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// SIGTERM; [`ServerUnderTest::is_running`] tells when it is gone.
    #[track_caller]
    pub fn ask_to_stop(&self) {
        self.signal(Signal::TERM);
    }

    /// SIGSTOP, and nothing of it runs any more.
    #[track_caller]
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
        let pid = Pid::from_child(self.child.as_ref().expect("the server runs"));
        let stopped = waitpid(Some(pid), WaitOptions::UNTRACED).expect("the server's state");
        assert!(stopped.is_some_and(|(_, status)| status.stopped()), "the server has ended: {stopped:?}");
    }

    /// SIGCONT.
    #[track_caller]
    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(self.child.as_ref().expect("the server runs"));
        kill_process(pid, signal).expect("a signal");
    }

    /// SIGTERM, and the process is gone.
    #[track_caller]
    pub fn stop(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("the server runs");
        let pid = Pid::from_child(&child);
        kill_process(pid, Signal::TERM).expect("SIGTERM");
        let status = poll(STOP_LIMIT, || child.try_wait().expect("wait"));
        status.unwrap_or_else(|| {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the server ignores SIGTERM:\n{}", tail(&self.log()));
        })
    }

    /// Writes another zoo.cfg and lets the running server read it.
    #[track_caller]
    pub fn reconfigure(&mut self, settings: Settings) {
        self.settings = settings;
        self.write_config();
        let pid = Pid::from_child(self.child.as_ref().expect("the server runs"));
        kill_process(pid, Signal::HUP).expect("SIGHUP");
    }

    /// Starts again on the same directory and port, and waits until the server serves.
    #[track_caller]
    pub fn restart(&mut self) {
        self.kill9();
        self.spawn();
        self.wait_until_serving();
    }

    /// The same with another zoo.cfg.
    #[track_caller]
    pub fn restart_with(&mut self, settings: Settings) {
        self.settings = settings;
        self.restart();
    }

    /// Starts again and waits until the process ends by itself.
    #[track_caller]
    pub fn restart_fails(&mut self) -> ExitStatus {
        self.kill9();
        self.spawn();
        let mut child = self.child.take().expect("the server runs");
        let status = poll(START_LIMIT, || child.try_wait().expect("wait"));
        status.unwrap_or_else(|| {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the server starts although it should not:\n{}", tail(&self.log()));
        })
    }

    /// Panics with the server's log if the process is gone.
    #[track_caller]
    pub fn assert_alive(&mut self) {
        assert!(self.is_running(), "the server died:\n{}", tail(&self.log()));
    }

    fn write_config(&self) -> (PathBuf, Settings) {
        std::fs::create_dir_all(self.data_dir()).expect("data directory");
        let config = self.dir.path().join("zoo.cfg");
        let data_dir = self.data_dir().display().to_string();
        let settings = self.settings.clone().with("dataDir", data_dir).with("clientPort", self.port);
        // One that the server has written to holds what the membership has become.
        let before = std::fs::read_to_string(&config).unwrap_or_default();
        if !before.contains("dynamicConfigFile=") {
            std::fs::write(&config, settings.render(&self.program)).expect("zoo.cfg");
        }
        (config, settings)
    }

    fn spawn(&mut self) {
        let (config, settings) = self.write_config();
        let log = File::options().create(true).append(true).open(self.log_path()).expect("server log");
        let mut command = self.program.command(&config, &settings);
        command.current_dir(self.dir.path()).stdin(Stdio::null());
        command.stdout(log.try_clone().expect("log handle")).stderr(log);
        self.child = Some(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")));
    }

    #[track_caller]
    fn wait_until_serving(&mut self) {
        let serving = poll(START_LIMIT, || {
            if self.word("srvr").contains("Mode: ") {
                return Some(true);
            }
            (!self.is_running()).then_some(false)
        });
        match serving {
            Some(true) => {}
            Some(false) => panic!("the server ended at start:\n{}", tail(&self.log())),
            None => panic!("the server does not serve:\n{}", tail(&self.log())),
        }
    }

    fn log_path(&self) -> PathBuf {
        self.dir.path().join("server.log")
    }
}

impl Drop for ServerUnderTest {
    fn drop(&mut self) {
        self.kill9();
        if std::thread::panicking() {
            eprintln!("--- the server's last words\n{}", tail(&self.log()));
        }
    }
}

/// Sends four bytes, says that no more come, and reads to the end.
///
/// # Errors
/// No connection, or a reset before anything came.
pub fn four_letter_word(addr: SocketAddr, word: &[u8]) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&addr, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(word)?;
    stream.shutdown(Shutdown::Write)?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

/// A port below the range of outgoing connections, so that none of those takes it while a server restarts.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 12_000;
    let start = std::process::id().wrapping_mul(7919);
    for _ in 0..COUNT {
        let offset = start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT;
        let port = u16::try_from(FIRST + offset).expect("port");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no free port");
}

fn tail(text: &str) -> String {
    let skip = text.lines().count().saturating_sub(30);
    text.lines().skip(skip).collect::<Vec<_>>().join("\n")
}

/// Runs a server on this zoo.cfg until it ends by itself: its exit status and everything it printed.
#[track_caller]
pub fn run_to_end(program: &Program, config_text: &str) -> (ExitStatus, String) {
    let dir = tempfile::tempdir().expect("temporary directory");
    let config = dir.path().join("zoo.cfg");
    std::fs::write(&config, config_text).expect("zoo.cfg");
    let log = File::create(dir.path().join("log")).expect("log");
    let mut command = program.command(&config, &Settings(Vec::new()));
    command.current_dir(dir.path()).stdin(Stdio::null());
    command.stdout(log.try_clone().expect("log handle")).stderr(log);
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let status = poll(STOP_LIMIT, || child.try_wait().expect("wait"));
    let _ = child.kill();
    let _ = child.wait();
    let output = String::from_utf8_lossy(&std::fs::read(dir.path().join("log")).expect("log")).into_owned();
    match status {
        Some(status) => (status, output),
        None => panic!("the server goes on running with\n{config_text}\n{output}"),
    }
}
