"""Strict reading of the values of an electronic invoice; what does not have the form it must have becomes a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice

from app.domain.finding import Finding
from app.domain.money import decimal_from_text, decimals_of
from app.domain.provenance import Extracted, Method
from app.extraction.einvoice.xml_tree import Node
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import fold_line

_LONGEST = 400  # characters of a name, number or reason
_LONGEST_NOTE, _MOST_ROWS = 4_000, 2_000  # characters of a row of free text, and rows
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].{0,32}|Z|[+-]\d{2}:\d{2})?", re.ASCII)
_SHOWN = 40


class Values:
    """Reads values and remembers what was wrong with them; amounts are in ``currency`` where they name one."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.currency = ""
        self.faults: list[Finding] = []

    def amount(self, node: Node | None, what: str, line: int | None = None) -> Extracted[Decimal] | None:
        """Return a decimal; None where it is missing or, with a finding, where it is none."""
        if node is None or not node.text:
            return None
        try:
            value = decimal_from_text(node.text)
        except ValueError:
            self.fault(f'states "{node.text[:_SHOWN]}" as {what}, which is no number', line)
            return None
        named = node.attributes.get("currencyID", "").strip().upper()
        if named and self.currency and named != self.currency:
            self.fault(f"is in {self.currency}, and states {node.text[:_SHOWN]} {named[:_SHOWN]} as {what}", line)
        return Extracted(shortened(value), node.text, method=Method.EINVOICE)

    def amounts(self, nodes: Iterable[Node], what: str) -> tuple[Extracted[Decimal], ...]:
        """Return those of some decimals that are any."""
        return tuple(filter(None, (self.amount(node, what) for node in nodes)))

    def rate(self, text: str) -> Decimal | None:
        """Return a percentage; None where it is missing or none."""
        try:
            return decimal_from_text(text) if text else None
        except ValueError:
            self.fault(f'states "{text[:_SHOWN]}" as a tax rate, which is no number')
            return None

    def day(self, node: Node | None, what: str) -> Extracted[date] | None:
        """Return a date (``20260314``, ``2026-03-14``, either with a time); None where it is missing or none."""
        if node is None:
            return None
        text = node.text or next((child.text for child in node.children if child.text), "")
        if not text:
            return None
        found = _COMPACT.fullmatch(text) or _ISO.fullmatch(text)
        try:
            if found:
                value = date(int(found[1]), int(found[2]), int(found[3]))
                return Extracted(value, text, method=Method.EINVOICE)
        except ValueError:
            pass
        self.fault(f'states "{text[:_SHOWN]}" as {what}, which is no date')
        return None

    def first_day(self, nodes: Iterable[Node]) -> date | None:
        """Return the first of some dates beside the figures; one in another form says nothing."""
        read = [Values(self.file).day(node, "") for node in nodes]
        return min((day.value for day in read if day is not None), default=None)

    def fault(self, what: str, line: int | None = None) -> None:
        """Remember a finding that keeps the document, or this line, from clearing."""
        place = f" in line {line}" if line is not None else ""
        self.faults.append(Finding("einvoice_value", f"The electronic invoice {what}{place}.", line_no=line))


def shortened(value: Decimal) -> Decimal:
    """Return a number without the zeros that formats fill up with: no more than two of them stay ("9.9000" is 9.90)."""
    while decimals_of(value) > 2 and value.as_tuple().digits[-1] == 0:
        value = value.quantize(Decimal(1).scaleb(1 - decimals_of(value)))
    return value


def line_of_text(text: str, longest: int = _LONGEST) -> str:
    """Return a text on one line, without characters that cannot be shown, no longer than may be stored."""
    shown = "".join(ch if ch.isprintable() else " " for ch in text)
    return " ".join(shown.split())[:longest]


def words_at(node: Node, *path: str) -> str:
    """Return the first text on this path, on one line."""
    return line_of_text(node.words(*path))


def rows_at(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the rows of free texts, each once, in order."""
    rows = (line_of_text(row, _LONGEST_NOTE) for node in nodes for row in node.text.splitlines())
    return distinct(*islice(rows, _MOST_ROWS))


def single_rows_at(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the free texts that are one row each, each once, in order."""
    return rows_at(node for node in nodes if len(node.text.strip().splitlines()) == 1)


def telling_values(attributes: Iterable[Node], name: str) -> Iterator[Node]:
    """Yield the values of the attributes of an item that say what became of it: "Zustand: gebraucht"."""
    told = page_words("item_attributes", "told")
    return (
        value for one in attributes if fold_line(words_at(one, name)).strip(" :") in told for value in one.all("Value")
    )


def is_yes(text: str) -> bool:
    """Tell whether an indicator is set, as XML Schema writes it."""
    return text.lower() in ("true", "1")


def distinct(*texts: str) -> tuple[str, ...]:
    """Return the texts that say something, each once, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))
