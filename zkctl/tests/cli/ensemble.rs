//! An ensemble of servers in this process, and the program to talk to it.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use zkd::config::ensemble::{Ensemble, LoopbackPorts, loopback_voter};
use zkd::config::members::Membership;
use zkd::fourlw::Whitelist;

use crate::support::{Run, command, run};

/// Three voters.
pub struct Trio {
    servers: Vec<Option<zkd::Server>>,
    pub hosts: String,
    ports: Vec<LoopbackPorts>,
    home: TempDir,
}

impl Trio {
    /// Starts them, and waits until all serve.
    pub fn new() -> Trio {
        Trio::with(|_| Whitelist::all())
    }

    /// The same, with a whitelist for each.
    pub fn with(whitelist: impl Fn(usize) -> Whitelist) -> Trio {
        Trio::configured(|index, config| config.fourlw_whitelist = whitelist(index))
    }

    /// Members whose configuration the test changes.
    pub fn configured(configure: impl Fn(usize, &mut zkd::Config)) -> Trio {
        let home = tempfile::tempdir().unwrap();
        // What was free a moment ago may be taken by a test beside this one.
        let (servers, ports) =
            (0..20).find_map(|_| start(&home, &configure)).expect("no free ports for three servers");
        let hosts: Vec<String> = ports.iter().map(|p| format!("127.0.0.1:{}", p.client)).collect();
        let servers = servers.into_iter().map(Some).collect();
        let trio = Trio { servers, hosts: hosts.join(","), ports, home };
        trio.wait();
        trio
    }

    /// Waits until all serve.
    pub fn wait(&self) {
        self.run(&["status", "--wait", "healthy", "--wait-limit", "60s"]).exits(0);
    }

    /// Where the clients of each connect.
    pub fn addrs(&self) -> Vec<SocketAddr> {
        self.ports.iter().map(|p| SocketAddr::from((Ipv4Addr::LOCALHOST, p.client))).collect()
    }

    /// Where the pages of one are.
    pub fn http(&self, index: usize) -> SocketAddr {
        self.servers[index].as_ref().unwrap().http_addrs()[0]
    }

    /// The data directory of one.
    pub fn data(&self, index: usize) -> String {
        self.path(&format!("server-{}", index + 1))
    }

    /// A name for a file of the test.
    pub fn path(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }

    /// Stops all that run.
    pub fn stop_all(&mut self) {
        // At once: one after the other, the rest would elect a leader each time.
        std::thread::scope(|scope| {
            for server in self.servers.iter_mut().filter_map(Option::take) {
                scope.spawn(|| server.stop());
            }
        });
    }

    /// Starts all again, on what their directories hold by now.
    pub fn start_all(&mut self, configure: impl Fn(usize, &mut zkd::Config)) {
        assert!(self.servers.iter().all(Option::is_none), "some still run");
        let servers = (0..self.ports.len()).map(|index| {
            let mut config = config(&self.home, &self.ports, index);
            configure(index, &mut config);
            Some(zkd::Server::start(config).unwrap())
        });
        self.servers = servers.collect();
        self.wait();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = command(&self.home);
        command.arg("-C").arg(&self.hosts).args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        run(self.command(args), b"")
    }

    /// A directory of their own.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// Where their AdminServers are, as `--admin` takes them.
    pub fn admin(&self) -> Vec<String> {
        let addr = |s: &zkd::Server| s.http_addrs().first().map(|addr| format!("http://{addr}"));
        self.servers.iter().flatten().filter_map(addr).collect()
    }

    /// Stops one, as if its machine had gone.
    pub fn stop(&mut self, index: usize) {
        self.servers[index].take().unwrap().stop().unwrap();
    }

    /// Runs until the document that it prints is as wanted.
    #[track_caller]
    pub fn eventually(
        &self,
        args: &[&str],
        wanted: impl Fn(&serde_json::Value) -> bool,
    ) -> serde_json::Value {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let run = self.run(args);
            let document = serde_json::from_slice(&run.stdout).unwrap_or_default();
            if wanted(&document) {
                return document;
            }
            assert!(Instant::now() < deadline, "{args:?}: {}\n{}", run.text(), run.stderr);
        }
    }
}

impl Drop for Trio {
    fn drop(&mut self) {
        self.stop_all();
    }
}

fn start(
    home: &TempDir,
    configure: &impl Fn(usize, &mut zkd::Config),
) -> Option<(Vec<zkd::Server>, Vec<LoopbackPorts>)> {
    let held: Vec<TcpListener> =
        (0..9).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()).collect();
    let free: Vec<u16> = held.iter().map(|l| l.local_addr().unwrap().port()).collect();
    let ports: Vec<LoopbackPorts> =
        free.chunks(3).map(|p| LoopbackPorts { client: p[0], quorum: p[1], election: p[2] }).collect();
    drop(held);
    let mut servers = Vec::new();
    for index in 0..ports.len() {
        let mut config = config(home, &ports, index);
        configure(index, &mut config);
        match zkd::Server::start(config) {
            Ok(server) => servers.push(server),
            Err(_) => {
                servers.into_iter().for_each(|s| drop(s.stop()));
                return None;
            }
        }
    }
    Some((servers, ports))
}

fn config(home: &TempDir, ports: &[LoopbackPorts], index: usize) -> zkd::Config {
    let members = (1..).zip(ports).map(|(sid, ports)| (sid, loopback_voter(*ports))).collect();
    let membership = Membership { members, ..Membership::default() };
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, ports[index].client));
    let sid = index as i64 + 1;
    let dir = home.path().join(format!("server-{sid}"));
    let mut config = zkd::Config::standalone(&dir, addr)
        .with_tick_ms(500)
        .with_ensemble(Ensemble::new(sid, membership).unwrap());
    config.extended_types = true;
    config.prealloc_kib = 64;
    config.force_sync = false;
    config.fourlw_whitelist = Whitelist::all();
    config
}
