"""Copies of invoice files: only what is a file is copied, whatever stands under the name."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.storage.shelf import Shelf
from app.storage.stored_files import store_file


def test_a_file_is_stored_under_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 something")
    found = store_file(tmp_path / "a.pdf", Shelf(tmp_path), "")
    assert found == (hashlib.sha256(b"%PDF-1.7 something").hexdigest(), f"{found[0]}.pdf")


@pytest.mark.parametrize("name", ["/dev/zero", "pipe", "folder", "gone", "a\0b"])
def test_what_is_no_file_is_refused_before_a_byte_is_copied(tmp_path: Path, name: str) -> None:
    """A device never ends and a pipe never begins: one fills the disk, the other stops the batch."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    into = tmp_path / "documents"
    into.mkdir()
    with pytest.raises(InputError) as caught:
        store_file(tmp_path / name, Shelf(into), "")
    assert caught.value.code == "file_not_readable"
    assert list(into.iterdir()) == []
