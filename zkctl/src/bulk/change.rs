//! What `set` and changes of ACLs take down before they change a node that stays: its data or its ACL, and the version
//! that it had. What was changed since is known by its version, and is not written over when that is undone.

use super::TreeNode;
use super::journal::Journal;
use crate::context::Context;
use crate::failure::Result;

/// Takes down what a command is about to change.
pub struct Before {
    journal: Option<Journal>,
}

impl Before {
    /// Starts an entry for a command, given in words. Where none can be written the command goes on, and it is said:
    /// a value that is set is seldom all that there is of it.
    pub fn begin(command: String, no_undo: bool, context: &Context) -> Before {
        if !context.keeps_undo(no_undo) {
            return Before { journal: None };
        }
        match Journal::begin_change(command, context.hosts()) {
            Ok(journal) => Before { journal: Some(journal) },
            Err(failure) => {
                context.note(format_args!("note: this cannot be undone: {}", failure.message()));
                Before { journal: None }
            }
        }
    }

    /// Takes down a node's data, and gives the version that it has. `None` if it cannot be read: the change itself
    /// will say why.
    ///
    /// # Errors
    /// The entry cannot be written.
    pub async fn data(&mut self, path: &str, context: &mut Context) -> Result<Option<i32>> {
        if self.journal.is_none() {
            return Ok(None);
        }
        let Ok(reply) = context.read("read", path, |c| c.get_data(path)).await else { return Ok(None) };
        let found = reply.into_value();
        let node = TreeNode { stat: Some(found.stat), value: Some(found.data), ..TreeNode::bare(path, 0) };
        self.write(&node)?;
        self.sync()?;
        Ok(Some(found.stat.version))
    }

    /// Takes down a node, of which data or ACL are known.
    ///
    /// # Errors
    /// The entry cannot be written.
    pub fn write(&mut self, node: &TreeNode) -> Result<()> {
        self.journal.as_mut().map_or(Ok(()), |journal| journal.write(node))
    }

    /// Makes it durable.
    ///
    /// # Errors
    /// The entry cannot be written.
    pub fn sync(&mut self) -> Result<()> {
        self.journal.as_mut().map_or(Ok(()), Journal::sync)
    }

    /// The change is done, or may be. Gives the entry's id.
    ///
    /// # Errors
    /// The entry cannot be written.
    pub fn keep(self) -> Result<Option<String>> {
        self.journal.map_or(Ok(None), Journal::commit)
    }

    /// Nothing was changed.
    pub fn forget(self) {
        if let Some(journal) = self.journal {
            journal.discard();
        }
    }
}
