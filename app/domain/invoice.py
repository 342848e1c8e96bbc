"""An invoice as it was read from a document: header, lines, charges, the checks of its arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.finding import Finding
from app.domain.measure import Pack
from app.domain.provenance import Certainty, Extracted

_SHORTEST_CODE = 4
BRAND_NOTE = "Brand: "  # how a line's notes say what stands in its column of brands, in any language


class ChargeKind(StrEnum):
    """Accessorials and allowances (S2.103; formats: "kind of a charge")."""

    FREIGHT = "freight"
    FUEL_SURCHARGE = "fuel_surcharge"
    ENVIRONMENTAL_FEE = "environmental_fee"
    HAZMAT_FEE = "hazmat_fee"
    PALLET_CHARGE = "pallet_charge"
    HANDLING = "handling"
    PACKAGING = "packaging"
    INSURANCE = "insurance"
    MINIMUM_ORDER = "minimum_order"
    DEPOSIT = "deposit"
    DISCOUNT = "discount"
    OTHER = "other"


class Source(StrEnum):
    """What the document was read from."""

    TEXT = "text"
    OCR = "ocr"
    MIXED = "mixed"
    EINVOICE = "einvoice"


@dataclass(frozen=True, slots=True)
class IncludedCharge:
    """A charge that a line's text names as part of its amount (S2.169); ``amount`` None where none is printed.

    It is no charge of its own: the line's amount holds it, and no sum counts it.
    """

    kind: ChargeKind
    raw: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One billed line, as printed. A figure that is not printed is None and never computed (S2.164).

    ``unit_price`` is per ``price_basis`` units (1, 100 or 1000). ``uom.value`` is the canonical code, ``uom.raw``
    what is printed; a unit that is not printed is None (S2.162, TRAP-11). ``packs`` are what its text says containers
    hold (S2.168). ``amount`` is the extended amount, after
    ``discount`` (a positive amount taken off). ``notes`` are the rows printed below it that are no part of its text,
    and its brand where that stands in a column of its own.
    """

    line_no: int
    page: int
    description: Extracted[str]
    item_code: Extracted[str] | None = None
    quantity: Extracted[Decimal] | None = None
    uom: Extracted[str] | None = None
    unit_price: Extracted[Decimal] | None = None
    price_basis: Decimal = Decimal(1)
    discount: Extracted[Decimal] | None = None
    amount: Extracted[Decimal] | None = None
    po_number: Extracted[str] | None = None
    po_line: Extracted[int] | None = None
    other_codes: tuple[str, ...] = ()
    certainty: Certainty = Certainty.UNVERIFIED
    packs: tuple[Pack, ...] = ()
    included: tuple[IncludedCharge, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def brand(self) -> str:
        """The brand or maker printed in a column beside the text; empty where there is none."""
        return next((note.removeprefix(BRAND_NOTE) for note in self.notes if note.startswith(BRAND_NOTE)), "")

    @property
    def notes_below(self) -> tuple[str, ...]:
        """The notes but for the brand, which says nothing about what was delivered."""
        return tuple(note for note in self.notes if not note.startswith(BRAND_NOTE))

    @property
    def words_like_codes(self) -> tuple[str, ...]:
        """The words in the text of a line without a code that may be one."""
        return () if self.item_code is not None or self.other_codes else self.codes_in_text

    @property
    def codes_in_text(self) -> tuple[str, ...]:
        """The words in the text of a line that may be item codes, whatever code it has besides."""
        words = (word.strip("()[]:;,.#") for word in self.description.value.split())
        return tuple(w for w in words if len(w) >= _SHORTEST_CODE and any(ch.isdigit() for ch in w))


@dataclass(frozen=True, slots=True)
class Charge:
    """An itemised accessorial or allowance (a discount is negative). Never also a line, and never a tax."""

    kind: ChargeKind
    description: str
    amount: Extracted[Decimal]


@dataclass(frozen=True, slots=True)
class Check:
    """One equation of the document, for example "lines add up to subtotal", and whether it holds."""

    name: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class InvoiceHeader:
    """The fields of the invoice as a whole; what is not printed is None.

    ``bill_to`` and ``ship_to`` are whom it is made out to and whom it was delivered to, each wherever that is said,
    row by row (parted by line feeds). ``buyer_tax_ids`` are the tax ids that it gives for the buyer, ``bank_accounts``
    the accounts that it names: IBANs, a bank's code and the account ("200000/12345678"), or an account alone.
    ``terms_days`` is within how many days of its date it is to be paid, where it says so in words ("Net 30").
    """

    invoice_number: Extracted[str] | None = None
    invoice_date: Extracted[date] | None = None
    due_date: Extracted[date] | None = None
    vendor_name: Extracted[str] | None = None
    vendor_tax_id: Extracted[str] | None = None
    po_numbers: tuple[Extracted[str], ...] = ()
    currency: Extracted[str] | None = None
    subtotal: Extracted[Decimal] | None = None
    tax_total: Extracted[Decimal] | None = None
    total: Extracted[Decimal] | None = None
    credits_invoice: Extracted[str] | None = None
    titled_credit: bool = False
    bill_to: tuple[Extracted[str], ...] = ()
    ship_to: tuple[Extracted[str], ...] = ()
    buyer_tax_ids: tuple[Extracted[str], ...] = ()
    bank_accounts: tuple[Extracted[str], ...] = ()
    terms_days: Extracted[int] | None = None


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page as shown, in points.

    ``turn`` is by how many quarter turns clockwise the page of the file is shown so that it stands upright (pages
    scanned sideways or upside down); boxes are in this orientation.
    """

    width: float
    height: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Invoice:
    """Everything read from one document."""

    header: InvoiceHeader
    lines: tuple[InvoiceLine, ...] = ()
    charges: tuple[Charge, ...] = ()
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    source: Source = Source.TEXT
    profile: str | None = None
    profile_hash: str | None = None
    page_sizes: tuple[PageSize, ...] = ()

    @property
    def is_credit(self) -> bool:
        """Tell whether this is a credit memo: negative total, or titled so (decision table: credit_memo)."""
        total = self.header.total
        return self.header.titled_credit or (total is not None and total.value < 0)

    @property
    def is_summed(self) -> bool:
        """Tell whether total and every line's amount were read; else its sums speak for a part of it only (S2.165)."""
        return self.header.total is not None and bool(self.lines) and all(line.amount for line in self.lines)

    def line(self, line_no: int) -> InvoiceLine:
        """Return the line with this number.

        Raises:
            KeyError: There is no such line.
        """
        for candidate in self.lines:
            if candidate.line_no == line_no:
                return candidate
        raise KeyError(line_no)


@dataclass(frozen=True, slots=True)
class ReadingError:
    """Why a document could not be read: a stable code, one sentence, and the next step."""

    code: str
    message: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome for one file: an invoice, or the reason there is none. ``seconds`` is for people, never for rules."""

    file: str
    sha256: str
    pages: int
    seconds: str
    invoice: Invoice | None = None
    error: ReadingError | None = None
    notes: tuple[str, ...] = field(default=())
