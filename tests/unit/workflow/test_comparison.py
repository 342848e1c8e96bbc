"""The side-by-side as data: frames in walking order, only what differs marked, every figure ready to be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from app.domain.case import Case, CaseState, Document, DocumentState, Handover, Outcome
from app.domain.decision import BandUse, Category, Decision, GroupDecision, Lane, ReceiptUse
from app.domain.finding import Finding
from app.domain.invoice import Charge, ChargeKind, Check, Invoice, InvoiceHeader, InvoiceLine, Reading, ReadingError
from app.domain.match import Conversion, Desk, FactorSource, Group, GroupEvidence, Match, Pattern
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.policy import Role
from app.domain.provenance import Box, Certainty, Extracted
from app.domain.receipt import Receipt
from app.domain.vendor import Vendor
from app.workflow.comparison import compare
from app.workflow.comparison_values import CellState, Frame, FrameKind, Sign
from app.workflow.figures import Figures

D = Decimal
PO = "PO-10562"
VENDOR = Vendor("V1", "Northfork", accessorials={ChargeKind.FREIGHT: D(100)})


def line(
    number: int, code: str | None, text: str, quantity: str, unit: str | None, price: str | None, amount: str
) -> InvoiceLine:
    return InvoiceLine(
        number,
        1,
        Extracted(text),
        item_code=Extracted(code) if code else None,
        quantity=Extracted(D(quantity), quantity, Box(1, 5.0, 6.0, 7.0, 8.0)),
        uom=Extracted(unit) if unit else None,
        unit_price=Extracted(D(price), price, Box(1, 9.0, 6.0, 11.0, 8.0)) if price else None,
        amount=Extracted(D(amount), amount, Box(1, 12.0, 6.0, 14.0, 8.0)),
        certainty=Certainty.PROVEN,
    )


LINES = (
    line(1, "47821", "Chicken stock, 32 oz", "240", None, "1.00", "240.00"),
    line(2, None, "Safety supplies assorted", "10", "EA", None, "420.40"),
    line(3, "T-29098", "Hard hat, cap style", "14", "EA", "20.89", "292.46"),
    line(4, "X-62114", "Glove nitrile L bx100", "30", "BX", "7.75", "232.50"),
    line(5, "N-1", "Broom", "2", "EA", "9.00", "18.00"),
)
ORDER_LINES = tuple(
    OrderLine(LineRef(PO, number), sku, text, D(quantity), unit, D(price))
    for number, sku, text, quantity, unit, price in (
        (1, "47821", "Chicken stock 32 oz", "10", "CS", "24.00"),
        (2, "35154", "Bleach germicidal", "5", "CS", "72.00"),
        (3, "35160", "Hard hat, cap", "5", "EA", "12.08"),
        (4, "27509", "Hard hat, cap style", "14", "EA", "19.52"),
        (5, "62114", "Nitrile gloves, large", "30", "BX", "7.75"),
        (6, "70001", "Mop", "3", "EA", "8.00"),
    )
)
DESK = Desk(
    vendors=(VENDOR,),
    orders=(PurchaseOrder(PO, "V1", ORDER_LINES),),
    receipts=(Receipt("GR-1", LineRef(PO, 1), D(10), "CS", date(2026, 1, 19), "North"),),
)
INVOICE = Invoice(
    InvoiceHeader(
        invoice_number=Extracted("764222"), vendor_name=Extracted("Northfork Janitorial"), currency=Extracted("USD"),
        total=Extracted(D("1246.88")),
    ),
    LINES,
    (Charge(ChargeKind.FREIGHT, "Freight", Extracted(D("61.52"))),),
    (Check("lines add up", holds=True, detail=""),),
)  # fmt: skip


def group(lines: tuple[int, ...], refs: tuple[int, ...], *patterns: Pattern, **evidence: object) -> Group:
    return Group(lines, tuple(LineRef(PO, n) for n in refs), patterns, GroupEvidence(**evidence))  # type: ignore[arg-type]


CONVERTED = GroupDecision(
    group(
        (1,), (1,), Pattern.UOM_CONVERSION,
        conversion=Conversion(None, "CS", Fraction(1, 24), FactorSource.ITEM), billed_quantity=D(10),
        equation="240 ÷ 24 = 10 CS", ordered_amount=D(240), billed_amount=D(240),
    ),
    Lane.AUTO_RESOLVE, None, D(0), "uom_conversion.known_factor", "the pack size is on file",
    receipts=(ReceiptUse("GR-1", LineRef(PO, 1), 1, D(10)),),
)  # fmt: skip
MERGED = GroupDecision(
    group((2,), (2, 3), Pattern.MERGED, equation="360.00 + 60.40 = 420.40", ordered_amount=D("420.40")),
    Lane.DRAFT_AND_ROUTE, Role.VENDOR, D(0), "merged.refused", "this vendor refuses merged lines",
)  # fmt: skip
PRICE = GroupDecision(
    group(
        (3,), (4,), Pattern.PRICE_VARIANCE,
        billed_quantity=D(14), billed_unit_price=D("20.89"), ordered_amount=D("273.28"), billed_amount=D("292.46"),
    ),
    Lane.DRAFT_AND_ROUTE, Role.BUYER, D("19.18"), "price_variance.outside", "7.02 % above the order",
    bands=(BandUse("line_tolerance.commodity.price_percent", "2 %", "7.02 %", inside=False),),
)  # fmt: skip
EXACT = GroupDecision(group((4,), (5,), Pattern.EXACT), Lane.AUTO_RESOLVE, None, D(0), "exact", "agrees")
STRANGE = GroupDecision(
    replace(group((5,), (), Pattern.NOT_ON_PO), nearest=("PO-10562 line 6: other price",)),
    Lane.ESCALATE, Role.CONTROLLER, D(18), "not_on_po", "nothing explains it",
)  # fmt: skip
GROUPS = (CONVERTED, MERGED, PRICE, EXACT, STRANGE)


def case_of(number: int, decision: GroupDecision, **changes: object) -> Case:
    handover = Handover("something", "some cause", "ask", decision.reason)
    made = Case(
        number, 1, decision.group.patterns[0].value, tuple(decision.group.patterns), decision.lane, decision.owner,
        Role.AP_CLERK, decision.exposure, decision.rule, decision.group.invoice_lines, decision.group.po_lines,
        handover,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def document(cases: tuple[Case, ...], groups: tuple[GroupDecision, ...] = GROUPS) -> Document:
    match = Match((PO,), "V1", tuple(g.group for g in groups), (LineRef(PO, 6),))
    return Document(
        1, Reading("a.pdf", "0", 1, "0.1", INVOICE), DocumentState.NEEDS_ME, datetime(2026, 1, 22, tzinfo=UTC), "drop",
        INVOICE, match, Decision(Lane.ESCALATE, groups), DESK, cases=cases,
    )  # fmt: skip


ALL_CASES = (case_of(1, MERGED), case_of(2, PRICE), case_of(3, STRANGE))


def frame_of(title: str, cases: tuple[Case, ...] = ALL_CASES) -> Frame:
    return next(frame for frame in compare(document(cases)).frames if frame.title.startswith(title))


def test_every_invoice_line_and_every_open_order_line_is_in_one_frame() -> None:
    frames = compare(document(ALL_CASES)).frames
    billed = [row.invoice_line for frame in frames for row in frame.invoice_rows if row.invoice_line is not None]
    ordered = [row.ref for frame in frames for row in frame.order_rows if row.ref is not None]
    assert sorted(billed) == [1, 2, 3, 4, 5]
    assert sorted(ordered) == [LineRef(PO, n) for n in range(1, 7)]


def test_problems_come_first_and_what_agrees_last() -> None:
    frames = compare(document(ALL_CASES)).frames
    assert [frame.is_open for frame in frames[:3]] == [True] * 3
    assert not any(frame.is_open for frame in frames[3:])
    assert [frame.sign for frame in frames] == [
        Sign.DIFFERS, Sign.DIFFERS, Sign.BLOCKED, Sign.TOLERATED, Sign.AGREES, Sign.AGREES, Sign.MISSING,
    ]  # fmt: skip
    assert frames[-1].kind is FrameKind.UNBILLED


def test_reading_errors_are_walked_before_arithmetic_before_orders() -> None:
    nothing = {"patterns": (), "invoice_lines": (), "po_lines": ()}
    cases = (
        *ALL_CASES,
        case_of(8, PRICE, category=Category.HEADER_TOTAL.value, rule="header_total", **nothing),
        case_of(9, PRICE, category=Category.DATA_QUALITY.value, rule="data_quality", **nothing),
    )
    problems = compare(document(cases)).problems
    assert [frame.title for frame in problems[:2]] == [
        "Something could not be read for certain",
        "The total does not agree",
    ]


def test_only_the_figures_a_pattern_is_about_carry_a_fill() -> None:
    price = frame_of("Price")
    left, right = price.invoice_rows[0], price.order_rows[0]
    for row in (left, right):
        assert [cell.state for cell in row.cells] == [
            CellState.PLAIN, CellState.PLAIN, CellState.DIFFERS, CellState.DIFFERS,
        ]  # fmt: skip
    assert frame_of("Agrees").invoice_rows[0].price.state is CellState.PLAIN
    assert frame_of("Other unit").invoice_rows[0].quantity.state is CellState.TOLERATED


def test_a_line_held_for_its_words_is_not_called_agreeing() -> None:
    exact = next(g for g in GROUPS if g.group.patterns == (Pattern.EXACT,))
    for rule, title in (
        ("identity.other_size", "Another size or pack"),
        ("line_words.not_sold", "The line's own words speak against it"),
    ):
        held = replace(exact, rule=rule, lane=Lane.DRAFT_AND_ROUTE, owner=Role.BUYER)
        assert title in [frame.title for frame in compare(document((), (held,))).frames]


def test_whom_it_is_made_out_to_and_shipped_to_is_outlined_on_the_page() -> None:
    to, ship = Box(1, 50.0, 60.0, 70.0, 80.0), Box(1, 150.0, 60.0, 170.0, 80.0)
    header = replace(
        INVOICE.header, bill_to=(Extracted("Halden", "Halden", to),), ship_to=(Extracted("Troy", "Troy", ship),)
    )
    shown = compare(replace(document(ALL_CASES), invoice=replace(INVOICE, header=header)))
    assert {to, ship} <= set(shown.boxes)


def test_differences_have_sign_amount_and_percent() -> None:
    price, amount = frame_of("Price").differences
    assert (price.label, price.amount, price.percent) == ("Unit price", "+1.37", "+7.0 %")
    assert (amount.billed, amount.ordered, amount.amount) == ("292.46", "273.28", "+19.18")
    assert "limit 2 %" in frame_of("Price").limit
    assert "commodity goods" in frame_of("Price").limit
    assert "_" not in frame_of("Price").limit


def test_a_credit_is_no_short_and_no_over_delivery_and_stands_below_zero_at_order_prices() -> None:
    returned = replace(EXACT, group=replace(EXACT.group, evidence=GroupEvidence(
        billed_quantity=D(6), billed_unit_price=D("7.75"), billed_amount=D("46.50"), ordered_amount=D("46.50")
    )))  # fmt: skip
    made = document((), (returned,))
    billed = next(f for f in compare(made).frames if f.kind is FrameKind.LINES)
    assert [one.label for one in billed.differences] == ["Quantity"]
    assert "at order prices 46.50" in compare(made).summary
    credit = replace(INVOICE, header=replace(INVOICE.header, titled_credit=True))
    credited = compare(replace(made, invoice=credit))
    assert next(f for f in credited.frames if f.kind is FrameKind.LINES).differences == ()
    assert "at order prices −46.50" in credited.summary


def test_titles_and_chips_are_words_with_figures() -> None:
    assert frame_of("Price").title == "Price +7.0 %"
    assert frame_of("Merged").title == "Merged: one invoice line for two order lines"
    assert frame_of("Merged").chip == "vendor"
    assert frame_of("Other unit").title == "Other unit: no unit printed, CS ordered"
    assert frame_of("Other unit").chip == "within the rules"
    assert frame_of("Not on").chip == "escalated · controller"


def test_the_shape_ties_what_belongs_together() -> None:
    assert frame_of("Price").shape == "═"
    assert frame_of("Merged").shape == "╤"
    assert frame_of("Not on").shape == ""


def test_a_figure_that_is_not_printed_is_a_dash_and_never_computed() -> None:
    merged = frame_of("Merged").invoice_rows[0]
    assert merged.price.text == "—"
    assert merged.item.text == "—"
    assert "not printed" in merged.price.sentence
    assert frame_of("Other unit").invoice_rows[0].quantity.text == "240 ∅"


def test_cells_speak_with_their_counterpart() -> None:
    cell = frame_of("Price").invoice_rows[0].price
    assert cell.sentence == "Line 3, unit price differs: invoice 20.89, order 19.52"


def test_proof_conversion_and_receipts_are_told() -> None:
    told = frame_of("Other unit")
    assert told.proof == "240 ÷ 24 = 10 CS"
    assert any("the item's pack size on file" in note for note in told.notes)
    assert any("GR-1" in note and "2026-01-19" in note for note in told.notes)
    assert frame_of("Merged").proof == "360.00 + 60.40 = 420.40"


def test_charges_stand_beside_the_vendors_terms() -> None:
    charges = next(frame for frame in compare(document(ALL_CASES)).frames if frame.kind is FrameKind.CHARGES)
    assert charges.sign is Sign.AGREES
    assert charges.order_rows[0].item.detail == "the vendor's terms permit freight up to 100.00"


def test_a_settled_case_is_no_problem_any_more() -> None:
    cases = (case_of(2, PRICE, state=CaseState.RESOLVED, outcome=Outcome.ACCEPTED),)
    frame = frame_of("Price", cases)
    assert not frame.is_open
    assert frame.chip == "accepted"
    assert frame.sign is Sign.TOLERATED
    held = frame_of("Price", (case_of(2, PRICE, state=CaseState.ON_HOLD, hold_until=date(2026, 2, 1)),))
    assert held.chip == "on hold until 2026-02-01"


def test_rival_readings_are_written_out() -> None:
    rivals = ((LineRef(PO, 2), LineRef(PO, 3)), (LineRef(PO, 6),))
    unsure = replace(MERGED, group=replace(MERGED.group, alternatives=rivals))
    frame = next(b for b in compare(document((case_of(1, unsure),), (unsure,))).frames if b.readings)
    assert frame.readings[0] == "PO-10562 line 2 (360.00) + PO-10562 line 3 (60.40) = 420.40"
    assert "two readings fit" in frame.title


def test_the_header_line_names_vendor_number_order_and_sum() -> None:
    comparison = compare(document(ALL_CASES))
    assert comparison.title == "Northfork · invoice 764222 against PO-10562"
    assert comparison.summary.startswith("Invoice 1,246.88 USD")
    assert comparison.summary.endswith("three to decide")


def test_a_document_that_could_not_be_read_says_why() -> None:
    error = ReadingError("encrypted", "The file is locked.", "Ask for an open copy.")
    broken = Document(
        2, Reading("locked.pdf", "0", 0, "0", error=error), DocumentState.UNREADABLE, datetime(2026, 1, 1, tzinfo=UTC),
        "drop",
    )  # fmt: skip
    comparison = compare(broken)
    assert comparison.title == "locked.pdf"
    assert comparison.summary == "The file is locked. Ask for an open copy."
    assert comparison.frames == ()


def test_figures_follow_the_locale_everywhere() -> None:
    german = Figures(",", ".", "%d.%m.%Y")
    frame = next(b for b in compare(document(ALL_CASES), german).frames if b.title.startswith("Price"))
    assert frame.title == "Price +7,0 %"
    assert frame.invoice_rows[0].price.text == "20,89"
    assert "1.246,88" in compare(document(ALL_CASES), german).summary


def test_boxes_of_a_frame_are_those_of_its_figures() -> None:
    frame = frame_of("Price")
    assert len(frame.boxes) == 3
    assert set(frame.boxes) <= set(compare(document(ALL_CASES)).boxes)


def test_s2_165_sums_are_not_said_to_hold_for_an_amount_that_nobody_read() -> None:
    """The checks that are left may all hold: they say nothing about the figure that is missing."""
    whole = document(ALL_CASES)
    assert "adds up to the cent" in compare(whole).summary
    for gap in (
        replace(INVOICE, lines=(replace(LINES[0], amount=None), *LINES[1:])),
        replace(INVOICE, lines=()),
        replace(INVOICE, header=replace(INVOICE.header, total=None)),
    ):
        assert not gap.is_summed
    unread = replace(INVOICE, lines=(replace(LINES[0], amount=None), *LINES[1:]))
    summary = compare(replace(whole, invoice=unread)).summary
    assert "adds up to the cent" not in summary
    assert "only in part to be added up" in summary


def test_a_case_about_the_whole_invoice_shows_where_it_stands_on_the_page() -> None:
    said, addressed, total = (Box(1, 1.0, top, 50.0, top + 9) for top in (90.0, 20.0, 80.0))
    header = InvoiceHeader(
        bill_to=(Extracted("Halden Brothers Ltd", box=addressed),), total=Extracted(D("1203.36"), "1,203.36", total)
    )
    findings = (Finding("already_settled", "The page says that it is paid.", box=said), Finding("other", "Not this."))
    case = Case(
        7, 1, Category.DATA_QUALITY.value, (), Lane.DRAFT_AND_ROUTE, Role.AP_CLERK, None, D(0), "data_quality.finding",
        (), (), Handover("", "", "", "the page says that it is paid. Not ours", (("also", "data_quality.bill_to"),)),
    )  # fmt: skip
    assert _places(case, header, findings) == (said, addressed)
    wrong = replace(case, rule="header_total.does_not_add_up", handover=Handover("", "", "", ""))
    assert _places(wrong, header, findings) == (total,)


def _places(case: Case, header: InvoiceHeader, findings: tuple[Finding, ...]) -> tuple[Box, ...]:
    document = Document(
        1, Reading("a.pdf", "00", 1, "1"), DocumentState.NEEDS_ME, datetime(2026, 3, 1, tzinfo=UTC), "drop",
        invoice=Invoice(header, LINES, findings=findings), cases=(case,),
    )  # fmt: skip
    (frame,) = (one for one in compare(document).frames if one.case is case)
    return frame.boxes
