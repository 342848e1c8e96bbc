"""What a bad scan comes to: the clerk looks at the figure first, and nothing that rests on it is called a finding."""

from dataclasses import replace
from decimal import Decimal

from app.domain.decision import Lane
from app.domain.invoice import InvoiceLine
from app.domain.match import GroupEvidence, ItemTie, Pattern
from app.domain.policy import Role
from app.domain.provenance import Certainty, Extracted, Method
from tests.helpers.policy import World, bill, dec, finding, group, order_line, read, rules

CLEAN = World()


def scanned(value: Extracted[Decimal] | None, certainty: Certainty = Certainty.CONTRADICTED) -> Extracted[Decimal]:
    assert value is not None
    return replace(value, method=Method.OCR, certainty=certainty)


def scan(line: InvoiceLine, certainty: Certainty = Certainty.CONTRADICTED) -> InvoiceLine:
    return replace(
        line,
        quantity=scanned(line.quantity, certainty),
        unit_price=scanned(line.unit_price, certainty),
        amount=scanned(line.amount, certainty),
        certainty=certainty,
    )


def test_s2_167_a_misread_quantity_is_the_clerks_and_no_short_delivery() -> None:
    misread = scan(bill(quantity="1.00", amount="1000.00"))
    decision = CLEAN.but(lines=(misread,), total="1070.00").first
    assert (decision.owner, decision.rule) == (Role.AP_CLERK, "figures.unproven")
    assert decision.lane is Lane.DRAFT_AND_ROUTE


def test_a_quantity_nobody_read_is_neither_short_nor_over() -> None:
    unread = replace(bill(), quantity=None)
    decision = CLEAN.but(lines=(unread,), groups=(group((Pattern.QUANTITY_SHORT,)),)).first
    assert (decision.owner, decision.rule) == (Role.AP_CLERK, "figures.missing")
    assert decision.group.patterns == (Pattern.EXACT,)


def test_a_misread_figure_does_not_escalate() -> None:
    misread = scan(bill(quantity="100", price="10.00", amount="100000.00"))
    decision = CLEAN.but(lines=(misread,), total="1000.00").first
    assert (decision.lane, decision.owner) == (Lane.DRAFT_AND_ROUTE, Role.AP_CLERK)


def test_an_amount_that_the_total_proves_is_a_charge_rolled_in_even_on_a_scan() -> None:
    evidence = GroupEvidence(ties={1: ItemTie.CODE}, bundled_amount=dec("80.00"))
    world = CLEAN.but(
        lines=(scan(bill(amount="1080.00")),), groups=(group((Pattern.BUNDLED_ACCESSORIAL,), evidence=evidence),)
    )
    assert world.first.owner is Role.VENDOR
    assert world.but(total="1000.00").first.owner is Role.AP_CLERK


def test_a_line_of_zero_needs_no_proof_where_the_total_adds_up() -> None:
    nothing = scan(bill(2, quantity="0", amount="0.00", code="99001"), Certainty.UNVERIFIED)
    world = CLEAN.but(
        lines=(bill(), nothing),
        order_lines=(order_line(), order_line(2, sku="99001")),
        groups=(group(), group((Pattern.QUANTITY_SHORT,), (2,), (2,))),
    )
    assert world.decided.lane is Lane.AUTO_RESOLVE
    assert world.but(total="1010.00").decided.groups[1].lane is Lane.DRAFT_AND_ROUTE


def test_a_misread_tax_is_not_the_vendors_arithmetic() -> None:
    line = scan(bill(), Certainty.PROVEN)
    tax = read(dec("132"), Certainty.CONTRADICTED, Method.OCR)
    total = read(dec("1132.51"), Certainty.CONTRADICTED, Method.OCR)
    decision = CLEAN.but(lines=(line,)).with_header(tax_total=tax, total=total).decided
    assert "data_quality.sum" in rules(decision)
    assert not any(rule.startswith("header_total") for rule in rules(decision))


def test_lines_proven_on_a_scan_show_that_the_total_is_wrong_on_paper() -> None:
    line = scan(bill(), Certainty.PROVEN)
    total = read(dec("990.00"), Certainty.CONTRADICTED, Method.OCR)
    decision = CLEAN.but(lines=(line,)).with_header(total=total).decided
    assert finding(decision, "header_total.does_not_add_up").owner is Role.VENDOR


def test_a_legal_form_alone_is_no_name() -> None:
    decision = CLEAN.with_header(vendor_name=read("LLC"), vendor_tax_id=None).decided
    assert rules(decision) == {"data_quality.missing"}
    assert CLEAN.with_header(vendor_name=read("LLC")).decided.lane is Lane.AUTO_RESOLVE


def test_a_name_misread_beside_the_right_tax_id_is_the_clerks() -> None:
    name = read("Qlvx Zrrp", Certainty.UNVERIFIED, Method.OCR)
    decision = CLEAN.with_header(vendor_name=name).decided
    assert finding(decision, "data_quality.name").owner is Role.AP_CLERK


def test_what_the_clerk_has_to_check_is_one_case() -> None:
    decision = CLEAN.with_header(
        invoice_number=None, total=read(dec("1000.00"), Certainty.UNVERIFIED, Method.OCR)
    ).decided
    assert [f.rule for f in decision.findings] == ["data_quality.missing"]
    assert rules(decision) == {"data_quality.missing", "data_quality.unproven"}
    assert "invoice number" in decision.findings[0].reason
    assert "total" in decision.findings[0].reason
