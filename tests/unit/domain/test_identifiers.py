"""How numbers and codes are compared."""

from __future__ import annotations

import pytest

from app.domain.identifiers import differs_by_one_character, look_alike_key, loose_number


@pytest.mark.parametrize(
    ("first", "second"),
    [("INV-00123", "inv 123"), ("C-46982/01", "C4698201"), ("10O5", "1005"), ("A-001-02", "A001-02")],
)
def test_document_numbers_that_are_loosely_the_same(first: str, second: str) -> None:
    assert loose_number(first) == loose_number(second)


@pytest.mark.parametrize(("first", "second"), [("1230", "123"), ("A1", "1A"), ("2026-1", "2026-2")])
def test_document_numbers_that_differ(first: str, second: str) -> None:
    assert loose_number(first) != loose_number(second)


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("PO-10562", "PO-10582", True), ("PO-10562", "PO-1052", True), ("PO-10562", "PO-105652", True),
        ("PO-10562", "PO-01562", True), ("PO-10562", "PO-10562", False), ("PO-10562", "PO-20583", False),
        ("PO-12", "PO-1234", False),
    ],
)  # fmt: skip
def test_one_character_apart(first: str, second: str, near: bool) -> None:
    assert differs_by_one_character(first, second) is near
    assert differs_by_one_character(second, first) is near


def test_characters_that_scans_confuse_compare_equal() -> None:
    assert look_alike_key("SFO2-BI") == look_alike_key("5F02-81")
    assert look_alike_key("NMD5994U") != look_alike_key("NUD5994U")
