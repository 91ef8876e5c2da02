//! Counts over whole logs, several files at a time: each file is read by itself and the results are put together in
//! order. Only where files overlap are all of them read once more, one after the other.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use zk_proto::Zxid;

use crate::problem::{Problem, What};
use crate::scan::{FileFacts, LogScan, ScanError, Step};
use crate::source::LogSource;

/// Records between two looks at the outside world.
const REPORT_EVERY: u64 = 1024;
/// Problems of one file that are kept; of more only the number is. Each takes about 200 bytes.
const KEPT_PROBLEMS: usize = 10_000;

/// Gathers something over transactions.
pub trait Gather: Default + Send {
    /// A transaction; repetitions do not come here. An error says why it cannot be read.
    fn txn(&mut self, step: &Step, payload: &[u8]) -> zk_proto::jute::Decode<()>;
    /// Takes in what was gathered over the transactions behind these.
    fn append(&mut self, later: Self);
}

/// Who watches the work.
#[derive(Debug, Default)]
pub struct Watch {
    /// Bytes read so far.
    pub bytes: AtomicU64,
    /// Set from outside to end the work early.
    pub stop: AtomicBool,
}

/// What was gathered.
#[derive(Debug, Default)]
pub struct Folded<G> {
    /// The result.
    pub gathered: G,
    /// What is known of each file, in their order.
    pub facts: Vec<FileFacts>,
    /// What is wrong, in the order of the files.
    pub problems: Vec<Problem>,
    /// Problems beyond those, which are too many to keep.
    pub more_problems: u64,
    /// The work was ended from outside: this is what was seen until then.
    pub stopped: bool,
    /// It ended at the first damage, the last of the problems: what is behind that was not read.
    pub cut_short: bool,
}

/// Reads all `files`, oldest first, with `threads` threads.
///
/// # Errors
/// What the system says about reading.
pub fn fold<G: Gather>(
    files: &[LogSource],
    snapshots: &[Zxid],
    whole: bool,
    threads: usize,
    watch: &Watch,
) -> Result<Folded<G>, ScanError> {
    if threads < 2 || files.len() < 2 {
        return serial(files, snapshots, whole, OnDamage::GoOn, watch);
    }
    let parts = each_alone::<G>(files, snapshots, whole, threads, watch)?;
    let ends: Vec<_> = parts.iter().filter_map(|p| p.facts.first()).map(|f| (f.first, f.last)).collect();
    let overlap = ends.iter().filter_map(|(first, last)| Some((first.as_ref()?.zxid, last.as_ref()?.zxid)));
    let overlap = overlap.collect::<Vec<_>>().windows(2).any(|w| match w {
        [(_, last), (first, _)] => first <= last,
        _ => false,
    });
    if overlap && !watch.stop.load(Ordering::Relaxed) {
        watch.bytes.store(0, Ordering::Relaxed);
        return serial(files, snapshots, whole, OnDamage::GoOn, watch);
    }
    Ok(join(files, snapshots, whole, parts))
}

/// Reads `files`, oldest first, up to the first damage.
///
/// # Errors
/// What the system says about reading.
pub fn fold_to_damage<G: Gather>(
    files: &[LogSource],
    snapshots: &[Zxid],
    whole: bool,
    watch: &Watch,
) -> Result<Folded<G>, ScanError> {
    serial(files, snapshots, whole, OnDamage::Stop, watch)
}

/// What a walk does at damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnDamage {
    GoOn,
    Stop,
}

fn serial<G: Gather>(
    files: &[LogSource],
    snapshots: &[Zxid],
    whole: bool,
    on_damage: OnDamage,
    watch: &Watch,
) -> Result<Folded<G>, ScanError> {
    let mut scan = LogScan::new(files, snapshots, whole);
    let mut out = Folded::<G> {
        gathered: G::default(),
        facts: Vec::new(),
        problems: Vec::new(),
        more_problems: 0,
        stopped: false,
        cut_short: false,
    };
    let (mut count, mut reported) = (0u64, 0u64);
    let mut before: Option<(usize, zk_proto::TxnHeader)> = None;
    let mut behind: Option<Step> = None;
    while let Some(step) = scan.advance()? {
        if on_damage == OnDamage::Stop && scan.has_problems() {
            keep(scan.take_problems(), &mut out);
            if cut(&mut out) {
                behind = Some(step);
                break;
            }
        }
        if !step.repeated
            && let Err(e) = out.gathered.txn(&step, scan.payload())
        {
            scan.undecodable(&step, e);
        }
        if scan.has_problems() {
            keep(scan.take_problems(), &mut out);
            if on_damage == OnDamage::Stop && cut(&mut out) {
                break;
            }
        }
        before = Some((step.file, step.header));
        count += 1;
        if count.is_multiple_of(REPORT_EVERY) {
            let done = scan.bytes_done();
            watch.bytes.fetch_add(done.saturating_sub(reported), Ordering::Relaxed);
            reported = done;
            if watch.stop.load(Ordering::Relaxed) {
                out.stopped = true;
                break;
            }
        }
    }
    let total = files.iter().map(|f| f.len).sum::<u64>();
    watch.bytes.fetch_add(total.saturating_sub(reported), Ordering::Relaxed);
    if !out.cut_short {
        keep(scan.take_problems(), &mut out);
        out.cut_short = on_damage == OnDamage::Stop && cut(&mut out);
    }
    out.facts = scan.facts().to_vec();
    // The record behind the damage was met, and does not count.
    if let Some((step, facts)) = behind.and_then(|step| Some((step, out.facts.get_mut(step.file)?))) {
        facts.txns = facts.txns.saturating_sub(1);
        facts.last = before.filter(|(file, _)| *file == step.file).map(|(_, header)| header);
        facts.first = facts.first.filter(|_| facts.last.is_some());
    }
    Ok(out)
}

/// Drops what was found behind the first damage; true if there is any.
fn cut<G>(out: &mut Folded<G>) -> bool {
    if let Some(first) = out.problems.iter().position(Problem::is_damage) {
        out.problems.truncate(first + 1);
        out.cut_short = true;
    }
    out.cut_short
}

fn keep<G>(problems: Vec<Problem>, out: &mut Folded<G>) {
    let room = KEPT_PROBLEMS.saturating_sub(out.problems.len());
    out.more_problems += problems.len().saturating_sub(room) as u64;
    out.problems.extend(problems.into_iter().take(room));
}

fn each_alone<G: Gather>(
    files: &[LogSource],
    snapshots: &[Zxid],
    whole: bool,
    threads: usize,
    watch: &Watch,
) -> Result<Vec<Folded<G>>, ScanError> {
    let next = AtomicUsize::new(0);
    type One<G> = (usize, Result<Folded<G>, ScanError>);
    let done: Mutex<Vec<One<G>>> = Mutex::new(Vec::new());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(index..index + 1) else { return };
            let result = serial::<G>(file, snapshots, whole, OnDamage::GoOn, watch);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(files.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Puts files that do not overlap together and looks for holes and for clocks that went back between them.
fn join<G: Gather>(files: &[LogSource], snapshots: &[Zxid], whole: bool, parts: Vec<Folded<G>>) -> Folded<G> {
    let mut out = Folded::<G> {
        gathered: G::default(),
        facts: Vec::new(),
        problems: Vec::new(),
        more_problems: 0,
        stopped: false,
        cut_short: false,
    };
    let mut last: Option<zk_proto::TxnHeader> = None;
    for (file, part) in files.iter().zip(parts) {
        let facts = part.facts.into_iter().next().unwrap_or_default();
        if let (Some(before), Some(first)) = (last, facts.first) {
            let at = |what| Problem { path: file.path.clone(), offset: facts.first_offset, what };
            if zk_storage::txlog::ZxidOrder::after(before.zxid).check(first.zxid).is_err() {
                let last_missing = Zxid(first.zxid.0.saturating_sub(1));
                let covered = snapshots.iter().copied().filter(|s| *s >= last_missing).min();
                let what = What::Gap { after: before.zxid, next: first.zxid, covered, between_files: !whole };
                keep(vec![at(what)], &mut out);
            }
            if first.time < before.time {
                let by_ms = before.time.saturating_sub(first.time);
                keep(vec![at(What::TimeBackwards { zxid: first.zxid, by_ms })], &mut out);
            }
        }
        last = facts.last.or(last);
        out.facts.push(facts);
        out.gathered.append(part.gathered);
        keep(part.problems, &mut out);
        out.more_problems += part.more_problems;
        out.stopped |= part.stopped;
    }
    out
}
