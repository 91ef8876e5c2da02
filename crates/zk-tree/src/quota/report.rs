//! What an operator hears of quotas: the limits that writes ran into.

use std::fmt;

/// What a quota limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The number of nodes.
    Count,
    /// The bytes of data.
    Bytes,
}

/// What becomes of a write that exceeds a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strictness {
    /// It is done.
    Soft,
    /// It is refused.
    Hard,
}

/// A limit that writes have run into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaBreach {
    /// The subtree that has the quota.
    pub subject: String,
    /// Which of its limits.
    pub measure: Measure,
    /// Whether the writes were refused.
    pub strictness: Strictness,
    /// What there would be, or is, with the last of the writes.
    pub wanted: i64,
    /// The limit.
    pub limit: i64,
    /// How many writes ran into it.
    pub times: u64,
}

/// In Apache's words, for those who search logs for them.
impl fmt::Display for QuotaBreach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (current, name) = match (self.measure, self.strictness) {
            (Measure::Count, Strictness::Hard) => ("count", "hardCountLimit"),
            (Measure::Count, Strictness::Soft) => ("count", "softCountLimit"),
            (Measure::Bytes, Strictness::Hard) => ("bytes", "hardByteLimit"),
            (Measure::Bytes, Strictness::Soft) => ("bytes", "softByteLimit"),
        };
        let subject = self.subject.escape_debug();
        write!(f, "Quota exceeded: {subject} [current {current}={}, {name}={}]", self.wanted, self.limit)
    }
}

/// Breaches since they were asked for last, one for each limit: never more than there are quotas, however many writes.
#[derive(Clone, Debug, Default)]
pub struct Breaches(Vec<QuotaBreach>);

impl Breaches {
    /// A write ran into a limit.
    pub(crate) fn note(
        &mut self,
        subject: &str,
        measure: Measure,
        strictness: Strictness,
        wanted: i64,
        limit: i64,
    ) {
        let same =
            |b: &&mut QuotaBreach| b.measure == measure && b.strictness == strictness && b.subject == subject;
        match self.0.iter_mut().find(same) {
            Some(breach) => {
                (breach.wanted, breach.limit) = (wanted, limit);
                breach.times += 1;
            }
            None => {
                let subject = subject.to_owned();
                self.0.push(QuotaBreach { subject, measure, strictness, wanted, limit, times: 1 });
            }
        }
    }

    /// Hands them over and forgets them.
    pub(crate) fn take(&mut self) -> Vec<QuotaBreach> {
        std::mem::take(&mut self.0)
    }
}

/// The first name of a path, under which metrics sum up; none for the root.
pub fn namespace(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.split('/').next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_writes_into_one_limit_are_one_breach() {
        let mut breaches = Breaches::default();
        for wanted in 3..6 {
            breaches.note("/a", Measure::Count, Strictness::Hard, wanted, 2);
        }
        breaches.note("/a", Measure::Bytes, Strictness::Soft, 9, 8);
        let taken = breaches.take();
        assert_eq!(taken[0].to_string(), "Quota exceeded: /a [current count=5, hardCountLimit=2]");
        assert_eq!((taken[0].times, taken[1].times), (3, 1));
        assert_eq!(taken[1].to_string(), "Quota exceeded: /a [current bytes=9, softByteLimit=8]");
        assert!(breaches.take().is_empty());
    }

    #[test]
    fn a_path_forges_no_line() {
        let mut breaches = Breaches::default();
        breaches.note("/a\n2026 ERROR", Measure::Count, Strictness::Soft, 2, 1);
        let text = breaches.take()[0].to_string();
        assert_eq!(text, "Quota exceeded: /a\\n2026 ERROR [current count=2, softCountLimit=1]");
    }
}
