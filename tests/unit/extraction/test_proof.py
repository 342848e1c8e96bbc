"""How certain a figure is, and what is said about what does not close (S2.164 to S2.167)."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.domain.invoice import Invoice
from app.domain.provenance import Certainty
from app.extraction.sums.proof_again import prove_again
from tests.helpers.typed_pages import read_typed

_TABLE = """
Acme Supply Inc.          Invoice No: 4711     Date: 01/28/2026

Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   12    2.50     {first}
AB-200    Washer kit                  3   10.00     30.00
                                       Subtotal     {subtotal}
                                       Total        {total}
"""


def _read(first: str = "30.00", subtotal: str = "60.00", total: str = "60.00", *, scanned: bool = False) -> Invoice:
    return read_typed(_TABLE.format(first=first, subtotal=subtotal, total=total), scanned=scanned)


def _holds(invoice: Invoice) -> set[str]:
    return {finding.code for finding in invoice.findings if finding.severity is Severity.HOLD}


def test_two_equations_prove_a_line() -> None:
    invoice = _read()
    assert {line.certainty for line in invoice.lines} == {Certainty.PROVEN}
    assert all(check.holds for check in invoice.checks)
    assert _holds(invoice) == set()


def test_s2_164_a_line_that_does_not_multiply_is_contradicted_and_held() -> None:
    invoice = _read(first="35.00", subtotal="65.00", total="65.00")
    assert invoice.lines[0].certainty is Certainty.CONTRADICTED
    assert invoice.lines[1].certainty is Certainty.PROVEN
    assert "line_arithmetic" in _holds(invoice)


def test_lines_that_do_not_sum_are_at_most_consistent() -> None:
    invoice = _read(subtotal="61.00", total="61.00")
    assert {line.certainty for line in invoice.lines} == {Certainty.CONSISTENT}
    assert "lines_do_not_sum" in _holds(invoice)


def test_a_total_that_does_not_follow_from_the_subtotal_is_held() -> None:
    invoice = _read(total="95.00")
    assert invoice.header.total is not None
    assert invoice.header.total.certainty is Certainty.CONTRADICTED
    assert "total_does_not_sum" in _holds(invoice)


def test_s2_167_a_misread_figure_on_a_scan_is_never_proven_as_read() -> None:
    invoice = _read(first="80.00", scanned=True)
    line = invoice.lines[0]
    assert line.certainty is not Certainty.PROVEN
    if line.amount is not None and line.amount.value != 80:
        assert str(line.amount.value) == "30.00"
        assert line.amount.repaired_from == "80.00"
    else:
        assert line.certainty is Certainty.CONTRADICTED


def test_a_missing_number_and_total_are_held() -> None:
    invoice = read_typed("""
Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   12    2.50     30.00
""")
    assert {"missing_field"} <= _holds(invoice)
    assert {f.field for f in invoice.findings if f.code == "missing_field"} == {"invoice_number", "total"}


def test_nothing_on_the_page_is_an_invoice_with_findings() -> None:
    invoice = read_typed("")
    assert invoice.lines == ()
    assert {"no_lines", "missing_field"} <= _holds(invoice)


def test_an_unknown_unit_is_kept_and_held() -> None:
    invoice = read_typed("""
Qty   Item      Description            U/M    Price     Amount
 12   AB-100    Hex bolt               FLB     2.50      30.00
                                       Total             30.00
""")
    assert invoice.lines[0].uom is not None
    assert invoice.lines[0].uom.value == "FLB"
    assert "unknown_unit" in _holds(invoice)


def test_an_ambiguous_date_is_held_and_an_american_address_settles_it() -> None:
    table = _TABLE.format(first="30.00", subtotal="60.00", total="60.00")
    unclear = read_typed(table.replace("01/28/2026", "03/04/2026"))
    settled = read_typed("Bill To\nDayton, OH 45402\n" + table.replace("01/28/2026", "03/04/2026"))
    assert "ambiguous_date" in _holds(unclear)
    assert "ambiguous_date" not in _holds(settled)


def test_s2_166_thousands_or_decimals_that_nothing_settles_are_held_and_unproven() -> None:
    invoice = read_typed("""
Invoice No: 4711
Item      Description               Qty   Price    Amount
AB-100    Hex bolt                    3    1.250    3.750
AB-200    Washer kit                  2    2.500    5.000
                                          Total     8.750
""")
    assert "ambiguous_numbers" in _holds(invoice)
    assert {line.certainty for line in invoice.lines} == {Certainty.UNVERIFIED}
    assert invoice.header.total is not None
    assert invoice.header.total.certainty is Certainty.UNVERIFIED


@pytest.mark.parametrize("scanned", [True, False])
def test_s2_165_a_line_that_closes_only_if_the_printed_basis_is_passed_over_is_not_proven(scanned: bool) -> None:
    """Printed is 2.500 kg at 205,48 per 1000; read for 2,500 it multiplies without the basis as well."""
    invoice = read_typed(
        """
Artikel    Bezeichnung        Menge  Einheit   Preis  Preis je   Betrag
AB-100     Handschuhe         2,500  kg       205,48  1000       513,70
AB-200     Leuchten           63,90  Std       61,12  1        3.905,57
                                                      Summe    4.419,27
""",
        scanned=scanned,
    )
    first, second = invoice.lines
    assert first.amount is not None
    assert str(first.amount.value) == "513.70"
    assert first.certainty is (Certainty.UNVERIFIED if scanned else Certainty.CONSISTENT)
    assert second.certainty is Certainty.PROVEN
    assert "price_basis_assumed" in _holds(invoice)


@pytest.mark.parametrize(
    ("unit", "price", "held"),
    [
        ("PR", "4.00/100", True), ("PR", "4.00/C", True), ("PR", "4.00 MBF", True), ("PR", "4.00/CWT", True),
        ("M", "4.00/M", False), ("M", "4.00 M", False), ("PR", "4.00", False), ("PR", "4.00/PR", False),
    ],
)  # fmt: skip
def test_s2_165_a_price_that_is_printed_for_many_and_computed_for_one_is_held(
    unit: str, price: str, held: bool
) -> None:
    invoice = read_typed(f"""
Item      Description               Qty    Unit    Price       Amount
AB-100    Hex bolt                   12     {unit:4}   {price:9}    48.00
                                           Total                48.00
""")
    assert ("price_basis_assumed" in _holds(invoice)) is held


_BARE = """
Item      Description               Qty       Price       Amount
AB-100    Hex bolt                   12       {price}     {amount}
AB-200    Washer kit                  3       {other}     {second}
                                          Subtotal        {total}
                                          Total           {total}
"""


def _bare(price: str, amount: str, other: str, second: str, total: str, *, scanned: bool = True) -> set[Certainty]:
    text = _BARE.format(price=price, amount=amount, other=other, second=second, total=total)
    invoice = read_typed(text, scanned=scanned)
    assert invoice.header.total is not None
    return {*(line.certainty for line in invoice.lines), invoice.header.total.certainty}


def test_s2_166_a_scan_that_may_have_lost_every_point_proves_nothing() -> None:
    """12.50 and 1250 multiply and add up alike where all points are gone."""
    assert _bare("1250", "15000", "1000", "3000", "18000") == {Certainty.UNVERIFIED}
    assert _bare("1250", "15000", "1000", "3000", "18000", scanned=False) == {Certainty.PROVEN}
    assert _bare("12.50", "150.00", "10.00", "30.00", "180.00") == {Certainty.PROVEN}
    assert _bare("125", "1500", "10", "30", "1530") == {Certainty.PROVEN}, "nobody prints ten cents as 10"


_TAXED = """
Item      Description               Qty   Price    Amount
AB-100    Hex bolt                   10   10.00    100.00
AB-200    Washer kit                  4   10.00     40.00
                                       Subtotal    140.00
                                       Tax 10%     {tax}
                                       Total       {total}
"""


def _taxed(tax: str, total: str, *, scanned: bool = True) -> tuple[Certainty, Certainty]:
    header = read_typed(_TAXED.format(tax=tax, total=total), scanned=scanned).header
    assert header.tax_total is not None
    assert header.total is not None
    return header.tax_total.certainty, header.total.certainty


def test_s2_165_a_tax_beyond_its_printed_rate_backs_no_total_of_a_scan() -> None:
    assert _taxed("74.00", "214.00") == (Certainty.UNVERIFIED, Certainty.UNVERIFIED), "14.00 and 154.00, both misread"
    assert _taxed("14.00", "154.00") == (Certainty.CONSISTENT, Certainty.CONSISTENT)
    assert _taxed("4.00", "144.00") == (Certainty.CONSISTENT, Certainty.CONSISTENT), "not everything is taxed"
    assert _taxed("14.02", "154.02") == (Certainty.CONSISTENT, Certainty.CONSISTENT), "rounded up line by line"


def test_a_price_that_no_quantity_explains_on_one_line_is_no_price_on_the_next() -> None:
    # The first of the two columns holds the amounts without tax: on a line without tax it equals the amount.
    invoice = read_typed(
        """
Acme Supply Inc.          Invoice No: 4711     Date: 01/28/2026

Item      Description               Price      Amount
AB-100    Hex bolt                  30.00       30.00
AB-200    Washer kit                10.00       11.90
                                    Total       41.90
"""
    )
    assert [line.certainty for line in invoice.lines] == [Certainty.UNVERIFIED] * 2


def test_a_quantity_that_few_lines_have_and_no_price_bears_out_is_not_vouched_for() -> None:
    # "supplied" stands above the end of the longest text: on that line its last number is taken for a quantity.
    invoice = read_typed(
        """
Acme Supply Inc.          Invoice No: 4711     Date: 01/28/2026

No  Goods                  Supplied          Amount
1   Hex bolt                                  30.00
2   Hex bolt M8 x             40              10.00
3   Washer kit                                11.00
                                    Total     51.00
"""
    )
    assert [line.certainty for line in invoice.lines] == [
        Certainty.CONSISTENT,
        Certainty.UNVERIFIED,
        Certainty.CONSISTENT,
    ]


def test_s2_164_a_corrected_line_in_yen_is_rounded_to_the_yen() -> None:
    """What a person put right is checked again by the smallest coin of its currency: 3 × 333.5 are 1001 yen."""
    table = """
Acme Supply Inc.          Invoice No: 4711     Date: 01/28/2026     Currency: JPY

Item      Description               Qty   Price    Amount
AB-100    Hex bolt                    3   333.5      1001
AB-200    Washer kit                  2   500        1000
                                       Subtotal     2001
                                       Total        2001
"""
    again = prove_again(read_typed(table))
    assert {line.certainty for line in again.lines} == {Certainty.PROVEN}
    assert "line_arithmetic" not in _holds(again)
    assert all(check.holds for check in again.checks)
