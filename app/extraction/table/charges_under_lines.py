"""Deposits and levies that stand under each line for as many as it bills: "20 crates" and below them "20 Deposit"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from app.domain.invoice import ChargeKind
from app.extraction.sums.charges import charge_kind
from app.extraction.table.codes import is_code
from app.extraction.table.columns import COUNTS, Column
from app.extraction.table.table_body import amount_of, is_coded
from app.extraction.table.table_rows import RowKind, SortedRow
from app.extraction.table.texts_between import is_numbered
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.figures import is_mostly_digits
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.words import Word

_KINDS = frozenset({ChargeKind.DEPOSIT, ChargeKind.ENVIRONMENTAL_FEE})
_TEXTS = frozenset({RowKind.TEXT, RowKind.NOTE})
_SCHEME = 5  # letters of the name of a scheme behind a levy: "Éco-participation PMCB"


def with_charges_under_lines(
    rows: Sequence[SortedRow], columns: Sequence[Column], knowledge: Knowledge, coded: Callable[[SortedRow], bool]
) -> list[SortedRow]:
    """Return the rows with those taken for charges that are a deposit or a levy on the line above them (S2.103).

    Such a row has no code, no number of a line, and counts what its line counts. Where one does, and where all that is
    sold has a code, deposits are charges for any count, as long as they name nothing else: what comes back was never
    sold together. Where the page adds up the lines without them, they may name the container too ("Pfand Kasten").
    """
    has_code = [coded(row) or _coded_below(at, rows, columns) for at, row in enumerate(rows)]
    loose = [
        row.kind is RowKind.ITEM and not known and not is_numbered(row, columns)
        for row, known in zip(rows, has_code, strict=True)
    ]
    plain = [_kind(row, columns, knowledge) if free else None for row, free in zip(rows, loose, strict=True)]
    led = [_led(row, columns, knowledge) if free else None for row, free in zip(rows, loose, strict=True)]
    kinds = [one or other for one, other in zip(plain, led, strict=True)]
    under = [kind is not None and _counts_as_above(at, rows, kinds, columns) for at, kind in enumerate(kinds)]
    end = _end(rows, kinds)
    sold = [at for at, row in enumerate(rows[:end]) if row.kind is RowKind.ITEM and kinds[at] is None]
    apart = any(under) or (len(sold) > 1 and all(has_code[at] for at in sold))
    deposits = kinds if _left_out(rows, [rows[at] for at in sold], columns) else plain
    return [
        replace(row, kind=RowKind.CHARGE, charge=kinds[at])
        if under[at] or (apart and deposits[at] is ChargeKind.DEPOSIT)
        else row
        for at, row in enumerate(rows)
    ]


def _coded_below(at: int, rows: Sequence[SortedRow], columns: Sequence[Column]) -> bool:
    """Tell whether a code stands in the rows of text below a line's figures."""
    return any(is_coded(row, columns) for row in takewhile(lambda row: row.kind in _TEXTS, rows[at + 1 :]))


def _end(rows: Sequence[SortedRow], kinds: Sequence[ChargeKind | None]) -> int:
    """Return where the lines end: at the first sum below the last row that has a kind."""
    last = max((at for at, kind in enumerate(kinds) if kind is not None), default=0)
    return next((at for at in range(last, len(rows)) if rows[at].kind is RowKind.TOTAL), len(rows))


def _left_out(rows: Sequence[SortedRow], sold: Sequence[SortedRow], columns: Sequence[Column]) -> bool:
    """Tell whether a sum on the page is that of what is sold alone."""
    goods = [amount for row in sold if (amount := amount_of(row, columns)) is not None]
    sums = {amount_of(row, columns) for row in rows if row.kind is RowKind.TOTAL}
    return bool(goods) and sum(goods, Decimal(0)) in sums


def _led(row: SortedRow, columns: Sequence[Column], knowledge: Knowledge) -> ChargeKind | None:
    """Return the kind of deposit that a row begins with, whatever it names behind it."""
    words = _label(row, columns)
    kind = charge_kind(words[:1], knowledge)
    return kind if kind is ChargeKind.DEPOSIT and not any(is_code(word.text) for word in words) else None


def _label(row: SortedRow, columns: Sequence[Column]) -> list[Word]:
    texts = [i for i, column in enumerate(columns) if column.role is ColumnKind.DESCRIPTION]
    return sorted((word for index in texts for word in row.grid.cells[index]), key=lambda word: word.x0)


def _kind(row: SortedRow, columns: Sequence[Column], knowledge: Knowledge) -> ChargeKind | None:
    words = _label(row, columns)
    if any(is_code(word.text) for word in words):
        return None  # "Core deposit BRK-7721R" is one of several goods
    named = list(takewhile(lambda word: not is_mostly_digits(word), words))
    kind = charge_kind(named, knowledge) or charge_kind(_without_scheme(named), knowledge)
    return kind if kind in _KINDS else None


def _without_scheme(words: Sequence[Word]) -> list[Word]:
    """Return the words of a label without the short name in capitals at its end."""
    scheme = len(words) > 1 and words[-1].text.isupper() and len(words[-1].text) <= _SCHEME
    return list(words[:-1] if scheme else words)


def _counts_as_above(
    at: int, rows: Sequence[SortedRow], kinds: Sequence[ChargeKind | None], columns: Sequence[Column]
) -> bool:
    """Tell whether a row counts as many as the line above it does, other such rows between them left out."""
    above = next((row for row, kind in _upwards(at, rows, kinds) if row.kind is RowKind.ITEM and kind is None), None)
    return above is not None and not _counts(rows[at], columns).isdisjoint(_counts(above, columns))


def _upwards(
    at: int, rows: Sequence[SortedRow], kinds: Sequence[ChargeKind | None]
) -> list[tuple[SortedRow, ChargeKind | None]]:
    return list(zip(rows[:at], kinds[:at], strict=True))[::-1]


def _counts(row: SortedRow, columns: Sequence[Column]) -> set[Decimal]:
    return {figure.value for index, figure in row.numbers.items() if columns[index].role in COUNTS}
