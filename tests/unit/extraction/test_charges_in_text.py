"""Charges that a goods line's text names as part of its amount (S2.169), and goods that are named like charges."""

from __future__ import annotations

import pytest

from app.domain.finding import Severity
from app.domain.invoice import ChargeKind, Reading
from app.domain.provenance import Box
from app.extraction.result import document_json
from app.extraction.sums.charges import charge_kind
from app.extraction.sums.charges_in_text import included_charges
from app.extraction.values.words import Word
from tests.helpers.typed_pages import read_typed, shipped_knowledge


def words(text: str) -> list[Word]:
    found, x0 = [], 0.0
    for part in text.split():
        found.append(Word(part, Box(1, x0, 0, x0 + 5 * len(part), 10)))
        x0 += 5 * len(part) + 4
    return found


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("Valve DN50 incl. freight 45.00", ChargeKind.FREIGHT, "45.00"),
        ("Valve DN50 (incl. freight $45.00)", ChargeKind.FREIGHT, "45.00"),
        ("Acid 5 gal including hazmat fee of 35.00", ChargeKind.HAZMAT_FEE, "35.00"),
        ("Gravel plus fuel surcharge 12.50", ChargeKind.FUEL_SURCHARGE, "12.50"),
        ("Ventil inkl. Fracht 45,00", ChargeKind.FREIGHT, "45.00"),
        ("Ventil einschl. Verpackung 1.245,00", ChargeKind.PACKAGING, "1245.00"),
        ("Vanne frais de port inclus dont éco-participation 1,20", ChargeKind.ENVIRONMENTAL_FEE, "1.20"),
        ("Válvula incluye portes 20,00", ChargeKind.FREIGHT, "20.00"),
        ("Ventiel inclusief verzendkosten 9,95", ChargeKind.FREIGHT, "9.95"),
        ("Valve DN50 incl. freight", ChargeKind.FREIGHT, None),
    ],
)
def test_s2_169_a_charge_in_the_text_is_told_with_its_amount(text: str, kind: ChargeKind, amount: str | None) -> None:
    (found,) = included_charges(words(text), shipped_knowledge())
    assert (found.kind, str(found.amount) if found.amount is not None else None) == (kind, amount)
    assert found.raw in text


@pytest.mark.parametrize(
    "text",
    [
        "Elevator part incl. freight elevator key 3 pcs",
        "Pump with fuel filter",
        "Cart with handling straps",
        "Jack incl. pallet wrap 500 mm",
        "Kit including 4 bolts",
        "Meter mit Transportkoffer",
        "Freight scale 500 kg",
        "Valve DN50",
        "",
    ],
)
def test_goods_that_come_with_other_goods_hold_no_charge(text: str) -> None:
    assert included_charges(words(text), shipped_knowledge()) == ()


def test_a_charge_inside_a_line_is_held_and_never_also_a_charge() -> None:
    page = """
    Item     Description                          Qty    Unit    Price    Amount
    47821    Gate valve incl. freight 45.00       10     EA      24.50    245.00
    47830    Gasket incl. freight                 2      EA      3.00     6.00

                                                         Subtotal         251.00
                                                         Total            251.00
    """
    invoice = read_typed(page)
    assert invoice.charges == ()
    assert [len(line.included) for line in invoice.lines] == [1, 1]
    found = {f.line_no: f.severity for f in invoice.findings if f.code == "charge_in_line"}
    assert found == {1: Severity.HOLD, 2: Severity.NOTE}
    lines = document_json(Reading("a.pdf", "", 1, "", invoice=invoice))["lines"]
    assert isinstance(lines, list)
    assert lines[0]["included_charges"] == [{"kind": "freight", "raw": "incl. freight 45.00", "amount": "45.00"}]


@pytest.mark.parametrize(
    "label",
    [
        "pallet wrap", "fuel filter", "freight elevator parts", "Palettenhubwagen", "palette de peinture", "Portokasse",
        "étiquettes transport", "bolsa de envío", "etiquetas de transporte", "carrello trasporto", "UPS 1500VA",
        "pallet in plastica 1200x800", "Versandkartons", "Kraftstofffilter", "carton d'expédition", "Transportwagen",
        "UPS battery backup", "Shipping labels", "Hazmat gloves", "Insurance forms", "Verpackungsfolie",
        "Port cover USB", "filtre à carburant", "verpakkingsfolie", "film per imballaggio", "transpallet manuale",
        "Gefahrgutaufkleber",
    ],
)  # fmt: skip
def test_s2_169_goods_named_like_charges_are_goods(label: str) -> None:
    assert charge_kind(words(label), shipped_knowledge()) is None


@pytest.mark.parametrize("label", ["Fuel", "UPS", "Port", "Pallets", "Core", "Dry ice"])
def test_a_word_that_is_goods_too_is_a_charge_below_the_lines_and_goods_among_them(label: str) -> None:
    assert charge_kind(words(label), shipped_knowledge()) is not None
    assert charge_kind(words(label), shipped_knowledge(), strict=True) is None


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Outbound freight PRO 123456", ChargeKind.FREIGHT), ("Rush charge", ChargeKind.OTHER),
        ("Bunker adjustment factor", ChargeKind.FUEL_SURCHARGE), ("Waste oil fee", ChargeKind.ENVIRONMENTAL_FEE),
        ("Dry ice fee", ChargeKind.PACKAGING), ("Split case charge", ChargeKind.HANDLING),
        ("Winterzuschlag", ChargeKind.OTHER), ("Anfahrtskosten", ChargeKind.OTHER), ("Koelkosten", ChargeKind.HANDLING),
        ("Frais de douane", ChargeKind.OTHER), ("Estimated shipping", ChargeKind.FREIGHT),
        ("Demurrage", ChargeKind.OTHER), ("Detention charge", ChargeKind.OTHER), ("Expedite fee", ChargeKind.OTHER),
        ("Restocking fee", ChargeKind.OTHER), ("Storage charge", ChargeKind.OTHER), ("Standgeld", ChargeKind.OTHER),
        ("Residential delivery", ChargeKind.FREIGHT), ("Expedited shipping", ChargeKind.FREIGHT),
        ("Frais transport", ChargeKind.FREIGHT), ("Pallets 4 @ 12.00", ChargeKind.PALLET_CHARGE),
    ],
)  # fmt: skip
def test_s2_103_more_of_what_vendors_call_their_charges(label: str, kind: ChargeKind) -> None:
    assert charge_kind(words(label), shipped_knowledge()) is kind
