"""Whether a pack printed on a line contradicts the conversion on file that the comparison rests on (S2.61, S2.168).

"12/CS" on the invoice of a case that holds 24 on file says that another pack was shipped: at the case's price half the
goods. The figures fit all the same, so that nothing but the saying itself tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.factors import known_factors
from app.domain.measure import Pack
from app.domain.money import ZERO
from app.domain.order import OrderLine
from app.policy.facts import GroupFacts
from app.policy.line_facts import LineFacts
from app.policy.verdict import Verdict, verdict
from app.policy.wording import factor_text, quantity_text

_WORD = re.compile(r"[^\W\d_]+")
# Words of a pack's saying that are no unit: what is left of "12er Pack" or "boîte de 50" names the container alone.
_JOINING = frozenset(
    {"of", "à", "a", "zu", "mit", "de", "d", "da", "di", "van", "met", "con", "von"}
    | {"per", "pro", "je", "par", "por", "w", "er", "x"}
)


def pack_faults(facts: GroupFacts) -> Iterable[Verdict]:
    """Yield a verdict for each printed pack that holds another count than the desk has on file for that container."""
    for line in facts.lines:
        for pack in line.line.packs:
            for ordered in facts.order_lines:
                on_file = _contradicted(facts, pack, ordered) if _bears_on(facts, line, pack, ordered) else ""
                if on_file:
                    yield verdict(
                        "uom_conversion.pack_contradicts",
                        exposure=abs(facts.amount or ZERO),
                        pack=pack.raw or f"{quantity_text(pack.holds)} {pack.of}/{pack.unit}",
                        pack_unit=pack.unit,
                        pack_holds=quantity_text(pack.holds),
                        pack_of=pack.of,
                        pack_on_file=on_file,
                        ordered_sku=ordered.sku,
                    )


def _bears_on(facts: GroupFacts, line: LineFacts, pack: Pack, ordered: OrderLine) -> bool:
    """Tell whether the pack's size matters: pieces billed against pieces ordered cost the same however they come."""
    if pack.unit == ordered.uom or facts.group.evidence.conversion is not None:
        return True
    return line.line.uom is not None and line.line.uom.value != ordered.uom


def _contradicted(facts: GroupFacts, pack: Pack, ordered: OrderLine) -> str:
    """Return what one container holds on file where that is something else than printed; nothing where it agrees.

    Where the print names no content ("12/CS"), any content on file that the container holds so many of agrees.
    """
    vendor_id = facts.vendor.vendor_id if facts.vendor else None
    item = facts.desk.items.get(ordered.sku)
    factors = known_factors(facts.desk.conversions, ordered.sku, vendor_id, pack.unit, item.base_uom if item else None)
    said = factors.get(pack.of)
    if said is None or 1 / said == pack.holds:
        return ""
    if not _names_content(pack):
        rows = [row for row in facts.desk.conversions if row.sku == ordered.sku and row.vendor_id in (None, vendor_id)]
        units = {unit for row in rows for unit in (row.from_uom, row.to_uom)} & factors.keys()
        if any(1 / factors[unit] == pack.holds for unit in units):
            return ""
    return factor_text(1 / said)


def _names_content(pack: Pack) -> bool:
    return len([word for word in _WORD.findall(pack.raw.casefold()) if word not in _JOINING]) > 1
