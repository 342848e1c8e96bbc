"""What a case about the whole invoice is called: what was read well is not called unread (S1.29)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.case import Action, Case, Handover
from app.domain.decision import Category, Lane
from app.domain.policy import Role
from app.policy.found_on_papers import TOLD
from app.policy.lanes import TABLE
from app.workflow.case_titles import TITLES, case_title
from app.workflow.proposal import question
from app.workflow.wording import CATEGORIES

_UNREAD = CATEGORIES[Category.DATA_QUALITY]


def _case(rule: str, code: str = "") -> Case:
    hand = Handover("", "", "", "", evidence=(("code", code),) if code else ())
    quality = Category.DATA_QUALITY.value
    return Case(1, 1, quality, (), Lane.DRAFT_AND_ROUTE, Role.AP_CLERK, None, Decimal(0), rule, (), (), hand)


@pytest.mark.parametrize(
    ("rule", "code", "title"),
    [
        ("data_quality.bill_to", "", "Made out to somebody else"),
        ("data_quality.bill_to_tax_id", "", "Names a tax id that is not ours"),
        ("data_quality.currency_unknown", "", "No currency on file"),
        ("data_quality.bill_to_address", "", "Made out to an address that is not ours"),
        ("data_quality.finding", "already_settled", "Paid already, the page says"),
        ("data_quality.finding", "other_account", "Another bank account"),
        ("data_quality.finding", "order_ended_said", "Its order has ended, the page says"),
        ("data_quality.finding", "part_invoice", "An advance or a part is billed"),
        ("data_quality.finding", "total_owed_to_us", "The total is owed to us, the page says"),
        ("data_quality.finding", "not_final", "Not final, the page says"),
        ("data_quality.finding", "heading_changes_figures", "Its figures may mean something else"),
        ("data_quality.finding", "picture_differs", "The page shows something else than its text"),
        ("data_quality.finding", "file_of_files", "The file can show something else"),
        ("data_quality.finding", "pages_missing", "Pages are missing"),
        ("data_quality.finding", "numbers_by_program", "The file can show something else"),
        ("data_quality.other_order", "", "Its order is in doubt"),
        ("data_quality.finding", "unread_figure", _UNREAD),
        ("data_quality.check", "", _UNREAD),
    ],
)
def test_a_case_is_called_by_what_was_found(rule: str, code: str, title: str) -> None:
    assert case_title(_case(rule, code)) == title
    assert title in question(_case(rule, code), Action.HOLD)


def test_every_title_is_that_of_a_rule_of_the_table() -> None:
    assert all(rule in TABLE or rule.rpartition(".")[0] == "data_quality.finding" for rule in TITLES)


@pytest.mark.parametrize("code", TOLD)
def test_what_has_a_cause_of_its_own_has_a_title_of_its_own(code: str) -> None:
    assert case_title(_case("data_quality.finding", code)) != _UNREAD
