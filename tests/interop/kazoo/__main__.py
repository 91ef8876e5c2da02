"""The kazoo suite: `python kazoo HOST:PORT`. One line per case on stdout, `ok NAME` or `FAIL NAME: WHY`."""

import logging
import os
import sys

import basics  # noqa: F401  registers its cases
import recipes  # noqa: F401  registers its cases
import cases

logging.basicConfig(level=logging.ERROR)
failures = cases.run(sys.argv[1])
# Threads of a failed case may still hang in the client: leave without waiting for them.
sys.stdout.flush()
os._exit(1 if failures else 0)
