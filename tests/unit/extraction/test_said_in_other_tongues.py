"""Stamps and titles in tongues that are not read: what is paid or void must not be paid (S1, data quality)."""

from __future__ import annotations

import pytest

from tests.helpers.said_pages import codes_without_tax


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("ОПЛАЧЕНО ПОЛНОСТЬЮ", ["already_settled"]),
        ("ZAPŁACONO", ["already_settled"]),
        ("ödendi", ["already_settled"]),
        ("Εξοφλήθηκε", ["already_settled"]),
        ("已付款", ["already_settled"]),
        ("입금완료", ["already_settled"]),
        ("お支払い済み", ["already_settled"]),
        ("Аннулировано", ["not_an_invoice"]),
        ("Спасибо за заказ", []),
        ("有限公司", []),
    ],
)
def test_a_stamp_in_another_tongue_is_heard(said: str, codes: list[str]) -> None:
    assert codes_without_tax(said) == codes
