"""The program from the command line: what a script or an auditor without the window does.

Each way in (reading, taking in, a desk, a fault, a wrong call) is gone as a process of its own; what lies behind it is
told in this process, which is the same program without its start.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from app.cli.main import main
from app.shipped_files import resource_path

SAMPLE = resource_path("sample_data")
INVOICES = SAMPLE / "invoices"
DIGITAL = ("01_ironbark_448210.pdf", "02_pinecrest_90117.pdf")


def tieout(*arguments: str | Path, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own with an empty home."""
    variables = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), **environment}
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", env=variables, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample's master data and two processed invoices."""
    home = tmp_path_factory.mktemp("home")
    workspace = home / "desk"
    assert run(workspace, "import", SAMPLE).returncode == 0
    done = tieout("--workspace", workspace, "process", *(INVOICES / name for name in DIGITAL), home=home)
    assert done.returncode == 0, done.stderr
    return workspace


@dataclass(frozen=True, slots=True)
class Told:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def run(workspace: Path, *arguments: str | Path) -> Told:
    """Run a command on a desk in this process."""
    return here("--workspace", workspace, *arguments)


def here(*arguments: str | Path) -> Told:
    """Run the command in this process."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as errors:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
    return Told(status, out.getvalue(), errors.getvalue())


def test_version_is_answered_without_loading_qt_pdf_or_ocr_libraries() -> None:
    code = (
        "import sys; sys.argv = ['tieout', '--version']\n"
        "from app.__main__ import main\n"
        "assert main() == 0\n"
        "heavy = {'PySide6', 'pdfplumber', 'pypdfium2', 'pytesseract', 'cv2', 'numpy', 'sqlite_utils', 'openpyxl'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    version, loaded = shown.stdout.splitlines()
    assert version.startswith("tieout 0.")
    assert loaded == "[]"


def test_the_window_loads_no_pdf_or_ocr_library() -> None:
    code = (
        "import sys, app.bootstrap, app.ui.application\n"
        "heavy = {'pdfplumber', 'pypdfium2', 'pytesseract', 'cv2', 'pdfminer'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.strip() == "[]"


def test_extract_prints_json_and_nothing_else(tmp_path: Path) -> None:
    done = tieout("extract", INVOICES / DIGITAL[0], "--json", home=tmp_path)
    assert done.returncode == 0
    result = json.loads(done.stdout)
    assert result["schema"] == "tieout.extract/1"
    (document,) = result["documents"]
    assert document["header"]["invoice_number"] == "448210"
    assert all(isinstance(line["quantity"], str) for line in document["lines"])
    assert not (tmp_path / "data").exists(), "reading stores nothing"


def test_every_file_has_its_entry_and_a_bad_one_stops_nobody(tmp_path: Path) -> None:
    good = INVOICES / DIGITAL[0]
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    page = tmp_path / "page.pdf"
    page.write_text("<html>hello</html>", encoding="utf-8")
    locked = tmp_path / "locked.pdf"
    canvas = Canvas(str(locked), encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(72, 700, "Invoice")
    canvas.save()
    done = tieout("process", empty, page, locked, tmp_path / "gone.pdf", good, "--json", home=tmp_path)
    assert done.returncode == 1
    documents: list[dict[str, Any]] = json.loads(done.stdout)["documents"]
    codes = [(document["file"], (document["error"] or {}).get("code")) for document in documents]
    assert codes == [
        ("empty.pdf", "empty"), ("page.pdf", "not_a_document"), ("locked.pdf", "encrypted"),
        ("gone.pdf", "not_found"), (DIGITAL[0], None),
    ]  # fmt: skip
    assert all(document["lane"] != "auto_resolve" for document in documents if document["error"])
    for name in ("empty.pdf", "page.pdf", "locked.pdf", "gone.pdf"):
        assert sum(name in line for line in done.stderr.splitlines() if line.startswith("tieout:")) == 1
    assert "Traceback" not in done.stderr


def test_without_tesseract_digital_invoices_are_read_and_scans_are_refused_with_what_to_install(tmp_path: Path) -> None:
    scan = next(path for path in sorted(INVOICES.iterdir()) if path.suffix == ".png")
    done = tieout("extract", INVOICES / DIGITAL[0], scan, "--json", home=tmp_path, PATH=str(tmp_path))
    assert done.returncode == 1
    digital, scanned = json.loads(done.stdout)["documents"]
    assert digital["error"] is None
    assert digital["lines"]
    assert scanned["error"]["code"] == "ocr_unavailable"
    assert "tesseract" in done.stderr


def test_a_table_without_a_needed_column_is_refused_whole(desk: Path, tmp_path: Path) -> None:
    table = tmp_path / "vendors.csv"
    table.write_text("vendor_id,tax_id\nV9,1\n", encoding="utf-8")
    done = run(desk, "import", "vendors", table)
    assert done.returncode == 1
    assert "name" in done.stderr
    assert "vendors.csv" in done.stderr


def test_importing_twice_changes_nothing(desk: Path) -> None:
    done = run(desk, "import", SAMPLE)
    assert done.returncode == 0
    taken = [line for line in done.stdout.splitlines() if "rows in file" in line]
    assert taken
    assert all("0 new, 0 changed" in line for line in taken)


def test_a_workspace_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    done = tieout("--workspace", blocked / "desk", "cases", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("tieout: ")
    assert "Traceback" not in done.stderr
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_a_foreign_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "tieout.db").write_bytes(b"")
    done = here("--workspace", desk, "cases")
    assert done.returncode == 1
    assert done.stderr.startswith("tieout: ")
    assert (desk / "tieout.db").read_bytes() == b""


def test_a_wrong_call_exits_with_2(tmp_path: Path) -> None:
    assert tieout("import", "nonsense", tmp_path / "x.csv", home=tmp_path).returncode == 2
    assert here("process").returncode == 2
    assert here("case", "resolve", "1", "--action", "sing").returncode == 2


def test_the_log_is_whole_and_exports_open(desk: Path, tmp_path: Path) -> None:
    assert "whole" in run(desk, "audit", "verify").stdout
    target = tmp_path / "audit.csv"
    done = run(desk, "export", "audit", "-o", target)
    assert done.returncode == 0, done.stderr
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 10
    again = run(desk, "export", "audit", "-o", tmp_path / "again.json")
    assert again.returncode == 0
    entries = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert "exported" in json.dumps(entries), "an export is itself in the log"


def test_cases_are_listed_shown_and_settled(desk: Path) -> None:
    process = run(desk, "process", INVOICES / "03_quarrystone_QB-15532.pdf", "--json")
    assert process.returncode == 0, process.stderr
    cases = json.loads(run(desk, "cases", "--json").stdout)["cases"]
    case = next(case for case in cases if case["category"] == "merged")
    shown = run(desk, "case", "show", str(case["id"]))
    assert case["why_not_cleared"] in shown.stdout
    refused = run(desk, "case", "resolve", str(case["id"]), "--action", "accept")
    assert refused.returncode == 1
    assert "reason" in refused.stderr
    held = run(desk, "case", "resolve", str(case["id"]), "--action", "hold", "--until", "2026-12-01", "--note", "ask")
    assert held.returncode == 0, held.stderr
    undone = run(desk, "undo")
    assert undone.returncode == 0, undone.stderr
    assert "whole" in run(desk, "audit", "verify").stdout


def test_profiles_are_listed_and_a_broken_one_names_all_its_faults(tmp_path: Path) -> None:
    listed = here("--workspace", tmp_path / "desk", "profiles", "list", "--json")
    assert listed.returncode == 0
    assert json.loads(listed.stdout)["profiles"]
    broken = tmp_path / "profile.toml"
    broken.write_text('id = 5\nversion = "x"\nvendr_name = "A"\n', encoding="utf-8")
    done = here("--workspace", tmp_path / "desk", "profiles", "check", broken)
    assert done.returncode == 1
    assert "vendor_name" in done.stderr
    assert done.stderr.count("\n  - ") >= 2
