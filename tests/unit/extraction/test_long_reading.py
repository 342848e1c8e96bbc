"""Long documents are read block by block, and read as if they had been read as a whole (S2.159, S2.164, S2.165)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from app.domain.invoice import Invoice, PageSize, Source
from app.domain.provenance import Box, Certainty, Method
from app.extraction import long_reading
from app.extraction.long_reading import Interpret, LongReading, may_be_parted
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.model import Area, LineTable, Profile, Recognition
from app.extraction.values.words import PageText
from app.extraction.workers.messages import Allowance, BadFrameError, read_frame, write_json
from tests.helpers.typed_pages import shipped_knowledge, typed_page

_BLOCK = 4  # pages
_HEADING = "Item        Description            Qty     Price      Amount"


@pytest.fixture(autouse=True)
def _short_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_reading, "BLOCK", _BLOCK)


def _page(number: int, pages: int, *, headed: bool = True, carried: bool = False, grouped: bool = False) -> str:
    """Three lines a page; on the last page the sums, on every page a heading, a carried sum or the sum of the page."""
    rows = ["Northwind Fixture Supply, Inc.                 Invoice No. 100482", ""]
    if number == 1:
        rows += ["Invoice date: 2026-02-14       Your order: PO-77310", ""]
    if headed or number == 1:
        rows.append(_HEADING)
    if carried and number > 1:
        rows.append(f"            Carried forward                        {_upto(number - 1)}")
    for line in range(3 * number - 2, 3 * number + 1):
        code = f"AX-{10000 + line}"
        text = f"{code}    Steel bolt M{line % 7} zinc"
        rows.append(f"{text}     {line % 9 + 2:>4}     {_price(line):>5}  {_amount(line):>9}")
        if line % 5 == 0:
            rows.append("            with washer and nut")
    if grouped:
        rows.append(f"            Subtotal                                {_upto(number) - _upto(number - 1)}")
    if carried and number < pages:
        rows.append(f"            Carried forward                        {_upto(number)}")
    if number == pages:
        total = _upto(pages)
        rows += ["", f"            Freight                                {Decimal('45.00')}"]
        rows += [f"            Total                                  {total + 45}", "", "Thank you for your business."]
    return "\n".join(rows)


def _price(line: int) -> Decimal:
    return Decimal(line * 37 % 1900 + 101) / 100


def _amount(line: int) -> Decimal:
    return (line % 9 + 2) * _price(line)


def _upto(page: int) -> Decimal:
    return sum((_amount(line) for line in range(1, 3 * page + 1)), Decimal(0))


def _in_blocks(pages: Sequence[PageText], profile: Profile | None = None) -> Invoice:
    reading = LongReading(shipped_knowledge(), profile)
    for page in pages:
        reading.add(page)
    sizes = [PageSize(page.width, page.height) for page in pages]
    return reading.finish(sizes, Source.TEXT)


def _whole(pages: Sequence[PageText]) -> Invoice:
    return read_invoice(pages, knowledge=shipped_knowledge())


def _typed(count: int, page: Callable[[int], str]) -> list[PageText]:
    return [typed_page(page(number), number) for number in range(1, count + 1)]


@pytest.mark.parametrize("count", [5, 8, 9, 11, 13])
@pytest.mark.parametrize("form", ["headed", "bare", "carried", "grouped"])
def test_blocks_read_what_the_whole_does(count: int, form: str) -> None:
    """However many pages the last block has; headings repeated or not; sums carried over, or one on each page."""
    pages = _typed(
        count,
        lambda n: _page(n, count, headed=form != "bare", carried=form == "carried", grouped=form == "grouped"),
    )
    found, whole = _in_blocks(pages), _whole(pages)
    assert found == whole
    assert len(found.lines) == 3 * count
    assert {line.certainty for line in found.lines} == {Certainty.PROVEN}
    assert found.header.total is not None
    assert found.header.total.certainty is Certainty.PROVEN


def test_a_line_over_the_edge_of_a_block_is_read_once() -> None:
    """Its text stands on the page before its figures, or behind them on the next."""
    pages = _typed(9, lambda n: _page(n, 9) + ("\nAX-90001    Long anchor" if n == 4 else ""))
    found = _in_blocks(pages)
    assert [line.line_no for line in found.lines] == list(range(1, 28))
    assert found == _whole(pages)


def test_a_figure_that_was_changed_in_a_middle_block_is_found_by_the_sums() -> None:
    pages = _typed(13, lambda n: _page(n, 13).replace(str(_amount(17)), "999.99"))
    found = _in_blocks(pages)
    assert found.lines[16].certainty is Certainty.CONTRADICTED
    assert {"line_arithmetic", "lines_do_not_sum"} & {finding.code for finding in found.findings}
    assert found == _whole(pages)


def test_terms_behind_the_total_bill_nothing() -> None:
    """The total ends the table, blocks later too: what stands under it in its columns is no line."""
    rows = (
        "Conditions",
        "",
        "            Storage per day                                12.50",
        "            Return freight   7.50",
    )
    terms = "\n".join(rows)
    pages = _typed(16, lambda n: _page(n, 6) if n <= 6 else terms)
    found = _in_blocks(pages)
    assert len(found.lines) == 18
    assert found.lines == _whole(pages).lines


def test_orders_named_on_any_page_are_the_invoices() -> None:
    pages = _typed(9, lambda n: _page(n, 9) + ("\nYour order: PO-88123" if n == 7 else ""))
    assert [order.value for order in _in_blocks(pages).header.po_numbers] == ["PO-77310", "PO-88123"]


def test_what_the_last_page_says_of_paying_is_heard() -> None:
    """The letterhead of the first page names the vendor; a deposit and another payee are told, its own name is not."""
    own, other = "Remit to: Northwind Fixture Supply", "Remit to: Larkspur Funding Trust"
    for foot, codes in ((own, []), (other, ["other_payee"]), ("A deposit of 20.00 was received.", ["amount_due"])):
        pages = [_page(n, 9).replace("Thank you for your business.", foot) for n in range(1, 10)]
        # On the last page no letterhead stands, as in a document whose first page alone has one.
        pages[4:] = [page.replace("Northwind Fixture Supply, Inc.", "") for page in pages[4:]]
        found = _in_blocks([typed_page(page, number) for number, page in enumerate(pages, 1)]).findings
        assert [f.code for f in found if f.code in {"other_payee", "amount_due"}] == codes


def test_a_decimal_mark_that_the_first_pages_leave_open_is_doubted() -> None:
    row = "AX-1        Bolt                     2     1.500      3.000"
    plain = [typed_page(f"{_HEADING}\n{row}", number) for number in range(1, 10)]
    assert "ambiguous_numbers" in {finding.code for finding in _in_blocks(plain).findings}
    assert "ambiguous_numbers" in {finding.code for finding in _whole(plain).findings}


def test_a_profile_that_speaks_of_the_last_page_needs_the_whole_document() -> None:
    first, last = Area(1, 0, 200, 612, 700), Area(-1, 0, 200, 612, 500)
    plain = Profile("us/northwind", 1, "Northwind", Recognition(names=("Northwind",)))
    assert may_be_parted(None)
    assert may_be_parted(plain)
    assert may_be_parted(replace(plain, line_table=LineTable(first)))
    assert not may_be_parted(replace(plain, line_table=LineTable(first, last)))


def test_frames_of_one_job_are_held_to_one_allowance() -> None:
    stream = BytesIO()
    sizes = [write_json(stream, {"event": "lines", "lines": ["x" * 50]}) for _ in range(3)]
    stream.seek(0)
    allowance = Allowance(sum(sizes) - 1)
    assert read_frame(stream, allowance) == read_frame(stream, allowance)
    with pytest.raises(BadFrameError, match="too much"):
        read_frame(stream, allowance)
    with pytest.raises(BadFrameError):
        write_json(stream, {"event": "lines"}, most=5)


def _scanned_pages(count: int, *, misread: str, page: int) -> tuple[list[PageText], dict[Box, str]]:
    """Return recognised pages, one of them with its first such text wrong, and what is printed where."""
    pages = [typed_page(_page(n, count), n, method=Method.OCR, confidence=95) for n in range(1, count + 1)]
    truth = {word.box: word.text for one in pages for word in one.words}
    spoiled = next(index for index, word in enumerate(pages[page - 1].words) if word.text == misread)
    words = list(pages[page - 1].words)
    words[spoiled] = replace(words[spoiled], text="8" + misread[1:-1] + "7")
    pages[page - 1] = replace(pages[page - 1], words=tuple(words))
    return pages, truth


@pytest.mark.parametrize("page", [1, 4, 5, 9])
def test_scanned_pages_of_a_block_are_read_twice_and_each_page_once(page: int) -> None:
    """The first block, both sides of an edge, and the last; the pages between are digital."""
    wrong = str(_amount(3 * page - 1))
    pages, truth = _scanned_pages(9, misread=wrong, page=page)
    pictures: dict[int, Any] = {number: object() for number in (1, 4, 5, 9)}
    handed: list[int] = []

    def settle(texts: Sequence[PageText], scans: Mapping[int, Any], interpret: Interpret) -> Sequence[PageText]:
        handed.extend(text.number for text in texts)
        assert set(scans) == set(pictures) & {text.number for text in texts}
        doubtful = {line.page for line in interpret(texts).lines if line.certainty is Certainty.CONTRADICTED}
        assert doubtful == {page} & set(handed[-len(texts) :])
        return [
            replace(text, words=tuple(replace(word, text=truth[word.box]) for word in text.words))
            if text.number in scans
            else text
            for text in texts
        ]

    reading = LongReading(shipped_knowledge(), None, settle)
    for text in pages:
        reading.add(text, pictures.get(text.number))
    sizes = [PageSize(one.width, one.height) for one in pages]
    found = reading.finish(sizes, Source.OCR)
    assert handed == list(range(1, 10))
    assert found == _whole([replace(p, words=tuple(replace(w, text=truth[w.box]) for w in p.words)) for p in pages])
    assert Certainty.CONTRADICTED not in {line.certainty for line in found.lines}
