"""What the command line prints of a reading."""

from __future__ import annotations

import json

from app.domain.invoice import Reading, ReadingError
from app.extraction.result import document_json
from tests.helpers.typed_pages import read_typed

_PAGE = """
Acme Supply Inc.          Invoice No: 4711     Date: 01/28/2026
Qty   U/M    Item      Description        Price   Per   Amount
 12   each   AB-100    Hex bolt            2.50           30.00
500   PC     AB-200    Cable tie          12.00   C       60.00
                                       Freight            12.50
                                       Total            $102.50
"""


def test_s2_173_a_reading_as_json() -> None:
    document = document_json(Reading("a.pdf", "ab" * 32, 1, "0.31", read_typed(_PAGE)))
    assert json.loads(json.dumps(document)) == document
    assert document["file"] == "a.pdf"
    assert document["error"] is None
    assert document["source"] == "text"
    header = document["header"]
    assert isinstance(header, dict)
    assert header["invoice_number"] == "4711"
    assert header["invoice_date"] == "2026-01-28"
    assert header["total"] == "102.50"
    assert header["due_date"] is None
    lines = document["lines"]
    assert isinstance(lines, list)
    assert lines[0]["uom"] == "EA"
    assert lines[0]["uom_raw"] == "each"
    assert lines[0]["status"] == "proven"
    assert "price_basis" not in lines[0]
    assert lines[1]["price_basis"] == "100"
    assert document["charges"] == [{"kind": "freight", "description": "Freight", "amount": "12.50"}]


def test_a_document_that_failed_still_has_its_entry() -> None:
    error = ReadingError("encrypted", "The file asks for a password.", "Ask the vendor for an open one.")
    document = document_json(Reading("b.pdf", "cd" * 32, 0, "", None, error))
    assert document["error"] == {"code": "encrypted", "message": "The file asks for a password."}
    assert document["lines"] == []
