//! Walks a subtree: every node before its children, siblings in order of name. Requests are sent ahead, so
//! that a distant server costs bandwidth rather than a round trip per node.

use zk_client::{Children, Client, Error, ErrorCode, Pending, Stat, Zxid};
use zk_proto::path;

/// Requests under way at once.
pub const PIPELINE: usize = 128;

/// A node that was visited.
pub struct Step {
    pub path: String,
    pub stat: Stat,
    /// Levels below the start.
    pub depth: usize,
}

/// A walk under way.
pub struct Walk {
    client: Client,
    /// Nodes to visit, the next one last; requests have been sent for those nearest to the end.
    stack: Vec<Waiting>,
    max_depth: usize,
}

struct Waiting {
    path: String,
    depth: usize,
    asked: Option<Pending<Children>>,
}

impl Walk {
    /// Starts at `path`, which is visited first.
    pub fn new(client: Client, path: &str) -> Walk {
        let start = Waiting { path: path.to_owned(), depth: 0, asked: None };
        Walk { client, stack: vec![start], max_depth: usize::MAX }
    }

    /// Visits no node that is more levels below the start than this.
    pub fn down_to(self, max_depth: Option<usize>) -> Walk {
        Walk { max_depth: max_depth.unwrap_or(usize::MAX), ..self }
    }

    /// The next node. Nodes that vanish during the walk are left out.
    pub async fn next(&mut self) -> Option<Result<Step, Error>> {
        loop {
            self.send_ahead();
            let Waiting { path, depth, asked } = self.stack.pop()?;
            let asked = asked.unwrap_or_else(|| self.client.get_children(&path));
            let children = match asked.await {
                Ok(reply) => reply.into_value(),
                Err(e) if e.code() == Some(ErrorCode::NoNode) => continue,
                Err(e) => return Some(Err(e)),
            };
            let mut names = children.names;
            names.sort_unstable_by(|a, b| b.cmp(a));
            if depth < self.max_depth {
                let below =
                    |n: &String| Waiting { path: path::join(&path, n), depth: depth + 1, asked: None };
                self.stack.extend(names.iter().map(below));
            }
            return Some(Ok(Step { path, stat: children.stat, depth }));
        }
    }

    fn send_ahead(&mut self) {
        for w in self.stack.iter_mut().rev().take(PIPELINE) {
            w.asked.get_or_insert_with(|| self.client.get_children(&w.path));
        }
    }
}

/// What the server would have said about a node that is not there.
pub fn no_node(path: &str) -> Error {
    Error::Server { code: ErrorCode::NoNode, path: path.to_owned(), zxid: Zxid::ZERO }
}
