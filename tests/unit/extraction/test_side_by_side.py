"""Which rows hold two lists side by side, and where those end (S2.161)."""

from __future__ import annotations

import pytest

from app.extraction.table.side_by_side import parted_lists
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import shipped_knowledge, typed_page

_HEAD = "Part no    Description      Qty    Each    Total        Work done         Hours    Rate    Total"
_OIL = "OF-2210    Oil filter         2   14.85    29.70        Annual service      3.5   62.00   217.00"
_PADS = "BP-771     Brake pads         1   86.40    86.40        Front pads          1.2   62.00    74.40"
_LEFT = ["Part no Description Qty Each Total", "OF-2210 Oil filter 2 14.85 29.70"]
_RIGHT = ["Work done Hours Rate Total", "Annual service 3.5 62.00 217.00"]
_PADS_LEFT, _PADS_RIGHT = "BP-771 Brake pads 1 86.40 86.40", "Front pads 1.2 62.00 74.40"


def _parted(*pages: tuple[str, ...]) -> list[str]:
    typed = [typed_page("\n".join(rows), number) for number, rows in enumerate(pages, 1)]
    rows = [row for page in typed for row in join_rows(page)]
    return [row.text for row in parted_lists(rows, typed, shipped_knowledge())]


def test_two_lists_come_one_after_the_other() -> None:
    assert _parted((_HEAD, _OIL, _PADS)) == [*_LEFT, _PADS_LEFT, *_RIGHT, _PADS_RIGHT]


@pytest.mark.parametrize(
    "row",
    [
        "Paid by card on delivery by the driver of the day, and thank you for your custom here",
        "Net                                                                                        291.40",
        "Net                                                                               EUR      291.40",
        "BP-771     Brake pads         1   86.40    86.40 each   Front pads          1.2   62.00    74.40",
    ],
)
def test_the_lists_end_at_what_crosses_the_gutter_and_at_a_label_with_its_sum_behind_it(row: str) -> None:
    assert _parted((_HEAD, _OIL, row, _PADS)) == [*_LEFT, *_RIGHT, " ".join(row.split()), " ".join(_PADS.split())]


@pytest.mark.parametrize(
    ("row", "left", "right"),
    [
        ("Filters", ["Filters"], []),
        (f"{'':92}12.00", [], ["12.00"]),
        (
            f"WB-88      Wiper blade        2    9.95    19.90{'':40}12.00",
            ["WB-88 Wiper blade 2 9.95 19.90"],
            ["12.00"],
        ),
        (f"Refill{'':55}Top up oil", ["Refill"], ["Top up oil"]),
    ],
)
def test_what_stands_in_one_list_alone_ends_none(row: str, left: list[str], right: list[str]) -> None:
    assert _parted((_HEAD, _OIL, row, _PADS)) == [*_LEFT, *left, _PADS_LEFT, *_RIGHT, *right, _PADS_RIGHT]


def test_words_that_reach_into_the_gutter_from_both_sides_leave_less_of_it() -> None:
    long, early = _PADS.replace("86.40        Front", "86.40EUR     Front"), _PADS.replace("  Front", "Refront")
    assert _parted((_HEAD, _OIL, long))[2] == "BP-771 Brake pads 1 86.40 86.40EUR"
    assert _parted((_HEAD, _OIL, early))[-1] == "Refront pads 1.2 62.00 74.40"
    longer = _PADS.replace("86.40        Front", "86.40EURO    Front")
    assert _parted((_HEAD, _OIL, longer))[2] == "BP-771 Brake pads 1 86.40 86.40EURO"
    earlier = _PADS.replace("    Front", "Prefront")
    assert (
        _parted((_HEAD, _OIL, longer, earlier))[-1] == "BP-771 Brake pads 1 86.40 86.40 Prefront pads 1.2 62.00 74.40"
    )


def test_lists_end_with_their_page() -> None:
    assert _parted((_HEAD, _OIL), (_PADS,)) == [*_LEFT, *_RIGHT, " ".join(_PADS.split())]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Part no    Description      Qty    Each    Net        Tax    Gross", "OF-2210  Oil filter  2  14.85  29.70"),
        (
            "Part no    Description      Qty    Each    Total      Qty   Each   Total",
            "OF-2210    Oil filter         2   14.85    29.70        2   14.85   29.70",
        ),
        (
            "Part no    Description      Qty    Each    Total      Code   Remark    Total",
            "OF-2210    Oil filter         2   14.85    29.70      AX     none      29.70",
        ),
        (
            "Part no    Description      Total      Work    Hours    Rate   Total",
            "OF-2210    Oil filter       29.70      Fit         2   14.85   29.70",
        ),
    ],
)
def test_columns_of_one_list_are_not_parted(head: str, row: str) -> None:
    assert _parted((head, row)) == [" ".join(head.split()), " ".join(row.split())]
