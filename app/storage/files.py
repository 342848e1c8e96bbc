"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

# Nobody writes one file for a day: what is older was left by a program that was killed.
_LEFT_BEHIND = timedelta(days=1)


def make_folder(folder: Path) -> None:
    """Make a folder where there is none."""
    folder.mkdir(parents=True, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in this folder survives a power cut (where the system lets us)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop(path: Path) -> None:
    """Remove what is not needed any more; where even that fails, the next sweep takes it."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def sweep(folder: Path, pattern: str, now: datetime) -> None:
    """Remove half-written files that a killed program left, as far as the system lets us."""
    for path in folder.glob(pattern):
        with suppress(OSError):
            if path.stat().st_mtime < (now - _LEFT_BEHIND).timestamp():
                path.unlink()
