//! The suite of zkd's TLS and SASL: Apache's shell and kazoo as its clients, Apache servers as its fellow members. Certificates are
//! made as an administrator makes them. (That certificates change under load without a failed request is a test of zkd's own.)

use super::dump;
use super::ensemble::{Ensemble, Software, parse_composition, usual_settings};
use super::lab::Lab;
use super::process::{command, finish};
use super::report::Report;
use super::server::{Server, Settings, free_port};
use super::zkctl_tls::{self, PASSWORD};
use anyhow::{Result, ensure};
use std::path::Path;
use std::time::Duration;
use zk_client::CreateMode;

const NAME: &str = "tls";
const LIMIT: Duration = Duration::from_secs(60);

/// The JAAS file of all: clients and servers, their users and logins, and logins that are wrong.
const JAAS: &str = r#"
Server { MODULE required user_bob="secret"; };
Client { MODULE required username="bob" password="secret"; };
Wrong { MODULE required username="bob" password="wrong"; };
QuorumServer { MODULE required user_zk="quorumsecret"; };
QuorumLearner { MODULE required username="zk" password="quorumsecret"; };
"#;

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let dir = lab.run_dir(NAME)?;
    zkctl_tls::certificates(&dir)?;
    let module = "org.apache.zookeeper.server.auth.DigestLoginModule";
    std::fs::write(dir.join("jaas.conf"), JAAS.replace("MODULE", module))?;
    let mut report = Report::default();
    clients(lab, &dir, &mut report)?;
    report.check("zkCli and zkd, both with PKCS12 stores", javas_stores(lab, &dir));
    for (composition, how) in [
        ("ZZJ", Between::SaslAndMaybeTls),
        ("JJZ", Between::Tls),
        ("ZJZ", Between::TlsWithPkcs12),
        ("JJZ", Between::Sasl),
        ("JZJzj", Between::Tls),
        ("JZZzj", Between::SaslAndMaybeTls),
        ("ZJZjz", Between::Sasl),
    ] {
        let is_observed = composition.len() > 3;
        if lab.quick && (how == Between::Sasl || is_observed) {
            continue;
        }
        let observed = if is_observed { ", observers behind followers" } else { "" };
        let name = format!("{composition}, {}{observed}", how.name());
        report.check(&name, members(lab, &dir, composition, how));
    }
    Ok(report)
}

fn clients(lab: &Lab, dir: &Path, report: &mut Report) -> Result<()> {
    let file = |name: &str| dir.join(name).display().to_string();
    let secure = free_port()?;
    let settings = Settings::usual()
        .with("secureClientPort", secure)
        .with("ssl.keyStore.location", file("server.pem"))
        .with("ssl.trustStore.location", file("ca.pem"))
        .with("ssl.clientAuth", "want")
        .with("java.security.auth.login.config", file("jaas.conf"));
    let server = Server::start(&lab.judged, &dir.join("server"), &settings)?;
    let secure = format!("127.0.0.1:{secure}");
    let trust = [
        "-Dzookeeper.client.secure=true".to_owned(),
        "-Dzookeeper.clientCnxnSocket=org.apache.zookeeper.ClientCnxnSocketNetty".to_owned(),
        format!("-Dzookeeper.ssl.trustStore.location={}", file("ca.pem")),
        "-Dzookeeper.ssl.trustStore.type=PEM".to_owned(),
    ];
    let certificate = [
        format!("-Dzookeeper.ssl.keyStore.location={}", file("ops.pem")),
        "-Dzookeeper.ssl.keyStore.type=PEM".to_owned(),
    ];
    let login = |context: &str| {
        [
            format!("-Djava.security.auth.login.config={}", file("jaas.conf")),
            format!("-Dzookeeper.sasl.clientconfig={context}"),
        ]
    };
    let plain = server.connect_string();
    let cases: [(&str, &str, Vec<String>, &str, &str); 4] = [
        ("zkCli over TLS", &secure, trust.to_vec(), "ip: 127.0.0.1", "x509"),
        (
            "zkCli with a certificate",
            &secure,
            [&trust[..], &certificate].concat(),
            "x509: CN=ops",
            "AuthFailed",
        ),
        (
            "zkCli by SASL over TLS",
            &secure,
            [&trust[..], &login("Client")].concat(),
            "sasl: bob",
            "AuthFailed",
        ),
        ("zkCli by SASL, wrong password", &plain, login("Wrong").to_vec(), "AuthFailed", "sasl: bob"),
    ];
    for (name, hosts, flags, says, never) in cases {
        let said = who_am_i(lab, dir, name, hosts, &flags)?;
        report.check(
            name,
            (|| {
                ensure!(said.contains(says), "{says:?} is not in: {said}");
                ensure!(!said.contains(never), "{never:?} is in: {said}");
                Ok(())
            })(),
        );
    }
    let mut kazoo = command(&lab.peers.python);
    kazoo.arg("-B").arg(lab.sources().join("kazoo_secure"));
    kazoo.args([plain, secure, file("ca.pem"), file("ops.pem")]);
    report.read(&finish(&mut kazoo, &dir.join("kazoo.log"), LIMIT * 2)?.output);
    ensure!(!server.log().contains("secret"), "a password is in the server's log");
    Ok(())
}

/// What Apache's shell says of itself.
fn who_am_i(lab: &Lab, dir: &Path, name: &str, hosts: &str, flags: &[String]) -> Result<String> {
    let mut shell = command("java");
    shell.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"]);
    shell.args(["-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Dzookeeper.fips-mode=false"]).args(flags);
    shell.args(["-cp", &lab.peers.classpath395, "org.apache.zookeeper.ZooKeeperMain", "-server", hosts]);
    shell.arg("whoami");
    Ok(finish(&mut shell, &dir.join(format!("{}.log", name.replace(' ', "-"))), LIMIT)?.output)
}

/// Stores that keytool made, at both ends; each believes the other.
fn javas_stores(lab: &Lab, dir: &Path) -> Result<()> {
    let file = |name: &str| dir.join(name).display().to_string();
    let secure = free_port()?;
    let settings = pkcs12(Settings::usual().with("secureClientPort", secure), "ssl", dir);
    let _server = Server::start(&lab.judged, &dir.join("pkcs12"), &settings)?;
    let store = |what: &str, name: &str| {
        [
            format!("-Dzookeeper.ssl.{what}.location={}", file(name)),
            format!("-Dzookeeper.ssl.{what}.password={PASSWORD}"),
        ]
    };
    let flags = [
        &store("keyStore", "java.p12")[..],
        &store("trustStore", "trust.p12"),
        &[
            "-Dzookeeper.client.secure=true".to_owned(),
            "-Dzookeeper.clientCnxnSocket=org.apache.zookeeper.ClientCnxnSocketNetty".to_owned(),
        ],
    ];
    let said = who_am_i(lab, dir, "zkCli-pkcs12", &format!("127.0.0.1:{secure}"), &flags.concat())?;
    ensure!(said.contains("x509: CN=server"), "the certificate is no identity: {said}");
    Ok(())
}

/// Key store and trust store of a server, by the ends of their names.
fn pkcs12(settings: Settings, prefix: &str, dir: &Path) -> Settings {
    let file = |name: &str| dir.join(name).display().to_string();
    settings
        .with(&format!("{prefix}.keyStore.location"), file("java.p12"))
        .with(&format!("{prefix}.keyStore.password"), PASSWORD)
        .with(&format!("{prefix}.trustStore.location"), file("trust.p12"))
        .with(&format!("{prefix}.trustStore.password"), PASSWORD)
}

/// How members talk to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Tls,
    /// As keytool makes stores; of Java's servers and zkd alike.
    TlsWithPkcs12,
    Sasl,
    /// Logins, and TLS as an ensemble has it on the way there.
    SaslAndMaybeTls,
}

impl Between {
    fn name(self) -> &'static str {
        match self {
            Between::Tls => "TLS between the servers",
            Between::TlsWithPkcs12 => "TLS between the servers, PKCS12 stores",
            Between::Sasl => "SASL between the servers",
            Between::SaslAndMaybeTls => "SASL between the servers, TLS with portUnification",
        }
    }
}

/// The ensemble forms with a leader of the last member's kind, replicates, and refuses a member that has a wrong login or none.
/// Observers come to followers, at a port that is protected like the others.
fn members(lab: &Lab, dir: &Path, composition: &str, how: Between) -> Result<()> {
    let file = |name: &str| dir.join(name).display().to_string();
    let name = format!("{NAME}-{composition}-{}", how as u8);
    let mut ensemble = Ensemble::new(lab, &name, &parse_composition(composition, Software::Apache395)?)?;
    let mut settings = usual_settings();
    if how != Between::Sasl {
        settings = settings.with("sslQuorum", true).with("portUnification", how == Between::SaslAndMaybeTls);
        settings = match how {
            Between::TlsWithPkcs12 => pkcs12(settings, "ssl.quorum", dir),
            _ => settings
                .with("ssl.quorum.keyStore.location", file("server.pem"))
                .with("ssl.quorum.trustStore.location", file("ca.pem")),
        };
    }
    if matches!(how, Between::Sasl | Between::SaslAndMaybeTls) {
        settings = settings
            .with("quorum.auth.enableSasl", true)
            .with("quorum.auth.learnerRequireSasl", true)
            .with("quorum.auth.serverRequireSasl", true);
    }
    ensemble.settings = settings;
    for member in &mut ensemble.members {
        let jaas = format!("java.security.auth.login.config={}", file("jaas.conf"));
        match member.software {
            Software::Zkd => {
                member.own = Settings::default().with("java.security.auth.login.config", file("jaas.conf"))
            }
            _ => {
                let options = format!("JAVA_TOOL_OPTIONS=-D{jaas} -Dzookeeper.fips-mode=false");
                member.wrapper = vec!["env".into(), options];
            }
        }
    }
    if !ensemble.observers().is_empty() {
        ensemble.apart = true;
        ensemble.settings = ensemble.settings.with("observerMasterPort", free_port()?);
    }
    for index in 0..ensemble.members.len() {
        ensemble.start(index)?;
    }
    ensemble.wait_formed()?;
    ensemble.wait_observers_served(&[])?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        for (index, member) in ensemble.members.iter().enumerate() {
            let client = dump::client_of(member.client_port, Duration::from_secs(10)).await?;
            client.create(&format!("/n{index}"), Some(&[b'x'; 200_000]), CreateMode::Persistent).await?;
            client.close().await?;
        }
        for member in &ensemble.members {
            let client = dump::client_of(member.client_port, Duration::from_secs(10)).await?;
            client.sync("/").await?;
            for index in 0..ensemble.members.len() {
                ensure!(client.exists(&format!("/n{index}")).await?.is_some(), "/n{index} is missing");
            }
            client.close().await?;
        }
        Ok(())
    })?;
    ensemble.stop_all()?;
    for member in &ensemble.members {
        ensure!(!member.log().contains("quorumsecret"), "a password is in a member's log");
    }
    Ok(())
}
