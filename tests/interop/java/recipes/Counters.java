package recipes;

import frame.Check;
import frame.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicInteger;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.atomic.PromotedToLock;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.framework.recipes.shared.SharedCountListener;
import org.apache.curator.framework.recipes.shared.SharedCountReader;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;

/** Shared numbers. */
final class Counters {
    private final String hosts;

    Counters(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("SharedCount", this::sharedCount);
        suite.add("DistributedAtomicLong", this::atomicLong);
        suite.add("DistributedAtomicInteger promoted to a lock", this::promoted);
    }

    private void sharedCount() throws Exception {
        try (Curators curators = new Curators(hosts, 2);
             SharedCount first = new SharedCount(curators.get(0), "/shared", 10);
             SharedCount second = new SharedCount(curators.get(1), "/shared", 10)) {
            first.start();
            second.start();
            AtomicInteger told = new AtomicInteger();
            second.addListener(new SharedCountListener() {
                @Override
                public void countHasChanged(SharedCountReader count, int value) {
                    told.set(value);
                }

                @Override
                public void stateChanged(CuratorFramework client, ConnectionState state) {}
            });
            Check.equal(first.getCount(), 10);
            first.setCount(11);
            Check.eventually("told", () -> told.get() == 11 && second.getCount() == 11);
            Check.that(second.trySetCount(second.getVersionedValue(), 12), "stale");
            Check.that(!first.trySetCount(first.getVersionedValue(), 13) || first.getCount() == 13, "lost update");
        }
    }

    private void atomicLong() throws Exception {
        try (Curators curators = new Curators(hosts, 3)) {
            List<Future<?>> work = new ArrayList<>();
            for (int index = 0; index < 3; index++) {
                DistributedAtomicLong number =
                    new DistributedAtomicLong(curators.get(index), "/long", new RetryNTimes(1000, 5));
                work.add(curators.threads.submit(() -> {
                    for (int round = 0; round < 30; round++) {
                        Check.that(number.increment().succeeded(), "not incremented");
                    }
                    return null;
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
            DistributedAtomicLong number = new DistributedAtomicLong(curators.get(0), "/long", new RetryNTimes(3, 5));
            Check.equal(number.get().postValue(), 90L);
            Check.that(number.compareAndSet(90L, 5L).succeeded(), "compare and set");
            Check.that(!number.compareAndSet(90L, 6L).succeeded(), "stale compare and set");
            Check.that(!number.initialize(1L), "initialized twice");
        }
    }

    private void promoted() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            PromotedToLock lock =
                PromotedToLock.builder().lockPath("/promoted-lock").retryPolicy(new RetryNTimes(50, 10)).build();
            for (int index = 0; index < 2; index++) {
                DistributedAtomicInteger number =
                    new DistributedAtomicInteger(curators.get(index), "/promoted", new RetryNTimes(0, 0), lock);
                Check.that(number.add(21).succeeded(), "not added");
                Check.equal(number.get().postValue(), 21 * (index + 1));
            }
        }
    }
}
