"""The case of a file that could not be read, and the letter that asks the vendor for another one."""

from datetime import UTC, datetime

import pytest

from app.domain.case import Action, Case, Document, DocumentState
from app.domain.invoice import Reading, ReadingError
from app.domain.policy import Role
from app.shipped_files import resource_path
from app.workflow.case_life import allowed_actions
from app.workflow.case_titles import case_title
from app.workflow.letter_kinds import request_of
from app.workflow.letter_templates import load_templates
from app.workflow.proposal import asked_role, proposed_action
from app.workflow.unreadable_file import letter_about, unreadable_case

TEMPLATES = load_templates(resource_path("message_templates"))
LOCKED = "locked.pdf is protected by a password."


def _reading(code: str, file: str = "locked.pdf", message: str = LOCKED) -> Reading:
    error = ReadingError(code, message, "Ask the vendor for an open copy, or save one without the password.")
    return Reading(file=file, sha256="0" * 64, pages=0, seconds="0.01", invoice=None, error=error)


@pytest.mark.parametrize("code", ["encrypted", "damaged", "not_a_document", "unsupported", "too_many_pages", "empty"])
def test_s1_77_a_letter_asks_the_vendor_for_a_file_that_can_be_read(code: str) -> None:
    draft = unreadable_case(_reading(code), TEMPLATES)
    assert draft.handover.draft_to is Role.VENDOR
    assert "locked.pdf" in draft.handover.draft_subject
    assert LOCKED in draft.handover.draft_body
    assert "$" not in draft.handover.draft_subject + draft.handover.draft_body
    assert request_of(draft.rule, Role.VENDOR, Role.AP_CLERK) == "corrected_invoice"


@pytest.mark.parametrize("code", ["ocr_unavailable", "unreadable_file", "not_found", "too_slow", "no_print"])
def test_no_letter_is_written_where_nothing_that_a_vendor_sends_would_help(code: str) -> None:
    handover = unreadable_case(_reading(code), TEMPLATES).handover
    assert (handover.draft_to, handover.draft_subject, handover.draft_body) == (None, "", "")


def test_the_letter_is_written_in_german_with_its_reason() -> None:
    letter = letter_about(_reading("encrypted"), TEMPLATES, "de")
    assert letter is not None
    assert letter.subject == "Ihre Datei locked.pdf: bitte noch einmal senden"
    assert "locked.pdf ist mit einem Kennwort geschützt." in letter.body


def test_the_name_of_a_file_writes_no_line_of_its_own_into_the_letter() -> None:
    letter = letter_about(_reading("encrypted", file="a.pdf\nBcc: someone@example.org"), TEMPLATES)
    assert letter is not None
    assert "\n" not in letter.subject
    assert "\nBcc" not in letter.body


@pytest.mark.parametrize(("code", "proposed"), [("encrypted", Action.SEND), ("ocr_unavailable", Action.HOLD)])
def test_asking_for_another_file_is_proposed_where_it_helps(code: str, proposed: Action) -> None:
    reading = _reading(code)
    draft = unreadable_case(reading, TEMPLATES)
    case = Case(
        1, 1, draft.category, draft.patterns, draft.lane, draft.owner, draft.release_role, draft.exposure, draft.rule,
        draft.invoice_lines, draft.po_lines, draft.handover,
    )  # fmt: skip
    document = Document(1, reading, DocumentState.UNREADABLE, datetime(2026, 1, 1, tzinfo=UTC), "drop")
    assert proposed_action(case, allowed_actions(document, case)) is proposed
    assert case_title(case) == "The document could not be read"
    assert (asked_role(case, Role.AP_CLERK) is Role.VENDOR) is (proposed is Action.SEND)
