"""A PDF that was changed after it was made says so, where the change touched a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.finding import Severity
from app.extraction.witness.revisions import CHANGED, changed_figures
from tests.helpers.hostile_files import page, pdf, stream


def revised(path: Path, first: str, then: str | None) -> Path:
    """Write a page that shows one text, and add an update that shows another."""

    def content(text: str) -> bytes:
        drawn = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
        return b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)

    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        content(first),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
    if then is not None:
        place = len(data)
        data += b"4 0 obj%s endobj\n" % content(then)
        update = len(data)
        data += b"xref\n4 1\n%010d 00000 n \ntrailer<</Size 6/Root 1 0 R/Prev %d>>\n" % (place, table)
        data += b"startxref\n%d\n%%%%EOF\n" % update
    path.write_bytes(data)
    return path


def test_a_figure_that_an_update_changed_holds_with_both(tmp_path: Path) -> None:
    (finding,) = changed_figures(revised(tmp_path / "a.pdf", "Total 1000.00", "Total 9000.00"))
    assert (finding.code, finding.severity) == (CHANGED, Severity.HOLD)
    assert "1000.00" in finding.message
    assert "9000.00" in finding.message


def updated_idly(data: bytes, times: int) -> bytes:
    """Add updates that change nothing behind a PDF."""
    for number in range(times):
        start = data.rindex(b"startxref\n") + 10
        before, body = int(data[start : data.index(b"\n", start)]), b"9 0 obj(%d) endobj\n" % number
        table = b"xref\n9 1\n%010d 00000 n \ntrailer<</Size 10/Root 1 0 R/Prev %d>>\n" % (len(data), before)
        data += body + table + b"startxref\n%d\n%%%%EOF\n" % (len(data) + len(body))
    return data


def test_what_a_file_said_first_is_looked_at_behind_however_many_updates(tmp_path: Path) -> None:
    path = revised(tmp_path / "a.pdf", "Total 1000.00", "Total 9000.00")
    path.write_bytes(updated_idly(path.read_bytes(), 12))
    (finding,) = changed_figures(path)
    assert "1000.00" in finding.message
    same = revised(tmp_path / "b.pdf", "Total 1000.00", "Total 1000.00")
    same.write_bytes(updated_idly(same.read_bytes(), 12))
    assert list(changed_figures(same)) == []


def test_a_word_that_an_update_changed_holds_with_both(tmp_path: Path) -> None:
    (finding,) = changed_figures(revised(tmp_path / "a.pdf", "Total 10.00 to Northwind", "Total 10.00 to Southgate"))
    assert "Northwind" in finding.message
    assert "Southgate" in finding.message


@pytest.mark.parametrize("then", [None, "Total 1000.00", "Total 1000.00 Signed"])
def test_an_update_that_changes_no_figure_says_nothing(tmp_path: Path, then: str | None) -> None:
    assert list(changed_figures(revised(tmp_path / "a.pdf", "Total 1000.00", then))) == []


def test_an_update_that_says_no_end_is_found_too(tmp_path: Path) -> None:
    path = revised(tmp_path / "a.pdf", "Total 1000.00", "Total 9000.00")
    path.write_bytes(path.read_bytes().removesuffix(b"%%EOF\n") + b"%%\n")
    (finding,) = changed_figures(path)
    assert "1000.00" in finding.message
    assert "9000.00" in finding.message


def test_what_mail_programs_add_behind_the_end_is_no_revision(tmp_path: Path) -> None:
    path = revised(tmp_path / "a.pdf", "Total 1000.00", None)
    path.write_bytes(path.read_bytes() + b"\r\n--boundary 42--\r\n")
    assert list(changed_figures(path)) == []


def test_a_file_that_is_carried_unpacked_is_no_revision(tmp_path: Path) -> None:
    inner = revised(tmp_path / "a.pdf", "Delivery 77", None).read_bytes()
    path = tmp_path / "b.pdf"
    path.write_bytes(pdf(page(b"BT /F1 12 Tf 50 700 Td (Total 1000.00) Tj ET", o6=stream(inner))))
    assert list(changed_figures(path)) == []
