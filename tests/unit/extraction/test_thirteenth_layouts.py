"""Freight bills, food sold by weight and by the case, drums, progress bills: headings, units, sums, senders, days."""

from __future__ import annotations

from decimal import Decimal

from app.domain.invoice import ChargeKind, Invoice
from tests.helpers.typed_pages import lines_of, read_typed, shipped_knowledge
from tests.helpers.typed_papers import FREIGHT_BILL


def _sums(invoice: Invoice) -> list[str | None]:
    header = invoice.header
    return [str(sum_.value) if sum_ else None for sum_ in (header.subtotal, header.tax_total, header.total)]


def _charges(invoice: Invoice) -> list[tuple[ChargeKind, str]]:
    return [(charge.kind, str(charge.amount.value)) for charge in invoice.charges]


def test_a_freight_bill_is_charged_by_the_hundred_pounds_and_counts_its_pallets_beside() -> None:
    """S2.162: the unit over the weights is theirs; that of the pieces stands in a column of its own."""
    lines = read_typed(FREIGHT_BILL).lines
    assert [(str(line.quantity.value), line.uom.value) for line in lines if line.quantity and line.uom] == [
        ("3140", "LB"),
        ("488", "LB"),
    ]
    assert {line.price_basis for line in lines} == {Decimal(100)}


MEAT = """
Penhallow Butchers Ltd                                    Invoice SI-204417

Code     Product                  Ord   Del   Pack   Weight kg   Price   per   VAT   Goods
BF1120   Sirloin boneless           4     4   pce       18.642   15.40   kg    Z    287.09
BF1133   Diced chuck                6     6   bag       15.120    8.95   kg    Z    135.32
LM0410   Lamb shoulder              8     7   pce       14.385    9.20   kg    Z    132.34
DY0107   Clotted cream             12    12   tub                 7.15   tub   Z     85.80
SN7702   Pork scratchings           1     1   cs                 19.80   cs    S     19.80

VAT analysis           Goods     VAT                    Goods total                 660.35
Z   0.0%              640.55    0.00                    VAT                           3.96
S   20.0%              19.80    3.96                    Invoice total              £664.31
"""


def test_what_has_no_weight_is_billed_by_what_was_delivered() -> None:
    """S2.162: "Del" heads what was delivered."""
    quantities = [line.quantity for line in read_typed(MEAT).lines]
    assert [str(quantity.value) if quantity else None for quantity in quantities] == [
        *("18.642", "15.120", "14.385"),
        *("12", "1"),
    ]


def test_a_tax_named_like_a_unit_is_the_tax() -> None:
    """S2.169: a vat is a unit as well, and the tax stands in the row of a rate with its own."""
    assert _sums(read_typed(MEAT)) == ["660.35", "3.96", "664.31"]


DRUMS = """
Chimex Sambre SA                                       Facture F2600931

Réf.    Désignation              UN     Nb fûts   Poids net     Prix   Montant    TVA
                                                  kg            €/kg   HT
30112   Acide chlorhydrique      1789         8       1 960    0,412    807,52   21 %
30240   Soude caustique          1824         4       1 200    0,585    702,00   21 %
40551   Dégraissant alcalin                   6         150    4,280    642,00   21 %
        Supplément ADR                                                   35,00
        Frais de transport                                               78,00

Base TVA    Taux     TVA       Total HT     Total TVA     À PAYER EUR
2 264,52    21 %     475,55    2 264,52     475,55        2 740,07
"""


def test_a_net_weight_with_blanks_among_its_digits_is_one_figure_of_one_column() -> None:
    """S2.159: "Poids net" is one heading, and no sum that is net."""
    assert [line[1:] for line in lines_of(read_typed(DRUMS))] == [
        ("1960", "KG", "0.412", "807.52"),
        ("1200", "KG", "0.585", "702.00"),
        ("150", "KG", "4.280", "642.00"),
    ]


def test_a_strip_of_sums_with_the_rate_among_them_is_no_line_and_freight_carries_nothing_forward() -> None:
    """S2.103, S2.169: "transport" heads what is carried forward on Belgian papers, "Frais de transport" freight."""
    invoice = read_typed(DRUMS)
    assert _charges(invoice) == [(ChargeKind.HAZMAT_FEE, "35.00"), (ChargeKind.FREIGHT, "78.00")]
    assert _sums(invoice) == ["2264.52", "475.55", "2740.07"]


def test_a_progress_bill_charges_what_this_invoice_adds_less_the_holdback() -> None:
    """S2.159, S2.103: what was invoiced before stands beside it."""
    invoice = read_typed(
        """
Laurentide Mechanical Inc.                                 INVOICE LM-2291-04
GST/HST Reg. No. 10482 7713 RT0001

Item  Description of Work      Scheduled    Completed     %    Previously        This
                               Value        to Date            Invoiced       Invoice
01    Sanitary and storm       64,200.00    64,200.00   100%    54,570.00    9,630.00
02    Domestic water risers    51,750.00    31,050.00    60%    10,350.00   20,700.00
      TOTALS                  115,950.00    95,250.00           64,920.00   30,330.00

                               Work completed this period                   30,330.00
                               Less 10% statutory holdback                 (3,033.00)
                               HST 13%                                       3,548.61
                               AMOUNT PAYABLE                               30,845.61
"""
    )
    assert [line[-1] for line in lines_of(invoice)] == ["9630.00", "20700.00"]
    assert _charges(invoice) == [(ChargeKind.OTHER, "-3033.00")]
    assert invoice.header.vendor_tax_id is not None
    assert invoice.header.vendor_tax_id.value == "10482 7713 RT0001"


def test_a_percent_sign_beside_a_heading_belongs_to_it() -> None:
    """S2.159: as a column of its own it took the discounts, and the lines contradicted themselves."""
    invoice = read_typed(
        """
De Gouden Vos BV                                   Factuur VF2604817

Artnr   Omschrijving            Aantal    Prijs    Krt %    Bedrag
10114   Pils fust 50 ltr             4   148,50        6    558,36
20093   Bronwater bruis              8    14,10             112,80
"""
    )
    assert "line_arithmetic" not in [finding.code for finding in invoice.findings]
    assert [str(line.discount.value) if line.discount else None for line in invoice.lines] == ["35.64", None]


def test_the_unit_stands_with_the_quantity_where_the_column_of_units_says_what_the_price_is_per() -> None:
    """S2.165: "12ft" at 200.063 per "C"."""
    invoice = read_typed(
        """
KEYSTONE SUPPLY CO.                                     INVOICE S104882917

ORD QTY  SHIP QTY    ITEM / DESCRIPTION           LIST    MULT  NET PRICE   UM       EXT AMT
   12ft      12ft    CU12L10 COPPER TUBE        412.50   0.485    200.063   C          24.01
    4ea       4ea    WPC90-34 ELBOW               7.86   0.310      2.437   EA          9.75
"""
    )
    assert [line.uom.value if line.uom else None for line in invoice.lines] == ["FT", "EA"]


def test_a_delivery_note_with_its_day_over_lines_is_no_text_of_the_line_above() -> None:
    """S2.159: and the order that it names is one of the invoice's."""
    invoice = read_typed(
        """
Négoce Viaduc SAS                                   Facture 118604

Code      Libellé                          Qté   PU HT   Total HT
BL 204417 du 09/02/26 - Vos réf. Cde 26-031 Chantier Peyre
CIM325    Ciment sac 35 kg                  64    8,42     538,88
TS10      Treillis soudé ST10               12   41,60     499,20
BL 204533 du 17/02/26 - Vos réf. Cde 26-038 Chantier Soulages
VIS35     Vis plaque                         4   14,90      59,60
"""
    )
    assert [line.description.value for line in invoice.lines] == [
        "Ciment sac 35 kg",
        "Treillis soudé ST10",
        "Vis plaque",
    ]
    assert [order.value for order in invoice.header.po_numbers] == ["26-031", "26-038"]


def test_what_is_sold_may_end_with_a_word_that_carries_a_sum_forward_elsewhere() -> None:
    """S2.103: "report" and "change" are sums in French and on receipts; "final report" and "oil change" are sold."""
    invoice = read_typed(
        """
Niamh Corrigan Engineers Ltd                        Invoice No. 26/014

Site visits and final report                                 €6,400.00
Pump oil change                                                €312.00
                                             Sub-total       €6,712.00
                                             VAT @ 23%       €1,543.76
                                             Amount due      €8,255.76
"""
    )
    assert [line[-1] for line in lines_of(invoice)] == ["6400.00", "312.00"]


def test_the_rate_behind_a_charge_beside_the_columns_is_not_its_amount() -> None:
    """S2.103: sums of a printed list stand beside the columns of its lines."""
    invoice = read_typed(
        """
Donaupharm GmbH                                  Rechnung 90-4471802

PZN      Artikel                 Menge    Preis       Netto  MwSt  Bemerkung
1304417  Paracetamol                40     4,85      194,00   10%
2440981  Natriumchlorid             60    14,20      852,00   10%
         Kühlkostenpauschale                               7,90   20%
         Summe netto                                   1.053,90
"""
    )
    assert _charges(invoice) == [(ChargeKind.HANDLING, "7.90")]


def test_a_name_goes_on_below_with_a_word_that_begins_none() -> None:
    """S2.172: a name in two rows, without a legal form."""
    name = read_typed(
        """
MATÉRIAUX
DU VIADUC


Facture FA-118604                                  Client 41107
Siège social : ZA de la Gare, 12100 Millau         TVA FR 38 422118770
"""
    ).header.vendor_name
    assert name is not None
    assert name.value == "MATÉRIAUX DU VIADUC"


def test_trips_lengths_and_coils_are_units() -> None:
    """S2.164: those without a code of their own stay as they are printed."""
    units = shipped_knowledge().units
    assert units.canonical("Fhrt") == "LS"
    assert all(map(units.is_unit, ("Len", "Rg", "Einsätze", "kVA")))


def test_a_discount_between_the_sum_of_the_lines_and_what_is_due_was_not_paid() -> None:
    """S2.103: freight bills call the sum of their lines the total."""
    invoice = read_typed(
        """
TRI-RIVERS MOTOR LINES                             FREIGHT BILL 417-882931

DESCRIPTION OF ARTICLES                WEIGHT (LB)  RATE/CWT   CHARGES
PUMPS, IRON                                  3,140     42.16  1,323.82
RESIN SOLUTION                                 488     36.44    177.83
TOTAL                                        3,628            1,501.65
DISCOUNT                                           62.00 %      931.02-
FUEL SURCHARGE                                     28.40 %      162.06
PAY THIS AMOUNT                                                 732.69

AMOUNT DUE                                                     $732.69
"""
    )
    assert _charges(invoice) == [(ChargeKind.DISCOUNT, "-931.02"), (ChargeKind.FUEL_SURCHARGE, "162.06")]
