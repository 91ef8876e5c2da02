//! A server that accepts sessions and then misbehaves.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender};

use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::{Reader, SessionId};

/// What happens to the first request that is no ping.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// It is read, and the connection is cut.
    Cut,
    /// It is read, and never answered.
    Stall,
    /// It is read, the connection is cut, and the session is gone when the client comes back.
    Expire,
}

/// Starts a server that accepts any number of sessions. Its thread ends with the process.
pub fn start(fault: Fault) -> SocketAddr {
    start_telling(fault).0
}

/// The same; it tells of each request that is no ping.
pub fn start_telling(fault: Fault) -> (SocketAddr, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let (tell, seen) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let tell = tell.clone();
            std::thread::spawn(move || serve(stream, fault, &tell));
        }
    });
    (addr, seen)
}

/// An address at which nobody listens.
pub fn dead_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn serve(mut stream: TcpStream, fault: Fault, tell: &Sender<()>) -> Option<()> {
    let request = frame(&mut stream)?;
    let request = ConnectRequest::decode(&mut Reader::new(&request)).ok()?;
    let mut response = ConnectResponse {
        protocol_version: 0,
        timeout_ms: 30_000,
        session_id: SessionId(0x1234),
        password: [7; 16],
        read_only: Some(false),
    };
    if matches!(fault, Fault::Expire) && request.session_id != SessionId::NONE {
        response = ConnectResponse::expired(Some(false));
    }
    let mut body = Vec::new();
    response.encode(&mut body);
    stream.write_all(&u32::try_from(body.len()).ok()?.to_be_bytes()).ok()?;
    stream.write_all(&body).ok()?;
    loop {
        let request = frame(&mut stream)?;
        let is_ping = request.get(4..8) == Some(&11i32.to_be_bytes());
        if !is_ping {
            // Nobody may be listening.
            let _ = tell.send(());
        }
        match fault {
            Fault::Cut | Fault::Expire if !is_ping => return None,
            _ => {}
        }
    }
}

fn frame(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut body = vec![0; usize::try_from(u32::from_be_bytes(length)).ok()?];
    stream.read_exact(&mut body).ok()?;
    Some(body)
}
