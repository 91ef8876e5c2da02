//! The ensemble as a whole: who leads, whether there is a quorum, who contradicts whom; and each server's state, lag
//! and alerts, which depend on the others.

use super::Model;
use super::alerts::{Kind, Severity};
use super::facts::{Failure, Role};
use super::history::{Point, Whole, slope};
use super::judge::{Evidence, State, judge};
use super::lag::Lag;
use super::server::Server;
use super::timeline::{Weight, What};
use crate::time::At;

/// Whether the ensemble can write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quorum {
    /// Nothing is known yet.
    #[default]
    Unknown,
    /// There is one server, which needs none.
    Alone,
    /// A leader serves, with voters to spare.
    Ok,
    /// A leader serves, and the loss of one more voter ends that.
    NoSpare,
    /// Somebody follows a leader that is not seen from here.
    Unseen,
    /// Nobody leads, though enough are there that could.
    NoLeader,
    /// Too few voters are there.
    Lost,
}

impl Quorum {
    /// In words.
    pub fn text(self) -> &'static str {
        match self {
            Quorum::Unknown => "quorum ?",
            Quorum::Alone => "standalone",
            Quorum::Ok => "quorum OK",
            Quorum::NoSpare => "quorum OK, no spare",
            Quorum::Unseen => "leader not seen",
            Quorum::NoLeader => "NO LEADER",
            Quorum::Lost => "NO QUORUM",
        }
    }

    /// Whether writes go on.
    pub fn serves(self) -> bool {
        matches!(self, Quorum::Alone | Quorum::Ok | Quorum::NoSpare | Quorum::Unseen)
    }
}

/// The ensemble.
#[derive(Clone, Debug, Default)]
pub struct Ensemble {
    /// Index of the leader, or of the server that stands alone.
    pub leader: Option<usize>,
    /// Its epoch.
    pub epoch: Option<u32>,
    /// Since when nobody leads.
    pub leaderless_since: Option<At>,
    /// When the leader was last heard of, and who it was.
    pub last_led: Option<(At, usize)>,
    /// What ended the last leader's time.
    pub cause: Option<String>,
    /// Whether it can write.
    pub quorum: Quorum,
    /// Voters of the configuration, as far as it is known.
    pub voters: usize,
    /// Voters that serve, as seen from here.
    pub serving: usize,
    /// Servers that lead at the same time.
    pub leaders: usize,
    /// Transactions a second.
    pub writes: Option<f64>,
    /// Packets received a second.
    pub requests: f64,
}

impl Model {
    /// Judges everybody anew.
    pub(super) fn assess(&mut self) {
        let now = self.now;
        for index in 0..self.servers.len() {
            self.judge_server(index);
        }
        self.find_leader();
        self.count_quorum();
        for index in 0..self.servers.len() {
            let lag = self.lag_of(index);
            if let Some(server) = self.servers.get_mut(index) {
                server.lag = lag;
                server.trend = slope(&server.history, now, 12_000, |p| p.at, |p| p.lag_txns);
            }
            self.raise_server(index);
        }
        self.raise_ensemble();
    }

    fn judge_server(&mut self, index: usize) {
        let now = self.now;
        let contradiction = self.contradiction(index);
        let over = self.over(index);
        let Some(server) = self.servers.get_mut(index) else { return };
        let peer_state = server.detail.as_ref().filter(|d| now.since(d.at) < 5000);
        let peer_state = peer_state.and_then(|d| d.value.peer_state.clone());
        let evidence = Evidence {
            answered_ago: server.brief.as_ref().map(|b| now.since(b.at)),
            answer_took: server.brief.as_ref().map_or(0, |b| b.took_ms),
            waiting: server.asked.map(|(at, _)| now.since(at)),
            failure: server.failure.as_ref(),
            failing_for: server.failing_since.map_or(0, |at| now.since(at)),
            peer_state: peer_state.as_deref(),
            odd: contradiction.as_deref(),
            over: over.as_deref(),
        };
        let (state, reason) = judge(&evidence, self.settings.interval_ms, self.settings.late_ms);
        let old = server.state;
        server.reason = reason;
        if state == old {
            return;
        }
        let lasted = now.since(server.since);
        server.state = state;
        server.since = now;
        self.note_state(index, old, state, lasted);
    }

    fn contradiction(&self, index: usize) -> Option<String> {
        let server = self.servers.get(index)?;
        if let Some((why, until)) = &server.odd
            && self.now < *until
        {
            return Some(why.clone());
        }
        if server.failure.is_some() {
            return None;
        }
        let leaders = self.leaders();
        let epoch = server.zxid()?.epoch();
        if leaders.len() > 1 && leaders.iter().any(|l| std::ptr::eq(*l, server)) {
            let best = leaders.iter().filter_map(|s| s.zxid()).map(|z| z.epoch()).max()?;
            return Some(if epoch == best {
                format!("{} servers say that they lead", leaders.len())
            } else {
                format!("leads epoch {epoch} while another leads {best}")
            });
        }
        let (led, led_at) = self.ensemble.leader.and_then(|i| self.servers.get(i)).and_then(|l| {
            let brief = l.brief.as_ref()?;
            Some((brief.value.zxid?.epoch(), brief.at))
        })?;
        // An answer from before the leader's may be of the time before the election.
        let newer = server.brief.as_ref().is_some_and(|b| b.at > led_at);
        (server.role() == Some(Role::Follower) && epoch > led && !newer)
            .then(|| format!("is of epoch {epoch}, its leader of {led}"))
    }

    /// Those who lead at the same time as the one of the newest epoch, and that one.
    fn leaders(&self) -> Vec<&Server> {
        let leading: Vec<&Server> = self.servers.iter().filter(|s| s.leads()).collect();
        let newest =
            leading.iter().max_by_key(|s| (s.zxid().map(|z| z.epoch()), s.brief.as_ref().map(|b| b.at)));
        let Some(newest) = newest.copied() else { return leading };
        leading.into_iter().filter(|s| s.led_beside(newest)).collect()
    }

    /// The threshold that makes a server slow. The 99th percentile is not among them: servers count it since their start, and
    /// who was slow once is not slow for ever.
    fn over(&self, index: usize) -> Option<String> {
        let figures = [Kind::LagTime, Kind::LagTxns, Kind::Fsync, Kind::Latency, Kind::Outstanding];
        let mut over = figures.iter().filter_map(|k| Some((*k, self.alerts.get(Some(index), *k)?)));
        over.next().map(|(kind, alert)| format!("{} {}", kind.name(), alert.text))
    }

    fn find_leader(&mut self) {
        let holds = |s: &Server| {
            let lost = matches!(
                s.failure,
                Some(Failure::NotServing | Failure::Unreachable(_) | Failure::NotAllowed)
            );
            let role = matches!(s.role(), Some(Role::Leader | Role::Standalone));
            role && !lost && !matches!(s.state, State::Stale | State::Down | State::New | State::Denied)
        };
        let candidates = self.servers.iter().enumerate().filter(|(_, s)| holds(s));
        let found =
            candidates.max_by_key(|(_, s)| (s.zxid().map(|z| z.epoch()), s.brief.as_ref().map(|b| b.at)));
        let found = found.map(|(i, _)| i);
        self.ensemble.leaders = self.leaders().len();
        self.follow_leader(found);
        self.ensemble.writes = found.and_then(|_| self.line.rate(3000));
        self.ensemble.requests = self.servers.iter().map(|s| s.requests_rate).sum();
    }

    fn count_quorum(&mut self) {
        let newest = self.servers.iter().filter_map(|s| s.membership.as_ref()).max_by_key(|m| m.at);
        let members = newest.map(|m| m.value.members.iter().filter(|m| m.voter).count()).filter(|n| *n > 0);
        let told = self.servers.iter().filter_map(|s| s.fresh_detail(self.now)?.voters).max();
        let named = self
            .servers
            .iter()
            .filter(|s| s.voter != Some(false) && s.role() != Some(Role::Observer))
            .count();
        let voters =
            members.or(told.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0)).unwrap_or(named);
        let votes = |s: &&Server| s.serves() && matches!(s.role(), Some(Role::Leader | Role::Follower));
        let serving = self.servers.iter().filter(votes).count();
        let there = self
            .servers
            .iter()
            .filter(|s| {
                s.voter != Some(false)
                    && matches!(s.state, State::Sync | State::Ok | State::Slow | State::Odd)
            })
            .count();
        let majority = voters / 2 + 1;
        let leads = self.leader().and_then(Server::role);
        let waiting = self.servers.iter().any(|s| s.state == State::New);
        self.ensemble.quorum = match leads {
            Some(Role::Standalone) => Quorum::Alone,
            // Who leads has a quorum, or would not lead: what we cannot reach, it may.
            Some(_) if serving > majority || voters <= 1 => Quorum::Ok,
            Some(_) => Quorum::NoSpare,
            // Who serves as a learner has a leader, even if nobody told us who that is.
            None if self.servers.iter().any(Server::serves) => Quorum::Unseen,
            None if waiting => Quorum::Unknown,
            None if self.servers.iter().all(|s| s.state == State::Denied) => Quorum::Unknown,
            None if there >= majority => Quorum::NoLeader,
            None => Quorum::Lost,
        };
        self.ensemble.voters = if leads == Some(Role::Standalone) { 1 } else { voters };
        self.ensemble.serving = if leads == Some(Role::Standalone) { 1 } else { serving };
    }

    fn lag_of(&self, index: usize) -> Lag {
        let Some(server) = self.servers.get(index) else { return Lag::Unknown };
        if self.ensemble.leader == Some(index) {
            return Lag::None;
        }
        // Who stands alone leads nobody.
        if self.leader().is_none_or(|l| l.role() != Some(Role::Leader)) {
            return Lag::Unknown;
        }
        let Some(brief) = &server.brief else { return Lag::Unknown };
        let Some(zxid) = brief.value.zxid else { return Lag::Unknown };
        let late = server.asked.is_some_and(|(at, _)| self.now.since(at) >= self.settings.late_ms);
        let fresh = server.failure.is_none() && !late && server.state != State::Stale;
        self.line.lag(zxid, brief.at, self.now, fresh)
    }

    fn raise_server(&mut self, index: usize) {
        let now = self.now;
        let Some(server) = self.servers.get(index) else { return };
        let (state, reason) = (server.state, server.reason.clone());
        let known = state != State::New;
        let yes = |on: bool| known.then_some(f64::from(u8::from(on)));
        // Figures of a server that does not answer are of the past; its lag goes on.
        let fresh = server.failure.is_none();
        let detail = server.fresh_detail(now);
        let figures = [
            (Kind::Down, yes(state == State::Down), Some(reason.as_str())),
            (Kind::Odd, yes(state == State::Odd), Some(reason.as_str())),
            (Kind::Denied, yes(state == State::Denied), Some(reason.as_str())),
            (Kind::LagTxns, server.lag.txns().map(|n| n as f64), None),
            (Kind::LagTime, server.lag.ms().map(|n| n as f64), None),
            (Kind::Latency, server.latency_ms.filter(|_| fresh && detail.is_some()), None),
            (Kind::LatencyP99, self.p99_now(server), None),
            (Kind::Fsync, server.fsync_ms.filter(|_| fresh), None),
            (
                Kind::Outstanding,
                server.brief.as_ref().and_then(|b| b.value.outstanding).filter(|_| fresh).map(|n| n as f64),
                None,
            ),
        ];
        if state == State::Down {
            // That it is down says more than how slow it was.
            for kind in [Kind::Latency, Kind::LatencyP99, Kind::Fsync, Kind::Outstanding] {
                self.alerts.forget(Some(index), kind);
            }
        }
        let thresholds = self.settings.thresholds;
        let changes: Vec<_> = figures
            .into_iter()
            .filter_map(|(kind, value, text)| {
                self.alerts.take(Some(index), kind, value, thresholds.of(kind), now, text)
            })
            .collect();
        changes.into_iter().for_each(|change| self.note_alert(change));
    }

    /// The 99th percentile of latency, as far as it is about now. Servers give that of all requests since their start,
    /// which stays what one bad minute made it.
    fn p99_now(&self, server: &Server) -> Option<f64> {
        let p99 = server.fresh_detail(self.now).and_then(|d| d.latency_ms_p99)?;
        if server.failure.is_some() {
            return None;
        }
        let limit = self.settings.thresholds.of(Kind::LatencyP99).warn;
        match server.latency_ms {
            // Nobody waits.
            None => Some(0.0),
            // With this mean not one in a hundred can take so long.
            Some(mean) if mean * 100.0 < limit => Some(p99.min(mean * 100.0)),
            Some(_) => Some(p99),
        }
    }

    fn raise_ensemble(&mut self) {
        let now = self.now;
        let quorum = self.ensemble.quorum;
        let known = quorum != Quorum::Unknown;
        let yes = |on: bool| known.then_some(f64::from(u8::from(on)));
        let disagreement = self.disagreement();
        let figures = [
            (Kind::NoQuorum, yes(quorum == Quorum::Lost), Some("too few voters are there".to_owned())),
            (Kind::NoLeader, yes(quorum == Quorum::NoLeader), Some("nobody leads".to_owned())),
            (
                Kind::TwoLeaders,
                yes(self.ensemble.leaders > 1),
                Some(format!("{} servers say that they lead", self.ensemble.leaders)),
            ),
            (Kind::Disagreement, yes(disagreement.is_some()), disagreement),
        ];
        let thresholds = self.settings.thresholds;
        let changes: Vec<_> = figures
            .into_iter()
            .filter_map(|(kind, value, text)| {
                self.alerts.take(None, kind, value, thresholds.of(kind), now, text.as_deref())
            })
            .collect();
        changes.into_iter().for_each(|change| self.note_alert(change));
    }

    /// Whether the leader counts more followers in sync than answer here. Only if we ask all of them.
    fn disagreement(&self) -> Option<String> {
        let synced = self.leader()?.fresh_detail(self.now)?.synced?;
        let voters = self.servers.iter().filter(|s| s.voter == Some(true)).count();
        if voters < self.ensemble.voters || self.servers.iter().any(|s| s.sid.is_none()) {
            return None;
        }
        let here = self.servers.iter().filter(|s| s.serves() && s.role() == Some(Role::Follower)).count();
        let here = i64::try_from(here).unwrap_or(i64::MAX);
        (synced > here).then(|| format!("the leader counts {synced} followers in sync, {here} serve here"))
    }

    fn note_alert(&mut self, change: super::alerts::Change) {
        // These have happenings of their own.
        if matches!(change.kind, Kind::Down | Kind::NoLeader | Kind::Odd) {
            return;
        }
        let server = change.whose.map_or_else(|| "ensemble".to_owned(), |i| self.name(i));
        let weight = match &change.came {
            Some(alert) if alert.severity == Severity::Crit => Weight::Crit,
            Some(_) => Weight::Warn,
            None => Weight::Note,
        };
        let came = change.came.is_some();
        let text = match &change.came {
            Some(alert) => format!("{} {}", change.kind.name(), alert.text),
            None => change.kind.name().to_owned(),
        };
        self.timeline.push(self.now, weight, change.whose, What::Alert { server, text, came });
    }

    /// One point of history for every second that has begun.
    pub(super) fn record_second(&mut self) {
        let second = self.now.0 / 1000;
        if second <= self.recorded {
            return;
        }
        self.recorded = second;
        let (at, leader) = (self.now, self.ensemble.leader);
        let nan = |v: Option<f64>| v.map_or(f32::NAN, |v| v as f32);
        for (index, server) in self.servers.iter_mut().enumerate() {
            let fresh = server.failure.is_none();
            let p99 = server.fresh_detail(at).filter(|_| fresh).and_then(|d| d.latency_ms_p99);
            let answer = server.brief.as_ref().filter(|_| fresh).map(|b| b.took_ms as f64);
            let leads = leader == Some(index);
            let zero_for_leader = |lag: Option<u64>| if leads { Some(0.0) } else { lag.map(|n| n as f64) };
            let point = Point {
                at,
                state: server.state,
                leads,
                lag_txns: nan(zero_for_leader(server.lag.txns())),
                lag_ms: nan(zero_for_leader(server.lag.ms())),
                latency_ms: nan(server.latency_ms),
                p99_ms: nan(p99),
                fsync_ms: nan(server.fsync_ms),
                answer_ms: nan(answer),
            };
            server.history.push(point);
        }
        self.whole.push(Whole {
            at,
            leader,
            epoch: leader.and(self.ensemble.epoch).map(i64::from),
            writes: nan(self.ensemble.writes),
            requests: self.ensemble.requests as f32,
            expired: self.expired as f32,
        });
        self.expired = 0;
    }
}
