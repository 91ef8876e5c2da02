//! `log cat`: transactions one by one, with filters, forwards or backwards.

use std::collections::VecDeque;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use zk_forensics::txn::body;
use zk_forensics::{Filter, LogSource, Sources};
use zk_proto::txn::LoggedTxn;
use zk_storage::txlog::{FRAME_BYTES, HEADER_BYTES, RecordHead};

use crate::args::Style;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::offline::log_args::LogCat;
use crate::offline::{Flow, OnDamage, java, logs, scan, txn, verdict};
use crate::output::Pace;
use crate::reply::{Record, Reply};

pub fn run(args: LogCat, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let filter = args.filter.told(context);
    let files = found.logs_between(filter.from, filter.to);
    let left_out = found.logs.len() - files.len();
    if left_out > 0 {
        context.note(format_args!("note: {left_out} files outside the range were not read"));
    }
    let java = args.style == Some(Style::Java);
    if !java {
        context.out.begin("txns", Pace::Bulk)?;
    }
    let cat = Cat { args: &args, found: &found, filter };
    let damaged = match (java, args.reverse) {
        (_, true) => cat.backwards(&files, context)?,
        (true, false) => cat.java(&files, context)?,
        (false, false) => cat.forwards(&files, &mut 0, context)?.0,
    };
    context.out.end()?;
    Err(verdict(damaged))
}

struct Cat<'a> {
    args: &'a LogCat,
    found: &'a Sources,
    filter: Filter,
}

impl Cat<'_> {
    fn on_damage(&self) -> OnDamage {
        if self.args.strict { OnDamage::Stop } else { OnDamage::GoOn }
    }

    /// Prints what is wanted. Returns whether there was damage, and how many records were read.
    fn forwards(&self, files: &[LogSource], printed: &mut u64, context: &mut Context) -> Result<(bool, u64)> {
        let limit = self.args.limit.unwrap_or(u64::MAX);
        let mut records = 0;
        let damaged = scan(self.found, files, self.on_damage(), context, |scan, step, context| {
            if *printed >= limit {
                return Ok(Flow::Stop);
            }
            records += 1;
            match self.filter.admits(&step.header, body(scan.payload())) {
                Ok(false) => return Ok(Flow::Go),
                Ok(true) => {}
                Err(e) => return Ok(Flow::Bad(e.to_string())),
            }
            *printed += 1;
            self.print(scan.payload(), step.head.offset, context)
        })?;
        Ok((damaged, records))
    }

    fn print(&self, payload: &[u8], offset: u64, context: &mut Context) -> Result<Flow> {
        let decoded = LoggedTxn::decode(payload).and_then(|t| Ok((txn::row(&t, offset)?, t)));
        match decoded {
            Ok((_, logged)) if self.args.style == Some(Style::Java) => {
                context.out.raw(&java::txn(&logged, context.out.paint()))?;
            }
            Ok((row, _)) => context.out.record(&Record::Txn(row))?,
            Err(e) => return Ok(Flow::Bad(e.to_string())),
        }
        Ok(Flow::Go)
    }

    /// Java's tool takes one file at a time; each begins and ends with a line of its own.
    fn java(&self, files: &[LogSource], context: &mut Context) -> Result<bool> {
        let (mut damaged, mut printed) = (false, 0);
        for file in files {
            if file.path != Path::new("-") {
                let mut head = [0; HEADER_BYTES];
                let fail = |e| Failure::io(format_args!("cannot read {}", file.path.display()), e);
                let n = File::open(&file.path).and_then(|f| f.read_at(&mut head, 0)).map_err(fail)?;
                context.out.raw(&java::log_head(head.get(..n).unwrap_or_default()))?;
            }
            let (bad, records) = self.forwards(std::slice::from_ref(file), &mut printed, context)?;
            damaged |= bad;
            context.out.raw(&format!("EOF reached after {records} txns.\n"))?;
            if damaged && self.args.strict {
                break;
            }
        }
        Ok(damaged)
    }

    /// Notes where the records are that are wanted, then reads them once more from the end on.
    fn backwards(&self, files: &[LogSource], context: &mut Context) -> Result<bool> {
        if files.iter().any(|f| f.path == Path::new("-")) {
            return Err(Failure::usage("--reverse reads a file twice, which stdin cannot be"));
        }
        let limit = self.args.limit.map_or(usize::MAX, |l| usize::try_from(l).unwrap_or(usize::MAX));
        let mut wanted: VecDeque<(usize, RecordHead)> = VecDeque::new();
        let damaged = scan(self.found, files, self.on_damage(), context, |scan, step, _| {
            match self.filter.admits(&step.header, body(scan.payload())) {
                Ok(true) if limit > 0 => {
                    if wanted.len() == limit {
                        wanted.pop_front();
                    }
                    wanted.push_back((step.file, step.head));
                }
                Ok(_) => {}
                Err(e) => return Ok(Flow::Bad(e.to_string())),
            }
            Ok(Flow::Go)
        })?;
        let mut open: Option<(usize, File)> = None;
        let mut payload = Vec::new();
        for (index, head) in wanted.into_iter().rev() {
            crate::interrupt::check()?;
            let Some(source) = files.get(index) else { continue };
            let fail = |e| Failure::io(format_args!("cannot read {}", source.path.display()), e);
            let file = match open.take() {
                Some((at, file)) if at == index => file,
                _ => File::open(&source.path).map_err(fail)?,
            };
            payload.resize(head.len, 0);
            file.read_exact_at(&mut payload, head.offset + FRAME_BYTES as u64).map_err(fail)?;
            open = Some((index, file));
            if let Flow::Bad(why) = self.print(&payload, head.offset, context)? {
                // It could be read a moment ago: somebody writes into the file.
                crate::say(format_args!(
                    "damage: {} at offset {:#x}: {why}",
                    source.path.display(),
                    head.offset
                ));
                return Ok(true);
            }
        }
        Ok(damaged)
    }
}
