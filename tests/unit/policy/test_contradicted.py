"""What the document itself contradicts supports no clearance, whichever field it is (S1.56, S1.64)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.decision import Lane
from app.domain.provenance import Certainty, Extracted, Method
from tests.helpers.policy import World, bill, finding, read

FIELDS = {
    "item_code": ("47821", "item code"),
    "uom": ("EA", "unit"),
    "description": ("Hex bolt zinc plated size 47821", "description"),
    "po_number": ("PO-1001", "order number"),
    "po_line": (1, "order line number"),
}
HEADER = {
    "invoice_number": ("INV-77", "invoice number"),
    "invoice_date": (date(2026, 3, 1), "invoice date"),
    "due_date": (date(2026, 3, 31), "due date"),
    "vendor_name": ("Juniper MRO Distributors, Inc.", "vendor name"),
    "vendor_tax_id": ("34-7508536", "tax id"),
    "currency": ("USD", "currency"),
}


def contradicted(value: object, method: Method) -> Extracted[object]:
    return replace(read(value, method=method), certainty=Certainty.CONTRADICTED)


@pytest.mark.parametrize("method", [Method.TEXT_LAYER, Method.OCR])
@pytest.mark.parametrize("field", FIELDS)
def test_a_contradicted_text_of_a_line_holds_it(field: str, method: Method) -> None:
    value, name = FIELDS[field]
    sound = World(lines=(replace(bill(), **{field: read(value, method=method)}),))  # type: ignore[arg-type]
    assert sound.decided.lane is Lane.AUTO_RESOLVE
    doubted = World(lines=(replace(bill(), **{field: contradicted(value, method)}),))  # type: ignore[arg-type]
    assert doubted.first.rule == "figures.unproven"
    assert name in doubted.first.reason


@pytest.mark.parametrize("method", [Method.TEXT_LAYER, Method.OCR])
@pytest.mark.parametrize("field", HEADER)
def test_a_contradicted_text_of_the_header_holds_the_document(field: str, method: Method) -> None:
    value, name = HEADER[field]
    assert World().with_header(**{field: read(value, method=method)}).decided.lane is Lane.AUTO_RESOLVE
    decision = World().with_header(**{field: contradicted(value, method)}).decided
    assert name in finding(decision, "data_quality.unproven").reason


def test_a_contradicted_order_number_holds_the_document() -> None:
    decision = World().with_header(po_numbers=(contradicted("PO-1001", Method.TEXT_LAYER),)).decided
    assert "order number PO-1001" in finding(decision, "data_quality.unproven").reason
