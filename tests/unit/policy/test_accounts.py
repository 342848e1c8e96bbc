"""The bank account an invoice is to be paid to, beside those of the vendor's invoices that were paid before (S1.10)."""

from __future__ import annotations

import pytest

from app.domain.bank_accounts import PaidAccount, is_iban, is_same_account, spaced_account
from app.domain.decision import History, Lane
from app.domain.policy import Role
from app.domain.provenance import Certainty, Extracted, Method
from tests.helpers.policy import TODAY, VENDOR, World, finding, read, rules

OURS, OTHER = "DE02120300000000202051", "LT121000011101001000"
RULE = "supplier_details.account"


def scanned(number: str) -> Extracted[str]:
    return read(number, Certainty.UNVERIFIED, Method.OCR)


def paid(*numbers: str, vendor_id: str = VENDOR.vendor_id, doubtful: bool = False) -> History:
    return History(TODAY, accounts=tuple(PaidAccount(n, vendor_id, 3, "one.pdf", doubtful) for n in numbers))


def billed(history: History, *accounts: str | Extracted[str]) -> World:
    printed = tuple(read(one) if isinstance(one, str) else one for one in accounts)
    return World().but(history=history).with_header(bank_accounts=printed)


def test_s1_10_an_account_no_paid_invoice_named_escalates_to_vendor_management() -> None:
    found = finding(billed(paid(OURS), OTHER).decided, RULE)
    assert (found.lane, found.owner) == (Lane.ESCALATE, Role.VENDOR_MANAGEMENT)
    assert OTHER in found.reason
    assert OURS in found.reason
    assert (found.other_document, found.figures["other_document_id"]) == ("one.pdf", "3")


@pytest.mark.parametrize("accounts", [(OURS,), (OURS, OTHER), ()])
def test_the_known_ones_in_any_number_clear(accounts: tuple[str, ...]) -> None:
    assert billed(paid(OURS, OTHER), *accounts).decided.lane is Lane.AUTO_RESOLVE


@pytest.mark.parametrize(
    ("known", "printed", "held"),
    [
        (OURS, "****2051", False),
        (OURS, "****2052", True),
        ("****2051", OURS, False),
        ("****2051", OTHER, True),
        ("021000021/99887766", "****7766", False),
        ("****887766", "****7766", False),
        ("****887766", "****8866", True),
    ],
)
def test_of_an_account_that_is_masked_the_end_tells(known: str, printed: str, held: bool) -> None:
    assert (RULE in rules(billed(paid(known), printed).decided)) is held


def test_a_new_one_beside_a_known_one_escalates() -> None:
    assert RULE in rules(billed(paid(OURS), OURS, OTHER).decided)


@pytest.mark.parametrize("history", [History(TODAY), paid(OURS, vendor_id="V9")])
def test_the_first_account_of_a_vendor_has_nothing_to_be_compared_with(history: History) -> None:
    assert billed(history, OTHER).decided.lane is Lane.AUTO_RESOLVE


def test_a_scan_may_misread_a_little_where_no_check_digits_say_otherwise() -> None:
    assert RULE not in rules(billed(paid("021000021/99887766"), scanned("021000021/9988776G")).decided)
    assert RULE not in rules(billed(paid("021000021/9988776G", doubtful=True), "021000021/99887766").decided)
    assert RULE in rules(billed(paid("021000021/99887766"), "021000021/99887768").decided)  # printed, not scanned
    assert RULE in rules(billed(paid("021000021/99887766"), scanned("021000021/99441166")).decided)
    # Its check digits fit: it was read right, and is another account.
    assert is_iban(OTHER)
    assert RULE in rules(billed(paid(OTHER[:-2] + "70"), scanned(OTHER)).decided)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("123", "123", True),
        ("12345678", "12345679", True),
        ("12345678", "1234567", True),
        ("12345678", "1345678", True),  # one lost in the middle
        ("5O-12345678", "50-12845677", True),  # what looks alike is none of the two
        ("12345678", "12349911", False),
    ],
)
def test_two_characters_are_misread_at_most(first: str, second: str, same: bool) -> None:
    assert is_same_account(first, second, doubtful=True) is same


@pytest.mark.parametrize(
    ("text", "iban"),
    [
        (OURS, True),
        (OURS[:-1], False),
        (OURS[:-1] + "2", False),
        ("XX56120300000000202051", False),  # its check digits fit, and no country has that
        (OURS[:-2] + "５１", False),
        (OURS[:-1] + ".", False),
        ("", False),
    ],
)
def test_an_iban_is_told_by_its_country_length_and_check_digits(text: str, iban: bool) -> None:
    assert is_iban(text) is iban


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("204577/63914470", "GB34NWBK20457763914470", True),
        ("NWBKGB2L/63914470", "204577/63914470", True),
        ("37040044/532013000", "DE89370400440532013000", True),
        ("37040044/532013000", "370400440/0532013000", True),
        ("5520981177", "026009593/5520981177", True),
        ("401209/63914470", "GB34NWBK20457763914470", False),  # of another bank
        ("204577/63914471", "GB34NWBK20457763914470", False),
        ("NWBKGB2L/63914470", "GB34NWBK20457763914470", True),  # a BIC is not in every IBAN
        ("026009593/5520981177", "071000013/5520981177", False),  # two routing numbers
        ("40-12-09/63914470", "401209/63914470", True),
        ("BOFAUS3N/123456", "071000013/123456", True),
        ("BOFAUS3N/12345", "071000013/12345", False),  # too short to tell it from others
    ],
)
def test_an_account_has_its_iban_and_its_number_beside_several_codes(first: str, second: str, same: bool) -> None:
    assert is_same_account(first, second, doubtful=False) is same
    assert is_same_account(second, first, doubtful=False) is same


def test_an_account_is_shown_as_it_is_printed_to_be_read() -> None:
    assert spaced_account(OURS) == "DE02 1203 0000 0000 2020 51"
    assert spaced_account("021000021/000123456789") == "021000021 / 000123456789"
