"""What settled cases teach: proposed, confirmed by the right role, listed, taken back; and how settings came to be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.case import Action, DocumentState
from app.domain.errors import ConflictError, InputError, RuleError
from app.domain.policy import Role
from app.domain.teaching import FactKind
from app.workflow.history import item_history, policy_history, profile_history, vendor_history
from app.workflow.import_data import import_one
from app.workflow.ports import ImportKind
from app.workflow.profiles import begin_profile
from app.workflow.reperform import reperform_all
from app.workflow.resolve_case import undo
from app.workflow.teaching import confirm, proposals, standing, take_back
from tests.helpers.small_desk import ITEMS, ORDERS, POLICY, VENDORS, SmallDesk, line, open_cases, paper, small_desk

CARTONS = line(1, "10001", "Work gloves leather large", "10", "CT", "40.00", "400.00")
TWO_ORDERS = (
    ORDERS
    + next(row for row in ORDERS.splitlines() if "10001" in row).replace("PO-1", "PO-3").replace(",100,PR", ",50,PR")
    + "\n"
)
FIVE = line(1, "10001", "Work gloves leather large", "5", "CT", "40.00", "200.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    made = small_desk(tmp_path, {"purchase_orders.csv": TWO_ORDERS})
    yield made
    made.services.close()


@pytest.fixture
def taught(desk: SmallDesk) -> SmallDesk:
    """A desk on which a controller accepted a carton of ten, which no factor is on file for."""
    (document,) = desk.take(paper("INV-1", [CARTONS], "400.00"))
    (case,) = open_cases(document)
    assert case.rule == "uom_conversion.no_factor"
    desk.acting_as("boss", Role.CONTROLLER).do(case, Action.ACCEPT, "counted them")
    return desk.acting_as("boss", Role.CONTROLLER)


def test_asks_36_a_factor_of_an_accepted_case_is_proposed_with_evidence_and_scope(taught: SmallDesk) -> None:
    (proposal,) = proposals(taught.services)
    assert proposal.fact.values == {"factor": "10"}
    assert proposal.fact.scope == "vendor V1, item 10001"
    assert proposal.fact.evidence.startswith("case 1 accepted: ")
    assert not taught.services.store.taught(), "nothing is learned by itself"


def test_a_decision_is_not_turned_round_while_something_learned_from_it_holds(taught: SmallDesk) -> None:
    """A fact would stay without its evidence, and clear invoices that nobody could re-perform."""
    confirm(taught.services, 1, "as the carton says")
    with pytest.raises(RuleError) as undone:
        undo(taught.services)
    assert undone.value.code == "something_rests_on_it"
    with pytest.raises(RuleError) as reopened:
        taught.do(taught.services.store.case(1), Action.REOPEN, "was it ten?")
    assert "taken back first" in reopened.value.next_step
    (known,) = standing(taught.services.store.taught())
    take_back(taught.services, known.entry, "the carton has twelve")
    taught.do(taught.services.store.case(1), Action.REOPEN, "was it ten?")
    assert not taught.services.store.case(1).outcome


def test_what_was_confirmed_clears_the_next_invoice_and_is_asked_no_more(taught: SmallDesk) -> None:
    confirm(taught.services, 1, "as the carton says")
    assert not proposals(taught.services)
    (document,) = taught.take(paper("INV-2", [FIVE], "200.00", po_numbers=["PO-3"]))
    assert document.state is DocumentState.CLEARED
    (one,) = standing(taught.services.store.taught())
    assert (one.user, one.role, one.kind, one.case_id) == ("boss", "controller", FactKind.FACTOR, 1)
    assert (one.what, one.reason) == ("1 CT is 10 PR of item 10001", "as the carton says")
    assert taught.services.store.verify().whole


def test_s2_71_a_factor_across_dimensions_and_every_substitute_is_for_the_buyer(taught: SmallDesk) -> None:
    receiving = taught.acting_as("dock", Role.RECEIVING)
    with pytest.raises(RuleError, match="This is for"):
        confirm(receiving.services, 1, "I think so")
    with pytest.raises(RuleError, match="reason"):
        confirm(taught.services, 1, "  ")
    program = replace(taught.services, actor=replace(taught.services.actor, person=False))
    with pytest.raises(RuleError, match="This is for"):
        confirm(program, 1, "by itself")
    assert not taught.services.store.taught()


def test_asks_37_taking_back_is_an_entry_and_open_cases_are_decided_again(taught: SmallDesk) -> None:
    (held,) = taught.take(paper("INV-2", [FIVE], "200.00", po_numbers=["PO-3"]))
    assert held.state is DocumentState.NEEDS_ME
    confirm(taught.services, 1, "as the carton says")
    assert taught.services.store.document(held.document_id).state is DocumentState.CLEARED
    entry = taught.services.store.taught()[0].entry
    count = taught.services.store.head()[0]
    gone = take_back(taught.services, entry, "the carton was changed")
    assert gone.taken_back is not None
    assert gone.taken_back > count
    assert not standing(taught.services.store.taught())
    (later,) = taught.take(paper("INV-3", [FIVE], "200.00", po_numbers=["PO-3"]))
    assert "uom_conversion.no_factor" in {case.rule for case in open_cases(later)}
    with pytest.raises(InputError, match="taken back already"):
        take_back(taught.services, entry, "again")
    assert taught.services.store.verify().whole


def test_what_was_changed_since_is_not_taken_back(taught: SmallDesk, tmp_path: Path) -> None:
    confirm(taught.services, 1, "as the carton says")
    entry = taught.services.store.taught()[0].entry
    table = tmp_path / "uom_conversions.csv"
    table.write_text("sku,vendor_id,from_uom,to_uom,factor\n10001,V1,CT,PR,12\n")
    import_one(taught.services, ImportKind.UOM_CONVERSIONS, table)
    with pytest.raises(ConflictError, match="changed since"):
        take_back(taught.services, entry, "wrong")
    assert taught.services.store.verify().whole


def test_a_factor_changed_beside_the_program_is_found(taught: SmallDesk) -> None:
    confirm(taught.services, 1, "as the carton says")
    with taught.services.store._workspace.writing() as db:  # type: ignore[attr-defined]
        db.execute("UPDATE uom_conversions SET factor = '11' WHERE sku = '10001'")
    found = taught.services.store.verify()
    assert "uom conversions is not what stands there" in found.trouble


def test_s2_158_the_history_of_a_vendor_says_who_changed_which_term_from_what_to_what(
    taught: SmallDesk, tmp_path: Path
) -> None:
    confirm(taught.services, 1, "as the carton says")
    table = tmp_path / "vendors.csv"
    table.write_text("vendor_id,name,merged_lines\nV1,Amberley Supply Co,refused\n")
    import_one(taught.services, ImportKind.VENDORS, table)
    steps = vendor_history(taught.services, "V1")
    first, *_, learned, last = steps
    assert ("payment_terms", "", "Net 30") in first.differences
    assert first.reason.startswith("imported from vendors.csv, line 2 (SHA-256 ")
    assert learned.what == "learned: 1 CT is 10 PR of item 10001"
    assert (last.user, last.differences) == ("boss", (("merged_lines_permitted", "1", "0"),))
    assert any(step.what.startswith("learned") for step in item_history(taught.services, "10001"))
    with pytest.raises(InputError, match="V9"):
        vendor_history(taught.services, "V9")


def test_s2_158_the_history_of_the_policy_has_every_setting_before_and_after(taught: SmallDesk, tmp_path: Path) -> None:
    text = (taught.folder / "tables" / "policy.toml").read_text().replace("price_percent = 1", "price_percent = 2")
    (tmp_path / "policy.toml").write_text(text.replace("version = 1", "version = 2"))
    import_one(taught.services, ImportKind.POLICY, tmp_path / "policy.toml")
    first, second = policy_history(taught.services)
    assert "due 2027-02-10" in first.what
    assert (second.user, second.role) == ("boss", "controller")
    assert {name: (old, new) for name, old, new in second.differences} == {
        "version": ("1", "2"), "line_tolerance.default.price_percent": ("1", "2"),
    }  # fmt: skip


def test_the_history_of_a_profile_has_its_lines(taught: SmallDesk) -> None:
    begin_profile(taught.services, "us/amberley", "Amberley Supply Co")
    (step,) = profile_history(taught.services, "us/amberley")
    assert any("Amberley Supply Co" in new for _, _, new in step.differences)
    with pytest.raises(InputError, match="never saved"):
        profile_history(taught.services, "us/nobody")


def test_after_policy_term_factor_and_profile_changed_all_is_made_again_as_it_was(
    taught: SmallDesk, tmp_path: Path
) -> None:
    cheap = line(1, "10002", "Safety goggles clear anti-fog", "50", "EA", "6.05", "302.50")
    (cleared,) = taught.take(paper("INV-5", [cheap], "302.50"))
    assert cleared.state is DocumentState.CLEARED
    confirm(taught.services, 1, "as the carton says")
    text = (taught.folder / "tables" / "policy.toml").read_text()
    text = text.replace("price_percent = 1", "price_percent = 0").replace("price_absolute = 5", "price_absolute = 0")
    (tmp_path / "policy.toml").write_text(text.replace("version = 1", "version = 2"))
    import_one(taught.services, ImportKind.POLICY, tmp_path / "policy.toml")
    (tmp_path / "vendors.csv").write_text("vendor_id,name,status\nV1,Amberley Supply Co,blocked\n")
    import_one(taught.services, ImportKind.VENDORS, tmp_path / "vendors.csv")
    begin_profile(taught.services, "us/amberley", "Amberley Supply Co")
    (held,) = taught.take(paper("INV-6", [cheap], "302.50"))
    assert held.state is DocumentState.NEEDS_ME
    again = list(reperform_all(taught.services))
    assert len(again) >= 3
    assert [one.differences for one in again if not one.same] == []


def test_a_changed_list_of_changes_is_found(taught: SmallDesk) -> None:
    store = taught.services.store
    entry = next(one for one in store.journal() if '"changes"' in one.after)
    name = json.loads(entry.after)["store"]["changes"]
    with store._workspace.writing() as db:  # type: ignore[attr-defined]
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'snapshots_no_%'").fetchall()
        for guard in guards:
            db.execute(f"DROP TRIGGER {guard[0]}")
        db.execute("UPDATE snapshots SET body = x'00' WHERE sha256 = ?", (name,))
        for guard in guards:
            db.execute(guard[1])
    found = store.verify()
    assert (found.whole, found.first_bad) == (False, entry.sequence)


# --- what had cleared by it is named, and nothing is reopened --------------------------------------------------------
def test_asks_37_what_cleared_by_a_factor_is_named_when_it_is_taken_back(taught: SmallDesk) -> None:
    cheap = line(1, "10002", "Safety goggles clear anti-fog", "50", "EA", "6.00", "300.00")
    confirm(taught.services, 1, "as the carton says")
    (by_it,) = taught.take(paper("INV-2", [FIVE], "200.00", po_numbers=["PO-3"]))
    (without_it,) = taught.take(paper("INV-5", [cheap], "300.00"))
    assert {by_it.state, without_it.state} == {DocumentState.CLEARED}
    gone = take_back(taught.services, taught.services.store.taught()[0].entry, "the carton was changed")
    assert gone.cleared == (by_it.document_id,)
    assert taught.services.store.document(by_it.document_id).state is DocumentState.CLEARED, "a person looks at it"
    entry = next(one for one in taught.services.store.journal() if one.sequence == gone.taken_back)
    assert entry.summary.endswith(f"because cleared by it: documents {by_it.document_id}")
    assert taught.services.store.verify().whole


CLAUSE = VENDORS.replace("freight:50,none,", "freight:50,at_or_below_price,MSA 1")
TINTED = line(1, "10009", "Safety goggles tinted anti-fog", "50", "EA", "6.00", "300.00")
GOGGLE_ORDERS = ORDERS + "".join(
    next(row for row in ORDERS.splitlines() if "10002" in row).replace("PO-1", f"PO-{number}") + "\n"
    for number in (3, 4)
)


def test_s2_87_a_substitute_is_for_the_buyer_clears_the_next_and_is_taken_back(tmp_path: Path) -> None:
    """TRAP-6: the standing sign-off is the buyer's alone."""
    items = ITEMS + "10009,Safety goggles tinted anti-fog,EA,commodity,no\n"
    desk = small_desk(tmp_path, {"vendors.csv": CLAUSE, "items.csv": items, "purchase_orders.csv": GOGGLE_ORDERS})
    (first,) = desk.take(paper("S-1", [TINTED], "300.00"))
    case = next(one for one in open_cases(first) if one.rule == "substitution.not_in_table")
    desk.acting_as("boss", Role.CONTROLLER).do(case, Action.ACCEPT, "asked the buyer")
    with pytest.raises(RuleError, match="This is for buyer or controller"):
        confirm(desk.services, case.case_id, "fine")
    buyer = desk.acting_as("bea", Role.BUYER)
    (fact,) = confirm(buyer.services, case.case_id, "agreed with the vendor")
    assert (fact.kind, fact.scope) == (FactKind.SUBSTITUTION, "vendor V1, item 10002")
    almost = dict(TINTED, quantity="49", line_total="294.00")
    (second,) = desk.take(paper("S-2", [almost], "294.00", po_numbers=["PO-3"], invoice_date="2026-02-08"))
    assert second.state is DocumentState.CLEARED
    with pytest.raises(RuleError, match="This is for buyer"):
        take_back(desk.services, desk.services.store.taught()[0].entry, "no more")
    gone = take_back(buyer.services, desk.services.store.taught()[0].entry, "no more")
    assert gone.cleared == (second.document_id,)
    assert not desk.services.store.master_data.item("10002").substitutions
    (third,) = desk.take(paper("S-3", [TINTED], "300.00", po_numbers=["PO-4"], invoice_date="2026-02-09"))
    assert "substitution.not_in_table" in {one.rule for one in open_cases(third)}
    assert desk.services.store.verify().whole
    desk.services.close()


LUMP = line(1, "", "Assorted goods as ordered", "1", "LS", "700.00", "700.00") | {"item_code": None}
REFUSED = VENDORS.replace("standard,permitted,", "standard,refused,")


def test_s2_25_merging_is_proposed_after_three_confirmed_by_vendor_management_and_taken_back(tmp_path: Path) -> None:
    rows = [row for row in ORDERS.splitlines()[1:] if row.startswith("PO-1")]
    prices = {11: "6.00", 12: "6.00", 13: "6.00", 14: "6.10", 15: "6.20"}
    more = "".join(
        row.replace("PO-1", f"PO-{number}").replace(",6.00,", f",{price},") + "\n"
        for number, price in prices.items()
        for row in rows
    )
    rare = POLICY + "[recurrence]\ncount = 9\n"
    desk = small_desk(tmp_path, {"vendors.csv": REFUSED, "purchase_orders.csv": ORDERS + more, "policy.toml": rare})
    boss = desk.acting_as("boss", Role.CONTROLLER)
    for place, number in enumerate((11, 12, 13)):
        (document,) = desk.take(paper(f"M-{number}", [LUMP], "700.00", po_numbers=[f"PO-{number}"]))
        case = next(one for one in open_cases(document) if one.rule == "merged.not_permitted")
        assert bool(proposals(desk.services)) is False, f"{place} of a kind are no habit"
        for one in open_cases(document):
            boss.do(one, Action.ACCEPT, "as delivered")
    (proposal,) = proposals(desk.services)
    assert (proposal.fact.kind, proposal.fact.scope) == (FactKind.MERGING, "vendor V1")
    with pytest.raises(RuleError, match="This is for vendor management"):
        confirm(desk.acting_as("bea", Role.BUYER).services, case.case_id, "fine")
    manager = desk.acting_as("vera", Role.VENDOR_MANAGEMENT)
    confirm(manager.services, case.case_id, "agreed in writing")
    next_lump = dict(LUMP, unit_price="705.00", line_total="705.00")
    (cleared,) = desk.take(paper("M-14", [next_lump], "705.00", po_numbers=["PO-14"]))
    assert cleared.state is DocumentState.CLEARED
    gone = take_back(manager.services, desk.services.store.taught()[0].entry, "they bill wrongly now")
    assert (gone.kind, gone.cleared) == (FactKind.MERGING, (cleared.document_id,))
    last_lump = dict(LUMP, unit_price="710.00", line_total="710.00")
    (held,) = desk.take(paper("M-15", [last_lump], "710.00", po_numbers=["PO-15"]))
    assert "merged.not_permitted" in {one.rule for one in open_cases(held)}
    assert desk.services.store.verify().whole
    desk.services.close()


def test_a_code_that_was_confirmed_is_listed_and_taken_back(desk: SmallDesk) -> None:
    gloves = line(1, "X-77", "Work gloves leather large", "100", "PR", "4.00", "400.00")
    (first,) = desk.take(paper("C-1", [gloves], "400.00"))
    case = next(one for one in open_cases(first) if one.rule == "identity.new_code")
    desk.do(case, Action.ACCEPT, "their catalogue says so")
    (one,) = standing(desk.services.store.taught())
    assert (one.kind, one.what, one.scope) == (FactKind.CROSS_REFERENCE, "X-77 is our 10001", "vendor V1")
    half = dict(gloves, quantity="49", line_total="196.00")
    (second,) = desk.take(paper("C-2", [half], "196.00", po_numbers=["PO-3"], invoice_date="2026-02-07"))
    assert second.state is DocumentState.CLEARED
    with pytest.raises(RuleError, match="This is for"):
        take_back(desk.acting_as("dock", Role.RECEIVING).services, one.entry, "no")
    gone = take_back(desk.services, one.entry, "it is another item's now")
    assert second.document_id in gone.cleared
    (third,) = desk.take(paper("C-3", [dict(gloves, quantity="1", line_total="4.00")], "4.00", po_numbers=["PO-3"]))
    assert "identity.new_code" in {case.rule for case in open_cases(third)}
    assert desk.services.store.verify().whole
