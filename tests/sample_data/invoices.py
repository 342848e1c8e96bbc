"""The invoices of the sample desk, in the order they arrive, each with what the program must make of it."""

from datetime import date
from decimal import Decimal

from tests.sample_data.desk import ITEMS, ORDERS, VENDORS
from tests.sample_data.records import ONE, Case, Charge, Group, Invoice, Line, Scan, to_cents

D = Decimal
HUNDRED = Decimal(100)

# Kinds of scanning, from a good office scanner to a tired fax.
_OFFICE = Scan("pdf", dpi=220, skew=0.35, noise=4, blur=0.4)
_CROOKED = Scan("pdf", dpi=220, skew=-0.9, noise=6, blur=0.5)
_FAINT = Scan("pdf", dpi=250, skew=0.5, noise=9, blur=0.6, quality=50)
_FAX = Scan("tif", dpi=204, skew=0.2, noise=3, blur=0.3)
_IMAGE = Scan("png", dpi=200, skew=-0.3, noise=0, blur=0.4)


def bill(
    po_number: str,
    line_no: int,
    *,
    quantity: str | None = None,
    price: str | None = None,
    amount: str | None = None,
    uom: str | None = "as ordered",
    basis: Decimal = ONE,
    cites_line: bool = False,
) -> Line:
    """An invoice line for an order line: as ordered, but for what is given."""
    order = ORDERS[po_number]
    ordered = order.line(line_no)
    item, vendor = ITEMS[ordered.sku], VENDORS[order.vendor_id]
    billed = D(quantity) if quantity is not None else ordered.quantity
    unit_price = D(price) if price is not None else ordered.unit_price * basis
    return Line(
        code=item.vendor_code if vendor.prints_own_codes else ordered.sku,
        second_code=item.vendor_code if vendor.vendor_id == "V209" else None,
        description=item.description,
        quantity=billed,
        uom=ordered.uom if uom == "as ordered" else uom,
        unit_price=unit_price if basis == ONE else unit_price.quantize(D("0.01")),
        amount=D(amount) if amount is not None else to_cents(billed * unit_price / basis),
        price_basis=basis,
        po_line=line_no if cites_line else None,
        ordered=ordered.quantity,
        backordered=D(0),
    )


def other_item(sku: str, quantity: str, price: str, uom: str) -> Line:
    """An invoice line for an item that the order does not have."""
    item = ITEMS[sku]
    vendor = VENDORS[item.vendor_id]
    return Line(
        code=item.vendor_code if vendor.prints_own_codes else sku,
        description=item.description,
        quantity=D(quantity),
        uom=uom,
        unit_price=D(price),
        amount=to_cents(D(quantity) * D(price)),
    )


def exact(po_number: str, *pairs: tuple[int, int]) -> tuple[Group, ...]:
    """Groups that agree in everything: (invoice line, order line) each."""
    return tuple(Group((line,), ((po_number, po_line),)) for line, po_line in pairs)


def held(
    po_number: str, lines: tuple[int, ...], po_lines: tuple[int, ...], pattern: str, owner: str, at_stake: str
) -> Group:
    """A group that a person must see, with the amount at stake."""
    return Group(
        lines,
        tuple((po_number, number) for number in po_lines),
        (pattern,),
        "draft_and_route",
        owner,
        D(at_stake),
    )


def cleared(
    po_number: str, lines: tuple[int, ...], po_lines: tuple[int, ...], pattern: str, at_stake: str = "0.00"
) -> Group:
    """A group that differs in shape or inside its band and clears."""
    return Group(lines, tuple((po_number, number) for number in po_lines), (pattern,), exposure=D(at_stake))


_FIRST = Invoice(
    file="01_ironbark_448210.pdf",
    shows="everything agrees; freight the vendor may bill, and tax",
    vendor_id="V201",
    number="448210",
    issued=date(2026, 3, 4),
    po_number="PO-3001",
    lines=tuple(bill("PO-3001", n, cites_line=True) for n in (1, 2, 3, 4)),
    groups=exact("PO-3001", (1, 1), (2, 2), (3, 3), (4, 4)),
    charges=(Charge("freight", "Freight", D("86.40")),),
    tax_percent=D(6),
)

INVOICES: tuple[Invoice, ...] = (
    _FIRST,
    Invoice(
        file="02_pinecrest_90117.pdf",
        shows="ordered 10 cases at 24.00, billed 240 each at 1.00 (S2.57): a known case pack",
        vendor_id="V202",
        number="90117",
        issued=date(2026, 3, 6),
        po_number="PO-3002",
        lines=(bill("PO-3002", 1, quantity="240", price="1.00", uom="EA"), bill("PO-3002", 2)),
        groups=(cleared("PO-3002", (1,), (1,), "uom_conversion"), *exact("PO-3002", (2, 2))),
    ),
    Invoice(
        file="03_quarrystone_QB-15532.pdf",
        shows="two pages carried forward; two order lines billed as one, which this vendor may not",
        vendor_id="V203",
        number="QB-15532",
        issued=date(2026, 3, 11),
        po_number="PO-3003",
        lines=(
            bill("PO-3003", 1, quantity="100"),
            *(bill("PO-3003", n) for n in range(3, 17)),
        ),
        groups=(
            held("PO-3003", (1,), (1, 2), "merged", "vendor", "0.00"),
            *exact("PO-3003", *((n - 1, n) for n in range(3, 17))),
        ),
        charges=(
            Charge("freight", "Delivery, flatbed", D("165.00")),
            Charge("pallet_charge", "Pallet charge", D("96.00")),
        ),
    ),
    Invoice(
        file="04_tannhaus_2026-0387.pdf",
        shows="a German invoice: decimal commas, prices per 100, packaging and freight inside the terms",
        vendor_id="V204",
        number="2026-0387",
        issued=date(2026, 3, 13),
        po_number="PO-3004",
        lines=(
            bill("PO-3004", 1, basis=HUNDRED),
            bill("PO-3004", 2, basis=HUNDRED),
            bill("PO-3004", 3),
            bill("PO-3004", 4),
        ),
        groups=exact("PO-3004", (1, 1), (2, 2), (3, 3), (4, 4)),
        charges=(
            Charge("packaging", "Verpackung", D("18.50")),
            Charge("freight", "Fracht", D("64.00")),
        ),
        tax_percent=D(19),
    ),
    Invoice(
        file="05_larkfield_INV-77120.pdf",
        shows="four order lines billed as one lump, which the terms permit; one set only adds up",
        vendor_id="V205",
        number="INV-77120",
        issued=date(2026, 3, 13),
        po_number="PO-3005",
        lines=(
            bill("PO-3005", 1),
            Line(None, "Office supplies, miscellaneous", None, None, None, D("691.58")),
            bill("PO-3005", 6),
        ),
        groups=(
            *exact("PO-3005", (1, 1)),
            cleared("PO-3005", (2,), (2, 3, 4, 5), "merged"),
            *exact("PO-3005", (3, 6)),
        ),
    ),
    Invoice(
        file="06_larkfield_INV-77164.pdf",
        shows="a lump that two different sets of order lines explain",
        vendor_id="V205",
        number="INV-77164",
        issued=date(2026, 3, 19),
        po_number="PO-3006",
        lines=(
            Line(None, "Office supplies assortment", D(1), "LS", D("402.00"), D("402.00")),
            bill("PO-3006", 4),
        ),
        groups=(
            Group(
                (1,),
                (("PO-3006", 1), ("PO-3006", 2), ("PO-3006", 3)),
                ("merged",),
                "draft_and_route",
                "buyer",
                D("402.00"),
                ((("PO-3006", 1), ("PO-3006", 3)), (("PO-3006", 2), ("PO-3006", 3))),
            ),
            *exact("PO-3006", (2, 4)),
        ),
        scan=_OFFICE,
    ),
    Invoice(
        file="07_ironbark_448397.pdf",
        shows="one order line billed in three shipments, each with its own receipt",
        vendor_id="V201",
        number="448397",
        issued=date(2026, 3, 25),
        po_number="PO-3007",
        lines=(
            bill("PO-3007", 1, cites_line=True),
            bill("PO-3007", 2, quantity="30", cites_line=True),
            bill("PO-3007", 2, quantity="18", cites_line=True),
            bill("PO-3007", 2, quantity="12", cites_line=True),
        ),
        groups=(*exact("PO-3007", (1, 1)), cleared("PO-3007", (2, 3, 4), (2,), "split")),
        charges=(Charge("freight", "Freight", D("42.00")),),
    ),
    Invoice(
        file="08_pinecrest_90188.png",
        shows="ordered in cases, billed in cans, and no unit printed anywhere",
        vendor_id="V202",
        number="90188",
        issued=date(2026, 3, 20),
        po_number="PO-3008",
        lines=(
            bill("PO-3008", 1, quantity="180", price="1.50", uom=None),
            bill("PO-3008", 2, uom=None),
            bill("PO-3008", 3, uom=None),
        ),
        groups=(cleared("PO-3008", (1,), (1,), "uom_conversion"), *exact("PO-3008", (2, 2), (3, 3))),
        scan=_IMAGE,
    ),
    Invoice(
        file="09_brindle_B60541.pdf",
        shows="ordered in pallets, billed in cartons, and no factor on file; a remainder beside it",
        vendor_id="V209",
        number="B60541",
        issued=date(2026, 3, 18),
        po_number="PO-3009",
        lines=(
            bill("PO-3009", 1, quantity="160", price="12.00", uom="CT"),
            bill("PO-3009", 2, quantity="30"),
        ),
        groups=(
            held("PO-3009", (1,), (1,), "uom_conversion", "buyer", "1920.00"),
            *exact("PO-3009", (2, 2)),
        ),
        charges=(Charge("freight", "Freight Out", D("118.00")),),
    ),
    Invoice(
        file="10_saltmarsh_31177.pdf",
        shows="catch-weight goods billed at exactly the weight received",
        vendor_id="V207",
        number="31177",
        issued=date(2026, 3, 20),
        po_number="PO-3010",
        lines=(
            bill("PO-3010", 1, quantity="204.60"),
            bill("PO-3010", 2, quantity="118.35"),
            bill("PO-3010", 3, quantity="81.20"),
        ),
        groups=tuple(cleared("PO-3010", (n,), (n,), "catch_weight") for n in (1, 2, 3)),
        charges=(Charge("fuel_surcharge", "Fuel surcharge", D("22.50")),),
        scan=_CROOKED,
    ),
    Invoice(
        file="11_saltmarsh_31202.pdf",
        shows="more weight billed than received, and a charge the terms do not have",
        vendor_id="V207",
        number="31202",
        issued=date(2026, 3, 25),
        po_number="PO-3011",
        lines=(bill("PO-3011", 1, quantity="118.50"), bill("PO-3011", 2)),
        groups=(
            held("PO-3011", (1,), (1,), "catch_weight", "receiving", "87.98"),
            *exact("PO-3011", (2, 2)),
        ),
        charges=(Charge("handling", "Handling fee", D("35.00")),),
        cases=(Case("vendor_compliance", "draft_and_route", "buyer"),),
    ),
    Invoice(
        file="12_ironbark_448466.pdf",
        shows="a successor part at a lower price, in the vendor's substitution table",
        vendor_id="V201",
        number="448466",
        issued=date(2026, 3, 26),
        po_number="PO-3012",
        lines=(other_item("51024", "48", "8.60", "EA"), bill("PO-3012", 2)),
        groups=(cleared("PO-3012", (1,), (1,), "substitution"), *exact("PO-3012", (2, 2))),
    ),
    Invoice(
        file="13_tannhaus_2026-0431.pdf",
        shows="another item than ordered, outside the table, from a vendor who must ask first; scanned, German",
        vendor_id="V204",
        number="2026-0431",
        issued=date(2026, 3, 30),
        po_number="PO-3013",
        lines=(
            other_item("73015", "5000", "0.312", "EA"),
            bill("PO-3013", 2, basis=HUNDRED),
            bill("PO-3013", 3),
        ),
        groups=(
            held("PO-3013", (1,), (1,), "substitution", "buyer", "1560.00"),
            *exact("PO-3013", (2, 2), (3, 3)),
        ),
        tax_percent=D(19),
        scan=_OFFICE,
    ),
    Invoice(
        file="14_quarrystone_QB-15618.pdf",
        shows="every unit price raised by the same six per cent: a charge rolled into the goods",
        vendor_id="V203",
        number="QB-15618",
        issued=date(2026, 3, 31),
        po_number="PO-3014",
        lines=(
            bill("PO-3014", 1, price="6.89"),
            bill("PO-3014", 2, price="43.46"),
            bill("PO-3014", 3, price="11.66"),
            bill("PO-3014", 4, price="20.67"),
        ),
        groups=tuple(
            held("PO-3014", (n,), (n,), "bundled_accessorial", "buyer", at_stake)
            for n, at_stake in ((1, "37.44"), (2, "59.04"), (3, "72.60"), (4, "23.40"))
        ),
    ),
    Invoice(
        file="15_ironbark_448531.pdf",
        shows="37.50 hidden in one amount (quantity times price does not give it), and a line nobody ordered",
        vendor_id="V201",
        number="448531",
        issued=date(2026, 4, 1),
        po_number="PO-3015",
        lines=(
            bill("PO-3015", 1, amount="506.50"),
            bill("PO-3015", 2),
            bill("PO-3015", 3),
            other_item("51101", "5", "14.80", "EA"),
        ),
        groups=(
            held("PO-3015", (1,), (1,), "bundled_accessorial", "vendor", "37.50"),
            *exact("PO-3015", (2, 2), (3, 3)),
            held("PO-3015", (4,), (), "not_on_po", "buyer", "74.00"),
        ),
        scan=_FAINT,
    ),
    Invoice(
        file="16_cobalt_C-20984.pdf",
        shows="a late delivery with one line over the band, one short inside it and one not shipped",
        vendor_id="V206",
        number="C-20984",
        issued=date(2026, 4, 1),
        po_number="PO-3016",
        lines=(
            bill("PO-3016", 1, quantity="46"),
            bill("PO-3016", 2, quantity="96"),
            Line(
                "95045",
                ITEMS["95045"].description,
                D(0),
                "EA",
                D("52.40"),
                D("0.00"),
                ordered=D(12),
                backordered=D(12),
            ),
        ),
        groups=(
            held("PO-3016", (1,), (1,), "quantity_over", "buyer", "207.60"),
            cleared("PO-3016", (2,), (2,), "quantity_short"),
        ),
        charges=(Charge("freight", "Freight", D("74.25")),),
        cases=(Case("late_shipment", "draft_and_route", "buyer", (1, 2)),),
        scan=_CROOKED,
    ),
    Invoice(
        file="17_larkfield_INV-77251.pdf",
        shows="one price inside its band and one outside; two days late, inside the vendor's grace",
        vendor_id="V205",
        number="INV-77251",
        issued=date(2026, 4, 2),
        po_number="PO-3017",
        lines=(
            bill("PO-3017", 1),
            bill("PO-3017", 2, price="17.60"),
            bill("PO-3017", 3, price="10.45"),
        ),
        groups=(
            *exact("PO-3017", (1, 1)),
            cleared("PO-3017", (2,), (2,), "price_variance", "6.00"),
            held("PO-3017", (3,), (3,), "price_variance", "buyer", "19.00"),
        ),
        notes=("late_shipment",),
    ),
    Invoice(
        file="18_vellum_26-0419.pdf",
        shows="work nobody ordered: no order is named and none of the vendor's explains a line",
        vendor_id="V208",
        number="26-0419",
        issued=date(2026, 4, 2),
        po_number=None,
        lines=(
            other_item("18020", "6.5", "148.00", "HR"),
            other_item("18014", "3", "104.00", "HR"),
        ),
        groups=(
            held("", (1,), (), "not_on_po", "buyer", "962.00"),
            held("", (2,), (), "not_on_po", "buyer", "312.00"),
        ),
        cases=(Case("missing_po", "escalate", "ap_supervisor"),),
    ),
    Invoice(
        file="19_brindle_B60688.tif",
        shows="goods billed that no receipt knows of",
        vendor_id="V209",
        number="B60688",
        issued=date(2026, 4, 3),
        po_number="PO-3019",
        lines=tuple(bill("PO-3019", n) for n in (1, 2, 3)),
        groups=exact("PO-3019", (1, 1), (2, 2), (3, 3)),
        cases=(Case("missing_receipt", "draft_and_route", "receiving", (2,)),),
        scan=_FAX,
    ),
    Invoice(
        file="20_pinecrest_90264.pdf",
        shows="everything agrees, but nobody approved the order",
        vendor_id="V202",
        number="90264",
        issued=date(2026, 4, 3),
        po_number="PO-3020",
        lines=(bill("PO-3020", 1), bill("PO-3020", 2)),
        groups=exact("PO-3020", (1, 1), (2, 2)),
        charges=(Charge("fuel_surcharge", "Fuel surcharge", D("18.00")),),
        cases=(Case("missing_approval", "draft_and_route", "approver"),),
    ),
    Invoice(
        file="21_ironbark_448210_copy.pdf",
        shows="a scan of the first invoice, sent again",
        vendor_id="V201",
        number=_FIRST.number,
        issued=_FIRST.issued,
        po_number=_FIRST.po_number,
        lines=_FIRST.lines,
        groups=None,
        charges=_FIRST.charges,
        tax_percent=_FIRST.tax_percent,
        cases=(Case("duplicate_invoice", "escalate", "ap_supervisor"),),
        scan=_OFFICE,
    ),
    Invoice(
        file="22_cobalt_C-21066.pdf",
        shows="lines that agree, under a tax id that is not the vendor's",
        vendor_id="V206",
        number="C-21066",
        issued=date(2026, 4, 7),
        po_number="PO-3021",
        lines=(bill("PO-3021", 1), bill("PO-3021", 2)),
        groups=exact("PO-3021", (1, 1), (2, 2)),
        cases=(Case("supplier_details", "escalate", "vendor_management"),),
        tax_id="90-5550706",
    ),
    Invoice(
        file="23_saltmarsh_31290.pdf",
        shows="a total with two digits exchanged: the lines add up to another",
        vendor_id="V207",
        number="31290",
        issued=date(2026, 4, 8),
        po_number="PO-3022",
        lines=(bill("PO-3022", 1), bill("PO-3022", 2)),
        groups=exact("PO-3022", (1, 1), (2, 2)),
        printed_total=D("1841.40"),
        cases=(Case("header_total", "draft_and_route", "vendor"),),
    ),
    Invoice(
        file="24_cobalt_CM-1187.pdf",
        shows="the credit for the six hoses delivered too many",
        vendor_id="V206",
        number="CM-1187",
        issued=date(2026, 4, 9),
        po_number="PO-3016",
        lines=(bill("PO-3016", 1, quantity="-6"),),
        groups=None,
        cases=(Case("credit_memo", "draft_and_route", "ap_clerk"),),
        credits="C-20984",
    ),
)
