"""What becomes of a file that could not be read: its case, and the letter that asks the vendor for another one."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.case import CAUSE_CLASS, CaseDraft, Handover
from app.domain.decision import Category, CauseClass, Lane
from app.domain.invoice import Reading
from app.domain.money import ZERO
from app.domain.policy import Role
from app.workflow.catalogue import load_catalogue, spoken
from app.workflow.drafts import ENGLISH, Draft
from app.workflow.letter_kinds import template_name
from app.workflow.letter_templates import filled

_RULE = "unreadable."
# What is wrong with the file itself, so that only another one helps; the rest is put right at this desk.
_VENDORS = frozenset(
    {"damaged", "empty", "encrypted", "not_a_document", "too_large", "too_many_pages", "too_much_memory", "unsupported"}
)


def unreadable_case(reading: Reading, templates: Mapping[str, str]) -> CaseDraft:
    """Return the case of a document that could not be read: nobody may think that it was settled."""
    error = reading.error
    why = error.message if error else "The document could not be read."
    step = (error.next_step if error else "") or "Ask the vendor for a readable copy."
    letter = letter_about(reading, templates)
    return CaseDraft(
        category=Category.DATA_QUALITY.value,
        patterns=(),
        lane=Lane.DRAFT_AND_ROUTE,
        owner=Role.AP_CLERK,
        release_role=None,
        exposure=ZERO,
        rule=f"{_RULE}{error.code if error else 'unknown'}",
        invoice_lines=(),
        po_lines=(),
        handover=Handover(
            sentence=f"{reading.file} could not be read: {why}",
            likely_cause="The file is damaged, protected, or no invoice.",
            recommended_action=step,
            why_not_cleared=why,
            evidence=((CAUSE_CLASS, CauseClass.DATA.value), ("file", reading.file), ("sha256", reading.sha256)),
            draft_to=letter.to_role if letter else None,
            draft_subject=letter.subject if letter else "",
            draft_body=letter.body if letter else "",
        ),
    )


def letter_about(reading: Reading, templates: Mapping[str, str], language: str = ENGLISH) -> Draft | None:
    """Return the letter that asks for another file; None where nothing that a vendor sends would help.

    Whose file it is nobody has read, so it has no address; the clerk knows where it came from.
    """
    error = reading.error
    if error is None or error.code not in _VENDORS:
        return None
    name = template_name(f"{_RULE}{error.code}", Role.VENDOR, Role.AP_CLERK)
    there = f"{language}/{name}" if language != ENGLISH and f"{language}/{name}" in templates else name
    words = load_catalogue(language if there != name else ENGLISH)
    reason = words.statements(error.message) or spoken(words, error.message)
    subject, body = filled(templates[there], {"file": reading.file, "reason": reason}, {})
    return Draft(to_role=Role.VENDOR, to_address=None, subject=subject, body=body)
