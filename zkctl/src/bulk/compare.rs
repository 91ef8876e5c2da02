//! Two subtrees side by side: their nodes by the path below each root, in order, without holding either in memory.

use super::{TreeNode, TreeSource, order};
use crate::failure::Result;

/// Nodes at the same place, of which one may be missing.
#[derive(Debug)]
pub struct Pair {
    /// The place below both roots: empty for the roots themselves.
    pub rest: String,
    pub left: Option<TreeNode>,
    pub right: Option<TreeNode>,
}

/// Two sources under way.
pub struct Pairs {
    left: Stream,
    right: Stream,
}

struct Stream {
    source: Box<dyn TreeSource>,
    root: String,
    next: Option<TreeNode>,
    ended: bool,
}

impl Pairs {
    /// Side by side from their roots.
    pub fn new(left: Box<dyn TreeSource>, right: Box<dyn TreeSource>) -> Pairs {
        Pairs { left: Stream::new(left), right: Stream::new(right) }
    }

    /// The next place.
    ///
    /// # Errors
    /// A source fails.
    pub async fn next(&mut self) -> Result<Option<Pair>> {
        self.left.fill().await?;
        self.right.fill().await?;
        let order = match (self.left.rest(), self.right.rest()) {
            (None, None) => return Ok(None),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(left), Some(right)) => order::compare(left, right),
        };
        let rest = if order.is_le() { self.left.rest() } else { self.right.rest() }.unwrap_or("").to_owned();
        let left = if order.is_le() { self.left.next.take() } else { None };
        let right = if order.is_ge() { self.right.next.take() } else { None };
        Ok(Some(Pair { rest, left, right }))
    }

    /// Ends both.
    pub async fn close(self) {
        self.left.source.close().await;
        self.right.source.close().await;
    }
}

impl Stream {
    fn new(source: Box<dyn TreeSource>) -> Stream {
        let root = source.root().to_owned();
        Stream { source, root, next: None, ended: false }
    }

    async fn fill(&mut self) -> Result<()> {
        while self.next.is_none() && !self.ended {
            match self.source.next().await? {
                // A node elsewhere has no counterpart.
                Some(node) if order::below(&node.path, &self.root).is_none() => {}
                Some(node) => self.next = Some(node),
                None => self.ended = true,
            }
        }
        Ok(())
    }

    fn rest(&self) -> Option<&str> {
        order::below(&self.next.as_ref()?.path, &self.root)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;

    use super::*;

    struct List(Vec<&'static str>, &'static str);

    impl TreeSource for List {
        fn next(&mut self) -> Pin<Box<dyn Future<Output = Result<Option<TreeNode>>> + Send + '_>> {
            let path = if self.0.is_empty() { None } else { Some(self.0.remove(0)) };
            let node = path.map(|path| TreeNode {
                path: path.into(),
                depth: 0,
                stat: None,
                value: None,
                acl: None,
                denied: false,
            });
            Box::pin(std::future::ready(Ok(node)))
        }

        fn root(&self) -> &str {
            self.1
        }

        fn title(&self) -> String {
            self.1.into()
        }
    }

    #[tokio::test]
    async fn places_are_paired_whatever_their_roots() {
        let left = List(vec!["/a", "/a/x", "/a/x/y", "/a/z"], "/a");
        let right = List(vec!["/b/c", "/b/c/x", "/b/c/x-1", "/b/c/z"], "/b/c");
        let mut pairs = Pairs::new(Box::new(left), Box::new(right));
        let mut seen = Vec::new();
        while let Some(pair) = pairs.next().await.unwrap() {
            seen.push((pair.rest, pair.left.is_some(), pair.right.is_some()));
        }
        let expected = [
            ("", true, true),
            ("/x", true, true),
            ("/x/y", true, false),
            ("/x-1", false, true),
            ("/z", true, true),
        ];
        let expected: Vec<_> = expected.into_iter().map(|(rest, l, r)| (rest.to_owned(), l, r)).collect();
        assert_eq!(seen, expected);
    }
}
