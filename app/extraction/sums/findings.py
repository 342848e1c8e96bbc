"""What is wrong or doubtful in a reading, said to the clerk; HOLD keeps what rests on it from clearing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.finding import Finding, Severity
from app.domain.invoice import InvoiceLine
from app.domain.measure import CANONICAL_CODES
from app.domain.money import plain
from app.domain.provenance import Certainty
from app.extraction.header.header_fields import HeaderReading
from app.extraction.header.notices import Notices
from app.extraction.sums.prepaid import said_of
from app.extraction.sums.proof import unsure
from app.extraction.sums.tax_rate import TAX_ABOVE_RATE, TAX_OFF_RATE, beyond_its_rate, off_its_rate
from app.extraction.sums.taxed_twice import TAXED_TWICE, taxed_twice
from app.extraction.sums.totals_choice import Totals
from app.extraction.table.delivered import delivered_differently
from app.extraction.table.invoice_lines import DraftedLine
from app.extraction.table.line_figures import LineFigures


def header_findings(header: HeaderReading) -> list[Finding]:
    """Return the findings on the header fields."""
    found = []
    if header.invoice_number is None:
        found.append(Finding("missing_field", "No invoice number was found on the document.", field="invoice_number"))
    if header.other_paper:
        found.append(Finding("not_an_invoice", f"The page calls itself “{header.other_paper}”, which is no invoice."))
    if header.other_account:
        message = (
            f"The page announces another bank account (“{header.other_account}”). "
            "Ask the vendor, by a way known before, whether that is so."
        )
        found.append(Finding("other_account", message))
    found.extend(_notices(header.notices))
    for field in header.unsure:
        found.append(
            Finding("unsure_field", f"The {field.replace('_', ' ')} was hard to read on this scan.", field=field)
        )
    if header.currency is not None and header.currency.raw is None:
        message = "No currency is printed; US dollars are assumed from the addresses."
        found.append(Finding("currency_assumed", message, Severity.NOTE, "currency"))
    for field in header.ambiguous_dates:
        value = header.invoice_date if field == "invoice_date" else header.due_date
        printed = value.raw if value else ""
        found.append(
            Finding("ambiguous_date", f"The date {printed} can be read with the day or the month first.", field=field)
        )
    return found


def _notices(notices: Notices) -> Iterator[Finding]:
    """Yield what the page says of who is to be paid, and of being a copy or in another invoice's place."""
    if notices.assigned:
        message = (
            f"The page says that somebody else is to be paid (“{notices.assigned}”). "
            "Ask the vendor, by a way known before, whether that is so."
        )
        yield Finding("other_payee", message)
    if notices.payee:
        message = (
            f"The page asks to pay “{notices.payee}”, which is not the vendor's name. "
            "Ask the vendor, by a way known before, whether that is so."
        )
        yield Finding("other_payee", message)
    if notices.copy:
        message = f"The page calls itself “{notices.copy}”: see whether the invoice was taken in or paid before."
        yield Finding("copy_of_invoice", message, field="invoice_number")
    if notices.replaces:
        named = f" {notices.replaced}" if notices.replaced else ""
        message = f"The invoice replaces an earlier one{named}; only one of the two may be paid."
        yield Finding("corrected_invoice", message, field="invoice_number")


def total_findings(totals: Totals, amounts: Sequence[Decimal | None]) -> list[Finding]:
    """Return the findings on the sums of the document; ``amounts`` are those of its lines."""
    found = []
    lines = len(amounts)
    if totals.total is None:
        found.append(Finding("missing_field", "No total was found on the document.", field="total"))
    if totals.lines_close is False and lines:
        target = totals.subtotal or totals.total
        printed = plain(target.figure.value) if target else "?"
        found.append(
            Finding(
                "lines_do_not_sum",
                f"The lines add up to {plain(totals.lines_sum)}, but {printed} is printed.",
                field="subtotal" if totals.subtotal else "total",
            )
        )
    if totals.total_closes is False and totals.subtotal is not None and totals.total is not None:
        found.append(
            Finding(
                "total_does_not_sum",
                f"Subtotal {plain(totals.subtotal.figure.value)}, charges {plain(totals.charges_sum)} and tax "
                f"{plain(totals.tax or Decimal(0))} do not add up to the total {plain(totals.total.figure.value)}.",
                field="total",
            )
        )
    found.extend(_tax_and_rate(totals, amounts))
    message = said_of(totals.settlement, totals.total.figure.value if totals.total is not None else None)
    if message:
        found.append(Finding("amount_due", message, field="total"))
    if totals.total is not None and totals.total_closes is None and unsure(totals.total.figure):
        found.append(
            Finding(
                "unsure_figure",
                f"The total {totals.total.figure.raw} was hard to read and nothing proves it.",
                field="total",
            )
        )
    return found


def _tax_and_rate(totals: Totals, amounts: Sequence[Decimal | None]) -> Iterator[Finding]:
    """Yield what is wrong between a tax and the rate that is printed with it, or with two taxes of one sale."""
    if (both := taxed_twice(totals)) is not None:
        message = f"Two taxes are charged of which a sale bears one: “{both[0].label}” and “{both[1].label}”."
        yield Finding(TAXED_TWICE, message, field="tax_total")
    if beyond_its_rate(totals, len(amounts)):
        printed = " … ".join(amount.label for amount in totals.taxes)
        message = f"The tax {plain(totals.tax or Decimal(0))} is more than the rate in its label makes (“{printed}”)."
        yield Finding(TAX_ABOVE_RATE, message, field="tax_total")
        return
    billed = [amount for amount in amounts if amount is not None]
    off = off_its_rate(totals, billed) if totals.lines_close and len(billed) == len(amounts) else None
    if off is not None:
        message = (
            f"The tax {plain(off.figure.value)} is not what the rate in its label (“{off.label}”) makes of the lines "
            "and charges, or of some of them."
        )
        yield Finding(TAX_OFF_RATE, message, field="tax_total")


def line_findings(lines: Sequence[InvoiceLine], drafted: Sequence[DraftedLine]) -> list[Finding]:
    """Return the findings on single lines."""
    found: list[Finding] = []
    for line, draft in zip(lines, drafted, strict=True):
        found.extend(_line(line, draft))
    if not lines:
        found.append(Finding("no_lines", "No billed lines were found on the document."))
    return found


def _delivery(line: InvoiceLine, drafted: DraftedLine) -> Iterator[Finding]:
    """Yield what the text of a line says of the quantity delivered, where another is billed."""
    if line.quantity is not None:
        texts = (line.description.value, *drafted.draft.notes)
        said = delivered_differently(texts, line.quantity.value)
        if said:
            message = f"Line {line.line_no}: its text says “{said}”, but {plain(line.quantity.value)} is billed."
            yield Finding("delivered_differently", message, field="quantity", line_no=line.line_no)


def _line(line: InvoiceLine, drafted: DraftedLine) -> list[Finding]:
    return [
        *_delivery(line, drafted),
        *_product(line, drafted.figures),
        *_with_tax(line, drafted.figures),
        *_unread(line, drafted),
        *_undecided(line, drafted.figures),
        *_words(line),
        *_hard_to_read(line, drafted.figures),
    ]


def _product(line: InvoiceLine, figures: LineFigures) -> Iterator[Finding]:
    number = line.line_no
    if figures.closes is False and not figures.nearly and line.quantity and line.unit_price and line.amount:
        message = (
            f"Line {number}: {plain(line.quantity.value)} × {plain(line.unit_price.value)} is not the printed amount "
            f"{plain(line.amount.value)}."
        )
        yield Finding("line_arithmetic", message, field="amount", line_no=number)
    if not figures.basis_stated:
        message = f"Line {number}: the price is taken to be per {plain(figures.basis)}: only then the line multiplies."
        # Against another basis that is printed, the quantity or the price may be another as well.
        severity = Severity.HOLD if figures.basis == 1 else Severity.NOTE
        yield Finding("price_basis_assumed", message, severity, "unit_price", number)


def _with_tax(line: InvoiceLine, figures: LineFigures) -> Iterator[Finding]:
    if not figures.taxed or line.amount is None:
        return
    # What the sum of the lines without tax bears out is said, and nothing else rests on it.
    severity = Severity.NOTE if line.certainty is Certainty.CONSISTENT else Severity.HOLD
    message = f"Line {line.line_no}: the printed amount {figures.taxed} contains the tax."
    if figures.worked_out:
        message = (
            f"Line {line.line_no}: the printed amount {figures.taxed} contains the tax; at the price without it, the "
            f"quantity comes to {plain(line.amount.value)}."
        )
    yield Finding("amount_with_tax", message, severity, "amount", line.line_no)


def _unread(line: InvoiceLine, drafted: DraftedLine) -> Iterator[Finding]:
    for text in drafted.draft.unread:
        message = f"Line {line.line_no}: “{text}” stands where a price or an amount should, and could not be read."
        yield Finding("unread_figure", message, field="amount", line_no=line.line_no)


def _undecided(line: InvoiceLine, figures: LineFigures) -> Iterator[Finding]:
    """Yield what a line that multiplies leaves open: which figure is which, and which of two amounts is billed."""
    number = line.line_no
    if figures.closes and not figures.factors_known:
        message = f"Line {number}: no heading says which figure is the quantity and which the price."
        yield Finding("factors_unclear", message, field="quantity", line_no=number)
    if figures.closes and figures.rival is not None and line.amount is not None:
        message = (
            f"Line {number}: {plain(figures.rival)} stands in it beside {plain(line.amount.value)}, and neither a "
            "heading nor the sum says which of the two is billed."
        )
        yield Finding("amount_unclear", message, field="amount", line_no=number)


def _words(line: InvoiceLine) -> Iterator[Finding]:
    number = line.line_no
    for held in line.included:
        message = f"Line {number}: its text says “{held.raw}”: a charge is part of its amount."
        # Without an amount it is a term of delivery; with one, goods and charge are billed as one (decision table).
        severity = Severity.NOTE if held.amount is None else Severity.HOLD
        yield Finding("charge_in_line", message, severity, "amount", number)
    if line.uom is not None and line.uom.value not in CANONICAL_CODES:
        message = f"Line {number}: the unit {line.uom.raw} is not known."
        yield Finding("unknown_unit", message, field="uom", line_no=number)


def _hard_to_read(line: InvoiceLine, figures: LineFigures) -> Iterator[Finding]:
    if line.certainty is not Certainty.UNVERIFIED:
        return
    for field, figure in (("quantity", figures.quantity), ("unit_price", figures.price), ("amount", figures.amount)):
        if figure is not None and (unsure(figure) or (figure.ambiguous and figures.closes is None)):
            message = f"Line {line.line_no}: {figure.raw} was hard to read and no sum proves it."
            yield Finding("unsure_figure", message, field=field, line_no=line.line_no)


def mark_finding() -> Finding:
    """Return the finding that thousands and decimals cannot be told apart."""
    return Finding(
        "ambiguous_numbers",
        "It cannot be told whether figures such as “1.234” are thousands or decimals, and the sums do not settle it.",
    )
