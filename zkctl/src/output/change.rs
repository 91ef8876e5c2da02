//! How a change of data or children looks to people.

use std::io::{self, Write};

use super::Paint;
use crate::reply::Change;

/// Lines with `-` and `+` before what went and what came, indented below their event.
pub fn show(change: &Change, paint: Paint, w: &mut impl Write) -> io::Result<()> {
    let text = |data: &Option<Vec<u8>>| data.as_deref().map(crate::sanitise::bytes).unwrap_or_default();
    let mut lines = differing(&text(&change.old), &text(&change.new));
    lines.extend(change.removed.iter().map(|name| format!("- {}", crate::sanitise::line(name))));
    lines.extend(change.added.iter().map(|name| format!("+ {}", crate::sanitise::line(name))));
    let (went, came) = (anstyle::AnsiColor::Red.on_default(), anstyle::AnsiColor::Green.on_default());
    lines.iter().try_for_each(|line| {
        let style = if line.starts_with('-') { went } else { came };
        writeln!(w, "    {}", paint.styled(style, line))
    })
}

/// The lines in which two texts differ: what is the same at both ends is left out.
fn differing(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let marked = |mark: char, lines: &[&str]| -> Vec<String> {
        lines.iter().take(lines.len() - tail).map(|line| format!("{mark} {line}")).collect()
    };
    [marked('-', old), marked('+', new)].concat()
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(differing("a\nb\nc", "a\nx\nc"), ["- b", "+ x"]);
        assert_eq!(differing("", "a"), ["+ a"]);
        assert_eq!(differing("a\na", "a"), ["- a"]);
        assert_eq!(differing("same", "same"), [""; 0]);
        assert_eq!(differing("a\nb", "b\nb"), ["- a", "+ b"]);
    }
}
