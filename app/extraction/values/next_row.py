"""Which row stands right below another: there a sentence goes on, and there stands what a label above it names."""

from __future__ import annotations

from collections.abc import Sequence

from app.extraction.values.rows import Row

GOES_ON = 1.5  # heights of a row: what stands farther below it begins anew


def is_right_below(lower: Row, upper: Row, gap: float) -> bool:
    """Tell whether a row stands on the page of another and begins at most ``gap`` points under it."""
    return lower.page == upper.page and lower.top - upper.bottom <= gap


def next_row(rows: Sequence[Row], index: int, heights: float = GOES_ON) -> Row | None:
    """Return the row after one where it stands right below it, at most so many of its heights; else nothing."""
    lower = rows[index + 1] if index + 1 < len(rows) else None
    return lower if lower is not None and is_right_below(lower, rows[index], heights * rows[index].height) else None
