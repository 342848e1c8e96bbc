"""What would end a habit: the fixes that could, each with the cases it would have saved, by deciding the past again.

Only what the records themselves say is proposed: a factor that every one of the documents agrees on, a code that always
meant one item, a term that the rule names. Where they disagree nothing is proposed, rather than something guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from app.domain.case import Document
from app.domain.decision import DocumentFinding, GroupDecision
from app.domain.insight import Fix, FixKind, Habit, Saved, Scope
from app.domain.invoice import ChargeKind
from app.domain.item import CrossReference, UomConversion
from app.domain.money import ZERO, decimal_or_none, money_text, trimmed
from app.domain.policy import Role
from app.domain.provenance import Method
from app.workflow.drafts import request_about
from app.workflow.insight.replay import (
    CHARGE,
    GRACE,
    MERGED,
    PARTIAL,
    decided_otherwise,
    held_only_by,
    held_parts,
    replay,
)
from app.workflow.services import Services

# As many of the newest documents of a habit are decided again.
MOST = 200
_QUARTER = Decimal("91.25")
_TENTH = Decimal("0.1")
_READING = ("figures.", "data_quality.")
_ORDER = tuple(FixKind)
K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


def propose_fixes(services: Services, habit: Habit, overturned: Sequence[int] = ()) -> tuple[Saved, ...]:
    """Return what could end a habit, the cheapest that pays first, each with what it would have saved.

    A fix pays where it would have saved at least half of what the best one would. ``overturned`` are documents whose
    decision people reversed or found wrong: they speak against what would clear them.
    """
    ids = habit.rate.documents[-MOST:]
    documents = [services.store.document(document_id) for document_id in ids]
    by_id = {document.document_id: document for document in documents}
    found = [_saved(services, habit, fix, by_id, overturned) for fix in _candidates(habit, documents)]
    best = max((len(saved.saved) for saved in found), default=0)
    paying = [saved for saved in found if saved.saved and len(saved.saved) * 2 >= best]
    rest = [saved for saved in found if saved not in paying]
    return tuple(
        part
        for group in (paying, rest)
        for part in sorted(group, key=lambda saved: (_ORDER.index(saved.fix.kind), -len(saved.saved)))
    )


def _saved(
    services: Services, habit: Habit, fix: Fix, documents: Mapping[int, Document], overturned: Sequence[int]
) -> Saved:
    if fix.kind in (FixKind.MESSAGE, FixKind.PROFILE):
        cleared = tuple(i for i, d in documents.items() if d.decision and held_only_by(d.decision, habit.failure))
        how = "documents that nothing else held: what it saves where it is done on every invoice"
        against: tuple[int, ...] = ()
    else:
        again = replay(services, fix, documents, habit.failure)
        cleared = tuple(one.document_id for one in again if one.cleared)
        how = "each document matched and decided again with it on file, the policy in force and its own orders"
        against = tuple(i for i in cleared if decided_otherwise(documents[i], overturned))
    looked_at = len(documents)
    a_quarter = ZERO
    if looked_at:
        share = Decimal(len(cleared)) / looked_at
        days = max((habit.last - max(habit.first, habit.since or habit.first)).days + 1, 1)
        a_quarter = (share * habit.rate.part * _QUARTER / max(days, 1)).quantize(_TENTH)
    return Saved(fix, looked_at, cleared, against, looked_at == habit.rate.part, a_quarter, how)


# --- what could be done ----------------------------------------------------------------------------------------------
def _candidates(habit: Habit, documents: Sequence[Document]) -> Iterator[Fix]:
    parts = list(_parts(habit, documents))
    conversions = _conversions(habit, parts)
    if conversions:
        told = "; ".join(f"1 {c.from_uom} = {trimmed(c.factor)} {c.to_uom} of {c.sku}" for c in conversions)
        yield Fix(
            FixKind.CONVERSION, f"Put on file: {told}.", Role.BUYER, habit.vendor_id, conversions=tuple(conversions)
        )
    references = _references(parts)
    if references:
        told = "; ".join(f"their {r.vendor_item_code} is our {r.sku}" for r in references)
        yield Fix(
            FixKind.CROSS_REFERENCE, f"Put on file: {told}.", Role.AP_CLERK, habit.vendor_id,
            references=tuple(references),
        )  # fmt: skip
    if habit.vendor_id:
        yield from _terms(habit, [part for _, part in parts])
        if any(part.rule.startswith(_READING) for _, part in parts):
            yield Fix(
                FixKind.PROFILE, "Teach the program this vendor's layout: learn a profile from one invoice put right.",
                Role.AP_CLERK, habit.vendor_id,
            )  # fmt: skip
        yield Fix(
            FixKind.MESSAGE,
            f"Ask the vendor to {request_about(habit.failure)}.",
            Role.VENDOR_MANAGEMENT,
            habit.vendor_id,
        )


Part = tuple[Document, GroupDecision | DocumentFinding]


def _parts(habit: Habit, documents: Sequence[Document]) -> Iterator[Part]:
    """Yield what of the documents is the habit: the findings that held them under its rules."""
    for document in documents:
        if document.decision is not None:
            for part in held_parts(document.decision):
                if part.rule in habit.rules:
                    yield document, part


def _agreed(pairs: Iterable[tuple[K, V]]) -> dict[K, V]:
    """Return by key what all of the pairs agree on."""
    found: defaultdict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def _conversions(habit: Habit, parts: Iterable[Part]) -> list[UomConversion]:
    """Return the factors that no two of the documents disagree on; a crossing of dimensions is never proposed."""
    pairs: list[tuple[tuple[str, str, str], Fraction]] = []
    for document, part in parts:
        if not isinstance(part, GroupDecision) or document.desk is None or len(part.group.po_lines) != 1:
            continue
        used = part.group.evidence.conversion
        if used is None or used.from_uom is None or used.crossing or part.rule != "uom_conversion.no_factor":
            continue
        sku = document.desk.order_line(part.group.po_lines[0]).sku
        if not habit.item or sku == habit.item:
            pairs.append(((sku, used.from_uom, used.to_uom), used.factor))
    vendor_id = habit.vendor_id if habit.scope is not Scope.ITEM else None
    return [_conversion(sku, vendor_id, units, factor) for (sku, *units), factor in sorted(_agreed(pairs).items())]


def _conversion(sku: str, vendor_id: str | None, units: Sequence[str], factor: Fraction) -> UomConversion:
    """Write a factor as a whole number of the smaller unit."""
    from_uom, to_uom = units
    if factor < 1:
        from_uom, to_uom, factor = to_uom, from_uom, 1 / factor
    return UomConversion(sku, vendor_id, from_uom, to_uom, Decimal(factor.numerator) / factor.denominator)


def _references(parts: Iterable[Part]) -> list[CrossReference]:
    """Return the codes that always stood beside one item; what a person typed is not what the vendor prints."""
    pairs: list[tuple[tuple[str, str], str]] = []
    for document, part in parts:
        if part.rule != "identity.new_code" or document.desk is None or document.invoice is None:
            continue
        if not isinstance(part, GroupDecision) or len(part.group.po_lines) != 1:
            continue
        order = document.desk.order(part.group.po_lines[0].po_number)
        sku = document.desk.order_line(part.group.po_lines[0]).sku
        for number in part.group.invoice_lines:
            code = document.invoice.line(number).item_code
            if code is not None and code.method is not Method.TYPED and order is not None and sku:
                pairs.append(((order.vendor_id, code.value), sku))
    return [CrossReference(vendor_id, code, sku) for (vendor_id, code), sku in sorted(_agreed(pairs).items())]


def _terms(habit: Habit, parts: Sequence[GroupDecision | DocumentFinding]) -> Iterator[Fix]:
    rules = {part.rule for part in parts}
    vendor_id = habit.vendor_id
    if rules & {"split.not_permitted", "quantity_short.outside"}:
        yield _term(vendor_id, PARTIAL, "permitted", "Agree part shipments with the vendor, and put it in its terms.")
    if "merged.not_permitted" in rules:
        yield _term(vendor_id, MERGED, "permitted", "Agree merged lines with the vendor, and put it in its terms.")
    if habit.failure == "late_shipment" and (days := _figures(parts, "days", int)):
        grace = sorted(days)[len(days) * 9 // 10]
        yield _term(vendor_id, GRACE, str(grace), f"Grant {grace} days of grace: nine of ten of these came by then.")
    charged: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for part in parts:
        amount = decimal_or_none(part.figures.get("amount"))
        kind = part.figures.get("kind", "").replace(" ", "_")
        if part.rule == "vendor_compliance.charge" and amount is not None and kind in set(ChargeKind):
            charged[kind] = max(charged[kind], amount)
    for kind, cap in sorted(charged.items()):
        words = kind.replace("_", " ")
        told = f"Agree {words} up to {money_text(cap)} with the vendor, and put it in its terms."
        yield _term(vendor_id, CHARGE, f"{kind}:{cap:f}", told)


def _term(vendor_id: str, term: str, value: str, what: str) -> Fix:
    return Fix(FixKind.TERM, what, Role.BUYER, vendor_id, term=term, value=value)


def _figures(parts: Sequence[GroupDecision | DocumentFinding], name: str, read: Callable[[str], int]) -> list[int]:
    return [read(part.figures[name]) for part in parts if part.figures.get(name, "").isdecimal()]
