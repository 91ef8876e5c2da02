//! Facts about the machine, the process and its directories, read from the operating system when a status is
//! asked for, and the calendar needed to print a moment. A fact that cannot be read is left out, never guessed.

use crate::status::{DirectorySizes, FileDescriptors};
use std::fs;
use std::path::Path;

/// Machine, user and memory, as `envi` prints them: keys in Apache's order, those of the Java machine left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Key and value.
    pub entries: Vec<(&'static str, String)>,
}

impl Environment {
    /// Reads them.
    pub fn read() -> Environment {
        let uname = rustix::system::uname();
        let passwd = user_entry();
        let mut entries = vec![
            ("host.name", uname.nodename().to_string_lossy().into_owned()),
            ("os.name", uname.sysname().to_string_lossy().into_owned()),
            ("os.arch", java_arch(&uname.machine().to_string_lossy()).to_owned()),
            ("os.version", uname.release().to_string_lossy().into_owned()),
            ("user.name", passwd.name),
            ("user.home", passwd.home),
        ];
        if let Ok(dir) = std::env::current_dir() {
            entries.push(("user.dir", dir.to_string_lossy().into_owned()));
        }
        entries.extend(memory());
        entries.push(("zkd.version", env!("CARGO_PKG_VERSION").to_owned()));
        Environment { entries }
    }
}

impl FileDescriptors {
    /// Counts those of this process; `None` where `/proc` does not tell.
    pub fn read() -> Option<FileDescriptors> {
        // The listing itself needs one, which is closed again before anyone sees the number.
        let open_count = (fs::read_dir("/proc/self/fd").ok()?.count() as u64).saturating_sub(1);
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        Some(FileDescriptors { open_count, max_count: limit.unwrap_or(i64::MAX as u64) })
    }
}

impl DirectorySizes {
    /// Adds up the apparent sizes of the files under both directories (each a `version-2`).
    pub fn read(data_dir: &Path, log_dir: &Path) -> DirectorySizes {
        let data_bytes = directory_bytes(data_dir);
        let log_bytes = if data_dir == log_dir { data_bytes } else { directory_bytes(log_dir) };
        DirectorySizes { data_bytes, log_bytes }
    }
}

/// A moment in the proleptic Gregorian calendar, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// For example 2026.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 0 is Thursday, the weekday of 1970-01-01.
    days_after_thursday: u8,
}

impl Civil {
    /// Of milliseconds since 1970.
    pub fn from_unix_ms(ms: i64) -> Civil {
        let seconds = ms.div_euclid(1000);
        let (days, second_of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // Years begin in March here, so that the leap day is the last of its year and eras of 400 years are equal.
        let from_0000_03_01 = days + 719_468;
        let (era, day_of_era) = (from_0000_03_01.div_euclid(146_097), from_0000_03_01.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        Civil {
            year: era * 400 + year_of_era + i64::from(month <= 2),
            month: month as u8,
            day: (day_of_year - (153 * march_month + 2) / 5 + 1) as u8,
            hour: (second_of_day / 3600) as u8,
            minute: (second_of_day / 60 % 60) as u8,
            second: (second_of_day % 60) as u8,
            days_after_thursday: days.rem_euclid(7) as u8,
        }
    }

    /// As Java's `Date` prints it: `Fri Nov 20 07:29:19 UTC 2026`.
    ///
    /// Differs: always UTC, where Java takes the zone of its machine.
    pub fn java_date(&self) -> String {
        let weekday =
            ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][usize::from(self.days_after_thursday)];
        let month = MONTHS[usize::from(self.month - 1)];
        let Civil { year, day, hour, minute, second, .. } = self;
        format!("{weekday} {month} {day:02} {hour:02}:{minute:02}:{second:02} UTC {year}")
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Java's name of a processor, where it has one of its own.
fn java_arch(machine: &str) -> &str {
    match machine {
        "x86_64" => "amd64",
        other => other,
    }
}

/// Name of the user that this process runs as; `?` without one.
pub(crate) fn user_name() -> String {
    user_entry().name
}

struct Passwd {
    name: String,
    home: String,
}

/// The effective user's line of `/etc/passwd`; containers often run as a user without one, as Java shows by `?`.
fn user_entry() -> Passwd {
    let uid = rustix::process::geteuid().as_raw().to_string();
    let file = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found =
        file.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|f| f.get(2) == Some(&&*uid));
    let field = |i: usize| found.as_ref().and_then(|f| f.get(i)).map_or("?", |s| s).to_owned();
    Passwd { name: field(0), home: field(5) }
}

/// `free`: what could still be used; `max`: what may be used at most; `total`: what the machine has.
///
/// Differs: Apache's three describe the Java heap, which does not exist here.
fn memory() -> Vec<(&'static str, String)> {
    let meminfo = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let field = |name: &str| {
        let line = meminfo.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib / 1024)
    };
    let total = field("MemTotal");
    let limit = fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let limit = limit.and_then(|s| s.trim().parse::<u64>().ok()).map(|bytes| bytes / (1024 * 1024));
    let max = match (total, limit) {
        (Some(total), Some(limit)) => Some(total.min(limit)),
        (total, limit) => total.or(limit),
    };
    let all = [("os.memory.free", field("MemAvailable")), ("os.memory.max", max), ("os.memory.total", total)];
    all.into_iter().filter_map(|(key, mib)| Some((key, format!("{}MB", mib?)))).collect()
}

fn directory_bytes(dir: &Path) -> u64 {
    // Files come and go while the server purges, so whatever is gone counts nothing.
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => directory_bytes(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_as_java_prints_them() {
        for (ms, text) in [
            (0, "Thu Jan 01 00:00:00 UTC 1970"),
            (-1, "Wed Dec 31 23:59:59 UTC 1969"),
            (951_782_400_000, "Tue Feb 29 00:00:00 UTC 2000"),
            (1_795_159_759_000, "Fri Nov 20 07:29:19 UTC 2026"),
            (4_107_542_399_999, "Sun Feb 28 23:59:59 UTC 2100"),
        ] {
            assert_eq!(Civil::from_unix_ms(ms).java_date(), text);
        }
    }

    #[test]
    fn directories_add_up_and_a_missing_one_is_empty() {
        let dir = tempfile::tempdir().expect("a directory");
        let inner = dir.path().join("inner");
        fs::create_dir(&inner).expect("a directory");
        fs::write(dir.path().join("a"), [0; 10]).expect("a file");
        fs::write(inner.join("b"), [0; 5]).expect("a file");
        let sizes = DirectorySizes::read(dir.path(), &dir.path().join("none"));
        assert_eq!(sizes, DirectorySizes { data_bytes: 15, log_bytes: 0 });
    }

    #[test]
    fn this_process_has_files_and_a_user() {
        let files = FileDescriptors::read().expect("/proc");
        assert!(files.open_count >= 3 && files.open_count < files.max_count);
        let keys: Vec<_> = Environment::read().entries.into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys[..6], ["host.name", "os.name", "os.arch", "os.version", "user.name", "user.home"]);
        assert_eq!(keys.last(), Some(&"zkd.version"));
    }
}
