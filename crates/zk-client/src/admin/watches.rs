//! `wchs`, `wchc` and `wchp`: watches of this server, counted, by session and by path.

/// The answer to `wchs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wchs {
    /// Connections with watches.
    pub connections: Option<i64>,
    /// Paths watched.
    pub paths: Option<i64>,
    /// Watches.
    pub watches: Option<i64>,
}

/// Reads the answer to `wchs`.
pub fn parse_wchs(text: &str) -> Wchs {
    let mut out = Wchs::default();
    for line in text.lines() {
        if let Some((_, total)) = line.split_once("watches:") {
            out.watches = total.trim().parse().ok();
        } else if let Some((connections, rest)) = line.split_once(" connections watching ") {
            out.connections = connections.trim().parse().ok();
            out.paths = rest.split_whitespace().next().and_then(|n| n.parse().ok());
        }
    }
    out
}

/// A session with its paths (`wchc`), or a path with its sessions (`wchp`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchGroup {
    /// What the group is about.
    pub head: String,
    /// What belongs to it.
    pub members: Vec<String>,
}

/// Reads the answer to `wchc` or `wchp`.
pub fn parse_watch_groups(text: &str) -> Vec<WatchGroup> {
    let mut groups: Vec<WatchGroup> = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        match (line.strip_prefix('\t'), groups.last_mut()) {
            (Some(member), Some(group)) => group.members.push(member.to_owned()),
            _ => groups.push(WatchGroup { head: line.to_owned(), members: Vec::new() }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        let w = parse_wchs("3 connections watching 2 paths\nTotal watches:5\n");
        assert_eq!(w, Wchs { connections: Some(3), paths: Some(2), watches: Some(5) });
    }

    #[test]
    fn groups() {
        let g = parse_watch_groups("0x200000c80590000\n\t/p\n\t/q\n0x1\n\t/p\n\n");
        assert_eq!(g.len(), 2);
        assert_eq!((g[0].head.as_str(), g[0].members.len()), ("0x200000c80590000", 2));
        assert!(parse_watch_groups("\n").is_empty());
    }
}
