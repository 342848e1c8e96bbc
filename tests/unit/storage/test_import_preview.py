"""A dry run shows every difference and keeps nothing (S1.56: nothing is written that nobody saw)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.import_preview import Difference, ImportPlan
from app.domain.imports import ImportKind
from app.storage.import_preview import MOST_DIFFERENCES
from app.storage.store import SqliteStore
from tests.helpers import stores
from tests.helpers.stores import import_text, new_store

HEADING = "po_number,vendor_id,status,currency,line_no,sku,description,quantity,uom,unit_price\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = new_store(tmp_path / "desk")
    yield opened
    opened.close()


def file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def plan(tmp_path: Path, kind: ImportKind, text: str) -> ImportPlan:
    return ImportPlan(kind, file(tmp_path, f"{kind.value}.csv", text))


def test_a_preview_keeps_nothing_and_says_what_would_be_added(store: SqliteStore, tmp_path: Path) -> None:
    text = HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1.00\n"
    before = store.facts(), store.head()
    (found,) = store.preview_tables([plan(tmp_path, ImportKind.PURCHASE_ORDERS, text)])
    assert (store.facts(), store.head()) == before
    assert found.result.rows_in_file == found.result.rows_taken + found.result.rows_refused == 1
    assert {row.what for row in found.differences} == {Difference.ADDED}
    assert any(("unit_price", "", "1.00") in row.cells for row in found.differences)
    assert not any(name.endswith("_key") for row in found.differences for name, _, _ in row.cells)
    assert store.verify().whole


def test_a_preview_names_the_cell_that_changes_with_before_and_after(store: SqliteStore, tmp_path: Path) -> None:
    import_text(store, ImportKind.PURCHASE_ORDERS, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1.00\n")
    text = HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1.25\n"
    (found,) = store.preview_tables([plan(tmp_path, ImportKind.PURCHASE_ORDERS, text)])
    (row,) = found.differences
    assert row.what is Difference.CHANGED
    assert row.key == "PO-1 1"
    assert row.cells == (("unit_price", "1.00", "1.25"),)


@pytest.mark.parametrize("kind", [kind for kind in ImportKind if kind is not ImportKind.POLICY])
def test_what_a_preview_counts_is_what_the_import_does(store: SqliteStore, tmp_path: Path, kind: ImportKind) -> None:
    (seen,) = store.preview_tables([plan(tmp_path, kind, stores.TEXTS[kind])])
    done = import_text(store, kind, stores.TEXTS[kind])
    assert (seen.result.rows_taken, seen.result.rows_refused, seen.result.added) == (
        done.rows_taken, done.rows_refused, done.added,
    )  # fmt: skip
    (again,) = store.preview_tables([plan(tmp_path, kind, stores.TEXTS[kind])])
    assert again.differences == ()
    assert again.result.unchanged == done.rows_taken


def test_a_file_that_cannot_be_used_does_not_keep_the_others_from_being_tried(
    store: SqliteStore, tmp_path: Path
) -> None:
    bad = plan(tmp_path, ImportKind.VENDORS, "number,name\n1,Acme\n")
    good = plan(tmp_path, ImportKind.PURCHASE_ORDERS, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1.00\n")
    first, second = store.preview_tables([bad, good])
    assert "vendor_id" in str(first.result.problems[0])
    assert first.result.rows_taken == 0
    assert second.result.rows_taken == 1


def test_files_are_tried_together_so_that_a_receipt_finds_the_order_before_it(
    store: SqliteStore, tmp_path: Path
) -> None:
    orders = plan(tmp_path, ImportKind.PURCHASE_ORDERS, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1.00\n")
    receipts = plan(tmp_path, ImportKind.RECEIPTS, "receipt_no,po_number,line_no,quantity,uom\nR1,PO-1,1,10,EA\n")
    _, alone = store.preview_tables([orders, receipts])
    assert alone.result.notes == ()
    (without,) = store.preview_tables([receipts])
    assert "not known" in without.result.notes[0]


def test_only_so_many_differences_are_shown_and_the_rest_counted(store: SqliteStore, tmp_path: Path) -> None:
    rows = "".join(f"V{n},Vendor {n}\n" for n in range(MOST_DIFFERENCES + 7))
    (found,) = store.preview_tables([plan(tmp_path, ImportKind.VENDORS, "vendor_id,name\n" + rows)])
    assert len(found.differences) == MOST_DIFFERENCES
    assert found.more == 7
    assert found.result.added == MOST_DIFFERENCES + 7


def test_another_systems_headings_are_taken_as_they_were_planned(store: SqliteStore, tmp_path: Path) -> None:
    path = file(tmp_path, "export.csv", "Lieferant;Firma\nV1;Acme\n")
    wanted = ImportPlan(ImportKind.VENDORS, path, {"Lieferant": "vendor_id", "Firma": "name"})
    (found,) = store.preview_tables([wanted])
    assert found.result.rows_taken == 1
    sketch = store.sketch_table(ImportKind.VENDORS, path)
    assert sketch.headings == ("Lieferant", "Firma")
    assert sketch.rows == (("V1", "Acme"),)
    assert [column.name for column in store.table_columns(ImportKind.VENDORS) if column.needed] == ["vendor_id", "name"]


def test_a_sketch_of_nothing_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    for path in (file(tmp_path, "empty.csv", ""), tmp_path / "gone.csv"):
        with pytest.raises(InputError):
            store.sketch_table(ImportKind.VENDORS, path)


TITLES = "Open orders{0}\nas of{0}2026-03-01\n{0}{0}\n"
THEIRS = "Order{0}Supplier{0}Curr{0}State{0}Item{0}Article{0}Text{0}Qty{0}UoM{0}Price\n"
OURS = {
    "Order": "po_number", "Supplier": "vendor_id", "Curr": "currency", "State": "status", "Item": "line_no",
    "Article": "sku", "Text": "description", "Qty": "quantity", "UoM": "uom", "Price": "unit_price",
}  # fmt: skip
ROW = "PO-1{0}V1{0}USD{0}open{0}1{0}A{0}Nut{0}10{0}EA{0}1.00\n"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("titles", [TITLES, "Open orders\n\nExported by R. Okonedo\n", ""])
def test_what_stands_above_a_table_is_neither_its_heading_nor_a_row(
    store: SqliteStore, tmp_path: Path, sign: str, titles: str
) -> None:
    path = file(tmp_path, "export.csv", (titles + THEIRS + ROW).format(sign))
    sketch = store.sketch_table(ImportKind.PURCHASE_ORDERS, path)
    assert sketch.headings == tuple(OURS)
    (found,) = store.preview_tables([ImportPlan(ImportKind.PURCHASE_ORDERS, path, OURS)])
    assert (found.result.rows_in_file, found.result.rows_taken, found.result.rows_refused) == (1, 1, 0)


def test_a_heading_with_fewer_names_than_its_rows_have_cells_stays_the_heading(
    store: SqliteStore, tmp_path: Path
) -> None:
    path = file(tmp_path, "vendors.csv", "vendor_id,name,,,,,,\nV1,Acme,a,b,c,d,e,f\n")
    assert store.sketch_table(ImportKind.VENDORS, path).headings[:2] == ("vendor_id", "name")


def test_a_row_that_is_wrong_keeps_its_line_under_a_title(store: SqliteStore, tmp_path: Path) -> None:
    text = "Open orders\n\n" + HEADING + "PO-1,V1,open,USD,1,A,Nut,many,EA,1.00\n"
    (found,) = store.preview_tables([plan(tmp_path, ImportKind.PURCHASE_ORDERS, text)])
    assert [problem.line for problem in found.result.problems] == [4]
