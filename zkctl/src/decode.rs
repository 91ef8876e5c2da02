//! Data as people want to read it: `--decode` says how for one command, the table `[decode]` of the configuration file for
//! what `get` shows people. JSON is indented without being understood, so that numbers and the order of keys stay as they
//! are; a command gets the data on its stdin, and what it prints is taken for it.

mod indent;
pub mod jq;
pub mod pipe;

use std::process::Command;
use std::time::Duration;

use globset::GlobBuilder;
use zk_config::Decoder;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Encoding;
use indent::indented;

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
    pub async fn run(&self, path: &str, data: Vec<u8>, time: Duration) -> Result<(Vec<u8>, Encoding)> {
        match self {
            Decode::Hex => Ok((data, Encoding::Hex)),
            Decode::Json => match indented(&data) {
                Some(text) => Ok((text.into_bytes(), Encoding::Raw)),
                None => Err(no_json(path).hint("--decode auto shows it as what it is")),
            },
            Decode::Auto => Ok(match indented(&data) {
                // A bare number or word is text as good as any.
                Some(text) if text.starts_with(['{', '[']) => (text.into_bytes(), Encoding::Raw),
                _ if std::str::from_utf8(&data).is_ok_and(|t| !t.contains('\0')) => (data, Encoding::Raw),
                _ => (data, Encoding::Hex),
            }),
            Decode::Command(command) => Ok((execute(command, path, data, time).await?, Encoding::Raw)),
        }
    }

    /// The same as text that can be searched, or shown as it stands.
    ///
    /// # Errors
    /// As [`Decode::run`].
    pub async fn text(&self, path: &str, data: Vec<u8>, time: Duration) -> Result<Vec<u8>> {
        let (data, encoding) = self.run(path, data, time).await?;
        Ok(match encoding {
            Encoding::Hex => crate::output::hex_dump(&data).into_bytes(),
            _ => data,
        })
    }
}

/// The data of a node as the configuration file wants it shown to people; as it is where no rule fits, or where one
/// fails, which is said.
pub async fn shown(path: &str, data: Vec<u8>, context: &Context) -> Vec<u8> {
    let fits = |pattern: &str| {
        // As with protect_paths: a `*` ends at a slash, `**` does not.
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        glob.is_ok_and(|glob| glob.compile_matcher().is_match(path))
    };
    let Some(rule) = context.decode_rules().iter().find(|rule| fits(&rule.pattern)) else { return data };
    if data.is_empty() {
        return data;
    }
    let how = match &rule.how {
        Decoder::Json => Decode::Json,
        Decoder::Hex => Decode::Hex,
        Decoder::Command(command) => Decode::Command(command.clone()),
    };
    match how.text(path, data.clone(), context.op_timeout()).await {
        Ok(mut text) => {
            if how == Decode::Json {
                text.push(b'\n');
            }
            text
        }
        Err(failure) => {
            context.note(format_args!("note: {}; it is shown as it is", failure.message()));
            data
        }
    }
}

/// The data of a node is not what it was to be.
pub fn no_json(path: &str) -> Failure {
    let said = format!("the data of {} is no JSON", crate::sanitise::line(path));
    Failure::new(Exit::Unexpected, "NotJson", said).on(path)
}

/// What a command makes of the data.
async fn execute(command: &str, path: &str, data: Vec<u8>, time: Duration) -> Result<Vec<u8>> {
    let mut start = Command::new("sh");
    start.arg("-c").arg(command).env("ZKD_PATH", path);
    pipe::through(start, data, time).await.map_err(|broken| {
        let (shown, at) = (crate::sanitise::line(command), crate::sanitise::line(path));
        let failure =
            Failure::new(Exit::Unexpected, "Decoder", format!("`{shown}` cannot decode {at}: {broken}"));
        let failure = failure.on(path);
        if matches!(broken, pipe::Broken::Late(_)) {
            failure.hint("--timeout gives it more time")
        } else {
            failure
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_command_decodes_within_its_time() {
        let long = Duration::from_secs(30);
        let run = async |command: &str, time| {
            Decode::Command(command.into()).run("/a", b"abc".to_vec(), time).await.map(|(out, _)| out)
        };
        assert_eq!(run("tr a-c A-C", long).await.unwrap(), b"ABC");
        assert_eq!(run("printf %s \"$ZKD_PATH\"", long).await.unwrap(), b"/a");
        assert!(run("exit 3", long).await.unwrap_err().message().contains("3"));
        let said = run("echo no such codec >&2; exit 1", long).await.unwrap_err();
        assert!(said.message().ends_with("no such codec"), "{}", said.message());
        let much = run("yes", long).await.unwrap_err();
        assert!(much.message().contains("prints more than"), "{}", much.message());
        let short = Duration::from_millis(50);
        for never in ["sleep 60", "exec >&- 2>&-; sleep 60", "sleep 60 & wait"] {
            assert!(run(never, short).await.unwrap_err().message().contains("longer"), "{never}");
        }
    }

    #[tokio::test]
    async fn kinds_are_told_apart() {
        let time = Duration::from_secs(1);
        let auto = async |data: &[u8]| Decode::Auto.run("/a", data.to_vec(), time).await.unwrap();
        assert_eq!(auto(b"{\"a\":1}").await, (b"{\n  \"a\": 1\n}".to_vec(), Encoding::Raw));
        assert_eq!(auto(b"12").await, (b"12".to_vec(), Encoding::Raw));
        assert_eq!(auto(b"\xff").await.1, Encoding::Hex);
        assert_eq!(Decode::Json.text("/a", b" 12 ".to_vec(), time).await.unwrap(), b"12");
        assert_eq!(Decode::Json.text("/a", b"{".to_vec(), time).await.unwrap_err().code(), "NotJson");
        assert!(Decode::Hex.text("/a", b"\xff".to_vec(), time).await.unwrap().starts_with(b"0000"));
    }
}
