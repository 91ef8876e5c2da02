//! The AdminServer's side of a survey: where it is, and its JSON in the shape of the four-letter words.

use serde_json::{Map, Value};
use zk_client::HostPort;
use zk_client::admin::{AdminUrl, Conf, DEFAULT_ADMIN_PORT, Mntr, Srvr};
use zk_proto::Zxid;

use crate::failure::{Failure, Result};

/// The AdminServer of each server: as given, one with `{host}` for all or one for each; else on the usual port.
pub fn urls(servers: &[HostPort], given: &[String]) -> Result<Vec<AdminUrl>> {
    let parse = |text: &str| text.parse::<AdminUrl>().map_err(|e| Failure::usage(e.to_string()));
    let host = |server: &HostPort| {
        if server.host.contains(':') { format!("[{}]", server.host) } else { server.host.clone() }
    };
    match given {
        [] => Ok(servers
            .iter()
            .map(|s| AdminUrl {
                https: false,
                server: HostPort::new(s.host.clone(), DEFAULT_ADMIN_PORT),
                path: "/commands".into(),
            })
            .collect()),
        [one] if one.contains("{host}") || servers.len() == 1 => {
            servers.iter().map(|s| parse(&one.replace("{host}", &host(s)))).collect()
        }
        many if many.len() == servers.len() => {
            many.iter().zip(servers).map(|(url, s)| parse(&url.replace("{host}", &host(s)))).collect()
        }
        many => Err(Failure::usage(format!(
            "--admin names {} AdminServers for {} servers",
            many.len(),
            servers.len()
        ))
        .hint("give one with {host} in it, or one for each server of the connect string, in its order")),
    }
}

/// A value as the four-letter words print it.
fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// What the answer says, without what every answer has.
fn content(object: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    object.iter().filter(|(k, _)| !matches!(k.as_str(), "command" | "error"))
}

/// Names and values.
pub fn pairs(object: &Map<String, Value>) -> Vec<(String, String)> {
    content(object).map(|(k, v)| (k.clone(), text(v))).collect()
}

/// The same of `name=value` lines.
pub fn pairs_of_text(text: &str) -> Vec<(String, String)> {
    let pairs = text.lines().filter_map(|l| l.split_once('='));
    pairs.map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned())).collect()
}

/// `monitor` as `mntr`.
pub fn mntr(object: &Map<String, Value>) -> Mntr {
    Mntr { values: pairs(object).into_iter().collect() }
}

/// `configuration` as `conf`: `client_port` becomes `clientPort`.
pub fn conf(object: &Map<String, Value>) -> Conf {
    let camel = |name: &str| {
        let mut parts = name.split('_');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |out, part| {
            let mut chars = part.chars();
            let head = chars.next().map(|c| c.to_ascii_uppercase());
            out + &head.into_iter().chain(chars).collect::<String>()
        })
    };
    let values = pairs(object).into_iter().map(|(k, v)| (camel(&k), v)).collect();
    Conf { values, ..Conf::default() }
}

/// `server_stats` as `srvr`.
pub fn srvr(object: &Map<String, Value>) -> Srvr {
    let stats = object.get("server_stats").and_then(Value::as_object);
    let get = |name: &str| stats.and_then(|s| s.get(name));
    let int = |name: &str| get(name).and_then(Value::as_i64);
    let float = |name: &str| get(name).and_then(Value::as_f64);
    let latency = || Some((float("min_latency")?, float("avg_latency")?, float("max_latency")?));
    let version = object.get("version").map(text).unwrap_or_default();
    let mode = get("server_state").map(text).unwrap_or_default();
    // The text form has the only reader of roles.
    let mut srvr = zk_client::admin::parse_srvr(&format!("Zookeeper version: {version}\nMode: {mode}\n"));
    srvr.read_only |= object.get("read_only").and_then(Value::as_bool).unwrap_or(false);
    srvr.latency_ms = latency();
    srvr.received = int("packets_received");
    srvr.sent = int("packets_sent");
    srvr.connections = int("num_alive_client_connections");
    srvr.outstanding = int("outstanding_requests");
    srvr.zxid = int("last_processed_zxid").map(Zxid);
    srvr.node_count = object.get("node_count").and_then(Value::as_i64);
    srvr
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use zk_client::admin::Mode;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn one_address_serves_all_or_each_has_its_own() {
        let servers = [HostPort::new("a", 1), HostPort::new("::1", 2)];
        let shown = |given: &[&str]| {
            let given: Vec<String> = given.iter().map(|s| (*s).to_owned()).collect();
            urls(&servers, &given).map(|urls| urls.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(shown(&[]).unwrap(), ["http://a:8080/commands", "http://[::1]:8080/commands"]);
        assert_eq!(shown(&["http://{host}:9/x"]).unwrap(), ["http://a:9/x", "http://[::1]:9/x"]);
        assert_eq!(shown(&["h:1", "h:2"]).unwrap(), ["http://h:1/commands", "http://h:2/commands"]);
        assert!(shown(&["h:1"]).is_err() && shown(&["h:1", "h:2", "h:3"]).is_err());
    }

    #[test]
    fn json_takes_the_shape_of_the_words() {
        let c = conf(&object(
            json!({"client_port": 2181, "max_client_cnxns": 60, "server_id": 3, "error": null}),
        ));
        assert_eq!(
            (c.client_port(), c.integer("maxClientCnxns"), c.server_id()),
            (Some(2181), Some(60), Some(3))
        );
        let m = mntr(&object(
            json!({"server_state": "leader", "znode_count": 5, "avg_latency": 0.5, "command": "monitor"}),
        ));
        assert_eq!((m.server_state(), m.znode_count(), m.values.len()), (Some("leader"), Some(5), 3));
        let s = srvr(&object(json!({
            "version": "3.9.5-x, built on 2026", "read_only": false, "node_count": 12,
            "server_stats": {"server_state": "follower", "last_processed_zxid": 52, "avg_latency": 0.8,
                             "min_latency": 0, "max_latency": 9, "outstanding_requests": 0}
        })));
        assert_eq!((s.mode, s.zxid, s.node_count), (Some(Mode::Follower), Some(Zxid(52)), Some(12)));
        assert_eq!(s.latency_ms, Some((0.0, 0.8, 9.0)));
        assert_eq!(srvr(&Map::new()).latency_ms, None);
    }
}
