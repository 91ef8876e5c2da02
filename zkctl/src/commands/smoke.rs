//! `smoke`: does it work? A session with each server, and in it what clients do; what one writes the others must see.

use std::time::{Duration, Instant};

use zk_client::{
    AddWatchMode, Client, ConnectString, CreateMode, Error, ErrorCode, EventType, HostPort, Multi, Options,
};

use crate::context::{Context, client_failure, connect_failure};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::check::{SmokeArgs, SmokeServers};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const COLUMNS: &[Column] = &[
    Column::new("server", "SERVER"),
    Column::new("step", "STEP"),
    Column::new("ok", "OK"),
    Column::new("ms", "MS"),
    Column::new("error", "WHY"),
];

/// Longest wait for a watch's event.
const EVENT_LIMIT: Duration = Duration::from_secs(10);

/// Runs the steps and says which failed.
pub async fn run(args: SmokeArgs, context: &mut Context) -> Result<Reply> {
    let root = context.path(&args.root)?;
    if root == "/" {
        return Err(Failure::usage("the root must be a path other than /"));
    }
    let servers = context.servers()?;
    let mut rows = Vec::new();
    let groups: Vec<Vec<HostPort>> = match args.servers {
        SmokeServers::All => vec![servers.servers().to_vec()],
        SmokeServers::OneByOne => servers.servers().iter().map(|s| vec![s.clone()]).collect(),
    };
    let mut failed = 0;
    let options = context.options().await?;
    for group in &groups {
        let mut smoke = Smoke { root: root.clone(), rows: Vec::new() };
        smoke.group(group, servers.chroot(), &options).await;
        failed += smoke.rows.iter().filter(|r| r.cells.get(2) == Some(&Cell::Flag(false))).count();
        rows.append(&mut smoke.rows);
    }
    let reached = rows.iter().any(|r| r.cells.get(2) == Some(&Cell::Flag(true)));
    let steps = crate::bulk::counted(rows.len() as u64, "step", "steps");
    let foot =
        vec![if failed == 0 { format!("{steps}, all well") } else { format!("{failed} of {steps} failed") }];
    let fields = vec![("ok", (failed == 0).into()), ("failed", failed.into())];
    let reply =
        Reply::Report(Report { name: "steps", fields, columns: COLUMNS, rows, foot, ..Report::default() });
    if failed == 0 {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    Err(Failure::silent(if reached { Exit::Findings } else { Exit::CannotConnect }))
}

struct Smoke {
    root: String,
    rows: Vec<Row>,
}

impl Smoke {
    /// Sessions with all of these servers.
    async fn group(&mut self, servers: &[HostPort], chroot: &str, options: &Options) {
        let mut clients: Vec<(String, Client)> = Vec::new();
        for server in servers {
            let name = server.to_string();
            let connect = async {
                let one = ConnectString::new(vec![server.clone()]).and_then(|c| c.with_chroot(chroot));
                let one = one.map_err(|e| e.to_string())?;
                let client = Client::connect(one, options.clone()).await;
                client.map_err(|e| connect_failure(&name, e).message().to_owned())
            };
            if let Some(client) = self.step(&name, "connect", connect).await {
                clients.push((name, client));
            }
        }
        let Some((first, writer)) = clients.first().cloned() else { return };
        let root = self.root.clone();
        let made = self.step(&first, "create root", words("create", &root, ensure(&writer, &root))).await;
        if made.is_none() {
            return;
        }
        for (name, client) in &clients {
            let path = format!("{root}/s-{:x}", client.session_id().0);
            self.server(name, client, &path).await;
        }
        for (name, writer) in &clients {
            for (other, reader) in clients.iter().filter(|(other, _)| other != name) {
                let path = format!("{root}/x-{:x}", writer.session_id().0);
                self.crossing(name, writer, other, reader, &path).await;
            }
        }
        let gone = words("delete", &root, drop_root(&writer, &root));
        self.step(&first, "delete root", gone).await;
        for (_, client) in clients {
            let _ = tokio::time::timeout(crate::context::CLOSE_TIMEOUT, client.close()).await;
        }
    }

    /// What clients do, on one server.
    async fn server(&mut self, name: &str, c: &Client, path: &str) {
        let eph = format!("{path}-e");
        let create = words("create", path, c.create(path, Some(b"one"), CreateMode::Persistent));
        if self.step(name, "create", create).await.is_none() {
            return;
        }
        let get = words("get", path, c.get_data(path));
        let data = self.step(name, "get", get).await.and_then(|r| r.into_value().data);
        self.holds(name, "get gives what was written", data.as_deref() == Some(b"one"));
        let stream = words("watch", path, c.add_watch(path, AddWatchMode::Persistent));
        let stream = self.step(name, "watch", stream).await;
        self.step(name, "set", words("set", path, c.set_data(path, Some(b"two"), Some(0)))).await;
        if let Some((_, mut stream)) = stream {
            let event = async {
                loop {
                    match tokio::time::timeout(EVENT_LIMIT, stream.next()).await {
                        Ok(Some(zk_client::WatchEvent::Node(e))) if e.event == EventType::NodeDataChanged => {
                            return Ok(());
                        }
                        Ok(Some(_)) => {}
                        Ok(None) => return Err("the watch ended without an event".to_owned()),
                        Err(_) => return Err(format!("no event within {EVENT_LIMIT:?}")),
                    }
                }
            };
            self.step(name, "event", event).await;
        }
        let stale = c.set_data(path, Some(b"x"), Some(7)).await;
        self.holds(
            name,
            "a wrong version is refused",
            stale.is_err_and(|e| e.code() == Some(ErrorCode::BadVersion)),
        );
        self.step(
            name,
            "create ephemeral",
            words("create", &eph, c.create(&eph, None, CreateMode::Ephemeral)),
        )
        .await;
        let multi = Multi::new().check(path, 1).delete(&eph, None).delete(path, None);
        self.step(name, "multi", words("delete", path, c.multi(multi))).await;
        let there = c.exists(path).await;
        self.holds(name, "what was deleted is gone", there.is_ok_and(|r| r.into_value().is_none()));
    }

    /// What one server took, another one shows after a sync.
    async fn crossing(&mut self, from: &str, writer: &Client, to: &str, reader: &Client, path: &str) {
        let title = format!("see what {from} took");
        let seen = async {
            let text = |e: Error| client_failure("write and read", path, e).message().to_owned();
            writer.create(path, Some(b"x"), CreateMode::Ephemeral).await.map_err(text)?;
            reader.sync(path).await.map_err(text)?;
            let data = reader.get_data(path).await.map_err(text);
            let gone = writer.delete(path, None).await.map_err(text);
            let data = data?.into_value().data;
            gone?;
            (data.as_deref() == Some(b"x")).then_some(()).ok_or_else(|| "it shows something else".to_owned())
        };
        self.step(to, &title, seen).await;
    }

    /// Runs a step and keeps a row about it.
    async fn step<T>(
        &mut self,
        server: &str,
        step: &str,
        work: impl Future<Output = std::result::Result<T, String>>,
    ) -> Option<T> {
        let started = Instant::now();
        let result = work.await;
        let ms = started.elapsed().as_secs_f64() * 1000.0;
        self.row(server, step, Some(ms), result.as_ref().err().cloned());
        result.ok()
    }

    fn holds(&mut self, server: &str, step: &str, holds: bool) {
        self.row(server, step, None, (!holds).then(|| "it does not".to_owned()));
    }

    fn row(&mut self, server: &str, step: &str, ms: Option<f64>, error: Option<String>) {
        let tone = if error.is_some() { Tone::Bad } else { Tone::Plain };
        let cells = vec![
            server.into(),
            step.into(),
            error.is_none().into(),
            ms.map_or(Cell::None, Cell::Decimal),
            error.into(),
        ];
        self.rows.push(Row::new(cells).tone(tone));
    }
}

async fn words<T>(
    verb: &str,
    path: &str,
    work: impl Future<Output = std::result::Result<T, Error>>,
) -> std::result::Result<T, String> {
    work.await.map_err(|e| client_failure(verb, path, e).message().to_owned())
}

async fn ensure(client: &Client, root: &str) -> std::result::Result<(), Error> {
    match client.create(root, None, CreateMode::Persistent).await {
        Err(e) if e.code() != Some(ErrorCode::NodeExists) => Err(e),
        _ => Ok(()),
    }
}

/// What others have below it stays, and the root with it.
async fn drop_root(client: &Client, root: &str) -> std::result::Result<(), Error> {
    match client.delete(root, None).await {
        Err(e) if !matches!(e.code(), Some(ErrorCode::NotEmpty | ErrorCode::NoNode)) => Err(e),
        _ => Ok(()),
    }
}
