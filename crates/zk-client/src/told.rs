//! What is said of a request in the log, with `tracing` at debug level: operation, path, outcome, time; no data.

use std::fmt;

use tokio::time::Instant;
use zk_proto::{ErrorCode, OpCode};

use crate::error::Error;
use crate::types::RawReply;

/// A request that somebody wants to hear of.
#[derive(Debug)]
pub(crate) struct Told {
    op: Option<OpCode>,
    path: String,
    begun: Instant,
}

impl Told {
    /// Of a request's frame, as it is before it is sent; nothing while nobody listens.
    pub(crate) fn of(frame: &[u8], path: &str) -> Option<Told> {
        if !tracing::enabled!(tracing::Level::DEBUG) {
            return None;
        }
        let op = frame.get(8..12).and_then(|b| b.try_into().ok()).map(i32::from_be_bytes);
        let op = op.and_then(OpCode::from_i32);
        Some(Told { op, path: path.to_owned(), begun: Instant::now() })
    }

    pub(crate) fn answered(&self, result: &Result<RawReply, Error>) {
        let time = self.begun.elapsed().as_secs_f64() * 1e3;
        match result {
            Ok(reply) if reply.err == 0 => {
                tracing::debug!(
                    "{self}: ok at zxid {}, {} bytes, {time:.1} ms",
                    reply.zxid,
                    reply.body.len()
                );
            }
            Ok(reply) => match ErrorCode::from_i32(reply.err) {
                Some(code) => tracing::debug!("{self}: {} at zxid {}, {time:.1} ms", code.name(), reply.zxid),
                None => tracing::debug!("{self}: error {}, {time:.1} ms", reply.err),
            },
            Err(e) => tracing::debug!("{self}: {e}, {time:.1} ms"),
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let op = self.op.map_or("request", OpCode::name);
        if self.path.is_empty() { f.write_str(op) } else { write!(f, "{op} {}", self.path) }
    }
}
