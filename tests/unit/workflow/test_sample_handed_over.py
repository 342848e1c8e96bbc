"""Every case of the sample desk hands over completely: S1.67 to S1.71, S1.29, and the five questions of S2.10."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_services
from app.domain.case import Action, Case, Document
from app.domain.policy import Role
from app.shipped_files import resource_path
from app.workflow.import_data import import_folder
from app.workflow.wording import OWNERS
from tests.helpers.small_desk import SmallDesk, SteppingClock

FIVE = ("looks_like", "first_action", "clears_when", "documented", "prevention")
SAMPLE = resource_path("sample_data")
GUIDES = tomllib.loads(resource_path("help", "patterns.toml").read_text("utf-8"))
ASKED = {
    Role.VENDOR: {"corrected_invoice", "credit_memo", "dispute"}, Role.RECEIVING: {"receipt"},
    Role.APPROVER: {"approval"}, Role.BUYER: {"approval", "debit_memo", "decision"},
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDesk]:
    """The sample desk, its invoices read as they are printed."""
    folder = tmp_path_factory.mktemp("sample")
    services = open_services(folder / "workspace", user="clerk", clock=SteppingClock())
    import_folder(services, SAMPLE)
    made = SmallDesk(folder, services)
    made.take(*json.loads((SAMPLE / "expected.json").read_text("utf-8"))["invoices"])
    yield made
    services.close()


def held(desk: SmallDesk) -> list[tuple[Document, Case]]:
    cases = desk.services.store.cases()
    return [(desk.services.store.document(case.document_id), case) for case in cases]


def test_every_case_of_the_sample_hands_over_completely(desk: SmallDesk) -> None:
    found = held(desk)
    expected = json.loads((SAMPLE / "expected.json").read_text("utf-8"))["invoices"]
    assert {case.category for _, case in found} >= {one["category"] for paper in expected for one in paper["cases"]}
    for _, case in found:
        told = case.handover
        which = f"case {case.case_id}, {case.rule}"
        assert told.evidence, which
        assert all(str(value).strip() for _, value in told.evidence), which
        assert told.likely_cause.endswith("."), which
        assert told.recommended_action.endswith((".", "?")), which
        assert told.why_not_cleared.strip(), which
        assert told.sentence.strip(), which
        assert "\n" not in told.sentence, which
        for name in (case.category, *case.patterns):
            assert all(GUIDES[name][question].strip() for question in FIVE), which
        if case.lane is not None:
            assert case.owner in OWNERS, which
            assert told.draft_subject, which
            assert told.draft_body.strip(), which
            assert "$" not in told.draft_body.replace("US$", ""), f"{which}: a figure is missing in the draft"


def test_what_handing_over_asks_for_is_in_the_log(desk: SmallDesk, tmp_path: Path) -> None:
    """S1.40, S1.41, TRAP-7: a request is data, not only the words of a letter; a hold of payment is a person's."""
    said = set()
    for document, case in held(desk):
        if case.lane is None or document.invoice is None:
            continue
        seen = desk.services.store.head()[0]
        desk.do(case, Action.SEND, "as drafted")
        (entry,) = desk.services.store.journal(since=seen)
        asked = json.loads(entry.after)["asks_for"]
        assert asked in ASKED.get(case.owner or Role.AP_CLERK, {asked}), (case.rule, case.owner)
        said.add(asked)
    assert said >= {"corrected_invoice", "receipt", "approval", "decision"}
    case = next(case for _, case in held(desk) if case.lane is not None)
    seen = desk.services.store.head()[0]
    until = desk.services.clock.now().date().replace(year=2030)
    desk.do(case, Action.HOLD, "until the bank answers", hold_until=until)
    (entry,) = desk.services.store.journal(since=seen)
    assert json.loads(entry.after)["asks_for"] == "payment_hold"
