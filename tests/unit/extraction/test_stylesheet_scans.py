"""Print-outs of electronic invoices, scanned: the numbers of their parties, and their breakdowns of tax."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.provenance import Box
from app.extraction.pipeline import read_invoice
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_PAPER = """
Handelsrechnung Nr. 47110815 vom 31.10.2025

Verkäufer:
Globale Nummer:      4333741000005      (GTIN)
STAHLKONTOR NORD
HAFENSTRASSE 9
DE  28195   BREMEN

Käufer/Leistungsempfänger:
Globale Nummer:      4304171000002      (GTIN)
METALLBAU KRAMER
GARTENWEG 8

"""

_BREAKDOWN = """
Steueraufschlüsselung:
Art            (Kategorie)     Warenwert  Zu-/Abschlag   Basisbetrag   USt.      %   Steuerbetrag
Umsatzsteuer   (S)                850,00          8,75        858,75           19          163,16
"""


_COPY = """
Original

Invoice 5521-7               Date 03/04/2026
To
Harbour Analytics LLC
12 Quay Street



Brightline International Ltd.
"""


def _twice_as_high(box: Box) -> Box:
    return Box(box.page, box.x0, box.top - (box.bottom - box.top), box.x1 + (box.x1 - box.x0), box.bottom)


@pytest.mark.parametrize("name", ["Globale Nummer:", "Kennung des Verkäufers:"])
def test_what_leads_to_a_number_under_the_seller_is_not_its_name(name: str) -> None:
    """S2.172: "Globale Nummer:" stands between the label and the name, and has no digits of its own."""
    found = read_typed(_PAPER.replace("Globale Nummer:", name, 1), scanned=True).header.vendor_name
    assert found is not None
    assert found.value == "STAHLKONTOR NORD"


def test_for_whom_a_sheet_is_printed_is_not_the_vendor() -> None:
    """S2.172: "Original" stands alone and large at the head, the vendor small at the foot."""
    page = typed_page(_COPY)
    words = tuple(
        replace(word, box=_twice_as_high(word.box)) if word.text == "Original" else word for word in page.words
    )
    found = read_invoice([replace(page, words=words)], knowledge=shipped_knowledge()).header.vendor_name
    assert found is not None
    assert found.value == "Brightline International Ltd."


def test_a_breakdown_of_tax_is_no_list_of_lines_though_it_multiplies() -> None:
    """S2.164: the discounts below the one line are lost, and rate × base = tax is all that multiplies."""
    goods = """
Pos   Art-Nr    Beschreibung     Nettopreis   Menge      USt.    Betrag
1     CO-123    Stahlcoil          100,0000   10 Stk     19 %    850,00
"""
    sums = """
Positionssumme                850,00
Rechnungssumme ohne USt.      858,75
Steuerbetrag                  163,16
Bruttosumme                 1.021,91
"""
    read = read_typed(_PAPER + goods + _BREAKDOWN + sums, scanned=True)
    assert [line.description.value for line in read.lines] == ["Stahlcoil"]
    assert read.header.total is not None
    assert read.header.total.value == Decimal("1021.91")
