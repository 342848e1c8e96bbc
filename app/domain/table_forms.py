"""How a table writes its numbers and dates: the forms there are, and what one text means in each.

A form belongs to a whole column. A single text may mean two things ("3.000"); only what every text of its column allows
is taken, and where that leaves two meanings a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.money import decimal_from_text, plain


class Shape(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


class NumberForm(StrEnum):
    """How numbers are written; the first is the form of our own files."""

    PLAIN = "plain"
    POINT = "point"
    COMMA = "comma"


class DateForm(StrEnum):
    """How dates are written; the first is the form of our own files."""

    ISO = "iso"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


Form = NumberForm | DateForm
FORMS_OF: dict[Shape, tuple[Form, ...]] = {Shape.NUMBER: tuple(NumberForm), Shape.DATE: tuple(DateForm), Shape.TEXT: ()}
# The same number and the same day in every form, to show and to name them.
EXAMPLES: dict[Form, str] = {
    NumberForm.PLAIN: "1234.56",
    NumberForm.POINT: "1,234.56",
    NumberForm.COMMA: "1.234,56",
    DateForm.ISO: "2026-02-14",
    DateForm.DAY_FIRST: "14.02.2026",
    DateForm.MONTH_FIRST: "02/14/2026",
    DateForm.YEAR_FIRST: "20260214",
}

_BLANKS = " \u00a0\u202f'’"


def _pattern(groups: str, mark: str) -> re.Pattern[str]:
    # One sign parts all the groups of a number, each of three digits; a number in groups never begins with a zero.
    grouped = rf"[1-9][0-9]{{0,2}}(?P<part>[{re.escape(groups)}])[0-9]{{3}}(?:(?P=part)[0-9]{{3}}){{0,4}}"
    return re.compile(rf"[+-]?(?:{grouped}|[0-9]{{1,18}})(?:{re.escape(mark)}(?P<decimals>[0-9]{{1,12}}))?", re.ASCII)


_NUMBERS = {
    NumberForm.POINT: (_pattern("," + _BLANKS, "."), "."),
    NumberForm.COMMA: (_pattern("." + _BLANKS, ","), ","),
}
_DAYS = {
    DateForm.ISO: re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})", re.ASCII),
    DateForm.DAY_FIRST: re.compile(r"(?P<d>[0-9]{1,2})(?P<s>[./-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4})", re.ASCII),
    DateForm.MONTH_FIRST: re.compile(r"(?P<m>[0-9]{1,2})(?P<s>[/-])(?P<d>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4})", re.ASCII),
    DateForm.YEAR_FIRST: re.compile(r"(?P<y>[0-9]{4})(?P<s>[./]?)(?P<m>[0-9]{2})(?P=s)(?P<d>[0-9]{2})", re.ASCII),
}


def number_in(text: str, form: NumberForm) -> Decimal | None:
    """Return the number a text is in this form, with the decimals it is written with; None where it is none."""
    if form is NumberForm.PLAIN:
        try:
            return decimal_from_text(text)
        except ValueError:
            return None
    pattern, mark = _NUMBERS[form]
    if not pattern.fullmatch(text):
        return None
    whole, _, decimals = text.partition(mark)
    sign = "-" if text.startswith("-") else ""
    return Decimal(f"{sign}{''.join(c for c in whole if c.isdigit())}{'.' if decimals else ''}{decimals}")


def day_in(text: str, form: DateForm) -> date | None:
    """Return the day a text is in this form; None where it is none of the calendar's."""
    found = _DAYS[form].fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def as_our_own(text: str, form: Form) -> str | None:
    """Return a text as our own files would write it; None where it is not of this form."""
    if isinstance(form, NumberForm):
        number = number_in(text, form)
        return None if number is None else plain(number)
    day = day_in(text, form)
    return None if day is None else day.isoformat()


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """How one column of a file is written.

    Attributes:
        column: Our name of it.
        form: None where the column allows several meanings and nobody said which holds.
        choices: The forms it may have, where the column itself does not decide; else empty.
        example: A text of the column, one that tells the forms apart where there is one.
    """

    column: str
    form: Form | None
    choices: tuple[Form, ...] = ()
    example: str = ""


class FormEvidence:
    """What the texts of one column allow; each is weighed once."""

    def __init__(self, column: str, shape: Shape) -> None:
        self.column = column
        self._forms = FORMS_OF[shape]
        self._read = dict.fromkeys(self._forms, 0)
        self._apart: dict[tuple[Form, Form], str] = {}
        self._odd: dict[Form, str] = {}
        self._seen: set[str] = set()
        self._some = ""

    def weigh(self, text: str) -> None:
        """Take in one text; what no form reads says nothing."""
        if text in self._seen:
            return
        self._seen.add(text)
        meant = {form: as_our_own(text, form) for form in self._forms}
        if all(meaning is None for meaning in meant.values()):
            self._seen.discard(text)
            return
        self._some = self._some or text
        for form, meaning in meant.items():
            if meaning is None:
                self._odd.setdefault(form, text)
            self._read[form] += meaning is not None
        for first, one in meant.items():
            for second, other in meant.items():
                if one is not None and other is not None and not _same(one, other):
                    self._apart.setdefault((first, second), text)

    def found(self, *, own: bool, said: Form | None = None) -> ColumnForm:
        """Decide: by the whole column, else by what was said, else (``own``: such files have one form) by our form."""
        fitting = [form for form in self._forms if self._read[form] == len(self._seen)]
        distinct = self._distinct(fitting)
        if len(distinct) == 1:
            return ColumnForm(self.column, distinct[0], (), self._some)
        choices = tuple(distinct) or tuple(form for form in self._forms if self._read[form])
        example = self._telling(choices)
        if said in choices:
            return ColumnForm(self.column, said, choices, example)
        if own and self._forms[0] in distinct:
            return ColumnForm(self.column, self._forms[0], choices, example)
        return ColumnForm(self.column, None, choices, example)

    @property
    def is_number(self) -> bool:
        """Whether this is a column of numbers."""
        return self._forms == FORMS_OF[Shape.NUMBER]

    def misread(self, *, own: bool) -> ColumnForm:
        """Decide as :meth:`found`, for a column that is read in our form: open where that changes a figure."""
        found, ours = self.found(own=own), self._forms[0]
        if found.form is None:
            return found if ours in found.choices else ColumnForm(self.column, ours)
        if text := self._apart.get((ours, found.form)):
            return ColumnForm(self.column, None, (ours, found.form), text)
        return found

    def _distinct(self, fitting: Sequence[Form]) -> list[Form]:
        """Leave out forms in which the column means the same as in one before."""
        kept: list[Form] = []
        for form in fitting:
            if all((before, form) in self._apart for before in kept):
                kept.append(form)
        return kept

    def _telling(self, choices: Sequence[Form]) -> str:
        for pair, text in self._apart.items():
            if pair[0] in choices and pair[1] in choices:
                return text
        return next((self._odd[form] for form in choices if form in self._odd), self._some)


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return one == other
