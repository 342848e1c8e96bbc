"""Hears whether this process reaches for a network: an audit hook, which nothing written in Python gets past."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_REACHING = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_ASKING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
_FAR = (socket.AF_INET, socket.AF_INET6)

reached: list[str] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    far = event in _REACHING and getattr(arguments[0], "family", None) in _FAR
    # The session bus leads to the keyring of whoever runs the tests.
    far |= event == "socket.connect" and "bus" in str(arguments[-1]).rpartition("/")[2]
    if far or event in _ASKING:
        reached.append(f"{event} {arguments[-1]!r}")


def listen() -> None:
    """Begin to hear; a hook stays as long as the process."""
    sys.addaudithook(_hear)


@contextmanager
def reaching_is_meant() -> Iterator[list[str]]:
    """Give what was reached for within, and forget it: for a test of the listening itself."""
    before = len(reached)
    found: list[str] = []
    try:
        yield found
    finally:
        found += reached[before:]
        del reached[before:]
