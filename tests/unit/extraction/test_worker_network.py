"""A worker reaches no network, and neither does anything it starts; reading goes on all the same (hostile files)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

from app.extraction.workers import handle
from app.extraction.workers.messages import Allowance, read_frame
from app.extraction.workers.worker import ReaderPool
from tests.helpers.papers import picture_of_invoice, scan_pdf
from tests.helpers.processes import worker_processes

_LINUX = sys.platform == "linux"

_CLOSED = "from app.extraction.workers.no_network import close_network; kernel = close_network(); "
# As on a system without the kernel's filter.
_CLOSED_BY_PYTHON = (
    "from app.extraction.workers import no_network; no_network._closed_by_kernel = lambda: False; "
    "kernel = no_network.close_network(); "
)
_TRY = """
try:
    {0}
    print("reached")
except OSError as refusal:
    print("refused", refusal.errno)
"""
_RAW = "import ctypes; library = ctypes.CDLL(None, use_errno=True); "
_RAW_SOCKET = "if library.socket({0}, 1, 0) < 0: raise OSError(ctypes.get_errno(), '')"


def _said(program: str) -> list[str]:
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return shown.stdout.split("\n")[:-1]


@pytest.mark.parametrize("closed", [_CLOSED, _CLOSED_BY_PYTHON], ids=["as here", "by Python alone"])
def test_python_in_a_worker_reaches_no_network(closed: str) -> None:
    ways = (
        "import socket; socket.socket(socket.AF_INET)",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.gethostbyname('localhost')",
    )
    assert _said(closed + "".join(_TRY.format(way) for way in ways)) == ["refused 13"] * len(ways)


def test_a_local_socket_is_none() -> None:
    program = _CLOSED + "import socket; one, other = socket.socketpair(); one.send(b'x'); print(other.recv(1))"
    assert _said(program) == ["b'x'"]


def test_where_the_kernel_refuses_no_library_gets_past_python() -> None:
    """The internet in two versions, the kernel's own messages, bare packets; a local socket is none."""
    tries = "".join(_TRY.format(_RAW_SOCKET.format(family)) for family in (2, 10, 16, 17, 1))
    said = _said(_CLOSED + _RAW + "\nprint(kernel)" + tries)
    assert said[-1] == "reached"
    assert said[:-1] == (["True", *["refused 13"] * 4] if _LINUX else ["False", *said[1:-1]])


def test_a_program_that_a_worker_starts_inherits_the_refusal() -> None:
    inner = _RAW + _TRY.format(_RAW_SOCKET.format(2))
    outer = _CLOSED + f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    assert _said(outer) == (["refused 13"] if _LINUX else ["reached"])


def test_scans_are_read_by_a_worker_without_a_network(tmp_path: Path) -> None:
    before = worker_processes()
    with ReaderPool(workers=1) as readers:
        reading = readers.submit(scan_pdf(tmp_path / "scan.pdf", picture_of_invoice(200))).result(timeout=120)
        (worker,) = worker_processes() - before
        status = Path(f"/proc/{worker}/status").read_text(encoding="ascii") if _LINUX else "Seccomp:\t2"
    assert reading.error is None
    assert reading.invoice is not None
    assert reading.invoice.lines
    assert "Seccomp:\t2" in status


def test_where_python_alone_refuses_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def without_filter(stream: IO[bytes], allowance: Allowance) -> dict[str, Any] | bytes | None:
        frame = read_frame(stream, allowance)
        ready = isinstance(frame, dict) and frame.get("event") == "ready"
        return {"event": "ready", "kernel_refuses_network": False} if ready else frame

    monkeypatch.setattr(handle, "read_frame", without_filter)
    handle._tell_of_python_alone.cache_clear()
    (tmp_path / "empty.pdf").write_bytes(b"%PDF-1.4")
    for _ in range(2):
        with ReaderPool(workers=1) as readers:
            assert readers.submit(tmp_path / "empty.pdf").result(timeout=120).error is not None
    assert [record.levelname for record in caplog.records] == (["WARNING"] if _LINUX else [])
