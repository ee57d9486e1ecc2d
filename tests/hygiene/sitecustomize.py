"""Closes the network to every Python process of a test run, the ones that tests start included.

Python imports this file by itself at start when its folder is on PYTHONPATH (tests/conftest.py puts
it there). Only loopback and Unix sockets stay open. An attempt is refused and written to
CASELOAD_TESTS_NETWORK_LOG as well, so that code which swallows the refusal is caught all the same.
"""

from __future__ import annotations

import os
import sys

_WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
_LOOPBACK = {"", "localhost", "::1", "0.0.0.0", "::", "None"}


class NetworkReached(ConnectionRefusedError):
    """A test, or the code it runs, tried to leave this machine."""


def _host(event: str, arguments: tuple[object, ...]) -> str:
    if event.startswith("socket.get"):
        host = arguments[0]
    else:
        address = arguments[1]  # a Unix socket's is no tuple
        host = address[0] if isinstance(address, tuple) and address else ""
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _WATCHED:
        return
    host = _host(event, arguments)
    if host in _LOOPBACK or host.startswith("127."):
        return
    log = os.environ.get("CASELOAD_TESTS_NETWORK_LOG")
    if log:
        with open(log, "a", encoding="utf-8") as lines:
            lines.write(f"{event} {host}\n")
    raise NetworkReached(f"the network is closed in tests: {event} {host}")


sys.addaudithook(_refuse)
