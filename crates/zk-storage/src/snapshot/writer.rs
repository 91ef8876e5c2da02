//! Writes a snapshot as a stream: sessions, ACL lists, nodes, seals and trailers, in this order.

use std::io::{self, Write};

use simd_adler32::Adler32;
use zk_proto::{AclBytes, SessionId, StatPersisted, Writer, Zxid};

use super::{SNAPSHOT_DBID, SNAPSHOT_MAGIC, SNAPSHOT_VERSION, STREAM_SIGNATURE, SnapshotDigest};

/// Encoded bytes gathered before they are summed and passed on.
const BUFFER_BYTES: usize = 256 << 10;

/// Writes one snapshot.
///
/// The steps must come in order: [`sessions`](Self::sessions), [`acls`](Self::acls), [`node`](Self::node) for each
/// node, parents first and the root's path as "", [`finish`](Self::finish).
///
/// # Panics
/// If the steps come in another order, or a node has the path "/", which ends the nodes.
pub struct SnapshotWriter<W> {
    out: W,
    buffer: Vec<u8>,
    sum: Adler32,
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Sessions,
    Acls,
    Nodes,
}

impl<W: Write> SnapshotWriter<W> {
    /// Writes to `out`, which compresses if need be.
    pub fn new(out: W) -> SnapshotWriter<W> {
        let mut this = SnapshotWriter::stream(out);
        this.buffer.put_i32(SNAPSHOT_MAGIC);
        this.buffer.put_i32(SNAPSHOT_VERSION);
        this.buffer.put_i64(SNAPSHOT_DBID);
        this
    }

    /// Writes the form in which a leader sends a snapshot: without a header, and ended by
    /// [`finish_stream`](Self::finish_stream).
    pub fn stream(out: W) -> SnapshotWriter<W> {
        let buffer = Vec::with_capacity(BUFFER_BYTES + (16 << 10));
        SnapshotWriter { out, buffer, sum: Adler32::new(), step: Step::Sessions }
    }

    /// Writes the global sessions and their timeouts in milliseconds.
    pub fn sessions(&mut self, sessions: impl ExactSizeIterator<Item = (SessionId, i32)>) -> io::Result<()> {
        self.step(Step::Sessions, Step::Acls);
        self.buffer.put_len(sessions.len());
        for (session, timeout_ms) in sessions {
            self.buffer.put_i64(session.0);
            self.buffer.put_i32(timeout_ms);
            self.flush_full()?;
        }
        Ok(())
    }

    /// Writes the ACL lists and their ids; the open list is not among them.
    pub fn acls<'a>(&mut self, acls: impl ExactSizeIterator<Item = (i64, AclBytes<'a>)>) -> io::Result<()> {
        self.step(Step::Acls, Step::Nodes);
        self.buffer.put_len(acls.len());
        for (id, acl) in acls {
            self.buffer.put_i64(id);
            acl.encode(&mut self.buffer);
            self.flush_full()?;
        }
        Ok(())
    }

    /// Writes a node. `path` is "" for the root, which comes first; `acl` is an id written before, or
    /// [`OPEN_ACL_ID`](super::OPEN_ACL_ID).
    #[inline]
    pub fn node(
        &mut self,
        path: &str,
        data: Option<&[u8]>,
        acl: i64,
        stat: &StatPersisted,
    ) -> io::Result<()> {
        assert!(self.step == Step::Nodes, "a node before {:?}", self.step);
        assert!(path != "/", "the root's path is the empty string");
        self.buffer.put_str(path);
        self.buffer.put_buffer(data);
        self.buffer.put_i64(acl);
        stat.encode(&mut self.buffer);
        self.flush_full()
    }

    /// Ends the nodes, writes seals and trailers and gives the output back, everything written but not flushed.
    ///
    /// Readers of 3.5 take neither trailer, those before 3.9 only `digest`; they pass over the rest.
    pub fn finish(mut self, digest: Option<SnapshotDigest>, last_zxid: Option<Zxid>) -> io::Result<W> {
        assert!(self.step == Step::Nodes, "finished before {:?}", self.step);
        self.buffer.put_str("/");
        self.seal();
        if let Some(digest) = digest {
            self.buffer.put_i64(digest.zxid.0);
            self.buffer.put_i32(digest.version);
            self.buffer.put_i64(digest.digest as i64);
            self.seal();
        }
        if let Some(zxid) = last_zxid {
            self.buffer.put_i64(zxid.0);
            self.seal();
        }
        // The buffer may hold bytes that are summed already; only writing them is left.
        self.out.write_all(&self.buffer)?;
        Ok(self.out)
    }

    /// Ends a stream: no seals, no trailers, but a signature.
    pub fn finish_stream(mut self) -> io::Result<W> {
        assert!(self.step == Step::Nodes, "finished before {:?}", self.step);
        self.buffer.put_str("/");
        self.buffer.put_str(STREAM_SIGNATURE);
        self.out.write_all(&self.buffer)?;
        Ok(self.out)
    }

    fn step(&mut self, wanted: Step, next: Step) {
        assert!(self.step == wanted, "{wanted:?} after {:?}", self.step);
        self.step = next;
    }

    #[inline]
    fn flush_full(&mut self) -> io::Result<()> {
        if self.buffer.len() < BUFFER_BYTES {
            return Ok(());
        }
        self.sum.write(&self.buffer);
        let written = self.out.write_all(&self.buffer);
        self.buffer.clear();
        written
    }
}

impl<W> SnapshotWriter<W> {
    /// Appends a seal over everything so far.
    fn seal(&mut self) {
        // Trailers are short, so that what the buffer holds is summed from a copy of the running sum.
        let mut sum = self.sum.clone();
        sum.write(&self.buffer);
        self.buffer.put_i64(i64::from(sum.finish()));
        self.buffer.put_str("/");
    }
}
