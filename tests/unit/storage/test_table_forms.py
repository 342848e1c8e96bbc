"""Numbers and dates of imported tables: the form is the whole column's, and what it leaves open is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputError
from app.domain.import_preview import ImportPlan, ImportPreview
from app.domain.imports import ImportKind
from app.domain.table_forms import DateForm, Form, FormEvidence, NumberForm, Shape, day_in, number_in
from app.storage.store import SqliteStore
from tests.helpers import stores
from tests.helpers.stores import ANN, new_store

PLAIN, POINT, COMMA = NumberForm


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = new_store(tmp_path / "desk")
    stores.import_text(opened, ImportKind.VENDORS, "vendor_id,name\nV1,Acme\n")
    stores.import_text(opened, ImportKind.ITEMS, "sku,description,base_uom\nA,Nut,EA\n")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "plain", "point", "comma"),
    [
        ("3.000", "3.000", "3.000", "3000"),
        ("3,000", None, "3000", "3.000"),
        ("0,45", None, None, "0.45"),
        ("0.450", "0.450", "0.450", None),
        ("1.234,56", None, None, "1234.56"),
        ("1,234.56", None, "1234.56", None),
        ("1 234", None, "1234", "1234"),
        ("1\u202f234,5", None, None, "1234.5"),
        ("1'234.50", None, "1234.50", None),
        ("12.34.567", None, None, None),
        ("1.234.56", None, None, None),
        ("1.234 567", None, None, None),
        ("-12", "-12", "-12", "-12"),
        ("1e3", None, None, None),
        ("٣", None, None, None),
    ],
)
def test_what_a_text_is_in_each_form(text: str, plain: str | None, point: str | None, comma: str | None) -> None:
    found = [number_in(text, form) for form in NumberForm]
    assert found == [None if wanted is None else Decimal(wanted) for wanted in (plain, point, comma)]


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("14.02.2026", DateForm.DAY_FIRST, date(2026, 2, 14)),
        ("3/2/2026", DateForm.DAY_FIRST, date(2026, 2, 3)),
        ("3/2/2026", DateForm.MONTH_FIRST, date(2026, 3, 2)),
        ("3.2.2026", DateForm.MONTH_FIRST, None),
        ("30.02.2026", DateForm.DAY_FIRST, None),
        ("20260214", DateForm.YEAR_FIRST, date(2026, 2, 14)),
        ("14.02.26", DateForm.DAY_FIRST, None),
    ],
)
def test_what_a_day_is_in_each_form(text: str, form: DateForm, day: date | None) -> None:
    assert day_in(text, form) == day


def column(texts: list[str], shape: Shape = Shape.NUMBER, **how: object) -> tuple[Form | None, tuple[Form, ...]]:
    evidence = FormEvidence("quantity", shape)
    for text in texts:
        evidence.weigh(text)
    found = evidence.found(**{"own": False, **how})  # type: ignore[arg-type]
    return found.form, found.choices


def test_the_whole_column_decides_and_never_one_text_of_it() -> None:
    assert column(["12", "7"]) == (PLAIN, ())
    assert column(["3.000"]) == (None, (PLAIN, COMMA))
    assert column(["3.000", "0,45"]) == (COMMA, ())
    assert column(["3.000", "0.45"]) == (PLAIN, ())
    assert column(["3,000"]) == (None, (POINT, COMMA))
    assert column(["3,000", "1,234.5"]) == (POINT, ())
    assert column(["1.234,5", "1,234.5"]) == (None, (POINT, COMMA))  # each row in another form: nothing fits all
    assert column(["n/a", "0,45"]) == (COMMA, ())  # what no form reads is refused by its row and says nothing here
    assert column(["01/02/2026"], Shape.DATE) == (None, (DateForm.DAY_FIRST, DateForm.MONTH_FIRST))
    assert column(["01/02/2026", "14/02/2026"], Shape.DATE) == (DateForm.DAY_FIRST, ())
    assert column(["02/02/2026"], Shape.DATE) == (DateForm.DAY_FIRST, ())  # the same day in both


def test_what_was_said_counts_only_where_the_column_leaves_it_open() -> None:
    assert column(["3.000"], said=COMMA)[0] is COMMA
    assert column(["0.45"], said=COMMA)[0] is PLAIN
    assert column(["3.000"], own=True)[0] is PLAIN
    assert column(["3,000"], own=True)[0] is None


@given(
    st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=8),
    st.sampled_from([(PLAIN, "", "."), (POINT, ",", "."), (COMMA, ".", ","), (COMMA, " ", ",")]),
)
def test_no_column_is_ever_read_as_another_number(numbers: list[Decimal], written: tuple[NumberForm, str, str]) -> None:
    """Whatever is written, in whichever form: decided, it is read as it was meant; else it is asked."""
    _, groups, mark = written
    signs = str.maketrans({",": groups, ".": mark})
    texts = [f"{number:,.2f}".translate(signs) for number in numbers]
    form, _ = column(texts)
    assert isinstance(form, NumberForm)
    assert [number_in(text, form) for text in texts] == numbers


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=8), st.sampled_from([",", "."]))
def test_whole_numbers_in_groups_are_right_or_asked(numbers: list[int], sign: str) -> None:
    form, _ = column([f"{number:,}".replace(",", sign) for number in numbers])
    if form is not None:
        assert isinstance(form, NumberForm)
        assert [number_in(f"{n:,}".replace(",", sign), form) for n in numbers] == numbers


GERMAN = (
    "Bestellnr.;Lieferant;Datum;Pos;Artikel;Text;Menge;ME;Preis\n"
    "PO-1;V1;14.02.2026;1;A;Mutter;3.000;EA;0,45\n"
    "PO-1;V1;14.02.2026;2;A;Mutter;1.234;EA;1.234,56\n"
)
COLUMNS = {
    "Bestellnr.": "po_number", "Lieferant": "vendor_id", "Datum": "order_date", "Pos": "line_no", "Artikel": "sku",
    "Text": "description", "Menge": "quantity", "ME": "uom", "Preis": "unit_price",
}  # fmt: skip


def look(store: SqliteStore, tmp_path: Path, text: str, **plan: object) -> ImportPreview:
    path = tmp_path / "Bestellungen.csv"
    path.write_text(text, encoding="utf-8")
    (found,) = store.preview_tables([ImportPlan(ImportKind.PURCHASE_ORDERS, path, COLUMNS, **plan)])  # type: ignore[arg-type]
    return found


def test_a_text_that_one_form_cannot_read_is_said_to_be_no_number_there(store: SqliteStore, tmp_path: Path) -> None:
    mixed = GERMAN.replace("3.000", "3").replace("1.234;", "2;").replace("0,45", "1.00").replace("1.234,56", "1,00")
    reason = look(store, tmp_path, mixed).result.problems[0].reason
    assert "no number as in 1234.56" in reason
    assert "nothing as in" not in reason


def test_a_german_table_is_asked_only_what_it_leaves_open(store: SqliteStore, tmp_path: Path) -> None:
    found = look(store, tmp_path, GERMAN)
    assert [(one.column, one.example) for one in found.undecided] == [("quantity", "3.000")]
    assert found.result.rows_taken == 0
    assert "“3.000” would be 3.000 as in 1234.56, or 3000 as in 1.234,56" in found.result.problems[0].reason
    with pytest.raises(InputError, match="more than one way"):
        store.table_forms(found.plan)
    answered = look(store, tmp_path, GERMAN, forms={"quantity": COMMA})
    assert answered.undecided == ()
    assert {one.column: one.form for one in answered.forms} == {
        "order_date": DateForm.DAY_FIRST, "line_no": PLAIN, "quantity": COMMA, "unit_price": COMMA,
    }  # fmt: skip
    assert answered.result.rows_taken == 2
    cells = {name: after for row in answered.differences for name, _, after in row.cells}
    assert (cells["quantity"], cells["unit_price"]) == ("1234", "1234.56")


def test_a_row_in_another_form_than_its_column_is_refused_and_named(store: SqliteStore, tmp_path: Path) -> None:
    found = look(store, tmp_path, GERMAN + "PO-1;V1;2026-02-14;3;A;Mutter;5;EA;0.45\n", forms={"unit_price": COMMA,
        "quantity": COMMA, "order_date": DateForm.DAY_FIRST})  # fmt: skip
    assert found.result.rows_taken == 2
    assert [problem.column for problem in found.result.problems] == ["order_date", "unit_price"]
    assert "“0.45” is not written as the column is (1.234,56)" in found.result.problems[1].reason


def test_the_command_lines_form_is_our_own_unless_said(store: SqliteStore, tmp_path: Path) -> None:
    path, mapping = tmp_path / "Bestellungen.csv", tmp_path / "map.toml"
    path.write_text(GERMAN, encoding="utf-8")
    lines = "".join(f'"{theirs}" = "{ours}"\n' for theirs, ours in COLUMNS.items())
    mapping.write_text(f"[columns]\n{lines}", encoding="utf-8")
    kind = ImportKind.PURCHASE_ORDERS
    with pytest.raises(InputError, match=r"more than one way: “3\.000”"):
        store.import_file(kind, path, ANN, mapping=mapping)
    assert store.import_file(kind, path, ANN, mapping=mapping, written=(COMMA, DateForm.DAY_FIRST)).rows_taken == 2
    line = store.master_data.order("PO-1").order.lines[0]
    assert (line.quantity, line.unit_price) == (Decimal(3000), Decimal("0.45"))
    said = json.loads(store.journal()[-1].after)["forms"]
    assert said["quantity"] == "comma"
    assert said["order_date"] == "day_first"
    forms = '[forms]\nquantity = "comma"\nunit_price = "comma"\norder_date = "day_first"\n'
    mapping.write_text(f"[columns]\n{lines}{forms}", encoding="utf-8")
    assert store.import_file(kind, path, ANN, mapping=mapping).unchanged == 2


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        (("10", "1.000", "4,50"), "1.000"),  # our own headings, and another column is not in our form
        (("1.000", "0", "4,50"), "1.000"),
        (("10", "0", "1.250|4,50"), "1.250"),  # the column itself is not
        (("10", "1.000", "1.250"), ""),
        (("10", "0", "4,50"), ""),
    ],
)
def test_a_number_that_another_form_would_change_is_never_taken_in_ours(
    store: SqliteStore, tmp_path: Path, numbers: tuple[str, str, str], asked: str
) -> None:
    """Already billed 1.000 of 2,000, read as one, would clear the other 999 a second time."""
    heading = "po_number,vendor_id,line_no,sku,description,uom,quantity,already_invoiced_quantity,unit_price"
    quantity, billed, prices = numbers
    rows = [f'PO-{n},V1,1,A,Nut,EA,{quantity},{billed},"{price}"' for n, price in enumerate(prices.split("|"))]
    path = tmp_path / "purchase_orders.csv"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    if asked:
        with pytest.raises(InputError, match=re.escape(f"more than one way: “{asked}”")):
            store.import_file(ImportKind.PURCHASE_ORDERS, path, ANN)
        assert store.import_file(ImportKind.PURCHASE_ORDERS, path, ANN, written=(COMMA,)).rows_taken == len(rows)
    else:
        store.import_file(ImportKind.PURCHASE_ORDERS, path, ANN)


@pytest.mark.parametrize("said", ['quantity = "commas"', 'description = "comma"', 'amount = "comma"', "quantity = 3"])
def test_a_form_that_there_is_not_is_refused(store: SqliteStore, tmp_path: Path, said: str) -> None:
    path, mapping = tmp_path / "Bestellungen.csv", tmp_path / "map.toml"
    path.write_text(GERMAN, encoding="utf-8")
    mapping.write_text(f"[columns]\nPos = 'line_no'\n[forms]\n{said}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        store.import_file(ImportKind.PURCHASE_ORDERS, path, ANN, mapping=mapping)
    assert caught.value.code == "mapping"
