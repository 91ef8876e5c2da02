//! `watch`: a node's events as they come, on stdout or, in the shell, above the input line.

use std::time::Duration;

use zk_client::{AddWatchMode, Client, Error, EventType, WatchEvent, WatchStream};

use crate::args::WatchArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Pace, now_ms};
use crate::reply::{Record, Reply};

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
    let stream = set(&client, &path, args.mode()).await.map_err(|e| context.failure("watch", &path, e))?;
    if !context.out.is_json() {
        context.note(format_args!("watching {}; Ctrl-C ends", crate::sanitise::line(&path)));
    }
    context.out.begin("events", Pace::Live)?;
    context.out.record(&Record::WatchSet {
        time_ms: now_ms(),
        path: path.clone(),
        recursive: args.recursive,
    })?;
    let mut following = Following::new(stream, Limits { count: args.count, duration: args.duration });
    while let Some(record) = following.next().await {
        context.out.record(&record)?;
    }
    context.out.end()?;
    if following.expired {
        return Err(Failure::new(Exit::SessionLost, "SessionExpired", "the session has expired").on(&path));
    }
    Err(Failure::silent(Exit::Ok))
}

impl WatchArgs {
    /// What the server is asked for.
    pub fn mode(&self) -> AddWatchMode {
        if self.recursive { AddWatchMode::PersistentRecursive } else { AddWatchMode::Persistent }
    }
}

/// Sets a persistent watch.
pub async fn set(client: &Client, path: &str, mode: AddWatchMode) -> Result<WatchStream, Error> {
    client.add_watch(path, mode).await.map(|(_, stream)| stream)
}

/// A watch being followed.
pub struct Following {
    stream: WatchStream,
    limits: Limits,
    started: tokio::time::Instant,
    events: u64,
    missed: u64,
    pub expired: bool,
}

impl Following {
    pub fn new(stream: WatchStream, limits: Limits) -> Following {
        Following {
            stream,
            limits,
            started: tokio::time::Instant::now(),
            events: 0,
            missed: 0,
            expired: false,
        }
    }

    /// The next thing that happens; `None` at the end.
    pub async fn next(&mut self) -> Option<Record> {
        loop {
            if self.limits.count.is_some_and(|most| self.events >= most) {
                return None;
            }
            let event = match self.limits.duration {
                Some(span) => {
                    tokio::time::timeout_at(self.started + span, self.stream.next()).await.ok()??
                }
                None => self.stream.next().await?,
            };
            if let Some(record) = self.record(event) {
                return Some(record);
            }
        }
    }

    fn record(&mut self, event: WatchEvent) -> Option<Record> {
        let session = |state, gap, missed| Record::Session { time_ms: now_ms(), state, gap, missed };
        Some(match event {
            WatchEvent::Node(node) => {
                self.events += 1;
                let event = name(node.event)?;
                Record::Event { time_ms: now_ms(), event, path: node.path, zxid: node.zxid }
            }
            WatchEvent::Disconnected => session("disconnected", false, 0),
            WatchEvent::Reconnected => session("connected", true, 0),
            WatchEvent::Lagged(missed) => {
                self.missed += missed;
                session("lagging", true, missed)
            }
            WatchEvent::Expired => {
                self.expired = true;
                session("expired", true, 0)
            }
            _ => return None,
        })
    }
}

fn name(event: EventType) -> Option<&'static str> {
    Some(match event {
        EventType::NodeCreated => "created",
        EventType::NodeDeleted => "deleted",
        EventType::NodeDataChanged => "changed",
        EventType::NodeChildrenChanged => "children",
        _ => return None,
    })
}
