"""kazoo over TLS and SASL: `python kazoo_secure PLAIN SECURE CA CERT_AND_KEY`. A line per case, `ok NAME` or `FAIL NAME: WHY`."""

import logging
import sys

from kazoo.client import KazooClient
from kazoo.security import make_acl

logging.basicConfig(level=logging.CRITICAL)
plain, secure, ca, pem = sys.argv[1:5]
failures = 0


def case(name, expected, **options):
    """`expected` is an identity that may write what it alone may read; none: nothing is served."""
    global failures
    client = KazooClient(timeout=10.0, **options)
    try:
        client.start(timeout=15)
        connected = True
    except Exception as error:
        connected, why = False, error
    try:
        if not connected:
            assert expected is None, "no connection: %r" % (why,)
        elif expected is None:
            # kazoo calls itself connected before it has logged in.
            try:
                client.exists("/")
            except Exception:
                pass
            else:
                assert False, "it is served"
        else:
            path = "/" + name.replace(" ", "-")
            client.create(path, b"x" * 300_000, acl=[make_acl(*expected, all=True)])
            assert client.get(path)[0] == b"x" * 300_000, "other data"
        print("ok", name)
    except Exception as error:
        failures += 1
        print("FAIL %s: %r" % (name, error))
    client.stop()
    client.close()


tls = {"hosts": secure, "use_ssl": True, "ca": ca, "verify_certs": True}
case("kazoo over TLS", ("world", "anyone"), **tls)
case("kazoo with a certificate", ("x509", "CN=ops"), certfile=pem, keyfile=pem, **tls)


def sasl(password):
    return {"mechanism": "DIGEST-MD5", "username": "bob", "password": password}


case("kazoo by SASL", ("sasl", "bob"), hosts=plain, sasl_options=sasl("secret"))
case("kazoo by SASL over TLS", ("sasl", "bob"), sasl_options=sasl("secret"), **tls)
case("kazoo by SASL, wrong password", None, hosts=plain, sasl_options=sasl("wrong"))
sys.stdout.flush()
sys.exit(1 if failures else 0)
