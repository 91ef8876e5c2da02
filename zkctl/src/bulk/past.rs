//! A tree of the past as a stream of nodes: a data directory at a moment, or a snapshot.

use std::borrow::Cow;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use zk_forensics::Sources;
use zk_forensics::travel::{Past, When};
use zk_proto::path;

use super::{TreeNode, TreeSource};
use crate::context::Context;
use crate::failure::Result;
use crate::offline::past;

/// Nodes of a rebuilt tree.
pub struct PastTree {
    past: Past,
    root: String,
    title: String,
    /// Siblings to visit, the next one last, and their level; the deepest level on top.
    todo: Vec<(String, usize)>,
    with_system: bool,
}

impl PastTree {
    /// From `root` on. `title` says what it is.
    pub fn new(past: Past, root: &str, title: String) -> PastTree {
        PastTree { past, root: root.to_owned(), title, todo: vec![(root.to_owned(), 0)], with_system: false }
    }

    /// Rebuilds the tree of a moment, for reading from `root` on. What is doubtful about it is said.
    ///
    /// # Errors
    /// The files do not tell what it was.
    pub fn open(
        files: &[PathBuf],
        when: When,
        spec: &str,
        root: &str,
        context: &Context,
    ) -> Result<PastTree> {
        let found = Sources::find(files)?;
        let past = past::rebuild_told(&found, when, context)?;
        context.note(format_args!("{}: {}", crate::sanitise::line(spec), past::about(&past)));
        Ok(PastTree::new(past, root, spec.to_owned()))
    }

    /// With `/zookeeper`, the server's own.
    pub fn with_system(self) -> PastTree {
        PastTree { with_system: true, ..self }
    }

    fn step(&mut self) -> Result<Option<TreeNode>> {
        let Some((path, depth)) = self.todo.pop() else { return Ok(None) };
        let Some(found) = self.past.tree.find(&path) else {
            // Only the first one can be missing: the others were read from this tree.
            let said = format!("{} has no {}", self.title, crate::sanitise::line(&path));
            return Err(crate::failure::Failure::new(crate::exit::Exit::NotFound, "NoNode", said).on(&path));
        };
        let names = found.children().map(String::from_utf8_lossy);
        // The server's own is no content, here as in a live walk.
        let names = names.filter(|name| self.with_system || path != "/" || name != "zookeeper");
        let mut names: Vec<String> = names.map(|name| path::join(&path, &name)).collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        self.todo.extend(names.into_iter().map(|child| (child, depth + 1)));
        let value = self.past.data(&path, &found).map_err(crate::offline::past::lost)?;
        let node = TreeNode {
            stat: Some(found.stat()),
            value: Some(value.map(Cow::into_owned)),
            acl: Some(found.acl().entries.clone()),
            denied: false,
            depth,
            path,
        };
        Ok(Some(node))
    }
}

impl TreeSource for PastTree {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Result<Option<TreeNode>>> + Send + '_>> {
        Box::pin(std::future::ready(self.step()))
    }

    fn root(&self) -> &str {
        &self.root
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}
