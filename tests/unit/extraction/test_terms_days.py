"""Within how many days a page says in words that it is to be paid, in six languages; other days are none of those."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from tests.helpers.einvoices import Bill, ubl
from tests.helpers.said_pages import page_saying
from tests.helpers.typed_pages import read_typed, shipped_knowledge


@pytest.mark.parametrize(
    ("foot", "days"),
    [
        ("Terms: Net 10", 10), ("Net 30", 30), ("2% 10, Net 30", 30), ("Payment terms: 14 days", 14),
        ("Payment due within 7 days of invoice date.", 7), ("Payment terms     10 days", 10),
        ("Payment terms\n10 days", 10), ("Zahlbar innerhalb von 10 Tagen ohne Abzug.", 10),
        ("Zahlungsziel 8 Tage netto", 8), ("Paiement à 15 jours.", 15), ("Pago a 10 días.", 10),
        ("Pagamento a 15 giorni.", 15), ("Betaling binnen 8 dagen.", 8), ("Due upon receipt", 0),
        ("Zahlbar sofort ohne Abzug.", 0), ("Paiement à réception de facture", 0), ("Pago al contado", 0),
        # The longest holds where several are said.
        ("Payment within 10 days less 2%.\nNet 30", 30), ("Pay within 14 days. Terms: Net 60", 60),
        # A discount for paying early says nothing of when it is due.
        ("Zahlbar innerhalb von 10 Tagen mit 2 % Skonto.", None), ("Payment within 10 days: 2% off", None),
        ("Claims within 8 days.", None), ("Bitte prüfen Sie die Rechnung innerhalb von 7 Tagen.", None),
        ("Delivery in 5 days", None), ("Offer valid for 30 days", None), ("Interest after 30 days overdue", None),
        # Nor do days of the calendar, sums and percentages.
        ("Zahlung 14 Tage netto\nZahlungsziel 21.05.14", 14), ("14 Tage netto\n21.05.14", 14),
        ("Net 10\n30 days", 10), ("Net 13.50", None),
        ("Montant net 13,50", None), ("Net 30%", None), ("Net 1,250", None),
        ("Net weight 30 kg", None), ("Wir danken für Ihren Auftrag", None), ("Pay by check", None),
    ],
)  # fmt: skip
def test_days_to_pay_are_read_in_words(foot: str, days: int | None) -> None:
    terms = read_typed(page_saying(foot)).header.terms_days
    assert (terms.value if terms is not None else None) == days
    assert terms is None or terms.box is not None


@pytest.mark.parametrize(
    ("note", "days"),
    [("Zahlbar innerhalb von 5 Tagen ohne Abzug", 5), ("#SKONTO#TAGE=7#PROZENT=2.00#", None), ("Danke", None)],
)
def test_an_electronic_invoice_says_them_in_its_terms_of_payment(tmp_path: Path, note: str, days: int | None) -> None:
    path = tmp_path / "bill.xml"
    said = f"<a:PaymentTerms><b:Note>{note}</b:Note></a:PaymentTerms><a:TaxTotal>"
    path.write_text(ubl(Bill()).replace("<a:TaxTotal>", said, 1), "utf-8")
    invoice = read_document(path, ReadingOptions(use_profiles=False), shipped_knowledge()).invoice
    assert invoice is not None
    terms = invoice.header.terms_days
    assert (terms.value if terms is not None else None) == days
