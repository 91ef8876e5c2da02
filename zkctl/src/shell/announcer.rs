//! Says things while the user types: watch events and changes of the session appear above the input line.
//!
//! The editor's printer holds one message at a time and blocks behind a slow terminal, so a thread of its own
//! feeds it from a bounded queue. Between prompts, while a command prints, messages wait.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Most messages that wait; beyond, the oldest are dropped and counted.
const MAX_WAITING: usize = 1_000;

#[derive(Default)]
struct Queue {
    at_prompt: bool,
    closed: bool,
    waiting: VecDeque<String>,
    dropped: usize,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A cheap handle for whoever has something to say.
#[derive(Clone, Default)]
pub struct Announcer(Arc<Shared>);

impl Announcer {
    /// An announcer that hands its messages to `print`, several lines at once if there are many.
    pub fn start(mut print: impl FnMut(String) + Send + 'static) -> Announcer {
        let announcer = Announcer::default();
        let shared = announcer.0.clone();
        std::thread::spawn(move || {
            while let Some(text) = next(&shared) {
                print(text);
            }
        });
        announcer
    }

    /// Queues one line.
    pub fn say(&self, line: String) {
        let mut queue = self.0.lock();
        if queue.waiting.len() == MAX_WAITING {
            queue.waiting.pop_front();
            queue.dropped += 1;
        }
        queue.waiting.push_back(line);
        self.0.changed.notify_all();
    }

    /// The prompt is shown: messages may appear.
    pub fn at_prompt(&self) {
        self.0.lock().at_prompt = true;
        self.0.changed.notify_all();
    }

    /// A command runs: messages wait.
    pub fn away(&self) {
        self.0.lock().at_prompt = false;
    }

    /// Ends the thread.
    pub fn close(&self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }
}

/// Waits for something to print; `None` at the end.
fn next(shared: &Shared) -> Option<String> {
    let mut queue = shared.lock();
    loop {
        if queue.closed {
            return None;
        }
        if queue.at_prompt && !queue.waiting.is_empty() {
            return Some(drain(&mut queue));
        }
        queue = shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

fn drain(queue: &mut Queue) -> String {
    let mut text = String::new();
    if queue.dropped > 0 {
        text.push_str(&format!("… {} older events were dropped\n", std::mem::take(&mut queue.dropped)));
    }
    for line in queue.waiting.drain(..) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn messages_wait_for_the_prompt_and_come_together() {
        let (sender, receiver) = mpsc::channel();
        let announcer = Announcer::start(move |text| sender.send(text).unwrap());
        announcer.say("one".into());
        announcer.say("two".into());
        assert!(receiver.try_recv().is_err());
        announcer.at_prompt();
        assert_eq!(receiver.recv_timeout(Duration::from_secs(10)).unwrap(), "one\ntwo\n");
        announcer.close();
    }

    #[test]
    fn a_flood_is_cut_from_its_old_end() {
        let mut queue = Queue::default();
        let announcer = Announcer::default();
        for n in 0..MAX_WAITING + 3 {
            announcer.say(n.to_string());
        }
        std::mem::swap(&mut queue, &mut announcer.0.lock());
        let text = drain(&mut queue);
        assert!(text.starts_with("… 3 older events were dropped\n3\n4\n"));
        assert_eq!(text.lines().count(), MAX_WAITING + 1);
    }
}
