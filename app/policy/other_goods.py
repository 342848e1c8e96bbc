"""Whether a line's text names other goods than were ordered under its code, on an invoice in the order's own words.

Vendors call things by names of their own, so that a text without a word of the order's says nothing by itself. Where
the other lines are in the order's words, the same vendor does not, and then such a text is that of other goods (S2.80,
S2.88: a substitute is told by its description as well, and only the buyer accepts one).
"""

from __future__ import annotations

from itertools import islice

from app.domain.common_words import shares_a_word
from app.domain.invoice import InvoiceLine
from app.domain.match import Group, Pattern
from app.domain.money import ZERO
from app.policy.description_words import SAME, likeness
from app.policy.facts import GroupFacts
from app.policy.verdict import Verdict, verdict
from app.policy.wording import lines_text

_MOST_OTHERS = 50  # lines of an invoice that are asked for its style
_ENOUGH = 2  # words that name something, on either side: one alone may be a brand


def other_goods_fault(facts: GroupFacts, line: InvoiceLine) -> Verdict | None:
    """Say that the text of a line shares nothing with its order line, while most others are in the order's words."""
    if facts.services or len(facts.order_lines) != 1:
        return None
    text = " ".join((line.description.value, *line.notes_below))
    if shares_a_word(text, _ordered(facts, facts.group), _ENOUGH) or not _others_agree(facts):
        return None
    return verdict(
        "identity.other_goods",
        exposure=abs(facts.amount or ZERO),
        order_lines=lines_text(facts.order_lines),
        printed=line.description.value,
        ordered=facts.order_line.description,
    )


def _others_agree(facts: GroupFacts) -> bool:
    """Tell whether at least half of the other lines for one order line each are in the order's words."""
    others = (g for g in facts.around.match.groups if g is not facts.group and _is_plain(facts, g))
    found = [_is_in_the_orders_words(facts, group) for group in islice(others, _MOST_OTHERS)]
    return any(found) and 2 * sum(found) >= len(found)


def _is_plain(facts: GroupFacts, group: Group) -> bool:
    own = {line.sku for line in facts.order_lines}
    return (
        len(group.po_lines) == 1
        and not group.ambiguous
        and not {Pattern.MERGED, Pattern.SUBSTITUTION} & set(group.patterns)
        and all(
            ref in facts.around.order_lines and facts.around.order_lines[ref].sku not in own for ref in group.po_lines
        )
    )


def _is_in_the_orders_words(facts: GroupFacts, group: Group) -> bool:
    lines = [line for number in group.invoice_lines for line in facts.around.lines.get(number, ())]
    ordered = _ordered(facts, group)
    return any(likeness(line.description.value, text) >= SAME for line in lines for text in ordered)


def _ordered(facts: GroupFacts, group: Group) -> tuple[str, ...]:
    """Return what the goods of a group are called on file: on the order and in the item master."""
    line = facts.around.order_lines[group.po_lines[0]]
    item = facts.desk.items.get(line.sku)
    return (line.description, *([item.description] if item is not None else []))
