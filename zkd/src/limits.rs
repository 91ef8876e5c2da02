//! How many connections there may be, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug, Default)]
struct Counts {
    total: u32,
    by_addr: HashMap<IpAddr, u32>,
}

/// Counts connections against the limits of the configuration; 0 is no limit.
#[derive(Debug)]
pub(crate) struct ConnLimits {
    per_addr: AtomicU32,
    in_all: AtomicU32,
    counts: Mutex<Counts>,
}

/// A connection's place under the limits, given back on drop.
#[derive(Debug)]
pub(crate) struct Place {
    limits: Arc<ConnLimits>,
    addr: IpAddr,
}

/// A limit that is reached: so many connections may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// From one address (`maxClientCnxns`).
    PerAddr(u32),
    /// From everywhere (`maxCnxns`).
    InAll(u32),
}

impl ConnLimits {
    pub(crate) fn new(per_addr: u32, in_all: u32) -> ConnLimits {
        ConnLimits { per_addr: per_addr.into(), in_all: in_all.into(), counts: Mutex::default() }
    }

    /// Other limits for those who come from now on; nobody has to go.
    pub(crate) fn set(&self, per_addr: u32, in_all: u32) {
        self.per_addr.store(per_addr, Ordering::Relaxed);
        self.in_all.store(in_all, Ordering::Relaxed);
    }

    /// Connections that may come from one address.
    pub(crate) fn per_addr(&self) -> u32 {
        self.per_addr.load(Ordering::Relaxed)
    }

    /// A place for a connection from `addr`, unless a limit is reached.
    ///
    /// # Errors
    /// The limit.
    pub(crate) fn take(self: &Arc<Self>, addr: IpAddr) -> Result<Place, Full> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let here = counts.by_addr.get(&addr).copied().unwrap_or(0);
        let full = |limit: u32, count: u32| limit != 0 && count >= limit;
        let (per_addr, in_all) = (self.per_addr(), self.in_all.load(Ordering::Relaxed));
        if full(in_all, counts.total) {
            return Err(Full::InAll(in_all));
        }
        if full(per_addr, here) {
            return Err(Full::PerAddr(per_addr));
        }
        counts.total += 1;
        counts.by_addr.insert(addr, here + 1);
        Ok(Place { limits: self.clone(), addr })
    }

    /// Connections that have a place.
    pub(crate) fn total(&self) -> u32 {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).total
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.limits.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.total -= 1;
        if let Some(n) = counts.by_addr.get_mut(&self.addr) {
            *n -= 1;
            if *n == 0 {
                counts.by_addr.remove(&self.addr);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_and_given_back() {
        let limits = Arc::new(ConnLimits::new(2, 3));
        let (a, b): (IpAddr, IpAddr) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let first = limits.take(a).unwrap();
        let _second = limits.take(a).unwrap();
        assert_eq!(limits.take(a).err(), Some(Full::PerAddr(2)));
        let _third = limits.take(b).unwrap();
        assert_eq!(limits.take(b).err(), Some(Full::InAll(3)), "three in all");
        drop(first);
        assert_eq!(limits.total(), 2);
        assert!(limits.take(a).is_ok());
        limits.set(1, 0);
        assert!(limits.take(a).is_err(), "those who are there stay, and count");
        assert!(limits.take("10.0.0.3".parse().unwrap()).is_ok());
    }
}
