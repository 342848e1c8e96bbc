"""Reading of the TOML files under ``resources`` that carry the vocabulary."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def load_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        FileNotFoundError: The file is missing.
        ValueError: It is not TOML; the message names the file.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error


def strings(value: object, where: str) -> tuple[str, ...]:
    """Return a list of strings as a tuple.

    Raises:
        ValueError: It is anything else; ``where`` says which entry.
    """
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{where} must be a list of strings")
    return tuple(value)
