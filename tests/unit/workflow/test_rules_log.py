"""What the journal and the exports keep of each decision: figures, bands, items, prices, clauses, causes."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest

from app.domain.decision import CauseClass, Lane
from app.domain.match import Pattern
from app.policy.lanes import TABLE
from tests.helpers.trade_desk import POLICY, STORIES, exported, order_of, trade_desk

HELD_LANES = {Lane.DRAFT_AND_ROUTE.value, Lane.ESCALATE.value}


def lines_of(name: str) -> list[dict[str, str]]:
    return [row for row in exported("lines") if row["document_id"] == str(trade_desk().document(name).document_id)]


def cases_of(name: str) -> list[dict[str, str]]:
    return [row for row in exported("cases") if row["document_id"] == str(trade_desk().document(name).document_id)]


def figures(name: str, number: int = 0) -> dict[str, str]:
    return dict(trade_desk().logged(name, number)["figures"])


@pytest.mark.parametrize("name", STORIES)
def test_s2_5_every_group_leaves_its_figures_rule_and_reason_in_the_journal(name: str) -> None:
    document = trade_desk().document(name)
    logged: list[dict[str, Any]] = trade_desk().decided(name)["decision"]["groups"]
    assert document.invoice is not None
    assert sorted(n for group in logged for n in group["group"]["invoice_lines"]) == [
        line.line_no for line in document.invoice.lines
    ]
    for group in logged:
        assert group["rule"] in TABLE
        assert group["reason"].strip()
        assert "?" not in group["reason"].removesuffix("?"), "a figure of the sentence was not known"
        assert group["figures"]


class TestSubstitution:
    """S2.91 to S2.95: what the log keeps of another item, cleared or held."""

    def test_s2_91_and_s2_92_both_items_are_kept(self) -> None:
        assert (figures("substitute")["ordered_sku"], figures("substitute")["shipped_sku"]) == ("10004", "10005")
        (line,) = lines_of("substitute")
        assert (line["sku"], line["item_code"]) == ("10004", "10005")
        held = figures("substitute_without_notice")
        assert (held["ordered_sku"], held["shipped_sku"]) == ("10006", "10007")

    def test_s2_93_both_prices_are_kept(self) -> None:
        kept = figures("substitute")
        assert (Decimal(kept["po_price"]), Decimal(kept["billed_price"])) == (Decimal(9), Decimal("8.5"))
        (line,) = lines_of("substitute")
        assert (line["order_unit_price"], line["invoiced_unit_price"]) == ("9.00", "8.50")

    def test_s2_94_the_table_entry_that_accepted_it_is_cited(self) -> None:
        entry = trade_desk().entry("substitute")
        logged = trade_desk().logged("substitute")
        assert (entry.user, entry.person) == ("tieout", False)
        assert logged["rule"] == "substitution.in_table"
        assert logged["group"]["evidence"]["substitution"]["reference"] == "MSA 4.5"
        assert logged["group"]["evidence"]["substitution"]["buyer_notified"] is True

    def test_s2_95_the_clause_is_kept_with_its_reference(self) -> None:
        for name, clause, reference in (
            ("substitute", "at_or_below_price", "MSA 4.5"),
            ("substitute_prior_approval", "prior_approval", "Terms 9"),
        ):
            assert (figures(name)["clause"], figures(name)["reference"]) == (clause, reference)
        assert "reference: Terms 9" in cases_of("substitute_prior_approval")[0]["evidence"]


class TestQuantities:
    def test_s2_138_s2_139_billed_and_received_quantities_are_kept(self) -> None:
        kept = figures("not_received")
        assert (kept["po_quantity"], kept["billed_quantity"], kept["received_quantity"]) == ("105", "105", "80")
        assert figures("agrees")["received_quantity"] == "none on file"

    @pytest.mark.parametrize(
        ("name", "source", "limit", "measured", "inside"),
        [
            ("short_in_band", "line_tolerance.commodity.quantity_short_percent", "10 %", "5 %", True),
            ("short_outside", "line_tolerance.commodity.quantity_short_percent", "10 %", "20 %", False),
            ("over_in_band", "line_tolerance.commodity.quantity_over_percent", "3 %", "2 %", True),
            ("over_specialty", "line_tolerance.default.quantity_over_percent", "0 %", "2 %", False),
        ],
    )
    def test_s2_140_the_band_its_source_and_what_was_measured_are_kept(
        self, name: str, source: str, limit: str, measured: str, inside: bool
    ) -> None:
        (band,) = trade_desk().logged(name)["bands"]
        assert (band["rule"], band["limit"], band["measured"], band["inside"]) == (source, limit, measured, inside)
        assert f"{source} {limit}: {measured}" in lines_of(name)[0]["bands"]

    def test_s2_141_what_cleared_is_logged_as_fully_as_what_was_held(self) -> None:
        cleared, held = trade_desk().logged("short_in_band"), trade_desk().logged("short_outside")
        assert set(cleared["figures"]) == set(held["figures"])
        assert (cleared["lane"], held["lane"]) == ("auto_resolve", "draft_and_route")
        assert cleared["figures"]["short_variance"] == "-5"
        assert cleared["rule"] == "quantity_short.in_band"
        assert Decimal(cleared["exposure"]) == 20

    def test_s2_142_ordered_billed_and_received_are_exported_by_vendor_and_item(self) -> None:
        (line,) = [row for row in lines_of("not_received") if row["receipt_no"]]
        assert (line["vendor_id"], line["sku"]) == ("V1", "10001")
        assert (line["ordered_quantity"], line["received_quantity"]) == ("105", "80")
        billed = sum(Decimal(row["mapped_quantity_order_uom"]) for row in lines_of("not_received"))
        assert billed == 105

    def test_s2_144_differences_keep_their_sign_and_add_up(self) -> None:
        over, short = lines_of("over_in_band")[0], lines_of("short_in_band")[0]
        assert (over["quantity_variance"], over["quantity_variance_amount"]) == ("2", "8.00")
        assert (short["quantity_variance"], short["quantity_variance_amount"]) == ("-5", "-20.00")
        assert lines_of("price_in_band")[0]["price_variance_amount"] == "4.00"
        commodity = [row for row in exported("lines") if row["vendor_id"] == "V1" and row["sku"] == "10001"]
        booked: dict[tuple[str, str], set[str]] = {}
        for row in commodity:
            if row["quantity_variance"]:
                booked.setdefault((row["document_id"], row["group"]), set()).add(row["quantity_variance"])
        assert all(len(values) == 1 for values in booked.values())
        assert len(booked) == sum(1 for row in commodity if row["quantity_variance"]), (
            "once a group, so that they add up"
        )

    def test_s2_144_a_group_of_several_lines_states_its_variance_once(self) -> None:
        assert [row["quantity_variance"] for row in lines_of("split")] == ["0", ""]

    def test_s2_143_an_over_delivery_inside_its_band_keeps_its_name(self) -> None:
        assert trade_desk().logged("over_in_band")["group"]["patterns"] == ["quantity_over"]
        assert lines_of("over_in_band")[0]["patterns"] == "quantity_over"
        (amberley,) = [row for row in exported("scorecard") if row["vendor_name"] == "Amberley Supply Co"]
        assert "quantity_over: 1" in amberley["cleared_variances"].split("; ")

    def test_s2_134_what_nobody_ordered_is_exposure_that_adds_up(self) -> None:
        found = {name: Decimal(cases_of(name)[0]["exposure"]) for name in ("over_outside", "not_received", "hours")}
        assert found == {"over_outside": 80, "not_received": 100, "hours": 400}
        over = [Decimal(row["exposure"]) for row in exported("cases") if row["category"] == "quantity_over"]
        (amberley,) = [row for row in exported("scorecard") if row["vendor_name"] == "Amberley Supply Co"]
        assert f"quantity_over: {sum(over)}" in amberley["exposure_by_kind"].split("; ")


class TestBundledCharge:
    def test_s2_117_the_part_that_is_the_charge_is_kept(self) -> None:
        assert figures("bundled")["charge_amount"] == "32.00"
        assert [(row["kind"], row["mapped_amount"]) for row in lines_of("bundled")] == [
            ("goods", "400.00"),
            ("not stated", "32.00"),
        ]
        rates = [figures("bundled_rate", number)["charge_rate_percent"] for number in range(3)]
        assert rates == ["8", "8", "8"]


class TestEveryCase:
    def test_trap_8_each_case_has_pattern_class_of_cause_and_lane(self) -> None:
        """TRAP-8: on the case, in its JSON, in the exports and in the journal."""
        classes = {member.value for member in CauseClass}
        exports = {row["case_id"]: row for row in exported("cases")}
        for name in STORIES:
            logged = trade_desk().decided(name)["cases"]
            cases = trade_desk().cases(name)
            assert len(logged) >= len(cases)
            for case in cases:
                assert case.handover.cause_class in classes, (name, case.rule)
                row = exports[str(case.case_id)]
                assert row["cause_class"] == case.handover.cause_class
                assert row["lane"] == (case.lane.value if case.lane else "")
                assert row["patterns"] == "; ".join(case.patterns)
                told = [entry for entry in logged if entry["rule"] == case.rule]
                assert {entry["cause_class"] for entry in told} == {case.handover.cause_class}
                assert {entry["lane"] for entry in told} <= HELD_LANES
                assert list(case.patterns) in [entry["patterns"] for entry in told]

    @pytest.mark.parametrize(
        ("name", "pattern", "cause"),
        [
            ("split_unbacked", "split", "structure"),
            ("price_outside", "price_variance", "variance"),
            ("not_ordered", "not_on_po", "coordination"),
            ("no_quantity", "exact", "data"),
        ],
    )
    def test_trap_8_shape_and_cause_are_two_things(self, name: str, pattern: str, cause: str) -> None:
        (case,) = trade_desk().cases(name)
        assert case.patterns == (pattern,)
        assert case.handover.cause_class == cause

    def test_trap_9_money_at_stake_stands_beside_every_percentage(self) -> None:
        measured = 0
        for name in STORIES:
            for group in trade_desk().decided(name)["decision"]["groups"]:
                percents = [band for band in group["bands"] if band["measured"].endswith("%")]
                over_nothing = all(band["measured"] == "0 %" for band in percents)
                if percents and not over_nothing:
                    measured += 1
                    assert Decimal(group["exposure"]) > 0, (name, group["rule"])
        assert measured >= 8
        for row in exported("cases"):
            if row["category"] in ("price_variance", "quantity_over", "quantity_short"):
                assert Decimal(row["exposure"]) > 0

    def test_s1_75_each_case_and_line_names_the_rule_that_held_it(self) -> None:
        assert {row["rule"] for row in exported("cases")} <= set(TABLE)
        held = {row["rule"] for row in exported("lines") if row["lane"] in HELD_LANES}
        assert held <= {row["rule"] for row in exported("cases")}
        assert cases_of("price_outside")[0]["rule"] == "price_variance.outside"

    def test_s1_54_each_finding_names_its_rule_and_the_band_it_was_judged_by(self) -> None:
        bands = trade_desk().logged("price_outside")["bands"]
        assert [(band["rule"], band["inside"]) for band in bands] == [
            ("line_tolerance.commodity.price_percent", False),
            ("line_tolerance.commodity.price_absolute", False),
        ]
        (frame,) = [frame for frame in trade_desk().shown("price_outside").frames if frame.is_open]
        assert "limit 2 % (commodity goods: outside)" in frame.limit
        assert "on the line 20" in frame.limit
        assert frame.case is not None
        assert frame.case.rule == "price_variance.outside"


def test_s1_34_s2_158_every_decision_names_the_policy_it_was_made_under() -> None:
    sha256 = hashlib.sha256(POLICY.encode()).hexdigest()
    for name in STORIES:
        decision = trade_desk().decided(name)["decision"]
        assert (decision["policy_version"], decision["policy_hash"]) == (4, sha256)
    assert {row["policy_version"] for row in exported("lines") if row["lane"]} == {"4"}


def test_s1_22_a_decision_keeps_the_snapshot_it_was_made_from() -> None:
    document = trade_desk().document("not_received")
    assert document.desk is not None
    order = document.desk.order(order_of("not_received"))
    assert order is not None
    assert (order.lines[0].quantity, order.lines[0].unit_price) == (Decimal(105), Decimal(4))
    assert [receipt.quantity for receipt in document.desk.receipts_for(order.lines[0].ref)] == [Decimal(80)]
    assert document.desk.vendor("V1") is not None
    assert document.desk.items["10001"].line_class is not None
    store = trade_desk().desk.services.store
    entry = json.loads(trade_desk().entry("not_received").after)
    assert entry["store"]["document"]["desk"], "the journal names the snapshot by its hash"
    assert store.document(document.document_id).desk == document.desk


def test_s1_35_s1_36_s1_37_each_group_says_pattern_lane_owner_and_who_may_release() -> None:
    seen = set()
    for name in STORIES:
        for group in trade_desk().decided(name)["decision"]["groups"]:
            patterns = group["group"]["patterns"]
            assert patterns
            assert set(patterns) <= {pattern.value for pattern in Pattern}
            seen |= set(patterns)
            if group["lane"] == Lane.AUTO_RESOLVE.value:
                assert (group["owner"], group["release_role"]) == (None, None)
            else:
                assert group["owner"] is not None
                assert group["release_role"] is not None
    assert seen == {pattern.value for pattern in Pattern}
    assert [trade_desk().logged(name)["release_role"] for name in ("price_outside", "hours", "price_large")] == [
        "ap_clerk",
        "buyer",
        "controller",
    ]
