//! Watches: delivery, order, re-arming after a reconnect.

use zk_client::{
    AddWatchMode, Client, ConnectString, EventType, OpCode, Options, WatchEvent, WatchLost, WatchStream,
    WatcherType,
};
use zk_proto::request::{Request, SetWatches};

use crate::fake::{Conn, FakeServer, within};

async fn expect_node(stream: &mut WatchStream, event: EventType, path: &str) {
    match within(stream.next()).await {
        Some(WatchEvent::Node(e)) => assert_eq!((e.event, e.path.as_str()), (event, path)),
        other => panic!("{other:?}"),
    }
}

async fn add_stream(client: &Client, conn: &mut Conn, path: &str, mode: AddWatchMode) -> WatchStream {
    let adding = client.add_watch(path, mode);
    let received = conn.request().await;
    assert_eq!(received.op, OpCode::AddWatch);
    conn.reply(received.xid, 1, 0, |_| {}).await;
    within(adding).await.unwrap().1
}

#[tokio::test]
async fn events_reach_their_watchers_before_the_answers_behind_them() {
    let server = FakeServer::start().await;
    let servers: ConnectString = format!("{}/app", server.address()).parse().unwrap();
    let (client, mut conn) = server.client_of(servers, Options::default()).await;
    let exists = client.exists_watch("/x");
    let xid = conn.expect(OpCode::Exists, "/app/x").await;
    conn.reply(xid, 1, -101, |_| {}).await;
    let (none, mut watcher) = within(exists).await.unwrap();
    assert_eq!(none.value, None);
    let mut stream = add_stream(&client, &mut conn, "/", AddWatchMode::PersistentRecursive).await;
    let read = client.get_data("/x");
    let xid = conn.expect(OpCode::GetData, "/app/x").await;
    conn.event(EventType::NodeCreated, "/app/x").await;
    conn.reply_data(xid, 2).await;
    within(read).await.unwrap();
    let event = watcher.try_fired().expect("the event came first");
    assert_eq!((event.event, event.path.as_str(), event.zxid), (EventType::NodeCreated, "/x", None));
    expect_node(&mut stream, EventType::NodeCreated, "/x").await;
    conn.event(EventType::NodeDeleted, "/app").await;
    expect_node(&mut stream, EventType::NodeDeleted, "/").await;
    assert_eq!(stream.try_next(), None);
}

#[tokio::test]
async fn a_failed_read_sets_no_watch() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let read = client.get_data_watch("/x");
    let xid = conn.expect(OpCode::GetData, "/x").await;
    conn.reply(xid, 1, -101, |_| {}).await;
    assert!(within(read).await.is_err());
    drop(conn);
    let (mut conn, _) = server.accept_session(30_000).await;
    client.get_data("/y").detach();
    conn.expect(OpCode::GetData, "/y").await;
}

#[tokio::test]
async fn watches_are_armed_again_before_anything_else() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let exists = client.exists_watch("/none");
    let xid = conn.request().await.xid;
    conn.reply(xid, 5, -101, |_| {}).await;
    let (_, none) = within(exists).await.unwrap();
    let data = client.get_data_watch("/data");
    let xid = conn.request().await.xid;
    conn.reply_data(xid, 6).await;
    let (_, data) = within(data).await.unwrap();
    let mut node = add_stream(&client, &mut conn, "/p", AddWatchMode::Persistent).await;
    let mut tree = add_stream(&client, &mut conn, "/r", AddWatchMode::PersistentRecursive).await;
    let dropped = add_stream(&client, &mut conn, "/dropped", AddWatchMode::Persistent).await;
    drop(dropped);
    drop(conn);
    assert_eq!(within(node.next()).await, Some(WatchEvent::Disconnected));
    client.get_data("/later").detach();
    let (mut conn, _) = server.accept_session(30_000).await;
    let armed = conn.request().await;
    assert_eq!(armed.xid, -8);
    let expected = SetWatches {
        relative_zxid: 6,
        data: vec!["/data".into()],
        exist: vec!["/none".into()],
        child: vec![],
        persistent: vec!["/p".into()],
        persistent_recursive: vec!["/r".into()],
    };
    assert_eq!(armed.request(), Request::SetWatches2(expected));
    conn.event(EventType::NodeDataChanged, "/data").await;
    conn.reply(-8, 7, 0, |_| {}).await;
    conn.expect(OpCode::GetData, "/later").await;
    assert_eq!(within(data.fired()).await.unwrap().event, EventType::NodeDataChanged);
    assert_eq!(within(node.next()).await, Some(WatchEvent::Reconnected));
    assert_eq!(within(tree.next()).await, Some(WatchEvent::Disconnected));
    assert_eq!(within(tree.next()).await, Some(WatchEvent::Reconnected));
    conn.event(EventType::NodeChildrenChanged, "/p").await;
    expect_node(&mut node, EventType::NodeChildrenChanged, "/p").await;
    conn.event(EventType::NodeDeleted, "/r/a/b").await;
    expect_node(&mut tree, EventType::NodeDeleted, "/r/a/b").await;
    // The one-shot watch that fired is not armed a second time, and the narrow form is enough without streams.
    drop((node, tree));
    drop(conn);
    let (mut conn, _) = server.accept_session(30_000).await;
    let armed = conn.request().await;
    let expected = SetWatches { relative_zxid: 6, exist: vec!["/none".into()], ..SetWatches::default() };
    assert_eq!(armed.request(), Request::SetWatches(expected));
    drop(none);
}

#[tokio::test]
async fn many_watches_are_armed_in_several_packets() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let pending: Vec<_> = (0..3000).map(|i| client.get_data_watch(&format!("/{i:0>99}"))).collect();
    for _ in 0..3000 {
        let xid = conn.request().await.xid;
        conn.reply_data(xid, 1).await;
    }
    let mut watchers = Vec::new();
    for p in pending {
        watchers.push(within(p).await.unwrap().1);
    }
    drop(conn);
    let (mut conn, _) = server.accept_session(30_000).await;
    let mut count = 0;
    for _ in 0..3 {
        match conn.request().await.request() {
            Request::SetWatches(s) => {
                assert!(s.data.iter().map(|p| p.len()).sum::<usize>() <= 128 * 1024);
                count += s.data.len();
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(count, 3000);
}

#[tokio::test]
async fn the_end_of_a_session_is_the_end_of_its_watches() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let data = client.get_data_watch("/data");
    let xid = conn.request().await.xid;
    conn.reply_data(xid, 6).await;
    let (_, data) = within(data).await.unwrap();
    let mut stream = add_stream(&client, &mut conn, "/", AddWatchMode::Persistent).await;
    drop(conn);
    let mut conn = server.accept().await;
    conn.hello().await;
    conn.say_expired().await;
    assert_eq!(within(data.fired()).await, Err(WatchLost::Expired));
    assert_eq!(within(stream.next()).await, Some(WatchEvent::Disconnected));
    assert_eq!(within(stream.next()).await, Some(WatchEvent::Expired));
    assert_eq!(within(stream.next()).await, None);
}

#[tokio::test]
async fn a_removed_watch_ends() {
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options::default()).await;
    let mut stream = add_stream(&client, &mut conn, "/", AddWatchMode::Persistent).await;
    let removing = client.remove_watches("/", WatcherType::Any);
    let xid = conn.expect(OpCode::RemoveWatches, "/").await;
    conn.event(EventType::NodeChildrenChanged, "/").await;
    conn.reply(xid, 2, 0, |_| {}).await;
    within(removing).await.unwrap();
    expect_node(&mut stream, EventType::NodeChildrenChanged, "/").await;
    assert_eq!(within(stream.next()).await, None);
}
