//! TLS and authentication, against servers in this process, with certificates made for each test.

mod admin;
mod clients;
mod logs;
pub mod quorum;
mod reload;
mod revocation;
mod rows;
mod sasl;
mod stores;

use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tempfile::TempDir;
use zk_client::{Client, ConnectError, ConnectString, Options, Tls, TlsOptions};
use zkd::config::tls::{ClientAuth, TlsConfig, TlsSide};
use zkd::{Config, Server};

pub(crate) const LOCALHOST: &[&str] = &["localhost", "127.0.0.1"];

/// An authority, and the files that it signed.
pub(crate) struct Authority {
    dir: TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Authority {
        let dir = tempfile::tempdir().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, "the authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        std::fs::write(dir.path().join("ca.pem"), certificate.pem()).unwrap();
        Authority { dir, issuer: Issuer::new(params, key) }
    }

    /// Writes `NAME.pem`, key and certificate, in place of what is there.
    pub(crate) fn sign(
        &self,
        name: &str,
        hosts: &[&str],
        adjust: impl FnOnce(&mut CertificateParams),
    ) -> PathBuf {
        let hosts: Vec<String> = hosts.iter().map(|h| (*h).to_owned()).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        adjust(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let (path, new) = (self.path(&format!("{name}.pem")), self.path("new"));
        std::fs::write(&new, key.serialize_pem() + &certificate.pem()).unwrap();
        // As a key's file should be: others make a warning.
        std::fs::set_permissions(&new, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::rename(new, &path).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// TLS of a server with the certificate `server`.
    pub(crate) fn tls(&self, side: TlsSide, client_auth: ClientAuth) -> TlsConfig {
        let server = self.sign("server", LOCALHOST, |_| {});
        let mut tls = TlsConfig::new(side).with_pem(server, self.path("ca.pem"));
        tls.client_auth = client_auth;
        tls
    }

    /// A client that shows the certificate `name`, or none.
    pub(crate) fn client(&self, name: Option<&str>) -> Options {
        let cert = name.map(|name| self.path(&format!("{name}.pem")));
        let tls = Tls::new(TlsOptions { ca: Some(self.path("ca.pem")), cert, ..TlsOptions::default() });
        Options { tls: Some(tls.unwrap()), ..Options::default() }
    }
}

/// A server and where its data lies.
pub(crate) struct TestServer {
    pub(crate) server: Server,
    _dir: TempDir,
}

impl TestServer {
    /// One with a plain port and, if there is TLS, a port for it.
    pub(crate) fn start(tls: Option<TlsConfig>, adjust: impl FnOnce(&mut Config)) -> TestServer {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::standalone(dir.path(), SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        config.max_client_cnxns = 0;
        config.secure_client_port = tls.is_some().then_some(0);
        config.secure_client_addr = Some("127.0.0.1".into());
        config.client_tls = tls;
        adjust(&mut config);
        TestServer { server: Server::start(config).unwrap(), _dir: dir }
    }

    pub(crate) fn secure(&self) -> SocketAddr {
        self.server.secure_client_addr().unwrap()
    }

    pub(crate) fn plain(&self) -> SocketAddr {
        self.server.client_addr()
    }
}

pub(crate) async fn connect(addr: SocketAddr, options: Options) -> Result<Client, ConnectError> {
    let servers = addr.to_string().parse::<ConnectString>().unwrap();
    let patience = Duration::from_secs(20);
    tokio::time::timeout(patience, Client::connect(servers, options)).await.expect("no answer at all")
}
