"""What the sentences that are understood come to: from a phrase that fits to the rules it makes.

Every phrase must fit a whole clause; a clause that fits none is handed back as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import TypeVar

from app.domain.invoice import ChargeKind
from app.extraction.instructions.phrases import compiled
from app.extraction.instructions.phrases_german import ARTICLE, compiled_german
from app.extraction.instructions.rules import (
    ChargeMeans,
    CodesLookLike,
    ColumnAt,
    ColumnIgnored,
    ColumnNamed,
    DatesWritten,
    DecimalsWritten,
    FieldLabelled,
    KnownBy,
    LastLineIs,
    PricedPer,
    QuantityBilled,
    RowsIgnored,
    Rule,
    UnitMeans,
    words_for,
)
from app.extraction.instructions.spoken_reasons import FACTOR
from app.extraction.instructions.spoken_words import (
    CHARGES,
    COLUMNS,
    FIELDS,
    Quotations,
    meaning,
    position_of,
)
from app.extraction.profiles.model import BilledQuantity, DateOrder
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.patterns import fault_of, literally
from app.extraction.values.text_keys import squeeze

_LONGEST_VALUE = 80
_FORM_SIGNS = frozenset("#@?*")
_FEWEST_DIGITS, _MOST_DIGITS = 4, 20  # of a code; fewer are any number of a text
_THOUSAND = 3  # digits
_FIGURE = re.compile(r"[0-9]")
_HOLDS = re.compile(r"(.+?) (?:of|with|zu|à|mit) [0-9]+\b.*")
# Bare words may be what is printed; with one of these, or many of them, they are rather a saying of their own.
_MOST_WORDS = 4
_UNSURE_TEXT = (
    "not no never neither nor either unless except if when where only sometimes usually mostly maybe perhaps but "
    "however instead than in on of from is are was which that column columns line lines "
    "after before between beside left right "
    "nicht kein keine keinen nie niemals weder außer sofern falls wenn wo nur manchmal meist meistens vielleicht aber "
    "sondern statt als auf von aus ist sind war welche welcher spalte spalten zeile zeilen vor nach zwischen neben "
    "links rechts ignorieren überspringen weglassen auslassen streichen lesen nehmen verwenden "
    # places on a page, which are no labels
    "logo address header footer top bottom corner page table barcode adresse kopf fuß oben unten ecke seite tabelle"
)
_UNSURE = frozenset(_UNSURE_TEXT.split())
_PRINTED = re.compile(
    r"\b(?:col\.?|columns?|spalten?|headings?|headed|called|named|titled|marked|labels?|labell?ed|shown|printed|given"
    r"|überschrift|überschrieben|heißt|beschriftet|bezeichnet)\b|[^\W\d_]-spalte\b",
    re.IGNORECASE,
)
_MARKS = {
    "star": "*", "asterisk": "*", "two stars": "**", "two asterisks": "**", "stars": "*", "asterisks": "*", "dash": "-",
    "hyphen": "-", "hash": "#", "hash sign": "#", "slash": "/", "dot": ".", "stern": "*", "sternchen": "*",
    "zwei sternchen": "**", "strich": "-", "bindestrich": "-", "raute": "#", "schrägstrich": "/", "punkt": ".",
}  # fmt: skip


class UnclearError(Exception):
    """A clause has a known form, but what it says cannot be; the text is the reason."""


class Reader:
    """Reads one clause after the other; quotations are held apart."""

    def __init__(self, quotations: Quotations, knowledge: Knowledge) -> None:
        self.quotations = quotations
        self.knowledge = knowledge

    def rules(self, clause: str) -> tuple[Rule, ...]:
        """Return what a clause says; nothing where it is not understood.

        Raises:
            UnclearError: Its form is known, but it cannot be.
        """
        for phrases, said in ((_english, clause), (_german, ARTICLE.sub("", clause))):
            for pattern, build in phrases():
                found = pattern.fullmatch(said)
                if found is not None and (rules := build(self, found)) is not None:
                    return tuple(rules)
        return ()

    def value(self, text: str) -> str:
        """Return a value as it is written; bare names of marks ("a star") are the marks.

        Raises:
            UnclearError: It is empty, too long, or a mixture of quotations and other words.
        """
        found = self.quotations.value(text)
        if found is None or not found.strip():
            raise UnclearError("it is not clear which words are meant; put them in quotation marks")
        if not Quotations.is_quoted(text) and (
            _UNSURE & set(found.casefold().split()) or len(found.split()) > _MOST_WORDS
        ):
            raise UnclearError(f"it is not clear what “{found}” is; put what is printed in quotation marks")
        if not Quotations.is_quoted(text):
            if any(position_of(word) is not None for word in found.split()) and len(found.split()) > 1:
                raise UnclearError(f"it is not clear which column “{found}” is; say its number or its heading")
            found = _MARKS.get(re.sub(r"^(?:an?|eine[mnr]?) ", "", " ".join(found.casefold().split())), found)
        if len(found) > _LONGEST_VALUE:
            raise UnclearError(f"“{found[:20]}…” is longer than {_LONGEST_VALUE} characters")
        return found

    def values(self, text: str) -> list[str]:
        """Return several values joined by commas, "or" or "and"; bare words of several are taken for one value."""
        parts = [part for part in re.split(r",| or | and ", text) if part.strip()]
        if len(parts) > 1 and all(Quotations.is_quoted(part) or " " not in part.strip() for part in parts):
            return [self.value(part) for part in parts]
        return [self.value(text)]


Build = Callable[[Reader, re.Match[str]], "list[Rule] | None"]
K = TypeVar("K")


def _column(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    kinds = meaning(COLUMNS, found["column"])
    text = found["v"]
    quoted = Quotations.is_quoted(text)
    number = None if quoted else position_of(text)
    if number is not None:
        return [ColumnAt(kinds[0], number)]
    heading = reader.value(text)
    _refuse_other(COLUMNS, kinds[0], text, found)
    if not squeeze(heading):
        raise UnclearError(f"“{heading}” has no letters or digits, so it cannot be found as a heading")
    if kinds[0] is not ColumnKind.QUANTITY:
        return [ColumnNamed(kinds[0], heading)]
    return [ColumnNamed(_quantity_kind(reader, heading) or ColumnKind.SHIPPED, heading, billed=True)]


def _refuse_other(table: Mapping[K, tuple[str, ...]], kind: K, text: str, found: re.Match[str]) -> None:
    """Refuse a name of something else where a place is said: "below price" may be below the words of that name.

    Raises:
        UnclearError: The text is such a name, and nothing says that it is printed.
    """
    others = meaning(table, text)
    if others and kind not in others and not _PRINTED.search(found.string):
        raise UnclearError(f"it is not clear what “{text.strip()}” is; put what is printed in quotation marks")


def _column_called(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    # "The unit is called CT" rather says what a unit is called.
    return None if ColumnKind.UOM in meaning(COLUMNS, found["column"]) else _column(reader, found)


def _instead(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read which of two quantities counts; both must be headings of quantities, or one said and the other quoted."""
    headings = [_bare_heading(found[name]) for name in ("v", "other")]
    values = [reader.quotations.value(text) or "" for text in headings]
    kinds = [_quantity_kind(reader, value) for value in values]
    if kinds[0] is None or not values[1] or (kinds[1] is None and not Quotations.is_quoted(headings[1])):
        return None
    return [ColumnNamed(kinds[0], values[0], billed=True)]


def _bare_heading(text: str) -> str:
    return re.sub(r"^(?:columns?|spalten?) | (?:columns?|spalten?)$", "", text.strip(), flags=re.IGNORECASE)


def _quantity_kind(reader: Reader, heading: str) -> ColumnKind | None:
    usual = reader.knowledge.columns.meanings(squeeze(heading))
    wanted = (ColumnKind.ORDERED, ColumnKind.QUANTITY, ColumnKind.SHIPPED)
    return next((kind for kind in wanted if kind.value in usual), None)


def _ignored_column(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    if not Quotations.is_quoted(found["v"]) and position_of(found["v"]) is not None:
        raise UnclearError("a column is left out by its heading; say what is printed above it")
    return [ColumnIgnored(value) for value in reader.values(found["v"])]


def _field(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    kinds = meaning(FIELDS, found["field"])
    labels = reader.values(found["v"])
    _refuse_other(FIELDS, kinds[0], found["v"], found)
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


def _unit(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    rules = _loose_unit(reader, found)
    if rules is None:
        raise UnclearError(f"“{reader.quotations.put_back(found['unit'])}” is no unit that is known")
    return rules


def _loose_unit(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read what may be a unit; where it is none, the words may mean something else."""
    code = _unit_code(reader, reader.quotations.value(found["unit"]) or "")
    return None if code is None else [UnitMeans(value, code) for value in reader.values(found["v"])]


def _unit_code(reader: Reader, text: str) -> str | None:
    words = re.sub(r"^(?:an?|one|per|unit|eine?|pro|je) ", "", text.strip().casefold())
    holds = _HOLDS.fullmatch(words)
    if holds is not None and reader.knowledge.units.canonical(holds[1]):
        raise UnclearError(FACTOR)
    codes = (
        reader.knowledge.units.canonical(form) for form in (words, words.removesuffix("s"), words.removesuffix("es"))
    )
    return next((code for code in codes if code), None)


def _kind(reader: Reader, text: str) -> ChargeKind | None:
    plain = re.sub(r"^an? ", "", " ".join(text.casefold().split()))
    for form in (plain, re.sub(r" (?:charges?|fees?|costs?|surcharge)$|(?:kosten|gebühr|pauschale)$", "", plain)):
        if kinds := meaning(CHARGES, form):
            return kinds[0]
    found = reader.knowledge.charges.meanings(squeeze(plain))
    return ChargeKind(found[0]) if found else None


def _charge(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    kind = _kind(reader, found["kind"])
    if kind is None:
        return None
    words = reader.values(found["v"])
    if any(not any(ch.isalpha() for ch in word) for word in words):
        raise UnclearError("a charge is known by words; there are none")
    for word in words:
        named = reader.knowledge.charges.meanings(squeeze(word))
        if named and ChargeKind.OTHER not in {kind, *named} and kind not in named:
            raise UnclearError(f"“{word}” says its kind itself, wherever it stands: {words_for(named[0])}")
    return [ChargeMeans(word, kind) for word in words]


def _charge_last(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    charge, last = _charge(reader, found), _last_line(reader, found)
    return None if charge is None or last is None else [*charge, *last]


def _last_line(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    kind = _kind(reader, found["kind"])
    return None if kind is None else [LastLineIs(kind)]


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


def _codes(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read the form of codes; one code as an example stands for all of its form."""
    pattern = reader.value(found["v"])
    if not set(pattern) & _FORM_SIGNS:
        if not any(map(str.isdigit, pattern)):
            raise UnclearError("write # for a digit, @ for a letter, ? for any character and * for any run of them")
        pattern = "".join("#" if ch.isdigit() else "@" if ch.isalpha() else literally(ch) for ch in pattern)
    fault = fault_of(pattern)
    if fault is not None:
        raise UnclearError(f"the form “{pattern}” {fault}")
    return [CodesLookLike(pattern)]


def _codes_beginning(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read how codes begin, and how many digits follow; where that is not said, one digit is in them at least."""
    if ColumnKind.ITEM_CODE not in meaning(COLUMNS, found["column"]):
        return None
    head, digits = reader.value(found["v"]), found["digits"]
    # "Start with a letter", "with AB or CD": what is printed is one word with a capital or a digit.
    if not Quotations.is_quoted(found["v"]) and (" " in head or head.islower()):
        raise UnclearError("put what is printed in quotation marks")
    if digits is not None and not 1 <= int(digits) <= _MOST_DIGITS:
        raise UnclearError(f"codes have at most {_MOST_DIGITS} digits")
    return [CodesLookLike(literally(head) + ("#" * int(digits) if digits is not None else "*#*"))]


def _codes_of_digits(_: Reader, found: re.Match[str]) -> list[Rule] | None:
    if ColumnKind.ITEM_CODE not in meaning(COLUMNS, found["column"]):
        return None
    if not _FEWEST_DIGITS <= int(found["digits"]) <= _MOST_DIGITS:
        raise UnclearError(f"codes of digits alone have {_FEWEST_DIGITS} to {_MOST_DIGITS} of them")
    return [CodesLookLike("#" * int(found["digits"]))]


def _not_the_other(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read which column has the billed quantity, and which has not; what both are called must be clear."""
    headings = [_bare_heading(found[name]) for name in ("v", "other")]
    if any(not Quotations.is_quoted(text) and position_of(text) is not None for text in headings):
        return None
    told = [reader.value(text) for text in headings]
    sure = all(Quotations.is_quoted(text) or _quantity_kind(reader, text) is not None for text in headings)
    if not sure or squeeze(told[0]) == squeeze(told[1]):
        return None
    kind, other = (_quantity_kind(reader, heading) for heading in told)
    if kind is other:
        kind = ColumnKind.SHIPPED if other is not ColumnKind.SHIPPED else ColumnKind.QUANTITY
    return [ColumnNamed(kind or ColumnKind.SHIPPED, told[0], billed=True)]


def _billed(_: Reader, found: re.Match[str]) -> list[Rule] | None:
    word = found["billed"].casefold()
    ordered = word.startswith(("ordered", "bestellt"))
    return [QuantityBilled(BilledQuantity.ORDERED if ordered else BilledQuantity.SHIPPED)]


_SHORTEST = {"tax_ids": 6, "names": 4, "words": 4}


def _known_by(what: str) -> Build:
    def build(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
        value = reader.value(found["v"])
        if sum(map(str.isalnum, value)) < _SHORTEST[what]:
            raise UnclearError(f"“{value}” is too short to tell a vendor by")
        return [KnownBy(what, value)]

    return build


def _code_form(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    return _codes(reader, found) if ColumnKind.ITEM_CODE in meaning(COLUMNS, found["column"]) else None


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
    "instead": _instead,
    "column_called": _column_called,
    "charge_last": _only_quoted(_charge_last),
    "rows_beginning": _rows_from("…*", "that begin with"),
    "rows_ending": _rows_from("*…", "that end with"),
    "rows_holding": _rows_from("*…*", "that contain"),
    "column_ignored": _ignored_column,
    "last_line": _last_line,
    "billed": _billed,
    "code_form": _code_form,
    "codes_beginning": _codes_beginning,
    "codes_of_digits": _codes_of_digits,
    "not_the_other": _not_the_other,
    "quoted_rows": _only_quoted(_rows_from("*…*", "that contain")),
    "field": _field,
    "column": _column,
    "unit_named": _unit,
    "charge": _charge,
    "tax_id": _known_by("tax_ids"),
    "name": _known_by("names"),
    "words": _known_by("words"),
    "quoted_field": _only_quoted(_field),
    "quoted_unit": _only_quoted(_loose_unit),
    "quoted_charge": _only_quoted(_charge),
    "short_unit": _loose_unit,
}


# Made for the first clause: to compile them takes a third of a second, and most who come to profiles type none.
@cache
def _english() -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple((pattern, _BUILDERS[name]) for pattern, name in compiled())


@cache
def _german() -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple((pattern, _BUILDERS[name]) for pattern, name in compiled_german())
