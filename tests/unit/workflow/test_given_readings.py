"""Readings given as JSON are refused whole where a figure in them cannot be one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.extraction.result import document_json
from app.workflow.given_readings import load_readings
from tests.helpers.small_desk import GLOVES, paper


@pytest.mark.parametrize("basis", ["0", "-100", 0, "0.0"])
def test_a_price_for_no_units_at_all_is_no_reading(tmp_path: Path, basis: object) -> None:
    path = tmp_path / "readings.json"
    path.write_text(json.dumps({"documents": [paper("A", [dict(GLOVES, price_basis=basis)], "400.00")]}))
    with pytest.raises(InputError, match="price_basis") as caught:
        load_readings(path)
    assert caught.value.code == "bad_readings"


def test_a_price_for_a_hundred_is_read(tmp_path: Path) -> None:
    path = tmp_path / "readings.json"
    path.write_text(json.dumps([paper("A", [dict(GLOVES, price_basis="100")], "400.00")]))
    (reading,) = load_readings(path)
    assert reading.invoice is not None
    assert reading.invoice.line(1).price_basis == 100


def test_the_notes_below_a_line_come_back_as_they_were_printed(tmp_path: Path) -> None:
    path = tmp_path / "readings.json"
    path.write_text(json.dumps([paper("A", [dict(GLOVES, notes=["Note: backordered 10"])], "400.00")]))
    (reading,) = load_readings(path)
    assert reading.invoice is not None
    assert reading.invoice.line(1).notes == ("Note: backordered 10",)
    path.write_text(json.dumps([document_json(reading)]))
    assert load_readings(path)[0].invoice == reading.invoice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"documents": [], "documents": []}', "stands twice"),
        ('{"documents": [{"file": "a.pdf", "header": {"total": 1, "total": 9}}]}', "“total” stands twice"),
        ('{"documents": [{"file": "a.pdf", "header": {"total": NaN}}]}', "NaN is not a number"),
        ('{"documents": [{"file": "a.pdf", "header": {"total": -Infinity}}]}', "-Infinity is not a number"),
        ('{"documents": [{"file": "a.pdf", "pages": %s}]}' % ("9" * 300), "not a whole number"),
        ('{"documents": [{"file": "a.pdf", "header": {"total": %s}}]}' % ("9" * 5000), "does not hold readings"),
        ('{"documents": [{"file": "a.pdf", "header": {"total": 1e400}}]}', "does not hold readings"),
        ('{"documents": [{"file": "a.pdf", "x": %s}]}' % ("9" * 5000), "too long"),
        ('{"documents": ' + "[" * 100_000, "nested too deep"),
        ('{"documents": ' + '{"a":' * 100_000 + "1" + "}" * 100_001, "nested too deep"),
        ('{"documents": [{"header": {}}]}', "“file” is missing"),
        ('{"readings": []}', "“documents” is missing"),
        ("\x00", "does not hold readings"),
        ('{"documents": 5}', "does not hold readings"),
        ('{"documents": ["a"]}', "does not hold readings"),
    ],
    ids=lambda text: text[:60],
)
def test_what_json_lets_through_and_no_reading_has_is_refused_with_its_reason(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "readings.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        load_readings(path)
    assert caught.value.code == "bad_readings"
