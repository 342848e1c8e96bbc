"""Compares the reading of a drawn invoice with what was drawn."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.provenance import Certainty, Extracted
from tests.helpers.drawn_truth import TrueInvoice, TrueLine

_VOUCHED = frozenset({Certainty.PROVEN, Certainty.CONSISTENT})


@dataclass(slots=True)
class Score:
    """What of one invoice was read right; ``silent`` names wrong figures that the reading vouched for."""

    lines: int = 0
    read_lines: int = 0
    lines_right: int = 0
    figures_right: int = 0
    charges: int = 0
    read_charges: int = 0
    charges_right: int = 0
    fields: dict[str, bool] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def score(truth: TrueInvoice, invoice: Invoice | None, features: dict[str, str]) -> Score:
    """Score a reading against the truth."""
    result = Score(lines=len(truth.lines), charges=len(truth.charges))
    if invoice is None:
        result.wrong.append("nothing was read")
        return result
    _lines(truth, invoice, features, result)
    _header(truth, invoice, features, result)
    read = Counter(charge.amount.value for charge in invoice.charges)
    result.read_charges = read.total()
    result.charges_right = (read & Counter(amount for _, amount in truth.charges)).total()
    if not result.charges_right == result.charges == result.read_charges:
        result.wrong.append(f"charges {sorted(map(str, read.elements()))} for {[str(a) for _, a in truth.charges]}")
    return result


def _lines(truth: TrueInvoice, invoice: Invoice, features: dict[str, str], result: Score) -> None:
    result.read_lines = len(invoice.lines)
    for index, (line, read) in enumerate(_paired(truth.lines, invoice.lines), 1):
        if line is None:
            assert read is not None
            if read.certainty in _VOUCHED:
                result.silent.append(f"SILENT invented line {_shown(read)} {read.certainty.value}")
            result.wrong.append(f"invented {_shown(read)}")
            continue
        if read is None:
            result.wrong.append(f"line {index} missing {line.description[0]}")
            continue
        faults = _figure_faults(line, read)
        result.figures_right += not faults
        if any(" None for " not in fault for fault in faults) and read.certainty in _VOUCHED:
            result.silent.append(f"SILENT line {index} {', '.join(faults)} {read.certainty.value}")
        faults += _other_faults(line, read, features)
        result.lines_right += not faults
        result.wrong.extend(f"line {index} {fault}" for fault in faults)


def _paired(
    lines: tuple[TrueLine, ...], read: tuple[InvoiceLine, ...]
) -> list[tuple[TrueLine | None, InvoiceLine | None]]:
    """Pair lines in order by how much they share (longest common run with weights)."""
    n, m = len(lines), len(read)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            like = _likeness(lines[i], read[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + like if like >= 1 else 0.0)
    pairs: list[tuple[TrueLine | None, InvoiceLine | None]] = []
    i = j = 0
    while i < n or j < m:
        like = _likeness(lines[i], read[j]) if i < n and j < m else 0.0
        if like >= 1 and best[i][j] == best[i + 1][j + 1] + like:
            pairs.append((lines[i], read[j]))
            i, j = i + 1, j + 1
        elif i < n and (j == m or best[i][j] == best[i + 1][j]):
            pairs.append((lines[i], None))
            i += 1
        else:
            pairs.append((None, read[j]))
            j += 1
    return pairs


def _likeness(line: TrueLine, read: InvoiceLine) -> float:
    figures = ((line.amount, read.amount, 2.0), (line.quantity, read.quantity, 1.0), (line.price, read.unit_price, 1.0))
    like = sum(weight for wanted, found, weight in figures if wanted is not None and found and found.value == wanted)
    return like + 0.5 * (line.description[0] in read.description.value)


def _figure_faults(line: TrueLine, read: InvoiceLine) -> list[str]:
    wanted = (
        ("quantity", line.quantity, read.quantity),
        ("price", line.price, read.unit_price),
        ("amount", line.amount, read.amount),
    )
    faults = [f"{name} {_value(found)} for {value}" for name, value, found in wanted if _value(found) != value]
    if line.price is not None and read.price_basis != line.basis:
        faults.append(f"basis {read.price_basis} for {line.basis}")
    return faults


def _other_faults(line: TrueLine, read: InvoiceLine, features: dict[str, str]) -> list[str]:
    faults = []
    code = read.item_code.value if read.item_code else None
    if _key(code) != _key(line.code):
        faults.append(f"code {code} for {line.code}")
    unit = read.uom.value if read.uom else None
    printed = features["unit"] != "none" and line.quantity is not None
    if unit != (line.unit if printed else None) and not (not printed and unit == "EA"):
        faults.append(f"unit {unit} for {line.unit if printed else None}")
    if line.order is not None and _key(read.po_number.value if read.po_number else None) != _key(line.order):
        faults.append(f"order {read.po_number.value if read.po_number else None} for {line.order}")
    return faults


def _header(truth: TrueInvoice, invoice: Invoice, features: dict[str, str], result: Score) -> None:
    header = invoice.header
    name = header.vendor_name.value if header.vendor_name else None
    checks: dict[str, tuple[object, object]] = {
        "number": (_key(header.invoice_number.value if header.invoice_number else None), _key(truth.number)),
        "date": (header.invoice_date.value if header.invoice_date else None, truth.day),
        "due": (header.due_date.value if header.due_date else None, truth.due),
        "vendor": (_key(name), _key(truth.seller[0])),
        "tax id": (_key(header.vendor_tax_id.value if header.vendor_tax_id else None), _key(truth.tax_id)),
        "currency": (header.currency.value if header.currency else None, truth.currency),
        "total": (_value(header.total), truth.total),
        "tax": (_value(header.tax_total) or Decimal(0), truth.tax),
    }
    if truth.order is not None:
        checks["order"] = (",".join(_key(order.value) or "" for order in header.po_numbers), _key(truth.order))
    if header.subtotal is not None:
        checks["subtotal"] = (header.subtotal.value in {truth.net, truth.net + truth.charged, truth.total}, True)
    for field_name, (found, wanted) in checks.items():
        result.fields[field_name] = found == wanted
        if found != wanted:
            result.wrong.append(f"{field_name} {found} for {wanted}")
    for field_name, amount, wanted_sum in (("total", header.total, truth.total), ("tax", header.tax_total, truth.tax)):
        if amount is not None and amount.value != wanted_sum and amount.certainty in _VOUCHED:
            result.silent.append(f"SILENT {field_name} {amount.value} for {wanted_sum} {amount.certainty.value}")


def _value(found: Extracted[Decimal] | None) -> Decimal | None:
    return found.value if found is not None else None


def _key(text: str | None) -> str | None:
    return re.sub(r"[^A-Z0-9]", "", text.upper()) or None if text else None


def _shown(read: InvoiceLine) -> str:
    figures = (_value(read.quantity), _value(read.unit_price), _value(read.amount))
    return f"{read.description.value[:30]!r} {' × '.join(str(figure) for figure in figures)}"
