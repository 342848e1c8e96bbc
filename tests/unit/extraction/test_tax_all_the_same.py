"""A page that says why no tax is owed and charges tax all the same: reverse charge, small traders, exempt supplies."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from app.domain.invoice import Invoice
from tests.helpers.said_pages import codes_held
from tests.helpers.typed_pages import read_typed

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              Tax           {tax}
                                              Total         {total}


{foot}
"""


@cache
def _invoice(tax: str, total: str) -> Invoice:
    """Read the page once: what stands in its foot changes no figure."""
    invoice = read_typed(_PAGE.format(tax=tax, total=total, foot=""))
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == total.strip()
    return invoice


def _held(foot: str, tax: str = " 9.00", total: str = "54.00") -> bool:
    page = _PAGE.format(tax=tax, total=total, foot=foot)
    return "no_tax_said" in codes_held(page, _invoice(tax, total), untaxed=False)


@pytest.mark.parametrize(
    ("foot", "tax", "held"),
    [
        ("Tax rate: 6.00%", " 4.05", True), ("Tax rate: 9%", " 4.05", False), ("Tax rate 6 %", " 2.70", False),
        ("Steuersatz 7 %", " 8.55", True), ("Taux de TVA : 5,5 %", " 9.00", True), ("Tipo de IVA 10%", " 9.00", True),
        ("Aliquota IVA 10%", " 9.00", True), ("Btw-tarief 9%", " 9.00", True),
        ("Steuersatz 7 %\nSteuersatz 19 %", " 8.55", False), ("Tax rate: 20.00 %", " 9.00", False),
    ],
)  # fmt: skip
def test_s2_165_a_tax_is_no_more_than_the_rate_that_stands_apart(foot: str, tax: str, held: bool) -> None:
    total = f"{45 + Decimal(tax.strip()):.2f}"
    page = _PAGE.format(tax=tax, total=total, foot=foot)
    assert ("tax_above_rate" in codes_held(page, _invoice(tax, total), untaxed=False)) is held


@pytest.mark.parametrize(
    "foot",
    [
        "Tax status: Exempt",
        "Reverse charge: customer to account for VAT to HMRC.",
        "Exempt from sales tax: purchase for resale, certificate 2231",
        "Intra-Community supply, article 138 of Directive 2006/112/EC",
        "Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG)",
        "Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.",
        "Steuerfreie innergemeinschaftliche Lieferung gem. § 4 Nr. 1b UStG",
        "TVA non applicable, art. 293 B du CGI",
        "Autoliquidation par le preneur",
        "Entrega intracomunitaria exenta de IVA, art. 25 LIVA",
        "Operazione non imponibile art. 41 D.L. 331/93",
        "Btw verlegd naar afnemer",
    ],
)
def test_tax_on_a_page_that_says_none_is_owed_holds(foot: str) -> None:
    assert _held(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "Whether tax is payable on reverse charge: No",
        "Reverse charge (Y/N): N",
        "AE = reverse charge, S = standard rate",
        "If you give us your VAT number, reverse charge applies.",
        "VAT 20 % on 45.00 = 9.00",
        "We export to forty countries. Exempt postage is not insured.",
        "USt-IdNr. DE123456789, Steuernummer 19/123/45678",
    ],
)
def test_what_says_nothing_of_this_supply_does_not(foot: str) -> None:
    assert not _held(foot)


@pytest.mark.parametrize(("tax", "total"), [(" 0.00", "45.00"), (" 1.00", "46.00")])
def test_no_tax_or_that_of_a_small_part_does_not(tax: str, total: str) -> None:
    assert not _held("Reverse charge: customer to account for VAT", tax, total)
