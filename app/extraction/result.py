"""What ``tieout extract --json`` prints for one document: the JSON that scripts rely on."""

from __future__ import annotations

from decimal import Decimal

from app.domain.invoice import Charge, Check, Invoice, InvoiceLine, Reading
from app.domain.money import plain
from app.domain.provenance import Extracted


def document_json(reading: Reading) -> dict[str, object]:
    """Return the JSON object of a reading; amounts are decimal strings, dates ISO 8601, what is not printed is null."""
    error = None
    if reading.error is not None:
        error = {"code": reading.error.code, "message": reading.error.message}
    document: dict[str, object] = {
        "file": reading.file,
        "sha256": reading.sha256,
        "pages": reading.pages,
        "source": None,
        "profile": None,
        "seconds": float(reading.seconds) if reading.seconds else None,
        "header": {},
        "lines": [],
        "charges": [],
        "checks": [],
        "findings": [],
        "error": error,
    }
    if reading.invoice is not None:
        document.update(_invoice(reading.invoice))
    return document


def _invoice(invoice: Invoice) -> dict[str, object]:
    header = invoice.header
    listed = {
        "bill_to": header.bill_to,
        "ship_to": header.ship_to,
        "buyer_tax_ids": header.buyer_tax_ids,
        "bank_accounts": header.bank_accounts,
    }
    return {
        "source": invoice.source.value,
        "profile": invoice.profile,
        "header": {
            "invoice_number": _text(header.invoice_number),
            "invoice_date": header.invoice_date.value.isoformat() if header.invoice_date else None,
            "due_date": header.due_date.value.isoformat() if header.due_date else None,
            "vendor_name": _text(header.vendor_name),
            "vendor_tax_id": _text(header.vendor_tax_id),
            "po_numbers": [number.value for number in header.po_numbers],
            "currency": _text(header.currency),
            "subtotal": _number(header.subtotal),
            "tax_total": _number(header.tax_total),
            "total": _number(header.total),
            "credits_invoice": _text(header.credits_invoice),
            **{name: [value.value for value in values] for name, values in listed.items() if values},
            **({"terms_days": header.terms_days.value} if header.terms_days is not None else {}),
            "status": {
                name: value.certainty.value
                for name, value in (
                    ("subtotal", header.subtotal),
                    ("tax_total", header.tax_total),
                    ("total", header.total),
                )
                if value is not None
            },
        },
        "lines": [_line(line) for line in invoice.lines],
        "charges": [_charge(charge) for charge in invoice.charges],
        "checks": [_check(check) for check in invoice.checks],
        "findings": [
            {"code": f.code, "message": f.message, "severity": f.severity.value, "field": f.field, "line_no": f.line_no}
            for f in invoice.findings
        ],
    }


def _line(line: InvoiceLine) -> dict[str, object]:
    result: dict[str, object] = {
        "line_no": line.line_no,
        "page": line.page,
        "item_code": _text(line.item_code),
        "description": line.description.value,
        "quantity": _number(line.quantity),
        "uom": _text(line.uom),
        "uom_raw": line.uom.raw if line.uom else None,
        "unit_price": _number(line.unit_price),
        "line_total": _number(line.amount),
        "po_number": _text(line.po_number),
        "po_line": line.po_line.value if line.po_line else None,
        "status": line.certainty.value,
    }
    if line.price_basis != 1:
        result["price_basis"] = plain(line.price_basis)
    if line.discount is not None:
        result["discount"] = _number(line.discount)
    if line.other_codes:
        result["other_codes"] = list(line.other_codes)
    if line.included:
        result["included_charges"] = [
            {
                "kind": held.kind.value,
                "raw": held.raw,
                "amount": plain(held.amount) if held.amount is not None else None,
            }
            for held in line.included
        ]
    if line.packs:
        result["packs"] = [
            {"unit": pack.unit, "holds": plain(pack.holds), "of": pack.of, "raw": pack.raw} for pack in line.packs
        ]
    if line.notes:
        result["notes"] = list(line.notes)
    return result


def _charge(charge: Charge) -> dict[str, object]:
    return {"kind": charge.kind.value, "description": charge.description, "amount": _number(charge.amount)}


def _check(check: Check) -> dict[str, object]:
    return {"name": check.name, "holds": check.holds, "detail": check.detail}


def _text(value: Extracted[str] | None) -> str | None:
    return value.value if value is not None else None


def _number(value: Extracted[Decimal] | None) -> str | None:
    return plain(value.value) if value is not None else None
