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
