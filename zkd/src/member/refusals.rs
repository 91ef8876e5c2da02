//! What a leader orders and this member refuses, since it would lose what is known to be committed. It may happen once when
//! leaders change; again and again it needs somebody.

/// Orders that were refused one after the other, without service between them.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    count: u32,
}

/// How loud one more is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loudness {
    /// It is worth a look.
    Warning,
    /// It needs somebody: said once.
    Alarm,
    /// It has been said.
    Quiet,
}

/// So many are an alarm.
const ALARM_AT: u32 = 3;

impl Refusals {
    /// One more.
    pub(super) fn add(&mut self) -> Loudness {
        self.count = self.count.saturating_add(1);
        match self.count {
            n if n < ALARM_AT => Loudness::Warning,
            ALARM_AT => Loudness::Alarm,
            _ => Loudness::Quiet,
        }
    }

    /// The member serves: it got over it.
    pub(super) fn end(&mut self) {
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_in_a_row_is_an_alarm_and_service_ends_the_row() {
        let mut refusals = Refusals::default();
        let five: Vec<_> = (0..5).map(|_| refusals.add()).collect();
        let expected =
            [Loudness::Warning, Loudness::Warning, Loudness::Alarm, Loudness::Quiet, Loudness::Quiet];
        assert_eq!(five, expected);
        refusals.end();
        assert_eq!(refusals.add(), Loudness::Warning);
    }
}
