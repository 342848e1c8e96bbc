"""Codes in a row below the name: which lines they are taken for, and which keep what they have (S2.159)."""

from __future__ import annotations

from app.domain.provenance import Box
from app.extraction.table.codes_below import take_codes_below
from app.extraction.table.draft import LineDraft
from app.extraction.values.words import Word


def _words(row: int, text: str) -> list[Word]:
    return [Word(part, Box(1, 40.0 + 50 * at, 10.0 * row, 80.0 + 50 * at, 10.0 * row + 8)) for at, part in
            enumerate(text.split())]  # fmt: skip


def _draft(*rows: str) -> LineDraft:
    words = [word for number, text in enumerate(rows) for word in _words(number, text)]
    return LineDraft(row=0, page=1, top=0.0, bottom=20.0, description=words)


def _code(draft: LineDraft) -> str:
    return " ".join(word.text for word in draft.item_code)


def _text(draft: LineDraft) -> str:
    return " ".join(word.text for word in draft.description)


def test_a_code_below_the_name_is_taken_out_of_the_text_with_its_dash() -> None:
    drafts = [_draft("Hex bolt", "HB-2214 - pack of 500"), _draft("Washer", "WA-1180")]
    take_codes_below(drafts, promised=False)
    assert [(_code(one), _text(one)) for one in drafts] == [("HB-2214", "Hex bolt pack of 500"), ("WA-1180", "Washer")]


def test_a_line_keeps_the_code_it_has_and_its_buyers() -> None:
    drafts = [_draft("Hex bolt", "HB-2214"), _draft("Washer", "WA-1180"), _draft("Nut", "NU-3307")]
    drafts[1].item_code, drafts[2].buyer_code = _words(9, "X-77"), _words(9, "B-12")
    take_codes_below(drafts, promised=False)
    assert [_code(one) for one in drafts] == ["HB-2214", "X-77", ""]
    assert [_text(one) for one in drafts] == ["Hex bolt", "Washer WA-1180", "Nut NU-3307"]


def test_one_line_alone_or_few_of_many_promise_nothing() -> None:
    alone = [_draft("Hex bolt", "HB-2214")]
    take_codes_below(alone, promised=False)
    assert _code(alone[0]) == ""
    few = [_draft("Hex bolt", "HB-2214"), _draft("Washer", "zinc plated"), _draft("Nut", "steel")]
    take_codes_below(few, promised=False)
    assert not any(map(_code, few))


def test_groups_of_digits_are_a_code_where_the_heading_names_one() -> None:
    named, unnamed = _draft("Hex bolt", "0214 6325 - pack of 500"), _draft("Hex bolt", "0214 6325 - pack of 500")
    take_codes_below([named], promised=True)
    take_codes_below([unnamed, _draft("Washer", "1180 2203")], promised=False)
    assert (_code(named), _code(unnamed)) == ("0214 6325", "")
    short = _draft("Hex bolt", "12 500")
    take_codes_below([short], promised=True)
    assert _code(short) == ""
