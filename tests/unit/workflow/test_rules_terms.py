"""What is expected of vendors and how bands, limits and terms decide; and what the scorecard counts of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.case import Action, Command
from app.domain.decision import Lane
from app.domain.errors import InputError, RuleError
from app.domain.item import LineClass
from app.domain.match import Pattern
from app.domain.policy import Band, Policy, ReceiptRule, Role
from app.domain.provenance import Certainty, Method
from app.domain.vendor import Vendor
from app.policy.lanes import TABLE
from app.policy.policy_file import parse_policy
from app.workflow.export_data import export_to
from app.workflow.resolve_case import apply
from tests.helpers.matching import billed, desk, invoice, match_invoice, order, ordered
from tests.helpers.policy import POLICY, VENDOR, World, bill, charge, dec, order_line, read, receipt, rules
from tests.helpers.small_desk import GLOVES, small_desk
from tests.helpers.small_desk import paper as small_paper
from tests.helpers.trade_desk import STORIES, exported, trade_desk
from tests.unit.policy.test_group_rows import NO_PARTS, bundled, priced, quantity, split, substituted

FORM_ONLY = ("merged.", "split.", "uom_conversion.", "catch_weight.")


def scorecard(vendor: str) -> dict[str, str]:
    (row,) = [row for row in exported("scorecard") if row["vendor_name"] == vendor]
    return row


def documents_of(vendor: str) -> list[str]:
    return [name for name, story in STORIES.items() if story.vendor == vendor]


# --- shapes --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("merged", Pattern.MERGED),
        ("split", Pattern.SPLIT),
        ("other_unit", Pattern.UOM_CONVERSION),
        ("substitute", Pattern.SUBSTITUTION),
        ("bundled", Pattern.BUNDLED_ACCESSORIAL),
        ("short_outside", Pattern.QUANTITY_SHORT),
        ("over_outside", Pattern.QUANTITY_OVER),
        ("price_outside", Pattern.PRICE_VARIANCE),
        ("not_ordered", Pattern.NOT_ON_PO),
    ],
)
def test_s2_2_the_six_shapes_are_told_apart_and_the_rest_is_price_or_not_on_the_order(
    name: str, shape: Pattern
) -> None:
    decision = trade_desk().document(name).decision
    assert decision is not None
    assert [group.group.patterns for group in decision.groups if group.group.patterns != (Pattern.EXACT,)] == [(shape,)]


@pytest.mark.parametrize(
    ("inside", "outside"),
    [("short_in_band", "short_outside"), ("over_in_band", "over_outside"), ("price_in_band", "price_outside")],
)
def test_s2_4_a_variance_clears_only_inside_its_band_else_the_buyer_has_it(inside: str, outside: str) -> None:
    assert (trade_desk().group(inside).lane, trade_desk().group(inside).owner) == (Lane.AUTO_RESOLVE, None)
    assert (trade_desk().group(outside).lane, trade_desk().group(outside).owner) == (Lane.DRAFT_AND_ROUTE, Role.BUYER)
    assert [use.inside for use in trade_desk().group(inside).bands].count(True) >= 1
    assert not any(use.inside for use in trade_desk().group(outside).bands)


def test_s2_6_a_difference_of_form_is_said_in_neutral_words_and_puts_nothing_at_stake() -> None:
    blaming = ("wrong", "error", "fault", "mistake", "incorrect", "failed", "violat", "non-compliant")
    for rule, row in TABLE.items():
        if rule.startswith(FORM_ONLY):
            assert not any(word in row.sentence for word in blaming), rule
    for name in ("merged_refused", "split_unbacked", "unknown_unit"):
        (case,) = trade_desk().cases(name)
        told = " ".join((case.handover.sentence, case.handover.likely_cause, case.handover.draft_body)).casefold()
        assert not any(word in told for word in blaming), (name, told)
    assert trade_desk().case("merged_refused").exposure == 0


def test_trap_10_a_commodity_class_ties_no_line_to_an_order_line() -> None:
    fasteners = "31161500"
    known = desk(
        order("PO-1", ordered(1, "47821", "Hex bolt M8x40", "100", "EA", "0.50"),
              ordered(2, "47822", "Wing nut M6", "80", "EA", "0.30")),
        other_codes=[fasteners],
    )  # fmt: skip
    for price, amount in (("0.90", "45.00"), ("0.70", "28.70")):
        count = "50" if amount == "45.00" else "41"
        match = match_invoice(invoice(billed(1, fasteners, "Threaded insert brass", count, "EA", price, amount)), known)
        assert [group.patterns for group in match.groups] == [(Pattern.NOT_ON_PO,)]
        assert match.groups[0].po_lines == ()


# --- receipts ------------------------------------------------------------------------------------------------------
def test_s2_9_the_policy_chooses_between_order_alone_and_order_and_receipt(tmp_path: Path) -> None:
    world = World(receipts=())
    assert world.decided.lane is Lane.AUTO_RESOLVE
    required = world.but(policy=replace(POLICY, receipts=ReceiptRule.REQUIRED))
    assert "missing_receipt.none" in rules(required.decided)
    assert required.decided.lane is Lane.DRAFT_AND_ROUTE
    booked = "receipt_no,po_number,line_no,received_date,quantity,uom,location\nR1,PO-1,1,2026-01-28,90,PR,Dock\n"
    small = small_desk(tmp_path, changes={"receipts.csv": booked})
    (document,) = small.take(small_paper("A-1", [GLOVES], "400.00"))
    assert document.decision is not None
    assert document.decision.groups[0].billable_quantity == 90, "what was received counts as accepted, and no more"


# --- substitution --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("price", ["10.01", "10.05", "10.20"])
def test_s2_96_no_band_excuses_another_item(price: str) -> None:
    assert priced(price).first.lane is Lane.AUTO_RESOLVE, "inside the price band of the item ordered"
    dearer = substituted(price).first
    assert (dearer.rule, dearer.lane) == ("substitution.above_price", Lane.DRAFT_AND_ROUTE)
    unlisted = substituted("10.00", substitutions=()).first
    assert (unlisted.rule, unlisted.lane, unlisted.bands) == ("substitution.not_in_table", Lane.DRAFT_AND_ROUTE, ())


def test_s2_97_the_whole_line_is_at_stake_in_a_substitute_and_the_limits_say_who_may_release() -> None:
    found = {name: trade_desk().case(name) for name in ("substitute_not_listed", "substitute_without_notice")}
    assert {name: case.exposure for name, case in found.items()} == {
        "substitute_not_listed": Decimal("180.00"),
        "substitute_without_notice": Decimal("165.00"),
    }
    assert {case.release_role for case in found.values()} == {Role.BUYER}, "above a clerk's 100"
    case = found["substitute_not_listed"]
    with pytest.raises(RuleError) as refused:
        apply(trade_desk().desk.services, case.case_id, Command(Action.ACCEPT, case.version, "cheaper anyway"))
    assert refused.value.code == "above_limit"


def test_s2_98_table_entry_notice_and_clause_are_evidence_and_a_release_needs_a_note() -> None:
    case = trade_desk().case("substitute_without_notice")
    evidence = dict(case.handover.evidence)
    assert (evidence["reference"], evidence["clause"], evidence["buyer notified"]) == (
        "MSA 4.5", "at_or_below_price", "no",
    )  # fmt: skip
    buyer = trade_desk().desk.acting_as("bea", Role.BUYER).services
    with pytest.raises(RuleError, match="reason"):
        apply(buyer, case.case_id, Command(Action.ACCEPT, case.version, " "))


def test_s2_99_whether_it_is_lesser_goods_is_asked_of_the_buyer() -> None:
    case = trade_desk().case("substitute_not_listed")
    assert (case.owner, case.handover.draft_to) == (Role.BUYER, Role.BUYER)
    assert "do you accept it in place of what was ordered?" in case.handover.draft_body
    assert "lesser goods than was ordered: refuse its price and ask the vendor for a credit" in case.handover.draft_body


def test_s2_101_s2_179_a_substitute_without_notice_is_held_even_if_the_table_has_it() -> None:
    """S2.101, S2.179: no substitute without notice and a clause that allows it."""
    case = trade_desk().case("substitute_without_notice")
    assert (case.rule, case.owner) == ("substitution.not_notified", Role.BUYER)
    assert trade_desk().case("substitute_prior_approval").rule == "substitution.clause"
    assert trade_desk().cases("substitute") == []


# --- charges -------------------------------------------------------------------------------------------------------
def test_s2_108_the_likely_cause_names_what_leads_vendors_to_bundle() -> None:
    cause = trade_desk().case("bundled").handover.likely_cause
    assert "no line for charges" in cause
    assert "surcharge on the goods as a rate" in cause


def test_s2_110_a_charge_inside_the_goods_is_a_fault_even_if_it_was_agreed() -> None:
    freight_of_80 = World(charges=(charge(next(iter(VENDOR.accessorials)), "80.00"),))
    assert freight_of_80.decided.lane is Lane.AUTO_RESOLVE, "on a line of its own it is agreed"
    for vendor in (VENDOR, replace(VENDOR, bundled_accessorials_permitted=True)):
        assert bundled(vendor=vendor).first.lane is Lane.DRAFT_AND_ROUTE
        assert bundled(vendor=vendor).first.figures["charge_amount"] == "80.00"


def test_s2_120_s2_178_charges_clear_on_lines_of_their_own_if_the_terms_list_them_up_to_their_cap() -> None:
    assert trade_desk().cases("charge_in_terms") == []
    over, other = trade_desk().case("charge_over_cap"), trade_desk().case("charge_not_agreed")
    assert (over.rule, over.exposure) == ("vendor_compliance.over_cap", Decimal(30))
    assert (other.rule, other.exposure) == ("vendor_compliance.charge", Decimal(12))
    assert trade_desk().case("bundled").owner is Role.VENDOR


# --- bands and limits ----------------------------------------------------------------------------------------------
def test_s2_135_s2_149_bands_belong_to_classes_of_line() -> None:
    """S2.135, S2.149: two per cent over clear on a commodity and are held on a speciality."""
    commodity, speciality = trade_desk().group("over_in_band"), trade_desk().group("over_specialty")
    assert [use.measured for use in (*commodity.bands, *speciality.bands)] == ["2 %", "2 %"]
    assert (commodity.lane, speciality.lane) == (Lane.AUTO_RESOLVE, Lane.DRAFT_AND_ROUTE)


def test_s2_152_contract_prices_get_the_tight_band_and_market_prices_a_wider_one() -> None:
    classes = {LineClass.CONTRACT: Band(price_percent=dec(0)), LineClass.SPOT: Band(price_percent=dec(5))}
    policy = replace(POLICY, classes=classes, default=Band())
    lanes = {kind: priced("10.20", line_class=kind, policy=policy).first.lane for kind in classes}
    assert lanes == {LineClass.CONTRACT: Lane.DRAFT_AND_ROUTE, LineClass.SPOT: Lane.AUTO_RESOLVE}
    assert trade_desk().group("price_contract").lane is Lane.DRAFT_AND_ROUTE
    assert trade_desk().group("price_spot").lane is Lane.AUTO_RESOLVE


def test_s2_145_the_line_band_decides_and_the_header_band_is_a_second_net() -> None:
    tight = replace(POLICY, classes={LineClass.COMMODITY: Band(price_percent=dec(0))}, default=Band())
    penny = priced("10.01", policy=tight)
    assert penny.first.lane is Lane.DRAFT_AND_ROUTE, "0.1 % of the invoice is inside the header band"
    assert "header_total.beyond_orders" not in rules(penny.decided)
    wide = replace(POLICY, classes={LineClass.COMMODITY: Band(price_percent=dec(9))})
    under = priced("10.80", policy=wide)
    assert under.first.lane is Lane.AUTO_RESOLVE
    assert "header_total.beyond_orders" in rules(under.decided)
    assert under.decided.lane is Lane.DRAFT_AND_ROUTE


def test_s2_150_an_amount_joins_the_percentage_and_costly_lines_are_not_waved_through() -> None:
    few = World(lines=(bill(quantity="4", price="11.00"),), order_lines=(order_line(quantity="4"),),
                receipts=(receipt("4"),))  # fmt: skip
    assert few.first.lane is Lane.AUTO_RESOLVE, "10 %, but only 4.00 on the line"
    assert [(use.rule.rpartition(".")[2], use.inside) for use in few.first.bands] == [
        ("price_percent", False),
        ("price_absolute", True),
    ]
    dear = World(lines=(bill(quantity="100", price="7070"),), order_lines=(order_line(price="7000"),))
    assert dear.first.bands[0].inside, "one per cent is inside the band"
    policy = replace(POLICY, escalate_exposure_over=dec(5000))
    assert dear.but(policy=policy).first.lane is Lane.ESCALATE
    assert dear.first.exposure == Decimal(7000)


def test_s2_155_a_vendor_overrides_a_class_key_by_key_and_limits_go_by_role_alone() -> None:
    policy = replace(POLICY, vendors={"V1": Band(price_percent=dec(6))})
    assert priced("10.50").first.lane is Lane.DRAFT_AND_ROUTE
    assert priced("10.50", policy=policy).first.lane is Lane.AUTO_RESOLVE
    assert priced("10.50", policy=policy, vendor=replace(VENDOR, vendor_id="V9")).first.lane is Lane.DRAFT_AND_ROUTE
    assert quantity("104", "104", policy=policy).first.bands == quantity("104", "104").first.bands
    with pytest.raises(InputError) as refused:
        parse_policy("version = 1\n[vendors.V1]\nup_to = 500\n")
    assert "vendors.V1.up_to is not known" in refused.value.context["faults"]


# --- what is expected of a vendor ----------------------------------------------------------------------------------
def test_s2_176_expected_is_the_orders_unit_and_a_factor_on_file_is_the_agreed_exception() -> None:
    assert trade_desk().group("agrees").group.evidence.conversion is None
    assert trade_desk().group("other_unit").lane is Lane.AUTO_RESOLVE
    held = trade_desk().case("unknown_unit")
    assert (held.rule, held.owner) == ("uom_conversion.no_factor", Role.BUYER)


def test_s2_177_expected_is_a_line_for_each_order_line_unless_the_terms_permit_otherwise() -> None:
    assert trade_desk().cases("merged") == []
    assert trade_desk().case("merged_refused").owner is Role.VENDOR
    assert split("60", "40", receipts=("60", "40")).first.lane is Lane.AUTO_RESOLVE
    refused = split("60", "40", receipts=("60", "40"), vendor=NO_PARTS).first
    assert (refused.rule, refused.owner) == ("split.not_permitted", Role.BUYER)


def test_s2_180_expected_are_quantities_inside_the_band_set_for_the_vendor() -> None:
    narrow = replace(POLICY, vendors={"V1": Band(quantity_short_percent=dec(2))})
    assert quantity("95").first.lane is Lane.AUTO_RESOLVE
    held = quantity("95", policy=narrow).first
    assert (held.lane, held.bands[0].rule) == (Lane.DRAFT_AND_ROUTE, "vendors.V1.quantity_short_percent")


def test_s2_181_whether_parts_are_normal_is_stated_in_the_terms() -> None:
    assert quantity("70", "70").first.rule == "quantity_short.confirmed"
    assert quantity("70", "70", vendor=NO_PARTS).first.rule == "quantity_short.outside"
    assert not Vendor("V1", "Anybody").partial_shipments_permitted


def test_s2_190_a_line_must_pass_terms_reading_pattern_and_band() -> None:
    good = split("60", "40", receipts=("60", "40"))
    assert good.decided.lane is Lane.AUTO_RESOLVE
    doubtful = replace(
        good.lines[0], quantity=read(dec(60), Certainty.UNVERIFIED, Method.OCR), certainty=Certainty.UNVERIFIED
    )
    spoiled: dict[str, World] = {
        "terms": good.but(vendor=NO_PARTS),
        "reading": good.but(lines=(doubtful, good.lines[1]), invoice_changes={}),
        "pattern": good.but(receipts=good.receipts[:1]),
        "band": good.but(lines=(bill(1, "60", "12.00"), bill(2, "40", "12.00"))),
    }
    for layer, world in spoiled.items():
        assert world.first.lane is not Lane.AUTO_RESOLVE, layer
    assert len({world.first.rule for world in spoiled.values()}) == len(spoiled), "each says so in its own words"


# --- the scorecard -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("vendor", "name"), [("V1", "Amberley Supply Co"), ("V2", "Bexhill Fasteners"), ("V3", "Corvane Parts GmbH")]
)
def test_s1_73_s1_74_s2_185_to_s2_187_the_scorecard_is_what_a_recount_gives(vendor: str, name: str) -> None:
    """S1.73, S1.74, S2.185, S2.186, S2.187: share that needed a person, kinds, and money, against invoices taken in."""
    row, names = scorecard(name), documents_of(vendor)
    cases = {story: trade_desk().cases(story) for story in names}
    needing = [story for story in names if cases[story]]
    assert (row["invoices"], row["with_exceptions"]) == (str(len(names)), str(len(needing)))
    assert Decimal(row["exception_rate_percent"]) == round(Decimal(len(needing)) * 100 / len(names), 1)
    kinds = Counter(case.category for found in cases.values() for case in found)
    assert dict(entry.split(": ") for entry in row["mix"].split("; ")) == {k: str(n) for k, n in kinds.items()}
    stakes: Counter[str] = Counter()
    for case in (case for found in cases.values() for case in found):
        stakes[case.category] += case.exposure  # type: ignore[assignment]
    told = dict(entry.split(": ") for entry in row["exposure_by_kind"].split("; "))
    assert {kind: Decimal(amount) for kind, amount in told.items()} == dict(stakes)
    largest = [max((case.exposure for case in cases[story]), default=Decimal(0)) for story in names]
    assert Decimal(row["exposure_of_all_cases"]) == sum(largest)


def test_s2_102_unapproved_substitutions_are_counted_with_the_money_in_them() -> None:
    row = scorecard("Corvane Parts GmbH")
    assert "substitution: 2" in row["mix"].split("; ")
    assert "substitution: 345.00" in row["exposure_by_kind"].split("; ")
    assert row["cleared_variances"] == "substitution: 1", "the agreed one is no exception"


def test_s1_78_the_scorecard_tells_classes_of_cause_apart() -> None:
    row = scorecard("Bexhill Fasteners")
    told = {k: int(n) for k, n in (entry.split(": ") for entry in row["causes"].split("; "))}
    assert sum(told.values()) == int(row["cases"])
    assert told["structure"] > told["variance"] >= 1


def test_s2_188_s2_196_the_scorecard_is_exported_as_a_workbook_of_native_numbers(tmp_path: Path) -> None:
    """S2.188, S2.196: and every export is logged."""
    target = tmp_path / "scorecard.xlsx"
    export_to(trade_desk().desk.services, "scorecard", "xlsx", target)
    sheet = load_workbook(target)["Vendor scorecard"]
    heading, *rows = sheet.iter_rows(values_only=True)
    place = {name: number for number, name in enumerate(heading)}
    by_name = {row[0]: row for row in rows}
    amberley = by_name["Amberley Supply Co"]
    assert amberley[place["invoices"]] == len(documents_of("V1"))
    assert isinstance(amberley[place["billed"]], int | float)
    assert not isinstance(amberley[place["exception_rate_percent"]], str)
    last = trade_desk().desk.services.store.journal()[-1]
    assert (last.kind, last.summary.split(":")[0]) == ("exported", "Exported scorecard as xlsx")


def test_a_policy_without_bands_is_the_narrowest() -> None:
    bare = Policy(version=1)
    assert quantity("99", policy=bare).first.lane is Lane.DRAFT_AND_ROUTE
    assert priced("10.01", policy=bare).first.lane is Lane.DRAFT_AND_ROUTE
