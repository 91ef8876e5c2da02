//! `server 4lw`, `server admin`, `server reset-stats`: commands as they are, to every server.

use serde_json::Value;
use zk_client::admin::{AdminRequest, FourLetterError};
use zk_proto::four_letter::KNOWN;

use super::gather;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::group_args::server::WhichServer;
use crate::reply::report::{Column, Row};
use crate::reply::{Reply, WordAnswer};
use crate::survey::{self, Trouble};

pub async fn four_letter_word(word: &str, context: &mut Context) -> Result<Reply> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(Failure::usage(format!("`{}` is no four-letter word", crate::sanitise::line(word)))
            .hint(format!("known ones: {}", KNOWN.join(" "))));
    }
    if context.profile().no_four_letter {
        return Err(Failure::new(Exit::Refused, "NoWords", "the profile has four_letter = false")
            .hint("server admin asks the AdminServers"));
    }
    let targets = survey::targets(context, &AdminArgs::default())?;
    let sent = word.to_owned();
    let answers = survey::ask_all(&targets, move |t| {
        let word = sent.clone();
        async move { t.answer(&word).await }
    })
    .await;
    let refused = answers
        .iter()
        .all(|a| matches!(a, Err(FourLetterError::NotAllowed { .. } | FourLetterError::NoAnswer { .. })));
    let failed = answers.iter().all(Result::is_err);
    let exit = if refused { Exit::Unsupported } else { Exit::CannotConnect };
    if let ([Err(error)], true) = (answers.as_slice(), failed) {
        return Err(Failure::new(exit, "FourLetter", error.to_string()));
    }
    let why = |error| Trouble::from(error).to_string();
    let answers = targets
        .iter()
        .zip(answers)
        .map(|(target, answer)| WordAnswer { server: target.server.to_string(), answer: answer.map_err(why) })
        .collect();
    show(word, answers, failed.then_some(exit), context)
}

fn show(word: &str, answers: Vec<WordAnswer>, failed: Option<Exit>, context: &mut Context) -> Result<Reply> {
    let reply = Reply::Words { word: word.to_owned(), answers };
    let Some(exit) = failed else { return Ok(reply) };
    context.out.show(&reply)?;
    Err(Failure::silent(exit))
}

/// A command of the AdminServers. Its credentials are those of the session, of scheme digest.
pub async fn admin(
    admin: &AdminArgs,
    command: &str,
    post: Option<&str>,
    context: &mut Context,
) -> Result<Reply> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-?=&.%,/:".contains(c);
    if command.is_empty() || !command.chars().all(allowed) {
        let shown = crate::sanitise::line(command).into_owned();
        return Err(Failure::usage(format!("`{shown}` is no command of an AdminServer"))
            .hint("such as monitor, leader, configuration, voting_view; write other characters as %XX"));
    }
    let body = match post {
        None => None,
        Some(body) => match body.strip_prefix('@') {
            Some(file) => Some(
                std::fs::read_to_string(file)
                    .map_err(|e| Failure::io(format_args!("cannot read {file}"), e))?,
            ),
            None => Some(body.to_owned()),
        },
    };
    let request =
        AdminRequest { command: command.to_owned(), body, authorization: authorization(context).await? };
    let targets = survey::targets(context, admin)?;
    let answers = survey::ask_all(&targets, |t| {
        let request = request.clone();
        async move { t.admin(&request).await }
    })
    .await;
    if answers.iter().all(std::result::Result::is_err) {
        let troubles =
            targets.iter().zip(answers).filter_map(|(t, a)| Some((t.server.to_string(), a.err()?)));
        return Err(gather::nobody(&troubles.collect::<Vec<_>>()));
    }
    let text = |object| serde_json::to_string_pretty(&Value::Object(object)).unwrap_or_default() + "\n";
    let answers = targets
        .iter()
        .zip(answers)
        .map(|(t, a)| WordAnswer {
            server: t.server.to_string(),
            answer: a.map(text).map_err(|e| e.to_string()),
        })
        .collect();
    show(command, answers, None, context)
}

/// The session's digest credentials as an AdminServer takes them.
pub async fn authorization(context: &mut Context) -> Result<Option<String>> {
    let auth = context.auth().await?.into_iter().find(|a| a.scheme == "digest");
    Ok(auth.and_then(|a| Some(format!("digest {}", std::str::from_utf8(&a.data).ok()?))))
}

const RESET: &[Column] = &[Column::new("server", "SERVER"), Column::new("answer", "ANSWER")];

pub async fn reset(
    admin: &AdminArgs,
    which: &WhichServer,
    conns: bool,
    context: &mut Context,
) -> Result<Reply> {
    let targets = gather::targets(admin, which, context).await?;
    gather::report(
        "servers",
        RESET,
        &targets,
        move |target| async move {
            let mut rows = Vec::new();
            let mut words = vec![("srst", "stat_reset")];
            words.extend(conns.then_some(("crst", "connection_stat_reset")));
            for (word, command) in words {
                let answer = match target.word(word).await {
                    Ok(text) => text.trim().to_owned(),
                    Err(refusal) if refusal.is_denied() => {
                        target.own_admin(command).await.map_err(|_| refusal)?;
                        "reset".to_owned()
                    }
                    Err(other) => return Err(other),
                };
                rows.push(Row::new(vec![target.server.to_string().into(), answer.into()]));
            }
            Ok(rows)
        },
        context,
    )
    .await
}
