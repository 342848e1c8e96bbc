"""Lists side by side, deposits under lines, columns without headings, texts from numbers on (S2.103, S2.161-170)."""

from __future__ import annotations

import pytest

from app.domain.invoice import ChargeKind, Invoice
from app.domain.provenance import Certainty
from tests.helpers.said_pages import codes_held
from tests.helpers.typed_pages import lines_of, read_typed


def _charges(invoice: Invoice) -> list[tuple[ChargeKind, str]]:
    return [(charge.kind, str(charge.amount.value)) for charge in invoice.charges]


def _codes(invoice: Invoice) -> set[str]:
    return {finding.code for finding in invoice.findings}


_GARAGE = """
Part no    Description      Qty    Each    Total        Work done         Hours    Rate    Total
OF-2210    Oil filter         2   14.85    29.70        Annual service      3.5   62.00   217.00
BP-771     Brake pads         1   86.40    86.40        Front pads          1.2   62.00    74.40
WB-88      Wiper blade        2    9.95    19.90
                    Parts total           136.00            Labour total                  291.40
                                                            Net               {}
                                                            VAT 20%                        {}
                                                            Total due                     {}
"""


def test_s2_161_two_lists_side_by_side_are_read_one_after_the_other() -> None:
    invoice = read_typed(_GARAGE.format("           427.40", " 85.48", "512.88"))
    assert [line[3:] for line in lines_of(invoice)] == [
        ("14.85", "29.70"),
        ("86.40", "86.40"),
        ("9.95", "19.90"),
        ("62.00", "217.00"),
        ("62.00", "74.40"),
    ]
    assert [line.description.value for line in invoice.lines][2:4] == ["Wiper blade", "Annual service"]
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


def test_s2_161_a_second_list_counts_where_the_sums_are_of_both() -> None:
    invoice = read_typed(_GARAGE.format("           136.00", " 27.20", "163.20"))
    assert [line[4] for line in lines_of(invoice)] == ["29.70", "86.40", "19.90"]


def test_s2_161_a_label_is_not_parted_from_its_sum_below_two_lists() -> None:
    invoice = read_typed(
        """
Prodotto          Q.tà   Prezzo   Importo        Prodotto         Q.tà   Prezzo   Importo
Pane casereccio     20     3,20     64,00        Crostata            5     9,80     49,00
Focaccia            12     6,50     78,00        Cornetti           60     0,55     33,00
Imponibile                                                                         224,00
IVA 4%                                                                               8,96
Totale fattura                                                                     232,96
"""
    )
    assert [line[4] for line in lines_of(invoice)] == ["64.00", "78.00", "49.00", "33.00"]
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "232.96"
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


_DRINKS = """
Art.Nr.   Artikel                  Menge   Einh.    Preis    Betrag
1002      Brunnen Classic             20   Kiste     4,98     99,60
{a}       Pfand                       20             3,30     66,00
1140      Lohmeyer Pils               15   Kiste    13,40    201,00
{b}       {label:19}         15             3,10     46,50
                                        Netto                413,10
                                        MwSt. 19 %            78,49
                                        Gesamt               491,59
"""


@pytest.mark.parametrize(
    ("first", "second", "label", "deposits"),
    [
        ("   ", "   ", "Pfand", ["66.00", "46.50"]),
        ("   ", "   ", "Pfand Kasten", ["66.00", "46.50"]),  # as many as its line bills
        ("900", "901", "Pfand", []),  # what has a code is sold
        ("   ", "901", "Pfand", ["66.00"]),
        ("   ", "   ", "Pfandflaschenöffner", ["66.00"]),
    ],
)
def test_s2_103_a_deposit_that_counts_what_its_line_counts_is_a_charge(
    first: str, second: str, label: str, deposits: list[str]
) -> None:
    invoice = read_typed(_DRINKS.format(a=first, b=second, label=label))
    assert _charges(invoice) == [(ChargeKind.DEPOSIT, amount) for amount in deposits]
    assert len(invoice.lines) == 4 - len(deposits)
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}


_EMPTIES = """
Art.Nr.   Artikel                  Menge   Einh.    Preis    Betrag
1002      Brunnen Classic             20   Kiste     4,98     99,60
1140      Lohmeyer Pils               15   Kiste    13,40    201,00
          Pfand Kasten                35             3,10    108,50
          Leergut Kasten zurück      -30             3,10    -93,00
                                        {}
                                        Pfandsaldo            15,50
                                        Netto                316,10
                                        MwSt. 19 %            60,06
                                        Gesamt               376,16
"""


def test_s2_103_deposits_are_charges_where_the_page_adds_up_the_goods_without_them() -> None:
    invoice = read_typed(_EMPTIES.format("Warenwert            300,60"))
    assert _charges(invoice) == [(ChargeKind.DEPOSIT, "108.50"), (ChargeKind.DEPOSIT, "-93.00")]
    assert len(invoice.lines) == 2
    assert "amount_in_no_sum" not in _codes(invoice)  # the balance is that of the charges


def test_s2_103_the_sum_of_a_delivery_has_its_deposits() -> None:
    invoice = read_typed(
        """
Art.nr   Aantal   Eh     Omschrijving            Prijs      Totaal
Pakbon 55120
10020        12   zak    Tarwebloem 25 kg        19,85      238,20
                                    Subtotaal               238,20
Pakbon 55188
30410         6   doos   Banketroom 10 l         27,30      163,80
              6          Statiegeld doos          2,50       15,00
                                    Subtotaal               178,80
                                    Totaal excl.            417,00
                                    BTW 9% over 402,00       36,18
                                    Te voldoen EUR          453,18
"""
    )
    assert [line[4] for line in lines_of(invoice)] == ["238.20", "163.80"]
    assert _charges(invoice) == [(ChargeKind.DEPOSIT, "15.00")]
    assert _codes(invoice).isdisjoint({"amount_in_no_sum", "other_sum_said"})


def test_s2_103_a_percentage_of_something_below_the_lines_is_a_charge_under_words_of_goods_too() -> None:
    page = """
Matériel    Désignation               Durée       Tarif     Montant
M0214       Mini-pelle 2,5 T             20      112,00    2.240,00
M0580       Plaque vibrante               8       38,50      308,00
            Assurance bris{}                              203,84
                                       Total H.T.          2.751,84
                                       TVA 20 %              550,37
                                       Net à payer         3.302,21
"""
    assert [str(charge.amount.value) for charge in read_typed(page.format(" 8 %")).charges] == ["203.84"]
    assert read_typed(page.format("    ")).charges == ()


def test_s2_161_figures_behind_the_text_are_columns_without_a_heading() -> None:
    invoice = read_typed(
        """
Code      Désignation                                 P.U. HT    Montant HT
A-1001    Huile d'olive vierge 5 L        8  BID        31,40        251,20
A-1040    Lentilles vertes 5 kg          12  SAC        14,25        171,00
B-2210    Moutarde seau 10 kg             3  SEAU       22,80         68,40
                                      Total HT                       490,60
"""
    )
    assert [(line[1], line[3], line[4]) for line in lines_of(invoice)] == [
        ("8", "31.40", "251.20"),
        ("12", "14.25", "171.00"),
        ("3", "22.80", "68.40"),
    ]
    assert [line.description.value for line in invoice.lines][1] == "Lentilles vertes 5 kg"
    assert [line.uom.raw for line in invoice.lines if line.uom] == ["BID", "SAC", "SEAU"]


def test_s2_161_sizes_over_how_many_of_each_there_are_leave_the_text_alone() -> None:
    invoice = read_typed(
        """
Artikel   Omschrijving                 46   48   50   52   Aantal    Prijs    Bedrag
WB-310    Werkbroek Canvas marine       2    4    6    6       18    39,95    719,10
WJ-220    Werkjack softshell zwart           2    3    4        9    64,50    580,50
OV-118    Overall katoen blauw          1         4    5       10    47,25    472,50
                                       Totaal                               1.772,10
"""
    )
    assert [line.description.value for line in invoice.lines] == [
        "Werkbroek Canvas marine",
        "Werkjack softshell zwart",
        "Overall katoen blauw",
    ]
    assert [line[1] for line in lines_of(invoice)] == ["18", "9", "10"]


def test_s2_161_an_amount_that_is_named_may_stand_left_of_its_price() -> None:
    invoice = read_typed(
        """
Amount      Qty     Description                            @
$301.00      14     Romaine hearts 12x3               $21.50
$138.00       8     Yellow onion jumbo                $17.25
$396.00      20     Roma tomato XL                    $19.80
$835.00             Total
"""
    )
    assert [line[1:] for line in lines_of(invoice)] == [
        ("14", None, "21.50", "301.00"),
        ("8", None, "17.25", "138.00"),
        ("20", None, "19.80", "396.00"),
    ]


def test_s2_170_a_text_begins_at_its_number_and_ends_at_its_figures_whatever_stands_under_titles() -> None:
    invoice = read_typed(
        """
Pos      Leistung                                    Menge       EP         GP
01       Sanitärobjekte
01.01    Demontage der alten Waschtischanlage
         und Verschließen der Anschlüsse              3,00     48,00     144,00
01.02    Eckventil verchromt                          6,00     12,80      76,80
         Zwischensumme 01                                                220,80
02       Leitungen
02.01    Kupferrohr 18 mm                            14,50     22,40     324,80
02.02    Waschtisch Renova weiß liefern
         und montieren                                1,00    214,50     214,50
         Zwischensumme 02                                                539,30
                                        Nettosumme                       760,10
"""
    )
    assert [line.description.value for line in invoice.lines] == [
        "Demontage der alten Waschtischanlage und Verschließen der Anschlüsse",
        "Eckventil verchromt",
        "Kupferrohr 18 mm",
        "Waschtisch Renova weiß liefern und montieren",
    ]


def test_s2_164_the_price_after_a_discount_counts_where_arithmetic_alone_names_prices() -> None:
    invoice = read_typed(
        """
C.N.       DENOMINACIÓN            UDS.    P.V.L.    % DTO     NETO      IMPORTE
7001452    Amoxivet 500 mg            6     34,20     5,00   32,490       194,94
7002210    Suero 500 ml              40      1,85             1,850        74,00
7003377    Guantes nitrilo           15      6,10    10,00    5,490        82,35
                                   BASE IMPONIBLE                         351,29
"""
    )
    assert [line[3] for line in lines_of(invoice)] == ["32.490", "1.850", "5.490"]


def test_s2_165_a_single_rate_between_base_and_total_under_headings_is_the_tax() -> None:
    invoice = read_typed(
        """
Código    Concepto                    Cant.    Precio    Importe
100210    Cloro granulado 5 kg         8,00     22,40     179,20
100288    Reductor pH 8 kg             5,00     18,15      90,75

SUMA      BASE IMPONIBLE    % I.V.A.   CUOTA   % R.E.    TOTAL FACTURA
269,95        269,95         21,00     56,69                326,64 €
"""
    )
    assert invoice.header.tax_total is not None
    assert invoice.header.total is not None
    assert (str(invoice.header.tax_total.value), str(invoice.header.total.value)) == ("56.69", "326.64")


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("Uw ref.: BK 1190", ["BK 1190"]),
        ("Vs. rif.: ORD. 44/26", ["44/26"]),
        ("Order No: BLD-227   ABN 61 004 118 227", ["BLD-227"]),
        ("Order No: BLD-227", []),  # the vendor's own as a rule
    ],
)
def test_s2_162_whose_order_a_number_is(said: str, order: list[str]) -> None:
    page = f"""
Coastal Timber
{said}

Code      Description           Qty    Price    Amount
AB-100    Hex bolt               10     2.00     20.00
                               Total             20.00
"""
    assert [number.value for number in read_typed(page).header.po_numbers] == order


def test_a_price_times_a_hundred_is_one_for_so_many_and_no_scale() -> None:
    page = """
Codice    Descrizione            Q.tà    {}    Importo
BUS-DL    Busta con finestra    2.000            6,40     128,00
BIG-V     Biglietti da visita     800            9,25      74,00
                                Totale imponibile         202,00
"""
    page, plain = page.format("Prezzo x 100"), page.format("Prezzo      ")
    plain = plain.replace("   128,00", "12.800,00").replace("   74,00", "7.400,00")
    assert codes_held(page, read_typed(page), untaxed=True) == []
    assert codes_held(page, read_typed(plain), untaxed=True) == ["prices_per_said"]
