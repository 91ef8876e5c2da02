//! `grep`: lines of data that match.

use regex::bytes::{Regex, RegexBuilder};

use crate::bulk::{Link, Patience, Walk, Want, nodes};
use crate::bulk_args::GrepArgs;
use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::Pace;
use crate::reply::report::{Cell, Column, Row};
use crate::reply::{Record, Reply};

const MATCHES: &[Column] =
    &[Column::new("path", "PATH"), Column::new("line", "LINE"), Column::new("text", "TEXT")];
const COUNTS: &[Column] = &[Column::new("path", "PATH"), Column::new("lines", "LINES")];

pub async fn run(args: GrepArgs, context: &mut Context) -> Result<Reply> {
    let pattern = pattern(&args)?;
    let path = context.path(args.path.as_deref().unwrap_or(""))?;
    let link = Link::of(context, Patience::Short).await?;
    let mut walk = Walk::new(link, &path, Want { data: true, ..Want::default() });
    let time = context.op_timeout();
    let mut undecoded = Undecoded::default();
    let mut found = 0u64;
    let mut begun = false;
    while let Some(node) = walk.step().await.map_err(|e| e.failure("search"))? {
        if !std::mem::replace(&mut begun, true) {
            context.out.begin(if args.list { "paths" } else { "matches" }, Pace::Live)?;
        }
        let Some(Some(data)) = node.value else { continue };
        let data = match &args.decode.decode {
            Some(how) if !data.is_empty() => match how.text(&node.path, data.clone(), time).await {
                Ok(text) => text,
                Err(failure) => {
                    undecoded.add(failure);
                    data
                }
            },
            _ => data,
        };
        let is_text = !data.contains(&0) && std::str::from_utf8(&data).is_ok();
        let lines = matching(&pattern, &data, is_text);
        if lines.is_empty() {
            continue;
        }
        found += 1;
        if args.list {
            context.out.record(&Record::Path(node.path))?;
            continue;
        }
        if args.count {
            let row = Row::new(vec![node.path.into(), lines.len().into()]);
            context.out.record(&Record::Row { columns: COUNTS, row })?;
            continue;
        }
        for (number, line) in lines {
            let (number, text) = if is_text {
                (Cell::from(number), String::from_utf8_lossy(line).into_owned())
            } else {
                (Cell::None, format!("binary data of {} bytes matches", data.len()))
            };
            let row = Row::new(vec![node.path.as_str().into(), number, text.into()]);
            context.out.record(&Record::Row { columns: MATCHES, row })?;
        }
    }
    let whole = walk::finish(walk.seen(), context);
    undecoded.say(context);
    context.out.end()?;
    whole?;
    undecoded.verdict()?;
    Err(Failure::silent(match (found > 0, args.fail_on_match) {
        (true, true) => Exit::Findings,
        (false, false) => Exit::NotFound,
        _ => Exit::Ok,
    }))
}

/// Nodes whose data is not of the kind that `--decode` takes it for; they were searched as they are.
#[derive(Default)]
struct Undecoded {
    count: u64,
    /// Why, of the first one.
    why: String,
    /// A command failed: what it would have found is not known.
    broken: bool,
}

impl Undecoded {
    fn add(&mut self, failure: Failure) {
        if self.count == 0 {
            self.why = failure.message().to_owned();
        }
        self.count += 1;
        self.broken |= failure.code() == "Decoder";
    }

    fn say(&self, context: &Context) {
        if self.count > 0 {
            let (many, why) = (nodes(self.count), &self.why);
            context.heed(format_args!(
                "note: {many} could not be decoded and were searched as they are; the first: {why}"
            ));
        }
    }

    fn verdict(&self) -> Result<()> {
        if self.broken { Err(Failure::silent(Exit::Partial)) } else { Ok(()) }
    }
}

fn pattern(args: &GrepArgs) -> Result<Regex> {
    let text = if args.fixed { regex::escape(&args.pattern) } else { args.pattern.clone() };
    let mut built = RegexBuilder::new(&text);
    built.case_insensitive(args.ignore_case).multi_line(true).size_limit(1 << 20);
    built.build().map_err(|e| {
        let why = crate::parse::last_line(&e.to_string()).to_owned();
        Failure::usage(format!("`{}` is no regular expression: {why}", crate::sanitise::line(&args.pattern)))
            .hint("-F takes it as plain text")
    })
}

/// The lines that match, with their numbers; data that is no text is one line.
fn matching<'a>(pattern: &Regex, data: &'a [u8], is_text: bool) -> Vec<(usize, &'a [u8])> {
    if !is_text {
        return if pattern.is_match(data) { vec![(1, data)] } else { Vec::new() };
    }
    let text = data.strip_suffix(b"\n").unwrap_or(data);
    let lines = text.split(|b| *b == b'\n').enumerate().map(|(n, line)| (n + 1, line));
    lines.filter(|(_, line)| pattern.is_match(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_text_match_and_binary_data_as_a_whole() {
        let pattern = Regex::new("b+").unwrap();
        assert_eq!(matching(&pattern, b"abc\nxyz\nb\n", true), [(1, &b"abc"[..]), (3, b"b")]);
        assert_eq!(matching(&pattern, b"\0\xffb\n", false).len(), 1);
        assert!(matching(&pattern, b"", true).is_empty());
    }
}
