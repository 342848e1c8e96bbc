"""The names of files and folders as they are given on the command line."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path


def given_path(text: str) -> Path:
    """Return a file or folder that was named; ``Path("")`` would be the current folder, which nobody asked for.

    Raises:
        ArgumentTypeError: The name is empty, as that of an unset variable in quotation marks is.
    """
    if not text.strip():
        raise ArgumentTypeError("the name is empty; for the current folder write .")
    return Path(text)


def new_file(text: str) -> Path:
    """Return a file that is to be written, in a folder that there is: a mistyped one would be made without a word.

    Raises:
        ArgumentTypeError: The name is empty, or the folder is not there.
    """
    path = given_path(text)
    if not path.parent.is_dir():
        raise ArgumentTypeError(f"there is no folder {path.parent} to write {path.name} into; make it, or name another")
    return path
