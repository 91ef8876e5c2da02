"""zkctl's recipes beside kazoo's, in the same paths: `python kazoo_recipes HOST:PORT ZKCTL`.

One line per case on stdout, `ok NAME` or `FAIL NAME: WHY`.
"""

import logging
import os
import pathlib
import signal
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kazoo"))

import cases  # noqa: E402
from cases import case, client, drop_connection, equal, eventually  # noqa: E402
from checker import HOLD, Region  # noqa: E402

HOSTS, ZKCTL = sys.argv[1:3]
# Sessions that end soon behind a crash.
SESSION = ["--session-timeout", "2s"]


def zkctl(*args, code=0, **options):
    """Runs to the end; returns stdout."""
    done = subprocess.run([ZKCTL, "-C", HOSTS, *SESSION, *args], capture_output=True, timeout=40, **options)
    assert done.returncode == code, f"zkctl {args} ended with {done.returncode}: {done.stderr.decode()}"
    return done.stdout.decode()


def start(*args):
    """Starts it; its stdout is read line by line."""
    return subprocess.Popen(
        [ZKCTL, "-C", HOSTS, *SESSION, "-q", *args],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )


def says(process, line):
    equal(process.stdout.readline().strip(), line)


def stop(process, code=0):
    process.terminate()
    equal(process.wait(20), code)


def kazoo_holder(kind, path):
    """A Python process that holds a kazoo lock until it is killed."""
    script = (
        "import sys, time\n"
        "from kazoo.client import KazooClient\n"
        f"zk = KazooClient({HOSTS!r}, timeout=2.0); zk.start()\n"
        f"zk.{kind}({path!r}).acquire(); print('start', flush=True); time.sleep(60)\n"
    )
    return subprocess.Popen([sys.executable, "-B", "-c", script], stdout=subprocess.PIPE, text=True)


@case
def one_lock_for_both(zk, path):
    region = Region()
    rounds, trouble = 6, []

    def kazoo():
        mine = client()
        for number in range(rounds):
            with mine.Lock(path, "kazoo"):
                region.enter_and_leave()
            if number == 2:
                drop_connection(mine)

    def ours():
        for _ in range(rounds):
            done = subprocess.run(
                [ZKCTL, "-C", HOSTS, "-q", "lock", path, "--layout", "kazoo", "--", "sh", "-c", region.script],
                stdin=subprocess.DEVNULL,
            )
            if done.returncode != 0:
                trouble.append(done.returncode)

    threads = [threading.Thread(target=body) for body in (kazoo, ours, kazoo, ours)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(trouble, [])
    region.was_entered(4 * rounds)
    equal(zk.get_children(path), [])


@case
def a_crash_of_zkctl_frees_the_lock_for_kazoo(zk, path):
    holder = start("lock", path, "--layout", "kazoo", "--id", "crashing", "--", "sh", "-c", "echo $$; exec sleep 60")
    command = int(holder.stdout.readline())
    equal(zk.Lock(path).contenders(), ["crashing"])
    assert not zk.Lock(path).acquire(blocking=False), "both hold it"
    for pid in (holder.pid, command):
        os.kill(pid, signal.SIGKILL)
    lock = zk.Lock(path)
    assert lock.acquire(timeout=20), "never free"
    lock.release()


@case
def a_crash_of_kazoo_frees_the_lock_for_zkctl(zk, path):
    holder = kazoo_holder("Lock", path)
    says(holder, "start")
    zkctl("lock", path, "--layout", "kazoo", "--timeout", "100ms", "--", "true", code=124)
    holder.kill()
    equal(zkctl("lock", path, "--layout", "kazoo", "--timeout", "20s", "--", "echo", "got"), "got\n")


@case
def a_lock_that_is_deleted_stops_the_command(zk, path):
    holder = start("lock", path, "--layout", "kazoo", "--", "sh", "-c", "echo start; sleep 60")
    says(holder, "start")
    (node,) = zk.get_children(path)
    zk.delete(path + "/" + node)
    equal(holder.wait(20), 123)


@case
def readers_and_writers(zk, path):
    reader = start("lock", path, "--layout", "kazoo", "--read", "--", "sh", "-c", HOLD)
    says(reader, "start")
    with zk.ReadLock(path):
        zkctl("lock", path, "--layout", "kazoo", "--write", "--timeout", "100ms", "--", "true", code=124)
        assert not zk.WriteLock(path).acquire(blocking=False), "a writer among readers"
    stop(reader)
    with zk.WriteLock(path):
        zkctl("lock", path, "--layout", "kazoo", "--read", "--timeout", "100ms", "--", "true", code=124)
    writer = start("lock", path, "--layout", "kazoo", "--write", "--", "sh", "-c", HOLD)
    says(writer, "start")
    assert not zk.ReadLock(path).acquire(blocking=False), "a reader beside the writer"
    stop(writer)


@case
def a_semaphore_of_two(zk, path):
    path += "/semaphore"
    options = (path, "--layout", "kazoo", "--permits", "2")
    ours = start("lock", *options, "--", "sh", "-c", HOLD)
    says(ours, "start")
    theirs = zk.Semaphore(path, max_leases=2)
    assert theirs.acquire(), "no second permit"
    zkctl("lock", *options, "--timeout", "200ms", "--", "true", code=124)
    assert not client().Semaphore(path, max_leases=2).acquire(blocking=False), "a third permit"
    theirs.release()
    equal(zkctl("lock", *options, "--", "echo", "got"), "got\n")
    stop(ours)
    zkctl("lock", path, "--layout", "kazoo", "--permits", "3", "--", "true", code=125)


@case
def one_election(zk, path):
    leader = start("elect", path, "--layout", "kazoo", "--id", "zkctl", "--", "sh", "-c", HOLD)
    says(leader, "start")
    elected = threading.Event()
    election = zk.Election(path, "kazoo")
    over = threading.Event()
    candidate = threading.Thread(target=election.run, args=(lambda: (elected.set(), over.wait(20)),), daemon=True)
    candidate.start()
    eventually(lambda: election.contenders() == ["zkctl", "kazoo"], "both candidates")
    assert not elected.is_set(), "two leaders"
    stop(leader)
    assert elected.wait(20), "nobody followed"
    listed = zkctl("elect", path, "--layout", "kazoo", "--listen", "--count", "1", "-o", "jsonl")
    assert '"id":"kazoo"' in listed, listed
    over.set()
    candidate.join()


@case
def one_barrier(zk, path):
    path += "/double"
    ours = start("barrier", "enter", path, "--members", "2", "--layout", "kazoo", "--", "sh", "-c", "echo in; sleep 0.3")
    eventually(lambda: zk.exists(path) and len(zk.get_children(path)) == 1, "zkctl came")
    theirs = zk.DoubleBarrier(path, 2)
    theirs.enter()
    says(ours, "in")
    theirs.leave()
    equal(ours.wait(20), 0)
    equal(zk.get_children(path), [])
    single = zk.Barrier(path + "-single")
    single.create()
    zkctl("barrier", "wait", path + "-single", "--timeout", "50ms", code=7)
    waiting = start("barrier", "wait", path + "-single")
    single.remove()
    equal(waiting.wait(20), 0)


@case
def one_queue(zk, path):
    queue = zk.Queue(path)
    queue.put(b"theirs", priority=50)
    zkctl("queue", "put", path, "ours")
    zkctl("queue", "put", path, "first", "--priority", "7")
    equal(queue.get(), b"first")
    equal(zkctl("queue", "take", path), "theirs")
    equal(queue.get(), b"ours")
    zkctl("queue", "take", path, code=3)
    waiting = start("queue", "take", path, "--wait")
    queue.put(b"late")
    equal(waiting.communicate(timeout=20)[0], "late")


@case
def one_counter(zk, path):
    digits = zk.Counter(path + "/digits")
    digits += 5
    equal(zkctl("counter", "add", path + "/digits", "2"), "7\n")
    digits -= 10
    equal(zkctl("counter", "get", path + "/digits"), "-3\n")
    binary = zk.Counter(path + "/binary", support_curator=True)
    binary += 5
    equal(zkctl("counter", "add", path + "/binary", "--layout", "curator"), "6\n")
    binary += 1
    equal(binary.post_value, 7)


@case
def one_party(zk, path):
    party, shallow = zk.Party(path + "/party", "theirs"), zk.ShallowParty(path + "/shallow", "theirs")
    party.join()
    shallow.join()
    for layout, group, name in (("kazoo", party, "party"), ("kazoo-shallow", shallow, "shallow")):
        ours = start("group", "join", f"{path}/{name}", "--layout", layout, "--id", "ours", "--", "sh", "-c", HOLD)
        says(ours, "start")
        equal(sorted(group), ["ours", "theirs"])
        listed = zkctl("group", "ls", f"{path}/{name}", "--layout", layout)
        equal([line.split("\t")[0] for line in listed.splitlines()], ["ours", "theirs"])
        stop(ours)
        equal(list(group), ["theirs"])


logging.basicConfig(level=logging.CRITICAL)
failures = cases.run(HOSTS)
# Threads of a failed case may still hang in the client: leave without waiting for them.
sys.stdout.flush()
os._exit(1 if failures else 0)
