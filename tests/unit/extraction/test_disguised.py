"""Words against paying that are not written in the letters they seem to have; and honest words that are not either."""

from __future__ import annotations

import pytest

from app.extraction.statements.disguised import disguised_statements
from app.extraction.statements.kinds import Said
from app.extraction.statements.statements import read_statements
from app.extraction.values.plain_letters import plain_words
from tests.helpers.typed_pages import shipped_knowledge, typed_page

_PAGE = """
Fairlane Mill Supply LLC                        INVOICE
12 Mill Road                                    Invoice #      703674
Dayton, OH 45402                                Date           Jan 7, 2026

Qty   UM   Item      Description                   Price     Amount
 12   CS   AB-1O0    Hex bolt M8                    2.50      30.00
{below}
                                              Total      30.00


{foot}
"""


def _said(foot: str, below: str = "") -> list[Said]:
    page = typed_page(_PAGE.format(foot=foot, below=below))
    plainly = {one.said for one in read_statements(page)}
    return [one.said for one in disguised_statements(page, plainly, shipped_knowledge())]


@pytest.mark.parametrize(
    ("foot", "said"),
    [
        ("PA1D IN FULL", Said.SETTLED), ("PAlD lN FULL", Said.SETTLED), ("DO N0T PAY", Said.SETTLED),
        ("РАІD ІN FULL", Said.SETTLED), ("ΡΑΙD ΙΝ FULL", Said.SETTLED), ("ᴘᴀɪᴅ in full", Said.SETTLED),
        ("P.A.I.D", Said.SETTLED), ("P-A-I-D", Said.SETTLED), ("PA\u200bID IN FULL", Said.SETTLED),
        ("✓PAID", Said.SETTLED), ("ƤAID", Said.SETTLED), ("B3ZAHLT", Said.SETTLED), ("V01D", Said.NO_INVOICE),
        ("CREDlT N0TE", Said.NO_INVOICE), ("СRЕDІТ NОТЕ", Said.NO_INVOICE), ("Gutschr1ft", Said.NO_INVOICE),
        ("Payment 0n hold", Said.NOT_FINAL), ("PA-ID in full", Said.SETTLED), ("ÞAID", Said.SETTLED),
        ("ᏢAID", Said.SETTLED), ("ꓑꓮꓲꓓ", Said.SETTLED), ("ⲢAID", Said.SETTLED), ("¢redit note", Said.NO_INVOICE),
    ],
)  # fmt: skip
def test_words_in_signs_that_only_look_like_their_letters_hold(foot: str, said: Said) -> None:
    assert _said(foot)[:1] == [said]


@pytest.mark.parametrize(
    "foot",
    [
        "All prices excl. B.T.W. and S.A.R.L. terms", "Thank you for your business. ✆ 0800 101 505", "Κάτω Πεδίο ΑΕ",
        "Invoices must be paid by 30 days, see T1 and B10", "Оплата по счету", "PAID IN FULL",
        "E-mail us about pre-orders, re-stocking and T-shirts", "Þórður Ægisson ehf.",
    ],
)  # fmt: skip
def test_honest_words_and_what_is_said_plainly_say_nothing_more(foot: str) -> None:
    assert _said(foot, below=" 10   EA   B10L1     Lock washer S5L  0.00      0.00") == []


def test_a_sentence_with_such_a_word_may_begin_or_end_in_the_row_beside_it() -> None:
    assert _said("DO N0T\nPAY") == [Said.SETTLED]


def test_a_one_is_read_both_ways() -> None:
    assert set(_said("CANCE1LED")) == {Said.NO_INVOICE}


@pytest.mark.parametrize(
    "foot",
    [
        "Please do not pay this invoice.\nPlease do n0t pay this invoice.",  # said plainly already
        "Free sh1pping on this order",  # nothing that speaks against paying
        "Proforma     B10L1",  # papers are named in plain letters on many invoices
    ],
)
def test_only_what_is_new_and_speaks_against_paying_is_told(foot: str) -> None:
    assert _said(foot) == []


def test_a_word_is_plain_where_its_letters_are_its_own() -> None:
    assert (
        plain_words("Paid")
        == ()
        == plain_words("2026-02-05")
        == plain_words("400.00")
        == plain_words("Straße")
        == plain_words("Albarán")
    )
    assert plain_words("B1LL") == ("BiLL", "BlLL")
    assert plain_words("АВС") == ("ABC",)
