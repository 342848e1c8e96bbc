"""A profile as TOML text: the few forms a profile needs, so that no library is wanted for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from app.extraction.profiles.layout_print import mark_text
from app.extraction.profiles.model import Area, ColumnRule, FieldRule, Profile

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def profile_toml(profile: Profile) -> str:
    """Write a profile; reading the text again gives the same profile."""
    return "\n".join(_lines(profile)) + "\n"


def _lines(profile: Profile) -> Iterator[str]:
    yield from _pairs(
        {
            "id": profile.id,
            "version": profile.version,
            "vendor_name": profile.vendor_name,
            "vendor_id": profile.vendor_id,
            "notes": profile.notes or None,
            "date_order": profile.date_order.value if profile.date_order else None,
            "decimal_separator": profile.decimal_separator,
        }
    )
    known_by = profile.recognition
    marks = tuple(map(mark_text, known_by.layout))
    known = {"tax_ids": known_by.tax_ids, "names": known_by.names, "words": known_by.words, "layout": marks}
    yield from _table("recognise", known)
    if profile.line_table is not None:
        areas = {"first": profile.line_table.first, "following": profile.line_table.following}
        yield from _table("line_table", {key: _area(area) for key, area in areas.items()})
    for kind, column in profile.columns.items():
        yield from _table(f"columns.{kind.value}", _column(column))
    for place, rule in profile.fields.items():
        yield from _table(f"fields.{place.value}", _field(rule))
    yield from _table("units", profile.units)
    yield from _table("accessorials", {words: kind.value for words, kind in profile.accessorials.items()})
    yield from _table(
        "lines",
        {
            "item_code": profile.item_code,
            "ignore": profile.ignore_lines,
            "price_basis": int(profile.price_basis) if profile.price_basis is not None else None,
            "billed_quantity": profile.billed_quantity.value if profile.billed_quantity else None,
            "last_line": profile.last_line.value if profile.last_line else None,
        },
    )


def _column(rule: ColumnRule) -> Mapping[str, object]:
    return {"headings": rule.headings, "x_range": rule.x_range, "position": rule.position}


def _field(rule: FieldRule) -> Mapping[str, object]:
    return {"labels": rule.labels, "area": _area(rule.area)}


def _area(area: Area | None) -> tuple[float, ...] | None:
    return None if area is None else (area.page, area.x0, area.top, area.x1, area.bottom)


def _table(name: str, values: Mapping[str, object]) -> Iterator[str]:
    pairs = list(_pairs(values))
    if pairs:
        yield ""
        yield f"[{name}]"
        yield from pairs


def _pairs(values: Mapping[str, object]) -> Iterator[str]:
    for key, value in values.items():
        if value is not None and value != ():
            yield f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if key and set(key) <= _BARE else _text(key)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return f"{value:g}" if value == int(value) else repr(value)
    if isinstance(value, Iterable):
        return f"[{', '.join(_value(item) for item in value)}]"
    return str(value)


def _text(value: str) -> str:
    written = "".join(
        _ESCAPES.get(c, c) if c >= " " and c != "\x7f" else _ESCAPES.get(c, f"\\u{ord(c):04x}") for c in value
    )
    return f'"{written}"'
