"""A made-up year with planted habits: each is found, nobody innocent is named, and every figure is recounted.

Rules: S1.73 to S1.78, S1.84, S2.142 to S2.144, S2.183, S2.185 to S2.188.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from app.domain.case import DocumentState
from app.domain.certainty import more_than_others, wilson
from app.domain.insight import InsightLog, Outreach
from app.domain.insight_facts import DeskFacts, Part
from app.reports.insight.bands import hugging, rounding
from app.reports.insight.cards import Compared, Trend, VendorCard, vendor_cards
from app.reports.insight.followup import Worked, follow_ups
from app.reports.insight.measures import settled_at
from app.reports.insight.quality import MinutesEach, quality
from app.reports.insight.recurrence import Recurrence, recurrence
from app.reports.insight.unbilled import goods_unbilled
from app.storage.store import SqliteStore
from tests.helpers.insight_year import FIRST, Paper, Year, make_year, wanted_habits
from tests.helpers.stores import new_store

INVOICES, VENDORS = 3000, 40


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return make_year(tmp_path_factory.mktemp("year") / "desk", invoices=INVOICES, vendors=VENDORS, seed=3)


@pytest.fixture(scope="module")
def store(year: Year) -> Iterator[SqliteStore]:
    opened = new_store(year.folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def facts(store: SqliteStore) -> DeskFacts:
    return store.insight_facts()


@pytest.fixture(scope="module")
def cards(facts: DeskFacts) -> dict[str, VendorCard]:
    return {card.vendor_id: card for card in vendor_cards(facts)}


@pytest.fixture(scope="module")
def found(facts: DeskFacts) -> Recurrence:
    return recurrence(facts)


def of(year: Year, vendor: str) -> list[Paper]:
    return [paper for paper in year.papers if paper.vendor == vendor]


# --- recurrence ------------------------------------------------------------------------------------------------------
def test_s2_183_every_planted_habit_is_found_and_nobody_else_is_named(year: Year, found: Recurrence) -> None:
    assert {habit.key for habit in found.habits} == wanted_habits(year).keys()


def test_s2_183_a_habit_counts_the_invoices_that_had_it(year: Year, found: Recurrence) -> None:
    (habit,) = [one for one in found.habits if one.key == "V001/*/uom_conversion"]
    had = [paper for paper in of(year, "V001") if any(case[1] == "uom_conversion" for case in paper.cases)]
    assert habit.rate.documents == tuple(paper.document_id for paper in had)
    assert habit.rate.whole == len(of(year, "V001"))
    cases = [case for paper in had for case in paper.cases if case[1] == "uom_conversion"]
    assert sorted(habit.rate.cases) == sorted(case[0] for case in cases)
    assert habit.at_stake == {"USD": sum(case[3] for case in cases)}
    assert habit.rules == {"uom_conversion.no_factor": len(cases)}


def test_s2_183_since_when_is_told_where_it_began_within_the_year(year: Year, found: Recurrence) -> None:
    planted = wanted_habits(year)
    since = {habit.key: habit.since for habit in found.habits}
    assert since["V001/*/uom_conversion"] is None
    # Of an item that is billed twice a month, less can be known.
    within = {"V002/*/bundled_accessorial": 45, "V005/S005-2/quantity_short": 75, "*/S-SHARED/uom_conversion": 45}
    for key, days in within.items():
        began = since[key]
        assert began is not None
        assert timedelta(0) <= began - planted[key].since <= timedelta(days=days)


def test_s2_183_a_habit_of_an_item_with_several_vendors_is_nobodys_fault(found: Recurrence) -> None:
    (habit,) = [one for one in found.habits if one.item == "S-SHARED"]
    assert habit.vendor_id == ""


@pytest.mark.parametrize("seed", [21, 22])
def test_s2_183_a_year_without_habits_names_nobody(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.helpers.insight_year.plan", lambda vendors: [])
    make_year(tmp_path / "desk", invoices=1200, vendors=30, seed=seed)
    store = new_store(tmp_path / "desk")
    assert recurrence(store.insight_facts(parts=(Part.ITEMS,))).habits == ()
    store.close()


def test_s2_183_an_empty_desk_has_no_habits() -> None:
    assert recurrence(DeskFacts(None, None, (), (), ())).habits == ()
    assert vendor_cards(DeskFacts(None, None, (), (), ())) == ()


# --- what clears and adds up -----------------------------------------------------------------------------------------
def test_s2_143_who_hugs_the_band_is_named_and_nobody_else(year: Year, facts: DeskFacts) -> None:
    assert [one.vendor_id for one in hugging(facts) if one.proved] == year.huggers


def test_s2_144_packs_against_the_order_are_named_and_priced_by_quarter(year: Year, facts: DeskFacts) -> None:
    proved = [one for one in rounding(facts) if one.proved]
    assert [(one.vendor_id, one.item, int(one.pack)) for one in proved] == year.rounders
    (one,) = proved
    assert (one.short, one.over, one.on_file) == (one.rounded.part, 0, True)
    days = {invoice.document_id: invoice.day for invoice in facts.invoices}
    mine = [group for group in facts.groups if (group.item, group.patterns) == ("S013-1", ("quantity_short",))]
    by_quarter: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for group in mine:
        if group.rule == "quantity_short.in_band":
            day = days[group.document_id]
            quarter = f"{day.year}-Q{(day.month - 1) // 3 + 1}"
            assert group.open_quantity is not None
            assert group.billed is not None
            assert group.price is not None
            by_quarter[quarter] += 1
            amounts[quarter] = amounts.get(quarter, Decimal(0)) + (group.open_quantity - group.billed) * group.price
    assert {q.quarter: (q.lines, q.amount) for q in one.quarters} == {
        quarter: (by_quarter[quarter], amounts[quarter]) for quarter in by_quarter
    }


# --- the scorecard, recounted from what was made ---------------------------------------------------------------------
@pytest.mark.parametrize("vendor", ["V001", "V006", "V017", "V040"])
def test_s2_185_to_s2_187_a_scorecard_is_what_a_recount_gives(
    year: Year, cards: dict[str, VendorCard], vendor: str
) -> None:
    card, papers = cards[vendor], of(year, vendor)
    held = [paper for paper in papers if paper.cases]
    cases = [case for paper in papers for case in paper.cases]
    assert (card.invoices, card.exceptions.part, card.exceptions.whole) == (len(papers), len(held), len(papers))
    assert card.exceptions.documents == tuple(paper.document_id for paper in held)
    assert card.exceptions.cases == tuple(case[0] for case in cases)
    assert card.exceptions.interval == wilson(len(held), len(papers))
    everybody = [paper for paper in year.papers if paper.vendor != vendor]
    assert (card.others.part, card.others.whole) == (sum(bool(p.cases) for p in everybody), len(everybody))
    assert card.billed == sum(paper.total for paper in papers)
    assert {share.name: share.count for share in card.mix} == Counter(case[1] for case in cases)
    assert card.exposure == sum(max(case[3] for case in paper.cases) for paper in held)
    waits = [paper for paper in held if not all(case[4] for case in paper.cases)]
    assert card.exposure_open == sum(max(case[3] for case in paper.cases) for paper in waits)
    hours = [Decimal((p.settled - p.received).total_seconds()) / 3600 for p in held if p.settled is not None]
    assert card.to_resolve is not None
    assert (card.to_resolve.median, card.to_resolve.count) == (median(hours).quantize(Decimal("0.1")), len(hours))


def test_s2_185_months_add_up_and_a_new_habit_rises(year: Year, cards: dict[str, VendorCard]) -> None:
    for vendor, card in cards.items():
        papers = of(year, vendor)
        assert {m.month: m.exceptions.whole for m in card.months} == Counter(f"{p.day:%Y-%m}" for p in papers)
        assert sum(m.exceptions.part for m in card.months) == card.exceptions.part
    assert cards["V001"].trend is Trend.STEADY


def test_s2_142_who_is_worse_than_the_others_is_told_apart_from_who_has_few(cards: dict[str, VendorCard]) -> None:
    card = cards["V001"]
    assert card.compared is Compared.WORSE
    counts = (card.exceptions.part, card.exceptions.whole, card.others.part, card.others.whole)
    assert more_than_others(*counts) < Decimal("0.0001")
    assert {c.compared for v, c in cards.items() if v in ("V014", "V015", "V016")} <= {
        Compared.LIKE_OTHERS, Compared.TOO_FEW,
    }  # fmt: skip


def test_s2_188_late_deliveries_stand_beside_exceptions(year: Year, cards: dict[str, VendorCard]) -> None:
    papers = of(year, "V006")
    late = [p for p in papers if any(case[1] == "late_shipment" for case in p.cases)]
    assert cards["V006"].late.whole == sum(len(paper.items) for paper in papers)
    assert cards["V006"].late.part == sum(len(paper.items) for paper in late)
    assert cards["V006"].late.documents == tuple(paper.document_id for paper in late)


# --- quality ---------------------------------------------------------------------------------------------------------
def test_s1_73_to_s1_78_quality_counts_kinds_vendors_rules_and_causes(year: Year, facts: DeskFacts) -> None:
    found = quality(facts, InsightLog())
    cases = [(paper, case) for paper in year.papers for case in paper.cases]
    assert {share.name: share.count for share in found.kinds} == Counter(case[1] for _, case in cases)
    assert {share.name: share.count for share in found.vendors} == Counter(paper.vendor for paper, _ in cases)
    causes = {share.name: share.count for share in found.causes}
    assert causes["coordination"] == sum(
        case[1] in ("late_shipment", "not_on_po", "missing_receipt") for _, case in cases
    )
    assert sum(causes.values()) == len(cases)


def test_s1_84_time_to_decide_and_hours_saved_say_how_they_were_worked_out(year: Year, facts: DeskFacts) -> None:
    found = quality(facts, InsightLog(), MinutesEach(Decimal(10), Decimal(20), Decimal(5)))
    cleared = sum(not paper.cases for paper in year.papers)
    held = sum(bool(paper.cases) and paper.settled is not None for paper in year.papers)
    assert 0 < held < sum(bool(paper.cases) for paper in year.papers), "what still waits saved nothing yet"
    assert found.saved.hours == (Decimal(cleared * 10 + held * 25) / 60).quantize(Decimal("0.1"))
    assert str(found.saved.hours) in found.saved.formula
    assert found.to_decide is not None
    assert found.to_decide.count == sum(paper.settled is not None for paper in year.papers)
    assert (found.reopened.part, found.found_wrong.whole) == (0, 0)


def test_s1_84_a_file_that_nobody_could_read_saved_no_hours(facts: DeskFacts) -> None:
    settled = settled_at(facts.standings)
    held = next(case.document_id for case in facts.cases if case.document_id in settled)
    unread = tuple(
        one._replace(state=DocumentState.UNREADABLE) if one.document_id == held else one for one in facts.invoices
    )
    before = quality(facts, InsightLog()).saved
    after = quality(replace(facts, invoices=unread), InsightLog()).saved
    assert (after.cleared, after.settled) == (before.cleared, before.settled - 1)


# --- follow-up and what accrues --------------------------------------------------------------------------------------
def test_s2_184_whether_a_message_worked_is_a_test_of_before_and_since(facts: DeskFacts) -> None:
    def sent(vendor: str, failure: str, day: date) -> InsightLog:
        moment = next(i.received for i in facts.invoices).replace(year=day.year, month=day.month, day=day.day)
        return InsightLog(outreach=(Outreach(1, moment, "ann", vendor, "", failure),))

    (worse,) = follow_ups(facts, sent("V002", "bundled_accessorial", FIRST + timedelta(days=181)))
    assert worse.worked is Worked.WORSE
    (same,) = follow_ups(facts, sent("V001", "uom_conversion", FIRST + timedelta(days=181)))
    assert same.worked is Worked.NOT_YET
    assert same.before.whole + same.since.whole == sum(i.vendor_id == "V001" for i in facts.invoices)
    (early,) = follow_ups(facts, sent("V001", "uom_conversion", FIRST + timedelta(days=364)))
    assert early.worked is Worked.TOO_EARLY


def test_s2_47_what_accrues_is_what_was_received_and_not_billed(year: Year, store: SqliteStore) -> None:
    day = FIRST + timedelta(days=400)
    found = goods_unbilled(store.unbilled_lines(day), {}, day)
    assert found.amounts == {"USD": year.unbilled}
    assert all(one.left == 10 for one in found.lines)
