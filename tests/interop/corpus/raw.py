"""A client that never pings: its session expires, which kazoo would not let happen."""

import socket
import struct


def _string(text):
    raw = text.encode()
    return struct.pack("!i", len(raw)) + raw


class Silent:
    """A session that is kept only by what is asked of it."""

    def __init__(self, port, timeout_ms):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self._send(struct.pack("!iqiqi16s?", 0, 0, timeout_ms, 0, 16, b"", False))
        answer = self._receive()
        _, self.timeout_ms, self.session = struct.unpack("!iiq", answer[:16])
        self.xid = 0

    def create_ephemeral(self, path, data):
        self.xid += 1
        acl = struct.pack("!ii", 1, 31) + _string("world") + _string("anyone")
        body = _string(path) + struct.pack("!i", len(data)) + data + acl + struct.pack("!i", 1)
        self._send(struct.pack("!ii", self.xid, 1) + body)
        xid, zxid, error = struct.unpack("!iqi", self._receive()[:16])
        assert (xid, error) == (self.xid, 0), f"create {path}: error {error}"
        return zxid

    def _send(self, body):
        self.socket.sendall(struct.pack("!i", len(body)) + body)

    def _receive(self):
        (length,) = struct.unpack("!i", self._exactly(4))
        return self._exactly(length)

    def _exactly(self, count):
        out = b""
        while len(out) < count:
            part = self.socket.recv(count - len(out))
            assert part, "the server hung up"
            out += part
        return out
