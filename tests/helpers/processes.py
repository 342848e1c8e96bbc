"""The reading processes that this program runs just now."""

from __future__ import annotations

import os
import subprocess

from app.extraction.workers import process


def worker_processes() -> set[int]:
    """Return the process ids of the reading workers that this process started and that still run."""
    listed = subprocess.run(
        # Twice wide: the command line is wanted whole, however long the path of the checkout is.
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [row.split(maxsplit=1) for row in listed.stdout.splitlines()]
    return {int(pid) for pid, command in rows if process.__name__ in command}
