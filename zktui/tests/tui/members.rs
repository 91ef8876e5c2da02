//! Three members of zkd in this process, and what can be put between two of them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};

use zkd::config::ensemble::{Ensemble, LoopbackPorts, loopback_voter};
use zkd::config::members::Membership;
use zkd_tests::server::free_port;

/// Ports that nobody listens on.
pub fn ports() -> [LoopbackPorts; 3] {
    [(); 3].map(|()| LoopbackPorts { quorum: free_port(), election: free_port(), client: free_port() })
}

/// Starts them. `view` says where the member of the first number finds that of the second.
pub fn start(
    dir: &Path,
    ports: &[LoopbackPorts; 3],
    tune: impl Fn(&mut zkd::Config),
    view: impl Fn(i64, i64, LoopbackPorts) -> LoopbackPorts,
) -> Vec<zkd::Server> {
    let server = |own: i64, client: u16| {
        let seen = (1..).zip(ports).map(|(sid, ports)| (sid, loopback_voter(view(own, sid, *ports))));
        let membership = Membership { members: seen.collect(), ..Membership::default() };
        let addr = SocketAddr::from(([127, 0, 0, 1], client));
        let mut config = zkd::Config::standalone(dir.join(format!("data-{own}")), addr);
        config.fourlw_whitelist = zkd::fourlw::Whitelist::all();
        config.force_sync = false;
        tune(&mut config);
        let member = Ensemble::new(own, membership).unwrap();
        zkd::Server::start(config.with_tick_ms(1000).with_ensemble(member)).unwrap()
    };
    (1..).zip(ports).map(|(sid, ports)| server(sid, ports.client)).collect()
}

/// Passes on everything, until what comes from behind is held back.
pub struct Hold {
    pub port: u16,
    held: Arc<(Mutex<bool>, Condvar)>,
}

impl Hold {
    pub fn before(port: u16) -> Hold {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().port();
        let held: Arc<(Mutex<bool>, Condvar)> = Arc::default();
        let shared = held.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Nobody listens there while that member does not lead.
                let Ok(onward) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                let (from, to) = (stream.try_clone().unwrap(), onward.try_clone().unwrap());
                std::thread::spawn(move || copy(from, to, &Arc::default()));
                let shared = shared.clone();
                std::thread::spawn(move || copy(onward, stream, &shared));
            }
        });
        Hold { port: own, held }
    }

    pub fn set(&self, on: bool) {
        *self.held.0.lock().unwrap() = on;
        self.held.1.notify_all();
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, held: &(Mutex<bool>, Condvar)) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut buffer) {
        drop(held.1.wait_while(held.0.lock().unwrap(), |held| *held).unwrap());
        if to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}
