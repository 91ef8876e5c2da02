//! Who this server is among others: `myid`, the server lines and the file they may be in, and what follows from
//! them: whether the server stands alone or is a member of an ensemble, and where clients find it.

use crate::config::build::{Builder, is_any};
use crate::config::ensemble::Topology;
use crate::config::keys;
use crate::config::members::{Member, Membership, Role};
use crate::config::properties;
use crate::config::report::{Problem, Severity, Warning};
use std::io;
use std::path::Path;

/// What the server lines make of this server.
pub(super) enum Lines {
    /// They are wrong, which has been said.
    Wrong,
    /// There is at most one, and it is alone.
    Alone(Membership),
    /// They make an ensemble.
    Ensemble(Membership),
}

impl Builder<'_> {
    /// Each switch needs the one before it.
    pub(super) fn quorum_auth(&mut self) {
        let [enable, learner, server] = QUORUM_AUTH_SWITCHES;
        for (needs, switch) in [(enable, learner), (enable, server), (learner, server)] {
            if let (Some(line), None) = (self.quorum_auth.get(switch), self.quorum_auth.get(needs)) {
                let text = format!("{needs} is disabled, so cannot enable {switch}");
                self.problem(Some(*line), text);
                return;
            }
        }
    }

    pub(super) fn my_id(&mut self) {
        let Some(dir) = &self.data_dir else { return };
        let path = dir.join("myid");
        let bytes = match (self.read)(&path) {
            Ok(bytes) => bytes,
            // A server that stands alone needs none; a member is asked for it later.
            Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return,
            Err(e) => return self.problem(None, format!("cannot read {}: {e}", path.display())),
        };
        let text = String::from_utf8_lossy(&bytes);
        let first = text.lines().next().unwrap_or("").trim();
        match first.parse() {
            Ok(id) => self.config.my_id = Some(id),
            Err(_) => {
                let first = first.escape_debug();
                let text = format!(
                    "serverid {first} is not a number: the first line must be this server's number and nothing else"
                );
                self.my_id_is_bad = true;
                self.problems.push(Problem {
                    file: Some(path.display().to_string()),
                    line_number: None,
                    text,
                });
            }
        }
    }

    /// Takes the server lines from the dynamic file, if there is one.
    pub(super) fn dynamic_membership(&mut self) {
        let Some(path) = self.dynamic_file.clone() else { return };
        for entry in std::mem::take(&mut self.membership_entries) {
            let text = format!(
                "parameter: {} must be in a separate dynamic config file, the one that dynamicConfigFile names",
                entry.key
            );
            self.problem(Some(entry.line_number), text);
        }
        self.ensemble.version = version_of(&path);
        let name = path.display().to_string();
        let bytes = match (self.read)(&path) {
            Ok(bytes) => bytes,
            Err(e) => {
                let line = self.lines.get("dynamicConfigFile").copied();
                return self.problem(line, format!("cannot read dynamicConfigFile {name}: {e}"));
            }
        };
        let (entries, errors) = properties::parse(&bytes);
        let in_file = |line_number, text| Problem { file: Some(name.clone()), line_number, text };
        self.problems.extend(errors.into_iter().map(|e| in_file(e.line_number, e.text)));
        for entry in entries {
            let line = Some(entry.line_number);
            match keys::find(&entry.key).map(|k| k.name) {
                Some("server." | "group." | "weight.") => self.membership_entries.push(entry),
                _ if entry.key == "version" => {
                    let text =
                        "dynamic file shouldn't have version inside: the version is the end of its name";
                    self.problems.push(in_file(line, text.to_owned()));
                }
                _ => {
                    let key = entry.key.escape_debug();
                    let text = format!(
                        "Unrecognised parameter: {key}; only server, group and weight lines belong here"
                    );
                    self.problems.push(in_file(line, text));
                }
            }
        }
    }

    /// Reads the server lines and says what they make.
    pub(super) fn server_lines(&mut self) -> Lines {
        let entries = std::mem::take(&mut self.membership_entries);
        let problem_count = self.problems.len();
        let mut membership = Membership::default();
        for entry in &entries {
            if let Err(text) = membership.add(&entry.key, &entry.value, self.multi_address) {
                let file = self.dynamic_file.as_ref().map(|p| p.display().to_string());
                let text = format!("{}: {text}", entry.key);
                self.problems.push(Problem { file, line_number: Some(entry.line_number), text });
            }
        }
        if self.problems.len() > problem_count {
            return Lines::Wrong;
        }
        for text in membership.problems() {
            self.problem(None, text);
        }
        for sid in membership.stale_weights() {
            self.warn(None, format!("weight.{sid} has no effect: there is no server.{sid}"));
        }
        let line = entries.first().filter(|_| self.dynamic_file.is_none()).map(|e| e.line_number);
        self.quorum(line, membership)
    }

    /// Whether the members make an ensemble or one server.
    fn quorum(&mut self, line: Option<u32>, membership: Membership) -> Lines {
        let voters = membership.participant_count();
        let has_observers = membership.members.len() > voters;
        match voters {
            0 if !self.standalone_enabled => {
                let line = self.lines.get("standaloneEnabled").copied();
                let text = "standaloneEnabled = false then number of participants should be >0: there is no server line";
                self.problem(line, text.into());
            }
            0 if has_observers => {
                self.problem(line, "Observers w/o participants is an invalid configuration".into());
            }
            0 => {}
            1 if self.standalone_enabled && has_observers => {
                self.problem(line, "Observers w/o quorum is an invalid configuration".into());
            }
            1 if self.standalone_enabled => {
                let text = "only one server is specified: it stands alone, and its line is ignored; with \
                            standaloneEnabled=false it would be an ensemble of one";
                self.warn(line, text.into());
            }
            // One of them may fail.
            2 if self.ensemble.oracle_path.is_some() => return Lines::Ensemble(membership),
            1 | 2 => {
                self.warn(line, "No server failure will be tolerated. You need at least 3 servers.".into());
                return Lines::Ensemble(membership);
            }
            _ => {
                if voters.is_multiple_of(2) {
                    let text = format!(
                        "Non-optimal configuration, consider an odd number of servers. ({voters} vote, and no more \
                         of them may fail than of {})",
                        voters - 1
                    );
                    self.warn(line, text);
                }
                return Lines::Ensemble(membership);
            }
        }
        Lines::Alone(membership)
    }

    /// Where clients find this server: its own line may say so, as the container images write it.
    pub(super) fn listener(&mut self, lines: &Lines) {
        match lines {
            Lines::Wrong => return,
            Lines::Alone(membership) => self.client_address_of_only_member(membership),
            Lines::Ensemble(membership) => {
                let Some(my_id) = self.config.my_id else { return };
                let Some(me) = membership.members.get(&my_id) else { return };
                self.client_address(my_id, me);
            }
        }
        let line = self.lines.get("clientPortAddress").copied();
        if self.config.client_port.is_some() || self.lines.contains_key("clientPort") {
            return;
        }
        if self.lines.contains_key("clientPortAddress") {
            return self.problem(line, "clientPortAddress is set but clientPort is not set".into());
        }
        // Differs: Apache's server starts, and nobody can connect to it.
        if self.config.secure_client_port.is_none() {
            self.problem(None, "clientPort is not set, so nobody could connect: add clientPort=2181".into());
        }
    }

    fn client_address_of_only_member(&mut self, membership: &Membership) {
        let members = &membership.members;
        let (Some((&sid, member)), 1) = (members.first_key_value(), members.len()) else { return };
        if member.role != Role::Participant || member.client.is_none() && member.secure_client.is_none() {
            return;
        }
        match self.config.my_id {
            Some(my_id) if my_id != sid => {
                let text = format!("myid says {my_id}, so the client port of server.{sid} is not used");
                self.warn(None, text);
            }
            _ => self.client_address(sid, member),
        }
    }

    /// Takes the client's part of this server's own line.
    fn client_address(&mut self, sid: i64, member: &Member) {
        if let Some(secure) = &member.secure_client {
            self.secure_client_address(sid, secure);
        }
        let Some(client) = member.client.clone() else { return };
        if let Some(port) = self.config.client_port {
            let own_host = self.config.client_addr.as_deref();
            if port != client.port || own_host.is_some_and(|host| host != client.host) {
                let own = own_host.unwrap_or("0.0.0.0");
                let text = format!(
                    "client address for this server (id = {sid}) in static config file is {own}:{port} and is \
                     different from client address found in its server line: {client}"
                );
                return self.problem(self.lines.get("clientPort").copied(), text);
            }
        }
        self.config.client_port = Some(client.port);
        self.config.client_addr = if is_any(&client.host) { None } else { Some(client.host) };
    }

    /// Decides between the two kinds of server, and checks what only a member needs.
    pub(super) fn topology(&mut self, lines: Lines) {
        let Lines::Ensemble(membership) = lines else { return };
        self.ensemble_keys.clear();
        self.problems.append(&mut self.ensemble_problems);
        self.warnings.append(&mut self.ensemble_warnings);
        self.limits();
        self.quorum_security();
        self.quorum_sasl();
        self.oracle(&membership);
        for text in membership.clashes() {
            self.warn(None, text);
        }
        self.ensemble.membership = membership;
        self.ensemble.keeps_two_voters = self.standalone_enabled;
        self.ensemble.multi_address = self.multi_address;
        self.ensemble.local_sessions = self.local_sessions();
        if self.find_me() {
            self.observers_port();
            let ensemble = Box::new(self.ensemble.clone());
            self.config.topology = Topology::Ensemble(ensemble);
        }
    }

    fn limits(&mut self) {
        let of = |ticks: u32, key, example, what| (ticks == 0).then_some((key, example, what));
        let unset = [
            of(
                self.ensemble.init_limit_ticks,
                "initLimit",
                10,
                "the ticks that a server has to connect and catch up",
            ),
            of(
                self.ensemble.sync_limit_ticks,
                "syncLimit",
                5,
                "the ticks after which a silent server is given up",
            ),
        ];
        for (key, example, what) in unset.into_iter().flatten() {
            let line = self.lines.get(key).copied();
            self.problem(line, format!("{key} is not set: add {key}={example}, {what}"));
        }
        let e = &mut self.ensemble;
        if e.min_notification_ms > e.max_notification_ms {
            let both = self.lines.get("fastleader.maxNotificationInterval").copied();
            e.max_notification_ms = e.min_notification_ms;
            let ms = e.min_notification_ms;
            if both.is_some() {
                let text = format!(
                    "fastleader.maxNotificationInterval is below the minimum; {ms} ms is taken for both"
                );
                self.warn(both, text);
            }
        }
    }

    /// Differs: Apache's server starts, and fails each time that it follows.
    fn observers_port(&mut self) {
        let Some(port) = self.ensemble.observer_master_port else {
            let line = self.lines.get("observerMaster.sizeLimit").copied();
            if line.is_some() {
                self.warn(line, "observerMaster.sizeLimit has no effect without observerMasterPort".into());
                self.ensemble.history_bytes = crate::config::ensemble::HISTORY_BYTES;
            }
            return;
        };
        let own = self.ensemble.me().map(|me| &me.addresses[..]).unwrap_or_default();
        let between =
            own.iter().flat_map(|a| [(a.quorum_port, "quorum port"), (a.election_port, "election port")]);
        let mut taken = between.chain(self.config.client_port.map(|port| (port, "client port")));
        if let Some((_, what)) = taken.find(|(other, _)| *other == port) {
            let text = format!("observerMasterPort={port} is this server's {what} already: take another one");
            self.problem(self.lines.get("observerMasterPort").copied(), text);
        }
    }

    /// Differs: Apache's server ignores the groups, or the oracle if there are more than two voters, and says nothing.
    fn oracle(&mut self, membership: &Membership) {
        if self.ensemble.oracle_path.is_none() {
            return;
        }
        let line = self.lines.get("oraclePath").copied();
        let why = match membership.participant_count() {
            _ if !membership.groups.is_empty() => "there are groups".to_owned(),
            2 => return,
            1 => "there is one".to_owned(),
            n => format!("there are {n}, whose majority decides"),
        };
        let text = format!("oraclePath is for two voters, and {why}");
        // The next reconfiguration may leave two, or the last one may have made them more.
        match self.config.reconfig_enabled || membership.participant_count() == 1 {
            true => self.warn(line, format!("{text}: it has no effect until there are two, without groups")),
            false => self.problem(line, format!("{text}: remove it")),
        }
    }

    /// Whether this server knows its number and is in the list.
    fn find_me(&mut self) -> bool {
        let Some(dir) = &self.data_dir else { return false };
        let path = dir.join("myid");
        let numbers: Vec<String> = self.ensemble.membership.members.keys().map(i64::to_string).collect();
        let numbers = numbers.join(", ");
        let missing = |text| Problem { file: Some(path.display().to_string()), line_number: None, text };
        let Some(my_id) = self.config.my_id else {
            if !self.my_id_is_bad {
                let text = format!(
                    "myid file is missing: it must hold the number of this server, which is one of {numbers}; for \
                     example, on server {}: echo {0} > {}",
                    numbers.split(',').next().unwrap_or("1"),
                    path.display()
                );
                self.problems.push(missing(text));
            }
            return false;
        };
        let Some(me) = self.ensemble.membership.members.get(&my_id) else {
            let text = format!(
                "My id {my_id} not in the peer list: there are servers {numbers}; write one of these into the file, \
                 or add a line server.{my_id}=host:2888:3888"
            );
            self.problems.push(missing(text));
            return false;
        };
        if self.config.extended_types && my_id > MAX_SERVER_WITH_TTL {
            let text = format!(
                "extendedTypesEnabled is true but Server ID is too large. Cannot be larger than {MAX_SERVER_WITH_TTL}"
            );
            self.problems.push(missing(text));
        } else if my_id > i64::from(u8::MAX) {
            let text = format!(
                "server number {my_id} is above 255: only its last byte goes into session ids, which another server \
                 may share"
            );
            self.warnings.push(Warning { severity: Severity::Warn, line_number: None, text });
        }
        self.ensemble.my_id = my_id;
        let listed = me.role;
        if !self.ensemble.observer_logs && listed == Role::Participant {
            let line = self.lines.get("observer.syncEnabled").or(self.lines.get("syncEnabled")).copied();
            self.warn(
                line,
                "syncEnabled=false has no effect: it is about observers, and this server votes".into(),
            );
        }
        if let Some(said) = self.peer_type.filter(|said| *said != listed) {
            let text = format!(
                "Peer type from servers list ({}) doesn't match peerType ({}). Defaulting to servers list.",
                java_name(listed),
                java_name(said)
            );
            self.warn(self.lines.get("peerType").copied(), text);
        }
        true
    }
}

fn java_name(role: Role) -> &'static str {
    match role {
        Role::Participant => "PARTICIPANT",
        Role::Observer => "OBSERVER",
    }
}

/// The hexadecimal end of a dynamic file's name; 0 when it has none.
fn version_of(path: &Path) -> i64 {
    let name = path.to_string_lossy();
    let (_, end) = name.rsplit_once('.').unwrap_or_default();
    i64::from_str_radix(end, 16).unwrap_or(0)
}

/// The byte 255 marks a TTL where a session's server would be.
const MAX_SERVER_WITH_TTL: i64 = 254;

const QUORUM_AUTH_SWITCHES: [&str; 3] =
    ["quorum.auth.enableSasl", "quorum.auth.learnerRequireSasl", "quorum.auth.serverRequireSasl"];
