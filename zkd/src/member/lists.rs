//! Whether two members know the same ensemble. Each vote carries its sender's server list; members whose lists differ
//! count different quorums, and an operator should hear of it before it matters.

use std::collections::BTreeMap;

use zk_proto::ServerId;
use zk_proto::election::Notification;

/// What was last compared with each member, so that each difference is told once.
#[derive(Debug, Default)]
pub(super) struct Lists {
    seen: BTreeMap<ServerId, std::sync::Arc<str>>,
}

impl Lists {
    /// Compares the list in a vote with this server's own; what to tell the operator if they differ, once for each
    /// new list of that member.
    pub(super) fn compare(&mut self, own: &str, from: ServerId, vote: &Notification) -> Option<String> {
        let theirs = vote.config.as_ref()?;
        if self.seen.get(&from) == Some(theirs) {
            return None;
        }
        self.seen.insert(from, theirs.clone());
        let differences = differences(own, theirs);
        if differences.is_empty() {
            return None;
        }
        Some(format!(
            "the server list of member {from} is not the one here: {}. Members that differ in this count different \
             quorums: make the server lines the same on every server, and restart those that were changed",
            differences.join(", ")
        ))
    }
}

/// By number: who is missing on one side, or has another role. Names and ports may differ: a server may reach another
/// under a name of its own.
fn differences(own: &str, theirs: &str) -> Vec<String> {
    let (own, theirs) = (roles(own), roles(theirs));
    // A text that is none of a server list says nothing.
    if theirs.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (id, role) in &own {
        match theirs.get(id) {
            None => out.push(format!("it has no server.{id}")),
            Some(other) if other != role => {
                out.push(format!("server.{id} is {} there and {} here", other.name(), role.name()));
            }
            Some(_) => {}
        }
    }
    out.extend(
        theirs.keys().filter(|id| !own.contains_key(*id)).map(|id| format!("it has a server.{id} more")),
    );
    out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Participant,
    Observer,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::Participant => "a participant",
            Role::Observer => "an observer",
        }
    }
}

/// `server.1=host:2888:3888:participant;0.0.0.0:2181`, one a line; other lines are passed over.
fn roles(text: &str) -> BTreeMap<i64, Role> {
    let server = |line: &str| {
        let (id, address) = line.trim().strip_prefix("server.")?.split_once('=')?;
        let peer = address.split(';').next()?;
        let role = if peer.ends_with(":observer") { Role::Observer } else { Role::Participant };
        Some((id.parse().ok()?, role))
    };
    text.lines().filter_map(server).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_proto::Zxid;
    use zk_proto::election::PeerState;

    const OWN: &str = "server.1=a:1:2:participant;0.0.0.0:3\nserver.2=b:1:2:participant\nserver.3=c:1:2:observer\nversion=0";

    fn told(theirs: &str) -> Vec<String> {
        differences(OWN, theirs)
    }

    #[test]
    fn members_and_roles_are_compared_not_names() {
        assert!(told(OWN).is_empty());
        assert!(
            told("server.3=x:1:2:observer;y:4\nserver.2=[::1]:9:8\nserver.1=a:7:2:participant").is_empty()
        );
        assert!(told("").is_empty() && told("garbage\nserver.x=1").is_empty());
        assert_eq!(
            told("server.1=a:1:2:observer\nserver.3=c:1:2:observer\nserver.4=d:1:2"),
            [
                "server.1 is an observer there and a participant here",
                "it has no server.2",
                "it has a server.4 more"
            ]
        );
    }

    #[test]
    fn each_list_is_told_once() {
        let mut lists = Lists::default();
        let vote = |config: Option<&str>| Notification {
            state: PeerState::Looking,
            leader: ServerId(1),
            zxid: Zxid::ZERO,
            round: 1,
            peer_epoch: 0,
            version: Notification::VERSION,
            config: config.map(Into::into),
        };
        let mut tell = |config| lists.compare(OWN, ServerId(2), &vote(config)).is_some();
        assert!(!tell(None) && !tell(Some(OWN)));
        assert!(tell(Some("server.1=a:1:2")));
        assert!(!tell(Some("server.1=a:1:2")));
        assert!(tell(Some("server.1=a:1:2\nserver.9=a:1:2")));
        assert!(!tell(Some(OWN)));
        assert!(tell(Some("server.1=a:1:2")));
    }
}
