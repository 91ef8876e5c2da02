package beside;

import frame.Check;
import frame.Suite;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.zookeeper.ZooKeeper;

/** Locks and semaphores, and crashes of their holders. */
final class Locks {
    private final String hosts;
    private final Zkctl zkctl;

    Locks(String hosts, Zkctl zkctl) {
        this.hosts = hosts;
        this.zkctl = zkctl;
    }

    void addTo(Suite suite) {
        suite.add("one lock for both", this::contention);
        suite.add("a crash of zkctl frees the lock for Curator", this::ourCrash);
        suite.add("a lost session of Curator frees the lock for zkctl", this::theirCrash);
        suite.add("a lock that is deleted stops the command", this::deleted);
        suite.add("readers and writers", this::readWrite);
        suite.add("a semaphore of two", this::semaphore);
    }

    private void contention() throws Exception {
        int rounds = 6;
        Region region = new Region();
        try (Peers peers = new Peers(hosts, 2)) {
            List<Future<?>> work = new ArrayList<>();
            for (int index = 0; index < 2; index++) {
                CuratorFramework client = peers.get(index);
                InterProcessMutex mutex = new InterProcessMutex(client, "/both");
                work.add(peers.threads.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        mutex.acquire();
                        region.enterAndLeave();
                        mutex.release();
                    }
                    return null;
                }));
                work.add(peers.threads.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        zkctl.run(0, "lock", "/both", "--", "sh", "-c", region.script);
                    }
                    return null;
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
            region.wasEntered(4 * rounds);
        }
    }

    private void ourCrash() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            Zkctl.Run holder = zkctl.start("lock", "/ours", "--id", "crashing", "--", "sh", "-c", Zkctl.HOLD);
            holder.says("start");
            InterProcessMutex mutex = new InterProcessMutex(peers.get(0), "/ours");
            Check.equal(mutex.getParticipantNodes().size(), 1);
            Check.that(!mutex.acquire(200, TimeUnit.MILLISECONDS), "both hold it");
            holder.kill();
            Check.that(mutex.acquire(20, TimeUnit.SECONDS), "never free");
            mutex.release();
        }
    }

    private void theirCrash() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            InterProcessMutex mutex = new InterProcessMutex(peers.get(0), "/theirs");
            mutex.acquire();
            zkctl.run(124, "lock", "/theirs", "--timeout", "100ms", "--", "true");
            die(peers.get(0));
            Check.equal(zkctl.run(0, "lock", "/theirs", "--timeout", "20s", "--", "echo", "got"), "got\n");
        }
    }

    /** The client's threads end and nothing is released, as when the process dies. */
    private static void die(CuratorFramework client) throws Exception {
        ZooKeeper zooKeeper = client.getZookeeperClient().getZooKeeper();
        Field connection = ZooKeeper.class.getDeclaredField("cnxn");
        connection.setAccessible(true);
        Method disconnect = connection.getType().getDeclaredMethod("disconnect");
        disconnect.setAccessible(true);
        disconnect.invoke(connection.get(zooKeeper));
    }

    private void deleted() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            Zkctl.Run holder = zkctl.start("lock", "/deleted", "--", "sh", "-c", Zkctl.HOLD);
            holder.says("start");
            InterProcessMutex mutex = new InterProcessMutex(peers.get(0), "/deleted");
            peers.get(0).delete().forPath(mutex.getParticipantNodes().iterator().next());
            holder.ends(123);
        }
    }

    private void readWrite() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            InterProcessReadWriteLock lock = new InterProcessReadWriteLock(peers.get(0), "/rw");
            Zkctl.Run reader = zkctl.start("lock", "/rw", "--read", "--", "sh", "-c", Zkctl.HOLD);
            reader.says("start");
            Check.that(lock.readLock().acquire(20, TimeUnit.SECONDS), "readers exclude each other");
            zkctl.run(124, "lock", "/rw", "--write", "--timeout", "100ms", "--", "true");
            lock.readLock().release();
            Check.that(!lock.writeLock().acquire(200, TimeUnit.MILLISECONDS), "a writer beside a reader");
            reader.stop();
            Check.that(lock.writeLock().acquire(20, TimeUnit.SECONDS), "never free");
            zkctl.run(124, "lock", "/rw", "--read", "--timeout", "100ms", "--", "true");
            lock.writeLock().release();
            Zkctl.Run writer = zkctl.start("lock", "/rw", "--write", "--", "sh", "-c", Zkctl.HOLD);
            writer.says("start");
            Check.that(!lock.readLock().acquire(200, TimeUnit.MILLISECONDS), "a reader beside the writer");
            writer.stop();
        }
    }

    private void semaphore() throws Exception {
        try (Peers peers = new Peers(hosts, 2)) {
            Zkctl.Run ours = zkctl.start("lock", "/two", "--permits", "2", "--", "sh", "-c", Zkctl.HOLD);
            ours.says("start");
            InterProcessSemaphoreV2 first = new InterProcessSemaphoreV2(peers.get(0), "/two", 2);
            InterProcessSemaphoreV2 second = new InterProcessSemaphoreV2(peers.get(1), "/two", 2);
            Lease lease = first.acquire(20, TimeUnit.SECONDS);
            Check.that(lease != null, "no second permit");
            zkctl.run(124, "lock", "/two", "--permits", "2", "--timeout", "200ms", "--", "true");
            Check.that(second.acquire(200, TimeUnit.MILLISECONDS) == null, "a third permit");
            first.returnLease(lease);
            Check.equal(zkctl.run(0, "lock", "/two", "--permits", "2", "--", "echo", "got"), "got\n");
            ours.stop();
        }
    }
}
