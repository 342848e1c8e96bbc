"""What is said of the statements of a document: each holds it, with the words that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.finding import Finding, Severity
from app.domain.invoice import ChargeKind, Invoice, InvoiceLine
from app.domain.overlap import in_one_column
from app.domain.provenance import Box
from app.extraction.statements.beside_figures import headed_otherwise, is_behind_total
from app.extraction.statements.credit_phrases import is_given_back_besides, is_total_owed_to_us
from app.extraction.statements.freight_phrases import charges_freight
from app.extraction.statements.goods_phrases import is_less_than_billed, names_other_price
from app.extraction.statements.kinds import Said
from app.extraction.statements.money_phrases import asks_other_sum, is_in_no_sum, names_other_currency
from app.extraction.statements.other_orders import is_other_order
from app.extraction.statements.owed import owes_other_sum
from app.extraction.statements.part_phrases import names_other_payer
from app.extraction.statements.payee_phrases import names_another
from app.extraction.statements.single_headings import heads_a_figure
from app.extraction.statements.spelled_sums import spells_other_sum
from app.extraction.statements.stated_kinds import comes_later, has_ended, is_no_credit, names_earlier
from app.extraction.statements.statements import Statement
from app.extraction.statements.tax_phrases import is_mixed_tax, taxes_all_the_same
from app.extraction.statements.tax_rates import is_above_its_rate
from app.extraction.statements.under_headings import headed_as_other, heads_any_figure
from app.extraction.statements.unit_phrases import redefines_unit

_SENTENCES: Mapping[Said, str] = {
    Said.TAX_TO_ADD: "The page says that tax is still to be added (“{}”), and its total has none.",
    Said.SCALED: "The page says that its amounts are not in whole units of the currency (“{}”).",
    Said.PRICES_PER: "The page says that its prices are for more than one (“{}”), and its lines are not computed so.",
    Said.NOT_FINAL: "The page says that its figures are not final (“{}”).",
    Said.OTHER_AMOUNT: "The page says that another amount is owed than its total (“{}”).",
    Said.OTHER_SUM: "The page asks for another amount than its total (“{}”).",
    Said.OWED: "The page calls an amount owed that is none of the invoice's (“{}”).",
    Said.ASLANT: "A text that runs another way than the page gives an amount that is none of the invoice's (“{}”).",
    Said.SPELLED: "The page spells out an amount that is none of its sums (“{}”); its total was read as {}.",
    Said.SPELLED_PARTLY: "The page spells out an amount (“{}”) that cannot be read whole; its total was read as {}.",
    Said.SPELLED_UNREAD: "The page spells out an amount in words that could not be read (“{}”).",
    Said.OTHER_CURRENCY: "The page says that its amounts are in another currency (“{}”).",
    Said.HEADED: "The page heads its amounts with another currency than the invoice's (“{}”).",
    Said.HEADED_AS: "Under a heading of figures stands what may make them something else (“{}”).",
    Said.HEADED_WITH: "A heading says that its figures are something else than what is owed (“{}”).",
    Said.REDEFINED: "The page makes another quantity of a unit that its lines are billed in (“{}”).",
    Said.BEHIND: "Behind the total stands a sign that makes it another amount (“{}”).",
    Said.CHARGE_ASIDE: "The page gives a charge apart from its other amounts (“{}”), which is in none of its sums.",
    Said.DISCOUNT: "The page says that something is to be taken off (“{}”), and no discount is among its amounts.",
    Said.CREDITED: "The page gives an amount back or takes it off (“{}”), which is in none of its sums.",
    Said.SURCHARGE: "The page says that a charge comes on top (“{}”), and no charge is among its amounts.",
    Said.FREIGHT_FREE: "The page says that freight is not charged (“{}”), and charges freight.",
    Said.PARTLY: "The page asks for a part of its total only (“{}”).",
    Said.SET_OFF: "The page says that it is set off against something else or paid in kind (“{}”).",
    Said.OTHER_PAYER: "The page says that somebody else ordered it or is to pay it (“{}”).",
    Said.PART_BILL: "The page is a bill for an advance or a part (“{}”), not for goods that were delivered.",
    Said.GOODS_BACK: "The page says of some of its goods that they are missing, go back or cost nothing (“{}”).",
    Said.OTHER_PRICE: "The page names another price than it bills (“{}”).",
    Said.NO_TAX: "The page says that no tax is owed (“{}”), and charges tax.",
    Said.NOT_DELIVERED: "The page says that goods it bills were not delivered (“{}”).",
    Said.REST: "The page says that a rest of the goods is still to come (“{}”).",
    Said.NOT_SOLD: "The page says that its goods are not sold or not to be paid (“{}”).",
    Said.SETTLED: "The page says that it is paid already or will be collected (“{}”): it must not be paid once more.",
    Said.NO_INVOICE: "The page says that it is no invoice to pay (“{}”).",
    Said.BILLED: "The page says that this was billed before or is a later version (“{}”): "
    "see whether the other one was taken in or paid.",
    Said.ORDER_ENDED: "The page says that an order no longer holds or another took its place (“{}”).",
    Said.OTHER_ORDER: "The page names another order (“{}”) beside the one it bills.",
    Said.TAX_MIXED: "The page puts its tax and other charges in one figure (“{}”).",
    Said.TAX_RATE: "The page names a rate of tax (“{}”), and its tax is more than that makes.",
    Said.TO_US: "The page says that its total is owed to us (“{}”), and is no credit note.",
    Said.FOR_ANOTHER: "The page says that somebody else is to be paid (“{}”). "
    "Ask the vendor, by a way known before, whether that is so.",
    Said.OTHER_ACCOUNT: "The page announces another bank account (“{}”). "
    "Ask the vendor, by a way known before, whether that is so.",
}


def _priced_singly(_words: str, invoice: Invoice) -> bool:
    """Tell whether every line was read with a price for one."""
    return all(line.price_basis == 1 for line in invoice.lines)


_AGAINST: Mapping[Said, Callable[[str, Invoice], bool]] = {
    Said.OTHER_SUM: asks_other_sum,
    Said.OWED: owes_other_sum,
    Said.PRICES_PER: _priced_singly,
    Said.ASLANT: owes_other_sum,
    Said.SPELLED: spells_other_sum,
    Said.OTHER_CURRENCY: names_other_currency,
    Said.HEADED: headed_otherwise,
    Said.HEADED_AS: headed_as_other,
    Said.REDEFINED: redefines_unit,
    Said.BEHIND: is_behind_total,
    Said.CHARGE_ASIDE: is_in_no_sum,
    Said.FREIGHT_FREE: charges_freight,
    Said.CREDITED: is_given_back_besides,
    Said.GOODS_BACK: is_less_than_billed,
    Said.OTHER_PRICE: names_other_price,
    Said.NO_TAX: taxes_all_the_same,
    Said.TAX_MIXED: is_mixed_tax,
    Said.TAX_RATE: is_above_its_rate,
    Said.TO_US: is_total_owed_to_us,
}
# The same, for what counts beside a line as well.
_ASKED: Mapping[Said, Callable[[str, Invoice], bool]] = {
    Said.BILLED: names_earlier,
    Said.NO_INVOICE: is_no_credit,
    Said.NOT_DELIVERED: comes_later,
    Said.ORDER_ENDED: has_ended,
    Said.OTHER_ORDER: is_other_order,
    Said.OTHER_PAYER: names_other_payer,
    Said.FOR_ANOTHER: names_another,
}
# What stands in a line says so as well: "Transfer pump 95.00" is bought, an amount spelled out asks for itself.
_IN_LINES = frozenset({Said.SPELLED, Said.FREIGHT_FREE})
# Whether more is billed than came is told by the order; words that are not understood deny nothing.
_NOTED = frozenset({Said.REST, Said.SPELLED_UNREAD})
_MOST = 20  # pages that are named
_NEXT_ROW = 2  # heights of a row


def statement_findings(statements: Sequence[Statement], invoice: Invoice, *, untaxed: bool) -> Iterator[Finding]:
    """Yield one finding for each thing that the pages say; ``untaxed``: they say why no tax is owed."""
    told: set[Said] = set()
    total = _printed_total(invoice)
    for statement in (_of_total(one, invoice) for one in statements):
        if statement.said in told or not _counts(statement, invoice, untaxed=untaxed):
            continue
        told.add(statement.said)
        severity = Severity.NOTE if statement.said in _NOTED else Severity.HOLD
        message = _SENTENCES[statement.said].format(statement.printed or statement.words, total)
        yield Finding(statement.said.value, message, severity, box=statement.place)


def _of_total(statement: Statement, invoice: Invoice) -> Statement:
    """Return what is said to be given back as what it is: the total itself, owed to us, or another amount."""
    to_us = statement.said is Said.CREDITED and is_total_owed_to_us(statement.words, invoice)
    return replace(statement, said=Said.TO_US) if to_us else statement


def _printed_total(invoice: Invoice) -> str:
    total, currency = invoice.header.total, invoice.header.currency
    return " ".join(str(one.value) for one in (total, currency) if one is not None) or "–"


def _counts(statement: Statement, invoice: Invoice, *, untaxed: bool) -> bool:
    against = _AGAINST.get(statement.said)
    if against is not None and not against(statement.words, invoice):
        return False
    if statement.said is Said.HEADED_WITH and not heads_a_figure(statement.words, statement.box, invoice):
        return False
    if statement.said is Said.HEADED_AS and not heads_any_figure(statement.box, invoice):
        return False
    asked = _ASKED.get(statement.said)
    if asked is not None and not asked(statement.words, invoice):
        return False
    if statement.said is Said.OTHER_ACCOUNT and any(one.code == statement.said.value for one in invoice.findings):
        return False  # said already, in words that are known
    if statement.said is Said.TAX_TO_ADD:
        tax = invoice.header.tax_total
        return not untaxed and (tax is None or not tax.value)
    if statement.said is Said.SURCHARGE and any(charge.kind is not ChargeKind.DISCOUNT for charge in invoice.charges):
        return False
    if statement.said is Said.DISCOUNT and _discounted(invoice):
        return False
    if statement.said in {Said.OTHER_AMOUNT, Said.CREDITED} and _is_taken_off(statement.box, invoice):
        return False
    holder = next((line for line in invoice.lines if _holds(line, statement.box)), None)
    if against is not None and holder is not None and statement.said not in _IN_LINES:
        return False
    # A note of a line is judged with its order; a line that bills nothing may well be a sample.
    return holder is None or not (statement.alone or (holder.amount is not None and not holder.amount.value))


def _discounted(invoice: Invoice) -> bool:
    """Tell whether anything is taken off a line or the whole."""
    named = any(charge.kind is ChargeKind.DISCOUNT for charge in invoice.charges)
    return named or any(line.discount is not None for line in invoice.lines)


def _is_taken_off(box: Box, invoice: Invoice) -> bool:
    """Tell whether what is kept back stands in its row, or the one below, as an amount that is in the sums.

    The total is less by it then, and is owed as it is.
    """
    places = (charge.amount.box for charge in invoice.charges if charge.amount.value < 0)
    reach = box.bottom + _NEXT_ROW * (box.bottom - box.top)
    return any(at is not None and at.page == box.page and box.top <= (at.top + at.bottom) / 2 <= reach for at in places)


def _holds(line: InvoiceLine, box: Box) -> bool:
    place = line.description.box
    if place is None or place.page != box.page:
        return False
    middle = (box.top + box.bottom) / 2
    return place.top <= middle <= place.bottom and in_one_column(place, box)


def page_findings(missing: Sequence[int], pages: int, going_on: str) -> Iterator[Finding]:
    """Yield what is said where pages are missing; ``going_on`` are the words of the last page that say so."""
    if missing:
        numbers = ", ".join(map(str, missing[:_MOST])) + (" …" if len(missing) > _MOST else "")
        yield Finding("pages_missing", f"By their own count, pages are missing ({numbers}); the file has {pages}.")
    elif going_on:
        yield Finding("pages_missing", f"The last page says “{going_on}”, and no page follows.")
