//! A server that accepts sessions and then misbehaves.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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
    /// A list of children is announced that is longer than any client takes; `exists` says that there are many.
    Wide,
}

/// Starts a server that accepts any number of sessions. Its thread ends with the process.
pub fn start(fault: Fault) -> SocketAddr {
    start_telling(fault).0
}

/// The same; it tells of each request that is no ping, nor the farewell of a connection that came too late.
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

/// Carries bytes to `server` and back, and cuts the connection, in the middle of what flows, each time that `every`
/// more bytes came from the client, so many times. Gives its address and how often it cut.
pub fn start_cutting(server: SocketAddr, every: usize, times: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let cuts = Arc::new(AtomicUsize::new(0));
    let counter = cuts.clone();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let counter = counter.clone();
            std::thread::spawn(move || carry(client, server, every, times, &counter));
        }
    });
    (addr, cuts)
}

fn carry(
    mut client: TcpStream,
    server: SocketAddr,
    every: usize,
    times: usize,
    cuts: &AtomicUsize,
) -> Option<()> {
    let mut upstream = TcpStream::connect(server).ok()?;
    let (mut back, mut to) = (upstream.try_clone().ok()?, client.try_clone().ok()?);
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut back, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
    let mut left = if cuts.load(Ordering::Relaxed) < times { every } else { usize::MAX };
    let mut chunk = [0; 1024];
    while left > 0 {
        let read = client.read(&mut chunk).ok()?;
        if read == 0 {
            break;
        }
        let passed = read.min(left);
        upstream.write_all(&chunk[..passed]).ok()?;
        left -= passed;
    }
    if left == 0 {
        cuts.fetch_add(1, Ordering::Relaxed);
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = upstream.shutdown(Shutdown::Both);
    Some(())
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
        let is_farewell = request.get(4..8) == Some(&(-11i32).to_be_bytes());
        if !is_ping && !is_farewell {
            // Nobody may be listening.
            let _ = tell.send(());
        }
        if matches!(fault, Fault::Wide) && !is_ping {
            answer_wide(&mut stream, &request)?;
            continue;
        }
        match fault {
            Fault::Cut | Fault::Expire if !is_ping => return None,
            _ => {}
        }
    }
}

/// Answers `exists` of a node with three million children, and begins to answer a list of these.
fn answer_wide(stream: &mut TcpStream, request: &[u8]) -> Option<()> {
    let xid = request.get(..4)?;
    if request.get(4..8) != Some(&3i32.to_be_bytes()) {
        return stream.write_all(&(100i32 << 20).to_be_bytes()).ok();
    }
    let stat = zk_proto::Stat { num_children: 3_000_000, ..Default::default() };
    let mut body = xid.to_vec();
    body.extend_from_slice(&[0; 12]);
    stat.encode(&mut body);
    stream.write_all(&u32::try_from(body.len()).ok()?.to_be_bytes()).ok()?;
    stream.write_all(&body).ok()
}

fn frame(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut body = vec![0; usize::try_from(u32::from_be_bytes(length)).ok()?];
    stream.read_exact(&mut body).ok()?;
    Some(body)
}
