"""Copies of invoice files: only what is a file is copied, whatever stands under the name."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.storage import stored_files
from app.storage.shelf import Shelf
from app.storage.stored_files import MOST_KEPT, parts_of, store_file


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


class _NothingYet(io.BytesIO):
    """What is opened without waiting, and gives nothing yet."""

    def read(self, _size: int | None = -1) -> None:  # type: ignore[override]
        """Give nothing."""

    def fileno(self) -> int:
        return 0


def test_a_file_that_gives_nothing_when_it_is_read_is_refused_and_the_batch_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 something")
    monkeypatch.setattr(stored_files, "_opened", lambda _source: _NothingYet())
    with pytest.raises(InputError, match="nothing to read") as caught:
        b"".join(parts_of(tmp_path / "a.pdf", 99))
    assert caught.value.code == "file_not_readable"


def test_a_file_larger_than_any_document_is_refused_before_a_byte_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A film by mistake in the watched folder would be copied whole and fill the disk."""
    with (tmp_path / "film.pdf").open("wb") as file:
        file.truncate(MOST_KEPT + 1)
    monkeypatch.setattr(stored_files, "_next_part", lambda *_: pytest.fail("it was read"))
    with pytest.raises(InputError) as caught:
        store_file(tmp_path / "film.pdf", Shelf(tmp_path / "documents"), "")
    assert caught.value.code == "file_too_large"
    assert list((tmp_path / "documents").iterdir()) == []
