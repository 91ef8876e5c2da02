//! `--template`: a line for each row of an answer, with columns in it: `{{path}} {{stat.mzxid}}`.

use std::io::{self, Write};

use super::Paint;
use super::report::plain_cell;
use crate::reply::report::{Cell, Row};

/// A template, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Text in front of each column, in their order.
    before: Vec<String>,
    columns: Vec<String>,
    /// Text behind the last one.
    end: String,
}

impl Template {
    /// Reads one. `\t`, `\n` and `\\` are a tab, a line break and a backslash, since shells make these hard to type.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut template = Template::default();
        let mut rest = text;
        while let Some((literal, behind)) = rest.split_once("{{") {
            let (name, behind) = behind
                .split_once("}}")
                .ok_or_else(|| format!("`{{{{` without `}}}}` behind it in `{text}`"))?;
            let name = name.trim();
            if name.is_empty() || name.contains(['{', '}']) {
                return Err(format!("`{{{{{name}}}}}` names no column; write it like {{{{path}}}}"));
            }
            template.before.push(unescape(literal));
            template.columns.push(name.to_owned());
            rest = behind;
        }
        if template.columns.is_empty() {
            return Err(format!(
                "`{text}` has no column in it; write it like '{{{{path}}}} {{{{stat.mzxid}}}}'"
            ));
        }
        template.end = unescape(rest);
        Ok(template)
    }

    /// The columns that it needs.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Lines for rows of just those columns.
    pub fn rows(&self, rows: &[Row], paint: Paint, w: &mut impl Write) -> io::Result<()> {
        for row in rows {
            for (before, cell) in self.before.iter().zip(&row.cells) {
                let text = if *cell == Cell::None { String::new() } else { plain_cell(cell, paint) };
                write!(w, "{before}{}", paint.line(&text))?;
            }
            writeln!(w, "{}", self.end)?;
        }
        Ok(())
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('\\') => out.push('\\'),
            // Anything else means itself.
            other => {
                out.push('\\');
                out.extend(other);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_text_around_columns() {
        let template = Template::parse(r"{{path}}\t{{ stat.mzxid }} \d.").unwrap();
        assert_eq!(template.columns(), ["path", "stat.mzxid"]);
        let mut out = Vec::new();
        let rows = [Row::new(vec!["/a".into(), Cell::None]), Row::new(vec!["/b".into(), 7i64.into()])];
        template.rows(&rows, Paint::PIPE, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "/a\t \\d.\n/b\t7 \\d.\n");
        for wrong in ["", "path", "{{path", "{{}}", "{{a{b}}"] {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
    }
}
