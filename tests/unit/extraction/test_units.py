"""Units in six languages, and the standards whose codes collide with print (S2.168, TRAP-2)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.extraction.values.units import load_units
from app.shipped_files import resource_path
from tests.helpers.typed_pages import read_typed

UNITS = load_units(resource_path("units.toml"))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Each", "EA"),
        ("Stk.", "EA"),
        ("Stück", "EA"),
        ("pièce", "EA"),
        ("pz", "EA"),
        ("stuks", "EA"),
        ("unidad", "EA"),
        ("CASE", "CS"),
        ("cs", "CS"),
        ("Karton", "CT"),
        ("Pck", "PK"),
        ("caja", "BX"),
        ("doos", "BX"),
        ("lbs", "LB"),
        ("#", "LB"),
        ("Std.", "HR"),
        ("heures", "HR"),
        ("uur", "HR"),
        ("m²", "SM"),
        ("/kg", "KG"),
        ("pro Stk", "EA"),
        ("dz", "DZ"),
        ("Kasten", "CS"),
        ("bakken", "CS"),
        ("Tüten", "BG"),
        ("frascos", "BT"),
        ("barattoli", "JR"),
    ],
)
def test_s2_168_vendors_spellings_have_one_code(printed: str, code: str) -> None:
    assert UNITS.canonical(printed) == code


@pytest.mark.parametrize("printed", ["LAGR", "Port", "parkg", "ALT"])
def test_a_word_that_begins_like_per_is_no_unit_behind_it(printed: str) -> None:
    """S2.168: "Port" is no "por t", else freight under lines is taken for tonnes."""
    assert UNITS.canonical(printed) is None


def test_an_unknown_unit_stays_as_printed_in_capitals() -> None:
    assert UNITS.canonical("flurb") is None
    assert UNITS.canonical_or_printed("flurb.") == "FLURB"


def test_trap_2_each_standard_has_its_own_table() -> None:
    assert UNITS.canonical("CS") == "CS"
    assert "CS" not in UNITS.x12
    assert UNITS.x12["CA"] == "CS"
    assert "PL" not in UNITS.rec20
    assert UNITS.rec20["XPX"] == "PL"
    assert UNITS.rec20["LBR"] == "LB"
    assert UNITS.rec20["C62"] == UNITS.rec20["H87"] == "EA"


@pytest.mark.parametrize(
    ("printed", "basis"), [("C", "100"), ("/100", "100"), ("per M", "1000"), ("je 100", "100"), ("/M", "1000")]
)
def test_trap_5_prices_per_hundred_and_thousand_are_known(printed: str, basis: str) -> None:
    assert UNITS.price_basis(printed) == Decimal(basis)


def test_a_unit_is_no_price_basis() -> None:
    assert UNITS.price_basis("EA") is None


def test_one_spelling_for_two_units_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text('[units]\nEA = ["pc"]\nPK = ["PC."]\n[price_basis]\n[rec20]\n[x12]\n')
    with pytest.raises(ValueError, match="PC"):
        load_units(path)


def test_a_code_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text('[units]\nXYZ = ["pc"]\n[price_basis]\n[rec20]\n[x12]\n')
    with pytest.raises(ValueError, match="XYZ"):
        load_units(path)


@pytest.mark.parametrize(
    ("printed", "quantity", "price", "amount", "code", "basis"),
    [
        ("M", "5000", "8.00", "40.00", None, "1000"),  # per thousand, not metres
        ("C", "500", "8.00", "40.00", None, "100"),
        ("100 Stk", "500", "8.00", "40.00", "EA", "100"),
        ("M", "50", "8.00", "400.00", "M", "1"),
        ("m", "50", "8.00", "400.00", "M", "1"),
    ],
)
def test_trap_2_m_is_a_thousand_beside_a_price_per_thousand_and_a_metre_elsewhere(
    printed: str, quantity: str, price: str, amount: str, code: str | None, basis: str
) -> None:
    page = f"""
    Item     Description                          Qty     UM        Price    Amount
    47821    Hex bolt zinc plated                {quantity:>4}     {printed:<8} {price:>6}   {amount:>6}

                                                         Total            {amount}
    """
    (line,) = read_typed(page).lines
    assert line.price_basis == Decimal(basis)
    assert (line.uom.value if line.uom is not None else None) == code
