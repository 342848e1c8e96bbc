"""Takes the places of an invoice's values from the straightened page to the page as it is shown to people."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TypeVar

from app.domain.provenance import Box

Rows = tuple[tuple[float, ...], ...]
T = TypeVar("T")


def with_shown_places(value: T, placements: Mapping[int, Rows]) -> T:
    """Return the value with every box inside it moved by its page's placement (a 3 by 3 matrix, row by row)."""
    # What is moved keeps its type: only boxes within are exchanged, which mypy cannot see.
    return _moved(value, placements) if placements else value  # type: ignore[return-value]


def _moved(value: object, placements: Mapping[int, Rows]) -> object:
    if isinstance(value, Box):
        rows = placements.get(value.page)
        return value if rows is None else placed(value, rows)
    if isinstance(value, tuple):
        return tuple(_moved(item, placements) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        moved = {name: _moved(item, placements) for name, item in fields.items()}
        changed = {name: item for name, item in moved.items() if item is not fields[name]}
        return dataclasses.replace(value, **changed) if changed else value
    return value


def placed(box: Box, rows: Rows) -> Box:
    """Return the upright box around a box taken through a placement."""
    corners = ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom))
    points = [_point(rows, x, y) for x, y in corners]
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(box.page, min(across), min(down), max(across), max(down))


def _point(rows: Rows, x: float, y: float) -> tuple[float, float]:
    across, down, depth = (row[0] * x + row[1] * y + row[2] for row in rows)
    return across / depth, down / depth
