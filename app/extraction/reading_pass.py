"""One reading of the pages, with one way of writing numbers and, if given, one profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from app.domain.invoice import Charge, Invoice, InvoiceHeader, InvoiceLine, PageSize, Source
from app.domain.provenance import Certainty, Extracted, Method
from app.extraction.header.areas import area_amounts
from app.extraction.header.header_fields import HeaderReading, read_header
from app.extraction.header.order_numbers import with_line_orders
from app.extraction.profiles.guidance import guidance_of, with_guidance
from app.extraction.profiles.model import Profile
from app.extraction.reading_choice import ReadingPass, best_of, doubted, rate
from app.extraction.sums.before_tax import before_tax_findings
from app.extraction.sums.below_table import read_amounts, read_charges
from app.extraction.sums.beside_total import amounts_below
from app.extraction.sums.charges import ChargeDraft
from app.extraction.sums.contradictions import contradictions
from app.extraction.sums.findings import header_findings, line_findings, mark_finding, total_findings
from app.extraction.sums.labelled_amount import LabelledAmount
from app.extraction.sums.last_line import with_last_line_charged
from app.extraction.sums.proof import Proof
from app.extraction.sums.settled import settled
from app.extraction.sums.totals_choice import Totals
from app.extraction.sums.unaccounted import stray_charges
from app.extraction.sums.unread_amounts import unread_amounts
from app.extraction.table.area import cut_at_area
from app.extraction.table.choice import candidate_sets
from app.extraction.table.headless import read_headless
from app.extraction.table.invoice_lines import DraftedLine, invoice_line
from app.extraction.table.labelled_lines import read_labelled
from app.extraction.table.line_figures import line_figures
from app.extraction.table.line_table import TableContext, TableReading, read_tables
from app.extraction.table.lone_prices import with_prices_of_lines
from app.extraction.table.roles import multiplying_share
from app.extraction.table.side_by_side import parted_lists
from app.extraction.table.slip_lines import read_slip
from app.extraction.table.stacked import with_stacked
from app.extraction.table.weak_headings import read_weakly
from app.extraction.values.knowledge import Knowledge
from app.extraction.values.numerals import DecimalMark, weigh_marks
from app.extraction.values.rows import join_rows
from app.extraction.values.words import PageText


def read_once(pages: Sequence[PageText], knowledge: Knowledge, profile: Profile | None) -> ReadingPass:
    """Read the pages; where the tokens do not settle the decimal mark, both marks are tried and the sums decide."""
    guidance = guidance_of(profile)
    knowledge = with_guidance(knowledge, guidance)
    rows, outside = cut_at_area([row for page in pages for row in join_rows(page)], guidance.line_table)
    evidence = weigh_marks(word.text for page in pages for word in page.words)
    first = _read_lists(TableContext(rows, pages, knowledge, guidance.mark or evidence.mark, guidance, outside))
    if evidence.certain:
        return first
    other = DecimalMark.POINT if evidence.mark is DecimalMark.COMMA else DecimalMark.COMMA
    second = _read_lists(TableContext(rows, pages, knowledge, other, guidance, outside))
    if first.score == second.score and first.invoice.lines != second.invoice.lines:
        invoice = first.invoice
        return replace(first, invoice=doubted(replace(invoice, findings=(*invoice.findings, mark_finding()))))
    return best_of(first, second)


def _read_lists(context: TableContext) -> ReadingPass:
    """Read with one decimal mark; lists that may stand side by side count as two where the sums close better so."""
    plain = _read(context)
    if context.guidance.line_table is not None:
        return plain
    parted = parted_lists(context.rows, context.pages, context.knowledge)
    return plain if len(parted) == len(context.rows) else best_of(plain, _read(replace(context, rows=parted)))


def _read(context: TableContext) -> ReadingPass:
    """Read with one decimal mark; where several sets of tables may be the lines, the best closing one counts."""
    best: ReadingPass | None = None
    for tables in candidate_sets(tables_of(context)):
        found = read_with(context, tables)
        best = found if best is None else best_of(best, found)
    assert best is not None
    return best


def tables_of(context: TableContext) -> tuple[TableReading, ...]:
    """Return the tables under known headings; where nothing multiplies in them, those that arithmetic finds."""
    known = with_stacked(read_tables(context), context)
    if any(multiplying_share(table.choice, table.lines) for table in known):
        return known
    weak = read_weakly(context)
    return (
        read_labelled(context)
        or read_slip(context)
        # A letterhead ("Equipment Rental") heads no lines where the lines are billed under a heading of their own.
        or (weak if _billed(weak) >= _billed(known) else ())
        or with_prices_of_lines(known, context)
        or read_headless(context)
    )


def _billed(tables: Sequence[TableReading]) -> int:
    """Return how many lines of these tables have an amount."""
    return sum(table.choice.amount in line.numbers for table in tables for line in table.lines)


def read_with(context: TableContext, tables: Sequence[TableReading]) -> ReadingPass:
    """Read with these tables as the billed lines, and rate what comes of it."""
    rows, knowledge = context.rows, context.knowledge
    guidance = context.guidance
    amounts = (
        *area_amounts(rows, guidance.areas, context.mark, knowledge),
        *read_amounts(rows, tables, knowledge, context.mark),
    )
    charges = read_charges(rows, amounts, tables, knowledge, guidance.charges)
    if guidance.last_line is not None and all(charge.kind is not guidance.last_line for charge in charges):
        tables = with_last_line_charged(tables, guidance.last_line)
        charges = read_charges(rows, amounts, tables, knowledge, guidance.charges)
    drafts = [(draft, table) for table in tables for draft in table.lines]
    figures = [
        line_figures(draft, table.choice, table.columns, knowledge, guidance.price_basis, context.mark)
        for draft, table in drafts
    ]
    used = frozenset(index for table in tables for index in table.used_rows)
    unused = (index for index in range(len(rows)) if index not in used)
    unread = list(unread_amounts(rows, unused, knowledge, context.mark))
    strays = stray_charges(rows, amounts, charges, knowledge, guidance.charges)
    aside = amounts_below(rows, used, knowledge, context.mark)
    sums = settled(amounts, figures, charges, strays, unread, aside)
    repairs = sums.repairs
    drafted = [
        DraftedLine(draft, figure, certainty, {repairs[i].field: repairs[i].read} if i in repairs else None)
        for i, ((draft, _), figure, certainty) in enumerate(zip(drafts, sums.figures, sums.proof.lines, strict=True))
    ]
    header = read_header(rows, used, knowledge, guidance)
    invoice = _invoice(context.pages, header, drafted, sums.totals, sums.proof, knowledge, context.own_units)
    return ReadingPass(invoice, rate(invoice))


def _invoice(
    pages: Sequence[PageText],
    reading: HeaderReading,
    drafted: Sequence[DraftedLine],
    totals: Totals,
    proof: Proof,
    knowledge: Knowledge,
    own_units: Mapping[str, str],
) -> Invoice:
    lines = tuple(invoice_line(number, line, knowledge, own_units) for number, line in enumerate(drafted, 1))
    sizes = tuple(PageSize(page.width, page.height) for page in pages)
    return replace(invoice_with(lines, drafted, reading, totals, proof), source=_source(pages), page_sizes=sizes)


def invoice_with(
    lines: tuple[InvoiceLine, ...],
    drafted: Sequence[DraftedLine],
    reading: HeaderReading,
    totals: Totals,
    proof: Proof,
) -> Invoice:
    """Return the invoice of these lines, drafted so, with its sums and all that is to be said of them."""
    findings = (
        *header_findings(reading),
        *total_findings(totals, [line.amount.value if line.amount else None for line in lines]),
        *before_tax_findings(totals, reading.vendor_tax_id.value if reading.vendor_tax_id is not None else ""),
        *contradictions(reading, totals),
        *line_findings(lines, drafted),
    )
    return Invoice(
        header=with_line_orders(_header(reading, totals, proof), lines),
        lines=lines,
        charges=tuple(_charge(charge, totals) for charge in totals.charges),
        checks=proof.checks,
        findings=findings,
    )


def _header(reading: HeaderReading, totals: Totals, proof: Proof) -> InvoiceHeader:
    return InvoiceHeader(
        invoice_number=reading.invoice_number,
        invoice_date=reading.invoice_date,
        due_date=reading.due_date,
        vendor_name=reading.vendor_name,
        vendor_tax_id=reading.vendor_tax_id,
        po_numbers=reading.po_numbers,
        currency=reading.currency,
        subtotal=_amount(totals.subtotal, proof.subtotal),
        tax_total=_tax(totals, proof.tax),
        total=_amount(totals.total, proof.total),
        credits_invoice=reading.credits_invoice,
        titled_credit=reading.titled_credit,
        bill_to=reading.bill_to,
        ship_to=reading.ship_to,
        buyer_tax_ids=reading.buyer_tax_ids,
        bank_accounts=reading.bank_accounts,
        terms_days=reading.terms_days,
    )


def _amount(amount: LabelledAmount | None, certainty: Certainty) -> Extracted[Decimal] | None:
    if amount is None:
        return None
    figure = amount.figure
    return Extracted(figure.value, figure.raw, figure.box, figure.method, certainty, figure.first)


def _tax(totals: Totals, certainty: Certainty) -> Extracted[Decimal] | None:
    if totals.tax is None:
        return None
    first = totals.taxes[0].figure
    return Extracted(totals.tax, " + ".join(t.figure.raw for t in totals.taxes), first.box, first.method, certainty)


def _charge(charge: ChargeDraft, totals: Totals) -> Charge:
    certainty = Certainty.CONSISTENT if totals.total_closes else Certainty.UNVERIFIED
    figure = charge.figure
    return Charge(charge.kind, charge.label, Extracted(figure.value, figure.raw, figure.box, figure.method, certainty))


def _source(pages: Sequence[PageText]) -> Source:
    methods = {page.method for page in pages}
    if methods == {Method.OCR}:
        return Source.OCR
    return Source.MIXED if Method.OCR in methods else Source.TEXT
