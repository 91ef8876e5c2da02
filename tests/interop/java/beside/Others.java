package beside;

import frame.Check;
import frame.Suite;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.recipes.queue.DistributedQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;

/** Elections, barriers, queues, counters, groups. */
final class Others {
    private final String hosts;
    private final Zkctl zkctl;

    Others(String hosts, Zkctl zkctl) {
        this.hosts = hosts;
        this.zkctl = zkctl;
    }

    void addTo(Suite suite) {
        suite.add("one LeaderLatch", this::latch);
        suite.add("one LeaderSelector", this::selector);
        suite.add("one barrier", this::barrier);
        suite.add("one SimpleDistributedQueue", this::simpleQueue);
        suite.add("one DistributedQueue", this::queue);
        suite.add("one counter", this::counter);
        suite.add("one GroupMember", this::group);
    }

    private void latch() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            Zkctl.Run leader = zkctl.start("elect", "/latch", "--id", "zkctl", "--", "sh", "-c", Zkctl.HOLD);
            leader.says("start");
            try (LeaderLatch latch = new LeaderLatch(peers.get(0), "/latch", "curator")) {
                latch.start();
                Check.eventually("both candidates", () -> latch.getParticipants().size() == 2);
                Check.equal(latch.getLeader().getId(), "zkctl");
                Check.that(!latch.hasLeadership(), "two leaders");
                leader.kill();
                Check.that(latch.await(20, TimeUnit.SECONDS), "nobody followed");
                String listed = zkctl.run(0, "elect", "/latch", "--listen", "--count", "1", "-o", "jsonl");
                Check.that(listed.contains("\"id\":\"curator\""), listed);
                zkctl.run(124, "elect", "/latch", "--timeout", "100ms", "--", "true");
            }
            Check.equal(zkctl.run(0, "elect", "/latch", "--", "echo", "got"), "got\n");
        }
    }

    private void selector() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            Zkctl.Run leader =
                zkctl.start("elect", "/selector", "--layout", "curator-selector", "--id", "zkctl", "--", "sh", "-c", Zkctl.HOLD);
            leader.says("start");
            LeaderSelector selector = new LeaderSelector(peers.get(0), "/selector", new LeaderSelectorListenerAdapter() {
                @Override
                public void takeLeadership(CuratorFramework client) throws Exception {
                    Thread.sleep(60_000);
                }
            });
            selector.setId("curator");
            selector.start();
            Check.eventually("both candidates", () -> selector.getParticipants().size() == 2);
            Check.equal(selector.getLeader().getId(), "zkctl");
            leader.stop();
            Check.eventually("nobody followed", selector::hasLeadership);
            zkctl.run(124, "elect", "/selector", "--layout", "curator-selector", "--timeout", "100ms", "--", "true");
            selector.close();
        }
    }

    private void barrier() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            Zkctl.Run ours =
                zkctl.start("barrier", "enter", "/double", "--members", "2", "--", "sh", "-c", "echo in; sleep 0.3");
            DistributedDoubleBarrier theirs = new DistributedDoubleBarrier(peers.get(0), "/double", 2);
            Check.that(theirs.enter(20, TimeUnit.SECONDS), "did not open");
            ours.says("in");
            Check.that(theirs.leave(20, TimeUnit.SECONDS), "did not end");
            ours.ends(0);
            DistributedBarrier single = new DistributedBarrier(peers.get(0), "/single");
            single.setBarrier();
            zkctl.run(7, "barrier", "wait", "/single", "--timeout", "50ms");
            Zkctl.Run waiting = zkctl.start("barrier", "wait", "/single");
            single.removeBarrier();
            waiting.ends(0);
        }
    }

    private void simpleQueue() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            SimpleDistributedQueue queue = new SimpleDistributedQueue(peers.get(0), "/simple");
            queue.offer("theirs".getBytes(StandardCharsets.UTF_8));
            zkctl.run(0, "queue", "put", "/simple", "ours", "--layout", "curator-simple");
            Check.equal(zkctl.run(0, "queue", "take", "/simple", "--layout", "curator-simple"), "theirs");
            Check.equal(new String(queue.take(), StandardCharsets.UTF_8), "ours");
            Check.that(queue.poll() == null, "something is left");
        }
    }

    private static final QueueSerializer<String> TEXT = new QueueSerializer<>() {
        @Override
        public byte[] serialize(String item) {
            return item.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String deserialize(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    private void queue() throws Exception {
        try (Peers peers = new Peers(hosts, 1)) {
            try (DistributedQueue<String> producer = QueueBuilder.builder(peers.get(0), null, TEXT, "/queue").buildQueue()) {
                producer.start();
                producer.put("theirs");
                Check.equal(zkctl.run(0, "queue", "take", "/queue", "--layout", "curator", "--wait", "20s"), "theirs");
            }
            zkctl.run(0, "queue", "put", "/queue", "ours", "--layout", "curator");
            StringBuffer seen = new StringBuffer();
            QueueConsumer<String> consumer = new QueueConsumer<>() {
                @Override
                public void consumeMessage(String message) {
                    seen.append(message);
                }

                @Override
                public void stateChanged(CuratorFramework client, ConnectionState state) {}
            };
            try (DistributedQueue<String> queue = QueueBuilder.builder(peers.get(0), consumer, TEXT, "/queue").buildQueue()) {
                queue.start();
                Check.eventually("ours consumed", () -> seen.toString().equals("ours"));
            }
        }
    }

    private void counter() throws Exception {
        try (Peers peers = new Peers(hosts, 1); SharedCount count = new SharedCount(peers.get(0), "/count", 5)) {
            count.start();
            Check.equal(zkctl.run(0, "counter", "add", "/count", "2", "--layout", "curator"), "7\n");
            Check.eventually("seen by SharedCount", () -> count.getCount() == 7);
            count.setCount(-1);
            Check.equal(zkctl.run(0, "counter", "get", "/count", "--layout", "curator"), "-1\n");
            DistributedAtomicLong atomic = new DistributedAtomicLong(peers.get(0), "/long", new RetryNTimes(5, 10));
            Check.equal(atomic.add(1L << 40).succeeded(), true);
            zkctl.run(0, "counter", "add", "/long", "--layout", "curator-long");
            Check.equal(atomic.get().postValue(), (1L << 40) + 1);
        }
    }

    private void group() throws Exception {
        try (Peers peers = new Peers(hosts, 1); GroupMember theirs = new GroupMember(peers.get(0), "/group", "theirs")) {
            theirs.start();
            Zkctl.Run ours = zkctl.start("group", "join", "/group", "--id", "ours", "--data", "x", "--", "sh", "-c", Zkctl.HOLD);
            ours.says("start");
            Check.eventually("both seen", () -> theirs.getCurrentMembers().keySet().equals(Set.of("ours", "theirs")));
            Check.eventually("both listed", () -> zkctl.run(0, "group", "ls", "/group").lines().count() == 2);
            Future<?> stopped = peers.threads.submit(() -> {
                ours.stop();
                return null;
            });
            stopped.get();
            Check.eventually("one left", () -> theirs.getCurrentMembers().size() == 1);
        }
    }
}
