package client;

import frame.Check;
import frame.Proxy;
import frame.Suite;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;

/** The life of a session: its timeout, loss and return, takeover by id and password, expiry, close. */
final class Sessions {
    private final String hosts;

    Sessions(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("negotiated timeout", this::timeout);
        suite.add("session outlives its connection", this::outlives);
        suite.add("takeover by id and password", this::takeover);
        suite.add("wrong password", this::wrongPassword);
        suite.add("unknown session", this::unknown);
        suite.add("expiry", this::expiry);
        suite.add("idle session is kept by pings", this::pings);
        suite.add("close removes ephemerals at once", this::close);
        suite.add("closed session cannot be taken over", this::closedIsGone);
        suite.add("requests in flight when the connection is lost", this::inFlight);
        suite.add("many sessions", this::many);
    }

    private void timeout() throws Exception {
        // The suite's server allows 1 to 60 s.
        try (Session low = new Session(hosts, 10); Session high = new Session(hosts, 1_000_000)) {
            Check.equal(low.zk.getSessionTimeout(), 1000);
            Check.equal(high.zk.getSessionTimeout(), 60_000);
            Check.equal(low.zk.getSessionPasswd().length, 16);
        }
    }

    private void outlives() throws Exception {
        try (Proxy proxy = new Proxy(hosts); Session session = new Session(proxy.hostPort(), 20_000)) {
            session.create("/outlives", "", CreateMode.EPHEMERAL);
            long id = session.zk.getSessionId();
            for (int round = 0; round < 3; round++) {
                session.states.clear();
                proxy.cut();
                session.awaitState(KeeperState.Disconnected);
                proxy.restore();
                session.awaitState(KeeperState.SyncConnected);
            }
            Check.equal(session.zk.getSessionId(), id);
            Check.equal(session.zk.exists("/outlives", false).getEphemeralOwner(), id);
        }
    }

    private void takeover() throws Exception {
        try (Proxy proxy = new Proxy(hosts); Session first = new Session(proxy.hostPort(), 20_000)) {
            first.create("/takeover", "", CreateMode.EPHEMERAL);
            long id = first.zk.getSessionId();
            try (Session second = new Session(hosts, 20_000, id, first.zk.getSessionPasswd())) {
                second.awaitConnected();
                // The server ends the connection it knew, which the first would only take back.
                first.awaitState(KeeperState.Disconnected);
                proxy.cut();
                second.retry(() -> second.zk.exists("/", false));
                Check.equal(second.zk.getSessionId(), id);
                Check.equal(second.zk.exists("/takeover", false).getEphemeralOwner(), id);
            }
            proxy.restore();
            first.awaitState(KeeperState.Expired);
        }
    }

    private void wrongPassword() throws Exception {
        try (Session first = new Session(hosts)) {
            first.create("/password", "", CreateMode.EPHEMERAL);
            try (Session thief = new Session(hosts, 10_000, first.zk.getSessionId(), new byte[16])) {
                thief.awaitState(KeeperState.Expired);
            }
            // The server may have cut the owner's connection; it comes back with its session.
            first.retry(() -> first.zk.exists("/", false));
            Check.that(first.zk.exists("/password", false) != null, "the session was harmed");
        }
    }

    private void unknown() throws Exception {
        try (Session stranger = new Session(hosts, 10_000, 0x1234567890L, new byte[16])) {
            stranger.awaitState(KeeperState.Expired);
        }
    }

    private void expiry() throws Exception {
        try (Proxy proxy = new Proxy(hosts); Session lost = new Session(proxy.hostPort(), 1000);
             Session watcher = new Session(hosts)) {
            lost.create("/expiry", "", CreateMode.EPHEMERAL);
            Events events = new Events();
            watcher.zk.exists("/expiry", events);
            proxy.cut();
            events.expect("NodeDeleted /expiry");
            proxy.restore();
            lost.awaitState(KeeperState.Expired);
            Check.fails(Code.SESSIONEXPIRED, () -> lost.zk.exists("/", false));
        }
    }

    private void pings() throws Exception {
        try (Session idle = new Session(hosts, 1000); Session other = new Session(hosts)) {
            idle.create("/pings", "", CreateMode.EPHEMERAL);
            long until = System.nanoTime() + 4_000_000_000L;
            Check.eventually("four seconds of silence", () -> System.nanoTime() > until);
            Check.equal(idle.states.size(), 1);
            Check.that(other.zk.exists("/pings", false) != null, "the session expired");
        }
    }

    private void close() throws Exception {
        try (Session watcher = new Session(hosts)) {
            Session closing = new Session(hosts);
            closing.create("/closing", "", CreateMode.EPHEMERAL);
            closing.close();
            Check.equal(watcher.zk.exists("/closing", false), null);
            Check.fails(Code.SESSIONEXPIRED, () -> closing.zk.exists("/", false));
        }
    }

    private void closedIsGone() throws Exception {
        Session closed = new Session(hosts);
        long id = closed.zk.getSessionId();
        byte[] password = closed.zk.getSessionPasswd();
        closed.close();
        try (Session late = new Session(hosts, 10_000, id, password)) {
            late.awaitState(KeeperState.Expired);
        }
    }

    private void inFlight() throws Exception {
        try (Proxy proxy = new Proxy(hosts); Session session = new Session(proxy.hostPort(), 20_000)) {
            session.create("/flight", "", CreateMode.PERSISTENT);
            int calls = 500;
            CountDownLatch done = new CountDownLatch(calls);
            AtomicInteger made = new AtomicInteger();
            AtomicInteger other = new AtomicInteger();
            for (int call = 0; call < calls; call++) {
                session.zk.create("/flight/n", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL,
                    (rc, path, context, name) -> {
                        if (rc == 0) {
                            made.incrementAndGet();
                        } else if (rc != Code.CONNECTIONLOSS.intValue()) {
                            other.set(rc);
                        }
                        done.countDown();
                    }, null);
                if (call == calls / 2) {
                    proxy.cut();
                    proxy.restore();
                }
            }
            Check.that(done.await(30, TimeUnit.SECONDS), "answers missing");
            Check.equal(other.get(), 0);
            session.retry(() -> session.zk.exists("/", false));
            int there = session.zk.getChildren("/flight", false).size();
            Check.that(there >= made.get(), made.get() + " acknowledged, " + there + " there");
        }
    }

    private void many() throws Exception {
        Session[] sessions = new Session[30];
        for (int index = 0; index < sessions.length; index++) {
            sessions[index] = new Session(hosts);
            sessions[index].create("/many-" + index, "", CreateMode.EPHEMERAL);
        }
        try (Session watcher = new Session(hosts)) {
            for (Session session : sessions) {
                session.close();
            }
            Check.that(watcher.zk.getChildren("/", false).stream().noneMatch(name -> name.startsWith("many-")),
                "ephemerals of closed sessions");
        }
    }
}
