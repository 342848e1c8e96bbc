"""Files that are written whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

# Nobody writes one file for a day: what is older was left by a program that was killed.
_LEFT_BEHIND = timedelta(days=1)


def make_folder(folder: Path) -> None:
    """Make a folder where there is none."""
    folder.mkdir(parents=True, exist_ok=True)


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
