"""Summaries of an account: what was owed before and is paid says nothing of the invoice; whatever is left does."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 27, 2026

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-100    Hex bolt M8                   100.00    1,200.00

                                              Total       1,200.00
{foot}
"""


def _read(*rows: tuple[str, str]) -> tuple[Invoice, set[str]]:
    foot = "\nYour account\n" + "\n".join(f"{label:32}{amount:>12}" for label, amount in rows)
    text = _PAGE.format(foot=foot)
    invoice = read_typed(text)
    said = statement_findings(read_statements(typed_page(text)), invoice, untaxed=True)
    held = {f.code for f in (*invoice.findings, *said) if f.severity is Severity.HOLD}
    return invoice, held & {"amount_due", "amount_in_no_sum", "other_sum_owed"}


@pytest.mark.parametrize(
    ("before", "paid", "this", "due"),
    [
        ("Previous balance", "Payments received - thank you", "This invoice", "Balance now due"),
        ("Balance brought forward", "Paid - with thanks", "Current invoice", "Total now due"),
        ("Alter Saldo", "Zahlungseingang, vielen Dank", "Diese Rechnung", "Neuer Saldo"),
        ("Saldovortrag", "Ihre Zahlung, besten Dank", "Diese Rechnung", "Offener Betrag"),
        ("Solde antérieur", "Votre règlement, merci", "Présente facture", "Reste à payer"),
        ("Saldo anterior", "Pago recibido, gracias", "Esta factura", "Nuevo saldo"),
        ("Saldo precedente", "Pagamento ricevuto, grazie", "Questa fattura", "Nuovo saldo"),
        ("Vorig saldo", "Ontvangen betaling, dank u", "Deze factuur", "Openstaand"),
    ],
)
@pytest.mark.parametrize("less", ["-443.84", "443.84-", "(443.84)", "443.84"])
def test_a_balance_that_was_paid_holds_nothing(before: str, paid: str, this: str, due: str, less: str) -> None:
    invoice, held = _read((before, "443.84"), (paid, less), (this, "1,200.00"), (due, "1,200.00"))
    assert invoice.header.total is not None
    assert not held


@pytest.mark.parametrize(
    "rows",
    [
        # Not paid, paid in part, or more: then another amount is to be paid.
        [("Previous balance", "443.84"), ("This invoice", "1,200.00"), ("Balance now due", "1,643.84")],
        [("Previous balance", "443.84"), ("Payments received", "-400.00"), ("This invoice", "1,200.00"),
         ("Balance now due", "1,243.84")],
        [("Previous balance", "443.84"), ("Payments received", "-443.84"), ("This invoice", "1,200.00"),
         ("Balance now due", "1,243.84")],
        # It cancels out, but what is due is not the total.
        [("Previous balance", "443.84"), ("Payments received", "-443.84"), ("This month", "1,300.00"),
         ("Balance now due", "1,300.00")],
        [("Previous balance", "443.84"), ("Payments received", "-443.84"), ("This month", "900.00"),
         ("Balance now due", "900.00")],
        # What was paid was paid of this invoice.
        [("Amount due", "1,200.00"), ("Payment received", "-1,200.00"), ("Balance due", "0.00")],
        [("Deposit received", "-443.84"), ("This invoice", "1,200.00"), ("Balance due", "756.16")],
        [("This invoice", "1,200.00"), ("Deposit received", "-443.84"), ("Balance due", "1,200.00")],
        # No summary closes: a payment with nothing that it paid.
        [("Payments received", "-443.84"), ("This invoice", "1,200.00"), ("Balance now due", "1,200.00")],
        [("Outstanding", "443.84"), ("Previous balance", "443.84"), ("Payments received", "-443.84"),
         ("This invoice", "1,200.00"), ("Balance now due", "1,643.84")],
    ],
)  # fmt: skip
def test_any_other_summary_is_held(rows: list[tuple[str, str]]) -> None:
    _, held = _read(*rows)
    assert held


def test_what_stands_above_a_summary_is_judged_by_itself() -> None:
    _, held = _read(
        ("Amount still owed by you", "88.00"),
        ("Previous balance", "443.84"),
        ("Payments received", "-443.84"),
        ("This invoice", "1,200.00"),
        ("Balance now due", "1,200.00"),
    )
    assert held
