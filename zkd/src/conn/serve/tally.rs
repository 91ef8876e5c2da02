//! What is counted of the reads of one chunk.

use zk_proto::OpCode;

use crate::status::metrics::{Metrics, ResponseSizes};

/// Counts of one chunk of reads, added to the metrics in one go.
#[derive(Default)]
pub(super) struct Tally {
    op: Option<OpCode>,
    count: u64,
    sizes: Option<ResponseSizes>,
}

impl Tally {
    pub(super) fn add(&mut self, metrics: &Metrics, op: Option<OpCode>, bytes: u64) {
        if op != self.op {
            self.flush(metrics);
            self.op = op;
        }
        self.count += 1;
        let s = self.sizes.get_or_insert(ResponseSizes { last: bytes, min: bytes, max: bytes });
        *s = ResponseSizes { last: bytes, min: s.min.min(bytes), max: s.max.max(bytes) };
    }

    fn flush(&mut self, metrics: &Metrics) {
        if let Some(op) = self.op {
            metrics.count_operations(op, self.count);
        }
        self.count = 0;
    }

    pub(super) fn record(mut self, metrics: &Metrics, total_bytes: u64) {
        self.flush(metrics);
        if let Some(sizes) = self.sizes {
            metrics.record_response_sizes(total_bytes, sizes);
        }
    }
}
