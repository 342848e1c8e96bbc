"""The sample desk with its invoices read as they are known to be, so that a test of the window needs no OCR.

Values are those of the sample's expected results; only their places on the page are laid out here, on a grid.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from app import bootstrap
from app.domain.finding import Finding
from app.domain.invoice import (
    Charge,
    ChargeKind,
    Check,
    Invoice,
    InvoiceHeader,
    InvoiceLine,
    PageSize,
    Reading,
    ReadingError,
    Source,
)
from app.domain.provenance import Box, Certainty, Extracted, Method
from app.extraction.pages.image import PageImage
from app.shipped_files import resource_path
from app.workflow.services import PageProgress, Services

SAMPLE = resource_path("sample_data")
INVOICES = SAMPLE / "invoices"
_COLUMNS = {"item_code": 40, "description": 100, "quantity": 320, "uom": 360, "unit_price": 410, "amount": 490}


@cache
def expected() -> Mapping[str, Any]:
    """Return the sample's expected results by file name."""
    whole = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    return {record["file"]: record for record in whole["invoices"]}


class ExpectedReaders:
    """Reads sample invoices without looking at them, and renders a small white page."""

    def __init__(self) -> None:
        self.before_reading: Callable[[Path], None] = lambda _: None

    def submit(
        self,
        path: Path,
        *,
        profile: str | None = None,
        on_page: PageProgress | None = None,
        use_profiles: bool = True,
    ) -> Future[Reading]:
        future: Future[Reading] = Future()
        self.before_reading(path)
        future.set_result(reading_of(path))
        return future

    def look(self, path: Path, invoice: Invoice) -> Future[tuple[Finding, ...]]:
        """Return no disagreement: what is expected was not read from a picture."""
        future: Future[tuple[Finding, ...]] = Future()
        future.set_result(())
        return future

    def render(self, path: Path, page: int, width: int) -> Future[PageImage]:
        future: Future[PageImage] = Future()
        future.set_result(_blank_page(width))
        return future

    def close(self) -> None:
        """Nothing was started."""


def sample_services(workspace: Path) -> Services:
    """Open a real workspace whose readers know the sample invoices."""
    real = bootstrap.open_services(workspace, user="clerk")
    real.readers.close()
    readers = ExpectedReaders()
    return Services(
        store=real.store,
        actor=real.actor,
        clock=real.clock,
        readers=readers,
        correct=real.correct,
        templates=real.templates,
        exporter=partial(bootstrap._export, real.store, readers),
        weights=real.weights,
        jobs=1,
    )


def reading_of(path: Path) -> Reading:
    """Return the reading of a sample invoice by its name; any other file is refused."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "0" * 64
    record = expected().get(path.name)
    if record is None:
        error = ReadingError("not_an_invoice", f"{path.name} is no document Tieout can read.", "Send a PDF or picture.")
        return Reading(path.name, digest, 0, "0.0", error=error)
    return Reading(path.name, digest, record["pages"], "0.1", invoice=_invoice(record))


def _invoice(record: Mapping[str, Any]) -> Invoice:
    method = Method.OCR if record["source"] == "ocr" else Method.TEXT_LAYER
    return Invoice(
        header=_header(record, method),
        lines=tuple(_line(line, row, method) for row, line in enumerate(record["lines"])),
        charges=tuple(_charge(charge, row, method) for row, charge in enumerate(record["charges"])),
        checks=(Check("lines, charges and tax add up to the total", holds=True, detail=""),),
        source=Source(record["source"]),
        page_sizes=tuple(PageSize(612.0, 792.0) for _ in range(record["pages"])),
    )


def _header(record: Mapping[str, Any], method: Method) -> InvoiceHeader:
    values = record["header"]
    found: dict[str, Any] = {}
    for row, (name, text) in enumerate(values.items()):
        if text is None or name == "po_numbers":
            continue
        value: Any = text
        with suppress(ValueError, ArithmeticError):
            if name.endswith("date"):
                value = date.fromisoformat(text)
            elif name in ("subtotal", "tax_total", "total"):
                value = Decimal(text)
        found[name] = _extracted(value, text, Box(1, 400.0, 40.0 + 14 * row, 500.0, 50.0 + 14 * row), method)
    numbers = tuple(
        _extracted(number, number, Box(1, 300.0, 40.0 + 14 * i, 380.0, 50.0 + 14 * i), method)
        for i, number in enumerate(values.get("po_numbers") or ())
    )
    return InvoiceHeader(**found, po_numbers=numbers, titled_credit=bool(record["credit"]))


def _line(line: Mapping[str, Any], row: int, method: Method) -> InvoiceLine:
    def at(field: str, width: float = 46.0) -> Box:
        left = float(_COLUMNS[field])
        return Box(line["page"], left, 240.0 + 22 * row, left + width, 250.0 + 22 * row)

    def number(name: str, field: str) -> Extracted[Decimal] | None:
        text = line.get(name)
        return None if text is None else _extracted(Decimal(text), text, at(field), method)

    code, unit = line["item_code"], line["uom"]
    return InvoiceLine(
        line_no=line["line_no"],
        page=line["page"],
        description=_extracted(line["description"], line["description"], at("description", 200.0), method),
        item_code=_extracted(code, code, at("item_code"), method) if code else None,
        quantity=number("quantity", "quantity"),
        uom=_extracted(unit, line["uom_raw"], at("uom", 20.0), method) if unit else None,
        unit_price=number("unit_price", "unit_price"),
        price_basis=Decimal(line.get("price_basis", "1")),
        discount=number("discount", "amount"),
        amount=number("line_total", "amount"),
        po_number=_extracted(line["po_number"], line["po_number"], None, method) if line["po_number"] else None,
        po_line=_extracted(line["po_line"], str(line["po_line"]), None, method) if line["po_line"] else None,
        certainty=Certainty.PROVEN,
    )


def _charge(charge: Mapping[str, Any], row: int, method: Method) -> Charge:
    box = Box(1, 490.0, 560.0 + 16 * row, 536.0, 570.0 + 16 * row)
    amount = _extracted(Decimal(charge["amount"]), charge["amount"], box, method)
    return Charge(ChargeKind(charge["kind"]), charge["description"], amount)


def _extracted(value: Any, raw: str, box: Box | None, method: Method) -> Extracted[Any]:  # noqa: ANN401 - any field
    return Extracted(value, raw, box, method, Certainty.PROVEN)


def _blank_page(width: int) -> PageImage:
    import io

    from PIL import Image

    height = round(width * 792 / 612)
    picture = io.BytesIO()
    Image.new("L", (width, height), 255).save(picture, "PNG")
    return PageImage(width, height, picture.getvalue())
