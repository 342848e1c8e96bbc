"""Whether the references printed on a line speak against the order lines it was laid on.

A reference that names nothing on file proves nothing; one that names another line or another order on file says that
something else was meant, however well item and figures fit. A person looks (S2.163; decision table: data_quality).
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.identifiers import code_key
from app.domain.invoice import InvoiceLine
from app.domain.match import ItemTie
from app.domain.money import ZERO
from app.domain.order import LineRef
from app.policy.facts import GroupFacts
from app.policy.verdict import Verdict, verdict
from app.policy.wording import lines_text, refs_text


def reference_faults(facts: GroupFacts) -> Iterable[Verdict]:
    """Yield a verdict for each line that names another order, or another line of its order, than it was laid on."""
    if not facts.order_lines or facts.group.ambiguous:
        return
    for line in facts.lines:
        if facts.group.evidence.ties.get(line.line.line_no) is ItemTie.PERSON:
            continue
        named = _other_order(facts, line.line) or _other_line(facts, line.line)
        if named:
            yield verdict(
                "identity.reference",
                exposure=abs(facts.amount or ZERO),
                reference=named,
                order_lines=lines_text(facts.order_lines),
            )


def _other_order(facts: GroupFacts, line: InvoiceLine) -> str:
    printed = code_key(line.po_number.value) if line.po_number is not None else ""
    known = {number for number in facts.around.orders if code_key(number) == printed}
    own = {ref.po_number for ref in facts.group.po_lines}
    return f"order {', '.join(sorted(known))}" if known and not known & own else ""


def _other_line(facts: GroupFacts, line: InvoiceLine) -> str:
    if line.po_line is None:
        return ""
    own = dict.fromkeys(ref.po_number for ref in facts.group.po_lines)
    meant = [LineRef(number, line.po_line.value) for number in own]
    on_file = [ref for ref in meant if ref in facts.around.order_lines]
    return refs_text(on_file) if on_file and not set(on_file) & set(facts.group.po_lines) else ""
