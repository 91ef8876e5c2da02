//! Something between a follower and its leader that can hold back what the leader says, without a connection breaking.

use anyhow::Result;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub(super) struct Hold {
    pub(super) port: u16,
    held: Arc<AtomicBool>,
}

impl Hold {
    /// Passes on everything to a port of this machine.
    pub(super) fn before(port: u16) -> Result<Hold> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let own = listener.local_addr()?.port();
        let held = Arc::new(AtomicBool::new(false));
        let shared = held.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let onward = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
                // Nobody listens while nobody leads.
                let Ok(onward) = onward else { continue };
                let (Ok(from), Ok(to)) = (stream.try_clone(), onward.try_clone()) else { continue };
                std::thread::spawn(move || copy(from, to, &AtomicBool::new(false)));
                let held = shared.clone();
                std::thread::spawn(move || copy(onward, stream, &held));
            }
        });
        Ok(Hold { port: own, held })
    }

    /// Whether what comes from behind is held back from now on.
    pub(super) fn set(&self, on: bool) {
        self.held.store(on, Ordering::SeqCst);
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, held: &AtomicBool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut buffer) {
        while held.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(5));
        }
        if to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}
