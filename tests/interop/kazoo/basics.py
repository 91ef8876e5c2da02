"""The calls of the client: nodes, versions, ACLs, watches, sessions, transactions, four-letter words."""

import threading

from kazoo.client import KazooClient
from kazoo.exceptions import (
    AuthFailedError,
    BadArgumentsError,
    BadVersionError,
    ConnectionLoss,
    InvalidACLError,
    NoAuthError,
    NoChildrenForEphemeralsError,
    NodeExistsError,
    NoNodeError,
    NotEmptyError,
    RolledBackError,
    RuntimeInconsistency,
)
from kazoo.protocol.states import EventType, KazooState
from kazoo.security import ACL, CREATOR_ALL_ACL, Id, make_acl, make_digest_acl

import cases
from cases import case, client, drop_connection, equal, eventually, raises


@case
def create_and_read(zk, path):
    equal(zk.create(path + "/a", b"data"), path + "/a")
    data, stat = zk.get(path + "/a")
    equal((data, stat.version, stat.cversion, stat.aversion), (b"data", 0, 0, 0))
    equal((stat.data_length, stat.children_count, stat.ephemeralOwner), (4, 0, 0))
    equal((stat.mzxid, stat.pzxid), (stat.czxid, stat.czxid))
    raises(NodeExistsError, zk.create, path + "/a")
    raises(NoNodeError, zk.create, path + "/b/c")
    equal(zk.create(path + "/b/c", makepath=True), path + "/b/c")


@case
def create_with_stat(zk, path):
    made, stat = zk.create(path + "/a", b"12345", include_data=True)
    equal((made, stat.dataLength), (path + "/a", 5))
    equal(zk.exists(path + "/a"), stat)


@case
def empty_data_and_big_data(zk, path):
    zk.create(path + "/empty", b"")
    equal(zk.get(path + "/empty")[0], b"")
    big = bytes(range(256)) * 4000
    zk.create(path + "/big", big)
    equal(zk.get(path + "/big")[0], big)


@case
def unicode_names(zk, path):
    for name in ("ä", "日本語", "emoji-less \u00a0 space", "...", "a..b"):
        zk.create(f"{path}/{name}", name.encode())
        equal(zk.get(f"{path}/{name}")[0], name.encode())
    equal(len(zk.get_children(path)), 5)
    raises(BadArgumentsError, zk.create, path + "/\u0001")


@case
def sequence_numbers(zk, path):
    names = [zk.create(path + "/s-", sequence=True) for _ in range(3)]
    equal(names, [f"{path}/s-{n:010}" for n in range(3)])
    zk.delete(names[2])
    equal(zk.create(path + "/s-", sequence=True), path + "/s-0000000003")
    zk.create(path + "/plain")
    equal(zk.create(path + "/", sequence=True), path + "/0000000005")


@case
def versions(zk, path):
    stat = zk.set(path, b"1")
    equal(stat.version, 1)
    raises(BadVersionError, zk.set, path, b"2", version=0)
    raises(BadVersionError, zk.delete, path, version=0)
    equal(zk.set(path, b"2", version=1).version, 2)
    zk.delete(path, version=2)
    raises(NoNodeError, zk.set, path, b"")
    raises(NoNodeError, zk.delete, path)


@case
def delete_refuses_children(zk, path):
    zk.ensure_path(path + "/a/b")
    raises(NotEmptyError, zk.delete, path)
    zk.delete(path, recursive=True)
    equal(zk.exists(path), None)


@case
def special_nodes_stay(zk, path):
    for special in ("/zookeeper", "/zookeeper/quota", "/zookeeper/config"):
        raises(BadArgumentsError, zk.delete, special)


@case
def children_and_parent_stat(zk, path):
    for name in "abc":
        zk.create(f"{path}/{name}")
    zk.delete(path + "/b")
    children, stat = zk.get_children(path, include_data=True)
    equal(sorted(children), ["a", "c"])
    equal((stat.cversion, stat.numChildren), (4, 2))


@case
def ephemerals(zk, path):
    other = client()
    other.create(path + "/e", ephemeral=True)
    equal(zk.exists(path + "/e").ephemeralOwner, other.client_id[0])
    raises(NoChildrenForEphemeralsError, zk.create, path + "/e/c")
    name = other.create(path + "/e", ephemeral=True, sequence=True)
    equal(name, path + "/e0000000001")
    other.stop()
    equal(zk.get_children(path), [])


@case
def transactions(zk, path):
    work = zk.transaction()
    work.create(path + "/a", b"a")
    work.check(path + "/a", 0)
    work.set_data(path + "/a", b"aa")
    work.create(path + "/s", sequence=True)
    work.delete(path + "/a", version=1)
    results = work.commit()
    equal(results[0], path + "/a")
    equal(results[1], True)
    equal(results[2].version, 1)
    equal(results[3:], [path + "/s0000000001", True])


@case
def failed_transaction_changes_nothing(zk, path):
    work = zk.transaction()
    work.create(path + "/a")
    work.delete(path + "/missing")
    work.create(path + "/b")
    kinds = [type(result) for result in work.commit()]
    equal(kinds, [RolledBackError, NoNodeError, RuntimeInconsistency])
    equal(zk.get_children(path), [])


@case
def transaction_request_as_context(zk, path):
    with zk.transaction() as work:
        work.create(path + "/a")
    assert work.committed
    assert zk.exists(path + "/a")


@case
def digest_acl(zk, path):
    owner = client(auth_data=[("digest", "user:password")])
    acl = make_digest_acl("user", "password", all=True)
    owner.create(path + "/private", b"secret", acl=[acl])
    raises(NoAuthError, zk.get, path + "/private")
    raises(NoAuthError, zk.set, path + "/private", b"")
    raises(NoAuthError, zk.get_children, path + "/private")
    raises(NoAuthError, zk.create, path + "/private/x")
    raises(NoAuthError, zk.set_acls, path + "/private", [acl])
    equal(owner.get(path + "/private")[0], b"secret")
    acls, stat = owner.get_acls(path + "/private")
    equal((acls, stat.aversion), ([acl], 0))
    zk.add_auth("digest", "user:password")
    equal(zk.get(path + "/private")[0], b"secret")


@case
def creator_acl(zk, path):
    raises(InvalidACLError, zk.create, path + "/a", acl=CREATOR_ALL_ACL)
    zk.add_auth("digest", "one:1")
    zk.add_auth("digest", "two:2")
    zk.create(path + "/a", acl=CREATOR_ALL_ACL)
    ids = sorted(acl.id.id.split(":")[0] for acl in zk.get_acls(path + "/a")[0])
    equal(ids, ["one", "two"])


@case
def ip_acl_and_versions(zk, path):
    acl = [make_acl("ip", "127.0.0.0/8", all=True)]
    equal(zk.set_acls(path, acl).aversion, 1)
    equal(zk.get_acls(path)[0], acl)
    zk.set(path, b"still mine")
    raises(BadVersionError, zk.set_acls, path, acl, version=0)
    raises(InvalidACLError, zk.set_acls, path, [ACL(31, Id("nonsense", "x"))])
    raises(InvalidACLError, zk.set_acls, path, [ACL(31, Id("ip", "1.2.3"))])
    zk.set_acls(path, [make_acl("ip", "10.1.2.3", all=True)])
    raises(NoAuthError, zk.get, path)


@case
def read_only_world(zk, path):
    zk.set_acls(path, [make_acl("world", "anyone", read=True)])
    zk.get(path)
    raises(NoAuthError, zk.set, path, b"")
    raises(NoAuthError, zk.create, path + "/a")


@case
def super_user(zk, path):
    zk.set_acls(path, [make_digest_acl("nobody", "here", all=True)])
    raises(NoAuthError, zk.get, path)
    zk.add_auth("digest", "super:interop")
    zk.get(path)


@case
def unknown_auth_scheme(zk, path):
    raises(AuthFailedError, zk.add_auth, "unknown", "a:b")


@case
def one_shot_watches(zk, path):
    events = []
    zk.exists(path + "/a", watch=events.append)
    zk.get_children(path, watch=events.append)
    zk.create(path + "/a")
    eventually(lambda: len(events) == 2, "created and child events")
    seen = sorted((event.type, event.path) for event in events)
    equal(seen, [(EventType.CHILD, path), (EventType.CREATED, path + "/a")])
    zk.get(path + "/a", watch=events.append)
    zk.set(path + "/a", b"1")
    zk.set(path + "/a", b"2")
    eventually(lambda: len(events) == 3, "changed event")
    equal((events[2].type, events[2].path), (EventType.CHANGED, path + "/a"))
    zk.get_children(path + "/a", watch=events.append)
    zk.exists(path + "/a", watch=events.append)
    zk.delete(path + "/a")
    zk.sync(path)
    eventually(lambda: len(events) == 5, "deleted events")
    equal([event.type for event in events[3:]], [EventType.DELETED] * 2)


@case
def watches_end_with_the_connection(zk, path):
    # kazoo tells every one-shot watch of the loss and registers none again; the server must not fire them either.
    events = []
    lost, back = threading.Event(), threading.Event()
    zk.exists(path + "/new", watch=events.append)
    zk.get_children(path, watch=events.append)
    zk.add_listener(lambda state: (back if state == KazooState.CONNECTED else lost).set())
    session = zk.client_id
    drop_connection(zk)
    assert lost.wait(10), "no loss seen"
    assert back.wait(20), "no reconnect"
    zk.create(path + "/new")
    zk.sync(path)
    equal(zk.client_id, session)
    equal([event.type for event in events], [EventType.NONE] * 2)


@case
def session_is_taken_over(zk, path):
    first = client()
    first.create(path + "/e", ephemeral=True)
    session = first.client_id
    second = client(client_id=session)
    equal(second.client_id[0], session[0])
    equal(second.exists(path + "/e").ephemeralOwner, session[0])


@case
def unknown_session_gets_a_new_one(zk, path):
    stranger = client(client_id=(0x123456789, b"0" * 16))
    assert stranger.client_id[0] != 0x123456789
    stranger.exists(path)


@case
def abandoned_session_expires(zk, path):
    # A client whose heart stops: its thread is told to end without closing the session.
    other = client(timeout=1.0)
    other.create(path + "/e", ephemeral=True)
    gone = threading.Event()
    zk.exists(path + "/e", watch=lambda event: gone.set())
    other._stopped.set()
    drop_connection(other)
    assert gone.wait(20), "the session lives on"
    equal(zk.exists(path + "/e"), None)


@case
def chroot(zk, path):
    inside = KazooClient(hosts=cases._hosts + path)
    inside.start()
    inside.create("/a", b"1")
    names = []
    inside.get("/a", watch=lambda event: names.append(event.path))
    zk.set(path + "/a", b"2")
    eventually(lambda: names == ["/a"], "watch with the chroot cut off")
    inside.stop()


@case
def pipelined_requests_keep_their_order(zk, path):
    pending = [zk.create_async(path + "/n-", b"x" * 100, sequence=True) for _ in range(2000)]
    names = [result.get(timeout=30) for result in pending]
    equal(names, sorted(names))
    reads = [zk.get_async(name) for name in names] + [zk.exists_async(path + "/none")]
    equal({result.get(timeout=30)[0] for result in reads[:-1]}, {b"x" * 100})
    equal(reads[-1].get(timeout=30), None)
    equal(len(zk.get_children(path)), 2000)


@case
def sync_and_retry(zk, path):
    equal(zk.sync(path), path)
    calls = []

    def flaky():
        calls.append(1)
        if len(calls) < 3:
            raise ConnectionLoss()
        return zk.exists(path)

    assert zk.retry(flaky)
    equal(len(calls), 3)


@case
def four_letter_words(zk, path):
    equal(zk.command(b"ruok"), "imok")
    for word, expected in {
        b"srvr": "Mode: standalone",
        b"stat": "Clients:",
        b"mntr": "zk_server_state\tstandalone",
        b"conf": "clientPort=",
        b"envi": "Environment:",
        b"cons": "queued=",
        b"dump": "SessionTracker dump:",
        b"wchs": "Total watches:",
        b"isro": "rw",
        b"dirs": "datadir_size:",
        b"srst": "Server stats reset.",
        b"crst": "Connection stats reset.",
    }.items():
        answer = zk.command(word)
        assert expected in answer, f"{word!r} answers {answer!r}"


@case
def watch_words(zk, path):
    zk.get(path, watch=lambda event: None)
    assert path in zk.command(b"wchp"), "wchp lacks the path"
    assert f"0x{zk.client_id[0]:x}" in zk.command(b"wchc"), "wchc lacks the session"
    zk.create(path + "/e", ephemeral=True)
    assert path + "/e" in zk.command(b"dump"), "dump lacks the ephemeral"


@case
def server_version(zk, path):
    version = zk.server_version()
    assert version >= (3, 5), f"{version}"
