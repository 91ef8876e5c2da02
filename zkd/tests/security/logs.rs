//! What strangers say gets into the log of a real process, and neither ends its line nor acts on a terminal.

use super::quorum::free_port;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use zk_client::{Client, ConnectError, Options, Sasl};
use zk_proto::election::{Hello, Notification, PeerState};
use zk_proto::{ServerId, Zxid};

const PATIENCE: Duration = Duration::from_secs(60);
/// The end of a line with a forged one behind it, the title of a window, and text that reads backwards.
const HOSTILE: &str = "x\n2026-01-01T00:00:00Z  INFO zkd: forged\r\u{1b}]0;owned\u{7}\u{202e}\u{9b}2J";

struct Process {
    child: Child,
    log: std::path::PathBuf,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    fn start(dir: &Path, config: &str, form: &str) -> Process {
        Process::start_with(dir, config, form, "debug")
    }

    fn start_with(dir: &Path, config: &str, form: &str, level: &str) -> Process {
        let (path, log) = (dir.join("zoo.cfg"), dir.join(format!("log.{form}")));
        std::fs::write(&path, config).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_zkd"));
        command.arg("--config").arg(&path).args(["--log-format", form]).env("ZKD_LOG", level);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.stderr(std::fs::File::create(&log).unwrap()).spawn().unwrap();
        Process { child, log }
    }

    /// Waits until the log has it. Then looks at all of it.
    fn logs(&self, part: &str) {
        let deadline = Instant::now() + PATIENCE;
        let text = loop {
            let text = std::fs::read_to_string(&self.log).unwrap();
            if text.contains(part) && text.ends_with('\n') {
                break text;
            }
            assert!(Instant::now() < deadline, "no {part} in {text}");
            std::thread::sleep(Duration::from_millis(20));
        };
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(acts), "{text:?}");
        assert!(text.contains("owned\\"), "what was said is not there: {text}");
        assert!(!text.lines().any(|line| line.starts_with("2026-01-01")), "{text}");
    }
}

/// Connects as soon as somebody listens.
fn call(port: u16) -> TcpStream {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Ok(stream) => return stream,
            Err(e) => assert!(Instant::now() < deadline, "port {port}: {e}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn framed(notification: &Notification) -> Vec<u8> {
    let mut body = Vec::new();
    notification.encode(&mut body);
    [&(body.len() as u32).to_be_bytes()[..], &body].concat()
}

#[test]
fn an_election_message_cannot_forge_a_line() {
    for form in ["text", "json"] {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        std::fs::create_dir(&data).unwrap();
        std::fs::write(data.join("myid"), "1").unwrap();
        let (client, quorum, election) = (free_port(), free_port(), free_port());
        let config = format!(
            "dataDir={}\nclientPort={client}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\ntickTime=500\n\
             initLimit=5\nsyncLimit=2\nreconfigEnabled=true\nserver.1=127.0.0.1:{quorum}:{election}\n\
             server.2=127.0.0.1:{}:{}\nserver.3=127.0.0.1:{}:{}\n",
            data.display(),
            free_port(),
            free_port(),
            free_port(),
            free_port()
        );
        let zkd = Process::start(dir.path(), &config, form);
        // The hello of a caller who is no member, of a member whose address is no address, then that one's vote.
        let mut stranger = call(election);
        let mut hello = Vec::new();
        Hello { sid: ServerId(77), addrs: vec![HOSTILE.to_owned()] }.encode(&mut hello);
        stranger.write_all(&hello).unwrap();
        call(election).write_all(HOSTILE.as_bytes()).unwrap();
        call(quorum).write_all(HOSTILE.as_bytes()).unwrap();
        let mut member = call(election);
        let mut hello = Vec::new();
        Hello { sid: ServerId(3), addrs: vec![HOSTILE.to_owned()] }.encode(&mut hello);
        member.write_all(&hello).unwrap();
        let vote = Notification {
            state: PeerState::Looking,
            leader: ServerId(3),
            zxid: Zxid::ZERO,
            round: 1,
            peer_epoch: 0,
            version: Notification::VERSION,
            // A line of it is quoted.
            config: Some(format!("server.3={}\nversion=ffff", HOSTILE.replace(['\n', '\r'], "")).into()),
        };
        member.write_all(&framed(&vote)).unwrap();
        zkd.logs("that 3 says is active");
        // And it has reconfigured nobody.
        let mut asked = call(client);
        asked.write_all(b"srvr").unwrap();
        let mut answer = String::new();
        asked.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("not currently serving"), "{answer}");
    }
}

#[tokio::test]
async fn a_user_name_cannot_forge_a_line() {
    for form in ["text", "json"] {
        let dir = tempfile::tempdir().unwrap();
        let jaas = dir.path().join("jaas.conf");
        std::fs::write(&jaas, "Server { x.DigestLoginModule required user_bob=\"secret\"; };").unwrap();
        let port = free_port();
        let config = format!(
            "dataDir={}\nclientPort={port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n\
             authProvider.sasl=org.apache.zookeeper.server.auth.SASLAuthenticationProvider\n\
             java.security.auth.login.config={}\n",
            dir.path().join("data").display(),
            jaas.display()
        );
        let zkd = Process::start(dir.path(), &config, form);
        drop(call(port));
        let options = Options { sasl: Some(Sasl::digest_md5(HOSTILE, "x")), ..Options::default() };
        let refused: Result<Client, ConnectError> =
            super::connect((Ipv4Addr::LOCALHOST, port).into(), options).await;
        assert!(refused.is_err());
        zkd.logs("SASL login failed");
    }
}

/// Callers at the wrong port, again and again: a line that says what they are, and no more of it.
#[test]
fn callers_at_the_wrong_port_are_told_once() {
    let ca = super::Authority::new();
    let dir = tempfile::tempdir().unwrap();
    let (plain, secure) = (free_port(), free_port());
    let config = format!(
        "dataDir={}\nclientPort={plain}\nclientPortAddress=127.0.0.1\nsecureClientPort={secure}\n\
         secureClientPortAddress=127.0.0.1\nadmin.enableServer=false\nssl.keyStore.location={}\n\
         ssl.trustStore.location={}\n",
        dir.path().join("data").display(),
        ca.sign("server", super::LOCALHOST, |_| {}).display(),
        ca.path("ca.pem").display()
    );
    let zkd = Process::start_with(dir.path(), &config, "text", "info");
    let hang_up = |port, bytes: &[u8]| {
        let mut caller = call(port);
        caller.set_read_timeout(Some(PATIENCE)).unwrap();
        caller.write_all(bytes).unwrap();
        let _ = caller.read_to_end(&mut Vec::new());
    };
    for _ in 0..5 {
        hang_up(secure, b"ruok");
        hang_up(secure, &[0x16, 3, 1, 0, 4, 9, 9, 9, 9]);
        hang_up(plain, &[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);
    }
    // One behind them all, of which the log tells in any case.
    hang_up(plain, &[0, 0, 0, 4, 1, 2, 3, 4]);
    let lines = |part: &str| {
        let text = std::fs::read_to_string(&zkd.log).unwrap();
        text.lines().filter(|line| line.contains(part)).count()
    };
    let deadline = Instant::now() + PATIENCE;
    while lines("bytes that are no request") == 0 {
        assert!(Instant::now() < deadline, "{}", std::fs::read_to_string(&zkd.log).unwrap());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(lines("speaks no TLS, which this port is for"), 1);
    assert_eq!(lines("what it said is no TLS"), 1, "another reason of the same address is told, too");
    assert_eq!(lines("these bytes begin TLS, which is for secureClientPort"), 1);
}
