"""Which profile fits a document: a tax id beats a name, a name beats words, a tie or a hint means none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.provenance import Box
from app.extraction.profiles.files import ProfileFile
from app.extraction.profiles.model import ColumnRule, LayoutMark, Profile, Recognition
from app.extraction.profiles.vendor_detection import detect, named
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.words import PageText, Word


def _page(*rows: str) -> PageText:
    words = [
        Word(text, Box(1, 50 + 40 * place, 20 * number, 85 + 40 * place, 20 * number + 10))
        for number, row in enumerate(rows)
        for place, text in enumerate(row.split())
    ]
    return PageText(1, 612, 792, tuple(words))


def _file(name: str, recognition: Recognition) -> ProfileFile:
    return ProfileFile(Profile(f"us/{name}", 1, name, recognition), Path(name), "0" * 64)


NORTH = _file(
    "north", Recognition(("98-7654321",), ("Northwind Fixture Supply",), ("northwind.example", "Springfield"))
)
SOUTH = _file("south", Recognition((), ("Southwind Fixture Supply",), ("southwind.example", "Ocean Drive")))
BOTH = (NORTH, SOUTH)


def test_a_tax_id_is_found_behind_a_label_and_in_several_words() -> None:
    for row in ("Tax ID: 98-7654321", "TaxID:98-7654321", "EIN 98 - 7654321", "98 7654321"):
        assert detect([_page("INVOICE", row)], BOTH).chosen is NORTH, row


def test_a_longer_number_is_another_number() -> None:
    assert detect([_page("Ref 198-76543210", "Ref 98-76543219")], BOTH).chosen is None


def test_a_name_is_enough_and_scanning_faults_do_not_hide_it() -> None:
    found = detect([_page("Southwlnd Fixture 5upply, lnc.")], BOTH)
    assert found.chosen is SOUTH
    assert "name Southwind Fixture Supply" in found.reasons[0]


def test_a_tax_id_beats_a_name() -> None:
    page = _page("Southwind Fixture Supply", "our partner: Tax ID 98-7654321")
    assert detect([page], BOTH).chosen is NORTH


def test_words_alone_must_all_be_there() -> None:
    assert detect([_page("write to southwind.example")], BOTH).chosen is None
    assert detect([_page("southwind.example", "12 Ocean Drive")], BOTH).chosen is SOUTH


def test_a_tie_means_none_and_says_so() -> None:
    twin = _file("twin", NORTH.profile.recognition)
    found = detect([_page("Northwind Fixture Supply")], (NORTH, twin))
    assert found.chosen is None
    assert "equally well" in found.reasons[-1]


def test_the_other_vendors_paper_fits_nothing() -> None:
    assert detect([_page("Acme Tools", "Tax ID 11-1111111")], BOTH).chosen is None


def test_a_profile_that_is_asked_for_is_used_or_missed() -> None:
    assert named(BOTH, "us/south").chosen is SOUTH
    missing = named(BOTH, "us/west")
    assert missing.chosen is None
    assert "us/west" in missing.reasons[0]


_FORM = ("Despatch Note", "Our Mark", "Wagon", "Tariff Class", "Worth", "Levied", "Remit Here", "Quantum", "Bearer")
MARKS = tuple(LayoutMark(words, 10 * at + 5) for at, words in enumerate(_FORM))


def _form(*more: str, shift: float = 0, without: int = 0) -> PageText:
    """A page with each label in a row of its own at its mark; ``shift`` in percent of the width."""
    words = []
    for number, mark in enumerate(MARKS[without:], 2):
        x0 = 612 * (mark.at + shift) / 100
        for text in mark.words.split():
            words.append(Word(text, Box(1, x0, 20 * number, x0 + 30, 20 * number + 10)))
            x0 += 33
    return PageText(1, 612, 792, (*_page(*more).words, *words))


def _printed(name: str, recognition: Recognition) -> ProfileFile:
    units = {"KST": "BX"}
    columns = {ColumnKind.QUANTITY: ColumnRule(("Quantum",))}
    return ProfileFile(Profile(f"us/{name}", 1, name, recognition, columns=columns, units=units), Path(name), "0" * 64)


PRINTED = _printed("printed", Recognition(("98-7654321",), ("Northwind Fixture Supply",), layout=MARKS))


@pytest.mark.parametrize("shift", [0, 2, -6])
def test_the_print_of_the_layout_tells_the_vendor_where_nothing_names_it_and_says_so(shift: float) -> None:
    found = detect([_form("INVOICE", shift=shift)], [PRINTED])
    assert found.chosen is not None
    assert found.chosen.profile.id == "us/printed"
    assert "layout, 9 of 9 labels in their places" in found.reasons[0]
    assert "known by its layout alone" in found.reasons[-1]


def test_a_layout_says_where_things_stand_and_never_what_a_vendor_means_by_its_words() -> None:
    chosen = detect([_form()], [PRINTED]).chosen
    assert chosen is not None
    assert chosen.profile.columns == PRINTED.profile.columns
    assert chosen.profile.units == {}
    named_too = detect([_form("Northwind Fixture Supply")], [PRINTED]).chosen
    assert named_too is PRINTED


def test_a_layout_never_counts_against_a_tax_id() -> None:
    for tax_id in ("11-1111111", "DE999555104"):
        found = detect([_form(f"Tax ID {tax_id}")], [PRINTED])
        assert found.chosen is None
        assert f"but the tax id {tax_id} is another vendor's or unknown" in found.reasons[0]
    assert detect([_form("Tax ID 98-7654321")], [PRINTED]).chosen is PRINTED


def test_a_layout_with_labels_missing_or_elsewhere_is_another() -> None:
    assert detect([_form(without=2)], [PRINTED]).chosen is None
    assert detect([_form(shift=20)], [PRINTED]).chosen is None


def test_a_form_that_two_vendors_use_names_neither() -> None:
    twin = _printed("twin", Recognition(layout=MARKS))
    other = replace(twin, profile=replace(twin.profile, recognition=Recognition(layout=MARKS[:8])))
    for rival in (twin, other):
        found = detect([_form()], [PRINTED, rival])
        assert found.chosen is None
    assert detect([_form("Northwind Fixture Supply")], [twin, PRINTED]).chosen is PRINTED
