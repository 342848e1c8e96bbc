"""A person's command is one transaction, and what an import leaves to be decided again is done before anybody accepts.

The program is killed between the steps by an exception that no handler of errors takes; what lies in the database then
is what the next start finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.case import Action, Actor, CaseState, Command, DocumentState
from app.domain.errors import ConflictError, InputError, RuleError
from app.domain.finding import Finding
from app.domain.imports import ImportKind
from app.domain.invoice import Invoice, PageSize, Source
from app.domain.policy import Role
from app.domain.teaching import Fact, FactKind
from app.storage import settling
from app.workflow import process_document, teaching
from app.workflow.batch import decide_due, resume
from app.workflow.import_data import import_one
from app.workflow.one_stroke import in_one_stroke
from app.workflow.pictures import look_at_pictures
from app.workflow.ports import Store
from app.workflow.resolve_case import apply, undo
from app.workflow.resolve_many import apply_together, seen, undo_step
from app.workflow.teaching import Proposal
from tests.helpers.like_cases import FIVE_ORDERS, case_of, dear, gloves, goggles, orders_desk
from tests.helpers.small_desk import SmallDesk, line, open_cases, paper

DEARER = paper("A-1", [gloves(1, "20", "4.40", "88.00")], "88.00", po_numbers=["PO-11"])
SAME_GOODS = paper("A-2", [gloves(1, "20", "4.00", "80.00")], "80.00", po_numbers=["PO-11"], invoice_date="2026-02-07")
AMENDED = FIVE_ORDERS.replace("PR,4.00", "PR,4.40")


class Killed(BaseException):
    """The machine died here."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = orders_desk(tmp_path)
    yield made
    made.services.close()


def die_at(monkeypatch: pytest.MonkeyPatch, place: object, name: str, call: int) -> None:
    """Let the program die when this is called for the so-many-th time."""
    real: Callable[..., object] = getattr(place, name)
    calls = iter(range(1, 1000))

    def dying(*values: object, **named: object) -> object:
        if next(calls) == call:
            raise Killed
        return real(*values, **named)

    monkeypatch.setattr(place, name, dying)


def standing(desk: SmallDesk) -> tuple[int, ...]:
    """Return what would differ if anything at all had been written."""
    store = desk.services.store
    return (store.head()[0], *(document.version for document in map(store.document, store.decided_documents())))


# --- undo, reopen, many at once --------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", [Action.REJECT, Action.HOLD])
def test_s1_62_an_undo_that_is_cut_short_never_leaves_the_older_decision(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch, action: Action
) -> None:
    """The goods of a rejected invoice were billed meanwhile: taken back, it must not stand as it was decided first."""
    (first,) = desk.take(DEARER)
    case = case_of(first)
    day = desk.services.clock.now().date().replace(day=28) if action is Action.HOLD else None
    desk.do(case, action, "not now", hold_until=day)
    desk.take(SAME_GOODS)
    before = standing(desk)
    with monkeypatch.context() as patched:
        die_at(patched, process_document, "match_invoice", 1)
        with pytest.raises(Killed):
            undo(desk.services)
    assert standing(desk) == before, "nothing of it may stand"
    restored = undo(desk.services)
    assert "quantity_over" in {one.category for one in open_cases(restored)}
    assert desk.services.store.verify().whole


def test_a_reopening_that_is_cut_short_leaves_the_case_settled(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = desk.take(DEARER)
    case = case_of(first)
    desk.do(case, Action.REJECT, "billed wrongly")
    desk.take(SAME_GOODS)
    before = standing(desk)
    with monkeypatch.context() as patched:
        die_at(patched, process_document, "match_invoice", 1)
        with pytest.raises(Killed):
            desk.do(case, Action.REOPEN, "they insist")
    assert standing(desk) == before
    reopened = desk.do(case, Action.REOPEN, "they insist")
    assert "quantity_over" in {one.category for one in open_cases(reopened)}


def test_r22_a_stroke_over_several_documents_is_carried_out_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = orders_desk(tmp_path)
    cases = [case_of(document) for document in dear(desk)[:3]]
    command = Command(Action.ACCEPT, 0, note="agreed by mail")
    before = standing(desk)
    with monkeypatch.context() as patched:
        die_at(patched, settling, "finish", 2)
        with pytest.raises(Killed):
            apply_together(desk.services, map(seen, cases), command)
    assert standing(desk) == before, "one of three was decided"
    apply_together(desk.services, map(seen, cases), command)
    before = standing(desk)
    for step in (1, 2, 3):
        with monkeypatch.context() as patched:
            die_at(patched, process_document, "match_invoice", step)
            with pytest.raises(Killed):
                undo_step(desk.services)
        assert standing(desk) == before, f"died at document {step}"
    assert len(undo_step(desk.services).documents) == 3
    assert desk.services.store.verify().whole
    desk.services.close()


# --- what an import leaves to be decided again -----------------------------------------------------------------------
def cut_short_after(desk: SmallDesk, kind: ImportKind, text: str) -> None:
    """Import a table and die before anything is looked at again."""
    file = desk.folder / f"new-{kind.value}.csv"
    file.write_text(text)
    import_one(desk.services, kind, file)


@pytest.mark.parametrize("together", [False, True], ids=["one case", "several at once"])
def test_s1_26_what_waits_to_be_decided_again_is_so_before_anybody_accepts(desk: SmallDesk, together: bool) -> None:
    """The price is the order's since the import, and the vendor's goods are another order's: the question is void."""
    (document,) = desk.take(DEARER)
    case = case_of(document)
    cut_short_after(desk, ImportKind.PURCHASE_ORDERS, FIVE_ORDERS.replace("large,20,PR", "large,15,PR"))
    if together:
        with pytest.raises(RuleError, match="changed since you looked"):
            apply_together(desk.services, [seen(case)], Command(Action.ACCEPT, 0, note="agreed"))
    else:
        with pytest.raises(ConflictError, match="changed by somebody else"):
            apply(desk.services, case.case_id, Command(Action.ACCEPT, case.version, note="agreed"))
    after = desk.services.store.document(document.document_id)
    assert after.state is DocumentState.NEEDS_ME
    assert "quantity_over" in {one.category for one in open_cases(after)}
    assert desk.services.store.verify().whole


def test_a_case_whose_question_stayed_the_same_is_accepted_though_others_came_up(desk: SmallDesk) -> None:
    both = [gloves(1, "20", "4.40", "88.00"), goggles(2, "20", "6.00", "120.00")]
    (document,) = desk.take(paper("A-1", both, "208.00", po_numbers=["PO-16"]))
    (case,) = open_cases(document)
    cut_short_after(desk, ImportKind.PURCHASE_ORDERS, FIVE_ORDERS.replace("20,EA,6.00", "15,EA,6.00"))
    after = desk.acting_as("boss", Role.CONTROLLER).do(case, Action.ACCEPT, "agreed")
    assert after.state is DocumentState.NEEDS_ME, "the goggles are above the order now"
    assert {one.category for one in open_cases(after)} == {"quantity_over"}


def test_the_next_start_decides_again_what_an_import_left_and_does_so_once(desk: SmallDesk) -> None:
    dearer, unknown = desk.take(
        DEARER,
        paper("A-2", [line(1, "99999", "Something nobody ordered", "1", "EA", "30.00", "30.00")], "30.00"),
    )
    assert desk.services.store.due_decisions() == ()
    cut_short_after(desk, ImportKind.PURCHASE_ORDERS, AMENDED)
    both = (dearer.document_id, unknown.document_id)
    assert desk.services.store.due_decisions() == both
    assert decide_due(desk.services) == (dearer.document_id,), "only one is decided otherwise"
    assert desk.services.store.document(dearer.document_id).state is DocumentState.CLEARED
    assert desk.services.store.due_decisions() == ()
    before = desk.services.store.head()
    resume(desk.services)
    assert desk.services.store.head() == before, "nothing is left to do"
    cut_short_after(desk, ImportKind.PURCHASE_ORDERS, FIVE_ORDERS)
    assert desk.services.store.due_decisions() == (unknown.document_id,)
    assert desk.services.store.verify().whole


def test_looking_again_that_is_cut_short_goes_on_at_the_next_start(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = dear(desk)[:2]
    cut_short_after(desk, ImportKind.PURCHASE_ORDERS, AMENDED)
    with monkeypatch.context() as patched:
        die_at(patched, process_document, "match_invoice", 2)
        with pytest.raises(Killed):
            decide_due(desk.services)
    left = desk.services.store.due_decisions()
    assert first.document_id not in left
    assert second.document_id in left
    decide_due(desk.services)
    states = [desk.services.store.document(one.document_id).state for one in (first, second)]
    assert states == [DocumentState.CLEARED] * 2


def test_a_code_that_was_forgotten_makes_what_was_decided_by_it_due(desk: SmallDesk) -> None:
    code = line(1, "X-77", "Work gloves leather large", "20", "PR", "4.00", "80.00")
    (first,) = desk.take(paper("C-1", [code], "80.00", po_numbers=["PO-11"]))
    desk.do(next(one for one in open_cases(first) if one.rule == "identity.new_code"), Action.ACCEPT, "as they print")
    dearer = dict(code, quantity="25", unit_price="4.40", line_total="110.00")
    (second,) = desk.take(paper("C-2", [dearer], "110.00", po_numbers=["PO-12"], invoice_date="2026-02-07"))
    case = case_of(second)
    assert {one.rule for one in open_cases(second)} == {case.rule}
    undo(desk.services)
    assert desk.services.store.decided_before_change(second.document_id)
    assert second.document_id in desk.services.store.due_decisions()
    with pytest.raises(ConflictError):
        desk.do(case, Action.ACCEPT, "agreed")
    after = desk.services.store.document(second.document_id)
    assert case.rule not in {one.rule for one in open_cases(after)}, "nobody knows the item any more"


def test_s2_25_the_facts_of_one_case_are_learned_together_or_not_at_all(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (document,) = desk.take(DEARER)
    row: dict[str, str | int | None] = {"merged_lines_permitted": 0}
    fact = Fact(FactKind.MERGING, "vendors", {"vendor_id": "V1"}, row, "vendor V1", "three were accepted")
    twice = (Proposal(case_of(document), fact, (Role.CONTROLLER,)),) * 2
    monkeypatch.setattr(teaching, "proposals", lambda *_: twice)
    before = standing(desk)
    with pytest.raises(ConflictError, match="knows this already"):
        teaching.confirm(desk.acting_as("boss", Role.CONTROLLER).services, case_of(document).case_id, "as agreed")
    assert standing(desk) == before, "the first of the two stands"


# --- pictures --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("source", [Source.TEXT, Source.OCR])  # a scan may show itself otherwise elsewhere, too
def test_pictures_are_looked_at_while_nobody_has_to_wait(desk: SmallDesk, source: Source) -> None:
    (document,) = desk.take(DEARER)
    assert document.invoice is not None
    invoice = replace(document.invoice, source=source, page_sizes=(PageSize(612, 792),))
    told = (Finding("picture_differs", "seen"),)
    looks = []

    class Eyes:
        def look(self, path: Path, _: Invoice) -> Future[tuple[Finding, ...]]:
            looks.append(path)
            desk.services.store.set_setting("looking", str(len(looks)), desk.services.actor)  # another could write
            future: Future[tuple[Finding, ...]] = Future()
            future.set_result(told)
            return future

    def work(parts: object) -> tuple[Finding, ...]:
        desk.services.store.set_setting("worked", "once", desk.services.actor)
        return look_at_pictures(parts, document, invoice)  # type: ignore[arg-type]

    before, _ = desk.services.store.head()
    assert in_one_stroke(replace(desk.services, readers=Eyes()), work) == told  # type: ignore[arg-type]
    assert len(looks) == 1
    assert [entry.summary for entry in desk.services.store.journal(since=before)] == [
        "Changed the setting looking", "Changed the setting worked",
    ]  # fmt: skip


def test_a_look_that_fails_names_the_file_as_it_came(desk: SmallDesk) -> None:
    (document,) = desk.take(DEARER)
    assert document.invoice is not None
    invoice = replace(document.invoice, page_sizes=(PageSize(612, 792),))

    class Blind:
        def look(self, path: Path, _: Invoice) -> Future[tuple[Finding, ...]]:
            raise InputError("too_slow", f"{path.name} took longer to read than a document may.")

    (found,) = look_at_pictures(replace(desk.services, readers=Blind()), document, invoice)  # type: ignore[arg-type]
    assert document.reading.file in found.message
    assert document.reading.sha256 not in found.message


# --- the transaction itself ------------------------------------------------------------------------------------------
def test_a_part_that_failed_after_it_wrote_is_not_passed_over(desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    store, actor = desk.services.store, desk.services.actor
    (document,) = desk.take(DEARER)
    desk.do(case_of(document), Action.NOTE, "seen")
    last = store.undoable(actor)
    assert last is not None
    before = standing(desk)
    monkeypatch.setattr("app.storage.undoing.finish", _fail)
    with pytest.raises(RuntimeError, match="after it had written"):
        _pass_over(store, lambda: store.undo(last.entry, actor), ValueError, actor)
    assert standing(desk) == before
    _pass_over(store, lambda: store.undo(1, actor), RuleError, actor)
    assert store.setting("one") == "1", "what failed before it wrote may be passed over"
    assert [case.state for case in store.document(document.document_id).cases] == [CaseState.OPEN]
    assert store.verify().whole


def _pass_over(store: Store, failing: Callable[[], object], error: type[Exception], actor: Actor) -> None:
    with store.together():
        store.set_setting("one", "1", actor)
        with suppress(error):
            failing()


def _fail(*_: object) -> None:
    raise ValueError("too late")
