//! `log cat`: the transactions of log files, one at a time, with filters. Tells where a log is torn or damaged.

use std::io::Read;

use zk_proto::txn::LoggedTxn;
use zk_storage::txlog::{LogEnd, LogReader};

use super::log_args::{LogCat, glob_matches};
use super::{java, open, txn};
use crate::args::Style;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Pace, Progress};
use crate::reply::{Record, Reply, TxnRow};

/// Records between two looks at the clock.
const PROGRESS_EVERY: u64 = 4096;

pub fn cat(args: LogCat, context: &mut Context) -> Result<Reply> {
    if args.style.is_none() {
        context.out.begin("txns", Pace::Bulk)?;
    }
    let mut damaged = false;
    for file in &args.files {
        let name = file.display().to_string();
        let (input, size) = open(file)?;
        let mut scan = Scan { args: &args, name: &name, size, records: 0, damaged: false };
        scan.file(input, context)?;
        damaged |= scan.damaged;
        if damaged && args.strict {
            break;
        }
    }
    context.out.end()?;
    Err(Failure::silent(if damaged { Exit::Damaged } else { Exit::Ok }))
}

struct Scan<'a> {
    args: &'a LogCat,
    name: &'a str,
    size: u64,
    records: u64,
    damaged: bool,
}

impl Scan<'_> {
    fn file(&mut self, mut input: impl Read, context: &mut Context) -> Result<()> {
        let name = self.name;
        let fail = |e| Failure::io(format_args!("cannot read {name}"), e);
        let java = self.args.style == Some(Style::Java);
        let mut head = Vec::new();
        if java {
            (&mut input).take(java::LOG_HEAD_BYTES).read_to_end(&mut head).map_err(fail)?;
            context.out.raw(&java::log_head(&head))?;
        }
        let mut reader = LogReader::new(head.as_slice().chain(input));
        let mut progress = Progress::new(self.size, context.quiet);
        loop {
            let next = reader.next().map_err(fail);
            let Some(record) = next? else {
                let end = reader.end();
                self.verdict(end, context);
                if self.args.strict || !reader.resume() {
                    break;
                }
                continue;
            };
            crate::interrupt::check()?;
            self.records += 1;
            if self.records.is_multiple_of(PROGRESS_EVERY) {
                progress.set(record.head.offset);
            }
            match LoggedTxn::decode(record.payload).and_then(|t| Ok((txn::row(&t, record.head.offset)?, t))) {
                Ok((row, _)) if !self.wants(&row) => {}
                Ok((_, logged)) if java => context.out.raw(&java::txn(&logged, context.out.paint()))?,
                Ok((row, _)) => context.out.record(&Record::Txn(row))?,
                Err(e) => {
                    self.tell_damage(record.head.offset, &format!("{} is unreadable: {e}", record.head.zxid))
                }
            }
        }
        progress.finish();
        if java {
            context.out.raw(&format!("EOF reached after {} txns.\n", self.records))?;
        }
        Ok(())
    }

    fn wants(&self, row: &TxnRow) -> bool {
        let a = self.args;
        a.session.is_none_or(|s| row.session == s)
            && a.since.is_none_or(|b| b.admits_from(row.zxid, row.time_ms))
            && a.until.is_none_or(|b| b.admits_until(row.zxid, row.time_ms))
            && a.path.as_ref().is_none_or(|glob| txn::touches(row, |p| glob_matches(glob, p)))
    }

    fn verdict(&mut self, end: Option<LogEnd>, context: &Context) {
        match end {
            Some(LogEnd::Torn { offset, bytes, reason }) => context.note(format_args!(
                "{}: torn tail at offset {offset:#x}: {bytes} bytes are no whole record ({reason}); this is what a \
                 crash leaves",
                self.name
            )),
            Some(LogEnd::Damaged { offset, reason, resume }) => {
                let then = match resume {
                    Some(at) => format!("the next whole record is at offset {at:#x}"),
                    None => "no whole record follows".to_owned(),
                };
                self.tell_damage(offset, &format!("{reason}; {then}"));
            }
            Some(LogEnd::Clean { .. }) | None => {}
        }
    }

    fn tell_damage(&mut self, offset: u64, what: &str) {
        self.damaged = true;
        crate::say(format_args!("damage: {} at offset {offset:#x}: {what}", self.name));
    }
}
