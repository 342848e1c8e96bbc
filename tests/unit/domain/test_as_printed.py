"""Words found in a folded text are quoted as they are printed."""

from __future__ import annotations

import pytest

from app.domain.as_printed import as_printed


@pytest.mark.parametrize(
    ("text", "part", "printed"),
    [
        ("Order PO-16  is\nCANCELLED today", "po-16 is cancelled", "PO-16 is CANCELLED"),
        ("Straße GESPERRT", "strasse gesperrt", "Straße GESPERRT"),
        (" Retour", "retour", "Retour"),
        ("nothing of the kind", "po-16", "po-16"),
        ("", "po-16", "po-16"),
    ],
)
def test_a_folded_part_is_found_again_as_it_stands(text: str, part: str, printed: str) -> None:
    assert as_printed(text, part, str.casefold) == printed
