//! `diff -U`: how the data and the ACLs of two nodes differ, line by line.

use similar::TextDiff;

use super::Aspects;
use crate::args::Format;
use crate::bulk::compare::Pair;
use crate::bulk::{TreeNode, order};
use crate::context::Context;
use crate::failure::Result;
use crate::parse::acl_text;

/// Data above this is only said to differ: comparing lines takes time that grows with their number.
const MOST_BYTES: usize = 4 << 20;
/// Bytes on a line of a hex dump.
const HEX_WIDTH: usize = 16;

/// Whether the text itself is the answer.
pub fn is_text(format: Format) -> bool {
    matches!(format, Format::Table | Format::Plain | Format::Raw | Format::Zkcli)
}

/// What differs, as a unified diff; `titles` are each side's name and root. `None` if nothing does.
pub fn text(pair: &Pair, aspects: Aspects, titles: &((String, String), (String, String))) -> Option<String> {
    let mut out = String::new();
    let name = |(title, root): &(String, String), node: &Option<TreeNode>, what: &str| match node {
        None => "/dev/null".to_owned(),
        Some(_) => {
            let colon = if title.is_empty() { "" } else { ":" };
            // Names of nodes may hold anything that a path may: the line stays one line.
            let at = format!("{title}{colon}{}{what}", order::onto(root, &pair.rest));
            crate::sanitise::line(&at).into_owned()
        }
    };
    let part = |out: &mut String, what: &str, old: Option<String>, new: Option<String>| {
        if old == new {
            return;
        }
        let (left, right) = (name(&titles.0, &pair.left, what), name(&titles.1, &pair.right, what));
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old.len().max(new.len()) > MOST_BYTES {
            out.push_str(&format!("Data of {left} and {right} differ: too large to compare line by line\n"));
            return;
        }
        let diff = TextDiff::from_lines(old.as_str(), new.as_str());
        let hunks = diff.unified_diff().header(&left, &right).to_string();
        // Null against empty, or a node without data, has no lines to show.
        match hunks.is_empty() {
            true => out.push_str(&format!("--- {left}\n+++ {right}\n")),
            false => out.push_str(&hunks),
        }
    };
    let both = pair.left.is_some() && pair.right.is_some();
    if aspects.content && (!both || data(&pair.left) != data(&pair.right)) {
        let binary = [&pair.left, &pair.right].into_iter().any(|n| data(n).is_some_and(|d| !is_plain(d)));
        let lines = |node: &Option<TreeNode>| node.as_ref().map(|n| lines(n, binary));
        part(&mut out, "", lines(&pair.left), lines(&pair.right));
    }
    let acl = |node: &Option<TreeNode>| {
        let mut entries: Vec<String> = node.as_ref()?.acl.as_ref()?.iter().map(entry).collect();
        entries.sort_unstable();
        Some(entries.concat())
    };
    if aspects.acl && both && acl(&pair.left) != acl(&pair.right) {
        part(&mut out, " (ACL)", acl(&pair.left), acl(&pair.right));
    }
    if out.is_empty()
        && let (Some(l), Some(r)) = (&pair.left, &pair.right)
    {
        let differs = aspects.differences(l, r);
        if !differs.is_empty() {
            part(
                &mut out,
                " (status)",
                Some(status(aspects, l, &differs)),
                Some(status(aspects, r, &differs)),
            );
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Prints it; for a terminal without what could act on it.
pub fn print(text: &str, context: &mut Context) -> Result<()> {
    let paint = context.out.paint();
    for line in text.split_inclusive('\n') {
        let shown = if paint.terminal { crate::sanitise::block(line) } else { line.into() };
        let style = match line.as_bytes().first() {
            Some(b'+') => anstyle::AnsiColor::Green.on_default(),
            Some(b'-') => anstyle::AnsiColor::Red.on_default(),
            Some(b'@') => anstyle::AnsiColor::Cyan.on_default(),
            _ => anstyle::Style::new(),
        };
        match paint.color {
            true => context.out.raw(&format!("{style}{}{style:#}\n", shown.trim_end_matches('\n')))?,
            false => context.out.raw(&shown)?,
        }
    }
    Ok(())
}

fn data(node: &Option<TreeNode>) -> Option<&Vec<u8>> {
    node.as_ref()?.value.as_ref()?.as_ref()
}

fn is_plain(data: &[u8]) -> bool {
    std::str::from_utf8(data).is_ok_and(|text| !text.contains('\0'))
}

/// Data as lines. Null and empty differ by what is said, as both have none.
fn lines(node: &TreeNode, binary: bool) -> String {
    match &node.value {
        None => "(not readable)\n".into(),
        Some(None) => "(null)\n".into(),
        Some(Some(bytes)) if binary => {
            let line = |(i, chunk): (usize, &[u8])| {
                let hex: Vec<String> = chunk.iter().map(|b| format!("{b:02x}")).collect();
                format!("{:08x}  {}\n", i * HEX_WIDTH, hex.join(" "))
            };
            bytes.chunks(HEX_WIDTH).enumerate().map(line).collect()
        }
        Some(Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn entry(acl: &zk_proto::Acl) -> String {
    acl_text(std::slice::from_ref(acl)) + "\n"
}

fn status(aspects: Aspects, node: &TreeNode, differs: &[&str]) -> String {
    differs.iter().map(|what| format!("{what}: {}\n", aspects.text(node, &[what]))).collect()
}
