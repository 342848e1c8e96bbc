"""Headings of tables that take a second line where their column is narrow, so that none is cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Measure = Callable[[str], int]


def longest_word(heading: str, measure: Measure) -> int:
    """Return how wide the longest word of a heading is: below that it cannot be shown whole."""
    return max((measure(word) for word in heading.split()), default=0)


def in_lines(heading: str, width: int, measure: Measure) -> str:
    """Return a heading with line ends between its words, so that each line keeps to a width where it can."""
    lines: list[str] = []
    for word in heading.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def headings_in(headings: Sequence[str], widths: Sequence[int], measure: Measure) -> tuple[str, ...]:
    """Return headings laid out for columns of these widths, in pixels."""
    return tuple(in_lines(text, width, measure) for text, width in zip(headings, widths, strict=True))
