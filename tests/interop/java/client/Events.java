package client;

import frame.Check;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/** A watcher that keeps what it sees as text, {@code Type path}; session events are left out. */
final class Events implements Watcher {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void process(WatchedEvent event) {
        if (event.getType() != Event.EventType.None) {
            seen.add(event.getType() + " " + event.getPath());
        }
    }

    /** Waits for as many events, compares them in order, and forgets them. */
    void expect(String... events) throws Exception {
        Check.eventually("events " + List.of(events) + ", saw " + seen, () -> seen.size() >= events.length);
        Check.equal(List.copyOf(seen), List.of(events));
        seen.clear();
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }
}
