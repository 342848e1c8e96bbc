"""What an electronic invoice says against paying it beside its figures: its kind, its notes, its payee, its account.

Who looks at the page sees nothing of it, and who books by the electronic invoice pays by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from app.domain.finding import Finding, Severity
from app.domain.invoice import Invoice
from app.domain.money import ZERO, plain
from app.extraction.einvoice.model import EInvoice, StatedTax
from app.extraction.einvoice.printed import Printed
from app.extraction.header.account_notice import account_notice
from app.extraction.pages.aslant import laid_out
from app.extraction.statements.company_forms import form_of, words_of_name
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.over_time import BEFORE_END, granted_over_time
from app.extraction.statements.stated_kinds import AHEAD, BEFORE_PERIOD
from app.extraction.statements.statements import read_statements, untaxed
from app.extraction.sums.conditional_discounts import held_discount, is_conditional
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.page_words import page_words
from app.extraction.values.rows import join_rows
from app.extraction.values.text_keys import fold, squeeze

# UNCL 1001: bills for what was delivered. Of all others (a part, an advance, a claim that was sold, a sheet that only
# informs) somebody has to see what they ask for; what the buyer wrote for the vendor (389) the buyer has already.
_BILLS = frozenset({"82", "331", "380", "382", "385", "387", "388", "394", "575", "623", "780"})
# UNCL 1001, said more closely elsewhere: pro forma, corrected.
_TOLD = frozenset({"325", "384"})
# What only informs comes without lines where the page is the invoice (the profiles MINIMUM and BASIC WL).
_INFORMS = "751"
# What a title means that is none of a bill.
_NO_BILLS = frozenset({"stamp", "other", "proforma"})
# UNCL 4461: cash, cards, direct debits, clearing between partners: nothing is left to be transferred.
_COLLECTED = frozenset({"10", "48", "49", "54", "55", "59", "97"})
# UNCL 5305: zero rate, exempt, reverse charge, supply within the community, export, outside the scope.
_UNTAXED = frozenset({"Z", "E", "AE", "K", "G", "O"})
_IBAN = "IBAN"
_LONGEST = 120  # characters of a note that are shown


def said_findings(stated: EInvoice, mine: Invoice, words: Printed, knowledge: Knowledge) -> Iterator[Finding]:
    """Yield what holds an electronic invoice beside its figures; ``words`` are those of the page, if there is one."""
    yield from _kind(stated, mine, knowledge)
    yield from _money(stated, words)
    for tax in stated.taxes:
        yield from _tax(tax)
    yield from _discounts(stated)
    yield from _ahead(stated)
    yield from _notes(stated, mine)


def _kind(stated: EInvoice, mine: Invoice, knowledge: Knowledge) -> Iterator[Finding]:
    known = _BILLS | _TOLD if stated.lines else _BILLS | _TOLD | {_INFORMS}
    if stated.type_code and not mine.header.titled_credit and stated.type_code not in known:
        message = (
            f"The electronic invoice says that it is a document of kind {stated.type_code}, which is no common bill: "
            "see what it asks for."
        )
        yield Finding("not_an_invoice", message)
    if stated.aside.is_copy:
        message = "The electronic invoice is marked as a copy: see whether the invoice was taken in or paid before."
        yield Finding("copy_of_invoice", message, field="invoice_number")
    title = stated.aside.title
    meanings = set(knowledge.titles.meanings(squeeze(title)))
    if meanings & _NO_BILLS and not meanings & {"invoice", "goes_along"}:
        yield Finding("not_an_invoice", f"The electronic invoice calls itself “{title}”: it may not be one to pay.")


def _money(stated: EInvoice, words: Printed) -> Iterator[Finding]:
    aside = stated.aside
    payee = squeeze(aside.payee)
    sellers = [squeeze(name) for name in stated.seller_names]
    if payee and not any(payee in seller or seller in payee for seller in sellers):
        message = (
            f"The electronic invoice names another payee, “{aside.payee}”. Ask the vendor, by a way known before, "
            "whether that is so."
        )
        yield Finding("other_payee", message)
    for holder in aside.holders:
        if _is_another_company(holder, stated.seller_names):
            message = (
                f"The electronic invoice names an account of somebody else, “{holder}”. Ask the vendor, by a way known "
                "before, whether that is so."
            )
            yield Finding("other_payee", message)
    if aside.mandated:
        message = "The electronic invoice states a mandate for direct debit: what is owed will be collected."
        yield Finding("already_settled", message)
    elif aside.means and set(aside.means) <= _COLLECTED:
        message = (
            "The electronic invoice says that it is paid already or will be collected (means of payment "
            f"{', '.join(aside.means)}): it must not be paid once more."
        )
        yield Finding("already_settled", message)
    # Recognised from a picture, an account has too many characters to be held against anybody.
    if words.any and not words.scanned and words.text(_IBAN) is not None:
        for account in aside.accounts:
            if words.text(account) is None and words.text(f"{_IBAN}{account}") is None:
                message = (
                    f"The electronic invoice names the account {account}, which the page does not. Ask the vendor, by "
                    "a way known before, where to pay."
                )
                yield Finding("other_account", message)


def _is_another_company(name: str, sellers: Sequence[str]) -> bool:
    """Tell whether a name is that of a company, and neither one of these nor a bank's."""
    if not form_of(fold(name)) or any(part in squeeze(name) for part in page_words("payee", "holds")):
        return False
    words = words_of_name(fold(name))
    return bool(words) and not any(words & words_of_name(fold(seller)) for seller in sellers)


def account_texts(stated: EInvoice) -> tuple[str, ...]:
    """Return the texts that are looked for on the pages, for a document whose words are not kept."""
    return (_IBAN, *chain.from_iterable((account, f"{_IBAN}{account}") for account in stated.aside.accounts))


def _tax(tax: StatedTax) -> Iterator[Finding]:
    why = f"category {tax.category}" if tax.category in _UNTAXED else f"“{tax.exempt[:_LONGEST]}”" if tax.exempt else ""
    if why and tax.amount is not None and tax.amount.value != ZERO:
        message = f"The electronic invoice says that no tax is owed ({why}), and charges {plain(tax.amount.value)}."
        yield Finding("einvoice_value", message, field="tax_total")


def _discounts(stated: EInvoice) -> Iterator[Finding]:
    """Hold what is taken off a line on a condition; what is taken off the whole is among its charges."""
    of_lines = (charge for line in stated.lines for charge in line.charges if charge.signed < ZERO)
    reason = next((charge.reason for charge in of_lines if is_conditional(charge.reason)), "")
    if reason:
        yield held_discount(reason)


def _ahead(stated: EInvoice) -> Iterator[Finding]:
    """Hold what was not delivered yet, and a time that begins long after it is billed."""
    if stated.issued is None:
        return
    written = stated.issued.value
    delivered = BEFORE_END if granted_over_time(f"{one.name} {one.description}" for one in stated.lines) else AHEAD
    stated_days = (
        ("is delivered on", stated.delivered_on, delivered),
        ("begins on", stated.period_begins, BEFORE_PERIOD),
    )
    for what, day, most in stated_days:
        if day is not None and day > written + most:
            message = (
                f"The electronic invoice of {written} says that what it bills {what} {day}: ask the buyer whether"
                f" it is "
                "to be paid so long before."
            )
            yield Finding("not_delivered", message)


def _notes(stated: EInvoice, mine: Invoice) -> Iterator[Finding]:
    """Read the free texts as those of a page are read."""
    if not stated.aside.notes:
        return
    page = laid_out(0, stated.aside.notes)
    # A word alone says it where it is all of the notes, and not in an address of several rows.
    said = [one for one in read_statements(page) if not one.alone or len(stated.aside.notes) == 1]
    # Nor is a note of a line any address: what is all of it says it of that line.
    of_lines = (read_statements(laid_out(0, (note,))) for note in stated.aside.line_notes)
    said.extend(one for found in of_lines for one in found if one.alone and one not in said)
    for found in statement_findings(said, mine, untaxed=untaxed(page)):
        words = found.message.partition("“")[2].rpartition("”")[0]
        yield _noted(found.code, words, found.severity)
    notice = account_notice(join_rows(page))
    if notice:
        yield _noted("other_account", notice, Severity.HOLD)


def _noted(code: str, words: str, severity: Severity) -> Finding:
    message = f"A note in the electronic invoice speaks against paying it as it stands (“{words[:_LONGEST]}”)."
    return Finding(code, message, severity)
