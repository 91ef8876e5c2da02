"""Changes of every kind, each written down with its zxid: what `log blame` has to find out again."""

import random
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 2)[0] + "/datadir")

from kazoo.exceptions import KazooException
from kazoo.security import ACL, Id
from wire import CONTAINER_FLAGS, TTL_FLAGS, CreateContainer, CreateShortTtl, call, eventually

from raw import Silent

OPEN = [ACL(31, Id("world", "anyone"))]
LISTS = [OPEN, [ACL(31, Id("world", "anyone")), ACL(1, Id("ip", "10.0.0.1"))], [ACL(31, Id("ip", "127.0.0.1"))]]
NAMES = ["a", "b", "c", "d"]


class Workload:
    def __init__(self, zk, port, seed):
        self.zk, self.port, self.random = zk, port, random.Random(seed)
        self.ops = []

    def note(self, op, path, cause, session=None, zxid=None):
        session = self.zk.client_id[0] if session is None else session
        self.ops.append(
            {"zxid": self.zk.last_zxid if zxid is None else zxid, "op": op, "path": path, "cause": cause, "session": session}
        )

    def path(self):
        depth = self.random.randint(1, 3)
        return "/" + "/".join(self.random.choice(NAMES) for _ in range(depth))

    def run(self, count):
        steps = [self.create] * 6 + [self.set] * 5 + [self.delete] * 4 + [self.set_acl] * 2 + [self.multi] * 2
        for _ in range(count):
            try:
                self.random.choice(steps)()
            except KazooException:
                # A write that is refused takes a zxid, too, and changes nothing.
                pass

    def create(self):
        path, kind = self.path(), self.random.choice(["plain", "plain", "ephemeral", "sequence"])
        made = self.zk.create(
            path,
            self.random.randbytes(self.random.randint(0, 40)),
            acl=self.random.choice(LISTS),
            ephemeral=kind == "ephemeral",
            sequence=kind == "sequence",
        )
        self.note("create", made, "client")

    def set(self):
        path = self.path()
        self.zk.set(path, self.random.randbytes(self.random.randint(0, 60)))
        self.note("setData", path, "client")

    def delete(self):
        path = self.path()
        self.zk.delete(path)
        self.note("delete", path, "client")

    def set_acl(self):
        path = self.path()
        self.zk.set_acls(path, self.random.choice(LISTS))
        self.note("setACL", path, "client")

    def multi(self):
        paths = self.random.sample([f"/{a}{n}" for a in NAMES for n in "12"], 3)
        multi = self.zk.transaction()
        done = []
        for path in paths:
            if self.zk.exists(path):
                choice = self.random.choice(["set", "delete"])
                multi.set_data(path, b"multi") if choice == "set" else multi.delete(path)
                done.append(("setData" if choice == "set" else "delete", path))
            else:
                multi.create(path, b"in a multi")
                done.append(("create", path))
        if self.random.random() < 0.3:
            # It fails, and with it all of them.
            multi.check(paths[0], 4711)
        results = multi.commit()
        if not any(isinstance(r, Exception) for r in results):
            for op, path in done:
                self.note(op, path, "client")

    def containers_and_ttls(self):
        call(self.zk, CreateContainer("/container", b"", OPEN, CONTAINER_FLAGS))
        self.note("create", "/container", "client")
        self.zk.create("/container/child")
        self.note("create", "/container/child", "client")
        self.zk.delete("/container/child")
        self.note("delete", "/container/child", "client")
        eventually(lambda: self.zk.exists("/container") is None, "the container is reaped")
        self.note("delete", "/container", "container", session=0, zxid=-1)
        call(self.zk, CreateShortTtl("/ttl", b"short", OPEN, TTL_FLAGS))
        self.note("create", "/ttl", "client")
        eventually(lambda: self.zk.exists("/ttl") is None, "the TTL node is reaped")
        self.note("delete", "/ttl", "ttl", session=0, zxid=-1)

    def expiry(self):
        silent = Silent(self.port, 1000)
        zxid = silent.create_ephemeral("/silent", b"nobody pings")
        self.note("create", "/silent", "client", session=silent.session, zxid=zxid)
        eventually(lambda: self.zk.exists("/silent") is None, "the silent session expires")
        self.note("delete", "/silent", "expiry", session=silent.session, zxid=-1)


def fence(zk):
    """Nothing is under way any more: the next write's zxid is one above the last one's."""
    time.sleep(0)
    return zk.last_zxid
