"""Writing a file whole or not at all, and saying what stands against it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.domain.durable import make_folder, move_into_place
from app.domain.errors import EnvironmentFault
from app.domain.own_files import refuse_own_file


def write_whole(target: Path, write: Callable[[Path], object]) -> str:
    """Let ``write`` fill a file beside the target and put it in its place once it is whole; return its SHA-256.

    A device or a pipe keeps its place: what was written is poured into it.

    Raises:
        InputError: ``desks_own_file``; the target is a file that a desk is kept in.
        EnvironmentFault: The file cannot be written.
    """
    try:
        refuse_own_file(target)
        if target.exists() and not target.is_file() and not target.is_dir():
            return _poured(target, write)
        return _replaced(target, write)
    except OSError as error:
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: OSError) -> EnvironmentFault:
    """Return the fault of a file that the machine refuses."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return EnvironmentFault(
        "disk_full" if full else "folder_not_writable",
        f"{target} cannot be written: {error.strerror or error}.",
        next_step="Free some space and export again." if full else "Choose another folder, or close the file.",
        context={"path": str(target)},
    )


def _replaced(target: Path, write: Callable[[Path], object]) -> str:
    make_folder(target.parent)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        write(partial)
        sha256 = _hash_of(partial)
        move_into_place(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return sha256


def _poured(target: Path, write: Callable[[Path], object]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        write(whole)
        with whole.open("rb") as source, target.open("wb") as device:
            shutil.copyfileobj(source, device)
        return _hash_of(whole)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
