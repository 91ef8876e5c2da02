//! Packets put together for one write.

use bytes::Bytes;
use zk_proto::Zxid;
use zk_proto::quorum::{PacketKind, QuorumPacket, TAIL, head};

/// Whole packets, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Packets(Vec<u8>);

impl Packets {
    pub(crate) fn new() -> Packets {
        Packets(Vec::new())
    }

    /// One packet.
    pub(crate) fn one(kind: PacketKind, zxid: Zxid, data: Option<&[u8]>) -> Bytes {
        let mut this = Packets::new();
        this.put(kind, zxid, data);
        this.finish()
    }

    pub(crate) fn put(&mut self, kind: PacketKind, zxid: Zxid, data: Option<&[u8]>) {
        QuorumPacket::new(kind, zxid, data).encode(&mut self.0);
    }

    pub(crate) fn proposal(&mut self, kind: PacketKind, zxid: Zxid, payload: &[u8]) {
        self.0.extend_from_slice(&head(kind, zxid, Some(payload.len())));
        self.0.extend_from_slice(payload);
        self.0.extend_from_slice(&TAIL);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn finish(self) -> Bytes {
        Bytes::from(self.0)
    }

    pub(crate) fn take(&mut self) -> Bytes {
        Bytes::from(std::mem::take(&mut self.0))
    }
}

/// The zxid that stands for the start of an epoch.
pub(crate) fn epoch_zxid(epoch: i64) -> Zxid {
    Zxid(epoch << 32)
}
