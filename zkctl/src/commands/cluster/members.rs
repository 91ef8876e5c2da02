//! `cluster members`: who belongs to the ensemble, and whether all servers say the same.

use std::collections::BTreeMap;

use crate::context::Context;
use crate::failure::Result;
use crate::group_args::AdminArgs;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};
use crate::survey::{self, Survey, View, members};

const COLUMNS: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("role", "ROLE"),
    Column::new("quorum_address", "QUORUM"),
    Column::new("election_port", "ELECTION"),
    Column::new("client_address", "CLIENT"),
    Column::new("weight", "WEIGHT"),
    Column::new("mode", "NOW"),
    Column::new("state", "STATE"),
];

pub async fn run(admin: &AdminArgs, context: &mut Context) -> Result<Reply> {
    let survey = Survey::take(&survey::targets(context, admin)?).await;
    if survey.membership.members.is_empty() {
        let troubles = survey.views.iter().filter_map(|v| {
            Some((v.server().to_string(), v.conf.as_ref().err().or(v.srvr.as_ref().err())?.clone()))
        });
        let troubles: Vec<_> = troubles.collect();
        if troubles.len() == survey.views.len() {
            return Err(super::super::server::gather::nobody(&troubles));
        }
        context.note("no ensemble: the server stands alone");
    }
    let views: BTreeMap<i64, &View> = survey.views.iter().filter_map(|v| Some((v.id?, v))).collect();
    let rows = survey.membership.members.iter().map(|(id, member)| {
        let view = views.get(id);
        let address = member.addresses.first();
        let state = view.map(|v| v.srvr.as_ref().err().map_or("ok", |t| t.state()));
        Row::new(vec![
            (*id).into(),
            members::role(member).into(),
            address.map(|a| format!("{}:{}", a.host, a.quorum_port)).into(),
            address.map(|a| i64::from(a.election_port)).into(),
            member.client.as_ref().map(|c| format!("{}:{}", c.host, c.port)).into(),
            survey.membership.weight(*id).into(),
            view.and_then(|v| v.mode()).map(ToString::to_string).into(),
            state.map_or(Cell::text("not in the connect string"), Cell::from),
        ])
        .tone(if state.is_some_and(|s| s != "ok") { Tone::Bad } else { Tone::Plain })
    });
    let rows: Vec<Row> = rows.collect();
    let (quorum, spare) = members::majority(survey.voters().len());
    let version = survey.views.iter().filter_map(|v| v.conf.as_ref().ok()?.membership_version).max();
    let fields = vec![
        ("version", version.map(zk_proto::Zxid).into()),
        ("voters", Cell::from(survey.voters().len())),
        ("quorum_size", quorum.into()),
        ("failures_tolerated", spare.into()),
        ("lists_agree", lists_agree(&survey).into()),
    ];
    let mut foot =
        vec![format!("{} voters: {quorum} make a quorum, {spare} may fail", survey.voters().len())];
    if !lists_agree(&survey) {
        foot.push("! the servers tell different lists: see `zkctl doctor --only server-lists-differ`".into());
    }
    Ok(Reply::Report(Report { name: "members", fields, columns: COLUMNS, rows, foot, ..Report::default() }))
}

/// Whether all servers that tell a list tell the same.
pub fn lists_agree(survey: &Survey) -> bool {
    let mut lists =
        survey.views.iter().filter_map(|v| v.conf.as_ref().ok()).filter(|c| !c.servers.is_empty());
    let Some(first) = lists.next().map(|c| members::membership(c).0) else { return true };
    lists.all(|c| members::membership(c).0 == first)
}
