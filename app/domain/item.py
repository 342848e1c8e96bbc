"""The item master: items, their conversions, vendors' own codes for them, and agreed substitutes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class LineClass(StrEnum):
    """The class whose tolerance bands apply (S2.135, S2.149 to S2.152)."""

    COMMODITY = "commodity"
    SPECIALTY = "specialty"
    CAPITAL = "capital"
    SERVICES = "services"
    CONTRACT = "contract"
    SPOT = "spot"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the master. A catch-weight item is billed by its actual weight (S2.69)."""

    sku: str
    description: str
    base_uom: str
    line_class: LineClass | None = None
    catch_weight: bool = False


@dataclass(frozen=True, slots=True)
class UomConversion:
    """One ``from_uom`` is ``factor`` ``to_uom`` of this item; ``vendor_id`` None means for every vendor."""

    sku: str
    vendor_id: str | None
    from_uom: str
    to_uom: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class CrossReference:
    """The vendor's own code for one of our items."""

    vendor_id: str
    vendor_item_code: str
    sku: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """An agreed substitute (S2.88); the entry carries the buyer's standing sign-off (TRAP-6)."""

    vendor_id: str
    sku: str
    substitute_sku: str
    substitute_description: str | None = None
    reason: str | None = None
    reference: str | None = None
    buyer_notified: bool = False
