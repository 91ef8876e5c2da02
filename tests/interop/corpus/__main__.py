"""Makes a data directory with a real server, and writes down what `zkctl` has to find in it.

    python corpus make VERSION CLASSPATH DIR SEED [OPS]
    python corpus make zkd PROGRAM DIR SEED [OPS]
    python corpus check VERSION CLASSPATH ZKCTL DIR SEED [OPS]

`make`: DIR gets the server's logs and snapshots (`version-2`), `blame.json` (every change with its zxid, session and cause) and
`moments.json` (the whole tree, with status and ACL, as the running server showed it at some zxids). `check` does the same below
DIR, and asks zkctl for those trees and for the lines of Apache's tools (`check.py`).
"""

import base64
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from kazoo.client import KazooClient

from workload import Workload

CONFIG = """\
dataDir={dir}
clientPort={port}
tickTime=500
admin.enableServer=false
snapCount={snap_count}
preAllocSize=4
extendedTypesEnabled=true
znode.container.checkIntervalMs=200
"""
MOMENTS = 6


def java(class_path, name, *args):
    options = ["-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dznode.container.checkIntervalMs=200"]
    return ["java", *options, "-cp", class_path, name, *args]


def free_port():
    # Below those that the system gives to outgoing connections: a client that calls while the server is down could get the
    # server's own port, and be connected to itself.
    while True:
        port = random.SystemRandom().randrange(20000, 30000)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


class Server:
    def __init__(self, version, program, directory, snap_count):
        self.port = free_port()
        self.config = os.path.join(directory, "zoo.cfg")
        with open(self.config, "w") as out:
            out.write(CONFIG.format(dir=directory, port=self.port, snap_count=snap_count))
        self.log = open(os.path.join(directory, "server.log"), "ab")
        if version == "zkd":
            self.command = [program, "--config", self.config]
        else:
            self.command = java(program, "org.apache.zookeeper.server.quorum.QuorumPeerMain", self.config)

    def start(self):
        command = self.command
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        self.wait_until_it_serves()
        self.zk = KazooClient(hosts=f"127.0.0.1:{self.port}", timeout=30.0)
        self.zk.start(timeout=30)
        return self.zk

    def wait_until_it_serves(self):
        # A connection that comes before Apache's server has its database meets a null pointer there, and hangs.
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as s:
                    s.sendall(b"srvr")
                    if b"Mode:" in b"".join(iter(lambda: s.recv(4096), b"")):
                        return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"the server at port {self.port} does not serve: see {self.log.name}")

    def stop(self):
        self.zk.stop()
        self.zk.close()
        self.process.terminate()
        self.process.wait(30)


def dump(zk):
    """Every node but those that a server has for itself."""
    nodes, todo = {}, ["/"]
    while todo:
        path = todo.pop()
        data, stat = zk.get(path)
        acl, _ = zk.get_acls(path)
        nodes[path] = {
            "data": None if data is None else base64.b64encode(data).decode(),
            "acl": [[a.perms, a.id.scheme, a.id.id] for a in acl],
            "stat": list(stat),
        }
        todo += [path.rstrip("/") + "/" + name for name in zk.get_children(path) if name != "zookeeper"]
    return nodes


def work_on(version, program, directory, seed, ops):
    """Lets a server work in the directory, stops it, and returns the workload and what the server showed meanwhile."""
    server = Server(version, program, directory, snap_count=60)
    zk = server.start()
    work = Workload(zk, server.port, int(seed))
    moments = []
    try:
        for i in range(MOMENTS):
            work.run(int(ops) // MOMENTS)
            if i == 1:
                work.containers_and_ttls()
            if i == 2:
                work.expiry()
            if i == 3:
                server.stop()
                zk = work.zk = server.start()
            # Nothing else writes: what is read now is the tree behind the last write.
            zk.create("/moment" + str(i))
            work.note("create", "/moment" + str(i), "client")
            moments.append({"zxid": zk.last_zxid, "nodes": dump(zk)})
        server.stop()
    finally:
        server.process.kill()
    return work, moments


def make(version, program, target, seed, ops="120"):
    with tempfile.TemporaryDirectory() as directory:
        work, moments = work_on(version, program, directory, seed, ops)
        os.makedirs(target, exist_ok=True)
        shutil.copytree(os.path.join(directory, "version-2"), os.path.join(target, "version-2"), dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    with open(os.path.join(target, "blame.json"), "w") as out:
        json.dump({"version": version, "seed": int(seed), "ops": work.ops}, out, separators=(",", ":"))
    with open(os.path.join(target, "moments.json"), "w") as out:
        json.dump(moments, out, separators=(",", ":"))
    print(f"{target}: {len(work.ops)} changes, {len(moments)} moments")


if sys.argv[1] == "make":
    make(*sys.argv[2:])
elif sys.argv[1] == "check":
    from check import check

    check(work_on, java, *sys.argv[2:])
sys.stdout.flush()
time.sleep(0)
