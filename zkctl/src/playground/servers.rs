//! The servers of a playground: their configurations, their start, until when they do not serve yet, and their end.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use tokio::time::Instant;
use zk_client::HostPort;
use zk_client::admin::four_letter;
use zkd::config::ensemble::{Ensemble, LoopbackPorts, loopback_voter};
use zkd::config::members::Membership;
use zkd::{Config, Server, StartError};

use super::Data;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::program_args::PlaygroundArgs;

/// Log files are made this big at first: a playground writes little.
const PREALLOC_KIB: u64 = 1024;

/// The tick of an ensemble, Apache's sample's.
const TICK_MS: i32 = 2000;

/// An election and a synchronisation on one machine take a second or two.
const SERVING_LIMIT: Duration = Duration::from_secs(30);
const ASK_LIMIT: Duration = Duration::from_secs(2);
const ASK_PAUSE: Duration = Duration::from_millis(50);

/// How often other free ports are tried: what was free a moment ago may be taken by somebody else.
const PORT_ATTEMPTS: u32 = 5;

/// At least one server.
pub struct Servers(Vec<Server>);

impl Servers {
    /// Starts one server, or an ensemble. Returns once clients can connect; an ensemble may not serve yet.
    pub fn start(data: &Data, args: &PlaygroundArgs) -> Result<Servers> {
        let failed = |why: &dyn std::fmt::Display| {
            let text = format!("cannot start the playground: {why}");
            let failure = Failure::new(Exit::Unexpected, "Server", text);
            if args.port == 0 { failure } else { failure.hint("without --port it takes a free one") }
        };
        if args.servers == 1 {
            let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
            let config = config(data, data.path(), addr);
            return Server::start(config).map(|s| Servers(vec![s])).map_err(|e| failed(&e));
        }
        let mut attempts = PORT_ATTEMPTS;
        loop {
            let ports = free_ports(args.servers, args.port).map_err(|e| failed(&e))?;
            match start_ensemble(data, &ports) {
                Ok(servers) => return Ok(servers),
                Err(StartError::Listen { .. } | StartError::ListenQuorum { .. })
                    if attempts > 1 && args.port == 0 =>
                {
                    attempts -= 1
                }
                Err(e) => return Err(failed(&e)),
            }
        }
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// All of them, for clients.
    pub fn connect_string(&self) -> String {
        self.0.iter().map(|s| s.client_addr().to_string()).collect::<Vec<_>>().join(",")
    }

    /// Waits until every server serves. One that stands alone does so since its start.
    pub async fn wait(&self) -> Result<()> {
        if self.count() == 1 {
            return Ok(());
        }
        tokio::select! {
            served = self.all_serve() => served,
            _ = tokio::signal::ctrl_c() => Err(Failure::interrupted()),
        }
    }

    async fn all_serve(&self) -> Result<()> {
        let deadline = Instant::now() + SERVING_LIMIT;
        for server in &self.0 {
            let addr = server.client_addr();
            let host = HostPort::new(addr.ip().to_string(), addr.port());
            while let Err(why) = four_letter(&host, "srvr", ASK_LIMIT).await {
                if Instant::now() >= deadline {
                    let seconds = SERVING_LIMIT.as_secs();
                    let text = format!("the playground's servers found no leader within {seconds} s: {why}");
                    return Err(Failure::new(Exit::Unexpected, "Server", text));
                }
                tokio::select! {
                    reason = server.stopped() => {
                        let text = format!("the server on {addr} ended at its start: {reason:?}");
                        return Err(Failure::new(Exit::Unexpected, "Server", text));
                    }
                    () = tokio::time::sleep(ASK_PAUSE) => {}
                }
            }
        }
        Ok(())
    }

    /// Stops all at once: one after the other, the rest would elect a leader each time.
    pub fn stop(self) -> Result<()> {
        let outcomes = std::thread::scope(|scope| {
            let threads: Vec<_> = self.0.into_iter().map(|server| scope.spawn(|| server.stop())).collect();
            threads.into_iter().map(|thread| thread.join()).collect::<Vec<_>>()
        });
        for outcome in outcomes {
            let why = match outcome {
                Ok(Ok(())) => continue,
                Ok(Err(why)) => format!("{why:?}"),
                Err(_) => "it panicked while it stopped".to_owned(),
            };
            return Err(Failure::new(Exit::Unexpected, "Server", format!("the server failed: {why}")));
        }
        Ok(())
    }
}

/// What one would want to try is switched on.
fn config(data: &Data, dir: &Path, addr: SocketAddr) -> Config {
    let mut config = Config::standalone(dir, addr);
    config.extended_types = true;
    config.fourlw_whitelist = zkd::fourlw::Whitelist::all();
    config.prealloc_kib = PREALLOC_KIB;
    // Data that goes with the process need not survive the machine.
    config.force_sync = matches!(data, Data::Kept(_));
    config
}

fn start_ensemble(data: &Data, ports: &[LoopbackPorts]) -> std::result::Result<Servers, StartError> {
    // On an error the servers that are there already end with the list.
    let mut servers = Servers(Vec::new());
    for config in ensemble(data, ports) {
        servers.0.push(Server::start(config)?);
    }
    Ok(servers)
}

/// The members' configurations, numbered from 1, each with a directory of its own below the playground's.
fn ensemble(data: &Data, ports: &[LoopbackPorts]) -> Vec<Config> {
    let members = (1..).zip(ports).map(|(sid, ports)| (sid, loopback_voter(*ports)));
    let membership = Membership { members: members.collect(), ..Membership::default() };
    (1..)
        .zip(ports)
        .filter_map(|(sid, ports)| {
            let dir = data.path().join(format!("server-{sid}"));
            let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, ports.client));
            let member = Ensemble::new(sid, membership.clone()).ok()?;
            Some(config(data, &dir, addr).with_tick_ms(TICK_MS).with_ensemble(member))
        })
        .collect()
}

/// Ports that nobody listens on now. Those for clients go up from `client`, unless that is 0.
fn free_ports(servers: u8, client: u16) -> io::Result<Vec<LoopbackPorts>> {
    // All are held until the last one is found, so that none is found twice.
    let mut held = Vec::new();
    let mut free = |port: u16| {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        held.push(listener);
        Ok::<u16, io::Error>(port)
    };
    let clients = (0..servers).map(|index| match client {
        0 => free(0),
        first => first
            .checked_add(index.into())
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "there is no port above 65535"))
            .and_then(&mut free)
            .map_err(|e| {
                io::Error::new(e.kind(), format!("port {}: {e}", u32::from(first) + u32::from(index)))
            }),
    });
    let clients: Vec<u16> = clients.collect::<io::Result<_>>()?;
    clients
        .into_iter()
        .map(|client| Ok(LoopbackPorts { quorum: free(0)?, election: free(0)?, client }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ports_of_an_ensemble_are_free_and_differ() {
        let ports = free_ports(5, 0).unwrap();
        let all: BTreeSet<u16> = ports.iter().flat_map(|p| [p.quorum, p.election, p.client]).collect();
        assert_eq!(all.len(), 15);
        assert!(free_ports(3, u16::MAX).is_err());
    }

    #[test]
    fn the_members_of_a_playground_know_each_other() {
        let data = Data::new(None).unwrap();
        let ports = [
            LoopbackPorts { quorum: 1, election: 2, client: 3 },
            LoopbackPorts { quorum: 4, election: 5, client: 6 },
            LoopbackPorts { quorum: 7, election: 8, client: 9 },
        ];
        let configs = ensemble(&data, &ports);
        let text = "server.1=127.0.0.1:1:2:participant;127.0.0.1:3\n\
                    server.2=127.0.0.1:4:5:participant;127.0.0.1:6\n\
                    server.3=127.0.0.1:7:8:participant;127.0.0.1:9\nversion=0";
        assert_eq!(configs.len(), 3);
        for (config, (sid, ports)) in configs.iter().zip((1..).zip(ports)) {
            let member = config.ensemble().unwrap();
            assert_eq!((member.my_id, config.client_port), (sid, Some(ports.client)));
            assert_eq!(member.text(), text);
            assert_eq!(config.data_dir, data.path().join(format!("server-{sid}")));
        }
    }
}
