"""What an electronic invoice states, in the terms of EN 16931 (BT numbers), whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.finding import Finding
from app.domain.provenance import Extracted

Amount = Extracted[Decimal]


@dataclass(frozen=True, slots=True)
class StatedCharge:
    """An allowance or charge of the document or of a line: its amount is positive unless stated otherwise."""

    is_charge: bool
    amount: Amount
    reason: str = ""
    code: str = ""
    logistics: bool = False

    @property
    def signed(self) -> Decimal:
        """Return what it adds to the sum."""
        return self.amount.value if self.is_charge else -self.amount.value


@dataclass(frozen=True, slots=True)
class StatedTax:
    """One row of the VAT breakdown: BT-116 taxable amount, BT-117 tax, BT-119 rate in percent, BT-118 category.

    ``exempt`` is the reason why no tax is owed (BT-120, or its code BT-121).
    """

    basis: Amount | None
    amount: Amount | None
    rate: Decimal | None
    category: str = ""
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class StatedAside:
    """What is stated beside the figures, and what nobody sees who looks at the page alone.

    Attributes:
        title: What the document calls itself.
        notes: Free texts, a row each: BT-22, the terms of payment (BT-20) and the notes of lines (BT-127).
        line_notes: The notes of lines, each the one row that it is; of several rows none.
        payee: BT-59, who is to be paid where it is not the seller.
        accounts: BT-84, the payment accounts.
        holders: BT-85, whose accounts they are.
        mandated: Whether a direct debit mandate (BG-19) is stated: what is owed will be collected.
        means: BT-81, the codes of the means of payment.
        is_copy: Whether it marks itself as a copy (the copy indicator of CII and UBL).
    """

    title: str = ""
    notes: tuple[str, ...] = ()
    line_notes: tuple[str, ...] = ()
    payee: str = ""
    accounts: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    mandated: bool = False
    means: tuple[str, ...] = ()
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class StatedLine:
    """One line (BG-25).

    Attributes:
        number: Which line of the invoice it is, counted from 1.
        name: BT-153.
        description: BT-154.
        codes: Item codes with the buyer's (BT-156) first, then the seller's (BT-155), then the standard one (BT-157).
        quantity: BT-129; ``unit`` is BT-130.
        price: BT-146, net; ``gross_price`` is BT-148, ``price_discount`` what is taken off it (BT-147).
        base: BT-149 with its unit BT-150: what the price is for.
        amount: BT-131.
        charges: Allowances and charges of the line (BG-27, BG-28).
        order: The order the line belongs to (an extension), ``order_line`` is BT-132.
        rate: BT-152, percent.
        notes: The rows of its notes (BT-127), and what the item's attributes say became of it (BT-161).
    """

    number: int
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    quantity: Amount | None = None
    unit: str = ""
    price: Amount | None = None
    gross_price: Amount | None = None
    price_discount: Amount | None = None
    base: Amount | None = None
    base_unit: str = ""
    amount: Amount | None = None
    charges: tuple[StatedCharge, ...] = ()
    order: str = ""
    order_line: str = ""
    rate: Decimal | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedSums:
    """The document totals (BG-22): BT-106 to BT-115; ``advances`` were paid or withheld before (extensions)."""

    lines: Amount | None = None
    allowances: Amount | None = None
    charges: Amount | None = None
    without_tax: Amount | None = None
    tax: Amount | None = None
    total: Amount | None = None
    prepaid: Amount | None = None
    rounding: Amount | None = None
    payable: Amount | None = None
    advances: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class EInvoice:
    """An electronic invoice as stated; ``faults`` says what in it could not be read; ``issued`` is BT-2.

    ``tax_ids`` are all registrations of the seller, that for VAT first; ``seller_names`` the legal name first.
    ``buyer`` and ``delivered_to`` are the rows of name and address of BG-7 and BG-13, ``buyer_tax_id`` is BT-48;
    ``billed_to`` are those of whom the bill goes to where that is not the buyer (an extension).
    ``delivered_on`` is BT-72; ``period_begins`` is the first of BT-73 and BT-134.
    """

    file: str
    syntax: str
    number: str
    type_code: str
    credit_note: bool
    test: bool
    issued: Extracted[date] | None
    due: Extracted[date] | None
    currency: str
    seller_names: tuple[str, ...]
    tax_ids: tuple[str, ...]
    orders: tuple[str, ...]
    preceding: tuple[str, ...]
    sums: StatedSums
    lines: tuple[StatedLine, ...] = ()
    charges: tuple[StatedCharge, ...] = ()
    taxes: tuple[StatedTax, ...] = ()
    faults: tuple[Finding, ...] = ()
    buyer: tuple[str, ...] = ()
    billed_to: tuple[str, ...] = ()
    buyer_tax_id: str = ""
    delivered_to: tuple[str, ...] = ()
    aside: StatedAside = StatedAside()
    delivered_on: date | None = None
    period_begins: date | None = None
