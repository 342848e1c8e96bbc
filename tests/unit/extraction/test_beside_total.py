"""What stands beside the total and is explained: lines in a row, charges as they add up, taxes of a tax (S2.165)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.invoice import ChargeKind
from app.domain.provenance import Box, Method
from app.extraction.statements.credit_phrases import is_given_back_besides
from app.extraction.statements.findings import statement_findings
from app.extraction.statements.statements import read_statements, statements_aslant
from app.extraction.sums.beside_total import amounts_below, unexplained
from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.totals_choice import Totals
from app.extraction.table.line_figures import LineFigures
from app.extraction.values.figures import Figure
from app.extraction.values.numerals import DecimalMark
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

_RIGHT = 500.0  # points: where the total ends


def _figure(value: str, right: float = _RIGHT, top: float = 0.0) -> Figure:
    return Figure(Decimal(value), value, Box(1, right - 40, top, right, top + 8), Method.TEXT_LAYER, 100)


def _amount(label: str, value: str, *meanings: str, right: float = _RIGHT) -> LabelledAmount:
    return LabelledAmount(meanings, label, _figure(value, right), 9)


def _lines(*amounts: str) -> list[LineFigures]:
    return [LineFigures(None, None, _figure(amount)) for amount in amounts]


def _charge(value: str) -> ChargeDraft:
    return ChargeDraft(ChargeKind.FREIGHT, "Freight", _figure(value), 5, False)


_TOTAL = LabelledAmount(("total",), "Total", _figure("117.00", top=90.0), 8)
_TOTALS = Totals(
    None, (_amount("Tax", "7.00", "tax"),), _TOTAL, True, True, (_charge("6.00"), _charge("4.00")),
    lines_sum=Decimal(100),
)  # fmt: skip


def _strange(*aside: LabelledAmount) -> list[str]:
    return [label for label, _ in unexplained(aside, _TOTALS, _lines("50.00", "30.00", "20.00"))]


@pytest.mark.parametrize("value", ["80.00", "50.00", "100.00", "106.00", "10.00", "6.00", "7.00", "-117.00"])
def test_lines_in_a_row_charges_and_running_sums_are_explained(value: str) -> None:
    assert _strange(_amount("Whatever", value)) == []


@pytest.mark.parametrize("value", ["70.00", "5.00", "112.00", "-3.00"])
def test_lines_out_of_their_order_and_other_amounts_are_not(value: str) -> None:
    assert _strange(_amount("Whatever", value)) == ["Whatever"]


def test_the_last_word_of_a_total_of_two_is_the_total() -> None:
    """A scan has "1 104,60" as two words; the second alone is no amount of its own, but where it stands elsewhere."""
    end = Figure(Decimal("17.00"), "17.00", Box(1, _RIGHT - 20, 90.0, _RIGHT, 98.0), Method.OCR, 100)
    part = LabelledAmount((), "Total 1", end, 9)
    assert _strange(part) == []
    assert _strange(replace(part, figure=replace(end, box=Box(1, _RIGHT - 20, 110.0, _RIGHT, 118.0)))) == ["Total 1"]


def test_what_a_tax_is_made_of_is_explained_as_a_whole_alone() -> None:
    state, city = _amount("State tax", "4.50", "tax"), _amount("City tax", "2.50", "tax")
    assert _strange(state, city) == []
    assert _strange(state) == ["State tax"]


def test_an_amount_in_another_column_is_no_amount_beside_the_total() -> None:
    assert _strange(_amount("Whatever", "5.00", right=_RIGHT - 60)) == []


_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
                                                             {under}
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Subtotal        45.00
                                              Tax              {tax}
                                              Total           {total}
{foot}
"""


def _read(foot: str = "", under: str = "", tax: str = "0.00", total: str = "45.00") -> set[str]:
    text = _PAGE.format(foot=foot, under=under, tax=tax, total=total)
    invoice = read_typed(text)
    said = statement_findings(read_statements(typed_page(text)), invoice, untaxed=False)
    return {finding.code for finding in (*invoice.findings, *said)}


@pytest.mark.parametrize(
    "rows",
    [
        (("We will send a copy of any one note to you for it", "3.50"),),
        (("Deliveries so far", "5"),),
        (
            ("Previous balance", "443.84"), ("Payments received", "443.84"), ("This invoice", "45.00"),
            ("Balance now due", "45.00"),
        ),
    ],
)  # fmt: skip
def test_sentences_counts_and_summaries_that_cancel_out_are_no_amounts_beside_the_total(
    rows: tuple[tuple[str, str], ...],
) -> None:
    assert "amount_in_no_sum" in _read(f"{'Adjustment':<50}{'3.50':>17}")
    assert "amount_in_no_sum" not in _read("\n".join(f"{label:<50}{amount:>17}" for label, amount in rows))


@pytest.mark.parametrize(("tax", "total", "held"), [("0.00", "45.00", False), ("9.00", "54.00", True)])
def test_amounts_headed_as_taxed_are_doubtful_where_a_tax_is_added(tax: str, total: str, *, held: bool) -> None:
    assert ("heading_unclear" in _read(under="incl.", tax=tax, total=total)) is held


@pytest.mark.parametrize(("under", "held"), [("pair", False), ("case", True)])
def test_a_pack_under_a_heading_is_fine_where_lines_are_billed_in_it(under: str, *, held: bool) -> None:
    assert ("heading_unclear" in _read(under=under)) is held


def test_a_colon_behind_a_unit_that_nothing_calls_a_unit_says_nothing_of_it() -> None:
    assert "unit_redefined" not in _read("Gloves PR: 12")
    assert "unit_redefined" in _read("Unit PR: 12")


def test_a_company_in_another_sentence_than_that_of_paying_is_nobody_to_be_paid() -> None:
    assert "other_payee" not in _read("Payment is due within 30 days. Printed by Zephyr Graphics Ltd")


def test_what_the_invoice_is_less_by_already_is_given_back_by_it() -> None:
    invoice = read_typed(_PAGE.format(foot="", under="", tax="0.00", total="45.00"))
    assert not is_given_back_besides("your credit 45.00", invoice)
    assert is_given_back_besides("your credit 5.00", invoice)


def test_what_runs_another_way_than_the_page_has_no_place_on_it() -> None:
    page = typed_page("This invoice is already paid in full.")
    assert {one.place is None for one in read_statements(page)} == {False}
    assert {one.place for one in statements_aslant(page)} == {None}


@pytest.mark.parametrize(
    ("row", "amount"),
    [
        ("Whatever   45.00", "45.00"), ("Whatever   USD 45.00", "45.00"), ("Whatever   45.00 USD", "45.00"),
        ("Whatever -   45.00", "-45.00"), ("Freight   45", "45"),
        ("Whatever   45", None), ("Whatever   1.234", None), ("Whatever   0.00", None), ("Whatever   45.00%", None),
        ("Whatever   12.03.26", None), ("Minimum order   95.00", None), ("Weight   45.00", None),
        ("This is what we have been told of all of it   45.00", None),
    ],
)  # fmt: skip
def test_what_ends_a_row_below_the_lines_is_an_amount_unless_it_is_told_what_else_it_is(
    row: str, amount: str | None
) -> None:
    rows = join_rows(typed_page(f"Work gloves   30.00\n{row}\n"))
    found = [str(one.figure.value) for one in amounts_below(rows, [0], shipped_knowledge(), DecimalMark.POINT)]
    assert found == ([amount] if amount else [])


@pytest.mark.parametrize(
    ("label", "strange"), [("Subtotaal", False), ("Emballage", True), ("Voorschot", True), ("Toeslag", True)]
)
def test_only_what_is_called_a_sum_may_be_that_of_lines_with_charges_among_them(label: str, strange: bool) -> None:
    invoice = read_typed(
        f"""
Art.nr   Aantal   Eh     Omschrijving            Prijs      Totaal
10020        12   zak    Tarwebloem 25 kg        19,85      238,20
30410         6   doos   Banketroom 10 l         27,30      163,80
              6          Statiegeld doos          2,50       15,00
                                    Totaal excl.            417,00
                                    {label:24}178,80
                                    BTW 9% over 402,00       36,18
                                    Te voldoen EUR          453,18
"""
    )
    assert [str(charge.amount.value) for charge in invoice.charges] == ["15.00"]
    assert ("amount_in_no_sum" in {found.code for found in invoice.findings}) is strange
