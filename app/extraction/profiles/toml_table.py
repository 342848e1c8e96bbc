"""Takes typed values out of a TOML table and remembers everything that is wrong with it, each fault with its place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)

_NEARER = 0.65
_AT_TOP = "above the first line in square brackets"
# Where the keys belong that are most often written elsewhere: in TOML all that follows [recognise] is a part of it.
_PLACES = {
    **dict.fromkeys(("id", "version", "vendor_name", "vendor_id", "notes"), _AT_TOP),
    **dict.fromkeys(("date_order", "decimal_separator"), _AT_TOP),
    **dict.fromkeys(("item_code", "ignore", "price_basis", "billed_quantity", "last_line"), "under [lines]"),
    **dict.fromkeys(("tax_ids", "names", "words", "layout"), "under [recognise]"),
}


class Table:
    """One table of a profile file; every key that is asked for is known, the others are faults."""

    def __init__(self, values: Mapping[str, Any], where: str, faults: list[str]) -> None:
        self._values = values
        self._where = where
        self._known: list[str] = []
        self.faults = faults

    def fault(self, key: str, what: str) -> None:
        """Remember a fault of one key."""
        self.faults.append(f"{self._path(key)} {what}")

    def has(self, key: str) -> bool:
        """Tell whether the key is there."""
        return key in self._values

    def misspelt(self, *keys: str) -> bool:
        """Tell whether one of these keys is there under a name that is nearly its own, and a fault by itself."""
        return any(other not in keys and _near(other, keys) for other in self._values)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Return a text that is not blank."""
        value = self._take(key, required)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.fault(key, "must be a text that is not empty")
            return None
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, str) and value.strip():
            self.fault(key, f'must be a list: write ["{value.strip()}"]')
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fault(key, "must be a list of texts, none of them empty")
            return ()
        return tuple(item.strip() for item in value)

    def whole_number(self, key: str, *, required: bool = False) -> int | None:
        """Return a whole number of at least 1."""
        value = self._take(key, required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.fault(key, "must be a whole number of at least 1")
            return None
        return value

    def signed_number(self, key: str) -> int | None:
        """Return a whole number."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, "must be a whole number")
            return None
        return value

    def numbers(self, key: str, count: int) -> tuple[float, ...] | None:
        """Return a list of so many numbers."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != count or not all(_is_number(item) for item in value):
            self.fault(key, f"must be a list of {count} numbers")
            return None
        return tuple(float(item) for item in value)

    def choice(self, key: str, kind: type[E]) -> E | None:
        """Return one of the words of an enumeration."""
        value = self._take(key)
        if value is None:
            return None
        words = [member.value for member in kind]
        if not isinstance(value, str) or value not in words:
            self.fault(key, f"must be one of {', '.join(words)}{_near(str(value), words)}")
            return None
        return kind(value)

    def table(self, key: str) -> Table:
        """Return a table inside this one; an empty one if it is not there."""
        value = self._take(key)
        if value is None:
            return Table({}, self._path(key), self.faults)
        if not isinstance(value, Mapping):
            self.fault(key, "must be a table")
            return Table({}, self._path(key), self.faults)
        return Table(value, self._path(key), self.faults)

    def items(self) -> Iterable[tuple[str, Any]]:
        """Return all keys and values, and know them all."""
        self._known.extend(self._values)
        return self._values.items()

    def tables_by(self, kind: type[E], build: Callable[[Table], Any]) -> dict[E, Any]:
        """Build a value from each table inside whose key is a word of the enumeration."""
        words = [member.value for member in kind]
        built = {}
        for key in self._values:
            inner = self.table(key)
            if key not in words:
                self.fault(key, f"is not known{_near(key, words) or '; known are ' + ', '.join(words)}")
                continue
            if not isinstance(self._values[key], Mapping):
                continue  # a fault already
            built[kind(key)] = build(inner)
            inner.finish()
        return built

    def finish(self) -> None:
        """Remember every key that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                near = "" if key in _PLACES else _near(key, self._known)
                self.fault(key, f"is not known{near or _elsewhere(key)}")

    def _take(self, key: str, required: bool = False) -> Any:  # noqa: ANN401 - TOML holds anything
        self._known.append(key)
        value = self._values.get(key)
        if value is None and required:
            self.fault(key, "is missing")
        return value

    def _path(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 100_000


def _elsewhere(key: str) -> str:
    """Say where a key belongs that is not known where it stands; nothing where no key is called nearly so."""
    near = difflib.get_close_matches(key, _PLACES, n=1, cutoff=_NEARER)
    if not near:
        return ""
    return f" here; it belongs {_PLACES[key]}" if key in _PLACES else f"; {near[0]} stands {_PLACES[near[0]]}"


def _near(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
