//! Any bytes as a command line or as a script, lines of any length, and servers that are none: an exit code of the documented
//! ones, a message that does not act on the terminal, and no panic.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::ffi::OsStringExt;
use std::time::{Duration, Instant};

use crate::support::{Lab, Run, command, run};

/// Numbers that look random and are the same in each run of a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    /// Any bytes but NUL, which no argument can hold; half of them from what means something somewhere.
    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let tricky = b"/-=:,'\"\\$|>&#@%*?~.\n\r\t \x1b\x07\x7f\x80\xc3\xa9\xff\xe2\x80\xae";
        let length = self.below(most);
        let mut byte =
            || if self.below(2) == 0 { tricky[self.below(tricky.len())] } else { 1 + self.below(255) as u8 };
        (0..length).map(|_| byte()).collect()
    }
}

fn seed() -> u64 {
    let seed = std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0x0bad_5eed);
    println!("SEED={seed} cargo test -p zkctl --test cli hostile");
    seed
}

/// It ended as documented, and what it says is text.
#[track_caller]
fn is_orderly(run: &Run, what: &dyn std::fmt::Debug) {
    assert!((0..=15).contains(&run.code), "{what:?} ended with {}: {}", run.code, run.stderr);
    assert!(!run.stderr.contains("panicked"), "{what:?}: {}", run.stderr);
    // 3 is also what `exists` says when there is nothing.
    assert!([0, 3].contains(&run.code) || !run.stderr.is_empty(), "{what:?} failed without a word");
    let acts = |c: char| c.is_control() && !"\n\t".contains(c) || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!run.stderr.contains(acts), "{what:?}: {:?}", run.stderr);
}

/// Of these, none waits for anything.
const VERBS: [&str; 12] =
    ["get", "ls", "stat", "create", "set", "delete", "exists", "getAcl", "setAcl", "find", "multi", "help"];

#[test]
fn any_bytes_as_arguments_are_an_error_and_no_more() {
    let lab = Lab::new();
    let mut random = Random(seed());
    for round in 0..90 {
        let mut args: Vec<OsString> = Vec::new();
        if round % 3 > 0 {
            args.push(VERBS[random.below(VERBS.len())].into());
        }
        for _ in 0..1 + random.below(4) {
            args.push(OsString::from_vec(random.bytes(24)));
        }
        let mut command = lab.command(&["--timeout", "5s"]);
        command.args(&args);
        is_orderly(&run(command, b""), &args);
    }
    lab.run(&["ls", "/"]).exits(0);
}

#[test]
fn any_bytes_as_a_script_are_an_error_and_no_more() {
    let lab = Lab::new();
    let mut random = Random(seed());
    for _ in 0..60 {
        let mut script = Vec::new();
        for _ in 0..1 + random.below(4) {
            script.extend_from_slice(VERBS[random.below(VERBS.len())].as_bytes());
            script.push(b' ');
            // Not to write files or to run commands with names of chance.
            script.extend(random.bytes(40).into_iter().filter(|b| !b"|>&!\n".contains(b)));
            script.push(b'\n');
        }
        let outcome = lab.run_with(&["--timeout", "5s"], &script);
        is_orderly(&outcome, &String::from_utf8_lossy(&script));
    }
}

#[test]
fn what_is_open_at_the_end_of_a_line_is_said() {
    let lab = Lab::new();
    for line in [
        "get '/a",
        "get \"/a",
        "get $'/a",
        "get /a\\",
        "set /a 'it''s",
        "get \"/a'",
        "get $'\\x4",
        "get \"\\",
        "get /a >",
    ] {
        let outcome = lab.run_with(&[], format!("{line}\ncreate /behind\n").as_bytes()).exits(2);
        is_orderly(&outcome, &line);
        assert!(outcome.stderr.contains("stopped at line 1"), "{line}: {}", outcome.stderr);
    }
    lab.run(&["exists", "/behind"]).exits(3);
}

/// CVE-2016-5017: the C shell copied a command of any length into 1024 bytes.
#[test]
fn a_line_may_be_of_any_length() {
    let lab = Lab::new();
    let long = |n: usize| "x".repeat(n);
    // The longest argument that Linux passes on is 128 KiB; together they may have more.
    let path = format!("/{}", long(120 << 10));
    lab.run(&["get", &path]).exits(3);
    let paths = vec![path.as_str(); 10];
    lab.run(&[&["get"][..], &paths].concat()).exits(3);
    lab.run(&[&long(120 << 10)]).exits(2);
    lab.run(&["create", "/long", &long(120 << 10)]).exits(0);
    let value = lab.run(&["get", "/long"]).exits(0);
    assert_eq!(value.stdout.len(), 120 << 10);
    // In a script and from stdin: around the old limit, and a megabyte of each kind.
    for n in [1023, 1024, 1025, 4096, 1 << 20] {
        is_orderly(&lab.run_with(&[], format!("{}\n", long(n)).as_bytes()).exits(2), &n);
        is_orderly(&lab.run_with(&[], format!("get '{}\n", long(n)).as_bytes()).exits(2), &n);
        is_orderly(&lab.run_with(&[], format!("get /{}\n", long(n)).as_bytes()), &n);
        let set = lab.run_with(&[], format!("set /long '{}'\n", long(n)).as_bytes());
        is_orderly(&set.exits(if n < 1 << 20 { 0 } else { 13 }), &n);
    }
    let file = lab.path("endless");
    std::fs::write(&file, long(65 << 20)).unwrap();
    let endless = lab.run(&["run", &file]).exits(2);
    assert!(endless.stderr.contains("longer than") && endless.stderr.len() < 4096, "{:.300}", endless.stderr);
}

/// What listens at an address and is no ZooKeeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Impostor {
    /// Says this as soon as somebody calls, and hangs up.
    Says(&'static [u8]),
    /// Says this again and again.
    Repeats(&'static [u8]),
    /// Takes the call and everything that is said.
    Listens,
}

fn impostor(kind: Impostor) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream, kind));
        }
    });
    addr
}

fn answer(mut stream: TcpStream, kind: Impostor) {
    let mut said = [0; 4096];
    match kind {
        Impostor::Says(bytes) => {
            let _ = stream.read(&mut said);
            let _ = stream.write_all(bytes);
        }
        Impostor::Repeats(bytes) => while stream.write_all(bytes).is_ok() {},
        Impostor::Listens => while stream.read(&mut said).is_ok_and(|n| n > 0) {},
    }
}

#[test]
fn a_server_that_is_none_is_an_error_within_the_time() {
    let home = tempfile::tempdir().unwrap();
    let kinds = [
        Impostor::Says(b""),
        Impostor::Says(b"SSH-2.0-OpenSSH_9.9\x1b]0;owned\x07\r\n"),
        Impostor::Says(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
        Impostor::Says(b"\x15\x03\x03\x00\x02\x02\x46"),
        Impostor::Says(b"-ERR unknown command\r\n"),
        Impostor::Says(&[0; 64]),
        Impostor::Says(&[0xff; 64]),
        Impostor::Says(b"\x00\x00\x00\x25\x00\x00"),
        Impostor::Repeats(b"\x00\x00\x00\x01a"),
        Impostor::Repeats(b"Zookeeper version: \x1b[2J\xe2\x80\xae\n"),
        Impostor::Listens,
    ];
    for kind in kinds {
        let addr = impostor(kind).to_string();
        for args in [
            &["get", "/a"][..],
            &["create", "/a"],
            &["status"],
            &["server", "4lw", "srvr"],
            &["server", "stats"],
        ] {
            let mut command = command(&home);
            command.args(["-C", &addr, "--timeout", "1s", "--connect-timeout", "1s"]).args(args);
            let began = Instant::now();
            let outcome = run(command, b"");
            let what = (kind, args);
            is_orderly(&outcome, &what);
            // What is not asked by the clients' protocol shows what it got; an answer as it came is for programs.
            let shows = args[0] == "server" || args[0] == "status";
            assert!(outcome.code != 0 || shows, "{what:?}: {}", outcome.text());
            let acts = |c: char| c.is_control() && !"\n\t".contains(c) || c == '\u{202e}';
            assert!(
                args.contains(&"4lw") || !outcome.text().contains(acts),
                "{what:?}: {:.200?}",
                outcome.text()
            );
            assert!(began.elapsed() < Duration::from_secs(60), "{what:?} took {:?}", began.elapsed());
        }
    }
}
