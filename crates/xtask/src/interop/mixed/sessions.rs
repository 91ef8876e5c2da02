//! Sessions that move between members of different kind, with their ephemerals and watches, and the loss of a leader
//! under writes.

use super::stage::Stage;
use anyhow::{Result, ensure};
use std::time::Duration;
use zk_client::{Client, CreateMode, EventType, HostPort, Options, Resume};

pub(super) fn run(stage: &mut Stage<'_>) -> Result<()> {
    stage.case("boot", |stage| {
        let voters: Vec<usize> = stage.ensemble.voters().collect();
        let top = stage.top();
        let company: Vec<usize> =
            voters.iter().copied().filter(|i| *i != top).take(voters.len() / 2).collect();
        stage.ensemble.form(top, &company)?;
        stage.write(0, 10, 10)
    })?;
    stage.case("a session with an ephemeral goes round all members", goes_round)?;
    stage.case("watches move with the session", watches_move)?;
    stage.case("a session left alone expires everywhere", expires)
}

const TIMEOUT: Duration = Duration::from_secs(12);

pub(super) fn at(stage: &Stage<'_>, index: usize, resume: Option<Resume>) -> Result<Client> {
    let port = stage.ensemble.members[index].client_port;
    let options = Options {
        session_timeout: TIMEOUT,
        connect_timeout: Duration::from_secs(20),
        resume,
        pin: Some(HostPort::new("127.0.0.1", port)),
        ..Options::default()
    };
    let servers = stage.ensemble.connect_string().parse()?;
    stage.block_on(async { Ok(Client::connect(servers, options).await?) })
}

/// Each hop writes, and finds what the hop before wrote: no member serves the session less than it has seen.
pub(super) fn goes_round(stage: &mut Stage<'_>) -> Result<()> {
    let count = stage.ensemble.members.len();
    let mut client = at(stage, 0, None)?;
    let session = client.session_id();
    stage.block_on(async {
        client.create("/round", Some(b"0"), CreateMode::Persistent).await?;
        client.create("/round/mine", None, CreateMode::Ephemeral).await?;
        Ok(())
    })?;
    for hop in 1..=2 * count {
        let resume = stage.block_on(async { Ok(client.detach().await) })?;
        client = at(stage, hop % count, resume)?;
        ensure!(client.session_id() == session, "hop {hop}: another session");
        stage.block_on(async {
            let before = client.get_data("/round").await?;
            let expected = (hop - 1).to_string();
            ensure!(before.data.as_deref() == Some(expected.as_bytes()), "hop {hop} reads {:?}", before.data);
            let mine = client.exists("/round/mine").await?.into_value();
            ensure!(mine.is_some_and(|stat| stat.ephemeral_owner == session), "hop {hop}: {mine:?}");
            let name = format!("/round/hop-{hop}");
            client.create(&name, None, CreateMode::Ephemeral).await?;
            client.set_data("/round", Some(hop.to_string().as_bytes()), Some(before.stat.version)).await?;
            Ok(())
        })?;
    }
    stage.all_alike()?;
    stage.block_on(async { Ok(client.close().await?) })?;
    let tree = stage.all_alike()?;
    let left: Vec<&String> = tree.keys().filter(|path| path.starts_with("/round/")).collect();
    ensure!(left.is_empty(), "left behind by a closed session: {left:?}");
    Ok(())
}

/// The member a session is on dies; its watches fire for what happened meanwhile, and for what happens then.
fn watches_move(stage: &mut Stage<'_>) -> Result<()> {
    let count = stage.ensemble.members.len();
    for index in 0..count {
        let base = format!("/watched-{index}");
        let writer = at(stage, (index + 1) % count, None)?;
        // Connected to one member, and knowing the next.
        let ports = [index, (index + 1) % count].map(|i| stage.ensemble.members[i].client_port);
        let options = Options { session_timeout: TIMEOUT, ..Options::default() };
        let client = stage.block_on(async {
            writer.create(&base, None, CreateMode::Persistent).await?;
            writer.create(&format!("{base}/data"), Some(b"1"), CreateMode::Persistent).await?;
            loop {
                let servers = format!("127.0.0.1:{},127.0.0.1:{}", ports[0], ports[1]).parse()?;
                let client = Client::connect(servers, options.clone()).await?;
                if client.session().is_some_and(|session| session.server.port == ports[0]) {
                    return Ok(client);
                }
                client.close().await?;
            }
        })?;
        let (data, child, exist, session) = stage.block_on(async {
            client.sync("/").await?;
            let (_, data) = client.get_data_watch(&format!("{base}/data")).await?;
            let (_, child) = client.get_children_watch(&base).await?;
            let (_, exist) = client.exists_watch(&format!("{base}/late")).await?;
            client.create(&format!("{base}/mine"), None, CreateMode::Ephemeral).await?;
            Ok((data, child, exist, client.session_id()))
        })?;
        stage.ensemble.kill(index);
        stage.ensemble.wait_formed()?;
        stage.block_on(async {
            writer.set_data(&format!("{base}/data"), Some(b"2"), None).await?;
            let event = data.fired().await?;
            ensure!(event.event == EventType::NodeDataChanged, "data: {event:?}");
            // The child watch had fired with the session's own create.
            let event = child.fired().await?;
            ensure!(event.event == EventType::NodeChildrenChanged, "children: {event:?}");
            writer.create(&format!("{base}/late"), None, CreateMode::Persistent).await?;
            let event = exist.fired().await?;
            ensure!(event.event == EventType::NodeCreated, "exist: {event:?}");
            let mine = client.exists(&format!("{base}/mine")).await?.into_value();
            ensure!(mine.is_some_and(|stat| stat.ephemeral_owner == session), "the ephemeral: {mine:?}");
            client.close().await?;
            writer.close().await?;
            Ok(())
        })?;
        stage.ensemble.start(index)?;
        stage.all_alike()?;
    }
    Ok(())
}

/// One session on each member, all left at once: whoever leads, it decides for sessions it has never seen itself.
pub(super) fn expires(stage: &mut Stage<'_>) -> Result<()> {
    let count = stage.ensemble.members.len();
    for index in 0..count {
        let port = stage.ensemble.members[index].client_port;
        let options = Options {
            session_timeout: Duration::from_secs(2),
            pin: Some(HostPort::new("127.0.0.1", port)),
            ..Options::default()
        };
        let servers = stage.ensemble.connect_string().parse()?;
        stage.block_on(async {
            let client = Client::connect(servers, options).await?;
            client.create(&format!("/left-{index}"), None, CreateMode::Ephemeral).await?;
            client.detach().await;
            Ok(())
        })?;
    }
    let client = stage.client(0)?;
    stage.block_on(async {
        loop {
            client.sync("/").await?;
            let names = client.get_children("/").await?.into_value().names;
            if !names.iter().any(|name| name.starts_with("left-")) {
                client.close().await?;
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
}
