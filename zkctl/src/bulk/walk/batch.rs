//! Lists of children by the hundred: where only paths are wanted, one `multiRead` asks for many nodes.
//!
//! Servers before 3.6 do not know it, and hang up on whoever asks. So it is tried only where there is much to list, and
//! with nothing else under way; what was asked in vain is asked again, node by node.

use zk_client::{Error, ErrorCode, MultiRead, MultiReadOp, MultiReadValue, Pending, ReadResults, Reason};

use super::{Asked, Key, Request, Slot, Walk, WalkError, refused};
use crate::bulk::TreeNode;

/// Nodes in one request.
const BATCH: usize = 256;
/// From so many known and unlisted nodes on it is worth trying.
const WORTH_TRYING: usize = 512;
/// Bytes of names that the answer to a batch should not exceed, as far as lists of late foretell it.
const ANSWER_BYTES: usize = 1 << 20;

/// Whether the server takes batches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Batches {
    /// Status, data or ACLs are wanted, or the server does not know how.
    #[default]
    No,
    Untried,
    Yes,
}

/// Nodes that one request asks for.
pub(super) struct Batch {
    /// Paths, and their levels below the start.
    nodes: Vec<(String, usize)>,
    answer: Pending<ReadResults>,
}

/// What to ask next.
pub(super) enum Plan {
    One,
    Many(usize),
    /// Nothing, before what is under way is answered.
    Wait,
}

impl Walk {
    /// How to ask for what is next.
    pub(super) fn plan(&self) -> Plan {
        match self.batches {
            Batches::No => Plan::One,
            Batches::Untried if self.waiting < WORTH_TRYING => Plan::One,
            Batches::Untried if !self.asked.is_empty() => Plan::Wait,
            _ => Plan::Many((ANSWER_BYTES / self.widest.max(1)).clamp(1, BATCH)),
        }
    }

    /// Sends one request for `size` nodes, or for as many as the window takes.
    pub(super) async fn ask_many(&mut self, size: usize) {
        let mut nodes = Vec::with_capacity(size);
        while nodes.len() < size && self.may_ask() {
            self.pace.wait().await;
            let Some((path, depth)) = self.take() else { break };
            if self.is_known(depth) {
                self.place(TreeNode::bare(&path, depth), Vec::new());
                continue;
            }
            self.window.insert(Key(path.clone()), Slot::Asked);
            nodes.push((path, depth));
        }
        if !nodes.is_empty() {
            self.send_many(nodes);
        }
    }

    fn send_many(&mut self, nodes: Vec<(String, usize)>) {
        let ops = nodes.iter().map(|(path, _)| MultiReadOp::GetChildren(path.clone())).collect();
        let answer = self.link.client().multi_read(MultiRead { ops });
        let request = Request::Batch(Batch { nodes, answer });
        self.asked.push_back(Asked { path: String::new(), depth: 0, request, sent_in: self.link.breaks() });
    }

    /// Takes the answers to a batch.
    pub(super) async fn settle_many(&mut self, batch: Batch, sent_in: u64) -> Result<(), WalkError> {
        let Batch { nodes, answer } = batch;
        let error = match answer.await {
            Ok(reply) => {
                self.link.alive();
                let results = reply.into_value();
                if results.len() == nodes.len() {
                    self.batches = Batches::Yes;
                    return self.take_many(nodes, results);
                }
                None
            }
            // The server said so in an answer, and closes the connection behind it: the next request finds out.
            Err(e) if e.code() == Some(ErrorCode::Unimplemented) => None,
            // One of the lists is too long for us, or another server took over that does not know how.
            Err(Error::ReadLost(Reason::Protocol)) => Some(Error::ReadLost(Reason::ConnectionLost)),
            Err(error) => {
                if let Err(error) = self.link.outlive(error, sent_in).await {
                    return Err(self.lost(nodes, error));
                }
                self.send_many(nodes);
                return Ok(());
            }
        };
        self.batches = Batches::No;
        if let Some(error) = error
            && let Err(error) = self.link.outlive(error, sent_in).await
        {
            return Err(self.lost(nodes, error));
        }
        for (path, depth) in nodes {
            let request = self.first_request(&path, depth);
            self.asked.push_back(Asked { path, depth, request, sent_in: self.link.breaks() });
        }
        Ok(())
    }

    fn take_many(&mut self, nodes: Vec<(String, usize)>, results: ReadResults) -> Result<(), WalkError> {
        for ((path, depth), result) in nodes.into_iter().zip(results) {
            match result {
                Ok(MultiReadValue::Children(names)) => {
                    let node = TreeNode { path, ..TreeNode::bare("", depth) };
                    self.place(node, names);
                }
                // Where a list was asked for, this is no answer.
                Ok(MultiReadValue::Data(_)) => {
                    return Err(WalkError::Client { path, error: Error::ReadLost(Reason::Protocol) });
                }
                Err(ErrorCode::NoAuth) => {
                    let node = TreeNode { path, denied: true, ..TreeNode::bare("", depth) };
                    self.place(node, Vec::new());
                }
                Err(ErrorCode::NoNode) => {
                    self.seen.vanished += 1;
                    self.window.remove(&Key(path));
                }
                Err(code) => return Err(WalkError::Client { error: refused(&path, code), path }),
            }
        }
        Ok(())
    }

    fn lost(&self, nodes: Vec<(String, usize)>, error: Error) -> WalkError {
        let path = nodes.into_iter().next().map_or_else(|| self.root.clone(), |(path, _)| path);
        WalkError::Client { path, error }
    }
}
