//! Answers of AdminServers, which are JSON, as the same values that four-letter words give.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use zk_client::admin::{Mntr, parse_mntr, parse_srvr};
use zk_proto::Zxid;

use super::facts::{Brief, Detail, LearnerStatus};

/// The answer to `server_stats`.
pub fn brief(fields: &Map<String, Value>) -> Brief {
    let stats = fields.get("server_stats").and_then(Value::as_object);
    let number = |name: &str| stats.and_then(|s| s.get(name)).and_then(Value::as_i64);
    let float = |name: &str| stats.and_then(|s| s.get(name)).and_then(Value::as_f64);
    let text = |from: Option<&Map<String, Value>>, name: &str| {
        from.and_then(|f| f.get(name)).and_then(Value::as_str).unwrap_or("").to_owned()
    };
    // The parser of the word knows versions and roles already.
    let words = format!(
        "Zookeeper version: {}\nMode: {}\n",
        text(Some(fields), "version"),
        text(stats, "server_state")
    );
    Brief {
        zxid: number("last_processed_zxid").map(Zxid),
        latency_ms_avg: float("avg_latency"),
        latency_ms_max: float("max_latency"),
        received: number("packets_received"),
        sent: number("packets_sent"),
        connections: number("num_alive_client_connections"),
        outstanding: number("outstanding_requests"),
        nodes: fields.get("node_count").and_then(Value::as_i64),
        ..Brief::of(&parse_srvr(&words))
    }
}

/// The answer to `monitor`: the names are those of `mntr`.
pub fn detail(fields: &Map<String, Value>) -> Detail {
    let mut mntr: Mntr = parse_mntr("");
    for (name, value) in fields {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        mntr.values.insert(name.clone(), text);
    }
    Detail::of(&mntr)
}

/// The answer to `learners`.
pub fn learners(fields: &Map<String, Value>) -> BTreeMap<i64, LearnerStatus> {
    let list = fields.get("learners").and_then(Value::as_array);
    let one = |value: &Value| {
        let status = LearnerStatus {
            synced: value.get("synced")?.as_bool()?,
            sync_mode: value.get("sync_mode").and_then(Value::as_str).map(crate::text::clean),
            last_acked: value.get("last_acked_zxid").and_then(Value::as_str).and_then(|z| z.parse().ok()),
            lag_txns: value.get("lag_transactions").and_then(Value::as_i64),
            queued_bytes: value.get("queued_bytes").and_then(Value::as_i64),
            ack_ms: micros(value, "ack_us_last"),
            ack_ms_p99: micros(value, "ack_us_p99"),
            ack_waiting_ms: micros(value, "ack_us_waiting"),
            sync_bytes: value
                .get("sync_sent_bytes")
                .and_then(Value::as_i64)
                .map(|sent| (sent, value.get("sync_total_bytes").and_then(Value::as_i64))),
            sync_ms: value.get("sync_ms").and_then(Value::as_i64),
        };
        Some((value.get("server_id")?.as_i64()?, status))
    };
    list.into_iter().flatten().filter_map(one).collect()
}

fn micros(value: &Value, name: &str) -> Option<f64> {
    value.get(name).and_then(Value::as_f64).map(|us| us / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::super::facts::Role;
    use super::*;

    fn fields(text: &str) -> Map<String, Value> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_apache_says() {
        let b = brief(&fields(
            r#"{"version":"3.9.5-293c895, built on 2026","read_only":false,"node_count":5,"server_stats":{
            "packets_sent":7,"packets_received":9,"server_state":"leader","last_processed_zxid":4294967298,
            "avg_latency":0.5,"max_latency":3,"num_alive_client_connections":1,"outstanding_requests":0}}"#,
        ));
        assert_eq!(
            (b.version.as_str(), b.role, b.zxid),
            ("3.9.5", Some(Role::Leader), Some(Zxid(0x1_0000_0002)))
        );
        assert_eq!((b.received, b.nodes, b.latency_ms_avg), (Some(9), Some(5), Some(0.5)));
        let d = detail(&fields(
            r#"{"quorum_size":3,"p99_updatelatency":7,"peer_state":"following - broadcast"}"#,
        ));
        assert_eq!((d.voters, d.latency_ms_p99), (Some(3), Some(7.0)));
    }

    #[test]
    fn what_zkd_says_of_its_learners() {
        let l = learners(&fields(
            r#"{"learners":[{"server_id":3,"synced":true,"sync_mode":"diff","last_acked_zxid":"0x100000005",
            "lag_transactions":2,"queued_bytes":70,"ack_us_last":1500,"ack_us_p99":90000,"sync_ms":12,
            "sync_sent_bytes":700,"sync_total_bytes":900},{"nonsense":1}]}"#,
        ));
        assert_eq!(l.len(), 1);
        assert_eq!(
            (l[&3].last_acked, l[&3].lag_txns, l[&3].synced),
            (Some(Zxid(0x1_0000_0005)), Some(2), true)
        );
        assert_eq!((l[&3].ack_ms, l[&3].ack_ms_p99), (Some(1.5), Some(90.0)));
        assert_eq!((l[&3].sync_bytes, l[&3].sync_ms), (Some((700, Some(900))), Some(12)));
    }
}
