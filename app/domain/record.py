"""Values as plain records (JSON types without floats) and back: how they travel between processes and are stored.

Decimals, dates and page coordinates become text, enumerations their value, so that the same value always gives the
same bytes (the journal's hashes depend on it). Reading back checks every type; unknown keys are refused. What a value
works out for itself when it is made (a field without ``init``) is no part of its record.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from app.domain.money import plain

T = TypeVar("T")
Record = dict[str, Any] | list[Any] | str | int | bool | None


def to_record(value: object) -> Any:
    """Turn a domain value into JSON types.

    Raises:
        TypeError: The value holds something that has no record form.
    """
    match value:
        case None | bool():
            return value
        case Enum():
            return value.value
        case int() | str():
            return value
        case Decimal():
            return plain(value)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case float():
            # Only coordinates on a page are floats; money and quantities are exact decimals.
            return f"{value:.3f}"
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {_key(k): to_record(v) for k, v in value.items()}
        case frozenset():
            return sorted(to_record(v) for v in value)
        case tuple() | list():
            return [to_record(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_record(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init}
    raise TypeError(f"{type(value).__name__} has no record form")


def _key(key: object) -> str:
    return str(key.value) if isinstance(key, Enum) else str(key)


def canonical_json(record: object) -> str:
    """Write a record as the one JSON text it has: sorted keys, no blanks, no floats.

    Raises:
        TypeError: The record holds a float.
    """
    _refuse_floats(record)
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(record: object) -> None:
    if isinstance(record, float):
        raise TypeError("records hold no floats")
    if isinstance(record, dict):
        for value in record.values():
            _refuse_floats(value)
    elif isinstance(record, list):
        for value in record:
            _refuse_floats(value)


Builder = Callable[[Any], Any]


class _MisfitError(ValueError):
    """A record does not fit; ``steps`` is the way to the place, innermost first."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.steps: list[str] = []


def from_record(kind: type[T], record: object) -> T:
    """Build a value of ``kind`` from its record.

    Raises:
        ValueError: The record does not have the form of this kind; the message names the place.
    """
    try:
        # A builder is made from the type while the program runs; that it returns that type mypy cannot see.
        return _builder(kind)(record)  # type: ignore[no-any-return, arg-type]
    except _MisfitError as misfit:
        place = kind.__name__ + "".join(reversed(misfit.steps))
        raise ValueError(f"{place}: {misfit.message}") from misfit
    except (TypeError, KeyError, ArithmeticError) as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


@cache
def _builder(kind: Any) -> Builder:
    """Return what builds values of this kind; worked out once a kind, because snapshots have thousands of values."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional_builder(kind)
    if dataclasses.is_dataclass(origin or kind):
        return _dataclass_builder(kind)
    if origin is tuple or (isinstance(kind, type) and issubclass(kind, tuple)):
        return _tuple_builder(kind)
    if origin is frozenset:
        item = _builder(get_args(kind)[0])
        return lambda record: frozenset(_each(item, _list(record)))
    if origin in (dict, Mapping) or kind is dict:
        return _mapping_builder(kind)
    return _scalar_builder(kind)


def _optional_builder(kind: Any) -> Builder:
    choices = [choice for choice in get_args(kind) if choice is not type(None)]
    if len(choices) != 1:
        raise _MisfitError("unions of several types have no record form")
    build = _builder(choices[0])
    return lambda record: None if record is None else build(record)


def _dataclass_builder(kind: Any) -> Builder:
    base = get_origin(kind) or kind
    parameters = dict(zip(getattr(base, "__parameters__", ()), get_args(kind), strict=False))
    hints = get_type_hints(base)
    fields = {
        f.name: _builder(parameters.get(hints[f.name], hints[f.name])) for f in dataclasses.fields(base) if f.init
    }

    def build(record: Any) -> Any:
        values = {}
        for name, value in _dict(record).items():
            field = fields.get(name)
            if field is None:
                raise _MisfitError(f"unknown field {name!r}")
            try:
                values[name] = field(value)
            except _MisfitError as misfit:
                misfit.steps.append(f".{name}")
                raise
        return base(**values)

    return build


def _tuple_builder(kind: Any) -> Builder:
    named = getattr(kind, "__annotations__", None) if get_origin(kind) is None else None
    if named:
        return _fixed_builder(tuple(get_type_hints(kind).values()), kind._make)
    args = get_args(kind)
    if len(args) == 2 and args[1] is Ellipsis:
        item = _builder(args[0])
        return lambda record: tuple(_each(item, _list(record)))
    return _fixed_builder(args, tuple)


def _fixed_builder(kinds: tuple[Any, ...], make: Callable[[list[Any]], Any]) -> Builder:
    builders = [_builder(kind) for kind in kinds]

    def build(record: Any) -> Any:
        items = _list(record)
        if len(items) != len(builders):
            raise _MisfitError(f"expected {len(builders)} items")
        return make([item(value) for item, value in zip(builders, items, strict=True)])

    return build


def _mapping_builder(kind: Any) -> Builder:
    key_kind, value_kind = get_args(kind) or (str, object)
    build_value = _builder(value_kind)

    def build(record: Any) -> Any:
        values = {}
        for key, value in _dict(record).items():
            try:
                values[_scalar_key(key_kind, key)] = build_value(value)
            except _MisfitError as misfit:
                misfit.steps.append(f".{key}")
                raise
        return values

    return build


def _each(build: Builder, items: list[Any]) -> Iterator[Any]:
    for position, item in enumerate(items):
        try:
            yield build(item)
        except _MisfitError as misfit:
            misfit.steps.append(f"[{position}]")
            raise


# Figures we worked out ourselves may have as many digits as exact arithmetic gave them (a kilogram in pounds does not
# end); what comes from outside is read by ``money.decimal_from_text``, which is stricter.
_DECIMAL = re.compile(r"-?[0-9]{1,200}(?:\.[0-9]{1,200})?", re.ASCII)


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"not a decimal number: {text[:40]!r}")
    return Decimal(text)


_FROM_TEXT: dict[Any, Callable[[str], Any]] = {
    Decimal: _decimal,
    Fraction: Fraction,
    float: float,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


def _scalar_builder(kind: Any) -> Builder:
    if kind in (object, Any):
        return lambda record: record
    if kind in (int, str, bool):
        return lambda record: record if type(record) is kind else _refuse(f"expected {kind.__name__}")
    make = kind if isinstance(kind, type) and issubclass(kind, Enum) else _FROM_TEXT.get(kind)
    if make is None:
        raise _MisfitError(f"{kind} has no record form")
    textual = kind in _FROM_TEXT

    def build(record: Any) -> Any:
        if textual and not isinstance(record, str):
            raise _MisfitError("expected text")
        try:
            return make(record)
        except (ValueError, ZeroDivisionError) as error:
            raise _MisfitError(str(error)) from error

    return build


def _scalar_key(kind: Any, key: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(key)
    return int(key) if kind is int else key


def _refuse(message: str) -> NoReturn:
    raise _MisfitError(message)


def _list(record: object) -> list[Any]:
    if not isinstance(record, list):
        raise _MisfitError("expected a list")
    return record


def _dict(record: object) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise _MisfitError("expected an object")
    return record
