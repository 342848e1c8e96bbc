"""Lines whose price is worked out in rows below them: gross price, discount, net value (S2.164)."""

from __future__ import annotations

from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed

_WORKED_OUT = """
Pos.    Material   Bezeichnung                Menge       Preis   Preiseinheit    Betrag in EUR

000010  100-4471   Dichtring EPDM
                                             200 ST
                   Bruttopreis                             1,85   1 ST                   370,00
                   Kundenrabatt                           10,00-  %                       37,00-
                   Nettowert                                                             333,00

000020  220-0105   Montagepaste
                                              15 KG
                   Bruttopreis                            12,60   1 KG                   189,00
                   Nettowert                                                             189,00
Nettowert gesamt                                                                         522,00
Ausgangssteuer                                           19,000 %                         99,18
Rechnungsendbetrag                                                                       621,18
"""


def test_a_net_value_without_a_price_is_what_the_gross_price_and_the_discount_come_to() -> None:
    invoice = read_typed(_WORKED_OUT)
    assert lines_of(invoice) == [
        ("100-4471", "200", "EA", "1.85", "333.00"),
        ("220-0105", "15", "KG", "12.60", "189.00"),
    ]
    assert [line.description.value for line in invoice.lines] == ["Dichtring EPDM", "Montagepaste"]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}
    assert not invoice.charges
    tax = invoice.header.tax_total
    assert tax is not None
    assert str(tax.value) == "99.18"


def test_a_net_value_that_is_not_what_the_rows_above_come_to_is_not_believed() -> None:
    invoice = read_typed(_WORKED_OUT.replace("333,00", "343,00").replace("522,00", "532,00"))
    assert all(line.amount is None or line.amount.value != 343 for line in invoice.lines)


def test_two_discounts_below_a_line_are_taken_off_together_and_a_rounded_net_price_is_not_the_price() -> None:
    invoice = read_typed("""
Item   Material / Description            Quantity        Price   Price unit        Value/GBP

0010   HV-2210                              40 PC
       Hex valve brass
       Gross price                                       22.50   1 PC                 900.00
       Customer discount                                15.000-  %                    135.00-
       Volume rebate                                     2.000-  %                     15.30-
       Net value                                         18.74   1 PC                 749.70

0020   GK-0031                             250 PC
       Gasket set
       Gross price                                        1.12   1 PC                 280.00
       Net value                                          1.12   1 PC                 280.00
Total items                                                                         1,029.70
""")
    assert lines_of(invoice) == [
        ("HV-2210", "40", "EA", "22.50", "749.70"),
        ("GK-0031", "250", "EA", "1.12", "280.00"),
    ]
    assert [line.description.value for line in invoice.lines] == ["Hex valve brass", "Gasket set"]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}
    assert not invoice.charges


def test_a_charge_below_the_only_line_is_no_condition_of_it() -> None:
    invoice = read_typed("""
Pos.    Material   Bezeichnung                Menge       Preis   Preiseinheit    Betrag in EUR

000010  100-4471   Dichtring EPDM            200 ST
                   Bruttopreis                             1,85   1 ST                   370,00
                   Fracht                                                                 20,00
                   Nettowert                                                             390,00
                   MwSt. 19 %                                                             74,10
                   Rechnungsbetrag                                                       464,10
""")
    assert all(line.amount is None or line.amount.value != 390 for line in invoice.lines)
