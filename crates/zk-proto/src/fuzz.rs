//! Fuzz targets: plain functions over bytes that must neither panic nor break a round trip. A seeded driver runs
//! them as tests; a coverage-guided engine can call the same functions.

use crate::connect::{ConnectRequest, ConnectResponse};
use crate::election::{Hello, Notification};
use crate::multi::{self, MultiHeader};
use crate::quorum::{
    AckEpoch, Activate, Forwarded, LearnerInfo, PacketError, QuorumPacket, RevalidateReply,
    RevalidateRequest, SessionTimeouts,
};
use crate::reply::ReplyHeader;
use crate::request::RequestHeader;
use crate::stat::Owner;
use crate::txn::LoggedTxn;
use crate::watch::WatcherEvent;
use crate::{AclBytes, OpCode, Reader, Request, Stat, StatPersisted, Txn, Writer, frame, path};

/// A target: any bytes in, nothing out.
pub type Target = fn(&[u8]);

/// Every target with its name.
pub const TARGETS: &[(&str, Target)] = &[
    ("frame", frames),
    ("request", request),
    ("reply", reply),
    ("connect", connect),
    ("txn", txn),
    ("acl", acl),
    ("multi", multi_results),
    ("event", event),
    ("stat", stat),
    ("path", paths),
    ("notification", notification),
    ("hello", hello),
    ("quorum", quorum_packets),
    ("quorum body", quorum_body),
];

/// However a stream is cut, the same frames come out of it.
pub fn frames(bytes: &[u8]) {
    const MAX: usize = 64;
    let whole = split_all(bytes, MAX);
    let mut kept = Vec::new();
    let mut frames = Vec::new();
    let mut bad = None;
    for chunk in bytes.chunks(1 + bytes.len() % 7) {
        kept.extend_from_slice(chunk);
        loop {
            match frame::split(&kept, MAX) {
                Ok(Some((body, rest))) => {
                    frames.push(body.to_vec());
                    kept = rest.to_vec();
                }
                Ok(None) => break,
                Err(e) => {
                    bad = Some(e);
                    break;
                }
            }
        }
        if bad.is_some() {
            break;
        }
    }
    assert_eq!(whole, (frames, bad));
}

fn split_all(bytes: &[u8], max: usize) -> (Vec<Vec<u8>>, Option<frame::FrameTooLarge>) {
    let mut frames = Vec::new();
    let mut rest = bytes;
    loop {
        match frame::split(rest, max) {
            Ok(Some((body, tail))) => {
                frames.push(body.to_vec());
                rest = tail;
            }
            Ok(None) => return (frames, None),
            Err(e) => return (frames, Some(e)),
        }
    }
}

/// A request of any operation: the first byte chooses it.
pub fn request(bytes: &[u8]) {
    let Some((choice, body)) = bytes.split_first() else { return };
    let Some(op) = OpCode::ALL.get(*choice as usize % OpCode::ALL.len()) else { return };
    let _ = RequestHeader::decode(&mut Reader::new(body));
    let Ok(decoded) = Request::decode_body(*op, &mut Reader::new(body)) else { return };
    let mut encoded = Vec::new();
    decoded.encode_body(&mut encoded);
    let again = Request::decode_body(*op, &mut Reader::new(&encoded));
    assert_eq!(again.as_ref(), Ok(&decoded), "{op:?}");
}

/// A reply's header.
pub fn reply(bytes: &[u8]) {
    let Ok(header) = ReplyHeader::decode(&mut Reader::new(bytes)) else { return };
    let mut encoded = Vec::new();
    header.encode(&mut encoded);
    assert_eq!(Some(&*encoded), bytes.get(..ReplyHeader::SIZE));
}

/// Both packets of the handshake.
pub fn connect(bytes: &[u8]) {
    if let Ok(request) = ConnectRequest::decode(&mut Reader::new(bytes)) {
        let mut encoded = Vec::new();
        request.encode(&mut encoded);
        assert_eq!(ConnectRequest::decode(&mut Reader::new(&encoded)), Ok(request));
    }
    if let Ok(response) = ConnectResponse::decode(&mut Reader::new(bytes)) {
        let mut encoded = Vec::new();
        response.encode(&mut encoded);
        assert_eq!(ConnectResponse::decode(&mut Reader::new(&encoded)), Ok(response));
    }
}

/// A log record's payload.
pub fn txn(bytes: &[u8]) {
    let Ok(logged) = LoggedTxn::decode(bytes) else { return };
    if let Txn::CloseSession { paths: Some(paths) } = &logged.txn
        && paths.iter().any(|path| path.is_empty())
    {
        // There is no such path; a list of two of them is a digest without a list.
        return;
    }
    let mut encoded = Vec::new();
    logged.encode(&mut encoded);
    assert_eq!(LoggedTxn::decode(&encoded).as_ref(), Ok(&logged));
}

/// An ACL vector.
pub fn acl(bytes: &[u8]) {
    let mut r = Reader::new(bytes);
    let Ok(acl) = AclBytes::decode(&mut r) else { return };
    assert_eq!(acl.as_bytes().len(), r.offset());
    let entries = acl.entries().map_or(0, |e| e.len());
    assert!(entries * 12 <= bytes.len(), "more entries than the input can hold");
    assert_eq!(AclBytes::from_bytes(acl.as_bytes()), Ok(acl));
}

/// The results of a multi.
pub fn multi_results(bytes: &[u8]) {
    let Ok(results) = multi::decode_results(&mut Reader::new(bytes)) else { return };
    let mut encoded = Vec::new();
    for r in &results {
        r.encode(&mut encoded);
    }
    MultiHeader::END.encode(&mut encoded);
    assert_eq!(multi::decode_results(&mut Reader::new(&encoded)), Ok(results));
}

/// A watch event.
pub fn event(bytes: &[u8]) {
    let Ok(event) = WatcherEvent::decode(&mut Reader::new(bytes)) else { return };
    let mut encoded = Vec::new();
    event.encode(&mut encoded);
    assert_eq!(WatcherEvent::decode(&mut Reader::new(&encoded)), Ok(event));
}

/// Both forms of a stat.
pub fn stat(bytes: &[u8]) {
    let mut encoded = Vec::new();
    if let Ok(stat) = Stat::decode(&mut Reader::new(bytes)) {
        stat.encode(&mut encoded);
        assert_eq!(Some(&*encoded), bytes.get(..Stat::SIZE));
    }
    encoded.clear();
    if let Ok(stat) = StatPersisted::decode(&mut Reader::new(bytes)) {
        stat.encode(&mut encoded);
        assert_eq!(Some(&*encoded), bytes.get(..StatPersisted::SIZE));
        let _ = Owner::from_stored(stat.ephemeral_owner).visible();
    }
}

/// Paths: what is accepted has a parent and a name that make it up again.
pub fn paths(bytes: &[u8]) {
    let text = crate::jute::decode_utf8(bytes);
    if path::validate(&text).is_ok()
        && let Some(parent) = path::parent(&text)
    {
        assert_eq!(path::join(parent, path::name(&text)), text);
        assert_eq!(path::validate(parent), Ok(()));
    }
    let mut encoded = Vec::new();
    encoded.put_str(&text);
    assert_eq!(Reader::new(&encoded).required_string(), Ok(text));
}

/// A notification of any form.
pub fn notification(bytes: &[u8]) {
    let Ok(notification) = Notification::decode(bytes) else { return };
    let mut encoded = Vec::new();
    notification.encode(&mut encoded);
    assert!(encoded.len() <= bytes.len().max(Notification::FIXED_BYTES));
    assert_eq!(Notification::decode(&encoded), Ok(notification));
}

/// A hello: every part of it asks for more, or is refused.
pub fn hello(bytes: &[u8]) {
    let Ok(Some((hello, used))) = Hello::split(bytes) else { return };
    for cut in 0..used {
        assert_eq!(Hello::split(bytes.get(..cut).unwrap_or_default()), Ok(None));
    }
    let mut encoded = Vec::new();
    hello.encode(&mut encoded);
    assert_eq!(Hello::split(&encoded), Ok(Some((hello, encoded.len()))));
}

/// However a stream is cut, the same packets come out of it, and written again they are the same bytes.
pub fn quorum_packets(bytes: &[u8]) {
    const MAX: usize = 64;
    let mut whole = (Vec::new(), None);
    take_packets(bytes, MAX, &mut whole);
    let mut parts = (Vec::new(), None);
    let mut kept = Vec::new();
    for chunk in bytes.chunks(1 + bytes.len() % 7) {
        kept.extend_from_slice(chunk);
        let used = take_packets(&kept, MAX, &mut parts);
        kept.drain(..used);
        if parts.1.is_some() {
            break;
        }
    }
    assert_eq!(whole, parts);
}

fn take_packets(bytes: &[u8], max: usize, out: &mut (Vec<Vec<u8>>, Option<PacketError>)) -> usize {
    let mut rest = bytes;
    loop {
        match QuorumPacket::split(rest, max) {
            Ok(Some((packet, used))) => {
                let (taken, tail) = rest.split_at(used);
                let mut encoded = Vec::new();
                packet.encode(&mut encoded);
                assert_eq!(encoded, taken);
                assert!(
                    packet.auth.entries().count() * 8 <= used,
                    "more identities than the packet can hold"
                );
                out.0.push(encoded);
                rest = tail;
            }
            Ok(None) => return bytes.len() - rest.len(),
            Err(e) => {
                out.1 = Some(e);
                return bytes.len() - rest.len();
            }
        }
    }
}

/// Every record that a packet's data can be: written again it is the start of the same bytes.
pub fn quorum_body(bytes: &[u8]) {
    let data = Some(bytes);
    let mut encoded = Vec::new();
    let mut check = |write: &dyn Fn(&mut Vec<u8>)| {
        encoded.clear();
        write(&mut encoded);
        assert!(bytes.starts_with(&encoded));
    };
    let info = LearnerInfo::decode(data);
    if bytes.len() >= LearnerInfo::BYTES {
        check(&|out| info.encode(out));
    }
    if let Ok(ack) = AckEpoch::decode(data) {
        check(&|out| ack.encode(out));
    }
    if let Ok(activate) = Activate::decode(data) {
        check(&|out| activate.encode(out));
    }
    if let Ok(forwarded) = Forwarded::decode(data) {
        check(&|out| forwarded.encode(out));
    }
    if let Ok(sessions) = SessionTimeouts::decode(data) {
        assert_eq!(sessions.iter().count(), sessions.count());
        check(&|out| SessionTimeouts::encode(sessions.iter(), out));
    }
    if let Ok(revalidate) = RevalidateRequest::decode(data) {
        check(&|out| revalidate.encode(out));
    }
    if let Ok(reply) = RevalidateReply::decode(data) {
        let mut encoded = Vec::new();
        reply.encode(&mut encoded);
        assert_eq!(RevalidateReply::decode(Some(&encoded)), Ok(reply));
    }
}
