//! The page that Prometheus scrapes. Apache's names, in milliseconds and with the spelling of both 3.9 (`commit_count`) and
//! 3.10 (`commit_count_total`), so that dashboards go on; beside them, under `zkd_`, histograms in seconds and what Apache
//! does not say: epoch and counter of the zxid, and how far each learner has come.

use std::fmt::{Display, Write};

use crate::status::metrics::{Counter, Detail, NamespacesSnapshot, Summary, SummarySnapshot, Unit};
use crate::status::quorum::{LeaderStatus, LearnerKind, LearnerStatus, QuorumStatus};
use crate::status::quotas::Quota;
use crate::status::{Mode, ServerStatus, Serving, TlsStatus};

/// The text format 0.0.4.
pub(super) fn page(status: &ServerStatus) -> String {
    let mut out = Page::default();
    gauges(status, &mut out);
    for counter in Counter::ALL {
        out.counter(counter.name(), status.metrics.counter(*counter));
    }
    for (name, count) in status.metrics.operations() {
        out.counter(name, count);
    }
    for summary in Summary::ALL {
        let numbers = status.metrics.summary(*summary);
        if *summary != Summary::RequestLatency {
            out.summary(*summary, numbers);
        }
        if summary.has_histogram() {
            out.histogram(*summary, numbers);
        }
    }
    volumes("read_per_namespace", &status.metrics.reads, &mut out);
    volumes("write_per_namespace", &status.metrics.writes, &mut out);
    quotas(status, &mut out);
    lag(status, &mut out);
    match (status.leading(), status.quorum.as_ref().and_then(QuorumStatus::synced_observers)) {
        (Some(leading), _) => learners(status, leading, &mut out),
        (None, Some(observers)) => out.gauge("synced_observers", observers),
        // Where Apache's words say nothing, its page says 0.
        (None, None) if status.mode == Mode::Follower => out.gauge("synced_observers", 0),
        (None, None) => {}
    }
    out.text
}

fn gauges(status: &ServerStatus, out: &mut Page) {
    let latency = status.metrics.summary(Summary::RequestLatency);
    out.gauge("avg_latency", latency.mean() / 1000.0);
    out.gauge("min_latency", latency.min() / 1000);
    out.gauge("max_latency", latency.max() / 1000);
    out.gauge("num_alive_connections", status.connection_count);
    out.gauge("outstanding_tls_handshake", status.outstanding_tls_handshakes);
    out.gauge("connection_drop_probability", status.drop_probability);
    out.gauge("outstanding_requests", status.outstanding);
    out.gauge("znode_count", status.node_count);
    out.gauge("watch_count", status.watch_count);
    out.gauge("ephemerals_count", status.ephemerals_count);
    out.gauge("approximate_data_size", status.approximate_data_bytes);
    out.gauge("global_sessions", status.session_count);
    out.gauge("local_sessions", status.local_session_count);
    out.gauge("uptime", status.uptime_ms);
    if let Some(files) = status.file_descriptors {
        out.gauge("open_file_descriptor_count", files.open_count);
        out.gauge("max_file_descriptor_count", files.max_count);
    }
    if let Some(process) = status.process {
        out.family("process_cpu_seconds_total", "counter", "Processor time of the server, user and system.");
        out.sample("process_cpu_seconds_total", &[], process.cpu_seconds);
        out.gauge("process_resident_memory_bytes", process.resident_bytes);
        out.gauge("process_virtual_memory_bytes", process.virtual_bytes);
        out.gauge("process_start_time_seconds", process.started_at);
    }
    if let Some(files) = status.file_descriptors {
        out.gauge("process_open_fds", files.open_count);
        out.gauge("process_max_fds", files.max_count);
    }
    out.gauge("non_mtls_local_conn_count", status.without_certificate.local_count);
    out.gauge("non_mtls_remote_conn_count", status.without_certificate.remote_count);
    let sizes = status.metrics.response_bytes;
    out.gauge("last_client_response_size", sizes.map_or(-1, |s| s.last as i64));
    out.gauge("max_client_response_size", sizes.map_or(-1, |s| s.max as i64));
    out.gauge("min_client_response_size", sizes.map_or(-1, |s| s.min as i64));

    out.family("zkd_info", "gauge", "The release; always 1.");
    out.sample("zkd_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    out.family("zkd_server_state", "gauge", "1 for the role that the server has.");
    for mode in [Mode::Standalone, Mode::Leader, Mode::Follower, Mode::Observer] {
        out.sample("zkd_server_state", &[("state", mode.name())], u8::from(mode == status.mode));
    }
    out.family("zkd_serving", "gauge", "1 while clients may write.");
    out.sample("zkd_serving", &[], u8::from(status.serving == Serving::ReadWrite));
    out.family("zkd_zxid_epoch", "gauge", "Epoch of the last transaction that was applied.");
    out.sample("zkd_zxid_epoch", &[], status.zxid.epoch());
    out.family("zkd_zxid_in_epoch", "gauge", "Its number within the epoch.");
    out.sample("zkd_zxid_in_epoch", &[], status.zxid.counter());
    certificates(status, out);
    let Some(quorum) = &status.quorum else { return };
    out.gauge("quorum_size", quorum.voter_count);
    out.family("zkd_accepted_epoch", "gauge", "The last epoch that was promised.");
    out.sample("zkd_accepted_epoch", &[], quorum.accepted_epoch);
    for (name, number) in &quorum.ports {
        out.gauge(name, number);
    }
}

fn certificates(status: &ServerStatus, out: &mut Page) {
    let mut each = |name: &str, kind: &str, help: &str, value: &dyn Fn(&TlsStatus) -> Option<u64>| {
        if status.tls.is_empty() {
            return;
        }
        out.family(name, kind, help);
        for tls in &status.tls {
            if let Some(value) = value(tls) {
                out.sample(name, &[("of", tls.of)], value);
            }
        }
    };
    let help = "When the server's own certificate expires, in seconds since 1970.";
    each("zkd_tls_certificate_not_after_seconds", "gauge", help, &|t| t.not_after_secs);
    each("zkd_tls_reloads_total", "counter", "Changed files that were taken up.", &|t| Some(t.reload_count));
    let help = "Changed files that could not be used.";
    each("zkd_tls_reload_failures_total", "counter", help, &|t| Some(t.refusal_count));
    let help = "1 while the files as they are cannot be used and what was read before is.";
    each("zkd_tls_files_refused", "gauge", help, &|t| Some(t.is_refused.into()));
}

/// What was read or written below each child of the root.
fn volumes(name: &str, all: &NamespacesSnapshot, out: &mut Page) {
    out.family(
        name,
        "summary",
        "Bytes by the first part of the path; / stands for those beyond the first hundred.",
    );
    for (key, volume) in all.iter() {
        out.sample(&format!("{name}_count"), &[("key", key)], volume.count);
        out.sample(&format!("{name}_sum"), &[("key", key)], volume.sum);
    }
}

/// By namespace: the child of the root that has quotas, be they its own or below.
fn quotas(status: &ServerStatus, out: &mut Page) {
    let mut each = |name: &str, value: fn(&Quota) -> Option<u64>| {
        out.family(name, "gauge", name);
        for quota in &status.quotas {
            if let Some(value) = value(quota) {
                out.sample(name, &[("key", &quota.namespace)], value);
            }
        }
    };
    each("quota_count_limit_per_namespace", |q| q.count_limit);
    each("quota_bytes_limit_per_namespace", |q| q.bytes_limit);
    each("quota_count_usage_per_namespace", |q| Some(q.count));
    each("quota_bytes_usage_per_namespace", |q| Some(q.bytes));
    out.family(
        "zkd_quotas",
        "gauge",
        "Children of the root with a quota at or below them; the first thousand have gauges.",
    );
    out.sample("zkd_quotas", &[], status.quota_count);
    for name in ["quota_exceeded_error_per_namespace", "quota_exceeded_error_per_namespace_total"] {
        out.family(name, "counter", name);
        for (namespace, count) in &status.quota_refusals {
            out.sample(name, &[("key", namespace)], count);
        }
    }
}

/// How far a learner is behind what it has heard of its leader.
fn lag(status: &ServerStatus, out: &mut Page) {
    if let Some(lag) = status.upstream.and_then(|upstream| upstream.lag) {
        let name = "zkd_lag_transactions";
        out.family(
            name,
            "gauge",
            "Transactions that the leader has spoken of and that are not applied here.",
        );
        out.sample(name, &[], lag);
    }
}

/// How long learners take to acknowledge, by their number.
fn ack_latency(leading: &LeaderStatus, out: &mut Page) {
    out.family(
        "ack_latency",
        "summary",
        "Milliseconds from a proposal to a learner's acknowledgement, one at a time.",
    );
    for learner in &leading.learners {
        let (Some(acks), sid) = (learner.acks, learner.sid.to_string()) else { continue };
        for (quantile, us) in [("0.5", acks.p50_us), ("0.95", acks.p95_us), ("0.99", acks.p99_us)] {
            if let Some(us) = us {
                out.sample("ack_latency", &[("key", &sid), ("quantile", quantile)], us as f64 / 1000.0);
            }
        }
        out.sample("ack_latency_count", &[("key", &sid)], acks.count);
        out.sample("ack_latency_sum", &[("key", &sid)], acks.sum_us as f64 / 1000.0);
    }
}

fn learners(status: &ServerStatus, leading: &LeaderStatus, out: &mut Page) {
    out.gauge("learners", leading.learners.len());
    out.gauge("synced_followers", leading.synced_count(LearnerKind::Follower));
    out.gauge("synced_non_voting_followers", leading.synced_count(LearnerKind::NonVotingFollower));
    out.gauge("synced_observers", leading.synced_count(LearnerKind::Observer));
    out.gauge("pending_syncs", leading.pending_syncs);
    out.gauge("leader_uptime", leading.uptime_ms);
    let sizes = leading.proposal_sizes;
    out.gauge("last_proposal_size", sizes.map_or(-1, |s| s.last));
    out.gauge("max_proposal_size", sizes.map_or(-1, |s| s.max));
    out.gauge("min_proposal_size", sizes.map_or(-1, |s| s.min));
    ack_latency(leading, out);
    let mut each = |name: &str, help: &str, value: &dyn Fn(&LearnerStatus) -> Option<u64>| {
        out.family(name, "gauge", help);
        for learner in &leading.learners {
            if let Some(value) = value(learner) {
                let sid = learner.sid.to_string();
                out.sample(name, &[("server_id", &sid), ("kind", learner.kind.name())], value);
            }
        }
    };
    each("zkd_learner_synced", "1 once a learner gets proposals as they come.", &|l| Some(l.synced.into()));
    each("zkd_learner_lag_transactions", "Transactions that a learner has not acknowledged.", &|l| {
        l.lag_behind(status.zxid)
    });
    each("zkd_learner_queued_bytes", "Bytes that wait to be sent to a learner.", &|l| Some(l.queued_bytes));
    let help = "Microseconds from a proposal to a learner's last acknowledgement.";
    each("zkd_learner_ack_us", help, &|l| l.acks?.last_us);
    let help = "Microseconds within which 99 of 100 recent acknowledgements of a learner came.";
    each("zkd_learner_ack_us_p99", help, &|l| l.acks?.p99_us);
    let help = "Bytes sent to bring a learner up to date.";
    each("zkd_learner_sync_sent_bytes", help, &|l| Some(l.sync?.sent_bytes));
    let help = "Bytes in all that bring a learner up to date, about while a tree is sent.";
    each("zkd_learner_sync_total_bytes", help, &|l| Some(l.sync?.total_bytes));
}

/// Upper bounds of the buckets, in microseconds: doubling, from 64 µs to 17 s.
const BOUNDS_US: std::ops::RangeInclusive<u32> = 6..=24;

/// Thousandths, and the label. Those of 3.9 and of 3.10.
const QUANTILES: &[(u64, &str)] = &[(500, "0.5"), (900, "0.9"), (950, "0.95"), (990, "0.99")];

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let _ = write!(self.text, "{name}");
        for (i, (label, text)) in labels.iter().enumerate() {
            let open = if i == 0 { '{' } else { ',' };
            let _ = write!(self.text, "{open}{label}=\"{}\"", escape(text));
        }
        let close = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.text, "{close} {value}");
    }

    fn gauge(&mut self, name: &str, value: impl Display) {
        self.family(name, "gauge", name);
        self.sample(name, &[], value);
    }

    /// Under both names, unless it has one that will do for both.
    fn counter(&mut self, name: &str, value: u64) {
        self.family(name, "counter", name);
        self.sample(name, &[], value);
        if !name.ends_with("_total") {
            let total = format!("{name}_total");
            self.family(&total, "counter", name);
            self.sample(&total, &[], value);
        }
    }

    fn summary(&mut self, summary: Summary, numbers: &SummarySnapshot) {
        let (name, unit) = (summary.name(), divisor(summary));
        self.family(name, "summary", name);
        let kept = match summary.detail() {
            Detail::Basic => &QUANTILES[..1],
            Detail::Advanced => QUANTILES,
        };
        for (per_mille, quantile) in kept {
            // As Apache says of what was never measured.
            let value =
                numbers.quantile(*per_mille).map_or("NaN".to_owned(), |v| (v as f64 / unit).to_string());
            self.sample(name, &[("quantile", quantile)], value);
        }
        self.sample(&format!("{name}_count"), &[], numbers.count);
        self.sample(&format!("{name}_sum"), &[], numbers.sum as f64 / unit);
    }

    fn histogram(&mut self, summary: Summary, numbers: &SummarySnapshot) {
        let name = format!("zkd_{}_seconds", summary.name().trim_end_matches("_ms"));
        self.family(&name, "histogram", summary.name());
        let bucket = format!("{name}_bucket");
        for exponent in BOUNDS_US {
            let bound = 1u64 << exponent;
            let le = (bound as f64 / 1e6).to_string();
            self.sample(&bucket, &[("le", &le)], numbers.count_below(bound));
        }
        self.sample(&bucket, &[("le", "+Inf")], numbers.count);
        self.sample(&format!("{name}_count"), &[], numbers.count);
        self.sample(&format!("{name}_sum"), &[], numbers.sum as f64 / 1e6);
    }
}

/// Apache's times are milliseconds.
fn divisor(summary: Summary) -> f64 {
    match summary.unit() {
        Unit::Time => 1000.0,
        Unit::Count => 1.0,
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests;
