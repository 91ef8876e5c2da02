//! Sorts the frames of a chunk: which the shard answers itself, which go to the core.

use zk_proto::request::RequestHeader;
use zk_proto::{OpCode, Reader, frame};
use zk_server::read;

use super::{End, Looks};

/// Most frames in one group.
const MAX_GROUP: u32 = 1000;

/// Frames that are treated alike.
pub(super) struct Group<'b> {
    pub(super) kind: Kind,
    /// The frames, with their lengths.
    pub(super) frames: &'b [u8],
    pub(super) count: u64,
}

/// How frames are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Answered by the shard.
    Reads,
    /// Handed to the core: writes, and whatever comes behind one.
    Core,
    /// One auth packet, or one round of SASL.
    Auth,
    /// Not a whole frame yet.
    Incomplete,
    /// The connection ends.
    Bad(End),
}

/// The longest run of whole frames at the start of `bytes` that are treated alike. `with_core` says that the
/// connection has requests at the core already.
pub(super) fn group(bytes: &[u8], max_frame: usize, with_core: bool) -> Group<'_> {
    let mut kind = None;
    let mut count = 0;
    let mut rest = bytes;
    loop {
        let (body, tail) = match frame::split(rest, max_frame) {
            Ok(Some(split)) => split,
            Ok(None) => break,
            Err(e) => {
                kind.get_or_insert(Kind::Bad(End::BadLength(e.length, Looks::of_client(rest))));
                break;
            }
        };
        let this = match classify(body, with_core || kind == Some(Kind::Core)) {
            Some(kind) => kind,
            None => Kind::Bad(End::BadFrame(Looks::of_client(rest))),
        };
        if kind.is_some_and(|k| k != this) || (kind.is_some() && this == Kind::Auth) {
            break;
        }
        kind = Some(this);
        if matches!(this, Kind::Bad(_)) {
            break;
        }
        count += 1;
        rest = tail;
        if count as u32 >= MAX_GROUP {
            break;
        }
    }
    let frames = &bytes[..bytes.len() - rest.len()];
    Group { kind: kind.unwrap_or(Kind::Incomplete), frames, count }
}

/// `None` if it is no request.
fn classify(body: &[u8], with_core: bool) -> Option<Kind> {
    let header = RequestHeader::decode(&mut Reader::new(body)).ok()?;
    Some(if header.op == OpCode::Auth.code() || header.op == OpCode::Sasl.code() {
        Kind::Auth
    } else if with_core || read::needs_pipeline(header.op) {
        Kind::Core
    } else {
        Kind::Reads
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_proto::Writer;

    fn frames(ops: &[OpCode]) -> Vec<u8> {
        let mut out = Vec::new();
        for op in ops {
            frame::write(&mut out, |w| RequestHeader { xid: 1, op: op.code() }.encode(w));
        }
        out
    }

    fn kinds(bytes: &[u8], with_core: bool) -> Vec<(Kind, u64)> {
        let mut rest = bytes;
        let mut out = Vec::new();
        loop {
            let g = group(rest, 100, with_core);
            if g.kind == Kind::Incomplete {
                return out;
            }
            out.push((g.kind, g.count));
            if matches!(g.kind, Kind::Bad(_)) {
                return out;
            }
            rest = &rest[g.frames.len()..];
        }
    }

    #[test]
    fn reads_stay_here_until_the_first_write() {
        let bytes =
            frames(&[OpCode::GetData, OpCode::Ping, OpCode::SetData, OpCode::GetData, OpCode::Create]);
        assert_eq!(kinds(&bytes, false), [(Kind::Reads, 2), (Kind::Core, 3)]);
        assert_eq!(kinds(&bytes, true), [(Kind::Core, 5)]);
    }

    #[test]
    fn an_auth_packet_stands_alone() {
        let bytes = frames(&[OpCode::SetData, OpCode::Auth, OpCode::Auth, OpCode::GetData]);
        let expected = [(Kind::Core, 1), (Kind::Auth, 1), (Kind::Auth, 1), (Kind::Reads, 1)];
        assert_eq!(kinds(&bytes, false), expected);
    }

    #[test]
    fn whole_frames_before_a_bad_one_are_served() {
        let mut bytes = frames(&[OpCode::GetData]);
        bytes.put_i32(-5);
        let bad = End::BadLength(-5, Looks::of_client(&[0xff, 0xff, 0xff, 0xfb]));
        assert_eq!(kinds(&bytes, false), [(Kind::Reads, 1), (Kind::Bad(bad), 0)]);
        let mut short = frames(&[OpCode::GetData]);
        frame::write(&mut short, |w| w.put_i32(1));
        let bad = End::BadFrame(Looks::of_client(&[0, 0, 0, 4]));
        assert_eq!(kinds(&short, false), [(Kind::Reads, 1), (Kind::Bad(bad), 0)]);
    }

    #[test]
    fn a_partial_frame_waits() {
        let bytes = frames(&[OpCode::GetData, OpCode::GetData]);
        assert_eq!(kinds(&bytes[..bytes.len() - 1], false), [(Kind::Reads, 1)]);
        assert_eq!(kinds(&bytes[..3], false), []);
    }
}
