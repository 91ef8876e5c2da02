//! Ctrl-C and the run's deadline: for work that does not await, which looks here now and then; and for what was under
//! way when they came.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Ctrl-C was pressed.
pub fn request() {
    REQUESTED.store(true, Ordering::Relaxed);
}

/// A new command starts.
pub fn clear() {
    REQUESTED.store(false, Ordering::Relaxed);
    take_write();
    take_done();
}

/// What a command over many nodes does to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Written,
    Deleted,
    Exported,
}

/// How often each was done since the command started: nobody else can say so when the command is cut off.
static DONE: [AtomicU64; 3] = [AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0)];

/// One more node is done.
pub fn count(deed: Deed) {
    DONE[deed as usize].fetch_add(1, Ordering::Relaxed);
}

/// Writes that were sent and are not answered yet.
static UNDER_WAY: AtomicU64 = AtomicU64::new(0);

/// So many writes are under way.
pub fn under_way(writes: usize) {
    UNDER_WAY.store(writes as u64, Ordering::Relaxed);
}

/// What a command that is cut off leaves behind, and what brings things back.
static LEFT: Mutex<Option<String>> = Mutex::new(None);

/// From now on a command that is cut off leaves this: said behind what was done, if anything was. `None`: nothing.
pub fn leaves(what: Option<String>) {
    *LEFT.lock().unwrap_or_else(PoisonError::into_inner) = what;
}

/// What was done so far, such as `1 200 nodes were written, 3 nodes were deleted, 128 more writes may be done or not`;
/// `None` if nothing was.
pub fn take_done() -> Option<String> {
    let words = ["written", "deleted", "exported"];
    let mut parts: Vec<String> = DONE
        .iter()
        .zip(words)
        .filter_map(|(count, word)| match count.swap(0, Ordering::Relaxed) {
            0 => None,
            1 => Some(format!("1 node was {word}")),
            n => Some(format!("{} were {word}", crate::bulk::nodes(n))),
        })
        .collect();
    match UNDER_WAY.swap(0, Ordering::Relaxed) {
        0 => {}
        1 => parts.push("1 write was under way and may be done or not".into()),
        n => parts.push(format!("{n} writes were under way and may be done or not")),
    }
    let left = LEFT.lock().unwrap_or_else(PoisonError::into_inner).take();
    if parts.is_empty() {
        return None;
    }
    let left = left.map_or_else(String::new, |left| format!("; {left}"));
    Some(format!("{}{left}", parts.join(", ")))
}

/// # Errors
/// [`Failure::interrupted`] if Ctrl-C was pressed since the command started, [`Failure::late`] behind the deadline.
pub fn check() -> Result<()> {
    if REQUESTED.load(Ordering::Relaxed) {
        return Err(Failure::interrupted());
    }
    if is_late() { Err(Failure::late()) } else { Ok(()) }
}

/// When the run must be over, that of one line of a shell, and how long that line was given.
static DEADLINES: Mutex<[Option<(Instant, Duration)>; 2]> = Mutex::new([None, None]);

/// The whole run has this long from now on; `None` forever.
pub fn limit_run(time: Option<Duration>) {
    DEADLINES.lock().unwrap_or_else(PoisonError::into_inner)[0] = time.and_then(from_now);
}

/// One line has this long from now on, if the run is not over before.
pub fn limit_line(time: Option<Duration>) {
    DEADLINES.lock().unwrap_or_else(PoisonError::into_inner)[1] = time.and_then(from_now);
}

/// A time beyond the clock is no limit.
fn from_now(time: Duration) -> Option<(Instant, Duration)> {
    Some((Instant::now().checked_add(time)?, time))
}

/// The earlier of the two deadlines, and how long it was.
pub fn deadline() -> Option<(Instant, Duration)> {
    let deadlines = *DEADLINES.lock().unwrap_or_else(PoisonError::into_inner);
    deadlines.into_iter().flatten().min()
}

/// Whether it has passed.
pub fn is_late() -> bool {
    deadline().is_some_and(|(at, _)| at <= Instant::now())
}

/// A write that was sent and is not answered yet.
#[derive(Clone, Debug)]
pub struct Write {
    pub verb: String,
    pub path: String,
}

/// Not tied to the future that waits for the answer: that one is gone when somebody asks.
static WRITE: Mutex<Option<Write>> = Mutex::new(None);

/// A write is sent.
pub fn write_begins(verb: &str, path: &str) {
    let write = Write { verb: verb.to_owned(), path: path.to_owned() };
    *WRITE.lock().unwrap_or_else(PoisonError::into_inner) = Some(write);
}

/// Its answer, or its end, has come.
pub fn write_ended() {
    take_write();
}

/// The write of which nobody will hear any more.
pub fn take_write() -> Option<Write> {
    WRITE.lock().unwrap_or_else(PoisonError::into_inner).take()
}
