//! Keys of what is held back or refused when there is too much of it, and of what is told when it is slow.

use crate::config::build::Builder;
use crate::config::properties::Entry;
use crate::config::value::Value;

impl Builder<'_> {
    /// One of them. False if it is none.
    pub(super) fn limit_key(&mut self, entry: &Entry, value: &Value) -> bool {
        let c = &mut self.config;
        let t = &mut c.conn_throttle;
        match (entry.key.as_str(), value) {
            ("flushDelay", Value::Number(n)) => c.flush.delay_ms = above_zero(*n).into(),
            ("maxWriteQueuePollTime", Value::Number(n)) => c.flush.poll_ms = Some(above_zero(*n).into()),
            ("maxBatchSize", Value::Number(n)) => {
                // Without a limit it ends with the delay.
                c.flush.batch = Some(usize::try_from(*n).ok().filter(|n| *n > 0).unwrap_or(usize::MAX));
            }
            ("admin.readyz.maxLag", Value::Number(n)) => c.ready.max_lag = n.unsigned_abs(),
            ("admin.readyz.minFreeInKb", Value::Number(n)) => c.ready.min_free_kib = Some(n.unsigned_abs()),
            ("slowRequest.thresholdMs", Value::Number(n)) => c.slow_request_ms = n.unsigned_abs(),
            ("request_throttle_max_requests", Value::Number(n)) => c.request_limit = above_zero(*n),
            ("request_throttle_stall_time", Value::Number(n)) => c.request_stall_ms = above_zero(*n).max(1),
            ("request_throttler.shutdownTimeout", Value::Number(n)) => c.drain_ms = n.unsigned_abs(),
            ("throttled_op_wait_time", Value::Number(n)) => c.throttled_op_wait_ms = above_zero(*n),
            ("largeRequestThreshold", Value::Number(n)) => c.large_request_threshold = above_zero(*n),
            ("largeRequestMaxBytes", Value::Number(n)) => c.large_request_max_bytes = n.unsigned_abs(),
            ("connection_throttle_tokens", Value::Number(n)) => t.tokens = above_zero(*n),
            ("connection_throttle_fill_time", Value::Number(n)) => t.fill_ms = above_zero(*n).max(1),
            ("connection_throttle_fill_count", Value::Number(n)) => t.fill_count = above_zero(*n),
            ("connection_throttle_freeze_time", Value::Number(n)) => t.freeze_ms = u32::try_from(*n).ok(),
            ("connection_throttle_drop_increase", Value::Ratio(r)) => t.drop_increase = r.clamp(0.0, 1.0),
            ("connection_throttle_drop_decrease", Value::Ratio(r)) => t.drop_decrease = r.clamp(0.0, 1.0),
            ("connection_throttle_decrease_ratio", Value::Ratio(r)) => t.decrease_ratio = r.clamp(0.0, 1.0),
            ("connection_throttle_weight_enabled", Value::Flag(on)) => t.weighted = *on,
            ("connection_throttle_global_session_weight", Value::Number(n)) => t.new_weight = above_zero(*n),
            ("connection_throttle_local_session_weight", Value::Number(n)) => t.local_weight = above_zero(*n),
            ("connection_throttle_renew_session_weight", Value::Number(n)) => t.renew_weight = above_zero(*n),
            _ => return false,
        }
        true
    }
}

/// Nothing and less is no limit.
fn above_zero(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}
