"""kazoo's own test suite, which comes with its package, against a server that runs already:

    python kazoo_own HOST:PORT MAJOR.MINOR.PATCH

Its harness wants to start Java servers itself; it gets a stand-in for its cluster here. One line per test on stdout,
`ok NAME` or `FAIL NAME: WHY`.
"""

import os
import sys
import types

# Only used to make certificates, which no test left here needs.
for name in ("OpenSSL", "jks"):
    sys.modules[name] = types.ModuleType(name)

import kazoo.testing.harness as harness  # noqa: E402
import kazoo.tests  # noqa: E402
import pytest  # noqa: E402

HOSTS, VERSION = sys.argv[1:]
os.environ["ZOOKEEPER_VERSION"] = VERSION

# Tests that stop servers, want an ensemble, TLS or SASL, or other libraries.
LEFT_OUT = (
    "test_sasl or test_gevent or test_eventlet or ssl or read_only or reconfig or test_update_host_list"
    " or dirty_sock or test_build or test_request_queuing_session"
)


class Server:
    """Runs from before the first test until after the last."""

    address = HOSTS
    running = True
    client_port = int(HOSTS.rsplit(":", 1)[1])


class Cluster(list):
    """One server; it outlives the classes that would end it."""

    def terminate(self):
        pass


harness.get_global_cluster = lambda: Cluster([Server()])


class Lines:
    """Reports each test in a line."""

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.split("/")[-1]
        if report.failed:
            why = report.longrepr.reprcrash.message if hasattr(report.longrepr, "reprcrash") else str(report.longrepr)
            print(f"\nFAIL {name}: {why}".replace("\n", " ").replace(" FAIL", "\nFAIL", 1), flush=True)
        elif report.when == "call" and report.passed:
            print(f"\nok {name}", flush=True)


options = ["-q", "--no-header", "-p", "no:cacheprovider", "-k", f"not ({LEFT_OUT})"]
code = pytest.main([*options, os.path.dirname(kazoo.tests.__file__)], plugins=[Lines()])
sys.stdout.flush()
os._exit(int(code))
