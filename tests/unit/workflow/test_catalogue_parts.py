"""How often a text is taken apart to be said in another language: in thousands of ways if it is long."""

from __future__ import annotations

from collections import Counter

import pytest

from app.workflow import catalogue
from app.workflow.catalogue import load_catalogue, spoken


def test_each_part_of_a_text_is_put_over_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    said = catalogue.Catalogue._said

    def counted(book: catalogue.Catalogue, source: str) -> str | None:
        asked[source] += 1
        return said(book, source)

    monkeypatch.setattr(catalogue.Catalogue, "_said", counted)
    load_catalogue.cache_clear()
    words = "; ".join(f"{at},00 {at + 1},00: 9 and x" for at in range(12))
    told = spoken(load_catalogue("de"), f"Nothing on the order explains this line of 946.00; nearest: {words}.")
    load_catalogue.cache_clear()
    assert "946.00" in told
    assert asked.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("head", "german"),
    [
        ("Accepted: ", "Angenommen: "),
        ("Undid: Accepted: ", "Zurückgenommen: Angenommen: "),
        ("Handed over to the buyer: ", "Übergeben an den Einkauf: "),
        ("Back from hold, due 31.03.2026: ", "Nicht mehr zurückgestellt, fällig 31.03.2026: "),
        ("2 cases at once: Rejected: ", "2 Fälle zugleich: Abgelehnt: "),
    ],
)
def test_what_a_command_is_about_is_said_as_it_is_by_itself(head: str, german: str) -> None:
    """The history had half of it in English where it has a semicolon: it was parted there, command and all."""
    book = load_catalogue("de")
    for about in (
        "Another price on invoice A-1, line 3: billed at 10,45 against the order's 9,50 (+0,95 each, +10 %, +19,00 in "
        "all); band 2 % or 10,00.",
        "Received late on invoice A-1, line 1: received 7 days after the promised date; the vendor's grace is 2 days.",
        "Credit memo on invoice A-1: this is a credit memo of −207,60; it credits C-20984 (16_cobalt_C-20984.pdf).",
    ):
        assert spoken(book, about) != about
        assert spoken(book, head + about) == german + spoken(book, about)
