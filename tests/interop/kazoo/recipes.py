"""Every recipe kazoo brings, each between two clients at least."""

import datetime
import threading

from kazoo.exceptions import LockTimeout
from kazoo.recipe.cache import TreeCache, TreeEvent
from kazoo.recipe.partitioner import PartitionState

from cases import case, client, drop_connection, equal, eventually


def start(function, *args):
    thread = threading.Thread(target=function, args=args, daemon=True)
    thread.start()
    return thread


@case
def lock(zk, path):
    other = client()
    held, wanted = zk.Lock(path, "first"), other.Lock(path, "second")
    held.acquire()
    assert not wanted.acquire(blocking=False), "both hold the lock"
    try:
        wanted.acquire(timeout=0.3)
        raise AssertionError("both hold the lock")
    except LockTimeout:
        pass
    waiter = start(wanted.acquire)
    eventually(lambda: held.contenders() == ["first", "second"], "second contender")
    held.release()
    waiter.join(10)
    assert wanted.is_acquired
    wanted.release()


@case
def lock_is_freed_by_the_end_of_a_session(zk, path):
    other = client()
    other.Lock(path, "first").acquire()
    waiter = start(zk.Lock(path, "second").acquire)
    eventually(lambda: len(zk.get_children(path)) == 2, "the waiter's node")
    other.stop()
    waiter.join(15)
    assert not waiter.is_alive(), "the lock was not freed"


@case
def lock_counts_under_contention(zk, path):
    total = [0]

    def work():
        mine = client()
        for _ in range(10):
            with mine.Lock(path):
                seen = total[0]
                mine.sync(path)
                total[0] = seen + 1

    threads = [start(work) for _ in range(4)]
    for thread in threads:
        thread.join(40)
    equal(total[0], 40)


@case
def read_and_write_lock(zk, path):
    other = client()
    first, second = zk.ReadLock(path, "r1"), other.ReadLock(path, "r2")
    writer = other.WriteLock(path, "w")
    first.acquire()
    assert second.acquire(timeout=5), "readers exclude each other"
    assert not writer.acquire(blocking=False), "a writer among readers"
    waiter = start(writer.acquire)
    first.release()
    second.release()
    waiter.join(10)
    assert writer.is_acquired
    assert not zk.ReadLock(path, "r3").acquire(blocking=False), "a reader beside the writer"
    writer.release()


@case
def semaphore(zk, path):
    other = client()
    leases = [zk.Semaphore(path, f"s{n}", max_leases=2) for n in range(2)]
    for lease in leases:
        assert lease.acquire()
    third = other.Semaphore(path, "s2", max_leases=2)
    assert not third.acquire(blocking=False), "three leases of two"
    waiter = start(third.acquire)
    equal(sorted(leases[0].lease_holders()), ["s0", "s1"])
    leases[0].release()
    waiter.join(10)
    assert third.is_acquired
    equal(sorted(third.lease_holders()), ["s1", "s2"])


@case
def election(zk, path):
    leaders, resign = [], threading.Event()

    def lead(name):
        leaders.append(name)
        resign.wait(20)
        resign.clear()

    first = start(zk.Election(path, "one").run, lead, "one")
    eventually(lambda: leaders == ["one"], "first leader")
    candidate = client().Election(path, "two")
    start(candidate.run, lead, "two")
    eventually(lambda: candidate.contenders() == ["one", "two"], "two contenders")
    resign.set()
    eventually(lambda: leaders == ["one", "two"], "the second takes over")
    resign.set()
    first.join(10)


@case
def barrier(zk, path):
    gate = zk.Barrier(path + "/gate")
    gate.create()
    other = client().Barrier(path + "/gate")
    assert not other.wait(timeout=0.3), "passed a closed barrier"
    passed = []
    waiter = start(lambda: passed.append(other.wait(timeout=20)))
    gate.remove()
    waiter.join(20)
    equal(passed, [True])


@case
def double_barrier(zk, path):
    inside, left = [], []

    def work(mine, name):
        gate = mine.DoubleBarrier(path, 3, name)
        gate.enter()
        inside.append(name)
        eventually(lambda: len(inside) == 3, "all enter")
        gate.leave()
        left.append(name)

    threads = [start(work, client(), f"p{n}") for n in range(3)]
    for thread in threads:
        thread.join(30)
    equal(sorted(left), ["p0", "p1", "p2"])


@case
def counter(zk, path):
    def work():
        count = client().Counter(path + "/count")
        for _ in range(10):
            count += 1

    threads = [start(work) for _ in range(3)]
    for thread in threads:
        thread.join(40)
    total = zk.Counter(path + "/count")
    equal(total.value, 30)
    total -= 5
    equal((total.value, total.pre_value, total.post_value), (25, 30, 25))
    ratio = zk.Counter(path + "/float", default=0.0)
    ratio += 1.5
    equal(ratio.value, 1.5)
    curator = zk.Counter(path + "/curator", support_curator=True)
    curator += 7
    equal(zk.get(path + "/curator")[0], b"\0\0\0\7")


@case
def party(zk, path):
    other = client()
    first, second = zk.Party(path, "one"), other.Party(path, "two")
    first.join()
    second.join()
    equal((sorted(first), len(second)), (["one", "two"], 2))
    other.stop()
    equal(list(first), ["one"])
    first.leave()
    equal(len(first), 0)


@case
def shallow_party(zk, path):
    other = client()
    first, second = zk.ShallowParty(path, "one"), other.ShallowParty(path, "two")
    first.join()
    second.join()
    equal(sorted(first), ["one", "two"])
    second.leave()
    equal(list(first), ["one"])


@case
def queue(zk, path):
    ours, theirs = zk.Queue(path), client().Queue(path)
    for value, priority in ((b"late", 200), (b"one", 100), (b"two", 100), (b"first", 1)):
        ours.put(value, priority=priority)
    equal(len(theirs), 4)
    equal([theirs.get() for _ in range(5)], [b"first", b"one", b"two", b"late", None])


@case
def locking_queue(zk, path):
    ours, theirs = zk.LockingQueue(path), client().LockingQueue(path)
    ours.put_all([b"one", b"two"])
    ours.put(b"zero", priority=1)
    equal(theirs.get(5), b"zero")
    equal(ours.get(5), b"one")
    assert theirs.holds_lock() and theirs.consume()
    assert ours.release()
    equal(theirs.get(5), b"one")
    theirs.consume()
    equal(ours.get(5), b"two")
    ours.consume()
    equal(len(ours), 0)
    waiting = []
    waiter = start(lambda: waiting.append(theirs.get(20)))
    ours.put(b"late")
    waiter.join(20)
    equal(waiting, [b"late"])


@case
def children_watch(zk, path):
    seen = []
    zk.ChildrenWatch(path, lambda children: seen.append(sorted(children)))
    other = client()
    other.create(path + "/a")
    eventually(lambda: seen[-1] == ["a"], "first child")
    drop_connection(zk)
    other.create(path + "/b")
    eventually(lambda: seen[-1] == ["a", "b"], "child made during the loss")


@case
def data_watch(zk, path):
    seen = []

    @zk.DataWatch(path + "/late")
    def watch(data, stat, event):
        seen.append((data, stat.version if stat else None, event.type if event else None))

    other = client()
    equal(seen, [(None, None, None)])
    other.create(path + "/late", b"0")
    eventually(lambda: len(seen) == 2, "creation")
    other.set(path + "/late", b"1")
    eventually(lambda: len(seen) == 3, "change")
    other.delete(path + "/late")
    eventually(lambda: len(seen) == 4, "deletion")
    equal(seen[1:], [(b"0", 0, "CREATED"), (b"1", 1, "CHANGED"), (None, None, "DELETED")])


@case
def patient_children_watch(zk, path):
    from kazoo.recipe.watchers import PatientChildrenWatch

    zk.create(path + "/a")
    children, _ = PatientChildrenWatch(zk, path, time_boundary=0.2).start().get(timeout=10)
    equal(children, ["a"])


@case
def tree_cache(zk, path):
    zk.create(path + "/a", b"1")
    events = []
    cache = TreeCache(zk, path)
    cache.listen(lambda event: events.append((event.event_type, getattr(event.event_data, "path", None))))
    cache.start()
    eventually(lambda: (TreeEvent.INITIALIZED, None) in events, "initialized")
    other = client()
    other.ensure_path(path + "/b/c/d")
    eventually(lambda: (TreeEvent.NODE_ADDED, path + "/b/c/d") in events, "addition")
    other.set(path + "/a", b"2")
    other.delete(path + "/b/c/d")
    eventually(lambda: (TreeEvent.NODE_REMOVED, path + "/b/c/d") in events, "removal")
    eventually(lambda: cache.get_data(path + "/a").data == b"2", "change")
    equal(cache.get_children(path), {"a", "b"})
    drop_connection(zk)
    other.create(path + "/during-loss")
    eventually(lambda: cache.get_data(path + "/during-loss"), "node made during the loss")
    cache.close()


@case
def set_partitioner(zk, path):
    parts = {}

    def work(mine, name):
        partitioner = mine.SetPartitioner(path, set=range(6), identifier=name, time_boundary=1)
        while name not in parts or len(parts) < 2:
            if partitioner.failed:
                raise AssertionError("partitioner failed")
            if partitioner.release:
                parts.pop(name, None)
                partitioner.release_set()
            elif partitioner.acquired:
                if len(list(partitioner)) == 3:
                    parts[name] = list(partitioner)
            elif partitioner.allocating:
                partitioner.wait_for_acquire(timeout=1)
        equal(partitioner.state, PartitionState.ACQUIRED)

    threads = [start(work, client(), f"p{n}") for n in range(2)]
    for thread in threads:
        thread.join(30)
    equal(sorted(sum(parts.values(), [])), list(range(6)))


@case
def non_blocking_lease(zk, path):
    hour = datetime.timedelta(hours=1)
    assert zk.NonBlockingLease(path + "/lease", hour, identifier="one")
    other = client()
    assert not other.NonBlockingLease(path + "/lease", hour, identifier="two"), "two hold the lease"
    assert other.NonBlockingLease(path + "/lease", hour, identifier="one"), "not renewable"


@case
def multi_non_blocking_lease(zk, path):
    hour = datetime.timedelta(hours=1)
    taken = [bool(zk.MultiNonBlockingLease(2, path, hour, identifier=f"i{n}")) for n in range(3)]
    equal(taken, [True, True, False])
