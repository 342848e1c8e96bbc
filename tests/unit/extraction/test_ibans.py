"""Numbers of bank accounts in the foot of a page are no figures; what is billed beside one is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.extraction.values.ibans import iban_words
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, typed_page

_PAGE = """
Thalhammer GmbH                                   RECHNUNG
Gewerbering 14                                    Rechnung Nr.   26/84969
85748 Garching                                    Datum          19.08.2026

Menge   Einheit   Beschreibung                    Einzelpreis    Gesamtpreis
  111   m2        Vorhaltung vier Wochen                 1,90         210,90
    1   Stk       Treppenturm 12 m                     680,00         680,00

                                            Bruttobetrag EUR          890,90

Alle Arbeiten wurden abgenommen.




{foot}
"""
_ACCOUNT = "14                HRB 204471 IBAN               DE02 1203 0000   0000 2020 51"


def _account(text: str) -> str:
    words = join_rows(typed_page(text))[0].words
    return " ".join(word.text for word in iban_words(words))


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Bank, IBAN DE02 1203 0000 0000 2020 51 BIC BYLADEM1", "DE02 1203 0000 0000 2020 51"),
        ("IBAN ES7921000813610123456789", "ES7921000813610123456789"),
        ("NL21 INGB 0001 2345 67", ""),  # check digits of another account
        ("DE02 1203 0000 0000 2020 52", ""),
        ("DE02 1203 0000 0000 2020", ""),  # too short
        ("DE02 1203 0000 0000 2020 5177", ""),
        ("QQ02 1203 0000 0000 2020 51", ""),
        ("AB12 100.00 200.00", ""),
    ],
)
def test_an_account_is_told_by_its_length_and_check_digits(text: str, account: str) -> None:
    assert _account(text) == account


def test_the_foot_of_a_page_bills_nothing() -> None:
    invoice = read_typed(_PAGE.format(foot=_ACCOUNT))
    assert [line.amount and line.amount.value for line in invoice.lines] == [Decimal("210.90"), Decimal("680.00")]
    assert invoice.header.total is not None
    assert invoice.header.total.value == Decimal("890.90")


def test_money_beside_an_account_is_billed_all_the_same() -> None:
    billed = "    1   Stk       DE02 1203 0000 0000 2020 51     100,00         100,00"
    lines = read_typed(
        _PAGE.replace("\n    1   Stk       Treppenturm", f"\n{billed}\n    1   Stk       Treppenturm")
    ).lines
    assert [line.amount and line.amount.value for line in lines] == [
        Decimal("210.90"), Decimal("100.00"), Decimal("680.00")
    ]  # fmt: skip
