package client;

import frame.Check;
import frame.Suite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;

/** Nodes of every kind, their data and stat, reads of every kind, pipelining. */
final class Nodes {
    private final String hosts;

    Nodes(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("create modes", this::createModes);
        suite.add("create with stat", this::createWithStat);
        suite.add("stat fields", this::statFields);
        suite.add("null and empty data", this::nullAndEmptyData);
        suite.add("errors of nodes", this::errors);
        suite.add("names", this::names);
        suite.add("big values", this::bigValues);
        suite.add("too big a value ends the connection", this::tooBig);
        suite.add("container is reaped", this::containerIsReaped);
        suite.add("ttl node is reaped", this::ttlIsReaped);
        suite.add("counts and ephemerals", this::countsAndEphemerals);
        suite.add("chroot", this::chroot);
        suite.add("sync", this::sync);
        suite.add("pipeline of 10000", this::pipeline);
        suite.add("config node", this::config);
    }

    private void createModes() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/modes", "", CreateMode.PERSISTENT);
            Check.equal(session.create("/modes/s-", "", CreateMode.PERSISTENT_SEQUENTIAL), "/modes/s-0000000000");
            Check.equal(session.create("/modes/e", "", CreateMode.EPHEMERAL), "/modes/e");
            Check.equal(session.create("/modes/es-", "", CreateMode.EPHEMERAL_SEQUENTIAL), "/modes/es-0000000002");
            Check.equal(session.create("/modes/c", "", CreateMode.CONTAINER), "/modes/c");
            Stat stat = new Stat();
            byte[] data = "x".getBytes();
            String ttl = session.zk.create("/modes/t", data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, stat, 600_000);
            Check.equal(ttl, "/modes/t");
            Check.equal(stat.getEphemeralOwner(), 0L);
            String sequential = session.zk.create("/modes/ts-", data, Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, stat, 600_000);
            Check.equal(sequential, "/modes/ts-0000000005");
            Check.equal(session.zk.exists("/modes/e", false).getEphemeralOwner(), session.zk.getSessionId());
            session.create("/modes/c/child", "", CreateMode.PERSISTENT);
            session.create("/modes/t/child", "", CreateMode.PERSISTENT);
            Check.fails(Code.NOCHILDRENFOREPHEMERALS, () -> session.create("/modes/e/x", "", CreateMode.PERSISTENT));
        }
        try (Session other = new Session(hosts)) {
            Set<String> left = new TreeSet<>(other.zk.getChildren("/modes", false));
            Check.equal(left, new TreeSet<>(List.of("s-0000000000", "c", "t", "ts-0000000005")));
        }
    }

    private void createWithStat() throws Exception {
        try (Session session = new Session(hosts)) {
            Stat made = new Stat();
            session.zk.create("/with-stat", "abc".getBytes(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, made);
            Check.equal(session.zk.exists("/with-stat", false), made);
            Check.equal(made.getDataLength(), 3);
            Check.equal(made.getPzxid(), made.getCzxid());
        }
    }

    private void statFields() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/stat", "", CreateMode.PERSISTENT);
            Stat before = session.zk.exists("/stat", false);
            session.create("/stat/a", "", CreateMode.PERSISTENT);
            session.create("/stat/b", "", CreateMode.PERSISTENT);
            session.zk.delete("/stat/a", 0);
            Stat set = session.zk.setData("/stat", "12".getBytes(), 0);
            session.zk.setACL("/stat", Ids.OPEN_ACL_UNSAFE, 0);
            Stat after = session.zk.exists("/stat", false);
            Check.equal(after.getCzxid(), before.getCzxid());
            Check.equal(after.getMzxid(), set.getMzxid());
            Check.equal(after.getPzxid(), before.getCzxid() + 3);
            Check.equal(after.getMzxid(), before.getCzxid() + 4);
            Check.equal(after.getVersion(), 1);
            Check.equal(after.getCversion(), 3);
            Check.equal(after.getAversion(), 1);
            Check.equal(after.getNumChildren(), 1);
            Check.equal(after.getDataLength(), 2);
            Check.equal(after.getCtime(), before.getCtime());
            Check.that(after.getMtime() >= after.getCtime(), "mtime before ctime");
        }
    }

    private void nullAndEmptyData() throws Exception {
        try (Session session = new Session(hosts)) {
            session.zk.create("/null", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            Check.equal(session.zk.getData("/null", false, null), null);
            session.zk.setData("/null", new byte[0], -1);
            Check.equal(session.zk.getData("/null", false, null), new byte[0]);
            session.zk.setData("/null", null, -1);
            Check.equal(session.zk.getData("/null", false, null), null);
        }
    }

    private void errors() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/errors", "", CreateMode.PERSISTENT);
            session.create("/errors/a", "", CreateMode.PERSISTENT);
            Check.fails(Code.NODEEXISTS, () -> session.create("/errors", "", CreateMode.PERSISTENT));
            Check.fails(Code.NODEEXISTS, () -> session.create("/", "", CreateMode.PERSISTENT));
            Check.fails(Code.NONODE, () -> session.create("/errors/x/y", "", CreateMode.PERSISTENT));
            Check.fails(Code.NONODE, () -> session.zk.getData("/errors/x", false, null));
            Check.fails(Code.NONODE, () -> session.zk.getChildren("/errors/x", false));
            Check.fails(Code.NONODE, () -> session.zk.getACL("/errors/x", null));
            Check.fails(Code.NONODE, () -> session.zk.setData("/errors/x", null, -1));
            Check.fails(Code.NONODE, () -> session.zk.setACL("/errors/x", Ids.OPEN_ACL_UNSAFE, -1));
            Check.fails(Code.BADVERSION, () -> session.zk.setData("/errors", null, 3));
            Check.fails(Code.BADVERSION, () -> session.zk.setACL("/errors", Ids.OPEN_ACL_UNSAFE, 3));
            Check.fails(Code.BADVERSION, () -> delete(session, "/errors", 3));
            Check.fails(Code.NOTEMPTY, () -> delete(session, "/errors", 0));
            Check.fails(Code.NONODE, () -> delete(session, "/errors/x", -1));
            Check.fails(Code.BADARGUMENTS, () -> delete(session, "/zookeeper/quota", -1));
            Check.equal(session.zk.exists("/errors/x", false), null);
            session.create("/errors/sub", "", CreateMode.PERSISTENT);
            Check.fails(Code.NOTEMPTY, () -> delete(session, "/errors", -1));
        }
    }

    private static Void delete(Session session, String path, int version) throws Exception {
        session.zk.delete(path, version);
        return null;
    }

    private void names() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/names", "", CreateMode.PERSISTENT);
            List<String> names = List.of("ä", "日本語", "a b", "...", "a..b", ".hidden", "%41", "a:b,c;d=e");
            for (String name : names) {
                session.create("/names/" + name, name, CreateMode.PERSISTENT);
            }
            Check.equal(new TreeSet<>(session.zk.getChildren("/names", false)), new TreeSet<>(names));
            for (String name : names) {
                Check.equal(new String(session.zk.getData("/names/" + name, false, null)), name);
            }
        }
    }

    private void bigValues() throws Exception {
        try (Session session = new Session(hosts)) {
            byte[] big = new byte[1_000_000];
            for (int index = 0; index < big.length; index++) {
                big[index] = (byte) (index * 31);
            }
            session.zk.create("/big", big, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            Check.that(Arrays.equals(session.zk.getData("/big", false, null), big), "other bytes");
            // Children lists have no such limit on the way back but the client's own.
            session.create("/wide", "", CreateMode.PERSISTENT);
            String padding = String.join("", Collections.nCopies(180, "n"));
            CountDownLatch made = new CountDownLatch(4000);
            for (int index = 0; index < 4000; index++) {
                session.zk.create("/wide/" + padding + index, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT,
                    (rc, path, context, name) -> made.countDown(), null);
            }
            Check.that(made.await(30, TimeUnit.SECONDS), "creates pending");
            Check.equal(session.zk.getChildren("/wide", false).size(), 4000);
        }
    }

    private void tooBig() throws Exception {
        try (Session session = new Session(hosts)) {
            long id = session.zk.getSessionId();
            byte[] huge = new byte[1_200_000];
            Check.fails(Code.CONNECTIONLOSS,
                () -> session.zk.create("/huge", huge, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            session.retry(() -> session.zk.exists("/", false));
            Check.equal(session.zk.getSessionId(), id);
            Check.equal(session.zk.exists("/huge", false), null);
        }
    }

    private void containerIsReaped() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/container", "", CreateMode.CONTAINER);
            session.create("/container/a", "", CreateMode.PERSISTENT);
            Events events = new Events();
            session.zk.exists("/container", events);
            session.zk.delete("/container/a", -1);
            events.expect("NodeDeleted /container");
        }
    }

    private void ttlIsReaped() throws Exception {
        try (Session session = new Session(hosts)) {
            Events events = new Events();
            session.zk.exists("/ttl", events);
            session.zk.create("/ttl", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, new Stat(), 300);
            events.expect("NodeCreated /ttl");
            session.zk.exists("/ttl", events);
            events.expect("NodeDeleted /ttl");
            Check.that(session.zk.exists("/ttl", false) == null, "still there");
        }
    }

    private void countsAndEphemerals() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/counts", "", CreateMode.PERSISTENT);
            session.create("/counts/a", "", CreateMode.PERSISTENT);
            session.create("/counts/a/e1", "", CreateMode.EPHEMERAL);
            session.create("/counts/e2", "", CreateMode.EPHEMERAL);
            Check.equal(session.zk.getAllChildrenNumber("/counts"), 3);
            Check.equal(new TreeSet<>(session.zk.getEphemerals()), new TreeSet<>(List.of("/counts/a/e1", "/counts/e2")));
            Check.equal(session.zk.getEphemerals("/counts/a"), List.of("/counts/a/e1"));
            Check.equal(session.zk.getEphemerals("/none"), List.of());
            Check.fails(Code.NONODE, () -> session.zk.getAllChildrenNumber("/none"));
            try (Session other = new Session(hosts)) {
                Check.equal(other.zk.getEphemerals(), List.of());
            }
        }
    }

    private void chroot() throws Exception {
        try (Session outside = new Session(hosts)) {
            outside.create("/jail", "", CreateMode.PERSISTENT);
            try (Session inside = new Session(hosts + "/jail")) {
                Check.equal(inside.create("/a-", "", CreateMode.EPHEMERAL_SEQUENTIAL), "/a-0000000000");
                Events events = new Events();
                inside.zk.exists("/b", events);
                outside.create("/jail/b", "", CreateMode.PERSISTENT);
                events.expect("NodeCreated /b");
                Check.equal(inside.zk.getChildren("/", false).size(), 2);
                inside.create("/c", "", CreateMode.PERSISTENT);
            }
            Check.that(outside.zk.exists("/jail/c", false) != null, "/jail/c is missing");
        }
    }

    private void sync() throws Exception {
        try (Session session = new Session(hosts)) {
            CountDownLatch done = new CountDownLatch(1);
            AtomicInteger code = new AtomicInteger(-1);
            session.zk.sync("/", (rc, path, context) -> {
                code.set(rc);
                done.countDown();
            }, null);
            Check.that(done.await(10, TimeUnit.SECONDS), "no answer");
            Check.equal(code.get(), 0);
        }
    }

    private void pipeline() throws Exception {
        int calls = 10_000;
        try (Session session = new Session(hosts)) {
            session.create("/pipeline", "", CreateMode.PERSISTENT);
            ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
            List<String> expected = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(2 * calls);
            for (int call = 0; call < calls; call++) {
                String path = "/pipeline/n" + call;
                byte[] data = path.getBytes();
                session.zk.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, (rc, asked, context, name) -> {
                    answers.add(rc + " " + name);
                    done.countDown();
                }, null);
                session.zk.getData(path, false, (rc, asked, context, read, stat) -> {
                    answers.add(rc + " " + (read == null ? "null" : new String(read)));
                    done.countDown();
                }, null);
                expected.add("0 " + path);
                expected.add("0 " + path);
            }
            Check.that(done.await(50, TimeUnit.SECONDS), done.getCount() + " answers missing");
            Check.that(new ArrayList<>(answers).equals(expected), "answers wrong or out of order");
        }
    }

    private void config() throws Exception {
        try (Session session = new Session(hosts)) {
            Stat stat = new Stat();
            session.zk.getConfig(false, stat);
            Check.equal(stat.getAversion(), -1);
        }
    }
}
