"""Sums with tax and without, strips of sums, whose tax id, number and day a paper prints (S2.103, S2.159, S2.169)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.invoice import ChargeKind, Invoice
from app.extraction.pipeline import read_invoice
from app.extraction.values.text_keys import squeeze
from app.extraction.values.words import PageText
from tests.helpers.typed_pages import HEIGHT, lines_of, read_typed, shipped_knowledge, typed_page


def _charges(invoice: Invoice) -> list[tuple[ChargeKind, str]]:
    return [(charge.kind, str(charge.amount.value)) for charge in invoice.charges]


def _sums(invoice: Invoice) -> list[str | None]:
    header = invoice.header
    return [str(sum_.value) if sum_ else None for sum_ in (header.subtotal, header.tax_total, header.total)]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Price inc GST", "price"),
        ("Amount (incl. GST)", "gross_amount"),
        ("Amount ex GST", "amount"),
        ("Einzelpreis exkl. MWST", "price"),
        ("Importe IVA incl.", "gross_amount"),
        ("Bedrag btw incl.", "gross_amount"),
        ("Sconti %", "discount"),
    ],
)
def test_headings_say_in_many_ways_whether_tax_is_in(heading: str, role: str) -> None:
    """S2.159: one phrase with a name in braces stands for each way of writing it."""
    assert shipped_knowledge().columns.meanings(squeeze(heading)) == (role,)


def test_prices_with_tax_freight_with_tax_and_the_tax_in_them() -> None:
    """S2.103: "Freight inc GST" is a charge, and no tax because it ends with the tax's name."""
    invoice = read_typed(
        """
Yarra Irrigation Pty Ltd                  TAX INVOICE YI-30877
ABN 53 004 085 616                        Date: 11 Feb 2026

Item       Description           Qty   Unit   Price inc GST   Amount inc GST
HDX-4G     Garden hose 30m         6   ea            $42.90          $257.40
SPR-09     Impact sprinkler       12   ea            $27.50          $330.00

                                            Freight inc GST           $33.00
                                              Total inc GST          $620.40
                                      GST included in total           $56.40
                                               Total ex GST          $564.00
"""
    )
    assert [line[-2:] for line in lines_of(invoice)] == [("42.90", "257.40"), ("27.50", "330.00")]
    assert _charges(invoice) == [(ChargeKind.FREIGHT, "33.00")]
    assert _sums(invoice) == ["564.00", "56.40", "620.40"]


def test_what_the_tax_was_worked_out_on_stands_before_it() -> None:
    """S2.159: the slip to pay with below a Swiss invoice has figures of its own, and is no line."""
    invoice = read_typed(
        """
Papeterie Rüegg AG                              Rechnung 26-1187

Artikel     Bezeichnung              Menge  Einh.   Preis CHF   MWST   Betrag CHF
20.114      Druckerpapier A4 Karton     12  Kt          31.35   8.1%       376.20
31.007      Toner schwarz                4  Stk         84.30   8.1%       337.20

                                     Total inkl. MWST                      713.40
                                     enthaltene MWST 8.1% auf   659.94      53.46

Empfangsschein                       Zahlteil
21 00000 00003 13947 14300 09017     21 00000 00003 13947 14300 09017
"""
    )
    assert [line[0] for line in lines_of(invoice)] == ["20.114", "31.007"]
    assert _sums(invoice)[1:] == ["53.46", "713.40"]


def test_a_strip_of_sums_and_charges_is_no_line() -> None:
    """S2.103, S2.169: labels of sums and charges side by side, with their amounts below."""
    invoice = read_typed(
        """
FERRAMENTA BRENTA S.R.L.                   Fattura n. 412 del 28/02/2026

Cod.      Descrizione         U.M.   Quantità    Prezzo   Sconti %   Importo
RUL6204   CUSCINETTO 6204     NR        20,00    4,8800         45     53,68
GRA400    GRASSO LITIO        NR        24,00    3,1500                75,60

Totale merce    Sconto %    Netto merce    Spese trasporto    Spese incasso    Bolli
129,28                      129,28         12,00              3,50

Imponibile      Imposta     Totale documento
144,78          31,85       176,63
"""
    )
    assert [line[-1] for line in lines_of(invoice)] == ["53.68", "75.60"]
    assert _charges(invoice) == [(ChargeKind.FREIGHT, "12.00"), (ChargeKind.HANDLING, "3.50")]
    assert _sums(invoice)[2] == "176.63"
    assert "already_settled" not in [finding.code for finding in invoice.findings]


def _closely(text: str) -> PageText:
    """Return a page whose rows stand closer than typed ones do."""
    page = typed_page(text)
    words = [replace(w, box=replace(w.box, top=0.4 * w.top, bottom=0.4 * w.top + HEIGHT)) for w in page.words]
    return replace(page, words=tuple(words))


def test_what_stands_left_of_a_box_is_not_below_its_label() -> None:
    """S2.159: the word over the days of payment, beside the box of the total, does not part it from its amount."""
    page = _closely(
        """
FERRAMENTA BRENTA S.R.L.                   Fattura n. 412 del 28/02/2026


Descrizione         U.M.   Quantità    Prezzo    Importo

GRASSO LITIO        NR        24,00    3,1500      75,60

TRAPANO             NR         1,00   24,4000      24,40


                                                      TOTALE DOCUMENTO

Scadenze

                                                           122,00

30/04/2026
"""
    )
    total = read_invoice([page], knowledge=shipped_knowledge()).header.total
    assert total is not None
    assert str(total.value) == "122.00"


def test_a_word_that_leads_to_a_day_is_weaker_than_the_label_of_the_date() -> None:
    """S2.159: "Rif. D.D.T. n. 771 del 06/02/2026" is the day of a delivery."""
    invoice = read_typed(
        """
FERRAMENTA BRENTA S.R.L.

Tipo documento       Numero     Data          Pag.
Fattura differita    412/A      28/02/2026    1

Descrizione         U.M.   Quantità    Prezzo    Importo
Rif. D.D.T. n. 771 del 06/02/2026
GRASSO LITIO        NR        24,00    3,1500      75,60
TRAPANO             NR         1,00   24,4000      24,40
"""
    )
    assert str(invoice.header.invoice_date.value) == "2026-02-28" if invoice.header.invoice_date else False


@pytest.mark.parametrize(
    ("foot", "own"),
    [
        ("UID ATU62118840    IBAN AT61 1904 3002 3457 3201", "ATU62118840"),
        ("Firmenbuch FN 218844 k    UID ATU62118840", "ATU62118840"),
        ("Unsere UID ATU62118840", "ATU62118840"),
        ("UID ATU62118840", "ATU57710448"),
    ],
)
def test_the_tax_id_beside_bank_and_register_is_the_senders(foot: str, own: str) -> None:
    """S2.159: the buyer's stands below its address, first and without a word that says so."""
    invoice = read_typed(
        f"baumiet austria gmbh\n\nBaumeister Huemer\n4040 Linz\nUID: ATU57710448\n\nRechnung Nr. 4711\n\n{foot}"
    )
    assert invoice.header.vendor_tax_id is not None
    assert invoice.header.vendor_tax_id.value == own


def test_a_town_beside_the_title_is_no_number() -> None:
    """S2.159: and "Nummer" is the invoice's where its date is labelled next to it."""
    invoice = read_typed(
        """
FACTUUR                                  3000 LEUVEN

Nummer          Datum         Vervaldag     Klantnr.
VF26/00877      24/02/2026    26/03/2026    40118
"""
    )
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "VF26/00877"


def test_a_leaf_of_the_register_is_no_number() -> None:
    """S2.159: "Folio" is the number of a Mexican invoice, and a leaf where the volume stands beside it."""
    text = "RECAMBIOS TURIA, S.L.\n\nFACTURA     FECHA\nA-1188      28-02-2026\n\n{}"
    register = read_typed(text.format("Reg. Merc. de Valencia, Tomo 4410, Libro 1722, Folio 88, Hoja V-21188"))
    assert register.header.invoice_number is not None
    assert register.header.invoice_number.value == "A-1188"


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("Ihre Bestellung vom 2.2.2026, Nr. TO-118", "TO-118"),
        ("Your order dated 12/02/2026, no. PL-4711", "PL-4711"),
        ("Your order of 12 February 2026 no. PL-4711", "PL-4711"),
        ("Vs. ordine del 12/02/2026 n. 4711", "4711"),
    ],
)
def test_an_order_whose_day_stands_before_its_number(said: str, order: str) -> None:
    """S2.161: the day is no part of the list of numbers."""
    invoice = read_typed(f"Nord GmbH\nRechnung Nr. 77810\nDatum: 19.03.2026\n\n{said}\n\nGesamtbetrag   119,00 EUR")
    assert [number.value for number in invoice.header.po_numbers] == [order]


def test_the_day_until_which_nothing_is_taken_off_goes_before_a_labelled_one() -> None:
    """S2.159: behind "Zahlbar bis" stands the day of the discount."""
    terms = "Zahlbar bis 23.02.2026 mit 3 % Skonto, bis 15.03.2026 ohne Abzug."
    invoice = read_typed(f"Nord GmbH\nRechnung Nr. 77810\nDatum: 13.02.2026\n\n{terms}\n\nGesamtbetrag   119,00 EUR")
    assert str(invoice.header.due_date.value) == "2026-03-15" if invoice.header.due_date else False


def test_the_sum_of_a_group_is_no_vendor() -> None:
    """S2.159: however often "GROUP TOTAL" is printed."""
    invoice = read_typed(
        """
GREAT BASIN FOODS                    INVOICE 662091447

QTY  UNIT  DESCRIPTION           PRICE   EXTENDED
  4  CS    CHEESE CHEDDAR        61.42     245.68
                           GROUP TOTAL     245.68
 10  CS    POTATO FRY            38.15     381.50
                           GROUP TOTAL     381.50
"""
    )
    assert invoice.header.vendor_name is None or invoice.header.vendor_name.value != "GROUP TOTAL"


def test_the_name_of_a_group_is_no_text_of_its_first_line() -> None:
    """S2.159: where the sum of the group repeats it: "Materialen", "Subtotaal materialen"."""
    page = _closely(
        """
De Groene Kweker B.V.                    FACTUUR 26700418



Aantal   Eenh.   Omschrijving                     Prijs       Bedrag

                 Materialen

     8   st      Bloembak rond antraciet          74,50       596,00

    36   zak     Potgrond universeel               5,95       214,20

                                   Subtotaal materialen       810,20



                 Beplanting

   240   st      Hedera helix                      1,15       276,00

                                   Subtotaal beplanting       276,00



                 Werkzaamheden

    14   uur     Aanplant en nazorg               46,00       644,00

                                Subtotaal werkzaamheden       644,00



                                       Totaal excl. btw     1.730,20
"""
    )
    invoice = read_invoice([page], knowledge=shipped_knowledge())
    assert [line.description.value for line in invoice.lines] == [
        "Bloembak rond antraciet", "Potgrond universeel", "Hedera helix", "Aanplant en nazorg",
    ]  # fmt: skip


def test_dutch_labels_of_a_strip() -> None:
    """S2.159: "Maatstaf" is what is taxed; "Goederen" may be billed as a line."""
    assert shipped_knowledge().totals.meanings("goederen") == ()
    assert shipped_knowledge().totals.meanings("maatstaf") == ("subtotal",)
