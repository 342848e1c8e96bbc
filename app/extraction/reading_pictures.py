"""Looking at the pictures on digital pages where their text alone leaves something open: a table pasted as a picture.

Most pictures are logos, and reading them costs a hundred times what the text does; so the text comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.errors import EnvironmentFault, InputError
from app.domain.finding import Finding
from app.domain.invoice import Invoice
from app.extraction.pages.read_pages import ReadPage
from app.extraction.reading_choice import rate

_OPEN = frozenset({"no_lines", "missing_field", "lines_do_not_sum", "total_does_not_sum"})
_MOST_PAGES = 6  # a logo on each of 200 pages is not read 200 times


@dataclass(frozen=True, slots=True)
class Looked:
    """The pages after a look at their pictures, and what could not be looked at."""

    pages: tuple[ReadPage, ...]
    findings: tuple[Finding, ...] = ()


def look_at_pictures(
    pages: Sequence[ReadPage],
    interpret: Callable[[Sequence[ReadPage]], Invoice],
    read: Callable[[int], ReadPage],
) -> Looked:
    """Read the pictures of pages too where the invoice lacks lines, a sum or its number, or does not add up.

    Args:
        pages: The pages as read so far.
        interpret: Makes an invoice of pages.
        read: Reads a page, counted from 1, with its pictures.
    """
    wanted = [index for index, page in enumerate(pages) if page.may_show_more]
    if not wanted:
        return Looked(tuple(pages))
    before = interpret(pages)
    if not _leaves_open(before):
        return Looked(tuple(pages))
    seen, unread = list(pages), [pages[index].text.number for index in wanted[_MOST_PAGES:]]
    for index in wanted[:_MOST_PAGES]:
        try:
            seen[index] = read(pages[index].text.number)
        except (InputError, EnvironmentFault):
            unread.append(pages[index].text.number)
    after = before
    if any(one.text.words != other.text.words for one, other in zip(seen, pages, strict=True)):
        after = interpret(seen)
    better = _worth(after) > _worth(before)
    still_open = _leaves_open(after if better else before)
    return Looked(tuple(seen if better else pages), (_unread(unread),) if unread and still_open else ())


def unread_pictures(invoice: Invoice, showing_more: Sequence[int]) -> tuple[Finding, ...]:
    """Return what is to be said where an invoice leaves something open and its pages' pictures are not looked at."""
    return (_unread(showing_more),) if showing_more and _leaves_open(invoice) else ()


def _leaves_open(invoice: Invoice) -> bool:
    return any(finding.code in _OPEN for finding in invoice.findings)


def _worth(invoice: Invoice) -> tuple[bool, bool, bool, float]:
    """Return what a reading has: lines before a total before a number, and then how well it adds up."""
    header = invoice.header
    return bool(invoice.lines), header.total is not None, header.invoice_number is not None, rate(invoice)


def _unread(numbers: Sequence[int]) -> Finding:
    some = ", ".join(map(str, sorted(numbers)[:_MOST_PAGES]))
    where = f"the pictures on page {some}" if len(numbers) == 1 else f"the pictures on pages {some}"
    return Finding("pictures_unread", f"The text leaves something open, and {where} could not be read.")
