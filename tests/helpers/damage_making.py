"""An invoice while it is made up: lines written one by one, and what each of them really is."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from app.domain.invoice import Invoice, InvoiceLine
from app.domain.item import Substitution, UomConversion
from app.domain.match import Desk
from app.domain.order import LineRef, OrderLine
from app.domain.provenance import Method
from tests.helpers.catalogue import CENT, Good
from tests.helpers.matching import billed

_ABBREVIATED = (("Disposable", "DISP"), ("Large", "LG"), ("Medium", "MED"), ("Black", "BLK"), ("White", "WHT"),
                ("Industrial", "IND"), ("Plated", "PLTD"), ("Cartridge", "CRTG"))  # fmt: skip
_MISREAD = (("l", "1"), ("O", "0"), ("e", "c"), ("S", "5"), ("B", "8"))


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: these invoice lines bill these order lines in this shape."""

    invoice_lines: tuple[int, ...]
    po_lines: tuple[LineRef, ...]
    patterns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """An invoice, the desk it comes to, and the truth about it."""

    invoice: Invoice
    desk: Desk
    done: tuple[Done, ...]
    recipe: str


@dataclass(slots=True)
class Making:
    """An invoice while it is made."""

    random: Random
    goods: dict[LineRef, Good]
    coded: bool
    with_units: bool
    method: Method
    lines: list[InvoiceLine] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    conversions: list[UomConversion] = field(default_factory=list)
    substitutions: list[Substitution] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def bill(
        self,
        line: OrderLine,
        quantity: Decimal,
        price: Decimal | None,
        *,
        uom: str | None = "",
        code: str | None = "",
        description: str | None = None,
        extra: Decimal = Decimal(0),
        amount: Decimal | None = None,
    ) -> int:
        """Write one invoice line and return its number; what is not given is printed as the order has it."""
        number = len(self.lines) + 1
        if uom == "":
            uom = line.uom if self.with_units else None
        if code == "":
            code = (line.vendor_item_code or line.sku) if self.coded else None
        if amount is None:
            amount = money(quantity * (price or Decimal(0))) + extra
        self.lines.append(
            billed(
                number,
                code,
                description or printed_text(line.description, self.random, self.method),
                str(quantity),
                uom,
                None if price is None else str(price),
                str(amount),
                method=self.method,
            )
        )
        return number

    def record(self, numbers: tuple[int, ...], refs: tuple[LineRef, ...], *patterns: str) -> None:
        found = set(patterns)
        if len(refs) == 1 and refs[0] in self.goods and self.goods[refs[0]].catch_weight and "not_on_po" not in found:
            found = (found - {"exact", "quantity_short", "quantity_over"}) | {"catch_weight"}
        self.done.append(Done(numbers, tuple(sorted(refs)), frozenset(found)))


def money(value: Decimal) -> Decimal:
    """Round to cents, halves up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def printed_text(description: str, random: Random, method: Method) -> str:
    """Return a description as some vendor writes it: capitals, no commas, abbreviated; misread in a scan."""
    text = description
    if random.random() < 0.3:
        text = text.upper()
    if random.random() < 0.4:
        text = text.replace(",", "")
    if random.random() < 0.3:
        for long, short in _ABBREVIATED:
            text = text.replace(long, short)
    if method is Method.OCR and random.random() < 0.4:
        right, wrong = random.choice(_MISREAD)
        words = text.split(" ")
        long_words = [n for n, w in enumerate(words) if len(w) >= 6 and w.isalpha() and right in w[1:]]
        if long_words:
            at = random.choice(long_words)
            words[at] = words[at][0] + words[at][1:].replace(right, wrong, 1)
        text = " ".join(words)
    return text
