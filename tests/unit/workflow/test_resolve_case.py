"""What people may do with cases: authority, own entries, versions, undo; and what each leaves in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from app.domain.case import Action, Case, CaseState, Choice, Command, Correction, DocumentState
from app.domain.errors import ConflictError, InputError, RuleError
from app.domain.order import LineRef
from app.domain.policy import Role
from app.workflow import resolve_case
from app.workflow.kept_cases import question_of
from app.workflow.resolve_case import apply, undo
from app.workflow.resolve_many import apply_together, seen
from app.workflow.services import Services
from tests.helpers.small_desk import GLOVES, GOGGLES, VENDORS, SmallDesk, line, open_cases, paper, small_desk

# 5 % over the order's price: outside the 1 % band, 20.00 at stake, within a clerk's limit of 100.
DEAR_GLOVES = line(1, "10001", "Work gloves leather large", "100", "PR", "4.20", "420.00")
VERY_DEAR = line(1, "10001", "Work gloves leather large", "100", "PR", "6.00", "600.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path)
    yield made
    made.services.close()


def test_what_agrees_clears_and_opens_no_case(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [GLOVES, GOGGLES], "700.00"))
    assert document.state is DocumentState.CLEARED
    assert document.cases == ()


def test_accepting_within_the_limit_releases_and_logs_the_reason(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    assert (case.category, case.owner) == ("price_variance", Role.BUYER)
    after = desk.do(case, Action.ACCEPT, "agreed by mail")
    assert after.state is DocumentState.RELEASED
    last = desk.services.store.journal()[-1]
    assert (last.user, last.reason, last.case_id) == ("clerk", "agreed by mail", case.case_id)
    assert desk.services.store.verify().whole


def test_nobody_releases_above_their_limit(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [VERY_DEAR], "600.00"))
    (case,) = open_cases(document)
    with pytest.raises(RuleError, match="above the limit"):
        desk.do(case, Action.ACCEPT, "fine")
    assert desk.services.store.case(case.case_id).state is CaseState.OPEN
    released = desk.acting_as("bea", Role.BUYER).do(case, Action.ACCEPT, "price was raised in January")
    assert released.state is DocumentState.RELEASED


def test_a_role_without_a_limit_is_told_that_it_releases_nothing(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [VERY_DEAR], "600.00"))
    (case,) = open_cases(document)
    with pytest.raises(RuleError, match="would be released, and receiving may release nothing here"):
        desk.acting_as("rita", Role.RECEIVING).do(case, Action.ACCEPT, "fine")


def test_nobody_releases_what_they_entered_themselves(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    changed = desk.do(case, Action.CORRECT, correction=Correction("description", "Work gloves, leather, large", 1))
    (again,) = open_cases(changed)
    for role in (Role.AP_CLERK, Role.BUYER, Role.CONTROLLER):  # nobody is above it
        with pytest.raises(RuleError, match="entered or matched this yourself"):
            desk.acting_as("clerk", role).do(again, Action.ACCEPT, "fine")
    assert desk.acting_as("ann", Role.AP_CLERK).do(again, Action.ACCEPT, "fine").state is DocumentState.RELEASED


def test_accept_and_reject_need_a_reason_and_a_hold_needs_a_date(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    for action in (Action.ACCEPT, Action.REJECT, Action.HOLD):
        with pytest.raises(RuleError):
            desk.do(case, action, "   " if action is not Action.HOLD else "wait")


def test_a_command_on_an_old_version_is_a_conflict_and_writes_nothing(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    desk.do(case, Action.HOLD, "waiting for the buyer", hold_until=date(2026, 2, 20))
    entries = len(desk.services.store.journal())
    with pytest.raises(ConflictError):
        apply(desk.services, case.case_id, Command(Action.ACCEPT, case.version, "fine"))
    assert len(desk.services.store.journal()) == entries


def test_a_command_between_two_looks_at_the_case_is_a_conflict_too(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds the invoice at the very moment in which another one releases it: the hold must not be lost."""
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    store, look = desk.services.store, desk.services.store.case

    def held_right_after(case_id: int) -> Case:
        seen = look(case_id)
        monkeypatch.undo()
        desk.do(case, Action.HOLD, "a credit note is on its way", hold_until=date(2026, 2, 20))
        return seen

    monkeypatch.setattr(store, "case", held_right_after)
    with pytest.raises(ConflictError, match="changed by somebody else"):
        apply(desk.services, case.case_id, Command(Action.ACCEPT, case.version, "fine"))
    assert store.case(case.case_id).state is CaseState.ON_HOLD


def test_rejecting_sends_the_whole_invoice_back_and_frees_the_order(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    assert desk.do(case, Action.REJECT, "wrong price").state is DocumentState.REJECTED
    (corrected,) = desk.take(paper("A-2", [GLOVES], "400.00", invoice_date="2026-02-09"))
    assert corrected.state is DocumentState.CLEARED


def test_undo_brings_a_settled_case_back_and_writes_an_entry_of_its_own(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    desk.do(case, Action.ACCEPT, "fine")
    entries = len(desk.services.store.journal())
    restored = undo(desk.services)
    assert restored.state is DocumentState.NEEDS_ME
    assert desk.services.store.case(case.case_id).state is CaseState.OPEN
    assert [entry.kind for entry in desk.services.store.journal(since=entries)] == ["undone"]
    assert desk.services.store.verify().whole
    with pytest.raises(RuleError, match="no command of yours"):
        undo(desk.acting_as("bea", Role.BUYER).services)


def test_a_correction_that_the_sums_do_not_bear_out_clears_nothing(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    after = desk.do(case, Action.CORRECT, correction=Correction("unit_price", "4.00", 1))
    assert after.state is DocumentState.NEEDS_ME


def test_a_correction_that_cannot_be_read_changes_nothing(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    with pytest.raises(InputError, match="cannot be read as quantity"):
        desk.do(case, Action.CORRECT, correction=Correction("quantity", "a few", 1))
    assert desk.services.store.document(document.document_id).version == document.version


def test_choosing_an_order_line_that_does_not_exist_is_refused(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    with pytest.raises(InputError, match="not among this vendor's orders"):
        desk.do(case, Action.CHOOSE, choice=Choice(1, (LineRef("PO-9", 1),)))


def test_a_match_that_a_person_chose_is_not_released_by_that_person(desk: SmallDesk) -> None:
    odd = line(1, "ZZ-9", "Something else entirely", "50", "EA", "6.00", "300.00")
    (document,) = desk.take(paper("A-1", [odd], "300.00"))
    case = open_cases(document)[0]
    after = desk.do(case, Action.CHOOSE, choice=Choice(1, (LineRef("PO-1", 2),)))
    assert after.state is DocumentState.NEEDS_ME
    group = next(g for g in after.match.groups if 1 in g.invoice_lines) if after.match else None
    assert group is not None
    assert group.po_lines == (LineRef("PO-1", 2),)
    for left in open_cases(after):
        with pytest.raises(RuleError):
            desk.do(left, Action.ACCEPT, "mine")


def test_undoing_a_rejection_sees_what_another_invoice_billed_in_the_meantime(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES, GOGGLES], "720.00"))
    (case,) = open_cases(document)
    desk.do(case, Action.REJECT, "wrong price")
    (other,) = desk.take(paper("A-2", [GLOVES], "400.00", invoice_date="2026-02-09"))
    assert other.state is DocumentState.CLEARED
    restored = undo(desk.services)
    assert restored.state is DocumentState.NEEDS_ME
    assert "quantity_over" in {case.category for case in open_cases(restored)}
    assert desk.services.store.verify().whole


def test_undoing_a_reopening_does_not_pay_beside_what_was_paid_meanwhile(desk: SmallDesk) -> None:
    """A colleague paid the second copy while the first was open: nobody would look at the first again (TRAP-4)."""
    bob = desk.acting_as("bob", Role.CONTROLLER)
    (first,) = desk.take(paper("A-1", [DEAR_GLOVES, GOGGLES], "720.00"))
    (case,) = open_cases(first)
    ann = desk.acting_as("ann", Role.CONTROLLER)
    ann.do(case, Action.ACCEPT, "fine")
    ann.do(case, Action.REOPEN, "wrong price")
    (second,) = desk.take(paper("A-1", [GLOVES, GOGGLES], "700.00", invoice_date="2026-02-09"))
    for one in open_cases(second):
        bob.do(one, Action.ACCEPT, "the right one")
    assert desk.services.store.document(second.document_id).state is DocumentState.RELEASED
    with pytest.raises(ConflictError) as refused:
        undo(ann.services)
    assert refused.value.code == "billed_meanwhile"
    assert desk.services.store.document(first.document_id).state is DocumentState.NEEDS_ME


def test_undoing_a_reopening_does_not_pay_beside_a_copy_that_bills_no_order(desk: SmallDesk) -> None:
    """Its number alone says that the other one is the same: no order line has both (TRAP-4)."""
    ann, bob = desk.acting_as("ann", Role.CONTROLLER), desk.acting_as("bob", Role.CONTROLLER)
    (first,) = desk.take(paper("A-1", [DEAR_GLOVES, GOGGLES], "720.00"))
    (case,) = open_cases(first)
    ann.do(case, Action.ACCEPT, "fine")
    ann.do(case, Action.REOPEN, "wrong price")
    unknown = line(1, "90009", "Annual roof inspection", "1", "EA", "700.00", "700.00")
    (second,) = desk.take(paper("A-1", [unknown], "700.00", invoice_date="2026-02-09", po_numbers=[]))
    for one in open_cases(second):
        bob.do(one, Action.ACCEPT, "the right one")
    assert desk.services.store.document(second.document_id).state is DocumentState.RELEASED
    with pytest.raises(ConflictError) as refused:
        undo(ann.services)
    assert refused.value.code == "billed_meanwhile"


def test_that_an_invoice_was_paid_itself_is_no_change_since_it_was_decided(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES, GOGGLES], "720.00"))
    (case,) = open_cases(document)
    paid = desk.acting_as("ann", Role.CONTROLLER).do(case, Action.ACCEPT, "fine")
    assert paid.state is DocumentState.RELEASED
    assert not desk.services.store.decided_before_change(document.document_id)


def test_undoing_a_reopening_after_which_nothing_was_billed_releases_again(desk: SmallDesk) -> None:
    ann = desk.acting_as("ann", Role.CONTROLLER)
    (first,) = desk.take(paper("A-1", [DEAR_GLOVES, GOGGLES], "720.00"))
    (case,) = open_cases(first)
    ann.do(case, Action.ACCEPT, "fine")
    ann.do(case, Action.REOPEN, "a mistake")
    assert undo(ann.services).state is DocumentState.RELEASED


def test_who_accepts_is_told_that_a_copy_was_paid_since_it_was_decided(desk: SmallDesk) -> None:
    """The case was about a price; that the same number was paid meanwhile must be seen first (S1.17, TRAP-4)."""
    (first,) = desk.take(paper("A-1", [DEAR_GLOVES, GOGGLES], "720.00"))
    (case,) = open_cases(first)
    (second,) = desk.take(paper("A-1", [GLOVES, GOGGLES], "700.00", invoice_date="2026-02-09"))
    for one in open_cases(second):
        desk.acting_as("bob", Role.CONTROLLER).do(one, Action.ACCEPT, "the right one")
    assert desk.services.store.document(second.document_id).state is DocumentState.RELEASED
    with pytest.raises(ConflictError, match="changed"):
        desk.acting_as("ann", Role.CONTROLLER).do(case, Action.ACCEPT, "agreed")
    again = desk.services.store.document(first.document_id)
    assert again.state is DocumentState.NEEDS_ME
    assert "duplicate_invoice" in {one.category for one in open_cases(again)}


@pytest.mark.parametrize("bulk", [False, True])
def test_a_copy_paid_while_somebody_accepts_is_seen_before_anything_is_written(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch, bulk: bool
) -> None:
    """Between the look at what changed and the writing another window releases the second copy (TRAP-4)."""
    (first,) = desk.take(paper("A-1", [DEAR_GLOVES, GOGGLES], "720.00"))
    (second,) = desk.take(paper("A-1", [GLOVES, GOGGLES], "700.00", invoice_date="2026-02-09"))
    (case,) = open_cases(first)
    ann, bob = desk.acting_as("ann", Role.CONTROLLER), desk.acting_as("bob", Role.CONTROLLER)
    real = resolve_case.decided_anew_where_due

    def late(services: Services, document_id: int) -> bool:
        due = real(services, document_id)
        monkeypatch.setattr(resolve_case, "decided_anew_where_due", real)
        for one in open_cases(second):
            bob.do(one, Action.ACCEPT, "the right one")
        return due

    monkeypatch.setattr(resolve_case, "decided_anew_where_due", late)
    agreed = Command(Action.ACCEPT, case.version, "agreed")
    accept = partial(apply_together, ann.services, [seen(case)]) if bulk else partial(apply, ann.services, case.case_id)
    with pytest.raises((ConflictError, RuleError), match="changed"):
        accept(agreed)
    stands = [desk.services.store.document(one.document_id).state for one in (first, second)]
    assert stands == [DocumentState.NEEDS_ME, DocumentState.RELEASED]


def test_nobody_releases_in_pieces_what_they_could_not_release_whole(desk: SmallDesk) -> None:
    """Two cases of 80.00 each are inside a clerk's limit of 100.00, the invoice is not."""
    gloves = line(1, "10001", "Work gloves leather large", "100", "PR", "4.80", "480.00")
    goggles = line(2, "10002", "Safety goggles clear anti-fog", "50", "EA", "7.60", "380.00")
    (document,) = desk.take(paper("A-1", [gloves, goggles], "860.00"))
    first, second = (case for case in open_cases(document) if case.category == "price_variance")
    desk.do(first, Action.ACCEPT, "agreed")
    with pytest.raises(RuleError, match=r"160\.00 of this invoice"):
        desk.do(second, Action.ACCEPT, "agreed")
    after = desk.acting_as("bea", Role.BUYER).do(second, Action.ACCEPT, "agreed")
    assert after.cases != document.cases


def test_a_buyer_does_not_settle_a_suspected_fraud_however_small(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [GLOVES], "400.00", vendor_tax_id="99-9999999"))
    case = next(case for case in open_cases(document) if case.category == "supplier_details")
    assert case.release_role is Role.CONTROLLER
    with pytest.raises(RuleError, match="not for buyer to release"):
        desk.acting_as("bea", Role.BUYER).do(case, Action.ACCEPT, "fine")
    desk.acting_as("carl", Role.CONTROLLER).do(case, Action.ACCEPT, "checked by telephone")
    assert desk.services.store.case(case.case_id).state is CaseState.RESOLVED


def test_other_words_for_the_same_figures_leave_what_people_settled(desk: SmallDesk) -> None:
    """After a new version writes 4.2 as 4.20, a case that was sent on stays sent."""
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    other_words = replace(
        case.handover,
        sentence="Written otherwise.",
        why_not_cleared="Said otherwise.",
        evidence=tuple((name, text.replace("4.20", "4.2")) for name, text in case.handover.evidence),
    )
    assert question_of(replace(case, handover=other_words, owner=Role.VENDOR)) == question_of(case)
    other_figures = tuple((name, text.replace("4.20", "4.30")) for name, text in case.handover.evidence)
    assert question_of(replace(case, handover=replace(other_words, evidence=other_figures))) != question_of(case)


def test_a_price_is_per_one_a_hundred_or_a_thousand(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [DEAR_GLOVES], "420.00"))
    (case,) = open_cases(document)
    with pytest.raises(InputError, match="price basis"):
        desk.do(case, Action.CORRECT, correction=Correction("price_basis", "2015.31", 1))


def test_a_sender_retyped_by_a_clerk_is_not_released_by_a_buyer(desk: SmallDesk) -> None:
    (document,) = desk.take(paper("A-1", [GLOVES], "400.00", vendor_name="Evil Corp", vendor_tax_id="66-6"))
    for field, text in (("vendor_name", "Amberley Supply Co"), ("vendor_tax_id", "90-1000001")):
        document = desk.do(open_cases(document)[0], Action.CORRECT, correction=Correction(field, text))
    (case,) = open_cases(document)
    with pytest.raises(RuleError, match="not for buyer to release"):
        desk.acting_as("bea", Role.BUYER).do(case, Action.ACCEPT, "fine")
    desk.acting_as("carl", Role.CONTROLLER).do(case, Action.ACCEPT, "checked by telephone")
    assert desk.services.store.document(document.document_id).state is DocumentState.RELEASED


def refused_merge() -> dict[str, object]:
    """Bill PO-1 in one line of 700.00: the sum holds to the cent."""
    lump = {**line(1, "", "Assorted goods as ordered", "1", "LS", "700.00", "700.00"), "item_code": None}
    return paper("A-1", [lump], "700.00")


def test_s2_154_a_refused_merge_needs_the_authority_of_its_lines(tmp_path: Path) -> None:
    """Nothing is known to be wrong with it, and its exposure is nothing; 700.00 are paid on nobody's proof."""
    desk = small_desk(tmp_path, {"vendors.csv": VENDORS.replace("standard,permitted,", "standard,refused,")})
    (document,) = desk.take(refused_merge())
    (case,) = open_cases(document)
    assert (case.rule, str(case.exposure), case.release_role) == ("merged.not_permitted", "0", Role.BUYER)
    with pytest.raises(RuleError, match=r"700\.00 would be released, above the limit of accounts payable \(100\.00\)"):
        desk.do(case, Action.ACCEPT, "it adds up")
    released = desk.acting_as("bea", Role.BUYER).do(case, Action.ACCEPT, "agreed for this order")
    assert released.state is DocumentState.RELEASED
