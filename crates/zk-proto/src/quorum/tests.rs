//! Packets cut anywhere, limits at their edges, and the records inside.

use super::*;
use crate::{Id, OpCode, ServerId, SessionId};

const MAX: usize = 100;

fn encoded(p: &QuorumPacket<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    p.encode(&mut out);
    out
}

#[test]
fn packets_come_out_whole_or_not_at_all() {
    let mut ids = Vec::new();
    AuthInfo::encode_ids(&[Id::new("ip", "127.0.0.1"), Id::new("digest", "u:h")], &mut ids);
    for &kind in PacketKind::ALL {
        for data in [None, Some(&b""[..]), Some(&[7; MAX][..])] {
            for auth in [AuthInfo::NULL, AuthInfo::from_bytes(&ids).unwrap()] {
                let packet = QuorumPacket { kind, zxid: Zxid::new(3, 4), data, auth };
                let mut bytes = encoded(&packet);
                let used = bytes.len();
                for cut in 0..used {
                    assert_eq!(QuorumPacket::split(&bytes[..cut], MAX), Ok(None), "{kind} cut at {cut}");
                }
                bytes.push(0xee);
                assert_eq!(QuorumPacket::split(&bytes, MAX), Ok(Some((packet, used))));
            }
        }
    }
}

#[test]
fn head_payload_and_tail_make_a_packet() {
    let payload = [1, 2, 3];
    let whole = encoded(&QuorumPacket::new(PacketKind::Proposal, Zxid(5), Some(&payload)));
    let parts = [&head(PacketKind::Proposal, Zxid(5), Some(3))[..], &payload, &TAIL].concat();
    assert_eq!(parts, whole);
    let null = encoded(&QuorumPacket::new(PacketKind::Commit, Zxid(5), None));
    assert_eq!([&head(PacketKind::Commit, Zxid(5), None)[..], &TAIL].concat(), null);
}

#[test]
fn unknown_kinds_are_refused_at_once() {
    for code in [0, 20, -1, i32::MAX] {
        assert_eq!(QuorumPacket::split(&code.to_be_bytes(), MAX), Err(PacketError::Kind(code)));
    }
    for (kind, code) in PacketKind::ALL.iter().zip(1..) {
        assert_eq!((kind.code(), PacketKind::from_i32(code)), (code, Some(*kind)));
    }
    assert_eq!(PacketKind::ALL.len(), 19);
}

#[test]
fn data_beyond_the_limit_is_refused_before_it_comes() {
    for length in [101, -2, i32::MIN, i32::MAX] {
        let mut bytes = head(PacketKind::Proposal, Zxid(1), None).to_vec();
        bytes[12..].copy_from_slice(&length.to_be_bytes());
        let expected = PacketError::DataLength { kind: PacketKind::Proposal, length, max: MAX };
        assert_eq!(QuorumPacket::split(&bytes, MAX), Err(expected));
    }
}

#[test]
fn identities_beyond_the_limits_are_refused_before_they_come() {
    let head = head(PacketKind::Request, Zxid(-1), None);
    for count in [65, -2, i32::MAX] {
        let bytes = [&head[..], &count.to_be_bytes()].concat();
        assert_eq!(QuorumPacket::split(&bytes, MAX), Err(PacketError::AuthCount(count)));
    }
    for length in [65_537, -2, i32::MAX] {
        for before in [&[0, 0, 0, 1][..], &[0, 0, 0, 1, 0, 0, 0, 0]] {
            let bytes = [&head, before, &length.to_be_bytes()].concat();
            assert_eq!(QuorumPacket::split(&bytes, MAX), Err(PacketError::AuthLength(length)));
        }
    }
    let largest = vec![Id::new("x".repeat(65_536), "y".repeat(65_536)); 64];
    let mut bytes = Vec::new();
    AuthInfo::encode_ids(&largest, &mut bytes);
    assert_eq!(AuthInfo::from_bytes(&bytes).unwrap().to_vec(), largest);
}

#[test]
fn null_parts_of_identities_read_as_empty() {
    let bytes = [0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, b'a'];
    let auth = AuthInfo::from_bytes(&bytes).unwrap();
    assert_eq!(auth.to_vec(), [Id::new("", "a")]);
    assert_eq!((auth.as_bytes(), auth.is_null()), (&bytes[..], false));
    assert_eq!(AuthInfo::NULL.to_vec(), []);
    assert!(AuthInfo::NULL.is_null());
    assert_eq!(AuthInfo::from_bytes(&[0; 4]).unwrap().entries().count(), 0);
    assert!(AuthInfo::from_bytes(&bytes[..12]).is_err());
    assert!(AuthInfo::from_bytes(&[0; 5]).is_err());
}

#[test]
fn a_learner_is_read_by_the_length_of_its_words() {
    let whole = LearnerInfo { sid: Some(ServerId(2)), protocol: PROTOCOL_VERSION, config_version: 5 };
    let mut bytes = Vec::new();
    whole.encode(&mut bytes);
    assert_eq!(bytes.len(), LearnerInfo::BYTES);
    assert_eq!(LearnerInfo::decode(Some(&bytes)), whole);
    let old = LearnerInfo { config_version: 0, ..whole };
    assert_eq!(LearnerInfo::decode(Some(&bytes[..19])), old);
    assert_eq!(LearnerInfo::decode(Some(&bytes[..12])), old);
    assert_eq!(LearnerInfo::decode(Some(&bytes[..11])), LearnerInfo { protocol: 1, ..old });
    let anonymous = LearnerInfo { sid: None, protocol: 1, config_version: 0 };
    assert_eq!(LearnerInfo::decode(Some(&bytes[..7])), anonymous);
    assert_eq!(LearnerInfo::decode(None), anonymous);
}

#[test]
fn touched_sessions_must_be_whole() {
    let sessions =
        [(1, 30_000), (-2, 4)].map(|(s, timeout_ms)| SessionTimeout { session: SessionId(s), timeout_ms });
    let mut bytes = Vec::new();
    SessionTimeouts::encode(sessions, &mut bytes);
    let read = SessionTimeouts::decode(Some(&bytes)).unwrap();
    assert_eq!((read.count(), read.iter().collect::<Vec<_>>()), (2, sessions.to_vec()));
    assert_eq!(SessionTimeouts::decode(Some(&[])).unwrap().count(), 0);
    assert!(SessionTimeouts::decode(Some(&bytes[..23])).is_err());
    assert!(SessionTimeouts::decode(None).is_err());
}

#[test]
fn small_records_round_trip() {
    let mut out = Vec::new();
    let request = Forwarded { session: SessionId(9), cxid: 3, op: OpCode::CloseSession, body: &[] };
    request.encode(&mut out);
    assert_eq!(Forwarded::decode(Some(&out)), Ok(request));
    out[15] = 99;
    assert!(Forwarded::decode(Some(&out)).is_err());

    out.clear();
    let reply = RevalidateReply { session: SessionId(9), valid: true };
    reply.encode(&mut out);
    assert_eq!((out.len(), RevalidateReply::decode(Some(&out))), (9, Ok(reply)));

    out.clear();
    let activate = Activate { leader: ServerId(4), payload: b"txn" };
    activate.encode(&mut out);
    assert_eq!(Activate::decode(Some(&out)), Ok(activate));
    assert!(Activate::decode(Some(&out[..7])).is_err());

    out.clear();
    AckEpoch { current_epoch: -1 }.encode(&mut out);
    assert_eq!((&out[..], AckEpoch::decode(Some(&out))), (&TAIL[..], Ok(AckEpoch { current_epoch: -1 })));
    assert_eq!(decode_protocol_version(Some(&[0, 1, 0, 0])), Ok(PROTOCOL_VERSION));
    assert!(decode_protocol_version(None).is_err());
}
