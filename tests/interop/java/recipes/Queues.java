package recipes;

import frame.Check;
import frame.Suite;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.queue.DistributedDelayQueue;
import org.apache.curator.framework.recipes.queue.DistributedPriorityQueue;
import org.apache.curator.framework.recipes.queue.DistributedQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.state.ConnectionState;

/** The queues. */
@SuppressWarnings("deprecation")
final class Queues {
    private final String hosts;

    Queues(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("SimpleDistributedQueue", this::simple);
        suite.add("DistributedQueue", this::queue);
        suite.add("DistributedQueue with lock safety", this::lockSafe);
        suite.add("DistributedPriorityQueue", this::priority);
        suite.add("DistributedDelayQueue", this::delay);
    }

    private static final QueueSerializer<String> TEXT = new QueueSerializer<>() {
        @Override
        public byte[] serialize(String item) {
            return item.getBytes();
        }

        @Override
        public String deserialize(byte[] bytes) {
            return new String(bytes);
        }
    };

    /** Keeps what it is given. */
    private static final class Consumer implements QueueConsumer<String> {
        final List<String> items = new CopyOnWriteArrayList<>();

        @Override
        public void consumeMessage(String item) {
            items.add(item);
        }

        @Override
        public void stateChanged(CuratorFramework client, ConnectionState state) {}
    }

    private void simple() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            SimpleDistributedQueue first = new SimpleDistributedQueue(curators.get(0), "/simple");
            SimpleDistributedQueue second = new SimpleDistributedQueue(curators.get(1), "/simple");
            Check.equal(second.poll(), null);
            for (int item = 0; item < 5; item++) {
                first.offer(("item" + item).getBytes());
            }
            Check.equal(new String(second.peek()), "item0");
            for (int item = 0; item < 5; item++) {
                Check.equal(new String((item % 2 == 0 ? first : second).take()), "item" + item);
            }
            Future<byte[]> waiting = curators.threads.submit(() -> second.poll(20, TimeUnit.SECONDS));
            first.offer("late".getBytes());
            Check.equal(new String(waiting.get()), "late");
        }
    }

    private void queue() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            Consumer consumer = new Consumer();
            try (DistributedQueue<String> in = QueueBuilder.builder(curators.get(0), null, TEXT, "/queue").buildQueue();
                 DistributedQueue<String> out = QueueBuilder.builder(curators.get(1), consumer, TEXT, "/queue").buildQueue()) {
                in.start();
                out.start();
                for (int item = 0; item < 100; item++) {
                    in.put("item" + item);
                }
                Check.that(in.flushPuts(20, TimeUnit.SECONDS), "puts pending");
                Check.eventually("all items", () -> consumer.items.size() == 100);
                Check.equal(consumer.items.get(99), "item99");
            }
        }
    }

    private void lockSafe() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            Consumer first = new Consumer();
            Consumer second = new Consumer();
            try (DistributedQueue<String> one =
                     QueueBuilder.builder(curators.get(0), first, TEXT, "/safe").lockPath("/safe-lock").buildQueue();
                 DistributedQueue<String> two =
                     QueueBuilder.builder(curators.get(1), second, TEXT, "/safe").lockPath("/safe-lock").buildQueue()) {
                one.start();
                two.start();
                for (int item = 0; item < 50; item++) {
                    one.put("item" + item);
                }
                Check.eventually("all items", () -> first.items.size() + second.items.size() == 50);
                Set<String> all = new HashSet<>(first.items);
                all.addAll(second.items);
                Check.equal(all.size(), 50);
            }
        }
    }

    private void priority() throws Exception {
        try (Curators curators = new Curators(hosts, 1)) {
            Consumer consumer = new Consumer();
            DistributedPriorityQueue<String> in =
                QueueBuilder.builder(curators.get(0), null, TEXT, "/priority").buildPriorityQueue(0);
            in.start();
            in.put("last", 9);
            in.put("first", 1);
            in.put("middle", 5);
            Check.that(in.flushPuts(20, TimeUnit.SECONDS), "puts pending");
            in.close();
            try (DistributedPriorityQueue<String> out =
                     QueueBuilder.builder(curators.get(0), consumer, TEXT, "/priority").buildPriorityQueue(0)) {
                out.start();
                Check.eventually("all items", () -> consumer.items.size() == 3);
                Check.equal(consumer.items, List.of("first", "middle", "last"));
            }
        }
    }

    private void delay() throws Exception {
        try (Curators curators = new Curators(hosts, 1)) {
            Consumer consumer = new Consumer();
            try (DistributedDelayQueue<String> queue =
                     QueueBuilder.builder(curators.get(0), consumer, TEXT, "/delay").buildDelayQueue()) {
                queue.start();
                long now = System.currentTimeMillis();
                queue.put("later", now + 900);
                queue.put("sooner", now + 300);
                Check.eventually("both", () -> consumer.items.size() == 2);
                Check.that(System.currentTimeMillis() >= now + 900, "too early");
                Check.equal(consumer.items, List.of("sooner", "later"));
            }
        }
    }
}
