"""Terms that name the due day, taxes beside sums, rates in strips, charges beside taxes (S2.103, S2.161-169)."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.invoice import ChargeKind, Invoice
from tests.helpers.typed_pages import lines_of, read_typed


def _charges(invoice: Invoice) -> list[tuple[ChargeKind, str]]:
    return [(charge.kind, str(charge.amount.value)) for charge in invoice.charges]


@pytest.mark.parametrize(
    ("terms", "day"),
    [
        ("Zahlungsbedingungen: Bis 02.04.2026 2,000 % Skonto, bis 18.04.2026 ohne Abzug", 18),
        ("Up to 18.04.2026 without deduction", 18),
        ("Jusqu'au 18.04.2026 sans escompte", 18),
        ("Settlement due 18.04.2026. BACS 20-45-77", 18),
        ("Betaling: 30 dagen netto. Uiterste betaaldatum 18.04.2026. Bank", 18),
        ("Règlement par virement au 18.04.2026 (30 jours)", 18),
        ("Delivery of the rest due 18.04.2026", None),
        ("Virement reçu au 18.04.2026 avec remerciements", None),
        ("Bis 18.04.2026 2,000 % Skonto, danach nicht mehr", None),
    ],
)
def test_terms_that_name_the_day(terms: str, day: int | None) -> None:
    """S2.159: the day until which nothing is taken off, or behind a word that names it, is when it is due."""
    invoice = read_typed(f"Nord GmbH\nRechnung Nr. 77810\nDatum: 19.03.2026\n\n{terms}\n\nGesamtbetrag   119,00 EUR")
    due = invoice.header.due_date
    assert (due.value if due else None) == (date(2026, 4, day) if day else None)


def test_headings_of_taxes_beside_a_sum_are_no_line() -> None:
    """S2.169: nor is a sum that is called one before a discount a charge."""
    invoice = read_typed(
        """
Artículo   Descripción              Cantidad     Precio      Importe
C0415      Detergente 20 kg                4      58,20       232,80
C0777      Servilleta 33x33                8      31,60       252,80
D0034      Agua mineral                   90       2,34       210,60

Desglose de impuestos                 Total antes dto.        696,20
% IVA    Base     Cuota    Bruto      Importe del impuesto    146,20
21,00    696,20   146,20   842,40     Importe total           842,40
"""
    )
    assert [line[4] for line in lines_of(invoice)] == ["232.80", "252.80", "210.60"]
    assert _charges(invoice) == []
    assert str(invoice.header.total.value) == "842.40" if invoice.header.total else False


def test_a_rate_in_a_strip_of_sums_is_no_part_of_the_label_before_it() -> None:
    """S2.103: "P.P." is a discount for paying early, and under "% P.P." stands its rate."""
    invoice = read_typed(
        """
CODIGO     CONCEPTO                 CANT.     PRECIO      IMPORTE
07731      ROD. SKF 6205               20      5,000       100,00
07802      RETEN 40X62X8               50      2,000       100,00


IMPORTE BRUTO    % P.P.    DTO. P.P.    BASE IMPONIBLE    % I.V.A.    CUOTA I.V.A.    TOTAL FACTURA
    200,00        2,00        4,00          196,00         21,00         41,16           237,16
"""
    )
    assert _charges(invoice) == [(ChargeKind.DISCOUNT, "-4.00")]


def test_port_beside_a_table_of_taxes_is_a_charge() -> None:
    """S2.103: the figures left of it count nothing in tonnes."""
    invoice = read_typed(
        """
Référence    Désignation           Qté     P.U. HT    Montant HT
VIS660       Vis inox 6x60          10       18,40        184,00
CHEV8        Cheville nylon         30        4,25        127,50

Code    Base HT    Taux    Montant TVA      Total HT        311,50
C20      336,50   20,00          67,30      Port             25,00
                                            Total HT Net    336,50
                                            Total TVA        67,30
                                            Total TTC       403,80
"""
    )
    assert _charges(invoice) == [(ChargeKind.FREIGHT, "25.00")]
