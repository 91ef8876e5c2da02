//! Between the program and a real server: everything passes until the first request that is no ping; then something
//! happens.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use zk_proto::connect::{ConnectRequest, ConnectResponse};
use zk_proto::request::{Request, RequestHeader};
use zk_proto::{OpCode, Reader, frame};

/// What happens to that request. Each later connection fares the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It passes, and all others.
    None,
    /// It reaches the server, and the connection is cut before the answer.
    Cut,
    /// It reaches the server, and the answer never comes.
    Stall,
    /// It does not reach the server; the session is ended behind the client's back.
    Expire,
    /// Connections are closed as soon as they are accepted.
    Refuse,
    /// Connections are accepted, and nothing passes.
    Mute,
    /// As a server before 3.6: whoever asks for several reads at once is told that this is unknown, and cut off.
    NoMultiRead,
}

/// Starts one in front of a server. Its threads end with the process.
pub fn start(server: SocketAddr, fault: Fault) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut muted = Vec::new();
        for client in listener.incoming().flatten() {
            match fault {
                Fault::Refuse => drop(client),
                Fault::Mute => muted.push(client),
                _ => {
                    std::thread::spawn(move || carry(client, server, fault));
                }
            }
        }
    });
    addr
}

fn carry(mut client: TcpStream, server: SocketAddr, fault: Fault) -> Option<()> {
    let mut onward = TcpStream::connect(server).ok()?;
    let hello = read_frame(&mut client)?;
    write_frame(&mut onward, &hello)?;
    let welcome = read_frame(&mut onward)?;
    write_frame(&mut client, &welcome)?;
    let (mut answers, mut back) = (onward.try_clone().ok()?, client.try_clone().ok()?);
    let is_over = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = is_over.clone();
    std::thread::spawn(move || -> Option<()> {
        loop {
            let answer = read_frame(&mut answers)?;
            if !seen.load(std::sync::atomic::Ordering::SeqCst) {
                write_frame(&mut back, &answer)?;
            }
        }
    });
    loop {
        let request = read_frame(&mut client)?;
        let op = RequestHeader::decode(&mut Reader::new(&request)).ok()?.op;
        if fault == Fault::NoMultiRead {
            if op == OpCode::MultiRead.code() {
                let xid = RequestHeader::decode(&mut Reader::new(&request)).ok()?.xid;
                let mut answer = Vec::new();
                let err = zk_proto::ErrorCode::Unimplemented.code();
                zk_proto::reply::ReplyHeader { xid, zxid: zk_proto::Zxid::ZERO, err }.encode(&mut answer);
                write_frame(&mut client, &answer)?;
                let _ = client.shutdown(std::net::Shutdown::Both);
                return None;
            }
            write_frame(&mut onward, &request)?;
            continue;
        }
        let harmless = [OpCode::Ping, OpCode::CloseSession, OpCode::Auth].iter().any(|o| o.code() == op);
        if fault != Fault::None && !harmless {
            is_over.store(true, std::sync::atomic::Ordering::SeqCst);
            match fault {
                Fault::Expire => end_session(&hello, &welcome, server)?,
                _ => write_frame(&mut onward, &request)?,
            }
            if fault != Fault::Stall {
                let _ = client.shutdown(std::net::Shutdown::Both);
                return None;
            }
            continue;
        }
        write_frame(&mut onward, &request)?;
    }
}

/// Takes the session over and closes it.
fn end_session(hello: &[u8], welcome: &[u8], server: SocketAddr) -> Option<()> {
    let given = ConnectResponse::decode(&mut Reader::new(welcome)).ok()?;
    let asked = ConnectRequest::decode(&mut Reader::new(hello)).ok()?;
    let mut stream = TcpStream::connect(server).ok()?;
    let takeover = ConnectRequest { session_id: given.session_id, password: Some(&given.password), ..asked };
    let mut out = Vec::new();
    frame::write(&mut out, |w| takeover.encode(w));
    frame::write(&mut out, |w| {
        RequestHeader { xid: 1, op: OpCode::CloseSession.code() }.encode(w);
        Request::CloseSession.encode_body(w);
    });
    stream.write_all(&out).ok()?;
    read_frame(&mut stream)?;
    read_frame(&mut stream).map(|_| ())
}

fn read_frame(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut body = vec![0; usize::try_from(u32::from_be_bytes(length)).ok()?];
    stream.read_exact(&mut body).ok()?;
    Some(body)
}

fn write_frame(stream: &mut TcpStream, body: &[u8]) -> Option<()> {
    let mut out = u32::try_from(body.len()).ok()?.to_be_bytes().to_vec();
    out.extend_from_slice(body);
    stream.write_all(&out).ok()
}
