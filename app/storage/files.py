"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.durable import move_into_free_place

# Nobody writes one file for a day: what is older was left by a program that was killed.
_LEFT_BEHIND = timedelta(days=1)


def drop(path: Path) -> None:
    """Remove what is not needed any more; where even that fails, the next sweep takes it."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def left_behind(folder: Path, pattern: str, now: datetime | None = None) -> Iterator[Path]:
    """Yield half-written files and folders that a killed program left."""
    for path in folder.glob(pattern):
        with suppress(OSError):
            if path.stat().st_mtime < ((now or datetime.now(UTC)) - _LEFT_BEHIND).timestamp():
                yield path


def sweep(folder: Path, pattern: str, now: datetime) -> None:
    """Remove half-written files that a killed program left, as far as the system lets us."""
    for path in left_behind(folder, pattern, now):
        drop(path)


def write_new(target: Path, parts: Iterable[bytes]) -> None:
    """Write a file that must not stand yet, durably, whole or not at all.

    Raises:
        FileExistsError: Something stands at the target.
        OSError: The disk or the folder does not let us.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part)
        move_into_free_place(partial, target)
    finally:
        drop(partial)
