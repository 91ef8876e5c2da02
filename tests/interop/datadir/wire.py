"""Connections, and the requests kazoo does not know: containers, TTL nodes."""

import struct
import time

from kazoo.client import KazooClient
from kazoo.protocol.serialization import Create2


def connect(hosts, timeout=10.0, **options):
    """A client that may read and write everything."""
    zk = KazooClient(hosts=hosts, timeout=timeout, auth_data=[("digest", "super:interop")], **options)
    zk.start(timeout=20)
    return zk


class CreateContainer(Create2):
    type = 19


class CreateTtl(Create2):
    type = 21
    ttl_ms = 600_000

    def serialize(self):
        return super().serialize() + struct.pack("!q", self.ttl_ms)


class CreateShortTtl(CreateTtl):
    ttl_ms = 200


CONTAINER_FLAGS, TTL_FLAGS, TTL_SEQUENTIAL_FLAGS = 4, 5, 6


def call(zk, request):
    result = zk.handler.async_result()
    zk._call(request, result)
    return result.get(timeout=20)


def eventually(condition, what, limit_s=30):
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {limit_s} s: {what}"
        time.sleep(0.02)
