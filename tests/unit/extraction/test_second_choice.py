"""Which of two readings counts: settled by neighbours or a third reading, else shown as doubtful."""

from __future__ import annotations

import pytest

from app.extraction.scans.second_choice import Choice, choose_code, form, same_text, single_best, subsets


def _not_asked() -> str:
    raise AssertionError("nothing was left to decide")


@pytest.mark.parametrize(
    ("first", "second", "agreed", "text"),
    [
        ("3SFO2", "3SF02", ["7YG11", "5MU76"], "3SF02"),
        ("3SF02", "3SFO2", ["7YG11", "5MU76"], "3SF02"),
        ("82ZM17", "8ZM17", ["7YG11"], "8ZM17"),
        ("PO-1O493", "PO-10493", ["PO-10487"], "PO-10493"),
        ("S10042", "SI0042", ["SI0042"], "SI0042"),
    ],
)
def test_a_code_takes_the_form_of_its_column(first: str, second: str, agreed: list[str], text: str) -> None:
    assert choose_code(first, second, 99, agreed, _not_asked) == Choice(text, settled=True)


def test_readings_that_say_the_same_are_settled() -> None:
    assert choose_code("dj-5860", "DJ 5860", 40, [], _not_asked) == Choice("dj-5860", settled=True)


def test_a_third_reading_settles_what_no_neighbour_does() -> None:
    assert choose_code("S10042", "SI0042", 98, [], lambda: "SI0042") == Choice("SI0042", settled=True)


def test_a_third_reading_by_the_first_reader_does_not_outvote_the_second() -> None:
    """The first and the third are one program: what it misreads once it may misread again."""
    assert choose_code("NUD5994", "NMD5994", 98, ["XNE7191"], lambda: "NUD5994") == Choice("NMD5994", settled=False)


@pytest.mark.parametrize(("first", "second"), [("PO-20229", "P0-20229"), ("IL-4710", "I1-4710")])
def test_letters_here_and_digits_there_are_printed_rather_than_signs_like_them(first: str, second: str) -> None:
    assert choose_code(first, second, 98, [], lambda: first) == Choice(first, settled=True)
    assert choose_code(first, second, 98, [], lambda: second) == Choice(second, settled=True)
    assert not choose_code(first, second, 70, [], lambda: "").settled


def test_what_does_not_look_alike_is_not_settled_by_the_form_alone() -> None:
    assert not choose_code("PO-20229", "P8-20229", 98, [], lambda: "PO-20229").settled
    assert not choose_code("A0-2022", "AO-2022", 98, [], lambda: "A0-2022").settled
    assert not choose_code("OIL", "011", 98, [], lambda: "OIL").settled


def test_a_first_reading_that_mixes_letters_and_digits_itself_is_not_printed_rather() -> None:
    assert choose_code("P0-2O229", "PO-2O229", 50, [], lambda: "P0-2O229") == Choice("P0-2O229", settled=False)


def test_a_hesitant_second_reading_leaves_the_first_in_doubt() -> None:
    assert choose_code("NUD5994", "NMD5994", 55, [], lambda: "NMD5994") == Choice("NUD5994", settled=False)


def test_the_form_tells_letters_from_digits_and_keeps_marks() -> None:
    assert form("Sf-02/b") == "AA-99/A"
    assert same_text("INV-045", "inv 045")
    assert not same_text("SI004", "S1004")


def test_few_changes_are_tried_in_every_combination_and_many_only_at_once() -> None:
    assert subsets(2, 3) == [(0,), (1,), (0, 1)]
    assert len(subsets(3, 3)) == 7
    assert subsets(4, 3) == [(0, 1, 2, 3)]


@pytest.mark.parametrize(
    ("scores", "best"), [([3.0, 7.0], 1), ([7.0, 7.0], None), ([5.0, 4.0], None), ([], None), ([6.0, 5.5], 0)]
)
def test_only_a_single_better_reading_is_taken(scores: list[float], best: int | None) -> None:
    assert single_best(scores, 5.0) == best
