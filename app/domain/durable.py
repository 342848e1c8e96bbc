"""Files that take another's place whole, and stay so when the power goes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in this folder survives a power cut (where the system lets us)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder, and those it lies in, where there is none; its name survives a power cut.

    Raises:
        OSError: The disk or a folder does not let us, or a file stands in the way.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=mode, exist_ok=True)
    sync_folder(folder.parent)


def move_into_place(partial: Path, target: Path) -> None:
    """Give a file that is written its name: its bytes reach the disk first, then the name does.

    Raises:
        OSError: The disk or the folder does not let us; the target is as it was, or whole.
    """
    with partial.open("r+b") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    sync_folder(target.parent)


def move_into_free_place(partial: Path, target: Path) -> None:
    """Give a file that is written a name that nobody has yet, as one step, so that of two programs one is refused.

    Its first name may stay, for the caller to drop.

    Raises:
        FileExistsError: Something stands at the target; it is as it was.
        OSError: The disk or the folder does not let us.
    """
    with partial.open("r+b") as file:
        os.fsync(file.fileno())
    if os.name == "nt":
        partial.rename(target)  # refused there where something has the name
    else:
        _link(partial, target)
    sync_folder(target.parent)


def _link(partial: Path, target: Path) -> None:
    try:
        os.link(partial, target)
    except OSError as error:
        # Sticks and network drives know no second name of a file: there looking first is the best that can be done.
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        partial.replace(target)
