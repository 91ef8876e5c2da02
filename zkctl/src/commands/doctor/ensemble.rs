//! Checks of the ensemble as a whole.

use std::collections::{BTreeMap, BTreeSet};

use zk_client::admin::{Conf, Mode};

use super::super::cluster::compare;
use super::scene::Scene;
use super::{Check, Finding, Looked, Severity};
use crate::survey::{View, members};

/// Behind by so many transactions a follower is slow, by so many it is in trouble.
const LAG: (u64, u64) = (100, 1000);

pub const CHECKS: &[Check] = &[
    Check { id: "quorum-lost", about: "no server that leads and serves", look: quorum_lost },
    Check { id: "server-down", about: "servers that do not answer or do not serve", look: server_down },
    Check { id: "two-leaders", about: "more than one server that says it leads", look: two_leaders },
    Check {
        id: "epoch-backwards",
        about: "a follower in a later epoch than its leader, zxids that go back",
        look: epoch_backwards,
    },
    Check {
        id: "digests-disagree",
        about: "servers whose trees differ at the same zxid",
        look: digests_disagree,
    },
    Check { id: "no-spare", about: "no voter may fail, or one more fails and writes stop", look: no_spare },
    Check { id: "even-voters", about: "a voter that adds a risk and no tolerance", look: even_voters },
    Check { id: "server-lists-differ", about: "servers with different lists of members", look: lists_differ },
    Check {
        id: "config-differs",
        about: "servers with different tickTime, initLimit, syncLimit or session limits",
        look: config_differs,
    },
    Check { id: "versions-differ", about: "servers of different versions", look: versions_differ },
    Check { id: "follower-behind", about: "followers that lag", look: follower_behind },
    Check {
        id: "followers-unsynced",
        about: "followers that the leader does not count as synced",
        look: unsynced,
    },
    Check { id: "members-unlisted", about: "members that the connect string does not name", look: unlisted },
];

fn quorum_lost(scene: &Scene) -> Looked {
    let survey = &scene.survey;
    if survey.has_quorum() {
        return Ok(Vec::new());
    }
    let (up, voters) = survey.voters_up();
    let (needed, _) = members::majority(voters);
    let text = format!("no server leads: {up} of {voters} voters serve, {needed} are needed");
    Ok(vec![Finding::new(
        Severity::Crit,
        "",
        text,
        "start the servers that are down; their logs say why they went",
    )])
}

fn server_down(scene: &Scene) -> Looked {
    let found = scene.survey.views.iter().filter_map(|view| {
        let trouble = view.srvr.as_ref().err()?;
        let severity = if trouble.is_denied() { Severity::Warn } else { Severity::Crit };
        Some(Finding::new(severity, view.name(), trouble.to_string(), "start it, or look at its log"))
    });
    Ok(found.collect())
}

fn two_leaders(scene: &Scene) -> Looked {
    let leaders = |s: &crate::survey::Survey| s.leaders().map(View::name).collect::<Vec<_>>();
    let (first, second) = (leaders(&scene.survey), leaders(&scene.later));
    if first.len() < 2 {
        return Ok(Vec::new());
    }
    // An old leader needs a moment to notice that it is alone.
    let severity = if second.len() > 1 { Severity::Crit } else { Severity::Info };
    let text = format!("{} say that they lead", first.join(" and "));
    Ok(vec![Finding::new(
        severity,
        "",
        text,
        "if it stays so, stop the one with the older epoch: zkctl cluster epochs",
    )])
}

fn epoch_backwards(scene: &Scene) -> Looked {
    let mut found = Vec::new();
    for view in &scene.survey.views {
        if let Some(text) = compare::contradiction(&scene.survey, view).filter(|_| !view.leads()) {
            found.push(Finding::new(
                Severity::Crit,
                view.name(),
                text,
                "look at its currentEpoch file and its log",
            ));
        }
    }
    for (view, later) in scene.survey.views.iter().zip(&scene.later.views) {
        if let (Some(before), Some(after)) = (view.zxid(), later.zxid())
            && after < before
        {
            let text = format!("its zxid went back from {before} to {after}");
            found.push(Finding::new(
                Severity::Crit,
                view.name(),
                text,
                "it may have lost its data: compare with `zkctl cluster verify --online`",
            ));
        }
    }
    Ok(found)
}

fn digests_disagree(scene: &Scene) -> Looked {
    let told: Vec<_> = scene
        .survey
        .views
        .iter()
        .zip(&scene.digests)
        .filter_map(|(v, d)| Some((v, d.as_ref().ok()?)))
        .collect();
    let mut found = Vec::new();
    for view in &scene.survey.views {
        if let Some(n) = view.metric("digest_mismatches_count").filter(|n| *n > 0.0) {
            let text = format!("it counted {n} transactions after which its tree was not as the leader's");
            found.push(Finding::new(Severity::Crit, view.name(), text, RESYNC));
        }
    }
    for (zxid, digests) in compare::mismatches(&told).iter().take(1) {
        let odd: Vec<String> = told
            .iter()
            .filter(|(_, d)| {
                let most = digests.iter().max_by_key(|(_, n)| **n).map(|(d, _)| d);
                d.get(zxid).is_some_and(|own| Some(own) != most)
            })
            .map(|(v, _)| v.name())
            .collect();
        let text = format!("at {zxid} the tree is another one than on the other servers");
        found.push(Finding::new(Severity::Crit, odd.join(", "), text, RESYNC));
    }
    if found.is_empty() && told.len() < 2 {
        return if scene.survey.views.len() < 2 {
            Ok(found)
        } else {
            Err("fewer than two servers tell digests (hash)".into())
        };
    }
    Ok(found)
}

const RESYNC: &str = "stop it, move its version-2 directory aside, start it: it gets the leader's tree";

fn no_spare(scene: &Scene) -> Looked {
    let (up, voters) = scene.survey.voters_up();
    if !scene.survey.has_quorum() {
        return Ok(Vec::new());
    }
    if scene.survey.views.iter().any(|v| v.mode() == Some(&Mode::Standalone)) {
        let text = "a server that stands alone: when it fails, everything stops";
        return Ok(vec![Finding::new(Severity::Info, "", text, "for production run three or five servers")]);
    }
    let (needed, spare) = members::majority(voters);
    if up > needed {
        return Ok(Vec::new());
    }
    let (severity, text) = if spare == 0 {
        (Severity::Warn, format!("{voters} voters: none may fail"))
    } else {
        (Severity::Crit, format!("{up} of {voters} voters serve: when one more fails, writes stop"))
    };
    Ok(vec![Finding::new(
        severity,
        "",
        text,
        "start the servers that are down, or add voters: zkctl config plan",
    )])
}

fn even_voters(scene: &Scene) -> Looked {
    let voters = scene.survey.voters().len();
    if voters == 0 || !voters.is_multiple_of(2) {
        return Ok(Vec::new());
    }
    let (_, spare) = members::majority(voters);
    let text = format!("{voters} voters tolerate {spare} failures, no more than {}", voters - 1);
    Ok(vec![Finding::new(
        Severity::Warn,
        "",
        text,
        "remove one voter or make it an observer: zkctl config plan",
    )])
}

fn lists_differ(scene: &Scene) -> Looked {
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for view in &scene.survey.views {
        if let Some(conf) = view.conf.as_ref().ok().filter(|c| !c.servers.is_empty()) {
            // The version is a local matter while nothing was reconfigured.
            lists.entry(members::membership(conf).0.text(0)).or_default().push(view.name());
        }
    }
    if lists.is_empty() && scene.survey.views.len() > 1 {
        return Err("no server tells its list (conf)".into());
    }
    if lists.len() < 2 {
        return Ok(Vec::new());
    }
    let groups: Vec<String> = lists.values().map(|names| names.join(", ")).collect();
    let text = format!("different lists of members: {}", groups.join(" | "));
    Ok(vec![Finding::new(
        Severity::Crit,
        "",
        text,
        "make the server.N lines equal everywhere: zkctl server conf",
    )])
}

fn config_differs(scene: &Scene) -> Looked {
    const NAMES: &[&str] =
        &["tickTime", "initLimit", "syncLimit", "minSessionTimeout", "maxSessionTimeout", "maxClientCnxns"];
    let confs: Vec<(&View, &Conf)> =
        scene.survey.views.iter().filter_map(|v| Some((v, v.conf.as_ref().ok()?))).collect();
    if confs.len() < 2 {
        return if scene.survey.views.len() < 2 {
            Ok(Vec::new())
        } else {
            Err("fewer than two servers tell conf".into())
        };
    }
    let mut found = Vec::new();
    for name in NAMES {
        let mut values: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for (view, conf) in &confs {
            if let Some(n) = conf.integer(name) {
                values.entry(n).or_default().push(view.name());
            }
        }
        if values.len() > 1 {
            let told: Vec<String> =
                values.iter().map(|(n, names)| format!("{n} on {}", names.join(", "))).collect();
            let text = format!("{name} differs: {}", told.join("; "));
            found.push(Finding::new(
                Severity::Warn,
                "",
                text,
                format!("set the same {name} in every zoo.cfg"),
            ));
        }
    }
    Ok(found)
}

fn versions_differ(scene: &Scene) -> Looked {
    let versions: BTreeSet<String> = scene.survey.views.iter().filter_map(View::version).collect();
    if versions.len() < 2 {
        return Ok(Vec::new());
    }
    let list: Vec<String> = versions.into_iter().collect();
    let text = format!("different versions: {}", list.join(", "));
    Ok(vec![Finding::new(Severity::Info, "", text, "finish the rolling upgrade")])
}

fn follower_behind(scene: &Scene) -> Looked {
    let found = scene.survey.views.iter().zip(&scene.later.views).filter_map(|(view, later)| {
        let lag = view.lag.filter(|lag| *lag >= LAG.0)?;
        let severity = if lag >= LAG.1 { Severity::Crit } else { Severity::Warn };
        let grows = later.lag.is_some_and(|then| then > lag);
        let text =
            format!("{lag} transactions behind the leader{}", if grows { ", and growing" } else { "" });
        Some(Finding::new(
            severity,
            view.name(),
            text,
            "its disk or its network is slow: zkctl doctor --only fsync-slow",
        ))
    });
    Ok(found.collect())
}

fn unsynced(scene: &Scene) -> Looked {
    let Some(leader) = scene.survey.leader() else { return Ok(Vec::new()) };
    let Some(synced) = leader.metric("synced_followers") else {
        return Err("the leader does not tell mntr".into());
    };
    let expected = scene.survey.voters().len().saturating_sub(1) as f64;
    if expected == 0.0 || synced >= expected {
        return Ok(Vec::new());
    }
    let text = format!("the leader has {synced} followers in sync, of {expected}");
    Ok(vec![Finding::new(
        Severity::Warn,
        leader.name(),
        text,
        "look at the log of the follower that is missing: zkctl status",
    )])
}

fn unlisted(scene: &Scene) -> Looked {
    let known: Vec<i64> = scene.survey.views.iter().filter_map(|v| v.id).collect();
    let missing = scene.survey.membership.members.keys().filter(|id| !known.contains(id));
    let missing: Vec<String> = missing.map(i64::to_string).collect();
    // Who does not say which member it is, because it is down, may be one of those.
    let unknown = scene.survey.views.iter().filter(|v| v.id.is_none()).count();
    if missing.len() <= unknown {
        return Ok(Vec::new());
    }
    let (some, names) = (missing.len() - unknown, missing.join(", "));
    let text = match (unknown, some) {
        (0, 1) => format!("member {names} is not in the connect string, and was not looked at"),
        (0, _) => format!("members {names} are not in the connect string, and were not looked at"),
        _ => format!("{some} of members {names} not in the connect string, and not looked at"),
    };
    Ok(vec![Finding::new(Severity::Info, "", text, "name all members: zkctl server ls")])
}
