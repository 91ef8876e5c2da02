//! Apache's C client over TLS and SASL. Debian builds its package without either, so the library is built here, of the same
//! package's source.

use super::lab::Lab;
use super::process::{command, finish};
use super::report::Report;
use super::server::{Server, Settings, free_port};
use super::zkctl_tls;
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::time::Duration;

const NAME: &str = "c-secure";
const LIMIT: Duration = Duration::from_secs(600);

/// The source of the package that the other suites take: what its archive is called, and its SHA-256.
const SOURCE: (&str, &str) =
    ("zookeeper_3.8.0.orig.tar.gz", "b0c5684640bea2d8bd6610b47ff41be2aefd6c910ba48fcad5949bd2bf2fa1ac");
const TREE: &str = "apache-zookeeper-3.8.0";
const NEEDED: &[&str] =
    &["cmake", "make", "libssl-dev", "libsasl2-dev", "libsasl2-modules", "dpkg-dev", "gcc"];

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let build = lab.build_dir(NAME)?;
    let library = library(lab, &build).context("building Apache's C client with TLS and SASL")?;
    let program = program(lab, &build, &library)?;
    let dir = lab.run_dir(NAME)?;
    zkctl_tls::certificates(&dir)?;
    let file = |name: &str| dir.join(name).display().to_string();
    let login = "org.apache.zookeeper.server.auth.DigestLoginModule required";
    std::fs::write(dir.join("jaas.conf"), format!("Server {{ {login} user_bob=\"secret\"; }};\n"))?;
    std::fs::write(dir.join("right"), "secret\n")?;
    std::fs::write(dir.join("wrong"), "guess\n")?;

    let certificate =
        |name: &str| [file("ca.pem"), file(&format!("{name}.crt")), file(&format!("{name}.key"))].join(",");
    let (ops, stranger) = (certificate("ops"), certificate("stranger"));
    let theirs = ops.replacen("ca.pem", "other.pem", 1);
    let (right, wrong) = (file("right"), file("wrong"));
    let cases: [(&str, &[&str]); 5] = [
        ("TLS with a certificate", &["tls", &ops, "x509", "CN=ops"]),
        ("TLS with a certificate of another authority", &["tls", &stranger, "refused"]),
        ("TLS, the server's authority is another", &["tls", &theirs, "refused"]),
        ("SASL", &["sasl", "bob", &right, "sasl", "bob"]),
        ("SASL, wrong password", &["sasl", "bob", &wrong, "refused"]),
    ];
    let mut report = Report::default();
    for (index, (name, channel)) in cases.iter().enumerate() {
        let secure = free_port()?;
        let settings = Settings::usual()
            .with("secureClientPort", secure)
            .with("ssl.keyStore.location", file("server.pem"))
            .with("ssl.trustStore.location", file("ca.pem"))
            .with("java.security.auth.login.config", file("jaas.conf"))
            // Without effect on zkd; to judge the suite by Apache's server.
            .with("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory")
            .with("authProvider.sasl", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
        let server = Server::start(&lab.judged, &dir.join(format!("server-{index}")), &settings)?;
        let hosts = if channel[0] == "tls" { format!("127.0.0.1:{secure}") } else { server.connect_string() };
        let mut run = command(&program);
        run.arg(hosts).args(*channel);
        let log = dir.join(format!("{index}.log"));
        let ended = finish(&mut run, &log, LIMIT)?;
        for line in ended.output.lines() {
            match line.split_once(' ') {
                Some(("ok", what)) => report.pass(&format!("{name}: {what}")),
                Some(("FAIL", what)) => report.fail(name, what.to_owned()),
                _ => {}
            }
        }
        ensure!(ended.output.contains("ok ") || !ended.status.success(), "{name}: no case was run");
        if !ended.status.success() && !ended.output.contains("FAIL ") {
            report.fail(name, format!("the program ended with {}", ended.status));
        }
    }
    Ok(report)
}

/// The directory of the built library.
fn library(lab: &Lab, build: &Path) -> Result<PathBuf> {
    let (made, client) =
        (build.join("library"), build.join(TREE).join("zookeeper-client/zookeeper-client-c"));
    if made.join("libzookeeper.a").exists() {
        return Ok(made);
    }
    apt(build, &[], &[&["install", "-y", "--no-install-recommends"], NEEDED].concat())?;
    fetch(build)?;
    // Apache's build makes these of a description, by a compiler that comes with the server.
    std::fs::create_dir_all(client.join("generated"))?;
    let jute = build.join(TREE).join("zookeeper-jute/src/main/resources/zookeeper.jute");
    let mut compiler = command("java");
    compiler
        .args(["-cp", &lab.peers.classpath395, "org.apache.jute.compiler.generated.Rcc", "-l", "c"])
        .arg(jute);
    step(build, "jute", compiler.current_dir(client.join("generated")))?;
    let mut configure = command("cmake");
    configure.args(["-DWANT_CPPUNIT=OFF", "-DWITH_OPENSSL=ON", "-DWITH_CYRUS_SASL=ON", "-S"]).arg(&client);
    step(build, "cmake", configure.arg("-B").arg(&made))?;
    step(build, "make", command("make").arg("-C").arg(&made).arg("zookeeper"))?;
    Ok(made)
}

/// The source, by the package's name, from where the system has its packages. What it is is said by the hash, whoever signs it.
fn fetch(build: &Path) -> Result<()> {
    let lists = build.join("lists");
    std::fs::create_dir_all(lists.join("partial"))?;
    let mut sources = String::new();
    for entry in std::fs::read_dir("/etc/apt/sources.list.d")?.map(|entry| entry.map(|e| e.path())) {
        let path = entry?;
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if path.extension().is_some_and(|e| e == "sources") && text.contains("/debian\n") {
            sources += &text.replace("Types: deb\n", "Types: deb-src\n");
            sources.push('\n');
        }
    }
    ensure!(!sources.is_empty(), "no .sources file of Debian's in /etc/apt/sources.list.d");
    let list = build.join("source.sources");
    std::fs::write(&list, sources)?;
    let options = [
        format!("Dir::Etc::sourcelist={}", list.display()),
        "Dir::Etc::sourceparts=/dev/null".to_owned(),
        format!("Dir::State::lists={}", lists.display()),
        "Acquire::AllowInsecureRepositories=true".to_owned(),
    ];
    apt(build, &options, &["update"])?;
    apt(build, &options, &["source", "--allow-unauthenticated", "--download-only", "zookeeper"])?;
    let (archive, hash) = SOURCE;
    std::fs::write(build.join("hash"), format!("{hash}  {archive}\n"))?;
    step(build, "sha256sum", command("sha256sum").args(["-c", "hash"]).current_dir(build))?;
    step(build, "tar", command("tar").args(["xf", archive]).current_dir(build))
}

/// The suite of the C client, with its channels.
fn program(lab: &Lab, build: &Path, library: &Path) -> Result<PathBuf> {
    let (sources, binary) = (lab.sources().join("c"), build.join("interop"));
    let client = build.join(TREE).join("zookeeper-client/zookeeper-client-c");
    // The package's headers lie in a directory of that name, the source's do not.
    let headers = build.join("headers");
    std::fs::create_dir_all(&headers)?;
    let link = headers.join("zookeeper");
    if !link.exists() {
        std::os::unix::fs::symlink(client.join("include"), &link)?;
    }
    let mut compile = command("gcc");
    compile.args(["-std=gnu11", "-Wall", "-Wextra", "-O1", "-DTHREADED", "-DSECURE"]);
    compile.args(["-DHAVE_OPENSSL_H", "-DHAVE_CYRUS_SASL_H", "-o"]).arg(&binary);
    for include in [&headers, &client.join("include"), &client.join("generated")] {
        compile.arg("-I").arg(include);
    }
    compile.args([sources.join("main.c"), sources.join("cases.c")]);
    compile.args([library.join("libzookeeper.a"), library.join("libhashtable.a")]);
    compile.args(["-lssl", "-lcrypto", "-lsasl2", "-lpthread", "-lm"]);
    lab.build(NAME, &mut compile)?;
    Ok(binary)
}

fn apt(build: &Path, options: &[String], args: &[&str]) -> Result<()> {
    let mut apt = command("apt-get");
    apt.args(["-qq", "-o", "Dpkg::Use-Pty=0"]);
    for option in options {
        apt.args(["-o", option]);
    }
    apt.args(args).env("DEBIAN_FRONTEND", "noninteractive").current_dir(build);
    step(build, "apt", &mut apt)
}

fn step(build: &Path, name: &str, command: &mut std::process::Command) -> Result<()> {
    finish(command, &build.join(format!("{name}.log")), LIMIT)?.success().with_context(|| name.to_owned())?;
    Ok(())
}
