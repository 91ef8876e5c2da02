//! The monitor as a state machine: what servers answered and what time it is come in; questions to ask come out. It
//! reads no clock and knows no socket, so tests and recordings drive it like the network does.

pub mod admin;
pub mod alerts;
mod ensemble;
pub mod facts;
pub mod history;
pub mod judge;
pub mod lag;
mod members;
pub mod metrics;
mod observe;
pub mod server;
pub mod timeline;

use serde::{Deserialize, Serialize};
use zk_client::HostPort;

use crate::time::At;
use alerts::{Alerts, Thresholds};
pub use ensemble::{Ensemble, Quorum};
use facts::{Answer, Failure, Word};
use history::{Ring, Whole};
use lag::LeaderLine;
use server::{Dated, Server, Sources};
use timeline::Timeline;

/// What comes in.
#[derive(Clone, Debug)]
pub enum Input {
    /// Time goes by.
    Tick,
    /// A question was answered, or not.
    Polled(Polled),
    /// The user wants everything asked now.
    Refresh,
    /// The user wants another interval, in milliseconds.
    Interval(u64),
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Polled {
    /// Who was asked.
    #[serde(with = "host_port")]
    pub server: HostPort,
    /// What.
    pub word: Word,
    /// When it was asked.
    pub asked: At,
    /// When the answer was whole, or given up.
    pub answered: At,
    /// The answer.
    pub outcome: Result<Answer, Failure>,
}

/// What is to be done: ask a server these words, each on a connection of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Whom.
    pub server: HostPort,
    /// What.
    pub words: Vec<Word>,
}

/// What can be chosen about monitoring.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Milliseconds between two questions to a server.
    pub interval_ms: u64,
    /// An answer that takes longer makes a server slow.
    pub late_ms: u64,
    /// Points of history, one a second.
    pub points: usize,
    /// Thresholds.
    pub thresholds: Thresholds,
    /// What may be asked besides words.
    pub sources: Sources,
    /// Whether TLS is spoken: then `conf` does not tell where the other members are.
    pub secure: bool,
    /// Nobody is asked: the answers are those of a recording.
    pub replay: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            interval_ms: 1000,
            late_ms: 250,
            points: 3600,
            thresholds: Thresholds::default(),
            sources: Sources::default(),
            secure: false,
            replay: false,
        }
    }
}

/// Intervals that can be chosen, in milliseconds.
pub const INTERVALS_MS: [u64; 6] = [500, 1000, 2000, 5000, 10_000, 30_000];

/// Most servers that are watched.
pub const MAX_SERVERS: usize = 64;

/// Everything that is known of an ensemble.
#[derive(Clone, Debug)]
pub struct Model {
    /// The present moment.
    pub now: At,
    /// When it began.
    pub started: At,
    /// What was chosen.
    pub settings: Settings,
    /// The servers, in the order they were named.
    pub servers: Vec<Server>,
    /// The ensemble as a whole.
    pub ensemble: Ensemble,
    /// What the leader did when.
    pub line: LeaderLine,
    /// The ensemble's last hour.
    pub whole: Ring<Whole>,
    /// What happened.
    pub timeline: Timeline,
    /// What is too much.
    pub alerts: Alerts,
    /// Sessions that expired since the last point of history.
    expired: i64,
    /// The second of the last point of history.
    recorded: u64,
}

impl Model {
    /// Nothing is known yet of these servers.
    pub fn new(servers: &[HostPort], settings: Settings, now: At) -> Model {
        let points = settings.points;
        let mut model = Model {
            now,
            started: now,
            settings,
            servers: Vec::new(),
            ensemble: Ensemble::default(),
            line: LeaderLine::default(),
            whole: Ring::new(points),
            timeline: Timeline::default(),
            alerts: Alerts::default(),
            expired: 0,
            recorded: now.0 / 1000,
        };
        for host in servers.iter().take(MAX_SERVERS) {
            if model.index(host).is_none() {
                model.servers.push(Server::new(host.clone(), now, points));
            }
        }
        model
    }

    /// Takes what came in at `now`, and says what to do.
    pub fn update(&mut self, now: At, input: Input) -> Vec<Ask> {
        self.now = self.now.max(now);
        match input {
            Input::Tick => {}
            Input::Polled(polled) => self.take(polled),
            Input::Refresh => {
                for server in &mut self.servers {
                    server.due = now;
                    (server.detail_due, server.admin_due, server.metrics_due) = (now, now, now);
                }
            }
            Input::Interval(ms) => {
                self.settings.interval_ms = ms.max(INTERVALS_MS[0]);
                for server in &mut self.servers {
                    server.due = server.due.min(now.plus(self.settings.interval_ms));
                }
            }
        }
        self.assess();
        self.record_second();
        if self.settings.replay {
            return Vec::new();
        }
        let (interval, sources) = (self.settings.interval_ms, self.settings.sources);
        let ask = |server: &mut Server| {
            let words = server.poll(now, interval, sources);
            (!words.is_empty()).then(|| Ask { server: server.host.clone(), words })
        };
        self.servers.iter_mut().filter_map(ask).collect()
    }

    /// When there is something to do next, should nothing come in.
    pub fn next_due(&self) -> At {
        let due = self.servers.iter().filter(|s| s.asked.is_none()).map(|s| s.due).min();
        due.unwrap_or(self.now.plus(self.settings.interval_ms))
    }

    /// A server by its place.
    pub fn index(&self, host: &HostPort) -> Option<usize> {
        self.servers.iter().position(|s| s.host == *host)
    }

    /// A server's name on screen.
    pub fn name(&self, index: usize) -> String {
        self.servers.get(index).map_or_else(String::new, |s| crate::text::clean(&s.host.to_string()))
    }

    /// Text with the servers' names as short as they can be told apart: without a port or a host that all have.
    pub fn shorten(&self, text: &str) -> String {
        let first = self.servers.first().map(|s| &s.host);
        let one_port = self.servers.iter().all(|s| Some(s.host.port) == first.map(|h| h.port));
        let one_host = self.servers.iter().all(|s| Some(&s.host.host) == first.map(|h| &h.host));
        if self.servers.len() < 2 || !(one_port || one_host) {
            return text.to_owned();
        }
        let mut text = text.to_owned();
        for server in &self.servers {
            let HostPort { host, port } = &server.host;
            let short = if one_port { host.clone() } else { format!(":{port}") };
            text = text.replace(&crate::text::clean(&server.host.to_string()), &crate::text::clean(&short));
        }
        text
    }

    /// Who leads.
    pub fn leader(&self) -> Option<&Server> {
        self.ensemble.leader.and_then(|i| self.servers.get(i))
    }

    /// What a zkd that leads says of this learner, if that is not old.
    pub fn leaders_view(&self, of: &Server) -> Option<&facts::LearnerStatus> {
        let said = self.leader()?.learners.as_ref()?;
        (self.now.since(said.at) < 10_000).then(|| said.value.get(&of.sid?)).flatten()
    }

    fn take(&mut self, polled: Polled) {
        let Some(index) = self.index(&polled.server) else { return };
        let at = polled.asked.midpoint(polled.answered);
        let took_ms = polled.answered.since(polled.asked);
        let Some(server) = self.servers.get_mut(index) else { return };
        server.came_back();
        match (polled.word, polled.outcome) {
            (word, Ok(Answer::Srvr(value))) => {
                if word == Word::Srvr {
                    server.words_refused = None;
                }
                server.brief_word = word;
                // While it failed the next question was put off for longer than that.
                server.due = server.due.min(self.now.plus(self.settings.interval_ms));
                self.take_brief(index, Dated { at, took_ms, value });
            }
            (word, Ok(Answer::Mntr(value))) => {
                server.detail_word = word;
                self.take_detail(index, Dated { at, took_ms, value });
            }
            (_, Ok(Answer::Page(value))) => {
                let (brief, detail) = *value;
                server.detail_word = Word::Metrics;
                // Beside `srvr` it says nothing more about that.
                if server.words_refused.is_some() {
                    server.brief_word = Word::Metrics;
                    server.due = server.due.min(self.now.plus(self.settings.interval_ms));
                    self.take_brief(index, Dated { at, took_ms, value: brief });
                }
                self.take_detail(index, Dated { at, took_ms, value: Box::new(detail) });
            }
            (_, Ok(Answer::Conf(value))) => {
                server.take_membership(Dated { at, took_ms, value });
                self.find_members();
            }
            (Word::Srvr, Err(failure)) => server.take_failure(failure, polled.asked),
            (_, Ok(Answer::Learners(value))) => server.learners = Some(Dated { at, took_ms, value }),
            (Word::Mntr, Err(failure)) => server.take_detail_failure(failure, self.now),
            (Word::Monitor, Err(failure)) => server.take_page_failure(Word::Monitor, failure, self.now),
            (Word::Metrics, Err(failure)) if server.words_refused.is_none() => {
                server.take_page_failure(Word::Metrics, failure, self.now);
            }
            // The refusal of the words stands, and the silence of the AdminServer is no other failure.
            (Word::Stats | Word::Metrics, Err(failure)) => {
                if polled.word == Word::Stats && self.settings.sources.metrics {
                    server.take_page_failure(Word::Stats, failure.clone(), self.now);
                }
                let refused = server.brief.is_none() || failure == Failure::NotAllowed;
                server.take_failure(if refused { Failure::NotAllowed } else { failure }, polled.asked);
            }
            (Word::Learners, Err(_)) => server.learners = None,
            // Without it the number of the server is not known, and nothing else is lost.
            (Word::Conf, Err(_)) => server.membership_refused = true,
        }
    }
}

/// Servers in recordings are `host:port`.
mod host_port {
    use serde::{Deserialize, Deserializer, Serializer, de};
    use zk_client::HostPort;

    pub fn serialize<S: Serializer>(host: &HostPort, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(host)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(d: D) -> Result<HostPort, D::Error> {
        String::deserialize(d)?.parse().map_err(de::Error::custom)
    }
}
