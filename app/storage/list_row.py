"""What a list shows of a document, worked out once when it changes, so that SQL can sort, filter and find it."""

from __future__ import annotations

import json
from decimal import Decimal

from app.domain.bank_accounts import is_iban
from app.domain.case import PENDING, Case, CaseState, Document
from app.domain.decision import Lane
from app.domain.identifiers import code_key, loose_number
from app.domain.invoice import InvoiceHeader
from app.domain.money import ZERO, plain, round_amount, trimmed
from app.domain.provenance import Method
from app.storage.snapshots import clean_text

LIST_COLUMNS = (
    "state", "lane", "vendor_id", "vendor_name", "vendor_key", "tax_key", "invoice_number", "number_key",
    "invoice_date", "total", "total_key", "total_minor", "currency", "is_credit", "po_numbers", "exposure",
    "exposure_minor", "open_cases", "headline", "owner", "categories", "accounts",
)  # fmt: skip

NO_ACCOUNTS = "[]"

_LANES = {None: 0, Lane.AUTO_RESOLVE: 1, Lane.DRAFT_AND_ROUTE: 2, Lane.ESCALATE: 3}
_LARGEST = 2**63 - 1

Value = str | int | None


def list_values(document: Document) -> tuple[Value, ...]:
    """Return the values of :data:`LIST_COLUMNS`."""
    header = document.invoice.header if document.invoice else InvoiceHeader()
    total = header.total.value if header.total else None
    currency = header.currency.value if header.currency else None
    vendor_id, vendor_name = _vendor(document, header)
    number = clean_text(header.invoice_number.value) if header.invoice_number else ""
    pending = sorted((c for c in document.cases if c.state in PENDING), key=_weight, reverse=True)
    exposure = max((case.exposure for case in pending), default=ZERO)
    return (
        document.state.value,
        document.decision.lane.value if document.decision else None,
        vendor_id,
        clean_text(vendor_name),
        code_key(header.vendor_name.value) if header.vendor_name else "",
        code_key(header.vendor_tax_id.value) if header.vendor_tax_id else "",
        number,
        loose_number(number),
        header.invoice_date.value.isoformat() if header.invoice_date else None,
        None if total is None else plain(total),
        "" if total is None else total_key(total),
        None if total is None else minor(total),
        currency,
        int(document.invoice is not None and document.invoice.is_credit),
        clean_text(" ".join(_order_numbers(document, header))),
        plain(exposure),
        minor(exposure),
        len(pending),
        clean_text(_headline(document, pending)),
        next((case.owner.value for case in pending if case.owner), None),
        "\n".join(_categories(document, pending)),
        _accounts(header),
    )


def minor(amount: Decimal) -> int:
    """Return an amount in hundredths, as far as a column can hold it: for sorting, never for figures."""
    hundredths = int(round_amount(amount).scaleb(2))
    return max(-_LARGEST, min(_LARGEST, hundredths))


def total_key(total: Decimal) -> str:
    """Return an amount as duplicates compare it: without sign and trailing zeros."""
    return trimmed(abs(total))


def _accounts(header: InvoiceHeader) -> str:
    """Return the bank accounts, each with whether it is doubtful, as ``app.storage.paid_accounts`` reads them."""
    numbers = {one.value: one.method is Method.OCR and not is_iban(one.value) for one in header.bank_accounts}
    return json.dumps([[clean_text(number), doubtful] for number, doubtful in numbers.items()])


def _vendor(document: Document, header: InvoiceHeader) -> tuple[str | None, str]:
    printed = header.vendor_name.value if header.vendor_name else ""
    vendor_id = document.match.vendor_id if document.match else None
    known = document.desk.vendor(vendor_id) if document.desk and vendor_id else None
    return vendor_id, known.name if known else printed


def _order_numbers(document: Document, header: InvoiceHeader) -> tuple[str, ...]:
    printed = [number.value for number in header.po_numbers]
    found = document.match.orders if document.match else ()
    return tuple(dict.fromkeys((*printed, *found)))


def _weight(case: Case) -> tuple[int, Decimal, int]:
    return _LANES[case.lane], case.exposure, -case.case_id


def _headline(document: Document, pending: list[Case]) -> str:
    if pending:
        return pending[0].handover.sentence
    if document.reading.error is not None:
        return document.reading.error.message
    return ""


def _categories(document: Document, pending: list[Case]) -> tuple[str, ...]:
    others = (case for case in document.cases if case.state is CaseState.RESOLVED)
    return tuple(dict.fromkeys(case.category for case in (*pending, *others)))
