"""Invoice files as they came: stored once under the hash of their bytes, never changed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import InputError
from app.storage.shelf import Shelf

# No invoice is so large, not even a scan that is kept though it is too large to be read; a film would fill the disk.
MOST_KEPT = 1 << 30
_CHUNK = 1 << 20
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"<?xml", ".xml"),
)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def store_file(source: Path, shelf: Shelf, expected: str) -> tuple[str, str]:
    """Copy a file onto a shelf under its hash, durably; return the hash and the name it got.

    Raises:
        InputError: The file cannot be read, is larger than any document, or its bytes are not those that were read as
            an invoice (``expected``).
        EnvironmentFault: The folder cannot be written, or holds other bytes under this hash.
    """
    found = hashlib.sha256()
    beginning = bytearray()

    def parts() -> Iterator[bytes]:
        for chunk in parts_of(source, MOST_KEPT):
            beginning.extend(chunk[: max(0, 1024 - len(beginning))])
            found.update(chunk)
            yield chunk

    def name() -> str:
        if expected and found.hexdigest() != expected:
            raise InputError(
                "changed_while_reading",
                f"{source.name} was changed after it was read.",
                next_step="Take it in again once nobody writes to it.",
                context={"file": source.name},
            )
        return found.hexdigest() + _suffix(bytes(beginning))

    shelf.put(parts(), name)
    return found.hexdigest(), name()


def parts_of(source: Path, most: int) -> Iterator[bytes]:
    """Yield the bytes of any file; what has more than ``most`` of them is refused.

    Raises:
        InputError: ``file_not_readable``, ``file_too_large``.
    """
    size = 0
    with _opened(source) as reading:
        if os.fstat(reading.fileno()).st_size > most:
            raise _too_large(source, most)
        for chunk in iter(partial(_next_part, reading, source), b""):
            size += len(chunk)
            if size > most:  # it grows
                raise _too_large(source, most)
            yield chunk


def _opened(source: Path) -> BinaryIO:
    """Open a file for reading.

    A device or a pipe never ends, or never begins: nothing of it is copied, and nobody waits for it.
    """
    try:
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return os.fdopen(handle, "rb")
        os.close(handle)
    except (OSError, ValueError) as error:
        raise _not_readable(source, getattr(error, "strerror", None) or str(error)) from error
    raise _not_readable(source, "it is no file but a folder, a device or a pipe")


def _next_part(reading: BinaryIO, source: Path) -> bytes:
    """Read on; a share that goes away in the middle costs this file, not the batch."""
    try:
        part = reading.read(_CHUNK)
    except OSError as error:
        raise _not_readable(source, error.strerror or str(error)) from error
    if part is None:  # what is opened without waiting, and gives nothing yet: a log of the kernel calls itself a file
        raise _not_readable(source, "it has nothing to read yet, and may never have")
    return part


def _too_large(source: Path, most: int) -> InputError:
    return InputError(
        "file_too_large",
        f"{source.name} is larger than {most // (1 << 20)} MB.",
        next_step="Take a smaller file, or the pages that matter.",
        context={"file": source.name},
    )


def _not_readable(source: Path, why: str) -> InputError:
    return InputError(
        "file_not_readable",
        f"{source.name} cannot be read: {why}.",
        next_step="Check that the file is still there and that you may read it.",
        context={"file": source.name},
    )


def _suffix(beginning: bytes) -> str:
    if b"%PDF-" in beginning:
        return ".pdf"
    return next((suffix for start, suffix in _BEGINNINGS if beginning.startswith(start)), ".bin")
