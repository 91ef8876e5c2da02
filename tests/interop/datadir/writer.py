"""Writes of every kind, enough of them for several snapshots and logs, some failing, some under way together."""

from kazoo.exceptions import KazooException
from kazoo.security import OPEN_ACL_UNSAFE, make_acl, make_digest_acl

import owners
from wire import CONTAINER_FLAGS, TTL_FLAGS, TTL_SEQUENTIAL_FLAGS
from wire import CreateContainer, CreateShortTtl, CreateTtl, call, connect, eventually

BULK = 150


def write(hosts, number, state):
    zk = connect(hosts)
    root = f"/round-{number}"
    zk.create(root, b"root of the round")
    _kinds(zk, root)
    _acls(zk, root)
    _quotas(zk, root)
    _reaped(zk, root)
    _transactions(zk, root)
    _failures(zk, root)
    _sessions_that_end(hosts, root)
    _bulk(zk, root)
    if number == 1:
        owners.leave_open(hosts, state)
    else:
        _change_the_first_round(zk)
    _bulk(zk, root + "/kinds")
    zk.stop()


def _kinds(zk, root):
    base = root + "/kinds"
    zk.create(base, b"")
    zk.create(base + "/big", bytes(range(256)) * 2000)
    zk.create(base + "/ä 日本", "ä 日本".encode())
    zk.create(base + "/with-stat", b"x", include_data=True)
    for _ in range(3):
        zk.create(base + "/s-", b"", sequence=True)
    open_acl = OPEN_ACL_UNSAFE
    call(zk, CreateContainer(base + "/container", b"c", open_acl, CONTAINER_FLAGS))
    call(zk, CreateContainer(base + "/container-used", b"c", open_acl, CONTAINER_FLAGS))
    zk.create(base + "/container-used/child", b"")
    call(zk, CreateTtl(base + "/ttl", b"t", open_acl, TTL_FLAGS))
    zk.create(base + "/ttl/child", b"")
    call(zk, CreateTtl(base + "/ttl-", b"t", open_acl, TTL_SEQUENTIAL_FLAGS))
    # Data that is null, which kazoo's own create does not send.
    call(zk, CreateTtl(base + "/null", None, open_acl, TTL_FLAGS))
    for version in range(5):
        zk.set(base, b"version %d" % version, version=version)
    zk.create(base + "/deleted", b"")
    zk.delete(base + "/deleted")


def _acls(zk, root):
    base = root + "/acls"
    zk.create(base, b"")
    digest = make_digest_acl("user", "password", all=True)
    world = make_acl("world", "anyone", read=True)
    zk.create(base + "/digest", b"", acl=[digest])
    zk.create(base + "/mixed", b"", acl=[digest, world, make_acl("ip", "10.0.0.0/8", write=True)])
    zk.create(base + "/same", b"", acl=[digest])
    for _ in range(3):
        zk.set_acls(base, [world, digest])


def _quotas(zk, root):
    quota = f"/zookeeper/quota{root}/kinds"
    zk.ensure_path(quota)
    zk.create(quota + "/zookeeper_limits", b"count=1000,bytes=-1=;byteHardLimit=100000000;countHardLimit=-1")
    zk.create(quota + "/zookeeper_stats", b"count=0,bytes=0")
    zk.create(root + "/kinds/counted", b"12345")


def _reaped(zk, root):
    """A container and a TTL node the server itself deletes."""
    call(zk, CreateContainer(root + "/reaped", b"", OPEN_ACL_UNSAFE, CONTAINER_FLAGS))
    zk.create(root + "/reaped/child", b"")
    zk.delete(root + "/reaped/child")
    call(zk, CreateShortTtl(root + "/short", b"", OPEN_ACL_UNSAFE, TTL_FLAGS))
    eventually(lambda: not zk.exists(root + "/reaped") and not zk.exists(root + "/short"), "both are reaped")


def _transactions(zk, root):
    base = root + "/multi"
    work = zk.transaction()
    work.create(base, b"")
    work.create(base + "/a", b"a")
    work.create(base + "/s-", b"", sequence=True)
    work.check(base + "/a", 0)
    work.set_data(base + "/a", b"aa")
    work.create(base + "/gone", b"")
    work.delete(base + "/gone")
    results = work.commit()
    assert not any(isinstance(result, Exception) for result in results), results
    work = zk.transaction()
    work.create(base + "/undone", b"")
    work.set_data(base, b"undone")
    work.check(base, 99)
    work.commit()


def _failures(zk, root):
    """Each uses up a zxid and leaves an error in the log."""
    for call_that_fails in (
        lambda: zk.create(root, b""),
        lambda: zk.create("/none/below", b""),
        lambda: zk.delete(root),
        lambda: zk.set(root, b"", version=77),
        lambda: zk.set_acls(root, [make_acl("nonsense", "x", all=True)]),
    ):
        try:
            call_that_fails()
        except KazooException:
            continue
        raise AssertionError("a call that must fail did not")


def _sessions_that_end(hosts, root):
    for _ in range(3):
        zk = connect(hosts)
        zk.create(root + "/ephemeral-", b"", ephemeral=True, sequence=True)
        zk.create(root + "/ephemeral-", b"", ephemeral=True, sequence=True)
        zk.stop()


def _bulk(zk, base):
    """Pipelined, so that snapshots are taken while writes go on."""
    name = base + "/bulk"
    zk.create(name, b"")
    pending = []
    for index in range(BULK):
        pending.append(zk.create_async(f"{name}/{index}", b"x" * index))
        pending.append(zk.set_async(f"{name}/{index}", b"y" * (index * 3)))
        if index % 3 == 0:
            pending.append(zk.delete_async(f"{name}/{index}"))
    for result in pending:
        result.get(timeout=30)


def _change_the_first_round(zk):
    first = "/round-1"
    zk.set(first + "/kinds", b"by the other server")
    zk.set_acls(first + "/acls/same", [make_acl("world", "anyone", all=True)])
    zk.create(first + "/kinds/s-", b"", sequence=True)
    zk.delete(first + "/bulk", recursive=True)
    zk.delete("/zookeeper/quota/round-1/kinds", recursive=True)
