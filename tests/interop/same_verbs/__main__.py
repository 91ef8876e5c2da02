"""The same verbs, each by zkctl, by kazoo and by Apache's zkCli, in a tree of its own: `python same_verbs HOST:PORT ZKCTL
CLASSPATH`. What each verb answers, or refuses, and what is there at the end must be the same.

One line per verb on stdout, `ok NAME` or `FAIL NAME: WHY`.
"""

import json
import logging
import subprocess
import sys

from kazoo.client import KazooClient
from kazoo.exceptions import KazooException
from kazoo.security import ACL, Id

HOSTS, ZKCTL, CLASSPATH = sys.argv[1:4]

# The hash of bob:secret, as servers keep it.
BOB = "digest:bob:XDkd2dsEuhc9ImU3q8pa8UOdtpI=:cdrwa"

# The verb, its path and what it takes; versions are given where one is wanted.
STEPS = [
    ("create", "/a", "one"),
    ("create", "/a", "again"),
    ("create", "/no/parent", "x"),
    ("create", "/a/b", "two"),
    ("create -s", "/a/seq-", "x"),
    ("create -s", "/a/seq-", "y"),
    ("get", "/a/b"),
    ("get", "/nope"),
    ("set", "/a/b", "three"),
    ("set", "/a/b", "no", 0),
    ("set", "/a/b", "four", 1),
    ("set", "/nope", "x"),
    ("stat", "/a"),
    ("stat", "/a/b"),
    ("stat", "/nope"),
    ("ls", "/a"),
    ("ls", "/a/b"),
    ("ls", "/nope"),
    ("create acl", "/shut", "x", "world:anyone:r," + BOB),
    ("getAcl", "/shut"),
    ("getAcl", "/a"),
    ("getAcl", "/nope"),
    ("set", "/shut", "not permitted"),
    ("create", "/shut/child", "not permitted"),
    ("get", "/shut"),
    ("setAcl", "/a/b", "world:anyone:rwa"),
    ("setAcl", "/shut", "world:anyone:r"),
    ("setAcl", "/nope", "world:anyone:r"),
    ("getAcl", "/a/b"),
    ("stat", "/a/b"),
    ("delete", "/a"),
    ("delete", "/a/b", 7),
    ("delete", "/a/seq-0000000001"),
    ("delete", "/nope"),
    ("create", "/tree", "x"),
    ("create", "/tree/deep", "x"),
    ("create", "/tree/deep/er", "x"),
    ("deleteall", "/tree"),
    ("ls", "/tree"),
    ("create", "/a/seq-0000000002x", "umlaut-ä-日本"),
    ("get", "/a/seq-0000000002x"),
    ("delete", "/a/b", 2),
    ("ls", "/a"),
]


class Zkctl:
    """Each verb is a run of its own; answers are its JSON."""

    root = "/zkctl"

    def run(self, verb, path, *more):
        verb, _, flag = verb.partition(" ")
        words = [verb] if not flag or flag == "acl" else [verb, flag]
        values = [word for word in more if isinstance(word, str)]
        if flag == "acl":
            values = [values[0], "--acl", values[1]]
        for version in (word for word in more if isinstance(word, int)):
            values += ["-v", str(version)]
        yes = ["-y", "--no-undo"] if verb == "deleteall" else []
        done = subprocess.run(
            [ZKCTL, "-C", HOSTS + self.root, "-o", "json", *words, path, *values, *yes],
            capture_output=True, timeout=40, stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            return json.loads(done.stderr)["error"]["code"]
        answer = json.loads(done.stdout)
        match verb:
            case "create":
                return answer["path"]
            case "get":
                return answer["value"]["data"]
            case "ls":
                return sorted(answer["children"])
            case "stat":
                names = ["version", "cversion", "aversion", "data_length", "num_children"]
                return [answer["stat"][name] for name in names]
            case "getAcl":
                return sorted((e["scheme"], e["id"], "".join(sorted(e["perms"]))) for e in answer["acl"])
        return "done"


def kazoo_acl(text):
    """SCHEME:ID:PERMS[,…] as kazoo has it; a digest's id has a colon of its own."""
    bits = dict(r=1, w=2, c=4, d=8, a=16)
    out = []
    for entry in text.split(","):
        scheme, rest = entry.split(":", 1)
        name, letters = rest.rsplit(":", 1)
        out.append(ACL(sum(bits[letter] for letter in letters), Id(scheme, name)))
    return out


def plain_acl(acls):
    letters = {1: "r", 2: "w", 4: "c", 8: "d", 16: "a"}
    perms = lambda acl: "".join(sorted(letter for bit, letter in letters.items() if acl.perms & bit))
    return sorted((acl.id.scheme, acl.id.id, perms(acl)) for acl in acls)


class Kazoo:
    """One session; answers are its own values."""

    root = "/kazoo"

    def __init__(self):
        self.zk = KazooClient(hosts=HOSTS + self.root)
        self.zk.start(timeout=20)

    def run(self, verb, path, *more):
        try:
            return self.call(verb, path, *more)
        except KazooException as error:
            return type(error).__name__.removesuffix("Error")

    def call(self, verb, path, *more):
        zk, version = self.zk, more[-1] if more and isinstance(more[-1], int) else -1
        match verb:
            case "create":
                return zk.create(path, more[0].encode())
            case "create -s":
                return zk.create(path, more[0].encode(), sequence=True)
            case "create acl":
                return zk.create(path, more[0].encode(), acl=kazoo_acl(more[1]))
            case "get":
                return zk.get(path)[0].decode()
            case "set":
                zk.set(path, more[0].encode(), version)
            case "stat":
                stat = zk.get(path)[1]
                return [stat.version, stat.cversion, stat.aversion, stat.dataLength, stat.numChildren]
            case "ls":
                return sorted(zk.get_children(path))
            case "getAcl":
                return plain_acl(zk.get_acls(path)[0])
            case "setAcl":
                zk.set_acls(path, kazoo_acl(more[0]))
            case "delete":
                zk.delete(path, version)
            case "deleteall":
                zk.delete(path, recursive=True)
        return "done"


class ZkCli:
    """One run for all verbs, since each takes a second; answers are what it prints."""

    root = "/zkcli"
    end = "ZooKeeper CLI version: "
    errors = {
        "Node already exists: ": "NodeExists", "Node does not exist: ": "NoNode", "Node not empty: ": "NotEmpty",
        "version No is not valid : ": "BadVersion", "Insufficient permission : ": "NoAuth",
    }

    def __init__(self):
        lines = [f"{self.line(*step)}\nversion\n" for step in STEPS]
        done = subprocess.run(
            ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Dfile.encoding=UTF-8",
             "-Dsun.stdout.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstdin.encoding=UTF-8",
             "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Djline.terminal=none",
             "-cp", CLASSPATH, "org.apache.zookeeper.ZooKeeperMain", "-waitforconnection",
             "-server", HOSTS + self.root],
            input="".join(lines).encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
        )
        self.parts = iter(done.stdout.decode().split(self.end))

    def line(self, verb, path, *more):
        words = [str(word) for word in more if not isinstance(word, int)]
        versions = [f"-v {word}" for word in more if isinstance(word, int)]
        words = [f'"{word}"' if " " in word else word for word in words]
        return " ".join([verb.removesuffix(" acl"), *versions, path, *words])

    def run(self, verb, path, *_):
        part = next(self.parts, "")
        for text, name in self.errors.items():
            if text in part:
                return name
        # Behind the version's number and, at the start, what the client says of itself.
        lines = [line for line in part.splitlines() if line.strip()]
        match verb.partition(" ")[0]:
            case "create":
                return next(line for line in lines if line.startswith("Created ")).removeprefix("Created ")
            case "get":
                return lines[-1]
            case "ls":
                return sorted(name for name in lines[-1].strip("[]").split(", ") if name)
            case "stat":
                values = dict(line.split(" = ") for line in lines if " = " in line)
                number = lambda name: int(values[name], 16 if values[name].startswith("0x") else 10)
                return [number(n) for n in ("dataVersion", "cversion", "aclVersion", "dataLength", "numChildren")]
            case "getAcl":
                ids = [line[1:].split(",'", 1) for line in lines if line.startswith("'")]
                perms = ["".join(sorted(line[2:])) for line in lines if line.startswith(": ")]
                return sorted((scheme, name, letters) for (scheme, name), letters in zip(ids, perms, strict=True))
        return "done"


def tree(zk, path):
    """Everything of a subtree but zxids and times."""
    stat = zk.exists(path)
    data = zk.get(path)[0]
    names = sorted(zk.get_children(path))
    own = (data, plain_acl(zk.get_acls(path)[0]), stat.version, stat.cversion, stat.aversion, stat.ephemeralOwner)
    out = {"": own}
    for name in names:
        for below, value in tree(zk, f"{path}/{name}").items():
            out[f"/{name}{below}"] = value
    return out


def check(name, answers):
    """All answers must be that of kazoo."""
    expected = answers["Kazoo"]
    for who, seen in answers.items():
        if seen != expected:
            print(f"FAIL {name}: {who} says {seen!r}, kazoo {expected!r}")
            return 1
    print(f"ok {name}")
    return 0


def main():
    logging.basicConfig(level=logging.CRITICAL)
    judge = KazooClient(hosts=HOSTS)
    judge.start(timeout=20)
    for who in (Zkctl, Kazoo, ZkCli):
        judge.create(who.root)
    runners = [Zkctl(), Kazoo(), ZkCli()]
    failures = 0
    for number, step in enumerate(STEPS, 1):
        answers = {type(runner).__name__: runner.run(*step) for runner in runners}
        failures += check(f"{number:02} {step[0]} {step[1]}", answers)
    failures += check("the trees at the end", {type(r).__name__: tree(judge, r.root) for r in runners})
    return failures


sys.exit(1 if main() else 0)
