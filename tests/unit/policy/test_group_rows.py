"""One test a row of the decision table's first part: the figures that pick it, its lane, owner, exposure and log."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.decision import Lane
from app.domain.finding import Finding
from app.domain.invoice import ChargeKind
from app.domain.item import CrossReference, LineClass, Substitution, UomConversion
from app.domain.match import Conversion, FactorSource, GroupEvidence, ItemTie, Pattern
from app.domain.measure import Pack
from app.domain.order import LineRef
from app.domain.policy import Band, Role
from app.domain.provenance import Certainty, Method
from app.domain.vendor import SubstitutionClause, Tier
from app.policy.lanes import TABLE
from tests.helpers.policy import PO, POLICY, VENDOR, World, bill, dec, group, order_line, read, receipt

CLEAN = World()
NO_PARTS = replace(VENDOR, partial_shipments_permitted=False)
CASES_OF_24 = (UomConversion("47821", None, "CS", "EA", dec(24)),)

BOXES_OF_6 = (UomConversion("47821", None, "CS", "BX", dec(4)), UomConversion("47821", None, "BX", "EA", dec(6)))


def priced(price: str, **more: object) -> World:
    return CLEAN.but(lines=(bill(price=price),), groups=(group((Pattern.PRICE_VARIANCE,)),), **more)


def quantity(billed: str, received: str | None = None, **more: object) -> World:
    receipts = (receipt(received),) if received else ()
    return CLEAN.but(lines=(bill(quantity=billed),), receipts=receipts, **more)


def split(*parts: str, receipts: tuple[str, ...] = (), **more: object) -> World:
    numbers = tuple(range(1, len(parts) + 1))
    return CLEAN.but(
        lines=tuple(bill(n, q) for n, q in zip(numbers, parts, strict=True)),
        groups=(group((Pattern.SPLIT,), numbers),),
        receipts=tuple(receipt(q, f"RC-{n}", day=10 + n) for n, q in enumerate(receipts, 1)),
    ).but(**more)


def merged(amount: str = "1300.00", **more: object) -> World:
    """One line for two order lines of 1000.00 and 300.00."""
    return CLEAN.but(
        lines=(bill(1, "130", None, amount, None, None, description=read("Hardware assortment")),),
        order_lines=(order_line(1), order_line(2, "30", sku="99001")),
        groups=(group((Pattern.MERGED,), (1,), (1, 2), GroupEvidence(ties={1: ItemTie.AMOUNT})),),
        receipts=(receipt("100"), receipt("30", "RC-2", 2)),
    ).but(**more)


def converted(
    factor: Fraction = Fraction(1, 24),
    source: FactorSource = FactorSource.ITEM,
    price: str = "1.00",
    uom: str | None = "EA",
    **more: object,
) -> World:
    """S2.57: 10 cases at 24.00 against 240 each at 1.00."""
    evidence = GroupEvidence(ties={1: ItemTie.CODE}, conversion=Conversion(uom, "CS", factor, source))
    return CLEAN.but(
        lines=(bill(quantity="240", price=price, uom=uom),),
        order_lines=(order_line(quantity="10", price="24.00", uom="CS"),),
        groups=(group((Pattern.UOM_CONVERSION,), evidence=evidence),),
        receipts=(receipt("10", uom="CS"),),
        conversions=CASES_OF_24,
    ).but(**more)


def weighed(billed: str, received: str | None, **more: object) -> World:
    return CLEAN.but(
        lines=(bill(quantity=billed, uom="LB"),),
        order_lines=(order_line(quantity="50", uom="LB"),),
        groups=(group((Pattern.CATCH_WEIGHT,)),),
        receipts=(receipt(received, uom="LB"),) if received else (),
        catch_weight=True,
    ).but(**more)


TABLE_ENTRY = Substitution("V1", "47821", "7YG00", "Hex bolt, Crestline", "successor part", "MSA 5.3", True)


def substituted(price: str = "9.50", **more: object) -> World:
    return CLEAN.but(
        lines=(bill(price=price, code="7YG00"),),
        groups=(group((Pattern.SUBSTITUTION,)),),
        substitutions=(TABLE_ENTRY,),
        extra_codes=("7YG00",),
    ).but(**more)


def boxed_substitute(**more: object) -> World:
    """A box of the agreed substitute for 100 pieces ordered, 100 of which make a box of the ordered item."""
    evidence = GroupEvidence(
        ties={1: ItemTie.CODE}, conversion=Conversion("BX", "EA", Fraction(100), FactorSource.ITEM)
    )
    return substituted(
        lines=(bill(quantity="1", price="1000.00", uom="BX", code="7YG00"),),
        groups=(group((Pattern.UOM_CONVERSION, Pattern.SUBSTITUTION), evidence=evidence),),
        conversions=(UomConversion("47821", None, "BX", "EA", dec(100)),),
    ).but(**more)


def other_goods(text: str, others: str = "Hex bolt zinc plated size 47822", **more: object) -> World:
    """Two lines under the ordered codes: the first with a text of its own, the second as others name it."""
    return CLEAN.but(
        lines=(bill(description=read(text)), bill(2, code="47822", description=read(others))),
        order_lines=(order_line(), order_line(2, sku="47822")),
        groups=(group(), group(lines=(2,), po_lines=(2,))),
        receipts=(receipt("100"), receipt("100", "RC-2", 2)),
    ).but(**more)


def labour(note: str) -> World:
    """Ordered hours billed as ordered, with a note below the line."""
    line = bill(description=read("Technician labour"), notes=(note,), uom="HR")
    return CLEAN.but(
        lines=(line,),
        order_lines=(order_line(uom="HR", description="Technician labour"),),
        line_class=LineClass.SERVICES,
        receipts=(),
    )


def bundled(**more: object) -> World:
    evidence = GroupEvidence(ties={1: ItemTie.CODE}, bundled_amount=dec("80.00"))
    return CLEAN.but(
        lines=(bill(amount="1080.00"),), groups=(group((Pattern.BUNDLED_ACCESSORIAL,), evidence=evidence),)
    ).but(**more)


def unknown(code: str, **more: object) -> World:
    line = bill(code=code, description=read("Hex bolt zinc plated size 47821"))
    return CLEAN.but(lines=(line,)).but(**more)


CLAIMED = CLEAN.but(
    lines=(bill(1, "100"), bill(2, "100")), groups=(group(), group(lines=(2,))), receipts=(receipt("200"),),
    order_lines=(order_line(quantity="100"),),
)  # fmt: skip

WORLDS: Mapping[str, World] = {
    "exact.agrees": CLEAN,
    "exact.nothing_billed": CLEAN.but(lines=(bill(quantity="0", amount="0.00"),)),
    # S2.42, S2.44, S2.45: a split clears by its own receipts, else receiving confirms each part.
    "split.receipts_agree": split("60", "40", receipts=("40", "60")),
    "split.services": split("60", "40", line_class=LineClass.SERVICES),
    "split.receipt_missing": split("60", "40", receipts=("60",)),
    "split.no_receipt": split("60", "40"),
    "split.not_permitted": split("60", "40", receipts=("60", "40"), vendor=NO_PARTS),
    # S2.18 to S2.22, S2.24, S2.27: the algebra, one set only, and the terms decide about a merged line.
    "merged.sum_holds": merged(),
    "merged.ambiguous": merged(
        order_lines=(order_line(1), order_line(2, "30", sku="99001"), order_line(3, "30", sku="99002"))
    ),
    "merged.sum_open": merged("1300.01"),
    "merged.quantity_differs": merged(
        lines=(bill(1, "120", None, "1300.00", None, None, description=read("Hardware assortment")),)
    ),
    "merged.not_permitted": merged(vendor=replace(VENDOR, merged_lines_permitted=False)),
    # S2.62 to S2.66, S2.71: a factor on file inside one dimension clears; everything else is the buyer's.
    "uom_conversion.factor_known": converted(),
    "uom_conversion.crossing": converted(
        lines=(bill(quantity="240", price="1.00", uom="LB"),),
        groups=(
            group(
                (Pattern.UOM_CONVERSION,),
                evidence=GroupEvidence(
                    ties={1: ItemTie.CODE}, conversion=Conversion("LB", "CS", Fraction(1, 24), FactorSource.ITEM)
                ),
            ),
        ),
        conversions=(UomConversion("47821", None, "CS", "LB", dec(24)),),
    ),
    "uom_conversion.no_factor": converted(source=FactorSource.SUGGESTED, conversions=()),
    "uom_conversion.other_items_factor": boxed_substitute(),
    "uom_conversion.unit_differs": CLEAN.but(lines=(bill(uom="CS"),)),
    "uom_conversion.pack_contradicts": converted(
        lines=(replace(bill(quantity="240", price="1.00"), packs=(Pack("CS", dec(12), "EA", "12/CS"),)),)
    ),
    "uom_conversion.outside_band": converted(price="1.10"),
    # S2.69: natural weight is compared with the weight received, never by a factor.
    "catch_weight.agrees": weighed("48.5", "48.5"),
    "catch_weight.differs": weighed("50", "45"),
    "catch_weight.no_receipt": weighed("48", None),
    "catch_weight.implausible": weighed("80", "80"),
    # S2.83, S2.86 to S2.88, TRAP-6: only the table clears a substitute, at or below the price.
    "substitution.in_table": substituted(),
    "substitution.not_in_table": substituted(substitutions=()),
    "substitution.clause": substituted(vendor=replace(VENDOR, substitution_clause=SubstitutionClause.PRIOR_APPROVAL)),
    "substitution.above_price": substituted("10.01"),
    "substitution.not_notified": substituted(substitutions=(replace(TABLE_ENTRY, buyer_notified=False),)),
    # S2.104, S2.106, S2.111 to S2.113: a charge rolled in never clears; the terms say who acts.
    # S2.80, S2.87: what the line itself says about another item reaches the buyer.
    "substitution.said": CLEAN.but(lines=(bill(description=read("Hex bolt zinc plated, replaces 47820")),)),
    "bundled_accessorial.permitted": bundled(vendor=replace(VENDOR, bundled_accessorials_permitted=True)),
    "bundled_accessorial.refused": bundled(),
    # S2.128 to S2.133: the receipt first, then the band; beyond it the buyer decides.
    "quantity_short.confirmed": quantity("60", "60"),
    "quantity_short.in_band": quantity("95", "100"),
    "quantity_short.outside": quantity("60", "100"),
    "quantity_over.in_band": quantity("103", "103"),
    "quantity_over.outside": quantity("104", "104"),
    "quantity_over.not_received": quantity("100", "80"),
    "quantity_over.claimed_twice": CLAIMED,
    "price_variance.in_band": priced("10.20"),
    "price_variance.outside": priced("10.21"),
    "not_on_po.unexplained": CLEAN.but(groups=(group((Pattern.NOT_ON_PO,), po_lines=()),)),
    "ambiguous.several_readings": CLEAN.but(
        order_lines=(order_line(1), order_line(2)),
        groups=(group(po_lines=(1, 2), alternatives=((LineRef(PO, 1),), (LineRef(PO, 2),))),),
    ),
    "identity.chosen": CLEAN.but(
        lines=(bill(code=None, description=read("Wristwatch, gold")),),
        groups=(group(evidence=GroupEvidence(ties={1: ItemTie.PERSON})),),
    ),
    "identity.several_fit": CLEAN.but(
        lines=(bill(code=None, description=read("Hex bolt zinc plated")),),
        order_lines=(order_line(1, sku="47821"), order_line(2, sku="47822")),
    ),
    # S2.61: the right code over another size.
    "identity.other_size": CLEAN.but(
        lines=(bill(description=read("Hex bolt M8x40")),), order_lines=(order_line(description="Hex bolt M8x60"),)
    ),
    # S2.80: the right code over other goods, beside a line in the order's words.
    "identity.other_goods": other_goods("Laptop computer, 14 inch"),
    "identity.new_code": unknown("ZX-999"),
    "identity.unproven": unknown("88186", extra_codes=("88186",)),
    "identity.reference": CLEAN.but(
        lines=(bill(po_line=read(2)),), order_lines=(order_line(1), order_line(2, sku="99001"))
    ),
    # S1.33: what the line itself says against its figures reaches a person.
    "line_words.not_delivered": CLEAN.but(lines=(bill(description=read("Hex bolt zinc plated BACKORDERED")),)),
    "line_words.not_sold": CLEAN.but(lines=(bill(description=read("Hex bolt zinc plated - gratis")),)),
    "line_words.other_price": CLEAN.but(lines=(bill(description=read("Hex bolt zinc plated (per 100)")),)),
    "line_words.other_hours": labour("overtime"),
    # S1.64, S1.65: what is unsure or incomplete is handed to a person.
    "figures.unproven": CLEAN.but(lines=(bill(certainty=Certainty.CONTRADICTED),)),
    "figures.given": CLEAN.but(
        lines=(
            replace(
                bill(),
                quantity=replace(read(dec("100")), method=Method.TYPED),
                amount=replace(read(dec("1000.00")), method=Method.TYPED),
            ),
        )
    ),
    "figures.missing": CLEAN.but(lines=(replace(bill(), amount=None),)),
    "figures.contradictory": CLEAN.but(lines=(bill(price="9.00", amount="1000.00"),)),
    "figures.negative": CLEAN.but(
        lines=(bill(price="-10.00"), bill(2, "300", code="99001")),
        order_lines=(order_line(price="-10.00"), order_line(2, "300", sku="99001")),
        groups=(group(), group(lines=(2,), po_lines=(2,))),
    ),
    "figures.finding": CLEAN.but(invoice_changes={"findings": (Finding("odd", "this looks odd", line_no=1),)}),
    "match.incomplete": CLEAN.but(groups=(group(po_lines=(9,)),)),
    "credit_memo.line": CLEAN.but(lines=(bill(quantity="-6"),)),
    "credit_memo.unmatched": CLEAN.but(
        lines=(bill(quantity="-6"),), groups=(group((Pattern.NOT_ON_PO,), po_lines=()),)
    ),
    "automation.off": CLEAN.but(policy=replace(POLICY, automation_off=frozenset({"exact"}))),
}


@pytest.mark.parametrize("rule", WORLDS)
def test_each_row_is_picked_by_its_figures(rule: str) -> None:
    decision = WORLDS[rule].first
    row = TABLE[rule]
    assert decision.rule == rule
    assert (decision.lane, decision.owner) == (row.lane, row.owner)
    assert "{" not in decision.reason
    assert "?" not in decision.reason or rule == "identity.new_code"


def test_every_row_about_groups_has_a_world() -> None:
    first_of_document = list(TABLE).index("missing_po.no_order")
    assert set(list(TABLE)[:first_of_document]) == set(WORLDS)


EXPOSURES = {
    "exact.agrees": "0",
    "split.receipts_agree": "0",
    "split.receipt_missing": "400.00",
    "merged.sum_holds": "0",
    "merged.not_permitted": "0",
    "merged.ambiguous": "1300.00",
    "uom_conversion.factor_known": "0",
    "uom_conversion.no_factor": "240.00",
    "uom_conversion.crossing": "240.00",
    "substitution.in_table": "0",
    "substitution.not_in_table": "950.00",
    "bundled_accessorial.refused": "80.00",
    "quantity_short.confirmed": "0",
    "quantity_short.in_band": "50.00",
    "quantity_over.outside": "40.00",
    "quantity_over.not_received": "200.00",
    "price_variance.outside": "21.00",
    "not_on_po.unexplained": "1000.00",
    "catch_weight.differs": "50.00",
}


@pytest.mark.parametrize(("rule", "exposure"), EXPOSURES.items())
def test_exposure_is_the_amount_at_stake(rule: str, exposure: str) -> None:
    assert WORLDS[rule].first.exposure == Decimal(exposure)


class TestWordsOfASubstitute:
    @pytest.mark.parametrize(
        "words",
        [
            "SUBSTITUTED", "(subst. for 47820)", "sub for 47820",
            "in lieu of size 47820", "superseded", "Ersatzartikel", "als Ersatz für 47820",
            "Article de remplacement", "sustituye a 47820", "in sostituzione: sostitutivo", "vervangt 47820",
        ],
    )  # fmt: skip
    def test_s2_80_a_line_that_says_it_is_a_substitute_is_the_buyers(self, words: str) -> None:
        said = CLEAN.but(lines=(bill(description=read(f"Hex bolt zinc plated size 47821 {words}")),)).first
        assert (said.rule, said.owner, said.exposure) == ("substitution.said", Role.BUYER, dec("1000.00"))

    @pytest.mark.parametrize("words", ["Replacement blade", "Ersatzklinge", "filtre de remplacement", "Werkstatt"])
    def test_spare_parts_are_no_substitutes(self, words: str) -> None:
        assert CLEAN.but(lines=(bill(description=read(f"{words} 47821")),)).first.rule == "exact.agrees"

    def test_a_word_of_the_orders_own_description_says_nothing(self) -> None:
        named = replace(order_line(), description="Milk substitute, 1 l")
        same = CLEAN.but(lines=(bill(description=read("MILK SUBSTITUTE 1 L")),), order_lines=(named,))
        assert same.first.rule == "exact.agrees"


class TestBands:
    def test_s2_129_bands_follow_the_class_and_the_vendor_key_by_key(self) -> None:
        band = Band(quantity_short_percent=dec(50), price_absolute=dec(5))
        by_vendor = replace(POLICY, vendors={"V1": band})
        assert quantity("60", "100").first.lane is Lane.DRAFT_AND_ROUTE
        assert quantity("60", "100", policy=by_vendor).first.lane is Lane.AUTO_RESOLVE
        assert quantity("103", "103", policy=by_vendor).first.lane is Lane.AUTO_RESOLVE

    def test_s2_156_a_vendor_on_watch_has_half_the_band(self) -> None:
        watch = replace(VENDOR, tier=Tier.WATCH)
        assert priced("10.10", vendor=watch).first.lane is Lane.AUTO_RESOLVE
        held = priced("10.11", vendor=watch)
        assert held.but(policy=replace(POLICY, classes={})).first.lane is Lane.DRAFT_AND_ROUTE

    def test_a_band_that_nobody_set_lets_nothing_through(self) -> None:
        none = replace(POLICY, classes={}, default=replace(POLICY.default, quantity_short_percent=None))
        decision = quantity("99", "100", policy=none).first
        assert (decision.rule, decision.bands[0].state) == ("quantity_short.outside", "not checked")
        assert "no band is set" in decision.reason

    def test_a_zero_band_is_a_band(self) -> None:
        zero = replace(POLICY, classes={}, default=replace(POLICY.default, quantity_short_percent=dec(0)))
        assert quantity("99", "100", policy=zero).first.bands[0].state == "zero"

    def test_s2_153_a_price_inside_the_absolute_amount_of_the_line_clears(self) -> None:
        few = CLEAN.but(lines=(bill(quantity="10", price="10.90"),), order_lines=(order_line(quantity="10"),),
                        receipts=(receipt("10"),), groups=(group((Pattern.PRICE_VARIANCE,)),))  # fmt: skip
        assert few.first.rule == "price_variance.in_band"
        assert [use.inside for use in few.first.bands] == [False, True]

    def test_s2_150_an_amount_in_money_is_the_order_lines_on_however_many_lines_it_is_billed(self) -> None:
        def split(first: str, second: str) -> World:
            return CLEAN.but(
                lines=(bill(1, "50", None, first), bill(2, "50", None, second)),
                receipts=(receipt("50"), receipt("50", "RC-2", day=19)),
                groups=(group((Pattern.SPLIT,), (1, 2)),),
                line_class=None,
                order_lines=(order_line(price="1.00"),),
            )

        assert split("52.00", "52.90").first.lane is Lane.AUTO_RESOLVE
        assert split("54.90", "53.20").first.rule == "price_variance.outside", "each is inside 5.00, both are not"

    def test_s2_148_small_price_variances_of_several_invoices_add_up(self) -> None:
        def billed_before(beyond: str) -> World:
            ordered = order_line(price="1.00", billed_quantity=dec(50), billed_beyond=dec(beyond))
            lines = (bill(quantity="50", price="1.09", amount="54.50"),)
            return CLEAN.but(lines=lines, order_lines=(ordered,), receipts=(receipt("100"),), line_class=None)

        assert billed_before("0.50").first.rule == "price_variance.in_band"
        assert billed_before("0.51").first.rule == "price_variance.outside"
        assert [(b.quantity, b.beyond) for b in billed_before("0").decided.booked] == [(dec(50), dec("4.50"))]

    def test_a_charge_in_the_price_is_no_variance_of_the_price(self) -> None:
        assert [str(b.beyond) for b in bundled().decided.booked] == ["0"]

    def test_bands_hold_in_both_directions_of_price(self) -> None:
        assert priced("9.80").first.lane is Lane.AUTO_RESOLVE
        assert priced("9.50").first.lane is Lane.DRAFT_AND_ROUTE

    def test_nothing_that_was_ordered_for_nothing_is_inside_a_price_band(self) -> None:
        free = CLEAN.but(lines=(bill(quantity="1", price="4.00"),), receipts=(receipt("1"),),
                         order_lines=(order_line(quantity="1", price="0.00"),))  # fmt: skip
        assert free.first.rule == "price_variance.outside"

    def test_s2_151_services_go_by_hours(self) -> None:
        hours = CLEAN.but(line_class=LineClass.SERVICES, receipts=(), order_lines=(order_line(uom="HR"),))
        two_over = hours.but(lines=(bill(quantity="102", uom="HR"),)).first
        three_over = hours.but(lines=(bill(quantity="103", uom="HR"),)).first
        assert (two_over.lane, three_over.lane) == (Lane.AUTO_RESOLVE, Lane.DRAFT_AND_ROUTE)
        assert two_over.bands[0].rule == "line_tolerance.services.hours_over_authorised"

    def test_small_overs_of_several_invoices_add_up(self) -> None:
        again = CLEAN.but(
            lines=(bill(quantity="3"),),
            order_lines=(order_line(billed_quantity=dec(103)),),
            receipts=(receipt("200"),),
            groups=(group((Pattern.QUANTITY_OVER,)),),
        )
        assert again.first.rule == "quantity_over.outside"


class TestQuantities:
    def test_s2_136_short_clears_where_over_does_not(self) -> None:
        specialty = {"line_class": None}
        assert quantity("98", "100", **specialty).first.lane is Lane.AUTO_RESOLVE
        assert quantity("102", "102", **specialty).first.lane is Lane.DRAFT_AND_ROUTE

    def test_s2_137_to_141_the_log_holds_every_quantity_the_band_and_the_rule(self) -> None:
        decision = quantity("95", "100").first
        kept = {key: decision.figures[key] for key in ("po_quantity", "billed_quantity", "receipt_quantity")}
        assert kept == {"po_quantity": "100", "billed_quantity": "95", "receipt_quantity": "100"}
        assert (decision.figures["short_variance"], decision.figures["short_percent"]) == ("-5", "-5")
        assert (decision.bands[0].limit, decision.bands[0].measured) == ("10 %", "5 %")
        assert decision.rule == "quantity_short.in_band"

    def test_trap_4_billed_more_than_received_proposes_the_received_quantity_and_a_debit_memo(self) -> None:
        decision = quantity("100", "80").first
        assert Pattern.QUANTITY_OVER in decision.group.patterns
        assert decision.figures["payable_quantity"] == "80"
        assert (decision.figures["payable_amount"], decision.figures["debit_memo"]) == ("800.00", "200.00")
        assert decision.billable_quantity == 80

    def test_a_short_delivery_the_vendor_may_not_make_needs_the_band(self) -> None:
        assert quantity("60", "60", vendor=NO_PARTS).first.rule == "quantity_short.outside"

    def test_earlier_invoices_use_up_quantity_and_receipts(self) -> None:
        rest = CLEAN.but(
            lines=(bill(quantity="40"),),
            order_lines=(order_line(already_invoiced_quantity=dec(60)),),
            receipts=(receipt("60", "RC-1", day=10), receipt("40", "RC-2", day=15)),
        )
        assert rest.first.rule == "exact.agrees"
        assert [use.receipt_no for use in rest.first.receipts] == ["RC-2"]

    def test_what_is_booked_on_receipts_is_not_counted_twice(self) -> None:
        rest = CLEAN.but(
            lines=(bill(quantity="40"),),
            order_lines=(order_line(billed_quantity=dec(60)),),
            receipts=(receipt("60", "RC-1", billed_quantity=dec(60)), receipt("40", "RC-2", day=19)),
        )
        assert rest.first.rule == "exact.agrees"

    def test_goods_sent_back_are_not_received(self) -> None:
        returned = CLEAN.but(receipts=(receipt("100"), receipt("-30", "RC-2", day=19)))
        assert returned.first.rule == "quantity_over.not_received"
        assert returned.first.figures["payable_quantity"] == "70"

    def test_a_receipt_in_another_unit_is_converted(self) -> None:
        cases = CLEAN.but(
            receipts=(receipt("5", uom="CS"),), conversions=(UomConversion("47821", None, "CS", "EA", dec(20)),)
        )
        assert cases.first.rule == "exact.agrees"

    def test_rounding_of_a_converted_figure_is_no_variance(self) -> None:
        evidence = GroupEvidence(
            ties={1: ItemTie.CODE},
            conversion=Conversion("KG", "LB", Fraction(1) / Fraction("0.45359237"), FactorSource.PHYSICS),
        )
        kilos = CLEAN.but(
            lines=(bill(quantity="45.36", price="22.0462", uom="KG", amount="1000.02"),),
            order_lines=(order_line(uom="LB"),),
            receipts=(receipt("100", uom="LB"),),
            groups=(group((Pattern.UOM_CONVERSION,), evidence=evidence),),
        )
        assert kilos.first.rule == "uom_conversion.factor_known"
        assert kilos.first.group.patterns == (Pattern.UOM_CONVERSION,)

    def test_a_price_rounded_up_over_a_large_quantity_is_a_price_variance(self) -> None:
        large = CLEAN.but(
            lines=(bill(quantity="1000000", price="0.50"),),
            order_lines=(order_line(quantity="1000000", price="0.4951"),),
            receipts=(receipt("1000000"),),
            line_class=LineClass.CONTRACT,
        )
        assert Pattern.PRICE_VARIANCE in large.first.group.patterns


class TestSplit:
    def test_s2_50_s2_51_each_line_is_logged_with_its_receipt_and_order_line(self) -> None:
        decision = split("60", "40", receipts=("40", "60")).first
        assert {use.invoice_line: use.receipt_no for use in decision.receipts} == {1: "RC-2", 2: "RC-1"}
        assert decision.figures["order_lines"] == "PO-1001 line 1"

    def test_s2_46_receipts_are_never_taken_in_aggregate(self) -> None:
        assert split("50", "50", receipts=("100",)).first.rule == "split.receipt_missing"

    def test_s2_43_what_goes_beyond_the_order_is_an_over_delivery_of_its_own(self) -> None:
        decision = split("60", "60", receipts=("60", "60")).first
        assert decision.group.patterns == (Pattern.SPLIT, Pattern.QUANTITY_OVER)
        assert (decision.owner, decision.rule, decision.exposure) == (
            Role.BUYER,
            "quantity_over.outside",
            dec("200.00"),
        )

    def test_s2_49_one_part_short_and_one_over_never_cancel(self) -> None:
        assert split("55", "45", receipts=("50", "50")).first.rule == "split.receipt_missing"

    def test_s2_44_a_part_delivery_in_parts_is_confirmed_by_its_receipts(self) -> None:
        decision = split("30", "20", receipts=("10", "20", "30")).first
        assert decision.lane is Lane.AUTO_RESOLVE
        assert decision.group.patterns == (Pattern.SPLIT, Pattern.QUANTITY_SHORT)

    def test_a_receipt_named_in_the_line_is_its_own(self) -> None:
        world = split("50", "50", receipts=("50", "50"))
        first = replace(world.lines[0], description=read("Hex bolt, shipped 2026-02-12"))
        decision = world.but(lines=(first, world.lines[1])).first
        assert {use.invoice_line: use.receipt_no for use in decision.receipts} == {1: "RC-2", 2: "RC-1"}


class TestMerged:
    def test_s2_29_s2_30_the_mapping_and_the_sum_that_proves_it_are_logged(self) -> None:
        figures = merged().first.figures
        assert figures["mapping"] == "lines 1 cover PO-1001 line 1, PO-1001 line 2"
        assert figures["equation"] == "100 × 10 + 30 × 10 = 1300.00"

    def test_s2_26_no_band_is_asked_about_a_merge(self) -> None:
        wide = replace(
            POLICY, classes={}, default=replace(POLICY.default, price_percent=dec(50), price_absolute=dec(500))
        )
        assert merged("1300.01", policy=wide).first.rule == "merged.sum_open"

    def test_a_lump_without_quantity_clears_on_its_sum(self) -> None:
        lump = bill(1, None, None, "1300.00", None, None, description=read("Hardware assortment"))
        assert merged(lines=(lump,)).first.rule == "merged.sum_holds"

    def test_an_order_line_of_the_merge_that_did_not_come_in_whole_is_an_over_billing(self) -> None:
        decision = merged(receipts=(receipt("100"), receipt("20", "RC-2", 2))).first
        assert decision.group.patterns == (Pattern.MERGED, Pattern.QUANTITY_OVER)
        assert (decision.lane, decision.owner, decision.exposure) == (Lane.DRAFT_AND_ROUTE, Role.BUYER, dec("100.00"))

    def test_the_merge_books_what_each_order_line_has_open(self) -> None:
        assert [(b.ref.line_no, b.quantity) for b in merged().decided.booked] == [(1, dec(100)), (2, dec(30))]


class TestUnits:
    def test_s2_57_ten_cases_against_240_each(self) -> None:
        decision = converted().first
        assert (decision.lane, decision.figures["billed_quantity"]) == (Lane.AUTO_RESOLVE, "10")

    def test_s2_72_to_74_units_factor_and_its_source_are_logged(self) -> None:
        figures = converted().first.figures
        kept = {key: figures[key] for key in ("invoiced_uom", "invoiced_quantity", "uom", "factor", "factor_source")}
        assert kept == {
            "invoiced_uom": "EA", "invoiced_quantity": "240", "uom": "CS", "factor": "1/24", "factor_source": "item",
        }  # fmt: skip

    def test_s2_68_without_a_printed_unit_the_factor_on_file_decides(self) -> None:
        assert converted(uom=None).first.rule == "uom_conversion.factor_known"

    def test_s2_64_a_split_may_bill_cases_on_one_line_and_pieces_on_the_next(self) -> None:
        lines = (bill(1, "4", "24.00", uom="CS"), bill(2, "144", "1.00", uom="EA"))
        evidence = converted().groups[0].evidence
        mixed = converted(
            lines=lines,
            groups=(group((Pattern.SPLIT, Pattern.UOM_CONVERSION), (1, 2), evidence=evidence),),
            receipts=(receipt("4", "RC-1", uom="CS"), receipt("6", "RC-2", uom="CS", day=19)),
        )
        assert mixed.first.lane is Lane.AUTO_RESOLVE
        assert mixed.first.figures["billed_quantity"] == "10"
        assert "billed 4 CS + 144 EA is 10 CS (1 EA = 1/24 CS" in mixed.first.reason
        dearer = mixed.but(lines=(lines[0], bill(2, "144", "1.10", uom="EA")))
        assert (dearer.first.lane, dearer.first.owner) == (Lane.DRAFT_AND_ROUTE, Role.BUYER)
        third = mixed.but(lines=(lines[0], bill(2, "144", "1.00", uom="BX")))
        assert third.first.rule == "uom_conversion.unit_differs"

    def test_s2_61_the_factor_is_looked_up_again(self) -> None:
        assert converted(factor=Fraction(1, 20)).first.rule == "uom_conversion.no_factor"

    def test_s2_168_a_pack_that_the_invoice_states_never_clears_by_itself(self) -> None:
        finding = converted(source=FactorSource.STATED, conversions=()).first
        assert finding.rule == "uom_conversion.no_factor"
        assert finding.lane is not Lane.AUTO_RESOLVE

    @pytest.mark.parametrize("uom", ["EA", None])
    def test_s2_168_a_printed_pack_against_the_factor_on_file_never_clears(self, uom: str | None) -> None:
        said = replace(bill(quantity="240", price="1.00", uom=uom), packs=(Pack("CS", dec(12), "EA", "12/CS"),))
        finding = converted(uom=uom, lines=(said,)).first
        assert (finding.rule, finding.lane) == ("uom_conversion.pack_contradicts", Lane.DRAFT_AND_ROUTE)
        assert (finding.owner, finding.exposure) == (Role.BUYER, dec("240.00"))
        assert "12/CS" in finding.reason
        assert "1 CS of 47821 is 24 EA" in finding.reason

    @pytest.mark.parametrize("uom", ["CS", None])
    def test_s2_168_nor_where_the_order_is_in_the_container_too(self, uom: str | None) -> None:
        said = replace(bill(quantity="10", price="24.00", uom=uom), packs=(Pack("CS", dec(12), "EA", "12/CS"),))
        world = converted(lines=(said,), groups=(group((Pattern.EXACT,)),))
        assert world.first.rule == "uom_conversion.pack_contradicts"
        assert world.but(conversions=()).first.rule == "exact.agrees"

    @pytest.mark.parametrize(
        ("pack", "rows"),
        [
            (Pack("CS", dec(24), "EA", "24/CS"), CASES_OF_24),
            (Pack("CS", dec(4), "EA", "4/CS"), BOXES_OF_6),
            (Pack("CS", dec(24), "EA", "24 EA/CS"), BOXES_OF_6),
            (Pack("PK", dec(6), "EA", "6-pack"), CASES_OF_24),
        ],
    )
    def test_s2_168_a_pack_that_agrees_with_the_file_or_is_of_another_container_clears(
        self, pack: Pack, rows: tuple[UomConversion, ...]
    ) -> None:
        said = replace(bill(quantity="240", price="1.00", uom="EA"), packs=(pack,))
        assert converted(lines=(said,), conversions=rows).first.rule == "uom_conversion.factor_known"

    def test_s2_168_a_content_that_is_named_must_be_the_one_on_file(self) -> None:
        said = replace(bill(quantity="240", price="1.00", uom="EA"), packs=(Pack("CS", dec(4), "EA", "4 EA/CS"),))
        assert converted(lines=(said,), conversions=BOXES_OF_6).first.rule == "uom_conversion.pack_contradicts"

    def test_pieces_billed_for_pieces_ordered_cost_the_same_however_they_come(self) -> None:
        said = replace(bill(), packs=(Pack("CS", dec(12), "EA", "12/CS"),))
        assert CLEAN.but(lines=(said,), conversions=CASES_OF_24).first.rule == "exact.agrees"

    def test_the_vendors_factor_comes_before_the_items(self) -> None:
        own = (*CASES_OF_24, UomConversion("47821", "V1", "CS", "EA", dec(12)))
        assert converted(conversions=own).first.rule == "uom_conversion.no_factor"

    def test_a_chain_of_factors_is_on_file(self) -> None:
        chain = (UomConversion("47821", None, "CS", "BX", dec(4)), UomConversion("47821", None, "BX", "EA", dec(6)))
        assert converted(conversions=chain).first.rule == "uom_conversion.factor_known"

    def test_a_unit_printed_as_the_orders_is_not_converted(self) -> None:
        evidence = GroupEvidence(conversion=Conversion("EA", "CS", Fraction(1, 24), FactorSource.ITEM))
        lying = converted(
            lines=(bill(quantity="240", price="1.00", uom="CS"),),
            groups=(group((Pattern.UOM_CONVERSION,), evidence=evidence),),
        )
        assert lying.first.rule == "uom_conversion.unit_differs"


class TestIdentity:
    def test_a_cross_reference_is_the_item(self) -> None:
        known = unknown("ZX-999", cross_references=(CrossReference("V1", "ZX-999", "47821"),))
        assert known.first.rule == "exact.agrees"

    def test_the_cross_reference_of_another_vendor_is_not(self) -> None:
        other = unknown("ZX-999", cross_references=(CrossReference("V2", "ZX-999", "47821"),))
        assert other.first.lane is Lane.DRAFT_AND_ROUTE

    def test_a_misread_code_that_fits_one_line_clears(self) -> None:
        world = unknown("4782I")
        scanned = replace(world.lines[0], item_code=read("4782I", method=Method.OCR))
        assert world.but(lines=(scanned,)).first.rule == "exact.agrees"
        assert world.but(lines=(scanned,), extra_codes=("88186",)).first.rule == "exact.agrees"

    def test_s2_163_what_a_computer_printed_is_no_misread_code(self) -> None:
        assert unknown("4782I").first.rule == "identity.new_code"

    def test_s2_163_a_misread_code_that_another_item_has_as_well_does_not_clear(self) -> None:
        world = unknown("4782I")
        scanned = replace(world.lines[0], item_code=read("4782I", method=Method.OCR))
        other = CrossReference("V1", "47B2L", "88186")
        twin = CrossReference("V1", "4782L", "90000")
        assert world.but(lines=(scanned,), cross_references=(other, twin)).first.rule == "identity.unproven"

    @pytest.mark.parametrize("printed", ["47-821", "478.21"])
    def test_punctuation_that_tells_two_items_apart_ties_neither(self, printed: str) -> None:
        world = CLEAN.but(lines=(bill(code=printed, description=read("Hex bolt zinc plated size 47821")),))
        assert world.first.lane is Lane.AUTO_RESOLVE
        other = CrossReference("V1", "47-821", "88186")
        assert world.but(cross_references=(other,)).first.lane is Lane.DRAFT_AND_ROUTE

    def test_a_misread_code_at_another_price_does_not(self) -> None:
        line = bill(code="4782I", price="10.10", description=read("Hex bolt zinc plated size 47821"))
        assert CLEAN.but(lines=(line,)).first.lane is Lane.DRAFT_AND_ROUTE

    def test_a_code_that_two_lines_could_be_misread_from_does_not_clear(self) -> None:
        two = unknown("4782I", order_lines=(order_line(1), order_line(2, sku="4782L")))
        assert two.first.rule == "identity.several_fit"

    def test_another_items_code_beside_the_orders_is_no_exact_line(self) -> None:
        line = bill(code="88186", other_codes=("47821",))
        assert CLEAN.but(lines=(line,), extra_codes=("88186",)).first.rule == "identity.unproven"

    def test_another_items_code_in_the_text_of_a_line_without_one_does_not_clear(self) -> None:
        line = bill(code=None, description=read("Hex bolt zinc plated size (88186)"))
        assert CLEAN.but(lines=(line,)).first.rule == "exact.agrees"
        assert CLEAN.but(lines=(line,), extra_codes=("88186",)).first.rule == "identity.unproven"
        called_so = (order_line(description="Hex bolt zinc plated 88186"),)
        assert CLEAN.but(lines=(line,), extra_codes=("88186",), order_lines=called_so).first.rule == "exact.agrees"

    def test_without_a_code_description_unit_and_price_decide(self) -> None:
        assert CLEAN.but(lines=(bill(code=None),)).first.rule == "exact.agrees"
        other = bill(code=None, description=read("Sparkling water, lime, 12 oz"))
        assert CLEAN.but(lines=(other,)).first.rule == "identity.unproven"

    def test_a_persons_choice_clears_only_what_is_printed_as_well(self) -> None:
        by_person = (group(evidence=GroupEvidence(ties={1: ItemTie.PERSON})),)
        assert CLEAN.but(groups=by_person).first.rule == "exact.agrees"
        uncoded = bill(code=None)
        assert CLEAN.but(lines=(uncoded,), groups=by_person).first.rule == "exact.agrees"
        new_code = unknown("ZX-999", groups=by_person).first
        assert (new_code.rule, new_code.exposure) == ("identity.new_code", Decimal("1000.00"))
        other = replace(uncoded, description=read("Wristwatch, gold"))
        chosen = CLEAN.but(lines=(other,), groups=by_person).first
        assert (chosen.rule, chosen.owner, chosen.exposure) == ("identity.chosen", Role.AP_CLERK, Decimal("1000.00"))

    def test_a_choice_between_items_that_are_described_alike_is_confirmed(self) -> None:
        alike = WORLDS["identity.several_fit"].but(groups=(group(evidence=GroupEvidence(ties={1: ItemTie.PERSON})),))
        assert alike.first.rule == "identity.chosen"


class TestBundled:
    def test_s2_116_to_119_the_implied_breakdown_is_logged(self) -> None:
        only_freight = replace(VENDOR, accessorials={ChargeKind.FREIGHT: None})
        figures = bundled(vendor=only_freight).first.figures
        kept = {key: figures[key] for key in ("goods_amount", "charge_amount", "charge_kind", "charge_account")}
        assert kept == {
            "goods_amount": "1000.00", "charge_amount": "80.00", "charge_kind": "freight", "charge_account": "5100",
        }  # fmt: skip
        assert figures["goods_account"] == "6120"

    def test_the_kind_of_a_charge_is_not_guessed_among_several(self) -> None:
        assert bundled().first.figures["charge_kind"] == "not stated"

    def test_s2_114_one_rate_on_three_lines_is_a_charge_even_inside_the_band(self) -> None:
        prices = {"A1": "10.00", "A2": "20.00", "A3": "50.00"}
        inflated = CLEAN.but(
            lines=tuple(
                bill(n, "10", str(dec(p) * dec("1.015")), code=c) for n, (c, p) in enumerate(prices.items(), 1)
            ),
            order_lines=tuple(order_line(n, "10", p, sku=c) for n, (c, p) in enumerate(prices.items(), 1)),
            groups=tuple(group((Pattern.PRICE_VARIANCE,), (n,), (n,)) for n in (1, 2, 3)),
            receipts=tuple(receipt("10", f"RC-{n}", n) for n in (1, 2, 3)),
        )
        decision = inflated.decided
        assert [g.group.patterns for g in decision.groups] == [(Pattern.BUNDLED_ACCESSORIAL,)] * 3
        two = inflated.but(
            lines=inflated.lines[:2], order_lines=inflated.order_lines[:2], groups=inflated.groups[:2]
        ).decided
        assert [g.rule for g in two.groups] == ["price_variance.in_band"] * 2


class TestSubstitution:
    def test_s2_88_the_log_cites_both_items_prices_and_the_clause(self) -> None:
        figures = substituted().first.figures
        kept = {key: figures[key] for key in ("ordered_sku", "shipped_sku", "po_price", "billed_price", "reference")}
        assert kept == {
            "ordered_sku": "47821", "shipped_sku": "7YG00", "po_price": "10.00", "billed_price": "9.50",
            "reference": "MSA 5.3",
        }  # fmt: skip

    def test_the_table_of_another_vendor_does_not_cover_it(self) -> None:
        foreign = replace(TABLE_ENTRY, vendor_id="V2")
        assert substituted(substitutions=(foreign,)).first.rule == "substitution.not_in_table"

    def test_no_band_is_asked_about_a_dearer_substitute(self) -> None:
        assert substituted("10.01").first.lane is Lane.DRAFT_AND_ROUTE


class TestSeveralPatterns:
    def test_the_owner_is_that_of_the_first_row_that_set_the_lane(self) -> None:
        both = split("60", "60", receipts=("60",)).first
        assert (both.rule, both.owner) == ("split.receipt_missing", Role.RECEIVING)
        assert Pattern.QUANTITY_OVER in both.group.patterns

    def test_the_exposure_is_the_largest(self) -> None:
        both = CLEAN.but(lines=(bill(quantity="110", price="11.00"),), receipts=(receipt("110"),)).first
        assert both.group.patterns == (Pattern.QUANTITY_OVER, Pattern.PRICE_VARIANCE)
        assert both.exposure == dec("110.00")


@pytest.mark.parametrize(("method", "rule"), [(Method.OCR, "exact.agrees"), (Method.TEXT_LAYER, "identity.other_size")])
def test_s2_61_a_blank_that_a_scan_puts_into_a_figure_makes_no_other_size(method: Method, rule: str) -> None:
    scanned = CLEAN.but(
        lines=(bill(description=read("Floor cleaner 1 1 l", method=method)),),
        order_lines=(replace(order_line(1), description="Floor cleaner 11 l"),),
    )
    assert scanned.first.rule == rule


def test_s2_61_another_size_holds_a_line_without_a_code_too() -> None:
    """Its words are like those ordered, so that nothing else would: no code is there to be another item's."""
    other = CLEAN.but(
        lines=(bill(code=None, description=read("Hex bolt zinc plated M8x40")),),
        order_lines=(replace(order_line(1), description="Hex bolt zinc plated M8x60"),),
    )
    assert other.first.rule == "identity.other_size"
    same = other.but(lines=(bill(code=None, description=read("Hex bolt zinc plated M8x60")),))
    assert same.first.lane is Lane.AUTO_RESOLVE


@pytest.mark.parametrize(
    ("text", "others"),
    [
        # Nothing else on the invoice is in the order's words: so the vendor calls things.
        ("Laptop computer", "Fastener galvanised"),
        # A word, a part of one, an abbreviation or a number is shared; one word alone may be a brand.
        ("Zinc-plated fastener", "Hex bolt zinc plated size 47822"),
        ("Kohlenstoffbolt lose", "Hex bolt zinc plated size 47822"),
        ("Fastener hx blt", "Hex bolt zinc plated size 47822"),
        ("Fastener type 47821", "Hex bolt zinc plated size 47822"),
        ("Fastenal", "Hex bolt zinc plated size 47822"),
    ],
)
def test_s2_80_a_text_of_its_own_is_no_other_goods(text: str, others: str) -> None:
    assert other_goods(text, others).decided.lane is Lane.AUTO_RESOLVE


@pytest.mark.parametrize(
    ("patterns", "sku", "alternatives"),
    [
        ((Pattern.MERGED,), "47822", ()),
        ((Pattern.SUBSTITUTION,), "47822", ()),
        ((Pattern.EXACT,), "47822", ((LineRef(PO, 2),), ())),  # nobody knows what is billed
        ((Pattern.EXACT,), "47821", ()),  # the same goods once more
    ],
)
def test_s2_80_only_lines_for_one_line_of_other_goods_tell_how_a_vendor_calls_things(
    patterns: tuple[Pattern, ...], sku: str, alternatives: tuple[tuple[LineRef, ...], ...]
) -> None:
    other = group(patterns, lines=(2,), po_lines=(2,), alternatives=alternatives)
    world = other_goods(
        "Laptop computer, 14 inch", groups=(group(), other), order_lines=(order_line(), order_line(2, sku=sku))
    )
    assert world.first.rule != "identity.other_goods"


def test_s2_80_the_brand_the_order_names_makes_other_goods_no_ordered_ones() -> None:
    world = other_goods("Laptop computer, 14 inch")
    first = replace(world.invoice.lines[0], notes=("Brand: Hex",))
    assert world.but(lines=(first, world.invoice.lines[1])).first.rule == "identity.other_goods"


def test_s2_80_services_are_told_in_their_own_words() -> None:
    assert other_goods("Visit of Monday morning", line_class=LineClass.SERVICES).first.lane is Lane.AUTO_RESOLVE


@pytest.mark.parametrize(("text", "held"), [("Hex bolt steel M8x60", True), ("Hex bolt steel M8x40", False)])
def test_s2_88_another_size_than_the_agreed_substitutes_is_not_agreed(text: str, held: bool) -> None:
    entry = replace(TABLE_ENTRY, substitute_description="Hex bolt stainless M8x40")
    line = bill(price="9.50", code="7YG00", description=read(text))
    decided = substituted(lines=(line,), substitutions=(entry,))
    assert (decided.first.rule == "identity.other_size") is held


def test_s2_83_a_substitute_that_has_the_factor_itself_clears() -> None:
    own = UomConversion("7YG00", None, "BX", "EA", dec(100))
    both = boxed_substitute(conversions=(UomConversion("47821", None, "BX", "EA", dec(100)), own))
    assert both.first.lane is Lane.AUTO_RESOLVE
    assert boxed_substitute(conversions=(own,)).first.lane is not Lane.AUTO_RESOLVE


def test_price_basis_of_a_hundred_is_no_variance() -> None:
    per_hundred = bill(price="1000.00", amount="1000.00", price_basis=dec(100))
    assert CLEAN.but(lines=(per_hundred,)).first.rule == "exact.agrees"


def test_a_discount_on_the_line_is_fine() -> None:
    net = bill(amount="950.00", discount=read(dec("50.00")))
    assert CLEAN.but(lines=(net,)).first.rule == "exact.agrees"


def test_a_discount_does_not_hide_an_inflated_price_that_still_costs_more() -> None:
    dear = bill(price="11.00", amount="1050.00", discount=read(dec("50.00")))
    assert CLEAN.but(lines=(dear,)).first.rule == "price_variance.outside"


@pytest.mark.parametrize(
    ("words", "held"), [("47822", True), ("Art. 47822", True), ("for 47822", False), ("M8", False)]
)
def test_s2_170_another_items_code_in_the_text_holds_a_line_under_the_right_code(words: str, held: bool) -> None:
    """What an article fits or is for names another item, too, and is none."""
    other = CLEAN.but(
        lines=(bill(description=read(f"Hex bolt zinc plated {words}")),),
        order_lines=(order_line(1, sku="47821"), order_line(2, sku="47822")),
    )
    assert (other.first.rule == "identity.unproven") is held


def test_a_line_that_bills_nothing_claims_no_order_line_beside_the_one_that_does() -> None:
    nothing = bill(2, "0", amount="0.00")
    assert CLAIMED.but(lines=(bill(1, "100"), nothing), receipts=(receipt("100"),)).first.rule == "exact.agrees"


def test_what_a_person_typed_of_an_item_says_what_it_is_and_proves_nothing() -> None:
    """Else whoever types the order's code beside other goods would clear them alone."""
    typed = read("47821", method=Method.TYPED)
    other = CLEAN.but(lines=(bill(item_code=typed, description=read("Fastener galvanised")),))
    assert other.first.rule == "identity.chosen"
    described = read("Hex bolt zinc plated size 47821", method=Method.TYPED)
    assert CLEAN.but(lines=(bill(code=None, description=described),)).first.rule == "identity.chosen"
    assert CLEAN.but(lines=(bill(item_code=typed),)).first.rule == "exact.agrees", (
        "the printed words say it by themselves"
    )


def test_a_substitute_that_a_person_typed_is_confirmed_by_somebody_else() -> None:
    printed = substituted()
    assert printed.first.rule == "substitution.in_table"
    typed = read("7YG00", method=Method.TYPED)
    line = replace(printed.invoice.lines[0], item_code=typed)
    assert printed.but(lines=(line,)).first.rule == "identity.chosen"


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({}, True),
        ({"unit_price": dec("12.00")}, False),
        ({"uom": "BX"}, False),
        ({"quantity": dec(0)}, False),
        ({"description": "Lock nut brass"}, False),
        ({"sku": "47821"}, False),  # the same goods on another line
    ],
)
def test_without_a_code_another_line_is_a_rival_where_words_price_and_unit_fit_as_well(
    more: dict[str, object], fits: bool
) -> None:
    rival = replace(order_line(2, sku="47822", description="Hex bolt zinc plated size 47821"), **more)  # type: ignore[arg-type]
    world = CLEAN.but(lines=(bill(code=None),), order_lines=(order_line(), rival))
    assert (world.first.rule == "identity.several_fit") is fits


def test_a_line_of_nothing_beside_the_one_that_bills_its_order_line_claims_nothing() -> None:
    two = CLEAN.but(lines=(bill(), bill(2, quantity="0", amount="0.00")), groups=(group(), group(lines=(2,))))
    assert [one.rule for one in two.decided.groups] == ["exact.agrees", "exact.nothing_billed"]
    assert two.decided.lane is Lane.AUTO_RESOLVE
