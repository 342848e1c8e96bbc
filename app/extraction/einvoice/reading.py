"""Takes the electronic invoice of a document as the invoice, checked by its own sums and against the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from app.domain.finding import Finding, Severity
from app.domain.invoice import Charge, Invoice, Source
from app.domain.money import plain
from app.domain.provenance import Extracted
from app.extraction.einvoice.charges import charges_apart
from app.extraction.einvoice.files import Found
from app.extraction.einvoice.goods import goods_differ
from app.extraction.einvoice.header_comparison import Differences, compare_header
from app.extraction.einvoice.invoice import invoice_of
from app.extraction.einvoice.line_comparison import compare_lines
from app.extraction.einvoice.model import EInvoice
from app.extraction.einvoice.printed import Printed, PrintedAcross
from app.extraction.einvoice.said import account_texts, said_findings
from app.extraction.einvoice.sums import check_sums
from app.extraction.sums.proof_again import prove_again
from app.extraction.values.knowledge import Knowledge

# What a reading of the page says about values that are then taken from elsewhere.
_ABOUT_THE_HEADER = frozenset({"missing_field", "currency_assumed", "ambiguous_date"})
# What a page says of the whole paper counts also where every value is taken from elsewhere.
_ABOUT_THE_PAPER = frozenset(
    {
        "not_an_invoice",
        "other_account",
        "other_payee",
        "copy_of_invoice",
        "corrected_invoice",
        "amount_due",
        "pages_contradict",
        "amount_in_no_sum",
    }
)


def printed_across(found: Found) -> PrintedAcross:
    """Return what takes in the pages of a long document one by one, to compare the electronic invoice with in the end.

    It knows what compare_header asks for: the texts and days that the electronic invoice states.
    """
    if not found.invoices:
        return PrintedAcross((), ())
    stated = found.invoices[0]
    texts = (
        stated.number,
        stated.currency,
        *stated.tax_ids,
        *stated.seller_names,
        *stated.orders,
        *account_texts(stated),
    )
    return PrintedAcross(texts, [day.value for day in (stated.issued, stated.due) if day is not None])


def with_einvoice(found: Found, page: Invoice, words: Printed, knowledge: Knowledge) -> Invoice:
    """Return the invoice of a document: the electronic one if there is any, compared with the page if there is one."""
    if not found.invoices:
        return replace(page, findings=(*page.findings, *found.findings))
    sums = check_sums(found.invoices[0])
    stated = charges_apart(found.invoices[0], knowledge)
    mine = invoice_of(stated, sums, knowledge)
    said = tuple(said_findings(stated, mine, words, knowledge))
    if words.any:
        mine = _compared(stated, mine, page, words, header_only=not found.invoices[0].lines)
    elif not mine.lines:
        mine = replace(mine, findings=(*mine.findings, Finding("no_lines", "The electronic invoice has no lines.")))
    further = (*said, *_missing(stated), *found.findings, *_rivals(found.invoices))
    return replace(mine, findings=(*mine.findings, *further))


def _compared(stated: EInvoice, mine: Invoice, page: Invoice, words: Printed, *, header_only: bool) -> Invoice:
    differences = Differences()
    header = compare_header(stated, mine.header, page, words, differences)
    if not header_only:
        lines = compare_lines(stated, mine, page, words, differences)
        told = {f.code for f in mine.findings if f.severity is Severity.HOLD}
        said = (f for f in page.findings if f.code in _ABOUT_THE_PAPER and f.code not in told)
        findings = (*mine.findings, *said, *differences.told())
        return replace(mine, header=header, lines=lines, charges=_placed(mine.charges, page.charges), findings=findings)
    kept = tuple(f for f in page.findings if f.code not in _ABOUT_THE_HEADER)
    findings = (*mine.findings, *kept, *differences.told())
    charges = _placed(mine.charges, page.charges) or page.charges
    joined = replace(
        page, header=header, charges=charges, findings=findings, source=Source.EINVOICE, checks=mine.checks
    )
    proven = prove_again(joined)
    return replace(proven, checks=(*mine.checks, *proven.checks))


def _placed(mine: Sequence[Charge], printed: Sequence[Charge]) -> tuple[Charge, ...]:
    """Return what the electronic invoice charges and allows, each where the page prints as much, which no other has."""
    left, placed = list(printed), []
    for charge in mine:
        same = next((one for one in left if one.amount.value == charge.amount.value), None)
        if same is not None:
            left.remove(same)
        box = same.amount.box if same is not None else charge.amount.box
        placed.append(replace(charge, amount=replace(charge.amount, box=box)))
    return tuple(placed)


def _missing(stated: EInvoice) -> Iterator[Finding]:
    """Yield what an electronic invoice states not, though every one must: there is nothing to compare the page with."""
    for value, field, what in (
        (stated.number, "invoice_number", "invoice number"),
        (stated.sums.total or stated.sums.payable, "total", "total"),
        (stated.currency, "currency", "currency"),
    ):
        if not value:
            yield Finding("missing_field", f"The electronic invoice states no {what}.", field=field)


def _rivals(invoices: Sequence[EInvoice]) -> tuple[Finding, ...]:
    """Hold a document that carries electronic invoices which do not say the same."""
    first = invoices[0]
    found = []
    for other in invoices[1:]:
        for what, one, two in (
            ("number", first.number, other.number),
            ("total", _text(first.sums.total), _text(other.sums.total)),
            ("tax", _text(first.sums.tax), _text(other.sums.tax)),
            ("currency", first.currency, other.currency),
            ("lines", _lines_text(first, other), _lines_text(other, first)),
            ("goods", first.lines[0].name if (unlike := goods_differ(first.lines, other.lines)) else "", unlike),
        ):
            if one != two:
                message = (
                    f'The attached "{first.file}" and "{other.file}" differ in {what}: {one or "none"} and '
                    f"{two or 'none'}."
                )
                found.append(Finding("einvoices_differ", message))
    return tuple(found)


def _text(amount: Extracted[Decimal] | None) -> str:
    return plain(amount.value) if amount else ""


def _lines_text(invoice: EInvoice, other: EInvoice) -> str:
    """Return the amounts of the lines; nothing where one of the two is of a profile without lines."""
    if not invoice.lines or not other.lines:
        return ""
    return ", ".join(_text(line.amount) for line in invoice.lines)
