"""A rendered page as it travels to whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageImage:
    """One rendered page: its size in pixels and its PNG bytes."""

    width: int
    height: int
    png: bytes
