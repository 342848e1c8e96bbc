"""Short remarks that a page must not be paid over, and their like in terms of business, which say nothing (S1, S2)."""

from __future__ import annotations

import pytest

from app.extraction.statements.page_count import counted
from tests.helpers.said_pages import codes_at_foot, page_saying
from tests.helpers.typed_pages import typed_page


@pytest.mark.parametrize(
    ("code", "foot"),
    [
        ("amounts_scaled", "Amounts shown in k$"), ("amounts_scaled", "Figures x 1,000"),
        ("amounts_scaled", "Angaben in T€"), ("amounts_scaled", "Montants en k€"),
        ("amounts_scaled", "Bedragen x 1000"),
        ("not_final", "Estimate only"), ("not_final", "On hold"), ("not_final", "Final amount will be confirmed"),
        ("not_final", "Endbetrag folgt"), ("not_final", "Prix définitif à confirmer"),
        ("other_payee", "Abtretung an FactorBank: Zahlung nur dorthin"),
        ("other_payee", "Cession de créance à FactorX"),
        ("other_payee", "This debt has been sold to X Capital"), ("other_payee", "Assignment of receivables to Orion"),
        ("already_settled", "mit Karte bezahlt"), ("already_settled", "Auto-debited on 10 Feb 2026"),
        ("already_settled", "Addebito il 10/02/2026"), ("already_settled", "Refund issued"),
        ("already_settled", "Settled by credit A-9"), ("already_settled", "Anzahlung 100 geleistet"),
        ("already_settled", "Acompte de 100 déjà versé"), ("already_settled", "Acconto di 100 già versato"),
        ("already_settled", "Aanbetaling 100 voldaan"), ("already_settled", "Deposit of $100 paid"),
        ("not_an_invoice", "Storniert am 5.2.2026"), ("not_an_invoice", "Annulée le 5/2/2026"),
        ("not_an_invoice", "Superseded by A-124"), ("not_an_invoice", "ersetzt durch B-124"),
        ("not_an_invoice", "ungültig"), ("not_an_invoice", "Relance"),
        ("not_an_invoice", "Herinnering"), ("already_settled", "Refunded"), ("already_settled", "Written off 400.00"),
        ("already_settled", "Waived"), ("already_settled", "Rückerstattet"), ("already_settled", "Remboursée"),
        ("already_settled", "Terugbetaald"), ("not_an_invoice", "Reversal of invoice 77"),
        ("not_an_invoice", "Storno zu Rechnung 4711"), ("not_an_invoice", "Annulation de la facture 88"),
    ],
)  # fmt: skip
def test_a_short_remark_holds_the_invoice(code: str, foot: str) -> None:
    assert code in codes_at_foot(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "Prices in US$", "Alle Beträge in €", "Table 1.20 x 1.00 m",
        "Assignment of claims to third parties needs our consent", "Die Abtretung an Dritte ist ausgeschlossen",
        "La cession à des tiers est interdite", "Cards accepted: Visa, Mastercard", "Sie können mit Karte bezahlen",
        "A deposit of $100 per drum is refunded on return", "Refunds are issued within 30 days",
        "Please attach the remittance advice", "Orders cancelled on short notice are billed",
        "Remittance advice",  # the title of a slip to tear off
        "Cancellation of invoices needs our consent", "Fees are waived above 500.00", "Shipping costs are not refunded",
        "Gloves replaced by mittens AB-101 on request",
    ],
)  # fmt: skip
def test_terms_and_offers_with_the_same_words_hold_nothing(foot: str) -> None:
    assert codes_at_foot(foot) == set()


@pytest.mark.parametrize(
    ("foot", "count"),
    [("1 of 3 pages", (1, 3)), ("1 von 2 Seiten", (1, 2)), ("3 of 4 pages of our catalogue", None), ("12 pages", None)],
)
def test_pages_may_be_counted_before_their_name(foot: str, count: tuple[int, int] | None) -> None:
    assert counted(typed_page(page_saying(foot))) == count
