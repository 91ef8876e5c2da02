//! What is asked on demand only, since it costs a server something: connections, watches, ephemerals.

use zk_client::SessionId;
use zk_client::admin::{Connection, Dump, WatchGroup, Wchs};

use crate::model::facts::Failure;
use crate::model::server::Dated;
use crate::time::At;

/// Between two askings on demand at least this much.
pub const PAUSE_MS: u64 = 2000;

/// Answers of several servers to one word.
#[derive(Clone, Debug)]
pub struct Lists<T> {
    /// By the server's index.
    pub lists: Vec<(usize, Dated<T>)>,
    /// Who did not answer, and why.
    pub failures: Vec<(usize, Failure)>,
    /// When they were asked, and how many answers are to come.
    pub asked: Option<(At, usize)>,
    /// When they were asked last.
    pub last: Option<At>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists { lists: Vec::new(), failures: Vec::new(), asked: None, last: None }
    }
}

impl<T> Lists<T> {
    /// Whether one may ask again; notes that one did.
    pub fn may_ask(&mut self, now: At, servers: usize) -> bool {
        let soon = self.last.is_some_and(|at| now.since(at) < PAUSE_MS);
        if servers == 0 || soon || self.asked.is_some_and(|(at, _)| now.since(at) < 15_000) {
            return false;
        }
        self.asked = Some((now, servers));
        self.last = Some(now);
        true
    }

    /// An answer, or none, of a server.
    pub fn take(&mut self, index: usize, outcome: Result<Dated<T>, Failure>) {
        self.asked = self.asked.and_then(|(at, n)| (n > 1).then(|| (at, n - 1)));
        self.lists.retain(|(i, _)| *i != index);
        self.failures.retain(|(i, _)| *i != index);
        match outcome {
            Ok(list) => self.lists.push((index, list)),
            Err(failure) => self.failures.push((index, failure)),
        }
        self.lists.sort_by_key(|(i, _)| *i);
        self.failures.sort_by_key(|(i, _)| *i);
    }

    /// Forgets everything, for another question.
    pub fn clear(&mut self) {
        *self = Lists::default();
    }

    /// How old the oldest answer is.
    pub fn age(&self, now: At) -> Option<u64> {
        self.lists.iter().map(|(_, l)| now.since(l.at)).max()
    }

    /// What to say where nothing is listed.
    pub fn empty_text(&self, word: &str, cost: &str) -> String {
        match (self.asked, self.failures.first()) {
            (Some(_), _) => format!("asking for {word} …"),
            (None, Some((_, Failure::NotAllowed))) => {
                format!("{word} is not allowed: add it to 4lw.commands.whitelist")
            }
            (None, Some((_, failure))) => failure.to_string(),
            (None, None) if self.last.is_some() => "there are none".to_owned(),
            (None, None) => format!("press r to ask for {word}, which {cost}"),
        }
    }
}

/// Connections of all servers.
pub type Sessions = Lists<Vec<Connection>>;

/// What all servers say of sessions besides their connections.
pub type Dumps = Lists<Dump>;

impl Dumps {
    /// How many ephemerals a session owns; any server knows all of them.
    pub fn ephemerals(&self, session: SessionId) -> Option<usize> {
        let (_, dump) = self.lists.first()?;
        Some(dump.value.ephemerals.get(&session).map_or(0, Vec::len))
    }

    /// Whether a session is known to this server alone; nothing where that server did not say.
    pub fn is_local(&self, server: usize, session: SessionId) -> Option<bool> {
        let (_, dump) = self.lists.iter().find(|(i, _)| *i == server)?;
        Some(dump.value.local.contains(&session))
    }
}

/// How watches are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Totals by server.
    #[default]
    Totals,
    /// By path.
    Paths,
    /// By session.
    Sessions,
}

/// Watches of all servers.
#[derive(Clone, Debug, Default)]
pub struct Watches {
    /// What is shown.
    pub grouping: Grouping,
    /// Totals.
    pub totals: Lists<Wchs>,
    /// By path or by session.
    pub groups: Lists<Vec<WatchGroup>>,
}

/// Ephemerals of a session out of an answer to `dump`.
pub fn ephemerals(dump: &str, session: &str) -> Vec<String> {
    let dump = zk_client::admin::parse_dump(dump);
    let paths = dump.ephemerals.into_iter().find(|(id, _)| id.to_string() == session).map(|(_, paths)| paths);
    paths.unwrap_or_default().iter().map(|path| crate::text::clean(path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ephemerals_of_one_session() {
        let dump = "SessionTracker dump:\nSession Sets (1)/(1):\n\nephemeral nodes dump:\nSessions with Ephemerals (2):\n\
                    0x10001:\n\t/a\n\t/b\n0x10002:\n\t/c\nConnections dump:\n";
        assert_eq!(ephemerals(dump, "0x10001"), ["/a", "/b"]);
        assert_eq!(ephemerals(dump, "0x10002"), ["/c"]);
        assert!(ephemerals(dump, "0x3").is_empty());
    }

    #[test]
    fn one_does_not_ask_twice_at_once() {
        let mut lists: Lists<()> = Lists::default();
        assert!(lists.may_ask(At(0), 2));
        assert!(!lists.may_ask(At(3_000), 2), "answers are to come");
        for i in 0..2 {
            lists.take(i, Err(Failure::NotAllowed));
        }
        assert!(!lists.may_ask(At(1_000), 2), "too soon");
        assert!(lists.may_ask(At(3_000), 2));
    }
}
