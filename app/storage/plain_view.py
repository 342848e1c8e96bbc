"""The plain bytes of an encrypted file for as long as a worker reads it: in memory where the system has such a place.

On Linux that is a file system in memory, so that plain bytes never reach the disk (unless memory itself is swapped
out); elsewhere it is the folder for temporary files. Only its owner can read a view. It is removed as soon as it was
read; what a killed program left is removed when the next one starts.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.storage.faults import machine_faults

_PREFIX = "tieout-plain-"
_LONGEST = 86400
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, for its owner only


@dataclass(frozen=True, slots=True)
class PlainView:
    """A path under which plain bytes can be read until it is closed; its folder holds nothing else."""

    path: Path

    def close(self) -> None:
        """Let the bytes go."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def plain_view(parts: Iterable[bytes], name: str) -> PlainView:
    """Return a view of these bytes, under this name. Raises EnvironmentFault where there is no room."""
    place = view_place()
    with machine_faults(place):
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    view = PlainView(folder / name)
    try:
        with machine_faults(place), view.path.open("xb") as file:
            for part in parts:
                file.write(part)
    except BaseException:
        view.close()
        raise
    return view


def view_place() -> Path:
    """Return the folder in which views are made."""
    return _MEMORY if os.access(_MEMORY, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())


def sweep_views() -> None:
    """Remove what killed programs of this account left behind; those of programs that run stay."""
    with suppress(OSError):
        for folder in view_place().glob(f"{_PREFIX}*"):
            number = folder.name.removeprefix(_PREFIX).partition("-")[0]
            if number.isdigit() and not _in_use(folder, int(number)):
                shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path, process: int) -> bool:
    """Tell whether the process that made a view still runs; Windows cannot say without harm, so there its age does."""
    if os.name == "nt":
        return folder.stat().st_mtime > time.time() - _LONGEST
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
