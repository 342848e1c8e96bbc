"""Processor time of the programs that this one starts: each may use so much, however busy the machine is.

Time on the clock says little of how hard a page is where many share a machine. A program that is started inherits the
limit of the one that starts it, so that is lowered for the moment; what this process has used itself counts for
nothing meanwhile. On Windows the clock and the job object decide alone.

One page may need several runs; what they may use together is an allowance.
"""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_BUSY = 3  # times as much on the clock, where a system does not tell what programs used
_OVERLOADED, _UNLIMITED = 12, 5  # times as much on the clock, where processor time is limited, and where it is not


class Allowance:
    """Processor time that all programs started for one thing, such as a page, may use together.

    What a program has used counts once it has ended.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun = _used()

    def left(self, most: int) -> int:
        """Return how many seconds the next program may use, at most ``most``; 0 where less than one is left."""
        return min(most, math.floor(self._seconds - (_used() - self._begun)))


def _used() -> float:
    """Return what the programs used that were started here and have ended."""
    if sys.platform != "win32":
        import resource

        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended.ru_utime + ended.ru_stime
    else:  # noqa: RET505 - for one system the other branch is no code at all
        return time.monotonic() / _BUSY


@contextmanager
def children_limited(seconds: int) -> Iterator[None]:
    """Let each program that is started inside use at most so many seconds of processor time.

    Signals can only be taken by the main thread, which is the one that reads in a worker; elsewhere nothing changes.
    """
    if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
        import resource
        import signal

        before = resource.getrlimit(resource.RLIMIT_CPU)
        soft, hard = before
        known = [one for one in (soft, hard) if one != resource.RLIM_INFINITY]
        # a handler, unlike a signal that is ignored, is not passed on to what is started
        handler = signal.signal(signal.SIGXCPU, lambda *_: None)
        resource.setrlimit(resource.RLIMIT_CPU, (min([seconds, *known]), hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_CPU, before)
            signal.signal(signal.SIGXCPU, handler)
    else:
        yield


def clock_for(seconds: int) -> int:
    """Return the seconds on the clock after which a program that may use so many of the processor's is given up.

    Where the processor's are limited, the clock only ends what stands still; many may share the machine.
    """
    return seconds * (_UNLIMITED if sys.platform == "win32" else _OVERLOADED)


def ended_by_time(status: int) -> bool:
    """Tell whether a program with this exit status used up its processor time."""
    if sys.platform != "win32":
        import signal

        return status == -signal.SIGXCPU
    else:  # noqa: RET505 - for one system the other branch is no code at all
        return False
