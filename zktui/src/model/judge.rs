//! What state a server is in, from what it said, what it did not say, and since when. Pure functions, one place.
//!
//! | state | when |
//! |---|---|
//! | odd | contradicts itself or the others: two leaders, epoch or zxid backwards, digests that differ |
//! | denied | is there, and forbids the words we need |
//! | down | cannot be connected to, or has said nothing for [`SILENT_MS`] |
//! | stale | its last answer is older than three intervals |
//! | sync | is up and has no leader, or catches up with one |
//! | slow | answers late, or is over a threshold |
//! | ok | none of these |

use serde::{Deserialize, Serialize};

/// A server's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Was not heard of yet.
    #[default]
    New,
    /// Nothing to say.
    Ok,
    /// Elects or catches up.
    Sync,
    /// Late, or over a threshold.
    Slow,
    /// Its figures are old.
    Stale,
    /// Answers, but not what is asked.
    Denied,
    /// Contradicts.
    Odd,
    /// Cannot be reached.
    Down,
}

impl State {
    /// All of them.
    pub const ALL: [State; 8] = [
        State::New,
        State::Ok,
        State::Sync,
        State::Slow,
        State::Stale,
        State::Denied,
        State::Odd,
        State::Down,
    ];

    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            State::New => "wait",
            State::Ok => "ok",
            State::Sync => "sync",
            State::Slow => "slow",
            State::Stale => "stale",
            State::Denied => "denied",
            State::Odd => "odd",
            State::Down => "down",
        }
    }

    /// The word where no glyph stands before it: trouble is in capitals.
    pub fn ascii(self) -> &'static str {
        match self {
            State::New => "wait",
            State::Ok => "ok",
            State::Sync => "sync",
            State::Slow => "SLOW",
            State::Stale => "STALE",
            State::Denied => "DENY",
            State::Odd => "ODD",
            State::Down => "DOWN",
        }
    }

    /// The glyph before the word.
    pub fn glyph(self) -> &'static str {
        match self {
            State::New => "·",
            State::Ok => "✓",
            State::Sync => "~",
            State::Slow => "!",
            State::Stale => "◌",
            State::Denied => "⊘",
            State::Odd => "?",
            State::Down => "✗",
        }
    }
}

/// Silence of so long is down, whatever the reason.
pub const SILENT_MS: u64 = 15_000;

/// What is known of a server when it is judged. Times are milliseconds ago.
#[derive(Clone, Debug, Default)]
pub struct Evidence<'a> {
    /// Since the last whole answer to `srvr`.
    pub answered_ago: Option<u64>,
    /// How long that answer took.
    pub answer_took: u64,
    /// How long the question under way has been waiting.
    pub waiting: Option<u64>,
    /// What came of the last question, if it failed.
    pub failure: Option<&'a super::facts::Failure>,
    /// Since when it fails.
    pub failing_for: u64,
    /// As `following - synchronization - diff`, from `mntr`.
    pub peer_state: Option<&'a str>,
    /// What contradicts.
    pub odd: Option<&'a str>,
    /// The worst threshold that is crossed.
    pub over: Option<&'a str>,
}

/// State, and why in a few words (empty for ok).
pub fn judge(e: &Evidence<'_>, interval_ms: u64, late_ms: u64) -> (State, String) {
    use super::facts::Failure;
    let stale_after = (interval_ms * 3).max(3000);
    let silent = e.answered_ago.unwrap_or(u64::MAX).min(e.failing_for.max(e.answered_ago.unwrap_or(0)));
    match e.failure {
        Some(Failure::NotAllowed) => {
            return (State::Denied, "four-letter words are not allowed".to_owned());
        }
        Some(Failure::Unreachable(why)) => return (State::Down, format!("cannot connect: {why}")),
        Some(failure @ (Failure::Timeout(_) | Failure::Broken(_))) if silent >= SILENT_MS => {
            return (State::Down, format!("{failure}, for {}", crate::time::short(e.failing_for)));
        }
        Some(Failure::NotServing) => return (State::Sync, "no leader: electing".to_owned()),
        Some(failure) if e.answered_ago.is_none_or(|ago| ago > stale_after) => {
            return (State::Stale, failure.to_string());
        }
        Some(failure) => return (State::Slow, failure.to_string()),
        None => {}
    }
    if let Some(why) = e.odd {
        return (State::Odd, why.to_owned());
    }
    let Some(ago) = e.answered_ago else {
        return match e.waiting {
            Some(ms) if ms >= late_ms => {
                (State::New, format!("no answer yet, for {}", crate::time::short(ms)))
            }
            _ => (State::New, "not asked yet".to_owned()),
        };
    };
    if ago > stale_after {
        return (State::Stale, format!("last answer {} ago", crate::time::short(ago)));
    }
    if let Some(state) = e.peer_state.filter(|s| catches_up(s)) {
        return (State::Sync, state.to_owned());
    }
    if let Some(waiting) = e.waiting.filter(|ms| *ms >= late_ms) {
        return (State::Slow, format!("no answer for {}", crate::time::short(waiting)));
    }
    if e.answer_took >= late_ms {
        return (State::Slow, format!("took {} to answer", crate::time::short(e.answer_took)));
    }
    match e.over {
        Some(why) => (State::Slow, why.to_owned()),
        None => (State::Ok, String::new()),
    }
}

/// Anything between an election and service, as servers name it.
fn catches_up(peer_state: &str) -> bool {
    ["looking", "election", "discovery", "synchronization"].iter().any(|phase| peer_state.contains(phase))
}

#[cfg(test)]
mod tests {
    use super::super::facts::Failure;
    use super::*;

    fn state(e: &Evidence<'_>) -> State {
        judge(e, 1000, 250).0
    }

    #[test]
    fn each_row_of_the_table() {
        let good = Evidence { answered_ago: Some(300), answer_took: 5, ..Evidence::default() };
        let failing = |f: &'static Failure, ago: u64| Evidence {
            failure: Some(f),
            answered_ago: Some(ago),
            failing_for: ago,
            ..good.clone()
        };
        assert_eq!(state(&Evidence::default()), State::New);
        assert_eq!(state(&good), State::Ok);
        assert_eq!(state(&Evidence { answer_took: 400, ..good.clone() }), State::Slow);
        assert_eq!(state(&Evidence { waiting: Some(600), ..good.clone() }), State::Slow);
        assert_eq!(state(&Evidence { over: Some("fsync"), ..good.clone() }), State::Slow);
        assert_eq!(state(&Evidence { odd: Some("two leaders"), ..good.clone() }), State::Odd);
        assert_eq!(state(&Evidence { answered_ago: Some(3_001), ..good.clone() }), State::Stale);
        let catching = Evidence { peer_state: Some("following - synchronization - diff"), ..good.clone() };
        assert_eq!(state(&catching), State::Sync);
        assert_eq!(state(&failing(&Failure::NotServing, 500)), State::Sync);
        assert_eq!(state(&failing(&Failure::NotAllowed, 500)), State::Denied);
        assert_eq!(state(&failing(&Failure::Timeout(2000), 2_000)), State::Slow);
        assert_eq!(state(&failing(&Failure::Timeout(2000), 5_000)), State::Stale);
        assert_eq!(state(&failing(&Failure::Timeout(2000), 15_000)), State::Down);
        static REFUSED: std::sync::LazyLock<Failure> =
            std::sync::LazyLock::new(|| Failure::Unreachable("refused".into()));
        assert_eq!(state(&failing(&REFUSED, 100)), State::Down);
    }

    #[test]
    fn words_and_glyphs_differ_by_themselves() {
        use std::collections::BTreeSet;
        let all = |f: fn(State) -> &'static str| State::ALL.map(f).into_iter().collect::<BTreeSet<_>>().len();
        assert_eq!((all(State::word), all(State::ascii), all(State::glyph)), (8, 8, 8));
    }
}
