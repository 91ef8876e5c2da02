//! The client against a real server, named by `ZK_CLIENT_TEST_SERVERS`; without it these tests pass idle.
//! The server is expected to have TTL nodes enabled and all four-letter words whitelisted.

use std::time::Duration;

use zk_client::{
    Acl, AddWatchMode, Applied, Auth, Client, ConnectString, CreateMode, CreateOptions, Error, ErrorCode,
    EventType, Id, Multi, MultiRead, MultiReadValue, MultiResult, Options, Perms, WatchEvent, WatcherType,
};

fn servers() -> Option<ConnectString> {
    let list = std::env::var("ZK_CLIENT_TEST_SERVERS").ok()?;
    Some(list.parse().expect("ZK_CLIENT_TEST_SERVERS is a connect string"))
}

/// A client rooted in an empty znode of its own.
async fn fresh(name: &str) -> Option<Client> {
    let servers = servers()?;
    let plain = Client::connect(servers.clone(), Options::default()).await.unwrap();
    let root = plain.create(&format!("/{name}-"), None, CreateMode::PersistentSequential).await.unwrap();
    plain.close().await.unwrap();
    let servers = servers.with_chroot(&root.path).unwrap();
    Some(Client::connect(servers, Options::default()).await.unwrap())
}

async fn within<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), what).await.expect("in time")
}

#[tokio::test]
async fn every_operation() {
    let Some(zk) = fresh("ops").await else { return };
    let a = zk.create("/a", Some(b"one"), CreateMode::Persistent).await.unwrap();
    assert_eq!(a.path, "/a");
    assert_eq!(a.stat.czxid, a.zxid);
    assert_eq!(zk.get_data("/a").await.unwrap().data.as_deref(), Some(&b"one"[..]));
    zk.set_data("/a", None, Some(0)).await.unwrap();
    assert_eq!(zk.get_data("/a").await.unwrap().data, None);
    zk.set_data("/a", Some(b""), None).await.unwrap();
    assert_eq!(zk.get_data("/a").await.unwrap().data, Some(vec![]));
    let seq = zk.create("/a/n-", None, CreateMode::PersistentSequential).await.unwrap();
    assert_eq!(seq.path, "/a/n-0000000000");
    let bare = zk.create("/a/", None, CreateMode::EphemeralSequential).await.unwrap();
    assert_eq!(bare.path, "/a/0000000001");
    zk.create("/c", None, CreateMode::Container).await.unwrap();
    zk.create("/t", None, CreateOptions::new(CreateMode::Ttl).ttl_ms(600_000)).await.unwrap();
    let mut names = zk.get_children("/").await.unwrap().into_value().names;
    names.sort();
    assert_eq!(names, ["a", "c", "t"]);
    assert_eq!(zk.get_all_children_number("/").await.unwrap().value, 5);
    assert_eq!(zk.get_ephemerals("/").await.unwrap().value, ["/a/0000000001"]);
    assert_eq!(zk.exists("/nope").await.unwrap().value, None);
    assert!(zk.exists("/a").await.unwrap().is_some());
    let error = zk.delete("/a", None).await.unwrap_err();
    assert_eq!((error.code(), error.applied()), (Some(ErrorCode::NotEmpty), Applied::No));
    let error = zk.set_data("/a", None, Some(77)).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::BadVersion));
    assert!(error.zxid().unwrap() > a.zxid);
    zk.sync("/").await.unwrap();
    zk.add_auth("digest", b"me:secret").await.unwrap();
    assert!(zk.who_am_i().await.unwrap().contains(&Id::new("digest", "me")));
    let mine = [Acl { perms: Perms::ALL, id: Id::new("auth", "") }];
    zk.set_acl("/c", &mine, None).await.unwrap();
    let acl = zk.get_acl("/c").await.unwrap();
    assert_eq!((acl.acl[0].id.scheme.as_str(), acl.stat.aversion), ("digest", 1));
    zk.get_config().await.unwrap();
    let raw = zk.raw(3, &[0, 0, 0, 1, b'/', 0]).await.unwrap();
    assert_eq!((raw.err, raw.body.len()), (0, 68));
    assert!(matches!(zk.get_data("bad").await.unwrap_err(), Error::Path { .. }));
    zk.close().await.unwrap();
    assert!(matches!(zk.get_data("/a").await.unwrap_err(), Error::Closed));
}

#[tokio::test]
async fn multis() {
    let Some(zk) = fresh("multi").await else { return };
    let multi = Multi::new()
        .create("/m", Some(b"x"), CreateMode::Persistent)
        .create("/m/s-", None, CreateMode::PersistentSequential)
        .check("/m", 0)
        .set_data("/m", Some(b"y"), Some(0))
        .create("/m/gone", None, CreateMode::Persistent)
        .delete("/m/gone", None);
    let done = zk.multi(multi).await.unwrap();
    assert_eq!(done.len(), 6);
    assert!(matches!(&done[1], MultiResult::Created { path, .. } if path == "/m/s-0000000000"));
    assert!(matches!(&done[3], MultiResult::Set(stat) if stat.version == 1));
    let failing = Multi::new().delete("/m/s-0000000000", None).check("/m", 9).delete("/m", None);
    match zk.multi(failing).await.unwrap_err() {
        Error::Multi(f) => {
            assert_eq!((f.index, f.path.as_str(), f.error()), (1, "/m", Some(ErrorCode::BadVersion)));
            assert_eq!(f.codes, [0, ErrorCode::BadVersion.code(), -2]);
        }
        e => panic!("{e}"),
    }
    let read =
        zk.multi_read(MultiRead::new().get_data("/m").get_children("/m").get_data("/no")).await.unwrap();
    assert!(matches!(&read[0], Ok(MultiReadValue::Data(d)) if d.data.as_deref() == Some(b"y")));
    assert_eq!(read[1], Ok(MultiReadValue::Children(vec!["s-0000000000".to_owned()])));
    assert_eq!(read[2], Err(ErrorCode::NoNode));
    zk.close().await.unwrap();
}

#[tokio::test]
async fn watches_of_every_kind() {
    let Some(zk) = fresh("watch").await else { return };
    let (none, created) = zk.exists_watch("/w").await.unwrap();
    assert_eq!(none.value, None);
    let (_, mut tree) = zk.add_watch("/", AddWatchMode::PersistentRecursive).await.unwrap();
    zk.create("/w", None, CreateMode::Persistent).await.unwrap();
    assert_eq!(within(created.fired()).await.unwrap().event, EventType::NodeCreated);
    let (_, changed) = zk.get_data_watch("/w").await.unwrap();
    let (_, children) = zk.get_children_watch("/w").await.unwrap();
    // The stream is put on a node without other watches: before 3.9 one mode replaces another there.
    zk.create("/w/c", None, CreateMode::Persistent).await.unwrap();
    zk.set_data("/w", Some(b"1"), None).await.unwrap();
    let event = within(children.fired()).await.unwrap();
    assert_eq!((event.event, event.path.as_str()), (EventType::NodeChildrenChanged, "/w"));
    assert_eq!(within(changed.fired()).await.unwrap().event, EventType::NodeDataChanged);
    let expected = [
        (EventType::NodeCreated, "/w"),
        (EventType::NodeCreated, "/w/c"),
        (EventType::NodeDataChanged, "/w"),
    ];
    for (event, path) in expected {
        match within(tree.next()).await {
            Some(WatchEvent::Node(e)) => assert_eq!((e.event, e.path.as_str()), (event, path)),
            other => panic!("{other:?}"),
        }
    }
    zk.check_watches("/", WatcherType::Any).await.unwrap();
    zk.remove_watches("/", WatcherType::Any).await.unwrap();
    assert_eq!(within(tree.next()).await, None);
    let gone = zk.check_watches("/", WatcherType::Any).await.unwrap_err();
    assert_eq!(gone.code(), Some(ErrorCode::NoWatcher));
    zk.close().await.unwrap();
}

#[tokio::test]
async fn events_come_before_the_replies_behind_them() {
    let Some(zk) = fresh("order").await else { return };
    zk.create("/o", None, CreateMode::Persistent).await.unwrap();
    for _ in 0..200 {
        let (_, mut watcher) = zk.get_data_watch("/o").await.unwrap();
        zk.set_data("/o", None, None).await.unwrap();
        assert!(watcher.try_fired().is_some());
    }
    zk.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_outstanding() {
    let Some(zk) = fresh("pipe").await else { return };
    zk.create("/p", None, CreateMode::Persistent).await.unwrap();
    let pending: Vec<_> = (0..20_000).map(|_| zk.get_data("/p")).collect();
    let creates: Vec<_> =
        (0..500).map(|i| zk.create(&format!("/p/{i}"), None, CreateMode::Persistent)).collect();
    for p in pending {
        within(p).await.unwrap();
    }
    let mut last = zk_client::Zxid::ZERO;
    for p in creates {
        let zxid = within(p).await.unwrap().zxid;
        assert!(zxid > last);
        last = zxid;
    }
    assert_eq!(zk.outstanding_count(), 0);
    zk.close().await.unwrap();
}

#[tokio::test]
async fn a_session_is_handed_over_with_its_ephemerals() {
    let Some(zk) = fresh("resume").await else { return };
    zk.create("/e", None, CreateMode::Ephemeral).await.unwrap();
    let (id, root) = (zk.session_id(), zk.get_ephemerals("/").await.unwrap().into_value());
    let resume = zk.detach().await.unwrap();
    let options = Options { resume: Some(resume), ..Options::default() };
    let heir = Client::connect(servers().unwrap(), options).await.unwrap();
    assert_eq!(heir.session_id(), id);
    assert_eq!(heir.get_ephemerals("/").await.unwrap().len(), root.len());
    heir.close().await.unwrap();
    let options = Options { resume: Some(resume), ..Options::default() };
    let error = Client::connect(servers().unwrap(), options).await.unwrap_err();
    assert_eq!(error, zk_client::ConnectError::SessionExpired);
}

#[tokio::test]
async fn refused_credentials_are_told() {
    let Some(servers) = servers() else { return };
    let options = Options { auth: vec![Auth::new("nosuch", *b"x")], ..Options::default() };
    let error = Client::connect(servers.clone(), options).await.unwrap_err();
    assert!(matches!(error, zk_client::ConnectError::AuthFailed { .. }), "{error}");
    let zk = Client::connect(servers, Options::default()).await.unwrap();
    let id = zk.session_id();
    assert_eq!(zk.add_auth("nosuch", b"x").await.unwrap_err().code(), Some(ErrorCode::AuthFailed));
    // The server ends the connection; the session goes on.
    let mut outcome = within(zk.exists("/")).await;
    while outcome.as_ref().is_err_and(Error::is_retryable) {
        outcome = within(zk.exists("/")).await;
    }
    outcome.unwrap();
    assert_eq!(zk.session_id(), id);
    zk.close().await.unwrap();
}

#[tokio::test]
async fn four_letter_words() {
    use zk_client::admin::{self, FourLetterError};
    let Some(zk) = fresh("admin").await else { return };
    let server = zk.session().unwrap().server;
    let ask = async |word| admin::four_letter(&server, word, Duration::from_secs(5)).await;
    let (_, _watcher) = zk.get_data_watch("/").await.unwrap();
    let srvr = admin::parse_srvr(&ask("srvr").await.unwrap());
    assert!(srvr.mode.is_some() && srvr.zxid.is_some() && srvr.release().is_some(), "{srvr:?}");
    assert!(srvr.other.is_empty(), "{srvr:?}");
    let stat = admin::parse_stat(&ask("stat").await.unwrap());
    assert!(stat.clients.len() >= 2 && stat.other.is_empty(), "{stat:?}");
    let cons = admin::parse_cons(&ask("cons").await.unwrap());
    let mine = cons.iter().find(|c| c.session_id == Some(zk.session_id())).unwrap();
    assert_eq!((mine.last_op.as_deref(), mine.last_zxid), (Some("GETD"), Some(zk.last_zxid())));
    let mntr = admin::parse_mntr(&ask("mntr").await.unwrap());
    assert!(mntr.znode_count().unwrap() > 4 && mntr.latency_ms().is_some(), "{mntr:?}");
    let conf = admin::parse_conf(&ask("conf").await.unwrap());
    assert_eq!(conf.client_port(), Some(server.port.into()));
    assert!(admin::parse_wchs(&ask("wchs").await.unwrap()).watches.unwrap() >= 1);
    assert!(!admin::parse_watch_groups(&ask("wchc").await.unwrap()).is_empty());
    assert_eq!(ask("ruok").await.unwrap(), "imok");
    assert!(matches!(ask("nope").await, Err(FourLetterError::NoAnswer { .. } | FourLetterError::Io { .. })));
    let capped = admin::four_letter_capped(&server, "mntr", Duration::from_secs(5), 100).await;
    assert!(matches!(capped, Err(FourLetterError::TooLong { .. })));
    zk.close().await.unwrap();
}
