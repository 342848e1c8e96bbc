"""Electronic invoices on the command line: read in a worker process, taken in like other documents, or left aside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.helpers.einvoices import Bill, bill_pdf, cii, ubl


def _documents(home: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--workspace", str(home / "desk"), *map(str, arguments), "--json"],
        capture_output=True, text=True, encoding="utf-8", env={**os.environ, "HOME": str(home)}, timeout=300, check=False,
    )  # fmt: skip
    documents = json.loads(done.stdout)["documents"]
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


def test_a_page_that_disagrees_never_clears(tmp_path: Path) -> None:
    stated = Bill(number="RE-2026-113")
    (document,) = _documents(tmp_path, "process", bill_pdf(tmp_path / "a.pdf", Bill(), ("factur-x.xml", cii(stated))))
    assert document["lane"] != "auto_resolve"
    assert "data_quality" in {case["category"] for case in document["cases"]}
