"""Where a profile says that the line table lies, only there are lines looked for (S2.172)."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from app.extraction.profiles.model import Area, ColumnRule, LineTable, Profile, Recognition
from app.extraction.profiles.parsing import parse_profile
from app.extraction.profiles.vendor_detection import places_only
from app.extraction.profiles.writing import profile_toml
from app.extraction.table.area import cut_at_area
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import COLUMN, ROW, lines_of, read_typed, typed_page

_BASE = Profile(id="us/acme", version=1, vendor_name="Acme Supply", recognition=Recognition(names=("Acme Supply",)))

# Beside and below the lines the vendor prints offers of its own: they multiply, and nobody was billed for them.
_OFFERS = """
Acme Supply    Invoice No: 4711    Date: 2026-03-04

Item      Description           Qty    Price    Amount
AB-100    Hex bolt               12     2.50     30.00
AB-200    Washer kit              3    10.00     30.00

Item      Description           Qty    Price    Amount
ZZ-900    Try our drill           1    99.00     99.00
ZZ-901    Try our saw             2    45.00     90.00
"""


def _area(first_row: int, last_row: int, *, page: int = 1, left: int = 0, right: int = 80) -> Area:
    """Return the area around some rows (from 0) and characters of a typed page."""
    top, bottom = 20 + first_row * ROW - 2, 20 + (last_row + 1) * ROW - 3
    return Area(page, 18 + left * COLUMN, top, 18 + right * COLUMN, bottom)


def _with(first: Area, following: Area | None = None, **changes: object) -> Profile:
    return replace(_BASE, line_table=LineTable(first, following), **changes)  # type: ignore[arg-type]


def test_a_table_outside_the_area_has_no_lines() -> None:
    assert len(read_typed(_OFFERS).lines) == 4, "without the profile nothing tells the offers from the lines"
    invoice = read_typed(_OFFERS, profile=_with(_area(2, 4)))
    assert invoice.profile == "us/acme"
    assert [code for code, *_ in lines_of(invoice)] == ["AB-100", "AB-200"]


def test_totals_are_found_outside_the_area() -> None:
    invoice = read_typed(
        _OFFERS + "\n" * 3 + "Total                                     60.00\n", profile=_with(_area(2, 4))
    )
    assert invoice.header.total is not None
    assert str(invoice.header.total.value) == "60.00"
    assert all(check.holds for check in invoice.checks)


def test_an_area_that_cuts_lines_off_loses_to_the_reading_without_it() -> None:
    page = _OFFERS.split("\n\nItem      Description           Qty    Price    Amount\nZZ", maxsplit=1)[0]
    page += "\n                                Total    60.00\n"
    invoice = read_typed(page, profile=_with(_area(2, 3)))
    assert invoice.profile is None
    assert len(invoice.lines) == 2


_FIRST = """
Acme Supply    Invoice No: 4711    Date: 2026-03-04
Summary of your account
Item      Description           Qty    Price    Amount
OLD-1     Last month              1    70.00     70.00


Item      Description           Qty    Price    Amount
AB-100    Hex bolt               12     2.50     30.00
"""
_SECOND = """
Acme Supply
AB-200    Washer kit              3    10.00     30.00
AB-300    Rivet                   4     5.00     20.00

OLD-2     Last month              1    12.00     12.00
"""


def test_following_pages_have_an_area_of_their_own() -> None:
    profile = _with(_area(6, 7), _area(1, 2, page=2))
    invoice = read_typed(_FIRST, _SECOND, _SECOND.replace("AB-2", "CD-2"), profile=profile)
    assert [code for code, *_ in lines_of(invoice)] == ["AB-100", "AB-200", "AB-300", "CD-200", "AB-300"]


def test_pages_before_the_first_have_no_lines_and_later_ones_without_an_area_any() -> None:
    letter = _OFFERS.split("ZZ-900", maxsplit=1)[0]
    rows = [
        row for number, text in enumerate((letter, _FIRST, _SECOND), 1) for row in join_rows(typed_page(text, number))
    ]
    _, outside = cut_at_area(rows, LineTable(_area(6, 7, page=2)))
    assert {rows[index].page for index in outside} == {1, 2}
    assert all(index in outside for index, row in enumerate(rows) if row.page == 1)
    assert not any(index in outside for index, row in enumerate(rows) if row.page == 3)


def test_what_stands_beside_the_table_is_parted_from_its_rows() -> None:
    page = typed_page("AB-100    Hex bolt    12    2.50    30.00      Box 4    7.00")
    rows, outside = cut_at_area(join_rows(page), LineTable(_area(0, 0, right=44)))
    assert [(row.text, index in outside) for index, row in enumerate(rows)] == [
        ("Box 4 7.00", True),
        ("AB-100 Hex bolt 12 2.50 30.00", False),
    ]
    assert [cell.text for cell in rows[1].cells] == ["AB-100", "Hex bolt", "12", "2.50", "30.00"]


def test_the_last_page_may_be_the_first_with_lines() -> None:
    rows = [row for number in (1, 2) for row in join_rows(typed_page(_OFFERS, number))]
    cut, outside = cut_at_area(rows, LineTable(_area(2, 4, page=-1)))
    assert {cut[index].page for index in range(len(cut)) if index not in outside} == {2}


def test_places_of_columns_are_looked_for_in_the_area_alone() -> None:
    columns = {
        ColumnKind.ITEM_CODE: ColumnRule(x_range=(18, 65)),
        ColumnKind.DESCRIPTION: ColumnRule(x_range=(67, 168)),
        ColumnKind.QUANTITY: ColumnRule(x_range=(170, 210)),
        ColumnKind.PRICE: ColumnRule(x_range=(212, 255)),
        ColumnKind.AMOUNT: ColumnRule(x_range=(257, 310)),
    }
    bare = "\n".join(line for line in _OFFERS.split("\n") if not line.startswith("Item"))
    invoice = read_typed(bare, profile=_with(_area(2, 3), columns=columns))
    assert [code for code, *_ in lines_of(invoice)] == ["AB-100", "AB-200"]


_FILE = """
id = "us/acme"
version = 1
vendor_name = "Acme Supply"
[recognise]
names = ["Acme Supply"]
[line_table]
"""


@pytest.mark.parametrize(
    ("areas", "fault"),
    [
        ("first = [1, 40, 180]", "line_table.first"),
        ("first = [1, 570, 180, 40, 620]", "line_table.first"),
        ("first = [0, 40, 180, 570, 620]", "line_table.first"),
        ("following = [2, 40, 60, 570, 720]", "line_table.first"),
        ("first = [2, 40, 180, 570, 620]\nfollowing = [2, 40, 60, 570, 720]", "line_table.following"),
        ("first = [-1, 40, 180, 570, 620]\nfollowing = [2, 40, 60, 570, 720]", "line_table.following"),
        ("frist = [1, 40, 180, 570, 620]", "frist"),
    ],
)
def test_faults_are_named(areas: str, fault: str) -> None:
    profile, faults = parse_profile(tomllib.loads(_FILE + areas))
    assert profile is None
    assert any(fault in text for text in faults), faults


def test_a_profile_with_areas_is_written_and_read_again() -> None:
    profile = _with(Area(1, 40.0, 180.5, 570.0, 620.0), Area(2, 40.0, 60.0, 570.0, 720.0))
    text = profile_toml(profile)
    assert "first = [1, 40, 180.5, 570, 620]" in text
    assert parse_profile(tomllib.loads(text)) == (profile, ())
    assert places_only(profile).line_table == profile.line_table
