"""What comes in: folders are opened up, nothing named by itself is dropped, tables and documents are told apart."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.domain.imports import ImportKind
from app.workflow.inbox import (
    as_named,
    desks_left_out,
    expand_paths,
    master_data_files,
    refused_link,
    split_drop,
)


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_a_folder_gives_its_documents_by_name_and_nothing_hidden(tmp_path: Path) -> None:
    make(tmp_path, "b.PDF", "a.tif", "notes.txt", "sub/c.png", ".trash/d.pdf")
    assert names(expand_paths([tmp_path])) == ["a.tif", "b.PDF", "c.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and links")
def test_what_is_called_a_document_and_is_no_file_is_not_passed_over_unsaid(tmp_path: Path) -> None:
    make(tmp_path, "b.pdf", "dir.pdf/c.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "nothing.pdf").symlink_to(tmp_path / "gone.pdf")
    (tmp_path / "other.pdf").symlink_to(tmp_path / "dir.pdf")
    (tmp_path / "elsewhere").symlink_to(tmp_path / "dir.pdf")
    found = names(expand_paths([tmp_path]))
    assert found == ["b.pdf", "c.pdf", "elsewhere", "nothing.pdf", "other.pdf", "pipe.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_link_in_a_folder_is_refused_and_one_that_is_named_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "out/a.pdf", "in/b.pdf")
    (tmp_path / "in/link.pdf").symlink_to(tmp_path / "out/a.pdf")
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    refused = {path.name: refused_link(path) for path in expand_paths([tmp_path / "in"])}
    assert {name for name, error in refused.items() if error is not None} == {"link.pdf", "folder"}
    assert as_named([tmp_path / "in/link.pdf"]) == (tmp_path.resolve() / "out/a.pdf",)
    tables, documents = split_drop([tmp_path / "in/link.pdf", tmp_path / "in"])
    assert tables == ()
    assert names(documents) == ["a.pdf", "b.pdf", "folder", "link.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_folder_that_became_a_link_below_the_one_watched_is_refused_with_what_lies_behind_it(tmp_path: Path) -> None:
    make(tmp_path, "out/a.pdf", "in/b.pdf")
    (tmp_path / "in/sub").symlink_to(tmp_path / "out")
    (tmp_path / "way").symlink_to(tmp_path / "in")
    assert refused_link(tmp_path / "in/sub/a.pdf", tmp_path / "in") is not None
    assert refused_link(tmp_path / "way/b.pdf", tmp_path / "way") is None, "who watches a link means the folder"


def test_what_a_desk_below_a_folder_keeps_is_left_out_and_the_desk_named(tmp_path: Path) -> None:
    make(tmp_path, "new.pdf", "documents/old.pdf", "desk/tieout.db", "desk/documents/ab.pdf", "desk/exports/pack.pdf")
    make(tmp_path, "desk/attachments/c.png", "desk/inbox/d.pdf", "desk/e.pdf")
    assert names(expand_paths([tmp_path])) == ["e.pdf", "d.pdf", "old.pdf", "new.pdf"]
    assert names(expand_paths([tmp_path / "desk"])) == ["e.pdf", "d.pdf"]
    assert desks_left_out([tmp_path, tmp_path / "new.pdf"]) == (tmp_path / "desk",)
    assert desks_left_out([tmp_path / "documents"]) == ()


def test_the_stored_documents_of_a_desk_are_taken_where_their_folder_is_named(tmp_path: Path) -> None:
    make(tmp_path, "desk/tieout.db", "desk/documents/ab.pdf")
    assert names(expand_paths([tmp_path / "desk" / "documents"])) == ["ab.pdf"]
    assert desks_left_out([tmp_path / "desk" / "documents"]) == ()


def test_a_file_named_by_itself_is_taken_whatever_its_name_and_only_once(tmp_path: Path) -> None:
    make(tmp_path, "scan.xyz", "a.pdf")
    found = expand_paths([tmp_path / "scan.xyz", tmp_path / "a.pdf", tmp_path / "a.pdf", tmp_path / "gone.pdf"])
    assert names(found) == ["scan.xyz", "a.pdf", "gone.pdf"]


def test_master_data_comes_in_the_order_it_is_imported(tmp_path: Path) -> None:
    make(tmp_path, "receipts.csv", "Vendors.xlsx", "purchase_orders.csv", "policy.toml", "truth.csv")
    kinds = [kind for kind, _ in master_data_files(tmp_path)]
    assert kinds == [ImportKind.VENDORS, ImportKind.PURCHASE_ORDERS, ImportKind.RECEIPTS, ImportKind.POLICY]


def test_a_drop_is_sorted_into_tables_and_documents(tmp_path: Path) -> None:
    make(tmp_path, "desk/vendors.csv", "desk/invoices/1.pdf", "2.pdf", "receipts.csv", "Export 04.XLSX", "own.toml")
    tables, documents = split_drop(
        [tmp_path / name for name in ("desk", "2.pdf", "Export 04.XLSX", "receipts.csv", "own.toml")]
    )
    assert names(tables) == ["vendors.csv", "receipts.csv", "Export 04.XLSX"], (
        "what other systems call it does not matter"
    )
    assert names(documents) == ["1.pdf", "2.pdf", "own.toml"]
