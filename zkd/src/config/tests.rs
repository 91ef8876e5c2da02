//! Whole files: what they mean, and what is said about those that are refused. Where Apache ZooKeeper 3.8.0
//! (`QuorumPeerConfig`) was asked the same, the verdict is the same, except for what is marked.

use super::*;

const BASE: &str = "dataDir=/d\nclientPort=2181\n";

fn accept(extra: &str) -> (Config, Vec<String>) {
    match Config::parse(format!("{BASE}{extra}"), "zoo.cfg") {
        Ok((config, warnings)) => (config, warnings.iter().map(Warning::to_string).collect()),
        Err(e) => panic!("{extra:?}: {e}"),
    }
}

/// The problems with a text.
fn refuse_all(text: &str) -> Vec<String> {
    match Config::parse(text, "zoo.cfg") {
        Ok(_) => panic!("{text:?} was accepted"),
        Err(e) => e.problems.iter().map(Problem::to_string).collect(),
    }
}

fn refuse(extra: &str) -> String {
    refuse_all(&format!("{BASE}{extra}")).join("\n")
}

#[test]
fn the_sample_configuration_has_apaches_meaning() {
    let (config, warnings) = accept("tickTime=2000\ninitLimit=10\nsyncLimit=5\n");
    assert_eq!(config.data_dir, Path::new("/d"));
    assert_eq!(config.data_log_dir, Path::new("/d"));
    assert_eq!((config.client_port, &config.client_addr), (Some(2181), &None));
    assert_eq!(
        (config.tick_ms, config.min_session_timeout_ms, config.max_session_timeout_ms),
        (2000, 4000, 40_000)
    );
    assert_eq!(config.max_client_cnxns, 60);
    assert_eq!(warnings, ["no effect on a server that stands alone: initLimit, syncLimit"]);
}

#[test]
fn keys_that_would_do_nothing_are_refused_unless_they_leave_it_off() {
    for key in ["emulate353TTLNodes=true", "testingonly.initialZxid=7", "ssl.authProvider=mine"] {
        let said = refuse(&format!("{key}\n"));
        assert!(said.contains(key.split('=').next().unwrap_or_default()), "{key}: {said}");
    }
    accept("largeRequestThreshold=-1\nemulate353TTLNodes=false\nssl.authProvider=x509\n");
}

#[test]
fn every_honoured_key_reaches_its_place() {
    let (config, warnings) = accept(
        "dataLogDir=/l\nclientPortAddress=[::1]\nclientPortListenBacklog=77\ntickTime=1000\n\
         minSessionTimeout=1500\nmaxSessionTimeout=90000\nmaxClientCnxns=7\nmaxCnxns=8\nclientTcpKeepAlive=true\n\
         nio.sessionlessCnxnTimeout=9\nautopurge.snapRetainCount=5\nautopurge.purgeInterval=24\nsnapCount=100\n\
         snapSizeLimitInKb=-1\ntxnLogSizeLimitInKb=64\npreAllocSize=1024\nsnapshot.compression.method=GZ\n\
         snapshot.trust.empty=true\nserializeLastProcessedZxid.enabled=false\ndatadir.autocreate=false\n\
         db.autocreate=false\nfsync.warningthresholdms=20\nglobalOutstandingLimit=10\njute.maxbuffer=0x9fffff\n\
         jute.maxbuffer.extrasize=5\n\
         4lw.commands.whitelist=ruok, mntr\nextendedTypesEnabled=true\nenforceQuota=TRUE\ndigest.enabled=false\n\
         DigestAuthenticationProvider.enabled=false\n\
         DigestAuthenticationProvider.digestAlg=SHA-256\nDigestAuthenticationProvider.superDigest=super:x=\n\
         znode.container.checkIntervalMs=10\nznode.container.maxPerMinute=11\n\
         znode.container.maxNeverUsedIntervalMs=0\nreconfigEnabled=true\ncloseSessionTxn.enabled=false\n\
         multiAddress.enabled=false\nauthProvider.1=org.apache.zookeeper.server.auth.DigestAuthenticationProvider\n",
    );
    let unprefixed = "in effect here, though Apache's server takes it from its command line only: jute.maxbuffer, \
                      znode.container.checkIntervalMs, znode.container.maxNeverUsedIntervalMs, znode.container.maxPerMinute";
    assert_eq!(warnings, [unprefixed]);
    assert_eq!(config.log_dir(), Path::new("/l/version-2"));
    assert_eq!(config.snapshot_dir(), Path::new("/d/version-2"));
    assert_eq!(config.client_listen().expect("an address"), ["[::1]:2181".parse().expect("one")]);
    assert_eq!(config.listen_backlog, 77);
    assert_eq!((config.min_session_timeout_ms, config.max_session_timeout_ms), (1500, 90_000));
    assert_eq!((config.max_client_cnxns, config.max_cnxns, config.client_tcp_keep_alive), (7, 8, true));
    assert_eq!(config.sessionless_timeout_ms, 9);
    assert_eq!((config.autopurge_retain, config.autopurge_interval_ms), (5, Some(86_400_000)));
    assert_eq!((config.snap_count, config.snap_size_limit_kib), (100, None));
    assert_eq!((config.txn_log_size_limit_kib, config.prealloc_kib), (Some(64), 1024));
    assert_eq!(config.snapshot_compression, SnapshotCompression::Gzip);
    assert!(config.snapshot_trust_empty && !config.serialize_last_processed_zxid);
    assert!(!config.datadir_autocreate && !config.db_autocreate && config.force_sync);
    assert_eq!((config.fsync_warning_ms, config.global_outstanding_limit), (20, 10));
    assert_eq!((config.max_buffer_bytes, config.max_buffer_extra_bytes), (0x9f_ffff, 1024));
    assert_eq!(format!("{:?}", config.fourlw_whitelist), r#"{"mntr", "ruok", "srvr"}"#);
    assert!(config.extended_types && config.enforce_quota && config.reconfig_enabled);
    assert!(!config.digest_enabled && !config.digest_auth_enabled);
    assert_eq!(config.digest_alg, DigestAlg::Sha256);
    assert_eq!(config.super_digest, Some(Secret::new("super:x=")));
    assert!(!config.close_session_paths);
    assert_eq!((config.container_check_interval_ms, config.container_max_per_minute), (10, 11));
    assert_eq!(config.container_max_never_used_ms, None);
}

#[test]
fn every_honoured_key_is_in_the_test_above_or_in_its_own() {
    // A key whose value finds no place panics, so each is tried with something that its type takes.
    for key in keys::KEYS.iter().filter(|k| k.category == keys::Category::Honoured) {
        let value = match key.kind {
            keys::Kind::Flag | keys::Kind::PropertyFlag => "true",
            keys::Kind::YesUnlessNo | keys::Kind::NoUnlessYes => "no",
            keys::Kind::Text | keys::Kind::Path => "text",
            keys::Kind::Number(..)
            | keys::Kind::PropertyNumber(..)
            | keys::Kind::Ratio
            | keys::Kind::Hours => "5",
        };
        let number = if key.name.ends_with('.') { "1" } else { "" };
        let _ = Config::parse(format!("{}{number}={value}", key.name), "zoo.cfg");
    }
}

#[test]
fn defaults_in_the_table_are_the_defaults_of_the_configuration() {
    let (plain, _) = accept("");
    for key in keys::KEYS.iter().filter(|k| k.category == keys::Category::Honoured && !k.name.ends_with('.'))
    {
        let is_value = !matches!(key.kind, keys::Kind::Text | keys::Kind::Path)
            && !key.default.starts_with("as ")
            && key.default != "none"
            && !["maxWriteQueuePollTime", "maxBatchSize"].contains(&key.name);
        if is_value {
            let (mut set, _) = accept(&format!("{}={}\n", key.name, key.default));
            // Who asks for it by name wants it, or no start.
            if let (Some(admin), "admin.enableServer" | "admin.serverPort") = (&mut set.admin, key.name) {
                assert!(std::mem::take(&mut admin.is_required));
            }
            assert_eq!(format!("{set:?}"), format!("{plain:?}"), "{}={}", key.name, key.default);
        }
    }
}

#[test]
fn all_problems_are_listed_at_once_by_line() {
    let text = "tickTme=2000\nclientPort=twelve\n\nquorumListenOnAllIPs=yes\nsnapCount=\n# end\nbad=\\u12\n";
    assert_eq!(
        refuse_all(text),
        [
            "line 1: unknown key `tickTme`; did you mean `tickTime`?",
            "line 2: clientPort=twelve: not a whole number",
            "line 4: Invalid option yes for quorumListenOnAllIPs. Choose 'true' or 'false'.",
            "line 5: snapCount=: there is no value",
            "line 7: \\u must be followed by four hexadecimal digits; a backslash itself is written \\\\",
            "dataDir is not set: add dataDir=/path/to/a/directory",
        ]
    );
    let error = Config::parse(text, "zoo.cfg").expect_err("refused").to_string();
    assert!(error.starts_with("zoo.cfg: 6 problems\n  line 1: unknown key"), "{error}");
}

#[test]
fn a_file_that_is_no_configuration_is_not_quoted_at_length() {
    let log = "2026-11-20 10:00:00,000 - INFO - something happened\n".repeat(5);
    let text: String = (0..500).map(|n| format!("{n} {log}")).collect();
    let said = Config::parse(text, "server.log").expect_err("no configuration").to_string();
    assert_eq!(said.lines().count(), 102, "{said}");
    assert!(said.ends_with(" more; is this the right file?"), "{said}");
}

#[test]
fn what_apache_refuses_is_refused() {
    for (extra, part) in [
        ("tickTime=0", "tickTime is not set"),
        ("tickTime=2s", "not a whole number"),
        ("tickTime=0x10", "not a whole number"),
        ("tickTime=-5", "at least 1"),
        (
            "minSessionTimeout=9000\nmaxSessionTimeout=8000",
            "minSessionTimeout must not be larger than maxSession",
        ),
        ("maxSessionTimeout=5000", "(6000 ms > 5000 ms)"),
        ("maxClientCnxns=3000000000", "at most 2147483647"),
        ("electionAlg=2", "Only 3 is supported"),
        ("peerType=foo", "Unrecognised peertype: foo"),
        ("standaloneEnabled=maybe", "Invalid option maybe for standaloneEnabled"),
        ("standaloneEnabled=false", "number of participants should be >0"),
        ("dataLogDir=", "dataLogDir has no value"),
        ("server.1=127.0.0.1:1", "server.1: `127.0.0.1:1` has no election port"),
        ("server.x=127.0.0.1:1:2", "server.x: a number must follow `server.`"),
        ("server.1=a:1:2:observer", "Observers w/o participants"),
        ("server.1=a:1:2\nserver.2=a:3:4:observer", "Observers w/o quorum"),
        ("server.1=a:1:2|b:1:2", "multiAddress.enabled"),
        ("server.1=a:1:2\ngroup.1=1\ngroup.2=1", "groups must not overlap"),
        ("quorum.auth.learnerRequireSasl=true", "quorum.auth.enableSasl is disabled"),
        ("metricsProvider.className=foo.Bar", "cannot load Java classes"),
        ("admin.serverPort=0", "at least 1"),
        ("admin.commandURL=commands", "a path that begins with /"),
        ("dynamicConfigFile=/x", "cannot read dynamicConfigFile /x"),
        (
            "dynamicConfigFile=/x\nserver.1=a:1:2",
            "parameter: server.1 must be in a separate dynamic config file",
        ),
    ] {
        let said = refuse(extra);
        assert!(said.contains(part), "{extra:?}: {said}");
    }
    assert_eq!(
        refuse_all("dataDir=/d\nclientPortAddress=127.0.0.1"),
        ["line 2: clientPortAddress is set but clientPort is not set"]
    );
}

/// Differs: Apache accepts all of these.
#[test]
fn what_could_only_be_a_mistake_is_refused() {
    for (extra, part) in [
        ("zookeeper.snapCount=5", "without `zookeeper.`: `snapCount`"),
        ("snapCount=abc", "not a whole number"),
        ("snapCount=010", "octal"),
        ("snapshot.compression.method=zstd", "`zstd` is not gz, snappy or empty"),
        ("weight.1=-1\ngroup.1=1\nserver.1=a:1:2", "not a weight"),
        ("DigestAuthenticationProvider.superDigest=canary", "must be user:hash"),
        ("DigestAuthenticationProvider.digestAlg=MD5", "`MD5` is not SHA1"),
        ("maxSessionTimeout=0\nminSessionTimeout=0", "would expire every session"),
        ("clientPortAddress=", "clientPortAddress has no value"),
    ] {
        let said = refuse(extra);
        assert!(said.contains(part), "{extra:?}: {said}");
        assert!(!said.contains("canary"), "a secret in {said}");
    }
    assert!(refuse_all("dataDir=/d\nclientPort=0")[0].contains("at least 1"));
    assert!(refuse_all("dataDir=/d\nclientPort=65536")[0].contains("at most 65535"));
    assert_eq!(
        refuse_all("dataDir=/d"),
        ["clientPort is not set, so nobody could connect: add clientPort=2181"]
    );
}

#[test]
fn features_that_are_missing_are_named_unless_they_are_off() {
    for (extra, part) in [
        ("admin.users=ops", "the 1. identity is not of the form digest:user:hash"),
        ("admin.users=digest:a:b;ip:127.0.0.1", "the 2. identity"),
        ("emulate353TTLNodes=true", "or set it to false"),
        ("ssl.authProvider=mine", "or set it to x509"),
        ("audit.enable=true\naudit.format=xml", "it takes java or json"),
        ("audit.events=writes", "none of reads, auth, sessions"),
        ("enforce.auth.enabled=true", "must have enforce.auth.schemes configured"),
        ("enforce.auth.enabled=true\nenforce.auth.schemes=x509", "nobody could authenticate by `x509`"),
        ("ssl.ocsp=true", "by lists) is not in this version"),
        ("ssl.x509.clientCertIdType=SAN", "6 URI"),
        ("secureClientPort=2281\nssl.keyStore.type=BCFKS", "export it as PKCS12"),
        ("sessionPasswordKeyFile=/x", "/x: the secret of sessionPasswordKeyFile: it cannot be read"),
        ("authProvider.1=com.example.Mine", "cannot load Java classes"),
    ] {
        let said = refuse(extra);
        assert!(said.contains(part), "{extra:?}: {said}");
    }
    let (_, warnings) = accept(
        "admin.forceHttps=false\naudit.enable=False\nrequest_throttle_max_requests=0\nensembleAuthName=\n\
         metricsProvider.className=org.apache.zookeeper.metrics.impl.DefaultMetricsProvider\n",
    );
    assert_eq!(warnings, Vec::<String>::new());
    let (_, warnings) = accept("kerberos.removeHostFromPrincipal=true\nssl.keyStore.password=canary\n");
    assert_eq!(warnings.len(), 2);
    assert!(
        warnings[0].starts_with("line 3: kerberos.removeHostFromPrincipal has no effect: "),
        "{warnings:?}"
    );
    assert!(warnings[1].contains("no effect without secureClientPort"), "{warnings:?}");
    assert!(!warnings.concat().contains("canary"));
}

#[test]
fn a_sync_waits_for_more_writes_if_it_is_told_to() {
    let flush = |text: &str| accept(text).0.flush;
    assert_eq!(flush(""), FlushConfig::default());
    let set = flush("flushDelay=30\nmaxWriteQueuePollTime=7\nmaxBatchSize=5");
    assert_eq!(set, FlushConfig { delay_ms: 30, poll_ms: Some(7), batch: Some(5) });
    let off = flush("flushDelay=-1\nmaxBatchSize=0");
    assert_eq!(off, FlushConfig { delay_ms: 0, poll_ms: None, batch: Some(usize::MAX) });
}

#[test]
fn the_scheme_ensemble_is_there_if_it_is_asked_for() {
    let provider = "authProvider.7=org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider\n";
    let names = |text: &str| accept(text).0.ensemble_names;
    assert_eq!(names(""), None);
    assert_eq!(names(provider), Some(vec![]));
    let (config, warnings) = accept(&format!("ensembleAuthName=a, b,\n{provider}"));
    assert_eq!((config.ensemble_names, warnings), (Some(vec!["a".to_owned(), "b".to_owned()]), vec![]));
    let (config, warnings) = accept("ensembleAuthName=a");
    assert_eq!(config.ensemble_names, None);
    assert!(warnings.len() == 1 && warnings[0].contains("no effect without authProvider.1="), "{warnings:?}");
    // It proves nothing.
    let said = refuse(&format!("enforce.auth.enabled=true\nenforce.auth.schemes=ensemble\n{provider}"));
    assert!(said.contains("nobody could authenticate by `ensemble`"), "{said}");
}

#[test]
fn the_key_of_session_passwords_is_a_secret_of_some_length() {
    let dir = tempfile::tempdir().expect("a directory");
    let (path, key) = (dir.path().join("zoo.cfg"), dir.path().join("key"));
    let text = format!("dataDir=/d\nclientPort=1\nsessionPasswordKeyFile={}\n", key.display());
    std::fs::write(&path, text).expect("a file");
    let with = |secret: &[u8]| {
        std::fs::write(&key, secret).expect("a file");
        Config::load(&path).map(|(config, _)| config).map_err(|e| e.to_string())
    };
    let config = with(b" canary canary canary\n").expect("long enough");
    assert_eq!(config.session_password_key, Some(Secret::new("canary canary canary")));
    assert!(!format!("{config:?}").contains("canary"));
    for (bad, part) in
        [(&b"canary"[..], "less than 16 characters"), (b"\xff", "it is no text"), (b"", "less than")]
    {
        let said = with(bad).expect_err("no secret");
        assert!(said.contains(part) && !said.contains("canary"), "{said}");
    }
}

#[test]
fn the_adminserver_may_be_secured_and_somebody_must_be_let_in() {
    let (config, warnings) = accept(
        "admin.snapshot.enabled=true\nadmin.rateLimiterIntervalInMS=0\nadmin.users=digest:ops:canary= ; x509:CN=a, O=b\n\
         admin.portUnification=true\nadmin.needClientAuth=true\nssl.quorum.keyStore.location=/k.pem\n",
    );
    assert_eq!(warnings, Vec::<String>::new());
    let admin = config.admin.expect("an AdminServer");
    assert!(admin.commands.snapshot && !admin.commands.restore && admin.commands.interval_ms == 0);
    let users: Vec<_> = admin.commands.users.iter().map(|u| (u.scheme.as_str(), u.id.as_str())).collect();
    assert_eq!(users, [("digest", "ops:canary="), ("x509", "CN=a, O=b")]);
    let tls = admin.tls.expect("TLS");
    assert!(!tls.is_required && tls.tls.client_auth == crate::config::tls::ClientAuth::Need);
    let (_, warnings) = accept("admin.restore.enabled=true\nadmin.needClientAuth=true\n");
    assert!(warnings.concat().contains("nobody may"), "{warnings:?}");
    assert!(warnings.concat().contains("admin.needClientAuth has no effect"), "{warnings:?}");
}

#[test]
fn tls_for_clients_is_read_with_and_without_the_prefix_of_java() {
    let (config, warnings) = accept(
        "secureClientPort=2281\nzookeeper.ssl.keyStore.location=/k.pem\nssl.trustStore.location=/t.pem\n\
         ssl.clientAuth=want\nclient.certReload=true\nssl.keyStore.password=canary\n\
         enforce.auth.enabled=true\nenforce.auth.schemes=x509, digest\n\
         authProvider.1=org.apache.zookeeper.server.auth.X509AuthenticationProvider\n",
    );
    assert_eq!(warnings, Vec::<String>::new());
    let tls = config.client_tls.clone().expect("TLS");
    assert_eq!(tls.key_store.location, Some("/k.pem".into()));
    assert!(tls.reload && tls.client_auth == crate::config::tls::ClientAuth::Want);
    assert_eq!(config.enforced_auth_schemes, ["x509", "digest"]);
    assert!(!format!("{config:?}").contains("canary"));
}

#[test]
fn oddities_are_accepted_with_a_warning() {
    for (extra, part) in [
        ("tickTime=1000\ntickTime=4000", "line 3: tickTime is set again on line 4, which counts"),
        ("autopurge.snapRetainCount=1", "3 snapshots are kept"),
        ("snapCount=1", "2 is taken"),
        ("forceSync=no", "are lost when the machine crashes"),
        ("forceSync=false", "neither yes nor no; Apache takes it for yes"),
        ("skipACL=yes", "everybody may do everything"),
        ("digest.enabled=1", "Apache takes it for false"),
        ("4lw.commands.whitelist=ruok,stats", "`stats` is no four-letter word"),
        ("dataLogDir=logs", "begin it with ./"),
        ("minSessionTimeout=-7", "as short as clients like"),
        ("server.1=a:1:2", "it stands alone, and its line is ignored"),
        ("server.1=a:1:2\ngroup.1=1\nweight.9=1", "there is no server.9"),
        (
            "nio.numWorkerThreads=4\nbitHashCacheSize=1",
            "only on Java's server: nio.numWorkerThreads, bitHashCacheSize",
        ),
    ] {
        let (_, warnings) = accept(extra);
        assert!(warnings.iter().any(|w| w.contains(part)), "{extra:?}: {warnings:?}");
    }
    assert_eq!(accept("tickTime=1000\ntickTime=4000").0.tick_ms, 4000);
    assert!(accept("forceSync=false").0.force_sync);
    assert!(!accept("digest.enabled=1").0.digest_enabled);
    assert_eq!(accept("maxClientCnxns=-3").0.max_client_cnxns, 0);
}

#[test]
fn unknown_keys_can_be_let_through() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("zoo.cfg");
    std::fs::write(&path, format!("dataDir={}\nclientPort=2181\nmine=1\n", dir.path().display()))
        .expect("a file");
    assert!(Config::load(&path).is_err());
    let (_, warnings) = Config::load_with(&path, UnknownKeys::Warn).expect("accepted");
    assert_eq!(warnings[0].to_string(), "line 3: unknown key `mine` (ignored)");
}

#[test]
fn other_spellings_of_the_file_mean_the_same() {
    for text in [
        "dataDir: /d\nclientPort 2181\n",
        "dataDir=/d\r\nclientPort=2181\r\n",
        "dataDir=/d  \nclientPort=2181 \n",
        "\u{feff}dataDir=/d\nclientPort=\\u0032181",
        "data\\\n  Dir = /d\r! no\rclientPort=2181",
    ] {
        let (config, warnings) = Config::parse(text, "zoo.cfg").expect(text);
        assert_eq!((config.data_dir.as_path(), config.client_port), (Path::new("/d"), Some(2181)), "{text}");
        assert_eq!(warnings, [], "{text}");
    }
    let (config, _) = Config::parse("dataDir=/ü\nclientPort=2181", "zoo.cfg").expect("UTF-8");
    assert_eq!(config.data_dir, Path::new("/ü"));
    let (config, _) = Config::parse(b"dataDir=/\xfc\nclientPort=2181", "zoo.cfg").expect("Latin-1");
    assert_eq!(config.data_dir, Path::new("/ü"));
}

#[test]
fn the_line_of_the_only_server_may_hold_the_client_port() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("zoo.cfg");
    let write = |text: &str| {
        std::fs::write(&path, format!("dataDir={}\n{text}", dir.path().display())).expect("a file");
        Config::load(&path).map(|(config, _)| (config.client_port, config.client_addr, config.my_id))
    };
    let line = "server.1=localhost:2888:3888;2182\n";
    assert_eq!(write(line).expect("no myid"), (Some(2182), None, None));

    std::fs::write(dir.path().join("myid"), "1\n").expect("a file");
    assert_eq!(write(line).expect("our line"), (Some(2182), None, Some(1)));
    let given = write("server.1=localhost:2888:3888;127.0.0.1:2182\n").expect("with a host");
    assert_eq!(given, (Some(2182), Some("127.0.0.1".to_owned()), Some(1)));
    let conflict = write("clientPort=2181\nserver.1=localhost:2888:3888;2182\n").expect_err("two ports");
    assert!(conflict.to_string().contains("is different from client address"), "{conflict}");

    std::fs::write(dir.path().join("myid"), "2\n").expect("a file");
    assert!(write(line).expect_err("another's line").to_string().contains("clientPort is not set"));
    assert_eq!(write(&format!("clientPort=2181\n{line}")).expect("own port"), (Some(2181), None, Some(2)));

    std::fs::write(dir.path().join("myid"), "one\n").expect("a file");
    assert!(write(line).expect_err("no number").to_string().contains("serverid one is not a number"));
}

#[test]
fn a_dynamic_file_holds_the_server_lines() {
    let dir = tempfile::tempdir().expect("a directory");
    let dynamic = dir.path().join("zoo.cfg.dynamic");
    let path = dir.path().join("zoo.cfg");
    let base = format!("dataDir=/d\nclientPort=2181\ndynamicConfigFile={}\n", dynamic.display());
    std::fs::write(&path, base).expect("a file");
    let with = |text: &str| {
        std::fs::write(&dynamic, text).expect("a file");
        Config::load(&path).map(|(config, _)| config.client_port).map_err(|e| e.to_string())
    };
    assert_eq!(with("server.1=127.0.0.1:1:2:participant;2181"), Ok(Some(2181)));
    for (text, part) in [
        ("server.1=127.0.0.1:1:2\nversion=1", "line 2: dynamic file shouldn't have version inside"),
        ("server.1=127.0.0.1:1:2\n\ntickTime=1", "line 3: Unrecognised parameter: tickTime"),
        ("server.1=127.0.0.1:1:2\nserver.2=h", "line 2: server.2: `h` is not the address"),
        ("server.1=a:1:2\nserver.1=b:1:2", "line 2: server.1: there is a server 1 already"),
        ("x=\\u1", "line 1: \\u must be followed"),
    ] {
        let said = with(text).expect_err(text);
        assert!(said.contains(part), "{text:?}: {said}");
    }
    assert!(with("nonsense").expect_err("refused").contains(&format!("{}: line 1: ", dynamic.display())));
}

#[test]
fn read_only_mode_lets_isro_through() {
    use crate::fourlw::Word;
    let isro = |extra: &str| accept(extra).0.fourlw_whitelist.allows(Word::Isro);
    assert!(isro("readonlymode.enabled=true\n4lw.commands.whitelist=ruok"));
    assert!(!isro("readonlymode.enabled=false"));
}

#[test]
fn a_check_says_whether_the_server_would_start() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("zoo.cfg");
    let report = check(&path);
    assert_eq!(report.exit_code(), 2);
    assert!(
        report.to_string().starts_with(&format!("error: {} file is missing\n", path.display())),
        "{report}"
    );

    std::fs::write(&path, format!("{BASE}tickTme=1\nforceSync=no\ninitLimit=5")).expect("a file");
    let text = check(&path).to_string();
    let lines: Vec<_> = text.lines().map(|l| l.split(':').next().unwrap_or("")).collect();
    assert_eq!(lines[..3], ["error", "warning", "note"], "{text}");
    assert!(text.ends_with("zoo.cfg: zkd would not start with this configuration\n"), "{text}");

    std::fs::write(&path, BASE).expect("a file");
    let report = check(&path);
    assert!(report.is_ok() && report.exit_code() == 0);
    assert_eq!(report.to_string(), format!("{}: zkd would start with this configuration\n", path.display()));

    assert!(!check(dir.path()).is_ok(), "a directory is no configuration");
}

#[test]
fn embedding_takes_port_0_and_a_tick() {
    let addr = "127.0.0.1:0".parse().expect("an address");
    let config = Config::standalone("/d", addr).with_tick_ms(100);
    assert_eq!(config.client_listen().expect("one"), [addr]);
    assert_eq!((config.min_session_timeout_ms, config.max_session_timeout_ms), (200, 2000));
}

#[test]
fn every_address_is_tried_for_both_families() {
    let (config, _) = accept("clientPortAddress=0.0.0.0");
    assert_eq!(config.client_addr, None);
    let (config, _) = accept("");
    let addresses: Vec<_> = config.client_listen().expect("two").iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["[::]:2181", "0.0.0.0:2181"]);
}

#[test]
fn no_bytes_make_the_parser_panic() {
    let whole =
        b"dataDir=/d\nclientPort=2181\nserver.1=[::1]:1:2|b:3:4:observer;[::]:5;6\ngroup.1=1:2\nweight.1=2\n\
                  autopurge.purgeInterval=2h\njute.maxbuffer=0x1f\\\n  f\nx=\\u00e9\n";
    let mut seed: u64 = 1;
    // Every length, and each a few times.
    for round in 0..8 * whole.len() {
        let mut bytes = whole[..round % (whole.len() + 1)].to_vec();
        for _ in 0..3 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if let Some(byte) = bytes.get_mut((seed >> 33) as usize % whole.len()) {
                *byte = (seed >> 25) as u8;
            }
        }
        let _ = Config::parse(&bytes, "fuzz");
    }
}

mod ensemble;

#[test]
fn the_admin_server_is_there_for_this_machine_unless_it_is_said_otherwise() {
    let admin = |text: &str| accept(text).0.admin;
    assert_eq!(admin(""), Some(HttpConfig::default()));
    assert_eq!(HttpConfig::default().host, "127.0.0.1");
    assert_eq!(admin("admin.serverPort=9\nadmin.enableServer=false"), None);
    let said =
        admin("admin.serverAddress=0.0.0.0\nadmin.serverPort=8888\nadmin.commandURL=/x\nadmin.idleTimeout=5");
    let said = said.expect("it is on");
    assert_eq!((said.host.as_str(), said.port, said.command_url.as_str()), ("0.0.0.0", 8888, "/x"));
    assert_eq!((said.idle_timeout_ms, said.is_required), (5, true));
    let asked = |text: &str| admin(text).map(|a| a.is_required);
    assert_eq!([asked("admin.idleTimeout=5"), asked("admin.enableServer=true")], [Some(false), Some(true)]);
}

#[test]
fn keys_that_apache_would_pass_over_or_that_do_nothing_are_told() {
    let told = |text: &str| accept(text).1.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let text = told("jute.maxbuffer=4000000\nznode.container.maxPerMinute=5\n");
    assert!(text.contains("command line only: jute.maxbuffer, znode.container.maxPerMinute"), "{text}");
    assert_eq!(told("jute.maxbuffer.extrasize=4000000"), "", "that one Apache reads");
    let text = told("metricsProvider.httpPort=9000\nmetricsProvider.httpHost=127.0.0.1\n");
    assert!(text.contains("no effect without metricsProvider.className="), "{text}");
    assert!(text.contains("metricsProvider.httpHost, metricsProvider.httpPort"), "{text}");
    assert_eq!(
        told("metricsProvider.httpPort=9000\nmetricsProvider.className=PrometheusMetricsProvider\n"),
        ""
    );
}

#[test]
fn the_prometheus_provider_has_a_port_of_its_own() {
    let page = |text: &str| accept(text).0.metrics_page;
    assert_eq!(page("metricsProvider.httpPort=7001"), None);
    let on = "metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider\n";
    let default = page(on).expect("it is on");
    assert_eq!((default.host.as_str(), default.port, default.is_required), ("0.0.0.0", 7000, true));
    let said = page(&format!("metricsProvider.httpPort=7001\nmetricsProvider.httpHost=::1\n{on}"))
        .expect("it is on");
    assert_eq!((said.host.as_str(), said.port), ("::1", 7001));
}

#[test]
fn the_metrics_may_have_a_port_with_tls_or_one_for_both() {
    let on = "metricsProvider.className=PrometheusMetricsProvider\n";
    let pages = |text: &str| {
        let (config, warnings) = accept(&format!("{on}{text}"));
        let page = |p: Option<HttpConfig>| {
            p.map(|p| (p.port, p.tls.map(|tls| (tls.is_required, tls.tls.client_auth))))
        };
        (page(config.metrics_page), page(config.metrics_secure_page), warnings)
    };
    use crate::config::tls::ClientAuth::{Need, None as Nobody, Want};
    assert_eq!(pages("metricsProvider.httpPort=7\n"), (Some((7, None)), None, vec![]));
    let keys =
        "metricsProvider.ssl.keyStore.location=/k.pem\nmetricsProvider.ssl.trustStore.location=/t.pem\n";
    assert_eq!(
        pages(&format!("{keys}metricsProvider.httpsPort=8\n")),
        (None, Some((8, Some((true, Need)))), vec![])
    );
    let wanted = format!(
        "{keys}metricsProvider.httpPort=7\nmetricsProvider.httpsPort=8\nmetricsProvider.ssl.need.client.auth=false\n"
    );
    assert_eq!(pages(&wanted), (Some((7, None)), Some((8, Some((true, Want)))), vec![]));
    let one = format!("{wanted}metricsProvider.ssl.want.client.auth=false\nmetricsProvider.httpPort=8\n");
    let (plain, secure, _) = pages(&one);
    assert_eq!((plain, secure), (Some((8, Some((false, Nobody)))), None));
    let (_, _, warnings) = pages(keys);
    assert!(warnings[0].contains("no effect without metricsProvider.httpsPort"), "{warnings:?}");
    let said = refuse(&format!("{on}metricsProvider.httpPort=-1\n"));
    assert!(said.contains("Either metricsProvider.httpPort or"), "{said}");
    let said = refuse(&format!("{on}metricsProvider.ssl.enabledProtocols=TLSv9\n"));
    assert!(said.contains("metricsProvider.ssl.enabledProtocols: `TLSv9`"), "{said}");
    let (config, _) =
        accept(&format!("{on}metricsProvider.httpsPort=8\nmetricsProvider.ssl.keyStore.password=canary\n"));
    assert!(!format!("{config:?}").contains("canary"));
}
