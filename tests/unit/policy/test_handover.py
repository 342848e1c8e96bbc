"""What a case hands over besides its figures."""

from dataclasses import replace

import pytest

from app.domain.decision import Category, CauseClass, Lane
from app.domain.errors import EnvironmentFault
from app.domain.invoice import ChargeKind
from app.domain.item import UomConversion
from app.domain.match import Pattern
from app.policy.coding import ledger_coding
from app.policy.found_on_papers import TOLD
from app.policy.handover import (
    _ACTIONS,
    _CAUSES,
    case_sentence,
    cause_class,
    guides,
    likely_cause,
    parse_guides,
    recommended_action,
)
from app.policy.lanes import TABLE
from tests.helpers.finding_codes import finding_codes
from tests.helpers.policy import POLICY, World, bill, charge, dec, order_line, receipt
from tests.unit.policy.test_group_rows import WORLDS, merged, quantity, split


def test_s2_10_every_pattern_and_category_answers_the_five_questions() -> None:
    known = guides()
    assert set(known) == {member.value for member in (*Pattern, *Category)}
    for guide in known.values():
        assert all(
            (guide.title, guide.looks_like, guide.first_action, guide.clears_when, guide.documented, guide.prevention)
        )


def test_damaged_help_is_said_plainly() -> None:
    with pytest.raises(EnvironmentFault, match="cannot be read"):
        parse_guides('[split]\ntitle = "only a title"')


@pytest.mark.parametrize("rule", WORLDS)
def test_s1_69_s1_70_every_group_has_a_cause_an_action_and_one_sentence(rule: str) -> None:
    world = WORLDS[rule]
    decision = world.first
    assert likely_cause(decision, world.desk).endswith(".")
    action = recommended_action(decision)
    assert action.endswith((".", "?"))
    assert "{" not in action
    sentence = case_sentence(world.invoice, decision)
    assert "INV-77" in sentence
    lines = decision.group.invoice_lines
    named = f", line {lines[0]}:" if len(lines) == 1 else f", lines {', '.join(map(str, lines))}:"
    assert not lines or named in sentence
    assert sentence.endswith((".", "?"))


@pytest.mark.parametrize("rule", TABLE)
def test_s1_24_s1_69_s1_70_every_rule_has_a_lane_an_owner_a_cause_and_a_step(rule: str) -> None:
    known, base = TABLE[rule], WORLDS["exact.agrees"].first
    assert (known.owner is None) is (known.lane in (Lane.AUTO_RESOLVE, None)), "a person owns what does not clear"
    assert known.lane is not None or known.subject is Category.MULTIPLE_PO, "only a note has no lane"
    decision = replace(base, rule=rule)
    assert likely_cause(decision) != "Not known."
    assert recommended_action(decision).endswith((".", "?"))


def test_each_beginning_with_a_cause_or_a_step_is_one_of_a_rule() -> None:
    rules = [*TABLE, *(f"data_quality.finding.{code}" for code in TOLD)]
    assert [key for key in (*_CAUSES, *_ACTIONS) if not any(rule.startswith(key) for rule in rules)] == []


@pytest.mark.parametrize(
    ("rule", "cause", "action"),
    [
        ("identity.other_size", "another size or pack", "say what came"),
        ("identity.other_goods", "other goods", "say what came"),
        ("data_quality.bill_to", "another company's", "send the invoice back"),
        ("data_quality.bill_to_address", "another company's", "send the invoice back"),
        ("data_quality.ship_to", "elsewhere", "Ask receiving"),
        ("data_quality.currency", "another currency", "Ask the buyer"),
        ("data_quality.other_order", "another order's", "Say which order"),
        ("data_quality.ship_to_address", "elsewhere", "Ask receiving"),
        ("data_quality.sum", "arithmetic is wrong", "Compare"),
        ("data_quality.coverage", "A line was lost", "put in what is missing"),
        ("data_quality.dates", "A date was misread", "Compare the date"),
        ("supplier_details.unknown_vendor", "not imported yet", "did not come with the invoice"),
        ("supplier_details.other_vendors_order", "under the wrong vendor", "did not come with the invoice"),
        ("vendor_compliance.over_cap", "more than was agreed", "terms"),
        ("vendor_compliance.over_cap_in_all", "charges each of them", "each part"),
        ("vendor_compliance.billed_twice", "added it once more", "once or twice"),
        ("vendor_compliance.line_and_charge", "added it once more", "once or twice"),
    ],
)
def test_s1_69_s1_70_what_was_read_well_is_not_laid_to_the_scan(rule: str, cause: str, action: str) -> None:
    decision = replace(WORLDS["exact.agrees"].first, rule=rule)
    assert cause in likely_cause(decision)
    assert action in recommended_action(decision)


@pytest.mark.parametrize(
    ("code", "cause", "action"),
    [
        ("order_ended_said", "cancelled or replaced", "Ask the buyer which order holds"),
        ("other_order_said", "another order", "Ask the buyer which order the goods"),
        ("picture_shows_more", "stamped or written", "Look at the page there"),
        ("other_account", "changed its bank", "by a way known before"),
        ("not_final", "before its prices or quantities", "final invoice"),
        ("charge_said", "sums do not have", "whether the charge is owed"),
        ("not_delivered", "before all of it was shipped", "Ask receiving"),
        ("object_twice", "show it differently", "plain PDF"),
        ("numbers_by_program", "show it differently", "plain PDF"),
        ("log_gap", "settled since", "in the ledger"),
        ("unknown_order", "not imported yet", "have the order imported"),
        ("einvoice_unreadable", "attached its electronic invoice badly", "ask the vendor"),
        ("picture_not_checked", "too much to do", "with the page"),
        ("weak_page", "The scan is poor", ""),
    ],
)
def test_s1_69_s1_70_what_a_page_says_has_causes_and_steps_of_its_own(code: str, cause: str, action: str) -> None:
    decision = replace(WORLDS["exact.agrees"].first, rule="data_quality.finding", figures={"code": code})
    assert cause in likely_cause(decision)
    assert action in recommended_action(decision)


# What may be badly read or badly printed ("the scan is poor"), what is told of a line, and what holds nothing.
DOUBTS = frozenset({
    "ambiguous_date", "ambiguous_numbers", "factors_unclear", "lines_do_not_sum", "missing_field", "no_lines",
    "no_text", "page_unread", "pictures_unread", "total_does_not_sum", "typed_over", "unsure_field",
})  # fmt: skip
OF_A_LINE = frozenset({
    "amount_unclear", "amount_with_tax", "charge_in_line", "delivered_differently", "description_contradicts_code",
    "item_not_identified", "line_arithmetic", "line_charge", "merge_does_not_add_up", "missing_amount", "price_basis",
    "price_basis_assumed", "price_includes_tax", "price_unit", "reversing_line", "unknown_unit", "unread_figure",
    "unsure_figure",
})  # fmt: skip
NOTES = frozenset({
    "active_content", "credit_line", "currency_assumed", "einvoice_page", "hidden_text", "nothing_billed", "order_line",
    "spelled_sum_unread",
})  # fmt: skip


def test_s1_69_each_code_is_a_doubt_about_the_reading_or_has_a_cause_and_a_step_of_its_own() -> None:
    told = finding_codes() - DOUBTS - OF_A_LINE - NOTES
    assert told == set(TOLD), "sort a new code here, or say its cause and step in app/policy/found_on_papers.py"


def test_s2_123_whole_packs_are_recognised_as_the_cause() -> None:
    packs = (UomConversion("47821", None, "BX", "EA", dec(12)),)
    world = quantity("96", "100", conversions=packs)
    assert (
        likely_cause(world.first, world.desk)
        == "The vendor ships whole packs of 12 EA; the order is no multiple of that."
    )


def test_s2_124_natural_weight_is_recognised_as_the_cause() -> None:
    world = World(lines=(bill(quantity="95", uom="LB"),), order_lines=(order_line(uom="LB"),),
                  receipts=(receipt("100", uom="LB"),))  # fmt: skip
    assert "by weight" in likely_cause(world.first, world.desk)


def test_s2_35_shipments_and_places_tell_why_a_line_was_split() -> None:
    days = split("60", "40", receipts=("60", "40"))
    assert "several shipments" in likely_cause(days.first, days.desk)
    places = split("60", "40", receipts=("60", "40"))
    places = places.but(receipts=(places.receipts[0], replace(places.receipts[1], location="Plant 2")))
    assert "several places" in likely_cause(places.first, places.desk)


def test_s2_13_a_shared_account_tells_why_lines_were_merged() -> None:
    world = merged()
    assert "one category" in likely_cause(world.first, world.desk)


def test_s1_78_the_class_of_the_cause() -> None:
    classes = {"split.receipt_missing": CauseClass.STRUCTURE, "price_variance.outside": CauseClass.VARIANCE,
               "figures.missing": CauseClass.DATA, "not_on_po.unexplained": CauseClass.COORDINATION,
               "automation.off": CauseClass.POLICY}  # fmt: skip
    base = WORLDS["exact.agrees"].first
    assert {rule: cause_class(replace(base, rule=rule)) for rule in classes} == classes


class TestCoding:
    def test_s2_119_goods_and_charges_go_to_their_own_accounts(self) -> None:
        world = World(charges=(charge(ChargeKind.FREIGHT, "20.00"), charge(ChargeKind.FUEL_SURCHARGE, "5.00")))
        shares = ledger_coding(world.invoice, world.decided, world.desk, POLICY)
        assert [(s.account, str(s.amount), s.kind) for s in shares] == [
            ("6120", "1000.00", "goods"),
            ("5100", "20.00", "freight"),
            (None, "5.00", "fuel_surcharge"),
        ]

    def test_s2_118_a_bundled_charge_is_not_capitalised_into_the_goods(self) -> None:
        world = WORLDS["bundled_accessorial.refused"]
        shares = ledger_coding(world.invoice, world.decided, world.desk, POLICY)
        assert [(s.account, str(s.amount), s.kind) for s in shares] == [
            ("6120", "1000.00", "goods"),
            (None, "80.00", "not stated"),
        ]

    def test_s2_32_a_merged_line_rolls_back_to_its_order_lines(self) -> None:
        world = merged()
        shares = ledger_coding(world.invoice, world.decided, world.desk, POLICY)
        assert [(s.order_line.line_no if s.order_line else None, str(s.amount)) for s in shares] == [
            (1, "1000.00"),
            (2, "300.00"),
        ]

    def test_the_shares_add_up_to_lines_and_charges(self) -> None:
        for rule in ("exact.agrees", "split.receipts_agree", "merged.sum_holds", "bundled_accessorial.refused"):
            world = WORLDS[rule]
            shares = ledger_coding(world.invoice, world.decided, world.desk, POLICY)
            assert sum(s.amount for s in shares) == sum(x.amount.value for x in world.invoice.lines if x.amount)
