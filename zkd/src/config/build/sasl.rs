//! SASL: the keys around a JAAS file, and what the file says.

use std::path::PathBuf;

use crate::config::Secret;
use crate::config::build::Builder;
use crate::config::jaas::Jaas;
use crate::config::properties::Entry;
use crate::config::report::Problem;
use crate::config::sasl::{ClientSasl, QuorumSasl};
use crate::config::value::Value;

/// What the lines said so far.
#[derive(Default)]
pub(super) struct Keys {
    file: Option<PathBuf>,
    section: Option<String>,
    super_users: Vec<String>,
    super_password: Option<Secret>,
    keeps_failed: bool,
    fips_mode: bool,
    /// What the file says, once it was read.
    jaas: Option<Jaas>,
    pub(super) quorum_server: Option<String>,
    pub(super) quorum_learner: Option<String>,
    /// Nothing is served without SASL.
    pub(super) is_required: bool,
    /// The line that asks for the scheme, which is there with a JAAS file only.
    pub(super) provider: Option<u32>,
}

impl Builder<'_> {
    /// A key of SASL. False if it is none.
    pub(super) fn sasl_key(&mut self, name: &str, entry: &Entry, value: &Value) -> bool {
        match (name, value) {
            ("java.security.auth.login.config", Value::Text(path)) => self.sasl.file = self.path(entry, path),
            ("sasl.serverconfig", Value::Text(section)) => {
                self.sasl.section = Some(section.clone()).filter(|s| !s.is_empty());
            }
            ("superUser" | "superUser.", Value::Text(user)) if !user.is_empty() => {
                self.sasl.super_users.push(user.clone());
            }
            ("superUser" | "superUser.", Value::Text(_)) => {}
            ("SASLAuthenticationProvider.superPassword", Value::Text(password)) => {
                self.sasl.super_password = Some(Secret::new(password));
            }
            ("allowSaslFailedClients", Value::Flag(on)) => self.sasl.keeps_failed = *on,
            ("fips-mode", Value::Flag(on)) => self.sasl.fips_mode = *on,
            ("sessionRequireClientSASLAuth", Value::Flag(on)) => self.sasl.is_required = *on,
            _ => return false,
        }
        true
    }

    /// Reads the JAAS file and takes the clients' section out of it.
    pub(super) fn client_sasl(&mut self) {
        let Some(path) = self.sasl.file.clone() else { return self.without_sasl() };
        self.config.secret_files.push(path.clone());
        let named =
            |text: String| Problem { file: Some(path.display().to_string()), line_number: None, text };
        let jaas = match (self.read)(&path) {
            Err(e) => Err(format!("the JAAS file of java.security.auth.login.config cannot be read: {e}")),
            Ok(bytes) => Jaas::parse(&bytes).map_err(|e| e.to_string()),
        };
        let jaas = match jaas {
            Ok(jaas) => jaas,
            Err(text) => return self.problems.push(named(text)),
        };
        let jaas = &*self.sasl.jaas.insert(jaas);
        let section = self.sasl.section.clone();
        match section.as_deref().unwrap_or(DEFAULT_SECTION) {
            // A file that is for other sections only is fine, as it is to Apache.
            name if section.is_none() && !jaas.has(name) => self.without_sasl(),
            name => match jaas.users(name) {
                Ok(users) => self.take_users(users),
                Err(text) => self.problems.push(named(text)),
            },
        }
    }

    /// To be called once it is known that the server is a member.
    pub(super) fn quorum_sasl(&mut self) {
        let Some(line) = self.quorum_auth.get("quorum.auth.enableSasl").copied() else {
            let others =
                [(&self.sasl.quorum_server, QUORUM_SERVER), (&self.sasl.quorum_learner, QUORUM_LEARNER)];
            if others.iter().any(|(name, default)| name.as_deref().is_some_and(|name| name != *default)) {
                let text = "quorum.auth.server.saslLoginContext and quorum.auth.learner.saslLoginContext have no effect without \
                            quorum.auth.enableSasl=true";
                self.warn(None, text.into());
            }
            return;
        };
        let Some(path) = &self.sasl.file else {
            let text = "quorum.auth.enableSasl=true needs java.security.auth.login.config=FILE, a JAAS file with the sections \
                        QuorumServer and QuorumLearner";
            return self.problem(Some(line), text.into());
        };
        // What is wrong with the file itself has been said.
        let Some(jaas) = &self.sasl.jaas else { return };
        let server = jaas.users(self.sasl.quorum_server.as_deref().unwrap_or(QUORUM_SERVER));
        let learner = jaas.login(self.sasl.quorum_learner.as_deref().unwrap_or(QUORUM_LEARNER));
        match (server, learner) {
            (Ok(server), Ok(learner)) => {
                let is_on = |key: &str| self.quorum_auth.contains_key(key);
                let learner_requires = is_on("quorum.auth.learnerRequireSasl");
                let server_requires = is_on("quorum.auth.serverRequireSasl");
                if !server_requires {
                    let text = "quorum.auth.serverRequireSasl is not set: other servers may call without a login; it is for the \
                                time of a change only";
                    self.warn(Some(line), text.into());
                }
                self.ensemble.sasl = Some(QuorumSasl { server, learner, learner_requires, server_requires });
            }
            (server, learner) => {
                let file = Some(path.display().to_string());
                for text in [server.err(), learner.err()].into_iter().flatten() {
                    self.problems.push(Problem { file: file.clone(), line_number: None, text });
                }
            }
        }
    }

    fn take_users(&mut self, mut users: crate::config::sasl::Users) {
        if let Some(password) = self.sasl.super_password.take() {
            if users.password("super").is_some() {
                users = users.with("super", password.expose());
            } else {
                // Apache looks a user up in the file first, too.
                let line = self.lines.get("SASLAuthenticationProvider.superPassword").copied();
                let text =
                    "SASLAuthenticationProvider.superPassword has no effect: the JAAS file has no user_super";
                self.warn(line, text.into());
            }
        }
        for user in &self.sasl.super_users.clone() {
            if users.password(user).is_none() {
                let text =
                    format!("the super user {user:?} is not in the JAAS file: nobody can log in as it");
                self.warn(None, text);
            }
        }
        if self.sasl.fips_mode {
            let line = self.lines.get("fips-mode").copied();
            let text = "fips-mode=true rules DIGEST-MD5 out: remove the line, or the JAAS file";
            return self.problem(line, text.into());
        }
        let (super_users, keeps_failed) =
            (std::mem::take(&mut self.sasl.super_users), self.sasl.keeps_failed);
        self.config.sasl = Some(ClientSasl { users, super_users, keeps_failed });
    }

    fn without_sasl(&mut self) {
        let keys = [
            "sasl.serverconfig",
            "superUser",
            "SASLAuthenticationProvider.superPassword",
            "allowSaslFailedClients",
        ];
        let given: Vec<&str> = keys.into_iter().filter(|k| self.lines.contains_key(*k)).collect();
        if !given.is_empty() {
            let text = format!(
                "no effect without a JAAS file with a section Server (java.security.auth.login.config): {}",
                given.join(", ")
            );
            self.warn(None, text);
        }
        if let Some(line) = self.sasl.provider {
            let text = "the scheme sasl: ACLs may name it, but nobody can log in to this server: java.security.auth.login.config \
                        names no JAAS file with a section Server";
            self.warn(Some(line), text.into());
        }
    }
}

const DEFAULT_SECTION: &str = "Server";
const QUORUM_SERVER: &str = "QuorumServer";
const QUORUM_LEARNER: &str = "QuorumLearner";
