"""One folder for everything a test run leaves on the way: taken away at its end, or by the next run if it was killed.

The processes of a run share it, whoever of them makes something in it and however they end.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_NAMED = "TIEOUT_TEST_SCRATCH"
_PREFIX = "tieout-tests-"


def begin(place: Path) -> Path:
    """Return the run's folder in ``place``: where ``tempfile`` makes things now, here and in what is started."""
    named = os.environ.get(_NAMED)
    if named is None:
        sweep(place)
        named = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place)
        atexit.register(shutil.rmtree, named, ignore_errors=True)
        os.environ[_NAMED] = os.environ["TMPDIR"] = named
    tempfile.tempdir = named
    return Path(named)


def sweep(place: Path) -> None:
    """Remove the folders of runs that are no more."""
    for folder in place.glob(f"{_PREFIX}*-*"):
        if not _runs(folder.name.removeprefix(_PREFIX).partition("-")[0]):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(number: str) -> bool:
    """Tell whether a process runs; where that cannot be asked without ending it, it may."""
    if os.name != "posix" or not number.isdecimal():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
