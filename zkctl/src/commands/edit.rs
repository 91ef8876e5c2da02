//! `edit`: a node's data in an editor, written only over what was read.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use similar::{ChangeTag, TextDiff};

use crate::bulk_args::EditArgs;
use crate::commands::set::{take_down, version_conflict};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::reply::Reply;

/// Lines around a change that are shown.
const AROUND: usize = 3;

pub async fn run(args: EditArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let node = context.read("read", &path, |c| c.get_data(&path)).await?.into_value();
    let old = node.data.clone().unwrap_or_default();
    let mut draft = draft(&path)?;
    let fail = |e| Failure::io("cannot write the draft", e);
    draft.write_all(&old).and_then(|()| draft.flush()).map_err(fail)?;
    // Editors replace files: what counts is the name.
    let draft = draft.into_temp_path();
    if let Err(failure) = open_editor(&draft) {
        // What the editor left as it was is no draft of anybody's.
        let is_changed = std::fs::read(&draft).is_ok_and(|new| new != old);
        return Err(if is_changed { keep(draft, failure) } else { failure });
    }
    let mut new = std::fs::read(&draft).map_err(|e| Failure::io("cannot read the draft", e))?;
    // Editors end the last line; the node's data need not.
    if !old.ends_with(b"\n") && new.ends_with(b"\n") {
        new.pop();
        if new.ends_with(b"\r") {
            new.pop();
        }
    }
    if new == old {
        context.note(format_args!("{} is as it was", crate::sanitise::line(&path)));
        return Ok(Reply::Nothing);
    }
    if !context.quiet {
        show(&old, &new);
    }
    if let Err(failure) = context.confirm(&format!("write this to {}?", crate::sanitise::line(&path))).await {
        return Err(keep(draft, failure));
    }
    let version = Some(node.stat.version);
    match context.write("set", &path, |c| c.set_data(&path, Some(&new), version)).await {
        Ok(reply) => {
            let stat = reply.into_value();
            if context.keeps_undo(args.no_undo) {
                take_down("edit", &path, node, stat, context);
            }
            Ok(Reply::Written { path, stat, show_stat: false })
        }
        Err(failure) => {
            let failure = version_conflict(failure, "write", &path, version, context).await;
            Err(keep(draft, failure))
        }
    }
}

/// A file for the editor, for the owner only, whose name tells the editor the kind of text.
fn draft(path: &str) -> Result<tempfile::NamedTempFile> {
    let kind: String = match zk_proto::path::name(path).rsplit_once('.') {
        Some((_, kind)) if !kind.is_empty() => {
            kind.chars().filter(char::is_ascii_alphanumeric).take(8).collect()
        }
        _ => "txt".into(),
    };
    let built = tempfile::Builder::new().prefix("zkctl-edit-").suffix(&format!(".{kind}")).tempfile();
    built.map_err(|e| Failure::io("cannot make a draft", e))
}

/// Runs the editor that the environment names, with its options.
fn open_editor(draft: &Path) -> Result<()> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".into());
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("exec {editor} \"$1\"")).arg("sh").arg(draft);
    let status = tokio::task::block_in_place(|| command.status());
    let hint = "VISUAL or EDITOR names another one";
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            let said = format!("the editor `{editor}` failed ({status}); nothing was written");
            Err(Failure::new(crate::exit::Exit::Unexpected, "Editor", said).hint(hint))
        }
        Err(e) => Err(Failure::io(format_args!("cannot run the editor `{editor}`"), e).hint(hint)),
    }
}

/// Keeps the draft and says where.
fn keep(draft: tempfile::TempPath, failure: Failure) -> Failure {
    match draft.keep() {
        Ok(file) => {
            let said = format!("{}; your draft is kept in {}", failure.message(), file.display());
            failure.say(said)
        }
        Err(_) => failure,
    }
}

/// What changes, on stderr.
fn show(old: &[u8], new: &[u8]) {
    let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
        crate::say(format_args!("binary data: {} bytes instead of {}", new.len(), old.len()));
        return;
    };
    let diff = TextDiff::from_lines(old, new);
    for (i, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if i > 0 {
            crate::say("…");
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let text = change.value();
            crate::say(format_args!(
                "{sign}{}",
                crate::sanitise::line(text.strip_suffix('\n').unwrap_or(text))
            ));
        }
    }
}
