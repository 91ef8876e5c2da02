//! Checks of each server.

use zk_client::admin::Conf;

use super::scene::{Scene, integer};
use super::{Check, Finding, Looked, Severity};
use crate::survey::View;

pub const CHECKS: &[Check] = &[
    Check { id: "read-only", about: "servers that are cut off and serve reads only", look: read_only },
    Check { id: "words-denied", about: "servers that may not tell mntr or conf", look: words_denied },
    Check { id: "latency-max", about: "an answer that once took long", look: latency_max },
    Check { id: "latency-avg", about: "answers that take long", look: latency_avg },
    Check { id: "answer-slow", about: "a server that is slow to tell how it is", look: answer_slow },
    Check { id: "fsync-slow", about: "disks that are slow to sync the log", look: fsync_slow },
    Check { id: "outstanding-growing", about: "requests that pile up", look: outstanding },
    Check {
        id: "connections-near-limit",
        about: "as many connections of one client as are allowed",
        look: connections,
    },
    Check { id: "connections-rejected", about: "connections that were refused", look: rejected },
    Check { id: "files-near-limit", about: "nearly as many open files as are allowed", look: files },
    Check { id: "watches-many", about: "very many watches", look: watches },
    Check { id: "tree-large", about: "very many nodes or very much data", look: large },
    Check { id: "pauses-long", about: "long pauses of the process (garbage collection)", look: pauses },
    Check { id: "tick-odd", about: "an unusual tickTime", look: tick },
    Check {
        id: "limits-odd",
        about: "an initLimit or syncLimit that is too short or too long",
        look: limits,
    },
    Check { id: "session-limits-odd", about: "session timeouts that fit no tickTime", look: session_limits },
    Check { id: "autopurge-off", about: "old logs and snapshots that are never deleted", look: autopurge },
    Check { id: "snap-count-odd", about: "an unusual snapCount", look: snap_count },
    Check { id: "fsync-off", about: "forceSync=no: acknowledged writes can be lost", look: fsync_off },
    Check { id: "acl-skipped", about: "skipACL=yes: ACLs mean nothing", look: acl_skipped },
    Check { id: "log-large", about: "a transaction log directory that has grown large", look: log_large },
];

/// Applies a check to each server that tells `mntr`; skipped if none does.
fn with_mntr(scene: &Scene, look: impl Fn(&View) -> Option<Finding>) -> Looked {
    if scene.survey.views.iter().all(|v| v.mntr.is_err()) {
        return Err("no server tells mntr".into());
    }
    Ok(scene.survey.views.iter().filter(|v| v.mntr.is_ok()).filter_map(look).collect())
}

/// The same for `conf`.
fn with_conf(scene: &Scene, look: impl Fn(&View, &Conf) -> Option<Finding>) -> Looked {
    if scene.survey.views.iter().all(|v| v.conf.is_err()) {
        return Err("no server tells conf".into());
    }
    Ok(scene.survey.views.iter().filter_map(|v| look(v, v.conf.as_ref().ok()?)).collect())
}

fn read_only(scene: &Scene) -> Looked {
    let cut_off = scene.survey.views.iter().filter(|v| v.srvr.as_ref().is_ok_and(|s| s.read_only));
    let finding = |v: &View| {
        Finding::new(
            Severity::Crit,
            v.name(),
            "it has lost its quorum and serves reads only",
            "mend its network to the others",
        )
    };
    Ok(cut_off.map(finding).collect())
}

fn words_denied(scene: &Scene) -> Looked {
    let mut found = Vec::new();
    for view in scene.survey.views.iter().filter(|v| v.srvr.is_ok()) {
        let mut words = Vec::new();
        words.extend(view.mntr.as_ref().is_err_and(|t| t.is_denied()).then_some("mntr"));
        words.extend(view.conf.as_ref().is_err_and(|t| t.is_denied()).then_some("conf"));
        if !words.is_empty() {
            let text =
                format!("{} are not allowed: half of the checks see nothing of it", words.join(" and "));
            let fix = "4lw.commands.whitelist=srvr,mntr,conf,cons,dump,wchs,hash,ruok in its zoo.cfg";
            found.push(Finding::new(Severity::Info, view.name(), text, fix));
        }
    }
    Ok(found)
}

fn latency_max(scene: &Scene) -> Looked {
    let found = scene.survey.views.iter().filter_map(|v| {
        let (_, _, max) = v.srvr.as_ref().ok()?.latency_ms?;
        let severity = if max >= 5_000.0 { Severity::Warn } else { Severity::Info };
        let text = format!("an answer once took {max:.0} ms since the last reset");
        (max >= 1_000.0).then(|| {
            Finding::new(severity, v.name(), text, "zkctl server reset-stats, then look again under load")
        })
    });
    Ok(found.collect())
}

fn latency_avg(scene: &Scene) -> Looked {
    let found = scene.survey.views.iter().filter_map(|v| {
        let (_, avg, _) = v.srvr.as_ref().ok()?.latency_ms?;
        let severity = if avg >= 250.0 { Severity::Crit } else { Severity::Warn };
        let text = format!("answers take {avg:.1} ms on average");
        (avg >= 50.0).then(|| {
            Finding::new(severity, v.name(), text, "zkctl doctor --only fsync-slow,outstanding-growing")
        })
    });
    Ok(found.collect())
}

fn answer_slow(scene: &Scene) -> Looked {
    let slow = scene.survey.views.iter().filter(|v| v.srvr.is_ok() && v.took.as_millis() >= 500);
    let finding = |v: &View| {
        let text = format!("it took {} ms to answer srvr", v.took.as_millis());
        Finding::new(Severity::Warn, v.name(), text, "look at its load and at the network to it")
    };
    Ok(slow.map(finding).collect())
}

fn fsync_slow(scene: &Scene) -> Looked {
    with_mntr(scene, |v| {
        let avg = v.metric("avg_fsynctime")?;
        let p99 = v.metric("p99_fsynctime").or(v.metric("max_fsynctime"));
        let severity = if avg >= 100.0 { Severity::Crit } else { Severity::Warn };
        let worst = p99.map_or(String::new(), |ms| format!(", {ms:.0} ms at worst"));
        let text = format!("an fsync of the log takes {avg:.1} ms on average{worst}");
        (avg >= 20.0).then(|| {
            Finding::new(
                severity,
                v.name(),
                text,
                "move the log to a device of its own (dataLogDir), with nothing else on it",
            )
        })
    })
}

fn outstanding(scene: &Scene) -> Looked {
    let pairs = scene.survey.views.iter().zip(&scene.later.views);
    let found = pairs.filter_map(|(v, later)| {
        let count = |v: &View| v.srvr.as_ref().ok()?.outstanding;
        let (before, after) = (count(v)?, count(later)?);
        let grows = after > before && after >= 10;
        let text = format!(
            "{after} requests wait for their answer{}",
            if grows { ", and they become more" } else { "" }
        );
        let severity = if after >= 500 { Severity::Crit } else { Severity::Warn };
        (after >= 50 || grows).then(|| {
            Finding::new(severity, v.name(), text, "zkctl session ls --sort queue shows whose they are")
        })
    });
    Ok(found.collect())
}

fn connections(scene: &Scene) -> Looked {
    with_conf(scene, |v, conf| {
        let limit = conf.integer("maxClientCnxns").filter(|n| *n > 0)?;
        let open = v.srvr.as_ref().ok()?.connections?;
        let text = format!("{open} connections; a client address may have {limit}");
        // Only all connections together are known here: fewer than that cannot be too many of one.
        (open * 10 >= limit * 9).then(|| {
            Finding::new(
                Severity::Info,
                v.name(),
                text,
                "if clients share an address (NAT, one host), raise maxClientCnxns",
            )
        })
    })
}

fn rejected(scene: &Scene) -> Looked {
    with_mntr(scene, |v| {
        let n = v.metric("connection_rejected").filter(|n| *n > 0.0)?;
        let text = format!("{n:.0} connections were refused since its start");
        Some(Finding::new(
            Severity::Warn,
            v.name(),
            text,
            "raise maxClientCnxns or maxCnxns, or mend the client that leaks them",
        ))
    })
}

fn files(scene: &Scene) -> Looked {
    with_mntr(scene, |v| {
        let (open, max) = (v.metric("open_file_descriptor_count")?, v.metric("max_file_descriptor_count")?);
        let text = format!("{open:.0} files are open, of {max:.0} allowed");
        (max > 0.0 && open >= 0.8 * max).then(|| {
            Finding::new(
                Severity::Crit,
                v.name(),
                text,
                "raise the limit of open files (LimitNOFILE, ulimit -n)",
            )
        })
    })
}

fn watches(scene: &Scene) -> Looked {
    with_mntr(scene, |v| {
        let n = v.metric("watch_count").filter(|n| *n > 1_000_000.0)?;
        let text = format!("{n:.0} watches");
        Some(Finding::new(
            Severity::Warn,
            v.name(),
            text,
            "use one recursive watch in place of one for each node",
        ))
    })
}

fn large(scene: &Scene) -> Looked {
    with_mntr(scene, |v| {
        let (nodes, bytes) = (v.metric("znode_count")?, v.metric("approximate_data_size").unwrap_or(0.0));
        let gib = bytes / f64::from(1u32 << 30);
        let text = format!("{nodes:.0} nodes, {gib:.2} GiB: starts and synchronisations take long");
        (v.leads() || scene.survey.leader().is_none()).then_some(())?;
        (nodes > 1_000_000.0 || gib > 1.0).then(|| {
            Finding::new(
                Severity::Warn,
                v.name(),
                text,
                "zkctl du / --depth 2 shows where they are; quotas keep them few",
            )
        })
    })
}

fn pauses(scene: &Scene) -> Looked {
    with_mntr(scene, |v| {
        let max = v.metric("max_jvm_pause_time_ms").filter(|ms| *ms >= 1_000.0)?;
        let text = format!("the process once stood still for {max:.0} ms");
        Some(Finding::new(
            Severity::Warn,
            v.name(),
            text,
            "give it a heap that fits (no swapping), or another collector",
        ))
    })
}

fn tick(scene: &Scene) -> Looked {
    with_conf(scene, |v, conf| {
        let tick = conf.tick_time_ms().filter(|ms| !(500..=6_000).contains(ms))?;
        let text = format!("tickTime is {tick} ms; 2000 is usual");
        Some(Finding::new(Severity::Info, v.name(), text, "tickTime=2000, on all servers"))
    })
}

fn limits(scene: &Scene) -> Looked {
    with_conf(scene, |v, conf| {
        let (tick, init, sync) =
            (conf.tick_time_ms()?, conf.integer("initLimit")?, conf.integer("syncLimit")?);
        let (init_s, sync_s) = (init * tick / 1000, sync * tick / 1000);
        let odd = (init, sync) != (0, 0) && (init_s < 5 || !(2..=60).contains(&sync_s));
        let text =
            format!("followers have {init_s} s to join (initLimit) and {sync_s} s to answer (syncLimit)");
        odd.then(|| {
            Finding::new(
                Severity::Info,
                v.name(),
                text,
                "initLimit=10 and syncLimit=5 with tickTime=2000 are usual",
            )
        })
    })
}

fn session_limits(scene: &Scene) -> Looked {
    with_conf(scene, |v, conf| {
        let (tick, (min, max)) = (conf.tick_time_ms()?, conf.session_timeouts_ms()?);
        let odd = min > max || min < tick || max > 20 * 60_000;
        let text = format!("sessions may have {min} to {max} ms, with a tickTime of {tick} ms");
        odd.then(|| {
            let fix = "minSessionTimeout of two ticks and maxSessionTimeout of twenty are usual";
            Finding::new(Severity::Warn, v.name(), text, fix)
        })
    })
}

/// Applies a check to each server whose zoo.cfg an AdminServer shows.
fn with_file(
    scene: &Scene,
    look: impl Fn(&View, &std::collections::BTreeMap<String, String>) -> Option<Finding>,
) -> Looked {
    let shown = scene.survey.views.iter().zip(&scene.files).filter_map(|(v, f)| Some((v, f.as_ref()?)));
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() {
        return Err(
            "no AdminServer shows its zoo.cfg (initial_configuration); --admin says where they are".into()
        );
    }
    Ok(shown.into_iter().filter_map(|(v, file)| look(v, file)).collect())
}

fn autopurge(scene: &Scene) -> Looked {
    with_file(scene, |v, file| {
        let interval = file.get("autopurge.purgeInterval").map(String::as_str).unwrap_or("0");
        (interval == "0").then(|| {
            let text = "autopurge is off: logs and snapshots fill the disk in time";
            let fix = "autopurge.purgeInterval=24 and autopurge.snapRetainCount=3 in its zoo.cfg";
            Finding::new(Severity::Warn, v.name(), text, fix)
        })
    })
}

fn snap_count(scene: &Scene) -> Looked {
    with_file(scene, |v, file| {
        let count = integer(file, "snapCount").filter(|n| !(1_000..=1_000_000).contains(n))?;
        let text = format!("snapCount is {count}; 100000 is usual");
        Some(Finding::new(
            Severity::Info,
            v.name(),
            text,
            "few make it write snapshots all the time, many make starts slow",
        ))
    })
}

fn fsync_off(scene: &Scene) -> Looked {
    with_file(scene, |v, file| {
        let off = file.get("forceSync").is_some_and(|value| value.eq_ignore_ascii_case("no"));
        let text = "forceSync=no: a power failure loses writes that were acknowledged";
        off.then(|| Finding::new(Severity::Crit, v.name(), text, "remove forceSync from its zoo.cfg"))
    })
}

fn acl_skipped(scene: &Scene) -> Looked {
    with_file(scene, |v, file| {
        let skipped = file.get("skipACL").is_some_and(|value| value.eq_ignore_ascii_case("yes"));
        let text = "skipACL=yes: anybody may change anything, whatever the ACLs say";
        skipped.then(|| Finding::new(Severity::Crit, v.name(), text, "remove skipACL from its zoo.cfg"))
    })
}

fn log_large(scene: &Scene) -> Looked {
    with_conf(scene, |v, conf| {
        let bytes = conf.integer("dataLogSize").or(conf.integer("dataDirSize"))?;
        let gib = bytes >> 30;
        let text = format!("its log directory holds {gib} GiB");
        (gib >= 10).then(|| {
            Finding::new(
                Severity::Warn,
                v.name(),
                text,
                "switch autopurge on, or delete old files with zkCleanup.sh",
            )
        })
    })
}
