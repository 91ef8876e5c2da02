//! `restore`: a backup takes the place of everything, of this server or of the ensemble that it leads.

use std::fs::File;

use http_body_util::BodyExt;
use hyper::StatusCode;
use hyper::body::Incoming;
use serde_json::Value;
use tokio::sync::oneshot;
use zk_journal::backup;
use zk_journal::stream::StreamLimits;
use zk_proto::Zxid;
use zk_storage::Compression;
use zk_tree::DataTree;

use super::{Done, Failed, Guarded, Taken};
use crate::admin::body::{Upload, receive};
use crate::admin::fields::Fields;
use crate::admin::route::{Routes, json};
use crate::core::{InPlace, NotRestored, Restore};
use crate::queue::Entry;
use crate::shared::{CORE_METRICS, Shared};
use crate::status::metrics::Counter;

/// Longest upload: more than a server can hold.
const MAX_UPLOAD_BYTES: u64 = 1 << 38;
/// So much of an upload that is refused is read nevertheless, so that its sender gets to read why.
const MAX_PASSED_OVER_BYTES: u64 = 1 << 28;
/// Where an upload lies until it is read; a start removes what is left of one.
const UPLOAD_NAME: &str = ".zkd.snapshot.restore.tmp";

impl Routes {
    pub(super) async fn restore(&self, mut body: Incoming) -> Done {
        let refused = match self.is_restorable().await {
            Ok(turn) => return self.restore_in_turn(turn, body).await,
            Err(refused) => refused,
        };
        // Who is still sending hears of nothing.
        let mut left = MAX_PASSED_OVER_BYTES;
        while let Ok(Some(Ok(frame))) = tokio::time::timeout(self.idle, body.frame()).await {
            let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
            let Some(less) = left.checked_sub(bytes) else { break };
            left = less;
        }
        Err(refused)
    }

    /// What would be refused is refused before anything is kept.
    async fn is_restorable(&self) -> Result<Taken<'_>, Failed> {
        if !self.commands.restore {
            let text = "Restore command is disabled: admin.restore.enabled=true enables it";
            return Err(Failed::new(StatusCode::SERVICE_UNAVAILABLE, text));
        }
        // A leader may serve no clients (leaderServes=no).
        if self.shared.config.ensemble().is_none() {
            self.need_service()?;
        }
        if self.shared.draining.load(std::sync::atomic::Ordering::SeqCst) {
            let text = "not restored: this server is about to stop, or to let another one lead";
            return Err(Failed::new(StatusCode::CONFLICT, text));
        }
        self.may_restore().await?;
        let turn = self.restores.take(self.interval());
        turn.ok_or_else(|| self.too_soon(Counter::RestoreRateLimited))
    }

    async fn restore_in_turn(&self, turn: Taken<'_>, body: Incoming) -> Done {
        let restored = self.put_in_place(body).await;
        let (held, found) = restored.inspect_err(|_| {
            self.shared.metrics[CORE_METRICS].count(Counter::RestoreErrors);
        })?;
        turn.succeeded();
        let mut fields = Fields::default();
        fields.put("last_zxid", found.zxid.0).put("last_zxid_hex", found.zxid.to_string());
        fields.put("restored_zxid_hex", held.to_string());
        fields.put("nodes", found.nodes as u64).put("digest", format!("{:#x}", found.digest));
        if let Some(led) = &found.ensemble {
            fields.put("epoch", led.epoch).put("leader_id", led.leader.0);
            fields.put("without", led.without.iter().map(|id| Value::from(*id)).collect::<Vec<_>>());
        }
        fields.put("command", Guarded::Restore.name()).put("error", Value::Null);
        Ok(json(StatusCode::OK, &fields))
    }

    async fn may_restore(&self) -> Result<(), Failed> {
        let (done, may) = oneshot::channel();
        self.shared.queue.push(&[], |_| Entry::MayRestore(done));
        let may = may.await.map_err(|_| Failed::internal("the server stops"))?;
        may.map_err(|why| Failed::new(StatusCode::CONFLICT, format!("not restored: {why}")))
    }

    /// The zxid of the backup, and what is there now.
    async fn put_in_place(&self, body: Incoming) -> Result<(Zxid, InPlace), Failed> {
        let path = self.dir.snap_dir().join(UPLOAD_NAME);
        let bad = |text: String| Failed::new(StatusCode::BAD_REQUEST, text);
        let upload = receive(body, &path, MAX_UPLOAD_BYTES, self.idle).await.map_err(bad)?;
        let shared = self.shared.clone();
        let tree = tokio::task::spawn_blocking(move || read(&shared, &upload)).await;
        let tree = tree.map_err(|e| Failed::internal(format!("the thread that reads it failed: {e}")))?;
        let tree = tree.map_err(|text| bad(format!("not restored, nothing has changed: {text}")))?;
        let held = tree.last_zxid();
        let (done, result) = oneshot::channel();
        self.shared.queue.push(&[], |_| Entry::Restore(Box::new(Restore { tree, done })));
        match result.await {
            Ok(Ok(found)) => Ok((held, found)),
            Ok(Err(NotRestored::Unchanged(why))) => {
                Err(Failed::new(StatusCode::CONFLICT, format!("not restored, nothing has changed: {why}")))
            }
            Ok(Err(NotRestored::Discarded(why))) => {
                Err(Failed::new(StatusCode::CONFLICT, format!("not restored: {why}")))
            }
            Ok(Err(NotRestored::Undecided(why))) => Err(Failed::new(StatusCode::GATEWAY_TIMEOUT, why)),
            Err(_) => Err(Failed::internal(
                "the server stopped meanwhile; the next start finds one of the two histories",
            )),
        }
    }
}

fn read(shared: &Shared, upload: &Upload) -> Result<DataTree, String> {
    use std::io::{Read, Seek};
    let mut file = File::open(&upload.path).map_err(|e| e.to_string())?;
    let mut first = Vec::new();
    (&file).take(8).read_to_end(&mut first).map_err(|e| e.to_string())?;
    file.rewind().map_err(|e| e.to_string())?;
    let settings = crate::recover::settings(&shared.config, zk_journal::Standing::Standalone, 0);
    let limits = StreamLimits { max_field_bytes: settings.max_field_bytes, ..StreamLimits::default() };
    let input = std::io::BufReader::with_capacity(1 << 16, file);
    let seed = crate::server::random_seed();
    backup::read(input, Compression::of_content(&first), seed, limits).map_err(|e| e.to_string())
}
