//! The suite of zkctl against Apache ZooKeeper behind TLS and SASL: what works, and what each failure says. Keys and
//! certificates are made by `openssl` and `keytool`, as an administrator makes them.

use super::lab::Lab;
use super::process::{command, finish};
use super::report::Report;
use super::server::{Server, Settings, free_port};
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use std::time::Duration;

const NAME: &str = "zkctl-tls";
const LIMIT: Duration = Duration::from_secs(60);
pub(super) const PASSWORD: &str = "changeit";

/// A run of zkctl: what it is called, against which server, with what, how it ends and what it says.
type Case = (&'static str, At, &'static [&'static str], i32, &'static [&'static str]);

#[derive(Clone, Copy)]
enum At {
    /// TLS that asks for no certificate, with a JKS keystore.
    OneWay,
    /// TLS that insists on one, with PEM files.
    Mutual,
    /// TLS with a certificate that has expired.
    Expired,
    /// The port without TLS of the first, which knows users by SASL.
    Plain,
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("one way", At::OneWay, &["--tls-ca", "{ca}", "create", "/tls", "over TLS"], 0, &["/tls"]),
    ("words over TLS", At::OneWay, &["--tls-ca", "{ca}", "server", "4lw", "srvr"], 0, &["Mode: standalone"]),
    ("status over TLS", At::OneWay, &["--tls-ca", "{ca}", "status"], 0, &["standalone"]),
    ("bench over TLS", At::OneWay, &["--tls-ca", "{ca}", "bench", "mixed", "-n", "2000", "--warmup", "0", "--keys", "50"], 0, &["ops"]),
    ("a certificate nobody asks for", At::OneWay, &["--tls-ca", "{ca}", "--tls-cert", "{ops}", "get", "/tls"], 0, &["over TLS"]),
    ("insecure", At::OneWay, &["--tls-insecure", "get", "/tls"], 0, &["warning: TLS without verification", "over TLS"]),
    ("wrong authority", At::OneWay, &["--tls-ca", "{other}", "get", "/tls"], 5, &["cannot connect", "hint: --tls-ca FILE"]),
    ("no authority of this server", At::OneWay, &["--tls", "get", "/tls"], 2, &["no authority is named", "hint: --tls-ca FILE"]),
    ("wrong name", At::OneWay, &["--tls-ca", "{ca}", "--tls-name", "zk.example", "get", "/tls"], 5, &["zk.example", "hint: --tls-name NAME"]),
    ("no file of authorities", At::OneWay, &["--tls-ca", "/no/such.pem", "get", "/tls"], 2, &["cannot read /no/such.pem"]),
    ("no TLS where it is wanted", At::OneWay, &["get", "/tls"], 6, &["hint: --tls-ca FILE"]),
    ("TLS where there is none", At::Plain, &["--tls-ca", "{ca}", "get", "/tls"], 6, &["secureClientPort"]),
    ("mutual", At::Mutual, &["--tls-ca", "{ca}", "--tls-cert", "{ops}", "create", "/mine", "x", "--acl", "auth::cdrwa"], 0, &["/mine"]),
    ("the certificate is an identity", At::Mutual, &["--tls-ca", "{ca}", "--tls-cert", "{ops}", "acl", "get", "/mine"], 0, &["x509:CN=ops"]),
    ("no certificate", At::Mutual, &["--tls-ca", "{ca}", "get", "/mine"], 5, &["hint: --tls-cert FILE"]),
    ("certificate of another authority", At::Mutual, &["--tls-ca", "{ca}", "--tls-cert", "{stranger}", "get", "/mine"], 5, &["hint: --tls-cert FILE"]),
    ("expired", At::Expired, &["--tls-ca", "{ca}", "get", "/"], 5, &["expired"]),
    ("sasl", At::Plain, &["--auth", "sasl:bob", "--auth-cmd", "echo secret", "--sasl", "digest-md5", "whoami"], 0, &["sasl\tbob"]),
    ("sasl over TLS", At::OneWay, &["--tls-ca", "{ca}", "--auth", "sasl:bob", "--auth-cmd", "echo secret", "--sasl", "digest-md5", "whoami"], 0, &["sasl\tbob"]),
    ("sasl, wrong password", At::Plain, &["--auth", "sasl:bob", "--auth-cmd", "echo wrong", "--sasl", "digest-md5", "whoami"], 5, &["SASL"]),
    ("bench over sasl", At::Plain, &["--auth", "sasl:bob", "--auth-cmd", "echo secret", "--sasl", "digest-md5", "bench", "mixed", "-c", "2", "--warmup", "0", "--duration", "300ms"], 0, &["p99"]),
    ("bench over sasl, wrong password", At::Plain, &["--auth", "sasl:bob", "--auth-cmd", "echo wrong", "--sasl", "digest-md5", "bench", "read", "--duration", "300ms"], 5, &["SASL"]),
    ("sasl, no such user", At::Plain, &["--auth", "sasl:eve", "--auth-cmd", "echo secret", "--sasl", "digest-md5", "whoami"], 5, &["SASL"]),
];

struct Site {
    one_way: (Server, u16),
    mutual: (Server, u16),
    expired: (Server, u16),
    words: Vec<(&'static str, String)>,
}

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let zkctl = lab.zkctl()?;
    let dir = lab.run_dir(NAME)?;
    certificates(&dir)?;
    let site = Site::start(lab, &dir)?;
    let mut report = Report::default();
    for (index, (name, at, args, code, says)) in CASES.iter().enumerate() {
        let hosts = match at {
            At::OneWay => format!("127.0.0.1:{}", site.one_way.1),
            At::Mutual => format!("127.0.0.1:{}", site.mutual.1),
            At::Expired => format!("127.0.0.1:{}", site.expired.1),
            At::Plain => site.one_way.0.connect_string(),
        };
        let mut run = command(&zkctl);
        run.args(["--no-config", "-C", &hosts]);
        run.args(
            args.iter().map(|arg| site.words.iter().fold((*arg).to_owned(), |a, (w, v)| a.replace(w, v))),
        );
        let finished = finish(&mut run, &dir.join(format!("case-{index}.log")), LIMIT)?;
        report.check(
            name,
            (|| {
                let said = finished.output.trim();
                ensure!(
                    finished.status.code() == Some(*code),
                    "{}, expected {code}: {said}",
                    finished.status
                );
                for text in *says {
                    ensure!(said.contains(text), "{text:?} is not in: {said}");
                }
                ensure!(!said.contains("secret"), "a secret is in: {said}");
                Ok(())
            })(),
        );
    }
    Ok(report)
}

impl Site {
    fn start(lab: &Lab, dir: &Path) -> Result<Site> {
        let file = |name: &str| dir.join(name).display().to_string();
        let base = |secure: u16| {
            Settings::usual()
                .with("secureClientPort", secure)
                .with("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory")
        };
        let jaas = dir.join("jaas.conf");
        let login = "org.apache.zookeeper.server.auth.DigestLoginModule required";
        std::fs::write(&jaas, format!("Server {{\n  {login} user_bob=\"secret\";\n}};\n"))?;
        let secure = free_port()?;
        let settings = base(secure)
            .with("ssl.keyStore.location", file("server.jks"))
            .with("ssl.keyStore.password", PASSWORD)
            .with("ssl.trustStore.location", file("trust.jks"))
            .with("ssl.trustStore.password", PASSWORD)
            .with("ssl.clientAuth", "none")
            .with("authProvider.sasl", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
        let program =
            lab.peers.apache395.with_flags([format!("-Djava.security.auth.login.config={}", jaas.display())]);
        let one_way = (Server::start(&program, &dir.join("one-way"), &settings)?, secure);
        let pem = |key: &str, secure: u16| {
            base(secure)
                .with("ssl.keyStore.location", file(key))
                .with("ssl.keyStore.type", "PEM")
                .with("ssl.trustStore.location", file("ca.pem"))
                .with("ssl.trustStore.type", "PEM")
        };
        let start =
            |name: &str, settings: Settings| Server::start(&lab.peers.apache395, &dir.join(name), &settings);
        let secure = free_port()?;
        let settings = pem("server.pem", secure)
            .with("ssl.clientAuth", "need")
            .with("authProvider.x509", "org.apache.zookeeper.server.auth.X509AuthenticationProvider");
        let mutual = (start("mutual", settings)?, secure);
        let secure = free_port()?;
        let expired = (start("expired", pem("expired.pem", secure).with("ssl.clientAuth", "none"))?, secure);
        let words = vec![
            ("{ca}", file("ca.pem")),
            ("{other}", file("other.pem")),
            ("{ops}", file("ops.pem")),
            ("{stranger}", file("stranger.pem")),
        ];
        Ok(Site { one_way, mutual, expired, words })
    }
}

/// Two authorities; of the first a server's certificate, an expired one and a client's, of the other a client's; each
/// with its key in one PEM file, the server's in keytool's stores too: `server.jks` and `java.p12`, `trust.jks` and
/// `trust.p12`.
pub(super) fn certificates(dir: &Path) -> Result<()> {
    let tools = Tools { dir: dir.to_owned() };
    // Members of an ensemble may each have an address of their own.
    let names = (1..=5).map(|host| format!("IP:127.0.0.{host},")).collect::<String>();
    std::fs::write(dir.join("names"), format!("subjectAltName={names}DNS:localhost\n"))?;
    for (authority, name) in [("ca", "ours"), ("other", "theirs")] {
        let subject = format!("/CN={name}");
        let (key, pem) = (format!("{authority}.key"), format!("{authority}.pem"));
        let new = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", &subject];
        tools.run("openssl", &[&["req"], &new[..], &["-keyout", &key, "-out", &pem]].concat())?;
    }
    for (name, authority, days) in
        [("server", "ca", "30"), ("expired", "ca", "0"), ("ops", "ca", "30"), ("stranger", "other", "30")]
    {
        let (key, csr, crt) = (format!("{name}.key"), format!("{name}.csr"), format!("{name}.crt"));
        let subject = format!("/CN={name}");
        let new = ["-newkey", "rsa:2048", "-nodes", "-subj", &subject];
        tools.run("openssl", &[&["req"], &new[..], &["-keyout", &key, "-out", &csr]].concat())?;
        let (ca, ca_key) = (format!("{authority}.pem"), format!("{authority}.key"));
        let by = ["-CA", &ca, "-CAkey", &ca_key, "-CAcreateserial", "-days", days, "-extfile", "names"];
        tools.run("openssl", &[&["x509", "-req", "-in", &csr, "-out", &crt], &by[..]].concat())?;
        let both = std::fs::read_to_string(dir.join(&key))? + &std::fs::read_to_string(dir.join(&crt))?;
        std::fs::write(dir.join(format!("{name}.pem")), both)?;
    }
    let pass = format!("pass:{PASSWORD}");
    let export = ["-export", "-in", "server.crt", "-inkey", "server.key", "-name", "server"];
    tools.run("openssl", &[&["pkcs12"], &export[..], &["-out", "server.p12", "-passout", &pass]].concat())?;
    let from = ["-importkeystore", "-noprompt", "-srckeystore", "server.p12", "-srcstorepass", PASSWORD];
    let to = ["-destkeystore", "server.jks", "-deststoretype", "JKS", "-deststorepass", PASSWORD];
    tools.run("keytool", &[&from[..], &to].concat())?;
    let p12 = ["-destkeystore", "java.p12", "-deststoretype", "PKCS12", "-deststorepass", PASSWORD];
    let jks = ["-importkeystore", "-noprompt", "-srckeystore", "server.jks", "-srcstorepass", PASSWORD];
    tools.run("keytool", &[&jks[..], &p12].concat())?;
    for (store, kind) in [("trust.jks", "JKS"), ("trust.p12", "PKCS12")] {
        let import = ["-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem"];
        let into = ["-keystore", store, "-storetype", kind, "-storepass", PASSWORD];
        tools.run("keytool", &[&import[..], &into].concat())?;
    }
    Ok(())
}

struct Tools {
    dir: PathBuf,
}

impl Tools {
    fn run(&self, program: &str, args: &[&str]) -> Result<()> {
        let mut tool = command(program);
        finish(tool.args(args).current_dir(&self.dir), &self.dir.join("tools.log"), LIMIT)?.success()?;
        Ok(())
    }
}
