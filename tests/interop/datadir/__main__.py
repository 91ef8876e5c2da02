"""Drives one server while its data directory is handed from one implementation to the other.

    python datadir write HOST:PORT ROUND STATE    many writes of every kind; round 1 leaves two sessions open in STATE
    python datadir dump HOST:PORT FILE            the whole tree: data, ACL and every field of the stat
    python datadir diff FILE FILE                 fails with the differences
    python datadir reattach HOST:PORT STATE       takes the longer session over and leaves it open again
    python datadir expired HOST:PORT STATE        waits for the end of the shorter session
    python datadir close HOST:PORT STATE          takes the longer session over and closes it
"""

import logging
import os
import sys

import owners
import tree
import writer

logging.basicConfig(level=logging.CRITICAL)
command, arguments = sys.argv[1], sys.argv[2:]
actions = {
    "write": lambda hosts, number, state: writer.write(hosts, int(number), state),
    "dump": tree.dump,
    "diff": tree.diff,
    "reattach": owners.reattach,
    "expired": owners.expired,
    "close": owners.close,
}
try:
    actions[command](*arguments)
except AssertionError as error:
    print(error)
    code = 1
else:
    code = 0
# Leaves open sessions open: nothing of the clients may run at exit.
sys.stdout.flush()
os._exit(code)
