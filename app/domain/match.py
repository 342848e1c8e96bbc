"""What a line of the invoice has to do with lines of the orders: groups, their shape, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.domain.finding import Finding
from app.domain.item import CrossReference, Item, Substitution, UomConversion
from app.domain.order import LineRef, OrderLine, PurchaseOrder
from app.domain.receipt import Receipt
from app.domain.vendor import Vendor

# The setting under which a desk keeps the weights of matching that its confirmed matches gave: level → tenths of a bit.
LEARNED_WEIGHTS = "match_weights"


class Pattern(StrEnum):
    """The shape of a mismatch (S2.2; formats: patterns). A group carries every one that holds."""

    EXACT = "exact"
    SPLIT = "split"
    MERGED = "merged"
    UOM_CONVERSION = "uom_conversion"
    CATCH_WEIGHT = "catch_weight"
    SUBSTITUTION = "substitution"
    BUNDLED_ACCESSORIAL = "bundled_accessorial"
    QUANTITY_SHORT = "quantity_short"
    QUANTITY_OVER = "quantity_over"
    PRICE_VARIANCE = "price_variance"
    NOT_ON_PO = "not_on_po"


class FactorSource(StrEnum):
    """Where a conversion factor came from (S2.61, S2.74)."""

    VENDOR = "vendor"
    ITEM = "item"
    PHYSICS = "physics"
    STATED = "stated in the invoice's text"
    SUGGESTED = "suggested by the prices"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How invoiced units became the order's: one ``from_uom`` is ``factor`` ``to_uom``.

    ``from_uom`` None: no unit was printed (S2.68). ``crossing``: from count to weight or the like (S2.71).
    """

    from_uom: str | None
    to_uom: str
    factor: Fraction
    source: FactorSource
    crossing: bool = False


class ItemTie(StrEnum):
    """What ties the invoice line to the item ordered, strongest first; also what the explanation names."""

    CODE = "item code"
    CROSS_REFERENCE = "cross reference"
    CODE_LOOK_ALIKE = "item code but for a misread character"
    ORDER_LINE_REFERENCE = "order line reference"
    DESCRIPTION = "description"
    UNKNOWN_CODE = "description, unit, price and quantity beside a code nobody knows"
    AMOUNT = "amount"
    PERSON = "a person's choice"


@dataclass(frozen=True, slots=True)
class GroupEvidence:
    """The figures a decision rests on. Quantities and prices are in the order line's unit unless said otherwise.

    Attributes:
        ties: Per invoice line, what ties it to its order line.
        conversion: The unit conversion applied, if any.
        billed_quantity: Sum billed by the group, converted to the order's unit; None where no quantity is printed.
        billed_quantity_by_line: The same per invoice line number.
        quantity_slack: How much rounding of printed figures can explain, in the order's unit.
        billed_unit_price: Price billed per order unit (after basis, discount, conversion); None where not printed.
        price_slack: How much rounding explains of a price, per order unit.
        ordered_amount: What the billed quantity costs at the order's price.
        billed_amount: Sum of the extended amounts billed.
        substitute_code: The item code shipped instead, for a substitution.
        substitution: The row of the substitution table that covers it, if any.
        bundled_amount: The charge rolled into the goods, for a bundled accessorial.
        bundled_rate_percent: The one rate over all inflated lines, where that is how it was found.
        equation: The arithmetic that proves the group, written out.
        rejected: Rival explanations that were tested, and why each was refused (TRAP-5).
    """

    ties: Mapping[int, ItemTie] = field(default_factory=dict)
    conversion: Conversion | None = None
    billed_quantity: Decimal | None = None
    billed_quantity_by_line: Mapping[int, Decimal] = field(default_factory=dict)
    quantity_slack: Decimal = Decimal(0)
    billed_unit_price: Decimal | None = None
    price_slack: Decimal = Decimal(0)
    ordered_amount: Decimal | None = None
    billed_amount: Decimal | None = None
    substitute_code: str | None = None
    substitution: Substitution | None = None
    bundled_amount: Decimal | None = None
    bundled_rate_percent: Decimal | None = None
    equation: str = ""
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Invoice lines and order lines that belong together, with their patterns and the evidence.

    ``alternatives`` has each reading of an ambiguous group (its order lines); then ``po_lines`` is their union and
    the group never clears. ``nearest`` names candidates of a line that matches nothing, with why not.
    """

    invoice_lines: tuple[int, ...]
    po_lines: tuple[LineRef, ...]
    patterns: tuple[Pattern, ...]
    evidence: GroupEvidence = GroupEvidence()
    alternatives: tuple[tuple[LineRef, ...], ...] = ()
    nearest: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def ambiguous(self) -> bool:
        """Tell whether more than one reading fits."""
        return len(self.alternatives) > 1

    def conversion_of(self, printed: str | None) -> Conversion | None:
        """Return the conversion of a line printed in this unit (canonical; None: none printed).

        A split may bill boxes on one line and pieces on the next: one in the order's own unit was not converted.
        """
        used = self.evidence.conversion
        if used is None or (len(self.invoice_lines) > 1 and printed == used.to_uom != used.from_uom):
            return None
        return used


@dataclass(frozen=True, slots=True)
class Match:
    """The explanation of a whole invoice.

    Attributes:
        orders: Numbers of the orders the lines belong to, in the order they were found.
        vendor_id: The vendor of those orders, or the one recognised on the invoice.
        groups: Every invoice line is in exactly one of them.
        unbilled: Lines of the orders found that have open quantity and no line on this invoice.
        notes: Things the log should say, such as "order number misprinted by a character".
        findings: What stands in the way of trusting the match.
    """

    orders: tuple[str, ...]
    vendor_id: str | None
    groups: tuple[Group, ...]
    unbilled: tuple[LineRef, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk knows that can matter to one invoice: the snapshot a decision is made from.

    ``orders`` are the candidates: those named, and the open ones of the vendors in question. ``receipts`` are
    those of the orders' lines. ``known_codes`` holds every item code of the item master and of the cross references,
    as ``identifiers.code_key``, so that a code nobody knows can be told from another item's. ``as_of`` is the last
    journal entry that is in it. ``learned_weights`` are those that this desk's confirmed matches gave levels of
    likeness (by name, in tenths of a bit), where it keeps any.
    """

    vendors: tuple[Vendor, ...] = ()
    orders: tuple[PurchaseOrder, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    items: Mapping[str, Item] = field(default_factory=dict)
    conversions: tuple[UomConversion, ...] = ()
    cross_references: tuple[CrossReference, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    known_codes: frozenset[str] = frozenset()
    as_of: int = 0
    learned_weights: Mapping[str, int] = field(default_factory=dict)

    def vendor(self, vendor_id: str | None) -> Vendor | None:
        """Return the vendor with this id, if known."""
        return next((v for v in self.vendors if v.vendor_id == vendor_id), None)

    def order(self, po_number: str) -> PurchaseOrder | None:
        """Return the order with this number, if known."""
        return next((o for o in self.orders if o.po_number == po_number), None)

    def order_line(self, ref: LineRef) -> OrderLine:
        """Return one order line.

        Raises:
            KeyError: The line is not in this snapshot.
        """
        for order in self.orders:
            if order.po_number == ref.po_number:
                for line in order.lines:
                    if line.ref == ref:
                        return line
        raise KeyError(ref)

    def receipts_for(self, ref: LineRef) -> tuple[Receipt, ...]:
        """Return the receipts of one order line, earliest first."""
        mine = [r for r in self.receipts if r.ref == ref]
        return tuple(sorted(mine, key=lambda r: (r.received_date is None, r.received_date, r.receipt_no)))
