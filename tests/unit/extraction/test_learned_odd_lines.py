"""Odd lines learned from one corrected invoice: texts over their figures, codes amid texts, units glued to counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.provenance import Extracted
from app.extraction.learning.differences import differences
from app.extraction.learning.messages import LearnedProfile
from app.extraction.learning.places import headings_of, locate
from app.extraction.learning.profile_learning import learn_profile
from app.extraction.profiles.model import Profile, Recognition
from app.extraction.values.column_kinds import ColumnKind
from app.extraction.values.rows import join_rows
from tests.helpers.typed_pages import read_typed, shipped_knowledge, typed_page

HEAD = """
Acme Supply                    Invoice Number: 5001
                               Invoice Date: March 14, 2026
"""
STOREYS = f"""{HEAD}
Mark      Goods
                               Lot   Tariff     Worth
968.769   Air coupling brass
          bin 25                15    24.10    361.50
545.146   Hex bolt zinc
          bin 70                 9    81.02    729.18
573.509   Wood screw torx
          bin 42                30    33.74   1012.20

                               Total          2102.88
"""
STOREYS_GOODS = (
    ("968.769", "Air coupling brass", "15", "24.10", "361.50"),
    ("545.146", "Hex bolt zinc", "9", "81.02", "729.18"),
    ("573.509", "Wood screw torx", "30", "33.74", "1012.20"),
)
AMID = f"""{HEAD}
Description                         Qty   UM    Price    Amount
Garden <CW2843-C> twine              10   EA     2.00     20.00
Lamp <CW8717-A> holder                5   EA     3.00     15.00
Hinge <CW8221-B> stainless            4   EA     1.50      6.00

                               Total                      41.00
"""
GLUED = f"""{HEAD}
Shelf     Goods                Taken      Worth        At
E12001    Copper elbow         15KTS    1413.60     94.24
E12002    Filter insert         9BDN     729.18     81.02
E12003    Paint roller         30STN    1012.20     33.74

                               Subtotal        3154.98
                               Total           3154.98
"""
GLUED_GOODS = (
    ("E12001", "Copper elbow", "15", "94.24", "1413.60"),
    ("E12002", "Filter insert", "9", "81.02", "729.18"),
    ("E12003", "Paint roller", "30", "33.74", "1012.20"),
)
PACKED = f"""{HEAD}
Shelf     Goods               Taken  Pk      Worth        At
E12001    Copper elbow           15  PC    1413.60     94.24
E12002    Filter insert           9  PC     729.18     81.02
E12003    Paint roller           30  CT    1012.20     33.74

                               Subtotal            3154.98
                               Total               3154.98
"""


def _goods(goods: Sequence[tuple[str, str, str, str, str]], units: Sequence[str] = ()) -> tuple[InvoiceLine, ...]:
    return tuple(
        InvoiceLine(
            at + 1,
            1,
            Extracted(text),
            item_code=Extracted(code),
            quantity=Extracted(Decimal(quantity)),
            uom=Extracted(units[at]) if units else None,
            unit_price=Extracted(Decimal(price)),
            amount=Extracted(Decimal(amount)),
        )
        for at, (code, text, quantity, price, amount) in enumerate(goods)
    )


def _learned(text: str, right: Invoice) -> LearnedProfile:
    return learn_profile(
        [typed_page(text)],
        read_typed(text),
        right,
        knowledge=shipped_knowledge(),
        existing=None,
        profile_id="us/acme",
    )


def _codes(invoice: Invoice) -> list[str | None]:
    return [line.item_code.value if line.item_code else None for line in invoice.lines]


def test_the_text_over_a_first_lines_figures_is_no_heading() -> None:
    located = locate(join_rows(typed_page(STOREYS)), _goods(STOREYS_GOODS), shipped_knowledge())
    headings = {word for words in headings_of(located)[1].values() for word in words.split()}
    assert headings == {"Mark", "Goods", "Lot", "Tariff", "Worth"}


def test_codes_over_their_figures_are_found_on_every_line_of_the_next_invoice() -> None:
    read = read_typed(STOREYS)
    assert None in _codes(read)
    profile = _learned(STOREYS, replace(read, lines=_goods(STOREYS_GOODS))).profile
    assert (
        "Air coupling brass"
        not in profile.columns.get(ColumnKind.DESCRIPTION, profile.columns[ColumnKind.ITEM_CODE]).headings
    )
    following = STOREYS.replace("968.769   Air coupling brass", "101.202   Pump gasket       ")
    assert _codes(read_typed(following, profile=profile)) == ["101.202", "545.146", "573.509"]


def test_who_corrects_codes_alone_need_not_take_them_out_of_the_texts() -> None:
    read = read_typed(STOREYS)
    lines = zip(read.lines, STOREYS_GOODS, strict=True)
    right = replace(read, lines=tuple(replace(line, item_code=Extracted(goods[0])) for line, goods in lines))
    profile = _learned(STOREYS, right).profile
    assert _codes(read_typed(STOREYS, profile=profile)) == [goods[0] for goods in STOREYS_GOODS]


def test_codes_in_any_brackets_amid_texts_are_taken_by_their_form() -> None:
    read = read_typed(AMID)
    assert _codes(read) == [None] * 3
    codes = ("CW2843-C", "CW8717-A", "CW8221-B")
    lines = tuple(replace(line, item_code=Extracted(code)) for line, code in zip(read.lines, codes, strict=True))
    learned = _learned(AMID, replace(read, lines=lines))
    assert learned.missed == ()
    following = read_typed(AMID.replace("<CW8717-A>", "<CW1001-D>"), profile=learned.profile)
    assert _codes(following) == ["CW2843-C", "CW1001-D", "CW8221-B"]
    assert [line.description.value for line in following.lines] == ["Garden twine", "Lamp holder", "Hinge stainless"]


def test_a_code_of_several_words_is_taken_by_its_form() -> None:
    text = AMID.replace("<CW2843-C>", "AB 1234  ").replace("<CW8717-A>", "AB 1235  ").replace("<CW8221-B>", "AB 1236  ")
    profile = Profile("us/acme", 1, "Acme", Recognition(names=("Acme Supply",)), item_code="@@ ####")
    assert _codes(read_typed(text, profile=profile)) == ["AB 1234", "AB 1235", "AB 1236"]


def test_a_unit_glued_to_the_count_is_what_a_person_says_whatever_its_word_means_elsewhere() -> None:
    read = read_typed(GLUED)
    units = ("CT", "BD", "EA")
    learned = _learned(GLUED, replace(read, lines=_goods(GLUED_GOODS, units)))
    assert learned.missed == ()
    assert dict(learned.profile.units) == {"KTS": "CT", "BDN": "BD", "STN": "EA"}
    again = read_typed(GLUED, profile=learned.profile)
    assert [line.uom.value if line.uom else None for line in again.lines] == list(units)


def test_what_only_a_learned_table_shows_is_learned_as_well() -> None:
    read = read_typed(PACKED)
    assert not read.lines
    units = ("PK", "PK", "CT")
    learned = _learned(PACKED, replace(read, lines=_goods(GLUED_GOODS, units)))
    assert learned.missed == ()
    again = read_typed(PACKED, profile=learned.profile)
    assert [line.uom.value if line.uom else None for line in again.lines] == list(units)


def test_a_text_weighs_less_than_a_figure() -> None:
    read = read_typed(AMID)
    line = read.lines[0]
    other = (replace(line, description=Extracted("Other")), replace(line, quantity=Extracted(Decimal(99))))
    text, figure = (differences(read, replace(read, lines=(changed, *read.lines[1:]))) for changed in other)
    assert sum(d.weight for d in text) < sum(d.weight for d in figure)
