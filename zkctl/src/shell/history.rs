//! Where the shell's history is kept, and which lines are not.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::tokenizer;

/// Lines kept.
pub const MAX_LINES: usize = 10_000;

/// `$XDG_STATE_HOME/zkd/zkctl_history`. The editor writes it with mode 0600; here its directory is made,
/// for the owner only. `None` if there is no home: the shell works without a history file.
pub fn file() -> Option<PathBuf> {
    let dirs = etcetera::choose_base_strategy().ok()?;
    let dir = dirs.state_dir().unwrap_or_else(|| dirs.data_dir()).join("zkd");
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&dir).ok()?;
    Some(dir.join("zkctl_history"))
}

/// True for lines that must not be stored: those that start with a blank, and those that carry credentials.
pub fn is_private(line: &str) -> bool {
    if line.starts_with(char::is_whitespace) {
        return true;
    }
    tokenizer::split(line).texts().any(|word| word.eq_ignore_ascii_case("addauth"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_lines_with_a_leading_blank_are_private() {
        assert!(is_private("addauth digest u:p"));
        assert!(is_private("-q AddAuth digest u:p"));
        assert!(is_private("'addauth' digest u:p"));
        assert!(is_private(" ls /"));
        assert!(!is_private("ls /"));
        assert!(!is_private("get /addauth"));
    }
}
