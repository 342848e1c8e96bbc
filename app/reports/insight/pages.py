"""Reports of insight as PDF: each row as a block of facts that can be read, and letters and sheets as pages of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.reports.cell_text import printable
from app.reports.pdf_fonts import BOLD, PLAIN, drawable, letters
from app.reports.table import Report, Totals, Value, value_text

_LONGEST = 600
_BOLD_MARK = re.compile(r"\*\*(.+?)\*\*")


def write_row_pages(report: Report, target: Path, totals: Totals, about: tuple[tuple[str, Value], ...]) -> None:
    """Write a report: what it covers, then a block a row, headed by the row's first value."""
    story: list[Any] = [_text(report.title, "Heading1")]
    blocks = list(_blocks(report, totals))
    story += [_facts(tuple((name, _words(value)) for name, value in (*about, *totals.lines()))), *blocks]
    if not blocks:
        story.append(_text("There is nothing to show."))
    _document(target, report.title).build(story)


def write_text_pages(title: str, text: str, target: Path) -> None:
    """Write a letter or a sheet: paragraphs by blank lines, ``#`` for a heading, ``**`` for bold."""
    story: list[Any] = []
    for block in re.split(r"\n\s*\n|\n(?=\d+\. )", text.strip()):
        heading = block.startswith("# ")
        story += [_text(block.removeprefix("# "), "Heading1" if heading else "BodyText"), Spacer(1, 1.5 * mm)]
    _document(target, title).build(story)


def _document(target: Path, title: str) -> Any:  # noqa: ANN401 - reportlab ships no types
    margin = 18 * mm
    return SimpleDocTemplate(
        str(target), pagesize=A4, title=printable(title), leftMargin=margin, rightMargin=margin, topMargin=margin
    )


def _blocks(report: Report, totals: Totals) -> Iterator[Any]:
    for row in report.rows:
        totals.count(row)
        facts = tuple(
            (name.replace("_", " "), _words(value)) for name, value in zip(report.headings[1:], row[1:], strict=True)
        )
        yield KeepTogether([_text(_words(row[0]) or "not named", "Heading2"), _facts(facts)])


def _words(value: Value) -> str:
    text = value_text(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _facts(pairs: tuple[tuple[str, str], ...]) -> Any:  # noqa: ANN401 - reportlab ships no types
    rows = [[_text(name), _text(value)] for name, value in pairs if value]
    table = Table(rows or [["", ""]], colWidths=[58 * mm, 116 * mm])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )  # fmt: skip
    return table


def _text(text: str, style: str = "BodyText") -> Any:  # noqa: ANN401 - reportlab ships no types
    """Return a paragraph of plain text, bold between ``**``: what comes from outside is never markup."""
    flat = escape(drawable(printable(" ".join(text.split()))))
    return Paragraph(_BOLD_MARK.sub(r"<b>\1</b>", flat), _styles()[style])


@lru_cache(maxsize=1)
def _styles() -> Any:  # noqa: ANN401 - reportlab ships no types
    known = letters()
    styles = getSampleStyleSheet()
    for name in ("BodyText", "Heading1", "Heading2") if known else ():
        styles[name].fontName = PLAIN if name == "BodyText" else BOLD
    return styles
