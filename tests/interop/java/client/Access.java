package client;

import frame.Check;
import frame.Suite;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** Who may do what: ACLs, authentication, quotas with enforceQuota. */
final class Access {
    private final String hosts;

    Access(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("digest acl", this::digest);
        suite.add("auth acl", this::auth);
        suite.add("ip acl", this::ip);
        suite.add("permission per call", this::permissions);
        suite.add("invalid acls", this::invalid);
        suite.add("hashes are hidden from strangers", this::hidden);
        suite.add("acl versions", this::versions);
        suite.add("super user", this::superUser);
        suite.add("who am i", this::whoAmI);
        suite.add("refused authentication", this::refused);
        suite.add("hard quota on count", this::countQuota);
        suite.add("hard quota on bytes", this::bytesQuota);
        suite.add("soft quota only counts", this::softQuota);
    }

    private static Id digestId(String user) throws Exception {
        return new Id("digest", DigestAuthenticationProvider.generateDigest(user));
    }

    /** The client looks for a null among them, which an immutable list would not let it. */
    private static List<ACL> acls(ACL... acls) {
        return Arrays.asList(acls);
    }

    private void digest() throws Exception {
        try (Session owner = new Session(hosts); Session stranger = new Session(hosts)) {
            List<ACL> acl = acls(new ACL(Perms.ALL, digestId("ann:1")), new ACL(Perms.READ, digestId("ben:2")));
            owner.zk.create("/digest", "x".getBytes(), acl, CreateMode.PERSISTENT);
            Check.fails(Code.NOAUTH, () -> owner.zk.getData("/digest", false, null));
            owner.zk.addAuthInfo("digest", "ann:1".getBytes());
            stranger.zk.addAuthInfo("digest", "ben:2".getBytes());
            owner.zk.setData("/digest", null, -1);
            stranger.zk.getData("/digest", false, null);
            Check.fails(Code.NOAUTH, () -> stranger.zk.setData("/digest", null, -1));
            Check.equal(owner.zk.getACL("/digest", null), acl);
        }
    }

    private void auth() throws Exception {
        try (Session session = new Session(hosts)) {
            Check.fails(Code.INVALIDACL,
                () -> session.zk.create("/auth", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT));
            session.zk.addAuthInfo("digest", "ann:1".getBytes());
            session.zk.addAuthInfo("digest", "ben:2".getBytes());
            session.zk.create("/auth", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            Check.equal(session.zk.getACL("/auth", null).stream().map(ACL::getId).collect(Collectors.toSet()),
                java.util.Set.of(digestId("ann:1"), digestId("ben:2")));
        }
    }

    private void ip() throws Exception {
        try (Session session = new Session(hosts)) {
            session.zk.create("/ip", null, acls(new ACL(Perms.ALL, new Id("ip", "127.0.0.1"))), CreateMode.PERSISTENT);
            session.zk.setData("/ip", null, -1);
            session.zk.setACL("/ip", acls(new ACL(Perms.ALL, new Id("ip", "127.0.0.0/8"))), -1);
            session.zk.setData("/ip", null, -1);
            session.zk.setACL("/ip", acls(new ACL(Perms.ALL, new Id("ip", "128.0.0.0/8"))), -1);
            Check.fails(Code.NOAUTH, () -> session.zk.setData("/ip", null, -1));
        }
    }

    private void permissions() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/perms", "", CreateMode.PERSISTENT);
            // Each node lacks one permission, ADMIN last because nothing can be changed after it.
            for (int lacking : new int[] {Perms.READ, Perms.WRITE, Perms.CREATE, Perms.DELETE, Perms.ADMIN}) {
                String path = "/perms/" + lacking;
                session.create(path, "", CreateMode.PERSISTENT);
                session.create(path + "/old", "", CreateMode.PERSISTENT);
                session.zk.setACL(path, acls(new ACL(Perms.ALL & ~lacking, Ids.ANYONE_ID_UNSAFE)), -1);
                allowed(lacking != Perms.READ, () -> session.zk.getData(path, false, null));
                allowed(lacking != Perms.READ, () -> session.zk.getChildren(path, false));
                allowed(lacking != Perms.READ, () -> session.zk.getAllChildrenNumber(path));
                allowed(lacking != Perms.WRITE, () -> session.zk.setData(path, null, -1));
                allowed(lacking != Perms.CREATE, () -> session.create(path + "/new", "", CreateMode.PERSISTENT));
                allowed(lacking != Perms.DELETE, () -> {
                    session.zk.delete(path + "/old", -1);
                    return null;
                });
                allowed(true, () -> session.zk.getACL(path, null));
                allowed(lacking != Perms.ADMIN, () -> session.zk.setACL(path, Ids.OPEN_ACL_UNSAFE, -1));
            }
        }
    }

    private static void allowed(boolean expected, java.util.concurrent.Callable<?> call) throws Exception {
        if (expected) {
            call.call();
        } else {
            Check.fails(Code.NOAUTH, call);
        }
    }

    private void invalid() throws Exception {
        try (Session session = new Session(hosts)) {
            for (Id id : List.of(new Id("nonsense", "x"), new Id("world", "me"), new Id("digest", "nocolon"),
                new Id("ip", "1.2.3"), new Id("ip", "1.2.3.4/33"))) {
                Check.fails(Code.INVALIDACL, () -> session.zk.create("/invalid", null, acls(new ACL(Perms.ALL, id)),
                    CreateMode.PERSISTENT));
            }
            Check.fails(Code.INVALIDACL, () -> session.zk.create("/invalid", null, acls(), CreateMode.PERSISTENT));
        }
    }

    private void hidden() throws Exception {
        try (Session session = new Session(hosts)) {
            List<ACL> acl = acls(new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE), new ACL(Perms.ALL, digestId("ann:1")));
            session.zk.create("/hidden", null, acl, CreateMode.PERSISTENT);
            Check.equal(session.zk.getACL("/hidden", null).get(1).getId(), new Id("digest", "ann:x"));
            session.zk.addAuthInfo("digest", "ann:1".getBytes());
            Check.equal(session.zk.getACL("/hidden", null), acl);
        }
    }

    private void versions() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/aversion", "", CreateMode.PERSISTENT);
            Check.equal(session.zk.setACL("/aversion", Ids.OPEN_ACL_UNSAFE, 0).getAversion(), 1);
            Check.fails(Code.BADVERSION, () -> session.zk.setACL("/aversion", Ids.OPEN_ACL_UNSAFE, 0));
            Stat stat = new Stat();
            // Equal entries count once.
            ACL open = Ids.OPEN_ACL_UNSAFE.get(0);
            session.zk.setACL("/aversion", acls(open, open), 1);
            Check.equal(session.zk.getACL("/aversion", stat), Ids.OPEN_ACL_UNSAFE);
            Check.equal(stat.getAversion(), 2);
            Check.equal(stat.getVersion(), 0);
        }
    }

    private void superUser() throws Exception {
        try (Session session = new Session(hosts)) {
            List<ACL> closed = acls(new ACL(Perms.ALL, digestId("no:body")));
            session.zk.create("/closed", null, closed, CreateMode.PERSISTENT);
            Check.fails(Code.NOAUTH, () -> session.zk.getData("/closed", false, null));
            session.zk.addAuthInfo("digest", "super:interop".getBytes());
            session.zk.setData("/closed", null, -1);
            Check.equal(session.zk.getACL("/closed", null), closed);
        }
    }

    private void whoAmI() throws Exception {
        try (Session session = new Session(hosts)) {
            session.zk.addAuthInfo("digest", "ann:1".getBytes());
            List<String> infos = session.zk.whoAmI().stream()
                .map(info -> info.getAuthScheme() + ":" + info.getUser()).sorted().collect(Collectors.toList());
            Check.equal(infos, List.of("digest:ann", "ip:127.0.0.1"));
        }
    }

    private void refused() throws Exception {
        try (Session session = new Session(hosts)) {
            session.zk.addAuthInfo("nonsense", "a:b".getBytes());
            session.awaitState(KeeperState.AuthFailed);
            Check.fails(Code.AUTHFAILED, () -> session.zk.exists("/", false));
        }
    }

    /** Writes the two nodes zkCli writes for a quota. */
    private static void limit(Session session, String path, String limits) throws Exception {
        session.create(path, "", CreateMode.PERSISTENT);
        session.create("/zookeeper/quota" + path, "", CreateMode.PERSISTENT);
        session.create("/zookeeper/quota" + path + "/zookeeper_limits", limits, CreateMode.PERSISTENT);
        session.create("/zookeeper/quota" + path + "/zookeeper_stats", "count=0,bytes=0", CreateMode.PERSISTENT);
    }

    private static String stats(Session session, String path) throws Exception {
        return new String(session.zk.getData("/zookeeper/quota" + path + "/zookeeper_stats", false, null));
    }

    private void countQuota() throws Exception {
        try (Session session = new Session(hosts)) {
            limit(session, "/count", "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=3");
            session.create("/count/a", "12345", CreateMode.PERSISTENT);
            session.create("/count/a/b", "", CreateMode.PERSISTENT);
            Check.equal(stats(session, "/count"), "count=3,bytes=5");
            Check.fails(Code.QUOTAEXCEEDED, () -> session.create("/count/c", "", CreateMode.PERSISTENT));
            session.zk.delete("/count/a/b", -1);
            session.create("/count/c", "", CreateMode.PERSISTENT);
            Check.equal(stats(session, "/count"), "count=3,bytes=5");
        }
    }

    private void bytesQuota() throws Exception {
        try (Session session = new Session(hosts)) {
            limit(session, "/bytes", "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=-1");
            session.create("/bytes/a", "12345678", CreateMode.PERSISTENT);
            Check.fails(Code.QUOTAEXCEEDED, () -> session.create("/bytes/b", "123", CreateMode.PERSISTENT));
            Check.fails(Code.QUOTAEXCEEDED, () -> session.zk.setData("/bytes/a", "12345678901".getBytes(), -1));
            session.zk.setData("/bytes/a", "1234567890".getBytes(), -1);
            session.zk.setData("/bytes/a", "1".getBytes(), -1);
            Check.equal(stats(session, "/bytes"), "count=2,bytes=1");
        }
    }

    private void softQuota() throws Exception {
        try (Session session = new Session(hosts)) {
            limit(session, "/soft", "count=1,bytes=1");
            session.create("/soft/a", "12345", CreateMode.PERSISTENT);
            Check.equal(stats(session, "/soft"), "count=2,bytes=5");
        }
    }
}
