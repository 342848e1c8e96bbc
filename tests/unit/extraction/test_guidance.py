"""Vendor profiles are tried, never trusted (S2.172)."""

from __future__ import annotations

from decimal import Decimal

from app.domain.invoice import ChargeKind
from app.domain.provenance import Certainty
from app.extraction.profiles.model import (
    Area,
    BilledQuantity,
    ColumnRule,
    DateOrder,
    FieldKind,
    FieldRule,
    Profile,
    Recognition,
)
from app.extraction.values.column_kinds import ColumnKind
from tests.helpers.typed_pages import COLUMN, lines_of, read_typed

_BASE = Profile(id="us/acme", version=1, vendor_name="Acme Supply", recognition=Recognition(names=("Acme Supply",)))


def _profile(**changes: object) -> Profile:
    from dataclasses import replace

    return replace(_BASE, **changes)  # type: ignore[arg-type]


_ODD = """
Acme Supply     Beleg-Zahl: 4711     On: 03/04/2026

Zonk    Flurb                     Blips   Plonk    Grumm
A 77    Hex bolt                     12    2.50    30.00
B 78    Washer kit                    3   10.00    30.00
        Hopla                                       5.00
                                       Endlich     65.00
"""


def test_a_profiles_headings_and_labels_are_read() -> None:
    profile = _profile(
        columns={
            ColumnKind.ITEM_CODE: ColumnRule(("Zonk",)),
            ColumnKind.DESCRIPTION: ColumnRule(("Flurb",)),
            ColumnKind.QUANTITY: ColumnRule(("Blips",)),
            ColumnKind.PRICE: ColumnRule(("Plonk",)),
            ColumnKind.AMOUNT: ColumnRule(("Grumm",)),
        },
        fields={
            FieldKind.INVOICE_NUMBER: FieldRule(("Beleg-Zahl",)),
            FieldKind.INVOICE_DATE: FieldRule(("On",)),
            FieldKind.TOTAL: FieldRule(("Endlich",)),
        },
        accessorials={"Hopla": ChargeKind.FREIGHT},
        date_order=DateOrder.DAY_FIRST,
    )
    invoice = read_typed(_ODD, profile=profile)
    assert lines_of(invoice) == [("A 77", "12", None, "2.50", "30.00"), ("B 78", "3", None, "10.00", "30.00")]
    assert [charge.kind for charge in invoice.charges] == [ChargeKind.FREIGHT]
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "4711"
    assert invoice.header.invoice_date is not None
    assert invoice.header.invoice_date.value.isoformat() == "2026-04-03"
    assert invoice.header.total is not None
    assert invoice.header.total.certainty is Certainty.PROVEN


def test_a_profile_that_makes_the_sums_worse_loses() -> None:
    table = """
Acme Supply    Invoice No: 4711
Qty   Item      Description            Price     Amount
 12   AB-100    Hex bolt                2.50      30.00
  3   AB-200    Washer kit             10.00      30.00
                                       Total      60.00
"""
    wrong = _profile(
        columns={ColumnKind.QUANTITY: ColumnRule(("Amount",)), ColumnKind.AMOUNT: ColumnRule(("Qty",))},
        price_basis=Decimal(1000),
    )
    assert lines_of(read_typed(table, profile=wrong)) == lines_of(read_typed(table))


def test_the_billed_quantity_of_a_profile() -> None:
    table = """
Qty   Shipped   Item      Description          Price     Amount
 10        12   AB-100    Hex bolt              2.50     25.00
  3         4   AB-200    Washer kit           10.00     30.00
                                               Total     55.00
"""
    invoice = read_typed(table, profile=_profile(billed_quantity=BilledQuantity.QUANTITY))
    assert [line[1] for line in lines_of(invoice)] == ["10", "3"]


def test_units_codes_and_ignored_rows_of_a_profile() -> None:
    table = """
Qty   U/M    Description                   Price     Amount
 12   FLB    Hex bolt x77 steel             2.50      30.00
~ do not bill ~                             1.00       1.00
  3   FLB    Washer kit x78                10.00      30.00
                                           Total      60.00
"""
    profile = _profile(units={"FLB": "BX"}, item_code="x##", ignore_lines=("~*",))
    assert lines_of(read_typed(table, profile=profile)) == [
        ("x77", "12", "BX", "2.50", "30.00"),
        ("x78", "3", "BX", "10.00", "30.00"),
    ]


def test_places_of_columns_and_fields_without_any_heading() -> None:
    page = """
4711                  blah

12.50  Hex bolt          2.00      25.00
 3.00  Washer kit        5.00      15.00
                                   40.00
"""

    def _x(start: int, end: int) -> tuple[float, float]:
        return (20 + start * COLUMN - 2, 20 + end * COLUMN + 2)

    profile = _profile(
        columns={
            ColumnKind.QUANTITY: ColumnRule(x_range=_x(0, 5)),
            ColumnKind.DESCRIPTION: ColumnRule(x_range=_x(7, 22)),
            ColumnKind.PRICE: ColumnRule(x_range=_x(24, 30)),
            ColumnKind.AMOUNT: ColumnRule(x_range=_x(33, 41)),
        },
        fields={
            FieldKind.INVOICE_NUMBER: FieldRule(area=Area(1, 0, 0, 100, 30)),
            FieldKind.TOTAL: FieldRule(area=Area(1, 180, 74, 260, 90)),
        },
    )
    invoice = read_typed(page, profile=profile)
    assert [line[1:] for line in lines_of(invoice)] == [
        ("12.50", None, "2.00", "25.00"),
        ("3.00", None, "5.00", "15.00"),
    ]
    assert invoice.header.invoice_number is not None
    assert invoice.header.invoice_number.value == "4711"
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "40.00"


def test_a_vendors_own_unit_is_known_by_its_look_alike_on_a_scan_and_only_where_it_is_one() -> None:
    page = """
    Acme Supply     Invoice No. 4711     On: 03/04/2026

    Item     Description                  Qty    Unit    Price    Amount
    47821    Hex bolt                      12    {unit}     2.50     30.00

                                                 Total             30.00
    """
    units = {"Q1": "EA", "KST": "BX", "KS7": "CT"}
    read = {
        unit: read_typed(page.format(unit=unit), profile=_profile(units=units)).lines[0].uom
        for unit in ("Q1", "Ql", "K5T", "KS7", "QX", "CS")
    }
    known = {unit: found.value for unit, found in read.items() if found is not None}
    assert known == {"Q1": "EA", "Ql": "EA", "K5T": "BX", "KS7": "CT", "QX": "QX", "CS": "CS"}
    assert all(found is not None and found.raw == unit for unit, found in read.items())
