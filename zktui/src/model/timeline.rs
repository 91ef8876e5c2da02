//! What happened: elections with their length, servers lost and back, epochs, alerts. Bounded.

use std::collections::VecDeque;

use serde::Serialize;

use crate::time::At;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Happening {
    /// When.
    pub at: At,
    /// How much it matters.
    pub weight: Weight,
    /// What, in one line.
    pub what: What,
    /// The server it is about, by index.
    #[serde(skip)]
    pub server: Option<usize>,
}

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Good to know.
    Note,
    /// Look at it.
    Warn,
    /// Serious.
    Crit,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum What {
    /// Somebody leads, where nobody or somebody else did.
    Elected {
        /// Who.
        leader: String,
        /// Its epoch.
        epoch: u32,
        /// How long nobody was seen to lead; `None` if the old one was never missed.
        unavailable_ms: Option<u64>,
        /// Why there was an election, as far as it was seen.
        cause: Option<String>,
        /// What the new leader itself says of the time that the election took.
        election_ms: Option<f64>,
    },
    /// Nobody leads any more.
    LeaderLost {
        /// Who did.
        leader: String,
        /// What became of it.
        cause: String,
    },
    /// A server went.
    Lost {
        /// Which.
        server: String,
        /// Why.
        cause: String,
    },
    /// A server is back.
    Back {
        /// Which.
        server: String,
        /// After how long.
        after_ms: u64,
    },
    /// A server began anew between two answers: a restart, or a leader lost and found.
    Restarted {
        /// Which.
        server: String,
    },
    /// A server's role changed.
    Role {
        /// Which.
        server: String,
        /// From what to what.
        text: String,
    },
    /// Sessions expired.
    Expired {
        /// As this server counted.
        server: String,
        /// How many.
        count: i64,
    },
    /// A threshold was crossed, either way.
    Alert {
        /// Whose.
        server: String,
        /// What, in words.
        text: String,
        /// Whether it came.
        came: bool,
    },
    /// Something contradicts.
    Odd {
        /// Whose.
        server: String,
        /// What, in words.
        text: String,
    },
    /// A member was found in the configuration that was not named.
    Found {
        /// Which.
        server: String,
    },
    /// Something of this program.
    Own {
        /// What, in words.
        text: String,
    },
}

impl What {
    /// One line.
    pub fn line(&self) -> String {
        use crate::time::short;
        match self {
            What::Elected { leader, epoch, unavailable_ms, cause, election_ms } => {
                let mut line = format!("election: {leader} leads e{epoch}");
                if let Some(ms) = unavailable_ms {
                    line.push_str(&format!(", about {} without a leader", short(*ms)));
                }
                if let Some(ms) = election_ms {
                    line.push_str(&format!(", itself says {}", crate::text::millis(*ms)));
                }
                if let Some(cause) = cause {
                    line.push_str(&format!(" ({cause})"));
                }
                line
            }
            What::LeaderLost { leader, cause } => format!("leader {leader} lost: {cause}"),
            What::Lost { server, cause } => format!("{server} lost: {cause}"),
            What::Back { server, after_ms } => format!("{server} is back after {}", short(*after_ms)),
            What::Restarted { server } => format!("{server} was restarted, or joined its leader again"),
            What::Role { server, text } => format!("{server}: {text}"),
            What::Expired { server, count: 1 } => format!("{server}: a session expired"),
            What::Expired { server, count } => format!("{server}: {count} sessions expired"),
            What::Alert { server, text, came: true } => format!("{server}: {text}"),
            What::Alert { server, text, came: false } => format!("{server}: {text} is over"),
            What::Odd { server, text } => format!("{server}: {text}"),
            What::Found { server } => format!("{server} is a member too, asked from now on"),
            What::Own { text } => text.clone(),
        }
    }
}

/// Most that is remembered.
const MAX_HAPPENINGS: usize = 2000;

/// What happened, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    all: VecDeque<Happening>,
}

impl Timeline {
    /// Adds what happened.
    pub fn push(&mut self, at: At, weight: Weight, server: Option<usize>, what: What) {
        if self.all.len() == MAX_HAPPENINGS {
            self.all.pop_front();
        }
        self.all.push_back(Happening { at, weight, what, server });
    }

    /// Adds to the last election what its leader says of its length.
    pub fn amend_election(&mut self, ms: f64) {
        let last = self.all.iter_mut().rev().find_map(|h| match &mut h.what {
            What::Elected { election_ms, .. } => Some(election_ms),
            _ => None,
        });
        if let Some(slot @ None) = last {
            *slot = Some(ms);
        }
    }

    /// The newest first.
    pub fn newest(&self) -> impl Iterator<Item = &Happening> {
        self.all.iter().rev()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
