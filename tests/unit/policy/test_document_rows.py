"""The second part of the decision table, row by row."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.decision import EarlierFailure, EarlierInvoice, History, Lane
from app.domain.item import LineClass
from app.domain.match import GroupEvidence, ItemTie, Pattern
from app.domain.order import LineRef, PurchaseOrder
from app.domain.policy import ReceiptRule, Role
from app.domain.provenance import Method
from app.policy.duplicates import duplicate_findings, line_signature
from app.policy.lanes import TABLE
from tests.helpers.policy import PO, POLICY, TODAY, World, bill, dec, finding, group, order_line, read, receipt, rules

CLEAN = World()
THREE_WAY = replace(POLICY, receipts=ReceiptRule.REQUIRED)


def earlier(**changes: object) -> EarlierInvoice:
    base = EarlierInvoice(
        document_id=3, file="before.pdf", sha256="other bytes", vendor_id="V1", invoice_number="INV-12",
        invoice_date=date(2025, 11, 3), total=Decimal("12.00"), currency="USD", lines=(("A", "1", "12"),),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def after(*invoices: EarlierInvoice, **changes: object) -> World:
    return CLEAN.but(history=History(TODAY, invoices, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "vendor_id", "price", "held"),
    [
        ("PO1001", "V1", "10.00", True),
        ("PO-01001", "V1", "10.00", True),
        ("PO-1002", "V1", "10.00", False),
        ("PO1001", "V2", "10.00", False),
        ("PO1001", "V1", "11.00", False),  # other goods: another order
    ],
)
def test_an_order_that_is_on_file_under_two_spellings_may_be_billed_twice(
    number: str, vendor_id: str, price: str, held: bool
) -> None:
    line = replace(order_line(price=price), ref=LineRef(number, 1))
    twin = replace(CLEAN.order, po_number=number, vendor_id=vendor_id, lines=(line,))
    assert ("data_quality.order_twice" in rules(CLEAN.but(other_orders=(twin,)).decided)) is held


class TestMissingPo:
    def test_no_order_named_and_none_found(self) -> None:
        world = CLEAN.but(groups=(group((Pattern.NOT_ON_PO,), po_lines=()),), match_changes={"orders": ()})
        found = finding(world.with_header(po_numbers=()).decided, "missing_po.no_order")
        assert (found.lane, found.owner, found.exposure) == (Lane.ESCALATE, Role.AP_SUPERVISOR, dec("1000.00"))

    def test_the_order_named_explains_nothing(self) -> None:
        world = CLEAN.but(groups=(group((Pattern.NOT_ON_PO,), po_lines=()),))
        found = finding(world.decided, "missing_po.unknown_order")
        assert PO in found.reason

    def test_beyond_the_limit_it_goes_to_the_role_that_suffices(self) -> None:
        world = CLEAN.but(lines=(bill(price="200.00"),), groups=(group((Pattern.NOT_ON_PO,), po_lines=()),))
        found = finding(world.decided, "missing_po")
        assert (found.lane, found.owner, found.release_role) == (Lane.ESCALATE, Role.CONTROLLER, Role.CONTROLLER)


def test_s2_8_lines_of_several_orders_are_a_note_without_a_lane() -> None:
    other = PurchaseOrder(
        "PO-1002", "V1", (replace(order_line(sku="99001"), ref=LineRef("PO-1002", 1)),), approved_by="x"
    )
    second = group(lines=(2,), po_lines=())
    world = CLEAN.but(
        lines=(bill(1), bill(2, code="99001")),
        groups=(group(), replace(second, po_lines=(LineRef("PO-1002", 1),))),
        other_orders=(other,),
        match_changes={"orders": (PO, "PO-1002")},
    ).with_header(po_numbers=(read(PO), read("PO-1002")))
    note = finding(world.decided, "multiple_po")
    assert (note.lane, note.owner) == (None, None)
    assert world.decided.groups[0].lane is Lane.AUTO_RESOLVE


class TestReceipts:
    def test_s1_12_goods_without_a_receipt_go_to_receiving_and_the_group_keeps_its_lane(self) -> None:
        decision = CLEAN.but(receipts=(), policy=THREE_WAY).decided
        found = finding(decision, "missing_receipt.none")
        assert (found.lane, found.owner, found.invoice_lines) == (Lane.DRAFT_AND_ROUTE, Role.RECEIVING, (1,))
        assert decision.groups[0].lane is Lane.AUTO_RESOLVE
        assert decision.lane is Lane.DRAFT_AND_ROUTE

    def test_optional_receipts_may_be_missing(self) -> None:
        assert CLEAN.but(receipts=()).decided.lane is Lane.AUTO_RESOLVE

    def test_services_need_none(self) -> None:
        services = CLEAN.but(receipts=(), policy=THREE_WAY, line_class=LineClass.SERVICES)
        assert services.decided.lane is Lane.AUTO_RESOLVE

    def test_a_line_that_bills_nothing_needs_none(self) -> None:
        world = CLEAN.but(receipts=(), policy=THREE_WAY, lines=(bill(quantity="0", amount="0.00"),))
        assert "missing_receipt.none" not in rules(world.decided)

    def test_a_receipt_in_a_unit_nobody_can_convert_cannot_be_counted(self) -> None:
        world = CLEAN.but(receipts=(receipt("100", uom="LB"),))
        assert finding(world.decided, "missing_receipt.unit").owner is Role.RECEIVING


class TestLate:
    def test_s1_45_inside_the_grace_it_is_cleared_and_logged(self) -> None:
        decision = CLEAN.but(receipts=(receipt("100", day=23),)).decided
        found = finding(decision, "late_shipment.in_grace")
        assert (found.lane, found.owner, found.figures["priority"]) == (Lane.AUTO_RESOLVE, None, "low")
        assert decision.lane is Lane.AUTO_RESOLVE

    def test_s1_11_beyond_the_grace_it_is_the_buyers(self) -> None:
        found = finding(CLEAN.but(receipts=(receipt("100", day=24),)).decided, "late_shipment.beyond")
        assert (found.lane, found.owner, found.invoice_lines) == (Lane.DRAFT_AND_ROUTE, Role.BUYER, (1,))
        assert found.figures["days"] == "4"

    def test_only_the_receipts_of_this_invoice_count(self) -> None:
        world = CLEAN.but(
            lines=(bill(quantity="60"),), receipts=(receipt("60", "RC-1", day=15), receipt("40", "RC-2", day=28))
        )
        assert world.decided.lane is Lane.AUTO_RESOLVE

    def test_switched_off_it_goes_to_the_clerk(self) -> None:
        off = replace(POLICY, automation_off=frozenset({"late_shipment"}))
        decision = CLEAN.but(receipts=(receipt("100", day=23),), policy=off).decided
        assert finding(decision, "automation.late_shipment_off").owner is Role.AP_CLERK


class TestSupplier:
    @pytest.mark.parametrize(
        "printed", ["JUNIPER MRO DISTRIBUTORS INC", "Juniper M.R.O. Distributors", "The Juniper MRO Distributors Co."]
    )
    def test_legal_forms_and_punctuation_are_no_difference(self, printed: str) -> None:
        world = CLEAN.with_header(vendor_name=read(printed), vendor_tax_id=None)
        assert world.decided.lane is Lane.AUTO_RESOLVE

    @pytest.mark.parametrize("printed", ["347508536", "34 7508536", "34-7508536"])
    def test_the_tax_id_is_compared_without_punctuation(self, printed: str) -> None:
        assert CLEAN.with_header(vendor_tax_id=read(printed)).decided.lane is Lane.AUTO_RESOLVE

    def test_a_scan_that_is_a_character_off_is_the_clerks(self) -> None:
        scanned = replace(read("34-7508538"), method=Method.OCR, certainty=read("").certainty.UNVERIFIED)
        found = finding(CLEAN.with_header(vendor_tax_id=scanned).decided, "data_quality.tax_id")
        assert (found.lane, found.owner) == (Lane.DRAFT_AND_ROUTE, Role.AP_CLERK)

    def test_vendor_management_keeps_a_large_invoice_and_release_needs_the_limit(self) -> None:
        world = CLEAN.but(lines=(bill(price="200.00"),), order_lines=(order_line(price="200.00"),))
        found = finding(world.with_header(vendor_tax_id=read("51-2435824")).decided, "supplier_details")
        assert (found.owner, found.release_role) == (Role.VENDOR_MANAGEMENT, Role.CONTROLLER)


class TestDuplicates:
    def test_s1_17_the_same_bytes(self) -> None:
        decision = after(earlier(sha256="these bytes"), sha256="these bytes").decided
        found = finding(decision, "duplicate_invoice.same_bytes")
        assert (found.lane, found.owner, found.other_document) == (Lane.ESCALATE, Role.AP_SUPERVISOR, "before.pdf")
        assert found.exposure == dec("1000.00")
        assert decision.booked == ()

    @pytest.mark.parametrize("number", ["INV-77", "inv 77", "INV-0077", "INV/77", "lNV-77".replace("l", "I")])
    def test_the_same_vendor_and_number_read_loosely(self, number: str) -> None:
        decision = after(earlier(invoice_number=number)).decided
        assert finding(decision, "duplicate_invoice.same_number").lane is Lane.ESCALATE
        assert decision.booked == ()

    def test_letter_o_and_zero_are_the_same(self) -> None:
        world = after(earlier(invoice_number="INV-1O1")).with_header(invoice_number=read("INV-101"))
        assert "duplicate_invoice.same_number" in rules(world.decided)

    @pytest.mark.parametrize(("days", "strong"), [(30, True), (31, False)])
    def test_the_same_amount_and_lines_within_thirty_days_under_another_number(self, days: int, strong: bool) -> None:
        before = earlier(
            total=dec("1000.00"),
            lines=line_signature(CLEAN.invoice),
            invoice_date=date.fromordinal(date(2026, 3, 1).toordinal() - days),
        )
        assert ("duplicate_invoice.same_lines" in rules(after(before).decided)) is strong

    @pytest.mark.parametrize(
        "changes",
        [
            {"vendor_id": "V2", "invoice_number": "INV-77", "invoice_date": date(2026, 3, 1), "total": dec("1000.00")},
            {"invoice_number": "INV-91", "invoice_date": date(2026, 3, 1), "total": dec("1000.00")},
            {"invoice_number": "INV-77A", "total": dec("1000.00")},
        ],
        ids=["twin vendor", "another number", "suffix letter"],
    )
    def test_any_three_of_four_are_weak(self, changes: dict[str, object]) -> None:
        decision = after(earlier(**changes)).decided
        found = finding(decision, "duplicate_invoice.weak")
        assert (found.lane, found.owner) == (Lane.DRAFT_AND_ROUTE, Role.AP_CLERK)
        assert decision.booked != ()

    @pytest.mark.parametrize("number", ["RE4612", "RECHNUNG4612"])
    def test_letters_before_the_number_are_weak(self, number: str) -> None:
        before = earlier(invoice_number=number, total=dec("1000.00"))
        world = after(before).with_header(invoice_number=read("4612"))
        assert "duplicate_invoice.weak" in rules(world.decided)

    def test_transposed_digits_are_weak(self) -> None:
        before = earlier(invoice_number="INV-4612", total=dec("1000.00"))
        world = after(before).with_header(invoice_number=read("INV-4621"))
        assert "duplicate_invoice.weak" in rules(world.decided)

    @pytest.mark.parametrize(
        "number", ["77", "0077", "INV-77-1", "INV-77 COPY", "INV-77/R2", "INV 77.1", "INV-0077-REV1"]
    )
    def test_a_number_with_something_put_before_or_after_it_is_weak(self, number: str) -> None:
        """Months apart, only vendor, amount and the number that is nearly the same tell it."""
        before = earlier(invoice_number="INV-0077", total=dec("1000.00"), invoice_date=date(2025, 11, 1))
        world = after(before).with_header(invoice_number=read(number))
        assert {"duplicate_invoice.weak", "duplicate_invoice.same_number"} & rules(world.decided)

    @pytest.mark.parametrize("number", ["1021-A", "INV-I021", "INV-1O2I", "2026/1021", "RE 1021 COPY", "INV-1021"])
    def test_a_number_that_is_another_in_disguise_is_weak_months_apart(self, number: str) -> None:
        before = earlier(invoice_number="INV-1021", total=dec("1000.00"), invoice_date=date(2025, 11, 1))
        world = after(before).with_header(invoice_number=read(number))
        assert {"duplicate_invoice.weak", "duplicate_invoice.same_number"} & rules(world.decided)

    @pytest.mark.parametrize(
        ("first", "second"),
        [("2025-11", "2025-12"), ("INV-1021", "INV-1022"), ("2025/1021", "2026/1021"), ("A-21", "B-22")],
    )
    def test_the_next_number_for_the_same_amount_is_another_invoice(self, first: str, second: str) -> None:
        before = earlier(invoice_number=first, total=dec("1000.00"), invoice_date=date(2025, 11, 1))
        assert after(before).with_header(invoice_number=read(second)).decided.lane is Lane.AUTO_RESOLVE

    def test_swapped_digits_beside_leading_zeros_are_weak(self) -> None:
        before = earlier(invoice_number="INV-0077", total=dec("1000.00"), invoice_date=date(2025, 11, 1))
        assert "duplicate_invoice.weak" in rules(after(before).with_header(invoice_number=read("INV-0707")).decided)

    @pytest.mark.parametrize(("first", "second"), [("INV-77-1", "INV-77-2"), ("INV-77", "INV-78"), ("1077", "77")])
    def test_numbers_of_one_series_are_not_near(self, first: str, second: str) -> None:
        before = earlier(invoice_number=first, total=dec("1000.00"), invoice_date=date(2025, 11, 1))
        world = after(before).with_header(invoice_number=read(second))
        assert world.decided.lane is Lane.AUTO_RESOLVE

    def test_two_of_four_are_nothing(self) -> None:
        assert after(earlier(total=dec("1000.00"))).decided.lane is Lane.AUTO_RESOLVE
        assert after(earlier(invoice_date=date(2026, 3, 1))).decided.lane is Lane.AUTO_RESOLVE

    @pytest.mark.parametrize(("first", "second"), [("1000.00", "1060.00"), ("1045.00", "1000.00")])
    def test_the_same_lines_with_tax_or_freight_on_one_of_the_two_are_weak(self, first: str, second: str) -> None:
        lines = line_signature(CLEAN.invoice)
        before = earlier(total=dec(first), invoice_date=date(2026, 2, 20), lines=lines, orders=(PO,))
        world = after(before).with_header(total=read(dec(second)))
        assert finding(world.decided, "duplicate_invoice.weak").figures["agreeing"] == "vendor, lines"

    @pytest.mark.parametrize(
        "other",
        [
            {"total": Decimal("1020.00")},  # each delivery with a freight of its own
            {"invoice_date": date(2026, 1, 15)},
            {"lines": (("BRG", "100", "900"),)},
            {"vendor_id": "V9"},
            {"currency": "EUR"},
            {"orders": ("PO-77120",)},
        ],
    )
    def test_the_same_lines_with_charges_on_both_or_long_ago_are_another_delivery(
        self, other: dict[str, object]
    ) -> None:
        lines = line_signature(CLEAN.invoice)
        before = earlier(total=dec("1000.00"), invoice_date=date(2026, 2, 20), lines=lines, orders=(PO,))
        world = after(replace(before, **other)).with_header(total=read(dec("1045.00")))  # type: ignore[arg-type]
        assert "duplicate_invoice.weak" not in rules(world.decided)

    def test_the_same_lines_on_the_same_day_are_weak_whatever_is_charged_besides(self) -> None:
        lines = line_signature(CLEAN.invoice)
        before = earlier(total=dec("1020.00"), invoice_date=date(2026, 3, 1), lines=lines, orders=(PO,))
        world = after(before).with_header(total=read(dec("1045.00")))
        assert finding(world.decided, "duplicate_invoice.weak").figures["agreeing"] == "vendor, date, lines"

    @pytest.mark.parametrize(("billed", "held"), [((PO,), True), (("PO-77120",), False), ((), False)])
    def test_the_order_that_was_billed_tells_where_the_second_names_none(
        self, billed: tuple[str, ...], held: bool
    ) -> None:
        lines = line_signature(CLEAN.invoice)
        before = earlier(total=dec("1045.00"), invoice_date=date(2026, 2, 20), lines=lines, orders=(PO,), billed=billed)
        world = after(before).with_header(total=read(dec("1000.00")), po_numbers=())
        assert ("duplicate_invoice.weak" in rules(world.decided)) is held

    @pytest.mark.parametrize(("billed", "held"), [((PO,), True), ((), False)])
    def test_who_billed_the_order_before_is_its_vendor_under_whatever_id(
        self, billed: tuple[str, ...], held: bool
    ) -> None:
        before = earlier(vendor_id="V9", invoice_number="INV-77", invoice_date=date(2025, 11, 1), billed=billed)
        assert ("duplicate_invoice.same_number" in rules(after(before).decided)) is held

    @pytest.mark.parametrize(
        ("own", "tax_id", "held"),
        [
            ("771234567", "77-1234567", True),
            ("771234567", "77-7654321", False),
            ("771234567", None, False),
            ("n/a", "N/A", False),
            ("00-0000000", "000000000", False),
        ],
    )
    def test_a_vendor_that_is_on_file_twice_is_one_by_its_tax_id(
        self, own: str, tax_id: str | None, held: bool
    ) -> None:
        lines = line_signature(CLEAN.invoice)
        before = earlier(vendor_id="V9", invoice_date=date(2026, 2, 20), total=dec("1000.00"), lines=lines)
        vendor = replace(CLEAN.vendor, tax_id=own)
        twin = replace(vendor, vendor_id="V9", name="Another name", tax_id=tax_id)
        world = after(before).but(vendor=vendor, other_vendors=(twin,)).with_header(vendor_tax_id=read(own))
        assert ("duplicate_invoice.same_lines" in rules(world.decided)) is held

    def test_another_vendors_number_alone_tells_nothing(self) -> None:
        assert after(earlier(vendor_id="V9", invoice_number="INV-77")).decided.lane is Lane.AUTO_RESOLVE

    @pytest.mark.parametrize(
        ("named", "before", "held"),
        [((), (), True), ((PO,), (), False), ((), (PO,), False), ((PO, "PO-77120"), (PO,), True)],
    )
    def test_where_no_order_was_billed_those_that_are_named_tell(
        self, named: tuple[str, ...], before: tuple[str, ...], held: bool
    ) -> None:
        lines = line_signature(CLEAN.invoice)
        first = earlier(total=dec("1045.00"), invoice_date=date(2026, 2, 20), lines=lines, orders=before)
        world = after(first).with_header(total=read(dec("1000.00")), po_numbers=tuple(map(read, named)))
        assert ("duplicate_invoice.weak" in rules(world.decided)) is held

    def test_where_the_second_uses_up_no_order_those_that_are_named_tell(self) -> None:
        lines = line_signature(CLEAN.invoice)
        before = earlier(total=dec("1045.00"), invoice_date=date(2026, 2, 20), lines=lines, orders=(PO,), billed=(PO,))
        world = after(before).with_header(total=read(dec("1000.00")))
        found = duplicate_findings(world.invoice, world.vendor.vendor_id, POLICY, world.history)
        assert [one.rule for one in found] == ["duplicate_invoice.weak"]

    @pytest.mark.parametrize("missing", ["total", "invoice_date", "currency"])
    def test_what_was_not_read_of_one_of_the_two_is_not_compared(self, missing: str) -> None:
        lines = line_signature(CLEAN.invoice)
        of_one = {"total": dec("1045.00"), "invoice_date": date(2026, 2, 20), "lines": lines, "orders": (PO,)}
        held = missing == "currency"
        assert ("duplicate_invoice.weak" in rules(after(earlier(**{**of_one, missing: None})).decided)) is held
        unread = after(earlier(**of_one)).with_header(**{missing: None})
        assert ("duplicate_invoice.weak" in rules(unread.decided)) is held

    def test_files_without_a_hash_are_not_the_same_bytes(self) -> None:
        assert after(earlier(sha256="")).decided.lane is Lane.AUTO_RESOLVE

    def test_the_same_amount_in_another_currency_is_another_amount(self) -> None:
        before = earlier(invoice_date=date(2026, 3, 1), total=dec("1000.00"), currency="EUR")
        assert after(before).decided.lane is Lane.AUTO_RESOLVE

    def test_a_document_is_never_its_own_duplicate(self) -> None:
        me = earlier(document_id=9, sha256="these bytes", invoice_number="INV-77")
        assert after(me, document_id=9, sha256="these bytes").decided.lane is Lane.AUTO_RESOLVE

    def test_a_credit_memo_is_not_the_duplicate_of_its_invoice(self) -> None:
        invoice = earlier(invoice_number="INV-77", total=dec("1000.00"))
        decision = after(invoice).with_header(titled_credit=True).decided
        assert not any(rule.startswith("duplicate") for rule in rules(decision))

    def test_a_credit_memo_names_the_invoice_it_credits(self) -> None:
        invoice = earlier(invoice_number="INV-70", total=dec("1000.00"))
        world = after(invoice).with_header(titled_credit=True, credits_invoice=read("INV-0070"))
        assert finding(world.decided, "credit_memo").other_document == "before.pdf"

    @pytest.mark.parametrize("other", [{"is_credit": True}, {"vendor_id": "V9"}])
    def test_a_credit_memo_credits_neither_a_memo_nor_another_vendors_invoice(self, other: dict[str, object]) -> None:
        same_number = replace(earlier(invoice_number="INV-70", file="other.pdf"), **other)  # type: ignore[arg-type]
        bill_of_it = earlier(document_id=4, invoice_number="INV-70")
        for before, credited in (((same_number,), None), ((same_number, bill_of_it), "before.pdf")):
            world = after(*before).with_header(titled_credit=True, credits_invoice=read("INV-0070"))
            assert finding(world.decided, "credit_memo").other_document == credited

    def test_one_that_was_turned_down_before_is_looked_at_but_booked(self) -> None:
        decision = after(earlier(invoice_number="INV-77", state="rejected")).decided
        assert rules(decision) == {"duplicate_invoice.weak"}

    def test_the_strongest_is_named(self) -> None:
        weak = earlier(document_id=1, file="weak.pdf", invoice_date=date(2026, 3, 1), total=dec("1000.00"))
        strong = earlier(document_id=2, file="strong.pdf", invoice_number="INV-77")
        assert finding(after(weak, strong).decided, "duplicate").other_document == "strong.pdf"


class TestRecurrence:
    FAILING = CLEAN.but(lines=(bill(price="12.00"),))

    def failing(self, *days: int) -> World:
        dates = tuple(date.fromordinal(TODAY.toordinal() - back) for back in days)
        return self.FAILING.but(history=History(TODAY, (), (EarlierFailure("price_variance", dates),)))

    def test_s2_34_the_third_time_in_ninety_days_goes_to_vendor_management(self) -> None:
        found = finding(self.failing(10, 90).decided, "vendor_compliance.recurrence")
        assert (found.lane, found.owner) == (Lane.DRAFT_AND_ROUTE, Role.VENDOR_MANAGEMENT)

    def test_fewer_or_longer_ago_is_no_recurrence(self) -> None:
        assert "vendor_compliance.recurrence" not in rules(self.failing(10).decided)
        assert "vendor_compliance.recurrence" not in rules(self.failing(10, 91).decided)

    def test_what_does_not_fail_now_does_not_recur(self) -> None:
        world = CLEAN.but(history=History(TODAY, (), (EarlierFailure("price_variance", (TODAY,) * 9),)))
        assert world.decided.lane is Lane.AUTO_RESOLVE


class TestTotals:
    def test_prices_that_include_the_tax_add_up(self) -> None:
        assert CLEAN.but(tax="160.00", total="1000.00").decided.lane is Lane.AUTO_RESOLVE

    def test_rounding_of_many_lines_is_no_difference(self) -> None:
        assert CLEAN.but(total="1000.01").decided.lane is Lane.AUTO_RESOLVE

    def test_a_subtotal_with_charges_in_it_is_fine(self) -> None:
        world = CLEAN.but(tax="50.00")
        assert world.with_header(subtotal=read(dec("1050.00"))).decided.lane is Lane.AUTO_RESOLVE

    def test_an_escalated_total_names_the_role_that_suffices(self) -> None:
        found = finding(CLEAN.but(total="20000.00").decided, "header_total.does_not_add_up")
        assert (found.lane, found.owner) == (Lane.ESCALATE, Role.CONTROLLER)


def test_every_row_about_documents_has_words_for_all_its_figures() -> None:
    start = list(TABLE).index("missing_po.no_order")
    for rule in list(TABLE)[start:]:
        assert TABLE[rule].subject is not None, rule


def test_a_persons_choice_still_needs_the_figures() -> None:
    chosen = group(evidence=GroupEvidence(ties={1: ItemTie.PERSON}))
    assert CLEAN.but(groups=(chosen,), lines=(bill(price="15.00"),)).decided.lane is Lane.DRAFT_AND_ROUTE


def test_what_the_desk_did_badly_is_no_recurrence_of_the_vendor() -> None:
    failures = (EarlierFailure("data_quality", (TODAY,) * 9),)
    world = CLEAN.but(history=History(TODAY, (), failures)).with_header(invoice_number=None)
    assert rules(world.decided) == {"data_quality.missing"}
