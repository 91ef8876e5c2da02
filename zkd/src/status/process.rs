//! The process as the system counts it: what every exporter for Prometheus says of the one it is in.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

/// Time, memory and start of this process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Process {
    /// Seconds of processor time, of user and system.
    pub cpu_seconds: f64,
    /// Bytes of memory in use.
    pub resident_bytes: u64,
    /// Bytes of address space.
    pub virtual_bytes: u64,
    /// Seconds since 1970.
    pub started_at: f64,
}

/// Linux counts time in hundredths of a second towards programs, on every machine.
const TICKS_PER_SECOND: f64 = 100.0;

impl Process {
    /// Of this process; `None` where `/proc` does not tell.
    pub fn read() -> Option<Process> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let uptime = fs::read_to_string("/proc/uptime").ok()?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs_f64();
        Process::of(&stat, &status, &uptime, now)
    }

    fn of(stat: &str, status: &str, uptime: &str, now: f64) -> Option<Process> {
        // The second field is the program's name in brackets, with blanks and brackets of its own.
        let (_, rest) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
        let kib = |key: &str| {
            let line = status.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix(':'))?;
            Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
        };
        let up: f64 = uptime.split_whitespace().next()?.parse().ok()?;
        Some(Process {
            cpu_seconds: (ticks(11)? + ticks(12)?) / TICKS_PER_SECOND,
            resident_bytes: kib("VmRSS")?,
            virtual_bytes: kib("VmSize")?,
            started_at: now - up + ticks(19)? / TICKS_PER_SECOND,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_tables_are_read_by_their_fields() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 150 0 0 20 0 4 0 5000 1000000 300 18446744073709551615";
        let status = "Name:\ta ) b\nVmSize:\t  976 kB\nVmRSS:\t   300 kB\n";
        let got = Process::of(stat, status, "100.50 90.00\n", 1000.5).expect("all of it");
        assert_eq!((got.cpu_seconds, got.resident_bytes, got.virtual_bytes), (4.0, 300 * 1024, 976 * 1024));
        assert!((got.started_at - 950.0).abs() < 1e-6, "{}", got.started_at);
        assert_eq!(Process::of("7 (x) S", status, "1 1", 1.0), None);
    }

    #[test]
    fn this_process_can_be_read() {
        let me = Process::read().expect("Linux has /proc");
        assert!(
            me.resident_bytes > 0 && me.virtual_bytes >= me.resident_bytes && me.started_at > 1e9,
            "{me:?}"
        );
    }
}
