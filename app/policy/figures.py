"""The figures of a group that its reason quotes and the log must hold (S2.137 to S2.141), as text by name."""

from __future__ import annotations

from decimal import Decimal

from app.domain.decision import BandUse
from app.domain.money import ZERO, money_text, percent_of
from app.policy.facts import GroupFacts
from app.policy.tolerances import percent_text, price_uses
from app.policy.wording import quantity_text, signed, signed_money, signed_price, unit_price_text


def quantity_figures(facts: GroupFacts) -> dict[str, str]:
    """Return what the log holds of quantities: ordered, open, billed, received, the difference (S2.137 to S2.141)."""
    if len(facts.order_lines) != 1:
        return {}
    line, pool, billed = facts.order_line, facts.pool, facts.billed
    figures = {
        "po_quantity": quantity_text(line.quantity),
        "open_quantity": quantity_text(facts.open_quantity),
        "billed_quantity": quantity_text(billed),
        "receipt_quantity": quantity_text(pool.available) if pool.any_known else "none on file",
        "received_quantity": quantity_text(pool.received) if pool.any_known else "none on file",
        "uom": line.uom,
    }
    if billed is None:
        return figures
    over, short = billed - facts.quantity_limit, billed - facts.open_quantity
    payable = min(billed, facts.quantity_limit)
    figures |= {
        "billable_quantity": quantity_text(facts.quantity_limit),
        "over_variance": signed(over),
        "over_percent": _percent(over, line.quantity),
        "short_variance": signed(short),
        "short_percent": _percent(short, line.quantity),
        "payable_quantity": quantity_text(payable),
    }
    if over > facts.limit_slack:
        figures["debit_memo"] = money_text(over * unit_value(facts), facts.currency)
        figures["payable_amount"] = money_text(payable * unit_value(facts), facts.currency)
    return figures


def price_figures(facts: GroupFacts) -> dict[str, str]:
    """Return what the log holds of prices: both, and the difference each and in all."""
    if len(facts.order_lines) != 1:
        return {}
    order_price = facts.order_line.unit_price
    prices = [line.unit_price for line in facts.lines if line.unit_price is not None]
    worst = max(prices, key=lambda price: abs(price - order_price), default=None)
    total = sum((line.difference for line in facts.lines if line.difference), ZERO)
    figures = {
        "po_price": unit_price_text(order_price, facts.currency),
        "billed_price": unit_price_text(worst, facts.currency),
    }
    if worst is not None:
        figures |= {
            "price_difference": signed_price(worst - order_price, facts.currency),
            "price_percent": _percent(worst - order_price, order_price),
            "price_total": signed_money(total, facts.currency),
        }
    return figures


def line_price_uses(facts: GroupFacts, difference: Decimal, quantity: Decimal) -> tuple[BandUse, ...]:
    """Look at what one line bills beyond (or below) its quantity at the order's price, each and in money.

    Billed above the price, the amount in money is that of the order line so far: neither many lines nor many invoices
    widen a band.
    """
    whole = facts.beyond_so_far if difference > ZERO else difference
    return price_uses(facts.band, difference / quantity, facts.order_line.unit_price, whole)


def unit_value(facts: GroupFacts) -> Decimal:
    """Return what one unit of the order line is worth at stake: the dearer of the order's and the billed price."""
    billed = [line.unit_price for line in facts.lines if line.unit_price is not None]
    return max([facts.order_line.unit_price, *billed])


def _percent(part: Decimal, whole: Decimal) -> str:
    share = percent_of(part, whole)
    return "?" if share is None else ("+" if share > 0 else "") + percent_text(share)
