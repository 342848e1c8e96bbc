"""What the exit status of every command means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """0 all went well; 1 some input could not be handled (each named on standard error); 2 the call was wrong."""

    OK = 0
    SOME_FAILED = 1
    WRONG_CALL = 2
