"""Whose a case is after somebody typed over what it was about: still theirs whose it was (decision table: authority).

What is left of a suspected fraud, a duplicate or an over-delivery once a person has typed something else over it is a
question about typing, and by the table accounts payable's. Those who were to look at it would never see it. So the
case stays with them, also when typing goes on and other cases came and went between; what was decided, and why, is
not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from app.domain.case import PENDING, Case, CaseState
from app.domain.decision import Decision, DocumentFinding, GroupDecision, Lane
from app.domain.finding import TYPED_OVER
from app.domain.invoice import Invoice
from app.domain.policy import Role

# The vendor confirms nothing that was typed here.
_NOT_THEIRS = frozenset({Role.AP_CLERK, Role.VENDOR})

Said = TypeVar("Said", GroupDecision, DocumentFinding)


def with_owners_kept(decision: Decision, invoice: Invoice, cases: Iterable[Case]) -> Decision:
    """Return the decision as its cases show it: what was typed over belongs to the owner of the case it replaces."""
    typed = {finding.line_no for finding in invoice.findings if finding.code == TYPED_OVER}
    if not typed:
        return decision
    asked = {(group.rule, group.group.invoice_lines) for group in decision.groups if group.owner is not Role.AP_CLERK}
    asked |= {(found.rule, found.invoice_lines) for found in decision.findings if found.owner is not Role.AP_CLERK}
    gone = [
        case
        for case in cases
        if case.state in (*PENDING, CaseState.SUPERSEDED)
        and case.lane is not None
        and case.owner not in (None, *_NOT_THEIRS)
        and (case.rule, case.invoice_lines) not in asked
    ]
    if not gone:
        return decision
    lines = {line.line_no for line in invoice.lines}
    return replace(
        decision,
        groups=tuple(_kept(group, group.group.invoice_lines, typed, gone, lines) for group in decision.groups),
        findings=tuple(_kept(found, found.invoice_lines, typed, gone, lines) for found in decision.findings),
    )


def _kept(said: Said, about: tuple[int, ...], typed: set[int | None], gone: Sequence[Case], lines: set[int]) -> Said:
    mine = bool(typed & set(about)) if about else None in typed
    if not mine or said.owner is not Role.AP_CLERK or said.lane in (None, Lane.AUTO_RESOLVE):
        return said
    replaced = [case for case in gone if _concerns(case, about, lines)]
    if not replaced:
        return said
    first = max(replaced, key=lambda case: (case.lane is Lane.ESCALATE, case.state in PENDING, case.exposure))
    higher = first.lane is Lane.ESCALATE
    return replace(said, owner=first.owner, release_role=first.release_role if higher else said.release_role)


def _concerns(case: Case, about: tuple[int, ...], lines: set[int]) -> bool:
    """Tell whether what is asked now can stand for a case: on the same lines, the document's, or a line taken away."""
    if about and case.invoice_lines:
        return bool(set(about) & set(case.invoice_lines))
    return not case.invoice_lines or not set(case.invoice_lines) <= lines
