//! `--decode`: data of one `get` as something readable. JSON is indented without being understood, so that numbers and the order of
//! keys stay as they are; a command gets the data on its stdin and what it prints is shown.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Encoding;

/// Most bytes that a command may print.
const MOST_BYTES: u64 = 64 << 20;

/// How data is decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decode {
    /// JSON is indented, other text is left, the rest is a hex dump.
    Auto,
    Json,
    Hex,
    /// A command for the shell.
    Command(String),
}

/// As on the command line.
pub fn parse(text: &str) -> std::result::Result<Decode, String> {
    match text {
        "auto" => Ok(Decode::Auto),
        "json" => Ok(Decode::Json),
        "hex" => Ok(Decode::Hex),
        "" => Err("auto, json, hex, or a command".into()),
        command => Ok(Decode::Command(command.to_owned())),
    }
}

impl Decode {
    /// The data of a node decoded, and how to print it.
    ///
    /// # Errors
    /// It is not of that kind; the command fails, prints too much or takes longer than `time`.
    pub fn run(&self, path: &str, data: Vec<u8>, time: Duration) -> Result<(Vec<u8>, Encoding)> {
        match self {
            Decode::Hex => Ok((data, Encoding::Hex)),
            Decode::Json => match indented(&data) {
                Some(text) => Ok((text.into_bytes(), Encoding::Raw)),
                None => {
                    let said = format!("the data of {} is no JSON", crate::sanitise::line(path));
                    Err(Failure::new(Exit::Unexpected, "NotJson", said)
                        .on(path)
                        .hint("--decode auto shows it as what it is"))
                }
            },
            Decode::Auto => Ok(match indented(&data) {
                Some(text) => (text.into_bytes(), Encoding::Raw),
                None if std::str::from_utf8(&data).is_ok_and(|t| !t.contains('\0')) => (data, Encoding::Raw),
                None => (data, Encoding::Hex),
            }),
            Decode::Command(command) => Ok((execute(command, path, data, time)?, Encoding::Raw)),
        }
    }
}

/// JSON with line breaks; `None` if it is none. Objects and lists only: a bare number or word is text as good as any.
fn indented(data: &[u8]) -> Option<String> {
    serde_json::from_slice::<serde::de::IgnoredAny>(data).ok()?;
    let text = std::str::from_utf8(data).ok()?.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0usize;
    let mut chars = text.chars().peekable();
    let (mut in_string, mut escaped) = (false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(c) = chars.next() {
        if in_string {
            out.push(c);
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
                if let Some(close) = chars.next_if(|c| matches!(c, '}' | ']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => {
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    Some(out)
}

/// What a command makes of the data.
fn execute(command: &str, path: &str, data: Vec<u8>, time: Duration) -> Result<Vec<u8>> {
    let shown = crate::sanitise::line(command).into_owned();
    let fail = |why: String| {
        let said = format!("`{shown}` cannot decode {}: {why}", crate::sanitise::line(path));
        Failure::new(Exit::Unexpected, "Decoder", said).on(path)
    };
    let io = |e: io::Error| fail(crate::failure::plain_io(&e));
    let mut start = Command::new("sh");
    start.arg("-c").arg(command).env("ZKD_PATH", path).stdin(Stdio::piped()).stdout(Stdio::piped());
    // A group of its own, so that all of it can be stopped.
    std::os::unix::process::CommandExt::process_group(&mut start, 0);
    let mut child = start.spawn().map_err(io)?;
    let pid = Pid::from_child(&child);
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    std::thread::spawn(move || {
        // A command that does not read all of it is free to do so.
        let _ = stdin.map(|mut pipe| pipe.write_all(&data));
    });
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let mut out = Vec::new();
        let read = match stdout {
            Some(pipe) => pipe.take(MOST_BYTES + 1).read_to_end(&mut out),
            None => Ok(0),
        };
        let _ = tell.send(read.map(|_| out));
    });
    let answer = told.recv_timeout(time);
    let stopped = match &answer {
        Ok(Ok(out)) => out.len() as u64 > MOST_BYTES,
        _ => true,
    };
    if stopped {
        let _ = kill_process_group(pid, Signal::KILL);
    }
    let status = child.wait().map_err(io)?;
    match answer {
        Ok(Ok(_)) if stopped => Err(fail(format!("it prints more than {} MiB", MOST_BYTES >> 20))),
        Ok(Ok(out)) if status.success() => Ok(out),
        Ok(Ok(_)) => Err(fail(format!("it ended with {status}"))),
        Ok(Err(e)) => Err(io(e)),
        Err(_) => Err(fail(format!("it took longer than {time:?}")).hint("--timeout gives it more time")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_indented_and_not_changed() {
        let text = br#"{"b":1.10,"a":[9007199254740993,{}, []],"s":"x{\"y\\"}"#;
        let expected = "{\n  \"b\": 1.10,\n  \"a\": [\n    9007199254740993,\n    {},\n    []\n  ],\n  \
                        \"s\": \"x{\\\"y\\\\\"\n}";
        assert_eq!(indented(text).as_deref(), Some(expected));
        assert_eq!(indented(b"[ ]").as_deref(), Some("[]"));
        for none in [&b"12"[..], b"{", b"{}x", b"\xff", b""] {
            assert_eq!(indented(none), None);
        }
    }

    #[test]
    fn a_command_decodes_within_its_time() {
        let second = Duration::from_secs(30);
        let run = |command: &str, time| {
            Decode::Command(command.into()).run("/a", b"abc".to_vec(), time).map(|(out, _)| out)
        };
        assert_eq!(run("tr a-c A-C", second).unwrap(), b"ABC");
        assert_eq!(run("printf %s \"$ZKD_PATH\"", second).unwrap(), b"/a");
        assert!(run("exit 3", second).unwrap_err().message().contains("3"));
        assert!(run("sleep 60", Duration::from_millis(50)).unwrap_err().message().contains("longer"));
    }
}
