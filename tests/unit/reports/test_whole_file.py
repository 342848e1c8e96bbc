"""A file that is written whole or not at all, and never over what a desk lives on or over a device."""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import threading
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.own_files import DATABASE
from app.reports.table import Report, Totals
from app.reports.whole_file import write_whole
from app.reports.workbook import write_workbook


def test_an_export_onto_the_desks_database_leaves_it_as_it_is(tmp_path: Path) -> None:
    database = tmp_path / DATABASE
    database.write_bytes(b"every decision")
    with pytest.raises(InputError):
        write_whole(database, lambda partial: partial.write_text("case,amount", encoding="utf-8"))
    assert database.read_bytes() == b"every decision"
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE]


def test_a_workbook_that_a_full_disk_refuses_leaves_nothing_to_say_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    report = Report("cases", "Cases", ("case",), [("1",)])
    with pytest.raises(OSError, match="No space left"):
        write_workbook(report, Path("/dev/full"), Totals(report), ())
    gc.collect()
    assert said == []


def test_a_pipe_keeps_its_place_and_is_given_the_whole(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    sha256 = write_whole(pipe, lambda partial: partial.write_bytes(b"whole"))
    reader.join(10)
    assert got == [b"whole"]
    assert sha256 == hashlib.sha256(b"whole").hexdigest()
    assert pipe.is_fifo()
