"""What is said of item codes: the form they have, how they begin, how many digits they are."""

from __future__ import annotations

import re

from app.extraction.instructions.rules import CodesLookLike, Rule
from app.extraction.instructions.said_values import Reader, UnclearError
from app.extraction.instructions.spoken_words import COLUMNS, Quotations, meaning
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.patterns import fault_of, literally

_FORM_SIGNS = frozenset("#@?*")
_FEWEST_DIGITS, _MOST_DIGITS = 4, 20  # of a code; fewer are any number of a text


def code_form(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read the form of item codes; of another column nothing is said so."""
    return _codes(reader, found) if ColumnKind.ITEM_CODE in meaning(COLUMNS, found["column"]) else None


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


def codes_beginning(reader: Reader, found: re.Match[str]) -> list[Rule] | None:
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


def codes_of_digits(_: Reader, found: re.Match[str]) -> list[Rule] | None:
    """Read that codes are so many digits and nothing else."""
    if ColumnKind.ITEM_CODE not in meaning(COLUMNS, found["column"]):
        return None
    if not _FEWEST_DIGITS <= int(found["digits"]) <= _MOST_DIGITS:
        raise UnclearError(f"codes of digits alone have {_FEWEST_DIGITS} to {_MOST_DIGITS} of them")
    return [CodesLookLike("#" * int(found["digits"]))]
