//! `stat --human`: a status as somebody would tell it, with ages, and with the client that owns an ephemeral.

use zk_client::{SessionId, Stat};

use crate::commands::session;
use crate::context::Context;
use crate::output::{now_ms, relative};
use crate::reply::report::{Cell, Column, Report, Row};

const COLUMNS: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("type", "TYPE"),
    Column::minor("version", "VER"),
    Column::new("size", "SIZE"),
    Column::new("children", "CHILDREN"),
    Column::new("created", "CREATED"),
    Column::new("changed", "CHANGED"),
    Column::new("owner", "OWNER"),
    Column::minor("client", "CLIENT"),
];

/// A row for each node. Who owns ephemerals is asked once, and only if there are any.
pub async fn report(stats: &[(String, Stat)], context: &mut Context) -> Report {
    let owned = stats.iter().any(|(_, s)| s.ephemeral_owner != SessionId::NONE);
    let clients = if owned { session::clients(context).await } else { Vec::new() };
    let now = now_ms();
    // How long ago: when exactly is what `stat` says.
    let moment = |ms: i64| Cell::text(relative(ms, now));
    let rows = stats.iter().map(|(path, s)| {
        let owner = (s.ephemeral_owner != SessionId::NONE).then_some(s.ephemeral_owner);
        let client = owner.and_then(|id| clients.iter().find(|(known, _)| *known == id));
        Row::new(vec![
            path.as_str().into(),
            if owner.is_some() { "ephemeral" } else { "persistent" }.into(),
            s.version.into(),
            Cell::Bytes(u64::try_from(s.data_length).unwrap_or_default()),
            s.num_children.into(),
            moment(s.ctime),
            if (s.version, s.mtime) == (0, s.ctime) { Cell::text("never") } else { moment(s.mtime) },
            owner.into(),
            client.map(|(_, address)| address.clone()).into(),
        ])
    });
    Report { name: "nodes", columns: COLUMNS, rows: rows.collect(), ..Report::default() }
}
