"""Exports: the whole population, figures that add up, native types, and never a live formula."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pypdfium2
import pytest
from openpyxl import load_workbook

from app.domain.audit import EVIDENCE, EXPORT_FORMS, ExportFilter
from app.domain.case import CaseState, DocumentState, JournalKind, NewEntry, Outcome
from app.domain.decision import BookedQuantity, Decision, GroupDecision, Lane, ReceiptUse
from app.domain.errors import EnvironmentFault, InputError
from app.domain.invoice import InvoiceLine, PageSize
from app.domain.match import Conversion, FactorSource, Group, GroupEvidence, Match, Pattern
from app.domain.policy import Role
from app.domain.provenance import Box, Extracted
from app.domain.settlement import CaseChange, Settlement
from app.reports.case_pages import _entry_text
from app.reports.cell_text import defused, looks_like_formula, printable
from app.reports.export import REPORTS, VERIFIER, export
from app.reports.words import Words
from app.reports.workbook import MAX_TEXT
from app.storage.journal_hash import hash_columns
from app.storage.store import SqliteStore
from tests.helpers import stores
from tests.helpers.stores import ANN, CHEESE, NUTS, full_store

# One grey pixel as PNG.
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
HOSTILE = '=HYPERLINK("http://127.0.0.1","Open")'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = full_store(tmp_path / "desk")
    yield opened
    opened.close()


def rows(store: SqliteStore, kind: str, tmp_path: Path) -> list[dict[str, str]]:
    target = tmp_path / f"{kind}.csv"
    result = export(store, kind, "csv", target)
    found = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"), newline="")))
    assert result.rows == len(found)
    return found


def a_days_work(store: SqliteStore) -> None:
    """One invoice held with two cases, one cleared, one rejected, one that cannot be read."""
    held = stores.take_in(store)
    stores.decided(store, held, stores.draft("price_variance", "7.25"), replace(stores.draft("multiple_po"), lane=None))
    stores.decided(store, stores.take_in(store, stores.invoice("INV-8"), body=b"%PDF 8"))
    rejected = stores.take_in(store, stores.invoice("INV-9"), body=b"%PDF 9")
    case = stores.decided(store, rejected, stores.draft("duplicate_invoice", "112.50")).cases[0]
    change = CaseChange(case.case_id, CaseState.RESOLVED, Outcome.REJECTED, note=HOSTILE)
    stores.command(store, rejected, change, DocumentState.REJECTED)


# --- audit ---------------------------------------------------------------------------------------------------------
def test_the_audit_export_is_the_whole_journal_and_its_hashes_check(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    entries = store.journal()
    found = rows(store, "audit", tmp_path)
    assert [int(row["sequence"]) for row in found] == list(range(1, len(entries) + 1))
    for row in found:
        number = {name: int(row[name]) if row[name] else None for name in ("document_id", "case_id")}
        columns = (
            int(row["sequence"]), row["time_as_hashed"], row["kind"], row["user"], row["role"], row["workstation"],
            int(row["person_or_program"] == "person"), row["program_version"], number["document_id"],
            number["case_id"], row["summary"], row["before"], row["after"], row["reason"], row["previous_hash"],
        )  # fmt: skip
        assert hash_columns(columns) == row["hash"]


def test_the_result_names_rows_and_the_hash_of_the_file(store: SqliteStore, tmp_path: Path) -> None:
    result = export(store, "audit", "json", tmp_path / "new" / "folder" / "audit.json")
    assert result.sha256 == hashlib.sha256(result.path.read_bytes()).hexdigest()
    assert result.rows == 8
    left = {path.name for path in result.path.parent.iterdir()}
    assert left == {"audit.json", VERIFIER}


def test_the_audit_export_says_when_the_journal_is_not_whole(store: SqliteStore, tmp_path: Path) -> None:
    stores.take_in(store)
    path = store.file_of(1)
    for whole in (True, False):
        export(store, "audit", "json", tmp_path / "audit.json")
        about = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))["about"]
        said = about["journal, tables and stored documents are whole"]
        assert (said == "yes") is whole
        path.chmod(0o644)
        path.write_bytes(b"forged")
    assert "entry 9" in said


# --- cases ---------------------------------------------------------------------------------------------------------
def test_the_cases_export_has_every_case_with_its_handover(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    found = rows(store, "cases", tmp_path)
    assert [row["category"] for row in found] == ["price_variance", "multiple_po", "duplicate_invoice"]
    assert (found[0]["exposure"], found[0]["currency"], found[0]["state"]) == ("7.25", "USD", "open")
    assert found[0]["recommended_action"] == "an action"
    assert found[0]["evidence"] == "billed: 100"
    assert found[1]["lane"] == ""
    assert (found[2]["outcome"], found[2]["note"]) == ("rejected", "'" + HOSTILE)


def test_the_cases_export_says_who_settled_what_when_and_why(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    found = rows(store, "cases", tmp_path)
    assert [row["settled_by"] for row in found] == ["", "", ANN.user]
    ending = next(entry for entry in store.journal() if entry.case_id == int(found[2]["case_id"]))
    assert found[2]["settled_utc"][:19] == ending.time[:19]
    assert found[2]["settled_reason"] == defused(ending.reason)


def test_words_stand_beside_the_codes(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    words = Words(lanes={"escalate": "escalated", "draft_and_route": "to be decided"}, roles={"buyer": "the buyer"})
    export(store, "cases", "json", tmp_path / "cases.json", words)
    row = json.loads((tmp_path / "cases.json").read_text(encoding="utf-8"))["rows"][0]
    assert row["lane_in_words"] == words.lanes[row["lane"]]
    assert row["category_in_words"] == "price variance"
    assert row["owner_in_words"] == words.roles.get(row["owner"], row["owner"].replace("_", " "))


def test_overviews_state_counts_totals_filters_and_the_journals_head(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    export(store, "cases", "json", tmp_path / "cases.json")
    about = json.loads((tmp_path / "cases.json").read_text(encoding="utf-8"))["about"]
    assert about["rows"] == 3
    assert about["total of exposure USD"] == "124.75"
    assert about["filters"] == "none"
    assert about["journal head"] == store.verify().head
    assert about["journal entries"] == len(store.journal())
    assert (about["cases open"], about["cases resolved"]) == (2, 1)


# --- lines ---------------------------------------------------------------------------------------------------------
def two_line_invoice(store: SqliteStore) -> int:
    """A split over receipts, a line in another unit, and freight."""
    paper = stores.invoice(quantity="220")
    cheese = InvoiceLine(
        2, 1, Extracted("Cheddar"), item_code=Extracted("B7"), quantity=Extracted(Decimal(24)),
        uom=Extracted("LB", "lbs"), unit_price=Extracted(Decimal("2.05")), amount=Extracted(Decimal("49.20")),
    )  # fmt: skip
    paper = replace(paper, lines=(replace(paper.lines[0], amount=Extracted(Decimal("219.99"))), cheese))
    document_id = stores.take_in(store, paper)
    nuts = Group((1,), (NUTS,), (Pattern.SPLIT,), GroupEvidence(billed_quantity_by_line={1: Decimal(220)}))
    factor = Conversion("LB", "CS", Fraction(1, 12), FactorSource.ITEM)
    weighed = Group((2,), (CHEESE,), (Pattern.UOM_CONVERSION,), GroupEvidence(conversion=factor))
    uses = (ReceiptUse("R1", NUTS, 1, Decimal(100)), ReceiptUse("R2", NUTS, 1, Decimal(90)))
    decision = Decision(
        Lane.AUTO_RESOLVE,
        (
            GroupDecision(nuts, Lane.AUTO_RESOLVE, None, Decimal(0), "split.receipts_agree", "why", receipts=uses),
            GroupDecision(weighed, Lane.DRAFT_AND_ROUTE, Role.BUYER, Decimal(5), "uom_conversion.crossing", "why"),
        ),
        booked=(BookedQuantity(NUTS, Decimal(220), 1), BookedQuantity(CHEESE, Decimal(2), 2)),
        policy_version=3,
    )
    store.settle(
        Settlement(
            document_id, 1, DocumentState.CLEARED, paper, Match(("PO-1001",), "V1", (nuts, weighed)), decision,
            store.desk_for(paper, document_id=document_id), (NewEntry(JournalKind.DECIDED, ANN, "decided"),),
        )
    )  # fmt: skip
    return document_id


def test_s2_50_s2_51_each_piece_of_a_line_names_its_receipt_and_order_line(store: SqliteStore, tmp_path: Path) -> None:
    two_line_invoice(store)
    found = [row for row in rows(store, "lines", tmp_path) if row["invoice_line"] == "1"]
    assert [(row["receipt_no"], row["mapped_quantity_order_uom"], row["mapped_amount"]) for row in found] == [
        ("R1", "100", "100.00"),
        ("R2", "90", "90.00"),
        ("", "30", "29.99"),  # what no receipt backs, and what rounding leaves
    ]
    assert {(row["po_number"], row["po_line"], row["sku"]) for row in found} == {("PO-1001", "1", "00123")}
    assert found[0]["received_date"] == "2026-02-01"
    assert found[0]["ledger_account"] == "6120"


def test_s2_72_to_s2_75_units_factor_and_source_are_in_the_export(store: SqliteStore, tmp_path: Path) -> None:
    two_line_invoice(store)
    (row,) = [row for row in rows(store, "lines", tmp_path) if row["invoice_line"] == "2"]
    assert (row["invoiced_quantity"], row["invoiced_uom"], row["invoiced_uom_printed"]) == ("24", "LB", "lbs")
    assert (row["mapped_quantity_order_uom"], row["order_uom"], row["factor"]) == ("2", "CS", "1/12")
    assert row["mapped_quantity_invoiced_uom"] == "24"
    assert (row["factor_source"], row["rule"]) == ("item", "uom_conversion.crossing")


def test_s2_32_mapped_amounts_add_up_to_the_lines_and_charges(store: SqliteStore, tmp_path: Path) -> None:
    two_line_invoice(store)
    found = rows(store, "lines", tmp_path)
    assert sum(Decimal(row["mapped_amount"]) for row in found if row["mapped_amount"]) == Decimal("281.69")
    (freight,) = [row for row in found if row["kind"] == "freight"]
    assert freight["mapped_amount"] == "12.50"


def merged(store: SqliteStore, *, ambiguous: bool) -> None:
    paper = stores.invoice(quantity="436")
    document_id = stores.take_in(store, paper)
    both = (NUTS, CHEESE)
    group = Group((1,), both, (Pattern.MERGED,), alternatives=((NUTS,), (CHEESE,)) if ambiguous else ())
    decided = GroupDecision(group, Lane.DRAFT_AND_ROUTE, Role.BUYER, Decimal(5), "merged.sum", "why")
    store.settle(
        Settlement(
            document_id, 1, DocumentState.NEEDS_ME, paper, Match(("PO-1001",), "V1", (group,)),
            Decision(Lane.DRAFT_AND_ROUTE, (decided,)), store.desk_for(paper, document_id=document_id),
            (NewEntry(JournalKind.DECIDED, ANN, "decided"),),
        )
    )  # fmt: skip


def test_s2_29_a_merged_line_is_shared_out_to_the_order_lines_it_covers(store: SqliteStore, tmp_path: Path) -> None:
    merged(store, ambiguous=False)  # 240 nuts at 1.00 and 8 open cases at 24.50 are 436.00
    found = [row for row in rows(store, "lines", tmp_path) if row["kind"] == "goods"]
    assert [(row["po_line"], row["mapped_amount"], row["ledger_account"]) for row in found] == [
        ("1", "240.00", "6120"),
        ("2", "196.00", "6130"),
    ]


def test_an_ambiguous_line_is_listed_with_its_candidates_and_counted_once(store: SqliteStore, tmp_path: Path) -> None:
    merged(store, ambiguous=True)
    found = rows(store, "lines", tmp_path)
    assert [(row["kind"], row["po_line"], row["mapped_amount"]) for row in found] == [
        ("ambiguous", "", "436"),
        ("candidate", "1", ""),
        ("candidate", "2", ""),
        ("freight", "", "12.50"),
    ]


def test_an_undecided_invoice_is_in_the_export_too(store: SqliteStore, tmp_path: Path) -> None:
    stores.take_in(store)
    (row,) = rows(store, "lines", tmp_path)
    assert (row["kind"], row["line_amount"], row["po_number"]) == ("not decided", "100", "")


# --- scorecard -----------------------------------------------------------------------------------------------------
def test_the_scorecard_counts_by_vendor(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    (row,) = rows(store, "scorecard", tmp_path)
    assert row["vendor_name"] == "Juniper Supply Inc"
    assert (row["invoices"], row["cleared_by_itself"], row["with_exceptions"]) == ("3", "1", "2")
    assert (row["exception_rate_percent"], row["rejected"], row["still_open"]) == ("66.7", "1", "1")
    assert (row["exception_rate_low"], row["exception_rate_high"], row["others_rate_percent"]) == ("20.8", "93.9", "")
    assert row["mix"] == "duplicate_invoice: 1; price_variance: 1"
    assert (row["billed"], row["exposure_of_open_cases"], row["exposure_of_all_cases"]) == ("337.50", "7.25", "119.75")


def test_the_scorecard_tells_vendors_by_their_id_and_not_by_their_name(store: SqliteStore, tmp_path: Path) -> None:
    for number in ("A-1", "A-2", "A-3"):
        stores.decided(store, stores.take_in(store, stores.invoice(number)))
    with store._workspace.writing() as db:
        db.execute("UPDATE documents SET vendor_name = 'JUNIPER' WHERE document_id = 2")
        db.execute("UPDATE documents SET vendor_id = 'V2' WHERE document_id = 3")
    found = [(row["vendor_id"], row["invoices"]) for row in rows(store, "scorecard", tmp_path)]
    assert found == [("V1", "2"), ("V2", "1")]


# --- forms ---------------------------------------------------------------------------------------------------------
def sheets(store: SqliteStore, kind: str, tmp_path: Path) -> Any:  # noqa: ANN401 - openpyxl ships no types
    export(store, kind, "xlsx", tmp_path / "book.xlsx")
    return load_workbook(tmp_path / "book.xlsx")


def test_a_workbook_has_numbers_as_numbers_and_dates_as_dates(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    book = sheets(store, "cases", tmp_path)
    assert book.sheetnames == ["Overview", "Cases"]
    heading = [cell.value for cell in book["Cases"][1]]
    first = dict(zip(heading, book["Cases"][2], strict=True))
    assert (first["exposure"].data_type, first["exposure"].value) == ("n", 7.25)
    assert first["case_id"].value == 1
    assert first["invoice_date"].is_date
    assert first["invoice_date"].value.date() == date(2026, 3, 1)
    assert first["opened_utc"].value.year == 2026
    overview = {row[0].value: row[1].value for row in book["Overview"].iter_rows(min_row=2)}
    assert overview["rows"] == 3
    assert overview["journal head"] == store.verify().head


def test_a_text_that_begins_like_a_formula_stays_a_text_in_a_workbook(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    cells = [cell for row in sheets(store, "cases", tmp_path)["Cases"].iter_rows() for cell in row]
    (note,) = [cell for cell in cells if cell.value == HOSTILE]
    assert note.data_type == "s"
    assert note.quotePrefix
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_sign_that_no_workbook_can_hold_is_written_as_an_escape(store: SqliteStore, tmp_path: Path) -> None:
    store.append(NewEntry(JournalKind.EXPORTED, ANN, "short", reason="bell\x07 and \x0b"))
    last = list(sheets(store, "audit", tmp_path)["Audit log"].values)[-1]
    assert "bell\\x07 and \\x0b" in last


def test_a_text_too_long_for_a_cell_is_kept_whole(store: SqliteStore, tmp_path: Path) -> None:
    long = "=" + "x" * (2 * MAX_TEXT)
    store.append(NewEntry(JournalKind.EXPORTED, ANN, "long", after={"text": long}, reason="\x0bcontrol"))
    book = sheets(store, "audit", tmp_path)
    pieces = [row for row in book["Long texts"].iter_rows(min_row=2, values_only=True) if row[1] == "after"]
    last = [row for row in pieces if row[0] == 10]
    assert "".join(str(row[3]) for row in last) == store.journal()[-1].after
    shown = dict(zip((cell.value for cell in book["Audit log"][1]), book["Audit log"][10], strict=True))
    assert "cut: see the sheet Long texts, row 10" in str(shown["after"].value)
    assert shown["reason"].value == "\\x0bcontrol"


@pytest.mark.parametrize("text", ["\x0b" * 20_000, "\U0001f600" * 20_000])
def test_no_cell_of_a_workbook_is_longer_than_excel_can_open(store: SqliteStore, tmp_path: Path, text: str) -> None:
    store.append(NewEntry(JournalKind.EXPORTED, ANN, "long", reason=text))
    book = sheets(store, "audit", tmp_path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            assert all(len(str(value or "").encode("utf-16-le")) <= 2 * 32_767 for value in row)
    pieces = [str(row[3]) for row in book["Long texts"].iter_rows(min_row=2, values_only=True)]
    assert "".join(pieces) == printable(text)
    (last,) = [row for row in rows(store, "audit", tmp_path) if row["summary"] == "long"]
    assert last["reason"] == defused(text)


def test_amounts_in_a_workbook_show_their_decimals_and_columns_are_wide_enough(
    store: SqliteStore, tmp_path: Path
) -> None:
    a_days_work(store)
    sheet = sheets(store, "cases", tmp_path)["Cases"]
    place = [cell.value for cell in sheet[1]].index("exposure") + 1
    assert sheet.cell(2, place).number_format.startswith("#,##0.00")
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert widths["what_happened"] > len(str(store.cases()[0].handover.sentence))
    assert all(width >= len(str(name)) for name, width in widths.items())


@pytest.mark.parametrize("kind", list(REPORTS))
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_export_of_an_empty_desk_is_a_file_with_no_rows(tmp_path: Path, kind: str, form: str) -> None:
    store = stores.new_store(tmp_path / "desk")
    assert export(store, kind, form, tmp_path / f"x.{form}").rows == 0
    assert (tmp_path / f"x.{form}").stat().st_size > 0
    store.close()


def test_json_keeps_figures_exact(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    export(store, "lines", "json", tmp_path / "lines.json")
    data = json.loads((tmp_path / "lines.json").read_text(encoding="utf-8"), parse_float=pytest.fail)
    assert data["schema"] == "tieout.lines/1"
    assert data["rows"][0]["order_unit_price"] == "1.00"


def test_case_pages_are_a_pdf_with_a_page_a_case(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    result = export(store, "cases", "pdf", tmp_path / "cases.pdf")
    assert result.rows == 3
    document = pypdfium2.PdfDocument(tmp_path / "cases.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert len(texts) == 3
    assert "Case 1: price variance" in texts[0]
    assert "7.25 USD" in texts[0]
    assert "HYPERLINK" in texts[2]
    assert store.journal(document_id=1)[-1].hash[:40] in "".join(texts[0].split())


def test_letters_of_every_script_are_drawn_or_written_by_their_number(store: SqliteStore, tmp_path: Path) -> None:
    document = stores.decided(store, stores.take_in(store), stores.draft("price_variance", "7.25"))
    said = "Łódź Žižkov ελλ 中文 \U0001f600"
    change = CaseChange(document.cases[0].case_id, CaseState.RESOLVED, Outcome.REJECTED, note=said)
    stores.command(store, document.document_id, change, DocumentState.REJECTED)
    export(store, "cases", "pdf", tmp_path / "cases.pdf")
    pages = pypdfium2.PdfDocument(tmp_path / "cases.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    for letter in said.replace(" ", ""):
        assert letter in text or f"\\u{ord(letter):04x}" in text


@pytest.mark.parametrize(("kind", "form"), [("audit", "pdf"), ("cases", "docx"), ("secrets", "csv")])
def test_what_cannot_be_exported_is_refused(store: SqliteStore, tmp_path: Path, kind: str, form: str) -> None:
    with pytest.raises(InputError, match="There is no export"):
        export(store, kind, form, tmp_path / "x")
    assert not (tmp_path / "x").exists()
    assert set(EXPORT_FORMS) == {*REPORTS, "audit", EVIDENCE}


# --- faults --------------------------------------------------------------------------------------------------------
def test_a_folder_that_cannot_be_written_says_so(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentFault) as caught:
        export(store, "cases", "csv", tmp_path / "file" / "cases.csv")
    assert caught.value.code == "folder_not_writable"


def test_a_full_disk_leaves_the_older_export(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "cases.csv"
    export(store, "cases", "csv", target)
    before = target.read_bytes()
    a_days_work(store)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault) as caught:
        export(store, "cases", "csv", target)
    assert caught.value.code == "disk_full"
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["cases.csv"]


# --- texts ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        " =1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "=cmd|' /C",
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        "\u00ad@x",
        "\u2212 1",
        "\ufe63 1",
        "\u207b1",
        "\x00=1",
        "\u2028=1",
        "\u0338=1",
    ],
)
def test_what_a_spreadsheet_could_run_is_defused(text: str) -> None:
    assert looks_like_formula(text)
    assert defused(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nuts;=1+1", "Nuts;'=1+1"),
        ("Nuts; =1+1;@x", "Nuts; '=1+1;'@x"),
        ("Nuts\t=1", "Nuts\t'=1"),
        ("Nuts\n=cmd|' /C calc'!A0", "Nuts\n'=cmd|' /C calc'!A0"),
        ("Nuts\r\n＝1", "Nuts\r\n'＝1"),
        ("=1;=2", "'=1;'=2"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        (";=1", ";'=1"),
        ("a;\u200b=1", "a;'\u200b=1"),
    ],
)
def test_a_formula_behind_a_semicolon_tab_or_line_end_is_defused_too(text: str, shown: str) -> None:
    assert defused(text) == shown


@pytest.mark.parametrize(
    "text", ["", "Acme", "a=b", "PO-1", "3-2", "'=1", "<b>", "one; two, three", "one\ntwo", "a;b=c"]
)
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


def test_negative_figures_stay_figures(store: SqliteStore, tmp_path: Path) -> None:
    stores.decided(store, stores.take_in(store, stores.invoice(total="-112.50")))
    (row,) = rows(store, "scorecard", tmp_path)
    assert row["billed"] == "-112.50"


def test_characters_no_xml_can_hold_are_written_as_escapes() -> None:
    assert printable("a\x00b\ud800c\tä\n") == "a\\x00b\\xd800c\tä\n"


# --- filters and the evidence pack -----------------------------------------------------------------------------------
def about_of(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))["about"])


def test_an_export_covers_what_its_filters_name_and_says_so(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    first = store.document(1).received.astimezone(UTC).date()
    for wanted, covered, words in (
        (ExportFilter(vendor_id="V1"), 3, "vendor V1"),
        (ExportFilter(vendor_id="V2"), 0, "vendor V2"),
        (ExportFilter(case_id=3), 1, "case 3"),
        (ExportFilter(since=first, until=first), 3, f"from {first}, until {first}"),
        (ExportFilter(since=first + timedelta(days=1)), 0, f"from {first + timedelta(days=1)}"),
    ):
        result = export(store, "documents", "json", tmp_path / "some.json", wanted=wanted)
        about = about_of(tmp_path / "some.json")
        assert (result.rows, about["filters"]) == (covered, words)
        assert (about["documents of the desk"], about["documents covered"]) == (3, covered)
        assert about["journal head"] == store.head()[1]
    export(store, "cases", "json", tmp_path / "cases.json", wanted=ExportFilter(case_id=3))
    (row,) = json.loads((tmp_path / "cases.json").read_text(encoding="utf-8"))["rows"]
    assert (row["case_id"], row["settled_by"]) == (3, ANN.user)


def test_a_log_of_one_case_says_that_it_is_no_chain(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    export(store, "audit", "json", tmp_path / "audit.json", wanted=ExportFilter(case_id=3))
    log = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert {row["document_id"] for row in log["rows"]} == {3}
    assert "are not the chain" in log["about"]["these rows alone"]


def test_the_counts_of_all_documents_reconcile(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    export(store, "documents", "json", tmp_path / "documents.json")
    about = about_of(tmp_path / "documents.json")
    by_state = [count for name, count in about.items() if name.startswith("documents ") and "desk" not in name]
    assert sum(by_state) == about["rows"] == about["documents of the desk"] == 3


def test_an_entry_in_a_pack_ends_each_of_its_sentences_once(store: SqliteStore) -> None:
    a_days_work(store)
    entry = store.journal()[0]
    told = replace(entry, summary="Took in a.pdf", reason="by hand", hash="ab")
    assert _entry_text(told).startswith("Took in a.pdf. ")
    assert _entry_text(told).endswith(". Reason: by hand. Hash ab")
    assert _entry_text(replace(told, summary="It differs.")).startswith("It differs. ")


def test_an_evidence_pack_is_of_a_case_that_is_there(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    with pytest.raises(InputError, match="of one case"):
        export(store, "evidence", "pdf", tmp_path / "x.pdf")
    with pytest.raises(InputError, match="no case 99"):
        export(store, "evidence", "pdf", tmp_path / "x.pdf", wanted=ExportFilter(case_id=99))
    assert not list(tmp_path.glob("x*"))


def test_an_evidence_pack_has_figures_decision_entries_proof_and_the_page(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    target = tmp_path / "case.pdf"
    paper = store.document(1).invoice
    assert paper is not None
    result = export(
        store, "evidence", "pdf", target, wanted=ExportFilter(case_id=1), pictures=lambda _, __: PIXEL
    )  # fmt: skip
    pages = pypdfium2.PdfDocument(target)
    said = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    assert result.rows == len(paper.page_sizes)
    assert store.document(1).reading.sha256 in said.replace(" ", "")
    assert "Figures as they were read" in said
    assert "Decision" in said
    for entry in store.journal(document_id=1):
        assert entry.hash in said.replace(" ", "")
    proof = json.loads((tmp_path / "case.proof.json").read_text(encoding="utf-8"))
    assert proof["root"] in said.replace(" ", "")
    assert [entry["sequence"] for entry, _ in proof["entries"]] == [e.sequence for e in store.journal(document_id=1)]
    assert (tmp_path / VERIFIER).is_file()
    assert (tmp_path / "case.proof.json").stat().st_mode == target.stat().st_mode


def test_an_evidence_pack_is_proved_by_the_newest_anchor_that_stands_for_all_its_entries(
    store: SqliteStore, tmp_path: Path
) -> None:
    def packed() -> tuple[dict[str, Any], str]:
        export(store, "evidence", "pdf", tmp_path / "case.pdf", wanted=ExportFilter(case_id=1))
        pages = pypdfium2.PdfDocument(tmp_path / "case.pdf")
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
        return json.loads((tmp_path / "case.proof.json").read_text(encoding="utf-8")), said

    early = store.anchor(ANN)
    a_days_work(store)
    proof, said = packed()
    assert (proof["anchored"], proof["size"] > early.entries) == ("", True)
    assert "no anchor stands for all of these entries yet" in said
    anchor = store.anchor(ANN)
    export(store, "lines", "csv", tmp_path / "lines.csv")
    proof, said = packed()
    assert (proof["size"], proof["root"], proof["anchored"]) == (anchor.entries, anchor.root, anchor.time)
    assert anchor.time[:19].replace("T", " ") in said


def test_an_evidence_pack_says_what_was_considered_besides_and_why_it_lost(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    with_rivals = store.document(1)
    assert with_rivals.match is not None
    group = with_rivals.match.groups[0]
    refused = replace(group, evidence=replace(group.evidence, rejected=("split over PO-2002: 30 is not 10",)))
    rivals = replace(with_rivals.match, groups=(refused,), notes=("order number misprinted",))
    shown = replace(with_rivals, match=rivals)
    with patch.object(SqliteStore, "document", lambda *_: shown):
        export(store, "evidence", "pdf", tmp_path / "c.pdf", wanted=ExportFilter(case_id=1))
    pages = pypdfium2.PdfDocument(tmp_path / "c.pdf")
    said = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    for words in (
        "Considered besides",
        "split over PO-2002: 30 is not 10",
        "order number misprinted",
        "looked at and left",
    ):
        assert words in said


def test_the_page_of_an_evidence_pack_has_a_box_around_what_was_read(store: SqliteStore, tmp_path: Path) -> None:
    paper = stores.invoice("INV-7")
    line = paper.lines[0]
    assert line.quantity is not None
    boxed = replace(line.quantity, box=Box(1, 100.0, 200.0, 150.0, 212.0))
    paper = replace(paper, lines=(replace(line, quantity=boxed),), page_sizes=(PageSize(612.0, 792.0),))
    document_id = stores.take_in(store, paper)
    case = stores.decided(store, document_id, stores.draft("price_variance", "7.25")).cases[0]
    target = tmp_path / "case.pdf"
    export(
        store, "evidence", "pdf", target, wanted=ExportFilter(case_id=case.case_id), pictures=lambda _, __: PIXEL
    )  # fmt: skip
    page = list(pypdfium2.PdfDocument(target))[-1]
    text = page.get_textpage()
    assert "1 quantity" in text.get_text_range()
    paths = [found for found in page.get_objects() if found.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    left, bottom, right, top = paths[0].get_bounds()
    assert len(paths) == 1
    # Its bounds are wider than what it frames by the width of the line.
    assert round((right - left - 2) / (top - bottom - 2), 1) == round(50 / 12, 1)


def test_an_attachment_is_exported_by_its_hash(store: SqliteStore, tmp_path: Path) -> None:
    a_days_work(store)
    notice = tmp_path / "notice.eml"
    notice.write_bytes(b"we ship B instead of A")
    attached = store.keeper.attach(1, notice, ANN, "the vendor's notice")
    (row, *others) = rows(store, "cases", tmp_path)
    assert row["attachments"].startswith(f"notice.eml ({attached.size} bytes, SHA-256 {attached.sha256}, entry ")
    assert {other["attachments"] for other in others} == {""}
    export(store, "evidence", "pdf", tmp_path / "case.pdf", wanted=ExportFilter(case_id=1))
    said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "case.pdf"))
    assert attached.sha256 in "".join(said.split())
