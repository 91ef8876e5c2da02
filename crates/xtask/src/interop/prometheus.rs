//! The suite of the metrics: a Prometheus of the Debian package scrapes an ensemble of zkd under load, has the alert rules that are
//! shipped, and is asked every query of the dashboard. Its promtool judges pages and rules.

use super::ensemble::{Ensemble, Role, Software, usual_settings};
use super::lab::Lab;
use super::process::{Running, command, finish, poll};
use super::report::Report;
use super::server::{Settings, free_port};
use crate::root;
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use tokio::runtime::Runtime;
use zk_client::admin::{AdminUrl, text_page};
use zk_client::{Client, CreateMode, Options};

const NAME: &str = "prometheus";
const LIMIT: Duration = Duration::from_secs(60);
/// The dashboard's `$__rate_interval`: a few scrapes.
const RATE_INTERVAL: &str = "5s";

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let dir = lab.run_dir(NAME)?;
    let mut report = Report::default();
    let rules = root().join("zkd/packaging/prometheus/alerts.yml");
    let mut check_rules = command("promtool");
    check_rules.arg("check").arg("rules").arg(&rules);
    let checked = finish(&mut check_rules, &dir.join("rules.log"), LIMIT)?.success();
    report.check("promtool takes the alert rules", checked.map(drop));
    let mut test_rules = command("promtool");
    test_rules.args(["test", "rules"]).arg(root().join("zkd/packaging/prometheus/alerts_test.yml"));
    let tested = finish(&mut test_rules, &dir.join("rules-test.log"), LIMIT)?.success();
    report.check("the alerts come when they should, and only then", tested.map(drop));

    let mut ensemble = Ensemble::new(lab, NAME, &[(Software::Zkd, Role::Participant); 3])?;
    let mut pages = Vec::new();
    for member in &mut ensemble.members {
        let port = free_port()?;
        let provider = "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";
        member.own = Settings::default()
            .with("metricsProvider.className", provider)
            .with("metricsProvider.httpPort", port);
        pages.push(format!("127.0.0.1:{port}"));
    }
    ensemble.settings = usual_settings();
    for index in 0..ensemble.members.len() {
        ensemble.start(index)?;
    }
    let leader = ensemble.wait_formed()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;

    for (index, page) in pages.iter().enumerate() {
        let role = if index == leader { "the leader" } else { "a follower" };
        let text = runtime.block_on(fetch(page, "/metrics"))?;
        report.check(&format!("promtool takes the page of {role}, {}", index + 1), lint(&dir, &text));
    }

    let prometheus = Prometheus::start(&runtime, &dir, &pages, &rules)?;
    let load = runtime.spawn(load(ensemble.connect_string()));
    for (title, query) in dashboard()? {
        let query = query.replace("$job", "zkd").replace("$__rate_interval", RATE_INTERVAL);
        let answered = poll(LIMIT, || match runtime.block_on(prometheus.query(&query)) {
            Ok(samples) if samples.is_empty() => None,
            answer => Some(answer),
        });
        let outcome = match answered {
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => Err(error),
            None => Err(anyhow::anyhow!("nothing was found by {query}")),
        };
        report.check(&format!("{title}: {query}"), outcome);
    }
    report.check("sums that must be right", sums(&runtime, &prometheus));
    report.check("no alert in an ensemble that is well", no_alerts(&runtime, &prometheus));
    ensemble.kill((leader + 1) % 3);
    report.check("a member that is gone is alarmed about", alarms(&runtime, &prometheus, "ZkdServerDown"));
    ensemble.kill((leader + 2) % 3);
    report.check("so is a leader that is gone", alarms(&runtime, &prometheus, "ZkdNoLeader"));
    load.abort();
    ensemble.kill_all();
    Ok(report)
}

/// Sessions, reads, writes and watches as long as the ensemble takes them.
async fn load(servers: String) -> Result<()> {
    let client = Client::connect(servers.parse()?, Options::default()).await?;
    client.create("/load", Some(b"0"), CreateMode::Persistent).await?;
    let mut number = 0u64;
    loop {
        number += 1;
        let (_, watch) = client.get_data_watch("/load").await?;
        client.set_data("/load", Some(number.to_string().as_bytes()), None).await?;
        watch.fired().await?;
    }
}

/// A page may break promtool's rules of good names where the names are Apache's, and no other rule.
fn lint(dir: &Path, text: &str) -> Result<()> {
    let page = dir.join("page.txt");
    std::fs::write(&page, text)?;
    let mut check = command("sh");
    check.args(["-c", "promtool check metrics < \"$1\"", "sh"]).arg(&page);
    let finished = finish(&mut check, &dir.join("lint.log"), LIMIT)?;
    // 3: it was read and something could be nicer.
    ensure!(matches!(finished.status.code(), Some(0 | 3)), "it is not read: {}", finished.output);
    let suffixes = [
        "counter metrics should have \"_total\" suffix",
        "should not have \"_count\" suffix",
        "metric names should not contain abbreviated units",
    ];
    let is_apaches =
        |line: &str| !line.starts_with("zkd_") && suffixes.iter().any(|suffix| line.ends_with(suffix));
    let ours: Vec<&str> = finished.output.lines().filter(|line| !is_apaches(line)).collect();
    ensure!(ours.is_empty(), "it complains: {}", ours.join("; "));
    Ok(())
}

/// Panels and their queries.
fn dashboard() -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(root().join("zkd/packaging/grafana/zkd.json"))?;
    let dashboard: Value = serde_json::from_str(&text)?;
    let mut queries = Vec::new();
    for panel in dashboard["panels"].as_array().context("no panels")? {
        let title = panel["title"].as_str().unwrap_or_default();
        for target in panel["targets"].as_array().into_iter().flatten() {
            let query = target["expr"].as_str().context("a target without a query")?;
            queries.push((title.to_owned(), query.to_owned()));
        }
    }
    ensure!(queries.len() > 20, "only {} queries", queries.len());
    Ok(queries)
}

fn sums(runtime: &Runtime, prometheus: &Prometheus) -> Result<()> {
    for (query, wanted) in [
        ("sum(zkd_server_state{state=\"leader\"})", 1.0),
        ("sum(zkd_server_state{state=\"follower\"})", 2.0),
        ("sum(zkd_serving)", 3.0),
        ("count(zkd_learner_synced == 1)", 2.0),
        ("sum(digest_mismatches_count_total)", 0.0),
    ] {
        let samples = runtime.block_on(prometheus.query(query))?;
        ensure!(samples == [wanted], "{query} is {samples:?} and not {wanted}");
    }
    Ok(())
}

fn no_alerts(runtime: &Runtime, prometheus: &Prometheus) -> Result<()> {
    let alerts = runtime.block_on(prometheus.alerts())?;
    ensure!(alerts.is_empty(), "{alerts:?}");
    Ok(())
}

/// Pending or firing: the rules wait a while before they fire.
fn alarms(runtime: &Runtime, prometheus: &Prometheus, name: &str) -> Result<()> {
    let heard = poll(LIMIT, || {
        let alerts = runtime.block_on(prometheus.alerts()).unwrap_or_default();
        alerts.iter().any(|alert| alert == name).then_some(())
    });
    heard.with_context(|| format!("no {name}"))
}

/// A running Prometheus.
struct Prometheus {
    address: String,
    _running: Running,
}

impl Prometheus {
    fn start(runtime: &Runtime, dir: &Path, targets: &[String], rules: &Path) -> Result<Prometheus> {
        let config = serde_json::json!({
            "global": {"scrape_interval": "500ms", "evaluation_interval": "500ms"},
            "rule_files": [rules],
            "scrape_configs": [{"job_name": "zkd", "static_configs": [{"targets": targets}]}],
        });
        // JSON is YAML.
        let path = dir.join("prometheus.yml");
        std::fs::write(&path, config.to_string())?;
        let address = format!("127.0.0.1:{}", free_port()?);
        let mut start = command("prometheus");
        start.arg(format!("--config.file={}", path.display()));
        start.arg(format!("--storage.tsdb.path={}", dir.join("tsdb").display()));
        start.arg(format!("--web.listen-address={address}"));
        let mut running = Running::start(&mut start, &dir.join("prometheus.log"))?;
        let ready = poll(LIMIT, || {
            let is_ready = runtime.block_on(fetch(&address, "/-/ready")).is_ok();
            (is_ready || running.has_ended()).then_some(is_ready)
        });
        match ready {
            Some(true) => Ok(Prometheus { address, _running: running }),
            _ => bail!("Prometheus does not start: {}", running.output()),
        }
    }

    async fn ask(&self, path: &str) -> Result<Value> {
        let answer: Value = serde_json::from_str(&fetch(&self.address, path).await?)?;
        ensure!(answer["status"] == "success", "{path}: {answer}");
        Ok(answer["data"].clone())
    }

    /// The values that a query finds now.
    async fn query(&self, query: &str) -> Result<Vec<f64>> {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let data = self.ask(&format!("/api/v1/query?query={encoded}")).await?;
        let samples = data["result"].as_array().context("no vector")?.iter();
        samples.map(|s| Ok(s["value"][1].as_str().context("no value")?.parse()?)).collect()
    }

    /// The alerts that are pending or fire.
    async fn alerts(&self) -> Result<Vec<String>> {
        let data = self.ask("/api/v1/alerts").await?;
        let alerts = data["alerts"].as_array().context("no alerts")?.iter();
        Ok(alerts.filter_map(|alert| alert["labels"]["alertname"].as_str()).map(str::to_owned).collect())
    }
}

async fn fetch(address: &str, path: &str) -> Result<String> {
    let url = AdminUrl { server: address.parse()?, https: false, path: path.to_owned() };
    Ok(text_page(&url, None, Duration::from_secs(10)).await?)
}
