"""Which factors the desk has for an item: its own, what its base unit says, physics, and no chain of physics."""

from __future__ import annotations

from fractions import Fraction

from app.domain.decision import Lane
from app.domain.factors import known_factors
from app.domain.item import UomConversion
from app.domain.match import Conversion, FactorSource, GroupEvidence, ItemTie, Pattern
from tests.helpers.policy import World, bill, dec, group, order_line, receipt, rules


def test_pairs_do_not_become_dozens_through_eaches() -> None:
    assert "PR" not in known_factors((), "S1", "V1", "DZ")
    assert known_factors((), "S1", "V1", "DZ", "PR")["PR"] == Fraction(1, 12)


def test_what_is_on_file_chains_with_physics() -> None:
    cases = (UomConversion("S1", None, "CS", "PR", dec(24)),)
    assert known_factors(cases, "S1", "V1", "EA")["CS"] == 48


def test_sixty_pairs_are_not_ten_dozen_of_an_item_kept_in_pairs() -> None:
    conversion = Conversion("PR", "DZ", Fraction(1, 6), FactorSource.PHYSICS)
    evidence = GroupEvidence(ties={1: ItemTie.CODE}, conversion=conversion)
    world = World(
        lines=(bill(quantity="60", uom="PR", price="8.00"),),
        order_lines=(order_line(quantity="10", uom="DZ", price="48.00"),),
        receipts=(),
        groups=(group((Pattern.UOM_CONVERSION,), evidence=evidence),),
    )
    assert world.first.rule == "uom_conversion.no_factor"


def test_s2_71_a_receipt_in_kilograms_does_not_count_for_pieces() -> None:
    kilos = receipt("100", uom="KG")
    world = World(receipts=(kilos,), conversions=(UomConversion("47821", None, "KG", "EA", dec(1)),))
    assert "missing_receipt.unit" in rules(world.decided)
    assert world.decided.lane is Lane.DRAFT_AND_ROUTE
