//! Members that the configuration names and nobody else did: where they are, and that they are asked from now on.

use zk_client::HostPort;

use super::facts::{Member, Membership};
use super::server::Server;
use super::timeline::{Weight, What};
use super::{MAX_SERVERS, Model};

impl Model {
    /// Adds members that the configuration names and nobody else did. Only once every server that was named has said
    /// its number: before, a name that is spelled differently would count as one more server.
    pub(super) fn find_members(&mut self) {
        if self.servers.iter().any(|s| s.sid.is_none()) {
            return;
        }
        let told = self.servers.iter().filter_map(|s| Some((&s.host, s.membership.as_ref()?)));
        let Some((teller, told)) = told.max_by_key(|(_, m)| m.at) else { return };
        let (teller, told) = (teller.clone(), told.value.clone());
        for server in &mut self.servers {
            server.voter = told.members.iter().find(|m| Some(m.sid) == server.sid).map(|m| m.voter);
        }
        for member in &told.members {
            let address = match self.settings.secure {
                true => secure_address(member, &told, &teller),
                false => member.client.clone(),
            };
            let Some((host, port)) = address else { continue };
            let known = self.servers.iter().any(|s| s.sid == Some(member.sid));
            let host = HostPort::new(host, port);
            if known || self.servers.len() >= MAX_SERVERS || self.index(&host).is_some() {
                continue;
            }
            let mut server = Server::new(host, self.now, self.settings.points);
            server.sid = Some(member.sid);
            server.voter = Some(member.voter);
            self.servers.push(server);
            let index = self.servers.len() - 1;
            let what = What::Found { server: self.name(index) };
            self.timeline.push(self.now, Weight::Note, Some(index), what);
        }
    }
}

/// Where a member speaks TLS. The configuration names plain ports only. Where the one that told it speaks TLS at that
/// port, all do; otherwise TLS has a port of its own, which is the same on every host. Two members on one host cannot have
/// the same port: of those nobody knows.
fn secure_address(member: &Member, told: &Membership, teller: &HostPort) -> Option<(String, u16)> {
    let own = told.members.iter().find(|m| Some(m.sid) == told.sid)?;
    if own.client.as_ref().is_some_and(|(_, port)| *port == teller.port) {
        return member.client.clone();
    }
    let host = |m: &Member| m.client.as_ref().map_or_else(|| m.host.clone(), |(host, _)| host.clone());
    let here = host(member);
    let alone = told.members.iter().filter(|m| host(m) == here).count() == 1;
    (alone && !here.is_empty()).then_some((here, teller.port))
}

#[cfg(test)]
mod tests {
    use super::super::facts::{Answer, Brief, Word};
    use super::super::{Input, Polled, Settings};
    use super::*;
    use crate::time::At;

    /// Number, host, and where clients find it.
    type Place<'a> = (i64, &'a str, Option<(&'a str, u16)>);

    /// Who is watched after `server.1` has told of members at these places.
    fn found(secure: bool, named: &str, members: &[Place<'_>]) -> Vec<String> {
        let named: HostPort = named.parse().unwrap();
        let settings = Settings { secure, ..Settings::default() };
        let mut model = Model::new(std::slice::from_ref(&named), settings, At(0));
        let members = members.iter().map(|(sid, host, client)| Member {
            sid: *sid,
            client: client.map(|(host, port)| (host.to_owned(), port)),
            host: (*host).to_owned(),
            voter: true,
        });
        let told = Membership { sid: Some(1), tick_ms: None, members: members.collect() };
        for (word, answer) in [(Word::Srvr, Answer::Srvr(Brief::default())), (Word::Conf, Answer::Conf(told))]
        {
            let polled =
                Polled { server: named.clone(), word, asked: At(1), answered: At(2), outcome: Ok(answer) };
            model.update(At(2), Input::Polled(polled));
        }
        model.servers.iter().map(|s| s.host.to_string()).collect()
    }

    #[test]
    fn members_are_found_where_the_configuration_says() {
        let members = [(1, "a", Some(("a", 2181))), (2, "b", Some(("b", 2181))), (3, "c", None)];
        assert_eq!(found(false, "a:2181", &members), ["a:2181", "b:2181"]);
    }

    #[test]
    fn with_tls_they_are_at_the_port_of_the_one_that_was_named() {
        let members = [(1, "a", Some(("a", 2181))), (2, "b", Some(("b", 2181))), (3, "c", None)];
        assert_eq!(found(true, "a:2281", &members), ["a:2281", "b:2281", "c:2281"]);
    }

    #[test]
    fn where_ports_are_unified_they_are_where_the_configuration_says() {
        let members = [(1, "h", Some(("h", 2181))), (2, "h", Some(("h", 2182)))];
        assert_eq!(found(true, "h:2181", &members), ["h:2181", "h:2182"]);
    }

    #[test]
    fn a_port_that_two_would_share_is_nobodys() {
        let members = [(1, "a", Some(("a", 2181))), (2, "b", Some(("b", 2181))), (3, "b", Some(("b", 2182)))];
        assert_eq!(found(true, "a:2281", &members), ["a:2281"]);
    }
}
