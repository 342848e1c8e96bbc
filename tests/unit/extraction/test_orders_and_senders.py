"""Order numbers without a word of whose they are, prefixes of numbers, and senders beside buyers (S2.157)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.provenance import Box, Method
from app.extraction.pipeline import read_invoice
from app.extraction.values.words import PageText, Word
from tests.helpers.typed_pages import read_typed, shipped_knowledge

_LINES = """
Item      Description      Qty     Price    Amount
AB-100    Hex bolt          10     10.00    100.00
                           Total            100.00
"""


def _header(top: str) -> tuple[str | None, list[str], str | None]:
    header = read_typed(top + _LINES).header
    number, vendor = header.invoice_number, header.vendor_name
    orders = [order.value for order in header.po_numbers]
    return number.value if number else None, orders, vendor.value if vendor else None


def test_a_letter_before_a_number_with_a_hyphen_is_part_of_it() -> None:
    number, _, _ = _header("""
Orchard Foods Ltd                     Invoice No.   R 2026-119
""")
    assert number == "R 2026-119"


def test_order_no_is_the_buyers_where_nothing_else_names_an_order_and_its_number_says_so() -> None:
    alone = _header("""
Orchard Foods Ltd                     Invoice No.   LC10448
                                      Order No.     PO-5509
""")
    vendors = _header("""
Orchard Foods Ltd                     Invoice No.   LC10448
                                      Order No.     S493868
""")
    beside = _header("""
Orchard Foods Ltd                     Invoice No.   LC10448
                                      Order No.     MB-5509
                                      Your PO       4500118
""")
    assert alone[1] == ["PO-5509"]
    assert vendors[1] == []
    assert beside[1] == ["4500118"]


def test_the_order_and_its_line_stand_in_one_column() -> None:
    invoice = read_typed("""
Réf.      Libellé          Cde/Pos.     Qté     Prix     Montant
AB-100    Vis              4411208/10    10    10,00      100,00
AB-200    Écrou            4411208/20     3    10,00       30,00
                           Total HT                       130,00
""")
    named = [(line.po_number.value, line.po_line.value) for line in invoice.lines if line.po_number and line.po_line]
    assert named == [("4411208", 10), ("4411208", 20)]


def test_the_sender_beside_the_buyer_is_who_can_be_reached_and_paid() -> None:
    _, _, vendor = _header("""
Verkauf - Rechnung

Kontor Neumark GmbH                        Möbelwerk Ilmtal GmbH
Am Anger 3                                 Waldstraße 40
99084 Erfurt                               99326 Stadtilm
                                           Telefonnr.     03629 5500
                                           USt-IdNr.      DE150221987
                                           Bankkonto      100 200 300

Rechnungsnr.   VR-103419
""")
    assert vendor == "Möbelwerk Ilmtal GmbH"


def test_numbers_under_no_that_count_no_lines_are_those_of_the_items() -> None:
    invoice = read_typed("""
No.       Description         Quantity   Unit Price   VAT Identifier    Amount
1000      Bicycle stand             12       118.00   VAT20           1,416.00
1120      Wall bracket              40         9.35   VAT20             374.00
8904-W    Anchor bolts               6        24.10   VAT20             144.60
                                         Total GBP Excl. VAT          1,934.60
""")
    assert [line.item_code.value for line in invoice.lines if line.item_code] == ["1000", "1120", "8904-W"]
    counted = read_typed("""
No.       Description         Quantity   Unit Price    Amount
1010      Bicycle stand             12       118.00  1,416.00
1020      Wall bracket              40         9.35    374.00
1030      Anchor bolts               6        24.10    144.60
                              Total                  1,934.60
""")
    assert not any(line.item_code for line in counted.lines)


def test_a_name_over_two_rows_that_stand_alone_is_read_whole() -> None:
    _, _, vendor = _header("""
Nordlicht Maritime
Versorgungsgesellschaft Ost GmbH


Frau Ida Beispiel
Am Anger 3
99084 Erfurt                               Rechnungsnr.   VR-103419
""")
    assert vendor == "Nordlicht Maritime Versorgungsgesellschaft Ost GmbH"


def test_a_name_over_two_rows_of_a_scan_is_read_whole_though_its_words_are_as_high_as_their_letters() -> None:
    rows = {
        "Nordlicht Maritime": (40, 6.0),
        "Versorgungsgesellschaft Ost GmbH": (51.5, 6.9),
        "Frau Beispiel": (75, 6.0),
    }
    page = PageText(1, 600, 800, tuple(_scanned(rows)), method=Method.OCR)
    vendor = read_invoice([page], knowledge=shipped_knowledge()).header.vendor_name
    assert vendor is not None
    assert vendor.value == "Nordlicht Maritime Versorgungsgesellschaft Ost GmbH"


def _scanned(rows: Mapping[str, tuple[float, float]]) -> Iterator[Word]:
    for text, (top, height) in rows.items():
        for at, part in enumerate(text.split()):
            yield Word(part, Box(1, 40.0 + 130 * at, top, 165.0 + 130 * at, top + height), Method.OCR, 95)


def test_a_name_over_two_rows_below_a_label_is_read_whole() -> None:
    _, _, vendor = _header("""
Verkäufer:
Globale Nummer: 4012345000009
Nordlicht Maritime
Versorgungsgesellschaft Ost GmbH

Hafenstr. 7
18055 Rostock

Rechnungsnr.   VR-103419
""")
    assert vendor == "Nordlicht Maritime Versorgungsgesellschaft Ost GmbH"


def test_a_person_over_a_company_with_its_address_is_no_part_of_its_name() -> None:
    _, _, vendor = _header("""
Ida Beispiel
Ostsee Versorgung GmbH
Hafenstr. 7
18055 Rostock

Rechnungsnr.   VR-103419
""")
    assert vendor == "Ostsee Versorgung GmbH"


def test_the_last_two_of_three_rows_are_no_name_over_two() -> None:
    _, _, vendor = _header("""
Alles fürs Schiff
Nordlicht Maritime
Ostsee Versorgung GmbH


Rechnungsnr.   VR-103419
""")
    assert vendor == "Ostsee Versorgung GmbH"


def test_a_line_about_the_company_in_its_letterhead_is_no_part_of_its_name() -> None:
    for said in ("Supplies since 1987", "Everything for the workshop and garden", "Orchard Foods Ltd", "Always there!"):
        _, _, vendor = _header(f"""
{said}
Pacific Bearing Inc


Invoice No.   VR-103419
""")
        assert vendor in {"Pacific Bearing Inc", "Orchard Foods Ltd"}


def test_a_dash_in_a_name_behind_the_sellers_label_does_not_end_it() -> None:
    _, _, vendor = _header("""
From:
Orchard - Sliced Foods
12 Somewhere Street
Springfield                        Invoice No.   LC10448
""")
    _, _, cut = _header("""
From:
Orchard Foods Ltd - Wholesale
12 Somewhere Street
Springfield                        Invoice No.   LC10448
""")
    assert vendor == "Orchard - Sliced Foods"
    assert cut == "Orchard Foods Ltd"


def test_what_the_paper_is_called_is_no_name() -> None:
    for title in ("KOSTENRECHNUNG", "Mietrechnung Nr.", "Sammelgutschrift"):
        _, _, vendor = _header(f"""
{title}

Ostsee Versorgung
Hafenstr. 7
18055 Rostock
""")
        assert vendor != title


def _dates(text: str) -> tuple[str, str]:
    header = read_typed(text).header
    return tuple(str(found.value) if found is not None else "" for found in (header.invoice_date, header.due_date))  # type: ignore[return-value]


def test_the_day_of_the_order_is_not_the_invoices_whatever_word_leads_to_it() -> None:
    """S2.159: "dated" stands before the date of an invoice, too."""
    for order in (
        "Your order PO-10471 dated 02/03/2026",
        "PO No. 10471 dated 02/03/2026",
        "PO No. 10471 dtd 02/03/2026",
    ):
        top = f"""
North Line Supply LLC              INVOICE
Dallas, TX 75201
Invoice No. 77810                  Date: 03/28/2026
{order}
"""
        assert _dates(top + _LINES)[0] == "2026-03-28", order
    alone = """
North Line Supply LLC              INVOICE
Dallas, TX 75201
Invoice No. 77810 dated 03/28/2026
"""
    assert _dates(alone + _LINES)[0] == "2026-03-28"


def test_dated_over_a_day_heads_it() -> None:
    """S2.159: in a box, as programs in India print it, the day of an approval below."""
    boxes = """
North Line Supply LLC              Invoice No. 77810
Dallas, TX 75201                   Dated
                                   03/28/2026
Approval No. 312611                Date            02/03/2026
"""
    assert _dates(boxes + _LINES)[0] == "2026-03-28"


def test_no_discount_at_all_is_no_day_of_one() -> None:
    """S2.159: in each way of saying so the day is the one until which all is to be paid."""
    for term in ("Zahlbar ohne Skonto bis 14.06.2026", "Betrag ohne Abzug zahlbar bis zum 14.06.2026"):
        text = f"Nord GmbH\nRechnung Nr. 77810\nDatum: 13.02.2026\n\n{term}\n\nGesamtbetrag   119,00 EUR"
        assert _dates(text)[1] == "2026-06-14", term
