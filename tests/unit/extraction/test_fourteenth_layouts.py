"""Sums broken in narrow columns, prices "per 1", board feet, freight invoices, addressees without a label, deposits."""

from __future__ import annotations

import pytest

from app.domain.invoice import ChargeKind
from tests.helpers.typed_pages import lines_of, read_typed

NARROW = """
McAllister-Kerr Supply Co.                       Invoice 88120447     2/26/2026

Line   Item        Product                 Shipped   Price    Total
1      91251A537   Socket head screw             3   12.83      38.
                   1/4"-20 thread                                49
2      7130K52     Cable tie                    10    6.51      65.
                                                                 10
3      8974K133    Aluminum rod                  2   38.46      76.
                                                                 92

                                             Total           $180.51
"""


def test_a_sum_that_goes_on_in_the_row_below_is_whole() -> None:
    """Its first part alone was consistent: 3 times 12.83 is 38 when it is rounded so."""
    invoice = read_typed(NARROW)
    assert [line[4] for line in lines_of(invoice)] == ["38.49", "65.10", "76.92"]
    description = invoice.lines[0].description
    assert description is not None
    assert description.value == 'Socket head screw 1/4"-20 thread'


def test_a_sum_of_a_scan_is_not_joined_to_what_stands_below() -> None:
    """What stands there may be anything that was misread."""
    assert "38.49" not in [line[4] for line in lines_of(read_typed(NARROW, scanned=True))]


CRATES = """
Kratex Verpakkingen B.V.                         Factuur 880417   18-02-2026

POS ARTIKEL   OMSCHRIJVING                       BESTELD GELEVERD NA-LEV EH    PRIJS PER    BEDRAG
    NUMMER                                        AANTAL   AANTAL AANTAL        EUR EENH       EUR
  1 118-204   KUNSTSTOF KRAT 60X40X22               200      200       0 ST   612,50/100  1.225,00
  2 440-018   ROLCONTAINER 2-ZIJDIG                   6        6       0 ST   118,75/1      712,50
  3 901-002   SPANBAND 2,5M                          24       24       0 ST     3,20/1       76,80

                                                              Totaal excl. BTW            2.014,30
"""


def test_a_price_with_per_one_glued_to_it_is_the_price() -> None:
    """It stood under "Prijs per eenh", which took it for what the price is per, and the lines had none."""
    prices = [(line.unit_price.value, line.price_basis) for line in read_typed(CRATES).lines if line.unit_price]
    assert [(str(price), str(basis)) for price, basis in prices] == [("612.50", "100"), ("118.75", "1"), ("3.20", "1")]


LUMBER = """
Pacific Crest Wood Products                      Invoice No. 61173   02/03/2026

PIECES   SIZE   GRADE                 BOARD FEET   PRICE/MBF      AMOUNT
 1,764   2X4    SPF KD S4S                16,464      438.00    7,211.23
 1,176   2X6    SPF KD S4S                18,816      452.00    8,504.83

                                      LUMBER TOTAL             15,716.06
"""


def test_board_feet_are_no_feet() -> None:
    """A foot is a length; "Square feet" over a quantity is an area."""
    assert [line[2] for line in lines_of(read_typed(LUMBER))] == ["BOARD FEET", "BOARD FEET"]
    area = LUMBER.replace(" BOARD FEET", "SQUARE FEET").replace("PRICE/MBF", "PRICE/MSF")
    assert [line[2] for line in lines_of(read_typed(area))] == ["SF", "SF"]


FREIGHT = """
Chinook Motor Lines                                              FREIGHT INVOICE
P.O. Box 3110, Boise ID 83703                        PRO NUMBER     774-118203-6
                                                     INVOICE DATE     02/27/2026

PIECES   DESCRIPTION OF ARTICLES      CLASS   WEIGHT (LBS)   RATE (CWT)   CHARGES
6 PLT    BAGGED SOIL                     55          8,400        11.42    959.28

         TOTAL CHARGES                                                     959.28
"""


def test_a_freight_invoice_is_a_freight_bill() -> None:
    """Its number is the carrier's."""
    number = read_typed(FREIGHT).header.invoice_number
    assert number is not None
    assert number.value == "774-118203-6"


CONSULTANTS = """
TAX INVOICE                          Invoice Date         Harrowgate Lean Ltd
                                     6 Mar 2026           2 Station Parade
Avonmouth Foods plc                  Invoice Number       HARROGATE HG1 1UF
Attention: {office}                  INV-0771
Bristol BS11 9HX

Item       Description               Quantity   Unit Price   VAT   Amount GBP
CONS-DAY   Process consultancy           3.00       780.00   20%     2,340.00

                                           Subtotal                  2,340.00
                                           TOTAL VAT 20%               468.00
                                           TOTAL GBP                 2,808.00
"""


def test_a_name_over_attention_is_the_buyer() -> None:
    """Programs print the buyer's address first and without a label."""
    vendor = read_typed(CONSULTANTS.format(office="Accounts")).header.vendor_name
    assert vendor is not None
    assert vendor.value == "Harrowgate Lean Ltd"


def test_a_name_over_attention_of_its_own_receivables_is_the_sender() -> None:
    """So is an address to pay to."""
    vendor = read_typed(CONSULTANTS.format(office="Accounts receivable")).header.vendor_name
    assert vendor is not None
    assert vendor.value == "Avonmouth Foods plc"


CHEMICALS = """
Tidewater Chemical Distribution, Inc.                 Invoice TC-55817   02/11/2026

Product    Description              Net Qty   U/M   Unit Price    Extension
NAOH50     Caustic soda 50%        7,020.00   LB         .3475     2,439.45

                                    Product total                  2,439.45
                                    Container Deposits               560.00
                                    Freight                          185.00
                                    PLEASE PAY                   $ 3,184.45
"""


def test_deposits_on_containers_are_a_charge() -> None:
    """They were known by their singular alone, and the sum did not come out."""
    charges = [(charge.kind, str(charge.amount.value)) for charge in read_typed(CHEMICALS).charges]
    assert charges == [(ChargeKind.DEPOSIT, "560.00"), (ChargeKind.FREIGHT, "185.00")]


MASONRY = """
Maçonnerie Le Goff SARL
FACTURE n° F26-031
Date : 28/02/2026    Chantier : extension Ajoncs    Règlement à 30 jours : 30/03/2026

Désignation                        U     Qté      P.U. HT     Total HT
Décapage terre végétale            m²    142,00      4,80       681,60

                                   Total HT                     681,60 €
"""


def test_a_day_behind_the_days_of_a_term_is_when_to_pay() -> None:
    """Behind a colon as well as in brackets."""
    due = read_typed(MASONRY).header.due_date
    assert due is not None
    assert due.value.isoformat() == "2026-03-30"


RETAIL = """
Greenleaf Home Ltd                            Invoice GL-26-0099812  14 March 2026

Item                         Product codeQty      Price     VAT      Total
Teak bistro table            514882        4    £149.00     20%    £596.00
Folding chair, sage          514901        8     £84.50     20%    £676.00
Parasol base 25kg            600127        4     £64.99     20%    £259.96

                                             Goods total         £1,531.96
"""


def test_of_a_heading_that_runs_into_the_next_the_texts_are_texts() -> None:
    """They were codes, and the lines had no description."""
    lines = read_typed(RETAIL).lines
    assert [line.item_code.value if line.item_code else None for line in lines] == ["514882", "514901", "600127"]
    assert [line.description.value for line in lines] == [
        "Teak bistro table",
        "Folding chair, sage",
        "Parasol base 25kg",
    ]


LEAFLETS = """
Lead Printing Ltd                      INVOICE  FC 26-0418

Description                                Quantity    {price}        Amount
Folder in 3 parts
Coated paper 135 g
Printed on both sides                        20,000        38.90       778.00

Postcard
6 motifs                                      6,000        71.50       429.00

Town map                                      2,000        96.20       192.40

                                              Subtotal               1,399.40
"""


@pytest.mark.parametrize("price", ["Price/1000", "Price/1,000", "EUR/1000  ", "Prix/1000 ", "Preis/100 "])
def test_a_heading_of_prices_may_say_for_how_many(price: str) -> None:
    """With "/1000" it was no heading, and the paper had no lines."""
    lines = lines_of(read_typed(LEAFLETS.format(price=price)))
    assert [line[3:] for line in lines] == [("38.90", "778.00"), ("71.50", "429.00"), ("96.20", "192.40")]


def test_texts_of_several_rows_above_their_figures_are_theirs() -> None:
    """Programs that print the figures of a line beside the last row of its text leave a gap behind them."""
    lines = read_typed(LEAFLETS.format(price="Price/1000")).lines
    assert [line.description.value for line in lines] == [
        "Folder in 3 parts Coated paper 135 g Printed on both sides",
        "Postcard 6 motifs",
        "Town map",
    ]


LAWYERS = """
Marsh & Tolliver LLP                                Invoice No. 118820    02/28/2026

Date       Timekeeper   Description                   Hours      Rate      Amount
02/03/26   JWM          Review supplier agreement      1.30   $425.00     $552.50
02/05/26   ALT          Draft amendment                2.70   $290.00     $783.00

                                  Total Fees                            $1,335.50
                                  Total Expenses                           $38.40
                                  Total This Invoice                    $1,373.90
"""


def test_the_total_of_this_invoice_is_the_total() -> None:
    """That of the fees was, which the lines add up to, and everything was proven."""
    total = read_typed(LAWYERS).header.total
    assert total is not None
    assert str(total.value) == "1373.90"


PARTY = """
Lakeside Event Rentals LLC                          Invoice No. LER-7714  03/09/2026

Item       Description            Qty    Days   Rate/Day   Extended
TBL60      Round table             24       3       9.50     684.00
CHR-GLD    Chiavari chair         200       3       7.25   4,350.00
TENT40     Frame tent               1       3     615.00   1,845.00

                                        Subtotal           6,879.00
"""


def test_what_the_quantity_is_multiplied_by_is_no_quantity() -> None:
    """One tent for 3 days was three tents, and proven."""
    lines = read_typed(PARTY).lines
    assert [str(line.quantity.value) if line.quantity else None for line in lines] == ["24", "200", "1"]


CLEANERS = """
Clarté Services SARL             FACTURE
18 rue des Frères Lumière        N°                2026-0271
69680 Chassieu                   Date              28/02/2026
"""


def test_a_number_beside_its_mark_under_the_title_is_that_of_the_invoice() -> None:
    """Mark and number stand in cells of their own."""
    number = read_typed(CLEANERS).header.invoice_number
    assert number is not None
    assert number.value == "2026-0271"


LISTING = """
Ferretería Almazora S.L.                                       *** FACTURA ***

12550 Almazora                           Factura n.º                RG-463004
CIF B12559034                            Fecha de factura          09-03-2026

-----------------------------------------------------------------------------
Código                         Cantidad   Unidad       Precio         Importe
-----------------------------------------------------------------------------
T-20477                              75   UD             0,54           40,50
   Tornillo hexagonal M10 x 50
C-89050                              16   M              2,62           41,92
   Cable manguera 3 x 2,5 mm
P-50668                              75   RL            12,59          944,25
   Papel film alimentario 300 m
-----------------------------------------------------------------------------
                                         Base imponible              1.026,67
                                         IVA 21%                       215,60
                                         Total factura               1.242,27
"""


@pytest.mark.parametrize("scanned", [False, True])
def test_sizes_in_texts_below_codes_count_nothing(scanned: bool) -> None:
    """They lie under "Cantidad", and the texts were lines of 50, 2.5 and 300 pieces."""
    invoice = read_typed(LISTING, scanned=scanned)
    assert [line[:2] for line in lines_of(invoice)] == [("T-20477", "75"), ("C-89050", "16"), ("P-50668", "75")]
    texts = [line.description.value for line in invoice.lines]
    assert texts == ["Tornillo hexagonal M10 x 50", "Cable manguera 3 x 2,5 mm", "Papel film alimentario 300 m"]


def test_a_code_close_to_its_quantity_begins_a_line() -> None:
    """A single word before a figure is no text, also where nothing is billed for it."""
    row = "T-20477                              75   UD             0,54           40,50"
    close = LISTING.replace(row, "M10-KX-5504                      cm 75   UD")
    assert lines_of(read_typed(close))[0][:2] == ("M10-KX-5504", "75")


CANS = """
Groothandel De Schelde B.V.                         Factuur 880417   18-02-2026

Artikelnr.  Omschrijving                 Aantal Eenheid     Prijs      Bedrag
KO-7483     Koelvloeistof 20 l               12 CAN         67,74      812,88
HB-1204     Houtboor 10 mm HSS                6 ST           8,07       48,42

                                          Totaal excl. BTW             861,30
"""


def test_can_in_the_column_of_units_is_no_money_of_canada() -> None:
    assert [line[2] for line in lines_of(read_typed(CANS))] == ["CN", "EA"]
