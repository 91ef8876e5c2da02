//! `cluster epochs` and `cluster verify --online`: do the servers contradict each other?

use std::collections::BTreeMap;

use serde_json::Value;
use zk_client::admin::parse_hash;
use zk_proto::Zxid;

use super::super::server::gather;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};
use crate::survey::{self, Known, Survey, Target, View};

const EPOCHS: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("server", "SERVER"),
    Column::new("mode", "ROLE"),
    Column::new("zxid", "ZXID"),
    Column::new("epoch", "EPOCH"),
    Column::new("counter", "COUNTER"),
    Column::new("finding", "FINDING"),
];

/// Epochs and counters; findings are two leaders, and a follower in a later epoch than its leader.
pub async fn epochs(admin: &AdminArgs, context: &mut Context) -> Result<Reply> {
    let survey = Survey::take(&survey::targets(context, admin)?).await;
    let troubles: Vec<_> = survey
        .views
        .iter()
        .filter_map(|v| Some((v.server().to_string(), v.srvr.as_ref().err()?.clone())))
        .collect();
    if troubles.len() == survey.views.len() {
        return Err(gather::nobody(&troubles));
    }
    let mut found = 0;
    let rows = survey.views.iter().filter(|v| v.srvr.is_ok()).map(|view| {
        let finding = contradiction(&survey, view);
        found += usize::from(finding.is_some());
        let tone = if finding.is_some() { Tone::Bad } else { Tone::Plain };
        Row::new(vec![
            view.id.into(),
            view.server().to_string().into(),
            view.mode().map(ToString::to_string).into(),
            view.zxid().into(),
            view.zxid().map(|z| i64::from(z.epoch())).into(),
            view.zxid().map(|z| i64::from(z.counter())).into(),
            finding.into(),
        ])
        .tone(tone)
    });
    let report = Report { name: "servers", columns: EPOCHS, rows: rows.collect(), ..Report::default() };
    conclude(gather::finish(report, &troubles, context), found, context)
}

/// What is impossible about a server's epoch, beside the others'.
pub fn contradiction(survey: &Survey, view: &View) -> Option<String> {
    let leader = survey.leader()?;
    let (own, leading) = (view.zxid()?.epoch(), leader.zxid()?.epoch());
    if view.leads() && view.server() != leader.server() {
        return Some(format!("leads, too: {} leads epoch {leading}", leader.name()));
    }
    (own > leading).then(|| format!("is in epoch {own}, its leader in {leading}"))
}

const VERIFY: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("server", "SERVER"),
    Column::new("zxid", "ZXID"),
    Column::new("nodes", "NODES"),
    Column::new("digests", "DIGESTS"),
    Column::new("compared", "COMPARED"),
    Column::new("mismatches", "MISMATCHES"),
    Column::new("first_mismatch", "FIRST AT"),
];

/// The digests that a server kept, by zxid.
pub async fn digests(target: &Target) -> Known<BTreeMap<Zxid, u64>> {
    let refusal = match target.word("hash").await {
        Ok(text) => return Ok(parse_hash(&text)),
        Err(refusal) if refusal.is_denied() => refusal,
        Err(other) => return Err(other),
    };
    let object = target.own_admin("hash").await.map_err(|_| refusal)?;
    let list = object.get("digests").and_then(Value::as_array);
    let entry = |d: &Value| {
        let zxid = d.get("zxid")?;
        let zxid = zxid.as_i64().or_else(|| i64::from_str_radix(zxid.as_str()?, 16).ok())?;
        Some((Zxid(zxid), d.get("digest")?.as_u64().or_else(|| d.get("digest")?.as_i64().map(|n| n as u64))?))
    };
    Ok(list.into_iter().flatten().filter_map(entry).collect())
}

/// Zxids of which servers hold different digests, with how many servers hold each digest.
pub fn mismatches(all: &[(&View, &BTreeMap<Zxid, u64>)]) -> BTreeMap<Zxid, BTreeMap<u64, usize>> {
    let mut by_zxid: BTreeMap<Zxid, BTreeMap<u64, usize>> = BTreeMap::new();
    for (zxid, digest) in all.iter().flat_map(|(_, digests)| digests.iter()) {
        *by_zxid.entry(*zxid).or_default().entry(*digest).or_default() += 1;
    }
    by_zxid.retain(|_, digests| digests.len() > 1);
    by_zxid
}

pub async fn verify(admin: &AdminArgs, context: &mut Context) -> Result<Reply> {
    let targets = survey::targets(context, admin)?;
    let survey = Survey::take(&targets).await;
    let answers = survey::ask_all(&targets, |t| async move { digests(&t).await }).await;
    let troubles: Vec<_> = targets
        .iter()
        .zip(&answers)
        .filter_map(|(t, a)| Some((t.server.to_string(), a.as_ref().err()?.clone())))
        .collect();
    if troubles.len() == targets.len() {
        return Err(gather::nobody(&troubles));
    }
    let told: Vec<(&View, &BTreeMap<Zxid, u64>)> =
        survey.views.iter().zip(&answers).filter_map(|(v, a)| Some((v, a.as_ref().ok()?))).collect();
    let wrong = mismatches(&told);
    let mut rows = Vec::new();
    let mut compared_in_all = 0;
    for (view, digests) in &told {
        let shared =
            |zxid: &&Zxid| told.iter().any(|(v, d)| v.server() != view.server() && d.contains_key(zxid));
        let compared = digests.keys().filter(shared).count();
        compared_in_all += compared;
        let bad: Vec<&Zxid> = digests.keys().filter(|z| wrong.contains_key(z)).collect();
        rows.push(
            Row::new(vec![
                view.id.into(),
                view.server().to_string().into(),
                view.zxid().into(),
                view.srvr.as_ref().ok().and_then(|s| s.node_count).into(),
                digests.len().into(),
                compared.into(),
                bad.len().into(),
                bad.first().map(|z| **z).into(),
            ])
            .tone(if bad.is_empty() { Tone::Plain } else { Tone::Bad }),
        );
    }
    let mut foot = Vec::new();
    for (zxid, digests) in wrong.iter().take(5) {
        let held: Vec<String> = digests.iter().map(|(d, n)| format!("{d:#x} on {n}")).collect();
        foot.push(format!("! at {zxid} the trees differ: {}", held.join(", ")));
    }
    if compared_in_all == 0 {
        foot.push("nothing in common to compare: servers keep a digest every 128 transactions".into());
    }
    let found = wrong.len();
    let fields = vec![("compared", Cell::from(compared_in_all)), ("mismatches", found.into())];
    let report = Report { name: "servers", fields, columns: VERIFY, rows, foot, ..Report::default() };
    conclude(gather::finish(report, &troubles, context), found, context)
}

fn conclude(report: Report, found: usize, context: &mut Context) -> Result<Reply> {
    let reply = Reply::Report(report);
    if found == 0 {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    Err(Failure::silent(Exit::Findings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Trouble;
    use zk_client::HostPort;

    #[test]
    fn digests_are_compared_where_two_servers_have_one() {
        let target = |port| Target {
            server: HostPort::new("h", port),
            admin: "h".parse().unwrap(),
            admin_given: false,
            timeout: std::time::Duration::ZERO,
            tls: None,
            admin_tls: None,
            words: true,
        };
        let down = || Trouble::Down(String::new());
        let view = |port| View {
            target: target(port),
            id: None,
            srvr: Err(down()),
            mntr: Err(down()),
            conf: Err(down()),
            took: std::time::Duration::ZERO,
            lag: None,
        };
        let map =
            |pairs: &[(i64, u64)]| pairs.iter().map(|(z, d)| (Zxid(*z), *d)).collect::<BTreeMap<_, _>>();
        let (a, b) = (map(&[(128, 1), (256, 2), (384, 3)]), map(&[(256, 2), (384, 4), (512, 9)]));
        let (va, vb) = (view(1), view(2));
        let wrong = mismatches(&[(&va, &a), (&vb, &b)]);
        assert_eq!(wrong.keys().copied().collect::<Vec<_>>(), [Zxid(384)]);
        assert_eq!(wrong[&Zxid(384)], BTreeMap::from([(3, 1), (4, 1)]));
    }
}
