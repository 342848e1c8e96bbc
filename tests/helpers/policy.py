"""A small desk whose invoice clears, to be damaged one condition at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.domain.decision import Decision, DocumentFinding, GroupDecision, History
from app.domain.identifiers import code_key
from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine
from app.domain.item import CrossReference, Item, LineClass, Substitution, UomConversion
from app.domain.match import Desk, Group, GroupEvidence, ItemTie, Match, Pattern
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.policy import ApprovalLimit, Band, HeaderBand, Policy, Role
from app.domain.provenance import Certainty, Extracted, Method
from app.domain.receipt import Receipt
from app.domain.vendor import SubstitutionClause, Tier, Vendor
from app.policy.engine import decide

T = TypeVar("T")
TODAY = date(2026, 3, 2)
PO = "PO-1001"


def dec(text: str | int) -> Decimal:
    return Decimal(text)


def read(value: T, certainty: Certainty = Certainty.PROVEN, method: Method = Method.TEXT_LAYER) -> Extracted[T]:
    return Extracted(value, str(value), None, method, certainty)


def order_line(
    number: int = 1, quantity: str = "100", price: str = "10.00", uom: str = "EA", sku: str = "47821", **more: object
) -> OrderLine:
    base = OrderLine(
        ref=LineRef(PO, number), sku=sku, description=f"Hex bolt zinc plated size {sku}", quantity=dec(quantity),
        uom=uom, unit_price=dec(price), promised_date=date(2026, 2, 20), ship_to="DC Dayton", gl_account="6120",
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def receipt(quantity: str, number: str = "RC-1", line: int = 1, day: int = 18, **more: object) -> Receipt:
    base = Receipt(number, LineRef(PO, line), dec(quantity), "EA", date(2026, 2, day), "DC Dayton")
    return replace(base, **more)  # type: ignore[arg-type]


def bill(
    number: int = 1,
    quantity: str | None = "100",
    price: str | None = "10.00",
    amount: str | None = None,
    uom: str | None = "EA",
    code: str | None = "47821",
    **more: object,
) -> InvoiceLine:
    if amount is None and quantity is not None and price is not None:
        amount = str((dec(quantity) * dec(price)).quantize(Decimal("0.01")))
    line = InvoiceLine(
        line_no=number,
        page=1,
        description=read(f"Hex bolt zinc plated size {code or '47821'}"),
        item_code=read(code) if code else None,
        quantity=read(dec(quantity)) if quantity is not None else None,
        uom=read(uom) if uom else None,
        unit_price=read(dec(price)) if price is not None else None,
        amount=read(dec(amount)) if amount is not None and amount != "" else None,
        certainty=Certainty.PROVEN,
    )
    return replace(line, **more)  # type: ignore[arg-type]


def charge(kind: ChargeKind, amount: str) -> Charge:
    return Charge(kind, kind.value, read(dec(amount)))


def group(
    patterns: Sequence[Pattern] = (Pattern.EXACT,),
    lines: Sequence[int] = (1,),
    po_lines: Sequence[int] = (1,),
    evidence: GroupEvidence | None = None,
    **more: object,
) -> Group:
    ties = dict.fromkeys(lines, ItemTie.CODE)
    base = Group(
        tuple(lines), tuple(LineRef(PO, n) for n in po_lines), tuple(patterns), evidence or GroupEvidence(ties=ties)
    )
    return replace(base, **more)  # type: ignore[arg-type]


POLICY = Policy(
    version=7,
    escalate_exposure_over=dec(10000),
    approval_limits=(
        ApprovalLimit(Role.AP_CLERK, dec(100)),
        ApprovalLimit(Role.BUYER, dec(2500)),
        ApprovalLimit(Role.AP_SUPERVISOR, dec(10000)),
        ApprovalLimit(Role.CONTROLLER, None),
    ),
    header=HeaderBand(dec(2), dec(25)),
    default=Band(dec(3), dec(0), dec(1), dec(5)),
    classes={
        LineClass.COMMODITY: Band(dec(10), dec(3), dec(2), dec(10)),
        LineClass.SERVICES: Band(price_percent=dec(0), price_absolute=dec(0), hours_over_authorised=dec(2)),
    },
    tiers={Tier.WATCH: dec("0.5")},
    gl_accounts={"freight": "5100"},
    sha256="abc",
)
VENDOR = Vendor(
    "V1",
    "Juniper MRO Distributors, Inc.",
    tax_id="34-7508536",
    email="ar@juniper.example",
    currency="USD",
    merged_lines_permitted=True,
    partial_shipments_permitted=True,
    accessorials={ChargeKind.FREIGHT: dec(350), ChargeKind.FUEL_SURCHARGE: None},
    substitution_clause=SubstitutionClause.AT_OR_BELOW_PRICE,
    substitution_reference="MSA 4.5",
    late_grace_days=3,
)


@dataclass(frozen=True)
class World:
    """One invoice with its desk; ``decided`` is what the engine says about it."""

    lines: tuple[InvoiceLine, ...] = field(default_factory=lambda: (bill(),))
    order_lines: tuple[OrderLine, ...] = field(default_factory=lambda: (order_line(),))
    groups: tuple[Group, ...] = field(default_factory=lambda: (group(),))
    receipts: tuple[Receipt, ...] = field(default_factory=lambda: (receipt("100"),))
    charges: tuple[Charge, ...] = ()
    vendor: Vendor = VENDOR
    policy: Policy = POLICY
    line_class: LineClass | None = LineClass.COMMODITY
    catch_weight: bool = False
    conversions: tuple[UomConversion, ...] = ()
    cross_references: tuple[CrossReference, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    extra_codes: tuple[str, ...] = ()
    order: PurchaseOrder = field(
        default_factory=lambda: PurchaseOrder(PO, "V1", (), approved_by="M. Okafor", currency="USD")
    )
    other_orders: tuple[PurchaseOrder, ...] = ()
    other_vendors: tuple[Vendor, ...] = ()
    header: InvoiceHeader | None = None
    tax: str = "0.00"
    total: str | None = None
    invoice_changes: dict[str, object] = field(default_factory=dict)
    match_changes: dict[str, object] = field(default_factory=dict)
    history: History = field(default_factory=lambda: History(TODAY))

    @property
    def desk(self) -> Desk:
        skus = [line.sku for line in self.order_lines]
        codes = [*skus, *(x.vendor_item_code for x in self.cross_references), *self.extra_codes]
        return Desk(
            vendors=(self.vendor, *self.other_vendors),
            orders=(replace(self.order, lines=self.order_lines), *self.other_orders),
            receipts=self.receipts,
            items={s: Item(s, "item", "EA", self.line_class, self.catch_weight) for s in skus},
            conversions=self.conversions,
            cross_references=self.cross_references,
            substitutions=self.substitutions,
            known_codes=frozenset(map(code_key, codes)),
        )

    @property
    def invoice(self) -> Invoice:
        amounts = sum((line.amount.value for line in self.lines if line.amount), dec(0))
        charges = sum((c.amount.value for c in self.charges), dec(0))
        total = dec(self.total) if self.total else amounts + charges + dec(self.tax)
        header = self.header or InvoiceHeader(
            invoice_number=read("INV-77"),
            invoice_date=read(date(2026, 3, 1)),
            vendor_name=read("Juniper MRO Distributors, Inc."),
            vendor_tax_id=read("34-7508536"),
            po_numbers=(read(PO),),
            currency=read("USD"),
            tax_total=read(dec(self.tax)),
            total=read(total),
        )
        return replace(Invoice(header, self.lines, self.charges), **self.invoice_changes)  # type: ignore[arg-type]

    @property
    def match(self) -> Match:
        return replace(Match((PO,), "V1", self.groups), **self.match_changes)  # type: ignore[arg-type]

    @property
    def decided(self) -> Decision:
        return decide(self.invoice, self.match, self.desk, self.policy, self.history)

    @property
    def first(self) -> GroupDecision:
        return self.decided.groups[0]

    def but(self, **changes: object) -> World:
        return replace(self, **changes)  # type: ignore[arg-type]

    def with_header(self, **changes: object) -> World:
        return replace(self, header=replace(self.invoice.header, **changes))  # type: ignore[arg-type]


def finding(decision: Decision, beginning: str) -> DocumentFinding:
    found = [item for item in decision.findings if any(rule.startswith(beginning) for rule in _rules_of(item))]
    assert found, f"no {beginning} among {[item.rule for item in decision.findings]}"
    return found[0]


def rules(decision: Decision) -> set[str]:
    """Return the rules of all findings, those told together in one case included."""
    return {rule for item in decision.findings for rule in _rules_of(item)}


def _rules_of(item: DocumentFinding) -> list[str]:
    return [item.rule, *filter(None, item.figures.get("also", "").split(", "))]
