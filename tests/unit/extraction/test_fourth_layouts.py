"""Weights at prices in other units, charges in a strip, spaced letters, sums before their labels (S2.159-S2.174)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.invoice import Invoice
from app.domain.provenance import Certainty
from app.extraction.header.currency import code_of
from app.extraction.sums.proof_repair import looks_alike
from app.extraction.values.figures import is_currency_word
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import lines_of, read_typed, typed_page

_STEEL = """
Artikel                Gewicht kg     Preis EUR/t     Betrag EUR
Traeger HEB 160              2556        1.085,00       2.773,26
Rohr 100x60x4                1166        1.240,00       1.445,84
                                       Nettosumme       4.219,10
"""


def _factors(invoice: Invoice) -> list[tuple[str, str, str, str | None]]:
    return [
        (
            str(line.quantity.value),
            str(line.unit_price.value),
            str(line.price_basis),
            line.uom.value if line.uom else None,
        )
        for line in invoice.lines
        if line.quantity is not None and line.unit_price is not None
    ]


@pytest.mark.parametrize("scanned", [False, True])
def test_s2_166_kilograms_at_a_price_per_tonne_are_kilograms(scanned: bool) -> None:
    invoice = read_typed(_STEEL, scanned=scanned)
    assert _factors(invoice) == [("2556", "1085.00", "1000", "KG"), ("1166", "1240.00", "1000", "KG")]


def test_s2_166_a_price_per_tonne_names_no_unit_where_only_the_thousand_multiplies() -> None:
    invoice = read_typed(_STEEL.replace("Gewicht kg", "     Menge"))
    assert [unit for *_, unit in _factors(invoice)] == [None, None]


@pytest.mark.parametrize("scanned", [False, True])
def test_s2_166_the_heading_of_the_prices_says_per_thousand(scanned: bool) -> None:
    invoice = read_typed(
        """
Description                   Qty     Price / 1000     Amount
Capacitor 100N             40,000             2.85     114.00
Resistor 10K              100,000             1.12     112.00
                                          Subtotal     226.00
""",
        scanned=scanned,
    )
    assert [entry[:3] for entry in _factors(invoice)] == [("40000", "2.85", "1000"), ("100000", "1.12", "1000")]


def test_s2_167_lines_that_all_multiply_by_the_thousand_are_not_mended_to_a_thousandth() -> None:
    page = _STEEL.replace("Gewicht kg", "     Menge").replace("EUR/t", "  EUR")
    lines = read_typed(page, scanned=True).lines
    assert [str(line.unit_price.value) for line in lines if line.unit_price] == ["1085.00", "1240.00"]
    assert not {line.certainty for line in lines} & {Certainty.PROVEN, Certainty.CONSISTENT}


def test_s2_167_a_price_with_its_point_did_not_lose_it() -> None:
    assert not looks_alike("1.240,00", Decimal("1240.00"), Decimal("1.24"))
    assert looks_alike("2315", Decimal(2315), Decimal("2.315"))


def test_s2_162_a_unit_behind_the_cases_is_not_that_of_the_weight() -> None:
    invoice = read_typed("""
Item     Cases   UM   Description           Weight    Price   Per    Extension
20117        4   CS   Beef strip loin       151.36     8.79   LB      1,330.45
20340        3   CS   Chicken breast        120.00     2.64   LB        316.80
45511        5   CS   Butter solid                    98.40   CS        492.00
                                                   Subtotal           2,139.25
                                                   Fuel chg               9.50
                                                   Total              2,148.75
""")
    assert [line[1:3] for line in lines_of(invoice)] == [("151.36", "LB"), ("120.00", "LB"), ("5", "CS")]
    assert [(charge.kind.value, charge.amount.value) for charge in invoice.charges] == [
        ("fuel_surcharge", Decimal("9.50"))
    ]


def test_s2_169_charges_in_a_strip_of_boxes_stand_beside_the_totals() -> None:
    invoice = read_typed("""
Description                   Qty       Price                          Amount
Carton                       1500        0.84                        1,260.00
Tape                           72        2.10                          151.20

Freight      Handling      Insurance             Merchandise         1,411.20
  88.40         12.00           9.15
                                                 Total               1,520.75
""")
    assert [str(charge.amount.value) for charge in invoice.charges] == ["88.40", "12.00", "9.15"]


def test_sums_with_the_currency_behind_them_stand_before_their_labels() -> None:
    header = read_typed("""
Descrizione              Q.tà     Prezzo     Importo
Disco taglio               50       1,95       97,50
Silicone                   36       3,40      122,40

219,90 Euro    Totale imponibile
 48,38 Euro    Totale IVA
268,28 Euro    Totale documento
""").header
    assert header.total is not None
    assert header.tax_total is not None
    assert (header.tax_total.value, header.total.value) == (Decimal("48.38"), Decimal("268.28"))


def test_a_currency_behind_its_heading_is_no_column() -> None:
    invoice = read_typed("""
Amount AED      Rate   Unit    Qty   Description
     71.25     14.25   m         5   Pipe 110 mm
     39.00      6.50   pcs       6   Elbow 110 mm
    110.25   Total AED
""")
    assert [line[1:] for line in lines_of(invoice)] == [("5", "M", "14.25", "71.25"), ("6", "EA", "6.50", "39.00")]


def test_words_in_spaced_letters_are_words() -> None:
    [row] = join_rows(typed_page("C E D A R   &   S T O N E        I N V O I C E"))
    assert [word.text for word in row.words] == ["CEDAR", "&", "STONE", "INVOICE"]


@pytest.mark.parametrize("printed", ["S     M     L     XL", "A B C", "1 2 3 4 5"])
def test_sizes_and_short_runs_of_letters_stay_apart(printed: str) -> None:
    [row] = join_rows(typed_page(printed))
    assert [word.text for word in row.words] == printed.split()


def test_s2_172_the_company_whose_capital_stands_below_is_the_vendor() -> None:
    name = read_typed("""
LOCABAT OUEST                               FACTURE  118
ZA des Landes, 35310 Mordelles
SAS au capital de 80 000 EUR

                                            Bâtir Ouest SAS
                                            35000 Rennes
""").header.vendor_name
    assert name is not None
    assert name.value == "LOCABAT OUEST"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Sammelrechnung: SR 26/0212", "SR 26/0212"),
        ("FATTURA IMMEDIATA N. 312 DEL 25/02/2026", "312"),
    ],
)
def test_numbers_of_more_forms(printed: str, number: str) -> None:
    found = read_typed(f"{printed}\nDatum: 28.02.2026").header.invoice_number
    assert found is not None
    assert found.value == number


@pytest.mark.parametrize("printed", ["38121 Trento P.IVA 01120330228", "Dubai, UAE TRN 100224418800003"])
def test_a_tax_id_without_a_country_may_stand_in_the_midst_of_an_address(printed: str) -> None:
    found = read_typed(f"Cartotecnica Adige S.p.A.\n{printed}\n").header.vendor_tax_id
    assert found is not None
    assert found.value == printed.rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Der Betrag wird am 20.02.2026 fällig.", "2026-02-20"),
        ("Die Zahlung wird am 20.02.2026 gebucht.", None),
    ],
)
def test_a_sentence_says_on_which_day_it_is_due(sentence: str, due: str | None) -> None:
    found = read_typed(f"Rechnung Nr. 4711\nRechnungsdatum 06.02.2026\n\n{sentence}\n").header.due_date
    assert (found.value.isoformat() if found is not None else None) == due


def test_s2_161_a_code_of_letters_counts_where_the_other_lines_have_theirs() -> None:
    lines = lines_of(
        read_typed("""
Quantity   Item                        Rate     Amount
      60   GLV-NTR-M                   8.95     537.00
           Nitrile gloves
      36   WIP-ALC-70                  6.40     230.40
           Alcohol wipes
      20   SHP-5Q                      4.75      95.00
           Sharps container
""")
    )
    assert [line[0] for line in lines] == ["GLV-NTR-M", "WIP-ALC-70", "SHP-5Q"]


def test_a_price_behind_its_currency_in_a_text_is_no_other_money() -> None:
    lines = lines_of(
        read_typed("""
Snoeien hagen, 16 uur à € 42,50                680,00
Afvoer groenafval, 3 m³ à € 38,00              114,00
                              Subtotaal        794,00
""")
    )
    assert [line[1:] for line in lines] == [("16", "HR", "42.50", "680.00"), ("3", "M3", "38.00", "114.00")]


@pytest.mark.parametrize(
    ("printed", "code"), [("S$", "SGD"), ("RON", "RON"), ("RMB", "CNY"), ("QAR", "QAR"), ("US$", "USD")]
)
def test_what_is_left_out_of_sums_as_a_currency_names_one(printed: str, code: str) -> None:
    assert is_currency_word(printed)
    assert code_of(printed) == code
