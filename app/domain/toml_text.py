"""TOML from people's files: read with the limits that the library does not have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

_MOST_PARTS = 40
# The library takes quadratic time over a key of many parts; nobody's settings are nested so deep.
_LONG_KEY = re.compile(rf"""(?:[\w\-"']{{1,80}}[ \t]*\.[ \t]*){{{_MOST_PARTS}}}""")


def load_toml(text: str, parse_float: Callable[[str], Any]) -> dict[str, Any]:
    """Return what a text from outside says, its fractions as ``parse_float`` makes them.

    Raises:
        ValueError: It is not TOML, is nested too deep, or has a number too long to be one.
    """
    if _LONG_KEY.search(text):
        raise ValueError(f"a name in it has more than {_MOST_PARTS} parts")
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
