"""The listening that every test stands under hears what reaches for a network, and nothing else."""

from __future__ import annotations

import socket
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.helpers import network


def test_reaching_for_a_network_is_heard() -> None:
    with network.reaching_is_meant() as heard:
        with socket.socket() as far, suppress(OSError):
            far.bind(("127.0.0.1", 0))
        with suppress(OSError):
            socket.getaddrinfo("localhost", 80)
    assert [one.partition(" ")[0] for one in heard] == ["socket.bind", "socket.getaddrinfo"]
    assert network.reached == []


def test_reaching_for_the_session_bus_is_heard() -> None:
    if hasattr(socket, "AF_UNIX"):
        with network.reaching_is_meant() as heard, socket.socket(socket.AF_UNIX) as bus, suppress(OSError):
            bus.connect("/nowhere/bus")
        assert [one.partition(" ")[0] for one in heard] == ["socket.connect"]


def test_a_local_socket_is_none() -> None:
    with network.reaching_is_meant() as heard, tempfile.TemporaryDirectory() as folder:
        if hasattr(socket, "AF_UNIX"):
            with socket.socket(socket.AF_UNIX) as near:
                near.bind(str(Path(folder) / "near"))
        first, second = socket.socketpair()
        first.close()
        second.close()
    assert heard == []
