"""Short ways to write orders and invoices down in tests of matching: figures as text, as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.domain.identifiers import code_key
from app.domain.invoice import Invoice, InvoiceHeader, InvoiceLine
from app.domain.item import CrossReference, Item, Substitution, UomConversion
from app.domain.match import Desk, Group, Match
from app.domain.order import LineRef, OrderLine, OrderStatus, PurchaseOrder
from app.domain.provenance import Certainty, Extracted, Method
from app.domain.receipt import Receipt
from app.domain.vendor import Vendor
from app.matching import engine as matching
from app.matching.weights_file import parse_weights
from app.shipped_files import resource_path

WEIGHTS = parse_weights(resource_path("match_weights.toml").read_text(encoding="utf-8"))
VENDOR = Vendor("V1", "Ridgeway Mill Supply, Inc.", tax_id="11-2223334", currency="USD")


def match_invoice(document: Invoice, known: Desk, *, chosen: Mapping[int, tuple[LineRef, ...]] | None = None) -> Match:
    """Match an invoice with the weights that come with the program."""
    return matching.match_invoice(document, known, WEIGHTS, chosen=chosen)


def number(text: str | None, method: Method = Method.TEXT_LAYER) -> Extracted[Decimal] | None:
    """Return a printed figure; None where nothing is printed."""
    return None if text is None else Extracted(Decimal(text), text, None, method, Certainty.PROVEN)


def text(value: str | None, method: Method = Method.TEXT_LAYER) -> Extracted[str] | None:
    """Return a printed text; None where nothing is printed."""
    return None if value is None else Extracted(value, value, None, method, Certainty.PROVEN)


def billed(
    line_no: int,
    code: str | None,
    description: str,
    quantity: str | None,
    uom: str | None,
    price: str | None,
    amount: str | None,
    *,
    po_number: str | None = None,
    po_line: int | None = None,
    basis: str = "1",
    discount: str | None = None,
    other_codes: tuple[str, ...] = (),
    method: Method = Method.TEXT_LAYER,
) -> InvoiceLine:
    """Return one invoice line."""
    return InvoiceLine(
        line_no=line_no,
        page=1,
        description=Extracted(description, description, None, method, Certainty.PROVEN),
        item_code=text(code, method),
        quantity=number(quantity, method),
        uom=text(uom, method),
        unit_price=number(price, method),
        price_basis=Decimal(basis),
        discount=number(discount, method),
        amount=number(amount, method),
        po_number=text(po_number, method),
        po_line=None if po_line is None else Extracted(po_line, str(po_line)),
        other_codes=other_codes,
        certainty=Certainty.PROVEN,
    )


def invoice(
    *lines: InvoiceLine,
    orders: Iterable[str] = ("PO-1",),
    vendor: str | None = VENDOR.name,
    tax_id: str | None = None,
    tax: str | None = None,
    currency: str | None = "USD",
    titled_credit: bool = False,
) -> Invoice:
    """Return an invoice of these lines that names these orders."""
    return Invoice(
        InvoiceHeader(
            invoice_number=text("INV-1"),
            vendor_name=text(vendor),
            vendor_tax_id=text(tax_id),
            po_numbers=tuple(Extracted(po, po) for po in orders),
            currency=text(currency),
            tax_total=number(tax),
            titled_credit=titled_credit,
        ),
        lines,
    )


def ordered(
    line_no: int,
    sku: str,
    description: str,
    quantity: str,
    uom: str,
    price: str,
    *,
    code: str | None = None,
    already: str = "0",
    ship_to: str | None = None,
) -> OrderLine:
    """Return one order line; :func:`order` puts it on an order."""
    return OrderLine(
        LineRef("", line_no),
        sku,
        description,
        Decimal(quantity),
        uom,
        Decimal(price),
        vendor_item_code=code,
        ship_to=ship_to,
        already_invoiced_quantity=Decimal(already),
    )


def order(
    po_number: str, *lines: OrderLine, vendor_id: str = "V1", status: OrderStatus = OrderStatus.OPEN
) -> PurchaseOrder:
    """Return an order of these lines."""
    own = tuple(
        OrderLine(
            LineRef(po_number, line.ref.line_no),
            line.sku,
            line.description,
            line.quantity,
            line.uom,
            line.unit_price,
            line.vendor_item_code,
            line.promised_date,
            line.ship_to,
            line.gl_account,
            line.already_invoiced_quantity,
            line.billed_quantity,
        )
        for line in lines
    )
    return PurchaseOrder(po_number, vendor_id, own, status, approved_by="M. Okafor", currency="USD")


def desk(
    *orders: PurchaseOrder,
    conversions: Iterable[tuple[str, str, str, str]] = (),
    vendor_conversions: Iterable[tuple[str, str, str, str]] = (),
    catch_weight: Iterable[str] = (),
    cross_references: Iterable[tuple[str, str]] = (),
    substitutions: Iterable[tuple[str, str]] = (),
    other_codes: Iterable[str] = (),
    receipts: Iterable[Receipt] = (),
    vendors: Iterable[Vendor] = (VENDOR,),
) -> Desk:
    """Return what a desk knows: the items of these orders, and tables given as (sku, from, to, factor) and the like."""
    weighed = set(catch_weight)
    items = {
        line.sku: Item(line.sku, line.description, line.uom, catch_weight=line.sku in weighed)
        for po in orders
        for line in po.lines
    }
    crossed = tuple(CrossReference("V1", code, sku) for code, sku in cross_references)
    known = {*items, *other_codes, *(row.vendor_item_code for row in crossed)}
    return Desk(
        vendors=tuple(vendors),
        orders=orders,
        receipts=tuple(receipts),
        items=items,
        conversions=(
            *(UomConversion(sku, None, a, b, Decimal(f)) for sku, a, b, f in conversions),
            *(UomConversion(sku, "V1", a, b, Decimal(f)) for sku, a, b, f in vendor_conversions),
        ),
        cross_references=crossed,
        substitutions=tuple(Substitution("V1", sku, other, reference="MSA 4.1") for sku, other in substitutions),
        known_codes=frozenset(map(code_key, known)),
    )


def shapes(match: Match) -> dict[tuple[int, ...], tuple[tuple[tuple[str, int], ...], set[str]]]:
    """Return a match as invoice lines → (order lines, patterns)."""
    return {
        group.invoice_lines: (
            tuple((ref.po_number, ref.line_no) for ref in group.po_lines),
            {str(pattern) for pattern in group.patterns},
        )
        for group in match.groups
    }


def only(match: Match) -> Group:
    """Return the one group of a match."""
    (group,) = match.groups
    return group
