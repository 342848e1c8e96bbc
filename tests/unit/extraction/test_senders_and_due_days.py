"""Who sends a paper, its tax id, the day it is due and the order it names: letters, freight bills and terms."""

from __future__ import annotations

from datetime import date

import pytest

from tests.helpers.typed_pages import read_typed
from tests.helpers.typed_papers import FREIGHT_BILL


def _vendor(text: str) -> str | None:
    name = read_typed(text).header.vendor_name
    return name.value if name else None


def test_the_buyer_below_a_label_with_more_in_brackets_is_not_the_vendor() -> None:
    """S2.172: its block stands level with two others, and its name is printed again where the slip is cut off."""
    assert _vendor(FREIGHT_BILL) == "TRI-RIVERS MOTOR LINES"


def test_a_company_before_its_address_in_one_row_is_the_sender() -> None:
    """S2.172: over the buyer's address German letters print their own in one small row."""
    assert (
        _vendor(
            """


            Sauberwerk Nord GmbH, Industriestr. 5, 68169 Mannheim
            Neckar Logistics AG
            Kurpfalzring 90
            69123 Heidelberg

            Rechnung Nr. GD-260277                 Mannheim, 02.03.2026
            """
        )
        == "Sauberwerk Nord GmbH"
    )


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("INVOICE IS DUE BY 04/25/2026. IF PAID BY 04/10/2026 YOU MAY DEDUCT 250.32", date(2026, 4, 25)),
        ("Règlement par LCR à 45 jours fin de mois, soit le 30/04/2026. Pas d'escompte.", date(2026, 4, 30)),
        ("Zahlungsziel 20 Tage netto (25.03.26). Kühlware bitte sofort einlagern.", date(2026, 3, 25)),
        ("Ausgleich bis 25.03.2026 abzgl. Nachlass vom Warenwert", None),
    ],
)
def test_the_due_day_in_a_sentence_of_terms(said: str, due: date | None) -> None:
    """S2.172: what another sentence takes off says nothing of the day until which all is due."""
    found = read_typed(f"Nordkamp GmbH      Rechnung R-1 vom 05.03.2026\n\n{said}\n").header.due_date
    assert (found.value if found else None) == due


@pytest.mark.parametrize(
    "said",
    [
        "Registered in England 02911844. Registered office 1 Kirkstall Road Leeds. VAT No. 664 2190 38",
        "Registered office 1 Kirkstall Road Leeds. VAT Reg No 664219038",
    ],
)
def test_a_british_tax_number_without_its_country_in_the_midst_of_a_sentence(said: str) -> None:
    """S2.172: nine digits behind a label that says that a number follows."""
    found = read_typed(f"Voltco Ltd                   Invoice 041-558213\n\n\n{said}\n").header.vendor_tax_id
    assert found is not None
    assert found.value.replace(" ", "") == "664219038"


def test_a_call_off_is_the_buyers_order() -> None:
    """S2.172: what is ordered under a standing contract is called off by number."""
    header = read_typed("Nord GmbH      Rechnung R-1\n\nObjekt 1140, Rahmenvertrag/Abruf 4600018827\n").header
    assert [order.value for order in header.po_numbers] == ["4600018827"]
