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
