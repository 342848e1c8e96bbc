"""How each vendor's invoices look: columns, words, rules, numerals and dates, as data for the painter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from tests.sample_data.records import Line, Vendor

Rules = Literal["grid", "rows", "none", "zebra"]
Head = Literal["labels", "strip", "letter", "typewriter"]

_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the line table; `width` in points, `align` l, c or r."""

    key: str
    heading: str
    width: int
    align: Literal["l", "c", "r"] = "r"


@dataclass(frozen=True, slots=True)
class Words:
    """The words around the figures, in the vendor's language."""

    title: str = "INVOICE"
    credit_title: str = "CREDIT MEMO"
    number: str = "Invoice No."
    issued: str = "Invoice Date"
    order: str = "PO Number"
    due: str | None = "Due Date"
    terms: str | None = "Terms"
    tax_id: str | None = "Tax ID"
    bill_to: str = "Bill To"
    subtotal: str | None = "Subtotal"
    tax: str = "Sales Tax"
    total: str = "Total"
    page: str = "Page"
    carried: str | None = None
    brought: str | None = None
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The look of one vendor's paper."""

    head: Head
    rules: Rules
    columns: tuple[Column, ...]
    words: Words = field(default_factory=Words)
    font: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 9
    page: tuple[float, float] = (612, 792)
    last_line_at: float = 150
    decimal_comma: bool = False
    write_date: Callable[[date], str] = date.isoformat
    currency_sign: str = ""
    names_currency: bool = False

    @property
    def prints_currency(self) -> bool:
        """Whether the page says anywhere which money it means."""
        return bool(self.currency_sign) or self.names_currency

    def number(self, value: Decimal, places: int | None = None) -> str:
        """The figure as this vendor writes it: grouped, with the decimals it has or those asked for."""
        text = f"{value:,.{places}f}" if places is not None else f"{value.normalize():,f}"
        if self.decimal_comma:
            return text.replace(",", " ").replace(".", ",").replace(" ", ".")
        return text

    def cells(self, line: Line, number: int, vendor: Vendor) -> Mapping[str, str]:
        """What stands in each column of a line."""
        return {
            "no": str(number),
            "po_line": "" if line.po_line is None else str(line.po_line),
            "code": line.code or "",
            "second_code": line.second_code or "",
            "description": line.description,
            "code_description": f"{line.code} {line.description}" if line.code else line.description,
            "quantity": "" if line.quantity is None else self._quantity(line.quantity, line.uom),
            "ordered": "" if line.ordered is None else self._quantity(line.ordered, line.uom),
            "backordered": "" if line.backordered is None else self._quantity(line.backordered, line.uom),
            "uom": printed_unit(line, vendor) or "",
            "price": "" if line.unit_price is None else self._price(line.unit_price),
            "basis": self.number(line.price_basis),
            "amount": self.number(line.amount, 2),
        }

    def _quantity(self, value: Decimal, uom: str | None) -> str:
        return self.number(value, 2) if uom == "LB" else self.number(value)

    def _price(self, value: Decimal) -> str:
        exponent = value.as_tuple().exponent
        return self.number(value, max(2, -exponent if isinstance(exponent, int) else 2))


def printed_unit(line: Line, vendor: Vendor) -> str | None:
    """The unit as the vendor spells it, None where the page is silent."""
    return None if line.uom is None else vendor.unit_words.get(line.uom, line.uom)


def _us(day: date) -> str:
    return f"{day.month:02d}/{day.day:02d}/{day.year}"


def _short_us(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year % 100:02d}"


def _worded(day: date) -> str:
    return f"{_ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _day_first(day: date) -> str:
    return f"{day.day:02d}-{_ENGLISH_MONTHS[day.month - 1]}-{day.year}"


def _german(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


LAYOUTS: Mapping[str, Layout] = {
    "V201": Layout(
        head="labels",
        rules="grid",
        columns=(
            Column("no", "Ln", 24, "c"),
            Column("po_line", "PO Ln", 34, "c"),
            Column("code", "Item", 54, "l"),
            Column("description", "Description", 212, "l"),
            Column("quantity", "Qty", 44),
            Column("uom", "UOM", 36, "c"),
            Column("price", "Unit Price", 60),
            Column("amount", "Amount", 68),
        ),
        words=Words(closing="Please quote the invoice number with your payment."),
        write_date=_us,
    ),
    "V202": Layout(
        head="strip",
        rules="none",
        columns=(
            Column("quantity", "QTY", 46),
            Column("uom", "UNIT", 50, "c"),
            Column("code", "ITEM #", 60, "l"),
            Column("description", "DESCRIPTION", 236, "l"),
            Column("price", "PRICE", 62),
            Column("amount", "EXTENSION", 78),
        ),
        words=Words(
            number="INVOICE #",
            issued="DATE",
            order="CUSTOMER PO",
            due="DUE",
            terms="TERMS",
            tax_id=None,
            bill_to="SOLD TO",
            subtotal=None,
            total="PLEASE PAY THIS AMOUNT",
            closing="Claims within 24 hours of delivery.",
        ),
        write_date=_short_us,
        size=9.5,
    ),
    "V203": Layout(
        head="labels",
        rules="rows",
        columns=(
            Column("no", "Line", 30, "c"),
            Column("code", "Product", 50, "l"),
            Column("description", "Description", 190, "l"),
            Column("quantity", "Quantity", 56),
            Column("uom", "U/M", 44, "c"),
            Column("price", "Price", 70),
            Column("amount", "Total", 92),
        ),
        words=Words(
            number="Invoice",
            issued="Date",
            order="Your Order",
            due=None,
            tax_id="FEIN",
            bill_to="Invoice To",
            subtotal="Merchandise",
            total="Invoice Total",
            carried="Carried forward",
            brought="Brought forward",
        ),
        font="Times-Roman",
        bold="Times-Bold",
        size=10,
        write_date=_worded,
        last_line_at=190,
    ),
    "V204": Layout(
        head="letter",
        rules="rows",
        columns=(
            Column("no", "Pos.", 28, "c"),
            Column("code", "Art.-Nr.", 76, "l"),
            Column("description", "Bezeichnung", 157, "l"),
            Column("quantity", "Menge", 48),
            Column("uom", "ME", 52, "c"),
            Column("price", "Einzelpreis", 58),
            Column("basis", "PE", 30),
            Column("amount", "Betrag EUR", 66),
        ),
        words=Words(
            title="Rechnung",
            credit_title="Gutschrift",
            number="Rechnungsnummer",
            issued="Rechnungsdatum",
            order="Ihre Bestellung",
            due="Fällig am",
            terms="Zahlungsziel",
            tax_id="USt-IdNr.",
            bill_to="Rechnungsempfänger",
            subtotal="Nettobetrag",
            tax="19 % MwSt.",
            total="Rechnungsbetrag",
            page="Seite",
            closing="PE: Preiseinheit. Lieferung frei Werk, es gelten unsere Lieferbedingungen.",
        ),
        page=(595, 842),
        decimal_comma=True,
        write_date=_german,
        currency_sign="EUR",
    ),
    "V205": Layout(
        head="labels",
        rules="zebra",
        columns=(
            Column("code_description", "Item and Description", 280, "l"),
            Column("uom", "Unit", 54, "c"),
            Column("quantity", "Quantity", 56),
            Column("price", "Price Each", 66),
            Column("amount", "Line Total", 76),
        ),
        words=Words(number="Invoice #", order="Purchase Order", tax_id=None, tax="Tax", total="Balance Due"),
        font="Times-Roman",
        bold="Times-Bold",
        size=10.5,
        write_date=_worded,
        currency_sign="$",
    ),
    "V206": Layout(
        head="strip",
        rules="rows",
        columns=(
            Column("ordered", "Ordered", 46),
            Column("quantity", "Shipped", 46),
            Column("backordered", "B/O", 32),
            Column("uom", "Unit", 44, "c"),
            Column("code", "Item", 52, "l"),
            Column("description", "Description", 180, "l"),
            Column("price", "Unit Price", 62),
            Column("amount", "Amount", 70),
        ),
        words=Words(
            number="Number", issued="Date", order="Customer Order", due=None, total="Amount Due", tax_id="Federal ID"
        ),
        write_date=_day_first,
    ),
    "V207": Layout(
        head="typewriter",
        rules="none",
        columns=(
            Column("code", "ITEM", 52, "l"),
            Column("description", "DESCRIPTION", 242, "l"),
            Column("quantity", "QTY", 60),
            Column("uom", "UM", 44, "c"),
            Column("price", "PRICE", 58),
            Column("amount", "AMOUNT", 76),
        ),
        words=Words(
            number="INVOICE NO",
            issued="DATE",
            order="P.O. NO",
            due=None,
            terms="TERMS",
            tax_id=None,
            bill_to="SOLD TO",
            subtotal="SUBTOTAL",
            total="TOTAL DUE USD",
        ),
        names_currency=True,
        font="Courier",
        bold="Courier-Bold",
        size=9,
        write_date=_us,
    ),
    "V208": Layout(
        head="labels",
        rules="rows",
        columns=(
            Column("code", "Service", 70, "l"),
            Column("description", "Work performed", 240, "l"),
            Column("quantity", "Time", 50),
            Column("uom", "Unit", 50, "c"),
            Column("price", "Rate", 58),
            Column("amount", "Amount", 64),
        ),
        words=Words(number="Invoice", order="PO", due="Payment due"),
        write_date=date.isoformat,
    ),
    "V209": Layout(
        head="strip",
        rules="grid",
        columns=(
            Column("second_code", "Our Item", 56, "l"),
            Column("code", "Your Part", 52, "l"),
            Column("description", "Description", 202, "l"),
            Column("quantity", "Qty", 44),
            Column("uom", "UM", 40, "c"),
            Column("price", "Unit Price", 62),
            Column("amount", "Ext. Price", 76),
        ),
        words=Words(number="Invoice Number", order="Your P.O.", tax_id="EIN", total="Total Amount Due"),
        write_date=_us,
        currency_sign="USD",
    ),
    "V210": Layout(
        head="labels",
        rules="rows",
        columns=(
            Column("code", "Material", 58, "l"),
            Column("description", "Product and Grade", 220, "l"),
            Column("quantity", "Units Shipped", 66),
            Column("uom", "Container", 54, "c"),
            Column("price", "Rate", 66),
            Column("amount", "Extended", 66),
        ),
        words=Words(
            number="Document No.",
            issued="Billing Date",
            order="Purchase Order",
            due="Pay By",
            tax_id="FEIN",
            bill_to="Charge To",
            subtotal="Materials",
            total="Amount Payable",
            closing="Drums stay ours; the deposit is credited when they come back.",
        ),
        font="Times-Roman",
        bold="Times-Bold",
        size=9.5,
        write_date=_day_first,
        currency_sign="USD",
    ),
}
