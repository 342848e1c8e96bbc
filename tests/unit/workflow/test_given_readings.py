"""Readings given as JSON are refused whole where a figure in them cannot be one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.errors import InputError
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
