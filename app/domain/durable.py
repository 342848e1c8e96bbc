"""Files that take another's place whole, and stay so when the power goes."""

from __future__ import annotations

import os
from pathlib import Path


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
