"""How characters that run another way than their page come to be texts: lines, curves and stacks of letters."""

from __future__ import annotations

import math

from app.domain.provenance import Box
from app.extraction.pages.aslant import texts_aslant, texts_stacked
from app.extraction.pages.characters import Character
from app.extraction.values.words import PageText, Word

_SIZE = 10.0


def _run(text: str, x: float, y: float, angle: float) -> tuple[list[Character], list[float]]:
    """Return the characters of a text that runs in this direction, clockwise from level, and their angles."""
    step = (_SIZE * math.cos(math.radians(angle)), _SIZE * math.sin(math.radians(angle)))
    places = [(x + at * step[0], y + at * step[1]) for at in range(len(text))]
    found = [
        Character(sign, left, top, left + _SIZE, top + _SIZE, 0) for sign, (left, top) in zip(text, places, strict=True)
    ]
    return found, [angle] * len(text)


def _texts(*runs: tuple[list[Character], list[float]]) -> tuple[str, ...]:
    return texts_aslant([one for run, _ in runs for one in run], [angle for _, angles in runs for angle in angles])


def test_lines_side_by_side_that_run_down_are_two_texts() -> None:
    level = _run("Amberley-Supply-Co-and-Sons", 50, 20, 0)
    found = _texts(level, _run("AMOUNT", 100, 100, 90), _run("DUE-90", 60, 100, 90))
    assert {"AMOUNT", "DUE-90"} <= set(found)
    one, other = _run("AMOUNT", 100, 100, 90)[0], _run("DUE-90", 60, 100, 90)[0]
    mixed = [sign for pair in zip(one, other, strict=True) for sign in pair]  # whichever comes first in the file
    assert {"AMOUNT", "DUE-90"} <= set(_texts(level, (mixed, [90.0] * len(mixed))))


def test_what_runs_another_way_than_a_turned_page_is_what_runs_level() -> None:
    found = _texts(_run("Amberley-Supply-Co-and-Sons", 50, 20, 90), _run("AMOUNT", 100, 400, 0))
    assert found == ("AMOUNT",)


def _stack(text: str, middle: float, top: float, wide: bool) -> list[Word]:
    """Return letters one under the other; if ``wide``, of widths that differ, with their middles in one line."""
    words = []
    for at, sign in enumerate(text):
        half = 1.0 + 4.0 * (at % 3) if wide else 3.0
        box = Box(1, middle - half, top + 12 * at, middle + half, top + 12 * at + _SIZE)
        words.append(Word(sign, box))
    return words


def _stacked(*stacks: list[Word]) -> tuple[str, ...]:
    return texts_stacked(PageText(1, 612, 792, tuple(word for stack in stacks for word in stack)))


def test_letters_under_each_other_are_a_text_whose_middles_or_beginnings_are_in_line() -> None:
    assert _stacked(_stack("BALANCE", 300, 100, wide=True)) == ("BALANCE",)
    assert _stacked(_stack("BALANCE", 300, 100, wide=False)) == ("BALANCE",)
    assert _stacked(_stack("DUE", 300, 100, wide=False)) == ()


def test_a_gap_ends_a_stack() -> None:
    assert _stacked(_stack("BALANCE", 300, 100, wide=False), _stack("PAYABLE", 300, 400, wide=False)) == (
        "BALANCE",
        "PAYABLE",
    )
