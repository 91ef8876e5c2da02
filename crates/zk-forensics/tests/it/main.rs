//! Logs and snapshots that Apache ZooKeeper wrote, as they are and damaged.

mod corpus;
mod damage;
mod follow;
mod support;
mod values;
