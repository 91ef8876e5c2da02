//! Files of a data directory, read without a server: never written to, streamed, damage told with its offset. What is
//! found out is `zk_forensics`' business; here it gets arguments and a form.

pub mod install_args;
pub mod java;
pub mod log;
pub mod log_args;
pub mod past;
mod serve;
pub mod snap;
pub mod snap_args;
pub mod source_args;
mod time;
mod txn;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::time::Duration;

use zk_forensics::fold::Watch;
use zk_forensics::scan::ScanError;
use zk_forensics::{LogScan, LogSource, Problem, SourceError, Sources, Step};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::Progress;
use source_args::DirArgs;

/// How often work on other threads is looked after.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Records between two looks at the clock and at Ctrl-C.
const PROGRESS_EVERY: u64 = 4096;
/// Threads that read at once: reading is memory and checksums, more of them help nobody.
const THREADS: usize = 4;

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Failure {
        match error {
            SourceError::Io { path, source } => {
                Failure::io(format_args!("cannot read {}", path.display()), source)
            }
            other => Failure::usage(other.to_string())
                .hint("name a dataDir (or its version-2), or the files themselves"),
        }
    }
}

impl From<ScanError> for Failure {
    fn from(error: ScanError) -> Failure {
        Failure::io(format_args!("cannot read {}", error.path.display()), error.source)
    }
}

/// What the arguments name.
fn sources_of(named: &[PathBuf], dirs: &DirArgs) -> Result<Sources> {
    let all: Vec<&Path> = if named.is_empty() {
        dirs.data_dir.iter().chain(&dirs.log_dir).map(PathBuf::as_path).collect()
    } else {
        named.iter().chain(&dirs.log_dir).map(PathBuf::as_path).collect()
    };
    if all.is_empty() {
        return Err(Failure::usage("nothing to read").hint("name a data directory or files"));
    }
    Ok(Sources::find(&all)?)
}

/// The same, where logs are needed.
fn logs(named: &[PathBuf], dirs: &DirArgs) -> Result<Sources> {
    let found = sources_of(named, dirs)?;
    if found.logs.is_empty() {
        return Err(Failure::usage("there is no transaction log in what was named"));
    }
    Ok(found)
}

/// Says what is wrong: damage always, the rest unless quiet. True if there is damage.
fn tell<'p>(problems: impl IntoIterator<Item = &'p Problem>, context: &Context) -> bool {
    let mut damaged = false;
    for problem in problems {
        let text = line(problem);
        if problem.is_damage() {
            damaged = true;
            context.warn(format_args!("damage: {text}"));
        } else {
            context.heed(format_args!("note: {text}"));
        }
    }
    damaged
}

/// A problem on one line.
fn line(problem: &Problem) -> String {
    let path = problem.path.display().to_string();
    let text = format!("{} at offset {:#x}: {}", path, problem.offset, problem.what);
    crate::sanitise::line(&text).into_owned()
}

/// How a command on files ends.
fn verdict(damaged: bool) -> Failure {
    Failure::silent(if damaged { Exit::Damaged } else { Exit::Ok })
}

/// Does work on another thread while this one shows how far it is and listens for Ctrl-C.
fn watched<T: Send>(total_bytes: u64, context: &Context, work: impl FnOnce(&Watch) -> T + Send) -> Option<T> {
    let watch = Watch::default();
    let mut progress = Progress::of_file(Some(total_bytes), context.quiet);
    let (done, result) = mpsc::channel();
    std::thread::scope(|scope| {
        let watch = &watch;
        scope.spawn(move || {
            let _ = done.send(work(watch));
        });
        loop {
            match result.recv_timeout(LOOK_EVERY) {
                Ok(result) => {
                    progress.finish();
                    return Some(result);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    progress.set(watch.bytes.load(Ordering::Relaxed));
                    if crate::interrupt::check().is_err() {
                        watch.stop.store(true, Ordering::Relaxed);
                    }
                }
                // It panicked, and the scope says so.
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            }
        }
    })
}

/// What to do after a record.
enum Flow {
    Go,
    Stop,
    /// It is no transaction, for this reason.
    Bad(String),
}

impl Flow {
    /// Of a result of decoding.
    fn of(result: zk_proto::jute::Decode<()>) -> Flow {
        match result {
            Ok(()) => Flow::Go,
            Err(e) => Flow::Bad(e.to_string()),
        }
    }
}

/// How a scan goes about damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnDamage {
    GoOn,
    /// `--strict`: it ends there.
    Stop,
}

/// Walks records in order, repetitions left out, tells problems as they are met. True if there was damage.
fn scan(
    sources: &Sources,
    files: &[LogSource],
    on_damage: OnDamage,
    context: &mut Context,
    mut each: impl FnMut(&LogScan<'_>, &Step, &mut Context) -> Result<Flow>,
) -> Result<bool> {
    let mut scan = LogScan::new(files, &sources.snapshot_zxids(), sources.whole);
    let mut progress = Progress::new(files.iter().map(|f| f.len).sum(), context.quiet);
    let (mut damaged, mut records) = (false, 0u64);
    loop {
        let step = scan.advance()?;
        if scan.has_problems() {
            damaged |= tell(&scan.take_problems(), context);
        }
        let Some(step) = step else { break };
        if damaged && on_damage == OnDamage::Stop {
            break;
        }
        records += 1;
        if records.is_multiple_of(PROGRESS_EVERY) {
            progress.set(scan.bytes_done());
            if let Err(interrupted) = crate::interrupt::check() {
                context.note(format_args!("interrupted after {records} transactions"));
                return Err(interrupted);
            }
        }
        if step.repeated {
            continue;
        }
        match each(&scan, &step, context)? {
            Flow::Go => {}
            Flow::Stop => break,
            Flow::Bad(why) => scan.undecodable(&step, why),
        }
    }
    progress.finish();
    damaged |= tell(&scan.take_problems(), context);
    Ok(damaged)
}
