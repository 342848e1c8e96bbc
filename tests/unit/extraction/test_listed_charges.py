"""Lists of nothing but what is put on and taken off, beside the lines (S2.103, S2.169)."""

from __future__ import annotations

from app.domain.invoice import Invoice
from tests.helpers.typed_pages import read_typed

_PAGE = """
Pos  Art-Nr   Beschreibung       Menge      Preis      USt.     Betrag
1    ST-4410  Stahlcoil          10 Stk     85,00      19 %     850,00

Zu- und Abschläge:
Art                                     %    Basisbetrag    Steuer    Betrag
Zuschlag Einwegverpackung (sonstiges)                       % UST      30,00
Abschlag Stammkundentreue (sonstiges)   2,5  850,00                   -21,25

Positionssumme                                                850,00
Rechnungssumme ohne USt.                                      858,75
Umsatzsteuer 19 %                                             163,16
Bruttosumme                                                  1021,91
"""


def _charges(invoice: Invoice) -> list[tuple[str, str]]:
    return [(charge.kind.value, str(charge.amount.value)) for charge in invoice.charges]


def test_s2_103_a_list_of_charges_alone_is_read_whatever_stands_under_its_taxes() -> None:
    invoice = read_typed(_PAGE)
    assert _charges(invoice) == [("other", "30.00"), ("discount", "-21.25")]
    assert [line.description.value for line in invoice.lines] == ["Stahlcoil"]
    assert all(check.holds for check in invoice.checks)


def test_s2_169_a_charge_in_a_list_has_its_words_alone_for_a_name() -> None:
    assert read_typed(_PAGE).charges[0].description == "Zuschlag Einwegverpackung (sonstiges)"


def test_s2_103_what_is_put_on_with_a_count_beside_it_is_a_line() -> None:
    sold = _PAGE.replace(
        "1    ST-4410  Stahlcoil          10 Stk     85,00      19 %     850,00",
        "1    ST-4410  Zuschlag Sonderfarbe   10 Stk     85,00      19 %     850,00",
    )
    assert [line.description.value for line in read_typed(sold).lines] == ["Zuschlag Sonderfarbe"]


def test_s2_103_what_is_put_on_a_line_is_in_its_amount_and_no_charge_of_the_invoice() -> None:
    of_line = """
Sonstige Zu- und Abschläge der
Rechnungsposition
Art         Grund                 %    Grundbetrag    Betrag
Abschlag    Direktbelieferung          900,00         -50,00
"""
    invoice = read_typed(_PAGE.replace("\n\nZu- und", of_line + "\nZu- und", 1))
    assert _charges(invoice) == [("other", "30.00"), ("discount", "-21.25")]
    assert all(check.holds for check in invoice.checks)
    assert "amount_in_no_sum" not in {finding.code for finding in invoice.findings}
