//! The second judge: is there any order at all? A search in the manner of Wing, Gong and Lowe over one register (a
//! znode's data and version), which trusts no zxid.
//!
//! Operations are *strict* (writes, and reads behind a `sync`): they take effect between call and return. Plain reads are
//! *ordered*: they take effect somewhere behind what their session did before, however old that is. A write without
//! an answer may take effect at any time after its call, or never; it stands for itself, outside its session.
//!
//! The state of the search is how far each process has come and what the register holds. A read or a refused write that
//! fits is taken at once: it changes nothing, so it can only stand in the way later.

use std::collections::HashSet;

/// What a register holds: a value and how often it was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Register {
    /// Any number that stands for the data.
    pub value: u64,
    /// The version.
    pub version: i32,
}

/// What was done and what was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Set whatever the version; the new version if an answer came.
    Set { value: u64, answered: Option<i32> },
    /// Set if the version is `expected`; the new version if an answer came.
    SetIf { expected: i32, value: u64, answered: Option<i32> },
    /// Refused because the version was not `expected`.
    Refused { expected: i32 },
    /// A read.
    Get { found: Register },
}

/// When an operation may take effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// Between call and return.
    Strict,
    /// Behind everything its process did before.
    Ordered,
}

/// One operation on the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Whose; operations of one process follow each other.
    pub process: usize,
    /// When it was called.
    pub call: u64,
    /// When its answer came; `None` if none did.
    pub ret: Option<u64>,
    /// What it was.
    pub action: Action,
    /// When it may take effect.
    pub time: Time,
}

/// What the search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is an order.
    Fits,
    /// There is none.
    Violation,
    /// The search was given up.
    Undecided,
}

/// Searches for an order, visiting so many states at most. `events` are in order within each process.
pub fn search(initial: Register, events: &[Event], limit: usize) -> Verdict {
    let mut search = Search::new(events);
    let start = Position { at: vec![0; search.processes.len()], register: initial };
    let mut stack = vec![start];
    while let Some(mut position) = stack.pop() {
        search.take_silent(&mut position);
        if search.is_done(&position) {
            return Verdict::Fits;
        }
        if !search.seen.insert(position.clone()) {
            continue;
        }
        if search.seen.len() > limit {
            return Verdict::Undecided;
        }
        search.branch(&position, &mut stack);
    }
    Verdict::Violation
}

struct Search {
    /// Operations with an answer by process, then each without one as a process of its own.
    processes: Vec<Vec<Event>>,
    /// For each process and each place in it, the return of the next strict operation from there.
    bounds: Vec<Vec<u64>>,
    seen: HashSet<Position>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Position {
    at: Vec<u32>,
    register: Register,
}

impl Search {
    fn new(events: &[Event]) -> Search {
        let count = events.iter().map(|event| event.process + 1).max().unwrap_or(0);
        let mut processes = vec![Vec::new(); count];
        for event in events.iter().filter(|event| event.ret.is_some()) {
            processes[event.process].push(*event);
        }
        processes.retain(|process| !process.is_empty());
        processes.extend(events.iter().filter(|event| event.ret.is_none()).map(|event| vec![*event]));
        let bounds = processes.iter().map(|process| returns(process)).collect();
        Search { processes, bounds, seen: HashSet::new() }
    }

    fn head(&self, position: &Position, process: usize) -> Option<&Event> {
        self.processes[process].get(position.at[process] as usize)
    }

    /// The first return of a strict operation that has not taken effect: nothing called later may come before it.
    fn bound(&self, position: &Position) -> u64 {
        let bounds = self.bounds.iter().zip(&position.at);
        bounds.map(|(bounds, at)| bounds[*at as usize]).min().unwrap_or(u64::MAX)
    }

    fn may_come(&self, event: &Event, bound: u64) -> bool {
        event.time == Time::Ordered || event.call <= bound
    }

    /// Takes everything that fits and changes nothing, until nothing does.
    fn take_silent(&self, position: &mut Position) {
        loop {
            let bound = self.bound(position);
            let mut taken = false;
            for process in 0..self.processes.len() {
                while let Some(event) = self.head(position, process) {
                    let fits = match event.action {
                        Action::Get { found } => found == position.register,
                        Action::Refused { expected } => expected != position.register.version,
                        Action::Set { .. } | Action::SetIf { .. } => false,
                    };
                    if !fits || !self.may_come(event, bound) {
                        break;
                    }
                    position.at[process] += 1;
                    taken = true;
                }
            }
            if !taken {
                return;
            }
        }
    }

    fn branch(&self, position: &Position, stack: &mut Vec<Position>) {
        let bound = self.bound(position);
        for process in 0..self.processes.len() {
            let Some(event) = self.head(position, process) else { continue };
            if !self.may_come(event, bound) {
                continue;
            }
            if let Some(register) = write(position.register, event.action) {
                let mut next = Position { at: position.at.clone(), register };
                next.at[process] += 1;
                stack.push(next);
            }
        }
    }

    fn is_done(&self, position: &Position) -> bool {
        (0..self.processes.len())
            .all(|process| self.head(position, process).is_none_or(|event| event.ret.is_none()))
    }
}

/// The return of the next strict operation at or behind each place; the places behind the last one are free.
fn returns(process: &[Event]) -> Vec<u64> {
    let mut bounds = vec![u64::MAX; process.len() + 1];
    for (at, event) in process.iter().enumerate().rev() {
        let own = if event.time == Time::Strict { event.ret.unwrap_or(u64::MAX) } else { u64::MAX };
        bounds[at] = own.min(bounds[at + 1]);
    }
    bounds
}

/// What a write makes of the register, if it can come here.
fn write(register: Register, action: Action) -> Option<Register> {
    let (value, answered) = match action {
        Action::Set { value, answered } => (value, answered),
        Action::SetIf { expected, value, answered } if expected == register.version => (value, answered),
        _ => return None,
    };
    let version = register.version.wrapping_add(1);
    answered.is_none_or(|answered| answered == version).then_some(Register { value, version })
}

#[cfg(test)]
mod tests;
