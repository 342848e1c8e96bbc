"""Whatever a CSV file holds, every row of it is taken as it is written or refused by name; nothing is lost or bent."""

from __future__ import annotations

import atexit
import csv
import io
import re
import shutil
import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import InputError
from app.domain.imports import ImportKind, ImportResult
from app.domain.money import plain
from app.reports.cell_text import defused, looks_like_formula
from app.storage.cells import _INVISIBLE, KEY_LENGTH
from app.storage.store import SqliteStore
from tests.helpers import stores


def _no_rows_inside(text: str) -> str:
    """Keep delimiters out of texts of several lines: a line that is written like a row is refused as a lost quote."""
    return re.sub("[,;\t]", " ", text) if "\n" in text or "\r" in text else text


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40).map(_no_rows_inside)
KEYS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12).filter(
    lambda text: not _INVISIBLE.search(text)
)
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 9, places=4, allow_nan=False)
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def desk() -> SqliteStore:
    """Open one desk for all examples; each begins by emptying it."""
    folder = Path(tempfile.mkdtemp(prefix="tieout-csv-"))
    store = stores.new_store(folder / "desk")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(store.close)
    return store


def imported(kind: ImportKind, body: bytes) -> tuple[ImportResult, list[tuple[str, str]]]:
    """Import bytes into an empty desk; return the result and what is stored of vendors or conversions."""
    table = "vendors" if kind is ImportKind.VENDORS else "uom_conversions"
    names = "vendor_id, name" if kind is ImportKind.VENDORS else "sku, factor"
    with desk()._workspace.writing() as db:
        db.execute(f"DELETE FROM {table}")
    result = stores.import_text(desk(), kind, body)
    with desk()._workspace.reading() as db:
        return result, [(row[0], row[1]) for row in db.execute(f"SELECT {names} FROM {table}")]


def written(rows: list[tuple[str, ...]], delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


@QUIET
@given(st.lists(st.tuples(KEYS, TEXTS), max_size=8, unique_by=lambda row: row[0].strip()), st.sampled_from(",;\t"))
def test_names_come_back_as_they_were_written(rows: list[tuple[str, str]], delimiter: str) -> None:
    result, found = imported(ImportKind.VENDORS, written([("vendor_id", "name"), *rows], delimiter))
    usable = {(key.strip(), name.strip()) for key, name in rows if key.strip() and name.strip()}
    assert set(found) == usable
    assert result.rows_in_file == result.rows_taken + result.rows_refused
    assert result.rows_taken == len(usable)
    assert all(problem.line > 1 and problem.column for problem in result.problems)


@QUIET
@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_figures_come_back_to_the_last_digit(amounts: list[Decimal]) -> None:
    rows = [(f"S{i}", "CS", "EA", plain(amount)) for i, amount in enumerate(amounts)]
    body = written([("sku", "from_uom", "to_uom", "factor"), *rows], ",")
    result, found = imported(ImportKind.UOM_CONVERSIONS, body)
    assert result.rows_taken == len(amounts)
    assert dict(found) == {f"S{i}": plain(amount) for i, amount in enumerate(amounts)}


@QUIET
@given(st.binary(max_size=300))
def test_any_bytes_end_in_rows_that_are_accounted_for_or_in_one_refusal(body: bytes) -> None:
    for kind, heading in ((ImportKind.VENDORS, b""), (ImportKind.VENDORS, b"vendor_id,name\n")):
        try:
            result, found = imported(kind, heading + body)
        except InputError:
            continue
        assert result.rows_in_file == result.rows_taken + result.rows_refused
        assert len(found) == result.added
        assert all(len(str(key)) <= KEY_LENGTH for key, _ in found)


@given(st.one_of(st.text(max_size=20), st.text("=+-@;,\t\r\n'0a\u200b ", max_size=20)))
def test_no_defused_text_looks_like_a_formula(text: str) -> None:
    shown = defused(text)
    assert not looks_like_formula(shown)
    assert not any(part.strip() and looks_like_formula(part) for part in re.split("[;\t\r\n]", shown))
    assert shown.replace("'", "") == text.replace("'", ""), "nothing but apostrophes is added"
