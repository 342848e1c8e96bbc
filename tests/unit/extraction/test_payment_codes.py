"""A code of squares to pay by is read from the picture, and pays what the page asks for (S1.10)."""

from __future__ import annotations

from decimal import Decimal

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.finding import Finding
from app.domain.invoice import Invoice, InvoiceHeader
from app.domain.provenance import Extracted
from app.extraction.pages.picture import Pixels
from app.extraction.witness import payment_codes as room
from app.extraction.witness.payment_codes import CODE, PaymentCode, against_codes, code_in, payment_codes

_OURS, _THEIRS = "DE89370400440532013000", "DE12500105170648489890"


def _european(iban: str, amount: str) -> str:
    return f"BCD\n002\n1\nSCT\n\nTannhof Werkzeuge\n{iban}\n{amount}\n\n\n4711"


def _swiss(iban: str, amount: str) -> str:
    lines = ["SPC", "0200", "1", iban, "S", "Muster AG", "Weg", "1", "8000", "Bern", "CH", *[""] * 7, amount, "CHF"]
    return "\n".join(lines)


def _page(text: str) -> Pixels:
    """Return a page with a code of squares of four pixels at its foot."""
    page = np.full((1600, 1130), 255, dtype=np.uint8)
    code = np.asarray(cv2.QRCodeEncoder.create().encode(text), dtype=np.uint8)
    squares = np.kron(code, np.ones((4, 4), dtype=np.uint8))
    page[1200 : 1200 + squares.shape[0], 100 : 100 + squares.shape[1]] = squares
    return page


def _invoice(total: str, *accounts: str) -> Invoice:
    named = tuple(Extracted(account, account) for account in accounts)
    return Invoice(InvoiceHeader(total=Extracted(Decimal(total), total), bank_accounts=named))


def _found(text: str, invoice: Invoice) -> list[Finding]:
    return list(against_codes(1, _page(text), invoice))


@pytest.mark.parametrize(
    ("text", "invoice", "held"),
    [
        (_european(_OURS, "EUR240.00"), _invoice("240.00", _OURS), 0),
        (_european(_OURS, "EUR240"), _invoice("240.00", _OURS, _THEIRS), 0),
        (_european(_OURS, ""), _invoice("240.00", _OURS), 0),
        (_european(_THEIRS, "EUR240.00"), _invoice("240.00"), 0),  # the page names none to compare with
        (_european(_THEIRS, "EUR240.00"), _invoice("240.00", _OURS), 1),
        (_european(_OURS, "EUR2400.00"), _invoice("240.00", _OURS), 1),
        (_european(_THEIRS, "EUR2400.00"), _invoice("240.00", _OURS), 2),
        (_swiss("CH9300762011623852957", "240.00"), _invoice("240.00", "CH9300762011623852957"), 0),
        (_swiss("CH9300762011623852957", "999.00"), _invoice("240.00", _OURS), 2),
        ("https://example.com/invoice/4711", _invoice("240.00", _OURS), 0),
        (f"https://pay.example/?to={_THEIRS}&for=4711", _invoice("240.00", _OURS), 1),
        (f"SPD*1.0*ACC:{_THEIRS}*AM:240.00*CC:EUR", _invoice("240.00", _OURS), 1),
        (f"SPD*1.0*ACC:{_OURS}*AM:240.00*CC:EUR", _invoice("240.00", _OURS), 0),
        ("bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=0.2", _invoice("240.00"), 1),
    ],
)
def test_a_code_pays_what_the_page_asks_for_or_holds(text: str, invoice: Invoice, held: int) -> None:
    findings = _found(text, invoice)
    assert [one.code for one in findings] == [CODE] * held


def _rows_of_text() -> Pixels:
    page = np.full((1600, 1130), 255, dtype=np.uint8)
    for row in range(30, 1600, 24):
        cv2.putText(page, "1 Work gloves 100 PR 4.00 400.00", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0,), 1)
    return page


@settings(max_examples=12, deadline=None)
@given(
    side=st.integers(90, 420),
    ink=st.integers(0, 220),
    quarters=st.integers(0, 3),
    down=st.integers(0, 1100),
    across=st.integers(0, 650),
    turned=st.booleans(),
    pay=st.sampled_from([_european(_OURS, "EUR240"), _swiss("CH9300762011623852957", "240.00"), _THEIRS]),
)
def test_no_code_that_can_be_read_is_passed_over(
    side: int, ink: int, quarters: int, down: int, across: int, pay: str, *, turned: bool
) -> None:
    """Whatever one of the two readers reads on a page is looked for there: small, pale, on its head, light on dark."""
    page = _rows_of_text()
    code = np.rot90(np.asarray(cv2.QRCodeEncoder.create().encode(pay), dtype=np.uint8), quarters)
    code = np.maximum(255 - code if turned else code, ink).astype(np.uint8)
    page[down : down + side + 40, across : across + side + 40] = 255
    drawn = cv2.resize(np.ascontiguousarray(code), (side, side), interpolation=cv2.INTER_AREA)
    page[down + 20 : down + 20 + side, across + 20 : across + 20 + side] = drawn
    read = [code_in(text.splitlines()) for one in room._DETECTORS for text in room._texts(one, page)]
    assert set(payment_codes(page)) == set(filter(None, read))


def test_rows_of_text_are_not_looked_through_for_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_texts", lambda *_: pytest.fail("looked for codes"))
    assert payment_codes(_rows_of_text()) == []


def test_a_code_that_is_drawn_square_by_square_is_read() -> None:
    """With a hair of its neighbour between two squares, and small: one of the readers of codes finds none there."""
    code = np.asarray(cv2.QRCodeEncoder.create().encode(_european(_THEIRS, "EUR240.00")), dtype=np.uint8)
    page = np.full((1169, 827), 255, dtype=np.uint8)
    small = cv2.resize(code, (125, 125), interpolation=cv2.INTER_AREA)
    page[900:1025, 550:675] = small
    assert [one.code for one in against_codes(1, page, _invoice("240.00", _OURS))] == [CODE]


def test_a_page_without_a_code_says_nothing() -> None:
    assert list(against_codes(1, np.full((1600, 1130), 255, dtype=np.uint8), _invoice("240.00", _OURS))) == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], None), (["BCD"], None), (["BCD", "", "", "", "", "", "no iban", "EUR5"], None),
        (["BCD", "", "", "", "", "", "DE89 3704 0044 0532 0130 00"], PaymentCode(_OURS, None)),
        (["BCD", "", "", "", "", "", _OURS, "EUR NaN"], PaymentCode(_OURS, None)),
        (["BCD", "", "", "", "", "", _OURS, "EUR-4"], PaymentCode(_OURS, None)),
        (["XYZ", "", "", _OURS], PaymentCode(_OURS, None)), (["XYZ", "", "DE12 3456"], None),
    ],
)  # fmt: skip
def test_the_lines_of_a_code_are_an_account_and_an_amount(lines: list[str], code: PaymentCode | None) -> None:
    assert code_in(lines) == code
