"""Descriptions compared as people read them (S2.80, S2.163, S2.166)."""

from __future__ import annotations

import pytest

from app.matching.descriptions import Rarity, TextLevel, compare_texts, describe, rarity_of


def level(first: str, second: str) -> TextLevel:
    return compare_texts(describe(first), describe(second), Rarity()).level


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("gloves nitrile L 100/bx", "NITRILE GLV LG BX100"),
        ("NITRILE GLOVES, DISP, PF, 6 mil, LG", "Nitrile Gloves, Disposable, Powder-Free, 6 mil, Large"),
        ("Pork Loin, BNLS, Strap-On", "Pork Loin, Boneless, Strap-On"),
        ('Stainless Bar 304, 1" Round', "Stainless Bar 304, 1 in Round"),
        ('THERMAL TRANSFER LABEL, 3 X 2", PERFORATED', "Thermal Transfer Label, 3 x 2 in, Perforated"),
        (
            "Jobber Drill Bit 3/16 in HSS Black Oxide 118 Degree",
            "Jobber Drill Bit, HSS, Black Oxide, 118 Degree, 3/16 in",
        ),
        ("HEX CAP SCREW, GRADE 5, 5/16-18 X 1-1/2 IN", "Hex Cap Screw, Grade 5, 5/16-18 x 1-1/2 in"),
        ("Hex bolt M8x40", "HEX BOLT M8 × 40"),
        ("Montagehandschuh Nitril, Groesse 11", "Montagehandschuh Nitril, Größe 11"),
        ("Cable tray 4 cm", "Cable tray 40 mm"),
        ("Label roll 1,000 pcs", "Label roll 1000 pcs"),
        ("Klebeband 1,5 mm", "Klebeband 1.5 mm"),
        ("HYDRAULIC OIL, AW ISO 46 Lot C217929", "Hydraulic Oil, AW ISO 46"),
        ("Nitrile Gloves Tracking 1Z2022425108722", "Nitrile Gloves"),
        ("Particu1ate Respirator N95", "Particulate Respirator, N95"),
    ],
)
def test_the_same_item_written_otherwise(first: str, second: str) -> None:
    assert level(first, second) is TextLevel.SAME
    assert level(second, first) is TextLevel.SAME


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hex bolt M8x40", "Hex bolt M8x45"),
        ("Nitrile gloves 6 mil large", "Nitrile gloves 4 mil large"),
        ("Copy paper A4 500 sheets", "Copy paper A4 250 sheets"),
        ("O-Ring, Buna-N 70A, AS568-210", "O-Ring, Buna-N 70A, AS568-214"),
        ("Cable tray 4 cm", "Cable tray 4 mm"),
    ],
)
def test_other_figures_are_another_item(first: str, second: str) -> None:
    assert level(first, second) in (TextLevel.CONFLICT, TextLevel.DIFFERENT)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Shop wipers red", "Shop wipers blue"),
        ("Hard hat, cap style, orange", "Hard hat, cap style, blue"),
        ("Nitrile gloves medium", "Nitrile gloves large"),
    ],
)
def test_another_colour_or_size_is_at_most_similar(first: str, second: str) -> None:
    assert level(first, second) in (TextLevel.SIMILAR, TextLevel.DIFFERENT)


def test_a_brand_in_front_and_a_cut_off_end_are_contained() -> None:
    brand = compare_texts(describe("Smithfield Pork Loin, Strap-On"), describe("Pork Loin, Strap-On"), Rarity())
    assert brand.level is TextLevel.CONTAINED
    assert brand.only_first == ("smithfield",)
    assert not brand.only_second
    assert level("Can Liner, Black 1.5 mil", "Can Liner, Black 1.5 mil, 33 x 39, 33 gal") is TextLevel.CONTAINED


def test_unlike_things_are_different_and_nothing_is_missing() -> None:
    assert level("Promotional apparel, polo shirt", "Sodium bicarbonate, USP") is TextLevel.DIFFERENT
    assert level("", "Sodium bicarbonate, USP") is TextLevel.MISSING


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    texts = [describe(f"Hex cap screw zinc number{n}") for n in range(20)]
    rarity = rarity_of(texts)
    assert rarity.weight("hex") < rarity.weight("number7")
    shared_rare = compare_texts(
        describe("hex titan"), describe("cap titan"), rarity_of([*texts, describe("titan bar")])
    )
    shared_common = compare_texts(
        describe("hex titan"), describe("hex cap"), rarity_of([*texts, describe("titan bar")])
    )
    assert shared_rare.percent > shared_common.percent


def test_texts_that_share_most_words_and_differ_in_a_figure_are_in_conflict_and_others_only_different() -> None:
    def level(first: str, second: str) -> TextLevel:
        return compare_texts(describe(first), describe(second), Rarity()).level

    assert level("hex bolt M8 x 40 zinc plated", "hex bolt M8 x 45 zinc plated") is TextLevel.CONFLICT
    assert level("bolt 40 brass slotted head", "bolt 45 nylon black washer") is TextLevel.DIFFERENT
    assert level("hex bolt zinc plated grade", "hex bolt zinc plated black") is TextLevel.SIMILAR
    assert level("hex bolt brass slotted head", "hex nut steel black washer") is TextLevel.DIFFERENT
