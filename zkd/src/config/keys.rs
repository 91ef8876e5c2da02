//! Every key that a `zoo.cfg` may hold: what this version does with it, the type of its value, the default and
//! what it means. Also finds the key that a misspelt one was meant to be. Reads no values.
//!
//! The names are those of the file. A Java system property goes by its name without `zookeeper.`; the few that
//! never had that prefix (`jute.maxbuffer`, `readonlymode.enabled`, `znode.container.…`) go by their own.
//!
//! Differs: Apache takes those few from the command line only and ignores them in the file, silently.

/// A key, or a family of them when the name ends with a dot.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As written in the file.
    pub name: &'static str,
    /// What this version does with it.
    pub category: Category,
    /// How its value is read.
    pub kind: Kind,
    /// What holds without it.
    pub default: &'static str,
    /// What it is for.
    pub meaning: &'static str,
}

/// What this version does with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Means what it means to Apache's server.
    Honoured,
    /// Means to a member of an ensemble what it means to Apache's, and nothing to a server that stands alone, for
    /// which one line lists those.
    Ensemble,
    /// As [`Category::Ensemble`], but of a feature that is not there, without which a member still does what it
    /// should. Accepted with a warning, unless the value is one of these, which leave it off.
    EnsembleNoEffectYet(&'static [&'static str]),
    /// As [`Category::Ensemble`], but switches on a feature that is not there and must not be missed: a member is
    /// refused, unless the value is one of these, which leave it off.
    EnsembleNotYet(&'static [&'static str]),
    /// Tunes something that only the Java server has. Accepted; one line lists those.
    JavaOnly,
    /// Belongs to a feature that is not there and that another key would switch on. Accepted with a warning.
    NoEffectYet,
    /// Switches on a feature that is not there: refused, unless the value is one of these, which leave it off.
    NotYet(&'static [&'static str]),
}

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As it is.
    Text,
    /// A file or directory.
    Path,
    /// `true` or `false` and nothing else.
    Flag,
    /// A Java property: `true` is true, and everything else is false (with a warning unless it is `false`).
    PropertyFlag,
    /// A Java property: everything but `no` is yes (with a warning unless it is `yes`).
    YesUnlessNo,
    /// A Java property: everything but `yes` is no (with a warning unless it is `no`).
    NoUnlessYes,
    /// A decimal number between two others.
    Number(i64, i64),
    /// A Java property: a decimal or `0x` number between two others.
    PropertyNumber(i64, i64),
    /// A decimal fraction.
    Ratio,
    /// Hours, or with a suffix: `ms`, `s`, `m`, `h`, `d`.
    Hours,
}

/// Finds the key, or the family, of a name.
pub fn find(name: &str) -> Option<&'static Key> {
    if name.ends_with('.') {
        return None;
    }
    let of_family = |k: &&Key| k.name.ends_with('.') && name.starts_with(k.name);
    let family = || KEYS.iter().filter(of_family).max_by_key(|k| k.name.len());
    KEYS.iter().find(|k| k.name == name).or_else(family)
}

/// What somebody who wrote an unknown name should do instead.
pub fn advice(name: &str) -> Option<String> {
    if let Some((_, instead)) = RENAMED.iter().find(|(old, _)| *old == name) {
        return Some(format!("in this file it is called `{instead}`"));
    }
    if let Some(bare) = name.strip_prefix("zookeeper.")
        && find(bare).is_some()
    {
        return Some(format!("in this file it is written without `zookeeper.`: `{bare}`"));
    }
    closest(name).map(|key| format!("did you mean `{key}`?"))
}

/// The known name with the fewest slips from this one, if they are few. Case does not count as a slip.
pub(super) fn closest(name: &str) -> Option<&'static str> {
    let limit = (name.chars().count() / 3).clamp(1, 4);
    let lower = name.to_lowercase();
    // A difference in length is a distance already, which spares most of the work.
    let distances = KEYS
        .iter()
        .filter(|k| !k.name.ends_with('.') && k.name.len().abs_diff(lower.len()) <= limit)
        .filter_map(|k| Some((edit_distance(&lower, &k.name.to_lowercase(), limit)?, k.name)));
    distances.min().map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other, if they are no more than
/// `limit`.
fn edit_distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = a[i - 1] == b[j - 1];
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + usize::from(!same));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
        // What comes later follows from these two, and is no less.
        if before_last.iter().chain(&last).all(|distance| *distance > limit) {
            return None;
        }
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

const fn key(
    name: &'static str,
    category: Category,
    kind: Kind,
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key { name, category, kind, default, meaning }
}

use Category::{Ensemble, EnsembleNoEffectYet, EnsembleNotYet, Honoured, JavaOnly, NoEffectYet, NotYet};
use Kind::{Flag, Hours, NoUnlessYes, Number, Path, PropertyFlag, PropertyNumber, Ratio, Text, YesUnlessNo};

const INT: i64 = i32::MAX as i64;
/// A Java int, whatever its sign.
const ANY_INT: Kind = PropertyNumber(i32::MIN as i64, INT);
const ANY_LONG: Kind = PropertyNumber(i64::MIN, i64::MAX);
/// A port that one can connect to.
const PORT: Kind = PropertyNumber(1, 65_535);
const POSITIVE_INT: Kind = PropertyNumber(1, INT);
const OFF: Category = NotYet(&["false"]);
const MEMBER_OFF: Category = EnsembleNotYet(&["false"]);

/// Names that documentation, JMX or other releases use, and what the file calls them.
const RENAMED: &[(&str, &str)] = &[
    ("requestThrottleLimit", "request_throttle_max_requests"),
    ("requestThrottleStallTime", "request_throttle_stall_time"),
    ("requestThrottleDropStale", "request_throttle_drop_stale"),
    ("requestStaleLatencyCheck", "request_stale_latency_check"),
    ("requestStaleConnectionCheck", "request_stale_connection_check"),
    ("throttledOpWaitTime", "throttled_op_wait_time"),
    ("connectionMaxTokens", "connection_throttle_tokens"),
    ("connectionTokenFillTime", "connection_throttle_fill_time"),
    ("connectionTokenFillCount", "connection_throttle_fill_count"),
    ("connectionFreezeTime", "connection_throttle_freeze_time"),
    ("maxClientConnections", "maxClientCnxns"),
    ("purgeInterval", "autopurge.purgeInterval"),
    ("snapRetainCount", "autopurge.snapRetainCount"),
    ("maxbuffer", "jute.maxbuffer"),
    ("readonlymode", "readonlymode.enabled"),
    ("superDigest", "DigestAuthenticationProvider.superDigest"),
];

/// The table. Of several families the longest counts.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("dataDir", Honoured, Path, "must be set", "where snapshots and myid lie"),
    key("dataLogDir", Honoured, Path, "as dataDir", "where transaction logs lie"),
    key("clientPort", Honoured, Number(1, 65_535), "none", "port for plain clients"),
    key("clientPortAddress", Honoured, Text, "every address", "address of the machine to listen on for plain clients"),
    key("clientPortListenBacklog", Honoured, Number(-1, INT), "-1", "connections that may wait to be accepted; -1 is the kernel's maximum"),
    key("tickTime", Honoured, Number(1, INT / 20), "3000", "milliseconds of a tick, the unit of heartbeats and session expiry"),
    key("minSessionTimeout", Honoured, Number(i32::MIN as i64, INT), "-1", "shortest session timeout in milliseconds; -1 is two ticks"),
    key("maxSessionTimeout", Honoured, Number(i32::MIN as i64, INT), "-1", "longest session timeout in milliseconds; -1 is twenty ticks"),
    key("maxClientCnxns", Honoured, Number(i32::MIN as i64, INT), "60", "connections per client address; 0 is no limit"),
    key("maxCnxns", Honoured, ANY_INT, "0", "connections in all; 0 is no limit"),
    key("clientTcpKeepAlive", Honoured, PropertyFlag, "false", "TCP keep-alive on client connections"),
    key("nio.sessionlessCnxnTimeout", Honoured, PropertyNumber(1, INT), "10000", "milliseconds after which a connection without a session is closed"),
    key("autopurge.snapRetainCount", Honoured, Number(i32::MIN as i64, INT), "3", "snapshots that a purge keeps, at least 3"),
    key("autopurge.purgeInterval", Honoured, Hours, "0", "hours between purges of old files, or a time such as 30m or 2d; 0 is never"),
    key("snapCount", Honoured, PropertyNumber(1, INT), "100000", "transactions between two snapshots"),
    key("snapSizeLimitInKb", Honoured, ANY_LONG, "4194304", "KiB of log between two snapshots; 0 is no limit"),
    key("txnLogSizeLimitInKb", Honoured, ANY_LONG, "-1", "KiB at which a log file is closed; -1 is no limit"),
    key("preAllocSize", Honoured, PropertyNumber(1, INT), "65536", "KiB by which a log file grows at a time"),
    key("snapshot.compression.method", Honoured, Text, "none", "compression of snapshots: gz or snappy"),
    key("snapshot.trust.empty", Honoured, PropertyFlag, "false", "accept logs without any snapshot (upgrades from 3.4)"),
    key("serializeLastProcessedZxid.enabled", Honoured, PropertyFlag, "true", "append the last zxid to a snapshot"),
    key("datadir.autocreate", Honoured, PropertyFlag, "true", "create missing directories"),
    key("db.autocreate", Honoured, PropertyFlag, "true", "start with an empty database without the marker file `initialize`"),
    key("forceSync", Honoured, YesUnlessNo, "yes", "sync the log before a write is answered"),
    key("fsync.warningthresholdms", Honoured, PropertyNumber(0, i64::MAX), "1000", "milliseconds above which a sync of the log is worth a warning"),
    key("slowRequest.thresholdMs", Honoured, PropertyNumber(0, i64::MAX), "1000", "milliseconds above which a request is told of in the log, with its phases; 0: none is (zkd only)"),
    key("globalOutstandingLimit", Honoured, PropertyNumber(1, INT), "1000", "requests in flight at which sockets are not read any more"),
    key("jute.maxbuffer", Honoured, PropertyNumber(1, INT), "1048575", "bytes of the longest frame a client may send"),
    key("jute.maxbuffer.extrasize", Honoured, PropertyNumber(0, INT), "as jute.maxbuffer", "bytes of head-room for records the server builds itself"),
    key("largeRequestThreshold", Honoured, ANY_INT, "-1", "bytes above which a write is a large one; 0 and less: none is"),
    key("largeRequestMaxBytes", Honoured, PropertyNumber(1, INT), "104857600", "bytes of large writes in flight at which connections that ask for more are closed"),
    key("4lw.commands.whitelist", Honoured, Text, "srvr", "four-letter words that are answered, with commas between, or *"),
    key("audit.enable", Honoured, PropertyFlag, "false", "the audit log"),
    key("audit.file", Honoured, Path, "the server's messages", "file of the audit log (zkd only)"),
    key("audit.format", Honoured, Text, "java", "form of the audit log: java, as Apache's, or json (zkd only)"),
    key("audit.events", Honoured, Text, "none", "what is audited besides writes: reads, auth, sessions, with commas between (zkd only)"),
    key("extendedTypesEnabled", Honoured, PropertyFlag, "false", "allow TTL nodes"),
    key("enforceQuota", Honoured, PropertyFlag, "false", "refuse writes above a hard quota"),
    key("digest.enabled", Honoured, PropertyFlag, "true", "keep a digest of the tree in transactions and snapshots"),
    key("closeSessionTxn.enabled", Honoured, PropertyFlag, "true", "closeSession transactions list the nodes that go with the session; false for the time of an upgrade from servers before 3.6"),
    key("DigestAuthenticationProvider.enabled", Honoured, PropertyFlag, "true", "offer the scheme digest"),
    key("DigestAuthenticationProvider.digestAlg", Honoured, Text, "SHA1", "hash of the scheme digest"),
    key("DigestAuthenticationProvider.superDigest", Honoured, Text, "none", "user:hash of the super user"),
    key("skipACL", Honoured, NoUnlessYes, "no", "ignore every ACL"),
    key("znode.container.checkIntervalMs", Honoured, PropertyNumber(1, INT), "60000", "milliseconds between searches for empty containers and old TTL nodes"),
    key("znode.container.maxPerMinute", Honoured, PropertyNumber(1, INT), "10000", "containers and TTL nodes deleted per minute at most"),
    key("znode.container.maxNeverUsedIntervalMs", Honoured, PropertyNumber(0, i64::MAX), "300000", "milliseconds after which a container that never had a child is deleted; 0 is never"),
    key("testingonly.initialZxid", NotYet(&[]), ANY_LONG, "none", "for tests: zxid an empty database starts from"),
    key("standaloneEnabled", Honoured, Flag, "true", "a single server stands alone"),
    key("reconfigEnabled", Honoured, Flag, "false", "allow changes of the membership"),
    key("dynamicConfigFile", Honoured, Path, "none", "file with the server lines"),
    key("server.", Honoured, Text, "none", "a member of the ensemble"),
    key("group.", Honoured, Text, "none", "members of a group of a hierarchical quorum"),
    key("weight.", Honoured, Number(i64::MIN, i64::MAX), "1", "weight of a member in its group"),
    key("multiAddress.enabled", Honoured, Flag, "false", "allow several addresses per server"),
    key("authProvider.", Honoured, Text, "none", "a Java class for an authentication scheme"),

    key("secureClientPort", Honoured, Number(1, 65_535), "none", "port for TLS clients"),
    key("secureClientPortAddress", Honoured, Text, "every address", "address of the machine to listen on for TLS clients"),
    key("client.portUnification", Honoured, PropertyFlag, "false", "TLS on the plain client port, too"),
    key("client.certReload", Honoured, PropertyFlag, "false", "take up changed certificates for clients while running, and for who reads the metrics; SIGHUP does in any case"),
    key("netty.server.outstandingHandshake.limit", Honoured, ANY_INT, "1000", "TLS handshakes of clients at a time; -1 is no limit"),
    key("X509AuthenticationProvider.superUser", Honoured, Text, "none", "subject of the certificate that makes a super user"),
    key("java.security.auth.login.config", Honoured, Path, "none", "JAAS file with the users of SASL (DIGEST-MD5)"),
    key("sasl.serverconfig", Honoured, Text, "Server", "section of that file with the users that are clients"),
    key("superUser", Honoured, Text, "none", "SASL user that is a super user"),
    key("superUser.", Honoured, Text, "none", "another SASL user that is a super user"),
    key("SASLAuthenticationProvider.superPassword", Honoured, Text, "as in the JAAS file", "password of the SASL user `super`"),
    key("allowSaslFailedClients", Honoured, PropertyFlag, "false", "keep clients whose SASL login failed, as nobody"),
    key("sessionRequireClientSASLAuth", Honoured, PropertyFlag, "false", "serve only connections that have authenticated by SASL"),
    key("enforce.auth.enabled", Honoured, PropertyFlag, "false", "serve only connections that have authenticated"),
    key("enforce.auth.schemes", Honoured, Text, "none", "schemes one of which that takes"),
    key("sslQuorum", Ensemble, Flag, "false", "TLS between servers"),
    key("portUnification", Ensemble, Flag, "false", "take TLS and plain text on the ports between servers"),
    key("sslQuorumReloadCertFiles", Ensemble, Flag, "false", "take up changed certificates between servers while running, and of the AdminServer and for who reads the metrics; SIGHUP does in any case"),
    key("ssl.keyStore.location", Honoured, Text, "none", "file with the certificate and key for clients, PEM, JKS or PKCS12"),
    key("ssl.keyStore.password", Honoured, Text, "none", "its password, and that of the key in it"),
    key("ssl.keyStore.passwordPath", Honoured, Text, "none", "file with its password"),
    key("ssl.keyStore.type", Honoured, Text, "by the file's name", "PEM, JKS or PKCS12"),
    key("ssl.trustStore.location", Honoured, Text, "none", "file with the authorities for clients, PEM, JKS or PKCS12"),
    key("ssl.trustStore.password", Honoured, Text, "none", "its password"),
    key("ssl.trustStore.passwordPath", Honoured, Text, "none", "file with its password"),
    key("ssl.trustStore.type", Honoured, Text, "by the file's name", "PEM, JKS or PKCS12"),
    key("ssl.protocol", Honoured, Text, "both", "TLSv1.2 or TLSv1.3"),
    key("ssl.enabledProtocols", Honoured, Text, "TLSv1.3,TLSv1.2", "versions of TLS"),
    key("ssl.ciphersuites", Honoured, Text, "all", "cipher suites, with commas between"),
    key("ssl.clientAuth", Honoured, Text, "need", "whether callers show a certificate: none, want or need"),
    key("ssl.hostnameVerification", Honoured, PropertyFlag, "true", "whether a server's certificate must have its name"),
    key("ssl.clientHostnameVerification", Honoured, PropertyFlag, "false", "whether a caller's certificate must have its address"),
    key("ssl.handshakeDetectionTimeoutMillis", Honoured, Text, "5000", "milliseconds that a handshake may take"),
    key("ssl.allowReverseDnsLookup", OFF, PropertyFlag, "false", "identity by reverse DNS, which proves nothing"),
    key("ssl.crl", Honoured, PropertyFlag, "false", "whether revoked certificates are refused, by the lists that a PEM trust store has beside its certificates (Java fetches them)"),
    key("ssl.ocsp", OFF, PropertyFlag, "false", "asking a stranger in every handshake whether a certificate is revoked (crl does it by lists)"),
    key("ssl.context.supplier.class", NotYet(&[""]), Text, "none", "a Java class that makes TLS contexts"),
    key("ssl.sslProvider", JavaOnly, Text, "JDK", "TLS library of the Java server"),
    key("ssl.authProvider", NotYet(&["x509", ""]), Text, "x509", "a Java class that judges client certificates (zkd loads none)"),
    key("ssl.x509.clientCertIdType", Honoured, Text, "the subject", "SAN: a client's identity is a name of its certificate's subjectAltName"),
    key("ssl.x509.clientCertIdSanMatchType", Honoured, Text, "none", "which kind of name: 1 mail, 2 DNS, 4 directory, 6 URI, 7 address, 8 registered id"),
    key("ssl.x509.clientCertIdSanMatchRegex", Honoured, Text, ".*", "a pattern that one of them fits"),
    key("ssl.x509.clientCertIdSanExtractRegex", Honoured, Text, ".*", "a pattern that finds the identity in it"),
    key("ssl.x509.clientCertIdSanExtractMatcherGroupIndex", Honoured, Text, "0", "which group of that pattern is the identity"),
    key("ssl.quorum.keyStore.location", Ensemble, Text, "none", "file with the certificate and key for the other servers, PEM, JKS or PKCS12"),
    key("ssl.quorum.keyStore.password", Ensemble, Text, "none", "its password, and that of the key in it"),
    key("ssl.quorum.keyStore.passwordPath", Ensemble, Text, "none", "file with its password"),
    key("ssl.quorum.keyStore.type", Ensemble, Text, "by the file's name", "PEM, JKS or PKCS12"),
    key("ssl.quorum.trustStore.location", Ensemble, Text, "none", "file with the authorities for the other servers, PEM, JKS or PKCS12"),
    key("ssl.quorum.trustStore.password", Ensemble, Text, "none", "its password"),
    key("ssl.quorum.trustStore.passwordPath", Ensemble, Text, "none", "file with its password"),
    key("ssl.quorum.trustStore.type", Ensemble, Text, "by the file's name", "PEM, JKS or PKCS12"),
    key("ssl.quorum.protocol", Ensemble, Text, "both", "TLSv1.2 or TLSv1.3"),
    key("ssl.quorum.enabledProtocols", Ensemble, Text, "TLSv1.3,TLSv1.2", "versions of TLS"),
    key("ssl.quorum.ciphersuites", Ensemble, Text, "all", "cipher suites, with commas between"),
    key("ssl.quorum.clientAuth", Ensemble, Text, "need", "whether callers show a certificate: none, want or need"),
    key("ssl.quorum.hostnameVerification", Ensemble, PropertyFlag, "true", "whether a server's certificate must have its name"),
    key("ssl.quorum.clientHostnameVerification", Ensemble, PropertyFlag, "true", "whether a caller's certificate must have a member's name or its own address"),
    key("ssl.quorum.handshakeDetectionTimeoutMillis", Ensemble, Text, "5000", "milliseconds that a handshake may take"),
    key("ssl.quorum.allowReverseDnsLookup", MEMBER_OFF, PropertyFlag, "false", "identity by reverse DNS, which proves nothing"),
    key("ssl.quorum.crl", Ensemble, PropertyFlag, "false", "the same between the servers"),
    key("ssl.quorum.ocsp", MEMBER_OFF, PropertyFlag, "false", "asking a stranger in every handshake whether a certificate is revoked (crl does it by lists)"),
    key("ssl.quorum.context.supplier.class", EnsembleNotYet(&[""]), Text, "none", "a Java class that makes TLS contexts"),
    key("ssl.quorum.sslProvider", JavaOnly, Text, "JDK", "TLS library of the Java server"),

    key("readonlymode.enabled", Ensemble, PropertyFlag, "false", "reads for clients that agree to that, while cut off from the ensemble"),
    key("initLimit", Ensemble, Number(i32::MIN as i64, INT), "0", "ticks for a learner to connect and catch up"),
    key("syncLimit", Ensemble, Number(i32::MIN as i64, INT), "0", "ticks without a word between leader and learner"),
    key("connectToLearnerMasterLimit", Ensemble, ANY_INT, "0", "ticks for a learner to connect; 0 is as initLimit"),
    key("electionAlg", Ensemble, Number(3, 3), "3", "election algorithm"),
    key("peerType", Ensemble, Text, "participant", "whether this server votes"),
    key("quorumListenOnAllIPs", Ensemble, Flag, "false", "listen for the other servers on every address"),
    key("commitLogCount", Ensemble, ANY_INT, "500", "committed transactions kept in memory for learners, at least 500"),
    key("snapshotSizeFactor", Ensemble, Ratio, "0.33", "log size, relative to the snapshot, up to which a learner gets the log"),
    key("leaderServes", Ensemble, YesUnlessNo, "yes", "the leader serves clients"),
    key("forceSnapshotSync", Ensemble, PropertyFlag, "false", "always send learners a snapshot"),
    key("fastleader.minNotificationInterval", Ensemble, PropertyNumber(1, INT), "200", "milliseconds between votes sent, at first"),
    key("fastleader.maxNotificationInterval", Ensemble, PropertyNumber(1, INT), "3200", "milliseconds between votes sent, at last"),
    key("cnxTimeout", Ensemble, PropertyNumber(1, INT), "5000", "milliseconds to open an election connection"),
    key("quorumCnxnTimeoutMs", Ensemble, ANY_INT, "-1", "milliseconds for the first words on an election connection; -1 is as syncLimit"),
    key("electionPortBindRetry", Ensemble, ANY_INT, "3", "attempts to bind the election port; 0 is no limit"),

    key("observerMasterPort", Ensemble, Number(i32::MIN as i64, 65_535), "0", "port at which followers serve observers, which leave the leader alone then; 0 is none"),
    key("oraclePath", Ensemble, Path, "none", "a file that begins with 1 while this one of two voters may go on, or lead, without the other"),
    key("quorum.auth.enableSasl", Ensemble, Flag, "false", "SASL between servers (DIGEST-MD5), as the JAAS file says"),
    key("quorum.auth.serverRequireSasl", Ensemble, Flag, "false", "the other servers have to log in here"),
    key("quorum.auth.learnerRequireSasl", Ensemble, Flag, "false", "this server logs in with the others"),

    key("localSessionsEnabled", Ensemble, Flag, "false", "new sessions are known to their server alone, cost no transaction, and end when it has another leader"),
    key("localSessionsUpgradingEnabled", Ensemble, Flag, "false", "such a session becomes one of the ensemble when it creates an ephemeral"),
    key("enableEagerACLCheck", Ensemble, PropertyFlag, "false", "writes without permission are refused before they are forwarded or become transactions"),
    key("syncEnabled", Ensemble, Flag, "true", "an observer logs what it is told while it serves, and takes snapshots; otherwise it starts with what its last synchronisation left"),
    key("observer.syncEnabled", Ensemble, PropertyFlag, "true", "the same, and it counts more"),
    key("leader.maxConcurrentSnapSyncs", Ensemble, PropertyNumber(1, INT), "10", "learners that are sent a snapshot at a time; above it observers have to come again"),
    key("leader.maxConcurrentDiffSyncs", Ensemble, PropertyNumber(1, INT), "100", "learners that are sent what they lack at a time; above it observers have to come again"),
    key("leader.maxTimeToWaitForEpoch", Ensemble, ANY_INT, "-1", "milliseconds after which a leader without a quorum for its epoch gives up once a voter turns away; -1: once too many do"),
    key("leaderConnectDelayDuringRetryMs", Ensemble, PropertyNumber(0, INT), "from 5 to 100", "milliseconds between attempts to reach the leader"),
    key("tcpKeepAlive", Ensemble, PropertyFlag, "true", "TCP keep-alive on connections between servers; without it a peer that has vanished is noticed later (Apache: false)"),
    key("observer.reconnectDelayMs", Ensemble, PropertyNumber(0, INT), "0", "milliseconds that an observer lets pass at most before it connects to the leader, or to the followers once more"),
    key("observer.election.DelayMs", Ensemble, PropertyNumber(0, INT), "0", "milliseconds that an observer without a leader lets pass at most before it asks who leads (Apache: 200)"),
    key("observerMaster.sizeLimit", Ensemble, PropertyNumber(1, INT), "67108864", "bytes of committed transactions that are kept in memory for observers (Apache: 33554432)"),
    key("quorum.auth.server.saslLoginContext", Ensemble, Text, "QuorumServer", "section of the JAAS file with the users that are servers"),
    key("quorum.auth.learner.saslLoginContext", Ensemble, Text, "QuorumLearner", "section of the JAAS file with this server's own login"),
    key("quorum.auth.kerberos.servicePrincipal", EnsembleNoEffectYet(&[]), Text, "zkquorum/localhost", "Kerberos between servers"),
    key("multiAddress.reachabilityCheckEnabled", Ensemble, Flag, "true", "the next of several addresses is tried after that time; otherwise after its share of connectToLearnerMasterLimit"),
    key("multiAddress.reachabilityCheckTimeoutMs", Ensemble, Number(1, INT), "1000", "milliseconds for reaching one of several addresses"),

    key("leader.ackLoggingFrequency", JavaOnly, ANY_INT, "1000", "proposals between log lines about acknowledgements"),
    key("leader.closeSocketAsync", JavaOnly, PropertyFlag, "false", "close learners' sockets in the background"),
    key("learner.closeSocketAsync", JavaOnly, PropertyFlag, "false", "close the leader's socket in the background"),
    key("learner.asyncSending", JavaOnly, PropertyFlag, "false", "send to the leader in the background"),
    key("follower.skipLearnerRequestToNextProcessor", JavaOnly, PropertyFlag, "false", "spare a follower its observers' requests"),
    key("forward_learner_requests_to_commit_processor_disabled", JavaOnly, PropertyFlag, "false", "spare the leader its learners' requests"),
    key("messageTracker.Enabled", JavaOnly, PropertyFlag, "false", "log the last packets when a learner is lost"),
    key("messageTracker.BufferSize", JavaOnly, ANY_INT, "10", "packets kept for that"),
    key("quorum.cnxn.threads.size", JavaOnly, Number(i32::MIN as i64, INT), "20", "threads that open election connections"),
    key("serverCnxnFactory", JavaOnly, Text, "NIO", "network layer of the Java server"),
    key("nio.numSelectorThreads", JavaOnly, ANY_INT, "by cores", "threads"),
    key("nio.numWorkerThreads", JavaOnly, ANY_INT, "by cores", "threads"),
    key("nio.directBufferBytes", JavaOnly, ANY_INT, "65536", "buffers"),
    key("nio.shutdownTimeout", JavaOnly, ANY_LONG, "5000", "milliseconds for threads to end"),
    key("netty.advancedFlowControl.enabled", JavaOnly, PropertyFlag, "false", "flow control"),
    key("netty.server.earlyDropSecureConnectionHandshakes", JavaOnly, PropertyFlag, "false", "drop handshakes early"),
    key("commitProcessor.numWorkerThreads", JavaOnly, ANY_INT, "by cores", "threads"),
    key("commitProcessor.maxReadBatchSize", JavaOnly, ANY_INT, "-1", "reads per batch"),
    key("commitProcessor.maxCommitBatchSize", JavaOnly, ANY_INT, "1", "commits per batch"),
    key("commitProcessor.shutdownTimeout", JavaOnly, ANY_LONG, "5000", "milliseconds for threads to end"),
    key("flushDelay", Honoured, ANY_INT, "0", "milliseconds from one sync of the log to the next, which more writes may use"),
    key("maxWriteQueuePollTime", Honoured, ANY_INT, "a third of flushDelay", "milliseconds without another write after which that wait is over"),
    key("maxBatchSize", Honoured, ANY_INT, "1000, or all that wait", "writes with which it is over, and which one sync takes at most; 0 is no limit"),
    key("maxResponseCacheSize", JavaOnly, ANY_INT, "400", "encoded getData replies kept"),
    key("maxGetChildrenResponseCacheSize", JavaOnly, ANY_INT, "400", "encoded getChildren replies kept"),
    key("intBufferStartingSizeBytes", JavaOnly, ANY_INT, "1024", "first size of a buffer"),
    key("leader.nodelay", JavaOnly, PropertyFlag, "true", "no Nagle delay; never any here"),
    key("follower.nodelay", JavaOnly, PropertyFlag, "true", "no Nagle delay; never any here"),
    key("watchManagerName", JavaOnly, Text, "WatchManager", "watch manager class"),
    key("watcherCleanThreadsNum", JavaOnly, ANY_INT, "2", "threads"),
    key("watcherCleanThreshold", JavaOnly, ANY_INT, "1000", "dead watchers per cleaning"),
    key("watcherCleanIntervalInSeconds", JavaOnly, ANY_INT, "600", "seconds between cleanings"),
    key("maxInProcessingDeadWatchers", JavaOnly, ANY_INT, "-1", "dead watchers that may wait"),
    key("bitHashCacheSize", JavaOnly, ANY_INT, "10", "cached watchers"),
    key("jvm.pause.monitor", JavaOnly, Flag, "false", "watch for pauses of the Java machine"),
    key("jvm.pause.sleep.time.ms", JavaOnly, Number(0, i64::MAX), "500", "milliseconds between looks"),
    key("jvm.pause.warn-threshold.ms", JavaOnly, Number(0, i64::MAX), "10000", "milliseconds worth a warning"),
    key("jvm.pause.info-threshold.ms", JavaOnly, Number(0, i64::MAX), "1000", "milliseconds worth a line"),
    key("jmx.log4j.disable", JavaOnly, PropertyFlag, "false", "management beans of the logger"),
    key("jmx.log4j.mbean", JavaOnly, Text, "none", "management bean class of the logger"),
    key("audit.impl.class", JavaOnly, Text, "Slf4jAuditLogger", "audit logger class"),
    key("controllerPort", JavaOnly, ANY_INT, "none", "port of the test controller"),
    key("request_throttler.shutdownTimeout", Honoured, Number(0, i64::MAX), "10000", "milliseconds that a member waits at its end for the answers to requests on their way"),
    key("request_stale_latency_check", JavaOnly, PropertyFlag, "false", "requests that waited too long are stale"),
    key("request_stale_connection_check", JavaOnly, PropertyFlag, "true", "requests of closed connections are stale"),
    key("kinit", JavaOnly, Text, "/usr/bin/kinit", "Kerberos program"),
    key("pathStats.", JavaOnly, Text, "off", "samples of busy paths, for the Java server's log"),

    key("ensembleAuthName", Honoured, Text, "none", "names of this ensemble, with commas between: clients that name another one by the scheme ensemble are sent away"),
    key("sessionPasswordKeyFile", Honoured, Path, "none", "file with a secret of the whole ensemble from which session passwords are made; without it they are Apache's, which anybody can work out; only the server should be able to read it (zkd only)"),
    key("admin.enableServer", Honoured, PropertyFlag, "true", "the HTTP AdminServer"),
    key("metricsProvider.className", Honoured, Text, "DefaultMetricsProvider", "PrometheusMetricsProvider serves metrics on a port of its own"),
    key("metricsProvider.httpHost", Honoured, Text, "0.0.0.0", "address of that port"),
    key("metricsProvider.httpPort", Honoured, PropertyNumber(-1, 65_535), "7000", "that port; -1 is none, as where only httpsPort is set"),
    key("metricsProvider.httpsPort", Honoured, PropertyNumber(-1, 65_535), "-1", "the same with TLS, or both on one port"),
    key("metricsProvider.ssl.keyStore.location", Honoured, Text, "none", "file with the certificate and key for it, PEM, JKS or PKCS12"),
    key("metricsProvider.ssl.keyStore.password", Honoured, Text, "none", "its password, and that of the key in it"),
    key("metricsProvider.ssl.keyStore.type", Honoured, Text, "by the file's name", "PEM, JKS or PKCS12"),
    key("metricsProvider.ssl.trustStore.location", Honoured, Text, "none", "file with the authorities of those who read the metrics"),
    key("metricsProvider.ssl.trustStore.password", Honoured, Text, "none", "its password"),
    key("metricsProvider.ssl.trustStore.type", Honoured, Text, "by the file's name", "PEM, JKS or PKCS12"),
    key("metricsProvider.ssl.need.client.auth", Honoured, PropertyFlag, "true", "whether they must show a certificate"),
    key("metricsProvider.ssl.want.client.auth", Honoured, PropertyFlag, "true", "whether they are asked for one where they need not"),
    key("metricsProvider.ssl.enabledProtocols", Honoured, Text, "TLSv1.3,TLSv1.2", "versions of TLS"),
    key("metricsProvider.ssl.ciphersuites", Honoured, Text, "all", "cipher suites, with commas between"),
    key("metricsProvider.exportJvmInfo", JavaOnly, PropertyFlag, "true", "figures of the Java machine"),
    key("metricsProvider.numWorkerThreads", JavaOnly, ANY_INT, "1", "threads"),
    key("metricsProvider.maxQueueSize", JavaOnly, ANY_INT, "1000000", "figures that may wait"),
    key("metricsProvider.workerShutdownTimeoutMs", JavaOnly, ANY_LONG, "1000", "milliseconds for threads to end"),
    key("metricsProvider.prometheusMetricsSummaryRotateIntervalSeconds", JavaOnly, ANY_INT, "60", "seconds that a summary covers"),
    key("metricsProvider.httpVersion", JavaOnly, ANY_INT, "11", "HTTP version; each caller's own here"),
    key("emulate353TTLNodes", OFF, PropertyFlag, "false", "TTL nodes as the alpha release 3.5.3 wrote them (an Apache 3.5.4 or newer with this key lets them expire)"),
    key("throttled_op_wait_time", Honoured, ANY_INT, "0", "milliseconds a request may wait to be taken up before it is refused (ThrottledOp); 0 is for ever"),
    key("request_throttle_max_requests", Honoured, ANY_INT, "0", "requests in flight at which no socket is read; 0 is no limit beside globalOutstandingLimit"),
    key("connection_throttle_tokens", Honoured, ANY_INT, "0", "sessions that may be opened or taken up at once; 0 is no limit"),
    key("connection_throttle_freeze_time", Honoured, ANY_INT, "-1", "milliseconds between changes of the probability of a drop; -1: nothing is dropped by chance"),
    key("test.allowDiscontinuousProposals", OFF, PropertyFlag, "false", "a switch for Apache's own tests"),

    key("letAnySaslUserDoX", NoEffectYet, Text, "none", "rights of SASL users"),
    key("requireKerberosConfig", NoEffectYet, PropertyFlag, "false", "SASL with Kerberos"),
    key("security.auth_to_local", NoEffectYet, Text, "DEFAULT", "names of Kerberos users"),
    key("IPAuthenticationProvider.usexforwardedfor", NoEffectYet, PropertyFlag, "false", "client addresses from an HTTP header"),
    key("fips-mode", Honoured, PropertyFlag, "false", "rule DIGEST-MD5 out (TLS is the same either way)"),
    key("request_throttle_stall_time", Honoured, ANY_INT, "100", "milliseconds between two looks of a connection that has to wait for that"),
    key("request_throttle_drop_stale", JavaOnly, PropertyFlag, "true", "drop stale requests when there are too many"),
    key("connection_throttle_fill_time", Honoured, ANY_INT, "1", "milliseconds between new tokens"),
    key("connection_throttle_fill_count", Honoured, ANY_INT, "1", "new tokens each time"),
    key("connection_throttle_drop_increase", Honoured, Ratio, "0.02", "step up of the drop probability"),
    key("connection_throttle_drop_decrease", Honoured, Ratio, "0.002", "step down of the drop probability"),
    key("connection_throttle_decrease_ratio", Honoured, Ratio, "0", "threshold for that"),
    key("connection_throttle_weight_enabled", Honoured, PropertyFlag, "false", "tokens by kind of session"),
    key("connection_throttle_global_session_weight", Honoured, ANY_INT, "3", "tokens for a new session"),
    key("connection_throttle_local_session_weight", Honoured, ANY_INT, "1", "tokens for a new session where sessions are local"),
    key("connection_throttle_renew_session_weight", Honoured, ANY_INT, "2", "tokens for a reconnect"),
    key("admin.serverAddress", Honoured, Text, "127.0.0.1", "address of the AdminServer (Apache: every one)"),
    key("admin.serverPort", Honoured, PORT, "8080", "port of the AdminServer"),
    key("admin.commandURL", Honoured, Text, "/commands", "what the paths of its commands begin with"),
    key("admin.idleTimeout", Honoured, POSITIVE_INT, "30000", "milliseconds an HTTP connection may idle"),
    key("admin.httpVersion", JavaOnly, ANY_INT, "11", "HTTP version; each caller's own here, 1.0 or 1.1"),
    key("admin.portUnification", Honoured, PropertyFlag, "false", "TLS and plain text on the AdminServer's port, by ssl.quorum.*"),
    key("admin.forceHttps", Honoured, PropertyFlag, "false", "only TLS on the AdminServer's port, by ssl.quorum.*"),
    key("admin.needClientAuth", Honoured, PropertyFlag, "false", "whether callers with TLS must show a certificate to the AdminServer"),
    key("admin.snapshot.enabled", Honoured, PropertyFlag, "false", "backups over HTTP (Apache: true)"),
    key("admin.restore.enabled", Honoured, PropertyFlag, "false", "restores over HTTP (Apache: true)"),
    key("admin.rateLimiterIntervalInMS", Honoured, PropertyNumber(0, INT), "300000", "milliseconds from one backup to the next, and from one restore to the next"),
    key("admin.readyz.maxLag", Honoured, PropertyNumber(0, INT), "50000", "transactions behind its leader at which a member is not ready (/readyz); 0: at none (zkd only)"),
    key("admin.readyz.minFreeInKb", Honoured, PropertyNumber(0, i64::MAX), "as preAllocSize", "free KiB for data and log below which a server is not ready (/readyz); 0: never (zkd only)"),
    key("admin.users", Honoured, Text, "none", "who besides the super user may do that: identities such as digest:user:hash, with semicolons between (zkd only)"),
    key("metricsProvider.", NoEffectYet, Text, "none", "options of a metrics provider"),
    key("kerberos.", NoEffectYet, Text, "none", "SASL with Kerberos"),
    key("sasl.", NoEffectYet, Text, "none", "further options of SASL"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_there_twice() {
        let mut names: Vec<_> = KEYS.iter().map(|k| k.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        for (old, new) in RENAMED {
            assert!(find(old).is_none(), "{old} is a key");
            assert!(find(new).is_some(), "{new} is no key");
        }
    }

    #[test]
    fn single_keys_come_before_families_and_longer_families_before_shorter() {
        assert_eq!(find("metricsProvider.className").map(|k| k.name), Some("metricsProvider.className"));
        assert_eq!(find("metricsProvider.mine").map(|k| k.name), Some("metricsProvider."));
        assert_eq!(find("server.1").map(|k| k.name), Some("server."));
        for name in ["server.", "server", "ssl.", "", "dataDir."] {
            assert!(find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn slips_are_understood() {
        for (name, meant) in [
            ("tickTme", "did you mean `tickTime`?"),
            ("datadir", "did you mean `dataDir`?"),
            ("clientprot", "did you mean `clientPort`?"),
            ("autopurge.purgeIntervall", "did you mean `autopurge.purgeInterval`?"),
            ("maxClientConnections", "called `maxClientCnxns`"),
            ("4lw.command.whitelist", "did you mean `4lw.commands.whitelist`?"),
            ("zookeeper.snapCount", "written without `zookeeper.`: `snapCount`"),
            ("requestThrottleLimit", "called `request_throttle_max_requests`"),
        ] {
            let advice = advice(name).unwrap_or_default();
            assert!(advice.contains(meant), "{name}: {advice}");
        }
        assert_eq!(advice("somethingElseEntirely"), None);
        assert_eq!(edit_distance("abcd", "acbd", 4), Some(1));
        assert_eq!(edit_distance("", "abc", 4), Some(3));
        assert_eq!(edit_distance("", "abc", 2), None);
        assert_eq!(edit_distance("abcdefgh", "zyxwvuts", 2), None);
    }
}
