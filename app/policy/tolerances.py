"""Which tolerance band applies to a line, and whether a variance is inside it (S2.135, S2.149 to S2.156).

A limit has three visible states: *not checked* (nobody set it), *zero* and *a value*. The sources are asked key by key:
the vendor's override, else the line class, else the default. A limit that is absent everywhere lets nothing through.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from app.domain.decision import BandUse
from app.domain.item import LineClass
from app.domain.money import EXACT, HUNDRED, ZERO, percent_of, price_text, trimmed
from app.domain.policy import Band, HeaderBand, Policy
from app.domain.vendor import Vendor

NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit and where it was set; ``value`` None means that nobody set it."""

    value: Decimal | None = None
    source: str = ""

    @property
    def state(self) -> str:
        """Return ``not checked``, ``zero`` or ``value`` (three visible states)."""
        if self.value is None:
            return NOT_CHECKED
        return "zero" if self.value == ZERO else "value"


@dataclass(frozen=True, slots=True)
class EffectiveBand:
    """The limits that hold for one line, after class, vendor and tier have been asked."""

    short: Limit = Limit()
    over: Limit = Limit()
    price_percent: Limit = Limit()
    price_absolute: Limit = Limit()
    hours: Limit = Limit()


def effective_band(policy: Policy, vendor: Vendor | None, line_class: LineClass | None) -> EffectiveBand:
    """Return the limits for a line of this class from this vendor."""
    sources: list[tuple[str, Band]] = []
    if vendor is not None and vendor.vendor_id in policy.vendors:
        sources.append((f"vendors.{vendor.vendor_id}", policy.vendors[vendor.vendor_id]))
    if line_class is not None and line_class in policy.classes:
        sources.append((f"line_tolerance.{line_class}", policy.classes[line_class]))
    sources.append(("line_tolerance.default", policy.default))
    factor = policy.tiers.get(vendor.tier, Decimal(1)) if vendor is not None else Decimal(1)
    tier = f" × {trimmed(factor)} ({vendor.tier})" if vendor is not None and factor != 1 else ""

    def limit(key: str, *, scaled: bool) -> Limit:
        for source, band in sources:
            value: Decimal | None = getattr(band, key)
            if value is not None:
                name = f"{source}.{key}"
                return Limit(value * factor, name + tier) if scaled else Limit(value, name)
        return Limit(source=key)

    return EffectiveBand(
        limit("quantity_short_percent", scaled=True),
        limit("quantity_over_percent", scaled=True),
        limit("price_percent", scaled=True),
        limit("price_absolute", scaled=False),
        limit("hours_over_authorised", scaled=False),
    )


def short_use(band: EffectiveBand, short: Decimal, ordered: Decimal) -> BandUse:
    """Look at a quantity billed short, as a percentage of what was ordered."""
    return _percent_use(band.short, percent_of(short, ordered))


def over_use(band: EffectiveBand, over: Decimal, ordered: Decimal, *, hours: bool) -> BandUse:
    """Look at a quantity billed over: percent of what was ordered, or hours for services (S2.151)."""
    if not hours:
        return _percent_use(band.over, percent_of(over, ordered))
    value = band.hours.value
    shown = NOT_CHECKED if value is None else f"{trimmed(value)} h"
    return BandUse(
        band.hours.source, shown, f"{trimmed(over)} h", value is not None and over <= value, band.hours.state
    )


def price_uses(
    band: EffectiveBand, difference: Decimal, order_price: Decimal, whole_line: Decimal
) -> tuple[BandUse, ...]:
    """Look at a price difference per unit: the percentage, and the absolute amount where one is given.

    Nothing that was ordered for nothing is inside a band: there is no price that could vary.
    """
    if order_price <= ZERO:
        return (BandUse("no price was agreed", "0", trimmed(difference), inside=False, state="zero"),)
    uses = [_percent_use(band.price_percent, percent_of(abs(difference), order_price))]
    limit = band.price_absolute
    if limit.value is not None:
        inside = abs(whole_line) <= limit.value
        uses.append(BandUse(limit.source, price_text(limit.value), price_text(abs(whole_line)), inside, limit.state))
    return tuple(uses)


def header_use(header: HeaderBand, vendor: Vendor | None, policy: Policy, beyond: Decimal, base: Decimal) -> BandUse:
    """Look at what the whole invoice bills beyond its orders (S2.145, S2.148).

    A tier may tighten the percentage, never widen it: this is the backstop.
    """
    factor = policy.tiers.get(vendor.tier, Decimal(1)) if vendor is not None else Decimal(1)
    percent = None if header.percent is None else header.percent * min(factor, Decimal(1))
    limits = [base * percent / HUNDRED] if percent is not None else []
    if header.absolute is not None:
        limits.append(header.absolute)
    if not limits:
        return BandUse("header_tolerance", NOT_CHECKED, trimmed(beyond), beyond <= ZERO, NOT_CHECKED)
    parts = [f"{trimmed(percent)} %"] if percent is not None else []
    parts += [trimmed(header.absolute)] if header.absolute is not None else []
    limit = max(limits)
    state = "zero" if limit == ZERO else "value"
    return BandUse("header_tolerance", " or ".join(parts), trimmed(beyond), beyond <= limit, state)


def _percent_use(limit: Limit, measured: Decimal | None) -> BandUse:
    shown = NOT_CHECKED if limit.value is None else f"{trimmed(limit.value)} %"
    text = "no base" if measured is None else f"{percent_text(measured)} %"
    inside = limit.value is not None and measured is not None and measured <= limit.value
    return BandUse(limit.source, shown, text, inside, limit.state)


def percent_text(value: Decimal) -> str:
    """Write a percentage with at most two decimals, for people; never for comparing."""
    with localcontext(EXACT):
        return trimmed(value.quantize(Decimal("0.01")))
