"""What one corrected invoice teaches must hold on the vendor's next one: other lines, other rates, other heights."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.invoice import ChargeKind, Invoice
from app.domain.provenance import Extracted
from app.extraction.learning.ideas import with_field
from app.extraction.learning.lines import basis_idea
from app.extraction.learning.profile_learning import learn_profile
from app.extraction.profiles.model import Area, FieldKind, FieldRule, Profile, Recognition
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

LOTS = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item       Description          Qty  UM   Price    Amount
AX-1001    Steel bolt            10  EA    2.00     20.00
           Heat / lot           833       49.50
AX-1002    Washer                 5  EA    3.00     15.00
           Heat / lot           287       16.50

                                  Total             35.00
"""
LEVIED = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item       Description          Qty  UM   Price    Amount
AX-1001    Steel bolt            10  EA    2.00     20.00
AX-1002    Washer                 5  EA    3.00     15.00

                                  Subtotal          35.00
                                  Levy 6%            2.10
                                  Total             37.10
"""
LEVIED_NEXT = """
Acme Supply                    Invoice Number: 5007
                               Invoice Date: March 21, 2026

Item       Description          Qty  UM   Price    Amount
AX-1001    Steel bolt            10  EA    2.00     20.00
AX-1002    Washer                 5  EA    3.00     15.00
AX-1003    Nut                   10  EA    1.50     15.00

                                  Subtotal          50.00
                                  Levy 7.5%          3.75
                                  Total             53.75
"""
HUNDREDS = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026

Item       Description          Qty  UM   Price    Amount
AX-1001    Steel bolt           200  EA    9.00     18.00
AX-1002    Washer               500  EA    3.00     15.00
AX-1003    Nut                  120  EA    5.00      6.00

                                  Total             39.00
"""


def _learned(text: str, right: Invoice) -> Profile:
    read = read_typed(text)
    learned = learn_profile(
        [typed_page(text)],
        read,
        right,
        knowledge=shipped_knowledge(),
        existing=None,
        profile_id="us/acme",
    )
    assert learned.missed == ()
    return learned.profile


def _taxed(read: Invoice) -> Invoice:
    """Return the invoice as a person puts it right: its sums, and no more than two lines."""
    sums = {"subtotal": "35.00", "tax_total": "2.10", "total": "37.10"}
    typed = {name: Extracted(Decimal(text), text) for name, text in sums.items()}
    return replace(read, header=replace(read.header, **typed), lines=read.lines[:2], charges=())  # type: ignore[arg-type]


def test_rows_with_other_figures_below_each_line_are_no_lines_on_the_next_invoice() -> None:
    read = read_typed(LOTS)
    right = replace(read, lines=tuple(line for line in read.lines if line.description.value != "Heat / lot"))
    assert len(right.lines) == 2 < len(read.lines)
    profile = _learned(LOTS, right)
    following = LOTS.replace("833       49.50", "14       7.25").replace("287       16.50", "90       1.10")
    assert [line.description.value for line in read_typed(following, profile=profile).lines] == ["Steel bolt", "Washer"]


def test_a_tax_in_a_vendors_own_word_is_found_at_another_rate_and_further_down() -> None:
    read = read_typed(LEVIED)
    profile = _learned(LEVIED, _taxed(read))
    assert profile.fields[FieldKind.TAX_TOTAL].labels == ("Levy",)
    header = read_typed(LEVIED_NEXT, profile=profile).header
    assert (header.tax_total and header.tax_total.value) == Decimal("3.75")


def test_a_tax_under_a_single_letter_is_known_by_it() -> None:
    text, following = (page.replace("Levy 6%  ", "H        ") for page in (LEVIED, LEVIED_NEXT))
    following = following.replace("Levy 7.5%", "H        ")
    read = read_typed(text)
    profile = _learned(text, _taxed(read))
    assert profile.fields[FieldKind.TAX_TOTAL].labels == ("H",)
    header = read_typed(following, profile=profile).header
    assert (header.tax_total and header.tax_total.value) == Decimal("3.75")


def test_what_prices_are_per_is_kept_for_invoices_that_show_it_less() -> None:
    read = read_typed(HUNDREDS)
    assert {line.price_basis for line in read.lines} == {Decimal(100)}
    assert _learned(HUNDREDS, read).price_basis == Decimal(100)


def test_two_lines_are_too_few_to_say_what_prices_are_per() -> None:
    read = read_typed(
        HUNDREDS.replace("AX-1003    Nut                  120  EA    5.00      6.00\n", "").replace("39.00", "33.00")
    )
    right = replace(read, lines=tuple(replace(line, price_basis=Decimal(100)) for line in read.lines))
    assert basis_idea(right) is None


def test_a_label_that_is_learned_for_one_field_is_no_longer_another_fields() -> None:
    known = with_field(
        Profile("us/acme", 1, "Acme", Recognition(names=("Acme",))), FieldKind.TOTAL, FieldRule(("Sum",))
    )
    learned = with_field(known, FieldKind.SUBTOTAL, FieldRule(("SUM:",)))
    assert dict(learned.fields) == {FieldKind.SUBTOTAL: FieldRule(("SUM:",))}


FREIGHTED = LEVIED.replace("Levy 6%", "Freight")


@pytest.mark.parametrize("label", ["Freight", "Outbound freight", "Freight UPS"])
def test_no_profile_makes_a_tax_of_freight_that_the_terms_limit(label: str) -> None:
    text = FREIGHTED.replace("Freight ", f"{label}     ")
    told = Profile("us/acme", 1, "Acme Supply", Recognition(names=("Acme Supply",)))
    invoice = read_typed(text, profile=with_field(told, FieldKind.TAX_TOTAL, FieldRule((label,))))
    assert invoice.header.tax_total is None
    assert [(charge.kind, charge.amount.value) for charge in invoice.charges] == [(ChargeKind.FREIGHT, Decimal("2.10"))]


def test_no_place_makes_a_tax_of_freight() -> None:
    row = next(row for row in join_rows(typed_page(FREIGHTED)) if row.words[0].text == "Freight")
    area = Area(1, row.words[-1].x0 - 4, row.top - 4, row.words[-1].x1 + 4, row.bottom + 4)
    told = Profile("us/acme", 1, "Acme Supply", Recognition(names=("Acme Supply",)))
    invoice = read_typed(FREIGHTED, profile=with_field(told, FieldKind.TAX_TOTAL, FieldRule((), area)))
    assert invoice.header.tax_total is None
