"""Which cases of a document stay when it is decided anew: those whose question is unchanged, whatever words it has."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from app.domain.case import Case, CaseDraft, CaseState
from app.domain.money import trimmed
from app.domain.settlement import CaseChange

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


def as_opened(draft: CaseDraft) -> Case:
    """Give a case that is about to be opened the form of an open one, to work out the document's state."""
    return Case(
        0, 0, draft.category, draft.patterns, draft.lane, draft.owner, draft.release_role, draft.exposure, draft.rule,
        draft.invoice_lines, draft.po_lines, draft.handover,
    )  # fmt: skip


def reconcile(
    cases: tuple[Case, ...], drafts: tuple[CaseDraft, ...], accepted: int | None = None
) -> tuple[tuple[Case, ...], tuple[int, ...], tuple[CaseDraft, ...]]:
    """Keep cases whose question is unchanged, with what people settled; close the others; open what is new."""
    live = [case for case in cases if case.state is not CaseState.SUPERSEDED]
    wanted = list(drafts)
    keep: list[Case] = []
    close: list[int] = []
    for case in live:
        same = next((draft for draft in wanted if question_of(draft) == question_of(case)), None)
        if same is None and case.case_id == accepted:
            same = next((draft for draft in wanted if (draft.rule, draft.category) == (case.rule, case.category)), None)
        if same is None:
            close.append(case.case_id)
        else:
            wanted.remove(same)
            keep.append(case)
    return tuple(keep), tuple(close), tuple(wanted)


def as_settled(case: Case, change: CaseChange) -> Case:
    """Give the case that a person settles with this change the state it will have; any other as it is."""
    if case.case_id != change.case_id:
        return case
    return replace(case, state=change.state, outcome=change.outcome)


def question_of(case: Case | CaseDraft) -> tuple[object, ...]:
    """Return what a case asks, as facts: other words for the same figures are the same question.

    The owner is left out because a person may have sent the case on; the rule stands for whose it was.
    """
    figures = tuple((name, _bare_figures(text)) for name, text in case.handover.evidence)
    return (
        case.category, case.patterns, case.lane, case.exposure, case.rule, case.invoice_lines, case.po_lines, figures,
    )  # fmt: skip


def _bare_figures(text: str) -> str:
    """Write the numbers in a text without trailing zeros, so that 9.5 and 9.50 are the same."""
    return _NUMBER.sub(lambda found: trimmed(Decimal(found.group())), text)
