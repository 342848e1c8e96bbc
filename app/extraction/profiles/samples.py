"""What a profile's sample is expected to hold, as JSON beside the profile: ``<id>/expected/<file>.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.durable import move_into_place
from app.domain.errors import EnvironmentFault
from app.domain.invoice import Invoice, Reading
from app.extraction.result import document_json

FOLDER = "expected"
_HEADER = (
    "invoice_number",
    "invoice_date",
    "due_date",
    "vendor_name",
    "vendor_tax_id",
    "po_numbers",
    "currency",
    "subtotal",
    "tax_total",
    "total",
)
_LINE = ("item_code", "description", "quantity", "uom", "unit_price", "line_total", "po_line")
_CHARGE = ("kind", "amount")
_NOT_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def expected_json(file: str, sha256: str, invoice: Invoice) -> dict[str, Any]:
    """Return what a sample holds by what a person says of it; the document is named by its file and its hash."""
    whole: Mapping[str, Any] = document_json(Reading(file, sha256, 0, "", invoice=invoice))
    return {
        "sample": file,
        "sha256": sha256,
        "header": {name: whole["header"][name] for name in _HEADER},
        "lines": [{name: line[name] for name in _LINE} for line in whole["lines"]],
        "charges": [{name: charge[name] for name in _CHARGE} for charge in whole["charges"]],
    }


def save_expected(profile_folder: Path, expected: Mapping[str, Any]) -> Path:
    """Write an expected result beside a profile, under the sample's name and the start of its hash.

    Raises:
        EnvironmentFault: The folder cannot be written (cannot_write).
    """
    stem = _NOT_NAME.sub("_", Path(str(expected["sample"])).stem)[:60].strip(".") or "sample"
    target = profile_folder / FOLDER / f"{stem}-{str(expected['sha256'])[:12]}.json"
    text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        move_into_place(part, target)
    except OSError as error:
        raise EnvironmentFault(
            "cannot_write",
            f"The sample's expected result cannot be saved to {target.parent}: {error.strerror or error}.",
            next_step="Check that the folder may be written and that the disk is not full.",
        ) from error
    return target
