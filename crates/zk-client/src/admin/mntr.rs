//! `mntr`: hundreds of `name TAB value` lines.

use std::collections::BTreeMap;

/// The answer to `mntr`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mntr {
    /// Values by name, as printed but without the leading `zk_`.
    pub values: BTreeMap<String, String>,
}

impl Mntr {
    /// A value by its name without `zk_`.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A value as a number; not for NaN.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.text(name)?.parse::<f64>().ok().filter(|v| v.is_finite())
    }

    /// A value as an integer.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// `leader`, `follower`, `observer`, `standalone` or `read-only`.
    pub fn server_state(&self) -> Option<&str> {
        self.text("server_state")
    }

    /// As `following - broadcast`; ensemble members only.
    pub fn peer_state(&self) -> Option<&str> {
        self.text("peer_state")
    }

    /// Version line.
    pub fn version(&self) -> Option<&str> {
        self.text("version")
    }

    /// Number of znodes.
    pub fn znode_count(&self) -> Option<i64> {
        self.integer("znode_count")
    }

    /// Number of watches on this server.
    pub fn watch_count(&self) -> Option<i64> {
        self.integer("watch_count")
    }

    /// Number of ephemerals.
    pub fn ephemerals_count(&self) -> Option<i64> {
        self.integer("ephemerals_count")
    }

    /// Open client connections.
    pub fn connection_count(&self) -> Option<i64> {
        self.integer("num_alive_connections")
    }

    /// Requests under way.
    pub fn outstanding_requests(&self) -> Option<i64> {
        self.integer("outstanding_requests")
    }

    /// Bytes of paths and data.
    pub fn approximate_data_size(&self) -> Option<i64> {
        self.integer("approximate_data_size")
    }

    /// Learners of a leader; `zk_followers` before 3.6.
    pub fn learners(&self) -> Option<i64> {
        self.integer("learners").or_else(|| self.integer("followers"))
    }

    /// Followers in sync; leaders only.
    pub fn synced_followers(&self) -> Option<i64> {
        self.integer("synced_followers")
    }

    /// Voters in the ensemble.
    pub fn quorum_size(&self) -> Option<i64> {
        self.integer("quorum_size")
    }

    /// Milliseconds since the server began to serve.
    pub fn uptime_ms(&self) -> Option<i64> {
        self.integer("uptime")
    }

    /// Latencies in milliseconds: least, mean, most.
    pub fn latency_ms(&self) -> Option<(f64, f64, f64)> {
        Some((self.number("min_latency")?, self.number("avg_latency")?, self.number("max_latency")?))
    }
}

/// Reads the answer to `mntr`.
pub fn parse_mntr(text: &str) -> Mntr {
    let pair = |line: &str| {
        let (name, value) = line.split_once('\t').or_else(|| line.split_once(' '))?;
        let name = name.trim();
        let name = name.strip_prefix("zk_").unwrap_or(name);
        (!name.is_empty()).then(|| (name.to_owned(), value.trim().to_owned()))
    };
    Mntr { values: text.lines().filter_map(pair).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_providers() {
        let m = parse_mntr(
            "zk_version\t3.8.0-x, built on 2024\nzk_server_state\tleader\nzk_peer_state\tleading - broadcast\n\
             zk_min_latency\t0\nzk_avg_latency\t0.5\nzk_max_latency\t3\nzk_followers\t2\n\
             zk_fsynctime{quantile=\"0.5\"}\tNaN\nzk_znode_count\t5\n\n",
        );
        assert_eq!(m.server_state(), Some("leader"));
        assert_eq!(m.peer_state(), Some("leading - broadcast"));
        assert_eq!(m.latency_ms(), Some((0.0, 0.5, 3.0)));
        assert_eq!((m.learners(), m.znode_count()), (Some(2), Some(5)));
        assert_eq!(m.number("fsynctime{quantile=\"0.5\"}"), None);
        assert_eq!(m.values.len(), 9);
    }
}
