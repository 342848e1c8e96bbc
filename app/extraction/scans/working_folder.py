"""A folder for what tesseract is given to read, gone when it is through."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import EnvironmentFault

NO_TEMP_FOLDER = "no_temp_folder"


@contextmanager
def working_folder(prefix: str) -> Iterator[Path]:
    """Make a folder that is ours alone.

    Raises:
        EnvironmentFault: The system's folder for temporary files is full, gone or cannot be written (no_temp_folder).
    """
    try:
        made = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    except OSError as error:
        raise no_room(error) from error
    with made as folder:
        yield Path(folder)


def no_room(error: OSError) -> EnvironmentFault:
    """Say that the system's folder for temporary files cannot be written, and why."""
    return EnvironmentFault(
        NO_TEMP_FOLDER,
        f"The folder for temporary files cannot be written: {error.strerror or error}.",
        next_step="Make room in it, or name another one (TMPDIR), then Retry.",
    )
