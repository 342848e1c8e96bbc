"""The plain bytes of an encrypted file for as long as a worker reads it, in memory where the system has such files.

On Linux the bytes are in a file without a name that lives in memory: when the program ends, however it ends, nothing is
left. Elsewhere they are in a file that only its owner can read, removed as soon as it was read; one that a killed
program left is removed at the next start.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.storage.faults import machine_faults
from app.storage.files import sweep

_PREFIX = "tieout-plain-"


@dataclass(frozen=True, slots=True)
class PlainView:
    """A path under which plain bytes can be read until it is closed."""

    path: Path
    handle: int | None

    def close(self) -> None:
        """Let the bytes go."""
        with suppress(OSError):
            if self.handle is not None:
                os.close(self.handle)
            else:
                self.path.unlink()


def plain_view(parts: Iterable[bytes]) -> PlainView:
    """Return a view of these bytes. Raises EnvironmentFault where there is no room."""
    with machine_faults(Path(tempfile.gettempdir())):
        view = _in_memory() or _on_disk()
    try:
        with machine_faults(view.path), open(view.handle if view.handle is not None else view.path, "wb",
                                             closefd=view.handle is None) as file:  # fmt: skip
            for part in parts:
                file.write(part)
    except BaseException:
        view.close()
        raise
    return view


def sweep_views(now: datetime) -> None:
    """Remove what a killed program left behind."""
    sweep(Path(tempfile.gettempdir()), f"{_PREFIX}*", now)


def _in_memory() -> PlainView | None:
    if not hasattr(os, "memfd_create"):
        return None
    handle = os.memfd_create(_PREFIX)
    path = Path(f"/proc/{os.getpid()}/fd/{handle}")
    if path.exists():
        return PlainView(path, handle)
    os.close(handle)
    return None


def _on_disk() -> PlainView:
    handle, name = tempfile.mkstemp(prefix=_PREFIX)
    os.close(handle)
    return PlainView(Path(name), None)
