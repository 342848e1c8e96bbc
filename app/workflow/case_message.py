"""The message of a case, in the language and to whom a person chooses; nothing is sent (S1.77, S2.85, TRAP-4)."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.case import Case, Document
from app.domain.decision import DocumentFinding, GroupDecision
from app.domain.policy import Role
from app.workflow.drafts import ENGLISH, Draft, draft_for
from app.workflow.unreadable_file import letter_about

# In which languages letters are written.
LETTER_LANGUAGES = (ENGLISH, "de")


def message_of(
    document: Document, case: Case, templates: Mapping[str, str], *, language: str = ENGLISH, to: Role | None = None
) -> Draft:
    """Return the message about a case: as it was drafted with the case, or anew in another language or to another.

    Of a case whose decision is no longer the document's, the stored draft.
    """
    hand = case.handover
    stored = Draft(
        hand.draft_to or case.owner or Role.AP_CLERK, hand.draft_address, hand.draft_subject, hand.draft_body
    )
    if language == ENGLISH and to in (None, stored.to_role):
        return stored
    if document.invoice is None:
        asked = letter_about(document.reading, templates, language) if to in (None, Role.VENDOR) else None
        return asked or stored
    decided = _decided(document, case)
    if decided is None:
        return stored
    vendor_id = document.match.vendor_id if document.match else None
    vendor = document.desk.vendor(vendor_id) if document.desk else None
    return draft_for(document.invoice, decided, vendor, templates, to=to, language=language)


def _decided(document: Document, case: Case) -> GroupDecision | DocumentFinding | None:
    """Return the part of the decision that the case is about."""
    if document.decision is None:
        return None
    for group in document.decision.groups:
        same = (group.rule, group.group.invoice_lines, group.group.po_lines)
        if same == (case.rule, case.invoice_lines, case.po_lines):
            return group
    return next(
        (f for f in document.decision.findings if (f.rule, f.invoice_lines) == (case.rule, case.invoice_lines)), None
    )
