//! `watch`: a node's events as they come, on stdout, in the shell above the input line, or to a command.

mod diff;
mod rearm;

use std::ffi::OsString;
use std::time::Duration;

use zk_client::{AddWatchMode, Client, Error, ErrorCode, EventType, WatchEvent, WatchStream, Zxid};
use zk_recipes::calls;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Pace, now_ms};
use crate::recipes::Job;
use crate::reply::{Record, Reply};
use crate::watch_args::{WatchArgs, WatchMode};
use crate::zkcli_args::{AddWatchArgs, AddWatchKind};
use diff::Known;
use rearm::{Found, Rearmed};

/// How a watch ends by itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub count: Option<u64>,
    pub duration: Option<Duration>,
}

/// Sets the watch and follows it in the foreground.
pub async fn run(args: WatchArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let client = context.client().await?;
    let (source, mode) = open(&args, &client, &path, context).await?;
    if !context.out.is_json() {
        context.note(format_args!("watching {}; Ctrl-C ends", crate::sanitise::line(&path)));
    }
    let mut sink = Sink::new(&args, client, context);
    sink.begin(&path, mode).await?;
    if args.initial {
        sink.initial(&path, args.recursive).await?;
    } else if args.diff {
        sink.learn(&path).await?;
    }
    let mut following = Following::new(source, Limits { count: args.count, duration: args.duration });
    while let Some(record) = following.next().await {
        sink.take(&record, &path).await?;
    }
    sink.context.out.end()?;
    if let Some(error) = following.failed {
        return Err(context.failure("watch", &path, error));
    }
    if following.expired {
        return Err(Failure::new(Exit::SessionLost, "SessionExpired", "the session has expired").on(&path));
    }
    Err(Failure::silent(Exit::Ok))
}

impl From<AddWatchArgs> for WatchArgs {
    fn from(args: AddWatchArgs) -> WatchArgs {
        let recursive = args.mode == AddWatchKind::PersistentRecursive;
        WatchArgs { recursive, count: None, ..WatchArgs::once(args.path) }
    }
}

/// Where the events come from: a watch that stays, or one that is armed again and again.
pub enum Source {
    Stream(WatchStream),
    Rearmed(Box<Rearmed>),
}

impl From<WatchStream> for Source {
    fn from(stream: WatchStream) -> Source {
        Source::Stream(stream)
    }
}

impl WatchArgs {
    /// What the server is asked for.
    pub fn add_mode(&self) -> AddWatchMode {
        if self.recursive { AddWatchMode::PersistentRecursive } else { AddWatchMode::Persistent }
    }
}

/// Sets a persistent watch.
pub async fn set(client: &Client, path: &str, mode: AddWatchMode) -> Result<WatchStream, Error> {
    client.add_watch(path, mode).await.map(|(_, stream)| stream)
}

/// Sets the watch that is asked for, or the next best one.
async fn open(
    args: &WatchArgs,
    client: &Client,
    path: &str,
    context: &Context,
) -> Result<(Source, &'static str)> {
    let mode = args.mode.unwrap_or(WatchMode::Persistent);
    if mode == WatchMode::Persistent {
        let name = if args.recursive { "persistent_recursive" } else { "persistent" };
        let error = match set(client, path, args.add_mode()).await {
            Ok(stream) => return Ok((stream.into(), name)),
            Err(error) => error,
        };
        if error.code() != Some(ErrorCode::Unimplemented) {
            return Err(context.failure("watch", path, error));
        }
        if args.recursive {
            return Err(context
                .failure("watch", path, error)
                .say("this server has no recursive watches: they came with ZooKeeper 3.6")
                .hint("without -R one node is watched, with the watches that the server has"));
        }
        context.note(
            "this server has no persistent watches (they came with 3.6): looking again at each event instead",
        );
    }
    let mode = if mode == WatchMode::Persistent { WatchMode::Any } else { mode };
    let rearmed = Rearmed::new(client.clone(), path.to_owned(), mode).await;
    let rearmed = rearmed.map_err(|e| failure(context, path, e))?;
    let name = match mode {
        WatchMode::Data => "data",
        WatchMode::Children => "children",
        _ => "any",
    };
    Ok((Source::Rearmed(Box::new(rearmed)), name))
}

fn failure(context: &Context, path: &str, error: zk_recipes::Error) -> Failure {
    match error {
        zk_recipes::Error::Client(error) => context.failure("watch", path, error),
        other => Failure::new(Exit::Unexpected, "Unexpected", other.to_string()).on(path),
    }
}

/// Where the records go: to the output, or to a command.
struct Sink<'a> {
    client: Client,
    context: &'a mut Context,
    command: &'a [OsString],
    known: Option<Known>,
}

impl<'a> Sink<'a> {
    fn new(args: &'a WatchArgs, client: Client, context: &'a mut Context) -> Sink<'a> {
        Sink { client, context, command: &args.command, known: args.diff.then(Known::default) }
    }

    async fn begin(&mut self, path: &str, mode: &'static str) -> Result<()> {
        if self.command.is_empty() {
            self.context.out.begin("events", Pace::Live)?;
            self.context.out.record(&Record::WatchSet { time_ms: now_ms(), path: path.to_owned(), mode })?;
        }
        Ok(())
    }

    /// Reports what is there.
    async fn initial(&mut self, path: &str, recursive: bool) -> Result<()> {
        let mut stack = vec![path.to_owned()];
        while let Some(path) = stack.pop() {
            let client = self.client.clone();
            let stat = calls::read(None, || client.exists(&path)).await;
            let Some(stat) = stat.map_err(|e| failure(self.context, &path, e))?.into_value() else {
                continue;
            };
            let record = Record::Event {
                time_ms: now_ms(),
                event: "initial",
                path: path.clone(),
                zxid: Some(stat.mzxid),
            };
            self.take(&record, &path).await?;
            if recursive && stat.num_children > 0 {
                let mut names = match calls::children(&client, &path, None).await {
                    Err(error) if error.is_no_node() => Vec::new(),
                    other => other.map_err(|e| failure(self.context, &path, e))?,
                };
                names.sort_by(|a, b| b.cmp(a));
                stack.extend(names.iter().map(|name| calls::join(&path, name)));
            }
        }
        Ok(())
    }

    /// Remembers what is there, to compare with.
    async fn learn(&mut self, path: &str) -> Result<()> {
        if let Some(known) = &mut self.known {
            let learnt = known.learn(&self.client, path).await;
            learnt.map_err(|e| failure(self.context, path, e))?;
        }
        Ok(())
    }

    /// Prints a record, or runs the command for it.
    async fn take(&mut self, record: &Record, path: &str) -> Result<()> {
        if !self.command.is_empty() {
            return match record {
                Record::Event { event, path, zxid, .. } => self.execute(event, path, *zxid).await,
                Record::Session { gap: true, state, .. } if *state != "expired" => {
                    self.execute("gap", path, None).await
                }
                _ => Ok(()),
            };
        }
        self.context.out.record(record)?;
        if let (Some(known), Record::Event { event, path, .. }) = (&mut self.known, record) {
            let change = known.compare(&self.client, event, path).await;
            if let Some(change) = change.map_err(|e| failure(self.context, path, e))? {
                self.context.out.record(&change)?;
            }
        }
        Ok(())
    }

    async fn execute(&self, event: &str, path: &str, zxid: Option<Zxid>) -> Result<()> {
        let variables = [
            ("ZKD_EVENT", event.to_owned()),
            ("ZKD_PATH", path.to_owned()),
            ("ZKD_ZXID", zxid.map_or_else(String::new, |zxid| zxid.to_string())),
        ];
        let code = Job::start(self.command, &variables)?.finish().await?;
        if code != 0 {
            let path = crate::sanitise::line(path);
            self.context.note(format_args!("the command ended with {code} for {event} {path}"));
        }
        Ok(())
    }
}

/// A watch being followed.
pub struct Following {
    source: Source,
    limits: Limits,
    started: tokio::time::Instant,
    events: u64,
    /// To be given next.
    waiting: Option<Record>,
    pub expired: bool,
    pub failed: Option<Error>,
}

impl Following {
    pub fn new(source: impl Into<Source>, limits: Limits) -> Following {
        Following {
            source: source.into(),
            limits,
            started: tokio::time::Instant::now(),
            events: 0,
            waiting: None,
            expired: false,
            failed: None,
        }
    }

    /// The next thing that happens; `None` at the end.
    pub async fn next(&mut self) -> Option<Record> {
        if let Some(record) = self.waiting.take() {
            return Some(record);
        }
        loop {
            if self.limits.count.is_some_and(|most| self.events >= most) {
                return None;
            }
            let record = match self.limits.duration {
                Some(span) => tokio::time::timeout_at(self.started + span, self.any()).await.ok()??,
                None => self.any().await?,
            };
            if let Some(record) = record {
                return Some(record);
            }
        }
    }

    /// What happens next; `None` inside for what is of no interest.
    async fn any(&mut self) -> Option<Option<Record>> {
        match &mut self.source {
            Source::Stream(stream) => {
                let event = stream.next().await?;
                Some(self.of_stream(event))
            }
            Source::Rearmed(rearmed) => match rearmed.next().await {
                Ok(found) => {
                    let path = rearmed.path().to_owned();
                    found.map(|found| self.of_look(found, path))
                }
                Err(zk_recipes::Error::Client(error)) => {
                    self.failed = Some(error);
                    None
                }
                Err(_) => None,
            },
        }
    }

    fn of_stream(&mut self, event: WatchEvent) -> Option<Record> {
        Some(match event {
            WatchEvent::Node(node) => self.event(node.event, node.path, node.zxid)?,
            WatchEvent::Disconnected => session("disconnected", false, 0),
            WatchEvent::Reconnected => session("connected", true, 0),
            WatchEvent::Lagged(missed) => session("lagging", true, missed),
            WatchEvent::Expired => self.expire(),
            _ => return None,
        })
    }

    fn of_look(&mut self, found: Found, path: String) -> Option<Record> {
        Some(match found {
            Found::Node { event, zxid, missed } => {
                let event = self.event(event, path, zxid)?;
                if missed > 0 {
                    self.waiting = Some(event);
                    return Some(session("coalesced", true, missed));
                }
                event
            }
            Found::Disconnected => session("disconnected", false, 0),
            Found::Reconnected => session("connected", true, 0),
            Found::Expired => self.expire(),
        })
    }

    fn event(&mut self, event: EventType, path: String, zxid: Option<Zxid>) -> Option<Record> {
        let event = name(event)?;
        self.events += 1;
        Some(Record::Event { time_ms: now_ms(), event, path, zxid })
    }

    fn expire(&mut self) -> Record {
        self.expired = true;
        session("expired", true, 0)
    }
}

fn session(state: &'static str, gap: bool, missed: u64) -> Record {
    Record::Session { time_ms: now_ms(), state, gap, missed }
}

/// What an event is called.
pub fn name(event: EventType) -> Option<&'static str> {
    Some(match event {
        EventType::NodeCreated => "created",
        EventType::NodeDeleted => "deleted",
        EventType::NodeDataChanged => "changed",
        EventType::NodeChildrenChanged => "children",
        _ => return None,
    })
}
