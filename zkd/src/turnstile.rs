//! Who goes on first when there have been too many requests: whoever has waited longest. Without an order the connections that
//! have just been answered, and look at once, would always come before those that look now and then.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

/// Those who wait, in the order they came.
#[derive(Debug, Default)]
pub(crate) struct Turnstile {
    waiting: Mutex<BTreeMap<u64, Waker>>,
    /// How many wait, for those who need not know more.
    count: AtomicUsize,
    next: AtomicU64,
}

/// A place among those who wait; given up when it is dropped, and the next one is told.
#[derive(Debug)]
pub(crate) struct Ticket {
    turnstile: Arc<Turnstile>,
    number: u64,
}

impl Turnstile {
    /// Takes the last place. `waker` is called when it has become the first one.
    pub(crate) fn wait(self: &Arc<Self>, waker: &Waker) -> Ticket {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.waiting().insert(number, waker.clone());
        self.count.fetch_add(1, Ordering::SeqCst);
        Ticket { turnstile: self.clone(), number }
    }

    /// True if nobody has waited longer than the owner of this ticket; without a ticket, if nobody waits.
    pub(crate) fn is_first(&self, ticket: Option<&Ticket>) -> bool {
        match ticket {
            _ if self.count.load(Ordering::SeqCst) == 0 => true,
            None => false,
            Some(ticket) => self.waiting().first_key_value().is_none_or(|(first, _)| *first == ticket.number),
        }
    }

    /// There is room: whoever has waited longest looks whether it is enough.
    pub(crate) fn call_first(&self) {
        if self.count.load(Ordering::SeqCst) > 0 {
            let first = self.waiting().first_key_value().map(|(_, waker)| waker.clone());
            first.into_iter().for_each(Waker::wake);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<u64, Waker>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut waiting = self.turnstile.waiting();
        waiting.remove(&self.number);
        self.turnstile.count.fetch_sub(1, Ordering::SeqCst);
        let next = waiting.first_key_value().map(|(_, waker)| waker.clone());
        drop(waiting);
        if let Some(next) = next {
            next.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Wake;

    #[derive(Default)]
    struct Calls(AtomicUsize);

    impl Wake for Calls {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn whoever_came_first_goes_first_and_calls_the_next() {
        let turnstile = Arc::new(Turnstile::default());
        assert!(turnstile.is_first(None), "nobody waits");
        let calls: [Arc<Calls>; 3] = Default::default();
        let [one, two, three] = calls.each_ref().map(|call| turnstile.wait(&Waker::from(call.clone())));
        let called = || calls.each_ref().map(|call| call.0.load(Ordering::SeqCst));
        assert!(turnstile.is_first(Some(&one)) && !turnstile.is_first(Some(&two)));
        assert!(!turnstile.is_first(None), "who comes later waits, too");
        // One that goes away from the middle changes nothing for the first, which is told all the same.
        drop(two);
        assert!(turnstile.is_first(Some(&one)) && !turnstile.is_first(Some(&three)));
        assert_eq!(called(), [1, 0, 0]);
        drop(one);
        assert!(turnstile.is_first(Some(&three)));
        assert_eq!(called(), [1, 0, 1]);
        drop(three);
        assert!(turnstile.is_first(None));
    }
}
