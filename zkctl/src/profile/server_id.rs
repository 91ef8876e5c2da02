//! `--server`: one server of the connect string, by what people call it.

use zk_client::{Client, ConnectString, HostPort, Options};

use crate::failure::{Failure, Result};

/// The server that is meant. An id is looked up in the ensemble's configuration, which takes a connection.
///
/// # Errors
/// There is none of that name or id, or more than one.
pub async fn find(wanted: &str, servers: &ConnectString, options: &Options) -> Result<HostPort> {
    if let Some(server) = by_name(wanted, servers.servers())? {
        return Ok(server);
    }
    let named = || servers.servers().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let shown = crate::sanitise::line(wanted).into_owned();
    let Ok(id) = wanted.parse::<u64>() else {
        return Err(Failure::usage(format!(
            "--server {shown}: there is no such server in the connect string"
        ))
        .hint(format!("it names {}; an id is found with any of them", named())));
    };
    let connected = Client::connect(servers.clone(), options.clone()).await;
    let client = connected.map_err(|e| crate::context::connect_failure(&servers.to_string(), e))?;
    let answer = client.get_config().await;
    let _ = tokio::time::timeout(crate::context::CLOSE_TIMEOUT, client.close()).await;
    let data = answer.map_err(|e| crate::context::client_failure("read", "/zookeeper/config", e))?;
    let text = String::from_utf8_lossy(data.value.data.as_deref().unwrap_or_default()).into_owned();
    by_id(id, &text, servers.servers(), options.tls.is_some())
}

fn by_name(wanted: &str, servers: &[HostPort]) -> Result<Option<HostPort>> {
    let matching: Vec<&HostPort> = servers
        .iter()
        .filter(|s| s.host.eq_ignore_ascii_case(wanted) || s.to_string().eq_ignore_ascii_case(wanted))
        .collect();
    match matching.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some((*only).clone())),
        several => {
            let names: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(Failure::usage(format!("--server {wanted} may be any of {}", names.join(", "))))
        }
    }
}

/// `server.ID=HOST:QUORUM:ELECTION[:ROLE][;[HOST:]CLIENT]`
fn by_id(id: u64, config: &str, servers: &[HostPort], tls: bool) -> Result<HostPort> {
    let members: Vec<(u64, &str)> = config
        .lines()
        .filter_map(|line| {
            let (id, rest) = line.trim().strip_prefix("server.")?.split_once('=')?;
            Some((id.parse().ok()?, rest))
        })
        .collect();
    let Some((_, member)) = members.iter().find(|(i, _)| *i == id) else {
        let ids: Vec<String> = members.iter().map(|(i, _)| i.to_string()).collect();
        return Err(Failure::usage(format!("--server {id}: the ensemble has no server of that id")).hint(
            if ids.is_empty() {
                "it is a single server".to_owned()
            } else {
                format!("its ids: {}", ids.join(", "))
            },
        ));
    };
    let (quorum, client) = member.split_once(';').unwrap_or((member, ""));
    let host = host_of(quorum.split('|').next().unwrap_or_default());
    let (client_host, port) = client.rsplit_once(':').unwrap_or(("", client));
    let port: Option<u16> = port.trim().parse().ok();
    let same_host: Vec<&HostPort> = servers.iter().filter(|s| s.host.eq_ignore_ascii_case(host)).collect();
    if let Some(server) = same_host.iter().find(|s| Some(s.port) == port) {
        return Ok((*server).clone());
    }
    if let [only] = same_host.as_slice() {
        return Ok((*only).clone());
    }
    match port {
        // The port that is told is the plain one.
        Some(port) if !tls => {
            let own = host_of(client_host);
            let everywhere = matches!(own, "" | "0.0.0.0" | "::" | "0:0:0:0:0:0:0:0");
            Ok(HostPort::new(if everywhere { host } else { own }, port))
        }
        _ => Err(Failure::usage(format!(
            "--server {id}: the ensemble does not tell the client port of {host}"
        ))
        .hint("name the server as it is in the connect string")),
    }
}

/// The host of `host:port…` or `[v6]:port…`, or of either without a port.
fn host_of(address: &str) -> &str {
    match address.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, _)) => host,
        None => address.trim().split(':').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "server.1=zk1:2888:3888:participant;0.0.0.0:2181\n\
        server.2=zk2:2888:3888:participant\nserver.3=[::1]:2888:3888|zk3:1:2:observer;[::]:2183\n\
        server.4=127.0.0.1:1:2:participant;127.0.0.1:2184\nversion=100000000";

    fn server(text: &str) -> HostPort {
        text.parse().unwrap()
    }

    #[test]
    fn a_server_is_found_by_host_address_or_id() {
        let servers = [server("zk1:2281"), server("ZK2:2181"), server("h:1"), server("h:2")];
        assert_eq!(by_name("zk2", &servers).unwrap(), Some(server("ZK2:2181")));
        assert_eq!(by_name("h:2", &servers).unwrap(), Some(server("h:2")));
        assert_eq!(by_name("zk9", &servers).unwrap(), None);
        assert!(by_name("h", &servers).unwrap_err().to_string().contains("h:1, h:2"));
        let find = |id, tls| by_id(id, CONFIG, &servers, tls);
        assert_eq!(find(1, true).unwrap(), server("zk1:2281"));
        assert_eq!(find(2, false).unwrap(), server("ZK2:2181"));
        assert_eq!(find(3, false).unwrap(), server("[::1]:2183"));
        assert_eq!(find(4, false).unwrap(), server("127.0.0.1:2184"));
        assert!(find(4, true).is_err());
        assert!(find(9, false).unwrap_err().to_string().contains("its ids: 1, 2, 3, 4"));
        assert!(by_id(1, "", &servers, false).unwrap_err().to_string().contains("single server"));
    }
}
