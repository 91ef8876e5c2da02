//! Data as people want to see it: the table `[decode]` of the configuration file says which nodes hold what. Programs
//! get the data as it is.

pub mod given;

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use globset::GlobBuilder;
use zk_config::Decoder;

use crate::context::Context;
use crate::output::pretty_json;

/// Most that a command may print.
const MAX_BYTES: u64 = 16 << 20;

/// The data of a node for the eye; as it is where no rule fits, or where one fails, which is said.
pub fn shown(path: &str, data: Vec<u8>, context: &Context) -> Vec<u8> {
    let fits = |pattern: &str| {
        // As with protect_paths: a `*` ends at a slash, `**` does not.
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        glob.is_ok_and(|glob| glob.compile_matcher().is_match(path))
    };
    let Some(rule) = context.decode_rules().iter().find(|rule| fits(&rule.pattern)) else { return data };
    let decoded = match &rule.how {
        _ if data.is_empty() => return data,
        Decoder::Json => pretty_json(&data).map_err(|e| format!("it is no JSON: {e}")),
        Decoder::Hex => Ok(crate::output::hex_dump(&data).into_bytes()),
        Decoder::Command(command) => {
            tokio::task::block_in_place(|| run(command, path, &data)).map_err(|e| e.to_string())
        }
    };
    decoded.unwrap_or_else(|why| {
        let path = crate::sanitise::line(path);
        context.note(format_args!("note: {path} is shown as it is: {}", crate::sanitise::line(&why)));
        data
    })
}

/// What a command prints that gets the data.
fn run(command: &str, path: &str, data: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(command)
        .env("ZKD_PATH", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut printed = Vec::new();
    if let Some(mut input) = child.stdin.take() {
        let data = data.to_vec();
        // It may print before it has read all, and need not read at all.
        std::thread::spawn(move || input.write_all(&data));
    }
    if let Some(output) = child.stdout.take() {
        output.take(MAX_BYTES + 1).read_to_end(&mut printed)?;
    }
    if printed.len() as u64 > MAX_BYTES {
        // It may be at it for ever.
        let _ = child.kill();
        let _ = child.wait();
        return Err(std::io::Error::other(format!("`{command}` prints more than {MAX_BYTES} bytes")));
    }
    let status = child.wait()?;
    if status.success() {
        Ok(printed)
    } else {
        Err(std::io::Error::other(format!("`{command}` failed: {status}")))
    }
}
