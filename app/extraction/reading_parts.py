"""Parts of a long document: what is kept of its pages once they were read, and the invoice that the parts make.

Of a page only its lines, the amounts with a label that can be a sum, its charges and the fields of the header are kept;
its words are dropped. The sums are chosen and every line is proven when all parts are there, as for a short document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from app.domain.invoice import Invoice, InvoiceLine, PageSize, Source
from app.domain.provenance import Box, Certainty, Extracted
from app.extraction.header.header_fields import HeaderReading
from app.extraction.header.notices import first_of
from app.extraction.reading_pass import invoice_with
from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.proof_repair import Repair
from app.extraction.sums.settled import settled
from app.extraction.table.delivered import tells_delivery
from app.extraction.table.draft import LineDraft
from app.extraction.table.invoice_lines import DraftedLine, figure_of_line, invoice_line
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.figures import Figure
from app.extraction.values.knowledge import Knowledge

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line as it will stand on the invoice but for its number and certainty, its figures, and what was unreadable."""

    line: InvoiceLine
    figures: LineFigures
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of some pages; the rows of amounts and charges count over the whole document."""

    lines: tuple[KeptLine, ...]
    amounts: tuple[LabelledAmount, ...]
    charges: tuple[ChargeDraft, ...]
    header: HeaderReading
    strays: tuple[ChargeDraft, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    aside: tuple[LabelledAmount, ...] = ()


@dataclass(slots=True)
class Alike:
    """Values that stand again and again in a long document, each kept once: places across a page, numbers, units."""

    _kept: dict[object, object] = field(default_factory=dict)

    def kept_line(
        self, draft: LineDraft, figures: LineFigures, knowledge: Knowledge, units: Mapping[str, str]
    ) -> KeptLine:
        """Return what is kept of a drafted line."""
        line = invoice_line(0, DraftedLine(draft, figures, Certainty.UNVERIFIED), knowledge, units)
        shared = replace(
            line,
            description=self._extracted(line.description),
            item_code=self._maybe(line.item_code, self._extracted),
            uom=self._maybe(line.uom, self._extracted),
            po_number=self._maybe(line.po_number, self._extracted),
            po_line=self._maybe(line.po_line, self._extracted),
            discount=self._maybe(line.discount, self._extracted),
            quantity=None,
            unit_price=None,
            amount=None,
            packs=self._one(line.packs),
            notes=tuple(map(self._one, line.notes)),
        )
        kept = replace(
            figures,
            quantity=self._maybe(figures.quantity, self._figure),
            price=self._maybe(figures.price, self._figure),
            amount=self._maybe(figures.amount, self._figure),
        )
        return KeptLine(shared, kept, tuple(draft.unread), tuple(filter(tells_delivery, draft.notes)))

    def _extracted(self, value: Extracted[T]) -> Extracted[T]:
        box = self._maybe(value.box, self._box)
        return replace(value, value=self._one(value.value), raw=self._one(value.raw), box=box)

    def _figure(self, figure: Figure) -> Figure:
        value, raw = self._one(figure.value), self._one(figure.raw)
        rest, box = self._one(figure.rest), self._box(figure.box)
        return replace(figure, value=value, raw=raw, rest=rest, box=box, rest_box=None)  # the line has the unit's place

    def _box(self, box: Box) -> Box:
        places = (self._one(place) for place in (box.x0, box.top, box.x1, box.bottom))
        return Box(box.page, *places)

    def _one(self, value: T) -> T:
        # 12.5 and 12.50 are equal and printed differently
        key = (type(value), str(value)) if isinstance(value, Decimal) else (type(value), value)
        # The key holds the type, so that what is kept under it is of that type; mypy cannot see that.
        return self._kept.setdefault(key, value)  # type: ignore[return-value]

    @staticmethod
    def _maybe(value: T | None, work: Callable[[T], T]) -> T | None:
        return None if value is None else work(value)


def invoice_of_parts(parts: Sequence[Part], sizes: Sequence[PageSize], source: Source) -> Invoice:
    """Return the invoice that the parts of a document make, in their order."""
    kept = [line for part in parts for line in part.lines]
    amounts = [amount for part in parts for amount in part.amounts]
    charges = [charge for part in parts for charge in part.charges]
    strays = [stray for part in parts for stray in part.strays]
    unread = [one for part in parts for one in part.unread]
    sums = settled(amounts, [line.figures for line in kept], charges, strays, unread, parts[-1].aside)
    drafted = [
        DraftedLine(_only_unread(line), figure, certainty)
        for line, figure, certainty in zip(kept, sums.figures, sums.proof.lines, strict=True)
    ]
    lines = tuple(
        _settled(number, one.line, line, sums.repairs.get(number - 1))
        for number, (one, line) in enumerate(zip(kept, drafted, strict=True), 1)
    )
    header = joined_header([part.header for part in parts])
    invoice = invoice_with(lines, drafted, header, sums.totals, sums.proof)
    return replace(invoice, source=source, page_sizes=tuple(sizes))


_NOTHING_UNREAD = LineDraft(0, 1, 0.0, 0.0)


def _only_unread(line: KeptLine) -> LineDraft:
    """Return a draft that says no more than what could not be read in a line, and how much of it was delivered."""
    if not line.unread and not line.notes:
        return _NOTHING_UNREAD
    return LineDraft(0, line.line.page, 0.0, 0.0, unread=list(line.unread), notes=list(line.notes))


def _settled(number: int, line: InvoiceLine, drafted: DraftedLine, repair: Repair | None) -> InvoiceLine:
    """Return a line with its number, and its figures with how certain they are."""
    figures, certainty = drafted.figures, drafted.certainty
    read = {repair.field: repair.read} if repair is not None else {}
    return replace(
        line,
        line_no=number,
        quantity=figure_of_line(figures.quantity, certainty, read.get("quantity")),
        unit_price=figure_of_line(figures.price, certainty, read.get("unit_price")),
        amount=figure_of_line(figures.amount, certainty, read.get("amount")),
        discount=replace(line.discount, certainty=certainty) if line.discount is not None else None,
        certainty=certainty,
    )


def joined_header(parts: Sequence[HeaderReading]) -> HeaderReading:
    """Return the header of a document: as its first pages have it, then its last; orders are named anywhere."""
    first, last = parts[0], parts[-1]
    named: dict[str, Extracted[str]] = {}
    for part in parts:
        for order in part.po_numbers:
            named.setdefault(order.value, order)
    dates = {
        name
        for name in ("invoice_date", "due_date")
        if name in (first if getattr(first, name) is not None else last).ambiguous_dates
    }
    vendor = first.vendor_name or last.vendor_name
    return HeaderReading(
        invoice_number=first.invoice_number or last.invoice_number,
        invoice_date=first.invoice_date or last.invoice_date,
        due_date=first.due_date or last.due_date,
        vendor_name=vendor,
        vendor_tax_id=first.vendor_tax_id or last.vendor_tax_id,
        po_numbers=tuple(named.values()),
        currency=_printed(first.currency) or _printed(last.currency) or first.currency or last.currency,
        credits_invoice=first.credits_invoice or last.credits_invoice,
        titled_credit=first.titled_credit,
        ambiguous_dates=tuple(sorted(dates, reverse=True)),
        unsure=tuple(dict.fromkeys(name for part in parts for name in part.unsure)),
        other_paper=next((part.other_paper for part in parts if part.other_paper), ""),
        other_account=next((part.other_account for part in parts if part.other_account), ""),
        notices=first_of([part.notices for part in parts], vendor.value if vendor is not None else ""),
        claims=tuple(dict.fromkeys(claim for part in parts for claim in part.claims)),
        bill_to=_each_once(block for part in parts for block in part.bill_to),
        ship_to=_each_once(block for part in parts for block in part.ship_to),
        buyer_tax_ids=_each_once(number for part in parts for number in part.buyer_tax_ids),
        bank_accounts=_each_once(account for part in parts for account in part.bank_accounts),
        terms_days=max((p.terms_days for p in parts if p.terms_days), key=lambda days: days.value, default=None),
    )


def _each_once(blocks: Iterable[Extracted[str]]) -> tuple[Extracted[str], ...]:
    return tuple({block.value: block for block in blocks}.values())


def _printed(currency: Extracted[str] | None) -> Extracted[str] | None:
    return currency if currency is not None and currency.raw is not None else None
