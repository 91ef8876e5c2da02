//! The page for Prometheus: the figures of `mntr` under the same names. What it lacks stays unknown: no zxid, so no lag,
//! and a role only for a leader, who alone counts learners.

use zk_client::admin::parse_mntr;

use super::facts::{Brief, Detail, Failure, Role};

/// Reads a page.
///
/// # Errors
/// It is no page of a ZooKeeper server.
pub fn read(text: &str) -> Result<(Brief, Detail), Failure> {
    let lines: String = text.lines().filter(|l| !l.starts_with('#')).map(tidy).collect();
    let mntr = parse_mntr(&lines);
    let integer = |name: &str| mntr.number(name).map(|n| n as i64);
    if integer("znode_count").is_none() && integer("outstanding_requests").is_none() {
        return Err(Failure::Broken("no page of a ZooKeeper server".to_owned()));
    }
    let leads = integer("synced_followers").is_some() || integer("learners").is_some();
    let brief = Brief {
        version: String::new(),
        role: leads.then_some(Role::Leader),
        zxid: None,
        latency_ms_avg: mntr.number("avg_latency"),
        latency_ms_max: mntr.number("max_latency"),
        received: integer("packets_received"),
        sent: integer("packets_sent"),
        connections: integer("num_alive_connections"),
        outstanding: integer("outstanding_requests"),
        nodes: integer("znode_count"),
    };
    Ok((brief, Detail::of(&mntr)))
}

/// A line in the form of `mntr`'s other dialect: no comma behind the last label, whole numbers without a point.
fn tidy(line: &str) -> String {
    let line = line.replace(",}", "}");
    match line.strip_suffix(".0") {
        Some(whole) => format!("{whole}\n"),
        None => format!("{line}\n"),
    }
}
