"""What another page says against the chosen number, currency or total: such an invoice is never cleared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from app.domain.finding import Finding
from app.domain.money import decimals_of, plain
from app.extraction.header.claims import other_currencies, other_numbers
from app.extraction.header.currency import code_of
from app.extraction.header.header_fields import HeaderReading
from app.extraction.sums.bare_totals import is_bare
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.totals_choice import Totals
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.figures import is_currency_word
from app.extraction.values.page_words import page_words
from app.extraction.values.text_keys import squeeze

_CENTS = 2
_ZERO = Decimal(0)
_SAME_EDGE = 12.0  # points


def rival_totals(
    amounts: Sequence[LabelledAmount], totals: Totals, figures: Sequence[LineFigures]
) -> tuple[LabelledAmount, ...]:
    """Return the amounts besides the chosen one that are called the total and are none of the sums; each once.

    A sum of lines that follow each other is that of a page or a group, whatever it is called.
    """
    total = totals.total
    if total is None or "total" not in total.meanings:
        return ()
    lines = [f.amount.value for f in figures if f.amount is not None]
    runs = set(accumulate(lines, initial=_ZERO))
    known = sums_of(totals) | {abs(a.figure.value) for a in amounts if _is_other_sum(a)}
    found: dict[Decimal, LabelledAmount] = {}
    for amount in amounts:
        value = amount.figure.value
        if not _rivals(amount, total) or abs(value) in known:
            continue
        if any(start + value in runs for start in runs):
            continue
        found.setdefault(value, amount)
    return tuple(found.values())


def sums_of(totals: Totals) -> set[Decimal]:
    """Return the sums of a document, without their signs."""
    total = totals.total.figure.value if totals.total is not None else _ZERO
    subtotal = totals.subtotal.figure.value if totals.subtotal is not None else totals.lines_sum
    tax = totals.tax or _ZERO
    charges = [charge.figure.value for charge in totals.charges]
    settled = [value for value in (totals.settlement.paid, totals.settlement.due) if value is not None]
    sums = [_ZERO, total, subtotal, tax, total - tax, subtotal + tax, subtotal + totals.charges_sum, totals.lines_sum]
    sums += [total - value for value in settled]
    return {abs(value) for value in (*sums, *charges, *settled)}


def _is_other_sum(amount: LabelledAmount) -> bool:
    return bool(amount.settles) or bool({"subtotal", "tax", "carried", "paid"} & set(amount.meanings))


def _rivals(amount: LabelledAmount, total: LabelledAmount) -> bool:
    """Tell whether an amount is called the total of the document, as the chosen one is."""
    figure = amount.figure
    if not amount.whole or amount.below or "total" not in amount.meanings or _is_other_sum(amount):
        return False
    if decimals_of(figure.value) != _CENTS or figure.rest:
        return False
    key = _key(amount)
    of_order = any(part in key for part in page_words("below_lines", "of_orders"))
    if figure.box.page == total.figure.box.page:
        # Under another name only what is more: "total net weight" and parts of the sum are less, as a rule.
        more = abs(figure.value) > abs(total.figure.value) and not of_order
        more = more and (amount.apart or _is_of_money(amount))
        # Beside the chosen total, only what can be nothing else than the sum of the invoice.
        return (key in page_words("totals", "grand") or more) and figure.box != total.figure.box
    if of_order:
        return False
    # "Total" alone may be one of weights or hours; it counts in the place and under the name of the chosen one.
    same_place = key == _key(total) and abs(figure.box.x1 - total.figure.box.x1) <= _SAME_EDGE
    return _is_of_money(amount) or same_place


def _is_of_money(amount: LabelledAmount) -> bool:
    """Tell whether what is called a total is one of money: "total" alone may be one of weights or hours."""
    return not is_bare(amount) or bool(_currencies(amount))


def _key(amount: LabelledAmount) -> str:
    return "".join(squeeze(word) for word in amount.label.split() if not is_currency_word(word.strip(":.()")))


def _currencies(amount: LabelledAmount) -> set[str]:
    return {code for word in f"{amount.label} {amount.figure.raw}".split() if (code := code_of(word.strip(":.()")))}


def contradictions(header: HeaderReading, totals: Totals) -> Iterator[Finding]:
    """Yield a finding for every number, currency or total on a page that the chosen one contradicts."""
    for label, value in totals.strays:
        message = f"The page gives “{label}” {plain(value)}, which is in none of its sums."
        yield Finding("amount_in_no_sum", message, field="total")
    for label, text in totals.unread:
        message = f"Beside “{label}” stands “{text}”, which cannot be read as an amount."
        yield Finding("amount_in_no_sum", message, field="total")
    number, currency, total = header.invoice_number, header.currency, totals.total
    known = [order.value for order in header.po_numbers] + [header.notices.replaced or ""]
    if header.credits_invoice is not None:
        known.append(header.credits_invoice.value)
    crediting = header.titled_credit or header.credits_invoice is not None
    for claim in other_numbers(header.claims, number, [text for text in known if text], crediting=crediting):
        chosen = number.value if number is not None else ""
        message = f"Page {claim.page} gives the invoice number {claim.value}, but {chosen} was read as the invoice's."
        yield Finding("pages_contradict", message, field="invoice_number")
    for claim in other_currencies(header.claims, currency):
        chosen = currency.value if currency is not None else ""
        message = f"Page {claim.page} gives the currency {claim.value}, but {chosen} was read as the invoice's."
        yield Finding("pages_contradict", message, field="currency")
    for rival in totals.rivals:
        codes = _currencies(rival)
        if total is None or (codes and currency is not None and currency.value not in codes):
            continue  # the total once more, in a second currency
        message = (
            f"Page {rival.figure.box.page} gives the total {plain(rival.figure.value)}, but "
            f"{plain(total.figure.value)} was read as the invoice's."
        )
        yield Finding("pages_contradict", message, field="total")
