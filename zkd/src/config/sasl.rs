//! Who may log in by SASL (DIGEST-MD5), out of a JAAS file.

use std::collections::BTreeMap;

use crate::config::Secret;

/// SASL of clients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientSasl {
    /// Users and their passwords.
    pub users: Users,
    /// Users that are super users (`superUser`, `superUser.…`).
    pub super_users: Vec<String>,
    /// Clients whose login failed stay, as nobody (`allowSaslFailedClients`).
    pub keeps_failed: bool,
}

/// Users and their passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Users(BTreeMap<String, Secret>);

impl Users {
    /// Adds a user.
    pub fn with(mut self, user: impl Into<String>, password: impl Into<String>) -> Users {
        self.0.insert(user.into(), Secret::new(password));
        self
    }

    /// A user's password.
    pub fn password(&self, user: &str) -> Option<&str> {
        self.0.get(user).map(Secret::expose)
    }

    /// The users' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// SASL between the members of an ensemble (`quorum.auth.enableSasl`). A running ensemble gets it one member at a time, in three
/// rounds: on, then [`QuorumSasl::learner_requires`], then [`QuorumSasl::server_requires`] as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumSasl {
    /// Who may call.
    pub server: Users,
    /// As whom this server calls.
    pub learner: zk_sasl::Sasl,
    /// This server logs in with those that it calls (`quorum.auth.learnerRequireSasl`).
    pub learner_requires: bool,
    /// Who calls has to log in (`quorum.auth.serverRequireSasl`).
    pub server_requires: bool,
}
