//! Members of ensembles. The verdicts on good and bad server lines are those of Apache ZooKeeper 3.8.0, except for
//! what is marked.

use super::*;
use crate::config::ensemble::{Ensemble, Topology};
use crate::config::members::Role;

const THREE: &str = "clientPort=2181\ninitLimit=10\nsyncLimit=5\n\
                     server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n";

/// Reads a text whose `dataDir` holds this `myid`.
fn read(my_id: &str, text: &str) -> Result<(Config, Vec<Warning>), ConfigErrors> {
    let text = format!("dataDir=/d\n{text}");
    build::build(text.as_bytes(), "zoo.cfg", UnknownKeys::Refuse, &|path| match path.to_str() {
        Some("/d/myid") if !my_id.is_empty() => Ok(my_id.as_bytes().to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    })
}

fn member(my_id: &str, text: &str) -> (Config, Ensemble, Vec<String>) {
    let (config, warnings) = read(my_id, text).unwrap_or_else(|e| panic!("{text:?}: {e}"));
    let ensemble = config.ensemble().unwrap_or_else(|| panic!("{text:?} stands alone")).clone();
    (config, ensemble, warnings.iter().map(Warning::to_string).collect())
}

fn refused(my_id: &str, text: &str) -> String {
    match read(my_id, text) {
        Ok(_) => panic!("{text:?} was accepted"),
        Err(e) => e.problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn three_servers_are_an_ensemble() {
    let (config, e, warnings) = member("2\n", THREE);
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!((e.my_id, e.role(), config.my_id), (2, Role::Participant, Some(2)));
    assert_eq!((e.init_limit_ms(config.tick_ms), e.sync_limit_ms(config.tick_ms)), (30_000, 15_000));
    assert_eq!(
        e.text(),
        "server.1=a:1:2:participant\nserver.2=b:1:2:participant\nserver.3=c:1:2:participant\nversion=0"
    );
}

#[test]
fn every_key_of_an_ensemble_reaches_its_place() {
    let (config, e, warnings) = member(
        "4",
        "tickTime=1000\nclientPort=2181\ninitLimit=7\nsyncLimit=3\nconnectToLearnerMasterLimit=4\nelectionAlg=3\n\
         peerType=observer\nquorumListenOnAllIPs=true\ncommitLogCount=600\n\
         snapshotSizeFactor=-1.5\nleaderServes=no\nforceSnapshotSync=true\nobserverMasterPort=2191\n\
         fastleader.minNotificationInterval=66\nfastleader.maxNotificationInterval=777\ncnxTimeout=88\n\
         quorumCnxnTimeoutMs=99\nelectionPortBindRetry=0\nlocalSessionsEnabled=true\n\
         enableEagerACLCheck=true\ntcpKeepAlive=false\nleader.maxConcurrentSnapSyncs=2\n\
         leader.maxConcurrentDiffSyncs=3\nleader.maxTimeToWaitForEpoch=444\n\
         leaderConnectDelayDuringRetryMs=55\nobserver.reconnectDelayMs=11\nobserver.election.DelayMs=12\n\
         observerMaster.sizeLimit=9\n\
         server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nserver.4=127.0.0.1:1:2:observer\n",
    );
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!((e.my_id, e.role()), (4, Role::Observer));
    assert_eq!((e.init_limit_ticks, e.sync_limit_ticks), (7, 3));
    assert_eq!(e.connect_limit_ms(config.tick_ms), 4000);
    assert!(e.listen_on_all_ips && !e.leader_serves && e.force_snapshot_sync);
    assert_eq!(e.local_sessions, zk_server::LocalSessions::On);
    assert_eq!((e.commit_log_count, e.snapshot_size_factor), (600, -1.5));
    assert_eq!((e.observer_master_port, e.history_bytes), (Some(2191), 9));
    assert!(e.eager_acl_check && !e.tcp_keep_alive);
    let pacing = zk_zab::Pacing {
        snap_syncs: 2,
        diff_syncs: 3,
        reconnect_delay_ms: 11,
        election_delay_ms: 12,
        dial_wait_ms: Some(55),
        epoch_wait_ms: Some(444),
    };
    assert_eq!(e.pacing, pacing);
    assert_eq!((e.min_notification_ms, e.max_notification_ms), (66, 777));
    assert_eq!((e.cnx_timeout_ms, e.quorum_cnxn_timeout_ms, e.election_bind_attempts), (88, Some(99), None));
}

#[test]
fn an_observer_may_keep_its_log_short_and_the_property_counts_more() {
    let observer = THREE.replace("server.3=c:1:2", "server.3=c:1:2:observer");
    let logs = |lines: &str| member("3", &format!("{lines}{observer}")).1.observer_logs;
    assert!(logs("") && !logs("syncEnabled=false\n") && !logs("observer.syncEnabled=false\n"));
    for lines in
        ["syncEnabled=false\nobserver.syncEnabled=true\n", "observer.syncEnabled=true\nsyncEnabled=false\n"]
    {
        assert!(logs(lines), "{lines}");
    }
    let (_, _, warnings) = member("1", &format!("syncEnabled=false\n{THREE}"));
    assert_eq!(
        warnings,
        ["line 2: syncEnabled=false has no effect: it is about observers, and this server votes"]
    );
}

#[test]
fn defaults_in_the_table_are_the_defaults_of_a_member() {
    let (plain, _, _) = member("1", THREE);
    let keys = keys::KEYS.iter().filter(|k| k.category == keys::Category::Ensemble);
    // Those of TLS mean nothing where there is none, and say so; an oracle means nothing to three.
    let others = [
        "initLimit",
        "syncLimit",
        "oraclePath",
        "leaderConnectDelayDuringRetryMs",
        "observerMaster.sizeLimit",
    ];
    for key in keys.filter(|k| !others.contains(&k.name) && !k.name.starts_with("ssl.")) {
        let (set, _, warnings) = member("1", &format!("{THREE}{}={}\n", key.name, key.default));
        let of_note = |w: &&String| !w.starts_with("in effect here, though Apache's server takes it");
        assert_eq!(warnings.iter().find(of_note), None, "{}={}", key.name, key.default);
        assert_eq!(format!("{set:?}"), format!("{plain:?}"), "{}={}", key.name, key.default);
    }
}

#[test]
fn one_server_is_an_ensemble_when_it_must_not_stand_alone() {
    let text = "clientPort=2181\ninitLimit=5\nsyncLimit=2\nserver.1=a:1:2\n";
    let (_, e, warnings) = member("1", &format!("standaloneEnabled=false\n{text}"));
    assert_eq!(e.membership.participant_count(), 1);
    assert_eq!(warnings, ["line 6: No server failure will be tolerated. You need at least 3 servers."]);
    let (config, warnings) = read("1", text).expect("alone");
    assert!(matches!(config.topology, Topology::Standalone));
    assert!(warnings[0].text.contains("it stands alone"), "{warnings:?}");
    let with_observer = format!("standaloneEnabled=false\n{text}server.2=b:1:2:observer\n");
    assert_eq!(member("2", &with_observer).1.role(), Role::Observer);
}

#[test]
fn what_apache_refuses_a_member_is_refused() {
    for (my_id, text, part) in [
        ("1", THREE.replace("initLimit=10\n", ""), "initLimit is not set: add initLimit=10"),
        ("1", THREE.replace("syncLimit=5\n", ""), "syncLimit is not set: add syncLimit=5"),
        ("1", THREE.replace("syncLimit=5", "syncLimit=0"), "line 4: syncLimit is not set"),
        (
            "",
            THREE.into(),
            "/d/myid: myid file is missing: it must hold the number of this server, which is one of 1, 2, 3; \
             for example, on server 1: echo 1 > /d/myid",
        ),
        ("one", THREE.into(), "/d/myid: serverid one is not a number"),
        ("7", THREE.into(), "/d/myid: My id 7 not in the peer list: there are servers 1, 2, 3; write one"),
        ("1", format!("{THREE}group.1=1:2"), "server 3 is in no group"),
        ("1", format!("{THREE}group.1=1:2\ngroup.2=2:3"), "server 2 is in group.1 and in group.2"),
        ("1", format!("{THREE}weight.1=3"), "server 1 is in no group"),
        ("1", format!("{THREE}group.1=1:2:3:9"), "group.1 names server 9, but there is no server.9"),
        ("1", THREE.replace("a:1:2", "a:1:2;2191"), "line 2: client address for this server (id = 1)"),
        ("1", format!("peerType=voter\n{THREE}"), "Unrecognised peertype: voter"),
        ("300", format!("extendedTypesEnabled=true\n{THREE}server.300=d:1:2"), "Cannot be larger than 254"),
    ] {
        let said = refused(my_id, &text);
        assert!(said.contains(part), "{text:?}: {said}");
    }
}

/// Differs: Apache accepts all of these.
#[test]
fn what_could_only_be_a_mistake_of_a_member_is_refused() {
    for (text, part) in [
        (format!("{THREE}server.1=d:1:2"), "line 8: server.1 is set on line 5 already"),
        (
            format!("observerMasterPort=2\n{THREE}"),
            "line 2: observerMasterPort=2 is this server's election port",
        ),
        (format!("observerMasterPort=2181\n{THREE}"), "observerMasterPort=2181 is this server's client port"),
        (format!("{THREE}server.01=d:1:2"), "line 8: server.01: there is a server 1 already"),
        (THREE.replace("initLimit=10", "initLimit=-10"), "line 3: initLimit is not set"),
        (format!("{THREE}group.1=1:2:3\nweight.1=0\nweight.2=0\nweight.3=0"), "every weight is 0"),
        (THREE.replace("clientPort=2181\n", ""), "clientPort is not set, so nobody could connect"),
    ] {
        let said = refused("1", &text);
        assert!(said.contains(part), "{text:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn features_that_a_member_would_miss_are_refused() {
    let said = refused("1", &format!("quorum.auth.enableSasl=true\n{THREE}"));
    assert!(
        said.contains("quorum.auth.enableSasl=true needs java.security.auth.login.config=FILE"),
        "{said}"
    );
    let off = "sslQuorum=false\nportUnification=false\nquorum.auth.enableSasl=false\nobserverMasterPort=0\n\
               multiAddress.enabled=true\nreconfigEnabled=true\nlocalSessionsEnabled=false\n";
    assert_eq!(member("1", &format!("{off}{THREE}")).2, Vec::<String>::new());
    let alone = "clientPort=2181\nsslQuorum=true\nobserverMasterPort=2191\nreconfigEnabled=true\n";
    let (_, warnings) = read("", alone).expect("nothing to a server that stands alone");
    assert_eq!(warnings[0].text, "no effect on a server that stands alone: sslQuorum, observerMasterPort");
}

#[test]
fn a_server_may_have_several_addresses_where_that_is_enabled() {
    let several = THREE.replace("server.1=a:1:2", "server.1=a:1:2|a2:3:4");
    let said = refused("1", &several);
    assert!(said.contains("multiAddress.enabled"), "{said}");
    let timeout = |lines: &str| {
        let (_, e, warnings) = member("1", &format!("multiAddress.enabled=true\n{lines}{several}"));
        assert_eq!((e.me().expect("it is there").addresses.len(), warnings), (2, vec![]));
        e.address_timeout_ms
    };
    assert_eq!(timeout(""), Some(1000));
    let (time, off) =
        ("multiAddress.reachabilityCheckTimeoutMs=70\n", "multiAddress.reachabilityCheckEnabled=false\n");
    assert_eq!(timeout(time), Some(70));
    assert_eq!(timeout(&format!("{time}{off}")), None);
    assert_eq!(timeout(&format!("{off}{time}")), None);
    let said = refused("1", &format!("multiAddress.enabled=true\nobserverMasterPort=4\n{several}"));
    assert!(said.contains("observerMasterPort=4 is this server's election port"), "{said}");
}

#[test]
fn an_oracle_is_for_two_voters() {
    let two = format!("oraclePath=/o\n{}", THREE.replace("server.3=c:1:2", "server.3=c:1:2:observer"));
    let (_, e, warnings) = member("1", &two);
    assert_eq!((e.oracle_path, warnings), (Some("/o".into()), vec![]));
    for (text, part) in [
        (format!("oraclePath=/o\n{THREE}"), "line 2: oraclePath is for two voters, and there are 3"),
        (
            format!("{two}group.1=1:2\n"),
            "line 2: oraclePath is for two voters, and there are groups: remove it",
        ),
        (format!("oraclePath=\n{THREE}"), "oraclePath has no value"),
    ] {
        let said = refused("1", &text);
        assert!(said.contains(part), "{text:?}: {said}");
    }
    // Where the membership changes while the server runs, it must start again under every one.
    let (_, _, warnings) = member("1", &format!("reconfigEnabled=true\noraclePath=/o\n{THREE}"));
    assert!(warnings.len() == 1 && warnings[0].contains("no effect until there are two"), "{warnings:?}");
}

#[test]
fn tls_between_servers_has_four_stages() {
    use crate::config::ensemble::QuorumTls::{Accepted, Off, Preferred, Required};
    let stage = |lines: &str| {
        let (config, _, warnings) =
            member("1", &format!("{lines}ssl.quorum.keyStore.location=/k.pem\n{THREE}"));
        (config.ensemble().expect("a member").tls.clone(), warnings)
    };
    assert!(matches!(stage(""), (Off, w) if w[0].contains("no effect without sslQuorum")));
    assert!(
        matches!(stage("portUnification=true\n"), (Accepted(_), w) if w[0].contains("for the time of a change"))
    );
    assert!(matches!(stage("portUnification=true\nsslQuorum=true\n"), (Preferred(_), w) if w.len() == 1));
    let (required, warnings) = stage("sslQuorum=true\nsslQuorumReloadCertFiles=true\n");
    let Required(tls) = required else { panic!("{required:?}") };
    assert!(tls.reload && tls.check_client_name && warnings.is_empty(), "{warnings:?}");
}

#[test]
fn the_own_line_may_name_a_port_for_tls_clients() {
    let text =
        THREE.replace("server.1=a:1:2", "server.1=a:1:2;2181;10.0.0.1:2281").replace("clientPort=2181\n", "");
    let (config, _, _) = member("1", &text);
    let secure = (config.secure_client_port, config.secure_client_addr.as_deref());
    assert_eq!((config.client_port, secure), (Some(2181), (Some(2281), Some("10.0.0.1"))));
    assert!(config.client_tls.is_some());
}

#[test]
fn oddities_of_a_member_are_accepted_with_a_warning() {
    let four = format!("{THREE}server.4=d:1:2\n");
    for (text, part) in [
        (four.clone(), "line 5: Non-optimal configuration, consider an odd number of servers."),
        (THREE.replace("server.3=c:1:2\n", ""), "line 5: No server failure will be tolerated."),
        (
            format!("peerType=observer\n{THREE}"),
            "line 2: Peer type from servers list (PARTICIPANT) doesn't match peerType (OBSERVER). Defaulting to \
             servers list.",
        ),
        (format!("{THREE}group.1=1:2:3\nweight.9=2"), "weight.9 has no effect"),
        (THREE.replace("b:1:2", "a:2:1"), "server.1 and server.2 both listen on port 2 of a"),
        (
            format!("localSessionsUpgradingEnabled=true\n{THREE}"),
            "localSessionsUpgradingEnabled has no effect without localSessionsEnabled=true",
        ),
        (
            format!("observerMaster.sizeLimit=5\n{THREE}"),
            "line 2: observerMaster.sizeLimit has no effect without observerMasterPort",
        ),
        (format!("commitLogCount=5\n{THREE}"), "line 2: commitLogCount=5 is too few: 500 are kept"),
        (
            format!(
                "fastleader.minNotificationInterval=500\nfastleader.maxNotificationInterval=300\n{THREE}"
            ),
            "500 ms is taken for both",
        ),
        (format!("learner.asyncSending=true\n{THREE}"), "no effect on zkd, only on Java's server: learner."),
    ] {
        let (_, _, warnings) = member("1", &text);
        assert!(warnings.iter().any(|w| w.contains(part)), "{text:?}: {warnings:?}");
    }
    let (_, _, warnings) = member("300", &format!("{THREE}server.300=d:1:2\nserver.5=e:1:2\n"));
    assert!(warnings[0].starts_with("server number 300 is above 255"), "{warnings:?}");
}

#[test]
fn the_client_port_of_a_member_may_be_in_its_line() {
    let text =
        "initLimit=5\nsyncLimit=2\nserver.1=a:1:2;2181\nserver.2=b:1:2;127.0.0.1:2182\nserver.3=c:1:2\n";
    let client = |my_id| {
        let (config, _, _) = member(my_id, text);
        (config.client_port, config.client_addr)
    };
    assert_eq!(client("1"), (Some(2181), None));
    assert_eq!(client("2"), (Some(2182), Some("127.0.0.1".to_owned())));
    assert_eq!(refused("3", text), "clientPort is not set, so nobody could connect: add clientPort=2181");
}

#[test]
fn the_version_is_the_end_of_the_dynamic_files_name() {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::write(dir.path().join("myid"), "1").expect("a file");
    for (name, version) in
        [("zoo.cfg.dynamic", 0), ("zoo.cfg.dynamic.10000001f", 0x1_0000_001f), ("dynamic", 0)]
    {
        let dynamic = dir.path().join(name);
        std::fs::write(&dynamic, "server.1=a:1:2;2181\nserver.2=b:1:2\nserver.3=c:1:2").expect("a file");
        let path = dir.path().join("zoo.cfg");
        let text = format!(
            "dataDir={}\ninitLimit=5\nsyncLimit=2\ndynamicConfigFile={}\n",
            dir.path().display(),
            dynamic.display()
        );
        std::fs::write(&path, text).expect("a file");
        let (config, _) = Config::load(&path).expect("a member");
        let e = config.ensemble().expect("a member");
        assert_eq!(e.version, version, "{name}");
        assert!(e.text().ends_with(&format!("\nversion={version:x}")), "{}", e.text());
    }
}

#[test]
fn a_member_that_is_refused_does_not_stand_alone() {
    let error = read("", THREE).expect_err("no myid");
    assert_eq!(error.warnings, []);
}

#[test]
fn a_check_shows_the_ensemble() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("zoo.cfg");
    let shown = |extra: &str| {
        std::fs::write(dir.path().join("myid"), "2").expect("a file");
        std::fs::write(&path, format!("dataDir={}\n{THREE}{extra}", dir.path().display())).expect("a file");
        let text = check(&path).to_string();
        text.lines()
            .filter(|l| !l.starts_with("note") && !l.contains("zkd would"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(
        shown("server.12=[::1]:1:2:observer;2181\n"),
        "ensemble of 4 servers (3 vote): 2 of the voters are a quorum, 1 may fail\n  \
         server.1   votes     a:1:2\n  server.2   votes     b:1:2  (this server)\n  server.3   votes     c:1:2\n  \
         server.12  observes  [0:0:0:0:0:0:0:1]:1:2, clients on 0.0.0.0:2181"
    );
    assert_eq!(
        shown("group.1=1:2\ngroup.2=3\nweight.2=5\n"),
        "ensemble of 3 servers (3 vote): a quorum is most of the weight in most of 2 groups\n  \
         server.1   votes     a:1:2  group 1, weight 1\n  \
         server.2   votes     b:1:2  group 1, weight 5  (this server)\n  \
         server.3   votes     c:1:2  group 2, weight 1"
    );
}

/// What stands in a server line is judged before anything is bound or written.
#[test]
fn server_lines_that_nobody_could_use_are_refused_with_their_line() {
    for (line, part) in [
        ("server.2=b:0:2", "`0`"),
        ("server.2=b:1:0", "`0`"),
        ("server.2=b:65536:2", "`65536`"),
        ("server.2=b:1:99999999999999999999", "`99999999999999999999`"),
        ("server.2=b:-1:2", "`-1`"),
        ("server.2=b:1:2;0", "`0`"),
        ("server.2=b:1:2;65536", "`65536`"),
        ("server.2=b:1:2;c:65536", "`65536`"),
        ("server.2=::1:1:2", "`::1:1:2`"),
        ("server.2=[::1:1:2", "`[::1:1:2`"),
        ("server.2=[]:1:2", ""),
        ("server.2=:1:2", ""),
        ("server.2=", ""),
        ("server.2=b", "`b`"),
        ("server.2=b:1:2:voter", "voter"),
        ("server.2=b:1:2:participant:x", ""),
        ("server.99999999999999999999=b:1:2", "server."),
        ("server.-1=b:1:2", "server."),
        ("weight.1=99999999999999999999\ngroup.1=1:2:3\nserver.2=b:1:2", "weight.1"),
        ("weight.1=1.5\ngroup.1=1:2:3\nserver.2=b:1:2", "weight.1"),
        ("group.1=\nserver.2=b:1:2", "group.1"),
        ("group.1=1::3\nserver.2=b:1:2", "group.1"),
    ] {
        // With each end of a line there is, and behind a byte order mark.
        for (mark, end) in [("", "\n"), ("", "\r\n"), ("", "\r"), ("\u{feff}", "\r\n")] {
            let text = THREE.replace("server.2=b:1:2", line).replace('\n', end);
            let text = format!("{mark}dataDir=/d{end}{text}");
            let outcome =
                build::build(text.as_bytes(), "zoo.cfg", UnknownKeys::Refuse, &|path| match path.to_str() {
                    Some("/d/myid") => Ok(b"1".to_vec()),
                    _ => Err(io::ErrorKind::NotFound.into()),
                });
            let Err(e) = outcome else { panic!("{line:?} was accepted") };
            let said: Vec<String> = e.problems.iter().map(Problem::to_string).collect();
            assert!(
                said.iter().any(|text| text.starts_with("line ") && text.contains(part)),
                "{line:?}: {said:?}"
            );
        }
    }
    // The same addresses in their right form, with names that are not ASCII.
    for line in [
        "server.2=[::1]:1:2",
        "server.2=b:1:65535;65535",
        "server.2=zoo-ü.example:1:2",
        "server.2=[fe80::1%eth0]:1:2",
    ] {
        member("1", &THREE.replace("server.2=b:1:2", line).replace('\n', "\r\n"));
    }
}
