"""The shipped profiles (S2.172): each passes its check, is picked for its vendor's documents, and reads them right.

Beside each profile, ``expected/*.json`` says what its sample holds; the samples are those of the sample desk, or lie
in ``samples`` beside the profile of a vendor that sends the desk none.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.domain.invoice import Reading
from app.extraction.pages.document import open_document
from app.extraction.pages.read_pages import PageReader
from app.extraction.profiles.files import PROFILE_FILE, check_profile_file, load_profiles
from app.extraction.profiles.model import Profile, Recognition
from app.extraction.profiles.vendor_detection import detect
from app.extraction.reader import read_document
from app.extraction.reading_options import ReadingOptions
from app.extraction.result import document_json
from app.shipped_files import profiles_path, resource_path
from tests.helpers.typed_pages import shipped_knowledge

PROFILES = sorted(path.parent for path in profiles_path().glob(f"*/*/{PROFILE_FILE}"))
EXPECTED = sorted(profiles_path().glob("*/*/expected/*.json"))


@cache
def _read(sample: str, *, with_profiles: bool) -> Reading:
    options = ReadingOptions(use_profiles=with_profiles, profile_folders=(str(profiles_path()),))
    return read_document(_sample(sample), options, shipped_knowledge())


def _sample(name: str) -> Path:
    beside = list(profiles_path().glob(f"*/*/samples/{name}"))
    return beside[0] if beside else resource_path("sample_data", "invoices", name)


def _said(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return said


def _only(values: Mapping[str, Any], keys: Mapping[str, Any]) -> dict[str, Any]:
    return {key: values.get(key) for key in keys}


def test_every_shipped_profile_can_be_used_and_has_a_sample_with_its_expected_result() -> None:
    profiles, broken = load_profiles([profiles_path()])
    assert broken == ()
    assert {file.path.parent for file in profiles} == set(PROFILES) == {path.parent.parent for path in EXPECTED}
    with resource_path("sample_data", "vendors.csv").open(encoding="utf-8", newline="") as file:
        vendors = {row["vendor_id"] for row in csv.DictReader(file)}
    assert {file.profile.vendor_id for file in profiles} == vendors


@pytest.mark.parametrize("folder", PROFILES, ids=lambda folder: folder.name)
def test_a_profile_says_for_people_what_is_special_about_the_vendor(folder: Path) -> None:
    profile = check_profile_file(folder / PROFILE_FILE).profile
    assert profile.notes
    assert profile.date_order is not None
    assert profile.decimal_separator is not None


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_profile_is_picked_for_its_vendors_document_and_says_why(expected: Path) -> None:
    reading = _read(_said(expected)["sample"], with_profiles=True)
    wanted = check_profile_file(expected.parent.parent / PROFILE_FILE)
    assert any(note.startswith(f"{wanted.profile.id}: ") for note in reading.notes)
    assert reading.invoice is not None
    assert (reading.invoice.profile, reading.invoice.profile_hash) == (wanted.profile.id, wanted.sha256)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_document_is_read_with_the_profile_as_expected(expected: Path) -> None:
    said = _said(expected)
    read: dict[str, Any] = document_json(_read(said["sample"], with_profiles=True))
    currency = said["header"].pop("currency")
    assert currency in (None, read["header"]["currency"])
    # a typewriter has the name in capitals only
    assert read["header"].pop("vendor_name").casefold() == said["header"].pop("vendor_name").casefold()
    assert _only(read["header"], said["header"]) == said["header"]
    assert [_only(line, want) for line, want in zip(read["lines"], said["lines"], strict=True)] == said["lines"]
    assert [_only(charge, {"kind": 0, "amount": 0}) for charge in read["charges"]] == said["charges"]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_document_is_found_to_say_nothing_against_paying(expected: Path) -> None:
    invoice = _read(_said(expected)["sample"], with_profiles=True).invoice
    assert invoice is not None
    assert {finding.code for finding in invoice.findings} <= {"currency_assumed"}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_no_other_vendors_profile_claims_the_document(expected: Path) -> None:
    notes = _read(_said(expected)["sample"], with_profiles=True).notes
    own = f"{expected.parent.parent.parent.name}/{expected.parent.parent.name}"
    assert [note for note in notes if ": " in note and not note.startswith(own)] == []


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_the_layout_alone_tells_the_vendor_where_nothing_names_it_and_no_other_vendors_does(expected: Path) -> None:
    profiles, _ = load_profiles([profiles_path()])
    unnamed = [replace(file, profile=_by_layout(file.profile)) for file in profiles]
    with open_document(_sample(_said(expected)["sample"])) as document:
        reader = PageReader(document, ("eng",), lambda _: None)
        pages = [reader.read(number).text for number in range(1, document.page_count + 1)]
    own = f"{expected.parent.parent.parent.name}/{expected.parent.parent.name}"
    found = detect(pages, unnamed)
    assert found.chosen is not None
    assert found.chosen.profile.id == own
    assert all(reason.startswith(own) for reason in found.reasons)


def _by_layout(profile: Profile) -> Profile:
    return replace(profile, recognition=Recognition(layout=profile.recognition.layout))
