"""Ideas for units: what a person gave another code, and a column of words that can only be the units of the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from app.domain.invoice import InvoiceLine
from app.extraction.learning.ideas import Change, Idea, with_columns
from app.extraction.learning.places import Located, headings_of, shared
from app.extraction.profiles.layout_print import mark_key
from app.extraction.profiles.model import ColumnRule, Profile
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.text_keys import squeeze

_LONGEST_UNIT = 10  # characters
_UNIT_WORD = re.compile(r"[^\W\d_][^\d\s]*\d{0,2}")
_BESIDE = re.compile(r"^\s*(?:/|per|pro|je|par|por|p/|x|à)\s*", re.IGNORECASE)


def alias_ideas(both: Sequence[tuple[InvoiceLine, InvoiceLine]]) -> Iterator[Idea]:
    """Return ideas for printed units that a person gave another code every time."""
    meant: dict[str, set[str]] = {}
    for read, wanted in both:
        if read.uom is not None and wanted.uom is not None and (read.uom.raw or "").strip():
            meant.setdefault((read.uom.raw or "").strip(), set()).add(wanted.uom.value)
    known = {(read.uom.raw or "").strip(): read.uom.value for read, _ in both if read.uom is not None}
    for printed, codes in meant.items():
        code = next(iter(codes)).upper()
        if len(codes) == 1 and code != known[printed] and _may_be_code(code):
            yield Idea(_with_units({printed: code}), {f"units.{printed}": _reason(printed, code)})


def glued_ideas(lines: Sequence[InvoiceLine], located: Located, knowledge: Knowledge) -> Iterator[Idea]:
    """Return ideas for units that stand with the quantity or the price ("12/KST", "4.50 KST") in unknown words."""
    for name in ("quantity", "unit_price"):
        for place in located.places[name][:1]:
            meant = _meant_beside((place.x0, place.x1), lines, located)
            news = {p: c for p, c in meant.items() if knowledge.units.canonical_or_printed(p) != c}
            # A word with the price may be what the price is per; with the quantity it is the unit, whatever it means
            # elsewhere.
            if news and (name == "quantity" or not any(knowledge.units.is_unit(printed) for printed in news)):
                yield Idea(
                    _with_units(news), {f"units.{printed}": _reason(printed, code) for printed, code in news.items()}
                )


def _meant_beside(span: tuple[float, float], lines: Sequence[InvoiceLine], located: Located) -> dict[str, str]:
    """Return what each word that stands with a figure stands for; nothing where one word stands for two units."""
    meant: dict[str, str] = {}
    for line, index in zip(lines, located.line_rows, strict=False):
        if index is None or line.uom is None:
            continue
        cell = next((c for c in located.rows[index].cells if shared((c.x0, c.x1), span) > 0), None)
        figure = read_figure(cell.words, located.mark) if cell is not None else None
        printed = _BESIDE.sub("", figure.rest).strip(" ()") if figure is not None else ""
        if printed and _short_word(printed) and meant.setdefault(printed, line.uom.value) != line.uom.value:
            return {}
    return meant if all(map(_may_be_code, meant.values())) else {}


def unit_column_ideas(lines: Sequence[InvoiceLine], located: Located, knowledge: Knowledge) -> Iterator[Idea]:
    """Return ideas for columns of short words, each of which stands for one unit on every line."""
    lowest, _ = headings_of(located)
    for column in located.columns:
        meant = _meant(column, lines, located)
        news = {p: c for p, c in meant.items() if knowledge.units.canonical_or_printed(p) != c}
        if not news or any(knowledge.units.is_unit(printed) for printed in news):
            continue
        heading = lowest.get(column, "")
        unique = bool(squeeze(heading)) and [squeeze(h) for h in lowest.values()].count(squeeze(heading)) == 1
        why = {f"units.{printed}": _reason(printed, code) for printed, code in news.items()}
        for rule in [*([ColumnRule((heading,))] if unique else []), ColumnRule((), located.reach(column))]:
            where = f"under the heading “{heading}”" if rule.headings else "in a column known by its place"
            reason = {f"columns.{ColumnKind.UOM.value}": f"The unit stands {where}."}
            yield Idea(_with_unit_column(rule, news), {**reason, **why})


def _meant(column: tuple[float, float], lines: Sequence[InvoiceLine], located: Located) -> dict[str, str]:
    """Return what each printed word of a column stands for; nothing where one word stands for two units."""
    meant: dict[str, str] = {}
    for line, index in zip(lines, located.line_rows, strict=False):
        if index is None or line.uom is None:
            continue
        cells = [c for c in located.rows[index].cells if column[0] <= c.middle <= column[1]]
        texts = [word.text for cell in cells for word in cell.words]
        if len(texts) != 1 or not _short_word(texts[0]) or meant.get(texts[0], line.uom.value) != line.uom.value:
            return {}
        meant[texts[0]] = line.uom.value
    # Codes of goods have digits too, but another one on each line; units come back.
    numbered = sum(any(ch.isdigit() for ch in printed) for printed in meant)
    if numbered and len(set(map(mark_key, meant))) > len(set(meant.values())):
        return {}
    return meant if all(map(_may_be_code, meant.values())) else {}


def _short_word(text: str) -> bool:
    """Tell whether a word may be a unit: short, with a letter, and digits only behind one ("Q1", "VE10")."""
    return len(text) <= _LONGEST_UNIT and _UNIT_WORD.fullmatch(text) is not None


def _may_be_code(code: str) -> bool:
    return code.isascii() and code.isalnum() and code == code.upper()


def _with_units(units: Mapping[str, str]) -> Change:
    def change(profile: Profile) -> Profile:
        return replace(profile, units=MappingProxyType({**profile.units, **units}))

    return change


def _with_unit_column(rule: ColumnRule, units: Mapping[str, str]) -> Change:
    def change(profile: Profile) -> Profile:
        placed = with_columns(profile, {ColumnKind.UOM: rule})
        return replace(placed, units=MappingProxyType({**placed.units, **units}))

    return change


def _reason(printed: str, code: str) -> str:
    return f"What is printed “{printed}” is the unit {code}."
