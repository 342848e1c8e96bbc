"""What a case is called: by its category or, where that says too little, by its rule and what was found."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.case import Case
from app.policy.by_beginning import fitting
from app.workflow.wording import finding_title

# All of these were read well; that something could not be read for certain would send the clerk looking for it.
TITLES: Mapping[str, str] = {
    "data_quality.bill_to": "Made out to somebody else",
    "data_quality.bill_to_address": "Made out to an address that is not ours",
    "data_quality.ship_to": "Delivered elsewhere than ordered",
    "data_quality.ship_to_address": "Delivered to an address that is not ours",
    "data_quality.currency": "Another currency than the order's",
    "data_quality.finding.already_settled": "Paid already, the page says",
    "data_quality.finding.billed_before": "Billed before, the page says",
    "data_quality.finding.not_an_invoice": "Perhaps no invoice",
    "data_quality.finding.order_ended_said": "Its order has ended, the page says",
    "data_quality.finding.other_account": "Another bank account",
    "data_quality.finding.other_payee": "Another payee",
    "data_quality.finding.amount_in_no_sum": "An amount is in none of the sums",
    "data_quality.finding.amount_given_back": "An amount is in none of the sums",
    "data_quality.finding.goods_back_said": "Goods missing or back, the page says",
    "data_quality.finding.other_payer": "Somebody else pays, the page says",
    "data_quality.finding.part_asked": "A part is asked for",
    "data_quality.finding.part_invoice": "An advance or a part is billed",
    "data_quality.finding.other_order_said": "Another order is named",
    "data_quality.finding.tax_above_rate": "The tax is more than its rate makes",
    "data_quality.finding.tax_with_charges": "Tax and charges in one figure",
    "data_quality.finding.total_owed_to_us": "The total is owed to us, the page says",
    "data_quality.finding.no_tax_said": "Tax charged where the page says none is owed",
    "data_quality.finding.set_off_said": "Set off, the page says",
    "data_quality.finding.picture_shows_more": "The page shows more than was read",
    "data_quality.finding.picture_struck_out": "Something is crossed out",
}


def rule_of_case(case: Case) -> str:
    """Return the rule of a case, and behind it the code of what was found, as tables for both have it."""
    return f"{case.rule}.{dict(case.handover.evidence).get('code', '')}"


def case_title(case: Case) -> str:
    """Return the title of a case, as its frame and every list of cases show it."""
    return fitting(TITLES, rule_of_case(case)) or finding_title(case.category)
