"""Ideas for what lines are and how their values are written: codes, units, what is no line, charges, bases, dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceLine
from app.extraction.learning.differences import line_key, pair_lines
from app.extraction.learning.ideas import Idea
from app.extraction.learning.places import Located
from app.extraction.learning.units import alias_ideas, glued_ideas, unit_column_ideas
from app.extraction.profiles.model import DateOrder, Profile
from app.extraction.sums.charges import label_text
from app.extraction.values.arithmetic import CENT, extended
from app.extraction.values.dates import find_date
from app.extraction.values.figures import looks_like_figure, read_figure
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, weigh_marks
from app.extraction.values.patterns import fault_of, literally, matches
from app.extraction.values.rows import Row
from app.extraction.values.text_keys import words_of

_SHORTEST_CODE = 4
_BASES = (Decimal(100), Decimal(1000))
_ENOUGH_LINES = 3


def line_ideas(read: Invoice, wanted: Invoice, located: Located, knowledge: Knowledge) -> tuple[Idea, ...]:
    """Return every idea that the difference between what was read and what is right suggests."""
    pairs = pair_lines([line_key(line) for line in read.lines], [line_key(line) for line in wanted.lines])
    both = [(read.lines[i], wanted.lines[j]) for i, j in pairs if i is not None and j is not None]
    return (
        *alias_ideas(both),
        *glued_ideas(wanted.lines, located, knowledge),
        *unit_column_ideas(wanted.lines, located, knowledge),
        *_code_ideas(both, wanted.lines),
        *_charge_ideas(read, wanted, located),
        *_basis_ideas(both),
    )


def _code_ideas(both: Sequence[tuple[InvoiceLine, InvoiceLine]], lines: Sequence[InvoiceLine]) -> Iterator[Idea]:
    """The form that all right codes share, where some were read otherwise."""
    codes = [line.item_code.value for line in lines if line.item_code is not None]
    wrong = [w for r, w in both if w.item_code and (r.item_code is None or r.item_code.value != w.item_code.value)]
    if not wrong:
        return
    for pattern in dict.fromkeys(filter(None, (code_pattern(codes, exact=True), code_pattern(codes, exact=False)))):
        if all(matches(pattern, code) for code in codes):
            yield _code_idea(pattern)


def _code_idea(pattern: str) -> Idea:
    def change(profile: Profile) -> Profile:
        return replace(profile, item_code=pattern)

    return Idea(change, {"item_code": f"All item codes have the form {pattern} (# a digit, @ a letter)."})


def code_pattern(codes: Sequence[str], *, exact: bool) -> str | None:
    """Return the pattern that these codes share; None where it would say too little.

    Where ``exact``, letters that are the same in all of them stand for themselves, else for any letter.
    """
    codes = [code.strip() for code in codes if code.strip()]
    if not codes or min(map(len, codes)) < _SHORTEST_CODE:
        return None
    if len({len(code) for code in codes}) > 1:
        return _prefixed(codes)
    pattern = ""
    for characters in zip(*codes, strict=True):
        if all(ch.isdigit() for ch in characters):
            pattern += "#"
        elif len(set(characters)) == 1 and (exact or not characters[0].isalpha()):
            pattern += literally(characters[0])
        else:
            pattern += "@" if all(ch.isalpha() for ch in characters) else "?"
    return pattern if pattern.count("?") * 2 < len(pattern) and fault_of(pattern) is None else None


def _prefixed(codes: Sequence[str]) -> str | None:
    """Return the form of codes of several lengths: the same beginning, at least a letter or mark of it."""
    shortest = min(codes, key=len)
    length = 0
    while length < len(shortest) - 1 and len({code[length] for code in codes}) == 1:
        length += 1
    head = shortest[:length].rstrip("0123456789")
    return f"{literally(head)}#*" if len(head) > 1 else None


def ignore_ideas(read: Invoice, wanted: Invoice, located: Located) -> tuple[Idea, ...]:
    """Return ideas for rows that were taken for lines and are none: by the mark or the words they begin with."""
    pairs = pair_lines([line_key(line) for line in read.lines], [line_key(line) for line in wanted.lines])
    extra = [read.lines[i] for i, j in pairs if i is not None and j is None]
    kept = {located.rows[index].text for index in located.line_rows if index is not None}
    patterns: dict[str, None] = {}
    for line in extra:
        row = _row_of(line, located)
        for pattern in _row_patterns(row) if row is not None else ():
            if fault_of(pattern) is None and not any(matches(pattern, text) for text in kept):
                patterns[pattern] = None
    return tuple(_ignore_idea(pattern) for pattern in patterns)


def _ignore_idea(pattern: str) -> Idea:
    def change(profile: Profile) -> Profile:
        return replace(profile, ignore_lines=tuple(dict.fromkeys((*profile.ignore_lines, pattern))))

    return Idea(change, {"ignore": f"Rows of the form “{pattern}” are no lines: you took such a line out."})


def _row_of(line: InvoiceLine, located: Located) -> Row | None:
    """Return the row that was taken for this line: its words and figures stand there, and no right line does."""
    words = set(words_of(line.description.value))
    read = {found.value for found in (line.quantity, line.unit_price, line.amount) if found is not None}
    best: tuple[int, Row] | None = None
    for index, row in enumerate(located.rows):
        if index in located.line_rows:
            continue
        figures = {f.value for w in row.words if looks_like_figure(w.text) and (f := read_figure((w,), located.mark))}
        score = len(words & set(words_of(row.text))) + 3 * len(read & figures)
        if score >= 3 and (best is None or score > best[0]):
            best = (score, row)
    return best[1] if best else None


def _row_patterns(row: Row) -> Iterator[str]:
    first = row.words[0].text
    if not any(ch.isalnum() for ch in first):
        yield f"{literally(first)}*"
    leading: list[str] = []
    for word in row.words:
        if any(ch.isdigit() for ch in word.text):
            break
        leading.append(literally(word.text))
    if sum(map(str.isalpha, "".join(leading))) >= 4:
        for length in (2, len(leading)):
            yield f"{' '.join(leading[:length])}*"
    yield "".join("#" if ch.isdigit() else literally(ch) for ch in row.text)[:200]


def _charge_ideas(read: Invoice, wanted: Invoice, located: Located) -> Iterator[Idea]:
    """Words that stand before an amount a person calls a charge of some kind."""
    have = [(charge.kind, charge.amount.value) for charge in read.charges]
    for charge in wanted.charges:
        if (charge.kind, charge.amount.value) in have:
            have.remove((charge.kind, charge.amount.value))
            continue
        for label in dict.fromkeys(_charge_labels(charge, located)):
            yield _charge_idea(label, charge.kind)


def _charge_labels(charge: Charge, located: Located) -> Iterator[str]:
    for row in located.rows:
        figure = read_figure(row.words, located.mark, last=True)
        if figure is None or abs(figure.value) != abs(charge.amount.value):
            continue
        words = [w for w in row.words if any(ch.isalpha() for ch in w.text) and not any(ch.isdigit() for ch in w.text)]
        if words and len(words) <= 8:
            yield label_text(words)


def _charge_idea(label: str, kind: ChargeKind) -> Idea:
    def change(profile: Profile) -> Profile:
        return replace(profile, accessorials=MappingProxyType({**profile.accessorials, label: kind}))

    reason = f"“{label}” is a charge of the kind {kind.value.replace('_', ' ')}."
    return Idea(change, {f"accessorials.{label}": reason})


def _basis_ideas(both: Sequence[tuple[InvoiceLine, InvoiceLine]]) -> Iterator[Idea]:
    wanted = {line.price_basis for _, line in both if line.unit_price is not None}
    if len(wanted) == 1 and (basis := next(iter(wanted))) in _BASES:
        yield _basis_idea(basis)


def basis_idea(wanted: Invoice) -> Idea | None:
    """What prices are per, where enough lines are right with one basis only: an invoice read badly shows it less."""
    priced = [line for line in wanted.lines if line.quantity and line.unit_price and line.amount]
    basis = priced[0].price_basis if len(priced) >= _ENOUGH_LINES else None
    if basis not in _BASES or not all(line.price_basis == basis and _multiplies(line) for line in priced):
        return None
    return _basis_idea(basis)


def _multiplies(line: InvoiceLine) -> bool:
    assert line.quantity is not None
    assert line.unit_price is not None
    assert line.amount is not None
    full = extended(line.quantity.value, line.unit_price.value, line.price_basis)
    return abs(full - line.amount.value) <= CENT


def _basis_idea(basis: Decimal) -> Idea:
    reason = f"Prices are per {basis}, as every line of this invoice shows."
    return Idea(lambda profile: replace(profile, price_basis=basis), {"price_basis": reason})


def date_idea(rows: Sequence[Row], wanted: Invoice) -> Idea | None:
    """The order of day and month, where a right date is printed in figures that could be read two ways."""
    # A date that could be read two ways is only right where a person, or other evidence, has settled it.
    open_fields = {finding.field for finding in wanted.findings if finding.code == "ambiguous_date"}
    dates = {"invoice_date": wanted.header.invoice_date, "due_date": wanted.header.due_date}
    values = {found.value for name, found in dates.items() if found is not None and name not in open_fields}
    orders: set[DateOrder] = set()
    shown = ""
    for row in rows:
        for cell in row.cells:
            reading = find_date(cell.text)
            if reading is None or not values & {reading.day_first, reading.month_first}:
                continue
            order = _order(reading.day_first, reading.month_first, values)
            if order is not None:
                orders.add(order)
                shown = reading.raw
    if len(orders) != 1:
        return None
    order = next(iter(orders))
    name = "day" if order is DateOrder.DAY_FIRST else "month"
    return Idea(
        lambda profile: replace(profile, date_order=order), {"date_order": f"Dates have the {name} first: “{shown}”."}
    )


def _order(day_first: date | None, month_first: date | None, values: set[date]) -> DateOrder | None:
    if day_first == month_first or (day_first in values and month_first in values):
        return None
    return DateOrder.DAY_FIRST if day_first in values else DateOrder.MONTH_FIRST


def mark_idea(located: Located, wanted: Invoice) -> Idea | None:
    """The decimal mark, where the figures of the lines can be read with one only."""
    texts = [
        word.text
        for name in ("quantity", "unit_price", "amount")
        for place in located.places[name][:1]
        for word in place.words
    ]
    evidence = weigh_marks(texts)
    sure = evidence.comma if located.mark is DecimalMark.COMMA else evidence.point
    against = evidence.point if located.mark is DecimalMark.COMMA else evidence.comma
    if not sure or against or not wanted.lines:
        return None
    name = "comma" if located.mark is DecimalMark.COMMA else "point"
    mark = located.mark.value
    return Idea(
        lambda profile: replace(profile, decimal_separator=mark),
        {"decimal_separator": f"Numbers have a decimal {name}, as {sure} figures of the lines show."},
    )
