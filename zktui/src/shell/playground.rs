//! An ensemble of zkd in this process, on temporary data, to see the monitor at work.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use tokio::time::Instant;
use zk_client::HostPort;
use zk_client::admin::four_letter;
use zkd::config::ensemble::{Ensemble, LoopbackPorts, loopback_voter};
use zkd::config::members::Membership;
use zkd::{Config, Server, StartError};

/// Log files are made this big at first: a playground writes little.
const PREALLOC_KIB: u64 = 1024;
const TICK_MS: i32 = 1000;
/// How often other free ports are tried: what was free a moment ago may be taken by somebody else.
const PORT_ATTEMPTS: u32 = 5;
/// An election and a synchronisation on one machine take a second or two.
const SERVING_LIMIT: Duration = Duration::from_secs(30);
const ASK_LIMIT: Duration = Duration::from_secs(2);
const ASK_PAUSE: Duration = Duration::from_millis(50);

/// Servers, and their data, which goes with them.
pub struct Playground {
    servers: Vec<Server>,
    _data: TempDir,
}

impl Playground {
    /// Starts so many servers. They may still look for a leader when this returns, which is something to see.
    pub fn start(count: u8) -> Result<Playground> {
        let data = tempfile::Builder::new()
            .prefix("zktui-playground.")
            .tempdir()
            .context("no temporary directory")?;
        for attempt in 1..=PORT_ATTEMPTS {
            match start(&data, count) {
                Ok(servers) => return Ok(Playground { servers, _data: data }),
                Err(Failed::Start(StartError::Listen { .. } | StartError::ListenQuorum { .. }))
                    if attempt < PORT_ATTEMPTS => {}
                Err(Failed::Start(e)) => bail!("cannot start the playground: {e}"),
                Err(Failed::Ports(e)) => bail!("cannot start the playground: no free ports: {e}"),
            }
        }
        bail!("cannot start the playground: the ports that were free are taken")
    }

    /// Where they are.
    pub fn connect_string(&self) -> String {
        self.servers.iter().map(|s| s.client_addr().to_string()).collect::<Vec<_>>().join(",")
    }

    /// Where their AdminServers are, in the same order.
    pub fn admin_urls(&self) -> Vec<String> {
        self.servers.iter().filter_map(|s| s.http_addrs().first()).map(|a| format!("http://{a}")).collect()
    }

    /// Waits until every server serves: what is printed once should be no election.
    pub async fn wait(&self) -> Result<()> {
        if self.servers.len() == 1 {
            return Ok(());
        }
        eprintln!("waiting until the playground's {} servers have a leader", self.servers.len());
        let deadline = Instant::now() + SERVING_LIMIT;
        for server in &self.servers {
            let addr = server.client_addr();
            let host = HostPort::new(addr.ip().to_string(), addr.port());
            while let Err(why) = four_letter(&host, "srvr", ASK_LIMIT).await {
                if Instant::now() >= deadline {
                    let seconds = SERVING_LIMIT.as_secs();
                    bail!("the playground's servers found no leader within {seconds} s: {why}");
                }
                tokio::select! {
                    reason = server.stopped() => bail!("the playground's server on {addr} ended at its start: {reason:?}"),
                    () = tokio::time::sleep(ASK_PAUSE) => {}
                }
            }
        }
        Ok(())
    }

    /// Stops all at once: one after the other, the rest would elect a leader each time.
    pub fn stop(self) -> Result<()> {
        let threads: Vec<_> = self
            .servers
            .into_iter()
            .map(|server| std::thread::spawn(move || server.stop().map_err(|e| format!("{e:?}"))))
            .collect();
        for thread in threads {
            match thread.join() {
                Ok(Ok(())) => {}
                Ok(Err(why)) => bail!("a server of the playground failed: {why}"),
                Err(_) => bail!("a server of the playground panicked while it stopped"),
            }
        }
        Ok(())
    }
}

enum Failed {
    Ports(std::io::Error),
    Start(StartError),
}

fn start(data: &TempDir, count: u8) -> Result<Vec<Server>, Failed> {
    let ports = free_ports(count).map_err(Failed::Ports)?;
    let members = (1..).zip(&ports).map(|(sid, ports)| (sid, loopback_voter(*ports)));
    let membership = Membership { members: members.collect(), ..Membership::default() };
    let mut servers = Vec::new();
    for (sid, ports) in (1..).zip(&ports) {
        let dir = data.path().join(format!("server-{sid}"));
        let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, ports.client));
        let mut config = Config::standalone(&dir, addr);
        config.extended_types = true;
        config.fourlw_whitelist = zkd::fourlw::Whitelist::all();
        config.prealloc_kib = PREALLOC_KIB;
        config.admin = Some(zkd::config::HttpConfig { port: 0, ..Default::default() });
        config.force_sync = false;
        if count > 1
            && let Ok(member) = Ensemble::new(sid, membership.clone())
        {
            config = config.with_tick_ms(TICK_MS).with_ensemble(member);
        }
        // On an error the servers that are there already end with the list.
        servers.push(Server::start(config).map_err(Failed::Start)?);
    }
    Ok(servers)
}

/// Ports that nobody listens on now.
fn free_ports(count: u8) -> std::io::Result<Vec<LoopbackPorts>> {
    // All are held until the last one is found, so that none is found twice.
    let mut held = Vec::new();
    let mut free = || {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        held.push(listener);
        Ok::<u16, std::io::Error>(port)
    };
    (0..count).map(|_| Ok(LoopbackPorts { quorum: free()?, election: free()?, client: free()? })).collect()
}
