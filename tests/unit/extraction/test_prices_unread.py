"""Money that may be a price and was not read, and figures that are none: rates, and what a price is per (S2.164)."""

from __future__ import annotations

import pytest

from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed


@pytest.mark.parametrize(("first", "second"), [("12.00", "11.00"), ("12.00 x less 2", "11.00 x less 1")])
def test_a_sum_alone_bears_out_no_line_beside_money_under_an_unknown_heading(first: str, second: str) -> None:
    invoice = read_typed(f"""
Item      Description      Qty     Zorp              Amount
AB-100    Hex bolt          10     {first:<14}    100.00
AB-200    Washer kit         3     {second:<14}     30.00
                           Total                     130.00
""")
    assert [str(line.amount.value) for line in invoice.lines if line.amount] == ["100.00", "30.00"]
    assert {line.certainty for line in invoice.lines} == {Certainty.UNVERIFIED}


def test_a_price_under_preis_je_with_what_it_is_per_behind_it_proves_its_line() -> None:
    invoice = read_typed("""
Pos  Artikel-Nr.  Bezeichnung     Menge  ME   Preis je       Wert
10   HX-20-100    Schraube         400   ST   96,40 / 100    385,60
20   HX-SCH-21    Scheibe          400   ST   14,20 / 100     56,80
                                  Summe                      442,40
""")
    assert lines_of(invoice) == [
        ("HX-20-100", "400", "EA", "96.40", "385.60"),
        ("HX-SCH-21", "400", "EA", "14.20", "56.80"),
    ]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}
    assert {str(line.price_basis) for line in invoice.lines} == {"100"}


def test_a_rate_under_its_heading_is_no_tax() -> None:
    invoice = read_typed("""
C.N.      ARTÍCULO             UNID.     PRECIO     IVA      NETO
510022    PARACETAMOL             60       1,85       4    111,00
778001    GUANTE NITRILO          25       5,40      21    135,00

BASE IMPONIBLE       % IVA      CUOTA IVA
        111,00        4,00           4,44
        135,00       21,00          28,35

                        TOTAL FACTURA EUR                  278,79
""")
    tax = invoice.header.tax_total
    assert tax is None or str(tax.value) != "4.00"
