"""The sessions left open by the writer: taken over on the other server, expired there, or closed."""

import json

from wire import connect, eventually

LONG_S, SHORT_S = 40.0, 8.0


def leave_open(hosts, state):
    """Opens two sessions with ephemerals and writes down how to find them again."""
    found = {}
    for name, timeout in (("long", LONG_S), ("short", SHORT_S)):
        zk = connect(hosts, timeout=timeout)
        zk.ensure_path("/owned")
        paths = [zk.create(f"/owned/{name}", b"mine", ephemeral=True)]
        paths.append(zk.create(f"/owned/{name}-", b"", ephemeral=True, sequence=True))
        session, password = zk.client_id
        found[name] = {"session": session, "password": password.hex(), "paths": paths}
    with open(state, "w") as out:
        json.dump(found, out)


def reattach(hosts, state):
    zk, owned = _take_over(hosts, state)
    zk.create("/owned/after-takeover", b"", ephemeral=True)
    with open(state) as known:
        found = json.load(known)
    found["long"]["paths"] = owned["paths"] + ["/owned/after-takeover"]
    with open(state, "w") as out:
        json.dump(found, out)


def close(hosts, state):
    zk, owned = _take_over(hosts, state)
    zk.stop()
    _gone(connect(hosts), owned["paths"])


def expired(hosts, state):
    with open(state) as known:
        found = json.load(known)
    zk = connect(hosts)
    eventually(lambda: zk.exists(found["short"]["paths"][0]) is None, "the short session expires")
    _gone(zk, found["short"]["paths"])
    for path in found["long"]["paths"]:
        assert zk.exists(path), f"{path} went with another session"
    zk.stop()


def _take_over(hosts, state):
    with open(state) as known:
        owned = json.load(known)["long"]
    zk = connect(hosts, timeout=LONG_S, client_id=(owned["session"], bytes.fromhex(owned["password"])))
    assert zk.client_id[0] == owned["session"], f"the session is refused: 0x{owned['session']:x}"
    assert zk._session_timeout == LONG_S * 1000, f"another timeout: {zk._session_timeout}"
    for path in owned["paths"]:
        stat = zk.exists(path)
        assert stat, f"{path} is gone"
        assert stat.ephemeralOwner == owned["session"], f"{path} belongs to 0x{stat.ephemeralOwner:x}"
    return zk, owned


def _gone(zk, paths):
    left = [path for path in paths if zk.exists(path)]
    assert not left, f"left by a session that ended: {left}"
