"""Forms of accounting systems and trades that nobody showed the reader: header and lines (S2.159-S2.174, TRAP-11)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge


def _header(invoice: Invoice) -> tuple[str | None, tuple[str, ...], str | None]:
    header = invoice.header
    return (
        header.invoice_number.value if header.invoice_number else None,
        tuple(order.value for order in header.po_numbers),
        header.vendor_name.value if header.vendor_name else None,
    )


def _charges(invoice: Invoice) -> list[tuple[str, str]]:
    return [(charge.kind.value, str(charge.amount.value)) for charge in invoice.charges]


TWO_TIERS = """
Ketter & Vogt Hydraulics Corp.                       Invoice
                                  Billing document / Date    90034512 / 03/12/2026
Northfield Presses Inc.           Purchase order no./date    4500118820 / 02/20/2026
77 Ram Street                     Sales order no./Date       1002231 / 02/21/2026

Item      Material         Description
          Qty              Price           Price unit         Value
000010    HP-31250         Hydraulic pump 40cc
          2 PC             1,312.50 USD    1 PC            2,625.00
000020    SK-0088          Seal kit NBR
          50 PC            185.00 USD      10 PC             925.00
000030    HL-15M           Hose 1/2" 2SN
          15.5 M           8.40 USD        1 M               130.20
                           Items total                     3,680.20
                           Freight                            95.00
                           Output tax 7.25 %                 273.70
                           Final amount                    4,048.90
"""


def test_lines_two_tiers_high_are_read_with_what_their_price_is_per() -> None:
    """S2.162, S2.166: items numbered by tens, a price per 10, and labels of a number and its date together."""
    invoice = read_typed(TWO_TIERS)
    assert _header(invoice)[:2] == ("90034512", ("4500118820",))
    figures = [line[1:] for line in lines_of(invoice)]
    assert [(q, a) for q, _, _, a in figures] == [("2", "2625.00"), ("50", "925.00"), ("15.5", "130.20")]
    assert [line.price_basis for line in invoice.lines] == [Decimal(1), Decimal(10), Decimal(1)]
    assert all(line.certainty is Certainty.PROVEN for line in invoice.lines)
    assert invoice.header.total is not None
    assert invoice.header.total.value == Decimal("4048.90")


CROWDED = """
Brandt Werkzeughandel e.K.                   Rechnungs-Nr.: RE-26-00417
Industriestr. 12, 33602 Bielefeld            Ihre Bestellung: B-2026-0311

Menge   Einheit   Bezeichnung                        Einzelpreis     Gesamtpreis
{}
                                                     Summe Netto          108,75
                                                     19 % MwSt.            20,66
                                                     Rechnungsbetrag      129,41
"""


def test_a_lump_sum_unit_makes_no_goods_of_a_charge() -> None:
    """S2.103, S2.169: "1 psch. Versand und Verpackung" is freight."""
    rows = """\
8       Stk.      HSS-Bohrer 10 mm                          6,45           51,60
2,5     kg        Schleifmittel Korund F80                 18,90           47,25
1       psch.     Versand und Verpackung                    9,90            9,90"""
    invoice = read_typed(CROWDED.format(rows))
    assert _charges(invoice) == [("freight", "9.90")]
    assert [line[1:3] for line in lines_of(invoice)] == [("8", "EA"), ("2.5", "KG")]


SENTENCES = """
Dr. Ellen Marsh, P.E.
19 Ridge Rd, Ithaca NY 14850
INVOICE 2026-07
March 6, 2026
Re: Purchase Order FLP-3310, plant crane review

18 hours site inspection and report at $165.00               $2,970.00
4 hours drawing review at $140.00                              $560.00
212 miles at $0.70                                             $148.40
                                      Total due              $3,678.40
"""


def test_a_sentence_names_quantity_and_price_where_they_multiply() -> None:
    """S2.162: "18 hours ... at $165.00"; the order follows "Re:"."""
    invoice = read_typed(SENTENCES)
    figures = [(str(i.quantity.value), str(i.unit_price.value)) for i in invoice.lines if i.quantity and i.unit_price]
    assert figures == [("18", "165.00"), ("4", "140.00"), ("212", "0.70")]
    assert _header(invoice)[1] == ("FLP-3310",)


def test_a_sentence_that_does_not_multiply_names_neither() -> None:
    """S2.162: no figure is guessed."""
    invoice = read_typed(SENTENCES.replace("at $140.00", "at $145.00"))
    assert [i.quantity is None and i.unit_price is None for i in invoice.lines] == [False, True, False]


TIMBER = """
Cedar & Sons Lumber Yard                                     Invoice # L88120
Qty     Item      Description                 Price             Amount
120     PT2812    2x8x12 treated #2           {}         1,996.80
60      DK5416    5/4x6x16 cedar deck             34.40       2,064.00
                                              Total           4,060.80
"""


def test_no_quantity_is_vouched_for_beside_a_price_that_could_not_be_read() -> None:
    """S2.165: the sum of the lines speaks for the amount alone."""
    invoice = read_typed(TIMBER.format("1,040.00/QQX"))
    assert invoice.lines[0].unit_price is None
    assert invoice.lines[0].certainty is Certainty.UNVERIFIED


@pytest.mark.parametrize("printed", ["16,640.00/MBF", "16,640.00/MSF"])
def test_a_price_per_thousand_feet_is_known(printed: str) -> None:
    """S2.166."""
    line = read_typed(TIMBER.format(printed)).lines[0]
    assert line.unit_price is not None
    assert line.unit_price.value == Decimal("16640.00")
    assert line.price_basis == Decimal(1000)


HEADS = """
{}

Description              Qty     Price     Amount
Blazer navy               24     68.00   1,632.00
Badge magnetic           200      1.15     230.00
                         Total           1,862.00
"""


@pytest.mark.parametrize(
    ("head", "number", "orders"),
    [
        ("Invoice No. 77810\nCustomer P.O. VCU 4471", "77810", ("VCU 4471",)),
        ("Invoice No. 77810\nJob 26-1180 Spring mailer Customer P.O. 4471", "77810", ("4471",)),
        ("Invoice No. 77810\nCustomer PO: NR 4471", "77810", ("4471",)),
        ("Invoice No. 77810\nFree delivery (order > 300 USD)", "77810", ()),
        ("Nummer/Number   1800044712\nIhre Bestellung/Your PO   AL-2026-0418", "1800044712", ("AL-2026-0418",)),
        ("Tax Invoice: SGS10442\nOrder reference: HMT/SEC/12", "SGS10442", ("HMT/SEC/12",)),
        ("Riverside Goods      TAX INVOICE\n                     # SOI-002291", "SOI-002291", ()),
        ("Invoice Number        Unit 6 Weir Mill\nINV-0093              Bristol BS2 0UQ", "INV-0093", ()),
    ],
)
def test_numbers_stand_beside_labels_of_many_forms(head: str, number: str, orders: tuple[str, ...]) -> None:
    """S2.159, S2.160: two languages with a stroke, capitals that belong to the number, "#" under the title."""
    assert _header(read_typed(HEADS.format(head)))[:2] == (number, orders)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("INVOICE 4471\nRemit to: Brightleaf Supply Co., 600 Elm, Tulsa OK 74119", "Brightleaf Supply Co."),
        ("INVOICE 4471\nNordlicht Labortechnik GmbH, Kaistr. 4, 24103 Kiel", "Nordlicht Labortechnik GmbH"),
        ("VALLEY FRESH PRODUCE CO.  (209) 555-0144\nINVOICE 4471", "VALLEY FRESH PRODUCE CO."),
        ("Seller: Wisla Metal Sp. z o.o.\nINVOICE 4471", "Wisla Metal Sp. z o.o."),
        ("Brightleaf Supply Co., Zephyr Capital LLC\nINVOICE 4471", "Brightleaf Supply Co., Zephyr Capital LLC"),
        ("Brightleaf Supply Co., Main Street, Denver CO 80202\nINVOICE 4471", "Brightleaf Supply Co."),
        ("We make good things better.\nOakley Parts Ltd\nINVOICE 4471", "Oakley Parts Ltd"),
    ],
)
def test_a_name_ends_where_the_address_or_telephone_begins(head: str, name: str) -> None:
    """S2.159: and a slogan is no name."""
    assert _header(read_typed(HEADS.format(head)))[2] == name


def test_a_swiss_tax_id_needs_no_label() -> None:
    """S2.159."""
    invoice = read_typed(HEADS.format("Alpenschraub AG\nCHE-105.812.204 MWST\nRechnung Nr. 5120877"))
    assert invoice.header.vendor_tax_id is not None
    assert invoice.header.vendor_tax_id.value == "CHE-105.812.204"


def test_a_line_without_a_text_is_told_by_its_colour() -> None:
    """S2.161."""
    invoice = read_typed("""
Marlowe Workwear            INVOICE MW-20881
Style     Colour      Qty     Price     Amount
HV-301    Orange       48      9.40     451.20
HV-301    Yellow       20      9.40     188.00
                       Total            639.20
""")
    assert [line.description.value for line in invoice.lines] == ["Orange", "Yellow"]


@pytest.mark.parametrize(("printed", "code"), [("pack of 10", "PK"), ("Karton à 24", "CT"), ("box of 100 ea", "BX")])
def test_what_a_unit_holds_is_no_part_of_its_name(printed: str, code: str) -> None:
    """S2.168."""
    assert shipped_knowledge().units.canonical(printed) == code


@pytest.mark.parametrize("word", ["Livraison", "Transport", "Portes"])
def test_carriage_by_the_piece_is_carriage(word: str) -> None:
    """S2.103: a word that may stand behind goods names no goods alone, whatever stands beside it."""
    invoice = read_typed(f"""
Atelier Morin              Facture N° 2026-0317
Description              Qté       PU HT     Total HT
Conception affiche         2      380,00       760,00
{word:<10}                 1       60,00        60,00
                           Total HT            820,00
                           TVA 20 %            164,00
                           Total TTC           984,00
""")
    assert _charges(invoice) == [("freight", "60.00")]
    assert len(invoice.lines) == 1


@pytest.mark.parametrize(
    ("below", "unit"), [("                         pcs", "EA"), ("frame of steel and pcs or so", None)]
)
def test_a_unit_below_its_quantity_is_its_unit_and_a_word_of_a_sentence_is_none(below: str, unit: str | None) -> None:
    """S2.162, TRAP-11."""
    invoice = read_typed(f"""
Sundial Interiors        INVOICE 4471
Description              Qty      Rate      Amount
Sit-stand desk          8.00    489.00    3,912.00
{below}
                       Total              3,912.00
""")
    assert [line[2] for line in lines_of(invoice)] == [unit]
