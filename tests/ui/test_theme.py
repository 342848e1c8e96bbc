"""Colours: contrast, separation for every kind of sight, and none outside the theme (requirements 17, 18)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

import app.ui
from app.ui.main_window import MainWindow
from app.ui.theme import DARK, LIGHT, Colours, Scheme
from app.workflow.comparison_values import CellState

UI = Path(app.ui.__path__[0])
Vector = tuple[float, float, float]

# Viénot and others (1999), Brettel's simplification, in linear RGB.
_SIGHT: dict[str, tuple[Vector, Vector, Vector]] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "tritan": ((1.0, 0.1446, -0.1446), (0.0, 0.8592, 0.1408), (0.0, 0.8592, 0.1408)),
}


_PAIRS = [
    ("muted", "window"),
    ("muted", "surround"),
    ("muted", "selection"),
    ("on_accent", "accent"),
    ("link", "window"),
    ("emphasis", "window"),
    ("text", "selection"),
]


@pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("state", list(CellState))
def test_r17_text_can_be_read_on_every_fill(table: Colours, state: CellState) -> None:
    assert _contrast(table.text, table.fills[state]) >= 4.5


@pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", _PAIRS)
def test_r17_other_text_can_be_read(table: Colours, pair: tuple[str, str]) -> None:
    assert _contrast(getattr(table, pair[0]), getattr(table, pair[1])) >= 4.5


@pytest.mark.parametrize("table", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", list(_SIGHT))
def test_r17_any_two_fills_can_be_told_apart(table: Colours, sight: str) -> None:
    for first, second in combinations(CellState, 2):
        apart = _delta_e(_seen(table.fills[first], sight), _seen(table.fills[second], sight))
        assert apart >= 10, f"{first} and {second}: {apart:.1f}"


def test_r18_no_colour_outside_the_theme() -> None:
    found = [f"{path.relative_to(UI)}: {line.strip()}" for path, line in _source_lines() if _COLOUR.search(line)]
    assert found == []


def test_r18_the_window_repaints_when_the_scheme_changes(window: MainWindow) -> None:
    window.theme.use(Scheme.LIGHT)
    light = window.grab().toImage()
    window.theme.use(Scheme.DARK)
    dark = window.grab().toImage()
    corner = (window.width() - 40, window.height() // 2)
    assert light.pixelColor(*corner).lightness() > 200
    assert dark.pixelColor(*corner).lightness() < 60
    window.theme.use(Scheme.LIGHT)


_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|QColor\(|Qt\.GlobalColor|Qt\.(white|black|red|gray|green|blue)\b|rgba?\(|color:\s*[a-z]+;"
)


def _source_lines() -> Iterator[tuple[Path, str]]:
    for path in UI.rglob("*.py"):
        if path.name != "theme.py":
            for line in path.read_text(encoding="utf-8").splitlines():
                yield path, line


def _linear(colour: str) -> Vector:
    values = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return red, green, blue


def _contrast(first: str, second: str) -> float:
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _seen(colour: str, sight: str) -> Vector:
    rgb = _linear(colour)
    rows = (sum(m * c for m, c in zip(row, rgb, strict=True)) for row in _SIGHT[sight])
    red, green, blue = (min(max(value, 0.0), 1.0) for value in rows)
    return red, green, blue


def _delta_e(first: Vector, second: Vector) -> float:
    return math.dist(_lab(first), _lab(second))


def _lab(rgb: Vector) -> Vector:
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
