//! The members of an ensemble as `server.N`, `group.N` and `weight.N` lines name them: in configuration files, between
//! members, in `/zookeeper/config`, in requests to change it. Grammar and checks within the lines; whether a server can be
//! such a member is its own business. Nothing is resolved here.
//!
//! ```text
//! server.N = address { "|" address } [ ":" role ] [ ";" client [ ";" secure ] ]
//! address  = host ":" quorum-port ":" election-port [ ":" role ]
//! role     = "participant" | "observer"
//! client   = [ host ":" ] port          may be empty
//! secure   = [ host ":" ] port
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::net::Ipv6Addr;

/// Everything that the lines say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Membership {
    /// By server number.
    pub members: BTreeMap<i64, Member>,
    /// Members of each group; empty without hierarchical quorums.
    pub groups: BTreeMap<i64, Vec<i64>>,
    /// As the lines say; who has no line weighs 1.
    pub weights: BTreeMap<i64, i64>,
}

/// One server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Where the others reach it; at least one.
    pub addresses: Vec<MemberAddress>,
    /// Whether it votes.
    pub role: Role,
    /// Where clients reach it, if the line says so.
    pub client: Option<HostPort>,
    /// Where TLS clients reach it, if the line says so.
    pub secure_client: Option<HostPort>,
}

/// One of a server's addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberAddress {
    /// Name or address, without brackets.
    pub host: String,
    /// Where a leader listens for its learners.
    pub quorum_port: u16,
    /// Where votes are sent.
    pub election_port: u16,
}

/// What a server is in an ensemble.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Votes.
    #[default]
    Participant,
    /// Follows without a vote.
    Observer,
}

/// Name or address, without brackets, and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// `0.0.0.0` when the line has only a port.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// Whether a server may have several addresses (`multiAddress.enabled`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiAddress {
    /// It may.
    Enabled,
    /// It may not.
    Disabled,
}

impl Membership {
    /// Servers with a vote.
    pub fn participant_count(&self) -> usize {
        self.voters().count()
    }

    /// Whether groups decide, and not the plain majority: any `group` or `weight` line makes it so.
    pub fn is_hierarchical(&self) -> bool {
        !self.groups.is_empty() || !self.weights.is_empty()
    }

    /// The weight of a voter in its group.
    pub fn weight(&self, sid: i64) -> i64 {
        self.weights.get(&sid).copied().unwrap_or(1)
    }

    /// What is wrong between the lines; each of them was fine.
    ///
    /// Differs: Apache's server crashes on a group with somebody who is no voter, and accepts weights that can
    /// never make a quorum.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut group_of = BTreeMap::new();
        for (group, sids) in &self.groups {
            for sid in sids {
                match self.members.get(sid).map(|m| m.role) {
                    None => problems
                        .push(format!("group.{group} names server {sid}, but there is no server.{sid} line")),
                    Some(Role::Observer) => problems.push(format!(
                        "group.{group} names server {sid}, which is an observer: groups are of voters"
                    )),
                    Some(Role::Participant) => {}
                }
                if let Some(other) = group_of.insert(sid, group) {
                    problems.push(format!(
                        "server {sid} is in group.{other} and in group.{group}: groups must not overlap"
                    ));
                }
            }
        }
        if self.is_hierarchical() {
            for sid in self.voters().filter(|sid| !group_of.contains_key(sid)) {
                problems.push(format!(
                    "server {sid} is in no group: with group or weight lines every voter must be in one"
                ));
            }
            if problems.is_empty() && !self.voters().any(|sid| self.weight(sid) > 0) {
                problems.push("every weight is 0, so there could never be a quorum".to_owned());
            }
        }
        problems
    }

    /// Takes one line: `server.N`, `group.N` or `weight.N` and what it says.
    ///
    /// # Errors
    /// What is wrong with it, to be read after the name of the key.
    pub fn add(&mut self, key: &str, value: &str, multi: MultiAddress) -> Result<(), String> {
        let (family, number) = key.split_once('.').ok_or("has no number")?;
        let number = number.trim().parse::<i64>().ok().filter(|n| *n >= 0);
        let number = number.ok_or_else(|| format!("a number must follow `{family}.`"))?;
        match family {
            "server" => {
                // Differs: Apache takes one of the two, and has a server less than was meant.
                if self.members.insert(number, Member::parse(value, multi)?).is_some() {
                    return Err(format!(
                        "there is a server {number} already: every server has a number of its own"
                    ));
                }
            }
            "group" => {
                self.groups.insert(number, parse_group(value)?);
            }
            "weight" => {
                let weight = value.parse::<i64>().ok().filter(|w| *w >= 0);
                let weight = weight.ok_or_else(|| format!("`{value}` is not a weight (0 or more)"))?;
                self.weights.insert(number, weight);
            }
            _ => return Err(format!("`{family}` is none of server, group and weight")),
        }
        Ok(())
    }

    /// Reads a whole membership with its version (0 where none is said): one entry a line, or between commas, as members
    /// tell it each other and clients ask for it.
    ///
    /// # Errors
    /// What is wrong with it, within the lines or between them.
    pub fn parse(text: &str) -> Result<(Membership, i64), String> {
        let mut membership = Membership::default();
        let mut version = 0;
        let entries = text.split(['\n', ',']).map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        for entry in entries {
            let (key, value) = entry.split_once('=').ok_or_else(|| format!("`{entry}` has no `=`"))?;
            let (key, value) = (key.trim(), value.trim());
            if key == "version" {
                let number = i64::from_str_radix(value, 16);
                version = number.map_err(|_| format!("`{value}` is not a version in hexadecimal digits"))?;
                continue;
            }
            membership.add(key, value, MultiAddress::Enabled).map_err(|e| format!("{key}: {e}"))?;
        }
        match membership.problems().into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok((membership, version)),
        }
    }

    /// The version that a text says, without a look at the rest.
    pub fn version_in(text: &str) -> Option<i64> {
        let version = text.lines().rev().find_map(|l| l.trim().strip_prefix("version="))?;
        i64::from_str_radix(version.trim(), 16).ok()
    }

    /// This membership after a change by parts: `leaving` are numbers, `joining` server lines (`server.N=...`), both between
    /// commas. Who joins under the number of a member takes its place.
    ///
    /// Mirrors: ZooKeeper `PrepRequestProcessor`, incremental reconfiguration.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub fn changed(
        &self,
        joining: Option<&str>,
        leaving: Option<&str>,
        multi: MultiAddress,
    ) -> Result<Membership, String> {
        if self.is_hierarchical() {
            return Err("members of groups cannot be changed one by one: give the whole new list".into());
        }
        let parts = |text: Option<&str>| -> Vec<String> {
            let parts = text.unwrap_or_default().split(',').map(str::trim);
            parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
        };
        let mut next = self.clone();
        for leaving in parts(leaving) {
            let sid: i64 = leaving.parse().map_err(|_| format!("`{leaving}` is not a server number"))?;
            next.members.remove(&sid);
        }
        for joiner in parts(joining) {
            let form = || format!("`{joiner}`: a server joins as server.N=host:port:port[:role];[host:]port");
            let (key, line) = joiner.split_once('=').ok_or_else(form)?;
            let number = key.trim().rsplit('.').next().unwrap_or_default();
            let sid: i64 = number.parse().map_err(|_| form())?;
            let member = Member::parse(line.trim(), multi)?;
            if member.client.is_none() && member.secure_client.is_none() {
                return Err(format!("`{joiner}` has no client port: each server has three ports"));
            }
            next.members.insert(sid, member);
            if let Some(other) = next.shares_a_port(sid) {
                return Err(format!("`{joiner}` has an address that server.{other} has"));
            }
        }
        Ok(next)
    }

    /// Another server that would listen where this one does.
    fn shares_a_port(&self, sid: i64) -> Option<i64> {
        let ports = |m: &Member| -> Vec<(String, u16)> {
            let mut ports = Vec::new();
            for a in &m.addresses {
                ports.push((a.host.clone(), a.quorum_port));
                ports.push((a.host.clone(), a.election_port));
            }
            // On every address of its machine, whose name is the one that the others use.
            let host = |c: &HostPort| match (c.host.as_str(), m.addresses.first()) {
                ("0.0.0.0" | "::", Some(a)) => a.host.clone(),
                (host, _) => host.to_owned(),
            };
            ports.extend(m.client.iter().chain(&m.secure_client).map(|c| (host(c), c.port)));
            ports
        };
        let own = ports(self.members.get(&sid)?);
        let shares = |m: &Member| ports(m).iter().any(|p| own.contains(p));
        self.members.iter().find(|(other, m)| **other != sid && shares(m)).map(|(other, _)| *other)
    }

    /// Ports that two servers share on one host: at most one of them can run there.
    pub fn clashes(&self) -> Vec<String> {
        let mut taken: BTreeMap<(&str, u16), i64> = BTreeMap::new();
        let mut clashes = Vec::new();
        for (&sid, member) in &self.members {
            for a in &member.addresses {
                for port in [a.quorum_port, a.election_port] {
                    if let Some(other) = taken.insert((&a.host, port), sid).filter(|other| *other != sid) {
                        clashes.push(format!(
                            "server.{other} and server.{sid} both listen on port {port} of {}: only one of them \
                             can run there",
                            a.host
                        ));
                    }
                }
            }
        }
        clashes
    }

    /// Servers with a vote, ascending.
    pub fn voters(&self) -> impl Iterator<Item = i64> {
        self.members.iter().filter(|(_, m)| m.role == Role::Participant).map(|(sid, _)| *sid)
    }

    /// The canonical text: a line per server, then groups and weights, then the version, without an end of line.
    ///
    /// Mirrors: ZooKeeper `QuorumMaj.toString` and `QuorumHierarchical.toString`. Differs: always ascending;
    /// Apache's order is that of a hash table, which is ascending for numbers below 16.
    pub fn text(&self, version: i64) -> String {
        let mut out = String::new();
        let result = self.write(&mut out, version);
        debug_assert!(result.is_ok(), "writing to a String does not fail");
        out
    }

    fn write(&self, out: &mut String, version: i64) -> fmt::Result {
        for (sid, member) in &self.members {
            writeln!(out, "server.{sid}={member}")?;
        }
        if self.is_hierarchical() {
            for (group, sids) in &self.groups {
                let sids: BTreeSet<i64> = sids.iter().copied().collect();
                let sids: Vec<String> = sids.iter().map(i64::to_string).collect();
                writeln!(out, "group.{group}={}", sids.join(":"))?;
            }
            let weighed: BTreeSet<i64> = self.voters().chain(self.weights.keys().copied()).collect();
            for sid in weighed {
                writeln!(out, "weight.{sid}={}", self.weight(sid))?;
            }
        }
        write!(out, "version={version:x}")
    }

    /// Weights of servers that are not there.
    pub fn stale_weights(&self) -> impl Iterator<Item = i64> {
        self.weights.keys().copied().filter(|sid| !self.members.contains_key(sid))
    }
}

impl Member {
    /// Reads the value of a `server.N` line.
    ///
    /// # Errors
    /// What is wrong with it, to be read after the name of the key.
    pub fn parse(text: &str, multi: MultiAddress) -> Result<Member, String> {
        let mut parts = text.split(';').map(str::trim);
        let servers = parts.next().unwrap_or("");
        let client = parts.next().filter(|s| !s.is_empty()).map(client_address).transpose()?;
        let secure_client = parts.next().filter(|s| !s.is_empty()).map(client_address).transpose()?;
        if parts.next().is_some() {
            return Err(format!("`{text}` has too many parts. {FORM}"));
        }
        let mut addresses = Vec::new();
        let mut role = None;
        for part in servers.split('|') {
            let (address, its_role) = member_address(part.trim())?;
            if let (Some(a), Some(b)) = (role, its_role)
                && a != b
            {
                return Err("all addresses of one server must have the same role".to_owned());
            }
            role = role.or(its_role);
            addresses.push(address);
        }
        if addresses.len() > 1 && multi == MultiAddress::Disabled {
            return Err("several addresses for one server need multiAddress.enabled=true".to_owned());
        }
        Ok(Member { addresses, role: role.unwrap_or_default(), client, secure_client })
    }
}

/// Apache's canonical form: addresses sorted by host, the role always there and once, after the last address.
impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut addresses: Vec<_> = self.addresses.iter().collect();
        addresses.sort_by(|a, b| a.host.cmp(&b.host));
        for (index, a) in addresses.into_iter().enumerate() {
            let bar = if index == 0 { "" } else { "|" };
            write!(f, "{bar}{}:{}:{}", Bracketed(&a.host), a.quorum_port, a.election_port)?;
        }
        f.write_str(match self.role {
            Role::Participant => ":participant",
            Role::Observer => ":observer",
        })?;
        match (&self.client, &self.secure_client) {
            (None, None) => Ok(()),
            (Some(client), None) => write!(f, ";{client}"),
            (None, Some(secure)) => write!(f, ";;{secure}"),
            (Some(client), Some(secure)) => write!(f, ";{client};{secure}"),
        }
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", Bracketed(&self.host), self.port)
    }
}

/// Reads the members of a `group.N` line.
///
/// # Errors
/// What is wrong with it.
pub fn parse_group(text: &str) -> Result<Vec<i64>, String> {
    let number = |s: &str| s.trim().parse::<i64>().map_err(|_| format!("`{s}` is not a server number"));
    text.split(':').map(number).collect()
}

struct Bracketed<'a>(&'a str);

impl fmt::Display for Bracketed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.parse::<Ipv6Addr>() {
            // Java prints all eight groups.
            Ok(ip) => write!(f, "[{}]", ip.segments().map(|s| format!("{s:x}")).join(":")),
            Err(_) if self.0.contains(':') => write!(f, "[{}]", self.0),
            Err(_) => f.write_str(self.0),
        }
    }
}

const FORM: &str =
    "The form is host:quorumPort:electionPort[:participant|observer][;[clientHost:]clientPort]";

fn member_address(text: &str) -> Result<(MemberAddress, Option<Role>), String> {
    let (host, rest) = split_host(text)?;
    let fields: Vec<&str> = rest.split(':').map(str::trim).collect();
    let (quorum, election, role) = match fields[..] {
        [quorum, election] => (quorum, election, None),
        [quorum, election, role] => (quorum, election, Some(parse_role(role)?)),
        [_] if !rest.is_empty() => return Err(format!("`{text}` has no election port. {FORM}")),
        _ => return Err(format!("`{text}` is not the address of a server. {FORM}")),
    };
    let (quorum_port, election_port) = (port(quorum)?, port(election)?);
    if quorum_port == election_port {
        return Err(format!("quorum port and election port are both {quorum_port}: they must differ"));
    }
    Ok((MemberAddress { host: host.to_owned(), quorum_port, election_port }, role))
}

fn client_address(text: &str) -> Result<HostPort, String> {
    if !text.starts_with('[') && !text.contains(':') {
        return Ok(HostPort { host: "0.0.0.0".to_owned(), port: port(text)? });
    }
    let (host, rest) = split_host(text)?;
    Ok(HostPort { host: host.to_owned(), port: port(rest)? })
}

/// Cuts `host:rest` or `[v6]:rest`.
fn split_host(text: &str) -> Result<(&str, &str), String> {
    let cut = match text.strip_prefix('[') {
        Some(inside) => inside.split_once("]:"),
        None => text.split_once(':'),
    };
    match cut {
        Some((host, rest)) if !host.is_empty() => Ok((host, rest)),
        Some(_) => Err(format!("`{text}` has no host name before the first colon")),
        None => Err(format!("`{text}` is not the address of a server. {FORM}")),
    }
}

fn port(text: &str) -> Result<u16, String> {
    match text.trim().parse::<u16>() {
        Ok(0) | Err(_) => Err(format!("`{text}` is not a port between 1 and 65535")),
        Ok(port) => Ok(port),
    }
}

/// Reads a role.
///
/// # Errors
/// It is none.
pub fn parse_role(text: &str) -> Result<Role, String> {
    match text.to_ascii_lowercase().as_str() {
        "participant" => Ok(Role::Participant),
        "observer" => Ok(Role::Observer),
        _ => Err(format!("Unrecognised peertype: {text}; a server is a participant or an observer")),
    }
}

#[cfg(test)]
mod tests {
    const THREE: &str = "server.1=a:1:2:participant;0.0.0.0:2181\nserver.2=b:1:2:participant;0.0.0.0:2181\n\
                         server.3=c:1:2:observer;0.0.0.0:2181\nversion=10000001f";

    #[test]
    fn a_text_is_read_as_it_is_written() {
        let (membership, version) = Membership::parse(THREE).expect("a membership");
        assert_eq!((membership.members.len(), version), (3, 0x1_0000_001f));
        assert_eq!(membership.text(version), THREE);
        assert_eq!(Membership::version_in(THREE), Some(0x1_0000_001f));
        let commas = "server.1=a:1:2;2181,server.2=b:1:2;2181";
        assert_eq!(Membership::parse(commas).map(|(m, v)| (m.members.len(), v)), Ok((2, 0)));
        for (bad, why) in [
            ("server.1", "has no `=`"),
            ("server.1=a:1", "no election port"),
            ("server.1=a:1:2\nversion=xyz", "not a version"),
            ("server.1=a:1:2\nclientPort=2181", "has no number"),
            ("server.1=a:1:2\ngroup.1=1:7", "no server.7"),
            ("server.1=a:1:2\nserver.1=b:1:2", "already"),
        ] {
            let said = Membership::parse(bad).expect_err(bad);
            assert!(said.contains(why), "{bad}: {said}");
        }
    }

    #[test]
    fn a_change_by_parts_is_checked() {
        let (three, _) = Membership::parse(THREE).expect("a membership");
        let next = three
            .changed(Some("server.4=d:1:2;2181,server.3=c:1:2;2181"), Some("2"), MultiAddress::Disabled)
            .expect("a change");
        assert_eq!(next.members.keys().copied().collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(next.participant_count(), 3);
        for (joining, leaving, why) in [
            (Some("server.4"), None, "joins as"),
            (Some("server.x=d:1:2;2181"), None, "joins as"),
            (Some("server.4=d:1:2"), None, "no client port"),
            (Some("server.4=a:1:9;2182"), None, "server.1 has"),
            (Some("server.4=d:1:2;a:2181"), None, "server.1 has"),
            (None, Some("two"), "not a server number"),
        ] {
            let said = three.changed(joining, leaving, MultiAddress::Disabled).expect_err("refused");
            assert!(said.contains(why), "{said}");
        }
        // Nobody leaves who is not there.
        assert_eq!(three.changed(None, Some("9"), MultiAddress::Disabled), Ok(three.clone()));
        let several = Some("server.4=d:1:2|e:1:2;2181");
        let four = three.changed(several, None, MultiAddress::Enabled).expect("several addresses");
        assert_eq!(four.members[&4].addresses.len(), 2);
        assert!(three.changed(several, None, MultiAddress::Disabled).is_err());
        let (groups, _) = Membership::parse("server.1=a:1:2\ngroup.1=1").expect("a membership");
        assert!(groups.changed(None, Some("1"), MultiAddress::Disabled).is_err());
    }

    use super::*;

    fn canonical(text: &str) -> String {
        match Member::parse(text, MultiAddress::Enabled) {
            Ok(member) => member.to_string(),
            Err(e) => format!("refused: {e}"),
        }
    }

    #[test]
    fn lines_print_in_canonical_form_and_that_form_reads_back() {
        for (text, expected) in [
            ("127.0.0.1:23281:23381", "127.0.0.1:23281:23381:participant"),
            ("zk1:2888:3888;2181", "zk1:2888:3888:participant;0.0.0.0:2181"),
            ("zk1:2888:3888:OBSERVER;10.0.0.1:2181", "zk1:2888:3888:observer;10.0.0.1:2181"),
            ("zk1:2888:3888;;2281", "zk1:2888:3888:participant;;0.0.0.0:2281"),
            ("zk1:2888:3888;2181;h:2281", "zk1:2888:3888:participant;0.0.0.0:2181;h:2281"),
            ("[::1]:2888:3888;[::]:2181", "[0:0:0:0:0:0:0:1]:2888:3888:participant;[0:0:0:0:0:0:0:0]:2181"),
            ("b:1:2|a:3:4:observer", "a:3:4|b:1:2:observer"),
        ] {
            assert_eq!(canonical(text), expected);
            assert_eq!(canonical(expected), expected);
        }
    }

    #[test]
    fn bad_lines_say_what_is_bad() {
        for (text, part) in [
            ("", "is not the address of a server"),
            ("zk1", "is not the address of a server"),
            ("zk1:2888", "has no election port"),
            (":2888:3888", "no host name"),
            ("zk1:2888:2888", "must differ"),
            ("zk1:0:3888", "`0` is not a port"),
            ("zk1:2888:70000", "`70000` is not a port"),
            ("zk1:2888:3888:voter", "Unrecognised peertype: voter"),
            ("a:1:2:observer|b:1:2:participant", "same role"),
            ("zk1:2888:3888;1;2;3", "too many parts"),
            ("zk1:2888:3888;x", "`x` is not a port"),
            ("[::1:2888:3888", "is not the address of a server"),
        ] {
            assert!(canonical(text).contains(part), "{text}: {}", canonical(text));
        }
        assert!(Member::parse("a:1:2|b:1:2", MultiAddress::Disabled).is_err());
    }

    #[test]
    fn groups_must_cover_all_voters_once() {
        let member = Member::parse("h:1:2", MultiAddress::Disabled).expect("a member");
        let mut m = Membership::default();
        for sid in [1, 2, 3] {
            m.members.insert(sid, member.clone());
        }
        m.groups.insert(1, parse_group("1:2").expect("a group"));
        m.groups.insert(2, vec![2, 9]);
        m.weights.insert(7, 2);
        let problems = m.problems().join("\n");
        for part in ["server 2 is in group.1 and in group.2", "no server.9", "server 3 is in no group"] {
            assert!(problems.contains(part), "{part} in\n{problems}");
        }
        assert_eq!(m.stale_weights().collect::<Vec<_>>(), [7]);
        assert!(parse_group("1:x").is_err());
    }

    fn membership(lines: &[(i64, &str)]) -> Membership {
        let parse =
            |(sid, line): &(i64, &str)| (*sid, Member::parse(line, MultiAddress::Disabled).expect(line));
        Membership { members: lines.iter().map(parse).collect(), ..Membership::default() }
    }

    /// What Apache ZooKeeper 3.8.0 prints for the same lines.
    #[test]
    fn the_text_is_apaches() {
        let mut m = membership(&[
            (10, "zk10:1:2;2181"),
            (2, "[::1]:1:2:participant;[::1]:2181"),
            (3, "c:1:2"),
            (4, "d:1:2:observer"),
        ]);
        let servers = "server.2=[0:0:0:0:0:0:0:1]:1:2:participant;[0:0:0:0:0:0:0:1]:2181\n\
                       server.3=c:1:2:participant\nserver.4=d:1:2:observer\n\
                       server.10=zk10:1:2:participant;0.0.0.0:2181\n";
        assert_eq!(m.text(0), format!("{servers}version=0"));
        assert_eq!(m.text(0x1_0000_0000), format!("{servers}version=100000000"));
        m.groups = BTreeMap::from([(2, vec![10]), (1, vec![3, 2])]);
        m.weights = BTreeMap::from([(2, 2), (10, 0)]);
        let groups = "group.1=2:3\ngroup.2=10\nweight.2=2\nweight.3=1\nweight.10=0\n";
        assert_eq!(m.text(0), format!("{servers}{groups}version=0"));
    }

    #[test]
    fn groups_are_of_voters_with_a_weight() {
        let mut m = membership(&[(1, "a:1:2"), (2, "b:1:2"), (3, "c:1:2:observer")]);
        m.weights.insert(1, 3);
        assert!(m.problems()[0].contains("server 1 is in no group: with group or weight lines"));
        m.groups.insert(1, vec![1, 2, 3]);
        assert_eq!(m.problems(), ["group.1 names server 3, which is an observer: groups are of voters"]);
        m.groups.insert(1, vec![1, 2]);
        assert_eq!(m.problems(), Vec::<String>::new());
        m.weights.extend([(1, 0), (2, 0)]);
        assert_eq!(m.problems(), ["every weight is 0, so there could never be a quorum"]);
    }

    #[test]
    fn two_servers_cannot_share_a_port() {
        let m = membership(&[(1, "a:1:2"), (2, "b:1:2"), (3, "a:2:3")]);
        assert_eq!(
            m.clashes(),
            ["server.1 and server.3 both listen on port 2 of a: only one of them can run there"]
        );
    }
}
