"""Stamps and titles in tongues that are not read: what is paid or void must not be paid (S1, data quality)."""

from __future__ import annotations

import pytest

from tests.helpers.said_pages import codes_held
from tests.helpers.typed_pages import read_typed

_PAGE = """
Fairlane Mill Supply S.L.                       INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   PR   AB-100    Work gloves                    2.50      30.00
 10   EA   AB-200    Lock washer M8                 1.50      15.00

                                              Total USD       45.00


{foot}
"""


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
    assert codes_held(_PAGE.format(foot=said), read_typed(_PAGE.format(foot="")), untaxed=False) == codes
