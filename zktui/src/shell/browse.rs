//! Reads and writes znodes for the tree, with a session of its own that begins with the first use.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use zk_client::{Client, ConnectString, CreateMode, ErrorCode, Options, SessionState, Watcher};

use zk_config::Protection;

use super::target::Target;
use crate::app::browser::Value;
use crate::app::net::{Browse, Found, Net, WriteFailure};
use crate::text::clean;

/// The tree's connection.
pub struct Tree {
    servers: ConnectString,
    options: Options,
    protection: Protection,
    client: Option<Client>,
    /// What is watched already: kind and path.
    watched: Arc<Mutex<HashSet<(char, String)>>>,
    out: UnboundedSender<Net>,
}

impl Tree {
    /// A tree on these servers; connects when it is needed.
    pub fn new(target: &Target, options: Options, out: UnboundedSender<Net>) -> Tree {
        let (servers, protection) = (target.servers.clone(), target.protection.clone());
        Tree { servers, options, protection, client: None, watched: Arc::default(), out }
    }

    /// Does something; what comes of it comes later.
    pub fn run(&mut self, browse: Browse) {
        let client = self.client();
        // Whoever wants to change something has confirmed it, where that is asked for.
        if let Browse::Set { path, .. } | Browse::Delete { path, .. } = &browse {
            self.protection.confirm(path);
        }
        let (out, watched) = (self.out.clone(), self.watched.clone());
        tokio::spawn(async move {
            let found = match browse {
                Browse::Children(path) => children(&client, path, &watched, &out).await,
                Browse::Value(path) => value(&client, path, &watched, &out).await,
                Browse::Stats(paths) => stats(&client, paths).await,
                Browse::Owner(path) => {
                    let found = client.exists(&path).await.map(|r| r.into_value());
                    Found::Owner { path, result: found.map_err(|e| clean(&e.to_string())) }
                }
                Browse::Set { path, data, version } => {
                    let result = client.set_data(&path, Some(&data), Some(version)).await.map(|_| ());
                    written("write", path, result)
                }
                Browse::Create(path) => {
                    let result = client.create(&path, Some(b""), CreateMode::Persistent).await.map(|_| ());
                    written("create", path, result)
                }
                Browse::Delete { path, version } => {
                    let result = client.delete(&path, Some(version)).await.map(|_| ());
                    written("delete", path, result)
                }
            };
            let _ = out.send(Net::Found(found));
        });
    }

    /// Ends the session.
    pub async fn close(self) {
        if let Some(client) = self.client {
            let _ = tokio::time::timeout(Duration::from_millis(500), client.close()).await;
        }
    }

    fn client(&mut self) -> Client {
        let dead = self.client.as_ref().is_some_and(|c| c.state().is_final());
        if dead {
            self.client = None;
            lock(&self.watched).clear();
        }
        let (servers, options, out) = (&self.servers, &self.options, &self.out);
        self.client
            .get_or_insert_with(|| {
                let client = Client::start(servers.clone(), options.clone());
                tell_states(client.clone(), out.clone());
                client
            })
            .clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn tell_states(client: Client, out: UnboundedSender<Net>) {
    let mut states = client.states();
    // The states alone must not keep the session.
    drop(client);
    tokio::spawn(async move {
        loop {
            let state = states.borrow_and_update().clone();
            let text = match &state {
                SessionState::Connecting => "connecting …".to_owned(),
                SessionState::Connected { server, read_only: false } => format!("connected to {server}"),
                SessionState::Connected { server, read_only: true } => {
                    format!("{server}, read-only: no quorum")
                }
                SessionState::Disconnected => "connection lost, trying others".to_owned(),
                SessionState::Expired => "the session expired".to_owned(),
                SessionState::AuthFailed => "the credentials were refused".to_owned(),
                SessionState::Closed => "closed".to_owned(),
            };
            if out.send(Net::Found(Found::Connection(clean(&text)))).is_err()
                || state.is_final()
                || states.changed().await.is_err()
            {
                return;
            }
        }
    });
}

async fn children(
    client: &Client,
    path: String,
    watched: &Arc<Mutex<HashSet<(char, String)>>>,
    out: &UnboundedSender<Net>,
) -> Found {
    let fresh = lock(watched).insert(('c', path.clone()));
    let result = if fresh {
        match client.get_children_watch(&path).await {
            Ok((reply, watcher)) => {
                follow('c', path.clone(), watcher, watched.clone(), out.clone());
                Ok(reply.into_value().names)
            }
            Err(e) => {
                lock(watched).remove(&('c', path.clone()));
                Err(e)
            }
        }
    } else {
        client.get_children(&path).await.map(|r| r.into_value().names)
    };
    Found::Children { path, result: result.map_err(|e| clean(&e.to_string())) }
}

async fn value(
    client: &Client,
    path: String,
    watched: &Arc<Mutex<HashSet<(char, String)>>>,
    out: &UnboundedSender<Net>,
) -> Found {
    let fresh = lock(watched).insert(('d', path.clone()));
    let acl = client.get_acl(&path);
    let data = if fresh {
        match client.get_data_watch(&path).await {
            Ok((reply, watcher)) => {
                follow('d', path.clone(), watcher, watched.clone(), out.clone());
                Ok(reply.into_value())
            }
            Err(e) => {
                lock(watched).remove(&('d', path.clone()));
                Err(e)
            }
        }
    } else {
        client.get_data(&path).await.map(|r| r.into_value())
    };
    let acl = acl.await.map(|r| r.into_value().acl).map_err(|e| clean(&e.to_string()));
    let result = data.map(|d| Value { data: d.data, stat: d.stat, acl }).map_err(|e| clean(&e.to_string()));
    Found::Value { path, result }
}

/// Waits for the watch, and tells that it fired.
fn follow(
    kind: char,
    path: String,
    watcher: Watcher,
    watched: Arc<Mutex<HashSet<(char, String)>>>,
    out: UnboundedSender<Net>,
) {
    tokio::spawn(async move {
        let fired = watcher.fired().await;
        lock(&watched).remove(&(kind, path.clone()));
        if fired.is_ok() {
            let _ = out.send(Net::Found(Found::Changed(path)));
        }
    });
}

async fn stats(client: &Client, paths: Vec<String>) -> Found {
    // All at once: they go out together and cost one round trip.
    let pending: Vec<_> = paths.into_iter().map(|path| (client.exists(&path), path)).collect();
    let mut stats = Vec::with_capacity(pending.len());
    for (reply, path) in pending {
        let stat = reply.await.ok().and_then(|r| r.into_value());
        stats.push((path, stat));
    }
    Found::Stats(stats)
}

fn written(what: &str, path: String, result: Result<(), zk_client::Error>) -> Found {
    let result = result.map_err(|e| {
        let conflict = e.code() == Some(ErrorCode::BadVersion);
        let unknown = if e.applied() == zk_client::Applied::Unknown {
            "; it may have been done all the same"
        } else {
            ""
        };
        WriteFailure { conflict, text: clean(&format!("{e}{unknown}")) }
    });
    Found::Written { what: what.to_owned(), path, result }
}
