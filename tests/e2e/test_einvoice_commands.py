"""Electronic invoices on the command line: read in a worker process, taken in like other documents, or left aside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.shipped_files import resource_path
from tests.helpers.einvoices import Bill, bill_pdf, cii, ubl


def _run(home: Path, *arguments: str | Path) -> str:
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "app", "--workspace", str(home / "desk"), *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        env={**os.environ, "HOME": str(home)},
    )  # fmt: skip
    return done.stdout


def _documents(home: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    documents = json.loads(_run(home, *arguments, "--json"))["documents"]
    assert isinstance(documents, list)
    return documents


def test_a_folder_of_electronic_invoices_is_read_and_no_einvoice_reads_pages_alone(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bill_pdf(folder / "a.pdf", Bill(), ("factur-x.xml", cii(Bill())))
    (folder / "b.xml").write_text(ubl(Bill()), encoding="utf-8")
    first, second = _documents(tmp_path, "extract", folder)
    assert (first["source"], first["pages"]) == ("einvoice", 1)
    assert (second["source"], second["pages"]) == ("einvoice", 0)
    assert first["header"]["total"] == second["header"]["total"] == "734.59"
    assert [line["status"] for line in second["lines"]] == ["proven"] * 3
    first, second = _documents(tmp_path, "extract", folder, "--no-einvoice")
    assert first["source"] == "text"
    assert second["error"]["code"] == "no_page"


_VENDORS = (
    "vendor_id,name,tax_id,currency,status,tier,accessorials\n"
    "V1,Northwind Fixture Supply GmbH,DE136695976,EUR,active,trusted,freight:50\n"
)
_ORDERS = """po_number,vendor_id,order_date,status,approved_by,currency,line_no,sku,description,quantity,uom,unit_price
PO-10007,V1,2026-03-01,open,R. Okonedo,EUR,1,47821,Steel bolt M8 zinc,240,EA,1.25
PO-10007,V1,2026-03-01,open,R. Okonedo,EUR,2,BR-7730,Bearing sealed 6204,12,BX,17.65
"""
_RECEIPTS = """receipt_no,po_number,line_no,received_date,quantity,uom
RC-1,PO-10007,1,2026-03-10,240,EA
RC-2,PO-10007,2,2026-03-10,12,BX
"""


def test_s1_26_what_agrees_clears_and_a_page_that_disagrees_is_held(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    for name, text in (("vendors", _VENDORS), ("purchase_orders", _ORDERS), ("receipts", _RECEIPTS)):
        (tables / f"{name}.csv").write_text(text, encoding="utf-8")
    shutil.copy(resource_path("sample_data") / "policy.toml", tables)
    _run(tmp_path, "import", tables)
    bill = replace(Bill(), lines=Bill().lines[:2], charges=Bill().charges[:1])
    printed = replace(bill, charges=((True, "42.50", "Freight", "FC"),))
    held = bill_pdf(tmp_path / "held.pdf", printed, ("factur-x.xml", cii(bill)))
    (document,) = _documents(tmp_path, "process", held)
    assert document["lane"] == "draft_and_route"
    assert "einvoice_differs" in {finding["code"] for finding in document["findings"]}
    assert "data_quality" in {case["category"] for case in document["cases"]}
    other = replace(bill, number="RE-2026-119", day="20260315")
    _run(tmp_path / "again", "import", tables)
    (document,) = _documents(
        tmp_path / "again", "process", bill_pdf(tmp_path / "good.pdf", other, ("factur-x.xml", cii(other)))
    )
    assert (document["source"], document["cases"], document["lane"]) == ("einvoice", [], "auto_resolve")
