package recipes;

import frame.Check;
import frame.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.locks.InterProcessLock;
import org.apache.curator.framework.recipes.locks.InterProcessMultiLock;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreMutex;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;

/** Locks, semaphores and barriers. */
final class Locks {
    private final String hosts;

    Locks(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("InterProcessMutex", this::mutex);
        suite.add("InterProcessMutex under contention", this::contention);
        suite.add("InterProcessSemaphoreMutex", this::semaphoreMutex);
        suite.add("InterProcessReadWriteLock", this::readWrite);
        suite.add("InterProcessMultiLock", this::multiLock);
        suite.add("InterProcessSemaphoreV2", this::semaphore);
        suite.add("DistributedBarrier", this::barrier);
        suite.add("DistributedDoubleBarrier", this::doubleBarrier);
    }

    private static boolean free(InterProcessLock lock) throws Exception {
        return lock.acquire(300, TimeUnit.MILLISECONDS);
    }

    private void mutex() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            InterProcessMutex first = new InterProcessMutex(curators.get(0), "/mutex");
            InterProcessMutex second = new InterProcessMutex(curators.get(1), "/mutex");
            first.acquire();
            first.acquire();
            Check.that(!free(second), "both hold it");
            Future<Boolean> waiting = curators.threads.submit(() -> second.acquire(20, TimeUnit.SECONDS));
            Check.eventually("two in the queue", () -> first.getParticipantNodes().size() == 2);
            first.release();
            Check.that(first.isAcquiredInThisProcess(), "reentrant");
            first.release();
            Check.that(waiting.get(), "not handed over");
        }
    }

    private void contention() throws Exception {
        try (Curators curators = new Curators(hosts, 5)) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger worst = new AtomicInteger();
            List<Future<?>> work = new ArrayList<>();
            for (int index = 0; index < 5; index++) {
                InterProcessMutex mutex = new InterProcessMutex(curators.get(index), "/contention");
                work.add(curators.threads.submit(() -> {
                    for (int round = 0; round < 20; round++) {
                        mutex.acquire();
                        worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        mutex.release();
                    }
                    return null;
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
            Check.equal(worst.get(), 1);
        }
    }

    private void semaphoreMutex() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            InterProcessSemaphoreMutex first = new InterProcessSemaphoreMutex(curators.get(0), "/semaphore-mutex");
            InterProcessSemaphoreMutex second = new InterProcessSemaphoreMutex(curators.get(1), "/semaphore-mutex");
            first.acquire();
            Check.that(!free(first) && !free(second), "held twice");
            first.release();
            Check.that(free(second), "not free");
        }
    }

    private void readWrite() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            InterProcessReadWriteLock first = new InterProcessReadWriteLock(curators.get(0), "/read-write");
            InterProcessReadWriteLock second = new InterProcessReadWriteLock(curators.get(1), "/read-write");
            first.readLock().acquire();
            Check.that(free(second.readLock()), "readers exclude each other");
            Check.that(!free(second.writeLock()), "a writer among readers");
            first.readLock().release();
            second.readLock().release();
            second.writeLock().acquire();
            Check.that(free(second.readLock()), "no downgrade");
            Check.that(!free(first.readLock()), "a reader beside the writer");
            second.writeLock().release();
            Check.that(free(first.readLock()), "not free after the downgrade");
        }
    }

    private void multiLock() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            InterProcessMultiLock all = new InterProcessMultiLock(curators.get(0), List.of("/multi/a", "/multi/b"));
            InterProcessMutex one = new InterProcessMutex(curators.get(1), "/multi/b");
            one.acquire();
            Check.that(!free(all), "took a held lock");
            one.release();
            Check.that(free(all), "not free");
            Check.that(!free(one), "held twice");
        }
    }

    private void semaphore() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            InterProcessSemaphoreV2 first = new InterProcessSemaphoreV2(curators.get(0), "/semaphore", 3);
            InterProcessSemaphoreV2 second = new InterProcessSemaphoreV2(curators.get(1), "/semaphore", 3);
            List<Lease> leases = new ArrayList<>(first.acquire(2));
            leases.add(second.acquire());
            Check.equal(second.acquire(300, TimeUnit.MILLISECONDS), null);
            Future<Lease> waiting = curators.threads.submit(() -> second.acquire(20, TimeUnit.SECONDS));
            first.returnLease(leases.get(0));
            Check.that(waiting.get() != null, "not handed over");
            Check.equal(first.getParticipantNodes().size(), 3);
            curators.get(1).close();
            Check.eventually("leases of a closed session are free", () -> first.getParticipantNodes().size() == 1);
        }
    }

    private void barrier() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            DistributedBarrier first = new DistributedBarrier(curators.get(0), "/barrier");
            DistributedBarrier second = new DistributedBarrier(curators.get(1), "/barrier");
            first.setBarrier();
            Check.that(!second.waitOnBarrier(300, TimeUnit.MILLISECONDS), "passed a closed barrier");
            Future<Boolean> waiting = curators.threads.submit(() -> second.waitOnBarrier(20, TimeUnit.SECONDS));
            first.removeBarrier();
            Check.that(waiting.get(), "still closed");
        }
    }

    private void doubleBarrier() throws Exception {
        try (Curators curators = new Curators(hosts, 3)) {
            AtomicInteger inside = new AtomicInteger();
            List<Future<Integer>> seen = new ArrayList<>();
            for (int index = 0; index < 3; index++) {
                DistributedDoubleBarrier barrier = new DistributedDoubleBarrier(curators.get(index), "/double", 3);
                seen.add(curators.threads.submit(() -> {
                    inside.incrementAndGet();
                    Check.that(barrier.enter(20, TimeUnit.SECONDS), "not entered");
                    int all = inside.get();
                    Check.that(barrier.leave(20, TimeUnit.SECONDS), "not left");
                    return all;
                }));
            }
            for (Future<Integer> one : seen) {
                Check.equal(one.get(), 3);
            }
        }
    }
}
