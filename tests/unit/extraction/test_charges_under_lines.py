"""Deposits and levies under the lines that they count with, and those that may be goods (S2.103)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.invoice import Invoice
from tests.helpers.typed_pages import read_typed

_PAGE = """
Artikel                      Menge   Einh.    Preis    Betrag
{rows}
                                   Netto             {net:>7}
                                   MwSt. 19 %        {tax:>7}
                                   Gesamt            {total:>7}
"""
_WATER = ("Brunnen Classic", "20", "Kiste", "4,98", "99,60")
_BEER = ("Lohmeyer Pils", "15", "Kiste", "13,40", "201,00")


def _read(*rows: tuple[str, str, str, str, str]) -> Invoice:
    printed = "\n".join(
        f"{text:29}{count:>5}   {unit:5}  {price:>6}    {amount:>6}" for text, count, unit, price, amount in rows
    )
    net = sum((Decimal(row[-1].replace(",", ".")) for row in rows), Decimal(0))
    tax = round(net * Decimal("0.19"), 2)
    sums = {
        name: f"{value:.2f}".replace(".", ",") for name, value in (("net", net), ("tax", tax), ("total", net + tax))
    }
    return read_typed(_PAGE.format(rows=printed, **sums))


def _charged(*rows: tuple[str, str, str, str, str]) -> list[str]:
    return [charge.description for charge in _read(*rows).charges]


def _under(label: str, count: str, price: str, amount: str) -> tuple[str, str, str, str, str]:
    return label, count, "", price, amount


@pytest.mark.parametrize(
    ("row", "charged"),
    [
        (_under("Pfand", "20", "3,30", "66,00"), True),
        (_under("Pfand", "12", "3,30", "39,60"), False),  # twelve of something else
        (_under("Éco-participation", "20", "0,10", "2,00"), True),
        (_under("Éco-participation", "12", "0,10", "1,20"), False),
        (_under("Éco-participation DEEE", "20", "0,10", "2,00"), True),
        (_under("Éco-participation Kasten", "20", "0,10", "2,00"), False),  # no scheme
        (_under("Éco-participation VALDELIA", "20", "0,10", "2,00"), False),
        (_under("Pfand BRK-7721R", "20", "3,30", "66,00"), False),
        (_under("Fracht", "20", "3,30", "66,00"), False),  # no charge for as many as the line bills
    ],
)
def test_s2_103_a_row_under_a_line_is_its_charge_where_it_counts_what_the_line_counts(
    row: tuple[str, str, str, str, str], charged: bool
) -> None:
    assert _charged(_WATER, row, _BEER) == ([row[0]] if charged else [])


def test_s2_103_a_deposit_of_any_count_is_a_charge_where_another_counts_what_its_line_counts() -> None:
    first, second = _under("Pfand", "20", "3,30", "66,00"), _under("Pfand", "12", "3,10", "37,20")
    assert _charged(_WATER, first, _BEER, second) == ["Pfand", "Pfand"]
    levy = _under("Éco-participation", "12", "0,10", "1,20")
    assert _charged(_WATER, first, _BEER, levy) == ["Pfand"]
    named = _under("Pfand Kasten", "12", "3,10", "37,20")
    assert _charged(_WATER, first, _BEER, named) == ["Pfand"]


def test_s2_103_a_levy_below_a_deposit_counts_with_the_line_above_both() -> None:
    rows = _under("Pfand", "20", "3,30", "66,00"), _under("Éco-participation", "20", "0,10", "2,00")
    assert _charged(_WATER, *rows, _BEER) == ["Pfand", "Éco-participation"]
