package client;

import frame.Check;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** A connected client that remembers the session events it saw. */
final class Session implements AutoCloseable, Watcher {
    final List<Event.KeeperState> states = new CopyOnWriteArrayList<>();
    final ZooKeeper zk;
    private final CountDownLatch connected = new CountDownLatch(1);

    Session(String hosts) throws Exception {
        this(hosts, 10_000);
    }

    Session(String hosts, int timeoutMs) throws Exception {
        zk = new ZooKeeper(hosts, timeoutMs, this);
        awaitConnected();
    }

    /** Takes over a session. Does not wait: the server may say it expired. */
    Session(String hosts, int timeoutMs, long id, byte[] password) throws Exception {
        zk = new ZooKeeper(hosts, timeoutMs, this, id, password);
    }

    void awaitConnected() throws InterruptedException {
        Check.that(connected.await(20, TimeUnit.SECONDS), "no connection");
    }

    void awaitState(Event.KeeperState state) throws Exception {
        Check.eventually("state " + state, () -> states.contains(state));
    }

    String create(String path, String data, CreateMode mode) throws Exception {
        return zk.create(path, data.getBytes(), Ids.OPEN_ACL_UNSAFE, mode);
    }

    /** Repeats a call until it does not lose its connection. */
    void retry(Callable<?> call) throws Exception {
        Check.eventually("a call without a loss of connection", () -> {
            try {
                call.call();
                return true;
            } catch (KeeperException.ConnectionLossException error) {
                return false;
            }
        });
    }

    @Override
    public void process(WatchedEvent event) {
        if (event.getType() == Event.EventType.None) {
            states.add(event.getState());
            if (event.getState() == Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        zk.close();
    }
}
