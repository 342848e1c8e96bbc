"""What a case hands over that is about one thing found with a paper: the likely cause and the next step, by its code.

None of these was badly read: "compare the figure with the page" would send the clerk looking for what is not the matter
(S1.69, S1.70). Codes that are not here are doubts about the reading, and have the cause and the step of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.policy import Role


class Told(NamedTuple):
    """The likely cause of what was found, what to do next, and whom that asks; nobody where the clerk finds out."""

    cause: str
    step: str
    asks: Role | None = None


_ALIKE: Mapping[tuple[str, ...], Told] = {
    ("already_settled",): Told(
        "It was paid before, or what is printed speaks of something else.",
        "Find out whether it is paid; where it is, reject the invoice.",
    ),
    ("billed_before",): Told(
        "The vendor sent a later version of an invoice, or a reminder of it.",
        "See whether the other was taken in or paid; where it was, reject this one.",
    ),
    ("not_an_invoice",): Told(
        "It is an offer, an order, a statement or another paper beside the invoice.",
        "Look at the page; where it is no invoice, reject it and ask for one.",
    ),
    ("order_ended_said",): Told(
        "The order was cancelled or replaced, and was billed all the same.",
        "Ask the buyer which order holds; where none does, send the invoice back.",
        Role.BUYER,
    ),
    ("other_account", "payment_code_differs"): Told(
        "The vendor changed its bank, or somebody else wants the payment.",
        "Ask the vendor, by a way known before, and pay nothing until then.",
        Role.VENDOR,
    ),
    ("other_payee",): Told(
        "The vendor sold its claim, or somebody else wants the payment.",
        "Ask the vendor, by a way known before, and pay nothing until then.",
        Role.VENDOR,
    ),
    ("goods_back_said",): Told(
        "Goods were short, came back or are free, and are billed all the same.",
        "Ask receiving how many came and were kept; pay no more than that.",
        Role.RECEIVING,
    ),
    ("other_payer",): Told(
        "The vendor bills us what somebody else ordered or has taken upon themselves.",
        "Ask the buyer who is to pay; where it is not us, send the invoice back.",
        Role.BUYER,
    ),
    ("part_asked",): Told(
        "The vendor asks for the total in parts.",
        "Ask the vendor how much is due now, and pay no more than that.",
        Role.VENDOR,
    ),
    ("part_invoice",): Told(
        "The vendor bills an advance or a stage before the goods.",
        "Ask the buyer whether it was agreed; see that the final bill deducts it.",
        Role.BUYER,
    ),
    ("other_order_said",): Told(
        "The goods belong to another order, or a number is left from an earlier one.",
        "Ask the buyer which order the goods were billed for.",
        Role.BUYER,
    ),
    ("tax_above_rate", "tax_off_rate"): Told(
        "The vendor computed its tax at another rate than it prints, or of other amounts.",
        "Ask the vendor which rate holds; the tax is wrong, or its label.",
        Role.VENDOR,
    ),
    ("taxed_twice",): Told(
        "The vendor charged one sale under two taxes, or printed its tax twice.",
        "Ask the vendor which of the two is owed, and for a corrected invoice.",
        Role.VENDOR,
    ),
    ("tax_with_charges",): Told(
        "The vendor adds charges to its tax that no terms were asked about.",
        "Ask the vendor how much of it is tax, and for what the rest is.",
        Role.VENDOR,
    ),
    ("total_owed_to_us",): Told(
        "It is a credit note without the title of one, or its label is wrong.",
        "Ask the vendor whether it owes the amount or asks for it.",
        Role.VENDOR,
    ),
    ("no_tax_said",): Told(
        "The vendor charged tax by mistake, or the note is one of its other invoices'.",
        "Ask the vendor for a corrected invoice, with the tax or the note left out.",
        Role.VENDOR,
    ),
    ("set_off_said",): Told(
        "The vendor settles it against something else.",
        "Ask the vendor what it is set off against; pay nothing that is settled so.",
        Role.VENDOR,
    ),
    ("picture_shows_more",): Told(
        "Something was stamped or written on the page, or its text hides it.",
        "Look at the page there; if it bears on what is owed, ask the vendor.",
        Role.VENDOR,
    ),
    ("total_before_tax",): Told(
        "The rows with the tax and the total were lost, or the vendor left out why it charges none.",
        "See by the page whether its sums are whole; where they are, ask the vendor why it charges no tax.",
        Role.VENDOR,
    ),
    ("tax_to_add",): Told(
        "The vendor bills its lines without tax, and adds it elsewhere or later.",
        "Ask the vendor for an invoice with its tax, and pay nothing until then.",
        Role.VENDOR,
    ),
    (
        "amounts_scaled",
        "prices_per_said",
        "unit_redefined",
        "heading_unclear",
        "heading_changes_figures",
        "sign_behind_total",
    ): Told(
        "A heading, a sign or a sentence makes other amounts of the figures than they look like.",
        "See by the page what the figures mean; where it leaves that open, ask the vendor.",
        Role.VENDOR,
    ),
    ("not_final",): Told(
        "The vendor bills before its prices or quantities are settled.",
        "Ask the vendor for the final invoice, and pay nothing until then.",
        Role.VENDOR,
    ),
    ("other_amount_said", "other_sum_said", "other_sum_owed", "other_sum_spelled", "amount_aslant"): Told(
        "A part is paid, kept back or added, or the other amount is another paper's.",
        "See by the page which amount is owed; where it leaves that open, ask the vendor.",
        Role.VENDOR,
    ),
    ("spelled_sum_doubtful",): Told(
        "The words are misspelled, misread, or of another amount.",
        "Compare the words with the total; where they differ, ask the vendor.",
        Role.VENDOR,
    ),
    ("amount_due",): Told(
        "A part was paid before, or something is deducted from what is asked for.",
        "Find out whether the part is paid; pay no more than what is due.",
    ),
    ("amount_in_no_sum", "amount_given_back"): Told(
        "The vendor states a charge, a credit or a payment that its sums do not have.",
        "Ask the vendor whether it changes what is owed; where it does, for a corrected invoice.",
        Role.VENDOR,
    ),
    ("other_currency_said", "other_currency_headed"): Told(
        "The vendor states prices in a second currency, or billed in the wrong one.",
        "Ask the vendor in which currency its total is owed.",
        Role.VENDOR,
    ),
    ("freight_free_said",): Told(
        "The vendor promised free freight and its system charged it all the same.",
        "Ask the vendor whether the freight is owed; where not, for an invoice without it.",
        Role.VENDOR,
    ),
    ("charge_aside", "charge_said"): Told(
        "The vendor announces a charge that its sums do not have.",
        "Ask the vendor whether the charge is owed; where it is, for an invoice that has it.",
        Role.VENDOR,
    ),
    ("discount_said",): Told(
        "The vendor grants a discount that its sums do not have.",
        "Ask the vendor whether it is taken off; where it is, for an invoice that has it.",
        Role.VENDOR,
    ),
    ("other_price_said",): Told(
        "The vendor prints a list price or an old one beside its own, or billed the wrong one.",
        "Ask the buyer which price was agreed.",
        Role.BUYER,
    ),
    ("not_delivered", "rest_to_follow"): Told(
        "The vendor billed the whole order before all of it was shipped.",
        "Ask receiving what came; pay no more than that.",
        Role.RECEIVING,
    ),
    ("goods_not_sold",): Told(
        "Samples, loans or replacements were billed, or the note is another paper's.",
        "Ask the vendor what the note means, and for a corrected invoice if nothing is owed.",
        Role.VENDOR,
    ),
    ("pages_missing",): Told(
        "A page was left out when the invoice was scanned or sent.",
        "See whether the page lies in another file; where it does not, ask the vendor for all pages.",
        Role.VENDOR,
    ),
    ("pages_contradict",): Told(
        "Two invoices lie in one file, or a figure belongs to another paper.",
        "See by the page which of the two is the invoice's, then correct or confirm it.",
    ),
    ("note_on_page",): Told(
        "Somebody put a note onto the file after it was made.",
        "Read the note; if it bears on what is owed, ask whoever wrote it.",
    ),
    ("copy_of_invoice",): Told(
        "The vendor sent the invoice a second time.",
        "See whether the other was taken in or paid; where it was, reject this one.",
    ),
    ("corrected_invoice",): Told(
        "The vendor put an earlier invoice right.",
        "See whether the earlier one was taken in or paid; only one of the two may be paid.",
    ),
    ("preceding_invoice",): Told(
        "It takes the place of an earlier invoice, or bills what is left after an advance.",
        "See by the earlier one what is still owed; what both bill may be paid once only.",
    ),
    ("picture_differs", "picture_shows_less", "words_given_for_others", "unseen_signs"): Told(
        "The file's text was changed, hidden or badly made, and is not what people see.",
        "Go by what the page shows; where that is another figure or a condition, ask the vendor.",
        Role.VENDOR,
    ),
    ("text_engines_differ",): Told(
        "The file is badly made, so that programs read its text differently.",
        "Compare the value with the page, then correct or confirm it.",
        Role.VENDOR,
    ),
    ("picture_not_accounted_for",): Told(
        "The page is drawn in very many pieces, as some programs do.",
        "Compare the page with the values that were read; where anything else is on it, ask the vendor.",
        Role.VENDOR,
    ),
    ("picture_struck_out",): Told(
        "A figure or a word was crossed out, by hand or in the file.",
        "See by the page what holds now; where it leaves that open, ask the vendor.",
        Role.VENDOR,
    ),
    (
        "object_twice",
        "file_of_files",
        "form_shown_instead",
        "pages_counted_otherwise",
        "pages_sized_otherwise",
        "picture_not_drawn",
        "printed_otherwise",
        "changes_when_opened",
        "layers_by_program",
        "colours_by_program",
        "numbers_by_program",
    ): Told(
        "The file was made, or damaged, so that programs show it differently.",
        "Ask the vendor, by a way known before, for a plain PDF, and pay nothing until then.",
        Role.VENDOR,
    ),
    ("changed_after_it_was_made",): Told(
        "The vendor, or somebody on the way, changed the file after it was written.",
        "Ask the vendor, by a way known before, which version holds, and pay nothing until then.",
        Role.VENDOR,
    ),
    ("cut_off_file",): Told(
        "The file was not sent or saved whole.",
        "See whether pages or lines are missing; where they are, ask the vendor to send it again.",
        Role.VENDOR,
    ),
    ("einvoice_differs", "einvoices_differ"): Told(
        "The vendor's program states one thing and prints, or states elsewhere, another.",
        "Ask the vendor which of the two holds, and pay neither until then.",
        Role.VENDOR,
    ),
    ("einvoice_sums", "einvoice_value"): Told(
        "The vendor's program filled in the electronic invoice wrongly.",
        "Ask the vendor for a corrected invoice, and pay nothing until then.",
        Role.VENDOR,
    ),
    ("einvoice_unreadable", "many_attachments"): Told(
        "The vendor's program attached its electronic invoice badly, or more files than it needs.",
        "See what the attached files bill; where that is something else, ask the vendor which holds.",
        Role.VENDOR,
    ),
    ("carried_paper",): Told(
        "The vendor attached papers to its invoice, or hid another one behind it.",
        "Open the attached file; where it bills something else, ask the vendor which holds.",
        Role.VENDOR,
    ),
    ("discount_conditional",): Told(
        "The vendor takes off what it grants for paying early, or for buying more.",
        "See whether the condition is met; where it is not, the discount is owed as well.",
    ),
    ("picture_not_checked",): Told(
        "The file is large or damaged, or the machine had too much to do.",
        "Compare every value with the page, and see that nothing else is said there.",
    ),
    ("two_pages_on_one",): Told(
        "Two pages were laid side by side on the scanner.",
        "Reject it, scan its pages one by one and take them in again.",
    ),
    ("currency_differs",): Told(
        "The vendor billed in another currency than agreed, or the order has the wrong one.",
        "Ask the buyer in which currency the order was agreed.",
        Role.BUYER,
    ),
    ("unknown_order",): Told(
        "The vendor printed a wrong order number, or the order was not imported yet.",
        "Correct the number by the page; where it is right, have the order imported.",
    ),
    ("rival_orders",): Told(
        "The vendor left the order number out, and several orders fit.",
        "Say which order the goods were billed for.",
    ),
    ("matching_stopped",): Told(
        "The invoice has very many lines, or the machine had too much to do.",
        "Choose the order line of each of its lines.",
    ),
    ("log_behind", "log_gap"): Told(
        "The log was put back or broken off, and what was settled since is missing in it.",
        "Find out in the ledger whether it was booked or paid; where it was, reject the invoice.",
    ),
    ("test_document",): Told(
        "The vendor tried out its program and sent the trial.",
        "Reject it, and ask the vendor for the invoice itself.",
    ),
}
TOLD: Mapping[str, Told] = {code: told for codes, told in _ALIKE.items() for code in codes}
# What is wrong with the file and not with what it bills: the vendor is asked for another file.
FAULTY_FILES = (
    "object_twice", "file_of_files", "form_shown_instead", "pages_counted_otherwise", "printed_otherwise",
    "changes_when_opened", "changed_after_it_was_made", "cut_off_file", "pages_missing", "pages_sized_otherwise",
    "picture_not_drawn", "layers_by_program", "colours_by_program", "numbers_by_program",
)  # fmt: skip
