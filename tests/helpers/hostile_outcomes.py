"""What becomes of a hostile file of any kind: an invoice, a table, a profile or policy, readings, a database."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import TimeoutError as TimedOut
from dataclasses import dataclass, replace
from pathlib import Path

from app.bootstrap import open_services
from app.domain.case import Document, DocumentState
from app.domain.errors import AppError
from app.domain.finding import Severity
from app.domain.imports import ImportKind
from app.domain.invoice import Reading
from app.extraction.profiles.files import check_profile_file
from app.extraction.workers.worker import ReaderPool
from app.workflow.batch import process_files
from app.workflow.given_readings import load_readings
from app.workflow.import_data import import_one
from tests.helpers.small_desk import ORDERS, SmallDesk

DOCUMENTS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".xml")
TABLES = (".csv", ".xlsx")
TEXTS = (".json", ".toml", ".yaml", ".yml")
DATABASES = (".db", ".sqlite")
KINDS = (*DOCUMENTS, *TABLES, *TEXTS, *DATABASES)
_LONGEST = 300  # seconds anybody waits here; the program's own limits are far below


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: ``refused``, ``held``, ``read``, or ``CLEARED``; and in its own words."""

    state: str
    said: str


def outcome_of(path: Path, pool: ReaderPool, desk: SmallDesk) -> Outcome:
    """Hand a file to the part of the program that its kind is for."""
    suffix = path.suffix.lower()
    try:
        if suffix in TABLES:
            return _table(path, desk)
        if suffix in TEXTS:
            return _texts(path, desk)
        return _database(path) if suffix in DATABASES else _document(path, pool, desk)
    except AppError as fault:
        return Outcome("refused", f"{fault.code}: {fault.message}")
    except TimedOut:
        return Outcome("WAITING", "no verdict at all")


def _document(path: Path, pool: ReaderPool, desk: SmallDesk) -> Outcome:
    reading = pool.submit(path).result(timeout=_LONGEST)
    if reading.error is not None:
        return Outcome("refused", f"{reading.error.code}: {reading.error.message}")
    assert reading.invoice is not None
    if any(one.severity is Severity.HOLD for one in reading.invoice.findings):
        return Outcome("held", told(reading))
    taken: list[Document | None] = []
    services = replace(desk.services, readers=pool)
    process_files(services, [path], on_document=lambda _, document: taken.append(document))
    cleared = taken[0] is not None and taken[0].state is DocumentState.CLEARED
    return Outcome("CLEARED" if cleared else "held", told(reading))


def told(reading: Reading) -> str:
    """Say what was read of a document, or why nothing was."""
    if reading.error is not None:
        return f"refused: {reading.error.code}"
    assert reading.invoice is not None
    findings = ",".join(sorted({one.code for one in reading.invoice.findings}))
    total = reading.invoice.header.total
    return (
        f"{reading.pages} pages, {len(reading.invoice.lines)} lines, total {total.value if total else '-'} [{findings}]"
    )


def _table(path: Path, desk: SmallDesk) -> Outcome:
    """Import a table as vendors, its first two columns as their numbers and names; of one column try every cell."""
    if path.suffix.lower() == ".csv" and (values := _single_column(path)):
        return _cells(values, desk)
    with tempfile.TemporaryDirectory() as folder:
        mapping = Path(folder) / "mapping.toml"
        mapping.write_text('[columns]\npo = "vendor_id"\nPO = "vendor_id"\nvendor = "name"\n', encoding="utf-8")
        result = import_one(desk.services, ImportKind.VENDORS, path, mapping=mapping)
    said = f"{result.rows_in_file} rows = {result.rows_taken} taken + {result.rows_refused} refused"
    first = f"; {result.problems[0]}" if result.problems else ""
    return Outcome("read" if not result.problems else "held", f"{said}, {result.encoding}{first}")


def _single_column(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (UnicodeDecodeError, csv.Error):
        return []
    return [row[0] for row in rows[1:] if row] if rows and len(rows[0]) == 1 else []


def _cells(values: list[str], desk: SmallDesk) -> Outcome:
    """Put each value into the cells of an order that hold prices and dates, and a vendor's name."""
    taken = [f"{field} {value[:20]!r}" for value in values for field in _takes(value, desk)]
    return Outcome("held", f"{len(values)} cells, of them taken: {'; '.join(taken)[:300] or 'none'}")


def _takes(value: str, desk: SmallDesk) -> Iterator[str]:
    heading, first, *_ = ORDERS.splitlines()
    names = heading.split(",")
    for field in ("unit_price", "promised_date", "description"):
        row = dict(zip(names, first.split(","), strict=True)) | {"po_number": "PO-CELL", field: value}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "orders.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names)
                writer.writeheader()
                writer.writerow(row)
            try:
                if import_one(desk.services, ImportKind.PURCHASE_ORDERS, path).rows_taken:
                    yield field
            except AppError:
                continue


def _texts(path: Path, desk: SmallDesk) -> Outcome:
    """Try a text as each of the files people may be sent: a profile, a policy, readings, a mapping."""
    said = []
    for name, use in (
        ("profile", lambda: check_profile_file(path)),
        ("policy", lambda: import_one(desk.services, ImportKind.POLICY, path)),
        ("readings", lambda: load_readings(path)),
    ):
        try:
            use()
        except AppError as fault:
            said.append(f"{name}: {fault.code}")
        else:
            return Outcome("read", f"taken as {name}")
    return Outcome("refused", ", ".join(said))


def _database(path: Path) -> Outcome:
    """Open a workspace with this database; whatever is said, its bytes must stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "tieout.db"
        shutil.copyfile(path, place)
        before = place.read_bytes()
        try:
            open_services(Path(folder), user="clerk").close()
        except AppError as fault:
            untouched = place.read_bytes() == before
            return Outcome("refused" if untouched else "CHANGED", f"{fault.code}: {fault.message}")
        return Outcome("read", "opened")
