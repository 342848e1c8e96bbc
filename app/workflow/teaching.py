"""What a settled case showed that can be used again: proposed with evidence, confirmed by the right role, taken back.

Nothing is learned by itself. A factor is for whoever answers for it (S2.70, S2.71), a substitute for the buyer (S2.87,
TRAP-6), a vendor's habit of merging for vendor management (S2.27); the controller may confirm each. Taking back is an
entry of its own, and what still waits is decided again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from app.domain.case import Case, Document
from app.domain.decision import GroupDecision
from app.domain.errors import InputError, RuleError
from app.domain.identifiers import code_key
from app.domain.match import Pattern
from app.domain.measure import crosses_dimensions
from app.domain.money import EXACT, trimmed
from app.domain.order import OrderLine
from app.domain.policy import Role
from app.domain.teaching import Fact, FactKind, Taught
from app.workflow.import_data import look_again
from app.workflow.rested_on import cleared_by
from app.workflow.services import Services
from app.workflow.wording import OWNERS, words_for

# A habit is what was accepted as often as this (S2.25).
HABIT = 3
_DECIMALS = 12
# What only these cases can show; substitutions are told by their pattern. No other document is read again.
_NO_FACTOR = "uom_conversion.no_factor"
_MERGED = "merged.not_permitted"
_CONFIRM: Mapping[FactKind, tuple[Role, ...]] = {
    FactKind.FACTOR: (Role.BUYER, Role.CONTROLLER),
    FactKind.SUBSTITUTION: (Role.BUYER, Role.CONTROLLER),
    FactKind.MERGING: (Role.VENDOR_MANAGEMENT, Role.CONTROLLER),
    FactKind.CROSS_REFERENCE: (Role.AP_CLERK, Role.BUYER, Role.AP_SUPERVISOR, Role.CONTROLLER),
}
_FIXED_FACTOR = (Role.AP_CLERK, Role.AP_SUPERVISOR, Role.BUYER, Role.CONTROLLER)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something a settled case showed: what is to be kept, and which roles may say so."""

    case: Case
    fact: Fact
    roles: tuple[Role, ...]


def proposals(services: Services, case_id: int | None = None) -> tuple[Proposal, ...]:
    """Return what settled cases show that the desk does not know yet; of one case, or of all."""
    settled = services.store.accepted_cases((_NO_FACTOR, _MERGED), (Pattern.SUBSTITUTION.value,), case_id=case_id)
    known = {(one.case_id, one.kind) for one in services.store.taught() if one.taken_back is None}
    merged = _merged_by_vendor(services)
    found: dict[tuple[str, tuple[tuple[str, str], ...]], Proposal] = {}
    for case, vendor_id in settled:
        habit = vendor_id is not None and len(merged.get(vendor_id, ())) >= HABIT
        if vendor_id is None or (case.rule == _MERGED and not habit and Pattern.SUBSTITUTION not in case.patterns):
            continue
        document = services.store.document(case.document_id)
        for fact in _facts(case, document, merged.get(vendor_id, ())):
            if (case.case_id, fact.kind) not in known:
                found.setdefault((fact.table, tuple(fact.key.items())), Proposal(case, fact, _roles(fact)))
    return tuple(found.values())


def _merged_by_vendor(services: Services) -> Mapping[str, Sequence[int]]:
    """Return, by vendor, the accepted cases of lines merged without leave."""
    found: dict[str, list[int]] = {}
    for case, vendor_id in services.store.accepted_cases((_MERGED,), ()):
        if vendor_id is not None and case.rule == _MERGED:
            found.setdefault(vendor_id, []).append(case.case_id)
    return found


def confirm(services: Services, case_id: int, note: str) -> tuple[Fact, ...]:
    """Keep what a settled case showed, with its entries; documents that wait are decided again.

    Raises:
        InputError: The case shows nothing that can be kept.
        RuleError: No reason, or not for whoever acts.
        ConflictError: The desk knows it already.
    """
    _check_reason(note)
    found = proposals(services, case_id)
    if not found:
        raise InputError(
            "nothing_to_learn", f"Case {case_id} shows nothing that could be used again.",
            next_step="Only a case that was accepted can; “tieout learned propose” lists what is there.",
        )  # fmt: skip
    for proposal in found:
        _check_role(services, proposal.roles, proposal.fact.evidence)
    with services.store.together():
        for proposal in found:
            services.store.teach(proposal.fact, services.actor, note, case_id, proposal.case.document_id)
    look_again(services, cause="something was confirmed of a settled case")
    return tuple(proposal.fact for proposal in found)


def take_back(services: Services, entry: int, note: str) -> Taught:
    """Take back what an entry taught, by an entry of its own; documents that wait are decided again.

    What cleared by it stays cleared and is named in the entry (``cleared``): a person is to look at it.

    Raises:
        InputError: The entry taught nothing that can be taken back.
        RuleError: No reason, or not for whoever acts.
        ConflictError: It was changed since.
    """
    _check_reason(note)
    known = next((one for one in services.store.taught() if one.entry == entry), None)
    if known is not None and known.kind in _CONFIRM:
        _check_role(services, _CONFIRM[known.kind], f"take back “{known.what}”")
    cleared = cleared_by(services, known) if known is not None and known.taken_back is None else ()
    services.store.take_back(entry, services.actor, note, cleared)
    look_again(services, cause="something that was learned was taken back")
    return next(one for one in services.store.taught() if one.entry == entry)


def _check_reason(note: str) -> None:
    if not note.strip():
        raise RuleError("reason_needed", "This needs a reason in words.", next_step="Write why; auditors read it.")


def _check_role(services: Services, roles: tuple[Role, ...], what: str) -> None:
    if services.actor.role not in roles or not services.actor.person:
        names = " or ".join(words_for(role, OWNERS) for role in roles)
        raise RuleError(
            "role_needed", f"This is for {names} to say: {what}.",
            next_step="Ask somebody who has that role (“tieout users” lists them).",
        )  # fmt: skip


def _roles(fact: Fact) -> tuple[Role, ...]:
    fixed = fact.kind is FactKind.FACTOR and not crosses_dimensions(fact.key["from_uom"], fact.key["to_uom"])
    return _FIXED_FACTOR if fixed else _CONFIRM[fact.kind]


def _facts(case: Case, document: Document, merged: Sequence[int]) -> Iterator[Fact]:
    groups = document.decision.groups if document.decision else ()
    vendor_id = document.match.vendor_id if document.match else None
    if vendor_id is None or document.desk is None:
        return
    for decided in groups:
        if (decided.group.invoice_lines, decided.rule) != (case.invoice_lines, case.rule):
            continue
        lines = [document.desk.order_line(ref) for ref in decided.group.po_lines] if not decided.group.ambiguous else []
        if len(lines) == 1:
            yield from _factor(case, decided, lines[0], vendor_id)
            yield from _substitute(case, decided, vendor_id)
        if case.rule == _MERGED:
            yield from _merging(vendor_id, merged)


def _factor(case: Case, decided: GroupDecision, line: OrderLine, vendor_id: str) -> Iterator[Fact]:
    conversion = decided.group.evidence.conversion
    if not case.rule.startswith(_NO_FACTOR) or conversion is None or conversion.from_uom is None:
        return
    factor = _decimal(conversion.factor)
    if factor is None or not line.sku:
        return
    key = {"sku": line.sku, "vendor_id": vendor_id, "from_uom": conversion.from_uom, "to_uom": conversion.to_uom}
    evidence = f"case {case.case_id} accepted: {decided.reason} ({conversion.source.value})"
    yield Fact(
        FactKind.FACTOR, "uom_conversions", key, {"factor": factor}, f"vendor {vendor_id}, item {line.sku}", evidence
    )


def _decimal(factor: Fraction) -> str | None:
    """Return a factor as an exact decimal; None where it has no end and the reverse must be entered instead."""
    rest = factor.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    scaled = factor * 10**_DECIMALS
    if rest != 1 or scaled.denominator != 1:
        return None
    with localcontext(EXACT):
        return trimmed(Decimal(scaled.numerator).scaleb(-_DECIMALS))


def _substitute(case: Case, decided: GroupDecision, vendor_id: str) -> Iterator[Fact]:
    shipped, ordered = decided.figures.get("shipped_sku"), decided.figures.get("ordered_sku")
    if Pattern.SUBSTITUTION not in decided.group.patterns or not shipped or not ordered:
        return
    key = {"vendor_id": vendor_id, "sku": ordered, "substitute_sku": shipped}
    values: dict[str, str | int | None] = {
        "substitute_description": None, "reason": f"case {case.case_id}",
        "reference": decided.figures.get("reference") or None, "buyer_notified": 1,
        "substitute_key": code_key(shipped),
    }  # fmt: skip
    scope = f"vendor {vendor_id}, item {ordered}"
    yield Fact(
        FactKind.SUBSTITUTION, "substitutions", key, values, scope, f"case {case.case_id} accepted: {decided.reason}"
    )


def _merging(vendor_id: str, accepted: Sequence[int]) -> Iterator[Fact]:
    if len(accepted) >= HABIT:
        cases = ", ".join(map(str, accepted))
        yield Fact(
            FactKind.MERGING, "vendors", {"vendor_id": vendor_id}, {"merged_lines_permitted": 1},
            f"vendor {vendor_id}", f"merged lines of cases {cases} were accepted",
        )  # fmt: skip


def standing(found: Iterable[Taught]) -> tuple[Taught, ...]:
    """Return what holds: taught and not taken back."""
    return tuple(one for one in found if one.taken_back is None)
