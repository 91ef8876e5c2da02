//! `leader show` and `leader move`: who leads; and another one, where the servers can.

use zk_client::admin::{AdminRequest, Mode};

use super::server::gather;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::group_args::cluster::{LeaderArgs, LeaderCommand};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};
use crate::survey::{self, Survey, Target, View};

const COLUMNS: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("server", "SERVER"),
    Column::new("epoch", "EPOCH"),
    Column::new("zxid", "ZXID"),
    Column::new("leading_ms", "LEADING ms"),
    Column::new("followers", "FOLLOWERS"),
    Column::new("synced_followers", "SYNCED"),
    Column::new("synced_observers", "OBSERVERS"),
    Column::new("pending_syncs", "PENDING SYNCS"),
    Column::new("last_proposal_bytes", "PROPOSAL"),
    Column::new("max_proposal_bytes", "max"),
];

/// Runs one of the group's commands.
pub async fn run(args: LeaderArgs, context: &mut Context) -> Result<Reply> {
    match args.command {
        LeaderCommand::Show => show(&args.admin, context).await,
        LeaderCommand::Move { id } => move_to(&args.admin, id, context).await,
    }
}

async fn show(admin: &AdminArgs, context: &mut Context) -> Result<Reply> {
    let survey = Survey::take(&survey::targets(context, admin)?).await;
    let leader = leader(&survey)?;
    let int = |name: &str| Cell::from(leader.metric(name).map(|n| n as i64));
    let sizes = leader.srvr.as_ref().ok().and_then(|s| s.proposal_sizes).filter(|s| s.max >= 0);
    let row = Row::new(vec![
        leader.id.into(),
        leader.server().to_string().into(),
        leader.zxid().map(|z| i64::from(z.epoch())).into(),
        leader.zxid().into(),
        int("leader_uptime"),
        leader.mntr.as_ref().ok().and_then(|m| m.learners()).into(),
        int("synced_followers"),
        int("synced_observers"),
        int("pending_syncs"),
        sizes.map(|s| s.last).into(),
        sizes.map(|s| s.max).into(),
    ]);
    Ok(Reply::Report(Report { name: "leaders", columns: COLUMNS, rows: vec![row], ..Report::default() }))
}

fn leader(survey: &Survey) -> Result<&View> {
    if let Some(leader) = survey.leader() {
        return Ok(leader);
    }
    if let Some(alone) = survey.views.iter().find(|v| v.mode() == Some(&Mode::Standalone)) {
        let text = format!("{} stands alone: there is no leader", alone.server());
        return Err(Failure::new(Exit::NotFound, "Standalone", text));
    }
    let troubles: Vec<_> = survey
        .views
        .iter()
        .filter_map(|v| Some((v.server().to_string(), v.srvr.as_ref().err()?.clone())))
        .collect();
    if troubles.len() == survey.views.len() {
        return Err(gather::nobody(&troubles));
    }
    Err(Failure::new(Exit::NotFound, "NoLeader", "none of the servers of the connect string leads")
        .hint("name all members in the connect string: `zkctl cluster members` lists them"))
}

/// Words and commands by which servers hand over; Apache ZooKeeper has none.
async fn move_to(admin: &AdminArgs, id: i64, context: &mut Context) -> Result<Reply> {
    let survey = Survey::take(&survey::targets(context, admin)?).await;
    let leader = leader(&survey)?;
    let wanted = survey.views.iter().find(|v| v.id == Some(id));
    let Some(wanted) = wanted else {
        return Err(Failure::usage(format!("no server of the connect string has the id {id}"))
            .hint("`zkctl server ls` lists the ids"));
    };
    if wanted.leads() {
        context.heed(format_args!("{} leads already", wanted.name()));
        return Ok(Reply::Nothing);
    }
    if !wanted.serves() {
        let text = format!("{} does not serve, so it cannot lead", wanted.name());
        return Err(Failure::new(Exit::Precondition, "NotServing", text));
    }
    let question = format!("let {} lead in place of {}?", wanted.name(), leader.name());
    match way(leader, wanted).await {
        Some(Way::Word(word)) => {
            context.confirm(&question).await?;
            context.warn("warning: writes wait while the lead changes hands");
            let answer = wanted.target.word(word).await;
            let text = answer.map_err(|t| gather::nobody(&[(wanted.server().to_string(), t)]))?;
            context.note(crate::sanitise::line(text.trim()));
            Ok(Reply::Nothing)
        }
        Some(Way::Admin) => {
            let authorization = super::server::words::authorization(context).await?;
            // Before anything is asked: the answer would be for nothing.
            let Some(authorization) = authorization else {
                let text = format!(
                    "{} hands over for the super user, and for those whom its admin.users names, alone",
                    leader.name()
                );
                return Err(Failure::new(Exit::NotPermitted, "NoCredentials", text)
                    .hint("--auth-file FILE with a line digest:USER:PASSWORD"));
            };
            context.confirm(&question).await?;
            context.warn("warning: writes wait while the lead changes hands");
            let request = AdminRequest {
                command: format!("{TRANSFER}?to={id}"),
                body: Some(String::new()),
                authorization: Some(authorization),
            };
            let answer = leader.target.admin(&request).await;
            answer.map_err(|trouble| match trouble {
                survey::Trouble::Odd(why) => {
                    let text = format!("{} does not hand over: {why}", leader.name());
                    Failure::new(Exit::Precondition, "Refused", text)
                }
                other => gather::nobody(&[(leader.server().to_string(), other)]),
            })?;
            Ok(Reply::Nothing)
        }
        None => Err(Failure::new(
            Exit::Unsupported,
            "Unsupported",
            format!("{} cannot hand over the lead", leader.version().unwrap_or_else(|| "this server".into())),
        )
        .hint(format!(
            "restart {}: the others elect the one with the longest history, of equals the highest id",
            leader.name()
        ))),
    }
}

/// The AdminServer's command, where one has it.
const TRANSFER: &str = "transfer_leadership";

enum Way {
    /// A four-letter word to the one that shall lead.
    Word(&'static str),
    /// A command to the leader's AdminServer.
    Admin,
}

async fn way(leader: &View, wanted: &View) -> Option<Way> {
    let product = wanted.srvr.as_ref().ok().map(|s| s.product.as_str()).unwrap_or_default();
    if product.contains("Keeper") && !product.eq_ignore_ascii_case("zookeeper") {
        return Some(Way::Word("rqld"));
    }
    offers_transfer(&leader.target).await.then_some(Way::Admin)
}

/// Asked with GET, the command does nothing: a server that has it says that it wants POST.
async fn offers_transfer(target: &Target) -> bool {
    match target.own_admin(TRANSFER).await {
        Ok(_) => true,
        Err(survey::Trouble::Odd(why)) => !why.contains("Unknown command"),
        Err(_) => false,
    }
}
