"""What the window proposes: never an acceptance of what policy holds back (requirement 8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from app.domain.case import Action, Case, Handover
from app.domain.decision import Category, Lane
from app.domain.match import Pattern
from app.domain.order import LineRef
from app.domain.policy import Role
from app.domain.urgency import Priority, Urgency
from app.workflow.figures import Figures
from app.workflow.proposal import action_label, asked_role, limit_words, proposed_action, question, urgency_words

EVERYTHING = tuple(Action)
CODES = [*Pattern, *Category]


def case(category: str, owner: Role | None = Role.BUYER, lane: Lane = Lane.DRAFT_AND_ROUTE, **more: object) -> Case:
    patterns = (category,) if category in set(Pattern) else ()
    values: dict[str, object] = {"invoice_lines": (1,), "po_lines": (LineRef("P", 1),)} | more
    return Case(
        1, 1, category, patterns, lane, owner, Role.BUYER, Decimal("19.18"), "rule",
        handover=Handover("", "", "", ""), **values,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(("category", "lane"), list(product(CODES, Lane)))
def test_r08_enter_never_accepts_a_mismatch(category: str, lane: Lane) -> None:
    for owner in (*Role, None):
        proposed = proposed_action(case(str(category), owner, lane, invoice_lines=(), po_lines=()), EVERYTHING)
        assert proposed is not Action.ACCEPT
        assert proposed in EVERYTHING


@pytest.mark.parametrize("category", CODES)
def test_what_is_proposed_can_be_done(category: str) -> None:
    allowed = (Action.REJECT, Action.HOLD, Action.NOTE)
    assert proposed_action(case(str(category)), allowed) in (*allowed, None)


def test_a_vendors_own_code_is_the_one_thing_that_is_confirmed() -> None:
    asked = Case(
        1, 1, Category.DATA_QUALITY.value, (Pattern.EXACT.value,), Lane.DRAFT_AND_ROUTE, Role.AP_CLERK, None,
        Decimal(0), "exact.unknown_code", (1,), (LineRef("P", 1),), Handover("", "", "", ""),
    )  # fmt: skip
    assert proposed_action(asked, EVERYTHING) is Action.ACCEPT


@pytest.mark.parametrize("rule", ["line_words.not_sold", "line_words.not_delivered", "line_words.other_price"])
def test_r08_words_against_a_line_are_not_accepted_because_its_figures_agree(rule: str) -> None:
    for owner, releases in product((*Role, None), (Role.BUYER, None)):
        asked = Case(
            1, 1, Category.DATA_QUALITY.value, (Pattern.EXACT.value,), Lane.DRAFT_AND_ROUTE, owner, releases,
            Decimal(0), rule, (1,), (LineRef("P", 1),), Handover("", "", "", ""),
        )  # fmt: skip
        assert proposed_action(asked, EVERYTHING) in (Action.SEND, Action.HOLD)


def found(rule: str, code: str = "", to: Role | None = None) -> Case:
    evidence = (("code", code),) if code else ()
    mine = case(Category.DATA_QUALITY, Role.AP_CLERK, invoice_lines=(), po_lines=())
    return replace(mine, rule=rule, handover=Handover("", "", "", "", evidence=evidence, draft_to=to))


@pytest.mark.parametrize(
    ("rule", "code", "asked"),
    [
        ("data_quality.bill_to", "", "Is it made out to us?"),
        ("data_quality.bill_to_address", "", "Is it made out to us?"),
        ("data_quality.finding", "already_settled", "Is it paid already?"),
        ("data_quality.finding", "billed_before", "Was this billed before?"),
        ("data_quality.finding", "not_an_invoice", "Is it an invoice at all?"),
        ("data_quality.finding", "copy_of_invoice", "Was this billed before?"),
        ("data_quality.finding", "two_pages_on_one", "Can it be scanned anew?"),
    ],
)
def test_what_is_not_ours_to_pay_is_proposed_to_go_back_and_never_to_be_corrected(
    rule: str, code: str, asked: str
) -> None:
    held = found(rule, code)
    assert proposed_action(held, EVERYTHING) is Action.REJECT
    assert question(held, Action.REJECT, title="Not read") == f"{asked} Not read."


@pytest.mark.parametrize(
    "code", ["other_account", "picture_shows_more", "picture_shows_less", "amount_due", "log_gap", "log_behind"]
)
def test_what_no_correction_mends_is_waited_with_and_a_misread_figure_corrected(code: str) -> None:
    assert proposed_action(found("data_quality.finding", code), EVERYTHING) is Action.HOLD
    assert proposed_action(found("data_quality.finding", "unproved_total"), EVERYTHING) is Action.CORRECT


def test_whom_the_next_step_asks_the_button_asks_too() -> None:
    returned = found("line_words.not_sold", to=Role.VENDOR)
    assert proposed_action(returned, EVERYTHING) is Action.SEND
    assert action_label(Action.SEND, returned) == "Ask the vendor…"
    changed = found("data_quality.finding", "changed_after_it_was_made", to=Role.VENDOR)
    assert proposed_action(changed, EVERYTHING) is Action.SEND
    shipped = found("data_quality.ship_to", to=Role.RECEIVING)
    assert proposed_action(shipped, EVERYTHING) is Action.SEND
    assert action_label(Action.SEND, shipped) == "Ask receiving…"


def test_questions_name_whom_and_how_much() -> None:
    asked = question(case(Pattern.PRICE_VARIANCE), Action.SEND, title="Price +7.0 %", stake="19.18")
    assert asked == "Ask the buyer? Price +7.0 %, 19.18 at stake."
    assert action_label(Action.SEND, case(Pattern.PRICE_VARIANCE)) == "Ask the buyer…"
    assert action_label(Action.REJECT, case(Pattern.PRICE_VARIANCE)) == "Reject…"
    assert action_label(Action.REJECT, case(Category.DUPLICATE_INVOICE, invoice_lines=())) == "Reject…"


def test_what_one_may_not_release_oneself_goes_to_whoever_may() -> None:
    mine = case(Category.DATA_QUALITY, Role.AP_CLERK, invoice_lines=(), po_lines=())
    assert asked_role(mine, Role.AP_CLERK) is Role.BUYER
    assert action_label(Action.SEND, mine, Role.AP_CLERK) == "Ask the buyer…"
    assert proposed_action(mine, EVERYTHING, Role.AP_CLERK) is Action.CORRECT


def test_nobody_asks_themselves() -> None:
    assert (
        asked_role(replace(case(Category.DATA_QUALITY, Role.AP_CLERK), release_role=Role.AP_CLERK), Role.AP_CLERK)
        is None
    )
    assert asked_role(case(Category.DATA_QUALITY, None), Role.AP_CLERK) is None
    assert asked_role(case(Pattern.PRICE_VARIANCE), Role.BUYER) is None
    assert asked_role(case(Pattern.PRICE_VARIANCE), Role.AP_CLERK) is Role.BUYER


def test_a_match_by_a_person_is_asked_about_and_not_what_the_page_says() -> None:
    chosen = replace(case(Category.DATA_QUALITY, Role.AP_CLERK), patterns=(Pattern.MERGED,), rule="identity.chosen")
    assert proposed_action(chosen, EVERYTHING, Role.AP_CLERK) is Action.SEND
    assert question(chosen, Action.SEND).startswith("Ask the buyer?")
    own = replace(chosen, release_role=Role.AP_CLERK)
    assert proposed_action(own, EVERYTHING, Role.AP_CLERK) is Action.CHOOSE


def test_who_may_release_is_said() -> None:
    assert limit_words(case(Pattern.PRICE_VARIANCE), Role.BUYER) == "You may release 19.18."
    assert limit_words(case(Pattern.PRICE_VARIANCE), Role.AP_CLERK) == "The buyer may release 19.18."


def test_every_day_and_amount_of_the_urgency_is_written_as_the_desk_does() -> None:
    missed = Urgency(Priority.HIGH, "more than 500.50 at stake, was due on 2026-02-11", date(2026, 2, 11), overdue=True)
    said = urgency_words(missed, Figures(",", ".", "%d.%m.%Y"))
    assert said == "High priority: more than 500,50 at stake, was due on 11.02.2026. Due 11.02.2026."
