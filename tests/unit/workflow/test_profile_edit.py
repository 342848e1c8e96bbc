"""Rules of a profile, changed one at a time: drawn columns, labels and areas, units, charges, form, plain words."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from app.domain.invoice import ChargeKind, InvoiceHeader
from app.domain.provenance import Box, Extracted
from app.workflow.profile_edit import (
    BilledQuantity,
    ColumnKind,
    DateOrder,
    DrawnColumn,
    FieldKind,
    Profile,
    Word,
    columns_in,
    empty_profile,
    name_of_rule,
    tell,
    understood_words,
    with_charge,
    with_column_heading,
    with_columns_drawn,
    with_field_area,
    with_field_label,
    with_form,
    with_table_drawn,
    with_unit,
    without_column,
    without_field,
    without_table,
)


@pytest.fixture
def profile() -> Profile:
    header = InvoiceHeader(vendor_name=Extracted("Acme Ltd"), vendor_tax_id=Extracted("GB123456789"))
    return empty_profile("gb/acme", header)


def word(text: str, x0: float, top: float, page: int = 1) -> Word:
    return Word(text, Box(page, x0, top, x0 + 6 * len(text), top + 10))


TABLE = (
    word("Item", 40, 100), word("Description", 100, 100), word("Qty", 300, 100), word("Amount", 380, 100),
    word("A1", 40, 120), word("Steel", 100, 120), word("bolt", 134, 120), word("10", 306, 120), word("12.00", 386, 120),
    word("A2", 40, 140), word("Nut", 100, 140), word("5", 312, 140), word("3.50", 392, 140),
    word("Total", 300, 300), word("15.50", 386, 300),
)  # fmt: skip


def test_an_empty_profile_knows_its_vendor_by_name_and_tax_id(profile: Profile) -> None:
    assert profile.recognition.names == ("Acme Ltd",)
    assert profile.recognition.tax_ids == ("GB123456789",)
    assert not profile.columns


def test_columns_are_found_in_an_area_that_is_drawn_around_the_table(profile: Profile) -> None:
    found = columns_in(TABLE, Box(1, 30, 90, 440, 160))
    assert [column.heading for column in found] == ["Item", "Description", "Qty", "Amount"]
    assert [column.kind for column in found] == [
        ColumnKind.ITEM_CODE, ColumnKind.DESCRIPTION, ColumnKind.QUANTITY, ColumnKind.AMOUNT,
    ]  # fmt: skip
    assert found[0].x0 == 30
    assert found[-1].x1 == 440
    for left, right in pairwise(found):
        assert left.x1 == right.x0
    changed = with_columns_drawn(profile, found)
    assert changed.columns[ColumnKind.QUANTITY].headings == ("Qty",)
    assert changed.columns[ColumnKind.QUANTITY].x_range == (found[2].x0, found[2].x1)


def test_the_place_of_a_table_that_is_drawn_is_kept_to_the_foot_of_the_page(profile: Profile) -> None:
    once = with_table_drawn(profile, Box(1, 30, 90, 440, 160))
    assert once.line_table is not None
    assert (once.line_table.first.x0, once.line_table.first.top, once.line_table.first.x1) == (30, 90, 440)
    assert once.line_table.first.bottom >= 1191, "the next invoice may have more lines"
    twice = with_table_drawn(once, Box(3, 30, 50, 440, 160))
    assert twice.line_table is not None
    assert twice.line_table.first == once.line_table.first
    assert twice.line_table.following is not None
    assert (twice.line_table.following.page, twice.line_table.following.top) == (3, 50)
    again = with_table_drawn(twice, Box(1, 20, 80, 450, 160))
    assert again.line_table is not None
    assert (again.line_table.first.top, again.line_table.following) == (80, twice.line_table.following)
    assert without_table(twice).line_table is None


def test_nothing_is_found_where_nothing_stands(profile: Profile) -> None:
    assert columns_in(TABLE, Box(2, 0, 0, 600, 800)) == ()
    assert columns_in((), Box(1, 0, 0, 600, 800)) == ()
    assert with_columns_drawn(profile, ()) == profile


def test_a_heading_is_set_and_a_column_forgotten(profile: Profile) -> None:
    one = with_column_heading(profile, ColumnKind.PRICE, ("Each", " ", "Each"))
    assert one.columns[ColumnKind.PRICE].headings == ("Each",)
    assert with_column_heading(one, ColumnKind.PRICE, ("",)) == profile
    assert without_column(one, ColumnKind.PRICE) == profile


def test_a_heading_that_is_given_to_another_column_leaves_the_one_before(profile: Profile) -> None:
    two = with_column_heading(profile, ColumnKind.OTHER_CODE, ("Our Item", "Mfr"))
    moved = with_column_heading(two, ColumnKind.ITEM_CODE, ("OUR ITEM",))
    assert {kind: rule.headings for kind, rule in moved.columns.items()} == {
        ColumnKind.OTHER_CODE: ("Mfr",), ColumnKind.ITEM_CODE: ("OUR ITEM",),
    }  # fmt: skip
    drawn = with_columns_drawn(two, (DrawnColumn(40.0, 90.0, "Mfr", ColumnKind.ITEM_CODE),))
    assert drawn.columns[ColumnKind.OTHER_CODE].headings == ("Our Item",)


def test_a_label_that_is_given_to_another_field_leaves_the_one_before(profile: Profile) -> None:
    number = with_field_label(profile, FieldKind.INVOICE_NUMBER, ("Our ref",))
    moved = with_field_label(number, FieldKind.PO_NUMBER, ("Our Ref.",))
    assert {kind: rule.labels for kind, rule in moved.fields.items()} == {FieldKind.PO_NUMBER: ("Our Ref.",)}


def test_a_field_is_found_by_label_or_place(profile: Profile) -> None:
    labelled = with_field_label(profile, FieldKind.INVOICE_NUMBER, ("Our ref:",))
    assert labelled.fields[FieldKind.INVOICE_NUMBER].labels == ("Our ref",)
    placed = with_field_area(labelled, FieldKind.TOTAL, Box(3, 10, 20, 30.123, 40), pages=3)
    area = placed.fields[FieldKind.TOTAL].area
    assert area is not None
    assert (area.page, area.x1) == (-1, 30.1)
    assert with_field_area(placed, FieldKind.TOTAL, None) == labelled
    assert without_field(labelled, FieldKind.INVOICE_NUMBER) == profile


def test_units_charges_and_form(profile: Profile) -> None:
    assert with_unit(profile, "CTN", "carton").units == {"CTN": "CT"}
    assert with_unit(with_unit(profile, "CTN", "CT"), "CTN", "") == profile
    with pytest.raises(ValueError, match="frobnicate"):
        with_unit(profile, "X", "frobnicate")
    assert with_charge(profile, "Delivery", ChargeKind.FREIGHT).accessorials == {"Delivery": ChargeKind.FREIGHT}
    assert with_charge(with_charge(profile, "Delivery", ChargeKind.FREIGHT), "Delivery", None) == profile
    formed = with_form(
        profile,
        date_order=DateOrder.DAY_FIRST,
        decimal_separator=",",
        billed_quantity=BilledQuantity.SHIPPED,
        price_basis=Decimal(100),
        last_line=None,
    )
    assert (formed.date_order, formed.decimal_separator, formed.price_basis) == (DateOrder.DAY_FIRST, ",", Decimal(100))


def test_plain_words_say_what_was_understood_and_what_was_not(profile: Profile) -> None:
    found = understood_words("dates are day first; frobnicate the widgets")
    assert len(found.said) == 1
    assert len(found.not_understood) == 1
    assert tell(profile, found).date_order is DateOrder.DAY_FIRST
    assert "day first" in tell(profile, found).notes


def test_every_rule_has_a_name_in_words() -> None:
    for kind in (*ColumnKind, *FieldKind):
        assert name_of_rule(kind.value)
        assert "_" not in name_of_rule(kind.value)
