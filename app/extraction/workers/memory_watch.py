"""Looks at the memory of a worker and all it started, where no kernel limit keeps it: on macOS."""

from __future__ import annotations

import subprocess
import time

_EVERY = 0.25  # seconds; a look takes some milliseconds
_PATIENCE = 5.0  # seconds that a look may take


class MemoryWatch:
    """Tells whether a process group holds more memory than it may; asked often, it looks only now and then."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._next = 0.0

    def finds_too_much(self, group: int) -> bool:
        """Look, if it is time to, whether the processes of a group together hold more bytes than they may."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _EVERY
        return group_memory(group) > self._most


def group_memory(group: int) -> int:
    """Return how many bytes of memory the processes of a group hold together; 0 where the system does not tell.

    ``ps`` says it on every system that has process groups, and needs no library.
    """
    try:
        listed = subprocess.run(
            # a column without a heading ends its option, so each has one of its own
            ["ps", "-A", "-o", "pgid=", "-o", "rss="],
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    rows = (row.split() for row in listed.stdout.splitlines())
    return 1024 * sum(int(row[1]) for row in rows if len(row) == 2 and row[0] == str(group))
