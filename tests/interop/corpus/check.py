"""What zkctl finds in a directory that a real server has just left, beside what the server showed and Apache's tools print."""

import base64
import datetime
import json
import os
import re
import sqlite3
import subprocess

PERMS = "rwcda"
FIELDS = ["czxid", "mzxid", "ctime", "mtime", "version", "cversion", "aversion", "owner", "data_length", "num_children", "pzxid"]


def acl_entry(entry):
    """As kazoo has it."""
    return [sum(1 << PERMS.index(p) for p in entry["perms"]), entry["scheme"], entry["id"]]


def iso(ms):
    seconds = datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc)
    return f"{seconds:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03}Z"


class Check:
    def __init__(self, java, class_path, zkctl, directory):
        self.java, self.class_path, self.zkctl, self.directory = java, class_path, zkctl, directory
        # Nothing of whoever runs this: neither a profile nor a time zone.
        self.env = {"PATH": os.environ["PATH"], "HOME": directory, "TZ": "UTC", "LC_ALL": "C.UTF-8"}

    def run(self, command):
        done = subprocess.run(command, env=self.env, cwd=self.directory, capture_output=True, timeout=120)
        assert done.returncode == 0, f"{command[:4]} ended with {done.returncode}: {done.stderr.decode()[-500:]}"
        return done.stdout.decode()

    def tool(self, name, *args):
        return self.run(self.java(self.class_path, "org.apache.zookeeper.server." + name, *args))

    def case(self, name, run):
        try:
            run()
            print(f"ok {name}")
        except Exception as error:
            print(f"FAIL {name}: {' '.join(str(error).split())[:600]}")

    def tree(self, moment):
        """Every node at a moment: data, ACL, and all fields of the status."""
        offline = f"{self.directory}@{moment['zxid']:#x}"
        shown = self.run([self.zkctl, "--offline", offline, "-q", "export", "/", "--stat"])
        found = {}
        for line in shown.splitlines():
            node = json.loads(line)
            if "path" in node and not node["path"].startswith("/zookeeper"):
                found[node["path"]] = node
        wanted = moment["nodes"]
        assert found.keys() == wanted.keys(), f"other paths: {sorted(found.keys() ^ wanted.keys())}"
        for path, node in wanted.items():
            self.node(path, found[path], node)

    def node(self, path, found, wanted):
        data = base64.b64decode(found["base64"]) if "base64" in found else (found["value"] or "").encode()
        # kazoo shows null data as empty.
        assert data == base64.b64decode(wanted["data"] or ""), f"data of {path}: {data}"
        acl = [acl_entry(a) for a in found["acl"]]
        assert acl == wanted["acl"], f"ACL of {path}: {acl}, not {wanted['acl']}"
        for name, told in zip(FIELDS, wanted["stat"]):
            ours = found["stat"].get(name)
            if name == "owner":
                # Containers and TTL nodes have been reaped by the time the server is asked.
                ours, told = found.get("ephemeral"), f"{told % 2**64:#x}" if told else None
            elif name.endswith("time"):
                told = iso(told)
            elif name.endswith("zxid"):
                told = f"{told:#x}"
            assert ours == told, f"{name} of {path}: {ours}, not {told}"

    def logs(self):
        version = os.path.join(self.directory, "version-2")
        logs = sorted((f for f in os.listdir(version) if f.startswith("log.")), key=lambda f: int(f[4:], 16))
        for name in logs:
            path = os.path.join(version, name)
            # The name of this type has another spelling in 3.8; zkctl has that of 3.9.
            theirs = self.tool("persistence.TxnLogToolkit", path).replace(" createTtl ", " createTTL ")
            ours = self.run([self.zkctl, "log", "cat", "--style", "java", path])
            for number, (a, b) in enumerate(zip(ours.splitlines(), theirs.splitlines()), 1):
                assert a == b, f"{name}, line {number}: {a!r}, not {b!r}"
            assert len(ours) == len(theirs), f"{name}: {len(ours)} characters, not {len(theirs)}"

    def database(self, ops):
        """The evidence in a database has every change that a client knows of."""
        script = self.run([self.zkctl, "log", "export", "--format", "sql", self.directory])
        base = sqlite3.connect(":memory:")
        base.executescript(script)
        (count,) = base.execute("select count(*) from txns where part = 0").fetchone()
        lines = self.run([self.zkctl, "log", "cat", "-o", "jsonl", self.directory]).splitlines()
        assert count == len(lines), f"{count} transactions, not {len(lines)}"
        for op in ops:
            if op["zxid"] >= 0:
                found = base.execute(
                    "select session, cause from txns where zxid = ? and path = ? and op like ? and refused is null",
                    (op["zxid"], op["path"], op["op"] + "%"),
                ).fetchall()
                wanted = (f"{op['session'] % 2**64:#x}", op["cause"])
                assert found == [wanted], f"{op['op']} {op['path']}: {found}, not {wanted}"

    def snapshots(self):
        version = os.path.join(self.directory, "version-2")
        for name in sorted(f for f in os.listdir(version) if f.startswith("snapshot.")):
            path = os.path.join(version, name)
            theirs = blocks(self.tool("SnapshotFormatter", path))
            ours = blocks(self.run([self.zkctl, "snap", "cat", "--style", "java", path]))
            assert ours == theirs, f"{name}: {first_difference(ours, theirs)}"


def blocks(text):
    """Java prints nodes in the order of its hash tables."""
    nodes, tail = re.split(r"----\nSession Details", text)
    return sorted(nodes.split("----\n")), tail


def first_difference(ours, theirs):
    for a, b in zip(ours[0], theirs[0]):
        if a != b:
            return f"{a!r}, not {b!r}"
    return f"{ours[1]!r}, not {theirs[1]!r}"


def check(work_on, java, version, class_path, zkctl, directory, seed, ops="150"):
    os.makedirs(directory, exist_ok=True)
    directory = os.path.abspath(directory)
    print(f"seed {seed}")
    work, moments = work_on(version, class_path, directory, seed, ops)
    check = Check(java, class_path, zkctl, directory)
    for moment in moments:
        check.case(f"the tree at {moment['zxid']:#x} is what the server showed (seed {seed})", lambda: check.tree(moment))
    check.case("log export --format sql makes a database of all changes", lambda: check.database(work.ops))
    check.case("log cat --style java prints TxnLogToolkit's lines", check.logs)
    check.case("snap cat --style java prints SnapshotFormatter's lines", check.snapshots)
