//! The ensemble's membership as the servers tell it, and which server of the connect string is which member.

use zk_client::HostPort;
use zk_client::admin::Conf;
use zkd::config::members::{Member, Membership, MultiAddress, Role};

/// The membership of a `conf` answer or of `/zookeeper/config`, with its version; lines that cannot be read come
/// back as they are.
pub fn membership(conf: &Conf) -> (Membership, Vec<String>) {
    let mut out = Membership::default();
    let mut unread = Vec::new();
    for (id, text) in &conf.servers {
        match Member::parse(text, MultiAddress::Enabled) {
            Ok(member) => {
                out.members.insert(*id, member);
            }
            Err(why) => unread.push(format!("server.{id}={text}: {why}")),
        }
    }
    for (name, value) in &conf.values {
        let number = |prefix: &str| name.strip_prefix(prefix).and_then(|n| n.parse::<i64>().ok());
        if let Some((id, weight)) = number("weight.").zip(value.parse().ok()) {
            out.weights.insert(id, weight);
        }
        if let Some((id, group)) = number("group.").zip(zkd::config::members::parse_group(value).ok()) {
            out.groups.insert(id, group);
        }
    }
    (out, unread)
}

/// The member that clients reach at this address.
pub fn at(membership: &Membership, server: &HostPort) -> Option<i64> {
    let with_port = membership.members.iter().filter(|(_, m)| {
        let ports = [&m.client, &m.secure_client];
        ports.into_iter().flatten().any(|c| c.port == server.port)
    });
    let candidates: Vec<(&i64, &Member)> = with_port.collect();
    let named = candidates.iter().find(|(_, m)| {
        let clients = [&m.client, &m.secure_client];
        let hosts = clients.into_iter().flatten().map(|c| &c.host).chain(m.addresses.iter().map(|a| &a.host));
        let mut hosts = hosts;
        hosts.any(|h| same_host(h, &server.host))
    });
    named.map(|(id, _)| **id)
}

/// Equal names, or both the machine itself.
fn same_host(a: &str, b: &str) -> bool {
    let local = |h: &str| matches!(h, "localhost" | "127.0.0.1" | "::1");
    a.eq_ignore_ascii_case(b) || local(a) && local(b)
}

/// Where a client reaches a member: the address of its line; the machine's name where that is "any".
pub fn client_address(member: &Member) -> Option<HostPort> {
    let client = member.client.as_ref()?;
    let any = matches!(client.host.as_str(), "0.0.0.0" | "::");
    let host = match member.addresses.first() {
        Some(address) if any => address.host.clone(),
        _ => client.host.clone(),
    };
    Some(HostPort::new(host, client.port))
}

/// How many voters a majority needs, and how many may fail.
pub fn majority(voters: usize) -> (usize, usize) {
    let quorum = voters / 2 + 1;
    (quorum, voters.saturating_sub(quorum))
}

/// For people.
pub fn role(member: &Member) -> &'static str {
    match member.role {
        Role::Participant => "participant",
        Role::Observer => "observer",
    }
}

#[cfg(test)]
mod tests {
    use zk_client::admin::parse_conf;

    use super::*;

    #[test]
    fn servers_are_found_among_the_members() {
        let conf = parse_conf(
            "server.1=zk1:2888:3888:participant;0.0.0.0:2181\nserver.2=zk2:2888:3888:participant;0.0.0.0:2181\n\
             server.3=127.0.0.1:1:2:observer;127.0.0.1:2183\nserver.x=nonsense\nserver.9=nonsense\nversion=100000000",
        );
        let (membership, unread) = membership(&conf);
        assert_eq!((membership.members.len(), unread.len()), (3, 1));
        assert_eq!(at(&membership, &HostPort::new("ZK2", 2181)), Some(2));
        assert_eq!(at(&membership, &HostPort::new("localhost", 2183)), Some(3));
        assert_eq!(at(&membership, &HostPort::new("zk2", 2182)), None);
        assert_eq!(at(&membership, &HostPort::new("zk9", 2181)), None);
        assert_eq!(client_address(&membership.members[&1]), Some(HostPort::new("zk1", 2181)));
        assert_eq!((majority(3), majority(4), majority(5)), ((2, 1), (3, 1), (3, 2)));
    }
}
