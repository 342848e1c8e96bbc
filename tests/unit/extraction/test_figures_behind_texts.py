"""Figures that end the texts of most lines, one under the other, are columns whose headings were lost (S2.161)."""

from __future__ import annotations

import pytest

from tests.helpers.typed_pages import read_typed

_ROWS = {
    "Canvas rope marine": "WB-310    {:41}4     2.00      8.00",
    "Softshell black": "WJ-220    {:41}3     2.00      6.00",
    "Overall cotton": "OV-118    {:41}5     2.00     10.00",
    "Work gloves": "WG-440    {:41}1     6.00      6.00",
    "Safety vest": "SV-550    {:41}2     4.00      8.00",
}


def _described(behind: list[str], at: int | list[int] = 24) -> list[str]:
    """Read as many lines as there are texts to stand behind theirs, each at its place, and return what each is called.

    A column whose heading says nothing is no part of it.
    """
    places = at if isinstance(at, list) else [at] * len(behind)
    rows = [
        row.format(text.ljust(place) + more if more else text)
        for (text, row), more, place in zip(_ROWS.items(), behind, places, strict=False)
    ]
    total = sum(float(row.split()[-1]) for row in rows)
    heads = "Item      Description                         Qty    Price    Amount"
    page = "\n".join((heads, *rows, f"{'':39}Total           {total:>10.2f}"))
    invoice = read_typed(page)
    assert [str(line.quantity.value) for line in invoice.lines if line.quantity] == ["4", "3", "5", "1", "2"][
        : len(rows)
    ]
    return [line.description.value.removeprefix(text) for text, line in zip(_ROWS, invoice.lines, strict=False)]


@pytest.mark.parametrize("behind", [["12", "10", "11"], ["12", "10", ""], ["12      cm", "10      cm", "11      mm"]])
def test_figures_and_their_units_behind_most_texts_are_no_part_of_them(behind: list[str]) -> None:
    assert _described(behind) == [""] * len(behind)


@pytest.mark.parametrize(
    "behind",
    [
        ["12", "10", "", "", ""],  # too few
        ["12 cm", "10 cm", "11 cm"],  # one text with its unit
        ["12    marine", "10    marine", "11    marine"],  # no unit is so long
        ["cm", "cm", "cm"],
    ],
)
def test_what_ends_few_texts_or_goes_on_with_them_is_theirs(behind: list[str]) -> None:
    assert _described(behind) == [f" {' '.join(more.split())}" if more else "" for more in behind]


def test_figures_that_do_not_stand_under_each_other_are_of_their_texts() -> None:
    assert _described(["12", "10", "11"], [21, 25, 29]) == [" 12", " 10", " 11"]
