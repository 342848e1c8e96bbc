"""Values as plain records (JSON types without floats) and back: how they travel between processes and are stored.

Decimals, dates and page coordinates become text, enumerations their value, so that the same value always gives the
same bytes (the journal's hashes depend on it). Reading back checks every type; unknown keys are refused.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from app.domain.money import decimal_from_text, plain

T = TypeVar("T")
Record = dict[str, Any] | list[Any] | str | int | bool | None


def to_record(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
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
        return {f.name: to_record(getattr(value, f.name)) for f in dataclasses.fields(value)}
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


def from_record(kind: type[T], record: object) -> T:
    """Build a value of ``kind`` from its record.

    Raises:
        ValueError: The record does not have the form of this kind; the message names the place.
    """
    try:
        return _build(kind, record, kind.__name__)  # type: ignore[no-any-return]
    except (TypeError, KeyError, ArithmeticError) as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


def _build(kind: Any, record: Any, where: str) -> Any:  # noqa: ANN401 - walks over type hints
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _build_optional(kind, record, where)
    if dataclasses.is_dataclass(origin or kind):
        return _build_dataclass(kind, record, where)
    if origin is tuple or (isinstance(kind, type) and issubclass(kind, tuple)):
        return _build_tuple(kind, record, where)
    if origin is frozenset:
        return frozenset(_build(get_args(kind)[0], item, where) for item in _list(record, where))
    if origin in (dict, Mapping) or kind is dict:
        key_kind, value_kind = get_args(kind) or (str, object)
        items = _dict(record, where).items()
        return {_scalar_key(key_kind, k): _build(value_kind, v, f"{where}.{k}") for k, v in items}
    return _build_scalar(kind, record, where)


def _build_optional(kind: Any, record: Any, where: str) -> Any:  # noqa: ANN401
    choices = [choice for choice in get_args(kind) if choice is not type(None)]
    if record is None and len(choices) < len(get_args(kind)):
        return None
    if len(choices) != 1:
        raise ValueError(f"{where}: unions of several types have no record form")
    return _build(choices[0], record, where)


def _build_dataclass(kind: Any, record: Any, where: str) -> Any:  # noqa: ANN401
    base = get_origin(kind) or kind
    values = _dict(record, where)
    parameters = dict(zip(getattr(base, "__parameters__", ()), get_args(kind), strict=False))
    hints = _hints(base)
    unknown = set(values) - set(hints)
    if unknown:
        raise ValueError(f"{where}: unknown field {sorted(unknown)[0]!r}")
    return base(**{k: _build(parameters.get(hints[k], hints[k]), v, f"{where}.{k}") for k, v in values.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}


def _build_tuple(kind: Any, record: Any, where: str) -> Any:  # noqa: ANN401
    items = _list(record, where)
    fields = getattr(kind, "__annotations__", None) if get_origin(kind) is None else None
    if fields:
        hints = get_type_hints(kind)
        if len(items) != len(hints):
            raise ValueError(f"{where}: expected {len(hints)} items")
        return kind(*(_build(h, v, where) for h, v in zip(hints.values(), items, strict=True)))
    args = get_args(kind)
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_build(args[0], item, f"{where}[{i}]") for i, item in enumerate(items))
    if len(args) != len(items):
        raise ValueError(f"{where}: expected {len(args)} items")
    return tuple(_build(a, item, where) for a, item in zip(args, items, strict=True))


def _build_scalar(kind: Any, record: Any, where: str) -> Any:  # noqa: ANN401 - one branch a type
    if kind in (object, Any):
        return record
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(record)
    if kind is Decimal:
        return decimal_from_text(_text(record, where))
    if kind is Fraction:
        return Fraction(_text(record, where))
    if kind is float:
        return kind(_text(record, where))
    if kind is datetime:
        return datetime.fromisoformat(_text(record, where))
    if kind is date:
        return date.fromisoformat(_text(record, where))
    if kind in (int, str, bool):
        if type(record) is not kind:
            raise ValueError(f"{where}: expected {kind.__name__}")
        return record
    raise ValueError(f"{where}: {kind} has no record form")


def _scalar_key(kind: Any, key: str) -> Any:  # noqa: ANN401
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(key)
    return int(key) if kind is int else key


def _text(record: object, where: str) -> str:
    if not isinstance(record, str):
        raise ValueError(f"{where}: expected text")
    return record


def _list(record: object, where: str) -> list[Any]:
    if not isinstance(record, list):
        raise ValueError(f"{where}: expected a list")
    return record


def _dict(record: object, where: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise ValueError(f"{where}: expected an object")
    return record
