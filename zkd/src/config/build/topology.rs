//! Who this server is among others: `myid`, the server lines and the file they may be in, and what follows from
//! them for the client port. Ends in a refusal when they make an ensemble.

use crate::config::build::{Builder, is_any};
use crate::config::keys;
use crate::config::members::{Member, Membership, MultiAddress, Role, parse_group};
use crate::config::properties::{self, Entry};
use crate::config::report::Problem;
use std::io;

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
            // A server that stands alone needs none.
            Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return,
            Err(e) => return self.problem(None, format!("cannot read {}: {e}", path.display())),
        };
        let text = String::from_utf8_lossy(&bytes);
        let first = text.lines().next().unwrap_or("").trim();
        match first.parse() {
            Ok(id) => self.config.my_id = Some(id),
            Err(_) => {
                let text = format!("{}: serverid {} is not a number", path.display(), first.escape_debug());
                self.problem(None, text);
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

    pub(super) fn membership(&mut self) {
        let entries = std::mem::take(&mut self.membership_entries);
        let problem_count = self.problems.len();
        let mut membership = Membership::default();
        for entry in &entries {
            if let Err(text) = add_member(&mut membership, entry, self.multi_address) {
                let file = self.dynamic_file.as_ref().map(|p| p.display().to_string());
                let text = format!("{}: {text}", entry.key);
                self.problems.push(Problem { file, line_number: Some(entry.line_number), text });
            }
        }
        if self.problems.len() > problem_count {
            return;
        }
        for text in membership.problems() {
            self.problem(None, text);
        }
        for sid in membership.stale_weights() {
            self.warn(None, format!("weight.{sid} has no effect: there is no server.{sid}"));
        }
        let line = entries.first().filter(|_| self.dynamic_file.is_none()).map(|e| e.line_number);
        self.quorum(line, &membership);
        self.config.membership = membership;
    }

    /// Whether the members make an ensemble, which is refused, or one server.
    fn quorum(&mut self, line: Option<u32>, membership: &Membership) {
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
                self.warn(
                    line,
                    "only one server is specified: it stands alone, and its line is ignored".into(),
                );
            }
            1 => {
                let line = self.lines.get("standaloneEnabled").copied();
                let text = "ensemble mode is not in this version of zkd: remove standaloneEnabled=false";
                self.problem(line, text.into());
            }
            _ => {
                let text = format!(
                    "ensemble mode is not in this version of zkd: {voters} voting servers are specified, and only a \
                     server that stands alone can be started"
                );
                self.problem(line, text);
            }
        }
    }

    /// The line of the only server may say where clients connect, as the container images write it.
    pub(super) fn listener(&mut self) {
        self.client_address_of_member();
        let line = self.lines.get("clientPortAddress").copied();
        if self.config.client_port.is_some() || self.lines.contains_key("clientPort") {
            return;
        }
        if self.lines.contains_key("clientPortAddress") {
            return self.problem(line, "clientPortAddress is set but clientPort is not set".into());
        }
        // Whoever asks for TLS only has been told that there is none.
        // Differs: Apache's server starts, and nobody can connect to it.
        if !self.lines.contains_key("secureClientPort") && self.config.membership.members.len() < 2 {
            self.problem(None, "clientPort is not set, so nobody could connect: add clientPort=2181".into());
        }
    }

    fn client_address_of_member(&mut self) {
        let members = &self.config.membership.members;
        let (Some((&sid, member)), 1) = (members.first_key_value(), members.len()) else { return };
        let Some(client) = member.client.clone().filter(|_| member.role == Role::Participant) else { return };
        if let Some(my_id) = self.config.my_id
            && my_id != sid
        {
            let text = format!("myid says {my_id}, so the client port of server.{sid} is not used");
            return self.warn(None, text);
        }
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
}

const QUORUM_AUTH_SWITCHES: [&str; 3] =
    ["quorum.auth.enableSasl", "quorum.auth.learnerRequireSasl", "quorum.auth.serverRequireSasl"];

fn add_member(membership: &mut Membership, entry: &Entry, multi: MultiAddress) -> Result<(), String> {
    let (family, number) = entry.key.split_once('.').ok_or("has no number")?;
    let number = number.trim().parse::<i64>().ok().filter(|n| *n >= 0);
    let number = number.ok_or_else(|| format!("a number must follow `{family}.`"))?;
    match family {
        "server" => {
            membership.members.insert(number, Member::parse(&entry.value, multi)?);
        }
        "group" => {
            membership.groups.insert(number, parse_group(&entry.value)?);
        }
        _ => {
            let weight = entry.value.parse::<i64>().ok().filter(|w| *w >= 0);
            let weight = weight.ok_or_else(|| format!("`{}` is not a weight (0 or more)", entry.value))?;
            membership.weights.insert(number, weight);
        }
    }
    Ok(())
}
