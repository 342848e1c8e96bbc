"""Learning on the sample desk's own invoices (S2.172): what a vendor's profile reads is learned, and found again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from app.domain.invoice import Invoice
from app.extraction.learning.differences import differences, weight_of
from app.extraction.learning.profile_learning import learn_profile
from app.extraction.pages.document import open_document
from app.extraction.pages.read_pages import PageReader
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.files import ProfileFile, load_profiles
from app.extraction.profiles.vendor_detection import detect
from app.extraction.values.words import PageText
from app.shipped_files import profiles_path, resource_path
from tests.helpers.typed_pages import shipped_knowledge

# Digital samples, each of another vendor.
SAMPLES = (
    "01_ironbark_448210.pdf",
    "02_pinecrest_90117.pdf",
    "03_quarrystone_QB-15532.pdf",
    "04_tannhaus_2026-0387.pdf",
    "09_brindle_B60541.pdf",
)


@cache
def _pages(name: str) -> tuple[PageText, ...]:
    with open_document(resource_path("sample_data", "invoices", name)) as document:
        reader = PageReader(document, ("eng",), lambda _: None)
        return tuple(reader.read(number).text for number in range(1, document.page_count + 1))


@cache
def _right(name: str) -> Invoice:
    """Return the sample as its shipped profile reads it, which is as it should be."""
    chosen = detect(_pages(name), load_profiles([profiles_path()])[0]).chosen
    assert chosen is not None
    return read_invoice(_pages(name), knowledge=shipped_knowledge(), profile=chosen.profile)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_shipped_profile_reads_is_learned_from_one_invoice(name: str) -> None:
    plain, right = read_invoice(_pages(name), knowledge=shipped_knowledge()), _right(name)
    learned = learn_profile(
        _pages(name), plain, right, knowledge=shipped_knowledge(), existing=None, profile_id="xx/learned"
    )
    read = read_invoice(_pages(name), knowledge=shipped_knowledge(), profile=learned.profile)
    assert weight_of(differences(read, right)) == 0
    assert learned.missed == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_learned_profile_is_found_for_its_vendor_and_for_no_other(name: str) -> None:
    learned = learn_profile(
        _pages(name), _right(name), _right(name), knowledge=shipped_knowledge(), existing=None, profile_id="xx/learned"
    )
    files = [ProfileFile(learned.profile, Path("profile.toml"), "")]
    assert detect(_pages(name), files).chosen is not None
    for other in SAMPLES:
        if other != name:
            assert detect(_pages(other), files).chosen is None
