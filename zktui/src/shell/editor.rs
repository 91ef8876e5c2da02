//! Lets the user edit a value in the editor of their choice.

use std::io::Write;
use std::process::Command;

use crate::app::net::Draft;

/// Runs the editor on the draft's text, and gives what was saved.
///
/// # Errors
/// If there is no editor, or it failed.
pub fn edit(draft: &Draft) -> Result<Vec<u8>, String> {
    let name = |v: &str| std::env::var(v).ok().filter(|v| !v.trim().is_empty());
    let editor = name("VISUAL").or_else(|| name("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let mut file = tempfile::Builder::new()
        .prefix("zktui-")
        .suffix(suffix(&draft.text))
        .tempfile()
        .map_err(|e| format!("cannot make a temporary file: {e}"))?;
    file.write_all(&draft.text)
        .and_then(|()| file.flush())
        .map_err(|e| format!("cannot write the temporary file: {e}"))?;
    // An editor may come with arguments, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program).args(words).arg(file.path()).status();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(format!("{program} ended with {status}: nothing was changed")),
        Err(e) => return Err(format!("cannot run {program}: {e}; set EDITOR")),
    }
    // Some editors write another file and rename it.
    std::fs::read(file.path()).map_err(|e| format!("cannot read what was saved: {e}"))
}

/// Editors colour by it.
fn suffix(text: &[u8]) -> &'static str {
    if serde_json::from_slice::<serde_json::Value>(text).is_ok_and(|v| v.is_object() || v.is_array()) {
        ".json"
    } else {
        ".txt"
    }
}
