"""Vendors whose papers no general vocabulary fits: odd headings, places, units and labels, four invoices of each.

Each invoice comes as typed pages with what is right about it, so that a profile learned from one can be measured on
the others.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.domain.invoice import Charge, ChargeKind, Invoice, InvoiceHeader, InvoiceLine
from app.domain.provenance import Extracted
from app.extraction.values.words import PageText
from tests.helpers.typed_pages import typed_page

CENT = Decimal("0.01")
GOODS = (
    "Hex bolt zinc", "Copper elbow", "Work gloves", "Steel bracket", "Paint roller", "Drill bit", "Cable tie",
    "Air coupling", "Lamp holder", "Wood screw", "Grinding wheel", "Valve seat", "Garden twine", "Hinge stainless",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Col:
    """A column: what it holds, its heading, the character it begins at (``right``: it ends at)."""

    key: str
    heading: str
    at: int
    right: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class OddVendor:
    """How one vendor writes; ``charge`` is kind, words and whether it stands among the lines."""

    name: str
    columns: tuple[Col, ...]
    headings: bool = True
    units: Mapping[str, str] = field(default_factory=dict)
    basis: int = 1
    date_form: str = "%d %B %Y"
    labels: tuple[str, str, str] = ("Invoice No.", "Invoice Date", "PO Number")
    totals: tuple[str, str] = ("Subtotal", "Total")
    charge: tuple[ChargeKind, str, bool] | None = None
    memo: bool = False
    two_rows: bool = False
    percent_off: bool = False
    amount_off: bool = False
    extra_sum: str = ""


@dataclass(frozen=True, slots=True)
class OddInvoice:
    """An invoice as printed, and what is right."""

    page: PageText
    right: Invoice


STANDARD = (
    Col("code", "Item", 0), Col("text", "Description", 9), Col("quantity", "Qty", 44, right=True),
    Col("unit", "Unit", 47), Col("price", "Price", 64, right=True), Col("amount", "Amount", 78, right=True),
)  # fmt: skip
_ODD = (
    Col("code", "Mark", 0), Col("text", "Goods", 9), Col("quantity", "Despatch", 44, right=True),
    Col("unit", "Pk", 47), Col("price", "Tariff", 64, right=True), Col("amount", "Worth", 78, right=True),
)  # fmt: skip
_OWN_UNITS = {"BX": "KXT", "EA": "Q1"}


def _without(columns: tuple[Col, ...], *keys: str) -> tuple[Col, ...]:
    return tuple(column for column in columns if column.key not in keys)


def _plus(columns: tuple[Col, ...], *more: Col) -> tuple[Col, ...]:
    return tuple(sorted((*columns, *more), key=lambda column: column.at))


_NO_UNIT, _ODD_NO_UNIT = _without(STANDARD, "unit"), _without(_ODD, "unit")
_GLUED = _plus(_without(_ODD, "unit", "quantity"), Col("glued", "How many", 44, right=True))
_TWO_CODES = (
    Col("other", "Theirs", 0), Col("code", "Yours", 10), Col("text", "Article text", 19),
    Col("quantity", "Count", 48, right=True), Col("price", "Each", 64, right=True),
    Col("amount", "Line", 78, right=True),
)  # fmt: skip
VENDORS = (
    OddVendor("Zorbel Trading", _ODD, units={"EA": "pcs"}),
    OddVendor("Quench Supplies", _NO_UNIT, headings=False),
    OddVendor(
        "Marrow Metals",
        _plus(_ODD_NO_UNIT, Col("weight", "Wt", 30, right=True), Col("parcels", "Colli", 36, right=True)),
    ),
    OddVendor("Pinhead Fasteners", STANDARD, units={"EA": "pcs"}, basis=1000),
    OddVendor("Umber Paper", _NO_UNIT, labels=("", "Invoice Date", "PO Number")),
    OddVendor("Tollgate Tools", _NO_UNIT, date_form="%d/%m/%Y"),
    OddVendor("Hopper Hardware", _NO_UNIT, charge=(ChargeKind.FREIGHT, "Hopla", True)),
    OddVendor("Lowfoot Linen", _NO_UNIT, charge=(ChargeKind.FUEL_SURCHARGE, "Kerosene share", False)),
    OddVendor("Starry Stores", _NO_UNIT, memo=True),
    OddVendor("Ownunit Goods", STANDARD, units=_OWN_UNITS),
    OddVendor("Twocode Brothers", _TWO_CODES),
    OddVendor(
        "Reverse Ropes",
        (
            Col("amount", "Worth", 12, right=True), Col("price", "Tariff", 24, right=True),
            Col("quantity", "Lot", 32, right=True), Col("code", "Mark", 38), Col("text", "Goods", 48),
        ),
    ),
    OddVendor("Slashmark Steel", _GLUED, units=_OWN_UNITS),
    OddVendor("Twostorey Timber", _ODD_NO_UNIT, two_rows=True),
    OddVendor("Wholesum Foods", _NO_UNIT, totals=("Goods altogether", "Kindly remit")),
    OddVendor("Nabble Discount", _plus(_NO_UNIT, Col("off", "Nab", 54, right=True)), percent_off=True),
    OddVendor("Nibble Netting", _plus(_ODD_NO_UNIT, Col("off", "Trim", 54, right=True)), amount_off=True),
    OddVendor("Owings Optics", _NO_UNIT, totals=("", "This paper"), extra_sum="Total account"),
    OddVendor(
        "Mixture Mills",
        _plus(_ODD, Col("wish", "Wish", 35, right=True)),
        units=_OWN_UNITS,
        labels=("Paper", "Day", "Your wish"),
        totals=("", "Kindly remit"),
        charge=(ChargeKind.FREIGHT, "Wagon money", True),
        date_form="%d/%m/%Y",
    ),
)  # fmt: skip


def odd_invoice(vendor: OddVendor, number: int) -> OddInvoice:
    """Return one invoice of a vendor; the same every time."""
    return _Writer(vendor, random.Random(f"{vendor.name} {number}")).invoice()


class _Writer:
    """Writes one invoice row by row and keeps what is right about it."""

    def __init__(self, vendor: OddVendor, chance: random.Random) -> None:
        self.vendor, self.chance = vendor, chance
        self.rows: list[str] = []
        self.lines: list[InvoiceLine] = []
        self.charges: list[Charge] = []
        self.sum = Decimal(0)

    def invoice(self) -> OddInvoice:
        vendor, chance = self.vendor, self.chance
        label = f"{chance.choice('ABK')}{chance.randrange(10_000, 99_999)}"
        day = date(2026, chance.randrange(1, 7), chance.randrange(8, 13))
        order = f"PO-{chance.randrange(4000, 5000)}"
        self.rows += [vendor.name, "12 Harrow Lane, Millbrook", ""]
        for name, value in zip(vendor.labels, (label, day.strftime(vendor.date_form), order), strict=True):
            self.rows.append(_placed({40: name, 60: value}))
        self.rows += ["", "Bill To:", "Fernhill Works Ltd", "9 Station Road, Ashby", ""]
        if vendor.headings:
            self.rows.append(_row(vendor.columns, {column.key: column.heading for column in vendor.columns}))
        for at, goods in enumerate(chance.sample(GOODS, 4)):
            unit = list(vendor.units)[at % len(vendor.units)] if vendor.units else None
            self._line(goods, unit, first=at == 0)
        total = self._foot()
        header = InvoiceHeader(
            invoice_number=Extracted(label),
            invoice_date=Extracted(day),
            vendor_name=Extracted(vendor.name),
            po_numbers=(Extracted(order),),
            subtotal=Extracted(self.sum) if vendor.totals[0] else None,
            total=Extracted(total),
        )
        return OddInvoice(typed_page("\n".join(self.rows)), Invoice(header, tuple(self.lines), tuple(self.charges)))

    def _line(self, goods: str, unit: str | None, *, first: bool) -> None:
        vendor, chance = self.vendor, self.chance
        basis = Decimal(vendor.basis)
        quantity = Decimal(chance.randrange(2, 60) * (100 if vendor.basis > 1 else 1))
        price = Decimal(chance.randrange(2000, 9000)) / 100
        gross = quantity * price / basis
        off = Decimal(chance.choice((5, 10, 15)))
        less = (gross * off / 100).quantize(CENT, ROUND_HALF_UP) if vendor.percent_off or vendor.amount_off else None
        amount = gross.quantize(CENT, ROUND_HALF_UP) - (less or 0)
        code = str(chance.randrange(10_000, 99_999))
        printed = vendor.units.get(unit or "", "")
        cells = {
            "code": code, "other": f"Z{chance.randrange(100, 999)}-{chance.randrange(10, 99)}", "text": goods,
            "quantity": str(quantity), "unit": printed, "glued": f"{quantity}/{printed}", "price": f"{price:,.2f}",
            "amount": f"{amount:,.2f}", "weight": f"{Decimal(chance.randrange(100, 9999)) / 100:.2f}",
            "parcels": str(chance.randrange(1, 5)), "wish": str(quantity + (3 if first else 0)),
            "off": f"{off} %" if vendor.percent_off else f"{less:,.2f}" if less is not None else "",
        }  # fmt: skip
        if vendor.two_rows:
            head = [column for column in vendor.columns if column.key in ("code", "text")]
            self.rows.append(_row(head, cells))
            self.rows.append(_row([column for column in vendor.columns if column not in head], cells))
        else:
            self.rows.append(_row(vendor.columns, cells))
        if vendor.memo and len(self.lines) % 2 == 0:
            memo = {**cells, "code": "", "text": f"** memo {chance.choice(('stock left', 'on loan'))}", "price": ""}
            self.rows.append(_row(vendor.columns, memo))
        self.sum += amount
        self.lines.append(
            InvoiceLine(
                len(self.lines) + 1, 1, Extracted(goods), item_code=Extracted(code), quantity=Extracted(quantity),
                uom=Extracted(unit) if unit is not None else None, unit_price=Extracted(price), price_basis=basis,
                discount=Extracted(less) if less is not None else None, amount=Extracted(amount),
            )
        )  # fmt: skip

    def _foot(self) -> Decimal:
        """Write charges and sums; return the total."""
        vendor = self.vendor
        fee = Decimal(self.chance.randrange(1200, 6000)) / 100
        if vendor.charge is not None:
            self.charges.append(Charge(vendor.charge[0], vendor.charge[1], Extracted(fee)))
        among = vendor.charge is not None and vendor.charge[2]
        if vendor.charge is not None and among:
            self.rows.append(_row(vendor.columns, {"text": vendor.charge[1], "amount": f"{fee:,.2f}"}))
            self.sum += fee
        total = self.sum
        self.rows += ["", *([_sum(vendor.totals[0], total)] if vendor.totals[0] else [])]
        if vendor.charge is not None and not among:
            self.rows.append(_sum(vendor.charge[1], fee))
            total += fee
        self.rows.append(_sum(vendor.totals[1], total))
        if vendor.extra_sum:
            earlier = Decimal(self.chance.randrange(10_000, 90_000)) / 100
            self.rows += [_sum("Carried from spring", earlier), _sum(vendor.extra_sum, total + earlier)]
        return total


def _sum(label: str, value: Decimal) -> str:
    return _placed({45: label}).ljust(78 - len(f"{value:,.2f}")) + f"{value:,.2f}"


def _row(columns: Sequence[Col], cells: Mapping[str, str]) -> str:
    return _placed(
        {
            column.at - (len(cells[column.key]) if column.right else 0): cells[column.key]
            for column in columns
            if cells.get(column.key)
        }
    )


def _placed(parts: Mapping[int, str]) -> str:
    row = ""
    for at, text in sorted(parts.items()):
        row = row.ljust(at) + text
    return row
