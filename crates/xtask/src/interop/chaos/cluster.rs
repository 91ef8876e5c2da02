//! The ensemble behind its proxies, and what each fault does to it.

use super::plan::{Fault, Who};
use super::readiness;
use crate::interop::ensemble::{Ensemble, PeerPorts, Role, Software, parse_composition};
use crate::interop::lab::Lab;
use crate::interop::process::poll;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;
use zkd_tests::proxy::{Counts, Link, Net, Node, Port, Rule};

pub(super) struct Cluster<'a> {
    pub(super) ensemble: Ensemble<'a>,
    net: Net,
    /// Where clients dial each member.
    pub(super) entrances: Vec<SocketAddr>,
    /// The port of each zkd's pages.
    pub(super) pages: Vec<Option<u16>>,
}

/// What was done, to be undone and to see whether it bit.
pub(super) struct Injected {
    hit: Vec<usize>,
    before: Counts,
    bitten: bool,
}

impl Injected {
    /// The one member that was hit.
    pub(super) fn alone(&self) -> Option<usize> {
        self.hit.first().copied().filter(|_| self.hit.len() == 1)
    }
}

impl<'a> Cluster<'a> {
    pub(super) fn start(lab: &'a Lab, composition: &str, apache: Software) -> Result<Self> {
        let members = parse_composition(composition, apache)?;
        let mut ensemble = Ensemble::new(lab, composition, &members)?;
        // Faults should be noticed within seconds.
        ensemble.settings =
            ensemble.settings.clone().with("tickTime", 250).with("initLimit", 40).with("syncLimit", 8);
        let (net, entrances) = connect(&mut ensemble)?;
        let pages = readiness::prepare(&mut ensemble);
        let mut cluster = Cluster { ensemble, net, entrances, pages };
        for index in 0..members.len() {
            cluster.ensemble.start(index)?;
        }
        cluster.ensemble.wait_formed()?;
        Ok(cluster)
    }

    pub(super) fn voters(&self) -> usize {
        self.ensemble.voters().count()
    }

    /// Where the clients are in the network.
    fn clients(&self) -> Node {
        self.ensemble.members.len()
    }

    fn find(&mut self, who: Who) -> Result<usize> {
        let leader =
            poll(Duration::from_secs(60), || self.ensemble.leader()).context("no leader to be found")?;
        let followers: Vec<usize> = self.ensemble.voters().filter(|index| *index != leader).collect();
        match who {
            Who::Leader => Ok(leader),
            Who::Follower(n) => followers.get(n % followers.len().max(1)).copied().context("no follower"),
        }
    }

    fn others(&self, of: usize) -> impl Iterator<Item = usize> + use<> {
        (0..self.ensemble.members.len()).filter(move |index| *index != of)
    }

    /// Members that a fault hits all together.
    fn all(&self) -> Vec<usize> {
        (0..self.ensemble.members.len()).collect()
    }

    pub(super) fn inject(&mut self, fault: &Fault) -> Result<Injected> {
        let mut injected = Injected { hit: Vec::new(), before: self.net.counts(), bitten: false };
        match fault {
            Fault::Isolate { who, clients } => {
                let hit = self.find(*who)?;
                self.hold_between(hit, None);
                if *clients {
                    self.hold_pair(hit, self.clients(), None);
                }
                injected.hit.push(hit);
            }
            Fault::Deaf(who) => {
                let hit = self.find(*who)?;
                self.others(hit).for_each(|other| self.net.set(other, hit, None, Rule::Hold));
            }
            Fault::Mute(who) => {
                let hit = self.find(*who)?;
                self.others(hit).for_each(|other| self.net.set(hit, other, None, Rule::Hold));
            }
            Fault::NoElections(who) => {
                let hit = self.find(*who)?;
                self.hold_between(hit, Some(Port::Election));
                // Without an election nothing goes over that port.
                self.others(hit).for_each(|other| {
                    self.net.reset(hit, other);
                });
            }
            Fault::NoQuorum(who) => {
                let hit = self.find(*who)?;
                self.hold_between(hit, Some(Port::Quorum));
            }
            Fault::Bridge(who) => {
                let hit = self.find(*who)?;
                let rest: Vec<usize> = self.others(hit).collect();
                let (left, right) = rest.split_at(rest.len() / 2);
                for one in left {
                    right.iter().for_each(|other| self.hold_pair(*one, *other, None));
                }
                // Two followers have nothing to say to each other until the leader is lost.
                injected.bitten = true;
            }
            Fault::Slow(delay) => {
                for one in self.all() {
                    self.others(one).for_each(|other| self.net.set(one, other, None, Rule::Delay(*delay)));
                }
            }
            Fault::ResetAll => {
                for one in self.all() {
                    for other in one + 1..=self.clients() {
                        self.net.reset(one, other);
                    }
                }
            }
            Fault::CutMidFrame { follower, bytes } => {
                let (leader, follower) = (self.find(Who::Leader)?, self.find(Who::Follower(*follower))?);
                self.net.cut_after(leader, follower, Port::Quorum, *bytes);
            }
            Fault::NoClients(who) => {
                let hit = self.find(*who)?;
                self.hold_pair(hit, self.clients(), None);
            }
            Fault::Kill(who) => {
                let hit = self.find(*who)?;
                self.ensemble.kill(hit);
                injected.bitten = true;
            }
            Fault::KillAll => {
                self.ensemble.kill_all();
                injected.bitten = true;
            }
            Fault::Pause(who) => injected.hit.push(self.find(*who)?),
            Fault::PauseAll => injected.hit = self.all(),
            Fault::Restart(who) => {
                let hit = self.find(*who)?;
                self.ensemble.stop(hit)?;
                injected.bitten = true;
            }
            Fault::Wipe(who) => {
                // What the others promised must lie on a quorum of disks that stay.
                self.ensemble.wait_settled_or_busy()?;
                let hit = self.find(*who)?;
                self.ensemble.wipe(hit)?;
                injected.bitten = true;
            }
        }
        if matches!(fault, Fault::Pause(_) | Fault::PauseAll) {
            for hit in &injected.hit {
                self.ensemble.freeze(*hit)?;
                injected.bitten = true;
            }
        }
        Ok(injected)
    }

    /// Undoes the fault; whether it touched anything.
    pub(super) fn heal(&mut self, fault: &Fault, injected: Injected) -> Result<bool> {
        self.net.heal();
        if matches!(fault, Fault::Pause(_) | Fault::PauseAll) {
            for hit in &injected.hit {
                self.ensemble.thaw(*hit)?;
            }
        }
        let all = self.all();
        all.into_iter().try_for_each(|index| self.ensemble.start(index))?;
        let now = self.net.counts();
        let touched = now.hindered > injected.before.hindered || now.broken > injected.before.broken;
        Ok(injected.bitten || touched)
    }

    /// Nobody ended who was not told to.
    pub(super) fn none_ended(&mut self) -> Result<()> {
        let ended = self.ensemble.ended();
        ensure!(ended.is_none(), "member {} ended by itself: see its log", ended.unwrap_or(0) + 1);
        Ok(())
    }

    /// The end of faults: all are there and in touch.
    pub(super) fn calm(&mut self) -> Result<()> {
        self.net.heal();
        self.ensemble.wait(
            "the ensemble does not come together again",
            Duration::from_secs(150),
            |ensemble| {
                let modes = ensemble.members.iter().map(|member| member.mode());
                modes.collect::<Option<Vec<_>>>()
            },
        )?;
        self.ensemble.wait_formed().map(drop)
    }

    fn hold_between(&self, hit: usize, port: Option<Port>) {
        self.others(hit).for_each(|other| self.hold_pair(hit, other, port));
    }

    fn hold_pair(&self, one: Node, other: Node, port: Option<Port>) {
        self.net.set(one, other, port, Rule::Hold);
        self.net.set(other, one, port, Rule::Hold);
    }
}

/// Puts a proxy between every two members and before each member's client port.
fn connect(ensemble: &mut Ensemble<'_>) -> Result<(Net, Vec<SocketAddr>)> {
    let count = ensemble.members.len();
    let bind = || TcpListener::bind(("127.0.0.1", 0));
    let mut listeners: BTreeMap<(usize, usize, Port), TcpListener> = BTreeMap::new();
    let mut ports: BTreeMap<(usize, usize, Port), u16> = BTreeMap::new();
    for from in 0..=count {
        for to in (0..count).filter(|to| *to != from) {
            let kinds: &[Port] =
                if from == count { &[Port::Client] } else { &[Port::Quorum, Port::Election] };
            for port in kinds {
                let listener = bind()?;
                ports.insert((from, to, *port), listener.local_addr()?.port());
                listeners.insert((from, to, *port), listener);
            }
        }
    }
    let net = Net::new();
    for ((dialer, target, port), listener) in listeners {
        let member = &ensemble.members[target];
        let to = match port {
            Port::Quorum => member.ports.quorum,
            Port::Election => member.ports.election,
            Port::Client => member.client_port,
        };
        let callback = (port == Port::Election).then(|| ports[&(target, dialer, Port::Election)]);
        net.serve(listener, Link { dialer, target, port, to: ([127, 0, 0, 1], to).into(), callback })?;
    }
    let entrances = (0..count).map(|to| ([127, 0, 0, 1], ports[&(count, to, Port::Client)]).into()).collect();
    ensemble.set_view(Box::new(move |from, to| PeerPorts {
        quorum: ports[&(from, to, Port::Quorum)],
        election: ports[&(from, to, Port::Election)],
    }));
    ensure!(ensemble.members.iter().any(|member| member.role == Role::Participant), "nobody votes");
    Ok((net, entrances))
}
