"""Which profile fits a document: a tax id beats a name, a name beats words, a tie or a hint means none."""

from __future__ import annotations

from pathlib import Path

from app.domain.provenance import Box
from app.extraction.profiles.files import ProfileFile
from app.extraction.profiles.model import Profile, Recognition
from app.extraction.profiles.vendor_detection import detect, named
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
