//! The drawing of a subtree: a line for each node, with branches in front of it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use zk_proto::SessionId;

use super::Paint;
use crate::reply::{Tree, TreeRow};

/// Branches: to a node, to the last one, past a level that goes on, past one that does not.
const LINES: [&str; 4] = ["├── ", "└── ", "│   ", "    "];
const ASCII: [&str; 4] = ["|-- ", "`-- ", "|   ", "    "];

pub fn draw(tree: &Tree, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let [node, last, goes_on, ends] = if tree.ascii { ASCII } else { LINES };
    // Of the node's ancestors below the first one: whether each was the last of its siblings.
    let mut above: Vec<bool> = Vec::new();
    for row in &tree.rows {
        above.truncate(row.depth.saturating_sub(1));
        let mut branches: String =
            above.iter().map(|is_last| if *is_last { ends } else { goes_on }).collect();
        if row.depth > 0 {
            branches.push_str(if row.is_last { last } else { node });
            above.push(row.is_last);
        }
        writeln!(
            w,
            "{}{}",
            paint.styled(Style::new().dimmed(), &branches),
            label(row, tree.show_size, paint)
        )?;
    }
    Ok(())
}

fn label(row: &TreeRow, show_size: bool, paint: Paint) -> String {
    let name = match row.depth {
        0 => row.path.as_str(),
        _ => row.path.rsplit('/').next().unwrap_or(&row.path),
    };
    let mut out = paint.line(name).into_owned();
    if row.stat.ephemeral_owner != SessionId::NONE {
        let owner = format!(" (ephemeral, {})", row.stat.ephemeral_owner);
        out.push_str(&paint.styled(AnsiColor::Yellow.on_default(), &owner));
    }
    if show_size {
        let size = format!(" [{}]", paint.size(row.stat.data_length.into()));
        out.push_str(&paint.styled(Style::new().dimmed(), &size));
    }
    out
}
