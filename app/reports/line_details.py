"""What the log also holds of a matched line: factor's owner, sign-off, term of a charge, the files it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.decision import BandUse, GroupDecision
from app.domain.invoice import ChargeKind
from app.domain.match import FactorSource, Pattern
from app.domain.money import decimal_or_none, plain
from app.domain.policy import Role
from app.domain.vendor import Vendor
from app.domain.versions import RowSource
from app.policy.coding import LedgerShare
from app.reports.line_mapping import Piece
from app.reports.table import Value

DETAILS = (
    "factor_owner", "rounding_left_over", "ordered_sku", "shipped_sku", "order_price", "billed_price",
    "substitution_clause", "substitution_reference", "substitution_sign_off", "goods_amount", "charge_kind",
    "charge_amount", "charge_basis", "charge_allowed_by",
)  # fmt: skip
SOURCES = (
    "order_import_entry", "order_file", "order_file_sha256", "order_file_line", "receipt_import_entry",
    "receipt_file", "receipt_file_sha256", "receipt_file_line",
)  # fmt: skip
_STATED, _INFERRED = "stated on a line of its own", "worked out of a goods line"

Sources = Mapping[tuple[str, ...], tuple[RowSource, ...]]


@dataclass(frozen=True, slots=True)
class RowSources:
    """Which import wrote each order line and each receipt."""

    orders: Sources
    receipts: Sources

    def values(self, piece: Piece, as_of: int) -> tuple[Value, ...]:
        """Return the files a piece rests on, as they stood when it was decided (``as_of``: the last entry then)."""
        ref = piece.ref
        if ref is None:
            return (None,) * len(SOURCES)
        line = (ref.po_number, str(ref.line_no))
        receipt = _last(self.receipts, (piece.receipt_no, *line), as_of) if piece.receipt_no else (None,) * 4
        return (*_last(self.orders, line, as_of), *receipt)


def _last(found: Sources, key: tuple[str, ...], as_of: int) -> tuple[Value, ...]:
    written = [source for source in found.get(key, ()) if source.entry <= as_of]
    return (written[-1].entry, written[-1].file, written[-1].sha256, written[-1].line) if written else (None,) * 4


def detail_values(piece: Piece, vendor: Vendor | None) -> tuple[Value, ...]:
    """Return the details of one piece of a line."""
    decided = piece.decision
    figures, evidence = decided.figures, decided.group.evidence
    substituted = Pattern.SUBSTITUTION in decided.group.patterns
    return (
        _factor_owner(decided),
        evidence.quantity_slack if evidence.conversion else None,
        figures.get("ordered_sku") if substituted else None,
        figures.get("shipped_sku") if substituted else None,
        decimal_or_none(figures.get("po_price")),
        decimal_or_none(figures.get("billed_price")),
        figures.get("clause") if substituted else None,
        figures.get("reference") if substituted else None,
        _sign_off(decided) if substituted else None,
        *_bundled(decided, piece, vendor),
    )


def _factor_owner(decided: GroupDecision) -> str | None:
    """Return who answers for the factor: the buyer where count, weight and volume are crossed (S2.70, S2.71)."""
    conversion = decided.group.evidence.conversion
    if conversion is None:
        return None
    if conversion.source is FactorSource.PHYSICS:
        return "nobody: physics"
    fixed = not conversion.crossing and conversion.source in (FactorSource.VENDOR, FactorSource.ITEM)
    return (Role.AP_CLERK if fixed else Role.BUYER).value


def _sign_off(decided: GroupDecision) -> str:
    """Say whose word a substitute rests on: the buyer's standing one in the vendor's table, or one to be given."""
    entry = decided.group.evidence.substitution
    if entry is None or not entry.buyer_notified:
        return "no standing one: see who settled it"
    return f"standing: the buyer's, in the vendor's table ({entry.reference or 'no reference'})"


def _bundled(decided: GroupDecision, piece: Piece, vendor: Vendor | None) -> tuple[Value, ...]:
    if Pattern.BUNDLED_ACCESSORIAL not in decided.group.patterns:
        return (None,) * 5
    figures = decided.figures
    allowed = "vendor's terms: bundling permitted" if vendor and vendor.bundled_accessorials_permitted else "no term"
    return (
        decimal_or_none(figures.get("goods_amount")), figures.get("charge_kind"),
        decimal_or_none(figures.get("charge_amount")), _INFERRED, allowed,
    )  # fmt: skip


def charge_values(share: LedgerShare, vendor: Vendor | None) -> tuple[Value, ...]:
    """Return the details of a charge on a line of its own."""
    empty = (None,) * (len(DETAILS) - 4)
    return (*empty, share.kind, share.amount, _STATED, _term(share.kind, vendor))


def _term(kind: str, vendor: Vendor | None) -> str:
    terms = vendor.accessorials if vendor else {}
    if kind not in {known.value for known in terms}:
        return "no term"
    cap = terms[ChargeKind(kind)]
    return f"vendor's terms: {kind}" + ("" if cap is None else f" up to {plain(cap)}")


def bands_text(bands: Iterable[BandUse]) -> str:
    """Write tolerances as they were looked at."""
    return "; ".join(
        f"{use.rule} {use.limit}: {use.measured}, {'inside' if use.inside else 'outside'}" for use in bands
    )
