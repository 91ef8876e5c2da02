//! What a survey found: one view per server, and what follows from all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use zk_client::HostPort;
use zk_client::admin::{Conf, Mntr, Mode, Srvr};
use zk_proto::Zxid;
use zkd::config::members::{Membership, Role};

use super::{Known, Target, ask_all, lag, members};

/// Everything that one look at all servers showed.
pub struct Survey {
    pub views: Vec<View>,
    /// As most servers tell it; empty for a server that stands alone, or if none tells.
    pub membership: Membership,
}

/// One server.
#[derive(Clone, Debug)]
pub struct View {
    pub target: Target,
    /// Its id in the ensemble.
    pub id: Option<i64>,
    pub srvr: Known<Srvr>,
    pub mntr: Known<Mntr>,
    pub conf: Known<Conf>,
    /// How long it took to answer the first question.
    pub took: Duration,
    /// Behind the leader, in transactions.
    pub lag: Option<u64>,
}

impl View {
    async fn take(target: Target) -> View {
        let started = Instant::now();
        let srvr = target.srvr().await;
        let took = started.elapsed();
        // Who does not answer one question would keep us waiting for the others, too.
        let (mntr, conf) = match &srvr {
            Err(super::Trouble::Down(why)) => {
                (Err(super::Trouble::Down(why.clone())), Err(super::Trouble::Down(why.clone())))
            }
            _ => tokio::join!(target.mntr(), target.conf()),
        };
        let id = conf.as_ref().ok().and_then(Conf::server_id).filter(|id| *id > 0);
        View { target, id, srvr, mntr, conf, took, lag: None }
    }

    /// The server's address.
    pub fn server(&self) -> &HostPort {
        &self.target.server
    }

    /// For people: its id where it has one, and its address.
    pub fn name(&self) -> String {
        match self.id {
            Some(id) => format!("{} (id {id})", self.server()),
            None => self.server().to_string(),
        }
    }

    /// Its role, if it serves.
    pub fn mode(&self) -> Option<&Mode> {
        self.srvr.as_ref().ok()?.mode.as_ref()
    }

    /// Whether it leads.
    pub fn leads(&self) -> bool {
        self.mode() == Some(&Mode::Leader)
    }

    /// Last zxid that it processed.
    pub fn zxid(&self) -> Option<Zxid> {
        self.srvr.as_ref().ok()?.zxid
    }

    /// Whether it serves clients fully.
    pub fn serves(&self) -> bool {
        self.srvr.as_ref().is_ok_and(|s| !s.read_only)
    }

    /// A number of `mntr`.
    pub fn metric(&self, name: &str) -> Option<f64> {
        self.mntr.as_ref().ok()?.number(name)
    }

    /// What 99 of 100 requests are answered within, reads or writes, whichever is worse, in milliseconds: of `mntr`, in
    /// its own names or in those of Prometheus.
    pub fn latency_p99_ms(&self) -> Option<f64> {
        let one = |name: &str| {
            self.metric(&format!("p99_{name}"))
                .or_else(|| self.metric(&format!("{name}{{quantile=\"0.99\"}}")))
        };
        match (one("readlatency"), one("updatelatency")) {
            (Some(reads), Some(writes)) => Some(reads.max(writes)),
            (reads, writes) => reads.or(writes),
        }
    }

    /// Product and number of the version, without the commit and the date.
    pub fn version(&self) -> Option<String> {
        let srvr = self.srvr.as_ref().ok()?;
        let number = srvr.version.split([',', ' ']).next().unwrap_or_default();
        let (number, rest) = number.split_once('-').unwrap_or((number, ""));
        // zkd names the version that it is compatible with first, then itself.
        let product = match rest.strip_prefix("zkd-") {
            Some(own) => return Some(format!("zkd {own} ({number})")),
            None => &srvr.product,
        };
        Some(format!("{product} {number}").trim().to_owned())
    }
}

impl Survey {
    /// Asks all targets.
    pub async fn take(targets: &[Target]) -> Survey {
        let mut views = ask_all(targets, View::take).await;
        let membership = commonest_membership(&views);
        for view in &mut views {
            view.id = view.id.or_else(|| members::at(&membership, view.server()));
        }
        let mut survey = Survey { views, membership };
        survey.measure_lag().await;
        survey
    }

    /// The servers are not asked at the same moment. One that seems behind is asked again: if it has reached by
    /// then what the leader had before, it is not behind by more than that moment.
    async fn measure_lag(&mut self) {
        let Some(leader) = self.leader().and_then(View::zxid) else { return };
        for view in &mut self.views {
            if view.leads() || view.mode() == Some(&Mode::Standalone) {
                continue;
            }
            let Some(own) = view.zxid() else { continue };
            let mut behind = lag::transactions(leader, own);
            if behind > 0
                && let Ok(again) = view.target.srvr().await
                && let Some(own) = again.zxid
            {
                behind = lag::transactions(leader, own);
                view.srvr = Ok(again);
            }
            view.lag = Some(behind);
        }
    }

    /// The leader with the highest epoch.
    pub fn leader(&self) -> Option<&View> {
        self.views.iter().filter(|v| v.leads()).max_by_key(|v| v.zxid())
    }

    /// All that say they lead.
    pub fn leaders(&self) -> impl Iterator<Item = &View> {
        self.views.iter().filter(|v| v.leads())
    }

    /// Ids of the voters; without a membership the servers that are no observers, by their place.
    pub fn voters(&self) -> BTreeSet<i64> {
        self.membership.voters().collect()
    }

    /// Voters of the membership (or, without one, servers) that serve, and how many there are.
    pub fn voters_up(&self) -> (usize, usize) {
        let votes = |v: &&View| match v.id.and_then(|id| self.membership.members.get(&id)) {
            Some(member) => member.role == Role::Participant,
            None => v.mode() != Some(&Mode::Observer),
        };
        let up = self.views.iter().filter(votes).filter(|v| v.serves()).count();
        let known = self.voters().len();
        let total = if known > 0 { known } else { self.views.iter().filter(votes).count() };
        (up, total)
    }

    /// Whether writes are served: a leader (or a server that stands alone) answers.
    pub fn has_quorum(&self) -> bool {
        self.views.iter().any(|v| matches!(v.mode(), Some(Mode::Leader | Mode::Standalone)) && v.serves())
    }

    /// Every server serves, and there is a quorum.
    pub fn is_healthy(&self) -> bool {
        let (up, total) = self.voters_up();
        self.has_quorum() && up >= total && self.views.iter().all(View::serves) && self.leaders().count() <= 1
    }

    /// The server that `which` names: an id, or host:port.
    pub fn find(&self, which: &str) -> Option<&View> {
        let id = which.parse::<i64>().ok();
        self.views.iter().find(|v| (id.is_some() && v.id == id) || v.server().to_string() == which)
    }
}

/// The list of members that most servers have; the newest of those that are told equally often.
fn commonest_membership(views: &[View]) -> Membership {
    let mut told: BTreeMap<String, (usize, i64, Membership)> = BTreeMap::new();
    for conf in views.iter().filter_map(|v| v.conf.as_ref().ok()).filter(|c| !c.servers.is_empty()) {
        let (membership, _) = members::membership(conf);
        let version = conf.membership_version.unwrap_or(0);
        let entry = told.entry(membership.text(version)).or_insert((0, version, membership));
        entry.0 += 1;
    }
    told.into_values()
        .max_by_key(|(count, version, _)| (*count, *version))
        .map(|(_, _, m)| m)
        .unwrap_or_default()
}
