"""The tree as a client sees it, and what differs between two of them."""

import base64
import json

from wire import connect


def dump(hosts, file):
    zk = connect(hosts)
    nodes, todo = {}, ["/"]
    while todo:
        path = todo.pop()
        data, stat = zk.get(path)
        acl, _ = zk.get_acls(path)
        nodes[path] = {
            "data": None if data is None else base64.b64encode(data).decode(),
            "acl": [[entry.perms, entry.id.scheme, entry.id.id] for entry in acl],
            "stat": list(stat),
        }
        children = zk.get_children(path)
        todo += [path.rstrip("/") + "/" + child for child in children]
    with open(file, "w") as out:
        json.dump(nodes, out)
    zk.stop()


def diff(before_file, after_file):
    with open(before_file) as before, open(after_file) as after:
        before, after = json.load(before), json.load(after)
    differences = []
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            differences.append(f"{path}: before {_short(before.get(path))}, after {_short(after.get(path))}")
    assert len(before) > 100, "the tree is too small to prove anything"
    assert not differences, f"{len(differences)} nodes differ:\n" + "\n".join(differences[:20])


def _short(node):
    text = json.dumps(node)
    return text if len(text) < 400 else text[:400] + "..."
