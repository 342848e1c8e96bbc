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
        ("Bitte überweisen Sie den Betrag auf unser Konto DE02 1203 0000 0000 2020 51.", [_IBAN]),
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
        # Written to be paid by a person, and not to be found by a program.
        ("iban: nl20ingb0001234567", ["NL20INGB0001234567"]),
        ("IBAN NL20.INGB.0001.2345.67", ["NL20INGB0001234567"]),
        ("Bank: N L 2 0 I N G B 0 0 0 1 2 3 4 5 6 7", ["NL20INGB0001234567"]),
        ("IBAN: DE02 1203 0000\n0000 2020 51", [_IBAN]),
        ("IBAN: DE02 1203 0000 0000\n2020 51", [_IBAN]),
        ("BACS to 40-12-09 77120943", ["401209/77120943"]),
        ("Routing              Account\n026009593            88210049902", ["026009593/88210049902"]),
        ("Banque       Guichet       N° de compte\n30004        00823         00010158475", ["30004/00010158475"]),
        ("CCC: 0049 1500 05 1234567892", ["00491500051234567892"]),
        ("Zahlung bitte an Konto-Nr. 5407324931 bei der ING", ["5407324931"]),
        ("Our account for all ACH payments is 5520981177", ["5520981177"]),
        ("Bank DKB DEO2 12O3 OOOO OOOO 2O2O 51", [_IBAN]),
        ("RIB : 30004 00823 00010158475 26", ["30004008230001015847526"]),
        ("Banque: RIB 30004 00823 00010158475 26", ["30004008230001015847526"]),
        # The code of an American bank is told by its digits, where a bank is spoken of.
        ("Bank: Wells Fargo 121000248 / 4471882019", ["121000248/4471882019"]),
        ("Chase Bank, N.A.  021000021  8842019", ["021000021/8842019"]),
        ("Bank: Wells Fargo 121000249 / 4471882019", []),
        ("Tracking 121000248 / 4471882019", []),
        # All but the end is kept from the reader.
        ("IBAN DE12 **** **** **** 4471", ["****4471"]),
        ("IBAN ending in 4471", ["****4471"]),
        ("IBAN endet auf ***4471", ["****4471"]),
        ("Bank account xxxxxxxx4471", ["****4471"]),
        ("Account: ****4471 Routing 021000021", ["****4471"]),
        ("Account: ****4471\nRouting 021000021", ["****4471"]),
        # Whom a payment service pays.
        ("Please pay by PayPal to billing.dept@mailbox.example", ["paypal billing.dept@mailbox.example"]),
        ("Zelle / Venmo: 555-010-4471", ["zelle 5550104471"]),
        ("We accept Visa, PayPal. Phone 555-010-4471", []),
        ("Pay by check, ACH, Zelle or credit card", []),
        ("PayPal Invoice 20260044", []),
        # The buyer's own, with the vendor or a bank, and what only looks like an account.
        ("Customer account ****1234", []),
        ("Account ending in ****1234", []),
        ("Charged to your bank account ****1234", []),
        ("Card ending in 4471", []),
        ("IBAN DE12 **** **** **** **** **", []),
        ("Your account 118822   Routing 021000021", []),
        ("Payment by direct debit from your account 5520981177", []),
        ("Payment terms Net 30   Account 12345678", []),
        ("Please pay to the account below, quoting 703674123", []),
        ("Zahlung auf unser Konto unter Angabe von 703674123", []),
        ("Account manager: Dana Price 555-0144   ABA 026009593", []),
        ("FR317 Projecteur LED 30 W 183 pce", []),  # its check digits fit with noughts for O and ones for I and L
        # A code with what stands below it, whose letters would pass for check digits.
        ("US315    Ball bearing 6204-2RS   104   EA\nUS311    Flat washer M10        35   EA", []),
        ("Roll 4825 10 115 120.50 3012.00", []),
        ("Delivered 05-03-26 12345678", []),
        ("Importe de 12 5001 0517 5407 3249 31", []),
        ("Account No 4711000   Invoice 26/1001", []),  # the customer's own number with the vendor
        ("Account balance 12,345.67   Routing 021000021", []),
    ],
)
def test_accounts_are_read_by_check_digits_label_code_of_a_bank_or_payment(text: str, accounts: list[str]) -> None:
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
