//! An ensemble of zkd processes under test, on loopback. A member's index is its number less one.

use crate::server::free_port;
use crate::{Program, RawConn, ServerUnderTest, Settings, poll};
use std::net::SocketAddr;
use std::time::Duration;

/// How long an election, the synchronisation behind it and a busy machine may take.
pub const FORM_LIMIT: Duration = Duration::from_secs(60);

/// Where a member listens for the others.
#[derive(Clone, Copy, Debug)]
pub struct PeerPorts {
    pub quorum: u16,
    pub election: u16,
}

impl PeerPorts {
    /// Two free ones.
    pub fn free() -> PeerPorts {
        PeerPorts { quorum: free_port(), election: free_port() }
    }

    pub fn quorum_addr(self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.quorum))
    }

    pub fn election_addr(self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.election))
    }
}

pub struct EnsembleUnderTest {
    pub members: Vec<ServerUnderTest>,
    pub ports: Vec<PeerPorts>,
}

impl EnsembleUnderTest {
    /// Starts that many and waits until all of them serve.
    #[track_caller]
    pub fn start(count: usize) -> EnsembleUnderTest {
        EnsembleUnderTest::start_with(count, |_, settings| settings)
    }

    /// The same, each with its own settings.
    #[track_caller]
    pub fn start_with(count: usize, settings: impl Fn(usize, Settings) -> Settings) -> EnsembleUnderTest {
        let programs = vec![Program::zkd(); count];
        EnsembleUnderTest::start_of(&programs, settings)
    }

    /// One member of each of these programs.
    #[track_caller]
    pub fn start_of(
        programs: &[Program],
        settings: impl Fn(usize, Settings) -> Settings,
    ) -> EnsembleUnderTest {
        let count = programs.len();
        let ports: Vec<PeerPorts> = (0..count).map(|_| PeerPorts::free()).collect();
        let own = |id: usize| settings(id - 1, member_settings(&ports));
        let member =
            |(id, program): (usize, &Program)| ServerUnderTest::member_of(program.clone(), own(id), id);
        let members = (1..).zip(programs).map(member).collect();
        let mut ensemble = EnsembleUnderTest { members, ports };
        ensemble.wait_serving();
        ensemble
    }

    /// Waits until every member that runs serves, one of them as leader; returns that one.
    #[track_caller]
    pub fn wait_serving(&mut self) -> usize {
        let found = poll(FORM_LIMIT, || {
            let mut leader = None;
            for (index, member) in self.members.iter_mut().enumerate() {
                if !member.is_running() {
                    continue;
                }
                let answer = member.word("srvr");
                // One that serves reads alone has not heard of the others yet.
                if !answer.contains("Mode: ") || answer.contains("Mode: read-only") {
                    return None;
                }
                if answer.contains("Mode: leader") {
                    leader = Some(index);
                }
            }
            leader
        });
        found.expect("every member serves, one of them as leader")
    }

    /// A connection with a session to one member.
    #[track_caller]
    pub fn conn(&self, index: usize) -> RawConn {
        RawConn::connect(self.members[index].addr(), 30_000)
    }

    /// What `mntr` of a member says under this key.
    pub fn monitor(&self, index: usize, key: &str) -> Option<i64> {
        let answer = self.members[index].word("mntr");
        let line = answer.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('\t'))?;
        line.trim().parse().ok()
    }
}

/// zoo.cfg of one of these members.
pub fn member_settings(ports: &[PeerPorts]) -> Settings {
    let usual = Settings::usual().with("initLimit", 40).with("syncLimit", 10);
    (1..).zip(ports).fold(usual, |settings, (id, p)| {
        settings.with(&format!("server.{id}"), format!("127.0.0.1:{}:{}", p.quorum, p.election))
    })
}
