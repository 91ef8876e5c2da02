//! Deletes many nodes, children before their parents.

use super::{Outcome, Writes};
use crate::failure::{Failure, Result};
use crate::output::Progress;

/// Deletes nodes that are listed parents first; what is gone already is no failure. Gives how many are gone now.
///
/// # Errors
/// The first node that cannot be deleted: those under way behind it are awaited, no more are sent.
pub async fn remove(paths: &[String], writes: &mut Writes, progress: &mut Progress) -> Result<u64> {
    let total = u64::try_from(paths.len()).unwrap_or(u64::MAX);
    let mut done = 0;
    let mut failed: Option<Failure> = None;
    for path in paths.iter().rev() {
        let op = super::Op::Delete { path: path.clone(), version: None };
        let pushed = writes.push(op).await;
        settle(writes, &mut done, &mut failed);
        progress.set(done);
        if let Err((op, error)) = pushed {
            failed.get_or_insert_with(|| crate::context::client_failure("delete", op.path(), error));
        }
        if failed.is_some() {
            break;
        }
    }
    if let Err((op, error)) = writes.flush().await {
        failed.get_or_insert_with(|| crate::context::client_failure("delete", op.path(), error));
    }
    settle(writes, &mut done, &mut failed);
    match failed {
        None => Ok(done),
        Some(failure) => {
            let said = format!("{}; {done} of {} were deleted", failure.message(), super::nodes(total));
            Err(failure.say(said))
        }
    }
}

fn settle(writes: &mut Writes, done: &mut u64, failed: &mut Option<Failure>) {
    while let Some((op, outcome)) = writes.take() {
        let code = match outcome {
            Outcome::Done | Outcome::Missing => {
                *done += 1;
                continue;
            }
            Outcome::Refused(error) => {
                failed.get_or_insert_with(|| crate::context::client_failure("delete", op.path(), error));
                continue;
            }
            Outcome::NotEmpty => zk_proto::ErrorCode::NotEmpty,
            _ => zk_proto::ErrorCode::BadVersion,
        };
        // A parent fails behind a child that could not go: the child's reason says more, and it comes first.
        failed.get_or_insert_with(|| Failure::server("delete", op.path(), code));
    }
}
