"""What the inbox log says of a file that was refused: unfinished, empty and damaged are three things."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.invoice import ReadingError
from app.extraction.pages.document_kind import document_kind
from app.storage.snapshots import clean_text
from app.workflow.arrival_notes import refusal_of

DAMAGED = ReadingError("damaged", "It is damaged.", "Ask for another copy.")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"%PDF-1.7 the first half of it", "unfinished"),
        (b"%PDF-1.7 all of it\n%%EOF\n", "damaged"),
        (b"no PDF at all", "damaged"),
        (b"", "damaged"),
    ],
)
def test_only_a_pdf_without_its_end_was_cut_off(tmp_path: Path, body: bytes, code: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(body)
    assert refusal_of(path, DAMAGED).code == code


def test_a_file_of_no_bytes_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    with pytest.raises(InputError) as caught:
        document_kind(path)
    said = refusal_of(path, ReadingError(caught.value.code, caught.value.message, caught.value.next_step))
    assert said.code == "empty"
    assert "0 bytes" in said.message


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text_is_not_said_to_be_gone(tmp_path: Path) -> None:
    """Out of an old archive: “Müller” as Windows wrote it once."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/M\xfcller.pdf"))
    path.write_bytes(b"%PDF-1.7")
    kept = Path(clean_text(str(path)))
    with pytest.raises(InputError) as caught:
        document_kind(kept)
    said = refusal_of(kept, ReadingError(caught.value.code, caught.value.message, caught.value.next_step))
    assert (said.code, said.next_step) == ("name_not_text", "Rename it and take it in again.")
    assert said.message.startswith("M\ufffdller.pdf cannot be found: its name")
