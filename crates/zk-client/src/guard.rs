//! A last look at writes before they are sent: for clients that promise not to change some paths, or any.

use std::fmt;
use std::sync::Arc;

use zk_proto::OpCode;

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteKind {
    /// Creates a znode.
    Create,
    /// Deletes one.
    Delete,
    /// Changes its data.
    SetData,
    /// Changes its ACL.
    SetAcl,
    /// Changes the membership of the ensemble.
    Reconfig,
    /// Something else: a request that was made by hand. It has no path.
    Other,
}

impl WriteKind {
    pub(crate) fn of(op: Option<OpCode>) -> WriteKind {
        match op {
            Some(OpCode::Create | OpCode::Create2 | OpCode::CreateContainer | OpCode::CreateTtl) => {
                WriteKind::Create
            }
            Some(OpCode::Delete) => WriteKind::Delete,
            Some(OpCode::SetData) => WriteKind::SetData,
            Some(OpCode::SetAcl) => WriteKind::SetAcl,
            Some(OpCode::Reconfig) => WriteKind::Reconfig,
            _ => WriteKind::Other,
        }
    }
}

type Check = dyn Fn(WriteKind, &str) -> Result<(), String> + Send + Sync;

/// Decides about each write, and each part of a multi, by its path as the caller wrote it. What it refuses fails with
/// [`crate::Error::Guarded`] and the sentence that it gives.
#[derive(Clone)]
pub struct Guard(Arc<Check>);

impl Guard {
    /// A guard of a function.
    pub fn new(check: impl Fn(WriteKind, &str) -> Result<(), String> + Send + Sync + 'static) -> Guard {
        Guard(Arc::new(check))
    }

    pub(crate) fn check(&self, kind: WriteKind, path: &str) -> Result<(), crate::Error> {
        (self.0)(kind, path).map_err(crate::Error::Guarded)
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}
