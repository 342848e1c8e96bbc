"""Reading ``match_weights.toml``: whole numbers, every level there is, every fault of the file at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from app.domain.errors import EnvironmentFault
from app.matching.likeness import LEVELS
from app.matching.weights import Weights

_VERSION = 1
_SHAPE = ("prior", "split", "merged", "margin")
# Fifty bits: no evidence on paper tells more.
_LARGEST = 500


def parse_weights(text: str) -> Weights:
    """Read the weights.

    Raises:
        EnvironmentFault: ``bad_match_weights``; its context's ``faults`` lists everything wrong, one a line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused([f"not readable as TOML: {error}"]) from error
    faults = list(_unknown(data, ("version", "shape", *LEVELS), ""))
    if data.get("version") != _VERSION:
        faults.append(f"version must be {_VERSION}, not {data.get('version')!r}")
    shape = _numbers(data, "shape", _SHAPE, faults)
    levels = {
        f"{kind}.{name}": weight
        for kind, names in LEVELS.items()
        for name, weight in _numbers(data, kind, names, faults).items()
    }
    faults += [f"shape.{name} must not be above zero" for name in _SHAPE[:3] if shape.get(name, 0) > 0]
    if shape.get("margin", 1) < 1:
        faults.append("shape.margin must be above zero: without it every tie would be settled by chance")
    if faults:
        raise _refused(faults)
    return Weights(MappingProxyType(levels), shape["prior"], shape["split"], shape["merged"], shape["margin"])


def _numbers(data: Mapping[str, object], name: str, keys: Iterable[str], faults: list[str]) -> dict[str, int]:
    """Return the whole numbers of a table under the names of its keys; keys are written small in the file."""
    table = data.get(name)
    if not isinstance(table, dict):
        faults.append(f"the table [{name}] is missing")
        return {}
    written = {key.lower(): key for key in keys}
    faults += _unknown(table, written, f"{name}.")
    found: dict[str, int] = {}
    for key, level in written.items():
        value = table.get(key)
        if key not in table:
            faults.append(f"{name}.{key} is missing")
        elif isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
            faults.append(f"{name}.{key} must be a whole number from -{_LARGEST} to {_LARGEST}, not {value!r}")
        else:
            found[level] = value
    return found


def _unknown(table: Mapping[str, object], known: Iterable[str], prefix: str) -> Iterable[str]:
    names = list(known)
    for key in table:
        if key not in names:
            close = get_close_matches(key, names, n=1, cutoff=0.5)
            yield f"{prefix}{key} is not known" + (f"; did you mean {close[0]!r}?" if close else "")


def _refused(faults: list[str]) -> EnvironmentFault:
    return EnvironmentFault(
        "bad_match_weights",
        f"match_weights.toml cannot be used: {'; '.join(faults)}.",
        next_step="Restore the file that came with the program, or install the program again.",
        context={"faults": "\n".join(faults)},
    )
