//! The text of a quota's nodes: `count=N,bytes=N`, and behind that the hard limits of newer servers.

use std::fmt;

/// Limits, or usage: of usage only the first two are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    pub count: Option<i64>,
    pub bytes: Option<i64>,
    pub hard_count: Option<i64>,
    pub hard_bytes: Option<i64>,
}

impl Limits {
    /// Reads what any server or client wrote; what cannot be read counts as not limited.
    pub fn parse(text: &str) -> Limits {
        let mut out = Limits::default();
        for part in text.split([',', ';']) {
            let mut words = part.split('=');
            let (name, value) = (words.next().unwrap_or_default().trim(), words.next().unwrap_or_default());
            let value = value.trim().parse::<i64>().ok().filter(|n| *n >= 0);
            match name {
                "count" => out.count = value,
                "bytes" => out.bytes = value,
                "countHardLimit" => out.hard_count = value,
                "byteHardLimit" => out.hard_bytes = value,
                _ => {}
            }
        }
        out
    }

    /// No limit at all.
    pub fn is_empty(self) -> bool {
        self == Limits::default()
    }

    /// What of these limits a usage is beyond.
    pub fn exceeded(self, used: Limits) -> Option<&'static str> {
        let over = |limit: Option<i64>, used: Option<i64>| limit.zip(used).is_some_and(|(l, u)| u > l);
        if over(self.hard_count, used.count) || over(self.hard_bytes, used.bytes) {
            Some("over hard limit")
        } else if over(self.count, used.count) || over(self.bytes, used.bytes) {
            Some("over soft limit")
        } else {
            None
        }
    }
}

impl fmt::Display for Limits {
    /// Servers before 3.7 read only the first form, so it is used where it suffices. The odd `=;` of the other one is
    /// what lets them read the soft limits of it, too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = |value: Option<i64>| value.unwrap_or(-1);
        write!(f, "count={},bytes={}", n(self.count), n(self.bytes))?;
        if self.hard_count.is_some() || self.hard_bytes.is_some() {
            write!(f, "=;byteHardLimit={};countHardLimit={}", n(self.hard_bytes), n(self.hard_count))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_round_trip() {
        let soft = Limits { count: Some(5), ..Limits::default() };
        assert_eq!(soft.to_string(), "count=5,bytes=-1");
        let hard = Limits { hard_count: Some(4), hard_bytes: Some(10), ..Limits::default() };
        assert_eq!(hard.to_string(), "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=4");
        for limits in
            [soft, hard, Limits { count: Some(1), bytes: Some(2), hard_count: Some(3), hard_bytes: None }]
        {
            assert_eq!(Limits::parse(&limits.to_string()), limits);
        }
        assert!(Limits::parse("nonsense=x,,;=").is_empty());
    }

    #[test]
    fn a_limit_is_exceeded_above_it() {
        let limits = Limits { count: Some(2), hard_bytes: Some(10), ..Limits::default() };
        let used = |count, bytes| Limits { count: Some(count), bytes: Some(bytes), ..Limits::default() };
        assert_eq!(limits.exceeded(used(2, 10)), None);
        assert_eq!(limits.exceeded(used(3, 10)), Some("over soft limit"));
        assert_eq!(limits.exceeded(used(3, 11)), Some("over hard limit"));
    }
}
