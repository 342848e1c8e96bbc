"""Importing files of master data and orders: every row taken or named, nothing half imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import InputError
from app.domain.identifiers import code_key
from app.domain.imports import ImportKind, ImportResult
from app.domain.order import LineRef, OrderStatus, PurchaseOrder
from app.storage import cells, csv_table, imports
from app.storage.store import SqliteStore
from app.storage.tabular import Table, open_table
from tests.helpers import stores
from tests.helpers.stores import ANN, import_text, new_store

HEADING = "po_number,vendor_id,status,currency,line_no,sku,description,quantity,uom,unit_price\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = new_store(tmp_path / "desk")
    yield opened
    opened.close()


def orders(store: SqliteStore, text: str) -> ImportResult:
    result = import_text(store, ImportKind.PURCHASE_ORDERS, text)
    assert result.rows_in_file == result.rows_taken + result.rows_refused
    assert result.rows_taken == result.added + result.changed + result.unchanged
    return result


def order(store: SqliteStore, number: str) -> PurchaseOrder:
    paper = stores.invoice()
    named = replace(paper.header, po_numbers=(stores.printed(number),))
    found = store.desk_for(replace(paper, header=named, lines=())).order(number)
    assert found is not None
    return found


def problems(result: ImportResult) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.reason) for problem in result.problems]


# --- the same file again -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", list(ImportKind))
def test_the_same_file_twice_changes_nothing(store: SqliteStore, kind: ImportKind) -> None:
    first = import_text(store, kind, stores.TEXTS[kind])
    assert (first.added, first.changed, first.unchanged) == (first.rows_in_file, 0, 0)
    second = import_text(store, kind, stores.TEXTS[kind])
    assert (second.added, second.changed, second.unchanged) == (0, 0, first.rows_in_file)
    assert second.rows_refused == 0
    assert [entry.kind for entry in store.journal()] == ["imported", "imported"]


def test_changed_rows_update_and_lines_that_vanished_stay(store: SqliteStore) -> None:
    orders(store, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1.00\nPO-1,V1,open,USD,2,B,Bolt,20,EA,2.00\n")
    result = orders(store, HEADING + "PO-1,V1,closed,USD,1,A,Nut,12,EA,1.00\nPO-2,V1,open,USD,1,A,Nut,1,EA,1.00\n")
    assert (result.added, result.changed, result.unchanged) == (1, 1, 0)
    changed = order(store, "PO-1")
    assert changed.status is OrderStatus.CLOSED
    assert [(line.ref.line_no, str(line.quantity)) for line in changed.lines] == [(1, "12"), (2, "20")]
    assert any("lines that are not in this file" in note and "PO-1" in note for note in result.notes)


def test_a_column_the_file_does_not_have_keeps_what_was_known(store: SqliteStore) -> None:
    import_text(store, ImportKind.PURCHASE_ORDERS, stores.ORDERS)
    result = orders(store, HEADING.replace("status,", "") + "PO-1001,V1,USD,1,00123,Hex nut,240,EA,1.00\n")
    assert (result.changed, result.unchanged) == (0, 1)
    kept = order(store, "PO-1001")
    assert kept.approved_by == "M. Okafor"
    assert kept.lines[0].vendor_item_code == "JX9"


def test_an_amount_written_with_other_zeros_is_the_same_amount(store: SqliteStore) -> None:
    orders(store, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1.10\n")
    assert orders(store, HEADING + "PO-1,V1,open,USD,1,A,Nut,10.0,EA,1.1\n").unchanged == 1
    assert str(order(store, "PO-1").lines[0].unit_price) == "1.10"


def test_a_new_vendor_on_an_order_moves_all_its_lines(store: SqliteStore) -> None:
    import_text(store, ImportKind.VENDORS, stores.VENDORS)
    orders(store, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1\nPO-1,V1,open,USD,2,B,Bolt,20,EA,2\n")
    orders(store, HEADING + "PO-1,V2,open,USD,1,A,Nut,10,EA,1\n")
    paper = stores.invoice()
    header = replace(paper.header, po_numbers=(), vendor_name=stores.printed("Halcyon Foods"))
    line = replace(paper.lines[0], item_code=stores.printed("B"))
    desk = store.desk_for(replace(paper, header=header, lines=(line,)))
    assert desk.order_line(LineRef("PO-1", 2)).sku == "B"


def test_a_code_on_file_is_known_also_where_it_stands_in_the_text_of_a_line_without_one(store: SqliteStore) -> None:
    import_text(store, ImportKind.ITEMS, "sku,description,base_uom,line_class\nNUT-77,Nut,EA,commodity\n")
    paper = stores.invoice()
    line = replace(paper.lines[0], item_code=None, other_codes=(), description=stores.printed("Bolt (NUT-77) steel"))
    assert store.desk_for(replace(paper, lines=(line,))).known_codes == {code_key("NUT-77")}


# --- rows that cannot be used --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "column", "part"),
    [
        (",V1,open,USD,1,A,Nut,10,EA,1", "po_number", "is empty"),
        ("PO-1,,open,USD,1,A,Nut,10,EA,1", "vendor_id", "is empty"),
        ("PO-1,V1,parked,USD,1,A,Nut,10,EA,1", "status", "none of open, closed, cancelled"),
        ("PO-1,V1,open,Dollars,1,A,Nut,10,EA,1", "currency", "not a currency code"),
        ("PO-1,V1,open,USD,0,A,Nut,10,EA,1", "line_no", "not a line number"),
        ("PO-1,V1,open,USD,1.5,A,Nut,10,EA,1", "line_no", "not a line number"),
        ("PO-1,V1,open,USD,1,A,Nut,0,EA,1", "quantity", "not above zero"),
        ("PO-1,V1,open,USD,1,A,Nut,-3,EA,1", "quantity", "not above zero"),
        ('PO-1,V1,open,USD,1,A,Nut,"1,234.5",EA,1', "quantity", "not a decimal number"),
        ("PO-1,V1,open,USD,1,A,Nut,NaN,EA,1", "quantity", "not a decimal number"),
        ("PO-1,V1,open,USD,1,A,Nut,1e3,EA,1", "quantity", "not a decimal number"),
        ("PO-1,V1,open,USD,1,A,Nut,1_000,EA,1", "quantity", "not a decimal number"),
        ("PO-1,V1,open,USD,1,A,Nut,１０,EA,1", "quantity", "not a decimal number"),
        ("PO-1,V1,open,USD,1,A,Nut,10,,1", "uom", "is empty"),
        ("PO-1,V1,open,USD,1,A,Nut,10,EA,-1", "unit_price", "below zero"),
        ("PO-1,V1,open,USD,1,A,Nut,10,EA,", "unit_price", "is empty"),
        ("PO-1,V1,open,USD,1,A,Nut,10,EA", "", "9 cells, the heading has 10"),
        ("PO-1,V1,open,USD,1,A,Nut,10,EA,1,extra", "", "11 cells, the heading has 10"),
        ("PO\x00-1,V1,open,USD,1,A,Nut,10,EA,1", "po_number", "NUL"),
        (f"{'P' * 101},V1,open,USD,1,A,Nut,10,EA,1", "po_number", "longer than"),
    ],
)
def test_an_unusable_row_is_named_and_the_others_are_taken(
    store: SqliteStore, row: str, column: str, part: str
) -> None:
    result = orders(store, HEADING + "PO-8,V1,open,USD,1,A,Nut,10,EA,1\n" + row + "\nPO-9,V1,open,USD,1,A,N,1,EA,1\n")
    assert (result.rows_taken, result.rows_refused) == (2, 1)
    (problem,) = result.problems
    assert (problem.file, problem.line, problem.column) == ("purchase_orders.csv", 3, column)
    assert part in problem.reason
    assert store.facts().orders == 2


@pytest.mark.parametrize("day", ["03/04/2026", "2026-13-01", "2026-02-30", "20260101", "2026-1-2", "1 March 2026"])
def test_a_date_that_is_not_iso_is_never_guessed(store: SqliteStore, day: str) -> None:
    result = import_text(store, ImportKind.RECEIPTS, stores.RECEIPTS.replace("2026-02-03", day))
    assert [(line, column) for line, column, _ in problems(result)] == [(2, "received_date")]
    assert store.facts().receipts == 1


def test_every_fault_of_a_row_is_named_at_once(store: SqliteStore) -> None:
    result = orders(store, HEADING + "PO-1,,open,USD,x,A,Nut,zero,EA,1\n")
    assert [column for _, column, _ in problems(result)] == ["vendor_id", "line_no", "quantity"]
    assert result.rows_refused == 1


def test_a_line_number_twice_in_one_order_is_a_problem(store: SqliteStore) -> None:
    row = "PO-1,V1,open,USD,1,A,Nut,10,EA,1\n"
    result = orders(store, HEADING + row + row.replace(",10,", ",99,"))
    assert problems(result) == [(3, "line_no", "PO-1 1 stands in line 2 already")]
    assert str(order(store, "PO-1").lines[0].quantity) == "10"


def test_rows_of_one_order_must_agree_on_its_header(store: SqliteStore) -> None:
    result = orders(
        store,
        HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,1\nPO-1,V2,open,USD,2,A,Nut,10,EA,1\nPO-1,V1,,,3,A,Nut,10,EA,1\n",
    )
    assert problems(result) == [(3, "vendor_id", "is V2 here, but V1 in line 2 of the same order PO-1")]
    assert [line.ref.line_no for line in order(store, "PO-1").lines] == [1, 3]  # an empty cell says nothing


def test_unknown_vendors_and_free_lines_are_allowed_and_noted(store: SqliteStore) -> None:
    result = orders(store, HEADING + "PO-1,V77,open,USD,1,NEW-SKU,Nut,10,EA,0\n")
    assert result.rows_taken == 1
    assert result.notes == (
        "vendors of these orders that are not in the vendor list (1): V77",
        "items of these orders that are not in the item list (1): NEW-SKU",
        "order lines with a price of zero: 1",
    )
    noted = import_text(store, ImportKind.RECEIPTS, stores.RECEIPTS).notes
    assert noted == ("orders of these receipts that are not known (1): PO-1001",)


@pytest.mark.parametrize(
    ("kind", "change", "column"),
    [
        (ImportKind.VENDORS, ("34-7508536,USD", "34-7508536,EURO"), "currency"),
        (ImportKind.ITEMS, ("commodity,no", "luxury,no"), "line_class"),
        (ImportKind.ITEMS, ("commodity,yes", "commodity,perhaps"), "catch_weight"),
        (ImportKind.UOM_CONVERSIONS, (",12", ",0"), "factor"),
        (ImportKind.UOM_CONVERSIONS, (",12", ",twelve"), "factor"),
        (ImportKind.ITEM_CROSS_REFERENCES, ("JX9", ""), "vendor_item_code"),
        (ImportKind.SUBSTITUTIONS, ("00124", ""), "substitute_sku"),
        (ImportKind.RECEIPTS, (",140,", ",0,"), "quantity"),
    ],
)
def test_each_kind_checks_its_columns(
    store: SqliteStore, kind: ImportKind, change: tuple[str, str], column: str
) -> None:
    result = import_text(store, kind, stores.TEXTS[kind].replace(*change))
    assert [found for _, found, _ in problems(result)] == [column]


def test_terms_of_vendors_are_read(store: SqliteStore) -> None:
    result = import_text(
        store,
        ImportKind.VENDORS,
        "vendor_id,name,status,tier,merged_lines,partial_shipments,bundled_accessorials,accessorials,"
        "substitution_clause,late_grace_days\n"
        "V1,Juniper Supply,Blocked,watch,permitted,refused,,freight:250; fuel surcharge,at or below price,3\n"
        "V2,Other,,,,,,petrol:3,,\n",
    )
    assert [column for _, column, _ in problems(result)] == ["accessorials"]
    paper = stores.invoice()
    header = replace(paper.header, po_numbers=(), vendor_name=stores.printed("Juniper Supply"))
    vendor = store.desk_for(replace(paper, header=header)).vendors[0]
    assert (vendor.status, vendor.tier, vendor.substitution_clause) == ("blocked", "watch", "at_or_below_price")
    assert (vendor.merged_lines_permitted, vendor.partial_shipments_permitted) == (True, False)
    assert {kind.value: str(cap) for kind, cap in vendor.accessorials.items()} == {
        "freight": "250",
        "fuel_surcharge": "None",
    }
    assert vendor.late_grace_days == 3


def test_two_caps_for_one_charge_are_a_problem_of_the_row(store: SqliteStore) -> None:
    text = "vendor_id,name,accessorials\nV1,Juniper,freight:250;freight:999\nV2,Other,fuel surcharge;fuel_surcharge\n"
    result = import_text(store, ImportKind.VENDORS, text)
    assert [column for _, column, _ in problems(result)] == ["accessorials", "accessorials"]
    assert "twice" in result.problems[0].reason


def test_a_policy_that_names_vendors_nobody_imported_says_so(store: SqliteStore) -> None:
    import_text(store, ImportKind.VENDORS, stores.VENDORS)
    text = (
        stores.POLICY + "[vendors.v1]\nprice_percent = 0\n[vendors.V2]\nprice_percent = 0\n"
        '[automation]\noff = ["V9:price_variance", "V1:*", "split"]\n'
    )
    notes = import_text(store, ImportKind.POLICY, text).notes
    assert sum("holds for nobody" in note for note in notes) == 2
    assert any("v1" in note and "is it V1?" in note for note in notes)
    assert any("V9" in note for note in notes)


# --- files as other systems write them -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("cp1252", b"", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_are_recognised(
    store: SqliteStore, encoding: str, mark: bytes, said: str, delimiter: str, ending: str
) -> None:
    text = "vendor_id,name,tax_id\nV1,Müller & Söhne €,1\nV2,Łódź,2\n" if encoding.startswith("utf") else ""
    text = text or "vendor_id,name,tax_id\nV1,Müller & Söhne €,1\nV2,Lodz,2\n"
    body = mark + text.replace(",", delimiter).replace("\n", ending).encode(encoding)
    result = import_text(store, ImportKind.VENDORS, body)
    assert (result.encoding, result.rows_taken, result.problems) == (said, 2, ())
    assert "Müller & Söhne €" in vendor_names(store)


def vendor_names(store: SqliteStore) -> set[str]:
    with store._workspace.reading() as db:
        return {row[0] for row in db.execute("SELECT name FROM vendors")}


def test_a_file_in_no_known_encoding_is_refused(store: SqliteStore) -> None:
    with pytest.raises(InputError, match="neither UTF-8, UTF-16 nor Windows-1252") as caught:
        import_text(store, ImportKind.VENDORS, b"vendor_id,name\nV1,\x81\x8d\n")
    assert caught.value.code == "encoding"
    assert store.facts().vendors == 0


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_asked_about_and_not_guessed(store: SqliteStore, encoding: str) -> None:
    with pytest.raises(InputError, match="UTF-16 without the mark") as caught:
        import_text(store, ImportKind.VENDORS, "vendor_id,name\nV1,Müller €\n".encode(encoding))
    assert (caught.value.code, store.facts().vendors) == ("encoding", 0)


def test_leading_zeros_and_odd_names_stay_as_they_are(store: SqliteStore) -> None:
    names = ["<b>Acme</b>", "Robert'); DROP TABLE vendors;--", "=1+1", "../../etc/passwd", "Ä\u202eevil", '"Q" & Co']
    rows = "".join(f'000{i},"{name.replace(chr(34), chr(34) * 2)}"\n' for i, name in enumerate(names))
    result = import_text(store, ImportKind.VENDORS, "vendor_id,name\n" + rows)
    assert result.rows_taken == len(names)
    assert vendor_names(store) == set(names)
    with store._workspace.reading() as db:
        assert db.execute("SELECT vendor_id FROM vendors WHERE name = '=1+1'").fetchone()[0] == "0002"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_heading"),
        ("\n\n", "no_heading"),
        ("vendor_id\nV1\n", "missing_column"),
        ("vendor_id,name,Name\nV1,a,b\n", "duplicate_heading"),
        ('vendor_id,name\nV1,"Acme\nV2,Bolt\nV3,Corn\n', "broken_csv"),
        ('vendor_id,name\nV1,"Acme"x\n', "broken_csv"),
        ("vendor_id,name\nV1," + "A" * 140_000 + "\n", "broken_csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(store: SqliteStore, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        import_text(store, ImportKind.VENDORS, text)
    assert caught.value.code == code
    assert "vendors.csv" in caught.value.message
    assert "othing was imported" in caught.value.message
    assert (store.facts().vendors, store.journal()) == (0, ())


@pytest.mark.parametrize("name", ["gone.csv", "gone.xlsx", "folder.csv"])
def test_a_file_that_cannot_be_read_is_refused_by_name(store: SqliteStore, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match=name) as caught:
        store.import_file(ImportKind.VENDORS, tmp_path / name, ANN)
    assert caught.value.code == "file_not_readable"
    with pytest.raises(InputError, match=r"policy\.toml cannot be read"):
        store.import_file(ImportKind.POLICY, tmp_path / "policy.toml", ANN)


def test_an_unbalanced_quote_names_the_line_it_begins_in(store: SqliteStore) -> None:
    rows = "".join(f"V{i},Name\n" for i in range(2, 5000))
    with pytest.raises(InputError, match=r"line 2: a quotation mark") as caught:
        import_text(store, ImportKind.VENDORS, 'vendor_id,name\nV1,"Acme\n' + rows)
    assert caught.value.context["line"] == "2"


def test_missing_columns_are_named_together(store: SqliteStore) -> None:
    said = "lacks the columns po_number, line_no; its headings not known here: PO. Nothing"
    with pytest.raises(InputError, match=said) as caught:
        import_text(store, ImportKind.PURCHASE_ORDERS, "PO,vendor_id,sku,description,quantity,uom,unit_price\n")
    assert caught.value.context["column"] == "po_number"
    with pytest.raises(InputError, match="its first row is: Datum, Betrag"):
        import_text(store, ImportKind.PURCHASE_ORDERS, "Datum,Betrag\n")


def test_extra_columns_order_case_and_blanks_do_not_matter(store: SqliteStore) -> None:
    result = import_text(store, ImportKind.VENDORS, "region, Name ,VENDOR_ID\nwest,Acme,V1\n\n,,\neast,Bolt,V2\n")
    assert (result.rows_in_file, result.rows_taken) == (2, 2)
    assert any("region" in note for note in result.notes)


def test_excels_separator_note_is_skipped(store: SqliteStore) -> None:
    result = import_text(store, ImportKind.VENDORS, "sep=;\nvendor_id;name\nV1;Acme\nV2\n")
    assert result.rows_taken == 1
    assert result.problems[0].line == 4


def test_a_quoted_cell_may_span_lines_and_the_next_row_keeps_its_line_number(store: SqliteStore) -> None:
    result = import_text(store, ImportKind.VENDORS, 'vendor_id,name\nV1,Acme\n"V\n2",Bolt\nV3,\n')
    assert [(problem.line, problem.column) for problem in result.problems] == [(3, "vendor_id"), (5, "name")]


def test_units_become_canonical_codes(store: SqliteStore) -> None:
    orders(store, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,each,1\nPO-1,V1,open,USD,2,A,Nut,10,Fässer,1\n")
    assert [line.uom for line in order(store, "PO-1").lines] == ["EA", "FÄSSER"]


def test_a_failure_in_the_middle_imports_nothing(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.storage import row_writers

    real = row_writers.OrderWriter.notes

    def broken(self: row_writers.OrderWriter) -> tuple[str, ...]:
        real(self)
        raise RuntimeError("a bug")

    monkeypatch.setattr(row_writers.OrderWriter, "notes", broken)
    with pytest.raises(RuntimeError):
        orders(store, stores.ORDERS)
    assert (store.facts().orders, store.facts().order_lines, store.journal()) == (0, 0, ())


# --- mapping -------------------------------------------------------------------------------------------------------
def mapped(store: SqliteStore, tmp_path: Path, text: str, mapping: str) -> ImportResult:
    (tmp_path / "map.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "lieferanten.csv").write_text(text, encoding="utf-8")
    return store.import_file(ImportKind.VENDORS, tmp_path / "lieferanten.csv", ANN, mapping=tmp_path / "map.toml")


def test_a_mapping_renames_another_systems_columns(store: SqliteStore, tmp_path: Path) -> None:
    result = mapped(
        store, tmp_path, "Kreditor;Name 1\n4711;Müller\n", '[columns]\n"Kreditor" = "vendor_id"\n"name 1" = "name"\n'
    )
    assert result.rows_taken == 1
    assert store.journal()[-1].after.count("mapping_sha256") == 1


@pytest.mark.parametrize(
    "mapping",
    ['[columns]\n"Kreditor" = "supplier"\n', "not toml at all", "[columns]\nKreditor = 3\n", "", "[columns\n"],
)
def test_a_mapping_that_cannot_be_used_is_refused(store: SqliteStore, tmp_path: Path, mapping: str) -> None:
    with pytest.raises(InputError) as caught:
        mapped(store, tmp_path, "Kreditor;name\n4711;Müller\n", mapping)
    assert caught.value.code == "mapping"
    assert store.facts().vendors == 0


# --- policy --------------------------------------------------------------------------------------------------------
def test_the_policy_is_kept_as_text_with_its_hash_and_every_version(store: SqliteStore) -> None:
    assert store.policy() is None
    import_text(store, ImportKind.POLICY, stores.POLICY)
    first = store.policy()
    import_text(store, ImportKind.POLICY, stores.POLICY.replace("version = 3", "version = 4"))
    second = store.policy()
    assert first is not None
    assert second is not None
    assert (first.version, second.version) == (3, 4)
    assert first.sha256 != second.sha256
    with store._workspace.reading() as db:
        rows = db.execute("SELECT number, version, user, sha256 FROM policies").fetchall()
    assert [tuple(row) for row in rows] == [(1, 3, "ann", first.sha256), (2, 4, "ann", second.sha256)]
    assert second.sha256 in store.journal()[-1].after


@pytest.mark.parametrize("text", ["version = [", "version = 3\nreceipts = 'sometimes'\n", b"version = \xff"])
def test_a_faulty_policy_leaves_the_one_in_force(store: SqliteStore, text: str | bytes) -> None:
    import_text(store, ImportKind.POLICY, stores.POLICY)
    with pytest.raises(InputError):
        import_text(store, ImportKind.POLICY, text)
    policy = store.policy()
    assert policy is not None
    assert policy.version == 3


def test_a_policy_taken_back_is_in_force_again(store: SqliteStore) -> None:
    for version in ("3", "4", "3"):
        import_text(store, ImportKind.POLICY, stores.POLICY.replace("version = 3", f"version = {version}"))
    policy = store.policy()
    assert policy is not None
    assert policy.version == 3
    assert store.verify().whole


# --- tables that lose rows, or are none ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        'vendor_id,name\nV1,"One\nV2,Two\nV3,Three\nV4,Four"\nV5,Five\n',
        'vendor_id,name,city\nV1,One,"\nV2,Two,Dayton\nV3,Three,"\n',
        'vendor_id;name\nV1;"One\nV2;Two\nV3;Three"\n',
    ],
)
def test_a_stray_quote_never_swallows_rows_even_where_another_one_closes_it(store: SqliteStore, text: str) -> None:
    with pytest.raises(InputError) as caught:
        stores.import_text(store, ImportKind.VENDORS, text)
    assert (caught.value.code, caught.value.context["line"]) == ("broken_csv", "2")
    assert "look like rows of their own" in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        'vendor_id,name,status,tier\nV1,"One,active,standard\nV2,Two",active,standard\nV3,Three,active,standard\n',
        'vendor_id;tax_id;name;status\nV1;1;"One;active\nV2;2;Two";active\n',
    ],
)
def test_a_quote_closed_in_the_same_column_of_a_later_row_does_not_make_one_row_of_two(
    store: SqliteStore, text: str
) -> None:
    with pytest.raises(InputError, match="line 2: a quotation mark joins two rows") as caught:
        stores.import_text(store, ImportKind.VENDORS, text)
    assert caught.value.code == "broken_csv"
    assert store.journal() == ()


def test_an_address_in_several_lines_is_no_row(store: SqliteStore) -> None:
    text = 'vendor_id,name,tax_id,currency\nV7,"Seven Inc\n12 Main St\nDayton, OH",9,USD\n'
    assert stores.import_text(store, ImportKind.VENDORS, text).rows_taken == 1


@pytest.mark.parametrize(
    "body",
    [
        "vendor_id,name\nV1,Café\n".encode() + b"V2,Caf\xe9\n",
        b"vendor_id,name\nV1,Caf\xe9\nV2,One \xe2\x80\x93 Two\n",
    ],
)
def test_a_file_in_two_encodings_is_refused_with_its_line(store: SqliteStore, body: bytes) -> None:
    with pytest.raises(InputError, match="mixes encodings") as caught:
        stores.import_text(store, ImportKind.VENDORS, body)
    assert caught.value.context["line"] in ("2", "3")


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\u00ad", "\ufeff", "\ufffd", "\u2066", "\u2800"])
def test_a_code_with_a_character_nobody_sees_is_refused(store: SqliteStore, unseen: str) -> None:
    result = stores.import_text(store, ImportKind.VENDORS, f"vendor_id,name\nV1{unseen},One\nV2,Two\n")
    assert (result.rows_in_file, result.rows_taken, result.rows_refused) == (2, 1, 1)
    assert f"U+{ord(unseen):04X}" in result.problems[0].reason


def test_a_line_no_table_has_is_refused_before_it_is_read(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_table, "MAX_LINE", 1 << 20)
    for text in ("vendor_id,name\nV1," + "x" * (3 << 20), "x" * (3 << 20)):
        with pytest.raises(InputError) as caught:
            stores.import_text(store, ImportKind.VENDORS, text)
        assert caught.value.code == "too_large"


def test_a_table_of_countless_columns_is_refused_unless_they_are_empty(store: SqliteStore) -> None:
    with pytest.raises(InputError, match="more than 1,000 cells"):
        stores.import_text(store, ImportKind.VENDORS, "vendor_id,name" + ",x" * 1000 + "\n")
    empty = "," * 50_000
    assert stores.import_text(store, ImportKind.VENDORS, f"vendor_id,name{empty}\nV9,Nine{empty}\n").rows_taken == 1


@pytest.mark.parametrize("name", ["vendors.csv", "vendors.xlsx"])
def test_a_pipe_is_refused_and_nobody_waits_for_it(store: SqliteStore, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(InputError) as caught:
        store.import_file(ImportKind.VENDORS, tmp_path / name, ANN)
    assert caught.value.code == "file_not_readable"


def test_utf_32_is_refused_as_no_known_encoding(store: SqliteStore) -> None:
    with pytest.raises(InputError, match="neither UTF-8"):
        stores.import_text(store, ImportKind.VENDORS, "vendor_id,name\nV1,One\n".encode("utf-32"))


def test_a_file_that_another_system_still_writes_is_not_taken(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows would be those of half a file, and the log would name the hash of another one."""
    path = tmp_path / "vendors.csv"
    path.write_text("vendor_id,name\nV1,One\n", encoding="utf-8")

    def written_to(*given: Any) -> Table:  # noqa: ANN401 - as the real one has it
        path.write_text("vendor_id,name\nV1,One\nV2,Two\n", encoding="utf-8")
        return open_table(*given)

    monkeypatch.setattr(imports, "open_table", written_to)
    with pytest.raises(InputError, match="changed while it was read") as caught:
        store.import_file(ImportKind.VENDORS, path, ANN)
    assert caught.value.code == "changed_while_reading"
    assert store.journal() == ()
    assert store.import_file(ImportKind.VENDORS, path, ANN).rows_taken == 2


def test_a_price_of_less_than_nothing_by_its_sign_alone_is_zero(store: SqliteStore) -> None:
    result = orders(store, HEADING + "PO-1,V1,open,USD,1,A,Nut,10,EA,-0.00\n")
    assert any("price of zero" in note for note in result.notes)


@pytest.mark.parametrize(
    ("cell", "read"), [("", 0), ("0", 0), ("3650", 3650), ("3651", None), ("-1", None), ("1.5", None)]
)
def test_days_of_grace_are_whole_and_no_more_than_ten_years(cell: str, read: int | None) -> None:
    if read is not None:
        assert cells.days(cell) == read
        return
    with pytest.raises(cells.CellError, match="is not a number of days"):
        cells.days(cell)


@pytest.mark.parametrize(
    ("cell", "read"), [("1", 1), ("1000000000", 10**9), ("1000000001", None), ("0", None), ("1.5", None)]
)
def test_the_number_of_an_order_line_is_whole_and_not_beyond_reason(cell: str, read: int | None) -> None:
    if read is not None:
        assert cells.line_number(cell) == read
        return
    with pytest.raises(cells.CellError, match="is not a line number"):
        cells.line_number(cell)
