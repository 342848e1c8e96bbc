"""Reading a document of many pages block by block, so that what is held grows with its lines and not with its words.

The first block decides the layout: which profile counts, how numbers are written, which tables hold the lines, and
which pages show their headings and their end. Every further block is read together with those pages and with one page
of each neighbour, as a person turns back to the heading; only what stands on its own pages is kept. A sum that closes
a group of lines across two blocks is the one thing seen by halves; where that matters the totals do not close.

Scanned pages are read for the second time block by block, too: what the arithmetic of a block leaves open is looked at
again. The sums of the whole document come after that, so a figure that only they would doubt stays as it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.invoice import Invoice, PageSize, Source
from app.extraction.header.areas import area_amounts
from app.extraction.header.header_fields import read_header
from app.extraction.pipeline import read_invoice
from app.extraction.profiles.guidance import guidance_of, with_guidance
from app.extraction.profiles.model import Profile
from app.extraction.reading_choice import doubted
from app.extraction.reading_parts import Alike, Part, invoice_of_parts
from app.extraction.reading_pass import read_with, tables_of
from app.extraction.sums.below_table import read_amounts, read_charges
from app.extraction.sums.beside_total import amounts_below
from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.findings import mark_finding
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.last_line import with_last_line_charged
from app.extraction.sums.unaccounted import stray_charges
from app.extraction.sums.unread_amounts import unread_amounts
from app.extraction.table.area import cut_at_area
from app.extraction.table.choice import candidate_sets
from app.extraction.table.line_figures import line_figures
from app.extraction.table.line_table import TableContext, TableReading
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, weigh_marks
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText

if TYPE_CHECKING:
    from app.extraction.scans.cell_pictures import ScannedPage

READ_WHOLE = 150  # pages; what has no more of them is read as a whole
BLOCK = 100  # pages
_SUMS = frozenset({"subtotal", "total"})

Interpret = Callable[[Sequence[PageText]], Invoice]
# Takes the next pages, the scans among them, and what makes an invoice of such pages; returns them as they read best.
Settle = Callable[[Sequence[PageText], "Mapping[int, ScannedPage]", Interpret], Sequence[PageText]]


def as_read(pages: Sequence[PageText], _scans: Mapping[int, ScannedPage], _interpret: Interpret) -> Sequence[PageText]:
    """Leave pages as they were read."""
    return pages


def may_be_parted(profile: Profile | None) -> bool:
    """Tell whether a profile says nothing of a document's last page, which no block but the last one knows."""
    guidance = guidance_of(profile)
    table = guidance.line_table
    areas = [*guidance.areas.values(), *((table.first,) if table else ()), *filter(None, [table and table.following])]
    return all(area.page > 0 for area in areas)


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the first block decided: profile and decimal mark, which of the sets of tables counts, and any doubt."""

    profile: Profile | None
    mark: DecimalMark
    chosen: int
    doubtful: bool
    score: float


class LongReading:
    """Takes the pages of a document one after the other and returns its invoice at the end."""

    def __init__(self, knowledge: Knowledge, profile: Profile | None, settle: Settle = as_read) -> None:
        self._knowledge = knowledge
        self._profile = profile
        self._settle = settle
        self._scans: dict[int, ScannedPage] = {}  # of pages that wait and are not yet settled
        self._settled = 0  # how many pages are
        self._layout: _Layout | None = None
        self._waiting: list[PageText] = []
        self._kept: dict[int, PageText] = {}  # the pages that every block is read with
        self._begins = self._lined = self._ends = 0  # their numbers; 0 where there is none yet
        self._parts: list[Part] = []
        self._alike = Alike()
        self._rows = 0
        self._next = 1  # the first page that is not yet kept as a part

    def add(self, page: PageText, scan: ScannedPage | None = None) -> None:
        """Take the next page, and its picture if it is a scan; a block is read once it and one page more are there."""
        self._waiting.append(page)
        if scan is not None:
            self._scans[page.number] = scan
        if page.number >= self._next + BLOCK:
            self._read_block(self._next + BLOCK, last=False)

    def finish(self, sizes: Sequence[PageSize], source: Source) -> Invoice:
        """Return the invoice; ``sizes`` are those of all pages."""
        self._read_block(self._next + BLOCK, last=True)
        assert self._layout is not None
        parts, self._parts = self._parts, []
        invoice = invoice_of_parts(parts, sizes, source)
        if self._layout.doubtful:
            invoice = doubted(replace(invoice, findings=(*invoice.findings, mark_finding())))
        profile = self._layout.profile
        return invoice if profile is None else replace(invoice, profile=profile.id)

    def _read_block(self, end: int, *, last: bool) -> None:
        """Read what waits and keep what stands on the pages before ``end``, or all where this is the last block."""
        self._settle_new()
        if self._layout is None:
            self._layout = _layout_of(self._waiting, self._knowledge, self._profile)
        pages = [*self._kept_before(), *self._waiting]
        own = range(self._next, self._waiting[-1].number + 1 if last else end)
        block = _Block(pages, self._layout, self._knowledge, last=last)
        self._parts.append(block.part(own, self._rows, self._alike))
        self._rows += len(block.context.rows)
        self._keep(block, own)
        self._next = end
        self._waiting = [page for page in self._waiting if page.number >= end - 1]

    def _kept_before(self) -> list[PageText]:
        first = self._waiting[0].number
        return [page for number, page in sorted(self._kept.items()) if number < first]

    def _settle_new(self) -> None:
        """Let the pages that came since the last block be read as well as they can be; each is handed on once."""
        old = [page for page in self._waiting if page.number <= self._settled]
        new = self._waiting[len(old) :]
        if not new:
            return
        around = [*self._kept_before(), *old]
        self._waiting = [*old, *self._settle(new, self._scans, lambda pages: self._interpreted([*around, *pages]))]
        self._settled, self._scans = self._waiting[-1].number, {}

    def _interpreted(self, pages: Sequence[PageText]) -> Invoice:
        """Return what these pages come to by themselves."""
        if self._layout is None:
            return read_invoice(pages, knowledge=self._knowledge, profile=self._profile)
        return _under(pages, self._knowledge, self._layout.profile, self._layout.mark)[1]

    def _keep(self, block: _Block, own: range) -> None:
        """Keep the page where the lines begin, that of the last lines so far, and that of the sum below them."""
        lined = [draft.page for table in block.tables for draft in table.lines if draft.page in own]
        if lined:
            self._begins, self._lined, self._ends = self._begins or min(lined), max(lined), 0
        rows = block.context.rows
        named = (amount for amount in block.amounts if amount.whole and _SUMS & set(amount.meanings))
        sums = [page for amount in named if (page := rows[amount.row].page) in own and page >= self._lined]
        self._ends = self._ends or min(sums, default=0)
        known = self._kept | {page.number: page for page in self._waiting}
        self._kept = {number: known[number] for number in (self._begins, self._lined, self._ends) if number}


class _Block:
    """Some pages, read under a layout that is decided."""

    def __init__(self, pages: Sequence[PageText], layout: _Layout, knowledge: Knowledge, *, last: bool) -> None:
        guidance = guidance_of(layout.profile)
        self.context = context = _context(pages, knowledge, layout.profile, layout.mark)
        sets = candidate_sets(tables_of(context))
        self.tables: Sequence[TableReading] = sets[min(layout.chosen, len(sets) - 1)]
        self.amounts = self._amounts()
        self._charges = self._charges_now()
        kind = guidance.last_line
        if last and kind is not None and all(charge.kind is not kind for charge in self._charges):
            self.tables = with_last_line_charged(self.tables, kind)
            self._charges = self._charges_now()

    def _amounts(self) -> tuple[LabelledAmount, ...]:
        context = self.context
        return (
            *area_amounts(context.rows, context.guidance.areas, context.mark, context.knowledge),
            *read_amounts(context.rows, self.tables, context.knowledge, context.mark),
        )

    def _charges_now(self) -> tuple[ChargeDraft, ...]:
        context = self.context
        return read_charges(context.rows, self.amounts, self.tables, context.knowledge, context.guidance.charges)

    def part(self, own: range, above: int, alike: Alike) -> Part:
        """Return what is kept of the block's own pages; ``above`` is how many rows were counted before it."""
        context = self.context
        rows, guidance, own_units = context.rows, context.guidance, context.own_units
        lines = tuple(
            alike.kept_line(
                draft,
                line_figures(draft, table.choice, table.columns, context.knowledge, guidance.price_basis, context.mark),
                context.knowledge,
                own_units,
            )
            for table in self.tables
            for draft in table.lines
            if draft.page in own
        )
        amounts = tuple(
            replace(amount, row=above + amount.row, words=())
            for amount in self.amounts
            if (amount.meanings or amount.settles) and rows[amount.row].page in own
        )
        charges = tuple(
            replace(charge, row=above + charge.row) for charge in self._charges if rows[charge.row].page in own
        )
        strays = stray_charges(rows, self.amounts, self._charges, context.knowledge, guidance.charges)
        used = {index for table in self.tables for index in table.used_rows}
        mine = [index for index, row in enumerate(rows) if row.page in own]
        header = read_header(
            [rows[index] for index in mine],
            frozenset(place for place, index in enumerate(mine) if index in used),
            context.knowledge,
            guidance,
        )
        unread = unread_amounts(rows, [index for index in mine if index not in used], context.knowledge, context.mark)
        return Part(
            lines,
            amounts,
            charges,
            header,
            tuple(s for s in strays if rows[s.row].page in own),
            tuple(unread),
            amounts_below(rows, used, context.knowledge, context.mark),
        )


def _context(
    pages: Sequence[PageText], knowledge: Knowledge, profile: Profile | None, mark: DecimalMark
) -> TableContext:
    guidance = guidance_of(profile)
    rows, outside = cut_at_area([row for page in pages for row in join_rows(page)], guidance.line_table)
    return TableContext(rows, pages, with_guidance(knowledge, guidance), mark, guidance, outside)


def _layout_of(pages: Sequence[PageText], knowledge: Knowledge, profile: Profile | None) -> _Layout:
    """Decide on the first pages, as a short document is decided on all of them."""
    plain = _decided(pages, knowledge, None)
    if profile is None:
        return plain
    led = _decided(pages, knowledge, profile)
    return plain if plain.score > led.score else led


def _decided(pages: Sequence[PageText], knowledge: Knowledge, profile: Profile | None) -> _Layout:
    evidence = weigh_marks(word.text for page in pages for word in page.words)
    first, read = _under(pages, knowledge, profile, guidance_of(profile).mark or evidence.mark)
    if evidence.certain:
        return first
    other = DecimalMark.POINT if evidence.mark is DecimalMark.COMMA else DecimalMark.COMMA
    second, otherwise = _under(pages, knowledge, profile, other)
    if first.score == second.score and read.lines != otherwise.lines:
        return replace(first, doubtful=True)
    return second if second.score > first.score else first


def _under(
    pages: Sequence[PageText], knowledge: Knowledge, profile: Profile | None, mark: DecimalMark
) -> tuple[_Layout, Invoice]:
    """Read the first pages with one decimal mark; tell which set of tables closes best, and what that reads."""
    context = _context(pages, knowledge, profile, mark)
    passes = [read_with(context, tables) for tables in candidate_sets(tables_of(context))]
    best = max(passes, key=lambda found: found.score)
    return _Layout(profile, mark, passes.index(best), doubtful=False, score=best.score), best.invoice
