"""What the sentences that are understood come to: from a phrase that fits to the rules it makes.

Every phrase must fit a whole clause; a clause that fits none is handed back as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from app.extraction.instructions.phrases import compiled
from app.extraction.instructions.phrases_german import ARTICLE, compiled_german
from app.extraction.instructions.rules import (
    DatesWritten,
    DecimalsWritten,
    FieldLabelled,
    KnownBy,
    PricedPer,
    RowsIgnored,
    Rule,
)
from app.extraction.instructions.said_of_charges import charge, charge_last, last_line, loose_unit, unit
from app.extraction.instructions.said_of_codes import code_form, codes_beginning, codes_of_digits
from app.extraction.instructions.said_of_columns import (
    billed,
    column,
    column_called,
    ignored_column,
    instead,
    not_the_other,
)
from app.extraction.instructions.said_values import Build, Reader, UnclearError, refuse_other
from app.extraction.instructions.spoken_words import FIELDS, Quotations, meaning
from app.extraction.profiles.model import DateOrder
from app.extraction.values.patterns import fault_of, literally

_THOUSAND = 3  # digits
_FIGURE = re.compile(r"[0-9]")
_SHORTEST = {"tax_ids": 6, "names": 4, "words": 4}  # letters and digits; fewer stand on other vendors' pages as well


def rules_of(clause: str, reader: Reader) -> tuple[Rule, ...]:
    """Return what a clause says; nothing where it is not understood.

    Raises:
        UnclearError: Its form is known, but it cannot be.
    """
    for phrases, said in ((_english, clause), (_german, ARTICLE.sub("", clause))):
        for pattern, build in phrases():
            found = pattern.fullmatch(said)
            if found is not None and (rules := build(reader, found)) is not None:
                return tuple(rules)
    return ()


def is_understood(clause: str, reader: Reader) -> bool:
    """Tell whether a clause fits a phrase, and what it says can be."""
    try:
        return bool(rules_of(clause, reader))
    except UnclearError:
        return False


def _field(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    kinds = meaning(FIELDS, found["field"])
    labels = reader.values(found["v"])
    refuse_other(FIELDS, kinds[0], found["v"], found)
    for label in labels:
        if sum(map(str.isalnum, label)) < 2:
            raise UnclearError(f"“{label}” is too short for a label")
        if not any(map(str.isalpha, label)):
            raise UnclearError(f"“{label}” has no letters, so it is no label")
    return [FieldLabelled(kinds[0], label.rstrip(": ")) for label in labels]


def _rows_from(shape: str, meant: str) -> Build:
    def build(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
        return [_rows_rule(shape, meant, value) for value in reader.values(found["v"])]

    return build


def _rows_rule(shape: str, meant: str, value: str) -> Rule:
    if shape.startswith("*") and value.strip("*#-–=") and not any(map(str.isalpha, value)) and _FIGURE.search(value):
        raise UnclearError(f"“{value}” stands in other figures as well; say by which words such rows are known")
    pattern = shape.replace("…", literally(value))
    fault = fault_of(pattern)
    if fault is not None:
        raise UnclearError(f"what is said of rows {fault}")
    return RowsIgnored(pattern, f"{meant} “{value}”")


def _dates(order: DateOrder) -> Build:
    return lambda _reader, _found: [DatesWritten(order)]


def _decimals(separator: str) -> Build:
    return lambda _reader, _found: [DecimalsWritten(separator)]


def _sample(_: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read the decimal mark off a number: the last of two marks, or one before other than three digits."""
    text = found["sample"]
    marks = [ch for ch in text if ch in ".,"]
    decimals = re.split(r"[.,]", text)[-1]
    if not marks or (len(set(marks)) == 1 and (len(marks) > 1 or len(decimals) == _THOUSAND)):
        raise UnclearError(f"“{text}” can be read two ways; write one with decimals, for example 1.234,56")
    return [DecimalsWritten(marks[-1])]


def _basis(_: Reader, found: re.Match[str]) -> list[Rule] | None:
    text = " ".join(found["basis"].casefold().replace(",", "").replace(".", "").split()).replace("1 000", "1000")
    number = {"100": 100, "hundred": 100, "a hundred": 100, "one hundred": 100, "1000": 1000, "thousand": 1000,
              "a thousand": 1000, "one thousand": 1000, "hundert": 100, "tausend": 1000}.get(text, 1)  # fmt: skip
    return [PricedPer(Decimal(number))]


def _known_by(what: str) -> Build:
    def build(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
        value = reader.value(found["v"])
        if sum(map(str.isalnum, value)) < _SHORTEST[what]:
            raise UnclearError(f"“{value}” is too short to tell a vendor by")
        return [KnownBy(what, value)]

    return build


def _only_quoted(build: Build) -> Build:
    """Words that could be anything must stand in quotation marks."""

    def quoted(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
        if Quotations.is_quoted(found["v"]):
            return build(reader, found)
        if build(reader, found):
            raise UnclearError("put what is printed in quotation marks")
        return None

    return quoted


_BUILDERS: Mapping[str, Build] = {
    "day_first": _dates(DateOrder.DAY_FIRST),
    "month_first": _dates(DateOrder.MONTH_FIRST),
    "year_first": _dates(DateOrder.YEAR_FIRST),
    "decimal_comma": _decimals(","),
    "decimal_point": _decimals("."),
    "basis": _basis,
    "sample": _sample,
    "instead": instead,
    "column_called": column_called,
    "charge_last": _only_quoted(charge_last),
    "rows_beginning": _rows_from("…*", "that begin with"),
    "rows_ending": _rows_from("*…", "that end with"),
    "rows_holding": _rows_from("*…*", "that contain"),
    "column_ignored": ignored_column,
    "last_line": last_line,
    "billed": billed,
    "code_form": code_form,
    "codes_beginning": codes_beginning,
    "codes_of_digits": codes_of_digits,
    "not_the_other": not_the_other,
    "quoted_rows": _only_quoted(_rows_from("*…*", "that contain")),
    "field": _field,
    "column": column,
    "unit_named": unit,
    "charge": charge,
    "tax_id": _known_by("tax_ids"),
    "name": _known_by("names"),
    "words": _known_by("words"),
    "quoted_field": _only_quoted(_field),
    "quoted_unit": _only_quoted(loose_unit),
    "quoted_charge": _only_quoted(charge),
    "short_unit": loose_unit,
}


# Made for the first clause: to compile them takes a third of a second, and most who come to profiles type none.
@cache
def _english() -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple((pattern, _BUILDERS[name]) for pattern, name in compiled())


@cache
def _german() -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple((pattern, _BUILDERS[name]) for pattern, name in compiled_german())
