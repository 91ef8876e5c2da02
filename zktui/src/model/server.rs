//! One server as the monitor knows it: what it said last, what is under way, what it was the last hour.

use std::collections::BTreeMap;

use zk_client::HostPort;
use zk_proto::Zxid;

use super::facts::{Brief, Detail, Failure, LearnerStatus, Membership, Role, Summary, Word};
use super::history::{Point, Ring};
use super::judge::State;
use super::lag::Lag;
use crate::time::At;

/// An answer with the moment it is taken for and how long it took.
#[derive(Clone, Debug)]
pub struct Dated<T> {
    /// Half way between question and answer.
    pub at: At,
    /// Milliseconds from question to answer.
    pub took_ms: u64,
    /// What was said.
    pub value: T,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it is.
    pub host: HostPort,
    /// Its number, once it is known.
    pub sid: Option<i64>,
    /// Whether it votes, once it is known.
    pub voter: Option<bool>,
    /// Its last answer to `srvr`.
    pub brief: Option<Dated<Brief>>,
    /// Since when it has led, by its answers, without a break and in one epoch.
    pub leads_since: Option<At>,
    /// What that answer was to: `srvr`, or what stands in its place.
    pub brief_word: Word,
    /// Its last answer to `mntr`.
    pub detail: Option<Dated<Box<Detail>>>,
    /// What that answer was to: `mntr`, or what stands in its place.
    pub detail_word: Word,
    /// Its last answer to `conf`.
    pub membership: Option<Dated<Membership>>,
    /// What it says of its learners; a zkd that leads.
    pub learners: Option<Dated<BTreeMap<i64, LearnerStatus>>>,
    /// Until when it is not asked four-letter words, since it refuses `srvr`.
    pub words_refused: Option<At>,
    /// Polls so far.
    polls: u64,
    /// Whether `conf` is not to be had.
    pub membership_refused: bool,
    /// Why `mntr` is not to be had.
    pub detail_failure: Option<Failure>,
    /// Why the last `srvr` failed.
    pub failure: Option<Failure>,
    /// Since when it fails.
    pub failing_since: Option<At>,
    /// Failures in a row.
    pub failures: u32,
    /// Something contradicts, and until when that is shown.
    pub odd: Option<(String, At)>,
    /// What it is judged to be.
    pub state: State,
    /// Why, in a few words.
    pub reason: String,
    /// Since when.
    pub since: At,
    /// How far it is behind.
    pub lag: Lag,
    /// Transactions a second by which the lag grows.
    pub trend: Option<f64>,
    /// The last hour.
    pub history: Ring<Point>,
    /// Packets received a second.
    pub requests_rate: f64,
    /// Mean latency of the requests between the last two answers.
    pub latency_ms: Option<f64>,
    /// Mean sync between the last two answers.
    pub fsync_ms: Option<f64>,
    /// Questions under way: since when, and how many answers are still to come.
    pub asked: Option<(At, usize)>,
    /// When to ask again.
    pub due: At,
    /// When to ask for `conf` again.
    pub conf_due: At,
    /// When to try `mntr` again after a refusal.
    pub detail_due: At,
    /// When to try the AdminServer again after it failed.
    pub admin_due: At,
    /// When to try the page for Prometheus again after it failed.
    pub metrics_due: At,
}

/// After so long a refused word is tried again: somebody may have followed the advice.
const REFUSED_PAUSE_MS: u64 = 30_000;
/// A page that was too slow is tried again sooner: the first one is slow while a JVM warms up.
const SLOW_PAGE_PAUSE_MS: u64 = 5_000;
/// The membership changes rarely.
const CONF_PAUSE_MS: u64 = 300_000;
/// A server that does not know its number yet is asked sooner.
const CONF_FIRST_MS: u64 = 30_000;
/// Failing servers are asked at longer and longer intervals, up to this.
const BACKOFF_MAX_MS: u64 = 15_000;

/// What may be asked besides four-letter words: what it is known of where it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The AdminServers.
    pub admin: bool,
    /// The pages for Prometheus.
    pub metrics: bool,
}

impl Server {
    /// A server of which nothing is known.
    pub fn new(host: HostPort, now: At, points: usize) -> Server {
        Server {
            host,
            sid: None,
            voter: None,
            brief: None,
            leads_since: None,
            brief_word: Word::Srvr,
            detail: None,
            detail_word: Word::Mntr,
            membership: None,
            learners: None,
            words_refused: None,
            polls: 0,
            membership_refused: false,
            detail_failure: None,
            failure: None,
            failing_since: None,
            failures: 0,
            odd: None,
            state: State::New,
            reason: String::new(),
            since: now,
            lag: Lag::Unknown,
            trend: None,
            history: Ring::new(points),
            requests_rate: 0.0,
            latency_ms: None,
            fsync_ms: None,
            asked: None,
            due: now,
            conf_due: now,
            detail_due: now,
            admin_due: now,
            metrics_due: now,
        }
    }

    /// What to ask now, if anything: at most two questions, and never before the last ones came back.
    pub fn poll(&mut self, now: At, interval_ms: u64, sources: Sources) -> Vec<Word> {
        if self.asked.is_some() || now < self.due {
            return Vec::new();
        }
        let words = match self.words_refused {
            Some(until) if now < until && sources.admin && now >= self.admin_due => {
                vec![Word::Stats, Word::Monitor]
            }
            Some(until) if now < until && sources.metrics => vec![Word::Metrics],
            _ => self.words(now, sources),
        };
        self.polls += 1;
        self.asked = Some((now, words.len()));
        self.due = now.plus(interval_ms.max(self.backoff(interval_ms)));
        words
    }

    fn words(&mut self, now: At, sources: Sources) -> Vec<Word> {
        let mut words = vec![Word::Srvr];
        let admin = sources.admin && now >= self.admin_due;
        // A server that fails gets one question; one that answers gets a second.
        if self.failure.is_none() && self.brief.is_some() && now >= self.conf_due {
            words.push(Word::Conf);
            self.conf_due = now.plus(CONF_FIRST_MS);
        } else if admin && self.leads_zkd() && self.polls.is_multiple_of(2) {
            words.push(Word::Learners);
        } else if self.failure.is_none() && now >= self.detail_due {
            words.push(Word::Mntr);
        } else if self.failure.is_none() && admin {
            words.push(Word::Monitor);
        } else if self.failure.is_none() && sources.metrics && now >= self.metrics_due {
            words.push(Word::Metrics);
        }
        words
    }

    fn leads_zkd(&self) -> bool {
        let brief = self.brief.as_ref().map(|b| &b.value);
        brief.is_some_and(|b| b.role == Some(Role::Leader) && b.version.starts_with("zkd"))
    }

    fn backoff(&self, interval_ms: u64) -> u64 {
        // A server without a leader is there and will have one soon: that is what one wants to see.
        match self.failure {
            None | Some(Failure::NotServing) => interval_ms,
            Some(_) => (interval_ms << self.failures.saturating_sub(1).min(6)).min(BACKOFF_MAX_MS),
        }
    }

    /// An answer, or a failure, came back: one less under way.
    pub fn came_back(&mut self) {
        self.asked = match self.asked {
            Some((at, n)) if n > 1 => Some((at, n - 1)),
            _ => None,
        };
    }

    /// Takes an answer to `srvr`.
    pub fn take_brief(&mut self, new: Dated<Brief>) {
        self.failure = None;
        self.failing_since = None;
        self.failures = 0;
        if let Some(old) = &self.brief {
            let ms = new.at.since(old.at);
            let packets = new.value.received.zip(old.value.received).map(|(n, o)| n - o);
            self.requests_rate = match packets {
                // Less than before: the server was restarted.
                Some(n) if n >= 0 && ms > 0 => n as f64 * 1000.0 / ms as f64,
                _ => 0.0,
            };
        }
        let led = self.leading_epoch();
        let at = new.at;
        self.brief = Some(new);
        let leads = self.leading_epoch();
        if leads != led || leads.is_none() {
            self.leads_since = leads.map(|_| at);
        }
    }

    /// The epoch that it says it leads; the inner one is `None` if it leads and does not say where it is.
    fn leading_epoch(&self) -> Option<Option<u32>> {
        let brief = &self.brief.as_ref()?.value;
        (brief.role == Some(Role::Leader)).then(|| brief.zxid.map(|z| z.epoch()))
    }

    /// Whether both have said that they lead at one time. An answer from before the other one's first says nothing: that
    /// is how an election looks to who does not ask everybody at the same moment.
    pub fn led_beside(&self, other: &Server) -> bool {
        let span = |s: &Server| Some((s.leads_since?, s.brief.as_ref()?.at));
        span(self).zip(span(other)).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
    }

    /// Takes an answer to `mntr`.
    pub fn take_detail(&mut self, new: Dated<Box<Detail>>) {
        let recent = |pick: fn(&Detail) -> Option<Summary>| {
            let old = self.detail.as_ref().and_then(|d| pick(&d.value))?;
            pick(&new.value)?.mean_since(old)
        };
        self.latency_ms = recent(|d| d.latency);
        self.fsync_ms = recent(|d| d.fsync);
        self.detail_failure = None;
        self.detail = Some(new);
    }

    /// `mntr` failed; that is no failure of the server.
    pub fn take_detail_failure(&mut self, failure: Failure, now: At) {
        if failure == Failure::NotAllowed || matches!(failure, Failure::Broken(_)) {
            self.detail_due = now.plus(REFUSED_PAUSE_MS);
        }
        self.detail_failure = Some(failure);
    }

    /// What stands in the place of a word failed: it is left alone for a while.
    pub fn take_page_failure(&mut self, word: Word, failure: Failure, now: At) {
        let slow = matches!(failure, Failure::Timeout(_));
        let until = now.plus(if slow { SLOW_PAGE_PAUSE_MS } else { REFUSED_PAUSE_MS });
        if word == Word::Metrics {
            self.metrics_due = until;
        } else {
            self.admin_due = until;
        }
        // The refusal of `mntr` is what can be mended.
        self.detail_failure.get_or_insert(failure);
    }

    /// Takes an answer to `conf`.
    pub fn take_membership(&mut self, new: Dated<Membership>) {
        self.membership_refused = false;
        self.conf_due = new.at.plus(CONF_PAUSE_MS);
        if new.value.sid.is_some() {
            self.sid = new.value.sid;
        }
        self.membership = Some(new);
    }

    /// `srvr` failed.
    pub fn take_failure(&mut self, failure: Failure, asked: At) {
        if failure == Failure::NotAllowed {
            self.words_refused = Some(asked.plus(REFUSED_PAUSE_MS));
        }
        self.failures = self.failures.saturating_add(1);
        self.failing_since.get_or_insert(asked);
        self.failure = Some(failure);
        self.requests_rate = 0.0;
        self.latency_ms = None;
        self.fsync_ms = None;
    }

    /// Role as of its last answer; a server that says that it has no leader has no role.
    pub fn role(&self) -> Option<Role> {
        self.brief.as_ref().and_then(|b| b.value.role)
    }

    /// Last zxid that it named.
    pub fn zxid(&self) -> Option<Zxid> {
        self.brief.as_ref().and_then(|b| b.value.zxid)
    }

    /// Whether its last answer counts as what it is now.
    pub fn is_fresh(&self) -> bool {
        self.failure.is_none() && matches!(self.state, State::Ok | State::Slow | State::Sync | State::Odd)
    }

    /// Whether it leads, as far as its last answer counts.
    pub fn leads(&self) -> bool {
        self.role() == Some(Role::Leader) && self.failure.is_none() && self.state != State::Stale
    }

    /// Whether it serves as part of the ensemble, or alone.
    pub fn serves(&self) -> bool {
        let serving = [Role::Leader, Role::Follower, Role::Observer, Role::Standalone];
        self.is_fresh() && self.state != State::Sync && self.role().is_some_and(|r| serving.contains(&r))
    }

    /// Where its figures come from: the best of what it answers.
    pub fn tier(&self) -> &'static str {
        if self.brief.is_none() {
            return "-";
        }
        let detail = (self.detail.is_some() && self.detail_failure.is_none()).then_some(self.detail_word);
        match (self.brief_word, detail) {
            (Word::Stats, _) | (_, Some(Word::Monitor)) => "admin",
            (Word::Metrics, _) | (_, Some(Word::Metrics)) => "metrics",
            _ if self.learners.is_some() => "zkd",
            (_, Some(_)) => "mntr",
            (_, None) => "srvr",
        }
    }

    /// Milliseconds since its last answer.
    pub fn age(&self, now: At) -> Option<u64> {
        self.brief.as_ref().map(|b| now.since(b.at))
    }

    /// The metrics, unless they are older than the rest.
    pub fn fresh_detail(&self, now: At) -> Option<&Detail> {
        self.detail.as_ref().filter(|d| now.since(d.at) < 10_000).map(|d| d.value.as_ref())
    }

    /// What to change so that it tells more, if it refuses something.
    pub fn advice(&self) -> Option<String> {
        let name = match self.sid {
            Some(sid) => format!("{} (server.{sid})", self.host),
            None => self.host.to_string(),
        };
        if self.failure == Some(Failure::NotAllowed) {
            return Some(format!("add \"srvr, mntr, conf\" to 4lw.commands.whitelist on {name}"));
        }
        (self.detail_failure == Some(Failure::NotAllowed))
            .then(|| format!("add \"mntr, conf\" to 4lw.commands.whitelist on {name} for latency and fsync"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Sources = Sources { admin: true, metrics: false };

    fn server() -> Server {
        Server::new(HostPort::new("a", 1), At(0), 10)
    }

    fn brief(at: u64, received: i64) -> Dated<Brief> {
        Dated { at: At(at), took_ms: 1, value: Brief { received: Some(received), ..Brief::default() } }
    }

    #[test]
    fn questions_never_overlap() {
        let mut s = server();
        assert_eq!(s.poll(At(0), 1000, Sources::default()), [Word::Srvr, Word::Mntr]);
        assert!(s.poll(At(5_000), 1000, Sources::default()).is_empty(), "two are under way");
        s.came_back();
        assert!(s.poll(At(5_000), 1000, Sources::default()).is_empty(), "one is under way");
        s.came_back();
        s.take_brief(brief(5_000, 1));
        assert_eq!(s.poll(At(5_000), 1000, Sources::default()), [Word::Srvr, Word::Conf]);
    }

    #[test]
    fn a_failing_server_is_asked_less_and_less() {
        let mut s = server();
        let mut now = At(0);
        let mut pauses = Vec::new();
        for _ in 0..8 {
            assert_eq!(s.poll(now, 1000, Sources::default()).len(), if s.failures == 0 { 2 } else { 1 });
            pauses.push(s.due.since(now));
            s.asked = None;
            s.take_failure(Failure::Timeout(1), now);
            now = s.due;
        }
        assert_eq!(pauses, [1000, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    }

    #[test]
    fn a_refused_word_is_not_asked_every_second() {
        let mut s = server();
        s.take_brief(brief(0, 0));
        s.conf_due = At(1_000_000);
        s.take_detail_failure(Failure::NotAllowed, At(0));
        assert_eq!(s.poll(At(1_000), 1000, Sources::default()), [Word::Srvr]);
        s.asked = None;
        assert_eq!(s.poll(At(31_000), 1000, Sources::default()), [Word::Srvr, Word::Mntr]);
        assert!(s.advice().unwrap().contains("4lw.commands.whitelist"));
    }

    #[test]
    fn who_refuses_words_is_asked_by_way_of_the_admin_server() {
        let mut s = server();
        s.take_failure(Failure::NotAllowed, At(0));
        assert_eq!(s.poll(At(1_000), 1000, KNOWN), [Word::Stats, Word::Monitor]);
        s.asked = None;
        s.take_brief(brief(1_000, 1));
        s.brief_word = Word::Stats;
        assert_eq!(s.poll(At(2_000), 1000, KNOWN), [Word::Stats, Word::Monitor]);
        assert_eq!(s.tier(), "admin");
        s.asked = None;
        // Somebody may have allowed them meanwhile.
        assert_eq!(s.poll(At(40_000), 1000, KNOWN)[0], Word::Srvr);
    }

    #[test]
    fn the_page_for_prometheus_is_the_last_resort() {
        let both = Sources { admin: true, metrics: true };
        let mut s = server();
        s.take_failure(Failure::NotAllowed, At(0));
        assert_eq!(s.poll(At(1_000), 1000, both), [Word::Stats, Word::Monitor]);
        s.asked = None;
        s.take_page_failure(Word::Stats, Failure::NotAllowed, At(1_000));
        assert_eq!(s.poll(At(3_000), 1000, both), [Word::Metrics]);
        s.asked = None;
        // With `mntr` alone refused it takes its place, beside `srvr`.
        let mut s = server();
        s.take_brief(brief(0, 0));
        s.conf_due = At(1_000_000);
        s.take_detail_failure(Failure::NotAllowed, At(0));
        assert_eq!(s.poll(At(1_000), 1000, both), [Word::Srvr, Word::Monitor]);
        s.asked = None;
        s.take_page_failure(Word::Monitor, Failure::Broken("gone".into()), At(1_000));
        assert_eq!(s.detail_failure, Some(Failure::NotAllowed), "that is what can be mended");
        assert_eq!(s.poll(At(2_000), 1000, both), [Word::Srvr, Word::Metrics]);
        s.asked = None;
        s.take_page_failure(Word::Metrics, Failure::Timeout(2_000), At(3_000));
        assert_eq!(s.poll(At(7_000), 1000, both), [Word::Srvr]);
        s.asked = None;
        assert_eq!(s.poll(At(8_000), 1000, both), [Word::Srvr, Word::Metrics]);
    }

    #[test]
    fn rates_survive_a_restart() {
        let mut s = server();
        s.take_brief(brief(0, 100));
        s.take_brief(brief(2_000, 300));
        assert_eq!(s.requests_rate, 100.0);
        s.take_brief(brief(4_000, 5));
        assert_eq!(s.requests_rate, 0.0);
    }
}
