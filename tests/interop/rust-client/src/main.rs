//! The suite of the crate `zookeeper-client`: `rust-client HOST:PORT`. One line per case on stdout, `ok NAME` or
//! `FAIL NAME: WHY`; a case fails by panicking or by taking longer than its deadline.

use futures::future::{BoxFuture, FutureExt, join_all};
use std::process::ExitCode;
use std::time::Duration;
use zookeeper_client::{
    Acl, Acls, AddWatchMode, AuthId, AuthUser, Client, CreateMode, CreateOptions, Error, EventType,
    LockPrefix, MultiReadResult, MultiWriteError, MultiWriteResult, Permission,
};

const LIMIT: Duration = Duration::from_secs(60);
const OPEN: CreateOptions<'static> = CreateMode::Persistent.with_acls(Acls::anyone_all());

type Case = fn(String) -> BoxFuture<'static, ()>;

#[tokio::main]
async fn main() -> ExitCode {
    let Some(hosts) = std::env::args().nth(1) else {
        return ExitCode::from(2);
    };
    let cases: [(&str, Case); 9] = [
        ("nodes", |hosts| nodes(hosts).boxed()),
        ("create modes", |hosts| create_modes(hosts).boxed()),
        ("multi", |hosts| multi(hosts).boxed()),
        ("one-shot watches", |hosts| one_shot_watches(hosts).boxed()),
        ("persistent watches", |hosts| persistent_watches(hosts).boxed()),
        ("acls", |hosts| acls(hosts).boxed()),
        ("sessions", |hosts| sessions(hosts).boxed()),
        ("lock", |hosts| lock(hosts).boxed()),
        ("pipeline", |hosts| pipeline(hosts).boxed()),
    ];
    let mut outcome = ExitCode::SUCCESS;
    for (name, case) in cases {
        let task = tokio::spawn(case(hosts.clone()));
        let why = match tokio::time::timeout(LIMIT, task).await {
            Ok(Ok(())) => {
                println!("ok {name}");
                continue;
            }
            Ok(Err(panic)) => panic.to_string(),
            Err(_) => format!("still running after {} s", LIMIT.as_secs()),
        };
        println!("FAIL {name}: {}", why.replace('\n', " "));
        outcome = ExitCode::FAILURE;
    }
    outcome
}

async fn connect(hosts: &str) -> Client {
    Client::connector().with_session_timeout(Duration::from_secs(10)).connect(hosts).await.unwrap()
}

async fn nodes(hosts: String) {
    let zk = connect(&hosts).await;
    let (made, _) = zk.create("/rust", b"hello", &OPEN).await.unwrap();
    assert_eq!(zk.get_data("/rust").await.unwrap(), (b"hello".to_vec(), made));
    assert_eq!((made.version, made.data_length, made.pzxid), (0, 5, made.czxid));
    assert_eq!(zk.create("/rust", b"", &OPEN).await.unwrap_err(), Error::NodeExists);
    assert_eq!(zk.create("/none/below", b"", &OPEN).await.unwrap_err(), Error::NoNode);
    let set = zk.set_data("/rust", b"more", Some(0)).await.unwrap();
    assert_eq!((set.version, set.ctime), (1, made.ctime));
    assert_eq!(zk.set_data("/rust", b"", Some(0)).await.unwrap_err(), Error::BadVersion);
    zk.mkdir("/rust/a/b/c", &OPEN).await.unwrap();
    assert_eq!(zk.delete("/rust/a", None).await.unwrap_err(), Error::NotEmpty);
    assert_eq!(zk.list_children("/rust").await.unwrap(), ["a"]);
    let (children, stat) = zk.get_children("/rust").await.unwrap();
    assert_eq!((children.len(), stat.num_children, stat.cversion), (1, 1, 1));
    assert_eq!(zk.count_descendants_number("/rust").await.unwrap(), 3);
    zk.delete("/rust/a/b/c", Some(0)).await.unwrap();
    assert_eq!(zk.check_stat("/rust/a/b/c").await.unwrap(), None);
    zk.sync("/").await.unwrap();
    let inside = zk.clone().chroot("/rust").unwrap();
    assert_eq!(inside.get_data("/").await.unwrap().0, b"more");
    zk.get_config().await.unwrap();
}

async fn create_modes(hosts: String) {
    let zk = connect(&hosts).await;
    zk.create("/modes", b"", &OPEN).await.unwrap();
    let mode = |mode: CreateMode| mode.with_acls(Acls::anyone_all());
    let (_, sequence) = zk.create("/modes/s-", b"", &mode(CreateMode::PersistentSequential)).await.unwrap();
    assert_eq!(sequence.to_string(), "0000000000");
    let (stat, _) = zk.create("/modes/e", b"", &mode(CreateMode::Ephemeral)).await.unwrap();
    assert_eq!(stat.ephemeral_owner, zk.session_id().0);
    assert_eq!(zk.create("/modes/e/x", b"", &OPEN).await.unwrap_err(), Error::NoChildrenForEphemerals);
    let (_, sequence) = zk.create("/modes/es-", b"", &mode(CreateMode::EphemeralSequential)).await.unwrap();
    assert_eq!(sequence.to_string(), "0000000002");
    let (stat, _) = zk.create("/modes/container", b"", &mode(CreateMode::Container)).await.unwrap();
    assert_eq!(stat.ephemeral_owner, 0);
    let ttl = OPEN.with_ttl(Duration::from_secs(600));
    let (stat, _) = zk.create("/modes/ttl", b"x", &ttl).await.unwrap();
    assert_eq!((stat.ephemeral_owner, stat.data_length), (0, 1));
    let mut mine = zk.list_ephemerals("/modes").await.unwrap();
    mine.sort();
    assert_eq!(mine, ["/modes/e", "/modes/es-0000000002"]);
}

async fn multi(hosts: String) {
    let zk = connect(&hosts).await;
    let mut writer = zk.new_multi_writer();
    writer.add_create("/multi", b"1", &OPEN).unwrap();
    writer.add_check_version("/multi", 0).unwrap();
    writer.add_set_data("/multi", b"2", Some(0)).unwrap();
    writer.add_create("/multi/child", b"", &OPEN).unwrap();
    writer.add_delete("/multi/child", Some(0)).unwrap();
    let results = writer.commit().await.unwrap();
    assert!(matches!(&results[0], MultiWriteResult::Create { path, .. } if path == "/multi"));
    assert!(matches!(&results[2], MultiWriteResult::SetData { stat } if stat.version == 1));
    assert_eq!((&results[1], &results[4]), (&MultiWriteResult::Check, &MultiWriteResult::Delete));
    let mut writer = zk.new_multi_writer();
    writer.add_create("/multi/undone", b"", &OPEN).unwrap();
    writer.add_check_version("/multi", 7).unwrap();
    let failed = MultiWriteError::OperationFailed { index: 1, source: Error::BadVersion };
    assert_eq!(writer.commit().await.unwrap_err(), failed);
    assert_eq!(zk.check_stat("/multi/undone").await.unwrap(), None);
    let mut reader = zk.new_multi_reader();
    reader.add_get_data("/multi").unwrap();
    reader.add_get_children("/multi").unwrap();
    reader.add_get_data("/none").unwrap();
    let results = reader.commit().await.unwrap();
    assert!(matches!(&results[0], MultiReadResult::Data { data, .. } if data == b"2"));
    assert!(matches!(&results[1], MultiReadResult::Children { children } if children.is_empty()));
    assert!(matches!(&results[2], MultiReadResult::Error { err: Error::NoNode }));
}

async fn one_shot_watches(hosts: String) {
    let (zk, other) = (connect(&hosts).await, connect(&hosts).await);
    let (_, created) = zk.check_and_watch_stat("/watched").await.unwrap();
    other.create("/watched", b"", &OPEN).await.unwrap();
    let event = created.changed().await;
    assert_eq!((event.event_type, event.path.as_str()), (EventType::NodeCreated, "/watched"));
    let (_, _, changed) = zk.get_and_watch_data("/watched").await.unwrap();
    let (_, _, grown) = zk.get_and_watch_children("/watched").await.unwrap();
    other.set_data("/watched", b"1", None).await.unwrap();
    assert_eq!(changed.changed().await.event_type, EventType::NodeDataChanged);
    other.create("/watched/a", b"", &OPEN).await.unwrap();
    assert_eq!(grown.changed().await.event_type, EventType::NodeChildrenChanged);
    let (_, _, deleted) = zk.get_and_watch_data("/watched/a").await.unwrap();
    other.delete("/watched/a", None).await.unwrap();
    assert_eq!(deleted.changed().await.event_type, EventType::NodeDeleted);
    let (_, removed) = zk.check_and_watch_stat("/watched").await.unwrap();
    drop(removed);
    zk.sync("/watched").await.unwrap();
}

async fn persistent_watches(hosts: String) {
    let zk = connect(&hosts).await;
    let mut flat = zk.watch("/flat", AddWatchMode::Persistent).await.unwrap();
    let mut deep = zk.watch("/deep", AddWatchMode::PersistentRecursive).await.unwrap();
    for root in ["/flat", "/deep"] {
        zk.create(root, b"", &OPEN).await.unwrap();
        zk.create(&format!("{root}/a"), b"", &OPEN).await.unwrap();
        zk.set_data(&format!("{root}/a"), b"1", None).await.unwrap();
        zk.set_data(root, b"1", None).await.unwrap();
    }
    for (kind, path) in [
        (EventType::NodeCreated, "/flat"),
        (EventType::NodeChildrenChanged, "/flat"),
        (EventType::NodeDataChanged, "/flat"),
    ] {
        let event = flat.changed().await;
        assert_eq!((event.event_type, event.path.as_str()), (kind, path));
    }
    for (kind, path) in [
        (EventType::NodeCreated, "/deep"),
        (EventType::NodeCreated, "/deep/a"),
        (EventType::NodeDataChanged, "/deep/a"),
        (EventType::NodeDataChanged, "/deep"),
    ] {
        let event = deep.changed().await;
        assert_eq!((event.event_type, event.path.as_str()), (kind, path));
    }
    drop((flat, deep));
    zk.sync("/flat").await.unwrap();
}

async fn acls(hosts: String) {
    let (zk, other) = (connect(&hosts).await, connect(&hosts).await);
    let creator = CreateMode::Persistent.with_acls(Acls::creator_all());
    assert_eq!(zk.create("/private", b"", &creator).await.unwrap_err(), Error::InvalidAcl);
    zk.auth("digest", b"dan:secret").await.unwrap();
    zk.create("/private", b"x", &creator).await.unwrap();
    assert_eq!(other.get_data("/private").await.unwrap_err(), Error::NoAuth);
    let (acl, _) = zk.get_acl("/private").await.unwrap();
    assert!(acl.len() == 1 && acl[0].scheme() == "digest" && acl[0].id().starts_with("dan:"));
    let read_all = [acl[0].clone(), Acl::new(Permission::READ, AuthId::anyone())];
    assert_eq!(zk.set_acl("/private", &read_all, Some(0)).await.unwrap().aversion, 1);
    assert_eq!(zk.set_acl("/private", &read_all, Some(0)).await.unwrap_err(), Error::BadVersion);
    assert_eq!(other.get_data("/private").await.unwrap().0, b"x");
    assert_eq!(other.set_data("/private", b"", None).await.unwrap_err(), Error::NoAuth);
    let users = zk.list_auth_users().await.unwrap();
    assert!(
        users.contains(&AuthUser::new("digest", "dan")) && users.contains(&AuthUser::new("ip", "127.0.0.1"))
    );
    assert_eq!(other.auth("nonsense", b"").await.unwrap_err(), Error::AuthFailed);
}

async fn sessions(hosts: String) {
    let watcher = connect(&hosts).await;
    // A detached client leaves its session open.
    let owner = Client::connector().with_detached().connect(&hosts).await.unwrap();
    let ephemeral = CreateMode::Ephemeral.with_acls(Acls::anyone_all());
    owner.create("/session", b"", &ephemeral).await.unwrap();
    let session = owner.into_session();
    let again = Client::connector().with_session(session.clone()).connect(&hosts).await.unwrap();
    assert_eq!(again.session_id(), session.id());
    let (stat, gone) = watcher.check_and_watch_stat("/session").await.unwrap();
    assert_eq!(stat.unwrap().ephemeral_owner, session.id().0);
    drop(again);
    assert_eq!(gone.changed().await.event_type, EventType::NodeDeleted);
    let late = Client::connector().with_session(session).connect(&hosts).await;
    assert_eq!(late.err(), Some(Error::SessionExpired));
}

async fn lock(hosts: String) {
    let (zk, other) = (connect(&hosts).await, connect(&hosts).await);
    zk.create("/locks", b"", &OPEN).await.unwrap();
    let prefix = || LockPrefix::new_curator("/locks", "latch-").unwrap();
    let held = zk.lock(prefix(), b"one", Acls::anyone_all()).await.unwrap();
    held.create("/locks-fenced", b"", &OPEN).await.unwrap();
    let mut waiting = Box::pin(other.lock(prefix(), b"two", Acls::anyone_all()));
    assert!(
        tokio::time::timeout(Duration::from_millis(300), &mut waiting).await.is_err(),
        "both hold the lock"
    );
    drop(held);
    waiting.await.unwrap();
}

async fn pipeline(hosts: String) {
    const CALLS: usize = 5000;
    let zk = connect(&hosts).await;
    zk.create("/pipeline", b"", &OPEN).await.unwrap();
    let sequential = CreateMode::PersistentSequential.with_acls(Acls::anyone_all());
    let creates = join_all((0..CALLS).map(|_| zk.create("/pipeline/n-", b"data", &sequential)));
    for (index, made) in creates.await.into_iter().enumerate() {
        assert_eq!(made.unwrap().1.into_i64(), i64::try_from(index).unwrap());
    }
    let reads = join_all((0..CALLS).map(|index| zk.get_data(&format!("/pipeline/n-{index:010}"))));
    assert!(reads.await.into_iter().all(|read| read.unwrap().0 == b"data"));
}
