"""The accounts that a page names to be paid to."""

from __future__ import annotations

import pytest

from app.extraction.header.bank_accounts import bank_accounts
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import typed_page

_IBAN = "DE02120300000000202051"


def _accounts(text: str) -> list[str]:
    return [account.value for account in bank_accounts(join_rows(typed_page(text)))]


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("Bank DKB   IBAN: DE02 1203 0000 0000 2020 51   BIC BYLADEM1001", [_IBAN]),
        ("IBAN:DE02120300000000202051", [_IBAN]),
        ("Zahlung an DE02 1203 0000 0000 2020 51.", [_IBAN]),
        ("IBAN DE02 1203 0000 0000 2020 51 / IBAN NL20 INGB 0001 2345 67", [_IBAN, "NL20INGB0001234567"]),
        # A label names it, right or wrong; without one, wrong check digits make it none.
        ("IBAN DE02 1203 0000 0000 2020 52 BIC BYLADEM1001", ["DE02120300000000202052"]),
        ("IBAN:DE02120300000000202052", ["DE02120300000000202052"]),
        ("Ref DE02 1203 0000 0000 2020 52", []),
        ("IBAN 1203 0000 0000 2020 52", []),  # no country
        ("IBAN DE02 1203", []),
        ("IBAN DE02 SEE BELOW THE LINE", []),
        ("IBAN on request", []),
        ("IBAN   BIC", []),
        ("Routing 021000021   Account Number (checking): 9988 7766", ["021000021/99887766"]),
        ("ABA: 021000021\nAcct # 99887766", ["021000021/99887766"]),
        ("Sort Code 20-00-00 Account No. 12345678", ["200000/12345678"]),
        ("BLZ 37040044, Kto. 532013000", ["37040044/532013000"]),
        ("SWIFT: ABNANL2A   Account 123456789", ["ABNANL2A/123456789"]),
        ("Account routing 021000021", []),  # one number is not both
        ("Account No 4711000   Invoice 26/1001", []),  # the customer's own number with the vendor
        ("Account balance 12,345.67   Routing 021000021", []),
    ],
)
def test_accounts_are_read_by_check_digits_label_or_the_code_of_a_bank(text: str, accounts: list[str]) -> None:
    assert _accounts(text) == accounts


def test_the_code_of_a_bank_far_away_is_no_part_of_an_account() -> None:
    between = "\n".join(f"Remark {n}" for n in "abcd")
    assert _accounts(f"Account 4711000\n{between}\nRouting 021000021") == []
    assert _accounts("Account 4711000\nRemark a\nRouting 021000021") == ["021000021/4711000"]


def test_the_code_of_a_bank_on_another_page_is_no_part_of_an_account() -> None:
    pages = (typed_page("Account 4711000"), typed_page("Routing 021000021", 2))
    rows = [row for page in pages for row in join_rows(page)]
    assert bank_accounts(rows) == ()


def test_an_account_has_its_place_on_the_page() -> None:
    [account] = bank_accounts(join_rows(typed_page("Sort Code 20-00-00 Account No. 12345678")))
    assert account.raw == "12345678"
    assert account.box is not None
