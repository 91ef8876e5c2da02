//! The support bundle: what was found and what the servers said, in one archive, without secrets and without data.

use std::fs::File;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::scene::Scene;
use crate::failure::{Failure, Result};
use crate::output::now_ms;
use crate::reply::report::Report;
use crate::survey;

/// Words whose answers go in. None of them shows data of nodes or credentials.
const WORDS: &[&str] = &["srvr", "mntr", "conf", "envi", "wchs", "hash", "dirs"];

/// Writes the archive.
pub async fn write(file: &Path, report: &Report, scene: &Scene) -> Result<()> {
    let targets: Vec<survey::Target> = scene.survey.views.iter().map(|v| v.target.clone()).collect();
    let answers = survey::ask_all(&targets, |t| async move {
        let mut out = Vec::new();
        for word in WORDS {
            let text = match t.word(word).await {
                Ok(text) => redact(&text),
                Err(trouble) => format!("# {trouble}\n"),
            };
            out.push((
                format!("{}/{word}.txt", t.server.to_string().replace([':', '/', '[', ']'], "_")),
                text,
            ));
        }
        out
    })
    .await;
    let shown = file.display().to_string();
    let failed = |e| Failure::io(format_args!("cannot write {shown}"), e);
    let file = File::options().write(true).create_new(true).open(file).map_err(failed)?;
    let mut archive = tar::Builder::new(GzEncoder::new(file, Compression::default()));
    let mut add = |name: &str, text: &str| {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(now_ms() / 1000).unwrap_or(0));
        header.set_cksum();
        archive.append_data(&mut header, format!("zkctl-doctor/{name}"), text.as_bytes())
    };
    add("README.txt", README).map_err(failed)?;
    add("findings.json", &format!("{:#}\n", crate::output::report_json(report))).map_err(failed)?;
    for (name, text) in answers.iter().flatten() {
        add(&format!("servers/{name}"), text).map_err(failed)?;
    }
    archive.into_inner().and_then(GzEncoder::finish).and_then(|f| f.sync_all()).map_err(failed)
}

const README: &str = "Written by `zkctl doctor --bundle`.
findings.json  what the checks found
servers/       what each server answered to four-letter words; values whose name suggests a secret are left out
No data of znodes and no credentials are in here. Paths of znodes and addresses of servers are.
";

/// Values behind names that suggest a secret are left out, wherever on the line they stand.
fn redact(text: &str) -> String {
    const SECRET: &[&str] =
        &["password", "passwd", "secret", "superdigest", "credential", "token", "private"];
    let line = |line: &str| {
        let lower = line.to_lowercase();
        match SECRET.iter().filter_map(|s| lower.find(s)).min() {
            // Character boundaries of the lower-case text need not be the line's.
            Some(at) => format!("{}=(left out)", line.get(..at).unwrap_or("").trim_end_matches('=')),
            None => line.to_owned(),
        }
    };
    text.lines().map(|l| line(l) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out() {
        let text = "tickTime=2000\nssl.keyStore.password=canary\nuser.args=-Dzookeeper.superDigest=canary\n";
        let clean = redact(text);
        assert!(!clean.contains("canary") && clean.contains("tickTime=2000"), "{clean}");
    }
}
