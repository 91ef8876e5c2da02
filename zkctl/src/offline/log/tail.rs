//! `log tail`: the last transactions, and those to come.

use std::collections::VecDeque;
use std::path::Path;
use std::time::{Duration, Instant};

use zk_forensics::follow::{Follow, News};
use zk_forensics::txn::{body, header};
use zk_proto::Zxid;
use zk_proto::txn::LoggedTxn;
use zk_storage::StorageError;
use zk_storage::txlog::RecordHead;

use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::offline::log_args::LogTail;
use crate::offline::{Flow, OnDamage, logs, scan, txn, verdict};
use crate::output::Pace;
use crate::reply::{Record, Reply, TxnRow};

/// Pause between two looks at the files.
const LOOK_EVERY: Duration = Duration::from_millis(200);

pub fn run(args: &LogTail, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let filter = args.filter.told(context);
    let lines = usize::try_from(args.lines).unwrap_or(usize::MAX);
    let mut rows: VecDeque<TxnRow> = VecDeque::new();
    let mut reached = Zxid::ZERO;
    let damaged = scan(&found, &found.logs, OnDamage::GoOn, context, |scan, step, _| {
        reached = step.head.zxid;
        let payload = scan.payload();
        let row = filter.admits(&step.header, body(payload)).and_then(|wanted| {
            if wanted && lines > 0 {
                LoggedTxn::decode(payload).and_then(|t| txn::row(&t, step.head.offset)).map(Some)
            } else {
                Ok(None)
            }
        });
        match row {
            Ok(None) => {}
            Ok(Some(row)) => {
                if rows.len() == lines {
                    rows.pop_front();
                }
                rows.push_back(row);
            }
            Err(e) => return Ok(Flow::Bad(e.to_string())),
        }
        Ok(Flow::Go)
    })?;
    context.out.begin("txns", if args.follow { Pace::Live } else { Pace::Bulk })?;
    for row in rows {
        context.out.record(&Record::Txn(row))?;
    }
    if !args.follow {
        context.out.end()?;
        return Err(verdict(damaged));
    }
    let newest = found.logs.last().map(Follow::dir_of).unwrap_or_default();
    follow(args, &filter, Follow::new(&newest, reached), context)?;
    context.out.end()?;
    Err(verdict(damaged))
}

fn follow(
    args: &LogTail,
    filter: &zk_forensics::Filter,
    mut follow: Follow,
    context: &mut Context,
) -> Result<()> {
    let end = args.duration.map(|d| Instant::now() + d);
    loop {
        let news =
            follow.look::<Failure>(|path, head, payload| print(filter, path, head, payload, context))?;
        for item in news {
            match item {
                News::Cut { path, after } => context.note(format_args!(
                    "note: {} was cut below {after}: a leader took transactions back",
                    path.display()
                )),
                News::Damaged { path, offset } => {
                    crate::say(format_args!("damage: {} at offset {offset:#x}", path.display()));
                }
            }
        }
        if end.is_some_and(|end| Instant::now() >= end) {
            return Ok(());
        }
        crate::interrupt::check()?;
        std::thread::sleep(LOOK_EVERY);
    }
}

fn print(
    filter: &zk_forensics::Filter,
    path: &Path,
    head: RecordHead,
    payload: &[u8],
    context: &mut Context,
) -> Result<()> {
    let row = header(payload).and_then(|h| {
        if !filter.admits(&h, body(payload))? {
            return Ok(None);
        }
        LoggedTxn::decode(payload).and_then(|t| txn::row(&t, head.offset)).map(Some)
    });
    match row {
        Ok(None) => {}
        Ok(Some(row)) => context.out.record(&Record::Txn(row))?,
        Err(e) => crate::say(format_args!("damage: {} at offset {:#x}: {e}", path.display(), head.offset)),
    }
    Ok(())
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Failure {
        match error {
            StorageError::Io { path, source, .. } => {
                Failure::io(format_args!("cannot read {}", path.display()), source)
            }
            other => Failure::new(crate::exit::Exit::Unexpected, "Storage", other.to_string()),
        }
    }
}
