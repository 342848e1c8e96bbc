"""Sums in a second currency, rands, prices per a number in words, parts of a kit, weights among cases, senders."""

from __future__ import annotations

import pytest

from app.domain.invoice import ChargeKind, Invoice
from app.domain.provenance import Box, Method
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText, Word
from tests.helpers.typed_pages import lines_of, read_typed


def _sums(invoice: Invoice) -> list[str | None]:
    header = invoice.header
    return [str(value.value) if value else None for value in (header.subtotal, header.tax_total, header.total)]


SPARES = """
Straits Marine Spares Pte. Ltd.                Invoice No. SMS/26/0418    18 Feb 2026

No  Description                Qty   Price USD   Amount USD   {heading}
1   Gasket spiral wound         24       11.40       273.60       366.95
2   Hydraulic hose               6       86.25       517.50       694.07

              Subtotal                               791.10     1,061.02
              Airfreight                             140.00       187.77
              GST 9%                                  83.80       112.39
              Total                                1,014.90     1,361.18
"""


@pytest.mark.parametrize("heading", ["Equiv. SGD", "Amount SGD"])
def test_sums_count_in_the_currency_of_the_lines(heading: str) -> None:
    """What they come to in another stands behind them, and was the total."""
    invoice = read_typed(SPARES.format(heading=heading))
    assert _sums(invoice) == ["791.10", "83.80", "1014.90"]
    assert [str(charge.amount.value) for charge in invoice.charges] == ["140.00"]


def test_a_second_column_in_the_same_currency_is_none_in_another() -> None:
    assert _sums(read_typed(SPARES.format(heading="Gross USD")))[-1] == "1361.18"


PUMPS = """
Karoo Pump & Irrigation CC           TAX INVOICE
Invoice No KPI18820                  Date 2026/02/18

Code      Description           Qty   Excl. Price   Excl. Total
PMP-5.5   Submersible pump        2   R 18,450.00   R 36,900.00
PIP-110   PVC pipe 110mm         85      R 412.50   R 35,062.50

                        Total (Excl)                R 71,962.50
                        Discount 7.5%               -R 5,397.19
                        VAT 15%                      R 9,984.80
                        Total (Incl)                R 76,550.11
"""


@pytest.mark.parametrize("page", [PUMPS, PUMPS.replace("R ", " R")])
def test_south_africas_sign_stands_before_its_sums(page: str) -> None:
    """Its letter was a word of the label: no total was read, and no currency."""
    invoice = read_typed(page)
    assert _sums(invoice) == ["71962.50", "9984.80", "76550.11"]
    assert invoice.header.currency is not None
    assert invoice.header.currency.value == "ZAR"
    assert [str(charge.amount.value) for charge in invoice.charges] == ["-5397.19"]


def test_a_letter_behind_sums_is_a_mark_of_tax() -> None:
    page = (
        PUMPS.replace("-R ", "-")
        .replace("   R ", "     ")
        .replace("Description ", "Description $")
        .replace("00\n", "00 R\n")
    )
    invoice = read_typed(page.replace("50\n", "50 R\n"))
    assert invoice.header.currency is None or invoice.header.currency.value != "ZAR"


PRINTER = """
Wensum Press Limited                       Invoice 26188    13/02/2026

Quantity   Description                              Price         £
  25,000   A5 leaflets, 150gsm silk       £31.40 per 1000    785.00
     500   Letterheads, run-on              £4.20 per 100     21.00
       1   Artwork amendments                      £65.00     65.00

                                                    Goods    871.00
"""


@pytest.mark.parametrize("word", ["per", "pro", "par", "por"])
def test_what_a_price_is_per_is_said_in_words_behind_it(word: str) -> None:
    """The number was the price, and the price a part of the text."""
    invoice = read_typed(PRINTER.replace("per", word))
    assert [(line[1], line[3]) for line in lines_of(invoice)] == [("25000", "31.40"), ("500", "4.20"), ("1", "65.00")]
    assert [str(line.price_basis) for line in invoice.lines] == ["1000", "100", "1"]


LOGGERS = """
Nordhavn Teknik ApS                       Invoice no. 11882   16.02.2026

No.    Description                Qty   Unit   Unit price      Price
2204   Temperature logger TL-4     25   pcs        412,00  10.300,00
2219   Mounting bracket            25   pcs         38,50     962,50
9000   Calibration                 25   pcs        195,00   4.875,00
9100   Set of cables                1   pcs        640,00     640,00

                                  Total DKK                16.777,50
"""


def test_two_items_may_be_numbered_a_step_apart() -> None:
    assert [line[0] for line in lines_of(read_typed(LOGGERS))] == ["2204", "2219", "9000", "9100"]


def test_lines_in_steps_are_counted() -> None:
    counted = LOGGERS.replace("2204", "1010").replace("2219", "1020").replace("9000", "1030").replace("9100", "1040")
    assert [line[0] for line in lines_of(read_typed(counted))] == [None] * 4


KIT = """
Summit Test & Measurement Corp.              Invoice SI-188204   24-Feb-2026

Ln   Part Number   Description               Qty  UM  Unit Price   Ext. Price
1    KIT-DMM-FLD   Field multimeter kit        4  EA      489.00     1,956.00
1.1  DMM-87V       Multimeter                  4  EA        0.00         0.00
1.2  LEAD-SET      Silicone lead set           4  EA        0.00         0.00
2    CAL-CERT      Calibration certificate     4  EA       65.00       260.00

                                              Invoice Total       $2,216.00
"""


def test_parts_of_a_line_are_numbered_behind_its_point() -> None:
    """ "1.1" was a part of the code."""
    assert [line[0] for line in lines_of(read_typed(KIT))] == ["KIT-DMM-FLD", "DMM-87V", "LEAD-SET", "CAL-CERT"]


FOODS = """
CASCADE FOODSERVICE INC                      INVOICE NO 771882044   02/20/26

QTY  UN  PACK       ITEM DESCRIPTION           ITEM CODE   T/WT    PRICE  EXTENSION
  4  CS  6/.5 GAL   MILK WHOLE HOMO            1188204             21.88      87.52
  2  CS  2/12 LB    BEEF RIBEYE LIPON          7718820   141.60   11.849   1,677.82
  3  CS  10/100CT   CUP FOAM 12 OZ             5544180             38.12     114.36

                                               INVOICE TOTAL               1,879.70
"""


def test_what_is_billed_by_weight_among_cases_has_its_weight() -> None:
    assert [line[1] for line in lines_of(read_typed(FOODS))] == ["4", "141.60", "3"]


STRIP = """
ALIMENTARI SORRENTINO SNC                 FATTURA N. 418/A   DATA 28/02/2026

CODICE   DESCRIZIONE            U.M.  QUANTITA'   PREZZO    IMPORTO   IVA
OLI005   OLIO EVO LT 5 LATTA    NR            4    38,50     154,00     4
ACQ75    ACQUA NAT. 0,75 X 12   NR           20     4,32      86,40    22

IMPONIBILE   ALIQ.   IMPOSTA    TOT. MERCE   SPESE INCASSO   TOTALE FATTURA
    154,00      4%      6,16        240,40            0,00           265,57
     86,40     22%     19,01
"""


def test_the_first_rate_may_stand_in_the_row_of_the_sums() -> None:
    """The taxes at both rates are the tax; that in the row of the sums alone was."""
    assert _sums(read_typed(STRIP)) == ["240.40", "25.17", "265.57"]


SPOTS = """
Kestrel Broadcasting Company               Invoice # 4418820-1   02/22/26

Line  Description      Start/End Time   Spots      Rate       Amount
1     Early News       M-F 6a-7a           20   $125.00    $2,500.00
2     Local at Six     M-F 6p-7p           12   $340.00    $4,080.00

                       Gross Total                         $6,580.00
                       Agency Commission 15%               ($987.00)
                       Net Amount Due                      $5,593.00
"""


def test_what_the_agency_keeps_is_taken_off() -> None:
    """The gross total was the total."""
    invoice = read_typed(SPOTS)
    assert _sums(invoice)[-1] == "5593.00"
    assert [(charge.kind, str(charge.amount.value)) for charge in invoice.charges] == [(ChargeKind.DISCOUNT, "-987.00")]


REPAIR = """
                              Delgado Diesel LLC
              1188 S Kinney Rd, Tucson AZ 85713 · (520) 555-0144

Sonoran Plumbing Co                           Invoice #   RO 44188
77 E Grant Rd                                 Date        02/19/2026
Tucson AZ 85705

Description                            Hours     Rate    Extended
Replace front brake pads                 1.8   135.00      243.00

                                       TOTAL DUE          $243.00
"""


def test_an_address_under_a_centred_letterhead_is_the_buyers() -> None:
    """It stands beside the invoice's number, nearer to where senders stand as a rule."""
    vendor = read_typed(REPAIR).header.vendor_name
    assert vendor is not None
    assert vendor.value == "Delgado Diesel LLC"


@pytest.mark.parametrize(
    "below",
    [
        "A division of Meridian Health Products, Inc.",
        "Ein Unternehmen der Meridian GmbH",
        "Une société du groupe Méridien SA",
    ],
)
def test_whose_a_firm_is_is_not_its_name(below: str) -> None:
    page = f"""
MERIDIAN SURGICAL SUPPLY
{below}

INVOICE NUMBER 88120447     INVOICE DATE 02/25/2026

ITEM       DESCRIPTION          QTY     PRICE   EXTENDED
BD-3678    Vacutainer            40     38.45   1,538.00
*** GROUP TOTAL ****                            1,538.00

                                AMOUNT DUE     $1,538.00
"""
    vendor = read_typed(page).header.vendor_name
    assert vendor is not None
    assert vendor.value == "MERIDIAN SURGICAL SUPPLY"


def _word(text: str, x: float, top: float, size: float = 8.0) -> Word:
    return Word(text, Box(1, x, top, x + 5 * len(text), top + size), Method.TEXT_LAYER, 100)


def test_a_sentence_beside_two_labels_does_not_join_them() -> None:
    """It stands at half the height of both, as a cell of one line does beside cells of two."""
    labels = [_word("INVOICE", 390, 47), _word("DATE", 430, 47), _word("DUE", 390, 58), _word("DATE", 410, 58)]
    days = [_word("02/24/2026", 490, 47), _word("03/26/2026", 490, 58)]
    beside, x = [], 36.0
    for text in ("REMIT", "TO:", "ORCHARD", "DEPT", "118820447", "PALATINE", "IL"):
        beside.append(_word(text, x, 53))
        x = beside[-1].x1 + 2.5
    rows = join_rows(PageText(1, 612.0, 792.0, (*labels, *days, *beside), (), Method.TEXT_LAYER))
    assert "INVOICE DATE 02/24/2026" in [row.text for row in rows]
    assert "DUE DATE 03/26/2026" in [row.text for row in rows]


RENTAL = """
BLUE MESA EQUIPMENT RENTAL                                     Invoice # 188204-0001
2201 I-70 Frontage Rd, Grand Junction CO 81505                 PO #   JOB 4418

Qty  Equipment #  Description              Minimum     Day    Week    4 Week   Amount
  1  410-0188     SCISSOR LIFT 26FT         145.00  145.00  385.00    880.00   530.00
  2  620-0044     LIGHT TOWER 6KW            95.00   95.00  285.00    720.00   760.00

                                         ENVIRONMENTAL FEE                       9.75
                                         PICKUP CHARGE                          85.00
                                         Total:                             $1,384.75
"""


def test_what_a_machine_costs_by_the_day_and_the_week_is_no_price_billed() -> None:
    """ "Equipment" in the letterhead was the heading, since nothing multiplies under that of the lines."""
    invoice = read_typed(RENTAL)
    assert [line[:2] + line[4:] for line in lines_of(invoice)] == [
        ("410-0188", "1", "530.00"),
        ("620-0044", "2", "760.00"),
    ]
    assert [str(charge.amount.value) for charge in invoice.charges] == ["9.75", "85.00"]


def test_a_word_that_labels_other_papers_is_a_part_of_the_order_behind_its_label() -> None:
    orders = [order.value for order in read_typed(RENTAL).header.po_numbers]
    assert orders == ["JOB 4418"]


HOSTING = """
Cielnet SAS au capital de 500 000 €              FACTURE N° FR71188204
12 quai du Wault, 59000 Lille                    05/03/2026

Abonnement                          Référence        Quantité   Prix unit. HT    Prix HT
vps-8812.ciel.net - VPS Essential   vps-le-2-2-40          12          9,49 €   113,88 €
lambersart.fr - Hébergement Pro     hosting-pro            12          5,99 €    71,88 €
Certificat                          ssl-dv                  2          4,00 €     8,00 €

                                                    Total HT                    193,76 €
"""


def test_codes_without_digits_stand_under_their_heading() -> None:
    """They were words of the text that runs up to them."""
    invoice = read_typed(HOSTING)
    assert [line[0] for line in lines_of(invoice)] == ["vps-le-2-2-40", "hosting-pro", "ssl-dv"]
    assert [line.description.value for line in invoice.lines][1] == "lambersart.fr - Hébergement Pro"


def test_a_name_ends_before_the_capital_of_its_company() -> None:
    vendor = read_typed(HOSTING).header.vendor_name
    assert vendor is not None
    assert vendor.value == "Cielnet SAS"


CHAIRS = """
Atelier Vasseur SAS                              Facture FAC/2026/00071   17/02/2026

Description                         Quantité   Prix unitaire     Montant
[FURN_7777] Chaise visiteur            24,00           86,40    2 073,60
[SRV_MONT] Montage sur site             7,50           52,00      390,00
[Nouveau] Table basse                   1,00          149,00      149,00

                                              Total HT          2 612,60
"""


def test_a_code_in_brackets_before_a_text_may_be_without_digits() -> None:
    """A word in brackets is one of the text."""
    assert [line[0] for line in lines_of(read_typed(CHAIRS))] == ["FURN_7777", "SRV_MONT", None]


CARDS = """
Fernhill Acoustics Ltd                Invoice No FH-4418   24 Feb 2026

CODE          QUANTITY      UNIT PRICE     VAT      AMOUNT
AP-1200       36 pcs        €68.50         23%      €2,466.00

CODE          QUANTITY      UNIT PRICE     VAT      AMOUNT
AP-CLIP       36 sets       €4.25          23%      €153.00

         NET            DELIVERY       VAT 23%      TOTAL
         €2,619.00      €45.00         €612.72      €3,276.72
"""


def test_the_names_of_the_sums_side_by_side_head_no_lines() -> None:
    """They were taken for a third table, and of the two before it one line was left."""
    invoice = read_typed(CARDS)
    assert [line[0] for line in lines_of(invoice)] == ["AP-1200", "AP-CLIP"]
    assert _sums(invoice) == ["2619.00", "612.72", "3276.72"]


FOLIO = """
Harbour Gate Hotels Ltd                    INVOICE NO. 118820   12-02-26

Date       Description           Reference         Charges GBP   Credits GBP
09-02-26   Accommodation         Bed & Breakfast        129.00
11-02-26   Car Park                                      12.00
12-02-26   Direct Bill / City Ledger                                  141.00

                                 Total                  141.00
"""


def test_how_it_was_paid_is_no_part_of_the_text_of_the_last_line() -> None:
    descriptions = [line.description.value for line in read_typed(FOLIO).lines]
    assert descriptions[-1] == "Car Park"


@pytest.mark.parametrize(("label", "sign"), [("DISCOUNT(5.00%):", "(-)"), ("Discount(5.00%)", "")])
def test_a_rate_glued_to_a_charge_and_a_minus_in_brackets_are_no_part_of_its_name(label: str, sign: str) -> None:
    page = f"""
Marlin Group Ltd                    INVOICE # 4418-118   21-Feb-2026

QUANTITY   DESCRIPTION                 PRICE       AMOUNT
4.00       Arm rest pair               38.15       152.60
2.00       Sit-stand frame            412.77       825.54

           SUB_TOTAL                               978.14
           {label:<24}     {sign:>4}             48.91
           TOTAL                                   929.23
"""
    invoice = read_typed(page)
    assert [(charge.kind, str(charge.amount.value)) for charge in invoice.charges] == [(ChargeKind.DISCOUNT, "-48.91")]


def test_a_customers_name_may_stand_far_behind_its_label() -> None:
    page = """
                                                  Sales Invoice ACC-SINV-26-00188

Customer Name:                     Al Noor Supplies LLC      Company:    Gulf Flow LLC
Company TRN:                       100441882200003           Date:       12-02-2026

Item         Description                 Quantity        Rate        Amount
PMP-CR-15    Centrifugal pump                   2   48,250.00     96,500.00

                                         Total AED                96,500.00
"""
    vendor = read_typed(page).header.vendor_name
    assert vendor is not None
    assert vendor.value == "Gulf Flow LLC"


FREIGHT = """
Harms Logistik GmbH                          Rechnung    FR-2602-0771
Westfalia Armaturen AG                       vom         15.02.2026
59423 Unna                                   Zeitraum    Februar

Datum       Sendung   Empfänger                 Menge      Preis      Summe
03.02.2026  S118820   Bosch Rexroth, Lohr           1     134,65     134,65
05.02.2026  S118877   KSB SE, Frankenthal           1     225,22     225,22

                                   Summe netto                       359,87
                                   abzgl. 3 % Projektrabatt          -10,80
                                   USt. 19%                           66,32
                                   Rechnungsbetrag                   415,39
"""


def test_a_day_right_below_the_invoices_number_is_its_own() -> None:
    """That of the first delivery was, which stands under "Datum"."""
    listed = FREIGHT.replace("Menge      Preis      Summe", "Gewicht   Fracht       Maut")
    day = read_typed(listed).header.invoice_date
    assert day is not None
    assert day.value.isoformat() == "2026-02-15"


@pytest.mark.parametrize("word", ["Projektrabatt", "Ledenkorting", "Aktionsnachlass"])
def test_words_made_of_one_for_a_discount_name_a_discount(word: str) -> None:
    """In the table it was a line."""
    table = FREIGHT.replace("                                   Summe netto                       359,87\n", "")
    for page in (FREIGHT, table):
        charges = read_typed(page.replace("Projektrabatt", word)).charges
        assert [(charge.kind, str(charge.amount.value)) for charge in charges] == [(ChargeKind.DISCOUNT, "-10.80")]
