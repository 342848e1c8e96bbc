"""How commands speak: JSON or a table to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Sequence
from datetime import date

from app.domain.errors import AppError
from app.domain.table_forms import DateForm, day_in
from app.domain.turned_text import TURNING

_SECONDS_BETWEEN_LINES = 5.0
# What ends a row may be whole sentences: a line under their heading as long as the longest would fill the screen.
_LONGEST_RULE = 60

_CONTROLS = (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))
_HALVES = range(0xD800, 0xE000)  # of a sign, which stand for bytes of a name that are no text
_COMMANDS = dict.fromkeys((*_CONTROLS, *TURNING, *_HALVES), "\ufffd")
_LINES = dict.fromkeys((0x09, 0x0A, 0x2028, 0x2029), "\ufffd")  # what ends a line, or leaves a gap in one


def print_json(value: object) -> None:
    """Write one JSON document to standard output and nothing else."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(_plain(text) + "\n")


def tell(text: str) -> None:
    """Write a message or progress line to standard error."""
    sys.stderr.write(_plain(text) + "\n")
    sys.stderr.flush()


def _plain(text: str) -> str:
    """Return a text without what commands a terminal, turns the line round or cannot be written: files say such too."""
    return text.translate(_COMMANDS)


def one_line(text: str) -> str:
    """Return a text that a file gives itself, its name above all, as part of one line: it begins none of its own."""
    return _plain(text).translate(_LINES)


def tell_error(error: AppError) -> None:
    """Write what went wrong and the next step to standard error."""
    tell(f"tieout: {error.message}")
    for fault in getattr(error, "faults", ()):
        tell(f"  - {fault}")
    if error.next_step:
        tell(f"  {error.next_step}")


def day(text: str) -> date:
    """Read a day as an option gives it: 2026-01-31."""
    found = day_in(text, DateForm.ISO)
    if found is None:
        raise ArgumentTypeError(f"{text} is no day such as 2026-01-31")
    return found


def whole(text: str) -> int:
    """Read a whole number as an option gives it: digits only."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ArgumentTypeError(f"{text} is no whole number such as 12")
    return int(text)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows under headings, columns as wide as their widest cell; no line is as long as a last cell."""
    rows = [[one_line(cell) for cell in row] for row in rows]
    widths = [max([len(headings[i]), *(len(row[i]) for row in rows)]) for i in range(len(headings))]
    rules = ["-" * width for width in widths]
    rules[-1] = rules[-1][:_LONGEST_RULE]
    lines = [headings, rules, *rows]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


class ConsoleProgress:
    """Shows how far a job is on standard error: one line rewritten on a terminal, a line a file elsewhere.

    Elsewhere a long file has another line every few seconds.
    """

    def __init__(self, verb: str) -> None:
        self._verb = verb
        self._live = sys.stderr.isatty()
        self._told = (-1, 0.0)

    def step(self, done: int, total: int, what: str, within: tuple[int, int] = (0, 0)) -> None:
        """Show "Reading 3 of 12: name"; how far a long file is stands in its name."""
        what = one_line(what)
        if self._live:
            text = f"{self._verb} {min(done + 1, total)} of {total}: {what}" if what else ""
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
        elif what and (done != self._told[0] or time.monotonic() - self._told[1] >= _SECONDS_BETWEEN_LINES):
            self._told = (done, time.monotonic())
            tell(f"{self._verb} {done + 1} of {total}: {what}")
