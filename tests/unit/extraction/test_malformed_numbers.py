"""Numbers that are none in what draws a page: programs differ on what stands where."""

from __future__ import annotations

import pytest

from app.extraction.witness.malformed_numbers import malformed_number


@pytest.mark.parametrize(
    ("commands", "found"),
    [
        (b"BT /F1 11 Tf 1 0 0 1 --492 520 Tm (9,) Tj ET", "--492"),
        (b"1 0 0 1 492-900 520 Tm", "492-900"),
        (b"1 0 0 1 492.0.9 520 Tm", "492.0.9"),
        (b"[(4) -4.92.00 (9)] TJ", "-4.92.00"),
        (b"BT /F1-2.3.4 11 Tf -.5 +4. .25 0 Td (1.2.3 --4 \\) 5-6) Tj <001> Tj ET % 1.2.3", ""),
        (b"BI /W 2 /H 2 ID 1--2 3.4.5 EI Q 1e-05 0 0 --0 0 0 cm", ""),
    ],
)
def test_a_sign_for_a_number_that_is_none_is_found(commands: bytes, found: str) -> None:
    assert malformed_number(commands) == found
