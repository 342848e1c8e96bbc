"""A report as data: columns with their kind, rows as they come, and the facts that stand above them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from app.domain.money import plain

Value = str | int | bool | Decimal | date | datetime | None


def value_text(value: Value) -> str:
    """Return a value as plain text: decimals with a point, days and UTC times as ISO 8601 writes them."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return plain(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
    return str(value)


@dataclass(frozen=True, slots=True)
class Report:
    """One report: ``headings`` name the values of each row; ``about`` says what it covers (period, filters, scope).

    ``sums`` are headings of amounts whose total is stated, by the currency in the heading ``currency``; ``money`` are
    headings of further amounts and prices.
    """

    kind: str
    title: str
    headings: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]
    about: tuple[tuple[str, Value], ...] = ()
    sums: tuple[str, ...] = ()
    money: tuple[str, ...] = ()


class Totals:
    """Counts rows and adds amounts up while a report is written."""

    def __init__(self, report: Report) -> None:
        self._places = [report.headings.index(name) for name in report.sums]
        self._names = report.sums
        self._currency = report.headings.index("currency") if "currency" in report.headings else None
        self._sums: dict[tuple[str, str], Decimal] = {}
        self.rows = 0

    def count(self, row: tuple[Value, ...]) -> None:
        """Take one row into account."""
        self.rows += 1
        currency = str(row[self._currency] or "no currency") if self._currency is not None else ""
        for name, place in zip(self._names, self._places, strict=True):
            amount = row[place]
            if isinstance(amount, Decimal):
                key = (name, currency)
                self._sums[key] = self._sums.get(key, Decimal(0)) + amount

    def lines(self) -> list[tuple[str, Value]]:
        """Return what was counted, for the overview."""
        totals = [(f"total of {name} {currency}".strip(), amount) for (name, currency), amount in self._sums.items()]
        return [("rows", self.rows), *sorted(totals, key=lambda pair: pair[0])]
