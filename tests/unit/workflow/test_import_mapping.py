"""The mapping assistant: proposals by name, known word and likeness, remembered after use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.import_preview import ImportPlan, TableSketch
from app.domain.imports import ImportKind
from app.workflow.import_mapping import propose_mapping, remembered_mapping
from app.workflow.import_preview import import_plans, plan_for, plans_for, preview
from app.workflow.services import Services
from tests.helpers.expected_readings import SAMPLE, sample_services

SAP = "EBELN;LIFNR;EBELP;MATNR;TXZ01;MENGE;MEINS;NETPR;Sachbearbeiter\nP1;V1;1;A1;Nut;10;EA;1.20;Mia\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Services]:
    with sample_services(tmp_path / "workspace") as services:
        yield services


def propose(desk: Services, kind: ImportKind, *headings: str) -> tuple[dict[str, str], tuple[str, ...]]:
    found = propose_mapping(kind, TableSketch("UTF-8", headings, ()), desk.store.table_columns(kind))
    return dict(found.columns), found.missing


def test_our_own_headings_map_to_themselves(desk: Services) -> None:
    for kind in ImportKind:
        names = [column.name for column in desk.store.table_columns(kind)]
        found, missing = propose(desk, kind, *names)
        assert found == {name: name for name in names}
        assert missing == ()


def test_known_words_of_other_systems_are_proposed_and_what_is_missing_is_named(desk: Services) -> None:
    found, missing = propose(desk, ImportKind.VENDORS, "Lieferantennummer", "Firma", "Farbe")
    assert found == {"Lieferantennummer": "vendor_id", "Firma": "name"}
    assert missing == ()
    _, missing = propose(desk, ImportKind.PURCHASE_ORDERS, "Purchase Order", "Qty")
    assert "vendor_id" in missing
    assert "quantity" not in missing


def test_a_column_is_proposed_once_and_a_strange_word_never(desk: Services) -> None:
    found, _ = propose(desk, ImportKind.RECEIPTS, "Quantity", "Qty", "zzz")
    assert found == {"Quantity": "quantity"}
    found, _ = propose(desk, ImportKind.ITEMS, "Descriptoin")
    assert found == {"Descriptoin": "description"}


def test_what_a_file_holds_is_told_by_its_headings(desk: Services, tmp_path: Path) -> None:
    path = tmp_path / "ME2N_export.csv"
    path.write_text(SAP, encoding="utf-8")
    plan = plan_for(desk, path)
    assert plan.kind is ImportKind.PURCHASE_ORDERS
    (seen,) = preview(desk, [plan])
    assert seen.result.rows_in_file == seen.result.rows_taken == 1
    assert desk.store.facts().orders == 0


def test_a_mapping_is_remembered_for_the_next_file(desk: Services, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("A,B\nV1,Acme\n", encoding="utf-8")
    plan = ImportPlan(ImportKind.VENDORS, path, {"A": "vendor_id", "B": "name"})
    (done,) = import_plans(desk, [plan])
    assert done.added == 1
    assert remembered_mapping(desk, ImportKind.VENDORS) == {"A": "vendor_id", "B": "name"}
    assert plan_for(desk, path, ImportKind.VENDORS).columns == plan.columns
    assert '"mapping_sha256":"' in desk.store.journal()[-1].after


def test_a_damaged_memory_of_a_mapping_is_no_mapping(desk: Services) -> None:
    place = desk.store.folder / "mappings" / "vendors.toml"
    place.parent.mkdir()
    place.write_text("[columns", encoding="utf-8")
    assert remembered_mapping(desk, ImportKind.VENDORS) == {}


def test_a_folder_is_planned_in_the_order_of_import_and_its_policy_compared(desk: Services) -> None:
    plans = plans_for(desk, [SAMPLE])
    assert [plan.kind for plan in plans] == list(ImportKind)
    seen = preview(desk, plans)
    for one in seen:
        assert one.result.rows_in_file == one.result.rows_taken + one.result.rows_refused
    policy = next(one for one in seen if one.plan.kind is ImportKind.POLICY)
    assert any(row.cells[0][0] == "header_tolerance.percent" for row in policy.differences)
    assert desk.store.policy() is None
    import_plans(desk, plans)
    assert all(not one.differences for one in preview(desk, plans))


def test_nothing_and_no_table_are_refused_in_words(desk: Services, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        plans_for(desk, [tmp_path])
    other = tmp_path / "notes.csv"
    other.write_text("", encoding="utf-8")
    (seen,) = preview(desk, plans_for(desk, [other]))
    assert seen.result.rows_taken == 0
    assert seen.result.problems
