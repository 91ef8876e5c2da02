//! `session shed`: a server closes some of its connections, and their clients find others. Apache 3.10 and later.

use serde_json::Value;
use zk_client::admin::AdminRequest;

use super::super::server::{gather, words};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::group_args::server::WhichServer;
use crate::reply::Reply;
use crate::reply::report::{Column, Report, Row};

const COLUMNS: &[Column] = &[
    Column::new("server", "SERVER"),
    Column::new("percent", "PERCENT"),
    Column::new("connections_shed", "CLOSED"),
];

pub async fn run(admin: &AdminArgs, server: &str, percent: u8, context: &mut Context) -> Result<Reply> {
    let which = WhichServer { server: Some(server.to_owned()) };
    let targets = gather::targets(admin, &which, context).await?;
    let Some(target) = targets.first() else { return Err(Failure::usage("no such server")) };
    let authorization = words::authorization(context).await?;
    if authorization.is_none() {
        return Err(Failure::new(
            Exit::NotPermitted,
            "NoCredentials",
            "closing connections takes credentials of scheme digest with all permissions on /",
        )
        .hint("--auth-file FILE with a line digest:USER:PASSWORD"));
    }
    context.confirm(&format!("let {} close {percent}% of its connections?", target.server)).await?;
    // Said even with --quiet: clients will notice.
    context.warn(format_args!("warning: {} closes {percent}% of its connections", target.server));
    let request = AdminRequest {
        command: "shed_connections".into(),
        body: Some(format!("{{\"percentage\": {percent}}}")),
        authorization,
    };
    let answer = target.admin(&request).await;
    let object = answer.map_err(|trouble| gather::nobody(&[(target.server.to_string(), trouble)]))?;
    let row = Row::new(vec![
        target.server.to_string().into(),
        i64::from(percent).into(),
        object.get("connections_shed").and_then(Value::as_i64).into(),
    ]);
    Ok(Reply::Report(Report { name: "servers", columns: COLUMNS, rows: vec![row], ..Report::default() }))
}
