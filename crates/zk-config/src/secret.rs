//! Secrets from files and commands. What they hold is never part of an error.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::ConfigError;

/// Longest secret, or file of secrets, that is read.
const MAX_BYTES: u64 = 64 * 1024;

/// The text of a file that only its owner can read.
///
/// # Errors
/// [`ConfigError::Exposed`] if others can read it too.
pub fn read_private(file: &Path) -> Result<String, ConfigError> {
    let fail = |source| ConfigError::Io { verb: "read", file: file.to_owned(), source };
    let opened = std::fs::File::open(file).map_err(fail)?;
    let meta = opened.metadata().map_err(fail)?;
    let mode = meta.permissions().mode() & 0o7777;
    if meta.is_file() && mode & 0o077 != 0 {
        return Err(ConfigError::Exposed { file: file.to_owned(), mode });
    }
    let mut bytes = Vec::new();
    opened.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(fail(std::io::Error::other(format!("it has more than {MAX_BYTES} bytes"))));
    }
    String::from_utf8(bytes).map_err(|_| fail(std::io::Error::other("it is no UTF-8")))
}

/// What a command prints. It runs in `sh`, may ask on the terminal, and its complaints are seen. `what` says where
/// the command stands, for errors.
///
/// # Errors
/// [`ConfigError::Command`] if it fails or prints nothing.
pub fn run(command: &str, what: &str) -> Result<String, ConfigError> {
    let fail = |reason: String| ConfigError::Command { what: what.to_owned(), reason };
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(command)
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|e| fail(format!("could not be started: {e}")))?;
    let mut bytes = Vec::new();
    let read = match child.stdout.take() {
        Some(stdout) => stdout.take(MAX_BYTES + 1).read_to_end(&mut bytes),
        None => Ok(0),
    };
    let too_long = bytes.len() as u64 > MAX_BYTES;
    if too_long || read.is_err() {
        let _ = child.kill();
    }
    let status = child.wait().map_err(|e| fail(format!("could not be waited for: {e}")))?;
    if too_long {
        return Err(fail(format!("printed more than {MAX_BYTES} bytes")));
    }
    read.map_err(|e| fail(format!("could not be read: {e}")))?;
    if !status.success() {
        return Err(fail(format!("failed: {status}")));
    }
    let text = String::from_utf8(bytes).map_err(|_| fail("printed no UTF-8".into()))?;
    if text.trim().is_empty() {
        return Err(fail("printed nothing".into()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("secret");
        std::fs::write(&file, "canary\n").unwrap();
        for (mode, fits) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            match read_private(&file) {
                Ok(text) => assert!(fits && text == "canary\n", "{mode:o}"),
                Err(error) => {
                    assert!(!fits && error.hint().unwrap().starts_with("chmod 600"), "{mode:o}: {error}");
                    assert!(!error.to_string().contains("canary"));
                }
            }
        }
    }

    #[test]
    fn a_command_gives_its_output_or_says_what_happened_without_it() {
        assert_eq!(run("echo canary", "x").unwrap(), "canary\n");
        for (command, says) in [
            ("echo canary; exit 3", "exit status: 3"),
            ("true", "printed nothing"),
            ("yes canary", "printed more than"),
        ] {
            let error = run(command, "auth-cmd").unwrap_err().to_string();
            assert!(error.contains(says) && !error.contains("canary"), "{error}");
        }
    }
}
