"""Looking order lines up by words and figures finds all that comparing every pair with every pair would find."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.matching import candidates
from app.matching.candidates import Candidates
from app.matching.descriptions import TextLevel, compare_texts, describe, rarity_of
from app.matching.lines import prepare
from app.matching.word_index import WordIndex
from tests.helpers.damage import make_scenario
from tests.helpers.matching import WEIGHTS
from tests.property.test_matching import SETTINGS, seeds

# Words that pair in every way there is: abbreviated, in the plural, misread, by their initials, as model numbers.
_WORDS = (
    "powder", "free", "pf", "black", "blk", "b1ack", "disposable", "disp", "glove", "gloves", "cartridge", "cartrldge",
    "tn660", "tn66o", "hp58a", "steel", "stee1", "large", "lg", "zinc", "plated", "pltd", "zp", "4", "4 mm", "0.4 cm",
    "m8", "m8x40", "m8 x 45", "3/8 in", "3/8", "100/bx", "bx", "12 oz", "12", "a", "ab", "red", "reinforced", "hex",
)  # fmt: skip
texts = st.lists(st.sampled_from(_WORDS), max_size=7).map(" ".join)


@SETTINGS
@given(texts, st.lists(texts, max_size=12))
@example("powder free", ["pf", "red"])
@example("pf", ["powder free", "red"])
@example("black", ["blk", "b1ack", "red"])
@example("glove 12 4", ["gloves 12 oz 4 mm", "red"])
@example("cartridge 4 mm", ["cartrldge 0.4 cm", "red"])
def test_no_text_is_passed_over_that_is_not_different(one: str, many: list[str]) -> None:
    others = [describe(text) for text in many]
    rarity = rarity_of(others)
    found = set(WordIndex(others, rarity).may_be_alike(describe(one)))
    for place, other in enumerate(others):
        level = compare_texts(describe(one), other, rarity).level
        assert place in found or level is TextLevel.DIFFERENT, (one, many[place], level)


def test_texts_that_share_nothing_are_passed_over() -> None:
    others = [describe("Ball valve, brass, 2 in"), describe("Duct tape, 48 mm"), describe("Sump pump")]
    found = WordIndex(others, rarity_of(others)).may_be_alike(describe("BRASS BALL VALVE 2 IN"))
    assert found == (0,)


@SETTINGS
@given(texts, st.lists(texts, min_size=1, max_size=12))
def test_the_texts_that_share_most_words_are_among_those_returned(one: str, many: list[str]) -> None:
    others = [describe(text) for text in many]
    found = WordIndex(others, rarity_of(others)).sharing_most(describe(one), 3)
    shared = [len(set(describe(one).words) & set(other.words)) for other in others]
    assert len(found) >= min(3, len(many))
    assert min(shared[n] for n in found) >= max((shared[n] for n in range(len(many)) if n not in found), default=0)


@SETTINGS
@given(seeds)
def test_no_order_line_is_passed_over_that_anything_speaks_for(seed: int) -> None:
    made = make_scenario(Random(seed))
    ground = prepare(made.invoice, made.desk, made.desk.orders)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "FEW_LINES", 0)
        looked_up = Candidates(ground.ordered, ground, WEIGHTS)
        patch.setattr(candidates, "FEW_LINES", len(ground.ordered))
        each = Candidates(ground.ordered, ground, WEIGHTS)
    for line in ground.billed:
        found = [(link.ordered.ref, link.score) for link in looked_up.compared(line) if link.score > 0]
        assert found == [(link.ordered.ref, link.score) for link in each.compared(line) if link.score > 0]
