//! `status` and `server 4lw`: every server of the connect string is asked by itself, all at once.

use tokio::task::JoinSet;
use zk_client::HostPort;
use zk_client::admin::{FourLetterError, four_letter, parse_srvr};
use zk_proto::four_letter::KNOWN;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::{Reply, ServerRow, ServerState, WordAnswer};

type Answer = std::result::Result<String, FourLetterError>;

pub async fn status(context: &mut Context) -> Result<Reply> {
    let answers = ask("srvr", context).await?;
    let failed = answers.iter().all(|(_, a)| a.is_err());
    let rows = answers
        .into_iter()
        .map(|(server, answer)| ServerRow {
            state: answer.map(|t| state(&t)).map_err(why),
            server: server.to_string(),
        })
        .collect();
    let reply = Reply::Status(rows);
    if failed {
        context.out.show(&reply)?;
        return Err(Failure::new(Exit::CannotConnect, "ConnectionLoss", "no server is serving"));
    }
    Ok(reply)
}

pub async fn four_letter_word(word: &str, context: &mut Context) -> Result<Reply> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(Failure::usage(format!("`{}` is no four-letter word", crate::sanitise::line(word)))
            .hint(format!("known ones: {}", KNOWN.join(" "))));
    }
    let answers = ask(word, context).await?;
    let refused = answers.iter().all(|(_, a)| {
        matches!(a, Err(FourLetterError::NotAllowed { .. } | FourLetterError::NoAnswer { .. }))
    });
    let failed = answers.iter().all(|(_, a)| a.is_err());
    if let ([(_, Err(error))], true) = (answers.as_slice(), failed) {
        let exit = if refused { Exit::Unsupported } else { Exit::CannotConnect };
        return Err(Failure::new(exit, "FourLetter", error.to_string()));
    }
    let answers = answers
        .into_iter()
        .map(|(server, answer)| WordAnswer { server: server.to_string(), answer: answer.map_err(why) })
        .collect();
    let reply = Reply::Words { word: word.to_owned(), answers };
    if failed {
        context.out.show(&reply)?;
        return Err(Failure::silent(if refused { Exit::Unsupported } else { Exit::CannotConnect }));
    }
    Ok(reply)
}

/// The answers in the order of the connect string.
async fn ask(word: &str, context: &Context) -> Result<Vec<(HostPort, Answer)>> {
    let servers = context.servers()?.servers().to_vec();
    let timeout = context.connect_timeout();
    let mut tasks = JoinSet::new();
    for (place, server) in servers.iter().cloned().enumerate() {
        let word = word.to_owned();
        tasks.spawn(async move { (place, four_letter(&server, &word, timeout).await) });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_unstable_by_key(|(place, _)| *place);
    Ok(servers.into_iter().zip(answers.into_iter().map(|(_, a)| a)).collect())
}

/// The reason without the server's name, which stands beside it.
fn why(error: FourLetterError) -> String {
    match error {
        FourLetterError::Io { source, .. } => crate::failure::plain_io(&source),
        FourLetterError::Timeout { timeout_ms, .. } => format!("no answer within {timeout_ms} ms"),
        FourLetterError::NotAllowed { word, .. } => format!("{word} is not in 4lw.commands.whitelist"),
        FourLetterError::NotServing { .. } => "up, but without a quorum".into(),
        FourLetterError::NoAnswer { .. } => "it does not know the word".into(),
        other => other.to_string(),
    }
}

fn state(text: &str) -> ServerState {
    let srvr = parse_srvr(text);
    let count = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
    // The version line carries commit and build date; people look for the number.
    let version = srvr.version.split([',', ' ']).next().unwrap_or_default();
    let version = version.split_once('-').map_or(version, |(number, _)| number);
    ServerState {
        version: format!("{} {version}", srvr.product).trim().to_owned(),
        mode: srvr.mode.map_or_else(|| "unknown".into(), |m| m.to_string()),
        zxid: srvr.zxid,
        latency_ms: srvr.latency_ms,
        connections: count(srvr.connections),
        outstanding: count(srvr.outstanding),
        nodes: count(srvr.node_count),
    }
}
