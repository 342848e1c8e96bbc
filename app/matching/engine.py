"""The order in which an invoice is matched; the steps themselves live in the modules named here."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.invoice import Invoice
from app.domain.match import Desk, Match
from app.domain.order import LineRef
from app.matching.accessorials import with_bundled_rate
from app.matching.ambiguity import settle, undecided
from app.matching.choice import Clock, components
from app.matching.explanation import explained
from app.matching.groups import hypotheses
from app.matching.lines import desk_books, prepare
from app.matching.merge_rivals import with_rival_readings
from app.matching.orders import find_orders
from app.matching.persons_choice import chosen_groups, orders_with_chosen
from app.matching.review import currency_findings, findings_of, orders_used, time_findings, unbilled_lines
from app.matching.second_opinion import agreed
from app.matching.tax_in_prices import tax_findings, tax_in_prices
from app.matching.vendors import recognise_vendor
from app.matching.weights import Weights

SECONDS_PER_INVOICE = 10


def match_invoice(
    invoice: Invoice, desk: Desk, weights: Weights, *, chosen: Mapping[int, tuple[LineRef, ...]] | None = None
) -> Match:
    """Explain an invoice by groups of its lines and order lines.

    ``chosen`` maps invoice line numbers to the order lines a person chose; an empty tuple means "matches nothing". It
    overrides everything for those lines. Where the desk has learned weights of its own, what they read otherwise is
    ambiguous.
    """
    match = _explained_by(weights, invoice, desk, chosen or {})
    learned = weights.with_levels(desk.learned_weights)
    if learned.levels == weights.levels:
        return match
    return agreed(match, _explained_by(learned, invoice, desk, chosen or {}))


def _explained_by(weights: Weights, invoice: Invoice, desk: Desk, chosen: Mapping[int, tuple[LineRef, ...]]) -> Match:
    clock = Clock(SECONDS_PER_INVOICE)
    vendor = recognise_vendor(invoice, desk)
    books = desk_books(desk)
    found = find_orders(invoice, desk, vendor, books)
    ground = prepare(invoice, desk, orders_with_chosen(found.orders, desk, chosen), books)
    by_person = chosen_groups(ground, chosen, weights)
    taken = frozenset(ref for refs in chosen.values() for ref in refs)
    left = [line for line in ground.billed if line.number not in chosen]
    possible = hypotheses(ground, left, taken, weights, clock)
    settled = [
        s
        for component in components(possible.groups)
        for s in (settle(component, ground, weights, clock) if possible.complete else undecided(component))
    ]
    settled = list(with_rival_readings(settled, ground, found, vendor, invoice))
    tax = tax_in_prices(invoice, ground.cent)
    renamed = with_bundled_rate((*by_person, *settled), tax)
    groups = tuple(
        sorted(
            (explained(s, ground, possible.candidates) for s in renamed),
            key=lambda group: group.invoice_lines,
        )
    )
    used = orders_used(groups, found)
    return Match(
        orders=used,
        vendor_id=next((o.vendor_id for o in ground.orders if o.po_number in used), vendor.only),
        groups=groups,
        unbilled=unbilled_lines(ground, groups, used),
        notes=found.notes,
        findings=(
            *found.findings,
            *time_findings(possible.complete),
            *currency_findings(invoice, ground, used),
            *findings_of(ground, groups),
            *tax_findings(renamed, tax),
        ),
    )
