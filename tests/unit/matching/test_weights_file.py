"""The file of the weights: every level, whole numbers, and all its faults at once."""

from __future__ import annotations

import pytest

from app.domain.errors import EnvironmentFault
from app.matching.likeness import LEVELS
from app.matching.weights_file import parse_weights
from app.shipped_files import resource_path

SHIPPED = resource_path("match_weights.toml").read_text(encoding="utf-8")


def test_the_shipped_file_weighs_every_level() -> None:
    weights = parse_weights(SHIPPED)
    assert set(weights.levels) == {f"{kind}.{name}" for kind, names in LEVELS.items() for name in names}
    assert weights.margin > 0


def test_the_order_of_evidence_is_code_then_price_then_description() -> None:
    """S2.60: the item code tells most; a price or a description alone makes no match."""
    levels = parse_weights(SHIPPED).levels
    assert levels["code.EQUAL"] > levels["text.SAME"] + levels["price.EQUAL"] + parse_weights(SHIPPED).prior
    assert levels["price.EQUAL"] + parse_weights(SHIPPED).prior < parse_weights(SHIPPED).margin


def test_every_fault_is_named_at_once() -> None:
    faulty = (
        SHIPPED.replace("version = 1", "version = 2")
        .replace("margin = 30", "margin = 0")
        .replace("split = -20", "split = 20")
        .replace("[reference]", "[referense]")
        .replace("similar = 40", 'similar = "40"')
        .replace("converted = 0", "")
        .replace("near = 0", "near = 0.5")
        .replace("short = 0", "shrot = 9000")
    )
    with pytest.raises(EnvironmentFault) as refused:
        parse_weights(faulty)
    assert refused.value.code == "bad_match_weights"
    assert str(refused.value.context["faults"]).splitlines() == [
        "referense is not known; did you mean 'reference'?",
        "version must be 1, not 2",
        "the table [reference] is missing",
        "text.similar must be a whole number from -500 to 500, not '40'",
        "unit.converted is missing",
        "price.near must be a whole number from -500 to 500, not 0.5",
        "quantity.shrot is not known; did you mean 'short'?",
        "quantity.short is missing",
        "shape.split must not be above zero",
        "shape.margin must be above zero: without it every tie would be settled by chance",
    ]


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(EnvironmentFault, match="not readable as TOML"):
        parse_weights("[shape")
