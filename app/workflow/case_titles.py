"""What a case is called: by its category or, where that says too little, by its rule and what was found."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.case import Case
from app.policy.by_beginning import fitting
from app.workflow.wording import UNREADABLE, finding_title

# All of these were read well; that something could not be read for certain would send the clerk looking for it.
TITLES: Mapping[str, str] = {
    "data_quality.bill_to": "Made out to somebody else",
    "data_quality.bill_to_address": "Made out to an address that is not ours",
    "data_quality.bill_to_tax_id": "Names a tax id that is not ours",
    "data_quality.ship_to": "Delivered elsewhere than ordered",
    "data_quality.ship_to_address": "Delivered to an address that is not ours",
    "data_quality.currency_unknown": "No currency on file",
    "data_quality.currency": "Another currency than the order's",
    "supplier_details.account": "Another bank account than before",
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
    "data_quality.finding.tax_off_rate": "The tax is not what its rate makes",
    "data_quality.finding.taxed_twice": "Two taxes for one sale",
    "data_quality.finding.tax_with_charges": "Tax and charges in one figure",
    "data_quality.finding.total_owed_to_us": "The total is owed to us, the page says",
    "data_quality.finding.no_tax_said": "Tax charged where the page says none is owed",
    "data_quality.finding.set_off_said": "Set off, the page says",
    "data_quality.finding.picture_shows_more": "The page shows more than was read",
    "data_quality.finding.picture_struck_out": "Something is crossed out",
    "data_quality.finding.payment_code_differs": "The code to pay by pays something else",
    "data_quality.finding.total_before_tax": "Its total is one before tax",
    "data_quality.finding.tax_to_add": "Tax is still to come, the page says",
    "data_quality.finding.amounts_scaled": "Its figures may mean something else",
    "data_quality.finding.prices_per_said": "Its figures may mean something else",
    "data_quality.finding.unit_redefined": "Its figures may mean something else",
    "data_quality.finding.heading_unclear": "Its figures may mean something else",
    "data_quality.finding.heading_changes_figures": "Its figures may mean something else",
    "data_quality.finding.sign_behind_total": "Its figures may mean something else",
    "data_quality.finding.not_final": "Not final, the page says",
    "data_quality.finding.other_amount_said": "Another amount than its total is named",
    "data_quality.finding.other_sum_said": "Another amount than its total is named",
    "data_quality.finding.other_sum_owed": "Another amount than its total is named",
    "data_quality.finding.other_sum_spelled": "Another amount than its total is named",
    "data_quality.finding.amount_aslant": "Another amount than its total is named",
    "data_quality.finding.spelled_sum_doubtful": "The amount in words is in doubt",
    "data_quality.finding.amount_due": "Paid in part already",
    "data_quality.finding.other_currency_said": "Another currency, the page says",
    "data_quality.finding.other_currency_headed": "Another currency, the page says",
    "data_quality.finding.charge_aside": "A charge outside its sums",
    "data_quality.finding.charge_said": "A charge outside its sums",
    "data_quality.finding.freight_free_said": "Freight charged that the page calls free",
    "data_quality.finding.discount_said": "A discount outside its sums",
    "data_quality.finding.other_price_said": "Another price is named",
    "data_quality.finding.not_delivered": "Goods not delivered yet, the page says",
    "data_quality.finding.rest_to_follow": "Goods not delivered yet, the page says",
    "data_quality.finding.goods_not_sold": "Goods not sold, the page says",
    "data_quality.finding.pages_missing": "Pages are missing",
    "data_quality.finding.pages_contradict": "The pages contradict each other",
    "data_quality.finding.note_on_page": "A note was put on the page",
    "data_quality.finding.copy_of_invoice": "Perhaps a copy",
    "data_quality.finding.corrected_invoice": "Takes the place of an earlier invoice",
    "data_quality.finding.preceding_invoice": "Refers to an earlier invoice",
    "data_quality.finding.picture_differs": "The page shows something else than its text",
    "data_quality.finding.picture_shows_less": "The page shows something else than its text",
    "data_quality.finding.words_given_for_others": "The page shows something else than its text",
    "data_quality.finding.unseen_signs": "The page shows something else than its text",
    "data_quality.finding.text_engines_differ": "Its text cannot be read the same way twice",
    "data_quality.finding.picture_not_accounted_for": "The page could not be compared with its text",
    "data_quality.finding.object_twice": "The file can show something else",
    "data_quality.finding.file_of_files": "The file can show something else",
    "data_quality.finding.form_shown_instead": "The file can show something else",
    "data_quality.finding.pages_counted_otherwise": "The file can show something else",
    "data_quality.finding.pages_sized_otherwise": "The file can show something else",
    "data_quality.finding.picture_not_drawn": "The file can show something else",
    "data_quality.finding.printed_otherwise": "The file can show something else",
    "data_quality.finding.changes_when_opened": "The file can show something else",
    "data_quality.finding.layers_by_program": "The file can show something else",
    "data_quality.finding.colours_by_program": "The file can show something else",
    "data_quality.finding.numbers_by_program": "The file can show something else",
    "data_quality.finding.changed_after_it_was_made": "The file was changed after it was made",
    "data_quality.finding.cut_off_file": "The file is not whole",
    "data_quality.finding.einvoice_differs": "The electronic invoice says something else",
    "data_quality.finding.einvoices_differ": "The electronic invoice says something else",
    "data_quality.finding.einvoice_sums": "The electronic invoice is faulty",
    "data_quality.finding.einvoice_value": "The electronic invoice is faulty",
    "data_quality.finding.einvoice_unreadable": "The electronic invoice is faulty",
    "vendor_compliance.due_sooner": "Due sooner than agreed",
    "data_quality.finding.carried_paper": "A file is attached that was not read, or that bills",
    "data_quality.finding.discount_conditional": "A discount depends on a condition",
    "data_quality.finding.many_attachments": "More files are attached than were looked at",
    "data_quality.finding.picture_not_checked": "The page could not be compared with its text",
    "data_quality.finding.two_pages_on_one": "Two pages lie on one",
    "data_quality.finding.currency_differs": "Another currency than the order's",
    "data_quality.finding.unknown_order": "Its order is in doubt",
    "data_quality.finding.rival_orders": "Its order is in doubt",
    "data_quality.finding.matching_stopped": "Its lines were not all compared",
    "data_quality.finding.log_behind": "The log has a gap",
    "data_quality.finding.log_gap": "The log has a gap",
    "data_quality.finding.test_document": "Marked as a test",
    "data_quality.several_orders": "Its order is in doubt",
    "data_quality.order_twice": "Its order is in doubt",
    "data_quality.other_order": "Its order is in doubt",
}


def rule_of_case(case: Case) -> str:
    """Return the rule of a case, and behind it the code of what was found, as tables for both have it."""
    return f"{case.rule}.{dict(case.handover.evidence).get('code', '')}"


def case_title(case: Case) -> str:
    """Return the title of a case, as its frame and every list of cases show it."""
    if case.rule.startswith("unreadable."):
        return UNREADABLE
    return fitting(TITLES, rule_of_case(case)) or finding_title(case.category)
