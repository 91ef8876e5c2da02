package client;

import frame.Check;
import frame.Proxy;
import frame.Suite;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.Watcher.WatcherType;

/** Watches of every kind, their removal, and what a reconnect makes of them. */
final class Watches {
    private final String hosts;

    Watches(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("one-shot watches", this::oneShot);
        suite.add("one event for two watches of a kind", this::oneEventForTwo);
        suite.add("event before the answer that shows it", this::eventBeforeAnswer);
        suite.add("persistent watch", this::persistent);
        suite.add("recursive watch", this::recursive);
        suite.add("removed watches", this::removed);
        suite.add("ephemerals fire at the end of their session", this::ephemerals);
        suite.add("one-shot watches after a reconnect", this::oneShotAfterReconnect);
        suite.add("persistent watches after a reconnect", this::persistentAfterReconnect);
        suite.add("thousands of watches after a reconnect", this::manyAfterReconnect);
    }

    private void oneShot() throws Exception {
        try (Session session = new Session(hosts)) {
            Events events = new Events();
            session.zk.exists("/one", events);
            session.create("/one", "", CreateMode.PERSISTENT);
            events.expect("NodeCreated /one");
            session.zk.getData("/one", events, null);
            session.zk.setData("/one", null, -1);
            events.expect("NodeDataChanged /one");
            session.zk.setData("/one", null, -1);
            session.zk.setACL("/one", session.zk.getACL("/one", null), -1);
            session.zk.getChildren("/one", events);
            session.create("/one/a", "", CreateMode.PERSISTENT);
            events.expect("NodeChildrenChanged /one");
            session.zk.getChildren("/one", events);
            session.zk.setData("/one/a", null, -1);
            session.zk.delete("/one/a", -1);
            events.expect("NodeChildrenChanged /one");
            session.zk.exists("/one", events);
            session.zk.getChildren("/one", events);
            session.zk.delete("/one", -1);
            // One watcher object on both tables gets the one event once.
            events.expect("NodeDeleted /one");
            session.create("/one", "", CreateMode.PERSISTENT);
            session.zk.exists("/one", false);
            Check.that(events.isEmpty(), "a watch fired twice");
        }
    }

    private void oneEventForTwo() throws Exception {
        try (Session session = new Session(hosts); Session other = new Session(hosts)) {
            Events first = new Events();
            Events second = new Events();
            session.zk.exists("/two", first);
            session.zk.exists("/two", second);
            session.zk.exists("/two", second);
            other.create("/two", "", CreateMode.PERSISTENT);
            first.expect("NodeCreated /two");
            second.expect("NodeCreated /two");
        }
    }

    private void eventBeforeAnswer() throws Exception {
        try (Session session = new Session(hosts); Session other = new Session(hosts)) {
            session.create("/order", "0", CreateMode.PERSISTENT);
            for (int round = 1; round <= 50; round++) {
                Events events = new Events();
                session.zk.getData("/order", events, null);
                String next = String.valueOf(round);
                other.zk.setData("/order", next.getBytes(), -1, (rc, path, context, stat) -> { }, null);
                boolean[] late = new boolean[1];
                boolean[] done = new boolean[1];
                while (!done[0]) {
                    // Events and answers share a thread, so what this callback sees is what came before it.
                    java.util.concurrent.CountDownLatch answered = new java.util.concurrent.CountDownLatch(1);
                    session.zk.getData("/order", false, (rc, path, context, data, stat) -> {
                        done[0] = new String(data).equals(next);
                        late[0] = done[0] && events.isEmpty();
                        answered.countDown();
                    }, null);
                    answered.await();
                }
                Check.that(!late[0], "new data read before its event");
            }
        }
    }

    private void persistent() throws Exception {
        try (Session session = new Session(hosts)) {
            Events events = new Events();
            session.zk.addWatch("/persistent", events, AddWatchMode.PERSISTENT);
            session.create("/persistent", "", CreateMode.PERSISTENT);
            session.zk.setData("/persistent", null, -1);
            session.zk.setData("/persistent", null, -1);
            session.create("/persistent/a", "", CreateMode.PERSISTENT);
            session.zk.setData("/persistent/a", null, -1);
            session.zk.delete("/persistent/a", -1);
            session.zk.delete("/persistent", -1);
            session.create("/persistent", "", CreateMode.PERSISTENT);
            events.expect("NodeCreated /persistent", "NodeDataChanged /persistent", "NodeDataChanged /persistent",
                "NodeChildrenChanged /persistent", "NodeChildrenChanged /persistent", "NodeDeleted /persistent",
                "NodeCreated /persistent");
        }
    }

    private void recursive() throws Exception {
        try (Session session = new Session(hosts)) {
            Events events = new Events();
            session.zk.addWatch("/recursive", events, AddWatchMode.PERSISTENT_RECURSIVE);
            session.create("/recursive", "", CreateMode.PERSISTENT);
            session.create("/recursive/a", "", CreateMode.PERSISTENT);
            session.create("/recursive/a/b", "", CreateMode.PERSISTENT);
            session.create("/recursive-not", "", CreateMode.PERSISTENT);
            session.zk.setData("/recursive/a/b", null, -1);
            session.zk.delete("/recursive/a/b", -1);
            session.zk.delete("/recursive/a", -1);
            events.expect("NodeCreated /recursive", "NodeCreated /recursive/a", "NodeCreated /recursive/a/b",
                "NodeDataChanged /recursive/a/b", "NodeDeleted /recursive/a/b", "NodeDeleted /recursive/a");
        }
    }

    private void removed() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/removed", "", CreateMode.PERSISTENT);
            Events data = new Events();
            Events child = new Events();
            session.zk.getData("/removed", data, null);
            session.zk.getChildren("/removed", child);
            session.zk.removeWatches("/removed", data, WatcherType.Data, false);
            data.expect("DataWatchRemoved /removed");
            session.zk.removeAllWatches("/removed", WatcherType.Children, false);
            child.expect("ChildWatchRemoved /removed");
            Check.fails(Code.NOWATCHER, () -> {
                session.zk.removeAllWatches("/removed", WatcherType.Any, false);
                return null;
            });
            session.zk.addWatch("/removed", data, AddWatchMode.PERSISTENT_RECURSIVE);
            session.zk.removeWatches("/removed", data, WatcherType.Any, false);
            data.expect("PersistentWatchRemoved /removed");
            session.zk.setData("/removed", null, -1);
            session.create("/removed/a", "", CreateMode.PERSISTENT);
            Check.that(data.isEmpty() && child.isEmpty(), "a removed watch fired");
        }
    }

    private void ephemerals() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/owner", "", CreateMode.PERSISTENT);
            Events events = new Events();
            try (Session owner = new Session(hosts)) {
                owner.create("/owner/e", "", CreateMode.EPHEMERAL);
                session.zk.exists("/owner/e", events);
                session.zk.getChildren("/owner", events);
            }
            events.expect("NodeDeleted /owner/e", "NodeChildrenChanged /owner");
        }
    }

    /** Cuts the session's connection, lets `meanwhile` happen, and waits for it to be back. */
    private static void whileCut(Proxy proxy, Session session, Suite.Body meanwhile) throws Exception {
        session.states.clear();
        proxy.cut();
        session.awaitState(KeeperState.Disconnected);
        meanwhile.run();
        proxy.restore();
        session.awaitState(KeeperState.SyncConnected);
    }

    private void oneShotAfterReconnect() throws Exception {
        try (Proxy proxy = new Proxy(hosts); Session session = new Session(proxy.hostPort(), 20_000);
             Session other = new Session(hosts)) {
            other.create("/back", "", CreateMode.PERSISTENT);
            for (String name : new String[] {"set", "gone", "child", "quiet"}) {
                other.create("/back/" + name, "", CreateMode.PERSISTENT);
            }
            Events set = new Events(), gone = new Events(), born = new Events(), child = new Events();
            Events quiet = new Events();
            session.zk.getData("/back/set", set, null);
            session.zk.getData("/back/gone", gone, null);
            session.zk.exists("/back/born", born);
            session.zk.getChildren("/back/child", child);
            session.zk.getData("/back/quiet", quiet, null);
            session.zk.getChildren("/back/quiet", quiet);
            session.zk.exists("/back/unborn", quiet);
            whileCut(proxy, session, () -> {
                other.zk.setData("/back/set", null, -1);
                other.zk.delete("/back/gone", -1);
                other.create("/back/born", "", CreateMode.PERSISTENT);
                other.create("/back/child/a", "", CreateMode.PERSISTENT);
            });
            set.expect("NodeDataChanged /back/set");
            gone.expect("NodeDeleted /back/gone");
            born.expect("NodeCreated /back/born");
            child.expect("NodeChildrenChanged /back/child");
            Check.that(quiet.isEmpty(), "a watch fired without a change");
            other.zk.setData("/back/quiet", null, -1);
            quiet.expect("NodeDataChanged /back/quiet");
            other.create("/back/unborn", "", CreateMode.PERSISTENT);
            quiet.expect("NodeCreated /back/unborn");
            other.create("/back/quiet/a", "", CreateMode.PERSISTENT);
            quiet.expect("NodeChildrenChanged /back/quiet");
        }
    }

    private void persistentAfterReconnect() throws Exception {
        try (Proxy proxy = new Proxy(hosts); Session session = new Session(proxy.hostPort(), 20_000);
             Session other = new Session(hosts)) {
            Events flat = new Events(), deep = new Events();
            other.create("/flat", "", CreateMode.PERSISTENT);
            other.create("/deep", "", CreateMode.PERSISTENT);
            session.zk.addWatch("/flat", flat, AddWatchMode.PERSISTENT);
            session.zk.addWatch("/deep", deep, AddWatchMode.PERSISTENT_RECURSIVE);
            whileCut(proxy, session, () -> other.create("/deep/missed", "", CreateMode.PERSISTENT));
            // Any answer shows that the watches, sent first, are in place.
            session.zk.exists("/", false);
            other.create("/flat/a", "", CreateMode.PERSISTENT);
            other.create("/deep/a", "", CreateMode.PERSISTENT);
            other.create("/deep/a/b", "", CreateMode.PERSISTENT);
            flat.expect("NodeChildrenChanged /flat");
            deep.expect("NodeCreated /deep/a", "NodeCreated /deep/a/b");
        }
    }

    private void manyAfterReconnect() throws Exception {
        try (Proxy proxy = new Proxy(hosts); Session session = new Session(proxy.hostPort(), 20_000);
             Session other = new Session(hosts)) {
            // More path text than fits one packet of 128 KiB.
            int count = 3000;
            String prefix = "/" + "w".repeat(100);
            Events[] events = new Events[count];
            for (int index = 0; index < count; index++) {
                events[index] = new Events();
                session.zk.exists(prefix + index, events[index], (rc, path, context, stat) -> { }, null);
            }
            session.zk.exists("/", false);
            whileCut(proxy, session, () -> other.create(prefix + 7, "", CreateMode.PERSISTENT));
            events[7].expect("NodeCreated " + prefix + 7);
            session.zk.exists("/", false);
            other.create(prefix + (count - 1), "", CreateMode.PERSISTENT);
            events[count - 1].expect("NodeCreated " + prefix + (count - 1));
        }
    }
}
