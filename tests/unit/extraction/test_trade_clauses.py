"""What caterers, agencies and others print on every invoice holds none; the lie beside each does."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.extraction.header.account_notice import account_notice
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements, untaxed
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026
{labels}
{headings}
 12   CS   AB-100    Hex bolt M8                   2.50      30.00

                                              Total      30.00

{said}
"""
_HEADINGS = "Qty   UM   Item      Description                   Price     Amount"


def _codes(said: str = "", headings: str = _HEADINGS, labels: str = "") -> list[str]:
    text = _PAGE.format(said=said, headings=headings, labels=labels)
    page, invoice = typed_page(text), read_typed(text)
    found = (*statement_findings(read_statements(page), invoice, untaxed=untaxed(page)), *invoice.findings)
    return sorted({finding.code for finding in found if finding.severity is Severity.HOLD})


@pytest.mark.parametrize(
    "said",
    [
        "Cancelaciones con menos de 7 dias: se cobrara el 50 % del menu.",
        "Annulations a moins de 8 jours avant : le prix sera integralement preleve.",
    ],
)
def test_what_late_cancelling_costs_is_not_collected_from_this_invoice(said: str) -> None:
    assert _codes(said) == []


@pytest.mark.parametrize(
    "said", [
        "Se cobrara el importe de esta factura en su cuenta.", "Su pedido con menos de 7 cajas se cobrara hoy.",
        "Cancellations made less than a day ahead: the total of this invoice has been debited from your card.",
    ],
)  # fmt: skip
def test_what_is_collected_all_the_same_holds(said: str) -> None:
    assert _codes(said) == ["already_settled"]


def test_where_payments_are_not_sent_is_no_payment_made() -> None:
    assert _codes("Please do not send payment to our registered office; remit to the address above.") == []


@pytest.mark.parametrize("said", ["Please do not send payment.", "Please do not send payment to our account."])
def test_that_nothing_is_to_be_sent_holds(said: str) -> None:
    assert _codes(said) == ["already_settled"]


def test_what_a_payment_on_its_way_makes_void_holds_nothing() -> None:
    assert _codes("Sollten Sie bereits bezahlt haben, betrachten Sie dieses\nSchreiben als gegenstandslos.") == []


@pytest.mark.parametrize(
    "said",
    [
        "Der Betrag wurde bereits bezahlt, das sollten Sie beachten.",
        "Die Rechnung ist bereits bezahlt; sollten Sie wissen.",
    ],
)
def test_what_somebody_should_know_is_no_condition(said: str) -> None:
    assert _codes(said) == ["already_settled"]


def test_the_end_of_a_sentence_is_no_note_of_its_own() -> None:
    assert _codes("Your files are archived for one year at\nno charge.") == []


@pytest.mark.parametrize("said", ["No charge.", "Thank you for your order\nno charge", "Keep it for your\nno charge"])
def test_such_a_note_holds(said: str) -> None:
    assert _codes(said) == ["goods_not_sold"]


def test_whose_mandate_it_is_stands_in_the_next_row() -> None:
    assert _codes("Achat d'espace effectue au nom et pour le compte de\nl'annonceur, mandat 3391.") == []
    other = "Achat d'espace effectue au nom et pour le compte de\nla societe Durand, mandat 3391."
    assert _codes(other) == ["other_payee"]


def test_an_agency_buys_space_for_the_advertiser() -> None:
    said = "Achat d'espace effectue au nom et pour le compte de l'annonceur, mandat 3391."
    assert _codes(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Facture emise au nom et pour le compte de la societe Durand.",
        "Achat d'espace effectue au nom et pour le compte de la societe Durand.",
    ],
)
def test_an_invoice_for_somebody_else_holds(said: str) -> None:
    assert _codes(said) == ["other_payee"]


def test_headings_go_on_in_a_second_row() -> None:
    under = f"{' ' * 50}excl.     excl. VAT\n{' ' * 50}VAT"
    assert _codes(headings=f"{_HEADINGS}\n{under}") == []


@pytest.mark.parametrize(
    "said",
    [
        "excl. VAT",
        "plus 20 % VAT",
    ],
)
def test_tax_to_be_added_below_the_total_holds(said: str) -> None:
    assert "tax_to_add" in _codes(said)


def test_a_sentence_under_the_headings_is_none() -> None:
    under = "                                          All prices plus statutory VAT"
    assert "tax_to_add" in _codes(headings=f"{_HEADINGS}\n{under}")


def test_labels_of_numbers_over_another_label_deny_no_payment() -> None:
    labels = "Account no.      20817\nPayment due      Feb 6, 2026"
    assert _codes(labels=labels) == []


@pytest.mark.parametrize("said", ["No payment due.", "There is no\npayment due."])
def test_that_nothing_is_due_holds(said: str) -> None:
    assert _codes(said) == ["not_an_invoice"]


_TERMS = """
General Terms and Conditions of Sale

1. {said}   12. Cheques are accepted only on account of
the seller is to be informed without delay.                  performance, and the claim of the seller stays.
2. The seller reserves the right to adjust prices if cost    13. For orders below 50.00 a surcharge of 10.00 is
rises between the order and the delivery of the goods.       added to the price that the contract gives then.
3. Returned goods are credited less a charge of the seller   14. The seller is entitled to assign all its claims
of 15 percent of the value that the customer paid.           against the buyer to any third party it names so.
4. Offers are not binding. A contract comes into being       15. In the event of default the buyer owes interest
when the seller confirms the order that it received.         of 8 percentage points above the statutory rate.
5. Samples remain the property of the seller at all times    16. The risk passes when the carrier has the goods
and must not be copied or handed on to third parties.        and the seller has no liability for damages after.
"""


def test_a_sum_that_ends_a_row_of_a_clause_ends_no_terms() -> None:
    said = "Should the buyer change its bank account or its address,"
    assert account_notice(join_rows(typed_page(_TERMS.format(said=said)))) == ""


def test_an_account_of_the_seller_is_announced_in_terms_as_well() -> None:
    said = "Our bank account has changed, please use the new account,"
    assert account_notice(join_rows(typed_page(_TERMS.format(said=said)))) != ""
