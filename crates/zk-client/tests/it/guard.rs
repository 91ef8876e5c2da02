//! Writes that the client itself holds back.

use zk_client::{CreateMode, Error, Guard, Multi, Options, WriteKind};
use zk_proto::OpCode;

use crate::fake::{FakeServer, within};

#[tokio::test]
async fn a_guarded_write_never_leaves_and_the_rest_does() {
    let guard = Guard::new(|kind, path| match (kind, path) {
        (WriteKind::Create, _) => Ok(()),
        (_, "/mine") => Ok(()),
        (kind, path) => Err(format!("no {kind:?} of {path}")),
    });
    let server = FakeServer::start().await;
    let (client, mut conn) = server.client(Options { guard: Some(guard), ..Options::default() }).await;
    let refused = |error: Error| match error {
        Error::Guarded(why) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(client.delete("/a", None).await.unwrap_err()), "no Delete of /a");
    assert_eq!(refused(client.set_data("/a", None, None).await.unwrap_err()), "no SetData of /a");
    assert_eq!(refused(client.set_acl("/a", &[], None).await.unwrap_err()), "no SetAcl of /a");
    let error = client.reconfig(None, Some("1"), None, -1).await.unwrap_err();
    assert_eq!(refused(error), "no Reconfig of /zookeeper/config");
    assert_eq!(refused(client.raw(OpCode::SetData.code(), b"x").await.unwrap_err()), "no SetData of ");
    let multi = Multi::new().check("/a", 1).create("/b", None, CreateMode::Persistent).delete("/a", None);
    assert_eq!(refused(client.multi(multi).await.unwrap_err()), "no Delete of /a");

    let _sent = client.delete("/mine", None);
    conn.expect(OpCode::Delete, "/mine").await;
    let _sent = client.multi(Multi::new().check("/a", 1).set_data("/mine", None, None));
    assert_eq!(within(conn.request()).await.op, OpCode::Multi);
    let _sent = client.get_data("/a");
    conn.expect(OpCode::GetData, "/a").await;
}
