"""The little frame around the cases: registry, deadline per case, one result line each."""

import threading
import time
import traceback

from kazoo.client import KazooClient
from kazoo.protocol.connection import _CONNECTION_DROP

LIMIT_S = 45
_cases = []
_clients = []
_hosts = None


def case(function):
    """Registers a case. It gets a connected client and a path of its own, which exists."""
    _cases.append(function)
    return function


def client(**options):
    """Another connected client, closed when its case ends."""
    options.setdefault("timeout", 10.0)
    made = KazooClient(hosts=_hosts, **options)
    _clients.append(made)
    made.start(timeout=20)
    return made


def drop_connection(zk):
    """Cuts the socket under a client; it comes back by itself with the same session."""
    zk._call(_CONNECTION_DROP, zk.handler.async_result())


def eventually(condition, what, limit_s=20):
    """Polls until `condition` holds and returns what it returned."""
    deadline = time.monotonic() + limit_s
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {limit_s} s: {what}"
        time.sleep(0.01)


def equal(seen, expected):
    assert seen == expected, f"expected {expected!r}, saw {seen!r}"


def raises(error, function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
    except error:
        return
    except Exception as other:
        raise AssertionError(f"expected {error.__name__}, got {other!r}") from other
    raise AssertionError(f"expected {error.__name__}, it returned {result!r}")


def run(hosts):
    """Runs every case in a thread of its own; returns how many failed."""
    global _hosts
    _hosts = hosts
    failures = 0
    for function in _cases:
        failures += _run_one(function)
    return failures


def _run_one(function):
    trouble = []

    def body():
        try:
            zk = client()
            path = "/kazoo/" + function.__name__
            zk.ensure_path(path)
            function(zk, path)
        except BaseException as error:
            traceback.print_exc()
            trouble.append(f"{type(error).__name__} {error}".replace("\n", " "))

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    thread.join(LIMIT_S)
    if thread.is_alive():
        trouble.append(f"still running after {LIMIT_S} s")
    while _clients:
        leftover = _clients.pop()
        leftover.stop()
        leftover.close()
    name = function.__name__
    print(f"FAIL {name}: {trouble[0]}" if trouble else f"ok {name}", flush=True)
    return len(trouble)
