"""Values travel as records and come back equal; what does not fit is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Choice, Command
from app.domain.invoice import Invoice, InvoiceHeader, InvoiceLine, Reading
from app.domain.match import Conversion, Desk, FactorSource, Group, GroupEvidence, ItemTie, Match, Pattern
from app.domain.money import EXACT
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.provenance import Box, Certainty, Extracted, Method
from app.domain.record import canonical_json, from_record, to_record

LINE = InvoiceLine(
    1,
    1,
    Extracted("Hex nut", "Hex nut", Box(1, 1.5, 2.25, 3.125, 4.0)),
    quantity=Extracted(Decimal("10.50"), "10,50", None, Method.OCR, Certainty.PROVEN, "1050"),
)
READING = Reading(
    "a.pdf",
    "00",
    1,
    "0.1",
    Invoice(InvoiceHeader(invoice_date=Extracted(date(2026, 3, 1)), po_numbers=(Extracted("PO-1"),)), (LINE,)),
)
MATCH = Match(
    ("PO-1",),
    None,
    (
        Group(
            (1,),
            (LineRef("PO-1", 3),),
            (Pattern.SPLIT,),
            GroupEvidence(
                {1: ItemTie.CODE}, Conversion(None, "CS", Fraction(1, 24), FactorSource.ITEM), Decimal("1.0")
            ),
            ((LineRef("PO-1", 3),), ()),
        ),
    ),
)
DESK = Desk(
    orders=(PurchaseOrder("PO-1", "V1", (OrderLine(LineRef("PO-1", 3), "A", "x", Decimal(1), "EA", Decimal(2)),)),)
)


@pytest.mark.parametrize("value", [READING, MATCH, DESK, Command(action="accept", seen_version=1)])  # type: ignore[arg-type]
def test_a_value_comes_back_equal_from_its_record(value: object) -> None:
    assert from_record(type(value), to_record(value)) == value
    assert canonical_json(to_record(value)) == canonical_json(to_record(from_record(type(value), to_record(value))))


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    length: int
    end: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "end", self.start + self.length)


def test_what_a_value_works_out_for_itself_is_no_part_of_its_record() -> None:
    span = _Span(3, 4)
    assert to_record(span) == {"start": 3, "length": 4}
    assert from_record(_Span, to_record(span)) == span


def test_a_decimal_keeps_its_digits() -> None:
    assert to_record(Decimal("10.10")) == "10.10"
    assert to_record(Decimal("1E+3")) == "1000"


def test_what_does_not_fit_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="Choice: unknown field 'surplus'"):
        from_record(Choice, {"invoice_line": 1, "po_lines": [], "surplus": 1})
    with pytest.raises(ValueError, match=r"Choice\.invoice_line: expected int"):
        from_record(Choice, {"invoice_line": "1", "po_lines": []})
    with pytest.raises(ValueError, match="Choice"):
        from_record(Choice, {})


def test_canonical_json_has_no_floats() -> None:
    with pytest.raises(TypeError, match="floats"):
        canonical_json({"a": [0.1]})


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_every_figure_that_exact_arithmetic_gives_comes_back(value: Decimal) -> None:
    with localcontext(EXACT):
        worked_out = value / 3
    for figure in (value, worked_out):
        evidence = GroupEvidence(billed_quantity=figure)
        assert from_record(GroupEvidence, to_record(evidence)) == evidence


@pytest.mark.parametrize("text", ["NaN", "1e5", "Infinity", "1_0", "٣", "1" * 201])
def test_a_record_holds_plain_decimals_only(text: str) -> None:
    with pytest.raises(ValueError, match="billed_quantity"):
        from_record(GroupEvidence, {"billed_quantity": text})
